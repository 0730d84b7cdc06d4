//! The background work: a case that was handed over comes to the other authority.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Event, Housekeeping, Scope, StoreError, WriteContext, WriteTx};
use domain::cases::{Happening, Party, Sight};
use kernel::Id;
use kernel::id::kind::{CaseFile, Tenant};
use platform::access::Tools;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use platform::{App, holder};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::store;
use crate::cases::{self, Arrived, Dossier, Parcel};
use crate::mail::{self, Notice};

const MOVE: &str = "case.move";

/// The background work of this feature.
pub const JOBS: &[Kind] = &[Kind { name: MOVE, lane: Lane::Quick, run, given_up: Some(give_back) }];

/// What goes where.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Order {
    case: Id<CaseFile>,
    /// The line that says so.
    line: i64,
    to: Id<Tenant>,
    /// What it is there: the same however often it is tried.
    becomes: Id<CaseFile>,
}

/// Queues that the case, which was handed over in this transaction by the line, comes to the other authority.
pub fn queue(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (case, line): (Id<CaseFile>, i64),
    to: Id<Tenant>,
) -> Result<(), StoreError> {
    let order = Order { case, line, to, becomes: Id::random(tools.chance()) };
    let payload = serde_json::to_value(order).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let (tenant, run_at) = (tx.tenant()?, tx.context().now);
    let once = Some(format!("{MOVE}:{case}:{line}"));
    enqueue(tx, tools.chance(), &NewJob { kind: MOVE, tenant: Some(tenant), payload, once, run_at })?;
    tx.tell(Event::about("case.moved", case, json!({ "to": to })));
    Ok(())
}

fn read(tenant: Option<Id<Tenant>>, payload: Json) -> Result<(Id<Tenant>, Order), JobEnd> {
    let order = serde_json::from_value(payload).map_err(|error| JobEnd::GiveUp(error.to_string()))?;
    Ok((tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?, order))
}

/// What leaves, with what is said of it at the other authority.
struct Left {
    parcel: Parcel,
    came: Happening,
    motive: String,
    notice: Option<Notice>,
}

fn context(app: &App) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() }
}

fn run(
    app: App,
    tenant: Option<Id<Tenant>>,
    payload: Json,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let (from, order) = read(tenant, payload)?;
        let tools = Tools::of(&app);
        let left = app.db().read(Scope::Tenant(from), move |tx| leave(tx, &tools, order)).await?;
        let Some(left) = left else { return Ok(()) };
        let Left { parcel, came, motive, notice } = left;
        let (tools, disk, chance) = (Tools::of(&app), app.files().clone(), app.chance().clone());
        let to = order.to;
        let keys = app.db().read(Scope::Tenant(to), move |tx| tools.keys(tx)).await?;
        let seal = move || cases::reseal(parcel, &disk, (from, to), (&keys, &*chance));
        let arrived = platform::apart(seal).await.map_err(|error| JobEnd::Retry(error.to_string()))?;
        let arrived = arrived.map_err(|error| JobEnd::Retry(error.to_string()))?;
        let (tools, sends, sealed) = (Tools::of(&app), app.settings().mail.is_some(), arrived.clone());
        let written = app
            .db()
            .write::<_, StoreError>(Scope::Tenant(to), context(&app), move |mut tx| {
                if cases::find(&mut tx, order.becomes)?.is_some() {
                    return Ok(tx.keep(Housekeeping::Job, false));
                }
                let line = cases::receive(&mut tx, &tools, order.becomes, &arrived, (&came, &motive))?;
                holder::move_code(&mut tx, order.case, order.becomes)?;
                if let Some(notice) = &notice {
                    mail::keep_notice(&mut tx, &tools, order.becomes, notice)?;
                    if sends {
                        mail::queue_notice(&mut tx, &tools, order.becomes, line)?;
                    }
                }
                tx.save_all(&[], true)
            })
            .await;
        if !matches!(written, Ok(true)) {
            throw_away(&app, to, sealed).await?;
        }
        written?;
        Ok(())
    })
}

/// Takes away the bytes that nothing came to name.
async fn throw_away(app: &App, to: Id<Tenant>, sealed: Arrived) -> Result<(), JobEnd> {
    let disk = app.files().clone();
    let remove = move || sealed.stored().try_for_each(|stored| disk.remove(to, stored));
    let removed = platform::apart(remove).await.map_err(|error| JobEnd::Retry(error.to_string()))?;
    removed.map_err(|error| JobEnd::Retry(error.to_string()))
}

/// The case, while the line by which it was handed over is its last.
fn handed_over(tx: &mut ::store::ReadTx<'_>, order: Order) -> Result<Option<Dossier>, StoreError> {
    Ok(cases::find(tx, order.case)?.filter(|dossier| dossier.case.moved))
}

fn leave(tx: &mut ::store::ReadTx<'_>, tools: &Tools, order: Order) -> Result<Option<Left>, StoreError> {
    let Some(dossier) = handed_over(tx, order)? else { return Ok(None) };
    let Some(line) = dossier.lines.iter().find(|line| line.number == order.line) else { return Ok(None) };
    let motive = cases::words(tx, tools, &dossier, line, (Sight::Words, Party::Complainant))?.unwrap_or_default();
    let came = Happening::CameFrom { authority: store::own_name(tx)?, number: dossier.filed.number };
    let notice = mail::notice_of(tx, tools, order.case)?;
    Ok(Some(Left { parcel: cases::pack(tx, tools, &dossier)?, came, motive, notice }))
}

/// The other could not take it: it is taken up again here, so that nobody's words lie where nobody has them.
fn give_back(
    app: App,
    tenant: Option<Id<Tenant>>,
    payload: Json,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let (from, order) = read(tenant, payload)?;
        let tools = Tools::of(&app);
        // It may have come there all the same, and only the word of it was lost.
        let there = app.db().read(Scope::Tenant(order.to), move |tx| cases::find(tx, order.becomes)).await;
        if matches!(there, Ok(Some(_))) {
            return Ok(());
        }
        app.db()
            .write::<_, StoreError>(Scope::Tenant(from), context(&app), move |mut tx| {
                let Some(dossier) = handed_over(&mut tx, order)? else { return Ok(tx.keep(Housekeeping::Job, ())) };
                cases::take_back(&mut tx, &tools, &dossier)?;
                tx.save_all(&[Event::about("case.not-moved", order.case, json!({ "to": order.to }))], ())
            })
            .await?;
        Ok(())
    })
}
