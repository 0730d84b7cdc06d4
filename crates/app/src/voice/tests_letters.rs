//! Notices to whoever has a code, over a real server of letters; and staff without an account.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Engine, Scope, global_sql};
use domain::abuse::Milestone;
use domain::cases::{Action, Hand, Happening, Outcome, Seen};
use kernel::Role;
use platform::access::Tools;
use platform::jobs::run_due;
use platform::mail::Protection;

use super::tests::{COMPLAINT, all, tell};
use crate::cases::{self, Add};
use crate::testing::smtp::SmtpServer;
use crate::testing::{ENGINES, World, day, instant, on, on_both};
use crate::{abuse, mail};

const ADDRESS: &str = "amina@example.org";

fn sending(engine: Engine, server: &SmtpServer, test: impl AsyncFn(&World)) {
    let world = World::that_sends(engine, Some(server.settings(Protection::Plain)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(test(&world));
}

fn wants(world: &World) -> bool {
    let id = all(world)[0].filed.id;
    world.read(Scope::Tenant(world.ekstad.id), move |tx| mail::has_notice(tx, id))
}

#[test]
fn whoever_left_an_address_hears_in_their_language_that_there_is_an_answer_once_and_nobody_sees_the_address() {
    let server = SmtpServer::start(&[]);
    for engine in ENGINES {
        sending(engine, &server, async |world| {
            let before = server.taken().len();
            let (code, _) = tell(world, "es", &[&COMPLAINT[..], &[("brev", ADDRESS)]].concat()).await;
            assert!(wants(world));
            let id = all(world)[0].filed.id;
            let (rektor, base) = (world.client("rektor").await, format!("/h/ekstad/arenden/{id}"));
            let page = rektor.get(&base).await;
            assert!(!page.is(200).text().contains(ADDRESS));
            rektor.post(&format!("{base}/bekrafta"), &[("bekrafta-text", "Tack.")]).await.is(303);
            rektor.post(&format!("{base}/anteckna"), &[("anteckna-text", "Hos oss.")]).await.is(303);
            run_due(&world.app, &crate::jobs()).await.unwrap();
            assert_eq!(server.taken().len(), before, "nothing to read that is an answer");
            rektor.post(&format!("{base}/svara"), &[("svara-text", "Vi har ordnat det.")]).await.is(303);
            for _ in 0..2 {
                run_due(&world.app, &crate::jobs()).await.unwrap();
            }
            let taken = server.taken();
            assert_eq!(taken.len(), before + 1);
            let letter = taken.last().unwrap();
            assert_eq!(letter.to(), ADDRESS);
            assert!(letter.text().contains("Hay algo que leer en tu caso"), "{}", letter.text());
            assert!(letter.text().contains("http://localhost/arende/es"), "{}", letter.text());
            for word in ["Lindblad", "ordnat", code.as_str(), &code.replace('-', "")] {
                assert!(!letter.raw().contains(word), "{word}: {}", letter.raw());
            }
            // The page of letters shows neither the address nor the language, to the administrator either.
            let admin = world.client("admin").await;
            let list = admin.get("/h/ekstad/utskick").await;
            list.is(200).says("Till den som skrev i ett \u{e4}rende");
            assert!(!list.text().contains(ADDRESS) && !list.text().contains("Hay algo"));
            let rows: Vec<(Option<String>, String, Option<String>)> = world.read(Scope::Global, |tx| {
                tx.all(global_sql!("SELECT address, subject, says FROM letter WHERE kind = 'notice'"), &[])
            });
            assert_eq!(rows.len(), 1);
            let (address, subject, says) = &rows[0];
            assert!(address.as_ref().is_some_and(|address| address.starts_with("notice:")));
            assert!(!subject.contains("Hay") && says.as_deref().unwrap_or("").is_empty());
            // Whoever has the code takes it away; what was queued meanwhile does not go.
            rektor.post(&format!("{base}/fraga"), &[("fraga-text", "Vilken dag?")]).await.is(303);
            let phone = world.nobody();
            let open = phone.post("/arende/es", &[("kod", &code)]).await;
            let phone = world.browser_of(&open);
            phone.get("/arende/es/las").await.is(200).says("Quitar la direcci\u{f3}n");
            phone.post("/arende/es/brev", &[("bort", "ja")]).await.is(303);
            assert!(!wants(world));
            run_due(&world.app, &crate::jobs()).await.unwrap();
            assert_eq!(server.taken().len(), before + 1);
            // And leaves it again; what is no address is told.
            phone.post("/arende/es/brev", &[("brev", "amina")]).await.is(422);
            phone.post("/arende/es/brev", &[("brev", ADDRESS)]).await.is(303);
            assert!(wants(world));
        });
    }
}

#[test]
fn an_address_is_deleted_when_the_case_has_been_closed_for_as_long_as_the_year_says() {
    let server = SmtpServer::start(&[]);
    for engine in ENGINES {
        sending(engine, &server, async |world| {
            let view = [("slag", "view"), ("text", "Bra!"), ("om", "others"), ("brev", ADDRESS)];
            tell(world, "sv", &view).await;
            let (id, tools) = (all(world)[0].filed.id, Tools::of(&world.app));
            world.write(Scope::Tenant(world.ekstad.id), move |tx| {
                let seen = Seen { hand: Hand::Role(Role::Rektor), chosen: false };
                for (action, happening) in [
                    (Action::Acknowledge, Happening::Acknowledged),
                    (Action::Close, Happening::Closed { outcome: Outcome::Resolved }),
                ] {
                    let add = Add { seen, action, happening, words: "Tack.", files: &[], person: None };
                    cases::add(tx, &tools, id, &add)?.unwrap().unwrap();
                }
                Ok(())
            });
            for (on, kept) in [("2024-03-15", true), ("2024-04-13", true), ("2024-04-14", false)] {
                world.clock.set(instant(&format!("{on}T06:00:00Z")));
                crate::case_watch::forget(&world.app, day(on)).await.unwrap();
                assert_eq!(wants(world), kept, "{on}");
            }
        });
    }
}

#[test]
fn without_a_server_of_letters_no_address_is_asked_for_or_kept() {
    on(ENGINES[0], async |world| {
        let (code, _) = tell(world, "sv", &[&COMPLAINT[..], &[("brev", ADDRESS)]].concat()).await;
        assert!(!wants(world));
        let open = world.nobody().post("/arende/sv", &[("kod", &code)]).await;
        let phone = world.browser_of(&open);
        phone.get("/arende/sv/las").await.is(200).does_not_say("E-post f\u{f6}r att");
        phone.post("/arende/sv/brev", &[("brev", ADDRESS)]).await.is(422);
        assert!(!wants(world));
    });
}

/// The value of the hidden field on the page.
fn key(page: &str) -> String {
    page.split("name=\"nyckel\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn staff_without_an_account_tell_of_abuse_past_whom_it_is_about_and_see_with_a_code_which_steps_are_taken() {
    on_both(async |world| {
        let browser = world.nobody();
        let path = "/skola/10000001/personal";
        browser.get("/synpunkt/sv?skola=10000001").await.is(200).says("Jag arbetar p\u{e5} skolan").says(path);
        browser.get("/skola/99999999/personal").await.is(404);
        let key = key(&browser.get(path).await.is(200).text());
        browser
            .post(path, &[("nyckel", &key)])
            .await
            .is(422)
            .says("Skriv vad som har h\u{e4}nt")
            .says("V\u{e4}lj ett svar");
        let fields = |key: &str, about: &str| -> Vec<(&'static str, String)> {
            let about = about.to_owned();
            vec![
                ("nyckel", key.to_owned()),
                ("text", "Rektorn skrek.".to_owned()),
                ("vem", "Amina".to_owned()),
                ("kalla", "staff".to_owned()),
                ("kannedom", "2024-03-14".to_owned()),
                ("galler", about),
                ("namn", "Karin".to_owned()),
            ]
        };
        let sending = fields(&key, "rektor");
        let sending: Vec<(&str, &str)> = sending.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let late: Vec<(&str, &str)> = sending
            .iter()
            .map(|(name, value)| if *name == "kannedom" { (*name, "2030-01-01") } else { (*name, *value) })
            .collect();
        browser.post(path, &late).await.is(422).says("efter i dag").says("Rektorn skrek.");
        let old: Vec<(&str, &str)> = sending
            .iter()
            .map(|(name, value)| if *name == "kannedom" { (*name, "1999-01-01") } else { (*name, *value) })
            .collect();
        browser.post(path, &old).await.is(422).says("ett \u{e5}r tillbaka");
        let receipt = browser.post(path, &sending).await;
        receipt.is(200).says("Rektorn ser den inte");
        let text = receipt.text();
        let code = text.split("translate=\"no\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        browser.post(path, &sending).await.is(200).says(&code);
        let told = world.read(Scope::Tenant(world.ekstad.id), abuse::list);
        assert_eq!(told.len(), 1, "sent twice is once");
        let id = told[0].0.id;
        assert_eq!(told[0].1.day(Milestone::Learnt), Some(day("2024-03-14")));
        let (rektor, management) = (world.client("rektor").await, world.client("management").await);
        rektor.get(&format!("/h/ekstad/krankning/{id}")).await.is(404);
        let whole = management.get(&format!("/h/ekstad/krankning/{id}")).await;
        whole.is(200).says("Rektorn skrek.").says("Anm\u{e4}lt av Karin");
        world.client("contact").await.get(&format!("/h/ekstad/krankningar/{id}")).await.is(200);
        // With the code: days, and not a word.
        let open = world.nobody().post("/arende/sv", &[("kod", &code)]).await;
        assert_eq!(open.is(303).location, "/arende/sv/las");
        let phone = world.browser_of(&open);
        phone.get("/arende/sv/las").await.is(200).says("Utredning 1").does_not_say("skrek").does_not_say("Amina");
        phone.post("/arende/sv/skriv", &[("text", "Mer.")]).await.is(303);
        phone.post("/arende/sv/brev", &[("brev", ADDRESS)]).await;
        management.post(&format!("/h/ekstad/krankning/{id}/inled"), &[("inled-vem", "Ledningen")]).await.is(303);
        phone.get("/arende/sv/las").await.is(200).says("15 mars 2024");
    });
}
