use super::*;

fn text(text: &str) -> RawCell {
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.into()) }
}

fn sheet_of(rows: &[(u32, &[&str])]) -> RawSheet {
    let rows = rows
        .iter()
        .map(|(number, cells)| RawRow {
            number: *number,
            hidden: false,
            cells: cells.iter().map(|c| text(c)).collect(),
        })
        .collect();
    RawSheet { name: "Klagom\u{e5}l".to_owned(), rows, ..RawSheet::default() }
}

fn specs() -> Vec<ColumnSpec> {
    [("mottaget", "Mottaget"), ("kategori", "Kategori"), ("atgard", "\u{c5}tg\u{e4}rd")]
        .map(|(slug, heading)| ColumnSpec {
            slug: slug.to_owned(),
            heading: heading.to_owned(),
            aliases: vec![],
            required: slug != "atgard",
        })
        .to_vec()
}

fn sentences(reading: &TableReading) -> Vec<String> {
    reading.remarks.iter().map(sv::sentence).collect()
}

#[test]
fn headings_are_found_in_row_seven_in_any_order_and_however_they_are_spaced() {
    let sheet = sheet_of(&[
        (1, &["Klagom\u{e5}l vid enheten"]),
        (7, &["\u{c5}TG\u{c4}RD:", "", " Kategori\u{a0}", "Mot\u{ad}taget *"]),
        (9, &["samtal", "", "Undervisning", "2024-02-01"]),
    ]);
    let reading = table_from(&sheet, &specs());
    assert_eq!(reading.heading_row, Some(7));
    assert_eq!(reading.remarks, []);
    assert_eq!(reading.columns, BTreeMap::from([("atgard".into(), 0), ("kategori".into(), 2), ("mottaget".into(), 3)]));
    assert_eq!(reading.rows.len(), 1);
    assert_eq!(reading.rows[0].number, 9);
    assert_eq!(reading.rows[0].cells.get("mottaget"), Some(&text("2024-02-01")));
}

#[test]
fn a_changed_heading_is_not_read_and_the_nearest_is_suggested() {
    let reading = table_from(
        &sheet_of(&[(1, &["Motaget datum", "Kategori", "\u{c5}tg\u{e4}rd"]), (2, &["x", "y", "z"])]),
        &specs(),
    );
    assert!(reading.has_fault() || reading.remarks.iter().any(|r| matches!(r, Remark::MissingHeading { .. })));
    let reading =
        table_from(&sheet_of(&[(3, &["Mottagen", "Kategori", "\u{c5}tg\u{e4}rd"]), (4, &["x", "y", "z"])]), &specs());
    assert!(reading.has_fault());
    assert!(!reading.rows[0].cells.contains_key("mottaget"));
    assert_eq!(
        sentences(&reading),
        [
            "Blad Klagom\u{e5}l, rad 3, kolumn A: rubriken ”Mottagen” finns inte i mallen. Menade du ”Mottaget”? Skriv rubriken som i mallen."
        ]
    );
}

#[test]
fn missing_duplicated_and_extra_columns_are_told() {
    let reading = table_from(
        &sheet_of(&[(1, &["Mottaget", "Kategori", "Kategori", "Elevens namn", ""]), (2, &["a", "b", "c", "d", "e"])]),
        &specs(),
    );
    assert_eq!(
        sentences(&reading),
        [
            "Blad Klagom\u{e5}l, rad 1: kolumnen \u{c5}tg\u{e4}rd saknas. Filen l\u{e4}ses utan den. L\u{e4}gg tillbaka den om den ska vara med.",
            "Blad Klagom\u{e5}l, rad 1: rubriken Kategori st\u{e5}r i flera kolumner (B och C). Ta bort den kolumn som inte ska vara med.",
            "Blad Klagom\u{e5}l, rad 1, kolumn D: kolumnen ”Elevens namn” finns inte i mallen och l\u{e4}ses inte. Flytta uppgifterna till en av mallens kolumner om de ska med.",
            "Blad Klagom\u{e5}l, rad 1, kolumn E: en kolumn utan rubrik finns inte i mallen och l\u{e4}ses inte. Flytta uppgifterna till en av mallens kolumner om de ska med.",
        ]
    );
    assert_eq!(reading.rows[0].cells.get("kategori"), Some(&text("b")));
}

#[test]
fn a_sheet_without_headings_says_which_it_misses() {
    let reading = table_from(&sheet_of(&[(1, &["a", "b"]), (2, &["c", "d"])]), &specs());
    assert_eq!(reading.heading_row, None);
    assert!(reading.has_fault());
    assert!(sentences(&reading)[0].contains("Mottaget, Kategori och \u{c5}tg\u{e4}rd"));
    assert!(table_from(&RawSheet::default(), &specs()).has_fault());
}

#[test]
fn a_second_row_of_headings_is_passed_over() {
    let headings: &[&str] = &["Mottaget", "Kategori", "\u{c5}tg\u{e4}rd"];
    let reading = table_from(
        &sheet_of(&[(1, headings), (2, &["a", "b", "c"]), (5, headings), (6, &["d", "Kategori", "f"])]),
        &specs(),
    );
    assert_eq!(reading.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 6]);
    assert_eq!(reading.remarks, [Remark::SecondHeadingRow { sheet: "Klagom\u{e5}l".into(), row: 5 }]);
}

#[test]
fn merged_cells_hidden_rows_and_formulas_are_told_with_their_place() {
    let mut sheet = sheet_of(&[
        (1, &["Titel"]),
        (3, &["Mottaget", "Kategori", "\u{c5}tg\u{e4}rd"]),
        (4, &["a", "b", "c"]),
        (5, &["d", "e", "f"]),
        (6, &["g", "h", "i"]),
    ]);
    let place = |row, column| Place { row, column };
    sheet.merged = vec![
        Area { from: place(1, 0), to: place(1, 2) },
        Area { from: place(4, 0), to: place(5, 0) },
        Area { from: place(4, 8), to: place(5, 9) },
    ];
    sheet.rows[2].hidden = true;
    sheet.hidden_columns = vec![2, 7];
    for row in [3, 4] {
        sheet.rows[row].cells[1] = RawCell::Formula { value: Box::new(text("b")), text: "A1".into() };
    }
    let reading = table_from(&sheet, &specs());
    assert!(!reading.has_fault());
    assert_eq!(reading.rows.len(), 3);
    assert_eq!(
        sentences(&reading),
        [
            "Blad Klagom\u{e5}l: cellerna A4:A5 \u{e4}r sammanslagna, s\u{e5} bara den f\u{f6}rsta har inneh\u{e5}ll. Dela cellerna och fyll i varje rad f\u{f6}r sig.",
            "Blad Klagom\u{e5}l, kolumn C: kolumnen \u{c5}tg\u{e4}rd \u{e4}r dold men l\u{e4}ses. Visa den och kontrollera att uppgifterna st\u{e4}mmer.",
            "Blad Klagom\u{e5}l: 1 rad \u{e4}r dold men l\u{e4}ses (4). Visa den eller ta bort filtret, och kontrollera att den ska vara med.",
            "Blad Klagom\u{e5}l, kolumn B: Kategori har 2 formler (f\u{f6}rst i rad 5). Formlerna k\u{f6}rs inte; det senast sparade v\u{e4}rdet l\u{e4}ses. Kontrollera v\u{e4}rdena i f\u{f6}rhandsgranskningen.",
        ]
    );
}

#[test]
fn hidden_unknown_and_missing_sheets_are_told() {
    let mut book = RawWorkbook {
        sheets: ["klagom\u{e5}l ", "Instruktioner", sv::LISTS_SHEET, "G\u{f6}mt", "Blad3", "Tomt"]
            .map(|name| RawSheet { name: name.to_owned(), ..sheet_of(&[(1, &["x"])]) })
            .to_vec(),
        external_links: true,
        ..RawWorkbook::default()
    };
    book.sheets[2].visibility = Visibility::Hidden;
    book.sheets[3].visibility = Visibility::VeryHidden;
    book.sheets[5].rows.clear();
    let remarks = workbook_remarks(&book, &["Klagom\u{e5}l", "Missf\u{f6}rh\u{e5}llanden"], &["Instruktioner"]);
    assert_eq!(remarks.len(), 4);
    assert!(matches!(&remarks[0], Remark::MissingSheet { sheet, .. } if sheet == "Missf\u{f6}rh\u{e5}llanden"));
    assert_eq!(remarks[1], Remark::HiddenSheet { sheet: "G\u{f6}mt".into(), read: false });
    assert_eq!(remarks[2], Remark::UnknownSheet { sheet: "Blad3".into() });
    assert_eq!(remarks[3], Remark::ExternalLinks);
    assert!(sheet(&book, "KLAGOM\u{c5}L").is_some());
}

#[test]
fn two_headings_that_differ_by_a_letter_are_never_taken_for_each_other() {
    let specs: Vec<ColumnSpec> = ["Fr\u{e5}ga 1", "Fr\u{e5}ga 2", "Fr\u{e5}ga 3"]
        .iter()
        .map(|h| ColumnSpec { slug: (*h).into(), heading: (*h).into(), aliases: vec![], required: true })
        .collect();
    let reading =
        table_from(&sheet_of(&[(1, &["Fr\u{e5}ga 1", "Fr\u{e5}ga 4", "Fr\u{e5}ga 3"]), (2, &["a", "b", "c"])]), &specs);
    assert_eq!(reading.columns.len(), 2);
    assert!(matches!(reading.remarks[0], Remark::ChangedHeading { .. }));
}
