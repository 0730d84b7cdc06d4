//! People, the seats they hold and the one-time links that invite them. For administrators; and, on the provider's
//! side, who is there and new links for those who have lost their way in.

mod pages;
mod pages_provider;
mod provider;
mod store;
mod sv;
mod view;
mod view_provider;

#[cfg(test)]
mod tests;

pub use provider::{Colleague, HeldSeat, NEW_DAYS, colleagues, newcomers};
pub use store::{NewSeat, PersonEntry, SeatEntry, add_person, add_seat, end_seat, people, seats};

use kernel::Instant;
use maud::Markup;
use platform::Area;

/// How many days an invitation can be used.
const INVITATION_DAYS: i32 = 7;

/// The address, within an authority, of the page on which a provider sees its people.
pub const AT_PROVIDER: &str = pages_provider::PAGE;

/// The start page's note about those who are new at the provider: for each authority the page's address and the people.
pub fn newcomers_note(all: &[(String, Vec<Colleague>)], now: Instant) -> Markup {
    view_provider::newcomers(all, now)
}

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
        .get("/h/{tenant}/personer-hos-oss", pages_provider::list)
        .get("/h/{tenant}/personer-hos-oss/{person}/lank", pages_provider::link_form)
        .post("/h/{tenant}/personer-hos-oss/{person}/lank", pages_provider::make_link)
}
