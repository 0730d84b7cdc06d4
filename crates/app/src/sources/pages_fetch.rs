//! One source: what came of it, fetching it now, and what it is told; and the agreements held against the register.

use ::store::Event;
use axum::extract::Path;
use documents::csv::{Style, write};
use documents::raw::RawCell;
use platform::reply::Sheet;
use platform::{Cx, FormData, Reply, Stop, may};
use serde_json::json;

use super::fetches::{self, FetchState};
use super::fetching::{CoursesRead, FiguresRead};
use super::pages::See;
use super::settings::{SourceKind, SourceSettings};
use super::view_fetch::{self, Contents, SourcePage};
use super::{comparing, jobs, store, sv};

type Keep = Cx<may::KeepSources>;
type Manage = Cx<may::ManageSources>;
type Place = Path<(String, String)>;

fn kind(slug: &str) -> Result<SourceKind, Stop> {
    SourceKind::from_slug(slug).ok_or(Stop::NotFound)
}

fn sheet<P: platform::access::Permission>(cx: &Cx<P>, title: &str, main: maud::Markup) -> Sheet {
    Sheet::new(title, main).crumb(sv::TITLE, cx.link("kallor"))
}

/// What came of a source, how old it is, and what went wrong the last time.
pub(super) async fn show(cx: See, Path((_, slug)): Place) -> Result<Reply, Stop> {
    let kind = kind(&slug)?;
    let page = cx
        .read(move |tx| {
            let source = fetches::source(tx, kind)?;
            let all = fetches::fetches(tx, kind)?;
            let progress = match all.first() {
                Some(fetch) if fetch.state == FetchState::Asked => fetches::progress(tx, fetch.number)?,
                _ => None,
            };
            let newest = fetches::newest_content(tx, kind)?;
            let read = |json: &str| serde_json::from_str::<FiguresRead>(json).unwrap_or_default();
            let contents = match (kind, &newest) {
                (SourceKind::Kolada | SourceKind::Statistics, Some((_, json))) => {
                    Contents::Figures(fetches::figures(tx, kind)?, read(json), store::own_counts(tx)?)
                }
                (SourceKind::Courses, Some((_, json))) => {
                    Contents::Courses(serde_json::from_str::<CoursesRead>(json).unwrap_or_default())
                }
                _ => Contents::None,
            };
            Ok(SourcePage { kind, source, fetches: all, progress, contents })
        })
        .await?;
    let under_way = page.fetches.first().is_some_and(|fetch| fetch.state == FetchState::Asked);
    let (keeps, manages) = (cx.may(kernel::Right::KeepSources), cx.may(kernel::Right::ManageSources));
    let main = view_fetch::source(&cx.link("kallor"), &page, keeps, manages);
    let reply = cx.show(sheet(&cx, sv::source(kind), main).wide());
    Ok(if under_way { reply.asking_again(3) } else { reply })
}

/// Fetches now.
pub(super) async fn fetch_now(cx: Keep, Path((_, slug)): Place) -> Result<Reply, Stop> {
    let kind = kind(&slug)?;
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let back = cx.link(&format!("kallor/hamta/{slug}"));
    let asked = cx
        .write(move |mut tx| {
            let source = fetches::source(&mut tx, kind)?.filter(|source| source.active);
            if source.is_none() {
                return Err(Stop::refused(
                    "Källan är inte påslagen",
                    format!("Inget hämtas från {} förrän en administratör har slagit på källan.", sv::source(kind)),
                ));
            }
            let number = jobs::ask(&mut tx, tools.chance(), kind, Some(person))?;
            let facts = json!({ "source": kind.slug(), "number": number });
            let tenant = tx.tenant()?;
            Ok(tx.save(Event::about("source.fetch-asked", tenant, facts), number.is_some())?)
        })
        .await?;
    Ok(Reply::done(&back, sv::asked_for(asked)))
}

fn settings_sheet(cx: &Manage, kind: SourceKind, form: &FormData, faults: &[(&'static str, &'static str)]) -> Reply {
    let action = cx.link(&format!("kallor/hamta/{}/installningar", kind.slug()));
    let main = view_fetch::settings(&action, kind, form, faults);
    let sheet = sheet(cx, "Inställningar", main)
        .crumb(sv::source(kind), cx.link(&format!("kallor/hamta/{}", kind.slug())))
        .with_faults(!faults.is_empty());
    cx.show(sheet)
}

/// What a source is told.
pub(super) async fn settings(cx: Manage, Path((_, slug)): Place) -> Result<Reply, Stop> {
    let kind = kind(&slug)?;
    let source = cx.read(move |tx| Ok(fetches::source(tx, kind)?)).await?;
    let form = match source {
        Some(source) => source.settings.to_form(source.active),
        None => SourceSettings::proposed(kind).to_form(false),
    };
    Ok(settings_sheet(&cx, kind, &form, &[]))
}

/// Saves it; a source that is on is fetched at once, and from then on when it is time.
pub(super) async fn save_settings(cx: Manage, Path((_, slug)): Place, form: FormData) -> Result<Reply, Stop> {
    let kind = kind(&slug)?;
    let settings = match SourceSettings::from_form(kind, &form) {
        Ok(settings) => settings,
        Err(faults) => return Ok(settings_sheet(&cx, kind, &form, &faults)),
    };
    let active = form.get("aktiv") == "ja";
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    cx.write(move |mut tx| {
        let now = tx.context().now;
        fetches::set_source(&mut tx, kind, active, &settings, person)?;
        if active {
            jobs::plan(&mut tx, tools.chance(), kind, now, jobs::next_time(now, settings.every_days))?;
            jobs::ask(&mut tx, tools.chance(), kind, Some(person))?;
        }
        let facts = json!({ "source": kind.slug(), "on": active });
        let tenant = tx.tenant()?;
        Ok(tx.save(Event::about("source.set-up", tenant, facts), ())?)
    })
    .await?;
    Ok(Reply::done(&cx.link(&format!("kallor/hamta/{slug}")), &sv::source_saved(kind, active)))
}

/// Every figure of a source, women's and men's too, as a text file.
pub(super) async fn csv(cx: See, Path((_, slug)): Place) -> Result<Reply, Stop> {
    let kind = kind(&slug)?;
    let figures = cx.read(move |tx| Ok(fetches::figures(tx, kind)?)).await?;
    let text = |text: &str| RawCell::Text(text.into());
    let mut rows = vec![view_fetch::CSV_HEADS.map(text).to_vec()];
    rows.extend(figures.iter().map(|one| {
        let (year, n) = (one.year.to_string(), one.n.map(|n| n.to_string()).unwrap_or_default());
        let value = one.value.parse().map_or_else(|_| text(&one.value), RawCell::Number);
        vec![
            text(&one.measure),
            text(&one.place),
            text(&year),
            text(view_fetch::sex(&one.sex)),
            value,
            text(&n),
            text(&one.status),
        ]
    }));
    let bytes = write(rows.iter().map(Vec::as_slice), Style::default()).into_bytes();
    Ok(Reply::download(bytes, "text/csv; charset=utf-8", &format!("{}.csv", kind.slug())))
}

/// The agreements held against the register.
pub(super) async fn agreements(cx: See) -> Result<Reply, Stop> {
    let today = cx.now().day();
    let comparison = cx.read(move |tx| Ok(comparing::comparison(tx, today)?)).await?;
    let organisation = cx.may(kernel::Right::ViewOrganisation).then(|| cx.link("organisation"));
    let main = view_fetch::agreements(&cx.link("kallor"), comparison.as_ref(), organisation.as_deref());
    Ok(cx.show(sheet(&cx, view_fetch::AGREEMENTS, main)))
}
