//! Background work: reading a file that somebody has asked for, letting a set go, and removing files whose time is out.

use std::future::Future;
use std::io::Write;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use ::store::{Actor, ActorKind, Housekeeping, ReadTx, Scope, StoreError, WriteContext};
use kernel::Id;
use kernel::id::kind::{Import, Tenant};
use platform::App;
use platform::access::Tools;
use platform::jobs::{JobEnd, Kind, Lane};
use platform::sealed_file::SealedWriter;
use serde_json::{Value as Json, json};

use super::plan::{Outcome, Planned};
use super::run::{self, ImportProblem, Order};
use super::store::{self, Run, State};
use super::{Turn, files, otherwise, sv};
use crate::participations::{self, Place};

/// Reads a file.
pub const READ: &str = "imports.read";
/// Removes the rows of a set that was let go.
pub const DROP: &str = "imports.drop";
/// Removes files whose time is out.
pub const SWEEP: &str = "imports.sweep";

/// The background work of this feature.
pub const JOBS: &[Kind] = &[
    Kind {
        name: READ,
        lane: Lane::Slow,
        run: |app, tenant, payload| apart(app, tenant, payload, read),
        given_up: Some(|app, tenant, payload| apart(app, tenant, payload, not_read)),
    },
    // What is left of a set is taken away by whoever reads in next, and a file by the next sweep.
    Kind {
        name: DROP,
        lane: Lane::Slow,
        run: |app, tenant, payload| apart(app, tenant, payload, let_go),
        given_up: None,
    },
    Kind {
        name: SWEEP,
        lane: Lane::Quick,
        run: |app, tenant, payload| apart(app, tenant, payload, sweep),
        given_up: None,
    },
];

type Work = fn(&App, Id<Tenant>, &Json) -> Result<(), JobEnd>;

/// Runs the work on a thread that may wait.
fn apart(
    app: App,
    tenant: Option<Id<Tenant>>,
    payload: Json,
    work: Work,
) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>> {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let done = platform::apart(move || work(&app, tenant, &payload)).await;
        done.map_err(|error| JobEnd::Retry(error.to_string()))?
    })
}

fn context(app: &App) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() }
}

fn place(app: &App, tenant: Id<Tenant>) -> Place {
    Place { db: app.db().clone(), tenant, context: context(app) }
}

fn keep(
    app: &App,
    tenant: Id<Tenant>,
    change: impl Fn(&mut ::store::WriteTx<'_>) -> Result<(), StoreError> + Send + 'static,
) -> Result<(), StoreError> {
    app.db().write_blocking(Scope::Tenant(tenant), context(app), move |mut tx| {
        change(&mut tx)?;
        Ok::<_, StoreError>(tx.keep(Housekeeping::Staging, ()))
    })
}

/// Which file the job is about.
fn named(payload: &Json) -> Option<Id<Import>> {
    payload["import"].as_str().and_then(|text| text.parse().ok())
}

fn read(app: &App, tenant: Id<Tenant>, payload: &Json) -> Result<(), JobEnd> {
    let id = named(payload).ok_or_else(|| JobEnd::GiveUp("no import is named".to_owned()))?;
    let found = app.db().read_blocking(Scope::Tenant(tenant), move |tx: &mut ReadTx<'_>| store::run(tx, id))?;
    let Some(asked) = found.filter(|run| run.state == State::Reading) else { return Ok(()) };
    let retry = |error: std::io::Error| JobEnd::Retry(error.to_string());
    let Some(_turn) = Turn::take(&app.settings().data_dir, tenant).map_err(retry)? else {
        return Err(JobEnd::Retry("another import is under way".to_owned()));
    };
    let place = place(app, tenant);
    let came = run::clear_left_behind(&place).and_then(|_| read_file(app, &place, &asked));
    let (state, outcome, set, verdicts) = match came {
        Ok((done, verdicts)) => {
            let state = if done.staged.set.is_some() { State::Waiting } else { State::Nothing };
            (state, outcome_of(app, tenant, &done)?, done.staged.set, Some(verdicts))
        }
        Err(ImportProblem::Unreadable(why)) => (State::Failed, Outcome::refused(why), None, None),
        Err(ImportProblem::Waits(_)) => (State::Failed, Outcome::refused(sv::ANOTHER_WAITS.to_owned()), None, None),
        Err(error @ (ImportProblem::Failed(_) | ImportProblem::Stopped | ImportProblem::TakenAway(_))) => {
            return Err(JobEnd::Retry(error.to_string()));
        }
    };
    let outcome = serde_json::to_string(&outcome).map_err(|error| JobEnd::GiveUp(error.to_string()))?;
    let finished = app.db().write_blocking::<_, StoreError>(Scope::Tenant(tenant), context(app), move |mut tx| {
        let finished = store::finish(&mut tx, id, state, &outcome, set, verdicts.as_deref())?;
        Ok(tx.keep(Housekeeping::Staging, finished))
    })?;
    // Thrown away while it was read: nobody waits for its set.
    if let Some(set) = set.filter(|_| !finished) {
        participations::drop_set(&place, set).map_err(|error| JobEnd::Retry(error.to_string()))?;
    }
    Ok(())
}

/// Ends the reading of a file that was given up, so that it can be read again. What it staged is taken away by whoever
/// reads in next.
fn not_read(app: &App, tenant: Id<Tenant>, payload: &Json) -> Result<(), JobEnd> {
    let Some(id) = named(payload) else { return Ok(()) };
    let outcome = serde_json::to_string(&Outcome::refused(sv::GIVEN_UP.to_owned()));
    let outcome = outcome.map_err(|error| JobEnd::Retry(error.to_string()))?;
    keep(app, tenant, move |tx| store::finish(tx, id, State::Failed, &outcome, None, None).map(|_| ()))?;
    Ok(())
}

/// What came of the file, with which participations it takes away and changes.
fn outcome_of(app: &App, tenant: Id<Tenant>, done: &run::Done) -> Result<Outcome, StoreError> {
    let Some(set) = done.staged.set else { return Ok(Outcome::of(done)) };
    let scope = Scope::Tenant(tenant);
    let otherwise =
        app.db().read_blocking(scope, move |tx: &mut ReadTx<'_>| otherwise::told(tx, set, otherwise::SHOWN))?;
    Ok(Outcome { otherwise, ..Outcome::of(done) })
}

fn read_file(app: &App, place: &Place, asked: &Run) -> Result<(run::Done, String), ImportProblem> {
    let failed = |error: std::io::Error| ImportProblem::Failed(StoreError::Damaged(error.to_string()));
    let tools = Tools::of(app);
    let scope = Scope::Tenant(place.tenant);
    let planned = Planned::from_json(&asked.plan);
    let (profiles, keys) = place
        .db
        .read_blocking(scope, |tx: &mut ReadTx<'_>| Ok::<_, StoreError>((store::all_profiles(tx)?, tools.keys(tx)?)))?;
    let profile = profiles.into_iter().find(|kept| kept.profile.slug == planned.profile);
    let profile = profile.ok_or_else(|| ImportProblem::Unreadable(sv::NO_SUCH_PROFILE.to_owned()))?;
    let mut stream = files::text(app.files(), place.tenant, &keys, asked).map_err(failed)?;
    let order = Order {
        profile,
        kind: planned.kind(),
        scope: planned.scope(),
        as_of: planned.as_of.unwrap_or_else(|| place.context.now.day()),
        file_name: asked.file_name.clone(),
        file_sha256: asked.file_sha256.clone(),
        person: Some(asked.person),
        dry_run: false,
    };
    let name = files::verdicts_name(asked.id);
    let mut verdicts = SealedWriter::new(app.files(), place.tenant, keys, &name).map_err(failed)?;
    let mut told = place.context.now;
    let (id, tenant) = (asked.id, place.tenant);
    let mut progress = |rows: u32, bytes: u64| {
        let now = app.clock().now();
        if now.seconds_since(told) >= 1 {
            told = now;
            let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
            // That it could not be told is no reason to stop.
            let _ = keep(app, tenant, move |tx| store::progress(tx, id, rows.into(), bytes, now));
        }
        true
    };
    let done = run::read_in(place, &tools, &mut *stream, &order, Some(&mut verdicts as &mut dyn Write), &mut progress)?;
    match verdicts.finish() {
        Ok(sealed) => Ok((done, sealed.stored)),
        Err(error) => {
            if let Some(set) = done.staged.set {
                participations::drop_set(place, set)?;
            }
            Err(failed(error))
        }
    }
}

fn let_go(app: &App, tenant: Id<Tenant>, payload: &Json) -> Result<(), JobEnd> {
    let set = payload["set"].as_i64().ok_or_else(|| JobEnd::GiveUp("no set is named".to_owned()))?;
    let place = place(app, tenant);
    match participations::drop_set(&place, set) {
        // Whoever read in next has taken it away already.
        Ok(()) | Err(participations::ImportError::NoSuchSet) => Ok(()),
        Err(error) => Err(JobEnd::Retry(error.to_string())),
    }
}

/// After so long, in seconds, nobody is still bringing a file or finding out what it is.
const ON_ITS_WAY: i64 = 24 * 60 * 60;

/// Removes what was left of files that came and that nothing came to point at: their process was ended.
fn sweep_left(app: &App, tenant: Id<Tenant>) -> Result<(), JobEnd> {
    let retry = |error: std::io::Error| JobEnd::Retry(error.to_string());
    let before = app.clock().now().plus_seconds(-ON_ITS_WAY).as_microsecond();
    let before = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(before).unwrap_or_default());
    for hash in app.files().left(tenant, before).map_err(retry)? {
        let asked = hash.clone();
        let scope = Scope::Tenant(tenant);
        if !app.db().read_blocking(scope, move |tx: &mut ReadTx<'_>| store::points_at(tx, &asked))? {
            app.files().remove(tenant, &hash).map_err(retry)?;
        }
        app.files().claim(tenant, &hash).map_err(retry)?;
    }
    Ok(())
}

fn sweep(app: &App, tenant: Id<Tenant>, _: &Json) -> Result<(), JobEnd> {
    sweep_left(app, tenant)?;
    let now = app.clock().now();
    let over = app.db().read_blocking(Scope::Tenant(tenant), move |tx: &mut ReadTx<'_>| store::expired(tx, now))?;
    for run in over {
        for hash in [&run.stored, &run.verdicts].into_iter().flatten() {
            app.files().remove(tenant, hash).map_err(|error| JobEnd::Retry(error.to_string()))?;
        }
        let outcome = run.outcome.as_deref().map(|outcome| Outcome::from_json(Some(outcome)).without_cells());
        let outcome = outcome.map(|outcome| serde_json::to_string(&outcome)).transpose();
        let outcome = outcome.map_err(|error| JobEnd::GiveUp(error.to_string()))?;
        keep(app, tenant, move |tx| store::forget_bytes(tx, run.id, outcome.as_deref()))?;
        // Nobody has said whether it is to be taken in, and without its file nobody can judge that any more.
        if let Some(set) = run.set.filter(|_| run.state == State::Waiting) {
            let_go(app, tenant, &json!({ "set": set }))?;
        }
    }
    Ok(())
}

/// What the job of reading needs.
pub fn payload(id: Id<Import>) -> Json {
    json!({ "import": id })
}
