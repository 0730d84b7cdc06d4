//! What was found in a file: faults of one kind together, each with its place, before anything is taken in.

use maud::{Markup, html};

use crate::sv;
use crate::text::Text;

/// Where a fault stands in a file.
#[derive(Debug, Clone, Default)]
pub struct FaultPlace<'a> {
    /// The sheet; empty when the file has none.
    pub sheet: Text<'a>,
    /// The row, as the spreadsheet numbers it.
    pub row: u32,
    /// What whoever filled in the file knows the row by; empty where it has no such name.
    pub name: Text<'a>,
    /// The column's head; empty where the fault is about the whole row.
    pub column: Text<'a>,
    /// What stands there, whole; empty cells are named as empty.
    pub value: Text<'a>,
    /// Whether what stands there must not be shown again, such as a personnummer.
    pub hidden: bool,
}

/// Faults of one kind.
#[derive(Debug, Clone)]
pub struct FaultGroup<'a> {
    /// What is wrong, shortly; empty where the remedy says it.
    pub fault: Text<'a>,
    /// What to do about it.
    pub remedy: Text<'a>,
    /// Where; all of them.
    pub places: Vec<FaultPlace<'a>>,
}

/// The same fault in the same words at the same column: one line, however many rows it stands in.
struct Line<'a> {
    place: &'a FaultPlace<'a>,
    rows: Vec<(u32, &'a str)>,
    group: &'a FaultGroup<'a>,
}

fn lines<'a>(groups: &'a [FaultGroup<'a>]) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for group in groups {
        let first = lines.len();
        for place in &group.places {
            let same = |known: &&mut Line<'_>| {
                let known = known.place;
                (&known.sheet, &known.column, &known.value, known.hidden)
                    == (&place.sheet, &place.column, &place.value, place.hidden)
            };
            match lines.iter_mut().skip(first).find(same) {
                Some(line) => line.rows.push((place.row, &*place.name)),
                None => lines.push(Line { place, rows: vec![(place.row, &*place.name)], group }),
            }
        }
    }
    // As whoever mends the file goes through it: sheet by sheet, from the top.
    let mut sheets: Vec<&str> = Vec::new();
    for line in &lines {
        if !sheets.contains(&&*line.place.sheet) {
            sheets.push(&line.place.sheet);
        }
    }
    lines.sort_by_key(|line| {
        (sheets.iter().position(|sheet| *sheet == line.place.sheet), line.rows.iter().min().copied())
    });
    lines
}

/// What stands in a cell, whole: a long text is folded, with its beginning on the fold.
fn value(text: &str) -> Markup {
    const LONG: usize = 160;
    const MOST: usize = 4_000;
    let beginning = |most: usize| text.char_indices().nth(most).map(|(end, _)| &text[..end]);
    let Some(start) = beginning(LONG) else { return html! { span.whole { (text) } } };
    html! {
        details.whole {
            summary { (start.trim_end()) "\u{2026}" }
            @match beginning(MOST) {
                Some(most) => { p { (most) "\u{2026}" } p.quiet { (sv::more_characters(text.chars().count() - MOST)) } }
                None => p { (text) },
            }
        }
    }
}

/// Faults in a file in one table, located. Nothing is drawn when there are none.
pub fn fault_groups(groups: &[FaultGroup<'_>]) -> Markup {
    const SHOWN: usize = 40;
    let lines = lines(groups);
    // A single one more is shown, not counted.
    let shown = if lines.len() == SHOWN + 1 { SHOWN + 1 } else { SHOWN };
    // One sheet needs no naming.
    let sheets = lines.iter().any(|line| Some(&line.place.sheet) != lines.first().map(|line| &line.place.sheet));
    let [sheet, row, column, stands, remedy] = sv::FAULT_PLACE;
    html! {
        @if !lines.is_empty() {
            div.fault-groups {
                div.scroll { table.table.dense.stack role="table" {
                    caption.hidden { (sv::TO_FIX) }
                    thead role="rowgroup" { tr role="row" {
                        th.num scope="col" role="columnheader" { (row) }
                        @for head in [sheets.then_some(sheet), Some(column), Some(stands), Some(remedy)].into_iter().flatten() {
                            th scope="col" role="columnheader" { (head) }
                        }
                    } }
                    tbody role="rowgroup" { @for line in lines.iter().take(shown) { tr role="row" {
                        td.rows.num role="cell" data-label=(row) { (sv::row_list(&line.rows)) }
                        @if sheets { td role="cell" data-label=(sheet) { (line.place.sheet) } }
                        td role="cell" data-label=(column) { (line.place.column) }
                        td role="cell" data-label=(stands) {
                            @if line.place.hidden { span.missing { (sv::HIDDEN_CELL) } }
                            @else if !line.place.value.is_empty() { (value(&line.place.value)) }
                            @else if line.place.column.is_empty() { span.missing { (sv::NO_CELL) } }
                            @else { span.missing { (sv::EMPTY_CELL) } }
                        }
                        td role="cell" data-label=(remedy) { span {
                            @if !line.group.fault.is_empty() { strong { (line.group.fault.trim_end_matches('.')) "." } " " }
                            (line.group.remedy)
                        } }
                    } } }
                } }
                @if lines.len() > shown { p.quiet { (sv::more_places(lines.len() - shown)) } }
            }
        }
    }
}
