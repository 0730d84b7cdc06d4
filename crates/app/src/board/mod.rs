//! Frozen datasets and the reports made from them. For officers to compile, for the board to read.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("board")
}
