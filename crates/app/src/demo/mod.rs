//! The demo: two invented authorities on the two shipped configurations, a year of reporting in every state, made by
//! the same functions that the pages use. For whoever wants to see the product with something in it.

mod after;
mod annual;
mod answers;
mod browser;
mod data;
mod deficiencies;
mod earlier;
mod letters;
mod lists;
mod once;
mod own_run;
mod region;
mod results;
mod round;
mod samples;
mod sv;
#[cfg(test)]
mod tests;
mod vocational;
mod voices;
mod world;

use std::sync::Arc;

use kernel::{Instant, SetClock};
use platform::App;

pub use once::{Output, once};
pub use world::{Receipt, SignInLink, World};

/// When the demo's people look at it: a week before the last deadline of the year.
pub const SHOWN_AT: &str = "2024-11-25T08:30:00Z";

/// What goes wrong while the demo is made. The texts are for whoever runs the command.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The demo's own data does not hold together.
    #[error("the demo's data: {0}")]
    Data(String),
    /// Whoever installs was refused.
    #[error(transparent)]
    Refused(#[from] crate::installation::Refused),
    /// The database said no.
    #[error("the database")]
    Store(#[from] store::StoreError),
}

impl DemoError {
    pub(crate) fn data(what: impl Into<String>) -> Self {
        Self::Data(what.into())
    }
}

/// Fills an empty, migrated database with the demo. `clock` is the application's own and is moved through the year;
/// `progress` is told in a few words what is being made.
pub fn fill(app: &App, clock: &Arc<SetClock>, progress: &mut dyn FnMut(&str)) -> Result<World, DemoError> {
    let mut world = world::build(app, clock, progress)?;
    region::before(app, clock, &world)?;
    world.receipt = round::year(app, clock, &world, progress)?;
    for authority in &world.authorities {
        progress(&format!("{}: two years of results", authority.name));
        results::read_in(app, clock, &world, authority)?;
        results::freeze(app, &world, authority, sv::NEWEST_FREEZE)?;
        results::publish_tables(app, &world, authority)?;
    }
    let shown: Instant = SHOWN_AT.parse().map_err(|_| DemoError::data("SHOWN_AT"))?;
    clock.set(shown);
    for authority in &world.authorities {
        earlier::load(app, authority)?;
        lists::fetch(app, &world, authority)?;
    }
    if let Some(authority) = world.authorities.first() {
        progress(&format!("{}: random samples of study plans", authority.name));
        samples::draw(app, &world, authority)?;
    }
    progress("deficiencies, and what is prepared because of them");
    deficiencies::enter(app, &world)?;
    region::after(app, &world)?;
    letters::remind(app, &world)?;
    Ok(world)
}

/// Fills an empty, migrated database with the demo's authorities, providers and people, and the published year, but
/// lets nobody report anything yet. The clock stands at the first day of the first occasion's reporting.
pub fn fill_register(app: &App, clock: &Arc<SetClock>, progress: &mut dyn FnMut(&str)) -> Result<World, DemoError> {
    let world = world::build(app, clock, progress)?;
    let stands = app.clock().now();
    round::last_years_focus_areas(app, clock, &world)?;
    clock.set(stands);
    Ok(world)
}

/// When something was last done in the demo, so that its clock can go on from there.
pub fn last_event(db: &store::Db) -> Result<Option<Instant>, store::StoreError> {
    let tenants: Vec<(kernel::Id<kernel::id::kind::Tenant>,)> = db.read_blocking(store::Scope::Global, |tx| {
        tx.all(store::global_sql!("SELECT id FROM tenant ORDER BY slug"), &[])
    })?;
    let mut last = None;
    for (tenant,) in tenants {
        let newest: Option<(Option<Instant>,)> = db.read_blocking(store::Scope::Tenant(tenant), |tx| {
            tx.maybe(store::sql!("SELECT max(at) FROM audit_event WHERE tenant_id = $1"), &[])
        })?;
        last = last.max(newest.and_then(|(at,)| at));
    }
    Ok(last)
}
