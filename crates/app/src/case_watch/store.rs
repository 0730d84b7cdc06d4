//! The statements over what has been told of cases, and over who handles them.

use ::store::{ReadTx, StoreError, WriteTx, global_sql, row, sql};
use domain::cases::Rung;
use kernel::id::kind::{CaseFile, Decision, Deficiency, Investigation, Letter, Organisation, Person, Tenant};
use kernel::{Day, Id};
use uuid::Uuid;

/// What somebody is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    Case(Id<CaseFile>),
    Investigation(Id<Investigation>),
    /// The routine for complaints of the provider.
    Routine(Id<Organisation>),
    Deficiency(Id<Deficiency>),
    /// A decision of the school inspectorate.
    Decision(Id<Decision>),
}

impl Matter {
    const fn uuid(self) -> Uuid {
        match self {
            Self::Case(id) => id.uuid(),
            Self::Investigation(id) => id.uuid(),
            Self::Routine(id) => id.uuid(),
            Self::Deficiency(id) => id.uuid(),
            Self::Decision(id) => id.uuid(),
        }
    }

    /// The stable name in the database of what is no case.
    const fn slug(self) -> Option<&'static str> {
        match self {
            Self::Case(_) => None,
            Self::Investigation(_) => Some("investigation"),
            Self::Routine(_) => Some("routine"),
            Self::Deficiency(_) => Some("deficiency"),
            Self::Decision(_) => Some("decision"),
        }
    }

    fn read(slug: &str, id: Uuid) -> Result<Self, StoreError> {
        match slug {
            "investigation" => Ok(Self::Investigation(Id::from_uuid(id))),
            "routine" => Ok(Self::Routine(Id::from_uuid(id))),
            "deficiency" => Ok(Self::Deficiency(Id::from_uuid(id))),
            "decision" => Ok(Self::Decision(Id::from_uuid(id))),
            other => Err(StoreError::Damaged(format!("a letter told of {other}"))),
        }
    }
}

/// That somebody was told of something on a day, when that was its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) matter: Matter,
    pub(super) person: Id<Person>,
    pub(super) day: Day,
    pub(super) due: Day,
}

row! {
    struct CaseRow { case: Id<CaseFile>, person: Id<Person>, day: Day, due: Day }
}

row! {
    struct MatterRow { matter: String, id: Uuid, person: Id<Person>, day: Day, due: Day }
}

/// Who has been told of the cases that are open, and of anything else since the day.
pub(super) fn told(tx: &mut ReadTx<'_>, since: Day) -> Result<Vec<Told>, StoreError> {
    let cases: Vec<CaseRow> = tx.all(
        sql!(
            "SELECT t.case_id, t.person_id, t.day, t.due FROM case_told t
             JOIN case_file c ON c.tenant_id = t.tenant_id AND c.id = t.case_id
             WHERE t.tenant_id = $1 AND c.next_day IS NOT NULL"
        ),
        &[],
    )?;
    let others: Vec<MatterRow> = tx.all(
        sql!(
            "SELECT matter, matter_id, person_id, day, due FROM matter_told
             WHERE tenant_id = $1 AND day >= $2 ORDER BY matter, matter_id, person_id, day"
        ),
        &[&since],
    )?;
    let mut told: Vec<Told> = Vec::with_capacity(cases.len() + others.len());
    told.extend(cases.into_iter().map(|CaseRow { case, person, day, due }| Told {
        matter: Matter::Case(case),
        person,
        day,
        due,
    }));
    for row in others {
        let matter = Matter::read(&row.matter, row.id)?;
        told.push(Told { matter, person: row.person, day: row.day, due: row.due });
    }
    Ok(told)
}

/// Keeps that the person was told.
pub(super) fn keep(tx: &mut WriteTx<'_>, told: &Told, (rung, letter): (Rung, Id<Letter>)) -> Result<(), StoreError> {
    if let Some(slug) = told.matter.slug() {
        let id = told.matter.uuid();
        return tx
            .execute(
                sql!(
                    "INSERT INTO matter_told (tenant_id, matter, matter_id, person_id, day, due, rung, letter_id)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"
                ),
                &[&slug, &id, &told.person, &told.day, &told.due, &rung.slug(), &letter],
            )
            .map(|_| ());
    }
    let case = told.matter.uuid();
    tx.execute(
        sql!(
            "INSERT INTO case_told (tenant_id, case_id, person_id, day, due, rung, letter_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
        ),
        &[&case, &told.person, &told.day, &told.due, &rung.slug(), &letter],
    )
    .map(|_| ())
}

/// Who was chosen to handle the case or the investigation.
pub(super) fn handlers(tx: &mut ReadTx<'_>, of: Matter) -> Result<Vec<Id<Person>>, StoreError> {
    let rows: Vec<(Id<Person>,)> = tx.all(
        sql!("SELECT person_id FROM case_handler WHERE tenant_id = $1 AND subject_id = $2 ORDER BY person_id"),
        &[&of.uuid()],
    )?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

/// Every authority.
pub(super) fn authorities(tx: &mut ReadTx<'_>) -> Result<Vec<(Id<Tenant>,)>, StoreError> {
    tx.all(global_sql!("SELECT id FROM tenant WHERE kind = 'authority' ORDER BY name, id"), &[])
}
