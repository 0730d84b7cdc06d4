#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Engine, Scope};
use domain::abuse::{Action, Milestone, StateName};
use kernel::Id;
use kernel::id::kind::Investigation;
use platform::mail::{MailSettings, Protection};

use super::*;
use crate::testing::{Answer, Client, ENGINES, World, on, on_both, person_id};

const SAID: &str = "Kalla mig inte det igen.";
const WHO: &str = "Amina och Erik";

/// What the form for telling of something sends, for the unit.
fn fields(world: &World, unit: usize, about: &'static str) -> Vec<(&'static str, String)> {
    vec![
        ("nyckel", Id::<Investigation>::random(&**world.app.chance()).to_string()),
        ("text", SAID.to_owned()),
        ("vem", WHO.to_owned()),
        ("enhet", world.units[unit].to_string()),
        ("kalla", "student".to_owned()),
        ("kannedom", "2024-03-13".to_owned()),
        ("galler", about.to_owned()),
    ]
}

async fn post(client: &Client<'_>, path: &str, fields: &[(&str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    client.post(path, &fields).await
}

/// Told of by the person; gives the investigation.
async fn told(world: &World, by: &str, unit: usize, about: &'static str) -> Id<Investigation> {
    let fields = fields(world, unit, about);
    post(&world.client(by).await, "/h/ekstad/krankning/ny", &fields).await.is(303);
    fields[0].1.parse().unwrap()
}

fn found(world: &World, id: Id<Investigation>) -> Dossier {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| find(tx, id)).unwrap()
}

#[test]
fn an_investigation_goes_from_what_somebody_learns_to_its_end_with_every_day_and_gap_shown() {
    on_both(async |world| {
        // Somebody who writes reports tells of it, and reads it no more than anybody else.
        let editor = world.client("editor").await;
        let fields = fields(world, 0, "others");
        let id: Id<Investigation> = fields[0].1.parse().unwrap();
        let done = post(&editor, "/h/ekstad/krankning/ny", &fields).await;
        assert_eq!((done.status.as_u16(), done.location.as_str()), (303, "/h/ekstad/arenden"));
        editor.get(&format!("/h/ekstad/krankning/{id}")).await.is(404);
        let (school, city) = (format!("/h/ekstad/krankning/{id}"), format!("/h/ekstad/krankningar/{id}"));
        let (rektor, contact) = (world.client("rektor").await, world.client("contact").await);
        // 13 March 2024 is a Wednesday: rektor and authority were to be told on the 14th, and it is the 15th.
        rektor
            .get(&school)
            .await
            .is(200)
            .says("Rektor ska ta del av anmälan, senast 14 mars 2024")
            .says("Dagen har passerats")
            .says(SAID)
            .says(WHO)
            .says("2 dagar senare (2 arbetsdagar)")
            .says("Det räcker att någon i personalen får veta det");
        rektor.post(&format!("{school}/ta-del"), &[("ta-del-dag", "2024-03-14")]).await.is(303);
        rektor
            .get(&school)
            .await
            .is(200)
            .says("1 dag senare (1 arbetsdag)")
            .says("Inled utredningen, senast 18 mars 2024");
        let step = async |path: &str, fields: &[(&str, &str)]| {
            rektor.post(&format!("{school}/{path}"), fields).await.is(303);
        };
        rektor.post(&format!("{school}/bedom"), &[]).await.is(409).says("Inled utredningen först");
        step("inled", &[("inled-vem", "Karin Ek")]).await;
        step(
            "beskriv",
            &[
                ("beskriv-slag", "trakasserier"),
                ("beskriv-form", "verbalt"),
                ("beskriv-form", "digitalt"),
                ("beskriv-mellan", "elev-elev"),
                ("beskriv-grund", "religion"),
                ("beskriv-vem", WHO),
                ("beskriv-text", "Flera g\u{e5}nger i veckan."),
            ],
        )
        .await;
        step("samtal", &[("samtal-vem", "Amina"), ("samtal-text", "Hon ber\u{e4}ttade.")]).await;
        step(
            "besluta",
            &[("besluta-vem", "Karin Ek"), ("besluta-text", "Ny plats."), ("besluta-senast", "2024-03-20")],
        )
        .await;
        step("bedom", &[("bedom-val", "konstaterad"), ("bedom-text", "Tv\u{e5} s\u{e5}g det.")]).await;
        step("folj-upp", &[("folj-upp-val", "ja"), ("folj-upp-text", "Amina s\u{e4}ger ja.")]).await;
        step("utvardera", &[("utvardera-text", "Platsen hj\u{e4}lpte.")]).await;
        rektor.post(&format!("{school}/avsluta"), &[]).await.is(409).says("tgärd är inte gjord");
        step("gjort", &[("gjort-val", "1")]).await;
        rektor.get(&school).await.is(200).says("Ny plats.").says("20 mars 2024").says("trakasserier");
        rektor.post(&format!("{school}/avsluta"), &[]).await.is(409).says("Anmälan till nämnden är inte antecknad");
        contact
            .get(&city)
            .await
            .is(200)
            .says("Till Utbildningsn\u{e4}mnden")
            .says("Anmäld till rektor: 14 mars 2024")
            .says("Det gäller: Trakasserier");
        let draft = contact.get(&format!("{city}/anmalan")).await;
        draft.is(200).says("Skolan fick veta: 13 mars 2024").does_not_say(SAID).does_not_say("Amina");
        let sent = [("namnden-diarienummer", "BIN 2024-17"), ("namnden-text", "Till n\u{e4}mnden")];
        contact.post(&format!("{city}/namnden"), &sent).await.is(303);
        step("avsluta", &[]).await;
        rektor.get(&school).await.is(200).says("Utredningen är avslutad").says("BIN 2024-17");
        let dossier = found(world, id);
        assert_eq!((dossier.stands.state, dossier.lines.len()), (StateName::Closed, 14));
        assert_eq!(dossier.stands.milestones().filter(|(_, day)| day.is_none()).count(), 0);
        step("ta-upp", &[("ta-upp-text", "Det har b\u{f6}rjat igen.")]).await;
        assert_eq!(found(world, id).stands.state, StateName::Investigated);
        let told = world.events(world.ekstad);
        assert_eq!(told.iter().filter(|kind| *kind == "abuse.opened").count(), 1);
        assert_eq!(told.iter().filter(|kind| *kind == "abuse.added").count(), 12);
    });
}

#[test]
fn the_day_of_learning_is_corrected_with_a_reason_and_both_days_stay_in_the_timeline() {
    on_both(async |world| {
        let id = told(world, "rektor", 0, "others").await;
        let rektor = world.client("rektor").await;
        let page = format!("/h/ekstad/krankning/{id}");
        let correct = async |day: &str, why: &str| {
            let fields = [("ratta-kannedom-kannedom", day), ("ratta-kannedom-text", why)];
            rektor.post(&format!("{page}/ratta-kannedom"), &fields).await
        };
        // It was told of on the 15th, as learnt of on the 13th.
        let table = [
            ("2024-03-16", "Fel dag.", "Dagen kan inte ligga efter 15 mars 2024"),
            ("2024-03-13", "Fel dag.", "Den dagen st\u{e5}r redan"),
            ("2023-03-01", "Fel dag.", "Dagen kan vara tidigast"),
            ("", "Fel dag.", "<li>"),
            ("i g\u{e5}r", "Fel dag.", "<li>"),
            ("2024-03-11", "", "<li>"),
        ];
        for (day, why, says) in table {
            let answer = correct(day, why).await;
            assert!(answer.is(422).main().contains(says), "{day} {why}: {}", answer.main());
        }
        assert_eq!(found(world, id).stands.learnt().to_string(), "2024-03-13");
        // Into another year only by somebody who says so.
        let answer = correct("2023-12-20", "Fel \u{e5}r.").await;
        answer.is(422).says("redovisningen f\u{f6}r 2023 och inte f\u{f6}r 2024").says("ratta-kannedom-annat-ar");
        correct("2024-03-11", "L\u{e4}raren fick veta redan p\u{e5} m\u{e5}ndagen.").await.is(303);
        rektor
            .get(&page)
            .await
            .is(200)
            .says("r\u{e4}ttade dagen f\u{f6}r k\u{e4}nnedom fr\u{e5}n 13 mars 2024 till 11 mars 2024")
            .says("L\u{e4}raren fick veta redan");
        let row: (String,) = world.read(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.one(::store::sql!("SELECT learnt FROM investigation WHERE tenant_id = $1 AND id = $2"), &[&id])
        });
        assert_eq!(
            (found(world, id).stands.learnt().to_string(), row.0.as_str()),
            ("2024-03-11".to_owned(), "2024-03-11")
        );
        let contact = world.client("contact").await;
        let fields = [("ratta-kannedom-kannedom", "2024-03-12"), ("ratta-kannedom-text", "Nej.")];
        contact.post(&format!("/h/ekstad/krankningar/{id}/ratta-kannedom"), &fields).await.is(409);
        let auditor = world.client("auditor").await;
        auditor
            .get("/h/ekstad/granskning")
            .await
            .is(200)
            .says("\u{201d}R\u{e4}tta dagen f\u{f6}r k\u{e4}nnedom\u{201d}")
            .says("Utredning 1");
    });
}

#[test]
fn the_row_of_an_investigation_says_what_its_timeline_says() {
    on_both(async |world| {
        let id = told(world, "rektor", 0, "others").await;
        let row = |world: &World| -> (String, Option<String>, Option<String>, i64, Option<String>) {
            world.read(Scope::Tenant(world.ekstad.id), move |tx| {
                tx.one(
                    ::store::sql!(
                        "SELECT state, next_what, next_day, entries, nature FROM investigation WHERE tenant_id = $1 AND id = $2"
                    ),
                    &[&id],
                )
            })
        };
        let text = |text: &str| Some(text.to_owned());
        // The one who told is the rektor, who so knows.
        assert_eq!(found(world, id).stands.day(Milestone::RektorTold), Some("2024-03-15".parse().unwrap()));
        assert_eq!(row(world), ("reported".to_owned(), text("utredning-inledd"), text("2024-03-18"), 3, None));
        let rektor = world.client("rektor").await;
        rektor.post(&format!("/h/ekstad/krankning/{id}/inled"), &[("inled-vem", "Karin Ek")]).await.is(303);
        let (state, next, _, entries, _) = row(world);
        assert_eq!((state.as_str(), next, entries), ("investigated", text("anmald-till-namnden"), 4));
        // Not a word lies open.
        let sealed: Vec<(String, Option<Vec<u8>>)> = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            tx.all(
                ::store::sql!("SELECT content, sealed FROM investigation_entry WHERE tenant_id = $1 ORDER BY number"),
                &[],
            )
        });
        for (content, sealed) in sealed {
            let sealed = String::from_utf8_lossy(&sealed.unwrap_or_default()).into_owned();
            assert!([content, sealed].iter().all(|text| !text.contains("Kalla") && !text.contains("Amina")));
        }
    });
}

#[test]
fn whoever_it_is_not_for_does_not_find_it() {
    on_both(async |world| {
        let (own, other) = (told(world, "rektor", 0, "others").await, told(world, "other-rektor", 2, "others").await);
        world.client("rektor").await.get(&format!("/h/ekstad/krankning/{own}")).await.is(200);
        world.client("management").await.get(&format!("/h/ekstad/krankning/{own}")).await.is(200);
        for (name, id) in [("rektor", other), ("management", other), ("other-rektor", own), ("editor", own)] {
            let client = world.client(name).await;
            client.get(&format!("/h/ekstad/krankning/{id}")).await.is(404);
            let note = [("anteckna-text", "x")];
            client.post(&format!("/h/ekstad/krankning/{id}/anteckna"), &note).await.is(404);
            client.get(&format!("/h/ekstad/krankningar/{id}")).await.is(404);
        }
        for name in ["owner", "registrar", "admin", "auditor", "board", "regional"] {
            world.client(name).await.get(&format!("/h/ekstad/krankningar/{own}")).await.is(404);
        }
        for name in ["officer", "contact"] {
            let client = world.client(name).await;
            client
                .get("/h/ekstad/krankningar")
                .await
                .is(200)
                .says("Utredning 1")
                .says("Utredning 2")
                .does_not_say(SAID);
            client.get(&format!("/h/ekstad/krankningar/{own}")).await.is(200).says(SAID);
            // The authority follows it; the school investigates.
            let begun = [("inled-vem", "Karin Ek")];
            client.post(&format!("/h/ekstad/krankningar/{own}/inled"), &begun).await.is(409);
        }
        world.client("owner").await.get("/h/ekstad/krankningar").await.is(200).does_not_say("Utredning 1");
        let foreign = world.client("foreign-officer").await;
        foreign.get(&format!("/h/bokhamn/krankningar/{own}")).await.is(404);
        foreign.get(&format!("/h/ekstad/krankningar/{own}")).await.is(404);
        // Who read it is told in the chain of readings.
        let read = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let all: Vec<(String,)> = tx.all(
                ::store::sql!("SELECT kind FROM audit_event WHERE tenant_id = $1 AND chain = 'read' ORDER BY seq"),
                &[],
            )?;
            Ok(all.into_iter().filter(|(kind,)| kind == "abuse.read").count())
        });
        assert_eq!(read, 4);
    });
}

#[test]
fn what_is_about_the_rektor_goes_past_the_rektor() {
    on_both(async |world| {
        let id = told(world, "editor", 0, "rektor").await;
        let school = format!("/h/ekstad/krankning/{id}");
        let rektor = world.client("rektor").await;
        rektor.get(&school).await.is(404);
        rektor.post(&format!("{school}/inled"), &[("inled-vem", "Jag")]).await.is(404);
        rektor.get("/h/ekstad/krankning").await.is(200).does_not_say("Utredning 1");
        rektor.get("/h/ekstad/arenden").await.is(200).does_not_say("1 \u{f6}ppna");
        let management = world.client("management").await;
        management.get("/h/ekstad/arenden").await.is(200).says("(1 \u{f6}ppna)");
        management.get(&school).await.is(200).says("Går förbi rektorn").does_not_say("Rektor ska ta del");
        management.post(&format!("{school}/ta-del"), &[]).await.is(409).says("Ledningen utreder");
        management.post(&format!("{school}/inled"), &[("inled-vem", "Karin Ek")]).await.is(303);
        world
            .client("contact")
            .await
            .get(&format!("/h/ekstad/krankningar/{id}"))
            .await
            .is(200)
            .says("g\u{e4}ller rektorn");
        // Whoever is management as well as rektor is a rektor here.
        world.seat_at(world.ekstad, person_id("rektor"), kernel::Role::ProviderManagement);
        world.client("rektor").await.get(&school).await.is(404);
        // A rektor who tells of it hands it over and sees it no more.
        let fields = fields(world, 0, "rektor");
        let done = post(&world.client("rektor").await, "/h/ekstad/krankning/ny", &fields).await;
        assert_eq!((done.status.as_u16(), done.location.as_str()), (303, "/h/ekstad/arenden"));
    });
}

#[test]
fn what_is_about_an_officer_waits_for_the_process_owner_to_say_who_handles_it() {
    on_both(async |world| {
        let id = told(world, "rektor", 0, "officer").await;
        let city = format!("/h/ekstad/krankningar/{id}");
        let (officer, contact) = (world.client("officer").await, world.client("contact").await);
        for client in [&officer, &contact] {
            client.get(&city).await.is(404);
            client.get("/h/ekstad/krankningar").await.is(200).does_not_say("Utredning 1");
        }
        assert_eq!(found(world, id).stands.day(Milestone::ContactRektorTold), None);
        let owner = world.client("owner").await;
        owner.get(&city).await.is(200).says("Vem handl\u{e4}gger?");
        owner
            .post(&format!("{city}/handlaggare"), &[("handlaggare-val", &person_id("admin").to_string())])
            .await
            .is(404);
        owner.post(&format!("{city}/handlaggare"), &[("handlaggare-val", "")]).await.is(422).says("V\u{e4}lj ett svar");
        let chosen = person_id("officer").to_string();
        owner.post(&format!("{city}/handlaggare"), &[("handlaggare-val", &chosen)]).await.is(303);
        officer.get(&city).await.is(200).says(SAID);
        contact.get(&city).await.is(404);
        assert!(found(world, id).stands.day(Milestone::ContactRektorTold).is_some());
    });
}

#[test]
fn a_form_that_lacks_something_says_what_and_keeps_what_was_written() {
    on(ENGINES[0], async |world| {
        let rektor = world.client("rektor").await;
        let empty = rektor.post("/h/ekstad/krankning/ny", &[]).await;
        empty.is(422).says("Skriv n\u{e5}got h\u{e4}r").says("V\u{e4}lj ett svar");
        for (name, value, says) in [
            ("kannedom", "2030-01-01", "efter i dag"),
            ("kannedom", "ig\u{e5}r kanske", "som en dag"),
            ("galler", "alla", "V\u{e4}lj ett svar"),
            ("kalla", "case", "V\u{e4}lj ett svar"),
            ("text", "\u{200b}\u{202e} ", "Skriv n\u{e5}got h\u{e4}r"),
        ] {
            let mut fields = fields(world, 0, "others");
            fields.iter_mut().find(|(field, _)| *field == name).unwrap().1 = value.to_owned();
            post(&rektor, "/h/ekstad/krankning/ny", &fields).await.is(422).says(says).says(WHO);
        }
        // Another provider's unit is no choice; a long text is told its length.
        post(&rektor, "/h/ekstad/krankning/ny", &fields(world, 2, "others")).await.is(422);
        let mut long = fields(world, 0, "others");
        long[1].1 = "\u{1f642}".repeat(20_001);
        post(&rektor, "/h/ekstad/krankning/ny", &long).await.is(422).says("20001 tecken");
        let id = told(world, "rektor", 0, "others").await;
        let base = format!("/h/ekstad/krankning/{id}");
        let wrong: &[(&str, &[(&str, &str)], &str)] = &[
            ("inled", &[("inled-vem", "")], "Skriv n\u{e5}got h\u{e4}r"),
            ("inled", &[("inled-vem", "Karin"), ("inled-dag", "2024-03-12")], "f\u{f6}re 13 mars 2024"),
            ("inled", &[("inled-vem", "Karin"), ("inled-dag", "2024-03-16")], "efter i dag"),
            ("beskriv", &[("beskriv-slag", "diskriminering")], "V\u{e4}lj den eller de grunder"),
            ("beskriv", &[("beskriv-form", "hemligt")], "V\u{e4}lj ett svar"),
            ("anteckna", &[], "Skriv n\u{e5}got h\u{e4}r"),
        ];
        for (action, fields, says) in wrong {
            rektor.post(&format!("{base}/{action}"), fields).await.is(422).says(says);
        }
        rektor.post(&format!("{base}/inled"), &[("inled-vem", "Karin")]).await.is(303);
        let due = [("besluta-vem", "K"), ("besluta-text", "x"), ("besluta-senast", "2024-03-01")];
        rektor.post(&format!("{base}/besluta"), &due).await.is(422).says("redan varit");
        rektor.post(&format!("{base}/gjort"), &[("gjort-val", "7")]).await.is(409);
        rektor.post(&format!("{base}/raderas"), &[]).await.is(404);
        rektor.get("/h/ekstad/krankning/7").await.is(404);
        let marked = [("anteckna-text", "<script>alert(1)</script>")];
        rektor.post(&format!("{base}/anteckna"), &marked).await.is(303);
        rektor.get(&base).await.is(200).says("&lt;script&gt;").does_not_say("<script>alert");
    });
}

#[test]
fn the_same_form_twice_is_one_and_of_two_at_once_the_second_hears_that_it_is_done() {
    on_both(async |world| {
        let rektor = world.client("rektor").await;
        let fields = fields(world, 0, "others");
        let id = &fields[0].1;
        for _ in 0..2 {
            let done = post(&rektor, "/h/ekstad/krankning/ny", &fields).await;
            assert_eq!(done.location, format!("/h/ekstad/krankning/{id}"));
        }
        // Somebody else's key opens nothing.
        let management = world.client("management").await;
        let answer = post(&management, "/h/ekstad/krankning/ny", &fields).await;
        answer.is(404);
        let list = world.read(Scope::Tenant(world.ekstad.id), list);
        assert_eq!(list.len(), 1);
        let path = format!("/h/ekstad/krankning/{id}/inled");
        let begun = [("inled-vem", "Karin Ek")];
        let (one, other) = tokio::join!(rektor.post(&path, &begun), management.post(&path, &begun));
        let mut both = [one.status.as_u16(), other.status.as_u16()];
        both.sort_unstable();
        assert_eq!(both, [303, 409]);
        assert_eq!(found(world, id.parse().unwrap()).lines.len(), 4);
    });
}

/// A complaint of Lindblad's first unit, registered by the editor; gives its address's last part.
async fn complaint(world: &World) -> String {
    let unit = world.units[0].to_string();
    let fields = [("text", "De skrattar \u{e5}t mig."), ("enhet", unit.as_str()), ("satt", "oral")];
    let done = world.client("editor").await.post("/h/ekstad/arenden/nytt", &fields).await;
    done.location.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned()
}

#[test]
fn a_complaint_that_is_about_abuse_becomes_an_investigation_once() {
    on_both(async |world| {
        let case = complaint(world).await;
        let rektor = world.client("rektor").await;
        let way = format!("/h/ekstad/krankning/ny?arende={case}");
        rektor.get(&format!("/h/ekstad/arenden/{case}")).await.is(200).says(&way);
        rektor.get(&way).await.is(200).says("Ur: Klagom\u{e5}l 1").says("15 mars 2024");
        let mut fields = fields(world, 0, "others");
        fields.retain(|(name, _)| !["enhet", "kalla"].contains(name));
        fields.push(("arende", case.clone()));
        let done = post(&rektor, "/h/ekstad/krankning/ny", &fields).await;
        let page = rektor.get(&done.location).await;
        page.is(200).says("Ärende 1").says("Ett klagomål");
        rektor.get(&format!("/h/ekstad/arenden/{case}")).await.is(200).does_not_say(&way);
        rektor.get(&way).await.is(409);
        fields[0].1 = Id::<Investigation>::random(&**world.app.chance()).to_string();
        post(&rektor, "/h/ekstad/krankning/ny", &fields).await.is(409);
        // The authority reads the complaint from now on.
        let officer = world.client("officer").await;
        officer.get(&format!("/h/ekstad/klagomal/{case}")).await.is(200).says("skrattar");
        world.client("other-rektor").await.get(&way).await.is(404);
        officer.get("/h/ekstad/krankningar/ny").await.is(404);
        let all = world.read(Scope::Tenant(world.ekstad.id), list);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].0.case_number, Some(1));
    });
}

#[test]
fn the_authority_opens_an_investigation_out_of_a_complaint_that_it_has() {
    on_both(async |world| {
        let case = complaint(world).await;
        let (rektor, officer) = (world.client("rektor").await, world.client("officer").await);
        let way = format!("/h/ekstad/krankningar/ny?arende={case}");
        // While the school has it, its words are not the authority's.
        officer.get(&way).await.is(404);
        let over = [("lamna-vidare-text", "Vi kommer inte l\u{e4}ngre.")];
        rektor.post(&format!("/h/ekstad/arenden/{case}/lamna-vidare"), &over).await.is(303);
        officer.get(&format!("/h/ekstad/klagomal/{case}")).await.is(200).says(&way);
        officer.get(&way).await.is(200).says("Ur: Klagom\u{e5}l 1");
        let mut fields = fields(world, 0, "others");
        fields.push(("arende", case.clone()));
        let done = post(&officer, "/h/ekstad/krankningar/ny", &fields).await;
        let id = &fields[0].1;
        assert_eq!(done.location, format!("/h/ekstad/krankningar/{id}"));
        rektor.get(&format!("/h/ekstad/krankning/{id}")).await.is(200).says("Rektor ska ta del av anm\u{e4}lan");
    });
}

#[test]
fn those_who_are_to_read_it_get_a_letter_that_says_nothing_of_it() {
    let settings = MailSettings {
        host: "127.0.0.1".to_owned(),
        port: 9,
        protection: Protection::Plain,
        login: None,
        from: "system@test.example".to_owned(),
        trusted: None,
        patience: std::time::Duration::from_secs(1),
    };
    let world = World::that_sends(Engine::Sqlite, Some(settings));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        // Whoever has never been in cannot be reached.
        for name in ["rektor", "management", "contact", "officer", "owner"] {
            world.client(name).await;
        }
        told(&world, "editor", 0, "others").await;
        let letters = |world: &World| -> Vec<(String, String, String)> {
            world.read(Scope::Tenant(world.ekstad.id), |tx| {
                let tenant = tx.tenant()?;
                tx.all(
                    ::store::global_sql!(
                        "SELECT p.name, l.subject, l.paragraphs FROM letter l JOIN person p ON p.id = l.person_id
                         WHERE l.tenant_id = $1 ORDER BY p.name"
                    ),
                    &[&tenant],
                )
            })
        };
        let names = |world: &World| -> Vec<String> { letters(world).into_iter().map(|letter| letter.0).collect() };
        assert_eq!(names(&world), ["contact", "rektor"]);
        for (_, subject, paragraphs) in letters(&world) {
            for word in ["nkning", "Amina", "Kalla", "Lindblad", "tredning"] {
                assert!(!subject.contains(word) && !paragraphs.contains(word), "{word}: {subject} {paragraphs}");
            }
        }
        told(&world, "editor", 0, "rektor").await;
        assert_eq!(names(&world), ["contact", "contact", "management", "rektor"]);
        told(&world, "rektor", 0, "officer").await;
        assert_eq!(names(&world), ["contact", "contact", "management", "owner", "rektor"]);
    });
}

#[test]
fn every_action_has_a_name_of_its_own_in_addresses() {
    for action in Action::ALL {
        assert_eq!(form::action(form::slug(*action)), Some(*action));
    }
}

/// Tries everything that the rules refuse now, as everybody who is signed in; nothing comes of any of it.
async fn refused(world: &World, id: Id<Investigation>) {
    let before = found(world, id);
    for (name, role, authority, provider) in crate::testing::PEOPLE {
        let client = world.client(name).await;
        let own = *authority == "ekstad" && provider.is_none_or(|provider| provider == "lindblad");
        let seen = domain::abuse::Seen { role: *role, chosen: false };
        for root in ["krankning", "krankningar"] {
            // The school's pages are the school's, and the authority's the authority's.
            let side = (root == "krankning") == (seen.party() == Some(domain::cases::Party::School));
            for action in Action::ALL {
                let open = own && side && domain::abuse::why_not(&before.stands, &seen, *action).is_none();
                if open {
                    continue;
                }
                let path = format!("/h/ekstad/{root}/{id}/{}", form::slug(*action));
                let answer = client.post(&path, &[]).await;
                let what = format!("{name} {root} {action:?} in {:?}: {}", before.stands.state, answer.status);
                assert!(matches!(answer.status.as_u16(), 403 | 404 | 409), "{what}");
                // To whom it is not shown it is not there.
                let shown = own && side && seen.party().is_some() && before.stands.is_shown_to(&seen);
                assert!(shown || answer.status.as_u16() != 409, "{what}");
            }
        }
    }
    assert_eq!(found(world, id).lines.len(), before.lines.len());
}

#[test]
fn what_the_table_of_states_actions_and_roles_refuses_is_refused_through_the_pages() {
    for engine in ENGINES {
        on(engine, async |world| {
            for about in ["rektor", "officer"] {
                let id = told(world, "editor", 0, about).await;
                refused(world, id).await;
            }
            let id = told(world, "editor", 0, "others").await;
            refused(world, id).await;
            let (rektor, contact) = (world.client("rektor").await, world.client("contact").await);
            let school = format!("/h/ekstad/krankning/{id}");
            let decided: &[(&str, &str)] =
                &[("besluta-vem", "Karin"), ("besluta-text", "Ny plats."), ("besluta-senast", "2024-03-20")];
            let described: &[(&str, &str)] = &[
                ("beskriv-slag", "krankande-behandling"),
                ("beskriv-form", "verbalt"),
                ("beskriv-mellan", "elev-elev"),
                ("beskriv-vem", WHO),
                ("beskriv-text", SAID),
            ];
            let states: [(StateName, &[(&str, &[(&str, &str)])]); 4] = [
                (StateName::Investigated, &[("inled", &[("inled-vem", "Karin")]), ("beskriv", described)]),
                (
                    StateName::Assessed,
                    &[("bedom", &[("bedom-val", "konstaterad"), ("bedom-text", "Ja.")]), ("besluta", decided)],
                ),
                (
                    StateName::FollowedUp,
                    &[
                        ("gjort", &[("gjort-val", "1")]),
                        ("folj-upp", &[("folj-upp-val", "ja"), ("folj-upp-text", "Ja.")]),
                    ],
                ),
                (StateName::Closed, &[("utvardera", &[("utvardera-text", "Det hjälpte.")]), ("avsluta", &[])]),
            ];
            let sent = [("namnden-diarienummer", "BIN 2024-17"), ("namnden-text", "Till nämnden")];
            contact.post(&format!("/h/ekstad/krankningar/{id}/namnden"), &sent).await.is(303);
            for (state, steps) in states {
                for (step, fields) in steps {
                    rektor.post(&format!("{school}/{step}"), fields).await.is(303);
                }
                assert_eq!(found(world, id).stands.state, state);
                refused(world, id).await;
            }
        });
    }
}

#[test]
fn of_two_who_assess_on_the_same_page_the_second_is_asked_again_and_the_same_form_twice_is_once() {
    on_both(async |world| {
        let id = told(world, "editor", 0, "others").await;
        let base = format!("/h/ekstad/krankning/{id}");
        let (rektor, management) = (world.client("rektor").await, world.client("management").await);
        rektor.post(&format!("{base}/ta-del"), &[("ta-del-dag", "2024-03-14")]).await.is(303);
        let seen = rektor.get(&base).await.is(200).hidden("sedd");
        let note = [("sedd", seen.as_str()), ("anteckna-text", "Ringt hem.")];
        for _ in 0..3 {
            rektor.post(&format!("{base}/anteckna"), &note).await.is(303);
        }
        let lines = found(world, id).lines.len();
        assert_eq!(lines.to_string(), (seen.parse::<usize>().unwrap() + 1).to_string());
        let begin = [("sedd", seen.as_str()), ("inled-vem", "Karin"), ("inled-text", "")];
        let told = management.post(&format!("{base}/inled"), &begin).await;
        told.is(422).says("Något har hänt i utredningen").says("Karin");
        assert_eq!(found(world, id).lines.len(), lines);
    });
}

#[test]
fn a_day_more_than_a_year_ago_is_asked_about_so_that_nothing_falls_out_of_every_clock() {
    on_both(async |world| {
        let mut fields = fields(world, 0, "others");
        fields[5].1 = "1999-01-01".to_owned();
        let editor = world.client("editor").await;
        let answer = post(&editor, "/h/ekstad/krankning/ny", &fields).await;
        answer.is(422).says("mer än ett år tillbaka").says(SAID);
    });
}
