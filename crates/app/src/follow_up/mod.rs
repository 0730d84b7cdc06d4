//! What has come in and what has not: overview, lists, review, return, approval, deadlines. For quality officers,
//! contact rektors and process owners.
//!
//! [`model`] counts and sorts lines read by [`store`]; a line is one assignment without anybody's text, so a whole
//! occasion costs one statement. The review of one item reads what was handed in, never a draft: there is no way from
//! here to the functions that open one.

mod content;
mod decisions;
mod happened;
mod model;
mod pages;
mod pages_changes;
mod pages_decide;
mod pages_review;
mod store;
mod sv;
mod view;
mod view_beside;
mod view_changes;
mod view_content;
mod view_decide;
mod view_review;

#[cfg(test)]
pub(crate) mod tests;

pub use content::{Answered, Differs, answered, differences};
pub use pages_review::version_as_workbook;
pub use view_content::read_only;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("follow_up")
        .get("/h/{tenant}/uppfoljning", pages::start)
        .get("/h/{tenant}/uppfoljning/{year}", pages::year)
        .get("/h/{tenant}/uppfoljning/{year}/andringar", pages_changes::page)
        .post("/h/{tenant}/uppfoljning/{year}/andringar", pages_changes::give_back)
        .get("/h/{tenant}/uppfoljning/{year}/{occasion}", pages::overview)
        .get("/h/{tenant}/uppfoljning/{year}/{occasion}/lista", pages::list_of_all)
        .get("/h/{tenant}/uppfoljning/{year}/{occasion}/{item}", pages::list_of_item)
        .get("/h/{tenant}/uppfoljning/anordnare/{organisation}", pages::provider)
        .get("/h/{tenant}/uppfoljning/{year}/{occasion}/las", pages_decide::lock_page)
        .post("/h/{tenant}/uppfoljning/{year}/{occasion}/las", pages_decide::lock)
        .get("/h/{tenant}/uppfoljning/{year}/{occasion}/las-upp", pages_decide::unlock_page)
        .post("/h/{tenant}/uppfoljning/{year}/{occasion}/las-upp", pages_decide::unlock)
        .get("/h/{tenant}/uppfoljning/{year}/{occasion}/mer-tid", pages_decide::extend_page)
        .post("/h/{tenant}/uppfoljning/{year}/{occasion}/mer-tid", pages_decide::extend)
        .get("/h/{tenant}/granska/{assignment}", pages_review::review)
        .get("/h/{tenant}/granska/{assignment}/arbetsbok/{number}", pages_review::workbook)
        .get("/h/{tenant}/granska/{assignment}/aterlamna", pages_review::return_page)
        .post("/h/{tenant}/granska/{assignment}/aterlamna", pages_review::give_back)
        .post("/h/{tenant}/granska/{assignment}/godkann", pages_review::approve)
        .post("/h/{tenant}/granska/{assignment}/ta-tillbaka", pages_review::reopen)
        .post("/h/{tenant}/granska/{assignment}/aterlamna/ta-tillbaka", pages_review::take_back_return)
        .post("/h/{tenant}/granska/{assignment}/bedomning", pages_review::assess)
        .post("/h/{tenant}/granska/{assignment}/las", pages_review::lock)
        .post("/h/{tenant}/granska/{assignment}/las-upp", pages_review::unlock)
        .post("/h/{tenant}/granska/{assignment}/mer-tid", pages_review::extend)
}
