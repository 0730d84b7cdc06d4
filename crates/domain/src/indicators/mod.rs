//! Indicators: from counts to a figure that says what it is a figure of. For every page, file and document that shows one.
//!
//! An indicator is data: a [`Formula`] of counted [`Term`]s in the year's document. A [`Figure`] comes of counts alone, so a
//! total is the total of counts and never a mean of shares; it is said with its base and how sure it is, and zero, missing
//! and too few to be shown are three different things.

mod figure;
mod model;
mod risk;
mod sound;
pub mod sv;
mod target;
#[cfg(test)]
mod tests;

pub use figure::{Counts, Figure, Missing, Part, figure, parts, unfinished};
pub use model::{Awaited, Formula, Term, Work};
pub use risk::{LEAST_BASE, Risk, SoFar, risk};
pub use sound::{Side, Unsound};
pub use target::{Aim, Limit, Stands};
