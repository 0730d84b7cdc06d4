//! The register of terms (COM-1): what an authority asks of its providers in authorisations and contracts, each with clause, how it is
//! followed up, sanction and validity, in versions. Begun from those that go along with the program. What is said of them at a
//! provider is `term_follow_up`.

mod form;
mod pages;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

pub use store::{Kept, all, find, held};

use platform::Area;

/// The page of it.
pub const PAGE: &str = "villkor";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("terms")
        .get("/h/{tenant}/villkor", pages::list)
        .post("/h/{tenant}/villkor/hamta", pages::take_shipped)
        .get("/h/{tenant}/villkor/{term}", pages::show)
        .post("/h/{tenant}/villkor/{term}", pages::save)
}
