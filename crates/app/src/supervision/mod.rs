//! Decisions of the school inspectorate on providers and on the authority itself (SUP-1): registered by hand or read in from a published list,
//! with the decision as a file whose text is searched, reviewed, followed up and closed; seen at each provider.

mod file;
mod form;
mod pages;
mod pages_import;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_import;

pub use store::{Due, Kept, due, of_provider};
pub use view::{at_authority, at_one};

use platform::Area;

/// The page of it.
pub const PAGE: &str = "skolinspektionen";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("supervision")
        .get("/h/{tenant}/skolinspektionen", pages::list)
        .get("/h/{tenant}/skolinspektionen/nytt", pages::new)
        .post("/h/{tenant}/skolinspektionen/nytt", pages::register)
        .get("/h/{tenant}/skolinspektionen/las-in", pages_import::choose)
        .post("/h/{tenant}/skolinspektionen/las-in", pages_import::preview)
        .post("/h/{tenant}/skolinspektionen/las-in/spara", pages_import::save)
        .get("/h/{tenant}/skolinspektionen/{decision}", pages::show)
        .post("/h/{tenant}/skolinspektionen/{decision}/fil", pages::attach)
        .get("/h/{tenant}/skolinspektionen/{decision}/fil/{number}", pages::fetch)
        .post("/h/{tenant}/skolinspektionen/{decision}/steg/{step}", pages::step)
}
