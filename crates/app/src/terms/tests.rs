#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;

use crate::testing::{ENGINES, World, on, on_both};

fn all(world: &World) -> Vec<super::Kept> {
    world.read(Scope::Tenant(world.ekstad.id), super::all)
}

#[test]
fn the_register_is_begun_from_the_shipped_terms_once_and_each_is_changed_in_versions() {
    on_both(async |world| {
        let (officer, owner) = (world.client("officer").await, world.client("owner").await);
        officer
            .get("/h/ekstad/villkor")
            .await
            .is(200)
            .says("Inga villkor \u{e4}r inlagda")
            .does_not_say("H\u{e4}mta medf\u{f6}ljande");
        officer.post("/h/ekstad/villkor/hamta", &[]).await.is(404);
        owner.post("/h/ekstad/villkor/hamta", &[]).await.is(303);
        owner.post("/h/ekstad/villkor/hamta", &[]).await.is(303);
        assert_eq!(all(world).len(), 18);
        let one = all(world).into_iter().find(|kept| kept.term.title == "Kontakt med kontaktrektor").unwrap();
        let address = format!("/h/ekstad/villkor/{}", one.id);
        let mut fields = owner.get(&address).await.is(200).fields();
        for (name, value) in &mut fields {
            match name.as_str() {
                "pafoljd" => "Vite, 10 000 kronor".clone_into(value),
                "punkt" => "7.2".clone_into(value),
                _ => {}
            }
        }
        let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        owner.post(&address, &sent).await.is(303);
        owner.post(&address, &sent).await.is(303);
        let kept = all(world).into_iter().find(|kept| kept.id == one.id).unwrap();
        assert_eq!((kept.number, kept.term.sanction.as_str()), (2, "Vite, 10 000 kronor"), "sent twice, once");
        officer.get("/h/ekstad/villkor").await.is(200).says("Vite, 10 000 kronor").says("7.2");
        // Whoever read the version before is told, and loses nothing.
        let mut late = sent.clone();
        late.retain(|(name, _)| *name != "rubrik");
        late.push(("rubrik", "Mitt namn"));
        let page = owner.post(&address, &late).await;
        page.is(422).says("N\u{e5}gon annan har \u{e4}ndrat villkoret").says("Mitt namn");
        officer.get(&address).await.is(404);
        world.client("rektor").await.get("/h/ekstad/villkor").await.is(404);
    });
}

#[test]
fn a_term_of_its_own_is_added_with_every_fault_told_at_once() {
    on(ENGINES[0], async |world| {
        let owner = world.client("owner").await;
        let key = owner.get("/h/ekstad/villkor/ny").await.is(200).hidden("nyckel");
        let faulty =
            [("sedd", "0"), ("nyckel", key.as_str()), ("text", "Kvar"), ("fran", "2024-02-30"), ("till", "2023-01-01")];
        let page = owner.post("/h/ekstad/villkor/ny", &faulty).await;
        page.is(422)
            .says("Skriv vad villkoret heter")
            .says("hur villkoret f\u{f6}ljs upp")
            .says("minst en form")
            .says("Kvar")
            .says("Skriv en dag");
        let right = [
            ("sedd", "0"),
            ("nyckel", key.as_str()),
            ("rubrik", "Lokaler"),
            ("text", "Lokalerna \u{e4}r tillg\u{e4}ngliga."),
            ("hur", "Bes\u{f6}k."),
            ("form", "procured"),
            ("fran", "2024-01-01"),
        ];
        owner.post("/h/ekstad/villkor/ny", &right).await.is(303);
        owner.post("/h/ekstad/villkor/ny", &right).await.is(303);
        assert_eq!(all(world).len(), 1);
        owner.get(&format!("/h/ekstad/villkor/{key}")).await.is(200).says("Lokaler");
        owner.get("/h/ekstad/villkor/7").await.is(404);
    });
}
