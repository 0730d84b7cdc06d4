//! The parts of the package that hardly depend on the document: types, relations, properties, styles, numbering.

use std::collections::BTreeMap;
use std::io;

use super::body::Body;
use super::xml::Xml;
use crate::content::{Document, PictureFormat};

/// The width between the margins in twentieths of a point: 154 mm.
pub const TEXT_WIDTH: u32 = 8730;
/// The namespace of everything that begins with `w:`.
pub const WORD_NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of pictures.
pub const PICTURE_NAMESPACE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
/// What the main part uses.
pub const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:w", WORD_NAMESPACE),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:pic", PICTURE_NAMESPACE),
    ("xmlns:asvg", "http://schemas.microsoft.com/office/drawing/2016/SVG/main"),
    ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("xmlns:w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    ("mc:Ignorable", "w14"),
];

const CONTENT_TYPES: &str = include_str!("content_types.xml");
const ROOT_RELATIONS: &str = include_str!("root_relations.xml");
const CUSTOM_TYPE: &str = "<Override PartName=\"/docProps/custom.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.custom-properties+xml\"/></Types>";
const CUSTOM_RELATION: &str = "<Relationship Id=\"rCustom\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties\" Target=\"docProps/custom.xml\"/></Relationships>";

/// What kind of file each part is.
pub fn content_types(has_custom: bool) -> String {
    if has_custom { CONTENT_TYPES.replace("</Types>", CUSTOM_TYPE) } else { CONTENT_TYPES.to_owned() }
}
/// Where the main part and the properties are.
pub fn root_relations(has_custom: bool) -> String {
    if has_custom { ROOT_RELATIONS.replace("</Relationships>", CUSTOM_RELATION) } else { ROOT_RELATIONS.to_owned() }
}
/// The program that wrote the file.
pub const APP: &str = include_str!("app.xml");
/// Settings of the document.
pub const SETTINGS: &str = include_str!("settings.xml");
const STYLES: &str = include_str!("styles.xml");

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// The styles, with the language of the text. A bare `sv` becomes `sv-SE`: Word looks for dictionaries by region.
pub fn styles(language: &str) -> String {
    let language = match language {
        "sv" => "sv-SE",
        "en" => "en-GB",
        other => other,
    };
    STYLES.replace("{language}", language)
}

/// The properties that a reader sees: title, author, subject, language, day.
pub fn core(document: &Document) -> io::Result<String> {
    let mut xml = Xml::part()?;
    let namespaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.with("cp:coreProperties", &namespaces, |xml| {
        xml.text("dc:title", &[], &document.title)?;
        xml.text("dc:subject", &[], &document.subject)?;
        xml.text("dc:creator", &[], &document.author)?;
        xml.text("dc:identifier", &[], &document.reference)?;
        xml.text("dc:language", &[], &document.language)?;
        let time = format!("{}T00:00:00Z", document.date);
        xml.text("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &time)?;
        xml.text("dcterms:modified", &[("xsi:type", "dcterms:W3CDTF")], &time)
    })?;
    xml.finish()
}

/// The properties that tell one template from another, each under [`crate::workbook::STAMP_PREFIX`].
pub fn custom(stamp: &BTreeMap<String, String>) -> io::Result<String> {
    let mut xml = Xml::part()?;
    let namespaces = [
        ("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"),
        ("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"),
    ];
    xml.with("Properties", &namespaces, |xml| {
        // The first two numbers are taken (ECMA-376 part 1, 22.3.2.2).
        for (number, (key, value)) in (2..).zip(stamp) {
            let (pid, name) = (i32::to_string(&number), format!("{}{key}", crate::workbook::STAMP_PREFIX));
            let attributes = [("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"), ("pid", &*pid), ("name", &*name)];
            xml.with("property", &attributes, |xml| xml.text("vt:lpwstr", &[], value))?;
        }
        Ok(())
    })?;
    xml.finish()
}

/// The relation id of a link.
pub fn link_id(index: usize) -> String {
    format!("rLink{}", index + 1)
}
/// The relation id of a picture as SVG; pictures count from 1.
pub fn svg_id(number: usize) -> String {
    format!("rSvg{number}")
}
/// The relation id of a picture as every program shows it.
pub fn shown_id(number: usize) -> String {
    format!("rPng{number}")
}

/// The relation id of a picture made of dots; they count from 1 by themselves.
pub fn dots_id(number: usize) -> String {
    format!("rDots{number}")
}
/// The part that holds a picture made of dots, below `word/`.
pub fn dots_part(number: usize, format: PictureFormat) -> String {
    format!("media/dots{number}.{}", format.ending())
}

/// The relations of the main part. A picture without PNG points to its SVG twice.
pub fn relations(body: &Body, pictures: &[(String, Option<Vec<u8>>)]) -> io::Result<String> {
    let mut xml = Xml::part()?;
    let relation = |xml: &mut Xml, id: &str, kind: &str, target: &str| {
        xml.empty("Relationship", &[("Id", id), ("Type", &format!("{RELATION}{kind}")), ("Target", target)])
    };
    xml.with("Relationships", &[("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")], |xml| {
        relation(xml, "rStyles", "styles", "styles.xml")?;
        relation(xml, "rNumbering", "numbering", "numbering.xml")?;
        relation(xml, "rSettings", "settings", "settings.xml")?;
        relation(xml, "rHeader", "header", "header1.xml")?;
        relation(xml, "rFooter", "footer", "footer1.xml")?;
        for (index, (_, png)) in pictures.iter().enumerate() {
            let number = index + 1;
            let svg = format!("media/image{number}.svg");
            let shown = if png.is_some() { format!("media/image{number}.png") } else { svg.clone() };
            relation(xml, &svg_id(number), "image", &svg)?;
            relation(xml, &shown_id(number), "image", &shown)?;
        }
        for (number, picture) in (1..).zip(&body.pictures) {
            relation(xml, &dots_id(number), "image", &dots_part(number, picture.format))?;
        }
        for (index, address) in body.links.iter().enumerate() {
            let kind = format!("{RELATION}hyperlink");
            let id = link_id(index);
            xml.empty(
                "Relationship",
                &[("Id", &id), ("Type", &kind), ("Target", address), ("TargetMode", "External")],
            )?;
        }
        Ok(())
    })?;
    xml.finish()
}

/// Two shapes of lists (dashes, numbers), then list 1 with dashes and one list per numbered list, each from 1.
pub fn numbering(numbered_lists: usize) -> io::Result<String> {
    let mut xml = Xml::part()?;
    xml.with("w:numbering", &[("xmlns:w", WORD_NAMESPACE)], |xml| {
        for (id, format, sign) in [("1", "bullet", "\u{2013}"), ("2", "decimal", "%1.")] {
            xml.with("w:abstractNum", &[("w:abstractNumId", id)], |xml| {
                xml.value("w:multiLevelType", "singleLevel")?;
                xml.with("w:lvl", &[("w:ilvl", "0")], |xml| {
                    xml.value("w:start", "1")?;
                    xml.value("w:numFmt", format)?;
                    xml.value("w:lvlText", sign)?;
                    xml.value("w:lvlJc", "left")?;
                    xml.with("w:pPr", &[], |xml| xml.empty("w:ind", &[("w:left", "397"), ("w:hanging", "397")]))
                })
            })?;
        }
        for list in 1..=numbered_lists + 1 {
            xml.with("w:num", &[("w:numId", &list.to_string())], |xml| {
                xml.value("w:abstractNumId", if list == 1 { "1" } else { "2" })?;
                if list == 1 {
                    return Ok(());
                }
                xml.with("w:lvlOverride", &[("w:ilvl", "0")], |xml| xml.value("w:startOverride", "1"))
            })?;
        }
        Ok(())
    })?;
    xml.finish()
}

/// The size of a picture in English metric units (360,000 per centimetre): its own at 96 dots per inch, at most as wide
/// as the text and 18 cm high.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked sizes: 1 to 20,000 pixels")]
pub fn extent((width, height): (f64, f64)) -> (u64, u64) {
    let (most_wide, most_high) = (f64::from(TEXT_WIDTH) * 635.0, 18.0 * 360_000.0);
    let scale = 9525.0_f64.min(most_wide / width).min(most_high / height);
    ((width * scale).round().max(1.0) as u64, (height * scale).round().max(1.0) as u64)
}
