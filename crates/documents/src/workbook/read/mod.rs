//! Reads a workbook safely: the package is checked before anything is unpacked, everything is counted while it is
//! unpacked, nothing is executed, no link is followed, and memory follows the content and not the corners of the sheet.

mod dates;
pub(crate) mod package;
pub(crate) mod parts;
pub(crate) mod sheet;
pub(crate) mod xml;

pub(crate) use dates::resolve as serial_day;

use std::collections::BTreeMap;

use crate::raw::{Kind, Limits, RawWorkbook, Unreadable};
use crate::sniff;
use crate::workbook::{STAMP_PREFIX, parse_stamp};

/// Reads an Office Open XML workbook.
///
/// # Errors
/// [`Unreadable`] says why the file as a whole cannot be read; nothing inside a cell makes the reader fail.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<RawWorkbook, Unreadable> {
    if bytes.iter().take(4_096).all(u8::is_ascii_whitespace) && bytes.len() <= 4_096 {
        return Err(Unreadable::Empty);
    }
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Unreadable::TooLarge { limit: limits.file_bytes });
    }
    let kind = sniff::kind(bytes);
    match kind {
        Kind::Workbook => {}
        // Cut off before the first telling name: say that it is cut off rather than that it is something else.
        Kind::Archive if !package::has_end(bytes) => return Err(Unreadable::CutOff),
        other => return Err(Unreadable::OtherKind(other)),
    }
    let mut package = package::Package::open(bytes, limits)?;
    let book = parts::workbook(&mut package)?;
    if book.sheets.is_empty() {
        return Err(Unreadable::NoSheet);
    }
    if book.sheets.len() > limits.sheets {
        return Err(Unreadable::TooManySheets { limit: limits.sheets });
    }
    let styles = parts::date_styles(&mut package, &book)?;
    let strings = parts::shared_strings(&mut package, &book, limits)?;
    let context = sheet::Context { styles: &styles, strings: &strings, date1904: book.date1904, limits };
    let mut budget = sheet::Budget { cells: limits.cells, text: limits.text_bytes };
    let mut sheets = Vec::with_capacity(book.sheets.len());
    for entry in &book.sheets {
        let xml = package.text(&entry.part)?;
        let mut sheet = sheet::read(&xml, &entry.part, &entry.name, &context, &mut budget)?;
        sheet.visibility = entry.visibility;
        sheets.push(sheet);
    }
    let mut stamp: BTreeMap<String, String> = parts::custom_properties(&mut package)?
        .into_iter()
        .filter_map(|(name, value)| name.strip_prefix(STAMP_PREFIX).map(|key| (key.to_owned(), value)))
        .collect();
    if stamp.is_empty() {
        // Some programs drop custom properties when they save; the same pairs stand on the instruction sheet.
        stamp = stamp_in(&sheets);
    }
    let external_links = package.has_under("xl/externalLinks/");
    Ok(RawWorkbook { sheets, stamp, date1904: book.date1904, external_links, names: book.names })
}

fn stamp_in(sheets: &[crate::raw::RawSheet]) -> BTreeMap<String, String> {
    sheets
        .iter()
        .flat_map(|sheet| sheet.rows.iter().take(500))
        .flat_map(|row| row.cells.iter().take(3))
        .find_map(|cell| cell.text().and_then(parse_stamp))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
