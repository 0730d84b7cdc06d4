//! How long a list keeps the numbers of its persons.

use kernel::Day;

/// So many days after an item's last day the numbers of its persons are removed at the latest, where the year says nothing.
const LONGEST: i32 = 365;

/// Whether the numbers of an item's persons have served: so many days after its last day as the year says; where it says
/// nothing when the item is locked, and at the latest a year after its last day.
pub fn have_served(kept_days: Option<u16>, last_day: Day, locked: bool, today: Day) -> bool {
    match kept_days {
        Some(days) => today > last_day.plus_days(i32::from(days)),
        None => locked || today > last_day.plus_days(LONGEST),
    }
}
