//! A case that was said to the wrong authority: it is handed over, and whoever wrote goes on with the same code.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::cases::{Case, Outcome, Place, StateName};
use kernel::Id;
use kernel::id::kind::Tenant;

use super::tests::{all, code_of, go};
use crate::cases::{self, Dossier};
use crate::testing::{ENGINES, World, on};

const SAID: &str = "Ingen svarar p\u{e5} mina fr\u{e5}gor.";
const MOTIVE: &str = "Kursg\u{e5}rden ligger i grannkommunen.";

/// As [`send`], of another browser.
async fn send_again(world: &World, own: &str) -> String {
    send_with(world, "saknas", &own.repeat(20).chars().take(43).collect::<String>()).await
}

async fn send(world: &World, school: &str) -> String {
    send_with(world, school, "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk").await
}

async fn send_with(world: &World, school: &str, key: &str) -> String {
    let fields = [
        ("kommun", "ekstad"),
        ("skola", school),
        ("skola-namn", "Kursg\u{e5}rden"),
        ("slag", "complaint"),
        ("text", SAID),
        ("om", "others"),
        ("kanner-till", "no"),
        ("vem", "ja"),
        ("namn", "Kim Testsson"),
        ("nyckel", key),
        ("till", "skicka"),
    ];
    let (_, receipt) = go(&world.nobody(), "/synpunkt/sv", &fields).await;
    code_of(receipt.is(200))
}

fn cases_of(world: &World, tenant: Id<Tenant>) -> Vec<Dossier> {
    world.read(Scope::Tenant(tenant), |tx| {
        let all = cases::list(tx)?;
        all.into_iter().filter_map(|filed| cases::find(tx, filed.id).transpose()).collect()
    })
}

async fn run_jobs(world: &World) {
    platform::jobs::run_due(&world.app, &crate::jobs()).await.unwrap();
}

#[test]
fn a_case_said_to_the_wrong_authority_is_handed_over_and_the_code_goes_with_it() {
    for engine in ENGINES {
        on(engine, async |world| {
            let code = send(world, "saknas").await;
            let phone = world.browser_of(&world.nobody().post("/arende/sv", &[("kod", &code)]).await);
            phone.post("/arende/sv/skriv", &[("text", "Det h\u{e4}nde i g\u{e5}r ocks\u{e5}.")]).await.is(303);
            let mut picture = Vec::new();
            let dots = image::RgbImage::from_pixel(6, 4, image::Rgb([9, 90, 102]));
            dots.write_to(&mut std::io::Cursor::new(&mut picture), image::ImageFormat::Png).unwrap();
            phone.upload("/arende/sv/filer", &[], "bild.png", &picture).await.is(303);
            let first = all(world).remove(0);
            let (id, received) = (first.filed.id, first.filed.received);
            let base = format!("/h/ekstad/klagomal/{id}");
            let officer = world.client("officer").await;
            officer.post(&format!("{base}/anteckna"), &[("anteckna-text", "V\u{e5}r egen anteckning.")]).await.is(303);
            world.clock.advance(4 * 86_400);
            let officer = world.client("officer").await;
            let page = officer.get(&base).await;
            page.is(200).says("L\u{e4}mna till en annan kommun").says("Det g\u{e5}r inte att \u{e5}ngra");
            let to = world.bokhamn.id.to_string();
            let own = world.ekstad.id.to_string();
            for wrong in [own.as_str(), "", "annat"] {
                let fields = [("annan-kommun-val", wrong), ("annan-kommun-text", MOTIVE)];
                officer.post(&format!("{base}/annan-kommun"), &fields).await.is(422);
            }
            // What is missing is told at once.
            let nothing = officer.post(&format!("{base}/annan-kommun"), &[]).await;
            nothing.is(422).says("V\u{e4}lj ett svar").says("Skriv n\u{e5}got h\u{e4}r");
            officer.post(&format!("{base}/annan-kommun"), &[("annan-kommun-val", &to)]).await.is(422);
            let sedd = page.hidden("sedd");
            let fields = [("annan-kommun-val", to.as_str()), ("annan-kommun-text", MOTIVE), ("sedd", &sedd)];
            officer.post(&format!("{base}/annan-kommun"), &fields).await.is(303);
            // Until it has come there, the code tells what is happening.
            let still = world.browser_of(&world.nobody().post("/arende/sv", &[("kod", &code)]).await);
            still.get("/arende/sv/las").await.is(200).says("l\u{e4}mnade ditt \u{e4}rende till").says(MOTIVE);
            still.post("/arende/sv/skriv", &[("text", "Mer.")]).await.is(422).says("Mer.");
            let told = still.upload("/arende/sv/filer", &[], "bild.png", &picture).await;
            told.is(422)
                .says("Det gick inte att spara: \u{e4}rendet har \u{e4}ndrats")
                .says("\u{d6}ppna ditt \u{e4}rende");
            run_jobs(world).await;
            run_jobs(world).await;
            // Here it is closed, read and nothing more.
            let here: Case = all(world).remove(0).case;
            assert_eq!((here.state, here.outcome, here.moved), (StateName::Closed, Some(Outcome::HandedOver), true));
            officer
                .get(&base)
                .await
                .is(200)
                .says("l\u{e4}mnat till en annan kommun")
                .does_not_say("G\u{f6}r n\u{e5}got");
            officer.post(&format!("{base}/ta-upp"), &[("ta-upp-text", "\u{c5}ter.")]).await.is(409);
            officer.get("/h/ekstad/klagomal/over-tid").await.is(200).says("Inget \u{e4}rende har kommit in");
            // There it is a case without a school, of the day on which it was said, with clocks that begin today.
            let there = cases_of(world, world.bokhamn.id);
            assert_eq!(there.len(), 1);
            let came = &there[0];
            assert_eq!((came.filed.received, came.case.clock_from), (received, received.plus_days(4)));
            assert_eq!((came.case.state, came.case.place), (StateName::Received, Place::Authority));
            assert_eq!((came.filed.school, came.filed.number), (None, 1));
            let foreign = world.client("foreign-officer").await;
            let at = format!("/h/bokhamn/klagomal/{}", came.filed.id);
            foreign.get("/h/bokhamn/klagomal").await.is(200).says("Klagom\u{e5}l 1");
            foreign
                .get(&at)
                .await
                .is(200)
                .says(SAID)
                .says("Det h\u{e4}nde i g\u{e5}r ocks\u{e5}.")
                .says("Kim Testsson")
                .says("Kursg\u{e5}rden")
                .says(MOTIVE)
                .does_not_say("V\u{e5}r egen anteckning.");
            assert!(foreign.get(&format!("{at}/fil/0")).await.is(200).bytes.starts_with(b"\x89PNG"));
            foreign.get("/h/bokhamn/klagomal/over-tid").await.is(200).says("1 \u{e4}rende kom in");
            // The code opens what came of it, and what is written there is seen there alone.
            let phone = world.browser_of(&world.nobody().post("/arende/en", &[("kod", &code)]).await);
            phone
                .get("/arende/en/las")
                .await
                .is(200)
                .says(SAID)
                .says("took over your case from")
                .says("Your code is the same");
            phone.post("/arende/en/skriv", &[("text", "Bara f\u{f6}r er nya.")]).await.is(303);
            foreign.post(&format!("{at}/svara"), &[("svara-text", "Vi har det nu.")]).await.is(303);
            phone.get("/arende/en/las").await.is(200).says("Vi har det nu.");
            officer.get(&base).await.is(200).does_not_say("Bara f\u{f6}r er nya.");
            assert_eq!(cases_of(world, world.bokhamn.id).len(), 1, "once, however often the work is done");
            for (tenant, kind) in [(world.ekstad, "case.moved"), (world.bokhamn, "case.received")] {
                assert!(world.events(tenant).iter().any(|told| told == kind), "{kind}");
            }
        });
    }
}

#[test]
fn what_is_of_a_school_here_or_has_been_is_not_handed_over() {
    on(ENGINES[0], async |world| {
        send(world, "saknas").await;
        let id = all(world)[0].filed.id;
        let (officer, base) = (world.client("officer").await, format!("/h/ekstad/klagomal/{id}"));
        let to = world.bokhamn.id.to_string();
        let fields = [("annan-kommun-val", to.as_str()), ("annan-kommun-text", MOTIVE)];
        for name in ["rektor", "owner"] {
            let client = world.client(name).await;
            let status = client.post(&format!("{base}/annan-kommun"), &fields).await.status.as_u16();
            assert!([404, 409].contains(&status), "{name}: {status}");
        }
        let unit = world.units[0].to_string();
        officer.post(&format!("{base}/skola"), &[("skola-val", &unit)]).await.is(303);
        officer.post(&format!("{base}/lamna-till-skolan"), &[]).await.is(303);
        officer.get(&base).await.is(200).does_not_say("L\u{e4}mna till en annan kommun");
        officer.post(&format!("{base}/annan-kommun"), &fields).await.is(409);
        officer
            .get(&base)
            .await
            .is(200)
            .says("H\u{f6}r studierna till en annan kommun?")
            .says("En skola h\u{e4}r har eller har haft");
        assert!(cases_of(world, world.bokhamn.id).is_empty());
    });
}

#[test]
fn a_case_that_cannot_come_to_the_other_authority_is_taken_up_again() {
    for engine in ENGINES {
        on(engine, async |world| {
            send(world, "saknas").await;
            let id = all(world)[0].filed.id;
            let (officer, base) = (world.client("officer").await, format!("/h/ekstad/klagomal/{id}"));
            let to = world.bokhamn.id.to_string();
            let fields = [("annan-kommun-val", to.as_str()), ("annan-kommun-text", MOTIVE)];
            officer.post(&format!("{base}/annan-kommun"), &fields).await.is(303);
            let job = crate::case_moves::JOBS[0];
            let payload = world.read(Scope::Global, |tx| {
                let found: (String,) =
                    tx.one(::store::global_sql!("SELECT payload FROM job WHERE kind = 'case.move' ORDER BY id"), &[])?;
                Ok(found.0)
            });
            let payload: serde_json::Value = serde_json::from_str(&payload).unwrap();
            for _ in 0..2 {
                let given_up = job.given_up.unwrap();
                given_up(world.app.clone(), Some(world.ekstad.id), payload.clone()).await.unwrap();
            }
            let case = all(world).remove(0).case;
            assert_eq!((case.moved, case.state, case.reopened), (false, StateName::Handled, 1));
            officer.get(&base).await.is(200).says("tog upp det igen").says("G\u{f6}r n\u{e5}got");
            // The work that was late does nothing any more.
            run_jobs(world).await;
            assert!(cases_of(world, world.bokhamn.id).is_empty());
        });
    }
}

#[test]
fn what_has_been_answered_or_asked_here_is_not_handed_over_since_it_would_be_gone_for_whoever_wrote() {
    for engine in ENGINES {
        on(engine, async |world| {
            let to = world.bokhamn.id.to_string();
            for (step, text) in [("svara", "S\u{e5} h\u{e4}r \u{e4}r det."), ("fraga", "Vilken skola?")] {
                let before: Vec<_> = all(world).into_iter().map(|dossier| dossier.filed.id).collect();
                send_again(world, step).await;
                let id = all(world).into_iter().map(|one| one.filed.id).find(|id| !before.contains(id)).unwrap();
                let base = format!("/h/ekstad/klagomal/{id}");
                let officer = world.client("officer").await;
                officer.get(&base).await.is(200).says("L\u{e4}mna till en annan kommun");
                officer.post(&format!("{base}/{step}"), &[(&format!("{step}-text"), text)]).await.is(303);
                let page = officer.get(&base).await;
                page.is(200).does_not_say("annan-kommun-val");
                let fields = [("annan-kommun-val", to.as_str()), ("annan-kommun-text", MOTIVE), ("sedd", "2")];
                officer
                    .post(&format!("{base}/annan-kommun"), &fields)
                    .await
                    .is(409)
                    .says("Ni har svarat eller fr\u{e5}gat");
            }
        });
    }
}
