//! Results published for those outside: from a snapshot, out of a closed list, suppressed together. For officers and process
//! owners to publish, for anybody to read.
//!
//! `proposals` has everything that may ever be published of a set judged at once ([`domain::publications`]), in the
//! background; `store` keeps that list from the first publication on, so that later ones are tables of the same whole. What
//! is published is stored as it is shown, and pages for anybody read nothing else.

mod pages;
mod pages_freezing;
mod pages_open;
mod proposals;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_files;
mod view_open;

use platform::Area;

pub use proposals::{JOBS, Made, Standing, ask, draw_up, standing};
pub use store::{Outcome, Publishing, publish};

const BECAUSE: &str = "what is published for those outside is read by anybody, and nothing else is read here";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("publications")
        .post("/h/{tenant}/resultat/importer/frysning", pages_freezing::freeze)
        .get("/h/{tenant}/publiceringar", pages::list)
        .get("/h/{tenant}/publiceringar/frysning/{freeze}", pages::choose)
        .post("/h/{tenant}/publiceringar/frysning/{freeze}", pages::publish)
        .post("/h/{tenant}/publiceringar/frysning/{freeze}/lista", pages::ask)
        .post("/h/{tenant}/publiceringar/dra-tillbaka", pages::withdraw)
        .get_open("/oppet/{tenant}/resultat", BECAUSE, pages_open::list)
        .get_open("/oppet/{tenant}/resultat/{number}", BECAUSE, pages_open::one)
}
