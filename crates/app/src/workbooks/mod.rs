//! The workbook road: the template of an assignment out, the filled-in workbook in, with preview, faults and the
//! marked copy. For provider roles.
//!
//! The template is made from the same definition as the web form ([`template`]); what comes back is read in the
//! sandbox, kept aside under seal ([`staging`]) and judged again each time it is looked at ([`judge`]), so that what
//! holds is what holds when it is taken in. Rows with faults are taken in as they were typed: nothing is lost, and
//! they can be mended on the web.

mod intake;
mod judge;
mod pages;
mod staging;
mod sv;
mod template;
#[cfg(test)]
mod tests;
mod view;

pub use staging::{Import, came_from, imports, sweep};
pub use template::{At, Facts, facts, file_name, of_version, template};

use platform::Area;
use platform::jobs::Kind;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("workbooks")
        .get("/h/{tenant}/uppgift/{assignment}/arbetsbok", pages::overview)
        .post("/h/{tenant}/uppgift/{assignment}/arbetsbok", pages::upload)
        .get("/h/{tenant}/uppgift/{assignment}/arbetsbok/mall", pages::download)
        .get("/h/{tenant}/uppgift/{assignment}/arbetsbok/{staged}", pages::preview)
        .post("/h/{tenant}/uppgift/{assignment}/arbetsbok/{staged}", pages::decide)
        .get("/h/{tenant}/uppgift/{assignment}/arbetsbok/{staged}/fil", pages::original)
        .get("/h/{tenant}/uppgift/{assignment}/arbetsbok/{staged}/markerad", pages::marked)
}

/// The background work of this feature: uploads that nobody confirmed are removed when their time is out.
pub fn jobs() -> Vec<Kind> {
    vec![Kind { name: staging::SWEEP, run: staging::run_sweep }]
}
