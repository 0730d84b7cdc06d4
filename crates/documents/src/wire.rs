//! The rows of a read workbook as bytes, for the way from the child to the serving process: a fourth of what they take as
//! JSON, and a text that many cells share goes once.
//!
//! Whole numbers go seven bits a byte, the lowest first, the highest bit of a byte saying that more follow. For each sheet
//! its number of rows; for each row its number, then twice its number of cells and one more where it is hidden, then the
//! cells: a tag and what belongs to it. Both ends are the same build of the program, so there is no version.
//!
//! Whoever reads trusts nothing: the child has had a stranger's file in its hands.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Day;

use crate::raw::{RawCell, RawRow, RawSheet};

const EMPTY: u8 = 0;
/// A text of one cell: length and bytes.
const TEXT: u8 = 1;
/// The same, and it will come again: by its number, counted from 0.
const SHARED_TEXT: u8 = 2;
const KNOWN_TEXT: u8 = 11;
/// Eight bytes, little end first.
const NUMBER: u8 = 3;
/// A whole number that is not negative, as most are.
const WHOLE: u8 = 4;
const DAY: u8 = 5;
const DATE_TIME: u8 = 6;
const FALSE: u8 = 7;
const TRUE: u8 = 8;
const ERROR: u8 = 9;
const FORMULA: u8 = 10;

/// The rows of all sheets.
pub(crate) fn write(sheets: &[RawSheet]) -> Vec<u8> {
    let mut out = Writer { bytes: Vec::new(), known: BTreeMap::new() };
    for sheet in sheets {
        out.count(sheet.rows.len());
        for row in &sheet.rows {
            out.whole(u64::from(row.number));
            out.count(row.cells.len() * 2 + usize::from(row.hidden));
            for cell in &row.cells {
                out.cell(cell);
            }
        }
    }
    out.bytes
}

struct Writer {
    bytes: Vec<u8>,
    /// Shared texts that have gone, by where they lie.
    known: BTreeMap<usize, u64>,
}

impl Writer {
    fn whole(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    fn count(&mut self, number: usize) {
        self.whole(number as u64);
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn day(&mut self, day: Day) {
        self.bytes.extend_from_slice(&day.year().to_le_bytes());
        self.bytes.extend(day.month().to_le_bytes());
        self.bytes.extend(day.day_of_month().to_le_bytes());
    }

    fn cell(&mut self, cell: &RawCell) {
        match cell {
            RawCell::Empty => self.bytes.push(EMPTY),
            RawCell::Text(text) if Arc::strong_count(text) == 1 => {
                self.bytes.push(TEXT);
                self.text(text);
            }
            RawCell::Text(text) => {
                let next = self.known.len() as u64;
                let number = *self.known.entry(text.as_ptr() as usize).or_insert(next);
                if number == next {
                    self.bytes.push(SHARED_TEXT);
                    self.text(text);
                } else {
                    self.bytes.push(KNOWN_TEXT);
                    self.whole(number);
                }
            }
            RawCell::Number(number) => match whole(*number) {
                Some(number) => {
                    self.bytes.push(WHOLE);
                    self.whole(number);
                }
                None => {
                    self.bytes.push(NUMBER);
                    self.bytes.extend_from_slice(&number.to_le_bytes());
                }
            },
            RawCell::Day(day) => {
                self.bytes.push(DAY);
                self.day(*day);
            }
            RawCell::DateTime(day, second) => {
                self.bytes.push(DATE_TIME);
                self.day(*day);
                self.whole(u64::from(*second));
            }
            RawCell::Bool(truth) => self.bytes.push(if *truth { TRUE } else { FALSE }),
            RawCell::Error(text) => {
                self.bytes.push(ERROR);
                self.text(text);
            }
            RawCell::Formula { value, text } => {
                self.bytes.push(FORMULA);
                self.text(text);
                // A formula within a formula is no value of any file.
                let plain = if matches!(**value, RawCell::Formula { .. }) { &RawCell::Empty } else { &**value };
                self.cell(plain);
            }
        }
    }
}

/// The number, where it can go as a whole one and come back to the last bit.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the comparison of the bits is the guard"
)]
fn whole(number: f64) -> Option<u64> {
    let whole = number as u64;
    (whole < 1 << 53 && (whole as f64).to_bits() == number.to_bits()).then_some(whole)
}

/// Gives the sheets their rows. `None` where the bytes are no rows for so many sheets, hold more cells than may be, or go
/// on after the last row.
pub(crate) fn read(bytes: &[u8], sheets: &mut [RawSheet], most_cells: usize) -> Option<()> {
    let mut input = Reader { bytes, texts: Vec::new(), cells: most_cells };
    for sheet in sheets {
        let rows = input.count()?;
        // No more room than the bytes can fill: a row takes three of them.
        sheet.rows = Vec::with_capacity(rows.min(input.bytes.len() / 3));
        for _ in 0..rows {
            sheet.rows.push(input.row()?);
        }
    }
    input.bytes.is_empty().then_some(())
}

struct Reader<'b> {
    bytes: &'b [u8],
    texts: Vec<Arc<str>>,
    /// How many more there may be.
    cells: usize,
}

impl<'b> Reader<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn whole(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn count(&mut self) -> Option<usize> {
        self.whole()?.try_into().ok()
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = self.count()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn day(&mut self) -> Option<Day> {
        let year = i16::from_le_bytes(self.array()?);
        Day::new(year, i8::from_le_bytes(self.array()?), i8::from_le_bytes(self.array()?))
    }

    fn row(&mut self) -> Option<RawRow> {
        let number = self.whole()?.try_into().ok()?;
        let count = self.count()?;
        let (length, hidden) = (count / 2, count % 2 == 1);
        // A row without cells is no row.
        self.cells = self.cells.checked_sub(length.max(1))?;
        let mut cells = Vec::with_capacity(length.min(self.bytes.len()));
        for _ in 0..length {
            cells.push(self.cell(true)?);
        }
        Some(RawRow { number, hidden, cells })
    }

    fn cell(&mut self, may_be_formula: bool) -> Option<RawCell> {
        Some(match self.byte()? {
            EMPTY => RawCell::Empty,
            TEXT => RawCell::Text(self.text()?.into()),
            SHARED_TEXT => {
                let text: Arc<str> = self.text()?.into();
                self.texts.push(text.clone());
                RawCell::Text(text)
            }
            KNOWN_TEXT => {
                let number = self.count()?;
                RawCell::Text(self.texts.get(number)?.clone())
            }
            WHOLE => {
                #[expect(clippy::cast_precision_loss, reason = "the writer sends them below 2^53 only")]
                let number = self.whole()? as f64;
                RawCell::Number(number)
            }
            NUMBER => RawCell::Number(Some(f64::from_le_bytes(self.array()?)).filter(|number| number.is_finite())?),
            DAY => RawCell::Day(self.day()?),
            DATE_TIME => RawCell::DateTime(self.day()?, self.whole()?.try_into().ok()?),
            FALSE => RawCell::Bool(false),
            TRUE => RawCell::Bool(true),
            ERROR => RawCell::Error(self.text()?.into()),
            FORMULA if may_be_formula => {
                let text = self.text()?.to_owned();
                RawCell::Formula { value: Box::new(self.cell(false)?), text }
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MOST: usize = 1_000;

    fn back(bytes: &[u8], sheets: usize) -> Option<Vec<RawSheet>> {
        let mut out = vec![RawSheet::default(); sheets];
        read(bytes, &mut out, MOST)?;
        Some(out)
    }

    fn sheet(rows: Vec<Vec<RawCell>>) -> RawSheet {
        let rows =
            (3_u32..).zip(rows).map(|(number, cells)| RawRow { number, hidden: number % 2 == 0, cells }).collect();
        RawSheet { rows, ..RawSheet::default() }
    }

    #[test]
    fn every_kind_of_cell_survives_the_journey_to_the_last_bit() {
        let day = Day::new(2024, 2, 29).unwrap();
        let cells = vec![
            RawCell::Empty,
            RawCell::Text("\u{a0}=1+1 \"\n\u{e5}".into()),
            RawCell::Text("".into()),
            RawCell::Number(0.1 + 0.2),
            RawCell::Number(-0.0),
            RawCell::Number(0.0),
            RawCell::Number(-12.0),
            RawCell::Number(300.0),
            RawCell::Number(1e300),
            RawCell::Number(5e-324),
            RawCell::Number(9_007_199_254_740_993.0),
            RawCell::Day(day),
            RawCell::DateTime(day, 86_399),
            RawCell::Bool(true),
            RawCell::Bool(false),
            RawCell::Error("#N/A".into()),
            RawCell::Formula { value: Box::new(RawCell::Number(2.5)), text: "A1*2".to_owned() },
        ];
        let sheets = [sheet(vec![cells.clone(), vec![RawCell::Empty]]), sheet(Vec::new()), sheet(vec![cells])];
        let back = back(&write(&sheets), 3).unwrap();
        assert_eq!(back, sheets);
        let RawCell::Number(zero) = back[0].rows[0].cells[4] else { panic!("a number") };
        assert!(zero.is_sign_negative());
    }

    #[test]
    fn a_text_that_cells_share_goes_once_and_is_shared_again() {
        let shared: Arc<str> = "Bem\u{f6}tande, en text som m\u{e5}nga rader har".into();
        let one =
            |n| sheet((0..n).map(|_| vec![RawCell::Text(shared.clone()), RawCell::Text("egen".into())]).collect());
        let (short, long) = (write(&[one(1)]), write(&[one(101)]));
        // Number of the row, of cells, tag and number of the text, tag, length and text of its own.
        assert_eq!(long.len() - short.len(), 100 * (1 + 1 + 2 + 6));
        let back = back(&long, 1).unwrap();
        let text = |row: usize| match &back[0].rows[row].cells[0] {
            RawCell::Text(text) => text.clone(),
            other => panic!("{other:?}"),
        };
        assert!(Arc::ptr_eq(&text(0), &text(100)));
        assert_eq!(back, [one(101)]);
    }

    #[test]
    fn what_is_cut_off_goes_on_or_holds_too_much_is_refused() {
        let bytes = write(&[sheet(vec![vec![RawCell::Text("abc".into()), RawCell::Number(1.5)]; 3])]);
        for end in 0..bytes.len() {
            assert!(back(&bytes[..end], 1).is_none(), "{end}");
        }
        assert!(back(&[&bytes[..], &[0]].concat(), 1).is_none());
        assert!(back(&bytes, 0).is_none());
        let many = write(&[sheet(vec![vec![RawCell::Empty]; MOST + 1])]);
        assert!(back(&many, 1).is_none());
        // A formula within a formula would let whoever writes say how deep the reader goes.
        let nested = [1, 1, 2, FORMULA, 0, FORMULA, 0, EMPTY];
        assert!(back(&nested, 1).is_none());
        assert!(back(&[1, 1, 2, FORMULA, 0, EMPTY], 1).is_some());
        // Rows that are said to be many and take no bytes.
        assert!(back(&[0xff, 0xff, 0xff, 0xff, 0x7f], 1).is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..200), sheets in 0..4_usize) {
            let _ = back(&bytes, sheets);
        }
    }
}
