//! The rektors' meeting of the year (OUT-3): planned in November by default, every rektor invited by letter and calendar, material out of
//! the results so far, questions collected beforehand, notes, and agreed actions that wait on start pages until they are done.

mod form;
mod letters;
mod look;
mod pages;
mod pages_provider;
mod paper;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_provider;

pub use look::{at_authority, at_provider};

use platform::Area;

/// The page of it.
pub const PAGE: &str = "rektorstraff";
/// The provider's own page of it.
pub const OWN: &str = "rektorstraff-hos-oss";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("meetings")
        .get("/h/{tenant}/rektorstraff", pages::list)
        .post("/h/{tenant}/rektorstraff", pages::plan)
        .get("/h/{tenant}/rektorstraff/{meeting}", pages::show)
        .post("/h/{tenant}/rektorstraff/{meeting}/{step}", pages::step)
        .get("/h/{tenant}/rektorstraff/{meeting}/underlag/{format}", pages::material)
        .get("/h/{tenant}/rektorstraff-hos-oss", pages_provider::list)
        .get("/h/{tenant}/rektorstraff-hos-oss/{meeting}", pages_provider::show)
        .post("/h/{tenant}/rektorstraff-hos-oss/{meeting}/{step}", pages_provider::step)
        .get("/h/{tenant}/rektorstraff-hos-oss/{meeting}/underlag/{format}", pages_provider::material)
}
