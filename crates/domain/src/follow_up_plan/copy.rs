//! A plan to begin with: the shipped example, or that of another year.

use kernel::Period;

use super::model::Plan;
use crate::year::{day_later, years_later};

/// The shipped example, with the structure of the plan of 2016.
///
/// # Panics
/// Never: a test reads it.
pub fn example() -> Plan {
    let text = include_str!("../../../../config/plan-2016.toml");
    toml::from_str(text).unwrap_or_else(|error| unreachable!("the shipped plan cannot be read: {error}"))
}

/// The plan for another year: days move by as many years, and so do that year and those beside it where the text names them on their own.
#[must_use]
pub fn copy_to(plan: &Plan, year: i16) -> Plan {
    let years = year.saturating_sub(plan.year);
    let named = |text: &str| years_later(text, plan.year, years);
    let moved = |period: Period| Period { from: day_later(period.from, years), to: day_later(period.to, years) };
    let mut next = plan.clone();
    next.year = year;
    next.title = named(&plan.title);
    next.subtitle = named(&plan.subtitle);
    next.holds = moved(plan.holds);
    for section in &mut next.sections {
        section.heading = named(&section.heading);
        section.text = named(&section.text);
    }
    for moment in &mut next.moments {
        moment.title = named(&moment.title);
        moment.text = named(&moment.text);
        moment.period = moved(moment.period);
    }
    for row in &mut next.results {
        row.what = named(&row.what);
        row.how = named(&row.how);
    }
    next
}
