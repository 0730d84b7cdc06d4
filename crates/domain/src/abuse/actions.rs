//! Who may do what now in an investigation.

use kernel::{Right, Role};
use serde::{Deserialize, Serialize};

use super::model::{Milestone, StateName};
use super::replay::Investigation;
use crate::cases::{About, Party};

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Note that the rektor was told.
    TellRektor,
    /// Say what it is said to be.
    Describe,
    /// Begin the investigation, and say who investigates.
    Begin,
    /// Write down a talk.
    Talk,
    /// Assess.
    Assess,
    /// Decide on a measure.
    Decide,
    /// Say that a measure is done.
    Do,
    /// Follow up.
    FollowUp,
    /// Evaluate.
    Evaluate,
    /// Close.
    Close,
    /// Take up again.
    Reopen,
    /// Write a note.
    Note,
    /// Note that the board was notified, with the case number.
    NotifyBoard,
    /// Say who handles it, where it is about somebody who would have.
    Assign,
    /// Correct the day on which somebody at the school learnt of it.
    CorrectLearnt,
}

impl Action {
    /// Every action, in the order of an investigation's life.
    pub const ALL: &[Self] = &[
        Self::TellRektor,
        Self::Describe,
        Self::Begin,
        Self::Talk,
        Self::Assess,
        Self::Decide,
        Self::Do,
        Self::FollowUp,
        Self::Evaluate,
        Self::Close,
        Self::Reopen,
        Self::Note,
        Self::NotifyBoard,
        Self::Assign,
        Self::CorrectLearnt,
    ];
}

/// Why something is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// Not for the role.
    NotYourRole,
    /// They may not read it.
    NotShown,
    /// It is closed.
    Closed,
    /// It is not closed.
    NotClosed,
    /// That is said already.
    Already,
    /// What it is said to be is not written down.
    NotDescribed,
    /// The investigation has not begun.
    NotBegun,
    /// It is not assessed.
    NotAssessed,
    /// Nothing that was decided waits.
    NoMeasure,
    /// It is not followed up, or went on when it was.
    NotFollowedUp,
    /// It is not evaluated.
    NotEvaluated,
    /// A measure is not done.
    MeasureOpen,
    /// The board has not been notified.
    BoardNotNotified,
    /// It is about nobody who would have handled it.
    NothingToAssign,
    /// It is about the rektor, who is not the one who is told.
    PastTheRektor,
}

/// Who looks.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// The role. That it is held for the unit or authority is asked at the door to the data.
    pub role: Role,
    /// That they were chosen to handle it.
    pub chosen: bool,
}

impl Seen {
    /// For whom they act; nothing for a role that has no part in it.
    pub fn party(&self) -> Option<Party> {
        if self.role.may(Right::InvestigateAbuse) {
            Some(Party::School)
        } else if self.role.may(Right::FollowAbuse) || matches!(self.role, Role::ProcessOwner) {
            Some(Party::Authority)
        } else {
            None
        }
    }

    /// Whether they may read what is about somebody so: see [`Investigation::is_shown_to`].
    pub fn is_shown(&self, about: About) -> bool {
        match (self.party(), about) {
            (None, _) => false,
            (Some(Party::School), About::Rektor) => self.role == Role::ProviderManagement,
            (Some(Party::Authority), About::Officer) => self.chosen || self.role == Role::ProcessOwner,
            (Some(Party::Authority), _) => self.role != Role::ProcessOwner,
            (Some(_), _) => true,
        }
    }
}

impl Investigation {
    /// Whether who looks may read it. Whom it is about may not; the process owner reads only what is about those who would
    /// have handled it.
    pub fn is_shown_to(&self, seen: &Seen) -> bool {
        seen.is_shown(self.about)
    }
}

/// What can be done now, in the order of an investigation's life.
pub fn actions(of: &Investigation, seen: &Seen) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| why_not(of, seen, *action).is_none()).collect()
}

/// Why the action is refused now; `None` when it is open.
pub fn why_not(of: &Investigation, seen: &Seen, action: Action) -> Option<Refusal> {
    let Some(party) = seen.party() else { return Some(Refusal::NotYourRole) };
    if !of.is_shown_to(seen) {
        return Some(Refusal::NotShown);
    }
    let fits = match action {
        Action::Note => true,
        Action::NotifyBoard => party == Party::Authority,
        Action::Assign => seen.role == Role::ProcessOwner,
        _ => party == Party::School,
    };
    if fits { state_refuses(of, action) } else { Some(Refusal::NotYourRole) }
}

fn state_refuses(of: &Investigation, action: Action) -> Option<Refusal> {
    let when = |refused: bool, why: Refusal| refused.then_some(why);
    let reached = |milestone: Milestone| of.day(milestone).is_some();
    let closed = of.state == StateName::Closed;
    let begun = || when(!reached(Milestone::Begun), Refusal::NotBegun);
    let assessed = || when(!reached(Milestone::Assessed), Refusal::NotAssessed);
    match action {
        Action::Note => None,
        Action::NotifyBoard => when(reached(Milestone::BoardNotified), Refusal::Already),
        Action::Assign => when(of.about != About::Officer, Refusal::NothingToAssign),
        Action::Reopen => when(!closed, Refusal::NotClosed),
        _ if closed => Some(Refusal::Closed),
        Action::TellRektor => when(of.about == About::Rektor, Refusal::PastTheRektor)
            .or(when(reached(Milestone::RektorTold), Refusal::Already)),
        Action::Describe | Action::CorrectLearnt => None,
        Action::Begin => when(reached(Milestone::Begun), Refusal::Already),
        Action::Talk => begun(),
        Action::Assess => begun().or(when(of.nature.is_none(), Refusal::NotDescribed)),
        // What protects somebody is not waited with until everything is known.
        Action::Decide => begun(),
        Action::Do => when(of.measures.iter().all(|measure| measure.done.is_some()), Refusal::NoMeasure),
        Action::FollowUp => assessed(),
        Action::Evaluate => when(of.stopped != Some(true), Refusal::NotFollowedUp)
            .or(when(reached(Milestone::Evaluated), Refusal::Already)),
        Action::Close => assessed()
            .or(when(of.stopped != Some(true), Refusal::NotFollowedUp))
            .or(when(!reached(Milestone::Evaluated), Refusal::NotEvaluated))
            .or(when(of.measures.iter().any(|measure| measure.done.is_none()), Refusal::MeasureOpen))
            .or(when(!reached(Milestone::BoardNotified), Refusal::BoardNotNotified)),
    }
}
