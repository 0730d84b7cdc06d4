//! Reading rows into a set, publishing it, and throwing it away.
//!
//! Rows go in chunks of a few thousand, each a short transaction of its own, into a set that no page counts: others write
//! in between. Publishing changes one row. What a crash leaves is a set in staging, which is taken away before the next
//! import begins; nothing of it was ever counted.

use std::sync::Arc;

use ::store::{Db, Event, Housekeeping, Scope as DbScope, StoreError, WriteContext, WriteTx};
use domain::courses::SchoolForm;
use domain::participations::{Facts, Fault, Field, Notice, PersonKey, RawParticipation};
use kernel::id::kind::{Organisation, Person, Tenant};
use kernel::{Chance, Day, Id, Period};
use platform::jobs::enqueue;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::educations::{self, Change};
use super::jobs::condensing;
use super::persons;
use super::reading::Work;
use super::registers::Registers;
use super::store::{self, Set, SetKind, SetState, Tally};

/// How many rows one transaction writes: well under 50 ms of writing on the slowest disk met.
pub(super) const CHUNK: usize = 2_500;
/// How many rows of a dropped set one transaction removes.
const AT_ONCE: i64 = 4_000;

/// What a full set speaks of: only a participation within may be gone for not being in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Participations that began in this time; any where absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub started: Option<Period>,
    /// These school forms; all where empty.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub forms: Vec<SchoolForm>,
    /// These providers; all where empty.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub providers: Vec<Id<Organisation>>,
    /// Only the persons that the file speaks of: of each it has all there is.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub persons_in_file: bool,
    /// Whether the source does not say when courses began, and the first days of its participations are other days; this is
    /// so of any set, not of a full one alone.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub starts_unknown: bool,
    /// Whether a machine wrote whom each row is about: then a row that is rejected is about that person and nobody else.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub persons_certain: bool,
}

/// What is to be read and for whom.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Full or delta.
    pub kind: SetKind,
    /// What a full set speaks of.
    pub scope: Scope,
    /// The day the file was taken out of its source.
    pub as_of: Day,
    /// The mapping profile.
    pub profile: String,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub file_sha256: String,
    /// Who reads it in; nobody where a job does.
    pub person: Option<Id<Person>>,
}

/// One row as a source gives it.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Its number, counted from 1 and rising.
    pub row: u32,
    /// What it says, or why it could not be read.
    pub read: Result<(RawParticipation, Facts), Rejected>,
}

/// A row that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rejected {
    /// What is wrong, in words, by field; `None` for the row as a whole.
    pub faults: Vec<(Option<Field>, String)>,
    /// What to look at besides.
    pub notices: Vec<Notice>,
    /// Who it is about, where that could be read: what is known of that person is left alone, and of everybody where nothing
    /// is known of that person.
    pub person: Option<PersonKey>,
}

/// Where rows come from. A source asks the registers for the numbers of courses and places.
pub trait Source {
    /// The next row; nothing at the end.
    ///
    /// # Errors
    /// When the file as a whole cannot be read on.
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError>;

    /// An earlier row that is about the same participation as the row that was given last, where the source keeps count: a
    /// row that is rejected for something else is not held against the others, and all that is wrong with it is told.
    fn same_as(&self) -> Option<u32> {
        None
    }

    /// Persons that the source speaks of without saying anything of them: nothing is left of what was known. Asked after
    /// the last row.
    fn without_rows(&mut self) -> Vec<PersonKey> {
        Vec::new()
    }
}

/// What is said of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// It says what was known.
    Unchanged(&'a [Notice]),
    /// It is about something not known before.
    Added(&'a [Notice]),
    /// It says something else than before.
    Changed(&'a [Notice]),
    /// It breaks rules.
    Broken {
        /// Which.
        faults: &'a [Fault],
        /// What to look at besides.
        notices: &'a [Notice],
        /// An earlier row about the same, where there is one.
        other: Option<u32>,
    },
    /// It could not be read.
    Unread {
        /// Why.
        rejected: &'a Rejected,
        /// An earlier row about the same, where there is one.
        other: Option<u32>,
    },
    /// It is about the same participation as an earlier row of the file; that row is rejected as well.
    Twice {
        /// The earlier row.
        other: u32,
    },
    /// It says something else of its vocational education than another row; none of them is taken.
    Differs {
        /// The other row.
        other: u32,
        /// In which fields.
        fields: &'a [Field],
    },
}

/// Why an import did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file cannot be read; the sentence says why and what to do.
    #[error("{0}")]
    Unreadable(String),
    /// Another import of the authority is under way.
    #[error("another import is under way")]
    UnderWay {
        /// Its set.
        set: i64,
        /// Whether it has been read and waits to be published or dropped.
        waits: bool,
    },
    /// Another process has thrown the set away while it was read.
    #[error("set {set} was thrown away by another process while it was read: two work with the same database")]
    TakenAway {
        /// The set.
        set: i64,
    },
    /// The set is not there, or not in staging.
    #[error("there is no such set to publish or drop")]
    NoSuchSet,
    /// Whoever asked wants it stopped.
    #[error("the import was stopped")]
    Stopped,
}

/// What came of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// The set, which waits to be published or dropped; none when the file changes nothing or it was a dry run.
    pub set: Option<i64>,
    /// How the rows fell out.
    pub tally: Tally,
    /// Participations that the scope has and the file lacks, but that stay because a rejected row may be about them.
    pub spared: u32,
}

/// Where an import works.
#[derive(Debug, Clone)]
pub struct Place {
    /// The database.
    pub db: Db,
    /// The authority.
    pub tenant: Id<Tenant>,
    /// Who acts, and when.
    pub context: WriteContext,
}

impl Place {
    /// The authority's data.
    pub(super) fn scope(&self) -> DbScope {
        DbScope::Tenant(self.tenant)
    }
}

/// Reads a source into a set that waits to be published or dropped. Every row's verdict is handed over as it falls, and
/// that of an earlier row once more where a later one is about the same participation; `progress` is told how many rows
/// are read and says whether to go on. In a dry run nothing is written.
///
/// # Errors
/// See [`ImportError`]. What was written is taken away again.
pub fn stage(
    place: &Place,
    plan: &Plan,
    source: &mut dyn Source,
    dry_run: bool,
    verdict: &mut dyn FnMut(u32, Verdict<'_>),
    progress: &mut dyn FnMut(u32) -> bool,
) -> Result<Staged, ImportError> {
    let mut work = Work::begin(place, plan, dry_run)?;
    let outcome = work.read(source, verdict, progress).and_then(|()| work.finish());
    match (outcome, work.set) {
        (Ok(spared), set) if work.tally.changes() || dry_run => Ok(Staged { set, tally: work.tally, spared }),
        (outcome, set) => {
            // It changes nothing, or it went wrong: the set goes, and says that it was dropped.
            match set.map(|set| drop_set(place, set)) {
                // It is gone already, and why is what came of reading it.
                Some(Err(ImportError::NoSuchSet)) if outcome.is_err() => {}
                Some(dropped) => dropped?,
                None => {}
            }
            outcome.map(|spared| Staged { set: None, tally: work.tally, spared })
        }
    }
}

/// Lets a set count: from now on every page sees it.
///
/// # Errors
/// [`ImportError::NoSuchSet`] unless it has been read to its end and waits.
pub fn publish(place: &Place, number: i64) -> Result<Set, ImportError> {
    let digest = place.db.read_blocking(place.scope(), |tx| digest_to_publish(tx, number))?;
    place.db.write_blocking(place.scope(), place.context.clone(), move |mut tx| {
        let (set, event) = publish_in(&mut tx, number, &digest)?;
        Ok(tx.save(event, set)?)
    })
}

/// As [`publish`], and has persons counted in the background, which whoever publishes may do at once: should it be ended
/// before that, they are counted all the same.
///
/// # Errors
/// As [`publish`].
pub fn publish_to_condense(place: &Place, chance: &Arc<dyn Chance>, number: i64) -> Result<Set, ImportError> {
    let digest = place.db.read_blocking(place.scope(), |tx| digest_to_publish(tx, number))?;
    let (tenant, chance) = (place.tenant, chance.clone());
    place.db.write_blocking(place.scope(), place.context.clone(), move |mut tx| {
        let (set, event) = publish_in(&mut tx, number, &digest)?;
        let now = tx.context().now;
        enqueue(&mut tx, &*chance, &condensing(tenant, set.number, now))?;
        Ok(tx.save(event, set)?)
    })
}

/// The digest that a set in staging is published with: the one that was made of its rows while they were written.
pub fn digest_to_publish(tx: &mut ::store::ReadTx<'_>, number: i64) -> Result<String, StoreError> {
    match store::set(tx, number)?.and_then(|set| set.digest) {
        Some(made) => Ok(made),
        None => digest(tx, number),
    }
}

/// Lets a set of that [`digest`] count, in the caller's transaction, which ends with the event.
///
/// # Errors
/// [`ImportError::NoSuchSet`] unless it has been read to its end and waits.
pub fn publish_in(tx: &mut WriteTx<'_>, number: i64, digest: &str) -> Result<(Set, Event), ImportError> {
    let waits = |set: &Set| set.state == SetState::Staging && set.tally.changes();
    let Some(mut set) = store::set(tx, number)?.filter(waits) else { return Err(ImportError::NoSuchSet) };
    let now = tx.context().now;
    store::end(tx, number, SetState::Published, &set.tally, Some(digest), Some(now))?;
    (set.state, set.digest, set.published_at) = (SetState::Published, Some(digest.to_owned()), Some(now));
    let event = Event::about(
        "participations.published",
        tx.tenant()?,
        json!({ "set": number, "kind": set.kind.as_str(), "as_of": set.as_of, "file": set.file_sha256,
            "rows": set.tally, "digest": digest }),
    );
    Ok((set, event))
}

/// SHA-256, hex, over a set's rows in their order, each its number and its columns as eight bytes big-endian (a missing
/// one as minus one), then over the set and number of every row that it made gone, and then over what it says of vocational
/// educations, where it says anything ([`Change::digest`]).
pub fn digest(tx: &mut ::store::ReadTx<'_>, set: i64) -> Result<String, StoreError> {
    let mut digest = Sha256::new();
    store::rows_of(tx, set, |number, packed| {
        digest.update(number.to_be_bytes());
        digest.update(packed.bytes());
        Ok(())
    })?;
    Ok(with_gone(digest, &store::gone_in(tx, set)?, &educations::change_of(tx, set)?))
}

/// The digest of rows that have been handed to it, of what the set made gone, in order, and of its educations.
pub(super) fn with_gone(mut digest: Sha256, gone: &[(i64, u32)], educations: &Change) -> String {
    digest.update(b"gone");
    for (set, row) in gone {
        digest.update(set.to_be_bytes());
        digest.update(row.to_be_bytes());
    }
    educations.digest(&mut digest);
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Throws a set away that is not published.
///
/// # Errors
/// [`ImportError::NoSuchSet`] when it is not in staging.
pub fn drop_set(place: &Place, number: i64) -> Result<(), ImportError> {
    let set = place.db.read_blocking(place.scope(), |tx| store::set(tx, number))?;
    let Some(set) = set.filter(|set| set.state == SetState::Staging) else { return Err(ImportError::NoSuchSet) };
    let tally = set.tally;
    // Whoever still reads into it may write between two of our transactions, until it says that it is dropped: it says so
    // in one that has found nothing more of it.
    loop {
        clear(place, number)?;
        let ended = place.db.write_blocking(place.scope(), place.context.clone(), move |mut tx| {
            if !store::is_staging(&mut tx, number)? {
                return Err(ImportError::NoSuchSet);
            }
            if store::clear(&mut tx, number, AT_ONCE)? > 0 || store::has_marked(&mut tx, number)? {
                return Ok(tx.keep(Housekeeping::UnpublishedSet, false));
            }
            store::end(&mut tx, number, SetState::Dropped, &tally, None, None)?;
            let event = Event::about("participations.dropped", tx.tenant()?, json!({ "set": number }));
            Ok(tx.save(event, true)?)
        })?;
        if ended {
            return Ok(());
        }
    }
}

/// Removes what lies of sets that were thrown away ([`left_of_none`](super::left_of_none)), and gives which they were.
///
/// # Errors
/// When the database fails.
pub fn clear_dropped(place: &Place) -> Result<Vec<i64>, ImportError> {
    let left = place.db.read_blocking(place.scope(), store::left_of_none)?;
    left.iter().try_for_each(|set| clear(place, *set))?;
    Ok(left)
}

/// Removes what is written of a set that does not count, a little at a time.
fn clear(place: &Place, number: i64) -> Result<(), ImportError> {
    loop {
        let removed = place.db.write_blocking(place.scope(), place.context.clone(), move |mut tx| {
            let removed =
                if store::is_published(&mut tx, number)? { 0 } else { store::clear(&mut tx, number, AT_ONCE)? };
            Ok::<_, ImportError>(tx.keep(Housekeeping::UnpublishedSet, removed))
        })?;
        if removed == 0 {
            break;
        }
    }
    let (marked, highest) = place.db.read_blocking(place.scope(), |tx| {
        Ok::<_, StoreError>((store::has_marked(tx, number)?, persons::highest_student(tx)?))
    })?;
    for students in persons::chunks(highest).take_while(|_| marked) {
        place.db.write_blocking(place.scope(), place.context.clone(), move |mut tx| {
            let held =
                if store::is_published(&mut tx, number)? { 0 } else { store::unmark(&mut tx, number, students)? };
            Ok::<_, ImportError>(tx.keep(Housekeeping::UnpublishedSet, held))
        })?;
    }
    Ok(())
}
