//! Cases that are handled in a provider's own system: written from the rows of its files, never by anybody here.
//!
//! Each is opened with [`Way::Imported`] and known by the system's reference. What a row says is one entry, of the day on which it was
//! read in, by whoever read it in, with the number of the import and the row; the system's days stand inside it. A case that was made
//! here has no reference, and so no row reaches it.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::cases::{About, Case, ClockRules, Entry, Happening, Kind, Opened, Party, Place, ReadIn, Record, Way};
use kernel::id::kind::{CaseFile, Organisation, Person, Unit};
use kernel::{Day, Id};
use platform::access::Tools;

use super::store::{entry_place, read, row_name};
use super::writing::{newest_number, put_line, put_row, restate};

row! {
    struct PastRow {
        reference: String,
        id: Id<CaseFile>,
        case_number: i64,
        entry: i64,
        day: Day,
        party: String,
        content: String,
        sealed: Option<Vec<u8>>,
    }
}

/// A case that was read in before.
#[derive(Debug, Clone)]
pub struct Past {
    /// The case.
    pub id: Id<CaseFile>,
    /// Its number within the authority.
    pub number: i64,
    /// Its timeline.
    entries: Vec<Entry>,
    /// What the report says of it; empty where nothing is written.
    pub text: String,
    /// What its row said last.
    pub record: Record,
}

impl Past {
    /// The imports that have written in it, the first first.
    pub fn imports(&self) -> impl Iterator<Item = (i64, u32)> {
        self.entries.iter().filter_map(|entry| match &entry.happening {
            Happening::ReadIn(of) => Some((of.import, of.row)),
            _ => None,
        })
    }
}

/// The cases that the provider has read in, by reference, with what the report says of each. For the provider's own people.
pub fn past(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    organisation: Id<Organisation>,
) -> Result<BTreeMap<String, Past>, StoreError> {
    let rows: Vec<PastRow> = tx.all(
        sql!(
            "SELECT r.reference, c.id, c.number, e.number, e.day, e.party, e.content, e.sealed
             FROM case_reference r JOIN case_file c ON c.tenant_id = r.tenant_id AND c.id = r.case_id
             JOIN case_entry e ON e.tenant_id = r.tenant_id AND e.case_id = r.case_id
             WHERE r.tenant_id = $1 AND r.organisation_id = $2 ORDER BY r.reference, e.number"
        ),
        &[&organisation],
    )?;
    let keys = tools.keys(tx)?;
    let mut all: BTreeMap<String, Vec<PastRow>> = BTreeMap::new();
    for row in rows {
        all.entry(row.reference.clone()).or_default().push(row);
    }
    let mut found = BTreeMap::new();
    for (reference, rows) in all {
        let Some((id, number)) = rows.first().map(|row| (row.id, row.case_number)) else { continue };
        let entries: Result<Vec<Entry>, StoreError> =
            rows.iter().map(|row| read(&row.content, &row.party, row.day, id)).collect();
        let entries = entries?;
        let last = entries.iter().zip(&rows).rev().find(|(entry, _)| entry.happening == Happening::Worded);
        let text = match last.and_then(|(_, row)| Some((row.entry, row.sealed.as_deref()?))) {
            Some((line, sealed)) => keys.open_text(entry_place(&row_name(id, line)), sealed)?,
            None => String::new(),
        };
        let record = replayed(id, &entries)?.record;
        let record = record.ok_or_else(|| StoreError::Damaged(format!("case {id} was read in and says nothing")))?;
        found.insert(reference, Past { id, number, entries, text, record });
    }
    Ok(found)
}

fn replayed(id: Id<CaseFile>, entries: &[Entry]) -> Result<Case, StoreError> {
    Case::replay(entries).map_err(|broken| StoreError::Damaged(format!("case {id}: {broken}")))
}

/// What the provider's own system knows its cases by.
pub fn references(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
) -> Result<BTreeMap<Id<CaseFile>, String>, StoreError> {
    let all: Vec<(Id<CaseFile>, String)> = tx.all(
        sql!("SELECT case_id, reference FROM case_reference WHERE tenant_id = $1 AND organisation_id = $2"),
        &[&organisation],
    )?;
    Ok(all.into_iter().collect())
}

/// What the provider's own system knows the case by, where it is handled there.
pub fn reference_of(tx: &mut ReadTx<'_>, id: Id<CaseFile>) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> =
        tx.maybe(sql!("SELECT reference FROM case_reference WHERE tenant_id = $1 AND case_id = $2"), &[&id])?;
    Ok(found.map(|(reference,)| reference))
}

/// A row that is taken in.
#[derive(Debug, Clone)]
pub struct NewRow<'r> {
    /// What the own system knows the case by.
    pub reference: &'r str,
    /// The row.
    pub row: u32,
    /// What it says.
    pub record: &'r Record,
    /// The report's words, where they are new or others than before.
    pub text: Option<&'r str>,
}

/// Who reads in, and as which import.
#[derive(Debug, Clone, Copy)]
pub struct Importing {
    /// The provider.
    pub organisation: Id<Organisation>,
    /// The number of the import within the provider's.
    pub import: i64,
    /// Who reads in.
    pub person: Id<Person>,
}

/// Writes the rows: a case for each reference that is new, entries to the case of each that is known. The caller has judged them in
/// this transaction, and ends it with one event that tells of all.
pub fn import(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    of: Importing,
    known: &BTreeMap<String, Past>,
    rows: &[NewRow<'_>],
) -> Result<(), StoreError> {
    let (keys, today, mut number) = (tools.keys(tx)?, tx.context().now.day(), newest_number(tx, About::Others)?);
    // No clock of ours goes in such a case.
    let rules = ClockRules::default();
    for new in rows {
        let mut entries: Vec<Entry> = Vec::new();
        let said = |happening| Entry { day: today, by: Party::School, happening };
        let past = known.get(new.reference);
        let id = past.map_or_else(|| Id::random(tools.chance()), |past| past.id);
        if past.is_none() {
            entries.push(said(Happening::Opened(opened(new.record.kind, new.record.received))));
        }
        if past.is_none_or(|past| past.record != *new.record) || new.text.is_some() {
            let read = ReadIn { import: of.import, row: new.row, record: new.record.clone() };
            entries.push(said(Happening::ReadIn(read)));
        }
        if new.text.is_some() {
            entries.push(said(Happening::Worded));
        }
        let before: &[Entry] = past.map_or(&[], |past| &past.entries);
        let whole: Vec<Entry> = before.iter().chain(&entries).cloned().collect();
        let case = replayed(id, &whole)?;
        if !case.is_kept_elsewhere() {
            return Err(StoreError::Damaged(format!("case {id} was made here and is not written by a file")));
        }
        if past.is_none() {
            number += 1;
            put_row(tx, (id, number), (Some((of.organisation, new.record.unit)), true), (&case, None), None)?;
            tx.execute(
                sql!(
                    "INSERT INTO case_reference (tenant_id, organisation_id, reference, case_id) VALUES ($1, $2, $3, $4)"
                ),
                &[&of.organisation, &new.reference, &id],
            )?;
        }
        let first = i64::try_from(before.len()).unwrap_or(i64::MAX);
        for (at, entry) in (first..).zip(&entries) {
            let words = if entry.happening == Happening::Worded { new.text.unwrap_or_default() } else { "" };
            put_line(tx, &keys, (id, at), entry, (words, Some(of.person)))?;
        }
        restate(tx, id, &case, &rules, i64::try_from(whole.len()).unwrap_or(i64::MAX))?;
        follow(tx, id, (new.record.unit, case.kind, case.received))?;
    }
    Ok(())
}

/// The row is of the unit, the kind and the day that the own system says now.
fn follow(
    tx: &mut WriteTx<'_>,
    id: Id<CaseFile>,
    (unit, kind, received): (Id<Unit>, Kind, Day),
) -> Result<(), StoreError> {
    tx.execute(
        sql!("UPDATE case_file SET unit_id = $3, kind = $4, received = $5 WHERE tenant_id = $1 AND id = $2"),
        &[&id, &unit, &kind.slug(), &received],
    )
    .map(|_| ())
}

const fn opened(kind: Kind, received: Day) -> Opened {
    Opened {
        kind,
        way: Way::Imported,
        received,
        place: Place::School,
        raised: None,
        about: About::Others,
        reachable: false,
        no_school: false,
    }
}
