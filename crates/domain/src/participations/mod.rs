//! Course participations (kursdeltaganden): one person in one course, part, level or part of a level, with its dates and
//! what became of it. For whoever reads them from a student administration system and for every figure counted from them.
//!
//! Pass, fail, dash, no grade, dropout, cessation, never started, in progress, test and validation are different things
//! and stay so ([`Outcome`], [`Road`]); what is counted of each, and on which day, is said once ([`Measure`]).

mod check;
mod measures;
mod model;
pub mod persons;
pub mod profile;
pub mod sv;
#[cfg(test)]
mod tests;

pub use check::{Checked, EDUCATION, Facts, Fault, Field, Notice, RawParticipation, Told, check, faults_beside};
pub use measures::{DateKind, Measure, Month, counts};
pub(crate) use model::coded;
pub use model::{Cause, Key, Outcome, Participation, PersonKey, Place, Road, Sex, StudyForm};
