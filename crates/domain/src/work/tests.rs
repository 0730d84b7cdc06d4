#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use forms::{Content, Fault, FaultKind, NoticeKind, Place, Row, Value};
use kernel::{Day, Period};
use proptest::prelude::*;

use super::*;
use crate::year::{ColumnRole, Means, Word, Year, parse};

fn year() -> Year {
    parse(include_str!("../../../../config/stockholm-2024.toml")).unwrap()
}

fn layout() -> Layout {
    let year = year();
    Layout::of(&year, year.item("arbete-individ-t2").unwrap()).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A row of these columns, by role.
fn row(number: u32, layout: &Layout, cells: &[(ColumnRole, &str)]) -> Row {
    let mut row = Row { source_row: Some(number), ..Row::default() };
    for (role, text) in cells {
        let value = match role {
            ColumnRole::Key | ColumnRole::Reference | ColumnRole::Education | ColumnRole::Person => {
                Value::Text((*text).to_owned())
            }
            ColumnRole::EducationForm | ColumnRole::Area => Value::Choice((*text).to_owned()),
            ColumnRole::Before | ColumnRole::After => {
                let means = Means::from_slug(text).unwrap();
                Value::Choice(layout.code(means).unwrap().to_owned())
            }
            _ => Value::Day(day(text)),
        };
        row.values.insert(layout.column(*role).unwrap().to_owned(), value);
    }
    row
}

fn codes(rows: &[Row]) -> (Vec<String>, Vec<String>) {
    codes_by(&layout(), rows)
}

fn codes_by(layout: &Layout, rows: &[Row]) -> (Vec<String>, Vec<String>) {
    let (faults, notices) = check(layout, rows);
    let fault = |fault: Fault| match fault.kind {
        FaultKind::Rule { code, .. } => code,
        other => format!("{other:?}"),
    };
    let notice = |notice: forms::Notice| match notice.kind {
        NoticeKind::Rule { code, .. } => code,
        other => format!("{other:?}"),
    };
    (faults.into_iter().map(fault).collect(), notices.into_iter().map(notice).collect())
}

#[test]
fn each_person_can_be_asked_three_months_later_and_on_the_last_day_where_the_month_is_shorter() {
    for (completed, from) in [
        ("2023-11-30", "2024-02-29"),
        ("2024-11-30", "2025-02-28"),
        ("2024-11-29", "2025-02-28"),
        ("2024-11-28", "2025-02-28"),
        ("2023-08-31", "2023-11-30"),
        ("2023-12-31", "2024-03-31"),
        ("2024-01-19", "2024-04-19"),
    ] {
        assert_eq!(can_be_asked_from(day(completed)), day(from), "{completed}");
    }
    let over = Some(day("2024-01-19"));
    assert_eq!(turn(over, (None, None), day("2024-04-18")), Turn::Later);
    assert_eq!(turn(over, (None, None), day("2024-04-19")), Turn::Now);
    assert_eq!(turn(None, (None, None), day("2024-04-19")), Turn::Now);
    assert_eq!(turn(over, (Some(Means::NotReached), None), day("2024-02-01")), Turn::Done);
    let studies = |asked| (Some(Means::Studies), Some(day(asked)));
    assert_eq!(turn(over, studies("2024-04-19"), day("2024-04-20")), Turn::Done);
    assert_eq!(turn(over, studies("2024-04-18"), day("2024-04-18")), Turn::Later);
    assert_eq!(turn(over, studies("2024-04-18"), day("2024-04-20")), Turn::Now);
}

#[test]
fn a_row_about_a_person_has_a_short_reference_and_days_in_their_order() {
    use ColumnRole::{Asked, Completed, Education, EducationForm, Reference, Started};
    let layout = layout();
    let story = "Resultatet ligger n\u{e4}ra m\u{e5}lv\u{e4}rdet, och skillnaden har minskat.".repeat(2);
    let cases: [(&[(ColumnRole, &str)], &[&str], &[&str]); 8] = [
        (&[(Reference, "E1"), (Started, "2023-01-08"), (Completed, "2023-08-31"), (Asked, "2023-12-02")], &[], &[]),
        (&[(Started, "2023-08-31"), (Completed, "2023-08-31"), (EducationForm, "combination")], &[], &[]),
        (&[(Reference, &story)], &["work.long-reference"], &[]),
        (&[(Education, &story)], &["work.long-education"], &[]),
        (&[(Started, "2023-09-01"), (Completed, "2023-08-31")], &["work.finished-before-begun"], &[]),
        (&[(Completed, "2023-08-31"), (Asked, "2023-08-30")], &["work.asked-before-finished"], &[]),
        (&[(Completed, "2023-08-31"), (Asked, "2023-11-29")], &[], &["work.asked-too-early"]),
        (&[(Completed, "2023-08-31"), (ColumnRole::After, "studies")], &[], &["work.answer-without-day"]),
    ];
    for (cells, faults, notices) in cases {
        let found = codes(&[row(3, &layout, cells)]);
        assert_eq!(
            (found.0, found.1),
            (faults.iter().map(|s| (*s).to_owned()).collect(), notices.iter().map(|s| (*s).to_owned()).collect()),
            "{cells:?}"
        );
    }
}

#[test]
fn a_person_twice_is_told_with_the_earlier_row_whether_by_the_system_or_by_the_reference() {
    use ColumnRole::{Key, Reference};
    let layout = layout();
    let rows = [
        row(3, &layout, &[(Key, "a"), (Reference, "E1")]),
        row(4, &layout, &[(Key, "a"), (Reference, "E2")]),
        row(5, &layout, &[(Key, "b"), (Reference, " e1 ")]),
        row(6, &layout, &[(Reference, "E2")]),
        row(7, &layout, &[]),
        row(8, &layout, &[]),
    ];
    let (faults, _) = check(&layout, &rows);
    let said: Vec<_> = faults.iter().map(|f| (f.place.row, forms::sv::what(&f.kind, &f.value))).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].0 == Some(4) && said[0].1.contains("rad 3"), "{said:?}");
    assert!(said[1].0 == Some(5) && said[1].1.contains("rad 3"), "{said:?}");
}

#[test]
fn a_doubled_row_is_told_once_by_what_says_most_with_the_row_that_it_doubles() {
    use ColumnRole::{Education, Key, Person, Reference};
    let text = include_str!("../../../../config/stockholm-2024.toml");
    let year = parse(&text.replace("  # { slug = \"personnummer\"", "  { slug = \"personnummer\"")).unwrap();
    let layout = Layout::of(&year, year.item("arbete-individ-t2").unwrap()).unwrap();
    let all = [(Key, "a"), (Person, "na"), (Education, "Kock"), (Reference, "E1")];
    let (told, pointed_out) = codes_by(&layout, &[row(3, &layout, &all), row(4, &layout, &all)]);
    assert_eq!((told.as_slice(), pointed_out.len()), (&["work.same-number".to_owned()][..], 0));
    let (told, pointed_out) = codes_by(&layout, &[row(3, &layout, &all[1..]), row(4, &layout, &all[1..])]);
    assert_eq!((told.as_slice(), pointed_out.len()), (&["work.same-number".to_owned()][..], 0));
    // With another education the reference is wrong, and that is all that is said of the two.
    let other = [(Person, "na"), (Education, "Bagare"), (Reference, "E1")];
    let (told, pointed_out) = codes_by(&layout, &[row(3, &layout, &all[1..]), row(4, &layout, &other)]);
    assert_eq!((told.as_slice(), pointed_out.len()), (&["work.same-reference".to_owned()][..], 0));
    // Two different rows are two tellings.
    let first = [(Person, "nb"), (Education, "Kock"), (Reference, "E9")];
    let last = [(Person, "nb"), (Education, "Kock"), (Reference, "E1")];
    let (told, _) = codes_by(&layout, &[row(3, &layout, &all), row(4, &layout, &first), row(5, &layout, &last)]);
    assert_eq!(told, ["work.same-number", "work.same-reference"]);
    // While an education has no name nobody knows whether it is another.
    let (told, pointed_out) = codes_by(
        &layout,
        &[row(3, &layout, &[(Person, "na")]), row(4, &layout, &[(Person, "na"), (Education, "Kock")])],
    );
    assert!(told.is_empty() && pointed_out.is_empty());
}

#[test]
fn the_same_number_twice_is_a_fault_with_the_same_education_and_pointed_out_with_another() {
    use ColumnRole::{Education, Person, Reference, Started};
    let text = include_str!("../../../../config/stockholm-2024.toml");
    let year = parse(&text.replace("  # { slug = \"personnummer\"", "  { slug = \"personnummer\"")).unwrap();
    let mut layout = Layout::of(&year, year.item("arbete-individ-t2").unwrap()).unwrap();
    let other = |education: &str| Other { list: "Lindblad".to_owned(), education: education.to_owned() };
    layout.elsewhere.insert("nb".to_owned(), vec![other("Kock"), other("Bagare")]);
    let of = |number, person, education, started| {
        let reference = format!("E{number}");
        let cells = [(Person, person), (Education, education), (Started, started), (Reference, reference.as_str())];
        row(number, &layout, &cells)
    };
    let rows = [
        of(1, "na", "Kock", "2023-01-09"),
        of(2, "na", "KOCK", "2022-01-10"),
        of(3, "na", "Bagare", "2023-01-09"),
        of(4, "nb", "kock", "2023-01-09"),
    ];
    let (faults, notices) = check(&layout, &rows);
    let codes = |place: &Place, kind: &dyn std::fmt::Debug| {
        let (kind, row) = (format!("{kind:?}"), place.row);
        (row, kind.split('"').nth(1).unwrap_or_default().to_owned())
    };
    let faults: Vec<_> = faults.iter().map(|fault| codes(&fault.place, &fault.kind)).collect();
    let same = |row, code: &str| (Some(row), code.to_owned());
    assert_eq!(faults, [same(2, "work.same-number"), same(4, "work.same-number-elsewhere")]);
    let notices: Vec<_> = notices.iter().map(|notice| codes(&notice.place, &notice.kind)).collect();
    assert_eq!(notices, [same(3, "work.other-education"), same(4, "work.other-education-elsewhere")]);
}

#[test]
fn numbers_have_served_when_the_year_says_else_when_the_item_is_locked_and_at_last_after_a_year() {
    let last = day("2024-04-08");
    for (kept, locked, today, over) in [
        (None, false, "2024-04-09", false),
        (None, true, "2024-04-01", true),
        (None, false, "2025-04-08", false),
        (None, false, "2025-04-09", true),
        (Some(10), true, "2024-04-18", false),
        (Some(10), false, "2024-04-19", true),
        (Some(0), false, "2024-04-09", true),
        // Whatever the year says, a year is the longest.
        (Some(3_650), false, "2025-04-08", false),
        (Some(3_650), false, "2025-04-09", true),
    ] {
        assert_eq!(have_served(kept, last, locked, day(today)), over, "{kept:?} {locked} {today}");
    }
}

#[test]
fn a_year_cannot_say_that_numbers_are_kept_longer_than_the_longest() {
    let text = include_str!("../../../../config/stockholm-2024.toml");
    let with = |days: &str| {
        let analysed = "analysed_in = \"arbete-analys\"\n";
        parse(&text.replacen(analysed, &format!("{analysed}numbers_kept_days = {days}\n"), 1))
    };
    assert_eq!(with("365").unwrap().item("arbete-individ-t2").unwrap().numbers_kept_days, Some(365));
    let said = format!("{:?}", with("366").unwrap_err());
    assert!(said.contains("numbers_kept_days") && said.contains("366"), "{said}");
}

#[test]
fn numbers_of_what_is_asked_no_more_are_kept_until_its_day_and_the_notice_so_that_what_comes_back_comes_back_whole() {
    for (last, withdrawn, today, over) in [
        ("2024-04-08", "2024-03-01", "2024-04-22", false),
        ("2024-04-08", "2024-03-01", "2024-04-23", true),
        // Taken away after its day: as long from then.
        ("2024-04-08", "2024-05-10", "2024-05-24", false),
        ("2024-04-08", "2024-05-10", "2024-05-25", true),
        // Never longer than a year.
        ("2024-04-08", "2025-04-08", "2025-04-08", false),
        ("2024-04-08", "2025-04-08", "2025-04-09", true),
    ] {
        assert_eq!(have_served_withdrawn(day(last), day(withdrawn), day(today)), over, "{withdrawn} {today}");
    }
}

#[test]
fn a_completion_day_outside_the_cohort_is_told_with_the_item_it_belongs_to() {
    let layout = layout();
    let period = layout.cohort.as_ref().unwrap().completed;
    let column = layout.column(ColumnRole::Completed).unwrap();
    let fault = |column: &str, value: &str| Fault {
        place: Place::cell(Some(2), column),
        kind: FaultKind::OutsidePeriod { period },
        value: value.to_owned(),
    };
    let code = |fault: Fault| match explained(&layout, fault).kind {
        FaultKind::Rule { code, .. } => code,
        other => format!("{other:?}"),
    };
    assert_eq!(code(fault(column, "2024-02-01")), "work.other-cohort");
    assert_eq!(code(fault(column, "2022-02-01")), "work.outside-cohort");
    assert_eq!(code(fault("annan", "2024-02-01")), format!("{:?}", FaultKind::OutsidePeriod { period }));
}

#[test]
fn only_who_has_completed_counts_unless_the_year_says_so() {
    use crate::educations::Outcome;
    let year = year();
    let cohort = year.item("arbete-individ-t2").unwrap().cohort.clone().unwrap();
    assert_eq!(cohort.ended(), [Outcome::Completed]);
    let text = include_str!("../../../../config/stockholm-2024.toml");
    let wider = text.replace(
        r#"forms = ["vocational", "combination"] }"#,
        r#"forms = ["vocational", "combination"], outcomes = ["completed", "dropped-out"] }"#,
    );
    let wider = parse(&wider).unwrap();
    let cohort = wider.item("arbete-individ-t2").unwrap().cohort.clone().unwrap();
    assert_eq!(cohort.ended(), [Outcome::Completed, Outcome::DroppedOut]);
    assert_eq!(parse(&crate::year::to_toml(&wider)).unwrap(), wider);
}

#[test]
fn protected_identities_are_counted_by_number_alone() {
    let layout = layout();
    let field = |means| protected_field(layout.code(means).unwrap());
    let fields = BTreeMap::from([
        (field(Means::WorkInTrade), "2".to_owned()),
        (field(Means::NotReached), "1".to_owned()),
        (field(Means::Studies), " ".to_owned()),
        (field(Means::Other), "tre".to_owned()),
        (field(Means::Seeking), "-1".to_owned()),
    ]);
    let (numbers, faults) = check_protected(&layout, &fields);
    assert_eq!(faults.len(), 2);
    let mut content = Content::new("table");
    for (path, n) in numbers {
        content = content.field(path, Value::Integer(n));
    }
    let told = tallied(&layout, &content);
    let all = told.values().next().unwrap();
    assert_eq!((told.len(), all.completed(), all.answers(), all.in_work(), all.protected), (1, 3, 2, 2, 3));
}

fn means() -> impl Strategy<Value = Means> {
    prop::sample::select(Means::ALL)
}

proptest! {
    #[test]
    fn the_bounds_contain_the_truth_whatever_those_do_whom_nobody_reached(
        people in prop::collection::vec((means(), means(), prop::sample::select(&Means::ALL[..6])), 0..40)
    ) {
        let mut tally = Tally::default();
        let mut truth = 0;
        for (before, after, really) in &people {
            tally.add(*before, *after, 1);
            let does = if after.is_answer() { *after } else { *really };
            truth += i64::from(does.is_work());
        }
        let Bounds { lowest, highest } = tally.bounds();
        prop_assert!(lowest <= truth && truth <= highest, "{lowest} {truth} {highest}");
        prop_assert_eq!(tally.completed(), i64::try_from(people.len()).unwrap());
        prop_assert!(tally.in_work() <= tally.answers() && highest <= tally.completed());
        prop_assert_eq!(Means::ALL.iter().map(|of| tally.before(*of)).sum::<i64>(), tally.completed());
        prop_assert_eq!(Means::ALL.iter().map(|of| tally.after(*of)).sum::<i64>(), tally.completed());
    }

    #[test]
    fn a_person_is_of_the_cohort_when_the_education_was_over_within_its_days_and_of_no_other(offset in -400i32..800) {
        let year = year();
        let completed = day("2023-07-01").plus_days(offset);
        let of: Vec<&str> = year.items.iter()
            .filter(|item| Layout::of(&year, item).is_some())
            .filter(|item| item.cohort.as_ref().unwrap().completed.contains(completed))
            .map(|item| item.slug.as_str()).collect();
        let expected = match completed {
            of if Period { from: day("2023-07-01"), to: day("2023-12-31") }.contains(of) => vec!["arbete-individ-t2"],
            of if Period { from: day("2024-01-01"), to: day("2024-06-30") }.contains(of) => vec!["arbete-individ-helar"],
            _ => vec![],
        };
        prop_assert_eq!(of, expected);
    }

    #[test]
    fn who_can_be_asked_is_asked_between_89_and_92_days_later_and_nobody_before_an_earlier_one(offset in 0i32..2000) {
        let completed = day("2022-01-01").plus_days(offset);
        let from = can_be_asked_from(completed);
        prop_assert!((89..=92).contains(&from.days_since(completed)), "{completed} {from}");
        prop_assert!(from <= can_be_asked_from(completed.plus_days(1)));
    }
}
