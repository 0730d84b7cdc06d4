//! Versions, publishing, next year.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::RawQuery;
use domain::year::{FaultKind, Severity, Year, check, copy_to_next_year, read_document, to_toml};
use kernel::id::kind::YearVersion;
use kernel::{Day, Id};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;
use store::{Event, ReadTx};

use super::difference::{between, lines};
use super::sv;
use super::view::{self, NextDay, VersionPage};
use crate::own_templates;
use crate::submissions::Asked;
use crate::word;
use crate::year::{self, Published, SaveError, Version, YearEntry};

pub(super) type Here = Cx<may::ManageYear>;
pub(super) type AtVersion = Path<(String, String)>;

/// A version with its row and the other versions of its year.
#[derive(Debug, Clone)]
pub struct Found {
    /// The version, read.
    pub published: Published,
    /// Its row.
    pub row: Version,
    /// Its year with all versions.
    pub entry: YearEntry,
}

/// A version's identifier out of an address.
pub fn id_of(text: &str) -> Result<Id<YearVersion>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// The version of that identifier.
pub fn found(tx: &mut ReadTx<'_>, id: Id<YearVersion>) -> Result<Found, Stop> {
    let published = year::version(tx, id)?.ok_or(Stop::NotFound)?;
    let (row, entry) = year::version_row(tx, id)?.ok_or(Stop::NotFound)?;
    Ok(Found { published, row, entry })
}

pub(super) fn sheet(cx: &Here, title: impl Into<String>, main: maud::Markup) -> Sheet {
    Sheet::new(title, main).crumb("Året", cx.link("ar")).crumb("Versioner", cx.link("ar/versioner"))
}

/// `/ar/versioner`: every year and its versions.
pub(super) async fn versions(cx: Here) -> Result<Reply, Stop> {
    let years = cx.read(|tx| Ok(year::years(tx)?)).await?;
    let main = view::versions(&cx.link("ar"), &years, None);
    Ok(cx.show(Sheet::new("Versioner av året", main).crumb("Året", cx.link("ar"))))
}

/// `/ar/version/…`: one version, what it differs from another in.
pub(super) async fn version(cx: Here, Path((_, id)): AtVersion, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let id = id_of(&id)?;
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let against = query.get("mot").to_owned();
    let root = cx.link("ar");
    let page = cx
        .read(move |tx| {
            let Found { published, row, entry } = found(tx, id)?;
            let other = match against.as_str() {
                // What holds is what a new version will take the place of; a draft between them holds for nobody.
                "" => {
                    let earlier = || entry.versions.iter().filter(|other| other.version < row.version);
                    earlier().find(|other| other.published_at.is_some()).or_else(|| earlier().next()).cloned()
                }
                text => {
                    let wanted = id_of(text)?;
                    Some(entry.versions.iter().find(|other| other.id == wanted).cloned().ok_or(Stop::NotFound)?)
                }
            };
            let document = year::document(tx, id)?.unwrap_or_default();
            let before = match &other {
                Some(other) => Some((year::document(tx, other.id)?.unwrap_or_default(), year::version(tx, other.id)?)),
                None => None,
            };
            let mut notices = read_document(&document).faults;
            notices.retain(|fault| fault.severity() == Severity::Notice);
            let hunks = before.as_ref().map(|(text, _)| lines(text, &document)).unwrap_or_default();
            let old = before.and_then(|(_, version)| version);
            let changes = old.map(|old| between(Some(&old.year), &published.year)).unwrap_or_default();
            let sha256 = year::sha256(&document);
            Ok(VersionPage { root, published, row, entry, other, notices, changes, hunks, sha256 })
        })
        .await?;
    let title = format!("{}, version {}", page.published.year.year, page.row.version);
    Ok(cx.show(sheet(&cx, title, view::version(&page)).year(page.published.year.year)))
}

/// The document as a file.
pub(super) async fn download(cx: Here, Path((_, id)): AtVersion) -> Result<Reply, Stop> {
    let id = id_of(&id)?;
    let (document, row) = cx
        .read(move |tx| {
            let document = year::document(tx, id)?.ok_or(Stop::NotFound)?;
            Ok((document, found(tx, id)?.row))
        })
        .await?;
    let name = format!("ar-{}-version-{}.toml", row.year, row.version);
    Ok(Reply::download(document.into_bytes(), "application/toml; charset=utf-8", &name))
}

fn next_days(year: &Year, next: &Year) -> Vec<NextDay> {
    let off: BTreeMap<String, Day> = check(next)
        .into_iter()
        .filter_map(|fault| match fault.kind {
            FaultKind::DeadlineOnDayOff { suggestion, deadline } => Some((deadline.to_string(), suggestion)),
            _ => None,
        })
        .collect();
    year.occasions
        .iter()
        .zip(&next.occasions)
        .map(|(old, new)| NextDay {
            slug: new.slug.to_string(),
            title: new.title.as_sv().to_owned(),
            from: old.deadline,
            to: new.deadline,
            suggestion: off.get(&new.deadline.to_string()).copied(),
        })
        .collect()
}

async fn next_base(cx: &Here, id: &str) -> Result<Found, Stop> {
    let id = id_of(id)?;
    let base = cx
        .read(move |tx| {
            let base = found(tx, id)?;
            let exists = year::newest_number(tx, base.published.year.year + 1)? > 0;
            Ok((base, exists))
        })
        .await?;
    match base {
        (base, false) => Ok(base),
        (base, true) => Err(already(cx, base.published.year.year + 1)),
    }
}

fn already(cx: &Here, year: i16) -> Stop {
    Stop::refused_back("Året finns redan", sv::exists(year), &cx.link("ar/versioner"), "Till versionerna")
}

/// Next year, as it would become.
pub(super) async fn next_year(cx: Here, Path((_, id)): AtVersion) -> Result<Reply, Stop> {
    let base = next_base(&cx, &id).await?;
    let next = copy_to_next_year(&base.published.year);
    let days = next_days(&base.published.year, &next);
    let notices = check(&next);
    let year = base.published.year.clone();
    let templates: Vec<String> = cx
        .read(move |tx| {
            let slugs = own_templates::in_force_items(tx, year.year)?;
            Ok(slugs.iter().filter_map(|slug| Some(year.item(slug)?.title.as_sv().to_owned())).collect())
        })
        .await?;
    let main = view::next_year(&cx.link("ar"), &base, &next, (&days, &templates), &notices);
    Ok(cx.show(sheet(&cx, format!("Skapa {}", next.year), main)))
}

/// Makes next year as a draft; last days that were ticked move to the next working day.
pub(super) async fn make_next_year(cx: Here, Path((_, id)): AtVersion, form: FormData) -> Result<Reply, Stop> {
    let base = next_base(&cx, &id).await?;
    let mut next = copy_to_next_year(&base.published.year);
    for day in next_days(&base.published.year, &next) {
        let Some(suggestion) = day.suggestion.filter(|_| form.all("flytta").contains(&day.slug)) else { continue };
        if let Some(occasion) = next.occasions.iter_mut().find(|occasion| occasion.slug.as_str() == day.slug) {
            occasion.deadline = suggestion;
        }
    }
    let (from, number) = (base.published.year.year, next.year);
    let (document, note) = (to_toml(&next), sv::copy_note(from, base.row.version));
    let Some(next) = read_document(&document).year.map(Arc::new) else {
        return Err(Stop::broken("the copied year cannot be read"));
    };
    let saved = keep(&cx, next.clone(), document, note, 0).await?;
    match saved {
        Kept::Saved(saved) => {
            copy_templates(&cx, from, next, saved.id).await?;
            Ok(Reply::done(&cx.link(&format!("ar/version/{}", saved.id)), &sv::copied(from, number)))
        }
        Kept::Stale(_) | Kept::Taken => Err(already(&cx, number)),
    }
}

/// The authority's own templates go along to the next year.
async fn copy_templates(cx: &Here, from: i16, next: Arc<Year>, version: Id<YearVersion>) -> Result<(), Stop> {
    if cx.read(move |tx| Ok(own_templates::in_force_items(tx, from)?.is_empty())).await? {
        return Ok(());
    }
    let (tools, person, today) = (cx.kit().tools(), cx.account().person, cx.now().day());
    cx.write(move |mut tx| {
        let fits = |old: &own_templates::Version| {
            let item = next.item(&old.item)?;
            if let (Some(words), Some(document)) = (&old.mapping.words, &old.shape.document) {
                let fields = word::text_fields(&word::asked_of_item(&next, item)?);
                return Some(own_templates::check_words(words, document, &fields).is_empty());
            }
            let asked = Asked::of_tables(&next, item, today)?;
            Some(own_templates::check(&old.mapping, &old.shape, &asked.tables()).is_empty())
        };
        let copied = own_templates::copy_to(&mut tx, tools.chance(), from, &next, person, fits)?;
        let facts = json!({"year": next.year, "from": from, "copied": copied});
        Ok(tx.save(Event::about("own-template.copied", version, facts), ())?)
    })
    .await
}

/// What became of a version that was to be kept.
#[derive(Debug, Clone)]
pub enum Kept {
    /// It is kept, as a draft.
    Saved(Published),
    /// Another one was saved after the person began.
    Stale(Box<Version>),
    /// Another one was saved at the same moment.
    Taken,
}

/// Keeps a version where the newest of its year is still the one the person began from (0 where there was none).
pub async fn keep(cx: &Here, year: Arc<Year>, document: String, note: String, base: i64) -> Result<Kept, Stop> {
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    // A refusal leaves the closure as an error, so that nothing is written; it is turned back into an answer here.
    let outcome = Arc::new(std::sync::Mutex::new(None));
    let seen = outcome.clone();
    let set = move |kept: Kept| {
        *seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(kept);
        Stop::NotFound
    };
    let result = cx
        .write(move |mut tx| {
            let newest = year::newest_number(&mut tx, year.year)?;
            if newest != base {
                let years = year::years(&mut tx)?;
                let entry = years.into_iter().find(|entry| entry.year == year.year);
                let version = entry.and_then(|entry| entry.versions.into_iter().next());
                return Err(version.map_or(Stop::NotFound, |version| set(Kept::Stale(Box::new(version)))));
            }
            let kept = match year::keep_version(&mut tx, tools.chance(), &year, &document, &note, Some(person)) {
                Ok(kept) => kept,
                Err(SaveError::Store(error)) => return Err(error.into()),
                Err(SaveError::Taken | SaveError::Faults(_)) => return Err(set(Kept::Taken)),
            };
            let facts = json!({
                "year": year.year, "version": kept.version, "sha256": year::sha256(&document), "from": base,
            });
            Ok(tx.save(Event::about("year.version-saved", kept.id, facts), kept)?)
        })
        .await;
    let refused = outcome.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    match (result, refused) {
        (Ok(saved), _) => Ok(Kept::Saved(saved)),
        (Err(_), Some(kept)) => Ok(kept),
        (Err(stop), None) => Err(stop),
    }
}
