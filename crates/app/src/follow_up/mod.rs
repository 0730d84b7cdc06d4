//! What has come in and what has not: overview, review, return, approval, deadlines. For quality officers.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("follow_up")
}
