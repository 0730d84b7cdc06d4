//! Deficiencies and ladders as they are kept.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::deficiencies::{Deficiency as Stands, Entry, Happening, Ladders, Party, Source, SourceKind, StateName};
use kernel::id::kind::{CaseDocument, Deficiency, Organisation, Person, Unit};
use kernel::{Day, Id};
use platform::access::Tools;
use platform::sealed::{Place, TenantKeys};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::model::{FromSource, New};
use crate::cases::Attached;

/// The words of a line. Kept sealed: a deficiency may come from what somebody said of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Words {
    /// What it is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What is said of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Who answers for a measure.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// What a measure is to do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effect: String,
    /// What a step of the ladder decides, or is proposed to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decides: String,
    /// What a file is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
}

impl Words {
    fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// A file that goes with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileOf {
    pub id: Id<CaseDocument>,
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Under what hash it lies in the store.
    pub stored: String,
}

/// One line of a deficiency's history.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub entry: Entry,
    pub person: Id<Person>,
    pub person_name: String,
    pub words: Words,
    pub file: Option<FileOf>,
}

impl Line {
    /// Whether the side does not read it at all.
    pub fn is_hidden_from(&self, party: Party) -> bool {
        party == Party::Provider && self.entry.happening == Happening::Noted
    }
}

/// A deficiency with its history.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub id: Id<Deficiency>,
    pub number: i64,
    pub organisation: Id<Organisation>,
    pub unit: Option<Id<Unit>>,
    pub stands: Stands,
    pub lines: Vec<Line>,
}

impl Kept {
    /// The words of the line.
    pub fn words(&self, line: usize) -> Words {
        self.lines.get(line).map(|line| line.words.clone()).unwrap_or_default()
    }
    /// What the step decides, or is proposed to, where somebody has written it.
    pub fn decides(&self, of: &domain::deficiencies::Sanction) -> Option<String> {
        let line = of.decided.as_ref().map_or(of.line, |(.., line)| *line);
        Some(self.words(line).decides).filter(|text| !text.is_empty())
    }
    /// What it is called.
    pub fn name(&self) -> &str {
        self.lines.get(self.stands.line).map_or("", |line| line.words.title.as_str())
    }
}

row! {
    struct LineRow {
        id: Id<Deficiency>,
        deficiency_number: i64,
        organisation: Id<Organisation>,
        unit: Option<Id<Unit>>,
        number: i64,
        day: Day,
        party: String,
        content: String,
        person: Id<Person>,
        person_name: String,
        sealed: Option<Vec<u8>>,
        file: Option<Id<CaseDocument>>,
        media_type: Option<String>,
        size: Option<i64>,
        stored: Option<String>,
    }
}

fn row_name(id: Id<Deficiency>, number: i64) -> String {
    format!("{id}/{number}")
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "deficiency_entry", column: "sealed", row }
}

fn entry(id: Id<Deficiency>, day: Day, party: &str, content: &str) -> Result<Entry, StoreError> {
    let damaged = |why: String| StoreError::Damaged(format!("a line of deficiency {id} cannot be read: {why}"));
    let happening: Happening = serde_json::from_str(content).map_err(|error| damaged(error.to_string()))?;
    let party = Party::from_slug(party).ok_or_else(|| damaged(party.to_owned()))?;
    Ok(Entry { day, party, happening })
}

fn opened(keys: &TenantKeys, (id, number): (Id<Deficiency>, i64), sealed: &[u8]) -> Result<Words, StoreError> {
    serde_json::from_str(&keys.open_text(place(&row_name(id, number)), sealed)?)
        .map_err(|error| StoreError::Damaged(format!("words of deficiency {id}: {error}")))
}

fn together(tx: &mut ReadTx<'_>, tools: &Tools, rows: Vec<LineRow>) -> Result<Vec<Kept>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let keys = tools.keys(tx)?;
    let mut all: Vec<(LineRow, Vec<Line>)> = Vec::new();
    for row in rows {
        let words = match row.sealed.as_deref() {
            None => Words::default(),
            Some(sealed) => opened(&keys, (row.id, row.number), sealed)?,
        };
        let file = match (row.file, row.media_type.clone(), row.stored.clone()) {
            (Some(id), Some(media_type), Some(stored)) => {
                let size = row.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
                Some(FileOf { id, media_type, size, stored })
            }
            _ => None,
        };
        let entry = entry(row.id, row.day, &row.party, &row.content)?;
        let line = Line { entry, person: row.person, person_name: row.person_name.clone(), words, file };
        match all.last_mut().filter(|(last, _)| last.id == row.id) {
            Some((_, lines)) => lines.push(line),
            None => all.push((row, vec![line])),
        }
    }
    let kept = |(row, lines): (LineRow, Vec<Line>)| {
        let stands = replayed(row.id, lines.iter().map(|line| &line.entry))?;
        let (id, number) = (row.id, row.deficiency_number);
        Ok(Kept { id, number, organisation: row.organisation, unit: row.unit, stands, lines })
    };
    all.into_iter().map(kept).collect()
}

fn replayed<'e>(id: Id<Deficiency>, entries: impl IntoIterator<Item = &'e Entry>) -> Result<Stands, StoreError> {
    Stands::replay(entries).map_err(|broken| StoreError::Damaged(format!("deficiency {id}: {broken}")))
}

/// The deficiency. Whoever shows it asks first who reads it.
pub(super) fn find(tx: &mut ReadTx<'_>, tools: &Tools, id: Id<Deficiency>) -> Result<Option<Kept>, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT d.id, d.number, d.organisation_id, d.unit_id, e.number, e.day, e.party, e.content, e.person_id, p.name,
                    e.sealed, e.file_id, e.media_type, e.size, e.sealed_sha256
             FROM deficiency d JOIN deficiency_entry e ON e.tenant_id = d.tenant_id AND e.deficiency_id = d.id
             JOIN person p ON p.id = e.person_id WHERE d.tenant_id = $1 AND d.id = $2 ORDER BY e.number"
        ),
        &[&id],
    )?;
    Ok(together(tx, tools, rows)?.pop())
}

/// A deficiency without its words.
#[derive(Debug, Clone)]
pub struct Bare {
    /// Which.
    pub id: Id<Deficiency>,
    /// Its number at the authority.
    pub number: i64,
    /// At which provider.
    pub organisation: Id<Organisation>,
    /// At which unit alone.
    pub unit: Option<Id<Unit>>,
    /// Where it stands.
    pub stands: Stands,
}

/// Every deficiency of the authority without a word of it: its sealed words are not even read.
pub fn bare(tx: &mut ReadTx<'_>) -> Result<Vec<Bare>, StoreError> {
    type Row = (Id<Deficiency>, i64, Id<Organisation>, Option<Id<Unit>>, Day, String, String);
    let rows: Vec<Row> = tx.all(
        sql!(
            "SELECT d.id, d.number, d.organisation_id, d.unit_id, e.day, e.party, e.content FROM deficiency d
             JOIN deficiency_entry e ON e.tenant_id = d.tenant_id AND e.deficiency_id = d.id
             WHERE d.tenant_id = $1 ORDER BY d.number, e.number"
        ),
        &[],
    )?;
    let mut all: BTreeMap<i64, (Id<Deficiency>, Id<Organisation>, Option<Id<Unit>>, Vec<Entry>)> = BTreeMap::new();
    for (id, number, organisation, unit, day, party, content) in rows {
        let entry = entry(id, day, &party, &content)?;
        all.entry(number).or_insert_with(|| (id, organisation, unit, Vec::new())).3.push(entry);
    }
    all.into_iter()
        .map(|(number, (id, organisation, unit, entries))| {
            Ok(Bare { id, number, organisation, unit, stands: replayed(id, &entries)? })
        })
        .collect()
}

/// A deficiency in a list: of its words what it is called, and no other.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub of: Bare,
    pub name: String,
}

/// The deficiencies with what they are called.
pub(super) fn named(tx: &mut ReadTx<'_>, tools: &Tools, all: Vec<Bare>) -> Result<Vec<Named>, StoreError> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let keys = tools.keys(tx)?;
    let mut named = Vec::with_capacity(all.len());
    for of in all {
        let number = i64::try_from(of.stands.line).unwrap_or(i64::MAX);
        let sealed: Option<(Option<Vec<u8>>,)> = tx.maybe(
            sql!("SELECT sealed FROM deficiency_entry WHERE tenant_id = $1 AND deficiency_id = $2 AND number = $3"),
            &[&of.id, &number],
        )?;
        let words = match sealed.and_then(|(sealed,)| sealed) {
            Some(sealed) => opened(&keys, (of.id, number), &sealed)?,
            None => Words::default(),
        };
        named.push(Named { of, name: words.title });
    }
    Ok(named)
}

/// What has become of a source: which of its parts is which deficiency.
pub fn of_source(tx: &mut ReadTx<'_>, kind: SourceKind, id: &str) -> Result<Vec<FromSource>, StoreError> {
    let rows: Vec<(Id<Deficiency>, i64, String)> = tx.all(
        sql!(
            "SELECT id, number, source_part FROM deficiency
             WHERE tenant_id = $1 AND source_kind = $2 AND source_id = $3 ORDER BY number"
        ),
        &[&kind.slug(), &id],
    )?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, number, part) in rows {
        let state = state(tx, id)?;
        found.push(FromSource { id, number, part, state });
    }
    Ok(found)
}

/// Where one stands, without its words.
fn state(tx: &mut ReadTx<'_>, id: Id<Deficiency>) -> Result<StateName, StoreError> {
    let rows: Vec<(Day, String, String)> = tx.all(
        sql!(
            "SELECT day, party, content FROM deficiency_entry WHERE tenant_id = $1 AND deficiency_id = $2 ORDER BY number"
        ),
        &[&id],
    )?;
    let entries: Vec<Entry> =
        rows.iter().map(|(day, party, content)| entry(id, *day, party, content)).collect::<Result<_, _>>()?;
    Ok(replayed(id, &entries)?.state)
}

/// What is written to a deficiency, and by whom.
pub(super) struct Written<'w> {
    pub party: Party,
    pub happening: &'w Happening,
    pub words: &'w Words,
    pub file: Option<&'w Attached>,
    pub person: Id<Person>,
}

fn put(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (id, number): (Id<Deficiency>, i64),
    written: &Written<'_>,
) -> Result<(), StoreError> {
    let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
    let content = serde_json::to_string(written.happening).map_err(damaged)?;
    let keys = tools.keys(tx)?;
    let (row, today) = (row_name(id, number), tx.context().now.day());
    let sealed = if written.words.is_empty() {
        None
    } else {
        let words = serde_json::to_string(written.words).map_err(damaged)?;
        Some(keys.seal(place(&row), words.as_bytes())?)
    };
    let file = written.file;
    tx.execute(
        sql!(
            "INSERT INTO deficiency_entry (tenant_id, deficiency_id, number, day, party, content, person_id, sealed, file_id,
                                           media_type, size, sealed_sha256)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        &[
            &id,
            &number,
            &today,
            &written.party.slug(),
            &content,
            &written.person,
            &sealed,
            &file.map(|file| file.id),
            &file.map(|file| file.media_type.as_str()),
            &file.map(|file| i64::try_from(file.size).unwrap_or(i64::MAX)),
            &file.map(|file| file.stored.as_str()),
        ],
    )
    .map(|_| ())
}

/// Enters a deficiency, and gives its number. The caller ends the transaction; the chain is told that, and never a word.
pub(super) fn open(tx: &mut WriteTx<'_>, tools: &Tools, new: &New, person: Id<Person>) -> Result<i64, StoreError> {
    let (number,): (i64,) =
        tx.one(sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM deficiency WHERE tenant_id = $1"), &[])?;
    let Source { kind, id: source, part } = &new.source;
    tx.execute(
        sql!(
            "INSERT INTO deficiency (tenant_id, id, number, organisation_id, unit_id, source_kind, source_id, source_part)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&new.id, &number, &new.organisation, &new.unit, &kind.slug(), source, part],
    )?;
    let happening = Happening::Opened {
        track: new.track,
        severity: new.severity,
        source: new.source.clone(),
        term: new.term.clone(),
    };
    let words = Words { title: new.title.clone(), text: new.text.clone(), ..Words::default() };
    let written = Written { party: Party::Authority, happening: &happening, words: &words, file: None, person };
    put(tx, tools, (new.id, 0), &written)?;
    let facts = json!({ "deficiency": number, "organisation": new.organisation, "source": kind.slug() });
    tx.tell(Event::about("deficiency.opened", new.id, facts));
    Ok(number)
}

/// What happens to a deficiency next, as its rules have allowed. The caller ends the transaction.
pub(super) fn add(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    kept: &Kept,
    (action, written): (&str, &Written<'_>),
) -> Result<(), StoreError> {
    let number = i64::try_from(kept.lines.len()).unwrap_or(i64::MAX);
    put(tx, tools, (kept.id, number), written)?;
    let facts =
        json!({ "deficiency": kept.number, "organisation": kept.organisation, "entry": number, "action": action });
    tx.tell(Event::about("deficiency.added", kept.id, facts));
    Ok(())
}

/// The ladders that hold, and the number of their version; those that go along with the program before anything is saved.
pub(super) fn ladders(tx: &mut ReadTx<'_>) -> Result<(i64, Ladders), StoreError> {
    let found: Option<(i64, String)> = tx.maybe(
        sql!("SELECT number, content FROM ladder_version WHERE tenant_id = $1 ORDER BY number DESC LIMIT 1"),
        &[],
    )?;
    let Some((number, content)) = found else { return Ok((0, domain::deficiencies::shipped())) };
    let ladders = serde_json::from_str(&content)
        .map_err(|error| StoreError::Damaged(format!("version {number} of the ladders: {error}")))?;
    Ok((number, ladders))
}

/// Saves the ladders as the version. The caller ends the transaction.
pub(super) fn save_ladders(
    tx: &mut WriteTx<'_>,
    number: i64,
    (ladders, person): (&Ladders, Id<Person>),
) -> Result<(), StoreError> {
    let content = serde_json::to_string(ladders).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let now = tx.context().now;
    tx.execute(
        sql!("INSERT INTO ladder_version (tenant_id, number, content, person_id, at) VALUES ($1, $2, $3, $4, $5)"),
        &[&number, &content, &person, &now],
    )?;
    tx.tell(Event { kind: "ladder.saved", subject: None, facts: json!({ "version": number }) });
    Ok(())
}
