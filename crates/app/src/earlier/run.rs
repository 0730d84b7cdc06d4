//! Handing in: the file read in the child, judged, sealed and taken in. Runs on a thread that may wait.

use std::io;

use ::store::{Event, Scope, StoreError, WriteContext};
use documents::bundle::Bundle;
use documents::table::Remark;
use domain::earlier::{Judged, Known, Said, judge};
use kernel::Id;
use kernel::id::kind::Tenant;
use platform::App;
use platform::access::Tools;
use serde_json::json;

use super::{book, files, store, sv};
use crate::submissions::originals;

/// A file to hand in.
#[derive(Debug, Clone, Copy)]
pub struct Handed<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What a file says.
#[derive(Debug, Clone)]
pub struct Done {
    /// Its rows.
    pub judged: Judged,
    /// What is to be said of its shape.
    pub remarks: Vec<Remark>,
    /// What it was judged against.
    pub known: Known,
    /// The set that came of it; nothing where nothing was taken in.
    pub set: Option<i64>,
    bundle: Bundle,
}

fn failed(error: StoreError) -> io::Error {
    io::Error::other(error)
}

/// Reads and judges the file; writes nothing.
///
/// # Errors
/// When the child or the database cannot be reached. Inside: why the file cannot be read, in words.
pub fn look_through(app: &App, tenant: Id<Tenant>, file: Handed<'_>) -> io::Result<Result<Done, String>> {
    let bundle = match files::read_blocking(app.sandbox(), file.bytes)? {
        Ok(bundle) => bundle,
        Err(why) => return Ok(Err(files::words(&why))),
    };
    let (today, facts) = (app.clock().now().day(), files::facts(&bundle));
    let scope = Scope::Tenant(tenant);
    let known = app.db().read_blocking(scope, move |tx| super::known(tx, today, facts.clone())).map_err(failed)?;
    let Some(known) = known else { return Ok(Err(sv::NO_YEAR.to_owned())) };
    let (inputs, remarks) = book::inputs(&bundle.book);
    Ok(Ok(Done { judged: judge(&inputs, &known), remarks, known, set: None, bundle }))
}

/// Takes the good rows in as a set, with the annual reports that they name; nothing where no row says anything new.
///
/// # Errors
/// As [`look_through`].
pub fn hand_in(
    app: &App,
    tenant: Id<Tenant>,
    context: WriteContext,
    file: Handed<'_>,
) -> io::Result<Result<Done, String>> {
    let mut done = match look_through(app, tenant, file)? {
        Ok(done) if done.judged.new_rows().next().is_some() => done,
        other => return Ok(other),
    };
    let (scope, tools) = (Scope::Tenant(tenant), Tools::of(app));
    let keys = app.db().read_blocking(scope, move |tx| tools.keys(tx)).map_err(failed)?;
    let original = originals::keep(app.files(), tenant, &keys, file.bytes)?;
    let mut kept = Vec::new();
    for one in done.bundle.files.iter().flatten() {
        let Some(media_type) = files::media_type(one) else { continue };
        let hash = platform::files::sha256_hex(&one.bytes);
        let named = |said: &Said| matches!(said, Said::Report(_, said) if said.sha256 == hash);
        if done.judged.new_rows().any(|(_, said)| named(said)) {
            kept.push((originals::keep(app.files(), tenant, &keys, &one.bytes)?, one.name.clone(), media_type));
        }
    }
    let rows: Vec<(u32, Said)> = done.judged.new_rows().map(|(row, said)| (row.number, said.clone())).collect();
    let name = file.name.to_owned();
    let written = app.db().write_blocking(scope, context, move |mut tx| {
        originals::add(&mut tx, &original, &name, documents::workbook::MEDIA_TYPE)?;
        for (file, name, media_type) in &kept {
            originals::add(&mut tx, file, name, media_type)?;
        }
        let number = store::add(&mut tx, (&original.sha256, &name), None)?;
        for (row, said) in &rows {
            store::put(&mut tx, number, *row, said)?;
        }
        store::step(&mut tx, number, (store::State::Waiting, store::State::Taken), None)?;
        let facts = json!({ "earlier_set": number, "file": original.sha256, "rows_taken": rows.len() });
        let subject = tx.tenant()?;
        tx.save(Event::about("earlier.taken", subject, facts), number)
    });
    done.set = Some(written.map_err(failed)?);
    Ok(Ok(done))
}
