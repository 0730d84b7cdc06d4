//! What still holds of several changes, and what a last day that has passed does to whom.

use super::*;

/// Where the words stand on the page.
fn at(page: &str, words: &str) -> usize {
    page.find(words).unwrap_or_else(|| panic!("{words}: {page}"))
}

#[test]
fn the_newest_of_several_changes_stands_first_and_those_that_it_overtook_are_folded() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        publish(&owner, 1, &moved("2024-04-15"), &[]).await;
        world.clock.set("2024-03-16T08:00:00Z".parse().unwrap());
        // A day later she has signed in again.
        publish(&world.client("owner").await, 2, &moved("2024-04-22"), &[]).await;
        let editor = world.client("editor").await;
        for address in ["/start".to_owned(), format!("/h/ekstad/uppgift/{}", centrum(world).id)] {
            let page = editor.get(&address).await.is(200).main();
            let now = at(&page, "Sista dagen ändrades 16 mars 2024 från 15 till 22 april 2024.");
            // On the start page there are three items that the day was moved for.
            let fold = at(&page, "som inte gäller längre");
            let before = at(&page, "Sista dagen ändrades 15 mars 2024 från 8 till 15 april 2024.");
            assert!(now < fold && fold < before, "{address}: {now} {fold} {before}");
        }
        let page = world.client("officer").await.get("/h/ekstad/uppfoljning/2024/andringar").await.is(200).main();
        // Each of the three items that the day was moved for.
        let (now, marked) = (at(&page, "16 mars 2024 från 15"), at(&page, "Ändrat igen senare."));
        assert!(now < marked && page.matches("Ändrat igen senare.").count() == 3, "{page}");
    });
}

#[test]
fn questions_that_were_changed_again_in_part_are_said_to_be() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        publish(&owner, 1, &other_columns(), &[GONE]).await;
        // What went comes back, and what came stays.
        let added =
            "{ slug = \"kanal\", title = \"Kanal\", kind = \"text\", required = true },\n  { slug = \"mottaget\"";
        publish(&owner, 2, &DOCUMENT.replacen("{ slug = \"mottaget\"", added, 1), &[]).await;
        let page = world.client("editor").await.get(&format!("/h/ekstad/uppgift/{}", centrum(world).id)).await;
        page.is(200).says("En del av det har ändrats igen senare.").does_not_say("inte gäller längre");
    });
}

#[test]
fn a_day_that_has_passed_is_told_as_what_it_does_to_each_and_not_as_more_time() {
    on_both(async |world| {
        world.clock.set("2024-04-20T08:00:00Z".parse().unwrap());
        let owner = world.client("owner").await;
        let told = publish(&owner, 1, &moved("2024-04-02"), &[]).await;
        told.says(
            "Den ordinarie sista dagen ändras från 8 till 2 april 2024, som redan har passerat. Ingen blir sen av det.",
        )
        .says("9 uppgifter behåller sin sista dag.")
        .says("3 är redan försenade. Sista dagen är kvar, 8 april 2024.")
        .does_not_say("får en annan sista dag");
        let editor = world.client("editor").await;
        editor
            .get("/start")
            .await
            .says("Den ordinarie sista dagen ändrades 20 april 2024 från 8 till 2 april 2024, som då redan hade passerat.")
            .does_not_say("Mer tid till");
        let told = publish(&owner, 2, &moved("2024-04-15"), &[]).await;
        told.says("3 är redan försenade och förblir det. Sista dagen blir 15 april 2024, som också har passerat.");
    });
}

/// Without one of the choices of the status.
fn fewer_choices() -> String {
    let line = "{ slug = \"vidare-till-huvudmannen\", title = \"Vidare till huvudmannen\" }";
    assert!(DOCUMENT.contains(line));
    DOCUMENT.replacen(line, "{ slug = \"vilar\", title = \"Vilar\" }", 1)
}

#[test]
fn choices_that_go_and_come_are_named_with_how_many_have_chosen_them() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let mut fields = one_complaint("Samtal.");
        for (path, text) in &mut fields {
            if path.ends_with(".status") {
                *text = "Vidare till huvudmannen";
            }
        }
        hand_in(world, &centrum(world), &fields);
        draft(world, &one(world, "klagomal-t1", "Lindblad Öster"), "complaints.0001.status", "Vidare till huvudmannen");
        let told = publish(&owner, 1, &fewer_choices(), &[]).await;
        told.says("Andra val i ”Status”: ”Vidare till huvudmannen” går bort, ”Vilar” är nytt.")
            .says("1 utkast har ett svar på frågan. Står där ett val som går bort")
            .says("1 inlämnad redovisning har val som går bort. Det som är inlämnat står kvar som det är.")
            .does_not_say("Tar emot andra svar");
        let said = "Andra val i ”Status”: ”Vidare till huvudmannen” går bort, ”Vilar” är nytt.";
        world.client("editor").await.get(&format!("/h/ekstad/uppgift/{}", centrum(world).id)).await.says(said);
    });
}
