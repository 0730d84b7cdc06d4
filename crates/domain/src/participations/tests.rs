#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use kernel::Day;
use proptest::prelude::*;

mod persons;

use super::*;
use crate::courses::{CourseCode, Grade, Mark, SchoolForm};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn raw(code: &str) -> RawParticipation {
    RawParticipation {
        person: PersonKey([7; 16]),
        sex: Sex::Woman,
        protected: false,
        course: code.parse().unwrap(),
        form: None,
        points: None,
        points_done: None,
        started: day("2024-01-08"),
        ended: Some(day("2024-03-22")),
        study_form: StudyForm::Distance,
        place: Place(1),
        mark: None,
        graded_on: None,
        told: Told::Nothing,
        first_absent: None,
        decided_on: None,
        cause: Cause::Unknown,
        road: Road::Taught,
        education: None,
    }
}

fn facts(code: &str) -> Facts {
    let code: CourseCode = code.parse().unwrap();
    Facts { as_of: day("2024-06-30"), course: 3, class: code.class(), in_catalogue: true, points: Some(100) }
}

fn faults(raw: &RawParticipation) -> Vec<Fault> {
    check(raw, &facts(raw.course.as_str())).err().unwrap_or_default()
}

fn outcome(raw: &RawParticipation) -> (Outcome, Vec<Notice>) {
    let checked = check(raw, &facts(raw.course.as_str())).unwrap();
    (checked.participation.outcome, checked.notices)
}

#[test]
fn what_became_of_a_participation_follows_from_what_the_row_says() {
    let ended = day("2024-03-22");
    let course = "SVESVE01";
    let a = Mark::Grade(Grade::A);
    let graded = RawParticipation { mark: Some(a), graded_on: Some(day("2024-03-20")), ..raw(course) };
    let completed = Outcome::Completed { ended: day("2024-03-20"), mark: Some((a, day("2024-03-20"))) };
    assert_eq!(outcome(&graded), (completed, vec![]));

    let dash = RawParticipation { mark: Some(Mark::Dash), graded_on: Some(ended), ..raw(course) };
    assert_eq!(outcome(&dash).0, Outcome::Completed { ended, mark: Some((Mark::Dash, ended)) });

    let dropped = RawParticipation {
        first_absent: Some(day("2024-02-01")),
        decided_on: Some(day("2024-02-22")),
        cause: Cause::Work,
        ..raw(course)
    };
    let expected =
        Outcome::DroppedOut { first_absent: day("2024-02-01"), decided: Some(day("2024-02-22")), cause: Cause::Work };
    assert_eq!(outcome(&dropped), (expected, vec![]));
    let early = RawParticipation { decided_on: Some(day("2024-02-21")), ..dropped.clone() };
    assert_eq!(outcome(&early).1, [Notice::DecidedEarly], "the twenty-first day is one too soon");

    let silent = raw(course);
    assert_eq!(outcome(&silent), (Outcome::Unknown { ended }, vec![Notice::EndedUnknown]));
    let orientation = raw("GRNORI21A");
    assert_eq!(outcome(&orientation).0, Outcome::Completed { ended, mark: None });
    let later = RawParticipation { ended: Some(day("2024-12-20")), ..raw(course) };
    assert_eq!(outcome(&later).0, Outcome::Ongoing);
    let graded_before_its_end = RawParticipation { mark: Some(a), graded_on: Some(day("2024-05-31")), ..later };
    assert_eq!(outcome(&graded_before_its_end).0.ended(), Some(day("2024-05-31")));
    let never = RawParticipation { told: Told::NotStarted, decided_on: Some(day("2024-01-03")), ..raw(course) };
    assert_eq!(outcome(&never).0, Outcome::NotStarted { noted: day("2024-01-03") });
    let ceased = RawParticipation { told: Told::Ceased, decided_on: Some(day("2024-02-03")), ..raw(course) };
    assert_eq!(outcome(&ceased).0, Outcome::Ceased { decided: day("2024-02-03") });
}

#[test]
fn everything_that_is_wrong_with_a_row_is_told_at_once() {
    let f = Mark::Grade(Grade::F);
    let row = RawParticipation {
        ended: Some(day("2024-01-07")),
        mark: Some(f),
        graded_on: Some(day("2024-07-01")),
        first_absent: Some(day("2024-01-02")),
        points_done: Some(150),
        ..raw("SVESVE01")
    };
    assert_eq!(
        faults(&row),
        [
            Fault::EndsBeforeStart,
            Fault::InTheFuture(Field::GradedOn),
            Fault::BeforeStart(Field::FirstAbsent),
            Fault::TooManyPoints,
            Fault::GradeBesideEnding,
        ]
    );
}

#[test]
fn a_row_that_cannot_be_true_is_kept_out() {
    let grade = |code: &str, grade| RawParticipation { mark: Some(Mark::Grade(grade)), ..raw(code) };
    for (row, expected) in [
        (grade("SFIKUB92", Grade::A), Fault::NotOnScale(SchoolForm::Sfi)),
        (grade("SVESVE01", Grade::G), Fault::NotOnScale(SchoolForm::UpperSecondary)),
        (grade("GRNORI21A", Grade::G), Fault::GradeOfUngraded),
        (raw("MATE1A00X"), Fault::LevelTooEarly),
        (RawParticipation { form: Some(SchoolForm::Basic), ..raw("SFIKUB92") }, Fault::OtherForm(SchoolForm::Sfi)),
        (raw("INMDIGITALT"), Fault::NoForm),
        (RawParticipation { told: Told::DroppedOut, ..raw("SVESVE01") }, Fault::DropoutWithoutDay),
        (RawParticipation { told: Told::Ceased, ..raw("SVESVE01") }, Fault::CessationWithoutDay),
        (RawParticipation { ended: None, ..grade("SVESVE01", Grade::E) }, Fault::EndedWithoutDay),
        (RawParticipation { ended: None, told: Told::Completed, ..raw("SVESVE01") }, Fault::EndedWithoutDay),
        (RawParticipation { ended: None, told: Told::Unknown, ..raw("SVESVE01") }, Fault::EndedWithoutDay),
        (
            RawParticipation {
                first_absent: Some(day("2024-02-10")),
                decided_on: Some(day("2024-02-09")),
                ..raw("SVESVE01")
            },
            Fault::DecidedBeforeAbsence,
        ),
        (RawParticipation { road: Road::Tested, told: Told::NotStarted, ..raw("SVESVE01") }, Fault::TestBesideEnding),
    ] {
        assert_eq!(faults(&row), [expected], "{row:?}");
    }
}

fn counted(row: &RawParticipation) -> BTreeMap<Measure, u32> {
    let checked = check(row, &facts(row.course.as_str())).unwrap();
    let mut seen = BTreeMap::new();
    counts(&checked.participation, |measure, month| {
        assert!(seen.insert(measure, month.number()).is_none(), "{measure:?} is counted twice");
    });
    seen
}

#[test]
fn each_count_stands_in_the_month_of_its_own_day() {
    let row =
        RawParticipation { mark: Some(Mark::Grade(Grade::E)), graded_on: Some(day("2024-04-02")), ..raw("SVESVE01") };
    let expected = [
        (Measure::Started, 202_401),
        (Measure::StartedCompleted, 202_401),
        (Measure::StartedPassed, 202_401),
        (Measure::Completed, 202_403),
        (Measure::CompletedPassed, 202_403),
        (Measure::GradeE, 202_404),
        (Measure::GradedPassed, 202_404),
    ];
    assert_eq!(counted(&row), expected.into());
    let tested = RawParticipation { road: Road::Tested, ..row };
    assert_eq!(counted(&tested), [(Measure::TestPassed, 202_404)].into(), "a test is in no throughput");
    let never = RawParticipation { told: Told::NotStarted, decided_on: Some(day("2023-12-20")), ..raw("SVESVE01") };
    assert_eq!(counted(&never), [(Measure::NotStarted, 202_312)].into(), "who never came has not begun");
}

#[test]
fn the_same_row_says_the_same_whenever_it_is_read() {
    let graded = RawParticipation {
        mark: Some(Mark::Grade(Grade::E)),
        graded_on: Some(day("2024-04-02")),
        ended: Some(day("2024-06-14")),
        ..raw("SVESVE01")
    };
    let read = |row: &RawParticipation, as_of| {
        let facts = Facts { as_of: day(as_of), ..facts("SVESVE01") };
        check(row, &facts).unwrap().participation.outcome
    };
    let expected =
        Outcome::Completed { ended: day("2024-04-02"), mark: Some((Mark::Grade(Grade::E), day("2024-04-02"))) };
    assert_eq!([read(&graded, "2024-05-01"), read(&graded, "2024-09-01")], [expected; 2]);
    let without_day = RawParticipation { graded_on: None, ..graded };
    let outright = |told| RawParticipation { told, mark: None, ..without_day.clone() };
    for row in [without_day.clone(), outright(Told::Completed), outright(Told::Unknown)] {
        for as_of in ["2024-05-01", "2024-05-08", "2024-06-13"] {
            let facts = Facts { as_of: day(as_of), ..facts("SVESVE01") };
            assert_eq!(
                check(&row, &facts).unwrap_err(),
                [Fault::EndedWithoutDay],
                "{as_of}: no day that it can be counted on"
            );
        }
        assert_eq!(read(&row, "2024-06-14").ended(), Some(day("2024-06-14")));
        assert_eq!(read(&row, "2024-09-01"), read(&row, "2024-06-14"));
    }
    let decided = RawParticipation { decided_on: Some(day("2024-04-20")), ..outright(Told::Completed) };
    assert_eq!(
        [read(&decided, "2024-05-01"), read(&decided, "2024-05-08")].map(Outcome::ended),
        [Some(day("2024-04-20")); 2]
    );
}

#[test]
fn a_first_day_decades_ago_or_years_ahead_is_miswritten() {
    let on = |started: &str| {
        let row = RawParticipation { started: day(started), ended: None, told: Told::Ongoing, ..raw("SVESVE01") };
        faults(&row)
    };
    for started in ["1994-06-30", "2024-07-01", "2026-06-30"] {
        assert_eq!(on(started), [], "{started}");
    }
    for started in ["1950-01-08", "1994-06-29", "2026-07-01", "2204-01-08"] {
        assert_eq!(on(started), [Fault::StartFarAway], "{started}");
    }
}

#[test]
fn a_dash_after_a_test_is_neither_a_pass_nor_a_fail() {
    let tested = |mark| {
        let row = RawParticipation { mark: Some(mark), road: Road::Tested, ..raw("SVESVE01") };
        let mut counted = Vec::new();
        counts(&check(&row, &facts("SVESVE01")).unwrap().participation, |measure, _| counted.push(measure));
        counted
    };
    assert_eq!(tested(Mark::Dash), [Measure::TestDash]);
    assert_eq!(tested(Mark::Grade(Grade::F)), [Measure::TestFailed]);
    assert_eq!(tested(Mark::Grade(Grade::E)), [Measure::TestPassed]);
}

#[test]
fn every_code_and_name_is_used_once_and_read_back() {
    for (index, measure) in Measure::ALL.iter().enumerate() {
        assert_eq!(Measure::from_code(measure.code()), Some(*measure));
        assert_eq!(Measure::from_slug(measure.slug()), Some(*measure));
        assert!(!Measure::ALL[..index].iter().any(|other| other.code() == measure.code()));
        assert!(!sv::measure(*measure).is_empty());
    }
    for field in Field::ALL {
        assert_eq!(Field::from_slug(field.slug()), Some(field));
    }
}

#[test]
fn a_month_has_its_first_and_last_day_and_a_next() {
    let month = Month::of(day("2024-02-29"));
    assert_eq!((month.number(), month.to_string().as_str()), (202_402, "2024-02"));
    let period = month.period().unwrap();
    assert_eq!((period.from, period.to), (day("2024-02-01"), day("2024-02-29")));
    assert_eq!(Month::of(day("2024-12-31")).next().number(), 202_501);
    assert_eq!(Month::from_number(202_413), None);
}

fn any_row() -> impl Strategy<Value = RawParticipation> {
    let marks = prop_oneof![
        Just(None),
        Just(Some(Mark::Dash)),
        prop::sample::select(Grade::ALL.to_vec()).prop_map(|grade| Some(Mark::Grade(grade))),
    ];
    let told = prop::sample::select(vec![
        Told::Nothing,
        Told::Ongoing,
        Told::Completed,
        Told::DroppedOut,
        Told::Ceased,
        Told::NotStarted,
        Told::Unknown,
    ]);
    let codes = prop::sample::select(vec!["SVESVE01", "SFIKUC92", "GRNMATA", "GRNORI21A", "KVARVO", "MAMMAT51"]);
    let offset = || prop::option::of(-40i32..400);
    (codes, marks, told, prop::sample::select(Road::ALL.to_vec()), [offset(), offset(), offset(), offset()]).prop_map(
        |(code, mark, told, road, [ended, graded, absent, decided])| {
            let start = day("2024-01-08");
            let after = |days: Option<i32>| days.map(|days| start.plus_days(days));
            RawParticipation {
                mark,
                told,
                road,
                ended: after(ended),
                graded_on: after(graded),
                first_absent: after(absent),
                decided_on: after(decided),
                ..raw(code)
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_begun_ends_at_most_once_and_parts_sum_to_their_whole(row in any_row()) {
        let Ok(checked) = check(&row, &facts(row.course.as_str())) else { return Ok(()) };
        let mut seen: BTreeMap<Measure, u32> = BTreeMap::new();
        counts(&checked.participation, |measure, _| *seen.entry(measure).or_default() += 1);
        let n = |measure: Measure| seen.get(&measure).copied().unwrap_or_default();
        prop_assert!(seen.values().all(|n| *n == 1));
        let endings: u32 = Measure::ENDINGS.into_iter().map(n).sum();
        prop_assert!(endings <= n(Measure::Started));
        let ongoing = matches!(checked.participation.outcome, Outcome::Ongoing);
        prop_assert_eq!(n(Measure::Started) - endings, u32::from(ongoing && checked.participation.road == Road::Taught));
        let parts = [
            Measure::CompletedPassed,
            Measure::CompletedFailed,
            Measure::CompletedDash,
            Measure::CompletedUngraded,
        ];
        prop_assert_eq!(parts.into_iter().map(n).sum::<u32>(), n(Measure::Completed));
        let grades: u32 = Grade::ALL.into_iter().map(|grade| n(Measure::of_grade(grade))).sum();
        prop_assert_eq!(grades, n(Measure::GradedPassed) + n(Measure::GradedFailed));
        prop_assert_eq!(n(Measure::DroppedOut), n(Measure::DropoutDecided));
        // What has become of those who began is told once of each, and says the same as the ending.
        prop_assert_eq!(Measure::FATES.into_iter().map(n).sum::<u32>(), n(Measure::Started));
        for (fate, ending) in [
            (Measure::StartedCompleted, Measure::Completed),
            (Measure::StartedPassed, Measure::CompletedPassed),
            (Measure::StartedDroppedOut, Measure::DroppedOut),
            (Measure::StartedCeased, Measure::Ceased),
            (Measure::StartedUnknown, Measure::EndedUnknown),
        ] {
            prop_assert_eq!(n(fate), n(ending));
        }
        prop_assert!(!seen.keys().any(|measure| measure.is_of_persons()));
    }

    #[test]
    fn a_row_with_faults_says_where_and_what_to_do(row in any_row()) {
        for fault in faults(&row) {
            prop_assert!(!sv::field(fault.field()).is_empty());
            prop_assert!(sv::fault(fault).ends_with('.'));
        }
    }
}

#[test]
fn a_row_of_which_something_could_not_be_read_is_judged_by_the_rest() {
    let mut wrong = raw("SFIKUB92");
    wrong.ended = Some(day("2024-01-01"));
    wrong.graded_on = Some(day("2024-12-01"));
    let all = facts_of(&wrong, &[]);
    assert!(all.contains(&Fault::EndsBeforeStart) && all.contains(&Fault::InTheFuture(Field::GradedOn)), "{all:?}");
    // Where the last day could not be read there is nothing to say of it.
    let rest = facts_of(&wrong, &[Field::End, Field::Outcome]);
    assert!(!rest.contains(&Fault::EndsBeforeStart) && rest.contains(&Fault::InTheFuture(Field::GradedOn)), "{rest:?}");
    for fault in all {
        assert!(fault.rests_on().contains(&fault.field()), "{fault:?}");
    }
}

fn facts_of(raw: &RawParticipation, unread: &[Field]) -> Vec<Fault> {
    faults_beside(raw, &facts(raw.course.as_str()), unread)
}
