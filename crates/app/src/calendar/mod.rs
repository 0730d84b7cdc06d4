//! A person's last days in their own calendar program: an address that the program fetches now and then, secret, made and
//! taken back on a page of one's own. For whoever reports, what is asked of them over all authorities; for the authority,
//! the year's occasions and activities and the days of the follow-up plan.
//!
//! The file holds titles, units, days and links, nothing that anybody has written.

mod lines;
mod pages;
mod sv;
#[cfg(test)]
mod tests;
mod view;

use platform::Area;

const BECAUSE: &str =
    "a calendar program cannot sign in: the address is the secret, and opens last days alone until it is taken back";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("calendar")
        .get("/konto/kalender", pages::page)
        .post("/konto/kalender", pages::make)
        .post("/konto/kalender/ta-tillbaka", pages::end)
        .get_open("/kalender/{file}", BECAUSE, pages::feed)
}
