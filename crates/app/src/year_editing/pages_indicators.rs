//! Indicators in the browser: their order, one of them, a new one, one taken away. Each saving is a version, as a draft.

use std::sync::Arc;

use domain::year::{Indicator, Year};
use platform::{Cx, FormData, Path, Reply, Stop, may};

use super::pages::{AtVersion, Found, Kept, found, id_of, keep, sheet};
use super::view_indicators::{self, ListPage, OnePage, Removal};
use super::{form, indicators as edits, sv};
use crate::year;

type Here = Cx<may::ManageYear>;
type AtIndicator = Path<(String, String, String)>;

struct Base {
    found: Found,
    newest: i64,
    comments: bool,
}

impl Base {
    fn indicator(&self, slug: &str) -> Result<Indicator, Stop> {
        self.found.published.year.indicator(slug).cloned().ok_or(Stop::NotFound)
    }
}

async fn base(cx: &Here, id: &str) -> Result<Base, Stop> {
    let id = id_of(id)?;
    cx.read(move |tx| {
        let found = found(tx, id)?;
        let newest = year::newest_number(tx, found.published.year.year)?;
        let document = year::document(tx, id)?.unwrap_or_default();
        let comments = document.lines().any(|line| line.trim_start().starts_with('#'));
        Ok(Base { found, newest, comments })
    })
    .await
}

fn list_reply(cx: &Here, page: &ListPage) -> Reply {
    let year = page.found.published.year.year;
    let failed = !page.faults.is_empty();
    cx.show(
        sheet(cx, format!("{} {year}", sv::INDICATORS), view_indicators::list(page))
            .wide()
            .year(year)
            .with_faults(failed),
    )
}

fn one_reply(cx: &Here, page: &OnePage) -> Reply {
    let row = &page.found.row;
    let title = page.of.as_ref().map_or_else(|| sv::NEW_INDICATOR.to_owned(), |of| of.title.as_sv().to_owned());
    let list = cx.link(&format!("ar/version/{}/indikatorer", row.id));
    let failed = !page.faults.is_empty();
    let main = view_indicators::one(page);
    cx.show(sheet(cx, title, main).crumb(sv::INDICATORS, list).with_faults(failed))
}

/// What became of a year that was to be kept: a reply, or a fault and the newest version's number.
async fn kept(
    cx: &Here,
    (document, of): (String, Year),
    note: String,
    base: i64,
) -> Result<Result<Reply, (String, i64)>, Stop> {
    let number = of.year;
    Ok(match keep(cx, Arc::new(of), document, note, base).await? {
        Kept::Saved(saved) => {
            let to = cx.link(&format!("ar/version/{}/indikatorer", saved.id));
            Ok(Reply::done(&to, &sv::saved(saved.version, number)))
        }
        Kept::Stale(newest) => Err((sv::stale(&newest), newest.version)),
        Kept::Taken => Err((sv::TAKEN.to_owned(), base)),
    })
}

fn told(faults: &[form::At]) -> Vec<(String, String)> {
    faults.iter().map(|(name, fault)| (name.clone(), sv::form_fault(fault))).collect()
}

/// `/ar/version/…/indikatorer`: all of them, with their places.
pub(super) async fn list(cx: Here, Path((_, id)): AtVersion) -> Result<Reply, Stop> {
    let Base { found, newest, comments } = base(&cx, &id).await?;
    let page = ListPage { root: cx.link("ar"), found, newest, comments, values: None, faults: Vec::new() };
    Ok(list_reply(&cx, &page))
}

/// Saves the order that is filled in.
pub(super) async fn order(cx: Here, Path((_, id)): AtVersion, form: FormData) -> Result<Reply, Stop> {
    let Base { found, comments, .. } = base(&cx, &id).await?;
    let base = form.get("bas").parse().unwrap_or(0);
    let laid = edits::ordered(&found.published.year, &form);
    let mut page =
        ListPage { root: cx.link("ar"), found, newest: base, comments, values: Some(form), faults: Vec::new() };
    let laid = match laid {
        Ok(laid) => laid,
        Err(faults) => {
            page.faults = told(&faults);
            return Ok(list_reply(&cx, &page));
        }
    };
    if laid.1.indicators == page.found.published.year.indicators {
        let back = cx.link(&format!("ar/version/{}/indikatorer", page.found.row.id));
        return Ok(Reply::done(&back, "Ordningen är som förut. Det finns inget att spara."));
    }
    match kept(&cx, laid, sv::NOTE_ORDER.to_owned(), base).await? {
        Ok(reply) => Ok(reply),
        Err((fault, newest)) => {
            page.newest = newest;
            page.faults = vec![(String::new(), fault)];
            Ok(list_reply(&cx, &page))
        }
    }
}

/// A new indicator, empty.
pub(super) async fn new(cx: Here, Path((_, id)): AtVersion) -> Result<Reply, Stop> {
    let Base { found, newest, comments } = base(&cx, &id).await?;
    let values = FormData::from_pairs([("riktning", "higher"), ("enhet", "percent")]);
    let page = OnePage { root: cx.link("ar"), found, newest, comments, of: None, values, faults: Vec::new() };
    Ok(one_reply(&cx, &page))
}

/// One of them, to change.
pub(super) async fn show(cx: Here, Path((_, id, slug)): AtIndicator) -> Result<Reply, Stop> {
    let base = base(&cx, &id).await?;
    let of = base.indicator(&slug)?;
    let values = edits::filled(&of);
    let Base { found, newest, comments } = base;
    let page = OnePage { root: cx.link("ar"), found, newest, comments, of: Some(of), values, faults: Vec::new() };
    Ok(one_reply(&cx, &page))
}

/// Adds the indicator that is filled in, or shows what it would be.
pub(super) async fn add(cx: Here, Path((_, id)): AtVersion, form: FormData) -> Result<Reply, Stop> {
    let base = base(&cx, &id).await?;
    change(&cx, base, None, form).await
}

/// Saves the indicator, or shows what it would be.
pub(super) async fn save(cx: Here, Path((_, id, slug)): AtIndicator, form: FormData) -> Result<Reply, Stop> {
    let base = base(&cx, &id).await?;
    let of = base.indicator(&slug)?;
    change(&cx, base, Some(of), form).await
}

async fn change(cx: &Here, base: Base, of: Option<Indicator>, form: FormData) -> Result<Reply, Stop> {
    let Base { found, comments, .. } = base;
    let base = form.get("bas").parse().unwrap_or(0);
    let laid = edits::laid_over(&found.published.year, of.as_ref().map(|of| of.slug.as_str()), &form);
    let saves = form.has("spara");
    let mut page = OnePage { root: cx.link("ar"), found, newest: base, comments, of, values: form, faults: Vec::new() };
    let laid = match laid {
        Ok(laid) if saves => laid,
        Ok(_) => return Ok(one_reply(cx, &page)),
        Err(faults) => {
            page.faults = told(&faults);
            return Ok(one_reply(cx, &page));
        }
    };
    let note = sv::note_indicator(page.values.get("titel"), page.of.is_none());
    match kept(cx, laid, note, base).await? {
        Ok(reply) => Ok(reply),
        Err((fault, newest)) => {
            page.newest = newest;
            page.faults = vec![(String::new(), fault)];
            Ok(one_reply(cx, &page))
        }
    }
}

fn removal_reply(cx: &Here, base: &Base, of: &Indicator, newest: i64, fault: Option<&str>) -> Reply {
    let row = &base.found.row;
    let list = cx.link(&format!("ar/version/{}/indikatorer", row.id));
    let year = &base.found.published.year;
    let page = Removal { list: list.clone(), year, of, newest, uses: edits::uses(year, of.slug.as_str()), fault };
    let main = view_indicators::removal(&page);
    cx.show(
        sheet(cx, format!("Ta bort {}", of.title.as_sv()), main)
            .crumb(sv::INDICATORS, list)
            .with_faults(fault.is_some()),
    )
}

/// Where the indicator is used, before it is taken away.
pub(super) async fn ask(cx: Here, Path((_, id, slug)): AtIndicator) -> Result<Reply, Stop> {
    let base = base(&cx, &id).await?;
    let of = base.indicator(&slug)?;
    Ok(removal_reply(&cx, &base, &of, base.newest, None))
}

/// Takes it away, with what names it where that is ticked.
pub(super) async fn remove(cx: Here, Path((_, id, slug)): AtIndicator, form: FormData) -> Result<Reply, Stop> {
    let base = base(&cx, &id).await?;
    let of = base.indicator(&slug)?;
    let number = form.get("bas").parse().unwrap_or(0);
    let year = base.found.published.year.clone();
    if !edits::uses(&year, &slug).is_empty() && form.get("aven") != "ja" {
        return Ok(removal_reply(&cx, &base, &of, number, Some(sv::TICK_USES)));
    }
    let laid = match edits::without(&year, &slug) {
        Ok(laid) => laid,
        Err(faults) => {
            let said = faults.first().map(sv::fault).map(|(what, remedy)| format!("{what} {remedy}"));
            return Ok(removal_reply(&cx, &base, &of, number, Some(said.as_deref().unwrap_or(sv::TICK_USES))));
        }
    };
    match kept(&cx, laid, sv::note_removed(of.title.as_sv()), number).await? {
        Ok(reply) => Ok(reply),
        Err((fault, newest)) => Ok(removal_reply(&cx, &base, &of, newest, Some(&fault))),
    }
}
