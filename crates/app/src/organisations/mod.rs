//! The register of the organisation: authority, providers, units, contract areas, agreements, contact rektors. For administrators.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("organisations")
}
