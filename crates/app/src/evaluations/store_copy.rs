//! What an authority that was asked keeps.

use ::store::{Event, ReadTx, StoreError, WriteTx, global_sql, row, sql};
use domain::evaluations::{Copied, CopyHappening, ResultHappening, ResultOf};
use kernel::id::kind::{Evaluation as EvaluationKind, EvaluationCopy, EvaluationResult, Organisation, Tenant};
use kernel::{Id, swedish};
use platform::access::Tools;
use serde_json::json;

use super::model::{KeptCopy, KeptResult, Line, New};
use super::store::{LineRow, closed, damaged, key_of, opened};

const COPY_ENTRY: &str = "evaluation_copy_entry";
const RESULT_ENTRY: &str = "evaluation_result_entry";

row! {
    struct CopyRow {
        id: Id<EvaluationCopy>,
        leader: Id<Tenant>,
        evaluation: Id<EvaluationKind>,
    }
}

row! {
    struct ResultRow {
        id: Id<EvaluationResult>,
        copy: Id<EvaluationCopy>,
        organisation: Id<Organisation>,
    }
}

/// Every evaluation that the authority was asked to take part in, the newest question first. No words are opened.
pub(super) fn all(tx: &mut ReadTx<'_>, tools: &Tools) -> Result<Vec<KeptCopy>, StoreError> {
    let rows: Vec<CopyRow> =
        tx.all(sql!("SELECT id, leader_id, evaluation_id FROM evaluation_copy WHERE tenant_id = $1 ORDER BY id"), &[])?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(with_lines(tx, tools, &row, false)?);
    }
    found.sort_by_key(|kept| (std::cmp::Reverse(kept.lines.first().map(|line| line.day)), kept.id));
    Ok(found)
}

fn with_lines(tx: &mut ReadTx<'_>, tools: &Tools, row: &CopyRow, opens: bool) -> Result<KeptCopy, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT e.number, e.key, e.day, e.content, e.person_id, p.name, e.sealed FROM evaluation_copy_entry e
             JOIN person p ON p.id = e.person_id WHERE e.tenant_id = $1 AND e.copy_id = $2 ORDER BY e.number"
        ),
        &[&row.id],
    )?;
    let of = row.id.to_string();
    let mut lines: Vec<Line<CopyHappening>> = Vec::with_capacity(rows.len());
    for line in rows {
        lines.push(opened(tx, tools, (COPY_ENTRY, &of, opens), line)?);
    }
    let stands = Copied::replay(lines.iter().map(|line| &line.happening))
        .ok_or_else(|| damaged(format!("the copy {} of an evaluation does not begin with the question", row.id)))?;
    Ok(KeptCopy { id: row.id, leader: row.leader, evaluation: row.evaluation, stands, lines })
}

/// The evaluation at the authority, with its words opened where they are read.
pub(super) fn find(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (id, opens): (Id<EvaluationCopy>, bool),
) -> Result<Option<KeptCopy>, StoreError> {
    let row: Option<CopyRow> = tx.maybe(
        sql!("SELECT id, leader_id, evaluation_id FROM evaluation_copy WHERE tenant_id = $1 AND id = $2"),
        &[&id],
    )?;
    row.map(|row| with_lines(tx, tools, &row, opens)).transpose()
}

/// Makes the copy. The caller ends the transaction.
pub(super) fn open(
    tx: &mut WriteTx<'_>,
    (id, leader, evaluation): (Id<EvaluationCopy>, Id<Tenant>, Id<EvaluationKind>),
) -> Result<(), StoreError> {
    tx.execute(
        sql!("INSERT INTO evaluation_copy (tenant_id, id, leader_id, evaluation_id) VALUES ($1, $2, $3, $4)"),
        &[&id, &leader, &evaluation],
    )
    .map(|_| ())
}

/// Puts a line to the copy. The caller ends the transaction.
pub(super) fn put(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (id, number): (Id<EvaluationCopy>, usize),
    (new, action): (&New<CopyHappening>, &str),
) -> Result<(), StoreError> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let (content, sealed) = closed(tx, tools, (COPY_ENTRY, &id.to_string(), number), new)?;
    let (key, today) = (key_of(new, number), tx.context().now.day());
    tx.execute(
        sql!(
            "INSERT INTO evaluation_copy_entry (tenant_id, copy_id, number, key, day, content, person_id, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&id, &number, &key, &today, &content, &new.person, &sealed],
    )?;
    tx.tell(Event::about("evaluation.taking-part", id, json!({ "action": action })));
    Ok(())
}

fn result_with_lines(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    row: &ResultRow,
    opens: bool,
) -> Result<KeptResult, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT e.number, e.key, e.day, e.content, e.person_id, p.name, e.sealed FROM evaluation_result_entry e
             JOIN person p ON p.id = e.person_id WHERE e.tenant_id = $1 AND e.result_id = $2 ORDER BY e.number"
        ),
        &[&row.id],
    )?;
    let of = row.id.to_string();
    let mut lines: Vec<Line<ResultHappening>> = Vec::with_capacity(rows.len());
    for line in rows {
        lines.push(opened(tx, tools, (RESULT_ENTRY, &of, opens), line)?);
    }
    let stands = ResultOf::replay(lines.iter().map(|line| &line.happening));
    Ok(KeptResult { id: row.id, copy: row.copy, organisation: row.organisation, stands, lines })
}

/// A provider's result, with its words opened where they are read.
pub(super) fn result(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (id, opens): (Id<EvaluationResult>, bool),
) -> Result<Option<KeptResult>, StoreError> {
    let row: Option<ResultRow> = tx.maybe(
        sql!("SELECT id, copy_id, organisation_id FROM evaluation_result WHERE tenant_id = $1 AND id = $2"),
        &[&id],
    )?;
    row.map(|row| result_with_lines(tx, tools, &row, opens)).transpose()
}

/// Every result of the evaluation at the authority. No words are opened.
pub(super) fn results(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    copy: Id<EvaluationCopy>,
) -> Result<Vec<KeptResult>, StoreError> {
    let rows: Vec<ResultRow> = tx.all(
        sql!(
            "SELECT id, copy_id, organisation_id FROM evaluation_result WHERE tenant_id = $1 AND copy_id = $2 ORDER BY id"
        ),
        &[&copy],
    )?;
    rows.iter().map(|row| result_with_lines(tx, tools, row, false)).collect()
}

/// Every result of the provider at the authority. No words are opened.
pub(super) fn results_of(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
) -> Result<Vec<KeptResult>, StoreError> {
    let rows: Vec<ResultRow> = tx.all(
        sql!(
            "SELECT id, copy_id, organisation_id FROM evaluation_result
             WHERE tenant_id = $1 AND organisation_id = $2 ORDER BY id"
        ),
        &[&organisation],
    )?;
    rows.iter().map(|row| result_with_lines(tx, tools, row, false)).collect()
}

/// Makes the place of a provider's result. The caller ends the transaction.
pub(super) fn open_result(
    tx: &mut WriteTx<'_>,
    (id, copy, organisation): (Id<EvaluationResult>, Id<EvaluationCopy>, Id<Organisation>),
) -> Result<(), StoreError> {
    tx.execute(
        sql!("INSERT INTO evaluation_result (tenant_id, id, copy_id, organisation_id) VALUES ($1, $2, $3, $4)"),
        &[&id, &copy, &organisation],
    )
    .map(|_| ())
}

/// Puts a line to the result. The caller ends the transaction.
pub(super) fn put_result(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    kept: &KeptResult,
    (new, action): (&New<ResultHappening>, &str),
) -> Result<(), StoreError> {
    let (id, number) = (kept.id, i64::try_from(kept.lines.len()).unwrap_or(i64::MAX));
    let (content, sealed) = closed(tx, tools, (RESULT_ENTRY, &id.to_string(), number), new)?;
    let (key, today) = (key_of(new, number), tx.context().now.day());
    tx.execute(
        sql!(
            "INSERT INTO evaluation_result_entry (tenant_id, result_id, number, key, day, content, person_id, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&id, &number, &key, &today, &content, &new.person, &sealed],
    )?;
    tx.tell(Event::about("evaluation.result", id, json!({ "action": action, "organisation": kept.organisation })));
    Ok(())
}

/// The authorities of the installation that can be asked, by name: the one that leads too, where it is one.
pub(super) fn authorities(tx: &mut ReadTx<'_>) -> Result<Vec<(Id<Tenant>, String)>, StoreError> {
    let mut all: Vec<(Id<Tenant>, String)> =
        tx.all(global_sql!("SELECT id, name FROM tenant WHERE kind = 'authority' ORDER BY id"), &[])?;
    all.sort_by_cached_key(|(id, name)| (swedish::sort_key(name), *id));
    Ok(all)
}

/// What the transaction's own tenant is called, and its name in addresses.
pub(super) fn own(tx: &mut ReadTx<'_>) -> Result<(String, String), StoreError> {
    let own = tx.tenant()?;
    tx.one(global_sql!("SELECT name, slug FROM tenant WHERE id = $1"), &[&own])
}
