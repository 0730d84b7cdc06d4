//! E-mail that comes in to the authority. For providers that go on sending filled-in templates as they always have; for
//! officers, who are asked about what cannot be matched for certain; for registrars, since each letter is a record; and for
//! administrators, who say which mailbox is read.
//!
//! A letter is kept whole before anything else happens ([`receiving`]), read in the sandbox, matched by the rules of
//! `domain::inbox`, and each file takes the road of an upload ([`sorting`], over `workbooks`). What came counts as received
//! when it came: `submissions::arrivals` tells the other features. The letter is answered once ([`answers`]).

mod answers;
mod fetching;
mod mailbox;
mod pages;
mod pages_aside;
mod pages_changed;
mod pages_decide;
mod pages_register;
mod pages_settings;
mod pages_time;
mod reading;
mod receiving;
mod same;
mod sorting;
mod standing;
mod store;
mod store_looking;
mod sv;
#[cfg(test)]
pub(crate) mod tests;
mod view;
mod view_changed;
mod view_letter;
mod view_settings;

use kernel::id::kind::{Mail, Tenant};
use kernel::{Id, Instant};
use platform::jobs::Kind;
use platform::{App, Area, Stop};

/// Keeps a letter that came then, as the reading of a mailbox does, with the work of sorting it. For measuring: no mailbox
/// is needed for it.
///
/// # Errors
/// When it cannot be kept.
pub async fn take_letter(app: &App, tenant: Id<Tenant>, bytes: Vec<u8>, at: Instant) -> Result<Id<Mail>, Stop> {
    receiving::take(app, tenant, bytes, at).await
}

/// The kinds of work of this feature.
pub const JOBS: &[Kind] = &[receiving::JOB, fetching::JOB];

/// The address, within an authority, of the page about letters.
pub const PAGE: &str = "epost";
/// The same for whoever registers them.
pub const REGISTER_PAGE: &str = "diarium-epost";
/// Where the mailbox is set up.
pub const MAILBOX_PAGE: &str = "brevlada";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("inbox")
        .get("/h/{tenant}/epost", pages::list)
        .get("/h/{tenant}/epost/lamna-in", pages::hand_in_form)
        .post("/h/{tenant}/epost/lamna-in", pages::hand_in)
        .get("/h/{tenant}/epost/{mail}", pages::letter)
        .get("/h/{tenant}/epost/{mail}/original", pages::original)
        .post("/h/{tenant}/epost/{mail}/at-sidan", pages_decide::set_aside)
        .post("/h/{tenant}/epost/{mail}/ta-tillbaka", pages_decide::take_back)
        .post("/h/{tenant}/epost/{mail}/tid", pages_time::say)
        .get("/h/{tenant}/epost/{mail}/fil/{number}", pages_decide::choose)
        .post("/h/{tenant}/epost/{mail}/fil/{number}", pages_decide::decide)
        .post("/h/{tenant}/epost/{mail}/fil/{number}/angra", pages_decide::undo)
        .post("/h/{tenant}/epost/{mail}/fil/{number}/at-sidan", pages_aside::set_aside)
        .post("/h/{tenant}/epost/{mail}/fil/{number}/ta-tillbaka", pages_aside::take_back)
        .get("/h/{tenant}/epost/{mail}/fil/{number}/skillnad", pages_changed::compare)
        .post("/h/{tenant}/epost/{mail}/fil/{number}/aterlamna", pages_changed::give_back)
        .post("/h/{tenant}/epost/{mail}/fil/{number}/lagg-undan", pages_changed::refuse)
        .get("/h/{tenant}/diarium-epost", pages_register::list)
        .get("/h/{tenant}/diarium-epost/{mail}", pages_register::letter)
        .post("/h/{tenant}/diarium-epost/{mail}", pages_register::register)
        .get("/h/{tenant}/diarium-epost/{mail}/original", pages_register::original)
        .get("/h/{tenant}/brevlada", pages_settings::settings)
        .post("/h/{tenant}/brevlada", pages_settings::save)
        .post("/h/{tenant}/brevlada/prova", pages_settings::try_out)
}
