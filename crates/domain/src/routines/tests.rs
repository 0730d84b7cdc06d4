#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn a_routine_is_missing_new_due_or_assessed_and_a_newer_one_is_assessed_anew() {
    let today = day("2024-03-15");
    let last = |routine, review: &str, met| Some(Assessed { routine, review: day(review), met });
    assert_eq!(standing(None, None, today), Standing::Missing);
    assert_eq!(standing(Some(1), None, today), Standing::New);
    assert_eq!(standing(Some(1), last(1, "2025-03-15", true), today), Standing::Meets);
    assert_eq!(standing(Some(1), last(1, "2024-03-16", false), today), Standing::Lacks);
    // On the day itself it is time, also for one that meets everything.
    assert_eq!(standing(Some(1), last(1, "2024-03-15", true), today), Standing::Due);
    assert_eq!(standing(Some(2), last(1, "2025-03-15", true), today), Standing::New);
    assert!(Standing::ALL.is_sorted(), "the most urgent stands first");
}

#[test]
fn the_criteria_are_those_of_the_house_until_the_years_document_says_its_own() {
    let house = criteria(None);
    assert_eq!(house.len(), 3);
    assert!(house.iter().any(|one| one.title.contains("huvudmannen")));
}
