//! Who is told that there is something to read: the roles that handle it, or who stands in their place where it is about them.

use std::collections::BTreeSet;

use ::store::{ReadTx, StoreError};
use domain::cases::About;
use kernel::id::kind::{Organisation, Person, Unit};
use kernel::{Day, Id, Role};

use crate::mail::Reach;
use crate::organisations::{self, in_force};

/// Who reads it at the school: the rektor; the provider's management where it is about the rektor.
pub fn at_school(
    all: &[Reach],
    (organisation, unit): (Id<Organisation>, Id<Unit>),
    about: About,
) -> BTreeSet<Id<Person>> {
    let role = if about == About::Rektor { Role::ProviderManagement } else { Role::Rektor };
    let holders = |role: Role| -> BTreeSet<Id<Person>> {
        let fits = |reach: &&Reach| {
            reach.role == role
                && reach.organisation == Some(organisation)
                && reach.unit.is_none_or(|covered| covered == unit)
        };
        all.iter().filter(fits).map(|reach| reach.person).collect()
    };
    let mut people = holders(role);
    if about == About::Rektor {
        // Whoever leads the provider and is the rektor too is not told of it.
        let rektors = holders(Role::Rektor);
        people.retain(|person| !rektors.contains(person));
    }
    people
}

/// Those of the authority who hold the role.
pub fn holders(all: &[Reach], role: Role) -> BTreeSet<Id<Person>> {
    all.iter().filter(|reach| reach.role == role).map(|reach| reach.person).collect()
}

/// Who reads it at the authority: the provider's own contact rektor; without one, or without a provider, every contact rektor, without any the
/// officers; the process owner alone where it is about one of them.
pub fn at_authority(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (organisation, about): (Option<Id<Organisation>>, About),
    today: Day,
) -> Result<BTreeSet<Id<Person>>, StoreError> {
    if about == About::Officer {
        return Ok(holders(all, Role::ProcessOwner));
    }
    let contacts = holders(all, Role::ContactRektor);
    let own: BTreeSet<Id<Person>> = organisations::contacts(tx)?
        .into_iter()
        .map(|entry| entry.terms)
        .filter(|terms| Some(terms.organisation) == organisation && in_force(terms.from, terms.to, today))
        .map(|terms| terms.person)
        .filter(|person| contacts.contains(person))
        .collect();
    let or =
        |people: BTreeSet<Id<Person>>, others: BTreeSet<Id<Person>>| if people.is_empty() { others } else { people };
    Ok(or(own, or(contacts, holders(all, Role::QualityOfficer))))
}
