//! Persons, each counted once.

use std::collections::BTreeSet;

use super::super::persons::{FirstMonths, Span, is_counted_from, sfi_beginner, span};
use super::*;

fn participation(course: &str, started: &str, passed: Option<&str>) -> (Participation, Option<char>) {
    let row = RawParticipation {
        started: day(started),
        ended: passed.map(day),
        mark: passed.map(|_| Mark::Grade(Grade::G)),
        graded_on: passed.map(day),
        told: if passed.is_some() { Told::Nothing } else { Told::Ongoing },
        ..raw(course)
    };
    let facts = Facts { as_of: day("2030-12-31"), ..facts(course) };
    let letter = row.course.class().and_then(|class| class.sfi_course);
    (check(&row, &facts).unwrap().participation, letter)
}

fn month(number: u32) -> Month {
    Month::from_number(number).unwrap()
}

#[test]
fn a_beginner_in_sfi_is_followed_for_two_years_from_the_first_day() {
    let known = month(202_001);
    let told = |all: &[(Participation, Option<char>)], as_of: &str| {
        sfi_beginner(all, known, day(as_of)).map(|one| (one.month.number(), one.two_courses))
    };
    let b = participation("SFIKUB92", "2022-03-01", Some("2022-09-01"));
    let c = participation("SFIKUC92", "2022-09-02", Some("2024-03-01"));
    let late = participation("SFIKUC92", "2022-09-02", Some("2024-03-02"));
    assert_eq!(told(&[b.clone(), c.clone()], "2024-03-01"), Some((202_403, true)), "passed on the very last day");
    assert_eq!(told(&[c.clone(), b.clone()], "2024-06-30"), Some((202_403, true)), "the order of rows says nothing");
    assert_eq!(told(&[b.clone(), late], "2024-06-30"), Some((202_403, false)), "passed a day too late");
    assert_eq!(told(&[b.clone(), c.clone()], "2024-02-29"), None, "the two years are not over");
    // The same course in two study paths is one course, and other courses are none.
    let again = participation("SFIKUB93", "2022-04-01", Some("2022-10-01"));
    let other = participation("GRNMATA", "2021-04-01", Some("2022-10-01"));
    assert_eq!(told(&[other, b.clone(), again], "2024-06-30"), Some((202_403, false)));
    assert_eq!(
        sfi_beginner(&[b, c], month(202_204), day("2024-06-30")),
        None,
        "whoever began before anything is known"
    );
}

#[test]
fn tests_and_what_was_never_begun_are_no_taking_part() {
    let as_of = day("2024-06-30");
    let (taught, _) = participation("SFIKUB92", "2024-02-01", None);
    assert_eq!(span(&taught, as_of), Some(Span { from: day("2024-02-01"), to: as_of }));
    let tested = Participation { road: Road::Tested, ..taught.clone() };
    let never = Participation { outcome: Outcome::NotStarted { noted: day("2024-02-01") }, ..taught.clone() };
    let later = Participation { started: day("2024-07-01"), ..taught };
    assert_eq!([tested, never, later].map(|one| span(&one, as_of)), [None; 3]);
}

proptest! {
    #[test]
    fn whoever_is_in_progress_in_the_months_from_january_or_july_is_first_there_in_one_of_them(
        spans in prop::collection::vec((0i32..1200, 0i32..500), 1..6),
    ) {
        let begin = day("2022-01-01");
        let spans: Vec<Span> = spans
            .into_iter()
            .map(|(from, days)| Span { from: begin.plus_days(from), to: begin.plus_days(from + days) })
            .collect();
        let mut first = FirstMonths::default();
        for span in &spans {
            first.add(*span);
        }
        let mut seen = BTreeSet::new();
        for (from, month) in first.each() {
            prop_assert!(is_counted_from(from) && from <= month && from.year() == month.year());
            prop_assert!(seen.insert(from), "once for each month that is counted from");
        }
        for year in 2022..2027u32 {
            for (from, to) in [(1, 1), (1, 3), (1, 6), (1, 11), (1, 12), (7, 7), (7, 12)] {
                let (from, to) = (month(year * 100 + from), month(year * 100 + to));
                let period = (from.period().unwrap().from, to.period().unwrap().to);
                let there = spans.iter().any(|span| span.from <= period.1 && span.to >= period.0);
                let told = first.each().any(|(of, month)| of == from && month <= to);
                prop_assert_eq!(told, there, "{} to {}", from, to);
            }
        }
    }
}
