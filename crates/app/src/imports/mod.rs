//! How results come in from the systems in which students are administered: files of course participations and grades,
//! read with a mapping profile, looked through, and taken in or not. For the authority's quality officers, process owners
//! and administrators in the browser, and for whoever runs the service at the command line.
//!
//! Every road ends in the same text table: a workbook is turned into text by the child process, a grade message in XML row
//! by row. What rows then mean is judged by `participations`; here are files, profiles, verdicts and pages.

mod back;
mod called;
mod fetched;
mod files;
mod findings;
mod jobs;
mod masking;
mod opening;
mod otherwise;
mod pages;
mod pages_mapping;
mod pages_profile;
mod places;
mod plan;
mod reader;
mod run;
mod sheet_text;
mod store;
pub mod sv;
#[cfg(test)]
pub(crate) mod tests;
mod turn;
mod verdicts;
mod view;
mod view_mapping;
mod view_otherwise;
mod view_preview;
mod view_profile;

pub use fetched::{FetchedTable, Standing, bring, sealing, standing};
pub use findings::{Findings, Group, Spot};
pub use jobs::JOBS;
pub use opening::{Opened, Stream, open};
pub use pages::list_with;
pub use run::{Done, ImportProblem, Order, clear_left_behind, hand_back, hand_back_workbook, profile_for, read_in};
pub use store::{Kept, State, profiles, save_profile};
pub use turn::Turn;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("imports")
        .get("/h/{tenant}/resultat/importer", pages::list)
        .get("/h/{tenant}/resultat/importer/ny", pages::choose)
        .post("/h/{tenant}/resultat/importer/ny", pages::upload)
        .get("/h/{tenant}/resultat/importer/mall", pages::template)
        .get("/h/{tenant}/resultat/importer/profil/{profile}", pages_profile::show)
        .post("/h/{tenant}/resultat/importer/profil/{profile}/avsluta", pages_profile::retire)
        .get("/h/{tenant}/resultat/importer/fil/{import}", pages::file)
        .get("/h/{tenant}/resultat/importer/fil/{import}/kolumner", pages_mapping::form)
        .post("/h/{tenant}/resultat/importer/fil/{import}/kolumner", pages_mapping::save)
        .post("/h/{tenant}/resultat/importer/fil/{import}/las", pages::read)
        .post("/h/{tenant}/resultat/importer/fil/{import}/igen", pages::again)
        .post("/h/{tenant}/resultat/importer/fil/{import}/ta-in", pages::take)
        .post("/h/{tenant}/resultat/importer/fil/{import}/slang", pages::let_go)
        .get("/h/{tenant}/resultat/importer/fil/{import}/tillbaka", pages::back)
        .get("/h/{tenant}/resultat/importer/fil/{import}/skillnader", pages::otherwise)
}
