//! The complaint report of a unit (CMP-3, CMP-4, CMP-6): one row per complaint, counts derived from three answers, and
//! under a heading of its own every investigation of abusive treatment or discrimination. No names anywhere.
//!
//! For the provider's editor, who fills it in; for the rektor, who signs it; for the officer, who counts. The columns
//! stand in the authority's year document; [`columns`] names those that the rules know.

pub mod columns;
pub mod from_abuse;
pub mod from_cases;
mod model;
mod rules;
pub mod sv;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_cases;

pub use columns::{ColumnProblem, Tables, tables};
pub use from_abuse::is_derived;
pub use from_abuse::{FromAbuse, INVESTIGATION, investigation_of};
pub use from_cases::{CASE, Differs, FromCase, Told, case_of, counts_since};
pub use model::{
    Answer, COMMENT_FIELD, COMPLAINTS, Counts, FORM, Facts, INVESTIGATIONS, NONE_FIELD, Question, Verdict,
};
pub use rules::{check, check_half, continues, counts, counts_as_complaint, in_order};
