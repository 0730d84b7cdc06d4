//! Small-number rules, in one place: what a reader may be shown of counts of people when the rows behind them are not
//! for that reader. Zero, missing and suppressed are three different signs.
//!
//! What is shown adds up, so a hidden figure could be had back by subtraction. Complementary figures are therefore hidden
//! too, until no hidden figure has only one possible value for a reader who knows every shown figure, knows that counts are
//! whole numbers, and knows that a hidden one is at least 1 (zeros are always shown).
//!
//! [`Rule`] is for a figure by itself, [`Rule::table`] for one table of rows and columns, [`Publications`] for everything that is
//! published of one frozen dataset, in as many dimensions and levels as there are: it is judged together, once. [`Telling`]
//! is for figures that the same reader is told one after another.
//! [`attack`] tries to have hidden figures back, for tests of what was really published.

pub mod attack;
mod publications;
mod rule;
mod search;
mod spare;
mod system;
mod table;
mod telling;

pub use publications::{CellId, NotPublishable, Publications, Suppressed};
pub use rule::{Rule, Shown, ShownShare};
pub use table::{Place, ShownTable, Table};
pub use telling::{Sum, Telling};
