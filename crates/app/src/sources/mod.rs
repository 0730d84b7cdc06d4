//! Figures from elsewhere, each kept with its source and date: published tables that are read in as they stand, what is
//! fetched from public sources, and what the municipality's own student system gives, which becomes a file of results. For the authority's officers, who see them beside the own figures, and for
//! administrators, who say what is fetched.
//!
//! Counts stay counts, and a value that came without its counts is never summed. Nothing is asked of anybody when a page
//! is opened: what pages show is what a job fetched or a person read in.

mod comparing;
mod derived;
mod fetches;
mod fetching;
mod jobs;
mod mirror;
mod mirrors;
mod pages;
mod pages_fetch;
mod pages_settings;
mod pages_tables;
mod pulling;
mod reading;
mod settings;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_fetch;
mod view_students;
mod view_tables;

pub use fetches::{FetchedFigure, OfficialFigure, figures, of_measure};
pub use jobs::JOBS;
pub use settings::SourceKind;

pub use store::{Head, KeptTable, OwnCounts, beside, own_counts, table, tables};

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use platform::Area;

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

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("sources")
        .get("/h/{tenant}/kallor", pages::overview)
        .get("/h/{tenant}/kallor/avtal", pages_fetch::agreements)
        .get("/h/{tenant}/kallor/hamta/{slug}", pages_fetch::show)
        .get("/h/{tenant}/kallor/hamta/{slug}/csv", pages_fetch::csv)
        .post("/h/{tenant}/kallor/hamta/{slug}/nu", pages_fetch::fetch_now)
        .get("/h/{tenant}/kallor/hamta/{slug}/installningar", pages_settings::settings)
        .post("/h/{tenant}/kallor/hamta/{slug}/installningar", pages_settings::save)
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
