//! A fetch of a student system: its mirror is read and kept up, a table is made of it, and that goes the way of any file
//! with results. Everything of it that lies anywhere lies sealed.
//!
//! The mirror, with the marks from which the next fetch goes on, and the table are sealed first and pointed at in the one
//! transaction that ends the fetch. Where that does not come, everything is as it was.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use ::store::{Event, Housekeeping, ReadTx, Scope, StoreError};
use clients::ss12000::Ss12000;
use clients::{Fault, Http, Options};
use kernel::id::kind::{Import, Person};
use kernel::{Day, Id, Instant};
use platform::access::Tools;
use platform::jobs::JobEnd;
use platform::sealed::TenantKeys;
use platform::sealed_file::{SealedFile, SealedReader, SealedWriter};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::comparing::digits;
use super::derived::{self, KnownPlaces, Written};
use super::fetches;
use super::jobs::{Work, context};
use super::mirror::{self, Mirror, Told};
use super::mirrors::{self, KeptMirror};
use super::sv;
use crate::imports::{self, FetchedTable, State};
use crate::organisations;

/// What became of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableOutcome {
    /// It was brought in.
    Brought,
    /// It is the one that was made last.
    Same,
    /// It has no row, and none was made before.
    Empty,
}

/// What came of a fetch, as it is kept: numbers alone, nothing of any person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentsRead {
    /// What the source gave.
    pub told: Told,
    /// What the table has.
    pub written: Written,
    /// What became of it.
    pub outcome: TableOutcome,
    /// The import that brought the table that is the newest.
    pub import: Option<Id<Import>>,
}

/// What is known before the source is asked.
struct Before {
    key: Option<String>,
    mirror: Option<KeptMirror>,
    /// How the import of the last table stands: its state and how many rows were kept out.
    standing: Option<(State, u32)>,
    places: KnownPlaces,
    keys: Arc<TenantKeys>,
    asked_by: Option<Id<Person>>,
    on_behalf: Id<Person>,
}

fn retry(error: impl std::fmt::Display) -> JobEnd {
    JobEnd::Retry(error.to_string())
}

fn before(work: &Work, tx: &mut ReadTx<'_>, tools: &Tools) -> Result<Option<Before>, StoreError> {
    let Some((asked_by, set_up_by)) = mirrors::behalf(tx, work.number)? else { return Ok(None) };
    let keys = tools.keys(tx)?;
    let mirror = mirrors::mirror(tx, work.kind)?;
    let standing = match mirror.as_ref().and_then(|kept| kept.import) {
        Some(import) => imports::standing(tx, import)?.map(|one| (one.state, one.rejected)),
        None => None,
    };
    let places = KnownPlaces {
        units: organisations::units(tx)?.into_iter().map(|unit| unit.code).collect(),
        providers: organisations::providers(tx)?.iter().map(|one| digits(&one.number)).collect::<BTreeSet<_>>(),
    };
    let key = mirrors::key(tx, work.kind, &keys)?;
    Ok(Some(Before { key, mirror, standing, places, keys, asked_by, on_behalf: asked_by.unwrap_or(set_up_by) }))
}

/// A student system may have hundreds of thousands of entities in small pages; its answers speak of persons and are not kept.
fn limits() -> Options {
    Options {
        whole: Duration::from_hours(1),
        together: 4 << 30,
        requests: 50_000,
        keep_answers: false,
        ..Options::default()
    }
}

/// Fetches, and ends the fetch.
///
/// # Errors
/// When it is to be tried again, for a reason of ours.
pub(super) fn run(work: Work) -> Result<(), JobEnd> {
    let tools = Tools::of(&work.app);
    let scope = Scope::Tenant(work.tenant);
    let known = work.app.db().read_blocking::<_, StoreError>(scope, |tx| before(&work, tx, &tools))?;
    let Some(known) = known else { return Ok(()) };
    let settings = &work.source.settings;
    let (Some(address), Some(first_day)) = (settings.addresses.first(), settings.first_day) else {
        return work.fail(Fault::NotAnAddress { asked: String::new() });
    };
    let now = work.app.clock().now();
    let http = work.http(limits());
    let client = Ss12000::new(&http, address, known.key.as_deref());
    let kept = if work.anew { None } else { opened(&work, &known) };
    let (mirror, told) = match mirror::fetch(&client, kept, now) {
        Ok(read) => read,
        Err(fault) => return work.fail(fault.without_content()),
    };
    keep(&work, known, &http, &mirror, told, (first_day, now))
}

/// The mirror as it was left. One that cannot be opened is read anew from the source.
fn opened(work: &Work, known: &Before) -> Option<Mirror> {
    let kept = known.mirror.as_ref()?;
    let name = mirrors::sealed_name(work.kind, kept.fetch);
    let read = SealedReader::new(work.app.files(), work.tenant, known.keys.clone(), &name, &kept.stored)
        .and_then(Mirror::read);
    match read {
        Ok(mirror) => Some(mirror),
        Err(error) => {
            // What an error says of a line of it is not told.
            tracing::warn!(kind = ?error.kind(), "the mirror of a student system cannot be opened and is read anew");
            None
        }
    }
}

/// What was sealed and nothing points at yet.
struct Sealed<'w> {
    work: &'w Work,
    hashes: Vec<String>,
}

impl Drop for Sealed<'_> {
    fn drop(&mut self) {
        for hash in &self.hashes {
            if let Err(error) = self.work.app.files().remove(self.work.tenant, hash) {
                tracing::warn!(%error, "a sealed file that nothing points at was left");
            }
        }
    }
}

impl Sealed<'_> {
    fn add(&mut self, writer: SealedWriter) -> io::Result<SealedFile> {
        let sealed = writer.finish()?;
        self.hashes.push(sealed.stored.clone());
        Ok(sealed)
    }

    /// It is pointed at, or gone on purpose.
    fn let_be(&mut self, stored: &str) {
        self.hashes.retain(|hash| hash != stored);
    }
}

/// Seals the table and the mirror, and ends the fetch with them.
fn keep(
    work: &Work,
    known: Before,
    http: &Http,
    mirror: &Mirror,
    told: Told,
    (first_day, now): (Day, Instant),
) -> Result<(), JobEnd> {
    let files = work.app.files();
    let mut sealed = Sealed { work, hashes: Vec::new() };
    let id: Id<Import> = Id::random(&**work.app.chance());
    let mut table = imports::sealing(files, work.tenant, known.keys.clone(), id).map_err(retry)?;
    let written = derived::write(mirror, &known.places, (first_day, now.day()), &mut table).map_err(retry)?;
    let table = sealed.add(table).map_err(retry)?;
    let outcome = outcome(&known, &table.sha256, written.rows);

    let name = mirrors::sealed_name(work.kind, work.number);
    let mut writer = SealedWriter::new(files, work.tenant, known.keys.clone(), &name).map_err(retry)?;
    mirror.write(&mut writer).and_then(|()| writer.flush()).map_err(retry)?;
    let kept = sealed.add(writer).map_err(retry)?;

    let earlier = known.mirror.as_ref().and_then(|kept| kept.import);
    let brought = outcome == TableOutcome::Brought;
    let import = if brought { Some(id) } else { earlier };
    let left = KeptMirror {
        fetch: work.number,
        stored: kept.stored.clone(),
        table_sha256: table.sha256.clone(),
        import,
        at: now,
    };
    let brings = brought.then(|| FetchedTable {
        id,
        sealed: table.clone(),
        file_name: sv::table_name(now.day()),
        source: sv::source(work.kind).to_owned(),
        at: now,
        from: first_day,
        providers: work.source.settings.providers.clone(),
        person: known.on_behalf,
    });
    let ending = Ending {
        read: StudentsRead { told, written, outcome, import },
        left,
        brings,
        earlier,
        answers: http.transcript().sha256(),
    };
    if end(work, ending)? {
        sealed.let_be(&kept.stored);
        if brought {
            sealed.let_be(&table.stored);
        }
        if let Some(old) = known.mirror {
            files.remove(work.tenant, &old.stored).map_err(retry)?;
        }
    }
    Ok(())
}

/// What is to become of the table. The same one again is no news, unless it was never read, or somebody asks and rows of it
/// were kept out: the register may know their places by now.
fn outcome(known: &Before, sha256: &str, rows: usize) -> TableOutcome {
    let Some(last) = &known.mirror else {
        return if rows == 0 { TableOutcome::Empty } else { TableOutcome::Brought };
    };
    if last.table_sha256 != sha256 {
        return TableOutcome::Brought;
    }
    match known.standing {
        Some((State::Failed, _)) => TableOutcome::Brought,
        Some((State::Taken | State::Nothing, rejected)) if rejected > 0 && known.asked_by.is_some() => {
            TableOutcome::Brought
        }
        None if rows == 0 => TableOutcome::Empty,
        _ => TableOutcome::Same,
    }
}

/// What a fetch ends with.
#[derive(Clone)]
struct Ending {
    read: StudentsRead,
    left: KeptMirror,
    brings: Option<FetchedTable>,
    earlier: Option<Id<Import>>,
    answers: String,
}

/// Ends the fetch in one transaction; `false` where it had ended already, or the source was switched off meanwhile.
fn end(work: &Work, ending: Ending) -> Result<bool, JobEnd> {
    let (number, kind, tenant, chance) = (work.number, work.kind, work.tenant, work.app.chance().clone());
    let done =
        work.app.db().write_blocking::<_, StoreError>(Scope::Tenant(tenant), context(&work.app), move |mut tx| {
            let on = fetches::source(&mut tx, kind)?.is_some_and(|source| source.active);
            if !on {
                if !fetches::fail(&mut tx, number, &Fault::Stopped)? {
                    return Ok(tx.keep(Housekeeping::Job, false));
                }
                let facts = json!({ "number": number, "source": kind.slug(), "says": Fault::Stopped.to_string() });
                return tx.save(Event::about("source.fetch-failed", tenant, facts), false);
            }
            let content =
                serde_json::to_string(&ending.read).map_err(|error| StoreError::Damaged(error.to_string()))?;
            let rows = i64::try_from(ending.read.written.rows).unwrap_or(i64::MAX);
            if !mirrors::finish(&mut tx, number, rows, &ending.answers, &content)? {
                return Ok(tx.keep(Housekeeping::Job, false));
            }
            mirrors::set_mirror(&mut tx, kind, &ending.left)?;
            let mut gave_way = false;
            if let Some(table) = &ending.brings {
                gave_way = imports::bring(&mut tx, &*chance, table, ending.earlier)?;
            }
            let brought = ending.brings.as_ref().map(|table| table.id);
            let mut facts = json!({
                "number": number, "source": kind.slug(), "found": rows, "whole": ending.read.told.whole,
                "answers": ending.answers,
            });
            if let Some(import) = brought {
                (facts["import"], facts["gave_way"]) = (json!(import), json!(gave_way));
            }
            tx.save(Event::about("source.fetched", tenant, facts), true)
        })?;
    Ok(done)
}
