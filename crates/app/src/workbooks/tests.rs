//! Through the router with the real child process, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

mod bad_files;
mod office;
mod roads;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};

use ::store::Scope;
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, Organisation};
use platform::access::Tools;
use zip::write::SimpleFileOptions;

use crate::assignments::{self, Filter};
use crate::submissions::{ask, cell_path, drafts};
use crate::testing::World;
use crate::year;

/// A complaint without fault in every column of the shipped year.
const GOOD: &[(&str, &str)] = &[
    ("mottaget", "2024-01-08"),
    ("karna", "Bemötande"),
    ("handlar-om", "En elev blev avbruten av läraren flera gånger."),
    ("atgard", "Trepartssamtal med rektor."),
    ("status", "Avslutat"),
    ("negativt", "Ja"),
    ("aktiv-hantering", "Ja"),
    ("ledning", "Ja"),
];

fn complaint(number: u32, changes: &[(&str, &str)]) -> BTreeMap<String, String> {
    GOOD.iter()
        .map(|(column, text)| {
            let text = changes.iter().find(|(of, _)| of == column).map_or(*text, |(_, text)| text);
            (cell_path("complaints", number, column), text.to_owned())
        })
        .collect()
}

fn rows(rows: &[&[(&str, &str)]]) -> BTreeMap<String, String> {
    (1..).zip(rows).flat_map(|(number, changes)| complaint(number, changes)).collect()
}

/// The complaint report of tertial 1 for the unit.
fn assignment(world: &World, item: &'static str, subject: &'static str) -> Id<AssignmentKind> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let all = assignments::list(tx, 2024, Filter { item: Some(item), ..Filter::default() })?;
        Ok(all.into_iter().find(|a| a.subject_name() == subject).unwrap().id)
    })
}

fn centrum(world: &World) -> Id<AssignmentKind> {
    assignment(world, "klagomal-t1", "Lindblad Centrum")
}

fn path(id: Id<AssignmentKind>) -> String {
    format!("/h/ekstad/uppgift/{id}/arbetsbok")
}

/// The template as a provider would have filled it in.
fn filled(world: &World, id: Id<AssignmentKind>, fields: BTreeMap<String, String>) -> Vec<u8> {
    stamped(world, id, fields, |_| {})
}

fn stamped(
    world: &World,
    id: Id<AssignmentKind>,
    fields: BTreeMap<String, String>,
    change: impl Fn(&mut BTreeMap<String, String>) + Send + 'static,
) -> Vec<u8> {
    let now = world.app.clock().now();
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let of = assignments::find(tx, id)?.unwrap();
        let published = year::published(tx, of.year)?.unwrap();
        let asked = ask(tx, &of, &published, now.day())?.unwrap();
        let at = super::template::At { tenant: "ekstad", authority: "Ekstad", base_url: "http://localhost", now };
        let mut facts = super::facts(at, &of, &published);
        change(&mut facts.stamp);
        Ok(documents::workbook::write(&super::template(&asked, &facts, &fields)).unwrap())
    })
}

/// The draft as the provider sees it.
fn draft(world: &World, organisation: Id<Organisation>, id: Id<AssignmentKind>) -> BTreeMap<String, String> {
    let tools = Tools::of(&world.app);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(drafts::load(tx, &tools, organisation, id)?.texts()))
}

/// The package with its parts changed, and parts added.
fn altered(bytes: &[u8], change: impl Fn(&str, String) -> String, add: &[(&str, &[u8])]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        to.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        to.write_all(change(&name, text).as_bytes()).unwrap();
    }
    for (name, bytes) in add {
        to.start_file(*name, SimpleFileOptions::default()).unwrap();
        to.write_all(bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}
