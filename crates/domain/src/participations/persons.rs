//! Persons, each counted once: who took part in a part of a year, and how far beginners in sfi have come.
//!
//! One person takes part in many courses, so persons are never summed: not over courses, not over units, not over the parts
//! of a year. What is kept is in which month of a year a person is *first* in progress, counted from January and from July:
//! whoever was there in January to June is whoever was first there in one of the six. So the persons of January to any
//! month come out of few numbers, and a longer stretch never has fewer than a shorter one within it.

use std::collections::BTreeSet;

use kernel::Day;

use super::measures::{Measure, Month};
use super::model::{Outcome, Participation, Place, Road, Sex, StudyForm};
use crate::courses::Mark;

/// The months of a year that persons are counted from.
const COUNTED_FROM: [u32; 2] = [1, 7];
/// How long a beginner in sfi is followed, in years.
const FOLLOWED: i16 = 2;
/// So many courses of sfi are passed by who has come far enough.
const COURSES: usize = 2;

/// The days on which somebody took part, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: Day,
    /// The last.
    pub to: Day,
}

/// When the person took part, as far as is known on the day `as_of`: one in progress is so until then. Nothing for tests and
/// validations, which are no taking part, and for what was never begun or only will be.
pub fn span(one: &Participation, as_of: Day) -> Option<Span> {
    let begun = one.road == Road::Taught && !matches!(one.outcome, Outcome::NotStarted { .. });
    let to = one.outcome.ended().unwrap_or(as_of).max(one.started);
    (begun && one.started <= as_of).then_some(Span { from: one.started, to })
}

/// Whether persons are counted from that month on, to any later month of its year.
pub fn is_counted_from(month: Month) -> bool {
    COUNTED_FROM.contains(&month.of_year())
}

/// In which month a person is first in progress, by the month that is counted from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstMonths(Vec<(Month, Month)>);

impl FirstMonths {
    /// Takes in when the person took part.
    pub fn add(&mut self, span: Span) {
        let (first, last) = (Month::of(span.from), Month::of(span.to));
        for year in first.year()..=last.year() {
            for from in COUNTED_FROM {
                let (Some(from), Some(to)) =
                    (Month::from_number(year * 100 + from), Month::from_number(year * 100 + 12))
                else {
                    continue;
                };
                if last >= from && first <= to {
                    let month = first.max(from);
                    match self.0.iter_mut().find(|(of, _)| *of == from) {
                        Some((_, known)) => *known = (*known).min(month),
                        None => self.0.push((from, month)),
                    }
                }
            }
        }
    }

    /// The month counted from, and the first one from it on, in no order.
    pub fn each(&self) -> impl Iterator<Item = (Month, Month)> {
        self.0.iter().copied()
    }
}

/// A beginner in sfi whose two years are over, at the place and in the course of the first participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginner {
    /// The month in which the two years were over.
    pub month: Month,
    /// Where the person began.
    pub place: Place,
    /// In which course, by its number.
    pub course: u32,
    /// In which form of study.
    pub study_form: StudyForm,
    /// Of which sex.
    pub sex: Sex,
    /// Whether at least two courses were passed within the two years.
    pub two_courses: bool,
}

impl Beginner {
    /// What the person is counted under.
    pub fn measures(&self) -> impl Iterator<Item = Measure> {
        let passed = self.two_courses.then_some(Measure::SfiTwoCourses);
        std::iter::once(Measure::SfiBeginners).chain(passed)
    }
}

/// The beginner that a person's participations make, each with its course of sfi (A to D; nothing for other courses).
///
/// After Kolada's figure of those who have passed at least two courses of the beginners two years before. A beginner is known
/// by the first participation in sfi that the authority has, so whoever began before `known_from`, the first month of which
/// the source tells what ended, is left out: earlier ones of that person would not be there. A course passed in two study
/// paths is one; a pass counts however it was earned.
pub fn sfi_beginner(all: &[(Participation, Option<char>)], known_from: Month, as_of: Day) -> Option<Beginner> {
    let sfi = || all.iter().filter_map(|(one, course)| course.map(|course| (one, course)));
    let begun = sfi().filter(|(one, _)| span(one, as_of).is_some());
    let (first, _) = begun.min_by_key(|(one, _)| (one.started, one.course, one.place))?;
    let until = first.started.plus_years(FOLLOWED);
    if Month::of(first.started) < known_from || until > as_of {
        return None;
    }
    let passed: BTreeSet<char> = sfi()
        .filter(|(one, _)| {
            matches!(one.outcome, Outcome::Completed { mark: Some((Mark::Grade(grade), on)), .. }
                if grade.is_pass() && on <= until)
        })
        .map(|(_, course)| course)
        .collect();
    Some(Beginner {
        month: Month::of(until),
        place: first.place,
        course: first.course,
        study_form: first.study_form,
        sex: first.sex,
        two_courses: passed.len() >= COURSES,
    })
}
