//! What the words of a system's files mean here, as somebody has said once: saved, and used the next time.

use std::collections::BTreeMap;
use std::fmt;

use kernel::id::kind::{Area, Organisation, Unit};
use kernel::{Id, swedish::fold};
use serde::{Deserialize, Serialize};

/// What a file calls an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// A unit.
    Unit(Id<Unit>),
    /// A provider's contract area.
    Area(Id<Organisation>, Id<Area>),
    /// A provider as a whole.
    Provider(Id<Organisation>),
    /// Nobody who is followed up here: such rows are passed over.
    Nobody,
}

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(unit) => write!(f, "unit:{unit}"),
            Self::Area(provider, area) => write!(f, "area:{provider}:{area}"),
            Self::Provider(provider) => write!(f, "provider:{provider}"),
            Self::Nobody => f.write_str(NOTHING),
        }
    }
}

/// Whom or what is passed over, as it is written.
const NOTHING: &str = "-";

impl Whom {
    /// As it is written.
    pub fn parse(text: &str) -> Option<Self> {
        if text == NOTHING {
            return Some(Self::Nobody);
        }
        let (kind, id) = text.split_once(':')?;
        match kind {
            "unit" => id.parse().ok().map(Self::Unit),
            "provider" => id.parse().ok().map(Self::Provider),
            "area" => {
                let (provider, area) = id.split_once(':')?;
                Some(Self::Area(provider.parse().ok()?, area.parse().ok()?))
            }
            _ => None,
        }
    }
}

/// What a file calls a measure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    /// A field of an item, by its path.
    Field {
        /// The item.
        item: String,
        /// The path.
        path: String,
    },
    /// A column of a table. A new row begins where a column comes again.
    Cell {
        /// The item.
        item: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// How many rows a table has: held against them, and nought is that there is nothing to report.
    Rows {
        /// The item.
        item: String,
        /// The table.
        table: String,
    },
    /// A figure of an indicator, without its base.
    Indicator(String),
    /// Nothing that is followed up here: such rows are passed over.
    Nothing,
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field { item, path } => write!(f, "field:{item}:{path}"),
            Self::Cell { item, table, column } => write!(f, "cell:{item}:{table}:{column}"),
            Self::Rows { item, table } => write!(f, "rows:{item}:{table}"),
            Self::Indicator(indicator) => write!(f, "indicator:{indicator}"),
            Self::Nothing => f.write_str(NOTHING),
        }
    }
}

impl Goal {
    /// As it is written.
    pub fn parse(text: &str) -> Option<Self> {
        if text == NOTHING {
            return Some(Self::Nothing);
        }
        let parts: Vec<&str> = text.split(':').collect();
        Some(match parts.as_slice() {
            ["field", item, path] => Self::Field { item: (*item).to_owned(), path: (*path).to_owned() },
            ["cell", item, table, column] => {
                Self::Cell { item: (*item).to_owned(), table: (*table).to_owned(), column: (*column).to_owned() }
            }
            ["rows", item, table] => Self::Rows { item: (*item).to_owned(), table: (*table).to_owned() },
            ["indicator", indicator] => Self::Indicator((*indicator).to_owned()),
            _ => return None,
        })
    }

    /// The same of another item: its field of that path, its table's column.
    #[must_use]
    pub fn of_item(&self, other: &str) -> Self {
        let mut of = self.clone();
        if let Self::Field { item, .. } | Self::Cell { item, .. } | Self::Rows { item, .. } = &mut of {
            other.clone_into(item);
        }
        of
    }

    /// The item that it is of, where it is of one.
    pub fn item(&self) -> Option<&str> {
        match self {
            Self::Field { item, .. } | Self::Cell { item, .. } | Self::Rows { item, .. } => Some(item),
            Self::Indicator(_) | Self::Nothing => None,
        }
    }
}

/// The name with single spaces, as it is told apart from others.
fn words(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What words mean. Kept as it is written, so that a version that names something gone can still be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Organisations, by their folded names.
    organisations: BTreeMap<String, String>,
    /// Measures, by occasion and folded name: one measure is asked again and again.
    measures: BTreeMap<String, BTreeMap<String, String>>,
    /// What whom is called when it is written out, as the other system writes it. Several names may mean the same.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    called: BTreeMap<String, String>,
    /// The same of measures, by occasion.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    called_measures: BTreeMap<String, BTreeMap<String, String>>,
}

/// The name that means this: the one that it is called by, else the first that means it.
fn name(called: Option<&String>, meanings: Option<&BTreeMap<String, String>>, means: &str) -> Option<String> {
    let meanings = meanings?;
    let holds = |name: &&String| meanings.get(&fold(name)).is_some_and(|text| text == means);
    let first = || meanings.iter().find(|(_, text)| *text == means).map(|(name, _)| name);
    called.filter(holds).or_else(first).cloned()
}

impl Mapping {
    /// Whom the name means.
    pub fn whom(&self, name: &str) -> Option<Whom> {
        self.organisations.get(&fold(name)).and_then(|text| Whom::parse(text))
    }

    /// What the measure means at the occasion.
    pub fn goal(&self, occasion: &str, measure: &str) -> Option<Goal> {
        self.measures.get(occasion)?.get(&fold(measure)).and_then(|text| Goal::parse(text))
    }

    /// What whom is called in the other system.
    pub fn name_of(&self, whom: Whom) -> Option<String> {
        let means = whom.to_string();
        name(self.called.get(&means), Some(&self.organisations), &means)
    }

    /// What is called so in the other system at the occasion.
    pub fn measure_of(&self, occasion: &str, goal: &Goal) -> Option<String> {
        let means = goal.to_string();
        let called = self.called_measures.get(occasion).and_then(|all| all.get(&means));
        name(called, self.measures.get(occasion), &means)
    }

    /// The same with each measure where its meaning has gone. A measure whose meaning has gone nowhere means nothing that is
    /// known.
    #[must_use]
    pub fn followed(&self, now: impl Fn(&Goal) -> Option<Goal>) -> Self {
        let now = |text: &String| match Goal::parse(text) {
            Some(goal) => now(&goal).map(|goal| goal.to_string()),
            None => Some(text.clone()),
        };
        let mut all = self.clone();
        for measures in all.measures.values_mut() {
            let moved = measures.iter().filter_map(|(name, text)| Some((name.clone(), now(text)?)));
            *measures = moved.collect();
        }
        for called in all.called_measures.values_mut() {
            let moved = called.iter().filter_map(|(text, name)| Some((now(text)?, name.clone())));
            *called = moved.collect();
        }
        all
    }

    /// Says whom the name means, as it is written. The first name for somebody is what they are called.
    pub fn set_whom(&mut self, name: &str, whom: Whom) {
        self.organisations.insert(fold(name), whom.to_string());
        if whom != Whom::Nobody && self.name_of(whom).is_none_or(|called| fold(&called) == fold(name)) {
            self.called.insert(whom.to_string(), words(name));
        }
    }

    /// Says what the measure means at the occasion, in the same way.
    pub fn set_goal(&mut self, occasion: &str, measure: &str, goal: &Goal) {
        self.measures.entry(occasion.to_owned()).or_default().insert(fold(measure), goal.to_string());
        let is_called = self.measure_of(occasion, goal).is_none_or(|called| fold(&called) == fold(measure));
        if *goal != Goal::Nothing && is_called {
            let all = self.called_measures.entry(occasion.to_owned()).or_default();
            all.insert(goal.to_string(), words(measure));
        }
    }
}
