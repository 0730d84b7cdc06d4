//! Figures from elsewhere, each kept with its source and date: published tables that are read in as they stand, and what is
//! fetched from public sources. For the authority's officers, who see them beside the own figures, and for
//! administrators, who say what is fetched.
//!
//! Counts stay counts, and a value that came without its counts is never summed. Nothing is asked of anybody when a page
//! is opened: what pages show is what a job fetched or a person read in.

mod comparing;
mod derived;
mod fetches;
mod fetching;
mod jobs;
mod pages;
mod pages_fetch;
mod pages_tables;
mod reading;
mod settings;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_fetch;
mod view_tables;

pub use derived::{Derived, Finding, KnownBy};
pub use fetches::{FetchedFigure, OfficialFigure, figures, of_measure};
pub use jobs::JOBS;
pub use settings::SourceKind;

pub use store::{Head, KeptTable, OwnCounts, beside, own_counts, table, tables};

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use kernel::Instant;
use platform::Area;

use crate::participations::{Catalogue, Listed};

/// What a measure of a source is called there, by its code; empty before the source has said.
pub fn measure_names(tx: &mut ReadTx<'_>, kind: SourceKind) -> Result<BTreeMap<String, String>, StoreError> {
    let Some((_, content)) = fetches::newest_content(tx, kind)? else { return Ok(BTreeMap::new()) };
    let read: fetching::FiguresRead =
        serde_json::from_str(&content).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(read.measures.into_iter().map(|measure| (measure.id, measure.title)).collect())
}

/// The own place of a source, where it is set up.
pub fn own_place(tx: &mut ReadTx<'_>, kind: SourceKind) -> Result<Option<String>, StoreError> {
    let source = fetches::source(tx, kind)?;
    Ok(source.map(|source| source.settings.municipality).filter(|place| !place.is_empty()))
}

/// What is shown of a value as it was sent: in Swedish figures, or the source's own sign for why there is none.
pub fn shown(value: &str, status: &str) -> String {
    sv::figure(value, status)
}

/// What a source is called.
pub fn name(kind: SourceKind) -> &'static str {
    sv::source(kind)
}

/// The course catalogue as it was fetched last, and when: for whoever checks codes beside the one that is shipped. Codes
/// that are no course codes are left out.
pub fn catalogue(tx: &mut ReadTx<'_>) -> Result<Option<(Instant, Catalogue)>, StoreError> {
    let Some((at, content)) = fetches::newest_content(tx, SourceKind::Courses)? else { return Ok(None) };
    let read: fetching::CoursesRead =
        serde_json::from_str(&content).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let listed = read.courses.into_iter().filter_map(|course| {
        let listed = Listed { name: course.name, subject: course.subject_name, points: course.points };
        Some((course.code.parse().ok()?, listed))
    });
    Ok(Some((at, listed.collect::<BTreeMap<_, _>>())))
}

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("sources")
        .get("/h/{tenant}/kallor", pages::overview)
        .get("/h/{tenant}/kallor/avtal", pages_fetch::agreements)
        .get("/h/{tenant}/kallor/hamta/{slug}", pages_fetch::show)
        .get("/h/{tenant}/kallor/hamta/{slug}/csv", pages_fetch::csv)
        .post("/h/{tenant}/kallor/hamta/{slug}/nu", pages_fetch::fetch_now)
        .get("/h/{tenant}/kallor/hamta/{slug}/installningar", pages_fetch::settings)
        .post("/h/{tenant}/kallor/hamta/{slug}/installningar", pages_fetch::save_settings)
        .get("/h/{tenant}/kallor/tabell/ny", pages_tables::start)
        .post("/h/{tenant}/kallor/tabell/ny", pages_tables::upload)
        .get("/h/{tenant}/kallor/tabell/granska", pages_tables::review)
        .post("/h/{tenant}/kallor/tabell/granska", pages_tables::review_again)
        .post("/h/{tenant}/kallor/tabell/spara", pages_tables::save)
        .get("/h/{tenant}/kallor/tabell/{number}", pages_tables::show)
        .get("/h/{tenant}/kallor/tabell/{number}/csv", pages_tables::csv)
        .post("/h/{tenant}/kallor/tabell/{number}/ta-bort", pages_tables::remove)
        .post("/h/{tenant}/kallor/tabell/{number}/aterstall", pages_tables::restore)
}
