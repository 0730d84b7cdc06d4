//! A year's document, checked with the words that the browser uses.

use std::path::Path;

use domain::year::{MOST_BYTES, Severity, read_bytes, sv};

use crate::Outcome;
use crate::trouble::{While, say, tell};

/// Prints every fault; all is well when none of them is an error.
pub fn check(file: &Path) -> Outcome {
    use std::io::Read;
    let mut bytes = Vec::new();
    // Of a document that is too large only the size is told: the rest of it is counted, not kept.
    let rest = std::fs::File::open(file)
        .and_then(|mut file| {
            (&mut file).take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
            std::io::copy(&mut file.take(1 << 40), &mut std::io::sink())
        })
        .while_(file.display())?;
    let size = bytes.len().saturating_add(usize::try_from(rest).unwrap_or(usize::MAX));
    let reading = read_bytes(&bytes, size);
    for fault in &reading.faults {
        say(sv::config_fault(fault))?;
    }
    let errors = reading.faults.iter().filter(|fault| fault.severity() == Severity::Error).count();
    let notices = reading.faults.len() - errors;
    tell(format_args!("{}: {errors} errors, {notices} notices", file.display()));
    Ok(errors == 0)
}
