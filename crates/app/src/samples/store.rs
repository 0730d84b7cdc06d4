//! Samples as they are kept.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::samples::{Entry, Happening, Member, Refusal, Sample as Stands};
use kernel::id::kind::{Activity, Organisation, Person, Sample, StudyPlan, Unit};
use kernel::{Day, Id, Instant};
use platform::access::Tools;
use platform::files::sha256_hex;
use platform::sealed::{Place, TenantKeys};
use serde_json::json;

use super::gather::Student;
use super::model::{Drawn, Kept, Line, Link, PlanFile, Setup};
use crate::cases::Attached;

row! {
    struct SampleRow {
        id: Id<Sample>,
        number: i64,
        content: String,
        activity: Option<Id<Activity>>,
        person: String,
        at: Instant,
    }
}

row! {
    struct LineRow {
        sample: Id<Sample>,
        day: Day,
        content: String,
        sealed: Option<Vec<u8>>,
        by: Option<Id<Person>>,
        person: Option<String>,
    }
}

row! {
    struct CaseRow {
        sample: Id<Sample>,
        number: i64,
        key: String,
        stratum: String,
        organisation: Id<Organisation>,
        unit: Option<Id<Unit>>,
        student: u32,
    }
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn together(samples: Vec<SampleRow>, lines: Vec<LineRow>, cases: Vec<CaseRow>) -> Result<Vec<Kept>, StoreError> {
    let mut histories: BTreeMap<Id<Sample>, Vec<Line>> = BTreeMap::new();
    for row in lines {
        let happening: Happening = serde_json::from_str(&row.content)
            .map_err(|error| StoreError::Damaged(format!("a line of sample {}: {error}", row.sample)))?;
        let line =
            Line { entry: Entry { day: row.day, by: row.by, happening }, person: row.person, sealed: row.sealed };
        histories.entry(row.sample).or_default().push(line);
    }
    let mut drawn: BTreeMap<Id<Sample>, Vec<Drawn>> = BTreeMap::new();
    for row in cases {
        drawn.entry(row.sample).or_default().push(Drawn {
            number: count(row.number),
            member: Member { key: row.key, stratum: row.stratum },
            organisation: row.organisation,
            unit: row.unit,
            student: row.student,
        });
    }
    let kept = |row: SampleRow| {
        let damaged = |why: String| StoreError::Damaged(format!("sample {}: {why}", row.id));
        let setup: Setup = serde_json::from_str(&row.content).map_err(|error| damaged(error.to_string()))?;
        let lines = histories.remove(&row.id).unwrap_or_default();
        let stands =
            Stands::replay(lines.iter().map(|line| &line.entry)).map_err(|broken| damaged(broken.to_string()))?;
        let cases = drawn.remove(&row.id).unwrap_or_default();
        Ok(Kept {
            id: row.id,
            number: row.number,
            setup,
            population: String::new(),
            activity: row.activity,
            person: row.person,
            at: row.at,
            lines,
            stands,
            cases,
        })
    };
    samples.into_iter().map(kept).collect()
}

/// Every sample, the newest first, without the text of its population.
pub(super) fn all(tx: &mut ReadTx<'_>) -> Result<Vec<Kept>, StoreError> {
    let samples = tx.all(
        sql!(
            "SELECT s.id, s.number, s.content, s.activity_id, p.name, s.at
             FROM sample s JOIN person p ON p.id = s.person_id WHERE s.tenant_id = $1 ORDER BY s.number DESC"
        ),
        &[],
    )?;
    let lines = tx.all(
        sql!(
            "SELECT e.sample_id, e.day, e.content, e.sealed, e.person_id, p.name
             FROM sample_entry e LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 ORDER BY e.sample_id, e.number"
        ),
        &[],
    )?;
    let cases = tx.all(
        sql!(
            "SELECT sample_id, number, key, stratum, organisation_id, unit_id, student
             FROM sample_case WHERE tenant_id = $1 ORDER BY sample_id, number"
        ),
        &[],
    )?;
    together(samples, lines, cases)
}

/// One sample.
pub(super) fn find(tx: &mut ReadTx<'_>, id: Id<Sample>) -> Result<Option<Kept>, StoreError> {
    let sample: Option<SampleRow> = tx.maybe(
        sql!(
            "SELECT s.id, s.number, s.content, s.activity_id, p.name, s.at
             FROM sample s JOIN person p ON p.id = s.person_id WHERE s.tenant_id = $1 AND s.id = $2"
        ),
        &[&id],
    )?;
    let lines = tx.all(
        sql!(
            "SELECT e.sample_id, e.day, e.content, e.sealed, e.person_id, p.name
             FROM sample_entry e LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.sample_id = $2 ORDER BY e.number"
        ),
        &[&id],
    )?;
    let cases = tx.all(
        sql!(
            "SELECT sample_id, number, key, stratum, organisation_id, unit_id, student
             FROM sample_case WHERE tenant_id = $1 AND sample_id = $2 ORDER BY number"
        ),
        &[&id],
    )?;
    let Some(mut kept) = together(sample.into_iter().collect(), lines, cases)?.pop() else { return Ok(None) };
    (kept.population,) = tx.one(sql!("SELECT population FROM sample WHERE tenant_id = $1 AND id = $2"), &[&id])?;
    Ok(Some(kept))
}

/// The samples that are drawn for the activity: which, and what each is called.
pub fn of_activity(tx: &mut ReadTx<'_>, activity: Id<Activity>) -> Result<Vec<(Id<Sample>, String)>, StoreError> {
    let rows: Vec<(Id<Sample>, String)> = tx.all(
        sql!("SELECT id, content FROM sample WHERE tenant_id = $1 AND activity_id = $2 ORDER BY number"),
        &[&activity],
    )?;
    let read = |(id, content): (Id<Sample>, String)| {
        let setup: Setup =
            serde_json::from_str(&content).map_err(|error| StoreError::Damaged(format!("sample {id}: {error}")))?;
        Ok((id, setup.wish.title))
    };
    rows.into_iter().map(read).collect()
}

/// Whether there is such an activity.
pub(super) fn is_activity(tx: &mut ReadTx<'_>, activity: Id<Activity>) -> Result<bool, StoreError> {
    let found: Option<(i64,)> =
        tx.maybe(sql!("SELECT year FROM activity WHERE tenant_id = $1 AND id = $2"), &[&activity])?;
    Ok(found.is_some())
}

/// A sample to be kept.
#[derive(Debug, Clone)]
pub(super) struct NewSample {
    pub id: Id<Sample>,
    pub setup: Setup,
    pub population: domain::samples::Population,
    pub activity: Option<Id<Activity>>,
    pub person: Id<Person>,
}

/// Keeps a sample with its frozen population; gives its number. The caller ends the transaction.
pub(super) fn freeze(tx: &mut WriteTx<'_>, new: &NewSample) -> Result<i64, StoreError> {
    let newest: Option<(Option<i64>,)> = tx.maybe(sql!("SELECT max(number) FROM sample WHERE tenant_id = $1"), &[])?;
    let number = newest.and_then(|(number,)| number).unwrap_or(0) + 1;
    let content = serde_json::to_string(&new.setup).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let (text, sha256, now) = (new.population.text(), new.population.sha256(), tx.context().now);
    tx.execute(
        sql!(
            "INSERT INTO sample (tenant_id, id, number, content, population, activity_id, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&new.id, &number, &content, &text, &new.activity, &new.person, &now],
    )?;
    let members = new.population.members().len();
    let happening = Happening::Frozen { members, sha256: sha256.clone() };
    write(tx, (new.id, 0), (&happening, None, Some(new.person)))?;
    let facts = json!({ "number": number, "members": members, "sha256": sha256, "set": new.setup.set });
    tx.tell(Event::about("sample.frozen", new.id, facts));
    Ok(number)
}

/// Keeps the cases that were drawn. The caller has added the line.
pub(super) fn keep_cases(tx: &mut WriteTx<'_>, sample: Id<Sample>, students: &[Student]) -> Result<(), StoreError> {
    for (at, one) in (1_i64..).zip(students) {
        tx.execute(
            sql!(
                "INSERT INTO sample_case (tenant_id, sample_id, number, key, stratum, organisation_id, unit_id, student)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            &[&sample, &at, &one.member.key, &one.member.stratum, &one.organisation, &one.unit, &one.student],
        )?;
    }
    Ok(())
}

fn write(
    tx: &mut WriteTx<'_>,
    (sample, line): (Id<Sample>, usize),
    (happening, sealed, person): (&Happening, Option<Vec<u8>>, Option<Id<Person>>),
) -> Result<(), StoreError> {
    let content = serde_json::to_string(happening).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let (line, day) = (number(line), tx.context().now.day());
    tx.execute(
        sql!(
            "INSERT INTO sample_entry (tenant_id, sample_id, number, day, content, sealed, person_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&sample, &line, &day, &content, &sealed, &person],
    )
    .map(|_| ())
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "sample_entry", column: "sealed", row }
}

/// What a line says, opened.
pub(super) fn words(keys: &TenantKeys, sample: Id<Sample>, at: usize, line: &Line) -> Result<String, StoreError> {
    match &line.sealed {
        None => Ok(String::new()),
        Some(sealed) => Ok(keys.open_text(place(&format!("{sample}/{at}")), sealed)?.clone()),
    }
}

/// What the event of a happening is called, and what it says besides which case.
fn told(happening: &Happening) -> (&'static str, serde_json::Value) {
    match happening {
        Happening::Frozen { .. } => ("sample.frozen", json!({})),
        Happening::Drawn { seed, sizes, two } => {
            // As the program of docs/verify-samples.md takes them.
            let said: Vec<String> = sizes.iter().map(|(group, size)| format!("{group}={size}")).collect();
            let drawn: usize = sizes.values().sum();
            ("sample.drawn", json!({ "seed": seed, "sizes": said.join(" "), "two": two, "drawn": drawn }))
        }
        Happening::Received { case } => ("sample.received", json!({ "case": case })),
        Happening::Absent { case } => ("sample.absent", json!({ "case": case })),
        // Not as what: whoever assesses after them could read it in the log.
        Happening::Assessed { case, .. } => ("sample.assessed", json!({ "case": case })),
        Happening::Settled { case, .. } => ("sample.settled", json!({ "case": case })),
        Happening::Closed => ("sample.closed", json!({})),
        Happening::Cancelled => ("sample.cancelled", json!({})),
        Happening::ThrownAway => ("sample.thrown-away", json!({})),
    }
}

/// Adds to the history, where it may happen. The caller ends the transaction. Gives the number of the line.
pub(super) fn add(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    kept: &Kept,
    (happening, text, person): (&Happening, &str, Option<Id<Person>>),
) -> Result<Result<usize, Refusal>, StoreError> {
    if let Some(why) = kept.stands.why_not(happening, person) {
        return Ok(Err(why));
    }
    let line = kept.lines.len();
    let sealed = if text.is_empty() {
        None
    } else {
        Some(tools.keys(tx)?.seal(place(&format!("{}/{line}", kept.id)), text.as_bytes())?)
    };
    write(tx, (kept.id, line), (happening, sealed, person))?;
    let (kind, mut facts) = told(happening);
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("number".to_owned(), json!(kept.number));
    }
    tx.tell(Event::about(kind, kept.id, facts));
    Ok(Ok(line))
}

row! {
    struct FileRow {
        id: Id<StudyPlan>,
        case: i64,
        media_type: String,
        size: i64,
        stored: String,
        removed_at: Option<Instant>,
    }
}

/// The files of a sample's study plans, in the order in which they came.
pub(super) fn files(tx: &mut ReadTx<'_>, sample: Id<Sample>) -> Result<Vec<PlanFile>, StoreError> {
    let rows: Vec<FileRow> = tx.all(
        sql!(
            "SELECT id, case_number, media_type, size, sealed_sha256, removed_at FROM sample_file
             WHERE tenant_id = $1 AND sample_id = $2 ORDER BY case_number, entry, id"
        ),
        &[&sample],
    )?;
    let read = |row: FileRow| PlanFile {
        id: row.id,
        case: count(row.case),
        media_type: row.media_type,
        size: u64::try_from(row.size).unwrap_or(0),
        stored: row.stored,
        removed_at: row.removed_at,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Keeps files that came with a line. The caller ends the transaction.
pub(super) fn keep_files(
    tx: &mut WriteTx<'_>,
    (sample, case, line): (Id<Sample>, usize, usize),
    files: &[Attached],
) -> Result<(), StoreError> {
    let (case, line) = (number(case), number(line));
    for file in files {
        let (id, size): (Id<StudyPlan>, i64) = (file.id.cast(), i64::try_from(file.size).unwrap_or(i64::MAX));
        tx.execute(
            sql!(
                "INSERT INTO sample_file (tenant_id, id, sample_id, case_number, entry, media_type, size, sealed_sha256)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            &[&id, &sample, &case, &line, &file.media_type, &size, &file.stored],
        )?;
    }
    Ok(())
}

/// Says that the sample's files are thrown away, and that its links lead nowhere. The caller ends the transaction, and then takes the bytes away.
pub(super) fn throw_away(tx: &mut WriteTx<'_>, sample: Id<Sample>) -> Result<(), StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!("UPDATE sample_file SET removed_at = $3 WHERE tenant_id = $1 AND sample_id = $2 AND removed_at IS NULL"),
        &[&sample, &now],
    )
    .map(|_| ())
}

row! {
    struct LinkRow {
        case: i64,
        until: Day,
        used_at: Option<Instant>,
        revoked_at: Option<Instant>,
    }
}

/// The links of a sample, the newest first.
pub(super) fn links(tx: &mut ReadTx<'_>, sample: Id<Sample>) -> Result<Vec<Link>, StoreError> {
    let rows: Vec<LinkRow> = tx.all(
        sql!(
            "SELECT case_number, until, used_at, revoked_at FROM sample_link
             WHERE tenant_id = $1 AND sample_id = $2 ORDER BY number DESC"
        ),
        &[&sample],
    )?;
    let read = |row: LinkRow| Link {
        case: count(row.case),
        until: row.until,
        used_at: row.used_at,
        revoked_at: row.revoked_at,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Makes links, one for each case with its token; older ones of the same cases lead nowhere from now on. The caller ends the transaction.
pub(super) fn make_links(
    tx: &mut WriteTx<'_>,
    kept: &Kept,
    (tokens, until): (&[(usize, String)], Day),
    person: Id<Person>,
) -> Result<(), StoreError> {
    let newest: Option<(Option<i64>,)> =
        tx.maybe(sql!("SELECT max(number) FROM sample_link WHERE tenant_id = $1 AND sample_id = $2"), &[&kept.id])?;
    let (first, now) = (newest.and_then(|(number,)| number).unwrap_or(0) + 1, tx.context().now);
    for (at, (case, token)) in (first..).zip(tokens) {
        let case = number(*case);
        tx.execute(
            sql!(
                "UPDATE sample_link SET revoked_at = $4
                 WHERE tenant_id = $1 AND sample_id = $2 AND case_number = $3 AND used_at IS NULL AND revoked_at IS NULL"
            ),
            &[&kept.id, &case, &now],
        )?;
        tx.execute(
            sql!(
                "INSERT INTO sample_link (tenant_id, sample_id, number, case_number, token_sha256, person_id, at, until)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            &[&kept.id, &at, &case, &sha256_hex(token.as_bytes()), &person, &now, &until],
        )?;
    }
    let facts = json!({ "number": kept.number, "links": tokens.len(), "until": until });
    tx.tell(Event::about("sample.links-made", kept.id, facts));
    Ok(())
}

/// Takes back every link of the sample that still leads somewhere; gives how many. The caller ends the transaction.
pub(super) fn revoke_links(tx: &mut WriteTx<'_>, kept: &Kept) -> Result<u64, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!(
            "UPDATE sample_link SET revoked_at = $3
             WHERE tenant_id = $1 AND sample_id = $2 AND used_at IS NULL AND revoked_at IS NULL"
        ),
        &[&kept.id, &now],
    )?;
    if changed > 0 {
        let facts = json!({ "number": kept.number, "links": changed });
        tx.tell(Event::about("sample.links-revoked", kept.id, facts));
    }
    Ok(changed)
}

/// The sample and the case that the link of the token leads to, as long as it holds.
pub(super) fn linked(tx: &mut ReadTx<'_>, token: &str, today: Day) -> Result<Option<(Id<Sample>, usize)>, StoreError> {
    let found: Option<(Id<Sample>, i64, Day, Option<Instant>, Option<Instant>)> = tx.maybe(
        sql!(
            "SELECT sample_id, case_number, until, used_at, revoked_at FROM sample_link
             WHERE tenant_id = $1 AND token_sha256 = $2"
        ),
        &[&sha256_hex(token.as_bytes())],
    )?;
    let Some((sample, case, until, None, None)) = found else { return Ok(None) };
    Ok((today <= until).then(|| (sample, count(case))))
}

/// Uses the link of the token up; false where somebody has already. The caller ends the transaction.
pub(super) fn use_link(tx: &mut WriteTx<'_>, token: &str) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let used = tx.execute(
        sql!(
            "UPDATE sample_link SET used_at = $3
             WHERE tenant_id = $1 AND token_sha256 = $2 AND used_at IS NULL AND revoked_at IS NULL"
        ),
        &[&sha256_hex(token.as_bytes()), &now],
    )?;
    Ok(used > 0)
}
