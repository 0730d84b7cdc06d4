//! Letters: queued, sent, put off, given up; the page about them. Against a real server of letters.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Engine, Scope};
use kernel::Id;
use kernel::id::kind::Letter;
use platform::access::Tools;
use platform::jobs::{Lane, run_lane};
use platform::mail::{MailSettings, Protection};
use serde_json::json;

use super::store::{self, Filter, LetterKind, LetterState, Line, NewLetter, Recipient};
use crate::testing::smtp::{SmtpServer, Taken};
use crate::testing::{ENGINES, World, apart, on_both, person_id, publish_otherwise};

const PAGE: &str = "/h/ekstad/utskick";

fn letter(to: Recipient) -> NewLetter {
    NewLetter {
        to,
        kind: LetterKind::Received,
        subject: "Mejlet har kommit in: Klagomål, Åsö vuxenskola".to_owned(),
        paragraphs: vec!["Tack. Vi har fått det ni mejlade.".to_owned()],
        link: Some(("Se kvittot".to_owned(), "/h/ekstad/inlamnat".to_owned())),
        in_reply_to: None,
        once: None,
    }
}

fn to(address: &str) -> NewLetter {
    letter(Recipient::Address(address.to_owned()))
}

/// Queues the letters as Ekstad's, each in a transaction of its own.
fn queue(world: &World, letters: Vec<NewLetter>) -> Vec<Id<Letter>> {
    let tools = Tools::of(&world.app);
    let each = letters.into_iter().map(|letter| {
        let tools = tools.clone();
        apart(|| {
            let done = world.app.db().write_blocking::<_, ::store::StoreError>(
                Scope::Tenant(world.ekstad.id),
                world.context(),
                move |mut tx| {
                    let id = store::queue(&mut tx, &tools, &letter)?;
                    tx.save(::store::Event { kind: "test.set-up", subject: None, facts: json!({}) }, id)
                },
            );
            done.unwrap()
        })
    });
    each.collect()
}

fn lines(world: &World) -> Vec<Line> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| store::list(tx, &Filter::default()))
}

fn line(world: &World, letter: Id<Letter>) -> Line {
    lines(world).into_iter().find(|line| line.id == letter).unwrap()
}

/// Does what is due in the lane of letters; gives how many jobs ran.
async fn send(world: &World) -> usize {
    run_lane(&world.app, &crate::jobs(), Lane::Post).await.unwrap()
}

/// The test in a world on each engine that sends as the settings say.
fn that_sends(settings: &MailSettings, test: impl AsyncFn(&World)) {
    for engine in ENGINES {
        that_sends_on(engine, settings, &test);
    }
}

fn that_sends_on(engine: Engine, settings: &MailSettings, test: impl AsyncFn(&World)) {
    let world = World::that_sends(engine, Some(settings.clone()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(test(&world));
}

#[test]
fn a_letter_arrives_as_it_was_written_with_the_link_and_where_answers_go() {
    let server = SmtpServer::start(&[]);
    let seen = std::cell::Cell::new(0);
    that_sends(&server.settings(Protection::Plain), async |world| {
        let long = format!("Återlämnad för komplettering: {}.", "räksmörgås på ö ".repeat(120).trim());
        let letter = NewLetter {
            paragraphs: vec![long.clone(), ".\nEn punkt ensam på en rad".to_owned()],
            in_reply_to: Some("<fraga.1@anordnare.example>".to_owned()),
            ..letter(Recipient::Person(person_id("rektor")))
        };
        let id = queue(world, vec![letter])[0];
        assert_eq!(send(world).await, 1);
        let taken = server.taken().split_off(seen.get()).pop().unwrap();
        seen.set(server.taken().len());
        assert_eq!(taken.to(), "rektor@test.example");
        assert_eq!(taken.header("Subject"), Some("Mejlet har kommit in: Klagomål, Åsö vuxenskola"));
        assert_eq!(taken.header("From"), Some("tertial@ekstad.example"));
        assert_eq!(taken.header("Auto-Submitted"), Some("auto-generated"));
        assert_eq!(taken.header("In-Reply-To"), Some("<fraga.1@anordnare.example>"));
        assert_eq!(taken.header("Message-ID"), Some(format!("<{id}@ekstad.example>").as_str()));
        assert!(taken.header("Precedence").is_none() && taken.header("List-Unsubscribe").is_none());
        let address = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let year = crate::year::current(tx, kernel::Day::new(2024, 3, 15).unwrap())?.unwrap();
            Ok(year.year.occasions.iter().find_map(|occasion| occasion.address.clone()))
        });
        assert_eq!(taken.header("Reply-To"), address.as_deref());
        assert!(taken.text().contains(&long), "{}", taken.text());
        assert!(taken.text().contains("\n\n.\nEn punkt ensam på en rad\n"), "{}", taken.text());
        assert!(taken.text().contains("Se kvittot:\nhttp://localhost/h/ekstad/inlamnat\n"), "{}", taken.text());
        assert!(taken.raw().lines().all(|line| line.len() <= 78), "{}", taken.raw());
        assert_eq!(line(world, id).state, LetterState::Sent);
        assert!(line(world, id).says.unwrap().starts_with("250 2.0.0 queued as"));
        assert!(world.events(world.ekstad).contains(&"letter.sent".to_owned()));
        assert_eq!(platform::jobs::left(&world.app).unwrap(), (0, 0));
    });
}

#[test]
fn many_letters_go_over_one_connection_and_each_once() {
    let server = SmtpServer::start(&[]);
    that_sends_on(Engine::Sqlite, &server.settings(Protection::Plain), async |world| {
        let letters = (0..60).map(|number| to(&format!("nummer-{number}@test.example"))).collect();
        queue(world, letters);
        send(world).await;
        let taken = server.taken();
        let people: std::collections::BTreeSet<&str> = taken.iter().map(Taken::to).collect();
        assert_eq!((taken.len(), people.len()), (60, 60));
        let lines: std::collections::BTreeSet<i64> = taken.iter().map(Taken::connection).collect();
        assert_eq!(lines.len(), 2, "fifty at a time");
    });
}

#[test]
fn a_letter_that_is_asked_to_come_back_is_sent_later_under_the_same_name_and_holds_up_no_other() {
    let server = SmtpServer::start(&[]);
    that_sends_on(Engine::Sqlite, &server.settings(Protection::Plain), async |world| {
        let ids = queue(world, vec![to("later-2@test.example"), to("genast@test.example")]);
        send(world).await;
        assert_eq!(server.taken().len(), 1, "the other one went");
        let waits = line(world, ids[0]);
        assert_eq!((waits.state, waits.tries, waits.fault.as_deref()), (LetterState::Waiting, 1, Some("later")));
        assert!(waits.says.unwrap().contains("Greylisted"));
        send(world).await;
        assert_eq!(line(world, ids[0]).tries, 1, "not before it is time");
        for (seconds, taken) in [(61, 1), (301, 2)] {
            world.clock.advance(seconds);
            send(world).await;
            assert_eq!(server.taken().len(), taken);
        }
        let sent = line(world, ids[0]);
        assert_eq!((sent.state, sent.tries), (LetterState::Sent, 3));
        assert_eq!(server.taken()[1].header("Message-ID"), Some(format!("<{}@ekstad.example>", ids[0]).as_str()));
        assert_eq!(platform::jobs::left(&world.app).unwrap(), (0, 0));
    });
}

#[test]
fn a_letter_that_is_refused_is_given_up_at_once_and_can_be_tried_again() {
    let server = SmtpServer::start(&[]);
    that_sends(&server.settings(Protection::Plain), async |world| {
        let ids = queue(world, vec![to("unknown@test.example"), to("full@test.example"), to("inte en adress")]);
        send(world).await;
        let faults: Vec<_> = ids.iter().map(|id| line(world, *id)).collect();
        assert!(faults.iter().all(|line| line.state == LetterState::GivenUp && line.tries == 1));
        let slugs: Vec<_> = faults.iter().map(|line| line.fault.clone().unwrap()).collect();
        assert_eq!(slugs, ["refused", "refused", "unwritable"]);
        assert_eq!(platform::jobs::left(&world.app).unwrap(), (0, 0));

        let admin = world.client("admin").await;
        let page = admin.get(&format!("{PAGE}/{}", ids[0])).await;
        page.is(200).says("tar inte emot brevet").says("550").says("Skicka brevet igen").says("Tack. Vi har fått");
        admin.post(&format!("{PAGE}/{}/igen", ids[0]), &[]).await.is(303);
        assert_eq!(line(world, ids[0]).state, LetterState::Waiting);
        admin.post(&format!("{PAGE}/{}/igen", ids[0]), &[]).await.is(409).says("redan skickat eller på väg");
        send(world).await;
        assert_eq!((line(world, ids[0]).state, line(world, ids[0]).tries), (LetterState::GivenUp, 1));
    });
}

#[test]
fn a_letter_over_which_the_line_breaks_or_nothing_is_heard_holds_no_other() {
    let server = SmtpServer::start(&[]);
    let settings = MailSettings { patience: std::time::Duration::from_secs(1), ..server.settings(Protection::Plain) };
    for (number, address) in (1..).zip(["gone@test.example", "slow@test.example"]) {
        that_sends_on(Engine::Sqlite, &settings, async |world| {
            let before = server.taken().len();
            let ids = queue(world, vec![to(address), to("annan@test.example"), to("tredje@test.example")]);
            send(world).await;
            let waits = line(world, ids[0]);
            assert_eq!((waits.state, waits.fault.as_deref()), (LetterState::Waiting, Some("broken")), "{address}");
            assert!(ids[1..].iter().all(|id| line(world, *id).state == LetterState::Sent), "{address}");
            assert_eq!(server.taken().len() - before, 2, "{number}");
            world.clock.advance(61);
            send(world).await;
            assert!(ids.iter().all(|id| line(world, *id).state == LetterState::Sent), "{address}");
        });
    }
}

#[test]
fn a_server_that_takes_leave_is_left_alone_by_every_letter_until_the_next_try() {
    let server = SmtpServer::start(&[]);
    that_sends_on(Engine::Sqlite, &server.settings(Protection::Plain), async |world| {
        let first = queue(world, vec![to("leave@test.example")])[0];
        world.clock.advance(1);
        let other = queue(world, vec![to("annan@test.example")])[0];
        send(world).await;
        assert!(server.taken().is_empty());
        let faults = [first, other].map(|id| line(world, id).fault);
        assert_eq!(faults, [Some("unreachable".to_owned()), Some("unreachable".to_owned())]);
        world.clock.advance(61);
        send(world).await;
        assert_eq!(server.taken().len(), 2);
    });
}

#[test]
fn a_server_that_stays_away_is_given_up_after_days() {
    let mut server = SmtpServer::start(&[]);
    server.stop();
    that_sends_on(Engine::Postgres, &server.settings(Protection::Plain), async |world| {
        let ids = queue(world, vec![to("a@test.example"), to("b@test.example")]);
        let mut hours = 0;
        while lines(world).iter().any(|line| line.state == LetterState::Waiting) {
            send(world).await;
            world.clock.advance(4 * 3600);
            hours += 4;
            assert!(hours <= 6 * 24, "it ends");
        }
        assert!(hours >= 4 * 24, "{hours} hours");
        assert!(ids.iter().all(|id| line(world, *id).fault.as_deref() == Some("unreachable")));
        assert_eq!(platform::jobs::left(&world.app).unwrap(), (0, 0));
    });
}

#[test]
fn a_certificate_that_nobody_trusts_ends_the_connection_before_anything_is_said() {
    let server = SmtpServer::start(&["--tls"]);
    let settings = server.settings(Protection::StartTls);
    that_sends_on(Engine::Sqlite, &settings, async |world| {
        let id = queue(world, vec![to("anna@test.example")])[0];
        send(world).await;
        let waits = line(world, id);
        assert_eq!((waits.state, waits.fault.as_deref()), (LetterState::Waiting, Some("unprotected")));
        assert!(server.taken().is_empty());
    });
    let trusting = MailSettings { trusted: Some(server.authority()), ..settings };
    that_sends_on(Engine::Sqlite, &trusting, async |world| {
        queue(world, vec![to("anna@test.example")]);
        send(world).await;
        assert!(server.taken().pop().unwrap().was_protected());
    });
    // The name on the certificate is another.
    let elsewhere = MailSettings { host: "127.0.0.1".to_owned(), ..trusting };
    that_sends_on(Engine::Sqlite, &elsewhere, async |world| {
        let id = queue(world, vec![to("anna@test.example")])[0];
        send(world).await;
        assert_eq!(line(world, id).fault.as_deref(), Some("unprotected"));
    });
}

#[test]
fn a_server_without_starttls_gets_no_letter_and_one_with_tls_from_the_start_does() {
    let plain = SmtpServer::start(&[]);
    that_sends_on(Engine::Sqlite, &plain.settings(Protection::StartTls), async |world| {
        let id = queue(world, vec![to("anna@test.example")])[0];
        send(world).await;
        assert_eq!(line(world, id).fault.as_deref(), Some("unprotected"));
        assert!(plain.taken().is_empty());
    });
    let implicit = SmtpServer::start(&["--implicit"]);
    let settings = MailSettings { trusted: Some(implicit.authority()), ..implicit.settings(Protection::Implicit) };
    that_sends_on(Engine::Sqlite, &settings, async |world| {
        queue(world, vec![to("anna@test.example")]);
        send(world).await;
        assert_eq!(implicit.taken().len(), 1);
    });
}

#[test]
fn a_mistaken_password_is_no_fault_of_the_letters() {
    let server = SmtpServer::start(&["--password", "hemligt"]);
    that_sends_on(Engine::Sqlite, &server.with_password("fel"), async |world| {
        let ids = queue(world, vec![to("anna@test.example"), to("bo@test.example")]);
        send(world).await;
        let faults: Vec<_> = ids.iter().map(|id| line(world, *id)).map(|line| (line.fault, line.says)).collect();
        assert!(faults.iter().all(|(fault, _)| fault.as_deref() == Some("not-let-in")), "{faults:?}");
        assert!(ids.iter().all(|id| line(world, *id).state == LetterState::Waiting));
        let page = world.client("admin").await.get(PAGE).await;
        page.is(200).says("släppte inte in systemet").does_not_say("hemligt").does_not_say("fel@");
    });
    that_sends_on(Engine::Sqlite, &server.with_password("hemligt"), async |world| {
        queue(world, vec![to("anna@test.example")]);
        send(world).await;
        assert_eq!(server.taken().len(), 1);
    });
}

#[test]
fn the_same_key_is_the_same_letter_also_after_it_was_sent() {
    let server = SmtpServer::start(&[]);
    that_sends(&server.settings(Protection::Plain), async |world| {
        let before = server.taken().len();
        let once = || NewLetter { once: Some("kvitto:1".to_owned()), ..to("anna@test.example") };
        let first = queue(world, vec![once(), once()]);
        assert_eq!(first[0], first[1]);
        send(world).await;
        assert_eq!(queue(world, vec![once()])[0], first[0]);
        send(world).await;
        assert_eq!(server.taken().len() - before, 1);
    });
}

#[test]
fn a_letter_whose_sender_was_cut_off_is_sent_by_another_and_the_late_one_writes_nothing() {
    let server = SmtpServer::start(&[]);
    that_sends_on(Engine::Sqlite, &server.settings(Protection::Plain), async |world| {
        let id = queue(world, vec![to("anna@test.example")])[0];
        let until = world.app.clock().now().plus_seconds(240);
        let held = world
            .app
            .db()
            .write::<_, ::store::StoreError>(Scope::Global, world.context(), move |mut tx| {
                let held = store::hold(&mut tx, id, until)?;
                Ok(tx.keep(::store::Housekeeping::Job, held))
            })
            .await
            .unwrap();
        assert!(held.is_some());
        send(world).await;
        assert!(server.taken().is_empty(), "somebody has it");
        world.clock.advance(241);
        send(world).await;
        assert_eq!(server.taken().len(), 1);
        let late = world
            .app
            .db()
            .write::<_, ::store::StoreError>(Scope::Tenant(world.ekstad.id), world.context(), move |mut tx| {
                let ended = store::give_up(&mut tx, id, until, "nobody")?;
                Ok(tx.keep(::store::Housekeeping::Job, ended))
            })
            .await
            .unwrap();
        assert!(!late);
        assert_eq!(line(world, id).state, LetterState::Sent);
    });
}

#[test]
fn without_a_server_letters_wait_and_the_page_says_so_and_they_go_once_there_is_one() {
    on_both(async |world| {
        let admin = world.client("admin").await;
        admin.get(PAGE).await.is(200).says("Inga brev än").says("skickar inga brev");
        let answer = admin.post(&format!("{PAGE}/prov"), &[]).await;
        answer.is(303);
        admin.follow(&answer).await.is(200).says("Provbrevet ligger kvar").says("Skickas inte härifrån");
        assert_eq!(send(world).await, 1);
        assert_eq!(platform::jobs::left(&world.app).unwrap(), (0, 0), "nobody asks for it over and over");
        assert_eq!(lines(world)[0].state, LetterState::Waiting);
        assert_eq!(apart(|| super::resume(&world.app)).unwrap(), 0);
    });
    let server = SmtpServer::start(&[]);
    that_sends(&server.settings(Protection::Plain), async |world| {
        let before = server.taken().len();
        let mut old = to("gammal@test.example");
        old.kind = LetterKind::Reminder;
        queue(world, vec![to("anna@test.example"), old]);
        // The jobs have run while there was no server.
        world.write(Scope::Global, |tx| {
            let now = tx.context().now;
            tx.execute(::store::global_sql!("UPDATE job SET done_at = $1, once_key = NULL"), &[&now]).map(|_| ())
        });
        world.clock.advance(4 * 86_400);
        assert_eq!(send(world).await, 0);
        assert_eq!(apart(|| super::resume(&world.app)).unwrap(), 2);
        assert_eq!(apart(|| super::resume(&world.app)).unwrap(), 2, "asked for twice is asked for once");
        assert_eq!(send(world).await, 2);
        assert_eq!(server.taken().len() - before, 1);
        let stale = lines(world).into_iter().find(|line| line.kind == LetterKind::Reminder).unwrap();
        assert_eq!((stale.state, stale.fault.as_deref()), (LetterState::GivenUp, Some("stale")));
    });
}

#[test]
fn whoever_has_no_account_any_more_gets_no_letter() {
    let server = SmtpServer::start(&[]);
    that_sends_on(Engine::Sqlite, &server.settings(Protection::Plain), async |world| {
        let id = queue(world, vec![letter(Recipient::Person(person_id("editor")))])[0];
        world.write(Scope::Global, |tx| {
            let now = tx.context().now;
            let editor = person_id("editor");
            tx.execute(::store::global_sql!("UPDATE person SET ended_at = $2 WHERE id = $1"), &[&editor, &now])
                .map(|_| ())
        });
        send(world).await;
        assert_eq!(line(world, id).fault.as_deref(), Some("nobody"));
        assert!(server.taken().is_empty());
    });
}

#[test]
fn the_page_shows_an_authority_its_own_letters_and_addresses_only_to_those_who_see_people() {
    on_both(async |world| {
        let ids = queue(world, vec![to("anna@anordnare.example"), letter(Recipient::Person(person_id("rektor")))]);
        let admin = world.client("admin").await;
        let all = admin.get(PAGE).await;
        all.is(200).says("anna@anordnare.example").says("rektor@test.example").says("Kvitto på mejl");
        let officer = world.client("officer").await;
        let seen = officer.get(PAGE).await;
        seen.is(200).says("En adress som har mejlat in").does_not_say("anna@anordnare").does_not_say("rektor@test");
        seen.does_not_say("Skicka ett provbrev");
        officer.get(&format!("{PAGE}/{}", ids[0])).await.is(200).does_not_say("anna@anordnare");
        officer.post(&format!("{PAGE}/prov"), &[]).await.is(404);
        let foreign = world.client("foreign-admin").await;
        foreign.get("/h/bokhamn/utskick").await.is(200).says("Inga brev än");
        foreign.get(&format!("/h/bokhamn/utskick/{}", ids[0])).await.is(404);
        foreign.post(&format!("/h/bokhamn/utskick/{}/igen", ids[0]), &[]).await.is(404);
        for (query, found) in [
            ("lage=waiting", true),
            ("lage=sent", false),
            ("slag=received", true),
            ("slag=trial", false),
            ("dag=2024-03-15", true),
            ("dag=2024-03-14", false),
            ("dag=strunt&slag=strunt&lage=strunt", true),
        ] {
            let page = admin.get(&format!("{PAGE}?{query}")).await;
            page.is(200);
            assert_eq!(page.main().contains("anna@anordnare.example"), found, "{query}");
        }
    });
}

#[test]
fn answers_go_to_the_occasion_that_is_next() {
    on_both(async |world| {
        let shown = |world: &World| {
            let read = world.app.db().write_blocking::<_, ::store::StoreError>(
                Scope::Tenant(world.ekstad.id),
                world.context(),
                |mut tx| {
                    let address = store::reply_address(&mut tx)?;
                    Ok(tx.keep(::store::Housekeeping::Job, address))
                },
            );
            read.unwrap()
        };
        let shipped = apart(|| shown(world));
        assert!(shipped.is_some());
        let address = shipped.unwrap();
        publish_otherwise(world, world.ekstad, &format!("\"{address}\""), "\"annan@ekstad.example\"");
        let other = apart(|| shown(world)).unwrap();
        assert_eq!(other, "annan@ekstad.example");
    });
}

#[test]
fn nothing_in_a_name_becomes_a_header_of_its_own() {
    let server = SmtpServer::start(&[]);
    that_sends_on(Engine::Sqlite, &server.settings(Protection::Plain), async |world| {
        let letter = NewLetter {
            subject: "Klagomål\r\nBcc: alla@test.example\r\n\r\nHej".to_owned(),
            in_reply_to: Some("<a@b.example>\r\nBcc: alla@test.example".to_owned()),
            ..to("anna@test.example")
        };
        queue(world, vec![letter, to("anna@test.example\r\nBcc: alla@test.example")]);
        send(world).await;
        let taken = server.taken();
        assert_eq!(taken.len(), 1, "the address is none");
        assert_eq!(taken[0].header("Subject"), Some("Klagomål Bcc: alla@test.example Hej"));
        assert!(taken[0].header("Bcc").is_none() && taken[0].header("In-Reply-To").is_none());
        assert!(taken[0].text().starts_with("Hej!\n\nTack."), "{}", taken[0].text());
    });
}
