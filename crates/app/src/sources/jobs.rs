//! Fetching in the background: when somebody asks, and when it is time.
//!
//! A fetch is a row before it is a job, so that who waits can see it. One fetch of a source at a time; what one that was cut
//! off left is done again by whoever takes its job over. A fault is told and not tried again until it is time: the layer
//! below has been patient already.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Event, Scope, StoreError, WriteContext, WriteTx};
use clients::{Allow, Fault, Http, Options};
use kernel::id::kind::{Person, Tenant};
use kernel::{Chance, Id, Instant};
use platform::App;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use serde_json::{Value as Json, json};

use super::comparing;
use super::fetches::{self, Outcome, Source};
use super::fetching::{self, Fetched};
use super::pulling;
use super::settings::SourceKind;
use crate::organisations;

/// The kinds of work of this feature.
pub const JOBS: &[Kind] = &[
    Kind { name: FETCH, lane: Lane::Slow, run: run_fetch, given_up: Some(end_fetch) },
    Kind { name: DUE, lane: Lane::Quick, run: run_due, given_up: Some(plan_again) },
];
const FETCH: &str = "sources.fetch";
const DUE: &str = "sources.due";

type Run = Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>>;

/// Asks for a fetch, in the transaction, and gives its number; nothing where one waits or is under way. `whole` where all is
/// to be asked for, whatever is known already.
pub fn ask(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    kind: SourceKind,
    person: Option<Id<Person>>,
    whole: bool,
) -> Result<Option<i64>, StoreError> {
    let Some(number) = fetches::begin(tx, kind, person)? else { return Ok(None) };
    let (tenant, run_at) = (tx.tenant()?, tx.context().now);
    let once = Some(format!("{FETCH}:{tenant}:{number}"));
    let payload = json!({ "number": number, "whole": whole });
    let job = NewJob { kind: FETCH, tenant: Some(tenant), payload, once, run_at };
    enqueue(tx, chance, &job)?;
    Ok(Some(number))
}

/// Plans the next time. A plan that was made for settings that have changed since does nothing when its time comes.
pub fn plan(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    kind: SourceKind,
    set_at: Instant,
    run_at: Instant,
) -> Result<(), StoreError> {
    let tenant = tx.tenant()?;
    let payload = json!({ "slug": kind.slug(), "set_at": set_at.as_microsecond() });
    let once = Some(format!("{DUE}:{tenant}:{}:{}", kind.slug(), run_at.as_microsecond()));
    enqueue(tx, chance, &NewJob { kind: DUE, tenant: Some(tenant), payload, once, run_at }).map(|_| ())
}

/// When it is time again.
pub fn next_time(now: Instant, every_days: u16) -> Instant {
    now.plus_seconds(i64::from(every_days) * 86_400)
}

pub(super) fn context(app: &App) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() }
}

/// Of which source a plan is, and when the settings were set that it was made for.
fn planned(payload: &Json) -> Option<(SourceKind, Instant)> {
    let set_at = payload["set_at"].as_i64().and_then(Instant::from_microsecond)?;
    Some((SourceKind::from_slug(payload["slug"].as_str()?)?, set_at))
}

/// What is to be fetched every so often is so also after a time that nothing came of.
fn plan_again(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let Some((tenant, (kind, set_at))) = tenant.zip(planned(&payload)) else { return Ok(()) };
        let chance = app.chance().clone();
        app.db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context(&app), move |mut tx| {
                let source = fetches::source(&mut tx, kind)?.filter(|source| source.active && source.at == set_at);
                if let Some(source) = source {
                    let next = next_time(tx.context().now, source.settings.every_days);
                    plan(&mut tx, &*chance, kind, set_at, next)?;
                }
                Ok(tx.keep(::store::Housekeeping::Job, ()))
            })
            .await?;
        Ok(())
    })
}

/// Ends a fetch whose job was given up: who waits for it is told, and the source can be fetched again.
fn end_fetch(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let Some((tenant, number)) = tenant.zip(payload["number"].as_i64()) else { return Ok(()) };
        app.db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context(&app), move |mut tx| {
                match fetches::waiting(&mut tx, number)? {
                    Some(kind) if fetches::fail(&mut tx, number, &Fault::GivenUp)? => {
                        let says = Fault::GivenUp.to_string();
                        let facts = json!({ "number": number, "source": kind.slug(), "says": says });
                        tx.save(Event::about("source.fetch-failed", tenant, facts), ())
                    }
                    _ => Ok(tx.keep(::store::Housekeeping::Job, ())),
                }
            })
            .await?;
        Ok(())
    })
}

fn run_due(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let (kind, set_at) = planned(&payload).ok_or_else(|| JobEnd::GiveUp("no such source".to_owned()))?;
        let chance = app.chance().clone();
        app.db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context(&app), move |mut tx| {
                let source = fetches::source(&mut tx, kind)?.filter(|source| source.active && source.at == set_at);
                let Some(Source { settings, .. }) = source else {
                    return Ok(tx.keep(::store::Housekeeping::Job, ()));
                };
                let next = next_time(tx.context().now, settings.every_days);
                plan(&mut tx, &*chance, kind, set_at, next)?;
                match ask(&mut tx, &*chance, kind, None, false)? {
                    Some(number) => {
                        let facts = json!({ "number": number, "source": kind.slug() });
                        tx.save(Event::about("source.fetch-due", tenant, facts), ())
                    }
                    None => Ok(tx.keep(::store::Housekeeping::Job, ())),
                }
            })
            .await?;
        Ok(())
    })
}

fn run_fetch(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let number = payload["number"].as_i64().ok_or_else(|| JobEnd::GiveUp("no number".to_owned()))?;
        let anew = payload["whole"] == true;
        let found = app
            .db()
            .read::<_, StoreError>(Scope::Tenant(tenant), move |tx| {
                let Some(kind) = fetches::waiting(tx, number)? else { return Ok(None) };
                let own = organisations::providers(tx)?.into_iter().map(|one| comparing::digits(&one.number)).collect();
                Ok(fetches::source(tx, kind)?.map(|source| (kind, source, own)))
            })
            .await?;
        // Ended already, by somebody who took this job over.
        let Some((kind, source, own)) = found else { return Ok(()) };
        let work = Work { app: app.clone(), tenant, number, kind, source, own, anew };
        let done = platform::apart(move || work.run()).await;
        done.map_err(|error| JobEnd::Retry(error.to_string()))?
    })
}

/// One fetch, on a thread that may block.
pub(super) struct Work {
    pub(super) app: App,
    pub(super) tenant: Id<Tenant>,
    pub(super) number: i64,
    pub(super) kind: SourceKind,
    pub(super) source: Source,
    own: Vec<String>,
    /// Whether everything is to be asked for, whatever is known already.
    pub(super) anew: bool,
}

impl Work {
    fn run(self) -> Result<(), JobEnd> {
        if self.kind == SourceKind::StudentSystem {
            return pulling::run(self);
        }
        let http = self.http(Options::default());
        let year = self.app.clock().now().day().year();
        match fetching::fetch(self.kind, &http, &self.source.settings, &self.own, year) {
            Ok(fetched) => self.finish(&http, fetched),
            Err(fault) => self.fail(fault),
        }
    }

    pub(super) fn http(&self, polite: Options) -> Http {
        let settings = self.app.settings();
        let allow = Allow {
            // A server without TLS is asked in tests and demos alone, never out of a real installation.
            unprotected: settings.private_sources && settings.development,
            private: settings.private_sources,
        };
        let whole = u32::try_from(fetching::expected(self.kind, &self.source.settings, &self.own)).unwrap_or(u32::MAX);
        let (db, context, tenant, number) = (self.app.db().clone(), context(&self.app), self.tenant, self.number);
        // Manners are for others' servers.
        let between = if allow.unprotected { std::time::Duration::ZERO } else { polite.between };
        let options = Options { allow, between, ..polite };
        Http::new(options).going_on(move |done| {
            let told = db.write_blocking::<_, StoreError>(Scope::Tenant(tenant), context.clone(), move |tx| {
                fetches::tell_progress(tx, number, done, whole.max(done + 1))
            });
            // That nobody can see how far it has come is no reason to stop; that there is no database is.
            !matches!(told, Err(StoreError::Closed))
        })
    }

    fn finish(self, http: &Http, fetched: Fetched) -> Result<(), JobEnd> {
        let original = http.transcript();
        let size = i64::try_from(original.bytes.len()).unwrap_or(i64::MAX);
        let hash = self
            .app
            .files()
            .keep(self.tenant, &original.bytes)
            .map_err(|error| JobEnd::Retry(format!("the original was not kept: {error}")))?;
        let outcome = std::sync::Arc::new(Outcome {
            found: i64::try_from(fetched.found).unwrap_or(i64::MAX),
            figures: fetched.figures,
            content: fetched.content,
            original: (hash, size),
        });
        let (number, kind, tenant) = (self.number, self.kind, self.tenant);
        self.app.db().write_blocking::<_, StoreError>(Scope::Tenant(tenant), context(&self.app), move |mut tx| {
            if !fetches::finish(&mut tx, number, kind, &outcome)? {
                return Ok(tx.keep(::store::Housekeeping::Job, ()));
            }
            let facts = json!({
                "number": number, "source": kind.slug(), "found": outcome.found, "file": outcome.original.0,
            });
            tx.save(Event::about("source.fetched", tenant, facts), ())
        })?;
        Ok(())
    }

    pub(super) fn fail(self, fault: Fault) -> Result<(), JobEnd> {
        let (number, kind, tenant) = (self.number, self.kind, self.tenant);
        tracing::warn!(source = kind.slug(), %fault, "a source was not fetched");
        self.app.db().write_blocking::<_, StoreError>(Scope::Tenant(tenant), context(&self.app), move |mut tx| {
            if !fetches::fail(&mut tx, number, &fault)? {
                return Ok(tx.keep(::store::Housekeeping::Job, ()));
            }
            let facts = json!({ "number": number, "source": kind.slug(), "says": fault.to_string() });
            tx.save(Event::about("source.fetch-failed", tenant, facts), ())
        })?;
        Ok(())
    }
}
