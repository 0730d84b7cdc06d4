//! The statements over files out of other systems and what their words mean.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::elsewhere::Mapping;
use kernel::id::kind::Person;
use kernel::{Id, Instant};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits to be looked through.
    Waiting,
    /// It was taken in.
    Taken,
    /// It was thrown away.
    Dropped,
}

impl State {
    const ALL: [Self; 3] = [Self::Waiting, Self::Taken, Self::Dropped];

    const fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Dropped => "dropped",
        }
    }
}

row! {
    /// A file as it is stored.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct FileRow {
        /// Its number.
        pub number: i64,
        /// For which year.
        pub year: i16,
        /// Out of which system.
        pub system: String,
        /// What became of it, by its stable name.
        pub state: String,
        /// SHA-256 of the file, hex.
        pub sha256: String,
        /// The file's name.
        pub name: String,
        /// Who read it in.
        pub by: String,
        /// When.
        pub at: Instant,
        /// When it was taken in or thrown away.
        pub ended_at: Option<Instant>,
        /// How many reports came of it.
        pub reports: Option<i64>,
        /// The period that was said where it says none.
        pub period: Option<String>,
    }
}

impl FileRow {
    /// What became of it.
    pub fn state(&self) -> State {
        State::ALL.into_iter().find(|state| state.slug() == self.state).unwrap_or(State::Dropped)
    }
}

/// Every file, the newest first.
pub fn files(tx: &mut ReadTx<'_>) -> Result<Vec<FileRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT f.number, f.year, f.system, f.state, f.file_sha256, f.file_name, p.name, f.at, f.ended_at, f.reports, f.period
             FROM elsewhere_file f JOIN person p ON p.id = f.person_id
             WHERE f.tenant_id = $1 ORDER BY f.number DESC LIMIT 200"
        ),
        &[],
    )
}

/// The file of that number.
pub fn file(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<FileRow>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT f.number, f.year, f.system, f.state, f.file_sha256, f.file_name, p.name, f.at, f.ended_at, f.reports, f.period
             FROM elsewhere_file f JOIN person p ON p.id = f.person_id
             WHERE f.tenant_id = $1 AND f.number = $2"
        ),
        &[&number],
    )
}

/// The newest file with the same bytes that waits, for the same year and period and out of the same system.
pub fn same_file(
    tx: &mut ReadTx<'_>,
    (year, system): (i16, &str),
    (sha256, period): (&str, Option<&str>),
) -> Result<Option<i64>, StoreError> {
    let found: Option<(i64,)> = tx.maybe(
        sql!(
            "SELECT number FROM elsewhere_file
             WHERE tenant_id = $1 AND year = $2 AND system = $3 AND file_sha256 = $4 AND state = 'waiting'
               AND COALESCE(period, '') = $5
             ORDER BY number DESC LIMIT 1"
        ),
        &[&year, &system, &sha256, &period.unwrap_or_default()],
    )?;
    Ok(found.map(|(number,)| number))
}

/// Puts a file in, waiting, and gives its number.
pub fn add(
    tx: &mut WriteTx<'_>,
    (year, system): (i16, &str),
    (sha256, name, period): (&str, &str, Option<&str>),
    person: Id<Person>,
) -> Result<i64, StoreError> {
    let now = tx.context().now;
    let (number,): (i64,) = tx.one(
        sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM elsewhere_file WHERE tenant_id = $1"),
        &[],
    )?;
    tx.execute(
        sql!(
            "INSERT INTO elsewhere_file (tenant_id, number, year, system, state, file_sha256, file_name, person_id, at, period)
             VALUES ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8, $9)"
        ),
        &[&number, &year, &system, &sha256, &name, &person, &now, &period],
    )?;
    Ok(number)
}

/// Moves a waiting file on, with the version of the mapping and how many reports came of it; whether it waited.
pub fn end(
    tx: &mut WriteTx<'_>,
    number: i64,
    to: State,
    person: Id<Person>,
    came: Option<(i64, i64)>,
) -> Result<bool, StoreError> {
    let (now, (version, reports)) = (tx.context().now, came.unzip());
    let changed = tx.execute(
        sql!(
            "UPDATE elsewhere_file SET state = $3, ended_at = $4, ended_by = $5, mapping_version = $6, reports = $7
             WHERE tenant_id = $1 AND number = $2 AND state = 'waiting'"
        ),
        &[&number, &to.slug(), &now, &person, &version, &reports],
    )?;
    Ok(changed == 1)
}

/// What the words of the system's files mean, with the number of the version; nothing and 0 before anybody has said.
pub fn mapping(tx: &mut ReadTx<'_>, system: &str) -> Result<(i64, Mapping), StoreError> {
    let found: Option<(i64, String)> = tx.maybe(
        sql!(
            "SELECT version, content FROM elsewhere_mapping WHERE tenant_id = $1 AND system = $2
             ORDER BY version DESC LIMIT 1"
        ),
        &[&system],
    )?;
    let Some((version, content)) = found else { return Ok((0, Mapping::default())) };
    let mapping = serde_json::from_str(&content)
        .map_err(|error| StoreError::Damaged(format!("mapping {system} {version}: {error}")))?;
    Ok((version, mapping))
}

/// Keeps what the words mean from now on, as a version of its own; gives its number.
pub fn save_mapping(
    tx: &mut WriteTx<'_>,
    system: &str,
    mapping: &Mapping,
    person: Id<Person>,
) -> Result<i64, StoreError> {
    let (now, version) = (tx.context().now, self::mapping(tx, system)?.0 + 1);
    let content = serde_json::to_string(mapping).map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx.execute(
        sql!(
            "INSERT INTO elsewhere_mapping (tenant_id, system, version, content, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        &[&system, &version, &content, &person, &now],
    )?;
    Ok(version)
}
