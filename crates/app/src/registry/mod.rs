//! What has come in, with its registration state. For registrars.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("registry")
}
