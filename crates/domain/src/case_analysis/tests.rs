#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::id::kind::CaseFile;
use kernel::{Day, Id, Period};
use proptest::prelude::*;

use super::*;
use crate::cases::flows::Flow;
use crate::cases::{Kind, Outcome, Place, StateName};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn id(number: u128) -> Id<CaseFile> {
    format!("{number:032x}").parse().unwrap()
}

fn fact(number: u128, received: &str, category: Option<&str>) -> Fact {
    let flow = Flow {
        received: day(received),
        kind: Kind::Complaint,
        category: category.map(str::to_owned),
        counts: category.is_some(),
        state: StateName::Received,
        outcome: None,
        first: Place::School,
        escalated: false,
        handed_down: false,
        acknowledged: None,
        answered: None,
    };
    Fact { case: id(number), flow }
}

fn opened(categories: &[&str]) -> Entry {
    let categories = categories.iter().map(|one| (*one).to_owned()).collect();
    Entry { day: day("2024-02-01"), happening: Happening::Opened { audience: Audience::Handlers, categories } }
}

fn on(text: &str, happening: Happening) -> Entry {
    Entry { day: day(text), happening }
}

#[test]
fn a_fault_that_comes_back_after_a_measure_is_seen_to_and_beside_as_many_days_before() {
    let planned = on("2024-02-01", Happening::Planned { measure: 1, by: day("2024-02-28") });
    let done = on("2024-02-11", Happening::Done { measure: 1, on: day("2024-02-10") });
    let facts = [
        fact(1, "2024-01-20", Some("bemotande")),
        fact(2, "2024-02-05", Some("bemotande")),
        // On the very day: it may be why something was done.
        fact(3, "2024-02-10", Some("bemotande")),
        fact(4, "2024-02-11", Some("bemotande")),
        fact(5, "2024-02-12", Some("innehall")),
        fact(6, "2024-02-12", None),
    ];
    let today = day("2024-02-20");
    let mut theme = Theme::replay([&opened(&["bemotande"])]).unwrap();
    assert_eq!(theme.standing(&facts, today), Standing::NoMeasure);
    theme.add(&planned).unwrap();
    assert_eq!(theme.standing(&facts, today), Standing::Planned(day("2024-02-28")));
    theme.add(&done).unwrap();
    assert_eq!(theme.standing(&facts, day("2024-02-10")), Standing::Recurs(1, day("2024-02-10")));
    assert_eq!(theme.standing(&facts[..3], today), Standing::Quiet(day("2024-02-10")));
    assert_eq!(theme.after(day("2024-02-10"), &facts, today), After { since: 1, before: 2, days: 10 });
    // One that was put into it by hand counts as well, whatever its category.
    theme.add(&on("2024-02-20", Happening::Gathered { case: id(6) })).unwrap();
    assert_eq!(theme.standing(&facts, today), Standing::Recurs(2, day("2024-02-10")));
    // A measure that is not to be done after all is no measure that was done.
    theme.add(&on("2024-02-20", Happening::Dropped { measure: 1 })).unwrap();
    assert_eq!(theme.standing(&facts, today), Standing::NoMeasure);
}

#[test]
fn each_step_of_a_measure_is_taken_once_in_order_and_can_be_taken_back() {
    let mut theme = Theme::replay([&opened(&[])]).unwrap();
    let mut step = |happening: Happening| theme.add(&on("2024-02-02", happening));
    let done = Happening::Done { measure: 1, on: day("2024-02-02") };
    let followed = Happening::Followed { measure: 1, effect: Effect::Partly };
    assert_eq!(step(done.clone()), Err(Refusal::NoMeasure));
    step(Happening::Planned { measure: 1, by: day("2024-03-01") }).unwrap();
    assert_eq!(step(followed.clone()), Err(Refusal::NotDone));
    assert_eq!(step(Happening::StepBack { measure: 1 }), Err(Refusal::NotDone));
    step(done.clone()).unwrap();
    assert_eq!(step(done), Err(Refusal::Done));
    step(followed.clone()).unwrap();
    assert_eq!(step(followed), Err(Refusal::Followed));
    step(Happening::StepBack { measure: 1 }).unwrap();
    step(Happening::Dropped { measure: 1 }).unwrap();
    assert_eq!(step(Happening::StepBack { measure: 1 }), Err(Refusal::Dropped));
    step(Happening::Restored { measure: 1 }).unwrap();
    assert_eq!(step(Happening::Restored { measure: 1 }), Err(Refusal::NotDropped));
    // What is said of it can be changed, and it stays as far as it has come.
    step(Happening::Planned { measure: 1, by: day("2024-04-01") }).unwrap();
    assert_eq!(step(Happening::Planned { measure: 3, by: day("2024-04-01") }), Err(Refusal::NoMeasure));
    assert_eq!(theme.counts(), [0, 1, 0]);
    assert_eq!((theme.measures[0].by, theme.measures[0].state.done_on()), (day("2024-04-01"), Some(day("2024-02-02"))));
}

#[test]
fn a_theme_that_is_set_aside_takes_nothing_until_it_is_taken_up() {
    let mut theme = Theme::replay([&opened(&[])]).unwrap();
    let mut step = |happening: Happening| theme.add(&on("2024-02-02", happening));
    assert_eq!(step(Happening::TakenUp), Err(Refusal::InUse));
    step(Happening::Withdrawn).unwrap();
    assert_eq!(step(Happening::Gathered { case: id(1) }), Err(Refusal::Withdrawn));
    step(Happening::TakenUp).unwrap();
    step(Happening::Gathered { case: id(1) }).unwrap();
    assert_eq!(step(Happening::Gathered { case: id(1) }), Err(Refusal::Gathered));
    step(Happening::LetGo { case: id(1) }).unwrap();
    assert_eq!(step(Happening::LetGo { case: id(1) }), Err(Refusal::NotGathered));
    assert_eq!(Theme::replay([&on("2024-02-02", Happening::Withdrawn)]), Err(Broken::NotOpened));
}

#[test]
fn a_period_is_laid_beside_as_many_days_before_it_or_the_same_days_a_year_before() {
    let period = Period { from: day("2024-01-01"), to: day("2024-03-31") };
    assert_eq!(
        earlier(period, Against::Before),
        Period { from: day("2023-10-02"), to: day("2023-12-31") },
        "91 days, the leap day among them"
    );
    assert_eq!(earlier(period, Against::YearBefore), Period { from: day("2023-01-01"), to: day("2023-03-31") });
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let one = (0_i32..400, 0_usize..5, 0_usize..3, any::<bool>());
    prop::collection::vec(one, 0..40).prop_map(|all| {
        let made = |(at, (days, category, kind, closed)): (usize, (i32, usize, usize, bool))| {
            let category = ["a", "b", "c", "gone"].get(category).copied();
            let mut fact = fact(u128::try_from(at).unwrap() + 1, "2023-06-01", category);
            fact.flow.received = fact.flow.received.plus_days(days);
            fact.flow.kind = Kind::ALL[kind];
            if closed {
                (fact.flow.state, fact.flow.outcome) = (StateName::Closed, Some(Outcome::Partly));
            }
            fact
        };
        all.into_iter().enumerate().map(made).collect()
    })
}

proptest! {
    /// Every view and complaint of either period stands on one line, and in the sum.
    #[test]
    fn the_lines_of_the_categories_sum_to_all_that_was_said(facts in facts(), from in 0_i32..300, days in 0_i32..150) {
        let first = day("2023-06-01").plus_days(from);
        let now = Period { from: first, to: first.plus_days(days) };
        let before = earlier(now, Against::Before);
        let categories = ["a", "b", "c"].map(str::to_owned);
        let (lines, all) = by_category(&facts, (now, before), &categories);
        let said = |period: Period| {
            facts.iter().filter(|one| one.flow.kind != Kind::Deficiency && period.contains(one.flow.received)).count()
        };
        prop_assert_eq!(all.now(), said(now));
        prop_assert_eq!(all.before, said(before));
        prop_assert_eq!(lines.iter().map(Line::now).sum::<usize>(), all.now());
        prop_assert_eq!(lines.iter().map(|one| one.before).sum::<usize>(), all.before);
        prop_assert_eq!(lines.iter().map(|one| one.open).sum::<usize>(), all.open);
        prop_assert_eq!(all.open + all.outcomes.values().sum::<usize>(), all.now());
    }
}
