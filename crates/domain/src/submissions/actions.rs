//! Who may do what now: one function that draws the buttons and guards the doors.

use kernel::{Right, Role};
use serde::{Deserialize, Serialize};

use super::model::{Lock, Refusal, State};
use crate::year::Level;

/// What can be done with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Write in the draft.
    Edit,
    /// Upload a filled-in template.
    Upload,
    /// Send the draft to the one who signs.
    SendForSignature,
    /// Take it back from signature, to write more.
    TakeBack,
    /// Hand in and sign.
    Sign,
    /// Ask the authority a question at the item.
    Ask,
    /// Answer a question.
    Answer,
    /// Write the authority's own assessment of what has come in.
    Assess,
    /// Return for completion, with a reason.
    Return,
    /// Take back a return that was a mistake or is needed no more, with a reason, while nothing has been completed.
    TakeBackReturn,
    /// Approve.
    Approve,
    /// Take back an approval, with a reason.
    ReopenApproved,
    /// Enter what was received in another way, for the provider.
    Receive,
    /// Lock the item.
    Lock,
    /// Open a locked item.
    Unlock,
    /// Set a later last day, with a motive.
    Extend,
    /// Note the case number of what has come in.
    Register,
}

impl Action {
    /// Every action, in the order of an item's life.
    pub const ALL: &[Self] = &[
        Self::Edit,
        Self::Upload,
        Self::SendForSignature,
        Self::TakeBack,
        Self::Sign,
        Self::Ask,
        Self::Answer,
        Self::Assess,
        Self::Return,
        Self::TakeBackReturn,
        Self::Approve,
        Self::ReopenApproved,
        Self::Receive,
        Self::Lock,
        Self::Unlock,
        Self::Extend,
        Self::Register,
    ];

    /// The right it takes; for `Sign` it depends on the level.
    pub const fn right(self, level: Level) -> Right {
        match self {
            Self::Edit | Self::Upload | Self::SendForSignature | Self::TakeBack => Right::EditReports,
            Self::Sign => match level {
                Level::Unit | Level::Individual => Right::SignUnitItems,
                Level::Area | Level::Provider | Level::ProviderAndArea => Right::SignProviderItems,
            },
            Self::Ask => Right::ViewOwnReports,
            Self::Answer
            | Self::Assess
            | Self::Return
            | Self::TakeBackReturn
            | Self::Approve
            | Self::ReopenApproved
            | Self::Receive => Right::Review,
            Self::Lock | Self::Unlock | Self::Extend => Right::DecideDeadlines,
            Self::Register => Right::Register,
        }
    }
}

/// What decides beside the state: who looks, and what has been decided about the item.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The role in which somebody looks. That the role is held for this unit, provider or authority is asked before,
    /// at the door to the data.
    pub role: Role,
    /// The level of the item.
    pub level: Level,
    /// The lock, where there is one.
    pub lock: Option<&'a Lock>,
    /// Whether the authority wants the one who signs to be another than the one who prepared it.
    pub separate_signer: bool,
    /// Whether the one who looks has written in the present draft or sent it for signature.
    pub is_preparer: bool,
    /// Whether rows stand in it that nobody has to write, such as those of the unit's cases.
    pub has_rows: bool,
    /// The other system out of which the answer is collected; nothing where it is given here.
    pub reports_in: Option<&'a str>,
}

/// What the role can do now, in the order of an item's life.
pub fn actions(state: &State, seen: &Seen<'_>) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| why_not(state, seen, *action).is_none()).collect()
}

/// Why the action is refused now; `None` when it is open.
pub fn why_not(state: &State, seen: &Seen<'_>, action: Action) -> Option<Refusal> {
    if !seen.role.may(action.right(seen.level)) {
        return Some(match (action, seen.level) {
            (Action::Sign, Level::Unit | Level::Individual) => Refusal::RektorSigns,
            (Action::Sign, Level::Area | Level::Provider | Level::ProviderAndArea) => Refusal::ManagementSigns,
            _ => Refusal::NotYourRole { action },
        });
    }
    // What has been handed in comes before the lock: whoever comes second should hear that it is done.
    elsewhere_refuses(seen, action)
        .or_else(|| {
            state_refuses(state, action).filter(|_| !replaces(state, seen, action) && !is_written(state, seen, action))
        })
        .or_else(|| lock_refuses(seen, action))
        .or_else(|| preparer_refuses(state, seen, action))
}

/// What is answered in another system is not answered here too: two answers would be two truths.
fn elsewhere_refuses(seen: &Seen<'_>, action: Action) -> Option<Refusal> {
    let system = seen.reports_in?;
    match action {
        Action::Edit | Action::Upload | Action::SendForSignature | Action::TakeBack | Action::Sign => {
            Some(Refusal::ReportsElsewhere { system: system.to_owned() })
        }
        _ => None,
    }
}

/// What comes out of another system replaces what came from there before, as long as nobody has approved it.
fn replaces(state: &State, seen: &Seen<'_>, action: Action) -> bool {
    action == Action::Receive && seen.reports_in.is_some() && matches!(state, State::Submitted(_))
}

/// Whether there is something to send although nobody has written: then it is no answer that nothing is.
fn is_written(state: &State, seen: &Seen<'_>, action: Action) -> bool {
    action == Action::SendForSignature && seen.has_rows && matches!(state, State::NotStarted)
}

fn state_refuses(state: &State, action: Action) -> Option<Refusal> {
    match action {
        Action::Edit | Action::Upload => match state {
            State::NotStarted | State::Draft(_) | State::Returned(_) => None,
            State::AwaitingSignature(_) | State::Submitted(_) | State::Approved(_) => standing(state),
        },
        Action::SendForSignature => match state {
            State::Draft(_) | State::Returned(_) => None,
            State::NotStarted => Some(Refusal::NothingWritten),
            State::AwaitingSignature(_) | State::Submitted(_) | State::Approved(_) => standing(state),
        },
        Action::TakeBack => match state {
            State::AwaitingSignature(_) => None,
            State::Submitted(_) | State::Approved(_) => standing(state),
            State::NotStarted | State::Draft(_) | State::Returned(_) => Some(Refusal::NotAwaitingSignature),
        },
        Action::Sign | Action::Receive => match state {
            State::NotStarted | State::Draft(_) | State::AwaitingSignature(_) | State::Returned(_) => None,
            State::Submitted(_) | State::Approved(_) => standing(state),
        },
        Action::Return | Action::Approve => match state {
            State::Submitted(_) => None,
            State::Approved(approved) => Some(Refusal::AlreadyApproved { at: approved.at }),
            State::NotStarted | State::Draft(_) | State::AwaitingSignature(_) | State::Returned(_) => {
                Some(nothing_to_review(state))
            }
        },
        Action::TakeBackReturn => match state {
            State::Returned(_) => None,
            // What is completed and waits for a signature is the provider's answer to the return.
            State::AwaitingSignature(_) => standing(state),
            _ => Some(Refusal::NotReturned),
        },
        Action::Assess | Action::Register => state.latest().is_none().then_some(Refusal::NothingToReview),
        Action::ReopenApproved => match state {
            State::Approved(_) => None,
            _ => Some(Refusal::NotApproved),
        },
        Action::Extend => match state {
            State::Submitted(_) | State::Approved(_) => standing(state),
            State::NotStarted | State::Draft(_) | State::AwaitingSignature(_) | State::Returned(_) => None,
        },
        Action::Ask | Action::Answer | Action::Lock | Action::Unlock => None,
    }
}

/// What stands in the way where somebody wants to write or hand in.
fn standing(state: &State) -> Option<Refusal> {
    match state {
        State::AwaitingSignature(awaiting) => {
            Some(Refusal::AwaitsSignature { prepared_by: awaiting.prepared_by.clone(), at: awaiting.at })
        }
        State::Submitted(submitted) => Some(Refusal::AlreadySubmitted {
            number: submitted.number,
            at: submitted.at,
            signed_by: submitted.signed_by.clone(),
            road: submitted.road,
        }),
        State::Approved(approved) => Some(Refusal::AlreadyApproved { at: approved.at }),
        State::NotStarted | State::Draft(_) | State::Returned(_) => None,
    }
}

fn nothing_to_review(state: &State) -> Refusal {
    match state.unanswered_return() {
        Some(returned) => Refusal::WaitsForCompletion { at: returned.at },
        None => Refusal::NothingToReview,
    }
}

/// A lock closes whatever would write or hand in, and a return, since the provider could not answer it.
fn lock_refuses(seen: &Seen<'_>, action: Action) -> Option<Refusal> {
    match (action, seen.lock) {
        (Action::Unlock, None) => Some(Refusal::NotLocked),
        (
            Action::Edit
            | Action::Upload
            | Action::SendForSignature
            | Action::TakeBack
            | Action::Sign
            | Action::Return
            | Action::Lock
            | Action::Extend,
            Some(lock),
        ) => Some(Refusal::Locked { lock: lock.clone() }),
        _ => None,
    }
}

fn preparer_refuses(state: &State, seen: &Seen<'_>, action: Action) -> Option<Refusal> {
    // Whoever signs what nobody has begun prepares it in the same breath.
    let prepared = seen.is_preparer || matches!(state, State::NotStarted);
    (action == Action::Sign && seen.separate_signer && prepared).then_some(Refusal::SignerPrepared)
}
