//! A unit's own analysis of what was said about it (CMP-1): its cases of a period by core category beside those of an earlier one,
//! and the themes that the unit finds in them, each with its cause, its measures and what came of those, so that a fault that comes
//! back after something was done about it is seen to. For those at the unit who handle its cases.
//!
//! A theme is replayed from what happened to it, as a case is: [`Theme::replay`]. What it gathers and whether it comes back is
//! computed from the cases each time. Why it is so: `docs/decisions/0037-the-units-own-analysis.md`.

mod figures;
mod model;
pub mod sv;
#[cfg(test)]
mod tests;
mod theme;

pub use figures::{Against, Fact, Line, by_category, earlier};
pub use model::{Audience, Effect, Entry, Happening};
pub use theme::{After, Broken, Measure, MeasureState, Refusal, Standing, Theme};
