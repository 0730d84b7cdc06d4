//! What each column of a table is, and what is wrong with a table that is read so.

use serde::{Deserialize, Serialize};

use super::own::Own;

/// What a column is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "role")]
pub enum Role {
    /// Says what the row is about: a place, a course, an outcome.
    Label,
    /// Says which year or term the row is of.
    Period,
    /// Says which level the row is of, such as municipality, county, nation. Levels are never summed with each other.
    Level,
    /// A count: whole, never below zero, can be summed.
    Count,
    /// A printed percentage whose counts stand in the table: it is computed from them and compared.
    Share {
        /// The column of those who are counted.
        part: usize,
        /// The columns that together are those among whom they are counted.
        base: Vec<usize>,
        /// Which own figure stands beside it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        own: Option<Own>,
    },
    /// A value that came without its counts. Never summed.
    Reported {
        /// Which own figure stands beside it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        own: Option<Own>,
    },
    /// Kept, but not read.
    Ignored,
}

impl Role {
    /// The stable name.
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Period => "period",
            Self::Level => "level",
            Self::Count => "count",
            Self::Share { .. } => "share",
            Self::Reported { .. } => "reported",
            Self::Ignored => "ignored",
        }
    }

    /// Whether the column says which row it is, rather than how many.
    pub const fn names_the_row(&self) -> bool {
        matches!(self, Self::Label | Self::Period | Self::Level)
    }
}

/// A column: what it is called and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading as it was read.
    pub heading: String,
    /// What it is.
    #[serde(flatten)]
    pub role: Role,
}

/// How a table is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// Whether a dash is zero, as in the tables of Statistics Sweden; else it is a missing figure.
    #[serde(default)]
    pub dash_is_zero: bool,
    /// Rows that are themselves the sum of others, by their number in the file: shown as they are and in no sum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub totals: Vec<u32>,
}

impl Layout {
    /// The columns of one kind, by their place.
    pub fn of(&self, wanted: impl Fn(&Role) -> bool) -> Vec<usize> {
        self.columns.iter().enumerate().filter(|(_, column)| wanted(&column.role)).map(|(at, _)| at).collect()
    }

    /// The heading of the column; empty for one that is not there.
    pub fn heading(&self, at: usize) -> &str {
        self.columns.get(at).map_or("", |column| column.heading.as_str())
    }

    /// The first column of that role.
    pub(super) fn first(&self, wanted: &Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == *wanted)
    }
}

/// What keeps a table from being read as its layout says. Rows are numbered as in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// No column says what a row is about.
    NoLabel,
    /// No column holds figures.
    NoFigures,
    /// Several columns have a role that only one can have.
    Twice {
        /// The column.
        column: usize,
    },
    /// A share lacks the columns it is computed from, or they are no counts.
    ShareWithoutCounts {
        /// The share's column.
        column: usize,
    },
    /// A count is no whole number from zero up.
    NotACount {
        /// The column.
        column: usize,
        /// The row.
        row: u32,
        /// What stands there.
        found: String,
    },
    /// A share or value is no number.
    NotANumber {
        /// The column.
        column: usize,
        /// The row.
        row: u32,
        /// What stands there.
        found: String,
    },
    /// More are counted than there are to count among.
    PartAboveBase {
        /// The share's column.
        column: usize,
        /// The row.
        row: u32,
        /// The part.
        part: i64,
        /// The base.
        base: i64,
    },
    /// The row says the same as an earlier one about what it is of.
    SameRow {
        /// The earlier row.
        first: u32,
        /// The row.
        row: u32,
    },
}
