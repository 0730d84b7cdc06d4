//! Routines and what was said of them, as they are kept.

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::routines::{Answer, Assessed, Criterion, Judged, Standing, criteria as criteria_of, standing};
use kernel::id::kind::{CaseDocument, Organisation, Person};
use kernel::{Day, Id};
use serde_json::json;

use crate::cases::Attached;
use crate::year;

row! {
    struct RoutineRow {
        organisation: Id<Organisation>,
        number: i64,
        kind: String,
        body: Option<String>,
        file: Option<Id<CaseDocument>>,
        file_name: Option<String>,
        media_type: Option<String>,
        size: Option<i64>,
        stored: Option<String>,
        person: Id<Person>,
        person_name: String,
        filed_on: Day,
    }
}

/// A file of a routine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    /// Which file it is.
    pub id: Id<CaseDocument>,
    /// What it is called.
    pub name: String,
    /// What kind of file it is.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Under what hash it lies in the store.
    pub stored: String,
}

/// What was put on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    /// A file.
    File(Kept),
    /// An address.
    Link(String),
    /// A text.
    Text(String),
}

impl Body {
    const fn slug(&self) -> &'static str {
        match self {
            Self::File(_) => "file",
            Self::Link(_) => "link",
            Self::Text(_) => "text",
        }
    }
}

/// A routine as it was put on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Routine {
    /// Its number at the provider, from 1.
    pub number: i64,
    /// What it is.
    pub body: Body,
    /// Who put it there.
    pub person: Id<Person>,
    /// What they are called.
    pub person_name: String,
    /// The day.
    pub filed_on: Day,
}

/// What the authority said of a routine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assessment {
    /// Its number at the provider, from 1.
    pub number: i64,
    /// The number of the routine that was assessed.
    pub routine: i64,
    /// Criterion by criterion.
    pub judged: Vec<Judged>,
    /// When it is looked at again.
    pub review: Day,
    /// Who said it.
    pub person: Id<Person>,
    /// What they are called.
    pub person_name: String,
    /// The day.
    pub assessed_on: Day,
}

impl Assessment {
    /// Whether every criterion was met.
    pub(super) fn met(&self) -> bool {
        self.judged.iter().all(|judged| judged.answer == Answer::Yes)
    }
}

/// Everything that is on file of a provider, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Record {
    pub routines: Vec<Routine>,
    pub assessments: Vec<Assessment>,
}

impl Record {
    /// The routine that holds.
    pub(super) fn newest(&self) -> Option<&Routine> {
        self.routines.first()
    }
    /// What was said of the routine that holds.
    pub(super) fn of_newest(&self) -> Option<&Assessment> {
        let newest = self.newest()?;
        self.assessments.first().filter(|last| last.routine == newest.number)
    }
    /// Where it stands on the day.
    pub(super) fn standing(&self, today: Day) -> Standing {
        let assessed = |last: &Assessment| Assessed { routine: last.routine, review: last.review, met: last.met() };
        standing(self.newest().map(|newest| newest.number), self.assessments.first().map(assessed), today)
    }
}

fn routine(row: RoutineRow) -> Result<(Id<Organisation>, Routine), StoreError> {
    let damaged = || StoreError::Damaged(format!("routine {} of {}", row.number, row.organisation));
    let body = match (row.kind.as_str(), row.body, row.file, row.stored) {
        ("link", Some(link), ..) => Body::Link(link),
        ("text", Some(text), ..) => Body::Text(text),
        ("file", _, Some(id), Some(stored)) => Body::File(Kept {
            id,
            name: row.file_name.unwrap_or_default(),
            media_type: row.media_type.unwrap_or_default(),
            size: row.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
            stored,
        }),
        _ => return Err(damaged()),
    };
    let (number, person, person_name, filed_on) = (row.number, row.person, row.person_name, row.filed_on);
    Ok((row.organisation, Routine { number, body, person, person_name, filed_on }))
}

row! {
    struct AssessmentRow {
        organisation: Id<Organisation>,
        number: i64,
        routine: i64,
        content: String,
        review: Day,
        person: Id<Person>,
        person_name: String,
        assessed_on: Day,
    }
}

/// Everything that is on file at the authority, by provider.
pub(super) fn records(tx: &mut ReadTx<'_>) -> Result<std::collections::BTreeMap<Id<Organisation>, Record>, StoreError> {
    let mut all: std::collections::BTreeMap<Id<Organisation>, Record> = std::collections::BTreeMap::new();
    let rows: Vec<RoutineRow> = tx.all(
        sql!(
            "SELECT r.organisation_id, r.number, r.kind, r.body, r.file_id, r.file_name, r.media_type, r.size, r.sealed_sha256,
                    r.person_id, p.name, r.filed_on
             FROM routine r JOIN person p ON p.id = r.person_id WHERE r.tenant_id = $1
             ORDER BY r.organisation_id, r.number DESC"
        ),
        &[],
    )?;
    for row in rows {
        let (organisation, one) = routine(row)?;
        all.entry(organisation).or_default().routines.push(one);
    }
    let rows: Vec<AssessmentRow> = tx.all(
        sql!(
            "SELECT a.organisation_id, a.number, a.routine, a.content, a.review_on, a.person_id, p.name, a.assessed_on
             FROM routine_assessment a JOIN person p ON p.id = a.person_id WHERE a.tenant_id = $1
             ORDER BY a.organisation_id, a.number DESC"
        ),
        &[],
    )?;
    for row in rows {
        let damaged = |_| StoreError::Damaged(format!("assessment {} of {}", row.number, row.organisation));
        let judged: Vec<Judged> = serde_json::from_str(&row.content).map_err(damaged)?;
        all.entry(row.organisation).or_default().assessments.push(Assessment {
            number: row.number,
            routine: row.routine,
            judged,
            review: row.review,
            person: row.person,
            person_name: row.person_name,
            assessed_on: row.assessed_on,
        });
    }
    Ok(all)
}

/// The routines that are assessed, with the day on which each is to be looked at again.
pub fn reviews(tx: &mut ReadTx<'_>) -> Result<Vec<(Id<Organisation>, Day)>, StoreError> {
    let all = records(tx)?.into_iter();
    Ok(all.filter_map(|(provider, record)| Some((provider, record.of_newest()?.review))).collect())
}

/// Everything that is on file of the provider.
pub(super) fn record(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<Record, StoreError> {
    Ok(records(tx)?.remove(&of).unwrap_or_default())
}

/// What a routine is assessed by on the day.
pub(super) fn criteria(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Criterion>, StoreError> {
    let published = year::current(tx, today)?;
    Ok(criteria_of(published.as_ref().map(|published| &published.year.complaints)))
}

/// A file that is cleaned, sealed and durable, as what is put on file.
pub(super) fn kept(file: Attached) -> Body {
    let Attached { id, name, media_type, size, stored } = file;
    Body::File(Kept { id, name, media_type, size, stored })
}

/// Puts a routine on file. The caller ends the transaction.
pub(super) fn put(
    tx: &mut WriteTx<'_>,
    of: Id<Organisation>,
    number: i64,
    (body, person): (&Body, Id<Person>),
) -> Result<(), StoreError> {
    let (words, file) = match body {
        Body::Link(words) | Body::Text(words) => (Some(words), None),
        Body::File(file) => (None, Some(file)),
    };
    let today = tx.context().now.day();
    tx.execute(
        sql!(
            "INSERT INTO routine (tenant_id, organisation_id, number, kind, body, file_id, file_name, media_type, size,
                                  sealed_sha256, person_id, filed_on)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        &[
            &of,
            &number,
            &body.slug(),
            &words,
            &file.map(|file| file.id),
            &file.map(|file| file.name.as_str()),
            &file.map(|file| file.media_type.as_str()),
            &file.map(|file| i64::try_from(file.size).unwrap_or(i64::MAX)),
            &file.map(|file| file.stored.as_str()),
            &person,
            &today,
        ],
    )?;
    tx.tell(Event::about("routine.filed", of, json!({ "organisation": of, "number": number, "kind": body.slug() })));
    Ok(())
}

/// Keeps what the authority says of a routine. The caller ends the transaction.
pub(super) fn judge(
    tx: &mut WriteTx<'_>,
    of: Id<Organisation>,
    (number, routine): (i64, i64),
    (judged, review, person): (&[Judged], Day, Id<Person>),
) -> Result<(), StoreError> {
    let content = serde_json::to_string(judged).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let today = tx.context().now.day();
    tx.execute(
        sql!(
            "INSERT INTO routine_assessment (tenant_id, organisation_id, number, routine, content, review_on, person_id,
                                             assessed_on)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&of, &number, &routine, &content, &review, &person, &today],
    )?;
    let facts = json!({ "organisation": of, "number": number, "routine": routine, "review": review });
    tx.tell(Event::about("routine.assessed", of, facts));
    Ok(())
}
