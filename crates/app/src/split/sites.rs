//! Which authorities can get rows of an item, and into which of their items: read at one after the other.

use ::store::ReadTx;
use domain::split::Sort;
use domain::submissions::{Action, Refusal, sv as words};
use domain::year::Year;
use kernel::id::kind::{Assignment as AssignmentKind, Tenant};
use kernel::{Day, Id, Instant, Period};
use platform::{Cx, Stop, may};

use super::store;
use crate::assignments::{self, Assignment, Filter, Subject};
use crate::reports::{self, Door, Opened};
use crate::year;

/// An item that can get rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The assignment.
    pub id: Id<AssignmentKind>,
    /// What it is called, at which occasion, for whom.
    pub title: String,
    /// Its last day.
    pub due: Day,
    /// Why it can take nothing in now.
    pub refused: Option<String>,
}

/// An authority.
#[derive(Debug, Clone)]
pub(super) struct Site {
    /// The authority.
    pub tenant: Id<Tenant>,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The person's door there.
    pub door: Door,
    /// The items that can get rows, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// What must agree.
#[derive(Debug, Clone)]
struct Wanted {
    year: i16,
    item: String,
    sort: Sort,
    subject: Subject,
    covered: Option<Period>,
    deadline: Day,
}

fn wanted(opened: &Opened) -> Result<Wanted, Stop> {
    let of = &opened.assignment;
    let sort = Sort::of(&opened.published.year, &opened.item).ok_or(Stop::NotFound)?;
    Ok(Wanted {
        year: of.year,
        item: of.item.clone(),
        sort,
        subject: of.subject.clone(),
        covered: opened.item.covered(),
        deadline: of.deadline,
    })
}

/// The authority where the page is, then those elsewhere at which the person writes for the same unit, in Swedish order.
pub(super) async fn sites(cx: &Cx<may::EditReports>, door: &Door, opened: &Opened) -> Result<Vec<Site>, Stop> {
    let (wanted, now) = (wanted(opened)?, cx.now());
    let here = Site {
        tenant: cx.tenant(),
        slug: cx.slug().to_owned(),
        name: cx.tenant_name().to_owned(),
        door: door.clone(),
        candidates: vec![candidate(&opened.assignment, &opened.published.year, door, now)],
    };
    let mut elsewhere = Vec::new();
    for seats in cx.seats_elsewhere() {
        let Some(seat) = seats.first() else { continue };
        let (tenant, slug, name) = (seat.tenant, seat.tenant_slug.clone(), seat.tenant_name.clone());
        let there = door.with_seats(seats);
        let (asker, wanted) = (there.clone(), wanted.clone());
        let candidates = cx.read_elsewhere(tenant, move |tx| candidates(tx, &asker, &wanted, now)).await?;
        if !candidates.is_empty() {
            elsewhere.push(Site { tenant, slug, name, door: there, candidates });
        }
    }
    elsewhere.sort_by(|a, b| kernel::swedish::compare(&a.name, &b.name));
    elsewhere.insert(0, here);
    Ok(elsewhere)
}

/// Whether what is asked there is asked of the same part of the provider: the unit with the same code, or the provider as
/// a whole where that unit is one of its.
fn meets(tx: &mut ReadTx<'_>, door: &Door, wanted: &Subject, there: &Subject) -> Result<bool, Stop> {
    Ok(match (wanted, there) {
        (Subject::Unit { code, .. }, Subject::Unit { code: other, .. }) => code == other,
        (Subject::Unit { code, .. }, Subject::Provider) => store::has_unit(tx, door.organisation, code)?,
        (Subject::Provider, Subject::Provider) => true,
        _ => false,
    })
}

fn candidates(tx: &mut ReadTx<'_>, door: &Door, wanted: &Wanted, now: Instant) -> Result<Vec<Candidate>, Stop> {
    let Some(published) = year::published(tx, wanted.year)? else { return Ok(Vec::new()) };
    let year = &published.year;
    let filter = Filter { organisation: Some(door.organisation), ..Filter::default() };
    let mut found = Vec::new();
    for assignment in assignments::list(tx, wanted.year, filter)? {
        let Some(item) = year.item(&assignment.item).filter(|item| Sort::of(year, item) == Some(wanted.sort)) else {
            continue;
        };
        let is_here = assignment.reports_in.is_none() && door.covers(&assignment);
        if !is_here || !meets(tx, door, &wanted.subject, &assignment.subject)? {
            continue;
        }
        let one = candidate(&assignment, year, door, now);
        // What is asked for the same days under the same name is the same; else what is asked for next.
        let order = (
            one.refused.is_some(),
            assignment.item != wanted.item,
            item.covered() != wanted.covered,
            assignment.deadline < wanted.deadline,
            assignment.deadline,
        );
        found.push((order, one));
    }
    found.sort_by_key(|(place, _)| *place);
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

fn candidate(assignment: &Assignment, year: &Year, door: &Door, now: Instant) -> Candidate {
    let item = year.item(&assignment.item);
    let title = item.map_or(assignment.item.as_str(), |item| item.title.as_sv());
    let occasion = year.occasion(&assignment.occasion).map_or("", |occasion| occasion.title.as_sv());
    let refused = item.and_then(|item| {
        let seen = assignment.seat_for(item, &door.seats, false, Action::Edit);
        match seen {
            Some(Ok(seen)) => assignment.state.clone().edit(&seen, now).err(),
            Some(Err(refusal)) => Some(refusal),
            None => Some(Refusal::NotYourRole { action: Action::Edit }),
        }
    });
    Candidate {
        id: assignment.id,
        title: super::sv::item(title, occasion, assignment.subject_name()),
        due: assignment.last_day(),
        refused: refused.as_ref().map(words::refusal),
    }
}

/// The item of the authority that was chosen, else the likeliest.
pub(super) fn chosen(site: &Site, wanted: Option<&Id<AssignmentKind>>) -> Option<Candidate> {
    let chosen = wanted.and_then(|id| site.candidates.iter().find(|one| one.id == *id));
    chosen.or_else(|| site.candidates.first()).cloned()
}

/// The item at the site, as the person sees it there.
pub(super) async fn open(cx: &Cx<may::EditReports>, site: &Site, id: Id<AssignmentKind>) -> Result<Opened, Stop> {
    let (door, now) = (site.door.clone(), cx.now());
    let work = move |tx: &mut ReadTx<'_>| reports::open(tx, &door, id, now);
    if site.tenant == cx.tenant() { cx.read(work).await } else { cx.read_elsewhere(site.tenant, work).await }
}
