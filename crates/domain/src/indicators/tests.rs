//! What figures come of counts.

#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use stats::{Rule, Share, wilson};

use super::*;
use crate::participations::Measure;
use crate::year::Word;

fn counts(within: &[(Measure, i64)]) -> Counts {
    let mut counts = Counts::default();
    for (measure, n) in within {
        counts.add(*measure, *n);
    }
    counts
}

fn formula(numerator: &[Term], denominator: &[Term]) -> Formula {
    Formula { numerator: numerator.to_vec(), denominator: denominator.to_vec(), ..Formula::default() }
}

const PASSED: Term = Term::Counted(Measure::CompletedPassed);
const COMPLETED: Term = Term::Counted(Measure::Completed);
const DROPPED: Term = Term::Counted(Measure::DroppedOut);
const GRADED: [Term; 2] = [Term::Counted(Measure::GradedPassed), Term::Counted(Measure::GradedFailed)];

#[test]
fn every_term_has_a_name_of_its_own_that_reads_back() {
    let mut names: Vec<&str> = Term::ALL.iter().map(|term| term.slug()).collect();
    for term in Term::ALL {
        assert_eq!(Term::from_slug(term.slug()), Some(*term));
        assert!(!sv::term(*term).is_empty());
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 3 + Measure::ALL.len() + Work::ALL.len() + Awaited::ALL.len());
}

/// The same women, told on three bases: Statistics Sweden's table of sfi, course 3C 2021, prints 35.2 % of all
/// participations and 54.5 % of those that ended.
#[test]
fn the_same_people_have_three_pass_shares_each_with_its_base() {
    let mut of = counts(&[
        (Measure::Started, 700),
        (Measure::Completed, 420),
        (Measure::CompletedPassed, 352),
        (Measure::DroppedOut, 226),
        (Measure::GradedPassed, 352),
        (Measure::GradedFailed, 48),
    ]);
    of.add_before(Measure::Started, 900);
    of.add_before(Measure::Completed, 500);
    of.add_before(Measure::Ceased, 100);
    let all = figure(&formula(&[PASSED], &[Term::Participating]), &of);
    assert_eq!((all.counts(), sv::value(all).as_str()), (Some((352, 1000)), "35,2\u{a0}%"));
    let ended = figure(&formula(&[PASSED], &[COMPLETED, DROPPED]), &of);
    assert_eq!((ended.counts(), sv::value(ended).as_str()), (Some((352, 646)), "54,5\u{a0}%"));
    let graded = figure(&formula(&GRADED[..1], &GRADED), &of);
    assert_eq!((graded.counts(), sv::value(graded).as_str()), (Some((352, 400)), "88\u{a0}%"));
    assert_eq!(
        sv::formula(&formula(&[PASSED], &[COMPLETED, DROPPED])),
        "Slutf\u{f6}rda kursdeltaganden med godk\u{e4}nt betyg \u{f7} (slutf\u{f6}rda kursdeltaganden + avbrutna kursdeltaganden)"
    );
}

#[test]
fn zero_missing_and_too_few_are_three_different_things() {
    let dropout = formula(&[DROPPED], &[COMPLETED, DROPPED]);
    let none = figure(&dropout, &counts(&[(Measure::Completed, 40)]));
    assert_eq!((none.counts(), sv::value(none).as_str()), (Some((0, 40)), "0\u{a0}%"));
    let nothing = figure(&dropout, &Counts::default());
    assert_eq!((nothing, sv::value(nothing).as_str()), (Figure::Missing(Missing::NothingCounted), sv::MISSING));
    let no_base = figure(&dropout, &counts(&[(Measure::Started, 3)]));
    assert_eq!((no_base.counts(), no_base.value(), sv::value(no_base).as_str()), (Some((0, 0)), None, sv::MISSING));
    let few = figure(&dropout, &counts(&[(Measure::Completed, 40), (Measure::DroppedOut, 2)]));
    assert_eq!(
        (few.seen_by(Rule::INSIDE), sv::value(few.seen_by(Rule::INSIDE)).as_str()),
        (Figure::TooFew, sv::TOO_FEW)
    );
    assert_eq!(few.seen_by(Rule::OPEN), few);
    assert_eq!(none.seen_by(Rule::INSIDE), none);
    let survey = formula(&[Term::Awaited(Awaited::SurveySatisfied)], &[Term::Awaited(Awaited::SurveyAnswers)]);
    let awaited = Missing::Awaited(Awaited::SurveySatisfied);
    assert_eq!(figure(&survey, &counts(&[(Measure::Completed, 40)])), Figure::Missing(awaited));
    assert!(sv::missing(awaited).contains("enk\u{e4}tsvar"));
}

#[test]
fn unknown_endings_are_told_while_they_are_few_and_make_the_figure_missing_when_they_are_many() {
    let through = formula(&[COMPLETED], &[COMPLETED, DROPPED]);
    let of = |unknown| counts(&[(Measure::Completed, 75), (Measure::DroppedOut, 20), (Measure::EndedUnknown, unknown)]);
    let Figure::Share { share, unknown, .. } = figure(&through, &of(5)) else { panic!("no share") };
    assert_eq!((share.base(), unknown), (95, 5));
    assert_eq!(figure(&through, &of(6)), Figure::Missing(Missing::EndingsUnknown(6)));
    // Grades are known however the courses ended.
    let graded = counts(&[(Measure::GradedPassed, 8), (Measure::GradedFailed, 2), (Measure::EndedUnknown, 50)]);
    assert_eq!(figure(&formula(&GRADED[..1], &GRADED), &graded).counts(), Some((8, 10)));
}

#[test]
fn what_rests_on_when_courses_began_is_missing_where_the_source_does_not_tell_and_the_rest_is_told() {
    let mut of = counts(&[
        (Measure::Started, 40),
        (Measure::StartedCompleted, 40),
        (Measure::Completed, 40),
        (Measure::CompletedPassed, 30),
        (Measure::SfiBeginners, 10),
        (Measure::SfiTwoCourses, 10),
    ]);
    of.set_students(Ok(40));
    of.set_complaints(Ok(1));
    let began = formula(&[Term::Counted(Measure::StartedCompleted)], &[Term::Counted(Measure::Started)]);
    let rests = [
        began.clone(),
        formula(&[PASSED], &[Term::Participating]),
        formula(&[Term::Counted(Measure::SfiTwoCourses)], &[Term::Counted(Measure::SfiBeginners)]),
        Formula { per: Some(100), ..formula(&[Term::Complaints], &[Term::Students]) },
    ];
    assert_eq!(figure(&began, &of).counts(), Some((40, 40)));
    let mut all = Counts::default();
    of.set_starts_unknown();
    all.add_all(&of);
    for formula in rests {
        assert_eq!(figure(&formula, &of), Figure::Missing(Missing::StartsUnknown), "{formula:?}");
    }
    assert_eq!(figure(&began, &all), Figure::Missing(Missing::StartsUnknown), "and so is a sum of it");
    assert_eq!(figure(&formula(&[PASSED], &[COMPLETED]), &of).counts(), Some((30, 40)));
    assert!(sv::missing(Missing::StartsUnknown).contains("n\u{e4}r kurserna b\u{f6}rjade"));
}

#[test]
fn a_rate_has_no_interval_and_may_pass_its_base_but_a_share_may_not() {
    let rate = Formula { per: Some(100), ..formula(&[Term::Counted(Measure::Dash)], &[COMPLETED]) };
    let of = counts(&[(Measure::Dash, 30), (Measure::Completed, 20)]);
    assert_eq!(sv::value(figure(&rate, &of)), "150 per 100");
    assert_eq!(figure(&Formula { per: None, ..rate }, &of), Figure::Missing(Missing::NotAPart));
}

#[test]
fn the_parts_of_a_distribution_add_up_to_its_base_and_grades_that_nobody_has_are_left_out() {
    let of = counts(&[
        (Measure::GradeA, 10),
        (Measure::GradeE, 25),
        (Measure::GradeF, 5),
        (Measure::GradedPassed, 35),
        (Measure::GradedFailed, 5),
    ]);
    let grades = [Measure::GradeA, Measure::GradeB, Measure::GradeE, Measure::GradeF].map(Term::Counted);
    let spread = Formula { parts: grades.to_vec(), denominator: GRADED.to_vec(), ..Formula::default() };
    let told = parts(&spread, &of);
    let names: Vec<String> = told.iter().map(|part| sv::part(part.term)).collect();
    assert_eq!(names, ["A", "E", "F"]);
    let sum: i64 = told.iter().filter_map(|part| part.figure.counts()).map(|(n, _)| n).sum();
    assert_eq!(Some((sum, sum)), figure(&spread, &of).counts());
    assert_eq!(parts(&formula(&[PASSED], &[COMPLETED]), &of), []);
}

#[test]
fn how_a_figure_stands_to_its_target_says_when_the_interval_passes_over_it() {
    let least = |percent: i64| Limit { aim: Aim::AtLeast, thousandths: percent * 1000 };
    let most = |percent: i64| Limit { aim: Aim::AtMost, thousandths: percent * 1000 };
    for (part, base, limit, expected) in [
        (950, 1000, least(88), Some(Stands::Reached)),
        (90, 100, least(88), Some(Stands::ReachedWithin)),
        (86, 100, least(88), Some(Stands::MissedWithin)),
        (700, 1000, least(88), Some(Stands::Missed)),
        (100, 1000, most(20), Some(Stands::Reached)),
        (18, 100, most(20), Some(Stands::ReachedWithin)),
        (22, 100, most(20), Some(Stands::MissedWithin)),
        (300, 1000, most(20), Some(Stands::Missed)),
        (0, 0, most(20), None),
    ] {
        assert_eq!(limit.stands(part, base, wilson(part, base)), expected, "{part} of {base}, {limit:?}");
    }
    let half = Limit { aim: Aim::AtLeast, thousandths: 72_500 };
    assert!(half.reached_by(725, 1000, 100) && !half.reached_by(7249, 10_000, 100));
    assert_eq!((sv::limit(half).as_str(), sv::limit(most(20)).as_str()), ("minst 72,5\u{a0}%", "h\u{f6}gst 20\u{a0}%"));
}

#[test]
fn the_risk_of_a_miss_is_said_from_a_least_base_and_with_a_year_before_to_know_the_volume_by() {
    let share = |part, base| Share::new(part, base).unwrap();
    let target = Limit { aim: Aim::AtLeast, thousandths: 80_000 };
    let so_far = |part, base| SoFar {
        share: share(part, base),
        year_before: share(150, 200),
        whole_year_before: share(300, 400),
    };
    let said = |of: &SoFar| sv::risk(&risk(of, target), of, target);
    let (sure, unsure, safe) = (so_far(120, 200), so_far(160, 200), so_far(195, 200));
    assert!(matches!(risk(&sure, target), Risk::Said(said) if said.risk > 0.99));
    assert!(matches!(risk(&unsure, target), Risk::Said(said) if said.risk > 0.5 && said.risk < 0.8));
    assert!(matches!(risk(&safe, target), Risk::Said(said) if said.risk < 0.01));
    let text = said(&sure);
    assert!(text.contains("minst 80\u{a0}%") && text.contains("mer \u{e4}n 95\u{a0}%"), "{text}");
    assert!(text.contains("60\u{a0}% (n\u{a0}=\u{a0}200)"), "{text}");
    assert!(said(&safe).contains("mindre \u{e4}n 5\u{a0}%"));
    let few = so_far(20, 29);
    assert_eq!(risk(&few, target), Risk::TooFew(29));
    assert!(said(&few).contains("minst 30"));
    let first = SoFar { year_before: share(0, 0), whole_year_before: share(0, 0), ..unsure };
    assert_eq!(risk(&first, target), Risk::NoYearBefore);
    let low = [&safe, &unsure, &sure, &few, &first].map(|of| sv::tells_of_low_risk(&said(of)));
    assert_eq!(low, [true, false, false, false, false]);
    // For what should be low, the other side is the good one.
    let most = Limit { aim: Aim::AtMost, thousandths: 80_000 };
    assert!(matches!(risk(&safe, most), Risk::Said(said) if said.risk > 0.99));
}

proptest! {
    #[test]
    fn a_total_is_the_figure_of_the_counts_together_never_a_mean_of_shares(
        places in prop::collection::vec((0_i64..500, 0_i64..500), 1..20)
    ) {
        let through = formula(&[COMPLETED], &[COMPLETED, DROPPED]);
        let mut all = Counts::default();
        for (completed, dropped) in &places {
            all.add_all(&counts(&[(Measure::Completed, *completed), (Measure::DroppedOut, *dropped)]));
        }
        let shares = places.iter().map(|(completed, dropped)| Share::new(*completed, completed + dropped).unwrap());
        prop_assert_eq!(figure(&through, &all).share(), Share::total(shares));
    }
}

#[test]
fn a_cohort_counts_the_unknown_among_those_who_began_and_says_how_many_go_on() {
    let through = formula(&[Term::Counted(Measure::StartedCompleted)], &[Term::Counted(Measure::Started)]);
    let of = |unknown| {
        counts(&[
            (Measure::Started, 100),
            (Measure::StartedCompleted, 60),
            (Measure::StartedUnknown, unknown),
            (Measure::StartedOngoing, 40 - unknown),
            // What ended in the period, whenever it began, is another thing.
            (Measure::EndedUnknown, 90),
        ])
    };
    assert!(through.follows() && !formula(&[COMPLETED], &[COMPLETED, DROPPED]).follows());
    assert_eq!(figure(&through, &of(5)).counts(), Some((60, 100)));
    assert_eq!(unfinished(&through, &of(5)), Some(35));
    assert_eq!(figure(&through, &of(6)), Figure::Missing(Missing::EndingsUnknown(6)));
    assert_eq!(unfinished(&formula(&[COMPLETED], &[COMPLETED, DROPPED]), &of(0)), None);
    let needed = [Measure::Started, Measure::StartedCompleted, Measure::StartedUnknown, Measure::StartedOngoing];
    assert_eq!(through.measures(), needed);
}

#[test]
fn a_cohort_is_judged_only_where_those_who_go_on_cannot_change_the_answer() {
    let least = |percent: i64| Limit { aim: Aim::AtLeast, thousandths: percent * 1000 };
    let most = |percent: i64| Limit { aim: Aim::AtMost, thousandths: percent * 1000 };
    let share = |part| Share::new(part, 1000).unwrap();
    assert_eq!(least(70).stands_so_far(share(800), 100), Some(Stands::Reached), "it can only rise");
    assert_eq!(least(70).stands_so_far(share(500), 100), Some(Stands::Missed), "it cannot rise so far");
    assert_eq!(least(70).stands_so_far(share(620), 200), None);
    assert_eq!(most(20).stands_so_far(share(300), 100), Some(Stands::Missed), "more dropouts make it no better");
    assert_eq!(most(20).stands_so_far(share(150), 100), None);
    assert_eq!(least(10).stands_so_far(share(400), 501), None, "most of them are not done");
    assert_eq!(least(70).stands_so_far(share(800), 0), least(70).stands(800, 1000, wilson(800, 1000)));
}

#[test]
fn persons_and_complaints_are_set_and_never_summed() {
    let rate = Formula { per: Some(100), ..formula(&[Term::Complaints], &[Term::Students]) };
    let mut of = counts(&[(Measure::Started, 900)]);
    assert_eq!(figure(&rate, &of), Figure::Missing(Missing::NothingCounted));
    of.set_students(Err(Missing::PersonsNotApart));
    of.set_complaints(Ok(12));
    assert_eq!(figure(&rate, &of), Figure::Missing(Missing::PersonsNotApart));
    assert!(sv::missing(Missing::PersonsNotApart).contains("g\u{e5}ng var"));
    of.set_students(Ok(400));
    assert_eq!((figure(&rate, &of).counts(), sv::value(figure(&rate, &of)).as_str()), (Some((12, 400)), "3 per 100"));
    let mut twice = Counts::default();
    twice.add_all(&of);
    twice.add_all(&of);
    assert_eq!((twice.term(Term::Students), twice.of(Measure::Started)), (None, 1800));
    of.set_complaints(Ok(0));
    assert_eq!(sv::value(figure(&rate, &of)), "0 per 100", "zero complaints are a figure");
}
