//! The voice of students and everybody else (CMP-1, CMP-2): to say a view or a complaint without an account, in their
//! language, on a phone, with or without script; to get a code; and to come back with it, read the answer, write more, say
//! whether it was resolved, and ask the authority to take over.
//!
//! Staff without an account tell of abusive treatment from the unit's own page, and follow with their code which steps are taken.
//!
//! Nothing is kept of them but what they write and the day (docs/threat-model.md). From page to page what they have written
//! travels with the form, and is kept for going back for an hour, sealed so that their browser alone opens it
//! (`platform::unsent`). No cookie comes before they have begun.

mod draft;
mod lang;
mod notice;
mod pages_case;
mod pages_files;
mod pages_say;
mod pages_staff;
mod schools;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_letters;
#[cfg(test)]
mod tests_missing;
#[cfg(test)]
mod tests_moved;
#[cfg(test)]
mod tests_promises;
mod unsent;
mod view;
mod view_case;
mod view_staff;

pub use lang::{ALL as TONGUES, Tongue};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    const SAY: &str = "anybody may say what they think of their education";
    const STAFF: &str = "whoever works at a school tells of abusive treatment there, with or without an account";
    const CODE: &str = "whoever has a receipt code opens their case with it";
    const LEAVE: &str = "whoever has to leave quickly takes with them what they wrote";
    Area::new("voice")
        .get_open("/synpunkt", SAY, pages_say::start)
        .get_open("/synpunkt/{lang}", SAY, pages_say::begin)
        .post_open("/synpunkt/{lang}", SAY, pages_say::step)
        .get_open("/synpunkt/{lang}/{step}", SAY, pages_say::page)
        .get_open("/lamna", LEAVE, pages_say::leave)
        .get_open("/skola/{code}", SAY, pages_say::school)
        .get_open("/skola/{code}/personal", STAFF, pages_staff::ask)
        .post_open("/skola/{code}/personal", STAFF, pages_staff::tell)
        .get_open("/arende", CODE, pages_case::start)
        .get_open("/arende/{lang}", CODE, pages_case::ask)
        .post_open("/arende/{lang}", CODE, pages_case::open)
        .get("/arende/{lang}/las", pages_case::show)
        .post("/arende/{lang}/skriv", pages_case::write)
        .post("/arende/{lang}/filer", pages_files::add)
        .get("/arende/{lang}/fil/{number}", pages_files::file)
        .post("/arende/{lang}/sag", pages_case::say)
        .post("/arende/{lang}/brev", pages_case::notice)
        .post("/arende/{lang}/vidare", pages_case::escalate)
        .post("/arende/{lang}/ta-upp", pages_case::reopen)
        .post("/arende/{lang}/stang", pages_case::close)
}
