//! A provider's own system of complaints, as its export says them: which columns of a file mean what, what its words mean, what
//! each row comes to, and what is wrong with it. For the provider's people, who read it in instead of registering each case twice.
//!
//! [`Table::of`] makes a table of a file's rows; a [`Mapping`] says what columns and words mean; [`judge`] holds each row against
//! what was read in before and gives what happens with it. Knows no database. Why it is so:
//! `docs/decisions/0036-a-providers-own-system.md`.

mod judge;
mod mapping;
pub mod sv;
mod table;
#[cfg(test)]
mod tests;

pub use judge::{
    Change, Facts, Fault, FaultKind, Judged, Known, LONGEST_REFERENCE, LONGEST_TEXT, Looked, Names, Standing,
    UnitFacts, Warning, changes, judge,
};
pub use mapping::{Column, LEFT_OUT, Lacking, Mapping, NO, Topic, Word, YES, guess};
pub use table::{MOST_ROWS, Table, Wrong};
