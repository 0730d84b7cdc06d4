//! Focus areas of annual reports, which come back in next year's deviation report. For providers to enter or bring in
//! from a file, for officers to see.

mod store;

pub use store::{FocusArea, NewFocusArea, add, asked, list, remove};

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("focus_areas")
}
