//! Migrations: numbered SQL files, one tree per engine, same numbers and names. Each begins with a line
//! `-- min_binary: N`, the oldest binary that can live with the database once it has run.

use std::path::Path;

use ::postgres::error::SqlState;
use kernel::Instant;
use sha2::{Digest, Sha256};

use crate::postgres::ROLE;
use crate::{StoreError, sqlite};

/// The schema number of this binary: the newest migration it brings.
pub const BINARY_SCHEMA: i64 = MIGRATIONS[MIGRATIONS.len() - 1].number;

/// Tables that belong to no tenant. Everything else is tenant data: its primary key begins with `tenant_id`, every
/// statement on it binds the tenant, and PostgreSQL guards it with row-level security.
pub const GLOBAL_TABLES: &[&str] = &[
    "migration",
    "tenant",
    "organisation",
    "person",
    "seat",
    "session",
    "link",
    "job",
    "sign_in_attempt",
    "calendar_feed",
    "letter",
    "reminder",
    "letter_choice",
    "receipt_code",
    "unsent",
];

/// A table whose rows a chain of changes vouches for (see [`WITNESSED`](crate::WITNESSED) and
/// [`REGISTERS`](crate::REGISTERS)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its primary key without the tenant.
    pub key: &'static [&'static str],
    /// Every column that is told of, the key's first. The tenant's is not: the chain is the tenant's.
    pub columns: &'static [&'static str],
    /// The column that names the tenant whose chain tells of the row; without one it is the system's own chain.
    pub tenant: Option<&'static str>,
}

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number, from 1.
    pub number: i64,
    /// Its name.
    pub name: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
}

macro_rules! migrations {
    ($($number:literal $file:literal $name:literal),* $(,)?) => {
        &[$(Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $file, "_", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $file, "_", $name, ".sql")),
        }),*]
    };
}

/// Every migration, in order.
pub const MIGRATIONS: &[Migration] = migrations![
    1 "0001" "house",
    2 "0002" "sealed_files",
    3 "0003" "sign_in_attempts",
    4 "0004" "register",
    5 "0005" "dataset_replaces",
    6 "0006" "indexes",
    7 "0007" "participations",
    8 "0008" "import",
    9 "0009" "sources",
    10 "0010" "confirmed_seats",
    11 "0011" "counts",
    12 "0012" "earlier",
    13 "0013" "publications",
    14 "0014" "educations",
    15 "0015" "student_system",
    16 "0016" "publication_proposal",
    17 "0017" "participation_gone",
    18 "0018" "letters",
    19 "0019" "mail",
    20 "0020" "work",
    21 "0021" "pictures",
    22 "0022" "calendar_feed",
    23 "0023" "elsewhere",
    24 "0024" "own_template",
    25 "0025" "changes",
    26 "0026" "elsewhere_period",
    27 "0027" "mail_time",
    28 "0028" "distribution",
    29 "0029" "person_numbers",
    30 "0030" "cases",
    31 "0031" "unsent",
    32 "0032" "case_letters",
    33 "0033" "routines",
    34 "0034" "handouts",
    35 "0035" "no_school",
    36 "0036" "case_imports",
    37 "0037" "case_themes",
    38 "0038" "matters_told",
    39 "0039" "follow_up_plan",
    40 "0040" "site_checks",
    41 "0041" "deficiencies",
    42 "0042" "visits",
    43 "0043" "meetings",
    44 "0044" "samples",
    45 "0045" "supervision",
    46 "0046" "evaluations",
];

fn checksum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn min_binary(text: &str) -> Result<i64, StoreError> {
    text.lines()
        .find_map(|line| line.strip_prefix("-- min_binary:"))
        .and_then(|number| number.trim().parse().ok())
        .ok_or_else(|| StoreError::Damaged("a migration does not state its min_binary".to_owned()))
}

/// What is applied, compared with what this binary brings: gives the migrations still to run.
fn pending(
    applied: &[(i64, String, String, i64)],
    text: impl Fn(&Migration) -> &'static str,
) -> Result<Vec<&'static Migration>, StoreError> {
    for (number, name, sum, needs) in applied {
        if *needs > BINARY_SCHEMA {
            return Err(StoreError::TooNew { needed: *needs, have: BINARY_SCHEMA });
        }
        let known = MIGRATIONS.iter().find(|migration| migration.number == *number);
        if known.is_some_and(|migration| checksum(text(migration)) != *sum) {
            return Err(StoreError::MigrationChanged { number: *number, name: name.clone() });
        }
    }
    Ok(MIGRATIONS.iter().filter(|m| !applied.iter().any(|(number, ..)| *number == m.number)).collect())
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, min_binary BIGINT NOT NULL,
    applied_at BIGINT NOT NULL)";

pub(crate) fn sqlite(path: &Path, now: Instant) -> Result<(), StoreError> {
    let connection = sqlite::connect(path, true)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    connection.execute_batch(TABLE)?;
    let applied = connection
        .prepare("SELECT number, name, checksum, min_binary FROM migration ORDER BY number")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    for migration in pending(&applied, |migration| migration.sqlite)? {
        connection.execute_batch(migration.sqlite)?;
        connection.execute(
            "INSERT INTO migration (number, name, checksum, min_binary, applied_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            rusqlite::params![
                migration.number,
                migration.name,
                checksum(migration.sqlite),
                min_binary(migration.sqlite)?,
                now.as_microsecond()
            ],
        )?;
    }
    connection.execute_batch("COMMIT")?;
    Ok(())
}

/// The lock that migrating processes take, so that two that start at once do not both run a step.
const MIGRATION_LOCK: i64 = 0x7465_7274_6961_6c21;

/// The oldest binary that can live with the database; `None` where nothing has been migrated.
pub(crate) fn needed_by_sqlite(connection: &rusqlite::Connection) -> Result<Option<i64>, StoreError> {
    let there = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migration'";
    if connection.query_row(there, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(None);
    }
    Ok(connection.query_row("SELECT max(min_binary) FROM migration", [], |row| row.get(0))?)
}

/// As [`needed_by_sqlite`].
pub(crate) fn needed_by_postgres(client: &mut ::postgres::Client) -> Result<Option<i64>, StoreError> {
    if texts(client, "SELECT to_regclass('migration')::text")? == [None] {
        return Ok(None);
    }
    let needed = texts(client, "SELECT max(min_binary)::text FROM migration")?.into_iter().next().flatten();
    needed.map(|number| number.parse().map_err(|_| StoreError::Damaged("min_binary".to_owned()))).transpose()
}

/// The rows of a question without parameters, their columns as text one after the other. By the simple protocol: behind a
/// pooler that hands connections out by the transaction no prepared statement may outlive one.
fn texts(client: &mut ::postgres::Client, question: &str) -> Result<Vec<Option<String>>, StoreError> {
    let mut texts = Vec::new();
    for message in client.simple_query(question)? {
        if let ::postgres::SimpleQueryMessage::Row(row) = message {
            texts.extend((0..row.len()).map(|column| row.get(column).map(str::to_owned)));
        }
    }
    Ok(texts)
}

pub(crate) fn postgres(client: &mut ::postgres::Client, now: Instant) -> Result<(), StoreError> {
    own_role(client, ROLE)?;
    client.batch_execute("BEGIN")?;
    match steps(client, now) {
        Ok(()) => Ok(client.batch_execute("COMMIT")?),
        Err(error) => {
            // The first error is what is told, whatever comes of this.
            let _ = client.batch_execute("ROLLBACK");
            Err(error)
        }
    }
}

fn steps(client: &mut ::postgres::Client, now: Instant) -> Result<(), StoreError> {
    client.batch_execute(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))?;
    client.batch_execute(TABLE)?;
    let rows = texts(client, "SELECT number, name, checksum, min_binary FROM migration ORDER BY number")?;
    let damaged = || StoreError::Damaged("the table of migrations".to_owned());
    let number = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok()).ok_or_else(damaged);
    let word = |text: &Option<String>| text.clone().ok_or_else(damaged);
    let applied = rows
        .chunks(4)
        .map(|row| match row {
            [no, name, sum, needs] => Ok((number(no)?, word(name)?, word(sum)?, number(needs)?)),
            _ => Err(damaged()),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let pending = pending(&applied, |migration| migration.postgres)?;
    for migration in &pending {
        client.batch_execute(migration.postgres)?;
        // Numbers, a name and a checksum of our own: nothing in them has to be escaped.
        client.batch_execute(&format!(
            "INSERT INTO migration (number, name, checksum, min_binary, applied_at) VALUES ({}, '{}', '{}', {}, {})",
            migration.number,
            migration.name,
            checksum(migration.postgres),
            min_binary(migration.postgres)?,
            now.as_microsecond()
        ))?;
    }
    // Taking every table's lock would wait for whoever reads, and hold up whoever comes after: only when it is needed.
    if !pending.is_empty() || !is_protected(client)? { protect(client) } else { Ok(()) }
}

/// Sees to it that the role that every transaction takes on is there and that the connecting user may take it on.
///
/// Roles belong to the whole cluster, and whoever owns one database seldom may make them: then an administrator has done
/// it, or is told what to run. What is asked is whether it works, not what the catalogue says of memberships, since what
/// membership gives has changed between versions of the server.
fn own_role(client: &mut ::postgres::Client, role: &str) -> Result<(), StoreError> {
    let there = texts(client, &format!("SELECT rolname::text FROM pg_roles WHERE rolname = '{role}'"))?;
    if there.is_empty() {
        match client.batch_execute(&format!("CREATE ROLE {role} NOLOGIN")) {
            Ok(()) => {}
            // Several databases of the cluster may be made at once, and losing that race is fine.
            Err(error)
                if error.code() == Some(&SqlState::DUPLICATE_OBJECT)
                    || error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {}
            Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
                return Err(StoreError::Role { run: format!("CREATE ROLE {role} NOLOGIN; {}", grant(client, role)?) });
            }
            Err(error) => return Err(error.into()),
        }
    }
    if takes_on(client, role)? {
        return Ok(());
    }
    match client.batch_execute(&format!("GRANT {role} TO CURRENT_USER")) {
        Ok(()) if takes_on(client, role)? => Ok(()),
        Err(error) if error.code() != Some(&SqlState::INSUFFICIENT_PRIVILEGE) => Err(error.into()),
        _ => Err(StoreError::Role { run: grant(client, role)? }),
    }
}

/// Whether the connecting user can take on the role.
fn takes_on(client: &mut ::postgres::Client, role: &str) -> Result<bool, StoreError> {
    let taken = client.batch_execute(&format!("BEGIN; SET LOCAL ROLE {role}"));
    client.batch_execute("ROLLBACK")?;
    match taken {
        Ok(()) => Ok(true),
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What an administrator runs so that the connecting user can take on the role.
fn grant(client: &mut ::postgres::Client, role: &str) -> Result<String, StoreError> {
    let user = texts(client, "SELECT quote_ident(current_user::text)")?.into_iter().flatten().collect::<String>();
    Ok(format!("GRANT {role} TO {user};"))
}

/// What the application's role may do with a table.
fn rights(table: &str) -> &'static [&'static str] {
    match table {
        "migration" => &["SELECT"],
        // Nobody changes or removes a link of the chain through the application.
        "audit_event" => &["SELECT", "INSERT"],
        _ => &["SELECT", "INSERT", "UPDATE", "DELETE"],
    }
}

/// Whether [`protect`] has nothing to do, by what the catalogue says.
fn is_protected(client: &mut ::postgres::Client) -> Result<bool, StoreError> {
    let tables = texts(
        client,
        "SELECT c.relname::text,
                concat_ws(' ', CASE WHEN has_table_privilege('tertial_app', c.oid, 'SELECT') THEN 'SELECT' END,
                               CASE WHEN has_table_privilege('tertial_app', c.oid, 'INSERT') THEN 'INSERT' END,
                               CASE WHEN has_table_privilege('tertial_app', c.oid, 'UPDATE') THEN 'UPDATE' END,
                               CASE WHEN has_table_privilege('tertial_app', c.oid, 'DELETE') THEN 'DELETE' END),
                (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
                    SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant_only'))::text
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = current_schema() AND c.relkind = 'r'",
    )?;
    let usage = texts(client, "SELECT has_schema_privilege('tertial_app', current_schema(), 'USAGE')::text")?;
    let is = |row: &[Option<String>]| match row {
        [Some(table), Some(granted), Some(guarded)] => {
            let global = GLOBAL_TABLES.contains(&table.as_str());
            *granted == rights(table).join(" ") && (global || guarded == "true")
        }
        _ => false,
    };
    Ok(usage == [Some("true".to_owned())] && tables.chunks(3).all(is))
}

/// Grants the application's role what it needs, and turns row-level security on for every table of tenant data.
/// Runs after each migration over what the catalogue says, so that a new table cannot be forgotten.
fn protect(client: &mut ::postgres::Client) -> Result<(), StoreError> {
    let tables = texts(client, "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")?;
    client.batch_execute(
        "DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO tertial_app', current_schema()); END $$",
    )?;
    for table in tables.into_iter().flatten() {
        let rights = rights(&table).join(", ");
        client.batch_execute(&format!("GRANT {rights} ON {table} TO tertial_app"))?;
        if GLOBAL_TABLES.contains(&table.as_str()) {
            continue;
        }
        client.batch_execute(&format!(
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
             ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
             DROP POLICY IF EXISTS tenant_only ON {table};
             CREATE POLICY tenant_only ON {table}
                 USING (tenant_id = current_setting('tertial.tenant')::uuid)
                 WITH CHECK (tenant_id = current_setting('tertial.tenant')::uuid);"
        ))?;
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::testing::Owner;

    #[test]
    fn a_user_who_may_not_make_roles_is_told_what_an_administrator_runs_once() {
        let owner = Owner::new("").unwrap();
        let role = format!("{}_app", owner.name());
        let mut client = owner.connect().unwrap();
        let told = own_role(&mut client, &role).unwrap_err().to_string();
        assert!(told.contains(&format!("CREATE ROLE {role} NOLOGIN; GRANT {role} TO {};", owner.name())), "{told}");
        // An administrator who does only half of it is told of the other half.
        owner.as_administrator(&format!("CREATE ROLE {role} NOLOGIN")).unwrap();
        let told = own_role(&mut client, &role).unwrap_err().to_string();
        assert!(told.contains(&format!("GRANT {role} TO {};", owner.name())) && !told.contains("CREATE"), "{told}");
        owner.as_administrator(&format!("GRANT {role} TO {}", owner.name())).unwrap();
        own_role(&mut client, &role).unwrap();
        owner.as_administrator(&format!("DROP ROLE {role}")).unwrap();
    }

    #[test]
    fn a_user_who_may_make_roles_makes_it_and_takes_it_on() {
        let owner = Owner::new("CREATEROLE").unwrap();
        let role = format!("{}_app", owner.name());
        let mut client = owner.connect().unwrap();
        own_role(&mut client, &role).unwrap();
        own_role(&mut client, &role).unwrap();
        assert!(takes_on(&mut client, &role).unwrap());
        owner.as_administrator(&format!("DROP ROLE {role}")).unwrap();
    }
}
