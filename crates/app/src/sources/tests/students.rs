//! A student system as a source: set up in the browser, fetched by a job, looked through and taken in as any file.

use std::path::Path;

use ::store::{Engine, Scope};
use clients::testing::Reply;
use domain::participations::Measure;
use serde_json::json;

use super::student_server::{TOKEN, change, delete, grade, group, instead, member, person, server};
use crate::imports::tests::person as number;
use crate::participations::{cells, counting, published, recount};
use crate::sources::mirrors::{self, KeptMirror};
use crate::sources::{SourceKind, fetches};
use crate::testing::{Answer, Client, World, apart, instant, on, on_both};

const PAGE: &str = "/h/ekstad/kallor/hamta/ss12000";
const SETTINGS: &str = "/h/ekstad/kallor/hamta/ss12000/installningar";

async fn run_jobs(world: &World) -> usize {
    platform::jobs::run_due(&world.app, &crate::jobs()).await.unwrap()
}

fn fields<'a>(address: &'a str, key: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![("aktiv", "ja"), ("adress", address), ("kallans-losenord", key), ("fran", "2024-01-01"), ("dagar", "7")]
}

/// Sets the source up on 1 September 2024 and lets what follows be done.
async fn set_up(world: &World, address: &str) {
    world.clock.set(instant("2024-09-01T06:00:00Z"));
    let admin = world.client("admin").await;
    admin.get(SETTINGS).await.is(200).says("visas aldrig igen");
    admin.post(SETTINGS, &fields(address, TOKEN)).await.is(303);
    assert_eq!(run_jobs(world).await, 2, "the fetch, and reading the table that it made");
}

/// Fetches again a day later.
async fn fetch_again(world: &World, whole: bool) -> usize {
    world.clock.advance(86_400);
    let officer = world.client("officer").await;
    let fields: &[(&str, &str)] = if whole { &[("allt", "ja")] } else { &[] };
    officer.post(&format!("{PAGE}/nu"), fields).await.is(303);
    run_jobs(world).await
}

/// The address of the import that the source's page leads to.
fn import_of(page: &Answer) -> String {
    let text = page.main();
    let from = text.find("/h/ekstad/resultat/importer/fil/").unwrap_or_else(|| panic!("no import: {text}"));
    text[from..].split('"').next().unwrap().to_owned()
}

async fn take_in(officer: &Client<'_>) {
    let at = import_of(&officer.get(PAGE).await);
    officer.post(&format!("{at}/ta-in"), &[]).await.is(303);
}

fn sum(world: &World, measure: Measure) -> i64 {
    let counts = world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let upto = published(tx)?;
        assert_eq!(recount(tx, upto)?, []);
        cells(tx, upto)
    });
    counts.iter().filter(|(key, _)| key.measure == measure).map(|(_, n)| n).sum()
}

fn counted(world: &World) -> i64 {
    world.read(Scope::Tenant(world.ekstad.id), counting)
}

fn mirror(world: &World) -> Option<KeptMirror> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| mirrors::mirror(tx, SourceKind::StudentSystem))
}

/// How many files lie in the authority's store.
fn files(world: &World) -> usize {
    let shelves = std::fs::read_dir(world.app.files().folder(world.ekstad.id)).into_iter().flatten().flatten();
    shelves.flat_map(|shelf| std::fs::read_dir(shelf.path()).into_iter().flatten()).count()
}

#[test]
fn what_a_student_system_gives_is_looked_through_and_taken_in_with_what_can_be_known_and_nothing_that_cannot() {
    on_both(async |world| {
        let (server, _) = server();
        set_up(world, &server.url()).await;
        assert!(server.paths().iter().any(|path| path == "/persons?pageToken=2"), "{:?}", server.paths());
        assert!(!server.paths().iter().any(|path| path.starts_with("/deletedEntities")), "nothing is known to be gone");
        let officer = world.client("officer").await;
        let page = officer.get(PAGE).await;
        page.is(200).says("8 kursdeltaganden").says("Tabellen är läst och väntar på besked");
        page.says("3 rader hålls utanför").says("Personer").says("Studieform").does_not_say("Provsson");
        let asked = server.asked().len();
        let at = import_of(&page);
        let preview = officer.get(&at).await;
        preview.is(200).says("Hämtad ur Elevsystemet (SS 12000)").says("1 januari 2024 till och med 1 september 2024");
        preview.says("Kursplanen har ingen giltig kurskod i elevsystemet").says("Utan kod (nameless)");
        preview.says("Elevsystemets skolenhet finns inte").says("99999999").says("Detta är inget betyg");
        preview.says("jämförda med kurslistan").says("Läs in de rader som går").does_not_say(&number(1));
        assert_eq!(counted(world), 0, "nothing counts before somebody has taken it in");
        take_in(&officer).await;
        assert_eq!(server.asked().len(), asked, "nothing is asked of anybody when a page is opened");

        assert_eq!(counted(world), 5, "four of sfi and a test; who begins later has not begun");
        assert_eq!(sum(world, Measure::Started), 4);
        let graded = [Measure::GradeG, Measure::GradeIg, Measure::TestPassed].map(|measure| sum(world, measure));
        assert_eq!(graded, [1, 1, 1]);
        assert_eq!(sum(world, Measure::EndedUnknown), 1, "who left without a grade ended in an unknown way");
        let unknown = [Measure::DroppedOut, Measure::Ceased, Measure::NotStarted].map(|measure| sum(world, measure));
        assert_eq!(unknown, [0, 0, 0]);
        officer.get(PAGE).await.says("Tabellen är inläst");
        officer.get("/h/ekstad/resultat/importer").await.is(200).says("Hämtad ur elevsystemet");
        run_jobs(world).await;
        let results = officer.get("/h/ekstad/resultat").await;
        results.is(200).says("1 av 2").says("I 1 fall säger källan inte hur det slutade");
    });
}

#[test]
fn a_later_fetch_asks_for_what_has_changed_and_what_is_deleted_and_says_so_when_nothing_has() {
    on_both(async |world| {
        let (server, state) = server();
        set_up(world, &server.url()).await;
        let officer = world.client("officer").await;
        take_in(&officer).await;
        let (before, lying) = (mirror(world).unwrap(), files(world));
        let asked = server.asked().len();
        // Enligt plan: the same table is no news, and nothing waits for anybody.
        world.clock.advance(7 * 86_400);
        assert_eq!(run_jobs(world).await, 3, "the plan, the fetch, and counting the students");
        let paths = server.paths().split_off(asked);
        assert_eq!(paths[0], "/deletedEntities?after=2024-09-01T05%3A50%3A00Z");
        assert!(paths.contains(&"/grades?meta.modified.after=2024-06-10T09%3A50%3A00Z".to_owned()), "{paths:?}");
        assert_eq!(paths.len(), 7, "{paths:?}");
        let officer = world.client("officer").await;
        officer.get(PAGE).await.is(200).says("Inget har ändrats sedan förra hämtningen").says("Tabellen är inläst");
        let after = mirror(world).unwrap();
        assert_eq!((&after.table_sha256, after.import), (&before.table_sha256, before.import));
        assert_eq!(files(world), lying, "the older mirror is gone, and so is the table that is no news");

        // A grade is changed, a student is new, a group is deleted and with it two of its members.
        let now = "2024-09-08T12:00:00Z";
        change(&state, "grades", grade("b1", "p1", "sfi", "IG", "2024-03-22", false), now);
        change(&state, "persons", person("p7", Some(7), "Man", "Ingen"), now);
        let members = [
            member("p1", "2024-01-08", Some("2024-03-22")),
            member("p3", "2024-01-08", None),
            member("p7", "2024-05-02", None),
        ];
        change(&state, "groups", group("g1", &members), now);
        delete(&state, "groups", "g2", now);
        assert_eq!(fetch_again(world, false).await, 2);
        let officer = world.client("officer").await;
        officer.get(PAGE).await.says("väntar på besked").does_not_say("Inget har ändrats");
        let preview = officer.get(&import_of(&officer.get(PAGE).await)).await;
        preview.is(200).says("2 av de 5 kursdeltaganden");
        take_in(&officer).await;
        assert_eq!(counted(world), 4);
        assert_eq!([Measure::GradeG, Measure::GradeIg].map(|measure| sum(world, measure)), [0, 1]);

        // Everything anew gives the same.
        let last = mirror(world).unwrap();
        assert!(fetch_again(world, true).await >= 1);
        assert!(server.paths().iter().filter(|path| *path == "/persons").count() >= 2);
        assert_eq!(mirror(world).unwrap().table_sha256, last.table_sha256);
        let events = world.events(world.ekstad);
        for kind in
            ["source.set-up", "source.fetch-asked", "source.fetch-due", "source.fetched", "participations.published"]
        {
            assert!(events.contains(&kind.to_owned()), "{kind}: {events:?}");
        }
        let log = world.client("auditor").await.get("/h/ekstad/granskning").await;
        log.is(200).says("hämtade ss12000").does_not_say(TOKEN);
    });
}

#[test]
fn a_fetch_that_breaks_off_moves_nothing_and_says_what_happened_without_a_word_of_any_person() {
    on_both(async |world| {
        let (server, state) = server();
        set_up(world, &server.url()).await;
        let (before, lying) = (mirror(world), files(world));
        let person_in_answer = format!("{{\"fel\":\"{} Provsson\"", number(1));
        change(&state, "grades", grade("b9", "p3", "sfi", "G", "2024-07-01", false), "2024-09-01T20:00:00Z");
        for (reply, says) in [
            (Reply::status(403), "Källan släpper inte in oss"),
            (Reply::of_type("application/json", &person_in_answer), "har inte den form"),
            (Reply::of_type("text/html", &person_in_answer), "text/html"),
            (Reply::Json(json!({ "data": { "fel": number(1) } }).to_string()), "har inte den form"),
            (Reply::Whole(400, Vec::new(), person_in_answer.clone().into_bytes()), "svarskod 400"),
        ] {
            instead(&state, "persons", Some(reply));
            assert_eq!(fetch_again(world, false).await, 1, "nothing is read in");
            let officer = world.client("officer").await;
            let page = officer.get(PAGE).await;
            page.is(200).says("misslyckades").says(says).says("väntar på besked").does_not_say(&number(1));
            page.does_not_say("Provsson").says("/persons");
            assert_eq!(mirror(world), before, "the marks and what is known stay as they were");
            assert_eq!(files(world), lying, "nothing is left of what was begun");
        }
        instead(&state, "persons", None);
        assert_eq!(fetch_again(world, false).await, 2, "the changed grade is still asked for");
        let events = world.events(world.ekstad);
        assert_eq!(events.iter().filter(|kind| *kind == "source.fetch-failed").count(), 5);
        nothing_lies_open(world, &[&number(1), "Provsson", TOKEN]);
    });
}

/// Everything that lies in the database, as text, and in the data folder, as bytes.
fn lying(world: &World) -> Vec<u8> {
    fn files(folder: &Path, all: &mut Vec<u8>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                files(&entry.path(), all);
            } else {
                all.extend(std::fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut all = Vec::new();
    files(&world.app.settings().data_dir, &mut all);
    let address = world.database_address();
    if address.contains("://") {
        let mut client = postgres::Client::connect(&address, postgres::NoTls).unwrap();
        let tables =
            client.query("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()", &[]).unwrap();
        assert!(tables.len() > 30);
        for table in tables {
            let table: String = table.get(0);
            for row in client.query(&format!("SELECT t::text FROM {table} t"), &[]).unwrap() {
                all.extend(row.get::<_, String>(0).into_bytes());
                all.push(b'\n');
            }
        }
        return all;
    }
    for end in ["", "-wal"] {
        all.extend(std::fs::read(format!("{address}{end}")).unwrap_or_default());
    }
    all
}

#[track_caller]
fn nothing_lies_open(world: &World, secrets: &[&str]) {
    let all = apart(|| lying(world));
    let holds = |text: &str| all.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("ss12000"), "what is looked through is what lies there");
    for secret in secrets {
        assert!(!holds(secret), "{secret} lies open");
    }
}

#[test]
fn neither_the_key_nor_any_person_lies_open_anywhere_and_no_child_is_kept() {
    on_both(async |world| {
        let (server, _) = server();
        set_up(world, &server.url()).await;
        let numbers: Vec<String> = [1, 2, 3, 4, 77].map(number).to_vec();
        let mut secrets: Vec<&str> = numbers.iter().map(String::as_str).collect();
        secrets.extend([TOKEN, "Provsson", "Tilda"]);
        nothing_lies_open(world, &secrets);
        let admin = world.client("admin").await;
        let form = admin.get(SETTINGS).await;
        form.is(200).says("En nyckel finns sparad sedan 1 september 2024").does_not_say(TOKEN);
        // What is refused, or comes after the session has ended, does not give the key back either.
        let wrong = [("aktiv", "ja"), ("adress", "elever"), ("kallans-losenord", TOKEN), ("dagar", "0")];
        admin.post(SETTINGS, &wrong).await.is(422).says("Skriv nyckeln igen").does_not_say(TOKEN);
        let officer = world.client("officer").await;
        take_in(&officer).await;
        let kept = mirror(world).unwrap();
        let opened = apart(|| opened(world, &kept));
        assert!(opened.contains(&number(1)));
        assert!(!opened.contains(&number(77)) && !opened.contains("Provsson"), "only what results need is kept");
        world.clock.advance(20 * 86_400);
        let late = admin.post(SETTINGS, &fields(&server.url(), TOKEN)).await;
        late.is(401).does_not_say(TOKEN);
    });
}

/// The mirror as text.
fn opened(world: &World, kept: &KeptMirror) -> String {
    let tools = platform::access::Tools::of(&world.app);
    let keys = world.read(Scope::Tenant(world.ekstad.id), move |tx| tools.keys(tx));
    let name = mirrors::sealed_name(SourceKind::StudentSystem, kept.fetch);
    let files = world.app.files();
    let reader = platform::sealed_file::SealedReader::new(files, world.ekstad.id, keys, &name, &kept.stored);
    std::io::read_to_string(reader.unwrap()).unwrap()
}

#[test]
fn a_wrong_key_or_address_is_told_and_the_key_never_follows_to_another_server() {
    on_both(async |world| {
        let (server, _) = server();
        let admin = world.client("admin").await;
        admin.post(SETTINGS, &fields(&server.url(), "fel")).await.is(303);
        assert_eq!(run_jobs(world).await, 1);
        let page = admin.get(PAGE).await;
        page.is(200).says("svarskod 401").says("skriv en ny nyckel i inställningarna").does_not_say("Felaktig nyckel");
        assert_eq!(mirror(world), None);

        let elsewhere = clients::testing::Server::new(|_, _| Reply::status(404));
        let answer = admin.post(SETTINGS, &fields(&elsewhere.url(), "")).await;
        answer.is(422).says("en annan server");
        assert!(elsewhere.asked().is_empty());
        admin.post(SETTINGS, &fields(&elsewhere.url(), "annan")).await.is(303);
        run_jobs(world).await;
        admin.get(PAGE).await.says("finns inte där");
        assert_eq!(elsewhere.asked()[0].header("authorization"), Some("Bearer annan"));
        let url = elsewhere.url();
        let gone = [&fields(&url, "")[..], &[("ta-bort-nyckeln", "ja")]].concat();
        admin.post(SETTINGS, &gone).await.is(303);
        run_jobs(world).await;
        assert_eq!(elsewhere.asked().last().unwrap().header("authorization"), None);
        for (fields, says) in [
            (
                vec![("adress", "https://a.example/?nyckel=1"), ("fran", "i går"), ("dagar", "1")],
                "Skriv bara grundadressen",
            ),
            (vec![("adress", "https://a.example"), ("fran", ""), ("dagar", "1")], "Skriv den första dagen"),
            (
                vec![
                    ("adress", "https://a.example"),
                    ("fran", "2024-01-01"),
                    ("dagar", "1"),
                    ("kallans-losenord", "två ord"),
                ],
                "utan mellanslag",
            ),
            (
                vec![
                    ("adress", "https://a.example"),
                    ("fran", "2024-01-01"),
                    ("dagar", "1"),
                    ("ta-bort-nyckeln", "ja"),
                    ("anordnare", "x"),
                ],
                "Välj igen",
            ),
        ] {
            admin.post(SETTINGS, &fields).await.is(422).says(says);
        }
        let others: Vec<(&str, &str)> = vec![("adress", "https://a.example"), ("fran", "2024-01-01"), ("dagar", "1")];
        let fjordvik = world.fjordvik.to_string();
        let others = [&others[..], &[("anordnare", fjordvik.as_str())]].concat();
        admin.post(SETTINGS, &others).await.is(422).says("Välj igen");
    });
}

#[test]
fn only_administrators_set_it_up_and_nothing_of_it_is_anothers() {
    on(Engine::Sqlite, async |world| {
        let (server, _) = server();
        set_up(world, &server.url()).await;
        for who in ["officer", "owner", "auditor", "board", "rektor"] {
            let client = world.client(who).await;
            client.get(SETTINGS).await.is(404);
            client.post(SETTINGS, &fields(&server.url(), "x")).await.is(404);
        }
        for who in ["auditor", "board", "rektor", "editor", "registrar"] {
            world.client(who).await.post(&format!("{PAGE}/nu"), &[]).await.is(404);
        }
        let foreign = world.client("foreign-admin").await;
        for path in [PAGE, SETTINGS] {
            foreign.get(path).await.is(404);
        }
        let own = foreign.get("/h/bokhamn/kallor/hamta/ss12000").await;
        own.is(200).says("Källan är inte påslagen").does_not_say("8 kursdeltaganden");
        foreign.get("/h/bokhamn/kallor/hamta/ss12000/installningar").await.is(200).says("visas aldrig igen");
        let at = import_of(&world.client("officer").await.get(PAGE).await);
        foreign.get(&at.replace("ekstad", "bokhamn")).await.is(404);
    });
}

#[test]
fn a_newer_table_takes_the_place_of_one_that_waits_and_a_file_of_somebody_elses_is_waited_for() {
    on_both(async |world| {
        let (server, state) = server();
        set_up(world, &server.url()).await;
        let first = mirror(world).unwrap();
        let old = import_of(&world.client("officer").await.get(PAGE).await);
        change(&state, "grades", grade("b9", "p3", "sfi", "G", "2024-07-01", false), "2024-09-01T20:00:00Z");
        assert_eq!(fetch_again(world, false).await, 2);
        let officer = world.client("officer").await;
        let new = import_of(&officer.get(PAGE).await);
        assert_ne!(old, new);
        officer.get(&old).await.is(200).says("Slängd");
        officer.get(&new).await.is(200).says("Läs in de rader som går");
        assert!(world.app.files().open(world.ekstad.id, &first.stored).is_err(), "the old mirror is gone");

        // Somebody's own file waits: the fetch says so, nothing of it is lost, and it is read when the way is free.
        officer.post(&format!("{new}/slang"), &[]).await.is(303);
        run_jobs(world).await;
        let rows = crate::imports::tests::file(&[crate::imports::tests::going_on(30)]);
        let file = officer.upload("/h/ekstad/resultat/importer/ny", &[], "egen.csv", rows.as_bytes()).await.location;
        let how = [("profil", "tertial"), ("slag", "delta"), ("uttagen", "2024-09-02")];
        officer.post(&format!("{file}/las"), &how).await.is(303);
        run_jobs(world).await;
        change(&state, "grades", grade("b9", "p3", "sfi", "IG", "2024-07-01", false), "2024-09-02T20:00:00Z");
        fetch_again(world, false).await;
        let officer = world.client("officer").await;
        let page = officer.get(PAGE).await;
        page.is(200).says("Tabellen gick inte att läsa").says("En annan fil är läst och väntar på besked");
        officer.post(&format!("{file}/ta-in"), &[]).await.is(303);
        let waiting = import_of(&page);
        fetch_again(world, false).await;
        let officer = world.client("officer").await;
        let page = officer.get(PAGE).await;
        page.says("Tabellen är läst och väntar på besked");
        assert_ne!(import_of(&page), waiting, "the same table is brought anew, since nobody could read the last");
        take_in(&officer).await;
        assert_eq!(
            counted(world),
            5,
            "the table has all there is of every provider, and somebody else's row is not in it"
        );
    });
}

#[test]
fn rows_of_providers_that_the_system_does_not_have_are_left_alone() {
    on(Engine::Sqlite, async |world| {
        let (server, _) = server();
        world.clock.set(instant("2024-09-01T06:00:00Z"));
        let officer = world.client("officer").await;
        let rows = [30, 31]
            .map(|n| format!("{};K;SFIKUB92;2024-02-08;;Norrskens l\u{e4}rcenter;;;P\u{e5}g\u{e5}r;", number(n)));
        let headings =
            "Personnummer;K\u{f6}n;Kurskod;Kursstart;Kursslut;Anordnare;Betyg;Betygsdatum;Utfall;Avbrottsdatum";
        let text = crate::imports::tests::file_of(headings, &rows);
        let file = officer.upload("/h/ekstad/resultat/importer/ny", &[], "egen.csv", text.as_bytes()).await.location;
        officer
            .post(&format!("{file}/las"), &[("profil", "tertial"), ("slag", "delta"), ("uttagen", "2024-09-01")])
            .await
            .is(303);
        run_jobs(world).await;
        officer.post(&format!("{file}/ta-in"), &[]).await.is(303);
        run_jobs(world).await;
        let lindblad = world.lindblad.to_string();
        let url = server.url();
        let only = [&fields(&url, TOKEN)[..], &[("anordnare", lindblad.as_str())]].concat();
        let admin = world.client("admin").await;
        admin.post(SETTINGS, &only).await.is(303);
        run_jobs(world).await;
        officer.get(PAGE).await.says("Systemet har alla kursdeltaganden hos Lindblad Vuxenutbildning");
        take_in(&officer).await;
        assert_eq!(counted(world), 7);
        // Without the choice they go, and somebody is told before: the same table now speaks of every provider.
        admin.post(SETTINGS, &fields(&url, "")).await.is(303);
        run_jobs(world).await;
        let page = officer.get(PAGE).await;
        page.says("väntar på besked").does_not_say("Systemet har alla kursdeltaganden hos");
        officer.get(&import_of(&page)).await.is(200).says("2 av de 7 kursdeltaganden");
    });
}

#[test]
fn what_cannot_be_used_is_told_and_a_source_that_keeps_quiet_of_deletions_is_read_whole_each_time() {
    on(Engine::Sqlite, async |world| {
        let (server, state) = server();
        change(&state, "syllabuses", json!({ "id": "broken", "courseCode": "X" }), "2024-06-11T00:00:00Z");
        change(&state, "persons", json!({ "civicNo": { "value": number(9) } }), "2024-06-11T00:00:00Z");
        change(&state, "grades", grade("b10", "p6", "sfi", "G", "2024-06-11", false), "2024-06-11T00:00:00Z");
        instead(&state, "deletedEntities", Some(Reply::status(404)));
        set_up(world, &server.url()).await;
        let officer = world.client("officer").await;
        let page = officer.get(PAGE).await;
        page.says("Kursplaner: 1 uppgift saknar id eller skolform").says("syllabuses/broken");
        page.says("Personer: 1 uppgift saknar id.").says("1 betyg hör inte till någon");
        let asked = server.asked().len();
        fetch_again(world, false).await;
        let paths = server.paths().split_off(asked);
        assert!(
            paths.contains(&"/persons".to_owned()) && !paths.iter().any(|path| path.contains("modified")),
            "{paths:?}"
        );
        world.client("officer").await.get(PAGE).await.says("Källan säger inte vad som har tagits bort");
        // Switched off, nothing of the persons is kept but what was taken in.
        let stored = mirror(world).unwrap().stored;
        let admin = world.client("admin").await;
        let url = server.url();
        admin.post(SETTINGS, &fields(&url, "")[1..]).await.is(303);
        assert_eq!(mirror(world), None);
        assert!(world.app.files().open(world.ekstad.id, &stored).is_err());
        admin.get(PAGE).await.is(200).says("Källan är inte påslagen");
    });
}

#[test]
fn somebody_who_comes_into_adult_education_later_is_asked_for_though_the_person_has_not_changed() {
    on(Engine::Sqlite, async |world| {
        let (server, state) = server();
        change(&state, "persons", person("child", Some(77), "Kvinna", "Ingen"), "2023-05-01T10:00:00Z");
        set_up(world, &server.url()).await;
        take_in(&world.client("officer").await).await;
        let members = [member("p1", "2024-01-08", Some("2024-03-22")), member("child", "2024-08-19", None)];
        change(&state, "groups", group("g1", &members), "2024-09-01T20:00:00Z");
        let asked = server.asked().len();
        fetch_again(world, false).await;
        assert!(server.paths().split_off(asked).contains(&"/persons".to_owned()));
        let kept = mirror(world).unwrap();
        assert!(apart(|| opened(world, &kept)).contains(&number(77)));
        let found = world.read(Scope::Tenant(world.ekstad.id), |tx| fetches::fetches(tx, SourceKind::StudentSystem));
        assert_eq!(found.len(), 2);
        // After thirty days everything is asked for anew, for changes that the source did not tell.
        world.clock.advance(31 * 86_400);
        let asked = server.asked().len();
        fetch_again(world, false).await;
        assert!(server.paths().split_off(asked).contains(&"/groups".to_owned()));
    });
}

#[test]
fn codes_are_checked_against_the_fetched_catalogue_beside_the_shipped_one_and_the_page_says_which() {
    on_both(async |world| {
        let server = clients::testing::Server::new(|asked, _| {
            if !asked.path.contains("schooltype=VUXGY&") {
                return Reply::status(404);
            }
            let courses = json!([{ "code": "PROVA100X", "name": "Niv\u{e5} 1", "points": "100" }]);
            let subject = json!({ "code": "PROV", "name": "Prov", "schoolTypes": ["VUXGY"], "courses": courses });
            Reply::Json(json!({ "subjects": [subject] }).to_string())
        });
        let officer = world.client("officer").await;
        let row = |course: &str| format!("{};K;{course};VUXGY;2024-01-08;10000001;P\u{e5}g\u{e5}r", number(1));
        let headings = "Personnummer;K\u{f6}n;Kurskod;Skolform;Kursstart;Enhet;Utfall";
        let look = async |course: &str| {
            let text = crate::imports::tests::file_of(headings, &[row(course)]);
            let at = officer.upload("/h/ekstad/resultat/importer/ny", &[], "egen.csv", text.as_bytes()).await.location;
            let how = [("profil", "tertial"), ("slag", "delta"), ("uttagen", "2024-03-15")];
            officer.post(&format!("{at}/las"), &how).await.is(303);
            run_jobs(world).await;
            let page = officer.get(&at).await;
            officer.post(&format!("{at}/slang"), &[]).await.is(303);
            page
        };
        let unknown = domain::participations::sv::notice(domain::participations::Notice::UnknownCourse);
        let unknown = unknown.as_str();
        look("PROVA100X").await.is(200).says(unknown).says("j\u{e4}mf\u{f6}rda med kurslistan som f\u{f6}ljer med.");
        let admin = world.client("admin").await;
        let address = format!("{}/syllabus/v1", server.url());
        let courses = [("aktiv", "ja"), ("adress", address.as_str()), ("dagar", "30")];
        admin.post("/h/ekstad/kallor/hamta/kursplaner/installningar", &courses).await.is(303);
        run_jobs(world).await;
        let page = look("PROVA100X").await;
        page.is(200).says("och med Kursplaner, h\u{e4}mtade 15 mars 2024").does_not_say(unknown);
        look("MATMAT01a").await.is(200).does_not_say(unknown);
        look("PROVB100X").await.is(200).says(unknown);
    });
}
