//! The rektors' meeting of the year (rektorstr\u{e4}ff, OUT-3): in November by default, before the last occasion of the year, for every
//! rektor, those of the authority's own schools too. Announced, registered for, with questions collected beforehand, notes, and agreed
//! actions that are followed until they are done.
//!
//! Source: the quality guidance of 2024.

mod meeting;
mod model;
pub mod sv;
#[cfg(test)]
mod tests;

pub use meeting::{Agreed, Broken, Meeting, Question, Refusal, Registration, StateName, Step, steps, why_not};
pub use model::{Attends, Entry, Happening, Hours, Owner};

use kernel::Day;
use kernel::holidays::is_working_day;

/// When the meeting of the year is proposed: the third Thursday of November, or the nearest working day before it.
pub fn proposed(year: i16) -> Option<Day> {
    let first = Day::new(year, 11, 1)?;
    // Thursday is the fourth day of the week.
    let thursday = first.plus_days((4 - i32::from(first.weekday())).rem_euclid(7) + 14);
    (0..7).map(|days| thursday.plus_days(-days)).find(|day| is_working_day(*day))
}
