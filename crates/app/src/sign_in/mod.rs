//! Signing in and out, one's own account, choosing whom to act for, and the start page that leads each role to its work.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("sign_in")
}
