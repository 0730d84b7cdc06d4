//! Opening a case and adding to it.

use ::store::{Event, StoreError, WriteTx, sql};
use domain::cases::{About, Action, Case, ClockRules, Entry, Happening, Next, Opened, Refusal, Seen, why_not};
use kernel::id::kind::{CaseDocument, CaseFile, Organisation, Person, Unit};
use kernel::{Day, Id};
use platform::access::Tools;
use platform::sealed::TenantKeys;
use serde_json::json;

use super::model::{Dossier, Who};
use super::store::{entry_place, find, name_place, provider_of, row_name, rules, who_place};

/// A file that goes with an entry: cleaned, sealed and durable already.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Which file it is.
    pub id: Id<CaseDocument>,
    /// Its name; empty where none is kept.
    pub name: String,
    /// What kind of file it is.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Under what hash it lies in the store.
    pub stored: String,
}

/// What is said, to be opened as a case.
#[derive(Debug, Clone)]
pub struct NewCase<'w> {
    /// Its identifier, where that is given by what makes sending it twice the same as once.
    pub id: Option<Id<CaseFile>>,
    /// The provider and the unit; nothing where whoever says it did not find their school.
    pub school: Option<(Id<Organisation>, Id<Unit>)>,
    /// What it is.
    pub opened: Opened,
    /// Who opens it.
    pub by: domain::cases::Party,
    /// Whether it was known which municipality the studies belong to.
    pub place_known: bool,
    /// What was said.
    pub words: &'w str,
    /// Who said it.
    pub who: &'w Who,
    /// Files.
    pub files: &'w [Attached],
    /// Who registers it, for who has an account.
    pub person: Option<Id<Person>>,
}

impl NewCase<'_> {
    /// The entry that opens it, on the day.
    pub fn first(&self, day: Day) -> Entry {
        let opened = Opened { no_school: self.school.is_none(), ..self.opened };
        Entry { day, by: self.by, happening: Happening::Opened(opened) }
    }
}

/// A case that was just opened.
#[derive(Debug, Clone, Copy)]
pub struct Started {
    /// The case.
    pub id: Id<CaseFile>,
    /// Its number.
    pub number: i64,
}

/// Opens a case. The caller ends the transaction; the chain is told what came and for which unit, never a word of it.
pub fn open(tx: &mut WriteTx<'_>, tools: &Tools, new: &NewCase<'_>) -> Result<Started, StoreError> {
    let (id, day) = (new.id.unwrap_or_else(|| Id::random(tools.chance())), tx.context().now.day());
    let entry = new.first(day);
    let case = Case::replay([&entry]).map_err(|broken| StoreError::Damaged(broken.to_string()))?;
    let number = newest_number(tx, new.opened.about)? + 1;
    let who = (!new.who.is_empty()).then(|| seal_who(tx, tools, id, new.who)).transpose()?;
    let next = case.next(&rules(tx, day)?, day);
    put_row(tx, (id, number), (new.school, new.place_known), (&case, next), who)?;
    put(tx, tools, id, 0, &entry, (new.words, new.files, new.person))?;
    let unit = new.school.map(|(_, unit)| unit);
    let facts = json!({ "kind": case.kind.slug(), "unit": unit, "number": number, "way": case.way.slug() });
    tx.tell(Event::about("case.opened", id, facts));
    Ok(Started { id, number })
}

/// Puts in the row of a case that is new.
pub(super) fn put_row(
    tx: &mut WriteTx<'_>,
    (id, number): (Id<CaseFile>, i64),
    (school, place_known): (Option<(Id<Organisation>, Id<Unit>)>, bool),
    (case, next): (&Case, Option<Next>),
    who: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    let (what, next_day) = parts(next);
    tx.execute(
        sql!(
            "INSERT INTO case_file (tenant_id, id, number, organisation_id, unit_id, kind, way, about, received, place_known,
                                    reachable, school_has, authority_has, state, place, counted, next_what, next_day,
                                    became_abuse, entries, sealed_who)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1, $20)"
        ),
        &[
            &id,
            &number,
            &school.map(|(organisation, _)| organisation),
            &school.map(|(_, unit)| unit),
            &case.kind.slug(),
            &case.way.slug(),
            &case.about.slug(),
            &case.received,
            &place_known,
            &case.reachable,
            &case.school_has,
            &case.authority_has,
            &case.state.slug(),
            &case.place.slug(),
            &case.counts(),
            &what,
            &next_day,
            &case.became_abuse,
            &who,
        ],
    )
    .map(|_| ())
}

/// What is about somebody at the authority is numbered in a series of its own, from here on: a gap in the other would tell
/// those it is about that it is there.
const OFFICERS: i64 = 900_000;

/// The number of the newest case of the series; that before its first where there is none.
pub(super) fn newest_number(tx: &mut WriteTx<'_>, about: About) -> Result<i64, StoreError> {
    let (from, to) = if about == About::Officer { (OFFICERS, i64::MAX) } else { (0, OFFICERS) };
    let newest: Option<(Option<i64>,)> = tx.maybe(
        sql!("SELECT max(number) FROM case_file WHERE tenant_id = $1 AND number > $2 AND number <= $3"),
        &[&from, &to],
    )?;
    Ok(newest.and_then(|(number,)| number).unwrap_or(from))
}

pub(super) fn seal_who(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    id: Id<CaseFile>,
    who: &Who,
) -> Result<Vec<u8>, StoreError> {
    let text = serde_json::to_string(who).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(tools.keys(tx)?.seal(who_place(&id.to_string()), text.as_bytes())?)
}

fn parts(next: Option<Next>) -> (Option<&'static str>, Option<Day>) {
    next.map_or((None, None), |next| (Some(next.what.slug()), Some(next.day)))
}

/// Writes one line, with its words sealed.
pub(super) fn put_line(
    tx: &mut WriteTx<'_>,
    keys: &TenantKeys,
    (id, number): (Id<CaseFile>, i64),
    entry: &Entry,
    (words, person): (&str, Option<Id<Person>>),
) -> Result<(), StoreError> {
    let content = serde_json::to_string(&entry.happening).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let row = row_name(id, number);
    let sealed = (!words.is_empty()).then(|| keys.seal(entry_place(&row), words.as_bytes())).transpose()?;
    tx.execute(
        sql!(
            "INSERT INTO case_entry (tenant_id, case_id, number, day, party, content, person_id, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&id, &number, &entry.day, &entry.by.slug(), &content, &person, &sealed],
    )
    .map(|_| ())
}

/// Writes one line and its files.
pub(super) fn put(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    id: Id<CaseFile>,
    number: i64,
    entry: &Entry,
    (words, files, person): (&str, &[Attached], Option<Id<Person>>),
) -> Result<(), StoreError> {
    let keys = tools.keys(tx)?;
    put_line(tx, &keys, (id, number), entry, (words, person))?;
    let newest: Option<(Option<i64>,)> =
        tx.maybe(sql!("SELECT max(number) FROM case_document WHERE tenant_id = $1 AND case_id = $2"), &[&id])?;
    let first = newest.and_then(|(number,)| number).map_or(0, |number| number + 1);
    for (at, file) in (first..).zip(files) {
        let name = keys.seal(name_place(&row_name(id, at)), file.name.as_bytes())?;
        let size = i64::try_from(file.size).unwrap_or(i64::MAX);
        tx.execute(
            sql!(
                "INSERT INTO case_document (tenant_id, case_id, number, entry, sealed_name, file_id, media_type, size, sealed_sha256)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            &[&id, &at, &number, &name, &file.id, &file.media_type, &size, &file.stored],
        )?;
    }
    Ok(())
}

/// What is added to a case.
#[derive(Debug, Clone)]
pub struct Add<'w> {
    /// How whoever adds takes part.
    pub seen: Seen,
    /// What they do.
    pub action: Action,
    /// What it comes to.
    pub happening: Happening,
    /// Words that belong to it.
    pub words: &'w str,
    /// Files that belong to it.
    pub files: &'w [Attached],
    /// Who it is, for who has an account.
    pub person: Option<Id<Person>>,
}

/// Adds to the case what the rules allow now, asked once more in this transaction: of two who close it at once the second
/// hears that it is closed. The caller ends the transaction.
///
/// # Errors
/// The inner one says why the rules refuse it, with the case as it stands.
pub fn add(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    id: Id<CaseFile>,
    add: &Add<'_>,
) -> Result<Option<Result<Case, Refusal>>, StoreError> {
    let Some(dossier) = find(tx, id)? else { return Ok(None) };
    if let Some(refusal) = why_not(&dossier.case, &add.seen, add.action) {
        return Ok(Some(Err(refusal)));
    }
    let Some(by) = add.seen.hand.party() else { return Ok(Some(Err(Refusal::NotYours))) };
    let entry = Entry { day: tx.context().now.day(), by, happening: add.happening.clone() };
    let number = i64::try_from(dossier.lines.len()).unwrap_or(i64::MAX);
    put(tx, tools, id, number, &entry, (add.words, add.files, add.person))?;
    let case = replayed(&dossier, &entry)?;
    let rules = rules(tx, entry.day)?;
    restate(tx, id, &case, &rules, number + 1)?;
    let mut facts = json!({ "action": add.action, "entry": number, "state": case.state.slug() });
    if let Happening::Located { unit } = add.happening {
        locate(tx, id, unit)?;
        facts["unit"] = json!(unit);
    }
    if let Happening::Linked { other } | Happening::Unlinked { other } = add.happening {
        facts["other"] = json!(other);
    }
    tx.tell(Event::about("case.added", id, facts));
    Ok(Some(Ok(case)))
}

/// The row is of the unit from now on.
fn locate(tx: &mut WriteTx<'_>, id: Id<CaseFile>, unit: Id<Unit>) -> Result<(), StoreError> {
    let missing = || StoreError::Damaged(format!("no unit {unit}"));
    let organisation = provider_of(tx, unit)?.ok_or_else(missing)?;
    tx.execute(
        sql!("UPDATE case_file SET organisation_id = $3, unit_id = $4 WHERE tenant_id = $1 AND id = $2"),
        &[&id, &organisation, &unit],
    )
    .map(|_| ())
}

fn replayed(dossier: &Dossier, entry: &Entry) -> Result<Case, StoreError> {
    let lines = dossier.lines.iter().map(|line| &line.entry);
    Case::replay(lines.chain([entry])).map_err(|broken| StoreError::Damaged(broken.to_string()))
}

/// Writes to the row what the replayed case says.
pub(super) fn restate(
    tx: &mut WriteTx<'_>,
    id: Id<CaseFile>,
    case: &Case,
    rules: &ClockRules,
    entries: i64,
) -> Result<(), StoreError> {
    let (what, day) = parts(case.next(rules, tx.context().now.day()));
    tx.execute(
        sql!(
            "UPDATE case_file SET school_has = $3, authority_has = $4, state = $5, place = $6, category = $7, counted = $8,
                                  next_what = $9, next_day = $10, first_answered = $11, escalated = $12, closed = $13,
                                  outcome = $14, verdict = $15, became_abuse = $16, entries = $17
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[
            &id,
            &case.school_has,
            &case.authority_has,
            &case.state.slug(),
            &case.place.slug(),
            &case.category,
            &case.counts(),
            &what,
            &day,
            &case.first_answered,
            &case.escalated,
            &case.closed,
            &case.outcome.map(domain::cases::Outcome::slug),
            &case.verdict.map(domain::cases::Verdict::slug),
            &case.became_abuse,
            &entries,
        ],
    )
    .map(|_| ())
}
