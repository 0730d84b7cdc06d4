//! What is written before it is signed: fields, rows, conflicts, history.

use super::*;

#[test]
fn one_field_is_saved_by_itself_and_answered_with_one_sentence() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let field = format!("{}/falt?sedd=0", base(id));
        let saved = editor.post(&field, &[("complaints-0-mottaget", "31 feb")]).await;
        assert_eq!((saved.status.as_u16(), saved.text().as_str()), (200, "Sparat 10.00"));
        assert!(saved.media_type.starts_with("text/plain"));
        // What is wrong is kept as it was typed, and told where it stands.
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says("31 feb").says("inget datum");
        editor.get(&format!("{}/fyll-i?visa=fel", base(id))).await.is(422).says("href=\"#f-complaints-0-mottaget\"");
        for (name, text) in [
            ("okant", "x"),
            ("complaints--1-mottaget", "x"),
            ("complaints-0-okand", "x"),
            ("", "x"),
            ("complaints.9999", "x"),
        ] {
            let answer = editor.post(&field, &[(name, text)]).await;
            assert_eq!(answer.status.as_u16(), 422, "{name}");
            assert!(answer.text().contains("frågas inte längre"), "{name}");
        }
        assert_eq!(editor.post(&field, &[("complaints-9999-mottaget", "2024-02-01")]).await.status.as_u16(), 200);
        editor.get(&format!("{}/fyll-i?ny=complaints", base(id))).await.is(200);
        let long = "x".repeat(1 << 20);
        let answer = editor.post(&field, &[("statement.comment", &long)]).await;
        assert_eq!(answer.status.as_u16(), 422);
        assert!(answer.text().contains("50\u{a0}000 tecken"), "{}", answer.text());
        let whole = editor.post(&format!("{}/fyll-i", base(id)), &[("statement.comment", &long), ("spara", "1")]).await;
        whole.is(422).says("inte sparat").says("xxxxxxxxxx");
        editor.post(&field, &[("statement.comment", &"x".repeat(5 << 20))]).await.is(413);
        let kinds = world.events(world.ekstad);
        assert_eq!(kinds.iter().filter(|kind| *kind == "assignment.started").count(), 1);
        assert!(editor.get("/h/ekstad/uppgift/inte-ett-id").await.status.as_u16() == 404);
        let foreign = base(id).replace("ekstad", "bokhamn");
        editor.get(&foreign).await.is(404);
        editor.get("/start").await.is(200).says("Utkast");
    });
}

#[test]
fn two_people_in_the_same_field_see_both_texts_and_choose() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let form = format!("{}/fyll-i", base(id));
        fill(&editor, id, &row(0), &[("hela", "1")]).await.is(303);
        let stamp = hidden(&rektor.get(&form).await.main(), "sedd");
        world.clock.set(instant("2024-03-15T09:05:00Z"));
        let about = "complaints-0-handlar-om";
        editor.post(&form, &[(about, "Editorns nya text"), ("sedd", &stamp)]).await.is(303);
        world.clock.set(instant("2024-03-15T09:06:00Z"));
        // The script is told, and its text stays on the page.
        let answer = rektor.post(&format!("{}/falt?sedd={stamp}", base(id)), &[(about, "Rektorns text")]).await;
        assert_eq!(answer.status.as_u16(), 409);
        assert!(answer.text().contains("en kollega skrev i fältet kl. 10.05"), "{}", answer.text());
        // The whole page shows both; a field that the rektor did not touch is the editor's without a word.
        let both = rektor
            .post(
                &form,
                &[(about, "Rektorns text"), ("complaints-0-atgard", "Ny åtgärd"), ("sedd", &stamp), ("hela", "1")],
            )
            .await;
        both.is(422).says("Editorns nya text").says("Rektorns text").says("Vilken text ska gälla?");
        let stamp = hidden(&both.main(), "sedd");
        world.clock.set(instant("2024-03-15T09:07:00Z"));
        rektor.post(&form, &[("complaints.0000.handlar-om", "Rektorns text"), ("sedd", &stamp)]).await.is(303);
        rektor.get(&form).await.is(200).says("Rektorns text").says("Ny åtgärd").does_not_say("Editorns nya text");
        let history = format!("{}/historik?falt=complaints.0000.handlar-om", base(id));
        editor.get(&history).await.is(200).says("Editorns nya text").says("Rektorns text").says("Svar dröjde");
        editor.get(&format!("{}/historik?falt=okant", base(id))).await.is(404);
        // A page drawn before, with an untouched field, does not undo what came since.
        fill(&editor, id, &row(0), &[("hela", "1"), ("sedd", &stamp)]).await;
        rektor.get(&form).await.is(200);
    });
}

#[test]
fn the_text_that_does_not_win_stays_in_the_history_whichever_is_chosen_and_when_nobody_chooses() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let (form, path) = (format!("{}/fyll-i", base(id)), "statement.comment");
        let history = format!("{}/historik?falt={path}", base(id));
        editor.post(&form, &[(path, "Från början")]).await.is(303);
        for (minute, choice) in [(10, None), (20, Some("Rektorns text 20")), (30, Some("Editorns text 30"))] {
            let stamp = hidden(&rektor.get(&form).await.main(), "sedd");
            let (mine, theirs) = (format!("Rektorns text {minute}"), format!("Editorns text {minute}"));
            world.clock.set(instant(&format!("2024-03-15T09:{minute}:00Z")));
            editor.post(&form, &[(path, &theirs)]).await.is(303);
            world.clock.set(instant(&format!("2024-03-15T09:{minute}:30Z")));
            // By the script and again with the page: kept once.
            let field = rektor.post(&format!("{}/falt?sedd={stamp}", base(id)), &[(path, &mine)]).await;
            assert_eq!(field.status.as_u16(), 409);
            let both = rektor.post(&form, &[(path, &mine), ("sedd", &stamp)]).await;
            both.is(422).says(&mine).says(&theirs);
            rektor.get(&form).await.is(200).says(&theirs).does_not_say(&mine);
            if let Some(choice) = choice {
                let stamp = hidden(&both.main(), "sedd");
                world.clock.set(instant(&format!("2024-03-15T09:{minute}:50Z")));
                rektor.post(&form, &[(path, choice), ("sedd", &stamp)]).await.is(303);
                rektor.get(&form).await.is(200).says(choice);
            }
            let told = rektor.get(&history).await;
            told.is(200).says(&theirs).says(&mine).says("skrevs samtidigt").says("Från början");
            let times = if choice == Some(mine.as_str()) { 2 } else { 1 };
            assert_eq!(told.main().matches(&mine).count(), times, "{}", told.main());
            assert_eq!(told.main().matches(&theirs).count(), 1, "{}", told.main());
        }
    });
}

#[test]
fn many_rows_are_folded_and_what_many_rows_lack_is_told_once_with_the_way_to_each() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let rows: Vec<(String, &str)> = (1..=30).flat_map(row).collect();
        let whole = [("hela", "1"), ("spara", "1")];
        fill(&editor, id, &rows, &whole).await.is(303);
        let check = format!("{}/kontrollera", base(id));
        let page = editor.get(&check).await;
        let main = page.is(200).says("De första 20 av 30 rader visas.").says("Visa alla 30 rader").main();
        assert_eq!(main.matches("Samtal och ny rutin.").count(), 30, "folded is not left out");
        let without: Vec<(String, &str)> = rows
            .iter()
            .map(|(name, text)| (name.clone(), if name.ends_with("-status") { "" } else { *text }))
            .collect();
        fill(&editor, id, &without, &whole).await.is(303);
        let page = editor.get(&check).await;
        page.is(200).says("30 rader:").says("och 18 till.").says("fyll-i?visa=fel#f-complaints-7-status");
        assert_eq!(page.main().matches("Uppgiften saknas").count(), 1, "{}", page.main());
    });
}

#[test]
fn nothing_is_handed_in_while_two_have_written_in_a_field_and_nobody_has_chosen() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let (form, check, path) =
            (format!("{}/fyll-i", base(id)), format!("{}/kontrollera", base(id)), "statement.comment");
        fill(&editor, id, &row(0), &[("hela", "1"), (path, "Från början")]).await.is(303);
        let stamp = hidden(&rektor.get(&form).await.main(), "sedd");
        world.clock.advance(60);
        editor.post(&form, &[(path, "Editorns text")]).await.is(303);
        world.clock.advance(60);
        rektor.post(&form, &[(path, "Rektorns text"), ("sedd", &stamp)]).await.is(422);
        // The rektor leaves the page without choosing: whoever checks is led back to the choice.
        let waits = editor.get(&check).await;
        waits
            .is(200)
            .says("Två har skrivit i samma fält")
            .says("Kommentar")
            .does_not_say("Lämna till den som signerar");
        rektor.get(&check).await.is(200).says("visa=tva").does_not_say("visad");
        let sent = editor.post(&format!("{}/till-signering", base(id)), &[]).await;
        assert_eq!(sent.is(303).location, check);
        let signed = rektor.post(&format!("{}/signera/enhet", base(id)), &[("visad", "x"), ("sedd", "1")]).await;
        assert_eq!(signed.is(303).location, check);
        let choice = editor.get(&format!("{form}?visa=tva")).await;
        choice.is(200).says("Editorns text").says("Rektorns text").says("Behåll texten från rektor");
        // What stands may stand: that is a choice too.
        let stamp = hidden(&choice.main(), "sedd");
        world.clock.advance(60);
        let keep = [(path, "Editorns text"), ("vald", path), ("sedd", stamp.as_str()), ("spara", "1")];
        editor.post(&form, &keep).await.is(303);
        editor.get(&format!("{form}?visa=tva")).await.is(200).does_not_say("Behåll texten från");
        editor.get(&check).await.is(200).does_not_say("Två har skrivit").says("Editorns text");
        sign(&rektor, id, "enhet").await.is(303);
    });
}

#[test]
fn a_field_that_somebody_did_not_touch_keeps_what_a_colleague_wrote() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let form = format!("{}/fyll-i", base(id));
        fill(&editor, id, &row(0), &[("hela", "1")]).await.is(303);
        let stamp = hidden(&rektor.get(&form).await.main(), "sedd");
        world.clock.set(instant("2024-03-15T09:05:00Z"));
        editor.post(&form, &[("complaints-0-handlar-om", "Editorns nya text")]).await.is(303);
        world.clock.set(instant("2024-03-15T09:06:00Z"));
        let mut fields = row(0);
        fields[3].1 = "Rektorns nya åtgärd";
        fill(&rektor, id, &fields, &[("hela", "1"), ("sedd", &stamp)]).await.is(303);
        rektor.get(&form).await.is(200).says("Editorns nya text").says("Rektorns nya åtgärd");
    });
}

#[test]
fn rows_come_and_go_without_script_and_the_others_keep_their_place() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let form = format!("{}/fyll-i", base(id));
        let added = fill(&editor, id, &row(0), &[("hela", "1"), ("complaints-lagg-till", "1")]).await;
        assert_eq!(added.is(303).location, format!("{form}?ny=complaints#f-complaints-1-mottaget"));
        editor.get(&format!("{form}?ny=complaints")).await.is(200).says("complaints-1-mottaget");
        let rows: Vec<_> = [row(0), row(1), row(2)].concat();
        fill(&editor, id, &rows, &[("hela", "1")]).await.is(303);
        fill(&editor, id, &rows, &[("hela", "1"), ("complaints-ta-bort", "1")]).await.is(303);
        let page = editor.get(&form).await;
        page.is(200).says("complaints-2-mottaget").does_not_say("complaints-1-mottaget");
        fill(&editor, id, &[], &[("complaints-ta-bort", "99999999999")]).await.is(303);
        fill(&editor, id, &[], &[("complaints-ta-bort", "abc")]).await.is(303);
        editor.get(&format!("{}/kontrollera", base(id))).await.is(200).says("Svar dröjde tre veckor.");
    });
}

#[test]
fn headings_and_own_tables_are_filled_in_by_the_same_form() {
    on_both(async |world| {
        let id = find(world, "betygsanalys", &world.areas[0].0);
        let (editor, management) = (world.client("editor").await, world.client("management").await);
        fill(&editor, id, &[], &[("hela", "1"), ("resultat.text", "84 procent."), ("vidare", "1")]).await.is(422);
        let page = editor.get(&base(id)).await;
        page.is(200).says("Senast sparat").says("av editor");
        let all = [("hela", "1"), ("orsaker.text", "Ny lärare."), ("atgarder.text", "Följer upp i juni.")];
        fill(&editor, id, &[], &all).await.is(303);
        let receipt = management.get(&sign(&management, id, "anordnare").await.is(303).location).await;
        receipt.is(200).says("84 procent.").says("Följer upp i juni.").says("Ifylld på webben");
    });
}

#[test]
fn the_rows_of_an_earlier_occasion_are_fetched_with_one_press_or_beside_those_that_stand() {
    on_both(async |world| {
        let first = sent(world, "Lindblad Centrum").await;
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let second = find(world, "klagomal-t2", "Lindblad Centrum");
        editor.get(&format!("{}/fyll-i", base(second))).await.is(200).does_not_say("Hämta raderna");
        sign(&rektor, first, "enhet").await.is(303);
        world.clock.set(instant("2024-07-01T08:00:00Z"));
        let editor = world.client("editor").await;
        let form = format!("{}/fyll-i", base(second));
        editor.get(&form).await.is(200).says("Hämta raderna från Tertial 1").says("1 rad som ni lämnade in");
        let page = editor.get(&format!("{}/arbetsbok", base(second))).await;
        page.is(200).says("Mall med raderna från Tertial 1");
        let book = editor.get(&format!("{}/arbetsbok/mall?tidigare=1", base(second))).await;
        let book = documents::workbook::read(&book.is(200).bytes, &documents::raw::Limits::default()).unwrap();
        let said =
            |row: &documents::raw::RawRow| row.cells.iter().any(|cell| cell.text() == Some("Svar dröjde tre veckor."));
        assert!(book.sheets[1].rows.iter().any(said));
        let fetch = format!("{}/tidigare-rader", base(second));
        editor.post(&fetch, &[]).await.is(303);
        let page = editor.get(&form).await;
        page.is(200).says("Svar dröjde tre veckor.");
        // What is there already is not offered once more; beside changed rows there is a choice.
        editor.get(&form).await.is(200).does_not_say("Hämta raderna");
        editor
            .post(&format!("{}/falt", base(second)), &[("complaints-1-handlar-om", "Ett nytt klagomål")])
            .await
            .is(200);
        editor.get(&form).await.is(200).says("Lägg till efter dem som finns").says("Ersätt dem som finns");
        editor.post(&fetch, &[]).await.is(303);
        editor.get(&form).await.is(200).does_not_say("Svar dröjde tre veckor.");
        editor.post(&fetch, &[("satt", "lagg-till")]).await.is(303);
        editor.get(&form).await.is(200).says("Ett nytt klagomål").says("Svar dröjde tre veckor.");
        // What a colleague has written since the page was drawn is not taken away unseen.
        let stamp = editor.get(&form).await.hidden("sedd");
        world.clock.advance(60);
        let written = [("complaints-1-atgard", "Skrivet av en kollega.")];
        editor.post(&format!("{}/falt", base(second)), &written).await.is(200);
        let told = editor.post(&fetch, &[("satt", "ersatt"), ("sedd", &stamp)]).await;
        told.is(409).says("Någon har skrivit i utkastet");
        editor.get(&form).await.says("Skrivet av en kollega.");
        let stamp = editor.get(&form).await.hidden("sedd");
        editor.post(&fetch, &[("satt", "ersatt"), ("sedd", &stamp)]).await.is(303);
        editor.get(&form).await.is(200).says("Svar dröjde tre veckor.").does_not_say("Ett nytt klagomål");
        editor.get(&format!("{}/historik", base(second))).await.is(200).says("Skrev i formuläret");
        // Nothing earlier, nothing to fetch.
        editor
            .post(&format!("{}/tidigare-rader", base(find(world, "klagomal-t2", "Lindblad Öster"))), &[])
            .await
            .is(404);
    });
}

#[test]
fn what_a_page_sends_of_fetched_rows_is_no_change_and_does_not_bring_them_once_more() {
    on_both(async |world| {
        let first = sent(world, "Lindblad Centrum").await;
        sign(&world.client("rektor").await, first, "enhet").await.is(303);
        world.clock.set(instant("2024-07-01T08:00:00Z"));
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        let second = find(world, "klagomal-t2", "Lindblad Centrum");
        editor.post(&format!("{}/tidigare-rader", base(second)), &[]).await.is(303);
        // The rows stand as they were handed in, with labels; the page sends the stable names of the choices.
        fill(&rektor, second, &row(1), &[("hela", "1")]).await.is(303);
        let page = rektor.get(&format!("{}/fyll-i", base(second))).await;
        page.is(200).does_not_say("Hämta raderna");
        let receipt = rektor.get(&sign(&rektor, second, "enhet").await.is(303).location).await;
        let facts = receipt.is(200).main();
        let (_, prepared) = facts.split_once("Förberedd av").unwrap();
        assert!(prepared.split_once("</dd>").unwrap().0.ends_with("editor"), "{prepared}");
    });
}

#[test]
fn two_pages_of_the_same_person_never_take_back_what_the_other_has_saved() {
    on_both(async |world| {
        let id = find(world, "betygsanalys", &world.areas[0].0);
        let editor = world.client("editor").await;
        fill(&editor, id, &[], &[("hela", "1"), ("resultat.text", "Först."), ("orsaker.text", "Först.")]).await.is(303);
        world.clock.advance(60);
        let stamp = hidden(&editor.get(&format!("{}/fyll-i", base(id))).await.main(), "sedd");
        world.clock.advance(60);
        // Both pages were drawn at the same time; each is saved whole with one text changed.
        let first = [("hela", "1"), ("sedd", &*stamp), ("resultat.text", "Sedan."), ("orsaker.text", "Först.")];
        fill(&editor, id, &[], &first).await.is(303);
        world.clock.advance(60);
        let second = [("hela", "1"), ("sedd", &*stamp), ("resultat.text", "Först."), ("orsaker.text", "Ny lärare.")];
        fill(&editor, id, &[], &second).await.is(303);
        let page = editor.get(&format!("{}/fyll-i", base(id))).await;
        page.is(200).says("Sedan.").says("Ny lärare.");
        // Written and taken back on one page it is as the page says: the browser names what was written in.
        let back = [("hela", "1"), ("sedd", &*stamp), ("resultat.text", "Först."), ("rord", "resultat.text")];
        fill(&editor, id, &[], &back).await.is(303);
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).does_not_say("Sedan.");
    });
}

#[test]
fn what_is_written_under_a_question_that_was_taken_away_meanwhile_is_shown_back_and_the_rest_is_saved() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let editor = world.client("editor").await;
        let form = format!("{}/fyll-i", base(id));
        let sent =
            [("complaints-0-atgard", "Samtal."), ("complaints-0-borttaget", "Skrivet under tiden."), ("hela", "1")];
        let told = editor.post(&form, &sent).await;
        told.says("fr\u{e5}gas inte l\u{e4}ngre").says("Skrivet under tiden.").does_not_say("Utkastet \u{e4}r sparat");
        editor.get(&form).await.is(200).says("Samtal.");
    });
}
