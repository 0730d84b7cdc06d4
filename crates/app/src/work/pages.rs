//! Handlers: the list, fetching it, one person at a time.

use std::collections::BTreeMap;

use ::store::{Event, Housekeeping, ReadTx};
use axum::extract::RawQuery;
use domain::submissions::{Action, Refusal, sv as words};
use domain::work::{Layout, Reached, Rule, Way, of_answer};
use domain::year::{ColumnRole, Word};
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::{Id, Instant};
use maud::Markup;
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::cohort::{self, Cohort, Compared, TABLE};
use super::people::{self, Asking};
use super::store::{self, Fetched};
use super::{pages_person, sv, view};
use crate::person_numbers::fresh_key;
use crate::reports::{self, Door, Opened, Sent};
use crate::submissions::drafts::Change;
use crate::submissions::{Asked, cell_path};

pub(super) type Write = Cx<may::EditReports>;

/// What the pages show.
pub(super) struct Listing {
    /// The item.
    pub opened: Opened,
    /// Which column says what.
    pub layout: Layout,
    /// Those to ask.
    pub people: Vec<Asking>,
    /// Whom the results name.
    pub cohort: Cohort,
    /// The results beside the draft.
    pub compared: Compared,
    /// When the list was fetched last.
    pub fetched: Option<Fetched>,
}

/// Which column of the item's table says what; other items have no such page.
pub(super) fn layout(opened: &Opened) -> Result<Layout, Stop> {
    match &opened.asked {
        Asked::Table { rules, .. } => rules.work.clone().ok_or(Stop::NotFound),
        _ => Err(Stop::NotFound),
    }
}

pub(super) async fn read(cx: &Write, door: &Door, id: Id<AssignmentKind>) -> Result<Listing, Stop> {
    let (door, now) = (door.clone(), cx.now());
    cx.read(move |tx| {
        let opened = reports::open(tx, &door, id, now)?;
        let layout = layout(&opened)?;
        let mut attempts = store::attempts(tx, id)?;
        let people = people::people(&opened, &layout, &mut attempts, now.day());
        let cohort = cohort::cohort(tx, &door.tools, &opened.assignment, &layout)?;
        let compared = cohort::compared(&opened.asked, &opened.fields, &layout, &cohort);
        let fetched = store::last_fetched(tx, id)?;
        Ok(Listing { opened, layout, people, cohort, compared, fetched })
    })
    .await
}

/// Why nothing can be written, where nothing can.
pub(super) fn refusal(opened: &Opened, door: &Door) -> Option<Refusal> {
    match opened.assignment.seat_for(&opened.item, &door.seats, false, Action::Edit) {
        Some(Ok(_)) => None,
        Some(Err(refusal)) => Some(refusal),
        None => Some(Refusal::NotYourRole { action: Action::Edit }),
    }
}

pub(super) fn refused(refusal: &Refusal, item: &str) -> Stop {
    Stop::refused_back(sv::REFUSED, words::refusal(refusal), item, sv::TO_ITEM)
}

pub(super) fn item(cx: &Write, id: Id<AssignmentKind>) -> String {
    cx.link(&format!("uppgift/{id}"))
}

/// Those to ask.
pub(super) async fn list(
    cx: Write,
    Path((_, assignment)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, reports::assignment_id(&assignment)?);
    let listing = read(&cx, &door, id).await?;
    if let Some(refusal) = refusal(&listing.opened, &door) {
        return Err(refused(&refusal, &item(&cx, id)));
    }
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let page = view::list(&listing, &item(&cx, id), cx.now().day(), query.get("q").trim());
    Ok(cx.show(reports::sheet(&cx, &listing.opened, sv::TITLE, page).wide()))
}

/// What became of fetching.
enum Taken {
    Added(usize),
    Nothing,
    Full,
}

/// Puts those into the draft whom the results name and no row is about.
pub(super) async fn fetch(cx: Write, Path((_, assignment)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, reports::assignment_id(&assignment)?);
    let inner = door.clone();
    let taken = cx
        .write(move |mut tx| {
            let now = tx.context().now;
            let opened = reports::open(&mut tx, &inner, id, now)?;
            let layout = layout(&opened)?;
            let nothing = Housekeeping::DraftField;
            if let Err(refusal) = reports::edited(&opened, &inner, now) {
                return Ok(tx.keep(nothing, Err(refusal)));
            }
            let cohort = cohort::cohort(&mut tx, &inner.tools, &opened.assignment, &layout)?;
            let new = cohort::compared(&opened.asked, &opened.fields, &layout, &cohort).new;
            let Some(set) = cohort.set.filter(|_| !new.is_empty()) else {
                return Ok(tx.keep(nothing, Ok(Taken::Nothing)));
            };
            let Some(changes) = cohort::added(&opened.asked, &opened.fields, &layout, &new) else {
                return Ok(tx.keep(nothing, Ok(Taken::Full)));
            };
            store::add_fetched(&mut tx, id, (set.number, new.len()), inner.account.person)?;
            let facts = json!({ "assignment": id, "set": set.number, "rows": new.len() });
            let event = Event::about("work.list-fetched", id, facts);
            reports::save_otherwise(tx, &inner, &opened, &changes, (event, Taken::Added(new.len())))
        })
        .await?;
    let to = format!("{}/elever", item(&cx, id));
    Ok(match taken {
        Ok(Taken::Added(rows)) => Reply::done(&to, &sv::fetched(rows)),
        Ok(Taken::Nothing) => Reply::done(&to, sv::NOTHING_NEW),
        Ok(Taken::Full) => Reply::done(&to, sv::FULL),
        Err(refusal) => return Err(refused(&refusal, &item(&cx, id))),
    })
}

/// The number of a row in an address.
pub(super) fn row(text: &str) -> Result<u32, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// One person, as they are spoken with. `efter` names the one who was answered for just now.
pub(super) async fn person(
    cx: Write,
    Path((_, assignment, number)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let (door, id, number) = (Door::of(&cx)?, reports::assignment_id(&assignment)?, row(&number)?);
    let typed = FormData::parse(query.unwrap_or_default().as_bytes());
    show(&cx, &door, (id, number), &typed, None).await
}

pub(super) async fn show(
    cx: &Write,
    door: &Door,
    (id, number): (Id<AssignmentKind>, u32),
    typed: &FormData,
    fault: Option<(&str, String)>,
) -> Result<Reply, Stop> {
    let listing = read(cx, door, id).await?;
    if let Some(refusal) = refusal(&listing.opened, door) {
        return Err(refused(&refusal, &item(cx, id)));
    }
    let one = listing.people.iter().find(|one| one.row == number).ok_or(Stop::NotFound)?;
    let today = cx.now().day();
    let after = typed.get("efter").parse().ok();
    let fault_said = fault.as_ref().map(|(name, said)| (*name, said.as_str()));
    let said = view::Said { typed, after, fault: fault_said, number: None };
    let page = view::person(&listing, one, &item(cx, id), today, &said);
    Ok(cx.show(sheet(cx, &listing, id, page).with_faults(fault.is_some())))
}

/// The page of one person.
pub(super) fn sheet(cx: &Write, listing: &Listing, id: Id<AssignmentKind>, page: Markup) -> Sheet {
    let sheet = reports::sheet(cx, &listing.opened, sv::ONE, page);
    sheet.crumb(sv::TITLE, format!("{}/elever", item(cx, id)))
}

/// The person of the row, where it is the one that the form was filled in for.
pub(super) fn the_one<'l>(
    cx: &Write,
    listing: &'l Listing,
    (id, number): (Id<AssignmentKind>, u32),
    form: &FormData,
) -> Result<&'l Asking, Stop> {
    match listing.people.iter().find(|one| one.row == number) {
        Some(one) if one.is_meant_by(form) => Ok(one),
        None if !form.has(people::WHO) => Err(Stop::NotFound),
        _ => {
            let list = format!("{}/elever", item(cx, id));
            Err(Stop::refused_back(sv::NOT_SAVED, sv::SOMEBODY_ELSE, &list, sv::TO_LIST))
        }
    }
}

/// Asks the same in the transaction that writes: the list may have been replaced since it was read.
pub(super) fn still_the_one(
    tx: &mut ReadTx<'_>,
    door: &Door,
    (id, number): (Id<AssignmentKind>, u32),
    (form, item): (&FormData, &str),
    now: Instant,
) -> Result<(), Stop> {
    let opened = reports::open(tx, door, id, now)?;
    let layout = layout(&opened)?;
    let all = people::people(&opened, &layout, &mut BTreeMap::new(), now.day());
    match all.iter().find(|one| one.row == number) {
        Some(one) if one.is_meant_by(form) => Ok(()),
        _ => Err(Stop::refused_back(sv::NOT_SAVED, sv::SOMEBODY_ELSE, &format!("{item}/elever"), sv::TO_LIST)),
    }
}

/// Saves what was sent of the person, where it still is the one that the form was filled in for.
pub(super) async fn save(
    cx: &Write,
    door: &Door,
    (id, number): (Id<AssignmentKind>, u32),
    form: &FormData,
    sent: Sent,
) -> Result<Result<reports::Outcome, Refusal>, Stop> {
    let (door, form, own) = (door.clone(), form.clone(), item(cx, id));
    cx.write(move |mut tx| {
        let now = tx.context().now;
        still_the_one(&mut tx, &door, (id, number), (&form, &own), now)?;
        reports::save(tx, &door, id, &sent)
    })
    .await
}

/// An answer, or an attempt without one. Then comes the next person.
pub(super) async fn answer(
    cx: Write,
    Path((_, assignment, number)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (door, id, number) = (Door::of(&cx)?, reports::assignment_id(&assignment)?, row(&number)?);
    let listing = read(&cx, &door, id).await?;
    let one = the_one(&cx, &listing, (id, number), &form)?;
    if !form.get("forsok").is_empty() {
        return attempt(&cx, &door, (id, number), &form).await;
    }
    let today = cx.now().day();
    if form.has(pages_person::NUMBER) {
        return pages_person::write_number(&cx, &door, (id, number), &listing, &form).await;
    }
    if form.has(pages_person::MORE) {
        return pages_person::write_more(&cx, &door, (id, number), &listing, &form).await;
    }
    if !form.get("fore").is_empty() {
        return at_the_start(&cx, &door, (id, number), &listing, &form).await;
    }
    let code = form.get("svar").to_owned();
    let Some(means) = listing.layout.means(&code) else {
        return show(&cx, &door, (id, number), &form, Some(("svar", sv::CHOOSE.to_owned()))).await;
    };
    let day = match forms::typed_day(form.get("dag").trim()) {
        Ok(day) => day.unwrap_or(today),
        Err(_) => return show(&cx, &door, (id, number), &form, Some(("dag", sv::NO_DAY.to_owned()))).await,
    };
    if day > today {
        return show(&cx, &door, (id, number), &form, Some(("dag", sv::LATER_DAY.to_owned()))).await;
    }
    let early = one.ended.filter(|_| means.is_answer()).and_then(|ended| of_answer(ended, day));
    if early == Some(Rule::AskedBeforeFinished) {
        return show(&cx, &door, (id, number), &form, Some(("dag", sv::before_end(&one.days.1)))).await;
    }
    // Whoever was not reached has no day.
    let day = if means.is_answer() { day.to_string() } else { String::new() };
    let control = |role| listing.layout.column(role).map(|column| format!("{TABLE}-{number}-{column}"));
    let cells = [(control(ColumnRole::After), code.clone()), (control(ColumnRole::Asked), day)];
    let cells: Vec<(String, String)> = cells.into_iter().filter_map(|(name, text)| Some((name?, text))).collect();
    let sent = Sent {
        form: FormData::from_pairs(cells.iter().map(|(name, text)| (name.as_str(), text.as_str()))),
        stamp: form.get("sedd").parse().ok(),
        ..Sent::default()
    };
    let outcome = save(&cx, &door, (id, number), &form, sent).await?;
    match outcome {
        Err(refusal) => Err(refused(&refusal, &item(&cx, id))),
        Ok(outcome) if !outcome.conflicts.is_empty() => {
            show(&cx, &door, (id, number), &form, Some(("svar", sv::OTHERS_WROTE.to_owned()))).await
        }
        Ok(_) => {
            let said = sv::saved(listing.layout.title(&code).unwrap_or(&code));
            let said = early.map_or_else(|| said.clone(), |rule| format!("{said} {}", domain::work::sv::rule(&rule)));
            onwards(&cx, &door, (id, number), &said).await
        }
    }
}

/// What somebody did when the education began, told afterwards: saved with today's day, and the same person is shown.
async fn at_the_start(
    cx: &Write,
    door: &Door,
    (id, number): (Id<AssignmentKind>, u32),
    listing: &Listing,
    form: &FormData,
) -> Result<Reply, Stop> {
    let (code, today) = (form.get("fore").to_owned(), cx.now().day());
    if listing.layout.means(&code).is_none() {
        return show(cx, door, (id, number), form, Some(("svar", sv::CHOOSE.to_owned()))).await;
    }
    let control = |role| listing.layout.column(role).map(|column| format!("{TABLE}-{number}-{column}"));
    let cells = [(control(ColumnRole::Before), code.clone()), (control(ColumnRole::Noted), today.to_string())];
    let cells: Vec<(String, String)> = cells.into_iter().filter_map(|(name, text)| Some((name?, text))).collect();
    let sent = Sent {
        form: FormData::from_pairs(cells.iter().map(|(name, text)| (name.as_str(), text.as_str()))),
        stamp: form.get("sedd").parse().ok(),
        ..Sent::default()
    };
    match save(cx, door, (id, number), form, sent).await? {
        Err(refusal) => Err(refused(&refusal, &item(cx, id))),
        Ok(outcome) if !outcome.conflicts.is_empty() => {
            show(cx, door, (id, number), form, Some(("svar", sv::OTHERS_WROTE.to_owned()))).await
        }
        Ok(_) => {
            let said = sv::saved(listing.layout.title(&code).unwrap_or(&code));
            Ok(Reply::done(&format!("{}/elever/{number}", item(cx, id)), &said))
        }
    }
}

/// To the next person who can be asked, or to the list.
async fn onwards(cx: &Write, door: &Door, (id, number): (Id<AssignmentKind>, u32), said: &str) -> Result<Reply, Stop> {
    let listing = read(cx, door, id).await?;
    let list = format!("{}/elever", item(cx, id));
    Ok(match people::next(&listing.people, number) {
        Some(next) => Reply::done(&format!("{list}/{next}?efter={number}"), &sv::onwards(said)),
        None => Reply::done(&list, said),
    })
}

/// Notes an attempt, and gives the row something to be known by where somebody typed it.
async fn attempt(
    cx: &Write,
    door: &Door,
    (id, number): (Id<AssignmentKind>, u32),
    form: &FormData,
) -> Result<Reply, Stop> {
    let outcome = Reached::from_slug(form.get("forsok")).ok_or(Stop::NotFound)?;
    let way = Way::from_slug(form.get("satt")).unwrap_or(Way::Phone);
    let inner = door.clone();
    let (whom, own) = (form.clone(), item(cx, id));
    let written = cx
        .write(move |mut tx| {
            let now: Instant = tx.context().now;
            still_the_one(&mut tx, &inner, (id, number), (&whom, &own), now)?;
            let opened = reports::open(&mut tx, &inner, id, now)?;
            let layout = layout(&opened)?;
            if let Err(refusal) = reports::edited(&opened, &inner, now) {
                return Ok(tx.keep(Housekeeping::DraftField, Err(refusal)));
            }
            let is_row = crate::submissions::row_numbers(TABLE, &opened.fields).contains(&number);
            let column = layout.column(ColumnRole::Key).filter(|_| is_row).ok_or(Stop::NotFound)?;
            let path = cell_path(TABLE, number, column);
            let stands = opened.fields.get(&path).cloned();
            let key = stands.clone().unwrap_or_else(|| fresh_key(inner.tools.chance()));
            store::add_attempt(&mut tx, id, &key, (way, outcome), inner.account.person)?;
            let change = Change { path, text: key, seen: None };
            let changes: Vec<Change> = stands.is_none().then_some(change).into_iter().collect();
            let facts = json!({ "assignment": id, "way": way.slug(), "outcome": outcome.slug() });
            let event = Event::about("work.attempt-noted", id, facts);
            reports::save_otherwise(tx, &inner, &opened, &changes, (event, ()))
        })
        .await?;
    match written {
        Ok(()) if form.get("till") == "listan" => {
            Ok(Reply::done(&format!("{}/elever", item(cx, id)), &sv::attempt_noted(outcome)))
        }
        Ok(()) => onwards(cx, door, (id, number), &sv::attempt_noted(outcome)).await,
        Err(refusal) => Err(refused(&refusal, &item(cx, id))),
    }
}
