//! Stable names that are others: nothing that somebody wrote is lost because nobody answered.

use super::*;

#[test]
fn where_answers_belong_has_no_default_that_loses_them() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        draft(world, &centrum(world), "complaints.0001.handlar-om", "Läraren kom för sent.");
        let address = format!("{}/publicera", keep(&owner, 1, &other_columns()).await);
        owner.get(&address).await.is(200).says("Det som är troligt är förvalt.").says("Frågan är borttagen");
        let before = world.events(world.ekstad);
        owner.post(&address, &[]).await.is(422).says("Välj vart svaren hör, eller Frågan är borttagen.");
        assert_eq!(world.events(world.ekstad), before, "nothing is published by saying nothing");
        owner.post(&address, &[GONE]).await.is(303);
    });
}

#[test]
fn a_question_with_a_near_title_is_proposed_and_told_as_the_same() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let document = DOCUMENT.replacen(
            "slug = \"atgard\", title = \"Hantering och åtgärd\"",
            "slug = \"atgarder\", title = \"Hantering och åtgärder\"",
            1,
        );
        let address = format!("{}/publicera", keep(&owner, 1, &document).await);
        let page = owner.get(&address).await;
        page.is(200)
            .says("<option value=\"atgarder\" selected>")
            .says("Nytt namn: ”Hantering och åtgärd” heter nu ”Hantering och åtgärder”.")
            .does_not_say("Frågas inte längre");
    });
}

#[test]
fn an_item_under_another_stable_name_is_asked_about_before_its_work_is_left_behind() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        hand_in(world, &centrum(world), NOTHING);
        draft(world, &one(world, "klagomal-t1", "Lindblad Öster"), "complaints.0001.atgard", "Samtal med rektor.");
        let document = DOCUMENT.replace("\"klagomal-t1\"", "\"klagomal-var\"");
        let address = format!("{}/publicera", keep(&owner, 1, &document).await);
        owner
            .get(&address)
            .await
            .is(200)
            .says("Har redovisningar bytt namn?")
            .says("låt den behålla sitt stabila namn")
            .says("1 inlämnad redovisning står kvar under det gamla namnet")
            .says("1 påbörjat utkast följer inte med till den nya.");
        owner.post(&address, &[]).await.is(422).says("Kryssa för att det är olika redovisningar.");
        owner.post(&address, &[("olika-klagomal-t1", "ja")]).await.is(303);
        assert_eq!(of_item(world, "klagomal-var").len(), 3);
    });
}

#[test]
fn an_occasion_under_another_stable_name_takes_its_work_along_and_says_what_does_not_follow() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let before = centrum(world).id;
        draft(world, &centrum(world), "complaints.0001.atgard", "Samtal med rektor.");
        let document = DOCUMENT.replace("\"tertial-1\"", "\"varen\"");
        let told = publish(&owner, 1, &document, &[]).await;
        told.says("Tillfällen har fått ett annat stabilt namn")
            .says("Uppgifterna följer med, med allt som är skrivet och inlämnat.")
            .does_not_say("Uppgiften flyttas till");
        assert_eq!((centrum(world).id, centrum(world).occasion.as_str()), (before, "varen"));
        let editor = world.client("editor").await;
        editor.get("/start").await.is(200).says("Tertial 1").does_not_say("Uppgiften hör sedan");
        editor.get(&format!("/h/ekstad/uppgift/{before}/fyll-i")).await.says("Samtal med rektor.");
    });
}
