//! Whether each provider's site says how to reach whoever is responsible (PLAN-3): the system reads the site, keeps the pages that
//! it read, and says found, unsure or missing for each role; an officer confirms or corrects. Run when somebody asks, and as often
//! as the authority has said; a verdict that has changed since the check before is told on the overview.

mod jobs;
mod not;
mod pages;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

pub use jobs::JOBS;
pub use store::told;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("site_checks")
        .get("/h/{tenant}/webbkontroll", pages::overview)
        .post("/h/{tenant}/webbkontroll/alla", pages::run_all)
        .post("/h/{tenant}/webbkontroll/schema", pages::schedule)
        .get("/h/{tenant}/webbkontroll/anordnare/{organisation}", pages::show)
        .post("/h/{tenant}/webbkontroll/anordnare/{organisation}/nu", pages::run_one)
        .post("/h/{tenant}/webbkontroll/anordnare/{organisation}/bedom", pages::judge)
        .get("/h/{tenant}/webbkontroll/anordnare/{organisation}/sida/{check}/{page}", pages::evidence)
        .get("/h/{tenant}/webbkontroll/adress/{organisation}", pages::address_form)
        .post("/h/{tenant}/webbkontroll/adress/{organisation}", pages::save_address)
}
