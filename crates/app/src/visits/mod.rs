//! Visits to providers (VIS-1): planned and invited to, prepared with a pack of the provider's own figures, written by several at once
//! with or without a network, read by the provider before they are settled, closed with whether another is needed, and told to the board.
//!
//! The rules are `domain::visits`. A visit is its history, its words sealed beside it; a protocol is the revisions of its fields, and what
//! went to the provider or was settled is kept as it was then (`docs/decisions/0043-written-without-a-network.md`). Photos go the way of
//! files in cases, cleaned before they touch the disk.

mod form;
mod letters;
mod look;
mod pack;
mod pages;
mod pages_board;
mod pages_checklist;
mod pages_photo;
mod pages_plan;
mod pages_protocol;
mod pages_provider;
mod paper;
mod store;
mod store_protocol;
mod sv;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
mod view;
mod view_board;
mod view_pack;
mod view_plan;
mod view_protocol;
mod view_provider;
mod view_sheet;
mod waiting;

pub use waiting::{at_authority, at_school};

use platform::Area;

/// The page of it.
pub const PAGE: &str = "besok";
/// The provider's page.
const OWN: &str = "besok-hos-oss";
/// The settled protocols.
pub const PROTOCOLS: &str = "besoksprotokoll";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("visits")
        .get("/h/{tenant}/besok", pages::current)
        .get("/h/{tenant}/besok/ar/{year}", pages::year)
        .get("/h/{tenant}/besok/hos/{organisation}", pages::of_provider)
        .get("/h/{tenant}/besok/nytt", pages_plan::ask)
        .post("/h/{tenant}/besok/nytt", pages_plan::plan)
        .get("/h/{tenant}/besok/checklista/{year}", pages_checklist::show)
        .post("/h/{tenant}/besok/checklista/{year}", pages_checklist::save)
        .get("/h/{tenant}/besok/{visit}", pages::show)
        .get("/h/{tenant}/besok/{visit}/andra", pages_plan::ask_change)
        .post("/h/{tenant}/besok/{visit}/andra", pages_plan::change)
        .get("/h/{tenant}/besok/{visit}/underlag", pack::show)
        .get("/h/{tenant}/besok/{visit}/fil/{format}", pages::file)
        .get("/h/{tenant}/besok/{visit}/protokoll", pages_protocol::show)
        .post("/h/{tenant}/besok/{visit}/protokoll", pages_protocol::save)
        .post("/h/{tenant}/besok/{visit}/protokoll/falt", pages_protocol::take)
        .get("/h/{tenant}/besok/{visit}/protokoll/lage", pages_protocol::state)
        .get("/h/{tenant}/besok/{visit}/krockar", pages_protocol::conflicts)
        .post("/h/{tenant}/besok/{visit}/krockar", pages_protocol::choose)
        .post("/h/{tenant}/besok/{visit}/bild", pages_photo::add)
        .get("/h/{tenant}/besok/{visit}/bild/{photo}", pages_photo::show)
        .post("/h/{tenant}/besok/{visit}/bild/{photo}/bort", pages_photo::remove)
        .post("/h/{tenant}/besok/{visit}/steg/{step}", pages::step)
        .get("/h/{tenant}/besok-hos-oss", pages_provider::list)
        .get("/h/{tenant}/besok-hos-oss/{visit}", pages_provider::show)
        .post("/h/{tenant}/besok-hos-oss/{visit}/svara", pages_provider::reply)
        .get("/h/{tenant}/besok-hos-oss/{visit}/fil/{format}", pages_provider::file)
        .get("/h/{tenant}/besok-hos-oss/{visit}/bild/{photo}", pages_provider::photo)
        .get("/h/{tenant}/besoksprotokoll", pages_board::current)
        .get("/h/{tenant}/besoksprotokoll/{year}", pages_board::year)
        .get("/h/{tenant}/besoksprotokoll/{year}/fil/{format}", pages_board::file)
        .get("/h/{tenant}/besoksprotokoll/{year}/{visit}", pages_board::one)
        .get("/h/{tenant}/besoksprotokoll/{year}/{visit}/bild/{photo}", pages_board::photo)
        .get_open(
            "/besok-arbetare.js",
            "because the script that opens kept pages is the same for everybody",
            pages::worker,
        )
}
