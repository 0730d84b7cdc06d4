#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use kernel::Day;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::*;
use crate::content::Column;
use crate::slides::{Part, Slide, Table};

fn deck(rows: usize) -> Deck {
    let columns = vec![Column::words("Mått", 3), Column::words("Gäller", 2), Column::numbers("Värde", 1)];
    let table = Table {
        alt: "Värden & gränser".into(),
        columns,
        rows: (1..=rows).map(|n| vec![format!("Mått <{n}>"), "Alla".into(), format!("{n} %")]).collect(),
        row_headers: true,
    };
    Deck {
        title: "Värden & mål 2024".into(),
        subtitle: "Underlag".into(),
        language: "sv-SE".into(),
        author: "Nordängs kommun".into(),
        date: Day::new(2024, 3, 15).unwrap(),
        notes: String::new(),
        slides: vec![
            Slide {
                title: "Först".into(),
                parts: vec![Part::Paragraph("Läs \"så\" här.".into()), Part::Table(table)],
                notes: "Säg detta.".into(),
            },
            Slide {
                title: "Sist".into(),
                parts: vec![Part::Term("Mått.".into(), "Ett tal.".into())],
                notes: String::new(),
            },
        ],
    }
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}
fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(found, _)| found == name).unwrap().1
}
fn slides(bytes: &[u8]) -> Vec<String> {
    let count = parts(bytes).iter().filter(|(name, _)| name.starts_with("ppt/slides/slide")).count();
    (1..=count).map(|number| part(bytes, &format!("ppt/slides/slide{number}.xml"))).collect()
}
/// The texts of the slide, in the order in which they are read.
fn texts(xml: &str) -> Vec<String> {
    let pieces = xml.split("<a:t>").skip(1);
    pieces.map(|piece| piece.split("</a:t>").next().unwrap().to_owned()).collect()
}

#[test]
fn the_same_slides_give_the_same_bytes() {
    assert_eq!(write(&deck(3)).unwrap(), write(&deck(3)).unwrap());
}

#[test]
fn what_makes_slides_accessible_is_there() {
    let bytes = write(&deck(3)).unwrap();
    let all = slides(&bytes);
    assert_eq!(all.len(), 3);
    assert_eq!(texts(&all[0])[..2], ["Värden &amp; mål 2024", "Underlag"]);
    // The title is read first, then the text, then the table, the foot last.
    assert_eq!(texts(&all[1])[..4], ["Först", "Läs &quot;så&quot; här.", "Mått", "Gäller"]);
    assert!(all[1].contains(r#"<a:tblPr firstRow="1" firstCol="1"/>"#));
    assert!(all[1].contains(r#"descr="Värden &amp; gränser""#));
    assert!(all.iter().all(|slide| slide.contains(r#"<p:ph type="title"/>"#) || slide.contains(r#"type="ctrTitle""#)));
    let runs = all[1].matches("<a:rPr ").count();
    assert!(runs > 9 && all[1].matches(r#"<a:rPr lang="sv-SE""#).count() == runs);
    assert!(part(&bytes, "ppt/notesSlides/notesSlide2.xml").contains("<a:t>Säg detta.</a:t>"));
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:title>Värden &amp; mål 2024</dc:title>") && core.contains("2024-03-15T00:00:00Z"));
}

#[test]
fn a_long_table_goes_on_with_its_heading_row_under_titles_of_their_own() {
    let bytes = write(&deck(40)).unwrap();
    let all = slides(&bytes);
    let titles: Vec<String> = all.iter().map(|slide| texts(slide)[0].clone()).collect();
    assert!(titles.len() > 4, "{titles:?}");
    assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), titles.len(), "{titles:?}");
    assert_eq!(titles[1], format!("Först (1 av {})", titles.len() - 2));
    for slide in &all[1..all.len() - 1] {
        assert!(texts(slide).contains(&"Gäller".to_owned()), "each part has the heading row");
    }
    let rows: usize = all.iter().map(|slide| slide.matches("Mått &lt;").count()).sum();
    assert_eq!(rows, 40, "no row is lost and none stands twice");
}

#[test]
fn every_part_is_named_by_its_kind_and_every_relation_leads_to_a_part() {
    let bytes = write(&deck(40)).unwrap();
    let all = parts(&bytes);
    let names: BTreeSet<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let kinds = part(&bytes, "[Content_Types].xml");
    for (name, xml) in &all {
        let mut reader = Reader::from_str(xml);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
        assert!(!xml.contains("{language}"), "{name}");
        if name.starts_with("ppt/") && name.strip_suffix(".rels").is_none() {
            assert!(kinds.contains(&format!(r#"PartName="/{name}""#)), "{name}");
        }
        let Some(folder) =
            name.strip_suffix(".rels").and_then(|own| own.split_once("_rels/")).map(|(folder, _)| folder)
        else {
            continue;
        };
        for target in xml.split("Target=\"").skip(1).map(|piece| piece.split('"').next().unwrap()) {
            let path = match target.strip_prefix("../") {
                Some(rest) => format!("ppt/{rest}"),
                None => format!("{folder}{target}"),
            };
            assert!(names.contains(path.as_str()), "{name} leads to {path}");
        }
    }
}

#[test]
fn slides_that_nobody_could_tell_apart_or_hear_are_refused() {
    let mut wrong = deck(1);
    wrong.title = " ".into();
    wrong.language = "svenska!".into();
    wrong.slides[1].title = "Först".into();
    let Part::Table(table) = &mut wrong.slides[0].parts[1] else { panic!("a table") };
    table.alt = String::new();
    table.rows[0].pop();
    let Err(PptxError::Defects(defects)) = write(&wrong) else { panic!("written") };
    let expected = [
        Defect::NoTitle,
        Defect::BadLanguage("svenska!".into()),
        Defect::NoAlternative(1),
        Defect::Uneven(1),
        Defect::SameTitle("Först".into()),
    ];
    assert_eq!(defects, expected);
}

/// The presentation as LibreOffice prints it, and its text.
fn printed(bytes: &[u8]) -> String {
    let folder = std::env::temp_dir().join(format!("pptx-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("bilder.pptx"), bytes).unwrap();
    let done = std::process::Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profil", folder.display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(&folder)
        .arg(folder.join("bilder.pptx"))
        .env("HOME", &folder)
        .output()
        .expect("LibreOffice (soffice) is needed by this test; cargo xtask test installs it");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = std::process::Command::new("pdftotext")
        .arg(folder.join("bilder.pdf"))
        .arg("-")
        .output()
        .expect("pdftotext is needed by this test; cargo xtask test installs it");
    std::fs::remove_dir_all(&folder).unwrap();
    String::from_utf8(text.stdout).unwrap()
}

#[test]
fn libreoffice_opens_the_slides_and_prints_each_on_a_page_of_its_own() {
    let bytes = write(&deck(40)).unwrap();
    let text = printed(&bytes);
    assert_eq!(text.matches('\u{c}').count(), slides(&bytes).len(), "{text}");
    for words in ["Värden & mål 2024", "Läs \"så\" här.", "Mått <40>", "Ett tal."] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_anywhere_gives_well_formed_parts(text in "(\\PC|[\\x00-\\x1f\\u{202e}\\u{fffe}\\u{feff}<>&\"'\\]]){0,60}") {
        let mut deck = deck(1);
        deck.title = format!("T{text}");
        deck.author.clone_from(&text);
        deck.subtitle.clone_from(&text);
        deck.notes = format!("N{text}");
        deck.slides[0].title = format!("F{text}");
        deck.slides[0].parts.push(Part::Term(text.clone(), text.clone()));
        let Part::Table(table) = &mut deck.slides[0].parts[1] else { panic!("a table") };
        table.alt = format!("A{text}");
        table.rows[0][1].clone_from(&text);
        for (_, xml) in parts(&write(&deck).unwrap()) {
            let mut reader = Reader::from_str(&xml);
            while !matches!(reader.read_event().unwrap(), Event::Eof) {}
        }
    }
}
