//! The target sheet (m\u{e5}lv\u{e4}rden) of a year: to read for everyone with work in it, each provider what holds for it; out as a
//! workbook and as slides, in as a filled-in workbook that becomes a draft of the year. For process owners and
//! administrators; nothing here is published.

mod files;
mod model;
mod pages;
mod pages_import;
mod reading;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_import;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("targets")
        .get("/h/{tenant}/ar/{year}/mal", pages::sheet)
        .get("/h/{tenant}/ar/{year}/malvarden.xlsx", pages::workbook)
        .get("/h/{tenant}/ar/{year}/malvarden.pptx", pages::slides)
        .get("/h/{tenant}/ar/version/{id}/malvarden", pages_import::show)
        .post("/h/{tenant}/ar/version/{id}/malvarden", pages_import::preview)
        .post("/h/{tenant}/ar/version/{id}/malvarden/spara", pages_import::save)
}
