//! Changes a few places of a workbook that somebody else made, and leaves every other byte of its parts as it is: styles,
//! pictures, drop-down lists and whatever this program knows nothing of.
//!
//! Parts are edited as text, at the places where the one reader of XML in this program stands; nothing is written anew
//! that does not have to be.

mod cells;
mod list;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::ops::Range;

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::STAMP_PREFIX;
use super::read::package::Package;
use super::read::parts;
use super::read::xml::{Event, Xml};
use crate::raw::{Limits, Place, Unreadable};

pub use list::{ListRow, ListSheet};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const PROPERTIES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties";
const VALUES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes";
/// What every custom property is said to be of (ECMA-376 part 1, 22.3.2.2).
const CUSTOM: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
const CUSTOM_PART: &str = "docProps/custom.xml";
const CUSTOM_TYPE: &str = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
pub(crate) const TYPES_PART: &str = "[Content_Types].xml";
/// The most that is unpacked of a workbook that is changed, in bytes: it is done where requests are answered.
pub(crate) const UNPACKED: u64 = 64 << 20;

/// A cell that is given a text in place of what stands there. Its style stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellEdit {
    /// The sheet by its name.
    pub sheet: String,
    /// Which cell.
    pub place: Place,
    /// The text.
    pub text: String,
}

/// What is changed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Edits<'e> {
    /// Cells that are filled in.
    pub cells: &'e [CellEdit],
    /// What tells the file from others, in place of what told it before; without it that stays.
    pub stamp: Option<&'e BTreeMap<String, String>>,
    /// A sheet that is put last, in place of one of the same name.
    pub last_sheet: Option<&'e ListSheet>,
}

/// Why a workbook was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It has no sheet of that name.
    #[error("no sheet called {0}")]
    NoSheet(String),
    /// It cannot be packed.
    #[error("the workbook could not be packed: {0}")]
    Pack(String),
}

/// The workbook with what is changed. The same bytes and changes give the same bytes.
///
/// # Errors
/// When it is no workbook, or has no sheet of the name that a cell is said to lie in.
pub fn edit(bytes: &[u8], edits: &Edits<'_>) -> Result<Vec<u8>, EditError> {
    let limits = Limits { unpacked_bytes: UNPACKED, ..Limits::default() };
    let mut package = Package::open(bytes, &limits)?;
    let book = parts::workbook(&mut package)?;
    let mut parts = Parts { package, changed: BTreeMap::new() };
    let mut by_part: BTreeMap<&str, Vec<&CellEdit>> = BTreeMap::new();
    for cell in edits.cells {
        let sheet = book.sheets.iter().find(|sheet| sheet.name == cell.sheet);
        let sheet = sheet.ok_or_else(|| EditError::NoSheet(cell.sheet.clone()))?;
        by_part.entry(sheet.part.as_str()).or_default().push(cell);
    }
    for (part, cells) in by_part {
        let text = parts.text(part)?;
        let filled = cells::filled(&text, part, &cells)?;
        parts.put(part, filled);
    }
    if !edits.cells.is_empty() {
        let text = parts.text(&book.part)?;
        let computed = computed_anew(&text, &book.part)?;
        parts.put(&book.part, computed);
    }
    if let Some(stamp) = edits.stamp {
        stamped(&mut parts, stamp)?;
    }
    if let Some(sheet) = edits.last_sheet {
        list::add(&mut parts, &book, sheet)?;
    }
    // A template of a program's own kind would open as a new, nameless file under the name of a workbook.
    let types = parts.text_if_there(TYPES_PART)?.unwrap_or_default();
    if types.contains("spreadsheetml.template.main+xml") {
        parts.put(TYPES_PART, types.replace("spreadsheetml.template.main+xml", "spreadsheetml.sheet.main+xml"));
    }
    packed(bytes, parts.changed)
}

/// The parts as they are, and as they become.
pub(crate) struct Parts<'b> {
    pub(crate) package: Package<'b>,
    /// By name in lower case, with the name as it is written; nothing for a part that goes.
    pub(crate) changed: BTreeMap<String, (String, Option<String>)>,
}

impl Parts<'_> {
    pub(crate) fn text_if_there(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        match self.changed.get(&name.to_lowercase()) {
            Some((_, text)) => Ok(text.clone()),
            None => self.package.text_if_there(name),
        }
    }
    pub(crate) fn text(&mut self, name: &str) -> Result<String, Unreadable> {
        self.text_if_there(name)?.ok_or_else(|| Unreadable::Damaged { part: name.to_owned() })
    }
    pub(crate) fn put(&mut self, name: &str, text: String) {
        self.changed.insert(name.to_lowercase(), (name.to_owned(), Some(text)));
    }
    fn remove(&mut self, name: &str) {
        self.changed.insert(name.to_lowercase(), (name.to_owned(), None));
    }
}

/// A place of a text and what is put there instead.
pub(crate) type Splice = (Range<usize>, String);

/// The text with each place replaced. They do not overlap; those at one place stay in their order.
pub(crate) fn spliced(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len() + splices.iter().map(|(_, new)| new.len()).sum::<usize>());
    let mut at = 0;
    for (range, new) in splices {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&new);
        at = range.end.max(at);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Where the tag begins that has just been read, from what lies between where the reader stood and stands.
pub(crate) fn tag_start(text: &str, before: usize, after: usize) -> usize {
    text.get(before..after).and_then(|read| read.rfind('<')).map_or(before, |at| before + at)
}

/// The prefix of the tag at that place with its colon, such as `x:`; empty for most.
pub(crate) fn prefix(text: &str, start: usize) -> &str {
    let name = text.get(start + 1..).unwrap_or_default();
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len());
    name[..end].find(':').map_or("", |colon| &name[..=colon])
}

/// Whether the tag that ends there closes itself.
pub(crate) fn closes_itself(text: &str, after: usize) -> bool {
    text.get(..after).is_some_and(|read| read.ends_with("/>"))
}

/// The text of XML with what it cannot hold left out.
pub(crate) fn text_of(text: &str) -> String {
    let cut: String = text.chars().take(32_000).filter(|c| *c >= ' ' || *c == '\n').collect();
    let clean: String = cut.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    escape(clean.as_str()).into_owned()
}

/// The XML with an element put last in its root.
fn appended(text: &str, part: &str, element: &str) -> Result<String, Unreadable> {
    let mut xml = Xml::new(text, part);
    let (mut depth, mut splice) = (0_usize, None);
    loop {
        let before = xml.offset();
        let Some(event) = xml.next()? else { break };
        let after = xml.offset();
        match event {
            Event::Start(_) => {
                depth += 1;
                if depth == 1 && closes_itself(text, after) {
                    let start = tag_start(text, before, after);
                    let name = text[start + 1..after - 2].split_whitespace().next().unwrap_or_default();
                    splice = Some((after - 2..after, format!(">{element}</{name}>")));
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 && splice.is_none() {
                    let start = tag_start(text, before, after);
                    splice = Some((start..start, element.to_owned()));
                }
            }
            _ => {}
        }
    }
    Ok(spliced(text, splice.into_iter().collect()))
}

/// The list of sheets with the wish that formulas be computed when the file is opened: one may rest on a cell that was
/// filled in.
fn computed_anew(text: &str, part: &str) -> Result<String, Unreadable> {
    let mut xml = Xml::new(text, part);
    let mut splices = Vec::new();
    while let Some(event) = xml.next()? {
        let after = xml.offset();
        if let Event::Start(start) = event
            && start.name == "calcPr"
            && start.attribute("fullCalcOnLoad").is_none()
        {
            let end = after - if closes_itself(text, after) { 2 } else { 1 };
            splices.push((end..end, " fullCalcOnLoad=\"1\"".to_owned()));
        }
    }
    Ok(spliced(text, splices))
}

pub(crate) fn stamped(parts: &mut Parts<'_>, stamp: &BTreeMap<String, String>) -> Result<(), EditError> {
    let old = parts.text_if_there(CUSTOM_PART)?;
    let (text, first) = match &old {
        Some(text) => without_stamp(text)?,
        None => (
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Properties xmlns=\"{PROPERTIES}\"/>"
            ),
            2,
        ),
    };
    let mut properties = String::new();
    for (number, (key, value)) in (first..).zip(stamp) {
        // Writing to a text does not fail.
        let _ = write!(
            properties,
            "<property xmlns=\"{PROPERTIES}\" fmtid=\"{CUSTOM}\" pid=\"{number}\" name=\"{STAMP_PREFIX}{}\"><vt:lpwstr xmlns:vt=\"{VALUES}\">{}</vt:lpwstr></property>",
            text_of(key),
            text_of(value)
        );
    }
    let text = appended(&text, CUSTOM_PART, &properties)?;
    parts.put(CUSTOM_PART, text);
    if old.is_none() {
        override_type(parts, CUSTOM_PART, CUSTOM_TYPE)?;
        relate(parts, "_rels/.rels", &format!("{OFFICE}/custom-properties"), CUSTOM_PART)?;
    }
    Ok(())
}

/// The properties without those of ours, and the first number that is free after them.
fn without_stamp(text: &str) -> Result<(String, u32), Unreadable> {
    let mut xml = Xml::new(text, CUSTOM_PART);
    let (mut splices, mut open, mut highest) = (Vec::new(), None, 1_u32);
    loop {
        let before = xml.offset();
        let Some(event) = xml.next()? else { break };
        let after = xml.offset();
        match event {
            Event::Start(start) if start.name == "property" => {
                let is_ours = start.attribute("name").is_some_and(|name| name.starts_with(STAMP_PREFIX));
                open = is_ours.then(|| tag_start(text, before, after));
                let number = start.attribute("pid").and_then(|pid| pid.parse().ok()).unwrap_or(0);
                highest = highest.max(number);
            }
            Event::End("property") => {
                if let Some(start) = open.take() {
                    splices.push((start..after, String::new()));
                }
            }
            _ => {}
        }
    }
    Ok((spliced(text, splices), highest.saturating_add(1)))
}

/// Says of which kind a new part is.
fn override_type(parts: &mut Parts<'_>, part: &str, kind: &str) -> Result<(), EditError> {
    let types = parts.text(TYPES_PART)?;
    let element = format!("<Override xmlns=\"{TYPES}\" PartName=\"/{part}\" ContentType=\"{kind}\"/>");
    let types = appended(&types, TYPES_PART, &element)?;
    parts.put(TYPES_PART, types);
    Ok(())
}

/// Relates a new part, by its whole name; gives what the relation is called.
fn relate(parts: &mut Parts<'_>, relations: &str, kind: &str, part: &str) -> Result<String, EditError> {
    let text = parts.text(relations)?;
    let taken = |id: &str| text.contains(&format!("\"{id}\"")) || text.contains(&format!("'{id}'"));
    let id = (1..10_000).map(|number| format!("rIdT{number}")).find(|id| !taken(id)).unwrap_or_default();
    let element = format!("<Relationship xmlns=\"{RELATIONS}\" Id=\"{id}\" Type=\"{kind}\" Target=\"/{part}\"/>");
    let text = appended(&text, relations, &element)?;
    parts.put(relations, text);
    Ok(id)
}

/// The package with the changed parts; the others are copied as they are packed.
pub(crate) fn packed(
    bytes: &[u8],
    mut changed: BTreeMap<String, (String, Option<String>)>,
) -> Result<Vec<u8>, EditError> {
    let fault = |error: &dyn std::fmt::Display| EditError::Pack(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    // The zip format's first moment: no clock in the bytes.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| fault(&error))?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        match changed.remove(&name.to_lowercase()) {
            None => out.raw_copy_file(entry).map_err(|error| fault(&error))?,
            Some((_, None)) => {}
            Some((_, Some(text))) => {
                out.start_file(name, options).map_err(|error| fault(&error))?;
                out.write_all(text.as_bytes()).map_err(|error| fault(&error))?;
            }
        }
    }
    for (name, text) in changed.into_values() {
        let Some(text) = text else { continue };
        out.start_file(name, options).map_err(|error| fault(&error))?;
        out.write_all(text.as_bytes()).map_err(|error| fault(&error))?;
    }
    out.finish().map(Cursor::into_inner).map_err(|error| fault(&error))
}

#[cfg(test)]
mod tests;
