//! Running text on a page: its markup as people see it, and the pictures that stand in it. For providers, who write it and
//! add pictures, and for everybody who reads what was signed.
//!
//! The markup itself is [`documents::markup`]; pictures lie with the assignment they were added to
//! ([`crate::submissions::pictures`]). A picture is seen by its provider, and by the authority once it stands in something
//! that was signed.

mod pages;
mod sv;
#[cfg(test)]
mod tests;
mod view;

pub use pages::{Repacked, repack};
pub use view::{help, rich};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("texts")
        .get("/h/{tenant}/uppgift/{assignment}/bilder", pages::overview)
        .post("/h/{tenant}/uppgift/{assignment}/bilder", pages::add)
        .post("/h/{tenant}/uppgift/{assignment}/bilder/ta-bort", pages::remove)
        .get("/h/{tenant}/uppgift/{assignment}/bild/{name}", pages::own)
        .get("/h/{tenant}/granska/{assignment}/bild/{name}", pages::signed)
}

/// The address of an assignment's picture, for whoever stands at `base`.
pub fn picture_at(base: &str, name: &str) -> String {
    format!("{base}/bild/{name}")
}
