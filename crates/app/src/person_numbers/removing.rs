//! Removing the numbers of lists that have served, each night while any are kept.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Event, Housekeeping, ReadTx, Scope, StoreError, WriteContext, WriteTx};
use domain::work;
use kernel::id::kind::{Assignment as AssignmentKind, Tenant};
use kernel::{Chance, Day, Id};
use platform::App;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use serde_json::{Value as Json, json};

use super::store;
use crate::{assignments, year};

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

/// Whether the list has served. One that is no longer asked for has.
fn has_served(tx: &mut ReadTx<'_>, id: Id<AssignmentKind>, today: Day) -> Result<bool, StoreError> {
    let Some(assignment) = assignments::find(tx, id)? else { return Ok(true) };
    let published = year::published(tx, assignment.year)?;
    let Some(item) = published.as_ref().and_then(|published| published.year.item(&assignment.item)) else {
        return Ok(true);
    };
    Ok(work::have_served(item.numbers_kept_days, assignment.last_day(), assignment.lock.is_some(), today))
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
