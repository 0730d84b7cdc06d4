//! The rows of a filled-in sheet, out of a file or out of the page that showed them. Cells are read in the sandboxed child.

use documents::raw::{RawCell, RawWorkbook};
use documents::table::{self, ColumnSpec, Remark};
use domain::targets::Written;
use platform::FormData;

use super::files::STAMP_YEAR;
use super::sv;

/// The most rows of a file.
pub const ROWS: usize = 500;

/// A file as it was read.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// Its rows.
    pub rows: Vec<Written>,
    /// What a person should be told about its shape.
    pub remarks: Vec<Remark>,
    /// The year it was made for, where it says so.
    pub year: Option<String>,
}

fn columns() -> Vec<ColumnSpec> {
    sv::COLUMNS
        .iter()
        .enumerate()
        .map(|(at, (slug, heading, ..))| ColumnSpec {
            slug: (*slug).to_owned(),
            heading: (*heading).to_owned(),
            aliases: Vec::new(),
            required: matches!(at, 0 | 3),
        })
        .collect()
}

fn shown(cell: &RawCell) -> String {
    match cell.value() {
        RawCell::Text(text) => text.to_string(),
        // As it stands in the file, so that 72.1 is not 72.10000000000001.
        RawCell::Number(number) => number.to_string().replace('.', ","),
        RawCell::Day(day) | RawCell::DateTime(day, _) => day.to_string(),
        RawCell::Bool(true) => documents::sv::YES.to_owned(),
        RawCell::Bool(false) => documents::sv::NO.to_owned(),
        RawCell::Error(text) => text.to_string(),
        RawCell::Empty | RawCell::Formula { .. } => String::new(),
    }
}

/// The rows of the file. Those without a word are left out.
pub fn file(book: &RawWorkbook) -> Read {
    let columns = columns();
    let sheet = table::sheet(book, sv::SHEET).or_else(|| {
        let filled = book.sheets.iter().filter(|sheet| !sheet.rows.is_empty());
        filled.max_by_key(|sheet| table::table_from(sheet, &columns).columns.len())
    });
    let Some(sheet) = sheet else { return Read::default() };
    let reading = table::table_from(sheet, &columns);
    let rows = reading.rows.iter().map(|row| {
        let text = |at: usize| row.cells.get(sv::COLUMNS[at].0).map(shown).unwrap_or_default().trim().to_owned();
        Written {
            row: row.number,
            indicator: text(0),
            regime: text(1),
            area: text(2),
            value: text(3),
            to_decide: text(4),
            example: text(5),
        }
    });
    let year = book.stamp.get(STAMP_YEAR).cloned();
    Read { rows: rows.collect(), remarks: reading.remarks, year }
}

/// The name of a field of the page.
fn name(row: usize, column: usize) -> String {
    format!("rad-{row}-{}", sv::COLUMNS[column].0)
}

/// What the page keeps of the rows.
pub fn fields(rows: &[Written]) -> Vec<(String, String)> {
    let of = |(at, row): (usize, &Written)| {
        let cells = [&row.indicator, &row.regime, &row.area, &row.value, &row.to_decide, &row.example];
        let mut fields: Vec<(String, String)> =
            (0..sv::READ).zip(cells).map(|(column, cell)| (name(at, column), cell.clone())).collect();
        fields.push((format!("rad-{at}-nr"), row.row.to_string()));
        fields
    };
    rows.iter().enumerate().flat_map(of).collect()
}

/// The rows of the page.
pub fn page(form: &FormData) -> Vec<Written> {
    let row = |at: usize| {
        let text = |column: usize| form.get(&name(at, column)).to_owned();
        form.has(&name(at, 0)).then(|| Written {
            row: form.get(&format!("rad-{at}-nr")).parse().unwrap_or_default(),
            indicator: text(0),
            regime: text(1),
            area: text(2),
            value: text(3),
            to_decide: text(4),
            example: text(5),
        })
    };
    (0..ROWS).map_while(row).collect()
}
