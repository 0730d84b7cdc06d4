//! Vocational educations: a course participation belongs, where that is so, to an education with a kind, a beginning, an
//! end and an outcome of its own, and with what the student did when it began. Work after an education is told of these,
//! never of single courses.
//!
//! A source tells of an education on the rows of its courses. Each row is checked by itself ([`check`]); that the rows of
//! one education agree is asked of [`Education::differences`].

mod check;
pub mod sv;
#[cfg(test)]
mod tests;

use kernel::Day;
use serde::{Deserialize, Serialize};

use crate::participations::{Field, Measure, Month, coded};
pub use check::{Fault, Notice, RawEducation, check, overlap};

/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 80;

coded! {
    /// How an education is put together.
    Kind {
        /// A programme of vocational courses that belong together (sammanh\u{e5}llen yrkesutbildning).
        Whole = 1 "whole",
        /// Vocational courses together with sfi or Swedish as a second language (kombinationsutbildning).
        Combination = 2 "combination",
        /// For the most part at a workplace (l\u{e4}rlingsutbildning).
        Apprentice = 3 "apprentice",
    }
}

coded! {
    /// What became of an education.
    Outcome {
        /// In progress when the source was read.
        Ongoing = 0 "ongoing",
        /// Taken to its end.
        Completed = 1 "completed",
        /// Dropped out.
        DroppedOut = 2 "dropped-out",
        /// Gone over to another education or provider.
        Transferred = 3 "transferred",
        /// Ended, and the source does not say how.
        Unknown = 4 "unknown",
    }
}

coded! {
    /// What the student did when the education began.
    Situation {
        /// The source does not say.
        Unknown = 0 "unknown",
        /// Employed in the trade of the education.
        InTrade = 1 "in-trade",
        /// Employed in another trade.
        OtherWork = 2 "other-work",
        /// Had a business.
        OwnBusiness = 3 "own-business",
        /// Studied.
        Studies = 4 "studies",
        /// Looked for work.
        JobSeeking = 5 "job-seeking",
        /// Anything else.
        Other = 6 "other",
    }
}

/// An education, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Education {
    /// How it is put together.
    pub kind: Kind,
    /// What it is for: a title or an occupation. Empty where the source does not say.
    pub title: String,
    /// First day.
    pub started: Day,
    /// Planned last day, where the source has one.
    pub planned_end: Option<Day>,
    /// What became of it.
    pub outcome: Outcome,
    /// The last day; nothing as long as it goes on.
    pub ended: Option<Day>,
    /// What the student did when it began.
    pub situation: Situation,
    /// The day on which that was noted, where the source has one.
    pub noted: Option<Day>,
}

impl Education {
    /// Whether the situation at the start was noted after it, and so is a memory.
    pub fn is_noted_afterwards(&self) -> bool {
        self.noted.is_some_and(|noted| noted > self.started)
    }

    /// The fields in which two tellings of the same education differ.
    pub fn differences(&self, other: &Self) -> Vec<Field> {
        [
            (Field::EducationKind, self.kind != other.kind),
            (Field::EducationTitle, self.title != other.title),
            (Field::EducationStart, self.started != other.started),
            (Field::EducationPlannedEnd, self.planned_end != other.planned_end),
            (Field::EducationEnd, self.ended != other.ended),
            (Field::EducationOutcome, self.outcome != other.outcome),
            (Field::Situation, self.situation != other.situation),
            (Field::SituationNoted, self.noted != other.noted),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }
}

/// Hands every count of the education to the closure: one, by the month of its last day, and none as long as it goes on.
pub fn counts(one: &Education, mut count: impl FnMut(Measure, Month)) {
    let Some(ended) = one.ended else { return };
    let measure = match (one.outcome, one.kind) {
        (Outcome::Ongoing, _) => return,
        (Outcome::Completed, Kind::Whole) => Measure::WholeCompleted,
        (Outcome::Completed, Kind::Combination) => Measure::CombinationCompleted,
        (Outcome::Completed, Kind::Apprentice) => Measure::ApprenticeCompleted,
        (Outcome::DroppedOut, Kind::Whole) => Measure::WholeDropped,
        (Outcome::DroppedOut, Kind::Combination) => Measure::CombinationDropped,
        (Outcome::DroppedOut, Kind::Apprentice) => Measure::ApprenticeDropped,
        (Outcome::Transferred, _) => Measure::EducationTransferred,
        (Outcome::Unknown, _) => Measure::EducationUnknown,
    };
    count(measure, Month::of(ended));
}
