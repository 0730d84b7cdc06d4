//! What a closure over the database sees: a snapshot to read, or a transaction that ends in an audit event.

use std::cell::Cell;
use std::sync::Arc;

use kernel::Id;
use kernel::id::kind::Tenant;

use crate::chain::{self, Event, Head};
use crate::db::{self, Scope, WriteContext};
use crate::standing::{self, Standing};
use crate::statement::{Statement, StatementKind};
use crate::value::{FromRow, Row, ToValue, Value};
use crate::witness::{self, Touched};
use crate::{StoreError, postgres, sqlite};

/// The event of the system's chain that tells of people and organisations which a tenant's transaction has changed.
const REGISTERED: &str = "register.changed";

/// The connection of the engine in use.
pub(crate) enum Connection<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut ::postgres::Client, &'a Cell<Option<Broken>>),
}

/// What a failed statement did to a transaction on PostgreSQL, where it ends with the first that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It met another transaction; run again it may succeed.
    Conflict,
    /// Anything else.
    Failure,
}

impl Connection<'_> {
    /// Notes what a failed statement did to the transaction.
    pub(crate) fn note<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let (Self::Postgres(_, broken), Err(error @ StoreError::Postgres(_))) = (self, &outcome) {
            broken.set(Some(if error.is_retryable() { Broken::Conflict } else { Broken::Failure }));
        }
        outcome
    }
}

/// One consistent snapshot of one tenant's data, or of the global tables.
pub struct ReadTx<'a> {
    pub(crate) connection: Connection<'a>,
    pub(crate) scope: Scope,
    /// How many statements have run, for the request log.
    pub(crate) queries: u32,
    /// Where values are kept; nowhere for one that writes.
    standing: Option<&'a Standing>,
    /// The head of the chain of changes on this snapshot, once it was asked for.
    head: Option<Head>,
    /// Whether only what the chain vouches for may be read.
    vouched: bool,
    /// Whether only what is published for anybody may be read.
    public: bool,
}

impl<'a> ReadTx<'a> {
    pub(crate) fn new(connection: Connection<'a>, scope: Scope) -> Self {
        Self { connection, scope, queries: 0, standing: None, head: None, vouched: false, public: false }
    }

    /// One that may keep what it works out, and be given what another kept.
    pub(crate) fn standing_by(connection: Connection<'a>, scope: Scope, standing: &'a Standing) -> Self {
        Self { standing: Some(standing), ..Self::new(connection, scope) }
    }
}

impl ReadTx<'_> {
    /// What the closure works out of the tenant's data, or what it did last time where nothing has changed since. `what`
    /// names the kind of value (the same `T` each time), `of` which of them.
    ///
    /// The closure reads only tables whose rows the chain vouches for, and gives the same for the same rows: it asks
    /// for no time and for nobody who looks. In a transaction that writes it is always run.
    ///
    /// # Errors
    /// [`StoreError::Unvouched`] when the closure reads another table; what the closure gives.
    pub fn standing<T: Send + Sync + 'static, E: From<StoreError>>(
        &mut self,
        what: &'static str,
        of: &str,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let key = (self.tenant()?, what, of.to_owned());
        let head = match (&self.head, self.standing) {
            (_, None) => None,
            (Some(head), _) => Some(head.clone()),
            (None, Some(_)) => Some(chain::head(self, chain::Chain::Write)?),
        };
        self.head.clone_from(&head);
        // Before its first event a tenant has nothing that anybody vouches for.
        let kept = self.standing.zip(head.filter(|head| head.seq > 0));
        if let Some(value) = kept.as_ref().and_then(|(standing, head)| standing.find(&key, head)) {
            return Ok(value);
        }
        let before = std::mem::replace(&mut self.vouched, true);
        let outcome = work(self);
        self.vouched = before;
        let value = Arc::new(outcome?);
        if let Some((standing, head)) = kept {
            standing.put(key, head, value.clone());
        }
        Ok(value)
    }

    /// From here on only what is published for anybody is read: for pages that nobody signs in to.
    pub fn only_public(&mut self) {
        self.public = true;
    }

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
        if self.public
            && let Some(table) = standing::unpublished(statement)
        {
            return Err(StoreError::Unpublished { table });
        }
        if self.vouched
            && let Some(table) = standing::unvouched(statement)
        {
            return Err(StoreError::Unvouched { table });
        }
        let values = self.bind(statement, params)?;
        self.queries += 1;
        self.query((statement.text.sqlite, statement.text.postgres), &values, &mut take)
    }

    fn query(
        &mut self,
        (sqlite, postgres): (&'static str, &'static str),
        values: &[Value],
        take: &mut dyn FnMut(&mut Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let outcome = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::query(connection, sqlite, values, take),
            Connection::Postgres(client, _) => postgres::query(client, postgres, values, take),
        };
        self.connection.note(outcome)
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

    /// Goes on in another scope: takes the turn at its chain, after the one that is held, and sees its rows.
    fn enter(&mut self, scope: Scope) -> Result<(), StoreError> {
        if let Connection::Postgres(client, _) = &mut self.connection {
            let outcome = client.batch_execute(&db::take_turn(scope)).map_err(StoreError::from);
            self.connection.note(outcome)?;
        }
        self.scope = scope;
        Ok(())
    }

    pub(crate) fn run(&mut self, statement: &'static Statement, params: &[&dyn ToValue]) -> Result<u64, StoreError> {
        let values = self.bind(statement, params)?;
        self.queries += 1;
        let outcome = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::execute(connection, statement.text.sqlite, &values),
            Connection::Postgres(client, _) => postgres::execute(client, statement.text.postgres, &values),
        };
        self.connection.note(outcome)
    }
}

/// A transaction that changes things. It sees everything a [`ReadTx`] sees, and nothing it does lasts unless the
/// closure ends in [`WriteTx::save`] (or, for the few things that carry no meaning of their own, [`WriteTx::keep`]).
pub struct WriteTx<'a> {
    pub(crate) tx: ReadTx<'a>,
    pub(crate) context: WriteContext,
    touched: Touched,
    /// What the chain is to tell before the events that end the transaction.
    told: Vec<Event>,
    /// What the system's own chain is to tell beside the tenant's.
    system: Vec<Event>,
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
pub struct Saved<T>(pub(crate) Result<T, StoreError>);

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
    /// Rows of a set that is not published yet, or of one that was dropped: no page sees them.
    UnpublishedSet,
    /// How far a fetch from a public source has come.
    Progress,
    /// Keys that protect columns.
    Key,
    /// What somebody without an account has written and not sent yet.
    Unsent,
    /// A batch of records of who has read what, in the reading chain.
    ReadingLog,
}

impl<'a> WriteTx<'a> {
    pub(crate) fn new(tx: ReadTx<'a>, context: WriteContext) -> Self {
        Self { tx, context, touched: Touched::new(), told: Vec::new(), system: Vec::new() }
    }

    /// Who acts and when.
    pub fn context(&self) -> &WriteContext {
        &self.context
    }

    /// Runs a changing statement and gives the number of rows it changed. Which rows, the chain will tell.
    pub fn execute(&mut self, statement: &'static Statement, params: &[&dyn ToValue]) -> Result<u64, StoreError> {
        let Some(change) = witness::change(statement) else { return self.tx.run(statement, params) };
        let values = self.tx.bind(statement, params)?;
        self.tx.queries += 1;
        let own = witness::is_register(change.table).then_some(change.table.tenant).flatten();
        let here = self.tx.tenant().ok().map(|tenant| tenant.to_string());
        let (touched, mut changed) = (&mut self.touched, 0);
        self.tx.query((&change.text.0, &change.text.1), &values, &mut |row| {
            let key = change.table.key.iter().map(|_| row.take()).collect::<Result<Vec<_>, _>>()?;
            // Its own tenant's chain tells of it, and no other transaction has that chain at its end.
            if own.is_some() && Some(witness::key(&[row.take()?])) != here {
                return Err(StoreError::ForeignRow { table: change.table.name });
            }
            touched.insert((change.table.name, witness::key(&key)), key);
            changed += 1;
            Ok(())
        })?;
        Ok(changed)
    }

    /// Has the chain vouch for a row that came as housekeeping and from now on is part of something that lasts.
    ///
    /// # Errors
    /// When the table is not one that the chain vouches for.
    pub fn vouch(&mut self, table: &'static str, key: &[&dyn ToValue]) -> Result<(), StoreError> {
        let table = witness::witnessed(table).ok_or_else(|| StoreError::Damaged(format!("no chain for {table}")))?;
        let key: Vec<Value> = key.iter().map(|part| part.to_value()).collect();
        self.touched.insert((table.name, witness::key(&key)), key);
        Ok(())
    }

    /// Ends the transaction: appends the event to the tenant's chain (the system's own in a global transaction) and
    /// hands the value back to be returned once everything is durable. Commit itself is the database's.
    pub fn save<T>(self, event: Event, value: T) -> Result<Saved<T>, StoreError> {
        self.save_all(&[event], value)
    }

    /// As [`save`](Self::save), for work that is several events at once. At least one is needed, if not one that was told
    /// before.
    pub fn save_all<T>(mut self, events: &[Event], value: T) -> Result<Saved<T>, StoreError> {
        let mut all = std::mem::take(&mut self.told);
        all.extend_from_slice(events);
        let mut events = all;
        if events.is_empty() {
            return Err(StoreError::Damaged("a write without an event".to_owned()));
        }
        let mut system = std::mem::take(&mut self.system);
        let mut own = std::mem::take(&mut self.touched);
        if let Ok(tenant) = self.tx.tenant() {
            let shared: Touched = own
                .extract_if(.., |(name, _), _| witness::witnessed(name).is_some_and(|table| table.tenant.is_none()))
                .collect();
            if !shared.is_empty() && system.is_empty() {
                system.push(Event::about(REGISTERED, tenant, serde_json::json!({})));
            }
            witness::tell(&mut self.tx, &shared, &mut system)?;
        } else {
            events.append(&mut system);
        }
        witness::tell(&mut self.tx, &own, &mut events)?;
        chain::append(&mut self, chain::Chain::Write, &events)?;
        if !system.is_empty() {
            let scope = self.tx.scope;
            self.tx.enter(Scope::Global)?;
            chain::append(&mut self, chain::Chain::Write, &system)?;
            self.tx.enter(scope)?;
        }
        Ok(Saved(Ok(value)))
    }

    /// Has the chain tell of the event before those that end the transaction: for what several roads do by the way, so that
    /// none of them can forget it. The transaction cannot end as housekeeping after that.
    pub fn tell(&mut self, event: Event) {
        self.told.push(event);
    }

    /// Has the system's own chain tell of the event too, in the same commit.
    pub fn tell_system(&mut self, event: Event) {
        self.system.push(event);
    }

    /// Ends the transaction without an event, for the closed list of [`Housekeeping`]. When it has changed what the
    /// chain vouches for, nothing is written and the whole fails.
    pub fn keep<T>(self, _what: Housekeeping, value: T) -> Saved<T> {
        Saved(self.untold().map(|()| value))
    }

    /// Appends records of reading to the reading chain and ends the transaction.
    pub fn keep_reading_log(mut self, events: &[Event]) -> Result<Saved<()>, StoreError> {
        self.untold()?;
        chain::append(&mut self, chain::Chain::Read, events)?;
        Ok(Saved(Ok(())))
    }

    fn untold(&self) -> Result<(), StoreError> {
        if !self.told.is_empty() {
            return Err(StoreError::Damaged("an event for the chain, and no write".to_owned()));
        }
        if !self.system.is_empty() {
            return Err(StoreError::Damaged("an event for the system's chain, and no write".to_owned()));
        }
        match self.touched.keys().find(|(table, _)| *table != witness::STAGING) {
            None => Ok(()),
            Some((table, _)) => Err(StoreError::Unwitnessed { table }),
        }
    }
}
