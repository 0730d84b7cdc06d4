//! Work three months after a vocational education, on the provider's side: the list of those to ask, filled in from the
//! authority's results, and a page for asking them by telephone, one at a time. For the rektor and whoever prepares.
//!
//! A person is a row of the item's draft, so that web, workbook and telephone write the same answers and get the same
//! faults. Beside the draft stand only attempts to reach somebody, and which list was fetched when.

mod cohort;
mod pages;
mod people;
mod store;
mod sv;
#[cfg(test)]
pub(crate) mod tests;
mod view;

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::work::Layout;
use platform::Area;
use platform::access::Tools;

pub use cohort::fresh_key;
pub use store::{add_attempt, add_fetched};

use crate::assignments::Assignment;
use crate::submissions::Asked;
use crate::submissions::drafts::Change;

/// What fetching the list would write into an empty draft: the set it comes from, how many rows it has, and its cells.
/// `None` where the results name nobody.
pub fn fetched_list(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    assignment: &Assignment,
    (asked, layout): (&Asked, &Layout),
) -> Result<Option<(i64, usize, Vec<Change>)>, StoreError> {
    let cohort = cohort::cohort(tx, tools, assignment, layout)?;
    let Some(set) = cohort.set.filter(|_| !cohort.listed.is_empty()) else { return Ok(None) };
    let changes = cohort::added(asked, &BTreeMap::new(), layout, &cohort.listed);
    Ok(changes.map(|changes| (set.number, cohort.listed.len(), changes)))
}

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("work")
        .get("/h/{tenant}/uppgift/{assignment}/elever", pages::list)
        .post("/h/{tenant}/uppgift/{assignment}/elever", pages::fetch)
        .get("/h/{tenant}/uppgift/{assignment}/elever/{row}", pages::person)
        .post("/h/{tenant}/uppgift/{assignment}/elever/{row}", pages::answer)
}
