//! Help, the accessibility statement and the design system's own page.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("handbook")
}
