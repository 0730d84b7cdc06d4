//! Through the router, on both engines.

use kernel::Day;

use crate::testing::{Client, World, on_both, person_id};

const PASSWORD: &str = "tre äpplen på bordet";

fn seat(page: &str, person: &str) -> String {
    let start = format!("/personer/{person}/roll/");
    let id = page.split(&start).nth(1).and_then(|rest| rest.split(['"', '/']).next()).unwrap_or_default();
    format!("/h/ekstad/personer/{person}/roll/{id}")
}

async fn invited(world: &World, admin: &Client<'_>, person: &str) -> String {
    let page = admin.post(&format!("{person}/inbjudan"), &[]).await;
    page.is(200).says("Kopiera länken nu");
    let text = page.main();
    let token = text.split("/lank/").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    assert!(world.events(world.ekstad).iter().any(|kind| kind == "person.invited"));
    format!("/lank/{token}")
}

#[test]
fn a_person_is_added_invited_and_comes_in() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let norrsken = world.norrsken.to_string();
        admin.get("/h/ekstad/personer/ny").await.is(200).says("Rapportör").says("Norrskens");
        let fields = [
            ("namn", "Åsa Öberg"),
            ("adress", "Asa.Oberg@Norrsken.example"),
            ("roll", "provider-editor"),
            ("anordnare", &*norrsken),
            ("fran", "2024-03-01"),
        ];
        let person = admin.post("/h/ekstad/personer/ny", &fields).await.is(303).location.clone();
        admin.get(&person).await.is(200).says("Åsa Öberg").says("asa.oberg@norrsken.example").says("Inte inbjuden");
        let first = invited(world, &admin, &person).await;
        let second = invited(world, &admin, &person).await;
        let nobody = world.nobody();
        nobody.get(&first).await.is(409);
        nobody.get(&second).await.is(200).says("Ekstads kommun").says("Välkommen, Åsa Öberg");
        let used = nobody.post(&second, &[("losenord", PASSWORD), ("losenord-igen", PASSWORD)]).await;
        let editor = world.browser_of(used.is(303));
        editor.get("/start").await.is(200);
        editor.get("/konto").await.is(200).says("Norrskens");
        admin.get(&person).await.is(200).says("Har konto");
        // A new link for a forgotten password ends the old way in.
        invited(world, &admin, &person).await;
        editor.get("/start").await.is(303);
        let fields = [("adress", "asa.oberg@norrsken.example"), ("losenord", PASSWORD)];
        nobody.post("/logga-in", &fields).await.is(422);
        world.clock.advance(8 * 24 * 3600);
        nobody.get(&second).await.is(409);
    });
}

#[test]
fn every_fault_stands_at_its_field_and_nothing_is_lost() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let page = admin.post("/h/ekstad/personer/ny", &[("namn", ""), ("adress", "åsa"), ("till", "i morgon")]).await;
        page.is(422)
            .says("Namnet saknas")
            .says("ingen e-postadress")
            .says("Ingen roll är vald")
            .says("Första dagen saknas");
        page.says("inget datum").says("value=\"åsa\"").says("value=\"i morgon\"");
        let (norrsken, unit) = (world.norrsken.to_string(), world.units[0].to_string());
        for (fields, fault) in [
            (vec![("roll", "rektor")], "Välj vilken"),
            (vec![("roll", "registrar"), ("anordnare", &*norrsken)], "gäller hela myndigheten"),
            (vec![("roll", "rektor"), ("anordnare", &*norrsken), ("enhet", &*unit)], "hör inte till den anordnaren"),
            (vec![("roll", "auditor"), ("till", "2024-01-01")], "före den första"),
        ] {
            let mut all = vec![("namn", "A B"), ("adress", "a@b.example"), ("fran", "2024-03-01")];
            all.extend(fields);
            admin.post("/h/ekstad/personer/ny", &all).await.is(422).says(fault);
        }
    });
}

#[test]
fn somebody_known_by_address_is_reused_and_nothing_of_elsewhere_is_shown() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let person = person_id("foreign-officer");
        admin.get(&format!("/h/ekstad/personer/{person}")).await.is(404);
        admin.get("/h/ekstad/personer?q=foreign").await.is(200).says("Ingen person passar");
        let fields = [
            ("namn", "Ett annat namn"),
            ("adress", "foreign-officer@test.example"),
            ("roll", "auditor"),
            ("fran", "2024-03-01"),
        ];
        let page = admin.post("/h/ekstad/personer/ny", &fields).await.is(303).location.clone();
        assert!(page.ends_with(&person.to_string()));
        admin
            .get(&page)
            .await
            .is(200)
            .says("foreign-officer")
            .says("Granskare")
            .does_not_say("Bokhamn")
            .does_not_say("Ett annat namn");
        // The other authority knew them first: no link can be made here that would let somebody in there.
        admin.post(&format!("{page}/inbjudan"), &[]).await.is(409).says("Personen har redan ett konto");
        world
            .client("foreign-officer")
            .await
            .get("/start")
            .await
            .is(200)
            .says("Ekstads kommun")
            .says("Bokhamns kommun");
    });
}

#[test]
fn nobody_stands_on_both_sides() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let lindblad = world.lindblad.to_string();
        let role = |role, provider| [("roll", role), ("anordnare", provider), ("fran", "2024-03-01")];
        let address = |name| format!("/h/ekstad/personer/{}/roll", person_id(name));
        admin.post(&address("officer"), &role("rektor", &*lindblad)).await.is(409).says("roll hos myndigheten");
        admin.post(&address("editor"), &role("quality-officer", "")).await.is(409).says("roll hos en anordnare");
        admin.post(&address("admin"), &role("provider-editor", &*lindblad)).await.is(409).says("inte ge dig själv");
        admin
            .post(&address("editor"), &role("provider-editor", &*lindblad))
            .await
            .is(409)
            .says("Personen har redan rollen");
        admin.post(&address("editor"), &role("rektor", &*lindblad)).await.is(303);
    });
}

#[test]
fn a_seat_ends_at_the_next_request_or_after_its_last_day_and_can_be_taken_back() {
    on_both(async |world| {
        let (admin, officer) = (world.client("admin").await, world.client("officer").await);
        let person = person_id("officer").to_string();
        let page = format!("/h/ekstad/personer/{person}");
        let seat = seat(&admin.get(&page).await.is(200).main(), &person);
        admin.get(&seat).await.is(200).says("När ska rollen sluta gälla?");
        admin.post(&seat, &[]).await.is(422).says("Välj när");
        admin.post(&seat, &[("nar", "dag"), ("dag", "2024-03-01")]).await.is(422).says("har redan varit");
        officer.get("/h/ekstad/organisation").await.is(200);
        admin.post(&seat, &[("nar", "nu")]).await.is(303);
        officer.get("/h/ekstad/organisation").await.is(404);
        admin.get(&page).await.is(200).says("Avslutad");
        admin.post(&format!("{seat}/angra"), &[]).await.is(303);
        officer.get("/h/ekstad/organisation").await.is(200);
        admin.post(&seat, &[("nar", "dag"), ("dag", "2024-03-15")]).await.is(303);
        officer.get("/h/ekstad/organisation").await.is(200);
        world.clock.set(Day::new(2024, 3, 16).map_or(kernel::Instant::EPOCH, Day::start));
        officer.get("/h/ekstad/organisation").await.is(303);
        let later = world.client("officer").await;
        later.get("/h/ekstad/organisation").await.is(404);
    });
}

#[test]
fn the_last_administrator_stays() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        let person = person_id("admin").to_string();
        let own = seat(&admin.get(&format!("/h/ekstad/personer/{person}")).await.is(200).main(), &person);
        admin.post(&own, &[("nar", "nu")]).await.is(409).says("Någon måste vara administratör");
        admin.post(&own, &[("nar", "dag"), ("dag", "2024-12-31")]).await.is(409);
        let fields = [("roll", "administrator"), ("fran", "2024-03-01")];
        admin.post(&format!("/h/ekstad/personer/{}/roll", person_id("owner")), &fields).await.is(303);
        assert_eq!(admin.post(&own, &[("nar", "nu")]).await.is(303).location, "/start");
        admin.get("/h/ekstad/personer").await.is(404);
    });
}

#[test]
fn only_administrators_see_people_and_only_their_own() {
    on_both(async |world| {
        for name in ["officer", "editor", "board", "auditor", "owner"] {
            world.client(name).await.get("/h/ekstad/personer").await.is(404);
        }
        let admin = world.client("admin").await;
        let page = admin.get("/h/ekstad/personer").await;
        page.is(200).says("Lindblad Vuxenutbildning").says("Registrator").does_not_say("foreign");
        admin.get("/h/ekstad/personer?sida=anordnare").await.is(200).does_not_say("Registrator");
        let foreign = world.client("foreign-admin").await;
        let page = format!("/h/bokhamn/personer/{}", person_id("officer"));
        foreign.get(&page).await.is(404);
        foreign.post(&format!("{page}/inbjudan"), &[]).await.is(404);
        foreign.post(&format!("{page}/roll"), &[("roll", "auditor"), ("fran", "2024-03-01")]).await.is(404);
    });
}
