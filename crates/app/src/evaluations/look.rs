//! What pages rest on.

use ::store::{ReadTx, StoreError, global_sql};
use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id, Right};

use crate::mail;
use crate::organisations::{self, Provider};

/// Who can go on visits: the own people of the one that leads, with the right to; and those who stand on one already, who may have left since.
pub(super) fn evaluators(
    tx: &mut ReadTx<'_>,
    (today, standing): (Day, &[Id<Person>]),
) -> Result<Vec<(Id<Person>, String)>, StoreError> {
    let mut all: Vec<(Id<Person>, String)> = Vec::new();
    for one in mail::reachable(tx, today)? {
        let is_ours = one.organisation.is_none() && one.role.may(Right::Evaluate);
        if is_ours && all.iter().all(|(known, _)| *known != one.person) {
            all.push((one.person, one.name));
        }
    }
    for person in standing {
        if all.iter().all(|(known, _)| known != person) {
            all.extend(names(tx, &[*person])?.into_iter().map(|name| (*person, name)));
        }
    }
    Ok(all)
}

/// What people are called.
pub(super) fn names(tx: &mut ReadTx<'_>, people: &[Id<Person>]) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::with_capacity(people.len());
    for person in people {
        let name: Option<(String,)> = tx.maybe(global_sql!("SELECT name FROM person WHERE id = $1"), &[person])?;
        names.extend(name.map(|(name,)| name));
    }
    Ok(names)
}

/// The providers that an authority can give: those that have not ended.
pub(super) fn providers(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Provider>, StoreError> {
    let mut all = organisations::providers(tx)?;
    all.retain(|one| one.ended_on.is_none_or(|ended| ended >= today));
    Ok(all)
}

/// What the provider is called at the authority.
pub(super) fn name_of(tx: &mut ReadTx<'_>, id: Id<Organisation>) -> Result<String, StoreError> {
    Ok(organisations::provider(tx, id)?.map(|one| one.name).unwrap_or_default())
}
