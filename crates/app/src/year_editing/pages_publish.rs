//! Publishing: what it will do to whom, and doing it.

use std::collections::BTreeMap;

use domain::changes::{Carried, Spot, form_change, likely_items, renamed_occasions};
use domain::submissions::StateName;
use domain::year::{Year, check};
use kernel::id::kind::{Person, YearVersion};
use kernel::{Day, Id};
use platform::access::Tools;
use platform::{FormData, Path, Reply, Stop};
use serde_json::json;
use store::{Event, ReadTx, StoreError, WriteTx};

use super::carrying::{self, Choosing, Wrong};
use super::difference::between;
use super::pages::{AtVersion, Here, found, id_of, sheet};
use super::sv;
use super::view_publish::{self, Consequences, LEADS_TO, REPLACES, Renamed, Stale};
use crate::assignments::{self, Becomes, Came, Planned};
use crate::changes::{self, Foreseen, Seen};
use crate::own_templates;
use crate::year::{self, Published};

/// Reads what the page shows. `form` is what was sent; before anything was, what is likely stands in its fields.
async fn load(
    cx: &Here,
    id: Id<YearVersion>,
    form: Option<FormData>,
    stale: Option<Stale>,
) -> Result<Consequences, Stop> {
    let (root, today, tools) = (cx.link("ar"), cx.now().day(), cx.kit().tools());
    let page = cx
        .read(move |tx| {
            let found = found(tx, id)?;
            let before = year::published(tx, found.published.year.year)?;
            let old = before.as_ref().map(|before| &*before.year);
            let facts = assignments::facts(tx)?;
            let planned = assignments::plan(tx, &found.published, before.as_ref(), &facts, today)?;
            let choosing: Vec<Choosing> =
                old.map(|old| carrying::choosing(old, &found.published.year)).unwrap_or_default();
            let form = form
                .unwrap_or_else(|| old.map(|old| carrying::proposed(old, &found.published.year)).unwrap_or_default());
            let carried = old.map(|old| carrying::shown(old, &found.published.year, &form)).unwrap_or_default();
            let templates = match old {
                Some(old) => templates(tx, old, &found.published.year, &carried)?,
                None => Vec::new(),
            };
            let seen =
                Seen { published: &found.published, before: before.as_ref(), carried: &carried, today, tools: &tools };
            let foreseen = Foreseen::of(tx, &planned, seen)?;
            let mark = mark(tx, &planned, seen)?;
            let renamed = old.map(|old| renamed(old, &found.published.year, &planned)).unwrap_or_default();
            let occasions = old.map(|old| renamed_occasions(old, &found.published.year)).unwrap_or_default();
            Ok(Consequences {
                renamed,
                occasions,
                form,
                root: root.clone(),
                changes: between(old, &found.published.year),
                in_all: planned.iter().filter(|one| one.is_added()).count(),
                notices: check(&found.published.year),
                before: before.map(|before| before.version),
                foreseen,
                templates,
                choosing,
                mark,
                stale,
                found,
            })
        })
        .await?;
    if let Some(refusal) = page.refusal() {
        let back = format!("{}/version/{id}", page.root);
        return Err(Stop::refused_back("Versionen kan inte publiceras", sv::refused(refusal), &back, "Till versionen"));
    }
    Ok(page)
}

/// Items that have perhaps only changed their stable name, with what they would leave behind.
fn renamed(old: &Year, new: &Year, planned: &[Planned]) -> Vec<Renamed> {
    let of = |pair: domain::changes::Likely| {
        let all = || planned.iter().filter(|one| one.item == pair.before && one.becomes != Becomes::Asked);
        let inside = all().filter(|one| one.came == Came::Signed).count();
        let drafts = all().filter(|one| one.came != Came::Signed && one.state != StateName::NotStarted).count();
        Renamed { pair, drafts, inside }
    };
    likely_items(old, new).into_iter().map(of).collect()
}

/// The items whose own template has a place for questions that go away, with what those are called.
fn templates(
    tx: &mut ReadTx<'_>,
    old: &Year,
    new: &Year,
    carried: &BTreeMap<String, Vec<Carried>>,
) -> Result<Vec<(String, Vec<String>)>, StoreError> {
    let mut all = Vec::new();
    for slug in own_templates::in_force_items(tx, new.year)? {
        let (Some(before), Some(item)) = (old.item(&slug), new.item(&slug)) else { continue };
        let Some(own) = own_templates::in_force(tx, new.year, &slug)? else { continue };
        let steps = carried.get(&slug).map(Vec::as_slice).unwrap_or_default();
        let has = |spot: &Spot| {
            let table = own.mapping.table(&spot.table);
            table.is_some_and(|table| table.columns.iter().any(|column| column.slug == spot.slug))
        };
        let gone = form_change((old, before), (new, item), steps).removed;
        let gone: Vec<String> =
            gone.into_iter().filter(has).map(|spot| format!("\u{201d}{}\u{201d}", spot.title)).collect();
        if !gone.is_empty() {
            all.push((item.title.as_sv().to_owned(), gone));
        }
    }
    Ok(all)
}

/// What publishing would lead to, before it is done.
pub(super) async fn consequences(cx: Here, Path((_, id)): AtVersion) -> Result<Reply, Stop> {
    let page = load(&cx, id_of(&id)?, None, None).await?;
    let year = page.found.published.year.year;
    let main = view_publish::consequences(&page, &[]);
    Ok(cx.show(sheet(&cx, format!("Publicera {year}"), main).year(year)))
}

/// Whether the page that the form came from showed this version as the one in force (0 where none was). What it said of
/// whom it touches, and what was answered there, holds for that one alone.
fn saw(form: &FormData, before: Option<&Published>) -> bool {
    form.get(REPLACES).parse() == Ok(before.map_or(0, |before| before.version))
}

/// What keeps the form from being carried out.
enum Amiss {
    /// It was a page that holds no more.
    Stale(Stale),
    /// Names that go away, answered wrongly or not at all.
    Fields(Wrong),
}

/// The mark of what will happen, whatever is chosen on the page: its choices are told in it by themselves.
fn mark(tx: &mut ReadTx<'_>, planned: &[Planned], seen: Seen<'_>) -> Result<String, StoreError> {
    let carried = BTreeMap::new();
    Ok(Foreseen::of(tx, planned, Seen { carried: &carried, ..seen })?.mark())
}

/// Whether the page that the form came from said what will happen now.
fn holds(
    tx: &mut ReadTx<'_>,
    (published, before): (&Published, Option<&Published>),
    form: &FormData,
    (today, tools): (Day, &Tools),
) -> Result<bool, StoreError> {
    let facts = assignments::facts(tx)?;
    let planned = assignments::plan(tx, published, before, &facts, today)?;
    let carried = BTreeMap::new();
    let now = mark(tx, &planned, Seen { published, before, carried: &carried, today, tools })?;
    Ok(form.get(LEADS_TO) == now)
}

/// What was said, read against the version in force and what has come in by now.
async fn amiss(cx: &Here, id: Id<YearVersion>, form: FormData) -> Result<Option<Amiss>, Stop> {
    let (today, tools) = (cx.now().day(), cx.kit().tools());
    cx.read(move |tx| {
        let found = found(tx, id)?;
        let before = year::published(tx, found.published.year.year)?;
        if !saw(&form, before.as_ref()) {
            return Ok(Some(Amiss::Stale(Stale::Version(form.get(REPLACES).parse().unwrap_or_default()))));
        }
        if !holds(tx, (&found.published, before.as_ref()), &form, (today, &tools))? {
            return Ok(Some(Amiss::Stale(Stale::Happens)));
        }
        let read = before.map(|before| carrying::read(&before.year, &found.published.year, &form));
        Ok(read.and_then(Result::err).map(Amiss::Fields))
    })
    .await
}

/// Lets own templates in use follow what was carried over; gives the events.
fn follow_templates(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    published: &Published,
    carried: &BTreeMap<String, Vec<Carried>>,
    person: Id<Person>,
) -> Result<Vec<Event>, Stop> {
    let (mut events, year) = (Vec::new(), published.year.year);
    for (item, steps) in carried {
        let Some(version) = own_templates::follow(tx, tools.chance(), (year, item), steps, person)? else { continue };
        let title = published.year.item(item).map_or("", |item| item.title.as_sv());
        let facts = json!({
            "template": version.id, "year": year, "item": item, "title": title, "number": version.version,
            "sha256": version.sha256,
        });
        events.push(Event::about("own-template.used", version.id, facts));
    }
    Ok(events)
}

/// Publishes in the transaction, with all that follows; gives the events, its own last.
fn carry_out(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    id: Id<YearVersion>,
    (form, back, sends, person): (&FormData, &str, bool, Id<Person>),
    today: Day,
) -> Result<(Vec<Event>, Published), Stop> {
    let refused = |title: &str, text: String| Stop::refused_back(title, text, back, "Till versionen");
    let before = match year::version(tx, id)? {
        Some(chosen) => year::published(tx, chosen.year.year)?,
        None => None,
    };
    // Asked again: another version may have been published since the page was looked at, or something been handed in.
    let mut seen = saw(form, before.as_ref());
    if let Some(chosen) = year::version(tx, id)?.filter(|_| seen) {
        seen = holds(tx, (&chosen, before.as_ref()), form, (today, tools))?;
    }
    let published = match year::publish(tx, id)? {
        None => return Err(Stop::NotFound),
        Some(Err(refusal)) => return Err(refused("Versionen kan inte publiceras", sv::refused(refusal))),
        Some(Ok(_)) if !seen => return Err(refused(sv::CHANGED_SINCE, sv::LOOK_AGAIN.to_owned())),
        Some(Ok(published)) => published,
    };
    let carried = match before.as_ref().map(|before| carrying::read(&before.year, &published.year, form)) {
        Some(Ok(carried)) => carried,
        Some(Err(_)) => return Err(refused(sv::CHANGED_SINCE, sv::LOOK_AGAIN.to_owned())),
        None => BTreeMap::new(),
    };
    for (item, steps) in &carried {
        changes::keep_carried(tx, published.id, item, steps)?;
    }
    let synced = assignments::sync(tx, tools.chance(), &published)?;
    let mut drafts = 0;
    for (item, steps) in &carried {
        drafts += changes::carry_drafts(tx, tools, &published, item, steps)?;
    }
    let mut reworded = 0;
    if let Some(before) = &before {
        reworded = changes::follow_choices(tx, tools, (before, &published), &carried)?;
    }
    let mut events = follow_templates(tx, tools, &published, &carried, person)?;
    let letters = if sends { changes::write_to_them(tx, tools, &synced)? } else { 0 };
    let facts = json!({
        "year": published.year.year, "version": published.version,
        "added": synced.added, "withdrawn": synced.withdrawn, "moved": synced.moved,
        "changed": synced.changes.len(), "letters": letters,
        "carried": carried.values().map(Vec::len).sum::<usize>(), "drafts": drafts,
        "reworded": reworded,
    });
    events.push(Event::about("year.published", id, facts));
    Ok((events, published))
}

/// Publishes.
pub(super) async fn publish(cx: Here, Path((_, id)): AtVersion, form: FormData) -> Result<Reply, Stop> {
    let id = id_of(&id)?;
    if let Some(amiss) = amiss(&cx, id, form.clone()).await? {
        let (faulty, stale) = match amiss {
            Amiss::Fields(faulty) => (faulty, None),
            Amiss::Stale(stale) => (Wrong::new(), Some(stale)),
        };
        // What was answered of another version holds for that one alone.
        let answered = (!matches!(stale, Some(Stale::Version(_)))).then_some(form);
        let page = load(&cx, id, answered, stale).await?;
        let year = page.found.published.year.year;
        let main = view_publish::consequences(&page, &faulty);
        return Ok(cx.show(sheet(&cx, format!("Publicera {year}"), main).year(year).with_faults(true)));
    }
    let (tools, back) = (cx.kit().tools(), cx.link(&format!("ar/version/{id}")));
    let (sends, person, today) = (cx.kit().settings().mail.is_some(), cx.account().person, cx.now().day());
    let published = cx
        .write(move |mut tx| {
            let (events, published) = carry_out(&mut tx, &tools, id, (&form, &back, sends, person), today)?;
            Ok(tx.save_all(&events, published)?)
        })
        .await?;
    let year = published.year.year;
    Ok(Reply::done(&cx.link(&format!("ar/{year}")), &sv::is_published(published.version, year)))
}
