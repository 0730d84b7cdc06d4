//! PostgreSQL: a small pool, typed queries on unnamed statements, and only transaction-local settings and locks, so
//! that a transaction-mode pooler in between is no trouble.

use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::sync::{Condvar, Mutex, PoisonError};

use bytes::BytesMut;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{FromSql, IsNull, ToSql, Type};
use postgres::{Client, Config, NoTls};
use uuid::Uuid;

use crate::StoreError;
use crate::value::{Row, Value};

/// The role that every transaction takes on: it owns nothing and is subject to row-level security.
pub(crate) const ROLE: &str = "tertial_app";

/// The engine for more than one machine.
pub(crate) struct Postgres {
    config: Config,
    idle: Mutex<(Vec<Client>, usize)>,
    returned: Condvar,
    turns: Mutex<Turns>,
    turned: Condvar,
}

/// Who writes and who waits to.
struct Turns {
    /// For each tenant, its writers in the order they came; the first has the turn.
    queues: BTreeMap<Uuid, VecDeque<u64>>,
    /// The next to come.
    next: u64,
    /// How many more may write at once.
    free: usize,
}

/// The turn to write at a tenant; given up when dropped.
pub(crate) struct Turn<'a> {
    home: &'a Postgres,
    tenant: Uuid,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut turns = self.home.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.free += 1;
        if let Some(queue) = turns.queues.get_mut(&self.tenant) {
            queue.pop_front();
            if queue.is_empty() {
                turns.queues.remove(&self.tenant);
            }
        }
        drop(turns);
        self.home.turned.notify_all();
    }
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres").finish_non_exhaustive()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // A client says goodbye on its own runtime, which may not be entered from inside another.
        let clients = std::mem::take(&mut self.idle.get_mut().unwrap_or_else(PoisonError::into_inner).0);
        let _ = std::thread::spawn(move || drop(clients)).join();
    }
}

impl Postgres {
    /// A pool of so many connections, of which so many may write at once.
    pub(crate) fn open(address: &str, connections: usize, writers: usize) -> Result<Self, StoreError> {
        let config: Config = address.parse()?;
        Ok(Self {
            config,
            idle: Mutex::new((Vec::new(), connections)),
            returned: Condvar::new(),
            turns: Mutex::new(Turns { queues: BTreeMap::new(), next: 0, free: writers }),
            turned: Condvar::new(),
        })
    }

    /// Waits for the turn to write at the tenant, in the order of coming. Writers of one tenant exclude each other in
    /// the database anyway; waiting here they hold no connection that readers and other tenants need.
    pub(crate) fn turn(&self, tenant: Uuid) -> Turn<'_> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let ticket = turns.next;
        turns.next += 1;
        turns.queues.entry(tenant).or_default().push_back(ticket);
        while turns.free == 0 || turns.queues.get(&tenant).and_then(VecDeque::front) != Some(&ticket) {
            turns = self.turned.wait(turns).unwrap_or_else(PoisonError::into_inner);
        }
        turns.free -= 1;
        Turn { home: self, tenant }
    }

    /// A connection of its own, outside the pool and without the role; for migrations.
    pub(crate) fn connect(&self) -> Result<Client, StoreError> {
        Ok(self.config.connect(NoTls)?)
    }

    /// Lends a connection, in a transaction begun with the words given, for the closure. A connection that is closed, or
    /// that cannot be rolled back to rest, is not taken back; its place in the pool is, even when the closure panics. One
    /// that died while it lay idle shows at the beginning, before anything has been done: then a fresh one is tried, once.
    pub(crate) fn with_client<T>(
        &self,
        begin: &str,
        work: impl FnOnce(&mut Client) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut lent = Lent { home: self, client: None };
        let (mut client, rested) = self.take()?;
        let mut begun = client.batch_execute(begin).map_err(StoreError::from);
        if rested && begun.as_ref().is_err_and(|error| client.is_closed() || error.is_disconnected()) {
            // The others that lay idle are as old and came over the same road.
            self.drop_idle();
            client = self.connect()?;
            begun = client.batch_execute(begin).map_err(StoreError::from);
        }
        let outcome = begun.and_then(|()| work(&mut client));
        if !client.is_closed() && (outcome.is_ok() || client.batch_execute("ROLLBACK").is_ok()) {
            lent.client = Some(client);
        }
        outcome
    }

    fn drop_idle(&self) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let dropped = std::mem::take(&mut idle.0);
        idle.1 += dropped.len();
        drop(idle);
        self.returned.notify_all();
    }

    /// A connection, and whether it has lain idle.
    fn take(&self) -> Result<(Client, bool), StoreError> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(client) = idle.0.pop() {
                if client.is_closed() {
                    idle.1 += 1;
                    continue;
                }
                return Ok((client, true));
            }
            if idle.1 > 0 {
                idle.1 -= 1;
                drop(idle);
                return Ok((self.connect()?, false));
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A place in the pool that is given back when dropped.
struct Lent<'a> {
    home: &'a Postgres,
    client: Option<Client>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut idle = self.home.idle.lock().unwrap_or_else(PoisonError::into_inner);
        match self.client.take() {
            Some(client) => idle.0.push(client),
            None => idle.1 += 1,
        }
        drop(idle);
        self.home.returned.notify_one();
    }
}

/// A parameter in PostgreSQL's binary form.
#[derive(Debug)]
pub(crate) struct Param<'a>(&'a Value);

fn parameter_type(value: &Value) -> Type {
    match value {
        // The server works out the type from where the parameter stands.
        Value::Null => Type::UNKNOWN,
        Value::Int(_) => Type::INT8,
        Value::Real(_) => Type::FLOAT8,
        Value::Text(_) => Type::TEXT,
        Value::Bytes(_) => Type::BYTEA,
        Value::Uuid(_) => Type::UUID,
        Value::Bool(_) => Type::BOOL,
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Value::Null => return Ok(IsNull::Yes),
            Value::Int(number) => out.extend_from_slice(&number.to_be_bytes()),
            Value::Real(number) => out.extend_from_slice(&number.to_be_bytes()),
            Value::Text(text) => out.extend_from_slice(text.as_bytes()),
            Value::Bytes(bytes) => out.extend_from_slice(bytes),
            Value::Uuid(uuid) => out.extend_from_slice(uuid.as_bytes()),
            Value::Bool(truth) => out.extend_from_slice(&[u8::from(*truth)]),
        }
        Ok(IsNull::No)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    postgres::types::to_sql_checked!();
}

/// A result column of any type we store.
struct Cell(Value);

impl<'a> FromSql<'a> for Cell {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(match *kind {
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Int(i64::from(i32::from_sql(kind, raw)?)),
            Type::INT2 => Value::Int(i64::from(i16::from_sql(kind, raw)?)),
            Type::FLOAT8 => Value::Real(f64::from_sql(kind, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::UNKNOWN => {
                Value::Text(std::str::from_utf8(raw)?.to_owned())
            }
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            Type::UUID => Value::Uuid(Uuid::from_slice(raw)?),
            Type::BOOL => Value::Bool(bool::from_sql(kind, raw)?),
            _ => return Err(format!("a column of type {kind}, which we do not store").into()),
        }))
    }
    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Value::Null))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

pub(crate) fn query(
    client: &mut Client,
    text: &'static str,
    params: &[Value],
    take: &mut dyn FnMut(&mut Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let params: Vec<_> = params.iter().map(|value| (Param(value), parameter_type(value))).collect();
    let mut rows = client.query_typed_raw(text, params)?;
    let mut filled = Row::with_columns(0);
    while let Some(row) = rows.next()? {
        filled.fill((0..row.len()).map(|index| row.try_get::<_, Cell>(index).map(|cell| cell.0)))?;
        take(&mut filled)?;
    }
    Ok(())
}

pub(crate) fn execute(client: &mut Client, text: &'static str, params: &[Value]) -> Result<u64, StoreError> {
    let params = typed(params);
    let borrowed: Vec<(&(dyn ToSql + Sync), Type)> =
        params.iter().map(|(param, kind)| (param as &(dyn ToSql + Sync), kind.clone())).collect();
    Ok(client.execute_typed(text, &borrowed)?)
}

/// The values as PostgreSQL takes them, each with its type.
pub(crate) fn typed(values: &[Value]) -> Vec<(Param<'_>, Type)> {
    values.iter().map(|value| (Param(value), parameter_type(value))).collect()
}
