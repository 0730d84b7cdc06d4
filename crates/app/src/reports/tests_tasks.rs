//! The task list over authorities, years and answers.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::{Id, Role};

use crate::assignments::{self, Filter};
use crate::people::{NewSeat, add_seat};
use crate::testing::{World, on_both, person_id};
use crate::threads::{self, NewMessage, Side};

/// The editor gets a seat for the same provider at the other authority too.
fn at_both(world: &World) {
    let (chance, lindblad) = (world.app.chance().clone(), world.lindblad);
    world.write(Scope::Tenant(world.bokhamn.id), move |tx| {
        let seat = NewSeat {
            person: person_id("editor"),
            role: Role::ProviderEditor,
            organisation: Some(lindblad),
            unit: None,
            deputy: false,
            from: kernel::Day::new(2024, 1, 1).unwrap(),
            to: None,
        };
        let id = add_seat(tx, &*chance, &seat)?;
        // As the provider's management confirms it.
        tx.execute(::store::global_sql!("UPDATE seat SET confirmed_at = given_at WHERE id = $1"), &[&id]).map(|_| ())
    });
}

fn complaints(world: &World) -> Id<AssignmentKind> {
    let provider = world.lindblad;
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let filter = Filter { organisation: Some(provider), ..Filter::default() };
        let all = assignments::list(tx, 2024, filter)?;
        Ok(all.iter().find(|one| one.item == "klagomal-t1").unwrap().id)
    })
}

#[test]
fn whoever_reports_to_two_authorities_can_turn_to_either_on_every_page() {
    on_both(async |world| {
        let alone = world.client("editor").await;
        alone.get("/h/ekstad/inlamnat").await.is(200).does_not_say("aria-label=\"Huvudman\"");
        at_both(world);
        let editor = world.client("editor").await;
        for page in ["inlamnat", "fokusomraden", "ar/2024"] {
            let shown = editor.get(&format!("/h/ekstad/{page}")).await;
            let rest = page.trim_end_matches("/2024");
            shown.is(200).says("aria-label=\"Huvudman\"").says(&format!("href=\"/h/bokhamn/{rest}\""));
        }
        // The other authority's year asks for no focus areas.
        editor.get("/h/bokhamn/fokusomraden").await.is(200).says("frågar inte efter fokusområden");
        editor.get("/h/ekstad/fokusomraden").await.is(200).says("Lägg till ett fokusområde");
    });
}

#[test]
fn an_answer_is_told_in_the_list_until_the_provider_writes_again() {
    on_both(async |world| {
        let (id, chance) = (complaints(world), world.app.chance().clone());
        let say = |side, person: &'static str| {
            let chance = chance.clone();
            world.write(Scope::Tenant(world.ekstad.id), move |tx| {
                let new = NewMessage {
                    assignment: id,
                    year: 2024,
                    item: "klagomal-t1".to_owned(),
                    side,
                    person: person_id(person),
                    body: "Ja.".to_owned(),
                    answers: None,
                };
                threads::add(tx, &*chance, &new).map(|_| ())
            });
        };
        let editor = world.client("editor").await;
        say(Side::Provider, "editor");
        editor.get("/start").await.is(200).does_not_say("Svar på er fråga");
        world.clock.advance(60);
        say(Side::Authority, "officer");
        editor.get("/start").await.is(200).says("Svar på er fråga 15 mars 2024");
        world.clock.advance(60);
        say(Side::Provider, "editor");
        editor.get("/start").await.is(200).does_not_say("Svar på er fråga");
    });
}

#[test]
fn the_year_to_come_is_told_as_soon_as_it_is_published() {
    on_both(async |world| {
        let chance = world.app.chance().clone();
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let year = domain::year::copy_to_next_year(&crate::testing::shipped_year());
            let saved = crate::year::save_version(tx, &*chance, &domain::year::to_toml(&year), "Prov", None).unwrap();
            let published = crate::year::publish(tx, saved.id)?.unwrap().unwrap();
            assignments::sync(tx, &*chance, &published).map(|_| ())
        });
        let page = world.client("editor").await.get("/start").await;
        page.is(200).says("Sista dag är 8 april").says("8 april 2025");
    });
}

#[test]
fn nobody_is_told_to_hurry_with_what_is_locked_but_whom_to_ask() {
    on_both(async |world| {
        world.clock.set("2024-04-10T08:00:00Z".parse().unwrap());
        let officer = world.client("officer").await;
        let editor = world.client("editor").await;
        editor.get("/start").await.is(200).says("Lämna in så snart ni kan; det går tills tillfället låses.");
        let ids: Vec<String> = {
            let provider = world.lindblad;
            world.read(Scope::Tenant(world.ekstad.id), move |tx| {
                let filter = Filter { organisation: Some(provider), occasion: Some("tertial-1"), ..Filter::default() };
                Ok(assignments::list(tx, 2024, filter)?.iter().map(|one| one.id.to_string()).collect())
            })
        };
        let lock = async |ids: &[String]| {
            let mut fields = vec![("skal", "Slut")];
            fields.extend(ids.iter().map(|id| ("val", id.as_str())));
            officer.post("/h/ekstad/uppfoljning/2024/tertial-1/las", &fields).await.is(303);
        };
        lock(&ids[..1]).await;
        editor
            .get("/start")
            .await
            .says("som är öppna så snart ni kan")
            .says("1 är låst och kan inte lämnas in. Ska den ändå lämnas in? Be officer på Ekstads kommun, som låste,");
        lock(&ids[1..]).await;
        let page = editor.get("/start").await;
        page.says("är låsta och kan inte lämnas in").does_not_say("så snart ni kan");
    });
}
