//! Every row of tenant data against the hash that the chain tells of it, and the counts against what they are made from.

use std::collections::BTreeSet;

use ::store::{ReadTx, RowFault, STAGING, StoreError, Told, WITNESSED};

use super::{Fault, FileRef, Findings, Kept, Wrong, is_damage};
use crate::{assignments, submissions};

/// Holds each table against the chain. What has been found wrong already, and said in better words, is not said again.
pub(super) fn examine(
    tx: &mut ReadTx<'_>,
    mut told: Told,
    files: &BTreeSet<FileRef>,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let said: BTreeSet<(Kept, String)> = findings
        .faults
        .iter()
        .filter_map(|fault| match fault {
            Fault::Row { kept, id, .. } => Some((*kept, id.clone())),
            _ => None,
        })
        .collect();
    // An upload that waits is not yet the chain's concern, nor is its file until something that lasts names it.
    let waiting = super::rows::waiting(tx)?;
    let named: BTreeSet<&str> =
        files.iter().filter(|file| file.kept != Kept::File).map(|file| file.sha256.as_str()).collect();
    for table in WITNESSED {
        let kept = Kept::of_table(table.name);
        findings.counted.rows += told.compare(tx, table, |key, fault| {
            let staged = table.name == STAGING && waiting.contains(&key) && !named.contains(key.as_str());
            let wrong = match fault {
                RowFault::PutIn if staged => return,
                RowFault::PutIn => Wrong::NoEvent,
                RowFault::Altered { seq } => Wrong::RowAltered { seq },
                RowFault::Missing { seq } => Wrong::Gone { seq },
                RowFault::Unreadable => Wrong::Unreadable,
            };
            if !said.contains(&(kept, key.clone())) {
                findings.faults.push(Fault::Row { kept, id: key, name: String::new(), wrong });
            }
        })?;
    }
    Ok(())
}

/// Holds the counts against what was handed in; a finding names the assignment. Where what was handed in does not hold
/// itself, the counts are not what is wrong.
pub(super) fn counts(tx: &mut ReadTx<'_>, findings: &mut Findings) -> Result<(), StoreError> {
    let unsound = |fault: &Fault| matches!(fault, Fault::Row { kept: Kept::Submission | Kept::YearVersion, .. });
    if findings.faults.iter().any(unsound) {
        return Ok(());
    }
    let wrong = match submissions::miscounted(tx) {
        Err(error) if is_damage(&error) => {
            let (id, name) = (String::new(), String::new());
            findings.faults.push(Fault::Row { kept: Kept::Row("count_cell"), id, name, wrong: Wrong::Unreadable });
            return Ok(());
        }
        other => other?,
    };
    for id in wrong {
        let name = match assignments::find(tx, id) {
            Ok(Some(found)) => {
                let subject = found.subject_name().to_owned();
                format!("{} {}, {}, {subject}", found.item, found.year, found.organisation_name)
            }
            _ => String::new(),
        };
        findings.faults.push(Fault::Row {
            kept: Kept::Row("count_cell"),
            id: id.to_string(),
            name,
            wrong: Wrong::Miscounted,
        });
    }
    Ok(())
}
