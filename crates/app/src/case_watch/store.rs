//! The statements over what has been told of cases, and over who handles them.

use ::store::{ReadTx, StoreError, WriteTx, global_sql, row, sql};
use domain::cases::Rung;
use kernel::id::kind::{CaseFile, Letter, Person, Tenant};
use kernel::{Day, Id};

row! {
    /// That somebody was told of a case on a day, when that was its last day.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct Told {
        pub(super) case: Id<CaseFile>,
        pub(super) person: Id<Person>,
        pub(super) day: Day,
        pub(super) due: Day,
    }
}

/// Who has been told of the cases that are open.
pub(super) fn told(tx: &mut ReadTx<'_>) -> Result<Vec<Told>, StoreError> {
    tx.all(
        sql!(
            "SELECT t.case_id, t.person_id, t.day, t.due FROM case_told t
             JOIN case_file c ON c.tenant_id = t.tenant_id AND c.id = t.case_id
             WHERE t.tenant_id = $1 AND c.next_day IS NOT NULL"
        ),
        &[],
    )
}

/// Keeps that the person was told.
pub(super) fn keep(tx: &mut WriteTx<'_>, told: &Told, (rung, letter): (Rung, Id<Letter>)) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "INSERT INTO case_told (tenant_id, case_id, person_id, day, due, rung, letter_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
        ),
        &[&told.case, &told.person, &told.day, &told.due, &rung.slug(), &letter],
    )
    .map(|_| ())
}

/// Who was chosen to handle the case.
pub(super) fn handlers(tx: &mut ReadTx<'_>, case: Id<CaseFile>) -> Result<Vec<Id<Person>>, StoreError> {
    let rows: Vec<(Id<Person>,)> = tx.all(
        sql!("SELECT person_id FROM case_handler WHERE tenant_id = $1 AND subject_id = $2 ORDER BY person_id"),
        &[&case],
    )?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

/// Every authority.
pub(super) fn authorities(tx: &mut ReadTx<'_>) -> Result<Vec<(Id<Tenant>,)>, StoreError> {
    tx.all(global_sql!("SELECT id FROM tenant WHERE kind = 'authority' ORDER BY name, id"), &[])
}
