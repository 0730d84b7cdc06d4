//! The file handed back as a workbook, where it came as one.

use std::io::{Read, Seek, Write};

use super::columns::fold;
use super::hand_back::{HandBackError, Verdict};
use super::row::RowNumbers;
use super::table::TextTable;
use super::{Heading, Options, sv};
use crate::workbook::write::TextSheet;

/// Writes the table that was made of a workbook as a workbook once more, each row under its number, with two columns behind
/// the others: what became of it, and its faults. Every cell is text. Columns of an earlier handing back are left out.
///
/// `widest` is what [`TextTable`] had counted after its last row; `verdict` is asked for every row with content below the
/// headings, in their order.
///
/// # Errors
/// When the table is no longer readable, or something fails to be read or written.
pub fn hand_back_workbook<'v, R: Read + Seek, W: Write + Seek>(
    source: &mut R,
    out: W,
    options: &Options,
    (name, widest): (&str, usize),
    mut verdict: impl FnMut(RowNumbers) -> Verdict<'v>,
) -> Result<W, HandBackError> {
    source.rewind()?;
    let table = TextTable::open(&mut *source, options)?;
    let headings = table.columns().headings.clone();
    // A table of ours has each row on a line of its own.
    let heading_line = table.head().above.matches('\n').count() as u64 + 1;
    let ours = [sv::RESULT_HEADING, sv::FAULT_HEADING];
    let earlier = headings.windows(2).position(|two| fold(&two[0]) == fold(ours[0]) && fold(&two[1]) == fold(ours[1]));
    let width = widest.max(headings.len()) - if earlier.is_some() { 2 } else { 0 };
    drop(table);
    source.rewind()?;
    let mut table = TextTable::open(&mut *source, &Options { heading: Heading::None, ..options.clone() })?;
    let mut sheet = TextSheet::begin(out, name)?;
    while let Some(row) = table.next_row()? {
        let numbers = row.numbers();
        let kept = row.cells().enumerate().filter(|(at, _)| earlier.is_none_or(|of| *at != of && *at != of + 1));
        let mut cells: Vec<&str> = kept.map(|(_, cell)| cell).collect();
        if numbers.line < heading_line {
            sheet.row(numbers.line, cells)?;
            continue;
        }
        cells.resize(width.max(cells.len()), "");
        let told = if numbers.line == heading_line {
            Verdict { result: ours[0].into(), faults: ours[1].into() }
        } else {
            verdict(numbers)
        };
        sheet.row(numbers.line, cells.into_iter().chain([&*told.result, &*told.faults]))?;
    }
    Ok(sheet.finish()?)
}
