//! The events of one tenant, found and read. The chain's own reading is `store`'s.

use ::store::{Chain, ReadTx, StoreError, row, sql};
use kernel::id::kind::Person;
use kernel::{Day, Id, Instant};
use uuid::Uuid;

/// Which events.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    pub chain: Chain,
    pub kind: Option<String>,
    pub person: Option<Id<Person>>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub subject: Option<Uuid>,
    /// Only those before this number.
    pub before: Option<i64>,
}

impl Filter {
    /// Whether it narrows anything beyond the chain and the page.
    pub(super) fn narrows(&self) -> bool {
        self.kind.is_some()
            || self.person.is_some()
            || self.from.is_some()
            || self.to.is_some()
            || self.subject.is_some()
    }
}

row! {
    /// One event with the name of who did it.
    #[derive(Debug, Clone, PartialEq)]
    pub(super) struct Line {
        pub seq: i64,
        pub at: Instant,
        pub actor_kind: String,
        pub name: Option<String>,
        pub role: Option<String>,
        pub kind: String,
        pub subject: Option<Uuid>,
        pub facts: String,
        pub hash: String,
    }
}

/// How many a page shows.
pub(super) const PAGE: usize = 50;

/// The parameters of a filter in the order of the statements below, from `$2`. Whether a condition counts is a
/// parameter of its own, since a missing identifier has no common form in the two engines.
struct Bound {
    chain: &'static str,
    before: i64,
    any_kind: bool,
    kind: String,
    any_person: bool,
    person: Uuid,
    any_subject: bool,
    subject: Uuid,
    from: i64,
    to: i64,
}

impl Bound {
    fn of(filter: &Filter) -> Self {
        Self {
            chain: filter.chain.slug(),
            before: filter.before.unwrap_or(i64::MAX),
            any_kind: filter.kind.is_none(),
            kind: filter.kind.clone().unwrap_or_default(),
            any_person: filter.person.is_none(),
            person: filter.person.map_or(Uuid::nil(), Id::uuid),
            any_subject: filter.subject.is_none(),
            subject: filter.subject.unwrap_or_default(),
            from: filter.from.map_or(i64::MIN, |day| day.start().as_microsecond()),
            to: filter.to.map_or(i64::MAX, |day| day.end().as_microsecond()),
        }
    }
    fn params(&self) -> [&dyn ::store::ToValue; 10] {
        [
            &self.chain,
            &self.before,
            &self.any_kind,
            &self.kind,
            &self.any_person,
            &self.person,
            &self.any_subject,
            &self.subject,
            &self.from,
            &self.to,
        ]
    }
}

/// The newest that fit, at most one more than a page.
pub(super) fn page(tx: &mut ReadTx<'_>, filter: &Filter) -> Result<Vec<Line>, StoreError> {
    tx.all(
        sql!(
            "SELECT e.seq, e.at, e.actor_kind, p.name, e.role, e.kind, e.subject_id, e.facts, e.hash
             FROM audit_event e LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.chain = $2 AND e.seq < $3 AND ($4 OR e.kind = $5) AND ($6 OR e.person_id = $7)
               AND ($8 OR e.subject_id = $9) AND e.at >= $10 AND e.at < $11
             ORDER BY e.seq DESC LIMIT 51"
        ),
        &Bound::of(filter).params(),
    )
}

/// How many fit.
pub(super) fn count(tx: &mut ReadTx<'_>, filter: &Filter) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx.one(
        sql!(
            "SELECT count(*) FROM audit_event e
             WHERE e.tenant_id = $1 AND e.chain = $2 AND e.seq < $3 AND ($4 OR e.kind = $5) AND ($6 OR e.person_id = $7)
               AND ($8 OR e.subject_id = $9) AND e.at >= $10 AND e.at < $11"
        ),
        &Bound::of(filter).params(),
    )?;
    Ok(count)
}

/// All that fit, oldest first.
pub(super) fn each(tx: &mut ReadTx<'_>, filter: &Filter, mut take: impl FnMut(Line)) -> Result<(), StoreError> {
    tx.each(
        sql!(
            "SELECT e.seq, e.at, e.actor_kind, p.name, e.role, e.kind, e.subject_id, e.facts, e.hash
             FROM audit_event e LEFT JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.chain = $2 AND e.seq < $3 AND ($4 OR e.kind = $5) AND ($6 OR e.person_id = $7)
               AND ($8 OR e.subject_id = $9) AND e.at >= $10 AND e.at < $11
             ORDER BY e.seq"
        ),
        &Bound::of(filter).params(),
        |row| {
            take(::store::FromRow::from_row(row)?);
            Ok(())
        },
    )
}

/// The kinds of events there are in the chain.
pub(super) fn kinds(tx: &mut ReadTx<'_>, chain: Chain) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = tx.all(
        sql!("SELECT DISTINCT kind FROM audit_event WHERE tenant_id = $1 AND chain = $2 ORDER BY kind"),
        &[&chain.slug()],
    )?;
    Ok(rows.into_iter().map(|(kind,)| kind).collect())
}

/// The people who have done something in the chain, in Swedish order.
pub(super) fn people(tx: &mut ReadTx<'_>, chain: Chain) -> Result<Vec<(Id<Person>, String)>, StoreError> {
    let rows: Vec<(Id<Person>, String, Vec<u8>)> = tx.all(
        sql!(
            "SELECT DISTINCT p.id, p.name, p.sort_key FROM audit_event e JOIN person p ON p.id = e.person_id
             WHERE e.tenant_id = $1 AND e.chain = $2 ORDER BY p.sort_key, p.id"
        ),
        &[&chain.slug()],
    )?;
    Ok(rows.into_iter().map(|(id, name, _)| (id, name)).collect())
}
