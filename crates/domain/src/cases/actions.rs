//! Who may do what now: one function that draws the buttons and guards the doors.

use kernel::{Right, Role};
use serde::{Deserialize, Serialize};

use super::model::{About, Kind, Party, Place, StateName, Verdict};
use super::replay::Case;
use super::sight::Sight;

/// What can be done in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Tell the complainant that it has come and what happens now.
    Acknowledge,
    /// Ask the complainant something.
    Ask,
    /// Say that something was done.
    Act,
    /// Write a note that the complainant is not shown.
    Note,
    /// Tell the complainant what was found and done.
    Answer,
    /// Let the clocks stand still.
    Stop,
    /// Let the clocks go again.
    Start,
    /// Take more time to answer, once.
    Extend,
    /// Answer the three questions of the counting rule.
    Classify,
    /// Write what the report says of it.
    Word,
    /// Close it.
    Close,
    /// Take it up again.
    Reopen,
    /// Say that it is about the same as another.
    Link,
    /// Say that it is not, after all.
    Unlink,
    /// Say that it concerns abuse or discrimination: it is investigated on its own.
    TurnAbuse,
    /// Let the authority have it.
    HandOver,
    /// Let the school answer for it.
    HandDown,
    /// Answer for it at the authority.
    Keep,
    /// Remedy it together with the provider.
    Join,
    /// Say who handles what is about somebody who would have.
    Assign,
    /// Say which school it is about, of something that came without one.
    Locate,
    /// Hand it over to another authority, which it was meant for.
    Move,
    /// Write more.
    Write,
    /// Say whether it was resolved.
    Say,
    /// Ask for it to go on to the authority.
    Escalate,
}

impl Action {
    /// Every action, in the order of a case's life.
    pub const ALL: &[Self] = &[
        Self::Acknowledge,
        Self::Ask,
        Self::Act,
        Self::Note,
        Self::Answer,
        Self::Stop,
        Self::Start,
        Self::Extend,
        Self::Classify,
        Self::Word,
        Self::Close,
        Self::Reopen,
        Self::Link,
        Self::Unlink,
        Self::TurnAbuse,
        Self::HandOver,
        Self::HandDown,
        Self::Keep,
        Self::Join,
        Self::Assign,
        Self::Locate,
        Self::Move,
        Self::Write,
        Self::Say,
        Self::Escalate,
    ];
}

/// In what way somebody takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hand {
    /// With the receipt code.
    Code,
    /// With an account, in a role.
    Role(Role),
}

impl Hand {
    /// For whom they act; nothing for a role that has no part in cases.
    pub fn party(self) -> Option<Party> {
        match self {
            Self::Code => Some(Party::Complainant),
            Self::Role(role) if role.may(Right::HandleComplaints) => Some(Party::School),
            Self::Role(role) if role.may(Right::ViewComplaints) => Some(Party::Authority),
            Self::Role(_) => None,
        }
    }
}

/// In what role somebody who holds several takes part in a case about these. Whoever is rektor too is not let past what is about
/// the rektor by another role; whoever steers the work and handles cases handles them, but for those that are about who does.
pub fn hand(roles: impl IntoIterator<Item = Role>, about: About) -> Option<Hand> {
    let rank = |role: Role| match (role, about) {
        (Role::Rektor, _) => 0,
        (Role::ProviderManagement, _) => 1,
        (Role::ProcessOwner, About::Officer) => 2,
        (Role::ProcessOwner, _) => 4,
        _ => 3,
    };
    let part = roles.into_iter().map(Hand::Role).filter(|hand| hand.party().is_some());
    part.min_by_key(|hand| match hand {
        Hand::Role(role) => rank(*role),
        Hand::Code => 0,
    })
}

/// What decides beside the case: who looks.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// How they take part. That the role is held for this unit or authority is asked before, at the door to the data.
    pub hand: Hand,
    /// That they were chosen to handle it, where it is about somebody at the authority.
    pub chosen: bool,
}

/// Why something is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// Not for who takes part so.
    NotYours,
    /// They may not read it, and so not answer for it.
    NotShown,
    /// The authority answers for it now.
    AuthorityHasIt,
    /// The school answers for it now.
    SchoolHasIt,
    /// It is closed.
    Closed,
    /// It is not closed.
    NotClosed,
    /// That it has come is said already.
    Acknowledged,
    /// The complainant is to be told first that it has come.
    NotAcknowledged,
    /// Nobody has a code: the complainant cannot be written to here.
    NotReachable,
    /// It is answered, and nothing new has been written.
    AlreadyAnswered,
    /// It is not answered yet.
    NotAnswered,
    /// The clocks stand still already.
    Stopped,
    /// The clocks go.
    NotStopped,
    /// More time has been taken once.
    Extended,
    /// The three questions are not answered, so that nobody knows whether it counts.
    NotClassified,
    /// It counts, and what the report says of it is not written.
    NotWorded,
    /// It is investigated as abuse already.
    IsAbuse,
    /// It is linked to no other case.
    NotLinked,
    /// It is about nobody who would have handled it.
    NothingToAssign,
    /// A view is thanked for; it is not escalated, and it has no clock to stop.
    IsView,
    /// A deficiency that a provider tells of is no complaint that could count.
    IsDeficiency,
    /// Nobody has said which school it is about, so that no school can have it.
    NoSchool,
    /// Which school it is about is known, and the school has had it.
    Located,
    /// It is handled in the provider's own system, and only read in here.
    KeptElsewhere,
    /// It was handed over to another authority.
    Moved,
    /// A school here has it or has had it, or it is investigated here.
    IsHere,
    /// Whoever wrote has been answered or asked something here, which would be gone for them where it is handed over.
    Spoken,
}

/// What can be done now, in the order of a case's life.
pub fn actions(case: &Case, seen: &Seen) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| why_not(case, seen, *action).is_none()).collect()
}

/// Why the action is refused now; `None` when it is open.
pub fn why_not(case: &Case, seen: &Seen, action: Action) -> Option<Refusal> {
    let Some(party) = seen.hand.party().filter(|party| is_for(action, *party)) else {
        return Some(Refusal::NotYours);
    };
    // Who may not read it may not answer for it, but for the one who says who does.
    let decides = action == Action::Assign && matches!(seen.hand, Hand::Role(Role::ProcessOwner));
    if case.sight(seen) != Sight::Words && !decides {
        return Some(Refusal::NotShown);
    }
    if case.is_kept_elsewhere() {
        return Some(Refusal::KeptElsewhere);
    }
    // Whoever has handed it over does nothing more in it, and neither does the code: it opens the case that came of it.
    if case.moved {
        return Some(Refusal::Moved);
    }
    place_refuses(case, party, action).or_else(|| state_refuses(case, action))
}

fn is_for(action: Action, party: Party) -> bool {
    match action {
        Action::Write | Action::Say | Action::Escalate => party == Party::Complainant,
        Action::Reopen => true,
        Action::HandOver => party == Party::School,
        Action::HandDown | Action::Keep | Action::Join | Action::Assign | Action::Locate | Action::Move => {
            party == Party::Authority
        }
        _ => party != Party::Complainant,
    }
}

/// One of the two answers for it; what is written for the report and among colleagues is free to both.
fn place_refuses(case: &Case, party: Party, action: Action) -> Option<Refusal> {
    match action {
        Action::Note
        | Action::Classify
        | Action::Word
        | Action::Link
        | Action::Unlink
        | Action::TurnAbuse
        | Action::Assign
        | Action::Locate => None,
        // What a provider tells of itself the authority takes in, answers and closes; the provider says what it does about it.
        _ if case.kind == Kind::Deficiency => {
            let is_own = party != Party::School || matches!(action, Action::Act | Action::Reopen);
            (!is_own).then_some(Refusal::AuthorityHasIt)
        }
        _ => match (case.place, party) {
            (Place::School, Party::Authority) if action != Action::Keep && action != Action::Join => {
                Some(Refusal::SchoolHasIt)
            }
            (Place::Authority, Party::School) => Some(Refusal::AuthorityHasIt),
            _ => None,
        },
    }
}

fn state_refuses(case: &Case, action: Action) -> Option<Refusal> {
    let closed = case.state == StateName::Closed;
    let when = |refused: bool, why: Refusal| refused.then_some(why);
    match action {
        // A deficiency is no complaint of anybody, and in no report of complaints.
        Action::Classify | Action::Word => when(case.kind == Kind::Deficiency, Refusal::IsDeficiency),
        Action::Note | Action::Link => None,
        Action::Unlink => when(case.links.is_empty(), Refusal::NotLinked),
        Action::TurnAbuse => when(case.became_abuse, Refusal::IsAbuse).or(when(!case.located, Refusal::NoSchool)),
        // Whoever said the wrong one says another, until the school has it.
        Action::Locate => when(!case.no_school || case.school_has || case.became_abuse, Refusal::Located),
        Action::Assign => when(case.about != About::Officer, Refusal::NothingToAssign),
        Action::Reopen => when(!closed, Refusal::NotClosed),
        // Also of what is closed: not content is not content.
        Action::Escalate => escalate_refuses(case),
        Action::Say => when(case.first_answered.is_none() && !closed, Refusal::NotAnswered),
        _ if closed => Some(Refusal::Closed),
        Action::Acknowledge => when(case.acknowledged.is_some(), Refusal::Acknowledged),
        Action::Ask | Action::Answer => {
            let answered = action == Action::Answer && case.state == StateName::Answered;
            when(!case.reachable && action == Action::Ask, Refusal::NotReachable)
                .or(when(answered, Refusal::AlreadyAnswered))
        }
        Action::Stop => when(case.kind == Kind::View, Refusal::IsView)
            .or(when(case.acknowledged.is_none(), Refusal::NotAcknowledged))
            .or(when(case.stopped().is_some(), Refusal::Stopped))
            .or(when(case.state == StateName::Answered, Refusal::AlreadyAnswered)),
        Action::Start => when(case.stopped().is_none(), Refusal::NotStopped),
        Action::Extend => when(case.kind == Kind::View, Refusal::IsView)
            .or(when(case.acknowledged.is_none(), Refusal::NotAcknowledged))
            .or(when(case.extended.is_some(), Refusal::Extended))
            .or(when(case.state == StateName::Answered, Refusal::AlreadyAnswered)),
        Action::Close => close_refuses(case),
        Action::HandDown => when(case.kind == Kind::Deficiency, Refusal::IsDeficiency)
            .or(when(case.place == Place::School, Refusal::SchoolHasIt))
            .or(when(!case.located, Refusal::NoSchool)),
        Action::Keep => when(case.place == Place::Authority && case.acknowledged.is_some(), Refusal::AuthorityHasIt),
        Action::Join => {
            when(case.place == Place::Shared, Refusal::AuthorityHasIt).or(when(!case.located, Refusal::NoSchool))
        }
        // What a school here has is of this authority, and so is what came with one.
        Action::Move => when(!case.no_school || case.school_has || case.became_abuse, Refusal::IsHere)
            .or_else(|| when(case.spoken, Refusal::Spoken)),
        Action::HandOver => when(case.place != Place::School, Refusal::AuthorityHasIt),
        Action::Act | Action::Write => None,
    }
}

fn escalate_refuses(case: &Case) -> Option<Refusal> {
    if case.kind == Kind::View {
        Some(Refusal::IsView)
    } else if case.place != Place::School {
        Some(Refusal::AuthorityHasIt)
    } else {
        None
    }
}

fn close_refuses(case: &Case) -> Option<Refusal> {
    before_closing(case).into_iter().next()
}

/// What is left to do before it can be closed, in the order in which it is done. What is closed has been answered, if there is
/// anybody to answer; what counts has its words.
pub fn before_closing(case: &Case) -> Vec<Refusal> {
    if case.state == StateName::Closed || case.is_kept_elsewhere() {
        return Vec::new();
    }
    if case.kind == Kind::View {
        return case.acknowledged.is_none().then_some(Refusal::NotAcknowledged).into_iter().collect();
    }
    if case.kind == Kind::Deficiency {
        return case.first_answered.is_none().then_some(Refusal::NotAnswered).into_iter().collect();
    }
    let unanswered = case.reachable && case.first_answered.is_none() && case.verdict != Some(Verdict::Yes);
    let left = [
        unanswered.then_some(Refusal::NotAnswered),
        case.counting.is_none().then_some(Refusal::NotClassified),
        (case.counts() && case.school_has && !case.worded).then_some(Refusal::NotWorded),
    ];
    left.into_iter().flatten().collect()
}
