//! What a page never sends: rows that cannot be, a signature of nothing that was shown, ways that lead nowhere.

use super::{base, fill, find, hidden, row, sign};
use crate::testing::on_both;

#[test]
fn a_row_with_a_number_that_no_row_can_have_is_told_and_comes_back() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Centrum");
        let editor = world.client("editor").await;
        for number in ["10000", "99999999999999999999"] {
            let name = format!("complaints-{number}-handlar-om");
            let answer = fill(&editor, id, &[], &[(&name, "Text i en rad som inte finns"), ("hela", "1")]).await;
            answer.is(422).says("från 1 till 9 999").says("Text i en rad som inte finns");
            let field = editor.post(&format!("{}/falt", base(id)), &[(&name, "Text")]).await;
            assert!(field.is(422).text().contains("från 1 till 9 999"), "{}", field.text());
        }
        let last = [("complaints-9999-handlar-om", "Text"), ("hela", "1")];
        fill(&editor, id, &[], &last).await.is(303);
    });
}

#[test]
fn a_signature_that_does_not_say_what_was_shown_is_told_so_and_not_that_somebody_wrote() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Öster");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        fill(&editor, id, &row(0), &[("hela", "1")]).await.is(303);
        let text = rektor.get(&format!("{}/kontrollera", base(id))).await.main();
        let (shown, stamp) = (hidden(&text, "visad"), hidden(&text, "sedd"));
        let other = "0".repeat(64);
        let later = (stamp.parse::<i64>().unwrap() + 1_000_000).to_string();
        let odd: [&[(&str, &str)]; 6] = [
            &[],
            &[("visad", &shown)],
            &[("sedd", &stamp)],
            &[("visad", "x"), ("sedd", &stamp)],
            &[("visad", &other), ("sedd", &stamp)],
            &[("visad", &shown), ("sedd", &later)],
        ];
        for fields in odd {
            let answer = rektor.post(&format!("{}/signera/enhet", base(id)), fields).await;
            answer.is(409).says("Det går inte att se vad du hade läst").says("Inget är signerat");
            answer.does_not_say("har ändrat i utkastet");
        }
        sign(&rektor, id, "enhet").await.is(303);
    });
}

#[test]
fn a_history_leads_to_the_form_only_where_it_can_be_written_in() {
    on_both(async |world| {
        let id = find(world, "klagomal-t1", "Lindblad Öster");
        let (editor, rektor) = (world.client("editor").await, world.client("rektor").await);
        fill(&editor, id, &row(0), &[("hela", "1")]).await.is(303);
        let pages = ["historik".to_owned(), "historik?falt=complaints.0000.atgard".to_owned()];
        let form = format!("{}/fyll-i", base(id));
        for page in &pages {
            editor.get(&format!("{}/{page}", base(id))).await.is(200).says(&form);
        }
        sign(&rektor, id, "enhet").await.is(303);
        for page in &pages {
            let page = editor.get(&format!("{}/{page}", base(id))).await;
            page.is(200).says("Till redovisningens sida").does_not_say(&form);
        }
        // Who follows an old link is told why.
        editor.get(&form).await.is(409).says("lämnades in");
    });
}
