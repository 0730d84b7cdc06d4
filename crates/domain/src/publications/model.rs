//! The list and how it is closed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stats::suppression::{CellId, Publications, Shown};
use stats::{Rule, ShownShare};

/// How far apart the possible values of a hidden small figure are at least.
pub const WIDTH: i64 = 3;
/// One in so many of a base may have ended in a way that the source does not say, as on the pages of results.
const UNKNOWN_ONE_IN: i64 = 20;
/// What is lost by hiding a total, against one of its parts.
const TOTAL: u32 = 9;

/// Which number of a row a participation is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The base.
    Base,
    /// The value in that column.
    Value(usize),
    /// Those who ended in a way that the source does not say; never published.
    Unknown,
}

/// A number that a participation is counted in: table, row and side.
pub type Member = (usize, usize, Side);

/// Every number that a participation is counted in, sorted.
pub type Membership = Vec<Member>;

/// A table as it is asked for, before anything is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Everything about it in words, with its rows named and empty.
    pub table: Table,
    /// How much is lost by hiding a row's figures.
    pub importance: u32,
    /// Whether the ends have to be known for it to be told.
    pub needs_endings: bool,
}

/// A row of a published table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it is about.
    pub name: String,
    /// Whether it is the total of the others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub total: bool,
    /// How many it is counted on.
    pub base: Shown,
    /// How many of them, by column.
    pub values: Vec<Shown>,
}

impl Row {
    /// The share in a column.
    pub fn share(&self, column: usize) -> ShownShare {
        match (self.values.get(column), self.base) {
            (Some(Shown::Count(part)), Shown::Count(base)) => ShownShare::Share { part: *part, base },
            (None | Some(Shown::Missing), _) | (_, Shown::Missing) => ShownShare::Missing,
            _ => ShownShare::Suppressed,
        }
    }

    /// Whether any of its numbers is hidden.
    pub fn hides(&self) -> bool {
        self.base == Shown::Suppressed || self.values.contains(&Shown::Suppressed)
    }
}

/// A table, with everything that it is shown with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its stable name within the list: indicator and breakdown.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// The period, in words; of a table by period its own rows say it.
    pub period: String,
    /// The indicator's definition.
    pub definition: String,
    /// The formula as it is printed.
    pub formula: String,
    /// What the base is, in words.
    pub base: String,
    /// What the rows are about.
    pub by: String,
    /// What each value is.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// Everything that may be published of a set, as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The set.
    pub set: i64,
    /// The smallest number that is shown, beside zero.
    pub smallest_shown: i64,
    /// The tables.
    pub tables: Vec<Table>,
}

impl List {
    /// The table of that name.
    pub fn table(&self, slug: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.slug == slug)
    }
}

/// What is published: a table with where it comes from, whole by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Who publishes it.
    pub authority: String,
    /// Where the figures come from, in words.
    pub source: String,
    /// The smallest number that is shown, beside zero.
    pub smallest_shown: i64,
    /// The table.
    pub table: Table,
}

/// Why a list could not be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListError {
    /// The counts are beyond all counting.
    Counts,
    /// Not every hidden figure could be proved safe.
    NotProved,
}

impl std::fmt::Display for ListError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Counts => "the counts of the list cannot be judged",
            Self::NotProved => "a hidden figure of the list could not be proved safe",
        })
    }
}

impl std::error::Error for ListError {}

/// A closed list, with how it was closed.
#[derive(Debug)]
pub struct Closed {
    /// The tables as they may be shown.
    pub list: List,
    /// How many published numbers are hidden, each counted once however many tables have it.
    pub hidden: usize,
    /// How many numbers there are.
    pub numbers: usize,
}

/// Counts the participations into the tables and hides, over all of them together, what must be hidden. `people` are the
/// participations, those counted in the same numbers as one with how many they are.
///
/// # Errors
/// [`ListError`]: then nothing of the set may be published.
pub fn close(
    set: i64,
    smallest_shown: i64,
    asks: &[Ask],
    people: &BTreeMap<Membership, i64>,
) -> Result<Closed, ListError> {
    let mut sums: BTreeMap<Member, i64> = BTreeMap::new();
    let mut atoms: BTreeMap<Member, Vec<usize>> = BTreeMap::new();
    for (atom, (membership, count)) in people.iter().enumerate() {
        for member in membership {
            *sums.entry(*member).or_default() += count;
            atoms.entry(*member).or_default().push(atom);
        }
    }
    let sum = |member: Member| sums.get(&member).copied().unwrap_or_default();
    let untold = |table: usize, row: usize| {
        let (base, unknown) = (sum((table, row, Side::Base)), sum((table, row, Side::Unknown)));
        asks.get(table).is_some_and(|ask| ask.needs_endings) && unknown > 0 && unknown * UNKNOWN_ONE_IN > base + unknown
    };
    let counts = people.values().copied().collect();
    let mut publications = Publications::new(counts).map_err(|_| ListError::Counts)?;
    let mut ids: BTreeMap<Member, CellId> = BTreeMap::new();
    for (at, ask) in asks.iter().enumerate() {
        for (row, told) in ask.table.rows.iter().enumerate() {
            if untold(at, row) {
                continue;
            }
            let importance = if told.total { TOTAL } else { ask.importance };
            let mut publish = |side: Side| {
                let of = atoms.get(&(at, row, side)).cloned().unwrap_or_default();
                let id = publications.publish(of, importance).map_err(|_| ListError::Counts)?;
                ids.insert((at, row, side), id);
                Ok(id)
            };
            let base = publish(Side::Base)?;
            let values = (0..ask.table.columns.len())
                .map(|column| publish(Side::Value(column)))
                .collect::<Result<Vec<_>, _>>()?;
            for value in values {
                // Where those who are counted are not all in the base, nobody can work the rest out.
                let _ = publications.publish_share(value, base);
            }
        }
    }
    let shown = publications.suppress(Rule { smallest_shown }, WIDTH);
    if !shown.holds() {
        return Err(ListError::NotProved);
    }
    let told = |member: Member| ids.get(&member).map_or(Shown::Missing, |id| shown.shown(*id));
    let tables = asks
        .iter()
        .enumerate()
        .map(|(at, ask)| {
            let rows = ask.table.rows.iter().enumerate().map(|(row, named)| Row {
                base: told((at, row, Side::Base)),
                values: (0..ask.table.columns.len()).map(|column| told((at, row, Side::Value(column)))).collect(),
                ..named.clone()
            });
            Table { rows: rows.collect(), ..ask.table.clone() }
        })
        .collect();
    let list = List { set, smallest_shown, tables };
    Ok(Closed { hidden: shown.hidden(), numbers: ids.len(), list })
}

/// The rows in which a table differs from one that is published already, of another set, by so few that the two together
/// would tell of them: their names.
pub fn closeness(new: &Table, published: &Table, smallest_shown: i64) -> Vec<String> {
    let rule = Rule { smallest_shown };
    let near = |one: Shown, other: Shown| match (one, other) {
        (Shown::Count(one), Shown::Count(other)) => rule.hides_between(one, other),
        _ => false,
    };
    new.rows
        .iter()
        .filter(|row| {
            published.rows.iter().any(|other| {
                other.name == row.name
                    && (near(row.base, other.base)
                        || row.values.iter().zip(&other.values).any(|(one, other)| near(*one, *other)))
            })
        })
        .map(|row| row.name.clone())
        .collect()
}
