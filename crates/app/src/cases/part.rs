//! How somebody who is signed in takes part in a case.

use ::store::{ReadTx, StoreError, global_sql};
use domain::cases::{About, Held, Seen, Sight, hand};
use kernel::id::kind::{CaseFile, Organisation, Person, Unit};
use kernel::{Day, Id, Role};
use platform::Seat;

use super::model::Filed;
use super::timeline::is_handler;
use super::waiting::Waiting;

/// What of a case decides who takes part in it.
#[derive(Debug, Clone, Copy)]
pub struct Concerns {
    id: Id<CaseFile>,
    school: Option<(Id<Organisation>, Id<Unit>)>,
    about: About,
}

impl From<&Filed> for Concerns {
    fn from(filed: &Filed) -> Self {
        Self { id: filed.id, school: filed.school, about: filed.about }
    }
}

impl From<&Waiting> for Concerns {
    fn from(one: &Waiting) -> Self {
        Self { id: one.id, school: one.school, about: one.about() }
    }
}

/// Whether the seat covers what is about the school.
fn covers(seat: &Seat, school: Option<(Id<Organisation>, Id<Unit>)>) -> bool {
    // An authority's seats cover all its cases.
    seat.organisation.is_none_or(|provider| {
        school.is_some_and(|(organisation, unit)| organisation == provider && seat.unit.is_none_or(|only| only == unit))
    })
}

fn seen_of(school: Option<(Id<Organisation>, Id<Unit>)>, about: About, seats: &[Seat]) -> Option<Seen> {
    let roles = seats.iter().filter(|seat| covers(seat, school)).map(|seat| seat.role);
    hand(roles, about).map(|hand| Seen { hand, chosen: false })
}

/// How much somebody with the seats sees of what is said of the unit and about these, when the school has it.
pub fn sight_at_school(school: (Id<Organisation>, Id<Unit>), about: About, seats: &[Seat]) -> Sight {
    let held = Held { school: true, authority: false, about };
    seen_of(Some(school), about, seats).map_or(Sight::Nothing, |seen| held.sight(&seen))
}

/// How somebody with the seats takes part in the case who was not chosen to handle it: nobody at a school is.
pub fn part_unchosen(concerns: impl Into<Concerns>, seats: &[Seat]) -> Option<Seen> {
    let case: Concerns = concerns.into();
    seen_of(case.school, case.about, seats)
}

/// How the person with the seats takes part in the case, by those of the seats that cover it; nothing where they have no part.
pub fn part(
    tx: &mut ReadTx<'_>,
    concerns: impl Into<Concerns>,
    (seats, person): (&[Seat], Id<Person>),
) -> Result<Option<Seen>, StoreError> {
    let case: Concerns = concerns.into();
    let Some(seen) = part_unchosen(case, seats) else { return Ok(None) };
    let chosen = case.about == About::Officer && is_handler(tx, case.id, person)?;
    Ok(Some(Seen { chosen, ..seen }))
}

/// How much of the case the person with the seats may see.
pub fn sight(tx: &mut ReadTx<'_>, filed: &Filed, who: (&[Seat], Id<Person>)) -> Result<Sight, StoreError> {
    Ok(part(tx, filed, who)?.map_or(Sight::Nothing, |seen| filed.sight(&seen)))
}

/// Whether anybody at the school may read what is about the rektor: somebody who leads the provider and is not the unit's rektor
/// too. Where nobody may, it is the authority's: a complaint that nobody can read is answered by nobody.
pub fn is_led_by_others(
    tx: &mut ReadTx<'_>,
    (organisation, unit): (Id<Organisation>, Id<Unit>),
    today: Day,
) -> Result<bool, StoreError> {
    let tenant = tx.tenant()?;
    let found: Option<(Id<Person>,)> = tx.maybe(
        global_sql!(
            "SELECT s.person_id FROM seat s JOIN person p ON p.id = s.person_id
             WHERE s.tenant_id = $1 AND s.organisation_id = $2 AND s.role = $3 AND s.ended_at IS NULL AND p.ended_at IS NULL
               AND s.valid_from <= $4 AND (s.valid_to IS NULL OR s.valid_to >= $4) AND NOT EXISTS (
                 SELECT 1 FROM seat r WHERE r.tenant_id = $1 AND r.organisation_id = $2 AND r.person_id = s.person_id
                   AND r.role = $5 AND (r.unit_id IS NULL OR r.unit_id = $6) AND r.ended_at IS NULL
                   AND r.valid_from <= $4 AND (r.valid_to IS NULL OR r.valid_to >= $4))
             ORDER BY s.id LIMIT 1"
        ),
        &[&tenant, &organisation, &Role::ProviderManagement, &today, &Role::Rektor, &unit],
    )?;
    Ok(found.is_some())
}
