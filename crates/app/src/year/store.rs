//! Versions of the year's document. A version never changes once it is kept, so that submissions can pin theirs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::year::{ConfigFault, Year};
use kernel::id::kind::{Person, YearVersion};
use kernel::{Chance, Day, Id, Instant};
use sha2::{Digest, Sha256};
use store::{ReadTx, StoreError, WriteTx, row, sql};

/// A version of a year's document, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version's identifier, which submissions pin.
    pub id: Id<YearVersion>,
    /// Its number within the year, from 1.
    pub version: i64,
    /// What the document says.
    pub year: Arc<Year>,
}

row! {
    /// What is known of a version without reading its document.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Version {
        /// Identifier.
        pub id: Id<YearVersion>,
        /// The calendar year.
        pub year: i64,
        /// Its number within the year, from 1.
        pub version: i64,
        /// Why it was made, in the words of whoever made it.
        pub note: String,
        /// Who made it; nobody for what was set up from the command line.
        pub person: Option<String>,
        /// When.
        pub created_at: Instant,
        /// When it was published; absent for drafts.
        pub published_at: Option<Instant>,
    }
}

/// A year and its versions, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearEntry {
    /// The calendar year.
    pub year: i16,
    /// The newest published version's number.
    pub published: Option<i64>,
    /// All versions, the newest first.
    pub versions: Vec<Version>,
}

/// Why a version was not kept.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The document cannot be used; every error in it.
    #[error("the document has {} errors", .0.len())]
    Faults(Vec<ConfigFault>),
    /// The number was taken by a version that was saved at the same moment.
    #[error("another version was saved at the same moment")]
    Taken,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a version was not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishRefusal {
    /// It is published already.
    Already,
    /// A newer version (its number) is published; an older one does not take its place.
    Older(i64),
}

/// Read documents by the hash of their text: what a text says never changes. Whoever asks has found the version's row
/// in their own tenant first.
static READ: Mutex<BTreeMap<String, Arc<Year>>> = Mutex::new(BTreeMap::new());
/// More than the years that are worked with at once; a year is about 100 kB in memory.
const MOST_READ: usize = 64;

fn read_year(tx: &mut ReadTx<'_>, id: Id<YearVersion>, sha256: String) -> Result<Arc<Year>, StoreError> {
    if let Some(year) = READ.lock().unwrap_or_else(PoisonError::into_inner).get(&sha256) {
        return Ok(year.clone());
    }
    let text = document(tx, id)?.ok_or_else(|| StoreError::Damaged(format!("year version {id}")))?;
    let year = domain::year::parse(&text)
        .map_err(|faults| StoreError::Damaged(format!("year version {id}: {} errors", faults.len())))?;
    let year = Arc::new(year);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if read.len() >= MOST_READ {
        read.clear();
    }
    read.insert(sha256, year.clone());
    Ok(year)
}

fn found(tx: &mut ReadTx<'_>, row: Option<(Id<YearVersion>, i64, String)>) -> Result<Option<Published>, StoreError> {
    let Some((id, version, sha256)) = row else { return Ok(None) };
    Ok(Some(Published { id, version, year: read_year(tx, id, sha256)? }))
}

/// When the first and the newest version of a year were published; nothing where none is.
pub fn publishing_days(tx: &mut ReadTx<'_>, year: i16) -> Result<Option<(Instant, Instant)>, StoreError> {
    let rows: Vec<(Instant,)> = tx.all(
        sql!(
            "SELECT published_at FROM year_version
             WHERE tenant_id = $1 AND year = $2 AND published_at IS NOT NULL ORDER BY version"
        ),
        &[&year],
    )?;
    Ok(rows.first().zip(rows.last()).map(|((first,), (newest,))| (*first, *newest)))
}

/// The newest published version of a year.
pub fn published(tx: &mut ReadTx<'_>, year: i16) -> Result<Option<Published>, StoreError> {
    let row = tx.maybe(
        sql!(
            "SELECT id, version, sha256 FROM year_version
             WHERE tenant_id = $1 AND year = $2 AND published_at IS NOT NULL ORDER BY version DESC, id LIMIT 1"
        ),
        &[&i64::from(year)],
    )?;
    found(tx, row)
}

/// The version of the year that was in force before this one.
pub fn published_before(tx: &mut ReadTx<'_>, published: &Published) -> Result<Option<Published>, StoreError> {
    let row = tx.maybe(
        sql!(
            "SELECT id, version, sha256 FROM year_version
             WHERE tenant_id = $1 AND year = $2 AND published_at IS NOT NULL AND version < $3
             ORDER BY version DESC, id LIMIT 1"
        ),
        &[&i64::from(published.year.year), &published.version],
    )?;
    found(tx, row)
}

/// The version of a year that was published at that instant, the newest no later.
pub fn published_by(tx: &mut ReadTx<'_>, year: i16, at: Instant) -> Result<Option<Published>, StoreError> {
    let row = tx.maybe(
        sql!(
            "SELECT id, version, sha256 FROM year_version
             WHERE tenant_id = $1 AND year = $2 AND published_at <= $3 ORDER BY version DESC, id LIMIT 1"
        ),
        &[&i64::from(year), &at],
    )?;
    found(tx, row)
}

/// A version by its identifier, published or not.
pub fn version(tx: &mut ReadTx<'_>, id: Id<YearVersion>) -> Result<Option<Published>, StoreError> {
    let row =
        tx.maybe(sql!("SELECT id, version, sha256 FROM year_version WHERE tenant_id = $1 AND id = $2"), &[&id])?;
    found(tx, row)
}

/// The year in use: today's, else the newest published one.
pub fn current(tx: &mut ReadTx<'_>, today: Day) -> Result<Option<Published>, StoreError> {
    if let Some(published) = published(tx, today.year())? {
        return Ok(Some(published));
    }
    let row = tx.maybe(
        sql!(
            "SELECT id, version, sha256 FROM year_version
             WHERE tenant_id = $1 AND published_at IS NOT NULL ORDER BY year DESC, version DESC, id LIMIT 1"
        ),
        &[],
    )?;
    found(tx, row)
}

/// The newest published version of each year after the given one, in order.
pub fn published_after(tx: &mut ReadTx<'_>, year: i16) -> Result<Vec<Published>, StoreError> {
    let years: Vec<(i16,)> = tx.all(
        sql!(
            "SELECT DISTINCT year FROM year_version
             WHERE tenant_id = $1 AND year > $2 AND published_at IS NOT NULL ORDER BY year"
        ),
        &[&i64::from(year)],
    )?;
    years.into_iter().filter_map(|(year,)| published(tx, year).transpose()).collect()
}

/// The years that have a published version, the newest first.
pub fn published_years(tx: &mut ReadTx<'_>) -> Result<Vec<i16>, StoreError> {
    let years: Vec<(i16,)> = tx.all(
        sql!(
            "SELECT DISTINCT year FROM year_version WHERE tenant_id = $1 AND published_at IS NOT NULL ORDER BY year DESC"
        ),
        &[],
    )?;
    Ok(years.into_iter().map(|(year,)| year).collect())
}

/// Every year with its versions, the newest first.
pub fn years(tx: &mut ReadTx<'_>) -> Result<Vec<YearEntry>, StoreError> {
    let versions: Vec<Version> = tx.all(
        sql!(
            "SELECT v.id, v.year, v.version, v.note, p.name, v.created_at, v.published_at
             FROM year_version v LEFT JOIN person p ON p.id = v.person_id
             WHERE v.tenant_id = $1 ORDER BY v.year DESC, v.version DESC"
        ),
        &[],
    )?;
    let mut years: Vec<YearEntry> = Vec::new();
    for version in versions {
        let year = i16::try_from(version.year).map_err(|_| StoreError::Damaged(format!("year {}", version.year)))?;
        if years.last().is_none_or(|entry| entry.year != year) {
            years.push(YearEntry { year, published: None, versions: Vec::new() });
        }
        if let Some(entry) = years.last_mut() {
            if entry.published.is_none() && version.published_at.is_some() {
                entry.published = Some(version.version);
            }
            entry.versions.push(version);
        }
    }
    Ok(years)
}

/// What is known of a version, and what the newest published version of its year is.
pub fn version_row(tx: &mut ReadTx<'_>, id: Id<YearVersion>) -> Result<Option<(Version, YearEntry)>, StoreError> {
    Ok(years(tx)?.into_iter().find_map(|entry| {
        let row = entry.versions.iter().find(|row| row.id == id).cloned()?;
        Some((row, entry))
    }))
}

/// The text of a version's document, as it was saved.
pub fn document(tx: &mut ReadTx<'_>, id: Id<YearVersion>) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> =
        tx.maybe(sql!("SELECT document FROM year_version WHERE tenant_id = $1 AND id = $2"), &[&id])?;
    Ok(row.map(|(text,)| text))
}

/// The highest version number of a year, published or not; 0 where there is none.
pub fn newest_number(tx: &mut ReadTx<'_>, year: i16) -> Result<i64, StoreError> {
    let (number,): (Option<i64>,) =
        tx.one(sql!("SELECT max(version) FROM year_version WHERE tenant_id = $1 AND year = $2"), &[&i64::from(year)])?;
    Ok(number.unwrap_or(0))
}

/// Keeps a document as the next version of its year, as a draft. The text is kept as it was written, comments and all.
///
/// # Errors
/// [`SaveError::Faults`] with every error where the document cannot be used.
pub fn save_version(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    document: &str,
    note: &str,
    person: Option<Id<Person>>,
) -> Result<Published, SaveError> {
    let year = domain::year::parse(document).map_err(SaveError::Faults)?;
    keep_version(tx, chance, &Arc::new(year), document, note, person)
}

/// As [`save_version`], for a document that has been read already; `year` is what it says.
pub fn keep_version(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    year: &Arc<Year>,
    document: &str,
    note: &str,
    person: Option<Id<Person>>,
) -> Result<Published, SaveError> {
    let version = newest_number(tx, year.year)? + 1;
    let id = Id::random(chance);
    let now = tx.context().now;
    let added = tx.execute(
        sql!(
            "INSERT INTO year_version (tenant_id, id, year, version, document, sha256, note, person_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING"
        ),
        &[&id, &i64::from(year.year), &version, &document, &sha256(document), &note, &person, &now],
    )?;
    if added == 0 {
        return Err(SaveError::Taken);
    }
    // Not kept among the read ones here: the transaction may yet come to nothing.
    Ok(Published { id, version, year: year.clone() })
}

/// Publishes a version: from now on it is what the year says. What is asked of whom is refreshed by the caller, with
/// `assignments::sync` in the same transaction. `None` where there is no such version.
pub fn publish(
    tx: &mut WriteTx<'_>,
    id: Id<YearVersion>,
) -> Result<Option<Result<Published, PublishRefusal>>, StoreError> {
    let Some(chosen) = version(tx, id)? else { return Ok(None) };
    if let Some(newest) = published(tx, chosen.year.year)? {
        if newest.id == id {
            return Ok(Some(Err(PublishRefusal::Already)));
        }
        if newest.version > chosen.version {
            return Ok(Some(Err(PublishRefusal::Older(newest.version))));
        }
    }
    let now = tx.context().now;
    tx.execute(
        sql!("UPDATE year_version SET published_at = $3 WHERE tenant_id = $1 AND id = $2 AND published_at IS NULL"),
        &[&id, &now],
    )?;
    Ok(Some(Ok(chosen)))
}

/// SHA-256 of the text in hexadecimal.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = std::fmt::Write::write_fmt(&mut out, format_args!("{byte:02x}"));
        out
    })
}
