//! The check that the auditor asks for. It reads every event, row and file, so it is work for the background, one at a
//! time for each authority; its outcome is an event like any other, so that what was found cannot be unsaid.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Chain, Event, ReadTx, Scope, StoreError, WriteContext, WriteTx, global_sql, sql};
use kernel::id::kind::Tenant;
use kernel::{Chance, Id, Instant};
use platform::App;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::sv;
use super::verify::{Anchors, Findings, examine, examine_files};

/// The kinds of work of this feature.
pub const JOBS: &[Kind] = &[Kind { name: CHECK, lane: Lane::Slow, run, given_up: None }];
const CHECK: &str = "audit.check";
/// The event that tells the outcome.
const CHECKED: &str = "chain.checked";
/// How many findings are told; whoever has more reads the rest with `tertial verify`.
const MOST_TOLD: usize = 200;

/// The outcome of a check, as its event tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// How many things are wrong.
    pub faults: usize,
    /// What is wrong, in Swedish.
    pub says: Vec<String>,
    /// How much was looked at, in Swedish.
    pub looked_at: String,
    /// Where each chain ends: its name, number and hash.
    pub heads: Vec<(String, i64, String)>,
}

impl Outcome {
    fn of(found: &Findings) -> Self {
        Self {
            faults: found.faults.len(),
            says: found.faults.iter().take(MOST_TOLD).map(sv::fault).collect(),
            looked_at: sv::looked_at(&found.counted),
            heads: found
                .heads
                .iter()
                .map(|(chain, (seq, hash))| (sv::chain(*chain).to_owned(), *seq, hash.clone()))
                .collect(),
        }
    }
}

fn key(tenant: Id<Tenant>) -> String {
    format!("{CHECK}:{tenant}")
}

/// Asks for a check; `false` when one waits or runs already.
pub(super) fn ask(tx: &mut WriteTx<'_>, chance: &dyn Chance) -> Result<bool, StoreError> {
    let (tenant, now) = (tx.tenant()?, tx.context().now);
    let job = NewJob { kind: CHECK, tenant: Some(tenant), payload: Json::Null, once: Some(key(tenant)), run_at: now };
    enqueue(tx, chance, &job)
}

/// Whether one waits or runs.
pub(super) fn is_under_way(tx: &mut ReadTx<'_>) -> Result<bool, StoreError> {
    let key = key(tx.tenant()?);
    let (waiting,): (i64,) = tx.one(
        global_sql!("SELECT count(*) FROM job WHERE once_key = $1 AND done_at IS NULL AND given_up_at IS NULL"),
        &[&key],
    )?;
    Ok(waiting > 0)
}

/// The newest outcome and when it was found.
pub(super) fn last(tx: &mut ReadTx<'_>) -> Result<Option<(Instant, Outcome)>, StoreError> {
    let found: Option<(Instant, String)> = tx.maybe(
        sql!(
            "SELECT at, facts FROM audit_event WHERE tenant_id = $1 AND chain = $2 AND kind = $3
             ORDER BY seq DESC LIMIT 1"
        ),
        &[&Chain::Write.slug(), &CHECKED],
    )?;
    // Facts that were destroyed are a finding of the next check, not a page that fails.
    Ok(found.and_then(|(at, facts)| Some((at, serde_json::from_str(&facts).ok()?))))
}

fn run(
    app: App,
    tenant: Option<Id<Tenant>>,
    _payload: Json,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let (mut found, refs) =
            app.db().read::<_, StoreError>(Scope::Tenant(tenant), |tx| examine(tx, "", &Anchors::default())).await?;
        // The files are read with no snapshot in hand: there may be a great many.
        let files = app.files().clone();
        let read = platform::apart(move || {
            examine_files(&files, &refs, &mut found);
            found
        });
        let found = read.await.map_err(|error| JobEnd::Retry(error.to_string()))?;
        let facts = serde_json::to_value(Outcome::of(&found)).map_err(|error| JobEnd::GiveUp(error.to_string()))?;
        let context = WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() };
        app.db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context, move |tx| {
                tx.save(Event::about(CHECKED, tenant, facts.clone()), ())
            })
            .await?;
        Ok(())
    })
}
