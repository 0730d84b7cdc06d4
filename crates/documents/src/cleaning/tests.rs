#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Read as _, Write as _};

use lopdf::{Document as Pdf, Object, Stream, dictionary};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;

/// A stand-in for the packer of pictures, which lives in the crate that draws: keeps the head, as far as there is one, and nothing else.
fn packed(bytes: &[u8]) -> Result<Dots, NotTaken> {
    let format = PictureFormat::of(bytes).ok_or(NotTaken::OtherFormat)?;
    Ok(Dots { format, width: 1, height: 1, bytes: [&bytes[..bytes.len().min(4)], b"dots"].concat() })
}

fn cleaned(bytes: &[u8]) -> Result<Cleaned, NotClean> {
    let mut out = Vec::new();
    serve(&mut &*bytes, &mut out, &packed).unwrap();
    answer(&out)
}

fn has(bytes: &[u8], needle: &str) -> bool {
    sniff::contains(bytes, needle.as_bytes())
}

/// A JPEG as far as its markers go, with a place in it.
fn photograph() -> Vec<u8> {
    let told = b"Exif\0\0GPS 59.3293 Anna Canary";
    let length = u16::try_from(told.len() + 2).unwrap().to_be_bytes();
    let steps = [&[0xff, 0xdb, 0, 67, 0][..], &[7; 64]].concat();
    let parts: [&[u8]; 7] = [
        &[0xff, 0xd8, 0xff, 0xe1],
        &length,
        told,
        &steps,
        &[0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0],
        &[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 0xff, 0, 3],
        &[0xff, 0xd9],
    ];
    [&parts.concat()[..], b"Anna Canary after the end"].concat()
}

fn pdf(change: impl FnOnce(&mut Pdf, lopdf::ObjectId)) -> Vec<u8> {
    let mut pdf = Pdf::with_version("1.7");
    let pages = pdf.new_object_id();
    let photo =
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Filter" => "DCTDecode", "Width" => 1, "Height" => 1 };
    let photo = pdf.add_object(Stream::new(photo, photograph()));
    let xmp = pdf.add_object(Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        b"<dc:creator>Anna Canary".to_vec(),
    ));
    let note = dictionary! {
        "Type" => "Annot", "Subtype" => "Text", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
        "T" => Object::string_literal("Anna Canary"), "Contents" => Object::string_literal("Det som syns"), "M" => Object::string_literal("D:2026")
    };
    let program = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1) // Canary") };
    let content = pdf.add_object(Stream::new(dictionary! {}, b"BT /F1 12 Tf (Hej) Tj ET /Im Do".to_vec()));
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
        "Resources" => dictionary! { "XObject" => dictionary! { "Im" => photo } },
        "Annots" => vec![Object::Dictionary(note)], "AA" => dictionary! { "O" => program.clone() }, "PieceInfo" => dictionary! { "Canary" => 1 }
    });
    pdf.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let inner = pdf.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"Canary within".to_vec()));
    let catalog = pdf.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Metadata" => xmp, "OpenAction" => program,
        "Names" => dictionary! { "EmbeddedFiles" => dictionary! { "Names" => vec![Object::string_literal("Canary.exe"), dictionary! { "EF" => dictionary! { "F" => inner } }.into()] } }
    });
    let info = pdf.add_object(dictionary! { "Author" => Object::string_literal("Anna Canary"), "Producer" => Object::string_literal("Canary") });
    pdf.trailer.set("Root", catalog);
    pdf.trailer.set("Info", info);
    pdf.trailer.set("ID", vec![Object::string_literal("CanaryCanary"), Object::string_literal("CanaryCanary")]);
    change(&mut pdf, page);
    let mut out = Vec::new();
    pdf.save_to(&mut out).unwrap();
    out
}

#[test]
fn a_pdf_keeps_what_shows_and_tells_nothing_of_its_maker() {
    let before = pdf(|_, _| {});
    assert!(has(&before, "Canary"));
    let after = cleaned(&before).unwrap();
    assert_eq!(after.format, Format::Pdf);
    assert!(!has(&after.bytes, "Canary"), "{}", String::from_utf8_lossy(&after.bytes));
    for kept in ["(Hej) Tj", "Det som syns", "DCTDecode"] {
        assert!(has(&after.bytes, kept), "{kept}");
    }
    let again = Pdf::load_mem(&after.bytes).unwrap();
    assert_eq!(again.get_pages().len(), 1);
    assert_eq!(cleaned(&before).unwrap(), after, "the same file gives the same bytes");
}

#[test]
fn what_a_pdf_said_before_it_was_changed_and_what_stands_around_it_is_gone() {
    let mut before = pdf(|_, _| {});
    // A later version that says another thing: the earlier one lies there still.
    let earlier = Pdf::load_mem(&before).unwrap();
    let content = earlier.get_page_contents(*earlier.get_pages().values().next().unwrap())[0];
    let mut later = lopdf::IncrementalDocument::create_from(before.clone(), earlier);
    later.new_document.objects.insert(content, Stream::new(dictionary! {}, b"(Nu) Tj".to_vec()).into());
    before.clear();
    later.save_to(&mut before).unwrap();
    before.extend(b"\n<html>Canary<script>");
    assert!(has(&before, "(Hej) Tj") && has(&before, "(Nu) Tj"));
    let after = cleaned(&before).unwrap().bytes;
    assert!(has(&after, "(Nu) Tj") && !has(&after, "(Hej) Tj") && !has(&after, "Canary"));
}

#[test]
fn a_pdf_whose_pictures_cannot_be_looked_into_is_refused() {
    let with = |filters: Vec<Object>, bytes: &[u8]| {
        let stream = Stream::new(dictionary! { "Subtype" => "Image", "Filter" => filters }, bytes.to_vec());
        cleaned(&pdf(|pdf, page| {
            let picture = pdf.add_object(stream);
            let page = pdf.get_object_mut(page).unwrap().as_dict_mut().unwrap();
            page.set("Resources", dictionary! { "XObject" => dictionary! { "Im" => picture } });
        }))
    };
    assert_eq!(with(vec!["JPXDecode".into()], b"x"), Err(NotClean::Holds));
    assert_eq!(with(vec!["ASCIIHexDecode".into(), "DCTDecode".into()], b"ffd8>"), Err(NotClean::Holds));
    assert_eq!(with(vec!["DCTDecode".into()], b"no picture"), Err(NotClean::Holds));
    assert!(with(vec!["DCTDecode".into()], &photograph()).is_ok());
}

fn word(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Default Extension=\"png\" ContentType=\"image/png\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const O: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn rels(of: &[(&str, &str, &str)]) -> String {
    let one = |(at, (kind, target, mode)): (usize, &(&str, &str, &str))| {
        format!("<Relationship Id=\"r{at}\" Type=\"{O}/{kind}\" Target=\"{target}\" {mode}/>")
    };
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>",
        of.iter().enumerate().map(one).collect::<String>()
    )
}

fn of_parts(body: &str, relations: &[(&str, &str, &str)], more: &[(&str, &str)]) -> Vec<u8> {
    let root = rels(&[
        ("officeDocument", "word/document.xml", ""),
        ("core-properties", "docProps/core.xml", ""),
        ("extended-properties", "docProps/app.xml", ""),
    ]);
    let own = rels(relations);
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:r=\"r\"><!-- Canary --><w:body>{body}</w:body></w:document>"
    );
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", &root),
        ("docProps/core.xml", "<dc:creator>Anna Canary</dc:creator>"),
        ("docProps/app.xml", "<Company>Canary</Company>"),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", &own),
        ("word/nobody_leads_here.xml", "<Canary/>"),
    ];
    word(&[&parts, more].concat())
}

fn read(bytes: &[u8]) -> std::collections::BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let (name, mut text) = (part.name().unwrap().into_owned(), Vec::new());
            part.read_to_end(&mut text).unwrap();
            (name, String::from_utf8_lossy(&text).into_owned())
        })
        .collect()
}

#[test]
fn a_word_file_keeps_what_shows_and_tells_nothing_of_its_maker() {
    let body = "<w:p w:rsidR=\"00AACana\"><w:ins w:id=\"1\" w:author=\"Anna Canary\" w:date=\"2026-01-01T00:00:00Z\"><w:r><w:t>Det som syns &amp; mer</w:t></w:r></w:ins>\
                <wp:docPr id=\"1\" name=\"C:\\Users\\Canary\\a.png\" descr=\"C:\\Canary\\a.png\"/><wp:docPr id=\"2\" name=\"Canary\" descr=\"En dörr\"/></w:p>";
    let settings = "<w:settings xmlns:w=\"w\"><w:attachedTemplate r:id=\"r0\"/><w:rsids><w:rsid w:val=\"Canary\"/></w:rsids><w:zoom w:percent=\"90\"/></w:settings>";
    let before = of_parts(
        body,
        &[
            ("settings", "settings.xml", ""),
            ("image", "media/anna-canary.png", ""),
            ("hyperlink", "file:///C:/Canary", "TargetMode=\"External\""),
            ("hyperlink", "https://example.se/", "TargetMode=\"External\""),
            ("people", "people.xml", ""),
        ],
        &[
            ("word/settings.xml", settings),
            (
                "word/_rels/settings.xml.rels",
                &rels(&[("attachedTemplate", "file:///C:/Canary/mall.dotx", "TargetMode=\"External\"")]),
            ),
            ("word/people.xml", "<Canary/>"),
            ("word/media/anna-canary.png", "PNGCanary"),
        ],
    );
    // The text of a picture's bytes cannot be written as &str above.
    let before = {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in read(&before) {
            out.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            let bytes =
                if name.starts_with("word/media/") { b"\x89PNG\r\n\x1a\nCanary".to_vec() } else { text.into_bytes() };
            out.write_all(&bytes).unwrap();
        }
        out.finish().unwrap().into_inner()
    };
    let after = cleaned(&before).unwrap();
    assert_eq!(after.format, Format::Word);
    let parts = read(&after.bytes);
    for (name, text) in &parts {
        assert!(!text.contains("Canary") && !text.contains("00AACana") && !name.contains("canary"), "{name}: {text}");
    }
    let names: Vec<&str> = parts.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/_rels/document.xml.rels",
            "word/_rels/settings.xml.rels",
            "word/document.xml",
            "word/media/bild1.png",
            "word/settings.xml"
        ]
    );
    assert!(
        parts["word/document.xml"].contains("<w:t>Det som syns &amp; mer</w:t>")
            && parts["word/document.xml"].contains("descr=\"En dörr\"")
    );
    assert!(parts["word/settings.xml"].contains("w:percent=\"90\""));
    let relations = &parts["word/_rels/document.xml.rels"];
    assert!(
        relations.contains("/word/media/bild1.png")
            && relations.contains("https://example.se/")
            && relations.contains("about:blank")
    );
    assert!(crate::docx::read::read(&after.bytes, &crate::raw::Limits::default()).is_ok());
}

#[test]
fn a_word_file_with_something_that_cannot_be_cleaned_is_refused() {
    let with = |kind: &str, mode: &str| cleaned(&of_parts("<w:p/>", &[(kind, "x.bin", mode)], &[("word/x.bin", "x")]));
    assert_eq!(with("oleObject", ""), Err(NotClean::Holds));
    assert_eq!(with("aFChunk", ""), Err(NotClean::Holds));
    assert_eq!(with("image", "TargetMode=\"External\""), Err(NotClean::Holds));
    assert_eq!(with("image", ""), Err(NotClean::Holds), "a drawing that is neither PNG nor JPEG");
    assert_eq!(with("styles", ""), Err(NotClean::Broken));
    let doctype = cleaned(&of_parts(
        "<w:p/>",
        &[("styles", "x.xml", "")],
        &[("word/x.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")],
    ));
    assert_eq!(doctype, Err(NotClean::Holds));
    let macros = TYPES.replace("wordprocessingml.document.main", "macroEnabled.main");
    assert_eq!(cleaned(&word(&[("[Content_Types].xml", &macros), ("word/document.xml", "x")])), Err(NotClean::Holds));
}

#[test]
fn what_is_none_of_these_is_told_apart() {
    for (bytes, why) in [
        (&b"\0\0\0\x18ftypheic\0\0\0\0"[..], NotClean::PhonePicture),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", NotClean::Film),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", NotClean::Film),
        (b"\x1a\x45\xdf\xa3webm", NotClean::Film),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", NotClean::OtherKind),
        (b"GIF89a", NotClean::OtherKind),
        (b"MZ\x90\0", NotClean::OtherKind),
        (b"", NotClean::OtherKind),
        (b"%PDF-1.7\nnonsense", NotClean::Broken),
        (b"PK\x03\x04 word/document.xml", NotClean::Broken),
    ] {
        assert_eq!(cleaned(bytes), Err(why), "{}", String::from_utf8_lossy(bytes));
    }
    // A web page or program that begins as a picture is a picture, and nothing but its dots.
    let both = cleaned(b"\xff\xd8\xff\xe0<script>alert(1)</script>%PDF-1.4").unwrap();
    assert!(!has(&both.bytes, "script"));
    assert_eq!(answer(b""), Err(NotClean::Broken), "a child that died");
}

#[test]
fn a_text_under_the_marker_of_a_table_is_no_table() {
    let whole = photograph();
    let bare = jpeg::bare(&whole).unwrap();
    assert!(!has(&bare, "Canary") && has(&bare, "\u{7}\u{7}\u{7}"));
    for marker in 0..=u8::MAX {
        let mut under = whole.clone();
        under[3] = marker;
        if let Some(bare) = jpeg::bare(&under) {
            assert!(!has(&bare, "Canary"), "{marker:x}");
        }
    }
}

#[test]
fn between_the_scans_of_a_picture_and_after_its_end_lies_nothing_else() {
    let whole = photograph();
    let end = whole.windows(2).rposition(|pair| pair == [0xff, 0xd9]).unwrap();
    let scan = whole.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let with = |between: &[u8]| [&whole[..end], between, &whole[scan..end], &[0xff, 0xd9], b"Canary \xff\xd9"].concat();
    // A picture in two scans, with a remark between them.
    let bare = jpeg::bare(&with(b"\xff\xfe\0\x08Canary")).unwrap();
    assert!(!has(&bare, "Canary") && bare.windows(2).filter(|pair| *pair == [0xff, 0xda]).count() == 2);
    // A text that says it is a table.
    assert_eq!(jpeg::bare(&with(b"\xff\xdb\0\x08Canary")), None);
    assert_eq!(jpeg::bare(&with(b"\xff\xc4\0\x08Canary")), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn no_file_makes_the_cleaner_fall(head in prop::sample::select(vec![&b"%PDF-1.7\n"[..], b"PK\x03\x04word/document", b"\xff\xd8\xff", b""]), tail in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = clean(&[head, &tail].concat(), &packed);
    }

    #[test]
    fn a_file_that_is_bitten_anywhere_tells_nothing_of_where_a_photograph_was_taken(at in 0_usize..4_000, with in any::<u8>()) {
        let mut file = pdf(|_, _| {});
        let at = at % file.len();
        file[at] = with;
        if let Ok(cleaned) = clean(&file, &packed) {
            prop_assert!(!has(&cleaned.bytes, "Exif"));
        }
    }
}
