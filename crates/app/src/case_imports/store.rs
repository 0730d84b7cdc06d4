//! The statements over files that wait, imports, and what columns and words mean.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::case_imports::{Mapping, Names, Table, UnitFacts};
use kernel::id::kind::{CaseImport, Organisation, Person, Unit};
use kernel::{Day, Id, Instant};
use platform::access::Tools;
use platform::sealed::Place;
use serde::{Deserialize, Serialize};

use crate::year;

/// How long a chosen file waits.
pub(super) const WAITS_SECONDS: i64 = 24 * 3600;

/// What waits of a chosen file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cells {
    /// Its table.
    pub table: Table,
    /// Other sheets of the file that have something and are not read.
    pub other_sheets: Vec<String>,
}

/// A chosen file that somebody looks through.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub sha256: String,
    pub name: String,
    pub cells: Cells,
}

row! {
    struct WaitingRow {
        id: Id<CaseImport>,
        sha256: String,
        name: String,
        sealed: Vec<u8>,
    }
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "case_import_waiting", column: "sealed", row }
}

fn json(error: &serde_json::Error) -> StoreError {
    StoreError::Damaged(format!("a waiting file: {error}"))
}

/// Whose a waiting file is: the provider's, and of who chose it alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner {
    pub organisation: Id<Organisation>,
    pub person: Id<Person>,
}

/// Lets the file wait, in place of any that the person looked through before, and takes away what has waited too long.
pub(super) fn wait(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    owner: Owner,
    (sha256, name): (&str, &str),
    cells: &Cells,
) -> Result<Id<CaseImport>, StoreError> {
    let (id, now) = (Id::<CaseImport>::random(tools.chance()), tx.context().now);
    clear(tx)?;
    tx.execute(
        sql!("DELETE FROM case_import_waiting WHERE tenant_id = $1 AND organisation_id = $2 AND person_id = $3"),
        &[&owner.organisation, &owner.person],
    )?;
    let plain = serde_json::to_vec(cells).map_err(|error| json(&error))?;
    let sealed = tools.keys(tx)?.seal(place(&id.to_string()), &plain)?;
    tx.execute(
        sql!(
            "INSERT INTO case_import_waiting (tenant_id, id, organisation_id, person_id, file_sha256, file_name, sealed, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&id, &owner.organisation, &owner.person, &sha256, &name, &sealed, &now.plus_seconds(WAITS_SECONDS)],
    )?;
    Ok(id)
}

/// Takes away what has waited too long.
pub(super) fn clear(tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
    let now = tx.context().now;
    tx.execute(sql!("DELETE FROM case_import_waiting WHERE tenant_id = $1 AND expires_at <= $2"), &[&now]).map(|_| ())
}

/// The person's file that waits.
pub(super) fn waiting(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    owner: Owner,
    (id, now): (Id<CaseImport>, Instant),
) -> Result<Option<Waiting>, StoreError> {
    let found: Option<WaitingRow> = tx.maybe(
        sql!(
            "SELECT id, file_sha256, file_name, sealed FROM case_import_waiting
             WHERE tenant_id = $1 AND id = $2 AND organisation_id = $3 AND person_id = $4 AND expires_at > $5"
        ),
        &[&id, &owner.organisation, &owner.person, &now],
    )?;
    let Some(row) = found else { return Ok(None) };
    let text = tools.keys(tx)?.open_text(place(&row.id.to_string()), &row.sealed)?;
    let cells = serde_json::from_str(&text).map_err(|error| json(&error))?;
    Ok(Some(Waiting { sha256: row.sha256, name: row.name, cells }))
}

/// Keeps fewer cells of it.
pub(super) fn narrow(tx: &mut WriteTx<'_>, tools: &Tools, id: Id<CaseImport>, cells: &Cells) -> Result<(), StoreError> {
    let plain = serde_json::to_vec(cells).map_err(|error| json(&error))?;
    let sealed = tools.keys(tx)?.seal(place(&id.to_string()), &plain)?;
    tx.execute(sql!("UPDATE case_import_waiting SET sealed = $3 WHERE tenant_id = $1 AND id = $2"), &[&id, &sealed])
        .map(|_| ())
}

/// Takes it away.
pub(super) fn remove(tx: &mut WriteTx<'_>, id: Id<CaseImport>) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM case_import_waiting WHERE tenant_id = $1 AND id = $2"), &[&id]).map(|_| ())
}

/// What columns and words mean, with the number of the version; nothing and 0 before anybody has said.
pub(super) fn mapping(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<(i64, Mapping), StoreError> {
    Ok(versions(tx, of)?.into_iter().next().unwrap_or_default())
}

/// The two newest versions, the newest first.
pub(super) fn versions(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<Vec<(i64, Mapping)>, StoreError> {
    let rows: Vec<(i64, String)> = tx.all(
        sql!(
            "SELECT version, content FROM case_mapping WHERE tenant_id = $1 AND organisation_id = $2
             ORDER BY version DESC LIMIT 2"
        ),
        &[&of],
    )?;
    let read = |(version, content): (i64, String)| {
        let mapping = serde_json::from_str(&content)
            .map_err(|error| StoreError::Damaged(format!("mapping {version} of {of}: {error}")))?;
        Ok((version, mapping))
    };
    rows.into_iter().map(read).collect()
}

/// Keeps what columns and words mean from now on, as a version of its own; gives its number.
pub(super) fn save_mapping(
    tx: &mut WriteTx<'_>,
    of: Id<Organisation>,
    mapping: &Mapping,
    person: Id<Person>,
) -> Result<i64, StoreError> {
    let (now, version) = (tx.context().now, self::mapping(tx, of)?.0 + 1);
    let content = serde_json::to_string(mapping).map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx.execute(
        sql!(
            "INSERT INTO case_mapping (tenant_id, organisation_id, version, content, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        &[&of, &version, &content, &person, &now],
    )?;
    Ok(version)
}

row! {
    /// A file that was taken in.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct ImportRow {
        pub(super) number: i64,
        pub(super) sha256: String,
        pub(super) name: String,
        pub(super) version: i64,
        pub(super) rows: i64,
        pub(super) added: i64,
        pub(super) changed: i64,
        pub(super) unchanged: i64,
        /// As the mapping says of what they are about.
        pub(super) passed_over: i64,
        /// Rows that were not right.
        pub(super) left_out: i64,
        pub(super) by: String,
        pub(super) at: Instant,
    }
}

/// The provider's imports, the newest first.
pub(super) fn imports(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<Vec<ImportRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT i.number, i.file_sha256, i.file_name, i.mapping_version, i.file_rows, i.added, i.changed, i.unchanged,
                    i.passed_over, i.left_out, p.name, i.at
             FROM case_import i JOIN person p ON p.id = i.person_id
             WHERE i.tenant_id = $1 AND i.organisation_id = $2 ORDER BY i.number DESC LIMIT 200"
        ),
        &[&of],
    )
}

/// The provider's import of that number.
pub(super) fn one_import(
    tx: &mut ReadTx<'_>,
    of: Id<Organisation>,
    number: i64,
) -> Result<Option<ImportRow>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT i.number, i.file_sha256, i.file_name, i.mapping_version, i.file_rows, i.added, i.changed, i.unchanged,
                    i.passed_over, i.left_out, p.name, i.at
             FROM case_import i JOIN person p ON p.id = i.person_id
             WHERE i.tenant_id = $1 AND i.organisation_id = $2 AND i.number = $3"
        ),
        &[&of, &number],
    )
}

/// The number of the provider's next import.
pub(super) fn next_import(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<i64, StoreError> {
    let (number,): (i64,) = tx.one(
        sql!(
            "SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM case_import
             WHERE tenant_id = $1 AND organisation_id = $2"
        ),
        &[&of],
    )?;
    Ok(number)
}

/// Puts in an import that was taken in.
pub(super) fn put_import(tx: &mut WriteTx<'_>, owner: Owner, of: &ImportRow) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "INSERT INTO case_import (tenant_id, organisation_id, number, file_sha256, file_name, mapping_version, file_rows,
                                      added, changed, unchanged, passed_over, left_out, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        &[
            &owner.organisation,
            &of.number,
            &of.sha256,
            &of.name,
            &of.version,
            &of.rows,
            &of.added,
            &of.changed,
            &of.unchanged,
            &of.passed_over,
            &of.left_out,
            &owner.person,
            &of.at,
        ],
    )
    .map(|_| ())
}

row! {
    struct UnitRow {
        id: Id<Unit>,
        name: String,
        code: Option<String>,
    }
}

/// What the provider's units and the year's core categories are called; those units that are closed too, since what was said of
/// one is told of afterwards.
pub(super) fn names(
    tx: &mut ReadTx<'_>,
    of: Id<Organisation>,
    only: Option<&[Id<Unit>]>,
    today: Day,
) -> Result<Names, StoreError> {
    let units: Vec<UnitRow> = tx.all(
        sql!("SELECT id, name, code FROM unit WHERE tenant_id = $1 AND organisation_id = $2 ORDER BY sort_key, id"),
        &[&of],
    )?;
    let unit = |unit: UnitRow| UnitFacts {
        id: unit.id,
        own: only.is_none_or(|only| only.contains(&unit.id)),
        names: unit.code.into_iter().chain([unit.name.clone()]).collect(),
        title: unit.name,
    };
    let categories = year::current(tx, today)?.map(|published| {
        let all = published.year.complaints.categories.iter();
        all.map(|one| (one.slug.to_string(), one.title.as_sv().to_owned())).collect()
    });
    Ok(Names { units: units.into_iter().map(unit).collect(), categories: categories.unwrap_or_default() })
}
