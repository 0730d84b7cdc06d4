//! The ladder, held against a model that plays years with it.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, Id, Instant, SeededChance};
use proptest::prelude::*;

use super::*;
use crate::submissions::{By, Returned, Road, State, Submitted};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn ladder() -> Ladder {
    Ladder {
        before: vec![14, 3],
        on_the_day: true,
        after_first: Some(1),
        after_every: Some(4),
        escalate_after: Some(2),
        to_before: vec![Addressee::Editor, Addressee::Signer],
        to_after: vec![Addressee::Editor, Addressee::Signer],
        to_escalated: vec![Addressee::Management],
    }
}

/// The days on which each of an editor (1) and the management (2) is told of one thing, when something runs on each day
/// but those of `down`.
fn played(ladder: &Ladder, due: Day, weekly: bool, down: &[Day]) -> BTreeMap<u8, Vec<Day>> {
    let people = vec![(1, Addressee::Editor), (2, Addressee::Management)];
    let mut asked = Asked { key: 'a', due, people, sent: Vec::new() };
    let mut told: BTreeMap<u8, Vec<Day>> = BTreeMap::new();
    for at in -30..30 {
        let today = due.plus_days(at);
        if down.contains(&today) {
            continue;
        }
        for (person, all) in calls(ladder, std::slice::from_ref(&asked), &|_| weekly, today) {
            assert_eq!(all.len(), 1);
            asked.sent.push((person, today));
            told.entry(person).or_default().push(today);
        }
    }
    told
}

#[test]
fn the_rungs_are_before_on_and_after_the_last_day_and_management_is_told_with_the_second_after_it() {
    let told = played(&ladder(), day("2024-04-08"), false, &[]);
    let days = |texts: &[&str]| texts.iter().map(|text| day(text)).collect::<Vec<_>>();
    let editor = ["2024-03-25", "2024-04-05", "2024-04-08", "2024-04-09", "2024-04-13", "2024-04-17", "2024-04-21"];
    assert_eq!(told[&1][..7], days(&editor));
    assert_eq!(told[&2][..3], days(&["2024-04-13", "2024-04-17", "2024-04-21"]));
}

#[test]
fn after_three_days_without_power_one_letter_goes_and_not_three() {
    let due = day("2024-04-08");
    let down: Vec<Day> = (0..4).map(|at| day("2024-04-05").plus_days(at)).collect();
    let told = played(&ladder(), due, false, &down);
    // The rungs of 5, 8 and 9 April: the first two fell away, the last is of the day itself.
    assert_eq!(told[&1][1..3], [day("2024-04-09"), day("2024-04-13")]);
}

#[test]
fn whoever_wants_one_letter_a_week_gets_it_on_mondays_before_the_last_day_and_as_others_after() {
    // 8 April 2024 is a Monday.
    let told = played(&ladder(), day("2024-04-10"), true, &[]);
    assert_eq!(told[&1][..4], ["2024-04-01", "2024-04-08", "2024-04-10", "2024-04-11"].map(day));
    let short = Ladder { before: vec![2], ..ladder() };
    let told = played(&short, day("2024-04-12"), true, &[]);
    assert_eq!(told[&1][0], day("2024-04-10"), "no Monday lies between");
}

#[test]
fn a_ladder_without_rungs_says_nothing_and_one_without_repetition_says_it_once() {
    assert!(played(&Ladder::default(), day("2024-04-08"), false, &[]).is_empty());
    let once = Ladder { before: Vec::new(), on_the_day: false, after_every: None, ..ladder() };
    let told = played(&once, day("2024-04-08"), false, &[]);
    assert_eq!(told[&1], [day("2024-04-09")]);
    assert!(!told.contains_key(&2));
}

fn submitted() -> Submitted {
    let at: Instant = "2024-04-05T10:00:00Z".parse().unwrap();
    Submitted { number: 1, at, received: at, signed_by: By { person: None, name: "A".into() }, road: Road::Web }
}

#[test]
fn what_is_in_is_not_awaited_and_a_completion_is_when_it_has_a_day() {
    let (deadline, open) = (day("2024-04-08"), Closed::default());
    assert_eq!(awaited(&State::NotStarted, deadline, None, open), Some(deadline));
    assert_eq!(awaited(&State::NotStarted, deadline, Some(day("2024-04-20")), open), Some(day("2024-04-20")));
    assert_eq!(awaited(&State::Submitted(submitted()), deadline, None, open), None);
    let returned = |until| {
        let by = By { person: Some(Id::random(&SeededChance::new(1))), name: "B".into() };
        State::Returned(Returned { submitted: submitted(), reason: "x".into(), until, at: submitted().at, by })
    };
    assert_eq!(awaited(&returned(Some(day("2024-05-02"))), deadline, None, open), Some(day("2024-05-02")));
    assert_eq!(awaited(&returned(None), deadline, None, open), None);
    for closed in [Closed { locked: true, ..open }, Closed { paused: true, ..open }, Closed { unasked: true, ..open }] {
        assert_eq!(awaited(&State::NotStarted, deadline, None, closed), None, "{closed:?}");
    }
}

#[test]
fn what_came_by_mail_is_told_to_whoever_signs_mends_or_uploads_it_on_the_days_of_the_ladder() {
    use crate::inbox::Left;
    // An editor (1), another who sent it (2), the rektor who signs (3), the management (4).
    let people = [
        (1, Addressee::Editor),
        (2, Addressee::Editor),
        (3, Addressee::Signer),
        (3, Addressee::Rektor),
        (4, Addressee::Management),
    ];
    let due = day("2024-04-08");
    let told = |left, sender, on: &str, sent: &[(i32, Day)]| -> Vec<i32> {
        let people = told_after_mail(left, &people, sender);
        let asked = Asked { key: 'a', due, people, sent: sent.to_vec() };
        calls(&ladder().after_mail(left), &[asked], &|_| false, day(on)).into_keys().collect()
    };
    assert_eq!(told(Left::Sign, Some(2), "2024-04-05", &[]), [3]);
    assert_eq!(told(Left::Mend, Some(2), "2024-04-05", &[]), [2]);
    assert_eq!(told(Left::Mend, Some(3), "2024-04-05", &[]), [3], "a rektor who sent it");
    assert_eq!(told(Left::Mend, None, "2024-04-05", &[]), [1, 2], "an officer handed the letter in");
    assert_eq!(told(Left::Mend, Some(9), "2024-04-05", &[]), [1, 2], "who sent it has left");
    assert_eq!(told(Left::Upload, Some(2), "2024-04-05", &[]), [1, 2, 3]);
    assert!(told(Left::Sign, Some(2), "2024-04-06", &[(3, day("2024-04-05"))]).is_empty(), "no rung, no letter");
    let asked_once = [(3, day("2024-04-09"))];
    assert_eq!(told(Left::Sign, Some(2), "2024-04-13", &asked_once), [3, 4], "management with the second after it");
}

/// What happens to one thing in a played year: its last day, when that was moved and how far, and when it came in.
#[derive(Debug, Clone)]
struct Fate {
    due: i32,
    extended: Option<(i32, i32)>,
    in_at: Option<i32>,
    people: Vec<(u8, Addressee)>,
}

impl Fate {
    fn due_on(&self, at: i32) -> i32 {
        match self.extended {
            Some((decided, by)) if decided <= at => self.due + by,
            _ => self.due,
        }
    }
    fn is_in(&self, at: i32) -> bool {
        self.in_at.is_some_and(|day| day <= at)
    }
}

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let role = prop_oneof![
        Just(Addressee::Editor),
        Just(Addressee::Signer),
        Just(Addressee::Management),
        Just(Addressee::ContactRektor)
    ];
    let people = proptest::collection::vec((0_u8..6, role), 0..4);
    let one = (20_i32..70, proptest::option::of((10_i32..80, 1_i32..25)), proptest::option::of(0_i32..100), people);
    let fate = one.prop_map(|(due, extended, in_at, people)| Fate { due, extended, in_at, people });
    proptest::collection::vec(fate, 1..8)
}

fn ladders() -> impl Strategy<Value = Ladder> {
    let before = proptest::collection::btree_set(1_u16..20, 0..4);
    let after = proptest::option::of((1_u16..6, proptest::option::of(1_u16..8)));
    (before, any::<bool>(), after, proptest::option::of(1_u16..5)).prop_map(|(before, on_the_day, after, escalate)| {
        Ladder {
            before: before.into_iter().rev().collect(),
            on_the_day,
            after_first: after.map(|(first, _)| first),
            after_every: after.and_then(|(_, every)| every),
            escalate_after: escalate,
            to_before: vec![Addressee::Editor, Addressee::Signer],
            to_after: vec![Addressee::Editor, Addressee::Signer, Addressee::ContactRektor],
            to_escalated: vec![Addressee::Management],
        }
    })
}

/// The newest rung of the ladder, as slowly as possible: each day of the year is asked whether it is one.
fn slow_rung(ladder: &Ladder, due: i32, at: i32) -> Option<i32> {
    (-40..=at).rev().find(|day| {
        let from = day - due;
        ladder.before.iter().any(|days| from == -i32::from(*days))
            || ladder.on_the_day && from == 0
            || ladder.after_first.is_some_and(|first| {
                let from = from - i32::from(first);
                from == 0 || from > 0 && ladder.after_every.is_some_and(|every| from % i32::from(every) == 0)
            })
    })
}

/// Plays a year: on each day that something runs, everybody's calls go out as one letter, if they have had none that day.
/// Gives what was told, by person and day.
fn play(ladder: &Ladder, fates: &[Fate], days: &[i32]) -> BTreeMap<(u8, i32), Vec<(usize, bool)>> {
    let start = day("2024-01-01");
    let mut letters: BTreeMap<(u8, i32), Vec<(usize, bool)>> = BTreeMap::new();
    for at in days {
        let asked: Vec<Asked<usize, u8>> = fates
            .iter()
            .enumerate()
            .filter(|(_, fate)| !fate.is_in(*at))
            .map(|(key, fate)| Asked {
                key,
                due: start.plus_days(fate.due_on(*at)),
                people: fate.people.clone(),
                sent: letters
                    .iter()
                    .filter(|(_, told)| told.iter().any(|(known, _)| *known == key))
                    .map(|((person, day), _)| (*person, start.plus_days(*day)))
                    .collect(),
            })
            .collect();
        for (person, all) in calls(ladder, &asked, &|_| false, start.plus_days(*at)) {
            let keys: BTreeSet<usize> = all.iter().map(|call| call.key).collect();
            assert_eq!(keys.len(), all.len(), "each thing once");
            letters.entry((person, *at)).or_insert_with(|| all.iter().map(|call| (call.key, call.escalated)).collect());
        }
    }
    letters
}

proptest! {
    /// Days come in any order and again and again, as with a clock that is set back or a job that runs twice; or not at
    /// all, as with a machine that is down.
    #[test]
    fn nobody_is_told_of_what_is_in_nor_twice_nor_by_whom_the_ladder_does_not_name(
        ladder in ladders(), fates in fates(), days in proptest::collection::vec(0_i32..110, 0..120),
    ) {
        for ((person, at), told) in play(&ladder, &fates, &days) {
            for (key, escalated) in told {
                let fate = &fates[key];
                prop_assert!(!fate.is_in(at));
                let after = at > fate.due_on(at);
                let roles: Vec<Addressee> =
                    fate.people.iter().filter(|(who, _)| *who == person).map(|(_, role)| *role).collect();
                let has = |to: &[Addressee]| roles.iter().any(|role| to.contains(role));
                let named = has(&ladder.to_after) || has(&ladder.to_before);
                prop_assert!(named || escalated && has(&ladder.to_escalated));
                prop_assert!(!escalated || after && ladder.escalate_after.is_some());
            }
        }
    }

    /// With something running every day each rung of what is missing is told on its very day; after days without, on the
    /// first day there is something again.
    #[test]
    fn everything_missing_is_told_at_each_rung_or_on_the_first_day_after_it(
        ladder in ladders(), fates in fates(), down in proptest::collection::btree_set(0_i32..110, 0..40),
    ) {
        let days: Vec<i32> = (0..110).filter(|day| !down.contains(day)).collect();
        let letters = play(&ladder, &fates, &days);
        for (at, (key, fate)) in days.iter().flat_map(|at| fates.iter().enumerate().map(move |one| (*at, one))) {
            let due = fate.due_on(at);
            for (person, role) in &fate.people {
                let Some(rung) = slow_rung(&ladder, due, at).filter(|_| !fate.is_in(at)) else { continue };
                let to = if rung > due { &ladder.to_after } else { &ladder.to_before };
                if !to.contains(role) {
                    continue;
                }
                let told = letters.iter().any(|((who, day), told)| {
                    who == person && (rung..=at).contains(day) && told.iter().any(|(known, _)| *known == key)
                });
                prop_assert!(told, "thing {key} of {fate:?}, person {person}, rung {rung}, day {at}");
            }
        }
    }

    #[test]
    fn the_next_rung_is_the_first_day_that_is_one(ladder in ladders(), due in 30_i32..60, at in 0_i32..90) {
        let start = day("2024-01-01");
        let slow = (at + 1..200).find(|day| slow_rung(&ladder, due, *day) == Some(*day));
        let next = following(&ladder, start.plus_days(due), false, start.plus_days(at));
        prop_assert_eq!(next, slow.map(|day| start.plus_days(day)));
    }
}
