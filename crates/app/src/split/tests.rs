//! Through the router, on both engines: one provider, two authorities, and rows that each get their part of.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use ::store::{Scope, global_sql, sql};
use domain::submissions::{By, Lock};
use kernel::id::kind::{Assignment as AssignmentKind, Unit};
use kernel::{Id, Role};
use platform::access::Tools;

use crate::assignments::{self, Filter};
use crate::submissions::drafts;
use crate::testing::{Answer, Authority, Client, World, instant, on, on_both, person_id, publish_otherwise};

/// The unit of Lindblad's that both authorities have.
const CODE: &str = "10000001";

/// Gives the person a seat at Bokhamn for Lindblad too, in one unit or all.
fn seat(world: &World, name: &'static str, role: Role, unit: Option<Id<Unit>>) {
    let (tenant, lindblad, id) =
        (world.bokhamn.id, world.lindblad, Id::<kernel::id::kind::Seat>::random(&**world.app.chance()));
    world.write(Scope::Tenant(tenant), move |tx| {
        tx.execute(
            global_sql!(
                "INSERT INTO seat (id, person_id, tenant_id, organisation_id, unit_id, role, deputy, valid_from, given_at,
                     confirmed_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, '2023-01-01', 0, 0)"
            ),
            &[&id, &person_id(name), &tenant, &lindblad, &unit, &role, &false],
        )
        .map(|_| ())
    });
}

/// The same unit in Bokhamn's register, and the editor's seat there.
fn in_both(world: &World) {
    let (lindblad, chance) = (world.lindblad, world.app.chance().clone());
    let unit = Id::<Unit>::random(&*chance);
    world.write(Scope::Tenant(world.bokhamn.id), move |tx| {
        tx.execute(
            sql!(
                "INSERT INTO unit (tenant_id, id, organisation_id, code, name, sort_key, school_forms, students)
                 VALUES ($1, $2, $3, $4, 'Lindblad i centrum', $5, '[]', $6)"
            ),
            &[&unit, &lindblad, &CODE, &kernel::swedish::sort_key("Lindblad i centrum"), &40_i64],
        )?;
        assignments::sync_current(tx, &*chance).map(|_| ())
    });
    seat(world, "editor", Role::ProviderEditor, None);
}

/// Bokhamn procures as Ekstad does: the shipped year asks those whose agreements are of that kind.
fn procured(world: &World) {
    world.write(Scope::Tenant(world.bokhamn.id), |tx| {
        tx.execute(sql!("UPDATE agreement SET regime = 'procured' WHERE tenant_id = $1"), &[]).map(|_| ())
    });
}

/// As [`in_both`], with Ekstad's year published in Bokhamn too, so that both ask for the same.
fn alike(world: &World) {
    procured(world);
    publish_otherwise(world, world.bokhamn, "title = \"Klagom\u{e5}l\"", "title = \"Klagom\u{e5}l och synpunkter\"");
    in_both(world);
}

/// The units of both teach for work, so that both ask what became of the students.
fn vocational(world: &World) {
    for at in [world.ekstad, world.bokhamn] {
        let chance = world.app.chance().clone();
        world.write(Scope::Tenant(at.id), move |tx| {
            tx.execute(sql!("UPDATE unit SET traits = '[\"vocational\"]' WHERE tenant_id = $1"), &[])?;
            assignments::sync_current(tx, &*chance).map(|_| ())
        });
    }
}

fn find(world: &World, at: Authority, item: &'static str, subject: &'static str) -> Id<AssignmentKind> {
    let lindblad = world.lindblad;
    world.read(Scope::Tenant(at.id), move |tx| {
        let all = assignments::list(
            tx,
            2024,
            Filter { item: Some(item), organisation: Some(lindblad), ..Filter::default() },
        )?;
        let found = all.into_iter().find(|a| a.subject_name() == subject);
        Ok(found.unwrap_or_else(|| panic!("no {item} of {subject}")).id)
    })
}

fn item(at: Authority, id: Id<AssignmentKind>) -> String {
    format!("/h/{}/uppgift/{id}", at.slug)
}

fn draft(world: &World, at: Authority, id: Id<AssignmentKind>) -> BTreeMap<String, String> {
    let (tools, lindblad) = (Tools::of(&world.app), world.lindblad);
    world.read(Scope::Tenant(at.id), move |tx| Ok(drafts::load(tx, &tools, lindblad, id)?.texts()))
}

/// What stands in the column, row by row.
fn column(draft: &BTreeMap<String, String>, column: &str) -> Vec<String> {
    let of = draft.iter().filter(|(path, _)| path.ends_with(&format!(".{column}")));
    of.map(|(_, text)| text.clone()).collect()
}

/// Facts of every event of the authority, as text.
fn facts(world: &World, at: Authority) -> String {
    world.read(Scope::Tenant(at.id), |tx| {
        let rows: Vec<(String, String)> =
            tx.all(sql!("SELECT kind, facts FROM audit_event WHERE tenant_id = $1 ORDER BY seq"), &[])?;
        Ok(rows.into_iter().filter(|(kind, _)| kind.starts_with("rows.")).map(|(_, facts)| facts).collect())
    })
}

/// Three complaints in Ekstad's draft.
async fn three(client: &Client<'_>, ekstad: &str) {
    let mut fields = vec![("spara".to_owned(), "1")];
    for (number, about, status) in
        [(1, "Svar", "avslutat"), (2, "Schema", "vidare-till-huvudmannen"), (3, "Lokal", "pagar")]
    {
        for (column, text) in [
            ("mottaget", "2024-02-12"),
            ("karna", "bemotande"),
            ("handlar-om", about),
            ("atgard", "Samtal och ny rutin."),
            ("status", status),
            ("negativt", "ja"),
            ("ledning", "ja"),
            ("aktiv-hantering", "ja"),
        ] {
            fields.push((format!("complaints-{number}-{column}"), text));
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    client.post(&format!("{ekstad}/fyll-i"), &fields).await.is(303);
}

const HEADINGS: &str = "Hemkommun;Mottaget;Klagom\u{e5}lets k\u{e4}rna;Vad klagom\u{e5}let g\u{e4}llde;Hantering och \u{e5}tg\u{e4}rd;Status;\
    Brast verksamheten mot personens krav och f\u{f6}rv\u{e4}ntningar?;Kr\u{e4}vdes rektor eller annan ledning?;\
    Kr\u{e4}vdes aktiv hantering eller \u{e5}tg\u{e4}rd?";

fn line(authority: &str, about: &str) -> String {
    format!("{authority};2024-02-12;Bem\u{f6}tande;{about};Samtal.;Avslutat;Ja;Ja;Ja")
}

fn file(lines: &[String]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", lines.join("\n")).into_bytes()
}

async fn give(client: &Client<'_>, page: &str) -> Answer {
    client.follow(&client.post(page, &[("gor", "fordela")]).await).await
}

#[test]
fn rows_of_one_draft_go_to_the_authority_that_each_is_for() {
    on_both(async |world| {
        in_both(world);
        let here = find(world, world.ekstad, "klagomal-t1", "Lindblad Centrum");
        let there = find(world, world.bokhamn, "klagomal", "Lindblad Vuxenutbildning");
        let ekstad = item(world.ekstad, here);
        let editor = world.client("editor").await;
        three(&editor, &ekstad).await;
        editor.get(&ekstad).await.is(200).says("F\u{f6}rdela mellan huvudm\u{e4}n");
        let begin = format!("{ekstad}/fordela");
        editor
            .get(&begin)
            .await
            .is(200)
            .says("Bokhamns kommun")
            .says("Schema")
            .says("Mall med en kolumn f\u{f6}r kommun");
        // Nothing that goes elsewhere is no distribution, and what was chosen stays.
        let none = [("till-complaints-1", "ekstad"), ("till-complaints-2", ""), ("till-complaints-3", "norrsken")];
        editor.post(&begin, &none).await.is(422).says("V\u{e4}lj en annan huvudman f\u{f6}r minst en rad");
        let chosen = [("till-complaints-1", "ekstad"), ("till-complaints-2", "bokhamn"), ("till-complaints-3", "alla")];
        let begun = editor.post(&begin, &chosen).await;
        let page = begun.is(303).location.clone();
        let preview = editor.get(&page).await;
        preview.is(200).says("Inget \u{e4}r skrivet \u{e4}nnu").says("Bokhamns kommun: 2 rader").says("2 nya rader.");
        // Bokhamn asks for a kind, and not for what the complaint was at its core; it has no such status.
        preview.says("Fr\u{e5}gar ocks\u{e5} efter \u{201d}Slag\u{201d}").says("Klagom\u{e5}lets k\u{e4}rna");
        preview.says("1 rad beh\u{f6}ver r\u{e4}ttas").says("Vidare till huvudmannen");
        assert_eq!(draft(world, world.bokhamn, there), BTreeMap::new(), "nothing is written before it is confirmed");
        let done = give(&editor, &page).await;
        done.is(200).says("S\u{e5} f\u{f6}rdelades raderna").says("ny rad 1").says("ny rad 2");
        assert!(done.text().contains("1 rad togs ur utkastet h\u{e4}r"));
        let (mine, theirs) = (draft(world, world.ekstad, here), draft(world, world.bokhamn, there));
        assert_eq!(column(&mine, "handlar-om"), ["Svar", "Lokal"]);
        assert_eq!(column(&theirs, "handlar-om"), ["Schema", "Lokal"]);
        assert_eq!(column(&theirs, "status"), ["Vidare till huvudmannen", "P\u{e5}g\u{e5}r"]);
        assert!(column(&theirs, "karna").is_empty() && column(&theirs, "slag").is_empty(), "{theirs:?}");
        // It is done once, whatever is pressed again.
        give(&editor, &page).await.is(200).says("Rad f\u{f6}r rad");
        assert_eq!(draft(world, world.bokhamn, there), theirs);
        editor.get(&begin).await.is(200).says("F\u{f6}rdelat tidigare");
        // Neither chain names the other authority or says what stands in a row.
        for (at, other) in [(world.ekstad, "okhamn"), (world.bokhamn, "kstad")] {
            let facts = facts(world, at);
            assert!(!facts.is_empty() && !facts.contains(other) && !facts.contains("Schema"), "{facts}");
        }
    });
}

#[test]
fn what_was_given_out_is_taken_back_as_one_change_in_the_history_of_each_draft() {
    on_both(async |world| {
        alike(world);
        let here = find(world, world.ekstad, "klagomal-t1", "Lindblad Centrum");
        let there = find(world, world.bokhamn, "klagomal-t1", "Lindblad i centrum");
        let (ekstad, bokhamn) = (item(world.ekstad, here), item(world.bokhamn, there));
        let editor = world.client("editor").await;
        let one =
            [("complaints-1-mottaget", "2024-02-01"), ("complaints-1-handlar-om", "Redan d\u{e4}r"), ("spara", "1")];
        editor.post(&format!("{bokhamn}/fyll-i"), &one).await.is(303);
        three(&editor, &ekstad).await;
        let (mine, theirs) = (draft(world, world.ekstad, here), draft(world, world.bokhamn, there));
        // Soon after, by the same person and of a few cells.
        world.clock.set(instant("2024-03-15T09:01:00Z"));
        let begun = editor.post(&format!("{ekstad}/fordela"), &[("till-complaints-2", "bokhamn")]).await;
        give(&editor, &begun.location).await.is(200);
        assert_eq!(column(&draft(world, world.bokhamn, there), "handlar-om"), ["Redan d\u{e4}r", "Schema"]);
        assert_eq!(column(&draft(world, world.ekstad, here), "handlar-om"), ["Svar", "Lokal"]);
        world.clock.set(instant("2024-03-15T09:02:00Z"));
        for (base, at, id, before) in [(&ekstad, world.ekstad, here, &mine), (&bokhamn, world.bokhamn, there, &theirs)]
        {
            let moments = editor.get(&format!("{base}/historik")).await;
            let moments: Vec<String> = moments
                .is(200)
                .main()
                .split("historik?vid=")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned())
                .collect();
            let earliest = moments.iter().min().unwrap();
            assert!(moments.iter().any(|moment| moment != earliest), "{moments:?}");
            editor.post(&format!("{base}/historik"), &[("vid", earliest)]).await.is(303);
            assert_eq!(draft(world, at, id), *before);
        }
    });
}

#[test]
fn a_file_with_a_column_for_the_municipality_goes_to_each_and_the_same_file_again_adds_nothing() {
    on_both(async |world| {
        alike(world);
        let here = find(world, world.ekstad, "klagomal-t1", "Lindblad Centrum");
        let there = find(world, world.bokhamn, "klagomal-t1", "Lindblad i centrum");
        let (ekstad, bokhamn) = (item(world.ekstad, here), item(world.bokhamn, there));
        let editor = world.client("editor").await;
        let lines = [
            line("Ekstad", "A"),
            line("Bokhamns kommun", "B"),
            line("Alla", "C"),
            line("Storstad", "D"),
            line("", "E"),
            // The same twice is two complaints.
            line("Bokhamn", "B"),
        ];
        let begun = editor.upload(&format!("{ekstad}/fordela/fil"), &[], "klagomal.csv", &file(&lines)).await;
        let page = begun.is(303).location.clone();
        let preview = editor.get(&page).await;
        preview
            .is(200)
            .says("Ekstads kommun (h\u{e4}r): 2 rader")
            .says("Bokhamns kommun: 3 rader")
            .says("V\u{e4}lj huvudman f\u{f6}r varje rad");
        // What no authority gets is named at once, with its place and the way to its control.
        preview
            .says("2 rader har ingen huvudman")
            .says("\u{201d}Storstad\u{201d} \u{e4}r ingen av huvudm\u{e4}nnen h\u{e4}r")
            .says("Klagom\u{e5}l, rad 5: ")
            .says("Klagom\u{e5}l, rad 6: ");
        assert!(preview.text().contains("href=\"#f-till-4\"") && preview.text().contains("href=\"#f-till-5\""));
        // Those first, then those that stay here, then the others in order, as it is said.
        preview.says("F\u{f6}rst st\u{e5}r det som blir kvar hos huvudmannen h\u{e4}r");
        let main = preview.main();
        let at = |name: &str| main.find(&format!("name=\"{name}\"")).unwrap();
        let order = ["till-4", "till-5", "till-1", "till-2", "till-6", "till-3"].map(at);
        assert!(order.is_sorted(), "{order:?}");
        let refused = editor.post(&page, &[("gor", "fordela")]).await;
        refused
            .is(422)
            .says("\u{201d}Storstad\u{201d} \u{e4}r ingen av huvudm\u{e4}nnen h\u{e4}r")
            .says("Rad 6: v\u{e4}lj vilken huvudman");
        assert_eq!(draft(world, world.bokhamn, there), BTreeMap::new());
        // What is chosen on the page is looked at before it is done.
        let chosen = [("till-4", "ekstad"), ("till-5", "bokhamn"), ("gor", "fordela")];
        let again = editor.follow(&editor.post(&page, &chosen).await).await;
        again.is(200).says("Bokhamns kommun: 4 rader").says("Ekstads kommun (h\u{e4}r): 3 rader");
        assert_eq!(draft(world, world.bokhamn, there), BTreeMap::new());
        give(&editor, &page).await.is(200).says("Rad f\u{f6}r rad");
        assert_eq!(column(&draft(world, world.ekstad, here), "handlar-om"), ["A", "C", "D"]);
        assert_eq!(column(&draft(world, world.bokhamn, there), "handlar-om"), ["B", "C", "E", "B"]);
        // Somebody fills on and corrects a row there; then the same file comes again.
        editor.post(&format!("{bokhamn}/falt"), &[("abuse-1-kannedom", "2024-02-12")]).await.is(200);
        let theirs = draft(world, world.bokhamn, there);
        let lines: Vec<String> = lines
            .iter()
            .map(|line| {
                line.replace("Storstad", "Ekstad")
                    .replace(";2024-02-12;Bem\u{f6}tande;E", "Bokhamn;2024-02-12;Bem\u{f6}tande;E")
            })
            .collect();
        let begun = editor.upload(&format!("{ekstad}/fordela/fil"), &[], "klagomal.csv", &file(&lines)).await;
        editor.get(&begun.is(303).location).await.is(200).says("0 nya rader, 4 rader finns redan");
        give(&editor, &begun.location).await.is(200).says("fanns redan, rad 1");
        assert_eq!(draft(world, world.bokhamn, there), theirs);
        assert_eq!(column(&draft(world, world.ekstad, here), "handlar-om"), ["A", "C", "D"]);
        // No file is kept: it would be an original with the rows of several.
        for at in [world.ekstad, world.bokhamn] {
            let files: i64 = world.read(Scope::Tenant(at.id), |tx| {
                let (files,) = tx.one(sql!("SELECT count(*) FROM file WHERE tenant_id = $1"), &[])?;
                Ok(files)
            });
            assert_eq!(files, 0);
        }
    });
}

#[test]
fn a_row_that_was_filled_on_at_the_other_authority_is_the_same_row() {
    on(::store::Engine::Sqlite, async |world| {
        in_both(world);
        let here = find(world, world.ekstad, "klagomal-t1", "Lindblad Centrum");
        let there = find(world, world.bokhamn, "klagomal", "Lindblad Vuxenutbildning");
        let (ekstad, bokhamn) = (item(world.ekstad, here), item(world.bokhamn, there));
        let editor = world.client("editor").await;
        let give_file = async || {
            let lines = [line("Bokhamn", "A"), line("Bokhamn", "A")];
            let begun = editor.upload(&format!("{ekstad}/fordela/fil"), &[], "k.csv", &file(&lines)).await;
            give(&editor, &begun.is(303).location).await.is(200).main()
        };
        give_file().await;
        editor.post(&format!("{bokhamn}/falt"), &[("complaints-1-slag", "klagomal")]).await.is(200);
        let theirs = draft(world, world.bokhamn, there);
        assert_eq!(column(&theirs, "handlar-om"), ["A", "A"]);
        assert!(give_file().await.contains("fanns redan, rad 1"));
        assert_eq!(draft(world, world.bokhamn, there), theirs);
    });
}

#[test]
fn what_one_authority_cannot_take_waits_while_the_other_gets_its_part() {
    on_both(async |world| {
        alike(world);
        let here = find(world, world.ekstad, "klagomal-t1", "Lindblad Centrum");
        let there = find(world, world.bokhamn, "klagomal-t1", "Lindblad i centrum");
        let ekstad = item(world.ekstad, here);
        let editor = world.client("editor").await;
        let lines = [line("Ekstad", "A"), line("Bokhamn", "B"), line("Alla", "C")];
        let begun = editor.upload(&format!("{ekstad}/fordela/fil"), &[], "k.csv", &file(&lines)).await;
        let page = begun.is(303).location.clone();
        let lock = Lock {
            by: By { name: "Kvalitetsenheten".to_owned(), person: None },
            at: instant("2024-03-14T09:00:00Z"),
            why: String::new(),
        };
        let (tenant, locked) = (Scope::Tenant(world.bokhamn.id), Some(lock));
        world.write(tenant, move |tx| assignments::set_lock(tx, there, locked.as_ref()));
        // The page that was open tells which item was meant; another one that is open would be offered first.
        let wanted = there.to_string();
        editor.post(&page, &[("gor", "granska"), ("uppgift-bokhamn", &wanted)]).await.is(303);
        editor.get(&page).await.is(200).says("Kan inte ta emot n\u{e5}got nu").says("Kvalitetsenheten");
        let tried = give(&editor, &page).await;
        tried.is(200).says("V\u{e4}ntar").says("Granska f\u{f6}rdelningen");
        assert!(tried.text().contains("2 rader v\u{e4}ntar"));
        assert_eq!(column(&draft(world, world.ekstad, here), "handlar-om"), ["A", "C"]);
        assert_eq!(draft(world, world.bokhamn, there), BTreeMap::new());
        world.write(tenant, move |tx| assignments::set_lock(tx, there, None));
        give(&editor, &page).await.is(200).says("S\u{e5} f\u{f6}rdelades raderna");
        assert_eq!(column(&draft(world, world.ekstad, here), "handlar-om"), ["A", "C"]);
        assert_eq!(column(&draft(world, world.bokhamn, there), "handlar-om"), ["B", "C"]);
    });
}

#[test]
fn a_list_of_those_to_follow_up_is_given_out_and_a_later_one_fills_on_whoever_has_the_same_reference() {
    on_both(async |world| {
        alike(world);
        vocational(world);
        let here = find(world, world.ekstad, "arbete-individ-t2", "Lindblad Centrum");
        let there = find(world, world.bokhamn, "arbete-individ-t2", "Lindblad i centrum");
        let ekstad = item(world.ekstad, here);
        let editor = world.client("editor").await;
        let cells = |row: u32, reference: &'static str, after: &'static str| {
            [
                ("elevreferens", reference),
                ("utbildning", "Svetsare"),
                ("utbildningsform", "vocational"),
                ("startade", "2023-01-09"),
                ("avslutade", "2023-11-30"),
                ("situation-efter", after),
                ("nyckel", "eabcdefgh"),
            ]
            .map(|(column, text)| (format!("rows-{row}-{column}"), text))
        };
        let fill = async |rows: &[(String, &str)]| {
            let mut all: Vec<(&str, &str)> = rows.iter().map(|(name, text)| (name.as_str(), *text)).collect();
            all.push(("spara", "1"));
            editor.post(&format!("{ekstad}/fyll-i"), &all).await.is(303);
        };
        fill(&[cells(1, "E1", ""), cells(2, "E2", "")].concat()).await;
        editor.get("/start").await.is(200).says("Samma enhet hos flera huvudm\u{e4}n");
        let begin = format!("{ekstad}/fordela");
        let begun = editor.post(&begin, &[("till-rows-2", "alla")]).await;
        editor.get(&begun.is(303).location).await.says("Bokhamns kommun: 1 rad").says("kontaktf\u{f6}rs\u{f6}k");
        give(&editor, &begun.location).await.is(200);
        let theirs = draft(world, world.bokhamn, there);
        assert_eq!(column(&theirs, "elevreferens"), ["E2"]);
        assert!(column(&theirs, "nyckel").is_empty(), "what one system knows a row by is not the other's: {theirs:?}");
        assert_eq!(column(&draft(world, world.ekstad, here), "elevreferens"), ["E1", "E2"]);
        let code = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let year = crate::year::published(tx, 2024)?.unwrap().year;
            let layout = domain::work::Layout::of(&year, year.item("arbete-individ-t2").unwrap()).unwrap();
            Ok((layout.codes[0].0.clone(), layout.codes[0].2.clone()))
        });
        editor.post(&format!("{ekstad}/falt"), &[("rows-2-situation-efter", &code.0)]).await.is(200);
        let begun = editor.post(&begin, &[("till-rows-2", "bokhamn")]).await;
        editor.get(&begun.is(303).location).await.says("0 nya rader, 1 rad fylls p\u{e5}");
        give(&editor, &begun.location).await.is(200).says("rad 1 fylldes p\u{e5}");
        let theirs = draft(world, world.bokhamn, there);
        assert_eq!(column(&theirs, "elevreferens"), ["E2"]);
        assert_eq!(column(&theirs, "situation-efter"), [code.1]);
        assert_eq!(column(&draft(world, world.ekstad, here), "elevreferens"), ["E1"]);
    });
}

#[test]
fn nobody_gives_rows_to_an_authority_or_a_unit_where_they_do_not_write() {
    on_both(async |world| {
        alike(world);
        seat(world, "rektor", Role::Rektor, Some(world.units[3]));
        let here = find(world, world.ekstad, "klagomal-t1", "Lindblad Centrum");
        let there = find(world, world.bokhamn, "klagomal-t1", "Lindblad i centrum");
        let ekstad = item(world.ekstad, here);
        let editor = world.client("editor").await;
        let lines = [line("Bokhamn", "A")];
        let begun = editor.upload(&format!("{ekstad}/fordela/fil"), &[], "k.csv", &file(&lines)).await;
        let page = begun.is(303).location.clone();
        // Whoever writes for another of the provider's units there sees no way to this one.
        let rektor = world.client("rektor").await;
        rektor.get(&format!("{ekstad}/fordela")).await.is(200).says("Här finns inget att fördela");
        give(&rektor, &page).await.is(200);
        assert_eq!(draft(world, world.bokhamn, there), BTreeMap::new());
        let at_bokhamn = page.replace("ekstad", "bokhamn");
        for (name, address) in [
            ("other-editor", &page),
            ("foreign-editor", &page),
            ("officer", &page),
            ("foreign-officer", &at_bokhamn),
            ("editor", &at_bokhamn),
        ] {
            world.client(name).await.get(address).await.is(404);
            world.client(name).await.post(address, &[("gor", "fordela")]).await.is(404);
        }
        let foreign = find(world, world.ekstad, "klagomal-t1", "Lindblad \u{d6}ster");
        let elsewhere = page.replace(&here.to_string(), &foreign.to_string());
        editor.get(&elsewhere).await.is(404);
        // An item of headings has no rows.
        let words = find(world, world.ekstad, "arsrapport", "Lindblad Vuxenutbildning");
        editor.get(&format!("{}/fordela", item(world.ekstad, words))).await.is(404);
    });
}

#[test]
fn the_template_has_the_column_and_files_without_rows_or_of_something_else_are_told_so() {
    on(::store::Engine::Sqlite, async |world| {
        alike(world);
        let here = find(world, world.ekstad, "klagomal-t1", "Lindblad Centrum");
        let ekstad = item(world.ekstad, here);
        let editor = world.client("editor").await;
        let to = format!("{ekstad}/fordela/fil");
        let template = editor.get(&format!("{ekstad}/fordela/mall")).await;
        template.is(200);
        let empty = editor.upload(&to, &[], "mall.xlsx", &template.bytes).await;
        empty.is(422).says("Filen har inga ifyllda rader");
        let other = find(world, world.ekstad, "klagomal-t1", "Lindblad \u{d6}ster");
        let other = editor.get(&format!("{}/arbetsbok/mall", item(world.ekstad, other))).await;
        editor.upload(&to, &[], "mall.xlsx", &other.bytes).await.is(422).says("Lindblad \u{d6}ster");
        editor.upload(&to, &[], "tom.csv", b"").await.is(422);
        editor.upload(&to, &[], "skrap.csv", b"a;b\n1;2\n").await.is(422);
        // Without the column somebody has to say where each goes, and can throw it away.
        let without: Vec<u8> = file(&[line("", "A")]).strip_prefix(b"Hemkommun;".as_slice()).unwrap().to_vec();
        let without = String::from_utf8(without).unwrap().replace("\n;", "\n").into_bytes();
        let begun = editor.upload(&to, &[], "utan.csv", &without).await;
        let page = begun.is(303).location.clone();
        editor.post(&page, &[("gor", "fordela")]).await.is(422).says("Rad 2: v\u{e4}lj vilken huvudman");
        editor.follow(&editor.post(&page, &[("gor", "slang")]).await).await.says("F\u{f6}rdela mellan huvudm\u{e4}n");
        editor.get(&page).await.is(404);
        // What nobody gives out is gone after two weeks.
        let begun = editor.upload(&to, &[], "utan.csv", &without).await;
        world.clock.set(instant("2024-03-30T09:00:00Z"));
        // Whoever was signed in then is not any more.
        world.client("editor").await.get(&begun.location).await.is(404);
        world.write(Scope::Tenant(world.ekstad.id), |tx| {
            assert_eq!(super::store::sweep(tx)?, 1);
            Ok(())
        });
    });
}

/// Everything that lies in the database and among the files, as bytes.
fn all_bytes(world: &World) -> Vec<u8> {
    let mut stored = Vec::new();
    for end in ["", "-wal"] {
        stored.extend(std::fs::read(format!("{}{end}", world.database_address())).unwrap_or_default());
    }
    let mut folders = vec![world.app.settings().data_dir.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { stored.extend(std::fs::read(path).unwrap()) }
        }
    }
    stored
}

/// What waits under seal at Ekstad, opened.
fn waiting(world: &World, assignment: Id<AssignmentKind>) -> String {
    let (tools, lindblad, now) = (Tools::of(&world.app), world.lindblad, world.app.clock().now());
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let mut all = String::new();
        for entry in super::store::all(tx, lindblad, assignment, now)? {
            let found = super::store::find(tx, &tools, lindblad, (assignment, entry.id), now)?.unwrap();
            all.push_str(&serde_json::to_string(&found.1).unwrap());
        }
        Ok(all)
    })
}

#[test]
fn of_a_personnummer_in_a_file_nothing_is_kept_or_shown_and_of_one_in_the_draft_only_its_mask() {
    on(::store::Engine::Sqlite, async |world| {
        procured(world);
        for at in [world.ekstad, world.bokhamn] {
            publish_otherwise(world, at, "  # { slug = \"personnummer\"", "  { slug = \"personnummer\"");
        }
        in_both(world);
        vocational(world);
        let here = find(world, world.ekstad, "arbete-individ-t2", "Lindblad Centrum");
        let there = find(world, world.bokhamn, "arbete-individ-t2", "Lindblad i centrum");
        let ekstad = item(world.ekstad, here);
        let editor = world.client("editor").await;
        let number = |n| crate::imports::tests::person(n);
        let written = [number(1), format!("{}-{}", &number(2)[2..8], &number(2)[8..]), number(3)];
        let row = |to: &str, reference: &str, number: &str, title: &str| {
            format!("{to};{reference};{number};{title};Yrkesutbildning;2023-01-09;2023-11-30")
        };
        let text = [
            "Kommun;Elevreferens;Personnummer;Utbildning;Utbildningsform;Startade;Avslutade".to_owned(),
            row("Bokhamn", "E1", &written[0], "Svetsare"),
            row("", "E2", &written[1], "Svetsare"),
            // A row of nothing but a number says nothing.
            format!("Ekstad;;{};;;;", written[2]),
        ];
        let bytes = text.join("\n").into_bytes();
        let mut answers = Vec::new();
        let begun = editor.upload(&format!("{ekstad}/fordela/fil"), &[], "lista.csv", &bytes).await;
        let page = begun.is(303).location.clone();
        let preview = editor.get(&page).await;
        preview.is(200).says("E2").says("personnummer skrivs in hos varje huvudman");
        answers.push(preview);
        assert!(waiting(world, here).contains("Svetsare") && waiting(world, here).contains("\"numbers\":3"));
        for number in &written {
            assert!(!waiting(world, here).contains(number.as_str()), "under seal for two weeks");
        }
        let refused = editor.post(&page, &[("gor", "fordela")]).await;
        refused.is(422);
        answers.push(refused);
        answers.push(editor.follow(&editor.post(&page, &[("till-2", "ekstad"), ("gor", "granska")]).await).await);
        answers.push(give(&editor, &page).await);
        answers.last().unwrap().is(200).says("Rad f\u{f6}r rad");
        for at in [item(world.bokhamn, there), ekstad.clone()] {
            answers.push(editor.get(&format!("{at}/fyll-i")).await);
        }
        assert_eq!(column(&draft(world, world.ekstad, here), "elevreferens"), ["E2"]);
        assert_eq!(column(&draft(world, world.bokhamn, there), "elevreferens"), ["E1"]);
        let template = editor.get(&format!("{ekstad}/fordela/mall")).await;
        let book = documents::workbook::read(&template.is(200).bytes, &documents::raw::Limits::default()).unwrap();
        assert!(!format!("{book:?}").contains("\"Personnummer\""), "the template does not ask for it");
        let stored = all_bytes(world);
        let lies = |text: &str| stored.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(lies("rows.distributed"), "what is looked through is what lies there");
        for number in &written {
            assert!(!lies(number), "{number}");
            assert!(answers.iter().all(|answer| !answer.text().contains(number.as_str())), "{number}");
        }
        // A number that stands in the draft is seen by its mask where rows are chosen, before and after.
        editor.post_by_script(&format!("{ekstad}/falt"), &[("rows-1-personnummer", &number(1))]).await.is(200);
        let reference = column(&draft(world, world.ekstad, here), "personnummer").concat();
        let masked = format!("{}-****", &number(1)[..8]);
        let begin = format!("{ekstad}/fordela");
        editor.get(&begin).await.is(200).says(&masked).does_not_say(&reference);
        let begun = editor.post(&begin, &[("till-rows-1", "bokhamn")]).await;
        editor.get(&begun.is(303).location).await.is(200).says(&masked).does_not_say(&reference);
    });
}

#[test]
fn a_row_that_has_gone_while_the_draft_was_closed_is_taken_out_of_it_when_it_can_be() {
    on(::store::Engine::Sqlite, async |world| {
        alike(world);
        let here = find(world, world.ekstad, "klagomal-t1", "Lindblad Centrum");
        let there = find(world, world.bokhamn, "klagomal-t1", "Lindblad i centrum");
        let ekstad = item(world.ekstad, here);
        let editor = world.client("editor").await;
        three(&editor, &ekstad).await;
        let chosen =
            [("till-complaints-1", "bokhamn"), ("till-complaints-2", "bokhamn"), ("till-complaints-3", "alla")];
        let begun = editor.post(&format!("{ekstad}/fordela"), &chosen).await;
        let page = begun.is(303).location.clone();
        // Somebody locks the draft here between the two transactions: when the other authority has got its rows.
        let lock = Lock {
            by: By { name: "Kvalitetsenheten".to_owned(), person: None },
            at: instant("2024-03-14T09:00:00Z"),
            why: String::new(),
        };
        let hex = |id: String| id.replace('-', "").to_uppercase();
        let meanwhile = format!(
            "CREATE TRIGGER meanwhile AFTER INSERT ON draft_value WHEN hex(NEW.tenant_id) = '{}' BEGIN
                 UPDATE assignment SET locked = '{}' WHERE hex(id) = '{}'; END",
            hex(world.bokhamn.id.to_string()),
            serde_json::to_string(&lock).unwrap(),
            hex(here.to_string()),
        );
        let connection = rusqlite::Connection::open(world.database_address()).unwrap();
        connection.execute_batch(&meanwhile).unwrap();
        let tried = give(&editor, &page).await;
        tried.is(200).says("st\u{e5}r ocks\u{e5} kvar i utkastet h\u{e4}r").says("Granska f\u{f6}rdelningen");
        assert_eq!(column(&draft(world, world.bokhamn, there), "handlar-om"), ["Svar", "Schema", "Lokal"]);
        assert_eq!(column(&draft(world, world.ekstad, here), "handlar-om"), ["Svar", "Schema", "Lokal"]);
        connection.execute_batch("DROP TRIGGER meanwhile").unwrap();
        editor.post(&page, &[("gor", "fordela")]).await.is(409);
        world.write(Scope::Tenant(world.ekstad.id), move |tx| assignments::set_lock(tx, here, None));
        // One of them is written in meanwhile, and stays.
        let one = [("complaints-2-handlar-om", "Schemat")];
        editor.post_by_script(&format!("{ekstad}/falt"), &one).await.is(200);
        let done = give(&editor, &page).await;
        done.is(200).says("S\u{e5} f\u{f6}rdelades raderna");
        assert!(done.text().contains("1 rad togs ur utkastet h\u{e4}r"));
        assert_eq!(column(&draft(world, world.ekstad, here), "handlar-om"), ["Schemat", "Lokal"]);
        assert_eq!(column(&draft(world, world.bokhamn, there), "handlar-om"), ["Svar", "Schema", "Lokal"]);
    });
}

#[test]
fn one_that_was_begun_long_ago_is_found_however_many_came_after_it() {
    on(::store::Engine::Sqlite, async |world| {
        alike(world);
        let here = find(world, world.ekstad, "klagomal-t1", "Lindblad Centrum");
        let to = format!("{}/fordela/fil", item(world.ekstad, here));
        let editor = world.client("editor").await;
        let begin =
            async || editor.upload(&to, &[], "k.csv", &file(&[line("Bokhamn", "A")])).await.is(303).location.clone();
        let first = begin().await;
        world.clock.set(instant("2024-03-15T09:01:00Z"));
        for _ in 0..20 {
            begin().await;
        }
        editor.get(&first).await.is(200).says("Granska f\u{f6}rdelningen");
    });
}

#[test]
fn rows_of_a_file_that_wait_while_the_year_is_changed_are_not_given_out_by_names_that_are_gone() {
    on_both(async |world| {
        alike(world);
        let here = find(world, world.ekstad, "klagomal-t1", "Lindblad Centrum");
        let there = find(world, world.bokhamn, "klagomal-t1", "Lindblad i centrum");
        let ekstad = item(world.ekstad, here);
        let editor = world.client("editor").await;
        let begun = editor.upload(&format!("{ekstad}/fordela/fil"), &[], "k.csv", &file(&[line("Bokhamn", "A")])).await;
        let page = begun.is(303).location.clone();
        // Another last day changes nothing of the form.
        publish_otherwise(world, world.ekstad, "deadline = 2024-04-08", "deadline = 2024-04-15");
        editor.get(&page).await.is(200).says("Bokhamns kommun: 1 rad");
        let (was, is) = (
            "slug = \"atgard\", title = \"Hantering och \u{e5}tg\u{e4}rd\"",
            "slug = \"vidtaget\", title = \"Vidtaget\"",
        );
        publish_otherwise(world, world.ekstad, was, is);
        editor.get(&page).await.is(200).says("L\u{e4}s in filen igen").does_not_say("Bokhamns kommun: 1 rad");
        editor.post(&page, &[("gor", "fordela")]).await.is(409).says("L\u{e4}s in filen igen");
        assert_eq!(draft(world, world.bokhamn, there), BTreeMap::new());
        editor.post(&page, &[("gor", "slang")]).await.is(303);
        editor.get(&page).await.is(404);
    });
}
