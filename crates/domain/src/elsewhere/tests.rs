//! Layouts, periods and what words mean, as tables.

#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::{Day, Id};

use super::{Fault, Goal, Layout, Line, Mapping, Whom, Wrong, count, day_of, gather, occasion_of, read, sv};
use crate::year::{Year, parse};

fn year() -> Year {
    parse(include_str!("../../../../config/stockholm-2024.toml")).unwrap()
}

fn id<T>(number: u8) -> Id<T> {
    format!("00000000-0000-4000-8000-{number:012}").parse().unwrap()
}

fn rows(text: &str, delimiter: char) -> Vec<(u32, Vec<String>)> {
    let cells = |line: &str| line.split(delimiter).map(str::to_owned).collect();
    (1..).zip(text.lines().map(cells)).collect()
}

fn line(row: u32, organisation: &str, date: &str, measure: &str, value: &str) -> Line {
    let [organisation, date, measure, value] = [organisation, date, measure, value].map(str::to_owned);
    Line { row, organisation, date, measure, value }
}

#[test]
fn the_layouts_say_the_same_whatever_stands_over_their_columns() {
    let said = [line(2, "Skolan", "2024-04-08", "Klagomål", "3")];
    for (text, delimiter, layout) in [
        ("Organisation\tPeriod\tMått\tVärde\nSkolan\t2024-04-08\tKlagomål\t3", '\t', Layout::Lines),
        ("värde;MÅTT;period;enhet\n3;Klagomål;2024-04-08;Skolan", ';', Layout::Lines),
        ("Datum;Enhet;Mått;Kolumn;Värde\n2024-04-08;Skolan;Klagomål;;3", ';', Layout::ByRow),
    ] {
        assert_eq!(read(&rows(text, delimiter)), Ok((layout, said.to_vec())), "{text}");
    }
}

#[test]
fn an_adapter_file_by_rows_and_by_columns_says_the_same() {
    let said = vec![line(2, "E1", "2024-04-08", "M1 / antal", "3"), line(2, "E1", "2024-04-08", "M1 / text", "Bra")];
    let by_column = rows("Date;Unit;Measure;antal;text\n2024-04-08;E1;M1;3;Bra", ';');
    assert_eq!(read(&by_column), Ok((Layout::ByColumn, said.clone())));
    let by_row = rows("Date;Unit;Measure;Column;Value\n2024-04-08;E1;M1;antal;3\n2024-04-08;E1;M1;text;Bra", ';');
    let (layout, lines) = read(&by_row).unwrap();
    assert_eq!(layout, Layout::ByRow);
    let without_rows = |lines: &[Line]| lines.iter().map(|one| Line { row: 0, ..one.clone() }).collect::<Vec<_>>();
    assert_eq!(without_rows(&lines), without_rows(&said));
}

#[test]
fn without_headings_the_place_of_the_day_says_which_layout_it_is() {
    let (layout, lines) = read(&rows("Skolan\t2024-04-08\tKlagomål\t3", '\t')).unwrap();
    assert_eq!((layout, lines), (Layout::Lines, vec![line(1, "Skolan", "2024-04-08", "Klagomål", "3")]));
    let (layout, lines) = read(&rows("2024-04-08;E1;M1;K1;3", ';')).unwrap();
    assert_eq!((layout, lines), (Layout::ByRow, vec![line(1, "E1", "2024-04-08", "M1 / K1", "3")]));
}

#[test]
fn a_file_without_a_layout_says_what_is_wrong_with_it() {
    for (text, wrong) in [
        ("", Wrong::Empty),
        (" ;\n;;", Wrong::Empty),
        ("Namn;Betyg\nA;B", Wrong::NoLayout),
        ("Organisation;Period;Värde\nSkolan;2024-04-08;3", Wrong::NoLayout),
        ("Skolan;Klagomål;2024-04-08;3", Wrong::NoLayout),
        ("Organisation;Period;Mått;Värde", Wrong::NoValues),
        ("Organisation;Period;Mått;Värde\nSkolan;2024-04-08;Klagomål; ", Wrong::NoValues),
    ] {
        assert_eq!(read(&rows(text, ';')), Err(wrong), "{text}");
        assert!(sv::wrong(wrong).ends_with('.'));
    }
}

#[test]
fn days_are_read_as_systems_write_them_and_nothing_else_is_a_day() {
    let day = |text: &str| text.parse::<Day>().ok();
    for (text, read) in [
        ("2024-04-08", day("2024-04-08")),
        (" 2024-04-08 00:00", day("2024-04-08")),
        ("2024-04-08T00:00:00", day("2024-04-08")),
        ("20240408", day("2024-04-08")),
        ("2024-02", day("2024-02-29")),
        ("2024-04-31", None),
        ("8/4/2024", None),
        ("2024", None),
        ("2024-04-08x", None),
        ("åäö-åäö-å", None),
        ("", None),
    ] {
        assert_eq!(day_of(text), read, "{text}");
    }
}

#[test]
fn a_period_belongs_to_the_first_occasion_that_is_not_over_and_to_none_outside_the_year() {
    let year = year();
    for (day, occasion) in [
        ("2023-12-31", None),
        ("2024-01-01", Some("tertial-1")),
        ("2024-04-08", Some("tertial-1")),
        ("2024-04-09", Some("tertial-2")),
        ("2024-12-31", Some("helar")),
        ("2025-01-01", None),
    ] {
        assert_eq!(occasion_of(&year, day.parse().unwrap()), occasion, "{day}");
    }
}

#[test]
fn a_number_of_rows_is_a_whole_number_and_a_share_is_none() {
    for (text, number) in [
        ("0", Some(0)),
        ("12", Some(12)),
        ("1 200", Some(1200)),
        ("3,0", Some(3)),
        ("3.0", Some(3)),
        ("3,5", None),
        ("1.200", None),
        ("12 %", None),
        ("-1", None),
        ("tre", None),
        ("", None),
    ] {
        assert_eq!(count(text), number, "{text}");
    }
}

#[test]
fn what_a_word_means_is_written_and_read_back() {
    let (unit, provider, area) = (id(1), id(2), id(3));
    for whom in [Whom::Unit(unit), Whom::Provider(provider), Whom::Area(provider, area), Whom::Nobody] {
        assert_eq!(Whom::parse(&whom.to_string()), Some(whom));
    }
    let (item, table) = ("klagomal-t1".to_owned(), "complaints".to_owned());
    for goal in [
        Goal::Field { item: item.clone(), path: "orsaker.text".to_owned() },
        Goal::Cell { item: item.clone(), table: table.clone(), column: "karna".to_owned() },
        Goal::Rows { item, table },
        Goal::Indicator("avbrott".to_owned()),
        Goal::Nothing,
    ] {
        assert_eq!(Goal::parse(&goal.to_string()), Some(goal));
    }
    assert_eq!(
        (Whom::parse("unit:x"), Whom::parse(""), Goal::parse("field:x"), Goal::parse("")),
        (None, None, None, None)
    );
}

#[test]
fn each_unknown_word_is_asked_about_once_and_what_is_known_is_taken() {
    let lines = [
        line(2, "Skolan", "2024-04-08", "Orsaker", "Text"),
        line(3, "SKOLAN ", "2024-04-08", "orsaker", "Text"),
        line(4, "Skolan", "2024-08-12", "Orsaker", "Text"),
        line(5, "Simhallen", "2024-04-08", "Besök", "9"),
        line(6, "Skolan", "2023-04-08", "Orsaker", "Text"),
        line(7, "Skolan", "våren", "Orsaker", "Text"),
        line(8, "", "2024-04-08", "Orsaker", "Text"),
    ];
    let mut mapping = Mapping::default();
    mapping.set_whom("Simhallen", Whom::Nobody);
    let first = gather(&lines, &mapping, &year());
    assert_eq!(first.unknown.organisations, ["Skolan".to_owned()].into());
    let asked = [("tertial-1".to_owned(), "Orsaker".to_owned()), ("tertial-2".to_owned(), "Orsaker".to_owned())];
    assert_eq!(first.unknown.measures, asked.into());
    assert_eq!(first.passed_over, 1);
    let other = Fault::OtherYear("2023-04-08".parse().unwrap(), 2024);
    assert_eq!(first.faults, [(6, other), (7, Fault::NotADay("våren".to_owned())), (8, Fault::Blank)]);
    for (_, fault) in &first.faults {
        assert!(!sv::fault(fault).0.is_empty());
    }

    let whom = Whom::Unit(id(1));
    let goal = Goal::Field { item: "a".to_owned(), path: "orsaker.text".to_owned() };
    mapping.set_whom("skolan", whom);
    mapping.set_goal("tertial-1", "ORSAKER", &goal);
    mapping.set_goal("tertial-2", "Orsaker", &Goal::Nothing);
    let then = gather(&lines, &mapping, &year());
    assert!(then.unknown.is_empty());
    assert_eq!(then.entries.iter().map(|entry| entry.row).collect::<Vec<_>>(), [2, 3]);
    assert!(then.entries.iter().all(|entry| entry.whom == whom && entry.goal == goal));
    // What is passed over stays so when it is kept and read back.
    let kept: Mapping = serde_json::from_str(&serde_json::to_string(&mapping).unwrap()).unwrap();
    assert_eq!(gather(&lines, &kept, &year()), then);
}
