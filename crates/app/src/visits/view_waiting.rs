//! What waits of visits, on start pages.

use ::store::{ReadTx, StoreError};
use domain::visits::{Standing, sv as words};
use kernel::id::kind::Tenant;
use kernel::{Day, Id, Right, swedish};
use maud::{Markup, html};
use platform::access::Tools;
use platform::{Account, Acting};

use super::store::{self, Kept};
use super::{OWN, PAGE, sv};
use crate::organisations;

/// At most so many are named; the others stand in the list.
const MOST: usize = 5;

/// The visits of the year and the one before it that are not closed.
fn open(tx: &mut ReadTx<'_>, tools: &Tools, today: Day) -> Result<Vec<Kept>, StoreError> {
    let mut all = store::of_year(tx, tools, today.year().saturating_sub(1))?;
    all.extend(store::of_year(tx, tools, today.year())?);
    all.retain(|kept| !matches!(kept.visit.standing(), Standing::Closed | Standing::Cancelled));
    Ok(all)
}

/// What waits for whoever carries out visits: drafts to send, replies, visits soon. `link` gives an address within the authority.
///
/// # Errors
/// Where the database cannot be read.
pub fn at_authority(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (may, today): (bool, Day),
    link: impl Fn(&str) -> String,
) -> Result<Markup, StoreError> {
    if !may {
        return Ok(html! {});
    }
    let mut lines: Vec<(Day, String, String, String)> = Vec::new();
    for kept in open(tx, tools, today)? {
        let visit = &kept.visit;
        let until = visit.draft().map(|draft| draft.until);
        // A visit that the provider reads waits for the provider.
        let theirs = visit.standing() == Standing::WithProvider && until.is_some_and(|until| until >= today);
        let Some(text) = kept.waits(today).filter(|_| !theirs) else {
            continue;
        };
        let name = organisations::provider(tx, kept.organisation)?.map(|provider| provider.name).unwrap_or_default();
        lines.push((visit.slot.day, link(&format!("{PAGE}/{}", kept.id)), name, text));
    }
    lines.sort();
    Ok(html! {
        @if !lines.is_empty() {
            section.waiting-cases {
                h2 { (sv::TITLE) }
                ul {
                    @for (_, href, name, text) in lines.iter().take(MOST) {
                        li { a href=(href) { (name) } ": " (text) }
                    }
                }
                p { a href=(link(PAGE)) { "Alla besök" @if lines.len() > MOST { " (" (lines.len() - MOST) " till väntar)" } } }
            }
        }
    })
}

/// What waits for the provider that the account acts for: visits to come, drafts to read. `link` gives an address within the authority.
///
/// # Errors
/// Where the database cannot be read.
pub fn at_school(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (account, tenant, today): (&Account, Id<Tenant>, Day),
    link: impl Fn(&str) -> String,
) -> Result<Markup, StoreError> {
    let Some(Acting::Provider(provider)) = account.acting else { return Ok(html! {}) };
    let seats: Vec<_> =
        account.seats_here().filter(|seat| seat.tenant == tenant && seat.role.may(Right::AnswerVisits)).collect();
    if seats.is_empty() {
        return Ok(html! {});
    }
    let only: Option<Vec<_>> = seats.iter().map(|seat| seat.unit).collect();
    let mut lines: Vec<(String, String)> = Vec::new();
    for kept in store::of_provider(tx, tools, provider)? {
        let visit = &kept.visit;
        let text = match (visit.standing(), visit.draft()) {
            _ if !visit.is_told() || !kept.is_of(only.as_deref()) => continue,
            (Standing::Planned, _) if visit.slot.day >= today => words::slot(visit.slot),
            (Standing::WithProvider, Some(draft)) => {
                format!("utkast att läsa, svara senast {}", swedish::day(draft.until))
            }
            _ => continue,
        };
        lines.push((link(&format!("{OWN}/{}", kept.id)), text));
    }
    Ok(html! {
        @if !lines.is_empty() {
            section.waiting-cases {
                h2 { (sv::OWN) }
                ul { @for (href, text) in lines.iter().take(MOST) { li { a href=(href) { (sv::TITLE) } ": " (text) } } }
                p { a href=(link(OWN)) { "Alla besök hos er" } }
            }
        }
    })
}
