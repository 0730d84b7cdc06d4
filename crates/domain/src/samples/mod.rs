//! A random sample of students' study plans, held against their results (IND-6): a population that is frozen and hashed, a draw that
//! anybody can redo from its seed, what one or two assessors say of each case, and a result that says how sure it is.
//!
//! `docs/verify-samples.md` says how to redraw with a few lines of another language.

mod population;
mod result;
mod timeline;

pub mod sv;
#[cfg(test)]
mod tests;

pub use population::{Member, NotAPopulation, Population, Redrawn, allocate, case_key, draw, rank, redraw};
pub use result::{Agreed, Outcome, Share, StratumOutcome, outcome};
pub use timeline::{Broken, Case, Draw, Entry, Happening, Judgement, Lapsed, Refusal, Sample, Stage};

/// The most cases that are drawn at once.
pub const MOST: usize = 500;
