//! Migrations: numbered SQL files, one tree per engine, same numbers and names. Each begins with a line
//! `-- min_binary: N`, the oldest binary that can live with the database once it has run.

use std::path::Path;

use kernel::Instant;
use sha2::{Digest, Sha256};

use crate::{StoreError, sqlite};

/// The schema number of this binary: the newest migration it brings.
pub const BINARY_SCHEMA: i64 = MIGRATIONS[MIGRATIONS.len() - 1].number;

/// Tables that belong to no tenant. Everything else is tenant data: its primary key begins with `tenant_id`, every
/// statement on it binds the tenant, and PostgreSQL guards it with row-level security.
pub const GLOBAL_TABLES: &[&str] =
    &["migration", "tenant", "organisation", "person", "seat", "session", "link", "job", "sign_in_attempt"];

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
    // Roles belong to the whole cluster; several databases may be made at once, and losing that race is fine.
    client.batch_execute(
        "DO $$ BEGIN CREATE ROLE tertial_app NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
    )?;
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
        // Nobody but a superuser changes or removes a link of the chain.
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
