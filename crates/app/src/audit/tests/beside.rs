//! What the chain of one tenant alone does not tell: uploads that go, and tenants that are gone.

use super::*;
use crate::installation::{self, NewTenant};

fn waiting_upload(kept: &Kept, seed: u64) -> originals::Kept {
    let world = &kept.world;
    let tools = Tools::of(&world.app);
    let keys = world.read(Scope::Tenant(world.ekstad.id), move |tx| tools.keys(tx));
    let upload = originals::keep(world.app.files(), world.ekstad.id, &keys, b"another workbook").unwrap();
    let (row, id): (_, Id<kernel::id::kind::Staged>) = (upload.clone(), Id::random(&kernel::SeededChance::new(seed)));
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        originals::add(tx, &row, "klagomal.xlsx", "application/octet-stream")?;
        tx.execute(
            sql!(
                "INSERT INTO staged (tenant_id, id, assignment_id, file_sha256, file_name, sealed, person_id, at, expires_at)
                 SELECT $1, $2, a.id, $3, 'klagomal.xlsx', $4, $5, 0, 1 FROM assignment a WHERE a.tenant_id = $1
                 ORDER BY a.id LIMIT 1"
            ),
            &[&id, &row.sha256, &Vec::<u8>::new(), &person_id("editor")],
        )
        .map(|_| ())
    });
    upload
}

#[test]
fn an_upload_that_is_thrown_away_while_it_is_verified_is_no_fault_and_a_file_that_lasts_is() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        let upload = waiting_upload(&kept, 77);
        let (files, tenant) = (kept.world.app.files(), kept.world.ekstad.id);
        assert_eq!(kept.faults(), Vec::<String>::new());
        // What lies there is read all the same.
        let path = files.path(tenant, &upload.sealed_sha256);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, b"something else").unwrap();
        assert!(kept.faults()[0].contains("is not what its hash says"), "{:?}", kept.faults());
        std::fs::write(&path, bytes).unwrap();
        let read = kept.world.app.db().read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| {
            crate::audit::verify::examine(tx, "ekstad", &Anchors::default())
        });
        let (mut found, refs) = read.unwrap();
        files.remove(tenant, &upload.sealed_sha256).unwrap();
        crate::audit::verify::examine_files(files, &refs, &mut found);
        assert_eq!(found.faults, Vec::new(), "{engine:?}");
        files.remove(tenant, &kept.workbook).unwrap();
        assert_eq!(kept.faults().len(), 1, "{:?}", kept.faults());
        assert!(kept.faults()[0].contains("the file is missing"));
    }
}

#[test]
fn a_tenant_whose_own_row_is_gone_or_altered_is_missed_by_the_system() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        let new = NewTenant {
            slug: "nyby".to_owned(),
            name: "Nyby kommun".to_owned(),
            board: "Utbildningsnämnden".to_owned(),
            ..NewTenant::default()
        };
        let id = installation::add_tenant(&kept.world.app, &new).unwrap();
        assert_eq!(kept.faults(), Vec::<String>::new(), "{engine:?}");
        kept.tamper("UPDATE tenant SET slug = 'gamleby' WHERE slug = 'nyby'");
        kept.finds("slug is not what event");
        let unbound = match engine {
            ::store::Engine::Sqlite => "PRAGMA foreign_keys = OFF",
            ::store::Engine::Postgres => "SET session_replication_role = replica",
        };
        kept.tamper(&format!("{unbound}; DELETE FROM tenant WHERE slug = 'gamleby'"));
        let found = kept.verify_with(&Anchors::default());
        kept.finds(&format!("tenant nyby {id}: event"));
        // And what is left of it is looked at.
        let left = found.iter().find(|findings| findings.tenant == id).unwrap();
        assert_eq!(left.counted.changes, 2);
    }
}

impl Kept {
    /// Some fault says this.
    fn finds(&self, says: &str) {
        let faults = self.faults();
        assert!(faults.iter().any(|fault| fault.contains(says)), "{says}: {faults:?}");
    }
}

#[test]
fn who_may_do_what_and_whose_name_stands_on_receipts_cannot_be_changed_unseen() {
    let forged = "INSERT INTO seat (id, person_id, tenant_id, role, deputy, valid_from, given_at, confirmed_at)
        SELECT t.id, s.person_id, s.tenant_id, 'administrator', s.deputy, s.valid_from, s.given_at, 0
        FROM seat s JOIN tenant t ON t.id = s.tenant_id WHERE s.role = 'registrar'";
    let cases = [
        (forged, "ekstad: seat registrar, administrator", "no event tells that it came"),
        (
            "UPDATE seat SET role = 'process-owner' WHERE role = 'board-reader'",
            "seat board, process-owner",
            "not what it was",
        ),
        (
            "UPDATE seat SET valid_to = '2030-01-01' WHERE role = 'quality-officer'",
            "bokhamn: seat foreign-officer",
            "not what it was",
        ),
        ("UPDATE seat SET confirmed_at = NULL WHERE role = 'rektor'", "ekstad: seat rektor, rektor", "not what it was"),
        ("DELETE FROM seat WHERE role = 'auditor'", "ekstad: seat", "the row is missing"),
        ("UPDATE person SET name = 'Eva' WHERE name = 'editor'", ": person", "not what it was"),
        ("UPDATE person SET email = 'eva@test.example' WHERE name = 'owner'", ": person", "not what it was"),
        (
            "UPDATE organisation SET name = 'Annan' WHERE org_number = '559000-0001'",
            ": organisation",
            "not what it was",
        ),
        ("UPDATE tenant SET name = 'Annan kommun' WHERE slug = 'bokhamn'", "bokhamn: tenant", "not what it was"),
        (
            "INSERT INTO organisation (id, org_number, name, sort_key) SELECT t.id, t.slug, t.name, o.sort_key
             FROM tenant t, organisation o WHERE o.org_number = '559000-0002'",
            ": organisation",
            "no event tells that it came",
        ),
    ];
    for engine in ENGINES {
        let kept = Kept::new(engine);
        // A password and a count of attempts come and go.
        kept.tamper("UPDATE person SET password_hash = 'x', failed_attempts = 3");
        assert_eq!(kept.faults(), Vec::<String>::new(), "{engine:?}");
        for (statement, of, says) in cases {
            kept.tamper(statement);
            let faults = kept.faults();
            let found = faults.iter().filter(|fault| fault.contains(of) && fault.contains(says)).count();
            assert!(found >= 1, "{engine:?} {statement}: {faults:?}");
        }
    }
}

#[test]
fn a_chain_of_the_system_that_is_gone_altogether_and_an_anchor_of_no_chain_are_faults() {
    for engine in ENGINES {
        let kept = Kept::new(engine);
        let unknown: Id<kernel::id::kind::Tenant> = Id::random(&kernel::SeededChance::new(404));
        let known = anchor::write(&kept.verify_with(&Anchors::default()));
        let with = |line: String| Anchors::parse(&format!("{known}{line}\n")).unwrap();
        assert_eq!(kept.faults_with(&with(String::new())), Vec::<String>::new(), "{engine:?}");
        let faults = kept.faults_with(&with(format!("{unknown}\twrite\t0\t{}", "0".repeat(64))));
        assert_eq!(faults, [": chain write: the anchor names it, and there is no such chain"], "{engine:?}");
        let nil = match engine {
            ::store::Engine::Sqlite => "x'00000000000000000000000000000000'",
            ::store::Engine::Postgres => "'00000000-0000-0000-0000-000000000000'",
        };
        kept.tamper(&format!(
            "DELETE FROM audit_event WHERE tenant_id = {nil}; DELETE FROM chain_head WHERE tenant_id = {nil}"
        ));
        kept.finds(": chain write: holds no event, though there are authorities");
    }
}

#[test]
fn a_receipt_shows_its_place_in_the_chain_and_is_an_anchor_with_it() {
    crate::testing::on_both(async |world| {
        let found = crate::follow_up::tests::complaints_of(world, "Lindblad Centrum");
        let reference = crate::follow_up::tests::hand_in(world, &found, crate::follow_up::tests::NOTHING);
        let page = world.client("rektor").await.get(&format!("/h/ekstad/kvitto/{reference}")).await;
        page.is(200).says("Kvittots plats i loggen");
        let asked = reference.clone();
        let (hash, (seq, head)) = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            let submission = crate::submissions::by_reference(tx, &asked)?.unwrap();
            Ok((submission.sha256, crate::submissions::link_of(tx, submission.id)?.unwrap()))
        });
        let shown = page.text().replace("<span>", "").replace("</span>", "").replace("<wbr>", "");
        assert!(shown.contains(&head) && shown.contains(&format!("<dd class=\"hash\"><code>{seq}<")), "{shown}");
        let check = |link| {
            let held = HeldReceipt { reference: reference.clone(), hash: hash.clone(), link: Some(link) };
            crate::testing::apart(|| receipt::check(world.app.db(), &held)).unwrap()
        };
        assert!(matches!(check((seq, head.clone())), Verdict::Matches { .. }));
        assert!(matches!(check((seq, head.replace(&head[..8], "00000000"))), Verdict::OtherLink { .. }));
    });
}
