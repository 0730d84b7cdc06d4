//! Frozen datasets and the reports made from them. For officers to compile, for the board to read.
//!
//! [`freeze`] gathers what an occasion has given into a numbered [`DatasetContent`]; [`document`] makes the report's
//! content tree from that alone; the job of [`render`] has it typeset as PDF and Word and keeps the bytes, which come
//! out the same again from the same dataset. A mistake is corrected by a new dataset that says what it replaces.

mod complaints;
mod content;
mod freeze;
mod render;
mod store;
mod sv;
mod view_document;

use platform::Area;

pub use content::{DatasetContent, Replaces};
pub use freeze::{Frozen, Words, freeze, gather};
pub use render::{Format, JOBS, RENDERER, RenderError, ask, bytes, differing, render};
pub use store::{Dataset, Release, dataset, datasets, publish, releases};
pub use view_document::document;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("board")
}
