//! The forms: planning, and each step with an activity.

use domain::coverage::{Happening, Step};
use kernel::Day;
use kernel::visible::one_line;
use platform::FormData;

use super::sv;

/// The most of a note, in characters.
pub(super) const LONGEST: usize = 2_000;
/// How far from today a day may lie.
const LONGEST_AWAY: i32 = 2 * 366;

/// A fault at a field.
pub(super) type Fault = (String, String);

/// The field of the part in the form of the step.
pub(super) fn name(step: Step, part: &str) -> String {
    format!("{}-{part}", step.slug())
}

/// A day by which something is to be done: not before today, and within two years.
pub(super) fn coming(form: &FormData, field: &str, today: Day) -> Result<Day, Fault> {
    let fault = match forms::typed_day(form.get(field)) {
        Ok(Some(day)) if day < today => sv::PASSED,
        Ok(Some(day)) if day > today.plus_days(LONGEST_AWAY) => sv::FAR,
        Ok(Some(day)) => return Ok(day),
        Ok(None) => sv::NEEDED_DAY,
        Err(_) => sv::NO_DAY,
    };
    Err((field.to_owned(), fault.to_owned()))
}

/// A day on which something was done: not after today, and within two years.
fn past(form: &FormData, field: &str, today: Day) -> Result<Day, Fault> {
    let fault = match forms::typed_day(form.get(field)) {
        Ok(Some(day)) if day > today => sv::AHEAD,
        Ok(Some(day)) if day < today.plus_days(-LONGEST_AWAY) => sv::FAR,
        Ok(Some(day)) => return Ok(day),
        Ok(None) => return Ok(today),
        Err(_) => sv::NO_DAY,
    };
    Err((field.to_owned(), fault.to_owned()))
}

/// Whether a reason is asked for.
pub(super) const fn needs_note(step: Step) -> bool {
    matches!(step, Step::Cancel | Step::TakeBack)
}

/// Reads the form of the step: what happens, and the note; every fault at once.
pub(super) fn read(step: Step, form: &FormData, today: Day) -> Result<(Happening, String), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut day = |read: Result<Day, Fault>| read.map_err(|fault| faults.push(fault)).ok();
    let happening = match step {
        Step::Move => day(coming(form, &name(step, "dag"), today)).map(|by| Happening::Moved { by }),
        Step::Do => day(past(form, &name(step, "dag"), today)).map(|on| Happening::Done { on }),
        Step::TakeBack => Some(Happening::TakenBack),
        Step::Cancel => Some(Happening::Cancelled),
        Step::Restore => Some(Happening::Restored),
    };
    let note = one_line(form.get(&name(step, "text")));
    match note.chars().count() {
        0 if needs_note(step) => faults.push((name(step, "text"), sv::NEEDED.to_owned())),
        count if count > LONGEST => faults.push((name(step, "text"), sv::too_long(count, LONGEST))),
        _ => {}
    }
    match happening {
        Some(happening) if faults.is_empty() => Ok((happening, note)),
        _ => Err(faults),
    }
}
