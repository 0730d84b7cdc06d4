//! Assignments: what is asked of whom, and how far it has come. Core of reports and follow-up; has no pages of its own.
//!
//! An assignment is one item of the year, asked of one provider for a unit, an area or the whole. Which there are
//! follows from the published year and the register of organisations ([`sync`]); how far each has come is
//! `domain::submissions::State`, stored whole.

mod model;
mod register;
mod store;
#[cfg(test)]
mod tests;

pub use model::{Assignment, Subject};
pub use register::{Synced, facts, sync, sync_current};
pub use store::{ExtensionRow, Filter, earlier, extend, extensions, find, list, regime, set_lock, set_state};
