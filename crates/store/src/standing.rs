//! What was worked out of one tenant's data and is kept while the head of the tenant's chain stands still.
//!
//! The chain tells every row that a transaction changes (see `witness`), and its head is the hash of all that it has told.
//! So what comes of witnessed rows alone is the same as long as the head is, and a page whose facts stand still need only
//! read the head. Three things keep that true:
//! - The head is read on the same snapshot as the rows, so neither a value nor its head can be of another moment.
//! - Only a reading transaction keeps or is given anything: one that writes sees what no event has told yet.
//! - While a value is worked out, every statement that names a table the chain does not vouch for is refused; names of
//!   people and organisations, drafts and staged files are read beside it, each time.
//!
//! The tenant is the transaction's own, never the caller's to say. What depends on the time of day, or on who looks, is
//! worked out afterwards, of what was kept.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::Id;
use kernel::id::kind::Tenant;

use crate::chain::Head;
use crate::migrate::GLOBAL_TABLES;
use crate::statement::{Statement, StatementKind};
use crate::witness::{REGISTERS, STAGING, UNWITNESSED, WITNESSED};

/// More than the occasions and years that are looked at between two changes. One is some hundred bytes for each line.
const MOST: usize = 64;

type Key = (Id<Tenant>, &'static str, String);

/// Tables that the chain does not vouch for row by row, but whose rows change only with an event: rows and counts come in a
/// set that nobody counts, and publishing the set is an event, as is the snapshot that persons are counted in. Whoever reads them
/// reads those of published sets and whole snapshots alone.
const CHANGE_WITH_AN_EVENT: [&str; 4] = ["participation", "result_cell", "student_count", "student_cell"];

/// Of one database: each value with the head it was worked out at.
#[derive(Debug, Default)]
pub(crate) struct Standing(Mutex<BTreeMap<Key, (Head, Arc<dyn Any + Send + Sync>)>>);

impl Standing {
    /// What was worked out when the head was the same.
    pub(crate) fn find<T: Send + Sync + 'static>(&self, key: &Key, head: &Head) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let value = kept.get(key).filter(|(at, _)| at == head).map(|(_, value)| value.clone())?;
        value.downcast().ok()
    }

    /// Keeps the value in place of an older one.
    pub(crate) fn put(&self, key: Key, head: Head, value: Arc<dyn Any + Send + Sync>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST && !kept.contains_key(&key) {
            kept.clear();
        }
        kept.insert(key, (head, value));
    }
}

/// A table that the statement names and the chain does not vouch for, if any: nothing that comes of it may be kept.
pub(crate) fn unvouched(statement: &Statement) -> Option<&'static str> {
    if statement.kind == StatementKind::Global {
        return Some("a global table");
    }
    let others = UNWITNESSED.iter().map(|(table, _)| *table).filter(|table| !CHANGE_WITH_AN_EVENT.contains(table));
    let mut tables = others.chain(GLOBAL_TABLES.iter().copied()).chain([STAGING]);
    tables.find(|table| names(statement, table))
}

/// The tables that anybody may read: rows made to be read by anybody, and the year's document and the authority's own
/// templates, whose drafts a page for anybody never asks for (it reads what is published or in use alone).
/// Which schools there are, by name and code, is public (Skolverket's register of school units).
const PUBLIC: &[&str] =
    &["agreement", "carried_field", "own_template", "provider", "publication", "unit", "unit_area", "year_version"];

/// A table that the statement names and that is not there for anybody, if any.
pub(crate) fn unpublished(statement: &Statement) -> Option<&'static str> {
    if statement.kind == StatementKind::Global {
        return Some("a global table");
    }
    let tenants = WITNESSED.iter().map(|table| table.name).chain(UNWITNESSED.iter().map(|(table, _)| *table));
    let registers = REGISTERS.iter().map(|table| table.name).chain(GLOBAL_TABLES.iter().copied());
    let mut closed = tenants.chain(registers).filter(|table| !PUBLIC.contains(table));
    closed.find(|table| names(statement, table))
}

fn names(statement: &Statement, table: &str) -> bool {
    statement.text.sqlite.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == table)
}
