//! Datasets and the documents made from them.

use ::store::{ReadTx, StoreError, WriteTx, global_sql, row, sql};
use kernel::id::kind::{Dataset as DatasetKind, Release as ReleaseKind};
use kernel::{Chance, Id, Instant};

use super::content::{Complaints, DatasetContent};

row! {
    struct DatasetRow {
        id: Id<DatasetKind>,
        number: i64,
        year: i16,
        occasion: String,
        title: String,
        content: String,
        sha256: String,
        person: String,
        frozen_at: Instant,
        published_at: Option<Instant>,
    }
}

/// A dataset as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// Its identifier.
    pub id: Id<DatasetKind>,
    /// Its number within the authority.
    pub number: i64,
    /// The calendar year.
    pub year: i16,
    /// The occasion's stable name.
    pub occasion: String,
    /// What its report is called.
    pub title: String,
    /// What it holds.
    pub content: DatasetContent,
    /// The hash of its canonical text.
    pub sha256: String,
    /// Who froze it.
    pub person: String,
    /// When.
    pub frozen_at: Instant,
    /// When it was published to the board.
    pub published_at: Option<Instant>,
}

impl TryFrom<DatasetRow> for Dataset {
    type Error = StoreError;
    fn try_from(row: DatasetRow) -> Result<Self, StoreError> {
        let content = serde_json::from_str(&row.content)
            .map_err(|error| StoreError::Damaged(format!("dataset {}: {error}", row.id)))?;
        Ok(Self {
            id: row.id,
            number: row.number,
            year: row.year,
            occasion: row.occasion,
            title: row.title,
            content,
            sha256: row.sha256,
            person: row.person,
            frozen_at: row.frozen_at,
            published_at: row.published_at,
        })
    }
}

row! {
    /// A dataset in a list, without what it holds.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DatasetLine {
        /// Its identifier.
        pub id: Id<DatasetKind>,
        /// Its number within the authority.
        pub number: i64,
        /// The calendar year.
        pub year: i16,
        /// The occasion's stable name.
        pub occasion: String,
        /// What its report is called.
        pub title: String,
        /// When it was frozen.
        pub frozen_at: Instant,
        /// When it was published to the board.
        pub published_at: Option<Instant>,
        /// The number of the one that it corrects.
        pub replaces: Option<i64>,
        /// How many documents have been made of it.
        pub releases: i64,
    }
}

/// Every dataset, the newest first.
pub fn datasets(tx: &mut ReadTx<'_>) -> Result<Vec<DatasetLine>, StoreError> {
    tx.all(
        sql!(
            "SELECT d.id, d.number, d.year, d.occasion, d.title, d.frozen_at, d.published_at, d.replaces,
                    CAST((SELECT count(*) FROM release r
                          WHERE r.tenant_id = d.tenant_id AND r.dataset_id = d.id) AS BIGINT)
             FROM dataset d WHERE d.tenant_id = $1 ORDER BY d.number DESC"
        ),
        &[],
    )
}

/// The tables of complaints that readers have been shown for the year, those of replaced reports too, each with what its
/// occasion is called.
pub fn published_complaints(tx: &mut ReadTx<'_>, year: i16) -> Result<Vec<(String, Complaints)>, StoreError> {
    let rows: Vec<DatasetRow> = tx.all(
        sql!(
            "SELECT d.id, d.number, d.year, d.occasion, d.title, d.content, d.sha256, p.name, d.frozen_at, d.published_at
             FROM dataset d JOIN person p ON p.id = d.person_id
             WHERE d.tenant_id = $1 AND d.year = $2 AND d.published_at IS NOT NULL ORDER BY d.number"
        ),
        &[&year],
    )?;
    let read = rows.into_iter().map(|row| {
        let content = Dataset::try_from(row)?.content;
        Ok(content.complaints.map(|table| (content.occasion_title, table)))
    });
    read.filter_map(Result::transpose).collect()
}

/// The dataset with the number.
pub fn dataset(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<Dataset>, StoreError> {
    let row: Option<DatasetRow> = tx.maybe(
        sql!(
            "SELECT d.id, d.number, d.year, d.occasion, d.title, d.content, d.sha256, p.name, d.frozen_at, d.published_at
             FROM dataset d JOIN person p ON p.id = d.person_id WHERE d.tenant_id = $1 AND d.number = $2"
        ),
        &[&number],
    )?;
    row.map(Dataset::try_from).transpose()
}

/// Publishes it to the board. `false` when it was published already.
pub fn publish(tx: &mut WriteTx<'_>, id: Id<DatasetKind>) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!("UPDATE dataset SET published_at = $3 WHERE tenant_id = $1 AND id = $2 AND published_at IS NULL"),
        &[&id, &now],
    )?;
    Ok(changed == 1)
}

row! {
    /// A document made from a dataset.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Release {
        /// The document.
        pub id: Id<ReleaseKind>,
        /// `pdf` or `docx`.
        pub format: String,
        /// The hash of its bytes, by which the file store has them.
        pub sha256: String,
        /// How many bytes.
        pub size: i64,
        /// What made it.
        pub renderer: String,
        /// When.
        pub rendered_at: Instant,
    }
}

/// The documents made from the dataset, by format.
pub fn releases(tx: &mut ReadTx<'_>, dataset: Id<DatasetKind>) -> Result<Vec<Release>, StoreError> {
    tx.all(
        sql!(
            "SELECT id, format, file_sha256, size, renderer, rendered_at FROM release
             WHERE tenant_id = $1 AND dataset_id = $2 ORDER BY format DESC"
        ),
        &[&dataset],
    )
}

/// A document whose bytes are in the file store already.
#[derive(Debug, Clone)]
pub struct NewRelease<'a> {
    /// Of which dataset.
    pub dataset: Id<DatasetKind>,
    /// `pdf` or `docx`.
    pub format: &'a str,
    /// The hash of its bytes.
    pub sha256: &'a str,
    /// How many bytes.
    pub size: i64,
    /// Its media type.
    pub media_type: &'a str,
    /// The file's name.
    pub name: &'a str,
    /// What made it.
    pub renderer: &'a str,
}

/// Writes the document down. `None` when the dataset has one in the format already.
pub fn add_release(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    new: &NewRelease<'_>,
) -> Result<Option<Id<ReleaseKind>>, StoreError> {
    let id: Id<ReleaseKind> = Id::random(chance);
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO file (tenant_id, sha256, size, media_type, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING"
        ),
        &[&new.sha256, &new.size, &new.media_type, &new.name, &now],
    )?;
    let added = tx.execute(
        sql!(
            "INSERT INTO release (tenant_id, id, dataset_id, format, file_sha256, size, renderer, rendered_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"
        ),
        &[&id, &new.dataset, &new.format, &new.sha256, &new.size, &new.renderer, &now],
    )?;
    Ok((added == 1).then_some(id))
}

/// Whether work under the key is under way.
pub fn is_waiting(tx: &mut ReadTx<'_>, key: &str) -> Result<bool, StoreError> {
    let (waiting,): (i64,) = tx.one(
        global_sql!("SELECT count(*) FROM job WHERE once_key = $1 AND done_at IS NULL AND given_up_at IS NULL"),
        &[&key],
    )?;
    Ok(waiting > 0)
}
