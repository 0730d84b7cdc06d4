#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::holidays::{is_working_day, plus_working_days};
use kernel::id::kind::{CaseFile, Unit};
use kernel::{Day, Id, Period, Role, SeededChance};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

const RULES: ClockRules = ClockRules { acknowledge: 2, answer: 10, extension: 10, respond: 10 };

fn opened(kind: Kind, place: Place) -> Opened {
    Opened {
        kind,
        way: Way::Web,
        received: day("2024-03-01"),
        place,
        raised: Some(Raised::No),
        about: About::Others,
        reachable: true,
        no_school: false,
    }
}

fn unit(number: u8) -> Id<Unit> {
    format!("00000000-0000-4000-8000-0000000000{number:02x}").parse().unwrap()
}

fn other_case(number: u8) -> Id<CaseFile> {
    unit(number).cast()
}

fn entry(at: &str, by: Party, happening: Happening) -> Entry {
    Entry { day: day(at), by, happening }
}

fn first(of: Opened) -> Entry {
    Entry { day: of.received, by: Party::Complainant, happening: Happening::Opened(of) }
}

fn complaint(rest: Vec<Entry>) -> Case {
    let entries = [vec![first(opened(Kind::Complaint, Place::School))], rest].concat();
    Case::replay(&entries).unwrap()
}

const SCHOOL: Seen = Seen { hand: Hand::Role(Role::Rektor), chosen: false };
const OFFICER: Seen = Seen { hand: Hand::Role(Role::QualityOfficer), chosen: false };
const OWNER: Seen = Seen { hand: Hand::Role(Role::ProcessOwner), chosen: false };
const CODE: Seen = Seen { hand: Hand::Code, chosen: false };

const COUNTS: Counting = Counting { negative: true, active: true, management: true };

fn classified(at: &str) -> Entry {
    let category = Some("bemotande".to_owned());
    entry(at, Party::School, Happening::Classified { counting: COUNTS, category })
}

#[test]
fn a_case_is_acknowledged_within_two_working_days_and_answered_within_ten_of_its_receipt() {
    // The first of March 2024 is a Friday; Easter lies between the receipt and no day of these.
    let case = complaint(vec![]);
    let clocks = case.clocks(&RULES, day("2024-03-01"));
    assert_eq!(clocks.acknowledge, Some(day("2024-03-05")));
    assert_eq!(clocks.answer, Some(day("2024-03-15")));
    assert_eq!(
        case.next(&RULES, day("2024-03-01")),
        Some(Next { day: day("2024-03-05"), what: NextWhat::Acknowledge })
    );
    let case = complaint(vec![entry("2024-03-04", Party::School, Happening::Acknowledged)]);
    assert_eq!(case.clocks(&RULES, day("2024-03-04")).acknowledge, None);
    assert_eq!(case.next(&RULES, day("2024-03-04")), Some(Next { day: day("2024-03-15"), what: NextWhat::Answer }));
}

#[test]
fn easter_is_no_working_days() {
    let mut of = opened(Kind::Complaint, Place::School);
    of.received = day("2024-03-27");
    let case = Case::replay(&[first(of)]).unwrap();
    // Thursday, then Good Friday to Easter Monday.
    assert_eq!(case.clocks(&RULES, of.received).acknowledge, Some(day("2024-04-02")));
}

#[test]
fn what_is_heard_is_acknowledged_by_hearing_it() {
    for (way, state) in
        [(Way::Oral, StateName::Handled), (Way::Phone, StateName::Handled), (Way::Letter, StateName::Received)]
    {
        let of = Opened { way, ..opened(Kind::Complaint, Place::School) };
        assert_eq!(Case::replay(&[first(of)]).unwrap().state, state, "{way:?}");
    }
}

#[test]
fn the_working_days_of_a_stop_are_given_back_and_told() {
    let stop = Happening::Stopped { reason: "vantar-pa-svar".to_owned(), look: day("2024-03-18") };
    let stopped = vec![
        entry("2024-03-04", Party::School, Happening::Acknowledged),
        entry("2024-03-06", Party::School, stop.clone()),
    ];
    let case = complaint(stopped.clone());
    assert_eq!(case.clocks(&RULES, day("2024-03-08")).answer, None);
    assert_eq!(case.next(&RULES, day("2024-03-08")), Some(Next { day: day("2024-03-18"), what: NextWhat::Look }));
    let case = complaint([stopped, vec![entry("2024-03-13", Party::School, Happening::Started)]].concat());
    // Wednesday to Wednesday: five working days later than the fifteenth.
    assert_eq!(case.clocks(&RULES, day("2024-03-13")).answer, Some(day("2024-03-22")));
    assert_eq!(case.clocks(&RULES, day("2024-04-30")).stopped, 5);
}

#[test]
fn a_stop_that_waits_for_the_complainant_ends_when_they_have_written_and_no_other_stop_does() {
    let stopped = |reason: &str| {
        vec![
            entry("2024-03-04", Party::School, Happening::Acknowledged),
            entry(
                "2024-03-06",
                Party::School,
                Happening::Stopped { reason: reason.to_owned(), look: day("2024-03-18") },
            ),
        ]
    };
    let next = [
        (WAITS_FOR_COMPLAINANT, Party::Complainant, Happening::Wrote, true),
        (WAITS_FOR_COMPLAINANT, Party::Complainant, Happening::Said { verdict: Verdict::Partly }, false),
        (WAITS_FOR_COMPLAINANT, Party::School, Happening::Noted, false),
        (WAITS_FOR_COMPLAINANT, Party::School, Happening::Asked, false),
        ("vantar-pa-annan", Party::Complainant, Happening::Wrote, false),
        ("lov", Party::Complainant, Happening::Wrote, false),
    ];
    for (reason, by, happening, ends) in next {
        let before = complaint(stopped(reason));
        assert_eq!(before.waits_for_complainant(), reason == WAITS_FOR_COMPLAINANT, "{reason}");
        assert_eq!(before.ends_wait(&happening), ends, "{reason} {happening:?}");
        let case = complaint([stopped(reason), vec![entry("2024-03-13", by, happening.clone())]].concat());
        assert_eq!(case.stopped().is_none(), ends, "{reason} {happening:?}");
        let what = case.next(&RULES, day("2024-03-13")).unwrap().what;
        assert_eq!(what, if ends { NextWhat::Answer } else { NextWhat::Look }, "{reason} {happening:?}");
    }
    // Wednesday to Wednesday: the five working days are given back, as when somebody starts the clocks.
    let wrote = entry("2024-03-13", Party::Complainant, Happening::Wrote);
    let case = complaint([stopped(WAITS_FOR_COMPLAINANT), vec![wrote]].concat());
    assert_eq!(case.clocks(&RULES, day("2024-03-13")).answer, Some(day("2024-03-22")));
}

#[test]
fn what_is_left_before_closing_is_told_all_at_once() {
    let left = |rest: &[Entry]| before_closing(&complaint(rest.to_vec()));
    assert_eq!(left(&[]), [Refusal::NotAnswered, Refusal::NotClassified]);
    let answered = entry("2024-03-04", Party::School, Happening::Answered);
    assert_eq!(left(&[classified("2024-03-04")]), [Refusal::NotAnswered, Refusal::NotWorded]);
    assert_eq!(left(&[answered.clone(), classified("2024-03-04")]), [Refusal::NotWorded]);
    let worded = entry("2024-03-05", Party::School, Happening::Worded);
    assert!(left(&[answered.clone(), classified("2024-03-04"), worded.clone()]).is_empty());
    let closed = entry("2024-03-05", Party::School, Happening::Closed { outcome: Outcome::Resolved });
    assert!(left(&[answered, classified("2024-03-04"), worded, closed]).is_empty());
    let view = Case::replay(&[first(opened(Kind::View, Place::School))]).unwrap();
    assert_eq!(before_closing(&view), [Refusal::NotAcknowledged]);
}

#[test]
fn what_is_handed_over_is_acknowledged_and_answered_anew_by_who_has_it_now() {
    let case = complaint(vec![
        entry("2024-03-04", Party::School, Happening::Acknowledged),
        entry("2024-03-14", Party::School, Happening::Answered),
        entry("2024-03-18", Party::Complainant, Happening::Escalated),
    ]);
    assert_eq!(
        (case.state, case.place, case.escalated),
        (StateName::Received, Place::Authority, Some(day("2024-03-18")))
    );
    let clocks = case.clocks(&RULES, day("2024-03-18"));
    assert_eq!(clocks.acknowledge, Some(day("2024-03-20")));
    assert_eq!(clocks.answer, Some(plus_working_days(day("2024-03-18"), 10)));
    assert_eq!(case.first_answered, Some(day("2024-03-14")), "the first answer stays in the record");
}

#[test]
fn writing_more_after_an_answer_makes_it_wait_for_an_answer_again() {
    let case = complaint(vec![
        entry("2024-03-04", Party::School, Happening::Answered),
        entry("2024-03-12", Party::Complainant, Happening::Wrote),
    ]);
    assert_eq!(case.state, StateName::Handled);
    assert_eq!(case.next(&RULES, day("2024-03-12")).unwrap().what, NextWhat::Answer);
    assert_eq!(why_not(&case, &SCHOOL, Action::Answer), None);
}

#[test]
fn the_authority_reads_nothing_until_it_has_the_case() {
    let at_school = complaint(vec![]);
    assert_eq!(at_school.sight(&OFFICER), Sight::Counts);
    assert_eq!(at_school.sight(&SCHOOL), Sight::Words);
    let escalated = complaint(vec![entry("2024-03-18", Party::Complainant, Happening::Escalated)]);
    assert_eq!(escalated.sight(&OFFICER), Sight::Words);
    assert_eq!(escalated.sight(&OWNER), Sight::Counts, "who steers the work does not read the cases");
    let abuse = complaint(vec![entry("2024-03-18", Party::School, Happening::BecameAbuse)]);
    assert_eq!(abuse.sight(&OFFICER), Sight::Words);
    let told = Case::replay(&[first(opened(Kind::Deficiency, Place::School))]).unwrap();
    assert_eq!(told.sight(&OFFICER), Sight::Words);
}

#[test]
fn the_school_sees_nothing_of_what_was_kept_from_it() {
    let kept = [first(Opened { raised: Some(Raised::NotTheSchool), ..opened(Kind::Complaint, Place::Authority) })];
    assert_eq!(Case::replay(&kept).unwrap().sight(&SCHOOL), Sight::Nothing);
    let down = [&kept[..], &[entry("2024-03-04", Party::Authority, Happening::HandedDown)]].concat();
    assert_eq!(Case::replay(&down).unwrap().sight(&SCHOOL), Sight::Words);
}

#[test]
fn a_case_about_the_rektor_or_an_officer_is_not_shown_to_them() {
    let of = |about| Case::replay(&[first(Opened { about, ..opened(Kind::Complaint, Place::School) })]).unwrap();
    let role = |role| Seen { hand: Hand::Role(role), chosen: false };
    assert_eq!(of(About::Rektor).sight(&role(Role::Rektor)), Sight::Nothing);
    assert_eq!(of(About::Rektor).sight(&role(Role::ProviderEditor)), Sight::Nothing);
    assert_eq!(of(About::Rektor).sight(&role(Role::ProviderManagement)), Sight::Words);
    let about = Opened { about: About::Officer, ..opened(Kind::Complaint, Place::Authority) };
    let about = Case::replay(&[first(about)]).unwrap();
    assert_eq!(about.sight(&OFFICER), Sight::Nothing);
    assert_eq!(about.sight(&Seen { chosen: true, ..OFFICER }), Sight::Words);
    assert_eq!(about.sight(&OWNER), Sight::Words);
    assert_eq!(why_not(&about, &OWNER, Action::Assign), None);
}

#[test]
fn a_case_is_closed_when_it_is_answered_judged_and_worded() {
    let mut entries = vec![entry("2024-03-04", Party::School, Happening::Acknowledged)];
    let refused = |entries: &[Entry]| why_not(&complaint(entries.to_vec()), &SCHOOL, Action::Close);
    assert_eq!(refused(&entries), Some(Refusal::NotAnswered));
    entries.push(entry("2024-03-05", Party::School, Happening::Answered));
    assert_eq!(refused(&entries), Some(Refusal::NotClassified));
    entries.push(classified("2024-03-05"));
    assert_eq!(refused(&entries), Some(Refusal::NotWorded));
    entries.push(entry("2024-03-05", Party::School, Happening::Worded));
    assert_eq!(refused(&entries), None);
}

#[test]
fn closed_is_not_solved_and_can_go_on_to_the_authority() {
    let closed = complaint(vec![
        entry("2024-03-04", Party::School, Happening::Answered),
        classified("2024-03-04"),
        entry("2024-03-04", Party::School, Happening::Worded),
        entry("2024-03-05", Party::School, Happening::Closed { outcome: Outcome::Resolved }),
        entry("2024-03-06", Party::Complainant, Happening::Said { verdict: Verdict::No }),
    ]);
    assert_eq!((closed.state, closed.verdict), (StateName::Closed, Some(Verdict::No)));
    assert_eq!(why_not(&closed, &CODE, Action::Escalate), None);
    assert_eq!(why_not(&closed, &CODE, Action::Write), Some(Refusal::Closed));
    assert_eq!(why_not(&closed, &CODE, Action::Reopen), None);
}

#[test]
fn notes_are_shown_to_the_side_that_wrote_them_alone() {
    let note = entry("2024-03-04", Party::School, Happening::Noted);
    assert_eq!(note.shown_to(Party::School), Shown::Whole);
    assert_eq!(note.shown_to(Party::Authority), Shown::Not);
    assert_eq!(note.shown_to(Party::Complainant), Shown::Not);
}

#[test]
fn a_timeline_that_is_none_is_refused() {
    assert_eq!(Case::replay(&[]), Err(Broken::NotOpened));
    let twice = [first(opened(Kind::Complaint, Place::School)), first(opened(Kind::Complaint, Place::School))];
    assert_eq!(Case::replay(&twice), Err(Broken::OpenedTwice(1)));
}

#[test]
fn a_code_is_read_as_people_write_it() {
    let code = Code::random(&SeededChance::new(7));
    let written = code.written();
    assert_eq!((written.len(), written.matches('-').count()), (24, 4));
    for as_written in [
        written.to_lowercase(),
        written.replace('-', " "),
        written.replace('-', ""),
        format!("  {}\u{200b}", written.replace('-', " \u{2013} ")),
    ] {
        assert!(as_written.parse::<Code>().unwrap() == code, "{as_written}");
    }
    assert_eq!("".parse::<Code>().unwrap_err(), NotACode::Length(0));
    assert_eq!("3333-4444-6666-7777-888".parse::<Code>().unwrap_err(), NotACode::Length(19));
    assert_eq!("O333-4444-6666-7777-8888".parse::<Code>().unwrap_err(), NotACode::Sign('O'));
    assert_eq!(format!("{code:?}"), "Code(…)");
}

#[test]
fn a_code_has_more_than_eighty_bits_and_no_sign_is_favoured() {
    assert!((f64::from(u32::try_from(CODE_SIGNS.len()).unwrap())).log2() * 20.0 > 89.0);
    let chance = SeededChance::new(1);
    let mut counts = [0_u32; 22];
    for _ in 0..2_000 {
        for sign in Code::random(&chance).written().bytes().filter(|sign| *sign != b'-') {
            counts[CODE_SIGNS.iter().position(|known| *known == sign).unwrap()] += 1;
        }
    }
    // 40,000 signs over 22: 1,818 each. Pearson's chi-squared with 21 degrees of freedom lies under 46.8 in 99.9 % of all draws.
    let expected = 40_000.0 / 22.0;
    let chi: f64 = counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
    assert!(chi < 46.8, "{chi}: {counts:?}");
}

fn moved() -> Happening {
    let to = "00000000-0000-4000-8000-000000000009".parse().unwrap();
    Happening::Moved { to, authority: "Ekby".to_owned() }
}

/// What somebody does, as an entry that the rules allow.
fn done(action: Action, by: Party, at: Day, motive: u8) -> Option<Happening> {
    let no = motive.is_multiple_of(3);
    Some(match action {
        Action::Acknowledge => Happening::Acknowledged,
        Action::Ask => Happening::Asked,
        Action::Act => Happening::Acted { measure: "trepartssamtal".to_owned() },
        Action::Note => Happening::Noted,
        Action::Answer => Happening::Answered,
        Action::Stop => Happening::Stopped { reason: "vantar".to_owned(), look: plus_working_days(at, 5) },
        Action::Start => Happening::Started,
        Action::Extend => Happening::Extended { to: plus_working_days(at, 15) },
        Action::Classify => Happening::Classified {
            counting: Counting { negative: !no, active: true, management: true },
            category: Some("innehall".to_owned()),
        },
        Action::Word => Happening::Worded,
        Action::Close => Happening::Closed { outcome: Outcome::ALL[usize::from(motive) % Outcome::ALL.len()] },
        Action::Reopen => Happening::Reopened,
        Action::Link => Happening::Linked { other: other_case(motive) },
        Action::Unlink => Happening::Unlinked { other: other_case(motive) },
        Action::TurnAbuse => Happening::BecameAbuse,
        Action::HandOver | Action::Escalate => Happening::Escalated,
        Action::HandDown => Happening::HandedDown,
        Action::Keep => Happening::Kept,
        Action::Join => Happening::Joined,
        Action::Assign => Happening::Assigned,
        Action::Locate => Happening::Located { unit: unit(motive) },
        Action::Move => moved(),
        Action::Write => Happening::Wrote,
        Action::Say => Happening::Said { verdict: Verdict::ALL[usize::from(motive) % Verdict::ALL.len()] },
    })
    .filter(|_| by == Party::Complainant || !matches!(action, Action::Write | Action::Say | Action::Escalate))
}

/// A case that lived by the rules: who did what, and days between.
fn lived(kind: Kind, place: Place, from: Day, steps: &[(u8, u8, u8, i32)]) -> Vec<Entry> {
    // What comes without a school comes to the authority: every third of its cases here.
    let no_school = place == Place::Authority && from.days_since(day("2024-01-01")) % 3 == 0;
    let mut entries = vec![first(Opened { received: from, no_school, ..opened(kind, place) })];
    let mut at = from;
    for (hand, action, motive, days) in steps {
        at = at.plus_days(*days);
        let seen = [CODE, SCHOOL, OFFICER][usize::from(*hand) % 3];
        let by = seen.hand.party().unwrap();
        let case = Case::replay(&entries).unwrap();
        let open = actions(&case, &seen);
        let Some(action) = (!open.is_empty()).then(|| open[usize::from(*action) % open.len()]) else { continue };
        if let Some(happening) = done(action, by, at, *motive) {
            entries.push(Entry { day: at, by, happening });
        }
    }
    entries
}

/// What a provider's own system says of a case, in any order of days.
fn record() -> impl Strategy<Value = Record> {
    let counting = proptest::option::of((any::<bool>(), any::<bool>(), any::<bool>()));
    let day_of = |days: i32| day("2024-01-01").plus_days(days);
    let kind = prop_oneof![1 => Just(Kind::View), 4 => Just(Kind::Complaint)];
    (kind, 0..330_i32, counting, proptest::option::of(0..60_i32), proptest::option::of(0..90_i32)).prop_map(
        move |(kind, received, counting, answered, closed)| Record {
            unit: unit(1),
            kind,
            received: day_of(received),
            category: Some("innehall".to_owned()),
            counting: counting.map(|(negative, active, management)| Counting { negative, active, management }),
            acknowledged: None,
            answered: answered.map(|days| day_of(received + days)),
            closed: closed.map(|days| day_of(received + days)),
            outcome: closed.map(|_| Outcome::Resolved),
        },
    )
}

/// A case that is read in out of the provider's own system, once or more often.
fn read_in_life() -> impl Strategy<Value = Vec<Entry>> {
    proptest::collection::vec((record(), any::<bool>()), 1..5).prop_map(|records| read_in(&records))
}

fn read_in(records: &[(Record, bool)]) -> Vec<Entry> {
    let today = day("2025-06-02");
    let (first, _) = &records[0];
    let (kind, received) = (first.kind, first.received);
    let of =
        Opened { way: Way::Imported, kind, received, raised: None, reachable: false, ..opened(kind, Place::School) };
    let mut entries = vec![Entry { day: today, by: Party::School, happening: Happening::Opened(of) }];
    for (at, (record, worded)) in (1..).zip(records) {
        let read = ReadIn { import: i64::from(at), row: 2, record: record.clone() };
        let said = |happening| Entry { day: today.plus_days(at), by: Party::School, happening };
        entries.push(said(Happening::ReadIn(read)));
        entries.extend(worded.then(|| said(Happening::Worded)));
    }
    entries
}

#[test]
fn what_is_handled_in_the_providers_own_system_has_no_clock_and_nothing_is_done_in_it_here() {
    let record = Record {
        unit: unit(1),
        kind: Kind::Complaint,
        received: day("2024-03-01"),
        category: Some("innehall".to_owned()),
        counting: Some(COUNTS),
        acknowledged: Some(day("2024-03-04")),
        answered: None,
        closed: None,
        outcome: None,
    };
    let mut entries = read_in(&[(record.clone(), true)]);
    let open = Case::replay(&entries).unwrap();
    let today = day("2025-07-01");
    assert_eq!((open.state, open.received, open.counts()), (StateName::Handled, day("2024-03-01"), true));
    assert_eq!(open.next(&RULES, today), None);
    let clocks = open.clocks(&RULES, today);
    assert_eq!((clocks.acknowledge, clocks.answer), (None, None));
    for seen in [SCHOOL, OFFICER, OWNER] {
        assert!(actions(&open, &seen).is_empty());
    }
    assert_eq!(why_not(&open, &SCHOOL, Action::Classify), Some(Refusal::KeptElsewhere));
    assert!(before_closing(&open).is_empty());
    // The school reads it, the authority sees that it is there.
    assert_eq!((open.sight(&SCHOOL), open.sight(&OFFICER)), (Sight::Words, Sight::Counts));
    // Its times are not among those that are measured here.
    let flow = flows::Flow::of(&entries).unwrap();
    assert_eq!((flow.acknowledged, flow.answered, flow.counts), (None, None, true));
    // What the system says next holds, and what it said before stays in the timeline.
    let closed = Record {
        answered: Some(day("2024-03-08")),
        closed: Some(day("2024-03-20")),
        outcome: Some(Outcome::Partly),
        counting: None,
        ..record
    };
    entries.extend(read_in(&[(closed, false)]).into_iter().skip(1));
    let case = Case::replay(&entries).unwrap();
    assert_eq!(
        (case.state, case.closed, case.outcome),
        (StateName::Closed, Some(day("2024-03-20")), Some(Outcome::Partly))
    );
    assert_eq!((case.first_answered, case.counts(), case.worded), (Some(day("2024-03-08")), false, true));
    assert_eq!(case.reported(), Reported::Closed);
}

#[test]
fn a_row_of_a_file_changes_nothing_in_a_case_that_was_made_here() {
    let mut entries = vec![first(opened(Kind::Complaint, Place::School)), classified("2024-03-05")];
    let before = Case::replay(&entries).unwrap();
    let record = Record {
        unit: unit(1),
        kind: Kind::View,
        received: day("2020-01-01"),
        category: None,
        counting: None,
        acknowledged: None,
        answered: None,
        closed: Some(day("2024-03-05")),
        outcome: Some(Outcome::Resolved),
    };
    let read = ReadIn { import: 1, row: 2, record };
    entries.push(entry("2024-03-05", Party::School, Happening::ReadIn(read)));
    assert_eq!(Case::replay(&entries).unwrap(), before);
}

fn life() -> impl Strategy<Value = Vec<Entry>> {
    let step = (any::<u8>(), any::<u8>(), any::<u8>(), 0..9_i32);
    let kind = prop_oneof![1 => Just(Kind::View), 5 => Just(Kind::Complaint), 1 => Just(Kind::Deficiency)];
    let place = prop_oneof![4 => Just(Place::School), 1 => Just(Place::Authority)];
    (kind, place, 0..330_i32, proptest::collection::vec(step, 0..24))
        .prop_map(|(kind, place, at, steps)| lived(kind, place, day("2024-01-01").plus_days(at), &steps))
}

#[test]
fn what_came_without_a_school_is_the_authoritys_until_it_has_said_which_one() {
    let of = Opened { no_school: true, ..opened(Kind::Complaint, Place::Authority) };
    let case = |rest: &[Entry]| Case::replay(&[&[first(of)][..], rest].concat()).unwrap();
    let new = case(&[]);
    assert_eq!((new.sight(&OFFICER), new.sight(&SCHOOL)), (Sight::Words, Sight::Nothing));
    for action in [Action::HandDown, Action::Join, Action::TurnAbuse] {
        assert_eq!(why_not(&new, &OFFICER, action), Some(Refusal::NoSchool), "{action:?}");
    }
    // Never a dead end: it is answered and closed without one too.
    assert!(
        [Action::Answer, Action::Keep, Action::Ask, Action::Locate]
            .iter()
            .all(|one| actions(&new, &OFFICER).contains(one))
    );
    assert_eq!(why_not(&new, &SCHOOL, Action::Locate), Some(Refusal::NotYours));
    let located = entry("2024-03-04", Party::Authority, Happening::Located { unit: unit(1) });
    let case = |rest: &[Entry]| case(&[&[located.clone()][..], rest].concat());
    // The school sees nothing of it before it has it; whoever said the wrong one says another.
    assert_eq!(case(&[]).sight(&SCHOOL), Sight::Nothing);
    assert_eq!(why_not(&case(&[]), &OFFICER, Action::Locate), None);
    assert_eq!(why_not(&case(&[]), &OFFICER, Action::HandDown), None);
    let down = case(&[entry("2024-03-05", Party::Authority, Happening::HandedDown)]);
    assert_eq!((down.sight(&SCHOOL), down.place), (Sight::Words, Place::School));
    assert_eq!(why_not(&down, &OFFICER, Action::Locate), Some(Refusal::Located));
    assert_eq!(located.shown_to(Party::Complainant), Shown::Not);
}

#[test]
fn what_was_handed_over_to_another_authority_is_closed_counts_no_more_and_nobody_does_anything_in_it() {
    let of = Opened { no_school: true, ..opened(Kind::Complaint, Place::Authority) };
    let judged = Happening::Classified { counting: COUNTS, category: Some("innehall".to_owned()) };
    let judged = entry("2024-03-04", Party::Authority, judged);
    let over = entry("2024-03-05", Party::Authority, moved());
    let before = Case::replay(&[first(of), judged.clone()]).unwrap();
    assert_eq!((why_not(&before, &OFFICER, Action::Move), before.counts()), (None, true));
    assert_eq!(why_not(&before, &CODE, Action::Move), Some(Refusal::NotYours));
    let after = Case::replay(&[first(of), judged.clone(), over.clone()]).unwrap();
    assert_eq!((after.state, after.outcome), (StateName::Closed, Some(Outcome::HandedOver)));
    assert_eq!((after.moved, after.counts(), after.next(&RULES, day("2024-03-06"))), (true, false, None));
    for seen in [CODE, OFFICER] {
        assert_eq!(actions(&after, &seen), [], "{seen:?}");
    }
    // Where the other could not take it, it is worked on again.
    let back = entry("2024-03-06", Party::Authority, Happening::Reopened);
    let back = Case::replay(&[first(of), judged, over, back]).unwrap();
    assert_eq!((back.moved, back.state, back.counts()), (false, StateName::Handled, true));
    // What a school here has is not handed over, and neither is what came with one.
    let down = entry("2024-03-05", Party::Authority, Happening::HandedDown);
    let located = entry("2024-03-04", Party::Authority, Happening::Located { unit: unit(1) });
    let joined = entry("2024-03-06", Party::Authority, Happening::Joined);
    let had = Case::replay(&[first(of), located, down, joined]).unwrap();
    assert_eq!(why_not(&had, &OFFICER, Action::Move), Some(Refusal::IsHere));
    let with = Case::replay(&[first(opened(Kind::Complaint, Place::Authority))]).unwrap();
    assert_eq!(why_not(&with, &OFFICER, Action::Move), Some(Refusal::IsHere));
    // Where it came, the clocks are its own and the day that of the student.
    let came = entry("2024-03-20", Party::Authority, Happening::CameFrom { authority: "Ekby".to_owned(), number: 7 });
    let came = Case::replay(&[first(of), came]).unwrap();
    assert_eq!((came.received, came.clock_from), (of.received, day("2024-03-20")));
    assert_eq!((came.state, came.place, came.acknowledged), (StateName::Received, Place::Authority, None));
}

proptest! {
    #[test]
    fn every_open_case_has_a_next_date_that_somebody_can_act_on(entries in life(), later in 0..40_i32) {
        let case = Case::replay(&entries).unwrap();
        let today = case.last.plus_days(later);
        let next = case.next(&RULES, today);
        prop_assert_eq!(next.is_none(), case.state == StateName::Closed);
        if let Some(next) = next {
            // A day that is set by the clocks is one on which people work.
            prop_assert!(next.what == NextWhat::Look || is_working_day(next.day) || case.extended.is_some());
            let is_theirs = case.place == Place::Authority || case.kind == Kind::Deficiency;
            let handler = if is_theirs { OFFICER } else { SCHOOL };
            let open = actions(&case, &handler);
            let helps = [Action::Acknowledge, Action::Answer, Action::Start, Action::Close, Action::Classify, Action::Word];
            prop_assert!(open.iter().any(|action| helps.contains(action)), "{:?}: {:?}", case, open);
        }
    }

    #[test]
    fn the_authority_reads_a_case_only_after_it_went_to_it(entries in life()) {
        for until in 1..=entries.len() {
            let case = Case::replay(&entries[..until]).unwrap();
            let went = entries[..until].iter().any(|entry| match &entry.happening {
                Happening::Opened(opened) => opened.place != Place::School || opened.kind == Kind::Deficiency,
                Happening::Escalated | Happening::Kept | Happening::Joined | Happening::BecameAbuse => true,
                _ => false,
            });
            prop_assert_eq!(case.sight(&OFFICER) == Sight::Words, went);
        }
    }

    #[test]
    fn the_report_of_a_period_is_the_list_of_the_cases_in_it_that_count(
        lives in proptest::collection::vec(prop_oneof![2 => life().boxed(), 1 => read_in_life().boxed()], 0..12),
        from in 0..200_i32, days in 0..200_i32
    ) {
        let period = Period { from: day("2024-01-01").plus_days(from), to: day("2024-01-01").plus_days(from + days) };
        let cases: Vec<Case> = lives.iter().map(|entries| Case::replay(entries).unwrap()).collect();
        let report = counted_in(cases.iter().enumerate(), period);
        // By the entries alone, as a person would read them.
        let expected: Vec<usize> = (0..lives.len()).filter(|at| {
            let Happening::Opened(opened) = &lives[*at][0].happening else { return false };
            if opened.way == Way::Imported {
                // The last row that was read in says it all.
                let last = lives[*at].iter().rev().find_map(|entry| match &entry.happening {
                    Happening::ReadIn(read) => Some(&read.record),
                    _ => None,
                }).unwrap();
                let counts = last.counting.is_some_and(|said| said.negative && said.active && said.management);
                let inside = period.from <= last.received && last.received <= period.to;
                return inside && last.kind != Kind::View && counts;
            }
            let last = lives[*at].iter().rev().find_map(|entry| match &entry.happening {
                Happening::Classified { counting, .. } => Some(counting.negative && counting.active && counting.management),
                _ => None,
            });
            let school = opened.place != Place::Authority || lives[*at].iter().any(|entry| {
                matches!(entry.happening, Happening::HandedDown | Happening::Joined)
            });
            let inside = period.from <= opened.received && opened.received <= period.to;
            inside && school && opened.kind != Kind::View && last == Some(true)
        }).collect();
        let mut found: Vec<usize> = report.iter().map(|(at, ..)| *at).collect();
        prop_assert!(report.is_sorted_by_key(|(at, case, _)| (case.received, *at)));
        found.sort_unstable();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_longer_period_from_the_same_day_holds_the_shorter_ones_cases(
        lives in proptest::collection::vec(life(), 0..12), days in 0..200_i32, more in 0..150_i32
    ) {
        let from = day("2024-01-01");
        let cases: Vec<Case> = lives.iter().map(|entries| Case::replay(entries).unwrap()).collect();
        let of = |days| {
            let period = Period { from, to: from.plus_days(days) };
            counted_in(cases.iter().enumerate(), period).iter().map(|(at, ..)| *at).collect::<Vec<_>>()
        };
        let (short, long) = (of(days), of(days + more));
        prop_assert!(short.iter().all(|at| long.contains(at)));
    }

    #[test]
    fn no_text_makes_the_reader_of_codes_stumble(text in ".*") {
        let _ = text.parse::<Code>();
    }
}

#[test]
fn letters_about_a_case_go_when_it_is_new_the_day_before_the_day_after_and_every_fourth_working_day() {
    // Received on Friday 1 March 2024, to be acknowledged on Tuesday the 5th; 29 March to 1 April are Easter.
    let rules = ChaseRules::default();
    let next = |what: NextWhat, at: &str| Some(Next { day: day(at), what });
    let waits = next(NextWhat::Acknowledge, "2024-03-05");
    let look = next(NextWhat::Look, "2024-03-05");
    let told = |rung: Rung, since: Option<&str>, escalated: bool| Some((rung, since.map(day), escalated));
    let table = [
        ("new, on the day it came", waits, "2024-03-01", told(Rung::New, None, false)),
        ("on a Saturday nobody is written to", waits, "2024-03-02", None),
        ("the working day before", waits, "2024-03-04", told(Rung::Before, Some("2024-03-04"), false)),
        ("the last day: what was missed", waits, "2024-03-05", told(Rung::Before, Some("2024-03-04"), false)),
        ("the first day after", waits, "2024-03-06", told(Rung::After, Some("2024-03-06"), false)),
        ("between two", waits, "2024-03-11", told(Rung::After, Some("2024-03-06"), false)),
        ("the fourth working day", waits, "2024-03-12", told(Rung::After, Some("2024-03-12"), false)),
        ("after two the officer too", waits, "2024-03-18", told(Rung::After, Some("2024-03-18"), true)),
        ("over Easter", waits, "2024-04-02", told(Rung::After, Some("2024-03-28"), true)),
        ("Good Friday", waits, "2024-03-29", None),
        ("an answer is not new", next(NextWhat::Answer, "2024-03-15"), "2024-03-06", None),
        (
            "an answer, the day before",
            next(NextWhat::Answer, "2024-03-15"),
            "2024-03-14",
            told(Rung::Before, Some("2024-03-14"), false),
        ),
        ("while the clocks stand", look, "2024-03-04", None),
        ("on the day it is looked at", look, "2024-03-05", None),
        ("a stop that was forgotten", look, "2024-03-06", told(Rung::After, Some("2024-03-06"), false)),
        ("what is done", None, "2024-03-06", None),
    ];
    for (what, next, today, expected) in table {
        let found = chase(&rules, next, day(today)).map(|one| (one.rung, one.since, one.escalated));
        assert_eq!(found, expected, "{what}");
    }
    // Each rung can be left out.
    let none = ChaseRules { new: false, before: 0, after_first: 0, ..rules };
    let once = ChaseRules { after_every: 0, escalate_after: 0, ..rules };
    for offset in 0..60 {
        let today = day("2024-03-01").plus_days(offset);
        assert_eq!(chase(&none, waits, today), None);
        let told = chase(&once, waits, today).filter(|one| one.rung == Rung::After);
        assert!(told.is_none_or(|one| one.since == Some(day("2024-03-06")) && !one.escalated));
    }
}
