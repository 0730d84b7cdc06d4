//! The statements of the register. The functions that write take plain values and a transaction, so that the forms,
//! the import and the demo all go the same way.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{FromRow, ReadTx, Row, StoreError, WriteTx, global_sql, row, sql};
use domain::year::{Regime, SchoolForm, Word};
use kernel::id::kind::{Agreement, Area, Organisation, Person, Tenant, Unit};
use kernel::{Chance, Day, Id, Role, swedish};

use super::model::{
    AgreementEntry, AgreementInput, AreaEntry, AreaInput, ContactEntry, ContactInput, NewProvider, Provider, UnitEntry,
    UnitInput,
};
use crate::assignments::Synced;

/// An entry that says who is contact rektor.
#[derive(Debug)]
pub enum ContactKind {}

/// What follows in every transaction that changes the register: what is asked of whom is brought in line with it.
pub fn changed(tx: &mut WriteTx<'_>, chance: &dyn Chance) -> Result<Synced, StoreError> {
    crate::assignments::sync_current(tx, chance)
}

fn words(text: &str) -> BTreeSet<String> {
    serde_json::from_str(text).unwrap_or_default()
}

fn forms(text: &str) -> BTreeSet<SchoolForm> {
    words(text).iter().filter_map(|word| SchoolForm::from_slug(word)).collect()
}

fn as_json<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    serde_json::Value::from(words).to_string()
}

fn forms_json(forms: &BTreeSet<SchoolForm>) -> String {
    as_json(forms.iter().map(|form| form.slug()))
}

row! {
    /// The authority itself.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Authority {
        /// Its name.
        pub name: String,
        /// The name of its board.
        pub board: String,
    }
}

/// The authority of the transaction.
pub fn authority(tx: &mut ReadTx<'_>) -> Result<Authority, StoreError> {
    let tenant = tx.tenant()?;
    tx.one(global_sql!("SELECT name, board_name FROM tenant WHERE id = $1"), &[&tenant])
}

/// Renames the authority of the transaction and its board.
pub fn set_authority(tx: &mut WriteTx<'_>, names: &Authority) -> Result<(), StoreError> {
    let tenant: Id<Tenant> = tx.tenant()?;
    tx.execute(
        global_sql!("UPDATE tenant SET name = $2, board_name = $3 WHERE id = $1"),
        &[&tenant, &names.name, &names.board],
    )
    .map(|_| ())
}

impl FromRow for Provider {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.take()?,
            number: row.take()?,
            name: row.take()?,
            contact_email: row.take()?,
            traits: words(&row.take::<String>()?),
            ended_on: row.take()?,
        })
    }
}

/// Every provider of the authority, those that have left too, in Swedish order of names.
pub fn providers(tx: &mut ReadTx<'_>) -> Result<Vec<Provider>, StoreError> {
    tx.all(
        sql!(
            "SELECT o.id, o.org_number, COALESCE(p.name, o.name), p.contact_email, p.traits, p.ended_on
             FROM provider p JOIN organisation o ON o.id = p.organisation_id WHERE p.tenant_id = $1
             ORDER BY COALESCE(p.sort_key, o.sort_key), o.id"
        ),
        &[],
    )
}

/// One provider of the authority.
pub fn provider(tx: &mut ReadTx<'_>, id: Id<Organisation>) -> Result<Option<Provider>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT o.id, o.org_number, COALESCE(p.name, o.name), p.contact_email, p.traits, p.ended_on
             FROM provider p JOIN organisation o ON o.id = p.organisation_id
             WHERE p.tenant_id = $1 AND p.organisation_id = $2"
        ),
        &[&id],
    )
}

/// Puts a provider into the register. The organisation is global: one that another authority already works with is
/// taken with the name it was first made known by, until this authority sets one of its own. Gives the organisation, and whether it is new in this register.
pub fn add_provider(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    new: &NewProvider,
) -> Result<(Id<Organisation>, bool), StoreError> {
    tx.execute(
        global_sql!(
            "INSERT INTO organisation (id, org_number, name, sort_key) VALUES ($1, $2, $3, $4) ON CONFLICT (org_number) DO NOTHING"
        ),
        &[&Id::<Organisation>::random(chance), &new.number.as_digits(), &new.name, &swedish::sort_key(&new.name)],
    )?;
    let (id,): (Id<Organisation>,) =
        tx.one(global_sql!("SELECT id FROM organisation WHERE org_number = $1"), &[&new.number.as_digits()])?;
    let traits = as_json(new.traits.iter().map(String::as_str));
    let added = tx.execute(
        sql!(
            "INSERT INTO provider (tenant_id, organisation_id, traits, contact_email) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant_id, organisation_id) DO NOTHING"
        ),
        &[&id, &traits, &new.contact_email],
    )?;
    Ok((id, added == 1))
}

/// The organisation with the number and the name it was first made known by, wherever it is known.
pub fn organisation_name(tx: &mut ReadTx<'_>, number: &str) -> Result<Option<(Id<Organisation>, String)>, StoreError> {
    tx.maybe(global_sql!("SELECT id, name FROM organisation WHERE org_number = $1"), &[&number])
}

/// Changes what this authority keeps about a provider.
pub fn change_provider(
    tx: &mut WriteTx<'_>,
    id: Id<Organisation>,
    contact_email: Option<&str>,
    traits: &BTreeSet<String>,
) -> Result<bool, StoreError> {
    let traits = as_json(traits.iter().map(String::as_str));
    let changed = tx.execute(
        sql!("UPDATE provider SET contact_email = $3, traits = $4 WHERE tenant_id = $1 AND organisation_id = $2"),
        &[&id, &contact_email, &traits],
    )?;
    Ok(changed == 1)
}

/// What this authority calls the provider. Another authority that works with it calls it what it called it before.
pub fn rename_provider(tx: &mut WriteTx<'_>, id: Id<Organisation>, name: &str) -> Result<(), StoreError> {
    tx.execute(
        sql!("UPDATE provider SET name = $3, sort_key = $4 WHERE tenant_id = $1 AND organisation_id = $2"),
        &[&id, &name, &swedish::sort_key(name)],
    )
    .map(|_| ())
}

/// The day a provider leaves; `None` takes it back in.
pub fn end_provider(tx: &mut WriteTx<'_>, id: Id<Organisation>, on: Option<Day>) -> Result<bool, StoreError> {
    let changed = tx.execute(
        sql!("UPDATE provider SET ended_on = $3 WHERE tenant_id = $1 AND organisation_id = $2"),
        &[&id, &on],
    )?;
    Ok(changed == 1)
}

impl FromRow for UnitEntry {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.take()?,
            organisation: row.take()?,
            code: row.take()?,
            name: row.take()?,
            school_forms: forms(&row.take::<String>()?),
            traits: words(&row.take::<String>()?),
            students: row.take()?,
            areas: BTreeSet::new(),
            opened_on: row.take()?,
            closed_on: row.take()?,
        })
    }
}

/// Every unit of the authority, in Swedish order of names.
pub fn units(tx: &mut ReadTx<'_>) -> Result<Vec<UnitEntry>, StoreError> {
    let mut units: Vec<UnitEntry> = tx.all(
        sql!(
            "SELECT id, organisation_id, code, name, school_forms, traits, students, opened_on, closed_on
             FROM unit WHERE tenant_id = $1 ORDER BY sort_key, id"
        ),
        &[],
    )?;
    let pairs: Vec<(Id<Unit>, Id<Area>)> =
        tx.all(sql!("SELECT unit_id, area_id FROM unit_area WHERE tenant_id = $1"), &[])?;
    let mut areas: BTreeMap<Id<Unit>, BTreeSet<Id<Area>>> = BTreeMap::new();
    for (unit, area) in pairs {
        areas.entry(unit).or_default().insert(area);
    }
    for unit in &mut units {
        unit.areas = areas.remove(&unit.id).unwrap_or_default();
    }
    Ok(units)
}

/// One unit.
pub fn unit(tx: &mut ReadTx<'_>, id: Id<Unit>) -> Result<Option<UnitEntry>, StoreError> {
    Ok(units(tx)?.into_iter().find(|unit| unit.id == id))
}

/// Puts a unit into the register. The code must be free.
pub fn add_unit(tx: &mut WriteTx<'_>, chance: &dyn Chance, unit: &UnitInput) -> Result<Id<Unit>, StoreError> {
    let id = Id::<Unit>::random(chance);
    tx.execute(
        sql!(
            "INSERT INTO unit (tenant_id, id, organisation_id, code, name, sort_key, school_forms, traits, students,
                 opened_on)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        &[
            &id,
            &unit.organisation,
            &unit.code.as_str(),
            &unit.name,
            &swedish::sort_key(&unit.name),
            &forms_json(&unit.school_forms),
            &as_json(unit.traits.iter().map(String::as_str)),
            &unit.students,
            &unit.opened_on,
        ],
    )?;
    set_unit_areas(tx, id, &unit.areas)?;
    Ok(id)
}

/// Changes a unit; its provider stays.
pub fn change_unit(tx: &mut WriteTx<'_>, id: Id<Unit>, unit: &UnitInput) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "UPDATE unit SET code = $3, name = $4, sort_key = $5, school_forms = $6, traits = $7, students = $8,
                 opened_on = $9
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[
            &id,
            &unit.code.as_str(),
            &unit.name,
            &swedish::sort_key(&unit.name),
            &forms_json(&unit.school_forms),
            &as_json(unit.traits.iter().map(String::as_str)),
            &unit.students,
            &unit.opened_on,
        ],
    )?;
    set_unit_areas(tx, id, &unit.areas)
}

fn set_unit_areas(tx: &mut WriteTx<'_>, unit: Id<Unit>, areas: &BTreeSet<Id<Area>>) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM unit_area WHERE tenant_id = $1 AND unit_id = $2"), &[&unit])?;
    for area in areas {
        tx.execute(sql!("INSERT INTO unit_area (tenant_id, unit_id, area_id) VALUES ($1, $2, $3)"), &[&unit, area])?;
    }
    Ok(())
}

/// The last day a unit is open; `None` opens it again.
pub fn close_unit(tx: &mut WriteTx<'_>, id: Id<Unit>, on: Option<Day>) -> Result<bool, StoreError> {
    let changed = tx.execute(sql!("UPDATE unit SET closed_on = $3 WHERE tenant_id = $1 AND id = $2"), &[&id, &on])?;
    Ok(changed == 1)
}

impl FromRow for AreaEntry {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self { id: row.take()?, slug: row.take()?, name: row.take()?, school_forms: forms(&row.take::<String>()?) })
    }
}

/// Every contract area, in Swedish order of names.
pub fn areas(tx: &mut ReadTx<'_>) -> Result<Vec<AreaEntry>, StoreError> {
    tx.all(sql!("SELECT id, slug, name, school_forms FROM area WHERE tenant_id = $1 ORDER BY sort_key, id"), &[])
}

/// Puts a contract area into the register. The stable name must be free.
pub fn add_area(tx: &mut WriteTx<'_>, chance: &dyn Chance, area: &AreaInput) -> Result<Id<Area>, StoreError> {
    let id = Id::<Area>::random(chance);
    tx.execute(
        sql!("INSERT INTO area (tenant_id, id, slug, name, sort_key, school_forms) VALUES ($1, $2, $3, $4, $5, $6)"),
        &[&id, &area.slug, &area.name, &swedish::sort_key(&area.name), &forms_json(&area.school_forms)],
    )?;
    Ok(id)
}

/// Changes a contract area.
pub fn change_area(tx: &mut WriteTx<'_>, id: Id<Area>, area: &AreaInput) -> Result<(), StoreError> {
    tx.execute(
        sql!("UPDATE area SET slug = $3, name = $4, sort_key = $5, school_forms = $6 WHERE tenant_id = $1 AND id = $2"),
        &[&id, &area.slug, &area.name, &swedish::sort_key(&area.name), &forms_json(&area.school_forms)],
    )
    .map(|_| ())
}

impl FromRow for AgreementEntry {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let id = row.take()?;
        let (organisation, area, regime) = (row.take()?, row.take()?, row.take::<String>()?);
        let regime = Regime::from_slug(&regime).ok_or_else(|| StoreError::Damaged(format!("regime {regime}")))?;
        let terms =
            AgreementInput { organisation, area, regime, from: row.take()?, to: row.take()?, case_number: row.take()? };
        Ok(Self { id, terms, area_name: row.take()? })
    }
}

/// Every agreement, the oldest first.
pub fn agreements(tx: &mut ReadTx<'_>) -> Result<Vec<AgreementEntry>, StoreError> {
    tx.all(
        sql!(
            "SELECT g.id, g.organisation_id, g.area_id, g.regime, g.valid_from, g.valid_to, g.case_number, a.name
             FROM agreement g LEFT JOIN area a ON a.tenant_id = g.tenant_id AND a.id = g.area_id
             WHERE g.tenant_id = $1 ORDER BY g.valid_from, g.id"
        ),
        &[],
    )
}

/// Puts an agreement into the register.
pub fn add_agreement(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    agreement: &AgreementInput,
) -> Result<Id<Agreement>, StoreError> {
    let id = Id::<Agreement>::random(chance);
    tx.execute(
        sql!(
            "INSERT INTO agreement (tenant_id, id, organisation_id, area_id, regime, valid_from, valid_to, case_number)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[
            &id,
            &agreement.organisation,
            &agreement.area,
            &agreement.regime.slug(),
            &agreement.from,
            &agreement.to,
            &agreement.case_number,
        ],
    )?;
    Ok(id)
}

/// Changes an agreement; its provider stays.
pub fn change_agreement(tx: &mut WriteTx<'_>, id: Id<Agreement>, agreement: &AgreementInput) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "UPDATE agreement SET area_id = $3, regime = $4, valid_from = $5, valid_to = $6, case_number = $7
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[&id, &agreement.area, &agreement.regime.slug(), &agreement.from, &agreement.to, &agreement.case_number],
    )
    .map(|_| ())
}

impl FromRow for ContactEntry {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let id = row.take()?;
        let terms = ContactInput {
            organisation: row.take()?,
            person: row.take()?,
            deputy: row.take()?,
            from: row.take()?,
            to: row.take()?,
        };
        Ok(Self { id, terms, name: row.take()?, email: row.take()? })
    }
}

/// Every contact rektor and deputy, past and coming too, the newest first.
pub fn contacts(tx: &mut ReadTx<'_>) -> Result<Vec<ContactEntry>, StoreError> {
    tx.all(
        sql!(
            "SELECT c.id, c.organisation_id, c.person_id, c.deputy, c.valid_from, c.valid_to, p.name, p.email
             FROM contact_rektor c JOIN person p ON p.id = c.person_id
             WHERE c.tenant_id = $1 ORDER BY c.valid_from DESC, c.id"
        ),
        &[],
    )
}

/// Puts a contact rektor or deputy into the register, or changes the entry when one is given.
pub fn set_contact_rektor(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    entry: Option<Id<ContactKind>>,
    contact: &ContactInput,
) -> Result<Id<ContactKind>, StoreError> {
    let id = entry.unwrap_or_else(|| Id::random(chance));
    tx.execute(
        sql!(
            "INSERT INTO contact_rektor (tenant_id, id, organisation_id, person_id, deputy, valid_from, valid_to)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (tenant_id, id) DO UPDATE SET person_id = excluded.person_id, deputy = excluded.deputy,
                 valid_from = excluded.valid_from, valid_to = excluded.valid_to"
        ),
        &[&id, &contact.organisation, &contact.person, &contact.deputy, &contact.from, &contact.to],
    )?;
    Ok(id)
}

row! {
    /// Somebody who may be a contact rektor.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Candidate {
        /// The person.
        pub id: Id<Person>,
        /// Their name.
        pub name: String,
    }
}

/// The people who hold the role of contact rektor at the authority.
pub fn candidates(tx: &mut ReadTx<'_>) -> Result<Vec<Candidate>, StoreError> {
    let tenant = tx.tenant()?;
    tx.all(
        global_sql!(
            "SELECT DISTINCT p.id, p.name, p.sort_key FROM seat s JOIN person p ON p.id = s.person_id
             WHERE s.tenant_id = $1 AND s.role = $2 AND s.ended_at IS NULL ORDER BY p.sort_key, p.id"
        ),
        &[&tenant, &Role::ContactRektor],
    )
}

row! {
    /// Somebody with a role for a provider.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Member {
        /// The person.
        pub person: Id<Person>,
        /// Their name.
        pub name: String,
        /// The role.
        pub role: Role,
        /// Whether they stand in.
        pub deputy: bool,
        /// The only unit, where there is one.
        pub unit: Option<Id<Unit>>,
        /// Last day, where there is one.
        pub to: Option<Day>,
    }
}

/// The people with a role for the provider at this authority on the day.
pub fn members(tx: &mut ReadTx<'_>, organisation: Id<Organisation>, on: Day) -> Result<Vec<Member>, StoreError> {
    let tenant = tx.tenant()?;
    tx.all(
        global_sql!(
            "SELECT p.id, p.name, s.role, s.deputy, s.unit_id, s.valid_to FROM seat s JOIN person p ON p.id = s.person_id
             WHERE s.tenant_id = $1 AND s.organisation_id = $2 AND s.ended_at IS NULL
               AND s.valid_from <= $3 AND (s.valid_to IS NULL OR s.valid_to >= $3)
             ORDER BY p.sort_key, p.id, s.role"
        ),
        &[&tenant, &organisation, &on],
    )
}

/// The traits that the year in force knows: stable name and title.
pub fn traits(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<(String, String)>, StoreError> {
    let published = crate::year::current(tx, today)?;
    let traits = published.iter().flat_map(|published| &published.year.traits);
    Ok(traits.map(|found| (found.slug.to_string(), found.title.as_sv().to_owned())).collect())
}
