//! The year's items with what they have, and the versions of one.

use std::collections::BTreeMap;
use std::sync::Arc;

use ::store::{Event, ReadTx};
use axum::body::Bytes;
use documents::raw::{Kind, RawWorkbook, Unreadable};
use domain::year::{Item, Year};
use platform::files::sha256_hex;
use platform::reply::Sheet;
use platform::{Cx, Path, Reply, Stop, Upload, may};
use serde_json::json;

use super::{form, sv, view, words};
use crate::own_templates::{self, Brief, Mapping, New, Shape, Version, suggest, suggest_words};
use crate::submissions::Asked;
use crate::word;
use crate::workbooks::{self, Fault};
use crate::year;

pub(super) type Here = Cx<may::ManageYear>;

/// The largest file that is kept as a template, in bytes.
const MOST: usize = 4 << 20;

/// The year as it is published, or as its newest draft has it while nothing is.
fn year_of(tx: &mut ReadTx<'_>, of: &str) -> Result<Arc<Year>, Stop> {
    let of: i16 = of.parse().map_err(|_| Stop::NotFound)?;
    if let Some(published) = year::published(tx, of)? {
        return Ok(published.year);
    }
    let years = year::years(tx)?;
    let newest = years.into_iter().find(|entry| entry.year == of).and_then(|entry| entry.versions.into_iter().next());
    let newest = newest.ok_or(Stop::NotFound)?;
    Ok(year::version(tx, newest.id)?.ok_or(Stop::NotFound)?.year)
}

/// An item that an own template can be of.
#[derive(Debug, Clone)]
pub(super) struct Of {
    pub year: Arc<Year>,
    pub item: Item,
    pub asked: Asked,
}

pub(super) fn of(tx: &mut ReadTx<'_>, year: &str, item: &str, today: kernel::Day) -> Result<Of, Stop> {
    let year = year_of(tx, year)?;
    let item = year.item(item).cloned().ok_or(Stop::NotFound)?;
    let asked = asked(&year, &item, today).ok_or_else(|| Stop::refused(sv::TEMPLATES, sv::NO_TEMPLATE))?;
    Ok(Of { year, item, asked })
}

/// What anybody would be asked by an item that can have an own template: tables in a workbook, words in a document.
fn asked(year: &Year, item: &Item, today: kernel::Day) -> Option<Asked> {
    Asked::of_tables(year, item, today).or_else(|| word::asked_of_item(year, item))
}

impl Of {
    /// Whether its template is a Word document.
    pub fn is_words(&self) -> bool {
        self.asked.tables().is_empty()
    }
}

fn sheet(cx: &Here, of: &Year, title: &str, main: maud::Markup) -> Sheet {
    Sheet::new(title, main).year(of.year).crumb("Året", cx.link("ar")).crumb("Versioner", cx.link("ar/versioner"))
}

pub(super) fn item_sheet(cx: &Here, of: &Of, title: &str, main: maud::Markup) -> Sheet {
    sheet(cx, &of.year, title, main).crumb(sv::TEMPLATES, cx.link(&format!("ar/{}/mallar", of.year.year)))
}

/// `/ar/2024/mallar`: every item, and whether it has a template of the authority's own.
pub(super) async fn list(cx: Here, Path((_, wanted)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (year, all) = cx
        .read(move |tx| {
            let year = year_of(tx, &wanted)?;
            let all = own_templates::versions_of_year(tx, year.year)?;
            Ok((year, all))
        })
        .await?;
    let mut by_item: BTreeMap<&str, Vec<&Brief>> = BTreeMap::new();
    for version in &all {
        by_item.entry(&version.item).or_default().push(version);
    }
    let today = cx.now().day();
    let items: Vec<&Item> = year.items.iter().filter(|item| asked(&year, item, today).is_some()).collect();
    let main = view::list(&cx.link(&format!("ar/{}/mallar", year.year)), &year, &items, &by_item);
    Ok(cx.show(sheet(&cx, &year, sv::TEMPLATES, main)))
}

async fn versions(cx: &Here, (year, item): (String, String)) -> Result<(Of, Vec<Version>), Stop> {
    let today = cx.now().day();
    cx.read(move |tx| {
        let of = of(tx, &year, &item, today)?;
        let versions = own_templates::versions(tx, of.year.year, of.item.slug.as_str())?;
        Ok((of, versions))
    })
    .await
}

fn show(cx: &Here, of: &Of, versions: &[Version], fault: Option<&str>) -> Reply {
    let base = cx.link(&format!("ar/{}/mallar/{}", of.year.year, of.item.slug));
    let main = view::item(&base, of, versions, fault);
    cx.show(item_sheet(cx, of, of.item.title.as_sv(), main).with_faults(fault.is_some()))
}

/// `/ar/2024/mallar/klagomal-t1`: the item's versions, and where a file is uploaded.
pub(super) async fn item(cx: Here, Path((_, year, item)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    let (of, versions) = versions(&cx, (year, item)).await?;
    Ok(show(&cx, &of, &versions, None))
}

/// Reads a file that somebody has chosen here; else says in Swedish why it cannot be one.
pub(super) async fn read(
    cx: &Here,
    upload: Upload,
    most: usize,
) -> Result<Result<(String, Bytes, RawWorkbook), String>, Stop> {
    let file = match upload.file {
        Ok(file) => file,
        Err(problem) => return Ok(Err(workbooks::fault_text(&Fault::Upload(problem)))),
    };
    if file.bytes.len() > most {
        return Ok(Err(sv::TOO_LARGE.to_owned()));
    }
    let person = cx.account().person;
    let read = workbooks::read_file(cx.kit().sandbox(), person, (&file.name, &file.bytes), most).await?;
    Ok(match read {
        Ok(read) if read.media_type == documents::workbook::MEDIA_TYPE => Ok((file.name, file.bytes, read.book)),
        Ok(_) | Err(Fault::NoWorkbook | Fault::Unreadable(Unreadable::OtherKind(Kind::TextDocument))) => {
            Err(sv::NO_WORKBOOK.to_owned())
        }
        Err(fault) => Err(workbooks::fault_text(&fault)),
    })
}

/// A file that can be a template, its beginning, and what it is likely to be; else why not, in Swedish.
type Taken = Result<(String, Bytes, Shape, Mapping), String>;

async fn workbook(cx: &Here, of: &Of, upload: Upload) -> Result<Taken, Stop> {
    let (name, bytes, book) = match read(cx, upload, MOST).await? {
        Ok(read) => read,
        Err(fault) => return Ok(Err(fault)),
    };
    let shape = Shape::of(&book);
    let mapping = suggest(&shape, &of.asked.tables(), &form::answers(&of.asked));
    Ok(Ok((name, bytes, shape, mapping)))
}

async fn document(cx: &Here, of: &Of, upload: Upload) -> Result<Taken, Stop> {
    let (name, bytes, document) = match words::read(cx, upload, MOST).await? {
        Ok(read) => read,
        Err(fault) => return Ok(Err(fault)),
    };
    if let Some(refusal) = own_templates::refuse(&document) {
        return Ok(Err(refusal.to_owned()));
    }
    let said = suggest_words(&document, &word::text_fields(&of.asked));
    Ok(Ok((name, bytes, Shape::of_document(document), Mapping { words: Some(said), ..Mapping::default() })))
}

/// Takes a file in as a new version, a draft, with what its cells are likely to be.
pub(super) async fn upload(
    cx: Here,
    Path((_, year, item)): Path<(String, String, String)>,
    upload: Upload,
) -> Result<Reply, Stop> {
    let (of, versions) = versions(&cx, (year, item)).await?;
    let taken = if of.is_words() { document(&cx, &of, upload).await? } else { workbook(&cx, &of, upload).await? };
    let (name, bytes, shape, mapping) = match taken {
        Ok(taken) => taken,
        Err(fault) => return Ok(show(&cx, &of, &versions, Some(&fault))),
    };
    let (tools, person, sha256) = (cx.kit().tools(), cx.account().person, sha256_hex(&bytes));
    let (year, slug, title) = (of.year.year, of.item.slug.to_string(), of.item.title.as_sv().to_owned());
    let (id, version) = cx
        .write(move |mut tx| {
            let new = New {
                year,
                item: &slug,
                file_name: &name,
                bytes: &bytes,
                sha256: &sha256,
                shape: &shape,
                mapping: &mapping,
                person,
            };
            let (id, version) = own_templates::add(&mut tx, tools.chance(), &new)?;
            let facts =
                json!({"template": id, "year": year, "item": slug, "title": title, "number": version, "sha256": sha256});
            Ok(tx.save(Event::about("own-template.uploaded", id, facts), (id, version))?)
        })
        .await?;
    let here = cx.link(&format!("ar/{year}/mallar/{}/{id}", of.item.slug));
    Ok(Reply::done(&here, &sv::uploaded(version)))
}
