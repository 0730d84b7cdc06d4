//! Frozen datasets and the reports made from them. For officers to compile, for the board to read.
//!
//! [`freeze`] gathers what an occasion has given into a numbered [`DatasetContent`]; [`document`] makes the report's
//! content tree from that alone; the job of [`render`] has it typeset as PDF and Word and keeps the bytes, which come
//! out the same again from the same dataset. A mistake is corrected by a new dataset that says what it replaces.

mod compared;
mod complaints;
mod content;
mod freeze;
mod pages;
mod render;
mod store;
mod sv;
#[cfg(test)]
pub(crate) mod tests;
mod view;
mod view_document;
mod view_html;

use platform::Area;

pub use content::{Complaints, DatasetContent, Replaces};
pub use freeze::{Frozen, Prepared, Words, freeze, gather, prepare};
pub use render::{Format, JOBS, RENDERER, RenderError, ask, bytes, differing, render};
pub use store::{Dataset, DatasetLine, Release, dataset, datasets, publish, releases};
pub use view_document::document;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("board")
        .get("/h/{tenant}/rapporter", pages::list)
        .get("/h/{tenant}/rapporter/ny", pages::compile)
        .post("/h/{tenant}/rapporter/ny", pages::freeze_now)
        .get("/h/{tenant}/rapporter/{number}", pages::report)
        .get("/h/{tenant}/rapporter/{number}/hamta/{format}", pages::fetch)
        .post("/h/{tenant}/rapporter/{number}/publicera", pages::publish)
        .post("/h/{tenant}/rapporter/{number}/framstall", pages::ask_again)
        .post("/h/{tenant}/rapporter/{number}/kontrollera", pages::check)
}
