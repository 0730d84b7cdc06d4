//! The state machine, by table and by property.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use kernel::{Day, Instant, Role};
use proptest::prelude::*;

use super::*;
use crate::year::Level;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}
fn by(name: &str) -> By {
    By { person: None, name: name.to_owned() }
}
fn submitted() -> Submitted {
    Submitted {
        number: 1,
        at: at("2024-04-05T08:00:00Z"),
        received: at("2024-04-05T08:00:00Z"),
        signed_by: by("Rektor R"),
        road: Road::Web,
    }
}
fn returned() -> Returned {
    Returned {
        submitted: submitted(),
        reason: "Analysen saknas".into(),
        until: None,
        at: at("2024-04-10T08:00:00Z"),
        by: by("Handläggare H"),
    }
}
fn awaiting(answers: Option<Returned>) -> State {
    State::AwaitingSignature(AwaitingSignature {
        prepared_by: by("Redaktör E"),
        at: at("2024-04-03T08:00:00Z"),
        since: at("2024-04-01T08:00:00Z"),
        answers,
    })
}
fn state(name: StateName) -> State {
    match name {
        StateName::NotStarted => State::NotStarted,
        StateName::Draft => State::Draft(Draft { since: at("2024-04-01T08:00:00Z") }),
        StateName::AwaitingSignature => awaiting(None),
        StateName::Submitted => State::Submitted(submitted()),
        StateName::Returned => State::Returned(returned()),
        StateName::Approved => State::Approved(Approved {
            submitted: submitted(),
            at: at("2024-04-20T08:00:00Z"),
            by: by("Handläggare H"),
        }),
    }
}
fn lock() -> Lock {
    Lock { by: by("Kvalitetsenheten"), at: at("2024-04-09T08:00:00Z"), why: String::new() }
}
fn seen(role: Role, level: Level) -> Seen<'static> {
    Seen { role, level, lock: None, separate_signer: false, is_preparer: false, has_rows: false, reports_in: None }
}
const LEVELS: [Level; 5] = [Level::Unit, Level::Area, Level::Provider, Level::ProviderAndArea, Level::Individual];

#[test]
fn an_item_goes_from_nothing_to_approved_by_way_of_a_return() {
    let editor = seen(Role::ProviderEditor, Level::Unit);
    let rektor = seen(Role::Rektor, Level::Unit);
    let officer = seen(Role::QualityOfficer, Level::Unit);
    let draft = State::NotStarted.edit(&editor, at("2024-04-01T08:00:00Z")).unwrap();
    let waiting: State = draft.send_for_signature(&editor, by("E"), at("2024-04-02T08:00:00Z")).unwrap().into();
    let first = waiting.submit(&rektor, by("R"), at("2024-04-03T08:00:00Z"), Road::Workbook).unwrap();
    assert_eq!((first.number, first.received), (1, first.at));
    let back = State::from(first.clone())
        .return_for_completion(&officer, " Säg vad ni gjorde ", None, by("H"), at("2024-04-10T08:00:00Z"))
        .unwrap();
    assert_eq!(back.reason, "Säg vad ni gjorde");
    let again = State::from(back).edit(&editor, at("2024-04-11T08:00:00Z")).unwrap();
    let waiting: State = again.send_for_signature(&editor, by("E"), at("2024-04-11T09:00:00Z")).unwrap().into();
    assert_eq!(waiting.unanswered_return().unwrap().reason, "Säg vad ni gjorde");
    let taken_back = waiting.clone().take_back(&editor).unwrap();
    assert_eq!(taken_back.name(), StateName::Returned);
    let second = waiting.submit(&rektor, by("R"), at("2024-04-12T08:00:00Z"), Road::Web).unwrap();
    assert_eq!((second.number, second.received), (2, first.at));
    let approved: State =
        State::from(second.clone()).approve(&officer, by("H"), at("2024-04-15T08:00:00Z")).unwrap().into();
    assert_eq!(
        approved.clone().reopen_approved(&officer, " "),
        Err(Refusal::ReasonMissing { action: Action::ReopenApproved })
    );
    assert_eq!(approved.reopen_approved(&officer, "Fel enhet").unwrap(), second);
}

#[test]
fn the_rektor_signs_unit_items_and_management_the_others() {
    for level in LEVELS {
        let signers: Vec<Role> = Role::ALL
            .iter()
            .copied()
            .filter(|role| actions(&state(StateName::Draft), &seen(*role, level)).contains(&Action::Sign))
            .collect();
        assert_eq!(signers, [level.signer()], "{level:?}");
    }
    let refused = State::NotStarted.submit(
        &seen(Role::ProviderEditor, Level::Area),
        by("E"),
        at("2024-04-01T08:00:00Z"),
        Road::Web,
    );
    assert_eq!(refused, Err(Refusal::ManagementSigns));
}

#[test]
fn rows_that_nobody_has_to_write_can_be_sent_for_signature_and_nothing_at_all_cannot() {
    let editor = seen(Role::ProviderEditor, Level::Unit);
    let when = at("2024-04-01T08:00:00Z");
    assert_eq!(State::NotStarted.send_for_signature(&editor, by("E"), when), Err(Refusal::NothingWritten));
    let editor = Seen { has_rows: true, ..editor };
    let sent: State = State::NotStarted.send_for_signature(&editor, by("E"), when).unwrap().into();
    assert_eq!(sent.name(), StateName::AwaitingSignature);
    assert!(actions(&State::NotStarted, &editor).contains(&Action::SendForSignature));
    assert_eq!(sent.take_back(&editor).unwrap().name(), StateName::Draft);
}

#[test]
fn whoever_prepared_cannot_sign_where_the_authority_wants_two() {
    for (name, is_preparer, open) in [
        (StateName::NotStarted, false, false),
        (StateName::Draft, true, false),
        (StateName::Draft, false, true),
        (StateName::AwaitingSignature, true, false),
        (StateName::AwaitingSignature, false, true),
        (StateName::Returned, true, false),
    ] {
        let seen = Seen { separate_signer: true, is_preparer, ..seen(Role::Rektor, Level::Unit) };
        let refusal = why_not(&state(name), &seen, Action::Sign);
        assert_eq!(refusal, (!open).then_some(Refusal::SignerPrepared), "{name:?} {is_preparer}");
    }
}

#[test]
fn what_is_answered_in_another_system_is_received_by_an_officer_and_written_by_nobody() {
    let elsewhere = |role| Seen { reports_in: Some("ILS"), ..seen(role, Level::Unit) };
    let writing = [Action::Edit, Action::Upload, Action::SendForSignature, Action::TakeBack, Action::Sign];
    for name in StateName::ALL {
        for action in writing {
            let refusal = why_not(&state(*name), &elsewhere(Role::Rektor), action);
            assert_eq!(refusal, Some(Refusal::ReportsElsewhere { system: "ILS".to_owned() }), "{name:?} {action:?}");
        }
    }
    let officer = elsewhere(Role::QualityOfficer);
    let now = at("2024-04-10T08:00:00Z");
    let received = |name| state(name).receive(&officer, by("O"), now, Road::Api).map(|submitted| submitted.road);
    for name in [StateName::NotStarted, StateName::Submitted, StateName::Returned] {
        assert_eq!(received(name), Ok(Road::Api), "{name:?}");
    }
    assert!(matches!(received(StateName::Approved), Err(Refusal::AlreadyApproved { .. })));
    // What is answered here is received once.
    let here = seen(Role::QualityOfficer, Level::Unit);
    assert!(state(StateName::Submitted).receive(&here, by("O"), now, Road::RegisteredByOfficer).is_err());
    assert!(sv::refusal(&Refusal::ReportsElsewhere { system: "ILS".to_owned() }).contains("ILS"));
}

#[test]
fn a_lock_closes_what_the_provider_writes_and_says_who_locked_and_when() {
    let lock = lock();
    let seen = Seen { lock: Some(&lock), ..seen(Role::Rektor, Level::Unit) };
    let refusal = state(StateName::Draft).submit(&seen, by("R"), at("2024-04-10T08:00:00Z"), Road::Web).unwrap_err();
    assert_eq!(
        sv::refusal(&refusal),
        "Redovisningen låstes 9 april 2024 av Kvalitetsenheten. Be din kontaktperson om att öppna den igen."
    );
    assert_eq!(actions(&state(StateName::Draft), &seen), [Action::Ask]);
}

#[test]
fn the_second_of_two_who_submit_at_once_hears_that_it_is_done() {
    let rektor = seen(Role::Rektor, Level::Unit);
    let first = state(StateName::Draft).submit(&rektor, by("R"), at("2024-04-08T21:59:59Z"), Road::Web).unwrap();
    let second = State::from(first).submit(&rektor, by("R2"), at("2024-04-08T22:00:00Z"), Road::Web).unwrap_err();
    assert_eq!(
        sv::refusal(&second),
        "Redovisningen lämnades in 8 april 2024 kl. 23.59 och signerades av R. \
         Behöver något ändras? Be din kontaktperson om att lämna tillbaka den."
    );
}

#[test]
fn a_return_and_an_extension_need_their_reason() {
    let officer = seen(Role::QualityOfficer, Level::Unit);
    let now = at("2024-04-09T08:00:00Z");
    let back = State::from(submitted()).return_for_completion(&officer, "\n ", None, by("H"), now);
    assert_eq!(back, Err(Refusal::ReasonMissing { action: Action::Return }));
    let due: Day = "2024-04-08".parse().unwrap();
    let later = due.plus_days(7);
    let extend = |until, motive| State::NotStarted.extend(&officer, (due, due), until, motive, by("H"), now);
    assert_eq!(extend(later, "").unwrap_err(), Refusal::ReasonMissing { action: Action::Extend });
    assert_eq!(extend(due, "Brand").unwrap_err(), Refusal::SameDay { due });
    assert_eq!(extend(later, "Brand").unwrap().until, later);
}

#[test]
fn an_extension_is_corrected_to_an_earlier_day_but_never_before_the_original() {
    let officer = seen(Role::QualityOfficer, Level::Unit);
    let now = at("2024-04-09T08:00:00Z");
    let original: Day = "2024-04-08".parse().unwrap();
    let due: Day = "2199-04-12".parse().unwrap();
    let extend = |until: Day| State::NotStarted.extend(&officer, (due, original), until, "x", by("H"), now);
    for days in [0, 4, 400] {
        assert_eq!(extend(original.plus_days(days)).unwrap().until, original.plus_days(days));
    }
    assert_eq!(extend(original.plus_days(-1)).unwrap_err(), Refusal::BeforeOriginal { original });
    assert_eq!(extend(due).unwrap_err(), Refusal::SameDay { due });
    assert!(!is_far_away(original, original.plus_days(366)) && is_far_away(original, original.plus_days(367)));
}

#[test]
fn more_time_for_a_completion_moves_its_own_day_and_not_that_of_the_item() {
    let due: Day = "2024-04-08".parse().unwrap();
    let until: Day = "2024-04-30".parse().unwrap();
    let late = Submitted { received: at("2024-04-10T08:00:00Z"), ..submitted() };
    let returned = State::Returned(Returned { submitted: late, ..returned() });
    let given = returned.with_completion_until(until).unwrap();
    assert_eq!(given.last_day(due, None), until);
    assert_eq!(given.timeliness(due, None, at("2024-04-25T08:00:00Z")), Timeliness::Soon(5));
    let State::Returned(Returned { submitted, .. }) = given else { panic!("returned") };
    // What came late stays late once the completion is in.
    let completed = State::Submitted(Submitted { number: 2, at: at("2024-04-25T08:00:00Z"), ..submitted });
    assert_eq!(completed.timeliness(due, None, at("2024-05-01T08:00:00Z")), Timeliness::ReceivedLate);
    for name in [StateName::NotStarted, StateName::Draft, StateName::Submitted, StateName::Approved] {
        assert!(state(name).with_completion_until(until).is_none());
    }
}

#[test]
fn an_item_is_late_the_day_after_its_last_day_and_judged_by_its_first_version() {
    let due: Day = "2024-04-08".parse().unwrap();
    let open = |now: &str| State::NotStarted.timeliness(due, None, at(now));
    assert_eq!(open("2024-03-31T21:59:59Z"), Timeliness::Open);
    assert_eq!(open("2024-03-31T22:00:00Z"), Timeliness::Soon(7));
    assert_eq!(open("2024-04-08T21:59:59Z"), Timeliness::Soon(0));
    assert_eq!(open("2024-04-08T22:00:00Z"), Timeliness::Late(1));
    let came = |text: &str| State::Submitted(Submitted { received: at(text), number: 2, ..submitted() });
    let now = at("2024-05-01T00:00:00Z");
    assert_eq!(came("2024-04-08T21:59:59Z").timeliness(due, None, now), Timeliness::OnTime);
    assert_eq!(came("2024-04-08T22:00:00Z").timeliness(due, None, now), Timeliness::ReceivedLate);
    assert_eq!(came("2024-04-08T22:00:00Z").timeliness(due, Some(due.plus_days(1)), now), Timeliness::OnTime);
    let back = State::Returned(Returned { until: Some("2024-04-29".parse().unwrap()), ..returned() });
    assert_eq!(back.timeliness(due, None, now), Timeliness::Late(2));
    assert_eq!(state(StateName::Returned).timeliness(due, None, now), Timeliness::OnTime);
    // The night when summer time ends is 25 hours long and still one day.
    let autumn: Day = "2026-10-25".parse().unwrap();
    assert_eq!(State::NotStarted.timeliness(autumn, None, at("2026-10-25T22:59:59Z")), Timeliness::Soon(0));
}

#[test]
fn a_completion_is_judged_by_the_day_its_return_set_and_never_by_an_earlier_one_than_the_items() {
    let due: Day = "2024-04-08".parse().unwrap();
    let back =
        |until: Option<&str>| State::Returned(Returned { until: until.map(|day| day.parse().unwrap()), ..returned() });
    // Before the first version only the item's last day holds, or the extended one.
    let (on_last, after) = (at("2024-04-08T21:59:59Z"), at("2024-04-08T22:00:00Z"));
    assert!(!State::NotStarted.comes_late(due, None, on_last));
    assert!(State::NotStarted.comes_late(due, None, after));
    assert!(!awaiting(None).comes_late(due, Some(due.plus_days(1)), after));
    // In time, returned after the last day with another one, completed in time.
    let late_april = || Returned { until: Some("2024-04-30".parse().unwrap()), ..returned() };
    for state in [State::Returned(late_april()), awaiting(Some(late_april()))] {
        assert!(!state.comes_late(due, None, at("2024-04-25T08:00:00Z")));
        assert!(!state.comes_late(due, None, at("2024-04-30T21:59:59Z")));
        assert!(state.comes_late(due, None, at("2024-04-30T22:00:00Z")));
    }
    // A day before the item's own takes nothing away from it; the overview says the same.
    let early = back(Some("2024-04-06"));
    assert!(!early.comes_late(due, None, at("2024-04-08T08:00:00Z")));
    assert_eq!(early.timeliness(due, None, at("2024-04-08T08:00:00Z")), Timeliness::Soon(0));
    // Without a day the completion is in time exactly where the first version was.
    let later = at("2024-05-20T08:00:00Z");
    assert!(!back(None).comes_late(due, None, later));
    let was_late = Submitted { received: at("2024-04-09T08:00:00Z"), ..submitted() };
    assert!(State::Returned(Returned { submitted: was_late, ..returned() }).comes_late(due, None, later));
}

#[test]
fn staff_can_do_nothing_with_what_has_not_been_handed_in_but_deadlines_and_answers() {
    let allowed = BTreeSet::from([Action::Answer, Action::Receive, Action::Lock, Action::Extend]);
    for name in [StateName::NotStarted, StateName::Draft, StateName::AwaitingSignature] {
        for role in Role::ALL.iter().filter(|role| role.side() != kernel::Side::Provider) {
            for action in actions(&state(name), &seen(*role, Level::Unit)) {
                assert!(allowed.contains(&action), "{role:?} {name:?} {action:?}");
            }
        }
    }
}

fn anything() -> impl Strategy<Value = (State, Role, Level, [bool; 4], Action)> {
    let states = prop_oneof![prop::sample::select(StateName::ALL).prop_map(state), Just(awaiting(Some(returned()))),];
    (
        states,
        prop::sample::select(Role::ALL),
        prop::sample::select(&LEVELS[..]),
        any::<[bool; 4]>(),
        prop::sample::select(Action::ALL),
    )
}

proptest! {
    #[test]
    fn a_door_opens_exactly_where_a_button_is_drawn(
        (state, role, level, [locked, separate_signer, is_preparer, has_rows], action) in anything()
    ) {
        let lock = lock();
        let seen = Seen { role, level, lock: locked.then_some(&lock), separate_signer, is_preparer, has_rows, reports_in: None };
        let now = at("2024-04-30T08:00:00Z");
        let due: Day = "2024-04-08".parse().unwrap();
        let before = state.clone();
        let gone_through: Option<Result<Option<State>, Refusal>> = match action {
            Action::Edit => Some(state.edit(&seen, now).map(Some)),
            Action::SendForSignature => Some(state.send_for_signature(&seen, by("E"), now).map(|s| Some(s.into()))),
            Action::TakeBack => Some(state.take_back(&seen).map(Some)),
            Action::Sign => Some(state.submit(&seen, by("R"), now, Road::Web).map(|s| Some(s.into()))),
            Action::Receive => Some(state.receive(&seen, by("R"), now, Road::RegisteredByOfficer).map(|s| Some(s.into()))),
            Action::Return => Some(state.return_for_completion(&seen, "x", None, by("H"), now).map(|s| Some(s.into()))),
            Action::TakeBackReturn => Some(state.take_back_return(&seen, "x", None).map(|s| Some(s.into()))),
            Action::Approve => Some(state.approve(&seen, by("H"), now).map(|s| Some(s.into()))),
            Action::ReopenApproved => Some(state.reopen_approved(&seen, "x").map(|s| Some(s.into()))),
            Action::Lock => Some(state.lock(&seen, "", by("H"), now).map(|_| None)),
            Action::Unlock => Some(state.unlock(&seen).map(|()| None)),
            Action::Extend => Some(state.extend(&seen, (due, due), due.plus_days(9), "x", by("H"), now).map(|_| None)),
            Action::Upload | Action::Ask | Action::Answer | Action::Assess | Action::Register => None,
        };
        let drawn = actions(&before, &seen).contains(&action);
        if let Some(outcome) = gone_through {
            prop_assert_eq!(outcome.is_ok(), drawn);
            if let Ok(Some(after)) = outcome {
                // Nothing that has come in is ever forgotten.
                let number = |state: &State| state.latest().map_or(0, |latest| latest.number);
                prop_assert!(number(&after) >= number(&before));
                prop_assert!(number(&after) - number(&before) <= 1);
            }
        }
        if let Some(refusal) = why_not(&before, &seen, action) {
            let sentence = sv::refusal(&refusal);
            prop_assert!(sentence.ends_with('.') && sentence.len() > 40, "{}", sentence);
        }
    }

    #[test]
    fn a_state_comes_back_from_storage_as_it_was((state, ..) in anything()) {
        let stored = serde_json::to_string(&state).unwrap();
        prop_assert_eq!(serde_json::from_str::<State>(&stored).unwrap(), state);
    }
}

#[test]
fn what_came_before_it_was_signed_counts_from_when_it_came_and_only_for_what_it_came_for() {
    let [before, early, late] = ["2024-03-14T13:02:00Z", "2024-04-11T08:00:00Z", "2024-04-12T08:00:00Z"].map(at);
    let signed = at("2024-04-20T08:00:00Z");
    let seen = seen(Role::Rektor, Level::Unit);
    for name in [StateName::NotStarted, StateName::Draft, StateName::AwaitingSignature] {
        let arrived = state(name).arrived(&[late, before]);
        assert_eq!(arrived, Some(before));
        let version = state(name).submit_arrived(&seen, by("R"), signed, Road::Mail, arrived).unwrap();
        assert_eq!((version.at, version.received), (signed, before));
    }
    assert_eq!(state(StateName::NotStarted).arrived(&[]), None);
    // What is in waits for nothing; a completion counts from what came after the return.
    assert_eq!(state(StateName::Submitted).arrived(&[before]), None);
    assert_eq!(state(StateName::Approved).arrived(&[before]), None);
    assert_eq!(state(StateName::Returned).arrived(&[before]), None);
    assert_eq!(state(StateName::Returned).arrived(&[before, late, early]), Some(early));
    assert_eq!(awaiting(Some(returned())).arrived(&[before, early]), Some(early));
    let completed = state(StateName::Returned).submit_arrived(&seen, by("R"), signed, Road::Mail, Some(early)).unwrap();
    assert_eq!(completed.received, submitted().received, "the first version's time stands");
}
