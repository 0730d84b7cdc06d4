#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

const TODAY: &str = "2024-03-15";

fn own(number: &str, parts: &[&str], in_force: bool) -> OwnProvider {
    let parts = parts.iter().map(|part| (*part).to_owned()).collect();
    OwnProvider { number: number.to_owned(), name: format!("Anordnare {number}"), parts, in_force }
}

fn registered(number: &str, grading: Option<bool>, from: Option<&str>, to: Option<&str>) -> Registered {
    let (number, name) = (number.to_owned(), "I registret".to_owned());
    Registered { number, name, grading, from: from.map(day), to: to.map(day) }
}

fn reported(number: &str, active: bool, parts: &[(&str, Option<&str>, Option<&str>)]) -> Reported {
    let part = |(part, from, to): &(&str, Option<&str>, Option<&str>)| ((*part).to_owned(), from.map(day), to.map(day));
    let (number, name) = (number.to_owned(), "I registret".to_owned());
    Reported { number, name, active, parts: parts.iter().map(part).collect() }
}

fn differences(own: OwnProvider, providers: &[Registered], contracts: &[Reported]) -> Vec<Difference> {
    let (findings, _) = compare(&[own], providers, contracts, day(TODAY));
    findings.into_iter().flat_map(|finding| finding.differences).collect()
}

#[test]
fn where_agreement_contract_and_right_agree_nothing_is_said() {
    let providers = [registered("1", Some(true), Some("2020-01-01"), None)];
    let contracts = [reported("1", true, &[("VUXSFI", Some("2023-01-01"), None), ("VUXGY", None, Some("2024-03-15"))])];
    let (findings, compared) = compare(&[own("1", &["VUXSFI", "VUXGY"], true)], &providers, &contracts, day(TODAY));
    assert_eq!((findings, compared), (vec![], 1), "the last day is a day on which it holds");
}

#[test]
fn contracts_that_are_missing_have_run_out_or_lack_a_part_are_told() {
    let right = [registered("1", Some(true), None, None)];
    let ours = || own("1", &["VUXSFI"], true);
    assert_eq!(differences(ours(), &right, &[]), [Difference::NotReported]);
    let ended = [reported("1", true, &[("VUXSFI", None, Some("2024-03-14"))])];
    assert_eq!(differences(ours(), &right, &ended), [Difference::RanOut(Some(day("2024-03-14")))]);
    let inactive = [reported("1", false, &[("VUXSFI", None, None)])];
    assert_eq!(differences(ours(), &right, &inactive), [Difference::RanOut(None)]);
    let other = [reported("1", true, &[("VUXGY", None, None), ("VUXSFI", Some("2024-03-16"), None)])];
    let missing = BTreeSet::from(["VUXSFI".to_owned()]);
    assert_eq!(differences(ours(), &right, &other), [Difference::PartsMissing(missing)]);
    let silent = [reported("1", true, &[])];
    assert_eq!(differences(ours(), &right, &silent), [], "what is not said cannot be missing");
}

#[test]
fn a_contract_without_an_agreement_in_force_is_told_and_one_that_has_ended_is_not() {
    let contracts = [reported("2", true, &[("VUXGY", None, None)]), reported("3", false, &[])];
    let (findings, compared) = compare(&[own("2", &[], false)], &[], &contracts, day(TODAY));
    assert_eq!(compared, 1);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (findings[0].name.as_str(), &findings[0].differences[..]),
        ("Anordnare 2", &[Difference::NoAgreement][..])
    );
}

#[test]
fn the_right_to_set_grades_is_told_with_its_days_and_the_best_of_several_counts() {
    let contract = [reported("1", true, &[])];
    let of = |all: &[Registered]| differences(own("1", &[], true), all, &contract);
    assert_eq!(of(&[]), [Difference::NotInRegister]);
    assert_eq!(of(&[registered("1", Some(false), None, None)]), [Difference::NoGradingRight]);
    assert_eq!(of(&[registered("1", None, None, None)]), [Difference::GradingUnknown]);
    let ended = registered("1", Some(true), None, Some("2024-03-14"));
    assert_eq!(of(std::slice::from_ref(&ended)), [Difference::GradingRightEnded(day("2024-03-14"))]);
    let later = registered("1", Some(true), Some("2024-04-01"), None);
    assert_eq!(of(&[later]), [Difference::GradingRightLater(day("2024-04-01"))]);
    let soon = registered("1", Some(true), None, Some("2024-06-13"));
    assert_eq!(of(std::slice::from_ref(&soon)), [Difference::GradingRightEnds(day("2024-06-13"))]);
    assert_eq!(of(&[registered("1", Some(true), None, Some("2024-06-14"))]), [], "more than 90 days off");
    assert_eq!(of(&[ended, soon]), [Difference::GradingRightEnds(day("2024-06-13"))]);
    assert!(!Difference::GradingRightEnds(day(TODAY)).is_pressing() && Difference::NotReported.is_pressing());
}
