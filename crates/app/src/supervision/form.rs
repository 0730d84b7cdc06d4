//! The forms: a decision, and each step with one.

use domain::supervision::{Happening, Kind, MOST_FINE, Record, Step};
use kernel::Day;
use kernel::Id;
use kernel::id::kind::{Organisation, Unit};
use platform::FormData;

use super::sv;

/// The most of a line, in characters.
pub(super) const LONGEST_LINE: usize = 200;
/// The most of a text.
pub(super) const LONGEST: usize = 10_000;
/// What stands in place of a provider where a decision is about the authority itself.
pub(super) const OURSELVES: &str = "vi";

/// A fault at a field.
pub(super) type Fault = (String, String);

/// Reads what a decision says, and whom it is about, as the fields of the step that begin with its name.
pub(super) fn record(
    form: &FormData,
    today: Day,
) -> Result<(Record, Option<Id<Organisation>>, Option<Id<Unit>>), Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let line = |field: &str| kernel::visible::one_line(form.get(field));
    let text = |field: &str| kernel::visible::visible(form.get(field)).trim().replace("\r\n", "\n");
    let (number, title, address) = (line("nummer"), line("rubrik"), line("adress"));
    let mut sized = |field: &str, text: &str, (needed, most): (Option<&str>, usize)| {
        let count = text.chars().count();
        match needed {
            Some(why) if text.is_empty() => faults.push((field.to_owned(), why.to_owned())),
            _ if count > most => faults.push((field.to_owned(), sv::too_long(count, most))),
            _ => {}
        }
    };
    sized("nummer", &number, (Some(sv::NEEDED_NUMBER), 100));
    sized("rubrik", &title, (Some(sv::NEEDED_TITLE), LONGEST_LINE));
    let (body, listed) = (text("text"), text("brister"));
    sized("text", &body, (None, LONGEST));
    sized("brister", &listed, (None, LONGEST));
    sized("adress", &address, (None, 500));
    if !address.is_empty() && !address.starts_with("https://") && !address.starts_with("http://") {
        faults.push(("adress".to_owned(), sv::NO_ADDRESS.to_owned()));
    }
    let mut day = |field: &str, needed: bool| match forms::typed_day(form.get(field).trim()) {
        Ok(Some(day)) => Some(day),
        Ok(None) if !needed => None,
        Ok(None) | Err(_) => {
            faults.push((field.to_owned(), sv::NO_DAY.to_owned()));
            None
        }
    };
    let (on, deadline) = (day("dag", true), day("senast", false));
    if on.is_some_and(|on| on > today) {
        faults.push(("dag".to_owned(), sv::AHEAD.to_owned()));
    }
    if on.zip(deadline).is_some_and(|(on, deadline)| deadline < on) {
        faults.push(("senast".to_owned(), sv::BEFORE.to_owned()));
    }
    let digits: String = form.get("vite").chars().filter(|c| !c.is_whitespace()).collect();
    let fine = match digits.as_str() {
        "" => None,
        digits => match digits.parse::<i64>() {
            Ok(fine) if (0..=MOST_FINE).contains(&fine) => Some(fine),
            _ => {
                faults.push(("vite".to_owned(), sv::NO_FINE.to_owned()));
                None
            }
        },
    };
    let kind = Kind::from_slug(form.get("beslut"));
    if kind.is_none() {
        faults.push(("beslut".to_owned(), sv::CHOOSE.to_owned()));
    }
    let organisation = match form.get("anordnare") {
        OURSELVES => Some(None),
        other => other.parse().ok().map(Some),
    };
    if organisation.is_none() {
        faults.push(("anordnare".to_owned(), sv::CHOOSE.to_owned()));
    }
    let unit = form.get("enhet").parse().ok();
    let lines = listed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    match (on, kind, organisation) {
        (Some(on), Some(kind), Some(organisation)) if faults.is_empty() => {
            Ok((Record { number, kind, on, title, text: body, lines, deadline, fine, address }, organisation, unit))
        }
        _ => Err(faults),
    }
}

/// The field of the part in the form of the step.
pub(super) fn name(step: Step, part: &str) -> String {
    format!("{}-{part}", step.slug())
}

/// Reads a step with a text; changing what is registered is read by [`record`].
pub(super) fn read(step: Step, form: &FormData, today: Day) -> Result<Happening, Vec<Fault>> {
    let mut faults = Vec::new();
    let text = kernel::visible::visible(form.get(&name(step, "text"))).trim().replace("\r\n", "\n");
    let count = text.chars().count();
    if count == 0 {
        faults.push((name(step, "text"), sv::needed(step).to_owned()));
    } else if count > LONGEST {
        faults.push((name(step, "text"), sv::too_long(count, LONGEST)));
    }
    let typed = forms::typed_day(form.get(&name(step, "dag")).trim());
    let happening = match step {
        Step::Review => match typed {
            Ok(by) if by.is_none_or(|by| by >= today) => Some(Happening::Reviewed { text, by }),
            Ok(_) => {
                faults.push((name(step, "dag"), sv::PASSED.to_owned()));
                None
            }
            Err(_) => {
                faults.push((name(step, "dag"), sv::NO_DAY.to_owned()));
                None
            }
        },
        Step::Follow => match typed {
            Ok(Some(on)) if on <= today => Some(Happening::Followed { on, text }),
            Ok(Some(_)) => {
                faults.push((name(step, "dag"), sv::AHEAD.to_owned()));
                None
            }
            Ok(None) | Err(_) => {
                faults.push((name(step, "dag"), sv::NO_DAY.to_owned()));
                None
            }
        },
        Step::Close => Some(Happening::Closed { text }),
        Step::Reopen => Some(Happening::Reopened { text }),
        Step::Withdraw => Some(Happening::Withdrawn { text }),
        Step::Change => None,
    };
    match happening {
        Some(happening) if faults.is_empty() => Ok(happening),
        _ => Err(faults),
    }
}
