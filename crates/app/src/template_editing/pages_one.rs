//! One version: what its cells are, tried out, taken into use and out of it.

use std::collections::BTreeMap;

use ::store::Event;
use documents::{docx, workbook};
use kernel::Id;
use kernel::id::kind::OwnTemplate;
use platform::{FormData, Path, Reply, Stop, Upload};
use serde_json::json;

use super::pages::{self, Here, Of, item_sheet};
use super::view_one::{self, Page};
use super::{form, sv, words};
use crate::own_templates::{self, Mapping, New, Problem, Version, check};
use crate::workbooks::{self, Trial};
use crate::{word, year};

type At = Path<(String, String, String, String)>;

pub(super) struct One {
    pub of: Of,
    pub version: Version,
}

async fn one(cx: &Here, (year, item, id): (String, String, String)) -> Result<One, Stop> {
    let (today, id) = (cx.now().day(), id.parse::<Id<OwnTemplate>>().map_err(|_| Stop::NotFound)?);
    cx.read(move |tx| {
        let of = pages::of(tx, &year, &item, today)?;
        let mut version = own_templates::find(tx, id)?
            .filter(|version| version.year == i64::from(of.year.year) && version.item == of.item.slug.as_str())
            .ok_or(Stop::NotFound)?;
        // What it was said to be is shown as it holds now, as providers get it.
        let published = year::published(tx, of.year.year)?.filter(|_| of.is_words());
        if let Some((published, words)) = published.as_ref().zip(version.mapping.words.as_mut()) {
            let known = word::text_fields(&of.asked);
            let is_known = |path: &str| known.iter().any(|field| field.path == path);
            word::follow(tx, (published, of.item.slug.as_str()), &is_known, words)?;
        }
        Ok(One { of, version })
    })
    .await
}

pub(super) fn item_link(cx: &Here, one: &One) -> String {
    cx.link(&format!("ar/{}/mallar/{}", one.of.year.year, one.of.item.slug))
}

pub(super) fn here(cx: &Here, one: &One) -> String {
    format!("{}/{}", item_link(cx, one), one.version.id)
}

fn problems(one: &One, mapping: &Mapping) -> Vec<Problem> {
    check(mapping, &one.version.shape, &one.of.asked.tables())
}

/// What the page shows beside the version.
#[derive(Default)]
struct Shown {
    fields: Option<BTreeMap<String, String>>,
    problems: Vec<Problem>,
    trial: Option<Trial>,
    fault: Option<String>,
}

fn show_page(cx: &Here, one: &One, shown: Shown) -> Reply {
    let asked = &one.of.asked;
    let fields = shown.fields.unwrap_or_else(|| form::fields(&one.version.mapping, &one.version.shape, asked));
    let page = Page {
        here: here(cx, one),
        version: &one.version,
        title: one.of.item.title.as_sv(),
        asked,
        fields,
        faults: shown
            .problems
            .iter()
            .map(|problem| (form::name(&problem.place, asked), problem.says.clone()))
            .collect(),
        standing: problems(one, &one.version.mapping),
        trial: shown.trial,
        fault: shown.fault,
    };
    let failed = !page.faults.is_empty() || page.fault.is_some();
    let main = view_one::page(&page);
    let sheet = item_sheet(cx, &one.of, &view_one::title(&page), main)
        .crumb(one.of.item.title.as_sv(), item_link(cx, one))
        .wide();
    cx.show(sheet.with_faults(failed))
}

/// `/ar/2024/mallar/klagomal-t1/…`: what its cells are.
pub(super) async fn show(cx: Here, Path((_, year, item, id)): At) -> Result<Reply, Stop> {
    let one = one(&cx, (year, item, id)).await?;
    if one.of.is_words() {
        return words::show(&cx, &one);
    }
    Ok(show_page(&cx, &one, Shown::default()))
}

/// The file as it was uploaded.
pub(super) async fn file(cx: Here, Path((_, year, item, id)): At) -> Result<Reply, Stop> {
    let one = one(&cx, (year, item, id)).await?;
    let id = one.version.id;
    let bytes = cx.read(move |tx| Ok(own_templates::bytes(tx, id)?)).await?;
    let media_type = if one.version.shape.document.is_some() { docx::MEDIA_TYPE } else { workbook::MEDIA_TYPE };
    Ok(Reply::download(bytes, media_type, &one.version.file_name))
}

/// Shows what would be read of a filled-in file. Nothing is kept of it.
pub(super) async fn try_out(cx: Here, Path((_, year, item, id)): At, upload: Upload) -> Result<Reply, Stop> {
    let one = one(&cx, (year, item, id)).await?;
    if one.of.is_words() {
        return words::try_out(&cx, &one, upload).await;
    }
    let limit = cx.kit().settings().upload_limit;
    let book = match pages::read(&cx, upload, limit).await? {
        Ok((_, _, book)) => book,
        Err(fault) => return Ok(show_page(&cx, &one, Shown { fault: Some(fault), ..Shown::default() })),
    };
    // Thousands of rows: not on the threads that answer.
    let (asked, mapping) = (one.of.asked.clone(), one.version.mapping.clone());
    let trial = platform::apart(move || workbooks::trial(&asked, &book, &mapping)).await;
    let trial = Some(trial.map_err(Stop::failed)?);
    Ok(show_page(&cx, &one, Shown { trial, ..Shown::default() }))
}

/// What the person wants done with what stands in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    ReadAgain,
    Save,
    Use,
}

/// Saves what the cells are, takes the version into use or out of it, throws it away, or makes a new one of it.
pub(super) async fn decide(cx: Here, Path((_, year, item, id)): At, data: FormData) -> Result<Reply, Stop> {
    let one = one(&cx, (year, item, id)).await?;
    let wish = match data.get("gor") {
        "ta-ur-bruk" if one.version.is_in_force() => {
            return retire(&cx, one, "own-template.retired", sv::RETIRED).await;
        }
        "slang" if one.version.is_draft() => return retire(&cx, one, "own-template.dropped", sv::DROPPED).await,
        "ny" => return again(&cx, one).await,
        "rubriker" => Wish::ReadAgain,
        "anvand" => Wish::Use,
        _ => Wish::Save,
    };
    if !one.version.is_draft() {
        return Err(Stop::refused_back(sv::NO_DRAFT_TITLE, sv::NO_DRAFT, &here(&cx, &one), "Till mallen"));
    }
    if one.of.is_words() {
        return words::decide(&cx, one, &data, wish).await;
    }
    let before = (wish == Wish::ReadAgain).then_some(&one.version.mapping);
    let text = |name: &str| data.get(name).to_owned();
    let (mapping, mut faults) = form::mapping(text, &one.version.shape, &one.of.asked, before);
    if wish != Wish::ReadAgain {
        faults.extend(problems(&one, &mapping));
    }
    if !faults.is_empty() {
        let fields = data.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        return Ok(show_page(&cx, &one, Shown { fields: Some(fields), problems: faults, ..Shown::default() }));
    }
    save(&cx, one, mapping, wish).await
}

fn facts(one: &One) -> serde_json::Value {
    json!({
        "template": one.version.id, "year": one.of.year.year, "item": one.of.item.slug.as_str(),
        "title": one.of.item.title.as_sv(), "number": one.version.version,
    })
}

pub(super) async fn save(cx: &Here, one: One, mapping: Mapping, wish: Wish) -> Result<Reply, Stop> {
    let (back, facts) = (here(cx, &one), facts(&one));
    let to = back.clone();
    let version = one.version;
    cx.write(move |mut tx| {
        let gone = || Stop::refused_back(sv::NO_DRAFT_TITLE, sv::NO_DRAFT, &back, "Till mallen");
        if !own_templates::save_mapping(&mut tx, version.id, &mapping)? {
            return Err(gone());
        }
        let kind = if wish == Wish::Use {
            if !own_templates::take_into_use(&mut tx, &version)? {
                return Err(gone());
            }
            "own-template.used"
        } else {
            "own-template.changed"
        };
        Ok(tx.save(Event::about(kind, version.id, facts.clone()), ())?)
    })
    .await?;
    let said = match wish {
        Wish::ReadAgain => sv::READ_AGAIN,
        Wish::Save => sv::SAVED,
        Wish::Use => sv::IN_USE,
    };
    Ok(Reply::done(&to, said))
}

async fn retire(cx: &Here, one: One, kind: &'static str, said: &str) -> Result<Reply, Stop> {
    let (back, facts, id) = (here(cx, &one), facts(&one), one.version.id);
    let to = item_link(cx, &one);
    cx.write(move |mut tx| {
        if !own_templates::retire(&mut tx, id)? {
            return Err(Stop::refused_back(sv::NO_DRAFT_TITLE, sv::NO_DRAFT, &back, "Till mallen"));
        }
        Ok(tx.save(Event::about(kind, id, facts.clone()), ())?)
    })
    .await?;
    Ok(Reply::done(&to, said))
}

/// A new draft with the same file and the same cells.
async fn again(cx: &Here, one: One) -> Result<Reply, Stop> {
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let (to, year) = (item_link(cx, &one), one.of.year.year);
    let title = one.of.item.title.as_sv().to_owned();
    let old = one.version;
    let (id, number) = cx
        .write(move |mut tx| {
            let bytes = own_templates::bytes(&mut tx, old.id)?;
            let new = New {
                year,
                item: &old.item,
                file_name: &old.file_name,
                bytes: &bytes,
                sha256: &old.sha256,
                shape: &old.shape,
                mapping: &old.mapping,
                person,
            };
            let (id, number) = own_templates::add(&mut tx, tools.chance(), &new)?;
            let facts = json!({
                "template": id, "year": year, "item": old.item, "title": title, "number": number, "sha256": old.sha256,
            });
            Ok(tx.save(Event::about("own-template.uploaded", id, facts), (id, number))?)
        })
        .await?;
    Ok(Reply::done(&format!("{to}/{id}"), &sv::made(number)))
}
