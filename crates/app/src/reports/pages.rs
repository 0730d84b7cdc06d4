//! The page of one item, and the history of one of its fields.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::RawQuery;
use kernel::id::kind::Person;
use kernel::{Id, Right};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};

use super::door::{Door, id};
use super::pages_kept::{self, Kept};
use super::store::{self, Opened, Past};
use super::{pages_rows, saving, view, view_fill, view_kept};
use crate::results::BesideItem;
use crate::submissions::drafts::{self, DraftField};
use crate::{changes, earlier};

/// The title of a page about the item: *Klagomål, Lindblad Centrum*.
pub(super) fn title(opened: &Opened) -> String {
    format!("{}, {}", opened.item.title.as_sv(), super::view_tasks::for_whom(&opened.assignment))
}

/// A page about the item, below the task list and the item.
pub fn sheet<P: platform::Permission>(cx: &Cx<P>, opened: &Opened, name: &str, main: maud::Markup) -> Sheet {
    Sheet::new(format!("{name}: {}", title(opened)), main)
        .crumb(super::sv::TASKS, "/start")
        .crumb(title(opened), cx.link(&format!("uppgift/{}", opened.assignment.id)))
        .year(opened.assignment.year)
}

/// The item: what is asked, how far it has come, what can be done now.
pub(super) async fn item(
    cx: Cx<may::ViewOwnReports>,
    Path((_, assignment)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let (door, id, now) = (Door::of(&cx)?, id(&assignment)?, cx.now());
    let inner = door.clone();
    let read: Result<(Opened, Past, BesideItem, Vec<earlier::ReportEntry>, store::CasesSince), Kept> = cx
        .read(move |tx| {
            let opened = match store::open(tx, &inner, id, now) {
                // What was begun and is asked no more can be read by those who wrote it.
                Err(Stop::NotFound | Stop::Refused(_)) => return Ok(Err(pages_kept::kept(tx, &inner, id, now)?)),
                opened => opened?,
            };
            let past = store::past(tx, &inner, &opened)?;
            let beside = opened.beside(tx)?;
            let since = store::cases_since(tx, &inner, &opened)?;
            let earlier = if earlier::is_annual(&opened.item) {
                earlier::seen_by(tx, inner.organisation, inner.only_units())?
            } else {
                Vec::new()
            };
            Ok(Ok((opened, past, beside, earlier, since)))
        })
        .await?;
    let (opened, past, beside, earlier, since) = match read {
        Ok(read) => read,
        Err(kept) => {
            let page = view_kept::page(&kept, &cx.link(&format!("uppgift/{id}")));
            let sheet = Sheet::new(kept.heading(), page).crumb(super::sv::TASKS, "/start");
            return Ok(cx.show(sheet.year(kept.assignment.year).wide()));
        }
    };
    let is_preparer = opened.is_preparer(door.account.person);
    let actions = opened.assignment.actions(&opened.published.year, &door.seats, is_preparer);
    let signing = opened.assignment.seat_for(&opened.item, &door.seats, is_preparer, domain::submissions::Action::Sign);
    let page = view::item(&view::ItemPage {
        opened: &opened,
        past: &past,
        actions: &actions,
        refusal: signing
            .and_then(Result::err)
            .filter(|_| door.may(Right::SignUnitItems) || door.may(Right::SignProviderItems)),
        base: &cx.link(&format!("uppgift/{id}")),
        link: &|rest| cx.link(rest),
        authority: cx.tenant_name(),
        beside: &beside,
        earlier: &earlier,
        since: &since,
        elsewhere: cx
            .account()
            .seats_here()
            .any(|seat| seat.tenant != cx.tenant() && seat.role.may(Right::EditReports)),
        now,
    });
    let sheet = Sheet::new(title(&opened), page).crumb(super::sv::TASKS, "/start").year(opened.assignment.year);
    Ok(cx.show(sheet))
}

/// Every revision of one field of the draft.
pub(super) async fn history(
    cx: Cx<may::ViewOwnReports>,
    Path((_, assignment)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let (door, id, now) = (Door::of(&cx)?, id(&assignment)?, cx.now());
    let query = FormData::parse(query.as_deref().unwrap_or("").as_bytes());
    if query.get("falt").is_empty() {
        return pages_rows::history(cx, door, id, query.get("vid").parse().ok()).await;
    }
    let path = query.get("falt").to_owned();
    let (inner, base) = ((door.clone(), path.clone()), cx.link(&format!("uppgift/{id}")));
    let (opened, revisions) = cx
        .read(move |tx| {
            let (door, path) = &inner;
            let opened = store::open(tx, door, id, now)?;
            if !opened.asked.knows(path) {
                return Err(Stop::NotFound);
            }
            let mut revisions = drafts::history(tx, &door.tools, door.organisation, id, path)?;
            // What was written under names that the question had before stands in its history too.
            let trail = changes::trail_of_year(tx, &opened.published, opened.item.slug.as_str())?;
            let steps = drafts::steps(tx, door.organisation, id)?;
            let before: BTreeSet<String> =
                steps.into_iter().map(|step| step.path).filter(|name| name != path).collect();
            for name in before.iter().filter(|name| changes::carried_path(&trail, name) == *path) {
                for older in drafts::history(tx, &door.tools, door.organisation, id, name)? {
                    let same = |known: &DraftField| {
                        (known.person, known.at, &known.text) == (older.person, older.at, &older.text)
                    };
                    if !older.text.is_empty() && !revisions.iter().any(same) {
                        revisions.push(older);
                    }
                }
            }
            for revision in &mut revisions {
                revision.text = opened.asked.shown(path, &revision.text);
            }
            Ok((opened, revisions))
        })
        .await?;
    let names: &BTreeMap<Id<Person>, String> = &opened.names;
    let field = view_fill::field_name(&opened, &path);
    let page = view::history(&field, &revisions, names, saving::may_edit(&opened, &door, now), &base);
    Ok(cx.show(sheet(&cx, &opened, "Ändringar", page)))
}
