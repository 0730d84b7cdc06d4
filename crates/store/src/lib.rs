//! The database: one small synchronous face over SQLite and PostgreSQL.
//!
//! A page reads in one closure on one snapshot, a change is one closure that ends in [`WriteTx::save`], which is the
//! only way to commit and writes the audit event in the same transaction. Statements are written once, beside the
//! function that runs them, through [`sql!`] (tenant data, `$1` is bound to the tenant) or [`global_sql!`] (people,
//! sign-ins, organisations), and a test prepares every one of them on both engines.

mod apart;
mod bulk;
mod chain;
mod db;
mod error;
mod migrate;
mod postgres;
mod sqlite;
mod standing;
mod statement;
pub mod testing;
mod tx;
mod value;
mod witness;

pub use apart::apart;
pub use bulk::Column;
pub use chain::{Actor, ActorKind, Chain, ChainFault, ChainReport, Event, EventRow, Head, verify_events};
pub use db::{Db, Engine, Scope, WriteContext};
pub use error::StoreError;
pub use migrate::{BINARY_SCHEMA, GLOBAL_TABLES, MIGRATIONS, Migration, Table};
pub use statement::{Registered, Statement, StatementKind, TextPair, all_statements};
pub use tx::{Housekeeping, ReadTx, Saved, WriteTx};
pub use value::{FromRow, FromValue, Row, ToValue, Value};
pub use witness::{
    REGISTERS, RowFault, STAGING, Told, UNREGISTERED, UNWITNESSED, VOLATILE, WITNESSED, told_by, witnessed,
};

#[doc(hidden)]
pub use inventory;
