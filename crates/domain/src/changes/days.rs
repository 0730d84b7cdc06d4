//! Which last day holds after a change.

use kernel::Day;

/// For so many days at least, the day of the change not counted, something is asked that is asked for the first time
/// after its last day, or whose last day is moved to one that has passed. As long as a completion usually gets.
pub const NOTICE: i32 = 14;

/// How it stood before the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// It was not asked, or had been taken away before its last day.
    NotAsked,
    /// It was asked until this day, and nothing had come in.
    Open(Day),
    /// It was asked until this day, and something had come in.
    In(Day),
}

/// The last day that holds for one assignment after a change made today, where the year says `new`: nobody becomes late,
/// or later, by a change that was made afterwards.
///
/// * What has come in is judged by the day that held when the change came, or by the new one where that is later.
/// * A new day that has not passed holds for whoever has handed nothing in: it was told in time.
/// * One that has passed gives [`NOTICE`] days, though no longer than until the day that held before; whoever was late
///   already is late since the same day as before.
pub fn holds(before: Before, new: Day, today: Day) -> Day {
    match before {
        Before::In(old) => new.max(old),
        _ if new >= today => new,
        Before::NotAsked => today.plus_days(NOTICE),
        Before::Open(old) if old < today => new.max(old),
        Before::Open(old) => old.min(today.plus_days(NOTICE)),
    }
}
