//! A plan to begin with: the shipped example, or that of another year.

use super::model::Plan;

/// The shipped example, with the structure of the plan of 2016.
///
/// # Panics
/// Never: a test reads it.
pub fn example() -> Plan {
    let text = include_str!("../../../../config/plan-2016.toml");
    toml::from_str(text).unwrap_or_else(|error| unreachable!("the shipped plan cannot be read: {error}"))
}

/// The plan for another year: days move by as many years, and so does that year where the text names it on its own.
#[must_use]
pub fn copy_to(plan: &Plan, year: i16) -> Plan {
    let years = year.saturating_sub(plan.year);
    let named = |text: &str| renamed(text, plan.year, year);
    let mut next = plan.clone();
    next.year = year;
    next.title = named(&plan.title);
    next.subtitle = named(&plan.subtitle);
    next.holds = plan.holds.plus_years(years);
    for section in &mut next.sections {
        section.heading = named(&section.heading);
        section.text = named(&section.text);
    }
    for moment in &mut next.moments {
        moment.title = named(&moment.title);
        moment.text = named(&moment.text);
        moment.period = moment.period.plus_years(years);
    }
    for row in &mut next.results {
        row.what = named(&row.what);
        row.how = named(&row.how);
    }
    next
}

/// The text with the year as another, where it stands alone: not within a longer number, a day or the name of a statute (2016:800).
fn renamed(text: &str, old: i16, new: i16) -> String {
    let (old, new) = (old.to_string(), new.to_string());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(&old) {
        let (before, after) = (&rest[..at], &rest[at + old.len()..]);
        let joins = |letter: Option<char>| {
            letter.is_some_and(|letter| letter.is_ascii_digit() || letter == ':' || letter == '-')
        };
        let within = joins(before.chars().next_back()) || joins(after.chars().next());
        out.push_str(before);
        out.push_str(if within { &old } else { &new });
        rest = after;
    }
    out.push_str(rest);
    out
}
