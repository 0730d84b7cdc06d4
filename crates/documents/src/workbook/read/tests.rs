#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::Day;
use proptest::prelude::*;

use crate::raw::{Kind, Limits, RawCell, Unreadable, Visibility};
use crate::workbook::testing::{Hand, SHEET_NS, zipped};
use crate::{sv, workbook};

fn read(bytes: &[u8]) -> Result<crate::raw::RawWorkbook, Unreadable> {
    workbook::read(bytes, &Limits::default())
}

fn cells(rows: &str) -> Vec<RawCell> {
    read(&Hand::with(rows).bytes()).unwrap().sheets[0].rows[0].cells.clone()
}

fn text(text: &str) -> RawCell {
    RawCell::Text(text.into())
}

fn day(year: i16, month: i8, day: i8) -> RawCell {
    RawCell::Day(Day::new(year, month, day).unwrap())
}

#[test]
fn text_is_read_however_it_was_written() {
    let mut hand = Hand::with(
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t xml:space="preserve"> i </t></is></c><c r="D1" t="inlineStr"><is><r><t>r</t></r><r><rPr><b/></rPr><t>ik</t></r></is></c><c r="E1" t="str"><v>a &amp; b&#229;</v></c><c r="F1" t="s"><v>99</v></c><c t="s"><v>2</v></c></row>"#,
    );
    hand.strings = Some(
        "<si><t>delad</t></si><si><r><t>fet </t></r><r><t>och smal</t></r><rPh sb=\"0\" eb=\"1\"><t>l\u{e4}sning</t></rPh></si><si><t>rad_x000D_\nslut_x0041</t></si>"
            .to_owned(),
    );
    let cells = read(&hand.bytes()).unwrap().sheets[0].rows[0].cells.clone();
    let expected = ["delad", "fet och smal", " i ", "rik", "a & b\u{e5}"].map(text);
    assert_eq!(cells[..5], expected);
    assert_eq!(cells[5], RawCell::Empty);
    assert_eq!(cells[6], text("rad\r\nslut_x0041"));
}

#[test]
fn a_formula_is_read_as_its_value_and_pointed_out() {
    let cells = cells(
        r#"<row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>12</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="C1"><f t="shared" si="0"/><v>3</v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"><v>5</v></c></row>"#,
    );
    let formula = |value: RawCell, text: &str| RawCell::Formula { value: Box::new(value), text: text.to_owned() };
    assert_eq!(cells[0], formula(RawCell::Number(12.0), "SUM(B1:B9)"));
    assert_eq!(cells[1], formula(text("ab"), "\"a\"&\"b\""));
    assert_eq!(cells[2], formula(RawCell::Number(3.0), ""));
    assert_eq!(cells[3], formula(RawCell::Error("#DIV/0!".into()), "1/0"));
    assert_eq!(cells[4], RawCell::Number(5.0));
}

#[test]
fn days_are_told_by_their_style_in_both_systems() {
    let rows = r#"<row r="1"><c s="1"><v>43928</v></c><c s="2"><v>43928</v></c><c s="3"><v>43928.5</v></c><c t="d"><v>2024-04-08T00:00:00</v></c></row>"#;
    let mut hand = Hand::with(rows);
    hand.formats = ["yyyy\\-mm\\-dd", "0.00", "d/m/yyyy hh:mm"].map(str::to_owned).to_vec();
    let read_days = |hand: &Hand| read(&hand.bytes()).unwrap().sheets[0].rows[0].cells.clone();
    let noon = |year, month, day| RawCell::DateTime(Day::new(year, month, day).unwrap(), 43_200);
    assert_eq!(read_days(&hand), [day(2020, 4, 7), RawCell::Number(43_928.0), noon(2020, 4, 7), day(2024, 4, 8)]);
    hand.date1904 = true;
    assert!(read(&hand.bytes()).unwrap().date1904);
    assert_eq!(read_days(&hand), [day(2024, 4, 8), RawCell::Number(43_928.0), noon(2024, 4, 8), day(2024, 4, 8)]);
}

#[test]
fn dates_as_text_and_numbers_as_text_stay_as_they_stand() {
    let cells = cells(
        "<row r=\"1\"><c t=\"inlineStr\"><is><t>'2024-04-08</t></is></c><c t=\"inlineStr\"><is><t>\u{a0}12\u{200b}</t></is></c></row>",
    );
    assert_eq!(cells, ["'2024-04-08", "\u{a0}12\u{200b}"].map(text));
}

#[test]
fn a_lone_cell_in_the_last_corner_costs_no_memory_and_is_pointed_out() {
    let hand = Hand::with(
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>2</v></c><c r="XFD1048576"><v>3</v></c></row>"#,
    );
    let sheet = &read(&hand.bytes()).unwrap().sheets[0];
    assert_eq!(sheet.rows.len(), 2);
    assert_eq!(sheet.rows[1].number, 1_048_576);
    assert_eq!(sheet.rows[1].cells, [RawCell::Empty, RawCell::Number(2.0)]);
    assert_eq!(sheet.outside.iter().map(ToString::to_string).collect::<Vec<_>>(), ["XFD1048576"]);
}

#[test]
fn empty_rows_at_the_end_are_dropped_and_numbers_kept() {
    let hand = Hand::with(
        r#"<row r="3" hidden="1"><c r="B3"><v>1</v></c><c r="C3" s="1"/></row><row><c><v>2</v></c></row><row r="9"><c r="A9" t="inlineStr"><is><t>  </t></is></c></row><row r="10"/>"#,
    );
    let sheet = &read(&hand.bytes()).unwrap().sheets[0];
    assert_eq!(sheet.rows.iter().map(|row| (row.number, row.hidden)).collect::<Vec<_>>(), [(3, true), (4, false)]);
    assert_eq!(sheet.rows[0].cells, [RawCell::Empty, RawCell::Number(1.0)]);
}

#[test]
fn rows_and_cells_out_of_order_are_put_in_order() {
    let hand = Hand::with(
        r#"<row r="5"><c r="C5"><v>3</v></c><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>0</v></c></row>"#,
    );
    let rows = &read(&hand.bytes()).unwrap().sheets[0].rows;
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 5]);
    assert_eq!(rows[1].cells, [RawCell::Number(1.0), RawCell::Empty, RawCell::Number(3.0)]);
}

#[test]
fn a_formula_without_a_saved_value_is_told_from_one_that_gives_nothing() {
    let hand = Hand::with(
        r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><f>SUM(A1)</f></c></row>"#,
    );
    let rows = &read(&hand.bytes()).unwrap().sheets[0].rows;
    let cells = &rows[0].cells;
    assert!(cells[1].is_blank() && !cells[1].is_not_calculated(), "{cells:?}");
    assert!(cells[2].is_blank() && cells[2].is_not_calculated(), "{cells:?}");
}

#[test]
fn a_reference_that_no_cell_can_have_is_damage() {
    for row in [
        r#"<row r="1"><c r="XFE1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1048577"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="1A"><v>1</v></c></row>"#,
        r#"<row r="1"><c r=""><v>1</v></c></row>"#,
        r#"<row r="1048577"><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="0"><c><v>1</v></c></row>"#,
        r#"<row r="ett"><c><v>1</v></c></row>"#,
    ] {
        let error = read(&Hand::with(row).bytes()).unwrap_err();
        assert!(matches!(error, Unreadable::Damaged { .. }), "{row}: {error}");
    }
    // Left out is something else: then they follow one another.
    assert!(read(&Hand::with("<row><c><v>1</v></c></row>").bytes()).is_ok());
}

#[test]
fn hidden_sheets_hidden_columns_and_merged_cells_are_told() {
    let inside = |value: u8| {
        format!(
            "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c><v>{value}</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:C2\"/></mergeCells>"
        )
    };
    let hand = Hand {
        sheets: [("A", ""), ("B &amp; C", "hidden"), ("D", "veryHidden")]
            .map(|(name, state)| (name.to_owned(), state.to_owned(), inside(1)))
            .to_vec(),
        ..Hand::default()
    };
    let sheets = read(&hand.bytes()).unwrap().sheets;
    assert_eq!(sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["A", "B & C", "D"]);
    assert_eq!(
        sheets.iter().map(|sheet| sheet.visibility).collect::<Vec<_>>(),
        [Visibility::Visible, Visibility::Hidden, Visibility::VeryHidden]
    );
    assert_eq!(sheets[0].hidden_columns, [1, 2]);
    assert_eq!(sheets[0].merged[0].to_string(), "A1:C2");
}

#[test]
fn other_kinds_of_files_are_told_apart() {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let compound =
        |name: &str| [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], &[0; 600][..], &wide(name)].concat();
    let archive = |name: &str, bytes: &[u8]| zipped(&[(name.to_owned(), bytes.to_vec())]);
    let mut macros = Hand::with("");
    macros.extra = vec![("xl/vbaProject.bin".to_owned(), vec![1, 2, 3])];
    let mut ods = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    ods.start_file("mimetype", stored).unwrap();
    std::io::Write::write_all(&mut ods, b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    let ods = ods.finish().unwrap().into_inner();
    let cases: Vec<(Vec<u8>, Kind)> = vec![
        (compound("EncryptedPackage"), Kind::Encrypted),
        (compound("Workbook"), Kind::LegacyWorkbook),
        (compound("WordDocument"), Kind::TextDocument),
        (macros.bytes(), Kind::MacroWorkbook),
        (archive("word/document.xml", b"x"), Kind::TextDocument),
        (archive("xl/workbook.bin", b"x"), Kind::BinaryWorkbook),
        (archive("bilder/1.png", b"x"), Kind::Archive),
        (ods, Kind::OpenDocumentSpreadsheet),
        (b"Namn;Antal\r\n\xc5sa;3\r\n".to_vec(), Kind::Text),
        (b"  <html><table><tr><td>1</td></tr></table></html>".to_vec(), Kind::Html),
        (b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), Kind::Xml),
        (b"%PDF-1.7".to_vec(), Kind::Pdf),
        (b"\x89PNG\r\n".to_vec(), Kind::Picture),
        (vec![0x09, 0x08, 0x10, 0x00, 0x00], Kind::LegacyWorkbook),
        (vec![1, 2, 3, 4, 5, 6], Kind::Unknown),
    ];
    let mut sentences = std::collections::BTreeSet::new();
    for (bytes, kind) in cases {
        let error = read(&bytes).unwrap_err();
        assert_eq!(error, Unreadable::OtherKind(kind));
        sentences.insert(sv::unreadable(&error));
    }
    assert_eq!(sentences.len(), 13, "each kind has a sentence of its own");
    assert_eq!(read(b" \r\n"), Err(Unreadable::Empty));
}

#[test]
fn links_to_other_workbooks_are_told_and_not_followed() {
    let mut hand = Hand::with(r#"<row r="1"><c><f>[1]Blad1!A1</f><v>7</v></c></row>"#);
    hand.extra = vec![("xl/externalLinks/externalLink1.xml".to_owned(), b"<externalLink/>".to_vec())];
    let book = read(&hand.bytes()).unwrap();
    assert!(book.external_links);
    assert_eq!(book.sheets[0].rows[0].cells[0].value(), &RawCell::Number(7.0));
}

#[test]
fn a_zip_bomb_is_stopped_while_it_unpacks() {
    let mut bomb = Hand::with("");
    bomb.sheets[0].2 = format!("<sheetData/>{}", " ".repeat(40 << 20));
    let bytes = bomb.bytes();
    assert!(bytes.len() < 100 << 10, "forty megabytes in {} bytes", bytes.len());
    assert_eq!(read(&bytes), Err(Unreadable::Unpacks));
    // The same without a ratio: the sum is capped, whatever the headers declare.
    let limits = Limits { ratio: u64::MAX, unpacked_bytes: 30 << 20, ..Limits::default() };
    assert_eq!(workbook::read(&bytes, &limits), Err(Unreadable::Unpacks));
    // Nor does a small size in the headers help: what comes after it is refused.
    let lie = workbook::read(&lying(&bytes), &limits);
    assert!(matches!(lie, Err(Unreadable::Unpacks | Unreadable::Damaged { .. })), "{lie:?}");
}

// The declared unpacked sizes set to a hundred bytes, in the local headers and in the directory.
fn lying(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for at in 0..out.len() - 4 {
        let size = match &out[at..at + 4] {
            b"PK\x03\x04" => at + 22,
            b"PK\x01\x02" => at + 24,
            _ => continue,
        };
        if u32::from_le_bytes(out[size..size + 4].try_into().unwrap()) > 1 << 20 {
            out[size..size + 4].copy_from_slice(&100_u32.to_le_bytes());
        }
    }
    out
}

#[test]
fn text_that_one_string_multiplies_is_capped() {
    let cell = r#"<c t="s"><v>0</v></c>"#;
    let mut hand = Hand::with(&format!("<row>{}</row>", cell.repeat(200)).repeat(20));
    hand.strings = Some(format!("<si><t>{}</t></si>", "x".repeat(30_000)));
    assert_eq!(read(&hand.bytes()), Err(Unreadable::TooMuch { sheet: "Blad1".to_owned() }));
}

#[test]
fn rows_cells_sheets_and_file_size_are_capped() {
    let hand = Hand::with(&r#"<row><c><v>1</v></c><c r="K1"><v>1</v></c></row>"#.repeat(20));
    let bytes = hand.bytes();
    let base = || Limits { ratio: u64::MAX, ..Limits::default() };
    let sheet = "Blad1".to_owned();
    for (limits, error) in [
        (Limits { rows: 19, ..base() }, Unreadable::TooManyRows { sheet: sheet.clone(), limit: 19 }),
        (Limits { cells: 219, ..base() }, Unreadable::TooMuch { sheet: sheet.clone() }),
        (Limits { sheets: 0, ..base() }, Unreadable::TooManySheets { limit: 0 }),
        (Limits { file_bytes: 10, ..base() }, Unreadable::TooLarge { limit: 10 }),
        (Limits { parts: 4, ..base() }, Unreadable::Suspect),
        (Limits { unpacked_bytes: 500, ..base() }, Unreadable::Unpacks),
    ] {
        assert_eq!(workbook::read(&bytes, &limits), Err(error));
    }
    assert!(workbook::read(&bytes, &Limits { rows: 20, cells: 220, ..base() }).is_ok());
}

#[test]
fn a_package_with_two_parts_of_a_name_or_a_name_that_leaves_it_is_refused() {
    for name in ["../../etc/passwd", "/xl/a.xml", "xl\\..\\a.xml", "C:/a.xml", "XL/Workbook.XML"] {
        let mut hand = Hand::with("");
        hand.extra = vec![(name.to_owned(), b"x".to_vec())];
        assert_eq!(read(&hand.bytes()), Err(Unreadable::Suspect), "{name}");
    }
    // Two of exactly the same name: written as another of the same length and renamed in the bytes.
    let mut hand = Hand::with("");
    hand.extra = vec![("xl/workbook.xmI".to_owned(), b"x".to_vec())];
    let mut bytes = hand.bytes();
    while let Some(at) = bytes.windows(15).position(|window| window == b"xl/workbook.xmI") {
        bytes[at + 14] = b'l';
    }
    assert!(matches!(read(&bytes), Err(Unreadable::Suspect | Unreadable::CutOff)));
}

#[test]
fn a_document_type_with_entities_is_refused() {
    let mut hand = Hand::with("");
    hand.extra = vec![(
        "docProps/custom.xml".to_owned(),
        b"<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>".to_vec(),
    )];
    assert_eq!(read(&hand.bytes()), Err(Unreadable::Damaged { part: "docProps/custom.xml".to_owned() }));
}

#[test]
fn a_part_that_is_missing_or_broken_is_named() {
    let hand = Hand::with(r#"<row r="1"><c><v>1</v></c></row>"#);
    let without = |name: &str| zipped(&hand.parts().into_iter().filter(|(part, _)| part != name).collect::<Vec<_>>());
    let part = |part: &str| Unreadable::Damaged { part: part.to_owned() };
    assert_eq!(read(&without("xl/worksheets/sheet1.xml")), Err(part("xl/worksheets/sheet1.xml")));
    assert_eq!(read(&without("xl/_rels/workbook.xml.rels")), Err(Unreadable::NoSheet));
    assert!(read(&without("xl/styles.xml")).is_ok());
    for broken in ["<worksheet><sheetData><row>", "<worksheet></row></worksheet>", "<a b='<", "\u{0}"] {
        let mut parts = hand.parts();
        parts[0].1 = broken.as_bytes().to_vec();
        assert!(matches!(read(&zipped(&parts)), Err(Unreadable::Damaged { .. }) | Ok(_)), "{broken}");
    }
    let mut parts = hand.parts();
    parts[0].1 = vec![0xff, 0xff, 0xff];
    assert_eq!(read(&zipped(&parts)), Err(part("xl/worksheets/sheet1.xml")));
}

#[test]
fn a_sheet_in_utf_16_is_read() {
    let hand = Hand::with("");
    let mut parts = hand.parts();
    let xml = format!(
        "<worksheet xmlns=\"{SHEET_NS}\"><sheetData><row><c t=\"str\"><v>\u{e5}</v></c></row></sheetData></worksheet>"
    );
    parts[0].1 = [vec![0xff, 0xfe], xml.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    assert_eq!(read(&zipped(&parts)).unwrap().sheets[0].rows[0].cells, [text("\u{e5}")]);
}

fn some_workbook() -> Vec<u8> {
    let mut hand = Hand::with(
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>43928.5</v></c><c><f>A1</f><v>1e5</v></c></row><row r="7"><c t="inlineStr"><is><t>x</t></is></c></row>"#,
    );
    hand.strings = Some("<si><t>text</t></si>".to_owned());
    hand.formats = vec!["yyyy-mm-dd".to_owned()];
    hand.bytes()
}

#[test]
fn a_workbook_cut_off_anywhere_is_said_to_be_so() {
    let bytes = some_workbook();
    for end in 4..bytes.len() {
        let error = read(&bytes[..end]).unwrap_err();
        assert!(matches!(error, Unreadable::CutOff), "cut at {end}: {error}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_answered_and_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_workbook_with_changed_bytes_is_answered_and_never_panics(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = some_workbook();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(&bytes);
    }

    #[test]
    fn a_sheet_of_any_markup_is_answered_and_never_panics(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "<row>", "<row r=\"4294967295\">", "<row r=\"-1\">", "</row>", "<c>", "<c r=\"XFD9\">", "<c r=\"ZZZZZZZZ1\" t=\"s\">", "</c>",
                "<v>", "</v>", "1", "99999999999999999999999", "nan", "<f>", "</f>", "&#0;", "&lt;", "&nbsp;", "<is><t>", "</t></is>",
                "<mergeCell ref=\"B2:A1\"/>", "<mergeCell ref=\"A1\"/>", "<col min=\"0\" max=\"4294967295\" hidden=\"1\"/>", "<c t=\"b\">", "<c s=\"1\">", "<!-- -->",
            ]),
            0..40,
        ),
    ) {
        let mut hand = Hand::with(&pieces.concat());
        hand.formats = vec!["yyyy".to_owned()];
        let _ = read(&hand.bytes());
    }
}
