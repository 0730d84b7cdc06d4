//! The unit's cases of a period by core category, beside those of an earlier one.

use std::collections::BTreeMap;

use kernel::id::kind::CaseFile;
use kernel::{Id, Period, closed};
use serde::{Deserialize, Serialize};

use crate::cases::flows::{Flow, Spread, spread};
use crate::cases::{Kind, Outcome, StateName};

closed! {
    /// What a period is laid beside.
    Against {
        /// As many days, just before it.
        Before = "fore",
        /// The same days a year before.
        YearBefore = "aret-fore",
    }
}

/// One case of the unit, as it came and went: no word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The case.
    pub case: Id<CaseFile>,
    /// How it came and went.
    pub flow: Flow,
}

/// The period that another is laid beside.
pub fn earlier(period: Period, against: Against) -> Period {
    match against {
        Against::Before => {
            let days = period.to.days_since(period.from) + 1;
            Period { from: period.from.plus_days(-days), to: period.from.plus_days(-1) }
        }
        Against::YearBefore => period.plus_years(-1),
    }
}

/// What was said within a core category.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Its place among the categories; nothing for what has none of them, and for all together.
    pub category: Option<usize>,
    /// Complaints of the period.
    pub complaints: usize,
    /// Views of the period that are no complaints.
    pub views: usize,
    /// Complaints and views of the earlier period.
    pub before: usize,
    /// Of those of the period, how many count in the report.
    pub counted: usize,
    /// How many are not closed.
    pub open: usize,
    /// What became of those that are.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// Working days until whoever wrote was told that it had come.
    pub acknowledged: Spread,
    /// Working days until the first answer.
    pub answered: Spread,
}

impl Line {
    /// How many were said in the period.
    pub const fn now(&self) -> usize {
        self.complaints + self.views
    }
}

fn line<'f>(category: Option<usize>, now: impl Iterator<Item = &'f Flow>, before: usize) -> Line {
    let now: Vec<&Flow> = now.collect();
    let count = |wanted: &dyn Fn(&Flow) -> bool| now.iter().filter(|flow| wanted(flow)).count();
    let mut outcomes = BTreeMap::new();
    for outcome in now.iter().filter_map(|flow| flow.outcome) {
        *outcomes.entry(outcome).or_default() += 1;
    }
    Line {
        category,
        complaints: count(&|flow| flow.kind == Kind::Complaint),
        views: count(&|flow| flow.kind == Kind::View),
        before,
        counted: count(&|flow| flow.counts),
        open: count(&|flow| flow.state != StateName::Closed),
        outcomes,
        acknowledged: spread(now.iter().filter_map(|flow| flow.acknowledged)),
        answered: spread(now.iter().filter_map(|flow| flow.answered)),
    }
}

/// A line for each category, one for what has none, and one for all together. What a provider tells of itself is not among them.
pub fn by_category(facts: &[Fact], (now, before): (Period, Period), categories: &[String]) -> (Vec<Line>, Line) {
    let place = |flow: &Flow| {
        let slug = flow.category.as_ref()?;
        categories.iter().position(|known| known == slug)
    };
    let of = |period: Period| {
        let said = move |flow: &&Flow| flow.kind != Kind::Deficiency && period.contains(flow.received);
        facts.iter().map(|fact| &fact.flow).filter(said)
    };
    let one = |at: Option<usize>| {
        let of_category = |flow: &&Flow| place(flow) == at;
        line(at, of(now).filter(of_category), of(before).filter(of_category).count())
    };
    let lines = (0..categories.len()).map(Some).chain([None]).map(one).collect();
    (lines, line(None, of(now), of(before).count()))
}
