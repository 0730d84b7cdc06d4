#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Read as _;

use super::*;
use crate::drop_downs;
use crate::raw::{RawCell, RawWorkbook};
use crate::workbook::place_of;
use crate::workbook::read;
use crate::workbook::testing::Hand;

fn hand(rows: &str) -> Hand {
    let mut hand = Hand::with(rows);
    hand.extra.push((TYPES_PART.to_owned(), format!("<Types xmlns=\"{TYPES}\"/>").into_bytes()));
    hand
}

fn at(sheet: &str, place: &str, text: &str) -> CellEdit {
    CellEdit { sheet: sheet.to_owned(), place: place_of(place).unwrap(), text: text.to_owned() }
}

fn text(book: &RawWorkbook, sheet: usize, place: &str) -> String {
    let place = place_of(place).unwrap();
    let row = book.sheets[sheet].rows.iter().find(|row| row.number == place.row).unwrap();
    row.cells[usize::try_from(place.column).unwrap()].text().unwrap_or_default().to_owned()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn cells_are_filled_in_at_their_place_and_keep_their_style_and_all_else_its_bytes() {
    let mut hand = Hand::with(
        "<row r=\"2\" ht=\"30\"><c r=\"B2\" s=\"1\"/><c r=\"D2\" t=\"inlineStr\"><is><t>kvar</t></is></c></row><row r=\"4\"/><row r=\"9\"><c r=\"A9\"><v>7</v></c></row>",
    );
    hand.formats.push("0.0".to_owned());
    hand.extra.push(("xl/media/logo.png".to_owned(), vec![1, 2, 3]));
    let bytes = hand.bytes();
    let cells = [
        at("Blad1", "B2", "a < b & \"c\"\u{1}"),
        at("Blad1", "C2", "ny"),
        at("Blad1", "E2", "sist"),
        at("Blad1", "A4", "fyra"),
        at("Blad1", "B7", "sju"),
        at("Blad1", "C12", "tolv"),
    ];
    let edits = Edits { cells: &cells, ..Edits::default() };
    let out = edit(&bytes, &edits).unwrap();
    assert_eq!(out, edit(&bytes, &edits).unwrap());
    let book = read(&out, &Limits::default()).unwrap();
    let told: Vec<u32> = book.sheets[0].rows.iter().map(|row| row.number).collect();
    assert_eq!(told, [2, 4, 7, 9, 12]);
    for (place, is) in [
        ("B2", "a < b & \"c\""),
        ("C2", "ny"),
        ("D2", "kvar"),
        ("E2", "sist"),
        ("A4", "fyra"),
        ("B7", "sju"),
        ("C12", "tolv"),
    ] {
        assert_eq!(text(&book, 0, place), is, "{place}");
    }
    assert_eq!(book.sheets[0].rows[3].cells[0], RawCell::Number(7.0));
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<row r=\"2\" ht=\"30\"><c r=\"B2\" s=\"1\" t=\"inlineStr\">"), "{sheet}");
    let mut archive = ZipArchive::new(Cursor::new(&out)).unwrap();
    let mut logo = Vec::new();
    archive.by_name("xl/media/logo.png").unwrap().read_to_end(&mut logo).unwrap();
    assert_eq!(logo, [1, 2, 3]);
    assert!(matches!(
        edit(&bytes, &Edits { cells: &[at("Borta", "A1", "")], ..Edits::default() }),
        Err(EditError::NoSheet(_))
    ));
}

#[test]
fn an_empty_sheet_and_one_with_prefixed_names_take_cells_too() {
    for inside in [
        "<sheetData/>",
        "<x:sheetData xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"></x:sheetData>",
    ] {
        let hand = Hand { sheets: vec![("Blad1".into(), String::new(), inside.into())], ..Hand::default() };
        let cells = [at("Blad1", "B3", "h\u{e4}r")];
        let out = edit(&hand.bytes(), &Edits { cells: &cells, ..Edits::default() }).unwrap();
        assert_eq!(text(&read(&out, &Limits::default()).unwrap(), 0, "B3"), "h\u{e4}r");
    }
}

#[test]
fn the_stamp_takes_the_place_of_an_older_one_and_other_properties_stay() {
    let bytes = hand("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>").bytes();
    let stamp =
        |item: &str| BTreeMap::from([("item".to_owned(), item.to_owned()), ("year".to_owned(), "2024".to_owned())]);
    let (first, second) = (stamp("a & b"), stamp("c"));
    let once = edit(&bytes, &Edits { stamp: Some(&first), ..Edits::default() }).unwrap();
    assert_eq!(read(&once, &Limits::default()).unwrap().stamp, first);
    let twice = edit(&once, &Edits { stamp: Some(&second), ..Edits::default() }).unwrap();
    assert_eq!(read(&twice, &Limits::default()).unwrap().stamp, second);
    assert_eq!(part(&twice, "docProps/custom.xml").matches("stamp.item").count(), 1);
    assert_eq!(part(&twice, TYPES_PART).matches("custom-properties+xml").count(), 1);
}

#[test]
fn a_sheet_is_put_last_with_links_and_takes_the_place_of_its_forerunner() {
    let bytes = hand("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>").bytes();
    let list = |what: &str| ListSheet {
        name: "Fel".to_owned(),
        title: "Fel i filen".to_owned(),
        headings: vec![("Cell".to_owned(), 12), ("Fel".to_owned(), 60)],
        rows: vec![ListRow {
            cells: vec!["A1".to_owned(), what.to_owned()],
            to: Some(("Blad1".to_owned(), place_of("A1").unwrap())),
        }],
    };
    let (first, second) = (list("ett"), list("tv\u{e5}"));
    let once = edit(&bytes, &Edits { last_sheet: Some(&first), ..Edits::default() }).unwrap();
    let twice = edit(&once, &Edits { last_sheet: Some(&second), ..Edits::default() }).unwrap();
    let book = read(&twice, &Limits::default()).unwrap();
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Blad1", "Fel"]);
    assert_eq!(text(&book, 1, "B4"), "tv\u{e5}");
    assert!(part(&twice, "xl/worksheets/list1.xml").contains("location=\"&apos;Blad1&apos;!A1\""));
}

#[test]
fn drop_down_lists_are_read_wherever_their_values_are() {
    let data = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Ett</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Tv\u{e5}</t></is></c></row></sheetData>";
    let lists = "<dataValidations count=\"2\"><dataValidation type=\"list\" sqref=\"A5:A9 C3\"><formula1>\"Ja, Nej\"</formula1></dataValidation><dataValidation type=\"whole\" sqref=\"B1\"><formula1>1</formula1></dataValidation><dataValidation type=\"list\" sqref=\"B5\"><formula1>$A$1:$A$2</formula1></dataValidation></dataValidations><extLst><ext><x14:dataValidations xmlns:x14=\"a\" xmlns:xm=\"b\"><x14:dataValidation type=\"list\"><x14:formula1><xm:f>'Blad 2'!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>D5:D9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>";
    let hand = Hand {
        sheets: vec![
            ("Blad1".into(), String::new(), format!("{data}{lists}")),
            ("Blad 2".into(), String::new(), data.into()),
        ],
        ..Hand::default()
    };
    let book = read(&hand.bytes(), &Limits::default()).unwrap();
    let of = |place: &str| drop_downs::values(&book, &book.sheets[0], place_of(place).unwrap());
    assert_eq!(of("A6"), ["Ja", "Nej"]);
    assert_eq!(of("C3"), ["Ja", "Nej"]);
    assert_eq!(of("B5"), ["Ett", "Tv\u{e5}"]);
    assert_eq!(of("D9"), ["Ett", "Tv\u{e5}"]);
    assert!(of("B1").is_empty());
}
