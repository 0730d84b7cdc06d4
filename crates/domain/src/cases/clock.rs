//! The two clocks of a case, in working days (kernel::holidays), and its next date.

use kernel::Day;
use kernel::holidays::{plus_working_days, working_days_between};
use serde::{Deserialize, Serialize};

use super::model::{Kind, StateName};
use super::replay::Case;

/// The times of an authority, in working days. They stand in the year's document; skollagen 4:8 says "without delay" and
/// no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockRules {
    /// Until the complainant is told that it has come.
    pub acknowledge: u32,
    /// Until the complainant is answered.
    pub answer: u32,
    /// The most that one extension gives.
    pub extension: u32,
    /// That the complainant has to say something of an answer before the case is to be closed.
    pub respond: u32,
}

impl Default for ClockRules {
    fn default() -> Self {
        Self { acknowledge: 2, answer: 10, extension: 10, respond: 10 }
    }
}

/// A time in which the clocks stand still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The day it began.
    pub from: Day,
    /// The day the clocks went again.
    pub to: Option<Day>,
    /// When somebody looks at it again.
    pub look: Day,
    /// That it waits for what the complainant writes: then it ends by itself when they have written.
    pub for_complainant: bool,
}

/// The reason of the year's document for a stop that waits for the complainant.
pub const WAITS_FOR_COMPLAINANT: &str = "vantar-pa-den-som-klagat";

/// What is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NextWhat {
    /// Tell the complainant that it has come.
    Acknowledge,
    /// Answer.
    Answer,
    /// Look at it again: the clocks stand still.
    Look,
    /// Close it: it is answered, and the complainant has had time to say what they think.
    Close,
}

impl NextWhat {
    /// The stable name in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Answer => "answer",
            Self::Look => "look",
            Self::Close => "close",
        }
    }
    /// The one with the given stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Acknowledge, Self::Answer, Self::Look, Self::Close].into_iter().find(|what| what.slug() == slug)
    }
}

/// What is next, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Next {
    /// The last day of it.
    pub day: Day,
    /// What it is.
    pub what: NextWhat,
}

/// How a day stands to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// So many working days are left; zero is today.
    Left(u32),
    /// It passed so many working days ago; zero where only days off have passed since.
    Late(u32),
}

/// The clocks of a case on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// The last day to tell that it has come, while that is not said.
    pub acknowledge: Option<Day>,
    /// The last day of the answer, while it is not given and the clocks go.
    pub answer: Option<Day>,
    /// The working days in which the clocks have stood still, since it was received.
    pub stopped: u32,
}

/// For how many working days the clocks may stand still at once: four weeks. Who still waits then says so again.
const LONGEST_STOP: u32 = 20;

/// How the day stands to today.
pub fn standing(day: Day, today: Day) -> Standing {
    if day >= today {
        Standing::Left(working_days_between(today, day))
    } else {
        Standing::Late(working_days_between(day, today))
    }
}

impl Next {
    /// How it stands today.
    pub fn standing(self, today: Day) -> Standing {
        standing(self.day, today)
    }
}

impl Case {
    /// The working days within stops after `from` and up to `today`.
    pub(super) fn stopped_since(&self, from: Day, today: Day) -> u32 {
        let within = |stop: &Stop| working_days_between(stop.from.max(from), stop.to.unwrap_or(today).min(today));
        self.stops.iter().map(within).sum()
    }

    /// The last day of the answer, as the clocks have gone until today.
    pub fn answer_due(&self, rules: &ClockRules, today: Day) -> Day {
        let counted = plus_working_days(self.clock_from, rules.answer + self.stopped_since(self.clock_from, today));
        self.extended.map_or(counted, |to| to.max(counted))
    }

    /// The clocks on the day.
    pub fn clocks(&self, rules: &ClockRules, today: Day) -> Clocks {
        let open = self.state != StateName::Closed && !self.is_kept_elsewhere();
        let waits = open && matches!(self.state, StateName::Received | StateName::Handled) && self.stopped().is_none();
        Clocks {
            acknowledge: (open && self.acknowledged.is_none())
                .then(|| plus_working_days(self.clock_from, rules.acknowledge)),
            answer: waits.then(|| self.answer_due(rules, today)),
            stopped: self.stopped_since(self.received, today),
        }
    }

    /// What is next of it and when; nothing of what is closed, nor of what is handled in the provider's own system.
    pub fn next(&self, rules: &ClockRules, today: Day) -> Option<Next> {
        if self.is_kept_elsewhere() {
            return None;
        }
        let next = |what: NextWhat, day: Day| Some(Next { day, what });
        match (self.state, self.stopped()) {
            (StateName::Closed, _) => None,
            // To say that it has come is never stopped.
            (StateName::Received, _) => {
                next(NextWhat::Acknowledge, plus_working_days(self.clock_from, rules.acknowledge))
            }
            (_, Some(stop)) => next(NextWhat::Look, stop.look),
            (StateName::Handled, None) if self.kind == Kind::View => {
                next(NextWhat::Close, plus_working_days(self.clock_from, rules.answer))
            }
            (StateName::Handled, None) => next(NextWhat::Answer, self.answer_due(rules, today)),
            (StateName::Answered, None) => {
                let answered = self.answered.unwrap_or(self.last);
                // Who has said what they think of the answer is not waited for.
                let wait = if self.verdict.is_some() || !self.reachable { 1 } else { rules.respond };
                next(NextWhat::Close, plus_working_days(answered, wait))
            }
        }
    }

    /// The last day to which the clocks may stand still before somebody looks again.
    pub fn latest_look(today: Day) -> Day {
        plus_working_days(today, LONGEST_STOP)
    }

    /// The last day that one extension may give.
    pub fn latest_extension(&self, rules: &ClockRules, today: Day) -> Day {
        plus_working_days(self.answer_due(rules, today), rules.extension)
    }
}
