//! Which provider has had which moment of the year's follow-up (PLAN-2): what is planned and done, what is missing, and how equal it
//! is between providers.

mod activity;
mod matrix;
pub mod sv;
#[cfg(test)]
mod tests;

pub use activity::{Activity, BOOKED, Broken, Entry, Happening, Refusal, Standing, Step, UNBOOKED, steps, why_not};
pub use matrix::{Cell, Equal, Tally, cell, equal, tally};
