//! Decisions over several items of an occasion at once: locking, opening, more time. What is affected is listed before
//! anything is confirmed.

use std::collections::BTreeSet;

use axum::extract::RawQuery;
use domain::submissions::StateName;
use kernel::id::kind::{Assignment as AssignmentKind, Organisation};
use kernel::{Id, Instant};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use store::Event;

use super::decisions::{self, Decision, Fault, Faults, Order};
use super::pages::parse_query;
use super::{sv, view_decide};
use crate::assignments::{self, Assignment, Filter};
use crate::year::{self, Published};

/// What the page is drawn from.
pub(super) struct Candidates {
    pub decision: Decision,
    pub published: Published,
    pub occasion: String,
    pub assignments: Vec<Assignment>,
    pub now: Instant,
}

/// Whether the provider has done its part: it has come in, and nothing is to be completed.
pub(super) fn is_in(assignment: &Assignment) -> bool {
    matches!(assignment.state.name(), StateName::Submitted | StateName::Approved)
}

async fn candidates(
    cx: &Cx<may::DecideDeadlines>,
    (year, occasion): (String, String),
    decision: Decision,
) -> Result<Candidates, Stop> {
    let year: i16 = year.parse().map_err(|_| Stop::NotFound)?;
    let (seats, now) = (cx.seats().to_vec(), cx.now());
    cx.read(move |tx| {
        let published = year::published(tx, year)?.ok_or(Stop::NotFound)?;
        if published.year.occasion(&occasion).is_none() {
            return Err(Stop::NotFound);
        }
        let filter = Filter { occasion: Some(&occasion), ..Filter::default() };
        let mut assignments = assignments::list(tx, year, filter)?;
        assignments.retain(|assignment| {
            published
                .year
                .item(&assignment.item)
                .and_then(|item| assignment.seat_for(item, &seats, false, decision.action()))
                .is_some_and(|outcome| outcome.is_ok())
        });
        Ok(Candidates { decision, published, occasion, assignments, now })
    })
    .await
}

fn show(
    cx: &Cx<may::DecideDeadlines>,
    candidates: &Candidates,
    chosen: &BTreeSet<Id<AssignmentKind>>,
    form: &FormData,
    faults: &Faults,
) -> Reply {
    let year = candidates.published.year.year;
    let back = cx.link(&format!("uppfoljning/{year}/{}", candidates.occasion));
    let occasion = candidates.published.year.occasion(&candidates.occasion).map_or("", |o| o.title.as_sv()).to_owned();
    let main = view_decide::page(candidates, &back, chosen, form, faults);
    let sheet = Sheet::new(sv::decision(candidates.decision), main).crumb(occasion, back).year(year);
    cx.show(sheet.with_faults(!faults.is_empty()))
}

async fn page(
    cx: Cx<may::DecideDeadlines>,
    place: (String, String),
    query: Option<String>,
    decision: Decision,
) -> Result<Reply, Stop> {
    let found = candidates(&cx, place, decision).await?;
    let query = parse_query(query);
    let only: Option<Id<Organisation>> = query.get("anordnare").parse().ok();
    let chosen = found
        .assignments
        .iter()
        .filter(|assignment| only.is_none_or(|only| assignment.organisation == only))
        .filter(|assignment| match decision {
            // A lock closes what is done; what it would stop is chosen by hand.
            Decision::Lock => is_in(assignment),
            Decision::Unlock | Decision::Extend => only.is_some(),
        })
        .map(|assignment| assignment.id)
        .collect();
    Ok(show(&cx, &found, &chosen, &FormData::default(), &Faults::new()))
}

async fn carry_out(
    cx: Cx<may::DecideDeadlines>,
    place: (String, String),
    form: FormData,
    decision: Decision,
) -> Result<Reply, Stop> {
    let found = candidates(&cx, place, decision).await?;
    let chosen: BTreeSet<Id<AssignmentKind>> = form.all("val").iter().filter_map(|id| id.parse().ok()).collect();
    let why = form.get("skal").to_owned();
    let mut faults = Faults::new();
    let mut until = None;
    if decision == Decision::Extend {
        let concerned = found.assignments.iter().filter(|assignment| chosen.contains(&assignment.id));
        match decisions::read_until(&form, cx.now().day(), concerned) {
            Ok(day) => until = Some(day),
            Err(fault) => faults.push(("dag".to_owned(), fault)),
        }
    }
    if why.is_empty() {
        faults.push(("skal".to_owned(), Fault::NoWhy(decision)));
    }
    faults.extend(decisions::too_long(&why).map(|fault| ("skal".to_owned(), fault)));
    if chosen.is_empty() {
        faults.push(("val".to_owned(), Fault::NothingChosen));
    }
    if !faults.is_empty() {
        return Ok(show(&cx, &found, &chosen, &form, &faults));
    }
    let year = found.published.year.year;
    let (account, seats, occasion) = (cx.account().clone(), cx.seats().to_vec(), found.occasion.clone());
    let (done, refused) = cx
        .write(move |mut tx| {
            let published = year::published(&mut tx, year)?.ok_or(Stop::NotFound)?;
            let filter = Filter { occasion: Some(&occasion), ..Filter::default() };
            let order = Order { decision, why: &why, until, account: &account, seats: &seats };
            let mut events: Vec<Event> = Vec::new();
            let mut refused = 0;
            for assignment in assignments::list(&mut tx, year, filter)?.iter().filter(|a| chosen.contains(&a.id)) {
                match decisions::carry_out(&mut tx, assignment, &published, &order)? {
                    Ok(event) => events.push(event),
                    Err(_) => refused += 1,
                }
            }
            if events.is_empty() {
                return Err(Stop::refused(
                    "Inget ändrades",
                    "Läget hade ändrats för allt du valde. Ladda om sidan och se efter.",
                ));
            }
            let done = events.len();
            Ok(tx.save_all(&events, (done, refused))?)
        })
        .await?;
    let back = cx.link(&format!("uppfoljning/{year}/{}", found.occasion));
    Ok(Reply::done(&back, &sv::decided(decision, done, refused, until)))
}

type Place = Path<(String, String, String)>;

/// What can be locked.
pub(super) async fn lock_page(
    cx: Cx<may::DecideDeadlines>,
    Path((_, year, occasion)): Place,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    page(cx, (year, occasion), query, Decision::Lock).await
}

/// Locks what was chosen.
pub(super) async fn lock(
    cx: Cx<may::DecideDeadlines>,
    Path((_, year, occasion)): Place,
    form: FormData,
) -> Result<Reply, Stop> {
    carry_out(cx, (year, occasion), form, Decision::Lock).await
}

/// What can be opened.
pub(super) async fn unlock_page(
    cx: Cx<may::DecideDeadlines>,
    Path((_, year, occasion)): Place,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    page(cx, (year, occasion), query, Decision::Unlock).await
}

/// Opens what was chosen.
pub(super) async fn unlock(
    cx: Cx<may::DecideDeadlines>,
    Path((_, year, occasion)): Place,
    form: FormData,
) -> Result<Reply, Stop> {
    carry_out(cx, (year, occasion), form, Decision::Unlock).await
}

/// What can be given more time.
pub(super) async fn extend_page(
    cx: Cx<may::DecideDeadlines>,
    Path((_, year, occasion)): Place,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    page(cx, (year, occasion), query, Decision::Extend).await
}

/// Gives what was chosen more time.
pub(super) async fn extend(
    cx: Cx<may::DecideDeadlines>,
    Path((_, year, occasion)): Place,
    form: FormData,
) -> Result<Reply, Stop> {
    carry_out(cx, (year, occasion), form, Decision::Extend).await
}
