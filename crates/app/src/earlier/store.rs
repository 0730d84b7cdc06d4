//! The statements over sets, figures, targets and annual reports of earlier years.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::earlier::{ReportKey, ReportSaid, Said, Whom};
use domain::participations::Sex;
use domain::year::Word;
use kernel::id::kind::{Area, Organisation, Person, Unit};
use kernel::{Id, Instant};

/// What became of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits to be looked through.
    Waiting,
    /// It was taken in.
    Taken,
    /// It was thrown away.
    Dropped,
    /// It was taken in and does not count any more.
    Withdrawn,
}

impl State {
    const ALL: [Self; 4] = [Self::Waiting, Self::Taken, Self::Dropped, Self::Withdrawn];

    /// The stable name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Dropped => "dropped",
            Self::Withdrawn => "withdrawn",
        }
    }
}

row! {
    /// A set as it is stored.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SetRow {
        /// Its number.
        pub number: i64,
        /// What became of it, by its stable name.
        pub state: String,
        /// SHA-256 of the file, hex.
        pub file_sha256: String,
        /// The file's name.
        pub file_name: String,
        /// Who handed it in; empty at the command line.
        pub by: Option<String>,
        /// When.
        pub at: Instant,
        /// When it was taken in, thrown away or withdrawn.
        pub ended_at: Option<Instant>,
    }
}

impl SetRow {
    /// What became of it.
    pub fn state(&self) -> State {
        State::ALL.into_iter().find(|state| state.slug() == self.state).unwrap_or(State::Dropped)
    }
}

/// Every set, the newest first.
pub fn sets(tx: &mut ReadTx<'_>) -> Result<Vec<SetRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT s.number, s.state, s.file_sha256, s.file_name, p.name, s.at, s.ended_at
             FROM earlier_set s LEFT JOIN person p ON p.id = s.person_id
             WHERE s.tenant_id = $1 ORDER BY s.number DESC LIMIT 200"
        ),
        &[],
    )
}

/// The set of that number.
pub fn set(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<SetRow>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT s.number, s.state, s.file_sha256, s.file_name, p.name, s.at, s.ended_at
             FROM earlier_set s LEFT JOIN person p ON p.id = s.person_id
             WHERE s.tenant_id = $1 AND s.number = $2"
        ),
        &[&number],
    )
}

/// Why a set was withdrawn, and by whom where it was not at the command line: the chain of changes is where that stands.
pub fn withdrawal(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<(Option<String>, String)>, StoreError> {
    let all: Vec<(Option<String>, String)> = tx.all(
        sql!(
            "SELECT p.name, e.facts FROM audit_event e LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.subject_id = $1 AND e.chain = 'write' AND e.kind = 'earlier.withdrawn'
             ORDER BY e.seq DESC"
        ),
        &[],
    )?;
    Ok(all.into_iter().find_map(|(who, facts)| {
        let facts: serde_json::Value = serde_json::from_str(&facts).ok()?;
        let reason = facts["reason"].as_str().filter(|_| facts["earlier_set"].as_i64() == Some(number))?;
        Some((who, reason.to_owned()))
    }))
}

/// The newest set of the file that waits or was taken in.
pub fn same_file(tx: &mut ReadTx<'_>, sha256: &str) -> Result<Option<i64>, StoreError> {
    let found: Option<(i64,)> = tx.maybe(
        sql!(
            "SELECT number FROM earlier_set WHERE tenant_id = $1 AND file_sha256 = $2 AND state IN ('waiting', 'taken')
             ORDER BY number DESC LIMIT 1"
        ),
        &[&sha256],
    )?;
    Ok(found.map(|(number,)| number))
}

/// Puts a set in, waiting, and gives its number.
pub fn add(tx: &mut WriteTx<'_>, (sha256, name): (&str, &str), person: Option<Id<Person>>) -> Result<i64, StoreError> {
    let now = tx.context().now;
    let (number,): (i64,) =
        tx.one(sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM earlier_set WHERE tenant_id = $1"), &[])?;
    tx.execute(
        sql!(
            "INSERT INTO earlier_set (tenant_id, number, state, file_sha256, file_name, person_id, at)
             VALUES ($1, $2, 'waiting', $3, $4, $5, $6)"
        ),
        &[&number, &sha256, &name, &person, &now],
    )?;
    Ok(number)
}

/// Moves a set on; whether it was in the first state.
pub fn step(
    tx: &mut WriteTx<'_>,
    number: i64,
    (from, to): (State, State),
    person: Option<Id<Person>>,
) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!(
            "UPDATE earlier_set SET state = $4, ended_at = $5, ended_by = $6
             WHERE tenant_id = $1 AND number = $2 AND state = $3"
        ),
        &[&number, &from.slug(), &to.slug(), &now, &person],
    )?;
    Ok(changed == 1)
}

fn sex(sex: Option<Sex>) -> &'static str {
    sex.map_or("all", Sex::slug)
}

/// Puts what a row says into the set. Rows of one table never have the same number.
pub fn put(tx: &mut WriteTx<'_>, set: i64, row: u32, said: &Said) -> Result<(), StoreError> {
    let row = i64::from(row);
    let changed = match said {
        Said::Figure(key, said) => {
            let (part, base) = said.counts.unzip();
            tx.execute(
                sql!(
                    "INSERT INTO earlier_figure (tenant_id, set_number, row, year, indicator, organisation_id, unit_id,
                        area_id, sex, part, base, value, source, note)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
                ),
                &[
                    &set,
                    &row,
                    &i64::from(key.year),
                    &key.indicator,
                    &key.whom.provider,
                    &key.whom.unit,
                    &key.whom.area,
                    &sex(key.sex),
                    &part,
                    &base,
                    &said.value,
                    &said.source,
                    &said.note,
                ],
            )
        }
        Said::Target(key, said) => tx.execute(
            sql!(
                "INSERT INTO earlier_target (tenant_id, set_number, row, year, indicator, regime, area_id, value)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            &[
                &set,
                &row,
                &i64::from(key.year),
                &key.indicator,
                &key.regime.map(Word::slug),
                &key.area,
                &said.value.thousandths(),
            ],
        ),
        Said::Report(key, said) => tx.execute(
            sql!(
                "INSERT INTO earlier_report (tenant_id, set_number, row, year, organisation_id, unit_id, area_id, title,
                    file_name, file_sha256)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            ),
            &[
                &set,
                &row,
                &i64::from(key.year),
                &key.whom.provider,
                &key.whom.unit,
                &key.whom.area,
                &said.title,
                &said.file,
                &said.sha256,
            ],
        ),
    };
    changed.map(|_| ())
}

row! {
    /// An annual report of an earlier year.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ReportEntry {
        /// The set.
        pub set: i64,
        /// The row in it.
        pub row: i64,
        /// The year it is about.
        pub year: i16,
        /// Whose.
        pub provider: Id<Organisation>,
        /// Of which unit.
        pub unit: Option<Id<Unit>>,
        /// Of which contract area.
        pub area: Option<Id<Area>>,
        /// What it is called.
        pub title: String,
        /// The file's name.
        pub file_name: String,
        /// SHA-256 of the file, hex.
        pub sha256: String,
    }
}

impl ReportEntry {
    /// What tells it from others, and what it says.
    pub fn said(&self) -> (ReportKey, ReportSaid) {
        let whom = Whom { provider: Some(self.provider), unit: self.unit, area: self.area };
        let key = ReportKey { year: self.year, whom, title: kernel::swedish::fold(&self.title) };
        let (title, file) = (self.title.clone(), self.file_name.clone());
        (key, ReportSaid { title, file, sha256: self.sha256.clone() })
    }
}

/// Every annual report that counts, the newest year first.
pub fn reports(tx: &mut ReadTx<'_>) -> Result<Vec<ReportEntry>, StoreError> {
    tx.all(
        sql!(
            "SELECT r.set_number, r.row, r.year, r.organisation_id, r.unit_id, r.area_id, r.title, r.file_name,
                r.file_sha256
             FROM earlier_report r JOIN earlier_set s ON s.tenant_id = r.tenant_id AND s.number = r.set_number
             WHERE r.tenant_id = $1 AND s.state = 'taken' ORDER BY r.year DESC, r.set_number, r.row"
        ),
        &[],
    )
}

/// The annual reports of a provider that count, the newest year first.
pub fn reports_of(tx: &mut ReadTx<'_>, provider: Id<Organisation>) -> Result<Vec<ReportEntry>, StoreError> {
    let mut all = reports(tx)?;
    all.retain(|report| report.provider == provider);
    Ok(all)
}

/// The annual reports that somebody at the provider may open: all, or those about the units that are all they see.
pub fn seen_by(
    tx: &mut ReadTx<'_>,
    provider: Id<Organisation>,
    only: Option<&[Id<Unit>]>,
) -> Result<Vec<ReportEntry>, StoreError> {
    let mut all = reports_of(tx, provider)?;
    all.retain(|report| only.is_none_or(|units| report.unit.is_some_and(|unit| units.contains(&unit))));
    Ok(all)
}

/// The annual report in that place, where its set counts.
pub fn report(tx: &mut ReadTx<'_>, set: i64, row: i64) -> Result<Option<ReportEntry>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT r.set_number, r.row, r.year, r.organisation_id, r.unit_id, r.area_id, r.title, r.file_name,
                r.file_sha256
             FROM earlier_report r JOIN earlier_set s ON s.tenant_id = r.tenant_id AND s.number = r.set_number
             WHERE r.tenant_id = $1 AND r.set_number = $2 AND r.row = $3 AND s.state = 'taken'"
        ),
        &[&set, &row],
    )
}

/// How many figures, targets and annual reports came in with the set.
pub fn counts(tx: &mut ReadTx<'_>, number: i64) -> Result<(i64, i64, i64), StoreError> {
    tx.one(
        sql!(
            "SELECT (SELECT count(*) FROM earlier_figure f WHERE f.tenant_id = $1 AND f.set_number = $2),
                (SELECT count(*) FROM earlier_target t WHERE t.tenant_id = $1 AND t.set_number = $2),
                (SELECT count(*) FROM earlier_report r WHERE r.tenant_id = $1 AND r.set_number = $2)"
        ),
        &[&number],
    )
}
