//! What has happened, read back from the chain. Kinds that are not listed here (a draft being written, above all) are
//! nothing that the authority sees.

use kernel::id::kind::Assignment;
use kernel::{Day, Id, Instant};
use serde_json::Value as Json;

use super::store::EventRow;
use crate::changes::Told;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// What.
    pub what: What,
    /// When.
    pub at: Instant,
    /// Who; empty where nobody with an account did it.
    pub by: String,
    /// To which assignment.
    pub assignment: Option<Id<Assignment>>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A version was signed and handed in.
    Signed {
        /// Which version.
        number: i64,
        /// Whether it came after the last day.
        late: bool,
        /// Out of which system and file it was read in, where nobody signed it here.
        read_in: Option<(String, String)>,
    },
    /// The letter that it came with came at another time.
    Retimed {
        /// When.
        came: Option<Instant>,
        /// Whether that is after the last day.
        late: bool,
    },
    /// It was returned.
    Returned {
        /// Why.
        reason: String,
        /// By when the completion is wanted.
        until: Option<Day>,
    },
    /// It was approved.
    Approved,
    /// A return was taken back.
    ReturnTakenBack {
        /// Why.
        reason: String,
    },
    /// An approval was taken back.
    Reopened {
        /// Why.
        reason: String,
    },
    /// It was locked.
    Locked {
        /// Why.
        why: String,
    },
    /// It was opened again.
    Unlocked {
        /// Why.
        why: String,
    },
    /// More time was given.
    Extended {
        /// Until when.
        until: Option<Day>,
        /// Why.
        motive: String,
    },
    /// An extension that was wrong was corrected.
    Corrected {
        /// Until when.
        until: Option<Day>,
        /// Why.
        motive: String,
    },
    /// The authority wrote its own assessment.
    Assessed,
    /// The year or the register was changed, and with it this: said whole.
    Changed {
        /// What.
        sentence: String,
    },
    /// It was registered.
    Registered {
        /// With which case number.
        case_number: String,
    },
}

/// Reads the rows; what is no business of the follow-up is left out.
pub fn read(rows: &[EventRow]) -> Vec<Happened> {
    rows.iter().filter_map(one).collect()
}

/// With what changes of the year and the register did, the newest first.
pub fn with_changes(mut happened: Vec<Happened>, changed: &[Told]) -> Vec<Happened> {
    happened.extend(changed.iter().map(|told| Happened {
        what: What::Changed { sentence: told.sentence.clone() },
        at: told.at,
        by: String::new(),
        assignment: Some(told.change.assignment),
    }));
    happened.sort_by_key(|one| std::cmp::Reverse(one.at));
    happened
}

fn one(row: &EventRow) -> Option<Happened> {
    let facts: Json = serde_json::from_str(&row.facts).ok()?;
    let text = |name: &str| facts.get(name).and_then(Json::as_str).unwrap_or("").to_owned();
    let day = |name: &str| text(name).parse().ok();
    let what = match row.kind.as_str() {
        "submission.signed" => What::Signed {
            number: facts.get("number").and_then(Json::as_i64).unwrap_or(1),
            late: facts.get("late").and_then(Json::as_bool).unwrap_or(false),
            read_in: Some((text("system"), text("file_name"))).filter(|(system, _)| !system.is_empty()),
        },
        "submission.timed" => What::Retimed {
            came: text("arrived_at").parse().ok(),
            late: facts.get("late").and_then(Json::as_bool).unwrap_or(false),
        },
        "submission.returned" => What::Returned { reason: text("reason"), until: day("until") },
        "submission.approved" => What::Approved,
        "return.taken-back" => What::ReturnTakenBack { reason: text("reason") },
        "approval.reopened" => What::Reopened { reason: text("reason") },
        "assignment.locked" => What::Locked { why: text("why") },
        "assignment.unlocked" => What::Unlocked { why: text("why") },
        "deadline.extended" => What::Extended { until: day("until"), motive: text("motive") },
        "deadline.corrected" => What::Corrected { until: day("until"), motive: text("motive") },
        "assessment.written" => What::Assessed,
        "submission.registered" => What::Registered { case_number: text("case_number") },
        _ => return None,
    };
    let assignment = text("assignment").parse().ok();
    Some(Happened { what, at: row.at, by: row.by.clone().unwrap_or_default(), assignment })
}
