//! Removing the numbers of lists that have served, each night while any are kept.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Event, Housekeeping, ReadTx, Scope, StoreError, WriteContext, WriteTx};
use domain::submissions::due;
use domain::work;
use kernel::id::kind::{Assignment as AssignmentKind, Tenant};
use kernel::{Chance, Day, Id};
use platform::App;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use serde_json::{Value as Json, json};

use super::store;
use crate::year;

/// The job that removes them.
const REMOVE: &str = "person-numbers.remove";

/// The background work of this feature.
pub const JOBS: &[Kind] = &[Kind { name: REMOVE, lane: Lane::Quick, run, given_up: Some(plan_again) }];

type Run = Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>>;

/// Plans the look of the night after the day. Planned twice is planned once.
pub(super) fn plan(tx: &mut WriteTx<'_>, chance: &dyn Chance, day: Day) -> Result<(), StoreError> {
    let tenant = tx.tenant()?;
    let once = Some(format!("{REMOVE}:{tenant}:{day}"));
    let job = NewJob { kind: REMOVE, tenant: Some(tenant), payload: Json::Null, once, run_at: day.end() };
    enqueue(tx, chance, &job).map(|_| ())
}

/// Whether the list has served.
fn has_served(tx: &mut ReadTx<'_>, id: Id<AssignmentKind>, today: Day) -> Result<bool, StoreError> {
    let Some(list) = store::list(tx, id)? else { return Ok(true) };
    let last_day = due(list.deadline, list.extended_to);
    Ok(match list.withdrawn_at {
        Some(at) => work::have_served_withdrawn(last_day, at.day(), today),
        None => work::have_served(kept_days(tx, &list)?, last_day, list.locked.is_some(), today),
    })
}

/// For how many days the year says; where it does not ask for the item any more, what it said when it did.
fn kept_days(tx: &mut ReadTx<'_>, list: &store::List) -> Result<Option<u16>, StoreError> {
    let mut version = year::published(tx, list.year)?;
    while let Some(published) = version {
        if let Some(item) = published.year.item(&list.item) {
            return Ok(item.numbers_kept_days);
        }
        version = year::published_before(tx, &published)?;
    }
    Ok(None)
}

fn run(app: App, tenant: Option<Id<Tenant>>, _payload: Json) -> Run {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let context = WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() };
        let chance = app.chance().clone();
        app.db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context, move |mut tx| {
                let (today, mut events, mut left) = (tx.context().now.day(), Vec::new(), false);
                for id in store::lists(&mut tx)? {
                    if has_served(&mut tx, id, today)? {
                        let numbers = store::remove(&mut tx, id)?;
                        let facts = json!({ "assignment": id, "numbers": numbers });
                        events.push(Event::about("person-numbers.removed", id, facts));
                    } else {
                        left = true;
                    }
                }
                if left {
                    plan(&mut tx, &*chance, today)?;
                }
                if events.is_empty() { Ok(tx.keep(Housekeeping::Job, ())) } else { tx.save_all(&events, ()) }
            })
            .await?;
        Ok(())
    })
}

/// A night that came to nothing is not the last.
fn plan_again(app: App, tenant: Option<Id<Tenant>>, _payload: Json) -> Run {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let context = WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() };
        let chance = app.chance().clone();
        app.db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context, move |mut tx| {
                let today = tx.context().now.day();
                plan(&mut tx, &*chance, today.plus_days(1))?;
                Ok(tx.keep(Housekeeping::Job, ()))
            })
            .await?;
        Ok(())
    })
}
