//! Mapping profiles and files on their way in.

use std::collections::BTreeMap;

use ::store::{FromRow, ReadTx, Row, StoreError, WriteTx, sql};
use domain::participations::profile::{self, Profile};
use kernel::id::kind::{Import, Person};
use kernel::{Id, Instant};
use platform::sealed_file::SealedFile;

/// A profile as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The profile.
    pub profile: Profile,
    /// Its version; nothing for one that is shipped.
    pub version: Option<i64>,
}

impl Kept {
    /// What a set says that it was read with.
    pub fn name(&self) -> String {
        match self.version {
            Some(version) => format!("{} {version}", self.profile.slug),
            None => self.profile.slug.clone(),
        }
    }
}

/// The profiles that files are read with: the authority's own, then those that are shipped.
pub fn profiles(tx: &mut ReadTx<'_>) -> Result<Vec<Kept>, StoreError> {
    let mut all = all_profiles(tx)?;
    all.retain(|kept| !kept.profile.retired);
    Ok(all)
}

/// The newest version of each of the authority's own profiles, those out of use among them, then those that are shipped and
/// have none of their name.
pub fn all_profiles(tx: &mut ReadTx<'_>) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<(String, i64, String)> = tx.all(
        sql!(
            "SELECT slug, version, document FROM import_profile p WHERE tenant_id = $1 AND version = (
                SELECT max(version) FROM import_profile o WHERE o.tenant_id = $1 AND o.slug = p.slug) ORDER BY slug"
        ),
        &[],
    )?;
    let mut all = Vec::new();
    for (slug, version, document) in rows {
        let profile = profile::parse(&document).map_err(|_| StoreError::Damaged(format!("import profile {slug}")))?;
        all.push(Kept { profile, version: Some(version) });
    }
    let shipped = profile::shipped().iter().filter(|one| !all.iter().any(|own| own.profile.slug == one.slug)).cloned();
    let shipped: Vec<Kept> = shipped.map(|profile| Kept { profile, version: None }).collect();
    all.extend(shipped);
    Ok(all)
}

/// A version of one of the authority's own profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number.
    pub number: i64,
    /// What it says.
    pub profile: Profile,
    /// Who made it; nobody where it was done at the command line.
    pub who: Option<String>,
    /// When.
    pub at: Instant,
}

/// The versions of one of the authority's own profiles, newest first.
pub fn versions(tx: &mut ReadTx<'_>, slug: &str) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<(i64, String, Option<String>, Instant)> = tx.all(
        sql!(
            "SELECT i.version, i.document, p.name, i.created_at FROM import_profile i LEFT JOIN person p ON p.id = i.person_id
             WHERE i.tenant_id = $1 AND i.slug = $2 ORDER BY i.version DESC"
        ),
        &[&slug],
    )?;
    let version = |(number, document, who, at): (i64, String, Option<String>, Instant)| {
        let profile = profile::parse(&document).map_err(|_| StoreError::Damaged(format!("import profile {slug}")))?;
        Ok(Version { number, profile, who, at })
    };
    rows.into_iter().map(version).collect()
}

/// Keeps a profile: a new version, unless the newest says the same. Gives the version, and whether it is new.
pub fn save_profile(
    tx: &mut WriteTx<'_>,
    profile: &Profile,
    person: Option<Id<Person>>,
) -> Result<(i64, bool), StoreError> {
    let document = profile.to_document();
    let newest: Option<(i64, String)> = tx.maybe(
        sql!(
            "SELECT version, document FROM import_profile WHERE tenant_id = $1 AND slug = $2 ORDER BY version DESC LIMIT 1"
        ),
        &[&profile.slug],
    )?;
    let version = match newest {
        Some((version, known)) if known == document => return Ok((version, false)),
        Some((version, _)) => version + 1,
        None => 1,
    };
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO import_profile (tenant_id, slug, version, title, document, person_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&profile.slug, &version, &profile.title, &document, &person, &now],
    )?;
    Ok((version, true))
}

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It has come, and nobody has said how it is to be read.
    Uploaded,
    /// It waits to be read, or is being read.
    Reading,
    /// It has been read and waits to be taken in or not.
    Waiting,
    /// It was taken in.
    Taken,
    /// It was not taken in.
    Dropped,
    /// It was read and says what was known already, or has no row that can come in.
    Nothing,
    /// It could not be read.
    Failed,
}

impl State {
    const ALL: [Self; 7] =
        [Self::Uploaded, Self::Reading, Self::Waiting, Self::Taken, Self::Dropped, Self::Nothing, Self::Failed];

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Reading => "reading",
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Dropped => "dropped",
            Self::Nothing => "nothing",
            Self::Failed => "failed",
        }
    }
}

/// A file on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Which.
    pub id: Id<Import>,
    /// How far it has come.
    pub state: State,
    /// What it is called.
    pub file_name: String,
    /// SHA-256, hex.
    pub file_sha256: String,
    /// Its size in bytes.
    pub size: i64,
    /// Under what hash it lies sealed.
    pub stored: Option<String>,
    /// Under what hash the verdicts lie sealed.
    pub verdicts: Option<String>,
    /// What is to be done with it, as JSON.
    pub plan: String,
    /// What came of it, as JSON.
    pub outcome: Option<String>,
    /// Rows read so far.
    pub rows_read: i64,
    /// Bytes read so far.
    pub bytes_read: i64,
    /// Its set.
    pub set: Option<i64>,
    /// Who brought it.
    pub person: Id<Person>,
    /// When.
    pub begun_at: Instant,
    /// When it was last heard of.
    pub told_at: Instant,
    /// Until when the file is kept.
    pub expires_at: Instant,
}

/// Reading that has not been heard of for so long has broken off.
const SILENCE: i64 = 10 * 60;

/// How long a file is kept after it has come, in seconds.
const KEPT: i64 = 14 * 24 * 60 * 60;

impl Run {
    /// A file that has come now and lies sealed, of which nothing is read yet.
    pub fn come(
        id: Id<Import>,
        state: State,
        file_name: String,
        sealed: &SealedFile,
        person: Id<Person>,
        now: Instant,
    ) -> Self {
        Self {
            id,
            state,
            file_name,
            file_sha256: sealed.sha256.clone(),
            size: i64::try_from(sealed.size).unwrap_or(i64::MAX),
            stored: Some(sealed.stored.clone()),
            verdicts: None,
            plan: String::new(),
            outcome: None,
            rows_read: 0,
            bytes_read: 0,
            set: None,
            person,
            begun_at: now,
            told_at: now,
            expires_at: now.plus_seconds(KEPT),
        }
    }

    /// Whether it should be read and has not been heard of for long.
    pub fn is_silent(&self, now: Instant) -> bool {
        self.state == State::Reading && now.seconds_since(self.told_at) > SILENCE
    }
}

/// The file that a set was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfSet {
    /// Which.
    pub id: Id<Import>,
    /// How far it has come.
    pub state: State,
    /// Until when it can be handed back; nothing when it is gone.
    pub kept_until: Option<Instant>,
}

impl FromRow for Run {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let id = row.take()?;
        let state: String = row.take()?;
        let known = State::ALL.into_iter().find(|one| one.as_str() == state);
        Ok(Self {
            id,
            state: known.ok_or_else(|| StoreError::Damaged(format!("import {id}")))?,
            file_name: row.take()?,
            file_sha256: row.take()?,
            size: row.take()?,
            stored: row.take()?,
            verdicts: row.take()?,
            plan: row.take()?,
            outcome: row.take()?,
            rows_read: row.take()?,
            bytes_read: row.take()?,
            set: row.take()?,
            person: row.take()?,
            begun_at: row.take()?,
            told_at: row.take()?,
            expires_at: row.take()?,
        })
    }
}

/// The file of that identifier.
pub fn run(tx: &mut ReadTx<'_>, id: Id<Import>) -> Result<Option<Run>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT id, state, file_name, file_sha256, size, stored, verdicts, plan, outcome, rows_read, bytes_read,
                set_number, person_id, begun_at, told_at, expires_at
             FROM import_run WHERE tenant_id = $1 AND id = $2"
        ),
        &[&id],
    )
}

/// The newest files, newest first.
pub fn runs(tx: &mut ReadTx<'_>) -> Result<Vec<Run>, StoreError> {
    tx.all(
        sql!(
            "SELECT id, state, file_name, file_sha256, size, stored, verdicts, plan, outcome, rows_read, bytes_read,
                set_number, person_id, begun_at, told_at, expires_at
             FROM import_run WHERE tenant_id = $1 ORDER BY begun_at DESC, id LIMIT 50"
        ),
        &[],
    )
}

/// The newest file of each set, by the set's number.
pub fn runs_by_set(tx: &mut ReadTx<'_>) -> Result<BTreeMap<i64, OfSet>, StoreError> {
    let rows: Vec<(i64, Id<Import>, String, Option<String>, Instant)> = tx.all(
        sql!(
            "SELECT set_number, id, state, verdicts, expires_at FROM import_run
             WHERE tenant_id = $1 AND set_number IS NOT NULL ORDER BY begun_at, id"
        ),
        &[],
    )?;
    let mut all = BTreeMap::new();
    for (set, id, state, verdicts, expires_at) in rows {
        let known = State::ALL.into_iter().find(|one| one.as_str() == state);
        let state = known.ok_or_else(|| StoreError::Damaged(format!("import {id}")))?;
        all.insert(set, OfSet { id, state, kept_until: verdicts.map(|_| expires_at) });
    }
    Ok(all)
}

/// Whether any import points at the stored file.
pub fn points_at(tx: &mut ReadTx<'_>, hash: &str) -> Result<bool, StoreError> {
    let found: Option<(i64,)> = tx.maybe(
        sql!(
            "SELECT CAST(1 AS BIGINT) FROM import_run WHERE tenant_id = $1 AND (stored = $2 OR verdicts = $2) LIMIT 1"
        ),
        &[&hash],
    )?;
    Ok(found.is_some())
}

/// Puts a file in.
pub fn add(tx: &mut WriteTx<'_>, run: &Run) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "INSERT INTO import_run (tenant_id, id, state, file_name, file_sha256, size, stored, plan, person_id, begun_at,
                told_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        &[
            &run.id,
            &run.state.as_str(),
            &run.file_name,
            &run.file_sha256,
            &run.size,
            &run.stored,
            &run.plan,
            &run.person,
            &run.begun_at,
            &run.told_at,
            &run.expires_at,
        ],
    )
    .map(|_| ())
}

/// Moves a file on from one state to the next; whether it was in the first.
pub fn step(tx: &mut WriteTx<'_>, id: Id<Import>, from: State, to: State) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!("UPDATE import_run SET state = $4, told_at = $5 WHERE tenant_id = $1 AND id = $2 AND state = $3"),
        &[&id, &from.as_str(), &to.as_str(), &now],
    )?;
    Ok(changed == 1)
}

/// Moves a file back to where it is asked how it is to be read, and forgets what came of reading it; whether it was in that
/// state.
pub fn ask_again(tx: &mut WriteTx<'_>, id: Id<Import>, from: State) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!(
            "UPDATE import_run SET state = 'uploaded', told_at = $4, set_number = NULL, verdicts = NULL, outcome = NULL
             WHERE tenant_id = $1 AND id = $2 AND state = $3"
        ),
        &[&id, &from.as_str(), &now],
    )?;
    Ok(changed == 1)
}

/// Says how the file is to be read.
pub fn set_plan(tx: &mut WriteTx<'_>, id: Id<Import>, plan: &str) -> Result<(), StoreError> {
    tx.execute(
        sql!("UPDATE import_run SET plan = $3, rows_read = 0, bytes_read = 0 WHERE tenant_id = $1 AND id = $2"),
        &[&id, &plan],
    )
    .map(|_| ())
}

/// Says how far reading has come.
pub fn progress(tx: &mut WriteTx<'_>, id: Id<Import>, rows: i64, bytes: i64, at: Instant) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "UPDATE import_run SET rows_read = $3, bytes_read = $4, told_at = $5
             WHERE tenant_id = $1 AND id = $2 AND state = 'reading'"
        ),
        &[&id, &rows, &bytes, &at],
    )
    .map(|_| ())
}

/// Says what came of reading; whether it was still being read, and not thrown away meanwhile.
pub fn finish(
    tx: &mut WriteTx<'_>,
    id: Id<Import>,
    state: State,
    outcome: &str,
    set: Option<i64>,
    verdicts: Option<&str>,
) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!(
            "UPDATE import_run SET state = $3, outcome = $4, set_number = $5, verdicts = $6, told_at = $7
             WHERE tenant_id = $1 AND id = $2 AND state = 'reading'"
        ),
        &[&id, &state.as_str(), &outcome, &set, &verdicts, &now],
    )?;
    Ok(changed == 1)
}

/// Whether a file waits with that set.
pub fn waits_with(tx: &mut ReadTx<'_>, set: i64) -> Result<Option<Id<Import>>, StoreError> {
    let found: Option<(Id<Import>,)> = tx.maybe(
        sql!("SELECT id FROM import_run WHERE tenant_id = $1 AND set_number = $2 AND state = 'waiting'"),
        &[&set],
    )?;
    Ok(found.map(|(id,)| id))
}

/// Files whose time is out, whose bytes still lie in the store: those that wait to be taken in are among them.
pub fn expired(tx: &mut ReadTx<'_>, now: Instant) -> Result<Vec<Run>, StoreError> {
    tx.all(
        sql!(
            "SELECT id, state, file_name, file_sha256, size, stored, verdicts, plan, outcome, rows_read, bytes_read,
                set_number, person_id, begun_at, told_at, expires_at
             FROM import_run WHERE tenant_id = $1 AND expires_at <= $2 AND stored IS NOT NULL ORDER BY id"
        ),
        &[&now],
    )
}

/// Forgets where the bytes of a file lie, and keeps of its outcome what is given. One that nobody has read or taken in, or
/// that never came to its end, is over with that.
pub fn forget_bytes(tx: &mut WriteTx<'_>, id: Id<Import>, outcome: Option<&str>) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "UPDATE import_run SET stored = NULL, verdicts = NULL, outcome = $3,
                state = CASE WHEN state IN ('uploaded', 'reading', 'waiting') THEN 'dropped' ELSE state END
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[&id, &outcome],
    )
    .map(|_| ())
}

/// Who read each set in, by its number; nobody where it was done at the command line.
pub fn who(tx: &mut ReadTx<'_>) -> Result<BTreeMap<i64, String>, StoreError> {
    let names: Vec<(i64, String)> = tx.all(
        sql!(
            "SELECT s.number, p.name FROM participation_set s JOIN person p ON p.id = s.person_id
             WHERE s.tenant_id = $1 ORDER BY s.number"
        ),
        &[],
    )?;
    Ok(names.into_iter().collect())
}
