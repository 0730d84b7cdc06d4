//! The statements beside those over letters: what officers have said of when one came, and what whoever looks at one asks of
//! the item and of the readings before.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use kernel::id::kind::{Assignment as AssignmentKind, Mail, Person};
use kernel::{Id, Instant};

row! {
    /// That an officer said when a letter came.
    #[derive(Debug, Clone)]
    pub(super) struct SaidTime {
        /// When it came.
        pub arrived_at: Instant,
        /// What stood there before.
        pub previous_at: Option<Instant>,
        /// Why it is another.
        pub reason: String,
        /// Who said so.
        pub by: String,
        /// When.
        pub at: Instant,
    }
}

/// What officers have said of when the letter came, the newest first.
pub(super) fn said_times(tx: &mut ReadTx<'_>, mail: Id<Mail>) -> Result<Vec<SaidTime>, StoreError> {
    tx.all(
        sql!(
            "SELECT t.arrived_at, t.previous_at, t.reason, p.name, t.at FROM mail_time t JOIN person p ON p.id = t.person_id
             WHERE t.tenant_id = $1 AND t.mail_id = $2 ORDER BY t.number DESC"
        ),
        &[&mail],
    )
}

/// Writes down when the letter came, as an officer says it.
pub(super) fn say_time(
    tx: &mut WriteTx<'_>,
    mail: Id<Mail>,
    (at, before): (Instant, Option<Instant>),
    reason: &str,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    let (number,): (i64,) = tx.one(
        sql!(
            "SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM mail_time WHERE tenant_id = $1 AND mail_id = $2"
        ),
        &[&mail],
    )?;
    tx.execute(
        sql!(
            "INSERT INTO mail_time (tenant_id, mail_id, number, arrived_at, previous_at, reason, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&mail, &number, &at, &before, &reason, &person, &now],
    )?;
    tx.execute(sql!("UPDATE mail SET arrived_at = $3 WHERE tenant_id = $1 AND id = $2"), &[&mail, &at]).map(|_| ())
}

/// That the letter waits for nothing as a whole any more.
pub(super) fn clear_why(tx: &mut WriteTx<'_>, mail: Id<Mail>) -> Result<(), StoreError> {
    tx.execute(sql!("UPDATE mail SET why = NULL WHERE tenant_id = $1 AND id = $2"), &[&mail]).map(|_| ())
}

/// A version that was signed of an assignment.
#[derive(Debug, Clone)]
pub(super) struct SignedVersion {
    /// When.
    pub at: Instant,
    /// The hash of the file it came in.
    pub file_sha256: Option<String>,
    /// Whether it has any row.
    pub has_rows: bool,
}

/// The versions that were signed of the assignment, the newest first.
pub(super) fn versions(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<SignedVersion>, StoreError> {
    let rows: Vec<(Instant, Option<String>, String)> = tx.all(
        sql!("SELECT at, file_sha256, content FROM submission WHERE tenant_id = $1 AND assignment_id = $2 ORDER BY number DESC"),
        &[&assignment],
    )?;
    let version = |(at, file_sha256, content): (Instant, Option<String>, String)| {
        let content: Option<forms::Content> = serde_json::from_str(&content).ok();
        let has_rows = content.is_some_and(|content| content.tables.values().any(|rows| !rows.is_empty()));
        SignedVersion { at, file_sha256, has_rows }
    };
    Ok(rows.into_iter().map(version).collect())
}

/// When files were put into the assignment's draft.
pub(super) fn taken(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<Instant>, StoreError> {
    let rows: Vec<(Instant,)> = tx.all(
        sql!(
            "SELECT taken_at FROM staged WHERE tenant_id = $1 AND assignment_id = $2 AND taken_at IS NOT NULL ORDER BY taken_at"
        ),
        &[&assignment],
    )?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// Whether the person was shown the letter since then, by the chain of readings.
pub(super) fn shown_since(
    tx: &mut ReadTx<'_>,
    kind: &str,
    mail: Id<Mail>,
    person: Id<Person>,
    since: Instant,
) -> Result<bool, StoreError> {
    let (found,): (bool,) = tx.one(
        sql!(
            "SELECT EXISTS (SELECT 1 FROM audit_event
                 WHERE tenant_id = $1 AND chain = 'read' AND subject_id = $2 AND kind = $3 AND person_id = $4 AND at > $5)"
        ),
        &[&mail, &kind, &person, &since],
    )?;
    Ok(found)
}

/// The first of the other letters with the same name and the same files.
pub(super) fn first_of_twice(tx: &mut ReadTx<'_>, mail: Id<Mail>) -> Result<Option<Id<Mail>>, StoreError> {
    let found: Option<(Id<Mail>,)> = tx.maybe(
        sql!(
            "SELECT o.id FROM mail m
             JOIN mail o ON o.tenant_id = m.tenant_id AND o.message_id = m.message_id AND o.files_sha256 = m.files_sha256
             WHERE m.tenant_id = $1 AND m.id = $2 AND m.message_id <> '' AND o.id <> m.id AND o.state <> 'new'
             ORDER BY o.taken_at, o.id LIMIT 1"
        ),
        &[&mail],
    )?;
    Ok(found.map(|(id,)| id))
}
