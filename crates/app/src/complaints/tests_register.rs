//! What somebody says or phones to the authority.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::cases::{About, Party, Place, StateName, Way};

use crate::cases::{self, Dossier};
use crate::testing::{ENGINES, World, on};

const SAID: &str = "Hon ringde och sade att ingen svarar.";
const NEW: &str = "/h/ekstad/klagomal/nytt";

fn newest(world: &World) -> Dossier {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let newest = cases::list(tx)?.into_iter().max_by_key(|filed| filed.number).unwrap();
        Ok(cases::find(tx, newest.id)?.unwrap())
    })
}

fn count(world: &World) -> usize {
    world.read(Scope::Tenant(world.ekstad.id), |tx| Ok(cases::list(tx)?.len()))
}

#[test]
fn what_was_phoned_to_the_authority_is_kept_there_and_no_school_sees_it() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (officer, unit) = (world.client("officer").await, world.units[0].to_string());
            officer.get("/h/ekstad/klagomal").await.is(200).says(NEW);
            officer.get(NEW).await.is(200).says("Lindblad Centrum").says("Vem svarar?");
            let done = officer.post(NEW, &[("text", SAID), ("enhet", &unit), ("satt", "phone"), ("hos", "har")]).await;
            officer.follow(&done).await.is(200).says(SAID).says("per telefon").does_not_say("Skolan har \u{e4}rendet");
            let dossier = newest(world);
            assert_eq!(
                (dossier.case.place, dossier.case.way, dossier.case.state),
                (Place::Authority, Way::Phone, StateName::Handled)
            );
            assert_eq!(dossier.lines[0].entry.by, Party::Authority);
            world.client("rektor").await.get(&format!("/h/ekstad/arenden/{}", dossier.filed.id)).await.is(404);
        });
    }
}

#[test]
fn what_is_handed_down_in_the_same_step_waits_for_the_school_and_is_read_by_both() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (contact, unit) = (world.client("contact").await, world.units[0].to_string());
            let fields = [("text", SAID), ("enhet", unit.as_str()), ("satt", "oral"), ("hos", "skolan")];
            contact.post(NEW, &fields).await.is(303);
            let dossier = newest(world);
            assert_eq!(
                (dossier.case.place, dossier.case.state, dossier.lines.len()),
                (Place::School, StateName::Received, 2)
            );
            let id = dossier.filed.id;
            world.client("rektor").await.get(&format!("/h/ekstad/arenden/{id}")).await.is(200).says(SAID);
            contact.get(&format!("/h/ekstad/klagomal/{id}")).await.is(200).says(SAID);
        });
    }
}

#[test]
fn a_caller_whose_school_is_not_known_is_written_down_too_and_the_case_is_kept() {
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        let base = [("text", SAID), ("enhet", "saknas"), ("skola-namn", "Kurshuset"), ("satt", "phone")];
        let down = [&base[..], &[("hos", "skolan")]].concat();
        officer.post(NEW, &down).await.is(422).says("Ingen skola \u{e4}r vald").says(SAID).says("Kurshuset");
        assert_eq!(count(world), 0);
        let done = officer.post(NEW, &[&base[..], &[("hos", "har")]].concat()).await;
        officer.follow(&done).await.is(200).says("Skolan \u{e4}r inte angiven").says("Kurshuset");
        assert_eq!(newest(world).filed.school, None);
    });
}

#[test]
fn what_is_said_of_a_colleague_is_not_shown_to_whoever_took_the_call() {
    on(ENGINES[0], async |world| {
        let (officer, unit) = (world.client("officer").await, world.units[0].to_string());
        let base = [("text", SAID), ("enhet", unit.as_str()), ("satt", "phone"), ("galler", "officer")];
        officer.post(NEW, &[&base[..], &[("hos", "skolan")]].concat()).await.is(422).says("processägaren");
        let done = officer.post(NEW, &[&base[..], &[("hos", "har")]].concat()).await;
        assert_eq!(done.is(303).location, "/h/ekstad/klagomal");
        let dossier = newest(world);
        assert_eq!(dossier.case.about, About::Officer);
        let one = format!("/h/ekstad/klagomal/{}", dossier.filed.id);
        officer.get(&one).await.is(404);
        world.client("owner").await.get(&one).await.is(200).says(SAID);
    });
}

#[test]
fn only_those_who_take_in_complaints_at_the_authority_register_there() {
    on(ENGINES[0], async |world| {
        let unit = world.units[0].to_string();
        let fields = [("text", SAID), ("enhet", unit.as_str()), ("satt", "phone"), ("hos", "har")];
        for name in ["owner", "rektor", "management", "registrar", "board", "foreign-officer"] {
            let client = world.client(name).await;
            client.get(NEW).await.is(404);
            client.post(NEW, &fields).await.is(404);
        }
        world.client("owner").await.get("/h/ekstad/klagomal").await.is(200).does_not_say(NEW);
        let officer = world.client("officer").await;
        let foreign = world.units[3].to_string();
        let elsewhere = [("text", SAID), ("enhet", foreign.as_str()), ("satt", "phone"), ("hos", "har")];
        officer.post(NEW, &elsewhere).await.is(422).says(SAID);
        officer
            .post(NEW, &[("text", ""), ("satt", "web")])
            .await
            .is(422)
            .says("Skriv n\u{e5}got h\u{e4}r")
            .says("V\u{e4}lj ett svar");
        assert_eq!(count(world), 0);
    });
}
