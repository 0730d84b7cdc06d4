//! A sheet of a workbook read as text, row by row as it is asked for: the text is never in memory whole, and no row is padded
//! there that is not being read.

use std::io::{self, Read, Seek, SeekFrom};

use documents::csv::{Style, write};
use documents::raw::{RawCell, RawRow};

/// Among so many rows with content headings are looked for.
const HEADINGS: usize = 50;
/// How much text is made at a time.
const CHUNK: usize = 64 << 10;

const STYLE: Style = Style { delimiter: ';', decimal_comma: true, mark: false };

/// The rows of a sheet as text, each on the line of its number.
pub struct SheetText {
    rows: Vec<RawRow>,
    /// How many fields a row has at least: a row of a sheet ends at its last filled cell, and a row of text has a field for
    /// each heading. One cell far to the right, below where headings are looked for, makes no other row wider.
    width: usize,
    /// The next row, and the line that is written next.
    next: (usize, usize),
    text: String,
    /// How much of the text has been handed out, and how much has before it.
    taken: usize,
    passed: u64,
}

impl SheetText {
    /// From its beginning.
    pub fn new(rows: Vec<RawRow>) -> Self {
        let width = rows.iter().take(HEADINGS).map(|row| row.cells.len()).max().unwrap_or(0);
        let mut all = Self { rows, width, next: (0, 1), text: String::new(), taken: 0, passed: 0 };
        all.begin();
        all
    }

    fn begin(&mut self) {
        (self.next, self.taken, self.passed) = ((0, 1), 0, 0);
        self.text.clear();
        self.text.push('\u{feff}');
    }

    fn make(&mut self) {
        self.passed += self.taken as u64;
        self.taken = 0;
        self.text.clear();
        while self.text.len() < CHUNK
            && let Some(row) = self.rows.get(self.next.0)
        {
            if self.next.1 < row.number as usize {
                self.text.push_str("\r\n");
            } else {
                let mut cells: Vec<RawCell> = row.cells.iter().map(on_one_line).collect();
                cells.resize(cells.len().max(self.width), RawCell::Empty);
                self.text.push_str(&write([&cells[..]], STYLE));
                self.next.0 += 1;
            }
            self.next.1 += 1;
        }
    }
}

impl Read for SheetText {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.text.len() {
            self.make();
        }
        let read = (&self.text.as_bytes()[self.taken..]).read(out)?;
        self.taken += read;
        Ok(read)
    }
}

impl Seek for SheetText {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let here = self.passed + self.taken as u64;
        match to {
            SeekFrom::Start(0) => {
                self.begin();
                Ok(0)
            }
            SeekFrom::Current(0) => Ok(here),
            SeekFrom::Start(_) | SeekFrom::Current(_) | SeekFrom::End(_) => {
                Err(io::Error::new(io::ErrorKind::Unsupported, "a sheet is read from its beginning"))
            }
        }
    }
}

/// The cell without line breaks, so that rows and lines have the same numbers; a time of day is no part of any field.
fn on_one_line(cell: &RawCell) -> RawCell {
    match cell.value() {
        RawCell::Text(text) if text.contains(['\n', '\r']) => {
            RawCell::Text(text.split(['\n', '\r']).collect::<Vec<_>>().join(" ").into())
        }
        RawCell::DateTime(day, _) => RawCell::Day(*day),
        other => other.clone(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn row(number: u32, cells: &[&str]) -> RawRow {
        let cells = cells.iter().map(|cell| RawCell::Text((*cell).into())).collect();
        RawRow { number, hidden: false, cells }
    }

    fn whole(text: &mut SheetText) -> String {
        let mut all = String::new();
        text.read_to_string(&mut all).unwrap();
        all
    }

    #[test]
    fn each_row_stands_on_its_line_with_a_field_for_each_heading_and_can_be_read_again() {
        let mut text = SheetText::new(vec![row(2, &["A", "B", "C"]), row(3, &["1"]), row(6, &["a\nb", "2;3"])]);
        let expected = "\u{feff}\r\nA;B;C\r\n1;;\r\n\r\n\r\na b;\"2;3\";\r\n";
        assert_eq!(whole(&mut text), expected);
        assert_eq!(text.stream_position().unwrap(), expected.len() as u64);
        text.rewind().unwrap();
        assert_eq!(whole(&mut text), expected);
        assert!(text.seek(SeekFrom::End(0)).is_err());
    }

    #[test]
    fn one_cell_far_to_the_right_makes_no_other_row_wider() {
        let mut rows: Vec<RawRow> = (1..=20_000).map(|number| row(number, &["A", "B"])).collect();
        rows[9_000] = row(9_001, &["x"; 900]);
        let mut text = SheetText::new(rows);
        let mut piece = [0; 1_000];
        let (mut all, mut most) = (0, 0);
        loop {
            let read = text.read(&mut piece).unwrap();
            if read == 0 {
                break;
            }
            (all, most) = (all + read, most.max(text.text.capacity()));
        }
        assert_eq!(all, 3 + 19_999 * "A;B\r\n".len() + 900 * 2 + 1);
        assert!(most < 4 * CHUNK, "{most}");
    }
}
