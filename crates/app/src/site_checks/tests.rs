#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clients::testing::{Reply, Server};

use crate::testing::{World, on_both};

async fn run_jobs(world: &World) -> usize {
    platform::jobs::run_due(&world.app, &crate::jobs()).await.unwrap()
}

const CONTACTS: &str = "<html lang='sv'><h1>Kontakt</h1><table><tr><td>Rektor</td><td>Eva Lo</td><td>eva@skola.example</td></tr>
    <tr><td>Studie- och yrkesvägledare</td><td>0500-22 33 44</td></tr><tr><td>Kursansvarig</td><td>Bo Ek</td></tr></table>
    <script>alert(1)</script></html>";

/// A site whose page of contacts is another one from the second time on.
fn site() -> (Server, Arc<AtomicUsize>) {
    let times: Arc<AtomicUsize> = Arc::default();
    let counts = times.clone();
    let server = Server::new(move |asked, _| match asked.path.as_str() {
        "/robots.txt" => Reply::of_type("text/plain", "User-agent: *\nDisallow: /hemligt"),
        "/" => Reply::of_type(
            "text/html; charset=utf-8",
            "<h1>Skolan</h1><p>Välkommen till vår skola för vuxna.</p><a href=/kontakt>Kontakta oss</a>",
        ),
        "/kontakt" => {
            let before = counts.fetch_add(1, Ordering::SeqCst);
            let page = if before == 0 { CONTACTS.to_owned() } else { CONTACTS.replace("eva@skola.example", "") };
            Reply::of_type("text/html; charset=utf-8", &page)
        }
        _ => Reply::status(404),
    });
    (server, times)
}

fn of(world: &World) -> (String, String) {
    (
        format!("/h/ekstad/webbkontroll/anordnare/{}", world.lindblad),
        format!("/h/ekstad/webbkontroll/adress/{}", world.lindblad),
    )
}

#[test]
fn a_site_is_checked_told_with_sentence_and_place_kept_confirmed_and_a_change_is_told() {
    on_both(async |world| {
        let (server, _) = site();
        let (admin, officer) = (world.client("admin").await, world.client("officer").await);
        let (one, address) = of(world);
        officer.get("/h/ekstad/webbkontroll").await.is(200).says("Adress saknas");
        // Nothing to check before there is an address, and the officer does not keep the register.
        officer.post(&format!("{one}/nu"), &[]).await.is(303);
        assert_eq!(run_jobs(world).await, 0);
        officer.post(&address, &[("adress", &server.url())]).await.is(404);
        admin.post(&address, &[("adress", "ftp://skola.example")]).await.is(422).says("Skriv adressen");
        admin.post(&address, &[("adress", &server.url())]).await.is(303);

        officer.post(&format!("{one}/nu"), &[]).await.is(303);
        officer.get(&one).await.is(200).says("Kontroll pågår");
        officer.post(&format!("{one}/nu"), &[]).await.is(303);
        assert_eq!(run_jobs(world).await, 1, "one at a time");
        assert_eq!(server.paths(), ["/robots.txt", "/", "/sitemap.xml", "/kontakt"]);
        let page = officer.get(&one).await;
        page.is(200).says("Eva Lo, eva@skola.example").says("Bara ett namn står vid rollen").says("Rollen nämns inte");
        page.says("0500-22 33 44").says("/kontakt").says("SHA-256").does_not_say("alert");
        officer
            .get("/h/ekstad/webbkontroll")
            .await
            .is(200)
            .says("Finns")
            .says("Osäkert")
            .says("Saknas")
            .says("15 mars 2024");

        // The page is kept as it came, and comes as a file.
        let kept = officer.get(&format!("{one}/sida/1/1")).await;
        assert_eq!(
            (kept.is(200).media_type.as_str(), kept.bytes.as_slice()),
            ("application/octet-stream", CONTACTS.as_bytes())
        );
        officer.get(&format!("{one}/sida/1/9")).await.is(404);
        officer.get(&format!("{one}/sida/9/0")).await.is(404);

        // What is unsure is settled by somebody who looks and says how they know.
        let said = |note: &'static str| {
            vec![
                ("roll", "course_lead"),
                ("nr", "1"),
                ("galler-course_lead", "found"),
                ("anteckning-course_lead", note),
            ]
        };
        officer.post(&format!("{one}/bedom"), &said("\u{200b} ")).await.is(422).says("Skriv hur du vet det");
        officer.post(&format!("{one}/bedom"), &said("Telefonen står i en bild.")).await.is(303);
        officer.get(&one).await.is(200).says("Bedömt av handläggare").says("Telefonen står i en bild.");

        // The next time something is missing that was there, and what was said still holds where nothing is otherwise.
        officer.post("/h/ekstad/webbkontroll/alla", &[]).await.is(303);
        assert_eq!(run_jobs(world).await, 1);
        officer
            .get("/h/ekstad/webbkontroll")
            .await
            .is(200)
            .says("Ändrat sedan förra kontrollen")
            .says("Verksamhetsansvarig: finns blev osäkert");
        let page = officer.get(&one).await;
        page.is(200).says("Bedömt av handläggare").says("Tidigare kontroller");
        officer
            .post(&format!("{one}/bedom"), &said("En gång till."))
            .await
            .is(409)
            .says("En ny kontroll har blivit klar");
        let events = world.events(world.ekstad);
        for (kind, times) in [
            ("site-check.address", 1),
            ("site-check.asked", 1),
            ("site-check.asked-all", 1),
            ("site-check.done", 2),
            ("site-check.judged", 1),
        ] {
            assert_eq!(events.iter().filter(|one| *one == kind).count(), times, "{kind}");
        }
    });
}

#[test]
fn sites_are_checked_as_often_as_was_said_and_a_plan_that_was_changed_does_nothing() {
    on_both(async |world| {
        let (server, times) = site();
        let (admin, officer) = (world.client("admin").await, world.client("officer").await);
        admin.post(&of(world).1, &[("adress", &server.url())]).await.is(303);
        officer.post("/h/ekstad/webbkontroll/schema", &[("dagar", "ofta")]).await.is(422).says("Skriv ett antal dagar");
        for days in ["3", "7"] {
            officer.post("/h/ekstad/webbkontroll/schema", &[("dagar", days)]).await.is(303);
        }
        let mut counted = Vec::new();
        for _ in 0..5 {
            world.clock.set(world.app.clock().now().plus_seconds(4 * 86_400));
            while run_jobs(world).await > 0 {}
            counted.push(times.load(Ordering::SeqCst));
        }
        // After 4, 8, 12, 16 and 20 days.
        assert_eq!(counted, [0, 1, 1, 2, 2]);
        let officer = world.client("officer").await;
        officer.post("/h/ekstad/webbkontroll/schema", &[("dagar", "0")]).await.is(303);
        world.clock.set(world.app.clock().now().plus_seconds(30 * 86_400));
        while run_jobs(world).await > 0 {}
        assert_eq!(times.load(Ordering::SeqCst), 2);
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/webbkontroll").await.is(200).says("kontrolleras inte återkommande");
    });
}

#[test]
fn a_site_that_cannot_be_reached_is_unsure_and_never_missing() {
    on_both(async |world| {
        let server = Server::new(|_, _| Reply::Closes);
        let (admin, officer) = (world.client("admin").await, world.client("officer").await);
        let (one, address) = of(world);
        admin.post(&address, &[("adress", &server.url())]).await.is(303);
        officer.post(&format!("{one}/nu"), &[]).await.is(303);
        assert_eq!(run_jobs(world).await, 1);
        let page = officer.get(&one).await;
        page.is(200).says("Osäkert").says("Sidan gick inte att hämta eller läsa").does_not_say("Saknas");
        page.says("servern gick inte att nå");
        // What it becomes as a deficiency does not say that there is nothing.
        page.says("Kontaktuppgift gick inte att se").says("lästes inte").does_not_say("finns ingen kontaktuppgift");
        // Nobody answers at a port that is closed, and that is another reason.
        let gone = server.url();
        drop(server);
        admin.post(&address, &[("adress", &gone)]).await.is(303);
        officer.post(&format!("{one}/nu"), &[]).await.is(303);
        assert_eq!(run_jobs(world).await, 1);
        officer.get(&one).await.is(200).says("servern tog inte emot anslutningen");
    });
}

#[test]
fn every_reason_that_a_page_was_not_read_is_told_in_words() {
    use clients::Fault;
    use clients::pages::NotFetched;
    let asked = || "https://skola.example/".to_owned();
    let unreachable = |why: &str| Fault::Unreachable { asked: asked(), why: why.to_owned() };
    let came = clients::Came { status: 503, media_type: String::new(), beginning: String::new() };
    let table = [
        (unreachable("host not found"), "ingen webbplats"),
        (unreachable("io: Connection refused (os error 111)"), "tog inte emot"),
        (unreachable("io: connection reset"), "gick inte att nå"),
        (Fault::Private { asked: asked() }, "privat nät"),
        (Fault::TooSlow { asked: asked(), within: std::time::Duration::from_secs(1) }, "inte i tid"),
        (Fault::LeadsElsewhere { asked: asked(), to: asked() }, "annan webbplats"),
        (Fault::Status { asked: asked(), came: came.clone(), attempts: 1 }, "felkod 503"),
        (Fault::OtherKind { asked: asked(), came }, "HTML"),
    ];
    for (fault, says) in table {
        let not = super::not::fetched(&NotFetched::Fault(fault));
        assert!(super::sv::not_read(&not).contains(says), "{not}");
    }
    assert!(super::sv::not_read(super::not::opened(domain::site_check::NotRead::OtherKind).unwrap()).contains("HTML"));
    // What an older check kept, in English.
    assert_eq!(super::sv::not_read("https://x: cannot be reached"), "sidan gick inte att hämta");
}
