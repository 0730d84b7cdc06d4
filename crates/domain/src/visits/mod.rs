//! Visits to providers (VIS-1): planned and moved, carried out with the year's checklist, written by several at once and without a network,
//! read by the provider before it is settled, and closed with whether another is needed.
//!
//! A visit is its history ([`Visit`]); its protocol is the revisions of its fields ([`Protocol`]), of which none overwrites another that
//! it does not rest on. What is sent to the provider and what is settled is a [`Sheet`], frozen then.
//! `docs/generated/visits.md` shows what can be done when.

mod checklist;
mod model;
mod protocol;
mod sheet;
pub mod sv;
#[cfg(test)]
mod tests;
mod visit;

pub use checklist::{Checklist, MOST_POINTS, Point, PointKind, Wrong, example, free_slug};
pub use model::{Answer, Entry, FindingKind, Happening, Outcome, Slot, Standing, Step};
pub use protocol::{Came, Edit, Field, FieldState, LONGEST, Protocol, SLOTS, is_valid};
pub use sheet::{Earlier, EarlierAnswer, Finding, Sheet, SheetPoint, Tally, differences, tally};
pub use visit::{Broken, Draft, Facts, REPLY_DAYS, Refusal, Visit, open_steps, reply_until, why_not};
