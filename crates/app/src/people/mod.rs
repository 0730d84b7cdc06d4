//! People, the seats they hold and the one-time links that invite them. For administrators.

mod pages;
mod store;
mod sv;
mod view;

#[cfg(test)]
mod tests;

pub use store::{NewSeat, PersonEntry, SeatEntry, add_person, add_seat, end_seat, people, seats};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("people")
        .get("/h/{tenant}/personer", pages::list)
        .get("/h/{tenant}/personer/ny", pages::new_person)
        .post("/h/{tenant}/personer/ny", pages::add_person)
        .get("/h/{tenant}/personer/{person}", pages::person)
        .get("/h/{tenant}/personer/{person}/roll", pages::new_seat)
        .post("/h/{tenant}/personer/{person}/roll", pages::add_seat)
        .post("/h/{tenant}/personer/{person}/inbjudan", pages::invite)
        .get("/h/{tenant}/personer/{person}/roll/{seat}", pages::end_form)
        .post("/h/{tenant}/personer/{person}/roll/{seat}", pages::end_seat)
        .post("/h/{tenant}/personer/{person}/roll/{seat}/angra", pages::resume_seat)
}
