//! Versions of own templates. Their files lie in the rows themselves: they are small, and read by anybody with the year's
//! instructions, where no key is at hand.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::changes::Carried;
use domain::year::Year;
use kernel::id::kind::{OwnTemplate, Person};
use kernel::{Chance, Id, Instant};

use super::STAMP;
use super::mapping::Mapping;
use super::shape::Shape;

row! {
    struct Row {
        id: Id<OwnTemplate>,
        year: i64,
        item: String,
        version: i64,
        file_name: String,
        sha256: String,
        shape: String,
        mapping: String,
        by: String,
        at: Instant,
        used_at: Option<Instant>,
        retired_at: Option<Instant>,
    }
}

/// A version, without its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub id: Id<OwnTemplate>,
    /// Of which year.
    pub year: i64,
    /// Of which item.
    pub item: String,
    /// Its number among the item's, from 1.
    pub version: i64,
    /// What the file is called.
    pub file_name: String,
    /// Its hash.
    pub sha256: String,
    /// Its beginning.
    pub shape: Shape,
    /// What its cells are.
    pub mapping: Mapping,
    /// Who uploaded it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// When it was taken into use; a draft has not been.
    pub used_at: Option<Instant>,
    /// When it was taken out of use, or thrown away.
    pub retired_at: Option<Instant>,
}

impl Version {
    /// Whether what its cells are can still be changed.
    pub fn is_draft(&self) -> bool {
        self.used_at.is_none() && self.retired_at.is_none()
    }
    /// Whether it is what providers download.
    pub fn is_in_force(&self) -> bool {
        self.used_at.is_some() && self.retired_at.is_none()
    }
}

row! {
    /// What the list of a year's items says of a version.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Brief {
        /// Of which item.
        pub item: String,
        /// Its number.
        pub version: i64,
        /// When it was taken into use.
        pub used_at: Option<Instant>,
        /// When it was taken out of use.
        pub retired_at: Option<Instant>,
    }
}

/// The version that is in force, or that a file was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Which.
    pub id: Id<OwnTemplate>,
    /// What the file is called.
    pub file_name: String,
    /// What its cells are.
    pub mapping: Mapping,
}

fn json<T: serde::de::DeserializeOwned>(id: Id<OwnTemplate>, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(format!("own_template {id}: {error}")))
}

fn text<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn whole(row: Row) -> Result<Version, StoreError> {
    Ok(Version {
        shape: json(row.id, &row.shape)?,
        mapping: json(row.id, &row.mapping)?,
        id: row.id,
        year: row.year,
        item: row.item,
        version: row.version,
        file_name: row.file_name,
        sha256: row.sha256,
        by: row.by,
        at: row.at,
        used_at: row.used_at,
        retired_at: row.retired_at,
    })
}

/// The item's versions, the newest first.
pub fn versions(tx: &mut ReadTx<'_>, year: i16, item: &str) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<Row> = tx.all(
        sql!(
            "SELECT t.id, t.year, t.item, t.version, t.file_name, t.sha256, t.shape, t.mapping, p.name, t.at, t.used_at,
                 t.retired_at
             FROM own_template t JOIN person p ON p.id = t.person_id
             WHERE t.tenant_id = $1 AND t.year = $2 AND t.item = $3 ORDER BY t.version DESC"
        ),
        &[&i64::from(year), &item],
    )?;
    rows.into_iter().map(whole).collect()
}

/// What the year's items have.
pub fn versions_of_year(tx: &mut ReadTx<'_>, year: i16) -> Result<Vec<Brief>, StoreError> {
    tx.all(
        sql!(
            "SELECT item, version, used_at, retired_at FROM own_template WHERE tenant_id = $1 AND year = $2
             ORDER BY item, version DESC"
        ),
        &[&i64::from(year)],
    )
}

/// One version.
pub fn find(tx: &mut ReadTx<'_>, id: Id<OwnTemplate>) -> Result<Option<Version>, StoreError> {
    let row: Option<Row> = tx.maybe(
        sql!(
            "SELECT t.id, t.year, t.item, t.version, t.file_name, t.sha256, t.shape, t.mapping, p.name, t.at, t.used_at,
                 t.retired_at
             FROM own_template t JOIN person p ON p.id = t.person_id WHERE t.tenant_id = $1 AND t.id = $2"
        ),
        &[&id],
    )?;
    row.map(whole).transpose()
}

/// The version's file.
pub fn bytes(tx: &mut ReadTx<'_>, id: Id<OwnTemplate>) -> Result<Vec<u8>, StoreError> {
    let (bytes,): (Vec<u8>,) =
        tx.one(sql!("SELECT bytes FROM own_template WHERE tenant_id = $1 AND id = $2"), &[&id])?;
    Ok(bytes)
}

/// The version that providers download for the item, if the authority has one of its own.
pub fn in_force(tx: &mut ReadTx<'_>, year: i16, item: &str) -> Result<Option<InForce>, StoreError> {
    let found: Option<(Id<OwnTemplate>, String, String)> = tx.maybe(
        sql!(
            "SELECT id, file_name, mapping FROM own_template
             WHERE tenant_id = $1 AND year = $2 AND item = $3 AND used_at IS NOT NULL AND retired_at IS NULL
             ORDER BY version DESC LIMIT 1"
        ),
        &[&i64::from(year), &item],
    )?;
    found.map(|(id, file_name, mapping)| Ok(InForce { id, file_name, mapping: json(id, &mapping)? })).transpose()
}

/// The items of the year that have one.
pub fn in_force_items(tx: &mut ReadTx<'_>, year: i16) -> Result<BTreeSet<String>, StoreError> {
    let items: Vec<(String,)> = tx.all(
        sql!(
            "SELECT DISTINCT item FROM own_template
             WHERE tenant_id = $1 AND year = $2 AND used_at IS NOT NULL AND retired_at IS NULL"
        ),
        &[&i64::from(year)],
    )?;
    Ok(items.into_iter().map(|(item,)| item).collect())
}

/// The version that a file of the item was made from, as its stamp says, whether it is still in force or not. A file without
/// any stamp may be made from the one in force; one with the stamp of a template of ours is not made from any.
pub fn of_stamp(
    tx: &mut ReadTx<'_>,
    (year, item): (i16, &str),
    stamp: &BTreeMap<String, String>,
) -> Result<Option<InForce>, StoreError> {
    if stamp.is_empty() {
        return in_force(tx, year, item);
    }
    let Some(id) = stamp.get(STAMP).and_then(|id| id.parse::<Id<OwnTemplate>>().ok()) else { return Ok(None) };
    let found: Option<(String, String)> = tx.maybe(
        sql!(
            "SELECT file_name, mapping FROM own_template
             WHERE tenant_id = $1 AND id = $2 AND year = $3 AND item = $4 AND used_at IS NOT NULL"
        ),
        &[&id, &i64::from(year), &item],
    )?;
    found.map(|(file_name, mapping)| Ok(InForce { id, file_name, mapping: json(id, &mapping)? })).transpose()
}

/// A version that is to be kept, as a draft.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// Of which year.
    pub year: i16,
    /// Of which item.
    pub item: &'a str,
    /// What the file is called.
    pub file_name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Their hash.
    pub sha256: &'a str,
    /// Its beginning.
    pub shape: &'a Shape,
    /// What its cells are, to begin from.
    pub mapping: &'a Mapping,
    /// Who uploaded it.
    pub person: Id<Person>,
}

/// Keeps a version as a draft; gives its number too.
pub fn add(tx: &mut WriteTx<'_>, chance: &dyn Chance, new: &New<'_>) -> Result<(Id<OwnTemplate>, i64), StoreError> {
    let now = tx.context().now;
    let year = i64::from(new.year);
    let (newest,): (Option<i64>,) = tx.one(
        sql!("SELECT max(version) FROM own_template WHERE tenant_id = $1 AND year = $2 AND item = $3"),
        &[&year, &new.item],
    )?;
    let (id, version) = (Id::<OwnTemplate>::random(chance), newest.unwrap_or(0) + 1);
    let (shape, mapping) = (text(new.shape)?, text(new.mapping)?);
    tx.execute(
        sql!(
            "INSERT INTO own_template (tenant_id, id, year, item, version, file_name, sha256, bytes, shape, mapping, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        &[
            &id, &year, &new.item, &version, &new.file_name, &new.sha256, &new.bytes, &shape, &mapping, &new.person, &now,
        ],
    )?;
    Ok((id, version))
}

/// Changes what the cells of a draft are; `false` for what is no draft any more.
pub fn save_mapping(tx: &mut WriteTx<'_>, id: Id<OwnTemplate>, mapping: &Mapping) -> Result<bool, StoreError> {
    let mapping = text(mapping)?;
    let changed = tx.execute(
        sql!(
            "UPDATE own_template SET mapping = $3
             WHERE tenant_id = $1 AND id = $2 AND used_at IS NULL AND retired_at IS NULL"
        ),
        &[&id, &mapping],
    )?;
    Ok(changed == 1)
}

/// Takes a draft into use in place of the one that is; `false` for what is no draft any more.
pub fn take_into_use(tx: &mut WriteTx<'_>, version: &Version) -> Result<bool, StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!(
            "UPDATE own_template SET retired_at = $4
             WHERE tenant_id = $1 AND year = $2 AND item = $3 AND used_at IS NOT NULL AND retired_at IS NULL"
        ),
        &[&version.year, &version.item, &now],
    )?;
    let changed = tx.execute(
        sql!(
            "UPDATE own_template SET used_at = $3
             WHERE tenant_id = $1 AND id = $2 AND used_at IS NULL AND retired_at IS NULL"
        ),
        &[&version.id, &now],
    )?;
    Ok(changed == 1)
}

/// Lets the template that is in force for the item follow its questions to other stable names: the same file as a version of
/// its own, in use at once. Files made from the earlier one are read by that. Nothing where it has none of the questions.
pub fn follow(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    (year, item): (i16, &str),
    steps: &[Carried],
    person: Id<Person>,
) -> Result<Option<Version>, StoreError> {
    let Some(old) = versions(tx, year, item)?.into_iter().find(Version::is_in_force) else { return Ok(None) };
    let Some(mapping) = old.mapping.followed(steps) else { return Ok(None) };
    let file = bytes(tx, old.id)?;
    let new = New {
        year,
        item,
        file_name: &old.file_name,
        bytes: &file,
        sha256: &old.sha256,
        shape: &old.shape,
        mapping: &mapping,
        person,
    };
    let (id, _) = add(tx, chance, &new)?;
    let Some(version) = find(tx, id)? else { return Ok(None) };
    take_into_use(tx, &version)?;
    Ok(Some(version))
}

/// Takes a version out of use, or throws a draft away; `false` where that has been done.
pub fn retire(tx: &mut WriteTx<'_>, id: Id<OwnTemplate>) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!("UPDATE own_template SET retired_at = $3 WHERE tenant_id = $1 AND id = $2 AND retired_at IS NULL"),
        &[&id, &now],
    )?;
    Ok(changed == 1)
}

/// Copies what is in force one year to another, for the items that both have; gives how many. One whose cells still are
/// what the new year asks for is in force there at once, another is a draft to look at. `fits` says whether one is; nothing
/// where the new year has no such item, or it is answered in another kind of file.
pub fn copy_to(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    from: i16,
    to: &Year,
    person: Id<Person>,
    fits: impl Fn(&Version) -> Option<bool>,
) -> Result<usize, StoreError> {
    let mut copied = 0;
    for item in in_force_items(tx, from)? {
        let all = versions(tx, from, &item)?;
        let Some(old) = all.into_iter().find(Version::is_in_force) else { continue };
        let Some(is_whole) = fits(&old) else { continue };
        let file = bytes(tx, old.id)?;
        let new = New {
            year: to.year,
            item: &item,
            file_name: &old.file_name,
            bytes: &file,
            sha256: &old.sha256,
            shape: &old.shape,
            mapping: &old.mapping,
            person,
        };
        let (id, _) = add(tx, chance, &new)?;
        if is_whole && let Some(version) = find(tx, id)? {
            take_into_use(tx, &version)?;
        }
        copied += 1;
    }
    Ok(copied)
}
