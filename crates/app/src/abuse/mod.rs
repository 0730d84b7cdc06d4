//! Investigations of abusive treatment and discrimination (CMP-6): told of by anybody at the school, seen by the authority in
//! the same moment, investigated by the rektor, followed up, evaluated and closed, with every day and every gap between two.
//!
//! The rules are `domain::abuse`: they draw the forms of an investigation's page, and are asked again in the transaction in which
//! something is added. Words lie sealed and are opened for those whom the rules show the investigation alone; who read
//! one is told in the chain of readings. Whoever an investigation is about does not see that it is there.

mod form;
mod model;
mod pages;
mod pages_report;
mod reach;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod told;
mod view;
mod view_forms;
mod view_one;
mod writing;

pub use crate::investigations::list;
pub use form::LONGEST_BACK;
pub use model::{Dossier, Line, Said};
pub use pages::links;
pub use reach::{at_authority, at_school, holders};
pub use store::{Due, Waiting, due, find, waiting};
pub use sv::LONG_AGO;
pub use told::tell;
pub use view::from_case;
pub use writing::{Add, NewInvestigation, add, open};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("abuse")
        .get("/h/{tenant}/krankning", pages::at_school)
        .get("/h/{tenant}/krankning/ny", pages_report::ask_at_school)
        .post("/h/{tenant}/krankning/ny", pages_report::report_at_school)
        .get("/h/{tenant}/krankning/{investigation}", pages::one_at_school)
        .post("/h/{tenant}/krankning/{investigation}/{action}", pages::act_at_school)
        .get("/h/{tenant}/krankningar", pages::at_authority)
        .get("/h/{tenant}/krankningar/ny", pages_report::ask_at_authority)
        .post("/h/{tenant}/krankningar/ny", pages_report::report_at_authority)
        .get("/h/{tenant}/krankningar/{investigation}", pages::one_at_authority)
        .get("/h/{tenant}/krankningar/{investigation}/anmalan", pages::notification)
        .post("/h/{tenant}/krankningar/{investigation}/{action}", pages::act_at_authority)
}
