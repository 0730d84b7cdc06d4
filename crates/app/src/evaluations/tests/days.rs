//! Days lie within the evaluation, and what somebody writes on a form that is gone is kept by the page that says so.

use super::*;

#[test]
fn days_of_visits_and_answers_lie_within_the_evaluation_and_it_is_not_made_shorter_than_they_are() {
    on(ENGINES[0], async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad]).await;
        joined(world, &officer, world.ekstad, &[world.lindblad]).await;
        let of = (id.as_str(), world.lindblad);
        let (at, who) = (part_at(&id, world.lindblad), crate::testing::person_id("regional").to_string());
        let plan = async |day: &str| {
            let seen = part_seen(world, &id, world.lindblad);
            let sent = [("sedd", &*seen), ("planera-dag", day), ("planera-utvarderare", &*who)];
            regional.post(&format!("{at}/planera"), &sent).await
        };
        plan("2024-02-28").await.is(422).says("1 mars 2024 till 20 december 2024");
        plan("2024-12-21").await.is(422).says("1 mars 2024 till 20 december 2024");
        plan("2024-02-30").await.is(422).says("finns ingen s\u{e5}dan dag");
        plan("2024-12-20").await.is(303);
        // A later visit says from when it is judged.
        regional.get(&at).await.is(200).says("fr\u{e5}n och med dagen f\u{f6}r bes\u{f6}ket");
        let shorter = [
            ("sedd", &*seen(world, &id)),
            ("andra-namn", "Gemensam 2024"),
            ("andra-fran", "2024-03-01"),
            ("andra-till", "2024-12-19"),
        ];
        let change = format!("/h/ekstad/utvarderingar/{id}/steg/andra");
        regional.post(&change, &shorter).await.is(422).says("Hos 1 anordnare");
        plan("2024-03-15").await.is(303);
        regional.post(&change, &shorter).await.is(303);
        visited(world, &regional, of).await;
        let late = [("sedd", &*part_seen(world, &id, world.lindblad)), ("skicka-dag", "2024-12-20")];
        regional.post(&format!("{at}/skicka"), &late).await.is(422).says("19 december 2024");
        let within = [("sedd", &*part_seen(world, &id, world.lindblad)), ("skicka-dag", "2024-04-02")];
        regional.post(&format!("{at}/skicka"), &within).await.is(303);
        // Who wrote why it is to be ended has the words back, though the form is not there any longer.
        let ends = [("sedd", "0"), ("avsluta-text", "Mina sk\u{e4}l.")];
        regional.post(&format!("{at}/avsluta"), &ends).await.is(409).says("Mina sk\u{e4}l.");
    });
}

#[test]
fn what_is_said_with_a_yes_is_read_by_whoever_leads() {
    on(ENGINES[0], async |world| {
        let (regional, officer) = (world.client("regional").await, world.client("officer").await);
        let id = begun(&regional).await;
        asked(world, &regional, &id, &[world.ekstad]).await;
        let page = format!("/h/ekstad/gemensam-utvardering/{}", copy_at(world, world.ekstad));
        let yes = [("svar-val", "ja"), ("svar-anordnare", &*world.lindblad.to_string()), ("svar-text", "Helst i maj.")];
        officer.post(&format!("{page}/svara"), &yes).await.is(303);
        carried(world).await;
        officer.get(&page).await.is(200).says("Helst i maj.");
        regional.get(&format!("/h/ekstad/utvarderingar/{id}")).await.is(200).says("Helst i maj.");
    });
}
