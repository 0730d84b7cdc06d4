//! Course participations: each published set's digest against the event that published it, the cells and
//! the counts of persons against the rows. Their rows are many, and told of by their set together instead of one by one.

use std::collections::BTreeMap;

use ::store::{EventRow, ReadTx, StoreError};
use serde_json::Value as Json;

use super::{Fault, Findings, Kept, Wrong, is_damage};
use crate::participations::{self, Set, SetState};

/// The event that publishes a set.
const PUBLISHED: &str = "participations.published";
const SET: Kept = Kept::Row("participation_set");

/// What events tell of published sets: by the set's number, the event's and the digest.
#[derive(Debug, Default)]
pub(super) struct Sets(BTreeMap<i64, (i64, Option<String>)>);

impl Sets {
    pub(super) fn hear(&mut self, row: &EventRow) {
        if row.kind != PUBLISHED {
            return;
        }
        // An event whose facts were destroyed is a fault of the chain; here it simply says nothing.
        let facts: Json = serde_json::from_str(&row.facts).unwrap_or_default();
        if let Some(set) = facts.get("set").and_then(Json::as_i64) {
            let digest = facts.get("digest").and_then(Json::as_str).map(str::to_owned);
            self.0.insert(set, (row.seq, digest));
        }
    }
}

fn report(findings: &mut Findings, kept: Kept, set: i64, wrong: Wrong) {
    findings.faults.push(Fault::Row { kept, id: set.to_string(), name: String::new(), wrong });
}

/// Damage in the rows is a finding; anything else is a failure.
fn or_unreadable<T>(
    outcome: Result<T, StoreError>,
    findings: &mut Findings,
    (kept, set): (Kept, i64),
) -> Result<Option<T>, StoreError> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error) if is_damage(&error) => {
            report(findings, kept, set, Wrong::Unreadable);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Holds every published set against its event, and what is counted against what is published.
pub(super) fn examine(tx: &mut ReadTx<'_>, mut told: Sets, findings: &mut Findings) -> Result<(), StoreError> {
    let sets = participations::sets(tx);
    let Some(sets) = or_unreadable(sets, findings, (SET, 0))? else { return Ok(()) };
    let mut newest = 0;
    for set in sets.iter().filter(|set| set.state == SetState::Published) {
        newest = newest.max(set.number);
        let digest = participations::digest(tx, set.number);
        let Some(digest) = or_unreadable(digest, findings, (Kept::Row("participation"), set.number))? else { continue };
        if let Some(wrong) = differs(set, told.0.remove(&set.number), &digest) {
            report(findings, SET, set.number, wrong);
        }
    }
    let left = participations::left_of_none(tx);
    for set in or_unreadable(left, findings, (SET, 0))?.into_iter().flatten() {
        report(findings, SET, set, Wrong::NotDropped);
    }
    for (number, (seq, _)) in told.0 {
        report(findings, SET, number, Wrong::Gone { seq });
    }
    if newest == 0 {
        return Ok(());
    }
    let differences = participations::recount(tx, newest);
    let found = or_unreadable(differences, findings, (Kept::Row("result_cell"), newest))?;
    if found.is_some_and(|differences| !differences.is_empty()) {
        report(findings, Kept::Row("result_cell"), newest, Wrong::NotItsRows);
    }
    let differing = or_unreadable(participations::differing(tx), findings, (Kept::Row("student_count"), newest))?;
    for set in differing.into_iter().flatten() {
        report(findings, Kept::Row("student_count"), set, Wrong::NotItsRows);
    }
    Ok(())
}

fn differs(set: &Set, told: Option<(i64, Option<String>)>, digest: &str) -> Option<Wrong> {
    let Some((seq, told)) = told else { return Some(Wrong::NoEvent) };
    let same = told.as_deref() == Some(digest) && set.digest.as_deref() == Some(digest);
    (!same).then_some(Wrong::NotAsSaid { seq, fact: "digest" })
}
