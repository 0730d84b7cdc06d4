//! The complaint report of a unit (CMP-3, CMP-4, CMP-6): one row per complaint, counts derived from three answers, and
//! under a heading of its own every investigation of abusive treatment or discrimination. No names anywhere.
//!
//! For the provider's editor, who fills it in; for the rektor, who signs it; for the officer, who counts. The columns
//! are our proposal ([`columns`]); an authority's year document can change and add to them.

pub mod columns;
mod model;
mod rules;
pub mod sv;

pub use columns::{ColumnProblem, Tables, form_column, tables};
pub use model::{Answer, Counts, FORM, Facts, Question, Verdict};
pub use rules::{check, counts, counts_as_complaint};
