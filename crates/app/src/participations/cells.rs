//! Counting everything anew from the rows, to hold it against the running cells.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::participations::counts;

use super::educations::educations_after;
use super::lookup::Lookup;
use super::store::{self, CellKey, SetState};

/// The counts that the rows make which hold after the set `upto`, from nothing. Of a set that is not published nothing
/// counts, whatever lies there.
pub fn rebuilt(tx: &mut ReadTx<'_>, upto: i64) -> Result<BTreeMap<CellKey, i64>, StoreError> {
    let registers = store::registers(tx)?;
    let persons = registers.students_by_number();
    let sets = store::sets(tx)?.into_iter().filter(|set| set.state == SetState::Published);
    let published: BTreeSet<i64> = sets.map(|set| set.number).collect();
    let mut cells: Lookup<CellKey, i64> = Lookup::default();
    store::current(tx, upto, |set, row, packed| {
        if !published.contains(&set) {
            return Ok(());
        }
        let person = persons.get(&packed.student()).copied();
        let facts = registers.course_facts(packed.course());
        let unpacked = person
            .zip(facts)
            .and_then(|(person, (form, unit, group))| packed.unpack(person, form, unit).map(|one| (one, group)));
        let Some((one, group)) = unpacked else {
            return Err(StoreError::Damaged(format!("participation {row} of set {set}")));
        };
        counts(&one, |measure, month| {
            let (study_form, sex) = (one.study_form.code(), one.sex.code());
            *cells.entry(CellKey { measure, month, place: one.place, group, study_form, sex }).or_default() += 1;
        });
        Ok(())
    })?;
    let educations = educations_after(tx, upto)?.into_iter().filter(|(set, _)| published.contains(set));
    for (_, one) in educations {
        one.count(|key| *cells.entry(key).or_default() += 1);
    }
    Ok(cells.into_iter().collect())
}

/// A count that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub key: CellKey,
    /// What the cells say.
    pub told: i64,
    /// What the rows say.
    pub counted: i64,
}

/// Every count in which cells and rows differ after the set `upto`.
pub fn recount(tx: &mut ReadTx<'_>, upto: i64) -> Result<Vec<Difference>, StoreError> {
    let (told, counted) = (store::cells(tx, upto)?, rebuilt(tx, upto)?);
    let keys: BTreeSet<_> = told.keys().chain(counted.keys()).copied().collect();
    let of = |cells: &BTreeMap<CellKey, i64>, key: &CellKey| cells.get(key).copied().unwrap_or_default();
    Ok(keys
        .into_iter()
        .map(|key| Difference { key, told: of(&told, &key), counted: of(&counted, &key) })
        .filter(|difference| difference.told != difference.counted)
        .collect())
}
