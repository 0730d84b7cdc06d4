//! Several hands in one case, and hands that may not have it: through the router.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::cases::{About, Place, Raised, StateName};
use kernel::id::kind::CaseFile;
use kernel::{Id, Role};

use crate::cases::{self, Dossier};
use crate::testing::cases::say;
use crate::testing::{World, on_both, person_id};

const SAID: &str = "Ingen svarar på mina frågor.";

fn found(world: &World, id: Id<CaseFile>) -> Dossier {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| cases::find(tx, id)).unwrap()
}

fn all(world: &World) -> Vec<cases::Filed> {
    world.read(Scope::Tenant(world.ekstad.id), cases::list)
}

#[test]
fn a_rektor_who_leads_the_provider_too_sees_nothing_of_what_is_about_the_rektor() {
    on_both(async |world| {
        let id = say(world, 0, (SAID, ""), |opened| opened.about = About::Rektor);
        let base = format!("/h/ekstad/arenden/{id}");
        let management = world.client("management").await;
        management.get(&base).await.is(200).says(SAID);
        world.seat_at(world.ekstad, person_id("rektor"), Role::ProviderManagement);
        let rektor = world.client("rektor").await;
        rektor.get(&base).await.is(404);
        rektor.get("/h/ekstad/arenden").await.is(200).does_not_say("Klagomål 1");
        rektor.get(&format!("{base}/utlamna")).await.is(404);
        rektor.post(&format!("{base}/anteckna"), &[("anteckna-text", "Jaha")]).await.is(404);
        // What is about others they read as before.
        let other = say(world, 0, (SAID, ""), |_| {});
        rektor.get(&format!("/h/ekstad/arenden/{other}")).await.is(200).says(SAID);
    });
}

#[test]
fn what_was_decided_on_what_was_read_is_asked_again_when_something_else_has_come() {
    on_both(async |world| {
        let id = say(world, 0, (SAID, ""), |opened| opened.place = Place::Authority);
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        let base = format!("/h/ekstad/klagomal/{id}");
        let seen = officer.get(&base).await.is(200).hidden("sedd");
        officer.post(&format!("{base}/behall"), &[("sedd", &seen)]).await.is(303);
        let down = [("sedd", seen.as_str()), ("lamna-till-skolan-text", "Ni får ta det.")];
        let told = contact.post(&format!("{base}/lamna-till-skolan"), &down).await;
        told.is(422).says("Något har hänt i ärendet sedan du öppnade sidan").says("Ni får ta det.");
        assert_eq!(found(world, id).case.place, Place::Authority);
        // Read anew it may be done; a note is taken whatever has come.
        contact.post(&format!("{base}/anteckna"), &[("sedd", &seen), ("anteckna-text", "Ringt.")]).await.is(303);
        let seen = contact.get(&base).await.is(200).hidden("sedd");
        let down = [("sedd", seen.as_str()), ("lamna-till-skolan-text", "Ni får ta det.")];
        contact.post(&format!("{base}/lamna-till-skolan"), &down).await.is(303);
        assert_eq!(found(world, id).case.place, Place::School);
    });
}

#[test]
fn a_form_that_is_sent_twice_is_one_line_and_what_is_registered_twice_is_one_case() {
    on_both(async |world| {
        let id = say(world, 0, (SAID, ""), |_| {});
        let rektor = world.client("rektor").await;
        let base = format!("/h/ekstad/arenden/{id}");
        let seen = rektor.get(&base).await.is(200).hidden("sedd");
        let ask = [("sedd", seen.as_str()), ("fraga-text", "Vilken kurs gäller det?")];
        for _ in 0..3 {
            rektor.post(&format!("{base}/fraga"), &ask).await.is(303);
        }
        assert_eq!(found(world, id).lines.len(), 2);
        let key = rektor.get("/h/ekstad/arenden/nytt").await.is(200).hidden("nyckel");
        let unit = world.units[0].to_string();
        let said = |text: &'static str| {
            [("nyckel", key.as_str()), ("text", text), ("enhet", unit.as_str()), ("satt", "phone")]
        };
        for _ in 0..2 {
            rektor.post("/h/ekstad/arenden/nytt", &said("Hissen är trasig.")).await.is(303);
        }
        assert_eq!(all(world).len(), 2);
        // The same form with another text, come back to in the browser, is another case.
        rektor.post("/h/ekstad/arenden/nytt", &said("Dörren är trasig.")).await.is(303);
        assert_eq!(all(world).len(), 3);
        let officer = world.client("officer").await;
        let key = officer.get("/h/ekstad/klagomal/nytt").await.is(200).hidden("nyckel");
        let said = [
            ("nyckel", key.as_str()),
            ("text", "Handläggaren svarar inte."),
            ("enhet", unit.as_str()),
            ("satt", "phone"),
            ("hos", "har"),
            ("galler", "officer"),
        ];
        for _ in 0..2 {
            officer.post("/h/ekstad/klagomal/nytt", &said).await.is(303);
        }
        assert_eq!(all(world).len(), 4);
    });
}

#[test]
fn a_school_gets_what_was_kept_from_it_only_when_somebody_says_that_it_is_agreed() {
    on_both(async |world| {
        let id = say(world, 0, (SAID, "Amina"), |opened| {
            (opened.raised, opened.place) = (Some(Raised::NotTheSchool), Place::Authority);
        });
        let officer = world.client("officer").await;
        let base = format!("/h/ekstad/klagomal/{id}");
        officer.get(&base).await.is(200).says("Den som skrev ville inte vända sig till skolan");
        for (action, field) in [("lamna-till-skolan", "lamna-till-skolan"), ("tillsammans", "tillsammans")] {
            let text = format!("{field}-text");
            let told = officer.post(&format!("{base}/{action}"), &[(&text, "Ni tar det.")]).await;
            told.is(422).says("Stäm av med den som skrev").says("Ni tar det.");
        }
        assert!(!found(world, id).case.school_has);
        let agreed = [("lamna-till-skolan-text", "Amina vill det nu."), ("lamna-till-skolan-stamt", "ja")];
        officer.post(&format!("{base}/lamna-till-skolan"), &agreed).await.is(303);
        assert!(found(world, id).case.school_has);
    });
}

#[test]
fn what_is_about_an_officer_leaves_no_gap_among_the_numbers_and_what_no_school_has_is_in_no_report() {
    on_both(async |world| {
        say(world, 0, (SAID, ""), |_| {});
        say(world, 0, (SAID, ""), |opened| (opened.about, opened.place) = (About::Officer, Place::Authority));
        let kept = say(world, 0, (SAID, ""), |opened| opened.place = Place::Authority);
        let mut numbers: Vec<i64> = all(world).into_iter().map(|filed| filed.number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 900_001]);
        let officer = world.client("officer").await;
        let base = format!("/h/ekstad/klagomal/{kept}");
        officer.post(&format!("{base}/behall"), &[]).await.is(303);
        officer.post(&format!("{base}/svara"), &[("svara-text", "Så här blir det.")]).await.is(303);
        let counts =
            [("bedom-negativt", "ja"), ("bedom-aktiv", "ja"), ("bedom-ledning", "ja"), ("bedom-karna", "bemotande")];
        officer.post(&format!("{base}/bedom"), &counts).await.is(303);
        officer.get(&base).await.is(200).says("Kärna: Bemötande");
        // It is in no school's report: no text for one is asked for before it is closed, and the overview does not count it.
        officer
            .post(&format!("{base}/avsluta"), &[("avsluta-val", "resolved"), ("avsluta-text", "Klart.")])
            .await
            .is(303);
        assert_eq!(found(world, kept).case.state, StateName::Closed);
        let flows = world.read(Scope::Tenant(world.ekstad.id), cases::flows);
        assert!(flows.iter().all(|(_, flow)| !flow.counts));
    });
}

#[test]
fn a_provider_tells_of_a_major_deficiency_and_the_authority_takes_it_in_answers_and_closes() {
    on_both(async |world| {
        let (rektor, officer) = (world.client("rektor").await, world.client("officer").await);
        let page = rektor.get("/h/ekstad/arenden/brist").await;
        page.is(200).says("rättssäkra betyg").says("Kommunen får veta det direkt");
        let key = page.hidden("nyckel");
        let unit = world.units[0].to_string();
        let wrong = [("nyckel", key.as_str()), ("enhet", ""), ("text", ""), ("dag", "2030-01-01")];
        rektor.post("/h/ekstad/arenden/brist", &wrong).await.is(422).says("Skriv något här").says("efter i dag");
        let told = [
            ("nyckel", key.as_str()),
            ("enhet", unit.as_str()),
            ("text", "Betyg är satta av någon utan behörighet."),
            ("gjort", "Betygen sätts om."),
        ];
        let done = rektor.post("/h/ekstad/arenden/brist", &told).await;
        let again = rektor.post("/h/ekstad/arenden/brist", &told).await;
        assert_eq!(done.is(303).location, again.is(303).location);
        let base = rektor.follow(&done).await;
        base.is(200)
            .says("Allvarlig brist 1")
            .says("samma dag som det anmäldes")
            .says("Det här gör vi åt det: Betygen sätts om.")
            .says("har anmält det själv");
        let id = all(world)[0].id;
        let (school, city) = (format!("/h/ekstad/arenden/{id}"), format!("/h/ekstad/klagomal/{id}"));
        officer.get("/h/ekstad/klagomal").await.is(200).says("Allvarlig brist 1");
        officer.get(&city).await.is(200).says("utan behörighet");
        // The provider does not close what it told of itself, nor judge whether it counts.
        rektor.post(&format!("{school}/bekrafta"), &[]).await.is(409);
        rektor.post(&format!("{school}/svara"), &[("svara-text", "Klart.")]).await.is(409);
        let counts =
            [("bedom-negativt", "ja"), ("bedom-aktiv", "ja"), ("bedom-ledning", "ja"), ("bedom-karna", "bemotande")];
        officer.post(&format!("{city}/bedom"), &counts).await.is(409).says("räknas inte som klagomål");
        rektor
            .post(&format!("{school}/atgard"), &[("atgard-val", "trepartssamtal"), ("atgard-text", "Samtal i dag.")])
            .await
            .is(303);
        officer.post(&format!("{city}/bekrafta"), &[("bekrafta-text", "Vi tittar på det.")]).await.is(303);
        officer
            .post(&format!("{city}/avsluta"), &[("avsluta-val", "resolved"), ("avsluta-text", "Klart.")])
            .await
            .is(409);
        officer.post(&format!("{city}/svara"), &[("svara-text", "Redovisa omprövningen.")]).await.is(303);
        rektor.get(&school).await.is(200).says("Redovisa omprövningen.");
        officer
            .post(&format!("{city}/avsluta"), &[("avsluta-val", "resolved"), ("avsluta-text", "Klart.")])
            .await
            .is(303);
        assert_eq!(found(world, id).case.state, StateName::Closed);
        assert!(!found(world, id).case.counts());
        let foreign = world.client("other-editor").await;
        foreign.get(&school).await.is(404);
        // The authority's clock goes from the day that it was told, and how long the school waited is said.
        let late = [("enhet", unit.as_str()), ("text", "Dörrarna var låsta."), ("dag", "2024-03-05")];
        let done = rektor.post("/h/ekstad/arenden/brist", &late).await;
        rektor.follow(&done).await.is(200).says("dagar innan det anmäldes").says("Kom in").does_not_say("sen,");
        let newest = all(world).into_iter().max_by_key(|filed| filed.number).unwrap();
        assert_eq!(newest.received, world.app.clock().now().day());
        officer.post(&format!("/h/ekstad/klagomal/{}/lamna-till-skolan", newest.id), &[]).await.is(409);
    });
}
