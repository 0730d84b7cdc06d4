//! Tables that nobody uploaded: they were made of what a student system gave. From here on they go the way of any file.

use std::io;
use std::sync::Arc;

use ::store::{ReadTx, StoreError, WriteTx};
use domain::participations::profile;
use kernel::id::kind::{Import, Organisation, Person, Tenant};
use kernel::{Chance, Day, Id, Instant};
use platform::files::Files;
use platform::jobs::{NewJob, enqueue};
use platform::sealed::TenantKeys;
use platform::sealed_file::{SealedFile, SealedWriter};

use super::plan::{Fetched, Outcome, Planned};
use super::store::{self, Run, State};
use super::{files, jobs, pages, sv};

/// A table that was fetched, as it lies sealed.
#[derive(Debug, Clone)]
pub struct FetchedTable {
    /// Under which identifier it was sealed.
    pub id: Id<Import>,
    /// The table.
    pub sealed: SealedFile,
    /// What its file is called.
    pub file_name: String,
    /// What its source is called.
    pub source: String,
    /// When it was fetched.
    pub at: Instant,
    /// The first day of course starts that it speaks of.
    pub from: Day,
    /// The providers that it speaks of; all where empty.
    pub providers: Vec<Id<Organisation>>,
    /// Who asked for it, or set its source up.
    pub person: Id<Person>,
}

/// How a table that was fetched stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How far it has come.
    pub state: State,
    /// The same in words.
    pub words: &'static str,
    /// Why it was not read.
    pub why: Option<String>,
    /// How many of its rows are kept out.
    pub rejected: u32,
}

/// What seals a table under the identifier.
///
/// # Errors
/// When the disk cannot be written.
pub fn sealing(files: &Files, tenant: Id<Tenant>, keys: Arc<TenantKeys>, id: Id<Import>) -> io::Result<SealedWriter> {
    SealedWriter::new(files, tenant, keys, &files::raw_name(id))
}

/// How the table stands that was fetched under the identifier.
pub fn standing(tx: &mut ReadTx<'_>, id: Id<Import>) -> Result<Option<Standing>, StoreError> {
    Ok(store::run(tx, id)?.map(|run| {
        let outcome = Outcome::from_json(run.outcome.as_deref());
        let (state, rejected) = (run.state, outcome.counts.rejected);
        Standing { state, words: sv::state(state), why: outcome.why, rejected }
    }))
}

/// Brings a table in, and has it read: a full set of what began from its first day to the day it was fetched. A table that
/// the same source brought earlier, and that nobody has taken in, gives way; gives whether one did.
///
/// # Errors
/// When the database fails.
pub fn bring(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    table: &FetchedTable,
    earlier: Option<Id<Import>>,
) -> Result<bool, StoreError> {
    let mut gave_way = false;
    if let Some(earlier) = earlier {
        // What it staged is taken away by whoever reads in next.
        for from in [State::Waiting, State::Uploaded, State::Failed] {
            gave_way = gave_way || store::step(tx, earlier, from, State::Dropped)?;
        }
    }
    let (tenant, now) = (tx.tenant()?, tx.context().now);
    let day = table.at.day();
    let planned = Planned {
        profile: profile::FETCHED.to_owned(),
        full: true,
        as_of: Some(day),
        from: Some(table.from),
        to: Some(day),
        providers: table.providers.clone(),
        fetched: Some(Fetched { source: table.source.clone(), at: table.at }),
        ..Planned::default()
    };
    let mut run = Run::come(table.id, State::Reading, table.file_name.clone(), &table.sealed, table.person, now);
    run.plan = planned.to_json();
    store::add(tx, &run)?;
    let once = Some(format!("{}:{}", jobs::READ, table.id));
    let payload = jobs::payload(table.id);
    enqueue(tx, chance, &NewJob { kind: jobs::READ, tenant: Some(tenant), payload, once, run_at: now })?;
    enqueue(tx, chance, &pages::sweep_of(tenant, &run, now))?;
    Ok(gave_way)
}
