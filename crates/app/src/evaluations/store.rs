//! Evaluations as the one that leads keeps them.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::evaluations::{Evaluation, Happening, Part, PartEntry, PartHappening, entry_of};
use kernel::id::kind::{Evaluation as EvaluationKind, Organisation, Person};
use kernel::{Day, Id};
use platform::access::Tools;
use platform::sealed::Place;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::model::{Kept, KeptPart, Line, New, Words};

row! {
    /// A line as the database has it.
    pub(super) struct LineRow {
        pub number: i64,
        pub key: String,
        pub day: Day,
        pub content: String,
        pub person: Id<Person>,
        pub person_name: String,
        pub sealed: Option<Vec<u8>>,
    }
}

pub(super) fn damaged(what: impl std::fmt::Display) -> StoreError {
    StoreError::Damaged(what.to_string())
}

/// Which sealed words of an evaluation are opened: lists and what is carried need none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// None.
    Nothing,
    /// Those of its own lines.
    Lines,
    /// Those of a provider's part.
    Part(Id<Organisation>),
    /// All of them.
    All,
}

/// The line, with its words where they are opened. `table` and `of` say where it lies.
pub(super) fn opened<H: DeserializeOwned>(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (table, of, opens): (&'static str, &str, bool),
    row: LineRow,
) -> Result<Line<H>, StoreError> {
    let name = format!("{of}/{}", row.number);
    let words = match row.sealed.as_deref().filter(|_| opens) {
        None => Words::default(),
        Some(sealed) => {
            let place = Place { table, column: "sealed", row: &name };
            serde_json::from_str(&tools.keys(tx)?.open_text(place, sealed)?).map_err(damaged)?
        }
    };
    let happening = serde_json::from_str(&row.content).map_err(|error| damaged(format!("{table} {name}: {error}")))?;
    let LineRow { key, day, person, person_name, .. } = row;
    Ok(Line { day, happening, key, person, person_name, words })
}

/// What a line becomes in the database: its content, and its words sealed.
pub(super) fn closed<H: Serialize>(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (table, of, number): (&'static str, &str, i64),
    new: &New<H>,
) -> Result<(String, Option<Vec<u8>>), StoreError> {
    let content = serde_json::to_string(&new.happening).map_err(damaged)?;
    if new.words == Words::default() {
        return Ok((content, None));
    }
    let name = format!("{of}/{number}");
    let place = Place { table, column: "sealed", row: &name };
    let words = serde_json::to_string(&new.words).map_err(damaged)?;
    Ok((content, Some(tools.keys(tx)?.seal(place, words.as_bytes())?)))
}

/// The key of a line: where it was carried from, else its own number.
pub(super) fn key_of<H>(new: &New<H>, number: i64) -> String {
    new.key.clone().unwrap_or_else(|| format!("rad:{number}"))
}

const ENTRY: &str = "evaluation_entry";
const PART_ENTRY: &str = "evaluation_part_entry";

fn part_name(id: Id<EvaluationKind>, organisation: Id<Organisation>) -> String {
    format!("{id}/{organisation}")
}

/// Which evaluations there are, the newest first.
pub(super) fn ids(tx: &mut ReadTx<'_>) -> Result<Vec<Id<EvaluationKind>>, StoreError> {
    let all: Vec<(Id<EvaluationKind>,)> =
        tx.all(sql!("SELECT id FROM evaluation WHERE tenant_id = $1 ORDER BY year DESC, id"), &[])?;
    Ok(all.into_iter().map(|(id,)| id).collect())
}

/// The evaluation, with every part.
pub(super) fn find(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    id: Id<EvaluationKind>,
    open: Open,
) -> Result<Option<Kept>, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT e.number, e.key, e.day, e.content, e.person_id, p.name, e.sealed FROM evaluation_entry e
             JOIN person p ON p.id = e.person_id WHERE e.tenant_id = $1 AND e.evaluation_id = $2 ORDER BY e.number"
        ),
        &[&id],
    )?;
    if rows.is_empty() {
        return Ok(None);
    }
    let (of, opens) = (id.to_string(), matches!(open, Open::Lines | Open::All));
    let mut lines: Vec<Line<Happening>> = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(opened(tx, tools, (ENTRY, &of, opens), row)?);
    }
    let stands = Evaluation::replay(lines.iter().map(|line| (line.day, &line.happening)))
        .map_err(|(at, why)| damaged(format!("line {at} of evaluation {id} could not happen: {why:?}")))?;
    let parts = parts(tx, tools, (id, open), &stands)?;
    Ok(Some(Kept { id, stands, lines, parts }))
}

row! {
    struct PartRow {
        organisation: Id<Organisation>,
        number: i64,
        key: String,
        day: Day,
        content: String,
        person: Id<Person>,
        person_name: String,
        sealed: Option<Vec<u8>>,
    }
}

fn parts(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (id, open): (Id<EvaluationKind>, Open),
    of: &Evaluation,
) -> Result<Vec<KeptPart>, StoreError> {
    let names: Vec<(Id<Organisation>, String)> = tx.all(
        sql!(
            "SELECT organisation_id, name FROM evaluation_part WHERE tenant_id = $1 AND evaluation_id = $2
             ORDER BY organisation_id"
        ),
        &[&id],
    )?;
    let rows: Vec<PartRow> = tx.all(
        sql!(
            "SELECT e.organisation_id, e.number, e.key, e.day, e.content, e.person_id, p.name, e.sealed
             FROM evaluation_part_entry e JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.evaluation_id = $2 ORDER BY e.organisation_id, e.number"
        ),
        &[&id],
    )?;
    let mut lines: BTreeMap<Id<Organisation>, Vec<Line<PartHappening>>> = BTreeMap::new();
    for row in rows {
        let PartRow { organisation, number, key, day, content, person, person_name, sealed } = row;
        let row = LineRow { number, key, day, content, person, person_name, sealed };
        let opens = open == Open::All || open == Open::Part(organisation);
        let line = opened(tx, tools, (PART_ENTRY, &part_name(id, organisation), opens), row)?;
        lines.entry(organisation).or_default().push(line);
    }
    let criteria: Vec<String> = of.criteria.iter().map(|one| one.slug.clone()).collect();
    let mut all = Vec::with_capacity(names.len());
    for (organisation, name) in names {
        let lines = lines.remove(&organisation).unwrap_or_default();
        let entry = |line: &Line<PartHappening>| PartEntry { day: line.day, happening: line.happening.clone() };
        let entries: Vec<PartEntry> = lines.iter().map(entry).collect();
        let stands = Part::replay(&criteria, &entries)
            .map_err(|(at, why)| damaged(format!("line {at} of a part of {id} could not happen: {why:?}")))?;
        all.push(KeptPart { organisation, name, stands, lines });
    }
    all.sort_by_cached_key(|part| (kernel::swedish::sort_key(&part.name), part.organisation));
    Ok(all)
}

fn put(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    id: Id<EvaluationKind>,
    number: usize,
    new: &New<Happening>,
) -> Result<(), StoreError> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let (content, sealed) = closed(tx, tools, (ENTRY, &id.to_string(), number), new)?;
    let (key, today) = (key_of(new, number), tx.context().now.day());
    tx.execute(
        sql!(
            "INSERT INTO evaluation_entry (tenant_id, evaluation_id, number, key, day, content, person_id, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&id, &number, &key, &today, &content, &new.person, &sealed],
    )?;
    tx.tell(Event::about("evaluation.changed", id, json!({ "action": entry_of(&new.happening) })));
    Ok(())
}

/// Begins an evaluation. The caller ends the transaction.
pub(super) fn begin(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (id, year): (Id<EvaluationKind>, i16),
    new: &New<Happening>,
) -> Result<(), StoreError> {
    tx.execute(sql!("INSERT INTO evaluation (tenant_id, id, year) VALUES ($1, $2, $3)"), &[&id, &year])?;
    put(tx, tools, id, 0, new)
}

/// What happens to it next, as its rules have allowed; it is kept so too. The caller ends the transaction.
pub(super) fn add(tx: &mut WriteTx<'_>, tools: &Tools, kept: &mut Kept, new: New<Happening>) -> Result<(), StoreError> {
    let number = kept.lines.len();
    put(tx, tools, kept.id, number, &new)?;
    let day = tx.context().now.day();
    kept.stands.add(day, &new.happening).map_err(|why| damaged(format!("{why:?}")))?;
    let key = key_of(&new, i64::try_from(number).unwrap_or(i64::MAX));
    let New { happening, words, person, .. } = new;
    kept.lines.push(Line { day, happening, key, person, person_name: String::new(), words });
    Ok(())
}

/// Makes the provider's part, where there is none. The caller ends the transaction.
pub(super) fn open_part(
    tx: &mut WriteTx<'_>,
    id: Id<EvaluationKind>,
    (organisation, name): (Id<Organisation>, &str),
) -> Result<(), StoreError> {
    tx.execute(
        sql!("INSERT INTO evaluation_part (tenant_id, evaluation_id, organisation_id, name) VALUES ($1, $2, $3, $4)"),
        &[&id, &organisation, &name],
    )
    .map(|_| ())
}

/// What happens to a part next, as its rules have allowed. The caller ends the transaction.
pub(super) fn add_to_part(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (id, part): (Id<EvaluationKind>, &KeptPart),
    new: &New<PartHappening>,
) -> Result<(), StoreError> {
    let number = i64::try_from(part.lines.len()).unwrap_or(i64::MAX);
    let of = part.organisation;
    let (content, sealed) = closed(tx, tools, (PART_ENTRY, &part_name(id, of), number), new)?;
    let (key, today) = (key_of(new, number), tx.context().now.day());
    tx.execute(
        sql!(
            "INSERT INTO evaluation_part_entry (tenant_id, evaluation_id, organisation_id, number, key, day, content, person_id, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[&id, &of, &number, &key, &today, &content, &new.person, &sealed],
    )?;
    let action = new.happening.entry();
    tx.tell(Event::about("evaluation.part", id, json!({ "action": action, "organisation": of })));
    Ok(())
}
