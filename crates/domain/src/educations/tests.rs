#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::Day;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn raw() -> RawEducation {
    RawEducation {
        number: Some(1),
        kind: Some(Kind::Whole),
        title: "Svetsare".to_owned(),
        started: Some(day("2023-08-21")),
        planned_end: Some(day("2024-06-05")),
        ended: Some(day("2024-06-05")),
        outcome: Some(Outcome::Completed),
        situation: Some(Situation::JobSeeking),
        noted: Some(day("2023-08-21")),
    }
}

fn checked(raw: &RawEducation) -> (Result<Option<Education>, Vec<Fault>>, Vec<Notice>) {
    let mut notices = Vec::new();
    (check(raw, day("2023-09-01"), day("2024-12-31"), &mut notices), notices)
}

#[test]
fn a_row_that_only_names_its_education_tells_nothing_of_it() {
    assert_eq!(checked(&RawEducation { number: Some(4), ..RawEducation::default() }), (Ok(None), vec![]));
    assert_eq!(checked(&RawEducation::default()), (Ok(None), vec![]));
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let wrong = RawEducation {
        number: None,
        kind: None,
        title: "x".repeat(81),
        started: Some(day("2024-01-10")),
        planned_end: Some(day("2024-01-09")),
        ended: None,
        outcome: Some(Outcome::DroppedOut),
        situation: None,
        noted: Some(day("2025-01-01")),
    };
    let expected = vec![
        Fault::NoNumber,
        Fault::NoKind,
        Fault::LongTitle,
        Fault::OutcomeWithoutEnd,
        Fault::InTheFuture(Field::SituationNoted),
        Fault::NotedNothing,
        Fault::PlannedBeforeStart,
    ];
    assert_eq!(checked(&wrong).0, Err(expected));
    let late = RawEducation { ended: Some(day("2023-08-20")), outcome: Some(Outcome::Ongoing), ..raw() };
    assert_eq!(checked(&late).0, Err(vec![Fault::OngoingWithEnd, Fault::EndsBeforeStart]));
    let future = RawEducation { ended: Some(day("2025-01-01")), started: None, ..raw() };
    assert_eq!(checked(&future).0, Err(vec![Fault::NoStart, Fault::InTheFuture(Field::EducationEnd)]));
}

#[test]
fn what_can_be_odd_and_true_is_a_notice() {
    let (education, notices) = checked(&RawEducation { outcome: None, ..raw() });
    assert_eq!((education.unwrap().unwrap().outcome, notices), (Outcome::Unknown, vec![Notice::EndedUnknown]));
    let (education, notices) = checked(&RawEducation { outcome: None, ended: None, ..raw() });
    assert_eq!((education.unwrap().unwrap().outcome, notices), (Outcome::Ongoing, vec![Notice::Overdue]));
    let (_, notices) = checked(&RawEducation { started: Some(day("2023-09-02")), ..raw() });
    assert_eq!(notices, [Notice::CourseOutside]);
    assert_eq!(checked(&raw()).1, []);
}

#[test]
fn a_situation_noted_after_the_first_day_is_told_from_one_noted_at_the_start() {
    let at_start = checked(&raw()).0.unwrap().unwrap();
    assert!(!at_start.is_noted_afterwards());
    let after = checked(&RawEducation { noted: Some(day("2023-08-22")), ..raw() }).0.unwrap().unwrap();
    assert!(after.is_noted_afterwards());
    assert_eq!(at_start.differences(&after), [Field::SituationNoted]);
}

#[test]
fn educations_overlap_only_within_a_kind_and_on_a_shared_day() {
    let one = checked(&raw()).0.unwrap().unwrap();
    let next = Education { started: day("2024-06-06"), ended: None, outcome: Outcome::Ongoing, ..one.clone() };
    assert!(!overlap(&one, &next) && !overlap(&next, &one));
    let same_day = Education { started: day("2024-06-05"), ..next.clone() };
    assert!(overlap(&one, &same_day) && overlap(&same_day, &one));
    assert!(!overlap(&one, &Education { kind: Kind::Apprentice, ..same_day }));
}

proptest! {
    #[test]
    fn an_education_is_counted_once_when_it_has_ended_and_never_before(
        kind in prop::sample::select(Kind::ALL.to_vec()),
        outcome in prop::sample::select(Outcome::ALL.to_vec()),
    ) {
        let ongoing = outcome == Outcome::Ongoing;
        let ended = (!ongoing).then(|| day("2024-06-05"));
        let told = RawEducation { kind: Some(kind), outcome: Some(outcome), ended, ..raw() };
        let one = checked(&told).0.unwrap().unwrap();
        let mut counted = Vec::new();
        counts(&one, |measure, month| counted.push((measure, month.number())));
        prop_assert_eq!(counted.len(), usize::from(!ongoing));
        for (measure, month) in counted {
            prop_assert!(measure.is_of_educations());
            prop_assert_eq!(month, 202_406);
        }
    }
}

#[test]
fn every_code_and_name_comes_back_as_what_it_was() {
    for kind in Kind::ALL {
        assert_eq!((Kind::from_code(kind.code()), Kind::from_slug(kind.slug())), (Some(*kind), Some(*kind)));
    }
    for outcome in Outcome::ALL {
        assert_eq!(Outcome::from_code(outcome.code()), Some(*outcome));
    }
    for situation in Situation::ALL {
        assert_eq!(Situation::from_code(situation.code()), Some(*situation));
    }
}

#[test]
fn throughput_of_educations_is_an_indicator_as_data_and_is_missing_where_too_many_endings_are_unknown() {
    use crate::indicators::{Counts, Figure, Formula, Missing, Term, figure};
    use crate::year::Word;

    let term = |slug: &str| Term::from_slug(slug).unwrap();
    let completed: Vec<Term> = ["whole-completed", "combination-completed", "apprentice-completed"].map(term).to_vec();
    let dropped = ["whole-dropped", "combination-dropped", "apprentice-dropped"].map(term);
    let denominator = completed.iter().copied().chain(dropped).collect();
    let formula = Formula { numerator: completed, denominator, ..Formula::default() };
    assert!(formula.counts_educations() && formula.measures().contains(&Measure::EducationUnknown));
    let mut counts = Counts::default();
    counts.add(Measure::WholeCompleted, 50);
    counts.add(Measure::ApprenticeCompleted, 30);
    counts.add(Measure::CombinationDropped, 20);
    assert_eq!(figure(&formula, &counts).counts(), Some((80, 100)));
    counts.add(Measure::EducationUnknown, 6);
    assert_eq!(figure(&formula, &counts), Figure::Missing(Missing::EndingsUnknown(6)));
}
