//! The database handle: opens either engine, runs closures on snapshots and in transactions.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::id::kind::Tenant;
use kernel::{Id, Instant};
use tokio::sync::{Semaphore, oneshot};

use crate::apart::apart;
use crate::chain::Actor;
use crate::postgres::Postgres;
use crate::sqlite::{Done, Sqlite};
use crate::standing::Standing;
use crate::tx::{Broken, Connection, ReadTx, Saved, WriteTx};
use crate::{StoreError, migrate, postgres, sqlite};

/// Which engine is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one machine.
    Sqlite,
    /// A cluster of its own.
    Postgres,
}

/// What a transaction sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One tenant's data (and the global tables).
    Tenant(Id<Tenant>),
    /// The global tables only.
    Global,
}

impl Scope {
    /// The tenant whose chain events go to; the nil identifier is the system's own chain.
    pub(crate) fn chain_tenant(self) -> Id<Tenant> {
        match self {
            Self::Tenant(tenant) => tenant,
            Self::Global => Id::from_uuid(uuid::Uuid::nil()),
        }
    }
}

/// Who changes something, and when.
#[derive(Debug, Clone)]
pub struct WriteContext {
    /// On whose behalf.
    pub actor: Actor,
    /// When, by the injected clock.
    pub now: Instant,
}

#[derive(Debug)]
enum Inner {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// A handle to the database; cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    inner: Arc<Inner>,
    /// What readers have worked out and keep.
    standing: Arc<Standing>,
    /// As many places as there are connections for those who read.
    reading: Arc<Semaphore>,
}

/// How many readers a SQLite database gets: enough that a slow page does not hold up the others on a small machine.
const SQLITE_READERS: usize = 6;
/// How many connections one process opens to PostgreSQL.
const POSTGRES_CONNECTIONS: usize = 12;
/// How many of them may write at once; the rest are always there for those who read.
const POSTGRES_WRITERS: usize = 8;
/// How often a write is run again after a serialization failure before it is given up.
const RETRIES: usize = 5;

impl Db {
    fn new(inner: Inner, places: usize) -> Self {
        Self { inner: Arc::new(inner), standing: Arc::default(), reading: Arc::new(Semaphore::new(places)) }
    }

    /// Opens the database at a file path or a `postgres://` address. Does not migrate; see [`Db::migrate`].
    pub fn open(address: &str) -> Result<Self, StoreError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let postgres = Postgres::open(address, POSTGRES_CONNECTIONS, POSTGRES_WRITERS)?;
            Ok(Self::new(Inner::Postgres(postgres), POSTGRES_CONNECTIONS))
        } else if address.contains("://") {
            Err(StoreError::Address(address.to_owned()))
        } else {
            Self::open_sqlite(Path::new(address))
        }
    }

    /// Opens, or creates, an embedded database file.
    pub fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::new(Inner::Sqlite(Sqlite::open(path, SQLITE_READERS)?), SQLITE_READERS))
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match &*self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// The file of an embedded database.
    pub fn sqlite_path(&self) -> Option<PathBuf> {
        match &*self.inner {
            Inner::Sqlite(sqlite) => Some(sqlite.path().to_owned()),
            Inner::Postgres(_) => None,
        }
    }

    /// Brings the schema up to date. Safe to call from several processes at once.
    ///
    /// # Errors
    /// [`StoreError::TooNew`] when the database has been migrated past what this binary can live with.
    pub fn migrate(&self, now: Instant) -> Result<(), StoreError> {
        match &*self.inner {
            Inner::Sqlite(sqlite) => migrate::sqlite(sqlite.path(), now),
            Inner::Postgres(postgres) => migrate::postgres(&mut postgres.connect()?, now),
        }
    }

    /// Whether this binary can live with the database as it has been migrated. Fine for one that never was.
    ///
    /// # Errors
    /// [`StoreError::TooNew`] when it cannot.
    pub fn check_schema(&self) -> Result<(), StoreError> {
        let needed = match &*self.inner {
            Inner::Sqlite(sqlite) => sqlite.with_reader(migrate::needed_by_sqlite)?,
            Inner::Postgres(postgres) => migrate::needed_by_postgres(&mut postgres.connect()?)?,
        };
        match needed {
            Some(needed) if needed > migrate::BINARY_SCHEMA => {
                Err(StoreError::TooNew { needed, have: migrate::BINARY_SCHEMA })
            }
            _ => Ok(()),
        }
    }

    /// Runs the closure on one snapshot while the calling thread waits. For the command line, jobs and tests.
    pub fn read_blocking<T: Send, E: From<StoreError> + Send>(
        &self,
        scope: Scope,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send,
    ) -> Result<T, E> {
        self.outside_runtime(|| self.read_here(scope, work))
    }

    /// Runs the work where no async runtime is entered: PostgreSQL's client has one of its own, and two do not nest.
    fn outside_runtime<T: Send, E: From<StoreError> + Send>(
        &self,
        work: impl FnOnce() -> Result<T, E> + Send,
    ) -> Result<T, E> {
        if self.engine() == Engine::Sqlite || tokio::runtime::Handle::try_current().is_err() {
            return work();
        }
        std::thread::scope(|threads| threads.spawn(work).join()).unwrap_or(Err(E::from(StoreError::Closed)))
    }

    fn read_here<T, E: From<StoreError>>(
        &self,
        scope: Scope,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &*self.inner {
            Inner::Sqlite(sqlite) => sqlite.with_reader(|connection| {
                connection.execute_batch("BEGIN").map_err(StoreError::from)?;
                let mut tx = ReadTx::standing_by(Connection::Sqlite(connection), scope, &self.standing);
                let outcome = work(&mut tx);
                let _ = connection.execute_batch("COMMIT");
                outcome
            }),
            Inner::Postgres(pool) => pool
                .with_client(&begin("REPEATABLE READ READ ONLY", scope), |client| {
                    let broken = Cell::new(None);
                    let mut tx = ReadTx::standing_by(Connection::Postgres(client, &broken), scope, &self.standing);
                    let outcome = work(&mut tx);
                    client.batch_execute("COMMIT")?;
                    Ok(outcome)
                })
                .unwrap_or_else(|error| Err(E::from(error))),
        }
    }

    /// Runs the closure on one snapshot, on a blocking thread.
    pub async fn read<T, E>(
        &self,
        scope: Scope,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        // Whoever waits for a connection waits here: in the order of coming, and without a thread of their own.
        let Ok(place) = self.reading.clone().acquire_owned().await else { return Err(E::from(StoreError::Closed)) };
        let db = self.clone();
        let reading = move || {
            let outcome = db.read_here(scope, work);
            drop(place);
            outcome
        };
        apart(reading).await.unwrap_or_else(|_| Err(E::from(StoreError::Closed)))
    }

    /// Runs the closure in a transaction and returns once what it wrote is durable. The closure may run again.
    pub async fn write<T, E>(
        &self,
        scope: Scope,
        context: WriteContext,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if matches!(&*self.inner, Inner::Sqlite(_)) {
            return self.enqueue(scope, context, work)?.await.unwrap_or(Err(E::from(StoreError::Closed)));
        }
        let db = self.clone();
        let writing = move || db.write_postgres(scope, &context, work);
        apart(writing).await.unwrap_or_else(|_| Err(E::from(StoreError::Closed)))
    }

    /// As [`Db::write`], on the calling thread.
    pub fn write_blocking<T, E>(
        &self,
        scope: Scope,
        context: WriteContext,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if matches!(&*self.inner, Inner::Sqlite(_)) {
            // Not `oneshot::blocking_recv`: it refuses to run where an async runtime is entered, and tests do that.
            return futures_wait(self.enqueue(scope, context, work)?).unwrap_or(Err(E::from(StoreError::Closed)));
        }
        self.outside_runtime(|| self.write_postgres(scope, &context, work))
    }

    fn enqueue<T, E>(
        &self,
        scope: Scope,
        context: WriteContext,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, E> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, E>>, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let Inner::Sqlite(sqlite) = &*self.inner else { return Err(E::from(StoreError::Closed)) };
        let (answer, receiver) = oneshot::channel();
        sqlite
            .enqueue(Box::new(move |connection| {
                let outcome = in_savepoint(connection, scope, context, &work);
                let done: Done = Box::new(move |committed| {
                    // The one who asked may be gone; the write stands all the same.
                    let _ = answer.send(match (outcome, committed) {
                        (Ok(value), Ok(())) => Ok(value),
                        (Ok(_), Err(error)) => Err(E::from(error)),
                        (Err(error), _) => Err(error),
                    });
                });
                done
            }))
            .map_err(E::from)?;
        Ok(receiver)
    }

    fn write_postgres<T, E: From<StoreError>>(
        &self,
        scope: Scope,
        context: &WriteContext,
        work: impl Fn(WriteTx<'_>) -> Result<Saved<T>, E>,
    ) -> Result<T, E> {
        let Inner::Postgres(pool) = &*self.inner else { return Err(E::from(StoreError::Closed)) };
        // Whoever waits for another writer of the same tenant waits here, with no connection in hand.
        let _turn = pool.turn(scope.chain_tenant().uuid());
        let mut attempt = 0;
        loop {
            attempt += 1;
            let broken = Cell::new(None);
            // One writer at a time per tenant, as on SQLite, also when it is another process: the lock comes before the
            // first statement that sees data, so each statement sees all that the writer before it committed.
            let begin =
                format!("{}; SELECT pg_advisory_xact_lock({})", begin("READ COMMITTED", scope), lock_key(scope));
            let outcome: Result<Result<T, E>, StoreError> = pool.with_client(&begin, |client| {
                let connection = Connection::Postgres(&mut *client, &broken);
                let tx = WriteTx::new(ReadTx::new(connection, scope), context.clone());
                match work(tx) {
                    // After a failed statement the server takes a COMMIT for a ROLLBACK, without a word.
                    Ok(Saved(Ok(_))) if broken.get().is_some() => Err(StoreError::Overlooked),
                    Ok(Saved(Ok(value))) => {
                        client.batch_execute("COMMIT")?;
                        Ok(Ok(value))
                    }
                    Ok(Saved(Err(error))) => Err(error),
                    Err(error) => {
                        client.batch_execute("ROLLBACK")?;
                        Ok(Err(error))
                    }
                }
            });
            // A conflict inside the closure comes back as the closure's own error, of a kind that is not ours to read:
            // what the statement met is noted as it fails.
            let again =
                broken.get() == Some(Broken::Conflict) || matches!(&outcome, Err(error) if error.is_retryable());
            match outcome {
                _ if again && attempt < RETRIES => {}
                Ok(outcome) => return outcome,
                Err(error) => return Err(E::from(error)),
            }
        }
    }

    /// Copies an embedded database to another file while it is in use, as one consistent snapshot.
    pub fn backup_to(&self, target: &Path) -> Result<(), StoreError> {
        let Inner::Sqlite(sqlite) = &*self.inner else {
            return Err(StoreError::Address("only an embedded database is copied this way".to_owned()));
        };
        sqlite.with_reader(|connection| sqlite::copy(connection, target, || {}))
    }
}

fn begin(mode: &str, scope: Scope) -> String {
    format!(
        "BEGIN ISOLATION LEVEL {mode}; SET LOCAL ROLE {}; SELECT set_config('tertial.tenant', '{}', true)",
        postgres::ROLE,
        scope.chain_tenant()
    )
}

/// What makes a transaction that has begun go on in the scope: its chain's lock, then its rows. The system's comes after a
/// tenant's, never before one, so that no two wait for each other.
pub(crate) fn take_turn(scope: Scope) -> String {
    format!(
        "SELECT pg_advisory_xact_lock({}); SELECT set_config('tertial.tenant', '{}', true)",
        lock_key(scope),
        scope.chain_tenant()
    )
}

/// A 64-bit lock key of the tenant: the identifier is random, so its first half is as good as a hash.
fn lock_key(scope: Scope) -> i64 {
    let (high, _) = scope.chain_tenant().uuid().as_u64_pair();
    i64::from_ne_bytes(high.to_ne_bytes())
}

fn in_savepoint<T, E: From<StoreError>>(
    connection: &rusqlite::Connection,
    scope: Scope,
    context: WriteContext,
    work: &impl Fn(WriteTx<'_>) -> Result<Saved<T>, E>,
) -> Result<T, E> {
    connection.execute_batch("SAVEPOINT w").map_err(StoreError::from)?;
    let tx = WriteTx::new(ReadTx::new(Connection::Sqlite(connection), scope), context);
    // A closure that panics must not take the writer with it: it becomes a failure of its own caller only.
    match catch_unwind(AssertUnwindSafe(|| work(tx))) {
        Ok(Ok(Saved(Ok(value)))) => {
            connection.execute_batch("RELEASE w").map_err(StoreError::from)?;
            Ok(value)
        }
        other => {
            connection.execute_batch("ROLLBACK TO w; RELEASE w").map_err(StoreError::from)?;
            match other {
                Ok(Ok(Saved(Err(error)))) => Err(E::from(error)),
                Ok(Err(error)) => Err(error),
                _ => Err(E::from(StoreError::Closed)),
            }
        }
    }
}

/// Waits for the answer on this thread, whatever runtime it may be inside.
fn futures_wait<T>(receiver: oneshot::Receiver<T>) -> Option<T> {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut task = std::task::Context::from_waker(&waker);
    let mut receiver = std::pin::pin!(receiver);
    loop {
        match receiver.as_mut().poll(&mut task) {
            std::task::Poll::Ready(answer) => return answer.ok(),
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}
