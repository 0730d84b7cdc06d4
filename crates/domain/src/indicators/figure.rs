//! From counts to a figure.

use stats::{Interval, Rule, Share, ShownShare, wilson};

use super::model::{Awaited, Formula, Term};
use crate::participations::Measure;
use crate::work::Tally;
use crate::year::Measure as Unit;

/// One in so many of a base may have ended in a way that the source does not say. With more of them the figure is missing:
/// a base that needs to know is not made smaller in silence.
const UNKNOWN_ONE_IN: i64 = 20;

/// That there are some, where how many is not told to whoever looks.
const SOME: i64 = -1;

/// What is summed for a figure: each measure over the months of a period, and what had begun and stopped before it. What
/// is counted of persons and of complaints is no sum of measures: it is set, as a number or as why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Each measure's sum, in the order of [`Measure::ALL`].
    within: [i64; Measure::ALL.len()],
    before: i64,
    any: bool,
    starts_unknown: bool,
    students: Option<Result<i64, Missing>>,
    complaints: Option<Result<i64, Missing>>,
    work: Option<Result<Tally, Missing>>,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            within: [0; Measure::ALL.len()],
            before: 0,
            any: false,
            starts_unknown: false,
            students: None,
            complaints: None,
            work: None,
        }
    }
}

impl Counts {
    /// Adds a count of a month within the period.
    pub fn add(&mut self, measure: Measure, n: i64) {
        self.within[measure as usize] += n;
        self.any = true;
    }

    /// Adds a count of a month before the period: who has begun goes on until an ending.
    pub fn add_before(&mut self, measure: Measure, n: i64) {
        if measure == Measure::Started {
            self.before += n;
        } else if Measure::ENDINGS.contains(&measure) {
            self.before -= n;
        }
    }

    /// How many are in progress when the period is over.
    pub fn in_progress_after(&self) -> i64 {
        let ended: i64 = Measure::ENDINGS.into_iter().map(|ending| self.of(ending)).sum();
        self.before + self.of(Measure::Started) - ended
    }

    /// Sets how many are in progress when the period begins.
    pub fn set_before(&mut self, n: i64) {
        self.before = n;
    }

    /// Says that the source of some of what is counted does not tell when it began.
    pub fn set_starts_unknown(&mut self) {
        self.starts_unknown = true;
    }

    /// Sets how many persons took part, each once, or why that cannot be told.
    pub fn set_students(&mut self, students: Result<i64, Missing>) {
        self.students = Some(students);
    }

    /// Sets how many complaints were received, or why that cannot be told.
    pub fn set_complaints(&mut self, complaints: Result<i64, Missing>) {
        self.complaints = Some(complaints);
    }

    /// Sets what those do who completed a vocational education, or why that cannot be told.
    pub fn set_work(&mut self, work: Result<Tally, Missing>) {
        self.work = Some(work);
    }

    /// Adds all of another's measures. Persons are never summed.
    pub fn add_all(&mut self, other: &Self) {
        for (sum, n) in self.within.iter_mut().zip(other.within) {
            *sum += n;
        }
        self.before += other.before;
        self.any |= other.any;
        self.starts_unknown |= other.starts_unknown;
    }

    /// The sum of a measure over the period.
    pub fn of(&self, measure: Measure) -> i64 {
        self.within[measure as usize]
    }

    /// Whether anything at all was counted in the period, or is in progress.
    pub fn is_empty(&self) -> bool {
        let none = |set: Option<Result<i64, Missing>>| !matches!(set, Some(Ok(1..)));
        let nobody = !matches!(self.work, Some(Ok(tally)) if tally.completed() > 0);
        !self.any && self.before == 0 && none(self.students) && none(self.complaints) && nobody
    }

    /// The sum of a term; `None` where nothing counts it yet.
    pub fn term(&self, term: Term) -> Option<i64> {
        match term {
            Term::Counted(measure) => Some(self.of(measure)),
            Term::Participating => Some(self.before + self.of(Measure::Started)),
            Term::Students => self.students.and_then(Result::ok),
            Term::Complaints => self.complaints.and_then(Result::ok),
            Term::Work(work) => self.work.and_then(Result::ok).map(|tally| work.of(&tally)),
            Term::Awaited(_) => None,
        }
    }

    /// Why the formula cannot be told of persons or complaints, where it cannot.
    fn untold(&self, formula: &Formula) -> Option<Missing> {
        let why = |term, set: Option<Result<i64, Missing>>| {
            formula.names(term).then(|| set.unwrap_or(Err(Missing::NothingCounted)).err()).flatten()
        };
        let work = || {
            let told = self.work.unwrap_or(Err(Missing::NothingCounted));
            formula.counts_work().then(|| told.err()).flatten()
        };
        why(Term::Students, self.students).or_else(|| why(Term::Complaints, self.complaints)).or_else(work)
    }

    /// The sum of the terms; `None` where nothing counts one of them yet.
    pub fn sum(&self, terms: &[Term]) -> Option<i64> {
        terms.iter().map(|term| self.term(*term)).sum()
    }
}

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The indicator does not say what is counted.
    NoFormula,
    /// The source is not read yet.
    Awaited(Awaited),
    /// Nothing has been counted for the period.
    NothingCounted,
    /// For so many the source does not say how they ended, and that is too many of the base; below zero where how many is
    /// not told.
    EndingsUnknown(i64),
    /// The figure rests on when participations began, and the source of some of them does not tell.
    StartsUnknown,
    /// What is counted is more than its base, or below zero: the formula does not divide a part by its whole.
    NotAPart,
    /// The newest file is read in, but persons have not been counted of it yet.
    NotCondensed,
    /// Persons are not counted for that choice: a person is one however many forms of study, units and subjects.
    PersonsNotApart,
    /// Persons are not counted for those months.
    PersonsNotForMonths,
    /// Complaints are not reported by that.
    ComplaintsNotApart,
    /// No report of complaints that has come in covers all the months.
    ComplaintsNotReported,
    /// Not every report of complaints for the months has come in: the students of those that have not are in the base.
    ComplaintsPartly {
        /// How many have come in.
        reported: usize,
        /// How many are asked for.
        asked: usize,
    },
    /// Work after an education is not told by that: lists say the unit and the contract area.
    WorkNotApart,
    /// No list of those who completed in the months has been handed in.
    WorkNotReported,
    /// Whoever may not see rows is told one choice at a time: several together would give small numbers back.
    OneChoiceAtATime,
    /// Everybody's figure is not told by sex, school form or form of study to one provider: the others' would follow.
    EverybodyNotApart,
}

/// A figure, or why there is none. Zero is a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// A share, with how sure it is.
    Share {
        /// How many of how many.
        share: Share,
        /// Wilson's 95 % interval; `None` without a base.
        interval: Option<Interval>,
        /// How many are not in the base since the source does not say how they ended; below zero where how many is not told.
        unknown: i64,
    },
    /// So many per so many of the base.
    Rate {
        /// What is counted.
        part: i64,
        /// The base.
        base: i64,
        /// Per how many of it.
        per: u32,
    },
    /// What somebody has reported without saying of how many: it is shown as such, and never summed nor averaged.
    Stated {
        /// The value, in thousandths of its unit.
        thousandths: i64,
        /// What it is counted in.
        unit: Unit,
    },
    /// There is none.
    Missing(Missing),
    /// Too few stand behind it to be shown.
    TooFew,
}

impl Figure {
    /// A share of counts.
    pub fn of_share(share: Share, unknown: i64) -> Self {
        Self::Share { share, interval: wilson(share.part(), share.base()), unknown }
    }

    /// Its part and base, where they may be shown.
    pub fn counts(self) -> Option<(i64, i64)> {
        match self {
            Self::Share { share, .. } => Some((share.part(), share.base())),
            Self::Rate { part, base, .. } => Some((part, base)),
            Self::Stated { .. } | Self::Missing(_) | Self::TooFew => None,
        }
    }

    /// The share, where it may be shown.
    pub fn share(self) -> Option<Share> {
        match self {
            Self::Share { share, .. } => Some(share),
            Self::Rate { .. } | Self::Stated { .. } | Self::Missing(_) | Self::TooFew => None,
        }
    }

    /// Its value, in the unit it is told in (84.2 for 84.2 %); `None` without a base or where it is not shown.
    #[expect(clippy::cast_precision_loss, reason = "counts of people lie far below 2^53")]
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Share { share, .. } => share.value().map(|value| value * 100.0),
            Self::Rate { part, base, per } => (base > 0).then(|| part as f64 * f64::from(per) / base as f64),
            Self::Stated { thousandths, .. } => Some(thousandths as f64 / 1000.0),
            Self::Missing(_) | Self::TooFew => None,
        }
    }

    /// Without how many ended in a way that the source does not say: that some did is told still.
    #[must_use]
    pub fn without_unknown(self) -> Self {
        match self {
            Self::Share { share, interval, unknown: 1.. } => Self::Share { share, interval, unknown: SOME },
            Self::Missing(Missing::EndingsUnknown(_)) => Self::Missing(Missing::EndingsUnknown(SOME)),
            other => other,
        }
    }

    /// As somebody sees it who may see only what the rule lets be seen.
    #[must_use]
    pub fn seen_by(self, rule: Rule) -> Self {
        let Some((part, base)) = self.counts() else { return self };
        match rule.share(Some(part), Some(base)) {
            ShownShare::Suppressed => Self::TooFew,
            ShownShare::Missing | ShownShare::Share { .. } => self,
        }
    }
}

/// What keeps a formula from being told of these counts.
fn hindrance(formula: &Formula, counts: &Counts) -> Option<Missing> {
    if let Some(awaited) = formula.awaited() {
        return Some(Missing::Awaited(awaited));
    }
    if counts.starts_unknown && formula.rests_on_starts() {
        return Some(Missing::StartsUnknown);
    }
    if let Some(why) = counts.untold(formula) {
        return Some(why);
    }
    if counts.is_empty() {
        return Some(Missing::NothingCounted);
    }
    let base = counts.sum(&formula.denominator).unwrap_or_default();
    let unknown = if formula.follows() { counts.of(Measure::StartedUnknown) } else { unknown(formula, counts) };
    // Those who began are in the base whatever became of them; of what ended, the unknown are not.
    let in_base = formula.follows() || formula.denominator.contains(&Term::Participating);
    let all = if in_base { base } else { base + unknown };
    (unknown > 0 && unknown * UNKNOWN_ONE_IN > all).then_some(Missing::EndingsUnknown(unknown))
}

/// How many are not in the base since the source does not say how they ended.
fn unknown(formula: &Formula, counts: &Counts) -> i64 {
    let of = |asked: bool, measure| if asked { counts.of(measure) } else { 0 };
    of(formula.needs_endings(), Measure::EndedUnknown) + of(formula.counts_educations(), Measure::EducationUnknown)
}

/// Of a formula that follows those who began: how many still go on, whose outcome may change its figure.
pub fn unfinished(formula: &Formula, counts: &Counts) -> Option<i64> {
    formula.follows().then(|| counts.of(Measure::StartedOngoing))
}

fn divided(part: i64, base: i64, formula: &Formula, unknown: i64) -> Figure {
    match formula.per {
        Some(per) if part >= 0 && base >= 0 => Figure::Rate { part, base, per },
        Some(_) => Figure::Missing(Missing::NotAPart),
        None => {
            Share::new(part, base).map_or(Figure::Missing(Missing::NotAPart), |share| Figure::of_share(share, unknown))
        }
    }
}

/// The figure of the counts. That of a distribution is its base alone, which every one of it has.
pub fn figure(formula: &Formula, counts: &Counts) -> Figure {
    if let Some(missing) = hindrance(formula, counts) {
        return Figure::Missing(missing);
    }
    let base = counts.sum(&formula.denominator).unwrap_or_default();
    let counted = if formula.is_distribution() { &formula.denominator } else { &formula.numerator };
    divided(counts.sum(counted).unwrap_or_default(), base, formula, unknown(formula, counts))
}

/// One part of a distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// What it is.
    pub term: Term,
    /// Its share of the base.
    pub figure: Figure,
}

/// The parts of a distribution that anybody is in, in the order of the formula; they add up to the base where the formula
/// names all of it. Empty for other formulas.
pub fn parts(formula: &Formula, counts: &Counts) -> Vec<Part> {
    let missing = hindrance(formula, counts);
    let base = counts.sum(&formula.denominator).unwrap_or_default();
    formula
        .parts
        .iter()
        .map(|term| (*term, counts.term(*term).unwrap_or_default()))
        .filter(|(_, n)| *n != 0)
        .map(|(term, n)| Part {
            term,
            figure: missing.map_or_else(|| divided(n, base, formula, unknown(formula, counts)), Figure::Missing),
        })
        .collect()
}
