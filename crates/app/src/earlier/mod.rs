//! Earlier years in one go: figures, targets and annual reports from before the system was there, handed in as a workbook
//! with the files that it names. There are no pages yet, and no figure of it is shown in `results`.
//!
//! What was handed in is a set, whose good rows are taken in together. What a row means and what is wrong with it stands in
//! `domain::earlier`.

mod book;
mod face;
mod files;
mod known;
mod run;
mod store;
mod sv;

pub use book::{Line, handed_back, template};
pub use face::{EarlierFigure, EarlierTarget, figures, targets};
pub use known::known;
pub use run::{Done, Handed, hand_in, look_through};
pub use store::{
    Figures, ReportEntry, SetRow, State, StoredFigure, StoredTarget, counts, held, report, reports, reports_of,
    same_file, set, sets, step,
};
pub use sv::{came_in, state, taken, verdict};
