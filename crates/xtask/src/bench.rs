//! Benchmarks and long runs: scripts named in a list, one a line as `name<tab>command<tab>what it shows`.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, run};

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
    for entry in entries.iter().filter(|entry| names.is_empty() || names.contains(&entry.name)) {
        println!("== {}: {}", entry.name, entry.about);
        let started = run::started();
        run::shown_run(Command::new("sh").args(["-euc", &entry.command]).current_dir(root))?;
        println!("== {}: {}", entry.name, run::readable(started.elapsed()));
    }
    Ok(())
}
