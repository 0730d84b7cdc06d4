//! Which crate may know which: dependencies point one way, and the pure crates can reach no world outside.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::Outcome;

/// Each crate with the crates of ours it may depend on.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("forms", &["kernel"]),
    ("stats", &["kernel"]),
    ("ui", &["kernel"]),
    ("store", &["kernel"]),
    ("documents", &["forms", "kernel"]),
    ("typeset", &["documents", "forms", "kernel"]),
    ("domain", &["forms", "kernel", "stats"]),
    ("platform", &["documents", "forms", "kernel", "store", "ui"]),
    ("clients", &["kernel"]),
    ("app", &["clients", "documents", "domain", "forms", "kernel", "platform", "stats", "store", "ui"]),
    ("cli", &["app", "documents", "domain", "forms", "kernel", "platform", "stats", "store", "typeset", "ui"]),
    ("bench", &["app", "documents", "domain", "forms", "kernel", "platform", "store"]),
    ("xtask", &[]),
];

/// Crates that only compute.
pub const PURE: &[&str] = &["kernel", "forms", "domain", "stats", "ui"];

/// Libraries that reach the world, and so have no place in a pure crate.
const WORLDLY: &[&str] = &[
    "axum",
    "getrandom",
    "hyper",
    "postgres",
    "rand",
    "rusqlite",
    "rustix",
    "tempfile",
    "tokio",
    "tracing-subscriber",
];

/// What breaks the directions, one sentence each.
pub fn findings(root: &Path) -> Outcome<Vec<String>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(root);
    let metadata: Value = serde_json::from_str(&crate::run::output(&mut cargo)?).map_err(|error| error.to_string())?;
    Ok(judge(&metadata))
}

/// The folder that cargo builds into.
pub fn target_folder(root: &Path) -> Outcome<std::path::PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(root);
    let metadata: Value = serde_json::from_str(&crate::run::output(&mut cargo)?).map_err(|error| error.to_string())?;
    metadata["target_directory"]
        .as_str()
        .map(Into::into)
        .ok_or_else(|| String::from("cargo metadata names no target folder"))
}

fn judge(metadata: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(known, _)| *known == name) else {
            findings
                .push(format!("crate {name} has no place in the layers: add it to MAY_KNOW in xtask/src/layers.rs"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let other = dependency["name"].as_str().unwrap_or_default();
            let for_tests = dependency["kind"] == "dev";
            let ours = dependency["path"].is_string();
            if ours && !for_tests && !allowed.contains(&other) {
                findings.push(format!(
                    "crate {name} may not depend on {other}: dependencies point one way (ARCHITECTURE.md)"
                ));
            }
            if !for_tests && PURE.contains(&name) && WORLDLY.contains(&other) {
                findings.push(format!("crate {name} is pure and may not depend on {other}"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_dependency_against_the_direction_is_found() {
        let metadata = json!({"packages": [
            {"name": "kernel", "dependencies": [{"name": "store", "path": "/x", "kind": null}, {"name": "serde", "kind": null}]},
            {"name": "domain", "dependencies": [
                {"name": "kernel", "path": "/x", "kind": null},
                {"name": "tokio", "kind": null},
                {"name": "tempfile", "kind": "dev"}]},
            {"name": "stray", "dependencies": []},
        ]});
        let findings = judge(&metadata);
        assert_eq!(findings.len(), 3, "{findings:?}");
        assert!(findings[0].starts_with("crate kernel may not depend on store"));
        assert!(findings[1].starts_with("crate domain is pure"));
        assert!(findings[2].starts_with("crate stray has no place"));
    }

    #[test]
    fn the_table_itself_has_no_circles() {
        // Each crate knows only crates that stand above it in the table.
        for (at, (name, known)) in MAY_KNOW.iter().enumerate() {
            for other in *known {
                assert!(MAY_KNOW[..at].iter().any(|(above, _)| above == other), "{name} -> {other}");
            }
        }
    }
}
