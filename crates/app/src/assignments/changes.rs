//! What changes of the year and of the register did to assignments: kept with each, and never changed.

use ::store::{FromRow, ReadTx, Row, StoreError, WriteTx, sql};
use domain::changes::What;
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Unit, YearVersion};
use kernel::{Day, Id, Instant};

use super::plan::Step;

/// What was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The year, by publishing a version of it.
    Year,
    /// The register of organisations: a unit, an agreement, a provider.
    Register,
}

impl Cause {
    const fn slug(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Register => "register",
        }
    }
}

/// Which change it is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of {
    pub(super) published: Id<YearVersion>,
    pub(super) before: Option<Id<YearVersion>>,
    pub(super) cause: Cause,
}

/// One thing that a change did to one assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The assignment.
    pub assignment: Id<AssignmentKind>,
    /// Counted from 1 within it.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// What it did.
    pub what: What,
    /// The last day that the year said before.
    pub from: Option<Day>,
    /// The one that it said from then on.
    pub to: Option<Day>,
    /// The one that held here, where it was later than the year's.
    pub holds: Option<Day>,
    /// The version in force before, where the year was changed.
    pub before: Option<Id<YearVersion>>,
    /// The version in force after.
    pub version: Id<YearVersion>,
    /// What was changed.
    pub cause: Cause,
}

impl FromRow for Change {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let (assignment, number, at) = (row.take()?, row.take()?, row.take()?);
        let what: String = row.take()?;
        let (from, to, holds, before, version) = (row.take()?, row.take()?, row.take()?, row.take()?, row.take()?);
        let cause: String = row.take()?;
        Ok(Self {
            assignment,
            number,
            at,
            what: What::from_slug(&what)
                .ok_or_else(|| StoreError::Damaged(format!("change {assignment}/{number}: {what}")))?,
            from,
            to,
            holds,
            before,
            version,
            cause: if cause == "year" { Cause::Year } else { Cause::Register },
        })
    }
}

/// Keeps what was done; gives its number within the assignment.
pub(super) fn record(
    tx: &mut WriteTx<'_>,
    assignment: Id<AssignmentKind>,
    step: &Step,
    of: Of,
) -> Result<i64, StoreError> {
    let (number,): (i64,) = tx.one(
        sql!(
            "SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM assignment_change
             WHERE tenant_id = $1 AND assignment_id = $2"
        ),
        &[&assignment],
    )?;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO assignment_change (tenant_id, assignment_id, number, at, what, from_day, to_day, holds,
                 before_version, version, cause)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &[
            &assignment,
            &number,
            &now,
            &step.what.slug(),
            &step.from,
            &step.to,
            &step.holds,
            &of.before,
            &of.published,
            &of.cause.slug(),
        ],
    )?;
    Ok(number)
}

/// What has been changed in the assignment, the newest first.
pub fn changes(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<Change>, StoreError> {
    tx.all(
        sql!(
            "SELECT assignment_id, number, at, what, from_day, to_day, holds, before_version, version, cause
             FROM assignment_change WHERE tenant_id = $1 AND assignment_id = $2 ORDER BY number DESC"
        ),
        &[&assignment],
    )
}

/// What a change was about, also where that is asked no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The assignment.
    pub assignment: Id<AssignmentKind>,
    /// The change's number within it.
    pub number: i64,
    /// The year.
    pub year: i16,
    /// The item's stable name.
    pub item: String,
    /// The occasion's.
    pub occasion: String,
    /// Of which provider.
    pub organisation: Id<Organisation>,
    /// What the provider is called.
    pub provider: String,
    /// For which unit.
    pub unit: Option<Id<Unit>>,
    /// What the unit or area is called; nothing for the provider as a whole.
    pub subject: Option<String>,
    /// How far it has come, by the state's stable name.
    pub state: String,
    /// When the first version came in.
    pub received: Option<Instant>,
    /// When the newest version was signed.
    pub signed: Option<Instant>,
    /// Another system that the provider reports in, where it does.
    pub reports_in: Option<String>,
    /// The version of the year that the newest version of the answer was given by.
    pub answered: Option<Id<YearVersion>>,
}

struct Both(Change, About);

impl FromRow for Both {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let change = Change::from_row(row)?;
        let about = About {
            assignment: change.assignment,
            number: change.number,
            year: row.take()?,
            item: row.take()?,
            occasion: row.take()?,
            organisation: row.take()?,
            provider: row.take()?,
            unit: row.take()?,
            subject: row.take()?,
            state: row.take()?,
            received: row.take()?,
            signed: row.take()?,
            reports_in: row.take()?,
            answered: row.take()?,
        };
        Ok(Self(change, about))
    }
}

fn split(rows: Vec<Both>) -> Vec<(Change, About)> {
    rows.into_iter().map(|Both(change, about)| (change, about)).collect()
}

/// Changes with what they were about, in the order that [`Both`] takes them in.
macro_rules! sql_of_changes {
    ($where:literal) => {
        sql!(
            "SELECT c.assignment_id, c.number, c.at, c.what, c.from_day, c.to_day, c.holds, c.before_version, c.version, c.cause,
                    a.year, a.item, a.occasion, a.organisation_id, COALESCE(v.name, o.name), a.unit_id,
                    COALESCE(u.name, r.name), a.state, a.first_submitted_at, s.at, a.reports_in, s.year_version_id
             FROM assignment a JOIN assignment_change c ON c.tenant_id = a.tenant_id AND c.assignment_id = a.id
             JOIN organisation o ON o.id = a.organisation_id
             LEFT JOIN provider v ON v.tenant_id = a.tenant_id AND v.organisation_id = a.organisation_id
             LEFT JOIN unit u ON u.tenant_id = a.tenant_id AND u.id = a.unit_id
             LEFT JOIN area r ON r.tenant_id = a.tenant_id AND r.id = a.area_id
             LEFT JOIN submission s ON s.tenant_id = a.tenant_id AND s.assignment_id = a.id AND s.number = a.submissions ",
            $where
        )
    };
}

/// Everything that was changed since the instant, the newest first, with what it was about.
pub fn changes_since(tx: &mut ReadTx<'_>, since: Instant) -> Result<Vec<(Change, About)>, StoreError> {
    let rows = tx.all(
        sql_of_changes!(
            "WHERE c.tenant_id = $1 AND c.at >= $2
             ORDER BY c.at DESC, COALESCE(v.sort_key, o.sort_key), u.sort_key, r.sort_key, c.assignment_id, c.number"
        ),
        &[&since],
    )?;
    Ok(split(rows))
}

/// The same of one provider's assignments.
pub fn changes_of_provider(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    since: Instant,
) -> Result<Vec<(Change, About)>, StoreError> {
    let rows = tx.all(
        sql_of_changes!(
            "WHERE a.tenant_id = $1 AND a.organisation_id = $2 AND c.at >= $3
             ORDER BY c.at DESC, u.sort_key, r.sort_key, c.assignment_id, c.number"
        ),
        &[&organisation, &since],
    )?;
    Ok(split(rows))
}
