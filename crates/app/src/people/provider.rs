//! What a provider sees of its own people: who holds which seat for it at the authority, since when and by whom, so
//! that nobody is added to it unseen. Every statement is narrowed to the provider.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, global_sql, row, sql};
use kernel::id::kind::{Organisation, Person, Seat, Unit};
use kernel::{Day, Id, Instant, Role};

/// For how many days a seat counts as new.
pub const NEW_DAYS: i64 = 14;

row! {
    struct HeldRow {
        seat: Id<Seat>,
        person: Id<Person>,
        name: String,
        email: String,
        has_password: bool,
        invited_until: Option<Instant>,
        role: Role,
        unit: Option<Id<Unit>>,
        unit_name: Option<String>,
        deputy: bool,
        from: Day,
        to: Option<Day>,
        ended_at: Option<Instant>,
        given_at: Instant,
        confirmed_at: Option<Instant>,
        refused_at: Option<Instant>,
    }
}

/// A seat that somebody holds, or has held, for the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSeat {
    /// The seat.
    pub id: Id<Seat>,
    /// The role.
    pub role: Role,
    /// The only unit it covers, with its name.
    pub unit: Option<(Id<Unit>, String)>,
    /// Whether it is held as a deputy.
    pub deputy: bool,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
    /// When it was ended at once.
    pub ended_at: Option<Instant>,
    /// When it was given, or given back after it had ended.
    pub given_at: Instant,
    /// The name of the one who gave it, where the audit chain has one.
    pub given_by: Option<String>,
    /// When the provider's management confirmed it; it opens nothing before.
    pub confirmed_at: Option<Instant>,
    /// When the provider's management said that this is nobody of theirs.
    pub refused_at: Option<Instant>,
}

fn lately(at: Instant, now: Instant) -> bool {
    now.seconds_since(at) < NEW_DAYS * 24 * 3600
}

impl HeldSeat {
    /// Whether it is held on the day or will be later.
    pub fn lasts(&self, on: Day) -> bool {
        self.ended_at.is_none() && self.to.is_none_or(|last| on <= last)
    }
    /// Whether it was given, confirmed, or began, in the last [`NEW_DAYS`] days.
    pub fn is_new(&self, now: Instant) -> bool {
        lately(self.confirmed_at.unwrap_or(self.given_at).max(self.given_at), now)
            || (self.from <= now.day() && lately(self.from.start(), now))
    }
    /// Whether it ended in the last [`NEW_DAYS`] days: one that was held for a short while is to be seen too.
    pub fn ended_lately(&self, now: Instant) -> bool {
        let end = self.ended_at.or_else(|| self.to.filter(|last| *last < now.day()).map(Day::end));
        end.is_some_and(|end| lately(end, now))
    }
}

/// Somebody at the provider, with their seats there, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// The person.
    pub id: Id<Person>,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they have chosen a password, now or before.
    pub has_password: bool,
    /// How long a link made here can still be used, where there is one.
    pub invited_until: Option<Instant>,
    /// Their seats for the provider at the authority of the transaction.
    pub seats: Vec<HeldSeat>,
}

impl Colleague {
    /// Whether any seat is new.
    pub fn is_new(&self, now: Instant) -> bool {
        self.seats.iter().any(|seat| seat.is_new(now))
    }
    /// Whether any seat lasts.
    pub fn lasts(&self, on: Day) -> bool {
        self.seats.iter().any(|seat| seat.lasts(on))
    }
}

/// Everybody who holds or has held a seat for the provider at the authority of the transaction, in Swedish order of
/// names.
pub fn colleagues(tx: &mut ReadTx<'_>, organisation: Id<Organisation>) -> Result<Vec<Colleague>, StoreError> {
    let rows: Vec<HeldRow> = tx.all(
        sql!(
            "SELECT s.id, p.id, p.name, p.email, p.password_hash IS NOT NULL,
                    (SELECT max(l.expires_at) FROM link l
                     WHERE l.person_id = p.id AND l.tenant_id = $1 AND l.kind = 'invitation' AND l.used_at IS NULL),
                    s.role, s.unit_id, u.name, s.deputy, s.valid_from, s.valid_to, s.ended_at, s.given_at,
                    s.confirmed_at, s.refused_at
             FROM seat s JOIN person p ON p.id = s.person_id
                  LEFT JOIN unit u ON u.tenant_id = s.tenant_id AND u.id = s.unit_id
             WHERE s.tenant_id = $1 AND s.organisation_id = $2 AND p.ended_at IS NULL
             ORDER BY p.sort_key, p.id, s.valid_from DESC, s.id"
        ),
        &[&organisation],
    )?;
    let given = given(tx, organisation)?;
    let mut colleagues: Vec<Colleague> = Vec::new();
    for row in rows {
        let (given_at, given_by) = match given.get(&row.seat) {
            Some((at, by)) => (row.given_at.max(*at), by.clone()),
            None => (row.given_at, None),
        };
        let unit = row.unit.map(|id| (id, row.unit_name.unwrap_or_default()));
        let HeldRow { seat: id, role, deputy, from, to, ended_at, confirmed_at, refused_at, .. } = row;
        let seat =
            HeldSeat { id, role, unit, deputy, from, to, ended_at, given_at, given_by, confirmed_at, refused_at };
        match colleagues.last_mut().filter(|last| last.id == row.person) {
            Some(last) => last.seats.push(seat),
            None => colleagues.push(Colleague {
                id: row.person,
                name: row.name,
                email: row.email,
                has_password: row.has_password,
                invited_until: row.invited_until,
                seats: vec![seat],
            }),
        }
    }
    Ok(colleagues)
}

type Given = BTreeMap<Id<Seat>, (Instant, Option<String>)>;

/// When each of the provider's seats was last given or given back, and by whom, as the audit chain has it.
fn given(tx: &mut ReadTx<'_>, organisation: Id<Organisation>) -> Result<Given, StoreError> {
    let rows: Vec<(Id<Seat>, Instant, Option<String>)> = tx.all(
        sql!(
            "SELECT s.id, e.at, p.name
             FROM audit_event e JOIN seat s ON s.id = e.subject_id LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.chain = 'write' AND e.kind IN ('seat.given', 'seat.resumed')
               AND s.tenant_id = $1 AND s.organisation_id = $2
             ORDER BY e.seq"
        ),
        &[&organisation],
    )?;
    Ok(rows.into_iter().map(|(seat, at, by)| (seat, (at, by))).collect())
}

/// Who else has been given a seat for the provider in the last [`NEW_DAYS`] days: for a note on the start page.
pub fn newcomers(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    but: Id<Person>,
    now: Instant,
) -> Result<Vec<Colleague>, StoreError> {
    let all = colleagues(tx, organisation)?;
    Ok(all.into_iter().filter(|colleague| colleague.id != but && colleague.is_new(now)).collect())
}

/// Who of the provider's people has a seat outside its work for the authority of the transaction.
#[derive(Debug, Default)]
pub(super) struct Outside {
    /// Those who hold a seat somewhere else too, with whichever authority: a way in for them is not the provider's alone
    /// to make.
    pub(super) elsewhere: BTreeSet<Id<Person>>,
    /// Those who hold a seat for the same provider with another authority: a way in for them is not for somebody to make
    /// whose own seat covers but some units of one authority.
    pub(super) other_authority: BTreeSet<Id<Person>>,
}

/// See [`Outside`].
pub(super) fn outside(tx: &mut ReadTx<'_>, organisation: Id<Organisation>, on: Day) -> Result<Outside, StoreError> {
    let tenant = tx.tenant()?;
    let rows: Vec<(Id<Person>, bool)> = tx.all(
        global_sql!(
            "SELECT DISTINCT s.person_id, s.organisation_id IS NOT NULL AND s.organisation_id = $2 FROM seat s
             WHERE s.ended_at IS NULL AND (s.valid_to IS NULL OR s.valid_to >= $3)
               AND (s.organisation_id IS NULL OR s.organisation_id <> $2 OR s.tenant_id <> $1)
               AND EXISTS (SELECT 1 FROM seat h
                           WHERE h.person_id = s.person_id AND h.tenant_id = $1 AND h.organisation_id = $2)"
        ),
        &[&tenant, &organisation, &on],
    )?;
    let mut outside = Outside::default();
    for (person, same_provider) in rows {
        let set = if same_provider { &mut outside.other_authority } else { &mut outside.elsewhere };
        set.insert(person);
    }
    Ok(outside)
}
