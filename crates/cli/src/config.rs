//! A year's document, checked with the words that the browser uses.

use std::path::Path;

use domain::year::{MOST_BYTES, Severity, read_document, sv};

use crate::Outcome;
use crate::trouble::{While, say};

/// Prints every fault; all is well when none of them is an error.
pub fn check(file: &Path) -> Outcome {
    use std::io::Read;
    let mut bytes = Vec::new();
    // One byte more than a document may have is enough to say that it is too large.
    std::fs::File::open(file)
        .and_then(|file| file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes))
        .while_(file.display())?;
    let reading = read_document(&String::from_utf8_lossy(&bytes));
    for fault in &reading.faults {
        say(sv::config_fault(fault))?;
    }
    let errors = reading.faults.iter().filter(|fault| fault.severity() == Severity::Error).count();
    let notices = reading.faults.len() - errors;
    eprintln!("{}: {errors} errors, {notices} notices", file.display());
    Ok(errors == 0)
}
