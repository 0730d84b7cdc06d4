//! Reports that schools make in another system, as they come out of it in a file: what its rows say, what its words mean
//! here, and what of it cannot be understood. Knows no database and no form: where a value goes is named, not judged.

mod gather;
mod layout;
mod mapping;
pub mod sv;
#[cfg(test)]
mod tests;
mod write;

pub use gather::{Entry, Fault, Gathered, Unknown, count, gather, occasion_of};
pub use layout::{Layout, Line, Wrong, day_of, read};
pub use mapping::{Goal, Mapping, Whom};
pub use write::{Cell, Lacking, Said, lines, unguarded, without_column, write};
