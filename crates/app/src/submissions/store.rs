//! What has been handed in: versions, what officers have said about them, and the counts made from them.

use std::collections::BTreeMap;

use ::store::{FromRow, ReadTx, Row, StoreError, WriteTx, row, sql};
use domain::complaints;
use domain::submissions::Road;
use domain::year::Year;
use forms::Content;
use kernel::id::kind::{Assignment as AssignmentKind, Person, Submission as SubmissionKind, YearVersion};
use kernel::{Day, Id, Instant, Period, Role};

use crate::assignments::Assignment;

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
    /// Whether it came after the last day that held then.
    pub late: bool,
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
        })
    }
}

/// Every version of the assignment, the newest first.
pub fn of_assignment(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<Submission>, StoreError> {
    tx.all(
        sql!(
            "SELECT s.id, s.assignment_id, s.number, s.reference, s.content, s.sha256, s.year_version_id, s.road, s.file_sha256,
                    p.id, p.name, g.id, g.name, s.signed_role, s.at, s.late
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
                    p.id, p.name, g.id, g.name, s.signed_role, s.at, s.late
             FROM submission s JOIN person p ON p.id = s.prepared_by JOIN person g ON g.id = s.signed_by
             WHERE s.tenant_id = $1 AND s.assignment_id = $2 ORDER BY s.number DESC LIMIT 1"
        ),
        &[&assignment],
    )
}

/// One version.
pub fn one(tx: &mut ReadTx<'_>, id: Id<SubmissionKind>) -> Result<Option<Submission>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT s.id, s.assignment_id, s.number, s.reference, s.content, s.sha256, s.year_version_id, s.road, s.file_sha256,
                    p.id, p.name, g.id, g.name, s.signed_role, s.at, s.late
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
                    p.id, p.name, g.id, g.name, s.signed_role, s.at, s.late
             FROM submission s JOIN person p ON p.id = s.prepared_by JOIN person g ON g.id = s.signed_by
             WHERE s.tenant_id = $1 AND s.reference = $2"
        ),
        &[&reference],
    )
}

row! {
    /// One count.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct CountRow {
        /// Of which assignment.
        pub assignment: Id<AssignmentKind>,
        /// What was counted, such as `complaints.bemotande`.
        pub measure: String,
        /// First day.
        pub from: Day,
        /// Last day.
        pub to: Day,
        /// How many.
        pub n: i64,
    }
}

/// Every count of the occasion's assignments. Whoever shows them to somebody who may not see the rows behind them
/// goes through `stats::suppression` first.
pub fn counts(tx: &mut ReadTx<'_>, year: i16, occasion: &str) -> Result<Vec<CountRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT c.assignment_id, c.measure, c.period_from, c.period_to, c.n
             FROM count_cell c JOIN assignment a ON a.tenant_id = c.tenant_id AND a.id = c.assignment_id
             WHERE c.tenant_id = $1 AND a.year = $2 AND a.occasion = $3 AND a.withdrawn_at IS NULL
             ORDER BY c.assignment_id, c.measure"
        ),
        &[&year, &occasion],
    )
}

/// The measures of what was handed in, and how many of each.
fn measures(year: &Year, assignment: &Assignment, content: &Content) -> BTreeMap<String, i64> {
    let Some(item) = year.item(&assignment.item) else { return BTreeMap::new() };
    let Some(tables) = complaints::tables(year, item) else { return BTreeMap::new() };
    let counts = complaints::counts(&tables, &complaints::Answer::from_content(content));
    let mut measures: BTreeMap<String, i64> =
        counts.by_category.iter().map(|(category, n)| (format!("complaints.{category}"), i64::from(*n))).collect();
    measures.insert("complaints".to_owned(), i64::from(counts.counted));
    measures.insert("complaints-not-counted".to_owned(), i64::from(counts.not_counted));
    measures.insert("abuse-investigations".to_owned(), i64::from(counts.investigations));
    measures
}

/// Makes the assignment's counts anew from its newest version. Running it again changes nothing.
pub fn recount(
    tx: &mut WriteTx<'_>,
    assignment: &Assignment,
    year: &Year,
    content: &Content,
) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM count_cell WHERE tenant_id = $1 AND assignment_id = $2"), &[&assignment.id])?;
    let Some(item) = year.item(&assignment.item) else { return Ok(()) };
    let period = item.covered().unwrap_or(Period { from: assignment.deadline, to: assignment.deadline });
    for (measure, n) in measures(year, assignment, content) {
        tx.execute(
            sql!(
                "INSERT INTO count_cell (tenant_id, assignment_id, measure, period_from, period_to, n)
                 VALUES ($1, $2, $3, $4, $5, $6)"
            ),
            &[&assignment.id, &measure, &period.from, &period.to, &n],
        )?;
    }
    Ok(())
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
