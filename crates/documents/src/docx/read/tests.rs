#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Read as _, Write as _};

use kernel::Day;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;
use crate::content::{Block, Document, Picture, PictureFormat};
use crate::docx::form::{self, Content, Control, Form, FormPart};
use crate::markup::{blocks, canonical};

/// A picture of one dot.
const DOT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0,
    0x81, 0x77, 0xcd, 0x72, 0xb6, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

#[expect(clippy::unnecessary_wraps, reason = "as whatever finds a picture")]
fn dot(name: &str) -> Option<Picture> {
    let (format, bytes) = (PictureFormat::Png, DOT.to_vec());
    Some(Picture { name: name.to_owned(), format, bytes, width: 1, height: 1, alt: String::new() })
}

fn control(tag: &str, content: Content) -> FormPart {
    FormPart::Control(Control { tag: tag.to_owned(), alias: format!("Fält {tag}"), content })
}

fn text(tag: &str, text: &str) -> FormPart {
    control(tag, Content::Text { blocks: blocks(text, 1, &dot), prompt: "Skriv här.".to_owned() })
}

fn form(parts: Vec<FormPart>) -> Form {
    let frame = Document::new("Årsrapport", "Ekstads kommun", Day::new(2024, 9, 30).unwrap());
    let stamp = [("item", "arsrapport"), ("subject", "A; = % B")];
    Form { frame, parts, stamp: stamp.map(|(k, v)| (k.to_owned(), v.to_owned())).into() }
}

fn written(parts: Vec<FormPart>) -> Vec<u8> {
    form::write(&form(parts)).unwrap()
}

fn taken(bytes: &[u8]) -> ReadDocument {
    read(bytes, &Limits::default()).unwrap()
}

/// What stands in the controls of that name, as markup.
fn in_control(document: &ReadDocument, tag: &str) -> String {
    let own = |block: &&ReadBlock| {
        document.control_of(block, |known| !known.is_empty()).is_some_and(|at| document.controls[at].tag == tag)
    };
    let blocks: Vec<&ReadBlock> = document.blocks.iter().filter(own).collect();
    markup(&blocks, &|at| (document.pictures[at].name.clone(), document.pictures[at].alt.clone()))
}

fn ticked(document: &ReadDocument, tag: &str) -> Option<bool> {
    document.ticked(document.controls.iter().position(|control| control.tag == tag).unwrap())
}

fn outside(document: &ReadDocument) -> String {
    let blocks: Vec<&ReadBlock> = document.blocks.iter().filter(|block| block.within.is_empty()).collect();
    markup(&blocks, &|at| (document.pictures[at].name.clone(), String::new()))
}

/// The package with its parts changed, and parts added.
fn altered(bytes: &[u8], change: impl Fn(&str, String) -> String, add: &[(&str, &str)]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
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
    for (name, text) in add {
        to.start_file(*name, SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// A document whose body is this.
fn body(xml: &str) -> Vec<u8> {
    with_body(xml, "", &[])
}

fn with_body(xml: &str, relations: &str, add: &[(&str, &str)]) -> Vec<u8> {
    let change = |name: &str, text: String| match name {
        "word/document.xml" => {
            let (head, _) = text.split_once("<w:body>").unwrap();
            format!("{head}<w:body>{xml}</w:body></w:document>")
        }
        "word/_rels/document.xml.rels" => text.replace("</Relationships>", &format!("{relations}</Relationships>")),
        _ => text,
    };
    altered(&written(Vec::new()), change, add)
}

fn par(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn sdt(tag: &str, inside: &str) -> String {
    format!("<w:sdt><w:sdtPr><w:tag w:val=\"{tag}\"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")
}

const ALL_KINDS: &str = "Inledning **fet**.\nEn rad till.\n\n## Läget\n\n- ett\n- **två**\n\n1. först\n2. sedan\n\n### Kurser\n\n\
                         | Kurs | n |\n| --- | --- |\n| Svenska \\| 1 | 12 |\n\n![Stapel](bild-00ff)\n\nSlut.";

#[test]
fn what_is_written_out_is_read_as_the_same_text_and_stamp() {
    let bytes = written(vec![
        FormPart::Block(Block::heading(1, "Betyg")),
        text("betyg.text", ALL_KINDS),
        control("nej", Content::Tick { ticked: false, label: "Inte några avvikelser".to_owned() }),
        control("ja", Content::Tick { ticked: true, label: "Ja".to_owned() }),
        control(
            "lage",
            Content::Choice {
                label: "Läge".to_owned(),
                options: vec!["Enligt plan".to_owned(), "Avviker".to_owned()],
                chosen: Some("Avviker".to_owned()),
                prompt: "Välj".to_owned(),
            },
        ),
    ]);
    let document = taken(&bytes);
    assert_eq!(in_control(&document, "betyg.text"), ALL_KINDS);
    assert_eq!(
        (ticked(&document, "nej"), ticked(&document, "ja"), ticked(&document, "lage")),
        (Some(false), Some(true), None)
    );
    let place = document.controls.iter().position(|control| control.tag == "lage").unwrap();
    assert_eq!(document.chosen(place).as_deref(), Some("Avviker"));
    assert_eq!(document.stamp["subject"], "A; = % B");
    assert_eq!(document.pictures[0].bytes, DOT);
    let around = outside(&document);
    assert!(around.contains("## Betyg") && !around.contains("Inte några avvikelser"), "{around}");
    assert!(!around.contains("Mallens märkning"), "the stamp is no text: {around}");
}

#[test]
fn the_stamp_is_read_from_its_line_where_the_properties_are_gone() {
    let bytes = written(vec![text("a.text", "text")]);
    let bare = altered(&bytes, |name, text| if name == "docProps/custom.xml" { "<x/>".to_owned() } else { text }, &[]);
    assert_eq!(taken(&bare).stamp, taken(&bytes).stamp);
}

#[test]
fn controls_are_found_around_blocks_lines_rows_and_cells_and_within_each_other() {
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let cell = |inside: &str| format!("<w:tc><w:tcPr/>{inside}</w:tc>");
    let table = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(&(cell(&par("rubrik")) + &cell(&par("annat")))),
        sdt("rad", &row(&(cell(&par("i raden")) + &cell(&par("också"))))),
        row(&(sdt("cell", &cell(&par("i cellen"))) + &cell(&sdt("block-i-cell", &par("i blocket"))))),
    );
    let inline = format!(
        "<w:p><w:r><w:t xml:space=\"preserve\">före </w:t></w:r>{}<w:r><w:t xml:space=\"preserve\"> efter</w:t></w:r></w:p>",
        sdt("i-rad", "<w:r><w:t>mitt i</w:t></w:r>")
    );
    let nested = sdt("yttre", &(par("utanför") + &sdt("okänd", &par("längst in")) + &sdt("inre", &par("innanför"))));
    let document = taken(&body(&(inline + &table + &nested)));
    for (tag, expected) in [
        ("i-rad", "mitt i"),
        ("rad", "i raden\n\nockså"),
        ("cell", "i cellen"),
        ("block-i-cell", "i blocket"),
        ("inre", "innanför"),
    ] {
        assert_eq!(in_control(&document, tag), expected, "{tag}");
    }
    // A control that nobody asked for belongs to the one around it.
    let known = |tag: &str| ["yttre", "inre"].contains(&tag);
    let of_outer = document
        .blocks
        .iter()
        .filter(|block| document.control_of(block, known).is_some_and(|at| document.controls[at].tag == "yttre"));
    assert_eq!(of_outer.count(), 2);
    assert!(outside(&document).contains("före") && outside(&document).contains("efter"));
    assert!(outside(&document).contains("rubrik"));
}

#[test]
fn tracked_changes_are_taken_as_accepted_and_said() {
    let xml = sdt(
        "a",
        "<w:p><w:r><w:t xml:space=\"preserve\">Vi </w:t></w:r><w:ins w:id=\"1\"><w:r><w:t>nådde</w:t></w:r></w:ins>\
         <w:del w:id=\"2\"><w:r><w:delText>missade</w:delText></w:r></w:del><w:r><w:t xml:space=\"preserve\"> målet.</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id=\"3\"/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">Två </w:t></w:r></w:p>\
         <w:p><w:r><w:t>stycken</w:t></w:r></w:p>\
         <w:p><w:moveFrom w:id=\"4\"><w:r><w:t>flyttat</w:t></w:r></w:moveFrom><w:moveTo w:id=\"5\"><w:r><w:t>hit</w:t></w:r></w:moveTo></w:p>\
         <w:tbl><w:tr><w:tc>RUBRIK</w:tc><w:tc>n</w:tc></w:tr><w:tr><w:trPr><w:del w:id=\"6\"/></w:trPr><w:tc>BORTA</w:tc></w:tr></w:tbl>",
    );
    let xml = xml.replace("RUBRIK", &par("rubrik")).replace("<w:tc>n<", &format!("<w:tc>{}<", par("n")));
    let document = taken(&body(&xml.replace("BORTA", &par("borta"))));
    assert_eq!(in_control(&document, "a"), "Vi nådde målet.\n\nTvå stycken\n\nhit\n\n| rubrik | n |\n| --- | --- |");
    assert_eq!((document.said.inserted, document.said.deleted), (2, 4));
}

#[test]
fn the_properties_that_held_before_a_tracked_change_are_not_the_paragraphs() {
    let xml = "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/><w:pPrChange w:id=\"4\" w:author=\"A\"><w:pPr>\
               <w:outlineLvl w:val=\"9\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:pPrChange>\
               </w:pPr><w:r><w:t>Resultat</w:t></w:r></w:p>";
    let now = outside(&taken(&body(xml)));
    let plain = "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>Resultat</w:t></w:r></w:p>";
    assert_eq!(now, outside(&taken(&body(plain))));
    assert!(now.contains("Resultat"), "{now}");
}

#[test]
fn comments_footnotes_hidden_text_and_pictures_from_elsewhere_are_said_and_nothing_else_is_lost() {
    let relations = "<Relationship Id=\"rC\" Type=\"http://x/relationships/comments\" Target=\"comments.xml\"/>\
                     <Relationship Id=\"rF\" Type=\"http://x/relationships/footnotes\" Target=\"footnotes.xml\"/>\
                     <Relationship Id=\"rX\" Type=\"http://x/relationships/image\" Target=\"http://127.0.0.1:9/a.png\" TargetMode=\"External\"/>\
                     <Relationship Id=\"rL\" Type=\"http://x/relationships/hyperlink\" Target=\"https://skolverket.se/x\" TargetMode=\"External\"/>";
    let w = "xmlns:w=\"w\"";
    let comments = format!(
        "<w:comments {w}><w:comment w:id=\"0\" w:author=\"Anna\">{}</w:comment></w:comments>",
        par("Stämmer det?")
    );
    let footnotes = format!(
        "<w:footnotes {w}><w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote><w:footnote w:id=\"1\">{}</w:footnote></w:footnotes>",
        par("---"),
        par("Enligt enkäten")
    );
    let xml = sdt(
        "a",
        "<w:p><w:r><w:t>Nöjda</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>göms</w:t></w:r>\
         <w:r><w:commentReference w:id=\"0\"/></w:r><w:hyperlink r:id=\"rL\"><w:r><w:t xml:space=\"preserve\"> läs mer</w:t></w:r></w:hyperlink></w:p>\
         <w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"b\" descr=\"x\"/><a:blip r:link=\"rX\"/></wp:inline></w:drawing></w:r>\
         <w:r><w:drawing><wp:inline><wp:docPr id=\"2\" name=\"b\"/><a:blip r:embed=\"rX\"/></wp:inline></w:drawing></w:r>\
         <w:r><w:object><o:OLEObject/></w:object></w:r></w:p>\
         <w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>i rutan</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>i rutan</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>\
         <w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>INCLUDETEXT /etc/passwd</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>fältets text</w:t></w:r></w:p>",
    );
    let add = [("word/comments.xml", &*comments), ("word/footnotes.xml", &footnotes)];
    let document = taken(&with_body(&xml, relations, &add));
    assert_eq!(
        in_control(&document, "a"),
        "Nöjda (fotnot: Enligt enkäten) läs mer (https://skolverket.se/x)\n\ni rutan\n\nfältets text"
    );
    let said = document.said;
    assert_eq!(
        (said.comments.as_slice(), said.hidden.as_slice()),
        (&["Stämmer det?".to_owned()][..], &["göms".to_owned()][..])
    );
    assert_eq!((said.footnotes, said.external_pictures, said.objects), (1, 2, 1));
}

#[test]
fn lists_and_headings_are_known_by_the_styles_of_other_languages() {
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Rubrik1\"><w:name w:val=\"heading 1\"/></w:style>\
                  <w:style w:styleId=\"Egen\"><w:name w:val=\"Egen\"/><w:basedOn w:val=\"Rubrik1\"/></w:style>\
                  <w:style w:styleId=\"Punkt\"><w:name w:val=\"List Bullet\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
                  <w:style w:styleId=\"Fet\"><w:name w:val=\"Fet\"/><w:rPr><w:b/></w:rPr></w:style></w:styles>";
    let styled = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let xml = styled("Egen", "Läget")
        + &styled("Punkt", "ett")
        + &styled("Punkt", "två")
        + "<w:p><w:r><w:rPr><w:rStyle w:val=\"Fet\"/></w:rPr><w:t>tungt</w:t></w:r><w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t xml:space=\"preserve\"> lätt</w:t></w:r></w:p>";
    let bytes = body(&xml);
    let bytes = altered(&bytes, |name, text| if name == "word/styles.xml" { styles.to_owned() } else { text }, &[]);
    assert_eq!(outside(&taken(&bytes)), "## Läget\n\n- ett\n- två\n\n**tungt** lätt");
}

#[test]
fn files_of_other_kinds_and_broken_ones_are_told_apart() {
    let good = written(vec![text("a", "text")]);
    let fault = |bytes: &[u8]| read(bytes, &Limits::default()).unwrap_err();
    assert_eq!(fault(b"  \n"), Unread::File(Unreadable::Empty));
    assert_eq!(fault(b"%PDF-1.7 x"), Unread::File(Unreadable::OtherKind(Kind::Pdf)));
    assert_eq!(fault(b"{\\rtf1 hej}"), Unread::Format(Format::RichText));
    assert_eq!(fault(&altered(&good, |_, text| text, &[("word/vbaProject.bin", "x")])), Unread::Format(Format::Macros));
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    old.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(fault(&old), Unread::Format(Format::OldWord));
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(fault(&old), Unread::File(Unreadable::OtherKind(Kind::Encrypted)));
    assert_eq!(fault(&good[..good.len() / 2]), Unread::File(Unreadable::CutOff));
    let entity = altered(
        &good,
        |name, text| if name == "word/document.xml" { format!("<!DOCTYPE x>{text}") } else { text },
        &[],
    );
    assert!(matches!(fault(&entity), Unread::File(Unreadable::Damaged { .. })));
    let small = Limits { text_bytes: 3, ..Limits::default() };
    assert!(matches!(read(&good, &small), Err(Unread::File(Unreadable::TooMuch { .. }))));
    for why in [fault(b""), fault(b"%PDF-"), fault(&old), fault(&entity), Unread::Format(Format::Macros)] {
        assert!(crate::sv::unread(&why).len() > 30);
    }
}

#[test]
fn the_main_part_of_a_form_stays_as_it_is() {
    let bytes = written(vec![
        FormPart::Block(Block::heading(1, "Betyg")),
        text("betyg.text", "Ett **stycke**.\n\n- punkt"),
        text("tom.text", ""),
        control("nej", Content::Tick { ticked: true, label: "Inte några avvikelser".to_owned() }),
    ]);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let (_, body) = xml.split_once("<w:body>").unwrap();
    let (body, _) = body.split_once("<w:sectPr>").unwrap();
    insta::assert_snapshot!(body.replace("><", ">\n<"));
}

/// As LibreOffice saves it.
fn saved_by_libreoffice(bytes: &[u8], as_what: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (from, out) = (folder.path().join("mall.docx"), folder.path().join("ut"));
    std::fs::write(&from, bytes).unwrap();
    let done = std::process::Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.path().join("profil").display()))
        .args(["--headless", "--convert-to", as_what, "--outdir"])
        .arg(&out)
        .arg(&from)
        .output()
        .expect("LibreOffice (soffice) is needed by this test; cargo xtask test installs it");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let ending = as_what.split(':').next().unwrap();
    std::fs::read(out.join(format!("mall.{ending}"))).unwrap()
}

#[test]
fn libreoffice_saves_the_form_and_the_same_text_is_read() {
    let bytes = written(vec![
        FormPart::Block(Block::heading(1, "Betyg")),
        text("betyg.text", ALL_KINDS),
        FormPart::Block(Block::heading(1, "Genomströmning")),
        text("genomstromning.text", "Ett stycke.\n\nTvå stycken, med\nen rad till."),
        text("tabell.text", "| A | B |\n|---|---|\n| 1 | 2 |"),
        FormPart::Block(Block::heading(1, "Avvikelser")),
        control("ja", Content::Tick { ticked: true, label: "Ja".to_owned() }),
        control("nej", Content::Tick { ticked: false, label: "Nej".to_owned() }),
        control(
            "lage",
            Content::Choice {
                label: "Läge".to_owned(),
                options: vec!["Enligt plan".to_owned(), "Avviker".to_owned()],
                chosen: Some("Avviker".to_owned()),
                prompt: "Välj".to_owned(),
            },
        ),
    ]);
    let saved = taken(&saved_by_libreoffice(&bytes, "docx"));
    assert_eq!(saved.stamp, taken(&bytes).stamp);
    // A control ends where LibreOffice meets a table in it; what follows stands right after, and nothing is lost.
    let (before, after) = ALL_KINDS.split_once("\n\n| Kurs").unwrap();
    assert_eq!(in_control(&saved, "betyg.text"), before);
    let after = after.replace("Stapel", "");
    assert!(outside(&saved).contains(&format!("| Kurs{after}")), "{}", outside(&saved));
    assert_eq!(in_control(&saved, "genomstromning.text"), "Ett stycke.\n\nTvå stycken, med\nen rad till.");
    assert!(outside(&saved).contains("| A | B |\n| --- | --- |\n| 1 | 2 |"), "{}", outside(&saved));
    assert_eq!((ticked(&saved, "ja"), ticked(&saved, "nej")), (Some(true), Some(false)));
    let place = saved.controls.iter().position(|control| control.tag == "lage").unwrap();
    assert_eq!(saved.chosen(place).as_deref(), Some("Avviker"));
    assert!(matches!(
        read(&saved_by_libreoffice(&bytes, "odt"), &Limits::default()),
        Err(Unread::Format(Format::OpenDocument))
    ));
    assert!(matches!(
        read(&saved_by_libreoffice(&bytes, "doc"), &Limits::default()),
        Err(Unread::Format(Format::OldWord))
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_text_through_word_and_back_reads_the_same(one in crate::markup::tests::texts(), other in "(\\PC|\n){0,200}") {
        let document = taken(&written(vec![text("a", &one), text("b", &other)]));
        prop_assert_eq!(in_control(&document, "a"), expected(&one));
        prop_assert_eq!(in_control(&document, "b"), expected(&other));
    }

    #[test]
    fn no_body_makes_the_reader_fall(pieces in prop::collection::vec("(<w:(p|r|t|tbl|tr|tc|sdt|sdtContent|sdtPr|del|ins|drawing)/?>|</w:(p|r|t|tbl|tr|tc|sdt|sdtContent)>|<w:tag w:val=\"a\"/>|x)", 0..40)) {
        let _ = read(&body(&pieces.concat()), &Limits::default());
    }
}

/// What a text reads as after Word: as it was, and the prompt where there was nothing.
fn expected(text: &str) -> String {
    let text = canonical(text);
    if text.is_empty() { "Skriv här.".to_owned() } else { text }
}

#[test]
fn a_list_to_choose_from_that_somebody_else_named_says_what_can_be_chosen_and_what_is() {
    let list = "<w:p><w:sdt><w:sdtPr><w:alias w:val=\"L\u{e4}ge\"/><w:dropDownList><w:listItem w:displayText=\"V\u{e4}lj\" w:value=\"\"/>\
                <w:listItem w:displayText=\"N\u{e5}tt\" w:value=\"a\"/><w:listItem w:value=\"Kvar\"/></w:dropDownList></w:sdtPr>\
                <w:sdtContent><w:r><w:t>N\u{e5}tt</w:t></w:r></w:sdtContent></w:sdt></w:p>";
    let put = |name: &str, xml: String| match name {
        "word/document.xml" => xml.replacen("<w:sectPr>", &format!("{list}<w:sectPr>"), 1),
        _ => xml,
    };
    let read = taken(&altered(&written(vec![text("a", "Ord.")]), put, &[]));
    let at = read.controls.iter().position(|control| control.name() == "L\u{e4}ge").unwrap();
    assert_eq!(read.controls[at].options, ["N\u{e5}tt", "Kvar"]);
    assert_eq!(read.chosen(at).unwrap(), "N\u{e5}tt");
    assert_eq!(read.chosen(0), None);
}
