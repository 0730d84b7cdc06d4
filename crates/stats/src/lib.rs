//! Formulas that figures rest on, each with its source: small-number suppression and intervals for shares. Pure.

pub mod interval;
pub mod suppression;

pub use interval::{Interval, wilson};
pub use suppression::{Rule, Shown, ShownShare, ShownTable, Table};
