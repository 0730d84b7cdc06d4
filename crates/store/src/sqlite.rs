//! SQLite: one writer thread with group commit, a pool of readers, WAL at FULL.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};

use crate::StoreError;
use crate::value::{Row, Value};

/// How many writes may share one commit. More would only make the first of them wait longer.
const GROUP: usize = 64;
/// Prepared statements kept per connection.
const STATEMENTS: usize = 256;

/// One write: runs inside its own savepoint and gives back what to do when the commit's outcome is known.
pub(crate) type Work = Box<dyn FnOnce(&Connection) -> Done + Send>;
/// Told whether the commit that held the write became durable.
pub(crate) type Done = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// The embedded engine.
#[derive(Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
    readers: Mutex<Vec<Connection>>,
    returned: Condvar,
    writer: Mutex<Option<Sender<Work>>>,
    thread: Mutex<Option<std::thread::JoinHandle<()>>>,
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        // Closing the channel ends the writer after its last group; waiting for it means no write is cut off.
        *self.writer.lock().unwrap_or_else(PoisonError::into_inner) = None;
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

/// Opens a connection with the settings durability rests on, and reads each of them back: libraries have been known
/// to change them silently, and at NORMAL a power cut loses acknowledged writes.
pub(crate) fn connect(path: &Path, write: bool) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if write {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_handler(Some(wait_for_the_other))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Else a statement is prepared anew at nearly every use, since other values might have wanted another plan; that was
    // a seventh of what a page took.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -4096; PRAGMA trusted_schema = OFF;",
    )?;
    if !write {
        connection.execute_batch("PRAGMA query_only = ON;")?;
    }
    let journal: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    let foreign_keys: i64 = connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0))?;
    if journal != "wal" || synchronous != 2 || foreign_keys != 1 {
        return Err(StoreError::Unsafe(format!(
            "journal_mode={journal} synchronous={synchronous} foreign_keys={foreign_keys}"
        )));
    }
    // 3.51.3 mends a bug that could lose committed writes when the WAL was reset (3.7.0 to 3.51.2).
    if rusqlite::version_number() < 3_051_003 {
        return Err(StoreError::Unsafe(format!("SQLite {} is older than 3.51.3", rusqlite::version())));
    }
    Ok(connection)
}

/// How long another process's write is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the first waits are, and the later ones.
const SOON: Duration = Duration::from_millis(1);
const LATER: Duration = Duration::from_millis(3);
/// How many waits are short.
const SHORT: u32 = 50;

/// Waits a moment for another process that writes; says whether to go on waiting. SQLite's own waits grow to a tenth of a
/// second, and whoever sleeps so long misses every gap that a long import leaves.
fn wait_for_the_other(times: i32) -> bool {
    let times = times.unsigned_abs();
    std::thread::sleep(if times < SHORT { SOON } else { LATER });
    SOON * times.min(SHORT) + LATER * times.saturating_sub(SHORT) < PATIENCE
}

impl Sqlite {
    pub(crate) fn open(path: &Path, readers: usize) -> Result<Self, StoreError> {
        let writer = connect(path, true)?;
        let (sender, receiver) = channel();
        let thread =
            std::thread::Builder::new().name("sqlite-writer".to_owned()).spawn(move || serve(&writer, &receiver))?;
        let readers = (0..readers).map(|_| connect(path, false)).collect::<Result<_, _>>()?;
        Ok(Self {
            path: path.to_owned(),
            readers: Mutex::new(readers),
            returned: Condvar::new(),
            writer: Mutex::new(Some(sender)),
            thread: Mutex::new(Some(thread)),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Lends a reader for the closure; waits for one when all are out.
    pub(crate) fn with_reader<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = loop {
            match readers.pop() {
                Some(connection) => break connection,
                None => readers = self.returned.wait(readers).unwrap_or_else(PoisonError::into_inner),
            }
        };
        drop(readers);
        let lent = Lent { home: self, connection: Some(connection) };
        lent.connection.as_ref().map_or_else(|| unreachable!("a lent reader is there until dropped"), work)
    }

    pub(crate) fn enqueue(&self, work: Work) -> Result<(), StoreError> {
        let sender = self.writer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        sender.ok_or(StoreError::Closed)?.send(work).map_err(|_| StoreError::Closed)
    }
}

/// How many pages are copied before others get a look in.
const PAGES: std::ffi::c_int = 1024;

/// Copies the database as it stands now. The source holds one snapshot throughout: without it the copy begins again
/// whenever somebody writes between two steps, and in a house that is never quiet it would not end.
pub(crate) fn copy(source: &Connection, target: &Path, mut between: impl FnMut()) -> Result<(), StoreError> {
    use rusqlite::backup::StepResult;
    let mut copy = Connection::open(target)?;
    source.execute_batch("BEGIN")?;
    // A transaction has no snapshot until it has read something.
    source.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let outcome = rusqlite::backup::Backup::new(source, &mut copy).and_then(|backup| {
        loop {
            match backup.step(PAGES)? {
                StepResult::Done => return Ok(()),
                StepResult::More => between(),
                _ => std::thread::yield_now(),
            }
        }
    });
    source.execute_batch("COMMIT")?;
    Ok(outcome?)
}

struct Lent<'a> {
    home: &'a Sqlite,
    connection: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            if !connection.is_autocommit() {
                let _ = connection.execute_batch("ROLLBACK");
            }
            self.home.readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            self.home.returned.notify_one();
        }
    }
}

/// The writer thread: takes what waits, runs each in a savepoint, commits once, answers all.
fn serve(connection: &Connection, work: &Receiver<Work>) {
    while let Ok(first) = work.recv() {
        let begun = connection.execute_batch("BEGIN IMMEDIATE");
        if let Err(error) = begun {
            // Nothing ran: tell the one that waits, and let the next try for itself.
            refuse(connection, first, error);
            continue;
        }
        let mut finished = vec![first(connection)];
        while finished.len() < GROUP {
            match work.try_recv() {
                Ok(next) => finished.push(next(connection)),
                Err(_) => break,
            }
        }
        let committed = connection.execute_batch("COMMIT");
        let failed = committed.err().map(|error| {
            let _ = connection.execute_batch("ROLLBACK");
            error.to_string()
        });
        for done in finished {
            done(match &failed {
                None => Ok(()),
                Some(message) => Err(StoreError::Damaged(format!("commit failed: {message}"))),
            });
        }
    }
}

/// Runs the work outside any transaction that could last, so that its caller gets the error through its own channel.
fn refuse(connection: &Connection, work: Work, error: rusqlite::Error) {
    if connection.execute_batch("BEGIN").is_ok() {
        let done = work(connection);
        let _ = connection.execute_batch("ROLLBACK");
        done(Err(StoreError::Sqlite(error)));
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Self::Real(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::Uuid(uuid) => ToSqlOutput::Borrowed(ValueRef::Blob(uuid.as_bytes())),
            Self::Bool(truth) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*truth))),
        })
    }
}

fn value(cell: ValueRef<'_>) -> Result<Value, StoreError> {
    Ok(match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(
            std::str::from_utf8(text).map_err(|_| StoreError::Damaged("text that is not UTF-8".to_owned()))?.to_owned(),
        ),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

/// SQLite takes `$1` for a name and binds names in the order they appear; `?1` is bound by number.
pub(crate) fn numbered(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    for character in text.chars() {
        if character == '\'' {
            quoted = !quoted;
        }
        out.push(if character == '$' && !quoted { '?' } else { character });
    }
    out
}

thread_local! {
    static NUMBERED: std::cell::RefCell<std::collections::BTreeMap<(usize, usize), std::rc::Rc<str>>> =
        const { std::cell::RefCell::new(std::collections::BTreeMap::new()) };
}

/// The numbered text of a statement, rewritten once per thread: statements are static, so their address is their name.
pub(crate) fn numbered_once(text: &'static str) -> std::rc::Rc<str> {
    NUMBERED.with_borrow_mut(|known| {
        known.entry((text.as_ptr() as usize, text.len())).or_insert_with(|| numbered(text).into()).clone()
    })
}

pub(crate) fn query(
    connection: &Connection,
    text: &'static str,
    params: &[Value],
    take: &mut dyn FnMut(&mut Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(&numbered_once(text))?;
    let columns = statement.column_count();
    let mut rows = statement.query(rusqlite::params_from_iter(params))?;
    let mut filled = Row::with_columns(columns);
    while let Some(row) = rows.next()? {
        filled.fill((0..columns).map(|index| value(row.get_ref(index)?)))?;
        take(&mut filled)?;
    }
    Ok(())
}

pub(crate) fn execute(connection: &Connection, text: &'static str, params: &[Value]) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(&numbered_once(text))?;
    Ok(statement.execute(rusqlite::params_from_iter(params))? as u64)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_copy_ends_and_holds_the_moment_it_began_though_others_write_all_along() {
        let test = crate::testing::TestDb::new(crate::Engine::Sqlite).unwrap();
        let path = PathBuf::from(test.address());
        let writer = connect(&path, true).unwrap();
        writer.execute_batch("CREATE TABLE bulk (n INTEGER PRIMARY KEY, bytes BLOB)").unwrap();
        let add = || writer.execute("INSERT INTO bulk (bytes) VALUES (randomblob(100000))", []).unwrap();
        (0..150).for_each(|_| {
            add();
        });
        let (mut steps, target) = (0, path.with_file_name("copy.db"));
        copy(&connect(&path, false).unwrap(), &target, || {
            steps += 1;
            assert!(steps < 100, "the copy began again and again");
            add();
        })
        .unwrap();
        let count = |at: &Path| -> i64 {
            let connection = Connection::open(at).unwrap();
            connection.query_row("SELECT count(*) FROM bulk", [], |row| row.get(0)).unwrap()
        };
        assert!(steps >= 3, "{steps}");
        assert_eq!((count(&target), count(&path)), (150, 150 + steps));
    }

    #[test]
    fn dollars_become_numbers_except_inside_quoted_text() {
        assert_eq!(numbered("SELECT $2, '$1', $1"), "SELECT ?2, '$1', ?1");
    }
}
