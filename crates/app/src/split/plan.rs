//! What would become of rows in a draft, before anything is written; the same is asked again when it is. Pure.

use std::collections::{BTreeMap, BTreeSet};

use domain::split::{Cells, Fit, carried, fit, standing};
use forms::{Fault, FaultKind, TableDef};

use super::model::How;
use crate::reports::Opened;
use crate::submissions::drafts::Change;
use crate::submissions::{Asked, cell_of, cell_path, placed, row_numbers};

/// A row to give: which of the distribution's, of which table, and what it says in the words of the item it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    /// Its index among the rows of the distribution.
    pub index: usize,
    /// Its table.
    pub table: String,
    /// What it says.
    pub cells: Cells,
}

/// Where a row comes to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placing {
    /// Its index among the rows of the distribution.
    pub index: usize,
    /// Its place among the rows of its table, from 1.
    pub place: usize,
    /// What becomes of it.
    pub how: How,
}

/// What becomes of rows in a draft.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// What is written.
    pub changes: Vec<Change>,
    /// Where each row comes to stand.
    pub placings: Vec<Placing>,
    /// Rows of a kind that is not asked for, by index.
    pub homeless: Vec<usize>,
    /// Whether the draft cannot hold them all.
    pub full: bool,
    /// How the tables meet, by title, where they differ.
    pub fits: Vec<(String, Fit)>,
    /// What is wrong with rows by what is asked there, by index.
    pub faults: Vec<(usize, Fault)>,
    /// How many rows leave something empty that is asked for there and not where they come from.
    pub incomplete: usize,
}

impl Plan {
    /// How many rows become of it what is said.
    pub fn count(&self, how: How) -> usize {
        self.placings.iter().filter(|placing| placing.how == how).count()
    }

    /// How many rows the draft gets or fills on.
    pub fn rows_in(&self) -> usize {
        self.count(How::New) + self.count(How::Over)
    }
}

fn table<'a>(asked: &'a Asked, slug: &str) -> Option<&'a TableDef> {
    asked.tables().into_iter().find(|table| table.slug == slug)
}

/// The rows of a table as they are understood, without what is empty.
fn understood(asked: &Asked, table: &str, fields: &BTreeMap<String, String>) -> BTreeMap<u32, Cells> {
    let mut rows: BTreeMap<u32, Cells> = BTreeMap::new();
    for (path, text) in fields {
        let Some((number, column)) = cell_of(table, path) else { continue };
        let text = asked.understood(path, text);
        if !text.trim().is_empty() {
            rows.entry(number).or_default().insert(column.to_owned(), text);
        }
    }
    rows
}

/// What becomes of the rows, which are said in the words of `from`, in the draft that is open.
pub(super) fn plan(from: &Asked, to: &Opened, rows: &[Given]) -> Plan {
    let mut plan = Plan::default();
    let mut slugs: Vec<&str> = rows.iter().map(|row| row.table.as_str()).collect();
    slugs.sort_unstable();
    slugs.dedup();
    for slug in slugs {
        let of_table = || rows.iter().filter(|row| row.table == slug);
        let (Some(source), Some(target)) = (table(from, slug), table(&to.asked, slug)) else {
            plan.homeless.extend(of_table().map(|row| row.index));
            continue;
        };
        let carried: Vec<(usize, Cells)> =
            of_table().map(|row| (row.index, carried(source, target, &row.cells))).collect();
        plan.homeless.extend(carried.iter().filter(|(_, cells)| cells.is_empty()).map(|(index, _)| *index));
        let carried: Vec<(usize, Cells)> = carried.into_iter().filter(|(_, cells)| !cells.is_empty()).collect();
        let fit = fit(source, target);
        place(&mut plan, to, target, &carried);
        if !carried.is_empty() && fit != Fit::default() {
            plan.fits.push((target.title.as_sv().to_owned(), fit));
        }
    }
    plan
}

/// The same with what is wrong with the rows by what is asked there, for whoever looks before it is done.
pub(super) fn looked_at(from: &Asked, to: &Opened, rows: &[Given]) -> Plan {
    let mut plan = plan(from, to, rows);
    for target in to.asked.tables() {
        let Some(source) = table(from, &target.slug) else { continue };
        let of_table = rows.iter().filter(|row| row.table == target.slug);
        let carried = of_table.map(|row| (row.index, carried(source, target, &row.cells)));
        let carried: Vec<(usize, Cells)> = carried.filter(|(_, cells)| !cells.is_empty()).collect();
        judge(&mut plan, &to.asked, (target, &fit(source, target)), &carried);
    }
    plan
}

/// Rows as fields of a draft, numbered from 1.
fn as_fields<'a>(table: &str, rows: impl IntoIterator<Item = &'a Cells>) -> BTreeMap<String, String> {
    let numbered = (1..).zip(rows);
    let cells = numbered.flat_map(|(number, row)| {
        row.iter().map(move |(column, text)| (cell_path(table, number, column), text.clone()))
    });
    cells.collect()
}

fn place(plan: &mut Plan, to: &Opened, table: &TableDef, carried: &[(usize, Cells)]) {
    let slug = table.slug.as_str();
    let incoming = understood(&to.asked, slug, &as_fields(slug, carried.iter().map(|(_, cells)| cells)));
    let incoming: Vec<Cells> = (1..).zip(carried).map(|(n, _)| incoming.get(&n).cloned().unwrap_or_default()).collect();
    let present = understood(&to.asked, slug, &to.fields);
    let there = standing(&present, &incoming);
    // A row that somebody has filled on is left alone; of those that say just the same each stands for one.
    let filled_on = |at: usize| there[at].is_some_and(|number| present.get(&number) != incoming.get(at));
    let rows = carried.iter().enumerate().filter(|(at, _)| !filled_on(*at)).map(|(_, (_, cells))| cells);
    let Some(placed) = placed(&to.asked, &to.fields, &as_fields(slug, rows), &[slug], false) else {
        plan.full = true;
        return;
    };
    let changes: Vec<Change> = placed.changes.into_iter().filter(|change| to.asked.knows(&change.path)).collect();
    let mut after = to.fields.clone();
    after.extend(changes.iter().map(|change| (change.path.clone(), change.text.clone())));
    after.retain(|_, text| !text.is_empty());
    let numbers = row_numbers(slug, &after);
    let stands = standing(&understood(&to.asked, slug, &after), &incoming);
    for ((at, (index, _)), number) in carried.iter().enumerate().zip(stands) {
        let Some(number) = number else { continue };
        let how = match (there[at], present.contains_key(&number)) {
            (Some(_), _) => How::There,
            (None, true) => How::Over,
            (None, false) => How::New,
        };
        let place = numbers.iter().position(|other| *other == number).map_or(0, |at| at + 1);
        plan.placings.push(Placing { index: *index, place, how });
    }
    plan.changes.extend(changes);
}

/// What is asked there judges the rows alone: what stands in the draft beside them is judged on its own page.
fn judge(plan: &mut Plan, asked: &Asked, (table, fit): (&TableDef, &Fit), carried: &[(usize, Cells)]) {
    let fields = as_fields(&table.slug, carried.iter().map(|(_, cells)| cells));
    let mut incomplete = BTreeSet::new();
    for fault in asked.judge(&fields).faults {
        let at = fault.place.row.and_then(|row| usize::try_from(row).ok()).and_then(|row| row.checked_sub(1));
        let of_table = fault.place.sheet.as_deref().is_none_or(|sheet| sheet == table.title.as_sv());
        let Some((index, _)) = at.filter(|_| of_table).and_then(|at| carried.get(at)) else { continue };
        let beside = fault.place.column.as_ref().is_some_and(|column| fit.beside.contains(column));
        if fault.kind == FaultKind::Missing && beside {
            incomplete.insert(*index);
        } else {
            plan.faults.push((*index, fault));
        }
    }
    plan.incomplete += incomplete.len();
}

/// The row of the draft that it was begun at, as it is understood; nothing when it is gone.
pub(super) fn own_row(opened: &Opened, table: &str, number: u32) -> Option<Cells> {
    let cells = opened.fields.iter().filter_map(|(path, text)| {
        let (row, column) = cell_of(table, path)?;
        (row == number && !text.trim().is_empty()).then(|| (column.to_owned(), text.clone()))
    });
    let cells: Cells = cells.collect();
    (!cells.is_empty()).then_some(cells)
}

/// The changes that take a row out of the draft: all that it says is emptied, and stays in the history.
pub(super) fn taken_out(opened: &Opened, table: &str, number: u32) -> Vec<Change> {
    let cells = opened.fields.keys().filter(|path| cell_of(table, path).is_some_and(|(row, _)| row == number));
    cells.map(|path| Change { path: path.clone(), text: String::new(), seen: None }).collect()
}
