//! The parts beside the main one: where they are, which styles are headings, lists or strong, what the notes say.

use std::collections::{BTreeMap, BTreeSet};

use super::walk;
use crate::raw::{Limits, Unreadable};
use crate::workbook::read::package::Package;
use crate::workbook::read::xml::{Event, Tag, Xml, push_text};

/// Where a relation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    /// The part, or the address.
    pub(super) target: String,
    /// Whether it leads out of the file.
    pub(super) external: bool,
    kind: String,
}

/// A style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    based_on: Option<String>,
    name: String,
    outline: Option<u8>,
    list: Option<(String, String)>,
    strong: Option<bool>,
    hidden: bool,
}

/// What the main part rests on.
#[derive(Debug, Clone, Default)]
pub(in crate::docx) struct Shared {
    /// The main part's relations by their names.
    pub(super) relations: BTreeMap<String, Relation>,
    styles: BTreeMap<String, Style>,
    lists: Lists,
    /// Footnotes and endnotes by `f` or `e` and their numbers.
    pub(super) notes: BTreeMap<(char, String), String>,
    /// Comments in their order.
    pub(super) comments: Vec<String>,
}

/// The lists by their numbers.
#[derive(Debug, Clone, Default)]
struct Lists {
    /// Which levels of which list count.
    counting: BTreeMap<(String, String), bool>,
    /// The shape of each.
    shapes: BTreeMap<String, String>,
    /// Those that begin anew.
    anew: BTreeSet<String>,
}

/// How many styles a style may be based on.
const CHAIN: usize = 20;

impl Shared {
    fn chain<'a>(&'a self, style: &'a str) -> impl Iterator<Item = &'a Style> {
        let mut next = Some(style);
        std::iter::from_fn(move || {
            let found = self.styles.get(next?)?;
            next = found.based_on.as_deref();
            Some(found)
        })
        .take(CHAIN)
    }

    /// The level of a heading in this style, 1 the highest.
    pub(in crate::docx) fn heading(&self, style: &str) -> Option<u8> {
        self.chain(style).find_map(|style| {
            let name = ["heading ", "rubrik "].iter().find_map(|word| style.name.strip_prefix(word));
            let level = name.and_then(|number| number.trim().parse::<u8>().ok());
            level.or(style.outline.map(|level| level + 1)).filter(|level| (1..=9).contains(level))
        })
    }

    /// The list and level that paragraphs in this style are items of.
    pub(in crate::docx) fn list(&self, style: &str) -> Option<(String, String)> {
        self.chain(style).find_map(|style| style.list.clone())
    }

    /// Whether text in this style weighs more.
    pub(super) fn strong(&self, style: &str) -> bool {
        self.chain(style).find_map(|style| style.strong).unwrap_or(false)
    }

    /// Whether text in this style does not show.
    pub(super) fn hidden(&self, style: &str) -> bool {
        self.chain(style).any(|style| style.hidden)
    }

    /// The shape of the list.
    pub(super) fn shape<'a>(&'a self, list: &'a str) -> &'a str {
        self.lists.shapes.get(list).map_or(list, String::as_str)
    }

    /// Whether the list begins at its first number whatever came before.
    pub(super) fn begins_anew(&self, list: &str) -> bool {
        self.lists.anew.contains(list)
    }

    /// Whether the level of the list counts.
    pub(super) fn counts(&self, list: &str, level: &str) -> bool {
        let key = |level: &str| (list.to_owned(), level.to_owned());
        self.lists.counting.get(&key(level)).or_else(|| self.lists.counting.get(&key("0"))).copied().unwrap_or(false)
    }
}

/// The name of the main part.
pub(in crate::docx) fn main_part(package: &mut Package<'_>) -> Result<String, Unreadable> {
    let found = relations(package, "")?.into_values().find(|relation| relation.kind.ends_with("/officeDocument"));
    found.map(|relation| relation.target).ok_or_else(|| Unreadable::Damaged { part: "_rels/.rels".to_owned() })
}

fn relations(package: &mut Package<'_>, part: &str) -> Result<BTreeMap<String, Relation>, Unreadable> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let place = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let Some(text) = package.text_if_there(&place)? else { return Ok(BTreeMap::new()) };
    let mut out = BTreeMap::new();
    each(&text, &place, |tag| {
        let (Some(id), Some(target)) = (tag.attribute("Id"), tag.attribute("Target")) else { return };
        let external = tag.attribute("TargetMode").is_some_and(|mode| mode == "External");
        let target = if external { target.into_owned() } else { resolved(folder, &target) };
        let kind = tag.attribute("Type").unwrap_or_default().into_owned();
        out.insert(id.into_owned(), Relation { target, external, kind });
    })?;
    Ok(out)
}

/// The part that a target names, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(from_root) = target.strip_prefix('/') {
        return from_root.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn each(text: &str, part: &str, mut see: impl FnMut(&Tag<'_>)) -> Result<(), Unreadable> {
    let mut xml = Xml::new(text, part);
    while let Some(event) = xml.next()? {
        if let Event::Start(tag) = event {
            see(&tag);
        }
    }
    Ok(())
}

/// Everything that the main part rests on.
pub(in crate::docx) fn shared(package: &mut Package<'_>, main: &str) -> Result<Shared, Unreadable> {
    let mut shared = Shared { relations: relations(package, main)?, ..Shared::default() };
    let part = |shared: &Shared, kind: &str| {
        let found = shared.relations.values().find(|relation| relation.kind.ends_with(kind) && !relation.external);
        found.map(|relation| relation.target.clone())
    };
    if let Some(part) = part(&shared, "/styles")
        && let Some(text) = package.text_if_there(&part)?
    {
        shared.styles = styles(&text, &part)?;
    }
    if let Some(part) = part(&shared, "/numbering")
        && let Some(text) = package.text_if_there(&part)?
    {
        shared.lists = lists(&text, &part)?;
    }
    for (kind, mark) in [("/footnotes", 'f'), ("/endnotes", 'e')] {
        let Some(part) = part(&shared, kind) else { continue };
        let Some(text) = package.text_if_there(&part)? else { continue };
        let found = notes(&text, &part, if mark == 'f' { "footnote" } else { "endnote" })?;
        shared.notes.extend(found.into_iter().map(|(id, text)| ((mark, id), text)));
    }
    if let Some(part) = part(&shared, "/comments")
        && let Some(text) = package.text_if_there(&part)?
    {
        shared.comments = notes(&text, &part, "comment")?.into_iter().map(|(_, text)| text).collect();
    }
    Ok(shared)
}

fn styles(text: &str, part: &str) -> Result<BTreeMap<String, Style>, Unreadable> {
    let mut out = BTreeMap::new();
    let mut at: Option<(String, Style)> = None;
    each(text, part, |tag| {
        if tag.name == "style" {
            let id = tag.attribute("styleId").unwrap_or_default().into_owned();
            out.extend(at.replace((id, Style::default())));
            return;
        }
        let Some((_, style)) = &mut at else { return };
        let value = || tag.attribute("val").unwrap_or_default().into_owned();
        match tag.name {
            "name" => style.name = value().to_lowercase(),
            "basedOn" => style.based_on = Some(value()),
            "outlineLvl" => style.outline = value().parse().ok().filter(|level| *level < 9),
            "numId" => {
                style.list = Some((value(), style.list.take().map_or_else(|| "0".to_owned(), |(_, level)| level)));
            }
            "ilvl" => style.list = Some((style.list.take().map(|(list, _)| list).unwrap_or_default(), value())),
            "b" => style.strong = Some(walk::is_on(tag)),
            "vanish" => style.hidden = walk::is_on(tag),
            _ => {}
        }
    })?;
    out.extend(at);
    Ok(out)
}

fn lists(text: &str, part: &str) -> Result<Lists, Unreadable> {
    let mut shapes: BTreeMap<(String, String), bool> = BTreeMap::new();
    let mut lists: Vec<(String, String)> = Vec::new();
    let mut anew = BTreeSet::new();
    let (mut shape, mut level, mut list) = (String::new(), String::new(), String::new());
    each(text, part, |tag| {
        let named = |name: &str| tag.attribute(name).unwrap_or_default().into_owned();
        match tag.name {
            "abstractNum" => shape = named("abstractNumId"),
            "lvl" => level = named("ilvl"),
            "numFmt" => {
                let counts = !["bullet", "none"].contains(&named("val").as_str());
                shapes.insert((shape.clone(), level.clone()), counts);
            }
            "num" => list = named("numId"),
            "abstractNumId" => lists.push((list.clone(), named("val"))),
            "startOverride" => drop(anew.insert(list.clone())),
            _ => {}
        }
    })?;
    let of = |(list, of): (String, String)| {
        let levels = shapes.iter().filter(move |((shape, _), _)| *shape == of);
        levels.map(|((_, level), counts)| ((list.clone(), level.clone()), *counts)).collect::<Vec<_>>()
    };
    let counting = lists.iter().cloned().flat_map(of).collect();
    Ok(Lists { counting, shapes: lists.into_iter().collect(), anew })
}

/// The texts of notes or comments by their numbers, in their order.
fn notes(text: &str, part: &str, element: &str) -> Result<Vec<(String, String)>, Unreadable> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut xml = Xml::new(text, part);
    let (mut at, mut in_text): (Option<(String, String)>, bool) = (None, false);
    let most = Limits::default().text_bytes;
    let mut length = 0;
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(tag) if tag.name == element => {
                // The lines that separate notes from text are notes of their own kind.
                let is_note = tag.attribute("type").is_none_or(|kind| kind == "normal");
                at = is_note.then(|| (tag.attribute("id").unwrap_or_default().into_owned(), String::new()));
            }
            Event::End(end) if *end == element => {
                out.extend(at.take().map(|(id, text)| (id, text.split_whitespace().collect::<Vec<_>>().join(" "))));
            }
            Event::Start(tag) => {
                in_text = tag.name == "t";
                if ["p", "br", "tab"].contains(&tag.name)
                    && let Some((_, text)) = &mut at
                {
                    text.push(' ');
                }
            }
            Event::End(_) => in_text = false,
            event if in_text => {
                if let Some((_, text)) = &mut at {
                    let before = text.len();
                    push_text(text, event);
                    length += text.len() - before;
                }
            }
            _ => {}
        }
        if length > most {
            return Err(Unreadable::TooMuch { sheet: String::new() });
        }
    }
    out.retain(|(_, text)| !text.is_empty());
    Ok(out)
}
