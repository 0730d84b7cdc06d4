#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::Day;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn history(happenings: &[Happening]) -> Result<Activity, Broken> {
    let entries: Vec<Entry> =
        happenings.iter().map(|happening| Entry { day: day("2024-03-15"), happening: *happening }).collect();
    Activity::replay(&entries)
}

const fn planned(by: Day) -> Happening {
    Happening::Planned { by }
}

#[test]
fn an_activity_is_planned_moved_done_taken_back_cancelled_and_taken_up() {
    let by = day("2024-05-31");
    let done = Happening::Done { on: day("2024-05-02") };
    let table = [
        (vec![planned(by)], Standing::Planned),
        (vec![planned(by), Happening::Moved { by: day("2024-06-14") }], Standing::Planned),
        (vec![planned(by), done], Standing::Done),
        (vec![planned(by), done, Happening::TakenBack], Standing::Planned),
        (vec![planned(by), Happening::Cancelled], Standing::Cancelled),
        (vec![planned(by), Happening::Cancelled, Happening::Restored, done], Standing::Done),
    ];
    for (happenings, stands) in table {
        let of = history(&happenings).unwrap();
        assert_eq!((of.standing(), of.lines), (stands, happenings.len()), "{happenings:?}");
        assert!(steps(&of).iter().all(|step| why_not(&of, *step).is_none()));
        assert!(!steps(&of).is_empty(), "there is always a way on or back");
    }
    assert_eq!(history(&[done]), Err(Broken::NotPlanned));
    assert_eq!(history(&[planned(by), planned(by)]), Err(Broken::Line(1)));
    assert_eq!(history(&[planned(by), done, done]), Err(Broken::Line(2)));
    assert_eq!(history(&[planned(by), Happening::Cancelled, done]), Err(Broken::Line(2)));
    assert!(history(&[planned(by)]).unwrap().is_late(day("2024-06-01")));
    assert!(!history(&[planned(by), done]).unwrap().is_late(day("2024-06-01")));
}

#[test]
fn a_booked_visit_is_known_until_it_is_called_off_and_says_nothing_of_whether_it_was_done() {
    let by = day("2024-05-31");
    let visit = kernel::Id::random(&kernel::SeededChance::new(7));
    let booked = |on: &str| Happening::Booked { on: day(on), visit };
    let table = [
        (vec![planned(by), booked("2024-05-02")], Standing::Planned, Some("2024-05-02")),
        (vec![planned(by), booked("2024-05-02"), booked("2024-05-09")], Standing::Planned, Some("2024-05-09")),
        (vec![planned(by), booked("2024-05-02"), Happening::Unbooked], Standing::Planned, None),
        (vec![planned(by), booked("2024-05-02"), Happening::Done { on: day("2024-05-02") }], Standing::Done, None),
        (vec![planned(by), Happening::Cancelled, booked("2024-05-02")], Standing::Cancelled, None),
        (
            vec![planned(by), Happening::Cancelled, booked("2024-05-02"), Happening::Restored],
            Standing::Planned,
            Some("2024-05-02"),
        ),
    ];
    for (happenings, stands, on) in table {
        let of = history(&happenings).unwrap();
        let expected = on.map(|on| (day(on), visit));
        assert_eq!((of.standing(), of.visit(), of.lines), (stands, expected, happenings.len()), "{happenings:?}");
    }
    assert_eq!(history(&[planned(by), Happening::Unbooked]), Err(Broken::Line(1)));
    assert!(sv::booked(day("2024-05-02"), day("2024-05-02")).contains("bokat till 2 maj 2024"));
    assert!(sv::booked(day("2024-05-02"), day("2024-05-03")).contains("inte fastst\u{e4}llt"));
}

#[test]
fn a_cell_says_whether_the_moment_is_done_planned_or_missing() {
    let today = day("2024-06-01");
    let planned_by = |by: &str| history(&[planned(day(by))]).unwrap();
    let done_on = |on: &str| history(&[planned(day("2024-12-31")), Happening::Done { on: day(on) }]).unwrap();
    let cancelled = history(&[planned(day("2024-12-31")), Happening::Cancelled]).unwrap();
    let table = [
        (1, vec![], Cell::Missing { done: 0, of: 1 }),
        (1, vec![cancelled], Cell::Missing { done: 0, of: 1 }),
        (1, vec![planned_by("2024-06-01")], Cell::Planned { by: today, late: false, done: 0, of: 1 }),
        (1, vec![planned_by("2024-05-31")], Cell::Planned { by: day("2024-05-31"), late: true, done: 0, of: 1 }),
        (1, vec![done_on("2024-02-01"), planned_by("2024-05-31")], Cell::Done { on: day("2024-02-01"), times: 1 }),
        (1, vec![done_on("2024-02-01"), done_on("2024-04-01")], Cell::Done { on: day("2024-04-01"), times: 2 }),
        (2, vec![done_on("2024-02-01")], Cell::Missing { done: 1, of: 2 }),
        (
            2,
            vec![done_on("2024-02-01"), planned_by("2024-10-01")],
            Cell::Planned { by: day("2024-10-01"), late: false, done: 1, of: 2 },
        ),
        (2, vec![planned_by("2024-10-01")], Cell::Missing { done: 0, of: 2 }),
    ];
    for (of, activities, expected) in table {
        assert_eq!(cell(of, &activities, today), expected, "{activities:?}");
        assert!(!sv::cell(expected).is_empty());
    }
}

#[test]
fn equal_follow_up_is_told_in_words() {
    let done = Cell::Done { on: day("2024-02-01"), times: 1 };
    let planned = Cell::Planned { by: day("2024-10-01"), late: false, done: 0, of: 1 };
    let missing = Cell::Missing { done: 0, of: 1 };
    let rows = vec![
        vec![done, done],
        vec![done, planned],
        vec![missing, Cell::NotAsked],
        vec![Cell::NotAsked, Cell::NotAsked],
    ];
    let of = equal(&rows);
    assert_eq!(of, Equal { listed: 4, late: 0, providers: 3, whole: 1, covered: 2, fewest: 0, most: 2 });
    assert_eq!(
        sv::equal(of),
        "1 av 3 anordnare har f\u{e5}tt alla sina moment. Hos 1 saknas n\u{e5}got som varken \u{e4}r gjort eller planerat. \
         Det skiljer: den som f\u{e5}tt minst har f\u{e5}tt 0, den som f\u{e5}tt mest 2."
    );
    assert_eq!(sv::equal(equal(&rows[..1])), "Den enda anordnaren har f\u{e5}tt alla sina moment.");
    assert!(sv::equal(equal(&[])).starts_with("Ingen anordnare"));
    assert_eq!(sv::equal(equal(&rows[3..])), "Inget moment g\u{e4}ller n\u{e5}gon anordnare \u{e4}nnu.");
    let late = Cell::Planned { by: day("2024-01-10"), late: true, done: 0, of: 1 };
    assert!(sv::equal(equal(&[vec![late]])).contains("Hos 1 har en dag passerat."));
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::NotAsked),
        (0..3_u32).prop_map(|done| Cell::Missing { done, of: 3 }),
        any::<bool>().prop_map(|late| Cell::Planned { by: day("2024-10-01"), late, done: 0, of: 1 }),
        (1..4_u32).prop_map(|times| Cell::Done { on: day("2024-02-01"), times }),
    ]
}

proptest! {
    #[test]
    fn every_cell_is_counted_once_and_the_figure_follows_the_rows(
        rows in proptest::collection::vec(proptest::collection::vec(any_cell(), 4), 0..12)
    ) {
        for row in &rows {
            let of = tally(row);
            prop_assert_eq!(of.asked, of.done + of.planned + of.missing);
            prop_assert!(of.late <= of.planned);
            prop_assert_eq!(of.asked, row.iter().filter(|cell| **cell != Cell::NotAsked).count());
        }
        let of = equal(&rows);
        prop_assert!(of.whole <= of.covered && of.covered <= of.providers && of.fewest <= of.most);
    }
}
