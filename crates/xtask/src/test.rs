//! `cargo xtask test`: everything that must hold, cheap things first, each step timed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Args, ValueEnum};

use crate::postgres::{self, Cluster};
use crate::run::{self, Count, counted, readable, shown_run};
use crate::tools::{self, Need};
use crate::{Outcome, browser, check, layers};

/// What to run.
#[derive(Debug, Args)]
pub struct Options {
    /// Run one part only
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Install nothing; say what is missing
    #[arg(long)]
    no_install: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Rust tests without PostgreSQL
    Unit,
    /// Rust tests on both engines
    Pg,
    /// The journeys in a browser
    E2e,
    /// The lints
    Clippy,
}

impl Part {
    fn needs(only: Option<Self>) -> &'static [Need] {
        match only {
            None => {
                &[Need::Postgres, Need::Chromium, Need::Office, Need::Node, Need::Poppler, Need::Python, Need::Dovecot]
            }
            Some(Self::Pg) => &[Need::Postgres, Need::Office, Need::Poppler, Need::Python, Need::Dovecot],
            Some(Self::E2e) => &[Need::Chromium, Need::Office, Need::Node, Need::Poppler],
            Some(Self::Unit | Self::Clippy) => &[],
        }
    }
}

/// The steps taken so far.
#[derive(Default)]
struct Run {
    count: Count,
    failures: Vec<String>,
    times: Vec<String>,
}

impl Run {
    /// Takes a step; tells whether it went well. A failed step that reported no failed test counts as one.
    fn step(&mut self, name: &str, work: impl FnOnce(&mut Count) -> Outcome) -> bool {
        println!("\n== {name}");
        let (started, failed) = (run::started(), self.count.failed);
        let outcome = work(&mut self.count);
        let time = readable(started.elapsed());
        self.times.push(format!("{time:>14}  {name}{}", if outcome.is_ok() { "" } else { "  FAILED" }));
        match outcome {
            Ok(()) => {
                println!("== {name}: {time}");
                true
            }
            Err(message) => {
                self.count.failed = self.count.failed.max(failed + 1);
                println!("== {name}: FAILED after {time}\n{message}");
                self.failures.push(format!("{name}: {message}"));
                false
            }
        }
    }
}

/// Runs the tests. The last line printed is `N passed, N failed`, so the error has no words of its own.
pub fn all(root: &Path, options: &Options) -> Outcome {
    let mut run = Run::default();
    let started = run::started();
    let _ = steps(root, options, &mut run);
    println!("\n== {} in all", readable(started.elapsed()));
    for line in &run.times {
        println!("{line}");
    }
    for failure in &run.failures {
        println!("\nfailed: {failure}");
    }
    println!("\n{} passed, {} failed", run.count.passed, run.count.failed);
    if run.count.failed == 0 { Ok(()) } else { Err(String::new()) }
}

/// Takes the steps; `None` when one failed that the rest stand on.
fn steps(root: &Path, options: &Options, run: &mut Run) -> Option<()> {
    let on = |part: Part| options.only.is_none_or(|only| only == part);
    let cargo = |words: &[&str]| {
        let mut command = Command::new("cargo");
        command.args(words).current_dir(root);
        command
    };
    if options.only.is_none() {
        // Both are told, whichever fails; neither stops the rest.
        run.step("formatting", |_| check::formatting(root));
        run.step("house rules", |_| check::house(root));
    }
    let needs = Part::needs(options.only);
    if !needs.is_empty() && !run.step("tools", |_| tools::provide(needs, !options.no_install)) {
        return None;
    }
    let generated = contents(&root.join("docs/generated"));
    let mut tertial = PathBuf::new();
    if options.only != Some(Part::Clippy) {
        let built = run.step("build", |_| {
            tertial = layers::target_folder(root)?.join("debug/tertial");
            shown_run(&mut cargo(&["build", "--workspace", "--all-targets"]))
        });
        built.then_some(())?;
    }
    if on(Part::Pg) {
        rust_tests(run, cargo(&["test", "--workspace", "--no-fail-fast"]).env("TERTIAL_BIN", &tertial));
    } else if on(Part::Unit) {
        let mut tests = cargo(&["test", "--workspace", "--no-fail-fast"]);
        tests.env("TERTIAL_BIN", &tertial).env_remove("TERTIAL_TEST_POSTGRES");
        run.step("tests without PostgreSQL", |count| counted(&mut tests, count));
    }
    if on(Part::Clippy) {
        run.step("lints", |_| {
            shown_run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
                .map_err(|message| format!("{message} (rustup component add clippy where it is missing)"))
        });
    }
    if on(Part::E2e) {
        run.step("journeys", |count| browser::journeys(root, &tertial, count));
    }
    if options.only.is_none() {
        run.step("generated files", |_| unchanged(&generated, &contents(&root.join("docs/generated"))));
    }
    Some(())
}

fn rust_tests(run: &mut Run, command: &mut Command) {
    let mut cluster = None;
    let started = run.step("PostgreSQL", |_| {
        let bin = postgres::programs().ok_or("no PostgreSQL of version 15 or newer is found")?;
        let made = Cluster::start(&bin, tools::is_root())?;
        println!("{} on {}", bin.display(), made.url());
        cluster = Some(made);
        Ok(())
    });
    if let (true, Some(cluster)) = (started, &cluster) {
        command.env("TERTIAL_TEST_POSTGRES", cluster.url());
        run.step("tests on SQLite and PostgreSQL", |count| counted(command, count));
    }
}

/// The files of a folder with their contents. Tests rewrite generated documents, so what was committed shows as a change.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| Some((entry.path(), fs::read(entry.path()).ok()?))).collect()
}

fn unchanged(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Outcome {
    let paths = before.keys().chain(after.keys());
    let changed: Vec<String> =
        paths.filter(|path| before.get(*path) != after.get(*path)).map(|path| path.display().to_string()).collect();
    if changed.is_empty() {
        Ok(())
    } else {
        Err(format!("the tests wrote these anew; look at the difference and commit it:\n{}", changed.join("\n")))
    }
}
