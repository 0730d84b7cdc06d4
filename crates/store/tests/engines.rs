//! What both engines promise, asked of both.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicU32, Ordering};

use kernel::id::kind::Tenant;
use kernel::{Id, Instant, SeededChance};
use serde_json::json;
use store::testing::{Owner, TestDb};
use store::{
    Actor, ActorKind, Chain, ChainFault, Db, Engine, Event, Housekeeping, RowFault, Scope, StoreError, Told,
    WriteContext, WriteTx, global_sql, sql, verify_events, witnessed,
};

const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

fn at(second: i64) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Cli), now: Instant::EPOCH.plus_seconds(second) }
}

fn event(kind: &'static str) -> Event {
    Event { kind, subject: None, facts: json!({"note": "prov"}) }
}

fn new_tenant(test: &TestDb, slug: &'static str, seed: u64) -> Id<Tenant> {
    new_tenant_in(&test.db, slug, seed)
}

fn new_tenant_in(db: &Db, slug: &'static str, seed: u64) -> Id<Tenant> {
    let id: Id<Tenant> = Id::random(&SeededChance::new(seed));
    db.write_blocking::<_, StoreError>(Scope::Tenant(id), at(0), move |mut tx| {
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
    areas_in(&test.db, scope)
}

fn areas_in(db: &Db, scope: Scope) -> Result<Vec<(String,)>, StoreError> {
    db.read_blocking(scope, |tx| tx.all(sql!("SELECT name FROM area WHERE tenant_id = $1 ORDER BY sort_key, id"), &[]))
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
        assert_eq!((report.links, report.faults), (81, vec![]), "{engine:?}");
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
            for _ in 0..4 {
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

fn add_theme(tx: &mut WriteTx<'_>, id: Id<Tenant>, name: &str) -> Result<u64, StoreError> {
    tx.execute(
        sql!("INSERT INTO theme (tenant_id, id, year, occasion, name) VALUES ($1, $2, 2024, 't1', $3)"),
        &[&id, &name],
    )
}

/// What the chain tells of themes that differs from the table.
fn differing(test: &TestDb, tenant: Id<Tenant>) -> Vec<(String, RowFault)> {
    test.db
        .read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| {
            let (mut told, mut found) = (Told::default(), Vec::new());
            verify_events(tx, Chain::Write, |event| told.hear(event))?;
            told.compare(tx, witnessed("theme").unwrap(), |key, fault| found.push((key, fault)))?;
            Ok(found)
        })
        .unwrap()
}

#[test]
fn the_chain_tells_every_row_that_a_transaction_changes_and_the_same_on_both_engines() {
    let mut facts = Vec::new();
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        let tenant = new_tenant(&test, "ekstad", 1);
        let (one, two): (Id<Tenant>, Id<Tenant>) =
            (Id::random(&SeededChance::new(5)), Id::random(&SeededChance::new(6)));
        let write = |work: fn(&mut WriteTx<'_>, Id<Tenant>, Id<Tenant>) -> Result<u64, StoreError>| {
            test.db
                .write_blocking::<_, StoreError>(Scope::Tenant(tenant), at(3), move |mut tx| {
                    let changed = work(&mut tx, one, two)?;
                    tx.save(event("test.done"), changed)
                })
                .unwrap()
        };
        let both = write(|tx, one, two| Ok(add_theme(tx, one, "N\u{e4}rvaro")? + add_theme(tx, two, "Buller")?));
        assert_eq!(both, 2);
        let renamed = write(|tx, _, _| {
            tx.execute(sql!("UPDATE theme SET removed_at = 7 WHERE tenant_id = $1 AND name = $2"), &[&"Buller"])
        });
        let removed =
            write(|tx, one, _| tx.execute(sql!("DELETE FROM theme WHERE tenant_id = $1 AND id = $2"), &[&one]));
        assert_eq!((renamed, removed, differing(&test, tenant)), (1, 1, vec![]), "{engine:?}");
        tamper(&test, "UPDATE theme SET removed_at = NULL");
        assert_eq!(differing(&test, tenant), [(two.to_string(), RowFault::Altered { seq: 3 })]);
        tamper(&test, "DELETE FROM theme");
        assert_eq!(differing(&test, tenant), [(two.to_string(), RowFault::Missing { seq: 3 })]);
        let insert =
            "INSERT INTO theme (tenant_id, id, year, occasion, name) SELECT id, id, 2024, 't1', 'x' FROM tenant";
        tamper(&test, insert);
        assert_eq!(differing(&test, tenant)[0], (tenant.to_string(), RowFault::PutIn));
        let mut told = Vec::new();
        test.db
            .read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| {
                verify_events(tx, Chain::Write, |event| told.push(event.facts.clone()))
            })
            .unwrap();
        assert!(told[3].contains(&format!(r#""rows":{{"theme":{{"{one}":null}}}}"#)), "{told:?}");
        facts.push(told);
    }
    assert_eq!(facts[0], facts[1]);
}

#[test]
fn housekeeping_that_changes_what_the_chain_vouches_for_is_refused_and_undone() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        let tenant = new_tenant(&test, "ekstad", 1);
        let kept = test.db.write_blocking::<_, StoreError>(Scope::Tenant(tenant), at(1), |mut tx| {
            add_theme(&mut tx, Id::random(&SeededChance::new(9)), "x")?;
            Ok(tx.keep(Housekeeping::Staging, ()))
        });
        assert!(matches!(kept, Err(StoreError::Unwitnessed { table: "theme" })), "{kept:?}");
        let none: (i64,) = test
            .db
            .read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| {
                tx.one(sql!("SELECT count(*) FROM theme WHERE tenant_id = $1"), &[])
            })
            .unwrap();
        assert_eq!(none.0, 0);
    }
}

/// Long enough for anything that is not stuck.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

#[test]
fn many_writers_who_wait_at_one_tenant_hold_up_neither_its_readers_nor_other_tenants() {
    {
        let engine = Engine::Postgres;
        let test = TestDb::new(engine).unwrap();
        let (busy, other) = (new_tenant(&test, "ekstad", 1), new_tenant(&test, "bokhamn", 2));
        let (in_it, started) = std::sync::mpsc::channel();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let wait = std::sync::Mutex::new(wait);
        std::thread::scope(|threads| {
            let (db, starting) = (&test.db, in_it.clone());
            threads.spawn(move || {
                db.write_blocking::<_, StoreError>(Scope::Tenant(busy), at(2), move |tx| {
                    let _ = starting.send(());
                    let _ = wait.lock().unwrap().recv_timeout(PATIENCE);
                    tx.save(event("test.slow"), ())
                })
                .unwrap();
            });
            started.recv_timeout(PATIENCE).unwrap();
            for _ in 0..30 {
                let starting = in_it.clone();
                threads.spawn(move || {
                    let _ = starting.send(());
                    db.write_blocking::<_, StoreError>(Scope::Tenant(busy), at(2), |tx| {
                        tx.save(event("test.done"), ())
                    })
                    .unwrap();
                });
            }
            for _ in 0..30 {
                started.recv_timeout(PATIENCE).unwrap();
            }
            let (done, finished) = std::sync::mpsc::channel();
            threads.spawn(move || {
                for tenant in [other, busy] {
                    areas_in(db, Scope::Tenant(tenant)).unwrap();
                }
                db.write_blocking::<_, StoreError>(Scope::Tenant(other), at(2), |tx| tx.save(event("test.done"), ()))
                    .unwrap();
                let _ = done.send(());
            });
            let outcome = finished.recv_timeout(PATIENCE / 3);
            let _ = go.send(());
            outcome.unwrap();
        });
        let report = test
            .db
            .read_blocking::<_, StoreError>(Scope::Tenant(busy), |tx| verify_events(tx, Chain::Write, |_| ()))
            .unwrap();
        assert_eq!((report.links, report.faults), (32, vec![]));
    }
}

/// The facts of the events of a chain.
fn told(test: &TestDb, scope: Scope) -> Vec<(String, String)> {
    let mut told = Vec::new();
    let report = test
        .db
        .read_blocking::<_, StoreError>(scope, |tx| {
            verify_events(tx, Chain::Write, |event| told.push((event.kind.clone(), event.facts.clone())))
        })
        .unwrap();
    assert_eq!(report.faults, []);
    told
}

#[test]
fn a_tenants_chain_tells_of_its_seats_and_the_systems_of_people_in_the_same_commit() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        let (one, two) = (new_tenant(&test, "ekstad", 1), new_tenant(&test, "bokhamn", 2));
        let (person, seat): (Id<Tenant>, Id<Tenant>) =
            (Id::random(&SeededChance::new(5)), Id::random(&SeededChance::new(6)));
        test.db
            .write_blocking::<_, StoreError>(Scope::Tenant(one), at(2), move |mut tx| {
                tx.execute(
                    global_sql!(
                        "INSERT INTO person (id, name, sort_key, email, created_at) VALUES ($1, $2, $3, $2, 0)"
                    ),
                    &[&person, &"Ada", &Vec::<u8>::new()],
                )?;
                tx.execute(
                    global_sql!(
                        "INSERT INTO seat (id, person_id, tenant_id, role, deputy, valid_from, given_at)
                         VALUES ($1, $2, $3, 'auditor', $4, '2024-01-01', 0)"
                    ),
                    &[&seat, &person, &one, &false],
                )?;
                tx.save(event("seat.given"), ())
            })
            .unwrap();
        let own = told(&test, Scope::Tenant(one));
        assert!(own[1].1.contains(&format!(r#""seat":{{"{seat}":""#)) && !own[1].1.contains("person"), "{own:?}");
        let system = told(&test, Scope::Global);
        assert_eq!(system[0].0, "register.changed");
        assert!(system[0].1.contains(&format!(r#""person":{{"{person}":""#)), "{engine:?} {system:?}");
        // Another tenant's transaction changes no seat of this one, nor does the system's.
        for scope in [Scope::Tenant(two), Scope::Global] {
            let foreign = test.db.write_blocking::<_, StoreError>(scope, at(3), move |mut tx| {
                tx.execute(global_sql!("UPDATE seat SET role = 'administrator' WHERE id = $1"), &[&seat])?;
                tx.save(event("test.done"), ())
            });
            assert!(matches!(foreign, Err(StoreError::ForeignRow { table: "seat" })), "{engine:?}");
        }
        // A new name is told of; a new password is nobody's but the person's, and may be changed as housekeeping.
        let rename = test.db.write_blocking::<_, StoreError>(Scope::Global, at(4), move |mut tx| {
            tx.execute(global_sql!("UPDATE person SET name = 'Eva' WHERE id = $1"), &[&person])?;
            Ok(tx.keep(Housekeeping::Session, ()))
        });
        assert!(matches!(rename, Err(StoreError::Unwitnessed { table: "person" })), "{engine:?}");
        test.db
            .write_blocking::<_, StoreError>(Scope::Global, at(4), move |mut tx| {
                tx.execute(global_sql!("UPDATE person SET password_hash = 'x' WHERE id = $1"), &[&person])?;
                Ok(tx.keep(Housekeeping::Session, ()))
            })
            .unwrap();
        assert_eq!(told(&test, Scope::Global).len(), 1);
    }
}

#[test]
fn a_deadlock_inside_the_closure_is_run_again_and_both_writers_succeed() {
    let test = TestDb::new(Engine::Postgres).unwrap();
    let tenants = [new_tenant(&test, "ekstad", 1), new_tenant(&test, "bokhamn", 2)];
    let addresses = [vec![1_u8], vec![2_u8]];
    for address in addresses.clone() {
        test.db
            .write_blocking::<_, StoreError>(Scope::Global, at(1), move |mut tx| {
                tx.execute(
                    global_sql!("INSERT INTO sign_in_attempt (address_hash, attempts, last_at) VALUES ($1, 1, 0)"),
                    &[&address],
                )?;
                Ok(tx.keep(Housekeeping::Session, ()))
            })
            .unwrap();
    }
    let meet = std::sync::Arc::new(std::sync::Barrier::new(2));
    let runs = std::sync::Arc::new(AtomicU32::new(0));
    std::thread::scope(|threads| {
        for (tenant, mine, other) in [(tenants[0], 0, 1), (tenants[1], 1, 0)] {
            let (mine, other) = (addresses[mine].clone(), addresses[other].clone());
            let (db, meet, runs) = (&test.db, meet.clone(), runs.clone());
            threads.spawn(move || {
                db.write_blocking::<_, StoreError>(Scope::Tenant(tenant), at(2), move |mut tx| {
                    let counted = global_sql!("UPDATE sign_in_attempt SET attempts = $2 WHERE address_hash = $1");
                    tx.execute(counted, &[&mine, &2])?;
                    // Each holds its own row before either asks for the other's.
                    if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                        meet.wait();
                    }
                    tx.execute(counted, &[&other, &3])?;
                    tx.save(event("test.done"), ())
                })
                .unwrap();
            });
        }
    });
    // At least: the two may meet again when one of them is run once more.
    assert!(runs.load(Ordering::SeqCst) >= 3, "one of them ran again");
}

#[test]
fn a_statement_that_failed_and_was_overlooked_is_never_taken_for_saved() {
    let test = TestDb::new(Engine::Postgres).unwrap();
    let tenant = new_tenant(&test, "ekstad", 1);
    let outcome = test.db.write_blocking::<_, StoreError>(Scope::Tenant(tenant), at(2), |mut tx| {
        let id = Id::random(&SeededChance::new(9));
        add_theme(&mut tx, id, "x")?;
        let _ = add_theme(&mut tx, id, "x");
        Ok(tx.keep(Housekeeping::Staging, ()))
    });
    assert!(outcome.is_err());
}

#[test]
fn an_owner_who_is_no_superuser_migrates_writes_and_sees_one_tenant_at_a_time() {
    let owner = Owner::new("").unwrap();
    // The role of the product is there already: other databases of the cluster use it.
    drop(TestDb::new(Engine::Postgres).unwrap());
    let db = Db::open(&owner.address().unwrap()).unwrap();
    let refused = db.migrate(Instant::EPOCH).unwrap_err().to_string();
    assert!(refused.contains(&format!("GRANT tertial_app TO {};", owner.name())), "{refused}");
    owner.as_administrator(&format!("GRANT tertial_app TO {}", owner.name())).unwrap();
    db.migrate(Instant::EPOCH).unwrap();
    db.migrate(Instant::EPOCH).unwrap();
    let (one, two) = (new_tenant_in(&db, "ekstad", 1), new_tenant_in(&db, "bokhamn", 2));
    db.write_blocking::<_, StoreError>(Scope::Tenant(one), at(1), |mut tx| {
        add_theme(&mut tx, Id::random(&SeededChance::new(9)), "x")?;
        tx.save(event("theme.added"), ())
    })
    .unwrap();
    for (tenant, there) in [(one, 1), (two, 0)] {
        let count: (i64,) = db
            .read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| {
                tx.one(sql!("SELECT count(*) FROM theme WHERE tenant_id = $1"), &[])
            })
            .unwrap();
        assert_eq!(count.0, there);
    }
    // Nor does whoever owns the tables see across tenants by forgetting one.
    let mut client = owner.connect().unwrap();
    assert!(client.query("SELECT name FROM theme", &[]).is_err());
}

/// The names of the tenant's areas, kept; `asked` counts how often they were worked out.
fn kept_areas(db: &Db, tenant: Id<Tenant>, asked: &AtomicU32) -> Vec<String> {
    let kept = db.read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| {
        tx.standing("areas", "", |tx| {
            asked.fetch_add(1, Ordering::SeqCst);
            let areas: Vec<(String,)> =
                tx.all(sql!("SELECT name FROM area WHERE tenant_id = $1 ORDER BY name"), &[])?;
            Ok::<_, StoreError>(areas.into_iter().map(|(name,)| name).collect::<Vec<_>>())
        })
    });
    kept.unwrap().to_vec()
}

#[test]
fn what_is_kept_stands_until_the_chain_moves_and_is_each_tenants_own() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        let (one, other) = (new_tenant(&test, "ekstad", 1), new_tenant(&test, "bokhamn", 2));
        let asked = AtomicU32::new(0);
        let times = || asked.swap(0, Ordering::SeqCst);
        // Before the first event there is no head to keep anything by.
        let nobody: Id<Tenant> = Id::random(&SeededChance::new(99));
        assert!(kept_areas(&test.db, nobody, &asked).is_empty() && kept_areas(&test.db, nobody, &asked).is_empty());
        assert_eq!(times(), 2);
        add_area(&test, one, 3, "Vux");
        assert_eq!(
            (kept_areas(&test.db, one, &asked), kept_areas(&test.db, one, &asked)),
            (vec!["Vux".into()], vec!["Vux".into()])
        );
        assert_eq!(times(), 1);
        // Another tenant's chain is another chain, whoever asks for it by the same name.
        add_area(&test, other, 4, "Sfi");
        assert_eq!(kept_areas(&test.db, other, &asked), ["Sfi"]);
        assert_eq!(kept_areas(&test.db, one, &asked), ["Vux"]);
        assert_eq!(times(), 1);
        // What another process writes is seen at once.
        let elsewhere = Db::open(&test.address()).unwrap();
        elsewhere
            .write_blocking::<_, StoreError>(Scope::Tenant(one), at(9), |mut tx| {
                tx.execute(sql!("UPDATE area SET name = $2 WHERE tenant_id = $1"), &[&"Komvux"])?;
                tx.save(event("area.changed"), ())
            })
            .unwrap();
        assert_eq!(kept_areas(&test.db, one, &asked), ["Komvux"]);
        assert_eq!(times(), 1);
    }
}

#[test]
fn one_that_writes_is_given_nothing_kept_and_keeps_nothing() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        let tenant = new_tenant(&test, "ekstad", 1);
        let asked = AtomicU32::new(0);
        add_area(&test, tenant, 3, "Vux");
        assert_eq!(kept_areas(&test.db, tenant, &asked), ["Vux"]);
        let seen = test.db.write_blocking::<(), StoreError>(Scope::Tenant(tenant), at(9), |mut tx| {
            tx.execute(sql!("UPDATE area SET name = $2 WHERE tenant_id = $1"), &[&"Komvux"])?;
            let seen = tx.standing("areas", "", |tx| {
                tx.all::<(String,)>(sql!("SELECT name FROM area WHERE tenant_id = $1"), &[])
            })?;
            Err(StoreError::Address(seen[0].0.clone()))
        });
        assert!(matches!(seen, Err(StoreError::Address(name)) if name == "Komvux"), "{engine:?}");
        // That write came to nothing, and so did what it saw.
        assert_eq!(kept_areas(&test.db, tenant, &asked), ["Vux"]);
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn nothing_is_kept_of_what_the_chain_does_not_tell() {
    for engine in ENGINES {
        let test = TestDb::new(engine).unwrap();
        let tenant = new_tenant(&test, "ekstad", 1);
        add_area(&test, tenant, 3, "Vux");
        let refused = |statement: &'static store::Statement| {
            let outcome = test.db.read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| {
                tx.standing("x", "", |tx| tx.all::<(i64,)>(statement, &[]))
            });
            assert!(matches!(outcome, Err(StoreError::Unvouched { .. })), "{engine:?} {}", statement.text.sqlite);
        };
        refused(sql!("SELECT count(*) FROM draft_value WHERE tenant_id = $1"));
        refused(sql!("SELECT count(*) FROM file WHERE tenant_id = $1"));
        refused(sql!(
            "SELECT count(*) FROM provider p JOIN organisation o ON o.id = p.organisation_id WHERE p.tenant_id = $1"
        ));
        refused(global_sql!("SELECT count(*) FROM tenant"));
        // Beside it they are read as ever.
        test.db
            .read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| {
                tx.standing("areas", "", |tx| {
                    tx.all::<(String,)>(sql!("SELECT name FROM area WHERE tenant_id = $1"), &[])
                })?;
                tx.one::<(i64,)>(sql!("SELECT count(*) FROM draft_value WHERE tenant_id = $1"), &[])
            })
            .unwrap();
    }
}
