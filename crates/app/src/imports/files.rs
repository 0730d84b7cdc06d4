//! Files on their way in, as they lie sealed in the store.

use std::io::{self, Read, Write};
use std::sync::Arc;

use kernel::Id;
use kernel::id::kind::{Import, Tenant};
use platform::files::{Files, Unclaimed};
use platform::sandbox::Sandbox;
use platform::sealed::TenantKeys;
use platform::sealed_file::{SealedReader, SealedWriter};

use super::opening::{self, Opened, Stream};
use super::plan::Planned;
use super::run;
use super::store::{Kept, Run};
use super::sv;

/// The name that the file as it came is sealed under.
pub fn raw_name(id: Id<Import>) -> String {
    format!("{id}/raw")
}

/// The name of the table that was made of it.
fn table_name(id: Id<Import>) -> String {
    format!("{id}/table")
}

/// The name of the verdicts on its rows.
pub fn verdicts_name(id: Id<Import>) -> String {
    format!("{id}/verdicts")
}

/// The text table of a file.
///
/// # Errors
/// `NotFound` when it has been removed.
pub fn text(files: &Files, tenant: Id<Tenant>, keys: &Arc<TenantKeys>, run: &Run) -> io::Result<Stream> {
    let stored = run.stored.as_deref().ok_or(io::ErrorKind::NotFound)?;
    let converted = Planned::from_json(&run.plan).converted;
    let name = if converted { table_name(run.id) } else { raw_name(run.id) };
    Ok(Box::new(SealedReader::new(files, tenant, keys.clone(), &name, stored)?))
}

/// The verdicts on the rows of a file.
///
/// # Errors
/// `NotFound` when there are none or they have been removed.
pub fn verdicts(files: &Files, tenant: Id<Tenant>, keys: &Arc<TenantKeys>, run: &Run) -> io::Result<SealedReader> {
    let stored = run.verdicts.as_deref().ok_or(io::ErrorKind::NotFound)?;
    SealedReader::new(files, tenant, keys.clone(), &verdicts_name(run.id), stored)
}

/// A file that has come, ready to be asked about.
#[derive(Debug)]
pub struct Prepared {
    /// Its text, which lies sealed and which nothing points at yet.
    pub stored: Unclaimed,
    /// What is known of it so far.
    pub planned: Planned,
}

/// Finds out what kind of file has come, makes a text table of it where it is none, and finds its profile. What is not
/// kept is removed, whoever still waits for it.
///
/// # Errors
/// A sentence that says why it cannot be read; then nothing of it is left.
pub fn prepare(
    files: &Files,
    (tenant, keys): (Id<Tenant>, &Arc<TenantKeys>),
    sandbox: &Sandbox,
    id: Id<Import>,
    sealed: Unclaimed,
    known: &[Kept],
) -> io::Result<Result<Prepared, String>> {
    let raw: Stream = Box::new(SealedReader::new(files, tenant, keys.clone(), &raw_name(id), sealed.hash())?);
    let mut opened = match opening::open(raw, sandbox) {
        Ok(opened) => opened,
        Err(why) => return Ok(Err(why)),
    };
    let of_kind = opened.profile.map(str::to_owned);
    let found = match &of_kind {
        Some(slug) => Ok(Some(slug.clone())),
        None => run::profile_for(&mut *opened.text, known).map(|kept| kept.map(|kept| kept.profile.slug)),
    };
    let looked_at = found.and_then(|found| {
        let sample = run::sample(&mut *opened.text, None, 1)?;
        // A first row that is about somebody would be shown, and kept in a profile, as headings.
        if found.is_none() && run::has_no_headings(&sample) { Err(sv::NO_HEADINGS.to_owned()) } else { Ok(found) }
    });
    let profile = match looked_at {
        Ok(found) => found.unwrap_or_default(),
        Err(why) => return Ok(Err(why)),
    };
    let mut stored = sealed;
    if opened.converted {
        let mut table = SealedWriter::new(files, tenant, keys.clone(), &table_name(id))?;
        opened.text.rewind()?;
        let mut buffer = vec![0; 256 << 10];
        loop {
            let read = opened.text.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            table.write_all(&buffer[..read])?;
        }
        stored = files.unclaimed(tenant, &table.finish()?.stored)?;
    }
    let Opened { converted, workbook, notes, .. } = opened;
    let planned = Planned { converted, workbook, notes, profile, ..Planned::default() };
    Ok(Ok(Prepared { stored, planned }))
}
