//! Changing the year: versions and what they differ in, the document in the browser, a form for the most common edits,
//! publishing with its consequences, next year from this one. For process owners and administrators.

mod carrying;
mod difference;
mod form;
mod indicators;
mod pages;
mod pages_document;
mod pages_form;
mod pages_indicators;
mod pages_publish;
mod reminders;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_form;
mod view_indicators;
mod view_publish;

pub use self::pages::{Found, Kept, found, id_of, keep};
pub use self::sv::{TAKEN, saved, stale};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("year_editing")
        .get("/h/{tenant}/ar/versioner", pages::versions)
        .get("/h/{tenant}/ar/version/{id}", pages::version)
        .get("/h/{tenant}/ar/version/{id}/dokument", pages::download)
        .get("/h/{tenant}/ar/version/{id}/publicera", pages_publish::consequences)
        .post("/h/{tenant}/ar/version/{id}/publicera", pages_publish::publish)
        .get("/h/{tenant}/ar/version/{id}/nasta", pages::next_year)
        .post("/h/{tenant}/ar/version/{id}/nasta", pages::make_next_year)
        .get("/h/{tenant}/ar/version/{id}/formular", pages_form::show)
        .post("/h/{tenant}/ar/version/{id}/formular", pages_form::save)
        .get("/h/{tenant}/ar/version/{id}/indikatorer", pages_indicators::list)
        .post("/h/{tenant}/ar/version/{id}/indikatorer", pages_indicators::order)
        .get("/h/{tenant}/ar/version/{id}/ny-indikator", pages_indicators::new)
        .post("/h/{tenant}/ar/version/{id}/ny-indikator", pages_indicators::add)
        .get("/h/{tenant}/ar/version/{id}/indikator/{indicator}", pages_indicators::show)
        .post("/h/{tenant}/ar/version/{id}/indikator/{indicator}", pages_indicators::save)
        .get("/h/{tenant}/ar/version/{id}/indikator/{indicator}/ta-bort", pages_indicators::ask)
        .post("/h/{tenant}/ar/version/{id}/indikator/{indicator}/ta-bort", pages_indicators::remove)
        .get("/h/{tenant}/ar/redigera", pages_document::show)
        .post("/h/{tenant}/ar/redigera", pages_document::save)
        .post("/h/{tenant}/ar/las-in", pages_document::read_in)
}
