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
        // A new name is no fault: the authority may give itself one.
        kept.tamper("UPDATE tenant SET name = 'Nyby stad' WHERE slug = 'nyby'");
        assert_eq!(kept.faults(), Vec::<String>::new(), "{engine:?}");
        kept.tamper("UPDATE tenant SET slug = 'gamleby' WHERE slug = 'nyby'");
        assert!(kept.faults()[0].contains("slug is not what event"), "{:?}", kept.faults());
        let unbound = match engine {
            ::store::Engine::Sqlite => "PRAGMA foreign_keys = OFF",
            ::store::Engine::Postgres => "SET session_replication_role = replica",
        };
        kept.tamper(&format!("{unbound}; DELETE FROM tenant WHERE slug = 'gamleby'"));
        let found = kept.verify_with(&Anchors::default());
        assert!(kept.faults()[0].contains(&format!("tenant nyby {id}: event")), "{:?}", kept.faults());
        // And what is left of it is looked at.
        let left = found.iter().find(|findings| findings.tenant == id).unwrap();
        assert_eq!(left.counted.changes, 2);
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
