//! Text files with delimiters, in and out. In: whatever encoding, delimiter and line ends Excel, LibreOffice or an old
//! system chose. Out: what Excel in Swedish opens as a table, with nothing in it that a spreadsheet would run.

mod decode;
mod records;
mod write;

pub(crate) use decode::looks_wide;
pub use write::{Style, write};

use crate::raw::{Kind, Limits, Place, RawCell, RawRow, RawSheet, RawWorkbook, Unreadable};
use crate::sniff;

/// Reads a text file as a workbook of one sheet without a name. Every cell is text; a row is numbered as a spreadsheet
/// shows it, so that a quoted field with line breaks counts as one row and a leading `sep=` line as none.
///
/// # Errors
/// [`Unreadable`] when the bytes are no text or hold more than the limits allow.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<RawWorkbook, Unreadable> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Unreadable::TooLarge { limit: limits.file_bytes });
    }
    match sniff::kind(bytes) {
        // A table of text may begin with a tag or be too short to tell; only what is plainly something else is refused.
        Kind::Text | Kind::Unknown if sniff::is_text(bytes) => {}
        other => return Err(Unreadable::OtherKind(other)),
    }
    let text = decode::text(bytes);
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let (delimiter, text) = records::delimiter(&text);
    let mut sheet = RawSheet::default();
    let (mut cells_left, mut text_left) = (limits.cells, limits.text_bytes);
    for (number, record) in (1_u32..).zip(records::Records::new(text, delimiter)) {
        let mut row = RawRow { number, ..RawRow::default() };
        for (column, field) in (0_u32..).zip(record) {
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

#[cfg(test)]
mod tests;
