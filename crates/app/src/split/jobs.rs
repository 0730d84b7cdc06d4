//! The background work: rows that nobody gave out are removed when their time is out.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Housekeeping, Scope, StoreError, WriteContext};
use kernel::Id;
use kernel::id::kind::Tenant;
use platform::App;
use platform::jobs::{JobEnd, Kind, Lane};
use serde_json::Value as Json;

use super::store;

/// The job that removes what waits too long.
pub(super) const SWEEP: &str = "split.sweep";

/// The background work of this feature.
pub const JOBS: &[Kind] = &[Kind { name: SWEEP, lane: Lane::Quick, run: run_sweep, given_up: None }];

fn run_sweep(
    app: App,
    tenant: Option<Id<Tenant>>,
    _payload: Json,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let context = WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() };
        app.db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context, |mut tx| {
                let removed = store::sweep(&mut tx)?;
                Ok(tx.keep(Housekeeping::Staging, removed))
            })
            .await?;
        Ok(())
    })
}
