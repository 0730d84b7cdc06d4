//! Visits and checklists as they are kept.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::visits::{Checklist, Earlier, Entry, Happening, Sheet, Standing, Step, Visit, example};
use kernel::id::kind::{Activity, Organisation, Person, Unit, Visit as VisitKind};
use kernel::{Day, Id, Instant};
use platform::access::Tools;
use platform::sealed::Place;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::coverage;

/// What the provider has to say of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Answered {
    /// Of the whole.
    #[serde(default)]
    pub whole: String,
    /// Of findings, by their names.
    #[serde(default)]
    pub findings: BTreeMap<String, String>,
}

/// The words of a line. Kept sealed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Words {
    /// Where it is: address, room.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Who takes part besides those with an account.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub others: String,
    /// Why, or what is said with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The protocol as it was then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Sheet>,
    /// What the provider had to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Answered>,
}

/// A line of a visit's history.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub entry: Entry,
    pub person: String,
    pub at: Instant,
    pub words: Words,
}

/// A visit with its history.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub id: Id<VisitKind>,
    pub year: i16,
    pub number: i64,
    pub organisation: Id<Organisation>,
    pub activity: Option<Id<Activity>>,
    pub follows: Option<Id<VisitKind>>,
    pub visit: Visit,
    pub lines: Vec<Line>,
}

impl Kept {
    /// The words of the line.
    pub fn words(&self, line: usize) -> Words {
        self.lines.get(line).map(|line| line.words.clone()).unwrap_or_default()
    }
    /// What is said of where it is and who else takes part.
    pub fn plan(&self) -> Words {
        self.words(self.visit.line)
    }
    /// The settled protocol.
    pub fn settled(&self) -> Option<&Sheet> {
        let (_, line) = self.visit.settled?;
        self.lines.get(line)?.words.sheet.as_ref()
    }
    /// The draft that the provider has.
    pub fn draft(&self) -> Option<&Sheet> {
        let line = self.visit.draft()?.line;
        self.lines.get(line)?.words.sheet.as_ref()
    }
    /// When the draft that the provider has was sent.
    pub fn drafted_at(&self) -> Option<Instant> {
        self.lines.get(self.visit.draft()?.line).map(|line| line.at)
    }
    /// Whether whoever covers these units alone may see it.
    pub fn is_of(&self, only: Option<&[Id<Unit>]>) -> bool {
        only.is_none_or(|only| self.visit.units.is_empty() || self.visit.units.iter().any(|unit| only.contains(unit)))
    }
    /// Whether it was put in after it had been.
    pub fn is_afterwards(&self) -> bool {
        self.lines.get(self.visit.line).is_some_and(|line| line.entry.day > self.visit.slot.day)
    }
    /// What waits in it for whoever carries it out.
    pub fn waits(&self, today: Day) -> Option<String> {
        let standing = self.visit.standing();
        if standing == Standing::Planned && self.is_afterwards() {
            return Some(super::sv::AFTERWARDS.to_owned());
        }
        super::sv::waits(standing, self.visit.slot.day, self.visit.draft().map(|draft| draft.until), today)
    }
    /// What it is called.
    pub fn name(&self) -> String {
        super::sv::name(self.year, self.number)
    }
}

row! {
    struct LineRow {
        visit: Id<VisitKind>,
        year: i16,
        visit_number: i64,
        organisation: Id<Organisation>,
        activity: Option<Id<Activity>>,
        follows: Option<Id<VisitKind>>,
        number: i64,
        content: String,
        sealed: Option<Vec<u8>>,
        at: Instant,
        person: String,
    }
}

pub(super) fn row_name(visit: Id<VisitKind>, number: i64) -> String {
    format!("{visit}/{number}")
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "visit_entry", column: "sealed", row }
}

fn together(tx: &mut ReadTx<'_>, tools: &Tools, rows: Vec<LineRow>) -> Result<Vec<Kept>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let keys = tools.keys(tx)?;
    let mut all: Vec<(LineRow, Vec<Line>)> = Vec::new();
    for row in rows {
        let damaged = |error: serde_json::Error| StoreError::Damaged(format!("a line of visit {}: {error}", row.visit));
        let words = match row.sealed.as_deref() {
            None => Words::default(),
            Some(sealed) => serde_json::from_str(&keys.open_text(place(&row_name(row.visit, row.number)), sealed)?)
                .map_err(damaged)?,
        };
        let happening: Happening = serde_json::from_str(&row.content).map_err(damaged)?;
        let entry = Entry { day: row.at.day(), happening };
        let line = Line { entry, person: row.person.clone(), at: row.at, words };
        match all.last_mut().filter(|(last, _)| last.visit == row.visit) {
            Some((_, lines)) => lines.push(line),
            None => all.push((row, vec![line])),
        }
    }
    let kept = |(row, lines): (LineRow, Vec<Line>)| {
        let visit = Visit::replay(lines.iter().map(|line| &line.entry))
            .map_err(|broken| StoreError::Damaged(format!("visit {}: {broken}", row.visit)))?;
        Ok(Kept {
            id: row.visit,
            year: row.year,
            number: row.visit_number,
            organisation: row.organisation,
            activity: row.activity,
            follows: row.follows,
            visit,
            lines,
        })
    };
    all.into_iter().map(kept).collect()
}

/// The visits of the year, in the order in which they were planned.
pub(super) fn of_year(tx: &mut ReadTx<'_>, tools: &Tools, year: i16) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT v.id, v.year, v.number, v.organisation_id, v.activity_id, v.follows, e.number, e.content, e.sealed, e.at, p.name
             FROM visit v JOIN visit_entry e ON e.tenant_id = v.tenant_id AND e.visit_id = v.id
             JOIN person p ON p.id = e.person_id WHERE v.tenant_id = $1 AND v.year = $2 ORDER BY v.number, e.number"
        ),
        &[&year],
    )?;
    together(tx, tools, rows)
}

/// Every visit to the provider, the oldest first.
pub(super) fn of_provider(tx: &mut ReadTx<'_>, tools: &Tools, of: Id<Organisation>) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT v.id, v.year, v.number, v.organisation_id, v.activity_id, v.follows, e.number, e.content, e.sealed, e.at, p.name
             FROM visit v JOIN visit_entry e ON e.tenant_id = v.tenant_id AND e.visit_id = v.id
             JOIN person p ON p.id = e.person_id WHERE v.tenant_id = $1 AND v.organisation_id = $2
             ORDER BY v.year, v.number, e.number"
        ),
        &[&of],
    )?;
    together(tx, tools, rows)
}

/// The visit.
pub(super) fn find(tx: &mut ReadTx<'_>, tools: &Tools, id: Id<VisitKind>) -> Result<Option<Kept>, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT v.id, v.year, v.number, v.organisation_id, v.activity_id, v.follows, e.number, e.content, e.sealed, e.at, p.name
             FROM visit v JOIN visit_entry e ON e.tenant_id = v.tenant_id AND e.visit_id = v.id
             JOIN person p ON p.id = e.person_id WHERE v.tenant_id = $1 AND v.id = $2 ORDER BY e.number"
        ),
        &[&id],
    )?;
    Ok(together(tx, tools, rows)?.pop())
}

/// The visits that follow on this one.
pub(super) fn following(tx: &mut ReadTx<'_>, id: Id<VisitKind>) -> Result<Vec<Id<VisitKind>>, StoreError> {
    let rows: Vec<(Id<VisitKind>,)> =
        tx.all(sql!("SELECT id FROM visit WHERE tenant_id = $1 AND follows = $2 ORDER BY year, number"), &[&id])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The years that have visits, the newest first.
pub(super) fn years(tx: &mut ReadTx<'_>) -> Result<Vec<i16>, StoreError> {
    let rows: Vec<(i16,)> =
        tx.all(sql!("SELECT DISTINCT year FROM visit WHERE tenant_id = $1 ORDER BY year DESC"), &[])?;
    Ok(rows.into_iter().map(|(year,)| year).collect())
}

/// What is written to a visit, and by whom.
pub(super) type Written<'w> = (&'w Happening, &'w Words, Id<Person>);

fn put(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (id, number): (Id<VisitKind>, i64),
    (happening, words, person): Written<'_>,
) -> Result<(), StoreError> {
    let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
    let content = serde_json::to_string(happening).map_err(damaged)?;
    let keys = tools.keys(tx)?;
    let (row, now) = (row_name(id, number), tx.context().now);
    let sealed = if *words == Words::default() {
        None
    } else {
        Some(keys.seal(place(&row), serde_json::to_string(words).map_err(damaged)?.as_bytes())?)
    };
    tx.execute(
        sql!(
            "INSERT INTO visit_entry (tenant_id, visit_id, number, content, sealed, at, person_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&id, &number, &content, &sealed, &now, &person],
    )
    .map(|_| ())
}

/// Of whom a visit is planned, and on what it rests.
#[derive(Debug, Clone, Copy)]
pub(super) struct New {
    pub id: Id<VisitKind>,
    pub organisation: Id<Organisation>,
    pub activity: Option<Id<Activity>>,
    pub follows: Option<Id<VisitKind>>,
}

/// Plans a visit, in the year of its day. The caller ends the transaction.
pub(super) fn plan(tx: &mut WriteTx<'_>, tools: &Tools, new: New, written: Written<'_>) -> Result<(), StoreError> {
    let Happening::Planned { slot, .. } = written.0 else {
        return Err(StoreError::Damaged("a visit that does not begin with being planned".to_owned()));
    };
    let year = slot.day.year();
    let (number,): (i64,) = tx.one(
        sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM visit WHERE tenant_id = $1 AND year = $2"),
        &[&year],
    )?;
    tx.execute(
        sql!(
            "INSERT INTO visit (tenant_id, id, year, number, organisation_id, activity_id, follows)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&new.id, &year, &number, &new.organisation, &new.activity, &new.follows],
    )?;
    put(tx, tools, (new.id, 0), written)?;
    if let Some(activity) = new.activity {
        coverage::booked(tx, activity, (slot.day, new.id, written.2))?;
    }
    let facts = json!({ "organisation": new.organisation, "visit": number, "day": slot.day });
    tx.tell(Event::about("visit.planned", new.id, facts));
    Ok(())
}

/// What happens to a visit next, as its rules have allowed. The caller ends the transaction.
pub(super) fn add(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    kept: &Kept,
    (step, written): (Step, Written<'_>),
) -> Result<(), StoreError> {
    let number = i64::try_from(kept.lines.len()).unwrap_or(i64::MAX);
    put(tx, tools, (kept.id, number), written)?;
    // The plan knows of the day that is booked.
    match (kept.activity, written.0) {
        (Some(activity), Happening::Changed { slot, .. }) => {
            coverage::booked(tx, activity, (slot.day, kept.id, written.2))?;
        }
        (Some(activity), Happening::Cancelled) => coverage::unbooked(tx, activity, (kept.id, written.2))?,
        _ => {}
    }
    let facts = json!({ "organisation": kept.organisation, "visit": kept.number, "step": step.slug() });
    tx.tell(Event::about("visit.changed", kept.id, facts));
    Ok(())
}

/// A version of a year's checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "the field's word")]
pub(super) struct Version {
    pub version: i64,
    pub list: Checklist,
    pub person: String,
    pub at: Option<Instant>,
}

row! {
    struct ChecklistRow {
        version: i64,
        content: String,
        person: String,
        at: Instant,
    }
}

/// The versions of the year's checklist, the newest first. A year without one of its own has the shipped example as version 0.
pub(super) fn checklists(tx: &mut ReadTx<'_>, year: i16) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<ChecklistRow> = tx.all(
        sql!(
            "SELECT c.version, c.content, p.name, c.at FROM visit_checklist c JOIN person p ON p.id = c.person_id
             WHERE c.tenant_id = $1 AND c.year = $2 ORDER BY c.version DESC"
        ),
        &[&year],
    )?;
    let mut all = Vec::new();
    for row in rows {
        let list = serde_json::from_str(&row.content)
            .map_err(|error| StoreError::Damaged(format!("checklist {} of {year}: {error}", row.version)))?;
        all.push(Version { version: row.version, list, person: row.person, at: Some(row.at) });
    }
    all.push(Version { version: 0, list: example(), person: String::new(), at: None });
    Ok(all)
}

/// The checklist that a visit is carried out with: that of its protocol, or the newest of its year.
pub(super) fn checklist_of(tx: &mut ReadTx<'_>, kept: &Kept) -> Result<Version, StoreError> {
    let mut all = checklists(tx, kept.year)?;
    let at = kept.visit.begun.and_then(|version| all.iter().position(|one| one.version == version)).unwrap_or(0);
    Ok(all.swap_remove(at))
}

/// Keeps the next version of a year's checklist. The caller ends the transaction.
pub(super) fn keep_checklist(
    tx: &mut WriteTx<'_>,
    (year, version): (i16, i64),
    list: &Checklist,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let content = serde_json::to_string(list).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO visit_checklist (tenant_id, year, version, content, person_id, at) VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        &[&year, &version, &content, &person, &now],
    )?;
    let facts = json!({ "year": year, "version": version, "count": list.points.len() });
    tx.tell(Event { kind: "visit.checklist", subject: None, facts });
    Ok(())
}

/// What the visit asks about from the one before it.
pub(super) fn earlier(tx: &mut ReadTx<'_>, tools: &Tools, kept: &Kept) -> Result<Vec<Earlier>, StoreError> {
    let Some(before) = kept.follows else { return Ok(Vec::new()) };
    let before = find(tx, tools, before)?;
    Ok(before.and_then(|before| before.settled().map(Sheet::to_follow)).unwrap_or_default())
}
