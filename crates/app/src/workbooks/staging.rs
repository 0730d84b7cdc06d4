//! Uploads that wait to be confirmed, workbooks and Word files alike: what was read of them under seal, for the provider only, until they are taken in, dropped
//! or their time is out. What is left of one that was taken in says which file the draft came from.

use std::future::Future;
use std::pin::Pin;

use ::store::{ReadTx, Scope, StoreError, WriteContext, WriteTx, row, sql};
use domain::submissions::Road;
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Person, Staged as StagedKind, Tenant};
use kernel::{Id, Instant};
use platform::App;
use platform::access::Tools;
use platform::jobs::{JobEnd, NewJob, enqueue};
use platform::sealed::Place;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::submissions::originals;

/// How long an upload waits to be confirmed.
const WAITS: i64 = 14 * 24 * 60 * 60;
/// The job that removes those whose time is out.
pub(super) const SWEEP: &str = "workbooks.sweep";

row! {
    /// An upload, without its rows.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Upload {
        /// The upload.
        pub id: Id<StagedKind>,
        /// Hash of the file.
        pub file_sha256: String,
        /// What it was called.
        pub file_name: String,
        /// Who uploaded it.
        pub by: String,
        /// When.
        pub at: Instant,
        /// Until when it waits.
        pub expires_at: Instant,
        /// When it was taken in.
        pub taken_at: Option<Instant>,
        /// When it came by e-mail; nothing where it was uploaded.
        pub arrived_at: Option<Instant>,
    }
}

/// The newest uploads of the provider's assignment.
pub fn uploads(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
) -> Result<Vec<Upload>, StoreError> {
    tx.all(
        sql!(
            "SELECT s.id, s.file_sha256, s.file_name, p.name, s.at, s.expires_at, s.taken_at, s.arrived_at
             FROM staged s JOIN person p ON p.id = s.person_id
             JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
             WHERE s.tenant_id = $1 AND s.assignment_id = $2 AND a.organisation_id = $3
             ORDER BY s.at DESC, s.id LIMIT 20"
        ),
        &[&assignment, &organisation],
    )
}

/// When the same file was last taken in for the assignment by another upload.
pub fn taken_before(
    tx: &mut ReadTx<'_>,
    assignment: Id<AssignmentKind>,
    upload: &Upload,
) -> Result<Option<Instant>, StoreError> {
    let (at,): (Option<Instant>,) = tx.one(
        sql!(
            "SELECT max(taken_at) FROM staged WHERE tenant_id = $1 AND assignment_id = $2 AND file_sha256 = $3 AND id <> $4"
        ),
        &[&assignment, &upload.file_sha256, &upload.id],
    )?;
    Ok(at)
}

row! {
    struct Sealed {
        id: Id<StagedKind>,
        sealed: Vec<u8>,
    }
}

/// An upload that was kept aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The upload.
    pub id: Id<StagedKind>,
    /// What it was called and when it came, where it waited already.
    pub waiting: Option<(String, Instant)>,
}

row! {
    /// Rows of a file that were taken in.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Import {
        /// What the file was called.
        pub file_name: String,
        /// When.
        pub at: Instant,
        /// Who took them in; of what came by e-mail and was put there by itself, who sent it.
        pub by: String,
        /// When the file came by e-mail; nothing where it was uploaded.
        pub arrived_at: Option<Instant>,
        /// Who sent it, where that is known.
        pub sender: Option<String>,
        /// The officer who said what it is.
        pub officer: Option<String>,
    }
}

/// Every file that was taken in into the provider's draft of the assignment, the newest first.
pub fn imports(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
) -> Result<Vec<Import>, StoreError> {
    // Who took it in is who wrote in the draft at that instant: not always the one who uploaded it. A letter's file stands
    // there in its sender's name, unless an officer has said what it is.
    tx.all(
        sql!(
            "SELECT DISTINCT s.file_name, s.taken_at, p.name, s.arrived_at, f.name, o.name
             FROM staged s JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
             JOIN draft_value d ON d.tenant_id = s.tenant_id AND d.assignment_id = s.assignment_id AND d.at = s.taken_at
             JOIN person p ON p.id = d.person_id
             LEFT JOIN mail_file m ON m.tenant_id = s.tenant_id AND m.staged_id = s.id AND m.assignment_id = s.assignment_id
             LEFT JOIN mail l ON l.tenant_id = m.tenant_id AND l.id = m.mail_id
             LEFT JOIN person f ON f.id = l.person_id LEFT JOIN person o ON o.id = m.decided_by
             WHERE s.tenant_id = $1 AND s.assignment_id = $2 AND a.organisation_id = $3 AND s.taken_at IS NOT NULL
             ORDER BY 2 DESC, 1, 3"
        ),
        &[&assignment, &organisation],
    )
}

/// One upload with what was read; without it when it has been taken in. `None` when there is none for the provider.
pub fn find<C: DeserializeOwned>(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
    id: Id<StagedKind>,
) -> Result<Option<(Upload, Option<C>)>, StoreError> {
    let upload: Option<Upload> = tx.maybe(
        sql!(
            "SELECT s.id, s.file_sha256, s.file_name, p.name, s.at, s.expires_at, s.taken_at, s.arrived_at
             FROM staged s JOIN person p ON p.id = s.person_id
             JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
             WHERE s.tenant_id = $1 AND s.id = $2 AND s.assignment_id = $3 AND a.organisation_id = $4"
        ),
        &[&id, &assignment, &organisation],
    )?;
    let Some(upload) = upload else { return Ok(None) };
    if upload.taken_at.is_some() {
        return Ok(Some((upload, None)));
    }
    let kept: Sealed = tx.one(sql!("SELECT id, sealed FROM staged WHERE tenant_id = $1 AND id = $2"), &[&id])?;
    let name = kept.id.to_string();
    let text = tools.keys(tx)?.open_text(Place { table: "staged", column: "sealed", row: &name }, &kept.sealed)?;
    let content = serde_json::from_str(&text).map_err(|error| StoreError::Damaged(format!("staged {id}: {error}")))?;
    Ok(Some((upload, Some(content))))
}

/// What is kept of a file that was read.
#[derive(Debug, Clone)]
pub struct NewUpload<C> {
    /// Which assignment.
    pub assignment: Id<AssignmentKind>,
    /// The file, whose bytes are kept.
    pub file: originals::Kept,
    /// What it was called.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What was read.
    pub content: C,
    /// Who uploaded it.
    pub person: Id<Person>,
    /// When it came by e-mail; nothing where it was uploaded.
    pub arrived_at: Option<Instant>,
}

/// Keeps the upload aside. The same file again while the first waits is the same upload: then also its name and time.
pub fn keep<C: Serialize>(tx: &mut WriteTx<'_>, tools: &Tools, new: &NewUpload<C>) -> Result<Kept, StoreError> {
    let now = tx.context().now;
    let waiting: Option<(Id<StagedKind>, String, Instant)> = tx.maybe(
        sql!(
            "SELECT id, file_name, at FROM staged WHERE tenant_id = $1 AND assignment_id = $2 AND file_sha256 = $3 AND taken_at IS NULL
               AND expires_at > $4 ORDER BY at DESC, id LIMIT 1"
        ),
        &[&new.assignment, &new.file.sha256, &now],
    )?;
    originals::add(tx, &new.file, &new.name, new.media_type)?;
    let id: Id<StagedKind> = waiting.as_ref().map_or_else(|| Id::random(tools.chance()), |(id, _, _)| *id);
    let json = serde_json::to_vec(&new.content).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let name = id.to_string();
    let sealed = tools.keys(tx)?.seal(Place { table: "staged", column: "sealed", row: &name }, &json)?;
    let expires = now.plus_seconds(WAITS);
    if waiting.is_some() {
        // Read anew: the template of the year may have changed since.
        tx.execute(
            sql!("UPDATE staged SET sealed = $3, expires_at = $4 WHERE tenant_id = $1 AND id = $2"),
            &[&id, &sealed, &expires],
        )?;
    } else {
        tx.execute(
            sql!(
                "INSERT INTO staged (tenant_id, id, assignment_id, file_sha256, file_name, sealed, person_id, at, expires_at,
                     arrived_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            ),
            &[
                &id,
                &new.assignment,
                &new.file.sha256,
                &new.name,
                &sealed,
                &new.person,
                &now,
                &expires,
                &new.arrived_at,
            ],
        )?;
    }
    let tenant = tx.tenant()?;
    let once = Some(format!("{SWEEP}:{tenant}:{}", expires.day()));
    let job = NewJob { kind: SWEEP, tenant: Some(tenant), payload: Json::Null, once, run_at: expires.day().end() };
    enqueue(tx, tools.chance(), &job)?;
    Ok(Kept { id, waiting: waiting.map(|(_, name, at)| (name, at)) })
}

/// Whether an upload is there, and when it was taken in.
pub fn stands(tx: &mut ReadTx<'_>, id: Id<StagedKind>) -> Result<Option<Option<Instant>>, StoreError> {
    let found: Option<(Option<Instant>,)> =
        tx.maybe(sql!("SELECT taken_at FROM staged WHERE tenant_id = $1 AND id = $2"), &[&id])?;
    Ok(found.map(|(at,)| at))
}

/// Marks the upload as taken in, once: `false` when it has been before. Its rows are in the draft now.
pub fn take(tx: &mut WriteTx<'_>, id: Id<StagedKind>) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let nothing: &[u8] = &[];
    let changed = tx.execute(
        sql!("UPDATE staged SET taken_at = $3, sealed = $4 WHERE tenant_id = $1 AND id = $2 AND taken_at IS NULL"),
        &[&id, &now, &nothing],
    )?;
    Ok(changed == 1)
}

/// Throws an upload away that nobody has taken in.
pub fn drop_upload(tx: &mut WriteTx<'_>, id: Id<StagedKind>) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM staged WHERE tenant_id = $1 AND id = $2 AND taken_at IS NULL"), &[&id]).map(|_| ())
}

/// The same; gives the files that nothing needs any more, for [`originals::discard`].
pub fn throw_away(tx: &mut WriteTx<'_>, id: Id<StagedKind>) -> Result<Vec<String>, StoreError> {
    drop_upload(tx, id)?;
    originals::forget_unused(tx)
}

/// Forgets an upload that was taken in by mistake, so that nothing says the draft came from it.
pub fn forget(tx: &mut WriteTx<'_>, id: Id<StagedKind>) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM staged WHERE tenant_id = $1 AND id = $2"), &[&id]).map(|_| ())
}

/// The road of the file that the assignment's draft came from, with its hash: the newest one taken in since it was last
/// handed in. `None` when the draft has only been written on the web. Whoever signs asks this in the same transaction.
pub fn came_from(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Option<(Road, String)>, StoreError> {
    let found: Option<(String, Option<Instant>)> = tx.maybe(
        sql!(
            "SELECT file_sha256, arrived_at FROM staged WHERE tenant_id = $1 AND assignment_id = $2 AND taken_at IS NOT NULL
               AND taken_at > COALESCE((SELECT max(at) FROM submission WHERE tenant_id = $1 AND assignment_id = $2), 0)
             ORDER BY taken_at DESC, id LIMIT 1"
        ),
        &[&assignment],
    )?;
    Ok(found.map(|(hash, arrived)| (if arrived.is_some() { Road::Mail } else { Road::Workbook }, hash)))
}

/// Removes uploads whose time is out; gives how many.
pub fn sweep(tx: &mut WriteTx<'_>) -> Result<u64, StoreError> {
    let now = tx.context().now;
    tx.execute(sql!("DELETE FROM staged WHERE tenant_id = $1 AND taken_at IS NULL AND expires_at <= $2"), &[&now])
}

pub(super) fn run_sweep(
    app: App,
    tenant: Option<Id<Tenant>>,
    _payload: Json,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let context = WriteContext { actor: ::store::Actor::of(::store::ActorKind::Job), now: app.clock().now() };
        let unused = app
            .db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context, |mut tx| {
                sweep(&mut tx)?;
                let unused = originals::forget_unused(&mut tx)?;
                Ok(tx.keep(::store::Housekeeping::Staging, unused))
            })
            .await?;
        let files = app.files().clone();
        let removed = platform::apart(move || originals::remove(&files, tenant, &unused)).await;
        removed.map_err(|error| JobEnd::Retry(error.to_string()))?.map_err(|error| JobEnd::Retry(error.to_string()))
    })
}
