//! The journeys in a browser: `e2e/*.test.mjs`, run by Node's own test runner.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::run::{Count, counted, shown_run};
use crate::tools::{self, Node};

/// Installs the journeys' packages as locked and runs every journey against the given binary.
pub fn journeys(root: &Path, tertial: &Path, count: &mut Count) -> Outcome {
    let e2e = root.join("e2e");
    let files = test_files(&e2e)?;
    let node = Node::find(&e2e)?;
    let chromium = tools::chromium().ok_or("no Chromium is found; set CHROMIUM to its path")?;
    let mut npm = node.command("npm");
    shown_run(npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&e2e))?;
    let mut command: Command = node.command("node");
    command.args(["--test", "--test-reporter=spec"]).args(&files).current_dir(&e2e);
    command.env("CHROMIUM", chromium).env("TERTIAL_BIN", tertial);
    let before = count.passed + count.failed;
    counted(&mut command, count)?;
    if count.passed + count.failed == before { Err(String::from("no journey was run")) } else { Ok(()) }
}

fn test_files(e2e: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = std::fs::read_dir(e2e).map_err(|error| format!("{}: {error}", e2e.display()))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() { Err(String::from("e2e holds no *.test.mjs")) } else { Ok(files) }
}
