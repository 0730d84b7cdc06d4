//! A follow-up plan (uppföljningsplan, PLAN-1): what an authority says that it follows up in a year, at whom and how. Written,
//! adopted and then locked; a later version is adopted anew.
//!
//! Source: the follow-up plan of 2016, whose structure the shipped example carries in words of our own
//! (`config/plan-2016.toml`).

mod check;
mod compare;
mod copy;
mod model;
pub mod sv;
#[cfg(test)]
mod tests;

pub use check::{Fault, Part, Wrong, check};
pub use compare::{Difference, differences};
pub use copy::{copy_to, example};
pub use model::{
    Adoption, LONGEST_IN_ALL, LONGEST_LINE, LONGEST_TEXT, MOST_MOMENTS, MOST_RESULTS, MOST_SECTIONS, Moment,
    MomentKind, Plan, ResultRow, Section, Shows,
};
