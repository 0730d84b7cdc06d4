//! Numbers of persons in a file that was read: each is replaced by its reference before anything of the file is kept beside
//! its sealed bytes, and what is no number by its beginning and what is wrong. The numbers themselves wait under seal with
//! the upload, and go where the draft's numbers lie when it is taken in.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use documents::raw::Place;
use documents::workbook::edit::CellEdit;
use domain::work::Layout;
use domain::year::ColumnRole;
use forms::person::{self, Why};
use forms::{Raw, RawRow};
use kernel::Day;
use platform::access::Tools;

use super::judge::{self, FileContent, FileTable};
use super::sv;
use crate::assignments::Assignment;
use crate::person_numbers::{self, Taking, fresh_key};
use crate::submissions::{Asked, cell_path, row_numbers};

/// The rows of the draft by what a row of a file is found by.
struct Standing<'d> {
    present: &'d BTreeMap<String, String>,
    table: &'d str,
    by_key: BTreeMap<String, u32>,
    by_reference: BTreeMap<String, Option<u32>>,
}

impl<'d> Standing<'d> {
    fn of(present: &'d BTreeMap<String, String>, table: &'d str, layout: &Layout) -> Self {
        let text = |row, role| layout.column(role).and_then(|column| present.get(&cell_path(table, row, column)));
        let (mut by_key, mut by_reference) = (BTreeMap::new(), BTreeMap::new());
        for row in row_numbers(table, present) {
            if let Some(key) = text(row, ColumnRole::Key).filter(|key| !key.is_empty()) {
                by_key.insert(key.clone(), row);
            }
            if let Some(reference) = text(row, ColumnRole::Reference).filter(|text| !text.trim().is_empty()) {
                // Two rows with one reference tell nobody apart.
                let folded = kernel::swedish::fold(reference.trim());
                by_reference.entry(folded).and_modify(|one| *one = None).or_insert(Some(row));
            }
        }
        Self { present, table, by_key, by_reference }
    }

    fn row(&self, key: &str, reference: &str) -> Option<u32> {
        let by_reference = || self.by_reference.get(&kernel::swedish::fold(reference.trim())).copied().flatten();
        self.by_key.get(key).copied().or_else(by_reference)
    }

    fn text(&self, row: Option<u32>, column: Option<&str>) -> &'d str {
        let path = row.zip(column).map(|(row, column)| cell_path(self.table, row, column));
        path.and_then(|path| self.present.get(&path)).map_or("", String::as_str)
    }
}

fn shown(row: &RawRow, column: Option<&str>) -> String {
    column.and_then(|column| row.cells.get(column)).map(Raw::shown).unwrap_or_default()
}

/// Takes the numbers of the file in. `present` is the draft: what came out of it masked means what stands in the same row.
pub(super) fn take(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (assignment, asked): (&Assignment, &Asked),
    today: Day,
    present: &BTreeMap<String, String>,
    content: &mut FileContent,
) -> Result<(), StoreError> {
    let Some((slug, number, layout)) = person_numbers::column(asked) else { return Ok(()) };
    let Some(mut taking) = Taking::begin(tx, tools, assignment, asked, today)? else { return Ok(()) };
    let standing = Standing::of(present, slug, layout);
    let (key, reference) = (layout.column(ColumnRole::Key), layout.column(ColumnRole::Reference));
    let rows = content.tables.iter_mut().filter(|table| table.slug == slug).flat_map(|table| table.rows.iter_mut());
    for row in rows {
        let written = shown(row, Some(number));
        let own_key = shown(row, key);
        let there = standing.row(&own_key, &shown(row, reference));
        let stands = standing.text(there, Some(number));
        let text = taking.cell(tx, &written, stands)?.unwrap_or_else(|why| match why {
            Why::MaskChanged => person::changed_mask(stands),
            _ => person::faulty(&written, why),
        });
        let has_number = person::is_reference(&text) || person::under_changed_mask(&text).is_some();
        if let Some(key) = key.filter(|_| has_number && own_key.trim().is_empty()) {
            let known = standing.text(there, Some(key)).to_owned();
            let known = if known.is_empty() { fresh_key(tools.chance()) } else { known };
            row.cells.insert(key, Raw::text(&known));
        }
        if !written.trim().is_empty() {
            row.cells.insert(number, Raw::text(&text));
        }
    }
    content.numbers = taking.numbers();
    Ok(())
}

/// The cells of the authority's own file that held numbers, as they may be handed back.
pub(super) fn covered(asked: &Asked, content: &FileContent) -> Vec<CellEdit> {
    let Some((slug, number, _)) = person_numbers::column(asked) else { return Vec::new() };
    let cells = |table: &FileTable| -> Vec<CellEdit> {
        let Some(def) = judge::def_of(asked, table) else { return Vec::new() };
        let edit = |row: &RawRow, column: &forms::Column| {
            let (cell, (_, at)) = (row.cells.get(&column.slug)?, table.headings.get(&column.slug)?);
            let text = if column.slug == number {
                judge::shown(column, cell)
            } else {
                // A number that somebody wrote beside it is shown no more than the preview shows it.
                forms::personal::is_hidden(&cell.shown()).then(|| sv::HIDDEN.to_owned())?
            };
            let place = Place { row: row.source_row?, column: *at };
            Some(CellEdit { sheet: table.sheet.clone(), place, text })
        };
        let rows = table.rows.iter();
        rows.flat_map(|row| def.columns.iter().filter_map(move |column| edit(row, column))).collect()
    };
    content.tables.iter().filter(|table| table.slug == slug).flat_map(cells).collect()
}
