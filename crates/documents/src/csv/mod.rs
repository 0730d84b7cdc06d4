//! Text files with delimiters, in and out. In: whatever encoding, delimiter and line ends Excel, LibreOffice or an old
//! system chose. Out: what Excel in Swedish opens as a table, with nothing in it that a spreadsheet would run.

mod write;

pub use write::{Style, write};
pub(crate) use write::{runs, text_field};

use crate::raw::{Limits, Place, RawCell, RawRow, RawSheet, RawWorkbook, Unreadable};
use crate::rows::{self, Encoding, Options, Refusal, TextTable, looks_wide};

/// Reads a text file as a workbook of one sheet without a name. Every cell is text; a row is numbered as a spreadsheet
/// shows it, so that a quoted field with line breaks counts as one row and a leading `sep=` line as none.
///
/// # Errors
/// [`Unreadable`] when the bytes are no text or hold more than the limits allow.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<RawWorkbook, Unreadable> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Unreadable::TooLarge { limit: limits.file_bytes });
    }
    let mut table = TextTable::open(bytes, &options(bytes)).map_err(unreadable)?;
    let mut sheet = RawSheet::default();
    let (mut cells_left, mut text_left) = (limits.cells, limits.text_bytes);
    while let Some(record) = table.next_row().map_err(unreadable)? {
        let number = u32::try_from(record.numbers().sheet).unwrap_or(u32::MAX);
        let mut row = RawRow { number, ..RawRow::default() };
        for (column, field) in (0_u32..).zip(record.cells()) {
            let cell = if field.is_empty() { RawCell::Empty } else { RawCell::Text(field.into()) };
            if column >= limits.columns {
                if !cell.is_blank() && sheet.outside.len() < 10 {
                    sheet.outside.push(Place { row: number, column });
                }
                continue;
            }
            let length = cell.text().map_or(0, str::len);
            let (Some(cells), Some(text)) = (cells_left.checked_sub(1), text_left.checked_sub(length)) else {
                return Err(Unreadable::TooMuch { sheet: String::new() });
            };
            (cells_left, text_left) = (cells, text);
            row.cells.push(cell);
        }
        while row.cells.last().is_some_and(RawCell::is_blank) {
            row.cells.pop();
        }
        if row.cells.is_empty() {
            continue;
        }
        if sheet.rows.len() >= limits.rows {
            return Err(Unreadable::TooManyRows { sheet: String::new(), limit: limits.rows });
        }
        sheet.rows.push(row);
    }
    Ok(RawWorkbook { sheets: vec![sheet], ..RawWorkbook::default() })
}

/// All rows, the headings too, whatever their length: what is too much is counted in cells. The whole file is here, so
/// that it tells its encoding better than its beginning would: what is no UTF-8 anywhere is Windows-1252, in which every
/// byte means something.
fn options(bytes: &[u8]) -> Options {
    let told = encoding_rs::Encoding::for_bom(bytes).is_some() || looks_wide(bytes).is_some();
    let encoding = if std::str::from_utf8(bytes).is_ok() { Encoding::Utf8 } else { Encoding::Windows1252 };
    let (most, longest) = (u64::MAX, usize::MAX);
    Options {
        encoding: (!told).then_some(encoding),
        heading: rows::Heading::None,
        limits: rows::Limits { bytes: most, rows: most, columns: longest, cell: longest, record: longest },
        ..Options::default()
    }
}

fn unreadable(refusal: Refusal) -> Unreadable {
    match refusal {
        Refusal::Empty => Unreadable::Empty,
        Refusal::OtherKind(kind) => Unreadable::OtherKind(kind),
        Refusal::TooLarge { limit } => Unreadable::TooLarge { limit },
        // Limits that are off, and options that are not used.
        Refusal::OldEncoding
        | Refusal::Delimiter(_)
        | Refusal::NoHeadings { .. }
        | Refusal::TooManyRows { .. }
        | Refusal::TooManyColumns { .. }
        | Refusal::CellTooLong { .. }
        | Refusal::RowTooLong { .. }
        | Refusal::Reading(_) => Unreadable::TooMuch { sheet: String::new() },
    }
}

#[cfg(test)]
mod tests;
