//! The authority's own school reports in another system: a file out of it is read in, as an officer reads one in. What was
//! written of complaints is in then; the rest waits.

use std::collections::BTreeMap;

use domain::elsewhere::Mapping;
use domain::year::Form;
use kernel::{Instant, Period};
use platform::App;
use platform::access::Tools;
use store::{Actor, Scope, StoreError, WriteContext};

use super::answers::answer;
use super::round::officer;
use super::world::{Authority, World};
use super::{DemoError, sv};
use crate::assignments::{self, Filter};
use crate::elsewhere::{self, Brought};
use crate::submissions::{ask, originals};
use crate::year::Published;

/// When the officer reads a file in, and of which occasion.
const FILES: [(&str, &str); 2] = [("2024-04-10T08:20:00Z", "tertial-1"), ("2024-08-14T08:05:00Z", "tertial-2")];

/// The files of the year.
pub(super) fn files() -> Result<impl Iterator<Item = (Instant, &'static str)>, DemoError> {
    let mut all = Vec::new();
    for (at, occasion) in FILES {
        all.push((at.parse().map_err(|_| DemoError::data(at))?, occasion));
    }
    Ok(all.into_iter())
}

/// Reads in what own-run schools have said of complaints at the occasion.
pub(super) fn read_in(
    app: &App,
    world: &World,
    authority: &Authority,
    published: &Published,
    occasion: &'static str,
) -> Result<(), DemoError> {
    let (scope, today, of) = (Scope::Tenant(authority.id), app.clock().now().day(), published.clone());
    let year = published.year.year;
    let asked = app.db().read_blocking::<_, StoreError>(scope, move |tx| {
        let mut asked = Vec::new();
        for one in assignments::list(tx, year, Filter { occasion: Some(occasion), ..Filter::default() })? {
            if one.reports_in.is_some() {
                asked.extend(ask(tx, &one, &of, today)?.map(|asked| (one, asked)));
            }
        }
        Ok(asked)
    })?;
    let mut by_system: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (assignment, asked) in &asked {
        let item = published.year.item(&assignment.item).filter(|item| item.form == Form::Complaints);
        if let (Some(system), Some(item)) = (&assignment.reports_in, item) {
            let period = item.covered().unwrap_or(Period { from: assignment.deadline, to: assignment.deadline });
            let content = answer(&world.data, assignment, asked, period, assignment.deadline);
            by_system.entry(system).or_default().push((assignment, item, asked.clone(), content));
        }
    }
    for (system, answers) in by_system {
        let Some((first, ..)) = answers.first() else { continue };
        let (deadline, name) = (first.deadline, sv::file_of(system, occasion));
        let asked = system.to_owned();
        let mut mapping = app.db().read_blocking::<_, StoreError>(scope, move |tx| elsewhere::mapping(tx, &asked))?;
        let bytes = elsewhere::file_of(&answers, (occasion, deadline), &mut mapping);
        let bytes = bytes.ok_or_else(|| DemoError::data("the own-run school's file"))?;
        bring(app, world, authority, (system, name), (bytes, mapping), year)?;
    }
    Ok(())
}

fn bring(
    app: &App,
    world: &World,
    authority: &Authority,
    (system, name): (&str, String),
    (bytes, mapping): (Vec<u8>, Mapping),
    year: i16,
) -> Result<(), DemoError> {
    let (tools, tenant) = (Tools::of(app), authority.id);
    let keys = app.db().read_blocking::<_, StoreError>(Scope::Tenant(tenant), {
        let tools = tools.clone();
        move |tx| tools.keys(tx)
    })?;
    let kept =
        originals::keep(app.files(), tenant, &keys, &bytes).map_err(|error| DemoError::data(error.to_string()))?;
    let (person, seat) = officer(world, authority)?;
    let (account, seats, system) = (person.account(seat), vec![seat.clone()], system.to_owned());
    let context = WriteContext { actor: Actor::account(person.id, seat.role), now: app.clock().now() };
    let reports = app.db().write_blocking::<_, DemoError>(Scope::Tenant(tenant), context, move |mut tx| {
        let file = (&kept, name.as_str());
        let what =
            Brought { year, system: &system, file, bytes: &bytes, mapping: &mapping, account: &account, seats: &seats };
        let brought = elsewhere::bring(&mut tx, &tools, &what);
        let (events, reports) = brought.map_err(|stop| DemoError::data(format!("{name}: {stop:?}")))?;
        Ok(tx.save_all(&events, reports)?)
    })?;
    if reports == 0 { Err(DemoError::data("nothing came of the own-run school's file")) } else { Ok(()) }
}
