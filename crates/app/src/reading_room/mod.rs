//! The reading room: the providers' answers to one question side by side, tagged with themes, quotable with their
//! source. For quality officers, who mark and quote, and for those who follow up, who read.
//!
//! Only what has been handed in is read, in its newest version. A quote is a literal part of an answer; when a newer
//! version no longer says it, the reading room tells, and the board's report leaves it out.

mod choice;
mod questions;
mod store;
mod sv;

use platform::Area;

pub use choice::{Choice, choose};
pub use questions::{Found, Question, holds, questions};
pub use store::{
    Answer, Mark, Quote, Standing, Theme, answers, drop_quote, mark, marks, quotes, rename, set_removed, theme,
    theme_named, themes, unmark,
};

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("reading_room")
}
