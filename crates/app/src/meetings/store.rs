//! Meetings as they are kept.

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::meetings::{Entry, Happening, Meeting as Stands};
use kernel::id::kind::{Meeting, Person};
use kernel::{Day, Id};
use platform::access::Tools;
use platform::sealed::Place;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The words of a line. Kept sealed: questions and notes may tell of people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Words {
    /// What it is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Where it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// An address on the web.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub link: String,
}

/// One line of a meeting's history.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub entry: Entry,
    pub person: Id<Person>,
    pub person_name: String,
    pub words: Words,
}

/// A meeting with its history.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub id: Id<Meeting>,
    pub year: i16,
    pub stands: Stands,
    pub lines: Vec<Line>,
}

impl Kept {
    /// The words of the line.
    pub fn words(&self, line: usize) -> Words {
        self.lines.get(line).map(|line| line.words.clone()).unwrap_or_default()
    }
    /// What it is called, where, and about what.
    pub fn programme(&self) -> Words {
        self.words(self.stands.line)
    }
}

row! {
    struct LineRow {
        id: Id<Meeting>,
        year: i16,
        number: i64,
        day: Day,
        content: String,
        person: Id<Person>,
        person_name: String,
        sealed: Option<Vec<u8>>,
    }
}

fn row_name(id: Id<Meeting>, number: i64) -> String {
    format!("{id}/{number}")
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "meeting_entry", column: "sealed", row }
}

/// Every meeting of the authority, the last day first.
pub(super) fn all(tx: &mut ReadTx<'_>, tools: &Tools) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT m.id, m.year, e.number, e.day, e.content, e.person_id, p.name, e.sealed
             FROM meeting m JOIN meeting_entry e ON e.tenant_id = m.tenant_id AND e.meeting_id = m.id
             JOIN person p ON p.id = e.person_id WHERE m.tenant_id = $1 ORDER BY m.id, e.number"
        ),
        &[],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let keys = tools.keys(tx)?;
    let mut all: Vec<(Id<Meeting>, i16, Vec<Line>)> = Vec::new();
    for row in rows {
        let damaged = |why: String| StoreError::Damaged(format!("line {} of meeting {}: {why}", row.number, row.id));
        let words = match row.sealed.as_deref() {
            None => Words::default(),
            Some(sealed) => serde_json::from_str(&keys.open_text(place(&row_name(row.id, row.number)), sealed)?)
                .map_err(|error| damaged(error.to_string()))?,
        };
        let happening: Happening = serde_json::from_str(&row.content).map_err(|error| damaged(error.to_string()))?;
        let entry = Entry { day: row.day, happening };
        let line = Line { entry, person: row.person, person_name: row.person_name, words };
        match all.last_mut().filter(|(last, ..)| *last == row.id) {
            Some((.., lines)) => lines.push(line),
            None => all.push((row.id, row.year, vec![line])),
        }
    }
    let kept = |(id, year, lines): (Id<Meeting>, i16, Vec<Line>)| {
        let stands = Stands::replay(lines.iter().map(|line| &line.entry))
            .map_err(|broken| StoreError::Damaged(format!("meeting {id}: {broken}")))?;
        Ok(Kept { id, year, stands, lines })
    };
    let mut all: Vec<Kept> = all.into_iter().map(kept).collect::<Result<_, StoreError>>()?;
    all.sort_by_key(|one| std::cmp::Reverse((one.stands.on, one.id)));
    Ok(all)
}

/// The meeting.
pub(super) fn find(tx: &mut ReadTx<'_>, tools: &Tools, id: Id<Meeting>) -> Result<Option<Kept>, StoreError> {
    Ok(all(tx, tools)?.into_iter().find(|kept| kept.id == id))
}

fn put(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (id, number): (Id<Meeting>, i64),
    (happening, words, person): (&Happening, &Words, Id<Person>),
) -> Result<(), StoreError> {
    let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
    let content = serde_json::to_string(happening).map_err(damaged)?;
    let keys = tools.keys(tx)?;
    let (row, today) = (row_name(id, number), tx.context().now.day());
    let sealed = if *words == Words::default() {
        None
    } else {
        Some(keys.seal(place(&row), serde_json::to_string(words).map_err(damaged)?.as_bytes())?)
    };
    tx.execute(
        sql!(
            "INSERT INTO meeting_entry (tenant_id, meeting_id, number, day, content, person_id, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&id, &number, &today, &content, &person, &sealed],
    )
    .map(|_| ())
}

/// Plans a meeting. The caller ends the transaction.
pub(super) fn plan(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (id, year): (Id<Meeting>, i16),
    written: (&Happening, &Words, Id<Person>),
) -> Result<(), StoreError> {
    tx.execute(sql!("INSERT INTO meeting (tenant_id, id, year) VALUES ($1, $2, $3)"), &[&id, &year])?;
    put(tx, tools, (id, 0), written)?;
    tx.tell(Event::about("meeting.planned", id, json!({ "year": year })));
    Ok(())
}

/// What happens to a meeting next, as its rules have allowed. The caller ends the transaction.
pub(super) fn add(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (kept, step): (&Kept, &str),
    written: (&Happening, &Words, Id<Person>),
) -> Result<(), StoreError> {
    let number = i64::try_from(kept.lines.len()).unwrap_or(i64::MAX);
    put(tx, tools, (kept.id, number), written)?;
    tx.tell(Event::about("meeting.added", kept.id, json!({ "year": kept.year, "action": step })));
    Ok(())
}
