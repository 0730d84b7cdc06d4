//! Letters that go out by e-mail. For features that have something to tell people who are not looking; and for the
//! administrator, who sees what went to whom, what did not and why.
//!
//! A letter is queued in the transaction that has something to tell ([`queue`]), and sent in the background over the
//! server that the installation is set up with; without one it waits, and the pages say so. It carries no personal data,
//! no file's name and no cell's value: titles of items, units, days, and one link to where the rest is shown behind
//! signing in.

mod notice;
mod pages;
mod reach;
mod sending;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

pub use notice::{Notice, drop_notice, forget_notices, has_notice, keep_notice, notice_of, queue_notice};
pub use reach::{Reach, reachable};
pub use sending::{JOBS, resume, standing};
pub use store::{
    Address, Invitation, LetterKind, LetterState, NewLetter, Recipient, queue, queue_as, queue_invitation,
    reply_address,
};
pub use sv::on_their_way;

use platform::Area;

/// The address, within an authority, of the page about letters.
pub const PAGE: &str = "utskick";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("mail")
        .get("/h/{tenant}/utskick", pages::list)
        .get("/h/{tenant}/utskick/{letter}", pages::letter)
        .post("/h/{tenant}/utskick/{letter}/igen", pages::again)
        .post("/h/{tenant}/utskick/prov", pages::send_test)
}
