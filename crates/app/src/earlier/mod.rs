//! Earlier years in one go: figures, targets and annual reports from before the system was there, handed in as a workbook
//! with the files that it names. For the authority's officers in the browser and for whoever runs the service at the
//! command line; the annual reports are opened by whoever reads the provider's reports, and by the provider itself.
//!
//! What was handed in is a set, whose good rows are taken in together. What a row means and what is wrong with it stands in
//! `domain::earlier`.

mod book;
mod files;
mod known;
mod pages;
mod pages_reports;
mod run;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_reports;

pub use book::{Line, handed_back, template};
pub use known::known;
pub use run::{Done, Handed, hand_in, look_through};
pub(crate) use run::{hand_in_own, take_figures};
pub use store::{ReportEntry, reports_of, seen_by};
pub use sv::lines;
pub use view_reports::{last_years, of_provider};

use domain::year::{Form, Item, Level};
use platform::Area;

/// Whether the item is such that the annual report of the year before belongs beside it: written under headings, for the
/// provider as a whole.
pub const fn is_annual(item: &Item) -> bool {
    matches!(item.form, Form::Narrative(_)) && matches!(item.level, Level::Provider | Level::ProviderAndArea)
}

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("earlier")
        .get("/h/{tenant}/resultat/tidigare", pages::list)
        .post("/h/{tenant}/resultat/tidigare", pages::upload)
        .get("/h/{tenant}/resultat/tidigare/mall", pages::template)
        .get("/h/{tenant}/resultat/tidigare/{set}", pages::one)
        .post("/h/{tenant}/resultat/tidigare/{set}/ta-in", pages::take)
        .post("/h/{tenant}/resultat/tidigare/{set}/slang", pages::drop)
        .post("/h/{tenant}/resultat/tidigare/{set}/dra-tillbaka", pages::withdraw)
        .get("/h/{tenant}/resultat/tidigare/{set}/tillbaka", pages::back)
        .get("/h/{tenant}/uppfoljning/berattelse/{set}/{row}", pages_reports::reviewed)
        .get("/h/{tenant}/uppgift/berattelse/{set}/{row}", pages_reports::own)
}
