//! What is said of terms, as it is kept.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::terms::{Said, Verdict, Voice};
use kernel::id::kind::{CaseDocument, Organisation, Person, Term};
use kernel::{Day, Id};
use platform::access::Tools;
use platform::sealed::Place;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::cases::Attached;

/// The words of what is said. Kept sealed: they may tell of what somebody saw of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Words {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
}

/// A file that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileOf {
    pub id: Id<CaseDocument>,
    pub media_type: String,
    pub size: u64,
    pub stored: String,
}

/// Something that was said of a term at a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number for the term at the provider, from 1.
    pub number: i64,
    /// The version of the term that was read.
    pub version: i64,
    pub said: Said,
    /// The day on which it was written.
    pub day: Day,
    pub person: Id<Person>,
    pub person_name: String,
    pub words: Words,
    pub file: Option<FileOf>,
}

row! {
    struct LineRow {
        organisation: Id<Organisation>,
        term: Id<Term>,
        number: i64,
        version: i64,
        voice: String,
        verdict: String,
        seen_on: Day,
        day: Day,
        person: Id<Person>,
        person_name: String,
        sealed: Option<Vec<u8>>,
        file: Option<Id<CaseDocument>>,
        media_type: Option<String>,
        size: Option<i64>,
        stored: Option<String>,
    }
}

fn row_name(of: Id<Organisation>, term: Id<Term>, number: i64) -> String {
    format!("{of}/{term}/{number}")
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "term_assessment", column: "sealed", row }
}

/// What was said of each term at the provider, in order.
pub(super) fn of_provider(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    of: Id<Organisation>,
) -> Result<BTreeMap<Id<Term>, Vec<Line>>, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT a.organisation_id, a.term_id, a.number, a.term_version, a.voice, a.verdict, a.seen_on, a.day, a.person_id, p.name, a.sealed,
                    a.file_id, a.media_type, a.size, a.sealed_sha256
             FROM term_assessment a JOIN person p ON p.id = a.person_id
             WHERE a.tenant_id = $1 AND a.organisation_id = $2 ORDER BY a.term_id, a.number"
        ),
        &[&of],
    )?;
    let mut all: BTreeMap<Id<Term>, Vec<Line>> = BTreeMap::new();
    if rows.is_empty() {
        return Ok(all);
    }
    let keys = tools.keys(tx)?;
    for row in rows {
        let name = row_name(row.organisation, row.term, row.number);
        let words = match row.sealed.as_deref() {
            None => Words::default(),
            Some(sealed) => serde_json::from_str(&keys.open_text(place(&name), sealed)?)
                .map_err(|error| StoreError::Damaged(format!("words of term {name}: {error}")))?,
        };
        let file = match (row.file, row.media_type, row.stored) {
            (Some(id), Some(media_type), Some(stored)) => {
                let size = row.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
                Some(FileOf { id, media_type, size, stored })
            }
            _ => None,
        };
        let said = said(&name, (&row.voice, &row.verdict), row.seen_on)?;
        let (number, version, day, person, person_name) =
            (row.number, row.version, row.day, row.person, row.person_name);
        all.entry(row.term).or_default().push(Line { number, version, said, day, person, person_name, words, file });
    }
    Ok(all)
}

fn said(name: &str, (voice, verdict): (&str, &str), seen_on: Day) -> Result<Said, StoreError> {
    let found = Voice::from_slug(voice).zip(Verdict::from_slug(verdict));
    let (voice, verdict) = found.ok_or_else(|| StoreError::Damaged(format!("term {name}: {voice}, {verdict}")))?;
    Ok(Said { voice, verdict, seen_on })
}

/// What each side said last of each term at each provider, without a word of it, and of which version of the term.
pub(super) type Newest = BTreeMap<(Id<Organisation>, Id<Term>), (Option<(Said, i64)>, Option<(Said, i64)>)>;

/// What the provider and the authority said last, by provider and term.
pub(super) fn newest(tx: &mut ReadTx<'_>) -> Result<Newest, StoreError> {
    type Row = (Id<Organisation>, Id<Term>, String, String, Day, i64);
    let rows: Vec<Row> = tx.all(
        sql!(
            "SELECT organisation_id, term_id, voice, verdict, seen_on, term_version FROM term_assessment WHERE tenant_id = $1
             ORDER BY organisation_id, term_id, number"
        ),
        &[],
    )?;
    let mut all = Newest::new();
    for (of, term, voice, verdict, seen_on, version) in rows {
        let said = said(&row_name(of, term, 0), (&voice, &verdict), seen_on)?;
        let both = all.entry((of, term)).or_default();
        match said.voice {
            Voice::Provider => both.0 = Some((said, version)),
            Voice::Authority => both.1 = Some((said, version)),
        }
    }
    Ok(all)
}

/// What is to be written of a term.
pub(super) struct New<'n> {
    pub of: Id<Organisation>,
    pub term: Id<Term>,
    /// The version of the term that was read.
    pub version: i64,
    pub number: i64,
    pub said: Said,
    pub words: &'n Words,
    pub file: Option<&'n Attached>,
    pub person: Id<Person>,
}

/// Keeps what is said of a term. The caller ends the transaction.
pub(super) fn add(tx: &mut WriteTx<'_>, tools: &Tools, new: &New<'_>) -> Result<(), StoreError> {
    let keys = tools.keys(tx)?;
    let (row, today) = (row_name(new.of, new.term, new.number), tx.context().now.day());
    let sealed = if *new.words == Words::default() {
        None
    } else {
        let words = serde_json::to_string(new.words).map_err(|error| StoreError::Damaged(error.to_string()))?;
        Some(keys.seal(place(&row), words.as_bytes())?)
    };
    let (voice, verdict, file) = (new.said.voice.slug(), new.said.verdict.slug(), new.file);
    tx.execute(
        sql!(
            "INSERT INTO term_assessment (tenant_id, organisation_id, term_id, number, term_version, voice, verdict, seen_on, day,
                                          person_id, sealed, file_id, media_type, size, sealed_sha256)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        ),
        &[
            &new.of,
            &new.term,
            &new.number,
            &new.version,
            &voice,
            &verdict,
            &new.said.seen_on,
            &today,
            &new.person,
            &sealed,
            &file.map(|file| file.id),
            &file.map(|file| file.media_type.as_str()),
            &file.map(|file| i64::try_from(file.size).unwrap_or(i64::MAX)),
            &file.map(|file| file.stored.as_str()),
        ],
    )?;
    let kind = match new.said.voice {
        Voice::Provider => "term.declared",
        Voice::Authority => "term.assessed",
    };
    let facts = json!({ "organisation": new.of, "verdict": verdict });
    tx.tell(Event::about(kind, new.term, facts));
    Ok(())
}
