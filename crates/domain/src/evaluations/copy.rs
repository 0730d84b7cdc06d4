//! What an authority that was asked keeps: the question and what it has said, and of each of its providers what has come.

use std::collections::BTreeMap;

use kernel::id::kind::Tenant;
use kernel::{Day, Id};
use serde::{Deserialize, Serialize};

use super::criteria::Criterion;
use super::evaluation::{Reply, StateName, Wish, add_given};
use super::model::{Given, Stage};

/// What the one that leads tells all that take part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "kebab-case")]
pub enum News {
    /// It is changed.
    Changed {
        /// What it is from now on.
        wish: Wish,
    },
    /// The results so far.
    Released,
    /// It is closed.
    Closed,
    /// It was taken up again. Why goes sealed beside it.
    Reopened,
    /// It is not to be, likewise.
    Withdrawn,
}

/// What can happen to an evaluation at an authority that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum CopyHappening {
    /// The question came.
    Asked {
        /// Who leads it.
        leader: String,
        /// What it is.
        wish: Wish,
        /// Its line there.
        #[serde(default)]
        line: usize,
        /// What is looked at, as it was then: until the first grade it can be changed.
        #[serde(default)]
        criteria: Vec<Criterion>,
    },
    /// The authority takes part, or has more providers that do.
    Joined {
        /// With these of its providers, beside those that it has named before.
        providers: Vec<Given>,
    },
    /// It does not. Why is kept sealed beside it.
    Declined,
    /// The one that leads has something to tell.
    Told {
        /// Its line there.
        line: usize,
        /// What.
        news: News,
    },
}

/// An evaluation as it stands at an authority that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Who leads it.
    pub leader: String,
    /// What it is.
    pub wish: Wish,
    /// What is looked at, as it was when it was asked last; empty for a question from before that was told.
    pub criteria: Vec<Criterion>,
    /// What the authority has said last.
    pub reply: Option<Reply>,
    /// The line of that.
    pub replied: Option<usize>,
    /// Where it stands at the one that leads.
    pub state: StateName,
    /// The line by which the state was told, unless it was by the question.
    pub state_told: Option<usize>,
    /// The newest results: the line there, and here.
    pub released: Option<(usize, usize)>,
    /// The newest line there by which the state came.
    newest_state: usize,
    /// The newest line there by which it came what it is.
    newest_wish: usize,
    /// How many lines it has.
    pub lines: usize,
}

impl Copied {
    /// The copy of the history; nothing where it does not begin with the question.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e CopyHappening>) -> Option<Self> {
        let mut entries = entries.into_iter();
        let Some(CopyHappening::Asked { leader, wish, line, criteria }) = entries.next() else { return None };
        let mut of = Self {
            leader: leader.clone(),
            wish: wish.clone(),
            criteria: criteria.clone(),
            reply: None,
            replied: None,
            state: StateName::Open,
            state_told: None,
            released: None,
            newest_state: *line,
            newest_wish: *line,
            lines: 1,
        };
        for happening in entries {
            of.add(happening);
        }
        Some(of)
    }

    /// What happens to it next. Word from the one that leads may come out of order: of what it is and of where it stands, the newest.
    pub fn add(&mut self, happening: &CopyHappening) {
        match happening {
            CopyHappening::Asked { leader, wish, line, criteria } => {
                self.leader.clone_from(leader);
                if *line >= self.newest_wish {
                    self.criteria.clone_from(criteria);
                }
                self.is_now(*line, wish);
                self.stands_now(*line, (StateName::Open, None));
                // Asked once more: who had declined answers anew.
                if self.reply == Some(Reply::Declined) {
                    (self.reply, self.replied) = (None, None);
                }
            }
            CopyHappening::Joined { providers } => {
                if let Some(Reply::Joined { providers: known }) = &mut self.reply {
                    add_given(known, providers);
                } else {
                    let reply = Reply::Joined { providers: providers.clone() };
                    (self.reply, self.replied) = (Some(reply), Some(self.lines));
                }
            }
            CopyHappening::Declined => (self.reply, self.replied) = (Some(Reply::Declined), Some(self.lines)),
            CopyHappening::Told { line, news: News::Released } => {
                if self.released.is_none_or(|(newest, _)| newest < *line) {
                    self.released = Some((*line, self.lines));
                }
            }
            CopyHappening::Told { line, news: News::Changed { wish } } => self.is_now(*line, wish),
            CopyHappening::Told { line, news: News::Closed } => {
                self.stands_now(*line, (StateName::Closed, Some(self.lines)));
            }
            CopyHappening::Told { line, news: News::Reopened } => {
                self.stands_now(*line, (StateName::Open, Some(self.lines)));
            }
            CopyHappening::Told { line, news: News::Withdrawn } => {
                self.stands_now(*line, (StateName::Withdrawn, Some(self.lines)));
            }
        }
        self.lines += 1;
    }

    fn is_now(&mut self, line: usize, wish: &Wish) {
        if line >= self.newest_wish {
            (self.newest_wish, self.wish) = (line, wish.clone());
        }
    }

    fn stands_now(&mut self, line: usize, (state, told): (StateName, Option<usize>)) {
        if line >= self.newest_state {
            (self.newest_state, self.state, self.state_told) = (line, state, told);
        }
    }

    /// Whether the authority can say whether it takes part.
    pub const fn may_reply(&self) -> bool {
        matches!(self.state, StateName::Open) && self.reply.is_none()
    }

    /// Whether the authority can add providers: it takes part, and the evaluation is under way.
    pub const fn may_add(&self) -> bool {
        matches!((self.state, &self.reply), (StateName::Open, Some(Reply::Joined { .. })))
    }

    /// Its providers, where it takes part.
    pub fn providers(&self) -> &[Given] {
        match &self.reply {
            Some(Reply::Joined { providers }) => providers,
            _ => &[],
        }
    }
}

/// What can happen to a provider's result at an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum ResultHappening {
    /// Something came from the one that leads.
    Came {
        /// What.
        stage: Stage,
        /// Its line there.
        line: usize,
        /// Until when the provider answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Day>,
    },
    /// When a visit is to be came from the one that leads, or that a return visit is not to be yet.
    Visit {
        /// Whether it is the return visit.
        again: bool,
        /// Its day; nothing where it is not to be yet.
        on: Option<Day>,
        /// What those are called who come.
        people: Vec<String>,
        /// Its line there.
        line: usize,
    },
    /// The provider answered here.
    Answered {
        /// The line of the draft there.
        draft: usize,
    },
    /// The provider answered through another authority.
    Elsewhere {
        /// The line of the draft there.
        draft: usize,
        /// Which.
        authority: Id<Tenant>,
        /// What it is called.
        name: String,
    },
}

/// What is settled of a provider's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// The line here.
    pub line: usize,
    /// Whether it is being corrected: it is read until it is settled anew, and said to be so.
    pub is_corrected: bool,
}

/// What was told last of when a visit is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Whether it is the return visit.
    pub again: bool,
    /// Its day; nothing where it is not to be yet.
    pub on: Option<Day>,
    /// The line there.
    there: usize,
    /// The line here.
    pub line: usize,
}

/// A provider's result as it stands at an authority: places in its history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResultOf {
    /// The newest word from the one that leads: what, its line there and here.
    pub newest: Option<(Stage, usize, usize)>,
    /// The newest draft: its line there, until when, and its line here.
    pub draft: Option<(usize, Option<Day>, usize)>,
    /// The newest word of when a visit is to be.
    visit: Option<Visit>,
    /// What has come from the one that leads, by its line there: what, and its line here.
    told: BTreeMap<usize, (Stage, usize)>,
    /// Answers: the draft's line there, and the line here.
    pub answers: Vec<(usize, usize)>,
    /// How many lines it has.
    pub lines: usize,
}

impl ResultOf {
    /// The result of the history.
    pub fn replay<'e>(entries: impl IntoIterator<Item = &'e ResultHappening>) -> Self {
        let mut of = Self::default();
        for happening in entries {
            of.add(happening);
        }
        of
    }

    /// What happens to it next.
    pub fn add(&mut self, happening: &ResultHappening) {
        let here = self.lines;
        match happening {
            ResultHappening::Came { stage, line, until } => {
                if self.newest.is_none_or(|(_, newest, _)| newest < *line) {
                    self.newest = Some((*stage, *line, here));
                }
                if *stage == Stage::Draft && self.draft.is_none_or(|(newest, ..)| newest < *line) {
                    self.draft = Some((*line, *until, here));
                }
                self.told.entry(*line).or_insert((*stage, here));
            }
            ResultHappening::Visit { again, on, line, .. } => {
                if self.visit.is_none_or(|newest| newest.there < *line) {
                    self.visit = Some(Visit { again: *again, on: *on, there: *line, line: here });
                }
            }
            ResultHappening::Answered { draft } | ResultHappening::Elsewhere { draft, .. } => {
                self.answers.push((*draft, here));
            }
        }
        self.lines += 1;
    }

    /// What is settled, or was and is being corrected; nothing where what was settled is not to be any longer. In the order of the one that
    /// leads, whatever came when.
    pub fn settled(&self) -> Option<Settled> {
        let (mut first, mut whole, mut corrected): (Option<usize>, Option<usize>, Option<usize>) = (None, None, None);
        // What is ended and taken up again stands as it did.
        let (mut before, mut parked) = (None, None);
        for (stage, here) in self.told.values().copied() {
            match stage {
                Stage::First => (first, whole, corrected) = (Some(here), None, None),
                Stage::Whole => (whole, corrected) = (Some(here), None),
                Stage::Reopened if before == Some(Stage::Ended) => corrected = parked.take(),
                Stage::Reopened => {
                    corrected = corrected.or(whole).or(first);
                    if whole.take().is_none() {
                        first = None;
                    }
                }
                Stage::Ended => parked = corrected.take(),
                Stage::Draft | Stage::Recalled => {}
            }
            before = Some(stage);
        }
        match (corrected, whole.or(first)) {
            (Some(line), _) => Some(Settled { line, is_corrected: true }),
            (None, Some(line)) => Some(Settled { line, is_corrected: false }),
            (None, None) => None,
        }
    }

    /// The answers that whoever reads what is settled alone reads: those to drafts from before it.
    pub fn settled_answers(&self) -> impl Iterator<Item = &(usize, usize)> {
        let settled = self.settled().map(|settled| settled.line);
        let there = self.told.iter().find(|(_, (_, here))| Some(*here) == settled).map(|(line, _)| *line);
        self.answers.iter().filter(move |(draft, _)| there.is_some_and(|there| *draft < there))
    }

    /// The line by which nothing more is to come: the return visit is settled, or it ended and what is settled stands.
    pub fn finished(&self) -> Option<usize> {
        let settled = self.settled()?;
        let is_whole = self.told.values().any(|(stage, here)| *here == settled.line && *stage == Stage::Whole);
        let ended = self.newest.filter(|(stage, ..)| *stage == Stage::Ended).map(|(.., here)| here);
        if is_whole { Some(settled.line) } else { ended }
    }

    /// The visit that is to be, or was and of which nothing has come yet; nothing once there is a draft of it or it is settled, and where
    /// it was ended.
    pub fn planned(&self) -> Option<(Visit, Day)> {
        let visit = self.visit?;
        let is_of_it = |(line, (stage, _)): (&usize, &(Stage, usize))| {
            *line > visit.there && matches!(stage, Stage::Draft | Stage::First | Stage::Whole)
        };
        let is_over = self.stage() == Some(Stage::Ended) || self.told.iter().any(is_of_it);
        visit.on.filter(|_| !is_over).map(|on| (visit, on))
    }

    /// Where it stands.
    pub fn stage(&self) -> Option<Stage> {
        self.newest.map(|(stage, ..)| stage)
    }

    /// The draft that the provider may answer, late too: its line there. In the order of the one that leads, whatever came when.
    pub fn open_draft(&self) -> Option<usize> {
        // What is ended and taken up again stands as it did.
        let (mut open, mut parked) = (None, None);
        for (line, (stage, _)) in &self.told {
            (open, parked) = match stage {
                Stage::Draft => (Some(*line), None),
                Stage::Recalled | Stage::First | Stage::Whole => (None, None),
                Stage::Ended => (None, open),
                Stage::Reopened => (parked, None),
            };
        }
        open
    }

    /// The draft before the one that the provider may answer: its line here.
    pub fn draft_before(&self) -> Option<usize> {
        let open = self.open_draft()?;
        let mut before = self.told.range(..open).rev().filter(|(_, (stage, _))| *stage == Stage::Draft);
        before.next().map(|(_, (_, here))| *here)
    }

    /// The answers to the newest draft: lines here.
    pub fn answered(&self) -> impl Iterator<Item = usize> {
        let draft = self.draft.map(|(line, ..)| line);
        self.answers.iter().filter(move |(of, _)| Some(*of) == draft).map(|(_, line)| *line)
    }

    /// The line here whose sheet is read now: the draft while it is open, else what is settled.
    pub fn shown(&self) -> Option<usize> {
        let draft = self.open_draft().and_then(|line| self.told.get(&line)).map(|(_, here)| *here);
        draft.or_else(|| self.settled().map(|settled| settled.line))
    }
}
