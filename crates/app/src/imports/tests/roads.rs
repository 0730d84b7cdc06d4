//! Workbooks and grade messages, and what must never be read.

use std::io::Write;

use ::store::Engine;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::participations::groups;
use crate::testing::ENGINES;

/// A workbook of one sheet as other programs write it: texts, plain numbers, and days (`2024-01-08` as the number of the
/// day with a date style, counted from 1904 or 1900).
pub fn workbook(text: &str, from_1904: bool, extra: &[(&str, &[u8])]) -> Vec<u8> {
    let mut rows = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        let cells = line.split(';').map(|cell| match cell.parse::<Day>() {
            Ok(day) => {
                let first = Day::new(
                    if from_1904 { 1904 } else { 1899 },
                    if from_1904 { 1 } else { 12 },
                    if from_1904 { 1 } else { 30 },
                );
                format!("<c s=\"1\"><v>{}</v></c>", day.days_since(first.unwrap()))
            }
            Err(_) if cell.len() == 12 && cell.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("<c><v>{cell}</v></c>")
            }
            Err(_) if cell.is_empty() => "<c/>".to_owned(),
            Err(_) => format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
        });
        // An empty row between is one that the sheet leaves out.
        if !line.is_empty() {
            rows.push_str(&format!("<row r=\"{number}\">{}</row>", cells.collect::<String>()));
        }
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><workbookPr date1904=\"{}\"/><sheets><sheet name=\"Kurser\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
                u8::from(from_1904)
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"r2\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let own = parts.iter().map(|(name, text)| (*name, text.as_bytes()));
    for (name, bytes) in own.chain(extra.iter().copied()) {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_says_the_same_as_the_text_file_with_its_days_counted_from_1900_or_1904() {
    for engine in ENGINES {
        let world = World::new(engine);
        let text = file(&[going_on(1), String::new(), graded(2, "G"), graded(3, "Q")]);
        let order = order("tertial", SetKind::Full);
        let first = read(&world, text.as_bytes(), &order).unwrap().0;
        assert_eq!(first.staged.tally, tally(3, 1, 0, 2, 0, 0));
        for from_1904 in [false, true] {
            let (done, _) = read(&world, &workbook(&text, from_1904, &[]), &order).unwrap();
            assert_eq!(done.staged.tally, tally(3, 1, 2, 0, 0, 0), "{engine:?} {from_1904}: {:?}", done.findings);
            assert_eq!(done.findings, first.findings, "rows have the numbers that the spreadsheet shows");
        }
    }
}

#[test]
fn macros_locks_bombs_and_cut_files_are_turned_away_with_a_sentence() {
    let world = World::new(Engine::Sqlite);
    let refused = |bytes: &[u8]| match read(&world, bytes, &order("tertial", SetKind::Full)) {
        Err(ImportProblem::Unreadable(why)) => why,
        other => panic!("{other:?}"),
    };
    let text = file(&[going_on(1)]);
    let good = workbook(&text, false, &[]);
    assert!(refused(&workbook(&text, false, &[("xl/vbaProject.bin", b"makro")])).contains("makron"));
    assert!(refused(&good[..good.len() / 2]).contains("avhuggen"));
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(refused(&locked).contains("l\u{f6}senord"));
    let padded = file(&[going_on(1), " ".repeat(90 << 20)]);
    assert!(refused(&workbook(&padded, false, &[])).contains("packar upp sig"));
}

/// The published example's shape, with what its schema says of adult education; every identifier is invented.
pub(super) fn message(pupils: &[(&str, &[(&str, &str, &str)])]) -> String {
    let pupils: String = pupils
        .iter()
        .map(|(id, grades)| {
            let grades: String = grades
                .iter()
                .map(|(code, grade, form)| {
                    let ungraded = *grade == "omd\u{f6}me";
                    let value = if ungraded { "G" } else { grade };
                    format!(
                        "<kursbetyg><value>{value}</value><datum>2024-03-01</datum><pr\u{f6}vning>false</pr\u{f6}vning>\
                         <skola>{{bdcacf8c}}</skola><beslutsfattare roll=\"EXTERN\"/><skolform>{form}</skolform>\
                         <kurskod>{code}</kurskod><omd\u{f6}me>{ungraded}</omd\u{f6}me></kursbetyg>"
                    )
                })
                .collect();
            format!("<elev id=\"{{{id}}}\">{grades}</elev>")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><betyg xmlns=\"http://pingpong.se/schemas/grades/v1.1\" \
         from=\"2024-03-01T00:00:00\" tom=\"2024-03-02T00:00:00\">{pupils}</betyg>"
    )
}

/// The profile of messages with the platform's own identifier of a school translated.
pub(super) fn of_messages() -> Order {
    let mut order = order("stockholm-betyg", SetKind::Delta);
    let unit = order.profile.profile.columns.iter_mut().find(|column| column.field.slug() == "unit").unwrap();
    unit.codes.insert("{bdcacf8c}".to_owned(), "10000001".to_owned());
    order
}

#[test]
fn a_grade_message_has_all_of_each_pupil_in_it_and_says_nothing_of_the_others() {
    for engine in ENGINES {
        let world = World::new(engine);
        let one: &[(&str, &str, &str)] =
            &[("SVESVE01", "B", "VUX"), ("GRNORI21A", "omd\u{f6}me", "VUX"), ("ATVREP0", "A", "GY")];
        let first = message(&[
            ("elev-1", one),
            ("elev-2", &[("SFIKUB92", "G", "SFI")]),
            ("elev-3", &[("SFIKUB92", "G", "SFI")]),
        ]);
        let (done, _) = read(&world, first.as_bytes(), &of_messages()).unwrap();
        assert_eq!(done.staged.tally, tally(4, 0, 0, 4, 0, 0), "{engine:?} {:?}", done.findings);
        let again = read(&world, first.as_bytes(), &of_messages()).unwrap().0;
        assert_eq!(again.staged.tally, tally(4, 0, 4, 0, 0, 0));
        // The first pupil's grade is changed and the judgement gone, the second has nothing left, the third is not told of.
        let next = message(&[("elev-1", &[("SVESVE01", "A", "VUX")]), ("elev-2", &[])]);
        let (done, _) = read(&world, next.as_bytes(), &of_messages()).unwrap();
        assert_eq!(done.staged.tally, tally(1, 0, 0, 0, 1, 2), "{engine:?}");
        let titles = ask(&world, groups);
        assert!(titles.iter().any(|(_, slug)| slug == "sfi.b2"), "{titles:?}");
    }
}

#[test]
fn a_grade_message_is_known_not_to_say_when_courses_began_and_a_copy_of_its_profile_too() {
    let world = World::new(Engine::Sqlite);
    let text = message(&[("elev-1", &[("SVESVE01", "B", "VUX")])]);
    let order = of_messages();
    let done = read(&world, text.as_bytes(), &order).unwrap().0;
    assert!(done.starts_unknown);
    let sets = ask(&world, crate::participations::sets);
    assert!(sets[0].scope.contains("\"starts_unknown\":true"), "{}", sets[0].scope);
    let copy = profile::parse(&order.profile.profile.to_document()).unwrap();
    assert!(copy.starts_unknown);
    let own = read(&world, file(&[going_on(1)]).as_bytes(), &super::order("tertial", SetKind::Delta)).unwrap().0;
    assert!(!own.starts_unknown && !ask(&world, crate::participations::sets)[0].scope.contains("starts_unknown"));
    assert_eq!(ask(&world, |tx| crate::participations::undated(tx, 2)).len(), 1);
}

#[test]
fn xml_that_reaches_out_or_is_something_else_is_never_read() {
    let world = World::new(Engine::Sqlite);
    let refused = |text: &str| match read(&world, text.as_bytes(), &of_messages()) {
        Err(ImportProblem::Unreadable(why)) => why,
        other => panic!("{other:?}"),
    };
    let good = message(&[("elev-1", &[("SVESVE01", "B", "VUX")])]);
    let bomb = good.replace("<betyg", "<!DOCTYPE betyg [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><betyg");
    assert!(refused(&bomb.replace("SVESVE01", "&e;")).contains("dokumenttyp"));
    assert!(refused(&good.replace("SVESVE01", "&e;")).contains("entiteter"));
    assert!(refused(&good.replace("</betyg>", "")).contains("inte hel"));
    assert!(refused("<?xml version=\"1.0\"?><annat/>").contains("slag som inte"));
}

#[test]
fn a_school_that_the_register_does_not_know_is_told_at_its_column() {
    let world = World::new(Engine::Sqlite);
    let text = message(&[("elev-1", &[("SVESVE01", "B", "VUX")])]);
    let (done, _) = read(&world, text.as_bytes(), &order("stockholm-betyg", SetKind::Delta)).unwrap();
    assert_eq!(kinds(&done.findings), [("unit".to_owned(), 1)]);
    assert_eq!(done.findings.groups[0].first[0].value, "{bdcacf8c}");
}
