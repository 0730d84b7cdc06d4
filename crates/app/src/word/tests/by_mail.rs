//! A template that comes back by e-mail.

use super::*;
use crate::inbox::tests::{Mail, handed_in, work};
use crate::testing::on_both;

const EDITOR: &str = "editor@test.example";

#[test]
fn a_word_template_by_mail_is_the_draft_where_nobody_has_written_since_it_was_downloaded() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        save(&editor, id, &[("elevnojdhet.text", "Nöjda elever.")]).await;
        let bytes = template(&editor, id).await;
        let written = altered(&bytes, |xml| filled(&xml, "genomstromning.text", &par("Fler går klart.")), &[]);
        let officer = world.client("officer").await;
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("rapport.docx", &written)).await;
        assert_eq!(draft(world, id)["genomstromning.text"], "Fler går klart.");
        assert_eq!(draft(world, id)["elevnojdhet.text"], "Nöjda elever.");
        officer.get(&page).await.says("Årsrapport").does_not_say("Väntar på er").says("hos anordnaren");
        let own = editor.get(&item(id)).await;
        own.says("Kom in med e-post").says("rapport.docx, som editor skickade med e-post");
        // It can be taken out while nobody has written; the template as it was fetched brings nothing.
        let again = handed_in(world, &officer, &Mail::from(EDITOR, "2").with("rapport.docx", &written)).await;
        officer.get(&again).await.says("Samma fil kom tidigare");
    });
}

#[test]
fn where_somebody_has_written_since_the_word_file_waits_on_its_page_side_by_side_and_can_be_taken_out() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        save(&editor, id, &[("genomstromning.text", "Först.")]).await;
        let bytes = template(&editor, id).await;
        let written = altered(&bytes, |xml| filled(&xml, "genomstromning.text", &par("I Word.")), &[]);
        world.clock.advance(60);
        let editor = world.client("editor").await;
        save(&editor, id, &[("genomstromning.text", "På webben.")]).await;
        let officer = world.client("officer").await;
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("rapport.docx", &written)).await;
        assert_eq!(draft(world, id)["genomstromning.text"], "På webben.");
        officer.get(&page).await.says("Väntar hos anordnaren");
        let own = editor.get(&item(id)).await;
        own.says("Se båda sida vid sida");
        let overview = editor.get(&word(id)).await.text();
        let base = format!("{}/", word(id));
        let mut all = overview.split(&base).skip(1).filter_map(|rest| rest.split('"').next());
        let staged = all.find(|name| name.len() == 36 && name.contains('-')).unwrap();
        editor.get(&format!("{}/{staged}", word(id))).await.is(200).says("På webben.").says("I Word.");
        officer.post(&format!("{page}/fil/1/angra"), &[]).await.is(303);
        let preview = format!("{}/{staged}", word(id));
        editor.get(&preview).await.is(409).says("Filen väntar inte längre");
        editor.post(&preview, &[("gor", "slang")]).await.is(409).says("Filen väntar inte längre");
        editor.post(&preview, &[("sett", "1")]).await.is(409).says("Inget är inläst").says("Ladda upp filen");
    });
}

#[test]
fn a_document_without_our_stamp_waits_and_an_empty_template_brings_nothing() {
    on_both(async |world| {
        let (id, editor) = (report(world), world.client("editor").await);
        let bytes = template(&editor, id).await;
        let officer = world.client("officer").await;
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("tom.docx", &bytes)).await;
        officer.get(&page).await.says("inget kom in");
        assert!(draft(world, id).is_empty());
        let plain = with_parts(&bytes, |name, text| if name.contains("custom") { String::new() } else { text }, &[]);
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "2").with("eget.docx", &plain)).await;
        officer.get(&page).await.says("textdokument").says("Väntar på er");
        work(world).await;
    });
}

/// Every text of the item as it may be signed.
fn whole(world: &World, id: Id<AssignmentKind>, text: &str) -> Vec<(String, String)> {
    let now = world.app.clock().now();
    world
        .read(Scope::Tenant(world.ekstad.id), move |tx| {
            let of = assignments::find(tx, id)?.unwrap();
            let published = crate::year::published(tx, of.year)?.unwrap();
            let asked = crate::submissions::ask(tx, &of, &published, now.day())?.unwrap();
            let texts = super::super::fields::fields(&asked).into_iter();
            let texts = texts.filter(|field| field.answer == super::super::fields::Answer::Text);
            Ok(texts.map(|field| field.path).collect::<Vec<_>>())
        })
        .into_iter()
        .map(|path| (path, text.to_owned()))
        .collect()
}

#[test]
fn a_word_file_for_what_is_signed_is_laid_beside_what_was_signed_and_never_beside_the_draft() {
    on_both(async |world| {
        let id = report(world);
        let found = world.read(Scope::Tenant(world.ekstad.id), move |tx| Ok(assignments::find(tx, id)?.unwrap()));
        let texts = whole(world, id, "Signerad text.");
        let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let bytes = template(&world.client("editor").await, id).await;
        world.clock.advance(60);
        crate::follow_up::tests::hand_in(world, &found, &texts);
        world.clock.advance(60);
        let written = altered(&bytes, |xml| filled(&xml, "genomstromning.text", &par("Ur filen.")), &[]);
        // What nobody has handed in stands in the draft.
        let (tools, lindblad, person) = (Tools::of(&world.app), world.lindblad, crate::testing::person_id("editor"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let change =
                |path: &str| drafts::Change { path: path.to_owned(), text: "Hemligt utkast.".to_owned(), seen: None };
            let changes = [change("genomstromning.text"), change("elevnojdhet.text")];
            drafts::write(tx, &tools, lindblad, id, person, &changes).map(|_| ())
        });
        let officer = world.client("officer").await;
        let page = handed_in(world, &officer, &Mail::from(EDITOR, "1").with("rapport.docx", &written)).await;
        officer.get(&page).await.says("redan signerad");
        let differs = officer.get(&format!("{page}/fil/1/skillnad")).await;
        differs.is(200).says("Signerad text.").says("Ur filen.").does_not_say("Hemligt");
    });
}
