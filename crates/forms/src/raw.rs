//! What stood in a cell or an input, before anybody decided what it means.

use std::collections::BTreeMap;

use kernel::Day;
use serde::{Deserialize, Serialize};

/// The content of a cell as it was read. A web form and an e-mail give `Text`; a workbook can give all of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Raw {
    /// Nothing.
    Empty,
    /// Text, as written.
    Text(String),
    /// A number. In a day column it is a day serial of the 1900 system; a reader of a workbook in the 1904 system
    /// gives `Day` instead, since only it knows the system.
    Number(f64),
    /// A date cell.
    Day(Day),
    /// A truth value.
    Bool(bool),
    /// A formula, with the value it last had. The formula itself is never run.
    Formula(Box<Raw>),
    /// An error value such as `#REF!`.
    Error(String),
}

impl Raw {
    /// Text that may be empty.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Whether nothing (or only white space and invisible characters) stands here.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => crate::text::cleaned(text).is_empty(),
            Self::Formula(inner) => inner.is_blank(),
            Self::Number(_) | Self::Day(_) | Self::Bool(_) | Self::Error(_) => false,
        }
    }

    /// What stood here, as a person would recognise it in a fault.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) => crate::text::clean(text),
            Self::Number(number) => number_text(*number),
            Self::Day(day) => day.to_string(),
            Self::Bool(truth) => crate::sv::yes_no(*truth).to_owned(),
            Self::Formula(inner) => inner.shown(),
        }
    }
}

/// A number as a person would write it: whole ones without decimals, others with a comma.
pub(crate) fn number_text(number: f64) -> String {
    // f64 prints whole values below 10^16 exactly and without exponent; beyond that it is no identifier anyway.
    number.to_string().replace('.', ",")
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RawRow {
    /// The number of the row in the file as the program shows it (from 1), or the place in the web table.
    pub source_row: Option<u32>,
    /// Cells by the stable name of their column. A missing one is empty.
    pub cells: BTreeMap<String, Raw>,
}
