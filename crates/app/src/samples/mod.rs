//! Random samples of students' study plans, held against their results (IND-6): for officers and process owners, who set them up, draw
//! and assess; for rektors and the provider's management, who send in study plans and read what came of it; for the board, which reads
//! closed results, and the auditor, who draws again.
//!
//! The rules are `domain::samples`. A sample's population is frozen and hashed before there is a seed, and both are told to the audit chain in that
//! order; `docs/verify-samples.md` says how anybody draws the same cases. Study plans lie sealed, each look at one is told, and they are thrown away
//! when the sample is closed. A one-time link sends in one case's study plan, once and within seven days, and shows no more of the case
//! than is needed to find it.

mod form;
mod gather;
mod model;
mod pages;
mod pages_act;
mod pages_case;
mod pages_files;
mod pages_new;
mod pages_open;
mod pages_school;
mod paper;
mod sending;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_case;
mod view_new;
mod view_result;
mod view_school;

pub use pages_school::{at_provider, way_at_school};
pub use store::of_activity;
pub use sv::split_said;

use platform::Area;

/// The address, within an authority, of the samples.
pub const PAGE: &str = "stickprov";
/// The address, within an authority, at which a provider sends in study plans.
pub const PLANS: &str = "studieplaner";

/// The routes of this feature.
pub fn area() -> Area {
    const LINK: &str = "whoever has a one-time link sends in one study plan, once";
    Area::new("samples")
        .get("/h/{tenant}/stickprov", pages::list)
        .get("/h/{tenant}/stickprov/nytt", pages_new::ask)
        .post("/h/{tenant}/stickprov/nytt", pages_new::freeze)
        .get("/h/{tenant}/stickprov/{sample}", pages::show)
        .get("/h/{tenant}/stickprov/{sample}/population", pages_files::population)
        .get("/h/{tenant}/stickprov/{sample}/fall", pages_files::cases)
        .get("/h/{tenant}/stickprov/{sample}/dra-om", pages::redraw)
        .post("/h/{tenant}/stickprov/{sample}/{action}", pages_act::act)
        .get("/h/{tenant}/stickprov/{sample}/fall/{number}", pages_case::show)
        .post("/h/{tenant}/stickprov/{sample}/fall/{number}/{action}", pages_case::act)
        .get("/h/{tenant}/stickprov/{sample}/fall/{number}/fil/{file}", pages_case::fetch)
        .get("/h/{tenant}/studieplaner", pages_school::list)
        .get("/h/{tenant}/studieplaner/{sample}", pages_school::show)
        .post("/h/{tenant}/studieplaner/{sample}/kontroll", pages_school::check)
        .post("/h/{tenant}/studieplaner/{sample}/{number}", pages_school::send)
        .get_open("/studieplan/{tenant}/{token}", LINK, pages_open::before)
        .post_open("/studieplan/{tenant}/{token}", LINK, pages_open::act)
}
