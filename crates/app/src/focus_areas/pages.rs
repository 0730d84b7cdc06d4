//! The provider's own list, and the officer's view of one provider's.

use ::store::{Event, ReadTx, WriteTx};
use kernel::Id;
use kernel::id::kind::{FocusArea as FocusKind, Organisation, Person, Unit};
use platform::access::{Tools, may};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop};
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
        places: store::places(tx, organisation, whose.only.clone(), today)?,
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

fn typed(form: &FormData) -> Written {
    Written {
        title: form.get("titel").to_owned(),
        aim: form.get("syfte").to_owned(),
        area: form.get("omrade").to_owned(),
        units: form.all("enheter").to_vec(),
    }
}

/// Writes one down.
pub async fn add(cx: Door, form: FormData) -> Result<Reply, Stop> {
    let written = typed(&form);
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

/// The focus area of the address, where whoever looks may change it.
fn own(
    tx: &mut ReadTx<'_>,
    whose: &Whose,
    today: kernel::Day,
    text: &str,
    back: &str,
) -> Result<(Found, FocusArea), Stop> {
    let id: Id<FocusKind> = text.parse().map_err(|_| Stop::NotFound)?;
    let found = load(tx, whose, today)?;
    let focus = found.list.iter().find(|focus| focus.id == id).cloned().ok_or(Stop::NotFound)?;
    if !found.places.may_change(&focus.units) {
        let own: Vec<String> = found.places.own_units().map(|unit| unit.name.clone()).collect();
        return Err(Stop::refused_back(sv::NOT_YOURS, sv::limited(&own), back, sv::BACK));
    }
    Ok((found, focus))
}

/// What a focus area says, as the form is filled in from the start.
fn stands(focus: &FocusArea) -> Written {
    Written {
        title: focus.title.clone(),
        aim: focus.aim.clone(),
        area: focus.area.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
        units: focus.units.iter().map(ToString::to_string).collect(),
    }
}

/// A mark of what the form was opened with, to notice that somebody else has changed it since.
fn mark(focus: &FocusArea) -> String {
    let Written { title, aim, area, units } = stands(focus);
    platform::files::sha256_hex(json!([title, aim, area, units]).to_string().as_bytes())
}

async fn show_edit(
    cx: &Door,
    text: &str,
    typed: Option<&Written>,
    faults: &[(&'static str, String)],
) -> Result<Reply, Stop> {
    let (whose, today, back, of) = (Whose::of(cx)?, cx.now().day(), cx.link("fokusomraden"), text.to_owned());
    let (mut found, focus) = cx.read(move |tx| own(tx, &whose, today, &of, &back)).await?;
    found.places.keep_closed(&focus.units);
    let base = cx.link("fokusomraden");
    let stood = stands(&focus);
    let main = view::edit(&base, &found, &focus, typed.unwrap_or(&stood), &mark(&focus), faults);
    Ok(cx.show(Sheet::new(view::EDIT, main).crumb(view::TITLE, base).with_faults(!faults.is_empty())))
}

/// The form of one.
pub async fn edit(cx: Door, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    show_edit(&cx, &text, None, &[]).await
}

/// Writes one anew. Its event tells what it was and what it is.
pub async fn save(cx: Door, Path((_, text)): Path<(String, String)>, form: FormData) -> Result<Reply, Stop> {
    let typed = typed(&form);
    let (whose, today, back) = (Whose::of(&cx)?, cx.now().day(), cx.link("fokusomraden"));
    let (of, written, seen) = (text.clone(), typed.clone(), form.get("sedd").to_owned());
    let saved: Result<String, Vec<(&'static str, Fault)>> = cx
        .write(move |mut tx| {
            let (mut found, before) = own(&mut tx, &whose, today, &of, &back)?;
            found.places.keep_closed(&before.units);
            let others: Vec<FocusArea> = found.list.iter().filter(|focus| focus.id != before.id).cloned().collect();
            let ready = match judge(&written, &found.places, &others) {
                Ok(_) if mark(&before) != seen => {
                    let (title, aim) = (before.title.clone(), before.aim.clone());
                    Err(vec![("titel", Fault::ChangedMeanwhile { title, aim })])
                }
                judged => judged,
            };
            let Ready { title, aim, area, units } = match ready {
                Ok(ready) => ready,
                Err(faults) => return Ok(tx.keep(::store::Housekeeping::Staging, Err(faults))),
            };
            let organisation = whose.organisation;
            let facts = json!({
                "organisation": organisation,
                "focus_area": before.id,
                "title": title,
                "aim": aim,
                "area": area,
                "units": units,
                "previous": {
                    "title": before.title,
                    "aim": before.aim,
                    "area": before.area.as_ref().map(|(id, _)| *id),
                    "units": before.units,
                },
            });
            let wanted = NewFocusArea { organisation, area, year: found.year, title: title.clone(), aim, units };
            if !store::change(&mut tx, before.id, &wanted)? {
                return Err(Stop::NotFound);
            }
            Ok(tx.save(Event::about("focus-area.changed", before.id, facts), Ok(title))?)
        })
        .await?;
    match saved {
        Ok(title) => Ok(Reply::done(&cx.link("fokusomraden"), &sv::changed(&title))),
        Err(faults) => {
            let faults: Vec<_> = faults.iter().map(|(field, fault)| (*field, sv::fault(fault))).collect();
            show_edit(&cx, &text, Some(&typed), &faults).await
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
