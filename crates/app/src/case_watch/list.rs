//! What waits for somebody who is signed in.

use ::store::{ReadTx, StoreError};
use domain::cases::{About, Hand, Party, Place, Seen, Sight};
use kernel::id::kind::{CaseFile, Organisation, Person, Tenant, Unit};
use kernel::{Day, Id, Right, Role};
use platform::{Account, Acting, Seat};

use crate::abuse;
use crate::cases::{self, Waiting};

/// Who looks, in the role that gives them the cases.
#[derive(Debug)]
struct Looker {
    role: Role,
    person: Id<Person>,
    provider: Option<Id<Organisation>>,
    only: Option<Vec<Id<Unit>>>,
}

impl Looker {
    fn of(account: &Account, tenant: Id<Tenant>) -> Option<Self> {
        let provider = match account.acting {
            Some(Acting::Provider(organisation)) => Some(organisation),
            _ => None,
        };
        let right = if provider.is_some() { Right::HandleComplaints } else { Right::ViewComplaints };
        let seats: Vec<&Seat> =
            account.seats_here().filter(|seat| seat.tenant == tenant && seat.role.may(right)).collect();
        let role = seats.first()?.role;
        Some(Self { role, person: account.person, provider, only: seats.iter().map(|seat| seat.unit).collect() })
    }

    fn covers(&self, one: &Waiting) -> bool {
        let Some(provider) = self.provider else { return true };
        one.school.is_some_and(|(organisation, unit)| {
            organisation == provider && self.only.as_ref().is_none_or(|units| units.contains(&unit))
        })
    }

    fn seen(&self, tx: &mut ReadTx<'_>, case: Id<CaseFile>, about: About) -> Result<Seen, StoreError> {
        let chosen = about == About::Officer && cases::is_handler(tx, case, self.person)?;
        Ok(Seen { hand: Hand::Role(self.role), chosen })
    }
}

/// What waits for somebody at an authority.
#[derive(Debug, Clone, Default)]
pub struct Awaited {
    /// Whether they have anything to do with cases at all.
    pub handles: bool,
    /// Whether for the authority.
    pub at_authority: bool,
    /// Their own cases, the most urgent first.
    pub own: Vec<Waiting>,
    /// For the authority: how many open cases the schools have, and in how many a day has passed.
    pub at_schools: (usize, usize),
    /// Investigations of abuse, for those who may see them.
    pub investigations: Vec<abuse::Waiting>,
}

/// What waits for the person at the authority.
pub fn awaited(tx: &mut ReadTx<'_>, account: &Account, tenant: Id<Tenant>, today: Day) -> Result<Awaited, StoreError> {
    let Some(looker) = Looker::of(account, tenant) else { return Ok(Awaited::default()) };
    let mut found = Awaited { handles: true, at_authority: looker.provider.is_none(), ..Awaited::default() };
    for one in cases::waiting(tx)?.into_iter().filter(|one| looker.covers(one)) {
        let seen = looker.seen(tx, one.id, one.about())?;
        if one.is_for(&seen) {
            found.own.push(one);
        } else if seen.hand.party() == Some(Party::Authority)
            && one.place == Place::School
            && one.held.sight(&seen) != Sight::Nothing
        {
            found.at_schools.0 += 1;
            found.at_schools.1 += usize::from(one.next.day < today);
        }
    }
    found.investigations = abuse::waiting(tx, account, tenant)?;
    Ok(found)
}

/// How much of it is to be done now: what stands at the entry of the navigation.
pub fn count(tx: &mut ReadTx<'_>, account: &Account, seat: &Seat, today: Day) -> Result<u64, StoreError> {
    let found = awaited(tx, account, seat.tenant, today)?;
    let cases = found.own.iter().filter(|one| one.is_urgent(today)).count();
    let investigations = found.investigations.iter().filter(|one| one.is_urgent(today)).count();
    Ok(u64::try_from(cases + investigations).unwrap_or(u64::MAX))
}
