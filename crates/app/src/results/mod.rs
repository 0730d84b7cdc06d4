//! Results: what was counted, as figures that say their base, how sure they are and how they stand. For quality officers,
//! contact rektors and process owners, and for each provider about itself.
//!
//! `store` reads the counts of an authority, `model` sums them by whatever is asked, and `look` makes figures of them and
//! decides what whoever looks may be shown; page, picture and file are drawn of that alone.

mod beside;
mod blocks;
mod cohort;
mod complaints;
mod frozen;
mod grid;
mod judged;
mod listing;
mod look;
mod model;
mod now;
mod official;
mod one_provider;
mod own_complaints;
mod pages;
mod pages_provider;
mod pages_rows;
mod persons;
mod picture;
mod reported;
mod store;
mod sv;
#[cfg(test)]
pub(crate) mod tests;
mod together;
mod view;
mod view_charts;
mod view_cohort;
mod view_files;
mod view_frozen;
mod view_official;
mod view_own;
mod view_provider;
mod view_rows;
mod view_work;
mod work;

pub use beside::{AsOf, Beside, BesideItem, FigureTable, Of, RiskTold, figures_beside};
pub use listing::{Counted, counted, told_year};
pub use now::{IndicatorNow, SoFar, indicators_now, so_far};
pub use reported::counted_years;
pub use view_work::{work_blocks, work_view};
pub use work::{WorkTold, work_of_answer};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("results")
        .get("/h/{tenant}/resultat", pages::overview)
        .get("/h/{tenant}/resultat/anordnare/{organisation}", pages_provider::provider)
        .get("/h/{tenant}/resultat/vara", pages::own)
        .get("/h/{tenant}/resultat/vara/samlat", pages_provider::own)
        .get("/h/{tenant}/resultat/vara/{indicator}", pages::own_indicator)
        .get("/h/{tenant}/resultat/{indicator}", pages::indicator)
        .get("/h/{tenant}/resultat/{indicator}/deltaganden", pages_rows::rows)
}
