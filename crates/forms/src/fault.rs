//! What is wrong with what somebody wrote, and where. Every fault has a sentence in `sv`.

use std::collections::BTreeMap;

use kernel::{Day, Period};
use serde::{Deserialize, Serialize};

/// Where in a file, table or form something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Place {
    /// The sheet, by the name people see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row, counted from 1 as the program shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The stable name of the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The path (`section.field`) of the field of a form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Place {
    /// A cell of a table.
    pub fn cell(row: Option<u32>, column: impl Into<String>) -> Self {
        Self { row, column: Some(column.into()), ..Self::default() }
    }
    /// A field of a form.
    pub fn field(path: impl Into<String>) -> Self {
        Self { field: Some(path.into()), ..Self::default() }
    }
    /// A whole sheet.
    pub fn sheet(name: impl Into<String>) -> Self {
        Self { sheet: Some(name.into()), ..Self::default() }
    }
    /// The same place on the named sheet.
    #[must_use]
    pub fn on_sheet(self, name: impl Into<String>) -> Self {
        Self { sheet: Some(name.into()), ..self }
    }
}

/// Something that is wrong and must be put right before the row or form can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: FaultKind,
    /// What stood there, as the person would recognise it; empty where nothing did.
    pub value: String,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// Nothing where something is needed.
    Missing,
    /// No day, or one that the calendar does not have.
    NotADay,
    /// A day and month without year, where no period tells which year.
    NoYear,
    /// A day that is read in two ways: `3/4/24` is the third of April to one reader and the fourth of March to another.
    TwoReadings {
        /// With the day first.
        day_first: Day,
        /// With the month first.
        month_first: Day,
    },
    /// A day in a year that nobody reports about: before 1900 or after 2199.
    OutsideYears,
    /// A day outside the period.
    OutsidePeriod {
        /// The period it must lie in.
        period: Period,
    },
    /// None of the choices.
    NotAChoice {
        /// The labels to choose between.
        options: Vec<String>,
        /// The one that was probably meant.
        suggestion: Option<String>,
    },
    /// Neither yes nor no.
    NotYesNo,
    /// No whole number.
    NotAnInteger,
    /// A number below the least.
    TooSmall {
        /// The least.
        min: i64,
    },
    /// A number above the most.
    TooLarge {
        /// The most.
        max: i64,
    },
    /// A text that is too long.
    TooLong {
        /// The most characters.
        max: u32,
        /// How many it has.
        actual: u32,
    },
    /// The cell holds an error value.
    CellError,
    /// The cell holds a formula of which the file keeps no value.
    NotCalculated,
    /// A text that holds something that looks like a personnummer.
    PersonalNumber,
    /// A column of the template is missing in the file.
    MissingColumn,
    /// A heading that is not in the template.
    UnknownColumn,
    /// The same heading twice.
    DuplicateColumn,
    /// A sheet of the template is missing in the file.
    MissingSheet,
    /// Merged cells where rows are read.
    MergedCells,
    /// A rule of the trade, with its stable name and its sentence (what, where and what to do).
    Rule {
        /// Stable name of the rule.
        code: String,
        /// The sentence, from the `sv` module of the feature whose rule it is.
        sentence: String,
    },
}

/// Something to point out that stops nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: NoticeKind,
    /// What stood there.
    pub value: String,
}

/// What is pointed out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// A formula was read as the value it had.
    Formula,
    /// The text holds an e-mail address.
    EmailAddress,
    /// The text holds what looks like a telephone number.
    PhoneNumber,
    /// The text holds what looks like a name.
    NameLike,
    /// A column of the file that the template does not have was left out.
    ColumnIgnored,
    /// A hidden sheet was left out.
    HiddenSheet,
    /// A rule of the trade, with its stable name and its sentence.
    Rule {
        /// Stable name of the rule.
        code: String,
        /// The sentence, from the `sv` module of the feature whose rule it is.
        sentence: String,
    },
}

/// Faults of one kind in one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultGroup {
    /// What is wrong.
    pub kind: FaultKind,
    /// The sheet and the column or field, without row.
    pub place: Place,
    /// How many.
    pub count: usize,
    /// The first of them, at most [`FaultGroup::SHOWN`].
    pub first: Vec<Fault>,
}

impl FaultGroup {
    /// How many faults of a group are shown.
    pub const SHOWN: usize = 5;
}

/// Faults grouped by sheet, column and kind, in the order in which the first of each group stands. A different
/// suggestion or length does not make a different group.
pub fn group(faults: &[Fault]) -> Vec<FaultGroup> {
    let mut groups: Vec<FaultGroup> = Vec::new();
    let mut index: BTreeMap<(Place, FaultKind), usize> = BTreeMap::new();
    for fault in faults {
        let place = Place { row: None, ..fault.place.clone() };
        let kind = fault.kind.without_particulars();
        let position = *index.entry((place.clone(), kind.clone())).or_insert_with(|| {
            groups.push(FaultGroup { kind, place, count: 0, first: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(position) {
            group.count += 1;
            if group.first.len() < FaultGroup::SHOWN {
                group.first.push(fault.clone());
            }
        }
    }
    groups
}

impl FaultKind {
    /// The kind without what differs from cell to cell.
    fn without_particulars(&self) -> Self {
        match self {
            Self::NotAChoice { options, .. } => Self::NotAChoice { options: options.clone(), suggestion: None },
            Self::TooLong { max, .. } => Self::TooLong { max: *max, actual: 0 },
            other => other.clone(),
        }
    }
}
