//! Benchmarks and long runs: commands named in a list, one a line as `name<tab>command<tab>what it shows`.
//!
//! A command finds the program, built in release, in `$TERTIAL_BIN`, the benches' own in `$TERTIAL_BENCH` and a folder
//! on the disk of the build in `$TERTIAL_BENCH_DIR`. One that names `$TERTIAL_TEST_POSTGRES` gets a server started for it.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, layers, postgres, run, tools};

const SERVER: &str = "TERTIAL_TEST_POSTGRES";

struct Entry {
    name: String,
    command: String,
    about: String,
}

fn entries(root: &Path, list: &str) -> Outcome<Vec<Entry>> {
    let text = std::fs::read_to_string(root.join(list)).map_err(|error| format!("{list}: {error}"))?;
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(number, line): (usize, &str)| match line.split('\t').collect::<Vec<_>>()[..] {
            [name, command, about] => Ok(Entry { name: name.into(), command: command.into(), about: about.into() }),
            _ => Err(format!("{list}:{number}: expected name, command and description with tabs between")),
        })
        .collect()
}

/// Prints the entries of the list.
pub fn list(root: &Path, list: &str) -> Outcome {
    let entries = entries(root, list)?;
    for entry in &entries {
        println!("{:<16} {}", entry.name, entry.about);
    }
    println!("{} in {list}", entries.len());
    Ok(())
}

/// Runs the named entries, or all of them.
pub fn run(root: &Path, list: &str, names: &[String]) -> Outcome {
    let entries = entries(root, list)?;
    if let Some(unknown) = names.iter().find(|name| entries.iter().all(|entry| entry.name != **name)) {
        let known: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        return Err(format!("{list} has no {unknown}; it has: {}", known.join(", ")));
    }
    let chosen = || entries.iter().filter(|entry| names.is_empty() || names.contains(&entry.name));
    let target = layers::target_folder(root)?;
    if chosen().any(|entry| entry.command.contains("TERTIAL_BENCH")) {
        // Together, so that both are built with the same features of what they share.
        let mut build = Command::new("cargo");
        run::shown_run(build.args(["build", "--release", "-p", "cli", "-p", "bench"]).current_dir(root))?;
    }
    let own = std::env::var(SERVER).ok();
    let wanted = own.is_none() && chosen().any(|entry| entry.command.contains(SERVER));
    let cluster = if wanted { Some(start_postgres()?) } else { None };
    let address = own.or_else(|| cluster.as_ref().map(postgres::Cluster::url)).unwrap_or_default();
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in chosen() {
        println!("== {}: {}", entry.name, entry.about);
        let started = run::started();
        let mut command = Command::new("sh");
        command.args(["-euc", &entry.command]).current_dir(root);
        command.env("TERTIAL_BIN", target.join("release/tertial")).env("TERTIAL_BENCH", target.join("release/bench"));
        command.env("TERTIAL_BENCH_DIR", &folder).env(SERVER, &address);
        run::shown_run(&mut command)?;
        println!("== {}: {}", entry.name, run::readable(started.elapsed()));
    }
    Ok(())
}

fn start_postgres() -> Outcome<postgres::Cluster> {
    let programs = postgres::programs()
        .ok_or("PostgreSQL 15 or newer is missing: apt-get install postgresql, or let `cargo xtask test` install it")?;
    postgres::Cluster::start(&programs, tools::is_root())
}
