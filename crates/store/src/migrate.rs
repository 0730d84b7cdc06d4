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
pub const GLOBAL_TABLES: &[&str] =
    &["migration", "tenant", "organisation", "person", "seat", "session", "link", "job", "sign_in_attempt"];

/// A table of tenant data that the chain of changes vouches for (see [`WITNESSED`](crate::WITNESSED)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its primary key without the tenant.
    pub key: &'static [&'static str],
    /// Every column without the tenant's, the key's first.
    pub columns: &'static [&'static str],
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
    10 "0010" "sources",
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

pub(crate) fn postgres(client: &mut ::postgres::Client, now: Instant) -> Result<(), StoreError> {
    own_role(client, ROLE)?;
    let mut tx = client.transaction()?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATION_LOCK])?;
    tx.batch_execute(TABLE)?;
    let applied = tx
        .query("SELECT number, name, checksum, min_binary FROM migration ORDER BY number", &[])?
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?)))
        .collect::<Result<Vec<_>, ::postgres::Error>>()?;
    for migration in pending(&applied, |migration| migration.postgres)? {
        tx.batch_execute(migration.postgres)?;
        tx.execute(
            "INSERT INTO migration (number, name, checksum, min_binary, applied_at) VALUES ($1, $2, $3, $4, $5)",
            &[
                &migration.number,
                &migration.name,
                &checksum(migration.postgres),
                &min_binary(migration.postgres)?,
                &now.as_microsecond(),
            ],
        )?;
    }
    protect(&mut tx)?;
    tx.commit()?;
    Ok(())
}

/// Sees to it that the role that every transaction takes on is there and that the connecting user may take it on.
///
/// Roles belong to the whole cluster, and whoever owns one database seldom may make them: then an administrator has done
/// it, or is told what to run. What is asked is whether it works, not what the catalogue says of memberships, since what
/// membership gives has changed between versions of the server.
fn own_role(client: &mut ::postgres::Client, role: &str) -> Result<(), StoreError> {
    let there = client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", &[&role])?;
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
    let user: String = client.query_one("SELECT quote_ident(current_user::text)", &[])?.try_get(0)?;
    Ok(format!("GRANT {role} TO {user};"))
}

/// Grants the application's role what it needs, and turns row-level security on for every table of tenant data.
/// Runs after each migration over what the catalogue says, so that a new table cannot be forgotten.
fn protect(tx: &mut ::postgres::Transaction<'_>) -> Result<(), StoreError> {
    let tables: Vec<String> = tx
        .query("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1", &[])?
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<_, _>>()?;
    tx.batch_execute(
        "DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO tertial_app', current_schema()); END $$",
    )?;
    for table in tables {
        if table == "migration" {
            tx.batch_execute(&format!("GRANT SELECT ON {table} TO tertial_app"))?;
            continue;
        }
        // Nobody changes or removes a link of the chain through the application.
        let rights = if table == "audit_event" { "SELECT, INSERT" } else { "SELECT, INSERT, UPDATE, DELETE" };
        tx.batch_execute(&format!("GRANT {rights} ON {table} TO tertial_app"))?;
        if GLOBAL_TABLES.contains(&table.as_str()) {
            continue;
        }
        tx.batch_execute(&format!(
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
