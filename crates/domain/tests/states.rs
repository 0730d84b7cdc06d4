//! Writes the table of state, action and role to `docs/generated/states.md`, and fails when it has changed unseen.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use domain::submissions::*;
use domain::year::Level;
use kernel::{Instant, Role};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}
fn by(name: &str) -> By {
    By { person: None, name: name.to_owned() }
}
fn submitted() -> Submitted {
    Submitted {
        number: 1,
        at: at("2024-04-05T08:00:00Z"),
        received: at("2024-04-05T08:00:00Z"),
        signed_by: by("Rektor R"),
        road: Road::Web,
    }
}
fn returned() -> Returned {
    Returned {
        submitted: submitted(),
        reason: "Analysen saknas".into(),
        until: None,
        at: at("2024-04-10T08:00:00Z"),
        by: by("Handläggare H"),
    }
}
fn awaiting(answers: Option<Returned>) -> State {
    State::AwaitingSignature(AwaitingSignature {
        prepared_by: by("Redaktör E"),
        at: at("2024-04-03T08:00:00Z"),
        since: at("2024-04-01T08:00:00Z"),
        answers,
    })
}
fn state(name: StateName) -> State {
    match name {
        StateName::NotStarted => State::NotStarted,
        StateName::Draft => State::Draft(Draft { since: at("2024-04-01T08:00:00Z") }),
        StateName::AwaitingSignature => awaiting(None),
        StateName::Submitted => State::Submitted(submitted()),
        StateName::Returned => State::Returned(returned()),
        StateName::Approved => State::Approved(Approved {
            submitted: submitted(),
            at: at("2024-04-20T08:00:00Z"),
            by: by("Handläggare H"),
        }),
    }
}
fn lock() -> Lock {
    Lock { by: by("Kvalitetsenheten"), at: at("2024-04-09T08:00:00Z"), why: String::new() }
}
const LEVELS: [Level; 5] = [Level::Unit, Level::Area, Level::Provider, Level::ProviderAndArea, Level::Individual];

#[test]
fn the_table_of_states_actions_and_roles_is_the_one_that_is_written_down() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated/states.md");
    let table = table();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &table).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "docs/generated/states.md is out of date: run the tests with UPDATE_GENERATED=1");
}

/// What a cell says: when the action is open to the role in the state.
fn cell(state: &State, action: Action, role: Role) -> String {
    let lock = lock();
    let open = |level, locked: bool, separate_signer| {
        let lock = locked.then_some(&lock);
        why_not(
            state,
            &Seen { role, level, lock, separate_signer, is_preparer: true, has_rows: false, reports_in: None },
            action,
        )
        .is_none()
    };
    let either = |level| open(level, false, false) || open(level, true, false);
    let levels: Vec<Level> = LEVELS.into_iter().filter(|level| either(*level)).collect();
    let Some(level) = levels.first().copied() else { return String::new() };
    let mut text = match levels.as_slice() {
        all if all.len() == LEVELS.len() => "yes".to_owned(),
        [Level::Unit, Level::Individual] => "unit".to_owned(),
        [Level::Area, Level::Provider, Level::ProviderAndArea] => "provider".to_owned(),
        other => format!("{other:?}"),
    };
    match (open(level, false, false), open(level, true, false)) {
        (true, true) => text.push_str(" +locked"),
        (false, true) => text.push_str(" if locked"),
        _ => {}
    }
    if open(level, false, false) && !open(level, false, true) {
        text.push_str(", other");
    }
    text
}

fn table() -> String {
    let mut out = String::from(
        "# Who may do what, when\n\n\
         Generated from `domain::submissions::why_not` by its tests (`UPDATE_GENERATED=1`). Roles without any action\n\
         in any state are left out, and so are actions that nobody has in the state.\n\n\
         - `yes`: items of every level; `unit`: items of units and individuals; `provider`: items of areas and providers\n\
         - `+locked`: also while the item is locked; `if locked`: only then; neither: only while it is not locked\n\
         - `other`: not for the one who prepared it, where the authority wants another to sign\n",
    );
    let any = |role: Role| {
        StateName::ALL
            .iter()
            .any(|name| Action::ALL.iter().any(|action| !cell(&state(*name), *action, role).is_empty()))
    };
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| any(*role)).collect();
    for name in StateName::ALL {
        let _ = write!(out, "\n## {} ({})\n\n| action |", name.slug(), sv::state(*name));
        for role in &roles {
            let _ = write!(out, " {} |", role.slug());
        }
        let _ = writeln!(out, "\n|---|{}", "---|".repeat(roles.len()));
        for action in Action::ALL {
            let cells: Vec<String> = roles.iter().map(|role| cell(&state(*name), *action, *role)).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                let _ = writeln!(out, "| {} | {} |", sv::action(*action), cells.join(" | "));
            }
        }
    }
    out
}
