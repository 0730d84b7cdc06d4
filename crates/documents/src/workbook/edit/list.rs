//! A sheet of ours put last in somebody else's workbook: lines, each with a link to the cell it is about.

use std::fmt::Write as _;

use super::{EditError, OFFICE, Parts, closes_itself, override_type, prefix, relate, spliced, tag_start, text_of};
use crate::raw::{Place, Unreadable};
use crate::workbook::read::parts::Book;
use crate::workbook::read::xml::{Event, Xml};
use crate::workbook::spec::safe_name;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/// The same in the strict dialect, whose parts must not be mixed with those of the other.
const STRICT: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";
const STRICT_OFFICE: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

/// A sheet of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSheet {
    /// Its name; see [`safe_name`].
    pub name: String,
    /// What stands over the lines.
    pub title: String,
    /// The headings, with the width of each column in characters.
    pub headings: Vec<(String, u32)>,
    /// The lines.
    pub rows: Vec<ListRow>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its texts.
    pub cells: Vec<String>,
    /// The sheet and cell that its first text leads to.
    pub to: Option<(String, Place)>,
}

pub(super) fn add(parts: &mut Parts<'_>, book: &Book, sheet: &ListSheet) -> Result<(), EditError> {
    let name = safe_name(&sheet.name);
    let text = parts.text(&book.part)?;
    let strict = text.contains(STRICT);
    let xml = worksheet(sheet, if strict { STRICT } else { MAIN });
    if let Some(there) = book.sheets.iter().find(|there| there.name == name) {
        parts.put(&there.part, xml);
        // What the sheet that is replaced was related to is nothing to the new one.
        let (folder, file) = there.part.rsplit_once('/').unwrap_or(("", &there.part));
        parts.remove(&format!("{folder}/_rels/{file}.rels"));
        return Ok(());
    }
    let (folder, file) = book.part.rsplit_once('/').unwrap_or(("", &book.part));
    let mut part = format!("{folder}/worksheets/list1.xml");
    let mut number = 1;
    while parts.text_if_there(&part)?.is_some() {
        number += 1;
        part = format!("{folder}/worksheets/list{number}.xml");
    }
    let office = if strict { STRICT_OFFICE } else { OFFICE };
    let id = relate(parts, &format!("{folder}/_rels/{file}.rels"), &format!("{office}/worksheet"), &part)?;
    override_type(parts, &part, TYPE)?;
    let listed = listed(&text, &book.part, &name, &id, office)?;
    parts.put(&book.part, listed);
    parts.put(&part, xml);
    Ok(())
}

/// The list of sheets with one more, last: names of ranges count the sheets from the first.
fn listed(text: &str, part: &str, name: &str, id: &str, office: &str) -> Result<String, Unreadable> {
    let mut xml = Xml::new(text, part);
    let (mut highest, mut splices, mut p) = (0_u32, Vec::new(), String::new());
    loop {
        let before = xml.offset();
        let Some(event) = xml.next()? else { break };
        let after = xml.offset();
        let start = tag_start(text, before, after);
        match event {
            Event::Start(tag) if tag.name == "sheets" => p = prefix(text, start).to_owned(),
            Event::Start(tag) if tag.name == "sheet" => {
                highest = highest.max(tag.attribute("sheetId").and_then(|id| id.parse().ok()).unwrap_or(0));
            }
            Event::End("sheets") if !closes_itself(text, after) => {
                let number = highest.saturating_add(1);
                let name = text_of(name);
                splices.push((
                    start..start,
                    format!("<{p}sheet xmlns:r=\"{office}\" name=\"{name}\" sheetId=\"{number}\" r:id=\"{id}\"/>"),
                ));
            }
            _ => {}
        }
    }
    Ok(spliced(text, splices))
}

fn worksheet(sheet: &ListSheet, main: &str) -> String {
    let mut columns = String::new();
    for (number, (_, width)) in (1..).zip(&sheet.headings) {
        // Writing to a text does not fail.
        let _ = write!(columns, "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    let mut rows = row(1, std::slice::from_ref(&sheet.title));
    let headings: Vec<String> = sheet.headings.iter().map(|(heading, _)| heading.clone()).collect();
    rows.push_str(&row(3, &headings));
    let mut links = String::new();
    for (number, line) in (4_u32..).zip(&sheet.rows) {
        rows.push_str(&row(number, &line.cells));
        if let Some((to, place)) = &line.to {
            let to = text_of(&format!("'{}'!{place}", to.replace('\'', "''")));
            let _ = write!(links, "<hyperlink ref=\"A{number}\" location=\"{to}\" display=\"{to}\"/>");
        }
    }
    let links = if links.is_empty() { links } else { format!("<hyperlinks>{links}</hyperlinks>") };
    let columns = if columns.is_empty() { columns } else { format!("<cols>{columns}</cols>") };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{main}\"><sheetPr><tabColor rgb=\"FFB3261E\"/></sheetPr>{columns}<sheetData>{rows}</sheetData>{links}</worksheet>"
    )
}

fn row(number: u32, texts: &[String]) -> String {
    let cells: String = (0_u32..)
        .zip(texts)
        .filter(|(_, text)| !text.is_empty())
        .map(|(column, text)| {
            let place = Place { row: number, column };
            format!("<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", text_of(text))
        })
        .collect();
    format!("<row r=\"{number}\">{cells}</row>")
}
