//! A visit as it stands, computed from its history.

use kernel::id::kind::{Person, Unit};
use kernel::{Day, Id, holidays};

use super::model::{Entry, Happening, Slot, Standing, Step};

/// How many working days the provider has for the draft where nobody says otherwise.
pub const REPLY_DAYS: u32 = 5;

/// The last day for a reply to a draft that is sent on the day.
pub fn reply_until(sent: Day) -> Day {
    holidays::plus_working_days(sent, REPLY_DAYS)
}

/// Why something cannot be done with a visit now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It is not to be.
    Cancelled,
    /// The protocol is begun.
    Begun,
    /// The protocol is not begun.
    NotBegun,
    /// Everybody has been invited to it as it is.
    Invited,
    /// Nobody takes part who could be invited.
    Nobody,
    /// Its day has passed.
    Passed,
    /// Its day has not come.
    NotYet,
    /// So many fields of the protocol have two versions.
    Conflicts(usize),
    /// The provider has not had the draft.
    NoDraft,
    /// The provider has until the day, and has not replied.
    ProvidersTime(Day),
    /// It is settled.
    Settled,
    /// It is not settled.
    NotSettled,
    /// It is closed.
    Closed,
}

/// A history that is none of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It does not begin with the visit being planned.
    #[error("a history that does not begin with the visit being planned")]
    NotPlanned,
    /// The line of that number could not happen.
    #[error("line {0} of a visit could not happen: {1:?}")]
    Line(usize, Refusal),
}

/// A draft that the provider had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// When it was sent.
    pub sent: Day,
    /// The last day for a reply.
    pub until: Day,
    /// Its line, where what it said is kept.
    pub line: usize,
    /// The lines of the replies to it, with their days.
    pub replies: Vec<(Day, usize)>,
}

/// A visit as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// When it is.
    pub slot: Slot,
    /// Which units; none is the provider as a whole.
    pub units: Vec<Id<Unit>>,
    /// Who takes part, of those with an account.
    pub people: Vec<Id<Person>>,
    /// The line that says where it is and who else takes part.
    pub line: usize,
    /// The newest invitation: its sequence, and how the visit was then.
    pub invited: Option<(u32, usize)>,
    /// That it is not to be: the line.
    pub cancelled: Option<usize>,
    /// With which version of the checklist the protocol was begun.
    pub begun: Option<i64>,
    /// What the provider has had.
    pub drafts: Vec<Draft>,
    /// When the protocol was settled, and the line where it is kept.
    pub settled: Option<(Day, usize)>,
    /// When it was closed, and when another is needed.
    pub closed: Option<(Day, Option<Day>)>,
    /// How many lines its history has.
    pub lines: usize,
}

/// What a step rests on besides the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Today.
    pub today: Day,
    /// How many fields of the protocol have two versions that nobody has chosen between.
    pub conflicts: usize,
}

impl Visit {
    /// The visit of the history.
    ///
    /// # Errors
    /// [`Broken`] where it is no history of a visit.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Broken> {
        let mut entries = entries.into_iter();
        let Some(Entry { happening: Happening::Planned { slot, units, people }, .. }) = entries.next() else {
            return Err(Broken::NotPlanned);
        };
        let mut found = Self {
            slot: *slot,
            units: units.clone(),
            people: people.clone(),
            line: 0,
            invited: None,
            cancelled: None,
            begun: None,
            drafts: Vec::new(),
            settled: None,
            closed: None,
            lines: 1,
        };
        for entry in entries {
            // What happened happened: today's rules are asked of what is new alone.
            let at = found.lines;
            let happens_once = matches!(entry.happening, Happening::Planned { .. });
            if happens_once {
                return Err(Broken::Line(at, Refusal::Begun));
            }
            found.apply(entry);
        }
        Ok(found)
    }

    /// What happens to it next.
    ///
    /// # Errors
    /// Why that cannot happen; it is as it was then.
    pub fn add(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let step = match &entry.happening {
            // It is planned once.
            Happening::Planned { .. } => return Err(Refusal::Begun),
            Happening::Changed { .. } => Step::Change,
            Happening::Invited { .. } => Step::Invite,
            Happening::Cancelled => Step::Cancel,
            Happening::Begun { .. } if self.begun.is_some() => return Err(Refusal::Begun),
            Happening::Begun { .. } => Step::Write,
            Happening::Drafted { .. } => Step::Send,
            Happening::Replied => Step::Reply,
            Happening::Settled => Step::Settle,
            Happening::Closed { .. } => Step::Close,
        };
        // Conflicts are of the protocol, and were asked for when the line was written.
        if let Some(why) = why_not(self, step, Facts { today: entry.day, conflicts: 0 }) {
            return Err(why);
        }
        self.apply(entry);
        Ok(())
    }

    fn apply(&mut self, entry: &Entry) {
        let line = self.lines;
        match &entry.happening {
            Happening::Planned { .. } => {}
            Happening::Changed { slot, units, people } => {
                self.slot = *slot;
                self.units.clone_from(units);
                self.people.clone_from(people);
                self.line = line;
            }
            Happening::Invited { sequence } => self.invited = Some((*sequence, self.line)),
            Happening::Cancelled => self.cancelled = Some(line),
            Happening::Begun { version } => self.begun = Some(*version),
            Happening::Drafted { until } => {
                self.drafts.push(Draft { sent: entry.day, until: *until, line, replies: Vec::new() });
            }
            Happening::Replied => {
                if let Some(draft) = self.drafts.last_mut() {
                    draft.replies.push((entry.day, line));
                }
            }
            Happening::Settled => self.settled = Some((entry.day, line)),
            Happening::Closed { again } => self.closed = Some((entry.day, *again)),
        }
        self.lines += 1;
    }

    /// Whether the provider has been told of it: it was invited, or somebody has been there.
    pub const fn is_told(&self) -> bool {
        self.invited.is_some() || self.begun.is_some()
    }

    /// What the next invitation says of which it is (RFC 5545, 3.8.7.4).
    pub fn next_sequence(&self) -> u32 {
        self.invited.map_or(0, |(sequence, _)| sequence.saturating_add(1))
    }

    /// Whether those who take part have been invited to it as it is.
    pub fn is_invited(&self) -> bool {
        self.invited.is_some_and(|(_, line)| line == self.line)
    }

    /// The draft that the provider has now.
    pub fn draft(&self) -> Option<&Draft> {
        self.drafts.last()
    }

    /// Where it stands.
    pub fn standing(&self) -> Standing {
        if self.cancelled.is_some() {
            return Standing::Cancelled;
        }
        if self.closed.is_some() {
            return Standing::Closed;
        }
        if self.settled.is_some() {
            return Standing::Settled;
        }
        match self.drafts.last() {
            Some(draft) if draft.replies.is_empty() => Standing::WithProvider,
            Some(_) => Standing::Replied,
            None if self.begun.is_some() => Standing::Begun,
            None => Standing::Planned,
        }
    }

    /// Whether its day has passed without anything having been written.
    pub fn is_late(&self, today: Day) -> bool {
        self.standing() == Standing::Planned && self.slot.day < today
    }
}

/// Why the step is refused now; `None` when it is open. Who may is asked at the door.
pub fn why_not(of: &Visit, step: Step, facts: Facts) -> Option<Refusal> {
    let standing = of.standing();
    match (step, standing) {
        (_, Standing::Cancelled) => Some(Refusal::Cancelled),
        (_, Standing::Closed) => Some(Refusal::Closed),
        (Step::Close, Standing::Settled) => None,
        (_, Standing::Settled) => Some(Refusal::Settled),
        (Step::Close, _) => Some(Refusal::NotSettled),
        (Step::Change | Step::Cancel, Standing::Planned) => None,
        (Step::Invite, Standing::Planned) => {
            if of.is_invited() {
                Some(Refusal::Invited)
            } else if of.people.is_empty() {
                Some(Refusal::Nobody)
            } else if of.slot.day < facts.today {
                Some(Refusal::Passed)
            } else {
                None
            }
        }
        (Step::Change | Step::Cancel | Step::Invite, _) => Some(Refusal::Begun),
        // The protocol may be opened the day before, to be at hand; it says nothing of a visit that lies ahead.
        (Step::Write, Standing::Planned) if facts.today < of.slot.day.plus_days(-1) => Some(Refusal::NotYet),
        (Step::Write, _) => None,
        (Step::Send, Standing::Planned) => Some(Refusal::NotBegun),
        (Step::Send, _) if facts.conflicts > 0 => Some(Refusal::Conflicts(facts.conflicts)),
        (Step::Send, _) => None,
        (Step::Reply, Standing::WithProvider | Standing::Replied) => None,
        (Step::Reply, _) => Some(Refusal::NoDraft),
        (Step::Settle, Standing::WithProvider | Standing::Replied) => {
            let until = of.draft().map_or(facts.today, |draft| draft.until);
            if facts.conflicts > 0 {
                Some(Refusal::Conflicts(facts.conflicts))
            } else if standing == Standing::WithProvider && facts.today <= until {
                Some(Refusal::ProvidersTime(until))
            } else {
                None
            }
        }
        (Step::Settle, _) => Some(Refusal::NoDraft),
    }
}

/// What can be done now.
pub fn open_steps(of: &Visit, facts: Facts) -> Vec<Step> {
    Step::ALL.iter().copied().filter(|step| why_not(of, *step, facts).is_none()).collect()
}
