//! What can go wrong between us and the database. All of it is a *failure* (we are wrong), never the user's fault.

use std::fmt;

use ::postgres::error::SqlState;

/// What PostgreSQL said, without its words: they quote the row's values, and errors are logged. Its code says what is
/// wrong, and the names say where.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresError {
    code: Option<SqlState>,
    says: String,
}

impl PostgresError {
    /// The code that the server gave, where it was the server that said no.
    pub(crate) fn code(&self) -> Option<&SqlState> {
        self.code.as_ref()
    }
}

impl From<::postgres::Error> for PostgresError {
    fn from(error: ::postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            // The connection's or the driver's own: no row has been quoted, and the cause says which it is.
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            return Self { code: None, says: format!("{error}{cause}") };
        };
        let mut says = format!("{} ({})", told.severity(), told.code().code());
        let names = [
            ("table", told.table()),
            ("column", told.column()),
            ("constraint", told.constraint()),
            ("type", told.datatype()),
            ("routine", told.routine()),
        ];
        for (what, name) in names {
            if let Some(name) = name {
                says.push_str(&format!(", {what} {name}"));
            }
        }
        Self { code: Some(told.code().clone()), says }
    }
}

impl fmt::Display for PostgresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "postgres: {}", self.says)
    }
}

impl fmt::Debug for PostgresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for PostgresError {}

impl From<::postgres::Error> for StoreError {
    fn from(error: ::postgres::Error) -> Self {
        Self::Postgres(error.into())
    }
}

/// A database error.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no. Its messages name tables and columns, never values.
    #[error("sqlite")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL said no.
    #[error("{0}")]
    Postgres(#[from] PostgresError),
    /// A stored value is not of the type that the code expects.
    #[error("column {column}: expected {expected}, found {found}")]
    Decode {
        /// Zero-based column of the result.
        column: usize,
        /// The Rust type asked for.
        expected: &'static str,
        /// What the database gave.
        found: String,
    },
    /// A statement that must give one row gave none.
    #[error("no row from: {0}")]
    NoRow(&'static str),
    /// A tenant's statement was run outside a tenant.
    #[error("statement of a tenant run without one: {0}")]
    NoTenant(&'static str),
    /// The database is newer than this binary can live with.
    #[error("the database needs binary schema {needed}, this binary has {have}: install a newer version of tertial")]
    TooNew {
        /// The oldest binary that can live with the database.
        needed: i64,
        /// What this binary is.
        have: i64,
    },
    /// An applied migration differs from the one in this binary.
    #[error("migration {number} {name} was applied with another text; restore the binary that made this database")]
    MigrationChanged {
        /// Its number.
        number: i64,
        /// Its name.
        name: String,
    },
    /// The engine does not have the settings that durability rests on.
    #[error("unsafe database settings: {0}")]
    Unsafe(String),
    /// A row of one tenant in a global table was changed in another's transaction: no chain could tell of it.
    #[error("a row of {table} was changed outside the transaction of its tenant")]
    ForeignRow {
        /// The table.
        table: &'static str,
    },
    /// The connecting user of PostgreSQL may not take on the role that row-level security rests on.
    #[error(
        "the database user may not take on the role that keeps authorities apart; an administrator of the database \
         server runs this once, then try again: {run}"
    )]
    Role {
        /// What the administrator runs.
        run: String,
    },
    /// A statement failed, which ends a transaction on PostgreSQL, but the closure went on as if it had not.
    #[error("a statement of the transaction failed and was overlooked; nothing was saved")]
    Overlooked,
    /// Housekeeping changed something that only an event may tell of.
    #[error("{table} was changed without an event")]
    Unwitnessed {
        /// The table.
        table: &'static str,
    },
    /// Something that comes of a table the chain does not vouch for was to be kept while the chain stands still.
    #[error("{table} is read for what is kept, and the chain does not tell when it changes")]
    Unvouched {
        /// The table.
        table: &'static str,
    },
    /// A page for anybody was to read what is not published.
    #[error("{table} is read for a page that anybody sees, and is not published")]
    Unpublished {
        /// The table.
        table: &'static str,
    },
    /// The address of the database cannot be understood.
    #[error("not a database address: {0} (expected a file path or postgres://…)")]
    Address(String),
    /// The writer or a worker thread is gone; the process is going down.
    #[error("the database is closed")]
    Closed,
    /// A file could not be reached.
    #[error("file")]
    Io(#[from] std::io::Error),
    /// Stored data could not be read as what it should be.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
}

impl StoreError {
    /// Whether the connection was found dead, or the server took leave: nothing of what was asked has been done.
    pub(crate) fn is_disconnected(&self) -> bool {
        match self {
            Self::Postgres(error) => error.code().is_none_or(|code| {
                [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CONNECTION_FAILURE].contains(code)
            }),
            _ => false,
        }
    }
    /// Whether the same work may succeed if run again (serialization failure or deadlock on PostgreSQL).
    pub(crate) fn is_retryable(&self) -> bool {
        match self {
            Self::Postgres(error) => error.code().is_some_and(|code| {
                code == &SqlState::T_R_SERIALIZATION_FAILURE || code == &SqlState::T_R_DEADLOCK_DETECTED
            }),
            _ => false,
        }
    }
}
