//! The values of a cell's drop-down list, wherever the workbook keeps them.

use crate::raw::{Area, Place, RawSheet, RawWorkbook};
use crate::workbook::read::sheet;

/// The most values of one list.
const MOST: usize = 500;

/// What the cell can be chosen among, in the order of the list; nothing where it has none, or one whose values are computed.
pub fn values(book: &RawWorkbook, of: &RawSheet, at: Place) -> Vec<String> {
    let holds = |area: &Area| {
        (area.from.row..=area.to.row).contains(&at.row) && (area.from.column..=area.to.column).contains(&at.column)
    };
    let list = of.drop_downs.iter().find(|list| list.areas.iter().any(holds));
    list.map(|list| resolved(book, of, &list.source, true)).unwrap_or_default()
}

fn resolved(book: &RawWorkbook, of: &RawSheet, source: &str, may_be_name: bool) -> Vec<String> {
    let source = source.trim().trim_start_matches('=');
    if let Some(written) = source.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let values = written.replace("\"\"", "\"");
        return values
            .split(',')
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .take(MOST)
            .collect();
    }
    let (sheet_name, range) = match source.rsplit_once('!') {
        Some((name, range)) => (Some(name.trim_matches('\'').replace("''", "'")), range),
        None => (None, source),
    };
    if let Some(area) = sheet::area(range) {
        let sheet = match &sheet_name {
            Some(name) => book.sheets.iter().find(|sheet| sheet.name == *name),
            None => Some(of),
        };
        return sheet.map(|sheet| cells(sheet, area)).unwrap_or_default();
    }
    match book.names.get(source) {
        Some(range) if may_be_name => resolved(book, of, range, false),
        _ => Vec::new(),
    }
}

fn cells(sheet: &RawSheet, area: Area) -> Vec<String> {
    let rows = sheet.rows.iter().filter(|row| (area.from.row..=area.to.row).contains(&row.number));
    let texts = rows.flat_map(|row| {
        let columns =
            (0_u32..).zip(&row.cells).filter(|(column, _)| (area.from.column..=area.to.column).contains(column));
        columns.filter_map(|(_, cell)| cell.text().map(|text| text.trim().to_owned()))
    });
    texts.filter(|text| !text.is_empty()).take(MOST).collect()
}
