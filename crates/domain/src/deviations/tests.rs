//! The rules of the deviation report.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use forms::{Fault, FaultKind};
use proptest::prelude::*;

use super::*;
use crate::year;

fn asked() -> Asked {
    Asked {
        targets: vec![
            TargetAsked { indicator: "betyg".into(), name: "Godkända betyg".into(), target: "minst 84 %".into() },
            TargetAsked { indicator: "avbrott".into(), name: "Avbrott".into(), target: "högst 15 %".into() },
        ],
        focus_areas: vec![FocusAsked {
            id: "7f3a".into(),
            title: "Språkutvecklande arbetssätt".into(),
            aim: "Fler når målen.".into(),
            units: vec!["Enhet Nord".into(), "Enhet Syd".into()],
        }],
        may_be_not_applicable: true,
        support: vec![],
    }
}
fn filled(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}
fn codes(faults: &[Fault]) -> Vec<&str> {
    faults
        .iter()
        .map(|fault| match &fault.kind {
            FaultKind::Rule { code, .. } => code.as_str(),
            FaultKind::Missing => "missing",
            FaultKind::PersonalNumber => "personal-number",
            _ => "other",
        })
        .collect()
}

#[test]
fn one_statement_covers_everything_that_was_asked() {
    let (answer, notices) = read(&asked(), &filled(&[(STATEMENT_FIELD, "Inte några avvikelser")])).unwrap();
    assert_eq!(answer, Answer::NoDeviations { not_applicable: BTreeMap::new() });
    assert!(notices.is_empty());
    let content = answer.to_content();
    assert_eq!(content.fields["statement.text"].as_text(), Some("Inte några avvikelser"));
    assert_eq!(Answer::from_content(&content), Some(answer));
}

#[test]
fn a_target_at_risk_needs_its_causes_and_nothing_else() {
    let base = [(STATEMENT_FIELD, "some"), ("target-betyg.risk", "ja"), ("focus-7f3a.status", "Enligt plan")];
    assert_eq!(codes(&read(&asked(), &filled(&base)).unwrap_err()), ["causes-missing"]);
    let with_causes: Vec<_> = base.iter().copied().chain([("target-betyg.causes", "Många nya lärare")]).collect();
    let (answer, _) = read(&asked(), &filled(&with_causes)).unwrap();
    let Answer::Deviations(deviations) = &answer else { panic!("deviations") };
    assert_eq!(deviations.targets["betyg"].causes, "Många nya lärare");
    assert_eq!(deviations.focus_areas["7f3a"].status, FocusStatus::OnPlan);
    assert_eq!(read(&asked(), &written(&answer)).unwrap().0, answer);
}

#[test]
fn answers_that_contradict_each_other_are_told_apart() {
    for (pairs, expected) in [
        (&[][..], &["missing"][..]),
        (
            &[(STATEMENT_FIELD, "none"), ("target-betyg.risk", "ja"), ("target-betyg.causes", "x")],
            &["none-and-deviations"],
        ),
        (
            &[(STATEMENT_FIELD, "none"), ("focus-7f3a.status", "Avviker"), ("focus-7f3a.comment", "x")],
            &["none-and-deviations"],
        ),
        (&[(STATEMENT_FIELD, "none"), ("focus-7f3a.comment", "x")], &["none-and-deviations"]),
        (
            &[(STATEMENT_FIELD, "none"), ("focus-7f3a.status", "on-plan"), ("focus-7f3a.comment", "x")],
            &["none-and-deviations"],
        ),
        (&[(STATEMENT_FIELD, "some")], &["status-missing", "nothing-opened"]),
        (&[(STATEMENT_FIELD, "some"), ("focus-7f3a.status", "Ej aktuellt")], &["nothing-opened"]),
        (&[(STATEMENT_FIELD, "some"), ("focus-7f3a.status", "Avviker")], &["comment-missing"]),
        (&[(STATEMENT_FIELD, "none"), ("target-betyg.causes", "x")], &["none-and-deviations"]),
        (
            &[("target-betyg.risk", "ja"), ("focus-7f3a.status", "Avviker")],
            &["missing", "causes-missing", "comment-missing"],
        ),
        (
            &[(STATEMENT_FIELD, "ja"), ("target-betyg.risk", "ja"), ("target-betyg.causes", "640823-3234")],
            &["other", "personal-number"],
        ),
        (
            &[(STATEMENT_FIELD, "none"), ("focus-7f3a.status", "ej aktuellt"), ("focus-7f3a.comment", "640823-3234")],
            &["personal-number"],
        ),
    ] {
        assert_eq!(codes(&read(&asked(), &filled(pairs)).unwrap_err()), expected, "{pairs:?}");
    }
}

#[test]
fn what_contradicts_the_statement_is_named_with_the_fields_to_empty() {
    let pairs = filled(&[
        (STATEMENT_FIELD, "none"),
        ("target-betyg.risk", "ja"),
        ("target-avbrott.causes", "x"),
        ("focus-7f3a.status", "Enligt plan"),
        ("focus-7f3a.comment", "y"),
    ]);
    let found = marks(&asked(), &pairs);
    let told: Vec<_> = found.iter().map(|mark| (mark.section.as_str(), mark.marked, mark.written)).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.contains(&("target-betyg", true, false)) && told.contains(&("target-avbrott", false, true)));
    assert!(told.contains(&("focus-7f3a", false, true)));
    let mut emptied = pairs;
    for path in found.iter().flat_map(|mark| &mark.paths) {
        emptied.remove(path);
    }
    assert!(read(&asked(), &emptied).is_ok() && marks(&asked(), &emptied).is_empty());
}

#[test]
fn a_focus_area_that_is_no_longer_relevant_stands_beside_the_statement_where_the_year_allows_it() {
    let pairs = filled(&[
        (STATEMENT_FIELD, "none"),
        ("focus-7f3a.status", "Ej aktuellt"),
        ("focus-7f3a.comment", "Enheten är nedlagd"),
    ]);
    let (answer, _) = read(&asked(), &pairs).unwrap();
    assert_eq!(
        answer,
        Answer::NoDeviations { not_applicable: [("7f3a".to_owned(), "Enheten är nedlagd".to_owned())].into() }
    );
    assert_eq!(Answer::from_content(&answer.to_content()).unwrap(), answer);
    let strict = Asked { may_be_not_applicable: false, ..asked() };
    assert_eq!(codes(&read(&strict, &pairs).unwrap_err()), ["other", "none-and-deviations"]);
}

#[test]
fn what_is_signed_says_what_each_focus_area_is_called_and_reads_back_the_same() {
    let (answer, _) = read(&asked(), &filled(&[(STATEMENT_FIELD, "none")])).unwrap();
    let signed = answer.to_signed(&asked());
    assert_eq!(signed_focus_areas(&signed), asked().focus_areas);
    assert_eq!(Answer::from_content(&signed), Some(answer.clone()));
    assert_eq!(signed_focus_areas(&answer.to_content()), []);
    let beside = signed.fields.keys().filter(|path| is_about_focus_area(path)).count();
    assert_eq!(signed.fields.len() - beside, answer.to_content().fields.len());
    // A correction begins from the answer alone.
    assert!(written(&Answer::from_content(&signed).unwrap()).keys().all(|path| !is_about_focus_area(path)));
}

#[test]
fn a_focus_area_is_asked_about_with_its_aim_and_its_units() {
    let mut focus = asked().focus_areas.remove(0);
    assert_eq!(sv::focus_help(&focus), "Vad ni vill nå: Fler når målen. Gäller Enhet Nord och Enhet Syd.");
    focus.units.clear();
    focus.aim = "Fler når målen".into();
    assert_eq!(sv::focus_help(&focus), "Vad ni vill nå: Fler når målen. Gäller alla enheter.");
    focus.aim.clear();
    assert_eq!(sv::focus_help(&focus), "Gäller alla enheter.");
}

#[test]
fn the_form_of_a_shipped_year_names_its_targets_and_offers_the_support() {
    let year = year::parse(include_str!("../../../../config/stockholm-2024.toml")).unwrap();
    let area = year.areas[0].slug.as_str();
    let targets = targets_asked(&year, year::Regime::Procured, Some(area));
    assert!(!targets.is_empty());
    assert!(
        targets.iter().all(|t| t.target.contains("(exempelvärde)") || t.target.contains("inte beslutat")),
        "{targets:?}"
    );
    let asked = Asked { targets, support: year.support.clone(), ..Asked::default() };
    let form = form(&asked);
    assert_eq!(form.problems(), []);
    let help = form.sections[1].help.as_ref().unwrap().as_sv();
    for step in ["Fokusera", "Samla underlag", "Sök orsaker", "Dra slutsatser", "Förslag på förändringar"] {
        assert!(help.contains(step), "{step}");
    }
    assert!(form.fields().all(|(path, field)| !field.required || path == STATEMENT_FIELD), "support is never demanded");
}

proptest! {
    #[test]
    fn whatever_is_filled_in_gives_faults_or_an_answer_that_reads_back_the_same(
        statement in prop::sample::select(vec!["", "none", "some"]),
        risk in prop::sample::select(vec!["", "ja", "nej"]),
        status in prop::sample::select(vec!["", "Enligt plan", "Avviker", "Ej aktuellt"]),
        causes in ".{0,12}", what in ".{0,12}", comment in ".{0,12}",
    ) {
        let pairs = filled(&[
            (STATEMENT_FIELD, statement), ("target-avbrott.risk", risk), ("target-avbrott.causes", &causes),
            ("target-avbrott.what", &what), ("focus-7f3a.status", status), ("focus-7f3a.comment", &comment),
        ]);
        match read(&asked(), &pairs) {
            Err(faults) => prop_assert!(!faults.is_empty()),
            Ok((answer, _)) => {
                prop_assert_eq!(Answer::from_content(&answer.to_content()), Some(answer.clone()));
                let written = written(&answer);
                prop_assert_eq!(read(&asked(), &written).map(|(answer, _)| answer), Ok(answer));
                // Nothing that was written is lost.
                for text in [&causes, &what, &comment] {
                    let text = forms::text::clean(text);
                    prop_assert!(text.is_empty() || written.values().any(|kept| *kept == text), "{}", text);
                }
            }
        }
    }
}
