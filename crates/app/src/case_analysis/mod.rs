//! A unit's own analysis of what was said about it (CMP-1): its views and complaints of a period by core category beside an earlier
//! one, and the themes that the unit finds in them, with cause, measures and what came of those. For those at the unit who handle
//! its cases, each of whom sees the cases that they may read. The authority sees that there is an analysis, which categories its themes
//! gather and how far their measures have come, and not a word that the unit wrote.
//!
//! What a theme is lies in `domain::case_analysis`. A theme is its history; its words lie sealed beside it.

mod form;
mod look;
mod pages;
mod pages_authority;
mod pages_theme;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_theme;

use maud::{Markup, html};
use platform::Area;
use platform::access::{Cx, may};

/// The page of it, under the school's cases.
const PAGE: &str = "arenden/analys";
/// The authority's page about it, under its list of cases.
const OVERVIEW: &str = "klagomal/analyser";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("case-analysis")
        .get("/h/{tenant}/arenden/analys", pages::show)
        .get("/h/{tenant}/arenden/analys/nytt", pages::ask)
        .post("/h/{tenant}/arenden/analys/nytt", pages::open)
        .get("/h/{tenant}/arenden/analys/tema/{theme}", pages_theme::show)
        .post("/h/{tenant}/arenden/analys/tema/{theme}/{step}", pages_theme::step)
        .get("/h/{tenant}/klagomal/analyser", pages_authority::list)
}

/// The way here from the school's list of cases.
pub fn way_at_school(cx: &Cx<may::HandleComplaints>) -> Markup {
    html! { p { a href=(cx.link(PAGE)) { (sv::WAY) } (sv::WAY_FOR) } }
}

/// The way from the authority's list of cases.
pub fn way_at_authority(cx: &Cx<may::ViewComplaints>) -> Markup {
    html! { p { a href=(cx.link(OVERVIEW)) { (sv::AUTHORITY_WAY) } (sv::AUTHORITY_WAY_FOR) } }
}
