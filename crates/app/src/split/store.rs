//! What waits to be given out, under seal where it was begun, and where it went.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use kernel::id::kind::{Assignment as AssignmentKind, Distribution as DistributionKind, Organisation};
use kernel::{Id, Instant};
use platform::access::Tools;
use platform::jobs::{NewJob, enqueue};
use platform::sealed::Place;
use serde_json::Value as Json;

use super::jobs::SWEEP;
use super::model::Distribution;
use crate::reports::Door;

/// How long rows wait to be given out.
const WAITS: i64 = 14 * 24 * 60 * 60;

row! {
    /// Rows that were or are to be given out, without what they say.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct Entry {
        pub id: Id<DistributionKind>,
        pub by: String,
        pub at: Instant,
        pub expires_at: Instant,
        pub done_at: Option<Instant>,
    }
}

/// What was begun at the provider's assignment, the newest first; what waits only as long as it waits.
pub(super) fn all(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
    now: Instant,
) -> Result<Vec<Entry>, StoreError> {
    tx.all(
        sql!(
            "SELECT d.id, p.name, d.at, d.expires_at, d.done_at FROM distribution d
             JOIN person p ON p.id = d.person_id
             JOIN assignment a ON a.tenant_id = d.tenant_id AND a.id = d.assignment_id
             WHERE d.tenant_id = $1 AND d.assignment_id = $2 AND a.organisation_id = $3
               AND (d.done_at IS NOT NULL OR d.expires_at > $4)
             ORDER BY d.at DESC, d.id LIMIT 20"
        ),
        &[&assignment, &organisation, &now],
    )
}

fn name(id: Id<DistributionKind>) -> String {
    id.to_string()
}

/// One of them, with its rows.
pub(super) fn find(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    (assignment, id): (Id<AssignmentKind>, Id<DistributionKind>),
    now: Instant,
) -> Result<Option<(Entry, Distribution)>, StoreError> {
    let found: Option<Entry> = tx.maybe(
        sql!(
            "SELECT d.id, p.name, d.at, d.expires_at, d.done_at FROM distribution d
             JOIN person p ON p.id = d.person_id
             JOIN assignment a ON a.tenant_id = d.tenant_id AND a.id = d.assignment_id
             WHERE d.tenant_id = $1 AND d.id = $2 AND d.assignment_id = $3 AND a.organisation_id = $4
               AND (d.done_at IS NOT NULL OR d.expires_at > $5)"
        ),
        &[&id, &assignment, &organisation, &now],
    )?;
    let Some(entry) = found else { return Ok(None) };
    let (kept,): (Vec<u8>,) =
        tx.one(sql!("SELECT sealed FROM distribution WHERE tenant_id = $1 AND id = $2"), &[&id])?;
    let row = name(id);
    let text = tools.keys(tx)?.open_text(Place { table: "distribution", column: "sealed", row: &row }, &kept)?;
    let damaged = |error: serde_json::Error| StoreError::Damaged(format!("distribution {id}: {error}"));
    Ok(Some((entry, serde_json::from_str(&text).map_err(damaged)?)))
}

fn sealed(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    id: Id<DistributionKind>,
    content: &Distribution,
) -> Result<Vec<u8>, StoreError> {
    let json = serde_json::to_vec(content).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let row = name(id);
    Ok(tools.keys(tx)?.seal(Place { table: "distribution", column: "sealed", row: &row }, &json)?)
}

/// Keeps rows aside until they are given out or their time is out.
pub(super) fn add(
    tx: &mut WriteTx<'_>,
    door: &Door,
    assignment: Id<AssignmentKind>,
    content: &Distribution,
) -> Result<Id<DistributionKind>, StoreError> {
    let (now, id) = (tx.context().now, Id::random(door.tools.chance()));
    let (sealed, expires) = (sealed(tx, &door.tools, id, content)?, now.plus_seconds(WAITS));
    tx.execute(
        sql!(
            "INSERT INTO distribution (tenant_id, id, assignment_id, sealed, person_id, at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&id, &assignment, &sealed, &door.account.person, &now, &expires],
    )?;
    let tenant = tx.tenant()?;
    let once = Some(format!("{SWEEP}:{tenant}:{}", expires.day()));
    let job = NewJob { kind: SWEEP, tenant: Some(tenant), payload: Json::Null, once, run_at: expires.day().end() };
    enqueue(tx, door.tools.chance(), &job)?;
    Ok(id)
}

/// Writes what has been chosen or has gone since, and whether all of it has.
pub(super) fn update(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    id: Id<DistributionKind>,
    content: &Distribution,
    done: bool,
) -> Result<(), StoreError> {
    let sealed = sealed(tx, tools, id, content)?;
    let done_at = done.then_some(tx.context().now);
    tx.execute(
        sql!("UPDATE distribution SET sealed = $3, done_at = $4 WHERE tenant_id = $1 AND id = $2"),
        &[&id, &sealed, &done_at],
    )
    .map(|_| ())
}

/// Throws away what waits.
pub(super) fn drop_waiting(tx: &mut WriteTx<'_>, id: Id<DistributionKind>) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM distribution WHERE tenant_id = $1 AND id = $2 AND done_at IS NULL"), &[&id])
        .map(|_| ())
}

/// Removes what waits and whose time is out; gives how many.
pub(super) fn sweep(tx: &mut WriteTx<'_>) -> Result<u64, StoreError> {
    let now = tx.context().now;
    tx.execute(sql!("DELETE FROM distribution WHERE tenant_id = $1 AND done_at IS NULL AND expires_at <= $2"), &[&now])
}

/// Whether the provider has a unit with the code here.
pub(super) fn has_unit(tx: &mut ReadTx<'_>, organisation: Id<Organisation>, code: &str) -> Result<bool, StoreError> {
    let (units,): (i64,) = tx.one(
        sql!("SELECT count(*) FROM unit WHERE tenant_id = $1 AND organisation_id = $2 AND code = $3"),
        &[&organisation, &code],
    )?;
    Ok(units > 0)
}
