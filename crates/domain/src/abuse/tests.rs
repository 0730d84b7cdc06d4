#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::{Day, Label, Period, Role};
use proptest::prelude::*;

use super::*;
use crate::cases::{About, Party};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn rule() -> Rule {
    Rule {
        from: day("2018-07-01"),
        to: None,
        law: Label::sv("6:10"),
        trigger: Label::sv("x"),
        text: Label::sv("x"),
        tell_rektor: 1,
        tell_authority: 1,
        notify_board: 5,
        begin: 5,
        assess: 30,
        follow_up: 20,
        evaluate: 40,
    }
}

const REKTOR: Seen = Seen { role: Role::Rektor, chosen: false };
const MANAGEMENT: Seen = Seen { role: Role::ProviderManagement, chosen: false };
const CONTACT: Seen = Seen { role: Role::ContactRektor, chosen: false };
const OWNER: Seen = Seen { role: Role::ProcessOwner, chosen: false };

fn opened(about: About) -> Entry {
    let opened = Opened { source: Source::Staff, learnt: day("2024-03-01"), about, by_rektor: false };
    Entry { day: day("2024-03-01"), by: Party::School, step: Step::Opened(opened) }
}

fn school(at: &str, step: Step) -> Entry {
    Entry { day: day(at), by: Party::School, step }
}

fn described() -> Step {
    Step::Described {
        nature: Nature::Abuse,
        forms: vec![Form::Verbal],
        relation: Relation::ByStaff,
        grounds: Vec::new(),
    }
}

#[test]
fn every_day_and_every_gap_between_two_is_shown() {
    let of = Investigation::replay(&[
        opened(About::Others),
        school("2024-03-04", Step::RektorTold),
        school("2024-03-06", Step::AuthorityTold),
        school("2024-03-06", Step::ContactRektorTold),
        school("2024-03-05", Step::Begun),
    ])
    .unwrap();
    let gaps: Vec<(Milestone, i32, u32)> = of.gaps().iter().map(|gap| (gap.to, gap.days, gap.working_days)).collect();
    assert_eq!(
        gaps,
        [
            (Milestone::RektorTold, 3, 1),
            (Milestone::AuthorityTold, 2, 2),
            (Milestone::ContactRektorTold, 0, 0),
            (Milestone::Begun, -1, 0),
        ]
    );
    assert_eq!(of.milestones().filter(|(_, day)| day.is_none()).count(), 5);
}

#[test]
fn what_is_not_told_on_is_due_the_next_working_day() {
    let of = Investigation::replay(&[opened(About::Others)]).unwrap();
    // The first of March 2024 is a Friday.
    let due = of.due(&rule());
    assert_eq!(due[0], Next { day: day("2024-03-04"), what: NextWhat::Milestone(Milestone::RektorTold) });
    assert_eq!(due[1].what, NextWhat::Milestone(Milestone::AuthorityTold));
}

#[test]
fn the_rule_is_the_one_that_held_when_it_was_learnt_of() {
    let old = Rule { to: Some(day("2026-07-31")), ..rule() };
    let new = Rule { from: day("2026-08-01"), law: Label::sv("6:10 (2026)"), ..rule() };
    let rules = [old, new];
    assert_eq!(rule_on(&rules, day("2024-03-01")).unwrap().law, Label::sv("6:10"));
    assert_eq!(rule_on(&rules, day("2026-08-01")).unwrap().law, Label::sv("6:10 (2026)"));
    assert_eq!(rule_on(&rules, day("2017-01-01")), None);
}

#[test]
fn it_is_counted_whatever_was_found() {
    let period = Period { from: day("2024-01-01"), to: day("2024-03-31") };
    for finding in Finding::ALL {
        let entries = [
            opened(About::Others),
            school("2024-03-05", described()),
            school("2024-03-05", Step::Begun),
            school("2024-04-05", Step::Assessed { finding: *finding }),
        ];
        for until in 1..=entries.len() {
            assert!(Investigation::replay(&entries[..until]).unwrap().is_reported_in(period), "{finding:?}");
        }
    }
}

#[test]
fn whom_it_is_about_does_not_see_it() {
    let rektor = Investigation::replay(&[opened(About::Rektor)]).unwrap();
    assert!(!rektor.is_shown_to(&REKTOR) && rektor.is_shown_to(&MANAGEMENT) && rektor.is_shown_to(&CONTACT));
    // Nobody tells the rektor, and nothing waits for it.
    assert_eq!(why_not(&rektor, &MANAGEMENT, Action::TellRektor), Some(Refusal::PastTheRektor));
    assert!(rektor.due(&rule()).iter().all(|next| next.what != NextWhat::Milestone(Milestone::RektorTold)));
    let officer = Investigation::replay(&[opened(About::Officer)]).unwrap();
    assert!(!officer.is_shown_to(&CONTACT) && officer.is_shown_to(&OWNER) && officer.is_shown_to(&REKTOR));
    assert!(officer.is_shown_to(&Seen { chosen: true, ..CONTACT }));
    let others = Investigation::replay(&[opened(About::Others)]).unwrap();
    assert!(!others.is_shown_to(&OWNER) && !others.is_shown_to(&Seen { role: Role::ProviderEditor, chosen: false }));
}

#[test]
fn it_is_closed_when_it_has_stopped_is_evaluated_and_the_board_knows() {
    let steps = [
        (school("2024-03-05", described()), Some(Refusal::NotAssessed)),
        (school("2024-03-05", Step::Begun), Some(Refusal::NotAssessed)),
        (school("2024-03-20", Step::Assessed { finding: Finding::NotFound }), Some(Refusal::NotFollowedUp)),
        (school("2024-03-20", Step::Decided { due: day("2024-04-01") }), Some(Refusal::NotFollowedUp)),
        (school("2024-04-20", Step::FollowedUp { stopped: false }), Some(Refusal::NotFollowedUp)),
        (school("2024-05-20", Step::FollowedUp { stopped: true }), Some(Refusal::NotEvaluated)),
        (school("2024-06-20", Step::Evaluated), Some(Refusal::MeasureOpen)),
        (school("2024-06-20", Step::Done { number: 1 }), Some(Refusal::BoardNotNotified)),
        (school("2024-06-20", Step::BoardNotified { case_number: "BIN 2024-17".to_owned() }), None),
    ];
    let mut entries = vec![opened(About::Others)];
    for (entry, refusal) in steps {
        entries.push(entry.clone());
        let of = Investigation::replay(&entries).unwrap();
        assert_eq!(why_not(&of, &REKTOR, Action::Close), refusal, "after {entry:?}");
    }
}

#[test]
fn a_measure_that_was_not_decided_cannot_be_done() {
    let entries = [opened(About::Others), school("2024-03-05", Step::Done { number: 1 })];
    assert_eq!(Investigation::replay(&entries), Err(Broken::NoSuchMeasure(1)));
}

fn done(action: Action, of: &Investigation, at: Day, chance: u8) -> Step {
    match action {
        Action::TellRektor => Step::RektorTold,
        Action::Describe => described(),
        Action::Begin => Step::Begun,
        Action::Talk => Step::Talked,
        Action::Assess => Step::Assessed { finding: Finding::ALL[usize::from(chance) % 3] },
        Action::Decide => Step::Decided { due: at.plus_days(10) },
        Action::Do => Step::Done { number: of.measures.iter().find(|measure| measure.done.is_none()).unwrap().number },
        Action::FollowUp => Step::FollowedUp { stopped: chance.is_multiple_of(2) },
        Action::Evaluate => Step::Evaluated,
        Action::Close => Step::Closed,
        Action::Reopen => Step::Reopened,
        Action::Note => Step::Noted,
        Action::NotifyBoard => Step::BoardNotified { case_number: "BIN 2024-17".to_owned() },
        Action::Assign => Step::Assigned,
        Action::CorrectLearnt => {
            let to = of.learnt_at_latest().plus_days(-i32::from(chance));
            Step::LearntCorrected { from: of.learnt(), to }
        }
    }
}

proptest! {
    #[test]
    fn every_open_investigation_has_a_next_date_and_somebody_who_can_act(
        steps in proptest::collection::vec((any::<bool>(), any::<u8>(), any::<u8>(), 0..30_i32), 0..30)
    ) {
        let mut entries = vec![opened(About::Others)];
        let mut at = day("2024-03-01");
        for (authority, action, chance, days) in steps {
            at = at.plus_days(days);
            let seen = if authority { CONTACT } else { REKTOR };
            let of = Investigation::replay(&entries).unwrap();
            let open = actions(&of, &seen);
            let action = open[usize::from(action) % open.len()];
            entries.push(Entry { day: at, by: seen.party().unwrap(), step: done(action, &of, at, chance) });
        }
        let of = Investigation::replay(&entries).unwrap();
        prop_assert_eq!(of.due(&rule()).is_empty(), of.state == StateName::Closed);
        let idle = |action: &Action| matches!(action, Action::Note | Action::Describe | Action::CorrectLearnt);
        let works = |seen: &Seen| actions(&of, seen).iter().any(|action| !idle(action));
        // Nobody learnt of it after what was done about it.
        prop_assert!(of.learnt() <= of.learnt_at_latest());
        prop_assert!(works(&REKTOR) || works(&CONTACT));
    }
}
