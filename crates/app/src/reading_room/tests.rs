//! Reading, marking and quoting, through the router on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, StoreError};

use super::{holds, marks, themes};
use crate::board::tests::{hand_in_for, reported};
use crate::testing::{Client, ENGINES, World};

const QUESTION: &str = "/h/ekstad/lasrum/2024/klagomal-t1/complaints.handlar-om";

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// The address of the question about the causes, and what its first answer is known by.
async fn causes(officer: &Client<'_>) -> (String, String, String) {
    let indicator = crate::testing::shipped_year().targets[0].indicator.to_string();
    let address = format!("/h/ekstad/lasrum/2024/avvikelser-malvarden/{indicator}.causes");
    let page = officer.get(&address).await;
    page.is(200).says("Fler elever än väntat har avbrutit");
    let main = page.main();
    let after = main.split("name=\"svar\" value=\"").nth(1).unwrap();
    let version = after.split('"').next().unwrap().to_owned();
    (address, version, format!("target-{indicator}.causes"))
}

#[test]
fn answers_stand_side_by_side_and_are_narrowed_by_provider_words_and_theme() {
    let world = reported(ENGINES[0]);
    runtime().block_on(async {
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/lasrum?tillfalle=tertial-1").await.is(200).says("Klagomål").says("Inga teman än");
        let page = officer.get(QUESTION).await;
        page.is(200).says("Lindblad Centrum").says("Norrsken").says("Märk eller citera").says("35 svar på frågan");
        let one = officer.get(&format!("{QUESTION}?anordnare={}", world.norrsken)).await;
        one.is(200).says("20 av 35 svar").says("Norrskens");
        officer.get(&format!("{QUESTION}?sok=dröjde+15")).await.is(200).says("2 av 35 svar");
        officer.get(&format!("{QUESTION}?sok=finns+inte")).await.is(200).says("Inget svar passar");
        let csv = officer.get(&format!("{QUESTION}/csv")).await;
        assert!(csv.text().contains("Lindblad Centrum") && csv.media_type.starts_with("text/csv"));
        for wrong in
            ["2024/klagomal-t1/finns-inte", "2024/finns-inte/x", "1999/klagomal-t1/complaints.handlar-om", "x/y/z"]
        {
            officer.get(&format!("/h/ekstad/lasrum/{wrong}")).await.is(404);
        }
        // Those who follow up without reviewing read, and mark nothing.
        let owner = world.client("owner").await;
        owner.get(QUESTION).await.is(200).does_not_say("Märk eller citera");
        owner.post(&format!("{QUESTION}/marka"), &[]).await.is(404);
        for who in ["board", "editor", "foreign-officer", "admin", "registrar"] {
            world.client(who).await.get(QUESTION).await.is(404);
            world.client(who).await.get("/h/ekstad/lasrum").await.is(404);
        }
        world.client("foreign-officer").await.get(&QUESTION.replace("ekstad", "bokhamn")).await.is(404);
    });
}

#[test]
fn an_answer_is_marked_and_quoted_word_for_word_and_a_newer_version_is_told_of() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            let officer = world.client("officer").await;
            let (address, version, path) = causes(&officer).await;
            let sent = |more: &[(&'static str, &'static str)]| -> Vec<(String, String)> {
                let own = [("svar", version.as_str()), ("falt", path.as_str()), ("nr", "0")];
                own.iter().chain(more).map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
            };
            let post = async |action: &str, more: &[(&'static str, &'static str)]| {
                let fields = sent(more);
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
                officer.post(&format!("{address}/{action}"), &fields).await
            };
            post("marka", &[]).await.is(422).says("Inget tema är valt");
            post("citera", &[("nytt-0", "Avbrott"), ("citat-0", "Elever slutade.")])
                .await
                .is(422)
                .says("ordagrant")
                .says("Elever slutade.");
            post("citera", &[("nytt-0", "Avbrott"), ("citat-0", "  ")]).await.is(422).says("Citatet är tomt");
            assert!(themes_of(&world).is_empty());
            post("marka", &[("nytt-0", "Avbrott")]).await.is(303);
            post("citera", &[("nytt-0", "avbrott"), ("citat-0", "Fler elever \n än   väntat")]).await.is(303);
            assert_eq!(themes_of(&world).len(), 1, "the same name in other letters is the same theme");
            officer.get(&address).await.is(200).says("Avbrott").says("Citerat under Avbrott");
            let quotes = officer.get("/h/ekstad/lasrum/citat?tillfalle=tertial-1").await;
            quotes
                .is(200)
                .says("Fler elever än väntat")
                .says("Lindblad Vuxenutbildning")
                .says("Ur den senaste versionen");
            // A newer version that says something else.
            let area = world.areas[0].0.clone();
            let indicator = path.trim_start_matches("target-").trim_end_matches(".causes").to_owned();
            return_it(&world, &version);
            let risk = |field: &str| format!("target-{indicator}.{field}");
            let fields = [
                ("statement.answer".to_owned(), "some"),
                (risk("risk"), "ja"),
                (risk("causes"), "Lokalerna byggs om."),
            ];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), *text)).collect();
            hand_in_for(&world, "avvikelser-malvarden", &format!("Lindblad Vuxenutbildning/{area}"), &fields);
            let quotes = officer.get("/h/ekstad/lasrum/citat?tillfalle=tertial-1").await;
            quotes.is(200).says("Står inte kvar").says("version 2");
            officer.get(&address).await.is(200).says("Lokalerna byggs om").says("märkt i version 1");
            let csv = officer.get("/h/ekstad/lasrum/citat/csv?tillfalle=tertial-1").await;
            assert!(csv.text().contains("Fler elever"));
            let events = world.events(world.ekstad);
            for kind in ["theme.created", "answer.tagged", "quote.kept"] {
                assert!(events.iter().any(|event| event == kind), "{kind}");
            }
        });
    }
}

/// Sends the version back, so that a new one can come.
fn return_it(world: &World, version: &str) {
    let version: kernel::Id<kernel::id::kind::Submission> = version.parse().unwrap();
    let now = world.app.clock().now();
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        let submission = crate::submissions::one(tx, version)?.unwrap();
        let assignment = crate::assignments::find(tx, submission.assignment)?.unwrap();
        let domain::submissions::State::Submitted(submitted) = assignment.state else { panic!() };
        let by = domain::submissions::By { person: None, name: "officer".to_owned() };
        let returned =
            domain::submissions::Returned { submitted, reason: "Skriv mer.".to_owned(), until: None, at: now, by };
        crate::assignments::set_state(tx, assignment.id, &domain::submissions::State::Returned(returned))
    });
}

fn themes_of(world: &World) -> Vec<super::Theme> {
    let scope = Scope::Tenant(world.ekstad.id);
    world.app.db().read_blocking::<_, StoreError>(scope, |tx| themes(tx, 2024, "tertial-1")).unwrap()
}

#[test]
fn themes_are_made_renamed_removed_and_brought_back_with_what_was_marked() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            let officer = world.client("officer").await;
            let (address, version, path) = causes(&officer).await;
            let place = [("ar", "2024"), ("tillfalle", "tertial-1")];
            let create =
                async |name: &str| officer.post("/h/ekstad/lasrum/teman", &[place[0], place[1], ("namn", name)]).await;
            create("").await.is(422).says("Temat saknar namn");
            create(&"x".repeat(81)).await.is(422).says("högst 80 tecken");
            create("Avbrott").await.is(303);
            create("Lokaler").await.is(303);
            let all = themes_of(&world);
            let (one, two) = (all[0].id.to_string(), all[1].id.to_string());
            let fields = [("svar", version.as_str()), ("falt", path.as_str()), ("nr", "0"), ("tema-0", one.as_str())];
            officer.post(&format!("{address}/marka"), &fields).await.is(303);
            let rename = format!("/h/ekstad/lasrum/teman/{two}/byt-namn");
            let field = format!("namn-{two}");
            officer.post(&rename, &[(field.as_str(), "AVBROTT")]).await.is(422).says("heter redan så");
            officer.post(&rename, &[(field.as_str(), "Lokaler och miljö")]).await.is(303);
            officer.post(&format!("/h/ekstad/lasrum/teman/{one}/ta-bort"), &[]).await.is(303);
            officer.get("/h/ekstad/lasrum?tillfalle=tertial-1").await.says("Borttagna teman").says("Lokaler och miljö");
            let marked = |world: &World| {
                let scope = Scope::Tenant(world.ekstad.id);
                world.app.db().read_blocking::<_, StoreError>(scope, |tx| marks(tx, 2024, "tertial-1")).unwrap().len()
            };
            assert_eq!(marked(&world), 0);
            officer.post(&format!("/h/ekstad/lasrum/teman/{one}/aterstall"), &[]).await.is(303);
            assert_eq!(marked(&world), 1);
            let fields = [("svar", version.as_str()), ("falt", path.as_str()), ("tema", one.as_str())];
            officer.post(&format!("{address}/avmarka"), &fields).await.is(303);
            assert_eq!(marked(&world), 0);
            for odd in ["x", "00000000-0000-0000-0000-000000000000"] {
                officer.post(&format!("/h/ekstad/lasrum/teman/{odd}/ta-bort"), &[]).await.is(404);
            }
        });
    }
}

#[test]
fn a_quote_is_a_literal_part_with_white_space_folded() {
    for (text, quote, is_part) in [
        ("Vi följer\n upp  det.", "följer upp det", true),
        ("Vi följer upp det.", "Följer upp", false),
        ("Vi följer upp det.", "", false),
        ("Vi följer upp det.", "följer upp allt", false),
    ] {
        assert_eq!(holds(text, quote), is_part, "{quote}");
    }
}

#[test]
fn what_an_earlier_version_of_the_year_asked_keeps_its_answers_and_quotes() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            let officer = world.client("officer").await;
            let (address, version, path) = causes(&officer).await;
            let fields = [
                ("svar", version.as_str()),
                ("falt", path.as_str()),
                ("nr", "0"),
                ("nytt-0", "Avbrott"),
                ("citat-0", "Fler elever än väntat"),
            ];
            officer.post(&format!("{address}/citera"), &fields).await.is(303);
            // The next version of the year no longer has the indicator under that name.
            let indicator = crate::testing::shipped_year().targets[0].indicator.to_string();
            let mut year = crate::testing::shipped_year();
            year.targets.retain(|target| target.indicator != *indicator);
            year.indicators.retain(|known| known.slug != *indicator);
            for item in &mut year.items {
                if let domain::year::Form::Narrative(sections) = &mut item.form {
                    for section in sections {
                        section.indicators.retain(|known| *known != *indicator);
                    }
                }
            }
            let document = domain::year::to_toml(&year);
            assert!(domain::year::parse(&document).is_ok(), "{:?}", domain::year::parse(&document).err());
            let tools = platform::access::Tools::of(&world.app);
            let context = ::store::WriteContext {
                actor: ::store::Actor::of(::store::ActorKind::Cli),
                now: world.app.clock().now(),
            };
            world
                .app
                .db()
                .write_blocking::<_, crate::installation::Refused>(
                    Scope::Tenant(world.ekstad.id),
                    context,
                    move |mut tx| {
                        let event = crate::installation::publish_year(&mut tx, &tools, &document, "Utan målvärdet")?;
                        Ok(tx.save(event, ())?)
                    },
                )
                .unwrap();
            officer.get(&address).await.is(200).says("Fler elever än väntat har avbrutit");
            officer.get("/h/ekstad/lasrum?tillfalle=tertial-1").await.is(200).says(&format!("{indicator}.causes"));
            let quotes = officer.get("/h/ekstad/lasrum/citat?tillfalle=tertial-1").await;
            quotes.is(200).says("Ur den senaste versionen");
            // So does the report, with what the indicator was called then.
            let words = [("ar", "2024"), ("tillfalle", "tertial-1"), ("slutsatser", "Klart.")];
            officer.post("/h/ekstad/rapporter/ny", &words).await.is(303);
            let report = officer.get("/h/ekstad/rapporter/1").await;
            let title = crate::testing::shipped_year().indicator(&indicator).unwrap().title.as_sv().to_owned();
            report.is(200).says("Fler elever än väntat har avbrutit").says(&title);
        });
    }
}

#[test]
fn nobody_is_quoted_from_an_investigation_and_a_quote_about_one_complaint_says_not_where() {
    let year = crate::testing::shipped_year();
    let item = year.items.iter().find(|item| item.form == domain::year::Form::Complaints).unwrap();
    let asked = super::questions(&year, item);
    assert!(asked.iter().any(|question| question.slug == "complaints.atgard" && question.is_about_single_complaints()));
    assert!(!asked.iter().any(|question| question.slug.starts_with("abuse")), "{asked:?}");
    assert!(asked.iter().any(|question| !question.is_about_single_complaints()), "the comment is the provider's own");
}
