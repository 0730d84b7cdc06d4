//! Fetching through the pages and jobs, from servers of the tests' own that speak the published shapes.

use ::store::{Engine, Scope};
use clients::testing::{Asked, Reply, Server};
use platform::jobs::JobEnd;
use serde_json::json;

use crate::course_catalogue;
use crate::sources::{self, SourceKind, fetches};
use crate::testing::{Client, World, apart, on, on_both};

const KOLADA: &str = "/h/ekstad/kallor/hamta/kolada";
const REGISTER: &str = "/h/ekstad/kallor/hamta/skolenhetsregistret";

async fn run_jobs(world: &World) -> usize {
    platform::jobs::run_due(&world.app, &crate::jobs()).await.unwrap()
}

/// Sets a source up in the browser, and lets what follows be done.
async fn set_up(world: &World, page: &str, address: &str, more: &[(&str, &str)]) {
    let admin = world.client("admin").await;
    let mut fields = vec![("aktiv", "ja"), ("adress", address), ("dagar", "7")];
    fields.extend(more);
    admin.get(&format!("{page}/installningar")).await.is(200);
    admin.post(&format!("{page}/installningar"), &fields).await.is(303);
    assert_eq!(run_jobs(world).await, 1, "what was planned is not due yet");
}

const PLACES: [(&str, &str); 4] = [("kommun", "9901"), ("jamfor", "G33612"), ("nyckeltal", "N18946"), ("ar", "3")];

fn kolada(asked: &Asked, _: usize) -> Reply {
    if asked.path.starts_with("/kpi/") {
        let measures =
            json!([{ "id": "N18946", "title": "Godkända i sfi, andel", "description": "Antal delat med antal." }]);
        return Reply::Json(json!({ "values": measures }).to_string());
    }
    let row = |place: &str, year: i16, value: Option<f64>, women: f64| {
        json!({ "kpi": "N18946", "municipality": place, "period": year, "values": [
            { "gender": "T", "status": if value.is_none() { "Missing" } else { "" }, "value": value },
            { "gender": "K", "status": "", "value": women },
        ]})
    };
    let rows =
        [row("9901", 2022, Some(50.25), 54.0), row("9901", 2023, None, 1.0), row("G33612", 2022, Some(47.0), 49.5)];
    Reply::Json(json!({ "values": rows }).to_string())
}

#[test]
fn figures_are_fetched_when_a_source_is_set_up_and_kept_with_source_date_and_the_hash_of_the_original() {
    on_both(async |world| {
        let server = Server::new(kolada);
        let officer = world.client("officer").await;
        officer.get(KOLADA).await.is(200).says("Källan är inte påslagen");
        officer.get(&format!("{KOLADA}/installningar")).await.is(404);
        officer.post(&format!("{KOLADA}/nu"), &[]).await.is(409).says("Källan är inte påslagen");
        set_up(world, KOLADA, &server.url(), &PLACES).await;
        assert_eq!(server.paths()[1], "/data/kpi/N18946/municipality/9901,G33612/year/2021,2022,2023,2024");

        let page = officer.get(KOLADA).await;
        page.is(200)
            .says("Godkända i sfi, andel")
            .says("50,2")
            .says("47")
            .says("Uppgift saknas")
            .says("Er egen räkning");
        page.says("15 mars 2024").says("6 siffror").says("Antal delat med antal.");
        let asked = server.asked().len();
        officer.get(KOLADA).await.is(200);
        officer.get("/h/ekstad/kallor").await.is(200).says("Hämtad");
        assert_eq!(server.asked().len(), asked, "nothing is asked of anybody when a page is opened");

        let csv = officer.get(&format!("{KOLADA}/csv")).await;
        assert!(csv.is(200).text().contains("N18946;9901;2022;kvinnor;54;;"), "{}", csv.text());
        let (figures, all) = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            Ok((sources::figures(tx, SourceKind::Kolada)?, fetches::fetches(tx, SourceKind::Kolada)?))
        });
        assert_eq!(figures.len(), 6);
        assert_eq!((figures[0].value.as_str(), figures[0].n, figures[0].fetch), ("50.25", None, 1));
        let fetches::FetchState::Done { original, .. } = &all[0].state else { panic!("{all:?}") };
        let kept = world.app.files().read(world.ekstad.id, original).unwrap();
        assert!(String::from_utf8(kept).unwrap().contains("50.25"));
        let kinds = world.events(world.ekstad);
        assert!(
            ["source.set-up", "source.fetched"].iter().all(|kind| kinds.contains(&(*kind).to_owned())),
            "{kinds:?}"
        );
        let other = world.client("foreign-officer").await;
        other.get("/h/bokhamn/kallor/hamta/kolada").await.is(200).does_not_say("50,2");
    });
}

#[test]
fn a_source_is_fetched_again_on_demand_and_when_it_is_time_and_what_it_says_anew_holds() {
    on(Engine::Sqlite, async |world| {
        let server = Server::new(|asked, before| {
            if asked.path.starts_with("/kpi/") {
                return Reply::Json(json!({ "values": [] }).to_string());
            }
            let value = 50 + i64::try_from(before).unwrap();
            let values = json!([{ "gender": "T", "value": value }]);
            let row = json!({ "kpi": "N18946", "municipality": "9901", "period": 2022, "values": values });
            Reply::Json(json!({ "values": [row] }).to_string())
        });
        set_up(world, KOLADA, &server.url(), &PLACES).await;
        let value = || {
            let figures = world.read(Scope::Tenant(world.ekstad.id), |tx| sources::figures(tx, SourceKind::Kolada));
            assert_eq!(figures.len(), 1);
            (figures[0].value.clone(), figures[0].fetch)
        };
        assert_eq!(value(), ("50".to_owned(), 1));

        let officer = world.client("officer").await;
        officer.post(&format!("{KOLADA}/nu"), &[]).await.is(303);
        let page = officer.get(KOLADA).await;
        page.is(200).says("Hämtningen pågår").does_not_say("Hämta nu");
        officer.post(&format!("{KOLADA}/nu"), &[]).await.is(303);
        assert_eq!(run_jobs(world).await, 1, "one at a time, however often it is asked for");
        assert_eq!(value(), ("51".to_owned(), 2));

        world.clock.advance(7 * 86_400);
        assert_eq!(run_jobs(world).await, 2, "the plan and the fetch");
        assert_eq!(value(), ("52".to_owned(), 3));
        world.clock.advance(7 * 86_400);
        assert_eq!(run_jobs(world).await, 2);

        // Switched off: the plan that is left does nothing, and the figures stay.
        let admin = world.client("admin").await;
        let off = [
            ("adress", "https://api.kolada.se/v3"),
            ("kommun", "9901"),
            ("nyckeltal", "N18946"),
            ("ar", "3"),
            ("dagar", "7"),
        ];
        admin.post(&format!("{KOLADA}/installningar"), &off).await.is(303);
        world.clock.advance(7 * 86_400);
        assert_eq!(run_jobs(world).await, 1);
        assert_eq!(value(), ("53".to_owned(), 4));
        assert_eq!(apart(|| platform::jobs::left(&world.app)).unwrap(), (0, 0));
        assert_eq!(server.asked().len(), 8);
    });
}

#[test]
fn a_fetch_that_fails_is_told_in_words_with_what_was_asked_and_what_came_and_what_was_known_stays() {
    on_both(async |world| {
        let server = Server::new(|asked, before| match (asked.path.starts_with("/kpi/"), before) {
            (true, 1) => Reply::of_type("text/html", "<h1>Driftstopp</h1>"),
            _ => kolada(asked, before),
        });
        set_up(world, KOLADA, &server.url(), &PLACES).await;
        let officer = world.client("officer").await;
        officer.post(&format!("{KOLADA}/nu"), &[]).await.is(303);
        assert_eq!(run_jobs(world).await, 1);
        let page = officer.get(KOLADA).await;
        page.is(200)
            .says("Den senaste hämtningen misslyckades")
            .says(&format!("{}/kpi/N18946", server.url()))
            .says("text/html")
            .says("Driftstopp")
            .says("50,2");
        officer.get("/h/ekstad/kallor").await.says("Hämtades inte");
        assert!(world.events(world.ekstad).contains(&"source.fetch-failed".to_owned()));
        assert_eq!(apart(|| platform::jobs::left(&world.app)).unwrap().1, 0, "it is no job that was given up");
    });
}

#[test]
fn a_fetch_that_is_given_up_ends_and_says_so_and_its_source_is_fetched_again_by_hand_and_when_it_is_time() {
    on_both(async |world| {
        let server = Server::new(kolada);
        set_up(world, KOLADA, &server.url(), &PLACES).await;
        let mut broken = crate::jobs();
        for kind in broken.iter_mut().filter(|kind| kind.name.starts_with("sources.")) {
            kind.run = |_, _, _| Box::pin(async { Err(JobEnd::GiveUp("the disk is full".to_owned())) });
        }
        let officer = world.client("officer").await;
        officer.post(&format!("{KOLADA}/nu"), &[]).await.is(303);
        assert_eq!(platform::jobs::run_due(&world.app, &broken).await.unwrap(), 1);
        let page = officer.get(KOLADA).await;
        page.is(200).says("Den senaste hämtningen misslyckades").says("trots flera försök").says("50,2");
        assert_eq!(world.events(world.ekstad).last().map(String::as_str), Some("source.fetch-failed"));

        page.says("Hämta nu");
        officer.post(&format!("{KOLADA}/nu"), &[]).await.is(303);
        assert_eq!(run_jobs(world).await, 1);
        officer.get(KOLADA).await.is(200).does_not_say("misslyckades");

        // The plan's turn is lost, and the next one is not.
        world.clock.advance(7 * 86_400);
        assert_eq!(platform::jobs::run_due(&world.app, &broken).await.unwrap(), 1);
        world.clock.advance(7 * 86_400);
        assert_eq!(run_jobs(world).await, 2, "the plan and the fetch");
    });
}

fn register(asked: &Asked, _: usize) -> Reply {
    let list = |rows: serde_json::Value| Reply::Json(json!({ "data": { "attributes": rows } }).to_string());
    let one = |attributes: serde_json::Value| Reply::Json(json!({ "data": { "attributes": attributes } }).to_string());
    let provider = |number: &str, code: &str, name: &str| json!({ "organizationNumber": number, "educationProviderCode": code, "displayName": name, "gradingRight": true });
    let contract = |number: &str, code: &str, name: &str| {
        json!({ "organizerOrganizationNumber": "4020000008", "educationProviderOrganizationNumber": number,
            "educationProviderCode": code, "educationProviderName": name, "status": "aktiv" })
    };
    match asked.path.split('?').next().unwrap() {
        "/v2/education-providers" => list(json!([
            provider("5590000001", "10000001", "Lindblad"),
            provider("5590000099", "10000099", "Okänd Utbildning"),
            provider("5590000077", "10000077", "Angår ingen"),
        ])),
        "/v2/contracts" => list(json!([
            contract("5590000001", "10000001", "Lindblad"),
            contract("5590000099", "10000099", "Okänd Utbildning")
        ])),
        "/v2/education-providers/10000001" => {
            one(json!({ "gradingRights": true, "gradingRightsFrom": "2020-01-01", "gradingRightsTo": "2024-05-01" }))
        }
        "/v2/education-providers/10000099" => one(json!({ "gradingRights": true })),
        path if path.starts_with("/v2/contracts/4020000008/") => one(
            json!({ "status": "aktiv", "schoolTypeParts": [{ "schoolTypePart": "VUXGY", "validFrom": "2022-07-01" }] }),
        ),
        other => panic!("{other}"),
    }
}

#[test]
fn the_register_is_held_against_the_own_agreements_and_a_page_says_what_differs_and_what_to_do() {
    on_both(async |world| {
        let server = Server::new(register);
        let officer: Client<'_> = world.client("officer").await;
        officer.get("/h/ekstad/kallor/avtal").await.is(200).says("Registret är inte hämtat än");
        set_up(world, REGISTER, &server.url(), &[("orgnummer", "402000-0008")]).await;
        let page = officer.get("/h/ekstad/kallor/avtal").await;
        page.is(200)
            .says("3 anordnare är jämförda")
            .says("Lindblad Vuxenutbildning")
            .says("Anordnarens betygsrätt gäller till och med 1 maj 2024.")
            .says("Norrskens lärcenter")
            .says("Ni har ett avtal som gäller, men i registret finns ingen entreprenad.")
            .says("Anordnaren finns inte bland utbildningsanordnarna i registret.")
            .says("Okänd Utbildning")
            .says("här finns inget avtal som gäller")
            .does_not_say("Angår ingen");
        assert!(
            !server.paths().iter().any(|path| path.ends_with("10000077")),
            "who concerns nobody is not asked about"
        );
        officer.get("/h/ekstad/kallor").await.says("3 anordnare har något som skiljer sig");
        officer
            .get(REGISTER)
            .await
            .is(200)
            .says("Se hur registret stämmer med era avtal")
            .says("4 anordnare och entreprenader");
        world.client("board").await.get("/h/ekstad/kallor/avtal").await.is(404);
    });
}

#[test]
fn the_course_catalogue_and_tables_of_a_statistics_database_are_fetched_too() {
    on(Engine::Sqlite, async |world| {
        let server = Server::new(|asked, _| {
            if asked.path.starts_with("/syllabus") {
                if !asked.path.contains("schooltype=VUXGY&") {
                    return Reply::status(404);
                }
                let courses = json!([{ "code": "MATE1A00X", "name": "Nivå 1a", "points": "100" }, { "code": "?", "name": "fel" }]);
                let subject =
                    json!({ "code": "MATE", "name": "Matematik", "schoolTypes": ["GY", "VUXGY"], "courses": courses });
                return Reply::Json(json!({ "subjects": [subject] }).to_string());
            }
            if asked.method == "GET" {
                return Reply::Json(json!({ "title": "Komvux efter mått", "variables": [
                    { "code": "kon", "text": "Kön", "values": ["7", "8"], "valueTexts": ["Män", "Kvinnor"] },
                    { "code": "matt", "text": "Mått", "values": ["7"], "valueTexts": ["Elever per lärare"] },
                    { "code": "kommun", "text": "Kommun", "values": ["9901"], "valueTexts": ["Ekstad"] },
                    { "code": "tid", "text": "År", "values": ["2023", "2024"], "valueTexts": ["2023", "2024"], "time": true },
                ]}).to_string());
            }
            let category = |code: &str| json!({ "category": { "index": { code: 0 } } });
            Reply::Json(json!({ "id": ["kon", "matt", "kommun", "tid"], "size": [2, 1, 1, 2], "value": [12.5, null, 13.5, 14],
                "status": ["", "..", "", ""],
                "dimension": { "kon": { "category": { "index": ["7", "8"] } }, "matt": category("7"), "kommun": category("9901"), "tid": { "category": { "index": ["2023", "2024"] } } },
            }).to_string())
        });
        let courses = "/h/ekstad/kallor/hamta/kursplaner";
        set_up(world, courses, &format!("{}/syllabus/v1", server.url()), &[]).await;
        let officer = world.client("officer").await;
        officer.get(courses).await.is(200).says("gymnasial nivå").says("Kurser och nivåer");
        let (_, catalogue) = world.read(Scope::Tenant(world.ekstad.id), course_catalogue::fetched).unwrap();
        assert_eq!(catalogue.len(), 1, "what is no course code is left out");
        let listed = &catalogue[&"MATE1A00X".parse().unwrap()];
        assert_eq!((listed.subject.as_str(), listed.points), ("Matematik", Some(100)));

        let statistics = "/h/ekstad/kallor/hamta/statistikdatabasen";
        set_up(world, statistics, &format!("{}/PxWeb/larare", server.url()), &[("kommun", "9901")]).await;
        let page = officer.get(statistics).await;
        page.is(200).says("Elever per lärare, män").says("Elever per lärare, kvinnor");
        page.says("12,5").says("Hemlig: färre än tio").says("13,5");
        let csv = officer.get(&format!("{statistics}/csv")).await;
        assert!(csv.is(200).text().contains("larare/7;9901;2023;män;\"12,5\";;"), "{}", csv.text());
    });
}

#[test]
fn settings_that_cannot_be_are_told_at_their_fields_and_nothing_is_saved() {
    on(Engine::Sqlite, async |world| {
        let admin = world.client("admin").await;
        let wrong = [
            ("aktiv", "ja"),
            ("adress", "kolada"),
            ("kommun", "Ekstad"),
            ("jamfor", "!"),
            ("nyckeltal", "18946"),
            ("ar", "0"),
            ("dagar", "x"),
        ];
        let answer = admin.post(&format!("{KOLADA}/installningar"), &wrong).await;
        answer.is(422);
        for sentence in [
            "Adressen ska börja med https://",
            "kod med fyra siffror",
            "högst 40 kommuner",
            "N eller U och fem siffror",
            "mellan 1 och 20",
            "mellan 1 och 366",
        ] {
            answer.says(sentence);
        }
        let answer = admin
            .post(
                &format!("{REGISTER}/installningar"),
                &[("adress", "https://a https://b"), ("dagar", "1"), ("orgnummer", "1")],
            )
            .await;
        answer.is(422).says("Källan har bara en adress.").says("organisationsnummer med tio siffror");
        assert_eq!(world.read(Scope::Tenant(world.ekstad.id), |tx| fetches::source(tx, SourceKind::Kolada)), None);
        admin.get("/h/ekstad/kallor/hamta/okand").await.is(404);
    });
}

#[test]
fn that_nobody_could_be_reached_is_told_in_words_and_never_as_the_machine_says_it() {
    let told = |why: &str| {
        let (asked, why) = ("https://api.kolada.se/v3".to_owned(), why.to_owned());
        sources::sv::fault(SourceKind::Kolada, &clients::Fault::Unreachable { asked, why })
    };
    let (what, remedy) = told("io: failed to lookup address information: Name or service not known");
    assert!(what.contains("https://api.kolada.se/v3 men det finns ingen sådan adress"), "{what}");
    assert!(!what.contains("lookup") && remedy.contains("Försök igen senare"), "{what} {remedy}");
    assert!(told("Connection refused (os error 111)").0.contains("tog inte emot frågan"));
    assert!(told("something else").0.ends_with("ingen svarade."));
}
