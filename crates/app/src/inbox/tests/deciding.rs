//! What waits for an officer, and what an officer says.

use super::*;
use crate::testing::on_both;

#[test]
fn an_unknown_address_makes_nothing_until_an_officer_says_what_it_is_and_then_runs_as_if_matched() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let page = came_from(world, &officer, id, "okand@annan.example").await;
        assert!(draft(world, world.lindblad, id).is_empty() && arrival(world, id).is_none());
        let letter = officer.get(&page).await;
        letter.says("har den här e-postadressen").says("Det ser ut att vara").says("Lindblad Centrum");
        let own = format!("{page}/fil/1");
        officer.get(&own).await.is(200).says("Lindblad Vuxenutbildning");
        let of = officer.get(&format!("{own}?anordnare={}", world.lindblad)).await;
        of.says("Lindblad Centrum").says("Läs in filen här");
        officer.post(&own, &[("anordnare", &world.lindblad.to_string()), ("uppgift", "")]).await.is(422);
        officer.post(&own, &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        assert_eq!(arrival(world, id), Some("2024-03-14T13:02:00Z".parse().unwrap()));
        officer.get(&page).await.says("Valt av officer").says("Väntar på signering");
        // A colleague's older page changes nothing.
        officer.post(&own, &[("uppgift", &id.to_string())]).await.is(303);
        // And it can be undone while nobody has written there.
        officer.post(&format!("{own}/angra"), &[]).await.is(303);
        assert!(draft(world, world.lindblad, id).is_empty() && arrival(world, id).is_none());
        officer.get(&page).await.says("Väntar på er");
        officer.post(&own, &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        assert!(letters_sent(world).is_empty(), "nobody whom we do not know is answered");
    });
}

#[test]
fn a_choice_is_not_undone_over_what_the_provider_has_written_since() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let page = came_from(world, &officer, id, "okand@annan.example").await;
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        world.clock.set("2024-03-16T09:00:00Z".parse().unwrap());
        let (tools, lindblad, person) = (Tools::of(&world.app), world.lindblad, crate::testing::person_id("editor"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let path = cell_path("complaints", 1, "atgard");
            let change = [drafts::Change { path, text: "Rättat".to_owned(), seen: None }];
            drafts::write(tx, &tools, lindblad, id, person, &change).map(|_| ())
        });
        let officer = world.client("officer").await;
        officer.post(&format!("{page}/fil/1/angra"), &[]).await.is(409).says("går inte att ångra");
        assert_eq!(draft(world, world.lindblad, id)[&cell_path("complaints", 1, "atgard")], "Rättat");
    });
}

#[test]
fn another_providers_template_is_never_put_where_others_would_see_it() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let theirs = assignment(world, "klagomal-t1", "Norrsken");
        let file = filled(world, theirs, complaint(&[]));
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &file)).await;
        officer.get(&page).await.says("Mallen hör till en annan anordnare");
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert!(draft(world, world.lindblad, id).is_empty() && arrival(world, id).is_none());
        officer.get(&page).await.says("Väntar på handläggare");
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &theirs.to_string())]).await.is(303);
        work(world).await;
        assert_eq!(draft(world, world.norrsken, theirs), complaint(&[]));
    });
}

#[test]
fn a_letter_is_set_aside_with_a_reason_and_taken_back() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "1")).await;
        officer.get(&page).await.says("Brevet har ingen bifogad fil").says("Väntar på er");
        officer.post(&format!("{page}/at-sidan"), &[("skal", "  ")]).await.is(422).says("Skriv varför");
        officer.post(&format!("{page}/at-sidan"), &[("skal", "Besvarat för hand")]).await.is(303);
        officer.get(&page).await.says("Besvarat för hand").says("Lagt åt sidan");
        officer.get("/h/ekstad/epost?lage=aside").await.says("editor@test.example");
        officer.get("/h/ekstad/epost?lage=waits").await.does_not_say("editor@test.example").says("Inga brev här");
        officer.post(&format!("{page}/ta-tillbaka"), &[]).await.is(303);
        work(world).await;
        officer.get(&page).await.says("Väntar på er");
    });
}

#[test]
fn every_step_is_told_in_the_chain() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        came_from(world, &officer, id, "editor@test.example").await;
        let events = world.events(world.ekstad);
        let of_mail: Vec<&str> = events.iter().map(String::as_str).filter(|kind| kind.starts_with("mail.")).collect();
        assert_eq!(of_mail, ["mail.received", "mail.opened", "mail.sorted"]);
    });
}

#[test]
fn what_nobody_took_in_is_swept_with_its_file_and_the_chain_holds_all_the_while() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let [first, second] = ["Ja", "Nej"].map(|answer| filled(world, id, complaint(&[("ledning", answer)])));
        handed_in(world, &officer, &Mail::from("editor@test.example", "1").with("a.xlsx", &first)).await;
        let page = handed_in(world, &officer, &Mail::from("editor@test.example", "2").with("b.xlsx", &second)).await;
        officer.get(&page).await.says("Väntar hos anordnaren");
        let faults = || {
            let none = crate::audit::verify::Anchors::default();
            let found = crate::testing::apart(|| {
                crate::audit::verify::everything(world.app.db(), world.app.files(), &none).unwrap()
            });
            found.iter().flat_map(|of| of.faults.iter().map(ToString::to_string)).collect::<Vec<_>>()
        };
        assert_eq!(faults(), Vec::<String>::new());
        let hash = platform::files::sha256_hex(&second);
        let lies = |hash: String| {
            world.read(Scope::Tenant(world.ekstad.id), move |tx| crate::submissions::originals::sealed_as(tx, &hash))
        };
        assert!(lies(hash.clone()).is_some());
        world.clock.set("2024-04-02T09:00:00Z".parse().unwrap());
        work(world).await;
        assert_eq!(lies(hash), None);
        assert_eq!(faults(), Vec::<String>::new());
        // The letter itself stays: it is a record.
        let officer = world.client("officer").await;
        officer.get(&format!("{page}/original")).await.is(200);
    });
}

#[test]
fn what_was_matched_by_itself_can_be_undone_and_said_otherwise() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let page = came_from(world, &officer, id, "editor@test.example").await;
        officer.get(&page).await.says("Väntar på signering").says("Ta ut filen igen");
        officer.post(&format!("{page}/fil/1/angra"), &[]).await.is(303);
        assert!(draft(world, world.lindblad, id).is_empty() && arrival(world, id).is_none());
        officer.get(&page).await.says("Väntar på er").does_not_say("Ta ut filen igen");
        officer.post(&format!("{page}/fil/1/angra"), &[]).await.is(404);
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
    });
}

#[test]
fn a_letter_set_aside_when_it_was_done_takes_its_files_along_and_counts_as_nothing() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let page = came_from(world, &officer, id, "editor@test.example").await;
        officer.get(&page).await.says("Väntar på signering").says("tas filerna i det ut");
        officer.post(&format!("{page}/at-sidan"), &[("skal", "Fel brev")]).await.is(303);
        assert!(draft(world, world.lindblad, id).is_empty() && arrival(world, id).is_none());
        officer.get(&page).await.says("Fel brev").says("Lagd åt sidan").does_not_say("Ta ut filen igen");
        officer.post(&format!("{page}/fil/1/angra"), &[]).await.is(404);
        officer.post(&format!("{page}/ta-tillbaka"), &[]).await.is(303);
        work(world).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
        assert!(arrival(world, id).is_some());
        // Once somebody has gone on with it, it stays.
        world.clock.set("2024-03-16T09:00:00Z".parse().unwrap());
        let (tools, lindblad, person) = (Tools::of(&world.app), world.lindblad, crate::testing::person_id("editor"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let path = cell_path("complaints", 1, "atgard");
            let change = [drafts::Change { path, text: "Rättat".to_owned(), seen: None }];
            drafts::write(tx, &tools, lindblad, id, person, &change).map(|_| ())
        });
        let officer = world.client("officer").await;
        let refused = officer.post(&format!("{page}/at-sidan"), &[("skal", "Fel brev")]).await;
        refused.is(409).says("Brevet är inte lagt åt sidan").says("har skrivit i utkastet");
        refused.does_not_say("ångra").does_not_say("Lämna tillbaka").does_not_say(">skal<").says("Fel brev");
        officer.get(&page).await.says("Väntar på signering");
        assert!(arrival(world, id).is_some());
    });
}

#[test]
fn a_letter_set_aside_while_its_file_waits_to_be_read_does_not_land() {
    on_both(async |world| {
        let (id, officer) = (centrum(world), world.client("officer").await);
        let page = came_from(world, &officer, id, "okand@annan.example").await;
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        officer.post(&format!("{page}/at-sidan"), &[("skal", "Fel brev")]).await.is(303);
        work(world).await;
        assert!(draft(world, world.lindblad, id).is_empty() && arrival(world, id).is_none());
        assert_eq!(became(world), ["aside"]);
        // Taken back, what was said of it holds.
        officer.post(&format!("{page}/ta-tillbaka"), &[]).await.is(303);
        work(world).await;
        assert_eq!(draft(world, world.lindblad, id), complaint(&[]));
    });
}
