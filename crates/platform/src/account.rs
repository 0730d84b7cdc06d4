//! Who is signed in, which seats they hold today, and for whom they act.

use kernel::id::kind::{Organisation, Person, Seat as SeatKind, Session, Tenant, Unit};
use kernel::{Day, Id, Instant, Right, Role, Side};
use store::{FromRow, ReadTx, StoreError, global_sql, row};

row! {
    /// A role that a person holds today at one authority, for a provider in provider roles.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Seat {
        /// The seat.
        pub id: Id<SeatKind>,
        /// The authority.
        pub tenant: Id<Tenant>,
        /// Its name in addresses.
        pub tenant_slug: String,
        /// Its name.
        pub tenant_name: String,
        /// The provider, in provider roles.
        pub organisation: Option<Id<Organisation>>,
        /// Its name.
        pub organisation_name: Option<String>,
        /// The only unit the seat covers; all of the provider's when empty.
        pub unit: Option<Id<Unit>>,
        /// The role.
        pub role: Role,
        /// Whether it is held as a deputy.
        pub deputy: bool,
        /// Its last day; goes on when empty.
        pub valid_to: Option<Day>,
    }
}

/// For whom a signed-in person acts in this session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Acting {
    /// For an authority or region: one tenant.
    Authority(Id<Tenant>),
    /// For a provider, towards every authority where the person holds a seat for it.
    Provider(Id<Organisation>),
}

impl Seat {
    /// For whom one acts in this seat.
    pub fn acting(&self) -> Acting {
        match (self.role.side(), self.organisation) {
            (Side::Provider, Some(organisation)) => Acting::Provider(organisation),
            _ => Acting::Authority(self.tenant),
        }
    }
    /// The name of the one acted for.
    pub fn acting_name(&self) -> &str {
        match self.acting() {
            Acting::Provider(_) => self.organisation_name.as_deref().unwrap_or(&self.tenant_name),
            Acting::Authority(_) => &self.tenant_name,
        }
    }
}

/// A signed-in person.
#[derive(Debug, Clone)]
pub struct Account {
    /// The person.
    pub person: Id<Person>,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The session.
    pub session: Id<Session>,
    /// When the session ends, however much it is used.
    pub expires_at: Instant,
    /// For whom they act; `None` until they have chosen, or when they hold no seat.
    pub acting: Option<Acting>,
    /// Every seat they hold today that lets them do something.
    pub seats: Vec<Seat>,
    /// The seats at a provider that its own management has not confirmed yet: they open nothing.
    pub waiting: Vec<Seat>,
    /// How much waits for them in the seat that the page is seen in.
    pub waits: u64,
}

impl Account {
    /// The seats in force in this session: those of the one acted for.
    pub fn seats_here(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|seat| Some(seat.acting()) == self.acting)
    }

    /// Whether any seat in force has the right.
    pub fn may(&self, right: Right) -> bool {
        right == Right::OwnAccount || self.seats_here().any(|seat| seat.role.may(right))
    }

    /// Those the person can act for, each once, with the first seat's role, in Swedish order of names.
    pub fn choices(&self) -> Vec<&Seat> {
        let mut choices: Vec<&Seat> = Vec::new();
        for seat in &self.seats {
            if !choices.iter().any(|known| known.acting() == seat.acting()) {
                choices.push(seat);
            }
        }
        choices.sort_by(|a, b| kernel::swedish::compare(a.acting_name(), b.acting_name()));
        choices
    }
}

/// For how long somebody whose role has ended is told what the fields of their last form were called, in seconds.
const LATELY: i64 = 30 * 24 * 60 * 60;

/// The confirmed seats that a person holds or held lately.
pub(crate) fn seats_lately(tx: &mut ReadTx<'_>, person: Id<Person>, now: Instant) -> Result<Vec<Seat>, StoreError> {
    let (since, mut seats) = (now.plus_seconds(-LATELY), Vec::new());
    tx.each(
        global_sql!(
            "SELECT s.id, s.tenant_id, t.slug, t.name, s.organisation_id, o.name, s.unit_id, s.role, s.deputy, s.valid_to
             FROM seat s JOIN tenant t ON t.id = s.tenant_id LEFT JOIN organisation o ON o.id = s.organisation_id
             WHERE s.person_id = $1 AND s.confirmed_at IS NOT NULL AND (s.ended_at IS NULL OR s.ended_at >= $2)
               AND s.valid_from <= $3 AND (s.valid_to IS NULL OR s.valid_to >= $4)
             ORDER BY t.slug, s.role, s.id"
        ),
        &[&person, &since, &now.day(), &since.day()],
        |row| {
            seats.push(Seat::from_row(row)?);
            Ok(())
        },
    )?;
    Ok(seats)
}

/// The seats a person holds on the day: those in force, and those that wait to be confirmed.
pub(crate) fn seats_of(tx: &mut ReadTx<'_>, person: Id<Person>, on: Day) -> Result<(Vec<Seat>, Vec<Seat>), StoreError> {
    let (mut seats, mut waiting) = (Vec::new(), Vec::new());
    tx.each(
        global_sql!(
            "SELECT s.id, s.tenant_id, t.slug, t.name, s.organisation_id, o.name, s.unit_id, s.role, s.deputy, s.valid_to,
                    s.confirmed_at IS NOT NULL
             FROM seat s JOIN tenant t ON t.id = s.tenant_id LEFT JOIN organisation o ON o.id = s.organisation_id
             WHERE s.person_id = $1 AND s.ended_at IS NULL AND s.valid_from <= $2 AND (s.valid_to IS NULL OR s.valid_to >= $2)
             ORDER BY t.slug, s.role, s.id"
        ),
        &[&person, &on],
        |row| {
            let seat = Seat::from_row(row)?;
            let of = if row.take()? { &mut seats } else { &mut waiting };
            of.push(seat);
            Ok(())
        },
    )?;
    Ok((seats, waiting))
}
