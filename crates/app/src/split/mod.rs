//! One provider, many authorities: a provider whose unit serves several of them writes its complaints, or the list of those
//! to follow up after a vocational education, once and lets each authority have its part. For the rektor and whoever
//! prepares, in the seats that they hold at each authority.
//!
//! Rows come out of one draft or one workbook, and go into the drafts of the same form at the other authorities, one
//! transaction at each: no statement sees two of them, and what fails half-way is gone on with where it stopped, since rows
//! that stand in a draft are not added once more. Each authority's own columns and days judge what it would get before
//! anything is written. What waits lies under seal where it was begun and is gone when it has been given out; where each row
//! went stays. No file is kept, since a file with the rows of several is nobody's original.

mod files;
mod giving;
mod jobs;
mod model;
mod pages;
mod pages_one;
mod plan;
mod sites;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_one;

pub use jobs::JOBS;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("split")
        .get("/h/{tenant}/uppgift/{assignment}/fordela", pages::overview)
        .post("/h/{tenant}/uppgift/{assignment}/fordela", pages::from_draft)
        .post("/h/{tenant}/uppgift/{assignment}/fordela/fil", pages::from_file)
        .get("/h/{tenant}/uppgift/{assignment}/fordela/mall", pages::template)
        .get("/h/{tenant}/uppgift/{assignment}/fordela/{distribution}", pages_one::page)
        .post("/h/{tenant}/uppgift/{assignment}/fordela/{distribution}", pages_one::decide)
}
