//! What a provider hands in: the task list, forms on the web, workbooks out and in, signing, receipts. For provider roles.

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("reports")
}
