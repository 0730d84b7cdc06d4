//! The statements over tables from elsewhere.

use std::collections::BTreeMap;

use ::store::{FromRow, ReadTx, Row, StoreError, WriteTx, row, sql};
use domain::aggregates::{AggregateTable, Layout, Line, Own, Unsaid, own_share};
use domain::courses::SchoolForm;
use kernel::id::kind::Person;
use kernel::{Day, Id, Instant};
use stats::Share;

use crate::participations::{self, CellKey};

row! {
    /// A published table: what it is called, and where it comes from.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Head {
        /// Its number within the authority.
        pub number: i64,
        /// What it is called.
        pub title: String,
        /// Who published it.
        pub source: String,
        /// Where; empty where nobody said.
        pub address: String,
        /// The day it was published.
        pub published_on: Day,
        /// SHA-256 of the file, hex.
        pub file_sha256: String,
        /// The file's name.
        pub file_name: String,
        /// Who read it in.
        pub person: Id<Person>,
        /// When.
        pub at: Instant,
        /// When it was taken away; it is kept all the same.
        pub removed_at: Option<Instant>,
    }
}

/// A published table with what it says.
#[derive(Debug, Clone)]
pub struct KeptTable {
    /// What it is called, and where it comes from.
    pub head: Head,
    /// Its columns and rows.
    pub table: AggregateTable,
}

impl FromRow for KeptTable {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let head = Head::from_row(row)?;
        let (layout, content): (String, String) = (row.take()?, row.take()?);
        let damaged = || StoreError::Damaged(format!("table {} from elsewhere", head.number));
        let layout: Layout = serde_json::from_str(&layout).map_err(|_| damaged())?;
        let lines: Vec<Line> = serde_json::from_str(&content).map_err(|_| damaged())?;
        let table = AggregateTable::read(layout, lines).map_err(|_| damaged())?;
        Ok(Self { head, table })
    }
}

/// Every table, the newest first, those that were taken away among them.
pub fn tables(tx: &mut ReadTx<'_>) -> Result<Vec<Head>, StoreError> {
    tx.all(
        sql!(
            "SELECT number, title, source, address, published_on, file_sha256, file_name, person_id, at, removed_at
             FROM aggregate_table WHERE tenant_id = $1 ORDER BY number DESC"
        ),
        &[],
    )
}

/// The table of that number.
pub fn table(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<KeptTable>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT number, title, source, address, published_on, file_sha256, file_name, person_id, at, removed_at,
                layout, content
             FROM aggregate_table WHERE tenant_id = $1 AND number = $2"
        ),
        &[&number],
    )
}

/// What is said of a table when it is read in.
#[derive(Debug, Clone)]
pub struct NewTable {
    pub title: String,
    pub source: String,
    pub address: String,
    pub published_on: Day,
    pub file_sha256: String,
    pub file_name: String,
    pub file_size: i64,
    pub media_type: &'static str,
    pub person: Id<Person>,
}

/// Keeps a table and gives its number.
pub fn add_table(tx: &mut WriteTx<'_>, new: &NewTable, table: &AggregateTable) -> Result<i64, StoreError> {
    let now = tx.context().now;
    let json = |value: serde_json::Result<String>| value.map_err(|error| StoreError::Damaged(error.to_string()));
    let (layout, content) = (json(serde_json::to_string(table.layout()))?, json(serde_json::to_string(table.lines()))?);
    tx.execute(
        sql!(
            "INSERT INTO file (tenant_id, sha256, size, media_type, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_id, sha256) DO NOTHING"
        ),
        &[&new.file_sha256, &new.file_size, &new.media_type, &new.file_name, &now],
    )?;
    let (number,): (i64,) = tx.one(
        sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM aggregate_table WHERE tenant_id = $1"),
        &[],
    )?;
    tx.execute(
        sql!(
            "INSERT INTO aggregate_table (tenant_id, number, title, source, address, published_on, layout, content,
                file_sha256, file_name, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        &[
            &number,
            &new.title,
            &new.source,
            &new.address,
            &new.published_on,
            &layout,
            &content,
            &new.file_sha256,
            &new.file_name,
            &new.person,
            &now,
        ],
    )?;
    Ok(number)
}

/// Takes a table away, or puts it back. It is never deleted: reports may have cited it.
pub fn remove_table(tx: &mut WriteTx<'_>, number: i64, at: Option<Instant>) -> Result<bool, StoreError> {
    let changed = tx.execute(
        sql!("UPDATE aggregate_table SET removed_at = $3 WHERE tenant_id = $1 AND number = $2"),
        &[&number, &at],
    )?;
    Ok(changed == 1)
}

/// The counts that own figures are computed from.
#[derive(Debug, Default)]
pub struct OwnCounts {
    hidden: bool,
    known: Option<Day>,
    cells: BTreeMap<CellKey, i64>,
    forms: BTreeMap<u32, SchoolForm>,
}

/// The authority's own counts as they hold now, for whoever may see the rows behind them; nothing of them for others.
pub fn own_counts(tx: &mut ReadTx<'_>, open: bool) -> Result<OwnCounts, StoreError> {
    if !open {
        return Ok(OwnCounts { hidden: true, ..OwnCounts::default() });
    }
    let upto = participations::published(tx)?;
    let known = participations::known_until(tx, upto)?;
    let cells = participations::cells(tx, upto)?;
    let forms: Vec<(u32, String)> =
        tx.all(sql!("SELECT number, school_form FROM course_group WHERE tenant_id = $1"), &[])?;
    let forms = forms.into_iter().filter_map(|(number, form)| Some((number, SchoolForm::from_slug(&form)?))).collect();
    Ok(OwnCounts { hidden: false, known, cells, forms })
}

/// The own figure of a year that stands beside a published one.
///
/// # Errors
/// Why it cannot be told.
pub fn beside(counts: &OwnCounts, own: Own, year: i16) -> Result<Share, Unsaid> {
    if counts.hidden {
        return Err(Unsaid::Hidden);
    }
    // A published figure is of the whole year.
    let last = Day::new(year, 12, 31);
    if counts.known.zip(last).is_some_and(|(known, last)| known.year() == year && known < last) {
        return Err(Unsaid::YearGoesOn);
    }
    own_share(own.kind, year, |measure, from, to| {
        let within = |key: &CellKey| {
            key.measure == measure
                && (from..=to).contains(&key.month)
                && own.form.is_none_or(|form| counts.forms.get(&key.group) == Some(&form))
        };
        counts.cells.iter().filter(|(key, _)| within(key)).map(|(_, n)| n).sum()
    })
}
