//! Who is told of a case, and when: the ladder of letters about what is new, what is to be done tomorrow and what has not been
//! done. In working days. Never about what is done, and not while the clocks of a case stand still.

use kernel::Day;
use kernel::holidays::{is_working_day, plus_working_days, working_days_between};
use serde::{Deserialize, Serialize};

use super::clock::{Next, NextWhat};

/// When letters about cases go, in working days, as the authority's year says. Zero means that there is no such letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChaseRules {
    /// The morning after something has come in.
    pub new: bool,
    /// So many working days before the last day of what is next.
    pub before: u32,
    /// So many after it for the first time.
    pub after_first: u32,
    /// And then so often.
    pub after_every: u32,
    /// After so many of those the authority's officer is told too, of counts and clocks alone.
    pub escalate_after: u32,
    /// So many days after a case was closed the address for notices of whoever wrote it is deleted.
    pub forget_address: u32,
}

impl Default for ChaseRules {
    fn default() -> Self {
        Self { new: true, before: 1, after_first: 1, after_every: 4, escalate_after: 2, forget_address: 30 }
    }
}

/// Why somebody is told of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// It is new.
    New,
    /// The last day of what is next is near.
    Before,
    /// That day has passed.
    After,
}

impl Rung {
    /// The stable name in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// That a case is to be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chase {
    /// Why.
    pub rung: Rung,
    /// Since which day it is to be told of so: whoever has been told of the same last day since then, or ever where there is
    /// no such day, is not told again.
    pub since: Option<Day>,
    /// That it has been told of so often that the authority's officer is told too.
    pub escalated: bool,
}

/// What of a case is told on the day, by what is next of it. What was missed because nothing ran is told once, as it stands
/// now.
pub fn chase(rules: &ChaseRules, next: Option<Next>, today: Day) -> Option<Chase> {
    // Nobody is written to on a day off.
    let next = next.filter(|_| is_working_day(today))?;
    if let Some(after) = after(rules, next, today) {
        return Some(after);
    }
    // While the clocks stand nothing is asked for; a stop that should have been looked at is.
    if next.what == NextWhat::Look {
        return None;
    }
    if rules.before > 0 && today <= next.day && near_on(rules, next, today) {
        let mut since = today;
        while near_on(rules, next, since.plus_days(-1)) {
            since = since.plus_days(-1);
        }
        return Some(Chase { rung: Rung::Before, since: Some(since), escalated: false });
    }
    let new = rules.new && next.what == NextWhat::Acknowledge && today <= next.day;
    new.then_some(Chase { rung: Rung::New, since: None, escalated: false })
}

fn near_on(rules: &ChaseRules, next: Next, day: Day) -> bool {
    working_days_between(day, next.day) <= rules.before
}

fn after(rules: &ChaseRules, next: Next, today: Day) -> Option<Chase> {
    if rules.after_first == 0 {
        return None;
    }
    let first = plus_working_days(next.day, rules.after_first);
    if today < first {
        return None;
    }
    let gone = working_days_between(first, today);
    // The first is number 0.
    let number = gone.checked_div(rules.after_every).unwrap_or(0);
    // Whoever was told last on the day of this rung or later has been told of it.
    let since = plus_working_days(first, number * rules.after_every);
    let escalated = rules.escalate_after > 0 && number >= rules.escalate_after;
    Some(Chase { rung: Rung::After, since: Some(since), escalated })
}
