//! One planned activity with one provider, computed from its history.

use kernel::id::kind::Visit;
use kernel::{Day, Id, closed};
use serde::{Deserialize, Serialize};

/// What can happen to an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happening {
    /// It was planned, to be done by the day.
    Planned {
        /// The day.
        by: Day,
    },
    /// It is to be done by another day.
    Moved {
        /// The day.
        by: Day,
    },
    /// It was done.
    Done {
        /// On which day.
        on: Day,
    },
    /// It was not done after all.
    TakenBack,
    /// It is not to be done.
    Cancelled,
    /// It is to be done after all.
    Restored,
    /// A visit was booked for it, or the booked one was given another day.
    Booked {
        /// On which day.
        on: Day,
        /// Which visit.
        visit: Id<Visit>,
    },
    /// The booked visit is not to be.
    Unbooked,
}

/// What the audit chain is told where a visit is booked for an activity.
pub const BOOKED: &str = "bokat";
/// The same where the visit is called off.
pub const UNBOOKED: &str = "avbokat";

/// A line of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it was written.
    pub day: Day,
    /// What happened.
    pub happening: Happening,
}

closed! {
    /// What somebody does with an activity; by its name in addresses.
    Step {
        /// Give it another day.
        Move = "flytta",
        /// Say that it is done.
        Do = "gjort",
        /// Take that back.
        TakeBack = "angra",
        /// Say that it is not to be done.
        Cancel = "stall-in",
        /// Say that it is after all.
        Restore = "ta-upp",
    }
}

closed! {
    /// Where an activity stands.
    Standing {
        /// To be done.
        Planned = "planerat",
        /// Done.
        Done = "gjort",
        /// Not to be done.
        Cancelled = "installt",
    }
}

/// Why something cannot be done with an activity now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It is done.
    Done,
    /// It is not done.
    NotDone,
    /// It is not to be done.
    Cancelled,
    /// It is to be done.
    NotCancelled,
}

/// A history that is none of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It does not begin with the activity being planned.
    #[error("a history that does not begin with the activity being planned")]
    NotPlanned,
    /// The line of that number could not happen.
    #[error("line {0} of an activity could not happen")]
    Line(usize),
}

/// An activity as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    /// The day by which it is to be done.
    pub by: Day,
    /// The day on which it was done.
    pub done: Option<Day>,
    /// That it is not to be done.
    pub cancelled: bool,
    /// The visit that is booked for it, and its day.
    pub booked: Option<(Day, Id<Visit>)>,
    /// How many lines its history has.
    pub lines: usize,
}

impl Activity {
    /// What another part of the follow-up knows of: it has no history of its own.
    pub const fn known_elsewhere(by: Day, done: Option<Day>) -> Self {
        Self { by, done, cancelled: false, booked: None, lines: 0 }
    }

    /// Where it stands after the entries.
    ///
    /// # Errors
    /// [`Broken`] where they are no history of an activity.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Broken> {
        let mut entries = entries.into_iter();
        let Some(Entry { happening: Happening::Planned { by }, .. }) = entries.next() else {
            return Err(Broken::NotPlanned);
        };
        let mut found = Self { by: *by, done: None, cancelled: false, booked: None, lines: 1 };
        for entry in entries {
            found.apply(entry.happening).map_err(|()| Broken::Line(found.lines))?;
        }
        Ok(found)
    }

    fn apply(&mut self, happening: Happening) -> Result<(), ()> {
        let step = match happening {
            Happening::Planned { .. } => return Err(()),
            // What is booked is a fact about a visit, however it stands with the activity.
            Happening::Booked { on, visit } => return self.book(Some((on, visit))),
            Happening::Unbooked => return self.book(None),
            Happening::Moved { .. } => Step::Move,
            Happening::Done { .. } => Step::Do,
            Happening::TakenBack => Step::TakeBack,
            Happening::Cancelled => Step::Cancel,
            Happening::Restored => Step::Restore,
        };
        if why_not(self, step).is_some() {
            return Err(());
        }
        match happening {
            Happening::Planned { by } | Happening::Moved { by } => self.by = by,
            Happening::Done { on } => self.done = Some(on),
            Happening::TakenBack => self.done = None,
            Happening::Cancelled => self.cancelled = true,
            Happening::Restored => self.cancelled = false,
            Happening::Booked { .. } | Happening::Unbooked => {}
        }
        self.lines += 1;
        Ok(())
    }

    /// Nothing can be taken away where nothing is booked.
    const fn book(&mut self, visit: Option<(Day, Id<Visit>)>) -> Result<(), ()> {
        if visit.is_none() && self.booked.is_none() {
            return Err(());
        }
        self.booked = visit;
        self.lines += 1;
        Ok(())
    }

    /// The visit that is booked for it and not told of as done yet, with its day.
    pub fn visit(&self) -> Option<(Day, Id<Visit>)> {
        self.booked.filter(|_| self.standing() == Standing::Planned)
    }

    /// Where it stands.
    pub const fn standing(&self) -> Standing {
        match (self.cancelled, self.done) {
            (true, _) => Standing::Cancelled,
            (false, Some(_)) => Standing::Done,
            (false, None) => Standing::Planned,
        }
    }

    /// Whether its day has passed without its being done.
    pub fn is_late(&self, today: Day) -> bool {
        self.standing() == Standing::Planned && self.by < today
    }
}

/// What can be done with it now.
pub fn steps(of: &Activity) -> Vec<Step> {
    Step::ALL.iter().copied().filter(|step| why_not(of, *step).is_none()).collect()
}

/// Why the step is refused now; `None` when it is open. Who may is asked at the door.
pub const fn why_not(of: &Activity, step: Step) -> Option<Refusal> {
    match (step, of.standing()) {
        (Step::Move | Step::Do | Step::Cancel, Standing::Planned)
        | (Step::TakeBack, Standing::Done)
        | (Step::Restore, Standing::Cancelled) => None,
        (Step::Restore, _) => Some(Refusal::NotCancelled),
        (_, Standing::Cancelled) => Some(Refusal::Cancelled),
        (Step::TakeBack, Standing::Planned) => Some(Refusal::NotDone),
        (_, _) => Some(Refusal::Done),
    }
}
