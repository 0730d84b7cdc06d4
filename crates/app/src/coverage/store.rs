//! Activities as they are kept.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::coverage::{Activity as Stands, Entry, Happening};
use kernel::id::kind::{Activity, Organisation, Person};
use kernel::{Day, Id};
use serde_json::json;

/// A line of an activity's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub entry: Entry,
    pub note: String,
    pub person: String,
}

/// An activity with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub id: Id<Activity>,
    pub year: i16,
    pub moment: String,
    pub organisation: Id<Organisation>,
    pub stands: Stands,
    pub lines: Vec<Line>,
}

row! {
    struct LineRow {
        id: Id<Activity>,
        year: i16,
        moment: String,
        organisation: Id<Organisation>,
        day: Day,
        content: String,
        note: String,
        person: String,
    }
}

/// The lines of activities, in order, put together.
fn together(rows: Vec<LineRow>) -> Result<Vec<Kept>, StoreError> {
    let mut all: BTreeMap<Id<Activity>, (i16, String, Id<Organisation>, Vec<Line>)> = BTreeMap::new();
    for row in rows {
        let happening: Happening = serde_json::from_str(&row.content)
            .map_err(|error| StoreError::Damaged(format!("a line of activity {}: {error}", row.id)))?;
        let line = Line { entry: Entry { day: row.day, happening }, note: row.note, person: row.person };
        all.entry(row.id).or_insert_with(|| (row.year, row.moment, row.organisation, Vec::new())).3.push(line);
    }
    let kept =
        |(id, (year, moment, organisation, lines)): (Id<Activity>, (i16, String, Id<Organisation>, Vec<Line>))| {
            let stands = Stands::replay(lines.iter().map(|line| &line.entry))
                .map_err(|broken| StoreError::Damaged(format!("activity {id}: {broken}")))?;
            Ok(Kept { id, year, moment, organisation, stands, lines })
        };
    all.into_iter().map(kept).collect()
}

/// Every activity of the year.
pub(super) fn of_year(tx: &mut ReadTx<'_>, year: i16) -> Result<Vec<Kept>, StoreError> {
    together(tx.all(
        sql!(
            "SELECT a.id, a.year, a.moment, a.organisation_id, e.day, e.content, e.note, p.name
             FROM activity a JOIN activity_entry e ON e.tenant_id = a.tenant_id AND e.activity_id = a.id
             JOIN person p ON p.id = e.person_id
             WHERE a.tenant_id = $1 AND a.year = $2 ORDER BY a.id, e.number"
        ),
        &[&year],
    )?)
}

/// One activity.
pub(super) fn find(tx: &mut ReadTx<'_>, id: Id<Activity>) -> Result<Option<Kept>, StoreError> {
    let rows = tx.all(
        sql!(
            "SELECT a.id, a.year, a.moment, a.organisation_id, e.day, e.content, e.note, p.name
             FROM activity a JOIN activity_entry e ON e.tenant_id = a.tenant_id AND e.activity_id = a.id
             JOIN person p ON p.id = e.person_id
             WHERE a.tenant_id = $1 AND a.id = $2 ORDER BY e.number"
        ),
        &[&id],
    )?;
    Ok(together(rows)?.pop())
}

/// Plans an activity. The caller ends the transaction.
pub(super) fn plan(
    tx: &mut WriteTx<'_>,
    id: Id<Activity>,
    (year, moment, organisation): (i16, &str, Id<Organisation>),
    (by, person): (Day, Id<Person>),
) -> Result<(), StoreError> {
    tx.execute(
        sql!("INSERT INTO activity (tenant_id, id, year, moment, organisation_id) VALUES ($1, $2, $3, $4, $5)"),
        &[&id, &year, &moment, &organisation],
    )?;
    write(tx, (id, 0), (Happening::Planned { by }, "", person))?;
    let facts = json!({ "organisation": organisation, "year": year, "moment": moment, "until": by });
    tx.tell(Event::about("activity.planned", id, facts));
    Ok(())
}

fn write(
    tx: &mut WriteTx<'_>,
    (id, number): (Id<Activity>, usize),
    (happening, note, person): (Happening, &str, Id<Person>),
) -> Result<(), StoreError> {
    let content = serde_json::to_string(&happening).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let (number, day) = (i64::try_from(number).unwrap_or(i64::MAX), tx.context().now.day());
    tx.execute(
        sql!(
            "INSERT INTO activity_entry (tenant_id, activity_id, number, day, content, note, person_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&id, &number, &day, &content, &note, &person],
    )
    .map(|_| ())
}

/// Adds to the history of an activity. The caller ends the transaction, and has asked whether it may happen.
pub(super) fn add(
    tx: &mut WriteTx<'_>,
    kept: &Kept,
    (step, happening): (&str, Happening),
    (note, person): (&str, Id<Person>),
) -> Result<(), StoreError> {
    write(tx, (kept.id, kept.lines.len()), (happening, note, person))?;
    let facts = json!({ "organisation": kept.organisation, "moment": kept.moment, "step": step });
    tx.tell(Event::about("activity.changed", kept.id, facts));
    Ok(())
}
