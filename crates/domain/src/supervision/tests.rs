#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::Day;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Read on the day of the tests.
fn read(rows: &[(u32, Vec<String>)]) -> (Vec<Row>, Vec<RowFault>) {
    read_rows(rows, day("2024-03-15"))
}

fn record(number: &str) -> Record {
    Record {
        number: number.to_owned(),
        kind: Kind::Injunction,
        on: day("2024-02-01"),
        title: "Studiev\u{e4}gledning".to_owned(),
        text: String::new(),
        lines: vec!["Eleverna f\u{e5}r ingen v\u{e4}gledning.".to_owned()],
        deadline: Some(day("2024-06-01")),
        fine: None,
        address: String::new(),
    }
}

fn text() -> String {
    "Text".to_owned()
}

fn history(more: Vec<Happening>) -> Result<Decision, Broken> {
    let all = std::iter::once(Happening::Registered { record: record("SI 2024:1") }).chain(more);
    let mut entries = all.map(|happening| Entry { day: day("2024-03-15"), happening });
    let mut of = Decision::replay(entries.next().iter())?;
    for entry in entries {
        let at = of.lines;
        of.add(&entry.happening).map_err(|why| Broken::Line(at, why))?;
    }
    Ok(of)
}

#[test]
fn what_has_happened_is_read_whatever_the_rules_have_become_since() {
    let line = |happening| Entry { day: day("2024-03-15"), happening };
    let registered = line(Happening::Registered { record: record("SI 2024:1") });
    // Nobody had reviewed it.
    let of = Decision::replay(&[registered.clone(), line(Happening::Closed { text: text() })]).unwrap();
    assert_eq!((of.state, of.lines), (StateName::Closed, 2));
    assert_eq!(Decision::replay(&[registered.clone(), registered]), Err(Broken::Line(1, Refusal::Registered)));
}

#[test]
fn a_deficiency_that_a_decision_names_is_known_by_its_text() {
    assert_eq!(part("Eleverna  f\u{e5}r ingen v\u{e4}gledning."), part("eleverna f\u{e5}r ingen v\u{e4}gledning. "));
    assert_ne!(part("Ingen plan finns."), part("En plan finns."));
    assert_eq!(part("x").len(), 16);
}

#[test]
fn a_decision_is_reviewed_followed_up_and_only_then_closed() {
    let reviewed = Happening::Reviewed { text: text(), by: Some(day("2024-05-01")) };
    let followed = Happening::Followed { on: day("2024-03-15"), text: text() };
    let closed = Happening::Closed { text: text() };
    assert_eq!(history(vec![closed.clone()]), Err(Broken::Line(1, Refusal::NotReviewed)));
    assert_eq!(history(vec![followed.clone()]), Err(Broken::Line(1, Refusal::NotReviewed)));
    assert_eq!(history(vec![reviewed.clone(), closed.clone()]), Err(Broken::Line(2, Refusal::NotFollowed)));
    assert_eq!(history(vec![reviewed.clone()]).unwrap().due(), Some(day("2024-05-01")));
    assert_eq!(history(vec![]).unwrap().due(), Some(day("2024-06-01")));
    // What has been followed up is not asked for again; what the inspectorate asked for is, until it is closed.
    assert_eq!(history(vec![reviewed.clone(), followed.clone()]).unwrap().due(), Some(day("2024-06-01")));
    let all = vec![reviewed, followed, closed];
    let of = history(all.clone()).unwrap();
    assert_eq!((of.state, of.due()), (StateName::Closed, None));
    let again = [all.clone(), vec![Happening::Reopened { text: text() }]].concat();
    assert_eq!(history(again).unwrap().state, StateName::Reviewed);
    let after = [all, vec![Happening::Changed { record: record("2") }]].concat();
    assert_eq!(history(after), Err(Broken::Line(4, Refusal::Closed)));
}

#[test]
fn a_list_is_read_with_every_fault_by_its_row() {
    let rows = |all: &[&[&str]]| -> Vec<(u32, Vec<String>)> {
        (1..).zip(all).map(|(at, cells)| (at, cells.iter().map(|cell| (*cell).to_owned()).collect())).collect()
    };
    let head: &[&str] = &["Beslutsdag", "DIARIENUMMER", "Skola eller huvudman", "Beslut", "Vite"];
    let (good, faults) = read(&rows(&[
        head,
        &["2024-02-01", "SI 2024:1", "Lindblad", "F\u{f6}rel\u{e4}ggande med vite", "50 000 kr"],
        &["2024-02-30", "SI 2024:2", "Lindblad", "", ""],
        &["2024-02-01", "SI 2024:1", "Lindblad", "", ""],
        &["", "", "", "", ""],
        &["2024-02-01", "", "Lindblad", "", ""],
        &["2024-02-01", "SI 2024:3", "", "", ""],
        &["2024-02-01", "SI 2024:4", "Lindblad", "B\u{f6}ter", ""],
        &["2024-02-01", "SI 2024:5", "Lindblad", "anm\u{e4}rkning", "mycket"],
        &["2024-02-01", "si  2024:1", "Lindblad", "", ""],
        &["2024-03-16", "SI 2024:6", "Lindblad", "", ""],
        &["2024-02-01", "SI 2024:7", "Lindblad", "", "2000000000"],
    ]));
    assert_eq!((good.len(), good[0].fine, good[0].kind), (1, Some(50_000), Kind::InjunctionWithFine));
    assert_eq!(faults.iter().map(|fault| fault.row).collect::<Vec<_>>(), [3, 4, 6, 7, 8, 9, 10, 11, 12]);
    let late: &[&str] = &["2024-02-01", "SI 2024:8", "Lindblad", "2024-01-31"];
    let early: &[&str] = &["Beslutsdag", "Diarienummer", "Skola eller huvudman", "Senast"];
    let (good, faults) = read(&rows(&[early, late]));
    assert!(good.is_empty() && faults[0].why.contains("f\u{f6}re beslutet"), "{faults:?}");
    let (_, faults) = read(&rows(&[&["Dag", "Diarienummer"]]));
    assert!(faults[0].why.contains("Beslutsdag") && faults[0].why.contains("Skola eller huvudman"));
    assert_eq!(read(&[]).1.len(), 1);
    let many: Vec<&[&str]> = std::iter::once(head).chain(std::iter::repeat_n(head, MOST_ROWS + 1)).collect();
    assert!(read(&rows(&many)).1[0].why.contains("2 000"));
}

proptest! {
    /// Whatever a file holds, every row is either read or told of, once.
    #[test]
    fn no_row_is_lost(cells in prop::collection::vec(prop::collection::vec("[a-z0-9 \u{e5}-]{0,12}", 7), 0..20)) {
        let head: Vec<String> = HEADINGS.iter().map(|heading| (*heading).to_owned()).collect();
        let rows: Vec<(u32, Vec<String>)> = (1..).zip(std::iter::once(head).chain(cells.clone())).collect();
        let (good, faults) = read(&rows);
        let filled = cells.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).count();
        prop_assert_eq!(good.len() + faults.len(), filled);
    }
}
