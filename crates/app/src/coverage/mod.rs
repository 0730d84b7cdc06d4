//! What of the adopted plan is planned and done with each provider (PLAN-2): the matrix of providers and moments, planning what is
//! missing with one press, and each activity with its history.
//!
//! The rules are `domain::coverage`. Moments where providers report are not planned here: they follow what has come in.

mod elsewhere;
mod form;
mod look;
mod pages;
mod pages_activity;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_one;
mod view_waits;
mod waits;

pub use elsewhere::{PlannedDay, VisitAsked, VisitDone, booked, days, done, unbooked, visits_asked, visits_done};
pub use waits::at_authority;

use platform::Area;

/// The page of it.
pub const PAGE: &str = "tackning";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("coverage")
        .get("/h/{tenant}/tackning", pages::current)
        .get("/h/{tenant}/tackning/{year}", pages::matrix)
        .post("/h/{tenant}/tackning/{year}/planera", pages::plan)
        .post("/h/{tenant}/tackning/{year}/planera-alla", pages::plan_all)
        .get("/h/{tenant}/tackning/{year}/{organisation}", pages_activity::provider)
        .get("/h/{tenant}/aktivitet/{activity}", pages_activity::show)
        .post("/h/{tenant}/aktivitet/{activity}/{step}", pages_activity::step)
}
