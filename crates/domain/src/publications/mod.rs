//! What is published of the results for those outside: a closed list of tables of one frozen set, suppressed together.
//!
//! Everything that may ever be published of a set is judged at once, before anything is: a table that is published is a part
//! of a whole that is safe, so no later one can open what an earlier hides, whichever of them are published and in whatever
//! order. The price is that more is hidden than the published ones alone would need.

mod model;
pub mod sv;
#[cfg(test)]
mod tests;

pub use model::{
    Ask, Closed, Content, List, ListError, Member, Membership, Row, Side, Table, WIDTH, Whole, Withheld, close,
    closeness,
};
