//! From a snapshot to the list of what may be published of it. It is drawn up in the background, since judging everything
//! together takes its time, and kept, so that a page shows what is there already.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Db, Event, Housekeeping, ReadTx, Scope, StoreError, WriteContext, WriteTx, row, sql};
use domain::publications::{Closed, List, close};
use kernel::id::kind::{Tenant, YearVersion};
use kernel::{Chance, Day, Id, Instant};
use platform::App;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use serde_json::{Value as Json, json};

use super::store;
use crate::participations::{self, Freeze};
use crate::results::{Counted, counted, told_year};
use crate::year::{self, Published};

/// The background work of this feature. Whoever awaits a list for long may ask anew, also where its job was given up.
pub const JOBS: &[Kind] = &[Kind { name: DRAW_UP, lane: Lane::Slow, run, given_up: None }];
const DRAW_UP: &str = "publications.draw-up";
/// How long a list may be awaited before it may be asked for again, in seconds.
const PATIENCE: i64 = 600;

/// The list of a snapshot's set.
#[derive(Debug)]
pub struct Made {
    /// The snapshot.
    pub freeze: Freeze,
    /// Everything that may be published, as it may be shown.
    pub list: List,
    /// Where the figures come from.
    pub source: String,
    /// The version of the year that lists it.
    pub year_version: Id<YearVersion>,
    /// Whether something of the set is published already, so that the list stands.
    pub stands: bool,
}

/// How far the list of a snapshot has come.
#[derive(Debug)]
pub enum Standing {
    /// Nobody has asked for it, or the year says otherwise since.
    NotAsked(Freeze),
    /// It is being drawn up; since when, and whether it has taken so long that one may ask anew.
    Asked(Freeze, Instant, bool),
    /// Nothing could be proved safe.
    NotProved(Freeze),
    /// It is there.
    Made(Made),
}

row! {
    /// A list as it was asked for.
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Proposal {
        year_version: Id<YearVersion>,
        asked_at: Instant,
        judged_at: Option<Instant>,
        source: Option<String>,
        content: Option<String>,
    }
}

fn proposal(tx: &mut ReadTx<'_>, freeze: i64) -> Result<Option<Proposal>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT year_version_id, asked_at, judged_at, source, content FROM publication_proposal
             WHERE tenant_id = $1 AND freeze_number = $2"
        ),
        &[&freeze],
    )
}

/// The snapshot with the year that lists its tables; nothing where there is no such snapshot, or no year to list anything.
fn listed(tx: &mut ReadTx<'_>, number: i64, today: Day) -> Result<Option<(Freeze, Published)>, StoreError> {
    let Some(freeze) = participations::freeze_of(tx, number)? else { return Ok(None) };
    let Some(known) = participations::known_until(tx, freeze.set)? else { return Ok(None) };
    let published = match year::published(tx, told_year(known))? {
        Some(published) => Some(published),
        None => year::current(tx, today)?,
    };
    Ok(published.map(|published| (freeze, published)))
}

/// How far the list of the snapshot has come; nothing where there is no such snapshot, or no year to list anything.
pub fn standing(tx: &mut ReadTx<'_>, number: i64, now: Instant) -> Result<Option<Standing>, StoreError> {
    let Some((freeze, published)) = listed(tx, number, now.day())? else { return Ok(None) };
    let proposal = proposal(tx, number)?;
    let made = |list, source, stands| Made { freeze: freeze.clone(), list, source, year_version: published.id, stands };
    if let (Some(list), Some(source)) =
        (store::list_of(tx, freeze.set)?, proposal.as_ref().and_then(|one| one.source.clone()))
    {
        return Ok(Some(Standing::Made(made(list, source, true))));
    }
    let proposal = proposal.filter(|one| one.year_version == published.id || one.judged_at.is_none());
    Ok(Some(match proposal {
        None => Standing::NotAsked(freeze),
        Some(Proposal { judged_at: None, asked_at, .. }) => {
            Standing::Asked(freeze, asked_at, now.seconds_since(asked_at) > PATIENCE)
        }
        Some(Proposal { source: Some(source), content: Some(content), .. }) => {
            let list: List = serde_json::from_str(&content)
                .map_err(|error| StoreError::Damaged(format!("proposal of snapshot {number}: {error}")))?;
            Standing::Made(made(list, source, false))
        }
        Some(_) => Standing::NotProved(freeze),
    }))
}

/// Asks for the list of the snapshot, in the transaction. `false` where it is there, or being drawn up, or where no year
/// lists anything.
pub fn ask(tx: &mut WriteTx<'_>, chance: &dyn Chance, number: i64) -> Result<bool, StoreError> {
    let now = tx.context().now;
    match standing(tx, number, now)? {
        Some(Standing::NotAsked(_) | Standing::Asked(_, _, true)) => {}
        _ => return Ok(false),
    }
    let Some((_, published)) = listed(tx, number, now.day())? else { return Ok(false) };
    let anew = tx.execute(
        sql!(
            "UPDATE publication_proposal SET year_version_id = $3, asked_at = $4, judged_at = NULL, source = NULL,
                content = NULL
             WHERE tenant_id = $1 AND freeze_number = $2"
        ),
        &[&number, &published.id, &now],
    )?;
    if anew == 0 {
        tx.execute(
            sql!(
                "INSERT INTO publication_proposal (tenant_id, freeze_number, year_version_id, asked_at)
                 VALUES ($1, $2, $3, $4)"
            ),
            &[&number, &published.id, &now],
        )?;
    }
    let tenant = tx.tenant()?;
    let once = Some(format!("{DRAW_UP}:{tenant}:{number}:{}", now.as_microsecond()));
    let payload = json!({ "freeze": number });
    enqueue(tx, chance, &NewJob { kind: DRAW_UP, tenant: Some(tenant), payload, once, run_at: now })?;
    Ok(true)
}

fn run(
    app: App,
    tenant: Option<Id<Tenant>>,
    payload: Json,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let number = payload["freeze"].as_i64().ok_or_else(|| JobEnd::GiveUp("no snapshot is named".to_owned()))?;
        let context = WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() };
        let done = platform::apart(move || draw_up(app.db(), tenant, context, number)).await;
        done.map_err(|error| JobEnd::Retry(error.to_string()))??;
        Ok(())
    })
}

/// What a list is drawn up of.
struct Read {
    freeze: Freeze,
    asked: Proposal,
    published: Published,
    counted: Counted,
    kept: Option<List>,
}

fn read(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<Read>, StoreError> {
    let Some(asked) = proposal(tx, number)?.filter(|one| one.judged_at.is_none()) else { return Ok(None) };
    let Some(freeze) = participations::freeze_of(tx, number)? else { return Ok(None) };
    let Some(published) = year::version(tx, asked.year_version)? else { return Ok(None) };
    let Some(counted) = counted(tx, &published, &freeze)? else { return Ok(None) };
    let kept = store::list_of(tx, freeze.set)?;
    Ok(Some(Read { freeze, asked, published, counted, kept }))
}

impl Read {
    /// The list, as JSON; nothing where it could not be proved safe.
    fn close(self) -> Result<Option<String>, StoreError> {
        let Self { freeze, published, counted, kept, .. } = self;
        let list = match kept {
            Some(list) => list,
            None => {
                let smallest = published.year.publications.clone().unwrap_or_default().smallest_shown;
                match close(freeze.set, i64::from(smallest), &counted.asks, &counted.people) {
                    Ok(Closed { list, .. }) => list,
                    Err(error) => {
                        tracing::warn!(freeze = freeze.number, %error, "a list could not be proved safe");
                        return Ok(None);
                    }
                }
            }
        };
        serde_json::to_string(&list).map(Some).map_err(|error| StoreError::Damaged(error.to_string()))
    }
}

/// Draws up the list that was asked for; nothing is done where none is awaited. It may take seconds, and holds no
/// transaction meanwhile.
pub fn draw_up(db: &Db, tenant: Id<Tenant>, context: WriteContext, number: i64) -> Result<(), StoreError> {
    let scope = Scope::Tenant(tenant);
    let Some(read) = db.read_blocking(scope, move |tx: &mut ReadTx<'_>| read(tx, number))? else { return Ok(()) };
    let (asked, source) = (read.asked.clone(), read.counted.source.clone());
    let content = read.close()?;
    let source = content.is_some().then_some(source);
    db.write_blocking(scope, context, move |mut tx| {
        let now = tx.context().now;
        let kept = tx.execute(
            sql!(
                "UPDATE publication_proposal SET judged_at = $5, source = $6, content = $7
                 WHERE tenant_id = $1 AND freeze_number = $2 AND year_version_id = $3 AND asked_at = $4
                    AND judged_at IS NULL"
            ),
            &[&number, &asked.year_version, &asked.asked_at, &now, &source, &content],
        )?;
        if kept == 0 {
            return Ok(tx.keep(Housekeeping::Job, ()));
        }
        let facts = json!({ "freeze": number, "safe": content.is_some() });
        let tenant = tx.tenant()?;
        tx.save(Event::about("publications.list-drawn-up", tenant, facts), ())
    })
}
