//! What can be wrong with a year document. A fault says where (line, column, field), what, and what to do;
//! the sentences are in `sv.rs`.

use std::fmt;

use kernel::Day;

use super::words::{ColumnRole, FormWord, Measure, Regime};
use crate::complaints::ColumnProblem;
use crate::indicators::Unsound;
use crate::reminders::LadderProblem;

/// One step into a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into a field.
    Key(String),
    /// Into the element of a list, from zero.
    Index(usize),
}

/// A place in a document, written `items[4].period.from`: fields by name, list elements counted from one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath(Vec<Step>);

impl FieldPath {
    /// The document itself.
    pub const fn root() -> Self {
        Self(Vec::new())
    }
    /// The field of that name in this place.
    #[must_use]
    pub fn key(&self, name: &str) -> Self {
        self.step(Step::Key(name.to_owned()))
    }
    /// The list element with that index, from zero, in this place.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.step(Step::Index(index))
    }
    fn step(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
    /// The steps from the document to the place.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
    /// Whether `other` is this place or lies in it.
    pub fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(name) if at == 0 => f.write_str(name)?,
                Step::Key(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{}]", index + 1)?,
            }
        }
        Ok(())
    }
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text in quotation marks.
    Text,
    /// A whole number.
    Whole,
    /// A number with or without decimals.
    Number,
    /// `true` or `false`.
    Truth,
    /// A day.
    Day,
    /// A list in square brackets.
    List,
    /// A table: fields under a heading or in braces.
    Table,
    /// A list of tables: `[[name]]`.
    Tables,
    /// Text, or a table with one text per language.
    Label,
}

/// What a reference points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refers {
    /// An occasion.
    Occasion,
    /// An item.
    Item,
    /// A section of an item.
    Section,
    /// A contract area.
    Area,
    /// An indicator.
    Indicator,
    /// A goal.
    Goal,
    /// A trait.
    Trait,
}

/// How the text falls short of being TOML at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grammar {
    /// A text value without quotation marks.
    Unquoted,
    /// A text whose closing quotation mark is missing.
    UnclosedText,
    /// A name is given twice.
    DuplicateKey,
    /// `]` is missing.
    UnclosedBracket,
    /// `}` is missing.
    UnclosedBrace,
    /// A comma is missing or superfluous.
    Comma,
    /// `=` or the value after it is missing, or there is one `=` too many.
    Assignment,
    /// A backslash is followed by something it cannot be followed by.
    Escape,
    /// Lists or tables lie deeper in each other than is read.
    TooDeep,
    /// Anything else.
    Other,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The document is larger than a year document can be.
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
    },
    /// The bytes are no text in UTF-8.
    NotText,
    /// The text is not TOML here.
    Syntax(Grammar),
    /// A field that no year document has.
    UnknownField {
        /// Its name.
        name: String,
        /// A field that may have been meant.
        suggestion: Option<String>,
    },
    /// A field that must be there is not.
    Missing,
    /// A value of the wrong shape.
    WrongShape {
        /// What it should be.
        expected: Shape,
        /// What it is.
        found: Shape,
    },
    /// A word that is not in the closed set.
    UnknownWord {
        /// The word.
        word: String,
        /// The set.
        allowed: Vec<&'static str>,
        /// The one that may have been meant.
        suggestion: Option<String>,
    },
    /// A word that stands twice in a list.
    RepeatedWord {
        /// The word.
        word: String,
    },
    /// Text that is no day, or a day that the calendar does not have.
    NotADay {
        /// As written.
        text: String,
    },
    /// A number outside its limits, or with more than three decimals.
    NumberOutside {
        /// As written.
        text: String,
        /// The least allowed.
        least: i64,
        /// The most allowed.
        most: i64,
        /// Whether it is a whole number.
        whole: bool,
    },
    /// Text that cannot be a stable name.
    NotASlug {
        /// As written.
        text: String,
        /// The same made into a name, where something is left of it.
        suggestion: Option<String>,
    },
    /// An empty text.
    Empty,
    /// An empty list where something must stand.
    EmptyList,
    /// A language that the system does not have.
    UnknownLanguage {
        /// As written.
        tag: String,
    },
    /// The document is of a version this program does not read.
    Schema {
        /// The version.
        found: i64,
    },
    /// Something that is not an e-mail address.
    NotAnAddress {
        /// As written.
        text: String,
    },
    /// A stable name that is taken.
    DuplicateSlug {
        /// The name.
        slug: String,
        /// Where it stands first.
        first: FieldPath,
    },
    /// Two headings or choices that look the same to whoever fills in.
    DuplicateTitle {
        /// The title.
        title: String,
        /// Where it stands first.
        first: FieldPath,
    },
    /// A reference to something that is not there.
    UnknownReference {
        /// As written.
        slug: String,
        /// What it should be.
        to: Refers,
        /// The one that may have been meant.
        suggestion: Option<String>,
    },
    /// A period that ends before it begins.
    PeriodBackwards {
        /// Its first day.
        from: Day,
        /// Its last day.
        to: Day,
    },
    /// A deadline that lies before the end of what it covers.
    DeadlineBeforePeriodEnd {
        /// The deadline.
        deadline: Day,
        /// The last day covered.
        end: Day,
    },
    /// A deadline that lies outside the year and the three months after it.
    DeadlineInAnotherYear {
        /// The deadline.
        deadline: Day,
        /// The year of the document.
        year: i16,
    },
    /// A deadline on a Saturday, Sunday or holiday.
    DeadlineOnDayOff {
        /// The deadline.
        deadline: Day,
        /// The next working day.
        suggestion: Day,
    },
    /// An occasion at which nothing is due.
    OccasionWithoutItems,
    /// A field that does not belong to an item with this form.
    NotWithThisForm {
        /// The form.
        form: FormWord,
    },
    /// `part` on a section of an item that is not handed in for provider and areas both.
    PartWithoutParts,
    /// Options on a column where nothing is chosen.
    OptionsWithoutChoice,
    /// `in_period` on a column that takes no day, or for an item that covers no days.
    NoDaysToLieIn,
    /// A column that takes a complaint category in a year without any.
    ColumnWithoutCategories,
    /// A column that takes a situation in a year without a list of them.
    ColumnWithoutSituations,
    /// A list of situations without a code for those whom nobody reached: they would be counted as something else.
    NobodyUnreached,
    /// Two columns that tell the same of a person.
    RoleTwice {
        /// What.
        role: ColumnRole,
    },
    /// A column that cannot tell what it is said to tell.
    RoleOfOtherKind {
        /// What.
        role: ColumnRole,
    },
    /// A column whose answer says nothing without another.
    RoleMissing {
        /// What is missing.
        role: ColumnRole,
    },
    /// A column for text in an item about decisions on somebody's health.
    TextAboutHealth,
    /// A column for personnummer where none can be: outside a list of persons after an education, or not by its role.
    PersonColumn {
        /// Whether it is that it must be filled in: not everybody has one.
        required: bool,
    },
    /// Columns or an instruction for investigations of abusive treatment, but no heading.
    AbuseWithoutHeading,
    /// An area level in a year without contract areas.
    LevelWithoutAreas,
    /// A column that takes a contract area in a year without contract areas.
    ColumnWithoutAreas,
    /// A regime that the authority does not use.
    RegimeNotUsed {
        /// The regime.
        regime: Regime,
    },
    /// Nobody is asked: every regime reports in another system.
    AskedOfNobody,
    /// An item that says it is analysed in itself.
    AnalysedInItself,
    /// A second target for the same indicator, regime and area.
    DuplicateTarget {
        /// Where the first stands.
        first: FieldPath,
    },
    /// Figures of a day after the last day to hand in.
    FiguresAfterDeadline {
        /// The day of the figures.
        day: Day,
        /// The last day.
        deadline: Day,
    },
    /// Carried-over days that the item's own period already covers.
    CarryOverInPeriod,
    /// A cohort that counts people whom another item of the same form counts too.
    CohortOverlaps {
        /// The other item.
        first: FieldPath,
    },
    /// A reference to an item with another form than is needed.
    ItemOfOtherForm {
        /// The form it should have.
        expected: FormWord,
    },
    /// A column of the complaint tables that their rules know by name but cannot use.
    ComplaintColumn(ColumnProblem),
    /// A target for an indicator where neither more nor less is better.
    TargetWithoutDirection,
    /// A target that no figure in the indicator's unit can have.
    TargetOutside {
        /// The unit.
        unit: Measure,
    },
    /// Complaints with a direction: easy complaining is good, so neither more nor less is.
    ComplaintsWithDirection,
    /// A formula with both a numerator and the parts of a distribution.
    NumeratorAndParts,
    /// A distribution with a direction.
    DistributionWithDirection,
    /// A share that is told per so many as well.
    PerWithPercent,
    /// A formula whose figure cannot be told in the indicator's unit.
    CountedInOtherUnit,
    /// A formula with a term that some of what another term of the side counts is counted in as well, that counts something
    /// else than the rest, or that a share's base lacks.
    Unsound(Unsound),
    /// A code that no measure of the source can have.
    NotAMeasure {
        /// What stands there.
        text: String,
    },
    /// A ladder of reminders that cannot be climbed.
    Ladder(LadderProblem),
    /// A target that the authority has yet to decide.
    TargetToDecide,
}

/// Whether a fault keeps the document from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document cannot be used until it is mended.
    Error,
    /// The document can be used; somebody should look at it.
    Notice,
}

impl FaultKind {
    /// Whether it keeps the document from being used.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::DeadlineBeforePeriodEnd { .. }
            | Self::DeadlineInAnotherYear { .. }
            | Self::DeadlineOnDayOff { .. }
            | Self::OccasionWithoutItems
            | Self::AskedOfNobody
            | Self::CohortOverlaps { .. }
            | Self::TargetToDecide => Severity::Notice,
            _ => Severity::Error,
        }
    }
    /// Another place that the fault speaks of.
    pub const fn other_place(&self) -> Option<&FieldPath> {
        match self {
            Self::DuplicateSlug { first, .. } | Self::DuplicateTarget { first } | Self::CohortOverlaps { first } => {
                Some(first)
            }
            _ => None,
        }
    }
}

/// Something wrong in a year, by field; what [`super::check`] finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub path: FieldPath,
    /// What is wrong.
    pub kind: FaultKind,
}

/// Something wrong in a document, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFault {
    /// Line, from one.
    pub line: usize,
    /// Column in characters, from one.
    pub column: usize,
    /// The field; the document itself where the text is not TOML.
    pub path: FieldPath,
    /// What is wrong.
    pub kind: FaultKind,
    /// The line of the other place that the fault speaks of.
    pub other_line: Option<usize>,
}

impl ConfigFault {
    /// Whether it keeps the document from being used.
    pub const fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

/// The allowed name nearest to what was written, where it is near enough to have been meant.
pub(super) fn nearest<'a>(written: &str, allowed: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let folded = written.to_lowercase().replace(['_', ' '], "-");
    allowed
        .into_iter()
        .map(|name| (distance(&folded, &name.replace('_', "-")), name))
        .filter(|(far, name)| *far <= 1 + name.chars().count().min(folded.chars().count()) / 4)
        .min()
        .map(|(_, name)| name.to_owned())
}

/// Edits (insert, delete, replace) between two texts (Levenshtein 1966).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let change = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}
