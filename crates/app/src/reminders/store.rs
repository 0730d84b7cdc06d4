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

/// Who has been reminded of what of the year at the authority, and on which days.
pub(super) fn sent(
    tx: &mut ReadTx<'_>,
    year: i16,
) -> Result<BTreeMap<Id<Assignment>, Vec<(Id<Person>, Day)>>, StoreError> {
    let rows: Vec<(Id<Assignment>, Id<Person>, Day)> = tx.all(
        sql!(
            "SELECT r.assignment_id, r.person_id, r.day
             FROM assignment a JOIN reminder r ON r.tenant_id = a.tenant_id AND r.assignment_id = a.id
             WHERE a.tenant_id = $1 AND a.year = $2 ORDER BY r.day, r.person_id"
        ),
        &[&year],
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

/// Whether the authority has told the person of anything that day.
pub(super) fn was_told(tx: &mut ReadTx<'_>, person: Id<Person>, day: Day) -> Result<bool, StoreError> {
    let tenant = tx.tenant()?;
    let (found,): (bool,) = tx.one(
        global_sql!("SELECT EXISTS (SELECT 1 FROM reminder WHERE person_id = $1 AND day = $2 AND tenant_id = $3)"),
        &[&person, &day, &tenant],
    )?;
    Ok(found)
}

/// Those of the authority's who have a seat at another too: they are told in one letter.
pub(super) fn of_others_too(tx: &mut ReadTx<'_>) -> Result<BTreeSet<Id<Person>>, StoreError> {
    let tenant = tx.tenant()?;
    let rows: Vec<(Id<Person>,)> = tx.all(
        global_sql!(
            "SELECT DISTINCT s.person_id FROM seat s WHERE s.tenant_id = $1
               AND EXISTS (SELECT 1 FROM seat o WHERE o.person_id = s.person_id AND o.tenant_id <> $1)"
        ),
        &[&tenant],
    )?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

/// Where a page of people ended: the first of the last one's authorities, by its name in addresses, and the person.
pub(super) type After = Option<(String, Id<Person>)>;

/// The next page of those who have seats at several authorities. Those of one authority stand together, so that a page asks
/// few authorities.
pub(super) fn of_several(
    tx: &mut ReadTx<'_>,
    after: &After,
    most: usize,
) -> Result<Vec<(String, Id<Person>)>, StoreError> {
    let (slug, person) = after.as_ref().map_or(("", None), |(slug, person)| (slug.as_str(), Some(*person)));
    tx.all(
        global_sql!(
            "SELECT min(t.slug), s.person_id AS id FROM seat s JOIN tenant t ON t.id = s.tenant_id
             GROUP BY s.person_id
             HAVING count(DISTINCT s.tenant_id) > 1 AND (min(t.slug) > $1 OR (min(t.slug) = $1 AND s.person_id > $2))
             ORDER BY 1, id LIMIT $3"
        ),
        &[&slug, &person, &i64::try_from(most).unwrap_or(i64::MAX)],
    )
}

/// The authorities at which the person has a seat.
pub(super) fn authorities_of(tx: &mut ReadTx<'_>, person: Id<Person>) -> Result<Vec<Authority>, StoreError> {
    tx.all(
        global_sql!(
            "SELECT DISTINCT t.id, t.slug, t.name FROM seat s JOIN tenant t ON t.id = s.tenant_id
             WHERE s.person_id = $1 AND t.kind = 'authority' ORDER BY t.slug"
        ),
        &[&person],
    )
}

/// Those of the authority's who want one letter a week before the last day.
pub(super) fn weekly(tx: &mut ReadTx<'_>) -> Result<BTreeSet<Id<Person>>, StoreError> {
    let tenant = tx.tenant()?;
    let rows: Vec<(Id<Person>,)> = tx.all(
        global_sql!(
            "SELECT DISTINCT c.person_id FROM letter_choice c JOIN seat s ON s.person_id = c.person_id
             WHERE c.weekly AND s.tenant_id = $1"
        ),
        &[&tenant],
    )?;
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
