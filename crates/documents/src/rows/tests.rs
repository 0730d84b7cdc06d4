#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Read};

use kernel::Period;
use proptest::prelude::*;

use super::cells::{Cell, CellFault, Decimal, DecimalMark, Epoch, Sign, Signs, Ways};
use super::*;
use crate::csv::{Style, text_field};

type Cells = Vec<Vec<String>>;

fn column(heading: &str, aliases: &[&str]) -> ColumnSpec {
    let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    ColumnSpec { slug: heading.to_lowercase(), heading: heading.to_owned(), aliases, required: true }
}

fn bare() -> Options {
    Options { heading: Heading::None, ..Options::default() }
}

fn wanted() -> Options {
    let columns = vec![column("Namn", &["Elev"]), column("Född", &["Födelsedag"]), column("Betyg", &["Betygsvärde"])];
    Options { columns, ..Options::default() }
}

fn numbered(reader: impl Read, options: &Options) -> Result<Vec<(u64, u64, Vec<String>)>, Refusal> {
    let mut table = TextTable::open(reader, options)?;
    let mut rows = Vec::new();
    while let Some(row) = table.next_row()? {
        rows.push((row.numbers().line, row.numbers().sheet, row.cells().map(str::to_owned).collect()));
    }
    Ok(rows)
}

fn cells(bytes: &[u8], options: &Options) -> Cells {
    numbered(bytes, options).unwrap().into_iter().map(|(_, _, cells)| cells).collect()
}

fn encoded(text: &str, encoding: Encoding, mark: bool) -> Vec<u8> {
    let text = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
    match encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Windows1252 | Encoding::Iso8859_1 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        Encoding::Macintosh => encoding_rs::MACINTOSH.encode(&text).0.into_owned(),
    }
}

/// Gives one byte at a time, and now and then none at all.
struct Drip<'b>(&'b [u8], bool);
impl Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        self.0.read(&mut out[..1])
    }
}

const TABLE: &str = "Namn;Född;Betyg\r\nÅsa;2001-02-03;A\r\nÖrjan;2002-03-04;-\r\n";

#[test]
fn every_encoding_is_found_and_it_is_told_how_sure_that_is() {
    for (encoding, mark, certainty) in [
        (Encoding::Utf8, false, Certainty::Evident),
        (Encoding::Utf8, true, Certainty::Marked),
        (Encoding::Utf16Le, false, Certainty::Evident),
        (Encoding::Utf16Le, true, Certainty::Marked),
        (Encoding::Utf16Be, false, Certainty::Evident),
        (Encoding::Utf16Be, true, Certainty::Marked),
        (Encoding::Windows1252, false, Certainty::Likely),
        (Encoding::Macintosh, false, Certainty::Likely),
    ] {
        let text = TABLE.replace("Betyg", "Väärde;Lägst").replace("A\r", "hästsko;få\r");
        let bytes = encoded(&text, encoding, mark);
        let mut table = TextTable::open(bytes.as_slice(), &bare()).unwrap();
        let first = table.next_row().unwrap().unwrap().get(1).to_owned();
        assert_eq!((table.encoding(), first.as_str()), (FoundEncoding { encoding, certainty, mark }, "Född"));
    }
    let table = TextTable::open(&b"a;b\n1;2\n"[..], &bare()).unwrap();
    assert_eq!(table.encoding().certainty, Certainty::Same);
    for name in ["utf-8", "UTF8", "latin1", "ISO-8859-1", "cp1252", "ANSI", "UTF-16LE", "macroman"] {
        assert!(Encoding::named(name).is_some(), "{name}");
    }
    assert_eq!(Encoding::named("ebcdic"), None);
}

#[test]
fn what_an_encoding_is_may_show_a_million_bytes_into_the_file() {
    let text = format!("Namn;Ort\n{}Åsa;Örebro\n", "Bo;Lund\n".repeat(130_000));
    for encoding in [Encoding::Utf8, Encoding::Windows1252] {
        let bytes = encoded(&text, encoding, false);
        let mut table = TextTable::open(bytes.as_slice(), &bare()).unwrap();
        assert_eq!(table.encoding().certainty, Certainty::Same);
        let mut last = String::new();
        while let Some(row) = table.next_row().unwrap() {
            last = row.cells().collect();
        }
        assert_eq!((last.as_str(), table.encoding().encoding), ("ÅsaÖrebro", encoding));
    }
}

#[test]
fn an_encoding_that_is_given_is_used_and_iso_8859_1_has_no_dashes() {
    let bytes = b"a;b\n\xe5;\x96\n";
    let read = |encoding| cells(bytes, &Options { encoding: Some(encoding), ..bare() })[1].clone();
    assert_eq!(read(Encoding::Windows1252), ["å", "–"]);
    assert_eq!(read(Encoding::Iso8859_1), ["å", "\u{96}"]);
    assert_eq!(read(Encoding::Utf8), ["\u{fffd}", "\u{fffd}"]);
}

#[test]
fn one_bad_byte_in_utf8_is_a_fault_of_its_row_and_dos_is_refused() {
    let mut bytes = "Namn;Ort\nÅsa;Örebro\n".repeat(20).into_bytes();
    bytes.extend(b"B\xf6;Lund\n");
    let mut table = TextTable::open(bytes.as_slice(), &bare()).unwrap();
    let mut faults = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        faults.extend(row.faults().map(|fault| (row.numbers().line, fault)));
    }
    assert_eq!(faults, [(41, RowFault::Unreadable)]);
    let dos = b"Namn;Ort\nM\x86ns;V\x84xj\x94\nH\x86kan;L\x84nna\n";
    assert_eq!(numbered(&dos[..], &bare()), Err(Refusal::OldEncoding));
}

#[test]
fn the_delimiter_is_guessed_told_or_given() {
    for delimiter in [";", ",", "\t", "|"] {
        let text = TABLE.replace(';', delimiter);
        let table = TextTable::open(text.as_bytes(), &wanted()).unwrap();
        assert_eq!(table.delimiter().to_string(), delimiter);
    }
    assert_eq!(numbered(&b"SEP=^\r\na^b;c\r\n"[..], &bare()).unwrap()[0], (2, 1, vec!["a".into(), "b;c".into()]));
    assert_eq!(cells(b"a;b,c\n", &Options { delimiter: Some(','), ..bare() })[0], ["a;b", "c"]);
    for bad in ['"', 'x', '7', '\n', 'å'] {
        let options = Options { delimiter: Some(bad), ..bare() };
        assert_eq!(numbered(&b"a;b"[..], &options), Err(Refusal::Delimiter(bad)));
    }
    // Commas in the lines above do not outvote where the headings are.
    let text = format!("Utdrag, framställt, av, systemet\nSida, ett, av, två\n{TABLE}");
    assert_eq!(TextTable::open(text.as_bytes(), &wanted()).unwrap().delimiter(), ';');
}

#[test]
fn headings_are_found_below_other_lines_and_their_repetitions_are_passed_over() {
    let text = "Utdrag 2024\n\nElev;;Resultat\nNAMN ;fo\u{308}dd;Betyg*\nElev;Födelsedag;Betygsvärde\nÅsa;2001;A\n\n;;\nNAMN ;fo\u{308}dd;Betyg*\nBo;2002;B\n\n\n";
    let mut table = TextTable::open(text.as_bytes(), &wanted()).unwrap();
    assert_eq!(table.columns().headings, ["NAMN", "född", "Betyg*"]);
    assert_eq!(table.columns().found().collect::<Vec<_>>(), [("namn", 0), ("född", 1), ("betyg", 2)]);
    assert!(!table.columns().has_fault());
    let mut rows = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        rows.push((row.numbers(), row.get(0).to_owned()));
    }
    let numbers = |line, record| RowNumbers { line, last_line: line, sheet: line, record };
    assert_eq!(rows, [(numbers(6, 1), "Åsa".to_owned()), (numbers(10, 2), "Bo".to_owned())]);
    assert_eq!((table.tally().repeated_headings, table.tally().blank), (2, 4));
    let on = |line| TextTable::open(text.as_bytes(), &Options { heading: Heading::Line(line), ..wanted() });
    assert_eq!(on(5).unwrap().columns().headings[1], "Födelsedag");
    assert!(matches!(on(2), Err(Refusal::NoHeadings { line: Some(2), .. })));
    let refused = numbered(&b"ett;tva\ntre;fyra\n"[..], &wanted()).unwrap_err();
    assert!(sv::refusal(&refused).contains("Namn, Född och Betyg"), "{}", sv::refusal(&refused));
}

#[test]
fn what_is_strange_about_the_headings_is_told() {
    let told = |heading: &str| {
        let table = TextTable::open(heading.as_bytes(), &wanted()).unwrap();
        let places: Vec<Option<usize>> = (0..3).map(|wanted| table.columns().at(wanted)).collect();
        (places, table.columns().remarks.clone())
    };
    let duplicated = |columns| HeadingRemark::Duplicated { heading: "Betyg".into(), columns };
    assert_eq!(told("Namn;Född;Betyg;Betyg\n"), (vec![Some(0), Some(1), Some(2)], vec![duplicated(vec![2, 3])]));
    // The own heading goes before another one for the same column.
    let extra = |column, heading: &str, like: Option<&str>| HeadingRemark::Unknown {
        column,
        heading: heading.into(),
        like: like.map(str::to_owned),
    };
    assert_eq!(
        told("Betygsvärde;Namn;Född;Betyg\n"),
        (vec![Some(1), Some(2), Some(3)], vec![extra(0, "Betygsvärde", None)])
    );
    let missing = HeadingRemark::Missing { heading: "Betyg".into(), required: true };
    assert_eq!(
        told("Namn;Född;Beteg;Kön;Resultat;Fel;\n"),
        (vec![Some(0), Some(1), None], vec![missing, extra(2, "Beteg", Some("Betyg")), extra(3, "Kön", None)])
    );
}

#[test]
fn lines_and_rows_keep_their_numbers_whatever_ends_a_line() {
    let text = b"a;b\r1;2\r\n\r\n\"x\ny\r\nz\";3\n;\n\n4;5;\n6";
    let row = |line, sheet, cells: &[&str]| (line, sheet, cells.iter().map(|cell| (*cell).to_owned()).collect());
    let expected: Vec<(u64, u64, Vec<String>)> = vec![
        row(1, 1, &["a", "b"]),
        row(2, 2, &["1", "2"]),
        row(4, 4, &["x\ny\r\nz", "3"]),
        row(9, 7, &["4", "5", ""]),
        row(10, 8, &["6"]),
    ];
    assert_eq!(numbered(&text[..], &bare()).unwrap(), expected);
}

#[test]
fn ragged_rows_are_told_and_a_closing_delimiter_is_no_fault() {
    let text = b"Namn;F\xc3\xb6dd;Betyg\na;b\na;b;c;\na;b;c;d\na;b;c\n";
    let mut table = TextTable::open(&text[..], &wanted()).unwrap();
    let mut faults = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        faults.push(row.faults().next());
    }
    let (few, many) = (RowFault::TooFew { fields: 2, expected: 3 }, RowFault::TooMany { fields: 4, expected: 3 });
    assert_eq!(faults, [Some(few), None, Some(many), None]);
}

#[test]
fn a_quotation_mark_that_nothing_closes_is_told_on_its_line_and_eats_nothing() {
    let text = format!("a;b\n1;\"5 tum\n{}", "2;x\n".repeat(1_000));
    for limits in [Limits::default(), Limits { record: 100, ..Limits::default() }] {
        let options = Options { limits, ..bare() };
        let mut table = TextTable::open(text.as_bytes(), &options).unwrap();
        let mut faults = Vec::new();
        while let Some(row) = table.next_row().unwrap() {
            faults.extend(row.faults().map(|fault| (row.numbers().line, row.get(1).to_owned(), fault)));
        }
        assert_eq!(faults, [(2, "\"5 tum".to_owned(), RowFault::UnclosedQuote)]);
        assert_eq!(table.tally().rows, 1_002);
    }
    // The worst case: every line opens one again. After some of them all are letters, so that the time stays linear.
    let hostile = "a\";\"\n".repeat(200_001);
    let options = Options { limits: Limits { record: 10_000, ..Limits::default() }, delimiter: Some(';'), ..bare() };
    let mut table = TextTable::open(hostile.as_bytes(), &options).unwrap();
    let (mut rows, mut told) = (0, 0);
    while let Some(row) = table.next_row().unwrap() {
        rows += 1;
        told += row.faults().count();
    }
    assert_eq!((rows, told), (200_001, 200_001));
}

#[test]
fn zero_bytes_go_and_what_is_no_text_is_refused_by_its_kind() {
    let text = format!("a;b\n1\0;{}\n\u{1a}", "x".repeat(300));
    let mut table = TextTable::open(text.as_bytes(), &bare()).unwrap();
    table.next_row().unwrap();
    assert_eq!(table.next_row().unwrap().unwrap().get(0), "1");
    assert!(table.next_row().unwrap().is_none());
    assert_eq!(table.tally().zeros, 1);
    let large = [&b"PK\x03\x04"[..], &vec![7; 100_000], b"xl/workbook.xml"].concat();
    for (bytes, kind) in [
        (&b"PK\x03\x04xl/workbook.xml"[..], Kind::Workbook),
        (&large, Kind::Workbook),
        (b"PK\x03\x04a.csv", Kind::Archive),
        (b"%PDF-1.4", Kind::Pdf),
        (b"<html><table>", Kind::Html),
        (&[1, 2, 3, 4, 5, 6, 7, 8], Kind::Unknown),
    ] {
        assert_eq!(numbered(bytes, &bare()), Err(Refusal::OtherKind(kind)));
    }
    for empty in [&b""[..], "\u{feff}\r\n \n".as_bytes(), &[0xff, 0xfe]] {
        assert_eq!(numbered(empty, &bare()), Err(Refusal::Empty));
    }
}

#[test]
fn every_limit_refuses() {
    let text = b"a;b;c\n1;2;3\n4;\"55555\";6\n";
    let with = |change: fn(&mut Limits)| {
        let mut options = bare();
        change(&mut options.limits);
        numbered(&text[..], &options).unwrap_err()
    };
    assert_eq!(with(|limits| limits.bytes = 10), Refusal::TooLarge { limit: 10 });
    assert_eq!(with(|limits| limits.rows = 2), Refusal::TooManyRows { limit: 2 });
    assert_eq!(with(|limits| limits.columns = 2), Refusal::TooManyColumns { line: 1, limit: 2 });
    assert_eq!(with(|limits| limits.cell = 4), Refusal::CellTooLong { line: 3, column: 1, limit: 4 });
    assert_eq!(with(|limits| limits.record = 8), Refusal::RowTooLong { line: 3, limit: 8 });
    let exact = Limits { bytes: text.len() as u64, rows: 3, columns: 3, cell: 5, record: 12 };
    assert_eq!(cells(text, &Options { limits: exact, ..bare() }).len(), 3);
    let line = vec![b'x'; 5 << 20];
    assert_eq!(numbered(line.as_slice(), &bare()), Err(Refusal::RowTooLong { line: 1, limit: 1 << 20 }));
}

#[test]
fn whole_numbers_and_decimals_are_read_as_they_are_written() {
    let ways =
        Ways { signs: Signs::new([("-", Sign::Dash), ("..", Sign::Missing), ("x", Sign::Zero)]), ..Ways::default() };
    for (text, number) in [
        ("100", 100),
        (" 1\u{a0}234 ", 1_234),
        ("1 234 567", 1_234_567),
        ("-3", -3),
        ("100.0", 100),
        ("12,0", 12),
        ("0007", 7),
    ] {
        assert_eq!(ways.whole(text), Ok(Cell::Value(number)), "{text}");
    }
    for (text, sign) in [("", Sign::Missing), (" .. ", Sign::Missing), ("–", Sign::Dash), ("X", Sign::Zero)] {
        assert_eq!(ways.whole(text), Ok(Cell::Sign(sign)), "{text}");
    }
    for (text, fault) in [
        ("1.234", CellFault::Ambiguous),
        ("1.99E+11", CellFault::Rewritten),
        ("#N/A", CellFault::ErrorValue),
        ("#VÄRDEFEL!", CellFault::ErrorValue),
        ("12,5", CellFault::NotAWholeNumber),
        ("ett", CellFault::NotAWholeNumber),
        ("99999999999999999999", CellFault::TooManyDigits),
    ] {
        assert_eq!(ways.whole(text), Err(fault), "{text}");
    }
    let with = |decimal_mark| Ways { decimal_mark, ..Ways::default() };
    let value = |digits, places| Ok(Cell::Value(Decimal { digits, places }));
    for (mark, text, expected) in [
        (DecimalMark::Either, "12,5", value(125, 1)),
        (DecimalMark::Either, "12.5", value(125, 1)),
        (DecimalMark::Either, "1 234,50", value(123_450, 2)),
        (DecimalMark::Either, "1.234,5", value(12_345, 1)),
        (DecimalMark::Either, "1,234.5", value(12_345, 1)),
        (DecimalMark::Either, "0.125", value(125, 3)),
        (DecimalMark::Either, "-7", value(-7, 0)),
        (DecimalMark::Either, "1.234", Err(CellFault::Ambiguous)),
        (DecimalMark::Comma, "1.234", value(1_234, 0)),
        (DecimalMark::Point, "1.234", value(1_234, 3)),
        (DecimalMark::Comma, "1,2,3", Err(CellFault::NotANumber)),
        (DecimalMark::Either, "12,", Err(CellFault::NotANumber)),
        (DecimalMark::Either, "45 %", Err(CellFault::NotANumber)),
    ] {
        assert_eq!(with(mark).decimal(text), expected, "{text}");
    }
    assert!((Decimal { digits: -125, places: 1 }.to_f64() + 12.5).abs() < 1e-12);
}

#[test]
fn days_yes_and_no_and_text_are_read_as_people_write_them() {
    let spring = Period { from: "2024-01-01".parse().unwrap(), to: "2024-06-30".parse().unwrap() };
    let ways = Ways { within: Some(spring), ..Ways::default() };
    let day = Ok(Cell::Value("2024-03-31".parse().unwrap()));
    for text in
        ["2024-03-31", "20240331", "31/3 2024", "31.3.2024", "31/3 -24", "31 mars 2024", "31 mars", "'2024-03-31"]
    {
        assert_eq!(ways.day(text), day, "{text}");
    }
    for (serial, text, expected) in [
        (Some(Epoch::Year1900), "45382", day),
        (Some(Epoch::Year1900), "45382,5", day),
        (Some(Epoch::Year1904), "43920", day),
        (None, "45382", Err(CellFault::DayNumber)),
        (None, "7", Err(CellFault::NotADay)),
        (Some(Epoch::Year1900), "7", Err(CellFault::NotADay)),
        (None, "2024-02-30", Err(CellFault::NotADay)),
        (None, "9999-12-31", Err(CellFault::DayOutsideYears)),
        (None, "3/4/24", Err(CellFault::DayInTwoWays)),
        (None, "05-04-03", Err(CellFault::DayInTwoWays)),
        (None, "24-01-15", Err(CellFault::DayInTwoWays)),
        (None, "24-3-31 00:00:00", Err(CellFault::DayInTwoWays)),
        (None, "24\u{2013}03\u{2013}31", Err(CellFault::DayInTwoWays)),
        (None, "31/3-24", day),
        (None, "", Ok(Cell::Sign(Sign::Missing))),
    ] {
        assert_eq!(Ways { serial_days: serial, ..ways.clone() }.day(text), expected, "{text}");
    }
    assert_eq!(Ways::default().day("31 mars"), Err(CellFault::NoYear));
    // Where one reading is no day, or both are the same one, nothing is guessed.
    for (text, day) in [("99-12-31", "1999-12-31"), ("24-03-24", "2024-03-24"), ("70-01-08", "1970-01-08")] {
        assert_eq!(Ways::default().day(text), Ok(Cell::Value(day.parse().unwrap())), "{text}");
    }
    let open = Ways { signs: Signs::new([("1900-01-01", Sign::Missing)]), ..Ways::default() };
    assert_eq!(open.day("1900-01-01"), Ok(Cell::Sign(Sign::Missing)));
    assert_eq!(ways.yes_no("JA "), Ok(Cell::Value(true)));
    assert_eq!(ways.yes_no("0"), Ok(Cell::Value(false)));
    assert_eq!(ways.yes_no("kanske"), Err(CellFault::NotYesNo));
    for (text, kept) in
        [(" a\u{308}r\u{a0}", "är"), ("'-", "-"), ("'+46 8", "+46 8"), ("'t Hart", "'t Hart"), ("'0123", "0123")]
    {
        assert_eq!(ways.text(text).unwrap().value().as_deref(), Some(kept), "{text}");
    }
}

fn back(bytes: &[u8], options: &Options, fault: &str) -> (Vec<u8>, Encoding) {
    let mut table = TextTable::open(bytes, options).unwrap();
    while table.next_row().unwrap().is_some() {}
    let mut out = Cursor::new(Vec::new());
    let verdict = |numbers: RowNumbers| {
        let faults = if numbers.record == 2 { fault.to_owned() } else { String::new() };
        Verdict { result: if faults.is_empty() { "Inläst" } else { "Avvisad" }.into(), faults: faults.into() }
    };
    let found = (table.encoding(), &table.tally());
    let encoding = hand_back(&mut Cursor::new(bytes), &mut out, options, found, verdict).unwrap();
    (out.into_inner(), encoding)
}

#[test]
fn a_file_is_handed_back_as_it_was_with_two_columns_more() {
    let text = "Utdrag\r\nNamn;Född;Betyg\r\nÅsa;2001;A\r\n\r\n\"B;o\";=1+1;-;mer\r\nC\r\n";
    let expected = "Utdrag\r\nNamn;Född;Betyg;;Resultat;Fel\r\nÅsa;2001;A;;Inläst;\r\n\r\n\"B;o\";'=1+1;-;mer;Avvisad;\"fel; ja\"\r\nC;;;;Inläst;\r\n";
    for (encoding, mark) in [
        (Encoding::Utf8, false),
        (Encoding::Utf8, true),
        (Encoding::Utf16Le, true),
        (Encoding::Utf16Be, true),
        (Encoding::Windows1252, false),
    ] {
        let (bytes, written) = back(&encoded(text, encoding, mark), &wanted(), "fel; ja");
        assert_eq!((bytes, written), (encoded(expected, encoding, mark), encoding));
    }
    // Once more: the two columns are replaced, not doubled.
    let again = back(expected.as_bytes(), &wanted(), "fel; ja").0;
    assert_eq!(
        String::from_utf8(again).unwrap().replace(";;;Inläst", ";;Inläst"),
        expected.replace(";;;Inläst", ";;Inläst")
    );
    // A character that the encoding lacks, and a file that is all ASCII.
    let (bytes, written) = back(&encoded(text, Encoding::Windows1252, false), &wanted(), "→");
    assert_eq!(
        (written, bytes),
        (Encoding::Utf8, encoded(&expected.replace("\"fel; ja\"", "→"), Encoding::Utf8, true))
    );
    let (bytes, written) = back(b"a,b\n1,2\n3,\"x\n", &bare(), "");
    assert_eq!(
        (written, String::from_utf8(bytes).unwrap().as_str()),
        (Encoding::Utf8, "\u{feff}a,b,Inläst,\n1,2,Inläst,\n3,\"\"\"x\",Inläst,\n")
    );
}

#[test]
fn every_refusal_and_fault_says_what_to_do() {
    let expected = vec!["Namn".to_owned()];
    for refusal in [
        Refusal::Empty,
        Refusal::OldEncoding,
        Refusal::NoHeadings { line: Some(3), looked_at: 2, expected },
        Refusal::TooLarge { limit: 1 << 20 },
        Refusal::RowTooLong { line: 1_234, limit: 100 },
        Refusal::Reading("disk".into()),
    ] {
        let said = sv::refusal(&refusal);
        assert!(said.ends_with('.') && said.matches(". ").count() >= 1, "{said}");
    }
    let numbers = RowNumbers { line: 7, last_line: 9, sheet: 6, record: 5 };
    assert_eq!(sv::place(numbers), "Rad 7–9");
}

fn table() -> impl Strategy<Value = Cells> {
    let cell = "[a-zåäöÅé;,|\t\"\n\r x=0-9'-]{0,8}";
    (2..5_usize).prop_flat_map(move |width| {
        proptest::collection::vec((Just("x".to_owned()), proptest::collection::vec(cell, width)), 1..7)
            .prop_map(|rows| rows.into_iter().map(|(first, rest)| [vec![first], rest].concat()).collect())
    })
}

fn written(cells: &Cells, delimiter: char, line_end: &str) -> String {
    let mut out = String::new();
    for row in cells {
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                out.push(delimiter);
            }
            text_field(&mut out, cell, Style { delimiter, ..Style::default() });
        }
        out.push_str(line_end);
    }
    out
}

fn harmless(cells: Cells) -> Cells {
    let plain = |cell: String| if crate::csv::runs(&cell) { format!("y{cell}") } else { cell };
    cells.into_iter().map(|row| row.into_iter().map(plain).collect()).collect()
}

proptest! {
    #[test]
    fn any_table_survives_in_any_delimiter_and_encoding(
        rows in table().prop_map(harmless),
        delimiter in prop::sample::select(vec![';', ',', '\t', '|', '^']),
        line_end in prop::sample::select(vec!["\r\n", "\n", "\r"]),
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252]),
        given in any::<bool>(),
    ) {
        let text = written(&rows, delimiter, line_end);
        let mark = !given && encoding != Encoding::Windows1252;
        let bytes = encoded(&text, encoding, mark);
        let known = given || encoding == Encoding::Windows1252;
        let options = Options { delimiter: Some(delimiter), encoding: known.then_some(encoding), ..bare() };
        prop_assert_eq!(cells(&bytes, &options), rows);
    }

    #[test]
    fn bytes_may_come_in_one_at_a_time(
        rows in table(),
        loose in "[a;\"\n\r å]{0,30}",
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16Le, Encoding::Windows1252]),
        record in prop::sample::select(vec![12_usize, 1 << 20]),
    ) {
        let bytes = encoded(&(written(&rows, ';', "\r\n") + &loose), encoding, encoding != Encoding::Windows1252);
        let limits = Limits { record, ..Limits::default() };
        for options in [Options { limits: limits.clone(), ..bare() }, Options { limits, ..Options::default() }] {
            prop_assert_eq!(numbered(Drip(&bytes, false), &options), numbered(bytes.as_slice(), &options));
        }
    }

    #[test]
    fn a_line_that_is_cut_gives_what_the_parser_gives(lines in proptest::collection::vec("x[a;\" å]{0,12}", 1..12)) {
        // The parser alone reads every row, also those without a quotation mark.
        let text = lines.join("\n");
        let alone = records::first(&text, true, b';', usize::MAX);
        let ours = cells(text.as_bytes(), &Options { delimiter: Some(';'), encoding: Some(Encoding::Utf8), ..bare() });
        if text.matches(";\"").count() == 0 {
            prop_assert_eq!(ours, alone);
        }
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = numbered(bytes.as_slice(), &bare());
        let _ = numbered(bytes.as_slice(), &wanted());
    }

    #[test]
    fn any_cell_is_answered(cell in "\\PC{0,12}") {
        let ways = Ways { serial_days: Some(Epoch::Year1900), ..Ways::default() };
        let _ = (ways.whole(&cell), ways.decimal(&cell), ways.day(&cell), ways.yes_no(&cell), ways.text(&cell).is_ok());
    }

    #[test]
    fn the_short_road_to_a_day_leads_where_the_long_one_does(year in 1890..2210_u32, month in 0..14_u32, day in 0..33_u32) {
        let ways = Ways::default();
        for text in [format!("{year}-{month:02}-{day:02}"), format!("{year}{month:02}{day:02}")] {
            let long = forms::day_from_text(&text, None).ok();
            prop_assert_eq!(ways.day(&text).ok().and_then(Cell::value), long);
        }
    }
}
