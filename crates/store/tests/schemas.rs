//! The two migration trees make the same schema.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use store::testing::TestDb;
use store::{Engine, GLOBAL_TABLES, MIGRATIONS, REGISTERS, UNREGISTERED, UNWITNESSED, VOLATILE, WITNESSED};

/// table → column → (type, may be null)
type Picture = BTreeMap<String, BTreeMap<String, (String, bool)>>;

fn sqlite(test: &TestDb) -> Picture {
    let connection = rusqlite::Connection::open(test.address()).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT m.name, c.name, c.type, c.\"notnull\" FROM sqlite_schema m, pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
        )
        .unwrap();
    let mut picture = Picture::new();
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, bool>(3)?))
    });
    for row in rows.unwrap() {
        let (table, column, kind, not_null) = row.unwrap();
        picture.entry(table).or_default().insert(column, (kind, !not_null));
    }
    picture
}

fn postgres(test: &TestDb) -> Picture {
    let mut client = ::postgres::Client::connect(&test.address(), ::postgres::NoTls).unwrap();
    let rows = client
        .query(
            "SELECT table_name::text, column_name::text, data_type::text, is_nullable::text FROM information_schema.columns
             WHERE table_schema = 'public'",
            &[],
        )
        .unwrap();
    let mut picture = Picture::new();
    for row in rows {
        let kind: String = row.get(2);
        picture.entry(row.get(0)).or_default().insert(row.get(1), (kind, row.get::<_, String>(3) == "YES"));
    }
    picture
}

fn same_type(sqlite: &str, postgres: &str) -> bool {
    matches!(
        (sqlite, postgres),
        ("BLOB", "uuid" | "bytea") | ("INTEGER" | "BIGINT", "bigint") | ("INTEGER", "boolean") | ("TEXT", "text")
    )
}

#[test]
fn both_engines_have_the_same_tables_columns_and_nullability() {
    let (one, other) =
        (sqlite(&TestDb::new(Engine::Sqlite).unwrap()), postgres(&TestDb::new(Engine::Postgres).unwrap()));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (table, columns) in &one {
        let others = &other[table];
        assert_eq!(columns.keys().collect::<Vec<_>>(), others.keys().collect::<Vec<_>>(), "{table}");
        for (column, (kind, nullable)) in columns {
            let (other_kind, other_nullable) = &others[column];
            assert!(same_type(kind, other_kind), "{table}.{column}: {kind} and {other_kind}");
            assert_eq!(nullable, other_nullable, "{table}.{column}");
        }
    }
}

#[test]
fn both_engines_have_the_same_indices_and_keys() {
    let test = TestDb::new(Engine::Sqlite).unwrap();
    let connection = rusqlite::Connection::open(test.address()).unwrap();
    let mut keys: Vec<(String, String)> = connection
        .prepare(
            "SELECT m.name, (SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno))
             FROM sqlite_schema m, pragma_index_list(m.name) i WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    keys.sort();
    let other = TestDb::new(Engine::Postgres).unwrap();
    let mut client = ::postgres::Client::connect(&other.address(), ::postgres::NoTls).unwrap();
    let mut others: Vec<(String, String)> = client
        .query(
            "SELECT t.relname::text, (SELECT string_agg(a.attname::text, ',' ORDER BY k.n)
                 FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, n)
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)
             FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
             JOIN pg_namespace s ON s.oid = t.relnamespace WHERE s.nspname = 'public' AND t.relname <> 'migration'",
            &[],
        )
        .unwrap()
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect();
    others.sort();
    keys.retain(|(table, _)| table != "migration");
    assert_eq!(keys, others);
}

#[test]
fn every_table_of_tenant_data_begins_its_key_with_the_tenant() {
    let test = TestDb::new(Engine::Sqlite).unwrap();
    let connection = rusqlite::Connection::open(test.address()).unwrap();
    for table in sqlite(&test).keys() {
        let first: Option<String> =
            connection.query_row("SELECT name FROM pragma_table_info(?1) WHERE pk = 1", [table], |row| row.get(0)).ok();
        if GLOBAL_TABLES.contains(&table.as_str()) {
            assert_ne!(first.as_deref(), Some("tenant_id"), "{table}");
        } else {
            assert_eq!(first.as_deref(), Some("tenant_id"), "{table}");
        }
    }
}

#[test]
fn every_table_of_tenant_data_is_vouched_for_column_by_column_or_there_is_a_reason_why_not() {
    let test = TestDb::new(Engine::Sqlite).unwrap();
    let connection = rusqlite::Connection::open(test.address()).unwrap();
    let mut tables = sqlite(&test);
    tables.retain(|table, _| !GLOBAL_TABLES.contains(&table.as_str()));
    let mut known: Vec<&str> = WITNESSED.iter().map(|table| table.name).collect();
    known.extend(UNWITNESSED.iter().map(|(table, _)| *table));
    known.sort_unstable();
    assert_eq!(
        known,
        tables.keys().collect::<Vec<_>>(),
        "a table is in one of the lists of witness.rs, and only in one"
    );
    for table in WITNESSED {
        let mut columns: Vec<&str> = [&["tenant_id"], table.columns].concat();
        columns.sort_unstable();
        assert_eq!(columns, tables[table.name].keys().collect::<Vec<_>>(), "{}", table.name);
        let mut key: Vec<(i64, String)> = connection
            .prepare("SELECT pk, name FROM pragma_table_info(?1) WHERE pk > 1")
            .unwrap()
            .query_map([table.name], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        key.sort();
        assert_eq!(key.into_iter().map(|(_, name)| name).collect::<Vec<_>>(), table.key, "{}", table.name);
    }
}

#[test]
fn every_migration_states_the_oldest_binary_and_either_expands_or_contracts() {
    for migration in MIGRATIONS {
        for text in [migration.sqlite, migration.postgres] {
            assert!(text.starts_with("-- min_binary: "), "{}", migration.name);
            let upper = text.to_uppercase();
            let expands = upper.contains("CREATE TABLE") || upper.contains("ADD COLUMN");
            let contracts = upper.contains("DROP ");
            assert!(migration.number == 1 || !(expands && contracts), "{} does both", migration.name);
            // A new column begins without a value, or the hashes in the chain would no longer be those of the rows.
            let filled = upper.lines().any(|line| line.contains("ADD COLUMN") && line.contains("NOT NULL"));
            assert!(!filled, "{} adds a column that is never without a value", migration.name);
        }
    }
}

#[test]
fn every_global_table_is_vouched_for_column_by_column_or_there_is_a_reason_why_not() {
    let test = TestDb::new(Engine::Sqlite).unwrap();
    let tables = sqlite(&test);
    let mut known: Vec<&str> = REGISTERS.iter().map(|table| table.name).collect();
    known.extend(UNREGISTERED.iter().map(|(table, _)| *table));
    known.sort_unstable();
    let mut global = GLOBAL_TABLES.to_vec();
    global.sort_unstable();
    assert_eq!(known, global, "a global table is in one of the lists of witness.rs, and only in one");
    for table in REGISTERS {
        let mut columns: Vec<&str> = table.columns.to_vec();
        columns.extend(table.tenant.filter(|tenant| !table.columns.contains(tenant)));
        columns.extend(VOLATILE.iter().filter(|(name, ..)| *name == table.name).map(|(_, column, _)| *column));
        columns.sort_unstable();
        assert_eq!(columns, tables[table.name].keys().collect::<Vec<_>>(), "{}", table.name);
    }
}
