//! Cases that are handed out or forwarded: a copy by a profile of the year (to the provider, to a supervisory authority, as a
//! public record), with passages masked by whoever answers for it; a link to it that is opened once; and who made what for whom,
//! and when it was opened.
//!
//! For officers, and for rektors of their own cases; the auditor sees every copy that was made and no word of any. A copy is
//! made once and never changed, the case is left as it is, and a mark of secrecy stands on both.

mod model;
mod pages;
mod pages_audit;
mod pages_open;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_copy;
mod writing;

pub use pages::on_case;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    const LINK: &str = "whoever has a one-time link opens what was handed out to them, once";
    Area::new("handouts")
        .get("/h/{tenant}/arenden/{case}/utlamna", pages::ask_at_school)
        .post("/h/{tenant}/arenden/{case}/utlamna", pages::make_at_school)
        .get("/h/{tenant}/arenden/{case}/utlamna/{number}", pages::one_at_school)
        .post("/h/{tenant}/arenden/{case}/utlamna/{number}/{action}", pages::act_at_school)
        .get("/h/{tenant}/klagomal/{case}/utlamna", pages::ask_at_authority)
        .post("/h/{tenant}/klagomal/{case}/utlamna", pages::make_at_authority)
        .get("/h/{tenant}/klagomal/{case}/utlamna/{number}", pages::one_at_authority)
        .post("/h/{tenant}/klagomal/{case}/utlamna/{number}/{action}", pages::act_at_authority)
        .post("/h/{tenant}/arenden/{case}/utlamna/sekretess", pages::mark_at_school)
        .post("/h/{tenant}/klagomal/{case}/utlamna/sekretess", pages::mark_at_authority)
        .get("/h/{tenant}/granskning/utlamnat", pages_audit::all)
        .get_open("/utlamnat/{tenant}/{token}", LINK, pages_open::before)
        .post_open("/utlamnat/{tenant}/{token}", LINK, pages_open::open)
}
