//! Decisions as they are kept.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::supervision::{Decision as Stands, Entry, Happening, Record};
use kernel::id::kind::{CaseDocument, Decision, Organisation, Person, Unit};
use kernel::{Day, Id};
use serde_json::json;

use crate::cases::Attached;

/// A line of a decision's history.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub entry: Entry,
    pub person: Id<Person>,
    pub person_name: String,
}

/// A file of a decision.
#[derive(Debug, Clone)]
pub(super) struct FileOf {
    pub number: i64,
    pub id: Id<CaseDocument>,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Under what hash it lies in the store.
    pub stored: String,
    /// What it says, as it is searched; empty where nothing of it can be read as text.
    pub text: String,
}

/// A decision with its history.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Which.
    pub id: Id<Decision>,
    /// At which provider; nothing for the authority itself.
    pub organisation: Option<Id<Organisation>>,
    /// At which unit alone.
    pub unit: Option<Id<Unit>>,
    /// Where it stands.
    pub stands: Stands,
    pub(super) lines: Vec<Line>,
    pub(super) files: Vec<FileOf>,
}

row! {
    struct LineRow {
        id: Id<Decision>,
        organisation: Option<Id<Organisation>>,
        unit: Option<Id<Unit>>,
        day: Day,
        content: String,
        person: Id<Person>,
        person_name: String,
    }
}
row! {
    struct FileRow {
        decision: Id<Decision>,
        number: i64,
        id: Id<CaseDocument>,
        name: String,
        media_type: String,
        size: i64,
        stored: String,
        text: String,
    }
}

/// Every decision, the newest first.
pub(super) fn all(tx: &mut ReadTx<'_>) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT d.id, d.organisation_id, d.unit_id, e.day, e.content, e.person_id, p.name
             FROM supervision d JOIN supervision_entry e ON e.tenant_id = d.tenant_id AND e.decision_id = d.id
             JOIN person p ON p.id = e.person_id WHERE d.tenant_id = $1 ORDER BY d.id, e.number"
        ),
        &[],
    )?;
    let mut files = files(tx)?;
    let mut all: Vec<(LineRow, Vec<Line>)> = Vec::new();
    for row in rows {
        let happening: Happening = serde_json::from_str(&row.content)
            .map_err(|error| StoreError::Damaged(format!("a line of decision {}: {error}", row.id)))?;
        let entry = Entry { day: row.day, happening };
        let line = Line { entry, person: row.person, person_name: row.person_name.clone() };
        match all.last_mut().filter(|(last, _)| last.id == row.id) {
            Some((_, lines)) => lines.push(line),
            None => all.push((row, vec![line])),
        }
    }
    let kept = |(row, lines): (LineRow, Vec<Line>)| {
        let stands = Stands::replay(lines.iter().map(|line| &line.entry))
            .map_err(|broken| StoreError::Damaged(format!("decision {}: {broken}", row.id)))?;
        let files = files.remove(&row.id).unwrap_or_default();
        Ok(Kept { id: row.id, organisation: row.organisation, unit: row.unit, stands, lines, files })
    };
    let mut all: Vec<Kept> = all.into_iter().map(kept).collect::<Result<_, StoreError>>()?;
    all.sort_by_key(|one| std::cmp::Reverse((one.stands.record.on, one.id)));
    Ok(all)
}

fn files(tx: &mut ReadTx<'_>) -> Result<BTreeMap<Id<Decision>, Vec<FileOf>>, StoreError> {
    let rows: Vec<FileRow> = tx.all(
        sql!(
            "SELECT decision_id, number, file_id, name, media_type, size, sealed_sha256, said FROM supervision_file
             WHERE tenant_id = $1 ORDER BY decision_id, number"
        ),
        &[],
    )?;
    let mut all: BTreeMap<Id<Decision>, Vec<FileOf>> = BTreeMap::new();
    for row in rows {
        let size = u64::try_from(row.size).unwrap_or_default();
        let FileRow { decision, number, id, name, media_type, stored, text, .. } = row;
        all.entry(decision).or_default().push(FileOf { number, id, name, media_type, size, stored, text });
    }
    Ok(all)
}

/// The decision.
pub(super) fn find(tx: &mut ReadTx<'_>, id: Id<Decision>) -> Result<Option<Kept>, StoreError> {
    Ok(all(tx)?.into_iter().find(|kept| kept.id == id))
}

/// The decisions on the provider, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_provider(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<Vec<Kept>, StoreError> {
    Ok(all(tx)?.into_iter().filter(|kept| kept.organisation == Some(of)).collect())
}

/// A decision with a day by which the authority is to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub id: Id<Decision>,
    /// At which provider; nothing for the authority itself.
    pub organisation: Option<Id<Organisation>>,
    /// The day: the inspectorate's, or one's own.
    pub day: Day,
}

/// Every open decision that has a day, whether it has passed or not.
///
/// # Errors
/// When the database cannot be read.
pub fn due(tx: &mut ReadTx<'_>) -> Result<Vec<Due>, StoreError> {
    let one = |kept: Kept| Some(Due { id: kept.id, organisation: kept.organisation, day: kept.stands.due()? });
    Ok(all(tx)?.into_iter().filter_map(one).collect())
}

/// The decision of that number at the inspectorate, of those that were not entered by mistake.
pub(super) fn of_number(tx: &mut ReadTx<'_>, number: &str) -> Result<Option<Kept>, StoreError> {
    let folded = kernel::swedish::fold(number);
    let same = |kept: &Kept| {
        kept.stands.state != domain::supervision::StateName::Withdrawn
            && kernel::swedish::fold(&kept.stands.record.number) == folded
    };
    Ok(all(tx)?.into_iter().find(same))
}

/// Whom a decision is about.
pub(super) type About = (Option<Id<Organisation>>, Option<Id<Unit>>);

/// Registers a decision. The caller ends the transaction.
pub(super) fn register(
    tx: &mut WriteTx<'_>,
    id: Id<Decision>,
    (organisation, unit): About,
    (record, person): (&Record, Id<Person>),
) -> Result<(), StoreError> {
    tx.execute(
        sql!("INSERT INTO supervision (tenant_id, id, organisation_id, unit_id) VALUES ($1, $2, $3, $4)"),
        &[&id, &organisation, &unit],
    )?;
    put(tx, (id, 0), (&Happening::Registered { record: record.clone() }, person))?;
    let facts = json!({ "organisation": organisation, "reference": record.number });
    tx.tell(Event::about("supervision.registered", id, facts));
    Ok(())
}

fn put(
    tx: &mut WriteTx<'_>,
    (id, number): (Id<Decision>, i64),
    (happening, person): (&Happening, Id<Person>),
) -> Result<(), StoreError> {
    let content = serde_json::to_string(happening).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let today = tx.context().now.day();
    tx.execute(
        sql!(
            "INSERT INTO supervision_entry (tenant_id, decision_id, number, day, content, person_id)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        &[&id, &number, &today, &content, &person],
    )
    .map(|_| ())
}

/// What happens to a decision next, as its rules have allowed. The caller ends the transaction.
pub(super) fn add(
    tx: &mut WriteTx<'_>,
    kept: &Kept,
    (step, happening, person): (&str, &Happening, Id<Person>),
) -> Result<(), StoreError> {
    put(tx, (kept.id, i64::try_from(kept.lines.len()).unwrap_or(i64::MAX)), (happening, person))?;
    let facts = json!({ "organisation": kept.organisation, "reference": kept.stands.record.number, "action": step });
    tx.tell(Event::about("supervision.changed", kept.id, facts));
    Ok(())
}

/// Attaches a file with what it says. The caller ends the transaction.
pub(super) fn attach(
    tx: &mut WriteTx<'_>,
    kept: &Kept,
    (file, said, person): (&Attached, &str, Id<Person>),
) -> Result<(), StoreError> {
    let number = kept.files.last().map_or(1, |last| last.number + 1);
    let (size, now) = (i64::try_from(file.size).unwrap_or(i64::MAX), tx.context().now);
    tx.execute(
        sql!(
            "INSERT INTO supervision_file (tenant_id, decision_id, number, file_id, name, media_type, size, sealed_sha256, said,
                                           person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &[&kept.id, &number, &file.id, &file.name, &file.media_type, &size, &file.stored, &said, &person, &now],
    )?;
    let facts = json!({ "organisation": kept.organisation, "reference": kept.stands.record.number, "number": number });
    tx.tell(Event::about("supervision.attached", kept.id, facts));
    Ok(())
}
