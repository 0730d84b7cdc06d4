//! What a closure over the database sees: a snapshot to read, or a transaction that ends in an audit event.

use kernel::Id;
use kernel::id::kind::Tenant;

use crate::chain::{self, Event};
use crate::db::{Scope, WriteContext};
use crate::statement::{Statement, StatementKind};
use crate::value::{FromRow, Row, ToValue, Value};
use crate::{StoreError, postgres, sqlite};

/// The connection of the engine in use.
pub(crate) enum Connection<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut ::postgres::Client),
}

/// One consistent snapshot of one tenant's data, or of the global tables.
pub struct ReadTx<'a> {
    pub(crate) connection: Connection<'a>,
    pub(crate) scope: Scope,
    /// How many statements have run, for the request log.
    pub(crate) queries: u32,
}

impl ReadTx<'_> {
    /// The tenant whose data is seen.
    ///
    /// # Errors
    /// [`StoreError::NoTenant`] in a transaction over the global tables.
    pub fn tenant(&self) -> Result<Id<Tenant>, StoreError> {
        match self.scope {
            Scope::Tenant(tenant) => Ok(tenant),
            Scope::Global => Err(StoreError::NoTenant("tenant()")),
        }
    }

    fn bind(&self, statement: &'static Statement, params: &[&dyn ToValue]) -> Result<Vec<Value>, StoreError> {
        let mut values = Vec::with_capacity(params.len() + 1);
        if statement.kind == StatementKind::Tenant {
            match self.scope {
                Scope::Tenant(tenant) => values.push(tenant.to_value()),
                Scope::Global => return Err(StoreError::NoTenant(statement.text.sqlite)),
            }
        }
        values.extend(params.iter().map(|param| param.to_value()));
        Ok(values)
    }

    /// Runs the statement and hands every row to the closure; for results too large to hold.
    pub fn each(
        &mut self,
        statement: &'static Statement,
        params: &[&dyn ToValue],
        mut take: impl FnMut(&mut Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let values = self.bind(statement, params)?;
        self.queries += 1;
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::query(connection, statement.text.sqlite, &values, &mut take),
            Connection::Postgres(client) => postgres::query(client, statement.text.postgres, &values, &mut take),
        }
    }

    /// All rows.
    pub fn all<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[&dyn ToValue],
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = Vec::new();
        self.each(statement, params, |row| {
            rows.push(T::from_row(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row, if there is one.
    pub fn maybe<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[&dyn ToValue],
    ) -> Result<Option<T>, StoreError> {
        let mut first = None;
        self.each(statement, params, |row| {
            if first.is_none() {
                first = Some(T::from_row(row)?);
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// The first row.
    ///
    /// # Errors
    /// [`StoreError::NoRow`] when there is none.
    pub fn one<T: FromRow>(&mut self, statement: &'static Statement, params: &[&dyn ToValue]) -> Result<T, StoreError> {
        self.maybe(statement, params)?.ok_or(StoreError::NoRow(statement.text.sqlite))
    }

    pub(crate) fn run(&mut self, statement: &'static Statement, params: &[&dyn ToValue]) -> Result<u64, StoreError> {
        let values = self.bind(statement, params)?;
        self.queries += 1;
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::execute(connection, statement.text.sqlite, &values),
            Connection::Postgres(client) => postgres::execute(client, statement.text.postgres, &values),
        }
    }
}

/// A transaction that changes things. It sees everything a [`ReadTx`] sees, and nothing it does lasts unless the
/// closure ends in [`WriteTx::save`] (or, for the few things that carry no meaning of their own, [`WriteTx::keep`]).
pub struct WriteTx<'a> {
    pub(crate) tx: ReadTx<'a>,
    pub(crate) context: WriteContext,
}

impl<'a> std::ops::Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;
    fn deref(&self) -> &Self::Target {
        &self.tx
    }
}
impl std::ops::DerefMut for WriteTx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.tx
    }
}

/// Proof that a write closure ended in `save` or `keep`. Only this crate can make one.
#[derive(Debug)]
pub struct Saved<T>(pub(crate) T);

/// What may be written without an audit event: housekeeping that says nothing about the follow-up itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Housekeeping {
    /// Sessions, their last use and their end; sign-in attempts.
    Session,
    /// A lease on a job, and its outcome.
    Job,
    /// One field of a draft. The draft's own revisions are its history until it is handed in.
    DraftField,
    /// An uploaded file waiting for its preview to be confirmed or dropped.
    Staging,
    /// Keys that protect columns.
    Key,
    /// A batch of records of who has read what, in the reading chain.
    ReadingLog,
}

impl WriteTx<'_> {
    /// Who acts and when.
    pub fn context(&self) -> &WriteContext {
        &self.context
    }

    /// Runs a changing statement and gives the number of rows it changed.
    pub fn execute(&mut self, statement: &'static Statement, params: &[&dyn ToValue]) -> Result<u64, StoreError> {
        self.tx.run(statement, params)
    }

    /// Ends the transaction: appends the event to the tenant's chain (the system's own in a global transaction) and
    /// hands the value back to be returned once everything is durable. Commit itself is the database's.
    pub fn save<T>(mut self, event: Event, value: T) -> Result<Saved<T>, StoreError> {
        chain::append(&mut self, chain::Chain::Write, &[event])?;
        Ok(Saved(value))
    }

    /// As [`save`](Self::save), for work that is several events at once. At least one is needed.
    pub fn save_all<T>(mut self, events: &[Event], value: T) -> Result<Saved<T>, StoreError> {
        if events.is_empty() {
            return Err(StoreError::Damaged("a write without an event".to_owned()));
        }
        chain::append(&mut self, chain::Chain::Write, events)?;
        Ok(Saved(value))
    }

    /// Ends the transaction without an event, for the closed list of [`Housekeeping`].
    pub fn keep<T>(self, _what: Housekeeping, value: T) -> Saved<T> {
        Saved(value)
    }

    /// Appends records of reading to the reading chain and ends the transaction.
    pub fn keep_reading_log(mut self, events: &[Event]) -> Result<Saved<()>, StoreError> {
        chain::append(&mut self, chain::Chain::Read, events)?;
        Ok(Saved(()))
    }
}
