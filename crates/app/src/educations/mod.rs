//! Vocational educations: the list of them for quality officers, and those completed in a period, for whoever asks what became
//! of the students afterwards. They come in with course participations, whose feature keeps them.

mod pages;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

pub use store::{Told, after, completed, of_student, titles};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("educations").get("/h/{tenant}/resultat/yrkesutbildningar", pages::list)
}
