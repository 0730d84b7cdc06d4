//! Whole rows in and out of a draft: of a workbook, of an earlier item, of the draft's own past.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::complaints;
use domain::year::{ColumnRole, Form};
use kernel::Period;

use super::asked::{Asked, EMPTY_FIELD, ZERO_FIELD, cell_path, row_numbers};
use super::drafts::Change;
use super::store::Submission;
use crate::assignments::{self, Assignment, Filter};
use crate::year::Published;

/// The highest number of a row in a draft; numbers have four digits.
pub const MOST_NUMBER: u32 = 9_999;

/// What puts rows into a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The changes of its fields.
    pub changes: Vec<Change>,
    /// How many rows were left out since the draft says the same already.
    pub left_out: usize,
    /// How many rows were written over those in the draft that are about the same.
    pub updated: usize,
}

/// The changes that put rows into the named tables of a draft: in place of those that stand there, or after them. After
/// them go only rows that do not stand there already, however they were written; a row about somebody who stands there,
/// known by the row's key or reference, is written over that row, and what it leaves empty stays as it was. The answers that there is nothing to
/// report are emptied where they no longer hold. `None` when the draft cannot hold them all.
pub fn placed(
    asked: &Asked,
    present: &BTreeMap<String, String>,
    rows: &BTreeMap<String, String>,
    tables: &[&str],
    replace: bool,
) -> Option<Placed> {
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    let (mut left_out, mut updated) = (0, 0);
    for table in tables {
        let last = row_numbers(table, present).last().copied().filter(|_| !replace).unwrap_or(0);
        let there = if replace { BTreeSet::new() } else { already_there(asked, table, present, rows) };
        left_out += there.len();
        let same = if replace { BTreeMap::new() } else { about_the_same(asked, table, present, rows, &there) };
        updated += same.len();
        // In place of others a row keeps its number; after them it takes the next one.
        let incoming = row_numbers(table, rows).into_iter();
        let incoming = incoming.filter(|number| !there.contains(number) && !same.contains_key(number));
        let mut places: BTreeMap<u32, u32> = if replace {
            incoming.map(|number| (number, number)).collect()
        } else {
            incoming.zip(last.saturating_add(1)..).collect()
        };
        places.extend(&same);
        for (path, text) in rows {
            let Some((number, column)) = cell_of(table, path) else { continue };
            if text.trim().is_empty() && same.contains_key(&number) {
                continue;
            }
            let Some(number) = places.get(&number) else { continue };
            let number = Some(*number).filter(|number| *number <= MOST_NUMBER)?;
            fields.insert(cell_path(table, number, column), text.clone());
        }
        if replace {
            for path in present.keys().filter(|path| cell_of(table, path).is_some()) {
                fields.entry(path.clone()).or_default();
            }
        }
    }
    let has_rows = |table: &str| rows.keys().any(|path| cell_of(table, path).is_some());
    let concerns = match asked {
        Asked::Complaints { .. } => has_rows(complaints::COMPLAINTS),
        _ => tables.iter().any(|table| has_rows(table)),
    };
    for path in [complaints::NONE_FIELD, ZERO_FIELD, EMPTY_FIELD] {
        if concerns && present.contains_key(path) {
            fields.insert(path.to_owned(), String::new());
        }
    }
    let changes = fields.into_iter().map(|(path, text)| Change { path, text, seen: None }).collect();
    Some(Placed { changes, left_out, updated })
}

/// Which rows are about somebody who stands in the draft, each with the number of the row there: known by the key that the
/// system gave the row, else by the provider's own reference where one row there has it.
pub fn about_the_same(
    asked: &Asked,
    table: &str,
    present: &BTreeMap<String, String>,
    rows: &BTreeMap<String, String>,
    but: &BTreeSet<u32>,
) -> BTreeMap<u32, u32> {
    let mut found = BTreeMap::new();
    for column in identities(asked, table) {
        let mut standing: BTreeMap<String, Option<u32>> = BTreeMap::new();
        for (path, text) in present.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let Some((number, _)) = cell_of(table, path).filter(|(_, of)| *of == column) else { continue };
            // Two rows with one reference tell nobody apart.
            standing.entry(kernel::swedish::fold(text.trim())).and_modify(|one| *one = None).or_insert(Some(number));
        }
        for (path, text) in rows {
            let Some((number, _)) = cell_of(table, path).filter(|(_, of)| *of == column) else { continue };
            let there = standing.get(&kernel::swedish::fold(text.trim())).copied().flatten();
            let taken = |there: u32| found.values().any(|other| *other == there);
            if let Some(there) = there.filter(|there| !but.contains(&number) && !taken(*there)) {
                found.entry(number).or_insert(there);
            }
        }
    }
    found
}

/// The columns by which a row of the table is known, the surest first.
fn identities<'a>(asked: &'a Asked, table: &str) -> Vec<&'a str> {
    let Asked::Table { table: def, rules, .. } = asked else { return Vec::new() };
    if def.slug != table {
        return Vec::new();
    }
    let key = def.columns.iter().filter(|column| column.is_hidden()).map(|column| column.slug.as_str());
    key.chain(rules.work.as_ref().and_then(|layout| layout.column(ColumnRole::Reference))).collect()
}

/// Which rows of the table stand in a draft already, by their own numbers: each row of the draft stands for one of them.
/// Texts are compared by what they are understood as, so that a label, a stable name and another way to write a day agree.
pub fn already_there(
    asked: &Asked,
    table: &str,
    present: &BTreeMap<String, String>,
    rows: &BTreeMap<String, String>,
) -> BTreeSet<u32> {
    let mut standing: BTreeMap<Vec<(&str, String)>, usize> = BTreeMap::new();
    for (_, row) in understood(asked, table, present) {
        *standing.entry(row).or_default() += 1;
    }
    let mut there = BTreeSet::new();
    for (number, row) in understood(asked, table, rows) {
        if let Some(left) = standing.get_mut(&row).filter(|left| **left > 0) {
            *left -= 1;
            there.insert(number);
        }
    }
    there
}

/// The rows of a table with their texts written in one way, those of nothing left out.
fn understood<'f>(
    asked: &Asked,
    table: &str,
    fields: &'f BTreeMap<String, String>,
) -> BTreeMap<u32, Vec<(&'f str, String)>> {
    let mut rows: BTreeMap<u32, Vec<(&str, String)>> = BTreeMap::new();
    for (path, text) in fields {
        let Some((number, column)) = cell_of(table, path) else { continue };
        let text = asked.understood(path, text);
        if !text.is_empty() {
            rows.entry(number).or_default().push((column, text));
        }
    }
    rows
}

/// The number of the row and the column of a cell of the table.
pub fn cell_of<'a>(table: &str, path: &'a str) -> Option<(u32, &'a str)> {
    let (row, column) = path.strip_prefix(table)?.strip_prefix('.')?.split_once('.')?;
    Some((row.parse().ok()?, column))
}

/// Rows that were handed in before and belong to what is asked now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// What the occasion is called at which they were handed in.
    pub occasion: String,
    /// How many rows they are.
    pub rows: usize,
    /// Their cells, numbered from 1 in each table.
    pub fields: BTreeMap<String, String>,
}

/// What the same unit has handed in for a period within the assignment's own, where there are rows in it: the newest
/// version of the latest such item. Complaints are counted from the first day of the year each time.
pub fn earlier(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    published: &Published,
    asked: &Asked,
) -> Result<Option<Earlier>, StoreError> {
    let Asked::Complaints { .. } = asked else { return Ok(None) };
    let Some(EarlierVersion { occasion, submission, .. }) = earlier_version(tx, assignment, published)? else {
        return Ok(None);
    };
    let mut fields = asked.written(&submission.content);
    fields.retain(|path, _| asked.tables().iter().any(|table| cell_of(&table.slug, path).is_some()));
    let rows = asked.tables().iter().map(|table| row_numbers(&table.slug, &fields).len()).sum();
    Ok((rows > 0).then_some(Earlier { occasion, rows, fields }))
}

/// What the same unit handed in for a part of the days.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlierVersion {
    /// What its occasion is called.
    pub occasion: String,
    /// Its days.
    pub period: Period,
    /// Its newest version.
    pub submission: Submission,
}

/// The newest version of the latest report of the same unit for a period within the assignment's own.
pub fn earlier_version(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    published: &Published,
) -> Result<Option<EarlierVersion>, StoreError> {
    let year = &*published.year;
    let Some(whole) = year.item(&assignment.item).and_then(domain::year::Item::covered) else { return Ok(None) };
    let within = |part: Period| part.from >= whole.from && part.to <= whole.to && part != whole;
    let filter = Filter { organisation: Some(assignment.organisation), ..Filter::default() };
    let found = assignments::list(tx, assignment.year, filter)?
        .into_iter()
        .filter(|other| other.subject == assignment.subject && other.submissions > 0)
        .filter_map(|other| {
            let item = year.item(&other.item).filter(|item| item.form == Form::Complaints)?;
            let period = item.covered().filter(|period| within(*period))?;
            Some((period, other))
        })
        .max_by_key(|(period, other)| (period.to, other.deadline));
    let Some((period, other)) = found else { return Ok(None) };
    let Some(submission) = super::store::latest(tx, other.id)? else { return Ok(None) };
    let occasion = year.occasion(&other.occasion).map_or_else(String::new, |it| it.title.as_sv().to_owned());
    Ok(Some(EarlierVersion { occasion, period, submission }))
}
