//! Statements and their registry. The registry is what lets one test prepare all SQL of the product on both engines.

/// Whether a statement sees one tenant's data or the global tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    /// `$1` is bound to the tenant of the transaction.
    Tenant,
    /// No tenant is bound.
    Global,
}

/// A statement whose text could not be common to both engines.
#[derive(Debug, Clone, Copy)]
pub struct TextPair {
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
}

/// One registered SQL statement.
#[derive(Debug)]
pub struct Statement {
    /// The text for each engine; almost always the same.
    pub text: TextPair,
    /// Whether a tenant is bound.
    pub kind: StatementKind,
    /// Where it stands, for the registry test's messages.
    pub file: &'static str,
    /// The line where it stands.
    pub line: u32,
    /// What it changes of what the chain vouches for; worked out when first run.
    #[doc(hidden)]
    pub change: std::sync::OnceLock<Option<crate::witness::Change>>,
}

impl Statement {
    /// Whether the two texts differ.
    pub fn is_split(&self) -> bool {
        self.text.sqlite != self.text.postgres
    }
}

#[doc(hidden)]
pub struct Registered(pub &'static Statement);
inventory::collect!(Registered);

/// Every statement of the program, in the order of file and line.
pub fn all_statements() -> Vec<&'static Statement> {
    let mut all: Vec<_> = inventory::iter::<Registered>.into_iter().map(|registered| registered.0).collect();
    all.sort_by_key(|statement| (statement.file, statement.line));
    all
}

#[doc(hidden)]
#[macro_export]
macro_rules! register_sql {
    ($kind:ident, $sqlite:expr, $postgres:expr) => {{
        static STATEMENT: $crate::Statement = $crate::Statement {
            text: $crate::TextPair { sqlite: $sqlite, postgres: $postgres },
            kind: $crate::StatementKind::$kind,
            file: file!(),
            line: line!(),
            change: ::std::sync::OnceLock::new(),
        };
        $crate::inventory::submit! { $crate::Registered(&STATEMENT) }
        &STATEMENT
    }};
}

/// A statement over one tenant's data: `$1` is the tenant, bound by the transaction; the caller's parameters start at `$2`.
#[macro_export]
macro_rules! sql {
    ($text:literal) => {
        $crate::register_sql!(Tenant, $text, $text)
    };
    (sqlite: $sqlite:literal, postgres: $postgres:literal) => {
        $crate::register_sql!(Tenant, $sqlite, $postgres)
    };
    // A text in parts, for statements that select the same in the same order.
    ($($part:literal),+ $(,)?) => {
        $crate::register_sql!(Tenant, concat!($($part),+), concat!($($part),+))
    };
}

/// A statement over global tables; the caller's parameters start at `$1`.
#[macro_export]
macro_rules! global_sql {
    ($text:literal) => {
        $crate::register_sql!(Global, $text, $text)
    };
    (sqlite: $sqlite:literal, postgres: $postgres:literal) => {
        $crate::register_sql!(Global, $sqlite, $postgres)
    };
}
