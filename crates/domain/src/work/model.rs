//! Which column says what, and what a row says.

use std::collections::BTreeMap;

use forms::Row;
use kernel::{Day, Period};

use crate::educations::Kind;
use crate::year::{Cohort, ColumnRole, EducationForm, Form, Item, Means, Word, Year};

/// After so many months a person is asked.
const MONTHS: i32 = 3;

/// The first day on which somebody can be asked whose education was over that day. Where the month has no such day it is
/// the last of the month: 30 November gives the last of February.
pub fn can_be_asked_from(completed: Day) -> Day {
    completed.plus_months(MONTHS)
}

/// The kinds of education that the word of a cohort counts.
pub const fn kinds(form: EducationForm) -> &'static [Kind] {
    match form {
        EducationForm::Vocational => &[Kind::Whole, Kind::Apprentice],
        EducationForm::Combination => &[Kind::Combination],
    }
}

/// Which column of an item's table says what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    columns: BTreeMap<ColumnRole, String>,
    /// What each code means, with what it is called, in the order of the document.
    pub codes: Vec<(String, Means, String)>,
    /// Whom the item is about.
    pub cohort: Option<Cohort>,
    /// Other items of the year about other people, with what they are called and their days.
    pub others: Vec<(String, Period)>,
    /// Where persons stand in other lists of the provider's at the same occasion, by the reference to their number.
    pub elsewhere: BTreeMap<String, Vec<Other>>,
}

/// A row about a person in another list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// What the list is called.
    pub list: String,
    /// The education that the row is about.
    pub education: String,
}

impl Layout {
    /// The layout of an item's table; `None` where it tells of nobody three months after an education.
    pub fn of(year: &Year, item: &Item) -> Option<Self> {
        let Form::Table(columns) = &item.form else { return None };
        let columns: BTreeMap<ColumnRole, String> =
            columns.iter().filter_map(|column| Some((column.role?, column.slug.to_string()))).collect();
        let tells = columns.contains_key(&ColumnRole::Completed) && columns.contains_key(&ColumnRole::After);
        let is_other = |other: &&Item| {
            other.slug != item.slug && other.level == item.level && other.form.word() == item.form.word()
        };
        let others = year.items.iter().filter(is_other);
        let others =
            others.filter_map(|other| Some((other.title.as_sv().to_owned(), other.cohort.as_ref()?.completed)));
        tells.then(|| Self {
            columns,
            codes: year
                .situations
                .iter()
                .map(|of| (of.slug.to_string(), of.means, of.title.as_sv().to_owned()))
                .collect(),
            cohort: item.cohort.clone(),
            others: others.collect(),
            elsewhere: BTreeMap::new(),
        })
    }

    /// The stable name of the column with the role, where the table has one.
    pub fn column(&self, role: ColumnRole) -> Option<&str> {
        self.columns.get(&role).map(String::as_str)
    }

    /// Whether the column of that stable name has a role.
    pub fn has_role(&self, column: &str) -> bool {
        self.columns.values().any(|slug| slug == column)
    }

    /// What the code means.
    pub fn means(&self, code: &str) -> Option<Means> {
        self.codes.iter().find(|(slug, ..)| slug == code).map(|(_, means, _)| *means)
    }

    /// The first code with the meaning.
    pub fn code(&self, means: Means) -> Option<&str> {
        self.codes.iter().find(|(_, of, _)| *of == means).map(|(slug, ..)| slug.as_str())
    }

    /// What the code is called.
    pub fn title(&self, code: &str) -> Option<&str> {
        self.codes.iter().find(|(slug, ..)| slug == code).map(|(.., title)| title.as_str())
    }

    /// What the row says.
    pub fn person<'r>(&'r self, row: &'r Row) -> Person<'r> {
        let text = |role| self.column(role).map_or("", |column| row.text(column));
        let day = |role| row.day(self.column(role)?);
        let choice = |role| row.choice(self.column(role)?);
        Person {
            row: row.source_row,
            key: text(ColumnRole::Key),
            reference: text(ColumnRole::Reference),
            number: text(ColumnRole::Person),
            education: text(ColumnRole::Education),
            form: choice(ColumnRole::EducationForm).and_then(EducationForm::from_slug),
            area: choice(ColumnRole::Area),
            started: day(ColumnRole::Started),
            completed: day(ColumnRole::Completed),
            before: choice(ColumnRole::Before).and_then(|code| self.means(code)),
            noted: day(ColumnRole::Noted),
            after: choice(ColumnRole::After).and_then(|code| self.means(code)),
            asked: day(ColumnRole::Asked),
        }
    }
}

/// A person whose education was over, as a row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'r> {
    /// The row.
    pub row: Option<u32>,
    /// What the system knows the person by; empty where somebody typed the row.
    pub key: &'r str,
    /// The provider's own reference.
    pub reference: &'r str,
    /// The reference to the person's number; empty where nobody wrote it.
    pub number: &'r str,
    /// What the person was educated for.
    pub education: &'r str,
    /// How it was put together.
    pub form: Option<EducationForm>,
    /// The contract area.
    pub area: Option<&'r str>,
    /// First day.
    pub started: Option<Day>,
    /// Last day.
    pub completed: Option<Day>,
    /// The situation when it began.
    pub before: Option<Means>,
    /// When that was noted.
    pub noted: Option<Day>,
    /// The situation three months after.
    pub after: Option<Means>,
    /// When the person told.
    pub asked: Option<Day>,
}

impl Person<'_> {
    /// Whether the situation at the start was noted after it, and so is a memory.
    pub fn is_noted_afterwards(&self) -> bool {
        matches!((self.noted, self.started), (Some(noted), Some(started)) if noted > started)
    }
}

/// Whether a person is to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Can be asked today.
    Now,
    /// Can be asked from a later day.
    Later,
    /// Has answered, or somebody has said that they cannot be reached.
    Done,
}

/// Whose turn it is, by what somebody did afterwards and the day on which they said so. Without a completion day nobody knows
/// when, so it is now. An answer from before the three months had gone tells of another situation, and is asked for anew.
pub fn turn(completed: Option<Day>, (after, asked): (Option<Means>, Option<Day>), today: Day) -> Turn {
    let from = completed.map(can_be_asked_from);
    let early = from.zip(asked).is_some_and(|(from, asked)| asked < from);
    match after {
        Some(_) if !early => Turn::Done,
        _ if from.is_some_and(|from| from > today) => Turn::Later,
        _ => Turn::Now,
    }
}
