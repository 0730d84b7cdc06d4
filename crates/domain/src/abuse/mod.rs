//! Abusive treatment and discrimination (CMP-6): from the moment that somebody at the school learns that a student feels
//! wronged, over rektor, authority and board, to an evaluation. For the rektor, who investigates; for the contact rektor and
//! the officer, who see that it is told of; for the board, which is notified.
//!
//! What starts the duty is the student's own view, never proof; what is found is never a condition for being counted
//! (skollagen 6:10, diskrimineringslagen 2:7). Every date and every gap between two is shown: `Investigation::milestones`
//! and `Investigation::gaps`. Since the law moves, what triggers the duty, its text and its times are data with days of
//! validity ([`Rule`]); nothing of them is here. Like a case it is a timeline that is replayed (docs/decisions/0030-cases.md).

mod actions;
mod model;
mod replay;
mod rules;
pub mod sv;
#[cfg(test)]
mod tests;

pub use actions::{Action, Refusal, Seen, actions, why_not};
pub use model::{Entry, Finding, Form, Ground, Measure, Milestone, Nature, Opened, Relation, Source, StateName, Step};
pub use replay::{Broken, Gap, Investigation};
pub use rules::{Next, NextWhat, Rule, rule_on};
