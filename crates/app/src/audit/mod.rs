//! The audit chain, and proof that it holds. For auditors: every change of the authority in human sentences, who has
//! read personal data, and a check that anybody can repeat.
//!
//! Other features write the events; this one reads. [`verify`] is also the command line's `tertial verify`.

mod jobs;
mod pages;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod things;
pub mod verify;
mod view;

pub use jobs::JOBS;
use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("audit")
        .get("/h/{tenant}/granskning", pages::overview)
        .get("/h/{tenant}/granskning/csv", pages::csv)
        .get("/h/{tenant}/granskning/kontroll", pages::checked)
        .post("/h/{tenant}/granskning/kontroll", pages::check)
}
