#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use kernel::{Day, Instant};

use super::spec::{Block, Column, ColumnKind, Instructions, Row, Sheet, Table, Workbook};
use super::{cut, lines, write};
use crate::raw::{Limits, RawCell, RawWorkbook, Visibility};
use crate::table::{self, ColumnSpec, table_from};
use crate::{sv, workbook};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn text(text: &str) -> RawCell {
    RawCell::Text(text.into())
}

pub(crate) fn columns() -> Vec<Column> {
    let column = |slug: &str, heading: &str, help: &str, width, kind, required| Column {
        slug: slug.to_owned(),
        heading: heading.to_owned(),
        help: help.to_owned(),
        width,
        kind,
        required,
    };
    let period = ColumnKind::Day(Some(day("2024-01-01")), Some(day("2024-03-31")));
    let short = ["Mottaget", "Utreds", "Avslutat"].map(str::to_owned).to_vec();
    let long: Vec<String> = (1..=30).map(|number| format!("Kategori nummer {number}, med komma")).collect();
    vec![
        column("received", "Mottaget", "Dagen d\u{e5} klagom\u{e5}let kom in.", 13.0, period, true),
        column("category", "Huvudkategori", "Se definitionerna.", 24.0, ColumnKind::Choice(long), true),
        column("about", "Vad klagom\u{e5}let g\u{e4}llde", "Skriv kort, utan namn.", 40.0, ColumnKind::Text, true),
        column("state", "Status", "", 14.0, ColumnKind::Choice(short), true),
        column("count", "Antal personer", "", 11.0, ColumnKind::Integer(Some(0), Some(5_000)), false),
        column("closed", "Avslutat", "", 10.0, ColumnKind::YesNo, false),
        column("hours", "Timmar", "", 10.0, ColumnKind::Decimal, false),
    ]
}

pub(crate) fn template(rows: Vec<Row>) -> Workbook {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    Workbook {
        title: "Klagom\u{e5}l, Ekbackens vuxenskola".to_owned(),
        author: "Kvalitetsenheten".to_owned(),
        language: "sv-SE".to_owned(),
        created: "2024-03-01T09:00:00Z".parse().unwrap(),
        stamp: BTreeMap::from([pair("template", "klagomal"), pair("unit", "Ek=backen; 100 %"), pair("version", "3")]),
        sheets: vec![
            Sheet::Instructions(Instructions {
                name: "Instruktioner".to_owned(),
                title: "Klagom\u{e5}l, januari\u{2013}mars 2024".to_owned(),
                blocks: vec![
                    Block::Facts(vec![pair("Enhet", "Ekbackens vuxenskola"), pair("Sista dag", "8 april 2024")]),
                    Block::Heading("S\u{e5} fyller du i".to_owned()),
                    Block::Paragraph("En rad f\u{f6}r varje klagom\u{e5}l. Skriv inga namn.".to_owned()),
                    Block::Heading("Huvudkategorier".to_owned()),
                    Block::Definitions(vec![pair(
                        "Undervisning",
                        "Klagom\u{e5}l p\u{e5} lektioner, l\u{e4}romedel och betyg.",
                    )]),
                    Block::Heading("Kolumner".to_owned()),
                    Block::Columns("Klagom\u{e5}l".to_owned()),
                ],
            }),
            Sheet::Table(Table {
                name: "Klagom\u{e5}l".to_owned(),
                title: Some("Klagom\u{e5}l vid Ekbackens vuxenskola".to_owned()),
                columns: columns(),
                rows,
                empty_rows: 20,
            }),
        ],
    }
}

fn rows() -> Vec<Row> {
    vec![
        Row {
            cells: vec![
                RawCell::Day(day("2024-02-29")),
                text("Kategori nummer 1, med komma"),
                text("=HYPERLINK(\"http://x.example\")"),
                text("Utreds"),
                RawCell::Number(3.0),
                RawCell::Bool(true),
                RawCell::Number(-2.5),
            ],
            ..Row::default()
        },
        Row {
            cells: vec![text("31 feb"), text(""), text("<b>&\u{1}\n\"\u{1f600}"), text("utreds"), text("\u{a0}3")],
            marks: BTreeMap::from([
                (0, "\"31 feb\" \u{e4}r inget datum. Skriv till exempel 2024-02-29.".to_owned()),
                (1, "Huvudkategori saknas.".to_owned()),
            ]),
            fault: Some("Mottaget: \"31 feb\" \u{e4}r inget datum. Huvudkategori saknas.".to_owned()),
        },
    ]
}

fn specs() -> Vec<ColumnSpec> {
    columns()
        .into_iter()
        .map(|c| ColumnSpec { slug: c.slug, heading: c.heading, aliases: vec![], required: c.required })
        .collect()
}

fn read(bytes: &[u8]) -> RawWorkbook {
    workbook::read(bytes, &Limits::default()).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut out = String::new();
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut out).unwrap();
    out
}

#[test]
fn what_is_written_is_read_again() {
    let spec = template(rows());
    let book = read(&write(&spec).unwrap());
    assert_eq!(book.stamp, spec.stamp);
    assert!(!book.date1904 && !book.external_links);
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Instruktioner", "Klagom\u{e5}l", sv::LISTS_SHEET]);
    assert_eq!(book.sheets[2].visibility, Visibility::Hidden);
    assert_eq!(table::workbook_remarks(&book, &["Klagom\u{e5}l"], &["Instruktioner"]), []);
    let reading = table_from(table::sheet(&book, "Klagom\u{e5}l").unwrap(), &specs());
    assert_eq!(reading.remarks, []);
    assert_eq!(reading.heading_row, Some(3));
    let cells: Vec<(u32, Vec<(&str, RawCell)>)> = reading
        .rows
        .iter()
        .map(|row| (row.number, row.cells.iter().map(|(slug, cell)| (slug, cell.clone())).collect()))
        .collect();
    assert_eq!(
        cells,
        [
            (
                4,
                vec![
                    ("about", text("=HYPERLINK(\"http://x.example\")")),
                    ("category", text("Kategori nummer 1, med komma")),
                    ("closed", text("Ja")),
                    ("count", RawCell::Number(3.0)),
                    ("hours", RawCell::Number(-2.5)),
                    ("received", RawCell::Day(day("2024-02-29"))),
                    ("state", text("Utreds")),
                ]
            ),
            (
                5,
                vec![
                    ("about", text("<b>&\u{1}\n\"\u{1f600}")),
                    ("count", text("\u{a0}3")),
                    ("received", text("31 feb")),
                    ("state", text("utreds")),
                ]
            ),
        ]
    );
}

#[test]
fn the_same_description_gives_the_same_bytes() {
    let first = write(&template(rows())).unwrap();
    for _ in 0..3 {
        assert!(write(&template(rows())).unwrap() == first);
    }
}

#[test]
fn the_stamp_survives_a_program_that_drops_the_document_properties() {
    let spec = template(vec![]);
    let bytes = write(&spec).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let entry = archive.by_index(index).unwrap();
        if entry.name_raw() != b"docProps/custom.xml" {
            out.raw_copy_file(entry).unwrap();
        }
    }
    assert_eq!(read(&out.finish().unwrap().into_inner()).stamp, spec.stamp);
}

#[test]
fn the_properties_tell_title_language_and_a_fixed_time() {
    let core = part(&write(&template(vec![])).unwrap(), "docProps/core.xml");
    for expected in [
        "<dc:title>Klagom\u{e5}l, Ekbackens vuxenskola</dc:title>",
        "<dc:language>sv-SE</dc:language>",
        "2024-03-01T09:00:00Z",
        "Kvalitetsenheten",
    ] {
        assert!(core.contains(expected), "{expected} in {core}");
    }
}

#[test]
fn the_table_is_protected_ruled_frozen_and_made_for_print() {
    let bytes = write(&template(rows())).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet2.xml");
    for expected in [
        "<sheetProtection",
        "<autoFilter ref=\"A3:",
        "state=\"frozen\"",
        "orientation=\"landscape\"",
        "fitToWidth",
        "Listor!$A$2:$A$31",
        "type=\"whole\"",
        "type=\"date\"",
        "\"Mottaget,Utreds,Avslutat\"",
    ] {
        assert!(sheet.contains(expected) || expected == "fitToWidth" && sheet.contains("fitToHeight"), "{expected}");
    }
    assert!(!sheet.contains("<f>") && !sheet.contains("mergeCell"), "no formulas, no merged cells");
    assert!(part(&bytes, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    assert!(part(&bytes, "xl/comments1.xml").contains("\u{e4}r inget datum"));
}

#[test]
fn a_copy_with_faults_has_them_first_and_is_read_as_if_they_were_not_there() {
    let book = read(&write(&template(rows())).unwrap());
    let sheet = table::sheet(&book, "Klagom\u{e5}l").unwrap();
    assert_eq!(sheet.rows[1].cells[0], text(sv::FAULT_HEADING));
    assert!(sheet.rows[3].cells[0].text().unwrap().contains("31 feb"));
    let clean = read(&write(&template(vec![rows().remove(0)])).unwrap());
    assert_eq!(table::sheet(&clean, "Klagom\u{e5}l").unwrap().rows[1].cells[0], text("Mottaget"));
}

#[test]
fn two_sheets_of_one_name_are_refused() {
    let mut spec = template(vec![]);
    let again = spec.sheets[1].clone();
    spec.sheets.push(again);
    assert!(write(&spec).is_err());
}

#[test]
fn long_texts_are_cut_to_what_a_cell_holds_and_lines_are_counted_by_words() {
    assert_eq!(cut("abc", 3), "abc");
    assert_eq!(cut("abcd", 3), "ab\u{2026}");
    assert_eq!(cut("\u{1f600}\u{1f600}", 3), "\u{1f600}\u{2026}");
    assert!(lines("ett tv\u{e5} tre", 30.0) < 1.5);
    assert!(lines(&"ord ".repeat(30), 30.0) > 4.5);
    let mut spec = template(vec![Row {
        cells: vec![RawCell::Empty, RawCell::Empty, text(&"x".repeat(40_000))],
        ..Row::default()
    }]);
    spec.created = Instant::EPOCH;
    assert!(write(&spec).is_ok());
}
