//! Focus areas of annual reports, which come back in next year's deviation report.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("focus_areas")
}
