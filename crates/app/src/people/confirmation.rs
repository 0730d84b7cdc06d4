//! Seats at a provider and the provider's own word on them: one that the authority gives opens nothing until somebody in
//! the provider's management has said that the person is theirs. The management answers for its people with every
//! authority, so that what is read and changed here is narrowed to the provider and not to the transaction's tenant.

use ::store::{ReadTx, StoreError, WriteTx, global_sql, row};
use kernel::id::kind::{Organisation, Person, Seat, Tenant, Unit};
use kernel::{Day, Id, Instant, Right, Role, Side};

use super::store::NewSeat;

row! {
    /// A seat at the provider that nobody there has confirmed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct WaitingSeat {
        /// The seat.
        pub id: Id<Seat>,
        /// The authority that gave it.
        pub tenant: Id<Tenant>,
        /// Its name.
        pub tenant_name: String,
        /// Who is to hold it.
        pub person: Id<Person>,
        /// Their name.
        pub name: String,
        /// Their address.
        pub email: String,
        /// The role.
        pub role: Role,
        /// The only unit it is to cover.
        pub unit: Option<Id<Unit>>,
        /// Whether it is to be held as a deputy.
        pub deputy: bool,
        /// First day.
        pub from: Day,
        /// Last day.
        pub to: Option<Day>,
        /// Since when it waits.
        pub given_at: Instant,
        /// The name of the one who gave it.
        pub given_by: Option<String>,
        /// Whether the account has been taken into use.
        pub has_password: bool,
    }
}

/// The seats at the provider that wait on the day, with every authority, the oldest first.
fn waiting(tx: &mut ReadTx<'_>, organisation: Id<Organisation>, on: Day) -> Result<Vec<WaitingSeat>, StoreError> {
    tx.all(
        global_sql!(
            "SELECT s.id, t.id, t.name, p.id, p.name, p.email, s.role, s.unit_id, s.deputy, s.valid_from, s.valid_to,
                    s.given_at, g.name, p.password_hash IS NOT NULL
             FROM seat s JOIN tenant t ON t.id = s.tenant_id JOIN person p ON p.id = s.person_id
                  LEFT JOIN person g ON g.id = s.given_by
             WHERE s.organisation_id = $1 AND s.confirmed_at IS NULL AND s.ended_at IS NULL
               AND (s.valid_to IS NULL OR s.valid_to >= $2) AND p.ended_at IS NULL
             ORDER BY s.given_at, s.id"
        ),
        &[&organisation, &on],
    )
}

/// As [`waiting`], those that somebody may confirm whose seats in the management, at the authority of the transaction, cover
/// only the units; all of the provider without.
pub fn waiting_for(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    units: Option<&[Id<Unit>]>,
    on: Day,
) -> Result<Vec<WaitingSeat>, StoreError> {
    let mut seats = waiting(tx, organisation, on)?;
    if units.is_some() && !seats.is_empty() {
        let (here, whole) = (tx.tenant()?, has_whole_management(tx, organisation, on)?);
        seats.retain(|seat| within(seat, here, units, whole));
    }
    Ok(seats)
}

/// The authority that gave the provider the seat; `None` when there is no such seat there.
pub(super) fn tenant_of(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    seat: Id<Seat>,
) -> Result<Option<Id<Tenant>>, StoreError> {
    let found: Option<(Id<Tenant>,)> = tx.maybe(
        global_sql!("SELECT tenant_id FROM seat WHERE id = $1 AND organisation_id = $2"),
        &[&seat, &organisation],
    )?;
    Ok(found.map(|(tenant,)| tenant))
}

/// Whether somebody in the management has a confirmed seat that covers the whole provider, with any authority.
fn has_whole_management(tx: &mut ReadTx<'_>, organisation: Id<Organisation>, on: Day) -> Result<bool, StoreError> {
    let (count,): (i64,) = tx.one(
        global_sql!(
            "SELECT count(*) FROM seat
             WHERE organisation_id = $1 AND role = $2 AND unit_id IS NULL AND confirmed_at IS NOT NULL
               AND ended_at IS NULL AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)"
        ),
        &[&organisation, &Role::ProviderManagement, &on],
    )?;
    Ok(count > 0)
}

/// Whether somebody whose own seats cover only the units may confirm the seat: one of theirs, at the authority where they
/// are; or any, where nobody in the management covers more.
fn within(seat: &WaitingSeat, here: Id<Tenant>, units: Option<&[Id<Unit>]>, whole: bool) -> bool {
    units.is_none_or(|units| !whole || seat.tenant == here && seat.unit.is_some_and(|unit| units.contains(&unit)))
}

/// When a seat that is given now is confirmed, and by whom: at once for whom no provider answers; at once and by its own
/// holder for the first management that the provider has ever had, since somebody must be first; else not yet.
pub(super) fn at_giving(
    tx: &mut WriteTx<'_>,
    seat: &NewSeat,
) -> Result<(Option<Instant>, Option<Id<Person>>), StoreError> {
    let now = tx.context().now;
    let Some(organisation) = seat.organisation.filter(|_| seat.role.side() == Side::Provider) else {
        return Ok((Some(now), None));
    };
    if !seat.role.may(Right::ManageOwnPeople) {
        return Ok((None, None));
    }
    // The provider's row first: of two authorities that give a first management at once, one is before the other.
    tx.execute(global_sql!("UPDATE organisation SET name = name WHERE id = $1"), &[&organisation])?;
    // Ended ones count: whoever may end a seat does not get to choose the next first.
    let (before,): (i64,) = tx.one(
        global_sql!("SELECT count(*) FROM seat WHERE organisation_id = $1 AND role = $2 AND confirmed_at IS NOT NULL"),
        &[&organisation, &Role::ProviderManagement],
    )?;
    Ok(if before == 0 { (Some(now), Some(seat.person)) } else { (None, None) })
}

/// Confirms the provider's seat at the authority of the transaction; `false` when it does not wait.
pub fn confirm(
    tx: &mut WriteTx<'_>,
    organisation: Id<Organisation>,
    seat: Id<Seat>,
    by: Option<Id<Person>>,
) -> Result<bool, StoreError> {
    let (tenant, now) = (tx.tenant()?, tx.context().now);
    let changed = tx.execute(
        global_sql!(
            "UPDATE seat SET confirmed_at = $4, confirmed_by = $5
             WHERE id = $1 AND tenant_id = $2 AND organisation_id = $3 AND confirmed_at IS NULL AND ended_at IS NULL"
        ),
        &[&seat, &tenant, &organisation, &now, &by],
    )?;
    Ok(changed == 1)
}

/// Ends a waiting seat of the provider at the authority of the transaction, as nobody of theirs; `false` when it does not
/// wait.
pub(super) fn refuse(tx: &mut WriteTx<'_>, organisation: Id<Organisation>, seat: Id<Seat>) -> Result<bool, StoreError> {
    let (tenant, now) = (tx.tenant()?, tx.context().now);
    let changed = tx.execute(
        global_sql!(
            "UPDATE seat SET ended_at = $4, refused_at = $4
             WHERE id = $1 AND tenant_id = $2 AND organisation_id = $3 AND confirmed_at IS NULL AND ended_at IS NULL"
        ),
        &[&seat, &tenant, &organisation, &now],
    )?;
    Ok(changed == 1)
}
