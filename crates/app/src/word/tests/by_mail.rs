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
        editor.get(&format!("{}/{staged}", word(id))).await.is(404);
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
