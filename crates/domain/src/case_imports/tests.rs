#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use kernel::id::kind::Unit;
use kernel::{Day, Id};
use proptest::prelude::*;

use super::*;
use crate::cases::{Counting, Kind, Outcome, Record};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn unit(number: u8) -> Id<Unit> {
    format!("00000000-0000-4000-8000-0000000000{number:02x}").parse().unwrap()
}

fn names() -> Names {
    let facts = |number: u8, title: &str, own: bool| UnitFacts {
        id: unit(number),
        title: title.to_owned(),
        names: vec![title.to_owned(), format!("1234567{number}")],
        own,
    };
    let category = |slug: &str, title: &str| (slug.to_owned(), title.to_owned());
    Names {
        units: vec![facts(1, "Lindblad Centrum", true), facts(2, "Lindblad Hamnen", false)],
        categories: vec![category("innehall", "Innehåll"), category("bemotande", "Bemötande")],
    }
}

const HEADINGS: [&str; 14] = [
    "Ärendenr",
    "Inkom",
    "Enhet",
    "Typ",
    "Kategori",
    "Brist",
    "Aktiv",
    "Ledning",
    "Bekräftat",
    "Besvarat",
    "Avslutat",
    "Utfall",
    "Sammanfattning",
    "Namn",
];
/// A row in which everything is right.
const RIGHT: [&str; 14] = [
    "24-7",
    "2024-02-01",
    "Lindblad Centrum",
    "Klagomål",
    "Innehåll",
    "ja",
    "ja",
    "ja",
    "2024-02-02",
    "2024-02-06",
    "2024-02-20",
    "Delvis löst",
    "Svar dröjde.",
    "Amina",
];

fn table(rows: &[Vec<String>]) -> Table {
    let head = (1, HEADINGS.map(str::to_owned).to_vec());
    let rows: Vec<(u32, Vec<String>)> = std::iter::once(head).chain((2..).zip(rows.iter().cloned())).collect();
    Table::of(&rows).unwrap()
}

fn mapping() -> Mapping {
    Mapping { columns: guess(&table(&[RIGHT.map(str::to_owned).to_vec()])), ..Mapping::default() }
}

fn row(change: &[(&str, &str)]) -> Vec<String> {
    let mut cells = RIGHT.map(str::to_owned).to_vec();
    for (heading, value) in change {
        cells[HEADINGS.iter().position(|known| known == heading).unwrap()] = (*value).to_owned();
    }
    cells
}

fn look(rows: &[Vec<String>], mapping: &Mapping, known: &BTreeMap<String, Known>) -> Looked {
    judge(&table(rows), mapping, Facts { today: day("2024-03-15"), names: &names() }, known)
}

fn known_after(looked: &Looked, mut known: BTreeMap<String, Known>) -> BTreeMap<String, Known> {
    for row in looked.rows.iter().filter(|row| row.comes()) {
        let before = known.get(&row.reference).map(|known| known.text.clone()).unwrap_or_default();
        let text = row.text.clone().unwrap_or(before);
        known.insert(row.reference.clone(), Known { record: row.record.clone().unwrap(), text });
    }
    known
}

#[test]
fn headings_that_are_called_as_we_would_call_them_are_guessed_and_names_are_not_read() {
    let mapping = mapping();
    assert_eq!(mapping.columns.len(), 13);
    assert_eq!(mapping.columns[&Column::Text], "Sammanfattning");
    assert!(!mapping.reads("Namn"));
    let whole = table(&[row(&[])]);
    let narrowed = whole.narrowed(&mapping);
    assert_eq!((narrowed.headings.len(), narrowed.unread.as_slice()), (13, ["Namn".to_owned()].as_slice()));
    assert!(!narrowed.rows[0].1.contains(&"Amina".to_owned()));
    // What is judged of it is the same.
    let facts = Facts { today: day("2024-03-15"), names: &names() };
    let none = BTreeMap::new();
    assert_eq!(judge(&narrowed, &mapping, facts, &none), judge(&whole, &mapping, facts, &none));
    // Some of the questions are none of them.
    let two: Vec<(u32, Vec<String>)> =
        vec![(1, vec!["Dnr".to_owned(), "Brist".to_owned()]), (2, vec!["1".to_owned(), "ja".to_owned()])];
    assert_eq!(guess(&Table::of(&two).unwrap()).keys().collect::<Vec<_>>(), [&Column::Reference]);
}

#[test]
fn what_a_mapping_lacks_is_told_at_its_column() {
    let whole = table(&[row(&[])]);
    assert!(mapping().lacks(&whole).is_empty());
    let without = |columns: &[Column]| {
        let mut mapping = mapping();
        for column in columns {
            mapping.columns.remove(column);
        }
        mapping.lacks(&whole)
    };
    assert_eq!(without(&[Column::Reference]), [Lacking::Column(Column::Reference)]);
    assert_eq!(without(&[Column::Unit, Column::Kind]), [Lacking::Unit, Lacking::Kind]);
    assert_eq!(without(&[Column::Active]), [Lacking::Questions]);
    assert_eq!(without(&Column::QUESTIONS), []);
    let mut other = mapping();
    other.columns.insert(Column::Text, "Annat".to_owned());
    assert_eq!(other.lacks(&whole), [Lacking::Heading(Column::Text)]);
    // One unit and one kind stand for columns.
    let mut one = mapping();
    one.columns.remove(&Column::Unit);
    one.columns.remove(&Column::Kind);
    (one.unit, one.kind) = (Some(unit(1)), Some(Kind::View));
    assert!(one.lacks(&whole).is_empty());
    let looked = look(&[row(&[])], &one, &BTreeMap::new());
    assert_eq!(looked.rows[0].record.as_ref().unwrap().kind, Kind::View);
}

#[test]
fn rows_are_a_table_under_the_first_row_with_two_cells() {
    let cells = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    assert_eq!(Table::of(&[]), Err(Wrong::Empty));
    assert_eq!(Table::of(&[(1, cells(&["", " "]))]), Err(Wrong::Empty));
    assert_eq!(Table::of(&[(1, cells(&["Export"]))]), Err(Wrong::NoHeadings));
    assert_eq!(Table::of(&[(1, cells(&["Nr", "Dag"]))]), Err(Wrong::NoRows));
    let found = Table::of(&[
        (1, cells(&["Export ur systemet"])),
        (3, cells(&["Nr", "Dag", "", "Dag"])),
        (4, cells(&["1", "2024-01-01", "x", "y"])),
        (5, cells(&["", "", "", ""])),
        (6, cells(&["2"])),
    ])
    .unwrap();
    assert_eq!(found.headings, ["Nr", "Dag", "Dag (2)"]);
    assert_eq!(found.rows, [(4, cells(&["1", "2024-01-01", "y"])), (6, cells(&["2", "", ""]))]);
    let many: Vec<(u32, Vec<String>)> = (1..).take(MOST_ROWS + 2).map(|number| (number, cells(&["a", "b"]))).collect();
    assert_eq!(Table::of(&many), Err(Wrong::TooMany(MOST_ROWS + 1)));
    assert!(Table::of(&many[1..]).is_ok());
}

#[test]
fn days_are_read_in_the_forms_in_which_systems_write_them() {
    for written in [
        "2024-02-01",
        "2024-02-01 13:45",
        "1 februari 2024",
        "1/2 2024",
        "20240201",
        "240201",
        "45323",
        "2024-02-01T00:00:00",
    ] {
        let looked = look(&[row(&[("Inkom", written)])], &mapping(), &BTreeMap::new());
        let record = looked.rows[0].record.as_ref();
        assert_eq!(record.map(|record| record.received), Some(day("2024-02-01")), "{written}: {:?}", looked.rows[0]);
    }
}

#[test]
fn every_fault_is_told_with_its_column_and_what_to_do() {
    use FaultKind as F;
    let long = "9".repeat(61);
    let text = "x".repeat(LONGEST_TEXT + 1);
    let february = day("2024-02-01");
    let (long_reference, long_text) = ([("Ärendenr", long.as_str())], [("Sammanfattning", text.as_str())]);
    let cases: Vec<(&[(&str, &str)], Column, FaultKind)> = vec![
        (&[("Ärendenr", "")], Column::Reference, F::Empty),
        (&long_reference, Column::Reference, F::LongReference),
        (&[("Ärendenr", "701063-2391")], Column::Reference, F::PersonalNumber),
        (&[("Inkom", "")], Column::Received, F::Empty),
        (&[("Inkom", "i våras")], Column::Received, F::NotADay),
        (&[("Inkom", "2/1/24")], Column::Received, F::TwoReadings(day("2024-01-02"), february)),
        (&[("Inkom", "2024-03-16")], Column::Received, F::Future),
        (&[("Avslutat", "2024-03-16")], Column::Closed, F::Future),
        (&[("Avslutat", "2024-01-31")], Column::Closed, F::BeforeReceived(february)),
        (&[("Besvarat", "2024-01-31")], Column::Answered, F::BeforeReceived(february)),
        (&[("Bekräftat", "2024-01-31")], Column::Acknowledged, F::BeforeReceived(february)),
        (&[("Enhet", "")], Column::Unit, F::Empty),
        (&[("Enhet", "Simhallen")], Column::Unit, F::Unknown(Topic::Unit)),
        (&[("Enhet", "Lindblad Hamnen")], Column::Unit, F::NotYourUnit("Lindblad Hamnen".to_owned())),
        (&[("Typ", "")], Column::Kind, F::Empty),
        (&[("Typ", "Reklamation")], Column::Kind, F::Unknown(Topic::Kind)),
        (&[("Kategori", "")], Column::Category, F::NoCategory),
        (&[("Kategori", "Maten")], Column::Category, F::Unknown(Topic::Category)),
        (&[("Aktiv", "")], Column::Active, F::HalfAnswered),
        (&[("Aktiv", "kanske")], Column::Active, F::Unknown(Topic::Answer)),
        (&[("Utfall", "Bra")], Column::Outcome, F::Unknown(Topic::Outcome)),
        (&[("Utfall", "")], Column::Outcome, F::NoOutcome),
        (&[("Avslutat", "")], Column::Closed, F::OutcomeOpen),
        (&long_text, Column::Text, F::LongText(LONGEST_TEXT + 1)),
    ];
    for (change, column, kind) in cases {
        let looked = look(&[row(change)], &mapping(), &BTreeMap::new());
        let Standing::Faulty(faults) = &looked.rows[0].standing else { panic!("{change:?}: {:?}", looked.rows[0]) };
        let found: Vec<(Column, &FaultKind)> = faults.iter().map(|fault| (fault.column, &fault.kind)).collect();
        assert_eq!(found, [(column, &kind)], "{change:?}");
        let (what, remedy) = sv::fault(&faults[0]);
        assert!(what.ends_with('.') && remedy.ends_with('.'), "{what} {remedy}");
    }
    // The same reference twice: neither row is taken, since nobody knows which holds.
    let both = look(&[row(&[]), row(&[("Avslutat", "2024-02-21")])], &mapping(), &BTreeMap::new());
    let twice = |row: &Judged, other: u32| matches!(&row.standing, Standing::Faulty(faults) if faults[0].kind == F::Twice(vec![other]));
    assert!(twice(&both.rows[0], 3) && twice(&both.rows[1], 2), "{both:?}");
}

#[test]
fn a_row_that_is_right_says_everything_and_what_is_missing_for_the_report_is_pointed_out() {
    let looked = look(&[row(&[])], &mapping(), &BTreeMap::new());
    let judged = &looked.rows[0];
    let record = Record {
        unit: unit(1),
        kind: Kind::Complaint,
        received: day("2024-02-01"),
        category: Some("innehall".to_owned()),
        counting: Some(Counting { negative: true, active: true, management: true }),
        acknowledged: Some(day("2024-02-02")),
        answered: Some(day("2024-02-06")),
        closed: Some(day("2024-02-20")),
        outcome: Some(Outcome::Partly),
    };
    assert_eq!((judged.record.as_ref(), judged.text.as_deref()), (Some(&record), Some("Svar dröjde.")));
    assert_eq!((&judged.standing, judged.warnings.as_slice()), (&Standing::New, [].as_slice()));
    let warned = |change: &[(&str, &str)]| look(&[row(change)], &mapping(), &BTreeMap::new()).rows[0].warnings.clone();
    assert_eq!(warned(&[("Sammanfattning", "")]), [Warning::CountsWithoutText]);
    assert_eq!(warned(&[("Sammanfattning", "Om 701063-2391.")]), [Warning::PersonalNumber]);
    assert_eq!(warned(&[("Sammanfattning", ""), ("Aktiv", "nej")]), []);
}

#[test]
fn words_mean_what_somebody_has_said_while_that_is_there_to_be_meant() {
    let mut said = mapping();
    for (topic, written, means) in [
        (Topic::Unit, "Centrum", unit(1).to_string()),
        (Topic::Unit, "Simhallen", LEFT_OUT.to_owned()),
        (Topic::Kind, "Reklamation", "complaint".to_owned()),
        (Topic::Category, "Maten", "bemotande".to_owned()),
        (Topic::Answer, "x", YES.to_owned()),
        (Topic::Outcome, "Klar", "resolved".to_owned()),
    ] {
        said.say(topic, written, &means);
    }
    let changed =
        [("Enhet", " centrum "), ("Typ", "REKLAMATION"), ("Kategori", "maten"), ("Aktiv", "X"), ("Utfall", "klar")];
    let looked = look(&[row(&changed)], &said, &BTreeMap::new());
    let record = looked.rows[0].record.as_ref().unwrap();
    assert_eq!(
        (record.unit, record.category.as_deref(), record.outcome),
        (unit(1), Some("bemotande"), Some(Outcome::Resolved))
    );
    let out = look(&[row(&[("Enhet", "Simhallen")])], &said, &BTreeMap::new());
    assert_eq!((&out.rows[0].standing, out.unknown().count()), (&Standing::LeftOut, 0));
    // A category that the year does not have any more is asked about again.
    said.say(Topic::Category, "Maten", "avskaffad");
    let looked = look(&[row(&[("Kategori", "Maten")])], &said, &BTreeMap::new());
    assert_eq!(looked.unknown().map(|(_, written)| written).collect::<Vec<_>>(), ["Maten"]);
}

#[test]
fn a_changed_row_says_what_has_changed_and_what_has_no_column_stays() {
    let first = look(&[row(&[("Avslutat", ""), ("Utfall", "")])], &mapping(), &BTreeMap::new());
    let known = known_after(&first, BTreeMap::new());
    let second = look(&[row(&[("Sammanfattning", "Svar ges nu.")]), row(&[("Ärendenr", "24-8")])], &mapping(), &known);
    let Standing::Changed(changes) = &second.rows[0].standing else { panic!("{second:?}") };
    let said: Vec<(Column, &str, &str)> =
        changes.iter().map(|one| (one.column, one.was.as_str(), one.is.as_str())).collect();
    assert_eq!(
        said,
        [
            (Column::Closed, "", "20 februari 2024"),
            (Column::Outcome, "", "Delvis löst"),
            (Column::Text, "Svar dröjde.", "Svar ges nu.")
        ]
    );
    assert_eq!(second.rows[1].standing, Standing::New);
    // Without columns for them, questions and text are as they were.
    let mut fewer = mapping();
    for column in [Column::Negative, Column::Active, Column::Management, Column::Category, Column::Text] {
        fewer.columns.remove(&column);
    }
    let third = look(&[row(&[])], &fewer, &known_after(&second, known));
    assert_eq!((&third.rows[0].standing, third.gone.as_slice()), (&Standing::Same, ["24-8".to_owned()].as_slice()));
}

#[test]
fn what_was_read_in_of_another_unit_is_not_moved_by_who_does_not_work_there() {
    let first = look(&[row(&[])], &mapping(), &BTreeMap::new());
    let mut known = known_after(&first, BTreeMap::new());
    known.get_mut("24-7").unwrap().record.unit = unit(2);
    let looked = look(&[row(&[])], &mapping(), &known);
    let Standing::Faulty(faults) = &looked.rows[0].standing else { panic!("{looked:?}") };
    assert_eq!(faults[0].kind, FaultKind::NotYourUnit("Lindblad Hamnen".to_owned()));
}

proptest! {
    #[test]
    fn a_file_that_is_read_in_twice_changes_nothing_the_second_time(
        rows in proptest::collection::vec((0..20_u8, 0..40_i32, 0..4_u8, any::<bool>(), any::<bool>(), ".{0,12}"), 0..30)
    ) {
        let rows: Vec<Vec<String>> = rows.iter().map(|(reference, days, word, yes, closed, text)| {
            let received = day("2024-01-01").plus_days(*days).to_string();
            let category = ["Innehåll", "bemotande", "", "Okänd"][usize::from(*word)];
            let (closed, outcome) = if *closed { ("2024-03-01", "Löst") } else { ("", "") };
            let answer = if *yes { "ja" } else { "nej" };
            row(&[
                ("Ärendenr", &format!("24-{reference}")), ("Inkom", &received), ("Kategori", category), ("Aktiv", answer),
                ("Bekräftat", ""), ("Besvarat", ""), ("Avslutat", closed), ("Utfall", outcome), ("Sammanfattning", text),
            ])
        }).collect();
        prop_assume!(!rows.is_empty());
        let first = look(&rows, &mapping(), &BTreeMap::new());
        let known = known_after(&first, BTreeMap::new());
        let second = look(&rows, &mapping(), &known);
        prop_assert_eq!(second.count(Judged::comes), 0);
        prop_assert_eq!(second.count(|row| row.standing == Standing::Same), first.count(Judged::comes));
        prop_assert_eq!(second.count(Judged::is_faulty), first.count(Judged::is_faulty));
        prop_assert!(second.gone.is_empty());
        // Nothing is dropped silently: every row stands somewhere.
        prop_assert_eq!(first.rows.len(), rows.len());
    }
}
