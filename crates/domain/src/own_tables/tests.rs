#![expect(clippy::unwrap_used, reason = "tests")]

use forms::{Column, Value};
use kernel::{Label, Period};

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn nothing_to_report_and_rows_exclude_each_other_and_one_of_them_is_said() {
    assert_eq!(statement(true, 0), None);
    assert_eq!(statement(false, 2), None);
    assert_eq!(statement(true, 2), Some(Rule::NothingAndRows { rows: 2 }));
    assert_eq!(statement(false, 0), Some(Rule::NeitherNothingNorRows));
}

#[test]
fn what_has_happened_lies_no_later_than_the_handing_in_and_a_planned_day_may() {
    let column = |slug: &str, within| Column {
        slug: slug.to_owned(),
        title: Label::sv(slug),
        help: None,
        kind: Kind::Day { within },
        required: false,
    };
    let period = Period { from: day("2024-07-01"), to: day("2024-12-31") };
    let table = TableDef {
        slug: "t".to_owned(),
        title: Label::sv("T"),
        columns: vec![column("decided", Some(period)), column("planned", None), column("asked", None)],
        ..serde_json::from_str(r#"{"slug":"t","title":"T","columns":[]}"#).unwrap()
    };
    let row = |at: &str| {
        let mut row = Row { source_row: Some(4), ..Row::default() };
        for slug in ["decided", "planned", "asked"] {
            row.values.insert(slug.to_owned(), Value::Day(day(at)));
        }
        row
    };
    let told = |asked: Option<&str>, at: &str| -> Vec<String> {
        let faults = check(&table, &[row(at)], asked, day("2024-12-02"));
        assert!(faults.iter().all(|fault| fault.place.row == Some(4)));
        faults.into_iter().filter_map(|fault| fault.place.column).collect()
    };
    assert_eq!(told(None, "2024-12-02"), [""; 0]);
    assert_eq!(told(None, "2024-12-20"), ["decided"]);
    assert_eq!(told(Some("asked"), "2024-12-20"), ["decided", "asked"]);
}
