//! Whether an item is in time. Computed from the facts and a clock, never stored.

use kernel::{Day, Instant};

use super::model::State;

/// Whether an item is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timeliness {
    /// More than a week is left.
    Open,
    /// A week or less is left: so many days, 0 on the last day itself.
    Soon(i32),
    /// The last day has passed, so many days ago (1 the day after). It can still be handed in until it is locked.
    Late(i32),
    /// It came in before the end of its last day.
    OnTime,
    /// It came in after its last day.
    ReceivedLate,
}

/// Whether an item is in time as far as can be said without knowing what day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undated {
    /// Something is to come in, by this last day.
    Waits(Day),
    /// It came in before the end of its last day.
    OnTime,
    /// It came in after its last day.
    ReceivedLate,
}

impl Undated {
    /// As it is on the day.
    pub fn on(self, today: Day) -> Timeliness {
        match self {
            Self::OnTime => Timeliness::OnTime,
            Self::ReceivedLate => Timeliness::ReceivedLate,
            Self::Waits(due) => match due.days_since(today) {
                left if left < 0 => Timeliness::Late(-left),
                left if left <= SOON => Timeliness::Soon(left),
                _ => Timeliness::Open,
            },
        }
    }
}

/// How many days before the last day count as soon.
const SOON: i32 = 7;

/// The last day that holds: the extended one where it is later.
pub fn due(deadline: Day, extension: Option<Day>) -> Day {
    extension.map_or(deadline, |extension| extension.max(deadline))
}

impl State {
    /// The last day of what is to come in next: the item's, and for the completion of a return that set a later day,
    /// that day.
    pub fn last_day(&self, deadline: Day, extension: Option<Day>) -> Day {
        let due = due(deadline, extension);
        self.unanswered_return().and_then(|returned| returned.until).map_or(due, |until| until.max(due))
    }

    /// Whether a version that comes in now comes after its last day. The completion of a return that set no day of its
    /// own is judged as what it completes was.
    pub fn comes_late(&self, deadline: Day, extension: Option<Day>, now: Instant) -> bool {
        let counts = match self.unanswered_return() {
            Some(returned) if returned.until.is_none() => returned.submitted.received,
            _ => now,
        };
        counts >= self.last_day(deadline, extension).end()
    }

    /// When what is to come in next came to the authority, where it came before it was signed, given when everything came
    /// that has come: the first of it all, or for a completion the first after the return. What is in waits for nothing.
    pub fn arrived(&self, arrivals: &[Instant]) -> Option<Instant> {
        let after = match self {
            Self::Submitted(_) | Self::Approved(_) => return None,
            Self::NotStarted | Self::Draft(_) | Self::AwaitingSignature(_) | Self::Returned(_) => {
                self.unanswered_return().map(|returned| returned.at)
            }
        };
        arrivals.iter().copied().filter(|at| after.is_none_or(|after| *at > after)).min()
    }

    /// Whether the item is in time. A last day runs to its end in Stockholm. What has come in is judged by its first
    /// version; a return that set a day for the completion is judged by that day until the completion comes in.
    pub fn timeliness(&self, deadline: Day, extension: Option<Day>, now: Instant) -> Timeliness {
        self.undated(deadline, extension).on(now.day())
    }

    /// As [`timeliness`](Self::timeliness), before it is known what day it is.
    pub fn undated(&self, deadline: Day, extension: Option<Day>) -> Undated {
        let due = due(deadline, extension);
        let completion = self.unanswered_return().and_then(|returned| returned.until);
        match (self.latest(), completion) {
            (_, Some(_)) => Undated::Waits(self.last_day(deadline, extension)),
            (Some(latest), None) if latest.received < due.end() => Undated::OnTime,
            (Some(_), None) => Undated::ReceivedLate,
            (None, None) => Undated::Waits(due),
        }
    }
}
