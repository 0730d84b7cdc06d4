//! A joint evaluation with a return visit (VIS-2): one leads it, authorities of the installation take part with their providers, every
//! provider is judged by the same criteria, answers, and is visited again for what was found; the results go to all that take part.
//!
//! The rules are `domain::evaluations`. What the one that leads keeps (`store`) and what those that take part have (`store_copy`) lie
//! each in their own tenant; jobs carry frozen words between them (`docs/decisions/0045-an-evaluation-is-the-regions.md`).

mod carry;
mod covered;
mod demo;
mod form;
mod form_part;
mod jobs;
mod letters;
mod look;
mod model;
mod pages;
mod pages_authority;
mod pages_part;
mod pages_provider;
mod pages_results;
mod store;
mod store_copy;
mod sv;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
mod view;
mod view_authority;
mod view_form;
mod view_paper;
mod view_part;
mod view_provider;
mod view_results;
mod view_sheet;

pub use covered::{Covered, covered};
pub use demo::{asked_of, led, result_of};
pub use jobs::JOBS;
pub use view_authority::at_authority;
pub use view_provider::at_school;

use platform::Area;

/// The page of it at the one that leads.
pub const LEADS: &str = "utvarderingar";
/// The page of it at an authority that was asked.
pub const PAGE: &str = "gemensam-utvardering";
/// A provider's result at an authority.
pub const RESULT: &str = "utvardering";
/// The provider's page.
const OWN: &str = "utvardering-hos-oss";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("evaluations")
        .get("/h/{tenant}/utvarderingar", pages::list)
        .post("/h/{tenant}/utvarderingar", pages::begin)
        .get("/h/{tenant}/utvarderingar/{evaluation}", pages::show)
        .post("/h/{tenant}/utvarderingar/{evaluation}/steg/{step}", pages::step)
        .get("/h/{tenant}/utvarderingar/{evaluation}/kriterier", pages::criteria)
        .get("/h/{tenant}/utvarderingar/{evaluation}/resultat", pages_results::leading)
        .get("/h/{tenant}/utvarderingar/{evaluation}/resultat/{format}", pages_results::leading_file)
        .get("/h/{tenant}/utvarderingar/{evaluation}/anordnare/{organisation}", pages_part::show)
        .get("/h/{tenant}/utvarderingar/{evaluation}/anordnare/{organisation}/papper/{format}", pages_part::file)
        .post("/h/{tenant}/utvarderingar/{evaluation}/anordnare/{organisation}/{step}", pages_part::step)
        .get("/h/{tenant}/gemensam-utvardering", pages_authority::list)
        .get("/h/{tenant}/gemensam-utvardering/{copy}", pages_authority::show)
        .post("/h/{tenant}/gemensam-utvardering/{copy}/svara", pages_authority::reply)
        .post("/h/{tenant}/gemensam-utvardering/{copy}/fler", pages_authority::add)
        .get("/h/{tenant}/gemensam-utvardering/{copy}/resultat", pages_results::released)
        .get("/h/{tenant}/gemensam-utvardering/{copy}/resultat/{format}", pages_results::released_file)
        .get("/h/{tenant}/utvardering/{result}", pages_authority::result)
        .get("/h/{tenant}/utvardering/{result}/{format}", pages_authority::result_file)
        .get("/h/{tenant}/utvardering-hos-oss", pages_provider::list)
        .get("/h/{tenant}/utvardering-hos-oss/{result}", pages_provider::show)
        .get("/h/{tenant}/utvardering-hos-oss/{result}/{format}", pages_provider::file)
        .post("/h/{tenant}/utvardering-hos-oss/{result}/svara", pages_provider::reply)
}
