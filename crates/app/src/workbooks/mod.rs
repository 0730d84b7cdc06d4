//! The workbook road: the template of an assignment out, the filled-in workbook in, with preview, faults and the
//! marked copy. For provider roles.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("workbooks")
}
