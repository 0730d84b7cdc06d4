//! Background work: a row in the same transaction as what asked for it, safe to run twice, ending done, retried or
//! given up. A worker leases what is due; a lease that runs out is taken over.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use kernel::id::kind::{Job as JobKind, Tenant};
use kernel::{Chance, Id, Instant};
use serde_json::Value as Json;
use store::{Actor, ActorKind, Housekeeping, Scope, StoreError, WriteContext, WriteTx, global_sql, row};

use tokio::task::JoinError;

use crate::app::App;

/// What a handler of jobs gives back when it did not succeed.
#[derive(Debug)]
pub enum JobEnd {
    /// Try again later.
    Retry(String),
    /// It will never succeed; somebody has to look.
    GiveUp(String),
}

impl From<StoreError> for JobEnd {
    fn from(error: StoreError) -> Self {
        Self::Retry(error.to_string())
    }
}

type Run = fn(App, Option<Id<Tenant>>, Json) -> Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>>;

/// Jobs of a lane run one after the other, and the lanes side by side: nobody's receipt waits for a file of a million rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Done in a moment.
    Quick,
    /// May take minutes.
    Slow,
    /// Speaks with a server of letters, which may take its time; nothing else waits for it.
    Post,
    /// Fetches and sorts letters that come in: a mailbox may not answer for minutes and a letter bring forty files, while
    /// nobody's import or paper waits for either, nor they for those.
    Mail,
}

impl Lane {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Quick, Self::Slow, Self::Post, Self::Mail];

    const fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Slow => "slow",
            Self::Post => "post",
            Self::Mail => "mail",
        }
    }
}

/// One kind of job.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Its stable name.
    pub name: &'static str,
    /// Beside which others it runs.
    pub lane: Lane,
    /// What runs it. It must be safe to run twice.
    pub run: Run,
    /// What is told when it is given up, where somebody waits for it. It must be safe to run twice: the job is over only
    /// once this has succeeded.
    pub given_up: Option<Run>,
}

/// Work to be done after the transaction, once it is durable.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Which kind.
    pub kind: &'static str,
    /// For which tenant.
    pub tenant: Option<Id<Tenant>>,
    /// What the handler needs.
    pub payload: Json,
    /// Two waiting jobs with the same key are one.
    pub once: Option<String>,
    /// Not before.
    pub run_at: Instant,
}

/// Enqueues the job in the transaction. `false` when one with the same key waits already.
pub fn enqueue(tx: &mut WriteTx<'_>, chance: &dyn Chance, job: &NewJob) -> Result<bool, StoreError> {
    let id: Id<JobKind> = Id::random(chance);
    let added = tx.execute(
        global_sql!(
            "INSERT INTO job (id, tenant_id, kind, payload, once_key, run_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING"
        ),
        &[&id, &job.tenant, &job.kind, &job.payload.to_string(), &job.once, &job.run_at],
    )?;
    Ok(added == 1)
}

row! {
    struct Due {
        id: Id<JobKind>,
        tenant: Option<Id<Tenant>>,
        kind: String,
        payload: String,
        attempts: i64,
    }
}

/// How long a worker may hold a job without saying that it still works on it.
const LEASE_SECONDS: i64 = 300;
/// How often it says so.
const RENEWED: Duration = Duration::from_mins(1);
/// How often a job is tried.
const ATTEMPTS: i64 = 6;

fn context(now: Instant) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Job), now }
}

/// Runs everything that is due, one after the other; gives how many ran.
pub async fn run_due(app: &App, kinds: &[Kind]) -> Result<usize, StoreError> {
    run(app, kinds, None).await
}

/// Runs everything of the lane that is due; gives how many ran. What no kind is known of is of the quick one.
pub async fn run_lane(app: &App, kinds: &[Kind], lane: Lane) -> Result<usize, StoreError> {
    run(app, kinds, Some(lane)).await
}

/// A handler that panics is tried again like one that failed.
async fn run(app: &App, kinds: &[Kind], lane: Option<Lane>) -> Result<usize, StoreError> {
    // The quick lane has what no other has, the others have their own.
    let listed = |kind: &&Kind| match lane {
        None | Some(Lane::Quick) => kind.lane != Lane::Quick,
        Some(own) => kind.lane == own,
    };
    let names: String = kinds.iter().filter(listed).map(|kind| format!("{},", kind.name)).collect();
    let (names, mut ran) = (format!(",{names}"), 0);
    while let Some(due) = lease(app, lane, &names).await? {
        ran += 1;
        let kind = kinds.iter().find(|kind| kind.name == due.kind);
        let outcome = match kind {
            // Leased so often and never finished: it takes the whole process with it each time.
            _ if due.attempts >= ATTEMPTS => Err(JobEnd::GiveUp("it never came to an end".to_owned())),
            Some(kind) => handle(app, &due, kind.run).await?,
            None => Err(JobEnd::GiveUp("no handler for this kind".to_owned())),
        };
        if is_given_up(&outcome, due.attempts + 1)
            && let Some(tell) = kind.and_then(|kind| kind.given_up)
            && renew(app, &due).await?
            && let Err(JobEnd::Retry(why) | JobEnd::GiveUp(why)) = handle(app, &due, tell).await?
        {
            // Whoever takes the job over when the lease has run out tells it then.
            tracing::error!(job = %due.id, kind = due.kind, why, "nobody could be told that a job was given up");
            continue;
        }
        finish(app, &due, outcome).await?;
    }
    Ok(ran)
}

/// Runs the handler in a task of its own: one that panics must not end the worker.
async fn handle(app: &App, due: &Due, run: Run) -> Result<Result<(), JobEnd>, StoreError> {
    let payload = serde_json::from_str(&due.payload).unwrap_or(Json::Null);
    let work = tokio::spawn(run(app.clone(), due.tenant, payload));
    Ok(match hold(app, due, RENEWED, work).await? {
        Ok(outcome) => outcome,
        Err(error) => Err(JobEnd::Retry(panicked(&error).to_owned())),
    })
}

/// Whether a job that ended so, leased that often, is not tried again.
const fn is_given_up(outcome: &Result<(), JobEnd>, attempts: i64) -> bool {
    match outcome {
        Ok(()) => false,
        Err(JobEnd::GiveUp(_)) => true,
        Err(JobEnd::Retry(_)) => attempts >= ATTEMPTS,
    }
}

/// Takes the next job that is due; of the lane, where one is named. `names` has the lane's kinds between commas; for the
/// quick lane those of every other, since it takes what is left.
async fn lease(app: &App, lane: Option<Lane>, names: &str) -> Result<Option<Due>, StoreError> {
    let now = app.clock().now();
    let (lane, names) = (lane.map_or("all", Lane::name), names.to_owned());
    let until = now.plus_seconds(LEASE_SECONDS);
    app.db()
        .write(Scope::Global, context(now), move |mut tx| {
            let due: Option<Due> = tx.maybe(
                global_sql!(
                    "SELECT id, tenant_id, kind, payload, attempts FROM job
                     WHERE done_at IS NULL AND given_up_at IS NULL AND run_at <= $1
                       AND (leased_until IS NULL OR leased_until <= $1)
                       AND ($2 = 'all' OR ($2 <> 'quick') = ($3 LIKE '%,' || kind || ',%'))
                     ORDER BY run_at, id LIMIT 1"
                ),
                &[&now, &lane, &names],
            )?;
            if let Some(due) = &due {
                tx.execute(
                    global_sql!("UPDATE job SET leased_until = $2, attempts = attempts + 1 WHERE id = $1"),
                    &[&due.id, &until],
                )?;
            }
            Ok::<_, StoreError>(tx.keep(Housekeeping::Job, due))
        })
        .await
}

/// What is kept of a panic: its words may quote what was worked on.
fn panicked(error: &JoinError) -> &'static str {
    if error.is_panic() { "the handler panicked" } else { "the handler was ended" }
}

/// Waits for the work, and says every so often that it still goes on.
async fn hold<T>(
    app: &App,
    due: &Due,
    every: Duration,
    work: impl Future<Output = T> + Unpin,
) -> Result<T, StoreError> {
    let mut work = work;
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // The first comes at once: the lease has just been taken.
    ticks.tick().await;
    loop {
        tokio::select! {
            done = &mut work => return Ok(done),
            _ = ticks.tick() => {
                // Work that goes on is not ended over a database that cannot be reached for a while.
                if let Err(error) = renew(app, due).await {
                    tracing::warn!(job = %due.id, kind = due.kind, why = %error, "a job's lease could not be renewed");
                }
            }
        }
    }
}

/// Prolongs the lease, while it is this one: each lease counts one attempt more, and so is known by their number.
async fn renew(app: &App, due: &Due) -> Result<bool, StoreError> {
    let now = app.clock().now();
    let (id, lease, until) = (due.id, due.attempts + 1, now.plus_seconds(LEASE_SECONDS));
    app.db()
        .write(Scope::Global, context(now), move |mut tx| {
            let renewed = tx.execute(
                global_sql!(
                    "UPDATE job SET leased_until = $3 WHERE id = $1 AND attempts = $2 AND leased_until IS NOT NULL"
                ),
                &[&id, &lease, &until],
            )?;
            Ok::<_, StoreError>(tx.keep(Housekeeping::Job, renewed == 1))
        })
        .await
}

/// Writes down how the job ended, unless somebody else has leased it since.
async fn finish(app: &App, due: &Due, outcome: Result<(), JobEnd>) -> Result<(), StoreError> {
    let now = app.clock().now();
    let (id, kind, attempts) = (due.id, due.kind.clone(), due.attempts + 1);
    app.db()
        .write(Scope::Global, context(now), move |mut tx| {
            let held = tx.execute(
                global_sql!(
                    "UPDATE job SET leased_until = NULL WHERE id = $1 AND attempts = $2 AND leased_until IS NOT NULL"
                ),
                &[&id, &attempts],
            )?;
            if held == 0 {
                tracing::warn!(job = %id, kind, "a job ended after somebody else had taken it over");
                return Ok::<_, StoreError>(tx.keep(Housekeeping::Job, ()));
            }
            let given_up = is_given_up(&outcome, attempts);
            match &outcome {
                Ok(()) => {
                    tx.execute(
                        global_sql!("UPDATE job SET done_at = $2, once_key = NULL WHERE id = $1"),
                        &[&id, &now],
                    )?;
                }
                Err(JobEnd::Retry(why)) if !given_up => {
                    tracing::warn!(job = %id, kind, why, "job will be retried");
                    // 1, 2, 4, 8 … minutes.
                    let later = now.plus_seconds(60 << (attempts - 1).clamp(0, 10));
                    tx.execute(
                        global_sql!("UPDATE job SET run_at = $2, note = $3 WHERE id = $1"),
                        &[&id, &later, why],
                    )?;
                }
                Err(JobEnd::Retry(why) | JobEnd::GiveUp(why)) => {
                    tracing::error!(job = %id, kind, why, "job given up");
                    tx.execute(
                        global_sql!("UPDATE job SET given_up_at = $2, once_key = NULL, note = $3 WHERE id = $1"),
                        &[&id, &now, why],
                    )?;
                }
            }
            Ok(tx.keep(Housekeeping::Job, ()))
        })
        .await
}

/// How many jobs wait or were given up, for the tests that nothing is left and for `doctor`.
pub fn left(app: &App) -> Result<(i64, i64), StoreError> {
    app.db().read_blocking(Scope::Global, |tx| {
        let (waiting,): (i64,) =
            tx.one(global_sql!("SELECT count(*) FROM job WHERE done_at IS NULL AND given_up_at IS NULL"), &[])?;
        let (given_up,): (i64,) = tx.one(global_sql!("SELECT count(*) FROM job WHERE given_up_at IS NOT NULL"), &[])?;
        Ok((waiting, given_up))
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
pub(crate) mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use kernel::{SeededChance, SetClock};
    use store::testing::TestDb;
    use store::{Engine, Event};

    use super::*;
    use crate::sandbox::Sandbox;
    use crate::{Parts, Settings};

    const PANICS: Kind = Kind {
        name: "panics",
        lane: Lane::Slow,
        run: |_, _, _| Box::pin(async { panic!("this handler is broken") }),
        given_up: None,
    };
    const WORKS: Kind =
        Kind { name: "works", lane: Lane::Quick, run: |_, _, _| Box::pin(async { Ok(()) }), given_up: None };

    /// An application with a job of each kind, and its clock.
    pub(crate) fn with_jobs(test: &TestDb, kinds: &[Kind]) -> (App, Arc<SetClock>) {
        let clock = Arc::new(SetClock::at(Instant::EPOCH));
        let app = App::new(Parts {
            db: test.db.clone(),
            clock: clock.clone(),
            chance: Arc::new(SeededChance::new(1)),
            sandbox: Sandbox::new("none".into()),
            master_key: [7; 32],
            settings: Settings {
                base_url: "http://localhost".to_owned(),
                secure_cookies: false,
                banner: None,
                development: false,
                data_dir: "none".into(),
                upload_limit: 1,
                private_sources: false,
                mail: None,
            },
            nav: |_, _| Vec::new(),
            waits: |_, _, _, _| Ok(0),
            fields: crate::typed::unnamed,
        });
        let (chance, names) = (app.chance().clone(), kinds.iter().map(|kind| kind.name).collect::<Vec<_>>());
        app.db()
            .write_blocking::<_, StoreError>(Scope::Global, context(Instant::EPOCH), move |mut tx| {
                for kind in &names {
                    let job = NewJob { kind, tenant: None, payload: Json::Null, once: None, run_at: Instant::EPOCH };
                    enqueue(&mut tx, &*chance, &job)?;
                }
                tx.save(Event { kind: "test.set-up", subject: None, facts: Json::Null }, ())
            })
            .unwrap();
        (app, clock)
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
    }

    #[test]
    fn a_handler_that_panics_is_tried_again_then_given_up_and_holds_up_no_other() {
        let test = TestDb::new(Engine::Sqlite).unwrap();
        let (app, clock) = with_jobs(&test, &[PANICS, WORKS]);
        let kinds = [PANICS, WORKS];
        runtime().block_on(async {
            assert_eq!(run_due(&app, &kinds).await.unwrap(), 2);
            assert_eq!(left(&app).unwrap(), (1, 0));
            for _ in 1..ATTEMPTS {
                clock.advance(3600);
                assert_eq!(run_due(&app, &kinds).await.unwrap(), 1);
            }
            assert_eq!(left(&app).unwrap(), (0, 1));
        });
    }

    /// How often it was told that [`WAITED_FOR`] was given up.
    static TOLD: AtomicUsize = AtomicUsize::new(0);
    const WAITED_FOR: Kind = Kind {
        name: "waited-for",
        lane: Lane::Quick,
        run: |_, _, _| Box::pin(async { Err(JobEnd::GiveUp("the disk is full".to_owned())) }),
        // The first time the disk is full for this too, the second time it panics.
        given_up: Some(|_, _, _| {
            Box::pin(async {
                match TOLD.fetch_add(1, Ordering::SeqCst) {
                    0 => Err(JobEnd::Retry("the disk is full".to_owned())),
                    1 => panic!("this one is broken"),
                    _ => Ok(()),
                }
            })
        }),
    };

    #[test]
    fn a_job_is_given_up_only_once_whoever_waits_for_it_has_been_told() {
        let test = TestDb::new(Engine::Sqlite).unwrap();
        let (app, clock) = with_jobs(&test, &[WAITED_FOR]);
        runtime().block_on(async {
            for _ in 0..2 {
                assert_eq!(run_due(&app, &[WAITED_FOR]).await.unwrap(), 1);
                assert_eq!(left(&app).unwrap(), (1, 0));
                clock.advance(LEASE_SECONDS);
            }
            assert_eq!(run_due(&app, &[WAITED_FOR]).await.unwrap(), 1);
            assert_eq!(left(&app).unwrap(), (0, 1));
            assert_eq!(TOLD.load(Ordering::SeqCst), 3);
            clock.advance(LEASE_SECONDS);
            assert_eq!(run_due(&app, &[WAITED_FOR]).await.unwrap(), 0, "it is over");
        });
    }

    #[test]
    fn a_lane_leaves_the_other_lanes_jobs_and_what_nobody_knows_is_given_up_by_the_quick_one() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let test = TestDb::new(engine).unwrap();
            let (app, _) = with_jobs(&test, &[PANICS, WORKS]);
            runtime().block_on(async {
                assert_eq!(run_lane(&app, &[PANICS, WORKS], Lane::Quick).await.unwrap(), 1);
                assert_eq!(left(&app).unwrap(), (1, 0));
                assert_eq!(run_lane(&app, &[WORKS], Lane::Slow).await.unwrap(), 0);
                assert_eq!(run_lane(&app, &[WORKS], Lane::Quick).await.unwrap(), 1);
                assert_eq!(left(&app).unwrap(), (0, 1));
            });
        }
    }

    #[test]
    fn a_job_that_takes_long_is_nobody_elses_meanwhile() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let test = TestDb::new(engine).unwrap();
            let (app, clock) = with_jobs(&test, &[WORKS]);
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let due = lease(&app, None, ",").await.unwrap().unwrap();
                clock.advance(LEASE_SECONDS - 1);
                let until = || {
                    let (until,): (Instant,) = app
                        .db()
                        .read_blocking::<_, StoreError>(Scope::Global, |tx| {
                            tx.one(global_sql!("SELECT leased_until FROM job"), &[])
                        })
                        .unwrap();
                    until
                };
                let first = until();
                let work = Box::pin(async {
                    for _ in 0..100_000 {
                        if until() > first {
                            return true;
                        }
                        tokio::task::yield_now().await;
                    }
                    false
                });
                assert!(hold(&app, &due, Duration::from_millis(1), work).await.unwrap(), "{engine:?}: renewed");
                clock.advance(LEASE_SECONDS - 1);
                assert!(lease(&app, None, ",").await.unwrap().is_none());
                finish(&app, &due, Ok(())).await.unwrap();
                assert_eq!(left(&app).unwrap(), (0, 0));
                assert!(!renew(&app, &due).await.unwrap(), "what is done is held by nobody");
            });
        }
    }

    #[test]
    fn whoever_has_lost_the_lease_neither_ends_the_job_nor_prolongs_it() {
        let test = TestDb::new(Engine::Sqlite).unwrap();
        let (app, clock) = with_jobs(&test, &[WORKS]);
        runtime().block_on(async {
            let slow = lease(&app, None, ",").await.unwrap().unwrap();
            clock.advance(LEASE_SECONDS);
            let second = lease(&app, None, ",").await.unwrap().unwrap();
            assert!(!renew(&app, &slow).await.unwrap());
            finish(&app, &slow, Ok(())).await.unwrap();
            finish(&app, &slow, Err(JobEnd::GiveUp("late".to_owned()))).await.unwrap();
            assert_eq!(left(&app).unwrap(), (1, 0));
            assert!(lease(&app, None, ",").await.unwrap().is_none(), "the second still holds it");
            assert!(renew(&app, &second).await.unwrap());
            finish(&app, &second, Ok(())).await.unwrap();
            assert_eq!(left(&app).unwrap(), (0, 0));
        });
    }

    #[test]
    fn a_job_that_ends_the_process_each_time_is_given_up() {
        let test = TestDb::new(Engine::Sqlite).unwrap();
        let (app, clock) = with_jobs(&test, &[WORKS]);
        runtime().block_on(async {
            for _ in 0..ATTEMPTS {
                // Leased, and then the process is gone.
                assert!(lease(&app, None, ",").await.unwrap().is_some());
                assert!(lease(&app, None, ",").await.unwrap().is_none());
                clock.advance(LEASE_SECONDS);
            }
            assert_eq!(run_due(&app, &[WORKS]).await.unwrap(), 1);
            assert_eq!(left(&app).unwrap(), (0, 1));
        });
    }
}
