//! Earlier years' figures, targets and annual reports, as a workbook says them: what each row means, and everything that is
//! wrong with it. For whoever hands in what was followed before the system was there.
//!
//! A figure with its counts is a counted figure like any other. A value without them is somebody's word: it is shown with
//! who said it, and never summed, averaged or given an interval.

mod judge;
mod model;
mod near;
mod numbers;
pub mod sv;
#[cfg(test)]
mod tests;

pub use judge::{Input, Judged, Row, judge};
pub use model::{
    Fault, FigureKey, FigureSaid, FileFact, Kind, Known, KnownIndicator, ReportKey, ReportSaid, Said, TargetKey,
    TargetSaid, Whom,
};
pub use near::near;
