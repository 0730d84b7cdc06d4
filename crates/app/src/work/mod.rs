//! Work three months after a vocational education, on the provider's side: the list of those to ask, filled in from the
//! authority's results, and a page for asking them by telephone, one at a time. For the rektor and whoever prepares.
//!
//! A person is a row of the item's draft, so that web, workbook and telephone write the same answers and get the same
//! faults. Beside the draft stand only attempts to reach somebody, and which list was fetched when.

mod cohort;
mod pages;
mod people;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("work")
        .get("/h/{tenant}/uppgift/{assignment}/elever", pages::list)
        .post("/h/{tenant}/uppgift/{assignment}/elever", pages::fetch)
        .get("/h/{tenant}/uppgift/{assignment}/elever/{row}", pages::person)
        .post("/h/{tenant}/uppgift/{assignment}/elever/{row}", pages::answer)
}
