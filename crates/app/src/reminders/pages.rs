//! An occasion's reminders: who has had one and who is next, reminding now, pausing.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Event, Housekeeping, ReadTx, StoreError};
use axum::extract::RawQuery;
use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id};
use platform::access::{Permission, Tools};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::gather::{self, Line, Round};
use super::letter::{self, By};
use super::store::{self, NewPause, Pause, Reminded};
use super::{sv, view};
use crate::year;

type Place = Path<(String, String, String)>;

/// The longest reason for a pause.
const LONGEST: usize = 500;

/// What a page about an occasion is drawn from.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) round: Round,
    pub(super) occasion: String,
    pub(super) names: BTreeMap<Id<Person>, String>,
    pub(super) pauses: Vec<Pause>,
    pub(super) reminded: Vec<Reminded>,
    pub(super) today: Day,
}

fn read(tx: &mut ReadTx<'_>, tools: &Tools, year: i16, occasion: &str, today: Day) -> Result<Option<Seen>, StoreError> {
    let Some(published) = year::published(tx, year)? else { return Ok(None) };
    if published.year.occasion(occasion).is_none() {
        return Ok(None);
    }
    let pauses = store::pauses(tx)?.into_iter().filter(|one| one.year == year && one.occasion == occasion).collect();
    Ok(Some(Seen {
        round: gather::round(tx, tools, published, Some(occasion), today)?,
        occasion: occasion.to_owned(),
        names: crate::mail::reachable(tx, today)?.into_iter().map(|reach| (reach.person, reach.name)).collect(),
        pauses,
        reminded: store::reminded(tx, year, occasion)?,
        today,
    }))
}

async fn seen<P: Permission>(cx: &Cx<P>, year: &str, occasion: &str) -> Result<Seen, Stop> {
    let year: i16 = year.parse().map_err(|_| Stop::NotFound)?;
    let (occasion, today, tools) = (occasion.to_owned(), cx.now().day(), cx.kit().tools());
    cx.read(move |tx| read(tx, &tools, year, &occasion, today)?.ok_or(Stop::NotFound)).await
}

fn sheet<P: Permission>(cx: &Cx<P>, seen: &Seen, title: &str, main: maud::Markup) -> Sheet {
    let year = seen.round.published.year.year;
    let title_of = seen.round.published.year.occasion(&seen.occasion).map_or("", |one| one.title.as_sv()).to_owned();
    Sheet::new(title, main).crumb(title_of, cx.link(&format!("uppfoljning/{year}/{}", seen.occasion))).year(year)
}

fn shown<'a>(cx: &Cx<may::ViewFollowUp>, seen: &'a Seen) -> view::Page<'a> {
    use kernel::Right;
    let sends = cx.kit().settings().mail.is_some();
    let rights = view::Rights {
        reminds: cx.may(Right::Remind),
        sees_letters: cx.may(Right::ViewLetters),
        manages_year: cx.may(Right::ManageYear),
    };
    view::Page { root: cx.link(""), seen, sends, rights }
}

/// `GET /h/{tenant}/paminnelser/{year}/{occasion}`.
pub(super) async fn show(cx: Cx<may::ViewFollowUp>, Path((_, year, occasion)): Place) -> Result<Reply, Stop> {
    let seen = seen(&cx, &year, &occasion).await?;
    let main = view::page(&shown(&cx, &seen), &FormData::default(), &[]);
    Ok(cx.show(sheet(&cx, &seen, sv::TITLE, main).wide()))
}

/// The letters that would go: to whom, and what each says.
pub(super) type Letters = Vec<(Id<Person>, Vec<Line>)>;

fn letters(authority: &store::Authority, seen: &Seen, only: &BTreeSet<Id<Organisation>>) -> Letters {
    let chosen = |thing: &gather::Thing| thing.pause.is_none() && only.contains(&thing.assignment.organisation);
    seen.round
        .told_now(seen.today, chosen)
        .into_iter()
        .map(|(person, calls)| (person, gather::named(authority, &seen.round, person, &calls)))
        .collect()
}

/// The providers from which something is missing.
fn missing(seen: &Seen) -> BTreeMap<Id<Organisation>, String> {
    let of = seen.round.things.iter().filter(|thing| thing.pause.is_none());
    of.map(|thing| (thing.assignment.organisation, thing.assignment.organisation_name.clone())).collect()
}

fn chosen(form: &FormData) -> BTreeSet<Id<Organisation>> {
    form.all("anordnare").iter().filter_map(|id| id.parse().ok()).collect()
}

async fn preview_page(
    cx: &Cx<may::Remind>,
    seen: &Seen,
    only: &BTreeSet<Id<Organisation>>,
    fault: Option<&str>,
) -> Result<Reply, Stop> {
    let authority = cx.read(|tx| Ok(store::own_authority(tx)?)).await?;
    let letters = letters(&authority, seen, only);
    let had: BTreeSet<Id<Person>> = seen
        .round
        .things
        .iter()
        .flat_map(|t| &t.asked.sent)
        .filter(|(_, day)| *day == seen.today)
        .map(|(p, _)| *p)
        .collect();
    let sends = cx.kit().settings().mail.is_some();
    let base = cx.link(&super::page(seen.round.published.year.year, &seen.occasion));
    let page =
        view::Preview { base: &base, seen, only, missing: &missing(seen), letters: &letters, had: &had, sends, fault };
    let sheet = sheet(cx, seen, sv::NOW_TITLE, view::preview(&page)).crumb(sv::TITLE, base.clone());
    Ok(cx.show(sheet.with_faults(fault.is_some())))
}

/// `GET …/nu`: who would be reminded of what, and how the letter reads.
pub(super) async fn preview(
    cx: Cx<may::Remind>,
    Path((_, year, occasion)): Place,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let seen = seen(&cx, &year, &occasion).await?;
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let only = if query.has("anordnare") { chosen(&query) } else { missing(&seen).into_keys().collect() };
    preview_page(&cx, &seen, &only, None).await
}

/// `POST …/nu`: reminds those chosen. Whoever has had a letter that day gets no other.
pub(super) async fn remind(
    cx: Cx<may::Remind>,
    Path((_, year, occasion)): Place,
    form: FormData,
) -> Result<Reply, Stop> {
    let seen = seen(&cx, &year, &occasion).await?;
    let only = chosen(&form);
    if only.is_empty() {
        return preview_page(&cx, &seen, &only, Some(sv::NOBODY_CHOSEN)).await;
    }
    let (tools, year, today) = (cx.kit().tools(), seen.round.published.year.year, seen.today);
    let base = cx.link(&super::page(year, &seen.occasion));
    let outcome = cx
        .write(move |mut tx| {
            // What has come in since the page was looked at is not asked for.
            let seen = read(&mut tx, &tools, year, &occasion, today)?.ok_or(Stop::NotFound)?;
            let authority = store::own_authority(&mut tx)?;
            let (all, by) = (letters(&authority, &seen, &only), By::Officer(authority.id));
            let mut queued = 0;
            for (person, lines) in &all {
                queued += usize::from(letter::queue(&mut tx, &tools, *person, today, lines, by)?.is_some());
            }
            if queued == 0 {
                return Ok(tx.keep(Housekeeping::Job, (0, all.len())));
            }
            let facts = json!({ "year": year, "occasion": occasion, "letters": queued });
            Ok(tx.save(Event::about("reminder.asked", authority.id, facts), (queued, all.len()))?)
        })
        .await?;
    match outcome {
        (0, 0) => Err(Stop::refused_back(sv::NOT_SENT, sv::NOBODY, &base, sv::TITLE)),
        (0, _) => Err(Stop::refused_back(sv::NOT_SENT, sv::ALL_HAD, &base, sv::TITLE)),
        (queued, all) => Ok(Reply::done(&base, &sv::queued(queued, all - queued))),
    }
}

/// `POST …/paus`: nobody is reminded of a provider's, or an item, from now on.
pub(super) async fn pause(
    cx: Cx<may::Remind>,
    Path((_, year, occasion)): Place,
    form: FormData,
) -> Result<Reply, Stop> {
    let seen = seen(&cx, &year, &occasion).await?;
    let year = &seen.round.published.year;
    let new = NewPause {
        year: year.year,
        occasion: occasion.clone(),
        organisation: form.get("anordnare").parse().ok(),
        item: year.items_of(&occasion).map(|item| item.slug.to_string()).find(|slug| slug == form.get("redovisning")),
        reason: form.get("skal").trim().to_owned(),
    };
    let mut faults = Vec::new();
    if new.organisation.is_none() && new.item.is_none() {
        faults.push(("anordnare", sv::NOTHING_PAUSED));
    }
    if new.reason.is_empty() {
        faults.push(("skal", sv::NO_REASON));
    } else if new.reason.chars().count() > LONGEST {
        faults.push(("skal", sv::LONG_REASON));
    }
    if !faults.is_empty() {
        let rights =
            view::Rights { reminds: true, sees_letters: true, manages_year: cx.may(kernel::Right::ManageYear) };
        let sends = cx.kit().settings().mail.is_some();
        let page = view::Page { root: cx.link(""), seen: &seen, sends, rights };
        let main = view::page(&page, &form, &faults);
        return Ok(cx.show(sheet(&cx, &seen, sv::TITLE, main).wide().with_faults(true)));
    }
    let (person, base) = (cx.account().person, cx.link(&super::page(year.year, &occasion)));
    cx.write(move |mut tx| {
        if let Some(provider) = new.organisation {
            crate::organisations::provider(&mut tx, provider)?.ok_or(Stop::NotFound)?;
        }
        let number = store::pause(&mut tx, &new, person)?;
        let facts = json!({
            "number": number, "year": new.year, "occasion": new.occasion, "organisation": new.organisation, "item": new.item,
            "reason": new.reason,
        });
        let tenant = tx.tenant()?;
        Ok(tx.save(Event::about("reminder.paused", tenant, facts), ())?)
    })
    .await?;
    Ok(Reply::done(&base, sv::PAUSED))
}

/// `POST …/paus/{number}/avsluta`: they are reminded again.
pub(super) async fn resume(
    cx: Cx<may::Remind>,
    Path((_, year, occasion, number)): Path<(String, String, String, String)>,
) -> Result<Reply, Stop> {
    let number: i64 = number.parse().map_err(|_| Stop::NotFound)?;
    let year: i16 = year.parse().map_err(|_| Stop::NotFound)?;
    let (person, base) = (cx.account().person, cx.link(&super::page(year, &occasion)));
    let ended = cx
        .write(move |mut tx| {
            if !store::end_pause(&mut tx, year, &occasion, number, person)?.ok_or(Stop::NotFound)? {
                return Ok(tx.keep(Housekeeping::Job, false));
            }
            let tenant = tx.tenant()?;
            let facts = json!({ "number": number, "year": year, "occasion": occasion });
            Ok(tx.save(Event::about("reminder.resumed", tenant, facts), true)?)
        })
        .await?;
    Ok(Reply::done(&base, if ended { sv::RESUMED } else { sv::ENDED_ALREADY }))
}
