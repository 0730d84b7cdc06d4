//! Writes the table of a case's state, action and role to `docs/generated/cases.md`, and fails when it has changed unseen.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use domain::cases::*;
use kernel::{Day, Role};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A complaint at the place in the state, with the three questions answered and the words written where that is to be shown.
fn case(place: Place, state: StateName, no_school: bool) -> Case {
    let opened = Opened {
        kind: Kind::Complaint,
        way: Way::Web,
        received: day("2024-03-01"),
        place,
        raised: None,
        about: About::Others,
        reachable: true,
        no_school,
    };
    let entry = |happening| Entry { day: day("2024-03-04"), by: Party::School, happening };
    let counting = Counting { negative: true, active: true, management: true };
    let steps = [
        (StateName::Handled, vec![Happening::Acknowledged]),
        (
            StateName::Answered,
            vec![
                Happening::Answered,
                Happening::Classified { counting, category: Some("innehall".to_owned()) },
                Happening::Worded,
            ],
        ),
        (StateName::Closed, vec![Happening::Closed { outcome: Outcome::Partly }]),
    ];
    let first = Entry { day: opened.received, by: Party::Complainant, happening: Happening::Opened(opened) };
    let reached =
        steps.into_iter().filter(|(name, _)| *name <= state).flat_map(|(_, steps)| steps.into_iter().map(entry));
    let linked = entry(Happening::Linked { other: "00000000-0000-4000-8000-000000000001".parse().unwrap() });
    let case = Case::replay(&std::iter::once(first).chain(reached).chain([linked]).collect::<Vec<_>>()).unwrap();
    assert_eq!(case.state, state);
    case
}

#[test]
fn the_table_of_a_cases_states_actions_and_roles_is_the_one_that_is_written_down() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated/cases.md");
    let table = table();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "docs/generated/cases.md is out of date: run the tests with UPDATE_GENERATED=1");
}

fn table() -> String {
    let mut out = String::from(
        "# Who may do what in a complaint, when\n\n\
         Generated from `domain::cases::why_not` by its tests (`UPDATE_GENERATED=1`). `code` is whoever has the receipt\n\
         code. Roles without any action are left out. An empty cell is refused, also through HTTP. What is addressed to the\n\
         authority is not shown to the school, so that it has no actions there.\n",
    );
    let hands: Vec<Hand> = std::iter::once(Hand::Code)
        .chain(Role::ALL.iter().copied().map(Hand::Role))
        .filter(|hand| hand.party().is_some())
        .collect();
    let name = |hand: &Hand| match hand {
        Hand::Code => "code",
        Hand::Role(role) => role.slug(),
    };
    let with_school = Place::ALL.iter().map(|place| (*place, false));
    // What came without a school is the authority's until it has said which.
    for (place, no_school) in with_school.chain([(Place::Authority, true)]) {
        for state in StateName::ALL {
            let case = case(place, *state, no_school);
            let of = if no_school {
                format!("{}, {}", sv::place(place), sv::NO_SCHOOL.to_lowercase())
            } else {
                sv::place(place).to_owned()
            };
            let _ = write!(out, "\n## {of}, {}\n\n| action |", sv::state(*state).to_lowercase());
            for hand in &hands {
                let _ = write!(out, " {} |", name(hand));
            }
            let _ = writeln!(out, "\n|---|{}", "---|".repeat(hands.len()));
            for action in Action::ALL {
                let open = |hand: &Hand| why_not(&case, &Seen { hand: *hand, chosen: false }, *action).is_none();
                if !hands.iter().any(open) {
                    continue;
                }
                let _ = write!(out, "| {} |", sv::action(*action));
                for hand in &hands {
                    out.push_str(if open(hand) { " yes |" } else { "  |" });
                }
                out.push('\n');
            }
        }
    }
    out
}
