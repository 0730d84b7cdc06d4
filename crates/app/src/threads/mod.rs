//! Questions and answers at an item. For providers to ask, for officers to answer, to one or to all.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("threads")
}
