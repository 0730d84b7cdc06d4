//! Drafts, handing in, receipts and counts. Core of reports and follow-up; has no pages of its own.
//!
//! [`Asked`] is what an assignment is answered with, whatever road the answer comes by; a draft is its fields as they
//! were typed ([`drafts`]); handing in ([`hand_in`]) makes an immutable version with a receipt, in one transaction
//! with its counts and its audit event.

mod arrivals;
mod asked;
mod counts;
mod distributed;
pub mod drafts;
mod from_cases;
mod handing_in;
mod last_year;
mod months;
pub mod originals;
pub mod pictures;
mod rows;
mod store;
#[cfg(test)]
mod tests;

pub use arrivals::{
    Arrival, ByAssignment, arrivals, arrivals_of_occasion, arrivals_of_provider, begun, came_since,
    counting as counting_arrivals, left, letters_waiting, move_arrival, newest as newest_arrival, newest_that_counts,
    retimed, told_arrivals, uploads_follow, waiting_beside,
};
pub use asked::screen_rows;
pub use asked::{Asked, EMPTY_FIELD, Judgement, ZERO_FIELD, ask, ask_of_version, cell_path, half_judged, row_numbers};
pub use counts::{CountRow, counts, miscounted, rebuild_counts};
pub use distributed::{Distributed, add_distributed, distributed};
pub use from_cases::{
    SinceSigned, follow_cases, left_out as cases_left_out, readable_case, readable_investigation, since_signed,
};
pub use handing_in::{HandIn, figures_set, hand_in};
pub use last_year::{LastYear, last_year};
pub use rows::{
    Earlier, EarlierVersion, Placed, about_the_same, already_there, cell_of, earlier, earlier_version, placed,
};
pub use store::{
    AssessmentRow, ReadIn, ReturnNote, Submission, TakenBack, add_assessment, add_return_note, assessments,
    by_reference, latest, latest_of_occasion, link_of, of_assignment, one, return_notes, signer, taken_back,
};
