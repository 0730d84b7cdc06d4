//! The deviation report.

use super::*;

#[test]
fn from_signing_in_to_a_signed_no_deviations_is_four_pages() {
    on_both(async |world| {
        let id = find(world, "avvikelser-malvarden", &world.areas[0].0);
        let management = world.client("management").await;
        management.get("/start").await.is(200).says(&base(id));
        management.get(&base(id)).await.is(200).says("Inte några avvikelser").says("Signera: inte några avvikelser");
        let signed = management.post(&format!("{}/signera/anordnare", base(id)), &[("inga-avvikelser", "1")]).await;
        let receipt = management.get(&signed.is(303).location).await;
        receipt.is(200).says("Inlämnad").says("Inte några avvikelser").says("anordnarens ledning");
        let again = management.post(&format!("{}/signera/anordnare", base(id)), &[("inga-avvikelser", "1")]).await;
        assert_eq!(again.is(303).location, signed.location, "the same button twice leads to the same receipt");
        assert_eq!(world.events(world.ekstad).iter().filter(|kind| *kind == "submission.signed").count(), 1);
    });
}

#[test]
fn only_targets_at_risk_are_opened_and_analysed() {
    on_both(async |world| {
        let id = find(world, "avvikelser-malvarden", &world.areas[0].0);
        let (editor, management) = (world.client("editor").await, world.client("management").await);
        let form = format!("{}/fyll-i", base(id));
        editor.get(&form).await.is(200).says("Vi riskerar att inte nå målvärdet").says("Stöd för analysen, i sex steg");
        let some = [("hela", "1"), ("statement.answer", "some"), ("target-avbrott.risk", "ja"), ("vidare", "1")];
        fill(&editor, id, &[], &some).await.is(422).says("href=\"#f-target-avbrott-causes\"");
        let causes = ("target-avbrott.causes".to_owned(), "Många har börjat arbeta.");
        let checked = fill(&editor, id, &[causes], &some).await;
        editor
            .get(&checked.is(303).location)
            .await
            .is(200)
            .says("Många har börjat arbeta.")
            .says("Anordnarens ledning");
        // What is written says otherwise, so the statement is not signed in its stead.
        management.get(&base(id)).await.is(200).does_not_say("Signera: inte några avvikelser");
        let refused = management.post(&format!("{}/signera/anordnare", base(id)), &[("inga-avvikelser", "1")]).await;
        refused.is(409).says("Inget är signerat");
        sign(&management, id, "anordnare").await.is(303);
        let rektor = world.client("rektor").await;
        rektor.post(&format!("{}/signera/enhet", base(id)), &[]).await.is(404);
    });
}

#[test]
fn choosing_no_deviations_takes_the_marks_away_with_one_button_and_keeps_the_texts() {
    on_both(async |world| {
        let id = find(world, "avvikelser-malvarden", &world.areas[0].0);
        let management = world.client("management").await;
        let form = format!("{}/fyll-i", base(id));
        let some = [
            ("hela", "1"),
            ("statement.answer", "some"),
            ("target-avbrott.risk", "ja"),
            ("target-avbrott.causes", "Många har börjat arbeta."),
        ];
        fill(&management, id, &[], &some).await.is(303);
        // The check page and the receipt show every answer that is signed.
        let check = management.get(&format!("{}/kontrollera", base(id))).await;
        check
            .is(200)
            .says("Finns det några avvikelser?")
            .says("Ja, det finns avvikelser")
            .says("Riskerar ni att inte nå");
        // The box stays ticked although it is hidden by the other answer; nothing that is typed is lost on the way.
        let mut none = some;
        none[1].1 = "none";
        none[3].1 = "Många har börjat arbeta, skrev vi nyss.";
        let refused = fill(&management, id, &[], &[&none[..], &[("vidare", "1")]].concat()).await;
        refused.is(422).says("är markerat eller ifyllt").says("Ta bort markeringarna");
        let check = management.get(&format!("{}/kontrollera", base(id))).await;
        check.is(200).says("Ta bort markeringarna").does_not_say("Lämna in och signera");
        let done = fill(&management, id, &[], &[&none[..], &[("ta-bort-markering", "alla")]].concat()).await;
        assert_eq!(done.is(303).location, format!("{}/kontrollera", base(id)));
        management.get(&done.location).await.is(200).says("Lämna in och signera").does_not_say("Många har börjat");
        let history = management.get(&format!("{}/historik?falt=target-avbrott.causes", base(id))).await;
        history.is(200).says("skrev vi nyss").says("Många har börjat arbeta.");
        management.get(&form).await.is(200).does_not_say("Ta bort markeringarna");
        let receipt = sign(&management, id, "anordnare").await.is(303).location.clone();
        management.get(&receipt).await.is(200).says("Inte några avvikelser");
    });
}

#[test]
fn the_text_of_a_target_that_is_not_marked_is_taken_away_by_itself() {
    on_both(async |world| {
        let id = find(world, "avvikelser-malvarden", &world.areas[0].0);
        let editor = world.client("editor").await;
        let fields = [("hela", "1"), ("statement.answer", "some"), ("target-avbrott.causes", "Kvar från i går.")];
        fill(&editor, id, &[], &fields).await.is(303);
        editor.get(&format!("{}/fyll-i", base(id))).await.is(200).says("Här finns text som inte är med");
        let take = [("hela", "1"), ("statement.answer", "some"), ("ta-bort-markering", "target-avbrott")];
        fill(&editor, id, &[], &take).await.is(303);
        let page = editor.get(&format!("{}/fyll-i", base(id))).await;
        page.is(200).does_not_say("Här finns text som inte är med").does_not_say("Kvar från i går.");
        let history = editor.get(&format!("{}/historik?falt=target-avbrott.causes", base(id))).await;
        history.is(200).says("Kvar från i går.");
    });
}
