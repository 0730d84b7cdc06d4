//! Background work: counting persons once a set is published.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, WriteContext};
use kernel::id::kind::Tenant;
use kernel::{Id, Instant};
use platform::App;
use platform::jobs::{JobEnd, Kind, Lane, NewJob};
use serde_json::{Value as Json, json};

use super::import::Place;
use super::persons;

/// Counts persons of the newest set and of those that freezes name.
const CONDENSE: &str = "participations.condense";

/// The background work of this feature.
pub const JOBS: &[Kind] = &[Kind { name: CONDENSE, lane: Lane::Slow, run, given_up: None }];

/// The work that counts persons after the set.
pub fn condensing(tenant: Id<Tenant>, set: i64, now: Instant) -> NewJob {
    NewJob {
        kind: CONDENSE,
        tenant: Some(tenant),
        payload: json!({ "set": set }),
        once: Some(format!("{CONDENSE}:{tenant}:{set}")),
        run_at: now,
    }
}

fn run(
    app: App,
    tenant: Option<Id<Tenant>>,
    _payload: Json,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let context = WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() };
        let place = Place { db: app.db().clone(), tenant, context };
        let done = platform::apart(move || persons::condense(&place)).await;
        done.map_err(|error| JobEnd::Retry(error.to_string()))??;
        Ok(())
    })
}
