//! Every row that a chain vouches for against the hash that it tells, and the counts against what they are made from.

use std::collections::BTreeSet;

use ::store::{ReadTx, RowFault, STAGING, StoreError, Table, Told, global_sql, told_by};
use kernel::Id;
use kernel::id::kind::Seat;

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
    for table in told_by(findings.tenant == super::system()) {
        let kept = Kept::of_table(table.name);
        let mut wrongs = Vec::new();
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
                wrongs.push((key, wrong));
            }
        })?;
        for (id, wrong) in wrongs {
            let name = name_of(tx, table, &id)?;
            findings.faults.push(Fault::Row { kept, id, name, wrong });
        }
    }
    Ok(())
}

/// What people know the row by, as the database has it now: for a seat, whose it is and in which role.
fn name_of(tx: &mut ReadTx<'_>, table: &Table, key: &str) -> Result<String, StoreError> {
    let Some(id) = key.parse::<Id<Seat>>().ok().filter(|_| table.name == "seat") else { return Ok(String::new()) };
    let found: Result<Option<(String, String)>, StoreError> = tx.maybe(
        global_sql!("SELECT p.name, s.role FROM seat s JOIN person p ON p.id = s.person_id WHERE s.id = $1"),
        &[&id],
    );
    match found {
        Ok(found) => Ok(found.map(|(name, role)| format!("{name}, {role}")).unwrap_or_default()),
        Err(error) if is_damage(&error) => Ok(String::new()),
        Err(error) => Err(error),
    }
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
