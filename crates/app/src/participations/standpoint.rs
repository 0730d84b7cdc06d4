//! Which set figures are taken from: the newest, that of a snapshot, or that of a day.

use ::store::{ReadTx, StoreError, sql};
use kernel::Day;

use super::store::{Freeze, SetState, freezes, published, sets};

/// The snapshot of that number.
pub fn freeze_of(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<Freeze>, StoreError> {
    tx.maybe(
        sql!("SELECT number, set_number, title, person_id, at FROM result_freeze WHERE tenant_id = $1 AND number = $2"),
        &[&number],
    )
}

/// The set whose figures are those of the day: that of the newest snapshot taken no later, else the newest set that counts and
/// after which nothing is known of a later day ([`known_until`](super::known_until)). Without a day it is the newest that counts. Nothing where there is none.
pub fn set_as_of(tx: &mut ReadTx<'_>, day: Option<Day>) -> Result<Option<i64>, StoreError> {
    let Some(day) = day else {
        return Ok(Some(published(tx)?).filter(|set| *set > 0));
    };
    if let Some(freeze) = freezes(tx)?.into_iter().find(|freeze| freeze.at.day() <= day) {
        return Ok(Some(freeze.set).filter(|set| *set > 0));
    }
    let published = sets(tx)?.into_iter().rev().filter(|set| set.state == SetState::Published);
    Ok(published.take_while(|set| set.as_of <= day).last().map(|set| set.number))
}
