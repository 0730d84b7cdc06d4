//! The instructions of the year (OUT-5) and the guides for analysing (OUT-4): what is reported when, what the words mean,
//! empty templates, and six steps from a question to a proposal. For everybody who works in the year, and, at an address
//! that can be linked to, for anybody: an authority's instructions are no secret.
//!
//! Both come from the year's document. A guide is a page and an accessible PDF out of the same data ([`paper`]).

mod pages;
mod pages_open;
mod paper;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_guide;

use platform::Area;

const BECAUSE: &str = "the instructions of a published year are for anybody, and nothing else is read here";

const DIRECTORY: &str = "because that an authority works here is no secret, and its name is all that is told";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("instructions")
        .get("/h/{tenant}/ar/{year}/anvisningar", pages::instructions)
        .get("/h/{tenant}/ar/{year}/stod", pages::guides)
        .get("/h/{tenant}/ar/{year}/stod/{step}", pages::guide)
        .get_open("/oppet", DIRECTORY, pages_open::directory)
        .get_open("/oppet/{tenant}", BECAUSE, pages_open::authority)
        .get_open("/oppet/{tenant}/anvisningar", BECAUSE, pages_open::current)
        .get_open("/oppet/{tenant}/anvisningar/{year}", BECAUSE, pages_open::instructions)
        .get_open("/oppet/{tenant}/anvisningar/{year}/stod", BECAUSE, pages_open::guides)
        .get_open("/oppet/{tenant}/anvisningar/{year}/stod/{step}", BECAUSE, pages_open::guide)
        .get_open("/oppet/{tenant}/anvisningar/{year}/mall/{item}", BECAUSE, pages_open::template)
}
