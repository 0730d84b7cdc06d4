//! Attempts to reach persons, and lists that were fetched.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::work::{Reached, Way};
use domain::year::Word;
use kernel::id::kind::{Area, Assignment, Person};
use kernel::{Id, Instant};

row! {
    struct AttemptRow {
        key: String,
        way: String,
        outcome: String,
        name: String,
        at: Instant,
        number: i64,
        taken_back_name: Option<String>,
        taken_back_at: Option<Instant>,
    }
}

/// An attempt to reach a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attempt {
    /// By which way.
    pub way: Way,
    /// What came of it.
    pub outcome: Reached,
    /// Who tried.
    pub name: String,
    /// When.
    pub at: Instant,
    /// Which of the person's it is, from 1.
    pub number: i64,
    /// Who took it back and when, where it was noted by mistake.
    pub taken_back: Option<(String, Instant)>,
}

/// The attempts of an assignment by whom they were to reach, the oldest first.
pub(super) fn attempts(
    tx: &mut ReadTx<'_>,
    assignment: Id<Assignment>,
) -> Result<BTreeMap<String, Vec<Attempt>>, StoreError> {
    let rows: Vec<AttemptRow> = tx.all(
        sql!(
            "SELECT c.person_key, c.way, c.outcome, p.name, c.at, c.number, b.name, c.taken_back_at
             FROM contact_attempt c JOIN person p ON p.id = c.person_id LEFT JOIN person b ON b.id = c.taken_back_by
             WHERE c.tenant_id = $1 AND c.assignment_id = $2 ORDER BY c.person_key, c.number"
        ),
        &[&assignment],
    )?;
    let mut all: BTreeMap<String, Vec<Attempt>> = BTreeMap::new();
    for row in rows {
        let damaged = || StoreError::Damaged("an attempt to reach somebody".to_owned());
        let way = Way::from_slug(&row.way).ok_or_else(damaged)?;
        let outcome = Reached::from_slug(&row.outcome).ok_or_else(damaged)?;
        let taken_back = row.taken_back_name.zip(row.taken_back_at);
        let attempt = Attempt { way, outcome, name: row.name, at: row.at, number: row.number, taken_back };
        all.entry(row.key).or_default().push(attempt);
    }
    Ok(all)
}

/// Notes an attempt.
pub fn add_attempt(
    tx: &mut WriteTx<'_>,
    assignment: Id<Assignment>,
    key: &str,
    (way, outcome): (Way, Reached),
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    let (last,): (Option<i64>,) = tx.one(
        sql!("SELECT max(number) FROM contact_attempt WHERE tenant_id = $1 AND assignment_id = $2 AND person_key = $3"),
        &[&assignment, &key],
    )?;
    tx.execute(
        sql!(
            "INSERT INTO contact_attempt (tenant_id, assignment_id, person_key, number, way, outcome, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&assignment, &key, &(last.unwrap_or(0) + 1), &way.slug(), &outcome.slug(), &person, &now],
    )?;
    Ok(())
}

/// Takes an attempt back that was noted by mistake; `false` when there is none, or it has been taken back already. It stays,
/// and says so.
pub(super) fn take_back(
    tx: &mut WriteTx<'_>,
    assignment: Id<Assignment>,
    (key, number): (&str, i64),
    person: Id<Person>,
) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!(
            "UPDATE contact_attempt SET taken_back_by = $5, taken_back_at = $6
             WHERE tenant_id = $1 AND assignment_id = $2 AND person_key = $3 AND number = $4 AND taken_back_at IS NULL"
        ),
        &[&assignment, &key, &number, &person, &now],
    )?;
    Ok(changed == 1)
}

row! {
    /// A list that was fetched.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct Fetched {
        /// Out of which set.
        pub set: i64,
        /// How many rows it added.
        pub added: i64,
        /// When.
        pub at: Instant,
    }
}

/// The last list that was fetched.
pub(super) fn last_fetched(tx: &mut ReadTx<'_>, assignment: Id<Assignment>) -> Result<Option<Fetched>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT set_number, added, at FROM fetched_list WHERE tenant_id = $1 AND assignment_id = $2
             ORDER BY number DESC LIMIT 1"
        ),
        &[&assignment],
    )
}

/// Notes that a list was fetched.
pub fn add_fetched(
    tx: &mut WriteTx<'_>,
    assignment: Id<Assignment>,
    (set, added): (i64, usize),
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    let (last,): (Option<i64>,) = tx.one(
        sql!("SELECT max(number) FROM fetched_list WHERE tenant_id = $1 AND assignment_id = $2"),
        &[&assignment],
    )?;
    let added = i64::try_from(added).unwrap_or(i64::MAX);
    tx.execute(
        sql!(
            "INSERT INTO fetched_list (tenant_id, assignment_id, number, set_number, added, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&assignment, &(last.unwrap_or(0) + 1), &set, &added, &person, &now],
    )?;
    Ok(())
}

/// The stable name of each contract area.
pub(super) fn area_slugs(tx: &mut ReadTx<'_>) -> Result<BTreeMap<Id<Area>, String>, StoreError> {
    let all: Vec<(Id<Area>, String)> = tx.all(sql!("SELECT id, slug FROM area WHERE tenant_id = $1"), &[])?;
    Ok(all.into_iter().collect())
}
