//! Decisions about deadlines and locks, over one item or many, and what can be wrong with a form of the follow-up.

use ::store::{Event, StoreError, WriteTx};
use domain::submissions::{Action, By, Refusal, is_far_away};
use kernel::Day;
use platform::{Account, Seat};
use serde_json::json;

use crate::assignments::{self, Assignment};
use crate::year::Published;

/// The most characters of a reason, motive or assessment.
pub const MOST: usize = 10_000;

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Nothing more can be written or handed in.
    Lock,
    /// It can again.
    Unlock,
    /// The last day is moved.
    Extend,
}

impl Decision {
    /// The action that the rules know it by.
    pub const fn action(self) -> Action {
        match self {
            Self::Lock => Action::Lock,
            Self::Unlock => Action::Unlock,
            Self::Extend => Action::Extend,
        }
    }

    /// The last part of its address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Lock => "las",
            Self::Unlock => "las-upp",
            Self::Extend => "mer-tid",
        }
    }
}

/// What is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No item was chosen.
    NothingChosen,
    /// A return without a reason.
    NoReturnReason,
    /// A decision without a reason.
    NoWhy(Decision),
    /// An approval taken back without a reason.
    NoReopenReason,
    /// A return taken back without a reason.
    NoTakeBackReason,
    /// An extension without a day.
    NoDay,
    /// Text that is no day.
    NotADay(String),
    /// A day that has been.
    DayPassed(Day),
    /// A day for a completion that is before the last day of the item itself.
    BeforeDue(Day),
    /// The day that is the last one already.
    SameDay(Day),
    /// A day before the original last day.
    BeforeOriginal(Day),
    /// A day so far away that it is asked about; the present last day.
    FarAway(Day, Day),
    /// An empty assessment.
    NothingWritten,
    /// More characters than this.
    TooLong(i64),
    /// A row that the table does not have.
    NoSuchRow {
        /// What was written.
        text: String,
        /// How many rows it has.
        rows: i64,
    },
    /// A row without a column.
    NoColumn,
    /// A cell without a reason.
    NoCellReason,
}

/// Faults by the name of their field.
pub type Faults = Vec<(String, Fault)>;

/// The sentence at the field, where there is one.
pub fn fault_at(faults: &Faults, name: &str) -> Option<String> {
    faults.iter().find(|(field, _)| field == name).map(|(_, fault)| super::sv::fault(fault))
}

/// The faults as the summary above the page has them.
pub fn summary(faults: &Faults) -> Vec<(String, String)> {
    faults.iter().map(|(name, fault)| (name.clone(), super::sv::fault(fault))).collect()
}

/// A day as it was typed: nothing, a day from today on, or a fault.
pub fn read_day(text: &str, today: Day) -> Result<Option<Day>, Fault> {
    match forms::typed_day(text) {
        Err(_) => Err(Fault::NotADay(text.to_owned())),
        Ok(Some(day)) if day < today => Err(Fault::DayPassed(day)),
        Ok(day) => Ok(day),
    }
}

/// The box that confirms a day far away, and the day it confirms.
pub const MEANT: &str = "dag-stammer";
/// See [`MEANT`].
pub const MEANT_DAY: &str = "dag-avsedd";

/// The new last day for the assignments as the form has it, or what is wrong with it.
pub fn read_until<'a>(
    form: &platform::FormData,
    today: Day,
    assignments: impl IntoIterator<Item = &'a Assignment>,
) -> Result<Day, Fault> {
    let day = read_day(form.get("dag"), today)?.ok_or(Fault::NoDay)?;
    let days: Vec<(Day, Day)> = assignments.into_iter().map(|one| (one.last_day(), original(one))).collect();
    if let Some((_, original)) = days.iter().max_by_key(|(_, original)| *original)
        && day < *original
    {
        return Err(Fault::BeforeOriginal(*original));
    }
    // Where one of many has the day already, that one is passed over when it is carried out.
    if let Some((due, _)) = days.first()
        && days.iter().all(|(due, _)| *due == day)
    {
        return Err(Fault::SameDay(*due));
    }
    let meant = form.get(MEANT) == "ja" && form.get(MEANT_DAY) == day.to_string();
    match days.iter().map(|(due, _)| *due).min() {
        Some(due) if is_far_away(due, day) && !meant => Err(Fault::FarAway(day, due)),
        _ => Ok(day),
    }
}

/// The day before which the last day cannot be moved: the year's own, and for a completion that of the item.
fn original(assignment: &Assignment) -> Day {
    if assignment.state.unanswered_return().is_some() { assignment.due() } else { assignment.deadline }
}

/// The day that is asked about, where one is.
pub fn asked_about(faults: &Faults) -> Option<Day> {
    faults.iter().find_map(|(_, fault)| match fault {
        Fault::FarAway(day, _) => Some(*day),
        _ => None,
    })
}

/// Whether the text is longer than anything may be.
pub fn too_long(text: &str) -> Option<Fault> {
    (text.chars().count() > MOST).then_some(Fault::TooLong(10_000))
}

/// What is decided, by whom.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// What.
    pub decision: Decision,
    /// Why.
    pub why: &'a str,
    /// The new last day, for an extension.
    pub until: Option<Day>,
    /// By whom.
    pub account: &'a Account,
    /// In which seats.
    pub seats: &'a [Seat],
}

/// Carries the decision out for one assignment, as read in this transaction. The inner error is the domain's no.
pub fn carry_out(
    tx: &mut WriteTx<'_>,
    assignment: &Assignment,
    published: &Published,
    order: &Order<'_>,
) -> Result<Result<Event, Refusal>, StoreError> {
    let action = order.decision.action();
    let Some(item) = published.year.item(&assignment.item) else {
        // The year asks for it no more, and nothing can be decided about it.
        return Ok(Err(Refusal::NotYourRole { action }));
    };
    let seen = match assignment.seat_for(item, order.seats, false, action) {
        Some(Ok(seen)) => seen,
        Some(Err(refusal)) => return Ok(Err(refusal)),
        None => return Ok(Err(Refusal::NotYourRole { action })),
    };
    let now = tx.context().now;
    let by = By { person: Some(order.account.person), name: order.account.name.clone() };
    Ok(match order.decision {
        Decision::Lock => match assignment.state.lock(&seen, order.why, by, now) {
            Ok(lock) => {
                assignments::set_lock(tx, assignment.id, Some(&lock))?;
                let facts = json!({ "assignment": assignment.id, "why": lock.why });
                Ok(Event::about("assignment.locked", assignment.id, facts))
            }
            Err(refusal) => Err(refusal),
        },
        Decision::Unlock => match assignment.state.unlock(&seen) {
            Ok(()) => {
                assignments::set_lock(tx, assignment.id, None)?;
                let facts = json!({ "assignment": assignment.id, "why": order.why.trim() });
                Ok(Event::about("assignment.unlocked", assignment.id, facts))
            }
            Err(refusal) => Err(refusal),
        },
        Decision::Extend => {
            let before = assignment.last_day();
            let until = order.until.unwrap_or(before);
            match assignment.state.extend(&seen, (before, original(assignment)), until, order.why, by, now) {
                Ok(extension) => {
                    let completion = assignment.state.clone().with_completion_until(extension.until);
                    assignments::extend(tx, assignment.id, &extension, order.account.person, completion.as_ref())?;
                    let facts = json!({
                        "assignment": assignment.id,
                        "from": before,
                        "until": extension.until,
                        "motive": extension.motive,
                    });
                    let kind = if extension.until < before { "deadline.corrected" } else { "deadline.extended" };
                    Ok(Event::about(kind, assignment.id, facts))
                }
                Err(refusal) => Err(refusal),
            }
        }
    })
}
