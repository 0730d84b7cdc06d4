use ::store::{Scope, global_sql};
use platform::access::Tools;

use super::store::{self, Kept};
use crate::testing::{Client, ENGINES, World, on, on_both};

const PAGE: &str = "/h/ekstad/rektorstraff";

async fn planned(owner: &Client<'_>) -> String {
    let page = owner.get(PAGE).await;
    page.is(200).says("2024-11-21").says("Ingen tr\u{e4}ff \u{e4}r planerad");
    let key = page.hidden("nyckel");
    let sent = [
        ("nyckel", key.as_str()),
        ("ny-rubrik", "Rektorstr\u{e4}ff 2024"),
        ("ny-dag", "2024-11-21"),
        ("ny-fran", "9.00"),
        ("ny-till", "12.00"),
        ("ny-plats", "Stadshuset"),
        ("ny-anmalan", "2024-11-14"),
    ];
    owner.post(PAGE, &sent).await.is(303);
    owner.post(PAGE, &sent).await.is(303);
    key
}

fn all(world: &World) -> Vec<Kept> {
    let tools = Tools::of(&world.app);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| store::all(tx, &tools))
}

fn seen(world: &World) -> String {
    all(world)[0].lines.len().to_string()
}

/// How many letters wait about meetings, and of how many the calendar is told.
fn letters(world: &World) -> (i64, i64) {
    world.read(Scope::Global, |tx| {
        tx.one(
            global_sql!(
                "SELECT CAST(count(*) AS BIGINT), CAST(count(calendar) AS BIGINT) FROM letter WHERE kind = 'meeting'"
            ),
            &[],
        )
    })
}

#[test]
fn every_rektor_is_invited_once_registers_asks_and_sees_what_is_agreed_until_it_is_done() {
    on_both(async |world| {
        let (officer, rektor) = (world.client("officer").await, world.client("rektor").await);
        // Whoever has been in can be reached.
        let other = world.client("other-rektor").await;
        let key = planned(&officer).await;
        let (at, theirs) = (format!("{PAGE}/{key}"), format!("/h/ekstad/rektorstraff-hos-oss/{key}"));
        assert_eq!(all(world).len(), 1, "the same form twice is one meeting");
        rektor.get(&theirs).await.is(404);
        officer.get(&at).await.is(200).says("rektorer som inte har f\u{e5}tt det");
        officer.post(&format!("{at}/bjud-in"), &[("sedd", "1")]).await.is(303);
        let invited = all(world)[0].stands.invited;
        assert!(invited >= 2, "rektors of every provider");
        assert_eq!(letters(world), (i64::from(invited), i64::from(invited)), "each with the meeting for the calendar");
        officer.post(&format!("{at}/bjud-in"), &[("sedd", "2")]).await.is(303);
        assert_eq!(letters(world).0, i64::from(invited), "nobody is written to twice");
        rektor.get("/start").await.is(200).says("Rektorstr\u{e4}ff 2024").says("Du har inte svarat");
        rektor.get(&theirs).await.is(200).says("Stadshuset").says("Kommer du?");
        rektor.post(&format!("{theirs}/anmal"), &[("sedd", "2")]).await.is(422).says("V\u{e4}lj ett av alternativen");
        // What others do meanwhile is in nobody's way.
        rektor.post(&format!("{theirs}/anmal"), &[("sedd", "1"), ("anmal-svar", "here")]).await.is(303);
        rektor
            .post(&format!("{theirs}/fraga"), &[("sedd", "1"), ("fraga-text", "Vad g\u{e4}ller om validering?")])
            .await
            .is(303);
        let page = other.get(&theirs).await;
        page.is(200).says("validering").says("En annan anordnare").does_not_say("Lindblad");
        officer.get(&at).await.is(200).says("validering").says("1 kommer");
        officer
            .post(&format!("{at}/anteckna"), &[("sedd", &seen(world)), ("anteckna-text", "F\u{f6}r tidigt")])
            .await
            .is(409);
        world.clock.set(crate::testing::instant("2024-11-22T09:00:00Z"));
        let (officer, rektor) = (world.client("officer").await, world.client("rektor").await);
        officer.post(&format!("{at}/hallen"), &[("sedd", &seen(world))]).await.is(303);
        officer
            .post(&format!("{at}/anteckna"), &[("sedd", &seen(world)), ("anteckna-text", "Vi talade om validering.")])
            .await
            .is(303);
        let agreed = [
            ("sedd", &*seen(world)),
            ("atgard-text", "Se \u{f6}ver rutinen."),
            ("atgard-vem", "alla"),
            ("atgard-dag", "2025-01-31"),
        ];
        officer.post(&format!("{at}/atgard"), &agreed).await.is(303);
        rektor.get("/start").await.is(200).says("Rektorstr\u{e4}ff 2024: 1 av det ni kom \u{f6}verens om v\u{e4}ntar");
        rektor.get(&theirs).await.is(200).says("Vi talade om validering").says("Se \u{f6}ver rutinen");
        rektor
            .post(&format!("{theirs}/gjord"), &[("sedd", &seen(world)), ("nr", "1"), ("gjord1-dag", "2024-11-22")])
            .await
            .is(303);
        rektor.get("/start").await.is(200).does_not_say("kom \u{f6}verens om v\u{e4}ntar");
        rektor.post(&format!("{theirs}/stall-in"), &[("sedd", "1"), ("stall-in-text", "Nej")]).await.is(404);
        for name in ["board", "editor", "foreign-officer"] {
            world.client(name).await.get(&at).await.is(404);
        }
    });
}

#[test]
fn bad_input_is_told_at_its_field_and_a_cancelled_meeting_is_told_to_those_who_were_invited() {
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        world.client("rektor").await;
        let key = planned(&officer).await;
        let at = format!("{PAGE}/{key}");
        let wrong = [
            ("sedd", "1"),
            ("andra-rubrik", ""),
            ("andra-dag", "2024-03-01"),
            ("andra-fran", "nio"),
            ("andra-till", "25.00"),
            ("andra-plats", "Kvar"),
            ("andra-anmalan", "2024-12-24"),
        ];
        let page = officer.post(&format!("{at}/andra"), &wrong).await;
        page.is(422)
            .says("Fyll i det h\u{e4}r")
            .says("redan varit")
            .says("Skriv ett klockslag")
            .says("efter tr\u{e4}ffen")
            .says("Kvar");
        officer.post(&format!("{at}/bjud-in"), &[("sedd", "1")]).await.is(303);
        let before = letters(world).0;
        let same = [
            ("sedd", "2"),
            ("andra-rubrik", "Rektorstr\u{e4}ff 2024"),
            ("andra-dag", "2024-11-21"),
            ("andra-fran", "9.00"),
            ("andra-till", "12.00"),
            ("andra-plats", "Stadshuset"),
            ("andra-anmalan", "2024-11-14"),
        ];
        officer.post(&format!("{at}/andra"), &same).await.is(303);
        assert_eq!(
            (seen(world).as_str(), letters(world).0),
            ("2", before),
            "nobody is written to of what is as it was"
        );
        officer.post(&format!("{at}/stall-in"), &[("sedd", "2"), ("stall-in-text", "Storm")]).await.is(303);
        assert_eq!(letters(world).0, before * 2);
        officer
            .post(&format!("{at}/material"), &[("sedd", "3"), ("material-rubrik", "X"), ("material-text", "Y")])
            .await
            .is(409);
        officer.get(&format!("{at}/underlag/sida")).await.is(200).says("Inga resultat \u{e4}r inl\u{e4}sta");
        officer.get(&format!("{at}/underlag/pdf")).await.is(404);
        officer.post(&format!("{at}/finns-inte"), &[]).await.is(404);
    });
}

#[test]
fn of_several_meetings_the_nearest_is_the_next_and_what_waits_is_named_by_its_meeting() {
    on(ENGINES[0], async |world| {
        let (officer, rektor) = (world.client("officer").await, world.client("rektor").await);
        for (title, day) in [("V\u{e5}rens tr\u{e4}ff", "2024-05-16"), ("H\u{f6}stens tr\u{e4}ff", "2024-11-21")] {
            let key = officer.get(PAGE).await.is(200).hidden("nyckel");
            let sent = [
                ("nyckel", key.as_str()),
                ("ny-rubrik", title),
                ("ny-dag", day),
                ("ny-fran", "9.00"),
                ("ny-till", "12.00"),
                ("ny-plats", "Stadshuset"),
                ("ny-anmalan", day),
            ];
            officer.post(PAGE, &sent).await.is(303);
            officer.post(&format!("{PAGE}/{key}/bjud-in"), &[("sedd", "1")]).await.is(303);
        }
        let listed: Vec<String> = all(world).iter().map(|kept| kept.stands.on.to_string()).collect();
        assert_eq!(listed, ["2024-11-21", "2024-05-16"]);
        let start = rektor.get("/start").await;
        start.is(200).says("V\u{e5}rens tr\u{e4}ff").does_not_say("H\u{f6}stens tr\u{e4}ff");
        let start = officer.get("/h/ekstad/uppfoljning").await.is(303).location.clone();
        officer.get(&start).await.is(200).says("V\u{e5}rens tr\u{e4}ff").does_not_say("H\u{f6}stens tr\u{e4}ff");
        world.clock.set(crate::testing::instant("2024-05-17T09:00:00Z"));
        let rektor = world.client("rektor").await;
        rektor.get("/h/ekstad/rektorstraff-hos-oss").await.is(200).says("Du svarade inte").says("Du har inte svarat");
        rektor.get("/start").await.is(200).says("H\u{f6}stens tr\u{e4}ff");
    });
}
