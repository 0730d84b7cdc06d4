//! The statements over reminders: who can be reached, who has been told what, what is paused.
//!
//! What has been said lies in a global table, since one letter may speak of several authorities; every statement on behalf
//! of one names it. Pauses are the authority's own.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, WriteTx, global_sql, row, sql};
use domain::reminders::Stage;
use kernel::id::kind::{Assignment, Letter, Organisation, Person, Tenant};
use kernel::{Day, Id, Instant};

row! {
    /// An authority whose reminders go.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct Authority {
        pub(super) id: Id<Tenant>,
        pub(super) slug: String,
        pub(super) name: String,
    }
}

/// Every authority.
pub(super) fn authorities(tx: &mut ReadTx<'_>) -> Result<Vec<Authority>, StoreError> {
    tx.all(global_sql!("SELECT id, slug, name FROM tenant WHERE kind = 'authority' ORDER BY name, id"), &[])
}

/// The transaction's authority.
pub(super) fn own_authority(tx: &mut ReadTx<'_>) -> Result<Authority, StoreError> {
    let tenant = tx.tenant()?;
    tx.one(global_sql!("SELECT id, slug, name FROM tenant WHERE id = $1"), &[&tenant])
}

/// The authority's contact rektors on the day, with the provider they answer for.
pub(super) fn contacts(tx: &mut ReadTx<'_>, on: Day) -> Result<BTreeSet<(Id<Organisation>, Id<Person>)>, StoreError> {
    let rows: Vec<(Id<Organisation>, Id<Person>)> = tx.all(
        sql!(
            "SELECT organisation_id, person_id FROM contact_rektor
             WHERE tenant_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)"
        ),
        &[&on],
    )?;
    Ok(rows.into_iter().collect())
}

/// Who has been reminded of what at the authority, and on which days.
pub(super) fn sent(tx: &mut ReadTx<'_>) -> Result<BTreeMap<Id<Assignment>, Vec<(Id<Person>, Day)>>, StoreError> {
    let tenant = tx.tenant()?;
    let rows: Vec<(Id<Assignment>, Id<Person>, Day)> = tx.all(
        global_sql!("SELECT assignment_id, person_id, day FROM reminder WHERE tenant_id = $1 ORDER BY day"),
        &[&tenant],
    )?;
    let mut sent: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (assignment, person, day) in rows {
        sent.entry(assignment).or_default().push((person, day));
    }
    Ok(sent)
}

/// Writes down that somebody is told of something in the letter.
pub(super) fn add(
    tx: &mut WriteTx<'_>,
    tenant: Id<Tenant>,
    (person, day): (Id<Person>, Day),
    (assignment, stage): (Id<Assignment>, Stage),
    letter: Id<Letter>,
    told: bool,
) -> Result<(), StoreError> {
    tx.execute(
        global_sql!(
            "INSERT INTO reminder (tenant_id, assignment_id, person_id, day, stage, letter_id, told)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
        ),
        &[&tenant, &assignment, &person, &day, &stage.slug(), &letter, &told],
    )
    .map(|_| ())
}

/// Has the authority's chain tell of what letters over several authorities said of it. Gives of how many people and things.
pub(super) fn tell(tx: &mut WriteTx<'_>) -> Result<(i64, i64), StoreError> {
    let tenant = tx.tenant()?;
    let counted: (i64, i64) = tx.one(
        global_sql!("SELECT count(DISTINCT person_id), count(*) FROM reminder WHERE tenant_id = $1 AND NOT told"),
        &[&tenant],
    )?;
    tx.execute(global_sql!("UPDATE reminder SET told = $2 WHERE tenant_id = $1 AND NOT told"), &[&tenant, &true])?;
    Ok(counted)
}

row! {
    /// A letter that reminded somebody of something at the occasion.
    #[derive(Debug, Clone)]
    pub(super) struct Reminded {
        pub(super) day: Day,
        pub(super) name: String,
        /// Of how many of the occasion's things.
        pub(super) things: i64,
        pub(super) letter: Id<Letter>,
        pub(super) state: String,
    }
}

/// Who has been reminded at the occasion, the newest first.
pub(super) fn reminded(tx: &mut ReadTx<'_>, year: i16, occasion: &str) -> Result<Vec<Reminded>, StoreError> {
    tx.all(
        sql!(
            "SELECT r.day, p.name, count(*), r.letter_id, l.state
             FROM assignment a JOIN reminder r ON r.tenant_id = a.tenant_id AND r.assignment_id = a.id
             JOIN person p ON p.id = r.person_id JOIN letter l ON l.id = r.letter_id
             WHERE a.tenant_id = $1 AND a.year = $2 AND a.occasion = $3
             GROUP BY r.day, p.name, p.sort_key, r.letter_id, l.state ORDER BY r.day DESC, p.sort_key, r.letter_id"
        ),
        &[&year, &occasion],
    )
}

/// Those who want one letter a week before the last day.
pub(super) fn weekly(tx: &mut ReadTx<'_>) -> Result<BTreeSet<Id<Person>>, StoreError> {
    let rows: Vec<(Id<Person>,)> = tx.all(global_sql!("SELECT person_id FROM letter_choice WHERE weekly"), &[])?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

/// Whether the person wants one letter a week.
pub(super) fn is_weekly(tx: &mut ReadTx<'_>, person: Id<Person>) -> Result<bool, StoreError> {
    let row: Option<(bool,)> =
        tx.maybe(global_sql!("SELECT weekly FROM letter_choice WHERE person_id = $1"), &[&person])?;
    Ok(row.is_some_and(|(weekly,)| weekly))
}

/// Keeps how often the person wants letters.
pub(super) fn choose(tx: &mut WriteTx<'_>, person: Id<Person>, weekly: bool) -> Result<(), StoreError> {
    let now = tx.context().now;
    tx.execute(
        global_sql!(
            "INSERT INTO letter_choice (person_id, weekly, at) VALUES ($1, $2, $3)
             ON CONFLICT (person_id) DO UPDATE SET weekly = excluded.weekly, at = excluded.at"
        ),
        &[&person, &weekly, &now],
    )
    .map(|_| ())
}

row! {
    /// That nobody is reminded of something, and why.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct Pause {
        pub(super) number: i64,
        pub(super) year: i16,
        pub(super) occasion: String,
        /// Only this provider's.
        pub(super) organisation: Option<Id<Organisation>>,
        /// Only this item.
        pub(super) item: Option<String>,
        pub(super) reason: String,
        pub(super) by: String,
        pub(super) at: Instant,
    }
}

impl Pause {
    /// Whether it is about this.
    pub(super) fn holds(&self, year: i16, occasion: &str, organisation: Id<Organisation>, item: &str) -> bool {
        self.year == year
            && self.occasion == occasion
            && self.organisation.is_none_or(|of| of == organisation)
            && self.item.as_deref().is_none_or(|of| of == item)
    }
}

/// The pauses that last.
pub(super) fn pauses(tx: &mut ReadTx<'_>) -> Result<Vec<Pause>, StoreError> {
    tx.all(
        sql!(
            "SELECT x.number, x.year, x.occasion, x.organisation_id, x.item, x.reason, p.name, x.at
             FROM reminder_pause x JOIN person p ON p.id = x.person_id
             WHERE x.tenant_id = $1 AND x.ended_at IS NULL ORDER BY x.number DESC"
        ),
        &[],
    )
}

/// A pause to begin.
#[derive(Debug, Clone)]
pub(super) struct NewPause {
    pub(super) year: i16,
    pub(super) occasion: String,
    pub(super) organisation: Option<Id<Organisation>>,
    pub(super) item: Option<String>,
    pub(super) reason: String,
}

/// Begins a pause; gives its number.
pub(super) fn pause(tx: &mut WriteTx<'_>, new: &NewPause, person: Id<Person>) -> Result<i64, StoreError> {
    let (number,): (i64,) = tx.one(
        sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM reminder_pause WHERE tenant_id = $1"),
        &[],
    )?;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO reminder_pause (tenant_id, number, year, occasion, organisation_id, item, reason, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[&number, &new.year, &new.occasion, &new.organisation, &new.item, &new.reason, &person, &now],
    )?;
    Ok(number)
}

/// Ends a pause of the occasion. `None` where there is none, `false` where it has ended.
pub(super) fn end_pause(
    tx: &mut WriteTx<'_>,
    year: i16,
    occasion: &str,
    number: i64,
    person: Id<Person>,
) -> Result<Option<bool>, StoreError> {
    let there: Option<(bool,)> = tx.maybe(
        sql!(
            "SELECT ended_at IS NULL FROM reminder_pause
             WHERE tenant_id = $1 AND number = $2 AND year = $3 AND occasion = $4"
        ),
        &[&number, &year, &occasion],
    )?;
    let Some((lasts,)) = there else { return Ok(None) };
    if lasts {
        let now = tx.context().now;
        tx.execute(
            sql!("UPDATE reminder_pause SET ended_at = $3, ended_by = $4 WHERE tenant_id = $1 AND number = $2"),
            &[&number, &now, &person],
        )?;
    }
    Ok(Some(lasts))
}
