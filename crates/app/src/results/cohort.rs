//! What has become so far of those who began together, month by month, and what has to be said beside a figure that is not
//! done yet or that rests on reports of which some are missing.

use domain::indicators::{Counts, Figure, Formula, Missing, Term, figure};
use domain::participations::{Measure, Month};
use domain::year::Indicator;
use stats::{Rule, Shown};

use super::grid::{Along, Node};
use super::look::Basis;
use super::model::{By, Key, Only};
use super::sv;

/// The fates that are told, those who passed apart from others who completed.
pub const COLUMNS: usize = 6;

/// Those who began in a month, and what has become of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Began {
    /// The month.
    pub month: Month,
    /// How many began.
    pub all: Shown,
    /// Passed, otherwise completed, dropped out, ceased, ended nobody knows how, in progress.
    pub fates: Vec<Shown>,
    /// Whether more than half are in progress still, where that is told.
    pub mostly_open: bool,
}

/// Those who began in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// By month, in order; months in which nobody began are left out.
    pub months: Vec<Began>,
    /// Of all of them: how many are in progress.
    pub open: Shown,
    /// How many began.
    pub all: Shown,
}

/// Everything that began, by what has become of it.
fn fates() -> Formula {
    Formula {
        numerator: Measure::FATES.into_iter().chain([Measure::StartedPassed]).map(Term::Counted).collect(),
        denominator: vec![Term::Counted(Measure::Started)],
        ..Formula::default()
    }
}

/// What has become of those who began, in the order in which it is told.
fn fates_of(counts: &Counts) -> [i64; COLUMNS] {
    let passed = counts.of(Measure::StartedPassed);
    [
        passed,
        counts.of(Measure::StartedCompleted) - passed,
        counts.of(Measure::StartedDroppedOut),
        counts.of(Measure::StartedCeased),
        counts.of(Measure::StartedUnknown),
        counts.of(Measure::StartedOngoing),
    ]
}

impl Basis {
    /// What has become of those who began in the months that are shown; nothing for an indicator that does not follow them,
    /// nor where the source does not say when some of them began.
    pub fn cohort(&self, formula: &Formula) -> Option<Cohort> {
        if !formula.follows() || !self.tells_months() {
            return None;
        }
        let months = self.months;
        let missing = Figure::Missing(Missing::StartsUnknown);
        if figure(&fates(), &self.picture.total(&fates(), self.months, &self.request.only)) == missing {
            return None;
        }
        let counted = self.picture.by_month(&fates(), months, &self.request.only);
        let counted: Vec<_> = counted.into_iter().filter(|(_, counts)| counts.of(Measure::Started) > 0).collect();
        let told = self.rule == Rule::OPEN;
        let together = self.together(formula, self.year(), Along::Whole);
        let seen = |month: Month, column: usize, n: i64| {
            if told || together.tells_began(month, column) { Shown::Count(n) } else { Shown::Suppressed }
        };
        let (mut all, mut open) = (0, 0);
        for (_, counts) in &counted {
            all += counts.of(Measure::Started);
            open += counts.of(Measure::StartedOngoing);
        }
        let sum = |told_too: bool, n: i64| if told || told_too { Shown::Count(n) } else { Shown::Suppressed };
        let (all, open) = (sum(together.tells(Node::Whole, months), all), sum(together.tells_open(months), open));
        let months = counted
            .iter()
            .map(|(month, counts)| {
                let fates: Vec<Shown> =
                    (1..).zip(fates_of(counts)).map(|(column, n)| seen(*month, column, n)).collect();
                let open = matches!(fates.last(), Some(Shown::Count(_)));
                Began {
                    month: *month,
                    all: seen(*month, 0, counts.of(Measure::Started)),
                    mostly_open: open && counts.of(Measure::StartedOngoing) * 2 > counts.of(Measure::Started),
                    fates,
                }
            })
            .collect();
        Some(Cohort { months, open, all })
    }

    /// What has to be said beside the indicator's figure besides what the figure says itself; empty where nothing has.
    pub fn note(&self, indicator: &Indicator) -> String {
        let Some(formula) = &indicator.count else { return String::new() };
        if let Some(cohort) = self.cohort(formula) {
            return sv::unfinished(&cohort);
        }
        if formula.names(Term::Complaints) {
            let note = self.complaints_note(&self.request.only);
            // A figure that is cited has complaints of today over students of then.
            return match self.at.freeze {
                Some(_) => format!("{note} {}", sv::COMPLAINTS_NOT_FROZEN).trim_start().to_owned(),
                None => note,
            };
        }
        if formula.counts_work() {
            return self.work_note(&self.request.only);
        }
        String::new()
    }

    /// Whether the indicator is a share of those who answered about work, and whoever looks may be told of small numbers.
    pub fn tells_of_all(&self, indicator: &Indicator) -> bool {
        self.rule == Rule::OPEN && indicator.count.as_ref().is_some_and(Formula::counts_work)
    }

    /// Of a row, or of the whole: the known share of all who completed, with its bounds.
    pub fn of_all(&self, key: Option<Key>) -> String {
        let tally = self.picture.worked(self.months, &self.request.only, key);
        tally.map(|tally| domain::work::sv::of_all(&tally)).unwrap_or_default()
    }

    /// The same in per cent: what is known, and the highest that it can be.
    #[expect(clippy::cast_precision_loss, reason = "counts of people lie far below 2^53")]
    pub fn bounds_of_all(&self, key: Option<Key>) -> Option<(f64, f64)> {
        let tally = self.picture.worked(self.months, &self.request.only, key).ok()?;
        let (all, bounds) = (tally.completed(), tally.bounds());
        (all > 0).then(|| (bounds.lowest as f64 * 100.0 / all as f64, bounds.highest as f64 * 100.0 / all as f64))
    }

    /// What nobody knows of those who are not in the share, to whoever may see rows: small numbers could be told from it.
    fn work_note(&self, only: &Only) -> String {
        let (reported, asked) = self.picture.work.reported(self.months, only);
        let Ok(tally) = self.picture.worked(self.months, only, None) else { return String::new() };
        let mut told = if self.rule == Rule::OPEN { sv::work_shares(&tally) } else { Vec::new() };
        let of = self.picture.work.completed_in(self.months, only).filter(|of| *of != self.months);
        told.extend(of.map(sv::work_completed_in));
        told.extend(sv::work_lists(reported, asked));
        told.join(" ")
    }

    fn complaints_note(&self, only: &Only) -> String {
        let (picture, months) = (&self.picture, self.months);
        if picture.complaints.received(months, only).is_err() {
            return String::new();
        }
        // Their students are in the base, and nobody tells of their complaints.
        let silent = picture.keys_at(only, By::Provider).into_iter().filter(|key| {
            let told = picture.received(months, only, Some(*key)).is_ok();
            !told && matches!(picture.students(months, only, Some(*key)), Ok(1..))
        });
        sv::complaints_missing(silent.count())
    }
}
