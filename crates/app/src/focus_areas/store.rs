//! Reading and keeping focus areas.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::deviations::{self, FocusAsked};
use forms::Content;
use kernel::id::kind::{Area, FocusArea as FocusAreaKind, Organisation, Person, Unit};
use kernel::{Chance, Day, Id, Instant};

use crate::assignments::{Assignment, Subject};

row! {
    struct FocusRow {
        id: Id<FocusAreaKind>,
        area: Option<Id<Area>>,
        area_name: Option<String>,
        title: String,
        aim: String,
        units: String,
        at: Instant,
    }
}

/// A focus area that a provider named in the annual report of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FocusArea {
    /// The focus area.
    pub id: Id<FocusAreaKind>,
    /// The contract area it belongs to; the provider as a whole when empty.
    pub area: Option<(Id<Area>, String)>,
    /// What it is called.
    pub title: String,
    /// What is to be reached.
    pub aim: String,
    /// The units it concerns; all when empty.
    pub units: Vec<Id<Unit>>,
    /// When it was written down.
    pub at: Instant,
}

/// The provider's focus areas of the annual report of the year.
pub fn list(tx: &mut ReadTx<'_>, organisation: Id<Organisation>, year: i16) -> Result<Vec<FocusArea>, StoreError> {
    let rows = tx.all(
        sql!(
            "SELECT f.id, f.area_id, a.name, f.title, f.aim, f.unit_ids, f.at FROM focus_area f
             LEFT JOIN area a ON a.tenant_id = f.tenant_id AND a.id = f.area_id
             WHERE f.tenant_id = $1 AND f.organisation_id = $2 AND f.year = $3 AND f.removed_at IS NULL
             ORDER BY a.sort_key, f.at, f.id"
        ),
        &[&organisation, &year],
    )?;
    read(rows)
}

/// Those that the provider has taken away, the newest first, to be put back.
pub fn removed(tx: &mut ReadTx<'_>, organisation: Id<Organisation>, year: i16) -> Result<Vec<FocusArea>, StoreError> {
    let rows = tx.all(
        sql!(
            "SELECT f.id, f.area_id, a.name, f.title, f.aim, f.unit_ids, f.at FROM focus_area f
             LEFT JOIN area a ON a.tenant_id = f.tenant_id AND a.id = f.area_id
             WHERE f.tenant_id = $1 AND f.organisation_id = $2 AND f.year = $3 AND f.removed_at IS NOT NULL
             ORDER BY f.removed_at DESC, f.id"
        ),
        &[&organisation, &year],
    )?;
    read(rows)
}

fn read(rows: Vec<FocusRow>) -> Result<Vec<FocusArea>, StoreError> {
    rows.into_iter()
        .map(|row| {
            let units = serde_json::from_str(&row.units)
                .map_err(|error| StoreError::Damaged(format!("focus area {}: {error}", row.id)))?;
            Ok(FocusArea {
                id: row.id,
                area: row.area.zip(row.area_name),
                title: row.title,
                aim: row.aim,
                units,
                at: row.at,
            })
        })
        .collect()
}

/// The focus areas that a deviation report asks about: those of the area, and those of the provider as a whole.
pub fn asked(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    area: Option<Id<Area>>,
    year: i16,
) -> Result<Vec<FocusAsked>, StoreError> {
    let all = list(tx, organisation, year)?;
    in_words(tx, organisation, area, all)
}

/// The focus areas that were asked about when the version was signed. What was signed says what they are called;
/// versions from before it did are read by the rows that stood at the time, removed since or not.
pub fn of_version(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    content: &Content,
    at: Instant,
) -> Result<Vec<FocusAsked>, StoreError> {
    let signed = deviations::signed_focus_areas(content);
    if !signed.is_empty() {
        return Ok(signed);
    }
    let (organisation, year) = (assignment.organisation, assignment.year - 1);
    let rows = tx.all(
        sql!(
            "SELECT f.id, f.area_id, a.name, f.title, f.aim, f.unit_ids, f.at FROM focus_area f
             LEFT JOIN area a ON a.tenant_id = f.tenant_id AND a.id = f.area_id
             WHERE f.tenant_id = $1 AND f.organisation_id = $2 AND f.year = $3 AND f.at <= $4
               AND (f.removed_at IS NULL OR f.removed_at > $4)
             ORDER BY a.sort_key, f.at, f.id"
        ),
        &[&organisation, &year, &at],
    )?;
    let area = if let Subject::Area { id, .. } = &assignment.subject { Some(*id) } else { None };
    let stood = read(rows)?;
    in_words(tx, organisation, area, stood)
}

fn in_words(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    area: Option<Id<Area>>,
    all: Vec<FocusArea>,
) -> Result<Vec<FocusAsked>, StoreError> {
    let names: Vec<(Id<Unit>, String)> = tx.all(
        sql!("SELECT id, name FROM unit WHERE tenant_id = $1 AND organisation_id = $2 ORDER BY sort_key"),
        &[&organisation],
    )?;
    let fitting =
        all.into_iter().filter(|focus| focus.area.as_ref().is_none_or(|(of, _)| area.is_none_or(|area| area == *of)));
    Ok(fitting
        .map(|focus| FocusAsked {
            id: focus.id.to_string(),
            title: focus.title,
            aim: focus.aim,
            units: names.iter().filter(|(id, _)| focus.units.contains(id)).map(|(_, name)| name.clone()).collect(),
        })
        .collect())
}

/// A focus area to write down.
#[derive(Debug, Clone)]
pub struct NewFocusArea {
    /// The provider.
    pub organisation: Id<Organisation>,
    /// The contract area; the provider as a whole when empty.
    pub area: Option<Id<Area>>,
    /// The year of the annual report that names it.
    pub year: i16,
    /// What it is called.
    pub title: String,
    /// What is to be reached.
    pub aim: String,
    /// The units it concerns.
    pub units: Vec<Id<Unit>>,
}

/// Writes a focus area down.
pub fn add(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    person: Id<Person>,
    new: &NewFocusArea,
) -> Result<Id<FocusAreaKind>, StoreError> {
    let id: Id<FocusAreaKind> = Id::random(chance);
    let now = tx.context().now;
    let units = serde_json::to_string(&new.units).map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx.execute(
        sql!(
            "INSERT INTO focus_area (tenant_id, id, organisation_id, area_id, year, title, aim, unit_ids, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        &[&id, &new.organisation, &new.area, &new.year, &new.title, &new.aim, &units, &person, &now],
    )?;
    Ok(id)
}

/// Writes a focus area of the provider anew under its own name; answers that were begun about it stay. `false` when it
/// is not there.
pub fn change(tx: &mut WriteTx<'_>, id: Id<FocusAreaKind>, wanted: &NewFocusArea) -> Result<bool, StoreError> {
    let units = serde_json::to_string(&wanted.units).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let changed = tx.execute(
        sql!(
            "UPDATE focus_area SET area_id = $4, title = $5, aim = $6, unit_ids = $7
             WHERE tenant_id = $1 AND id = $2 AND organisation_id = $3 AND removed_at IS NULL"
        ),
        &[&id, &wanted.organisation, &wanted.area, &wanted.title, &wanted.aim, &units],
    )?;
    Ok(changed == 1)
}

/// Takes a focus area of the provider away. `false` when it is not there.
pub fn remove(tx: &mut WriteTx<'_>, organisation: Id<Organisation>, id: Id<FocusAreaKind>) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!(
            "UPDATE focus_area SET removed_at = $4
             WHERE tenant_id = $1 AND id = $2 AND organisation_id = $3 AND removed_at IS NULL"
        ),
        &[&id, &organisation, &now],
    )?;
    Ok(changed == 1)
}

/// Puts a focus area of the provider back. `false` when it is not there or not taken away.
pub fn restore(
    tx: &mut WriteTx<'_>,
    organisation: Id<Organisation>,
    id: Id<FocusAreaKind>,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        sql!(
            "UPDATE focus_area SET removed_at = NULL
             WHERE tenant_id = $1 AND id = $2 AND organisation_id = $3 AND removed_at IS NOT NULL"
        ),
        &[&id, &organisation],
    )?;
    Ok(changed == 1)
}

/// A unit or area that a focus area can concern.
#[derive(Debug)]
pub struct Named<T> {
    /// Which.
    pub id: Id<T>,
    /// Its name.
    pub name: String,
    /// Its code or stable name.
    pub code: String,
}

/// What the provider has that a focus area can concern.
#[derive(Debug)]
pub struct Places {
    /// Contract areas in which it has an agreement or a unit.
    pub areas: Vec<Named<Area>>,
    /// Its units.
    pub units: Vec<Named<Unit>>,
    /// The units of whoever writes, where they do not write for the whole provider.
    pub only: Option<Vec<Id<Unit>>>,
}

impl Places {
    /// Whether whoever writes may add or take away a focus area of these units (all when empty): one that concerns
    /// other units than theirs is not theirs to change.
    pub fn may_change(&self, units: &[Id<Unit>]) -> bool {
        self.only.as_ref().is_none_or(|only| !units.is_empty() && units.iter().all(|unit| only.contains(unit)))
    }

    /// Adds those of a focus area's units that have closed: they stay until somebody takes them away, since none chosen
    /// would mean all.
    pub fn keep_closed(&mut self, units: &[Id<Unit>]) {
        for id in units {
            if self.units.iter().all(|unit| unit.id != *id) {
                let name = super::sv::CLOSED_UNIT.to_owned();
                self.units.push(Named { id: *id, name, code: String::new() });
            }
        }
    }

    /// The units that whoever writes can name.
    pub fn own_units(&self) -> impl Iterator<Item = &Named<Unit>> {
        self.units.iter().filter(|unit| self.only.as_ref().is_none_or(|only| only.contains(&unit.id)))
    }
}

/// The provider's areas and units; `only` are the units of whoever writes.
pub fn places(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    only: Option<Vec<Id<Unit>>>,
    today: Day,
) -> Result<Places, StoreError> {
    let areas: Vec<(Id<Area>, String, String)> = tx.all(
        sql!(
            "SELECT a.id, a.name, a.slug FROM area a WHERE a.tenant_id = $1
               AND (EXISTS (SELECT 1 FROM agreement g
                            WHERE g.tenant_id = $1 AND g.area_id = a.id AND g.organisation_id = $2)
                 OR EXISTS (SELECT 1 FROM unit_area x JOIN unit u ON u.tenant_id = x.tenant_id AND u.id = x.unit_id
                            WHERE x.tenant_id = $1 AND x.area_id = a.id AND u.organisation_id = $2))
             ORDER BY a.sort_key, a.id"
        ),
        &[&organisation],
    )?;
    let units: Vec<(Id<Unit>, String, String)> = tx.all(
        sql!(
            "SELECT id, name, code FROM unit WHERE tenant_id = $1 AND organisation_id = $2 AND (closed_on IS NULL OR closed_on >= $3)
             ORDER BY sort_key, id"
        ),
        &[&organisation, &today],
    )?;
    Ok(Places { areas: named(areas), units: named(units), only })
}

/// The provider's name, where it is one of the authority's.
pub fn provider_name(tx: &mut ReadTx<'_>, organisation: Id<Organisation>) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> = tx.maybe(
        sql!(
            "SELECT COALESCE(p.name, o.name) FROM provider p JOIN organisation o ON o.id = p.organisation_id
             WHERE p.tenant_id = $1 AND p.organisation_id = $2"
        ),
        &[&organisation],
    )?;
    Ok(found.map(|(name,)| name))
}

fn named<T>(rows: Vec<(Id<T>, String, String)>) -> Vec<Named<T>> {
    rows.into_iter().map(|(id, name, code)| Named { id, name, code }).collect()
}
