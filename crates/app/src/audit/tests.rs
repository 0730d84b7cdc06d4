//! What is altered behind the application's back is found, on both engines; and the auditor's pages tell it.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Actor, Chain, Event, Scope, StoreError, WriteContext, sql};
use domain::submissions::Road;
use forms::{Content, Value};
use kernel::id::kind::{Dataset, Release};
use kernel::{Id, Role};
use platform::access::Tools;
use platform::files::sha256_hex;
use platform::{Account, Acting, Seat};
use serde_json::json;

use super::verify::receipt::{self, HeldReceipt, Verdict};
use super::verify::{Anchors, Findings, anchor, everything};
use crate::assignments::{Filter, Subject, list};
use crate::submissions::{HandIn, hand_in, originals};
use crate::testing::{ENGINES, World, person_id};

/// A world in which one thing has been handed in with a workbook, and one report rendered.
struct Kept {
    world: World,
    reference: String,
    hash: String,
    /// Hash of what lies in the store of the workbook, sealed.
    workbook: String,
    report: String,
}

fn account(world: &World) -> Account {
    let seat = Seat {
        id: Id::random(&**world.app.chance()),
        tenant: world.ekstad.id,
        tenant_slug: "ekstad".to_owned(),
        tenant_name: "Ekstads kommun".to_owned(),
        organisation: Some(world.lindblad),
        organisation_name: None,
        unit: None,
        role: Role::Rektor,
        deputy: false,
        valid_to: None,
    };
    Account {
        person: person_id("rektor"),
        name: "rektor".to_owned(),
        email: String::new(),
        session: Id::random(&**world.app.chance()),
        expires_at: kernel::Instant::EPOCH,
        acting: Some(Acting::Provider(world.lindblad)),
        seats: vec![seat],
        waiting: Vec::new(),
        waits: 0,
    }
}

impl Kept {
    fn new(engine: ::store::Engine) -> Self {
        let world = World::new(engine);
        let (files, tenant) = (world.app.files(), world.ekstad.id);
        let tools = Tools::of(&world.app);
        let keys = world.read(Scope::Tenant(tenant), move |tx| tools.keys(tx));
        let workbook = originals::keep(files, tenant, &keys, b"a workbook").unwrap();
        let report = files.keep(tenant, b"%PDF-1.7 a report").unwrap();
        let (reference, hash) = hand_in_one(&world, &workbook);
        compile_one(&world, &report);
        Self { world, reference, hash, workbook: workbook.sealed_sha256, report }
    }

    /// Runs SQL as somebody with the database's own password could.
    fn tamper(&self, statements: &str) {
        let address = self.world.database_address();
        if address.contains("://") {
            postgres::Client::connect(&address, postgres::NoTls).unwrap().batch_execute(statements).unwrap();
        } else {
            let connection = rusqlite::Connection::open(address).unwrap();
            connection.execute_batch(statements).unwrap();
        }
    }

    fn verify_with(&self, anchors: &Anchors) -> Vec<Findings> {
        everything(self.world.app.db(), self.world.app.files(), anchors).unwrap()
    }

    /// What is wrong, in operators' words.
    fn faults(&self) -> Vec<String> {
        self.faults_with(&Anchors::default())
    }

    fn faults_with(&self, anchors: &Anchors) -> Vec<String> {
        let say = |found: &Findings| {
            let slug = found.slug.clone();
            found.faults.iter().map(move |fault| format!("{slug}: {fault}")).collect::<Vec<_>>()
        };
        self.verify_with(anchors).iter().flat_map(say).collect()
    }

    fn receipt(&self) -> HeldReceipt {
        HeldReceipt { reference: self.reference.clone(), hash: self.hash.clone(), link: None }
    }

    fn check(&self, receipt: &HeldReceipt) -> Verdict {
        receipt::check(self.world.app.db(), receipt).unwrap()
    }

    fn head(&self) -> (i64, String) {
        self.verify_with(&Anchors::default())[1].heads[&Chain::Write].clone()
    }
}

fn hand_in_one(world: &World, workbook: &originals::Kept) -> (String, String) {
    let context =
        WriteContext { actor: Actor::account(person_id("rektor"), Role::Rektor), now: world.app.clock().now() };
    let (tools, account, unit) = (Tools::of(&world.app), account(world), world.units[0]);
    let workbook = workbook.clone();
    world
        .app
        .db()
        .write_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), context, move |mut tx| {
            originals::add(&mut tx, &workbook, "klagomal.xlsx", "application/octet-stream")?;
            let all = list(&mut tx, 2024, Filter::default())?;
            let asked = all.iter().find(|a| matches!(&a.subject, Subject::Unit { id, .. } if *id == unit)).unwrap();
            let published = crate::year::current(&mut tx, kernel::Day::new(2024, 3, 15).unwrap())?.unwrap();
            let content = Content::new("complaints").field("comment", Value::Text("Allt är bra".to_owned()));
            let what = HandIn {
                assignment: asked,
                published: &published,
                content: &content,
                road: Road::Workbook,
                file_sha256: Some(&workbook.sha256),
                prepared_by: account.person,
                account: &account,
                seats: &account.seats,
            };
            let (_, receipt, event) = hand_in(&mut tx, &tools, &what)?.unwrap();
            tx.save(event, (receipt.reference, receipt.hash))
        })
        .unwrap()
}

fn compile_one(world: &World, report: &str) {
    let chance = &**world.app.chance();
    let (dataset, release): (Id<Dataset>, Id<Release>) = (Id::random(chance), Id::random(chance));
    let report = report.to_owned();
    world
        .app
        .db()
        .write_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), world.context(), move |mut tx| {
            let content = r#"{"rows":[1,2,3]}"#;
            let sha256 = sha256_hex(content.as_bytes());
            tx.execute(
                sql!(
                    "INSERT INTO dataset (tenant_id, id, number, year, occasion, title, content, sha256, person_id, frozen_at)
                     VALUES ($1, $2, 1, 2024, 'first', 'Report', $3, $4, $5, 0)"
                ),
                &[&dataset, &content, &sha256, &person_id("officer")],
            )?;
            tx.execute(
                sql!(
                    "INSERT INTO release (tenant_id, id, dataset_id, format, file_sha256, size, renderer, rendered_at)
                     VALUES ($1, $2, $3, 'pdf', $4, 17, 'test', 0)"
                ),
                &[&release, &dataset, &report],
            )?;
            let rendered = Event::about("release.rendered", release, json!({"sha256": report}));
            let frozen = Event::about("dataset.frozen", dataset, json!({"number": 1, "sha256": sha256}));
            tx.save_all(&[rendered, frozen], ())
        })
        .unwrap();
}

mod beside;
mod tables;

#[test]
fn what_nobody_has_touched_holds_and_is_counted() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        assert_eq!(kept.faults(), Vec::<String>::new(), "{engine:?}");
        let found = kept.verify_with(&Anchors::default());
        let names: Vec<&str> = found.iter().map(|findings| findings.slug.as_str()).collect();
        assert_eq!(names, ["bokhamn", "ekstad", ""]);
        let counted = found[1].counted;
        assert_eq!((counted.submissions, counted.years, counted.datasets, counted.releases), (1, 1, 1, 1));
        assert_eq!(counted.files, 2);
        assert!(counted.changes > 3);
    }
}

#[test]
fn one_altered_byte_is_found_and_named() {
    let cases = [
        (
            "UPDATE audit_event SET facts = replace(facts, '\"number\":1', '\"number\":2') WHERE kind = 'submission.signed'",
            "has been altered",
        ),
        ("UPDATE audit_event SET at = at + 1 WHERE kind = 'submission.signed'", "has been altered"),
        ("UPDATE submission SET content = replace(content, 'bra', 'bro')", "does not give the hash stored with it"),
        ("UPDATE submission SET content = replace(content, ':', ': ')", "content is not what event"),
        ("UPDATE submission SET content = replace(content, '{', '[')", "cannot be read"),
        ("UPDATE submission SET sha256 = replace(sha256, substr(sha256, 1, 2), 'zz')", "sha256 is not what event"),
        ("UPDATE submission SET number = 2", "number is not what event"),
        ("UPDATE submission SET road = 'web'", "road is not what event"),
        ("UPDATE submission SET at = at - 1000000", "at is not what event"),
        (
            "UPDATE submission SET signed_by = (SELECT id FROM person WHERE name = 'officer')",
            "signed_by is not what event",
        ),
        ("UPDATE submission SET prepared_by = (SELECT id FROM person WHERE name = 'officer')", "prepared_by is not"),
        ("UPDATE submission SET reference = 'T-3333-3333'", "reference is not what event"),
        (
            "UPDATE year_version SET document = replace(document, '2024', '2025')",
            "does not give the hash stored with it",
        ),
        ("UPDATE dataset SET content = '{\"rows\":[1,2,4]}'", "does not give the hash stored with it"),
        ("UPDATE dataset SET sha256 = 'x'", "does not give the hash stored with it"),
        ("DELETE FROM release", "and the row is missing"),
        ("UPDATE release SET id = dataset_id", "the row was put in"),
        ("UPDATE release SET file_sha256 = (SELECT file_sha256 FROM submission)", "release 1.pdf"),
    ];
    for engine in ENGINES {
        let kept = Kept::new(engine);
        for (statement, says) in cases {
            let table =
                statement.trim_start_matches("DELETE FROM ").trim_start_matches("UPDATE ").split(' ').next().unwrap();
            kept.tamper(&format!("CREATE TABLE kept_aside AS SELECT * FROM {table}"));
            kept.tamper(statement);
            let faults = kept.faults();
            assert!(faults.iter().any(|fault| fault.contains(says)), "{engine:?} {statement}: {faults:?}");
            // An altered event also speaks otherwise of its submission.
            let named = |fault: &String| fault.contains(table) || table == "audit_event";
            assert!(faults.iter().all(named), "{faults:?}");
            restore(&kept, table);
            assert_eq!(kept.faults(), Vec::<String>::new(), "{engine:?} after {statement}");
        }
    }
}

/// Puts the rows back as they were, without asking what points at them.
fn restore(kept: &Kept, table: &str) {
    if kept.world.database_address().contains("://") {
        kept.tamper(&format!(
            "SET session_replication_role = replica; DELETE FROM {table};
             INSERT INTO {table} SELECT * FROM kept_aside; DROP TABLE kept_aside"
        ));
    } else {
        kept.tamper(&format!(
            "PRAGMA foreign_keys = OFF; DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_aside;
             DROP TABLE kept_aside"
        ));
    }
}

#[test]
fn a_missing_row_and_one_put_in_are_found() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        kept.tamper("CREATE TABLE kept_aside AS SELECT * FROM submission; DELETE FROM submission");
        let faults = kept.faults();
        assert_eq!(faults.len(), 1, "{engine:?} {faults:?}");
        assert!(faults[0].starts_with(&format!("ekstad: submission {}", kept.reference)), "{faults:?}");
        assert!(faults[0].ends_with("and the row is missing"), "{faults:?}");
        restore(&kept, "submission");
        kept.tamper("CREATE TABLE kept_aside AS SELECT * FROM submission; UPDATE submission SET id = assignment_id");
        let faults = kept.faults();
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].ends_with("no event tells that it came: the row was put in"), "{faults:?}");
        restore(&kept, "submission");
        kept.tamper("DELETE FROM audit_event WHERE kind = 'submission.signed'");
        let faults = kept.faults();
        assert!(faults.iter().any(|fault| fault.contains("does not follow on the one before it")), "{faults:?}");
        assert!(faults.iter().any(|fault| fault.contains("the row was put in")), "{faults:?}");
    }
}

#[test]
fn a_cut_tail_is_found_by_the_head_and_with_the_head_cut_too_by_an_anchor() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        let text = anchor::write(&kept.verify_with(&Anchors::default()));
        let anchors = Anchors::parse(&text).unwrap();
        assert_eq!(kept.faults_with(&anchors), Vec::<String>::new());
        // The last two events of Ekstad are those of the release and its dataset, which fall with them.
        kept.tamper(
            "DELETE FROM audit_event WHERE kind IN ('dataset.frozen', 'release.rendered'); DELETE FROM release;
             DELETE FROM dataset;",
        );
        let faults = kept.faults();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].contains("the tail has been cut"), "{faults:?}");
        kept.tamper(
            "UPDATE chain_head SET seq = seq - 2, hash = (SELECT e.hash FROM audit_event e
                 WHERE e.tenant_id = chain_head.tenant_id AND e.chain = chain_head.chain AND e.seq = chain_head.seq - 2)
             WHERE tenant_id = (SELECT id FROM tenant WHERE slug = 'ekstad')",
        );
        assert_eq!(kept.faults(), Vec::<String>::new(), "without an anchor a clean cut does not show");
        let faults = kept.faults_with(&anchors);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].contains("of the anchor is missing: the tail has been cut"), "{faults:?}");
    }
}

#[test]
fn a_chain_that_was_rewritten_whole_is_found_by_an_anchor() {
    for engine in ENGINES {
        let (kept, other) = (Kept::new(engine), Kept::new(engine));
        // The same tenants by the same chance, but another time: a consistent chain that is not the one anchored.
        other.world.clock.advance(60);
        other.world.write(Scope::Tenant(other.world.ekstad.id), |_| Ok(()));
        kept.world.write(Scope::Tenant(kept.world.ekstad.id), |_| Ok(()));
        let anchors = Anchors::parse(&anchor::write(&other.verify_with(&Anchors::default()))).unwrap();
        let faults = kept.faults_with(&anchors);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].contains("the chain has been rewritten"), "{faults:?}");
        // An anchor of a tenant whose every trace is gone.
        let gone = Anchors::parse(&format!("{}\twrite\t3\t{}", person_id("x"), "ab".repeat(32))).unwrap();
        assert!(kept.faults_with(&gone)[0].contains("event 3 of the anchor is missing"));
    }
}

#[test]
fn a_file_or_release_that_is_missing_or_altered_is_found_and_named() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        let tenant = kept.world.ekstad.id;
        for (hash, table) in [(&kept.workbook, "submission"), (&kept.report, "release")] {
            let path = kept.world.app.files().path(tenant, hash);
            let bytes = std::fs::read(&path).unwrap();
            let mut altered = bytes.clone();
            altered[0] ^= 1;
            std::fs::write(&path, &altered).unwrap();
            let faults = kept.faults();
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(faults[0].contains(table) && faults[0].ends_with("not what its hash says"), "{faults:?}");
            std::fs::remove_file(&path).unwrap();
            assert!(kept.faults()[0].ends_with("the file is missing"));
            std::fs::write(&path, &bytes).unwrap();
            assert_eq!(kept.faults(), Vec::<String>::new());
        }
    }
}

#[test]
fn a_sealed_file_that_was_put_in_anothers_place_is_found_without_a_key() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        let other = kept.world.app.files().keep(kept.world.ekstad.id, b"something else").unwrap();
        kept.tamper(&format!("UPDATE file SET sealed_sha256 = '{other}'"));
        let faults = kept.faults();
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].contains("file_kept"), "{faults:?}");
        assert!(faults[1].starts_with("ekstad: file") && faults[1].contains("the row is not"), "{faults:?}");
    }
}

#[test]
fn a_receipt_matches_what_is_kept_and_any_other_does_not() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        let right = kept.receipt();
        assert!(matches!(kept.check(&right), Verdict::Matches { number: 1, .. }), "{:?}", kept.check(&right));
        let upper = HeldReceipt { hash: right.hash.to_uppercase(), ..right.clone() };
        assert!(matches!(kept.check(&upper), Verdict::Matches { .. }));
        let other = HeldReceipt { hash: "ab".repeat(32), ..right.clone() };
        assert_eq!(kept.check(&other), Verdict::OtherHash);
        let unknown = HeldReceipt { reference: "T-3333-3333".to_owned(), ..right.clone() };
        assert_eq!(kept.check(&unknown), Verdict::Unknown);
        let head = kept.head();
        let with = |link| HeldReceipt { link: Some(link), ..right.clone() };
        assert!(matches!(kept.check(&with(head.clone())), Verdict::Matches { .. }));
        assert_eq!(kept.check(&with((head.0, "ab".repeat(32)))), Verdict::OtherLink { seq: head.0 });
        assert_eq!(kept.check(&with((head.0 + 1, head.1))), Verdict::OtherLink { seq: kept.head().0 + 1 });
        kept.tamper("UPDATE submission SET content = replace(content, 'bra', 'bro')");
        assert_eq!(kept.check(&right), Verdict::Altered);
        kept.tamper("DELETE FROM submission");
        assert!(matches!(kept.check(&right), Verdict::Gone { .. }));
    }
}

fn browse(kept: &Kept, test: impl AsyncFn(&World)) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test(&kept.world));
}

#[test]
fn the_auditor_reads_the_chain_in_sentences_and_narrows_it() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        let told = format!("rektor signerade och lämnade in version 1, kvitto {}.", kept.reference);
        browse(&kept, async |world| {
            let auditor = world.client("auditor").await;
            auditor.get("/h/ekstad/granskning").await.is(200).says(&told).says("Driften").says("15 mars 2024");
            let only =
                auditor.get("/h/ekstad/granskning?handelse=submission.signed&fran=2024-03-15&till=2024-03-15").await;
            only.is(200).says(&told).does_not_say("Händelsen test.set-up");
            let rektor = format!("/h/ekstad/granskning?person={}", person_id("rektor"));
            auditor.get(&rektor).await.is(200).says(&told);
            let late = auditor.get("/h/ekstad/granskning?fran=2024-03-16").await;
            late.is(200).says("Inga händelser stämmer med urvalet");
            auditor.get("/h/ekstad/granskning?fore=2").await.is(200).does_not_say(&told).says("Nyaste");
            auditor.get("/h/ekstad/granskning?kedja=lasningar").await.is(200).says("Ingen har läst");
            auditor.get("/h/ekstad/granskning?person=%27&fran=x&om=1&fore=-").await.is(200).says(&told);
            let csv = auditor.get("/h/ekstad/granskning/csv").await;
            assert!(csv.media_type.starts_with("text/csv"));
            assert!(csv.text().contains(&told) && csv.text().contains("Kontrollsumma"));
            world.client("officer").await.get("/h/ekstad/granskning").await.is(404);
            world.client("auditor").await.get("/h/bokhamn/granskning/kontroll").await.is(404);
        });
    }
}

#[test]
fn the_auditor_asks_for_a_check_and_sees_whether_the_chain_holds_and_what_to_write_down() {
    const PAGE: &str = "/h/ekstad/granskning/kontroll";
    for engine in ENGINES {
        let kept = Kept::new(engine);
        browse(&kept, async |world| {
            let auditor = world.client("auditor").await;
            let before = kept.head().0;
            auditor.get(PAGE).await.is(200).says("Ingen kontroll är gjord än").does_not_say("Allt stämmer");
            assert_eq!(kept.head().0, before, "a page that is read changes nothing and checks nothing");
            auditor.post(PAGE, &[]).await.is(303);
            auditor.post(PAGE, &[]).await.is(303);
            auditor.get(PAGE).await.is(200).says("Kontrollen pågår").does_not_say("Kontrollera nu");
            let (seq, hash) = kept.head();
            assert_eq!(seq, before + 1, "asked for twice, it is done once");
            assert_eq!(platform::jobs::run_due(&world.app, &crate::jobs()).await.unwrap(), 1);
            let page = auditor.get(PAGE).await;
            page.is(200).says("Allt stämmer").says("1 inlämning,").says(&hash[..8]).says(&hash[56..]);
            page.says("15 mars 2024").does_not_say("Kontrollen pågår");
            world.client("officer").await.post(PAGE, &[]).await.is(404);
        });
        kept.tamper("DELETE FROM submission");
        browse(&kept, async |world| {
            let auditor = world.client("auditor").await;
            auditor.get(PAGE).await.is(200).says("Allt stämmer");
            auditor.post(PAGE, &[]).await.is(303);
            platform::jobs::run_due(&world.app, &crate::jobs()).await.unwrap();
            let page = auditor.get(PAGE).await;
            page.is(200).says("1 sak stämmer inte").says(&format!("Inlämningen {} är borta", kept.reference));
        });
    }
}

#[test]
fn a_file_that_nobody_uploaded_is_found_and_one_that_waits_is_not() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        kept.tamper(
            "INSERT INTO file (tenant_id, sha256, size, media_type, name, created_at)
             SELECT tenant_id, 'ab', size, media_type, name, created_at FROM file WHERE sealed_sha256 IS NOT NULL",
        );
        let faults = kept.faults();
        assert!(
            faults.iter().any(|fault| fault.contains("file ab") || fault.contains("file klagomal.xlsx ab")),
            "{faults:?}"
        );
    }
}

#[test]
fn counts_that_are_not_those_of_what_was_handed_in_name_the_assignment_and_are_made_anew() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        let tenant = kept.world.ekstad.id;
        let cells = || {
            kept.world.read(Scope::Tenant(tenant), |tx| {
                tx.all::<(String, kernel::Day, kernel::Day, i64)>(
                    sql!(
                        "SELECT measure, period_from, period_to, n FROM count_cell WHERE tenant_id = $1 ORDER BY measure"
                    ),
                    &[],
                )
            })
        };
        let before = cells();
        assert!(!before.is_empty());
        let recount = || crate::installation::recount(&kept.world.app, tenant).unwrap();
        assert!(recount().is_empty(), "what holds is left alone");
        for statement in ["UPDATE count_cell SET n = n + 1", "DELETE FROM count_cell WHERE measure = 'complaints'"] {
            kept.tamper(statement);
            let faults = kept.faults();
            let named = |fault: &String| fault.contains("the counts are not those") && fault.contains("Lindblad");
            assert!(faults.iter().any(named), "{engine:?} {faults:?}");
            assert_eq!(recount().len(), 1);
            assert_eq!(cells(), before, "{engine:?} {statement}");
            assert_eq!(kept.faults(), Vec::<String>::new());
        }
    }
}

#[test]
fn every_table_that_the_chain_vouches_for_has_a_name_in_swedish() {
    for table in ::store::WITNESSED {
        let own = ["submission", "year_version", "dataset", "release", "file"].contains(&table.name);
        assert!(own || super::sv::table(table.name) != "Raden", "{}", table.name);
    }
}

#[test]
fn an_event_is_told_with_its_days_in_words_and_one_full_stop() {
    let line = super::store::Line {
        seq: 1,
        at: "2024-11-25T09:00:00Z".parse().unwrap(),
        actor_kind: "account".to_owned(),
        name: Some("Karin".to_owned()),
        role: None,
        kind: "deadline.extended".to_owned(),
        subject: None,
        facts: r#"{"until":"2024-12-09","motive":"Sjukdom."}"#.to_owned(),
        hash: String::new(),
    };
    assert_eq!(super::sv::sentence(&line), "Karin gav mer tid, till 9 december 2024: Sjukdom.");
    assert_eq!(super::sv::value("until", &serde_json::json!("2024-12-09")), "9 december 2024");
}

#[test]
fn every_event_says_what_it_is_about_and_leads_there_only_for_whoever_may_see_it() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        browse(&kept, async |world| {
            let auditor = world.client("auditor").await;
            let page = auditor.get("/h/ekstad/granskning?handelse=submission.signed").await;
            page.is(200).says("Klagomål, Tertial 1 2024: Lindblad Vuxenutbildning, ").says("Inlämning (<code>");
            // The auditor reads the chain and nothing else.
            page.does_not_say("/h/ekstad/granska/");
            let csv = auditor.get("/h/ekstad/granskning/csv").await;
            assert!(csv.text().contains("Klagomål, Tertial 1 2024: Lindblad Vuxenutbildning, "));
        });
    }
}
