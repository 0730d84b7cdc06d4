//! Plans as they are kept.

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::follow_up_plan::{Adoption, Plan};
use kernel::id::kind::{Person, PlanVersion};
use kernel::{Chance, Day, Id, Instant, closed};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::year::sha256;

closed! {
    /// What a version changed.
    Changed {
        /// It is the first.
        Begun = "borjan",
        /// An older one was taken up again.
        Restored = "ateruppta",
        /// Title, days and sections.
        Text = "text",
        /// The moments.
        Moments = "moment",
        /// The table of results.
        Results = "resultat",
    }
}

/// A version of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The version.
    pub id: Id<PlanVersion>,
    /// The year that it plans.
    pub year: i16,
    /// Its number within the year, from 1.
    pub number: i64,
    /// What it changed.
    pub changed: Changed,
    /// What it says.
    pub plan: Plan,
    /// Who wrote it.
    pub person: String,
    /// When.
    pub created_at: Instant,
    /// That it was adopted, and who wrote that down.
    pub adopted: Option<(Adoption, String)>,
}

row! {
    struct VersionRow {
        id: Id<PlanVersion>,
        year: i16,
        number: i64,
        part: String,
        content: String,
        person: String,
        created_at: Instant,
        case_number: Option<String>,
        adopted_on: Option<Day>,
        decided_by: Option<String>,
        political_body: Option<String>,
        process_owner: Option<String>,
        adopter: Option<String>,
    }
}

impl VersionRow {
    fn read(self) -> Result<Version, StoreError> {
        let Self { id, year, number, person, created_at, .. } = self;
        let damaged = |why: String| StoreError::Damaged(format!("plan of {year}, version {number}: {why}"));
        let plan: Plan = serde_json::from_str(&self.content).map_err(|error| damaged(error.to_string()))?;
        let changed = Changed::from_slug(&self.part).ok_or_else(|| damaged(self.part.clone()))?;
        let adopted = self.adopted_on.map(|on| {
            let adoption = Adoption {
                case_number: self.case_number.unwrap_or_default(),
                on,
                decided_by: self.decided_by.unwrap_or_default(),
                political_body: self.political_body.unwrap_or_default(),
                process_owner: self.process_owner.unwrap_or_default(),
            };
            (adoption, self.adopter.unwrap_or_default())
        });
        Ok(Version { id, year, number, changed, plan, person, created_at, adopted })
    }
}

/// Every version of every plan: the newest year first, and in it the newest version.
pub(super) fn all(tx: &mut ReadTx<'_>) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<VersionRow> = tx.all(
        sql!(
            "SELECT v.id, v.year, v.number, v.part, v.content, p.name, v.created_at, a.case_number, a.adopted_on,
                    a.decided_by, a.political_body, a.process_owner, q.name
             FROM plan_version v JOIN person p ON p.id = v.person_id
             LEFT JOIN plan_adoption a ON a.tenant_id = v.tenant_id AND a.plan_version_id = v.id
             LEFT JOIN person q ON q.id = a.person_id
             WHERE v.tenant_id = $1 ORDER BY v.year DESC, v.number DESC"
        ),
        &[],
    )?;
    rows.into_iter().map(VersionRow::read).collect()
}

/// The versions of the year's plan, the newest first.
pub(super) fn of_year(tx: &mut ReadTx<'_>, year: i16) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<VersionRow> = tx.all(
        sql!(
            "SELECT v.id, v.year, v.number, v.part, v.content, p.name, v.created_at, a.case_number, a.adopted_on,
                    a.decided_by, a.political_body, a.process_owner, q.name
             FROM plan_version v JOIN person p ON p.id = v.person_id
             LEFT JOIN plan_adoption a ON a.tenant_id = v.tenant_id AND a.plan_version_id = v.id
             LEFT JOIN person q ON q.id = a.person_id
             WHERE v.tenant_id = $1 AND v.year = $2 ORDER BY v.number DESC"
        ),
        &[&year],
    )?;
    rows.into_iter().map(VersionRow::read).collect()
}

/// The version of the year that satisfies: the newest, or the newest that was adopted.
fn last(tx: &mut ReadTx<'_>, year: i16, adopted: bool) -> Result<Option<Version>, StoreError> {
    let row: Option<VersionRow> = tx.maybe(
        sql!(
            "SELECT v.id, v.year, v.number, v.part, v.content, p.name, v.created_at, a.case_number, a.adopted_on,
                    a.decided_by, a.political_body, a.process_owner, q.name
             FROM plan_version v JOIN person p ON p.id = v.person_id
             LEFT JOIN plan_adoption a ON a.tenant_id = v.tenant_id AND a.plan_version_id = v.id
             LEFT JOIN person q ON q.id = a.person_id
             WHERE v.tenant_id = $1 AND v.year = $2 AND ($3 OR a.adopted_on IS NOT NULL) ORDER BY v.number DESC LIMIT 1"
        ),
        &[&year, &!adopted],
    )?;
    row.map(VersionRow::read).transpose()
}

/// The newest version of the year's plan.
pub(super) fn newest(tx: &mut ReadTx<'_>, year: i16) -> Result<Option<Version>, StoreError> {
    last(tx, year, false)
}

/// The plan of the year that holds: the version that was adopted last.
pub fn adopted(tx: &mut ReadTx<'_>, year: i16) -> Result<Option<Version>, StoreError> {
    last(tx, year, true)
}

/// The years that have an adopted plan, the newest first.
pub fn adopted_years(tx: &mut ReadTx<'_>) -> Result<Vec<i16>, StoreError> {
    let years: Vec<(i16,)> = tx.all(
        sql!(
            "SELECT DISTINCT v.year FROM plan_version v
             JOIN plan_adoption a ON a.tenant_id = v.tenant_id AND a.plan_version_id = v.id
             WHERE v.tenant_id = $1 ORDER BY v.year DESC"
        ),
        &[],
    )?;
    Ok(years.into_iter().map(|(year,)| year).collect())
}

/// Keeps a version. The caller ends the transaction, and has seen that the number is free.
pub(super) fn keep(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    number: i64,
    (plan, changed, person): (&Plan, Changed, Id<Person>),
) -> Result<Id<PlanVersion>, StoreError> {
    let id = Id::<PlanVersion>::random(chance);
    let content = serde_json::to_string(plan).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let (hash, now) = (sha256(&content), tx.context().now);
    tx.execute(
        sql!(
            "INSERT INTO plan_version (tenant_id, id, year, number, part, content, sha256, person_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[&id, &plan.year, &number, &changed.slug(), &content, &hash, &person, &now],
    )?;
    let facts = json!({ "year": plan.year, "version": number, "part": changed.slug(), "sha256": hash });
    tx.tell(Event::about("plan.written", id, facts));
    Ok(id)
}

/// Keeps that the version was adopted. The caller ends the transaction, and has seen that it was not.
pub(super) fn adopt(
    tx: &mut WriteTx<'_>,
    version: &Version,
    (adoption, person): (&Adoption, Id<Person>),
) -> Result<(), StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO plan_adoption (tenant_id, plan_version_id, case_number, adopted_on, decided_by, political_body,
                                        process_owner, person_id, recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[
            &version.id,
            &adoption.case_number,
            &adoption.on,
            &adoption.decided_by,
            &adoption.political_body,
            &adoption.process_owner,
            &person,
            &now,
        ],
    )?;
    let facts = json!({ "year": version.year, "version": version.number, "case_number": adoption.case_number });
    tx.tell(Event::about("plan.adopted", version.id, facts));
    Ok(())
}
