//! Whether a formula counts what it seems to: nothing twice on a side, like with like, and in a share nothing that is not of
//! the base.

use super::model::{Awaited, Formula, Term, Work};
use crate::participations::{DateKind, Measure};
use crate::year::{Means, Word};

/// A side of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What is divided.
    Numerator,
    /// The parts of a distribution.
    Parts,
    /// The base.
    Denominator,
}

impl Side {
    /// Its field in the year's document.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Numerator => "numerator",
            Self::Parts => "parts",
            Self::Denominator => "denominator",
        }
    }
}

/// What is wrong with a term where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsound {
    /// Some of what it counts, an earlier term of the side counts as well.
    Twice {
        /// The earlier term.
        other: Term,
    },
    /// It counts something else than another term, such as persons beside participations.
    Unlike {
        /// The other term.
        other: Term,
    },
    /// It counts something that the base of a share lacks: the share could be more than all.
    Outside,
}

/// What one of the things that a term counts is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    Participation,
    Person,
    Education,
    Complaint,
    SurveyAnswer,
    WorkAnswer,
}

/// What a term counts: which of the things, by what becomes of one in the end. Each thing is in one of them.
type Fates = u64;

/// The nine grades, a bit each, passes and fails of every scale among each other.
const GRADES: Fates = 0x1ff;
const GRADE_F: Fates = 1 << 5;
const GRADE_IG: Fates = 1 << 8;
const FAILS: Fates = GRADE_F | GRADE_IG;
const PASSES: Fates = GRADES & !FAILS;
const DASH: Fates = 1 << 9;
const UNGRADED: Fates = 1 << 10;
const DROPPED: Fates = 1 << 11;
const CEASED: Fates = 1 << 12;
const UNKNOWN: Fates = 1 << 13;
const ONGOING: Fates = 1 << 14;
const NOT_STARTED: Fates = 1 << 15;
const TEST_PASSED: Fates = 1 << 16;
const TEST_FAILED: Fates = 1 << 17;
const TEST_DASH: Fates = 1 << 18;
const VALIDATED: Fates = 1 << 19;
const COMPLETED: Fates = PASSES | FAILS | DASH | UNGRADED;
const STARTED: Fates = COMPLETED | DROPPED | CEASED | UNKNOWN | ONGOING;

const fn fates(measure: Measure) -> Fates {
    match measure {
        Measure::Started => STARTED,
        Measure::Completed | Measure::StartedCompleted => COMPLETED,
        Measure::CompletedPassed | Measure::GradedPassed | Measure::StartedPassed => PASSES,
        Measure::CompletedFailed | Measure::GradedFailed => FAILS,
        Measure::CompletedDash | Measure::Dash => DASH,
        Measure::CompletedUngraded => UNGRADED,
        Measure::DroppedOut | Measure::DropoutDecided | Measure::StartedDroppedOut => DROPPED,
        Measure::Ceased | Measure::StartedCeased => CEASED,
        Measure::EndedUnknown | Measure::StartedUnknown => UNKNOWN,
        Measure::StartedOngoing => ONGOING,
        Measure::NotStarted => NOT_STARTED,
        Measure::GradeA => 1,
        Measure::GradeB => 1 << 1,
        Measure::GradeC => 1 << 2,
        Measure::GradeD => 1 << 3,
        Measure::GradeE => 1 << 4,
        Measure::GradeF => GRADE_F,
        Measure::GradeVg => 1 << 6,
        Measure::GradeG => 1 << 7,
        Measure::GradeIg => GRADE_IG,
        Measure::TestPassed => TEST_PASSED,
        Measure::TestFailed => TEST_FAILED,
        Measure::TestDash => TEST_DASH,
        Measure::Validated => VALIDATED,
        // Whoever has passed two courses began.
        Measure::SfiBeginners => 0b11,
        Measure::SfiTwoCourses => 0b01,
        Measure::WholeCompleted => 1,
        Measure::CombinationCompleted => 1 << 1,
        Measure::ApprenticeCompleted => 1 << 2,
        Measure::WholeDropped => 1 << 3,
        Measure::CombinationDropped => 1 << 4,
        Measure::ApprenticeDropped => 1 << 5,
        Measure::EducationTransferred => 1 << 6,
        Measure::EducationUnknown => 1 << 7,
    }
}

const fn of_measure(measure: Measure) -> Thing {
    if measure.is_of_persons() {
        Thing::Person
    } else if measure.is_of_educations() {
        Thing::Education
    } else {
        Thing::Participation
    }
}

const fn counted(term: Term) -> (Thing, Fates) {
    match term {
        Term::Counted(measure) => (of_measure(measure), fates(measure)),
        Term::Participating => (Thing::Participation, STARTED),
        // A beginner in sfi of two years before need not be among the students of the period: neither holds the other, and
        // both are persons who may be the same.
        Term::Students => (Thing::Person, 0b111),
        Term::Complaints => (Thing::Complaint, 1),
        Term::Awaited(Awaited::SurveySatisfied) => (Thing::SurveyAnswer, 0b01),
        Term::Awaited(Awaited::SurveyAnswers) => (Thing::SurveyAnswer, 0b11),
        Term::Work(work) => (Thing::WorkAnswer, situations(work)),
    }
}

/// From which situation to which those went whom it counts, a bit for each of the pairs.
const fn situations(work: Work) -> Fates {
    let (all, mut fates, mut at) = (Means::ALL.len(), 0, 0);
    while at < all * all {
        if work.holds(Means::ALL[at / all], Means::ALL[at % all]) {
            fates |= 1 << at;
        }
        at += 1;
    }
    fates
}

/// Whether what both count lies in a period by the same day, so that what the first counts of a period is what the base has
/// of the same.
fn by_the_same_day(term: Term, base: Term) -> bool {
    match (term, base) {
        (Term::Counted(term), Term::Counted(base)) => term.placed_by() == base.placed_by(),
        // Whoever began or ended in the period took part on some day of it. A grade may come later, and so may a decision
        // on a dropout.
        (Term::Counted(term), Term::Participating) => {
            matches!(term.placed_by(), DateKind::Start | DateKind::End | DateKind::FirstAbsent)
                || term == Measure::Ceased
        }
        // Everybody of a list is placed by the day on which they completed.
        (Term::Work(_), Term::Work(_)) => true,
        (term, base) => matches!((term, base), (Term::Awaited(_), Term::Awaited(_))) || term == base,
    }
}

impl Formula {
    /// Everything that is wrong with what it counts: on which side, at which place of the side's list, and what. `share` says
    /// whether it is told in per cent.
    pub fn unsound(&self, share: bool) -> Vec<(Side, usize, Unsound)> {
        let mut found = Vec::new();
        let sides =
            [(Side::Numerator, &self.numerator), (Side::Parts, &self.parts), (Side::Denominator, &self.denominator)];
        for (side, terms) in sides {
            for (at, term) in terms.iter().enumerate() {
                let earlier = terms[..at].iter().copied().filter(|other| other != term);
                found.extend(earlier.filter_map(|other| together(*term, other)).map(|why| (side, at, why)).next());
            }
        }
        let Some(first) = self.denominator.first().filter(|_| share && found.is_empty()) else { return found };
        for (side, terms) in &sides[..2] {
            for (at, term) in terms.iter().enumerate() {
                let why = if counted(*term).0 == counted(*first).0 {
                    (!self.base_has(*term)).then_some(Unsound::Outside)
                } else {
                    Some(Unsound::Unlike { other: *first })
                };
                found.extend(why.map(|why| (*side, at, why)));
            }
        }
        found
    }

    fn base_has(&self, term: Term) -> bool {
        let bases = self.denominator.iter().filter(|base| by_the_same_day(term, **base));
        let all = bases.fold(0, |all, base| all | counted(*base).1);
        counted(term).1 & !all == 0
    }
}

/// Why two terms cannot be on one side.
fn together(term: Term, other: Term) -> Option<Unsound> {
    let ((thing, fates), (other_thing, other_fates)) = (counted(term), counted(other));
    if thing != other_thing {
        Some(Unsound::Unlike { other })
    } else if fates & other_fates != 0 {
        Some(Unsound::Twice { other })
    } else {
        None
    }
}
