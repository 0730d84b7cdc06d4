//! Providers' answers to one question side by side, with themes and quotes. For quality officers.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("reading_room")
}
