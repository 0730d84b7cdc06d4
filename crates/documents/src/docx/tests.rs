#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Read};

use kernel::Day;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::*;
use crate::content::{Column, Figure, Table, Text};

const CHART: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320"><rect width="9" height="9" fill="#0b5a66"/></svg>"##;

fn report() -> Document {
    let mut document = Document::new("Kvalitet & uppföljning", "Nordängs kommun", Day::new(2024, 9, 30).unwrap());
    document.toc = true;
    document.cover = true;
    document.reference = "UBN 2024/1".into();
    let mut table = Table::new("Svar per anordnare", vec![Column::words("Anordnare", 3), Column::numbers("Antal", 1)]);
    table.rows = vec![vec!["Almgrens <utbildning>".into(), "12".into()], vec!["Summa".into(), "12".into()]];
    table.row_headers = true;
    table.total_row = true;
    table.note = "Källa: redovisningen.".into();
    document.blocks = vec![
        Block::heading(1, "Läget"),
        Block::paragraph(
            Text::from("Första raden\nandra raden ").strong("stark").link("länk", "https://example.se/?a=1&b=2"),
        ),
        Block::List { ordered: true, items: vec!["ett".into(), "två".into()] },
        Block::List { ordered: true, items: vec!["åter ett".into()] },
        Block::Table(table),
        Block::Figure(Figure { svg: CHART.into(), alt: "En ruta \"i\" blått".into(), caption: "Rutan".into() }),
        Block::quote("Vi hinner inte", "Enhet A"),
        Block::key_values([("Referens", "K-1")]),
        Block::Note { title: "Obs".into(), text: "Läs så här.".into() },
        Block::PageBreak,
    ];
    document
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .filter_map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            let name = file.name().unwrap().into_owned();
            file.read_to_string(&mut text).is_ok().then_some((name, text))
        })
        .collect()
}
fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(found, _)| found == name).unwrap().1
}
fn well_formed(xml: &str) {
    let mut reader = Reader::from_str(xml);
    while !matches!(reader.read_event().unwrap(), Event::Eof) {}
}
fn without_png(_: &str) -> Option<Vec<u8>> {
    None
}

#[test]
fn the_same_tree_gives_the_same_bytes() {
    assert_eq!(write(&report(), &without_png).unwrap(), write(&report(), &without_png).unwrap());
}

#[test]
fn what_makes_a_word_file_accessible_is_there() {
    let bytes = write(&report(), &without_png).unwrap();
    let body = part(&bytes, "word/document.xml");
    assert_eq!(body.matches("<w:tblHeader/>").count(), 1);
    assert!(body.contains(r#"descr="En ruta &quot;i&quot; blått""#));
    assert!(body.contains(r#"<w:pStyle w:val="Heading1"/>"#));
    assert!(body.contains(r#"<w:tblCaption w:val="Svar per anordnare"/>"#));
    assert!(part(&bytes, "word/styles.xml").contains(r#"<w:lang w:val="sv-SE""#));
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:title>Kvalitet &amp; uppföljning</dc:title>") && core.contains("2024-09-30T00:00:00Z"));
}

#[test]
fn tables_quotes_lists_and_links_survive() {
    let bytes = write(&report(), &without_png).unwrap();
    let body = part(&bytes, "word/document.xml");
    for text in
        ["Almgrens &lt;utbildning&gt;", "Vi hinner inte", "Enhet A", "Källa: redovisningen.", "K-1", "Läs så här."]
    {
        assert!(body.contains(text), "{text}");
    }
    // Each numbered list has a number of its own.
    assert!(body.contains(r#"<w:numId w:val="2"/>"#) && body.contains(r#"<w:numId w:val="3"/>"#));
    assert!(part(&bytes, "word/_rels/document.xml.rels").contains("https://example.se/?a=1&amp;b=2"));
    assert!(part(&bytes, "word/footer1.xml").contains("UBN 2024/1"));
}

#[test]
fn every_part_is_well_formed_and_every_relation_leads_somewhere() {
    let bytes = write(&report(), &|_| Some(b"png".to_vec())).unwrap();
    let all = parts(&bytes);
    all.iter().filter(|(name, _)| !name.contains(".png")).for_each(|(_, xml)| well_formed(xml));
    let relations = part(&bytes, "word/_rels/document.xml.rels");
    let body = part(&bytes, "word/document.xml");
    for id in body.split("r:embed=\"").chain(body.split("r:id=\"")).skip(1) {
        let id = id.split('"').next().unwrap();
        if id.starts_with('r') {
            assert!(relations.contains(&format!("Id=\"{id}\"")), "{id}");
        }
    }
    for target in [
        "styles.xml",
        "numbering.xml",
        "settings.xml",
        "header1.xml",
        "footer1.xml",
        "media/image1.svg",
        "media/image1.png",
    ] {
        assert!(all.iter().any(|(name, _)| *name == format!("word/{target}")), "{target}");
    }
}

#[test]
fn a_picture_without_text_alternative_and_a_document_without_title_are_refused() {
    let mut document = report();
    document.title = " ".into();
    document.blocks.push(Block::Figure(Figure { svg: CHART.into(), alt: " ".into(), caption: String::new() }));
    let Err(DocxError::Defects(defects)) = write(&document, &without_png) else { panic!("written") };
    assert_eq!(defects, [Defect::NoTitle, Defect::NoAlternative { figure: 2 }]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_anywhere_gives_well_formed_parts(text in "(\\PC|[\\x00-\\x1f\\u{202e}\\u{fffe}\\u{feff}<>&\"'\\]]){0,60}") {
        let mut document = report();
        document.title = format!("T{text}");
        document.author.clone_from(&text);
        document.reference.clone_from(&text);
        document.blocks.push(Block::heading(2, text.clone()));
        document.blocks.push(Block::paragraph(Text::from(text.clone()).strong(text.clone()).link(text.clone(), text.clone())));
        document.blocks.push(Block::quote(text.clone(), text.clone()));
        document.blocks.push(Block::key_values([(text.clone(), text.clone())]));
        document.blocks.push(Block::Figure(Figure { svg: CHART.into(), alt: format!("A{text}"), caption: text.clone() }));
        let mut table = Table::new(text.clone(), vec![Column::words(text.clone(), 0)]);
        table.rows = vec![vec![text.as_str().into()]];
        document.blocks.push(Block::Table(table));
        for (_, xml) in parts(&write(&document, &without_png).unwrap()) {
            well_formed(&xml);
        }
    }
}
