#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::cases::{Kind, Place, Raised, StateName};
use platform::access::Tools;

use crate::cases::{self, Dossier};
use crate::testing::{Answer, ENGINES, World, on};

const SAID: &str = "\u{644}\u{627} \u{623}\u{62d}\u{62f} \u{64a}\u{62c}\u{64a}\u{628}.";

/// The value of the hidden field on the page.
fn hidden(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

fn school(world: &World) -> String {
    format!("ekstad:{}", world.units[0])
}

/// From the first page to the receipt, in the language, as a browser without script does it.
pub(super) async fn tell(world: &World, lang: &str, fields: &[(&str, &str)]) -> (String, Answer) {
    let (browser, address, school) = (world.nobody(), format!("/synpunkt/{lang}"), school(world));
    let base = [("kommun", "ekstad"), ("skola", school.as_str())];
    let all: Vec<(&str, &str)> = base.iter().chain(fields).copied().collect();
    for step in ["var", "vad", "vem"] {
        let page = browser.post(&address, &[&all[..], &[("steg", step)]].concat()).await;
        page.is(200);
        if step == "vem" {
            let key = hidden(&page.text(), "nyckel");
            let sending = [&all[..], &[("steg", "las"), ("till", "skicka"), ("nyckel", key.as_str())]].concat();
            let receipt = browser.post(&address, &sending).await;
            receipt.is(200);
            let text = receipt.text();
            let code = text.split("translate=\"no\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
            // Sent twice is the same as sent once, with the same code.
            browser.post(&address, &sending).await.is(200).says(&code);
            return (code, receipt);
        }
    }
    unreachable!()
}

pub(super) fn all(world: &World) -> Vec<Dossier> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let all = cases::list(tx)?;
        all.into_iter().map(|filed| Ok(cases::find(tx, filed.id)?.unwrap())).collect()
    })
}

pub(super) const COMPLAINT: [(&str, &str); 4] =
    [("slag", "complaint"), ("text", SAID), ("om", "others"), ("kanner-till", "no")];

#[test]
fn a_complaint_in_arabic_is_sent_without_script_read_with_the_code_and_gone_on_with() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (code, receipt) = tell(world, "ar", &COMPLAINT).await;
            assert!(receipt.text().contains("dir=\"rtl\""));
            let told = all(world);
            assert_eq!(told.len(), 1);
            let opened = (told[0].case.kind, told[0].case.place, told[0].case.state, told[0].case.raised);
            assert_eq!(opened, (Kind::Complaint, Place::School, StateName::Received, Some(Raised::No)));
            // On another phone.
            let phone = world.nobody();
            let open = phone.post("/arende/ar", &[("kod", &code.to_lowercase().replace('-', " "))]).await;
            assert_eq!(open.is(303).location, "/arende/ar/las");
            let phone = world.browser_of(&open);
            phone.get("/arende/ar/las").await.is(200).says(SAID);
            phone.post("/arende/ar/skriv", &[("text", "Fortfarande inget svar.")]).await.is(303);
            phone.post("/arende/ar/skriv", &[("text", " \u{200b} ")]).await.is(422);
            phone.post("/arende/ar/vidare", &[("varfor", "Ingen svarar.")]).await.is(303);
            let told = all(world);
            assert_eq!((told[0].case.place, told[0].lines.len()), (Place::Authority, 3));
            phone.post("/arende/ar/stang", &[]).await.is(303);
        });
    }
}

#[test]
fn where_it_goes_follows_from_what_the_school_knows_and_whom_it_is_about() {
    on(ENGINES[0], async |world| {
        for (fields, place) in [
            ([("slag", "view"), ("text", "Bra!"), ("om", "others"), ("kanner-till", "")], Place::School),
            ([("slag", "complaint"), ("text", "A"), ("om", "rektor"), ("kanner-till", "no")], Place::School),
            ([("slag", "complaint"), ("text", "B"), ("om", "others"), ("kanner-till", "waiting")], Place::School),
            (
                [("slag", "complaint"), ("text", "C"), ("om", "others"), ("kanner-till", "not-content")],
                Place::Authority,
            ),
            (
                [("slag", "complaint"), ("text", "D"), ("om", "others"), ("kanner-till", "not-the-school")],
                Place::Authority,
            ),
            ([("slag", "complaint"), ("text", "E"), ("om", "officer"), ("kanner-till", "no")], Place::Authority),
        ] {
            let before = all(world).len();
            tell(world, "sv", &fields).await;
            let told = all(world);
            assert_eq!(told.len(), before + 1);
            assert!(told.iter().any(|dossier| dossier.case.place == place), "{fields:?}");
            let newest = told.iter().max_by_key(|dossier| dossier.filed.number).unwrap();
            assert_eq!(newest.case.place, place, "{fields:?}");
        }
    });
}

#[test]
fn no_page_gives_a_cookie_before_something_is_sent_and_nothing_of_the_time_is_kept() {
    for engine in ENGINES {
        on(engine, async |world| {
            for path in ["/synpunkt/sv", "/synpunkt/fa?skola=10000001", "/arende/sv"] {
                let page = world.nobody().get(path).await;
                assert!(page.is(200).cookies.is_empty(), "{path}");
            }
            tell(world, "sv", &COMPLAINT).await;
            let midnight = world.app.clock().now().day().start();
            let times = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
                let events: Vec<(kernel::Instant, String)> = tx.all(
                    ::store::sql!(
                        "SELECT at, actor_kind FROM audit_event WHERE tenant_id = $1 AND kind = 'case.opened'
                         ORDER BY seq"
                    ),
                    &[],
                )?;
                Ok(events)
            });
            assert_eq!(times, [(midnight, "anonymous".to_owned())]);
        });
    }
}

#[test]
fn a_wrong_code_opens_nothing_and_says_what_to_look_at() {
    on(ENGINES[0], async |world| {
        let (code, _) = tell(world, "sv", &COMPLAINT).await;
        let browser = world.nobody();
        browser.post("/arende/sv", &[("kod", "")]).await.is(422);
        browser.post("/arende/sv", &[("kod", "3333-3333-3333-3333-333")]).await.is(422).says("19");
        browser.post("/arende/sv", &[("kod", "0333-3333-3333-3333-3333")]).await.is(422).says("Tecknet");
        // Right in what finds the row and wrong in the rest.
        let last = if code.ends_with('3') { "4" } else { "3" };
        let near = format!("{}{last}", &code[..code.len() - 1]);
        let answer = browser.post("/arende/sv", &[("kod", &near)]).await;
        assert!(answer.is(422).cookies.is_empty());
        assert_eq!(browser.get("/arende/sv/las").await.is(303).location, "/arende");
    });
}

#[test]
fn what_is_missing_is_said_on_its_page_with_everything_that_was_written() {
    on(ENGINES[0], async |world| {
        let (browser, school) = (world.nobody(), school(world));
        let page = browser.post("/synpunkt/sv", &[("steg", "var"), ("kommun", "ekstad")]).await;
        page.is(422).says("Svara p\u{e5} fr\u{e5}gan");
        let page = browser
            .post("/synpunkt/sv", &[("steg", "vad"), ("skola", &school), ("slag", "complaint"), ("text", "")])
            .await;
        page.is(422).says("Ber\u{e4}tta vad du vill s\u{e4}ga");
        let long = "a".repeat(100_000);
        let page = browser
            .post("/synpunkt/sv", &[("steg", "vad"), ("skola", &school), ("slag", "complaint"), ("text", &long)])
            .await;
        page.is(422).says("100000").says(&long);
        // Sent at once with nothing in it, and with a school that is none.
        browser.post("/synpunkt/sv", &[("till", "skicka")]).await.is(422);
        let foreign = format!("ekstad:{}", world.units[3]);
        let sending = [("till", "skicka"), ("skola", foreign.as_str()), ("nyckel", &"k".repeat(43))];
        let page = browser.post("/synpunkt/sv", &[&sending[..], &COMPLAINT].concat()).await;
        page.is(200).says("Vilken utbildning");
        assert!(all(world).is_empty());
    });
}

#[test]
fn a_class_of_thirty_on_one_address_complains_at_once() {
    on(ENGINES[0], async |world| {
        for _ in 0..30 {
            tell(world, "so", &COMPLAINT).await;
        }
        assert_eq!(all(world).len(), 30);
        let numbers: std::collections::BTreeSet<i64> = all(world).iter().map(|one| one.filed.number).collect();
        assert_eq!(numbers.len(), 30);
    });
}

#[test]
fn a_name_and_a_way_to_be_reached_are_kept_with_the_case_for_who_may_read_it() {
    on(ENGINES[0], async |world| {
        let named = [&COMPLAINT[..], &[("vem", "ja"), ("namn", "Amina"), ("kontakt", "a@b.example")]].concat();
        tell(world, "en", &named).await;
        let (tools, id) = (Tools::of(&world.app), all(world)[0].filed.id);
        let who = world
            .read(Scope::Tenant(world.ekstad.id), move |tx| cases::who(tx, &tools, id, domain::cases::Sight::Words));
        assert_eq!((who.name.as_str(), who.contact.as_str()), ("Amina", "a@b.example"));
    });
}
