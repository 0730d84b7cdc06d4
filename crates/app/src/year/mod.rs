//! The year as data: versions of the year's document, calendar, instructions, copying to next year. For everyone to read, for process owners to change.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("year")
}
