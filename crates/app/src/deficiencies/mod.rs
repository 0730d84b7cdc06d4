//! Deficiencies at providers, their action plans and what comes of them, and the steps of the ladders of measures (COM-2 to COM-4):
//! entered by the authority from anywhere with a link back, answered by the provider, evaluated on figures chosen at the start, and
//! closed with evidence and reasons. Decisions become documents; ladders are the authority's own data.
//!
//! The rules are `domain::deficiencies`. Features in which something is found offer [`panel`] and ask [`of_source`] what became of it.

mod form;
mod letters;
mod look;
mod model;
mod pages;
mod pages_ladders;
mod pages_provider;
mod pages_transfer;
mod paper;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_actions;
mod view_ladder_steps;
mod view_ladders;
mod view_list;
mod view_new;
mod waits;

pub use look::answerers;
pub use model::{FromSource, New, Prefill};
pub use store::{Bare, bare, of_source};
pub use view_new::{became, panel};
pub use waits::{Due, at_authority, at_one, at_provider, due, open_at};

use platform::Area;

/// The page of it.
pub const PAGE: &str = "brister";
/// The address that a deficiency stands below, at the authority.
pub const ONE: &str = "brist";
/// The provider's own page of it.
pub const OWN: &str = "brister-hos-oss";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("deficiencies")
        .get("/h/{tenant}/brister", pages::list)
        .get("/h/{tenant}/brister/ny", pages::new)
        .post("/h/{tenant}/brister/ny", pages::create)
        .get("/h/{tenant}/brister/stegar", pages_ladders::list)
        .get("/h/{tenant}/brister/stegar/{ladder}", pages_ladders::show)
        .post("/h/{tenant}/brister/stegar/{ladder}", pages_ladders::save)
        .post("/h/{tenant}/brister/stegar/{ladder}/ta-bort", pages_ladders::remove)
        .get("/h/{tenant}/brister/overflyttning", pages_transfer::list)
        .get("/h/{tenant}/brister/overflyttning/{organisation}", pages_transfer::students)
        .get("/h/{tenant}/brist/{deficiency}", pages::show)
        .post("/h/{tenant}/brist/{deficiency}/{step}", pages::step)
        .get("/h/{tenant}/brist/{deficiency}/fil/{number}", pages::fetch)
        .get("/h/{tenant}/brist/{deficiency}/beslut/{number}/{format}", pages::decision)
        .get("/h/{tenant}/brister-hos-oss", pages_provider::list)
        .get("/h/{tenant}/brister-hos-oss/{deficiency}", pages_provider::show)
        .post("/h/{tenant}/brister-hos-oss/{deficiency}/{step}", pages_provider::step)
        .get("/h/{tenant}/brister-hos-oss/{deficiency}/fil/{number}", pages_provider::fetch)
        .get("/h/{tenant}/brister-hos-oss/{deficiency}/beslut/{number}/{format}", pages_provider::decision)
}
