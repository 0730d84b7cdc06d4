//! The parts of the package that hardly depend on the slides: types, relations, properties, master, layouts.

use std::io;

use super::fit::SLIDE;
use crate::docx::xml::Xml;
use crate::slides::Deck;

/// The namespaces of every part with shapes.
pub const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:p", "http://schemas.openxmlformats.org/presentationml/2006/main"),
];

/// Where the main part and the properties are.
pub const ROOT_RELATIONS: &str = include_str!("root_relations.xml");
/// The program that wrote the file.
pub const APP: &str = include_str!("../docx/app.xml");
/// Colours, fonts and lines.
pub const THEME: &str = include_str!("theme.xml");
/// Where titles, text and foot stand, and how they look.
pub const MASTER: &str = include_str!("master.xml");
/// See [`MASTER`].
pub const MASTER_RELATIONS: &str = include_str!("master_relations.xml");
/// The first slide; title and text; title and a table.
pub const LAYOUTS: [&str; 3] =
    [include_str!("layout_title.xml"), include_str!("layout_text.xml"), include_str!("layout_table.xml")];
/// See [`LAYOUTS`].
pub const LAYOUT_RELATIONS: &str = include_str!("layout_relations.xml");
/// The page of notes.
pub const NOTES_MASTER: &str = include_str!("notes_master.xml");
/// See [`NOTES_MASTER`].
pub const NOTES_MASTER_RELATIONS: &str = include_str!("notes_master_relations.xml");

/// The number of the layout of the first slide.
pub const TITLE_LAYOUT: usize = 1;
/// The number of the layout with text.
pub const TEXT_LAYOUT: usize = 2;
/// The number of the layout without text.
pub const TABLE_LAYOUT: usize = 3;

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.presentationml.";

/// The part with the language of the text in it.
pub fn in_language(part: &str, deck: &Deck) -> String {
    part.replace("{language}", &deck.language)
}

/// What kind of file each part is; `noted` says which slides have notes.
pub fn content_types(noted: &[bool]) -> io::Result<String> {
    let mut xml = Xml::part()?;
    xml.with("Types", &[("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")], |xml| {
        let rels = "application/vnd.openxmlformats-package.relationships+xml";
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", rels)])?;
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")])?;
        let part =
            |xml: &mut Xml, name: &str, kind: &str| xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
        let own = |xml: &mut Xml, name: &str, kind: &str| part(xml, name, &format!("{TYPE}{kind}+xml"));
        own(xml, "/ppt/presentation.xml", "presentation.main")?;
        own(xml, "/ppt/slideMasters/slideMaster1.xml", "slideMaster")?;
        for number in 1..=LAYOUTS.len() {
            own(xml, &format!("/ppt/slideLayouts/slideLayout{number}.xml"), "slideLayout")?;
        }
        own(xml, "/ppt/notesMasters/notesMaster1.xml", "notesMaster")?;
        for number in 1..=2 {
            let theme = "application/vnd.openxmlformats-officedocument.theme+xml";
            part(xml, &format!("/ppt/theme/theme{number}.xml"), theme)?;
        }
        for (number, has_notes) in (1..).zip(noted) {
            own(xml, &format!("/ppt/slides/slide{number}.xml"), "slide")?;
            if *has_notes {
                own(xml, &format!("/ppt/notesSlides/notesSlide{number}.xml"), "notesSlide")?;
            }
        }
        part(xml, "/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")?;
        part(xml, "/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
    })?;
    xml.finish()
}

/// The properties that a reader sees.
pub fn core(deck: &Deck) -> io::Result<String> {
    let mut xml = Xml::part()?;
    let namespaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.with("cp:coreProperties", &namespaces, |xml| {
        xml.text("dc:title", &[], &crate::content::clean(&deck.title))?;
        xml.text("dc:creator", &[], &crate::content::clean(&deck.author))?;
        xml.text("dc:language", &[], &deck.language)?;
        let time = format!("{}T00:00:00Z", deck.date);
        xml.text("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &time)?;
        xml.text("dcterms:modified", &[("xsi:type", "dcterms:W3CDTF")], &time)
    })?;
    xml.finish()
}

/// The main part: which slides, in which order, how large.
pub fn presentation(deck: &Deck, slides: usize) -> io::Result<String> {
    let mut xml = Xml::part()?;
    xml.with("p:presentation", NAMESPACES, |xml| {
        xml.with("p:sldMasterIdLst", &[], |xml| {
            xml.empty("p:sldMasterId", &[("id", "2147483648"), ("r:id", "rMaster")])
        })?;
        xml.with("p:notesMasterIdLst", &[], |xml| xml.empty("p:notesMasterId", &[("r:id", "rNotes")]))?;
        xml.with("p:sldIdLst", &[], |xml| {
            (1..=slides).try_for_each(|number| {
                xml.empty("p:sldId", &[("id", &(255 + number).to_string()), ("r:id", &format!("rSlide{number}"))])
            })
        })?;
        xml.empty("p:sldSz", &[("cx", &SLIDE.0.to_string()), ("cy", &SLIDE.1.to_string())])?;
        xml.empty("p:notesSz", &[("cx", "6858000"), ("cy", "9144000")])?;
        xml.with("p:defaultTextStyle", &[], |xml| {
            xml.with("a:defPPr", &[], |xml| xml.empty("a:defRPr", &[("lang", &deck.language)]))
        })
    })?;
    xml.finish()
}

fn relations(list: &[(String, &str, String)]) -> io::Result<String> {
    let mut xml = Xml::part()?;
    xml.with("Relationships", &[("xmlns", RELATIONS)], |xml| {
        list.iter().try_for_each(|(id, kind, target)| {
            xml.empty("Relationship", &[("Id", id), ("Type", &format!("{RELATION}{kind}")), ("Target", target)])
        })
    })?;
    xml.finish()
}

/// The relations of the main part.
pub fn presentation_relations(slides: usize) -> io::Result<String> {
    let mut list = vec![
        ("rMaster".to_owned(), "slideMaster", "slideMasters/slideMaster1.xml".to_owned()),
        ("rNotes".to_owned(), "notesMaster", "notesMasters/notesMaster1.xml".to_owned()),
        ("rTheme".to_owned(), "theme", "theme/theme1.xml".to_owned()),
    ];
    list.extend((1..=slides).map(|number| (format!("rSlide{number}"), "slide", format!("slides/slide{number}.xml"))));
    relations(&list)
}

/// The relations of a slide: its layout, and its notes where it has any.
pub fn slide_relations(layout: usize, notes: Option<usize>) -> io::Result<String> {
    let mut list = vec![("rLayout".to_owned(), "slideLayout", format!("../slideLayouts/slideLayout{layout}.xml"))];
    list.extend(
        notes.map(|number| ("rNotes".to_owned(), "notesSlide", format!("../notesSlides/notesSlide{number}.xml"))),
    );
    relations(&list)
}

/// The relations of the notes of a slide.
pub fn notes_relations(number: usize) -> io::Result<String> {
    relations(&[
        ("rMaster".to_owned(), "notesMaster", "../notesMasters/notesMaster1.xml".to_owned()),
        ("rSlide".to_owned(), "slide", format!("../slides/slide{number}.xml")),
    ])
}
