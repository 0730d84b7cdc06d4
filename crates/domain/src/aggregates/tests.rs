#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::participations::{Measure, Month};

fn lines(rows: &[&[&str]]) -> Vec<Line> {
    let line = |(at, cells): (usize, &&[&str])| Line {
        row: u32::try_from(at).unwrap() + 2,
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    };
    rows.iter().enumerate().map(line).collect()
}

fn headings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const HEADINGS: [&str; 6] = ["År", "Kommun", "Nivå", "Befolkning", "I komvux", "Andel i komvux, procent"];
const ROWS: [&[&str]; 5] = [
    &["2020", "Västby", "kommun", "8 006", "326", "4,1"],
    &["2020", "Östby", "kommun", "7 558", "374", "4,9"],
    &["2020", "Länet", "län", "15 564", "700", "4,5"],
    &["2017", "Västby", "kommun", "8000", "..", ".."],
    &["2017", "Östby", "kommun", "7500", "300", "4,0"],
];

fn table() -> AggregateTable {
    let lines = lines(&ROWS);
    AggregateTable::read(guess(&headings(&HEADINGS), &lines), lines).unwrap()
}

#[test]
fn a_number_is_read_as_it_was_printed_and_signs_for_nothing_are_no_numbers() {
    let number = |units, decimals| Cell::Number(Decimal { units, decimals });
    for (text, cell) in [
        ("8 006", number(8006, 0)),
        ("8\u{a0}006", number(8006, 0)),
        ("4,1", number(41, 1)),
        ("4.10 %", number(410, 2)),
        ("\u{2212}3,5", number(-35, 1)),
        ("0", number(0, 0)),
        ("..", Cell::Missing),
        (" ", Cell::Missing),
        ("-", Cell::Missing),
        ("8 06", Cell::Words("8 06".to_owned())),
        ("1,2,3", Cell::Words("1,2,3".to_owned())),
        ("4,", Cell::Words("4,".to_owned())),
        ("99999999999999999999", Cell::Words("99999999999999999999".to_owned())),
        ("Västby", Cell::Words("Västby".to_owned())),
    ] {
        assert_eq!(read_cell(text, false), cell, "{text:?}");
    }
    assert_eq!(read_cell("-", true), number(0, 0), "a dash is zero where the table says so");
    for text in ["8006", "4,1", "0,05", "\u{2212}3,5"] {
        assert_eq!(read_cell(text, false).number().unwrap().to_string(), text);
    }
}

#[test]
fn columns_are_guessed_from_headings_and_contents_and_a_share_only_where_its_counts_give_it() {
    let table = table();
    let roles: Vec<&Role> = table.layout().columns.iter().map(|column| &column.role).collect();
    let share = Role::Share { part: 4, base: vec![3], own: None };
    assert_eq!(roles, [&Role::Period, &Role::Label, &Role::Level, &Role::Count, &Role::Count, &share]);

    let mut off = ROWS.map(<[&str]>::to_vec);
    off[1][5] = "5,0";
    let rows: Vec<&[&str]> = off.iter().map(Vec::as_slice).collect();
    let guessed = guess(&headings(&HEADINGS), &lines(&rows));
    assert_eq!(guessed.columns[5].role, share, "most rows of a column that is called a share are enough");
    let mut unnamed = HEADINGS;
    unnamed[5] = "Resultat";
    let guessed = guess(&headings(&unnamed), &lines(&rows));
    assert_eq!(
        guessed.columns[5].role,
        Role::Reported { own: None },
        "of another, one that does not follow is too many"
    );
}

#[test]
fn a_row_that_is_the_sum_of_the_others_or_called_so_is_in_no_sum() {
    let names = headings(&["Kommun", "Befolkning", "I komvux", "Andel"]);
    let rows: [&[&str]; 4] = [
        &["Västby", "20 000", "800", "4,0"],
        &["Östby", "26 000", "1 300", "5,0"],
        &["Norrby", "30 000", "900", "3,0"],
        &["Hela länet", "76 000", "3 000", "3,9"],
    ];
    let sums = |layout: &Layout, lines: &[Line]| {
        let table = AggregateTable::read(layout.clone(), lines.to_vec()).unwrap();
        let group = table.groups()[0].clone();
        (table.size(&group), table.sum(&group, 1), table.pooled(&group, 3).unwrap().total.base())
    };
    let layout = guess(&names, &lines(&rows));
    assert_eq!(layout.totals, [5]);
    assert_eq!(sums(&layout, &lines(&rows)), (3, Some((76_000, 0)), 76_000));
    // Whoever says that it is none has it counted.
    let counted = Layout { totals: Vec::new(), ..layout.clone() };
    assert_eq!(sums(&counted, &lines(&rows)), (4, Some((152_000, 0)), 152_000));
    let mut other = rows.map(<[&str]>::to_vec);
    other[3][0] = "Länet";
    let other: Vec<&[&str]> = other.iter().map(Vec::as_slice).collect();
    assert_eq!(guess(&names, &lines(&other)).totals, [5], "by its counts, whatever it is called");
    assert_eq!(guess(&names, &lines(&rows[..3])).totals, [] as [u32; 0]);
    // A level of its own is summed with nothing.
    assert_eq!(table().layout().totals, [] as [u32; 0]);
}

#[test]
fn a_share_of_two_counts_together_is_found() {
    let rows: [&[&str]; 3] =
        [&["A", "8093", "4132", "66.2"], &["B", "2772", "1435", "65.9"], &["C", "1468", "946", "60.8"]];
    let guessed = guess(&headings(&["kurs", "kvinnor", "man", "kvinnor_konsandel"]), &lines(&rows));
    assert_eq!(guessed.columns[3].role, Role::Share { part: 1, base: vec![1, 2], own: None });
}

#[test]
fn counts_are_summed_within_period_and_level_and_nothing_else_is_summed() {
    let table = table();
    let group = |period: &str, level: &str| Group { period: period.to_owned(), level: level.to_owned() };
    assert_eq!(table.groups(), [group("2020", "kommun"), group("2020", "län"), group("2017", "kommun")]);
    let now = group("2020", "kommun");
    assert_eq!((table.sum(&now, 3), table.sum(&now, 4)), (Some((15_564, 0)), Some((700, 0))));
    assert_eq!(table.sum(&now, 5), None, "a share has no sum");
    let pooled = table.pooled(&now, 5).unwrap();
    assert_eq!((pooled.total.percent(1), pooled.rows, pooled.missing), (Some(45), 2, 0));
    let before = group("2017", "kommun");
    assert_eq!(table.sum(&before, 4), Some((300, 1)), "what is missing is not zero");
    let pooled = table.pooled(&before, 5).unwrap();
    assert_eq!((pooled.total.part(), pooled.total.base(), pooled.missing), (300, 7500, 1));
    assert_eq!(before.year(), Some(2017));
    assert_eq!(group("HT 2020", "").year(), Some(2020));
    assert_eq!(group("hösten", "").year(), None);
}

#[test]
fn a_reported_value_without_base_is_kept_and_never_summed_or_pooled() {
    let rows: [&[&str]; 2] = [&["2019", "43"], &["2020", "41"]];
    let lines = lines(&rows);
    let layout = guess(&headings(&["ar", "varde_pct"]), &lines);
    assert_eq!(layout.columns[1].role, Role::Reported { own: None });
    let table = AggregateTable::read(layout, lines).unwrap();
    for group in table.groups() {
        assert_eq!((table.sum(&group, 1), table.pooled(&group, 1)), (None, None));
    }
    assert_eq!(table.cell(&table.lines()[0], 1).number().unwrap().units, 43);
    assert!(table.compared().is_empty());
}

#[test]
fn every_fault_of_a_table_is_told_with_its_row_and_column() {
    let layout = guess(&headings(&HEADINGS), &lines(&ROWS));
    let rows: [&[&str]; 4] = [
        &["2020", "Västby", "kommun", "8 006", "8 326", "4,1"],
        &["2020", "Östby", "kommun", "75,5", "374", "nästan 5"],
        &["2020", "Västby", "kommun", "1", "1", "100"],
        &["2021", "Västby", "kommun", "-3", "1", ""],
    ];
    let faults = AggregateTable::read(layout.clone(), lines(&rows)).unwrap_err();
    assert_eq!(
        faults,
        [
            Fault::PartAboveBase { column: 5, row: 2, part: 8326, base: 8006 },
            Fault::NotACount { column: 3, row: 3, found: "75,5".to_owned() },
            Fault::NotANumber { column: 5, row: 3, found: "nästan 5".to_owned() },
            Fault::NotACount { column: 3, row: 5, found: "\u{2212}3".to_owned() },
            Fault::SameRow { first: 2, row: 4 },
        ]
    );
    for fault in &faults {
        assert!(sv::fault(fault, &layout).contains("ad "), "{fault:?}");
    }
    let mut wrong = layout;
    wrong.columns[3].role = Role::Ignored;
    let faults = AggregateTable::read(wrong, lines(&ROWS)).unwrap_err();
    assert_eq!(faults, [Fault::ShareWithoutCounts { column: 5 }]);
}

#[test]
fn an_own_share_names_its_base_and_is_missing_where_the_source_does_not_say_how_courses_ended() {
    let year = |n: i64, of: Measure| {
        move |measure, from: Month, _| if measure == of && from.number() > 202_000 { n } else { 0 }
    };
    let flows = |measure: Measure, from: Month, _: Month| match (measure, from.number() > 202_000) {
        (Measure::Started, false) => 100,
        (Measure::Completed, _) => 30,
        (Measure::CompletedPassed, true) => 24,
        (Measure::DroppedOut, _) => 20,
        _ => 0,
    };
    let told = |kind| own_share(kind, 2024, flows).map(|share| (share.part(), share.base()));
    assert_eq!(told(OwnKind::CompletedOfAll), Ok((30, 100)));
    assert_eq!(told(OwnKind::GoingOnOfAll), Ok((50, 100)));
    assert_eq!(told(OwnKind::CompletedOfEnded), Ok((30, 50)));
    assert_eq!(told(OwnKind::PassedOfEnded), Ok((24, 50)));
    assert_eq!(told(OwnKind::PassedOfCompleted), Ok((24, 30)));
    assert_eq!(told(OwnKind::DroppedOfEnded), Ok((20, 50)));
    assert_eq!(
        own_share(OwnKind::DroppedOfEnded, 2024, year(3, Measure::EndedUnknown)),
        Err(Unsaid::UnknownEndings(3))
    );
    assert_eq!(own_share(OwnKind::PassedOfEnded, 2024, |_, _, _| 0), Err(Unsaid::NoBase));
    for kind in OwnKind::ALL {
        assert_eq!(OwnKind::from_slug(kind.slug()), Some(kind));
    }
}
