//! How long a list keeps the numbers of its persons.

use kernel::Day;

use crate::changes::NOTICE;

/// So many days after an item's last day the numbers of its persons are removed at the latest, whatever the year says.
pub const NUMBERS_LONGEST: u16 = 365;

fn latest(last_day: Day) -> Day {
    last_day.plus_days(i32::from(NUMBERS_LONGEST))
}

/// Whether the numbers of an item's persons have served: so many days after its last day as the year says; where it says
/// nothing when the item is locked; and in both cases a year after its last day at the latest.
pub fn have_served(kept_days: Option<u16>, last_day: Day, locked: bool, today: Day) -> bool {
    match kept_days {
        Some(days) => today > last_day.plus_days(i32::from(days.min(NUMBERS_LONGEST))),
        None => locked || today > latest(last_day),
    }
}

/// The same of an item that is no longer asked for. Whoever takes it away by mistake has until its last day to find out,
/// or from the day of the mistake where that is later, and so many days more as anything that is asked again is given: what
/// comes back until then comes back whole.
pub fn have_served_withdrawn(last_day: Day, withdrawn: Day, today: Day) -> bool {
    today > last_day.max(withdrawn).plus_days(NOTICE).min(latest(last_day))
}
