//! Who is reminded of what, and when: the ladder of an authority's year laid over what is awaited.
//!
//! Pure: given what is awaited of whom, what has been said and which day it is, [`calls`] tells who is to be told what
//! today. A ladder has rungs before the last day, on it and after it. What was missed because nothing ran is told once,
//! for the newest rung that has been passed, and what has come in is never asked for.

mod ladder;
mod rules;
pub mod sv;
#[cfg(test)]
mod tests;

pub use ladder::{Addressee, Ladder, LadderProblem, MOST_DAYS, MOST_REMINDERS, MOST_RUNGS};
pub use rules::{Asked, Call, Closed, Stage, awaited, calls, calls_now, following, is_escalated, told_after_mail};
