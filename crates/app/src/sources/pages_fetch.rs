//! One source: what came of it, and fetching it now; and the agreements held against the register.

use ::store::Event;
use documents::csv::{Style, write};
use documents::raw::RawCell;
use kernel::Instant;
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::fetches::{self, FetchState};
use super::fetching::FiguresRead;
use super::pages::See;
use super::pulling::StudentsRead;
use super::settings::SourceKind;
use super::view_fetch::{self, Contents, SourcePage};
use super::view_students::StudentsPage;
use super::{comparing, jobs, store, sv};
use crate::course_catalogue::CoursesRead;
use crate::{imports, organisations};

type Keep = Cx<may::KeepSources>;
pub(super) type Place = Path<(String, String)>;

pub(super) fn kind(slug: &str) -> Result<SourceKind, Stop> {
    SourceKind::from_slug(slug).ok_or(Stop::NotFound)
}

pub(super) fn sheet<P: platform::access::Permission>(cx: &Cx<P>, title: &str, main: maud::Markup) -> Sheet {
    Sheet::new(title, main).crumb(sv::TITLE, cx.link("kallor"))
}

/// What came of a source, how old it is, and what went wrong the last time.
pub(super) async fn show(cx: See, Path((_, slug)): Place) -> Result<Reply, Stop> {
    let kind = kind(&slug)?;
    let open = cx.may(kernel::Right::ReadParticipations);
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
                    Contents::Figures(fetches::figures(tx, kind)?, read(json), store::own_counts(tx, open)?)
                }
                (SourceKind::StudentSystem, newest) => {
                    let read = newest.as_ref().and_then(|(at, json)| Some((*at, serde_json::from_str(json).ok()?)));
                    Contents::Students(Box::new(students(tx, read)?))
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

/// What came of the student system, and how the import of its table stands.
fn students(
    tx: &mut ::store::ReadTx<'_>,
    read: Option<(Instant, StudentsRead)>,
) -> Result<StudentsPage, ::store::StoreError> {
    let import = read.as_ref().and_then(|(_, read)| read.import);
    let standing = match import {
        Some(id) => imports::standing(tx, id)?.map(|standing| (id, standing)),
        None => None,
    };
    let chosen = fetches::source(tx, SourceKind::StudentSystem)?.map(|source| source.settings.providers);
    let chosen = chosen.unwrap_or_default();
    let providers = organisations::providers(tx)?;
    let providers = providers.into_iter().filter(|one| chosen.contains(&one.id)).map(|one| one.name).collect();
    Ok(StudentsPage { read, standing, providers })
}

/// Fetches now: what is new, or everything.
pub(super) async fn fetch_now(cx: Keep, Path((_, slug)): Place, form: FormData) -> Result<Reply, Stop> {
    let kind = kind(&slug)?;
    let whole = form.get("allt") == "ja";
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
            let number = jobs::ask(&mut tx, tools.chance(), kind, Some(person), whole)?;
            let facts = json!({ "source": kind.slug(), "number": number, "whole": whole });
            let tenant = tx.tenant()?;
            Ok(tx.save(Event::about("source.fetch-asked", tenant, facts), number.is_some())?)
        })
        .await?;
    Ok(Reply::done(&back, sv::asked_for(asked)))
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
