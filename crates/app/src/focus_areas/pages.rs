//! The provider's own list, and the officer's view of one provider's.

use ::store::{Event, ReadTx, WriteTx};
use axum::extract::Path;
use kernel::Id;
use kernel::id::kind::{FocusArea as FocusKind, Organisation, Person, Unit};
use platform::access::{Tools, may};
use platform::reply::Sheet;
use platform::{Cx, FormData, Reply, Stop};
use serde_json::json;

use super::import::{Ready, Written, judge};
use super::store::{self, FocusArea, NewFocusArea, Places};
use super::sv::{self, Fault};
use super::view;
use crate::nav;
use crate::year;

pub(super) type Door = Cx<may::EditReports>;

/// A provider's focus areas, and what they can concern.
pub(super) struct Found {
    /// The year of the annual report that named them.
    pub year: i16,
    /// Those that stand.
    pub list: Vec<FocusArea>,
    /// Those taken away.
    pub removed: Vec<FocusArea>,
    /// Areas and units.
    pub places: Places,
    /// Whether the year in force asks what became of them.
    pub asked: bool,
}

/// Whose focus areas, and who looks.
#[derive(Debug, Clone)]
pub(super) struct Whose {
    pub organisation: Id<Organisation>,
    /// The units of whoever looks, where they are not there for the whole provider.
    pub only: Option<Vec<Id<Unit>>>,
}

impl Whose {
    pub fn of(cx: &Door) -> Result<Self, Stop> {
        Ok(Self { organisation: cx.provider()?, only: cx.only_units() })
    }
}

/// Last year's focus areas, as the year in force asks for them.
pub(super) fn load(tx: &mut ReadTx<'_>, whose: &Whose, today: kernel::Day) -> Result<Found, Stop> {
    let organisation = whose.organisation;
    let current = year::current(tx, today)?;
    let year = current.as_ref().map_or(today.year(), |published| published.year.year) - 1;
    let asks = |item: &domain::year::Item| item.form == domain::year::Form::FocusAreaDeviations;
    Ok(Found {
        asked: current.is_some_and(|published| published.year.items.iter().any(asks)),
        year,
        list: store::list(tx, organisation, year)?,
        removed: store::removed(tx, organisation, year)?,
        places: store::places(tx, organisation, whose.only.clone())?,
    })
}

pub(super) async fn show(cx: &Door, typed: &Written, faults: &[(&'static str, String)]) -> Result<Reply, Stop> {
    let (whose, today) = (Whose::of(cx)?, cx.now().day());
    let found = cx.read(move |tx| load(tx, &whose, today)).await?;
    let main = view::overview(&nav::authorities(cx, "fokusomraden"), &cx.link("fokusomraden"), &found, typed, faults);
    Ok(cx.show(Sheet::new(view::TITLE, main).with_faults(!faults.is_empty())))
}

/// The provider's own.
pub async fn overview(cx: Door) -> Result<Reply, Stop> {
    show(&cx, &Written::default(), &[]).await
}

/// Keeps one, with its event's facts.
pub(super) fn keep(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    year: i16,
    person: Id<Person>,
    ready: Ready,
) -> Result<Id<FocusKind>, Stop> {
    let Ready { title, aim, area, units } = ready;
    let new = NewFocusArea { organisation, area, year, title, aim, units };
    Ok(store::add(tx, tools.chance(), person, &new)?)
}

/// Writes one down.
pub async fn add(cx: Door, form: FormData) -> Result<Reply, Stop> {
    let written = Written {
        title: form.get("titel").to_owned(),
        aim: form.get("syfte").to_owned(),
        area: form.get("omrade").to_owned(),
        units: form.all("enheter").to_vec(),
    };
    let (whose, today, person, tools) = (Whose::of(&cx)?, cx.now().day(), cx.account().person, cx.kit().tools());
    let typed = written.clone();
    let saved: Result<String, Vec<(&'static str, Fault)>> = cx
        .write(move |mut tx| {
            let organisation = whose.organisation;
            let found = load(&mut tx, &whose, today)?;
            let ready = match judge(&typed, &found.places, &found.list) {
                Ok(ready) => ready,
                Err(faults) => return Ok(tx.keep(::store::Housekeeping::Staging, Err(faults))),
            };
            let title = ready.title.clone();
            let id = keep(&mut tx, &tools, organisation, found.year, person, ready)?;
            let facts = json!({ "organisation": organisation, "year": found.year, "focus_area": id });
            Ok(tx.save(Event::about("focus-area.added", id, facts), Ok(title))?)
        })
        .await?;
    match saved {
        Ok(title) => Ok(Reply::done(&cx.link("fokusomraden"), &sv::added(&title))),
        Err(faults) => {
            let faults: Vec<_> = faults.iter().map(|(field, fault)| (*field, sv::fault(fault))).collect();
            show(&cx, &written, &faults).await
        }
    }
}

async fn change(cx: &Door, form: &FormData, restore: bool) -> Result<Reply, Stop> {
    let id: Id<FocusKind> = form.get("id").parse().map_err(|_| Stop::NotFound)?;
    let (whose, today, back) = (Whose::of(cx)?, cx.now().day(), cx.link("fokusomraden"));
    cx.write(move |mut tx| {
        let organisation = whose.organisation;
        if whose.only.is_some() {
            let found = load(&mut tx, &whose, today)?;
            let focus = found.list.iter().chain(&found.removed).find(|focus| focus.id == id).ok_or(Stop::NotFound)?;
            if !found.places.may_change(&focus.units) {
                let own: Vec<String> = found.places.own_units().map(|unit| unit.name.clone()).collect();
                return Err(Stop::refused_back(sv::NOT_YOURS, sv::limited(&own), &back, sv::BACK));
            }
        }
        let changed = if restore {
            store::restore(&mut tx, organisation, id)?
        } else {
            store::remove(&mut tx, organisation, id)?
        };
        if !changed {
            return Err(Stop::NotFound);
        }
        let kind = if restore { "focus-area.restored" } else { "focus-area.removed" };
        Ok(tx.save(Event::about(kind, id, json!({ "organisation": organisation, "focus_area": id })), ())?)
    })
    .await?;
    Ok(Reply::done(&cx.link("fokusomraden"), if restore { sv::RESTORED } else { sv::REMOVED }))
}

/// Takes one away.
pub async fn remove(cx: Door, form: FormData) -> Result<Reply, Stop> {
    change(&cx, &form, false).await
}

/// Puts one back.
pub async fn restore(cx: Door, form: FormData) -> Result<Reply, Stop> {
    change(&cx, &form, true).await
}

/// One provider's, for the authority to read.
pub async fn of_provider(
    cx: Cx<may::ViewFollowUp>,
    Path((_, organisation)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let organisation: Id<Organisation> = organisation.parse().map_err(|_| Stop::NotFound)?;
    let today = cx.now().day();
    let (name, found) = cx
        .read(move |tx| {
            let name = store::provider_name(tx, organisation)?.ok_or(Stop::NotFound)?;
            Ok((name, load(tx, &Whose { organisation, only: None }, today)?))
        })
        .await?;
    let main = view::of_provider(&name, &found);
    Ok(cx.show(Sheet::new(view::TITLE, main).crumb(view::FOLLOW_UP, cx.link("uppfoljning"))))
}
