//! The follow-up plan of a year (PLAN-1): written and kept in versions, adopted with case number and deciding body and locked by that,
//! read by everybody of the authority and its providers, on the web, as PDF and in Word.
//!
//! The rules are `domain::follow_up_plan`. Each save is a version that never changes; the one that was adopted last holds, and what it
//! says of each provider is planned and followed in [`crate::coverage`] (`docs/decisions/0039-a-plan-of-its-own.md`).

mod form;
mod pages;
mod pages_edit;
mod paper;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_edit;

pub use store::{Version, adopted, adopted_years};

use platform::Area;

/// The page of it.
pub const PAGE: &str = "uppfoljningsplan";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("follow-up-plans")
        .get("/h/{tenant}/uppfoljningsplan", pages::years)
        .post("/h/{tenant}/uppfoljningsplan", pages::begin)
        .get("/h/{tenant}/uppfoljningsplan/{year}", pages::newest)
        .get("/h/{tenant}/uppfoljningsplan/{year}/{number}", pages::version)
        .get("/h/{tenant}/uppfoljningsplan/{year}/{number}/andra/{part}", pages_edit::ask)
        .post("/h/{tenant}/uppfoljningsplan/{year}/{number}/andra/{part}", pages_edit::save)
        .post("/h/{tenant}/uppfoljningsplan/{year}/{number}/ta-upp", pages_edit::restore)
        .get("/h/{tenant}/uppfoljningsplan/{year}/{number}/faststall", pages_edit::ask_adoption)
        .post("/h/{tenant}/uppfoljningsplan/{year}/{number}/faststall", pages_edit::adopt)
}
