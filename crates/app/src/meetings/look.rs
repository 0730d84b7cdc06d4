//! What the pages and start pages show of meetings.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::meetings::StateName;
use kernel::id::kind::{Organisation, Person, Unit};
use kernel::{Day, Id, Role};
use maud::Markup;
use platform::access::Tools;

use super::store::{self, Kept};
use super::{OWN, PAGE, view, view_provider};
use crate::mail::{self, Reach};
use crate::organisations;

/// A rektor who can be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rektor {
    pub person: Id<Person>,
    pub name: String,
    pub organisation: Id<Organisation>,
}

/// Who is to come.
#[derive(Debug, Default)]
pub(super) struct Invitees {
    /// Every rektor who can be reached, once.
    pub rektors: Vec<Rektor>,
    /// Open units of which no rektor can be reached: whoever invites reaches them in another way.
    pub without: Vec<String>,
    pub providers: BTreeMap<Id<Organisation>, String>,
}

/// Every rektor of a unit that is open on the day, those of the authority's own schools too.
pub(super) fn invitees(tx: &mut ReadTx<'_>, today: Day) -> Result<Invitees, StoreError> {
    let providers: BTreeMap<Id<Organisation>, String> = organisations::providers(tx)?
        .into_iter()
        .filter(|one| one.ended_on.is_none_or(|ended| ended >= today))
        .map(|one| (one.id, one.name))
        .collect();
    let all: Vec<Reach> = mail::reachable(tx, today)?.into_iter().filter(|one| one.role == Role::Rektor).collect();
    let mut rektors: Vec<Rektor> = Vec::new();
    for one in &all {
        let Some(organisation) = one.organisation.filter(|of| providers.contains_key(of)) else { continue };
        if !rektors.iter().any(|known| known.person == one.person) {
            rektors.push(Rektor { person: one.person, name: one.name.clone(), organisation });
        }
    }
    rektors.sort_by(|one, other| kernel::swedish::compare(&one.name, &other.name));
    let has = |of: Id<Organisation>, unit: Id<Unit>| {
        all.iter().any(|one| one.organisation == Some(of) && one.unit.is_none_or(|own| own == unit))
    };
    let open = organisations::units(tx)?.into_iter().filter(|unit| {
        unit.closed_on.is_none_or(|closed| closed >= today) && providers.contains_key(&unit.organisation)
    });
    let without = open.filter(|unit| !has(unit.organisation, unit.id)).map(|unit| unit.name).collect();
    Ok(Invitees { rektors, without, providers })
}

/// The meeting that comes next and what waits of those that were, at the authority.
///
/// # Errors
/// When the database cannot be read.
pub fn at_authority(tx: &mut ReadTx<'_>, tools: &Tools, today: Day, link: &str) -> Result<Markup, StoreError> {
    let all = store::all(tx, tools)?;
    let next = next(&all, &[StateName::Planned, StateName::Invited], today);
    let waits: Vec<&Kept> =
        all.iter().filter(|kept| kept.stands.agreed.iter().any(|one| one.waits_for(None))).collect();
    Ok(view::waits(&format!("{link}{PAGE}"), next, &waits, today))
}

/// The meeting that comes next, whether one has registered, and what waits for the provider of those that were.
///
/// # Errors
/// When the database cannot be read.
pub fn at_provider(
    tx: &mut ReadTx<'_>,
    (tools, person): (&Tools, Id<Person>),
    provider: Id<Organisation>,
    (today, link): (Day, &str),
) -> Result<Markup, StoreError> {
    let all: Vec<Kept> = store::all(tx, tools)?.into_iter().filter(is_told).collect();
    Ok(view_provider::waits(&format!("{link}{OWN}"), &all, (provider, person), today))
}

/// The meeting of the nearest day from today on, of those that stand so.
pub(super) fn next<'k>(all: &'k [Kept], states: &[StateName], today: Day) -> Option<&'k Kept> {
    let comes = |kept: &&Kept| kept.stands.on >= today && states.contains(&kept.stands.state);
    all.iter().filter(comes).min_by_key(|kept| (kept.stands.on, kept.stands.hours.from, kept.id))
}

/// Whether providers know of it.
pub(super) fn is_told(kept: &Kept) -> bool {
    kept.stands.invited > 0
}
