//! Complaints and views at the school and at the authority (CMP-1, CMP-2, CMP-5): the school's inbox, in which every case has
//! a next date; quick registration of what was said or phoned; the authority's list, where it sees that cases exist, their
//! category, clocks and state, and reads those that are its own; what was said or phoned to it is registered there, and kept or
//! handed down. What came without a school it says which school it is about. A provider tells the authority of a major deficiency of its
//! own without delay.
//!
//! For rektors and those who work for them, and for officers. What may be done is `domain::cases::why_not`, which draws
//! the forms of a case's page and is asked again when one is sent. Who looked at a case is told in the chain of readings.

mod form;
mod pages;
mod pages_deficiency;
mod pages_files;
mod pages_register;
mod sv;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_hands;
#[cfg(test)]
mod tests_links;
#[cfg(test)]
mod tests_register;
mod view;
mod view_case;
mod view_register;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("complaints")
        .get("/h/{tenant}/arenden", pages::inbox)
        .get("/h/{tenant}/arenden/nytt", pages_register::ask_at_school)
        .post("/h/{tenant}/arenden/nytt", pages_register::at_school)
        .get("/h/{tenant}/arenden/brist", pages_deficiency::ask)
        .post("/h/{tenant}/arenden/brist", pages_deficiency::tell)
        .get("/h/{tenant}/arenden/{case}", pages::at_school)
        .post("/h/{tenant}/arenden/{case}/{action}", pages::act_at_school)
        .get("/h/{tenant}/arenden/{case}/fil/{number}", pages_files::at_school)
        .get("/h/{tenant}/klagomal", pages::overview)
        .get("/h/{tenant}/klagomal/nytt", pages_register::ask_at_authority)
        .post("/h/{tenant}/klagomal/nytt", pages_register::at_authority)
        .get("/h/{tenant}/klagomal/{case}", pages::at_authority)
        .post("/h/{tenant}/klagomal/{case}/{action}", pages::act_at_authority)
        .get("/h/{tenant}/klagomal/{case}/fil/{number}", pages_files::at_authority)
}
