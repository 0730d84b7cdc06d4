//! From the rows of a file to what they say, by what their words mean.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, swedish::fold};

use super::layout::{Line, day_of};
use super::mapping::{Goal, Mapping, Whom};
use crate::year::Year;

/// A value that is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The row that says it.
    pub row: u32,
    /// What the file calls whom it is of, folded.
    pub organisation: String,
    /// Of whom.
    pub whom: Whom,
    /// At which occasion.
    pub occasion: String,
    /// What.
    pub goal: Goal,
    /// The value or text, as it is written.
    pub value: String,
}

/// Why a row says nothing, or what it says cannot be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Organisation or measure is missing.
    Blank,
    /// The period is no day.
    NotADay(String),
    /// The period lies outside the year.
    OtherYear(Day, i16),
    /// The item is not asked of those.
    NotAsked,
    /// It is asked of those, but answered here and not in the other system.
    AnsweredHere,
    /// Another row says something else of the same: which.
    Twice(u32),
    /// No number where a number of rows is said.
    NotACount(String),
    /// Another number of rows is said than there are.
    OtherCount {
        /// As said.
        said: u32,
        /// As there are.
        rows: u32,
    },
    /// A value that is no number, where an indicator's figure is said.
    NotANumber(String),
    /// What is said in the form's own words.
    Form(String),
}

/// Words that nobody has said the meaning of, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Organisations.
    pub organisations: BTreeSet<String>,
    /// Measures, each with its occasion.
    pub measures: BTreeSet<(String, String)>,
}

impl Unknown {
    /// Whether every word is known.
    pub fn is_empty(&self) -> bool {
        self.organisations.is_empty() && self.measures.is_empty()
    }
}

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    /// What is understood.
    pub entries: Vec<Entry>,
    /// What is not known.
    pub unknown: Unknown,
    /// Rows that cannot be.
    pub faults: Vec<(u32, Fault)>,
    /// How many values are passed over, as somebody has said.
    pub passed_over: usize,
    /// Every organisation that is named, as first written.
    pub organisations: BTreeMap<String, String>,
    /// Every measure that is named, by occasion and folded name, as first written.
    pub measures: BTreeMap<(String, String), String>,
}

/// The occasion of a period that ends on the day: the first whose last day has not passed then, and after the last of them
/// the last. None for a day outside the year.
pub fn occasion_of(year: &Year, day: Day) -> Option<&str> {
    let days = year.days()?;
    let last = year.occasions.iter().map(|occasion| occasion.deadline).max()?;
    if day < days.from || day > days.to.max(last) {
        return None;
    }
    let next = year.occasions.iter().filter(|occasion| occasion.deadline >= day).min_by_key(|one| one.deadline);
    next.or_else(|| year.occasions.iter().max_by_key(|one| one.deadline)).map(|occasion| occasion.slug.as_str())
}

/// What the lines say.
pub fn gather(lines: &[Line], mapping: &Mapping, year: &Year) -> Gathered {
    let mut all = Gathered::default();
    for line in lines {
        if line.organisation.is_empty() || line.measure.is_empty() {
            all.faults.push((line.row, Fault::Blank));
            continue;
        }
        let Some(day) = day_of(&line.date) else {
            all.faults.push((line.row, Fault::NotADay(line.date.clone())));
            continue;
        };
        let Some(occasion) = occasion_of(year, day) else {
            all.faults.push((line.row, Fault::OtherYear(day, year.year)));
            continue;
        };
        all.take(line, occasion, mapping);
    }
    all
}

impl Gathered {
    fn take(&mut self, line: &Line, occasion: &str, mapping: &Mapping) {
        let organisation =
            self.organisations.entry(fold(&line.organisation)).or_insert_with(|| line.organisation.clone()).clone();
        let key = (occasion.to_owned(), fold(&line.measure));
        let measure = self.measures.entry(key).or_insert_with(|| line.measure.clone()).clone();
        let (whom, goal) = (mapping.whom(&line.organisation), mapping.goal(occasion, &line.measure));
        if whom == Some(Whom::Nobody) || goal == Some(Goal::Nothing) {
            self.passed_over += 1;
            return;
        }
        if whom.is_none() {
            self.unknown.organisations.insert(organisation);
        }
        if goal.is_none() {
            self.unknown.measures.insert((occasion.to_owned(), measure));
        }
        if let (Some(whom), Some(goal)) = (whom, goal) {
            let (row, value) = (line.row, line.value.clone());
            let organisation = fold(&line.organisation);
            self.entries.push(Entry { row, organisation, whom, occasion: occasion.to_owned(), goal, value });
        }
    }
}

/// A whole number from nought up, as people and spreadsheets write it: `12`, `1 200`, `3,0`. A share is none.
pub fn count(text: &str) -> Option<u32> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (whole, part) = bare.split_once([',', '.']).unwrap_or((&bare, ""));
    let fits = !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit());
    // A point before three digits may as well divide thousands: such a text is no number.
    let is_whole = part.len() < 3 && part.bytes().all(|digit| digit == b'0');
    if fits && is_whole { whole.parse().ok() } else { None }
}
