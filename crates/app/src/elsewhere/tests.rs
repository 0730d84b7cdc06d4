//! Files out of another system through the router, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use documents::raw::RawCell;
use documents::workbook::{self, spec};
use domain::submissions::Road;
use kernel::Id;
use kernel::id::kind::{Assignment, Submission, Unit};

use crate::follow_up::tests::{complaints_of, of_item};
use crate::submissions;
use crate::testing::{Answer, Client, World, on_both, publish_otherwise};

const LIST: &str = "/h/ekstad/inlasning";
const T1: &str = "/h/ekstad/uppfoljning/2024/tertial-1";
const HEAD: [&str; 4] = ["Organisation", "Period", "Mått", "Värde"];

/// Everybody in Ekstad reports in ILS.
pub(super) fn in_ils(world: &World) {
    let (was, is) = ("{ regime = \"procured\" }", "{ regime = \"procured\", reports_in = \"ILS\", collected = true }");
    publish_otherwise(world, world.ekstad, was, is);
}

pub(super) fn tsv(rows: &[[&str; 4]]) -> Vec<u8> {
    let mut text = HEAD.join("\t");
    for row in rows {
        write!(text, "\r\n{}", row.join("\t")).unwrap();
    }
    text.into_bytes()
}

fn book(world: &World, rows: Vec<spec::Row>) -> Vec<u8> {
    let column = |heading: &str| spec::Column {
        slug: heading.to_lowercase(),
        heading: heading.to_owned(),
        help: String::new(),
        width: 20.0,
        kind: spec::ColumnKind::Text,
        required: false,
    };
    let columns = HEAD.map(column).to_vec();
    let table = spec::Table { name: "Export".to_owned(), title: None, columns, rows, empty_rows: 0 };
    let [title, author, language] = ["Export", "ILS", "sv-SE"].map(str::to_owned);
    let (created, sheets) = (world.app.clock().now(), vec![spec::Sheet::Table(table)]);
    workbook::write(&spec::Workbook { title, author, language, created, sheets, stamp: BTreeMap::new() }).unwrap()
}

pub(super) async fn upload(client: &Client<'_>, name: &str, bytes: &[u8]) -> Answer {
    client.upload(LIST, &[("kalla", "2024 ILS")], name, bytes).await
}

/// The page of a file that is chosen.
pub(super) async fn chosen(client: &Client<'_>, bytes: &[u8]) -> (String, Answer) {
    let at = upload(client, "ils.txt", bytes).await.is(303).location.clone();
    let page = client.get(&at).await;
    page.is(200);
    (at, page)
}

/// Says what words mean: organisations by their folded name, measures with their occasion.
pub(super) async fn say(client: &Client<'_>, at: &str, page: &Answer, means: &[(&str, Option<&str>, &str)]) -> Answer {
    let text = page.text();
    let mut fields: Vec<(String, String)> = Vec::new();
    for (key, occasion, value) in means {
        let kind = if occasion.is_some() { "matt" } else { "organisation" };
        let is_there = |at: &usize| {
            let word = format!("name=\"{kind}-{at}-namn\" value=\"{key}\"");
            let of = occasion.map(|of| format!("name=\"matt-{at}-tillfalle\" value=\"{of}\""));
            text.contains(&word) && of.is_none_or(|of| text.contains(&of))
        };
        let at = (0..50).find(is_there).unwrap_or_else(|| panic!("no {key} on the page: {text}"));
        fields.push((format!("{kind}-{at}-namn"), (*key).to_owned()));
        fields.push((format!("{kind}-{at}"), (*value).to_owned()));
        fields.extend(occasion.map(|of| (format!("matt-{at}-tillfalle"), of.to_owned())));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(&format!("{at}/koppla"), &fields).await
}

/// Takes in what the page shows.
pub(super) async fn take(client: &Client<'_>, at: &str) -> Answer {
    let shown = client.get(at).await.hidden("sett");
    client.post(&format!("{at}/ta-in"), &[("sett", &shown)]).await
}

const OCCASION: Option<&str> = Some("tertial-1");
const COMMENT: &str = "field:klagomal-t1:statement.comment";
const ROWS: &str = "rows:klagomal-t1:complaints";

pub(super) fn unit(unit: Id<Unit>) -> String {
    format!("unit:{unit}")
}

#[test]
fn what_is_collected_stands_in_the_overview_and_on_nobodys_list() {
    on_both(async |world| {
        let editor = world.client("editor").await;
        editor.get("/start").await.is(200).says("Lindblad Centrum");
        in_ils(world);
        world.clock.set("2024-04-20T09:00:00Z".parse().unwrap());
        let (officer, editor) = (world.client("officer").await, world.client("editor").await);
        let page = officer.get(T1).await;
        page.is(200).says("Inget av 9 har kommit in än.").says("(redovisar i ILS)").says("/h/ekstad/inlasning");
        page.does_not_say("försenad");
        let list = officer.get(&format!("{T1}/klagomal-t1")).await;
        list.is(200).says("Väntar på inläsning").says("Redovisas i ILS").does_not_say("state-late");
        officer.get(&format!("{T1}/lista?visa=forsenade")).await.is(200).does_not_say("Lindblad Centrum");
        editor.get("/start").await.is(200).does_not_say("Lindblad Centrum");
        // Nobody answers here what is answered there.
        let item = complaints_of(world, "Lindblad Centrum");
        assert_eq!(item.reports_in.as_deref(), Some("ILS"));
        let rektor = world.client("rektor").await;
        let signed = format!("/h/ekstad/uppgift/{}/signera", item.id);
        rektor.post(&signed, &[("statement.none", "ja"), ("statement.confirmed-zero", "ja")]).await;
        assert!(complaints_of(world, "Lindblad Centrum").state.latest().is_none());
        assert!(!world.events(world.ekstad).contains(&"submission.signed".to_owned()));
    });
}

fn submission_of(world: &World, id: Id<Assignment>) -> Id<Submission> {
    world.read(::store::Scope::Tenant(world.ekstad.id), move |tx| submissions::latest(tx, id)).unwrap().id
}

#[test]
fn a_file_is_asked_about_once_looked_through_and_taken_in_with_a_receipt() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        officer.get(LIST).await.is(200).says("Ingen fil är inläst än");
        let file = tsv(&[
            ["Norrsken", "2024-04-08", "Antal klagomål", "0"],
            ["Norrsken", "2024-04-08", "Kommentar", "Vi har frågat alla grupper."],
            ["Simhallen", "2024-04-08", "Antal klagomål", "9"],
        ]);
        let (at, page) = chosen(&officer, &file).await;
        page.says("Vad betyder namnen i filen?").says("Simhallen").does_not_say("Läs in 1");
        officer.post(&format!("{at}/koppla"), &[]).await.is(422).says(super::sv::NOTHING_SAID);
        let norrsken = unit(world.units[2]);
        let means = [
            ("norrsken", None, norrsken.as_str()),
            ("simhallen", None, "-"),
            ("antal klagomål", OCCASION, ROWS),
            ("kommentar", OCCASION, COMMENT),
        ];
        say(&officer, &at, &page, &means).await.is(303);
        let page = officer.get(&at).await;
        page.is(200)
            .says("Läs in 1 redovisning")
            .says("210 elever")
            .says("1 uppgift läses inte in")
            .says("Saknas i filen");
        assert!(complaints_of(world, "Norrsken").state.latest().is_none(), "nothing comes in before it is taken in");

        take(&officer, &at).await.is(303);
        let item = complaints_of(world, "Norrsken");
        let latest = item.state.latest().unwrap().clone();
        assert_eq!((latest.number, latest.road), (1, Road::Api));
        let review = officer.get(&format!("/h/ekstad/granska/{}", item.id)).await;
        review
            .is(200)
            .says("Inläst av")
            .says("Annat system")
            .says("Vi har frågat alla grupper.")
            .says("Redovisas i ILS");
        // Nobody signed it here, and no page says so: not the provider's, not the register's, not the chain's.
        let reference = world.read(::store::Scope::Tenant(world.ekstad.id), {
            let id = item.id;
            move |tx| submissions::latest(tx, id)
        });
        let reference = reference.unwrap().reference;
        let out_of = " ur ILS, filen ils.txt";
        let (rektor, registrar, auditor) =
            (world.client("other-rektor").await, world.client("registrar").await, world.client("auditor").await);
        for (client, path) in [
            (&officer, format!("/h/ekstad/granska/{}", item.id)),
            (&rektor, format!("/h/ekstad/kvitto/{reference}")),
            (&rektor, format!("/h/ekstad/uppgift/{}", item.id)),
            (&rektor, "/h/ekstad/inlamnat".to_owned()),
            (&rektor, "/h/ekstad/inlamnat/csv".to_owned()),
            (&registrar, format!("/h/ekstad/diarium/{}", submission_of(world, item.id))),
            (&registrar, "/h/ekstad/diarium?format=csv".to_owned()),
            (&auditor, "/h/ekstad/granskning?handelse=submission.signed".to_owned()),
        ] {
            let page = client.get(&path).await;
            page.is(200).says(out_of);
            for wrong in ["signerad av", "Signerad av", "signerade"] {
                page.does_not_say(wrong);
            }
        }
        let id = item.id;
        let version =
            world.read(::store::Scope::Tenant(world.ekstad.id), move |tx| submissions::latest(tx, id)).unwrap();
        assert!(!version.late && version.file_sha256.is_some() && !version.reference.is_empty());
        officer.get(T1).await.says("1 av 9 har kommit in, 0 i tid, 1 inläst från annat system.");
        for kind in ["elsewhere.uploaded", "elsewhere.mapped", "submission.signed", "elsewhere.taken"] {
            assert!(world.events(world.ekstad).contains(&kind.to_owned()), "{kind}");
        }
        take(&officer, &at).await.is(409);

        // The same file once more: nobody is asked anything, and nothing changes.
        let (again, page) = chosen(&officer, &file).await;
        assert_ne!(again, at);
        page.says("Redan inläst, oförändrad").does_not_say("Vad betyder namnen").does_not_say("Läs in 1");
        take(&officer, &again).await.is(409).says("Inget nytt");
        officer.post(&format!("{again}/slang"), &[]).await.is(303);
        assert_eq!(complaints_of(world, "Norrsken").state.latest().unwrap().number, 1);

        // What is written otherwise there replaces what came, as long as nobody has approved it.
        let other = String::from_utf8(file).unwrap().replace("alla grupper", "alla");
        let (third, page) = chosen(&officer, other.as_bytes()).await;
        page.says("Ersätter version 1");
        take(&officer, &third).await.is(303);
        assert_eq!(complaints_of(world, "Norrsken").state.latest().unwrap().number, 2);
        officer.post(&format!("/h/ekstad/granska/{id}/godkann"), &[("version", "2")]).await.is(303);
        let last = other.replace("frågat", "hört");
        let (fourth, page) = chosen(&officer, last.as_bytes()).await;
        page.says("Kan inte läsas in nu").says("Ta tillbaka godkännandet");
        take(&officer, &fourth).await.is(409);
        officer.get(LIST).await.is(200).says("ils.txt").says("Slängd").says("1 redovisning");
    });
}

#[test]
fn nothing_else_is_taken_in_than_what_was_shown() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let file = tsv(&[
            ["Norrsken", "2024-04-08", "Antal klagomål", "0"],
            ["Norrsken", "2024-04-08", "Kommentar", "Vi har frågat alla grupper."],
        ]);
        let (at, page) = chosen(&officer, &file).await;
        let (norrsken, centrum) = (unit(world.units[2]), unit(world.units[0]));
        let all =
            |whose| [("norrsken", None, whose), ("antal klagomål", OCCASION, ROWS), ("kommentar", OCCASION, COMMENT)];
        say(&officer, &at, &page, &all(&norrsken)).await.is(303);
        let shown = officer.get(&at).await.hidden("sett");
        // A colleague says that the name means another unit.
        say(&officer, &at, &page, &all(&centrum)).await.is(303);
        let told = officer.post(&format!("{at}/ta-in"), &[("sett", &shown)]).await;
        told.is(422).says("Något har ändrats sedan du öppnade sidan").says("Läs in 1 redovisning");
        officer.post(&format!("{at}/ta-in"), &[]).await.is(422);
        for name in ["Norrsken", "Lindblad Centrum"] {
            assert!(complaints_of(world, name).state.latest().is_none(), "{name}");
        }
        take(&officer, &at).await.is(303);
        assert!(complaints_of(world, "Lindblad Centrum").state.latest().is_some());
    });
}

#[test]
fn rows_of_an_adapter_file_become_the_rows_of_the_report() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let columns = [
            ("mottaget", ["2024-02-01", "2024-02-09"]),
            ("karna", ["Bemötande", "Bemötande"]),
            ("handlar-om", ["Läraren svarade inte på mejl", "Fel lokal"]),
            ("atgard", ["Samtal", "Samtal"]),
            ("status", ["Avslutat", "Avslutat"]),
            ("negativt", ["Ja", "Ja"]),
            ("ledning", ["Ja", "Ja"]),
            ("aktiv-hantering", ["Ja", "Ja"]),
        ];
        let mut text = "Datum;Enhet;Mått;Kolumn;Värde\n".to_owned();
        for at in 0..2 {
            for (column, values) in columns {
                writeln!(text, "20240408;10000003;KLAGOMAL;{column};{}", values[at]).unwrap();
            }
        }
        text.push_str("20240408;10000003;KLAGOMAL;antal;2\n");
        let (at, page) = chosen(&officer, text.as_bytes()).await;
        // The code of the unit is known, and proposed.
        page.says("Norrsken (10000003)");
        let norrsken = unit(world.units[2]);
        let names: Vec<String> = columns.iter().map(|(column, _)| format!("klagomal / {column}")).collect();
        let goals: Vec<String> =
            columns.iter().map(|(column, _)| format!("cell:klagomal-t1:complaints:{column}")).collect();
        let mut means = vec![("10000003", None, norrsken.as_str()), ("klagomal / antal", OCCASION, ROWS)];
        means.extend(names.iter().zip(&goals).map(|(name, goal)| (name.as_str(), OCCASION, goal.as_str())));
        say(&officer, &at, &page, &means).await.is(303);
        officer.get(&at).await.says("Läs in 1 redovisning");

        // One wrong cell: its row and column are told, and nothing comes in.
        let wrong = text.replace("2024-02-09", "31 februari").replace("antal;2", "antal;3");
        let (bad, page) = chosen(&officer, wrong.as_bytes()).await;
        page.says("Behöver rättas").says("31 februari").says("Rad 10").says("Antalet är 3, men filen har 2 rader");
        take(&officer, &bad).await.is(409);

        take(&officer, &at).await.is(303);
        officer.get(&format!("{T1}/klagomal-t1?format=csv")).await.says(";;Nej;2;");
    });
}

#[test]
fn a_workbook_with_the_same_columns_is_read_as_well_and_its_figures_are_loaded_without_a_base() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let day = RawCell::Day("2024-04-08".parse().unwrap());
        let row = |measure: &str, value: f64| {
            let cells = vec![RawCell::Text("Norrsken".into()), day.clone(), RawCell::Text(measure.into())];
            spec::Row { cells: [cells, vec![RawCell::Number(value)]].concat(), ..spec::Row::default() }
        };
        let file = book(world, vec![row("Elevnöjdhet", 81.5), row("Antal klagomål", 0.0)]);
        let at = upload(&officer, "ils.xlsx", &file).await.is(303).location.clone();
        let page = officer.get(&at).await;
        let norrsken = unit(world.units[2]);
        let means = [
            ("norrsken", None, norrsken.as_str()),
            ("antal klagomål", OCCASION, ROWS),
            ("elevnöjdhet", OCCASION, "indicator:nojda-elever"),
        ];
        say(&officer, &at, &page, &means).await.is(303);
        officer.get(&at).await.is(200).says("Läs in 1 redovisning och 1 resultat").says("utan bas");
        take(&officer, &at).await.is(303);
        let held = world.read(::store::Scope::Tenant(world.ekstad.id), crate::loaded_figures::figures);
        let figure = held.figures.iter().find(|one| one.key.indicator == "nojda-elever").unwrap();
        assert_eq!((figure.said.value, figure.said.counts), (Some(81_500), None));
        assert_eq!((figure.said.source.as_str(), figure.key.whom.unit), ("ILS", Some(world.units[2])));
    });
}

#[test]
fn what_cannot_be_is_said_with_its_row_and_nothing_of_it_comes_in() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        for (bytes, says) in [
            (&b""[..], "Filen är tom"),
            (b" \r\n \r\n", "tom"),
            (b"Namn;Betyg\r\nA;B\r\n", "Kolumnerna känns inte igen"),
            (b"Organisation;Period;V\xe4rde\r\nA;2024-04-08;3\r\n", "Kolumnerna känns inte igen"),
            ("Organisation;Period;Mått;Värde\r\n".as_bytes(), "inga värden"),
        ] {
            upload(&officer, "fel.txt", bytes).await.is(422).says(says);
        }
        let nobody =
            officer.upload(LIST, &[("kalla", "2019 ILS")], "a.txt", &tsv(&[["A", "2024-04-08", "B", "3"]])).await;
        nobody.is(422).says(super::sv::NO_SOURCE);

        // An old system writes Windows-1252.
        let text =
            "Organisation\tPeriod\tM\u{e5}tt\tV\u{e4}rde\r\nLindblad \u{d6}ster\t2024-04-08\tAntal klagom\u{e5}l\t0";
        let old: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
        let (at, page) = chosen(&officer, &old).await;
        page.says("Lindblad Öster").says("Antal klagomål");
        let (east, centre) = (unit(world.units[1]), unit(world.units[0]));
        let means = [("lindblad öster", None, east.as_str()), ("antal klagomål", OCCASION, ROWS)];
        say(&officer, &at, &page, &means).await.is(303);
        // What nobody can mean is not taken.
        let page = officer.get(&at).await;
        say(&officer, &at, &page, &[("lindblad öster", None, "unit:00000000-0000-4000-8000-000000000001")])
            .await
            .is(422);

        let count = |row: [&'static str; 2]| ["Lindblad Öster", row[0], "Antal klagomål", row[1]];
        for (row, says) in [
            (count(["2023-04-08", "0"]), "hör inte till 2024"),
            (count(["våren", "0"]), "är inget datum"),
            (count(["2024-04-08", "0,5"]), "är inget antal"),
            (count(["2024-04-08", "12 %"]), "är inget antal"),
            (count(["2024-04-08", "inga"]), "är inget antal"),
            (count(["2024-04-08", "2"]), "Antalet är 2, men filen har 0 rader"),
        ] {
            let (_, page) = chosen(&officer, &tsv(&[row])).await;
            page.says(says).says("Rad 2").does_not_say("Läs in 1");
        }

        // Two names that mean the same, and an item that is asked of others.
        let two = tsv(&[count(["2024-04-08", "0"]), ["Öster", "2024-04-08", "Antal klagomål", "0"]]);
        let (at, page) = chosen(&officer, &two).await;
        say(&officer, &at, &page, &[("öster", None, east.as_str())]).await.is(303);
        let page = officer.get(&at).await;
        page.says("Rad 2 säger något annat om samma sak").says("Rad 3").does_not_say("Läs in 1");
        let provider = format!("provider:{}", world.lindblad);
        say(&officer, &at, &page, &[("öster", None, provider.as_str())]).await.is(303);
        officer.get(&at).await.says("efterfrågas inte från den").says("Läs in 1 redovisning");
        say(&officer, &at, &officer.get(&at).await, &[("öster", None, centre.as_str())]).await.is(303);
        officer.get(&at).await.says("Läs in 2 redovisningar");
        assert!(of_item(world, "klagomal-t1").iter().all(|one| one.state.latest().is_none()));
    });
}

#[test]
fn only_whoever_reviews_reads_in_and_another_authoritys_files_are_not_found() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let (at, _) = chosen(&officer, &tsv(&[["Norrsken", "2024-04-08", "Antal klagomål", "0"]])).await;
        for who in ["rektor", "registrar", "board", "foreign-officer"] {
            let client = world.client(who).await;
            for path in [LIST, at.as_str()] {
                let status = client.get(path).await.status;
                assert!(status == 403 || status == 404, "{who} {path}: {status}");
            }
            assert_ne!(client.post(&format!("{at}/slang"), &[]).await.status, 303, "{who}");
        }
        officer.get(&format!("{LIST}/99")).await.is(404);
        officer.get(&format!("{LIST}/x")).await.is(404);
        let foreign = world.client("foreign-officer").await;
        foreign.get("/h/bokhamn/inlasning").await.is(200).says("Inget hämtas från ett annat system");
        foreign.get("/h/bokhamn/inlasning/1").await.is(404);
    });
}
