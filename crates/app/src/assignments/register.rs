//! From the register of organisations and the published year to what is asked of whom.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::submissions::State;
use domain::year::{
    AgreementFacts, Expected, OrganisationFacts, ProviderFacts, Regime, SchoolForm, Slug, UnitFacts, Word, expected,
};
use kernel::id::kind::{Area, Assignment as AssignmentKind, Organisation, Unit};
use kernel::{Chance, Day, Id};

use crate::year::{self, Published};

/// How an assignment list changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Synced {
    /// New ones.
    pub added: usize,
    /// Ones that are no longer asked for; those with something handed in stay.
    pub withdrawn: usize,
    /// Ones whose deadline or occasion moved.
    pub moved: usize,
}

impl std::ops::AddAssign for Synced {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.withdrawn += other.withdrawn;
        self.moved += other.moved;
    }
}

fn slugs<T: Ord>(text: &str, read: impl Fn(&str) -> Option<T>) -> BTreeSet<T> {
    let words: Vec<String> = serde_json::from_str(text).unwrap_or_default();
    words.iter().filter_map(|word| read(word)).collect()
}

row! {
    struct UnitRow {
        id: Id<Unit>,
        organisation: Id<Organisation>,
        school_forms: String,
        traits: String,
        opened_on: Option<Day>,
        closed_on: Option<Day>,
    }
}

row! {
    struct AgreementRow {
        organisation: Id<Organisation>,
        area: Option<String>,
        regime: String,
        from: Day,
        to: Option<Day>,
    }
}

/// The register as the rules of what is due see it.
pub fn facts(tx: &mut ReadTx<'_>) -> Result<OrganisationFacts, StoreError> {
    let slug = |text: &str| text.parse::<Slug>().ok();
    let providers: Vec<(Id<Organisation>, String)> = tx
        .all(sql!("SELECT organisation_id, traits FROM provider WHERE tenant_id = $1 ORDER BY organisation_id"), &[])?;
    let units: Vec<UnitRow> = tx.all(
        sql!(
            "SELECT id, organisation_id, school_forms, traits, opened_on, closed_on
             FROM unit WHERE tenant_id = $1 ORDER BY code"
        ),
        &[],
    )?;
    let unit_areas: Vec<(Id<Unit>, String)> = tx.all(
        sql!(
            "SELECT x.unit_id, a.slug FROM unit_area x JOIN area a ON a.tenant_id = x.tenant_id AND a.id = x.area_id
             WHERE x.tenant_id = $1 ORDER BY x.unit_id, a.slug"
        ),
        &[],
    )?;
    let agreements: Vec<AgreementRow> = tx.all(
        sql!(
            "SELECT g.organisation_id, a.slug, g.regime, g.valid_from,
                    CASE WHEN p.ended_on < COALESCE(g.valid_to, '9999-12-31') THEN p.ended_on ELSE g.valid_to END
             FROM agreement g JOIN provider p ON p.tenant_id = g.tenant_id AND p.organisation_id = g.organisation_id
             LEFT JOIN area a ON a.tenant_id = g.tenant_id AND a.id = g.area_id
             WHERE g.tenant_id = $1 ORDER BY g.valid_from, g.id"
        ),
        &[],
    )?;
    let mut areas: BTreeMap<Id<Unit>, BTreeSet<Slug>> = BTreeMap::new();
    for (unit, area) in unit_areas {
        areas.entry(unit).or_default().extend(slug(&area));
    }
    let providers = providers
        .into_iter()
        .map(|(id, traits)| ProviderFacts {
            id,
            traits: slugs(&traits, slug),
            units: units
                .iter()
                .filter(|unit| unit.organisation == id)
                .map(|unit| UnitFacts {
                    id: unit.id,
                    school_forms: slugs(&unit.school_forms, SchoolForm::from_slug),
                    traits: slugs(&unit.traits, slug),
                    areas: areas.get(&unit.id).cloned().unwrap_or_default(),
                    from: unit.opened_on,
                    to: unit.closed_on,
                })
                .collect(),
            agreements: agreements
                .iter()
                .filter(|agreement| agreement.organisation == id)
                .filter_map(|agreement| {
                    Some(AgreementFacts {
                        area: agreement.area.as_deref().and_then(slug),
                        regime: Regime::from_slug(&agreement.regime)?,
                        from: agreement.from,
                        to: agreement.to,
                    })
                })
                .collect(),
        })
        .collect();
    Ok(OrganisationFacts { providers })
}

row! {
    struct Known {
        id: Id<AssignmentKind>,
        occasion: String,
        item: String,
        organisation: Id<Organisation>,
        subject: String,
        deadline: Day,
        withdrawn: bool,
        submissions: i64,
        reports_in: Option<String>,
    }
}

/// What makes an assignment of a year the same one: the item, the provider, and for what.
type Key = (String, Id<Organisation>, String);

fn known(tx: &mut ReadTx<'_>, year: i16) -> Result<BTreeMap<Key, Known>, StoreError> {
    let rows: Vec<Known> = tx.all(
        sql!(
            "SELECT id, occasion, item, organisation_id, subject, deadline, withdrawn_at IS NOT NULL, submissions,
                    reports_in
             FROM assignment WHERE tenant_id = $1 AND year = $2"
        ),
        &[&year],
    )?;
    Ok(rows.into_iter().map(|row| ((row.item.clone(), row.organisation, row.subject.clone()), row)).collect())
}

/// Brings the assignments of the year in line with what the document and the register ask for. Runs in the
/// transaction that changed one of them, so that no page shows the one without the other.
pub fn sync(tx: &mut WriteTx<'_>, chance: &dyn Chance, published: &Published) -> Result<Synced, StoreError> {
    let facts = facts(tx)?;
    sync_with(tx, chance, published, &facts)
}

fn sync_with(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    published: &Published,
    facts: &OrganisationFacts,
) -> Result<Synced, StoreError> {
    let year = published.year.year;
    let areas: BTreeMap<String, Id<Area>> =
        tx.all(sql!("SELECT slug, id FROM area WHERE tenant_id = $1"), &[])?.into_iter().collect();
    let mut known = known(tx, year)?;
    let mut synced = Synced::default();
    for due in expected(&published.year, facts) {
        let area = due.area.as_ref().and_then(|slug| areas.get(slug.as_str()).copied());
        let subject = match (due.unit, area) {
            (Some(unit), _) => format!("unit:{unit}"),
            (None, Some(area)) => format!("area:{area}"),
            (None, None) => "provider".to_owned(),
        };
        match known.remove(&(due.item.to_string(), due.provider, subject.clone())) {
            Some(row) => bring_in_line(tx, &row, &due, &mut synced)?,
            None => {
                ask(tx, chance, year, &due, &subject, area)?;
                synced.added += 1;
            }
        }
    }
    withdraw(tx, known.values(), &mut synced)?;
    Ok(synced)
}

/// Moves an assignment to where the document has it now, and asks for it again where it had been withdrawn.
fn bring_in_line(tx: &mut WriteTx<'_>, row: &Known, due: &Expected, synced: &mut Synced) -> Result<(), StoreError> {
    let same = row.deadline == due.deadline && row.occasion == due.occasion.as_str();
    if same && row.reports_in == due.reports_in && !row.withdrawn {
        return Ok(());
    }
    let now = tx.context().now;
    tx.execute(
        sql!(
            "UPDATE assignment SET deadline = $3, occasion = $4, withdrawn_at = NULL, updated_at = $5, reports_in = $6
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[&row.id, &due.deadline, &due.occasion.as_str(), &now, &due.reports_in],
    )?;
    if row.withdrawn {
        synced.added += 1;
    } else if same {
        // Only where it is answered has changed.
        return Ok(());
    } else {
        synced.moved += 1;
    }
    Ok(())
}

fn ask(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    year: i16,
    due: &Expected,
    subject: &str,
    area: Option<Id<Area>>,
) -> Result<(), StoreError> {
    let id: Id<AssignmentKind> = Id::random(chance);
    let state = State::default();
    let facts = serde_json::to_string(&state).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO assignment (tenant_id, id, year, occasion, item, organisation_id, subject, unit_id,
                 area_id, deadline, state, state_facts, updated_at, reports_in)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        &[
            &id,
            &year,
            &due.occasion.as_str(),
            &due.item.as_str(),
            &due.provider,
            &subject,
            &due.unit,
            &area,
            &due.deadline,
            &state.name().slug(),
            &facts,
            &now,
            &due.reports_in,
        ],
    )
    .map(|_| ())
}

/// Takes back what nothing asks for any more. What has something handed in stays.
fn withdraw<'a>(
    tx: &mut WriteTx<'_>,
    left: impl Iterator<Item = &'a Known>,
    synced: &mut Synced,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    for row in left.filter(|row| !row.withdrawn && row.submissions == 0) {
        tx.execute(
            sql!("UPDATE assignment SET withdrawn_at = $3, updated_at = $3 WHERE tenant_id = $1 AND id = $2"),
            &[&row.id, &now],
        )?;
        synced.withdrawn += 1;
    }
    Ok(())
}

/// As [`sync`], for the year in force today and every published year after it; for changes in the register of
/// organisations. Years that are over stay as they were asked.
pub fn sync_current(tx: &mut WriteTx<'_>, chance: &dyn Chance) -> Result<Synced, StoreError> {
    let today = tx.context().now.day();
    let Some(current) = year::current(tx, today)? else { return Ok(Synced::default()) };
    let facts = facts(tx)?;
    let mut synced = sync_with(tx, chance, &current, &facts)?;
    for later in year::published_after(tx, current.year.year)? {
        synced += sync_with(tx, chance, &later, &facts)?;
    }
    Ok(synced)
}
