//! From a file as it was read to headings and rows of text.

use documents::raw::{RawCell, RawRow, RawWorkbook};
use domain::aggregates::Line;

/// How many rows a table may have.
pub const MOST_ROWS: usize = 2_000;
/// How many columns a table may have.
pub const MOST_COLUMNS: usize = 40;

/// Why a file gives no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTable {
    /// No row has headings with something under them.
    Nothing,
    /// More rows than a table may have.
    TooLong,
    /// More columns than a table may have.
    TooWide,
}

/// A cell as text, numbers with a decimal comma as a person would write them.
fn text(cell: &RawCell) -> String {
    match cell.value() {
        RawCell::Text(text) => text.trim().to_owned(),
        RawCell::Number(number) => {
            // A workbook keeps 4.1 as the nearest binary fraction: nine decimals tell it back.
            let plain = format!("{number:.9}");
            plain.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
        }
        RawCell::Day(day) | RawCell::DateTime(day, _) => day.to_string(),
        RawCell::Bool(truth) => truth.to_string(),
        RawCell::Error(error) => error.to_string(),
        RawCell::Empty | RawCell::Formula { .. } => String::new(),
    }
}

/// The headings and rows of the first sheet that has any. Headings are the first row with something in two columns; rows
/// above it, such as the table's title, are left out, and so are columns that have no heading and nothing in them.
///
/// # Errors
/// See [`NoTable`].
pub fn table_of(book: &RawWorkbook) -> Result<(Vec<String>, Vec<Line>), NoTable> {
    let sheet = book.sheets.iter().find(|sheet| !sheet.rows.is_empty()).ok_or(NoTable::Nothing)?;
    let filled = |row: &RawRow| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let at = sheet.rows.iter().position(|row| filled(row) >= 2).ok_or(NoTable::Nothing)?;
    let rows = &sheet.rows[at..];
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let used: Vec<usize> = (0..width)
        .filter(|at| rows.iter().any(|row| row.cells.get(*at).is_some_and(|cell| !cell.is_blank())))
        .collect();
    if used.len() > MOST_COLUMNS {
        return Err(NoTable::TooWide);
    }
    let cells = |row: &RawRow| used.iter().map(|at| row.cells.get(*at).map_or_else(String::new, text)).collect();
    let (head, body) = rows.split_first().ok_or(NoTable::Nothing)?;
    let lines: Vec<Line> =
        body.iter().filter(|row| filled(row) > 0).map(|row| Line { row: row.number, cells: cells(row) }).collect();
    match lines.len() {
        0 => Err(NoTable::Nothing),
        1..=MOST_ROWS => Ok((cells(head), lines)),
        _ => Err(NoTable::TooLong),
    }
}
