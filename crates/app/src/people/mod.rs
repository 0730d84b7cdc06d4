//! People, the seats they hold and the one-time links that invite them. For administrators; and, on the provider's
//! side, who is there, whether they are theirs, and new links for those who have lost their way in.

mod confirmation;
mod pages;
mod pages_provider;
mod provider;
mod store;
mod sv;
mod view;
mod view_provider;

#[cfg(test)]
mod tests;

pub use confirmation::{WaitingSeat, confirm, waiting_for};
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

/// The start page's note about those who wait for the management's word: the page's address, and who waits.
pub fn waiting_note(base: &str, waiting: &[WaitingSeat]) -> Markup {
    view_provider::waiting_note(base, waiting)
}

/// Tells somebody whose seats at a provider wait that they do, who can confirm them, and how.
pub fn own_waiting(seats: &[platform::Seat]) -> Markup {
    view_provider::own_waiting(seats)
}

/// The heading of that, for a page of its own.
pub use sv::own_waiting_head;

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
        .post("/h/{tenant}/personer-hos-oss/roll/{seat}/bekrafta", pages_provider::confirm)
        .post("/h/{tenant}/personer-hos-oss/roll/{seat}/avvisa", pages_provider::refuse_seat)
}
