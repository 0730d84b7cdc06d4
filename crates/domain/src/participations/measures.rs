//! What is counted of a participation: each measure with the day that places it in a month and whether counts of several
//! months may be summed.
//!
//! Everything here is a flow: months add up to quarters and years, and parts to wholes. What is in progress on a day is a
//! stock, told by flows from the beginning: everything begun so far less everything ended so far. Persons are counted
//! elsewhere ([`super::persons`]), since one person takes part in many courses.

use std::fmt;

use kernel::{Day, Period};
use serde::{Deserialize, Serialize};

use super::model::{Outcome, Participation, Road, coded};
use crate::courses::{Grade, Mark};

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month(u32);

impl Month {
    /// The month a day lies in.
    pub fn of(day: Day) -> Self {
        let year = u32::try_from(day.year()).unwrap_or_default();
        Self(year * 100 + u32::from(day.month().unsigned_abs()))
    }

    /// The last month that has ended by the end of the day.
    pub fn ended_by(day: Day) -> Self {
        let ended = day.plus_days(1).day_of_month() == 1;
        Self::of(if ended { day } else { day.plus_days(-i32::from(day.day_of_month())) })
    }

    /// Year and month as one number, 202403 for March 2024.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The month of that number.
    pub const fn from_number(number: u32) -> Option<Self> {
        match number % 100 {
            1..=12 if number >= 190_001 && number <= 999_912 => Some(Self(number)),
            _ => None,
        }
    }

    /// First and last day; nothing for a month that no calendar has.
    pub fn period(self) -> Option<Period> {
        let from = Day::new(i16::try_from(self.0 / 100).ok()?, i8::try_from(self.0 % 100).ok()?, 1)?;
        Some(Period { from, to: from.plus_months(1).plus_days(-1) })
    }

    /// The number of the month in its year, 1 to 12.
    pub const fn of_year(self) -> u32 {
        self.0 % 100
    }

    /// The calendar year.
    pub const fn year(self) -> u32 {
        self.0 / 100
    }

    /// The month after.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.0 % 100 == 12 { Self(self.0 + 89) } else { Self(self.0 + 1) }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0 / 100, self.0 % 100)
    }
}

/// The day that places a count in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateKind {
    /// The first day.
    Start,
    /// The last day.
    End,
    /// The day of the decision on grading.
    Graded,
    /// The first day of absence.
    FirstAbsent,
    /// The day of a decision, or of a note where there is none.
    Decided,
    /// Two years after a person's first day in sfi.
    TwoYearsOn,
}

coded! {
    /// What is counted.
    Measure {
        /// Begun, by the first day. Never those who did not come.
        Started = 1 "started",
        /// Taken to the end, graded or not, by the last day.
        Completed = 2 "completed",
        /// Taken to the end with a pass, by the last day.
        CompletedPassed = 3 "completed-passed",
        /// Taken to the end with a fail, by the last day.
        CompletedFailed = 4 "completed-failed",
        /// Taken to the end with a dash, by the last day.
        CompletedDash = 5 "completed-dash",
        /// Taken to the end without a decision on grading, by the last day.
        CompletedUngraded = 6 "completed-ungraded",
        /// Dropped out, by the first day of absence.
        DroppedOut = 7 "dropped-out",
        /// Dropped out, by the day it was decided or noted.
        DropoutDecided = 8 "dropout-decided",
        /// Ended by the authority's decision, by its day.
        Ceased = 9 "ceased",
        /// Never begun, by the day it was noted. Not in [`Measure::Started`].
        NotStarted = 10 "not-started",
        /// Ended in a way that the source does not say, by the last day.
        EndedUnknown = 11 "ended-unknown",
        /// Graded A, by the day of the grade; as the following.
        GradeA = 20 "grade-a",
        /// Graded B.
        GradeB = 21 "grade-b",
        /// Graded C.
        GradeC = 22 "grade-c",
        /// Graded D.
        GradeD = 23 "grade-d",
        /// Graded E.
        GradeE = 24 "grade-e",
        /// Graded F.
        GradeF = 25 "grade-f",
        /// Graded V\u{e4}l godk\u{e4}nt.
        GradeVg = 26 "grade-vg",
        /// Graded Godk\u{e4}nt.
        GradeG = 27 "grade-g",
        /// Graded Icke godk\u{e4}nt.
        GradeIg = 28 "grade-ig",
        /// A pass of any scale, by the day of the grade.
        GradedPassed = 30 "graded-passed",
        /// A fail of any scale, by the day of the grade.
        GradedFailed = 31 "graded-failed",
        /// A dash, by the day of the decision.
        Dash = 32 "dash",
        /// A test that was passed (pr\u{f6}vning), by the day of the grade.
        TestPassed = 40 "test-passed",
        /// A test that was failed. No dash: that is the decision not to grade, since there is too little to grade by.
        TestFailed = 41 "test-failed",
        /// A validation, graded or not, by its last day.
        Validated = 42 "validated",
        /// A test with a dash, by the day of the decision.
        TestDash = 43 "test-dash",
        /// Begun, by the first day, and so far taken to the end, graded or not. This and the following four are all of
        /// [`Measure::Started`], each once: what has become of those who began together.
        StartedCompleted = 50 "started-completed",
        /// Begun, by the first day, and so far taken to the end with a pass. A part of [`Measure::StartedCompleted`].
        StartedPassed = 51 "started-passed",
        /// Begun, by the first day, and dropped out since.
        StartedDroppedOut = 52 "started-dropped-out",
        /// Begun, by the first day, and ended since by the authority's decision.
        StartedCeased = 53 "started-ceased",
        /// Begun, by the first day, and ended since in a way that the source does not say.
        StartedUnknown = 54 "started-ended-unknown",
        /// Begun, by the first day, and still in progress when the source was read.
        StartedOngoing = 55 "started-ongoing",
        /// A person who began sfi two years before: counted once, of all the person's participations together
        /// ([`super::persons`]), and so never by [`counts`].
        SfiBeginners = 60 "sfi-beginners",
        /// As the former, and has passed at least two courses within the two years.
        SfiTwoCourses = 61 "sfi-two-courses",
        /// Vocational educations taken to their end, those of one programme, by the last day; as the following seven, of
        /// educations and not of participations ([`crate::educations`]), and so never by [`counts`].
        WholeCompleted = 70 "whole-completed",
        /// Combined with sfi or Swedish, taken to their end.
        CombinationCompleted = 71 "combination-completed",
        /// Apprenticeships, taken to their end.
        ApprenticeCompleted = 72 "apprentice-completed",
        /// Of one programme, dropped out of.
        WholeDropped = 73 "whole-dropped",
        /// Combined with sfi or Swedish, dropped out of.
        CombinationDropped = 74 "combination-dropped",
        /// Apprenticeships, dropped out of.
        ApprenticeDropped = 75 "apprentice-dropped",
        /// Of any kind, left for another education or provider.
        EducationTransferred = 76 "education-transferred",
        /// Of any kind, ended in a way that the source does not say.
        EducationUnknown = 77 "education-unknown",
    }
}

impl Measure {
    /// The day that places it.
    pub const fn placed_by(self) -> DateKind {
        match self {
            Self::Started
            | Self::StartedCompleted
            | Self::StartedPassed
            | Self::StartedDroppedOut
            | Self::StartedCeased
            | Self::StartedUnknown
            | Self::StartedOngoing => DateKind::Start,
            Self::SfiBeginners | Self::SfiTwoCourses => DateKind::TwoYearsOn,
            Self::Completed
            | Self::CompletedPassed
            | Self::CompletedFailed
            | Self::CompletedDash
            | Self::CompletedUngraded
            | Self::EndedUnknown
            | Self::Validated
            | Self::WholeCompleted
            | Self::CombinationCompleted
            | Self::ApprenticeCompleted
            | Self::WholeDropped
            | Self::CombinationDropped
            | Self::ApprenticeDropped
            | Self::EducationTransferred
            | Self::EducationUnknown => DateKind::End,
            Self::DroppedOut => DateKind::FirstAbsent,
            Self::DropoutDecided | Self::Ceased | Self::NotStarted => DateKind::Decided,
            Self::GradeA
            | Self::GradeB
            | Self::GradeC
            | Self::GradeD
            | Self::GradeE
            | Self::GradeF
            | Self::GradeVg
            | Self::GradeG
            | Self::GradeIg
            | Self::GradedPassed
            | Self::GradedFailed
            | Self::Dash
            | Self::TestPassed
            | Self::TestFailed
            | Self::TestDash => DateKind::Graded,
        }
    }

    /// The measure of a grade.
    pub const fn of_grade(grade: Grade) -> Self {
        match grade {
            Grade::A => Self::GradeA,
            Grade::B => Self::GradeB,
            Grade::C => Self::GradeC,
            Grade::D => Self::GradeD,
            Grade::E => Self::GradeE,
            Grade::F => Self::GradeF,
            Grade::VG => Self::GradeVg,
            Grade::G => Self::GradeG,
            Grade::IG => Self::GradeIg,
        }
    }

    /// The ways in which a participation that was begun stops being in progress: all of them once, none twice.
    pub const ENDINGS: [Self; 4] = [Self::Completed, Self::DroppedOut, Self::Ceased, Self::EndedUnknown];

    /// What has become so far of those who began: all of [`Measure::Started`] once, none twice.
    pub const FATES: [Self; 5] = [
        Self::StartedCompleted,
        Self::StartedDroppedOut,
        Self::StartedCeased,
        Self::StartedUnknown,
        Self::StartedOngoing,
    ];

    /// Whether it tells what has become of those who began in a month, which may change as long as any of them go on.
    pub const fn is_fate(self) -> bool {
        matches!(
            self,
            Self::StartedCompleted
                | Self::StartedPassed
                | Self::StartedDroppedOut
                | Self::StartedCeased
                | Self::StartedUnknown
                | Self::StartedOngoing
        )
    }

    /// Whether it is counted of persons, each once, and not of participations one by one.
    pub const fn is_of_persons(self) -> bool {
        matches!(self, Self::SfiBeginners | Self::SfiTwoCourses)
    }

    /// Whether it is counted of vocational educations and not of participations.
    pub const fn is_of_educations(self) -> bool {
        matches!(
            self,
            Self::WholeCompleted
                | Self::CombinationCompleted
                | Self::ApprenticeCompleted
                | Self::WholeDropped
                | Self::CombinationDropped
                | Self::ApprenticeDropped
                | Self::EducationTransferred
                | Self::EducationUnknown
        )
    }

    /// Whether a month in which it is counted is a month that there are results of: something ended in it or was decided.
    pub const fn is_result(self) -> bool {
        !matches!(self.placed_by(), DateKind::Start | DateKind::TwoYearsOn)
    }
}

/// What has become so far of one that was begun.
const fn fate(outcome: Outcome) -> Measure {
    match outcome {
        Outcome::Ongoing | Outcome::NotStarted { .. } => Measure::StartedOngoing,
        Outcome::Completed { .. } => Measure::StartedCompleted,
        Outcome::DroppedOut { .. } => Measure::StartedDroppedOut,
        Outcome::Ceased { .. } => Measure::StartedCeased,
        Outcome::Unknown { .. } => Measure::StartedUnknown,
    }
}

/// Hands every count of the participation to the closure, each once.
pub fn counts(one: &Participation, mut count: impl FnMut(Measure, Month)) {
    let mut add = |measure, day| count(measure, Month::of(day));
    match one.road {
        Road::Taught => {}
        Road::Tested => {
            if let Outcome::Completed { mark: Some((mark, on)), .. } = one.outcome {
                let measure = match mark {
                    Mark::Grade(grade) if grade.is_pass() => Measure::TestPassed,
                    Mark::Grade(_) => Measure::TestFailed,
                    Mark::Dash => Measure::TestDash,
                };
                add(measure, on);
            }
            return;
        }
        Road::Validated => {
            if let Outcome::Completed { ended, .. } = one.outcome {
                add(Measure::Validated, ended);
            }
            return;
        }
    }
    if let Outcome::NotStarted { noted } = one.outcome {
        add(Measure::NotStarted, noted);
        return;
    }
    add(Measure::Started, one.started);
    add(fate(one.outcome), one.started);
    match one.outcome {
        Outcome::Ongoing | Outcome::NotStarted { .. } => {}
        Outcome::Completed { ended, mark } => {
            add(Measure::Completed, ended);
            match mark {
                None => add(Measure::CompletedUngraded, ended),
                Some((Mark::Dash, on)) => {
                    add(Measure::CompletedDash, ended);
                    add(Measure::Dash, on);
                }
                Some((Mark::Grade(grade), on)) => {
                    let (completed, graded) = if grade.is_pass() {
                        (Measure::CompletedPassed, Measure::GradedPassed)
                    } else {
                        (Measure::CompletedFailed, Measure::GradedFailed)
                    };
                    if grade.is_pass() {
                        add(Measure::StartedPassed, one.started);
                    }
                    add(completed, ended);
                    add(graded, on);
                    add(Measure::of_grade(grade), on);
                }
            }
        }
        Outcome::DroppedOut { first_absent, decided, .. } => {
            add(Measure::DroppedOut, first_absent);
            add(Measure::DropoutDecided, decided.unwrap_or(first_absent));
        }
        Outcome::Ceased { decided } => add(Measure::Ceased, decided),
        Outcome::Unknown { ended } => add(Measure::EndedUnknown, ended),
    }
}
