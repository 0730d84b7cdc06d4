//! What has been handed in: versions, and what officers have said about them.

use std::collections::BTreeMap;

use ::store::{FromRow, ReadTx, Row, StoreError, WriteTx, row, sql};
use domain::submissions::Road;
use forms::Content;
use kernel::id::kind::{Assignment as AssignmentKind, Person, Submission as SubmissionKind, YearVersion};
use kernel::{Id, Instant, Role};

/// One version of what was handed in. Nothing in it ever changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The version.
    pub id: Id<SubmissionKind>,
    /// Of what.
    pub assignment: Id<AssignmentKind>,
    /// Counted from 1.
    pub number: i64,
    /// What the provider can name it by.
    pub reference: String,
    /// What was handed in.
    pub content: Content,
    /// Hash of the canonical content.
    pub sha256: String,
    /// The version of the year it answered.
    pub year_version: Id<YearVersion>,
    /// The road it came by.
    pub road: Road,
    /// The workbook it came in, by its hash.
    pub file_sha256: Option<String>,
    /// Who prepared it.
    pub prepared_by: (Id<Person>, String),
    /// Who signed it.
    pub signed_by: (Id<Person>, String),
    /// In which role.
    pub signed_role: Role,
    /// When.
    pub at: Instant,
    /// Whether it came after the last day that held then, by when it came as far as is known now.
    pub late: bool,
    /// The newest set in the figures that stood beside it; nothing where none did.
    pub figures_set: Option<i64>,
    /// When it came to the authority, where it came by e-mail before it was signed.
    pub arrived_at: Option<Instant>,
    /// Out of which system and file it was read in, where nobody signed it here.
    pub read_in: Option<ReadIn>,
}

/// Out of what an answer was read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadIn {
    /// The system.
    pub system: String,
    /// What its file is called.
    pub file_name: String,
}

impl ReadIn {
    /// Both, where both are known.
    pub fn of((system, file_name): (Option<String>, Option<String>)) -> Option<Self> {
        Some(Self { system: system?, file_name: file_name? })
    }
}

impl Submission {
    /// When it came: with its letter, else when it was signed.
    pub fn came(&self) -> Instant {
        self.arrived_at.unwrap_or(self.at)
    }

    /// Who stands for it, in words: who signed it, or who read it in and out of what.
    pub fn signer(&self) -> String {
        signer(&self.signed_by.1, self.read_in.as_ref())
    }

    /// The same with the role of who signed.
    pub fn signer_in_role(&self) -> String {
        match &self.read_in {
            Some(_) => self.signer(),
            None if self.road == Road::Api => self.signer(),
            None => format!("{}, {}", self.signed_by.1, platform::sv::role(self.signed_role).to_lowercase()),
        }
    }
}

/// Who stands for a version: the name, and out of what it was read in where nobody signed it here.
pub fn signer(name: &str, read_in: Option<&ReadIn>) -> String {
    match read_in {
        Some(of) => domain::submissions::sv::read_in(name, &of.system, &of.file_name),
        None => name.to_owned(),
    }
}

impl FromRow for Submission {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let (id, assignment, number, reference) = (row.take()?, row.take()?, row.take()?, row.take()?);
        let content: String = row.take()?;
        let content =
            serde_json::from_str(&content).map_err(|error| StoreError::Damaged(format!("submission {id}: {error}")))?;
        let (sha256, year_version) = (row.take()?, row.take()?);
        let road: String = row.take()?;
        Ok(Self {
            id,
            assignment,
            number,
            reference,
            content,
            sha256,
            year_version,
            road: Road::from_slug(&road).ok_or_else(|| StoreError::Damaged(format!("submission {id}: road {road}")))?,
            file_sha256: row.take()?,
            prepared_by: (row.take()?, row.take()?),
            signed_by: (row.take()?, row.take()?),
            signed_role: row.take()?,
            at: row.take()?,
            late: row.take()?,
            figures_set: row.take()?,
            arrived_at: row.take()?,
            read_in: ReadIn::of((row.take()?, row.take()?)),
        })
    }
}

/// Every version of the assignment, the newest first.
pub fn of_assignment(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<Submission>, StoreError> {
    tx.all(
        sql!(
            "SELECT s.id, s.assignment_id, s.number, s.reference, s.content, s.sha256, s.year_version_id, s.road, s.file_sha256,
                    p.id, p.name, g.id, g.name, s.signed_role, s.at, s.late, s.figures_set, s.arrived_at,
                    (SELECT e.system FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1),
                    (SELECT e.file_name FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1)
             FROM submission s JOIN person p ON p.id = s.prepared_by JOIN person g ON g.id = s.signed_by
             WHERE s.tenant_id = $1 AND s.assignment_id = $2 ORDER BY s.number DESC"
        ),
        &[&assignment],
    )
}

/// The newest version of the assignment.
pub fn latest(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Option<Submission>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT s.id, s.assignment_id, s.number, s.reference, s.content, s.sha256, s.year_version_id, s.road, s.file_sha256,
                    p.id, p.name, g.id, g.name, s.signed_role, s.at, s.late, s.figures_set, s.arrived_at,
                    (SELECT e.system FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1),
                    (SELECT e.file_name FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1)
             FROM submission s JOIN person p ON p.id = s.prepared_by JOIN person g ON g.id = s.signed_by
             WHERE s.tenant_id = $1 AND s.assignment_id = $2 ORDER BY s.number DESC LIMIT 1"
        ),
        &[&assignment],
    )
}

/// The newest version of everything in the occasion that has been handed in, in one statement.
pub fn latest_of_occasion(
    tx: &mut ReadTx<'_>,
    year: i16,
    occasion: &str,
) -> Result<BTreeMap<Id<AssignmentKind>, Submission>, StoreError> {
    let newest: Vec<Submission> = tx.all(
        sql!(
            "SELECT s.id, s.assignment_id, s.number, s.reference, s.content, s.sha256, s.year_version_id, s.road, s.file_sha256,
                    p.id, p.name, g.id, g.name, s.signed_role, s.at, s.late, s.figures_set, s.arrived_at,
                    (SELECT e.system FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1),
                    (SELECT e.file_name FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1)
             FROM submission s JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
             JOIN person p ON p.id = s.prepared_by JOIN person g ON g.id = s.signed_by
             WHERE s.tenant_id = $1 AND a.year = $2 AND a.occasion = $3
               AND s.number = (SELECT max(n.number) FROM submission n
                               WHERE n.tenant_id = s.tenant_id AND n.assignment_id = s.assignment_id)
             ORDER BY s.assignment_id, s.number"
        ),
        &[&year, &occasion],
    )?;
    Ok(newest.into_iter().map(|version| (version.assignment, version)).collect())
}

/// One version.
pub fn one(tx: &mut ReadTx<'_>, id: Id<SubmissionKind>) -> Result<Option<Submission>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT s.id, s.assignment_id, s.number, s.reference, s.content, s.sha256, s.year_version_id, s.road, s.file_sha256,
                    p.id, p.name, g.id, g.name, s.signed_role, s.at, s.late, s.figures_set, s.arrived_at,
                    (SELECT e.system FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1),
                    (SELECT e.file_name FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1)
             FROM submission s JOIN person p ON p.id = s.prepared_by JOIN person g ON g.id = s.signed_by
             WHERE s.tenant_id = $1 AND s.id = $2"
        ),
        &[&id],
    )
}

/// The version with the reference.
pub fn by_reference(tx: &mut ReadTx<'_>, reference: &str) -> Result<Option<Submission>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT s.id, s.assignment_id, s.number, s.reference, s.content, s.sha256, s.year_version_id, s.road, s.file_sha256,
                    p.id, p.name, g.id, g.name, s.signed_role, s.at, s.late, s.figures_set, s.arrived_at,
                    (SELECT e.system FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1),
                    (SELECT e.file_name FROM elsewhere_file e WHERE s.road = 'api' AND e.tenant_id = s.tenant_id
                        AND e.file_sha256 = s.file_sha256 AND e.state = 'taken' ORDER BY e.number LIMIT 1)
             FROM submission s JOIN person p ON p.id = s.prepared_by JOIN person g ON g.id = s.signed_by
             WHERE s.tenant_id = $1 AND s.reference = $2"
        ),
        &[&reference],
    )
}

row! {
    /// Why something was returned, at the place it concerns.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ReturnNote {
        /// The version that was returned.
        pub submission: Id<SubmissionKind>,
        /// The field or cell; empty for the whole.
        pub path: String,
        /// Why.
        pub reason: String,
        /// Who.
        pub by: String,
        /// When.
        pub at: Instant,
    }
}

/// The reasons for returning versions of the assignment, the newest version first.
pub fn return_notes(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<ReturnNote>, StoreError> {
    tx.all(
        sql!(
            "SELECT n.submission_id, n.path, n.reason, p.name, n.at FROM return_note n
             JOIN submission s ON s.tenant_id = n.tenant_id AND s.id = n.submission_id
             JOIN person p ON p.id = n.person_id
             WHERE n.tenant_id = $1 AND s.assignment_id = $2 ORDER BY s.number DESC, n.number"
        ),
        &[&assignment],
    )
}

/// Adds a reason.
pub fn add_return_note(
    tx: &mut WriteTx<'_>,
    submission: Id<SubmissionKind>,
    path: &str,
    reason: &str,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let (count,): (i64,) =
        tx.one(sql!("SELECT count(*) FROM return_note WHERE tenant_id = $1 AND submission_id = $2"), &[&submission])?;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO return_note (tenant_id, submission_id, number, path, reason, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&submission, &(count + 1), &path, &reason, &person, &now],
    )
    .map(|_| ())
}

row! {
    /// The authority's own assessment of a version. Each change is a new one; the newest holds.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AssessmentRow {
        /// Of which version.
        pub submission: Id<SubmissionKind>,
        /// In words.
        pub body: String,
        /// Who.
        pub by: String,
        /// When.
        pub at: Instant,
    }
}

/// The assessments of the assignment's versions, the newest first. For the authority's side only.
pub fn assessments(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<AssessmentRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT t.submission_id, t.body, p.name, t.at FROM assessment t
             JOIN submission s ON s.tenant_id = t.tenant_id AND s.id = t.submission_id
             JOIN person p ON p.id = t.person_id
             WHERE t.tenant_id = $1 AND s.assignment_id = $2 ORDER BY s.number DESC, t.number DESC"
        ),
        &[&assignment],
    )
}

/// Writes an assessment.
pub fn add_assessment(
    tx: &mut WriteTx<'_>,
    submission: Id<SubmissionKind>,
    body: &str,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let (count,): (i64,) =
        tx.one(sql!("SELECT count(*) FROM assessment WHERE tenant_id = $1 AND submission_id = $2"), &[&submission])?;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO assessment (tenant_id, submission_id, number, body, person_id, at) VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        &[&submission, &(count + 1), &body, &person, &now],
    )
    .map(|_| ())
}

/// The system and the name of the file that is being read in with the hash.
pub(super) fn reading_in(tx: &mut ReadTx<'_>, sha256: &str) -> Result<Option<ReadIn>, StoreError> {
    let found: Option<(String, String)> = tx.maybe(
        sql!(
            "SELECT system, file_name FROM elsewhere_file WHERE tenant_id = $1 AND file_sha256 = $2 AND state = 'waiting'
             ORDER BY number DESC LIMIT 1"
        ),
        &[&sha256],
    )?;
    Ok(found.map(|(system, file_name)| ReadIn { system, file_name }))
}

/// The event that tells of a version that was handed in: its number in the chain of changes and its hash.
pub fn link_of(tx: &mut ReadTx<'_>, id: Id<SubmissionKind>) -> Result<Option<(i64, String)>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT seq, hash FROM audit_event
             WHERE tenant_id = $1 AND chain = 'write' AND kind = 'submission.signed' AND subject_id = $2
             ORDER BY seq LIMIT 1"
        ),
        &[&id],
    )
}

row! {
    /// That a return was taken back.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct TakenBack {
        /// When.
        pub at: Instant,
        /// By whom.
        pub by: Option<String>,
        /// The event's facts, as JSON.
        facts: String,
    }
}

impl TakenBack {
    /// Why.
    pub fn reason(&self) -> String {
        let facts: serde_json::Value = serde_json::from_str(&self.facts).unwrap_or_default();
        facts.get("reason").and_then(|reason| reason.as_str()).unwrap_or_default().to_owned()
    }
}

/// The returns of the assignment that were taken back, the oldest first: the reason stands in the event alone.
pub fn taken_back(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<TakenBack>, StoreError> {
    tx.all(
        sql!(
            "SELECT e.at, p.name, e.facts FROM submission s
             CROSS JOIN audit_event e LEFT JOIN person p ON p.id = e.person_id
             WHERE s.tenant_id = $1 AND s.assignment_id = $2 AND e.tenant_id = $1 AND e.chain = 'write'
               AND e.subject_id = s.id AND e.kind = 'return.taken-back' ORDER BY e.seq"
        ),
        &[&assignment],
    )
}
