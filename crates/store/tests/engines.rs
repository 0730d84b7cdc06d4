//! What both engines promise, asked of both.

#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::id::kind::Tenant;
use kernel::{Id, Instant, SeededChance};
use serde_json::json;
use store::testing::TestDb;
use store::{
    Actor, ActorKind, Chain, ChainFault, Engine, Event, Housekeeping, Scope, StoreError, WriteContext, global_sql, sql,
    verify_events,
};

const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

fn at(second: i64) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Cli), now: Instant::EPOCH.plus_seconds(second) }
}

fn event(kind: &'static str) -> Event {
    Event { kind, subject: None, facts: json!({"note": "prov"}) }
}

fn new_tenant(test: &TestDb, slug: &'static str, seed: u64) -> Id<Tenant> {
    let id: Id<Tenant> = Id::random(&SeededChance::new(seed));
    test.db
        .write_blocking::<_, StoreError>(Scope::Global, at(0), move |mut tx| {
            tx.execute(
                global_sql!(
                    "INSERT INTO tenant (id, slug, kind, name, board_name, created_at) VALUES ($1, $2, $3, $4, $5, $6)"
                ),
                &[&id, &slug, &"authority", &"Ekstad", &"N\u{e4}mnden", &Instant::EPOCH],
            )?;
            tx.save(event("tenant.created"), id)
        })
        .unwrap()
}

fn add_area(test: &TestDb, tenant: Id<Tenant>, seed: u64, name: &'static str) {
    test.db
        .write_blocking::<_, StoreError>(Scope::Tenant(tenant), at(1), move |mut tx| {
            let id: Id<kernel::id::kind::Area> = Id::random(&SeededChance::new(seed));
            tx.execute(
                sql!(
                    "INSERT INTO area (tenant_id, id, slug, name, sort_key, school_forms) VALUES ($1, $2, $3, $4, $5, $6)"
                ),
                &[&id, &name, &name, &kernel::swedish::sort_key(name), &"[]"],
            )?;
            tx.save(event("area.added"), ())
        })
        .unwrap();
}

fn areas(test: &TestDb, scope: Scope) -> Result<Vec<(String,)>, StoreError> {
    test.db.read_blocking(scope, |tx| {
        tx.all(sql!("SELECT name FROM area WHERE tenant_id = $1 ORDER BY sort_key, id"), &[])
    })
}

#[test]
fn what_is_saved_can_be_read_and_each_tenant_sees_its_own() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        let (one, two) = (new_tenant(&test, "ekstad", 1), new_tenant(&test, "bokhamn", 2));
        for (seed, name) in [(1, "\u{d6}vrigt"), (2, "Bygg"), (3, "\u{c5}kerier")] {
            add_area(&test, one, seed, name);
        }
        let names: Vec<_> = areas(&test, Scope::Tenant(one)).unwrap().into_iter().map(|(name,)| name).collect();
        assert_eq!(names, ["Bygg", "\u{c5}kerier", "\u{d6}vrigt"], "{engine:?}");
        assert_eq!(areas(&test, Scope::Tenant(two)).unwrap(), []);
        assert!(matches!(areas(&test, Scope::Global), Err(StoreError::NoTenant(_))));
    }
}

#[test]
fn a_closure_that_fails_or_panics_leaves_nothing_behind_and_others_go_on() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        let tenant = new_tenant(&test, "ekstad", 1);
        let failed = test.db.write_blocking::<(), StoreError>(Scope::Tenant(tenant), at(1), |mut tx| {
            tx.execute(
                sql!("INSERT INTO theme (tenant_id, id, year, occasion, name) VALUES ($1, $2, 2024, 't1', 'x')"),
                &[&Id::<Tenant>::random(&SeededChance::new(9))],
            )?;
            Err(StoreError::Closed)
        });
        assert!(failed.is_err());
        let count: (i64,) = test
            .db
            .read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| {
                tx.one(sql!("SELECT count(*) FROM theme WHERE tenant_id = $1"), &[])
            })
            .unwrap();
        assert_eq!(count.0, 0);
        add_area(&test, tenant, 3, "Bygg");
        assert_eq!(areas(&test, Scope::Tenant(tenant)).unwrap().len(), 1);
    }
}

#[test]
fn many_writers_at_once_are_all_in_the_chain_in_one_order() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        let tenant = new_tenant(&test, "ekstad", 1);
        std::thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| {
                    for _ in 0..10 {
                        test.db
                            .write_blocking::<_, StoreError>(Scope::Tenant(tenant), at(2), |tx| {
                                tx.save(event("test.done"), ())
                            })
                            .unwrap();
                    }
                });
            }
        });
        let report = test
            .db
            .read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| verify_events(tx, Chain::Write, |_| ()))
            .unwrap();
        assert_eq!((report.links, report.faults), (80, vec![]), "{engine:?}");
    }
}

/// Runs SQL past the application, as somebody with the database in their hands would.
fn tamper(test: &TestDb, text: &str) {
    match test.db.engine() {
        Engine::Sqlite => {
            rusqlite::Connection::open(test.address()).unwrap().execute_batch(text).unwrap();
        }
        Engine::Postgres => {
            postgres::Client::connect(&test.address(), postgres::NoTls).unwrap().batch_execute(text).unwrap();
        }
    }
}

#[test]
fn an_altered_link_a_missing_link_and_a_cut_tail_are_found() {
    let cases = [
        ("UPDATE audit_event SET facts = '{}' WHERE seq = 3", ChainFault::Altered { seq: 3 }),
        ("UPDATE audit_event SET at = at + 1 WHERE seq = 5", ChainFault::Altered { seq: 5 }),
        ("DELETE FROM audit_event WHERE seq = 2", ChainFault::Broken { seq: 3 }),
        ("DELETE FROM audit_event WHERE seq > 4", ChainFault::CutTail { last: 4, expected: 5 }),
    ];
    for engine in ENGINES {
        for (text, expected) in &cases {
            let test = TestDb::new(engine).unwrap();
            let tenant = new_tenant(&test, "ekstad", 1);
            for _ in 0..5 {
                test.db
                    .write_blocking::<_, StoreError>(Scope::Tenant(tenant), at(2), |tx| tx.save(event("test.done"), ()))
                    .unwrap();
            }
            tamper(&test, &text.replace("WHERE", &format!("WHERE tenant_id <> {} AND", nil(engine))));
            let report = test
                .db
                .read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| verify_events(tx, Chain::Write, |_| ()))
                .unwrap();
            assert_eq!(report.faults, std::slice::from_ref(expected), "{engine:?} {text}");
        }
    }
}

fn nil(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "x'00000000000000000000000000000000'",
        Engine::Postgres => "'00000000-0000-0000-0000-000000000000'",
    }
}

#[test]
fn on_postgres_the_database_itself_hides_other_tenants_and_guards_the_chain() {
    let test = TestDb::new(Engine::Postgres).unwrap();
    let (one, two) = (new_tenant(&test, "ekstad", 1), new_tenant(&test, "bokhamn", 2));
    add_area(&test, one, 1, "Bygg");
    add_area(&test, two, 2, "Handel");
    let mut client = postgres::Client::connect(&test.address(), postgres::NoTls).unwrap();
    // A statement that forgot its tenant still sees one tenant only.
    client
        .batch_execute(&format!(
            "BEGIN; SET LOCAL ROLE tertial_app; SELECT set_config('tertial.tenant', '{one}', true)"
        ))
        .unwrap();
    let seen: Vec<String> = client.query("SELECT name FROM area", &[]).unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(seen, ["Bygg"]);
    let foreign = client.batch_execute(&format!(
        "INSERT INTO area (tenant_id, id, slug, name, sort_key, school_forms) VALUES ('{two}', '{two}', 'x', 'x', '', '')"
    ));
    assert!(foreign.is_err());
    client.batch_execute("ROLLBACK; BEGIN; SET LOCAL ROLE tertial_app").unwrap();
    assert!(client.batch_execute("UPDATE audit_event SET facts = '{}'").is_err());
    client.batch_execute("ROLLBACK; BEGIN; SET LOCAL ROLE tertial_app").unwrap();
    assert!(client.batch_execute("DELETE FROM audit_event").is_err());
}

#[test]
fn migrating_twice_changes_nothing_and_a_newer_database_is_refused() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        test.db.migrate(Instant::EPOCH).unwrap();
        tamper(&test, "INSERT INTO migration VALUES (9999, 'future', 'x', 9999, 0)");
        assert!(matches!(test.db.migrate(Instant::EPOCH), Err(StoreError::TooNew { needed: 9999, .. })));
    }
}

#[test]
fn an_applied_migration_with_another_text_is_refused() {
    let test = TestDb::new(Engine::Sqlite).unwrap();
    tamper(&test, "UPDATE migration SET checksum = 'x' WHERE number = 1");
    assert!(matches!(test.db.migrate(Instant::EPOCH), Err(StoreError::MigrationChanged { number: 1, .. })));
}

#[test]
fn housekeeping_needs_no_event_and_empty_lists_of_events_are_refused() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        let kept =
            test.db.write_blocking::<_, StoreError>(Scope::Global, at(1), |tx| Ok(tx.keep(Housekeeping::Job, 7)));
        assert_eq!(kept.unwrap(), 7);
        let empty = test.db.write_blocking::<_, StoreError>(Scope::Global, at(1), |tx| tx.save_all(&[], ()));
        assert!(empty.is_err());
    }
}
