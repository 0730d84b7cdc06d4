//! Drafts: every field as it was typed, each with its revisions, sealed. Only the provider's side reads them; there is
//! no function here that gives an authority's page a text, since each takes the provider it is asked for; [`filled`] tells
//! where something stands and [`has`] whether what is asked about does, and never what.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Person};
use kernel::{Id, Instant};
use platform::access::Tools;
use platform::sealed::{Place, TenantKeys};

/// The longest text of a field that is kept, in characters. Longer than any field's own limit, so that what is too long
/// is kept and told as a fault; beyond it somebody has pasted a book.
pub const LONGEST: usize = 50_000;

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

/// When anything was last written in the draft; what it is stays the provider's own.
pub fn last_written(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Option<Instant>, StoreError> {
    let newest: Option<(Option<Instant>,)> =
        tx.maybe(sql!("SELECT max(at) FROM draft_value WHERE tenant_id = $1 AND assignment_id = $2"), &[&assignment])?;
    Ok(newest.and_then(|(at,)| at))
}

/// Whether anything has been written in the draft after the moment.
pub fn is_written_after(
    tx: &mut ReadTx<'_>,
    assignment: Id<AssignmentKind>,
    after: Instant,
) -> Result<bool, StoreError> {
    Ok(last_written(tx, assignment)?.is_some_and(|at| at > after))
}

/// The most fields that are read one by one; above it the whole draft is read in one go.
const FEW: usize = 8;

/// The named fields of the provider's draft, and as few others as it takes: whoever saves one field of thousands
/// opens one.
pub fn load_fields(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
    paths: &[&str],
) -> Result<Draft, StoreError> {
    if paths.len() > FEW {
        return load(tx, tools, organisation, assignment);
    }
    let mut rows: Vec<ValueRow> = Vec::new();
    for path in paths {
        rows.extend(tx.maybe::<ValueRow>(
            sql!(
                "SELECT d.path, d.revision, d.sealed, d.person_id, d.at FROM draft_value d
                 JOIN assignment a ON a.tenant_id = d.tenant_id AND a.id = d.assignment_id
                 WHERE d.tenant_id = $1 AND d.assignment_id = $2 AND d.path = $3 AND a.organisation_id = $4
                   AND d.revision = (SELECT max(revision) FROM draft_value
                       WHERE tenant_id = $1 AND assignment_id = $2 AND path = $3)"
            ),
            &[&assignment, path, &organisation],
        )?);
    }
    Ok(Draft { fields: open(tools, tx, assignment, rows)?.into_iter().collect() })
}

/// The provider's draft as it stood at the instant, emptied fields too.
pub fn at(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
    instant: Instant,
) -> Result<Draft, StoreError> {
    let rows: Vec<ValueRow> = tx.all(
        sql!(
            "SELECT d.path, d.revision, d.sealed, d.person_id, d.at FROM draft_value d
             JOIN assignment a ON a.tenant_id = d.tenant_id AND a.id = d.assignment_id
             JOIN (SELECT path, max(revision) AS revision FROM draft_value
                   WHERE tenant_id = $1 AND assignment_id = $2 AND at <= $4 GROUP BY path) newest
               ON newest.path = d.path AND newest.revision = d.revision
             WHERE d.tenant_id = $1 AND d.assignment_id = $2 AND a.organisation_id = $3 ORDER BY d.path"
        ),
        &[&assignment, &organisation, &instant],
    )?;
    Ok(Draft { fields: open(tools, tx, assignment, rows)?.into_iter().collect() })
}

/// Where something stands in the drafts of an item, by assignment and path: never what. For telling, before the year is
/// changed, whose answers go away with a question.
pub fn filled(tx: &mut ReadTx<'_>, year: i16, item: &str) -> Result<Vec<(Id<AssignmentKind>, String)>, StoreError> {
    tx.all(
        sql!(
            "SELECT d.assignment_id, d.path FROM draft_value d
             JOIN assignment a ON a.tenant_id = d.tenant_id AND a.id = d.assignment_id
             WHERE d.tenant_id = $1 AND a.year = $2 AND a.item = $3 AND d.sealed IS NOT NULL
               AND d.revision = (SELECT max(n.revision) FROM draft_value n
                   WHERE n.tenant_id = $1 AND n.assignment_id = d.assignment_id AND n.path = d.path)
             ORDER BY d.assignment_id, d.path"
        ),
        &[&year, &item],
    )
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

row! {
    /// A revision without its text.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Step {
        /// Which field.
        pub path: String,
        /// Who wrote it.
        pub person: Id<Person>,
        /// When.
        pub at: Instant,
        /// Whether something stood in the field then.
        pub filled: bool,
    }
}

/// Every revision of the draft without its text, the oldest first: who wrote when, and where something stood.
pub fn steps(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
) -> Result<Vec<Step>, StoreError> {
    tx.all(
        sql!(
            "SELECT d.path, d.person_id, d.at, d.sealed IS NOT NULL FROM draft_value d
             JOIN assignment a ON a.tenant_id = d.tenant_id AND a.id = d.assignment_id
             WHERE d.tenant_id = $1 AND d.assignment_id = $2 AND a.organisation_id = $3
             ORDER BY d.at, d.path, d.revision"
        ),
        &[&assignment, &organisation],
    )
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

/// Two people wrote in the same field: the other's text stands. This one is kept as a revision before it, and given
/// back to be shown beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which field.
    pub path: String,
    /// What the other wrote, who and when.
    pub theirs: DraftField,
    /// What does not stand.
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
    let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    let present = load_fields(tx, tools, organisation, assignment, &paths)?;
    let keys = tools.keys(tx)?;
    let now = after_the_newest_version(tx, assignment)?;
    let mut written = Written::default();
    for change in changes {
        let before = present.fields.get(&change.path);
        if before.map_or("", |field| &field.text) == change.text {
            continue;
        }
        let mine = |revision| DraftField { text: change.text.clone(), revision, person, at: now };
        if let (Some(theirs), Some(seen)) = (before, change.seen)
            && theirs.revision > seen
            && theirs.person != person
        {
            let path = change.path.as_str();
            // The same text sent again, by the script and then with the page, is kept once.
            let known = history(tx, tools, organisation, assignment, path)?;
            if !known.iter().any(|old| old.person == person && old.text == change.text && old.at >= theirs.at) {
                insert(tx, &keys, assignment, path, &mine(theirs.revision + 1))?;
                // What stands is the newest revision: the other's text, from when they wrote it.
                insert(tx, &keys, assignment, path, &DraftField { revision: theirs.revision + 2, ..theirs.clone() })?;
            }
            let conflict = Conflict { path: change.path.clone(), theirs: theirs.clone(), mine: change.text.clone() };
            written.conflicts.push(conflict);
            continue;
        }
        let revision = before.map_or(1, |field| field.revision + 1);
        insert(tx, &keys, assignment, &change.path, &mine(revision))?;
        written.saved.push((change.path.clone(), revision));
    }
    Ok(written)
}

/// The fields whose text somebody has been told does not stand, and nobody has chosen since: path and that text. What
/// stands was put back after it as it was, so the newest revision is older than the one before it ([`write()`]).
/// Whatever is written in the field later settles it.
pub fn open_conflicts(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
) -> Result<Vec<(String, DraftField)>, StoreError> {
    let rows: Vec<ValueRow> = tx.all(
        sql!(
            "SELECT d.path, d.revision, d.sealed, d.person_id, d.at FROM draft_value d
             JOIN assignment a ON a.tenant_id = d.tenant_id AND a.id = d.assignment_id
             JOIN (SELECT path, max(revision) AS revision FROM draft_value
                   WHERE tenant_id = $1 AND assignment_id = $2 GROUP BY path) newest
               ON newest.path = d.path AND newest.revision = d.revision + 1
             JOIN draft_value stands ON stands.tenant_id = d.tenant_id AND stands.assignment_id = d.assignment_id
               AND stands.path = d.path AND stands.revision = newest.revision
             WHERE d.tenant_id = $1 AND d.assignment_id = $2 AND a.organisation_id = $3
               AND stands.at < d.at AND stands.person_id <> d.person_id ORDER BY d.path"
        ),
        &[&assignment, &organisation],
    )?;
    open(tools, tx, assignment, rows)
}

/// Moves what stands in fields to others in which nothing stands, and with it what somebody has been told does not stand:
/// each text as the one who wrote it and from when they did, since nobody writes anything by it. Tells whether anything was.
pub fn carry(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
    moves: &[(String, String)],
) -> Result<bool, StoreError> {
    if moves.is_empty() {
        return Ok(false);
    }
    let draft = load(tx, tools, organisation, assignment)?;
    let open: BTreeMap<_, _> = open_conflicts(tx, tools, organisation, assignment)?.into_iter().collect();
    let keys = tools.keys(tx)?;
    let mut any = false;
    for (from, to) in moves {
        let (Some(stands), there) =
            (draft.fields.get(from).filter(|field| !field.text.is_empty()), draft.fields.get(to))
        else {
            continue;
        };
        if there.is_some_and(|field| !field.text.is_empty()) {
            continue;
        }
        let (mut revision, mut earliest) = there.map_or((0, stands.at), |field| (field.revision, field.at));
        if let Some(lost) = open.get(from) {
            revision += 1;
            insert(tx, &keys, assignment, to, &DraftField { revision, at: lost.at.max(earliest), ..lost.clone() })?;
            // What stands is older than what does not, and that is how the two are told apart.
            earliest = stands.at;
        }
        insert(
            tx,
            &keys,
            assignment,
            to,
            &DraftField { revision: revision + 1, at: stands.at.max(earliest), ..stands.clone() },
        )?;
        let emptied = DraftField { text: String::new(), revision: stands.revision + 1, ..stands.clone() };
        insert(tx, &keys, assignment, from, &emptied)?;
        any = true;
    }
    Ok(any)
}

/// Writes what stands in fields in other words that mean the same: each as the one who wrote it and from when they did.
/// Tells whether anything was.
pub fn reword(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (assignment, draft): (Id<AssignmentKind>, &Draft),
    words: &[(String, String)],
) -> Result<bool, StoreError> {
    if words.is_empty() {
        return Ok(false);
    }
    let keys = tools.keys(tx)?;
    let mut any = false;
    for (path, text) in words {
        let Some(stands) = draft.fields.get(path) else { continue };
        let field = DraftField { text: text.clone(), revision: stands.revision + 1, ..stands.clone() };
        insert(tx, &keys, assignment, path, &field)?;
        any = true;
    }
    Ok(any)
}

/// Says that what stands in the field is what shall stand, beside what somebody else wrote: a revision of the same text.
/// Nothing happens where nothing was to be chosen. Tells whether something was.
pub fn settle(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
    person: Id<Person>,
    path: &str,
) -> Result<bool, StoreError> {
    if !open_conflicts(tx, tools, organisation, assignment)?.iter().any(|(open, _)| open == path) {
        return Ok(false);
    }
    let Some(stands) = load_fields(tx, tools, organisation, assignment, &[path])?.fields.remove(path) else {
        return Ok(false);
    };
    let (keys, at) = (tools.keys(tx)?, after_the_newest_version(tx, assignment)?);
    insert(tx, &keys, assignment, path, &DraftField { revision: stands.revision + 1, person, at, ..stands })?;
    Ok(true)
}

/// Now, or just after the newest version that came in where a clock that was set back says that now is before it: what is
/// written after a return would else be taken for what was signed, and the correction begin without it.
fn after_the_newest_version(tx: &mut WriteTx<'_>, assignment: Id<AssignmentKind>) -> Result<Instant, StoreError> {
    let now = tx.context().now;
    let (newest,): (Option<Instant>,) =
        tx.one(sql!("SELECT max(at) FROM submission WHERE tenant_id = $1 AND assignment_id = $2"), &[&assignment])?;
    let after = newest.and_then(|at| Instant::from_microsecond(at.as_microsecond() + 1));
    Ok(after.map_or(now, |after| now.max(after)))
}

fn insert(
    tx: &mut WriteTx<'_>,
    keys: &TenantKeys,
    assignment: Id<AssignmentKind>,
    path: &str,
    field: &DraftField,
) -> Result<(), StoreError> {
    let name = row_name(assignment, path, field.revision);
    let place = Place { table: "draft_value", column: "sealed", row: &name };
    let sealed = if field.text.is_empty() { None } else { Some(keys.seal(place, field.text.as_bytes())?) };
    tx.execute(
        sql!(
            "INSERT INTO draft_value (tenant_id, assignment_id, path, revision, sealed, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&assignment, &path, &field.revision, &sealed, &field.person, &field.at],
    )
    .map(|_| ())
}
