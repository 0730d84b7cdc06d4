//! The numbers, each under seal for its list and reference.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use kernel::id::kind::{Assignment as AssignmentKind, Person};
use kernel::{Day, Id, Instant};
use platform::access::Tools;
use platform::sealed::Place;
use serde_json::json;

use super::removing;
use crate::assignments::Assignment;

fn row_name(assignment: Id<AssignmentKind>, reference: &str) -> String {
    format!("{assignment}/{reference}")
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "person_number", column: "sealed", row }
}

/// The number as it is shown: `19640823-****`.
pub(super) fn mask(number: &str) -> String {
    let date: String = number.chars().take(8).collect();
    format!("{date}-****")
}

/// Every number of the list by its reference, masked.
pub(super) fn masked(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    assignment: Id<AssignmentKind>,
) -> Result<BTreeMap<String, String>, StoreError> {
    let rows: Vec<(String, Vec<u8>)> = tx.all(
        sql!(
            "SELECT reference, sealed FROM person_number WHERE tenant_id = $1 AND assignment_id = $2 ORDER BY reference"
        ),
        &[&assignment],
    )?;
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let keys = tools.keys(tx)?;
    rows.into_iter()
        .map(|(reference, sealed)| {
            let number = keys.open_text(place(&row_name(assignment, &reference)), &sealed)?;
            Ok((reference, mask(&number)))
        })
        .collect()
}

/// One whole number, for whoever has asked to see it; `None` when it has been removed or never was of the list.
pub fn open(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    assignment: Id<AssignmentKind>,
    reference: &str,
) -> Result<Option<String>, StoreError> {
    let found: Option<(Vec<u8>,)> = tx.maybe(
        sql!("SELECT sealed FROM person_number WHERE tenant_id = $1 AND assignment_id = $2 AND reference = $3"),
        &[&assignment, &reference],
    )?;
    let Some((sealed,)) = found else { return Ok(None) };
    let number = tools.keys(tx)?.open_text(place(&row_name(assignment, reference)), &sealed)?;
    let (date, last) = number.split_at_checked(8).unwrap_or((&number, ""));
    Ok(Some(format!("{date}-{last}")))
}

/// The references that other lists of the provider's keep at the same occasion.
pub(super) fn in_other_lists(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
) -> Result<Vec<(Id<AssignmentKind>, String)>, StoreError> {
    tx.all(
        sql!(
            "SELECT n.assignment_id, n.reference FROM person_number n
             JOIN assignment a ON a.tenant_id = n.tenant_id AND a.id = n.assignment_id
             WHERE n.tenant_id = $1 AND n.assignment_id <> $2 AND a.organisation_id = $3 AND a.year = $4
               AND a.occasion = $5
             ORDER BY n.assignment_id, n.reference"
        ),
        &[&assignment.id, &assignment.organisation, &assignment.year, &assignment.occasion],
    )
}

/// Keeps numbers of the list by their references; gives how many were not kept before, which the chain tells. The night
/// removes them when the list has served.
pub fn keep(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    assignment: Id<AssignmentKind>,
    person: Id<Person>,
    numbers: &BTreeMap<String, String>,
) -> Result<u64, StoreError> {
    if numbers.is_empty() {
        return Ok(0);
    }
    let (keys, now) = (tools.keys(tx)?, tx.context().now);
    let mut added = 0;
    for (reference, number) in numbers {
        let sealed = keys.seal(place(&row_name(assignment, reference)), number.as_bytes())?;
        added += tx.execute(
            sql!(
                "INSERT INTO person_number (tenant_id, assignment_id, reference, sealed, person_id, at)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"
            ),
            &[&assignment, reference, &sealed, &person, &now],
        )?;
    }
    removing::plan(tx, tools.chance(), now.day())?;
    if added > 0 {
        tell(tx, "person-numbers.kept", assignment, added);
    }
    Ok(added)
}

fn tell(tx: &mut WriteTx<'_>, kind: &'static str, assignment: Id<AssignmentKind>, numbers: u64) {
    tx.tell(Event::about(kind, assignment, json!({ "assignment": assignment, "numbers": numbers })));
}

/// Removes the numbers of the list that were kept from the instant on: of a file that was put where it does not belong. The
/// chain tells how many.
pub fn forget_since(tx: &mut WriteTx<'_>, assignment: Id<AssignmentKind>, since: Instant) -> Result<u64, StoreError> {
    let forgotten = tx.execute(
        sql!("DELETE FROM person_number WHERE tenant_id = $1 AND assignment_id = $2 AND at >= $3"),
        &[&assignment, &since],
    )?;
    if forgotten > 0 {
        tell(tx, "person-numbers.forgotten", assignment, forgotten);
    }
    Ok(forgotten)
}

/// Removes every number of the list; gives how many there were.
pub(super) fn remove(tx: &mut WriteTx<'_>, assignment: Id<AssignmentKind>) -> Result<u64, StoreError> {
    tx.execute(sql!("DELETE FROM person_number WHERE tenant_id = $1 AND assignment_id = $2"), &[&assignment])
}

/// The lists that keep numbers.
pub(super) fn lists(tx: &mut ReadTx<'_>) -> Result<Vec<Id<AssignmentKind>>, StoreError> {
    let all: Vec<(Id<AssignmentKind>,)> = tx.all(
        sql!("SELECT DISTINCT assignment_id FROM person_number WHERE tenant_id = $1 ORDER BY assignment_id"),
        &[],
    )?;
    Ok(all.into_iter().map(|(id,)| id).collect())
}

row! {
    /// What decides how long a list keeps its numbers.
    pub(super) struct List {
        pub year: i16,
        pub item: String,
        pub deadline: Day,
        pub extended_to: Option<Day>,
        pub locked: Option<String>,
        pub withdrawn_at: Option<Instant>,
    }
}

/// The list, also one that is no longer asked for.
pub(super) fn list(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Option<List>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT year, item, deadline, extended_to, locked, withdrawn_at FROM assignment
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[&assignment],
    )
}
