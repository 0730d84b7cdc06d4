//! What an indicator counts.

use serde::{Deserialize, Serialize};

use crate::participations::{DateKind, Measure, Month, coded};
use crate::work::Tally;
use crate::year::{Means, Word};

coded! {
    /// What comes of sources that nobody counts here: their figures come as reported values, without counts. An indicator may
    /// name it; a figure of counts is missing.
    Awaited {
        /// Answers of the student survey that are satisfied or very satisfied.
        SurveySatisfied = 1 "survey-satisfied",
        /// Answers of the student survey to the question.
        SurveyAnswers = 2 "survey-answers",
    }
}

coded! {
    /// What is counted of those who completed a vocational education, by the month in which they did, out of the newest lists
    /// that have been handed in.
    Work {
        /// Everybody who completed.
        Completed = 1 "work-completed",
        /// Those who told what they did three months after.
        Answers = 2 "work-answers",
        /// Those who worked three months after.
        InWork = 3 "in-work",
        /// Those who worked in the trade three months after.
        AfterInTrade = 4 "work-after-in-trade",
        /// Had other work.
        AfterOtherWork = 5 "work-after-other-work",
        /// Had a business.
        AfterOwnBusiness = 6 "work-after-own-business",
        /// Studied.
        AfterStudies = 7 "work-after-studies",
        /// Looked for work.
        AfterSeeking = 8 "work-after-seeking",
        /// Did something else.
        AfterOther = 9 "work-after-other",
        /// Were not reached or did not answer.
        AfterNotReached = 10 "work-after-not-reached",
        /// Those who worked in the trade when the education began.
        BeforeInTrade = 11 "work-before-in-trade",
        /// Had other work.
        BeforeOtherWork = 12 "work-before-other-work",
        /// Had a business.
        BeforeOwnBusiness = 13 "work-before-own-business",
        /// Studied.
        BeforeStudies = 14 "work-before-studies",
        /// Looked for work.
        BeforeSeeking = 15 "work-before-seeking",
        /// Did something else.
        BeforeOther = 16 "work-before-other",
        /// Nobody knows.
        BeforeUnknown = 17 "work-before-unknown",
    }
}

impl Work {
    /// Whether somebody with these situations is among what it counts.
    pub const fn holds(self, before: Means, after: Means) -> bool {
        match self {
            Self::Completed => true,
            Self::Answers => after.is_answer(),
            Self::InWork => after.is_work(),
            Self::AfterInTrade => matches!(after, Means::WorkInTrade),
            Self::AfterOtherWork => matches!(after, Means::OtherWork),
            Self::AfterOwnBusiness => matches!(after, Means::OwnBusiness),
            Self::AfterStudies => matches!(after, Means::Studies),
            Self::AfterSeeking => matches!(after, Means::Seeking),
            Self::AfterOther => matches!(after, Means::Other),
            Self::AfterNotReached => matches!(after, Means::NotReached),
            Self::BeforeInTrade => matches!(before, Means::WorkInTrade),
            Self::BeforeOtherWork => matches!(before, Means::OtherWork),
            Self::BeforeOwnBusiness => matches!(before, Means::OwnBusiness),
            Self::BeforeStudies => matches!(before, Means::Studies),
            Self::BeforeSeeking => matches!(before, Means::Seeking),
            Self::BeforeOther => matches!(before, Means::Other),
            Self::BeforeUnknown => matches!(before, Means::NotReached),
        }
    }

    /// How many of the tally it counts.
    pub fn of(self, tally: &Tally) -> i64 {
        let pairs = Means::ALL.iter().flat_map(|before| Means::ALL.iter().map(move |after| (*before, *after)));
        pairs.filter(|(before, after)| self.holds(*before, *after)).map(|(before, after)| tally.of(before, after)).sum()
    }
}

/// Something that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// A measure of course participations.
    Counted(Measure),
    /// Participations that were in progress on some day of the period: those that had begun before its end, less those that
    /// had stopped before it began. Continuing ones are among them.
    Participating,
    /// Persons who took part on some day of the period, each once. Never summed.
    Students,
    /// Complaints received in the period, as the newest reports have them.
    Complaints,
    /// What lists of those who completed a vocational education tell.
    Work(Work),
    /// A source that is not read here.
    Awaited(Awaited),
}

/// The terms that are no measure of participations.
const OTHERS: [Term; 3] = [Term::Participating, Term::Students, Term::Complaints];

/// The stable names of [`OTHERS`].
const PARTICIPATING: &str = "participating";
const STUDENTS: &str = "students";
const COMPLAINTS: &str = "complaints";

const TERMS: usize = OTHERS.len() + Measure::ALL.len() + Work::ALL.len() + Awaited::ALL.len();

const fn terms() -> [Term; TERMS] {
    let mut all = [Term::Participating; TERMS];
    let mut at = 0;
    while at < OTHERS.len() {
        all[at] = OTHERS[at];
        at += 1;
    }
    at = 0;
    while at < Measure::ALL.len() {
        all[OTHERS.len() + at] = Term::Counted(Measure::ALL[at]);
        at += 1;
    }
    at = 0;
    while at < Work::ALL.len() {
        all[OTHERS.len() + Measure::ALL.len() + at] = Term::Work(Work::ALL[at]);
        at += 1;
    }
    at = 0;
    while at < Awaited::ALL.len() {
        all[OTHERS.len() + Measure::ALL.len() + Work::ALL.len() + at] = Term::Awaited(Awaited::ALL[at]);
        at += 1;
    }
    all
}

impl Word for Term {
    const ALL: &'static [Self] = &terms();
    fn slug(self) -> &'static str {
        match self {
            Self::Counted(measure) => measure.slug(),
            Self::Participating => PARTICIPATING,
            Self::Students => STUDENTS,
            Self::Complaints => COMPLAINTS,
            Self::Work(work) => work.slug(),
            Self::Awaited(awaited) => awaited.slug(),
        }
    }
}

impl Serialize for Term {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let slug = String::deserialize(deserializer)?;
        Self::from_slug(&slug).ok_or_else(|| serde::de::Error::custom(format!("no such thing is counted: {slug}")))
    }
}

impl Term {
    /// Whether it counts something that counts these measures in these months, over the months from the one to the other.
    pub fn holds(self, counted: &[(Measure, Month)], from: Month, to: Month) -> bool {
        match self {
            Self::Counted(measure) => {
                counted.iter().any(|(of, month)| *of == measure && from <= *month && *month <= to)
            }
            // Whoever took part is counted once, in every row.
            Self::Participating | Self::Students => {
                let began = counted.iter().any(|(of, month)| *of == Measure::Started && *month <= to);
                let over = counted.iter().any(|(of, month)| Measure::ENDINGS.contains(of) && *month < from);
                began && !over
            }
            Self::Complaints | Self::Work(_) | Self::Awaited(_) => false,
        }
    }

    /// Whether nothing counts it yet.
    pub const fn is_awaited(self) -> bool {
        matches!(self, Self::Awaited(_))
    }

    /// Whether it tells what has become of those who began in a month.
    pub const fn is_fate(self) -> bool {
        matches!(self, Self::Counted(measure) if measure.is_fate())
    }

    /// Whether it can be told only where the source says when every participation began: of those who began, and of those who
    /// took part at some time.
    pub const fn rests_on_starts(self) -> bool {
        match self {
            Self::Counted(measure) => matches!(measure.placed_by(), DateKind::Start | DateKind::TwoYearsOn),
            Self::Participating | Self::Students => true,
            Self::Complaints | Self::Work(_) | Self::Awaited(_) => false,
        }
    }

    /// Whether it can be told only where the source says how every participation ended.
    pub const fn needs_endings(self) -> bool {
        matches!(
            self,
            Self::Counted(
                Measure::Completed
                    | Measure::CompletedPassed
                    | Measure::CompletedFailed
                    | Measure::CompletedDash
                    | Measure::CompletedUngraded
                    | Measure::DroppedOut
                    | Measure::Ceased
            )
        )
    }
}

/// What is divided by what. Each side is a sum; nothing is counted twice on a side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formula {
    /// The sum that is divided; empty where there are parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numerator: Vec<Term>,
    /// The parts of a distribution, each divided by the base; empty for a figure of one value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Term>,
    /// The base: the sum that is divided by.
    pub denominator: Vec<Term>,
    /// So many of the base the figure is told per, such as 100 students; absent for a share, which is told in per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<u32>,
}

impl Formula {
    /// Whether it is a distribution.
    pub fn is_distribution(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Whether what it tells is complaints.
    pub fn counts_complaints(&self) -> bool {
        self.numerator.iter().chain(&self.parts).any(|term| *term == Term::Complaints)
    }

    /// Whether it counts what those do who completed a vocational education.
    pub fn counts_work(&self) -> bool {
        self.terms().any(|term| matches!(term, Term::Work(_)))
    }

    /// Whether all that it counts was handed in by the providers: nothing of it is a participation.
    pub fn is_reported(&self) -> bool {
        self.terms().all(|term| matches!(term, Term::Complaints | Term::Work(_)))
    }

    /// Whether it counts vocational educations, which no single participation tells of.
    pub fn counts_educations(&self) -> bool {
        self.terms().any(|term| matches!(term, Term::Counted(measure) if measure.is_of_educations()))
    }

    /// Everything it names.
    pub fn terms(&self) -> impl Iterator<Item = Term> {
        self.numerator.iter().chain(&self.parts).chain(&self.denominator).copied()
    }

    /// The first thing it names that nothing counts yet.
    pub fn awaited(&self) -> Option<Awaited> {
        self.terms().find_map(|term| match term {
            Term::Awaited(awaited) => Some(awaited),
            Term::Counted(_) | Term::Participating | Term::Students | Term::Complaints | Term::Work(_) => None,
        })
    }

    /// Whether it names the term.
    pub fn names(&self, term: Term) -> bool {
        self.terms().any(|one| one == term)
    }

    /// Whether it follows those who began together, some of whom may still go on: then its figure is one so far.
    pub fn follows(&self) -> bool {
        self.terms().any(Term::is_fate)
    }

    /// Whether it can be told only where the source says when every participation began.
    pub fn rests_on_starts(&self) -> bool {
        self.terms().any(Term::rests_on_starts)
    }

    /// Whether it can be told only where the source says how every participation ended.
    pub fn needs_endings(&self) -> bool {
        self.terms().any(Term::needs_endings)
    }

    /// Whether it counts persons, each once, and no rows of participations.
    pub fn counts_persons(&self) -> bool {
        self.terms().any(|term| matches!(term, Term::Counted(measure) if measure.is_of_persons()))
    }

    /// Every measure that has to be summed for it.
    pub fn measures(&self) -> Vec<Measure> {
        let mut all: Vec<Measure> = self
            .terms()
            .flat_map(|term| match term {
                Term::Counted(measure) => vec![measure],
                Term::Participating => [Measure::Started].into_iter().chain(Measure::ENDINGS).collect(),
                Term::Students | Term::Complaints | Term::Work(_) | Term::Awaited(_) => Vec::new(),
            })
            .chain(self.needs_endings().then_some(Measure::EndedUnknown))
            .chain(self.counts_educations().then_some(Measure::EducationUnknown))
            .chain(self.follows().then_some([Measure::StartedUnknown, Measure::StartedOngoing]).into_iter().flatten())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
