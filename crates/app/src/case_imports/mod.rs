//! Complaints that a provider handles in a system of its own: its export is read in, so that nothing is registered twice and the
//! report, the counts and the authority's overview are whole. For the provider's people who handle complaints.
//!
//! A file is chosen, its columns and words are said once (`domain::case_imports`), what it comes to is shown, and then it is taken
//! in: one transaction, one event. The file is not kept. Its cells wait sealed while it is looked through, those of columns that
//! mean nothing only until that is said.

mod looking;
mod pages;
mod pages_mapping;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_mapping;

use maud::{Markup, html};
use platform::Area;
use platform::access::{Cx, may};

/// The page of it, under the school's cases.
const PAGE: &str = "arenden/inlasning";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("case-imports")
        .get("/h/{tenant}/arenden/inlasning", pages::list)
        .post("/h/{tenant}/arenden/inlasning", pages::upload)
        .post("/h/{tenant}/arenden/inlasning/angra", pages_mapping::undo)
        .get("/h/{tenant}/arenden/inlasning/kvitto/{number}", pages::receipt)
        .get("/h/{tenant}/arenden/inlasning/fil/{file}", pages::one)
        .post("/h/{tenant}/arenden/inlasning/fil/{file}/kolumner", pages_mapping::columns)
        .post("/h/{tenant}/arenden/inlasning/fil/{file}/ord", pages_mapping::words)
        .post("/h/{tenant}/arenden/inlasning/fil/{file}/ta-in", pages::take)
        .post("/h/{tenant}/arenden/inlasning/fil/{file}/slang", pages::drop)
}

/// The way here from the school's list of cases.
pub fn way(cx: &Cx<may::HandleComplaints>) -> Markup {
    html! { p { a href=(cx.link(PAGE)) { (sv::WAY) } (sv::WAY_FOR) } }
}
