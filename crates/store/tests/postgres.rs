//! What is PostgreSQL's own: connections that die, poolers in between, schemas that are newer, errors that quote rows.

#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::id::kind::Person;
use kernel::{Id, Instant, SeededChance};
use store::testing::TestDb;
use store::{Actor, ActorKind, Engine, Event, Scope, StoreError, WriteContext, global_sql};

const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

fn context() -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Cli), now: Instant::EPOCH }
}

fn add_person(test: &TestDb, seed: u64, email: &'static str) -> Result<(), StoreError> {
    test.db.write_blocking::<_, StoreError>(Scope::Global, context(), move |mut tx| {
        tx.execute(
            global_sql!("INSERT INTO person (id, name, sort_key, email, created_at) VALUES ($1, 'Namn', $2, $3, 0)"),
            &[&Id::<Person>::random(&SeededChance::new(seed)), &Vec::<u8>::new(), &email],
        )?;
        tx.save(Event { kind: "test.set-up", subject: None, facts: serde_json::json!({}) }, ())
    })
}

fn people(test: &TestDb) -> Result<i64, StoreError> {
    let count = |tx: &mut store::ReadTx<'_>| tx.one::<(i64,)>(global_sql!("SELECT count(*) FROM person"), &[]);
    test.db.read_blocking::<_, StoreError>(Scope::Global, count).map(|(count,)| count)
}

fn as_owner(test: &TestDb) -> postgres::Client {
    postgres::Client::connect(&test.address(), postgres::NoTls).unwrap()
}

#[test]
fn connections_that_died_while_they_lay_idle_are_not_noticed() {
    let test = TestDb::new(Engine::Postgres).unwrap();
    let end_all = || {
        as_owner(&test)
            .batch_execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            .unwrap();
    };
    add_person(&test, 1, "a@test.example").unwrap();
    assert_eq!(people(&test).unwrap(), 1);
    for round in 0..3 {
        end_all();
        assert_eq!(people(&test).unwrap(), 1, "{round}");
    }
    end_all();
    add_person(&test, 2, "b@test.example").unwrap();
    assert_eq!(people(&test).unwrap(), 2);
}

#[test]
fn what_the_database_says_of_a_row_is_in_no_error() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        add_person(&test, 1, "hemlig@test.example").unwrap();
        let error = add_person(&test, 2, "hemlig@test.example").unwrap_err();
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        let said = format!("{error} {error:?} {cause}");
        assert!(!said.contains("hemlig"), "{said}");
        let expected = match engine {
            Engine::Sqlite => "person.email",
            Engine::Postgres => "23505), table person, constraint person_email_key",
        };
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_database_that_is_too_new_is_known_without_migrating() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        test.db.check_schema().unwrap();
        let newer = "UPDATE migration SET min_binary = 9999 WHERE number = 1";
        match engine {
            Engine::Sqlite => rusqlite::Connection::open(test.address()).unwrap().execute_batch(newer).unwrap(),
            Engine::Postgres => as_owner(&test).batch_execute(newer).unwrap(),
        }
        assert!(matches!(test.db.check_schema(), Err(StoreError::TooNew { needed: 9999, .. })), "{engine:?}");
    }
}

#[test]
fn migrating_what_is_migrated_waits_for_nobody_and_mends_what_is_unguarded() {
    let test = TestDb::new(Engine::Postgres).unwrap();
    let mut reader = as_owner(&test);
    reader.batch_execute("BEGIN; SELECT count(*) FROM submission; SELECT count(*) FROM person").unwrap();
    let mut address = test.address();
    address.push_str(if address.contains('?') { "&" } else { "?" });
    let impatient = store::Db::open(&format!("{address}options=-c%20lock_timeout%3D200")).unwrap();
    impatient.migrate(Instant::EPOCH).unwrap();
    for (harm, tells) in [
        ("DROP POLICY tenant_only ON submission", "SELECT count(*) FROM pg_policies WHERE tablename = 'submission'"),
        (
            "REVOKE INSERT ON person FROM tertial_app",
            "SELECT count(*) FROM pg_class WHERE relname = 'person' AND has_table_privilege('tertial_app', oid, 'INSERT')",
        ),
        (
            "ALTER TABLE submission DISABLE ROW LEVEL SECURITY",
            "SELECT count(*) FROM pg_class WHERE relname = 'submission' AND relrowsecurity",
        ),
    ] {
        let mut owner = as_owner(&test);
        reader.batch_execute("ROLLBACK").unwrap();
        owner.batch_execute(harm).unwrap();
        assert_eq!(owner.query_one(tells, &[]).unwrap().get::<_, i64>(0), 0, "{harm}");
        // What has to be mended takes the tables, and so waits for readers.
        reader.batch_execute("BEGIN; SELECT count(*) FROM submission").unwrap();
        assert!(impatient.migrate(Instant::EPOCH).is_err(), "{harm}");
        reader.batch_execute("ROLLBACK").unwrap();
        impatient.migrate(Instant::EPOCH).unwrap();
        assert_eq!(owner.query_one(tells, &[]).unwrap().get::<_, i64>(0), 1, "{harm}");
    }
}
