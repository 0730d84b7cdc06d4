//! The revisions of protocols, and their photos, as they are kept.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::visits::{Came, Edit, Happening, Protocol, Sheet, Step};
use kernel::id::kind::{CaseDocument, Person, Visit as VisitKind};
use kernel::{Id, Instant};
use platform::access::Tools;
use platform::sealed::Place;
use serde_json::json;

use super::store::{self, Kept, Words, row_name};
use crate::cases::Attached;

/// An edit as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub person: String,
    /// When it was written, as the device says.
    pub made_at: Instant,
}

/// A protocol with everything that was written in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    pub edits: Vec<Edit>,
    pub made: Vec<Made>,
    pub protocol: Protocol,
    /// What was typed and not taken, with what it rests on, by the field's name: a page with faults shows it.
    pub typed: BTreeMap<String, (String, String)>,
}

/// Whoever goes on writing in a field within so many seconds has made no version of it.
const GOES_ON: i64 = 600;

impl Written {
    /// What stands in the field.
    pub fn value(&self, field: &str) -> String {
        if let Some((typed, _)) = self.typed.get(field) {
            return typed.clone();
        }
        self.current(field).map(|(edit, _)| edit.value.clone()).unwrap_or_default()
    }
    /// The newest revision of the field, and who made it.
    pub fn current(&self, field: &str) -> Option<(&Edit, &Made)> {
        self.at(self.protocol.field(field).current?)
    }
    /// The edit at the place.
    pub fn at(&self, place: usize) -> Option<(&Edit, &Made)> {
        self.edits.get(place).zip(self.made.get(place))
    }
    /// The key of what the field rests on where somebody writes in it.
    pub fn base(&self, field: &str) -> String {
        match self.typed.get(field) {
            Some((_, base)) => base.clone(),
            None => self.current(field).map(|(edit, _)| edit.key.clone()).unwrap_or_default(),
        }
    }
    /// The versions of the field that something else stands in place of, the newest first. What somebody went on writing at is no
    /// version of its own.
    pub fn replaced(&self, field: &str) -> Vec<(&Edit, &Made)> {
        let state = self.protocol.field(field);
        let own: Vec<usize> = (0..self.edits.len()).filter(|at| self.edits[*at].field == field).collect();
        let goes_on = |at: usize| {
            let Some((edit, made)) = self.at(at) else { return false };
            own.iter().filter_map(|later| self.at(*later)).any(|(next, after)| {
                let soon = (0..=GOES_ON).contains(&after.made_at.seconds_since(made.made_at));
                next.base == edit.key && next.settles.is_empty() && after.person == made.person && soon
            })
        };
        let stands = state.current.and_then(|at| self.edits.get(at)).map(|edit| edit.value.as_str());
        let gone = own
            .iter()
            .rev()
            .copied()
            .filter(|at| Some(*at) != state.current && !state.conflicts.contains(at) && !goes_on(*at));
        gone.filter_map(|at| self.at(at)).filter(|(edit, _)| Some(edit.value.as_str()) != stands).collect()
    }
    /// The protocol of the visit as it stands now.
    pub fn sheet(&self, points: &[domain::visits::Point], earlier: &[domain::visits::Earlier]) -> Sheet {
        Sheet::of(points, earlier, |field| self.value(field))
    }
}

row! {
    struct EditRow {
        number: i64,
        field: String,
        key: String,
        base: String,
        settles: String,
        sealed: Vec<u8>,
        made_at: Instant,
        person: String,
    }
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "visit_edit", column: "sealed", row }
}

/// Everything that was written in the protocol of the visit.
pub(super) fn written(tx: &mut ReadTx<'_>, tools: &Tools, visit: Id<VisitKind>) -> Result<Written, StoreError> {
    let rows: Vec<EditRow> = tx.all(
        sql!(
            "SELECT e.number, e.field, e.key, e.base, e.settles, e.sealed, e.made_at, p.name
             FROM visit_edit e JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.visit_id = $2 ORDER BY e.number"
        ),
        &[&visit],
    )?;
    if rows.is_empty() {
        return Ok(Written::default());
    }
    let keys = tools.keys(tx)?;
    let mut found = Written::default();
    for row in rows {
        let value = keys.open_text(place(&row_name(visit, row.number)), &row.sealed)?;
        found.edits.push(Edit { field: row.field, key: row.key, base: row.base, settles: row.settles, value });
        found.made.push(Made { person: row.person, made_at: row.made_at });
    }
    found.protocol = Protocol::replay(&found.edits);
    Ok(found)
}

/// Writes an edit, and that the protocol is begun where it is the first; gives what came of it. One that is known is not written
/// again. The caller ends the transaction, and has asked whether it may be written.
pub(super) fn write(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (kept, version): (&Kept, i64),
    (edit, made_at, person): (&Edit, Instant, Id<Person>),
) -> Result<(Came, bool), StoreError> {
    let before = written(tx, tools, kept.id)?;
    let came = before.protocol.judge(&before.edits, edit);
    if before.edits.iter().any(|known| known.key == edit.key) {
        let beside = before.protocol.field(&edit.field).conflicts;
        let is_beside = beside.iter().any(|at| before.edits.get(*at).is_some_and(|one| one.key == edit.key));
        return Ok((if is_beside { Came::Conflict } else { Came::Saved }, false));
    }
    if came == Came::Overtaken || (came == Came::Same && edit.base.is_empty() && edit.value.is_empty()) {
        return Ok((came, false));
    }
    if kept.visit.begun.is_none() {
        let happening = Happening::Begun { version };
        store::add(tx, tools, kept, (Step::Write, (&happening, &Words::default(), person)))?;
    }
    let number = i64::try_from(before.edits.len()).unwrap_or(i64::MAX);
    let (row, now) = (row_name(kept.id, number), tx.context().now);
    let sealed = tools.keys(tx)?.seal(place(&row), edit.value.as_bytes())?;
    tx.execute(
        sql!(
            "INSERT INTO visit_edit (tenant_id, visit_id, number, field, key, base, settles, sealed, made_at, at, person_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &[&kept.id, &number, &edit.field, &edit.key, &edit.base, &edit.settles, &sealed, &made_at, &now, &person],
    )?;
    let facts = json!({ "organisation": kept.organisation, "visit": kept.number, "beside": came == Came::Conflict });
    tx.tell(Event::about("visit.written", kept.id, facts));
    Ok((came, true))
}

row! {
    /// A photo of a protocol.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct Photo {
        pub id: Id<CaseDocument>,
        pub key: String,
        pub point: String,
        pub media_type: String,
        pub size: i64,
        pub stored: String,
        pub at: Instant,
        pub person: String,
        pub removed_at: Option<Instant>,
    }
}

/// The photos of the visit, those that were taken away among them, the oldest first.
pub(super) fn photos(tx: &mut ReadTx<'_>, visit: Id<VisitKind>) -> Result<Vec<Photo>, StoreError> {
    tx.all(
        sql!(
            "SELECT f.id, f.key, f.point, f.media_type, f.size, f.sealed_sha256, f.at, p.name, f.removed_at
             FROM visit_photo f JOIN person p ON p.id = f.person_id
             WHERE f.tenant_id = $1 AND f.visit_id = $2 ORDER BY f.at, f.id"
        ),
        &[&visit],
    )
}

/// The photos that are there, by point.
pub(super) fn by_point(photos: &[Photo]) -> BTreeMap<&str, Vec<&Photo>> {
    let mut all: BTreeMap<&str, Vec<&Photo>> = BTreeMap::new();
    for photo in photos.iter().filter(|photo| photo.removed_at.is_none()) {
        all.entry(photo.point.as_str()).or_default().push(photo);
    }
    all
}

/// Keeps a photo that is cleaned, sealed and durable. The caller ends the transaction.
pub(super) fn add_photo(
    tx: &mut WriteTx<'_>,
    kept: &Kept,
    (file, key, point): (&Attached, &str, &str),
    person: Id<Person>,
) -> Result<(), StoreError> {
    let (now, size) = (tx.context().now, i64::try_from(file.size).unwrap_or(i64::MAX));
    tx.execute(
        sql!(
            "INSERT INTO visit_photo (tenant_id, id, visit_id, key, point, media_type, size, sealed_sha256, at, person_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        &[&file.id, &kept.id, &key, &point, &file.media_type, &size, &file.stored, &now, &person],
    )?;
    let facts = json!({ "organisation": kept.organisation, "visit": kept.number });
    tx.tell(Event::about("visit.photo-added", kept.id, facts));
    Ok(())
}

/// Takes a photo away. The caller ends the transaction, and removes its bytes after it.
pub(super) fn remove_photo(
    tx: &mut WriteTx<'_>,
    kept: &Kept,
    photo: Id<CaseDocument>,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!("UPDATE visit_photo SET removed_at = $3, removed_by = $4 WHERE tenant_id = $1 AND id = $2"),
        &[&photo, &now, &person],
    )?;
    let facts = json!({ "organisation": kept.organisation, "visit": kept.number });
    tx.tell(Event::about("visit.photo-removed", kept.id, facts));
    Ok(())
}
