#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{Style, read, write};
use crate::raw::{Kind, Limits, RawCell, Unreadable};

fn rows(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    let book = read(bytes, &Limits::default()).unwrap();
    let text = |cell: &RawCell| cell.text().unwrap_or_default().to_owned();
    book.sheets[0].rows.iter().map(|row| (row.number, row.cells.iter().map(text).collect())).collect()
}

fn expect(numbered: &[(u32, &[&str])]) -> Vec<(u32, Vec<String>)> {
    numbered.iter().map(|(number, cells)| (*number, cells.iter().map(|cell| (*cell).to_owned()).collect())).collect()
}

#[test]
fn every_delimiter_is_guessed() {
    let expected = expect(&[(1, &["Namn", "Antal"]), (2, &["\u{c5}sa", "1"]), (3, &["Bo", "2"])]);
    for delimiter in [";", ",", "\t", "|"] {
        let text = format!("Namn{delimiter}Antal\n\u{c5}sa{delimiter}1\nBo{delimiter}2\n");
        assert_eq!(rows(text.as_bytes()), expected, "{delimiter}");
    }
    // Decimal commas do not outvote semicolons.
    assert_eq!(rows(b"Namn;Andel\nBo;1,5\nEva;2,5\n")[1].1, ["Bo", "1,5"]);
    // One column needs no delimiter.
    assert_eq!(rows(b"Namn\nBo\n"), expect(&[(1, &["Namn"]), (2, &["Bo"])]));
}

#[test]
fn a_sep_line_decides_and_counts_as_no_row() {
    assert_eq!(rows(b"sep=^\r\na^b;c\r\n"), expect(&[(1, &["a", "b;c"])]));
}

#[test]
fn every_encoding_gives_the_same_text() {
    let text = "Namn;Ort\r\n\u{c5}sa;\u{d6}rebro \u{20ac}\r\nBo;V\u{e4}xj\u{f6}\r\n";
    let wide: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let expected = rows(text.as_bytes());
    assert_eq!(expected[1].1, ["\u{c5}sa", "\u{d6}rebro \u{20ac}"]);
    for bytes in [
        [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat(),
        encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        [&[0xff, 0xfe], little.as_slice()].concat(),
        [&[0xfe, 0xff], big.as_slice()].concat(),
        little,
        big,
        format!("{text}\u{1a}").into_bytes(),
    ] {
        assert_eq!(rows(&bytes), expected);
    }
}

#[test]
fn line_ends_of_all_kinds_and_ragged_rows_keep_their_numbers() {
    let text = b"a;b;c\r1;2\r\n\r\n;;\n\"x\ny\";2;3;4\n5;;\n\n";
    let expected = expect(&[(1, &["a", "b", "c"]), (2, &["1", "2"]), (5, &["x\ny", "2", "3", "4"]), (6, &["5"])]);
    assert_eq!(rows(text), expected);
}

#[test]
fn quotation_marks_are_taken_as_they_are_meant() {
    assert_eq!(rows(b"\"a;b\";\"say \"\"hi\"\"\";c\"d\n")[0].1, ["a;b", "say \"hi\"", "c\"d"]);
    assert_eq!(rows(b"\"a\" b;c\n")[0].1, ["a b", "c"]);
    // A stray one does not swallow the rest.
    assert_eq!(rows(b"a;b\n1;\"5 tum\n2;x\n"), expect(&[(1, &["a", "b"]), (2, &["1", "\"5 tum"]), (3, &["2", "x"])]));
}

#[test]
fn zero_bytes_are_dropped_and_what_is_no_text_is_refused() {
    let text = format!("a;b\n1\0;{}\n", "x".repeat(300));
    assert_eq!(rows(text.as_bytes())[1].1[0], "1");
    for (bytes, kind) in [
        (&b"PK\x03\x04xl/workbook.xml"[..], Kind::Workbook),
        (b"%PDF-1.4", Kind::Pdf),
        (&[1, 2, 3, 4, 5, 6, 7, 8], Kind::Unknown),
    ] {
        assert_eq!(read(bytes, &Limits::default()), Err(Unreadable::OtherKind(kind)));
    }
    assert_eq!(read(b"", &Limits::default()), Err(Unreadable::Empty));
    assert_eq!(read("\u{feff} \r\n".as_bytes(), &Limits::default()), Err(Unreadable::Empty));
}

#[test]
fn rows_cells_and_columns_are_capped() {
    let text = "1;2;3\n".repeat(10);
    let limits = Limits::default();
    assert_eq!(
        read(text.as_bytes(), &Limits { rows: 9, ..limits.clone() }),
        Err(Unreadable::TooManyRows { sheet: String::new(), limit: 9 })
    );
    assert_eq!(
        read(text.as_bytes(), &Limits { cells: 29, ..limits.clone() }),
        Err(Unreadable::TooMuch { sheet: String::new() })
    );
    let book = read(text.as_bytes(), &Limits { columns: 2, ..limits }).unwrap();
    assert_eq!(book.sheets[0].rows[0].cells.len(), 2);
    assert_eq!(book.sheets[0].outside[0].to_string(), "C1");
}

#[test]
fn what_a_spreadsheet_would_run_is_defused_and_numbers_survive() {
    let text = |text: &str| RawCell::Text(text.into());
    let row = [
        text("=1+1"),
        text("@SUM(A1)"),
        text("+46 8 123"),
        text("-1+2"),
        text("\tx"),
        text("\u{ff1d}1"),
        text("-5"),
        text("-2,5"),
        RawCell::Number(-7.5),
        text("a;\"b\""),
        text("vanlig"),
        RawCell::Bool(true),
    ];
    let out = write([row.as_slice()], Style::default());
    assert_eq!(
        out,
        "\u{feff}'=1+1;'@SUM(A1);'+46 8 123;'-1+2;\"'\tx\";'\u{ff1d}1;-5;\"-2,5\";\"-7,5\";\"a;\"\"b\"\"\";vanlig;Ja\r\n"
    );
}

proptest! {
    #[test]
    fn any_bytes_are_answered_and_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, &Limits::default());
    }

    #[test]
    fn any_table_of_text_survives_the_journey(
        table in proptest::collection::vec(proptest::collection::vec("x[a-z\u{e5};,\"\n 0-9]{0,12}", 2..5), 2..8),
    ) {
        let cells: Vec<Vec<RawCell>> = table.iter().map(|row| row.iter().map(|text| RawCell::Text(text.as_str().into())).collect()).collect();
        let out = format!("sep=;\r\n{}", write(cells.iter().map(Vec::as_slice), Style { mark: false, ..Style::default() }));
        let book = read(out.as_bytes(), &Limits::default()).unwrap();
        let back: Vec<Vec<RawCell>> = book.sheets[0].rows.iter().map(|row| row.cells.clone()).collect();
        prop_assert_eq!(back, cells);
    }
}

#[test]
fn a_comma_in_every_quoted_field_does_not_part_a_file_of_semicolons() {
    let text =
        "Datum;Enhet;M\u{e5}tt;\"x,a\"\n2024-04-08;\u{e4};\",\u{f6}\";=\n2024-04-08;-\u{e4};\",\u{f6}\";\"a\n3,5\"\n";
    let read = rows(text.as_bytes());
    assert_eq!(read.len(), 3, "{read:?}");
    assert!(read.iter().all(|(_, row)| row.len() == 4), "{read:?}");
}
