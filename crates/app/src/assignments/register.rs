//! From the register of organisations and the published year to what is asked of whom.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::submissions::State;
use domain::year::{AgreementFacts, OrganisationFacts, ProviderFacts, Regime, SchoolForm, Slug, UnitFacts, Word};
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Unit};
use kernel::{Chance, Day, Id};

use super::changes::{self, Cause};
use super::plan::{Becomes, Planned, plan};
use crate::year::{self, Published};

/// How an assignment list changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Synced {
    /// New ones.
    pub added: usize,
    /// Ones that are no longer asked for; those with something handed in stay.
    pub withdrawn: usize,
    /// Ones whose deadline or occasion moved.
    pub moved: usize,
    /// What the change did to each, where it was a change and not the first publishing of a year.
    pub changes: Vec<(Id<AssignmentKind>, i64)>,
}

impl std::ops::AddAssign for Synced {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.withdrawn += other.withdrawn;
        self.moved += other.moved;
        self.changes.extend(other.changes);
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

/// Brings the assignments of the year in line with what the document and the register ask for. Runs in the
/// transaction that changed one of them, so that no page shows the one without the other.
pub fn sync(tx: &mut WriteTx<'_>, chance: &dyn Chance, published: &Published) -> Result<Synced, StoreError> {
    let facts = facts(tx)?;
    let before = year::published_before(tx, published)?;
    sync_with(tx, chance, published, before.as_ref(), &facts)
}

fn sync_with(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    published: &Published,
    before: Option<&Published>,
    facts: &OrganisationFacts,
) -> Result<Synced, StoreError> {
    let today = tx.context().now.day();
    let cause = if before.is_some() { Cause::Year } else { Cause::Register };
    let mut synced = Synced::default();
    for planned in plan(tx, published, before, facts, today)? {
        let id = carry_out(tx, chance, published.year.year, &planned)?;
        for step in &planned.steps {
            let of = changes::Of { published: published.id, before: before.map(|before| before.id), cause };
            let number = changes::record(tx, id, step, of)?;
            synced.changes.push((id, number));
        }
        synced.added += usize::from(planned.is_added());
        synced.withdrawn += usize::from(planned.is_withdrawn());
        synced.moved += usize::from(planned.is_moved());
    }
    Ok(synced)
}

/// Writes one assignment as it is planned.
fn carry_out(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    year: i16,
    planned: &Planned,
) -> Result<Id<AssignmentKind>, StoreError> {
    let Some(id) = planned.id else { return ask(tx, chance, year, planned) };
    if !planned.is_written() {
        return Ok(id);
    }
    let now = tx.context().now;
    tx.execute(
        sql!(
            "UPDATE assignment SET deadline = $3, occasion = $4, extended_to = $5, withdrawn_at = $6, unasked_at = $7,
                 reports_in = $8, updated_at = $9
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[
            &id,
            &planned.deadline,
            &planned.occasion,
            &planned.extended_to,
            &(planned.becomes == Becomes::Withdrawn).then_some(now),
            &(planned.becomes == Becomes::Unasked).then_some(now),
            &planned.reports_in,
            &now,
        ],
    )?;
    Ok(id)
}

fn ask(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    year: i16,
    planned: &Planned,
) -> Result<Id<AssignmentKind>, StoreError> {
    let id: Id<AssignmentKind> = Id::random(chance);
    let state = State::default();
    let facts = serde_json::to_string(&state).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO assignment (tenant_id, id, year, occasion, item, organisation_id, subject, unit_id,
                 area_id, deadline, extended_to, state, state_facts, updated_at, reports_in)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        ),
        &[
            &id,
            &year,
            &planned.occasion,
            &planned.item,
            &planned.organisation,
            &planned.subject,
            &planned.unit,
            &planned.area,
            &planned.deadline,
            &planned.extended_to,
            &state.name().slug(),
            &facts,
            &now,
            &planned.reports_in,
        ],
    )?;
    Ok(id)
}

/// As [`sync`], for the year in force today and every published year after it; for changes in the register of
/// organisations. Years that are over stay as they were asked.
pub fn sync_current(tx: &mut WriteTx<'_>, chance: &dyn Chance) -> Result<Synced, StoreError> {
    let mut synced = Synced::default();
    let facts = facts(tx)?;
    for published in running(tx)? {
        synced += sync_with(tx, chance, &published, None, &facts)?;
    }
    Ok(synced)
}

/// The years that a change in the register reaches.
fn running(tx: &mut WriteTx<'_>) -> Result<Vec<Published>, StoreError> {
    let today = tx.context().now.day();
    let Some(current) = year::current(tx, today)? else { return Ok(Vec::new()) };
    let mut years = year::published_after(tx, current.year.year)?;
    years.insert(0, current);
    Ok(years)
}

/// What a change in the register that this transaction has made leads to, without doing it: for a page that tells it
/// before anybody confirms, in a transaction that comes to nothing.
pub fn foreseen(tx: &mut WriteTx<'_>) -> Result<Vec<(Published, Vec<Planned>)>, StoreError> {
    let (facts, today) = (facts(tx)?, tx.context().now.day());
    let mut all = Vec::new();
    for published in running(tx)? {
        let planned = plan(tx, &published, None, &facts, today)?;
        all.push((published, planned));
    }
    Ok(all)
}
