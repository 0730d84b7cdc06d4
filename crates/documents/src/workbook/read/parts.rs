//! The parts beside the sheets: which sheets there are, which styles are dates, the shared strings, the properties.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::dates::{built_in_is_date, code_is_date};
use super::package::Package;
use super::xml::{Event, Xml, push_text, unescape};
use crate::raw::{Limits, Unreadable, Visibility};

pub(crate) struct Book {
    /// The part that lists the sheets.
    pub(crate) part: String,
    pub(crate) sheets: Vec<Entry>,
    pub(super) date1904: bool,
    pub(super) names: BTreeMap<String, String>,
    styles: Option<String>,
    strings: Option<String>,
}

pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) part: String,
    pub(super) visibility: Visibility,
}

struct Relation {
    kind: String,
    target: String,
}

/// The most names of ranges that are taken in.
const NAMES: usize = 1_000;

pub(crate) fn workbook(package: &mut Package<'_>) -> Result<Book, Unreadable> {
    let part = relations(package, "_rels/.rels", "")?
        .into_values()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", &part));
    let relations = relations(package, &format!("{folder}/_rels/{file}.rels"), folder)?;
    let target = |kind: &str| relations.values().find(|r| r.kind == kind).map(|r| r.target.clone());
    let mut book = Book {
        part: part.clone(),
        sheets: Vec::new(),
        date1904: false,
        names: BTreeMap::new(),
        styles: target("styles"),
        strings: target("sharedStrings"),
    };
    let text = package.text(&part)?;
    let mut xml = Xml::new(&text, &part);
    let (mut name, mut range) = (None, String::new());
    while let Some(event) = xml.next()? {
        let start = match event {
            Event::Start(start) => start,
            Event::End("definedName") => {
                if let Some(name) = name.take().filter(|_| book.names.len() < NAMES) {
                    book.names.insert(name, std::mem::take(&mut range));
                }
                continue;
            }
            event => {
                if name.is_some() {
                    push_text(&mut range, &event);
                }
                continue;
            }
        };
        match start.name {
            "definedName" => {
                range.clear();
                name = start.attribute("name").map(Cow::into_owned);
            }
            "workbookPr" => book.date1904 = start.flag("date1904"),
            "sheet" => {
                let relation = start.prefixed("id").and_then(|id| relations.get(id.as_ref()));
                // A sheet of charts or an old dialog has no cells.
                let Some(relation) = relation.filter(|relation| relation.kind == "worksheet") else { continue };
                book.sheets.push(Entry {
                    name: unescape(start.attribute("name").unwrap_or_default().into_owned()),
                    part: relation.target.clone(),
                    visibility: match start.attribute("state").as_deref() {
                        Some("hidden") => Visibility::Hidden,
                        Some("veryHidden") => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    },
                });
            }
            _ => {}
        }
    }
    Ok(book)
}

fn relations(package: &mut Package<'_>, part: &str, folder: &str) -> Result<BTreeMap<String, Relation>, Unreadable> {
    let Some(text) = package.text_if_there(part)? else { return Ok(BTreeMap::new()) };
    let mut out = BTreeMap::new();
    let mut xml = Xml::new(&text, part);
    while let Some(event) = xml.next()? {
        let Event::Start(start) = event else { continue };
        if start.name != "Relationship" || start.attribute("TargetMode").as_deref() == Some("External") {
            continue;
        }
        if let (Some(id), Some(kind), Some(target)) =
            (start.attribute("Id"), start.attribute("Type"), start.attribute("Target"))
        {
            // The transitional and the strict standard differ only in what stands before the last slash.
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            out.insert(id.into_owned(), Relation { kind, target: resolve(folder, &target) });
        }
    }
    Ok(out)
}

fn resolve(folder: &str, target: &str) -> String {
    let joined = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut out: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out.join("/")
}

/// For each cell style, whether it shows a date.
pub(super) fn date_styles(package: &mut Package<'_>, book: &Book) -> Result<Vec<bool>, Unreadable> {
    let Some(part) = &book.styles else { return Ok(Vec::new()) };
    let Some(text) = package.text_if_there(part)? else { return Ok(Vec::new()) };
    let mut own: BTreeMap<u32, bool> = BTreeMap::new();
    let mut styles = Vec::new();
    let mut in_cells = false;
    let mut xml = Xml::new(&text, part);
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(start) => match start.name {
                "numFmt" => {
                    let id = start.attribute("numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, start.attribute("formatCode")) {
                        own.insert(id, code_is_date(&code));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = start.attribute("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    styles.push(own.get(&id).copied().unwrap_or_else(|| built_in_is_date(id)));
                }
                _ => {}
            },
            Event::End("cellXfs") => in_cells = false,
            _ => {}
        }
    }
    Ok(styles)
}

/// The texts that cells refer to by number. Runs of rich text are joined; readings (phonetics) are left out.
pub(super) fn shared_strings(
    package: &mut Package<'_>,
    book: &Book,
    limits: &Limits,
) -> Result<Vec<Arc<str>>, Unreadable> {
    let Some(part) = &book.strings else { return Ok(Vec::new()) };
    let Some(text) = package.text_if_there(part)? else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    let mut current = String::new();
    let (mut in_text, mut in_reading) = (false, false);
    let mut xml = Xml::new(&text, part);
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(start) => match start.name {
                "si" => current.clear(),
                "t" => in_text = true,
                "rPh" => in_reading = true,
                _ => {}
            },
            Event::End(end) => match *end {
                "si" => {
                    if out.len() >= limits.cells {
                        return Err(Unreadable::Unpacks);
                    }
                    out.push(unescape(std::mem::take(&mut current)).into());
                }
                "t" => in_text = false,
                "rPh" => in_reading = false,
                _ => {}
            },
            event if in_text && !in_reading => push_text(&mut current, event),
            _ => {}
        }
    }
    Ok(out)
}

/// The custom document properties, as text.
pub(crate) fn custom_properties(package: &mut Package<'_>) -> Result<BTreeMap<String, String>, Unreadable> {
    let part = "docProps/custom.xml";
    let Some(text) = package.text_if_there(part)? else { return Ok(BTreeMap::new()) };
    let mut out = BTreeMap::new();
    let (mut name, mut value) = (None, String::new());
    let mut xml = Xml::new(&text, part);
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(start) if start.name == "property" => {
                name = start.attribute("name").map(Cow::into_owned);
                value.clear();
            }
            Event::End(end) if *end == "property" => {
                if let Some(name) = name.take() {
                    out.insert(name, unescape(value.trim().to_owned()));
                }
            }
            event if name.is_some() => push_text(&mut value, event),
            _ => {}
        }
    }
    Ok(out)
}
