//! What a file holds before anybody has said what it means: sheets, rows and cells as they stand, and the reasons why a
//! file cannot be read. Shared by the workbook and text readers, the table finder and the child process protocol.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Day;
use serde::{Deserialize, Serialize};

/// How much a reader takes in before it gives up. Everything is counted while streaming, never trusted from a header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Size of the file itself, in bytes.
    pub file_bytes: u64,
    /// Sum of the unpacked parts, in bytes.
    pub unpacked_bytes: u64,
    /// Highest unpacked size as a multiple of the packed one, for a part over one megabyte.
    pub ratio: u64,
    /// Parts in the package.
    pub parts: usize,
    /// Sheets in the workbook.
    pub sheets: usize,
    /// Rows with content in one sheet.
    pub rows: usize,
    /// Columns of a sheet; content to the right of them is listed in [`RawSheet::outside`] and not read.
    pub columns: u32,
    /// Cells in the whole workbook, counted with the empty ones left of a filled one.
    pub cells: usize,
    /// Text in the whole workbook, in bytes, counted once for each cell that shows it.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 20 << 20,
            unpacked_bytes: 200 << 20,
            ratio: 300,
            parts: 2_000,
            sheets: 100,
            rows: 100_000,
            columns: 256,
            cells: 3_000_000,
            text_bytes: 64 << 20,
        }
    }
}

/// A workbook as it was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RawWorkbook {
    /// The sheets in the order of their tabs.
    pub sheets: Vec<RawSheet>,
    /// What [`crate::workbook::write`] stamped the file with; empty when the file is not from a template.
    pub stamp: BTreeMap<String, String>,
    /// Whether the workbook counts days from 1904; the days in the cells are already right.
    pub date1904: bool,
    /// Whether the workbook has links to other workbooks. They are never followed.
    pub external_links: bool,
    /// Names that the workbook has given to ranges, with what they stand for (at most 1,000).
    #[serde(default)]
    pub names: BTreeMap<String, String>,
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RawSheet {
    /// The name on the tab.
    pub name: String,
    /// Whether a person sees the tab.
    pub visibility: Visibility,
    /// Rows with content, by rising number; rows without content are left out. They travel apart, see
    /// [`crate::protocol`].
    #[serde(skip)]
    pub rows: Vec<RawRow>,
    /// Merged ranges, in the order of the file (at most 1,000).
    pub merged: Vec<Area>,
    /// Hidden columns among those that were read, zero-based.
    pub hidden_columns: Vec<u32>,
    /// Cells with content to the right of the last column that is read (the first ten).
    pub outside: Vec<Place>,
    /// Drop-down lists of its cells, in the order of the file (at most 1,000); see [`crate::drop_downs`].
    #[serde(default)]
    pub drop_downs: Vec<DropDown>,
}

/// A list that a cell is chosen from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropDown {
    /// The cells that have it.
    pub areas: Vec<Area>,
    /// Where its values are, as the file says it: `"Ja,Nej"`, a range or a name.
    pub source: String,
}

/// Whether the tab of a sheet is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// Shown.
    #[default]
    Visible,
    /// Hidden, can be shown from the menu.
    Hidden,
    /// Hidden so that only a program can show it.
    VeryHidden,
}

/// One row with content.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawRow {
    /// The number a person sees in the margin, from 1.
    pub number: u32,
    /// Whether the row is hidden, by hand or by a filter.
    pub hidden: bool,
    /// Cells from column A to the last with content.
    pub cells: Vec<RawCell>,
}

/// One cell. Text is kept as it stands: spaces, no-break spaces and leading apostrophes are for the parser to judge.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum RawCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text; cells that show the same shared text share it here too.
    Text(Arc<str>),
    /// A number without a date style; always finite.
    Number(f64),
    /// A day.
    Day(Day),
    /// A day with a time of day, in seconds after midnight.
    DateTime(Day, u32),
    /// True or false.
    Bool(bool),
    /// An error value such as `#N/A`.
    Error(Arc<str>),
    /// A formula with the value that was last calculated.
    Formula {
        /// The value stored in the file, itself no formula. The formula is never run.
        value: Box<RawCell>,
        /// The formula's beginning, without the equals sign; empty in the later cells of a shared formula.
        text: String,
    },
}

impl RawCell {
    /// The cell with a formula replaced by its value.
    pub fn value(&self) -> &Self {
        match self {
            Self::Formula { value, .. } => value.value(),
            other => other,
        }
    }

    /// Whether a person would call the cell empty: nothing, or only white space.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')),
            // A formula that gives nothing is still something somebody put there, but no content to read.
            Self::Formula { value, .. } => value.is_blank() || self.is_not_calculated(),
            _ => false,
        }
    }

    /// Whether the cell is a formula that the file keeps no value of: some programs write formulas and calculate nothing.
    pub fn is_not_calculated(&self) -> bool {
        matches!(self, Self::Formula { value, .. } if matches!(&**value, Self::Error(text) if **text == *forms::NOT_CALCULATED))
    }

    /// The text of a text cell, also behind a formula.
    pub fn text(&self) -> Option<&str> {
        match self.value() {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A cell's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Row number from 1.
    pub row: u32,
    /// Column from 0.
    pub column: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", letters(self.column), self.row)
    }
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Area {
    /// Upper left.
    pub from: Place,
    /// Lower right.
    pub to: Place,
}

impl std::fmt::Display for Area {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.from, self.to)
    }
}

/// The letters over a column: 0 is A, 25 is Z, 26 is AA, 16383 is XFD.
pub fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut out = Vec::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        out.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    out.iter().rev().collect()
}

/// Which kind of file the bytes are, whatever the file is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// An Office Open XML workbook without macros (.xlsx, .xltx).
    Workbook,
    /// A workbook that may hold macros (.xlsm, .xltm).
    MacroWorkbook,
    /// A binary workbook (.xlsb).
    BinaryWorkbook,
    /// A workbook of the years before 2007 (.xls).
    LegacyWorkbook,
    /// A workbook or document locked with a password.
    Encrypted,
    /// An OpenDocument spreadsheet (.ods).
    OpenDocumentSpreadsheet,
    /// A text document (.docx, .doc, .odt, .rtf).
    TextDocument,
    /// A presentation.
    Presentation,
    /// A web page, which some systems export under the name of a workbook.
    Html,
    /// An XML file, also Excel's own from 2003.
    Xml,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A text file with or without delimiters (.csv, .txt).
    Text,
    /// A zip archive that is none of the above.
    Archive,
    /// Something else.
    Unknown,
}

/// Why a file could not be read at all. What it says to a person stands in [`crate::sv::unreadable`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Unreadable {
    /// The file has no bytes, or only white space.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than is taken in.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The file is of another kind than the reader reads.
    #[error("the file is of another kind: {0:?}")]
    OtherKind(Kind),
    /// The file begins like a workbook but its end is missing.
    #[error("the file is cut off")]
    CutOff,
    /// A part of the file is broken.
    #[error("the part {part} is damaged")]
    Damaged {
        /// The part's name in the package.
        part: String,
    },
    /// The file unpacks to far more than it should.
    #[error("the file unpacks to too much")]
    Unpacks,
    /// The package has too many parts, two of the same name, overlapping ones, or names that point out of it.
    #[error("the package is not put together as a workbook")]
    Suspect,
    /// More sheets than are read.
    #[error("more than {limit} sheets")]
    TooManySheets {
        /// The limit.
        limit: usize,
    },
    /// More rows with content in a sheet than are read.
    #[error("more than {limit} rows in the sheet {sheet}")]
    TooManyRows {
        /// The sheet's name.
        sheet: String,
        /// The limit.
        limit: usize,
    },
    /// More cells or more text than are read.
    #[error("more content than is read, in the sheet {sheet}")]
    TooMuch {
        /// The sheet where the limit was passed.
        sheet: String,
    },
    /// The workbook has no sheet with cells.
    #[error("no sheet")]
    NoSheet,
}
