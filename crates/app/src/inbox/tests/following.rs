//! What a letter's page says follows the item; when it came, in an officer's words; who looked; who is reminded.

use super::*;
use crate::testing::on_both;

#[test]
fn a_letters_page_and_list_follow_the_item_from_the_draft_to_the_signature_and_to_what_replaces_it() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &file)).await;
        officer.get(&page).await.says("Väntar på signering").does_not_say("Klart");
        officer.get("/h/ekstad/epost?lage=done").await.says("Inga brev här");
        officer.get("/h/ekstad/epost?lage=theirs").await.says("Väntar på signering");
        // A second file that the provider chooses takes its place.
        let other = filled(world, id, complaint(&[("ledning", "Nej")]));
        let second = handed_in(world, &officer, &Mail::from("editor@test.example", "2").with("b.xlsx", &other)).await;
        officer.get(&second).await.says("Väntar hos anordnaren");
        world.clock.set("2024-04-08T09:00:00Z".parse().unwrap());
        signed(world, id).await;
        let officer = world.client("officer").await;
        officer.get(&page).await.says("Signerad 8 april 2024").does_not_say("Väntar på signering");
        officer.get(&second).await.says("Ersatt");
        officer.get("/h/ekstad/epost?lage=done").await.says("Signerad 8 april 2024").says("Ersatt");
        officer.get("/h/ekstad/epost?lage=theirs").await.says("Inga brev här");
        let registrar = world.client("registrar").await;
        registrar.get(&page.replace("/epost/", "/diarium-epost/")).await.says("Signerad 8 april 2024");
    });
}

#[test]
fn faults_that_have_been_mended_on_the_web_are_no_faults_of_the_letter_any_more() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[("mottaget", "31 feb")]));
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &file)).await;
        officer.get(&page).await.says("Fel att rätta: hos anordnaren");
        let (tools, lindblad, person) = (Tools::of(&world.app), world.lindblad, crate::testing::person_id("editor"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let path = cell_path("complaints", 1, "mottaget");
            let change = [drafts::Change { path, text: "2024-01-08".to_owned(), seen: None }];
            drafts::write(tx, &tools, lindblad, id, person, &change).map(|_| ())
        });
        officer.get(&page).await.says("Väntar på signering").does_not_say("Fel att rätta");
    });
}

/// When the item was received, and whether it is late.
fn received(world: &World, id: Id<AssignmentKind>) -> (Instant, bool) {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let item = assignments::find(tx, id)?.unwrap();
        let late = item.timeliness("2024-04-20T10:00:00Z".parse().unwrap());
        let received = item.state.latest().unwrap().received;
        Ok((received, late == domain::submissions::Timeliness::ReceivedLate))
    })
}

#[test]
fn a_time_that_the_letter_itself_says_is_corrected_with_a_reason_and_lateness_follows_until_it_is_approved() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let mut mail = Mail::from("editor@test.example", "1").with("a.xlsx", &file);
        mail.head = mail.head.replace("Thu, 14 Mar 2024 14:02:00 +0100", "Thu, 11 Apr 2024 14:02:00 +0200");
        let page = handed_in(world, &officer, &mail).await;
        officer.get(&page).await.says("11 april 2024 kl. 14.02").says("enligt brevet");
        signed(world, id).await;
        assert_eq!(received(world, id), ("2024-04-11T12:02:00Z".parse().unwrap(), true));
        let officer = world.client("officer").await;
        let to = format!("{page}/tid");
        let wrong = officer.post(&to, &[("dag", "2024-04-05"), ("klockslag", "9.15")]).await;
        wrong.is(422).says("Skriv varför tiden ändras").says("2024-04-05");
        officer.post(&to, &[("dag", ""), ("klockslag", ""), ("skal-tid", "x")]).await.is(422).says("Skriv en dag");
        let said = [("dag", "2024-04-05"), ("klockslag", "9.15"), ("skal-tid", "Stämpel på utskriften")];
        officer.post(&to, &said).await.is(303);
        let shown = officer.get(&page).await;
        shown.says("5 april 2024 kl. 09.15").says("enligt officer").says("Stämpel på utskriften").says("11 april 2024");
        assert_eq!(received(world, id), ("2024-04-05T07:15:00Z".parse().unwrap(), false));
        assert!(world.events(world.ekstad).contains(&"mail.timed".to_owned()));
        // What was signed is late nowhere any more, and the log says why.
        let version = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            let latest = crate::submissions::latest(tx, id)?.unwrap();
            Ok((latest.reference, latest.late, latest.arrived_at))
        });
        assert_eq!((version.1, version.2), (false, Some("2024-04-05T07:15:00Z".parse().unwrap())));
        let receipt = world.client("rektor").await.get(&format!("/h/ekstad/kvitto/{}", version.0)).await;
        receipt.is(200).says("5 april 2024 kl. 09.15").does_not_say("efter sista dagen");
        let review = officer.get(&format!("/h/ekstad/granska/{id}")).await;
        review.says("r\u{e4}ttade n\u{e4}r redovisningen kom in med e-post: 5 april 2024 kl. 09.15, i tid");
        let log = world.client("auditor").await.get("/h/ekstad/granskning?handelse=submission.timed").await;
        log.is(200).says("r\u{e4}ttade n\u{e4}r version 1 kom in");
        let none = crate::audit::verify::Anchors::default();
        let found = crate::testing::apart(|| {
            crate::audit::verify::everything(world.app.db(), world.app.files(), &none).unwrap()
        });
        let faults: Vec<String> = found.iter().flat_map(|of| of.faults.iter().map(ToString::to_string)).collect();
        assert!(faults.is_empty(), "{faults:?}");
        world.client("rektor").await.post(&to, &said).await.is(404);
        // Once it is approved its time stands.
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let domain::submissions::State::Submitted(submitted) = assignments::find(tx, id)?.unwrap().state else {
                panic!("it is signed")
            };
            let by = domain::submissions::By { person: None, name: "Kvalitet".into() };
            let at = "2024-04-12T10:00:00Z".parse().unwrap();
            let approved = domain::submissions::Approved { submitted, at, by };
            assignments::set_state(tx, id, &domain::submissions::State::Approved(approved))
        });
        officer.post(&to, &said).await.is(409).says("godkänt");
    });
}

#[test]
fn a_letter_without_a_time_or_with_one_that_cannot_be_is_asked_about_on_its_page_and_then_runs() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let cases = [
            ("klagomal-t1", "Lindblad Centrum", None),
            ("klagomal-t1", "Lindblad Öster", Some("Mon, 14 Mar 2022 14:02:00 +0100")),
            ("klagomal-t1", "Norrsken", Some("Tue, 19 Mar 2024 14:02:00 +0100")),
        ];
        for (number, (item, subject, says)) in cases.into_iter().enumerate() {
            let id = assignment(world, item, subject);
            let file = filled(world, id, complaint(&[]));
            let from = if subject == "Norrsken" { "other-editor@test.example" } else { "editor@test.example" };
            let mut mail = Mail::from(from, &number.to_string()).with("a.xlsx", &file);
            mail.head = match says {
                Some(says) => mail.head.replace("Thu, 14 Mar 2024 14:02:00 +0100", says),
                None => mail.head.split_once("\r\n").unwrap().1.replace("Date: Mon, 1 Jan 2024 00:00:00 +0000\r\n", ""),
            };
            let page = handed_in(world, &officer, &mail).await;
            officer.get(&page).await.says("Väntar på er").says("När kom brevet?");
            assert_eq!(arrival(world, id), None, "{subject}");
            officer.post(&format!("{page}/tid"), &[("dag", "2024-03-13"), ("klockslag", "08.30")]).await.is(303);
            work(world).await;
            if subject != "Norrsken" {
                assert_eq!(arrival(world, id), Some("2024-03-13T07:30:00Z".parse().unwrap()), "{subject}");
                officer
                    .get(&page)
                    .await
                    .says("13 mars 2024 kl. 08.30")
                    .says("enligt officer")
                    .says("Väntar på signering");
            }
        }
        // A clock that is some hours ahead is believed, and makes nothing come tomorrow.
        let id = assignment(world, "klagomal-t2", "Lindblad Centrum");
        let file = filled(world, id, complaint(&[]));
        let mut mail = Mail::from("editor@test.example", "9").with("a.xlsx", &file);
        mail.head = mail.head.replace("Thu, 14 Mar 2024 14:02:00 +0100", "Fri, 15 Mar 2024 23:00:00 +0100");
        handed_in(world, &officer, &mail).await;
        assert_eq!(arrival(world, id), Some(world.app.clock().now()));
    });
}

pub(super) fn readings(world: &World) -> usize {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let rows: Vec<(String,)> =
            tx.all(sql!("SELECT kind FROM audit_event WHERE tenant_id = $1 AND chain = 'read' ORDER BY seq"), &[])?;
        Ok(rows.iter().filter(|(kind,)| kind == "mail.shown").count())
    })
}

#[test]
fn one_sitting_over_a_letter_is_one_line_in_the_chain_of_readings() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "1")).await;
        let other = handed_in(world, &officer, &Mail::from("editor@test.example", "2")).await;
        for _ in 0..5 {
            officer.get(&page).await.is(200);
            world.clock.advance(60);
        }
        assert_eq!(readings(world), 1);
        officer.get(&other).await.is(200);
        world.client("registrar").await.get(&page.replace("/epost/", "/diarium-epost/")).await.is(200);
        assert_eq!(readings(world), 3, "another letter, and another person");
        world.clock.advance(601);
        officer.get(&page).await.is(200);
        assert_eq!(readings(world), 4, "whoever comes back later reads again");
    });
}

#[test]
fn the_one_who_signs_is_reminded_of_what_came_and_the_one_who_sent_it_of_its_faults() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        for name in ["editor", "rektor"] {
            world.client(name).await;
        }
        let (whole, faulty) = (centrum(world), assignment(world, "klagomal-t1", "Lindblad Öster"));
        let [a, b] = [(whole, "2024-01-08"), (faulty, "31 feb")]
            .map(|(id, day)| filled(world, id, complaint(&[("mottaget", day)])));
        let mut mail = Mail::from("editor@test.example", "1").with("a.xlsx", &a).with("b.xlsx", &b);
        mail.head = mail.head.replace("Thu, 14 Mar 2024 14:02:00 +0100", "Fri, 5 Apr 2024 09:00:00 +0200");
        world.clock.set("2024-04-05T08:00:00Z".parse().unwrap());
        let officer_now = world.client("officer").await;
        handed_in(world, &officer_now, &mail).await;
        drop(officer);
        let today = "2024-04-08".parse().unwrap();
        world.clock.set("2024-04-08T05:00:00Z".parse().unwrap());
        crate::reminders::send(&world.app, today).await.unwrap();
        let letters: Vec<(String, String)> = world.read(Scope::Global, |tx| {
            tx.all(
                ::store::global_sql!(
                    "SELECT p.name, l.paragraphs FROM letter l JOIN person p ON p.id = l.person_id ORDER BY p.name"
                ),
                &[],
            )
        });
        let of = |name: &str| letters.iter().find(|(who, _)| who == name).map(|(_, text)| text.clone()).unwrap();
        let part = |text: &str, head: &str| {
            text.split_once(head).map(|(_, rest)| rest.split("\",\"").next().unwrap().to_owned())
        };
        let signs = part(&of("rektor"), "väntar på att signeras:").unwrap();
        assert!(signs.contains("Lindblad Centrum") && !signs.contains("Öster"), "{signs}");
        let mends = part(&of("editor"), "innan det kan signeras:").unwrap();
        assert!(mends.contains("Öster") && !mends.contains("Centrum"), "{mends}");
        assert!(part(&of("rektor"), "innan det kan signeras:").is_none() && !of("editor").contains("att signeras:"));
        assert!(letters.iter().all(|(_, text)| !text.contains("31 feb") && !text.contains("a.xlsx")));
    });
}

#[test]
fn what_a_letter_brought_is_told_as_sent_by_its_sender_and_put_in_by_whoever_did_that() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let other = assignment(world, "klagomal-t1", "Lindblad Öster");
        let [a, b] = [id, other].map(|id| filled(world, id, complaint(&[])));
        handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &a)).await;
        let page = handed_in(world, &officer, &Mail::from("okand@annan.example", "2").with("b.xlsx", &b)).await;
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &other.to_string())]).await.is(303);
        work(world).await;
        let rektor = world.client("rektor").await;
        let own = rektor.get(&format!("/h/ekstad/uppgift/{id}")).await;
        own.says("a.xlsx, som editor skickade med e-post, lades i utkastet av systemet")
            .does_not_say("editor läste in");
        let theirs = rektor.get(&format!("/h/ekstad/uppgift/{other}")).await;
        theirs
            .says("officer fördelade b.xlsx, som kom med e-post från en okänd adress")
            .does_not_say("officer läste in");
        theirs.does_not_say("okand@annan.example");
    });
}

#[test]
fn whoever_says_what_a_file_is_chooses_among_the_items_of_one_occasion() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let file = filled(world, centrum(world), complaint(&[]));
        let page = handed_in(world, &officer, &Mail::from("okand@annan.example", "1").with("a.xlsx", &file)).await;
        let own = format!("{page}/fil/1?anordnare={}", world.lindblad);
        let all = officer.get(&own).await;
        all.says("Alla tillfällen").says("Lindblad Centrum");
        let occasions = crate::testing::shipped_year().occasions;
        assert!(occasions.len() >= 2);
        let count = |page: &str| page.matches("Lindblad Centrum").count();
        let mut seen = 0;
        for occasion in &occasions {
            let of = officer.get(&format!("{own}&tillfalle=2024/{}", occasion.slug)).await;
            of.is(200).says(occasion.title.as_sv());
            assert!(count(&of.main()) < count(&all.main()), "{}", occasion.slug);
            seen += count(&of.main());
        }
        assert_eq!(seen, count(&all.main()));
        officer.get(&format!("{own}&tillfalle=2024/finns-inte")).await.is(200);
    });
}

/// The items that the newest line about a time says were moved.
fn last_moved(world: &World) -> Vec<serde_json::Value> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let rows: Vec<(String,)> = tx.all(
            sql!(
                "SELECT facts FROM audit_event WHERE tenant_id = $1 AND kind = 'mail.timed' ORDER BY seq DESC LIMIT 1"
            ),
            &[],
        )?;
        let facts: serde_json::Value = serde_json::from_str(&rows[0].0).unwrap();
        Ok(facts["assignments"].as_array().unwrap().clone())
    })
}

/// The editor reads in what waits on the item's page, in place of what is there.
async fn read_in(world: &World, id: Id<AssignmentKind>) {
    let waiting: Vec<String> = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let rows: Vec<(Id<kernel::id::kind::Staged>,)> = tx.all(
            sql!("SELECT id FROM staged WHERE tenant_id = $1 AND assignment_id = $2 AND taken_at IS NULL ORDER BY id"),
            &[&id],
        )?;
        Ok(rows.into_iter().map(|(staged,)| staged.to_string()).collect())
    });
    let editor = world.client("editor").await;
    for staged in waiting {
        let own = format!("/h/ekstad/uppgift/{id}/arbetsbok/{staged}");
        let page = editor.get(&own).await.text();
        let value = |name: &str| {
            let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let (seen, version) = (value("sett"), value("version"));
        editor.post(&own, &[("sett", &seen), ("version", &version), ("satt", "ersatt")]).await.is(303);
    }
}

#[test]
fn of_two_letters_for_an_item_the_earliest_counts_whichever_of_them_is_corrected() {
    on_both(async |world| {
        world.clock.set("2024-04-11T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let mut pages = Vec::new();
        for (name, came, row) in
            [("1", "Tue, 9 Apr", complaint(&[])), ("2", "Wed, 10 Apr", complaint(&[("atgard", "Samtal.")]))]
        {
            let file = filled(world, id, row);
            let mut mail = Mail::from("editor@test.example", name).with("a.xlsx", &file);
            mail.head = mail.head.replace("Thu, 14 Mar 2024 14:02:00 +0100", &format!("{came} 2024 10:00:00 +0200"));
            pages.push(handed_in(world, &officer, &mail).await);
        }
        // A file counts once it is read in.
        read_in(world, id).await;
        signed(world, id).await;
        let (first, early) = ("2024-04-09T08:00:00Z".parse().unwrap(), "2024-04-05T07:15:00Z".parse().unwrap());
        assert_eq!(received(world, id), (first, true));
        let officer = world.client("officer").await;
        let second = format!("{}/tid", pages[1]);
        let say = async |day: &str, at: &str| {
            let said = [("dag", day), ("klockslag", at), ("skal-tid", "Enligt kuvertet")];
            officer.post(&second, &said).await.is(303);
        };
        say("2024-04-05", "9.15").await;
        assert_eq!(received(world, id), (early, false), "what came first is the one that was thought to be the second");
        assert_eq!(last_moved(world), [id.to_string()]);
        say("2024-04-10", "10.00").await;
        assert_eq!(received(world, id), (first, true), "and the other counts again when it was not");
        say("2024-04-10", "11.00").await;
        assert_eq!(received(world, id), (first, true));
        assert!(last_moved(world).is_empty(), "nothing was moved, and nothing says so");
    });
}

/// How many letters a tab of the list says that it has, and how many lines it shows.
async fn tab(officer: &Client<'_>, state: &str) -> usize {
    let page = officer.get(&format!("/h/ekstad/epost?lage={state}")).await.main();
    page.matches("href=\"/h/ekstad/epost/").count() - page.matches("href=\"/h/ekstad/epost/lamna-in").count()
}

#[test]
fn a_letter_is_under_done_only_when_nothing_is_left_and_otherwise_with_whom_it_waits() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let east = assignment(world, "klagomal-t1", "Lindblad Öster");
        let faulty = filled(world, id, complaint(&[("mottaget", "31 feb")]));
        handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &faulty)).await;
        assert_eq!((tab(&officer, "theirs").await, tab(&officer, "done").await), (1, 0));
        officer.get("/h/ekstad/epost?lage=theirs").await.says("Fel att rätta: hos anordnaren");
        // One that waits beside it, and one that is nothing.
        let file = filled(world, id, complaint(&[]));
        handed_in(world, &officer, &Mail::from("editor@test.example", "2").with("b.xlsx", &file)).await;
        let empty = filled(world, east, BTreeMap::new());
        handed_in(world, &officer, &Mail::from("editor@test.example", "3").with("c.xlsx", &empty)).await;
        assert_eq!((tab(&officer, "theirs").await, tab(&officer, "done").await), (2, 1));
        // The provider reads the newer one in: the older is replaced, and done.
        let editor = world.client("editor").await;
        let books = editor.get(&format!("/h/ekstad/uppgift/{id}/arbetsbok")).await.text();
        let link = format!("/uppgift/{id}/arbetsbok/");
        let after = books.split(&link).skip(1);
        let mut linked = after.map(|rest| rest.split(['"', '/', '?']).next().unwrap());
        let staged = linked.find(|one| one.len() == 36).unwrap();
        let preview = format!("/h/ekstad/uppgift/{id}/arbetsbok/{staged}");
        let page = editor.get(&preview).await;
        world.clock.advance(60);
        let choice = [("sett", page.hidden("sett")), ("satt", "ersatt".to_owned())];
        let choice: Vec<(&str, &str)> = choice.iter().map(|(name, text)| (*name, text.as_str())).collect();
        editor.post(&preview, &choice).await.is(303);
        assert_eq!((tab(&officer, "theirs").await, tab(&officer, "done").await), (1, 2));
        signed(world, id).await;
        assert_eq!((tab(&officer, "theirs").await, tab(&officer, "done").await), (0, 3));
    });
}

#[test]
fn provider_and_officer_are_told_the_same_of_a_file_that_nobody_has_read_in() {
    on_both(async |world| {
        let (id, officer, editor) = (centrum(world), world.client("officer").await, world.client("editor").await);
        // Somebody has written first.
        let item = format!("/h/ekstad/uppgift/{id}");
        editor.post(&format!("{item}/falt"), &[("complaints-1-atgard", "Eget.")]).await.is(200);
        let file = filled(world, id, complaint(&[]));
        handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &file)).await;
        editor.get(&item).await.says("Ni hade redan skrivit här").says("Signerar ni utan att läsa in den");
        let review = officer.get(&format!("/h/ekstad/granska/{id}")).await;
        review
            .says("filen är inte inläst")
            .says("Signerar anordnaren utan att läsa in den räknas den som inkommen när den signeras");
        review.does_not_say("även om det signeras senare");
    });
}

#[test]
fn files_that_wait_beside_an_earlier_letters_rows_are_counted_and_nobody_is_said_to_have_written() {
    on_both(async |world| {
        let (id, officer, editor) = (centrum(world), world.client("officer").await, world.client("editor").await);
        for (number, answer) in [("1", "Ja"), ("2", "Nej"), ("3", "")] {
            let file = filled(world, id, complaint(&[("ledning", answer)]));
            handed_in(world, &officer, &Mail::from("editor@test.example", number).with("a.xlsx", &file)).await;
        }
        let page = editor.get(&format!("/h/ekstad/uppgift/{id}")).await;
        page.says("väntar på rektors underskrift")
            .says("2 filer till har kommit")
            .says("Ett tidigare brev ligger redan som utkast");
        page.does_not_say("Ni hade redan skrivit här").says("Välj vilken fils rader");
        world.clock.advance(60);
        editor.post(&format!("/h/ekstad/uppgift/{id}/falt"), &[("complaints-1-atgard", "Eget.")]).await.is(200);
        editor.get(&format!("/h/ekstad/uppgift/{id}")).await.says("Ni hade redan skrivit här");
    });
}

#[test]
fn a_file_with_a_password_is_told_as_that_at_the_task_and_not_as_something_to_sign() {
    on_both(async |world| {
        let (id, officer, editor) = (centrum(world), world.client("officer").await, world.client("editor").await);
        let locked = bad_letters::locked_workbook();
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("last.xlsx", &locked)).await;
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert_eq!(became(world), ["faulty"]);
        let task = editor.get(&format!("/h/ekstad/uppgift/{id}")).await;
        task.says("filen gick inte att läsa in").says("låst med lösenord").says("Ta bort lösenordet");
        task.does_not_say("väntar på rektors underskrift").does_not_say("så visas vad som är fel");
        // Once somebody has answered there is something to sign.
        let sent: Vec<(String, String)> = complaint(&[]).into_iter().collect();
        for (path, text) in &sent {
            editor.post(&format!("/h/ekstad/uppgift/{id}/falt"), &[(path, text)]).await.is(200);
        }
        editor.get(&format!("/h/ekstad/uppgift/{id}")).await.says("väntar på rektors underskrift");
    });
}

#[test]
fn a_locked_file_beside_another_is_told_as_locked_by_both_sides_whatever_stood_in_the_draft_before() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let item = format!("/h/ekstad/uppgift/{id}");
        for (path, text) in complaint(&[]) {
            editor.post(&format!("{item}/falt"), &[(path.as_str(), text.as_str())]).await.is(200);
        }
        world.clock.advance(24 * 60 * 60);
        let (officer, editor) = (world.client("officer").await, world.client("editor").await);
        let file = filled(world, id, complaint(&[("ledning", "Nej")]));
        let came = "Sat, 16 Mar 2024 09:00:00 +0100";
        handed_in(world, &officer, &Mail::from("editor@test.example", "1").at(came).with("a.xlsx", &file)).await;
        let locked = bad_letters::locked_workbook();
        let came = "Sat, 16 Mar 2024 09:05:00 +0100";
        let mail = Mail::from("editor@test.example", "2").at(came).with("last.xlsx", &locked);
        let page = handed_in(world, &officer, &mail).await;
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        let task = editor.get(&item).await;
        task.says("låst med lösenord")
            .says("filen gick inte att läsa in")
            .does_not_say("väntar på rektors underskrift");
        officer.get(&page).await.says("Fel att rätta").does_not_say("Väntar på signering");
        // What is written after it puts it right.
        world.clock.advance(60);
        editor.post(&format!("{item}/falt"), &[("complaints-1-atgard", "Rättat här.")]).await.is(200);
        editor.get(&item).await.says("väntar på rektors underskrift");
        officer.get(&page).await.says("Väntar på signering");
    });
}
