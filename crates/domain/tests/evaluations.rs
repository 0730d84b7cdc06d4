//! Writes the table of a part's standing and steps to `docs/generated/evaluations.md`, and fails when it has changed unseen.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use domain::evaluations::*;
use kernel::id::kind::Tenant;
use kernel::{Day, Id, SeededChance};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

const TODAY: &str = "2024-04-24";

/// A part that stands so, with all that goes before it: one criterion is graded, one deficiency found, and each return visit has its outcome.
fn part(state: PartState) -> Part {
    let on = day(TODAY);
    let authority: Id<Tenant> = Id::random(&SeededChance::new(1));
    let criterion = || "a".to_owned();
    let all = [
        PartHappening::Planned { on, people: Vec::new() },
        PartHappening::Judged { criterion: criterion(), grade: Grade::Develop },
        PartHappening::Found { finding: 1, kind: FindingKind::Deficiency, criterion: criterion() },
        PartHappening::Sent { until: on },
        PartHappening::Answered { authority, draft: 3 },
        PartHappening::Settled,
        PartHappening::ReturnPlanned { on, people: Vec::new() },
        PartHappening::Followed { finding: 1, outcome: Outcome::Mended },
        PartHappening::Finished,
    ];
    let upto = match state {
        PartState::Waiting | PartState::Ended => 0,
        PartState::Planned => 3,
        PartState::WithProvider => 4,
        PartState::Answered => 5,
        PartState::Settled => 6,
        PartState::Returning => 8,
        PartState::Done => 9,
    };
    let mut lines: Vec<PartHappening> = all.into_iter().take(upto).collect();
    if state == PartState::Ended {
        lines.push(PartHappening::Ended);
    }
    let entries: Vec<PartEntry> = lines.into_iter().map(|happening| PartEntry { day: on, happening }).collect();
    let found = Part::replay(&["a".to_owned()], &entries).unwrap();
    assert_eq!(found.state, state);
    found
}

#[test]
fn the_table_of_a_parts_standing_and_steps_is_the_one_that_is_written_down() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated/evaluations.md");
    let mut table = String::from(
        "# What can be done with a provider's part of a joint evaluation, when\n\n\
         Generated from `domain::evaluations::part_why_not` by its tests (`UPDATE_GENERATED=1`), on the day of the visits, with every\n\
         criterion graded, every deficiency with an outcome at the return visit, and the provider's last day not passed. An empty cell is\n\
         refused, also through HTTP.\n\n| step |",
    );
    for state in PartState::ALL {
        let _ = write!(table, " {} |", sv::part_state(*state));
    }
    let _ = write!(table, "\n|---|{}\n", "---|".repeat(PartState::ALL.len()));
    for step in PartStep::ALL {
        let _ = write!(table, "| {} |", sv::part_step(*step));
        for state in PartState::ALL {
            let open =
                part_why_not(&part(*state), *step, Around { today: day(TODAY), is_open: true, away: &[] }).is_none();
            table.push_str(if open { " yes |" } else { "  |" });
        }
        table.push('\n');
    }
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "docs/generated/evaluations.md is out of date: run the tests with UPDATE_GENERATED=1");
}
