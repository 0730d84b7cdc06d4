//! An evaluation as it stands at the one that leads it, computed from its history.

use kernel::id::kind::{EvaluationCopy, Organisation, Tenant};
use kernel::{Day, Id, closed};
use serde::{Deserialize, Serialize};

use super::criteria::{Criterion, MOST_CRITERIA};
use super::model::Given;
use super::part::{Part, PartState};

closed! {
    /// Where an evaluation stands.
    StateName {
        /// Under way.
        Open = "pagar",
        /// Every provider is done with, or it is said why not.
        Closed = "avslutad",
        /// It is not to be.
        Withdrawn = "aterkallad",
    }
}

closed! {
    /// What somebody does with an evaluation; by its name in addresses.
    Step {
        /// Change what it is called, what it is about and its days.
        Change = "andra",
        /// Change a criterion.
        Reword = "kriterium",
        /// Add a criterion.
        Add = "nytt-kriterium",
        /// Strike a criterion.
        Strike = "stryk",
        /// Ask an authority to take part.
        Ask = "fraga",
        /// Give the results so far to all that take part.
        Release = "lamna-ut",
        /// Close it.
        Close = "avsluta",
        /// Take it up again.
        Reopen = "oppna",
        /// Take it back.
        Withdraw = "aterkalla",
    }
}

/// What it is called and about, and its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// What it is called.
    pub name: String,
    /// What it is about, and how it is made.
    pub about: String,
    /// The first day.
    pub from: Day,
    /// The last.
    pub to: Day,
}

/// What an authority said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "said", rename_all = "kebab-case")]
pub enum Reply {
    /// It takes part, with these of its providers; said once more, with these too.
    Joined {
        /// Which.
        providers: Vec<Given>,
    },
    /// It does not. Why is kept sealed beside it.
    Declined,
}

/// What can happen to an evaluation. Why it is taken up again or back is kept sealed beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happening {
    /// It was begun.
    Begun {
        /// What it is.
        wish: Wish,
        /// What is looked at.
        criteria: Vec<Criterion>,
    },
    /// It was changed.
    Changed {
        /// What it is from now on.
        wish: Wish,
    },
    /// A criterion was changed.
    Reworded {
        /// As it is from now on.
        criterion: Criterion,
    },
    /// A criterion was added.
    Added {
        /// Which.
        criterion: Criterion,
    },
    /// A criterion was struck.
    Struck {
        /// Its stable name.
        slug: String,
    },
    /// The first grade was given: the criteria stand.
    Locked,
    /// An authority was asked to take part.
    Asked {
        /// Which.
        authority: Id<Tenant>,
        /// What it is called.
        name: String,
        /// What it is there.
        copy: Id<EvaluationCopy>,
    },
    /// An authority has answered.
    Replied {
        /// Which.
        authority: Id<Tenant>,
        /// What it said.
        reply: Reply,
    },
    /// The results so far went to all that take part.
    Released,
    /// It was closed.
    Closed,
    /// It was taken up again.
    Reopened,
    /// It is not to be.
    Withdrawn,
}

/// Why something cannot be done with an evaluation now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It is begun once.
    Begun,
    /// It is closed.
    Closed,
    /// It is not closed.
    NotClosed,
    /// It was taken back.
    Withdrawn,
    /// The first grade is given.
    Locked,
    /// There is no such criterion, or one of that name already.
    NoSuch,
    /// There are as many criteria as can be, or the last is not struck.
    Criteria,
    /// The authority has said that it takes part.
    Joined,
    /// Nobody takes part.
    Nobody,
    /// Nothing is settled.
    NothingSettled,
    /// Somebody's part is not done.
    PartsLeft,
}

/// Adds those of the providers that are not there; gives whether there were any.
pub(super) fn add_given(known: &mut Vec<Given>, providers: &[Given]) -> bool {
    let before = known.len();
    for given in providers {
        if known.iter().all(|one| one.organisation != given.organisation) {
            known.push(given.clone());
        }
    }
    known.len() > before
}

/// An authority that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedOf {
    /// Which.
    pub authority: Id<Tenant>,
    /// What it is called.
    pub name: String,
    /// What the evaluation is there.
    pub copy: Id<EvaluationCopy>,
    /// The day on which it was asked last.
    pub on: Day,
    /// The line of that.
    pub line: usize,
    /// What it has said last.
    pub reply: Option<Reply>,
    /// The line of that.
    pub replied: Option<usize>,
}

impl AskedOf {
    /// Its providers, where it takes part.
    pub fn providers(&self) -> &[Given] {
        match &self.reply {
            Some(Reply::Joined { providers }) => providers,
            _ => &[],
        }
    }
    /// Whether it takes part.
    pub const fn has_joined(&self) -> bool {
        matches!(self.reply, Some(Reply::Joined { .. }))
    }
}

/// What steps rest on beside the history.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// How many parts there are.
    pub parts: usize,
    /// How many of them are done, or ended with a reason.
    pub done: usize,
    /// How many have something settled.
    pub settled: usize,
}

impl Facts {
    /// The facts of the parts.
    pub fn of<'p>(parts: impl IntoIterator<Item = &'p Part>) -> Self {
        let mut facts = Self::default();
        for part in parts {
            facts.parts += 1;
            facts.done += usize::from(matches!(part.state, PartState::Done | PartState::Ended));
            facts.settled += usize::from(part.first.is_some());
        }
        facts
    }
}

/// An evaluation as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// What it is.
    pub wish: Wish,
    /// What is looked at.
    pub criteria: Vec<Criterion>,
    /// Whether a grade is given: then the criteria stand.
    pub locked: bool,
    /// Those that were asked, in the order in which they were.
    pub asked: Vec<AskedOf>,
    /// Where it stands.
    pub state: StateName,
    /// The newest line by which results went out.
    pub released: Option<usize>,
    /// From which day to which it was taken back, each time that it was taken up again.
    pub away: Vec<(Day, Day)>,
    /// The day on which it was taken back.
    withdrawn: Option<Day>,
    /// How many lines it has.
    pub lines: usize,
}

impl Evaluation {
    /// The evaluation of the history: each line with its day.
    ///
    /// # Errors
    /// The number of the line that could not happen, and why.
    pub fn replay<'e>(entries: impl IntoIterator<Item = (Day, &'e Happening)>) -> Result<Self, (usize, Refusal)> {
        let mut entries = entries.into_iter();
        let Some((_, Happening::Begun { wish, criteria })) = entries.next() else { return Err((0, Refusal::Begun)) };
        let mut of = Self {
            wish: wish.clone(),
            criteria: criteria.clone(),
            locked: false,
            asked: Vec::new(),
            state: StateName::Open,
            released: None,
            away: Vec::new(),
            withdrawn: None,
            lines: 1,
        };
        for (day, happening) in entries {
            let at = of.lines;
            // What happened happened: today's rules are asked of what is new alone.
            of.apply(day, happening).map_err(|why| (at, why))?;
            of.lines += 1;
        }
        Ok(of)
    }

    /// What happens to it next.
    ///
    /// # Errors
    /// Why that cannot happen; it is as it was then.
    pub fn add(&mut self, day: Day, happening: &Happening) -> Result<(), Refusal> {
        if let Some(step) = step_of(happening)
            && let Some(why) = by_itself(self, step)
        {
            return Err(why);
        }
        let mut next = self.clone();
        next.apply(day, happening)?;
        next.lines += 1;
        *self = next;
        Ok(())
    }

    fn apply(&mut self, day: Day, happening: &Happening) -> Result<(), Refusal> {
        let line = self.lines;
        match happening {
            Happening::Begun { .. } => return Err(Refusal::Begun),
            Happening::Changed { wish } => self.wish = wish.clone(),
            Happening::Reworded { criterion } => {
                let one = self.criteria.iter_mut().find(|one| one.slug == criterion.slug).ok_or(Refusal::NoSuch)?;
                *one = criterion.clone();
            }
            Happening::Added { criterion } => {
                if self.criteria.iter().any(|one| one.slug == criterion.slug) {
                    return Err(Refusal::NoSuch);
                }
                if self.criteria.len() >= MOST_CRITERIA {
                    return Err(Refusal::Criteria);
                }
                // Beside those of its area.
                let after = self.criteria.iter().rposition(|one| one.area == criterion.area);
                self.criteria.insert(after.map_or(self.criteria.len(), |at| at + 1), criterion.clone());
            }
            Happening::Struck { slug } => {
                let at = self.criteria.iter().position(|one| one.slug == *slug).ok_or(Refusal::NoSuch)?;
                if self.criteria.len() == 1 {
                    return Err(Refusal::Criteria);
                }
                self.criteria.remove(at);
            }
            Happening::Locked => self.locked = true,
            Happening::Asked { authority, name, copy } => {
                match self.asked.iter_mut().find(|one| one.authority == *authority) {
                    Some(one) if one.has_joined() => return Err(Refusal::Joined),
                    // Asked once more: it is the same thing there, and answered anew.
                    Some(one) => (one.on, one.line, one.reply, one.replied) = (day, line, None, None),
                    None => {
                        let (authority, name, copy) = (*authority, name.clone(), *copy);
                        self.asked.push(AskedOf { authority, name, copy, on: day, line, reply: None, replied: None });
                    }
                }
            }
            Happening::Replied { authority, reply } => {
                let one = self.asked.iter_mut().find(|one| one.authority == *authority).ok_or(Refusal::NoSuch)?;
                match (&mut one.reply, reply) {
                    // Who takes part adds providers, in whatever order word of it comes, and takes none away.
                    (Some(Reply::Joined { providers: known }), Reply::Joined { providers }) => {
                        if !add_given(known, providers) {
                            return Err(Refusal::Joined);
                        }
                    }
                    (Some(Reply::Joined { .. }), Reply::Declined) => return Err(Refusal::Joined),
                    _ => (one.reply, one.replied) = (Some(reply.clone()), Some(self.lines)),
                }
            }
            Happening::Released => self.released = Some(self.lines),
            Happening::Closed => self.state = StateName::Closed,
            Happening::Reopened => {
                if let Some(from) = self.withdrawn.take() {
                    self.away.push((from, day));
                }
                self.state = StateName::Open;
            }
            Happening::Withdrawn => (self.state, self.withdrawn) = (StateName::Withdrawn, Some(day)),
        }
        Ok(())
    }

    /// The authorities for which the provider works, of those that take part.
    pub fn authorities_of(&self, organisation: Id<Organisation>) -> impl Iterator<Item = (&AskedOf, &Given)> {
        let own = move |one: &Given| one.organisation == organisation;
        self.asked.iter().filter_map(move |asked| Some((asked, asked.providers().iter().find(|one| own(one))?)))
    }

    /// The providers of those that take part, each once.
    pub fn given(&self) -> Vec<&Given> {
        let mut all: Vec<&Given> = Vec::new();
        for given in self.asked.iter().flat_map(AskedOf::providers) {
            if all.iter().all(|known| known.organisation != given.organisation) {
                all.push(given);
            }
        }
        all
    }

    /// The criterion of that name.
    pub fn criterion(&self, slug: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|one| one.slug == slug)
    }
}

const fn step_of(happening: &Happening) -> Option<Step> {
    Some(match happening {
        // What others say, and that a grade is given, is not refused by where it stands.
        Happening::Begun { .. } | Happening::Locked | Happening::Replied { .. } => return None,
        Happening::Changed { .. } => Step::Change,
        Happening::Reworded { .. } => Step::Reword,
        Happening::Added { .. } => Step::Add,
        Happening::Struck { .. } => Step::Strike,
        Happening::Asked { .. } => Step::Ask,
        Happening::Released => Step::Release,
        Happening::Closed => Step::Close,
        Happening::Reopened => Step::Reopen,
        Happening::Withdrawn => Step::Withdraw,
    })
}

/// The step by which the line came, as the audit chain tells it.
pub fn entry_of(happening: &Happening) -> &'static str {
    match step_of(happening) {
        Some(step) => step.slug(),
        None => match happening {
            Happening::Locked => "forsta-omdomet",
            Happening::Replied { reply: Reply::Joined { .. }, .. } => "deltar",
            Happening::Replied { .. } => "deltar-inte",
            _ => "borja",
        },
    }
}

/// Why the step is refused by the evaluation's own history.
fn by_itself(of: &Evaluation, step: Step) -> Option<Refusal> {
    match (of.state, step) {
        (StateName::Closed, Step::Reopen | Step::Release) => return None,
        (StateName::Closed, _) => return Some(Refusal::Closed),
        (StateName::Withdrawn, Step::Reopen) => return None,
        (StateName::Withdrawn, _) => return Some(Refusal::Withdrawn),
        (StateName::Open, Step::Reopen) => return Some(Refusal::NotClosed),
        (StateName::Open, _) => {}
    }
    match step {
        Step::Reword | Step::Add | Step::Strike if of.locked => Some(Refusal::Locked),
        Step::Release | Step::Close if !of.asked.iter().any(AskedOf::has_joined) => Some(Refusal::Nobody),
        _ => None,
    }
}

/// Why the step is refused; `None` when it is open. Who may is asked at the door.
pub fn why_not(of: &Evaluation, step: Step, facts: Facts) -> Option<Refusal> {
    if let Some(why) = by_itself(of, step) {
        return Some(why);
    }
    match step {
        Step::Release if facts.settled == 0 => Some(Refusal::NothingSettled),
        Step::Close if facts.done < facts.parts || facts.parts == 0 => Some(Refusal::PartsLeft),
        _ => None,
    }
}
