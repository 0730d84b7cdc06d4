//! Stable names that are others: nothing that somebody wrote is lost because nobody answered.

use super::*;

#[test]
fn where_answers_belong_has_no_default_that_loses_them() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        draft(world, &centrum(world), "complaints.0001.handlar-om", "Läraren kom för sent.");
        let version = keep(&owner, 1, &other_columns()).await;
        let address = format!("{version}/publicera");
        owner.get(&address).await.is(200).says("Det som är troligt är förvalt.").says("Frågan är borttagen");
        let before = world.events(world.ekstad);
        post(&owner, &version, 1, &[]).await.is(422).says("Välj vart svaren hör, eller Frågan är borttagen.");
        assert_eq!(world.events(world.ekstad), before, "nothing is published by saying nothing");
        post(&owner, &version, 1, &[GONE]).await.is(303);
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
        let version = keep(&owner, 1, &document).await;
        let address = format!("{version}/publicera");
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
        let version = keep(&owner, 1, &document).await;
        let address = format!("{version}/publicera");
        owner
            .get(&address)
            .await
            .is(200)
            .says("Har redovisningar bytt namn?")
            .says("låt den behålla sitt stabila namn")
            .says("1 inlämnad redovisning står kvar under det gamla namnet")
            .says("1 påbörjat utkast följer inte med till den nya.");
        post(&owner, &version, 1, &[]).await.is(422).says("Kryssa för att det är olika redovisningar.");
        post(&owner, &version, 1, &[("olika-klagomal-t1-klagomal-var", "ja")]).await.is(303);
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

#[test]
fn a_page_that_showed_another_version_as_the_one_in_force_publishes_nothing_and_says_what_has_happened() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let stale = keep(&owner, 1, &moved("2024-04-15")).await;
        let third = keep(&owner, 2, &moved("2024-04-22")).await;
        // Drawn while version 1 was in force; meanwhile version 2 is published elsewhere.
        owner.get(&format!("{third}/publicera")).await.is(200).says("Den ersätter version 1");
        post(&owner, &stale, 1, &[]).await.is(303);
        let before = world.events(world.ekstad);
        let told = post(&owner, &third, 1, &[]).await;
        told.is(422)
            .says("Inget är publicerat")
            .says("När du öppnade sidan gällde version 1. Sedan dess har version 2 publicerats")
            .says("Den ersätter version 2")
            .says("Sista dagen ändras från 15 till 22 april 2024.");
        assert_eq!(hidden(&told.main(), "ersatter"), "2");
        // Nor does a form that says nothing of it.
        owner.post(&format!("{third}/publicera"), &[]).await.is(422).says("Inget är publicerat");
        assert_eq!(world.events(world.ekstad), before);
        assert_eq!(centrum(world).due(), "2024-04-15".parse().unwrap());
        // Looked at, it is published by the page that now says so.
        post(&owner, &third, 2, &[]).await.is(303);
        assert_eq!(centrum(world).due(), "2024-04-22".parse().unwrap());
    });
}

#[test]
fn what_came_late_and_is_in_time_by_a_later_day_is_told_before_and_stays_so_when_the_day_is_moved_back() {
    on_both(async |world| {
        world.clock.set("2024-04-10T08:00:00Z".parse().unwrap());
        hand_in(world, &centrum(world), NOTHING);
        let owner = world.client("owner").await;
        let told = publish(&owner, 1, &moved("2024-04-15"), &[]).await;
        told.says("1 lämnade in efter den sista dag som gäller nu, och räknas som i tid när versionen är publicerad.")
            .does_not_say("1 har lämnat in. Det gäller.");
        let now = world.app.clock().now();
        assert_eq!(centrum(world).timeliness(now), Timeliness::OnTime);
        let told = publish(&owner, 2, DOCUMENT, &[]).await;
        told.says("bedöms efter 15 april 2024, så ingen blir sen i efterhand");
        assert_eq!(centrum(world).timeliness(now), Timeliness::OnTime);
    });
}

#[test]
fn a_choice_under_another_stable_name_and_called_the_same_is_told_as_no_other_and_drafts_follow_it() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let with = |slug: &str, more: &str| {
            let options =
                format!("{{ slug = \"{slug}\", title = \"Telefon\" }}, {{ slug = \"brev\", title = \"Brev\" }}{more}");
            let column =
                format!("{{ slug = \"kanal\", title = \"Kanal\", kind = \"choice\", options = [{options}] }},\n  ");
            DOCUMENT.replacen("{ slug = \"mottaget\"", &format!("{column}{{ slug = \"mottaget\""), 1)
        };
        publish(&owner, 1, &with("ring", ""), &[]).await;
        // The web keeps the stable name, a file what it is called.
        draft(world, &centrum(world), "complaints.0001.kanal", "ring");
        draft(world, &one(world, "klagomal-t1", "Lindblad Öster"), "complaints.0001.kanal", "Telefon");
        let polis = ", { slug = \"polis\", title = \"Polis\" }";
        let told = publish(&owner, 2, &with("tel", polis), &[]).await;
        told.says("Andra val i ”Kanal”: ”Polis” är nytt.").does_not_say("går bort");
        let editor = world.client("editor").await;
        for one in [centrum(world), one(world, "klagomal-t1", "Lindblad Öster")] {
            let page = editor.get(&format!("/h/ekstad/uppgift/{}/fyll-i", one.id)).await;
            page.is(200).says("<option value=\"tel\" selected>");
        }
    });
}
