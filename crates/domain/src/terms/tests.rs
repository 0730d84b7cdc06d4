#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use kernel::Day;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "as the rules take it")]
fn said(verdict: Verdict, on: &str) -> Option<Said> {
    Some(Said { voice: Voice::Authority, verdict, seen_on: day(on) })
}

#[test]
fn the_shipped_terms_are_those_that_the_two_sources_name() {
    let all = shipped();
    let slugs: BTreeSet<&str> = all.iter().map(|(slug, _)| slug.as_str()).collect();
    assert_eq!(slugs.len(), all.len(), "each has a name of its own");
    for (slug, term) in &all {
        assert_eq!(check(term), [], "{slug}");
        assert!(term.sanction.is_empty(), "{slug}: no source says what follows for a term");
    }
    let of = |regime| all.iter().filter(|(_, term)| term.regimes.contains(&regime)).count();
    assert_eq!((of(Regime::Authorised), of(Regime::Procured)), (6, 12));
}

#[test]
fn a_term_holds_for_providers_with_an_agreement_of_its_regime_that_is_in_force() {
    let (_, mut term) = shipped().remove(0);
    let held = |agreement: &str, regime, from: &str, to: Option<&str>| Held {
        agreement: agreement.to_owned(),
        regime,
        from: day(from),
        to: to.map(day),
    };
    (term.from, term.to) = (day("2024-01-01"), Some(day("2024-12-31")));
    term.regimes = BTreeSet::from([Regime::Authorised]);
    let authorised = [held("a1", Regime::Authorised, "2020-01-01", None)];
    assert!(term.holds_for(&authorised, day("2024-06-01")));
    assert!(!term.holds_for(&authorised, day("2025-01-01")), "the term has ended");
    assert!(!term.holds_for(&[held("a1", Regime::Procured, "2020-01-01", None)], day("2024-06-01")));
    let ended = [held("a1", Regime::Authorised, "2020-01-01", Some("2024-05-31"))];
    assert!(!term.holds_for(&ended, day("2024-06-01")), "the agreement has ended");
    assert!(term.holds_for(&ended, day("2024-05-31")));
    term.agreements = BTreeSet::from(["a2".to_owned()]);
    assert!(!term.holds_for(&authorised, day("2024-06-01")), "it is another agreement's");
    assert!(term.holds_for(&[held("a2", Regime::Authorised, "2020-01-01", None)], day("2024-06-01")));
}

#[test]
fn the_authority_decides_where_a_term_stands_and_that_grows_old() {
    let today = day("2024-06-01");
    let table = [
        (None, Standing::NotAssessed),
        (said(Verdict::Met, "2024-05-01"), Standing::Met),
        (said(Verdict::Met, "2023-06-02"), Standing::Met),
        (said(Verdict::Met, "2023-06-01"), Standing::Old),
        (said(Verdict::NotApplicable, "2022-01-01"), Standing::Old),
        (said(Verdict::NotMet, "2022-01-01"), Standing::NotMet),
        (said(Verdict::Partly, "2024-05-01"), Standing::Partly),
    ];
    for (authority, stands) in table {
        assert_eq!(standing(authority.map(|said| (said, true)), today), stands, "{authority:?}");
    }
    let of_another = |verdict| standing(said(verdict, "2024-05-01").map(|said| (said, false)), today);
    assert_eq!(of_another(Verdict::Met), Standing::Old, "the term says something else now");
    assert_eq!(of_another(Verdict::NotMet), Standing::NotMet);
    assert!(differ(said(Verdict::Met, "2024-01-01"), said(Verdict::NotMet, "2024-01-01")));
    assert!(!differ(None, said(Verdict::NotMet, "2024-01-01")));
    assert_eq!(counts([Standing::Met, Standing::NotMet, Standing::Met]), [1, 0, 0, 0, 2, 0]);
}

#[test]
fn a_term_says_every_fault_at_once() {
    let (_, mut term) = shipped().remove(0);
    (term.title, term.text, term.how) = (" ".to_owned(), String::new(), "\n".to_owned());
    term.regimes.clear();
    term.to = Some(term.from.plus_days(-1));
    assert_eq!(check(&term), [Fault::Untitled, Fault::NoText, Fault::NoHow, Fault::NoRegime, Fault::EndsBefore]);
}
