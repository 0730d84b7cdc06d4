//! What can be done with a deficiency, by whom, and why not; and what it waits for.

use kernel::{Day, closed};
use serde::{Deserialize, Serialize};

use super::model::{Happening, Party};
use super::replay::{Deficiency, MeasureState, SanctionState, StateName};

closed! {
    /// What somebody does with a deficiency; by its name in addresses.
    Action {
        /// Change what is said of it.
        Rewrite = "skriv-om",
        /// Tell the provider.
        Tell = "meddela",
        /// Write something that the authority alone reads.
        Note = "anteckna",
        /// Choose a figure for following up the effect.
        ChooseFigure = "valj-matt",
        /// Use a figure no longer.
        DropFigure = "ta-bort-matt",
        /// Write what a figure is now.
        Measure = "las-av",
        /// Ask the provider for an action plan.
        AskPlan = "begar-plan",
        /// Write a measure.
        Plan = "atgard",
        /// Not do a measure after all.
        Drop = "stryk",
        /// Do it after all.
        Restore = "ta-upp",
        /// Send the plan.
        SendPlan = "skicka-plan",
        /// Want the plan otherwise.
        ReturnPlan = "ater-plan",
        /// Take the plan.
        AcceptPlan = "godta-plan",
        /// Evaluate the effect on another day.
        MoveEvaluation = "flytta-utvarderingen",
        /// Say how a measure goes.
        Progress = "lage",
        /// Say that a measure is done.
        Do = "gjord",
        /// Take that back.
        Undo = "ej-gjord",
        /// Give something that shows how it is.
        Evidence = "belagg",
        /// Evaluate what came of it.
        Evaluate = "utvardera",
        /// Prepare a step of the ladder.
        Propose = "forbered",
        /// Answer what is prepared.
        Answer = "yttra",
        /// Not decide it.
        LetGo = "avsta",
        /// Decide it.
        Decide = "besluta",
        /// Note that it is appealed.
        Appeal = "overklagat",
        /// Note what became of the appeal.
        Settle = "avgjort",
        /// Lift it.
        Lift = "upphav",
        /// Say that it has had its course.
        End = "fullfoljt",
        /// Close the deficiency.
        Close = "avsluta",
        /// Open it again.
        Reopen = "oppna",
        /// Say that it was none.
        Withdraw = "dra-tillbaka",
    }
}

/// Why something cannot be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It is found once.
    Opened,
    /// The other side does that.
    NotYours,
    /// The provider has not been told.
    NotTold,
    /// The provider has been told.
    Told,
    /// It is closed, or was none.
    Closed,
    /// It is not closed.
    NotClosed,
    /// No plan has been asked for.
    NotAsked,
    /// The plan is with the authority.
    PlanIn,
    /// The plan is not in.
    NoPlanIn,
    /// No plan has been taken: measures cannot be done yet.
    NoPlan,
    /// The plan has been taken: the authority gives it back before it is changed.
    Accepted,
    /// The plan has no measures.
    NoMeasures,
    /// The measure is done, or not to be done.
    NotPlanned,
    /// The measure is to be done.
    NotDropped,
    /// The measure is not done.
    NotDone,
    /// Nothing shows how it is now.
    NoEvidence,
    /// A figure that the effect is followed up by has not been read since it was chosen.
    NotMeasured,
    /// It is not evaluated.
    NotEvaluated,
    /// A step of the ladder is prepared and not decided.
    Prepared,
    /// A decided step holds that has neither been lifted nor had its course.
    Holds,
    /// A step that goes before is missing, and nobody says why it is skipped.
    Skips,
    /// The provider gets less time to answer than the ladder says, and nobody says why.
    Short,
    /// The decision is dated before the step was prepared, or after today.
    BeforePrepared,
    /// The provider may still answer, and nobody says why that is not waited for.
    Early,
    /// It cannot be appealed.
    NoAppeal,
    /// That does not follow on where the step stands.
    NotNow,
    /// There is no such thing.
    NoSuch,
}

/// What whoever writes the happening does. `None` for the first line of all.
pub(super) const fn action_of(happening: &Happening) -> Option<Action> {
    Some(match happening {
        Happening::Opened { .. } => return None,
        Happening::Rewritten { .. } => Action::Rewrite,
        Happening::Told => Action::Tell,
        Happening::Noted => Action::Note,
        Happening::FigureChosen { .. } => Action::ChooseFigure,
        Happening::FigureDropped { .. } => Action::DropFigure,
        Happening::Measured { .. } => Action::Measure,
        Happening::PlanAsked { .. } => Action::AskPlan,
        Happening::Planned { .. } => Action::Plan,
        Happening::Dropped { .. } => Action::Drop,
        Happening::Restored { .. } => Action::Restore,
        Happening::PlanSent => Action::SendPlan,
        Happening::PlanReturned { .. } => Action::ReturnPlan,
        Happening::PlanAccepted { .. } => Action::AcceptPlan,
        Happening::EvaluationMoved { .. } => Action::MoveEvaluation,
        Happening::Progress { .. } => Action::Progress,
        Happening::Done { .. } => Action::Do,
        Happening::NotDone { .. } => Action::Undo,
        Happening::Evidence => Action::Evidence,
        Happening::Evaluated { .. } => Action::Evaluate,
        Happening::Proposed { .. } => Action::Propose,
        Happening::Answered { .. } => Action::Answer,
        Happening::LetGo { .. } => Action::LetGo,
        Happening::Decided { .. } => Action::Decide,
        Happening::Appealed { .. } => Action::Appeal,
        Happening::Settled { .. } => Action::Settle,
        Happening::Lifted { .. } => Action::Lift,
        Happening::Ended { .. } => Action::End,
        Happening::Closed => Action::Close,
        Happening::Reopened => Action::Reopen,
        Happening::Withdrawn => Action::Withdraw,
    })
}

/// Whose action it is. The authority may also enter what a provider sends on another road; nobody answers for the authority.
pub const fn open_to(action: Action, party: Party) -> bool {
    match party {
        Party::Authority => true,
        Party::Provider => matches!(
            action,
            Action::Plan
                | Action::Drop
                | Action::Restore
                | Action::SendPlan
                | Action::Progress
                | Action::Do
                | Action::Undo
                | Action::Evidence
                | Action::Answer
        ),
    }
}

/// Why the action is refused now; `None` when it is open. Which person may is asked at the door.
pub fn why_not(of: &Deficiency, action: Action, party: Party) -> Option<Refusal> {
    if !open_to(action, party) {
        return Some(Refusal::NotYours);
    }
    if party == Party::Provider && !of.told {
        return Some(Refusal::NotTold);
    }
    let closed = matches!(of.state, StateName::Closed | StateName::Withdrawn);
    // What was decided goes on having its course after the deficiency itself is closed.
    let of_decisions = matches!(action, Action::Appeal | Action::Settle | Action::Lift | Action::End | Action::Note);
    if closed && action != Action::Reopen && !(of_decisions && of.state == StateName::Closed) {
        return Some(Refusal::Closed);
    }
    let sanction = |state: fn(SanctionState) -> bool| of.sanctions.iter().any(|one| state(one.state));
    let is_prepared = sanction(|state| state == SanctionState::Proposed);
    let unless = |open: bool, why: Refusal| if open { None } else { Some(why) };
    match action {
        Action::Rewrite | Action::Note | Action::ChooseFigure | Action::Evidence => None,
        Action::Tell => unless(!of.told, Refusal::Told),
        Action::DropFigure | Action::Measure => unless(of.figures.iter().any(|one| !one.dropped), Refusal::NoSuch),
        Action::AskPlan => match of.state {
            StateName::PlanIn => Some(Refusal::PlanIn),
            // Asked again is another day for it.
            _ => None,
        },
        Action::Plan | Action::Drop | Action::Restore => match of.state {
            // What was agreed on is not changed by one side alone.
            StateName::UnderWay if party == Party::Provider => Some(Refusal::Accepted),
            StateName::PlanAsked | StateName::UnderWay => {
                unless(action == Action::Plan || !of.measures.is_empty(), Refusal::NoSuch)
            }
            StateName::PlanIn => Some(Refusal::PlanIn),
            _ => Some(Refusal::NotAsked),
        },
        Action::SendPlan => match of.state {
            StateName::PlanAsked => {
                unless(of.measures.iter().any(|one| one.state != MeasureState::Dropped), Refusal::NoMeasures)
            }
            StateName::PlanIn => Some(Refusal::PlanIn),
            _ => Some(Refusal::NotAsked),
        },
        Action::AcceptPlan => unless(of.state == StateName::PlanIn, Refusal::NoPlanIn),
        Action::ReturnPlan => unless(matches!(of.state, StateName::PlanIn | StateName::UnderWay), Refusal::NoPlanIn),
        Action::MoveEvaluation => unless(of.state == StateName::UnderWay, Refusal::NoPlan),
        Action::Progress | Action::Do => unless(of.state == StateName::UnderWay, Refusal::NoPlan)
            .or_else(|| unless(!of.measures.is_empty(), Refusal::NoSuch)),
        Action::Undo => unless(
            of.state == StateName::UnderWay
                && of.measures.iter().any(|one| matches!(one.state, MeasureState::Done { .. })),
            Refusal::NotDone,
        ),
        Action::Evaluate => match of.state {
            StateName::PlanIn => Some(Refusal::PlanIn),
            _ if of.evidence.is_empty() => Some(Refusal::NoEvidence),
            _ => unless(!of.has_unread_figure(), Refusal::NotMeasured),
        },
        Action::Propose => unless(!is_prepared, Refusal::Prepared),
        Action::Answer | Action::LetGo | Action::Decide => unless(is_prepared, Refusal::NoSuch),
        Action::Appeal => {
            let any = of.sanctions.iter().any(|one| one.state == SanctionState::Decided && one.rung.appeal);
            unless(any, Refusal::NoAppeal)
        }
        Action::Settle => unless(sanction(|state| state == SanctionState::Appealed), Refusal::NoSuch),
        Action::Lift => unless(sanction(SanctionState::holds), Refusal::NoSuch),
        Action::End => unless(sanction(|state| state == SanctionState::Decided), Refusal::NoSuch),
        Action::Close => close(of, is_prepared),
        Action::Reopen => unless(closed, Refusal::NotClosed),
        Action::Withdraw => unless(of.sanctions.iter().all(|one| one.state == SanctionState::LetGo), Refusal::Holds),
    }
}

/// It is closed when it is evaluated on evidence, and no step of the ladder is left open. A step that ended the provider stays as it is.
fn close(of: &Deficiency, is_prepared: bool) -> Option<Refusal> {
    let holds = |one: &super::Sanction| one.state.holds() && !one.rung.kind.ends_the_provider();
    if of.state != StateName::Evaluated {
        Some(Refusal::NotEvaluated)
    } else if of.evidence.is_empty() {
        Some(Refusal::NoEvidence)
    } else if is_prepared {
        Some(Refusal::Prepared)
    } else if of.sanctions.iter().any(holds) {
        Some(Refusal::Holds)
    } else {
        None
    }
}

/// What the party can do now.
pub fn actions(of: &Deficiency, party: Party) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| why_not(of, *action, party).is_none()).collect()
}

/// What a deficiency waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Awaits {
    /// The authority decides what is to be done.
    Course,
    /// The provider sends its plan, by the day.
    Plan(Day),
    /// The authority says what it thinks of the plan.
    Verdict,
    /// The provider does what it planned, the next by the day.
    Measures(Day),
    /// The authority evaluates, on the day.
    Evaluation(Option<Day>),
    /// The provider may answer what is prepared, until the day.
    Answer(Day),
    /// The authority decides what was prepared.
    Decision,
    /// The authority closes it, or goes on.
    Closing,
    /// Nothing.
    Nothing,
}

impl Awaits {
    /// Whom it waits for.
    pub const fn party(self) -> Option<Party> {
        match self {
            Self::Plan(_) | Self::Measures(_) | Self::Answer(_) => Some(Party::Provider),
            Self::Course | Self::Verdict | Self::Evaluation(_) | Self::Decision | Self::Closing => {
                Some(Party::Authority)
            }
            Self::Nothing => None,
        }
    }

    /// The day by which it is awaited, where there is one.
    pub const fn day(self) -> Option<Day> {
        match self {
            Self::Plan(day) | Self::Measures(day) | Self::Answer(day) => Some(day),
            Self::Evaluation(day) => day,
            _ => None,
        }
    }

    /// Whether its day has passed. A provider that does not answer loses nothing but its say.
    pub fn is_late(self, today: Day) -> bool {
        !matches!(self, Self::Answer(_)) && self.day().is_some_and(|day| day < today)
    }
}

/// What it waits for on the day: what is prepared first, then the plan and its course.
pub fn awaits(of: &Deficiency, today: Day) -> Awaits {
    let closed = matches!(of.state, StateName::Closed | StateName::Withdrawn);
    let prepared = of.sanctions.iter().find(|one| one.state == SanctionState::Proposed).filter(|_| !closed);
    if let Some(one) = prepared {
        return if one.is_heard(today) { Awaits::Decision } else { Awaits::Answer(one.answer_by) };
    }
    if of.ends_the_provider().is_some() && !closed {
        // Nobody plans or does anything more: what is left is to say so, and to close it.
        return if of.state == StateName::Evaluated { Awaits::Closing } else { Awaits::Evaluation(None) };
    }
    match of.state {
        StateName::Open => Awaits::Course,
        StateName::PlanAsked => of.day.map_or(Awaits::Course, Awaits::Plan),
        StateName::PlanIn => Awaits::Verdict,
        StateName::UnderWay => {
            let next = of.measures.iter().filter(|one| one.state == MeasureState::Planned).map(|one| one.by).min();
            next.map_or(Awaits::Evaluation(of.day), Awaits::Measures)
        }
        StateName::Evaluated => Awaits::Closing,
        StateName::Closed | StateName::Withdrawn => Awaits::Nothing,
    }
}
