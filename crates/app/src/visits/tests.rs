#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::visits::{FindingKind, Standing};
use kernel::Id;
use kernel::id::kind::Visit;
use platform::access::Tools;

use super::store::{self, Kept};
use super::store_protocol as protocol;
use super::testing::{calendars, fields, held, planned, post, sent, step, write};
use crate::testing::{Answer, Client, ENGINES, World, instant, on, on_both, person_id};

mod photos;
mod plan;

fn kept(world: &World, id: &str) -> Kept {
    let (tools, id): (Tools, Id<Visit>) = (Tools::of(&world.app), id.parse().unwrap());
    world.read(Scope::Tenant(world.ekstad.id), move |tx| store::find(tx, &tools, id)).unwrap()
}

fn value(world: &World, id: &str, field: &str) -> (String, usize) {
    let (tools, id): (Tools, Id<Visit>) = (Tools::of(&world.app), id.parse().unwrap());
    let written = world.read(Scope::Tenant(world.ekstad.id), move |tx| protocol::written(tx, &tools, id));
    (written.value(field), written.protocol.field(field).conflicts.len())
}

fn key(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// Sends an edit as the script does.
async fn edit(world: &World, client: &Client<'_>, id: &str, name: &str, of: (&str, &str, u32, &str)) -> Answer {
    let (person, value, number, base) = of;
    let who = platform::reply::known_by(person_id(person));
    let (version, key) = ("0", key(number));
    let at = world.app.clock().now().to_string();
    let fields = [
        ("falt", name),
        ("varde", value),
        ("nyckel", &key),
        ("grund", base),
        ("tid", &at),
        ("version", version),
        ("vem", &who),
    ];
    client.post_by_script(&format!("/h/ekstad/besok/{id}/protokoll/falt"), &fields).await
}

#[test]
fn a_visit_is_planned_invited_to_moved_and_cancelled_and_calendars_are_told_each_time() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        drop((world.client("rektor").await, world.client("management").await));
        officer.get("/h/ekstad/besok").await.is(303);
        officer.get("/h/ekstad/besok/ar/2024").await.is(200).says("Saknas").says("har f\u{e5}tt bes\u{f6}k \u{e4}n");
        officer.get("/h/ekstad/besok/nytt").await.is(200).says("Vilken anordnare?");
        let ask = officer.get(&format!("/h/ekstad/besok/nytt?anordnare={}", world.lindblad)).await;
        ask.is(200).says("Deltagare").says("Plats och rum");
        // Every fault at once, with what was typed kept.
        let wrong: Vec<(String, String)> = fields(world, &key(1), "2022-03-01")
            .into_iter()
            .map(|(name, value)| if name == "till" { (name, "8".to_owned()) } else { (name, value) })
            .collect();
        post(&officer, "/h/ekstad/besok/nytt", &wrong)
            .await
            .is(422)
            .says("mer \u{e4}n ett \u{e5}r tillbaka")
            .says("Storgatan 1, sal 2");
        let id = planned(world, &officer, "2024-04-10").await;
        // The same form once more is the same visit.
        post(&officer, "/h/ekstad/besok/nytt", &fields(world, &id, "2024-04-10")).await.is(303);
        assert_eq!(kept(world, &id).lines.len(), 1);
        // Nothing is sent here: the page says that letters wait, and who gets none.
        let invited = step(&officer, &id, "bjud-in", &[]).await;
        let page = officer.follow(invited.is(303)).await;
        for says in ["2 brev v\u{e4}ntar i listan", "skickar inte e-post", "En studeranderepresentant"] {
            assert!(page.text().contains(says), "{says} is not said");
        }
        step(&officer, &id, "bjud-in", &[]).await.is(409).says("redan inbjudna");
        let told = calendars(world);
        assert_eq!(told.len(), 2, "one letter for each who takes part: {told:?}");
        let first = told[0].1.clone().unwrap();
        assert!(first.contains("\"sequence\":0") && first.contains("Storgatan 1") && first.contains(&id), "{first}");
        // Moved: the same event with the next sequence.
        let mut moved = fields(world, &id, "2024-04-11");
        moved.push(("sedd".to_owned(), "1".to_owned()));
        post(&officer, &format!("/h/ekstad/besok/{id}/andra"), &moved).await.is(409).says("Storgatan 1, sal 2");
        moved.pop();
        moved.push(("sedd".to_owned(), "2".to_owned()));
        post(&officer, &format!("/h/ekstad/besok/{id}/andra"), &moved).await.is(303);
        step(&officer, &id, "bjud-in", &[]).await.is(303);
        let told = calendars(world);
        let says = |subject: &str, what: &str| {
            let fits = |calendar: &Option<String>| calendar.as_ref().is_some_and(|text| text.contains(what));
            told.iter().filter(|(said, calendar)| said.starts_with(subject) && fits(calendar)).count()
        };
        assert_eq!(says("\u{c4}ndrat", "\"sequence\":1"), 2, "{told:?}");
        step(&officer, &id, "stall-in", &[]).await.is(422).says("Skriv varf\u{f6}r");
        step(&officer, &id, "stall-in", &[("stall-in-text", "Rektor \u{e4}r sjuk.")]).await.is(303);
        let told = calendars(world);
        let cancelled = |calendar: &Option<String>| {
            let text = calendar.clone().unwrap_or_default();
            text.contains("\"cancelled\":true") && text.contains("\"sequence\":2")
        };
        assert_eq!(told.iter().filter(|(_, calendar)| cancelled(calendar)).count(), 2, "{told:?}");
        assert_eq!(kept(world, &id).visit.standing(), Standing::Cancelled);
        officer.get("/h/ekstad/besok/ar/2024?format=csv").await.is(200);
        let events = world.events(world.ekstad);
        assert_eq!(events.iter().filter(|kind| *kind == "visit.planned").count(), 1);
        assert_eq!(events.iter().filter(|kind| *kind == "visit.changed").count(), 4);
    });
}

#[test]
fn a_meeting_is_told_to_calendars_as_the_standard_has_it() {
    let meeting = crate::year::Meeting {
        method: "REQUEST",
        uid: "besok-1@ekstad",
        sequence: 1,
        from: instant("2024-04-10T07:00:00Z"),
        to: instant("2024-04-10T09:30:00Z"),
        title: "Bes\u{f6}k; hos A",
        place: "Sal 2, plan 1",
        text: "",
        organiser: "kvalitet@ekstad.example",
        attendee: "rektor@lindblad.example",
    };
    let text = crate::year::meeting(&meeting, instant("2024-03-15T09:00:00Z")).replace("\r\n ", "");
    for line in [
        "METHOD:REQUEST\r\n",
        "UID:besok-1@ekstad.tertial\r\n",
        "SEQUENCE:1\r\n",
        "DTSTAMP:20240315T090000Z\r\n",
        "DTSTART:20240410T070000Z\r\n",
        "DTEND:20240410T093000Z\r\n",
        "SUMMARY:Bes\u{f6}k\\; hos A\r\n",
        "LOCATION:Sal 2\\, plan 1\r\n",
        "ORGANIZER:mailto:kvalitet@ekstad.example\r\n",
        "mailto:rektor@lindblad.example\r\n",
        "STATUS:CONFIRMED\r\n",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
}

#[test]
fn of_two_who_write_in_a_field_neither_is_overwritten_and_somebody_chooses() {
    on_both(async |world| {
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        let id = planned(world, &officer, "2024-03-15").await;
        let first = edit(world, &officer, &id, "sammanfattning", ("officer", "Bra.", 1, "")).await;
        assert!(first.is(200).text().contains("\"kom\":\"sparat\""), "{}", first.text());
        assert_eq!(kept(world, &id).visit.standing(), Standing::Begun);
        // The other device had seen nothing. What it writes stands beside; what it goes on to write takes that one's place.
        let other = edit(world, &contact, &id, "sammanfattning", ("contact", "Mindre bra.", 2, "")).await;
        assert!(other.is(200).text().contains("\"kom\":\"krock\""), "{}", other.text());
        edit(world, &contact, &id, "sammanfattning", ("contact", "D\u{e5}ligt.", 3, &key(2))).await.is(200);
        // Another field is nobody's business.
        edit(world, &contact, &id, "narvarande", ("contact", "Rektor", 4, "")).await.is(200);
        // The answer was lost, and it is sent again: nothing happens twice.
        edit(world, &contact, &id, "sammanfattning", ("contact", "Mindre bra.", 2, "")).await.is(200);
        assert_eq!(value(world, &id, "sammanfattning"), ("Bra.".to_owned(), 1));
        assert_eq!(value(world, &id, "narvarande").0, "Rektor");
        let state = officer.get(&format!("/h/ekstad/besok/{id}/protokoll/lage")).await;
        assert!(state.is(200).text().contains(&key(3)), "{}", state.text());
        step(&officer, &id, "utkast", &[("utkast-dag", "2024-03-22")]).await.is(409).says("tv\u{e5} versioner");
        let page = officer.get(&format!("/h/ekstad/besok/{id}/krockar")).await;
        page.is(200).says("Bra.").says("D\u{e5}ligt.").says("Beh\u{e5}ll b\u{e5}da");
        let (grund, andra) = (page.hidden("grund"), page.hidden("andra"));
        let choose = |val: &'static str, grund: String, andra: String| {
            let officer = &officer;
            let path = format!("/h/ekstad/besok/{id}/krockar");
            async move {
                let fields = [("falt", "sammanfattning"), ("grund", &*grund), ("andra", &*andra), ("val", val)];
                officer.post(&path, &fields).await
            }
        };
        // Chosen on what no longer stands there: refused.
        choose("bada", key(9), andra.clone()).await.is(409);
        choose("bada", grund.clone(), andra.clone()).await.is(303);
        // What was replaced can be read, by whom it was written.
        let visit = officer.get(&format!("/h/ekstad/besok/{id}")).await;
        let main = visit.is(200).main();
        let versions = &main[main.find("Tidigare versioner").unwrap()..];
        assert!(versions.contains("<p class=\"said\" dir=\"auto\">D\u{e5}ligt.</p>"), "{versions}");
        assert!(versions.contains("<p class=\"said\" dir=\"auto\">Bra.</p>"), "{versions}");
        assert!(!versions.contains("Mindre bra."), "what somebody went on writing at is no version of its own");
        assert_eq!(value(world, &id, "sammanfattning"), ("Bra.\n\nD\u{e5}ligt.".to_owned(), 0));
        choose("andra", grund, andra).await.is(409);
        officer.get(&format!("/h/ekstad/besok/{id}/krockar")).await.is(200).says("Inget krockar");
    });
}

#[test]
fn a_section_saved_without_script_clashes_with_what_was_written_since_and_leaves_the_rest_alone() {
    on_both(async |world| {
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        let id = planned(world, &officer, "2024-03-15").await;
        // Both have the page; the officer saves first.
        write(&officer, &id, &[("svar-lokaler", "uppfyllt"), ("text-lokaler-1", "Ljust.")]).await.is(303);
        let old = [
            ("grund:svar-lokaler", ""),
            ("svar-lokaler", ""),
            ("grund:text-lokaler-1", ""),
            ("text-lokaler-1", "M\u{f6}rkt."),
        ];
        let path = format!("/h/ekstad/besok/{id}/protokoll");
        let answer = contact.post(&path, &old).await;
        assert!(answer.is(303).location.ends_with("/krockar"), "{}", answer.location);
        assert_eq!(value(world, &id, "text-lokaler-1"), ("Ljust.".to_owned(), 1));
        assert_eq!(value(world, &id, "svar-lokaler"), ("uppfyllt".to_owned(), 0), "what was not touched says nothing");
        let long = "x".repeat(4_001);
        let wrong = [("grund:sammanfattning", ""), ("sammanfattning", long.as_str())];
        contact.post(&path, &wrong).await.is(422).says("f\u{f6}r l\u{e5}ng");
        // Nothing of what nobody asks is taken in.
        contact.post(&path, &[("grund:svar-annat", ""), ("svar-annat", "uppfyllt")]).await.is(303);
        assert_eq!(value(world, &id, "svar-annat").0, "");
    });
}

#[test]
fn what_lies_on_a_device_goes_under_nobody_elses_name_and_not_into_what_is_settled() {
    on(ENGINES[0], async |world| {
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        let id = planned(world, &officer, "2024-03-15").await;
        // The officer's device, with the contact signed in on it.
        let foreign = edit(world, &contact, &id, "sammanfattning", ("officer", "Bra.", 1, "")).await;
        assert!(foreign.is(409).text().contains("\"kom\":\"vem\""), "{}", foreign.text());
        assert_eq!(value(world, &id, "sammanfattning").0, "");
        let unknown = edit(world, &officer, &id, "svar-annat", ("officer", "uppfyllt", 2, "")).await;
        assert!(unknown.is(422).text().contains("\"kom\":\"nej\""));
        edit(world, &officer, &id, "svar-lokaler", ("officer", "kanske", 3, "")).await.is(422);
        // Nobody is signed in: the script is told so, and keeps what it has.
        let nobody = world.nobody();
        assert_eq!(edit(world, &nobody, &id, "sammanfattning", ("officer", "Bra.", 4, "")).await.status.as_u16(), 401);
        edit(world, &officer, &id, "sammanfattning", ("officer", "Bra.", 4, "")).await.is(200);
        sent(&officer, &id).await;
        world
            .client("rektor")
            .await
            .post(&format!("/h/ekstad/besok-hos-oss/{id}/svara"), &[("sedd", "2"), ("inget", "ja")])
            .await
            .is(303);
        step(&officer, &id, "faststall", &[]).await.is(303);
        let late = edit(world, &officer, &id, "sammanfattning", ("officer", "Sent.", 5, &key(4))).await;
        assert!(late.is(409).text().contains("\"kom\":\"last\""), "{}", late.text());
        assert_eq!(value(world, &id, "sammanfattning").0, "Bra.");
        let state = officer.get(&format!("/h/ekstad/besok/{id}/protokoll/lage")).await;
        assert!(state.text().contains("\"last\":true"));
        // The worker is the same for everybody and may open kept pages.
        let worker = world.nobody().get("/besok-arbetare.js").await;
        assert!(worker.is(200).media_type.starts_with("text/javascript"));
    });
}

#[test]
fn the_provider_reads_the_draft_in_time_replies_and_the_settled_protocol_prints_it() {
    on_both(async |world| {
        let (officer, rektor) = (world.client("officer").await, world.client("rektor").await);
        let id = held(world, &officer).await;
        let theirs = format!("/h/ekstad/besok-hos-oss/{id}");
        rektor.get(&theirs).await.is(200).does_not_say("tr\u{e5}ngt i sal 2");
        rektor.get(&format!("{theirs}/fil/pdf")).await.is(404);
        step(&officer, &id, "faststall", &[]).await.is(409).says("inte f\u{e5}tt n\u{e5}got utkast");
        step(&officer, &id, "utkast", &[("utkast-dag", "2024-03-15")]).await.is(422).says("minst en dag");
        sent(&officer, &id).await;
        let draft = calendars(world);
        assert!(
            draft.iter().any(|(subject, calendar)| subject.starts_with("Utkast") && calendar.is_none()),
            "{draft:?}"
        );
        // Written after the draft: not theirs to see.
        write(&officer, &id, &[("sammanfattning", "Skrivet efter.")]).await.is(303);
        let seen = rektor.get(&theirs).await;
        seen.is(200).says("tr\u{e5}ngt i sal 2").says("22 mars 2024").does_not_say("Skrivet efter.");
        step(&officer, &id, "faststall", &[]).await.is(409).says("22 mars 2024");
        let page = officer.get(&format!("/h/ekstad/besok/{id}")).await;
        page.is(200).says("Utkastet \u{e4}r hos anordnaren").says("till och med 22 mars 2024");
        page.says("har \u{e4}ndrats sedan anordnaren fick utkastet").says("Skicka utkastet igen");
        rektor.get("/start").await.is(200).says("utkast att l\u{e4}sa");
        let reply = format!("{theirs}/svara");
        let sedd = seen.hidden("sedd");
        rektor.post(&reply, &[("sedd", &*sedd), ("svar", "")]).await.is(422).says("inget att inv\u{e4}nda");
        // Both at once is told at the box, which stays ticked.
        let both = rektor.post(&reply, &[("sedd", &*sedd), ("svar", "Sal 2 \u{e4}r ny."), ("inget", "ja")]).await;
        both.is(422).says("Ta bort krysset").says("Sal 2 \u{e4}r ny.").says("value=\"ja\" checked");
        let said = [("sedd", &*sedd), ("om-lokaler-1", "Sal 2 anv\u{e4}nds inte l\u{e4}ngre.")];
        rektor.post(&reply, &said).await.is(303);
        rektor.get(&theirs).await.is(200).says("Ni har svarat").does_not_say("svara senast");
        officer.get("/h/ekstad/uppfoljning").await;
        officer.get(&format!("/h/ekstad/besok/{id}")).await.is(200).says("Sal 2 anv\u{e4}nds inte l\u{e4}ngre.");
        // What the provider has not read is settled only by somebody who says so.
        step(&officer, &id, "faststall", &[("faststall-text", "Vi \u{e4}r \u{f6}verens.")])
            .await
            .is(422)
            .says("inte l\u{e4}st det som \u{e4}r nytt: Sammanfattning")
            .says("Vi \u{e4}r \u{f6}verens.");
        assert_eq!(kept(world, &id).visit.standing(), Standing::Replied);
        step(&officer, &id, "faststall", &[("faststall-anda", "ja")]).await.is(303);
        for page in [theirs.clone(), "/h/ekstad/besok-hos-oss".to_owned(), "/start".to_owned()] {
            rektor.get(&page).await.is(200).does_not_say("svara senast").does_not_say("utkast att l\u{e4}sa");
        }
        let of = kept(world, &id);
        let sheet = of.settled().unwrap();
        assert_eq!((sheet.count(FindingKind::Deficiency), sheet.count(FindingKind::Praise)), (1, 1));
        assert_eq!(sheet.summary, "Skrivet efter.");
        rektor.get(&theirs).await.is(200).says("Fastst\u{e4}llt protokoll").says("Skrivet efter.");
        rektor.post(&reply, &said).await.is(409);
        // What is wrong becomes a deficiency, and its words stand there already.
        let page = officer.get(&format!("/h/ekstad/besok/{id}")).await;
        page.is(200).says("G\u{f6}r till brist").says("value=\"Bara delvis uppfyllt: Lokalerna passar");
        page.says("Brister som inte \u{e4}r upplagda").does_not_say("har \u{e4}ndrats sedan anordnaren fick utkastet");
        let became = page.fields().into_iter().any(|(name, value)| name.ends_with("kalla-del") && value == "lokaler-1");
        assert!(became, "it says which finding it comes from");
        // On paper, with the reply.
        let pdf = officer.get(&format!("/h/ekstad/besok/{id}/fil/pdf")).await;
        assert!(pdf.is(200).bytes.starts_with(b"%PDF-"));
        let word = rektor.get(&format!("{theirs}/fil/docx")).await;
        assert!(word.is(200).bytes.starts_with(b"PK"));
        // Closing asks whether another is needed.
        step(&officer, &id, "avsluta", &[]).await.is(422).says("V\u{e4}lj ja eller nej");
        step(&officer, &id, "avsluta", &[("nytt-besok", "ja"), ("avsluta-dag", "2024-09-10")]).await.is(303);
        let tools = Tools::of(&world.app);
        let all = world.read(Scope::Tenant(world.ekstad.id), move |tx| store::of_year(tx, &tools, 2024));
        let next = all.iter().find(|one| one.follows == Some(of.id)).unwrap();
        assert_eq!(next.visit.slot.day, crate::testing::day("2024-09-10"));
        // What was seen is asked about when it is time.
        world.clock.set(instant("2024-09-10T08:00:00Z"));
        let officer = world.client("officer").await;
        let again = officer.get(&format!("/h/ekstad/besok/{}/protokoll", next.id)).await;
        again
            .is(200)
            .says("Fr\u{e5}n f\u{f6}rra bes\u{f6}ket")
            .says("tr\u{e5}ngt i sal 2")
            .does_not_say("Alla \u{e4}r beh\u{f6}riga.");
    });
}

#[test]
fn the_time_of_the_provider_ends_and_a_late_reply_is_marked() {
    on(ENGINES[0], async |world| {
        let (officer, management) = (world.client("officer").await, world.client("management").await);
        let id = held(world, &officer).await;
        sent(&officer, &id).await;
        world.clock.set(instant("2024-03-25T08:00:00Z"));
        let officer = world.client("officer").await;
        let management_now = world.client("management").await;
        drop(management);
        let theirs = format!("/h/ekstad/besok-hos-oss/{id}");
        let page = management_now.get(&theirs).await;
        page.is(200).says("Tiden gick ut 22 mars 2024");
        let sedd = page.hidden("sedd");
        management_now
            .post(&format!("{theirs}/svara"), &[("sedd", &*sedd), ("svar", "Vi h\u{e5}ller med.")])
            .await
            .is(303);
        officer.get(&format!("/h/ekstad/besok/{id}")).await.is(200).says("efter sista dagen");
        step(&officer, &id, "faststall", &[]).await.is(303);
    });
}

#[test]
fn every_button_of_the_protocol_saves_everything_that_is_filled_in() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let id = planned(world, &officer, "2024-03-15").await;
        write(&officer, &id, &[("svar-lokaler", "delvis"), ("text-apl-1", "Bra.")]).await.is(303);
        // The script says so where an observation was chosen; the form says nothing, which is the same.
        edit(world, &officer, &id, "slag-apl-1", ("officer", "iakttagelse", 5, "")).await.is(200);
        let path = format!("/h/ekstad/besok/{id}/protokoll");
        let page = officer.get(&path).await;
        assert_eq!(page.is(200).main().matches("data-del").count(), 1, "one form for the whole of it");
        let before = world.events(world.ekstad).iter().filter(|kind| *kind == "visit.written").count();
        // Two fields of different points are filled in before any button is pressed, which sends the whole form.
        let mut all = page.fields();
        let mut fill = |name: &str, value: &str| match all.iter_mut().find(|(known, _)| known == name) {
            Some((_, stands)) => value.clone_into(stands),
            None => all.push((name.to_owned(), value.to_owned())),
        };
        fill("text-lokaler-1", "F\u{f6}r tr\u{e5}ngt.");
        fill("svar-larare", "uppfyllt");
        fill("sammanfattning", "I stort sett bra.");
        post(&officer, &path, &all).await.is(303);
        for (name, said) in [
            ("text-lokaler-1", "F\u{f6}r tr\u{e5}ngt."),
            ("svar-larare", "uppfyllt"),
            ("sammanfattning", "I stort sett bra."),
            ("svar-lokaler", "delvis"),
            ("slag-apl-1", "iakttagelse"),
        ] {
            assert_eq!(value(world, &id, name), (said.to_owned(), 0), "{name}");
        }
        let after = world.events(world.ekstad).iter().filter(|kind| *kind == "visit.written").count();
        assert_eq!(after - before, 3, "what was not touched is not written");
        // A fault keeps everything that was typed, also in what nobody had written in before.
        let mut all = officer.get(&path).await.fields();
        all.retain(|(name, _)| name != "narvarande" && name != "sammanfattning");
        all.push(("narvarande".to_owned(), "Rektor och tv\u{e5} l\u{e4}rare".to_owned()));
        all.push(("sammanfattning".to_owned(), "x".repeat(4_001)));
        post(&officer, &path, &all).await.is(422).says("Rektor och tv\u{e5} l\u{e4}rare");
    });
}

#[test]
fn what_letters_say_of_themselves_is_so() {
    let told = |letters, unreached: &[&str]| super::letters::Told {
        letters,
        unreached: unreached.iter().map(|name| (*name).to_owned()).collect(),
        others: String::new(),
    };
    let said = |step, told: &super::letters::Told, sends| super::sv::done_telling(step, told, sends);
    let invite = domain::visits::Step::Invite;
    assert!(said(invite, &told(Some(2), &[]), true).ends_with("2 brev \u{e4}r p\u{e5} v\u{e4}g."));
    assert!(said(invite, &told(Some(2), &[]), false).contains("2 brev v\u{e4}ntar"));
    assert!(said(invite, &told(Some(1), &["Bo Ek", "Eva Lo"]), true).contains("utan brev: Bo Ek och Eva Lo"));
    assert!(said(domain::visits::Step::Send, &told(Some(0), &[]), true).contains("inget brev har skrivits"));
    assert!(!said(domain::visits::Step::Cancel, &told(None, &[]), true).contains("brev"), "nobody was invited");
}

#[test]
fn a_checklist_is_written_in_versions_and_a_protocol_keeps_its_own() {
    on_both(async |world| {
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        let path = "/h/ekstad/besok/checklista/2024";
        let page = officer.get(path).await;
        page.is(200).says("v\u{e5}rt exempel").says("Skollagen 4 kap. 8");
        let id = planned(world, &officer, "2024-03-15").await;
        write(&officer, &id, &[("svar-lokaler", "uppfyllt")]).await.is(303);
        let row = [
            ("rader", "2"),
            ("sedd", "0"),
            ("titel", "V\u{e5}r lista"),
            ("punkt-1", "Biblioteket"),
            ("slag-1", "bedoms"),
            ("punkt-2", "Biblioteket"),
            ("slag-2", "text"),
        ];
        officer.post(path, &row).await.is(422).says("heter likadant");
        let row = [&row[..5], &[("punkt-2", "")]].concat();
        officer.post(path, &row).await.is(303);
        let other = [&row[..3], &[("punkt-1", "Datorsalen"), ("slag-1", "bedoms")]].concat();
        contact.post(path, &other).await.is(409);
        officer.get(path).await.is(200).says("Biblioteket").says("Version 1");
        // The protocol that was begun goes on with the list that it has; the next has the new one.
        officer.get(&format!("/h/ekstad/besok/{id}/protokoll")).await.is(200).says("Lokalerna passar");
        let next = planned(world, &officer, "2024-03-16").await;
        officer
            .get(&format!("/h/ekstad/besok/{next}/protokoll"))
            .await
            .is(200)
            .says("Biblioteket")
            .does_not_say("Lokalerna passar");
        assert_eq!(world.events(world.ekstad).iter().filter(|kind| *kind == "visit.checklist").count(), 1);
    });
}

#[test]
fn the_pack_has_what_is_known_of_the_provider_and_never_what_anybody_said() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        crate::testing::cases::say(world, 0, ("L\u{e4}raren kom inte.", "Sara"), |_| {});
        let id = planned(world, &officer, "2024-03-15").await;
        let path = format!("/h/ekstad/besok/{id}/underlag");
        let page = officer.get(&path).await;
        page.is(200)
            .says("Klagom\u{e5}l")
            .says("1 \u{f6}ppna, 0 avslutade")
            .says("Inga enk\u{e4}tresultat")
            .says("Webbplatsen har inte kontrollerats")
            .does_not_say("L\u{e4}raren kom inte");
        // Who may not see what is behind a figure is not told how few they are.
        let contact = world.client("contact").await.get(&path).await;
        contact.is(200).says("f\u{e4}rre \u{e4}n 5 \u{f6}ppna").does_not_say("1 \u{f6}ppna");
        let pdf = officer.get(&format!("{path}?format=pdf")).await;
        assert!(pdf.is(200).bytes.starts_with(b"%PDF-"));
    });
}

#[test]
fn whoever_has_no_part_in_a_visit_does_not_find_it() {
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        let id = held(world, &officer).await;
        for path in [
            format!("/h/ekstad/besok/{id}"),
            format!("/h/ekstad/besok/{id}/protokoll"),
            "/h/ekstad/besok/ar/2024".to_owned(),
        ] {
            for name in ["rektor", "management", "board", "auditor", "registrar", "editor"] {
                world.client(name).await.get(&path).await.is(404);
            }
            for name in ["contact", "owner"] {
                world.client(name).await.get(&path).await.is(200);
            }
        }
        let foreign = world.client("foreign-officer").await;
        foreign.get(&format!("/h/bokhamn/besok/{id}")).await.is(404);
        // Another provider, and another unit of the same.
        let theirs = format!("/h/ekstad/besok-hos-oss/{id}");
        world.client("other-rektor").await.get(&theirs).await.is(404);
        let (person, unit) = (person_id("rektor"), world.units[1]);
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(::store::global_sql!("UPDATE seat SET unit_id = $2 WHERE person_id = $1"), &[&person, &unit])
                .map(|_| ())
        });
        world.client("rektor").await.get(&theirs).await.is(404);
        world.client("management").await.get(&theirs).await.is(200);
        // The board reads what is settled, and nothing before.
        let settled = format!("/h/ekstad/besoksprotokoll/2024/{id}");
        world.client("board").await.get(&settled).await.is(404);
        sent(&officer, &id).await;
        let management = world.client("management").await;
        let sedd = management.get(&theirs).await.hidden("sedd");
        management.post(&format!("{theirs}/svara"), &[("sedd", &*sedd), ("inget", "ja")]).await.is(303);
        step(&officer, &id, "faststall", &[]).await.is(303);
        world.client("auditor").await.get("/h/ekstad/granskning").await.is(200).says("/h/ekstad/besoksprotokoll\"");
        for name in ["board", "auditor"] {
            let reader = world.client(name).await;
            reader.get(&settled).await.is(200).says("tr\u{e5}ngt i sal 2").says("Inget att inv\u{e4}nda");
            let year = reader.get("/h/ekstad/besoksprotokoll/2024").await;
            year.is(200).says("Alla \u{e4}r beh\u{f6}riga.");
        }
        let pdf = world.client("board").await.get("/h/ekstad/besoksprotokoll/2024/fil/pdf").await;
        assert!(pdf.is(200).bytes.starts_with(b"%PDF-"));
    });
}
