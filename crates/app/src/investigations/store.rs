//! Reading every investigation without its words.

use std::collections::BTreeMap;

use domain::abuse::{Entry, Investigation as Stands, Step};
use domain::cases::{About, Party};
use kernel::id::kind::{CaseFile, Investigation, Organisation, Unit};
use kernel::{Day, Id, Period};

use ::store::{ReadTx, StoreError, row, sql};

row! {
    /// What stands on the row of an investigation and is not computed from its timeline.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Filed {
        /// The investigation.
        pub id: Id<Investigation>,
        /// Its number within the authority.
        pub number: i64,
        /// The provider.
        pub organisation: Id<Organisation>,
        /// What it is called.
        pub organisation_name: String,
        /// The unit.
        pub unit: Id<Unit>,
        /// What it is called.
        pub unit_name: String,
        /// The complaint that it came out of.
        pub case: Option<Id<CaseFile>>,
        /// The number of that.
        pub case_number: Option<i64>,
    }
}

/// One entry as it is kept.
///
/// # Errors
/// Where it cannot be read.
pub fn read(content: &str, party: &str, day: Day) -> Result<Entry, StoreError> {
    let damaged = || StoreError::Damaged("an entry of an investigation cannot be read".to_owned());
    let by = Party::from_slug(party).ok_or_else(damaged)?;
    let step: Step = serde_json::from_str(content).map_err(|_| damaged())?;
    Ok(Entry { day, by, step })
}

/// Where the investigation stands after its entries.
///
/// # Errors
/// Where they are no timeline of an investigation.
pub fn replayed<'e>(id: Id<Investigation>, entries: impl IntoIterator<Item = &'e Entry>) -> Result<Stands, StoreError> {
    Stands::replay(entries).map_err(|broken| StoreError::Damaged(format!("investigation {id}: {broken}")))
}

/// Every investigation of the authority with where it stands, the newest first.
pub fn list(tx: &mut ReadTx<'_>) -> Result<Vec<(Filed, Stands)>, StoreError> {
    let all: Vec<Filed> = tx.all(
        sql!(
            "SELECT i.id, i.number, i.organisation_id, COALESCE(v.name, o.name), i.unit_id, u.name, i.case_id, c.number
             FROM investigation i JOIN unit u ON u.tenant_id = i.tenant_id AND u.id = i.unit_id
             JOIN organisation o ON o.id = i.organisation_id
             LEFT JOIN provider v ON v.tenant_id = i.tenant_id AND v.organisation_id = i.organisation_id
             LEFT JOIN case_file c ON c.tenant_id = i.tenant_id AND c.id = i.case_id
             WHERE i.tenant_id = $1 ORDER BY i.number DESC"
        ),
        &[],
    )?;
    let rows: Vec<(Id<Investigation>, Day, String, String)> = tx.all(
        sql!(
            "SELECT investigation_id, day, party, content FROM investigation_entry
             WHERE tenant_id = $1 ORDER BY investigation_id, number"
        ),
        &[],
    )?;
    let mut entries: BTreeMap<Id<Investigation>, Vec<Entry>> = BTreeMap::new();
    for (id, day, party, content) in rows {
        entries.entry(id).or_default().push(read(&content, &party, day)?);
    }
    all.into_iter()
        .map(|filed| {
            let stands = replayed(filed.id, entries.get(&filed.id).into_iter().flatten())?;
            Ok((filed, stands))
        })
        .collect()
}

/// The investigations of the unit whose days are within the period: the day on which somebody learnt of it. In the order in
/// which they were learnt of; those that are about somebody who would handle them are not among them.
pub fn reported_in(tx: &mut ReadTx<'_>, unit: Id<Unit>, period: Period) -> Result<Vec<(Filed, Stands)>, StoreError> {
    let mut found: Vec<(Filed, Stands)> = list(tx)?
        .into_iter()
        .filter(|(filed, stands)| filed.unit == unit && stands.about == About::Others && stands.is_reported_in(period))
        .collect();
    found.sort_by_key(|(filed, stands)| (stands.learnt(), filed.number));
    Ok(found)
}

/// The investigations of the period that stand in no report since they are about somebody who signs or reads it: the rektor, or
/// somebody at the authority. They count where reports are put together.
pub fn kept_apart(tx: &mut ReadTx<'_>, period: Period) -> Result<Vec<(Filed, Stands)>, StoreError> {
    let all = list(tx)?.into_iter();
    Ok(all.filter(|(_, stands)| stands.about != About::Others && stands.is_reported_in(period)).collect())
}
