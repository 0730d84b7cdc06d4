//! Through the router, on both engines.

use store::{Scope, global_sql};

use crate::testing::{World, on, on_both, person_id};

const PASSWORD: &str = "tre äpplen på bordet";

/// Waits for all of them at once.
async fn together<F: Future>(all: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|cx| {
        waiting.retain_mut(|one| match one.as_mut().poll(cx) {
            std::task::Poll::Ready(answer) => {
                done.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done
}

async fn with_password(world: &World, name: &str) {
    let link = world.link_for(name, true);
    let answer = world.nobody().post(&link, &[("losenord", PASSWORD), ("losenord-igen", PASSWORD)]).await;
    assert_eq!(answer.is(303).location, "/start");
}

#[test]
fn somebody_signs_in_and_comes_back_to_where_they_were_going() {
    on_both(async |world| {
        with_password(world, "officer").await;
        let nobody = world.nobody();
        assert_eq!(nobody.get("/").await.is(303).location, "/start");
        assert_eq!(nobody.get("/start").await.is(303).location, "/logga-in");
        let asked = nobody.get("/konto?q=%C3%A5&b=c").await;
        assert_eq!(asked.is(303).location, "/logga-in?till=/konto%3Fq%3D%25C3%25A5%26b%3Dc");
        nobody.get(&asked.location).await.is(200).says("value=\"/konto?q=%C3%A5&amp;b=c\"");
        let fields = |password| [("adress", " Officer@TEST.example "), ("losenord", password), ("till", "/konto?q=å")];
        let wrong = nobody.post("/logga-in", &fields("fel lösenord helt")).await;
        wrong.is(422).says("hör inte ihop").says("Officer@TEST.example").does_not_say("fel lösenord helt");
        let right = nobody.post("/logga-in", &fields(PASSWORD)).await;
        assert_eq!(right.is(303).location, "/konto?q=%C3%A5");
        world.browser_of(&right).get("/konto").await.is(200).says("officer@test.example").says("Kvalitetshandläggare");
        let elsewhere = nobody
            .post(
                "/logga-in",
                &[("adress", "officer@test.example"), ("losenord", PASSWORD), ("till", "https://evil.example")],
            )
            .await;
        assert_eq!(elsewhere.is(303).location, "/start");
        for takes_only_forms in ["/logga-ut", "/session/behall", "/h/ekstad/../../logga-ut"] {
            let fields = [("adress", "officer@test.example"), ("losenord", PASSWORD), ("till", takes_only_forms)];
            assert_eq!(nobody.post("/logga-in", &fields).await.is(303).location, "/start", "{takes_only_forms}");
        }
    });
}

#[test]
fn a_used_link_ends_every_other_session_and_every_other_link() {
    on_both(async |world| {
        let intruder = world.client("officer").await;
        intruder.get("/konto").await.is(200);
        let (other, older, newer) =
            (world.client("admin").await, world.link_for("officer", false), world.link_for("officer", true));
        let used = world.nobody().post(&newer, &[("losenord", PASSWORD), ("losenord-igen", PASSWORD)]).await;
        assert_eq!(used.is(303).location, "/start");
        intruder.get("/konto").await.is(303);
        world.nobody().get(&older).await.is(409).says("Länken går inte längre att använda");
        world.browser_of(&used).get("/konto").await.is(200);
        other.get("/konto").await.is(200);
    });
}

#[test]
fn a_good_link_after_too_many_attempts_is_not_called_used_up() {
    on(store::Engine::Sqlite, async |world| {
        let (link, nobody) = (world.link_for("officer", true), world.nobody());
        for _ in 0..60 {
            nobody.get("/lank/abc").await.is(409);
        }
        nobody.get(&link).await.is(429).says("Vänta en minut").does_not_say("inte längre");
        world.clock.advance(60);
        nobody.get(&link).await.is(200).says("Välkommen, officer");
    });
}

#[test]
fn what_is_typed_when_the_session_has_ended_is_shown_back_beside_the_way_in() {
    on(store::Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        world.clock.advance(4 * 3600);
        let asked = officer.get("/h/ekstad/uppfoljning").await;
        assert_eq!(asked.is(303).location, "/logga-in?till=/h/ekstad/uppfoljning");
        assert!(asked.cookies.iter().any(|cookie| cookie.starts_with("flash=info.")), "{:?}", asked.cookies);
        let fields = [("skal", "Anordnaren har bett om det"), ("losenord", "tre päron på bordet"), ("val", "7")];
        let answer = officer.post("/konto/losenord", &fields).await;
        answer.is(401).says("Du har varit borta för länge").says("inget sparades").says("Det här skrev du");
        answer.says("Anordnaren har bett om det").says("Skäl").says("value=\"/konto\"").does_not_say("päron");
        // Nothing typed: only the way in, and why.
        let nothing = officer.post("/konto/sessioner", &[]).await;
        assert_eq!(nothing.is(303).location, "/logga-in?till=/konto");
    });
}

#[test]
fn an_address_that_only_takes_forms_says_so_in_the_shell() {
    on(store::Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        officer.get("/logga-ut").await.is(405).says("Här finns ingen sida att visa").says("/start");
        assert!(officer.get("/konto/losenord").await.is(405).text().contains("officer"));
        world.nobody().get("/session/behall").await.is(405).says("Här finns ingen sida");
    });
}

#[test]
fn an_empty_form_and_an_unknown_address_are_told_at_the_field() {
    on_both(async |world| {
        let nobody = world.nobody();
        nobody.post("/logga-in", &[]).await.is(422).says("Skriv din e-postadress.").says("Skriv ditt lösenord.");
        let fields = [("adress", "ingen@test.example"), ("losenord", PASSWORD)];
        nobody.post("/logga-in", &fields).await.is(422).says("hör inte ihop").says("href=\"#f-adress\"");
    });
}

#[test]
fn an_account_rests_after_many_wrong_passwords_and_wakes_again() {
    on_both(async |world| {
        with_password(world, "officer").await;
        let nobody = world.nobody();
        for _ in 0..8 {
            let fields = [("adress", "officer@test.example"), ("losenord", "gissning som är fel")];
            nobody.post("/logga-in", &fields).await.is(422).says("hör inte ihop");
        }
        let right = [("adress", "officer@test.example"), ("losenord", PASSWORD)];
        nobody.post("/logga-in", &right).await.is(422).says("Försök igen om 15 minuter.");
        world.clock.advance(15 * 60);
        nobody.post("/logga-in", &right).await.is(303);
    });
}

#[test]
fn of_many_wrong_passwords_at_once_only_a_few_are_tried() {
    on_both(async |world| {
        with_password(world, "officer").await;
        let nobody = world.nobody();
        let fields = [("adress", "officer@test.example"), ("losenord", "gissning som är fel")];
        let attempts = (0..30).map(|_| nobody.post("/logga-in", &fields));
        let answers = together(attempts).await;
        assert_eq!(answers.iter().filter(|answer| answer.text().contains("hör inte ihop")).count(), 8);
        assert_eq!(answers.iter().filter(|answer| answer.text().contains("om 15 minuter")).count(), 22);
        let right = [("adress", "officer@test.example"), ("losenord", PASSWORD)];
        nobody.post("/logga-in", &right).await.is(422).says("Försök igen om 15 minuter.");
    });
}

#[test]
fn a_password_that_is_taken_away_while_it_is_tried_lets_nobody_in() {
    on_both(async |world| {
        with_password(world, "editor").await;
        let management = world.client("management").await;
        let link = format!("/h/ekstad/personer-hos-oss/{}/lank", person_id("editor"));
        let made = management.post(&link, &[]).await.is(200).main();
        let token = made.split("/lank/").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let (way, chosen) = (format!("/lank/{token}"), "fyra p\u{e4}ron under bordet");
        let words = [("losenord", chosen), ("losenord-igen", chosen)];
        let fields = [("adress", "editor@test.example"), ("losenord", PASSWORD)];
        let nobody = world.nobody();
        let signing_in: std::pin::Pin<Box<dyn Future<Output = crate::testing::Answer> + '_>> =
            Box::pin(nobody.post("/logga-in", &fields));
        let taking_away: std::pin::Pin<Box<dyn Future<Output = crate::testing::Answer> + '_>> = Box::pin(async {
            // Until the attempt is counted: from then on the password is being tried.
            while world.read(Scope::Global, |tx| {
                let (tried,): (i64,) = tx.one(global_sql!("SELECT count(*) FROM sign_in_attempt"), &[])?;
                Ok(tried == 0)
            }) {
                tokio::task::yield_now().await;
            }
            nobody.post(&way, &words).await
        });
        together([signing_in, taking_away]).await;
        // Whichever came first: no session that began with the old password is left, only the one of the link.
        let left: i64 = world.read(Scope::Global, |tx| {
            let (left,): (i64,) = tx.one(
                global_sql!("SELECT count(*) FROM session WHERE person_id = $1 AND ended_at IS NULL"),
                &[&person_id("editor")],
            )?;
            Ok(left)
        });
        assert_eq!(left, 1);
    });
}

#[test]
fn a_session_that_has_idled_too_long_is_not_among_ones_own() {
    on_both(async |world| {
        let old = world.client("officer").await;
        old.get("/konto").await.is(200);
        world.clock.advance(5 * 3600);
        let new = world.client("officer").await;
        let page = new.get("/konto").await;
        page.is(200).says("(den här)").does_not_say("Logga ut överallt utom här");
    });
}

#[test]
fn an_address_that_nobody_has_is_answered_and_rests_like_any_other() {
    on_both(async |world| {
        with_password(world, "officer").await;
        let nobody = world.nobody();
        let guess = |address| [("adress", address), ("losenord", "gissning som är fel")];
        for attempt in 0..12 {
            let known = nobody.post("/logga-in", &guess("officer@test.example")).await;
            let unknown = nobody.post("/logga-in", &guess("ingen@test.example")).await;
            let same = |answer: &crate::testing::Answer| answer.main().replace("officer@", "ingen@");
            assert_eq!(same(&known), same(&unknown), "attempt {attempt}");
            assert!(!known.timed && !unknown.timed, "an open page tells how long it took");
        }
        world.clock.advance(24 * 3600 + 1);
        nobody.post("/logga-in", &guess("annan@test.example")).await.is(422);
        let kept: i64 = world.read(Scope::Global, |tx| {
            let (count,): (i64,) = tx.one(global_sql!("SELECT count(*) FROM sign_in_attempt"), &[])?;
            Ok(count)
        });
        assert_eq!(kept, 1, "attempts are forgotten after a day");
        assert!(world.client("officer").await.get("/konto").await.timed);
    });
}

#[test]
fn a_flood_of_attempts_is_asked_to_wait() {
    on(store::Engine::Sqlite, async |world| {
        let nobody = world.nobody();
        for number in 0..60 {
            let address = format!("ingen{}@test.example", number / 8);
            let fields = [("adress", address.as_str()), ("losenord", "x")];
            nobody.post("/logga-in", &fields).await.is(422).does_not_say("Vänta en minut");
        }
        let fields = [("adress", "ny@test.example"), ("losenord", "x")];
        nobody.post("/logga-in", &fields).await.is(422).says("Vänta en minut");
    });
}

#[test]
fn an_invitation_is_looked_at_without_being_used_and_used_once() {
    on_both(async |world| {
        let link = world.link_for("officer", true);
        let nobody = world.nobody();
        for _ in 0..2 {
            nobody.get(&link).await.is(200).says("Välkommen, officer").says("officer@test.example");
        }
        for (fields, fault) in [
            (vec![], "Välj ett lösenord."),
            (vec![("losenord", "kort"), ("losenord-igen", "kort")], "har 4 tecken"),
            (vec![("losenord", PASSWORD), ("losenord-igen", "något helt annat")], "inte samma lösenord"),
        ] {
            nobody.post(&link, &fields).await.is(422).says(fault).does_not_say(PASSWORD);
        }
        let fields = [("losenord", PASSWORD), ("losenord-igen", PASSWORD)];
        let used = nobody.post(&link, &fields).await;
        assert_eq!(used.is(303).location, "/start");
        world.browser_of(&used).get("/konto").await.is(200);
        nobody.get(&link).await.is(409).says("Länken går inte längre att använda");
        nobody.post(&link, &fields).await.is(409);
        nobody.get("/lank/abc").await.is(409);
        let late = world.link_for("officer", false);
        world.clock.advance(3601);
        nobody.get(&late).await.is(409);
    });
}

#[test]
fn a_sign_in_link_has_one_button_and_works_once() {
    on_both(async |world| {
        let link = world.link_for("admin", false);
        let nobody = world.nobody();
        nobody.get(&link).await.is(200).says("Logga in som admin").does_not_say("losenord");
        let used = nobody.post(&link, &[]).await;
        world.browser_of(&used).get("/start").await.is(303);
        nobody.post(&link, &[]).await.is(409);
    });
}

#[test]
fn the_start_page_leads_each_role_to_its_work() {
    on_both(async |world| {
        for (name, expected) in [
            ("officer", "/h/ekstad/uppfoljning"),
            ("admin", "/h/ekstad/organisation"),
            ("board", "/h/ekstad/rapporter"),
            ("registrar", "/h/ekstad/diarium"),
            ("foreign-officer", "/h/bokhamn/uppfoljning"),
        ] {
            assert_eq!(world.client(name).await.get("/start").await.is(303).location, expected, "{name}");
        }
        world.client("editor").await.get("/start").await.is(200);
    });
}

#[test]
fn somebody_with_several_organisations_chooses_and_can_switch() {
    on_both(async |world| {
        let (tenant, chance) = (world.bokhamn.id, world.app.chance().clone());
        world.write(Scope::Tenant(tenant), move |tx| {
            tx.execute(
                global_sql!(
                    "INSERT INTO seat (id, person_id, tenant_id, role, deputy, valid_from, given_at, confirmed_at)
                     VALUES ($1, $2, $3, 'board-reader', $4, '2024-01-01', 0, 0)"
                ),
                &[&kernel::Id::<kernel::id::kind::Seat>::random(&*chance), &person_id("officer"), &tenant, &false],
            )?;
            Ok(())
        });
        let officer = world.client("officer").await;
        officer
            .get("/start")
            .await
            .is(200)
            .says("Vem arbetar du för nu?")
            .says("Bokhamns kommun")
            .says("Ekstads kommun");
        officer.get("/konto").await.is(200);
        let (bokhamn, ekstad) = (world.bokhamn.id, world.ekstad.id);
        assert_eq!(officer.post(&format!("/byt/myndighet/{bokhamn}"), &[]).await.is(303).location, "/start");
        assert_eq!(officer.get("/start").await.is(303).location, "/h/bokhamn/rapporter");
        officer.post(&format!("/byt/myndighet/{ekstad}"), &[]).await.is(303);
        assert_eq!(officer.get("/start").await.is(303).location, "/h/ekstad/uppfoljning");
        officer.post(&format!("/byt/anordnare/{}", world.lindblad), &[]).await.is(404);
        officer.post("/byt/myndighet/abc", &[]).await.is(404);
    });
}

#[test]
fn a_seat_that_ends_is_gone_at_the_next_request() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        admin.get("/konto").await.is(200).says("Administratör");
        world.write(Scope::Tenant(world.ekstad.id), |tx| {
            let now = tx.context().now;
            tx.execute(
                global_sql!("UPDATE seat SET ended_at = $2 WHERE person_id = $1"),
                &[&person_id("admin"), &now],
            )?;
            Ok(())
        });
        admin.get("/konto").await.is(200);
        admin.get("/start").await.is(200).says("Du har ingen roll just nu");
    });
}

#[test]
fn one_changes_ones_password_ends_other_sessions_and_signs_out() {
    on_both(async |world| {
        with_password(world, "officer").await;
        let (here, there) = (world.client("officer").await, world.client("officer").await);
        here.post("/session/behall", &[]).await.is(200);
        let new = "fyra päron i skålen";
        let fields = |present| [("nuvarande", present), ("losenord", new), ("losenord-igen", new)];
        here.post("/konto/losenord", &fields("inte det här alls")).await.is(422).says("inte ditt nuvarande lösenord");
        there.get("/konto").await.is(200);
        assert_eq!(here.post("/konto/losenord", &fields(PASSWORD)).await.is(303).location, "/konto");
        there.get("/konto").await.is(303);
        let third = world.client("officer").await;
        here.post("/konto/sessioner", &[]).await.is(303);
        third.get("/konto").await.is(303);
        assert_eq!(here.post("/logga-ut", &[]).await.is(303).location, "/logga-in");
        assert_eq!(here.get("/konto").await.is(303).location, "/logga-in?till=/konto");
    });
}

#[test]
fn shipped_files_are_served_at_the_addresses_that_pages_use() {
    on(store::Engine::Sqlite, async |world| {
        let nobody = world.nobody();
        let assets = platform::serve::assets();
        for (address, kind) in
            [(assets.css, "text/css"), (assets.js, "text/javascript"), (assets.icon, "image/svg+xml")]
        {
            assert!(nobody.get(address).await.is(200).media_type.starts_with(kind), "{address}");
        }
        nobody.get("/tillgangar/000000000000/tertial.css").await.is(404);
    });
}
