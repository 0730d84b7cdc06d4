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
    /// Whether those whose end is unknown are in the base all the same, as where those who began are followed.
    pub follows: bool,
    /// The base of each row as the pages of results have it, where they have one.
    pub bases: Vec<Option<i64>>,
}

impl Ask {
    /// Whether so many of a base ended in a way that the source does not say that a row is not told.
    fn untold(&self, base: i64, unknown: i64) -> bool {
        let all = if self.follows { base } else { base + unknown };
        self.needs_endings && unknown > 0 && unknown * UNKNOWN_ONE_IN > all
    }
}

/// A row of a published table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it is about.
    pub name: String,
    /// What it is known by from one list to another, whatever it is called; empty in lists that did not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// The first and the last month it is counted over, as numbers (202401); nothing in lists that did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<(u32, u32)>,
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
    /// What has to be known of the figures besides; empty where nothing has.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A number that is not shown, kept with the list so that later ones can be held against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// The table's stable name.
    pub table: String,
    /// The row's place.
    pub row: usize,
    /// The column of a value; nothing for the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// How many.
    pub n: i64,
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
    /// What is not shown of them. Never published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
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
    /// A row has a base on the pages of results, and none when it is counted from the rows.
    NotCounted,
}

impl std::fmt::Display for ListError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Counts => "the counts of the list cannot be judged",
            Self::NotProved => "a hidden figure of the list could not be proved safe",
            Self::NotCounted => "a table has a base in the counts and none in the rows",
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
    let uncounted = |(at, ask): (usize, &Ask)| {
        let of = |row: usize| sum((at, row, Side::Base)) + sum((at, row, Side::Unknown));
        ask.bases.iter().enumerate().any(|(row, base)| base.is_some_and(|base| base > 0) && of(row) == 0)
    };
    if asks.iter().enumerate().any(uncounted) {
        return Err(ListError::NotCounted);
    }
    let counts = people.values().copied().collect();
    let publications = Publications::new(counts).map_err(|_| ListError::Counts)?;
    let mut asked = Asked { publications, atoms, ids: BTreeMap::new() };
    for (at, ask) in asks.iter().enumerate() {
        for (row, named) in ask.table.rows.iter().enumerate() {
            let untold = ask.untold(sum((at, row, Side::Base)), sum((at, row, Side::Unknown)));
            let importance = if named.total { TOTAL } else { ask.importance };
            asked.row((at, row), ask.table.columns.len(), (!untold).then_some(importance))?;
        }
    }
    let shown = asked.publications.suppress(Rule { smallest_shown }, WIDTH);
    if !shown.holds() {
        return Err(ListError::NotProved);
    }
    let told = |member: Member| asked.ids.get(&member).map_or(Shown::Missing, |id| shown.shown(*id));
    let mut withheld = Vec::new();
    let mut tables = Vec::new();
    for (at, ask) in asks.iter().enumerate() {
        let mut rows = Vec::new();
        for (row, named) in ask.table.rows.iter().enumerate() {
            let columns = 0..ask.table.columns.len();
            for side in std::iter::once(Side::Base).chain(columns.clone().map(Side::Value)) {
                if !matches!(told((at, row, side)), Shown::Count(_)) {
                    let column = if let Side::Value(column) = side { Some(column) } else { None };
                    withheld.push(Withheld { table: ask.table.slug.clone(), row, column, n: sum((at, row, side)) });
                }
            }
            let values = columns.map(|column| told((at, row, Side::Value(column)))).collect();
            rows.push(Row { base: told((at, row, Side::Base)), values, ..named.clone() });
        }
        tables.push(Table { rows, ..ask.table.clone() });
    }
    let numbers = asked.ids.len();
    Ok(Closed { hidden: shown.hidden(), numbers, list: List { set, smallest_shown, tables, withheld } })
}

/// What is asked to be published, on its way to being judged.
struct Asked {
    publications: Publications,
    atoms: BTreeMap<Member, Vec<usize>>,
    ids: BTreeMap<Member, CellId>,
}

impl Asked {
    /// Publishes the numbers of a row. Those of a row that is not told are guarded: they must not follow from the others
    /// either.
    fn row(&mut self, (at, row): (usize, usize), columns: usize, told: Option<u32>) -> Result<(), ListError> {
        let mut add = |side: Side| {
            let of = self.atoms.get(&(at, row, side)).cloned().unwrap_or_default();
            match told {
                Some(importance) => {
                    let id = self.publications.publish(of, importance).map_err(|_| ListError::Counts)?;
                    self.ids.insert((at, row, side), id);
                    Ok(id)
                }
                None => self.publications.guard(of).map_err(|_| ListError::Counts),
            }
        };
        let base = add(Side::Base)?;
        let values = (0..columns).map(|column| add(Side::Value(column))).collect::<Result<Vec<_>, _>>()?;
        for value in values {
            // Where those who are counted are not all in the base, nobody can work the rest out.
            let _ = self.publications.publish_share(value, base);
        }
        Ok(())
    }
}

/// A table of a list, with what is not shown of it.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// The table as it is shown.
    pub table: &'a Table,
    /// What is not shown of the list.
    pub withheld: &'a [Withheld],
}

/// A number as it is, where that is known, and whether it is shown.
#[derive(Debug, Clone, Copy)]
struct Number {
    n: Option<i64>,
    shown: bool,
}

impl Whole<'_> {
    fn number(&self, row: usize, column: Option<usize>) -> Option<Number> {
        let of = self.table.rows.get(row)?;
        let shown = match column {
            None => of.base,
            Some(column) => *of.values.get(column)?,
        };
        Some(match shown {
            Shown::Count(n) => Number { n: Some(n), shown: true },
            Shown::Missing | Shown::Suppressed => {
                let kept = self.withheld.iter();
                let mut kept = kept
                    .filter(|one| one.table == self.table.slug && one.row == row && one.column == column)
                    .map(|one| one.n);
                Number { n: kept.next(), shown: false }
            }
        })
    }
}

/// Whether two rows are about the same, over the same months or over months of one year of which one stretch contains the
/// other: what lies between them is then a number of its own.
fn comparable(one: (&Table, &Row), other: (&Table, &Row)) -> bool {
    let same = if one.1.key.is_empty() || other.1.key.is_empty() {
        one.1.name == other.1.name
    } else {
        one.1.key == other.1.key
    };
    let within = |(from, to): (u32, u32), (outer, last): (u32, u32)| outer <= from && to <= last;
    same && match (one.1.months, other.1.months) {
        (Some(a), Some(b)) => a.0 / 100 == b.0 / 100 && (within(a, b) || within(b, a)),
        _ => one.0.period == other.0.period,
    }
}

/// The rows in which a table differs from one that is published already, of another set, by so few that the two together
/// would tell of them: their names. What one of them hides must not stand in the other as good as unchanged either: there it
/// would complete what the first one hides.
pub fn closeness(new: Whole<'_>, published: Whole<'_>, smallest_shown: i64) -> Vec<String> {
    let near = |one: Number, other: Number| match (one.n, other.n) {
        (Some(a), Some(b)) if one.shown && other.shown => Rule { smallest_shown }.hides_between(a, b),
        (Some(a), Some(b)) if one.shown || other.shown => a.abs_diff(b) < smallest_shown.unsigned_abs(),
        (Some(_), Some(_)) => false,
        // A list that was kept without what it hides: nothing says how far apart they are.
        _ => one.shown || other.shown,
    };
    let columns = new.table.columns.len().min(published.table.columns.len());
    let any_near = |row: usize, other: usize| {
        std::iter::once(None)
            .chain((0..columns).map(Some))
            .any(|column| new.number(row, column).zip(published.number(other, column)).is_some_and(|(a, b)| near(a, b)))
    };
    let rows = new.table.rows.iter().enumerate();
    rows.filter(|(at, row)| {
        let others = published.table.rows.iter().enumerate();
        others
            .filter(|(_, other)| comparable((new.table, row), (published.table, other)))
            .any(|(other, _)| any_near(*at, other))
    })
    .map(|(_, row)| row.name.clone())
    .collect()
}
