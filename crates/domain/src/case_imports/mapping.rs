//! What the columns and the words of a provider's files mean, as somebody has said once: saved, and used the next time.

use std::collections::BTreeMap;

use kernel::id::kind::Unit;
use kernel::swedish::fold;
use kernel::{Id, closed};
use serde::{Deserialize, Serialize};

use super::sv;
use super::table::Table;
use crate::cases::Kind;

closed! {
    /// What a column can mean.
    Column {
        /// What the own system knows the case by.
        Reference = "arende",
        /// The day that it reached the school.
        Received = "mottaget",
        /// The unit.
        Unit = "enhet",
        /// A view or a complaint.
        Kind = "slag",
        /// The core category.
        Category = "karna",
        /// The first question of the counting rule: the education did not live up to what the person expects.
        Negative = "negativt",
        /// The second: it demanded active handling.
        Active = "aktiv",
        /// The third: management was involved.
        Management = "ledning",
        /// The day that the complainant was told that it had come.
        Acknowledged = "bekraftat",
        /// The day of the first answer.
        Answered = "besvarat",
        /// The day that it was closed.
        Closed = "avslutat",
        /// What became of it.
        Outcome = "utfall",
        /// What the report says of it.
        Text = "text",
    }
}

closed! {
    /// What the words of a column are about, where they are words of the own system.
    Topic {
        /// Units.
        Unit = "enhet",
        /// A view or a complaint.
        Kind = "slag",
        /// Core categories.
        Category = "karna",
        /// Yes or no.
        Answer = "svar",
        /// Outcomes.
        Outcome = "utfall",
    }
}

/// What a word means whose rows are left out.
pub const LEFT_OUT: &str = "-";
/// What a word means that says yes.
pub const YES: &str = "ja";
/// What a word means that says no.
pub const NO: &str = "nej";

impl Column {
    /// The columns without which nothing can be read.
    pub const REQUIRED: [Self; 2] = [Self::Reference, Self::Received];
    /// The three questions of the counting rule.
    pub const QUESTIONS: [Self; 3] = [Self::Negative, Self::Active, Self::Management];

    /// What its words are about, where they have to be understood.
    pub const fn topic(self) -> Option<Topic> {
        match self {
            Self::Unit => Some(Topic::Unit),
            Self::Kind => Some(Topic::Kind),
            Self::Category => Some(Topic::Category),
            Self::Negative | Self::Active | Self::Management => Some(Topic::Answer),
            Self::Outcome => Some(Topic::Outcome),
            _ => None,
        }
    }
}

impl Topic {
    /// Whether a row can be left out by what it says of this: it is of a unit, or of a kind, that is not told of here.
    pub const fn may_leave_out(self) -> bool {
        matches!(self, Self::Unit | Self::Kind)
    }
}

/// A word of the own system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// As a file wrote it.
    pub written: String,
    /// The stable name of what it means.
    pub means: String,
}

/// What columns and words mean.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mapping {
    /// The heading of each column.
    pub columns: BTreeMap<Column, String>,
    /// The unit of every row, where no column says it.
    pub unit: Option<Id<Unit>>,
    /// What every row is, where no column says it.
    pub kind: Option<Kind>,
    /// What words mean, by how they are compared.
    pub words: BTreeMap<Topic, BTreeMap<String, Word>>,
}

/// What keeps a mapping from reading a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacking {
    /// Nothing is said of a column without which nothing is read.
    Column(Column),
    /// Neither a column nor one unit for all is chosen.
    Unit,
    /// Neither a column nor one kind for all is chosen.
    Kind,
    /// Some of the three questions have a column and some have none.
    Questions,
    /// The file has no such heading.
    Heading(Column),
}

impl Mapping {
    /// What keeps it from reading the file, in the order of the columns.
    pub fn lacks(&self, table: &Table) -> Vec<Lacking> {
        let has = |column: &Column| self.columns.contains_key(column);
        let mut lacks: Vec<Lacking> =
            Column::REQUIRED.into_iter().filter(|column| !has(column)).map(Lacking::Column).collect();
        if !has(&Column::Unit) && self.unit.is_none() {
            lacks.push(Lacking::Unit);
        }
        if !has(&Column::Kind) && self.kind.is_none() {
            lacks.push(Lacking::Kind);
        }
        if !matches!(Column::QUESTIONS.iter().filter(|column| has(column)).count(), 0 | 3) {
            lacks.push(Lacking::Questions);
        }
        let absent = |(column, heading): (&Column, &String)| {
            let missing = table.place(heading).is_none();
            missing.then_some(Lacking::Heading(*column))
        };
        lacks.extend(self.columns.iter().filter_map(absent));
        lacks
    }

    /// Whether a column of that heading means something.
    pub fn reads(&self, heading: &str) -> bool {
        let wanted = fold(heading);
        self.columns.values().any(|known| fold(known) == wanted)
    }

    /// What somebody has said that the word means.
    pub fn means(&self, topic: Topic, written: &str) -> Option<&str> {
        self.words.get(&topic)?.get(&fold(written)).map(|word| word.means.as_str())
    }

    /// Says what the word means.
    pub fn say(&mut self, topic: Topic, written: &str, means: &str) {
        let word = Word { written: written.to_owned(), means: means.to_owned() };
        self.words.entry(topic).or_default().insert(fold(written), word);
    }
}

/// The columns that the headings probably mean, for whoever says it the first time: those that are called as we would call them.
pub fn guess(table: &Table) -> BTreeMap<Column, String> {
    let mut found: BTreeMap<Column, String> = BTreeMap::new();
    for column in Column::ALL {
        let known = sv::called(*column);
        let taken: Vec<String> = found.values().cloned().collect();
        let fits = |heading: &&String| known.contains(&fold(heading).as_str()) && !taken.contains(heading);
        if let Some(heading) = table.headings.iter().find(fits) {
            found.insert(*column, heading.clone());
        }
    }
    // Some of the three questions and not all would only have to be taken away again.
    if Column::QUESTIONS.iter().any(|column| !found.contains_key(column)) {
        found.retain(|column, _| !Column::QUESTIONS.contains(column));
    }
    found
}
