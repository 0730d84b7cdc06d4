//! What rows say, and what is wrong with them.

use ::store::Engine;
use domain::participations::Measure;

use super::*;
use crate::participations::{cells, published, recount};
use crate::testing::ENGINES;

#[test]
fn a_file_is_read_with_every_fault_of_every_row_at_once_and_the_good_rows_come_in() {
    for engine in ENGINES {
        let world = World::new(engine);
        let rows = [
            going_on(1),
            graded(2, "G"),
            // Not a personnummer, no course code, no such day, no such unit, no such grade: five faults.
            "199013019999;K;SFI KUB;31 feb;;Ingenstans;Q;;;".to_owned(),
            // Read well, and breaks a rule: no such grade on the scale.
            graded(3, "A"),
            String::new(),
            // A field too many.
            format!("{};extra", going_on(4)),
        ];
        let (done, _) = read(&world, file(&rows).as_bytes(), &order("tertial", SetKind::Delta)).unwrap();
        assert_eq!(done.staged.tally, tally(5, 3, 0, 2, 0, 0), "{engine:?}");
        let mut found = kinds(&done.findings);
        found.sort();
        let expected = ["", "course", "grade", "grade", "person", "start", "unit"].map(|field| (field.to_owned(), 1));
        assert_eq!(found, expected);
        let start = done.findings.groups.iter().find(|group| group.field.as_deref() == Some("start")).unwrap();
        assert_eq!((start.first[0].row, start.first[0].value.as_str()), (4, "31 feb"), "rows are counted as lines");
        let person = done.findings.groups.iter().find(|group| group.field.as_deref() == Some("person")).unwrap();
        assert_eq!(person.first[0].value, "", "whom a row is about is never told");
        let now = ask(&world, |tx| {
            let upto = published(tx)?;
            cells(tx, upto)
        });
        let sum = |measure: Measure| now.iter().filter(|(key, _)| key.measure == measure).map(|(_, n)| n).sum::<i64>();
        assert_eq!((sum(Measure::Started), sum(Measure::GradeG)), (2, 1));
        assert_eq!(ask(&world, |tx| recount(tx, i64::MAX)), []);
    }
}

#[test]
fn what_can_be_judged_of_a_row_is_told_although_something_else_of_it_cannot_be_read() {
    let world = World::new(Engine::Sqlite);
    let rows = [
        going_on(1),
        // An outcome that nobody knows, an end before the start, a course that no list has, and there twice.
        format!("{};K;SFIKUB92;2024-01-08;2024-01-01;10000001;;;Klar;", person(1)),
        format!("{};K;ABCDEF99;2024-01-08;2024-01-01;10000001;;;Klar;", person(2)),
        // Breaks a rule, and is there twice.
        format!("{};K;SFIKUB92;2024-01-08;2024-01-01;10000001;;;P\u{e5}g\u{e5}r;", person(1)),
    ];
    let headings = format!("{HEADINGS};Skolform");
    let rows: Vec<String> = rows.iter().map(|row| format!("{row};Sfi")).collect();
    let text = file_of(&headings, &rows);
    let (done, verdicts) = read(&world, text.as_bytes(), &order("tertial", SetKind::Delta)).unwrap();
    assert_eq!(
        done.staged.tally,
        tally(4, 3, 0, 1, 0, 0),
        "a row that may come in is not held against those that may not"
    );
    let told = |what: &str, field: Option<&str>| {
        let found =
            done.findings.groups.iter().find(|group| group.field.as_deref() == field && group.what.contains(what));
        found.map(|group| group.first.iter().map(|spot| spot.row).collect::<Vec<_>>()).unwrap_or_default()
    };
    assert_eq!(told("ok\u{e4}nt", Some("outcome")), [3, 4]);
    assert_eq!(told("f\u{f6}re sin f\u{f6}rsta dag", Some("end")), [3, 4, 5]);
    assert_eq!(told("p\u{e5} tv\u{e5} rader", None), [3, 5]);
    assert_eq!(told("finns inte i kurslistan", Some("course")), [4]);
    let verdicts = String::from_utf8_lossy(&verdicts);
    assert!(verdicts.contains("samma som rad 2"), "{verdicts}");
}

#[test]
fn the_same_file_twice_changes_nothing_and_a_person_is_the_same_however_the_number_is_written() {
    for engine in ENGINES {
        let world = World::new(engine);
        let text = file(&[going_on(1), graded(2, "IG")]);
        let order = order("tertial", SetKind::Full);
        assert_eq!(read(&world, text.as_bytes(), &order).unwrap().0.staged.tally, tally(2, 0, 0, 2, 0, 0));
        assert_eq!(
            read(&world, text.as_bytes(), &order).unwrap().0.staged.tally,
            tally(2, 0, 2, 0, 0, 0),
            "{engine:?}"
        );
        let number = person(1);
        for written in [number[2..].to_owned(), format!("{}-{}", &number[..8], &number[8..]), format!("'{number}")] {
            let text = text.replace(&number, &written);
            let again = read(&world, text.as_bytes(), &order).unwrap().0.staged;
            assert_eq!((again.set, again.tally), (None, tally(2, 0, 2, 0, 0, 0)), "{written}");
        }
    }
}

#[test]
fn no_personnummer_lies_anywhere_once_a_file_is_read() {
    let world = World::new(Engine::Sqlite);
    let rows: Vec<String> = (0..50).map(going_on).chain([format!("{};X;;;;;;;;", person(60))]).collect();
    let (done, verdicts) = read(&world, file(&rows).as_bytes(), &order("tertial", SetKind::Delta)).unwrap();
    assert_eq!(done.staged.tally.rejected, 1);
    let database = world.database_address();
    let kept: Vec<Vec<u8>> =
        ["", "-wal"].iter().filter_map(|end| std::fs::read(format!("{database}{end}")).ok()).collect();
    let told = serde_json::to_vec(&done.findings).unwrap();
    for n in (0..50).chain([60]) {
        let number = person(n);
        for bytes in kept.iter().chain([&verdicts, &told]) {
            assert!(!bytes.windows(10).any(|part| part == &number.as_bytes()[2..]), "{number}");
        }
    }
}

#[test]
fn every_encoding_and_delimiter_gives_the_same() {
    let rows = [going_on(1), graded(2, "G").replace("Norrsken", "Lindblad \u{d6}ster")];
    let text = file(&rows);
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let world = World::new(Engine::Sqlite);
    let mut first = true;
    for delimiter in [";", ",", "\t", "|"] {
        let text = text.replace(';', delimiter);
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
        let crlf = text.replace('\n', "\r\n");
        for bytes in [
            text.clone().into_bytes(),
            format!("\u{feff}{crlf}").into_bytes(),
            latin,
            utf16(&text, false),
            utf16(&crlf, true),
        ] {
            let (done, _) = read(&world, &bytes, &order("tertial", SetKind::Full)).unwrap();
            let same = if std::mem::take(&mut first) { tally(2, 0, 0, 2, 0, 0) } else { tally(2, 0, 2, 0, 0, 0) };
            assert_eq!(done.staged.tally, same, "{delimiter:?} {:?}", done.written.encoding);
        }
    }
}

#[test]
fn the_fourteen_variables_of_the_register_are_read_and_their_profile_is_found_by_the_headings() {
    let world = World::new(Engine::Sqlite);
    let headings = "Personnummer;Kurskod;Utbildningsniv\u{e5};Po\u{e4}ng f\u{f6}r kursen;Kursdeltagarens genomf\u{f6}rda verksamhetspo\u{e4}ng;\
                    Kursstart;Kursslut;Kursens f\u{f6}rl\u{e4}ggning;Utbildningsanordnare;Betyg;\
                    Orsak till att betygsv\u{e4}rde ej finns;Avbrott;Avbrottsdatum;Pr\u{f6}vning/validering";
    let rows = [
        format!(
            "{};SVESVE01;Gymnasial;100;100;2024-01-08;2024-03-01;Distans;Norrskens l\u{e4}rcenter;B;;Nej;;",
            person(1)
        ),
        format!("{};SVESVE01;Gymnasial;100;0;2024-01-08;2024-06-01;Distans;559000-0002;;Streck;Nej;;", person(2)),
        format!(
            "{};GRNMAT2;Grundl\u{e4}ggande;400;12,5;2024-01-08;2024-06-01;N\u{e4}r;10000002;;;Ja;2024-02-12;",
            person(3)
        ),
        format!("{};SVESVE01;;100;100;2024-03-01;2024-03-01;.;10000002;F;;;;Pr\u{f6}vning", person(4)),
    ];
    let text = format!("{headings}\n{}\n", rows.join("\n")).replace(";N\u{e4}r;", ";N\u{e4}rundervisning;");
    let known = ask(&world, profiles);
    let found = profile_for(&mut Cursor::new(text.clone().into_bytes()), &known).unwrap().unwrap();
    assert_eq!(found.name(), "scb-komvux");
    let mut order = order("scb-komvux", SetKind::Full);
    order.as_of = day("2024-06-30");
    let (done, _) = read(&world, text.as_bytes(), &order).unwrap();
    assert_eq!(done.staged.tally, tally(4, 0, 0, 4, 0, 0), "{:?}", done.findings);
    let now = ask(&world, |tx| cells(tx, i64::MAX));
    let sum = |measure: Measure| now.iter().filter(|(key, _)| key.measure == measure).map(|(_, n)| n).sum::<i64>();
    let counted = [Measure::GradeB, Measure::Dash, Measure::DroppedOut, Measure::TestFailed].map(sum);
    assert_eq!(counted, [1, 1, 1, 1]);
}

#[test]
fn a_file_whose_headings_do_not_do_is_refused_with_everything_that_is_wrong_with_them() {
    let world = World::new(Engine::Sqlite);
    let refused = |text: &str| match read(&world, text.as_bytes(), &order("tertial", SetKind::Full)) {
        Err(ImportProblem::Unreadable(why)) => why,
        other => panic!("{other:?}"),
    };
    let two = refused("Personnummer;Kurskod;Kurskod;Betyg\n1;2;3;4\n");
    for part in ["Kursstart", "finns flera g\u{e5}nger", "var kursen l\u{e4}stes"] {
        assert!(two.contains(part), "{part} in {two}");
    }
    assert!(refused("").contains("tom"));
    assert!(refused("Namn;Adress\nA;B\n").contains("Rubrikraden"));
    assert!(refused("<html><body><table></table></body></html>").contains("webbsida"));
    assert!(refused("%PDF-1.7 hej").contains("PDF"));
}

#[test]
fn days_as_numbers_are_read_only_where_the_profile_says_from_when_they_count() {
    let world = World::new(Engine::Sqlite);
    let text = file(&[going_on(1).replace("2024-01-08", "43837")]);
    let (done, _) = read(&world, text.as_bytes(), &order("tertial", SetKind::Full)).unwrap();
    assert_eq!(kinds(&done.findings), [("start".to_owned(), 1)]);
    let mut counted = order("tertial", SetKind::Full);
    counted.profile.profile.serial_days = Some(profile::Epoch::Year1904);
    let (done, _) = read(&world, text.as_bytes(), &counted).unwrap();
    assert_eq!(done.staged.tally, tally(1, 0, 0, 1, 0, 0));
    let (done, _) = read(&world, file(&[going_on(1)]).as_bytes(), &order("tertial", SetKind::Full)).unwrap();
    assert_eq!(done.staged.tally, tally(1, 0, 1, 0, 0, 0), "day 43837 from 1904 is 8 January 2024");
}

#[test]
fn a_file_comes_back_with_what_became_of_each_row_in_its_own_encoding() {
    let world = World::new(Engine::Sqlite);
    let rows = [going_on(1), graded(2, "Q"), going_on(3), going_on(1)];
    let text = file(&rows);
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let order = order("tertial", SetKind::Delta);
    let (done, verdicts) = read(&world, &latin, &order).unwrap();
    assert_eq!(done.staged.tally, tally(4, 3, 0, 1, 0, 0));
    let mut out = Cursor::new(Vec::new());
    let mut source = Cursor::new(latin);
    hand_back(&mut source, &order.profile.profile, &done.written, Cursor::new(verdicts), &mut out).unwrap();
    let back: String = out.into_inner().into_iter().map(char::from).collect();
    let back: Vec<&str> = back.lines().collect();
    assert_eq!(back[0], format!("{HEADINGS};Resultat;Fel"));
    let judged = |line: &str, result: &str, part: &str| {
        let judgement = line.split(';').nth(10).unwrap();
        assert!(judgement == result && line.contains(part), "{line}");
    };
    judged(back[1], "Avvisad", "samma som rad 5");
    judged(back[2], "Avvisad", "Betyg: V\u{e4}rdet \u{e4}r ok\u{e4}nt");
    judged(back[3], "Ny", "");
    judged(back[4], "Avvisad", "samma som rad 2");
    for (line, row) in back[1..].iter().zip(&rows) {
        assert!(line.starts_with(row), "the row stands as it stood");
    }
}

#[test]
fn a_quotation_mark_that_swallows_rows_takes_nothing_away_of_whomever_they_are_about() {
    let world = World::new(Engine::Sqlite);
    let headings = format!("{HEADINGS};Anm");
    let rows: Vec<String> = (1..=6).map(|n| format!("{};x", going_on(n))).collect();
    let whole = order("tertial", SetKind::Full);
    assert_eq!(read(&world, file_of(&headings, &rows).as_bytes(), &whole).unwrap().0.staged.tally.added, 6);
    // In a column that nobody reads, closed three rows below; and in one of two rows after each other, where what comes of
    // them has as many fields as there are headings.
    let over_rows: [(&str, &str); 2] = [("\"x", "x\""), ("\"x", "\"x")];
    for (open, close) in over_rows {
        let mut broken = rows.clone();
        broken[1] = format!("{};{open}", going_on(2));
        broken[4] = format!("{};{close}", going_on(5));
        let (done, _) = read(&world, file_of(&headings, &broken).as_bytes(), &whole).unwrap();
        assert_eq!((done.staged.tally.removed, done.staged.tally.rejected), (0, 1), "{open} {close}");
        assert_eq!(done.staged.spared, 4, "{open} {close}: the row itself and those in it");
    }
    let two: Vec<String> = rows.iter().map(|row| row.replace("P\u{e5}g\u{e5}r", "\"P\u{e5}g\u{e5}r")).collect();
    let broken = [rows[0].clone(), two[1].clone(), two[2].clone(), rows[3].clone(), rows[4].clone(), rows[5].clone()];
    let (done, _) = read(&world, file_of(&headings, &broken).as_bytes(), &whole).unwrap();
    assert_eq!((done.staged.tally.removed, done.staged.tally.rejected, done.staged.spared), (0, 1, 2));
    // Text of several lines is what quotation marks are for.
    let lines: Vec<String> = (1..=6).map(|n| format!("{};\"ringde;\nskrev; kom\"", going_on(n))).collect();
    let (done, _) = read(&world, file_of(&headings, &lines).as_bytes(), &whole).unwrap();
    assert_eq!(done.staged.tally, tally(6, 0, 6, 0, 0, 0));
}

#[test]
fn a_row_that_is_no_row_keeps_everybody_whomever_it_seems_to_be_about() {
    let world = World::new(Engine::Sqlite);
    let rows: Vec<String> = (1..=4).map(going_on).collect();
    let whole = order("tertial", SetKind::Full);
    read(&world, file(&rows).as_bytes(), &whole).unwrap();
    for second in [format!("{};K", person(2)), format!("{};extra", going_on(2))] {
        let (done, _) = read(&world, file(&[rows[0].clone(), second]).as_bytes(), &whole).unwrap();
        assert_eq!((done.staged.tally.removed, done.staged.spared), (0, 3));
    }
}
