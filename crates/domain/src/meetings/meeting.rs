//! A meeting as it stands, computed from its history.

use std::collections::BTreeMap;

use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id, closed};
use serde::{Deserialize, Serialize};

use super::model::{Attends, Entry, Happening, Hours, Owner};

closed! {
    /// Where a meeting stands.
    StateName {
        /// Planned; nobody has been invited.
        Planned = "planned",
        /// Rektors have been invited.
        Invited = "invited",
        /// It was held.
        Held = "held",
        /// It is not to be.
        Cancelled = "cancelled",
    }
}

closed! {
    /// What somebody does with a meeting; by its name in addresses.
    Step {
        /// Change day, hours, place or programme.
        Change = "andra",
        /// Invite those who have not been.
        Invite = "bjud-in",
        /// Give something to read beforehand.
        Material = "material",
        /// Say whether one comes.
        Register = "anmal",
        /// Send in a question.
        Ask = "fraga",
        /// Say what came of a question.
        Answer = "svara",
        /// Say that it was held.
        Hold = "hallen",
        /// Write notes.
        Note = "anteckna",
        /// Agree on something.
        Agree = "atgard",
        /// Not do it after all.
        Drop = "stryk",
        /// Say that it is done.
        Do = "gjord",
        /// Take that back.
        Undo = "ej-gjord",
        /// Not hold the meeting.
        Cancel = "stall-in",
        /// Hold it after all.
        Restore = "ta-upp",
    }
}

/// Why something cannot be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It is planned once.
    Planned,
    /// It is not to be.
    Cancelled,
    /// It is to be.
    NotCancelled,
    /// Nobody has been invited.
    NotInvited,
    /// It has been held.
    Held,
    /// It has not been held.
    NotHeld,
    /// The day for registering has passed.
    TooLate,
    /// There is no such thing.
    NoSuch,
    /// It is done.
    Done,
    /// It is not done.
    NotDone,
}

/// A history that is none of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// It does not begin with the meeting being planned.
    NotPlanned,
    /// The line of that number could not happen.
    Line(usize, Refusal),
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotPlanned => f.write_str("a history that does not begin with the meeting being planned"),
            Self::Line(at, why) => write!(f, "line {at} of a meeting could not happen: {why:?}"),
        }
    }
}

/// Whether somebody comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registration {
    /// At which provider they are.
    pub organisation: Id<Organisation>,
    /// Whether they come.
    pub attends: Attends,
    /// The day on which they said so last.
    pub on: Day,
    /// Its line.
    pub line: usize,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its number, from 1.
    pub number: u32,
    /// At which provider it was asked; nothing for the authority.
    pub organisation: Option<Id<Organisation>>,
    /// Its line.
    pub line: usize,
    /// The line that says what came of it.
    pub answered: Option<usize>,
}

/// Something that was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// Its number, from 1.
    pub number: u32,
    /// Who does it.
    pub owner: Owner,
    /// When it is to be done.
    pub by: Day,
    /// Its line.
    pub line: usize,
    /// That it is not to be done after all.
    pub dropped: bool,
    /// Who did it when; nothing in place of a provider for the authority.
    pub done: BTreeMap<Option<Id<Organisation>>, Day>,
}

impl Agreed {
    /// Whether it is for the provider, or the authority where nothing is given.
    pub fn is_for(&self, of: Option<Id<Organisation>>) -> bool {
        match (&self.owner, of) {
            (Owner::Authority, None) | (Owner::Everyone, Some(_)) => true,
            (Owner::Provider { organisation }, Some(of)) => *organisation == of,
            _ => false,
        }
    }

    /// Whether it waits for the provider, or the authority where nothing is given.
    pub fn waits_for(&self, of: Option<Id<Organisation>>) -> bool {
        !self.dropped && self.is_for(of) && !self.done.contains_key(&of)
    }
}

/// A meeting as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The day.
    pub on: Day,
    /// From when to when.
    pub hours: Hours,
    /// Until when one registers.
    pub register_by: Day,
    /// Where it stands.
    pub state: StateName,
    /// How often its day or hours have changed, or whether it is to be: a calendar takes the highest.
    pub sequence: u32,
    /// How many have been invited in all.
    pub invited: u32,
    /// The line that says what it is called, where and about what.
    pub line: usize,
    /// The lines with something to read.
    pub material: Vec<usize>,
    /// Who has said whether they come.
    pub registered: BTreeMap<Id<Person>, Registration>,
    /// The questions.
    pub questions: Vec<Question>,
    /// The line of the newest notes.
    pub notes: Option<usize>,
    /// What was agreed.
    pub agreed: Vec<Agreed>,
    /// How many lines it has.
    pub lines: usize,
}

impl Meeting {
    /// The meeting of the history. What has happened has happened: today's rules are not asked of it.
    ///
    /// # Errors
    /// [`Broken`] where it is no history of a meeting.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Broken> {
        let mut entries = entries.into_iter();
        let Some(Entry { happening: Happening::Planned { on, hours, register_by }, .. }) = entries.next() else {
            return Err(Broken::NotPlanned);
        };
        let mut meeting = Self {
            on: *on,
            hours: *hours,
            register_by: *register_by,
            state: StateName::Planned,
            sequence: 0,
            invited: 0,
            line: 0,
            material: Vec::new(),
            registered: BTreeMap::new(),
            questions: Vec::new(),
            notes: None,
            agreed: Vec::new(),
            lines: 1,
        };
        for entry in entries {
            let at = meeting.lines;
            meeting.apply(entry).map_err(|why| Broken::Line(at, why))?;
        }
        Ok(meeting)
    }

    /// What happens to it next.
    ///
    /// # Errors
    /// Why that cannot happen now; it is as it was then.
    pub fn add(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let Some(step) = step_of(&entry.happening) else { return Err(Refusal::Planned) };
        if let Some(why) = why_not(self, step, entry.day) {
            return Err(why);
        }
        let mut next = self.clone();
        next.apply(entry)?;
        *self = next;
        Ok(())
    }

    /// Takes in what has happened, whatever the rules say; refused only where it is of something that is not there.
    fn apply(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let line = self.lines;
        match &entry.happening {
            Happening::Planned { .. } => return Err(Refusal::Planned),
            Happening::Changed { on, hours, register_by } => {
                // The place is among the words, which the rules do not read: a calendar is told of every change.
                self.sequence += 1;
                (self.on, self.hours, self.register_by, self.line) = (*on, *hours, *register_by, line);
            }
            Happening::Invited { people } => {
                self.invited = self.invited.saturating_add(*people);
                self.state = StateName::Invited;
            }
            Happening::Material => self.material.push(line),
            Happening::Registered { person, organisation, attends } => {
                let (organisation, attends) = (*organisation, *attends);
                self.registered.insert(*person, Registration { organisation, attends, on: entry.day, line });
            }
            Happening::Asked { question, organisation } => {
                if *question != self.next_question() {
                    return Err(Refusal::NoSuch);
                }
                let (number, organisation) = (*question, *organisation);
                self.questions.push(Question { number, organisation, line, answered: None });
            }
            Happening::Answered { question } => {
                let one = self.questions.iter_mut().find(|one| one.number == *question).ok_or(Refusal::NoSuch)?;
                one.answered = Some(line);
            }
            Happening::Held => self.state = StateName::Held,
            Happening::Noted => self.notes = Some(line),
            Happening::Agreed { action, owner, by } => {
                if *action != self.next_action() {
                    return Err(Refusal::NoSuch);
                }
                let done = BTreeMap::new();
                self.agreed.push(Agreed { number: *action, owner: owner.clone(), by: *by, line, dropped: false, done });
            }
            Happening::Dropped { action } => self.open_action(*action)?.dropped = true,
            Happening::Done { action, organisation, on } => {
                let one = self.open_action(*action)?;
                if !one.is_for(*organisation) {
                    return Err(Refusal::NoSuch);
                }
                if one.done.insert(*organisation, *on).is_some() {
                    return Err(Refusal::Done);
                }
            }
            Happening::NotDone { action, organisation } => {
                self.open_action(*action)?.done.remove(organisation).ok_or(Refusal::NotDone)?;
            }
            // A calendar passes over what has no higher number than what it knows (RFC 5546, 2.1.4).
            Happening::Cancelled => {
                self.sequence += 1;
                self.state = StateName::Cancelled;
            }
            Happening::Restored => {
                self.sequence += 1;
                self.state = if self.invited > 0 { StateName::Invited } else { StateName::Planned };
            }
        }
        self.lines += 1;
        Ok(())
    }

    fn open_action(&mut self, number: u32) -> Result<&mut Agreed, Refusal> {
        self.agreed.iter_mut().find(|one| one.number == number && !one.dropped).ok_or(Refusal::NoSuch)
    }

    /// The number of the next question.
    pub fn next_question(&self) -> u32 {
        self.questions.last().map_or(1, |last| last.number + 1)
    }

    /// The number of the next agreed action.
    pub fn next_action(&self) -> u32 {
        self.agreed.last().map_or(1, |last| last.number + 1)
    }

    /// How many come, over the net, and do not.
    pub fn attendance(&self) -> [usize; 3] {
        let count = |of: Attends| self.registered.values().filter(|one| one.attends == of).count();
        [count(Attends::Here), count(Attends::Remotely), count(Attends::No)]
    }
}

const fn step_of(happening: &Happening) -> Option<Step> {
    Some(match happening {
        Happening::Planned { .. } => return None,
        Happening::Changed { .. } => Step::Change,
        Happening::Invited { .. } => Step::Invite,
        Happening::Material => Step::Material,
        Happening::Registered { .. } => Step::Register,
        Happening::Asked { .. } => Step::Ask,
        Happening::Answered { .. } => Step::Answer,
        Happening::Held => Step::Hold,
        Happening::Noted => Step::Note,
        Happening::Agreed { .. } => Step::Agree,
        Happening::Dropped { .. } => Step::Drop,
        Happening::Done { .. } => Step::Do,
        Happening::NotDone { .. } => Step::Undo,
        Happening::Cancelled => Step::Cancel,
        Happening::Restored => Step::Restore,
    })
}

/// Why the step is refused on the day; `None` when it is open. Who may is asked at the door.
pub fn why_not(of: &Meeting, step: Step, today: Day) -> Option<Refusal> {
    let unless = |open: bool, why: Refusal| if open { None } else { Some(why) };
    if of.state == StateName::Cancelled {
        return unless(step == Step::Restore, Refusal::Cancelled);
    }
    match step {
        Step::Change | Step::Invite | Step::Cancel => unless(of.state != StateName::Held, Refusal::Held),
        Step::Register if of.state == StateName::Held => Some(Refusal::Held),
        Step::Register if of.state == StateName::Planned => Some(Refusal::NotInvited),
        Step::Register => unless(today <= of.register_by, Refusal::TooLate),
        Step::Ask => match of.state {
            StateName::Planned => Some(Refusal::NotInvited),
            _ => unless(of.state != StateName::Held, Refusal::Held),
        },
        Step::Material => None,
        Step::Answer => unless(!of.questions.is_empty(), Refusal::NoSuch),
        Step::Hold => match of.state {
            StateName::Held => Some(Refusal::Held),
            _ => unless(of.on <= today, Refusal::NotHeld),
        },
        Step::Note | Step::Agree => unless(of.state == StateName::Held, Refusal::NotHeld),
        Step::Drop | Step::Do => unless(of.agreed.iter().any(|one| !one.dropped), Refusal::NoSuch),
        Step::Undo => unless(of.agreed.iter().any(|one| !one.done.is_empty()), Refusal::NotDone),
        Step::Restore => Some(Refusal::NotCancelled),
    }
}

/// What can be done with it on the day.
pub fn steps(of: &Meeting, today: Day) -> Vec<Step> {
    Step::ALL.iter().copied().filter(|step| why_not(of, *step, today).is_none()).collect()
}
