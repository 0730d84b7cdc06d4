//! Writes the table of a deficiency's state, action and side to `docs/generated/deficiencies.md`, and fails when it has changed unseen.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use domain::deficiencies::*;
use kernel::Day;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A deficiency in the state, of which the provider knows, with all that goes before it.
fn deficiency(state: StateName) -> Deficiency {
    let source = Source { kind: SourceKind::Visit, id: "b1".to_owned(), part: "1".to_owned() };
    let opened = Happening::Opened { track: Track::Quality, severity: Severity::Serious, source, term: None };
    let asked =
        vec![Happening::PlanAsked { by: day("2024-04-01") }, Happening::Planned { measure: 1, by: day("2024-05-01") }];
    let in_order = [
        (StateName::Open, vec![opened, Happening::Told]),
        (StateName::PlanAsked, asked),
        (StateName::PlanIn, vec![Happening::PlanSent]),
        (StateName::UnderWay, vec![Happening::PlanAccepted { evaluate: day("2024-09-01") }, Happening::Evidence]),
        (StateName::Evaluated, vec![Happening::Evaluated { effect: Effect::No, severity: Severity::Serious }]),
        (StateName::Closed, vec![Happening::Closed]),
    ];
    let mut steps: Vec<Happening> =
        in_order.into_iter().filter(|(name, _)| *name <= state).flat_map(|(_, steps)| steps).collect();
    if state == StateName::Withdrawn {
        steps.truncate(2);
        steps.push(Happening::Withdrawn);
    }
    let entry = |happening| Entry { day: day("2024-03-15"), party: Party::Authority, happening };
    let found = Deficiency::replay(&steps.into_iter().map(entry).collect::<Vec<_>>()).unwrap();
    assert_eq!(found.state, state);
    found
}

#[test]
fn the_table_of_a_deficiencys_states_actions_and_sides_is_the_one_that_is_written_down() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated/deficiencies.md");
    let table = table();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "docs/generated/deficiencies.md is out of date: run the tests with UPDATE_GENERATED=1");
}

fn table() -> String {
    let mut out = String::from(
        "# What can be done with a deficiency, when and by which side\n\n\
         Generated from `domain::deficiencies::why_not` by its tests (`UPDATE_GENERATED=1`). The provider knows of the deficiency;\n\
         before that it does not find it. **H** is the authority (huvudman), **A** the provider (anordnare). An empty cell is\n\
         refused, also through HTTP. What is done with decided steps of the ladder stands under *what follows a step* below.\n\n|",
    );
    for state in StateName::ALL {
        write!(out, " | {}", sv::state(*state)).unwrap();
    }
    out.push_str(" |\n| ---");
    out.push_str(&" | ---".repeat(StateName::ALL.len()));
    out.push_str(" |\n");
    for action in Action::ALL {
        write!(out, "| {}", sv::action(*action)).unwrap();
        for state in StateName::ALL {
            let of = deficiency(*state);
            let may = |party, sign| if why_not(&of, *action, party).is_none() { sign } else { "" };
            write!(out, " | {}{}", may(Party::Authority, "H"), may(Party::Provider, "A")).unwrap();
        }
        out.push_str(" |\n");
    }
    out.push_str("\n## What follows a step of the ladder\n\n|  | Yttra dig | Avstå | Besluta | Överklagat | Avgjort | Upphäv | Fullföljt |\n");
    out.push_str("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    let proposal = shipped().find("kvalitet").unwrap().proposal("avauktorisering").unwrap();
    let (sanction, on) = (1, day("2024-03-15"));
    let answer_by = day("2024-04-15");
    let (skipping, agreements) = (String::new(), Vec::new());
    let proposed = Happening::Proposed { sanction, rung: Box::new(proposal), answer_by, skipping, agreements };
    let decided = Happening::Decided { sanction, on, case_number: "1".to_owned(), early: "Bråttom.".to_owned() };
    let outcome = |outcome| Happening::Settled { sanction, on, outcome };
    let appealed = || vec![decided.clone(), Happening::Appealed { sanction, on }];
    let stands = [
        (SanctionState::Proposed, vec![]),
        (SanctionState::Decided, vec![decided.clone()]),
        (SanctionState::Appealed, appealed()),
        (SanctionState::LetGo, vec![Happening::LetGo { sanction }]),
        (SanctionState::Fell, [appealed(), vec![outcome(Outcome::Falls)]].concat()),
        (SanctionState::Lifted, vec![decided.clone(), Happening::Lifted { sanction, on }]),
        (SanctionState::Ended, vec![decided.clone(), Happening::Ended { sanction, on }]),
    ];
    let tried = [
        Happening::Answered { sanction },
        Happening::LetGo { sanction },
        decided.clone(),
        Happening::Appealed { sanction, on },
        outcome(Outcome::Stands),
        Happening::Lifted { sanction, on },
        Happening::Ended { sanction, on },
    ];
    let entry = |happening: &Happening| Entry { day: on, party: Party::Authority, happening: happening.clone() };
    for (state, more) in stands {
        let mut of = deficiency(StateName::Evaluated);
        for happening in std::iter::once(&proposed).chain(&more) {
            of.add(&entry(happening)).unwrap();
        }
        assert_eq!(of.sanctions[0].state, state);
        write!(out, "| {}", sv::sanction(state)).unwrap();
        for happening in &tried {
            let can = of.clone().add(&entry(happening)).is_ok();
            out.push_str(if can { " | ja" } else { " | " });
        }
        out.push_str(" |\n");
    }
    out
}
