//! Assignments: what is asked of whom, and how far it has come. Core of reports and follow-up; has no pages of its own.
//!
//! An assignment is one item of the year, asked of one provider for a unit, an area or the whole. Which there are
//! follows from the published year and the register of organisations ([`sync`]); how far each has come is
//! `domain::submissions::State`, stored whole. What a change will do is worked out first ([`plan`]), and what it did is
//! kept with each assignment ([`changes`]).

mod changes;
mod model;
mod plan;
mod register;
mod store;
#[cfg(test)]
mod tests;

pub use changes::{About, Cause, Change, changes, changes_of_provider, changes_since};
pub use model::{Assignment, Subject};
pub use plan::{Becomes, Came, Planned, Step, plan};
pub use register::{Synced, facts, foreseen, sync, sync_current};
pub use store::{
    ExtensionRow, Filter, earlier, extend, extensions, find, list, regime, set_lock, set_state, withdrawn,
};
