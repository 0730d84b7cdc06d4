//! From text to records: where each begins and ends, on which line, and where its fields end.

use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memchr3};

use super::coding::Source;
use super::{Limits, Refusal};

/// How often a quotation mark that nothing closes is taken for a letter before all of them are; each costs a sweep over
/// the longest record.
const STRAY: u32 = 20;

/// A record that was found. Places are bytes of [`Source::text`] and hold until the next record is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    pub(super) start: usize,
    /// Without the line end.
    pub(super) end: usize,
    /// Whether the fields stand in [`Records::unquoted`], one after the other, rather than in the text with delimiters.
    pub(super) quoted: bool,
    /// Whether a quotation mark in it is not closed and was taken for a letter.
    pub(super) stray: bool,
    pub(super) line: u64,
    pub(super) last_line: u64,
    /// The number that a spreadsheet shows in its margin.
    pub(super) sheet: u64,
    /// Empty lines that were passed over before it.
    pub(super) blank_lines: u64,
}

/// Where reading stands, to come back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) pos: usize,
    line: u64,
    folded: u64,
    after_return: bool,
    strays: u32,
}

pub(super) struct Records<R> {
    pub(super) source: Source<R>,
    pub(super) delimiter: u8,
    parser: Reader,
    here: Mark,
    /// Whether text that has been passed is kept, so that a mark can be returned to.
    hold: bool,
    /// Empty lines that were passed over.
    pub(super) blank: u64,
    pub(super) ends: Vec<usize>,
    out: Vec<u8>,
    pub(super) unquoted: String,
    columns: usize,
    cell: usize,
    record: usize,
}

impl<R: Read> Records<R> {
    pub(super) fn new(source: Source<R>, delimiter: u8, limits: &Limits) -> Self {
        let here = Mark { pos: 0, line: 1, folded: 0, after_return: false, strays: 0 };
        let (columns, cell, record) = (limits.columns, limits.cell, limits.record);
        let (parser, hold) = (parser(delimiter), true);
        let (ends, out, unquoted) = (vec![0; 64], vec![0; 4_096], String::new());
        Self { source, delimiter, parser, here, hold, blank: 0, ends, out, unquoted, columns, cell, record }
    }

    pub(super) const fn mark(&self) -> Mark {
        self.here
    }

    pub(super) fn back(&mut self, mark: Mark) {
        self.here = mark;
        self.parser = parser(self.delimiter);
    }

    /// Text that has been passed may go from now on.
    pub(super) fn release(&mut self) {
        self.hold = false;
    }

    /// Passes a line that is none of the table's, such as `sep=;`, and that a spreadsheet does not count.
    pub(super) fn pass_line(&mut self, line: usize) {
        let rest = &self.source.text.as_bytes()[line..];
        let ending = if rest.starts_with(b"\r\n") { 2 } else { rest.len().min(1) };
        self.here.pos = line + ending;
        self.here.line += 1;
        self.here.folded += 1;
    }

    fn fill(&mut self) -> Result<bool, Refusal> {
        if !self.hold && self.here.pos > 0 {
            self.source.text.drain(..self.here.pos);
            self.here.pos = 0;
        }
        self.source.more()
    }

    fn rest(&self) -> &[u8] {
        &self.source.text.as_bytes()[self.here.pos..]
    }

    /// The next record that is not an empty line.
    pub(super) fn advance(&mut self) -> Result<Option<Found>, Refusal> {
        let mut blank_lines = 0;
        loop {
            let Some(first) = self.rest().first().copied() else {
                if self.fill()? {
                    continue;
                }
                return Ok(None);
            };
            match first {
                b'\n' if self.here.after_return => self.here.after_return = false,
                b'\n' | b'\r' => {
                    blank_lines += 1;
                    self.blank += 1;
                    self.here.line += 1;
                    self.here.after_return = first == b'\r';
                }
                _ => break,
            }
            self.here.pos += 1;
        }
        self.here.after_return = false;
        let mut found = self.record()?;
        found.blank_lines = blank_lines;
        Ok(Some(found))
    }

    fn record(&mut self) -> Result<Found, Refusal> {
        let quoting = self.here.strays < STRAY;
        let mut seen = 0;
        let length = loop {
            let rest = &self.rest()[seen..];
            let at = if quoting { memchr3(b'\n', b'\r', b'"', rest) } else { memchr2(b'\n', b'\r', rest) };
            match at {
                Some(at) if rest[at] == b'"' => return self.quoted(),
                Some(at) => break seen + at,
                None => seen += rest.len(),
            }
            if seen > self.record || !self.fill()? {
                break seen;
            }
        };
        let stray = !quoting && memchr(b'"', &self.rest()[..length]).is_some();
        self.plain(length, stray)
    }

    // A line that is cut at its delimiters.
    fn plain(&mut self, length: usize, stray: bool) -> Result<Found, Refusal> {
        let line = self.here.line;
        if length > self.record {
            return Err(Refusal::RowTooLong { line, limit: self.record });
        }
        self.ends.clear();
        let record = &self.source.text.as_bytes()[self.here.pos..][..length];
        self.ends.extend(memchr_iter(self.delimiter, record).take(self.columns));
        self.ends.push(length);
        self.limited(line, 1)?;
        Ok(self.step(length, false, stray))
    }

    // A record with a quotation mark in it.
    fn quoted(&mut self) -> Result<Found, Refusal> {
        let line = self.here.line;
        let (mut taken, mut written, mut ended) = (0, 0, 0);
        self.ends.resize(self.ends.capacity().max(64), 0);
        let terminated = loop {
            let over = taken > self.record;
            let last = over || (self.rest().len() == taken && !self.fill()?);
            let rest = &self.source.text.as_bytes()[self.here.pos + taken..];
            // A line end more closes the last record, unless quotation marks are open.
            let rest = if last { b"\n" } else { &rest[..rest.len().min(self.record.saturating_add(1) - taken)] };
            let (result, read, wrote, fields) =
                self.parser.read_record(rest, &mut self.out[written..], &mut self.ends[ended..]);
            (written, ended) = (written + wrote, ended + fields);
            taken += if last { 0 } else { read };
            match result {
                ReadRecordResult::OutputEndsFull if ended > self.columns => break false,
                ReadRecordResult::OutputFull => self.out.resize(self.out.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::InputEmpty if last => return self.stray(),
                ReadRecordResult::Record | ReadRecordResult::End if over => {
                    return self.runaway(taken, Refusal::RowTooLong { line, limit: self.record });
                }
                ReadRecordResult::Record | ReadRecordResult::End if last => break false,
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record | ReadRecordResult::End => break true,
            }
        };
        self.ends.truncate(ended);
        if let Err(refusal) = self.limited(line, 0) {
            return self.runaway(taken - usize::from(terminated), refusal);
        }
        self.unquoted.clear();
        // Nothing but whole characters of ASCII has been taken out, so that this borrows.
        self.unquoted.push_str(&String::from_utf8_lossy(&self.out[..written]));
        Ok(self.step(taken - usize::from(terminated), true, false))
    }

    // A record that is too much. Where it runs over several lines, it is rather a quotation mark that was not closed and
    // whose place the next field's took, and so on.
    fn runaway(&mut self, length: usize, refusal: Refusal) -> Result<Found, Refusal> {
        if memchr2(b'\n', b'\r', &self.rest()[..length]).is_some() { self.stray() } else { Err(refusal) }
    }

    // The record begins with what looks like a quoted field and is none: its line is taken as it stands.
    fn stray(&mut self) -> Result<Found, Refusal> {
        self.parser = parser(self.delimiter);
        self.here.strays += 1;
        let length = memchr2(b'\n', b'\r', self.rest()).unwrap_or(self.rest().len());
        self.plain(length, true)
    }

    fn limited(&self, line: u64, gap: usize) -> Result<(), Refusal> {
        if self.ends.len() > self.columns {
            return Err(Refusal::TooManyColumns { line, limit: self.columns });
        }
        if self.ends.last().is_none_or(|end| *end <= self.cell) {
            return Ok(());
        }
        let mut start = 0;
        for (column, end) in self.ends.iter().enumerate() {
            if end - start > self.cell {
                return Err(Refusal::CellTooLong { line, column, limit: self.cell });
            }
            start = end + gap;
        }
        Ok(())
    }

    // Steps over the record and its line end.
    fn step(&mut self, length: usize, quoted: bool, stray: bool) -> Found {
        let (start, line, sheet) = (self.here.pos, self.here.line, self.here.line - self.here.folded);
        let end = start + length;
        let bytes = self.source.text.as_bytes();
        let breaks = if quoted { line_breaks(&bytes[start..end]) } else { 0 };
        self.here.line += breaks;
        self.here.folded += breaks;
        let last_line = self.here.line;
        self.here.pos = end;
        if let Some(ending) = bytes.get(end) {
            self.here.pos += 1;
            self.here.line += 1;
            self.here.after_return = *ending == b'\r';
        }
        Found { start, end, quoted, stray, line, last_line, sheet, blank_lines: 0 }
    }
}

/// A parser of its own, since a copy of one reads differently (csv-core 0.1.13 copies half of its tables). Having read
/// something it no longer drops a byte order mark.
fn parser(delimiter: u8) -> Reader {
    let mut parser = ReaderBuilder::new().delimiter(delimiter).build();
    let _ = parser.read_record(b"x\n", &mut [0; 4], &mut [0; 4]);
    parser
}

/// Line ends in the text: CR LF counts as one.
pub(super) fn line_breaks(text: &[u8]) -> u64 {
    let pairs = memchr_iter(b'\r', text).filter(|at| text.get(at + 1) == Some(&b'\n')).count();
    (memchr2_iter(b'\n', b'\r', text).count() - pairs) as u64
}

/// The records at the beginning of a text as lists of cells, at most so many; the last one only where the text ends there.
pub(super) fn first(text: &str, whole: bool, delimiter: u8, most: usize) -> Vec<Vec<String>> {
    // A line end more closes the last record.
    let text = format!("{text}{}", if whole { "\n" } else { "" });
    let mut parser = parser(delimiter);
    let (mut out, mut ends) = (vec![0; text.len() + 1], vec![0; text.len() + 2]);
    let (mut rest, mut found) = (text.as_bytes(), Vec::new());
    while found.len() < most && !rest.is_empty() {
        let (result, read, _, fields) = parser.read_record(rest, &mut out, &mut ends);
        rest = &rest[read..];
        let mut rows = |fields: usize| {
            let mut start = 0;
            let cells = ends[..fields]
                .iter()
                .map(|end| String::from_utf8_lossy(&out[std::mem::replace(&mut start, *end)..*end]).into_owned());
            found.push(cells.collect());
        };
        match result {
            ReadRecordResult::Record => rows(fields),
            _ => break,
        }
    }
    found
}
