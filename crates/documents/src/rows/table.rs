//! The reader: opened once, then asked for row after row.

use std::io::Read;

use serde::{Deserialize, Serialize};

use super::coding::{CHUNK, Source};
use super::columns::{Columns, Wanted, matched};
use super::records::{Found, Records};
use super::row::{Row, RowNumbers};
use super::{FoundEncoding, Options, Refusal, delimiter, heading};

/// A table that is read row by row.
pub struct TextTable<R> {
    pub(super) records: Records<R>,
    columns: Columns,
    head: Head,
    expected: Option<usize>,
    wanted: Wanted,
    /// The headings as they stand, and a found column by which a row that repeats them is known.
    as_written: Vec<String>,
    key: Option<usize>,
    most_rows: u64,
    tally: Tally,
}

/// What stands above the rows, as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Everything above the headings, line ends included.
    pub(super) above: String,
    /// The heading row without its line end.
    pub(super) headings: String,
    /// How the lines of the file end.
    pub(super) line_end: &'static str,
}

/// What has been counted so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Bytes read from the file.
    pub bytes: u64,
    /// Rows with content that were handed out.
    pub rows: u64,
    /// Rows without content that were passed over, empty lines included.
    pub blank: u64,
    /// Rows that repeat the headings and were passed over.
    pub repeated_headings: u64,
    /// The most fields that a row has, headings included.
    pub widest: usize,
    /// Zero characters that were dropped.
    pub zeros: u64,
}

/// What the next record is.
pub(super) enum Step {
    Row(Found),
    Blank(Found),
    Repeated(Found),
}

/// The cells of a record.
pub(super) fn cells_of<'t, R>(records: &'t Records<R>, found: &Found) -> impl Iterator<Item = &'t str> {
    let none = RowNumbers { line: 0, last_line: 0, sheet: 0, record: 0 };
    lend(records, found, none, None).cells()
}

fn lend<'t, R>(records: &'t Records<R>, found: &Found, numbers: RowNumbers, expected: Option<usize>) -> Row<'t> {
    let raw = records.source.text.get(found.start..found.end).unwrap_or_default();
    let (text, gap) = if found.quoted { (records.unquoted.as_str(), 0) } else { (raw, 1) };
    let (delimiter, broken) = (records.delimiter, records.source.broken);
    Row { text, ends: &records.ends, gap, raw, numbers, expected, delimiter, stray: found.stray, broken }
}

impl<R: Read> TextTable<R> {
    /// Finds out how the table is written and where its columns are.
    ///
    /// # Errors
    /// [`Refusal`] when it is no text, has no headings where some are wanted, or goes beyond the limits.
    pub fn open(reader: R, options: &Options) -> Result<Self, Refusal> {
        if let Some(delimiter) = options.delimiter.filter(|c| !delimiter::possible(*c)) {
            return Err(Refusal::Delimiter(delimiter));
        }
        let mut source = Source::open(reader, options.encoding, options.limits.bytes)?;
        while source.text.len() < CHUNK && source.more()? {}
        while source.text.trim().is_empty() {
            if !source.more()? {
                return Err(Refusal::Empty);
            }
        }
        let wanted = Wanted::new(&options.columns);
        let told = delimiter::told(&source.text);
        let delimiter = match (options.delimiter.and_then(|c| u8::try_from(c).ok()), told) {
            (Some(given), _) => given,
            (None, Some((told, _))) => told,
            (None, None) => {
                // The same stretch of text however the bytes come in.
                let end = source.text.floor_char_boundary(CHUNK);
                delimiter::guess(&source.text[..end], source.ended && end == source.text.len(), &wanted)
            }
        };
        let mut records = Records::new(source, delimiter, &options.limits);
        if let Some((_, end)) = told {
            records.pass_line(end);
        }
        let found = heading::find(&mut records, options, &wanted)?;
        let (tally, columns, key, as_written) = (Tally::default(), Columns::default(), None, Vec::new());
        let (head, expected, most_rows) = (Head::default(), None, options.limits.rows);
        let mut table = Self { records, columns, head, expected, wanted, as_written, key, most_rows, tally };
        table.begin(found, options);
        table.records.blank = 0;
        table.records.release();
        Ok(table)
    }

    fn begin(&mut self, heading: Option<Found>, options: &Options) {
        let text = &self.records.source.text;
        let first_end = memchr::memchr2(b'\r', b'\n', text.as_bytes()).unwrap_or(text.len());
        let line_end = match &text.as_bytes()[first_end..] {
            [b'\n', ..] => "\n",
            [b'\r', next, ..] if *next != b'\n' => "\r",
            _ => "\r\n",
        };
        let place =
            heading.map_or((self.records.mark().pos, self.records.mark().pos), |found| (found.start, found.end));
        self.head = Head { above: text[..place.0].to_owned(), headings: text[place.0..place.1].to_owned(), line_end };
        let Some(found) = heading else { return };
        let cells: Vec<&str> = cells_of(&self.records, &found).collect();
        self.columns = matched(&cells, &options.columns, &self.wanted);
        self.tally.widest = self.columns.headings.len();
        self.expected = Some(self.columns.width());
        let first = self.columns.found().map(|(_, at)| at).min().unwrap_or(0);
        self.as_written = cells.iter().map(|cell| cell.trim().to_owned()).collect();
        self.key = self.as_written.get(first).filter(|heading| !heading.is_empty()).map(|_| first);
    }

    /// The next row with content; `None` after the last.
    ///
    /// # Errors
    /// [`Refusal`] when a limit is reached or the file can no longer be read.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, Refusal> {
        loop {
            match self.step()? {
                None => return Ok(None),
                Some(Step::Row(found)) => return Ok(Some(self.row(&found))),
                Some(Step::Blank(_) | Step::Repeated(_)) => {}
            }
        }
    }

    pub(super) fn row(&self, found: &Found) -> Row<'_> {
        let Found { line, last_line, sheet, .. } = *found;
        lend(&self.records, found, RowNumbers { line, last_line, sheet, record: self.tally.rows }, self.expected)
    }

    pub(super) fn step(&mut self) -> Result<Option<Step>, Refusal> {
        let found = self.records.advance()?;
        self.tally.bytes = self.records.source.bytes();
        self.tally.zeros = self.records.source.zeros;
        self.tally.blank += std::mem::take(&mut self.records.blank);
        let Some(found) = found else { return Ok(None) };
        self.tally.widest = self.tally.widest.max(self.records.ends.len());
        if self.is_blank(&found) {
            self.tally.blank += 1;
            return Ok(Some(Step::Blank(found)));
        }
        if self.repeats(&found) {
            self.tally.repeated_headings += 1;
            return Ok(Some(Step::Repeated(found)));
        }
        if self.tally.rows >= self.most_rows {
            return Err(Refusal::TooManyRows { limit: self.most_rows });
        }
        self.tally.rows += 1;
        Ok(Some(Step::Row(found)))
    }

    fn is_blank(&self, found: &Found) -> bool {
        let white = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}');
        if found.quoted {
            return self.records.unquoted.chars().all(white);
        }
        let delimiter = char::from(self.records.delimiter);
        self.records.source.text[found.start..found.end].chars().all(|c| c == delimiter || white(c))
    }

    // The headings again: as many systems write them where pages or files were put together, or, right below the first
    // ones, in other words that are wanted as well.
    fn repeats(&self, found: &Found) -> bool {
        let Some(column) = self.key else { return false };
        let row = lend(&self.records, found, RowNumbers { line: 0, last_line: 0, sheet: 0, record: 0 }, None);
        let copied = row.get(column).trim() == self.as_written[column];
        // Only the first row can be a second row of headings.
        let second = self.tally.rows == 0 && self.wanted.len > 1;
        if !copied && !second {
            return false;
        }
        let pairs = row.cells().map(str::trim).zip(&self.as_written);
        let same = pairs.filter(|(cell, heading)| !cell.is_empty() && cell == heading).count();
        let count = if second { same.max(self.wanted.count(row.cells())) } else { same };
        let filled = row.cells().filter(|cell| !cell.trim().is_empty()).count();
        count >= self.columns.width().clamp(1, 2) && count * 2 >= filled
    }

    /// Which column is which, and what to tell about the headings.
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The encoding as far as has been read: before the first letter that tells them apart it is
    /// [`Certainty::Same`](super::Certainty::Same).
    pub const fn encoding(&self) -> FoundEncoding {
        self.records.source.found()
    }

    /// The delimiter.
    pub fn delimiter(&self) -> char {
        char::from(self.records.delimiter)
    }

    /// What has been counted so far.
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    pub(super) const fn head(&self) -> &Head {
        &self.head
    }
}
