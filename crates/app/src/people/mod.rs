//! People, the seats they hold and the one-time links that invite them. For administrators.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("people")
}
