//! What waits for somebody who is signed in.

use ::store::{ReadTx, StoreError};
use domain::cases::{Party, Place, Sight};
use kernel::id::kind::{Organisation, Person, Tenant};
use kernel::{Day, Id, Right};
use platform::{Account, Acting, Seat};

use crate::abuse;
use crate::cases::{self, Waiting};

/// Who looks, with the seats that give them the cases.
#[derive(Debug)]
struct Looker {
    seats: Vec<Seat>,
    person: Id<Person>,
    provider: Option<Id<Organisation>>,
}

impl Looker {
    fn of(account: &Account, tenant: Id<Tenant>) -> Option<Self> {
        let provider = match account.acting {
            Some(Acting::Provider(organisation)) => Some(organisation),
            _ => None,
        };
        let right = if provider.is_some() { Right::HandleComplaints } else { Right::ViewComplaints };
        let seats: Vec<Seat> = account.seats_here().filter(|seat| seat.tenant == tenant).cloned().collect();
        let handles = seats.iter().any(|seat| seat.role.may(right));
        handles.then_some(Self { seats, person: account.person, provider })
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
    for one in cases::waiting(tx)? {
        let Some(seen) = cases::part(tx, &one, (&looker.seats, looker.person))? else { continue };
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
