//! The statements over people and seats. Both are global tables: every statement here names the authority of the
//! transaction, and what a person does elsewhere is never read into a page.

use ::store::{ReadTx, StoreError, WriteTx, global_sql, row, sql};
use kernel::id::kind::{Organisation, Person, Seat, Unit};
use kernel::{Chance, Day, Email, Id, Instant, Role, swedish};
use serde_json::{Value as Json, json};

use super::confirmation;

row! {
    /// Somebody with a seat at the authority, now or before.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PersonEntry {
        /// The person.
        pub id: Id<Person>,
        /// Their name.
        pub name: String,
        /// Their address.
        pub email: String,
        /// Whether they have chosen a password, now or before.
        pub has_password: bool,
        /// Whether they are signed in somewhere, by whatever road.
        pub is_in: bool,
        /// How long the newest link lasts that lets them in without a password.
        pub link_until: Option<Instant>,
        /// How long an invitation from this authority can still be used, where there is one.
        pub invited_until: Option<Instant>,
    }
}

/// Everybody with a seat at the authority of the transaction, now or before, in Swedish order of names.
pub fn people(tx: &mut ReadTx<'_>) -> Result<Vec<PersonEntry>, StoreError> {
    let tenant = tx.tenant()?;
    tx.all(
        global_sql!(
            "SELECT p.id, p.name, p.email, p.password_hash IS NOT NULL,
                    EXISTS (SELECT 1 FROM session x WHERE x.person_id = p.id AND x.ended_at IS NULL),
                    (SELECT max(l.expires_at) FROM link l
                     WHERE l.person_id = p.id AND l.kind = 'sign-in' AND l.used_at IS NULL),
                    (SELECT max(l.expires_at) FROM link l
                     WHERE l.person_id = p.id AND l.tenant_id = $1 AND l.kind = 'invitation' AND l.used_at IS NULL)
             FROM person p
             WHERE p.ended_at IS NULL AND EXISTS (SELECT 1 FROM seat s WHERE s.person_id = p.id AND s.tenant_id = $1)
             ORDER BY p.sort_key, p.id"
        ),
        &[&tenant],
    )
}

row! {
    /// A seat at the authority.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SeatEntry {
        /// The seat.
        pub id: Id<Seat>,
        /// Who holds it.
        pub person: Id<Person>,
        /// The role.
        pub role: Role,
        /// The provider, in provider roles.
        pub organisation: Option<Id<Organisation>>,
        /// Its name.
        pub organisation_name: Option<String>,
        /// The only unit it covers.
        pub unit: Option<Id<Unit>>,
        /// Whether it is held as a deputy.
        pub deputy: bool,
        /// First day.
        pub from: Day,
        /// Last day.
        pub to: Option<Day>,
        /// When it was ended at once.
        pub ended_at: Option<Instant>,
        /// Whether it has been confirmed: by the provider's management, in provider roles.
        pub confirmed: bool,
        /// When the provider's management said that this is nobody of theirs.
        pub refused_at: Option<Instant>,
    }
}

impl SeatEntry {
    /// Whether it is held on the day.
    pub fn in_force(&self, on: Day) -> bool {
        self.ended_at.is_none() && self.from <= on && self.to.is_none_or(|last| on <= last)
    }
    /// Whether it is held on the day or will be later.
    pub fn lasts(&self, on: Day) -> bool {
        self.ended_at.is_none() && self.to.is_none_or(|last| on <= last)
    }
}

impl SeatEntry {
    /// The same seat with another last day, as if it were given anew.
    pub(super) fn until(&self, to: Option<Day>) -> NewSeat {
        let Self { person, role, organisation, unit, deputy, from, .. } = *self;
        NewSeat { person, role, organisation, unit, deputy, from, to }
    }
}

/// Every seat at the authority of the transaction, ended ones too, the newest first.
pub fn seats(tx: &mut ReadTx<'_>) -> Result<Vec<SeatEntry>, StoreError> {
    tx.all(
        sql!(
            "SELECT s.id, s.person_id, s.role, s.organisation_id, COALESCE(v.name, o.name), s.unit_id, s.deputy,
                    s.valid_from, s.valid_to, s.ended_at, s.confirmed_at IS NOT NULL, s.refused_at
             FROM seat s LEFT JOIN organisation o ON o.id = s.organisation_id
             LEFT JOIN provider v ON v.tenant_id = s.tenant_id AND v.organisation_id = s.organisation_id
             WHERE s.tenant_id = $1 ORDER BY s.valid_from DESC, s.role, s.id"
        ),
        &[],
    )
}

/// The person with the address, or a new one with the name. Gives the person, and whether they are new; somebody who is
/// known keeps the name they have.
pub fn add_person(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    name: &str,
    email: &Email,
) -> Result<(Id<Person>, bool), StoreError> {
    let now = tx.context().now;
    let added = tx.execute(
        global_sql!(
            "INSERT INTO person (id, name, sort_key, email, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (email) DO NOTHING"
        ),
        &[&Id::<Person>::random(chance), &name, &swedish::sort_key(name), &email.key(), &now],
    )?;
    let (id,): (Id<Person>,) = tx.one(global_sql!("SELECT id FROM person WHERE email = $1"), &[&email.key()])?;
    Ok((id, added == 1))
}

/// A seat to give somebody at the authority of the transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSeat {
    /// To whom.
    pub person: Id<Person>,
    /// The role.
    pub role: Role,
    /// The provider, in provider roles.
    pub organisation: Option<Id<Organisation>>,
    /// The only unit it covers; all of the provider's when empty.
    pub unit: Option<Id<Unit>>,
    /// Whether it is held as a deputy.
    pub deputy: bool,
    /// First day.
    pub from: Day,
    /// Last day; goes on when empty.
    pub to: Option<Day>,
}

impl NewSeat {
    /// What the event about it says, and whether the person became known with it.
    pub fn facts(&self, new_person: bool) -> Json {
        json!({
            "person": self.person, "new_person": new_person, "role": self.role.slug(),
            "organisation": self.organisation, "unit": self.unit, "deputy": self.deputy, "from": self.from, "to": self.to,
        })
    }
}

/// Gives somebody a seat. At a provider it waits until the provider's own management confirms it, but for the first one of
/// that management.
pub fn add_seat(tx: &mut WriteTx<'_>, chance: &dyn Chance, seat: &NewSeat) -> Result<Id<Seat>, StoreError> {
    let (tenant, now, id) = (tx.tenant()?, tx.context().now, Id::<Seat>::random(chance));
    let (given_by, (confirmed_at, confirmed_by)) = (tx.context().actor.person, confirmation::at_giving(tx, seat)?);
    tx.execute(
        global_sql!(
            "INSERT INTO seat (id, person_id, tenant_id, organisation_id, unit_id, role, deputy, valid_from, valid_to, given_at,
                 given_by, confirmed_at, confirmed_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        &[
            &id,
            &seat.person,
            &tenant,
            &seat.organisation,
            &seat.unit,
            &seat.role,
            &seat.deputy,
            &seat.from,
            &seat.to,
            &now,
            &given_by,
            &confirmed_at,
            &confirmed_by,
        ],
    )?;
    Ok(id)
}

/// Whether the seat waits for the provider's management.
pub(super) fn waits(tx: &mut ReadTx<'_>, seat: Id<Seat>) -> Result<bool, StoreError> {
    let (waits,): (bool,) = tx.one(global_sql!("SELECT confirmed_at IS NULL FROM seat WHERE id = $1"), &[&seat])?;
    Ok(waits)
}

/// Sets the last day and the end of a seat of the authority; both `None` take the end back.
pub fn end_seat(
    tx: &mut WriteTx<'_>,
    seat: Id<Seat>,
    to: Option<Day>,
    ended_at: Option<Instant>,
) -> Result<(), StoreError> {
    let tenant = tx.tenant()?;
    tx.execute(
        global_sql!("UPDATE seat SET valid_to = $3, ended_at = $4 WHERE id = $1 AND tenant_id = $2"),
        &[&seat, &tenant, &to, &ended_at],
    )?;
    if ended_at.is_none() {
        // Given back it waits once more: what the provider said was of the time before.
        tx.execute(
            global_sql!("UPDATE seat SET refused_at = NULL WHERE id = $1 AND tenant_id = $2"),
            &[&seat, &tenant],
        )?;
    }
    Ok(())
}

row! {
    /// What decides whether this authority may make a way in for somebody.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) struct Standing {
        /// Whether they have chosen a password, now or before.
        pub(super) has_password: bool,
        /// Whether they hold a seat at a provider, or have held one, with any authority.
        pub(super) provider_side: bool,
        /// Whether a seat of theirs at a provider has been confirmed, but for that of its first management.
        pub(super) confirmed: bool,
        /// Seats that have not ended, with other authorities.
        pub(super) seats_elsewhere: i64,
        /// When this authority first gave them a seat.
        pub(super) first_here: Option<Instant>,
        /// When another authority first did.
        pub(super) first_elsewhere: Option<Instant>,
    }
}

/// See [`Standing`].
pub(super) fn standing(tx: &mut ReadTx<'_>, person: Id<Person>) -> Result<Standing, StoreError> {
    let tenant = tx.tenant()?;
    tx.one(
        global_sql!(
            "SELECT p.password_hash IS NOT NULL,
                    EXISTS (SELECT 1 FROM seat s WHERE s.person_id = p.id AND s.organisation_id IS NOT NULL),
                    EXISTS (SELECT 1 FROM seat s WHERE s.person_id = p.id AND s.organisation_id IS NOT NULL
                            AND s.confirmed_at IS NOT NULL AND (s.confirmed_by IS NULL OR s.confirmed_by <> p.id)),
                    (SELECT count(*) FROM seat s WHERE s.person_id = p.id AND s.tenant_id <> $2 AND s.ended_at IS NULL),
                    (SELECT min(s.given_at) FROM seat s WHERE s.person_id = p.id AND s.tenant_id = $2),
                    (SELECT min(s.given_at) FROM seat s WHERE s.person_id = p.id AND s.tenant_id <> $2)
             FROM person p WHERE p.id = $1"
        ),
        &[&person, &tenant],
    )
}

/// The name of the other authority that last made a way in for whoever has the address, or that knew them first where
/// nobody has; `None` when that was this authority, or they hold a seat here that lasts.
pub(super) fn let_in_by(tx: &mut ReadTx<'_>, email: &str, on: Day) -> Result<Option<String>, StoreError> {
    let tenant = tx.tenant()?;
    let found: Option<(String,)> = tx.maybe(
        global_sql!(
            "SELECT t.name FROM person p JOIN tenant t ON t.id = COALESCE(
                 (SELECT l.tenant_id FROM link l WHERE l.person_id = p.id AND l.tenant_id IS NOT NULL
                  ORDER BY l.created_at DESC, l.id LIMIT 1),
                 (SELECT s.tenant_id FROM seat s WHERE s.person_id = p.id ORDER BY s.given_at, s.id LIMIT 1))
             WHERE p.email = $1 AND t.id <> $2
               AND NOT EXISTS (SELECT 1 FROM seat h
                               WHERE h.person_id = p.id AND h.tenant_id = $2 AND h.ended_at IS NULL
                                 AND (h.valid_to IS NULL OR h.valid_to >= $3))"
        ),
        &[&email, &tenant, &on],
    )?;
    Ok(found.map(|(name,)| name))
}
