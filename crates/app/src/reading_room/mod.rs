//! The reading room: the providers' answers to one question side by side, tagged with themes, quotable with their
//! source. For quality officers, who mark and quote, and for those who follow up, who read.
//!
//! Only what has been handed in is read, in its newest version. A quote is a literal part of an answer; when a newer
//! version no longer says it, the reading room tells, and the board's report leaves it out.

mod choice;
mod pages;
mod questions;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

use platform::Area;

pub use choice::{Choice, choose};
pub use questions::{Found, Question, holds, questions, questions_of_versions};
pub use store::{
    Answer, Handed, Mark, Quote, Standing, StandingMark, Theme, answers, drop_quote, mark, marks, quotes, rename,
    set_removed, standing_marks, theme, theme_named, themes, unmark,
};

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("reading_room")
        .get("/h/{tenant}/lasrum", pages::overview)
        .post("/h/{tenant}/lasrum/teman", pages::create_theme)
        .post("/h/{tenant}/lasrum/teman/{theme}/byt-namn", pages::rename_theme)
        .post("/h/{tenant}/lasrum/teman/{theme}/ta-bort", pages::remove_theme)
        .post("/h/{tenant}/lasrum/teman/{theme}/aterstall", pages::restore_theme)
        .get("/h/{tenant}/lasrum/citat", pages::quotes)
        .get("/h/{tenant}/lasrum/citat/csv", pages::quotes_csv)
        .post("/h/{tenant}/lasrum/citat/ta-bort", pages::drop_quote)
        .get("/h/{tenant}/lasrum/{year}/{item}/{question}", pages::question)
        .get("/h/{tenant}/lasrum/{year}/{item}/{question}/csv", pages::question_csv)
        .post("/h/{tenant}/lasrum/{year}/{item}/{question}/marka", pages::tag)
        .post("/h/{tenant}/lasrum/{year}/{item}/{question}/avmarka", pages::untag)
        .post("/h/{tenant}/lasrum/{year}/{item}/{question}/citera", pages::keep_quote)
}
