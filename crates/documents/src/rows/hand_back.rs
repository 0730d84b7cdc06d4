//! The file handed back: every row as it stood, and behind it what became of it.

use std::borrow::Cow;
use std::io::{BufWriter, Read, Seek, Write};

use encoding_rs::EncoderResult;
use serde::{Deserialize, Serialize};

use super::columns::fold;
use super::row::{Row, RowNumbers};
use super::table::{Step, Tally, TextTable};
use super::{Certainty, Encoding, FoundEncoding, Options, Refusal, sv};
use crate::csv::{Style, runs, text_field};

/// What became of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict<'v> {
    /// For the column *Resultat*.
    pub result: Cow<'v, str>,
    /// For the column *Fel*; empty where nothing is wrong.
    pub faults: Cow<'v, str>,
}

/// Why the file could not be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum HandBackError {
    /// The table could not be read this time.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Reading or writing failed.
    #[error("handing back failed: {0}")]
    Failed(String),
}

impl From<std::io::Error> for HandBackError {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Writes the file that was read once more, with two columns behind the others: what became of each row, and its faults.
/// Delimiter, line ends and encoding stay as they were; where a fault has a character that the encoding lacks, and where
/// the file is all ASCII, it becomes UTF-8 with a byte order mark. Cells that a spreadsheet would run get an apostrophe.
/// Columns of an earlier handing back are left out.
///
/// `encoding` and `tally` are what [`TextTable`] had found after its last row; `verdict` is asked for every row that
/// [`TextTable::next_row`] gave, in their order, and from the first again where the encoding has to change.
///
/// Returns the encoding of what was written.
///
/// # Errors
/// When the file is no longer readable, or something fails to be read or written.
pub fn hand_back<'v, R: Read + Seek, W: Write + Seek>(
    source: &mut R,
    out: &mut W,
    options: &Options,
    (encoding, tally): (FoundEncoding, &Tally),
    mut verdict: impl FnMut(RowNumbers) -> Verdict<'v>,
) -> Result<Encoding, HandBackError> {
    let options = Options { encoding: Some(encoding.encoding), ..options.clone() };
    let open = encoding.certainty == Certainty::Same;
    let mut writing = if open { Writing::utf8() } else { Writing::new(encoding) };
    loop {
        source.rewind()?;
        // What was written in another encoding is shorter than this, so that nothing of it remains.
        out.rewind()?;
        let table = TextTable::open(&mut *source, &options)?;
        let mut buffered = BufWriter::with_capacity(64 << 10, &mut *out);
        let whole = Copy::new(table, tally.widest).run(&mut writing, &mut buffered, &mut verdict)?;
        buffered.flush()?;
        drop(buffered);
        if whole {
            return Ok(writing.encoding);
        }
        writing = Writing::utf8();
    }
}

struct Copy<R> {
    table: TextTable<R>,
    style: Style,
    /// How many columns stand before ours.
    width: usize,
    /// The first of the two columns from an earlier time.
    earlier: Option<usize>,
    text: String,
}

impl<R: Read> Copy<R> {
    fn new(table: TextTable<R>, widest: usize) -> Self {
        let headings = &table.columns().headings;
        let ours = [fold(sv::RESULT_HEADING), fold(sv::FAULT_HEADING)];
        let earlier = headings.windows(2).position(|two| fold(&two[0]) == ours[0] && fold(&two[1]) == ours[1]);
        let width = widest.max(headings.len()) - if earlier.is_some() { 2 } else { 0 };
        let style = Style { delimiter: table.delimiter(), decimal_comma: true, mark: false };
        Self { table, style, width, earlier, text: String::new() }
    }

    // Whether every character could be written.
    fn run<'v>(
        mut self,
        writing: &mut Writing,
        out: &mut impl Write,
        verdict: &mut impl FnMut(RowNumbers) -> Verdict<'v>,
    ) -> Result<bool, HandBackError> {
        let line_end = self.table.head().line_end;
        let headings = self.table.columns().headings.clone();
        let above = self.table.head().above.clone();
        self.text.push_str(&above);
        if !headings.is_empty() {
            if self.earlier.is_some() {
                let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
                self.fields(headings.into_iter());
            } else {
                let row = self.table.head().headings.clone();
                self.text.push_str(&row);
                self.pad(headings.len());
            }
            self.ours(sv::RESULT_HEADING, sv::FAULT_HEADING);
            self.text.push_str(line_end);
        }
        while let Some(step) = {
            if !writing.put(&self.text, out)? {
                return Ok(false);
            }
            self.text.clear();
            self.table.step()?
        } {
            let (Step::Row(found) | Step::Blank(found) | Step::Repeated(found)) = &step;
            for _ in 0..found.blank_lines {
                self.text.push_str(line_end);
            }
            let row = self.table.row(found);
            let numbers = row.numbers();
            let len = row.len();
            if self.earlier.is_some() || found.stray || len > self.width || row.cells().any(runs) {
                let mut text = std::mem::take(&mut self.text);
                written(&mut text, &row, self.earlier, self.style);
                self.text = text;
            } else {
                let raw = row.raw();
                self.text.push_str(raw);
            }
            if matches!(step, Step::Row(_)) {
                let kept = self.earlier.map_or(len, |earlier| if len > earlier { (len - 2).max(earlier) } else { len });
                self.pad(kept);
                let Verdict { result, faults } = verdict(numbers);
                self.ours(&result, &faults);
            }
            self.text.push_str(line_end);
        }
        Ok(true)
    }

    fn fields<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        let kept =
            cells.enumerate().filter(|(column, _)| self.earlier.is_none_or(|at| *column != at && *column != at + 1));
        let mut count = 0;
        for (_, cell) in kept {
            if count > 0 {
                self.text.push(self.style.delimiter);
            }
            text_field(&mut self.text, cell, self.style);
            count += 1;
        }
        self.pad(count);
    }

    fn pad(&mut self, fields: usize) {
        // A row of one empty field has no delimiter yet.
        for _ in fields.max(1)..self.width {
            self.text.push(self.style.delimiter);
        }
    }

    fn ours(&mut self, result: &str, faults: &str) {
        for text in [result, faults] {
            self.text.push(self.style.delimiter);
            text_field(&mut self.text, text, self.style);
        }
    }
}

fn written(text: &mut String, row: &Row<'_>, earlier: Option<usize>, style: Style) {
    let mut first = true;
    for (column, cell) in row.cells().enumerate() {
        if earlier.is_some_and(|at| column == at || column == at + 1) {
            continue;
        }
        if !std::mem::take(&mut first) {
            text.push(style.delimiter);
        }
        text_field(text, cell, style);
    }
}

/// Text on its way out.
struct Writing {
    encoding: Encoding,
    mark: bool,
    bytes: Vec<u8>,
}

impl Writing {
    fn new(found: FoundEncoding) -> Self {
        let wide = matches!(found.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        Self { encoding: found.encoding, mark: found.mark || wide, bytes: Vec::new() }
    }

    fn utf8() -> Self {
        Self { encoding: Encoding::Utf8, mark: true, bytes: Vec::new() }
    }

    // `false` where the encoding lacks a character.
    fn put(&mut self, text: &str, out: &mut impl Write) -> std::io::Result<bool> {
        self.bytes.clear();
        if std::mem::take(&mut self.mark) && !self.encode("\u{feff}") || !self.encode(text) {
            return Ok(false);
        }
        out.write_all(&self.bytes)?;
        Ok(true)
    }

    fn encode(&mut self, text: &str) -> bool {
        match self.encoding {
            Encoding::Utf8 => self.bytes.extend_from_slice(text.as_bytes()),
            Encoding::Utf16Le => self.bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
            Encoding::Utf16Be => self.bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
            Encoding::Iso8859_1 => {
                for c in text.chars() {
                    let Ok(byte) = u8::try_from(c) else { return false };
                    self.bytes.push(byte);
                }
            }
            Encoding::Windows1252 | Encoding::Macintosh => {
                let Some(encoding) = self.encoding.library() else { return false };
                let mut encoder = encoding.new_encoder();
                self.bytes.reserve(text.len() + 16);
                let (result, _) = encoder.encode_from_utf8_to_vec_without_replacement(text, &mut self.bytes, true);
                return matches!(result, EncoderResult::InputEmpty);
            }
        }
        true
    }
}
