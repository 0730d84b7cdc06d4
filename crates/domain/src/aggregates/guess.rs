//! What the columns of a table probably are. A person confirms it.

use super::cell::{Cell, read_cell};
use super::layout::{Column, Layout, Role};
use super::sv;
use super::table::{AggregateTable, Line};

/// Below so many rows a share that fits its counts may do so by chance.
const ENOUGH: usize = 3;

/// Proposes what each column is: from its heading and from what stands in it. A column of percentages is taken for a share
/// of two columns of counts only where every row of them gives exactly what is printed.
pub fn guess(headings: &[String], lines: &[Line]) -> Layout {
    let role = |(at, heading): (usize, &String)| {
        let cells: Vec<Cell> =
            lines.iter().filter_map(|line| line.cells.get(at)).map(|text| read_cell(text, false)).collect();
        Column { heading: heading.clone(), role: single(heading, &cells) }
    };
    let mut layout = Layout { columns: headings.iter().enumerate().map(role).collect(), dash_is_zero: false };
    let counts = layout.of(|role| *role == Role::Count);
    for column in layout.of(|role| matches!(role, Role::Reported { .. })) {
        if let Some(found) = fitting(&layout, lines, column, &counts) {
            layout.columns[column].role = found;
        }
    }
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

/// The first pair of counts, or part and sum of two counts, that gives every printed value of the column.
fn fitting(layout: &Layout, lines: &[Line], column: usize, counts: &[usize]) -> Option<Role> {
    let alone = counts.iter().map(|base| vec![*base]);
    let together =
        counts.iter().enumerate().flat_map(|(at, one)| counts[at + 1..].iter().map(|other| vec![*one, *other]));
    let bases: Vec<Vec<usize>> = alone.chain(together).collect();
    for base in &bases {
        for part in counts.iter().filter(|part| **part != base[0] || base.len() > 1) {
            let role = Role::Share { part: *part, base: base.clone(), own: None };
            let mut tried = layout.clone();
            tried.columns[column].role = role.clone();
            for (at, other) in tried.columns.iter_mut().enumerate() {
                if at != column && matches!(other.role, Role::Reported { .. }) {
                    other.role = Role::Ignored;
                }
            }
            let Ok(table) = AggregateTable::read(tried, lines.to_vec()) else { continue };
            let agrees: Vec<bool> = table.compared().iter().filter_map(super::Compared::agrees).collect();
            if agrees.len() >= ENOUGH && agrees.iter().all(|agrees| *agrees) {
                return Some(role);
            }
        }
    }
    None
}
