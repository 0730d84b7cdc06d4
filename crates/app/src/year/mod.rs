//! The year to read: versions of the year's document, calendar. For everyone; it is changed in `year_editing`, its
//! instructions stand in `instructions` and its targets in `targets`.

mod ics;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod view;

pub use self::ics::{Event, Meeting, file as calendar_file, meeting};
pub use self::pages::{Shown, page, shown};
pub use self::store::{
    PublishRefusal, Published, SaveError, Version, YearEntry, current, document, keep_version, newest_number, publish,
    published, published_after, published_before, published_by, published_years, publishing_days, save_version, sha256,
    version, version_row, years,
};
pub use self::view::{Frame, holds_for, top};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("year")
        .get("/h/{tenant}/ar", pages::current_year)
        .get("/h/{tenant}/ar/{year}", pages::calendar)
        .get("/h/{tenant}/ar/{year}/kalender.ics", pages::calendar_file)
}
