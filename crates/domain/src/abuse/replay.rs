//! Where an investigation stands: its timeline, replayed; its days and the gaps between them.

use kernel::Day;
use kernel::holidays::working_days_between;

use super::model::{
    Entry, Finding, Form, Ground, Measure, Milestone, Nature, Opened, Relation, Source, StateName, Step,
};
use crate::cases::About;

/// A timeline that cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It does not begin with the entry that opens it.
    #[error("the timeline does not begin with the entry that opens the investigation")]
    NotOpened,
    /// It is opened a second time.
    #[error("entry {0} opens the investigation once more")]
    OpenedTwice(usize),
    /// It tells of a measure that was never decided.
    #[error("entry {0} tells of a measure that was not decided")]
    NoSuchMeasure(usize),
}

/// The time between two milestones that both have a day, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The earlier in the order of milestones.
    pub from: Milestone,
    /// The later.
    pub to: Milestone,
    /// Days between, less than zero where the later came first.
    pub days: i32,
    /// Working days between.
    pub working_days: u32,
}

/// Where an investigation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Investigation {
    /// Who told of it first.
    pub source: Source,
    /// Whom it is about.
    pub about: About,
    /// Where it stands.
    pub state: StateName,
    /// The day of each milestone, in the order of [`Milestone::ALL`].
    days: [Option<Day>; Milestone::ALL.len()],
    /// What it is said to be.
    pub nature: Option<Nature>,
    /// In what forms.
    pub forms: Vec<Form>,
    /// Between whom.
    pub relation: Option<Relation>,
    /// On what grounds.
    pub grounds: Vec<Ground>,
    /// The case number of the notification to the board.
    pub case_number: Option<String>,
    /// How many were talked with.
    pub talks: u32,
    /// What was found, as it was last said.
    pub finding: Option<Finding>,
    /// What was decided.
    pub measures: Vec<Measure>,
    /// Whether it had stopped when it was followed up last.
    pub stopped: Option<bool>,
    /// That somebody has been chosen to handle it.
    pub assigned: bool,
    /// How many times it was taken up again.
    pub reopened: u32,
    /// The day of the last entry.
    pub last: Day,
}

impl Investigation {
    /// Where it stands after the entries.
    ///
    /// # Errors
    /// [`Broken`] where they are no timeline of an investigation.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Broken> {
        let mut entries = entries.into_iter();
        let Some(Entry { day, step: Step::Opened(opened), .. }) = entries.next() else { return Err(Broken::NotOpened) };
        let mut found = Self::opened(*opened, *day);
        for (at, entry) in entries.enumerate() {
            found.apply(entry, at + 1)?;
        }
        Ok(found)
    }

    fn opened(opened: Opened, day: Day) -> Self {
        let mut found = Self {
            source: opened.source,
            about: opened.about,
            state: StateName::Reported,
            days: [None; Milestone::ALL.len()],
            nature: None,
            forms: Vec::new(),
            relation: None,
            grounds: Vec::new(),
            case_number: None,
            talks: 0,
            finding: None,
            measures: Vec::new(),
            stopped: None,
            assigned: false,
            reopened: 0,
            last: day,
        };
        found.set(Milestone::Learnt, opened.learnt);
        if opened.by_rektor {
            found.set(Milestone::RektorTold, day);
        }
        found
    }

    fn apply(&mut self, entry: &Entry, at: usize) -> Result<(), Broken> {
        let day = entry.day;
        self.last = self.last.max(day);
        match &entry.step {
            Step::Opened(_) => return Err(Broken::OpenedTwice(at)),
            Step::RektorTold => self.set(Milestone::RektorTold, day),
            Step::AuthorityTold => self.set(Milestone::AuthorityTold, day),
            Step::ContactRektorTold => self.set(Milestone::ContactRektorTold, day),
            Step::BoardNotified { case_number } => {
                self.set(Milestone::BoardNotified, day);
                self.case_number = Some(case_number.clone());
            }
            Step::Described { nature, forms, relation, grounds } => {
                (self.nature, self.relation) = (Some(*nature), Some(*relation));
                (self.forms, self.grounds) = (forms.clone(), grounds.clone());
            }
            Step::Begun => {
                self.set(Milestone::Begun, day);
                self.state = self.state.max(StateName::Investigated);
            }
            Step::Talked => self.talks += 1,
            Step::Assessed { finding } => {
                // Assessed otherwise than before: the newest day holds, and the timeline keeps the earlier one.
                self.days[place(Milestone::Assessed)] = Some(day);
                (self.finding, self.state) = (Some(*finding), self.state.max(StateName::Assessed));
            }
            Step::Decided { due } => {
                let number = u32::try_from(self.measures.len() + 1).unwrap_or(u32::MAX);
                self.measures.push(Measure { number, due: *due, done: None });
            }
            Step::Done { number } => {
                let measure = self.measures.iter_mut().find(|measure| measure.number == *number);
                measure.ok_or(Broken::NoSuchMeasure(at))?.done.get_or_insert(day);
            }
            Step::FollowedUp { stopped } => {
                self.days[place(Milestone::FollowedUp)] = Some(day);
                self.stopped = Some(*stopped);
                // What goes on is not over: it is worked on until it has stopped.
                self.state = if *stopped { StateName::FollowedUp } else { StateName::Assessed };
            }
            Step::Evaluated => self.set(Milestone::Evaluated, day),
            Step::Closed => {
                self.days[place(Milestone::Closed)] = Some(day);
                self.state = StateName::Closed;
            }
            Step::Reopened => {
                self.reopened += 1;
                for milestone in [Milestone::Closed, Milestone::Evaluated, Milestone::FollowedUp] {
                    self.days[place(milestone)] = None;
                }
                self.state = StateName::Investigated;
            }
            Step::Assigned => self.assigned = true,
            Step::LearntCorrected { to, .. } => self.days[place(Milestone::Learnt)] = Some(*to),
            Step::Noted => {}
        }
        Ok(())
    }

    /// The first day stands.
    fn set(&mut self, milestone: Milestone, day: Day) {
        self.days[place(milestone)].get_or_insert(day);
    }

    /// The day of the milestone, where it has been reached.
    pub fn day(&self, milestone: Milestone) -> Option<Day> {
        self.days[place(milestone)]
    }

    /// When somebody at the school learnt of it.
    pub fn learnt(&self) -> Day {
        self.day(Milestone::Learnt).unwrap_or(self.last)
    }

    /// The last day on which somebody can have learnt of it: nothing that followed came before.
    pub fn learnt_at_latest(&self) -> Day {
        let followed = Milestone::ALL.iter().filter(|milestone| **milestone != Milestone::Learnt);
        followed.filter_map(|milestone| self.day(*milestone)).min().unwrap_or(self.last)
    }

    /// Every milestone with its day, reached or not.
    pub fn milestones(&self) -> impl Iterator<Item = (Milestone, Option<Day>)> {
        Milestone::ALL.iter().map(|milestone| (*milestone, self.day(*milestone)))
    }

    /// The time between each two milestones that were reached, one after the other in their order.
    pub fn gaps(&self) -> Vec<Gap> {
        let reached: Vec<(Milestone, Day)> = self.milestones().filter_map(|(of, day)| Some((of, day?))).collect();
        reached
            .windows(2)
            .map(|pair| Gap {
                from: pair[0].0,
                to: pair[1].0,
                days: pair[1].1.days_since(pair[0].1),
                working_days: working_days_between(pair[0].1, pair[1].1),
            })
            .collect()
    }

    /// Whether it is a row of the report of its unit for days from `from` to `to`: it was learnt of then, whatever was found.
    pub fn is_reported_in(&self, period: kernel::Period) -> bool {
        period.contains(self.learnt())
    }
}

fn place(milestone: Milestone) -> usize {
    Milestone::ALL.iter().position(|known| *known == milestone).unwrap_or(0)
}
