//! Writes the table of a visit's standing and steps to `docs/generated/visits.md`, and fails when it has changed unseen.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use domain::visits::*;
use kernel::{Day, Id, SeededChance};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A visit that stands so, with all that goes before it.
fn visit(standing: Standing) -> Visit {
    let slot = Slot::new(day("2024-04-24"), 540, 720).unwrap();
    let people = vec![Id::random(&SeededChance::new(1))];
    let all = [
        Happening::Planned { slot, units: Vec::new(), people },
        Happening::Begun { version: 1 },
        Happening::Drafted { until: day("2024-05-03") },
        Happening::Replied,
        Happening::Settled,
        Happening::Closed { again: None },
    ];
    let upto = match standing {
        Standing::Planned | Standing::Cancelled => 1,
        Standing::Begun => 2,
        Standing::WithProvider => 3,
        Standing::Replied => 4,
        Standing::Settled => 5,
        Standing::Closed => 6,
    };
    let mut lines: Vec<Happening> = all.into_iter().take(upto).collect();
    if standing == Standing::Cancelled {
        lines.push(Happening::Cancelled);
    }
    let entries: Vec<Entry> = lines.into_iter().map(|happening| Entry { day: day("2024-04-24"), happening }).collect();
    let found = Visit::replay(&entries).unwrap();
    assert_eq!(found.standing(), standing);
    found
}

#[test]
fn the_table_of_a_visits_standing_and_steps_is_the_one_that_is_written_down() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated/visits.md");
    let mut table = String::from(
        "# What can be done with a visit, when\n\n\
         Generated from `domain::visits::why_not` by its tests (`UPDATE_GENERATED=1`), on the day of the visit, with no field in two\n\
         versions. `authority` is whoever carries out visits, `provider` the rektor and management of whom is visited. An empty cell is\n\
         refused, also through HTTP.\n\n| step | by |",
    );
    for standing in Standing::ALL {
        let _ = write!(table, " {} |", sv::standing(*standing));
    }
    let _ = write!(table, "\n|---|---|{}\n", "---|".repeat(Standing::ALL.len()));
    for step in Step::ALL {
        let by = if step.is_providers() { "provider" } else { "authority" };
        let _ = write!(table, "| {} | {by} |", sv::step(*step));
        for standing in Standing::ALL {
            let facts = Facts { today: day("2024-04-24"), conflicts: 0 };
            let open = why_not(&visit(*standing), *step, facts).is_none();
            table.push_str(if open { " yes |" } else { "  |" });
        }
        table.push('\n');
    }
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "docs/generated/visits.md is out of date: run the tests with UPDATE_GENERATED=1");
}
