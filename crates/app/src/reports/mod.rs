//! What a provider hands in: the task list over every authority it serves, the page of one item, filling in on the web,
//! signing, receipts. For provider roles only; nothing here is reached from the authority's side.
//!
//! A draft is the provider's own until it is signed. Every page begins with [`door::Door`], which knows the provider
//! and the units its caller's seats cover, and [`store::open`] finds nothing outside them.

mod answers;
mod door;
mod naming;

mod pages;
mod pages_fill;
mod pages_kept;
mod pages_receipt;
mod pages_rows;
mod pages_sign;
mod pages_whole;
mod saving;
mod store;
mod sv;
mod tasks;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_tasks;
mod told_days;
mod told_faults;
mod view;
mod view_answers;
mod view_cases;
mod view_cell;
mod view_conflicts;
mod view_deviations;
mod view_fill;
mod view_grid;
mod view_kept;
mod view_narrative;
mod view_receipt;
mod view_rows;
mod view_sign;
mod view_tasks;
mod view_whole;

pub use answers::{Part, answers, with_figures};
pub use door::{Door, id as assignment_id};
pub use pages::sheet;
pub use saving::{Outcome, Sent, edited, may_edit, save, save_otherwise};
pub use store::{Opened, open};
pub use tasks::start_page;
pub use view_answers::{answers_view, figure_table};
pub use view_cell::cell_field;

use platform::{Area, may};

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("reports")
        .get("/h/{tenant}/uppgift/{assignment}", pages::item)
        .get("/h/{tenant}/uppgift/{assignment}/det-skrivna", pages_kept::file)
        .get("/h/{tenant}/uppgift/{assignment}/historik", pages::history)
        .post("/h/{tenant}/uppgift/{assignment}/historik", pages_rows::take_back)
        .post("/h/{tenant}/uppgift/{assignment}/tidigare-rader", pages_rows::fetch)
        .get("/h/{tenant}/uppgift/{assignment}/fyll-i", pages_fill::page)
        .post("/h/{tenant}/uppgift/{assignment}/fyll-i", pages_fill::save)
        .post("/h/{tenant}/uppgift/{assignment}/falt", pages_fill::field)
        .get("/h/{tenant}/uppgift/{assignment}/kontrollera", pages_sign::check)
        .post("/h/{tenant}/uppgift/{assignment}/till-signering", pages_sign::send)
        .post("/h/{tenant}/uppgift/{assignment}/ta-tillbaka", pages_sign::take_back)
        .post("/h/{tenant}/uppgift/{assignment}/signera/enhet", pages_sign::sign::<may::SignUnitItems>)
        .post("/h/{tenant}/uppgift/{assignment}/signera/anordnare", pages_sign::sign::<may::SignProviderItems>)
        .get("/h/{tenant}/uppgift/{assignment}/hela", pages_whole::overview)
        .get("/h/{tenant}/uppgift/{assignment}/hela/pdf", pages_whole::pdf)
        .get("/h/{tenant}/uppgift/{assignment}/hela/word", pages_whole::word)
        .get("/h/{tenant}/kvitto/{reference}", pages_receipt::receipt)
        .get("/h/{tenant}/kvitto/{reference}/pdf", pages_receipt::pdf)
        .get("/h/{tenant}/inlamnat", pages_receipt::list)
        .get("/h/{tenant}/inlamnat/csv", pages_receipt::csv)
}
