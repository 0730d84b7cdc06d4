//! From what has been handed in to what the board reads, through the router on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use ::store::{Actor, Engine, Scope, StoreError, WriteContext};
use domain::submissions::Road;
use kernel::{Id, Role};
use platform::access::Tools;
use platform::files::sha256_hex;
use platform::{Account, Acting, Seat};
use proptest::prelude::*;
use stats::suppression::{Rule, Shown};

use super::complaints::{Beside, Told, gives_away, told};
use super::content::{CategoryColumn, ComplaintRow};
use super::*;
use crate::assignments::{Filter, Subject, list};
use crate::submissions::{Asked, HandIn, ask, cell_path, hand_in};
use crate::testing::{Answer, Client, ENGINES, World, person_id};
use crate::year::published;

/// Hands in what the fields say, for the subject of that name.
pub(crate) fn hand_in_for(world: &World, item: &str, subject: &str, fields: &[(&str, &str)]) {
    let fields: BTreeMap<String, String> =
        fields.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let (item, subject) = (item.to_owned(), subject.to_owned());
    let (tools, chance, tenant) = (Tools::of(&world.app), world.app.chance().clone(), world.ekstad.id);
    let context =
        WriteContext { actor: Actor::account(person_id("rektor"), Role::Rektor), now: world.app.clock().now() };
    world
        .app
        .db()
        .write_blocking::<_, StoreError>(Scope::Tenant(tenant), context, move |mut tx| {
            let year = published(&mut tx, 2024)?.unwrap();
            let all = list(&mut tx, 2024, Filter { item: Some(&item), ..Filter::default() })?;
            let named = |a: &&crate::assignments::Assignment| {
                let provider =
                    if matches!(a.subject, Subject::Area { .. }) { a.organisation_name.as_str() } else { "" };
                a.subject_name() == subject || format!("{provider}/{}", a.subject_name()) == subject
            };
            let assignment = all.iter().find(named).unwrap_or_else(|| {
                panic!(
                    "no {subject} among {:?}",
                    all.iter().map(|a| (a.organisation_name.clone(), a.subject_name().to_owned())).collect::<Vec<_>>()
                )
            });
            let today = tx.context().now.day();
            let asked = ask(&mut tx, assignment, &year, today)?.unwrap();
            let judged = asked.judge(&fields);
            assert!(judged.faults.is_empty(), "{:?}", judged.faults);
            let seat = |role| Seat {
                id: Id::random(&*chance),
                tenant,
                tenant_slug: "ekstad".to_owned(),
                tenant_name: "Ekstads kommun".to_owned(),
                organisation: Some(assignment.organisation),
                organisation_name: None,
                unit: None,
                role,
                deputy: false,
                valid_to: None,
            };
            let account = Account {
                person: person_id("rektor"),
                name: "rektor".to_owned(),
                email: String::new(),
                session: Id::random(&*chance),
                expires_at: kernel::Instant::EPOCH,
                acting: Some(Acting::Provider(assignment.organisation)),
                seats: vec![seat(Role::Rektor), seat(Role::ProviderManagement)],
                waiting: Vec::new(),
                waits: 0,
            };
            let content = judged.content.unwrap();
            let what = HandIn {
                assignment,
                published: &year,
                content: &content,
                road: Road::Web,
                file_sha256: None,
                prepared_by: person_id("editor"),
                account: &account,
                seats: &account.seats,
            };
            let (_, _, event) = hand_in(&mut tx, &tools, &what)?.unwrap();
            tx.save(event, ())
        })
        .unwrap();
}

/// The fields of a complaint report with so many complaints in each category.
pub(crate) fn complaints_of(world: &World, counts: &[(&str, u32)]) -> Vec<(String, String)> {
    let table = table_of(world);
    let mut fields = Vec::new();
    let mut number = 0;
    for (category, count) in counts {
        for _ in 0..*count {
            number += 1;
            for column in &table.columns {
                let text = match (&column.kind, column.slug.as_str()) {
                    (forms::Kind::Day { .. }, _) => "2024-02-05".to_owned(),
                    (forms::Kind::YesNo, _) => "ja".to_owned(),
                    (forms::Kind::Key | forms::Kind::Person { .. }, _) => String::new(),
                    (forms::Kind::Choice { .. }, "karna") => (*category).to_owned(),
                    (forms::Kind::Choice { options }, _) => options[0].slug.clone(),
                    (forms::Kind::Integer { .. }, _) => "1".to_owned(),
                    (forms::Kind::Text { .. }, _) => format!("Svaret dröjde {number} veckor innan någon hörde av sig."),
                };
                fields.push((cell_path(&table.slug, number, &column.slug), text));
            }
        }
    }
    if number == 0 {
        fields.push(("statement.none".to_owned(), "ja".to_owned()));
        fields.push(("statement.confirmed-zero".to_owned(), "ja".to_owned()));
    }
    fields
}

fn table_of(world: &World) -> forms::TableDef {
    world
        .app
        .db()
        .read_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), |tx| {
            let year = published(tx, 2024)?.unwrap();
            let all = list(tx, 2024, Filter { item: Some("klagomal-t1"), ..Filter::default() })?;
            let Some(Asked::Complaints { tables, .. }) = ask(tx, &all[0], &year, all[0].deadline)? else { panic!() };
            Ok(tables.complaints)
        })
        .unwrap()
}

/// A world in which the first occasion has come in, but for one unit and some areas.
pub(crate) fn reported(engine: Engine) -> World {
    let world = World::new(engine);
    for (unit, counts) in [
        ("Lindblad Centrum", vec![("bemotande", 7), ("tillganglighet", 6), ("innehall", 2)]),
        ("Norrsken", vec![("bemotande", 9), ("tillganglighet", 5), ("innehall", 6)]),
    ] {
        let fields = complaints_of(&world, &counts);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        hand_in_for(&world, "klagomal-t1", unit, &fields);
    }
    let area = world.areas[0].0.clone();
    let (one, two) = (format!("Lindblad Vuxenutbildning/{area}"), format!("Norrskens lärcenter/{area}"));
    let indicator = crate::testing::shipped_year().targets[0].indicator.to_string();
    let risk = |field: &str| format!("target-{indicator}.{field}");
    hand_in_for(
        &world,
        "avvikelser-malvarden",
        &one,
        &[
            ("statement.answer", "some"),
            (&risk("risk"), "ja"),
            (&risk("causes"), "Fler elever än väntat har avbrutit sina studier under våren."),
            (&risk("measures"), "Vi följer upp frånvaron varje vecka."),
        ],
    );
    hand_in_for(&world, "avvikelser-malvarden", &two, &[("statement.answer", "none")]);
    world
}

async fn run_jobs(world: &World) {
    platform::jobs::run_due(&world.app, &crate::jobs()).await.unwrap();
}

const WORDS: [(&str, &str); 4] = [
    ("ar", "2024"),
    ("tillfalle", "tertial-1"),
    ("inledning", "Det första tillfället under året."),
    ("slutsatser", "Tillgängligheten behöver bli bättre.\n\nVi följer upp det i höst."),
];

async fn compile_one(officer: &Client<'_>) -> Answer {
    officer.post("/h/ekstad/rapporter/ny", &WORDS).await
}

fn datasets_of(world: &World) -> Vec<Dataset> {
    let read = |tx: &mut ::store::ReadTx<'_>| {
        let lines = datasets(tx)?;
        lines.iter().map(|line| Ok::<_, StoreError>(dataset(tx, line.number)?.unwrap())).collect::<Result<Vec<_>, _>>()
    };
    world.app.db().read_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), read).unwrap()
}

mod hidden;
mod twice;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn an_occasion_is_compiled_published_and_read_by_the_board_and_by_nobody_before() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            let (officer, board) = (world.client("officer").await, world.client("board").await);
            officer.get("/h/ekstad/rapporter").await.is(200).says("Ingen rapport än");
            officer.get("/h/ekstad/rapporter/ny?tillfalle=tertial-1").await.is(200).says("Allt har inte kommit in");
            compile_one(&officer).await.is(303);
            let page = officer.get("/h/ekstad/rapporter/1").await;
            page.is(200).says("Rapporten framställs").says("35 klagomål har redovisats av 2 av 3 enheter");
            officer.post("/h/ekstad/rapporter/1/publicera", &[]).await.is(409);
            run_jobs(&world).await;
            assert_eq!(platform::jobs::left(&world.app).unwrap(), (0, 0));
            let page = officer.get("/h/ekstad/rapporter/1").await;
            page.is(200).says("Inte publicerad").says("Fler elever än väntat").says("Lindblad Öster");
            // Until then there is nothing for the board.
            board.get("/h/ekstad/rapporter").await.is(200).says("Ingen rapport är publicerad än");
            for path in ["", "/hamta/pdf", "/hamta/docx"] {
                board.get(&format!("/h/ekstad/rapporter/1{path}")).await.is(404);
            }
            officer.post("/h/ekstad/rapporter/1/publicera", &[]).await.is(303);
            officer.post("/h/ekstad/rapporter/1/publicera", &[]).await.is(409);
            let page = board.get("/h/ekstad/rapporter/1").await;
            page.is(200).says("Tillgängligheten behöver bli bättre").does_not_say("Publicera för nämnden");
            page.does_not_say("/ny?ersatter");
            let pdf = board.get("/h/ekstad/rapporter/1/hamta/pdf").await;
            assert!(pdf.bytes.starts_with(b"%PDF-") && pdf.media_type == "application/pdf");
            let docx = board.get("/h/ekstad/rapporter/1/hamta/docx").await;
            assert!(docx.bytes.starts_with(b"PK\x03\x04"));
            let events = world.events(world.ekstad);
            for kind in ["dataset.frozen", "release.rendered", "dataset.published"] {
                assert!(events.iter().any(|event| event == kind), "{kind}");
            }
        });
    }
}

#[test]
fn the_board_and_others_cannot_compile_and_another_authority_finds_nothing() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            compile_one(&world.client("officer").await).await.is(303);
            for who in ["board", "contact", "editor", "rektor", "registrar", "admin", "auditor", "regional"] {
                let client = world.client(who).await;
                client.get("/h/ekstad/rapporter/ny").await.is(404);
                compile_one(&client).await.is(404);
                client.get("/h/ekstad/rapporter/1").await.is(404);
                for action in ["publicera", "kontrollera", "framstall"] {
                    client.post(&format!("/h/ekstad/rapporter/1/{action}"), &[]).await.is(404);
                }
            }
            let foreign = world.client("foreign-officer").await;
            foreign.get("/h/ekstad/rapporter/1").await.is(404);
            foreign.get("/h/bokhamn/rapporter/1").await.is(404);
            foreign.post("/h/bokhamn/rapporter/1/publicera", &[]).await.is(404);
            for odd in ["0", "2", "-1", "abc", "99999999999999999999"] {
                world.client("officer").await.get(&format!("/h/ekstad/rapporter/{odd}")).await.is(404);
            }
        });
    }
}

#[test]
fn the_same_dataset_gives_the_same_bytes_again() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            let officer = world.client("officer").await;
            compile_one(&officer).await.is(303);
            run_jobs(&world).await;
            let dataset = datasets_of(&world).remove(0);
            for format in Format::ALL {
                let kept = officer.get(&format!("/h/ekstad/rapporter/1/hamta/{}", format.slug())).await.bytes;
                let again = bytes(world.app.sandbox(), &dataset.content, format).await.unwrap();
                assert_eq!(sha256_hex(&kept), sha256_hex(&again), "{format:?}");
            }
            // Running the job again adds nothing.
            render(&world.app, world.ekstad.id, 1).await.unwrap();
            let rendered =
                |world: &World| world.events(world.ekstad).iter().filter(|kind| *kind == "release.rendered").count();
            assert_eq!(rendered(&world), 2);
            let checked = officer.post("/h/ekstad/rapporter/1/kontrollera", &[]).await;
            checked.is(303);
            let made = world
                .app
                .db()
                .read_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), move |tx| releases(tx, dataset.id))
                .unwrap();
            let dataset = datasets_of(&world).remove(0);
            assert_eq!(differing(world.app.sandbox(), &dataset.content, &made).await.unwrap(), []);
            assert!(world.events(world.ekstad).iter().any(|kind| kind == "release.checked"));
            // What is frozen stays, whatever is handed in afterwards.
            hand_in_for(&world, "klagomal-t1", "Lindblad Öster", &[("statement.none", "ja")]);
            assert_eq!(datasets_of(&world).remove(0).content, dataset.content);
            officer.post("/h/ekstad/rapporter/1/kontrollera", &[]).await.is(303);
        });
    }
}

#[test]
fn a_report_is_corrected_by_a_new_one_that_says_what_it_replaces() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            let officer = world.client("officer").await;
            compile_one(&officer).await.is(303);
            run_jobs(&world).await;
            officer.post("/h/ekstad/rapporter/1/publicera", &[]).await.is(303);
            let form = officer.get("/h/ekstad/rapporter/ny?ersatter=1").await;
            form.is(200).says("Rätta rapporten från underlag 1").says("Tillgängligheten behöver bli bättre.");
            let without =
                officer.post("/h/ekstad/rapporter/ny", &[("ersatter", "1"), ("slutsatser", "Nya ord.")]).await;
            without.is(422).says("Skälet saknas").says("Nya ord.");
            let fields = [("ersatter", "1"), ("skal", "Norrsken räknade fel."), ("slutsatser", "Nya ord.")];
            officer.post("/h/ekstad/rapporter/ny", &fields).await.is(303);
            run_jobs(&world).await;
            let board = world.client("board").await;
            board.get("/h/ekstad/rapporter/1").await.is(200).does_not_say("rättad rapport");
            // Until the correction is published the first report holds, for everybody.
            board.get("/h/ekstad/rapporter").await.is(200).says("Publicerad").does_not_say("underlag 2");
            let list = officer.get("/h/ekstad/rapporter").await;
            list.is(200).says("Rättelse förbereds, underlag 2").does_not_say("Ersatt av");
            let report = officer.get("/h/ekstad/rapporter/1").await;
            report.is(200).says("En rättelse förbereds").does_not_say("har ersatts");
            officer.post("/h/ekstad/rapporter/2/publicera", &[]).await.is(303);
            board
                .get("/h/ekstad/rapporter/2")
                .await
                .is(200)
                .says("ersätter rapporten från underlag 1")
                .says("Norrsken räknade fel.");
            // Its figures stand beside those of the new one no more.
            let old = board.get("/h/ekstad/rapporter/1").await;
            old.is(200).says("Det finns en rättad rapport").does_not_say("klagomål har redovisats");
            board.get("/h/ekstad/rapporter/1/hamta/pdf").await.is(404);
            board.get("/h/ekstad/rapporter").await.is(200).does_not_say("Ersatt av").says("Rättar underlag 1");
            officer.get("/h/ekstad/rapporter").await.is(200).says("Ersatt av underlag 2");
            officer.get("/h/ekstad/rapporter/1").await.is(200).says("klagomål har redovisats");
            officer.get("/h/ekstad/rapporter/1/hamta/pdf").await.is(200);
            officer.get("/h/ekstad/rapporter/ny?ersatter=9").await.is(404);
        });
    }
}

#[test]
fn a_second_report_of_an_occasion_is_warned_about_and_the_first_tells_of_it() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            let (officer, board) = (world.client("officer").await, world.client("board").await);
            let form = "/h/ekstad/rapporter/ny?tillfalle=tertial-1";
            officer.get(form).await.is(200).does_not_say("Tillfället har redan");
            for number in [1, 2] {
                compile_one(&officer).await.is(303);
                run_jobs(&world).await;
                officer.get(form).await.is(200).says("redan sammanställt men inte publicerat");
                officer.post(&format!("/h/ekstad/rapporter/{number}/publicera"), &[]).await.is(303);
                let warned = officer.get(form).await;
                warned
                    .is(200)
                    .says("Tillfället har redan en publicerad rapport")
                    .says("Rätta rapporten från underlag 1");
            }
            board
                .get("/h/ekstad/rapporter/1")
                .await
                .is(200)
                .says("senare rapport om samma tillfälle")
                .says("underlag 2");
            board.get("/h/ekstad/rapporter/2").await.is(200).does_not_say("senare rapport om samma tillfälle");
        });
    }
}

#[test]
fn a_corrected_report_gives_no_small_count_away_beside_the_one_it_corrects() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            let officer = world.client("officer").await;
            compile_one(&officer).await.is(303);
            run_jobs(&world).await;
            officer.post("/h/ekstad/rapporter/1/publicera", &[]).await.is(303);
            // One more unit, with two complaints: 15 becomes 17, and 35 becomes 37.
            let fields = complaints_of(&world, &[("bemotande", 2)]);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            hand_in_for(&world, "klagomal-t1", "Lindblad Öster", &fields);
            // Whoever is about to freeze it sees what will be hidden, and why.
            let told = "Alla klagomål tillsammans: kan jämföras med rapporten för Tertial 1.";
            officer.get("/h/ekstad/rapporter/ny?ersatter=1").await.is(200).says("kommer att vara dolt").says(told);
            let fields = [("ersatter", "1"), ("skal", "Lindblad Öster har kommit in."), ("slutsatser", "Nya ord.")];
            officer.post("/h/ekstad/rapporter/ny", &fields).await.is(303);
            let all = datasets_of(&world);
            let of = |number: i64| {
                all.iter().find(|d| d.number == number).and_then(|d| d.content.complaints.clone()).unwrap()
            };
            let (before, after) = (of(1), of(2));
            assert_eq!(before.total, Shown::Count(35));
            assert_eq!(after.total, Shown::Suppressed);
            assert!(before.compared.is_none());
            let compared = after.compared.clone().unwrap();
            assert!(compared.total && compared.reports == ["Tertial 1"], "{compared:?}");
            // The report says so too, and has no picture of bars that are all hidden.
            let page = officer.get("/h/ekstad/rapporter/2").await;
            page.says("Antalet är dolt: kan jämföras med rapporten för Tertial 1.")
                .does_not_say("för få för att antalet");
            assert!(!page.main().contains("klagomal-w"));
            assert!(!gives_away(&after, &before, Rule::INSIDE), "{after:?}");
            assert!(gives_away(&Complaints { total: Shown::Count(37), ..after }, &before, Rule::INSIDE));
        });
    }
}

#[test]
fn a_report_frozen_beside_another_is_not_published_when_the_two_give_a_small_count_away() {
    let world = reported(Engine::Sqlite);
    runtime().block_on(async {
        let officer = world.client("officer").await;
        compile_one(&officer).await.is(303);
        let fields = complaints_of(&world, &[("bemotande", 2)]);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        hand_in_for(&world, "klagomal-t1", "Lindblad Öster", &fields);
        compile_one(&officer).await.is(303);
        run_jobs(&world).await;
        officer.post("/h/ekstad/rapporter/2/publicera", &[]).await.is(303);
        officer.post("/h/ekstad/rapporter/1/publicera", &[]).await.is(409).says("Sammanställ rapporten på nytt");
        compile_one(&officer).await.is(303);
        run_jobs(&world).await;
        officer.post("/h/ekstad/rapporter/3/publicera", &[]).await.is(303);
    });
}

#[test]
fn what_is_gathered_is_frozen_only_as_long_as_nothing_has_come_since() {
    for engine in ENGINES {
        let world = reported(engine);
        let scope = Scope::Tenant(world.ekstad.id);
        let now = world.app.clock().now();
        let words = Words { conclusions: "Klart.".to_owned(), ..Words::default() };
        let prepared = || {
            world
                .app
                .db()
                .read_blocking::<_, StoreError>(scope, |tx| {
                    let year = published(tx, 2024)?.unwrap();
                    prepare(tx, &year, "tertial-1", &words, now)
                })
                .unwrap()
                .unwrap()
        };
        let frozen = |prepared: Prepared| {
            let chance = world.app.chance().clone();
            let context = WriteContext { actor: Actor::account(person_id("officer"), Role::QualityOfficer), now };
            world
                .app
                .db()
                .write_blocking::<_, StoreError>(scope, context, move |mut tx| {
                    match freeze(&mut tx, &*chance, &prepared, person_id("officer"))? {
                        Some(frozen) => tx.save(frozen.event, true),
                        None => Ok(tx.keep(::store::Housekeeping::Job, false)),
                    }
                })
                .unwrap()
        };
        let early = prepared();
        hand_in_for(&world, "klagomal-t1", "Lindblad Öster", &[("statement.none", "ja")]);
        assert!(!frozen(early));
        assert!(frozen(prepared()));
    }
}

#[test]
fn a_focus_area_taken_away_after_signing_keeps_its_name_in_the_report_and_on_the_receipt() {
    for engine in ENGINES {
        let world = World::new(engine);
        let scope = Scope::Tenant(world.ekstad.id);
        let (area, now) = (world.areas[0].clone(), world.app.clock().now());
        let context = || WriteContext { actor: Actor::account(person_id("editor"), Role::ProviderEditor), now };
        let (chance, organisation) = (world.app.chance().clone(), world.lindblad);
        let id = world
            .app
            .db()
            .write_blocking::<_, StoreError>(scope, context(), move |mut tx| {
                let new = crate::focus_areas::NewFocusArea {
                    organisation,
                    area: Some(area.1),
                    year: 2023,
                    title: "Närvaro på kvällskurser".to_owned(),
                    aim: String::new(),
                    units: Vec::new(),
                };
                let id = crate::focus_areas::add(&mut tx, &*chance, person_id("editor"), &new)?;
                tx.save(::store::Event::about("focus-area.added", id, serde_json::json!({})), id)
            })
            .unwrap();
        let status = format!("focus-{id}.status");
        let comment = format!("focus-{id}.comment");
        hand_in_for(
            &world,
            "avvikelser-fokusomraden",
            &format!("Lindblad Vuxenutbildning/{}", world.areas[0].0),
            &[("statement.answer", "some"), (&status, "deviates"), (&comment, "Färre kom än väntat.")],
        );
        world
            .app
            .db()
            .write_blocking::<_, StoreError>(scope, context(), move |mut tx| {
                crate::focus_areas::remove(&mut tx, organisation, id)?;
                tx.save(::store::Event::about("focus-area.removed", id, serde_json::json!({})), ())
            })
            .unwrap();
        runtime().block_on(async {
            compile_one(&world.client("officer").await).await.is(303);
            let receipts = world.client("editor").await.get("/h/ekstad/inlamnat").await;
            let text = receipts.text();
            let reference = text.split("/kvitto/").nth(1).unwrap().split(['"', '/']).next().unwrap().to_owned();
            let receipt = world.client("editor").await.get(&format!("/h/ekstad/kvitto/{reference}")).await;
            receipt.is(200).says("Närvaro på kvällskurser");
        });
        let focus = datasets_of(&world).remove(0).content.focus_areas.unwrap();
        assert_eq!(focus.deviating[0].title, "Närvaro på kvällskurser");
    }
}

#[test]
fn a_report_without_conclusions_is_not_frozen_and_nothing_typed_is_lost() {
    for engine in ENGINES {
        let world = World::new(engine);
        runtime().block_on(async {
            let officer = world.client("officer").await;
            let answer =
                officer.post("/h/ekstad/rapporter/ny", &[("tillfalle", "tertial-1"), ("inledning", "Mina ord")]).await;
            answer.is(422).says("Slutsatserna saknas").says("Mina ord");
            let long = "x".repeat(sv::LONGEST + 1);
            officer.post("/h/ekstad/rapporter/ny", &[("slutsatser", &long)]).await.is(422).says("för lång");
            assert!(datasets_of(&world).is_empty());
            // An occasion of which nothing has come in can be told of, too.
            officer
                .post("/h/ekstad/rapporter/ny", &[("tillfalle", "helar"), ("slutsatser", "Inget än.")])
                .await
                .is(303);
            run_jobs(&world).await;
            officer
                .get("/h/ekstad/rapporter/1")
                .await
                .is(200)
                .says("har kommit in")
                .says("Ingen enhet har redovisat klagomål");
        });
    }
}

#[test]
fn the_report_is_an_accessible_document_made_from_the_dataset_alone() {
    let world = reported(Engine::Sqlite);
    runtime().block_on(async {
        compile_one(&world.client("officer").await).await.is(303);
    });
    let content = datasets_of(&world).remove(0).content;
    let tree = document(&content);
    assert_eq!(tree.check(), []);
    assert_eq!(tree, document(&serde_json::from_str(&content.canonical().unwrap()).unwrap()));
    let headings: Vec<&str> = tree
        .blocks
        .iter()
        .filter_map(|block| match block {
            documents::content::Block::Heading { level: 1, text } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        headings,
        [
            "Sammanfattning",
            "Inledning",
            "Vad som har kommit in",
            "Klagomål",
            "Målvärden",
            "Fokusområden från förra årets årsrapport",
            "Huvudmannens slutsatser",
            "Metod och definitioner",
            "Det som inte har kommit in",
            "Om underlaget"
        ]
    );
}
