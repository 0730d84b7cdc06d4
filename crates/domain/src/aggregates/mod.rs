//! Tables of counts and shares that somebody else has published: another authority's, a county's, the nation's. For whoever
//! reads one in and sees it beside the own figures.
//!
//! What the table says stays as it was written. A count is a count and can be summed, within one level and one period;
//! a share that has its counts in the table is computed from them and held against what is printed; a value that came
//! without counts is a *reported value without base*, which is never summed and never averaged into a total.

mod cell;
mod guess;
mod layout;
mod own;
pub mod sv;
mod table;
#[cfg(test)]
mod tests;

pub use cell::{Cell, Decimal, read_cell};
pub use guess::{guess, guess_totals};
pub use layout::{Column, Fault, Layout, Role};
pub use own::{Own, OwnKind, Unsaid, own_share};
pub use table::{AggregateTable, Compared, Group, Line, Pooled};
