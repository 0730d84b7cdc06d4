//! Counts made anew from what has been handed in, and persons from the course participations.

use std::collections::BTreeSet;

use ::store::{Event, Housekeeping, Scope, StoreError};
use kernel::Id;
use kernel::id::kind::{Assignment, Tenant};
use platform::App;
use serde_json::json;

use super::context;
use crate::participations::{self, Place};
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

/// Counts anew what is kept of persons where it is not what the participations make, or is missing; gives the sets.
pub fn recount_persons(app: &App, tenant: Id<Tenant>) -> Result<BTreeSet<i64>, StoreError> {
    participations::condense_anew(&Place { db: app.db().clone(), tenant, context: context(app) })
}
