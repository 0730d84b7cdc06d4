//! Focus areas of annual reports, which come back in next year's deviation report. For providers to enter or bring in
//! from a file, for officers to see.

mod import;
mod pages;
mod pages_import;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

pub use import::faults_of;
pub use store::{FocusArea, NewFocusArea, add, asked, change, list, of_version, remove, removed, restore};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("focus_areas")
        .get("/h/{tenant}/fokusomraden", pages::overview)
        .post("/h/{tenant}/fokusomraden", pages::add)
        .get("/h/{tenant}/fokusomraden/{focus_area}/andra", pages::edit)
        .post("/h/{tenant}/fokusomraden/{focus_area}/andra", pages::save)
        .post("/h/{tenant}/fokusomraden/ta-bort", pages::remove)
        .post("/h/{tenant}/fokusomraden/lagg-tillbaka", pages::restore)
        .get("/h/{tenant}/fokusomraden/mall", pages_import::template)
        .post("/h/{tenant}/fokusomraden/fil", pages_import::preview)
        .post("/h/{tenant}/fokusomraden/fil/las-in", pages_import::confirm)
        .get("/h/{tenant}/fokusomraden/anordnare/{organisation}", pages::of_provider)
}
