//! What the cases of a unit come to in its report (CMP-4): nothing is typed twice.

use kernel::{Day, Period};

use super::model::{Counting, StateName};
use super::replay::Case;

/// How a case stands in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reported {
    /// It is worked on.
    Open,
    /// It went on to the authority.
    WithTheAuthority,
    /// It is closed.
    Closed,
}

impl Case {
    /// How it stands in the report of its unit.
    pub fn reported(&self) -> Reported {
        if self.state == StateName::Closed {
            Reported::Closed
        } else if self.escalated.is_some() {
            Reported::WithTheAuthority
        } else {
            Reported::Open
        }
    }

    /// Whether the case is a row of the unit's report of the period: the school has it, it was received in the period, and it
    /// counts by the three answers. A case that is not answered for yet is no row, and becomes one when it is.
    pub fn is_reported_in(&self, period: Period) -> bool {
        self.school_has && period.contains(self.received) && self.counts()
    }
}

/// The cases of the period that count, in the order in which they were received.
pub fn counted_in<'c, K: Ord + Copy>(
    cases: impl IntoIterator<Item = (K, &'c Case)>,
    period: Period,
) -> Vec<(K, &'c Case, Counting)> {
    let mut rows: Vec<_> = cases
        .into_iter()
        .filter(|(_, case)| case.is_reported_in(period))
        .filter_map(|(key, case)| case.counting.map(|counting| (key, case, counting)))
        .collect();
    rows.sort_by_key(|(key, case, _)| (case.received, *key));
    rows
}

/// The cases received in the earlier period that its report of then did not have and the report of now has: they
/// explain a number that rose without anything new having come.
pub fn since<'c, K: Ord + Copy>(
    now: impl IntoIterator<Item = (K, &'c Case)>,
    then: impl Fn(K) -> bool,
    earlier: Period,
) -> Vec<(K, Day)> {
    let mut found: Vec<(K, Day)> = counted_in(now, earlier)
        .into_iter()
        .filter(|(key, ..)| !then(*key))
        .map(|(key, case, _)| (key, case.received))
        .collect();
    found.sort_by_key(|(key, day)| (*day, *key));
    found
}
