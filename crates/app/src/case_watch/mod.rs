//! Cases that are new or wait, told where people are: on the start page of those who handle them, at the entry of the
//! navigation, and in letters that say that there is something to read and not a word of what (CMP-2).
//!
//! When letters go, and to whom, is the ladder of the year's document (`domain::cases::chase`). They go in the morning alone,
//! all of a person's in one: a letter sent the moment that somebody wrote would tell the time of it
//! (docs/threat-model.md).

mod daily;
mod gather;
mod list;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

pub use daily::{forget, send};
pub use list::{Awaited, awaited, count};
pub use view::section;
