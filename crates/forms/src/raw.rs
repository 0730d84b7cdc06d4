//! What stood in a cell or an input, before anybody decided what it means.

use std::borrow::Cow;
use std::sync::Arc;

use kernel::{Day, Named};
use serde::{Deserialize, Serialize};

/// The error value of a formula of which the file keeps no value.
pub const NOT_CALCULATED: &str = "#NOT-CALCULATED";

/// The content of a cell as it was read. A web form and an e-mail give `Text`; a workbook can give all of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Raw {
    /// Nothing.
    Empty,
    /// Text, as written; cells of a file that say the same share it.
    #[serde(with = "shared")]
    Text(Arc<str>),
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
    #[serde(with = "shared")]
    Error(Arc<str>),
}

/// Shared text is stored as any other.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(deserializer).map(Into::into)
    }
}

impl Raw {
    /// Text that may be empty.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(text.as_ref().into())
    }

    /// Whether nothing (or only white space and invisible characters) stands here.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => crate::text::is_blank(text),
            Self::Formula(inner) => inner.is_blank(),
            Self::Number(_) | Self::Day(_) | Self::Bool(_) | Self::Error(_) => false,
        }
    }

    /// What stood here, as a person would recognise it in a fault.
    pub fn shown(&self) -> String {
        self.shown_here().into_owned()
    }

    /// As [`shown`](Self::shown), borrowed where it stands as it is shown.
    pub(crate) fn shown_here(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Error(text) if **text == *NOT_CALCULATED => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => crate::text::cleaned(text),
            Self::Number(number) => number_text(*number).into(),
            Self::Day(day) => day.to_string().into(),
            Self::Bool(truth) => Cow::Borrowed(crate::sv::yes_no(*truth)),
            Self::Formula(inner) => inner.shown_here(),
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
    pub cells: Named<Raw>,
}
