//! Counts made anew from what has been handed in, and persons from the course participations.

use std::collections::BTreeSet;

use ::store::{Event, Housekeeping, Scope, StoreError};
use kernel::Id;
use kernel::id::kind::{Assignment, Tenant};
use platform::App;
use platform::jobs::enqueue;
use serde_json::json;

use super::{context, tenants};
use crate::participations::{self, ImportError, Place};
use crate::submissions;

/// Makes anew the tenant's counts that are not those of what has been handed in; gives the assignments they are of.
pub fn recount(app: &App, tenant: Id<Tenant>) -> Result<BTreeSet<Id<Assignment>>, StoreError> {
    app.db().write_blocking(Scope::Tenant(tenant), context(app), move |mut tx| {
        let made = submissions::rebuild_counts(&mut tx)?;
        if made.is_empty() {
            return Ok(tx.keep(Housekeeping::Job, made));
        }
        tx.save(Event::about("counts.rebuilt", tenant, json!({ "assignments": made })), made)
    })
}

/// Asks for the counting of persons wherever it is missing and nobody asks for it any more: a database that was put back, a
/// job that was given up, a set that was taken in at the command line and not counted to the end. Safe at every start: what
/// waits already is not asked for again. Gives how many tenants it was asked for.
pub fn resume(app: &App) -> Result<usize, StoreError> {
    let mut asked = 0;
    for line in tenants(app.db())? {
        let tenant = line.id;
        let lacking = app.db().read_blocking::<_, StoreError>(Scope::Tenant(tenant), participations::lacking)?;
        let Some(set) = lacking else { continue };
        let (job, chance) = (participations::condensing(tenant, set, app.clock().now()), app.chance().clone());
        let new = app.db().write_blocking::<_, StoreError>(Scope::Tenant(tenant), context(app), move |mut tx| {
            let new = enqueue(&mut tx, &*chance, &job)?;
            Ok(tx.keep(Housekeeping::Job, new))
        })?;
        asked += usize::from(new);
    }
    Ok(asked)
}

/// Removes what lies of sets of course participations that were thrown away; gives the sets.
pub fn clear_dropped(app: &App, tenant: Id<Tenant>) -> Result<Vec<i64>, ImportError> {
    participations::clear_dropped(&Place { db: app.db().clone(), tenant, context: context(app) })
}

/// Counts anew what is kept of persons where it is not what the participations make, or is missing; gives the sets.
pub fn recount_persons(app: &App, tenant: Id<Tenant>) -> Result<BTreeSet<i64>, StoreError> {
    participations::condense_anew(&Place { db: app.db().clone(), tenant, context: context(app) })
}
