//! Handing in: the file read in the child, judged, sealed and taken in. What is taken in is judged once more inside the
//! transaction that writes it, so that of two loads at the same time only one says a thing.

use std::io;
use std::sync::Arc;

use ::store::{Event, Housekeeping, ReadTx, Scope, StoreError, WriteContext, WriteTx};
use documents::bundle::{Bundle, BundleFile};
use documents::table::Remark;
use domain::earlier::{FileFact, Input, Judged, Known, Said, judge};
use kernel::id::kind::{Person, Tenant};
use kernel::{Day, Id};
use platform::App;
use platform::access::Tools;
use platform::files::{Files, sha256_hex};
use platform::sealed::TenantKeys;
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

/// A file that was read: its rows, what is to be said of its shape, and what came with it.
#[derive(Debug)]
pub(super) struct Looked {
    inputs: Vec<Input>,
    pub(super) remarks: Vec<Remark>,
    facts: Option<Vec<FileFact>>,
    files: Vec<BundleFile>,
}

impl Looked {
    pub(super) fn of(bundle: Bundle) -> Self {
        let facts = files::facts(&bundle);
        let (inputs, remarks) = book::inputs(&bundle.book);
        Self { inputs, remarks, facts, files: bundle.files.unwrap_or_default() }
    }

    /// Whether the workbook came in an archive.
    pub(super) const fn is_archive(&self) -> bool {
        self.facts.is_some()
    }

    /// Whether anything of it can be judged.
    pub(super) const fn has_rows(&self) -> bool {
        !self.inputs.is_empty()
    }

    /// The rows against what is there now; nothing before a year is published.
    pub(super) fn judged(&self, tx: &mut ReadTx<'_>, today: Day) -> Result<Option<(Judged, Known)>, StoreError> {
        let known = super::known(tx, today, self.facts.clone())?;
        Ok(known.map(|known| (judge(&self.inputs, &known), known)))
    }

    /// Seals the annual reports that the good rows name. Waits for the disk.
    pub(super) fn keep_reports(
        &self,
        kept: &Files,
        (tenant, keys): (Id<Tenant>, &TenantKeys),
        judged: &Judged,
    ) -> io::Result<Vec<Report>> {
        let mut all: Vec<Report> = Vec::new();
        for one in &self.files {
            let Some(media_type) = files::media_type(one) else { continue };
            let hash = sha256_hex(&one.bytes);
            let named = |said: &Said| matches!(said, Said::Report(_, said) if said.sha256 == hash);
            if all.iter().all(|report| report.file.sha256 != hash) && judged.new_rows().any(|(_, said)| named(said)) {
                let file = originals::keep(kept, tenant, keys, &one.bytes)?;
                all.push(Report { file, name: one.name.clone(), media_type });
            }
        }
        Ok(all)
    }
}

/// An annual report that lies sealed in the store.
#[derive(Debug, Clone)]
pub(super) struct Report {
    file: originals::Kept,
    name: String,
    media_type: &'static str,
}

/// The media type that the file itself is kept as.
pub(super) const fn media_type(is_archive: bool) -> &'static str {
    if is_archive { "application/zip" } else { documents::workbook::MEDIA_TYPE }
}

/// Puts the rows that say something new into the set.
pub(super) fn put_new(
    tx: &mut WriteTx<'_>,
    number: i64,
    judged: &Judged,
    reports: &[Report],
) -> Result<(), StoreError> {
    for (row, said) in judged.new_rows() {
        if let Said::Report(_, said) = said {
            let Some(report) = reports.iter().find(|report| report.file.sha256 == said.sha256) else {
                return Err(StoreError::Damaged("an annual report that nobody sealed".to_owned()));
            };
            originals::add(tx, &report.file, &report.name, report.media_type)?;
        }
        store::put(tx, number, row.number, said)?;
    }
    Ok(())
}

/// Removes what was sealed and no row came to point at. Waits for the disk.
pub(super) fn sweep(app: &Files, tenant: Id<Tenant>, unused: &[String]) -> io::Result<()> {
    originals::remove(app, tenant, unused)
}

/// What was sealed and no row points at.
pub(super) fn unused(tx: &mut ReadTx<'_>, reports: &[Report]) -> Result<Vec<String>, StoreError> {
    let mut all = Vec::new();
    for report in reports {
        if !originals::is_pointed_at(tx, &report.file)? {
            all.push(report.file.sealed_sha256.clone());
        }
    }
    Ok(all)
}

/// That a set was taken in.
pub(super) fn taken_event(tx: &WriteTx<'_>, number: i64, sha256: &str, rows: usize) -> Result<Event, StoreError> {
    let facts = json!({ "earlier_set": number, "file": sha256, "rows_taken": rows });
    Ok(Event::about("earlier.taken", tx.tenant()?, facts))
}

/// What a file says.
#[derive(Debug)]
pub struct Done {
    /// Its rows.
    pub judged: Judged,
    /// What is to be said of its shape.
    pub remarks: Vec<Remark>,
    /// What it was judged against.
    pub known: Known,
    /// The set that came of it; nothing where nothing was taken in.
    pub set: Option<i64>,
    looked: Arc<Looked>,
}

fn failed(error: StoreError) -> io::Error {
    io::Error::other(error)
}

/// Reads and judges the file; writes nothing.
///
/// # Errors
/// When the child or the database cannot be reached. Inside: why the file cannot be read, in words.
pub fn look_through(app: &App, tenant: Id<Tenant>, file: Handed<'_>) -> io::Result<Result<Done, String>> {
    match files::read_blocking(app.sandbox(), file.bytes)? {
        Ok(bundle) => judged(app, tenant, bundle),
        Err(why) => Ok(Err(files::words(&why))),
    }
}

fn judged(app: &App, tenant: Id<Tenant>, bundle: Bundle) -> io::Result<Result<Done, String>> {
    let looked = Arc::new(Looked::of(bundle));
    let (today, of) = (app.clock().now().day(), Arc::clone(&looked));
    let found = app.db().read_blocking(Scope::Tenant(tenant), move |tx| of.judged(tx, today)).map_err(failed)?;
    let Some((judged, known)) = found else { return Ok(Err(sv::NO_YEAR.to_owned())) };
    Ok(Ok(Done { judged, remarks: looked.remarks.clone(), known, set: None, looked }))
}

/// Takes the good rows in as a set, with the annual reports that they name. Nothing is taken where no row says anything
/// new, nor where some have faults unless that is said to be good enough.
///
/// # Errors
/// As [`look_through`].
pub fn hand_in(
    app: &App,
    tenant: Id<Tenant>,
    context: WriteContext,
    file: Handed<'_>,
    accept_good: bool,
) -> io::Result<Result<Done, String>> {
    match look_through(app, tenant, file)? {
        Ok(done) => take_in(app, tenant, context, (file, done), accept_good).map(Ok),
        Err(why) => Ok(Err(why)),
    }
}

/// As [`hand_in`], of a file that the product has made itself and that no child needs to read: all of it or nothing.
pub(crate) fn hand_in_own(
    app: &App,
    tenant: Id<Tenant>,
    context: WriteContext,
    file: Handed<'_>,
) -> io::Result<Result<Done, String>> {
    let read = documents::bundle::read(file.bytes, &files::limits());
    let bundle = match read {
        Ok(bundle) => bundle,
        Err(why) => return Ok(Err(documents::sv::unreadable(&why))),
    };
    match judged(app, tenant, bundle)? {
        Ok(done) => take_in(app, tenant, context, (file, done), false).map(Ok),
        Err(why) => Ok(Err(why)),
    }
}

fn take_in(
    app: &App,
    tenant: Id<Tenant>,
    context: WriteContext,
    (file, mut done): (Handed<'_>, Done),
    accept_good: bool,
) -> io::Result<Done> {
    let broken = done.judged.faulty() > 0 || done.remarks.iter().any(Remark::is_fault);
    if done.judged.new_rows().next().is_none() || broken && !accept_good {
        return Ok(done);
    }
    let (scope, tools, today) = (Scope::Tenant(tenant), Tools::of(app), context.now.day());
    let keys = app.db().read_blocking(scope, move |tx| tools.keys(tx)).map_err(failed)?;
    let original = originals::keep(app.files(), tenant, &keys, file.bytes)?;
    let reports = done.looked.keep_reports(app.files(), (tenant, &keys), &done.judged)?;
    let (name, looked, all) = (file.name.to_owned(), Arc::clone(&done.looked), reports.clone());
    let written = app.db().write_blocking::<_, StoreError>(scope, context, move |mut tx| {
        let judged = looked.judged(&mut tx, today)?.map(|(judged, _)| judged).unwrap_or_default();
        let rows = judged.new_rows().count();
        if rows == 0 || judged.faulty() > 0 && !accept_good {
            return Ok(tx.keep(Housekeeping::Staging, (judged, None)));
        }
        originals::add(&mut tx, &original, &name, media_type(looked.is_archive()))?;
        let number = store::add(&mut tx, (&original.sha256, &name), None)?;
        put_new(&mut tx, number, &judged, &all)?;
        store::step(&mut tx, number, (store::State::Waiting, store::State::Taken), None)?;
        let event = taken_event(&tx, number, &original.sha256, rows)?;
        tx.save(event, (judged, Some(number)))
    });
    (done.judged, done.set) = written.map_err(failed)?;
    let left = app.db().read_blocking(scope, move |tx| unused(tx, &reports)).map_err(failed)?;
    sweep(app.files(), tenant, &left)?;
    Ok(done)
}

/// Takes in figures that came in a file of another kind, already judged in this transaction, as a set of their own; gives
/// its event. Nothing where none of them says anything new.
pub(crate) fn take_figures(
    tx: &mut WriteTx<'_>,
    (sha256, name): (&str, &str),
    person: Id<Person>,
    judged: &Judged,
) -> Result<Option<Event>, StoreError> {
    let rows = judged.new_rows().count();
    if rows == 0 {
        return Ok(None);
    }
    let number = store::add(tx, (sha256, name), Some(person))?;
    put_new(tx, number, judged, &[])?;
    store::step(tx, number, (store::State::Waiting, store::State::Taken), Some(person))?;
    taken_event(tx, number, sha256, rows).map(Some)
}
