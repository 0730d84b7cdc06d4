//! Many rows at once, for tables whose rows are too many for the chain to tell one by one: what vouches for them is the
//! digest of their set, in the event that publishes it.
//!
//! SQLite takes the rows one by one through one prepared statement, which is what it does best; PostgreSQL takes whole
//! columns as arrays and unnests them, which needs neither a table of its own nor a way past row-level security.

use ::postgres::Client;
use ::postgres::types::{ToSql, Type};
use rusqlite::Connection;

use crate::StoreError;
use crate::sqlite::numbered_once;
use crate::statement::Statement;
use crate::tx::{Connection as Open, WriteTx};
use crate::value::{ToValue, Value};
use crate::{postgres, witness};

/// One column of many rows.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// Whole numbers.
    Whole(&'a [i64]),
    /// Whole numbers, some of them missing.
    Maybe(&'a [Option<i64>]),
    /// Keys of sixteen bytes.
    Keys(&'a [[u8; 16]]),
    /// Texts.
    Texts(&'a [String]),
}

impl Column<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Whole(cells) => cells.len(),
            Self::Maybe(cells) => cells.len(),
            Self::Keys(cells) => cells.len(),
            Self::Texts(cells) => cells.len(),
        }
    }

    fn bind(&self, statement: &mut rusqlite::CachedStatement<'_>, at: usize, row: usize) -> rusqlite::Result<()> {
        match self {
            Self::Whole(cells) => statement.raw_bind_parameter(at, cells[row]),
            Self::Maybe(cells) => statement.raw_bind_parameter(at, cells[row]),
            Self::Keys(cells) => statement.raw_bind_parameter(at, cells[row].as_slice()),
            Self::Texts(cells) => statement.raw_bind_parameter(at, cells[row].as_str()),
        }
    }
}

impl WriteTx<'_> {
    /// Runs the statement once for each row of the columns, which must be equally long, and gives how many rows were
    /// changed. `$1` is the tenant, then come the constants, then one parameter for each column: a value on SQLite, an
    /// array on PostgreSQL.
    ///
    /// # Errors
    /// When the table is one whose rows the chain vouches for, or the columns differ in length.
    pub fn append(
        &mut self,
        statement: &'static Statement,
        constants: &[&dyn ToValue],
        columns: &[Column<'_>],
    ) -> Result<u64, StoreError> {
        if let Some(change) = witness::change(statement) {
            return Err(StoreError::Unwitnessed { table: change.table.name });
        }
        let rows = columns.first().map_or(0, Column::len);
        if columns.iter().any(|column| column.len() != rows) {
            return Err(StoreError::Damaged("columns of different lengths".to_owned()));
        }
        if rows == 0 {
            return Ok(0);
        }
        let mut values = vec![self.tx.tenant()?.to_value()];
        values.extend(constants.iter().map(|constant| constant.to_value()));
        self.tx.queries += 1;
        let outcome = match &mut self.tx.connection {
            Open::Sqlite(connection) => one_by_one(connection, statement.text.sqlite, &values, columns, rows),
            Open::Postgres(client, _) => unnested(client, statement.text.postgres, &values, columns),
        };
        self.tx.connection.note(outcome)
    }
}

fn one_by_one(
    connection: &Connection,
    text: &'static str,
    constants: &[Value],
    columns: &[Column<'_>],
    rows: usize,
) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(&numbered_once(text))?;
    // Bindings stay from one run to the next: the constants are bound once.
    for (index, constant) in constants.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, constant)?;
    }
    let mut changed = 0;
    for row in 0..rows {
        for (index, column) in columns.iter().enumerate() {
            column.bind(&mut statement, constants.len() + index + 1, row)?;
        }
        changed += statement.raw_execute()? as u64;
    }
    Ok(changed)
}

fn unnested(
    client: &mut Client,
    text: &'static str,
    constants: &[Value],
    columns: &[Column<'_>],
) -> Result<u64, StoreError> {
    let arrays: Vec<(Box<dyn ToSql + Sync>, Type)> = columns.iter().map(array).collect();
    let constants = postgres::typed(constants);
    let mut params: Vec<(&(dyn ToSql + Sync), Type)> =
        constants.iter().map(|(param, kind)| (param as &(dyn ToSql + Sync), kind.clone())).collect();
    params.extend(arrays.iter().map(|(array, kind)| (array.as_ref() as &(dyn ToSql + Sync), kind.clone())));
    Ok(client.execute_typed(text, &params)?)
}

fn array(column: &Column<'_>) -> (Box<dyn ToSql + Sync>, Type) {
    match column {
        Column::Whole(cells) => (Box::new(cells.to_vec()), Type::INT8_ARRAY),
        Column::Maybe(cells) => (Box::new(cells.to_vec()), Type::INT8_ARRAY),
        Column::Keys(cells) => (Box::new(cells.iter().map(|key| key.to_vec()).collect::<Vec<_>>()), Type::BYTEA_ARRAY),
        Column::Texts(cells) => (Box::new(cells.to_vec()), Type::TEXT_ARRAY),
    }
}
