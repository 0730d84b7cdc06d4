//! Figures from elsewhere, each kept with its source and date: published tables that are read in as they stand, and what is
//! fetched from public sources. For the authority's officers, who see them beside the own figures, and for
//! administrators, who say what is fetched.
//!
//! Counts stay counts, and a value that came without its counts is never summed. Nothing is asked of anybody when a page
//! is opened: what pages show is what a job fetched or a person read in.

mod pages;
mod pages_tables;
mod reading;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_tables;

pub use store::{Head, KeptTable, OwnCounts, beside, own_counts, table, tables};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("sources")
        .get("/h/{tenant}/kallor", pages::overview)
        .get("/h/{tenant}/kallor/tabell/ny", pages_tables::start)
        .post("/h/{tenant}/kallor/tabell/ny", pages_tables::upload)
        .get("/h/{tenant}/kallor/tabell/granska", pages_tables::review)
        .post("/h/{tenant}/kallor/tabell/granska", pages_tables::review_again)
        .post("/h/{tenant}/kallor/tabell/spara", pages_tables::save)
        .get("/h/{tenant}/kallor/tabell/{number}", pages_tables::show)
        .get("/h/{tenant}/kallor/tabell/{number}/csv", pages_tables::csv)
        .post("/h/{tenant}/kallor/tabell/{number}/ta-bort", pages_tables::remove)
        .post("/h/{tenant}/kallor/tabell/{number}/aterstall", pages_tables::restore)
}
