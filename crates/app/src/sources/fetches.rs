//! The statements over sources, fetches and the figures that came of them.

use ::store::{Column, FromRow, Housekeeping, ReadTx, Row, Saved, StoreError, WriteTx, row, sql};
use clients::Fault;
use clients::kolada::Figure;
use kernel::id::kind::Person;
use kernel::{Id, Instant};

use super::settings::{SourceKind, SourceSettings};

/// A source as an authority has set it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Whether it is fetched from.
    pub active: bool,
    /// What it is told.
    pub settings: SourceSettings,
    /// When that was said.
    pub at: Instant,
    /// Since when there is a key, where the source asks for one.
    pub key_at: Option<Instant>,
}

impl FromRow for Source {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let (active, settings): (bool, String) = (row.take()?, row.take()?);
        let settings = serde_json::from_str(&settings).map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(Self { active, settings, at: row.take()?, key_at: row.take()? })
    }
}

/// The source, where somebody has set it up.
pub fn source(tx: &mut ReadTx<'_>, kind: SourceKind) -> Result<Option<Source>, StoreError> {
    tx.maybe(
        sql!("SELECT active, settings, at, key_at FROM source WHERE tenant_id = $1 AND slug = $2"),
        &[&kind.slug()],
    )
}

/// Sets the source up.
pub fn set_source(
    tx: &mut WriteTx<'_>,
    kind: SourceKind,
    active: bool,
    settings: &SourceSettings,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    let settings = serde_json::to_string(settings).map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx.execute(
        sql!(
            "INSERT INTO source (tenant_id, slug, active, settings, person_id, at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_id, slug) DO UPDATE SET active = excluded.active, settings = excluded.settings,
                person_id = excluded.person_id, at = excluded.at"
        ),
        &[&kind.slug(), &active, &settings, &person, &now],
    )
    .map(|_| ())
}

/// How a fetch stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchState {
    /// Waits or is under way.
    Asked,
    /// Came to its end.
    Done {
        /// When.
        at: Instant,
        /// How many figures, providers or courses there were.
        found: i64,
        /// SHA-256 over the answers as they came, hex.
        original: String,
    },
    /// Did not.
    Failed {
        /// When.
        at: Instant,
        /// Why.
        fault: Fault,
    },
}

/// One fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// Its number within the authority.
    pub number: i64,
    /// When it was asked for.
    pub asked_at: Instant,
    /// Who asked; nobody where it was time.
    pub person: Option<Id<Person>>,
    /// How it stands.
    pub state: FetchState,
}

impl FromRow for Fetch {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let (number, state, person, asked_at): (i64, String, _, _) =
            (row.take()?, row.take()?, row.take()?, row.take()?);
        let (ended, fault, found, original): (Option<Instant>, Option<String>, Option<i64>, Option<String>) =
            (row.take()?, row.take()?, row.take()?, row.take()?);
        let damaged = || StoreError::Damaged(format!("fetch {number}"));
        let state = match (state.as_str(), ended) {
            ("asked", _) => FetchState::Asked,
            ("done", Some(at)) => {
                FetchState::Done { at, found: found.unwrap_or(0), original: original.ok_or_else(damaged)? }
            }
            ("failed", Some(at)) => {
                let fault = fault.and_then(|fault| serde_json::from_str(&fault).ok()).ok_or_else(damaged)?;
                FetchState::Failed { at, fault }
            }
            _ => return Err(damaged()),
        };
        Ok(Self { number, asked_at, person, state })
    }
}

/// The newest fetches of a source, the newest first.
pub fn fetches(tx: &mut ReadTx<'_>, kind: SourceKind) -> Result<Vec<Fetch>, StoreError> {
    tx.all(
        sql!(
            "SELECT number, state, person_id, asked_at, ended_at, fault, found, original_sha256
             FROM source_fetch WHERE tenant_id = $1 AND slug = $2 ORDER BY number DESC LIMIT 20"
        ),
        &[&kind.slug()],
    )
}

/// The fetch of that number, while it waits or is under way, and of which source.
pub fn waiting(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<SourceKind>, StoreError> {
    let found: Option<(String,)> = tx.maybe(
        sql!("SELECT slug FROM source_fetch WHERE tenant_id = $1 AND number = $2 AND state = 'asked'"),
        &[&number],
    )?;
    Ok(found.and_then(|(slug,)| SourceKind::from_slug(&slug)))
}

/// Begins a fetch and gives its number; nothing where one waits or is under way.
pub fn begin(tx: &mut WriteTx<'_>, kind: SourceKind, person: Option<Id<Person>>) -> Result<Option<i64>, StoreError> {
    let now = tx.context().now;
    let (under_way,): (i64,) = tx.one(
        sql!("SELECT count(*) FROM source_fetch WHERE tenant_id = $1 AND slug = $2 AND state = 'asked'"),
        &[&kind.slug()],
    )?;
    if under_way > 0 {
        return Ok(None);
    }
    let (number,): (i64,) = tx
        .one(sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM source_fetch WHERE tenant_id = $1"), &[])?;
    tx.execute(
        sql!(
            "INSERT INTO source_fetch (tenant_id, number, slug, state, person_id, asked_at)
             VALUES ($1, $2, $3, 'asked', $4, $5)"
        ),
        &[&number, &kind.slug(), &person, &now],
    )?;
    Ok(Some(number))
}

/// Ends a fetch that failed. `false` when it was not under way.
pub fn fail(tx: &mut WriteTx<'_>, number: i64, fault: &Fault) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let fault = serde_json::to_string(fault).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let changed = tx.execute(
        sql!(
            "UPDATE source_fetch SET state = 'failed', ended_at = $3, fault = $4
             WHERE tenant_id = $1 AND number = $2 AND state = 'asked'"
        ),
        &[&number, &now, &fault],
    )?;
    Ok(changed == 1)
}

/// What came of a fetch.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Figures.
    pub figures: Vec<Figure>,
    /// What is no figure, as JSON.
    pub content: String,
    /// How many there were.
    pub found: i64,
    /// SHA-256 over the answers as they came, hex, and their size.
    pub original: (String, i64),
}

/// Ends a fetch that succeeded, with what came of it. `false` when it was not under way.
pub fn finish(tx: &mut WriteTx<'_>, number: i64, kind: SourceKind, outcome: &Outcome) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let (hash, size) = &outcome.original;
    let changed = tx.execute(
        sql!(
            "UPDATE source_fetch SET state = 'done', ended_at = $3, found = $4, original_sha256 = $5, content = $6
             WHERE tenant_id = $1 AND number = $2 AND state = 'asked'"
        ),
        &[&number, &now, &outcome.found, hash, &outcome.content],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    let name = format!("{}-{number}.txt", kind.slug());
    tx.execute(
        sql!(
            "INSERT INTO file (tenant_id, sha256, size, media_type, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_id, sha256) DO NOTHING"
        ),
        &[hash, size, &"text/plain", &name, &now],
    )?;
    put_figures(tx, number, kind, &outcome.figures)?;
    Ok(true)
}

/// Figures as they are told now; of two about the same the later one holds.
fn put_figures(tx: &mut WriteTx<'_>, number: i64, kind: SourceKind, figures: &[Figure]) -> Result<(), StoreError> {
    let mut last = std::collections::BTreeMap::new();
    for figure in figures {
        last.insert((&figure.measure, &figure.place, figure.year, figure.sex), figure);
    }
    let figures: Vec<&Figure> = last.into_values().collect();
    let texts = |of: fn(&Figure) -> String| figures.iter().map(|figure| of(figure)).collect::<Vec<String>>();
    let (measures, places) = (texts(|one| one.measure.clone()), texts(|one| one.place.clone()));
    let (sexes, values) = (texts(|one| one.sex.slug().to_owned()), texts(|one| one.value.clone().unwrap_or_default()));
    let statuses = texts(|one| one.status.clone());
    let years: Vec<i64> = figures.iter().map(|one| i64::from(one.year)).collect();
    let bases: Vec<Option<i64>> = figures.iter().map(|one| one.n).collect();
    tx.append(
        sql!(
            sqlite: "INSERT INTO official_figure (tenant_id, slug, fetch_number, measure, place, year, sex, value, status, n)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                ON CONFLICT (tenant_id, slug, measure, place, year, sex) DO UPDATE SET value = excluded.value,
                    status = excluded.status, n = excluded.n, fetch_number = excluded.fetch_number",
            postgres: "INSERT INTO official_figure (tenant_id, slug, fetch_number, measure, place, year, sex, value, status, n)
                SELECT $1, $2, $3, c.* FROM unnest($4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[],
                    $9::text[], $10::bigint[]) AS c
                ON CONFLICT (tenant_id, slug, measure, place, year, sex) DO UPDATE SET value = excluded.value,
                    status = excluded.status, n = excluded.n, fetch_number = excluded.fetch_number"
        ),
        &[&kind.slug(), &number],
        &[
            Column::Texts(&measures),
            Column::Texts(&places),
            Column::Whole(&years),
            Column::Texts(&sexes),
            Column::Texts(&values),
            Column::Texts(&statuses),
            Column::Maybe(&bases),
        ],
    )
    .map(|_| ())
}

row! {
    /// A published figure as it is kept.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OfficialFigure {
        /// The measure, by its code at the source.
        pub measure: String,
        /// The place, by its code.
        pub place: String,
        /// The year.
        pub year: i64,
        /// `all`, `women` or `men`.
        pub sex: String,
        /// The number as it was sent; empty where there is none.
        pub value: String,
        /// Why there is none, in the source's own sign.
        pub status: String,
        /// How many it is counted on, where the source says.
        pub n: Option<i64>,
        /// The fetch that told it.
        pub fetch: i64,
    }
}

row! {
    /// A published figure with when it was fetched.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct FetchedFigure {
        /// The measure, by its code at the source.
        pub measure: String,
        /// The place, by its code.
        pub place: String,
        /// The year.
        pub year: i64,
        /// `all`, `women` or `men`.
        pub sex: String,
        /// The number as it was sent; empty where there is none.
        pub value: String,
        /// Why there is none, in the source's own sign.
        pub status: String,
        /// How many it is counted on, where the source says.
        pub n: Option<i64>,
        /// When it was fetched.
        pub at: Option<Instant>,
    }
}

/// The figures of a measure, with when each was fetched: the newest year first, then by place and sex.
pub fn of_measure(tx: &mut ReadTx<'_>, kind: SourceKind, measure: &str) -> Result<Vec<FetchedFigure>, StoreError> {
    tx.all(
        sql!(
            "SELECT f.measure, f.place, f.year, f.sex, f.value, f.status, f.n, s.ended_at
             FROM official_figure f LEFT JOIN source_fetch s ON s.tenant_id = f.tenant_id AND s.number = f.fetch_number
             WHERE f.tenant_id = $1 AND f.slug = $2 AND f.measure = $3 ORDER BY f.year DESC, f.place, f.sex"
        ),
        &[&kind.slug(), &measure],
    )
}

/// Every figure of a source, by measure, place, year and sex.
pub fn figures(tx: &mut ReadTx<'_>, kind: SourceKind) -> Result<Vec<OfficialFigure>, StoreError> {
    tx.all(
        sql!(
            "SELECT measure, place, year, sex, value, status, n, fetch_number FROM official_figure
             WHERE tenant_id = $1 AND slug = $2 ORDER BY measure, place, year, sex"
        ),
        &[&kind.slug()],
    )
}

/// What the newest fetch that succeeded read, as JSON, and when.
pub fn newest_content(tx: &mut ReadTx<'_>, kind: SourceKind) -> Result<Option<(Instant, String)>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT ended_at, content FROM source_fetch WHERE tenant_id = $1 AND slug = $2 AND state = 'done'
             ORDER BY number DESC LIMIT 1"
        ),
        &[&kind.slug()],
    )
}

/// Says how far a fetch has come.
pub fn tell_progress(mut tx: WriteTx<'_>, number: i64, done: u32, whole: u32) -> Result<Saved<()>, StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO source_progress (tenant_id, fetch_number, done, whole, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, fetch_number) DO UPDATE SET done = excluded.done, whole = excluded.whole,
                at = excluded.at"
        ),
        &[&number, &done, &whole, &now],
    )?;
    Ok(tx.keep(Housekeeping::Progress, ()))
}

/// How far a fetch has come: requests made, and how many there will be; nothing before the first.
pub fn progress(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<(i64, i64)>, StoreError> {
    tx.maybe(sql!("SELECT done, whole FROM source_progress WHERE tenant_id = $1 AND fetch_number = $2"), &[&number])
}
