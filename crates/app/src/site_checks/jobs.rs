//! Checks in the background: when somebody asks, and when it is time.
//!
//! A check is a row before it is a job, so that who waits can see it; one of a provider at a time. What cannot be reached is an
//! outcome, told as unsure, and no reason to try again before it is time.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use ::store::{Actor, ActorKind, Event, Housekeeping, Scope, StoreError, WriteContext, WriteTx};
use clients::Fault;
use clients::pages::{Fetched, Leads, Manners, NotFetched, Pace, Visitor};
use domain::site_check::{NotRead, Page, Site, Standing, WebPage, judge_site, rank};
use kernel::id::kind::{Organisation, Person, Tenant};
use kernel::{Chance, Id, Instant};
use platform::App;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use platform::sandbox::{SandboxError, Task};
use serde_json::{Value as Json, json};

use super::not;
use super::store::{self, Outcome, Read};
use crate::organisations;

/// The kinds of work of this feature.
pub const JOBS: &[Kind] = &[
    Kind { name: CHECK, lane: Lane::Slow, run: run_check, given_up: Some(end_check) },
    Kind { name: DUE, lane: Lane::Quick, run: run_due, given_up: Some(plan_again) },
];
const CHECK: &str = "site-checks.check";
const DUE: &str = "site-checks.due";

type Run = Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>>;

/// Asks for a check in the transaction and gives its number; nothing where one waits or is under way.
pub(super) fn ask(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    of: Id<Organisation>,
    address: &str,
    person: Option<Id<Person>>,
) -> Result<Option<i64>, StoreError> {
    let Some(number) = store::begin(tx, of, address, person)? else { return Ok(None) };
    let (tenant, run_at) = (tx.tenant()?, tx.context().now);
    let once = Some(format!("{CHECK}:{tenant}:{of}:{number}"));
    let payload = json!({ "organisation": of, "number": number });
    enqueue(tx, chance, &NewJob { kind: CHECK, tenant: Some(tenant), payload, once, run_at })?;
    Ok(Some(number))
}

/// Asks for a check of every provider that has an address and has not left; gives how many there were.
pub(super) fn ask_all(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    person: Option<Id<Person>>,
) -> Result<usize, StoreError> {
    let today = tx.context().now.day();
    let records = store::records(tx)?;
    let mut asked = 0;
    for provider in
        organisations::providers(tx)?.into_iter().filter(|one| one.ended_on.is_none_or(|ended| ended >= today))
    {
        let address = records.get(&provider.id).and_then(|record| record.address.as_ref());
        if let Some(address) = address {
            asked += usize::from(ask(tx, chance, provider.id, address, person)?.is_some());
        }
    }
    Ok(asked)
}

/// Plans the next time of the plan of that number. One that another has taken the place of does nothing when its time comes.
pub(super) fn plan(tx: &mut WriteTx<'_>, chance: &dyn Chance, plan: i64, every_days: u16) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant()?, tx.context().now);
    let run_at = now.plus_seconds(i64::from(every_days) * 86_400);
    let once = Some(format!("{DUE}:{tenant}:{plan}:{}", run_at.as_microsecond()));
    let payload = json!({ "plan": plan });
    enqueue(tx, chance, &NewJob { kind: DUE, tenant: Some(tenant), payload, once, run_at }).map(|_| ())
}

fn context(app: &App) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() }
}

/// The plan's next time is planned also after one that nothing came of.
fn plan_again(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    due(app, tenant, payload, false)
}

fn run_due(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    due(app, tenant, payload, true)
}

fn due(app: App, tenant: Option<Id<Tenant>>, payload: Json, checks: bool) -> Run {
    Box::pin(async move {
        let (Some(tenant), Some(number)) = (tenant, payload["plan"].as_i64()) else {
            return Err(JobEnd::GiveUp("no plan".to_owned()));
        };
        let chance = app.chance().clone();
        app.db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context(&app), move |mut tx| {
                let (newest, every_days) = store::schedule(&mut tx)?;
                if newest != number || every_days == 0 {
                    return Ok(tx.keep(Housekeeping::Job, ()));
                }
                plan(&mut tx, &*chance, number, every_days)?;
                let asked = if checks { ask_all(&mut tx, &*chance, None)? } else { 0 };
                if asked == 0 {
                    return Ok(tx.keep(Housekeeping::Job, ()));
                }
                tx.save(Event::about("site-check.due", tenant, json!({ "checks": asked })), ())
            })
            .await?;
        Ok(())
    })
}

fn which(payload: &Json) -> Option<(Id<Organisation>, i64)> {
    Some((payload["organisation"].as_str()?.parse().ok()?, payload["number"].as_i64()?))
}

/// Ends a check whose job was given up, so that another one can be asked for.
fn end_check(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let Some((tenant, (of, number))) = tenant.zip(which(&payload)) else { return Ok(()) };
        app.db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context(&app), move |mut tx| {
                if !store::end(&mut tx, (of, number), None)? {
                    return Ok(tx.keep(Housekeeping::Job, ()));
                }
                tx.save(Event::about("site-check.given-up", of, json!({ "organisation": of, "number": number })), ())
            })
            .await?;
        Ok(())
    })
}

fn run_check(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        let (of, number) = which(&payload).ok_or_else(|| JobEnd::GiveUp("no such check".to_owned()))?;
        let found =
            app.db().read::<_, StoreError>(Scope::Tenant(tenant), move |tx| store::waiting(tx, of, number)).await?;
        // Ended already, by somebody who took this job over.
        let Some(address) = found else { return Ok(()) };
        let work = Work { app: app.clone(), tenant, of, number, address };
        let done = platform::apart(move || work.run()).await;
        done.map_err(|error| JobEnd::Retry(error.to_string()))?
    })
}

/// One check, on a thread that may block.
struct Work {
    app: App,
    tenant: Id<Tenant>,
    of: Id<Organisation>,
    number: i64,
    address: String,
}

/// A page as it came, kept and read in the child.
struct Came {
    read: Result<WebPage, NotRead>,
    sha256: Option<String>,
    at: Instant,
}

impl Work {
    fn run(self) -> Result<(), JobEnd> {
        let settings = self.app.settings();
        // A server of the tests' own or of a demo; never out of a real installation.
        let own = settings.private_sources && settings.development;
        let polite = Manners::default();
        let between = if own { Duration::ZERO } else { polite.between };
        let visitor = Visitor::new(Manners { private: own, between, ..polite }, Pace::real());
        let mut came: BTreeMap<String, Came> = BTreeMap::new();
        let mut trouble = None;
        let mut read = |fetched: &Fetched| match self.read(fetched) {
            Ok((one, leads)) => {
                came.insert(fetched.address.clone(), one);
                leads
            }
            Err(end) => {
                trouble = Some(end);
                Leads::default()
            }
        };
        let walk = visitor.walk(&self.address, &rank, &mut read, &mut |pages| self.tell(pages));
        if let Some(end) = trouble {
            return Err(end);
        }
        let now = self.app.clock().now();
        let (mut pages, mut kept) = (Vec::new(), Vec::new());
        for visited in walk.pages {
            let (address, size, of) = match &visited.outcome {
                Ok(fetched) => (Some(fetched.address.clone()), fetched.bytes.len(), came.remove(&fetched.address)),
                Err(_) => (None, 0, None),
            };
            let read = match (&visited.outcome, &of) {
                (Err(not), _) => Err(not_read(not)),
                (Ok(_), Some(of)) => of.read.clone(),
                // Two addresses that lead to one page: it has been read.
                (Ok(_), None) => continue,
            };
            let not = match (&visited.outcome, &read) {
                (Err(why), _) => Some(not::fetched(why)),
                (Ok(_), Err(why)) => not::opened(*why).map(str::to_owned),
                (Ok(_), Ok(_)) => None,
            };
            let (at, sha256) = of.map_or((now, None), |of| (of.at, of.sha256));
            let size = u64::try_from(size).unwrap_or(u64::MAX);
            kept.push(Read { asked: visited.address.clone(), address: address.clone(), at, sha256, size, not });
            pages.push(Page { address: address.unwrap_or(visited.address), read });
        }
        let left = walk.left.iter().filter(|rank| **rank <= 1).count();
        let findings = judge_site(&Site { pages: &pages, left });
        self.finish(Outcome { findings, pages: kept, left })
    }

    /// Keeps a page and lets the child read it.
    fn read(&self, fetched: &Fetched) -> Result<(Came, Leads), JobEnd> {
        let keep = self.app.files().keep(self.tenant, &fetched.bytes);
        let sha256 = keep.map_err(|error| JobEnd::Retry(format!("a page was not kept: {error}")))?;
        let request = documents::web_page::request(&fetched.content_type, &fetched.bytes);
        let read = match self.app.sandbox().run_blocking(Task::Page, &request) {
            Ok(said) => serde_json::from_slice(&said).map_err(|error| JobEnd::GiveUp(format!("a page: {error}")))?,
            // One that ends its child is one that cannot be read.
            Err(SandboxError::TooSlow | SandboxError::Ended(_)) => Err(NotRead::Broken),
            Err(SandboxError::Io(error)) => return Err(JobEnd::Retry(error.to_string())),
        };
        let leads = match &read {
            Ok(page) => leads(page),
            Err(_) => Leads::default(),
        };
        Ok((Came { read, sha256: Some(sha256), at: self.app.clock().now() }, leads))
    }

    /// Whether to go on; somebody may be looking at how far it has come.
    fn tell(&self, pages: usize) -> bool {
        let (of, number, pages) = (self.of, self.number, i64::try_from(pages).unwrap_or(i64::MAX));
        let told =
            self.app.db().write_blocking::<_, StoreError>(Scope::Tenant(self.tenant), context(&self.app), move |tx| {
                store::tell_progress(tx, of, number, pages)
            });
        !matches!(told, Err(StoreError::Closed))
    }

    fn finish(self, outcome: Outcome) -> Result<(), JobEnd> {
        let (of, number) = (self.of, self.number);
        let outcome = std::sync::Arc::new(outcome);
        self.app.db().write_blocking::<_, StoreError>(
            Scope::Tenant(self.tenant),
            context(&self.app),
            move |mut tx| {
                if !store::end(&mut tx, (of, number), Some(&outcome))? {
                    return Ok(tx.keep(Housekeeping::Job, ()));
                }
                let count = |standing| outcome.findings.iter().filter(|finding| finding.standing == standing).count();
                let facts = json!({
                    "organisation": of, "number": number, "pages": outcome.pages.len(), "found": count(Standing::Found),
                    "unsure": count(Standing::Unsure), "missing": count(Standing::Missing),
                });
                tx.save(Event::about("site-check.done", of, facts), ())
            },
        )?;
        Ok(())
    }
}

fn leads(page: &WebPage) -> Leads {
    let links = page.blocks.iter().filter(|block| block.kind != domain::site_check::Kind::Picture);
    (page.base.clone(), links.flat_map(|block| block.links.clone()).collect())
}

fn not_read(not: &NotFetched) -> NotRead {
    match not {
        NotFetched::Disallowed => NotRead::Disallowed,
        NotFetched::Fault(Fault::Status { came, .. }) if matches!(came.status, 404 | 410) => NotRead::NotThere,
        NotFetched::Fault(Fault::TooLarge { .. }) => NotRead::TooLarge,
        NotFetched::Fault(_) => NotRead::Unreachable,
    }
}
