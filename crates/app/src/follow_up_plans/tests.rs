#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use documents::content::Block;

use super::store::{self, Version};
use super::{PAGE, paper};
use crate::testing::{Client, ENGINES, World, on, on_both};

fn versions(world: &World) -> Vec<Version> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| store::of_year(tx, 2024))
}

async fn begin(client: &Client<'_>) {
    let fields = [("planens-ar", "2024"), ("fran", "exempel")];
    client.post("/h/ekstad/uppfoljningsplan", &fields).await.is(303);
}

/// What the form of the part holds, changed.
async fn typed(client: &Client<'_>, path: &str, change: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = client.get(path).await;
    page.is(200);
    let mut fields = page.fields();
    for (name, value) in change {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

async fn post(client: &Client<'_>, path: &str, fields: &[(String, String)]) -> crate::testing::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(path, &fields).await
}

#[test]
fn a_plan_is_begun_from_the_example_changed_part_by_part_adopted_and_locked() {
    on_both(async |world| {
        let (officer, owner) = (world.client("officer").await, world.client("owner").await);
        officer.get("/h/ekstad/uppfoljningsplan").await.is(200).says("Ingen plan \u{e4}r fastst\u{e4}lld");
        for (year, from) in [("", "exempel"), ("tjugo", "exempel"), ("2024", "2023"), ("2024", "")] {
            let fields = [("planens-ar", year), ("fran", from)];
            officer.post("/h/ekstad/uppfoljningsplan", &fields).await.is(422);
        }
        begin(&officer).await;
        officer.post("/h/ekstad/uppfoljningsplan", &[("planens-ar", "2024"), ("fran", "exempel")]).await.is(422);
        let page = officer.get("/h/ekstad/uppfoljningsplan/2024").await;
        page.is(200)
            .says("Utkast")
            .says("Prioriterade uppf\u{f6}ljningsomr\u{e5}den 2024")
            .says("Verksamhetsbes\u{f6}k");
        // The moments: one renamed, one taken away, one added.
        let path = "/h/ekstad/uppfoljningsplan/2024/1/andra/moment";
        let change = [
            ("moment-2", "Bes\u{f6}k i lokalerna"),
            ("ganger-2", "2"),
            ("bort-3", "ja"),
            ("moment-12", "Samtal om resultat"),
            ("slag-12", "annat"),
            ("alla-12", "ja"),
            ("ganger-12", "1"),
            ("fran-12", "2024-09-01"),
            ("till-12", "2024-10-31"),
        ];
        let fields = typed(&officer, path, &change).await;
        post(&officer, path, &fields).await.is(303);
        let plan = versions(world)[0].plan.clone();
        let slugs: Vec<&str> = plan.moments.iter().map(|moment| moment.slug.as_str()).collect();
        assert!(slugs.contains(&"verksamhetsbesok") && slugs.contains(&"samtal-om-resultat"), "{slugs:?}");
        assert!(!slugs.contains(&"elevenkat"), "{slugs:?}");
        assert_eq!(plan.moment("verksamhetsbesok").unwrap().times, 2);
        // The text: a section moved and one added; what is wrong is told at its field and nothing is saved.
        let path = "/h/ekstad/uppfoljningsplan/2024/2/andra/text";
        let wrong = typed(
            &officer,
            path,
            &[("titel", ""), ("till", "2023-01-01"), ("rubrik-11", ""), ("text-11", "Utan rubrik")],
        )
        .await;
        post(&officer, path, &wrong)
            .await
            .is(422)
            .says("Skriv vad planen heter")
            .says("Sista dagen ligger f\u{f6}re")
            .says("Utan rubrik");
        let change = [
            ("rubrik-11", "Samverkan"),
            ("text-11", "- med l\u{e4}net\n- med n\u{e4}ringslivet"),
            ("niva-11", "1"),
            ("plats-11", "0"),
        ];
        let fields = typed(&officer, path, &change).await;
        post(&officer, path, &fields).await.is(303);
        assert_eq!(versions(world)[0].plan.sections[0].heading, "Samverkan");
        let path = "/h/ekstad/uppfoljningsplan/2024/3/andra/resultat";
        let fields = typed(
            &officer,
            path,
            &[("vad-1", ""), ("hur-1", ""), ("vad-6", "N\u{e4}rvaro"), ("hur-6", "Elevsystemet")],
        )
        .await;
        post(&officer, path, &fields).await.is(303);
        assert_eq!(versions(world)[0].plan.results.len(), 5);
        officer
            .get("/h/ekstad/uppfoljningsplan/2024")
            .await
            .is(200)
            .says("Det som skiljer fr\u{e5}n version 3: 2 st\u{e4}llen")
            .says("Raden om N\u{e4}rvaro");
        is_adopted_and_locked(world, &officer, &owner).await;
    });
}

/// The officer writes; the process owner adopts the newest of four versions, once, and everybody reads it.
async fn is_adopted_and_locked(world: &World, officer: &Client<'_>, owner: &Client<'_>) {
    officer.get("/h/ekstad/uppfoljningsplan/2024/4/faststall").await.is(404);
    let adopt = "/h/ekstad/uppfoljningsplan/2024/4/faststall";
    owner.get(adopt).await.is(200).says("Diarienummer");
    let late = [
        ("diarienummer", "VUX 2024/17"),
        ("dag", "2024-03-16"),
        ("beslutsinstans", ""),
        ("organ", "N\u{e4}mnden"),
        ("processagare", "Chefen"),
    ];
    owner.post(adopt, &late).await.is(422).says("kan inte ligga efter i dag").says("VUX 2024/17");
    let right = [
        ("diarienummer", "VUX 2024/17"),
        ("dag", "2024-03-01"),
        ("beslutsinstans", "N\u{e4}mnden"),
        ("organ", "Utbildningsn\u{e4}mnden"),
        ("processagare", "Chefen"),
    ];
    owner.post("/h/ekstad/uppfoljningsplan/2024/3/faststall", &right).await.is(409).says("nyare version");
    owner.post(adopt, &right).await.is(303);
    owner.post(adopt, &right).await.is(409).says("redan fastst\u{e4}lld");
    // Everybody reads the adopted one, and nobody else the drafts.
    for name in ["rektor", "contact", "admin", "registrar"] {
        let client = world.client(name).await;
        client
            .get("/h/ekstad/uppfoljningsplan/2024")
            .await
            .is(200)
            .says("VUX 2024/17")
            .says("Samverkan")
            .does_not_say("Versioner");
        client.get("/h/ekstad/uppfoljningsplan/2024/2").await.is(404);
    }
    world.client("rektor").await.get("/h/bokhamn/uppfoljningsplan/2024").await.is(404);
    let told = world.events(world.ekstad);
    assert_eq!(told.iter().filter(|kind| *kind == "plan.written").count(), 4);
    assert_eq!(told.iter().filter(|kind| *kind == "plan.adopted").count(), 1);
    let auditor = world.client("auditor").await;
    auditor
        .get("/h/ekstad/granskning")
        .await
        .is(200)
        .says("fastst\u{e4}llde version 4 av uppf\u{f6}ljningsplanen f\u{f6}r 2024: VUX 2024/17");
}

#[test]
fn of_two_who_change_a_plan_at_once_the_second_reads_the_first_and_loses_nothing() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (officer, owner) = (world.client("officer").await, world.client("owner").await);
            begin(&officer).await;
            let path = "/h/ekstad/uppfoljningsplan/2024/1/andra/text";
            let first = typed(&officer, path, &[("titel", "Officerens titel")]).await;
            let second = typed(&owner, path, &[("titel", "Processägarens titel")]).await;
            post(&officer, path, &first).await.is(303);
            let answer = post(&owner, path, &second).await;
            answer.is(422).says("Någon annan har sparat").says("Processägarens titel");
            assert_eq!(versions(world)[0].plan.title, "Officerens titel");
            // Knowing of it, it is saved; both versions stand.
            let again: Vec<(String, String)> = answer.fields();
            post(&owner, path, &again).await.is(303);
            let all = versions(world);
            assert_eq!(
                (all.len(), all[0].plan.title.as_str(), all[1].plan.title.as_str()),
                (3, "Processägarens titel", "Officerens titel")
            );
            // Nothing changed is nothing saved.
            let same = typed(&owner, &path.replace("/1/", "/3/"), &[]).await;
            post(&owner, &path.replace("/1/", "/3/"), &same).await.is(303);
            assert_eq!(versions(world).len(), 3);
        });
    }
}

#[test]
fn who_changes_another_part_takes_nothing_from_the_first_and_half_a_form_drops_nothing() {
    on_both(async |world| {
        let (officer, owner) = (world.client("officer").await, world.client("owner").await);
        begin(&officer).await;
        let text = "/h/ekstad/uppfoljningsplan/2024/1/andra/text";
        let moments = "/h/ekstad/uppfoljningsplan/2024/1/andra/moment";
        let title = typed(&owner, text, &[("titel", "Chefens titel")]).await;
        let renamed = typed(
            &officer,
            moments,
            &[("moment-2", "Bes\u{f6}k i lokalerna"), ("moment-5", "Samtal om n\u{e4}rvaro"), ("slag-5", "annat")],
        )
        .await;
        post(&owner, text, &title).await.is(303);
        post(&officer, moments, &renamed).await.is(303);
        let newest = versions(world).remove(0);
        assert_eq!(newest.plan.title, "Chefens titel");
        let slugs: Vec<&str> = newest.plan.moments.iter().map(|moment| moment.slug.as_str()).collect();
        assert!(slugs.contains(&"verksamhetsbesok"), "renamed and the same: {slugs:?}");
        assert!(slugs.contains(&"samtal-om-narvaro") && !slugs.contains(&"kontaktuppgifter"), "another: {slugs:?}");
        // Half a form, or one that no page has drawn.
        for rows in ["", "0", "-1", "abc", "99999999999999999999999"] {
            officer.post(moments, &[("rader", rows)]).await.is(422).says("inget \u{e4}r sparat");
            officer.post(&moments.replace("moment", "resultat"), &[("rader", rows)]).await.is(422);
        }
        officer.post(moments, &[("rader", "1"), ("moment-1", "X"), ("slag-1", "zzz")]).await.is(422);
        assert_eq!(versions(world).len(), 3);
        // The first is taken up again, as a new draft.
        officer.post("/h/ekstad/uppfoljningsplan/2024/1/ta-upp", &[]).await.is(303);
        let all = versions(world);
        assert_eq!((all.len(), &all[0].plan), (4, &all[3].plan));
        // What is gone comes back under no other's name.
        let again = typed(&officer, "/h/ekstad/uppfoljningsplan/2024/4/andra/moment", &[("bort-3", "ja")]).await;
        post(&officer, "/h/ekstad/uppfoljningsplan/2024/4/andra/moment", &again).await.is(303);
        let fields = [
            ("moment-11", "Gemensam elevenk\u{e4}t"),
            ("slag-11", "enkat"),
            ("fran-11", "2024-10-01"),
            ("till-11", "2024-10-31"),
        ];
        let new = typed(&officer, "/h/ekstad/uppfoljningsplan/2024/5/andra/moment", &fields).await;
        post(&officer, "/h/ekstad/uppfoljningsplan/2024/5/andra/moment", &new).await.is(303);
        assert!(versions(world)[0].plan.moment("gemensam-elevenkat").is_some());
        for name in ["board", "auditor"] {
            world.client(name).await.get("/h/ekstad/uppfoljningsplan").await.is(200).says("Ingen plan");
        }
    });
}

#[test]
fn the_plan_on_paper_has_its_headings_moments_results_and_adoption_and_is_the_same_bytes_again() {
    on(ENGINES[0], async |world| {
        let (officer, owner) = (world.client("officer").await, world.client("owner").await);
        begin(&officer).await;
        let draft = paper::document(&versions(world)[0], "Ekstad");
        assert!(
            draft.blocks.iter().any(|block| matches!(block, Block::Note { title, .. } if title.contains("Utkast")))
        );
        let right = [
            ("diarienummer", "VUX 2024/17"),
            ("dag", "2024-03-01"),
            ("beslutsinstans", "N\u{e4}mnden"),
            ("organ", "Utbildningsn\u{e4}mnden"),
            ("processagare", "Chefen"),
        ];
        owner.post(&format!("/h/ekstad/{PAGE}/2024/1/faststall"), &right).await.is(303);
        let document = paper::document(&versions(world)[0], "Ekstad");
        assert_eq!(document.check(), Vec::new());
        let headings = document.blocks.iter().filter(|block| matches!(block, Block::Heading { .. })).count();
        let tables = document.blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
        assert_eq!((headings, tables, document.reference.as_str()), (10, 2, "VUX 2024/17"));
        assert!(document.blocks.iter().any(|block| matches!(block, Block::KeyValues { items } if items.len() == 5)));
        let pdf = format!("/h/ekstad/{PAGE}/2024?format=pdf");
        let bytes = officer.get(&pdf).await;
        assert!(bytes.is(200).bytes.starts_with(b"%PDF-"));
        assert_eq!(bytes.bytes, world.client("rektor").await.get(&pdf).await.bytes);
        assert!(officer.get(&format!("/h/ekstad/{PAGE}/2024?format=docx")).await.is(200).bytes.starts_with(b"PK"));
    });
}
