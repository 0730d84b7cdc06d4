//! The authority's overview of complaints over time: how many came, to whom, where they went on, what they were about, where they
//! stand, what became of them, and how long whoever wrote had to wait; by month, quarter or year, by provider or by unit. Counts
//! and times alone, small ones hidden for those who may not see what is behind a figure; never a word and nobody's name.

mod look;
mod pages;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;
mod view_files;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("case_flows").get("/h/{tenant}/klagomal/over-tid", pages::over_time)
}
