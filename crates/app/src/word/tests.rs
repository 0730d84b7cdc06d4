//! Through the router with the real child process, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

mod bad_files;
mod by_mail;
mod deviations;
mod office;
mod roads;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};

use ::store::Scope;
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use platform::access::Tools;
use zip::write::SimpleFileOptions;

use crate::assignments::{self, Filter};
use crate::submissions::drafts;
use crate::testing::{Answer, Client, World};

/// The item for one of Lindblad's areas.
fn of_area(world: &World, item: &'static str, area: usize) -> Id<AssignmentKind> {
    let (area, lindblad) = (world.areas[area].0.clone(), world.lindblad);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some(item), ..Filter::default() })?;
        let own = |a: &assignments::Assignment| a.organisation == lindblad && a.subject_name() == area;
        Ok(all.into_iter().find(own).unwrap().id)
    })
}

/// The annual report of the first area.
fn report(world: &World) -> Id<AssignmentKind> {
    of_area(world, "arsrapport", 0)
}

fn item(id: Id<AssignmentKind>) -> String {
    format!("/h/ekstad/uppgift/{id}")
}

fn word(id: Id<AssignmentKind>) -> String {
    format!("{}/word", item(id))
}

async fn save(client: &Client<'_>, id: Id<AssignmentKind>, fields: &[(&str, &str)]) {
    let sent: Vec<(&str, &str)> = fields.iter().copied().chain([("spara", "1")]).collect();
    client.post(&format!("{}/fyll-i", item(id)), &sent).await.is(303);
}

async fn template(client: &Client<'_>, id: Id<AssignmentKind>) -> Vec<u8> {
    let answer = client.get(&format!("{}/mall", word(id))).await;
    assert!(answer.is(200).media_type.contains("wordprocessingml"));
    answer.bytes
}

/// The package with its main part changed, and parts added.
fn altered(bytes: &[u8], change: impl Fn(String) -> String, add: &[(&str, &[u8])]) -> Vec<u8> {
    with_parts(bytes, |name, text| if name == "word/document.xml" { change(text) } else { text }, add)
}

fn with_parts(bytes: &[u8], change: impl Fn(&str, String) -> String, add: &[(&str, &[u8])]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        let content = match String::from_utf8(content) {
            Ok(text) => change(&name, text).into_bytes(),
            Err(bytes) => bytes.into_bytes(),
        };
        to.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        to.write_all(&content).unwrap();
    }
    for (name, bytes) in add {
        to.start_file(*name, SimpleFileOptions::default()).unwrap();
        to.write_all(bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn par(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// Where the control of the field begins and ends in the main part.
fn place(xml: &str, path: &str) -> std::ops::Range<usize> {
    let tag = xml.find(&format!("<w:tag w:val=\"{path}\"/>")).unwrap();
    let start = xml[..tag].rfind("<w:sdt>").unwrap();
    let mut depth = 0;
    let mut at = start;
    loop {
        let (open, close) = (xml[at..].find("<w:sdt>"), xml[at..].find("</w:sdt>").unwrap());
        match open {
            Some(open) if open < close => (depth, at) = (depth + 1, at + open + 7),
            _ => (depth, at) = (depth - 1, at + close + 8),
        }
        if depth == 0 {
            return start..at;
        }
    }
}

/// Writes into the control of the field, as somebody in Word does.
fn filled(xml: &str, path: &str, inside: &str) -> String {
    let place = place(xml, path);
    let control = &xml[place.clone()];
    let (head, rest) = control.split_once("<w:sdtContent>").unwrap();
    let (_, tail) = rest.rsplit_once("</w:sdtContent>").unwrap();
    format!("{}{head}<w:sdtContent>{inside}</w:sdtContent>{tail}{}", &xml[..place.start], &xml[place.end..])
}

/// Takes the control of the field away, with all that stands in it.
fn without(xml: &str, path: &str) -> String {
    let place = place(xml, path);
    format!("{}{}", &xml[..place.start], &xml[place.end..])
}

async fn uploaded(client: &Client<'_>, id: Id<AssignmentKind>, bytes: &[u8]) -> Answer {
    let answer = client.upload(&word(id), &[], "årsrapport.docx", bytes).await;
    assert!(answer.is(303).location.starts_with(&word(id)), "{}", answer.location);
    let page = client.get(&answer.location).await;
    Answer { location: answer.location, ..page }
}

/// What the page was drawn with, to be sent back.
fn seen(preview: &Answer) -> String {
    let text = preview.text();
    let (_, rest) = text.split_once("name=\"sett\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

async fn confirmed(client: &Client<'_>, preview: &Answer, choices: &[(&str, &str)]) -> Answer {
    let sett = seen(preview);
    let sent: Vec<(&str, &str)> = choices.iter().copied().chain([("sett", sett.as_str())]).collect();
    client.post(&preview.location, &sent).await
}

fn draft(world: &World, id: Id<AssignmentKind>) -> BTreeMap<String, String> {
    let (tools, organisation) = (Tools::of(&world.app), world.lindblad);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(drafts::load(tx, &tools, organisation, id)?.texts()))
}
