//! Through the router, on both engines: numbers in on the web, masked, shown one at a time, twice and refused. Those of files
//! are in `files`, how long numbers are kept in `keeping`.

#![expect(clippy::unwrap_used, reason = "tests")]

mod files;
mod keeping;

use std::collections::BTreeMap;

use ::store::{Engine, Scope, sql};
use domain::submissions::{By, Lock};
use forms::person::is_reference;
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::{Chance, Day, Id, Personnummer, SeededChance};
use platform::access::Tools;

use crate::imports::tests::person;
use crate::submissions::{ask, cell_path};
use crate::testing::{Answer, Client, World, day, instant, on, on_both, person_id, publish_otherwise};
use crate::work::tests::{asked, base, cell, course, draft, education, find, results, shipped, sign};
use crate::{assignments, workbooks, year};

const WAS: &str = "  # { slug = \"personnummer\"";
const IS: &str = "  { slug = \"personnummer\"";
const ITEM: &str = "arbete-individ-t2";

/// The year with the column, and vocational units.
fn with_column(world: &World) {
    publish_otherwise(world, world.ekstad, WAS, IS);
    asked(world);
}

/// The cells of a row: reference, number, education, started.
fn row(number: u32, cells: [&str; 4]) -> Vec<(String, String)> {
    let own = ["elevreferens", "personnummer", "utbildning", "startade"].into_iter().zip(cells);
    let rest = [
        ("avtalsomrade", "vard-och-omsorg"),
        ("utbildningsform", "vocational"),
        ("avslutade", "2023-11-30"),
        ("situation-fore", "studier"),
        ("situation-efter", "annat-arbete"),
        ("uppfoljd", "2024-03-01"),
    ];
    own.chain(rest).map(|(column, text)| (format!("rows-{number}-{column}"), text.to_owned())).collect()
}

async fn save(client: &Client<'_>, id: Id<AssignmentKind>, rows: &[Vec<(String, String)>]) -> Answer {
    let all: Vec<(&str, &str)> =
        rows.iter().flatten().map(|(name, text)| (name.as_str(), text.as_str())).chain([("hela", "1")]).collect();
    client.post(&format!("{}/fyll-i", base(id)), &all).await
}

/// Every way to write the number that a search for it must not find.
fn spellings(twelve: &str) -> Vec<String> {
    let (date, last) = twelve.split_at(8);
    let mut all = vec![twelve.to_owned(), twelve[2..].to_owned()];
    for mark in ["-", "+", " ", "\u{2013}"] {
        all.push(format!("{date}{mark}{last}"));
        all.push(format!("{}{mark}{last}", &date[2..]));
    }
    all
}

fn holds_none(text: &str, twelve: &str) {
    for spelled in spellings(twelve) {
        assert!(!text.contains(&spelled), "{spelled} in {text}");
    }
}

fn read_log(world: &World) -> Vec<String> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let rows: Vec<(String,)> =
            tx.all(sql!("SELECT kind FROM audit_event WHERE tenant_id = $1 AND chain = 'read' ORDER BY seq"), &[])?;
        Ok(rows.into_iter().map(|(kind,)| kind).collect())
    })
}

fn masked(twelve: &str) -> String {
    format!("{}-****", &twelve[..8])
}

#[test]
fn a_number_is_shown_masked_everywhere_and_whole_one_at_a_time_to_whoever_fills_in_and_that_is_logged() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let (one, two) = (person(1), person(2));
        let short = format!("{}-{}", &two[2..8], &two[8..]);
        let rows = [row(1, ["E1", &one, "Kock", "2023-01-09"]), row(2, ["E2", &short, "Kock", "2023-01-09"])];
        save(&editor, id, &rows).await.is(303);
        let stands = draft(world, id);
        for number in [1, 2] {
            assert!(is_reference(cell(&stands, number, "personnummer")), "{stands:?}");
            assert!(cell(&stands, number, "nyckel").starts_with('r'), "the row is found again by its key");
        }
        assert!(world.events(world.ekstad).contains(&"person-numbers.kept".to_owned()));
        // Saved again as the page shows it, nothing changes.
        let rows =
            [row(1, ["E1", &masked(&one), "Kock", "2023-01-09"]), row(2, ["E2", &masked(&two), "Kock", "2023-01-09"])];
        save(&editor, id, &rows).await.is(303);
        assert_eq!(draft(world, id), stands);
        let person_page = format!("{}/elever/1", base(id));
        let field = format!("{}/historik?falt=rows.0001.personnummer", base(id));
        for path in [format!("{}/fyll-i", base(id)), person_page.clone(), field, format!("{}/kontrollera", base(id))] {
            let page = editor.get(&path).await;
            holds_none(&page.is(200).says(&masked(&one)).text(), &one);
        }
        let mut before = read_log(world);
        let shown = editor.post(&format!("{person_page}/personnummer"), &[]).await;
        shown.is(200).says(&format!("{}-{}", &one[..8], &one[8..]));
        holds_none(&shown.text(), &two);
        before.push("work.number-shown".to_owned());
        assert_eq!(read_log(world), before);
        // One who has none gets it on the page of the call, and what is no number is shown there once.
        save(&editor, id, &[row(3, ["E3", "", "Kock", "2023-01-09"])]).await.is(303);
        let call = format!("{}/elever/3", base(id));
        let wrong = editor.post(&call, &[("personnummer", "640823-3235")]).await;
        wrong.is(422).says("sista siffra st\u{e4}mmer inte").says("640823-3235");
        editor.get(&call).await.is(200).does_not_say("640823-3235").says("Skriv elevens personnummer");
        editor.post(&call, &[("personnummer", &person(3))]).await.is(303);
        holds_none(&editor.get(&call).await.is(200).says(&masked(&person(3))).text(), &person(3));
        // The authority never, another provider never, and a row that has none has none.
        for name in ["officer", "registrar", "auditor", "other-editor", "foreign-officer"] {
            let answer = world.client(name).await.post(&format!("{person_page}/personnummer"), &[]).await;
            assert!([403, 404].contains(&answer.status.as_u16()), "{name}: {}", answer.status);
        }
        editor.post(&format!("{}/elever/9/personnummer", base(id)), &[]).await.is(404);
        assert_eq!(read_log(world), before);
        // What is signed holds the reference, and the authority is told that there is a number and no more.
        let receipt = rektor.follow(&sign(&rektor, id).await).await;
        holds_none(&receipt.is(200).says(&masked(&one)).text(), &one);
        let officer = world.client("officer").await;
        let read = officer.get(&format!("/h/ekstad/granska/{id}")).await;
        holds_none(&read.is(200).says("Angivet").does_not_say(&masked(&one)).text(), &one);
    });
}

#[test]
fn what_is_no_number_is_told_with_its_row_shown_once_and_kept_nowhere() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        for (typed, says) in [
            ("640823-3235", "sista siffra st\u{e4}mmer inte"),
            ("641323-3234", "datum finns inte"),
            ("20640823-3234", "har inte varit"),
            ("640823-T123", "tillf\u{e4}lligt nummer"),
            ("19640823TF12", "tillf\u{e4}lligt nummer"),
            ("640823-R123", "tillf\u{e4}lligt nummer"),
            ("19640823-****", "dolt nummer"),
            ("E1007", "inget personnummer"),
            ("nabcdefghijklmnopabcd", "inget personnummer"),
        ] {
            let answer = save(&editor, id, &[row(1, ["E1", typed, "Kock", "2023-01-09"])]).await;
            answer.is(422).says(says).says(typed).says("Allt annat du skrev \u{e4}r sparat");
            let stands = draft(world, id);
            assert_eq!(cell(&stands, 1, "personnummer"), "", "{typed}");
            assert_eq!(cell(&stands, 1, "elevreferens"), "E1", "the rest is saved");
            editor.get(&format!("{}/fyll-i", base(id))).await.is(200).does_not_say(typed);
            let one = [("rows-1-personnummer", typed)];
            editor.post_by_script(&format!("{}/falt", base(id)), &one).await.is(422).says(says);
        }
        // A coordination number is a number, whatever stands in the list so far stays when the next is none.
        save(&editor, id, &[row(1, ["E1", "701063-2391", "Kock", "2023-01-09"])]).await.is(303);
        let reference = cell(&draft(world, id), 1, "personnummer").to_owned();
        assert!(is_reference(&reference));
        save(&editor, id, &[row(1, ["E1", "701063-2392", "Kock", "2023-01-09"])]).await.is(422);
        assert_eq!(cell(&draft(world, id), 1, "personnummer"), reference);
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says("19701063-****");
    });
}

#[test]
fn each_refused_number_is_told_with_its_row_what_was_typed_and_the_way_to_the_row() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let alone = vec![("rows-7-personnummer".to_owned(), "13".to_owned())];
        let rows = [
            row(2, ["E1", &person(1), "Kock", "2023-01-09"]),
            row(4, ["E2", "640823-3235", "Kock", "2023-01-09"]),
            row(5, ["", "Sixten Ahlgren", "Bagare", "2023-01-09"]),
            alone,
        ];
        let page = save(&editor, id, &rows).await;
        let fill = format!("{}/fyll-i", base(id));
        // By its place in the table and what it is known by there, with the way to the cell.
        for (at, name, typed) in [
            ("#f-rows-4-personnummer", "Rad 2 (Kock, E2)", "640823-3235"),
            ("#f-rows-5-personnummer", "Rad 3 (Bagare)", "Sixten Ahlgren"),
            ("?ny=rows#f-rows-7-personnummer", "Ny rad", "13"),
        ] {
            page.is(422).says(name).says(typed);
            assert!(page.text().contains(&format!("href=\"{fill}{at}\"")), "{at}: {}", page.main());
        }
        let form = editor.get(&fill).await;
        for cell in ["f-rows-4-personnummer", "f-rows-5-personnummer"] {
            assert!(form.text().contains(&format!("id=\"{cell}\"")), "{cell}");
        }
        form.is(200).does_not_say("Sixten").does_not_say("640823");
    });
}

#[test]
fn a_person_twice_is_told_whatever_day_it_began_also_across_lists_and_two_educations_are_allowed() {
    on_both(async |world| {
        with_column(world);
        let (centrum, oster) = (find(world, ITEM, "Lindblad Centrum"), find(world, ITEM, "Lindblad \u{d6}ster"));
        let editor = world.client("editor").await;
        let one = person(1);
        let rows = [
            row(1, ["E1", &one, "Kock", "2023-01-09"]),
            row(2, ["E2", &one, "KOCK ", "2022-08-15"]),
            row(3, ["E3", &one, "Bagare", "2023-01-09"]),
        ];
        save(&editor, centrum, &rows).await.is(303);
        let faults = format!("{}/fyll-i?visa=fel", base(centrum));
        editor.get(&faults).await.is(422).says("Samma elev st\u{e5}r redan p\u{e5} rad 1 med samma utbildning");
        let gone: Vec<(String, String)> =
            row(2, ["", "", "", ""]).into_iter().map(|(name, _)| (name, String::new())).collect();
        save(&editor, centrum, &[gone, vec![("rows-ta-bort".to_owned(), "2".to_owned())]]).await.is(303);
        let check = format!("{}/kontrollera", base(centrum));
        editor.get(&check).await.is(200).says("Det \u{e4}r r\u{e4}tt om eleven har avslutat b\u{e5}da");
        // In the list of another unit the same education is told, another is pointed out.
        save(&editor, oster, &[row(1, ["F1", &one, "Kock", "2021-01-09"])]).await.is(303);
        let there = format!("{}/fyll-i?visa=fel", base(oster));
        editor.get(&there).await.is(422).says("i er lista f\u{f6}r Lindblad Centrum");
        editor.get(&faults).await.is(422).says("i er lista f\u{f6}r Lindblad \u{d6}ster");
        save(&editor, oster, &[row(1, ["F1", &masked(&one), "Snickare", "2021-01-09"])]).await.is(303);
        editor.get(&format!("{}/kontrollera", base(oster))).await.is(200).says("med en annan utbildning");
        // Another provider's lists tell nothing of it.
        let norrsken = find(world, ITEM, "Norrsken");
        let other = world.client("other-editor").await;
        save(&other, norrsken, &[row(1, ["N1", &one, "Kock", "2023-01-09"])]).await.is(303);
        let page = other.get(&format!("{}/kontrollera", base(norrsken))).await;
        page.is(200).does_not_say("Samma elev").does_not_say("Lindblad");
        let reference = |list: &BTreeMap<String, String>| cell(list, 1, "personnummer").to_owned();
        let theirs = theirs_of(world, norrsken);
        assert_ne!(reference(&theirs), reference(&draft(world, centrum)), "tied together within one provider alone");
    });
}

fn theirs_of(world: &World, id: Id<AssignmentKind>) -> BTreeMap<String, String> {
    let (tools, norrsken) = (Tools::of(&world.app), world.norrsken);
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        Ok(crate::submissions::drafts::load(tx, &tools, norrsken, id)?.texts())
    })
}

#[test]
fn who_is_protected_gets_the_same_no_as_whoever_belongs_to_another_list_and_of_others_nothing_is_told() {
    on_both(async |world| {
        with_column(world);
        let mut rows = shipped();
        let whole = education(7, "Sammanh\u{e5}llen", "Kock", "2023-11-30", "Slutf\u{f6}rd", "");
        rows.push(course(7, "Ja", "10000003", &whole));
        results(world, &rows);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let at = format!("{}/falt", base(id));
        let mut said = Vec::new();
        // Protected, interrupted, of another period, of another unit.
        for n in [3, 4, 5, 6] {
            let answer = editor.post_by_script(&at, &[("rows-1-personnummer", &person(n))]).await;
            said.push(answer.is(422).says("bara som antal").text());
            assert_eq!(cell(&draft(world, id), 1, "personnummer"), "");
        }
        said.dedup();
        assert_eq!(said.len(), 1, "one answer for all of them");
        // One who belongs here, one whom the results do not know, and a protected one of another provider's.
        for n in [1, 9, 7] {
            editor.post_by_script(&at, &[("rows-1-personnummer", &person(n))]).await.is(200);
            assert!(is_reference(cell(&draft(world, id), 1, "personnummer")), "{n}");
        }
    });
}

/// The template as a provider would have filled it in.
fn file(world: &World, id: Id<AssignmentKind>, rows: &[Vec<(String, String)>]) -> Vec<u8> {
    let fields: BTreeMap<String, String> = rows
        .iter()
        .flatten()
        .map(|(name, text)| {
            let mut parts = name.splitn(3, '-').skip(1);
            let (row, column) = (parts.next().unwrap().parse().unwrap(), parts.next().unwrap());
            (cell_path("rows", row, column), text.clone())
        })
        .collect();
    let now = world.app.clock().now();
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let of = assignments::find(tx, id)?.unwrap();
        let published = year::published(tx, of.year)?.unwrap();
        let asked = ask(tx, &of, &published, now.day())?.unwrap();
        let at = workbooks::At { tenant: "ekstad", authority: "Ekstad", base_url: "http://localhost", now };
        let facts = workbooks::facts(at, &of, &published);
        let mut book = workbooks::template(&asked, &facts, &fields);
        // Whoever types a number in the file types it whole.
        for sheet in &mut book.sheets {
            let documents::workbook::spec::Sheet::Table(table) = sheet else { continue };
            let column = table.columns.iter().position(|column| column.slug == "personnummer").unwrap();
            for (at, row) in (1..).zip(&mut table.rows) {
                let typed = fields.get(&cell_path("rows", at, "personnummer")).cloned().unwrap_or_default();
                row.cells[column] = documents::raw::RawCell::Text(typed.into());
            }
        }
        Ok(documents::workbook::write(&book).unwrap())
    })
}

fn book_text(bytes: &[u8]) -> String {
    let book = documents::workbook::read(bytes, &documents::raw::Limits::default()).unwrap();
    format!("{book:?}")
}

fn kept_numbers(world: &World) -> i64 {
    world.read(Scope::Tenant(world.ekstad.id), |tx| {
        let (n,): (i64,) =
            tx.one(sql!("SELECT CAST(count(*) AS BIGINT) FROM person_number WHERE tenant_id = $1"), &[])?;
        Ok(n)
    })
}

/// How many events of the kind the chain has.
fn told(world: &World, kind: &str) -> usize {
    world.events(world.ekstad).iter().filter(|event| *event == kind).count()
}

#[test]
fn a_page_that_was_open_while_a_colleague_corrected_a_number_is_saved_and_leaves_the_correction() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let (one, two) = (person(1), person(2));
        save(&editor, id, &[row(1, ["E1", &one, "Kock", "2023-01-09"])]).await.is(303);
        let page = editor.get(&format!("{}/fyll-i", base(id))).await;
        let stamp = crate::work::tests::hidden(&page.is(200).main(), "sedd");
        world.clock.set(instant("2024-03-15T09:05:00Z"));
        let at = format!("{}/falt", base(id));
        rektor.post_by_script(&at, &[("rows-1-personnummer", &two)]).await.is(200);
        let corrected = cell(&draft(world, id), 1, "personnummer").to_owned();
        world.clock.set(instant("2024-03-15T09:06:00Z"));
        let sent = [
            row(1, ["E1", &masked(&one), "Bagare", "2023-01-09"]),
            vec![("sedd".to_owned(), stamp.clone()), ("spara".to_owned(), "1".to_owned())],
        ];
        save(&editor, id, &sent).await.is(303);
        let stands = draft(world, id);
        assert_eq!(cell(&stands, 1, "personnummer"), corrected);
        assert_eq!(cell(&stands, 1, "utbildning"), "Bagare");
        // A row that the colleague has removed since does not come back by its key.
        let gone: Vec<(String, String)> =
            row(1, ["", "", "", ""]).into_iter().map(|(name, _)| (name, String::new())).collect();
        let now = rektor.get(&format!("{}/fyll-i", base(id))).await;
        let seen = crate::work::tests::hidden(&now.is(200).main(), "sedd");
        let now = editor.get(&format!("{}/fyll-i", base(id))).await;
        let stamp = crate::work::tests::hidden(&now.is(200).main(), "sedd");
        world.clock.set(instant("2024-03-15T09:07:00Z"));
        let removal = vec![("rows-ta-bort".to_owned(), "1".to_owned()), ("sedd".to_owned(), seen)];
        save(&rektor, id, &[gone, removal]).await.is(303);
        assert_eq!(draft(world, id), BTreeMap::new());
        world.clock.set(instant("2024-03-15T09:08:00Z"));
        let sent = [row(1, ["E1", &masked(&two), "Bagare", "2023-01-09"]), vec![("sedd".to_owned(), stamp)]];
        save(&editor, id, &sent).await.is(303);
        assert_eq!(draft(world, id), BTreeMap::new());
    });
}

#[test]
fn of_the_results_only_what_they_say_of_the_person_is_read_and_numbers_only_where_one_is_written() {
    on(Engine::Sqlite, async |world| {
        with_column(world);
        results(world, &shipped());
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let at = format!("{}/falt", base(id));
        let damage = |statement: &str| {
            let connection = rusqlite::Connection::open(world.database_address()).unwrap();
            assert!(connection.execute(statement, []).unwrap() > 0);
        };
        // Another's education cannot be read: nobody asks for it.
        damage("UPDATE vocational_education SET place = 99999 WHERE title = 'Snickare'");
        for n in [9, 1] {
            editor.post_by_script(&at, &[("rows-1-personnummer", &person(n))]).await.is(200);
        }
        // The number itself cannot be opened: whoever writes something else does not need it.
        damage("UPDATE person_number SET sealed = x'00'");
        editor.post_by_script(&at, &[("rows-1-utbildning", "Bagare")]).await.is(200);
        assert_eq!(cell(&draft(world, id), 1, "utbildning"), "Bagare");
        let other = editor.post_by_script(&at, &[("rows-2-personnummer", &person(2))]).await;
        assert!(other.status.is_server_error(), "whoever writes a number does: {}", other.status);
    });
}

#[test]
fn a_number_under_a_column_that_is_asked_no_more_is_told_as_given_and_its_reference_is_not_shown() {
    on_both(async |world| {
        with_column(world);
        let id = find(world, ITEM, "Lindblad Centrum");
        let editor = world.client("editor").await;
        let one = person(1);
        save(&editor, id, &[row(1, ["E1", &one, "Kock", "2023-01-09"])]).await.is(303);
        let reference = cell(&draft(world, id), 1, "personnummer").to_owned();
        publish_otherwise(world, world.ekstad, WAS, "  # { slug = \"annat\"");
        let page = editor.get(&base(id)).await;
        page.is(200).says("inte l\u{e4}ngre efterfr\u{e5}gas").says("Angivet").does_not_say(&reference);
        holds_none(&page.text(), &one);
    });
}
