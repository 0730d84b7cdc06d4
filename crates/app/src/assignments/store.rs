//! Reading and moving assignments.

use ::store::{FromRow, ReadTx, Row, StoreError, WriteTx, row, sql};
use domain::submissions::{Extension, Lock, State};
use domain::year::{Regime, Word};
use kernel::id::kind::{Area, Assignment as AssignmentKind, Organisation, Person, Unit};
use kernel::{Day, Id, Instant};

use super::model::{Assignment, Subject};

impl FromRow for Assignment {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let (id, year, occasion, item) = (row.take()?, row.take()?, row.take()?, row.take()?);
        let (organisation, organisation_name) = (row.take()?, row.take()?);
        let unit: (Option<Id<Unit>>, Option<String>, Option<String>) = (row.take()?, row.take()?, row.take()?);
        let area: (Option<Id<Area>>, Option<String>, Option<String>) = (row.take()?, row.take()?, row.take()?);
        let subject = match (unit, area) {
            ((Some(id), Some(name), Some(code)), _) => Subject::Unit { id, name, code },
            (_, (Some(id), Some(slug), Some(name))) => Subject::Area { id, slug, name },
            _ => Subject::Provider,
        };
        let (deadline, extended_to) = (row.take()?, row.take()?);
        let damaged = |error: serde_json::Error| StoreError::Damaged(format!("assignment {id}: {error}"));
        let state: String = row.take()?;
        let lock: Option<String> = row.take()?;
        Ok(Self {
            id,
            year,
            occasion,
            item,
            organisation,
            organisation_name,
            subject,
            deadline,
            extended_to,
            state: serde_json::from_str(&state).map_err(damaged)?,
            lock: lock.map(|lock| serde_json::from_str(&lock)).transpose().map_err(damaged)?,
            submissions: row.take()?,
            updated_at: row.take()?,
            reports_in: row.take()?,
            is_unasked: row.take()?,
            has_rows: false,
        })
    }
}

/// Assignments, in the order that they are taken in.
macro_rules! sql_of_assignments {
    ($where:literal) => {
        sql!(
            "SELECT a.id, a.year, a.occasion, a.item, a.organisation_id, COALESCE(v.name, o.name), u.id, u.name, u.code, r.id, r.slug, r.name,
                    a.deadline, a.extended_to, a.state_facts, a.locked, a.submissions, a.updated_at, a.reports_in,
                    a.unasked_at IS NOT NULL
             FROM assignment a JOIN organisation o ON o.id = a.organisation_id
             LEFT JOIN provider v ON v.tenant_id = a.tenant_id AND v.organisation_id = a.organisation_id
             LEFT JOIN unit u ON u.tenant_id = a.tenant_id AND u.id = a.unit_id
             LEFT JOIN area r ON r.tenant_id = a.tenant_id AND r.id = a.area_id ",
            $where
        )
    };
}

/// Which assignments of a year.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Only this provider's.
    pub organisation: Option<Id<Organisation>>,
    /// Only this occasion's.
    pub occasion: Option<&'a str>,
    /// Only this item's.
    pub item: Option<&'a str>,
}

/// The assignments of the year that stand, by deadline, item and Swedish order of names.
pub fn list(tx: &mut ReadTx<'_>, year: i16, filter: Filter<'_>) -> Result<Vec<Assignment>, StoreError> {
    let (occasion, item) = (filter.occasion.unwrap_or(""), filter.item.unwrap_or(""));
    // Two statements, so that one provider's are found by its index and not among everybody's.
    if let Some(organisation) = filter.organisation {
        return tx.all(
            sql_of_assignments!(
                "WHERE a.tenant_id = $1 AND a.organisation_id = $2 AND a.year = $3 AND a.withdrawn_at IS NULL
                   AND (CAST($4 AS TEXT) = '' OR a.occasion = $4) AND (CAST($5 AS TEXT) = '' OR a.item = $5)
                 ORDER BY a.deadline, a.item, COALESCE(v.sort_key, o.sort_key), u.sort_key, r.sort_key, a.id"
            ),
            &[&organisation, &year, &occasion, &item],
        );
    }
    tx.all(
        sql_of_assignments!(
            "WHERE a.tenant_id = $1 AND a.year = $2 AND a.withdrawn_at IS NULL
               AND (CAST($3 AS TEXT) = '' OR a.occasion = $3) AND (CAST($4 AS TEXT) = '' OR a.item = $4)
             ORDER BY a.deadline, a.item, COALESCE(v.sort_key, o.sort_key), u.sort_key, r.sort_key, a.id"
        ),
        &[&year, &occasion, &item],
    )
}

/// What was asked of the same subject with an earlier last day in the same year and has come in: assignment and item,
/// the latest last day first.
pub fn earlier(tx: &mut ReadTx<'_>, assignment: &Assignment) -> Result<Vec<(Id<AssignmentKind>, String)>, StoreError> {
    tx.all(
        sql!(
            "SELECT e.id, e.item FROM assignment a JOIN assignment e
               ON e.tenant_id = a.tenant_id AND e.organisation_id = a.organisation_id AND e.subject = a.subject
             WHERE a.tenant_id = $1 AND a.id = $2 AND e.year = a.year AND e.deadline < a.deadline AND e.submissions > 0
               AND e.withdrawn_at IS NULL ORDER BY e.deadline DESC, e.item, e.id"
        ),
        &[&assignment.id],
    )
}

/// One assignment, withdrawn ones too where something was handed in.
pub fn find(tx: &mut ReadTx<'_>, id: Id<AssignmentKind>) -> Result<Option<Assignment>, StoreError> {
    tx.maybe(
        sql_of_assignments!("WHERE a.tenant_id = $1 AND a.id = $2 AND (a.withdrawn_at IS NULL OR a.submissions > 0)"),
        &[&id],
    )
}

/// One assignment that is asked no more and of which nothing was handed in: for whoever wrote in it.
pub fn withdrawn(tx: &mut ReadTx<'_>, id: Id<AssignmentKind>) -> Result<Option<Assignment>, StoreError> {
    tx.maybe(
        sql_of_assignments!(
            "WHERE a.tenant_id = $1 AND a.id = $2 AND a.withdrawn_at IS NOT NULL AND a.submissions = 0"
        ),
        &[&id],
    )
}

/// Writes where the assignment has come to. The caller has asked the rules, in the same transaction.
pub fn set_state(tx: &mut WriteTx<'_>, id: Id<AssignmentKind>, state: &State) -> Result<(), StoreError> {
    let facts = serde_json::to_string(state).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let latest = state.latest();
    let (number, received) = (latest.map_or(0, |l| i64::from(l.number)), latest.map(|l| l.received));
    let now = tx.context().now;
    tx.execute(
        sql!(
            "UPDATE assignment SET state = $3, state_facts = $4, submissions = $5, first_submitted_at = $6, updated_at = $7
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[&id, &state.name().slug(), &facts, &number, &received, &now],
    )
    .map(|_| ())
}

/// Locks, or opens again.
pub fn set_lock(tx: &mut WriteTx<'_>, id: Id<AssignmentKind>, lock: Option<&Lock>) -> Result<(), StoreError> {
    let lock = lock.map(serde_json::to_string).transpose().map_err(|error| StoreError::Damaged(error.to_string()))?;
    let now = tx.context().now;
    tx.execute(
        sql!("UPDATE assignment SET locked = $3, updated_at = $4 WHERE tenant_id = $1 AND id = $2"),
        &[&id, &lock, &now],
    )
    .map(|_| ())
}

/// Moves the last day, by decision: that of a completion where one is waited for, whose state is then given, else that of
/// the assignment.
pub fn extend(
    tx: &mut WriteTx<'_>,
    id: Id<AssignmentKind>,
    extension: &Extension,
    person: Id<Person>,
    completion: Option<&State>,
) -> Result<(), StoreError> {
    let (count,): (i64,) =
        tx.one(sql!("SELECT count(*) FROM extension WHERE tenant_id = $1 AND assignment_id = $2"), &[&id])?;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO extension (tenant_id, assignment_id, number, to_day, motive, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&id, &(count + 1), &extension.until, &extension.motive, &person, &now],
    )?;
    if let Some(state) = completion {
        return set_state(tx, id, state);
    }
    tx.execute(
        sql!("UPDATE assignment SET extended_to = $3, updated_at = $4 WHERE tenant_id = $1 AND id = $2"),
        &[&id, &extension.until, &now],
    )
    .map(|_| ())
}

row! {
    /// A decision to move the last day.
    #[derive(Debug, Clone)]
    pub struct ExtensionRow {
        /// The new last day.
        pub until: Day,
        /// Why.
        pub motive: String,
        /// Who decided.
        pub by: String,
        /// When.
        pub at: Instant,
    }
}

/// The decisions to move the last day, oldest first.
pub fn extensions(tx: &mut ReadTx<'_>, id: Id<AssignmentKind>) -> Result<Vec<ExtensionRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT e.to_day, e.motive, p.name, e.at FROM extension e JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.assignment_id = $2 ORDER BY e.number"
        ),
        &[&id],
    )
}

/// The regime under which the provider works in the area (or at all) on the day.
pub fn regime(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    area: Option<Id<Area>>,
    on: Day,
) -> Result<Option<Regime>, StoreError> {
    let rows: Vec<(String, Option<Id<Area>>)> = tx.all(
        sql!(
            "SELECT regime, area_id FROM agreement WHERE tenant_id = $1 AND organisation_id = $2
               AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3) ORDER BY valid_from, id"
        ),
        &[&organisation, &on],
    )?;
    let fitting = rows.iter().find(|(_, of)| area.is_none() || of.is_none() || *of == area).or(rows.first());
    Ok(fitting.and_then(|(regime, _)| Regime::from_slug(regime)))
}
