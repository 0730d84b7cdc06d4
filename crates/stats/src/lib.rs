//! Formulas that figures rest on, each with its source: shares and totals, intervals, funnel plots, control charts,
//! forecasts, random samples, and what may be shown of small numbers. Pure: the same input gives the same bits on every machine.

pub mod control;
pub mod forecast;
pub mod funnel;
pub mod interval;
pub mod sampling;
pub mod share;
pub mod special;
pub mod suppression;

pub use forecast::forecast;
pub use funnel::Funnel;
pub use interval::{Confidence, Interval, wilson};
pub use share::Share;
pub use suppression::{Rule, Shown, ShownShare, ShownTable, Table};
