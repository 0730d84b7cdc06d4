//! The ladder of reminders in the form: days as they are typed, and to whom by boxes. Pure.

use domain::reminders::{Addressee, Ladder};
use domain::year::{Word, Year};
use platform::FormData;

use super::form::{At, FormFault};

/// Says that the form has the ladder in it: a box that is not ticked is not sent.
pub const SHOWN: &str = "paminnelser";
/// So many days before the last day.
pub const BEFORE: &str = "paminn-fore";
/// On the last day.
pub const ON_THE_DAY: &str = "paminn-dagen";
/// So many days after the last day.
pub const AFTER_FIRST: &str = "paminn-efter";
/// And then so often.
pub const AFTER_EVERY: &str = "paminn-sedan";
/// With which reminder others are told.
pub const ESCALATE: &str = "paminn-ansvariga";
/// To whom before, after, and then too.
pub const TO: [&str; 3] = ["paminn-till-fore", "paminn-till-efter", "paminn-till-ansvariga"];

/// The values that the form begins with.
pub fn filled(year: &Year, fields: &mut Vec<(String, String)>) {
    let ladder = year.reminders.clone().unwrap_or_default();
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    let days: Vec<String> = ladder.before.iter().map(u16::to_string).collect();
    add(BEFORE, days.join(", "));
    if ladder.on_the_day {
        add(ON_THE_DAY, "ja".to_owned());
    }
    for (name, number) in
        [(AFTER_FIRST, ladder.after_first), (AFTER_EVERY, ladder.after_every), (ESCALATE, ladder.escalate_after)]
    {
        add(name, number.map(|number| number.to_string()).unwrap_or_default());
    }
    for (name, to) in TO.iter().zip([&ladder.to_before, &ladder.to_after, &ladder.to_escalated]) {
        for who in to {
            add(name, who.slug().to_owned());
        }
    }
}

/// A whole number, or none where nothing is written.
fn number(form: &FormData, name: &str, faults: &mut Vec<At>) -> Option<u16> {
    let typed = form.get(name);
    if typed.is_empty() {
        return None;
    }
    let read = typed.parse().ok().filter(|number| *number > 0);
    if read.is_none() {
        faults.push((name.to_owned(), FormFault::NotACount(typed.to_owned())));
    }
    read
}

/// Days before the last day, in whatever order and with whatever between them; each once, the earliest first.
fn days(form: &FormData, faults: &mut Vec<At>) -> Vec<u16> {
    let mut days = Vec::new();
    for word in
        form.get(BEFORE).split(|c: char| c == ',' || c == ';' || c.is_whitespace()).filter(|word| !word.is_empty())
    {
        match word.parse::<u16>() {
            Ok(number) if number > 0 => days.push(number),
            _ => faults.push((BEFORE.to_owned(), FormFault::NotDaysBefore(word.to_owned()))),
        }
    }
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.dedup();
    days
}

fn to(form: &FormData, name: &str) -> Vec<Addressee> {
    // In the order of the boxes, whatever a browser sends.
    let sent = form.all(name);
    Addressee::ALL.iter().copied().filter(|who| sent.iter().any(|slug| slug == who.slug())).collect()
}

/// Lays the form over the year. A ladder without rungs is none.
pub fn lay_over(year: &mut Year, form: &FormData, faults: &mut Vec<At>) {
    if !form.has(SHOWN) {
        return;
    }
    let ladder = Ladder {
        before: days(form, faults),
        on_the_day: form.get(ON_THE_DAY) == "ja",
        after_first: number(form, AFTER_FIRST, faults),
        after_every: number(form, AFTER_EVERY, faults),
        escalate_after: number(form, ESCALATE, faults),
        to_before: to(form, TO[0]),
        to_after: to(form, TO[1]),
        to_escalated: to(form, TO[2]),
    };
    let none = ladder.before.is_empty()
        && !ladder.on_the_day
        && ladder.after_first.is_none()
        && ladder.after_every.is_none()
        && ladder.escalate_after.is_none();
    year.reminders = (!none).then_some(ladder);
}

/// The field of the form that a fault in the document's ladder belongs to.
pub fn field_of(name: &str) -> &'static str {
    match name {
        "on_the_day" => ON_THE_DAY,
        "after_first" => AFTER_FIRST,
        "after_every" => AFTER_EVERY,
        "escalate_after" => ESCALATE,
        "to_before" => TO[0],
        "to_after" => TO[1],
        "to_escalated" => TO[2],
        _ => BEFORE,
    }
}
