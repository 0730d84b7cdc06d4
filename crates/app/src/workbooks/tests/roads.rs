//! What people do: template, upload, preview, confirmation.

use crate::submissions::originals;
use domain::submissions::{By, Lock};
use platform::jobs;

use super::super::came_from;
use super::*;
use crate::testing::{Answer, Client, apart, on_both};

async fn uploaded(client: &Client<'_>, id: Id<AssignmentKind>, bytes: &[u8]) -> String {
    let answer = client.upload(&path(id), &[], "klagomål.xlsx", bytes).await;
    assert!(answer.is(303).location.starts_with(&path(id)), "{}", answer.location);
    answer.location
}

fn seen(preview: &Answer) -> String {
    let text = preview.text();
    let (_, rest) = text.split_once("name=\"sett\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn a_filled_in_template_becomes_a_draft_and_the_road_is_known() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let page = editor.get(&path(id)).await;
        page.is(200).says("Lindblad Centrum").says("Mall att fylla i").says("8 april 2024");
        let empty = editor.get(&format!("{}/mall", path(id))).await;
        assert!(empty.is(200).media_type.contains("spreadsheetml"));
        let book = documents::workbook::read(&empty.bytes, &documents::raw::Limits::default()).unwrap();
        assert_eq!(book.stamp["assignment"], id.to_string());
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names[..3], ["Anvisning", "Klagomål", "Utredningar om kränkande"]);
        let file = filled(world, id, rows(&[&[], &[("status", "Pågår")]]));
        let preview = uploaded(&editor, id, &file).await;
        let page = editor.get(&preview).await;
        page.is(200)
            .says("Alla 2 rader går att läsa in")
            .says("En elev blev avbruten")
            .says("Läs in 2 rader i utkastet");
        assert!(draft(world, world.lindblad, id).is_empty(), "nothing before the confirmation");
        let done = editor.post(&preview, &[("sett", &seen(&page))]).await;
        assert_eq!(done.is(303).location, format!("/h/ekstad/uppgift/{id}"));
        assert_eq!(draft(world, world.lindblad, id), rows(&[&[], &[("status", "Pågår")]]));
        assert_eq!(world.events(world.ekstad).last().unwrap(), "workbook.taken-in");
        let road = world.read(Scope::Tenant(world.ekstad.id), move |tx| came_from(tx, id));
        assert_eq!(road, Some((domain::submissions::Road::Workbook, platform::files::sha256_hex(&file))));
        // The draft comes back in the template.
        let again = editor.get(&format!("{}/mall", path(id))).await;
        let book = documents::workbook::read(&again.bytes, &documents::raw::Limits::default()).unwrap();
        assert!(book.sheets[1].rows.iter().any(|row| row.cells.iter().any(|c| c.text() == Some("Pågår"))));
        let empty = editor.get(&format!("{}/mall?tom=1", path(id))).await;
        let book = documents::workbook::read(&empty.bytes, &documents::raw::Limits::default()).unwrap();
        assert!(!book.sheets[1].rows.iter().any(|row| row.cells.iter().any(|c| c.text() == Some("Pågår"))));
    });
}

#[test]
fn every_fault_is_told_at_once_and_faulty_rows_come_along_as_typed() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let fields = rows(&[
            &[],
            &[("mottaget", "31 feb"), ("karna", "Bemötannde")],
            &[("mottaget", "2023-12-24"), ("handlar-om", "Gäller 19900101-9802.")],
        ]);
        let preview = uploaded(&editor, id, &filled(world, id, fields.clone())).await;
        let page = editor.get(&preview).await;
        page.is(200).says("1 av 3 rader är utan fel").says("31 feb").says("Menade du Bemötande?");
        page.says("utanför perioden").says("ser ut som ett personnummer").says("felen markerade");
        // The number is not shown again, and is not called empty.
        page.says("visas inte här").does_not_say("19900101-9802").does_not_say("tomt");
        let marked = editor.get(&format!("{preview}/markerad")).await;
        let book = documents::workbook::read(&marked.is(200).bytes, &documents::raw::Limits::default()).unwrap();
        let sheet = &book.sheets[1];
        assert!(sheet.rows.iter().any(|row| row.cells[0].text().is_some_and(|t| t.contains("är inget datum"))));
        // The marked copy can be uploaded as it is.
        uploaded(&editor, id, &marked.bytes).await;
        let done = editor.post(&preview, &[("sett", "0")]).await;
        done.is(303);
        let draft = draft(world, world.lindblad, id);
        assert_eq!(draft[&cell_path("complaints", 2, "mottaget")], "31 feb");
        assert_eq!(draft[&cell_path("complaints", 2, "karna")], "Bemötannde");
        assert_eq!(draft.len(), fields.len());
    });
}

#[test]
fn the_same_file_twice_changes_nothing_and_cannot_be_added_twice() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let file = filled(world, id, rows(&[&[]]));
        let first = uploaded(&editor, id, &file).await;
        assert_eq!(uploaded(&editor, id, &file).await, first, "the same upload while it waits");
        editor.post(&first, &[("sett", "0")]).await.is(303);
        let before = draft(world, world.lindblad, id);
        let events = world.events(world.ekstad).len();
        let again = editor.post(&first, &[("sett", "0"), ("satt", "lagg-till")]).await;
        assert_eq!(again.is(303).location, format!("/h/ekstad/uppgift/{id}"));
        editor.get(&first).await.is(200).says("Filen är redan inläst");
        let second = uploaded(&editor, id, &file).await;
        assert_ne!(second, first);
        editor
            .get(&second)
            .await
            .is(200)
            .says("innehåller redan precis de här raderna")
            .does_not_say("i utkastet</button>");
        for way in ["ersatt", "lagg-till"] {
            editor.post(&second, &[("sett", "8"), ("satt", way)]).await.is(422).says("Det finns inget att läsa in");
        }
        assert_eq!(draft(world, world.lindblad, id), before);
        assert_eq!(world.events(world.ekstad).len(), events);
        editor.post(&second, &[("gor", "slang")]).await.is(303);
        editor.get(&second).await.is(409).says("Filen väntar inte längre");
    });
}

#[test]
fn a_personnummer_is_told_beside_the_other_faults_of_its_row_and_faulty_rows_come_first() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let bad = [("mottaget", "31 feb"), ("handlar-om", "Gäller 19900101-9802."), ("status", "")];
        let good: &[(&str, &str)] = &[];
        let file = filled(world, id, rows(&[good, good, good, good, good, good, good, &bad]));
        let preview = uploaded(&editor, id, &file).await;
        let page = editor.get(&preview).await;
        page.is(200).says("är inget datum").says("ser ut som ett personnummer").says("Uppgiften saknas");
        page.says("Här visas 1 rad med något att rätta och de första 5 av 7 rader utan fel.");
        assert_eq!(page.main().matches("<table").count(), 2, "one table of faults, one of rows");
        // The same file again is said to wait already.
        let again = editor.upload(&path(id), &[], "klagomål.xlsx", &file).await;
        assert_eq!(again.is(303).location, preview);
        assert!(!again.cookies.is_empty(), "the next page says that it waited already");
        editor.post(&preview, &[("sett", "0")]).await.is(303);
        let form = editor.get(&format!("/h/ekstad/uppgift/{id}/fyll-i?visa=fel")).await;
        form.is(422).says("är inget datum").says("ser ut som ett personnummer").says("Uppgiften saknas");
    });
}

#[test]
fn the_rows_before_an_import_are_found_and_taken_back() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let item = format!("/h/ekstad/uppgift/{id}");
        let before = rows(&[&[("handlar-om", "Det som stod först.")], &[]]);
        let first = uploaded(&editor, id, &filled(world, id, before.clone())).await;
        editor.post(&first, &[("sett", "0")]).await.is(303);
        world.clock.advance(3600);
        let preview = uploaded(&editor, id, &filled(world, id, rows(&[&[("handlar-om", "Ur den nya filen.")]]))).await;
        let page = editor.get(&preview).await;
        page.says("finns kvar i historiken och kan tas tillbaka");
        editor.post(&preview, &[("sett", &seen(&page)), ("satt", "ersatt")]).await.is(303);
        editor.get(&item).await.is(200).says("läste in klagomål.xlsx i utkastet").says("Tidigare rader");
        editor.get(&format!("{item}/fyll-i")).await.is(200).says("Tidigare rader").does_not_say("Det som stod först.");
        let history = editor.get(&format!("{item}/historik")).await;
        assert_eq!(history.is(200).main().matches("Läste in klagomål.xlsx").count(), 2);
        let text = history.main();
        let address = text.rsplit("historik?vid=").next().unwrap().split('"').next().unwrap().to_owned();
        let then = editor.get(&format!("{item}/historik?vid={address}")).await;
        then.is(200).says("Det som stod först.").says("Ta tillbaka de här raderna").does_not_say("Ur den nya filen.");
        world.clock.advance(3600);
        editor.post(&format!("{item}/historik"), &[("vid", &address)]).await.is(303);
        assert_eq!(draft(world, world.lindblad, id), before);
        // What stood in their place is among the earlier ones now.
        let newest = editor.get(&format!("{item}/historik")).await.main();
        assert_eq!(newest.matches("historik?vid=").count(), 3, "{newest}");
        for stranger in ["other-editor", "officer", "admin", "auditor"] {
            let stranger = world.client(stranger).await;
            stranger.get(&format!("{item}/historik?vid={address}")).await.is(404);
            stranger.post(&format!("{item}/historik"), &[("vid", &address)]).await.is(404);
            stranger.post(&format!("{item}/tidigare-rader"), &[]).await.is(404);
        }
        editor.post(&format!("{item}/historik"), &[("vid", "x")]).await.is(404);
        editor.get(&format!("{item}/historik?vid=x")).await.is(200);
    });
}

#[test]
fn an_investigation_goes_from_the_sheet_to_the_receipt() {
    on_both(async |world| {
        let (id, editor, rektor) = (centrum(world), world.client("editor").await, world.client("rektor").await);
        let cells = [
            ("kannedom", "2024-02-01"),
            ("anmald-till-rektor", "2024-02-01"),
            ("kontaktrektor", "2024-02-02"),
            ("galler", "Kränkande behandling"),
            ("utredning-klar", "2024-03-01"),
            ("resultat", "Inte konstaterad"),
            ("atgarder", "Uppföljande samtal om ordningsreglerna."),
        ];
        let mut fields = rows(&[&[]]);
        fields.extend(cells.map(|(column, text)| (cell_path("abuse", 1, column), text.to_owned())));
        let preview = uploaded(&editor, id, &filled(world, id, fields)).await;
        let page = editor.get(&preview).await;
        page.is(200).says("Alla 2 rader går att läsa in").says("Uppföljande samtal om ordningsreglerna.");
        editor.post(&preview, &[("sett", "0")]).await.is(303);
        let check = rektor.get(&format!("/h/ekstad/uppgift/{id}/kontrollera")).await;
        check.is(200).says("Utredningar om kränkande behandling och diskriminering").says("anmälas till nämnden");
        let text = check.main();
        let value = |name: &str| {
            let (_, rest) = text.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let (shown, stamp) = (value("visad"), value("sedd"));
        let sign = format!("/h/ekstad/uppgift/{id}/signera/enhet");
        let signed = rektor.post(&sign, &[("visad", &shown), ("sedd", &stamp)]).await;
        let receipt = rektor.get(&signed.is(303).location).await;
        receipt.is(200).says("Inte konstaterad").says("Uppföljande samtal om ordningsreglerna.").says("Uppladdad mall");
    });
}

#[test]
fn two_people_at_once_lose_nothing_of_each_other() {
    on_both(async |world| {
        let (id, editor, rektor) = (centrum(world), world.client("editor").await, world.client("rektor").await);
        let mine = uploaded(&editor, id, &filled(world, id, rows(&[&[]]))).await;
        let theirs = uploaded(&rektor, id, &filled(world, id, rows(&[&[("status", "Pågår")]]))).await;
        rektor.post(&theirs, &[("sett", "0")]).await.is(303);
        // What the editor saw was an empty draft.
        editor.post(&mine, &[("sett", "0"), ("satt", "ersatt")]).await.is(422).says("Någon har skrivit i utkastet");
        let page = editor.get(&mine).await;
        editor.post(&mine, &[("sett", &seen(&page))]).await.is(422).says("Välj om filens rader ska ersätta");
        editor.post(&mine, &[("sett", &seen(&page)), ("satt", "lagg-till")]).await.is(303);
        let draft = draft(world, world.lindblad, id);
        assert_eq!(draft[&cell_path("complaints", 1, "status")], "Pågår");
        assert_eq!(draft[&cell_path("complaints", 2, "status")], "Avslutat");
    });
}

#[test]
fn a_reason_for_a_return_stays_at_its_row_when_a_file_is_read_into_a_draft_with_a_gap() {
    on_both(async |world| {
        let (id, rektor) = (centrum(world), world.client("rektor").await);
        let of = |number, about| complaint(number, &[("handlar-om", about)]);
        let (tools, lindblad, person) = (Tools::of(&world.app), world.lindblad, crate::testing::person_id("editor"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let all = [of(1, "F\u{f6}rsta"), of(3, "Andra"), of(4, "Tredje")].into_iter().flatten();
            let changes: Vec<_> = all.map(|(path, text)| drafts::Change { path, text, seen: None }).collect();
            drafts::write(tx, &tools, lindblad, id, person, &changes).map(|_| ())
        });
        let check = rektor.get(&format!("/h/ekstad/uppgift/{id}/kontrollera")).await;
        let (shown, stamp) = (check.is(200).hidden("visad"), check.hidden("sedd"));
        let signed = [("visad", shown.as_str()), ("sedd", stamp.as_str())];
        rektor.post(&format!("/h/ekstad/uppgift/{id}/signera/enhet"), &signed).await.is(303);
        world.clock.advance(60);
        let back = [
            ("version", "1"),
            ("motivering", "Skriv mer."),
            ("cell1-rad", "3"),
            ("cell1-kolumn", "complaints.atgard"),
            ("cell1-skal", "Vad gjorde ni?"),
        ];
        let officer = world.client("officer").await;
        officer.post(&format!("/h/ekstad/granska/{id}/aterlamna"), &back).await.is(303);
        world.clock.advance(60);
        let editor = world.client("editor").await;
        let preview = uploaded(&editor, id, &filled(world, id, of(1, "Ny rad"))).await;
        let page = editor.get(&preview).await;
        editor.post(&preview, &[("satt", "lagg-till"), ("sett", &seen(&page))]).await.is(303);
        let draft = draft(world, world.lindblad, id);
        let about: Vec<&str> =
            (1..=5).filter_map(|row| Some(draft.get(&cell_path("complaints", row, "handlar-om"))?.as_str())).collect();
        assert_eq!(about, ["F\u{f6}rsta", "Andra", "Tredje", "Ny rad"]);
        assert_eq!(draft[&cell_path("complaints", 3, "handlar-om")], "Tredje", "the row that the reason counts");
    });
}

#[test]
fn replacing_empties_what_the_file_does_not_have() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let long = uploaded(&editor, id, &filled(world, id, rows(&[&[], &[], &[]]))).await;
        editor.post(&long, &[("sett", "0")]).await.is(303);
        let short = uploaded(&editor, id, &filled(world, id, rows(&[&[("status", "Pågår")]]))).await;
        let page = editor.get(&short).await;
        page.says("Ersätt raderna i utkastet").says("Lägg till filens rader");
        editor.post(&short, &[("sett", &seen(&page)), ("satt", "ersatt")]).await.is(303);
        assert_eq!(draft(world, world.lindblad, id), rows(&[&[("status", "Pågår")]]));
    });
}

#[test]
fn a_deadline_that_passes_is_said_and_a_lock_keeps_the_upload() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let preview = uploaded(&editor, id, &filled(world, id, rows(&[&[]]))).await;
        let lock = Lock {
            by: By { person: None, name: "Kvalitetsenheten".to_owned() },
            at: world.app.clock().now(),
            why: String::new(),
        };
        let locked = lock.clone();
        world.write(Scope::Tenant(world.ekstad.id), move |tx| assignments::set_lock(tx, id, Some(&locked)));
        let refused = editor.post(&preview, &[("sett", "0")]).await;
        refused.is(409).says("låstes 15 mars 2024 av Kvalitetsenheten").says("finns kvar till 29 mars 2024");
        editor.get(&path(id)).await.is(200).says("Inget kan laddas upp nu");
        assert!(draft(world, world.lindblad, id).is_empty());
        world.write(Scope::Tenant(world.ekstad.id), move |tx| assignments::set_lock(tx, id, None));
        world.clock.set("2024-04-08T21:30:00Z".parse().unwrap());
        let editor = world.client("editor").await;
        editor.get(&preview).await.is(409).says("Filen väntar inte längre").says("för gammal");
        let preview = uploaded(&editor, id, &filled(world, id, rows(&[&[]]))).await;
        editor.get(&preview).await.is(200).does_not_say("Sista dagen var");
        // The last day ends at midnight of summer time.
        world.clock.set("2024-04-08T22:00:00Z".parse().unwrap());
        editor.get(&preview).await.is(200).says("Sista dagen var 8 april 2024");
        editor.post(&preview, &[("sett", "0")]).await.is(303);
        assert_eq!(draft(world, world.lindblad, id), rows(&[&[]]));
        let facts: String = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let (facts,) = tx.one(
                ::store::sql!("SELECT facts FROM audit_event WHERE tenant_id = $1 AND kind = 'workbook.taken-in'"),
                &[],
            )?;
            Ok(facts)
        });
        assert!(facts.contains("\"late\":true"), "{facts}");
    });
}

#[test]
fn a_text_file_of_the_same_columns_is_taken_too() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let header = "Mottaget;Klagomålets kärna;Vad klagomålet gällde;Hantering och åtgärd;Status";
        let body = "8 januari 2024;Bemötande;En lärare avbröt. Ring 070-174 06 05.;Samtal.;Avslutat";
        let text = format!("{header}\r\n{body}\r\n;;;;\r\n");
        let (latin, ()): (Vec<u8>, ()) = (text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(), ());
        for (name, bytes) in [("a.csv", text.clone().into_bytes()), ("b.csv", latin)] {
            let answer = editor.upload(&path(id), &[], name, &bytes).await;
            let page = editor.get(&answer.is(303).location).await;
            page.is(200).says("2024-01-08").says("saknar mallens märkning").says("En lärare avbröt");
            // A text file has no sheets.
            page.says(&format!("{name}, rad 2")).does_not_say("Blad Klagomål");
        }
    });
}

#[test]
fn the_same_file_uploaded_again_leaves_nothing_behind_in_the_store() {
    fn lying(folder: &std::path::Path) -> usize {
        let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
        entries.map(|entry| entry.unwrap().path()).map(|path| if path.is_dir() { lying(&path) } else { 1 }).sum()
    }
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let file = filled(world, id, rows(&[&[]]));
        let folder = world.app.files().folder(world.ekstad.id);
        let first = uploaded(&editor, id, &file).await;
        assert_eq!(lying(&folder), 1);
        assert_eq!(uploaded(&editor, id, &file).await, first);
        assert_eq!(lying(&folder), 1, "what was sealed a second time is removed");
        assert_eq!(editor.get(&format!("{first}/fil")).await.is(200).bytes, file);
        // One that is not there, as on a machine with a folder of its own, is told in words.
        std::fs::remove_dir_all(&folder).unwrap();
        editor.get(&format!("{first}/fil")).await.is(409).says("Filen går inte att hämta just nu");
    });
}

#[test]
fn only_the_provider_of_the_assignment_reaches_any_of_it() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let file = filled(world, id, rows(&[&[]]));
        let preview = uploaded(&editor, id, &file).await;
        // Nor does it lie in clear in the file store, or open from there by its hash.
        let files = world.app.files();
        let hash = platform::files::sha256_hex(&file);
        assert!(files.read(world.ekstad.id, &hash).is_err());
        let tools = Tools::of(&world.app);
        let of = hash.clone();
        let original = world.read(Scope::Tenant(world.ekstad.id), move |tx| originals::find(tx, &tools, &of)).unwrap();
        assert_eq!(original.bytes(files).unwrap(), file);
        let of = hash.clone();
        let sealed = world.read(Scope::Tenant(world.ekstad.id), move |tx| originals::sealed_as(tx, &of)).unwrap();
        assert!(!files.read(world.ekstad.id, &sealed).unwrap().windows(4).any(|bytes| bytes == b"PK\x03\x04"));
        assert_eq!(editor.get(&format!("{preview}/fil")).await.is(200).bytes, file);
        for name in ["other-editor", "officer", "admin", "foreign-editor", "auditor"] {
            let other = world.client(name).await;
            let pages = ["", "/markerad", "/fil"].map(|end| format!("{preview}{end}"));
            for page in [path(id), format!("{}/mall", path(id))].into_iter().chain(pages) {
                other.get(&page).await.is(404);
            }
            other.upload(&path(id), &[], "a.xlsx", b"x").await.is(404);
            other.post(&preview, &[("sett", "0")]).await.is(404);
        }
        editor.get("/h/ekstad/uppgift/nej/arbetsbok").await.is(404);
        editor.get(&format!("{}/nej", path(id))).await.is(404);
        let narrative = assignment(world, "avvikelser-malvarden", world.areas[0].0.clone().leak());
        editor.get(&path(narrative)).await.is(409).says("besvaras med text");
    });
}

/// How many files lie in the store of the authority.
fn files_of(world: &World) -> usize {
    let folders = std::fs::read_dir(world.app.files().folder(world.ekstad.id)).into_iter().flatten().flatten();
    folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten()).count()
}

#[test]
fn an_upload_that_is_thrown_away_leaves_no_bytes_behind() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let before = files_of(world);
        let one = uploaded(&editor, id, &filled(world, id, rows(&[&[]]))).await;
        let other = uploaded(&editor, id, &filled(world, id, rows(&[&[], &[]]))).await;
        assert_eq!(files_of(world), before + 2);
        editor.post(&one, &[("gor", "slang")]).await.is(303);
        assert_eq!(files_of(world), before + 1);
        editor.get(&format!("{other}/fil")).await.is(200);
        editor.get(&format!("{one}/fil")).await.is(409);
    });
}

#[test]
fn an_upload_that_nobody_confirms_is_removed_when_its_time_is_out() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let before = files_of(world);
        uploaded(&editor, id, &filled(world, id, rows(&[&[]]))).await;
        assert_eq!(jobs::run_due(&world.app, &crate::jobs()).await.unwrap(), 0);
        world.clock.set("2024-03-30T00:00:00Z".parse().unwrap());
        assert_eq!(jobs::run_due(&world.app, &crate::jobs()).await.unwrap(), 1);
        assert_eq!(apart(|| jobs::left(&world.app)).unwrap(), (0, 0));
        assert_eq!(files_of(world), before);
        let editor = world.client("editor").await;
        editor.get(&path(id)).await.is(200).does_not_say("Senaste uppladdningar");
    });
}

#[test]
fn of_a_file_with_rows_that_stand_in_the_draft_only_the_others_are_added() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let first = uploaded(&editor, id, &filled(world, id, rows(&[&[]]))).await;
        editor.post(&first, &[("sett", "0")]).await.is(303);
        let two = uploaded(&editor, id, &filled(world, id, rows(&[&[], &[("status", "Pågår")]]))).await;
        let page = editor.get(&two).await;
        page.is(200).says("1 av filens 2 rader står redan i utkastet");
        let done = editor.post(&two, &[("sett", &seen(&page)), ("satt", "lagg-till")]).await;
        let page = editor.follow(done.is(303)).await;
        page.says("1 rad är inläst i utkastet. 1 rad stod redan där och lades inte till en gång till.");
        assert_eq!(draft(world, world.lindblad, id), rows(&[&[], &[("status", "Pågår")]]));
        // Another file with no row of its own has nothing to add.
        let swapped = uploaded(&editor, id, &filled(world, id, rows(&[&[("status", "Pågår")], &[]]))).await;
        let page = editor.get(&swapped).await;
        page.is(200).says("Filens alla rader står redan i utkastet").does_not_say("Lägg till filens rader");
        let refused = editor.post(&swapped, &[("sett", &seen(&page)), ("satt", "lagg-till")]).await;
        refused.is(422).says("Filens alla rader står redan i utkastet");
    });
}

#[test]
fn a_row_that_is_written_over_one_in_the_draft_is_judged_as_it_stands_there() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let first = uploaded(&editor, id, &filled(world, id, rows(&[&[]]))).await;
        editor.post(&first, &[("sett", "0")]).await.is(303);
        // A row of its own without something that has to be there is to be mended.
        let bare = uploaded(&editor, id, &filled(world, id, rows(&[&[("status", "")]]))).await;
        let page = editor.get(&bare).await;
        let done = editor.post(&bare, &[("sett", &seen(&page)), ("satt", "lagg-till")]).await;
        editor.follow(done.is(303)).await.says("1 av dem har något att rätta");
    });
}

/// The complaint table with one column called otherwise, one under another stable name, one gone and one new.
fn other_columns() -> String {
    let mut year = crate::testing::shipped_year();
    let columns = &mut year.complaints.columns;
    for column in columns.iter_mut() {
        match column.slug.as_str() {
            "mottaget" => column.title = kernel::Label::sv("Inkom"),
            "atgard" => {
                (column.slug, column.title) = ("vidtaget".parse().unwrap(), kernel::Label::sv("Vidtaget"));
            }
            _ => {}
        }
    }
    let mut added = columns[2].clone();
    (added.slug, added.title) = ("kanal".parse().unwrap(), kernel::Label::sv("Kanal"));
    columns.retain(|column| column.slug != *"handlar-om");
    columns.push(added);
    domain::year::to_toml(&year)
}

#[test]
fn a_template_from_before_the_columns_were_changed_is_read_as_it_was_and_loses_nothing_unseen() {
    on_both(async |world| {
        let (id, editor, owner) = (centrum(world), world.client("editor").await, world.client("owner").await);
        let file = filled(world, id, rows(&[&[], &[("status", "P\u{e5}g\u{e5}r")]]));
        let fields = [("bas", "2024:1"), ("dokument", &*other_columns()), ("spara", "1")];
        let version = owner.post("/h/ekstad/ar/redigera", &fields).await.is(303).location.clone();
        let said = [("hor-klagomal.complaints.atgard", "vidtaget"), ("hor-klagomal.complaints.handlar-om", "-")];
        crate::changes::tests::post(&owner, &version, 1, &said).await.is(303);
        let preview = uploaded(&editor, id, &file).await;
        let page = editor.get(&preview).await;
        page.is(200)
            .says("Mallen \u{e4}r h\u{e4}mtad innan redovisningen \u{e4}ndrades")
            .says("\u{201d}Kanal\u{201d} (m\u{e5}ste fyllas i)")
            .says("\u{201d}Vad klagom\u{e5}let g\u{e4}llde\u{201d} efterfr\u{e5}gas inte l\u{e4}ngre. 2 svar")
            .says("En elev blev avbruten av l\u{e4}raren flera g\u{e5}nger.");
        editor.post(&preview, &[("sett", &seen(&page))]).await.is(303);
        let kept = draft(world, world.lindblad, id);
        assert_eq!(kept[&cell_path("complaints", 1, "mottaget")], "2024-01-08", "called otherwise");
        assert_eq!(kept[&cell_path("complaints", 1, "vidtaget")], "Trepartssamtal med rektor.", "carried over");
        assert!(!kept.keys().any(|path| path.ends_with("handlar-om") || path.ends_with("atgard")), "{kept:?}");
        // Made anew, it is read as it is.
        let fresh = filled(world, id, kept);
        let preview = uploaded(&editor, id, &fresh).await;
        editor.get(&preview).await.is(200).does_not_say("innan redovisningen \u{e4}ndrades");
    });
}

fn version_of(preview: &Answer) -> String {
    let text = preview.text();
    let (_, rest) = text.split_once("name=\"version\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn an_upload_that_waits_while_the_year_is_changed_is_carried_over_and_tells_what_goes_before_it_is_taken_in() {
    on_both(async |world| {
        let (id, editor, owner) = (centrum(world), world.client("editor").await, world.client("owner").await);
        let preview = uploaded(&editor, id, &filled(world, id, rows(&[&[]]))).await;
        let drawn = editor.get(&preview).await;
        let (sett, version) = (seen(&drawn), version_of(&drawn));
        let fields = [("bas", "2024:1"), ("dokument", &*other_columns()), ("spara", "1")];
        let kept = owner.post("/h/ekstad/ar/redigera", &fields).await.is(303).location.clone();
        let said = [("hor-klagomal.complaints.atgard", "vidtaget"), ("hor-klagomal.complaints.handlar-om", "-")];
        crate::changes::tests::post(&owner, &kept, 1, &said).await.is(303);
        // A page that was drawn before said nothing of what goes.
        let early = editor.post(&preview, &[("sett", &sett), ("version", &version)]).await;
        early
            .is(422)
            .says("Redovisningen har \u{e4}ndrats sedan du \u{f6}ppnade sidan")
            .says("\u{201d}Vad klagom\u{e5}let g\u{e4}llde\u{201d} efterfr\u{e5}gas inte l\u{e4}ngre. 1 svar")
            .says("En elev blev avbruten av l\u{e4}raren flera g\u{e5}nger.");
        assert!(draft(world, world.lindblad, id).is_empty(), "nothing is taken in unseen");
        let page = editor.get(&preview).await;
        page.is(200).says("\u{201d}Kanal\u{201d} (m\u{e5}ste fyllas i)").does_not_say("Mallen \u{e4}r h\u{e4}mtad");
        editor.post(&preview, &[("sett", &seen(&page)), ("version", &version_of(&page))]).await.is(303);
        let kept = draft(world, world.lindblad, id);
        assert_eq!(kept[&cell_path("complaints", 1, "mottaget")], "2024-01-08", "called otherwise");
        assert_eq!(kept[&cell_path("complaints", 1, "vidtaget")], "Trepartssamtal med rektor.", "carried over");
        assert!(!kept.keys().any(|path| path.ends_with("handlar-om") || path.ends_with("atgard")), "{kept:?}");
    });
}

#[test]
fn an_upload_that_waits_while_the_year_is_changed_elsewhere_is_taken_in_as_it_was_looked_at() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let preview = uploaded(&editor, id, &filled(world, id, rows(&[&[]]))).await;
        let drawn = editor.get(&preview).await;
        crate::testing::publish_otherwise(world, world.ekstad, "deadline = 2024-04-08", "deadline = 2024-04-15");
        let sent = [("sett", &*seen(&drawn)), ("version", &*version_of(&drawn))];
        editor.post(&preview, &sent).await.is(303);
        assert_eq!(draft(world, world.lindblad, id), rows(&[&[]]));
    });
}

#[test]
fn what_a_colleague_has_taken_in_is_not_said_to_be_thrown_away() {
    on_both(async |world| {
        let (id, editor) = (centrum(world), world.client("editor").await);
        let preview = uploaded(&editor, id, &filled(world, id, rows(&[&[]]))).await;
        editor.post(&preview, &[("sett", "0"), ("satt", "ersatt")]).await.is(303);
        let told = editor.post(&preview, &[("gor", "slang")]).await;
        let page = editor.follow(told.is(303)).await;
        page.says("redan inläst").does_not_say("är borttagen");
        assert!(!draft(world, world.lindblad, id).is_empty());
    });
}
