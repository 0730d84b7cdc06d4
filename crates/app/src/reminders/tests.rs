//! Reminders through the router and the jobs, on both engines; and out over a real server of letters.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Engine, Scope, global_sql, sql};
use domain::submissions::{By, Lock, Road, State, Submitted};
use kernel::id::kind::{Mail, Person};
use kernel::{Day, Id, Role, SeededChance};
use platform::access::Tools;
use platform::jobs::run_due;
use platform::mail::Protection;

use crate::assignments::{self, Assignment, Filter};
use crate::testing::smtp::SmtpServer;
use crate::testing::{Authority, ENGINES, World, apart, day, instant, on_both, person_id, publish_otherwise};

/// Signs them in once, so that it is known that their address reaches them.
async fn known(world: &World, names: &[&str]) {
    for name in names {
        world.client(name).await;
    }
}

/// Every letter there is: to whom, its subject and its text.
fn letters(world: &World) -> Vec<(String, String, String)> {
    world.read(Scope::Global, |tx| {
        tx.all(
            global_sql!(
                "SELECT p.name, l.subject, l.paragraphs FROM letter l JOIN person p ON p.id = l.person_id
                 ORDER BY l.queued_at, p.name"
            ),
            &[],
        )
    })
}

/// Who got letters, in order.
fn people(letters: &[(String, String, String)]) -> Vec<&str> {
    letters.iter().map(|(name, ..)| name.as_str()).collect()
}

async fn send(world: &World, on: &str) -> usize {
    world.clock.set(instant(&format!("{on}T06:00:00Z")));
    super::send(&world.app, day(on)).await.unwrap()
}

fn of_lindblad(world: &World, occasion: &'static str) -> Vec<Assignment> {
    let filter = Filter { organisation: Some(world.lindblad), occasion: Some(occasion), item: None };
    world.read(Scope::Tenant(world.ekstad.id), move |tx| assignments::list(tx, 2024, filter))
}

/// The stable name of Ekstad's first occasion.
fn first_occasion() -> String {
    crate::testing::shipped_year().occasions[0].slug.to_string()
}

fn page() -> String {
    format!("/h/ekstad/paminnelser/2024/{}", first_occasion())
}

fn hand_in(world: &World, assignment: &Assignment) {
    let (id, at) = (assignment.id, world.app.clock().now());
    let by = By { person: None, name: "Test".to_owned() };
    let state = State::Submitted(Submitted { number: 1, at, received: at, signed_by: by, road: Road::Web });
    world.write(Scope::Tenant(world.ekstad.id), move |tx| assignments::set_state(tx, id, &state));
}

#[test]
fn each_is_told_of_what_they_write_or_sign_and_of_nothing_that_is_in_or_closed() {
    on_both(async |world| {
        known(world, &["editor", "rektor", "management", "officer"]).await;
        let all = of_lindblad(world, first_occasion().leak());
        assert!(all.len() >= 4, "{}", all.len());
        hand_in(world, &all[0]);
        let (closed, by) = (all[1].id, By { person: None, name: "Test".to_owned() });
        let lock = Lock { by, at: world.app.clock().now(), why: "klart".to_owned() };
        world.write(Scope::Tenant(world.ekstad.id), move |tx| assignments::set_lock(tx, closed, Some(&lock)));

        assert_eq!(send(world, "2024-03-24").await, 0, "fifteen days before");
        assert_eq!(send(world, "2024-03-25").await, 3);
        let told = letters(world);
        assert_eq!(people(&told), ["editor", "management", "rektor"], "not those who have never been in");
        let lines = |at: usize| told[at].2.matches('\u{2013}').count();
        assert_eq!(lines(0), all.len() - 2, "{}", told[0].2);
        assert_eq!(lines(1) + lines(2), all.len() - 2, "whoever signs, and each thing once");
        assert!(told[0].1.contains("sista dag 8 april 2024"), "{}", told[0].1);
        assert!(told.iter().all(|(_, _, text)| !text.contains("Norrsken")));
        assert_eq!(world.events(world.ekstad).iter().filter(|kind| *kind == "reminder.queued").count(), 3);
    });
}

#[test]
fn a_job_that_runs_twice_and_a_clock_that_steps_back_say_nothing_twice() {
    on_both(async |world| {
        known(world, &["editor"]).await;
        assert_eq!(send(world, "2024-04-05").await, 1);
        assert_eq!(send(world, "2024-04-05").await, 0);
        assert_eq!(send(world, "2024-04-03").await, 0, "the clock was set back");
        assert_eq!(send(world, "2024-04-05").await, 0);
        assert_eq!(send(world, "2024-04-06").await, 0);
        // Down from the seventh to the tenth: one letter, not two.
        assert_eq!(send(world, "2024-04-11").await, 1);
        assert_eq!(send(world, "2024-04-12").await, 0);
        let told = letters(world);
        assert!(told[1].1.contains("inte kommit in"), "{}", told[1].1);
        assert!(told[1].2.contains("sista dagen har passerat"), "{}", told[1].2);
    });
}

#[test]
fn more_time_moves_the_reminders_and_a_completion_has_its_own() {
    on_both(async |world| {
        known(world, &["rektor"]).await;
        let all = of_lindblad(world, first_occasion().leak());
        let units: Vec<&Assignment> =
            all.iter().filter(|one| matches!(one.subject, assignments::Subject::Unit { .. })).collect();
        for one in &units[1..] {
            hand_in(world, one);
        }
        let (id, until) = (units[0].id, day("2024-04-22"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(sql!("UPDATE assignment SET extended_to = $3 WHERE tenant_id = $1 AND id = $2"), &[&id, &until])
                .map(|_| ())
        });
        for (on, expected) in
            [("2024-04-05", 0), ("2024-04-08", 1), ("2024-04-19", 1), ("2024-04-22", 1), ("2024-04-23", 1)]
        {
            assert_eq!(send(world, on).await, expected, "{on}");
        }
        assert!(letters(world).iter().all(|(_, _, text)| text.contains("22 april 2024")));
    });
}

#[test]
fn whoever_reports_to_two_authorities_gets_one_letter_and_each_authority_sees_its_own_part() {
    on_both(async |world| {
        world.seat_at(world.bokhamn, person_id("editor"), Role::ProviderEditor);
        known(world, &["editor"]).await;
        assert_eq!(send(world, "2025-01-10").await, 1);
        let told = letters(world);
        let text = &told[0].2;
        assert!(text.contains("Ekstads kommun") && text.contains("Bokhamns kommun"), "{text}");
        assert_eq!(run_due(&world.app, &crate::jobs()).await.unwrap(), 3, "the letter and two authorities' chains");
        for authority in [world.ekstad, world.bokhamn] {
            let kinds = world.events(authority);
            assert_eq!(kinds.iter().filter(|kind| *kind == "reminder.told-elsewhere").count(), 1);
        }
        let admin = world.client("admin").await;
        let list = admin.get("/h/ekstad/utskick").await;
        list.is(200)
            .says("G\u{e4}ller flera huvudm\u{e4}n")
            .says("editor@test.example")
            .does_not_say("redovisningar har");
        let (letter,): (Id<kernel::id::kind::Letter>,) =
            world.read(Scope::Global, |tx| tx.one(global_sql!("SELECT id FROM letter"), &[]));
        let one = admin.get(&format!("/h/ekstad/utskick/{letter}")).await;
        one.is(200).says("visas inte texten").does_not_say("Bokhamn");
        world.client("foreign-admin").await.get(&format!("/h/bokhamn/utskick/{letter}")).await.is(200);
        let officer = world.client("officer").await;
        officer.get(&page()).await.is(200).says("10 januari 2025").does_not_say("Bokhamn");
    });
}

#[test]
fn management_and_the_contact_rektor_are_told_with_the_second_reminder_after_the_last_day() {
    on_both(async |world| {
        known(world, &["rektor", "management", "contact"]).await;
        let all = of_lindblad(world, first_occasion().leak());
        for one in all.iter().filter(|one| !matches!(one.subject, assignments::Subject::Unit { .. })) {
            hand_in(world, one);
        }
        let (lindblad, contact) = (world.lindblad, person_id("contact"));
        let id = Id::<kernel::id::kind::Agreement>::random(&**world.app.chance());
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(
                sql!(
                    "INSERT INTO contact_rektor (tenant_id, id, organisation_id, person_id, deputy, valid_from)
                     VALUES ($1, $2, $3, $4, $5, '2024-01-01')"
                ),
                &[&id, &lindblad, &contact, &false],
            )
            .map(|_| ())
        });
        assert_eq!(send(world, "2024-04-09").await, 1);
        assert_eq!(send(world, "2024-04-10").await, 0);
        assert_eq!(send(world, "2024-04-13").await, 3);
        let told = letters(world);
        assert_eq!(people(&told), ["rektor", "contact", "management", "rektor"]);
        assert!(told[1].2.contains("trots flera p\u{e5}minnelser"), "{}", told[1].2);
        assert!(told[1].2.contains("(Lindblad Vuxenutbildning)"), "{}", told[1].2);
        assert!(!told[3].2.contains("trots flera"), "{}", told[3].2);
    });
}

#[test]
fn an_officer_sees_who_is_next_reminds_now_and_nobody_gets_two_letters_that_day() {
    on_both(async |world| {
        known(world, &["editor", "rektor", "other-rektor"]).await;
        let officer = world.client("officer").await;
        let shown = officer.get(&page()).await;
        shown.is(200).says("25 mars 2024").says("Inte p\u{e5}mind").says("Lindblad Centrum").says("skickar inga brev");
        shown.says("14 dagar f\u{f6}re, 3 dagar f\u{f6}re och p\u{e5} sj\u{e4}lva dagen");
        officer.get("/h/ekstad/uppfoljning").await.is(303);
        let preview = officer.get(&format!("{}/nu", page())).await;
        preview
            .is(200)
            .says("F\u{e5}r ett brev")
            .says("Ekstads kommun p\u{e5}minner om")
            .says("Norrskens l\u{e4}rcenter");
        officer.post(&format!("{}/nu", page()), &[]).await.is(422).says("V\u{e4}lj minst en anordnare.");
        let lindblad = world.lindblad.to_string();
        let answer = officer.post(&format!("{}/nu", page()), &[("anordnare", &lindblad)]).await;
        answer.is(303);
        officer
            .follow(&answer)
            .await
            .is(200)
            .says("2 brev \u{e4}r p\u{e5} v\u{e4}g.")
            .says("En g\u{e5}ng, 15 mars 2024");
        assert_eq!(people(&letters(world)), ["editor", "rektor"]);
        let again = officer.post(&format!("{}/nu", page()), &[("anordnare", &lindblad)]).await;
        again.is(409).says("redan f\u{e5}tt en p\u{e5}minnelse i dag");
        officer.get(&format!("{}/nu", page())).await.is(200).says("P\u{e5}mind i dag");
        let both = [("anordnare", lindblad.as_str()), ("anordnare", &world.norrsken.to_string())];
        let answer = officer.post(&format!("{}/nu", page()), &both).await;
        officer.follow(&answer).await.is(200).says("1 brev \u{e4}r p\u{e5} v\u{e4}g. 2 personer hade redan f\u{e5}tt");
        assert!(world.events(world.ekstad).contains(&"reminder.asked".to_owned()));

        for nobody in ["contact", "rektor", "admin", "board"] {
            world.client(nobody).await.post(&format!("{}/nu", page()), &both).await.is(404);
        }
        world.client("contact").await.get(&page()).await.is(200).does_not_say("P\u{e5}minn nu");
        world.client("foreign-officer").await.get(&page()).await.is(404);
        officer.get("/h/ekstad/paminnelser/2024/finns-inte").await.is(404);
        officer.get("/h/ekstad/paminnelser/strunt/tertial-1").await.is(404);
    });
}

#[test]
fn what_is_paused_is_not_asked_for_until_the_pause_is_ended() {
    on_both(async |world| {
        known(world, &["editor", "other-rektor"]).await;
        let officer = world.client("officer").await;
        let (pause, lindblad) = (format!("{}/paus", page()), world.lindblad.to_string());
        let wrong = officer.post(&pause, &[("skal", "Brand i lokalen")]).await;
        wrong.is(422).says("V\u{e4}lj en anordnare, en redovisning eller b\u{e5}da.").says("Brand i lokalen");
        officer.post(&pause, &[("anordnare", &lindblad)]).await.is(422).says("Skriv varf\u{f6}r");
        officer
            .post(&pause, &[("anordnare", &lindblad), ("skal", &"x".repeat(501))])
            .await
            .is(422)
            .says("h\u{f6}gst 500");
        let foreign = world.fjordvik.to_string();
        officer.post(&pause, &[("anordnare", &foreign), ("skal", "x")]).await.is(404);
        let answer = officer.post(&pause, &[("anordnare", &lindblad), ("skal", "Brand i lokalen")]).await;
        officer.follow(&answer).await.is(200).says("pausade").says("Brand i lokalen").says("Pausad");
        assert_eq!(send(world, "2024-03-25").await, 1);
        assert_eq!(people(&letters(world)), ["other-rektor"]);
        let officer = world.client("officer").await;
        officer.get(&format!("{}/nu", page())).await.is(200).does_not_say("Lindblad");
        world.client("contact").await.post(&format!("{}/paus/1/avsluta", page()), &[]).await.is(404);
        let foreign = world.client("foreign-officer").await;
        foreign.post("/h/bokhamn/paminnelser/2024/tertial-1/paus/1/avsluta", &[]).await.is(404);
        officer.post(&format!("{}/paus/1/avsluta", page()), &[]).await.is(303);
        officer.post(&format!("{}/paus/1/avsluta", page()), &[]).await.is(303);
        officer.post(&format!("{}/paus/7/avsluta", page()), &[]).await.is(404);
        assert_eq!(send(world, "2024-03-26").await, 1);
        assert_eq!(people(&letters(world)), ["other-rektor", "editor"]);
        let kinds = world.events(world.ekstad);
        assert_eq!(kinds.iter().filter(|kind| *kind == "reminder.resumed").count(), 1);
    });
}

#[test]
fn somebody_chooses_one_letter_a_week_on_their_own_account() {
    on_both(async |world| {
        let editor = world.client("editor").await;
        editor.get("/konto").await.is(200).says("Brev till dig").says("En g\u{e5}ng i veckan");
        let answer = editor.post("/konto/brev", &[("hur-ofta", "veckovis")]).await;
        editor.follow(&answer).await.is(200).says("Ditt val \u{e4}r sparat.");
        // Mondays before 8 April 2024, itself a Monday: 25 March and 1 April.
        for (on, expected) in
            [("2024-03-25", 1), ("2024-03-26", 0), ("2024-04-02", 1), ("2024-04-05", 0), ("2024-04-08", 1)]
        {
            assert_eq!(send(world, on).await, expected, "{on}");
        }
        let editor = world.client("editor").await;
        editor.post("/konto/brev", &[("hur-ofta", "steg")]).await.is(303);
        let weekly: Vec<(bool,)> =
            world.read(Scope::Global, |tx| tx.all(global_sql!("SELECT weekly FROM letter_choice"), &[]));
        assert_eq!(weekly, [(false,)]);
        world.client("contact").await.get("/konto").await.is(200).says("Brev till dig").does_not_say("hur-ofta");
        world.client("board").await.get("/konto").await.is(200).does_not_say("Brev till dig");
    });
}

#[test]
fn a_year_without_a_ladder_reminds_nobody_by_itself() {
    on_both(async |world| {
        known(world, &["editor"]).await;
        publish_otherwise(
            world,
            world.ekstad,
            "[reminders]\nbefore = [14, 3]\non_the_day = true\nafter_first = 1\nafter_every = 4\nescalate_after = 2\n",
            "[reminders]\n",
        );
        assert_eq!(send(world, "2024-04-08").await, 0);
        world
            .client("officer")
            .await
            .get(&page())
            .await
            .is(200)
            .says("inte att n\u{e5}gra p\u{e5}minnelser ska g\u{e5}");
    });
}

#[test]
fn every_morning_at_seven_letters_go_out_and_after_days_without_power_once() {
    let server = SmtpServer::start(&[]);
    for engine in ENGINES {
        let world = World::that_sends(engine, Some(server.settings(Protection::Plain)));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let before = server.taken().len();
            known(&world, &["editor"]).await;
            assert!(apart(|| super::resume(&world.app)).unwrap());
            assert!(!apart(|| super::resume(&world.app)).unwrap(), "planned once");
            let jobs = crate::jobs();
            // The night in which summer time begins, at two; seven in Stockholm is five in the world.
            for (at, sent) in [
                ("2024-03-25T05:59:00Z", 0),
                ("2024-03-25T06:00:00Z", 1),
                ("2024-03-30T23:30:00Z", 1),
                ("2024-03-31T04:59:00Z", 1),
                ("2024-03-31T05:00:00Z", 1),
                // Down from the fourth to the night of the tenth.
                ("2024-04-04T05:00:00Z", 1),
                ("2024-04-10T01:00:00Z", 1),
                ("2024-04-10T05:00:00Z", 2),
                ("2024-04-11T05:00:00Z", 2),
            ] {
                world.clock.set(instant(at));
                run_due(&world.app, &jobs).await.unwrap();
                assert_eq!(server.taken().len() - before, sent, "{at}");
            }
            let letter = server.taken().pop().unwrap();
            assert_eq!(letter.to(), "editor@test.example");
            assert!(letter.text().contains("http://localhost/start\n"), "{}", letter.text());
            assert!(letter.text().contains("\u{2013} Klagom\u{e5}l"), "{}", letter.text());
            assert!(letter.header("Reply-To").is_some());
            let (waiting, given_up) = platform::jobs::left(&world.app).unwrap();
            assert_eq!((waiting, given_up), (1, 0), "the next morning");
        });
    }
}

#[test]
fn an_installation_without_a_server_lets_no_reminders_pile_up() {
    on_both(async |world| {
        known(world, &["editor"]).await;
        assert!(apart(|| super::resume(&world.app)).unwrap());
        world.clock.set(instant("2024-03-25T06:00:00Z"));
        run_due(&world.app, &crate::jobs()).await.unwrap();
        assert!(letters(world).is_empty());
    });
}

#[test]
fn whoever_has_left_waits_to_be_confirmed_or_is_nobody_of_theirs_is_told_nothing() {
    on_both(async |world| {
        known(world, &["editor"]).await;
        let editor = person_id("editor");
        let change = |world: &World, column: &'static str| {
            world.write(Scope::Tenant(world.ekstad.id), move |tx| {
                let now = tx.context().now;
                let changed = match column {
                    "ended" => {
                        tx.execute(global_sql!("UPDATE seat SET ended_at = $2 WHERE person_id = $1"), &[&editor, &now])
                    }
                    "over" => tx.execute(
                        global_sql!("UPDATE seat SET ended_at = NULL, valid_to = $2 WHERE person_id = $1"),
                        &[&editor, &day("2024-03-24")],
                    ),
                    "waits" => tx.execute(
                        global_sql!("UPDATE seat SET valid_to = NULL, confirmed_at = NULL WHERE person_id = $1"),
                        &[&editor],
                    ),
                    "refused" => tx.execute(
                        global_sql!("UPDATE seat SET confirmed_at = $2, refused_at = $2 WHERE person_id = $1"),
                        &[&editor, &now],
                    ),
                    _ => tx.execute(global_sql!("UPDATE seat SET refused_at = NULL WHERE person_id = $1"), &[&editor]),
                };
                changed.map(|_| ())
            });
        };
        for column in ["ended", "over", "waits", "refused"] {
            change(world, column);
            assert_eq!(send(world, "2024-03-25").await, 0, "{column}");
        }
        let officer = world.client("officer").await;
        officer.get(&page()).await.is(200).says("Ingen att p\u{e5}minna");
        change(world, "back");
        assert_eq!(send(world, "2024-03-25").await, 1);
    });
}

#[test]
fn what_came_in_after_the_lines_were_drawn_up_is_left_out_of_the_letter() {
    on_both(async |world| {
        known(world, &["editor"]).await;
        let tools = Tools::of(&world.app);
        let of_drawing = tools.clone();
        let drawn = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            let authority = super::store::own_authority(tx)?;
            let rounds = super::gather::rounds(tx, &of_drawing, day("2024-03-25"))?;
            let none = std::collections::BTreeSet::new();
            Ok(super::gather::lines(&authority, &rounds[0], &none, day("2024-03-25")).remove(&person_id("editor")))
        });
        let drawn = drawn.unwrap();
        let all = of_lindblad(world, first_occasion().leak());
        hand_in(world, all.iter().find(|one| one.id == drawn[0].assignment).unwrap());
        let (before, first) = (drawn.len(), drawn[0].assignment);
        let left = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            super::gather::still(tx, &tools, person_id("editor"), drawn, day("2024-03-25"))
        });
        assert_eq!(left.len(), before - 1);
        assert!(left.iter().all(|line| line.assignment != first));
    });
}

/// Lets something have come by e-mail for each of them, on 20 March, from the person.
fn came_by_mail(world: &World, all: &[Assignment], became: &'static str, from: Option<&str>) {
    let arrived = instant("2024-03-20T10:00:00Z");
    world.clock.set(arrived);
    let (came, sender): (Vec<_>, _) = (all.iter().map(|one| one.id).collect(), from.map(person_id));
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        for (at, assignment) in came.iter().enumerate() {
            let (mail, nothing): (_, &[u8]) = (Id::<Mail>::random(&SeededChance::new(at as u64)), &[]);
            tx.execute(
                sql!(
                    "INSERT INTO mail (tenant_id, id, road, message_id, sender, person_id, arrived_at, taken_at, file_sha256,
                         files_sha256, sealed, state)
                     VALUES ($1, $2, 'imap', '', 'a@ekstad.example', $3, $4, $4, '00', '11', $5, 'done')"
                ),
                &[&mail, &sender, &arrived, &nothing],
            )?;
            tx.execute(
                sql!(
                    "INSERT INTO mail_file (tenant_id, mail_id, number, sealed, file_sha256, size, became, assignment_id)
                     VALUES ($1, $2, 1, $3, '00', 7, $4, $5)"
                ),
                &[&mail, &nothing, &became, assignment],
            )?;
        }
        Ok(())
    });
}

#[test]
fn of_what_came_by_mail_whoever_sent_it_is_told_of_faults_and_when_its_time_is_out_it_is_missing_again() {
    on_both(async |world| {
        known(world, &["editor", "rektor", "management"]).await;
        let all = of_lindblad(world, first_occasion().leak());
        came_by_mail(world, &all, "faulty", Some("rektor"));
        assert_eq!(send(world, "2024-03-25").await, 1);
        let (name, subject, text) = letters(world).pop().unwrap();
        assert_eq!((name.as_str(), subject), ("rektor", format!("{} redovisningar att r\u{e4}tta", all.len())));
        assert!(text.contains("n\u{e5}got beh\u{f6}ver ses \u{f6}ver innan det kan signeras"), "{text}");
        assert!(!text.contains("ska snart l\u{e4}mnas in") && !text.contains("inte kommit in"), "{text}");
        world
            .client("officer")
            .await
            .get(&page())
            .await
            .is(200)
            .says("Har kommit med e-post, beh\u{f6}ver r\u{e4}ttas");
        // Fourteen days after it came it is missing again, and everybody is told: of 5 April's rung, and the last day's.
        assert_eq!(send(world, "2024-04-05").await, 3);
        assert!(letters(world)[1..].iter().all(|(_, _, text)| text.contains("ska snart l\u{e4}mnas in")));
    });
}

#[test]
fn what_nothing_asks_for_any_more_is_neither_reminded_of_nor_missing_and_can_still_be_signed() {
    on_both(async |world| {
        known(world, &["editor", "rektor", "management", "officer"]).await;
        let all = of_lindblad(world, first_occasion().leak());
        came_by_mail(world, &all, "draft", Some("rektor"));
        let admin = world.client("admin").await;
        let address = format!("/h/ekstad/organisation/enhet/{}/stang", world.units[0]);
        admin.confirm(&address, &[("dag", "2023-12-31")]).await.is(303);
        let closed = all.iter().find(|one| one.subject_name() == "Lindblad Centrum").unwrap();
        // It waited to be signed until then, and would be missing.
        assert!(send(world, "2024-04-12").await > 0);
        let told = letters(world);
        assert!(told.iter().any(|(_, _, text)| text.contains("Lindblad \u{d6}ster")), "{told:?}");
        assert!(told.iter().all(|(_, _, text)| !text.contains("Lindblad Centrum")), "{told:?}");
        let officer = world.client("officer").await;
        let list = format!("/h/ekstad/uppfoljning/2024/{}/{}", first_occasion(), closed.item);
        officer
            .get(&format!("{list}?visa=saknas"))
            .await
            .is(200)
            .says("Lindblad \u{d6}ster")
            .does_not_say("Lindblad Centrum");
        officer.get(&format!("{list}?visa=forsenade")).await.is(200).does_not_say("Lindblad Centrum");
        officer.get(&list).await.is(200).says("Lindblad Centrum").says("Inget av 2 har kommit in");
        world.client("rektor").await.get(&format!("/h/ekstad/uppgift/{}", closed.id)).await.is(200);
    });
}

#[test]
fn what_came_by_mail_and_is_to_be_uploaded_is_still_asked_for_and_what_is_handed_in_is_not() {
    on_both(async |world| {
        known(world, &["editor", "rektor", "management"]).await;
        let all = of_lindblad(world, first_occasion().leak());
        came_by_mail(world, &all[..1], "directed", None);
        for one in &all[1..] {
            hand_in(world, one);
        }
        assert_eq!(send(world, "2024-03-25").await, 2, "who writes and who signs");
        assert!(letters(world).iter().all(|(_, subject, _)| subject == "1 redovisning att ladda upp"));
        hand_in(world, &all[0]);
        assert_eq!(send(world, "2024-04-05").await, 0);
    });
}

/// The stable name of the authority's last occasion of 2024.
fn last_occasion(authority: Authority, world: &World) -> String {
    world.read(Scope::Tenant(authority.id), |tx| {
        let published = crate::year::published(tx, 2024)?.unwrap();
        Ok(published.year.occasions.last().unwrap().slug.to_string())
    })
}

#[test]
fn what_one_authority_has_asked_for_silences_no_other_and_its_own_letter_of_the_day_is_one() {
    on_both(async |world| {
        world.seat_at(world.bokhamn, person_id("editor"), Role::ProviderEditor);
        known(world, &["editor"]).await;
        let lindblad = world.lindblad.to_string();
        // Asked by Ekstad before seven; at seven Bokhamn's part goes, and nothing of Ekstad's.
        world.clock.set(instant("2025-01-10T05:00:00Z"));
        let officer = world.client("officer").await;
        let last = format!("/h/ekstad/paminnelser/2024/{}", last_occasion(world.ekstad, world));
        officer.post(&format!("{last}/nu"), &[("anordnare", &lindblad)]).await.is(303);
        assert_eq!(send(world, "2025-01-10").await, 1);
        let told = letters(world);
        assert_eq!(told.len(), 2);
        assert!(!told.iter().any(|(_, _, text)| text.contains("Ekstads kommun. Sista") && text.contains("Bokhamns")));
        assert_eq!(send(world, "2025-01-10").await, 0);
        let foreign = world.client("foreign-officer").await;
        let bokhamn = last_occasion(world.bokhamn, world);
        foreign.post(&format!("/h/bokhamn/paminnelser/2024/{bokhamn}/nu"), &[("anordnare", &lindblad)]).await.is(409);
        officer.post(&format!("{last}/nu"), &[("anordnare", &lindblad)]).await.is(409);
    });
}

#[test]
fn a_morning_of_three_hundred_authorities_holds_one_authority_or_a_page_of_people_at_a_time() {
    let world = World::new(Engine::Sqlite);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        // Some hundred rows of an authority's year are not needed: what its only unit is asked for will do.
        let slugs: Vec<&'static str> = (0..300).map(|number| &*format!("kommun-{number:03}").leak()).collect();
        let people: Vec<Id<Person>> = (0..7).map(|number| Id::random(&SeededChance::new(900 + number))).collect();
        let all = people.clone();
        world.write(Scope::Global, move |tx| {
            for (number, person) in all.iter().enumerate() {
                tx.execute(
                    global_sql!(
                        "INSERT INTO person (id, name, sort_key, email, created_at, password_hash) VALUES ($1, $2, $3, $2, 0, 'x')"
                    ),
                    &[person, &format!("p{number}@test.example"), &kernel::swedish::sort_key("p")],
                )?;
            }
            Ok(())
        });
        for (number, slug) in slugs.iter().enumerate() {
            let authority = world.add_authority(slug);
            // Six people who work for fifty authorities each, and in the first one for one alone.
            world.seat_at(authority, people[number % 6], Role::ProviderEditor);
            if number == 0 {
                world.seat_at(authority, people[6], Role::ProviderEditor);
            }
        }
        world.clock.set(instant("2024-03-25T06:00:00Z"));
        let morning = super::daily::tell_everybody(&world.app, day("2024-03-25"), 2).await.unwrap();
        assert_eq!((morning.letters, morning.most_people), (7, 2));
        let told = letters(&world);
        assert_eq!(told.iter().filter(|(_, _, text)| text.matches("kommun-").count() >= 50).count(), 6);
        let again = super::daily::tell_everybody(&world.app, day("2024-03-25"), 2).await.unwrap();
        assert_eq!(again.letters, 0);
    });
}

#[test]
fn a_letter_of_the_morning_is_one_for_each_person_and_day_and_an_officers_for_each_authority_too() {
    use super::letter::By;
    let of = |name: &str, on: Day, by| super::letter::written(person_id(name) as Id<Person>, on, &[], by).once;
    let [one, other] = [1, 2].map(|seed| By::Officer(Id::random(&SeededChance::new(seed))));
    let monday = day("2024-03-25");
    assert_eq!(of("editor", monday, By::Morning), of("editor", monday, By::Morning));
    assert_ne!(of("editor", monday, By::Morning), of("editor", day("2024-03-26"), By::Morning));
    assert_ne!(of("editor", monday, By::Morning), of("rektor", monday, By::Morning));
    assert_eq!(of("editor", monday, one), of("editor", monday, one));
    assert_ne!(of("editor", monday, one), of("editor", monday, other));
    assert_ne!(of("editor", monday, one), of("editor", monday, By::Morning));
}
