//! The file read in the child, and its cells as the text that the layouts are made of.

use documents::raw::{RawCell, RawRow, RawSheet, Visibility};
use domain::elsewhere::{Layout, Line, Wrong, read, sv as words, unguarded};
use kernel::Id;
use kernel::id::kind::Person;
use platform::Stop;
use platform::sandbox::Sandbox;

use super::sv;
use crate::reading_files::{self, NotRead};

/// How many rows a file may have: a year's texts of every own-run school of a large city are some thousands.
const MOST_ROWS: usize = 20_000;

/// What a file says, by which layout, and as what it is kept.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) media_type: &'static str,
    pub(super) layout: Layout,
    pub(super) lines: Vec<Line>,
}

/// Reads the person's file. Inside: why it says nothing, in words.
pub(super) async fn file(sandbox: &Sandbox, person: Id<Person>, bytes: &[u8]) -> Result<Result<Read, String>, Stop> {
    let file = match reading_files::read(sandbox, person, bytes, reading_files::limits(MOST_ROWS)).await? {
        Ok(file) => file,
        Err(NotRead::Unreadable(why)) => return Ok(Err(documents::sv::unreadable(&why))),
        Err(NotRead::Heavy) => return Ok(Err(sv::HEAVY.to_owned())),
    };
    let filled = |sheet: &&RawSheet| {
        let mut cells = sheet.rows.iter().flat_map(|row| &row.cells);
        sheet.visibility == Visibility::Visible && cells.any(|cell| !cell.is_blank())
    };
    let Some(sheet) = file.book.sheets.iter().find(filled) else {
        return Ok(Err(words::wrong(Wrong::Empty).to_owned()));
    };
    if sheet.rows.len() > MOST_ROWS {
        return Ok(Err(sv::HEAVY.to_owned()));
    }
    let cells = |row: &RawRow| row.cells.iter().map(text).collect();
    let rows: Vec<(u32, Vec<String>)> = sheet.rows.iter().map(|row| (row.number, cells(row))).collect();
    Ok(match read(&rows) {
        Ok((layout, lines)) => Ok(Read { media_type: file.media_type, layout, lines }),
        Err(why) => Err(words::wrong(why).to_owned()),
    })
}

fn text(cell: &RawCell) -> String {
    match cell.value() {
        RawCell::Empty | RawCell::Formula { .. } => String::new(),
        RawCell::Text(text) => unguarded(text).to_owned(),
        RawCell::Number(number) => {
            // A workbook keeps 4.1 as the nearest binary fraction: nine decimals tell it back.
            let plain = format!("{number:.9}");
            plain.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
        }
        RawCell::Day(day) | RawCell::DateTime(day, _) => day.to_string(),
        RawCell::Bool(truth) => forms::sv::yes_no(*truth).to_owned(),
        RawCell::Error(text) => text.to_string(),
    }
}
