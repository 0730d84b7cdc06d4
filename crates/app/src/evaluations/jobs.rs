//! The background work: what one authority has to tell another about an evaluation.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Housekeeping, Scope, StoreError, WriteContext, WriteTx};
use kernel::Id;
use kernel::id::kind::{Evaluation as EvaluationKind, EvaluationCopy, EvaluationResult, Organisation, Tenant};
use platform::App;
use platform::access::Tools;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::carry::{self, Landed};

const CARRY: &str = "evaluation.carry";

/// The background work of this feature.
pub const JOBS: &[Kind] = &[Kind { name: CARRY, lane: Lane::Quick, run, given_up: Some(again) }];
/// How long after it was given up it is tried anew, in seconds: what somebody has written is not lost because a database was away.
const AGAIN: i64 = 60 * 60;

/// What is carried where: a line, by where it stands. Running it twice brings one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "kebab-case")]
pub(super) enum Order {
    /// The question, to an authority.
    Ask { evaluation: Id<EvaluationKind>, line: usize, to: Id<Tenant> },
    /// What an authority says to it, to the one that leads.
    Reply { copy: Id<EvaluationCopy>, line: usize },
    /// What the one that leads tells all, to an authority.
    Tell { evaluation: Id<EvaluationKind>, line: usize, to: Id<Tenant> },
    /// How a provider's part stands, to an authority that it works for.
    Deliver { evaluation: Id<EvaluationKind>, organisation: Id<Organisation>, line: usize, to: Id<Tenant> },
    /// What the provider says, to the one that leads.
    Answer { result: Id<EvaluationResult>, line: usize },
}

/// Gives up the order as it would be after many tries.
#[cfg(test)]
pub(super) async fn give_up(app: &App, from: Id<Tenant>, order: Order) -> Result<(), JobEnd> {
    again(app.clone(), Some(from), serde_json::to_value(order).unwrap_or_default()).await
}

/// Queues the order, to run once the transaction is durable.
pub(super) fn queue(tx: &mut WriteTx<'_>, tools: &Tools, order: Order) -> Result<(), StoreError> {
    let payload = serde_json::to_value(order).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let (tenant, run_at) = (tx.tenant()?, tx.context().now);
    let once = Some(format!("{CARRY}:{tenant}:{payload}"));
    enqueue(tx, tools.chance(), &NewJob { kind: CARRY, tenant: Some(tenant), payload, once, run_at })?;
    Ok(())
}

fn run(
    app: App,
    tenant: Option<Id<Tenant>>,
    payload: Json,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let order: Order = serde_json::from_value(payload).map_err(|error| JobEnd::GiveUp(error.to_string()))?;
        let from = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let tools = Tools::of(&app);
        let load = app.db().read(Scope::Tenant(from), move |tx| carry::load(tx, &tools, (from, order))).await?;
        let Some((to, load)) = load else { return Ok(()) };
        let (tools, now) = (Tools::of(&app), app.clock().now());
        let context = WriteContext { actor: Actor::of(ActorKind::Job), now };
        let carried = load.clone();
        let landed = app
            .db()
            .write::<_, StoreError>(Scope::Tenant(to), context.clone(), move |mut tx| {
                match carry::land(&mut tx, &tools, &load)? {
                    Landed::New => tx.save_all(&[], true),
                    Landed::Before => Ok(tx.keep(Housekeeping::Job, true)),
                    Landed::Early => Ok(tx.keep(Housekeeping::Job, false)),
                }
            })
            .await?;
        if !landed {
            return Err(JobEnd::Retry("what it belongs to has not come yet".to_owned()));
        }
        let tools = Tools::of(&app);
        let landing = app.db().read(Scope::Tenant(to), move |tx| carry::landing(tx, &tools, order, &carried)).await?;
        let Some(landing) = landing else { return Ok(()) };
        let tools = Tools::of(&app);
        app.db()
            .write::<_, StoreError>(Scope::Tenant(from), context, move |mut tx| {
                let is_new = carry::landed(&mut tx, &tools, &landing)?;
                if is_new { tx.save_all(&[], ()) } else { Ok(tx.keep(Housekeeping::Job, ())) }
            })
            .await?;
        Ok(())
    })
}

/// What was given up is tried anew after a while, until it comes.
fn again(
    app: App,
    tenant: Option<Id<Tenant>>,
    payload: Json,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let from = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        if serde_json::from_value::<Order>(payload.clone()).is_err() {
            tracing::error!(%payload, "what is told of an evaluation cannot be read, and is not tried again");
            return Ok(());
        }
        let (tools, now) = (Tools::of(&app), app.clock().now());
        let context = WriteContext { actor: Actor::of(ActorKind::Job), now };
        tracing::error!(%payload, "what is told of an evaluation has not come; it is tried again in an hour");
        let run_at = now.plus_seconds(AGAIN);
        app.db()
            .write::<_, StoreError>(Scope::Tenant(from), context, move |mut tx| {
                let (payload, once) = (payload.clone(), Some(format!("{CARRY}:{from}:{payload}:{run_at}")));
                enqueue(&mut tx, tools.chance(), &NewJob { kind: CARRY, tenant: Some(from), payload, once, run_at })?;
                Ok(tx.keep(Housekeeping::Job, ()))
            })
            .await?;
        Ok(())
    })
}
