//! Work three months after a vocational education: one row per person whose education was over in the cohort's days, with
//! what the person did when it began and what they do three months after it. For the provider's rektor, who asks, and for
//! whoever reads the shares.
//!
//! Columns are known by the roles that the year's document gives them, codes by what it says they mean. A table without
//! the roles is checked by its columns alone.

mod check;
mod contact;
mod model;
mod numbers;
pub mod sv;
mod tally;
#[cfg(test)]
mod tests;

pub use check::{LONGEST_REFERENCE, Rule, check, explained, of_answer};
pub use contact::{Reached, Way};
pub use model::{Layout, Other, Person, Turn, can_be_asked_from, kinds, turn};
pub use numbers::{NUMBERS_LONGEST, have_served, have_served_withdrawn};
pub use tally::{Bounds, PROTECTED, Tally, Told, check_protected, protected_field, tallied};
