#![expect(clippy::unwrap_used, reason = "tests")]

use forms::Value;

use super::*;
use crate::year::month_slug;

fn month(number: u32) -> Month {
    Month::from_number(number).unwrap()
}

fn layout() -> Layout {
    Layout {
        month: "manad".to_owned(),
        grid: Some(("beslut".to_owned(), "antal".to_owned())),
        own: months(month(202_407), month(202_412)),
        unreported: vec![month(202_312)],
    }
}

fn row(number: u32, of: u32, outcome: &str) -> Row {
    let mut row = Row { source_row: Some(number), ..Row::default() };
    row.values.insert("manad".to_owned(), Value::Choice(month_slug(month(of))));
    row.values.insert("beslut".to_owned(), Value::Choice(outcome.to_owned()));
    row.values.insert("antal".to_owned(), Value::Integer(0));
    row
}

fn codes(rows: &[Row], day: &str) -> (Vec<String>, Vec<String>) {
    let (faults, notices) = check(&layout(), rows, day.parse().unwrap());
    let fault = |fault: Fault| match fault.kind {
        FaultKind::Rule { code, .. } => code,
        other => format!("{other:?}"),
    };
    let notice = |notice: Notice| match notice.kind {
        NoticeKind::Rule { code, sentence } => format!("{code}: {sentence}"),
        other => format!("{other:?}"),
    };
    (faults.into_iter().map(fault).collect(), notices.into_iter().map(notice).collect())
}

#[test]
fn a_month_that_is_not_over_is_refused_and_told_as_open_and_one_that_is_left_is_pointed_out() {
    let rows = [row(1, 202_407, "godtaget"), row(2, 202_412, "godtaget"), row(3, 202_407, "godtaget")];
    let (faults, notices) = codes(&rows, "2024-12-02");
    assert_eq!(faults, ["health-certificates.not-over", "health-certificates.twice"]);
    assert!(
        notices[0].contains("december 2023, augusti 2024, september 2024, oktober 2024 och november 2024"),
        "{notices:?}"
    );
    assert!(notices[1].contains("\u{c4}nnu inte \u{f6}ver: december 2024."), "{notices:?}");
    let (faults, notices) = codes(&[row(1, 202_407, "godtaget"), row(2, 202_407, "ej-godtaget")], "2025-01-02");
    assert!(faults.is_empty());
    assert_eq!(notices.len(), 1, "nothing is open when the year is over: {notices:?}");
}

#[test]
fn months_that_were_asked_for_and_never_reported_come_back_and_reported_ones_do_not() {
    let mut layout = layout();
    let asked = months(month(202_401), month(202_406)).into_iter().collect();
    layout.follow(&asked, &BTreeSet::from([month(202_312), month(202_402), month(202_406)]));
    let left = [202_401, 202_403, 202_404, 202_405].map(month);
    assert_eq!(layout.unreported, left);
    assert_eq!(layout.months().len(), 10);
    // A month of its own never counts as one before it.
    layout.follow(&BTreeSet::from([month(202_409)]), &BTreeSet::new());
    assert_eq!(layout.unreported, left);
}

#[test]
fn a_year_begins_after_december() {
    assert_eq!(months(month(202_311), month(202_402)), [202_311, 202_312, 202_401, 202_402].map(month));
}
