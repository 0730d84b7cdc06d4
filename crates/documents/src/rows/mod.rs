//! Large tables of text (csv, txt, any delimiter) row by row in constant memory, for imports of a million rows from other
//! systems, and the same file handed back with two more columns.
//!
//! The way through it: [`TextTable::open`] finds encoding, delimiter and headings, and tells in [`Columns`] which column is
//! which; [`TextTable::next_row`] lends one [`Row`] after the other, whose cells [`cells`] reads into values;
//! [`hand_back`] reads the file a second time and writes it with what became of every row.
//!
//! Decoding is `encoding_rs`, and records with quotation marks are read by `csv-core`, whose state machine is what the
//! `csv` crate rests on. That crate itself is not used since it neither lends the text of a record as it stood, nor tells
//! where a quotation mark that nothing closes began, nor counts lines that end in CR. A line without quotation marks is cut
//! at its delimiters where it lies, which needs no parser; a property test holds the two roads equal.

pub mod cells;
mod coding;
mod columns;
mod delimiter;
mod hand_back;
mod hand_back_workbook;
mod heading;
mod records;
mod row;
pub mod sv;
mod table;

pub use coding::{Certainty, Encoding, FoundEncoding};
pub use columns::{Columns, HeadingRemark};
pub use hand_back::{HandBackError, Verdict, hand_back};
pub use hand_back_workbook::hand_back_workbook;
pub use row::{Row, RowFault, RowNumbers};
pub use table::{Tally, TextTable};

pub(crate) use coding::looks_wide;

use serde::{Deserialize, Serialize};

use crate::raw::Kind;
use crate::table::ColumnSpec;

/// How a table is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The encoding, where it is known; found otherwise.
    pub encoding: Option<Encoding>,
    /// The delimiter, where it is known; found otherwise. One of ASCII, no letter, digit or quotation mark.
    pub delimiter: Option<char>,
    /// Where the headings stand.
    pub heading: Heading,
    /// The columns that are wanted; [`Columns`] tells where each of them is.
    pub columns: Vec<ColumnSpec>,
    /// How much is taken in.
    pub limits: Limits,
}

/// Where the headings of a table stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Heading {
    /// In the row, among the first fifty, that holds the most of the wanted columns; where none are wanted, in the first
    /// row with content.
    #[default]
    Find,
    /// In the row that begins on this line, counted from 1.
    Line(u64),
    /// Nowhere: the first row is a row like the others.
    None,
}

/// How much of a table is taken in. What goes beyond is refused, not cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Rows with content below the headings.
    pub rows: u64,
    /// Columns.
    pub columns: usize,
    /// Length of a cell in bytes of UTF-8, quotation marks not counted.
    pub cell: usize,
    /// Length of a row in bytes of UTF-8, line breaks in quoted cells included. A quotation mark that is not closed within
    /// this length counts as not closed at all; it is also what bounds the memory.
    pub record: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 2 << 30, rows: 10_000_000, columns: 1_000, cell: 64 << 10, record: 1 << 20 }
    }
}

/// Why a table is not read, or not read further. What it says to a person stands in [`sv::refusal`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// The file has no bytes, or only white space.
    #[error("the file is empty")]
    Empty,
    /// The file is no text.
    #[error("the file is of another kind: {0:?}")]
    OtherKind(Kind),
    /// The text seems to be in a code page of DOS (437 or 850), which is not read.
    #[error("the file seems to be in a code page of DOS")]
    OldEncoding,
    /// The delimiter that was given cannot be one.
    #[error("{0:?} cannot be a delimiter")]
    Delimiter(char),
    /// No row holds the headings, or the row that was pointed out is not there or has no text.
    #[error("no heading row among the first {looked_at} rows")]
    NoHeadings {
        /// The line that was pointed out, if one was.
        line: Option<u64>,
        /// How many rows were looked at.
        looked_at: u64,
        /// The headings of the wanted columns.
        expected: Vec<String>,
    },
    /// More bytes than are taken in.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// More rows than are taken in.
    #[error("more than {limit} rows")]
    TooManyRows {
        /// The limit.
        limit: u64,
    },
    /// More columns than are taken in.
    #[error("line {line}: more than {limit} columns")]
    TooManyColumns {
        /// Where the row begins.
        line: u64,
        /// The limit.
        limit: usize,
    },
    /// A cell is longer than is taken in.
    #[error("line {line}: a cell of more than {limit} bytes")]
    CellTooLong {
        /// Where the row begins.
        line: u64,
        /// Which column, from 0.
        column: usize,
        /// The limit.
        limit: usize,
    },
    /// A row is longer than is taken in.
    #[error("line {line}: a row of more than {limit} bytes")]
    RowTooLong {
        /// Where the row begins.
        line: u64,
        /// The limit.
        limit: usize,
    },
    /// The file could not be read from where it lies.
    #[error("reading failed: {0}")]
    Reading(String),
}

#[cfg(test)]
mod tests;
