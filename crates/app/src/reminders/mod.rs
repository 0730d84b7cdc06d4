//! Reminders of what is to be handed in: each morning one letter to whoever something is due from or missing, over all
//! authorities and providers they work for; and, for the officer, who has been reminded when and who is next.
//!
//! What is said when, and to whom, is the ladder of the year's document ([`domain::reminders`]). What has been said is kept
//! per person and thing, so that whatever runs twice or too late says nothing twice.

mod daily;
mod gather;
mod letter;
mod pages;
mod pages_account;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

pub use daily::{JOBS, resume, send};
pub use pages_account::own_letters;

use platform::Area;

/// The address of the page about an occasion's reminders, within an authority.
pub fn page(year: i16, occasion: &str) -> String {
    format!("paminnelser/{year}/{occasion}")
}

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("reminders")
        .get("/h/{tenant}/paminnelser/{year}/{occasion}", pages::show)
        .get("/h/{tenant}/paminnelser/{year}/{occasion}/nu", pages::preview)
        .post("/h/{tenant}/paminnelser/{year}/{occasion}/nu", pages::remind)
        .post("/h/{tenant}/paminnelser/{year}/{occasion}/paus", pages::pause)
        .post("/h/{tenant}/paminnelser/{year}/{occasion}/paus/{number}/avsluta", pages::resume)
        .post("/konto/brev", pages_account::choose)
}
