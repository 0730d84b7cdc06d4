//! Results read in at the command line.

use std::io::{BufRead, BufReader, Cursor};
use std::process::Stdio;

use crate::support::{Installation, said};

const HEADINGS: &str = "Personnummer;Kurskod;Kursstart;Anordnare;Betyg;Betygsdatum";

/// A personnummer of the range that the Swedish Tax Agency keeps for tests.
fn person(n: u32) -> String {
    let (year, month, day, serial) = (1940 + n / 6720 % 60, n / 560 % 12 + 1, n / 20 % 28 + 1, 980 + n % 20);
    let nine = format!("{:02}{month:02}{day:02}{serial}", year % 100);
    let sum: u32 = nine
        .bytes()
        .enumerate()
        .map(|(at, digit)| {
            let doubled = u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 };
            doubled / 10 + doubled % 10
        })
        .sum();
    format!("19{nine}{}", (10 - sum % 10) % 10)
}

fn with_provider() -> Installation {
    let installation = Installation::new();
    installation.tamper(
        "INSERT INTO organisation (id, org_number, name, sort_key) VALUES (x'00000000000040008000000000000001', '4000000001', 'Lindblad', x'00');
         INSERT INTO provider (tenant_id, organisation_id, traits) SELECT id, x'00000000000040008000000000000001', '[]' FROM tenant;",
    );
    installation
}

fn write(installation: &Installation, name: &str, rows: impl Iterator<Item = String>) -> String {
    let text: Vec<String> = std::iter::once(HEADINGS.to_owned()).chain(rows).collect();
    std::fs::write(installation.path(name), text.join("\n") + "\n").unwrap();
    installation.at(name)
}

fn row(n: u32) -> String {
    format!("{};SFIKUB92;2024-01-{:02};Lindblad;G;2024-03-01", person(n / 10), n % 10 + 8)
}

/// What counts, and what lies in the tables.
fn counts(installation: &Installation) -> (i64, i64, i64) {
    let database = rusqlite::Connection::open(installation.path("data/tertial.db")).unwrap();
    let one = |text: &str| database.query_row(text, [], |row| row.get::<_, i64>(0)).unwrap();
    (
        one("SELECT coalesce(sum(n), 0) FROM result_cell c JOIN participation_set s USING (tenant_id)
             WHERE s.number = c.set_number AND s.state = 'published' AND c.measure = 1"),
        one("SELECT count(*) FROM participation"),
        one("SELECT count(*) FROM participation_set WHERE state = 'staging'"),
    )
}

#[test]
fn persons_that_were_not_counted_to_the_end_are_counted_when_work_starts() {
    let installation = with_provider();
    let file = write(&installation, "alla.csv", (0..30).map(row));
    let taken = ["import", "participations", &file, "--authority", "ekstad", "--as-of", "2024-06-30", "--full"];
    installation.ends(0, &taken);
    let students = || {
        let database = rusqlite::Connection::open(installation.path("data/tertial.db")).unwrap();
        let one = |text: &str| database.query_row(text, [], |row| row.get::<_, i64>(0)).unwrap();
        one("SELECT coalesce(sum(students), 0) FROM student_snapshot")
    };
    assert_eq!(students(), 3);
    installation.tamper("DELETE FROM student_snapshot");
    let work = ["work", "--once", "--base-url", "http://localhost"];
    installation.well(&work);
    assert_eq!(students(), 3);
    assert_eq!(installation.well(&work).trim(), "0 jobs ran.", "what is there is not asked for again");
}

#[test]
fn a_file_is_looked_through_taken_in_and_handed_back_and_the_ending_says_what_came_of_it() {
    let installation = with_provider();
    let good = write(&installation, "bra.csv", (0..30).map(row));
    let bad =
        write(&installation, "fel.csv", (0..30).map(|n| if n == 3 { row(n).replace(";G;", ";Q;") } else { row(n) }));
    let import = |file: &str, more: &[&str], code: i32| {
        let arguments =
            [&["import", "participations", file, "--authority", "ekstad", "--as-of", "2024-06-30"], more].concat();
        installation.ends(code, &arguments)
    };
    let told = import(&bad, &["--dry-run"], 1);
    assert!(told.contains("Fel, 1 rad. Betyg") && told.contains("rad 5: \u{201d}Q\u{201d}"), "{told}");
    assert_eq!(counts(&installation), (0, 0, 0));
    let told = import(&bad, &["--full"], 1);
    assert!(told.contains("--accept-good"), "{told}");
    assert_eq!(counts(&installation), (0, 0, 0), "nothing was taken in");
    let back = installation.at("tillbaka.csv");
    import(&bad, &["--full", "--accept-good", "--hand-back", &back], 3);
    assert_eq!(counts(&installation).1, 29);
    let back = std::fs::read_to_string(back).unwrap();
    assert!(back.contains("Resultat;Fel") && back.contains("Avvisad;\"Betyg"), "{back}");
    assert!(import(&good, &["--full"], 0).contains("new 1"));
    assert!(import(&good, &["--full"], 0).contains("Nothing to change"), "the same file twice changes nothing");
    assert_eq!(counts(&installation).1, 30);
    assert!(import(&good, &["--profile", "ingen"], 1).contains("tertial, scb-komvux"));
    // A workbook comes back as one where the name asks for it.
    let mut sheet = documents::workbook::write::TextSheet::begin(Cursor::new(Vec::new()), "Kurser").unwrap();
    for (line, number) in std::fs::read_to_string(&bad).unwrap().lines().zip(1..) {
        sheet.row(number, line.split(';')).unwrap();
    }
    std::fs::write(installation.path("fel.xlsx"), sheet.finish().unwrap().into_inner()).unwrap();
    let back = installation.at("tillbaka.xlsx");
    import(&installation.at("fel.xlsx"), &["--dry-run", "--hand-back", &back], 1);
    let book = documents::workbook::read(&std::fs::read(back).unwrap(), &documents::raw::Limits::default()).unwrap();
    assert!(format!("{:?}", book.sheets[0].rows[4].cells.last()).contains("Betyg"), "the faults stand behind the row");
}

#[test]
fn an_import_that_is_killed_leaves_nothing_counted_and_the_next_takes_it_up() {
    let installation = with_provider();
    let rows = 120_000;
    let file = write(&installation, "stor.csv", (0..rows).map(row));
    let arguments = ["import", "participations", &file, "--authority", "ekstad", "--full", "--as-of", "2024-06-30"];
    let mut child = installation
        .command(&arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
    // In the middle: rows have been written, and it has not come to its end.
    let reached = told.by_ref().map(Result::unwrap).find(|line| line.contains(" rows, "));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(reached.is_some(), "it told how far it had come");
    let (counted, lie, staging) = counts(&installation);
    assert_eq!((counted, staging), (0, 1), "{lie} rows lie in a set that nothing counts");
    assert!(lie > 0 && lie < i64::from(rows), "{lie}");
    let output = installation.run(&arguments);
    let (out, err) = said(&output);
    assert!(output.status.success() && err.contains("broken off"), "{out}{err}");
    assert_eq!(counts(&installation), (i64::from(rows), i64::from(rows), 0));
}

#[test]
fn a_full_file_without_rows_or_without_many_of_those_known_takes_nothing_away_unless_the_number_is_named() {
    let installation = with_provider();
    let import = |file: &str, more: &[&str], code: i32| {
        let arguments =
            [&["import", "participations", file, "--authority", "ekstad", "--as-of", "2024-06-30", "--full"], more]
                .concat();
        installation.ends(code, &arguments)
    };
    import(&write(&installation, "alla.csv", (0..60).map(row)), &[], 0);
    let empty = write(&installation, "tom.csv", std::iter::empty());
    let cut = write(&installation, "kapad.csv", (0..40).map(row));
    for (file, gone) in [(&empty, "60"), (&cut, "20")] {
        for more in [&["--dry-run"][..], &[], &["--accept-good"], &["--accept-removals", "19"]] {
            let told = import(file, more, 1);
            assert!(told.contains(&format!("--accept-removals {gone}")), "{told}");
            assert_eq!((counts(&installation).0, counts(&installation).2), (60, 0), "{more:?}");
        }
    }
    // A few may go, and so may many when they are named.
    import(&write(&installation, "nagra.csv", (0..55).map(row)), &[], 0);
    assert_eq!(counts(&installation).0, 55);
    import(&cut, &["--accept-removals", "15"], 0);
    assert_eq!(counts(&installation).0, 40);
    import(&empty, &["--accept-removals", "40"], 0);
    assert_eq!(counts(&installation).0, 0);
}

#[test]
fn a_file_is_of_no_day_to_come_and_an_older_one_than_what_counts_is_told() {
    let installation = with_provider();
    let file = write(&installation, "alla.csv", (0..3).map(row));
    let import = |as_of: &str, code: i32| {
        installation.ends(code, &["import", "participations", &file, "--authority", "ekstad", "--as-of", as_of])
    };
    assert!(import("2999-01-01", 1).contains("a day to come"));
    assert_eq!(counts(&installation).1, 0);
    assert!(!import("2024-06-30", 0).contains("as late as"));
    assert!(import("2024-05-31", 0).contains("as late as 2024-06-30"));
}

#[test]
fn a_file_is_never_handed_back_onto_itself_and_only_its_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let installation = with_provider();
    let file = write(&installation, "alla.csv", (0..3).map(row));
    let before = std::fs::read(&file).unwrap();
    std::os::unix::fs::symlink(&file, installation.path("samma.csv")).unwrap();
    let import = |back: &str, code: i32| {
        let arguments =
            ["import", "participations", &file, "--authority", "ekstad", "--as-of", "2024-06-30", "--dry-run"];
        installation.ends(code, &[&arguments[..], &["--hand-back", back]].concat())
    };
    for back in ["alla.csv", "samma.csv"] {
        assert!(import(&installation.at(back), 1).contains("names the file itself"));
        assert_eq!(std::fs::read(&file).unwrap(), before, "{back}");
    }
    std::fs::write(installation.path("tillbaka.csv"), "annat").unwrap();
    import(&installation.at("tillbaka.csv"), 0);
    assert!(std::fs::read_to_string(installation.path("tillbaka.csv")).unwrap().contains("Resultat;Fel"));
    let mode = std::fs::metadata(installation.path("tillbaka.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
