//! Drafts: every field as it was typed, each with its revisions, sealed. Only the provider's side reads them; there is
//! no function here that an authority's page could use, since each takes the provider it is asked for.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Person};
use kernel::{Id, Instant};
use platform::access::Tools;
use platform::sealed::Place;

/// One field of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftField {
    /// As it was typed; empty when it was emptied.
    pub text: String,
    /// Which revision this is, from 1.
    pub revision: i64,
    /// Who typed it.
    pub person: Id<Person>,
    /// When.
    pub at: Instant,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Its fields, emptied ones too.
    pub fields: BTreeMap<String, DraftField>,
}

impl Draft {
    /// The fields that hold something.
    pub fn texts(&self) -> BTreeMap<String, String> {
        let filled = self.fields.iter().filter(|(_, field)| !field.text.is_empty());
        filled.map(|(path, field)| (path.clone(), field.text.clone())).collect()
    }

    /// Who has written in it, and when it was last written in.
    pub fn last(&self) -> Option<(Id<Person>, Instant)> {
        self.fields.values().max_by_key(|field| (field.at, field.revision)).map(|field| (field.person, field.at))
    }

    /// Whether the person has written any of what stands in it.
    pub fn is_by(&self, person: Id<Person>) -> bool {
        self.fields.values().any(|field| field.person == person)
    }

    /// The revision of the field; 0 when nobody has written in it.
    pub fn revision(&self, path: &str) -> i64 {
        self.fields.get(path).map_or(0, |field| field.revision)
    }
}

row! {
    struct ValueRow {
        path: String,
        revision: i64,
        sealed: Option<Vec<u8>>,
        person: Id<Person>,
        at: Instant,
    }
}

fn row_name(assignment: Id<AssignmentKind>, path: &str, revision: i64) -> String {
    format!("{assignment}/{path}/{revision}")
}

fn open(
    tools: &Tools,
    tx: &mut ReadTx<'_>,
    assignment: Id<AssignmentKind>,
    rows: Vec<ValueRow>,
) -> Result<Vec<(String, DraftField)>, StoreError> {
    let keys = tools.keys(tx)?;
    rows.into_iter()
        .map(|row| {
            let name = row_name(assignment, &row.path, row.revision);
            let place = Place { table: "draft_value", column: "sealed", row: &name };
            let text = row.sealed.map(|sealed| keys.open_text(place, &sealed)).transpose()?.unwrap_or_default();
            Ok((row.path, DraftField { text, revision: row.revision, person: row.person, at: row.at }))
        })
        .collect()
}

/// The provider's draft of the assignment; empty when the assignment is another provider's.
pub fn load(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
) -> Result<Draft, StoreError> {
    let rows: Vec<ValueRow> = tx.all(
        sql!(
            "SELECT d.path, d.revision, d.sealed, d.person_id, d.at FROM draft_value d
             JOIN assignment a ON a.tenant_id = d.tenant_id AND a.id = d.assignment_id
             JOIN (SELECT path, max(revision) AS revision FROM draft_value
                   WHERE tenant_id = $1 AND assignment_id = $2 GROUP BY path) newest
               ON newest.path = d.path AND newest.revision = d.revision
             WHERE d.tenant_id = $1 AND d.assignment_id = $2 AND a.organisation_id = $3 ORDER BY d.path"
        ),
        &[&assignment, &organisation],
    )?;
    Ok(Draft { fields: open(tools, tx, assignment, rows)?.into_iter().collect() })
}

/// Every revision of one field, the newest first.
pub fn history(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
    path: &str,
) -> Result<Vec<DraftField>, StoreError> {
    let rows: Vec<ValueRow> = tx.all(
        sql!(
            "SELECT d.path, d.revision, d.sealed, d.person_id, d.at FROM draft_value d
             JOIN assignment a ON a.tenant_id = d.tenant_id AND a.id = d.assignment_id
             WHERE d.tenant_id = $1 AND d.assignment_id = $2 AND d.path = $3 AND a.organisation_id = $4
             ORDER BY d.revision DESC"
        ),
        &[&assignment, &path, &organisation],
    )?;
    Ok(open(tools, tx, assignment, rows)?.into_iter().map(|(_, field)| field).collect())
}

/// A field to write, with the revision that the writer had before them where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which field.
    pub path: String,
    /// As it was typed; empty empties it.
    pub text: String,
    /// The revision that was on the writer's page; `None` overwrites whatever there is.
    pub seen: Option<i64>,
}

/// Two people wrote in the same field: the other's text stands, this one is given back to be shown beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which field.
    pub path: String,
    /// What the other wrote, who and when.
    pub theirs: DraftField,
    /// What was not saved.
    pub mine: String,
}

/// What became of the changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The fields that were written, with their new revisions.
    pub saved: Vec<(String, i64)>,
    /// The fields that somebody else had written in.
    pub conflicts: Vec<Conflict>,
}

/// Writes fields of the provider's draft. Unchanged ones get no revision. The caller has asked the rules whether the
/// draft may be written in, in the same transaction.
pub fn write(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
    person: Id<Person>,
    changes: &[Change],
) -> Result<Written, StoreError> {
    let present = load(tx, tools, organisation, assignment)?;
    let keys = tools.keys(tx)?;
    let now = tx.context().now;
    let mut written = Written::default();
    for change in changes {
        let before = present.fields.get(&change.path);
        if before.map_or("", |field| &field.text) == change.text {
            continue;
        }
        if let (Some(theirs), Some(seen)) = (before, change.seen)
            && theirs.revision > seen
            && theirs.person != person
        {
            let conflict = Conflict { path: change.path.clone(), theirs: theirs.clone(), mine: change.text.clone() };
            written.conflicts.push(conflict);
            continue;
        }
        let revision = before.map_or(1, |field| field.revision + 1);
        let name = row_name(assignment, &change.path, revision);
        let place = Place { table: "draft_value", column: "sealed", row: &name };
        let sealed = if change.text.is_empty() { None } else { Some(keys.seal(place, change.text.as_bytes())?) };
        tx.execute(
            sql!(
                "INSERT INTO draft_value (tenant_id, assignment_id, path, revision, sealed, person_id, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)"
            ),
            &[&assignment, &change.path, &revision, &sealed, &person, &now],
        )?;
        written.saved.push((change.path.clone(), revision));
    }
    Ok(written)
}
