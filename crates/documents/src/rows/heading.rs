//! Finds the row with the headings.

use std::io::Read;

use super::columns::Wanted;
use super::records::{Found, Mark, Records};
use super::table::cells_of;
use super::{Heading, Options, Refusal};

/// How many rows headings are looked for in.
const ROWS: u64 = 50;
/// How much text headings are looked for in, and may stand before them.
const TEXT: usize = 1 << 20;

/// Reads up to and including the heading row. `None` where there is none to read.
pub(super) fn find<R: Read>(
    records: &mut Records<R>,
    options: &Options,
    wanted: &Wanted,
) -> Result<Option<Found>, Refusal> {
    match options.heading {
        Heading::None => Ok(None),
        Heading::Line(line) => on_line(records, line, options).map(Some),
        Heading::Find => by_content(records, options, wanted).map(Some),
    }
}

fn none(options: &Options, line: Option<u64>, looked_at: u64) -> Refusal {
    let expected = options.columns.iter().map(|column| column.heading.clone()).collect();
    Refusal::NoHeadings { line, looked_at, expected }
}

fn on_line<R: Read>(records: &mut Records<R>, line: u64, options: &Options) -> Result<Found, Refusal> {
    let mut looked_at = 0;
    while let Some(found) = records.advance()? {
        looked_at += 1;
        if found.line <= line && line <= found.last_line {
            return Ok(found);
        }
        if found.line > line || found.end > TEXT {
            break;
        }
    }
    Err(none(options, Some(line), looked_at))
}

fn by_content<R: Read>(records: &mut Records<R>, options: &Options, wanted: &Wanted) -> Result<Found, Refusal> {
    let mut best: Option<(usize, Mark)> = None;
    let mut looked_at = 0;
    while looked_at < ROWS {
        let before = records.mark();
        let Some(found) = records.advance()? else { break };
        looked_at += 1;
        let filled = cells_of(records, &found).any(|cell| !cell.trim().is_empty());
        let count = if wanted.len == 0 { usize::from(filled) } else { wanted.count(cells_of(records, &found)) };
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, before));
        }
        if count >= wanted.len.max(1) || found.end > TEXT {
            break;
        }
    }
    // One word out of many may stand in any text above the table.
    let (count, mark) = best.ok_or_else(|| none(options, None, looked_at))?;
    if count < wanted.len.min(2) {
        return Err(none(options, None, looked_at));
    }
    records.back(mark);
    records.advance()?.ok_or_else(|| none(options, None, looked_at))
}
