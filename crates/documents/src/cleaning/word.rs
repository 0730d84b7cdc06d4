//! A Word file written anew from the parts that show something (ECMA-376 part 1): who wrote it, when, from which template,
//! and programs and files within it are left behind. A part is carried over when a relation that is known leads to it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer};
use zip::ZipArchive;

use super::{NotClean, Repack};
use crate::package::Package;

/// How many parts a file may have.
const PARTS: usize = 2_000;
/// How many bytes its parts may unpack to.
const UNPACKED: u64 = 128 << 20;

/// Relations to what shows. `image` is handled apart.
const SHOWN: [&str; 13] = [
    "officeDocument",
    "styles",
    "stylesWithEffects",
    "numbering",
    "settings",
    "webSettings",
    "fontTable",
    "theme",
    "footnotes",
    "endnotes",
    "header",
    "footer",
    "comments",
];
/// Relations to what only tells, or what the file is whole without.
const TOLD: [&str; 17] = [
    "core-properties",
    "extended-properties",
    "custom-properties",
    "customXml",
    "customXmlProps",
    "people",
    "commentsExtended",
    "commentsIds",
    "commentsExtensible",
    "thumbnail",
    "glossaryDocument",
    "attachedTemplate",
    "printerSettings",
    "keyMapCustomizations",
    "recipientData",
    "mailMergeSource",
    "font",
];
/// Elements that tell of the maker or lead out of the file, with all that is in them.
const ELEMENTS: [&str; 12] = [
    "attachedTemplate",
    "docVars",
    "rsids",
    "docId",
    "mailMerge",
    "saveThroughXslt",
    "embedRegular",
    "embedBold",
    "embedItalic",
    "embedBoldItalic",
    "chartTrackingRefBased",
    "dataBinding",
];

pub(super) fn clean(bytes: &[u8], repack: Repack<'_>) -> Result<Vec<u8>, NotClean> {
    let mut file = File { archive: ZipArchive::new(Cursor::new(bytes)).map_err(|_| NotClean::Broken)?, left: UNPACKED };
    if file.archive.len() > PARTS {
        return Err(NotClean::Broken);
    }
    let types = Types::of(&file.read("[Content_Types].xml")?)?;
    if types.overrides.values().any(|kind| kind.contains("macroEnabled")) {
        return Err(NotClean::Holds);
    }
    let mut out = Out { package: Package::new(), written: BTreeMap::new(), pictures: BTreeMap::new() };
    carry(&mut file, &mut out, "", repack)?;
    if !out.written.keys().any(|name| name.ends_with("document.xml")) {
        return Err(NotClean::Broken);
    }
    out.package.text("[Content_Types].xml", &types.of_written(&out.written)).map_err(|_| NotClean::Broken)?;
    out.package.finish().map_err(|_| NotClean::Broken)
}

struct File<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl File<'_> {
    fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }
    fn read(&mut self, name: &str) -> Result<Vec<u8>, NotClean> {
        let entry = self.archive.by_name(name).map_err(|_| NotClean::Broken)?;
        if entry.encrypted() {
            return Err(NotClean::Locked);
        }
        let mut out = Vec::new();
        entry.take(self.left + 1).read_to_end(&mut out).map_err(|_| NotClean::Broken)?;
        self.left = self.left.checked_sub(out.len() as u64).ok_or(NotClean::Broken)?;
        Ok(out)
    }
}

struct Out {
    package: Package,
    /// Parts that have been carried over, and whether they are pictures.
    written: BTreeMap<String, bool>,
    /// What a picture is called now, by what it was called.
    pictures: BTreeMap<String, String>,
}

/// A relation as it stands in the file.
struct Relation {
    id: String,
    kind: String,
    target: String,
    external: bool,
}

/// Carries over what the part's relations lead to, and then the relations.
fn carry(file: &mut File<'_>, out: &mut Out, part: &str, repack: Repack<'_>) -> Result<(), NotClean> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let at = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    if !file.has(&at) {
        return if part.is_empty() { Err(NotClean::Broken) } else { Ok(()) };
    }
    let relations = relations(&file.read(&at)?)?;
    let mut kept = String::new();
    for relation in relations {
        let short = relation.kind.rsplit('/').next().unwrap_or_default();
        let target = match (short, relation.external) {
            (short, _) if TOLD.contains(&short) => continue,
            ("hyperlink", true) => leading(&relation.target),
            ("hyperlink", false) if relation.target.starts_with('#') => relation.target.clone(),
            ("image", false) => picture(file, out, &resolved(folder, &relation.target), repack)?,
            (short, false) if SHOWN.contains(&short) => {
                let target = resolved(folder, &relation.target);
                if !out.written.contains_key(&target) {
                    let bare = bare(&file.read(&target)?)?;
                    out.package.bytes(&target, &bare).map_err(|_| NotClean::Broken)?;
                    out.written.insert(target.clone(), false);
                    carry(file, out, &target, repack)?;
                }
                format!("/{target}")
            }
            _ => return Err(NotClean::Holds),
        };
        let mode = if relation.external { " TargetMode=\"External\"" } else { "" };
        kept.push_str(&format!(
            "<Relationship Id=\"{}\" Type=\"{}\" Target=\"{}\"{mode}/>",
            quick_xml::escape::escape(relation.id.as_str()),
            quick_xml::escape::escape(relation.kind.as_str()),
            quick_xml::escape::escape(target.as_str())
        ));
    }
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{kept}</Relationships>"
    );
    out.package.text(&at, &text).map_err(|_| NotClean::Broken)
}

/// A link somebody may choose to open; one into the maker's own machine leads nowhere.
fn leading(target: &str) -> String {
    let is_open = ["http://", "https://", "mailto:"].iter().any(|scheme| target.to_lowercase().starts_with(scheme));
    if is_open { target.to_owned() } else { "about:blank".to_owned() }
}

/// The part that the target names, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn picture(file: &mut File<'_>, out: &mut Out, name: &str, repack: Repack<'_>) -> Result<String, NotClean> {
    if let Some(new) = out.pictures.get(name) {
        return Ok(format!("/{new}"));
    }
    // A drawing of another kind cannot be packed anew, and a file without it would say less than it did.
    let dots = repack(&file.read(name)?).map_err(|_| NotClean::Holds)?;
    let new = format!("word/media/bild{}.{}", out.pictures.len() + 1, dots.format.ending());
    out.package.bytes(&new, &dots.bytes).map_err(|_| NotClean::Broken)?;
    out.written.insert(new.clone(), true);
    out.pictures.insert(name.to_owned(), new.clone());
    Ok(format!("/{new}"))
}

/// The kinds of the parts.
struct Types {
    defaults: BTreeMap<String, String>,
    overrides: BTreeMap<String, String>,
}

impl Types {
    fn of(bytes: &[u8]) -> Result<Self, NotClean> {
        let (mut defaults, mut overrides) = (BTreeMap::new(), BTreeMap::new());
        elements(bytes, &mut |name, get| {
            let kind = get("ContentType");
            match name {
                "Default" => drop(defaults.insert(get("Extension").to_lowercase(), kind)),
                "Override" => drop(overrides.insert(get("PartName").trim_start_matches('/').to_owned(), kind)),
                _ => {}
            }
        })?;
        Ok(Self { defaults, overrides })
    }

    fn of_written(&self, written: &BTreeMap<String, bool>) -> String {
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                       <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                       <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                       <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                       <Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>"
            .to_owned();
        for name in written.iter().filter(|(_, is_picture)| !**is_picture).map(|(name, _)| name) {
            let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            if let Some(kind) = self.overrides.get(name).or_else(|| self.defaults.get(&ending)) {
                out.push_str(&format!(
                    "<Override PartName=\"/{}\" ContentType=\"{}\"/>",
                    quick_xml::escape::escape(name.as_str()),
                    quick_xml::escape::escape(kind.as_str())
                ));
            }
        }
        out.push_str("</Types>");
        out
    }
}

fn relations(bytes: &[u8]) -> Result<Vec<Relation>, NotClean> {
    let (mut out, mut ids) = (Vec::new(), BTreeSet::new());
    elements(bytes, &mut |name, get| {
        if name == "Relationship" && ids.insert(get("Id")) {
            let external = get("TargetMode").eq_ignore_ascii_case("external");
            out.push(Relation { id: get("Id"), kind: get("Type"), target: get("Target"), external });
        }
    })?;
    Ok(out)
}

/// Every element of a small part with its attributes.
fn elements(bytes: &[u8], each: &mut dyn FnMut(&str, &dyn Fn(&str) -> String)) -> Result<(), NotClean> {
    let mut reader = Reader::from_reader(bytes);
    loop {
        match reader.read_event().map_err(|_| NotClean::Broken)? {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(NotClean::Holds),
            Event::Start(tag) | Event::Empty(tag) => {
                let found: Vec<(String, String)> = tag
                    .attributes()
                    .flatten()
                    .map(|attribute| {
                        let value = attribute
                            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                            .unwrap_or_default()
                            .into_owned();
                        (local(attribute.key.as_ref()).to_owned(), value)
                    })
                    .collect();
                let get = |key: &str| {
                    found.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone()).unwrap_or_default()
                };
                let name = tag.name();
                each(local(name.as_ref()), &get);
            }
            _ => {}
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The part as it was, without elements and attributes that tell of the maker, comments and instructions to programs.
fn bare(bytes: &[u8]) -> Result<Vec<u8>, NotClean> {
    let mut reader = Reader::from_reader(bytes);
    let mut writer = Writer::new(Vec::with_capacity(bytes.len()));
    // How deep within an element that is left out.
    let mut out_of = 0_usize;
    let mut is_markup = false;
    loop {
        let event = reader.read_event().map_err(|_| NotClean::Broken)?;
        is_markup |= matches!(event, Event::Start(_));
        let event = match event {
            Event::Eof => return if is_markup { Ok(writer.into_inner()) } else { Err(NotClean::Broken) },
            Event::DocType(_) => return Err(NotClean::Holds),
            Event::Comment(_) | Event::PI(_) => continue,
            Event::Start(tag) if out_of > 0 || is_told(&tag) => {
                out_of += 1;
                drop(tag);
                continue;
            }
            Event::End(_) if out_of > 0 => {
                out_of -= 1;
                continue;
            }
            Event::Empty(tag) if is_told(&tag) => {
                drop(tag);
                continue;
            }
            _ if out_of > 0 => continue,
            Event::Start(tag) => Event::Start(without(&tag)?),
            Event::Empty(tag) => Event::Empty(without(&tag)?),
            Event::End(tag) => Event::End(BytesEnd::new(tag.name().as_ref().to_owned())),
            other => other,
        };
        writer.write_event(event).map_err(|_| NotClean::Broken)?;
    }
}

fn is_told(tag: &BytesStart<'_>) -> bool {
    ELEMENTS.contains(&local(tag.name().as_ref()))
}

/// The element with names and times of its maker blank.
fn without(tag: &BytesStart<'_>) -> Result<BytesStart<'static>, NotClean> {
    let name = tag.name();
    let of_picture = matches!(local(name.as_ref()), "docPr" | "cNvPr" | "imagedata" | "shape");
    let mut out = BytesStart::new(name.as_ref().to_owned());
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| NotClean::Broken)?;
        let key = local(attribute.key.as_ref());
        let is_path = || attribute.value.contains(":\\") || attribute.value.contains(":/");
        let gone = key.starts_with("rsid")
            || matches!(
                key,
                "date" | "dateUtc" | "paraId" | "textId" | "durableId" | "userId" | "providerId" | "initials"
            );
        if gone {
            continue;
        }
        let blank = key == "author"
            || (of_picture && (key == "name" || (matches!(key, "descr" | "title" | "alt") && is_path())));
        out.push_attribute(if blank { Attribute { key: attribute.key, value: "".into() } } else { attribute });
    }
    Ok(out)
}
