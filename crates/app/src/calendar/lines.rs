//! What stands in somebody's calendar: for a provider's people what is asked of the provider, day by day; for the
//! authority's people its occasions and activities, and the days of the follow-up plan.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::submissions::StateName;
use domain::year::{calendar, sv as words};
use kernel::id::kind::Organisation;
use kernel::{Day, Id, Right};
use platform::Seat;

use super::sv;
use crate::assignments::{self, Assignment, Filter};
use crate::coverage;
use crate::year::{self, Event, Published};

/// The years that matter today: the one in use, those after it, and the one before, of which something may be left.
fn years(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Published>, StoreError> {
    let Some(current) = year::current(tx, today)? else { return Ok(Vec::new()) };
    let mut years: Vec<Published> = year::published(tx, current.year.year - 1)?.into_iter().collect();
    let later = year::published_after(tx, current.year.year)?;
    years.push(current);
    years.extend(later);
    Ok(years)
}

/// The provider's last days at the authority of the seats, which are the person's for that provider there.
pub(super) fn of_provider(
    tx: &mut ReadTx<'_>,
    (organisation, seats): (Id<Organisation>, &[Seat]),
    base_url: &str,
    today: Day,
) -> Result<Vec<Event>, StoreError> {
    let Some(authority) = seats.first() else { return Ok(Vec::new()) };
    let mut events = Vec::new();
    for published in years(tx, today)? {
        let of = &*published.year;
        let filter = Filter { organisation: Some(organisation), ..Filter::default() };
        let mut days: BTreeMap<(Day, String, bool), Vec<Assignment>> = BTreeMap::new();
        for assignment in assignments::list(tx, of.year, filter)? {
            if assignment.reports_in.is_none() && seats.iter().any(|seat| assignment.covered_by(seat)) {
                // A completion with a day of its own is no last day of the occasion.
                let completes = assignment.state.unanswered_return().is_some_and(|returned| returned.until.is_some());
                let key = (assignment.last_day(), assignment.occasion.clone(), completes);
                days.entry(key).or_default().push(assignment);
            }
        }
        // A day that is moved is the same event on another day: of several of an occasion, each is known by its place.
        let mut places: BTreeMap<(String, bool), usize> = BTreeMap::new();
        for ((day, occasion, completes), all) in days {
            let place = places.entry((occasion.clone(), completes)).and_modify(|place| *place += 1).or_insert(1);
            let is_in = |one: &&Assignment| matches!(one.state.name(), StateName::Submitted | StateName::Approved);
            let left: Vec<&Assignment> = all.iter().filter(|one| !is_in(one)).collect();
            // What is in is no day to keep: it goes when the last of it does, and comes back with what is handed back.
            if left.is_empty() {
                continue;
            }
            let title = of.occasion(&occasion).map_or(occasion.as_str(), |found| found.title.as_sv());
            let mut text = sv::LEFT.to_owned();
            for one in &left {
                let title = of.item(&one.item).map_or(one.item.as_str(), |item| item.title.as_sv());
                text.push('\n');
                text.push_str(&sv::left(title, one));
            }
            events.push(Event {
                uid: format!(
                    "{}-{}-{occasion}-{place}-{organisation}{}",
                    authority.tenant_slug,
                    of.year,
                    if completes { "-komplettering" } else { "" }
                ),
                from: day,
                to: day,
                title: if completes {
                    sv::completion(title, &authority.tenant_name)
                } else {
                    sv::deadline(title, &authority.tenant_name, left.len(), all.len())
                },
                text,
                link: Some(format!("{base_url}/start")),
            });
        }
    }
    Ok(events)
}

/// The authority's occasions and activities, and for those who follow up the last days of what the plan asks for and is not done.
pub(super) fn of_authority(
    tx: &mut ReadTx<'_>,
    seat: &Seat,
    base_url: &str,
    today: Day,
) -> Result<Vec<Event>, StoreError> {
    let mut events = Vec::new();
    for published in years(tx, today)? {
        let laid = calendar(&published.year);
        let link = Some(format!("{base_url}/h/{}/ar/{}", seat.tenant_slug, laid.year));
        let uid = |slug: &str| format!("{}-{}-{slug}", seat.tenant_slug, laid.year);
        for deadline in laid.months.iter().flat_map(|month| &month.deadlines) {
            let items: Vec<&str> = deadline.items.iter().map(|(_, title)| title.as_sv()).collect();
            events.push(Event {
                uid: uid(deadline.occasion.as_str()),
                from: deadline.day,
                to: deadline.day,
                title: sv::occasion(deadline.title.as_sv(), &seat.tenant_name),
                text: items.join("\n"),
                link: link.clone(),
            });
        }
        for activity in laid.months.iter().flat_map(|month| &month.happenings) {
            let text = activity.text.as_ref().map_or_else(|| words::activity(activity.kind), |text| text.as_sv());
            events.push(Event {
                uid: uid(activity.activity.as_str()),
                from: activity.period.from,
                to: activity.period.to,
                title: format!("{}, {}", activity.title.as_sv(), seat.tenant_name),
                text: text.to_owned(),
                link: link.clone(),
            });
        }
        if seat.role.may(Right::ViewFollowUp) {
            for day in coverage::days(tx, laid.year)? {
                events.push(Event {
                    uid: uid(&format!("plan-{}-{}", day.moment, day.by)),
                    from: day.by,
                    to: day.by,
                    title: sv::planned(&day.title, day.left, &seat.tenant_name),
                    text: String::new(),
                    link: Some(format!("{base_url}/h/{}/{}/{}", seat.tenant_slug, coverage::PAGE, laid.year)),
                });
            }
        }
    }
    Ok(events)
}
