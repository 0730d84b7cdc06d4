#![expect(clippy::unwrap_used, reason = "tests")]

use documents::content::{Block, Column, Figure, Table, Text};
use kernel::Day;
use proptest::prelude::*;

use super::*;

const REPORT: &str = include_str!("../tests/data/board-report.json");
const RECEIPT: &str = include_str!("../tests/data/receipt.json");

fn report() -> Document {
    serde_json::from_str(REPORT).unwrap()
}
fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
fn letter(blocks: Vec<Block>) -> Document {
    let mut document = Document::new("Brev", "Nordängs kommun", Day::new(2024, 9, 30).unwrap());
    document.blocks = blocks;
    document
}
/// The text of all pages, as Typst set it: each page's runs in order.
fn set_text(document: &Document) -> String {
    fn collect(frame: &typst::layout::Frame, out: &mut String) {
        for (_, item) in frame.items() {
            match item {
                typst::layout::FrameItem::Group(group) => collect(&group.frame, out),
                typst::layout::FrameItem::Text(text) => {
                    out.push_str(&text.text);
                    out.push(' ');
                }
                _ => {}
            }
        }
    }
    let json = data::json(document, |text| faces::FACES.drawable(text)).unwrap();
    let desk = Desk::new(json, &[]).unwrap();
    let pages = typst::compile::<PagedDocument>(&desk).output.unwrap();
    let mut out = String::new();
    pages.pages().iter().for_each(|page| collect(&page.frame, &mut out));
    out
}

#[test]
fn the_same_tree_gives_the_same_bytes_and_another_tree_others() {
    let first = pdf(&report()).unwrap();
    assert_eq!(first, pdf(&report()).unwrap());
    let mut other = report();
    other.reference.push('9');
    assert_ne!(first, pdf(&other).unwrap());
}

#[test]
fn a_report_says_that_it_is_pdf_ua_1_and_pdf_a_2a_in_swedish() {
    let bytes = pdf(&report()).unwrap();
    for mark in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "/Lang(sv)", "/Marked true"] {
        assert!(contains(&bytes, mark), "{mark}");
    }
    assert!(contains(&bytes, "2024-10-14"));
}

#[test]
fn tables_figures_quotes_and_notes_survive() {
    let flat = |text: &str| text.split_whitespace().collect::<String>();
    let text = flat(&set_text(&report()));
    for part in [
        "Innehåll",
        "Tabell 1",
        "Figur 1",
        "Sundets Folkbildning",
        "Våra elever slutar sällan",
        "Komvux Norra, fokusområde 2",
        "Så läser du siffrorna",
        "Sida 3 av 8",
    ] {
        assert!(text.contains(&flat(part)), "{part} in {text}");
    }
}

#[test]
fn a_receipt_is_one_page_without_cover() {
    let bytes = pdf(&serde_json::from_str(RECEIPT).unwrap()).unwrap();
    assert!(contains(&bytes, "/Count 1/Kids"));
}

#[test]
fn a_picture_without_text_alternative_and_a_document_without_title_are_errors() {
    let mut document = report();
    document.title.clear();
    for block in &mut document.blocks {
        if let Block::Figure(figure) = block {
            figure.alt.clear();
        }
    }
    let expected = vec![Defect::NoTitle, Defect::NoAlternative { figure: 1 }];
    assert_eq!(pdf(&document), Err(TypesetError::Defects { defects: expected.clone() }));
    assert_eq!(docx(&document), Err(TypesetError::Defects { defects: expected }));
}

#[test]
fn the_child_answers_with_a_file_or_with_why_there_is_none() {
    let ask = |format, input: &str| {
        let mut output = Vec::new();
        serve(format, &mut input.as_bytes(), &mut output).unwrap();
        answer(output)
    };
    assert!(ask(Format::Pdf, RECEIPT).unwrap().starts_with(b"%PDF-"));
    assert!(ask(Format::Docx, RECEIPT).unwrap().starts_with(b"PK"));
    assert!(matches!(ask(Format::Pdf, "{"), Err(TypesetError::NotADocument { .. })));
    assert!(matches!(ask(Format::Pdf, &RECEIPT.replace("\"sv\"", "\"??\"")), Err(TypesetError::Defects { .. })));
    assert!(matches!(answer(b"%PD".to_vec()), Err(TypesetError::Typst { .. })));
}

#[test]
fn words_are_set_and_never_run() {
    let words = "#panic(\"x\") $ x^2 $ *fet* _kursiv_ \\ #import \"@preview/a:1.0.0\" @ref <label> = Rubrik // x `raw`";
    let text = set_text(&letter(vec![Block::paragraph(words)]));
    let flat: String = text.split_whitespace().collect();
    for part in
        ["#panic(\"x\")", "$x^2$", "*fet*", "_kursiv_", "\\", "@preview/a:1.0.0", "<label>", "=Rubrik", "//x", "`raw`"]
    {
        assert!(flat.contains(part), "{part} in {text}");
    }
}

#[test]
fn what_no_face_can_draw_becomes_the_sign_for_that() {
    let set = |text: &str| faces::FACES.drawable(text);
    assert_eq!(set("Åsa äter ö 1\u{a0}234 – ”ja” 84\u{202f}%"), "Åsa äter ö 1\u{a0}234 – ”ja” 84\u{202f}%");
    assert_eq!(set("\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f466} hej \u{1f1f8}\u{1f1ea}"), "\u{fffd} hej \u{fffd}");
    assert_eq!(set("\u{e000}x\u{1230}"), "\u{fffd}x\u{fffd}");
    assert_eq!(set("Привет, γειά"), "Привет, γειά");
    assert!(!set("السلام عليكم").contains('\u{fffd}'));
}

#[test]
fn a_picture_becomes_a_png_and_an_unreadable_one_none() {
    let Some(Block::Figure(figure)) = report().blocks.into_iter().find(|block| matches!(block, Block::Figure(_)))
    else {
        panic!("no figure")
    };
    assert!(picture::png(&figure.svg).unwrap().starts_with(b"\x89PNG"));
    assert_eq!(picture::png("<svg"), None);
}

#[test]
fn hard_texts_are_set_without_error() {
    let long = "x".repeat(500);
    for text in [
        "العربية: تم قطع الدورة، ولم أحصل على رد",
        "فارسی: می‌خواهم شکایت کنم",
        "ትግርኛ",
        "中文字符",
        "a\u{301}\u{302}\u{303}\u{20dd} \u{1d54f} e\u{33f}",
        "\u{0}\u{7}\u{1b}[31m\u{fffe}\u{feff}\u{e0041}\u{ad}\u{200b}",
        "\u{202e}gnirts",
        "हिन्दी ตัวอักษร עברית ქართული",
        &long,
        "https://example.se/en/mycket/lang/adress/som/aldrig/tar/slut/och/inte/kan/avstavas/alls?a=1&b=2&c=3&d=4",
        "\n\n\n",
        "ﬁ ﷺ ½ ² ™ ✓ ⚠ → ≥ −5",
    ] {
        pdf(&everywhere(text)).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}

/// The text in every place that text can stand.
fn everywhere(text: &str) -> Document {
    let mut table = Table::new(text, vec![Column::words(text, 3), Column::numbers(text, 1), Column::words("C", 1)]);
    table.rows = vec![vec![text.into(), text.into(), text.into()]; 2];
    table.row_headers = true;
    table.header_rows = 1;
    table.note = text.into();
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60"><text y="20">{}</text></svg>"#,
        documents::content::clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    );
    let mut document = letter(vec![
        Block::heading(1, text),
        Block::paragraph(Text::from(text).strong(text).emphasis(text).link(text, "https://example.se/")),
        Block::List { ordered: false, items: vec![text.into(), text.into()] },
        Block::Table(table),
        Block::Figure(Figure { svg, alt: format!("A{text}"), caption: text.to_owned() }),
        Block::quote(text, text),
        Block::key_values([(text, text)]),
        Block::Note { title: text.to_owned(), text: text.into() },
    ]);
    document.title = format!("T{text}");
    document.subtitle = text.to_owned();
    document.author = text.to_owned();
    document.subject = text.to_owned();
    document.reference = text.to_owned();
    document.cover = true;
    document.toc = true;
    document
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn any_text_anywhere_gives_a_file(text in "(\\PC|[ -~åäö#$\\\\*_`@<>\\[\\]{}]|[\\x00-\\x1f\\u{200b}-\\u{202e}]|[؀-ۿ]|\\p{M}){0,40}") {
        prop_assert!(pdf(&everywhere(&text)).is_ok(), "{:?}", pdf(&everywhere(&text)).err());
    }
}
