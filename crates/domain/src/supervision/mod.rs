//! Decisions of the school inspectorate (Skolinspektionen, SUP-1): registered, reviewed, followed up until they are closed.
//!
//! Source: skollagen (2010:800) chapter 26, 10 to 12 and 27 §§, for what the inspectorate may decide.

mod import;
pub mod sv;
#[cfg(test)]
mod tests;

use kernel::{Day, closed};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use import::{HEADINGS, MOST_FINE, MOST_ROWS, Row, RowFault, read as read_rows};

closed! {
    /// What was decided.
    Kind {
        /// Something must be put right (f\u{f6}rel\u{e4}ggande).
        Injunction = "injunction",
        /// The same, with a fine where it is not.
        InjunctionWithFine = "injunction-with-fine",
        /// It is pointed out (anm\u{e4}rkning).
        Remark = "remark",
        /// The inspectorate refrains from more (avst\u{e5}ende fr\u{e5}n ingripande).
        Refrained = "refrained",
        /// What was put right is looked at.
        FollowUp = "follow-up",
        /// The case is closed.
        Closing = "closing",
        /// Anything else.
        Other = "other",
    }
}

closed! {
    /// Where a decision stands at the authority.
    StateName {
        /// Registered.
        Registered = "registered",
        /// Somebody has said what it means and who does what.
        Reviewed = "reviewed",
        /// It is closed.
        Closed = "closed",
        /// It was entered by mistake.
        Withdrawn = "withdrawn",
    }
}

closed! {
    /// What somebody does with a decision; by its name in addresses.
    Step {
        /// Change what is registered.
        Change = "andra",
        /// Say what it means and who does what.
        Review = "granska",
        /// Say what has been done since.
        Follow = "folj-upp",
        /// Close it.
        Close = "avsluta",
        /// Open it again.
        Reopen = "oppna",
        /// Say that it was entered by mistake.
        Withdraw = "dra-tillbaka",
    }
}

/// What a decision says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its number at the inspectorate.
    pub number: String,
    /// What was decided.
    pub kind: Kind,
    /// On which day.
    pub on: Day,
    /// What it is about.
    pub title: String,
    /// More of it.
    #[serde(default)]
    pub text: String,
    /// The deficiencies that it names, a line each.
    #[serde(default)]
    pub lines: Vec<String>,
    /// By when something is to be put right or told of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Day>,
    /// A fine, in whole kronor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<i64>,
    /// Where it is published.
    #[serde(default)]
    pub address: String,
}

/// What can happen to a decision. Decisions are public; nothing about single students is written here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happening {
    /// It was registered.
    Registered {
        /// What it says.
        record: Record,
    },
    /// What is registered was changed.
    Changed {
        /// What it says.
        record: Record,
    },
    /// It was reviewed.
    Reviewed {
        /// What it means, and who does what.
        text: String,
        /// By when that is to be done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Day>,
    },
    /// It was followed up.
    Followed {
        /// On which day.
        on: Day,
        /// What has been done, and what shows it.
        text: String,
    },
    /// It was closed.
    Closed {
        /// Why.
        text: String,
    },
    /// It was opened again.
    Reopened {
        /// Why.
        text: String,
    },
    /// It was entered by mistake.
    Withdrawn {
        /// Why.
        text: String,
    },
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day.
    pub day: Day,
    /// What happened.
    pub happening: Happening,
}

/// Why something cannot be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It is registered once.
    Registered,
    /// It is closed.
    Closed,
    /// It is not closed.
    NotClosed,
    /// Nobody has said what it means.
    NotReviewed,
    /// Nobody has said what has been done since.
    NotFollowed,
}

/// A history that is none of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It does not begin with the decision being registered.
    #[error("a history that does not begin with the decision being registered")]
    NotRegistered,
    /// The line of that number could not happen.
    #[error("line {0} of a decision could not happen: {1:?}")]
    Line(usize, Refusal),
}

/// A decision as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What it says.
    pub record: Record,
    /// Where it stands.
    pub state: StateName,
    /// By when what the review asks for is to be done, until it has been followed up.
    pub by: Option<Day>,
    /// How often it was followed up since it was reviewed last.
    pub followed: usize,
    /// How many lines it has.
    pub lines: usize,
}

/// What a deficiency that a decision names is known by, whatever stands before it: the first 16 hexadecimal digits of SHA-256 of its text, as texts
/// are compared.
pub fn part(line: &str) -> String {
    let hash = Sha256::digest(kernel::swedish::fold(line).as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl Decision {
    /// The decision of the history. What has happened has happened: today's rules are not asked of it.
    ///
    /// # Errors
    /// [`Broken`] where it is no history of a decision.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Broken> {
        let mut entries = entries.into_iter();
        let Some(Entry { happening: Happening::Registered { record }, .. }) = entries.next() else {
            return Err(Broken::NotRegistered);
        };
        let mut of = Self { record: record.clone(), state: StateName::Registered, by: None, followed: 0, lines: 1 };
        for entry in entries {
            let at = of.lines;
            of.apply(&entry.happening).map_err(|why| Broken::Line(at, why))?;
        }
        Ok(of)
    }

    /// What happens to it next.
    ///
    /// # Errors
    /// Why that cannot happen now; it is as it was then.
    pub fn add(&mut self, happening: &Happening) -> Result<(), Refusal> {
        let step = match happening {
            Happening::Registered { .. } => return Err(Refusal::Registered),
            Happening::Changed { .. } => Step::Change,
            Happening::Reviewed { .. } => Step::Review,
            Happening::Followed { .. } => Step::Follow,
            Happening::Closed { .. } => Step::Close,
            Happening::Reopened { .. } => Step::Reopen,
            Happening::Withdrawn { .. } => Step::Withdraw,
        };
        if let Some(why) = why_not(self, step) {
            return Err(why);
        }
        self.apply(happening)
    }

    /// Takes in what has happened, whatever the rules say.
    fn apply(&mut self, happening: &Happening) -> Result<(), Refusal> {
        match happening {
            Happening::Registered { .. } => return Err(Refusal::Registered),
            Happening::Changed { record } => self.record.clone_from(record),
            Happening::Reviewed { by, .. } => {
                (self.state, self.by, self.followed) = (StateName::Reviewed, *by, 0);
            }
            // What the review asked for by a day is looked at; what the inspectorate asked for stays until it is closed.
            Happening::Followed { .. } => {
                self.followed += 1;
                self.by = None;
            }
            Happening::Closed { .. } => self.state = StateName::Closed,
            Happening::Reopened { .. } => {
                self.state = if self.followed > 0 { StateName::Reviewed } else { StateName::Registered };
            }
            Happening::Withdrawn { .. } => self.state = StateName::Withdrawn,
        }
        self.lines += 1;
        Ok(())
    }

    /// The next day of it that is open: the inspectorate's, or one's own.
    pub fn due(&self) -> Option<Day> {
        let open = matches!(self.state, StateName::Registered | StateName::Reviewed);
        [self.record.deadline, self.by].into_iter().flatten().min().filter(|_| open)
    }
}

/// Why the step is refused now; `None` when it is open. Who may is asked at the door.
pub fn why_not(of: &Decision, step: Step) -> Option<Refusal> {
    let unless = |open: bool, why: Refusal| if open { None } else { Some(why) };
    let closed = matches!(of.state, StateName::Closed | StateName::Withdrawn);
    match step {
        Step::Reopen => unless(closed, Refusal::NotClosed),
        _ if closed => Some(Refusal::Closed),
        Step::Change | Step::Review | Step::Withdraw => None,
        Step::Follow => unless(of.state == StateName::Reviewed, Refusal::NotReviewed),
        Step::Close if of.state != StateName::Reviewed => Some(Refusal::NotReviewed),
        Step::Close => unless(of.followed > 0, Refusal::NotFollowed),
    }
}

/// What can be done with it now.
pub fn steps(of: &Decision) -> Vec<Step> {
    Step::ALL.iter().copied().filter(|step| why_not(of, *step).is_none()).collect()
}
