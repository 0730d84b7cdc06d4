//! What the columns of a table probably are. A person confirms it.

use super::cell::{Cell, Decimal, read_cell};
use super::layout::{Column, Layout, Role};
use super::sv;
use super::table::{AggregateTable, Line};

/// Below so many rows a share that fits its counts may do so by chance.
const ENOUGH: usize = 3;
/// So many rows of a column that is called a share have to fit where not all do.
const LIKELY: usize = 2;

/// Proposes what each column is: from its heading and from what stands in it. A column of percentages is taken for a share
/// of two columns of counts where every row of them gives exactly what is printed, or most of a column that is called one.
pub fn guess(headings: &[String], lines: &[Line]) -> Layout {
    let role = |(at, heading): (usize, &String)| {
        let cells: Vec<Cell> =
            lines.iter().filter_map(|line| line.cells.get(at)).map(|text| read_cell(text, false)).collect();
        Column { heading: heading.clone(), role: single(heading, &cells) }
    };
    let columns = headings.iter().enumerate().map(role).collect();
    let mut layout = Layout { columns, ..Layout::default() };
    let counts = layout.of(|role| *role == Role::Count);
    for column in layout.of(|role| matches!(role, Role::Reported { .. })) {
        if let Some(found) = fitting(&layout, lines, column, &counts) {
            layout.columns[column].role = found;
        }
    }
    layout.totals = guess_totals(&layout, lines);
    layout
}

fn single(heading: &str, cells: &[Cell]) -> Role {
    let numbers = cells.iter().filter(|cell| cell.number().is_some()).count();
    let words = cells.iter().any(|cell| matches!(cell, Cell::Words(_)));
    let whole = cells.iter().filter_map(Cell::number).all(|number| number.decimals == 0 && number.units >= 0);
    let a_year =
        |cell: &Cell| cell.number().is_none_or(|number| number.decimals == 0 && (1900..=2200).contains(&number.units));
    if sv::means_period(heading) || (numbers > 0 && !words && cells.iter().all(a_year)) {
        Role::Period
    } else if sv::means_level(heading) {
        Role::Level
    } else if words || numbers == 0 {
        Role::Label
    } else if whole && !sv::means_share(heading) {
        Role::Count
    } else {
        Role::Reported { own: None }
    }
}

/// The first pair of counts, or part and sum of two counts, that gives every printed value of the column. Where none does
/// and the heading is that of a share, the count and base that give most of its rows: those that differ are marked when
/// the table is looked at.
fn fitting(layout: &Layout, lines: &[Line], column: usize, counts: &[usize]) -> Option<Role> {
    let alone = counts.iter().map(|base| vec![*base]);
    let together =
        counts.iter().enumerate().flat_map(|(at, one)| counts[at + 1..].iter().map(|other| vec![*one, *other]));
    let bases: Vec<Vec<usize>> = alone.chain(together).collect();
    let named = sv::means_share(layout.heading(column));
    let mut most: Option<(usize, Role)> = None;
    for base in &bases {
        for part in counts.iter().filter(|part| **part != base[0] || base.len() > 1) {
            let role = Role::Share { part: *part, base: base.clone(), own: None };
            let Some(agrees) = agreement(layout, lines, column, &role) else { continue };
            let same = agrees.iter().filter(|agrees| **agrees).count();
            if agrees.len() >= ENOUGH && same == agrees.len() {
                return Some(role);
            }
            let likely = named && base.len() == 1 && same >= LIKELY && same * 2 > agrees.len();
            if likely && most.as_ref().is_none_or(|(other, _)| same > *other) {
                most = Some((same, role));
            }
        }
    }
    most.map(|(_, role)| role)
}

/// Whether each printed value of the column is what its counts give, were the column that; nothing where it cannot be.
fn agreement(layout: &Layout, lines: &[Line], column: usize, role: &Role) -> Option<Vec<bool>> {
    let mut tried = layout.clone();
    tried.columns[column].role = role.clone();
    for (at, other) in tried.columns.iter_mut().enumerate() {
        if at != column && matches!(other.role, Role::Reported { .. }) {
            other.role = Role::Ignored;
        }
    }
    let table = AggregateTable::read(tried, lines.to_vec()).ok()?;
    Some(table.compared().iter().filter_map(super::Compared::agrees).collect())
}

/// The rows that are probably sums of the others of their period and level, by their number: one that is called a total,
/// or whose every count is what those of the others come to.
pub fn guess_totals(layout: &Layout, lines: &[Line]) -> Vec<u32> {
    let Ok(table) = AggregateTable::read(Layout { totals: Vec::new(), ..layout.clone() }, lines.to_vec()) else {
        return Vec::new();
    };
    let labels = layout.of(|role| *role == Role::Label);
    let named = |line: &Line| labels.iter().filter_map(|at| line.cells.get(*at)).any(|text| sv::means_total(text));
    let mut found = Vec::new();
    for group in table.groups() {
        let rows: Vec<&Line> = lines.iter().filter(|line| table.group_of(line) == group).collect();
        let called: Vec<u32> = rows.iter().filter(|line| named(line)).map(|line| line.row).collect();
        // Where each row is called a total there is nothing that they would be the sum of.
        if called.is_empty() || called.len() == rows.len() {
            found.extend(rows.iter().filter(|line| is_sum(&table, line, &rows)).map(|line| line.row).take(1));
        } else {
            found.extend(called);
        }
    }
    found
}

/// Whether every count of the row is the sum of the others'. Two rows with the same counts are no sum of each other.
fn is_sum(table: &AggregateTable, line: &Line, rows: &[&Line]) -> bool {
    let counts = table.layout().of(|role| *role == Role::Count);
    let count = |line: &Line, at: usize| table.cell(line, at).number().and_then(Decimal::whole);
    let sum = |at: usize| -> i64 {
        rows.iter()
            .filter(|other| other.row != line.row)
            .filter_map(|other| count(other, at))
            .fold(0, i64::saturating_add)
    };
    let equal = |at: &usize| count(line, *at).is_some_and(|n| n > 0 && n == sum(*at));
    rows.len() > 2 && !counts.is_empty() && counts.iter().all(equal)
}
