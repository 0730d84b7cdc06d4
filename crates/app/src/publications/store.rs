//! What is published, and the lists that it is out of.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::publications::{Content, List, Table, Whole, Withheld, closeness};
use kernel::Id;
use kernel::Instant;
use kernel::id::kind::Person;
use platform::files::sha256_hex;
use serde_json::json;

use super::proposals::Made;

row! {
    /// A table as it was published.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Publication {
        /// Its number within the authority.
        pub number: i64,
        /// The set that it is out of.
        pub set: i64,
        /// The snapshot.
        pub freeze: i64,
        /// Which table of the list.
        pub table: String,
        /// What it is called.
        pub title: String,
        /// The table as it is shown, as JSON.
        pub content: String,
        /// SHA-256 over that.
        pub sha256: String,
        /// When it was published.
        pub published_at: Instant,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Instant>,
        /// Why.
        pub withdrawn_reason: Option<String>,
    }
}

impl Publication {
    /// The table with what it is shown with.
    pub fn content(&self) -> Result<Content, StoreError> {
        serde_json::from_str(&self.content)
            .map_err(|error| StoreError::Damaged(format!("publication {}: {error}", self.number)))
    }
}

/// Everything that has been published, the newest first.
pub fn all(tx: &mut ReadTx<'_>) -> Result<Vec<Publication>, StoreError> {
    tx.all(
        sql!(
            "SELECT number, set_number, freeze_number, table_slug, title, content, sha256, published_at, withdrawn_at,
                withdrawn_reason
             FROM publication WHERE tenant_id = $1 ORDER BY number DESC"
        ),
        &[],
    )
}

/// The publication of that number.
pub fn one(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<Publication>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT number, set_number, freeze_number, table_slug, title, content, sha256, published_at, withdrawn_at,
                withdrawn_reason
             FROM publication WHERE tenant_id = $1 AND number = $2"
        ),
        &[&number],
    )
}

/// The list of the set, where something of it has been published.
pub fn list_of(tx: &mut ReadTx<'_>, set: i64) -> Result<Option<List>, StoreError> {
    let found: Option<(String,)> =
        tx.maybe(sql!("SELECT content FROM publication_list WHERE tenant_id = $1 AND set_number = $2"), &[&set])?;
    found
        .map(|(content,)| {
            serde_json::from_str(&content).map_err(|error| StoreError::Damaged(format!("list of set {set}: {error}")))
        })
        .transpose()
}

fn text(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// A table that lies too near one that is published of another set: which, and in which rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooNear {
    /// The table.
    pub title: String,
    /// The publication.
    pub number: i64,
    /// The rows.
    pub rows: Vec<String>,
}

/// What lies too near what is published of other sets: over the same months, or over months of a year of which one stretch
/// contains the other. What has been public once is known, also when it is withdrawn.
pub fn too_near(tx: &mut ReadTx<'_>, list: &List, tables: &[&Table]) -> Result<Vec<TooNear>, StoreError> {
    let mut found = Vec::new();
    let mut kept: BTreeMap<i64, Vec<Withheld>> = BTreeMap::new();
    for other in all(tx)?.iter().filter(|other| other.set != list.set) {
        for table in tables.iter().filter(|table| table.slug == other.table) {
            let content = other.content()?;
            let withheld = match kept.entry(other.set) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(empty) => {
                    empty.insert(list_of(tx, other.set)?.map(|list| list.withheld).unwrap_or_default())
                }
            };
            let smallest = list.smallest_shown.max(content.smallest_shown);
            let (new, published) =
                (Whole { table, withheld: &list.withheld }, Whole { table: &content.table, withheld });
            let rows = closeness(new, published, smallest);
            if !rows.is_empty() {
                found.push(TooNear { title: table.title.clone(), number: other.number, rows });
            }
        }
    }
    Ok(found)
}

/// What is to be published.
#[derive(Debug, Clone, Copy)]
pub struct Publishing<'a> {
    /// The list it is out of.
    pub made: &'a Made,
    /// Which tables.
    pub tables: &'a [String],
    /// What the authority is called.
    pub authority: &'a str,
    /// Who publishes.
    pub person: Id<Person>,
}

/// What came of publishing.
#[derive(Debug)]
pub enum Outcome {
    /// These numbers, and the event that tells of it.
    Done(Vec<i64>, Event),
    /// Another list stands for the set by now.
    Other,
    /// Some of it lies too near what is published of other sets.
    TooNear(Vec<TooNear>),
    /// Nothing that is in the list and not yet published was chosen.
    Nothing,
}

/// Publishes tables of the list. The first time, the list is kept: from then on it stands.
pub fn publish(tx: &mut WriteTx<'_>, what: &Publishing<'_>) -> Result<Outcome, StoreError> {
    let Publishing { made, tables, authority, person } = what;
    let (list, now) = (&made.list, tx.context().now);
    let published = all(tx)?;
    let there = |table: &Table| published.iter().any(|one| one.set == list.set && one.table == table.slug);
    let chosen: Vec<&Table> =
        list.tables.iter().filter(|table| tables.contains(&table.slug) && !there(table)).collect();
    if chosen.is_empty() {
        return Ok(Outcome::Nothing);
    }
    match list_of(tx, list.set)? {
        Some(kept) if kept != *list => return Ok(Outcome::Other),
        Some(_) => {}
        None => {
            let near = too_near(tx, list, &chosen)?;
            if !near.is_empty() {
                return Ok(Outcome::TooNear(near));
            }
            let content = text(list)?;
            let (sha256, year) = (sha256_hex(content.as_bytes()), made.year_version);
            tx.execute(
                sql!(
                    "INSERT INTO publication_list (tenant_id, set_number, smallest_shown, year_version_id, content, sha256,
                         person_id, at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
                ),
                &[&list.set, &list.smallest_shown, &year, &content, &sha256, person, &now],
            )?;
        }
    }
    let near = too_near(tx, list, &chosen)?;
    if !near.is_empty() {
        return Ok(Outcome::TooNear(near));
    }
    let first = published.first().map_or(0, |newest| newest.number) + 1;
    let mut numbers = Vec::new();
    for (number, table) in (first..).zip(&chosen) {
        let content = Content {
            authority: (*authority).to_owned(),
            source: made.source.clone(),
            smallest_shown: list.smallest_shown,
            table: (*table).clone(),
        };
        let content = text(&content)?;
        let sha256 = sha256_hex(content.as_bytes());
        tx.execute(
            sql!(
                "INSERT INTO publication (tenant_id, number, set_number, freeze_number, table_slug, title, content, sha256,
                     person_id, published_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            ),
            &[
                &number,
                &list.set,
                &made.freeze.number,
                &table.slug,
                &table.title,
                &content,
                &sha256,
                person,
                &now,
            ],
        )?;
        numbers.push(number);
    }
    let tenant = tx.tenant()?;
    let facts = json!({ "freeze": made.freeze.number, "set": list.set, "publications": numbers });
    Ok(Outcome::Done(numbers, Event::about("publications.published", tenant, facts)))
}

/// Withdraws a publication: its figures are no longer shown, and that it was there stays. `false` where it is withdrawn
/// already.
pub fn withdraw(tx: &mut WriteTx<'_>, number: i64, reason: &str, person: Id<Person>) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!(
            "UPDATE publication SET withdrawn_at = $3, withdrawn_by = $4, withdrawn_reason = $5
             WHERE tenant_id = $1 AND number = $2 AND withdrawn_at IS NULL"
        ),
        &[&number, &now, &person, &reason],
    )?;
    Ok(changed == 1)
}
