#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;

use super::*;
use crate::docx::read::{ReadDocument, markup, read};
use crate::raw::Limits;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STYLES: &str = "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:style w:type=\"paragraph\" w:styleId=\"Rubrik1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";

/// A Word file with that in its body, and with a picture that nobody looks at.
fn file(body: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let main =
        format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"{W}\"><w:body>{body}<w:sectPr/></w:body></w:document>");
    let parts: [(&str, &str); 6] = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        ("word/document.xml", &main),
        (
            "word/_rels/document.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>",
        ),
        ("word/styles.xml", STYLES),
        ("word/media/logo.bin", "\u{1}logotyp"),
    ];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn sdt(properties: &str, content: &str) -> String {
    format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn done(bytes: &[u8], controls: &[(&str, Put<'_>)]) -> Filled {
    let controls = controls.iter().map(|(name, put)| ((*name).to_owned(), *put)).collect();
    fill(bytes, &controls, &BTreeMap::new(), &|_| BTreeMap::from([("item".to_owned(), "rapport".to_owned())])).unwrap()
}

fn in_control(document: &ReadDocument, name: &str) -> String {
    let own = |block: &&crate::docx::read::ReadBlock| {
        block.within.last().is_some_and(|at| document.controls[*at].name() == name)
    };
    let blocks: Vec<_> = document.blocks.iter().filter(own).collect();
    markup(&blocks, &|_| (String::new(), String::new()))
}

#[test]
fn controls_of_every_level_are_filled_in_and_all_else_keeps_its_bytes() {
    let cell = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc>{}</w:tr></w:tbl>",
        p("Enhet"),
        sdt("<w:tag w:val=\"enhet\"/>", &format!("<w:tc><w:tcPr><w:tcW w:w=\"9\"/></w:tcPr>{}</w:tc>", p("?")))
    );
    let prompt = "<w:r><w:rPr><w:rStyle w:val=\"Prompt\"/></w:rPr><w:t>Klicka</w:t></w:r>";
    let body = format!(
        "{}<w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr><w:r><w:t>Anordnare: </w:t></w:r>{}</w:p>{cell}{}{}<w:p><w:pPr><w:spacing w:after=\"9\"/></w:pPr><w:proofErr w:type=\"x\"/>{}</w:p>",
        p("Ekstads kommun &amp; co"),
        sdt("<w:alias w:val=\"Anordnare\"/><w:dataBinding w:xpath=\"x\"/><w:showingPlcHdr/><w:text/>", prompt),
        sdt(
            "<w:tag w:val=\"betyg\"/><w:showingPlcHdr/>",
            &format!("<w:p><w:pPr><w:pStyle w:val=\"Rubrik1\"/></w:pPr>{prompt}</w:p>")
        ),
        sdt("<w:tag w:val=\"tomt\"/><w:showingPlcHdr/><w:text/>", &p("Skriv")),
        sdt("<w:tag w:val=\"ensamt\"/>", "<w:r><w:rPr><w:i/></w:rPr><w:t>x</w:t></w:r>"),
    );
    let bytes = file(&body);
    let text = "Ett **fett** ord & mer.\nNy rad.\n\nStycke två.";
    let filled = done(
        &bytes,
        &[
            ("Anordnare", Put::Fact("Lindblad <AB>")),
            ("enhet", Put::Fact("Lindblad Centrum")),
            ("betyg", Put::Text(text)),
            ("ensamt", Put::Text(text)),
            ("tomt", Put::Text("")),
        ],
    );
    assert_eq!(filled.placed.controls, BTreeSet::from(["betyg".to_owned(), "ensamt".to_owned()]));
    let xml = part(&filled.bytes, "word/document.xml");
    assert!(xml.contains(&p("Ekstads kommun &amp; co")) && !xml.contains("dataBinding"));
    assert!(xml.contains("<w:tc><w:tcPr><w:tcW w:w=\"9\"/></w:tcPr><w:p>"));
    // The prompt that nobody has written over still is one.
    assert!(xml.contains("<w:tag w:val=\"tomt\"/><w:showingPlcHdr/><w:docPartList>"));
    for same in ["word/styles.xml", "word/media/logo.bin", "word/_rels/document.xml.rels"] {
        assert_eq!(part(&filled.bytes, same), part(&bytes, same), "{same}");
    }
    assert!(part(&filled.bytes, "[Content_Types].xml").contains("wordprocessingml.document.main+xml"));
    let read = read(&filled.bytes, &Limits::default()).unwrap();
    assert_eq!(read.stamp["item"], "rapport");
    assert_eq!(in_control(&read, "Anordnare"), "Lindblad <AB>");
    assert_eq!(in_control(&read, "enhet"), "Lindblad Centrum");
    assert_eq!(in_control(&read, "betyg"), text);
    assert_eq!(in_control(&read, "ensamt"), text);
    assert_eq!(in_control(&read, "tomt"), "Skriv");
    assert_eq!(
        filled,
        done(
            &bytes,
            &[
                ("Anordnare", Put::Fact("Lindblad <AB>")),
                ("enhet", Put::Fact("Lindblad Centrum")),
                ("betyg", Put::Text(text)),
                ("ensamt", Put::Text(text)),
                ("tomt", Put::Text("")),
            ]
        )
    );
}

#[test]
fn a_text_that_has_no_safe_place_is_left_out_and_said_to_be() {
    let body = format!(
        "{}<w:p><w:r><w:t>Före </w:t></w:r>{}</w:p>{}",
        sdt("<w:tag w:val=\"lista\"/>", &p("x")),
        sdt("<w:tag w:val=\"rad\"/>", "<w:r><w:t>y</w:t></w:r>"),
        sdt("<w:tag w:val=\"ruta\"/><w14:checkbox xmlns:w14=\"x\"/>", &p("\u{2610}")),
    );
    let bytes = file(&body);
    let filled = done(
        &bytes,
        &[("lista", Put::Text("- en\n- två")), ("rad", Put::Text("Ett.\n\nTvå.")), ("ruta", Put::Text("Ja"))],
    );
    assert_eq!(filled.placed, Placed::default());
    let document = read(&filled.bytes, &Limits::default()).unwrap();
    assert_eq!((in_control(&document, "lista"), in_control(&document, "rad")), ("x".to_owned(), "y".to_owned()));
    let one = done(&bytes, &[("rad", Put::Text("Ett **ord**."))]);
    assert_eq!(in_control(&read(&one.bytes, &Limits::default()).unwrap(), "rad"), "Ett **ord**.");
}

/// A heading of the file's own.
fn heading(text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"Rubrik1\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn text_is_written_under_its_heading_after_what_stands_there_and_all_else_keeps_its_bytes() {
    let ready = "<w:p><w:pPr><w:spacing w:after=\"9\"/></w:pPr></w:p>";
    let table = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", heading("Betyg"));
    let turn = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
    let before = [
        heading("Betyg &amp; prov"),
        p("Skriv om betygen."),
        ready.to_owned(),
        turn.to_owned(),
        heading("Twice"),
        heading("Twice"),
        table,
        heading("Sist"),
    ];
    let own = file(&before.concat());
    let texts = BTreeMap::from([
        ("Betyg & prov".to_owned(), "Betygen **stiger**.\n\n\u{c4}ven i < sfi."),
        ("Twice".to_owned(), "Nowhere."),
        ("Sist".to_owned(), "Tack."),
        ("Betyg".to_owned(), "In a table."),
        ("Gone".to_owned(), "Nowhere."),
    ]);
    let filled = fill(&own, &BTreeMap::new(), &texts, &|_| BTreeMap::new()).unwrap();
    assert_eq!(filled.placed.headings, ["Betyg & prov", "Sist"].map(str::to_owned).into());
    let main = part(&filled.bytes, "word/document.xml");
    // In the look of the line that stands ready, before the turn of the page; that line stays.
    let looks = "<w:p><w:pPr><w:spacing w:after=\"9\"/></w:pPr><w:r>";
    assert!(main.contains(&format!("Skriv om betygen.</w:t></w:r></w:p>{looks}")), "{main}");
    assert!(main.contains(&format!("sfi.</w:t></w:r></w:p>{ready}{turn}")), "{main}");
    assert!(!main.contains("Nowhere.") && !main.contains("In a table."), "{main}");
    assert!(main.contains("Tack.</w:t></w:r></w:p><w:sectPr/>"), "{main}");
    for kept in &before {
        assert!(main.contains(kept.as_str()), "{kept} in {main}");
    }
    for same in ["word/styles.xml", "word/media/logo.bin", "word/_rels/document.xml.rels"] {
        assert_eq!(part(&filled.bytes, same), part(&own, same), "{same}");
    }
    let document = read(&filled.bytes, &Limits::default()).unwrap();
    let all: Vec<_> = document.blocks.iter().collect();
    let words = markup(&all, &|_| (String::new(), String::new()));
    assert!(words.contains("Betygen **stiger**.\n\n\u{c4}ven i < sfi."), "{words}");
    assert_eq!(fill(&own, &BTreeMap::new(), &texts, &|_| BTreeMap::new()).unwrap(), filled, "the same bytes");
}

#[test]
fn a_text_with_more_than_paragraphs_is_written_under_no_heading() {
    let own = file(&heading("Betyg"));
    for text in ["- ett\n- tv\u{e5}", "", "  \n"] {
        let texts = BTreeMap::from([("Betyg".to_owned(), text)]);
        let filled = fill(&own, &BTreeMap::new(), &texts, &|_| BTreeMap::new()).unwrap();
        assert_eq!(filled.placed, Placed::default(), "{text}");
        assert_eq!(part(&filled.bytes, "word/document.xml"), part(&own, "word/document.xml"), "{text}");
    }
}
