//! The fast part of the tests: seconds, without building the product.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, layers, rules, run};

/// Formatting, then the house rules.
pub fn all(root: &Path) -> Outcome {
    let formatted = formatting(root);
    house(root).and(formatted)
}

/// `cargo fmt --check`.
pub fn formatting(root: &Path) -> Outcome {
    run::shown_run(Command::new("cargo").args(["fmt", "--all", "--check"]).current_dir(root))
        .map_err(|message| format!("{message}\nRun cargo fmt (rustup component add rustfmt where it is missing)."))
}

/// Dependency directions and house rules.
pub fn house(root: &Path) -> Outcome {
    let mut found = rules::find(root)?;
    found.faults.extend(layers::findings(root)?);
    for warning in &found.warnings {
        println!("warning: {warning}");
    }
    for fault in &found.faults {
        println!("fault: {fault}");
    }
    match found.faults.len() {
        0 => Ok(()),
        count => Err(format!("{count} house rules are broken")),
    }
}
