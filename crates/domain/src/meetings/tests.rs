#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::holidays::is_working_day;
use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn person(number: u32) -> Id<Person> {
    format!("00000000-0000-4000-8000-{number:012}").parse().unwrap()
}

fn provider(number: u32) -> Id<Organisation> {
    format!("00000000-0000-4000-8000-{number:012}").parse().unwrap()
}

fn planned() -> Happening {
    let hours = Hours { from: 9 * 60, to: 12 * 60 };
    Happening::Planned { on: day("2024-11-21"), hours, register_by: day("2024-11-14") }
}

fn history(all: &[(&str, Happening)]) -> Result<Meeting, Broken> {
    let first = Entry { day: day("2024-09-01"), happening: planned() };
    let rest = all.iter().map(|(on, happening)| Entry { day: day(on), happening: happening.clone() });
    let mut of = Meeting::replay([&first])?;
    for entry in rest {
        let at = of.lines;
        of.add(&entry).map_err(|why| Broken::Line(at, why))?;
    }
    Ok(of)
}

#[test]
fn what_has_happened_is_read_whatever_the_rules_have_become_since() {
    let line = |on: &str, happening| Entry { day: day(on), happening };
    // Nobody had been invited, and the day for registering has passed.
    let registered = Happening::Registered { person: person(1), organisation: provider(1), attends: Attends::Here };
    let old = [line("2024-09-01", planned()), line("2024-11-20", registered), line("2024-09-02", Happening::Held)];
    let of = Meeting::replay(&old).unwrap();
    assert_eq!((of.state, of.attendance(), of.lines), (StateName::Held, [1, 0, 0], 3));
    let none = [line("2024-09-01", planned()), line("2024-09-02", Happening::Answered { question: 7 })];
    assert_eq!(Meeting::replay(&none), Err(Broken::Line(1, Refusal::NoSuch)));
}

#[test]
fn the_meeting_is_proposed_on_a_working_day_in_the_third_week_of_november() {
    assert_eq!(proposed(2024), Some(day("2024-11-21")));
    assert_eq!(proposed(2025), Some(day("2025-11-20")));
    for year in 2000..2100 {
        let on = proposed(year).unwrap();
        assert!(is_working_day(on) && on.month() == 11 && (15..=21).contains(&on.day_of_month()), "{on}");
    }
}

#[test]
fn rektors_register_and_ask_from_when_they_are_invited_until_the_day() {
    let register = |attends| Happening::Registered { person: person(1), organisation: provider(1), attends };
    assert_eq!(history(&[("2024-10-01", register(Attends::Here))]), Err(Broken::Line(1, Refusal::NotInvited)));
    let invited = ("2024-10-01", Happening::Invited { people: 2 });
    let of =
        history(&[invited.clone(), ("2024-10-02", register(Attends::Here)), ("2024-10-03", register(Attends::No))])
            .unwrap();
    assert_eq!(of.attendance(), [0, 0, 1], "what is said last counts");
    assert_eq!(
        history(&[invited.clone(), ("2024-11-15", register(Attends::Here))]),
        Err(Broken::Line(2, Refusal::TooLate))
    );
    let asked = Happening::Asked { question: 1, organisation: Some(provider(1)) };
    let answered = Happening::Answered { question: 1 };
    let of =
        history(&[invited, ("2024-11-20", asked), ("2024-11-21", Happening::Held), ("2024-11-22", answered)]).unwrap();
    assert!(of.questions[0].answered.is_some());
}

#[test]
fn what_is_agreed_waits_for_each_that_it_is_for_until_it_is_done() {
    let held = [("2024-10-01", Happening::Invited { people: 2 }), ("2024-11-21", Happening::Held)];
    let agreed = Happening::Agreed { action: 1, owner: Owner::Everyone, by: day("2025-01-31") };
    let with = |more: &[(&str, Happening)]| history(&[&held[..], more].concat());
    assert_eq!(history(&[("2024-11-01", agreed.clone())]), Err(Broken::Line(1, Refusal::NotHeld)));
    let of = with(&[("2024-11-22", agreed.clone())]).unwrap();
    assert!(of.agreed[0].waits_for(Some(provider(1))) && !of.agreed[0].waits_for(None));
    let done = |number| Happening::Done { action: 1, organisation: Some(provider(number)), on: day("2024-12-01") };
    let of = with(&[("2024-11-22", agreed.clone()), ("2024-12-01", done(1))]).unwrap();
    assert!(!of.agreed[0].waits_for(Some(provider(1))) && of.agreed[0].waits_for(Some(provider(2))));
    assert_eq!(
        with(&[("2024-11-22", agreed.clone()), ("2024-12-01", done(1)), ("2024-12-02", done(1))]),
        Err(Broken::Line(5, Refusal::Done))
    );
    let ours = Happening::Done { action: 1, organisation: None, on: day("2024-12-01") };
    assert_eq!(with(&[("2024-11-22", agreed), ("2024-12-01", ours)]), Err(Broken::Line(4, Refusal::NoSuch)));
}

#[test]
fn a_meeting_is_cancelled_and_taken_up_with_those_who_were_invited_and_every_change_is_told_to_calendars() {
    let invited = ("2024-10-01", Happening::Invited { people: 2 });
    let of =
        history(&[invited.clone(), ("2024-10-02", Happening::Cancelled), ("2024-10-03", Happening::Restored)]).unwrap();
    assert_eq!((of.state, of.sequence), (StateName::Invited, 2));
    assert_eq!(history(&[invited.clone(), ("2024-10-02", Happening::Cancelled)]).unwrap().sequence, 1);
    assert_eq!(
        history(&[("2024-10-02", Happening::Cancelled), ("2024-10-03", Happening::Material)]),
        Err(Broken::Line(2, Refusal::Cancelled))
    );
    let moved = Happening::Changed {
        on: day("2024-11-28"),
        hours: Hours { from: 540, to: 720 },
        register_by: day("2024-11-14"),
    };
    assert_eq!(history(&[invited, ("2024-10-02", moved.clone()), ("2024-10-03", moved)]).unwrap().sequence, 2);
    assert_eq!(history(&[("2024-11-20", Happening::Held)]), Err(Broken::Line(1, Refusal::NotHeld)));
}

fn anything() -> impl Strategy<Value = Happening> {
    let number = 1_u32..3;
    prop_oneof![
        number.clone().prop_map(|people| Happening::Invited { people }),
        Just(Happening::Material),
        Just(Happening::Held),
        Just(Happening::Noted),
        Just(Happening::Cancelled),
        Just(Happening::Restored),
        number.clone().prop_map(|question| Happening::Asked { question, organisation: None }),
        number.clone().prop_map(|question| Happening::Answered { question }),
        number.clone().prop_map(|action| Happening::Agreed { action, owner: Owner::Authority, by: day("2025-01-31") }),
        number.clone().prop_map(|action| Happening::Done { action, organisation: None, on: day("2025-01-01") }),
        number.prop_map(|action| Happening::Dropped { action }),
    ]
}

proptest! {
    /// What is offered is never refused at once, what is refused changes nothing, and the history gives the meeting back.
    #[test]
    fn a_meeting_is_its_history(tried in prop::collection::vec((anything(), 0_i32..150), 0..30)) {
        let first = Entry { day: day("2024-09-01"), happening: planned() };
        let mut of = Meeting::replay(std::iter::once(&first)).unwrap();
        let mut entries = vec![first];
        for (happening, days) in tried {
            let entry = Entry { day: day("2024-09-01").plus_days(days), happening };
            let before = of.clone();
            if of.add(&entry).is_ok() { entries.push(entry) } else { prop_assert_eq!(&of, &before) }
        }
        prop_assert_eq!(Meeting::replay(&entries).unwrap(), of);
    }
}
