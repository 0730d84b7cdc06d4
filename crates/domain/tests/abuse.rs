//! Writes the table of an investigation's state, action and role to `docs/generated/abuse.md`, and fails when it has changed
//! unseen.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use domain::abuse::*;
use domain::cases::{About, Party, sv as case_words};
use kernel::{Day, Role};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// An investigation about whom it is in the state, with all that goes before it.
fn investigation(about: About, state: StateName) -> Investigation {
    let opened = Opened { source: Source::Student, learnt: day("2024-03-01"), about, by_rektor: false };
    let described = Step::Described {
        nature: Nature::Abuse,
        forms: vec![Form::Verbal],
        relation: Relation::BetweenStudents,
        grounds: Vec::new(),
    };
    let steps = [
        (StateName::Investigated, vec![described, Step::Begun]),
        (
            StateName::Assessed,
            vec![Step::Assessed { finding: Finding::Found }, Step::Decided { due: day("2024-03-20") }],
        ),
        (StateName::FollowedUp, vec![Step::Done { number: 1 }, Step::FollowedUp { stopped: true }]),
        (
            StateName::Closed,
            vec![Step::Evaluated, Step::BoardNotified { case_number: "BIN 2024-1".to_owned() }, Step::Closed],
        ),
    ];
    let entry = |step| Entry { day: day("2024-03-04"), by: Party::School, step };
    let reached =
        steps.into_iter().filter(|(name, _)| *name <= state).flat_map(|(_, steps)| steps.into_iter().map(entry));
    let found = Investigation::replay(&std::iter::once(entry(Step::Opened(opened))).chain(reached).collect::<Vec<_>>());
    let found = found.unwrap();
    assert_eq!(found.state, state);
    found
}

#[test]
fn the_table_of_an_investigations_states_actions_and_roles_is_the_one_that_is_written_down() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated/abuse.md");
    let table = table();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "docs/generated/abuse.md is out of date: run the tests with UPDATE_GENERATED=1");
}

fn table() -> String {
    let mut out = String::from(
        "# Who may do what in an investigation of abusive treatment, when\n\n\
         Generated from `domain::abuse::why_not` by its tests (`UPDATE_GENERATED=1`). Whom it is about does not find that it\n\
         is there; roles without any part in investigations are left out. An empty cell is refused, also through HTTP.\n",
    );
    let roles: Vec<Role> =
        Role::ALL.iter().copied().filter(|role| Seen { role: *role, chosen: false }.party().is_some()).collect();
    for about in About::ALL {
        for state in StateName::ALL {
            let of = investigation(*about, *state);
            let about = case_words::about(*about).to_lowercase();
            let _ = write!(out, "\n## Gäller {about}, {}\n\n| action |", sv::state(*state).to_lowercase());
            for role in &roles {
                let _ = write!(out, " {} |", role.slug());
            }
            let _ = writeln!(out, "\n|---|{}", "---|".repeat(roles.len()));
            for action in Action::ALL {
                let open = |role: &Role| why_not(&of, &Seen { role: *role, chosen: false }, *action).is_none();
                if !roles.iter().any(open) {
                    continue;
                }
                let _ = write!(out, "| {} |", sv::action(*action));
                for role in &roles {
                    out.push_str(if open(role) { " yes |" } else { "  |" });
                }
                out.push('\n');
            }
        }
    }
    out
}
