//! The audit chain, and proof that it holds. For auditors.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("audit")
}
