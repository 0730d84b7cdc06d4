//! The rules of a day, and the next date of an investigation.

use kernel::holidays::plus_working_days;
use kernel::{Day, Label};
use serde::{Deserialize, Serialize};

use super::model::{Milestone, StateName};
use super::replay::Investigation;
use crate::cases::{About, Party};

/// What holds between two days: the law's words as the authority tells them, and times in working days. It stands in the
/// year's document, since the law moves (skollagen 6:10 was to change on 1 August 2026).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The first day that it holds.
    pub from: Day,
    /// The last day; absent while no end is known.
    pub to: Option<Day>,
    /// Which law it is, in short.
    pub law: Label,
    /// What starts the duty.
    pub trigger: Label,
    /// What is to be done, in words.
    pub text: Label,
    /// Working days until the rektor is told, from when somebody learnt of it.
    pub tell_rektor: u32,
    /// Working days until the authority is told.
    pub tell_authority: u32,
    /// Working days until the board is notified.
    pub notify_board: u32,
    /// Working days until the investigation has begun.
    pub begin: u32,
    /// Working days until it is assessed.
    pub assess: u32,
    /// Working days from the assessment to the follow-up.
    pub follow_up: u32,
    /// Working days from the follow-up to the evaluation.
    pub evaluate: u32,
}

/// The rule that holds on the day: of those that do, the one that began last.
pub fn rule_on(rules: &[Rule], day: Day) -> Option<&Rule> {
    let holds = |rule: &&Rule| rule.from <= day && rule.to.is_none_or(|to| day <= to);
    rules.iter().filter(holds).max_by_key(|rule| rule.from)
}

/// What is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NextWhat {
    /// A milestone is to be reached.
    Milestone(Milestone),
    /// A measure is to be done: its number.
    Measure(u32),
}

impl NextWhat {
    /// Who is to do it.
    pub const fn by(self) -> Party {
        match self {
            Self::Milestone(Milestone::AuthorityTold | Milestone::ContactRektorTold | Milestone::BoardNotified) => {
                Party::Authority
            }
            Self::Milestone(_) | Self::Measure(_) => Party::School,
        }
    }

    /// The stable name in the database.
    pub fn slug(self) -> String {
        match self {
            Self::Milestone(milestone) => milestone.slug().to_owned(),
            Self::Measure(number) => format!("measure-{number}"),
        }
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

impl Investigation {
    /// Everything that is to be done, the first day first; empty for what is closed alone.
    pub fn due(&self, rule: &Rule) -> Vec<Next> {
        if self.state == StateName::Closed {
            return Vec::new();
        }
        let learnt = self.learnt();
        let from_learnt = [
            (Milestone::RektorTold, rule.tell_rektor),
            (Milestone::AuthorityTold, rule.tell_authority),
            (Milestone::ContactRektorTold, rule.tell_authority),
            (Milestone::BoardNotified, rule.notify_board),
            (Milestone::Begun, rule.begin),
            (Milestone::Assessed, rule.assess),
        ];
        let reached = |milestone: Milestone| self.day(milestone).is_some();
        let mut due: Vec<Next> = from_learnt
            .into_iter()
            .filter(|(milestone, _)| !reached(*milestone))
            // Whom it is about is not told of it as the one who handles it.
            .filter(|(milestone, _)| *milestone != Milestone::RektorTold || self.about != About::Rektor)
            .map(|(milestone, days)| (milestone, plus_working_days(learnt, days)))
            .map(|(milestone, day)| Next { day, what: NextWhat::Milestone(milestone) })
            .collect();
        let open = self.measures.iter().filter(|measure| measure.done.is_none());
        due.extend(open.map(|measure| Next { day: measure.due, what: NextWhat::Measure(measure.number) }));
        if let Some(assessed) = self.day(Milestone::Assessed) {
            due.push(self.after_the_assessment(rule, assessed));
        }
        due.sort_unstable();
        due
    }

    fn after_the_assessment(&self, rule: &Rule, assessed: Day) -> Next {
        let (milestone, day) = match (self.day(Milestone::FollowedUp), self.day(Milestone::Evaluated)) {
            (Some(followed), _) if self.stopped == Some(false) => {
                (Milestone::FollowedUp, plus_working_days(followed, rule.follow_up))
            }
            (None, _) => (Milestone::FollowedUp, plus_working_days(assessed, rule.follow_up)),
            (Some(followed), None) => (Milestone::Evaluated, plus_working_days(followed, rule.evaluate)),
            (Some(_), Some(evaluated)) => (Milestone::Closed, plus_working_days(evaluated, 1)),
        };
        Next { day, what: NextWhat::Milestone(milestone) }
    }
}
