//! What rows about persons after an education must not say, beside what their columns say.

use std::collections::BTreeMap;

use forms::{Fault, FaultKind, Notice, NoticeKind, Place, Row};
use kernel::{Day, Period};

use super::model::{Layout, Person, can_be_asked_from};
use super::sv;
use crate::year::{ColumnRole, Means};

/// The longest reference, in characters: room for a number, none for a story.
pub const LONGEST_REFERENCE: usize = 30;
/// The longest name of an education, in characters.
pub const LONGEST_EDUCATION: usize = 80;

/// What is wrong with a row, or pointed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// A reference that is a text.
    LongReference,
    /// The name of an education that is a text.
    LongEducation,
    /// The education ends before it begins.
    FinishedBeforeBegun,
    /// The person was asked before the education had ended.
    AskedBeforeFinished,
    /// The education was over outside the cohort's days.
    OutsideCohort {
        /// The cohort's days.
        cohort: Period,
    },
    /// The education was over in the days of another item of the year.
    OtherCohort {
        /// That item.
        item: String,
        /// Its days.
        cohort: Period,
    },
    /// A kind of education that the item is not about.
    OtherForm,
    /// The same person stands in an earlier row: the system knows both by the same.
    SamePerson {
        /// The earlier row.
        row: Option<u32>,
    },
    /// The same reference stands in an earlier row.
    SameReference {
        /// The earlier row.
        row: Option<u32>,
    },
    /// The same person with the same education stands in an earlier row, whatever day it began.
    SameNumber {
        /// The earlier row.
        row: Option<u32>,
    },
    /// The same person with the same education stands in another list of the provider's.
    SameNumberElsewhere {
        /// That list.
        list: String,
    },
    /// Pointed out: the same person stands in an earlier row with another education.
    OtherEducation {
        /// The earlier row.
        row: Option<u32>,
    },
    /// Pointed out: the same person stands in another list with another education.
    OtherEducationElsewhere {
        /// That list.
        list: String,
    },
    /// Pointed out: the person was asked before the three months had gone.
    AskedTooEarly {
        /// From when they can be asked.
        from: Day,
    },
    /// Pointed out: an answer without the day on which it was given.
    AnswerWithoutDay,
}

impl Rule {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LongReference => "work.long-reference",
            Self::LongEducation => "work.long-education",
            Self::FinishedBeforeBegun => "work.finished-before-begun",
            Self::AskedBeforeFinished => "work.asked-before-finished",
            Self::OutsideCohort { .. } => "work.outside-cohort",
            Self::OtherCohort { .. } => "work.other-cohort",
            Self::OtherForm => "work.other-form",
            Self::SamePerson { .. } => "work.same-person",
            Self::SameReference { .. } => "work.same-reference",
            Self::SameNumber { .. } => "work.same-number",
            Self::SameNumberElsewhere { .. } => "work.same-number-elsewhere",
            Self::OtherEducation { .. } => "work.other-education",
            Self::OtherEducationElsewhere { .. } => "work.other-education-elsewhere",
            Self::AskedTooEarly { .. } => "work.asked-too-early",
            Self::AnswerWithoutDay => "work.answer-without-day",
        }
    }

    fn kind(&self) -> FaultKind {
        FaultKind::Rule { code: self.code().to_owned(), sentence: sv::rule(self) }
    }
}

/// What is to be said of the day of an answer about an education that was over that day: that it lies before, which cannot be,
/// or before the three months had gone, which is pointed out.
pub fn of_answer(completed: Day, asked: Day) -> Option<Rule> {
    let from = can_be_asked_from(completed);
    if asked < completed {
        Some(Rule::AskedBeforeFinished)
    } else {
        (asked < from).then_some(Rule::AskedTooEarly { from })
    }
}

struct Found<'l> {
    layout: &'l Layout,
    faults: Vec<Fault>,
    notices: Vec<Notice>,
}

impl Found<'_> {
    fn place(&self, row: Option<u32>, role: ColumnRole) -> Place {
        self.layout.column(role).map_or(Place { row, ..Place::default() }, |column| Place::cell(row, column))
    }
    fn fault(&mut self, row: Option<u32>, role: ColumnRole, rule: &Rule, value: String) {
        self.faults.push(Fault { place: self.place(row, role), kind: rule.kind(), value });
    }
    fn notice(&mut self, row: Option<u32>, role: ColumnRole, rule: &Rule, value: String) {
        let kind = NoticeKind::Rule { code: rule.code().to_owned(), sentence: sv::rule(rule) };
        self.notices.push(Notice { place: self.place(row, role), kind, value });
    }

    fn person(&mut self, person: &Person<'_>) {
        let row = person.row;
        for (role, text, longest, rule) in [
            (ColumnRole::Reference, person.reference, LONGEST_REFERENCE, Rule::LongReference),
            (ColumnRole::Education, person.education, LONGEST_EDUCATION, Rule::LongEducation),
        ] {
            if text.chars().count() > longest {
                self.fault(row, role, &rule, text.to_owned());
            }
        }
        if let (Some(before), Some(day)) = (person.started, person.completed)
            && day < before
        {
            self.fault(row, ColumnRole::Completed, &Rule::FinishedBeforeBegun, day.to_string());
        }
        if let (Some(form), Some(cohort)) = (person.form, &self.layout.cohort)
            && !cohort.forms.contains(&form)
        {
            self.fault(row, ColumnRole::EducationForm, &Rule::OtherForm, String::new());
        }
        self.answer(person);
    }

    fn answer(&mut self, person: &Person<'_>) {
        if let Some((completed, asked)) = person.completed.zip(person.asked)
            && let Some(rule) = of_answer(completed, asked)
        {
            match rule {
                Rule::AskedTooEarly { .. } => self.notice(person.row, ColumnRole::Asked, &rule, asked.to_string()),
                _ => self.fault(person.row, ColumnRole::Asked, &rule, asked.to_string()),
            }
        }
        let without_day = person.after.is_some_and(Means::is_answer) && person.asked.is_none();
        if without_day && self.layout.column(ColumnRole::Asked).is_some() {
            self.notice(person.row, ColumnRole::Asked, &Rule::AnswerWithoutDay, String::new());
        }
    }
}

/// The rows that a person stands in: each with the education, as it is compared.
type Seen<'r> = BTreeMap<&'r str, Vec<(String, Option<u32>)>>;

/// The rows in which what a person is known by stands first.
#[derive(Default)]
struct First<'r> {
    keys: BTreeMap<&'r str, Option<u32>>,
    references: BTreeMap<String, Option<u32>>,
    numbers: Seen<'r>,
}

/// What tells that a person has an earlier row, and which row that is.
type Twin = Option<Option<u32>>;

impl Found<'_> {
    /// A person who stands in an earlier row too, by whatever tells it: said once of that row, by what says most.
    fn twice<'r>(&mut self, person: &Person<'r>, first: &mut First<'r>) {
        let row = person.row;
        let reference = forms::text::fold(person.reference);
        let by_key: Twin = first.keys.get(person.key).copied().filter(|_| !person.key.is_empty());
        let by_reference: Twin = first.references.get(&reference).copied().filter(|_| !reference.is_empty());
        let by_number = self.by_number(person, &mut first.numbers, [by_key, by_reference]);
        if let Some(earlier) = by_key.filter(|earlier| by_number != Some(*earlier)) {
            // What the system knows a person by says nothing to people; the row does.
            self.fault(row, ColumnRole::Completed, &Rule::SamePerson { row: earlier }, String::new());
        }
        let told = |earlier: &Option<u32>| by_key == Some(*earlier) || by_number == Some(*earlier);
        if let Some(earlier) = by_reference.filter(|earlier| !told(earlier)) {
            let rule = Rule::SameReference { row: earlier };
            self.fault(row, ColumnRole::Reference, &rule, person.reference.to_owned());
        }
        first.keys.entry(person.key).or_insert(row);
        // Whoever is told to take the row away is not told of another by its reference.
        if by_key.is_none() && by_number.is_none() {
            first.references.entry(reference).or_insert(row);
        }
    }

    /// A person twice, known by the number: the same education is there once, another may be there besides. `twins` are
    /// earlier rows of which more is told than that.
    fn by_number<'r>(&mut self, person: &Person<'r>, seen: &mut Seen<'r>, twins: [Twin; 2]) -> Twin {
        if person.number.is_empty() {
            return None;
        }
        let (row, education) = (person.row, forms::text::fold(person.education));
        let here = seen.entry(person.number).or_default();
        let same = here.iter().find(|(other, _)| *other == education).map(|(_, earlier)| *earlier);
        // While a name of an education is missing nobody knows whether it is another.
        let other = here.iter().find(|(other, _)| !other.is_empty() && !education.is_empty());
        if let Some(earlier) = same {
            self.fault(row, ColumnRole::Person, &Rule::SameNumber { row: earlier }, String::new());
        } else if let Some((_, earlier)) = other.filter(|(_, earlier)| !twins.contains(&Some(*earlier))) {
            self.notice(row, ColumnRole::Person, &Rule::OtherEducation { row: *earlier }, String::new());
        }
        here.push((education.clone(), row));
        if education.is_empty() {
            return same;
        }
        for other in self.layout.elsewhere.get(person.number).into_iter().flatten() {
            let list = other.list.clone();
            if forms::text::fold(&other.education) == education {
                self.fault(row, ColumnRole::Person, &Rule::SameNumberElsewhere { list }, String::new());
            } else {
                self.notice(row, ColumnRole::Person, &Rule::OtherEducationElsewhere { list }, String::new());
            }
        }
        same
    }
}

/// Everything that is wrong with the rows and everything to point out.
pub fn check(layout: &Layout, rows: &[Row]) -> (Vec<Fault>, Vec<Notice>) {
    let mut found = Found { layout, faults: Vec::new(), notices: Vec::new() };
    let mut first = First::default();
    for person in rows.iter().map(|row| layout.person(row)) {
        found.person(&person);
        found.twice(&person, &mut first);
    }
    (found.faults, found.notices)
}

/// The fault with what it means here: a completion day outside the cohort belongs to another item, or to none.
pub fn explained(layout: &Layout, fault: Fault) -> Fault {
    let FaultKind::OutsidePeriod { period } = fault.kind else { return fault };
    if fault.place.column.as_deref() != layout.column(ColumnRole::Completed) {
        return fault;
    }
    let day = forms::typed_day(&fault.value).ok().flatten();
    let other = layout.others.iter().find(|(_, cohort)| day.is_some_and(|day| cohort.contains(day)));
    let rule = match other {
        Some((item, cohort)) => Rule::OtherCohort { item: item.clone(), cohort: *cohort },
        None => Rule::OutsideCohort { cohort: period },
    };
    Fault { kind: rule.kind(), ..fault }
}
