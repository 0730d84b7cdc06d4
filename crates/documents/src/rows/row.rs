//! One row, lent from the reader's buffer.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The numbers that a row is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowNumbers {
    /// The line on which it begins as an editor counts, from 1.
    pub line: u64,
    /// The line on which it ends; another one where a quoted cell holds line breaks.
    pub last_line: u64,
    /// The number that a spreadsheet shows in its margin: a cell with line breaks makes one row, a line `sep=;` none.
    pub sheet: u64,
    /// Which row with content below the headings it is, from 1.
    pub record: u64,
}

/// A row of the table. It lends its cells, which stand as in the file: quotation marks gone, nothing trimmed.
#[derive(Clone, Copy)]
pub struct Row<'t> {
    pub(super) text: &'t str,
    pub(super) ends: &'t [usize],
    /// What stands between two fields of `text`: 1 for the delimiter, 0 for nothing.
    pub(super) gap: usize,
    pub(super) raw: &'t str,
    pub(super) numbers: RowNumbers,
    pub(super) expected: Option<usize>,
    pub(super) delimiter: u8,
    pub(super) stray: bool,
    pub(super) broken: bool,
}

impl<'t> Row<'t> {
    /// The cell in the column, counted from 0; empty where the row ends before it.
    pub fn get(&self, column: usize) -> &'t str {
        let Some(end) = self.ends.get(column) else { return "" };
        let start = if column == 0 { 0 } else { self.ends[column - 1] + self.gap };
        self.text.get(start..*end).unwrap_or_default()
    }

    /// The cells from the first to the last.
    pub fn cells(self) -> impl Iterator<Item = &'t str> {
        (0..self.len()).map(move |column| self.get(column))
    }

    /// How many cells the row has.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the row has no cells, which no row of a table is.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where the row stands.
    pub const fn numbers(&self) -> RowNumbers {
        self.numbers
    }

    /// The row as it stands in the file, without its line end.
    pub const fn raw(&self) -> &'t str {
        self.raw
    }

    /// What is wrong with the row whatever its cells mean. Most rows have nothing, and asking costs next to nothing.
    pub fn faults(&self) -> impl Iterator<Item = RowFault> {
        let fields = self.len();
        let ragged = match self.expected {
            Some(expected) if fields < expected => Some(RowFault::TooFew { fields, expected }),
            // Empty fields at the end are how some systems close a line.
            Some(expected) if (expected..fields).any(|column| !self.get(column).trim().is_empty()) => {
                Some(RowFault::TooMany { fields, expected })
            }
            _ => None,
        };
        let swallowed = self.expected.is_some_and(|expected| self.swallows(expected)).then_some(RowFault::Swallowed);
        let stray = self.stray.then_some(RowFault::UnclosedQuote);
        let broken = (self.broken && self.text.contains('\u{fffd}')).then_some(RowFault::Unreadable);
        [stray, swallowed, ragged, broken].into_iter().flatten()
    }

    /// Whether a quoted cell looks to have rows of its own in it: a quotation mark that was forgotten, and whose place that
    /// of a later row took. Then the rows between are in no cell that anybody reads. It looks so where a line of the cell
    /// could be a row by itself, and where the first and the last line of the file that the cell is on both could be.
    fn swallows(&self, expected: usize) -> bool {
        if expected < 2 || self.numbers.line == self.numbers.last_line {
            return false;
        }
        let delimiters = |line: &str| line.bytes().filter(|byte| *byte == self.delimiter).count();
        self.cells().enumerate().filter(|(_, cell)| cell.contains(['\n', '\r'])).any(|(column, cell)| {
            let counts: Vec<usize> = cell.split(['\n', '\r']).map(delimiters).collect();
            let (first, last) = (counts.first().copied(), counts.last().copied());
            counts.iter().any(|count| *count >= expected - 1)
                || first.is_some_and(|first| column + first == expected - 1)
                    && last.is_some_and(|last| last + self.len() - 1 - column == expected - 1)
        })
    }
}

impl fmt::Debug for Row<'_> {
    // Rows hold personal data: only their numbers are for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("numbers", &self.numbers).field("cells", &self.len()).finish_non_exhaustive()
    }
}

/// Something wrong with a row as a row. The sentence stands in [`super::sv::row_fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RowFault {
    /// Fewer fields than there are headings.
    TooFew {
        /// How many there are.
        fields: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Content to the right of the last heading.
    TooMany {
        /// How many fields there are.
        fields: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A field begins with a quotation mark that nothing closes; the line was taken as it stands.
    UnclosedQuote,
    /// A quoted field that runs over lines which could be rows of their own.
    Swallowed,
    /// Bytes that mean nothing in the file's encoding; they stand as U+FFFD.
    Unreadable,
}
