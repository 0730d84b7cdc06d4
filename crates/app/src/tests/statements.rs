//! Every SQL statement of the product, prepared on both engines and held to the rules of the house.

use std::collections::BTreeSet;

use store::testing::TestDb;
use store::{Engine, GLOBAL_TABLES, MIGRATIONS, Statement, StatementKind, all_statements};

fn tenant_tables() -> BTreeSet<String> {
    MIGRATIONS
        .iter()
        .flat_map(|migration| migration.sqlite.lines())
        .filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split([' ', '(']).next())
        .filter(|table| !GLOBAL_TABLES.contains(table))
        .map(str::to_owned)
        .collect()
}

/// The tables a statement names after FROM, JOIN, INTO and UPDATE.
fn tables(text: &str) -> BTreeSet<String> {
    let words: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
    words
        .windows(2)
        .filter(|pair| ["FROM", "JOIN", "INTO", "UPDATE"].contains(&pair[0].to_uppercase().as_str()))
        .map(|pair| pair[1].to_owned())
        .collect()
}

fn place(statement: &Statement) -> String {
    format!("{}:{}", statement.file, statement.line)
}

#[test]
fn every_statement_prepares_on_sqlite() {
    let test = TestDb::new(Engine::Sqlite).unwrap();
    let connection = rusqlite::Connection::open(test.address()).unwrap();
    for statement in all_statements() {
        if let Err(error) = connection.prepare(&statement.text.sqlite.replace('$', "?")) {
            panic!("{}: {error}\n{}", place(statement), statement.text.sqlite);
        }
    }
}

#[test]
fn every_statement_prepares_on_postgres_and_gives_no_numeric() {
    let test = TestDb::new(Engine::Postgres).unwrap();
    let mut client = postgres::Client::connect(&test.address(), postgres::NoTls).unwrap();
    for statement in all_statements() {
        let prepared = client.prepare(statement.text.postgres).unwrap_or_else(|error| {
            panic!("{}: {error:?}\n{}", place(statement), statement.text.postgres);
        });
        for column in prepared.columns() {
            let allowed = ["int8", "int4", "text", "bytea", "uuid", "bool", "float8"];
            assert!(
                allowed.contains(&column.type_().name()),
                "{}: column {} is {}; write CAST(sum(x) AS BIGINT)",
                place(statement),
                column.name(),
                column.type_()
            );
        }
    }
}

#[test]
fn a_statement_on_tenant_data_binds_the_tenant_for_every_table() {
    let tenant_tables = tenant_tables();
    for statement in all_statements() {
        for text in [statement.text.sqlite, statement.text.postgres] {
            let touched: Vec<_> = tables(text).into_iter().filter(|table| tenant_tables.contains(table)).collect();
            if touched.is_empty() {
                continue;
            }
            assert_eq!(statement.kind, StatementKind::Tenant, "{}: use sql!", place(statement));
            let squeezed: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let binds = squeezed.matches("tenant_id = $1").count();
            let inserts = squeezed.starts_with("INSERT INTO");
            assert!(
                binds >= 1
                    || (inserts
                        && squeezed.contains("(tenant_id")
                        && (squeezed.contains("($1") || squeezed.contains("SELECT $1,"))),
                "{}: bind tenant_id to $1\n{text}",
                place(statement)
            );
        }
    }
}

#[test]
fn an_order_with_a_limit_ends_in_a_unique_column() {
    for statement in all_statements() {
        let squeezed: String = statement.text.sqlite.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some((_, tail)) = squeezed.rsplit_once("ORDER BY ") else { continue };
        let Some((order, _)) = tail.split_once(" LIMIT ") else { continue };
        let last = order.rsplit(',').next().unwrap_or("").trim().trim_end_matches(" DESC");
        let unique = last.rsplit('.').next().unwrap_or(last);
        assert!(
            ["id", "seq", "number", "row_number", "version", "revision"].contains(&unique),
            "{}: ends in {unique:?}",
            place(statement)
        );
    }
}

#[test]
fn the_chain_is_only_ever_added_to() {
    for statement in all_statements() {
        let upper = statement.text.sqlite.to_uppercase();
        assert!(
            !(upper.contains("UPDATE AUDIT_EVENT") || upper.contains("DELETE FROM AUDIT_EVENT")),
            "{}",
            place(statement)
        );
    }
}

#[test]
fn statements_with_two_texts_are_few() {
    let split: Vec<_> = all_statements().into_iter().filter(|statement| statement.is_split()).map(place).collect();
    println!("{} of {} statements have two texts: {split:?}", split.len(), all_statements().len());
    // They write many rows at once: one by one on SQLite, whole columns on PostgreSQL.
    assert!(split.len() <= 10);
}
