//! The same file with several letters: the one that came first counts, in whatever order they were handed in.

use super::*;
use crate::testing::on_both;

/// The file in a letter that came then, on a day of April.
pub(super) async fn in_a_letter(world: &World, officer: &Client<'_>, name: &str, (day, file): (u8, &[u8])) -> String {
    let came = format!("{day} Apr 2024 10:00:00 +0200");
    let mail = Mail::from("editor@test.example", name).at(&came).with("a.xlsx", file);
    handed_in(world, officer, &mail).await
}

#[expect(clippy::unnecessary_wraps, reason = "as what arrived is told where it may not have")]
pub(super) fn at(day: u8) -> Option<Instant> {
    Some(format!("2024-04-{day:02}T08:00:00Z").parse().unwrap())
}

/// Whether the version that was signed came late, as its receipt says.
pub(super) fn late(world: &World, id: Id<AssignmentKind>) -> (bool, Option<Instant>) {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let latest = crate::submissions::latest(tx, id)?.unwrap();
        Ok((latest.late, latest.arrived_at))
    })
}

pub(super) fn faults(world: &World) -> Vec<String> {
    let none = crate::audit::verify::Anchors::default();
    let found =
        crate::testing::apart(|| crate::audit::verify::everything(world.app.db(), world.app.files(), &none).unwrap());
    found.iter().flat_map(|of| of.faults.iter().map(ToString::to_string)).collect()
}

#[test]
fn the_same_file_in_a_letter_that_came_earlier_gives_the_earlier_arrival_and_both_letters_say_so() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let second = in_a_letter(world, &officer, "1", (10, &file)).await;
        assert_eq!(arrival(world, id), at(10));
        let first = in_a_letter(world, &officer, "2", (5, &file)).await;
        assert_eq!(arrival(world, id), at(5));
        officer
            .get(&first)
            .await
            .says("V\u{e4}ntar p\u{e5} signering")
            .says("Samma fil har ocks\u{e5} kommit med ett brev som kom senare");
        officer.get(&second).await.says("Samma fil kom tidigare").does_not_say("V\u{e4}ntar p\u{e5} signering");
        // One that came still later changes nothing.
        let third = in_a_letter(world, &officer, "3", (11, &file)).await;
        officer.get(&third).await.says("Samma fil kom tidigare");
        assert_eq!(arrival(world, id), at(5));
        signed(world, id).await;
        assert_eq!(late(world, id), (false, at(5)));
        // It is one upload, and can be taken out from where it counts now.
        assert_eq!(faults(world), Vec::<String>::new());
    });
}

#[test]
fn where_the_copy_that_counts_is_taken_out_the_other_letter_counts_again_and_the_draft_stays() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let second = in_a_letter(world, &officer, "1", (10, &file)).await;
        let first = in_a_letter(world, &officer, "2", (5, &file)).await;
        officer.post(&format!("{first}/fil/1/angra"), &[]).await.is(303);
        assert_eq!((draft(world, world.lindblad, id), arrival(world, id)), (complaint(&[]), at(10)));
        officer.get(&second).await.says("V\u{e4}ntar p\u{e5} signering").does_not_say("Samma fil kom tidigare");
        assert_eq!(faults(world), Vec::<String>::new());
        // The last one takes the draft along.
        officer.post(&format!("{second}/fil/1/angra"), &[]).await.is(303);
        assert!(draft(world, world.lindblad, id).is_empty() && arrival(world, id).is_none());
    });
}

#[test]
fn where_the_letter_that_counts_is_set_aside_the_other_counts_and_taken_back_the_first_counts_again() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let second = in_a_letter(world, &officer, "1", (10, &file)).await;
        let first = in_a_letter(world, &officer, "2", (5, &file)).await;
        officer.post(&format!("{first}/at-sidan"), &[("skal", "Fel brev")]).await.is(303);
        assert_eq!((draft(world, world.lindblad, id), arrival(world, id)), (complaint(&[]), at(10)));
        officer.get(&second).await.says("V\u{e4}ntar p\u{e5} signering").does_not_say("Samma fil kom tidigare");
        officer.post(&format!("{first}/ta-tillbaka"), &[]).await.is(303);
        work(world).await;
        assert_eq!((draft(world, world.lindblad, id), arrival(world, id)), (complaint(&[]), at(5)));
        officer.get(&second).await.says("Samma fil kom tidigare");
        signed(world, id).await;
        assert_eq!(late(world, id), (false, at(5)));
        assert_eq!(faults(world), Vec::<String>::new());
    });
}

#[test]
fn what_was_signed_as_late_is_in_time_once_an_officer_says_that_the_same_file_came_before_and_the_chain_says_so() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let second = in_a_letter(world, &officer, "1", (10, &file)).await;
        signed(world, id).await;
        assert_eq!(late(world, id), (true, at(10)));
        let first = in_a_letter(world, &officer, "2", (5, &file)).await;
        // What is signed is not moved before somebody has seen both times.
        assert_eq!(late(world, id), (true, at(10)));
        let officer = world.client("officer").await;
        officer.get(&first).await.says("V\u{e4}ntar p\u{e5} er").says("Se b\u{e5}da tiderna");
        let own = format!("{first}/fil/1");
        let asks = officer.get(&format!("{own}/skillnad")).await;
        asks.is(200).says("10 april 2024 kl. 10.00").says("5 april 2024 kl. 10.00").does_not_say("L\u{e4}mna tillbaka");
        officer.post(&format!("{own}/aterlamna"), &[("version", "1"), ("motivering", "Nej")]).await.is(303);
        assert!(!world.events(world.ekstad).contains(&"submission.returned".to_owned()));
        officer.post(&own, &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert_eq!(late(world, id), (false, at(5)));
        assert!(world.events(world.ekstad).contains(&"submission.timed".to_owned()));
        assert_eq!(faults(world), Vec::<String>::new(), "what the chain tells and what the row says is the same");
        let officer = world.client("officer").await;
        officer
            .get(&format!("/h/ekstad/granska/{id}"))
            .await
            .says("r\u{e4}ttade n\u{e4}r redovisningen kom in med e-post");
        // The letter that came first did not, an officer says: then the other one counts again.
        let said = [("dag", "2024-04-11"), ("klockslag", "10.00"), ("skal-tid", "Enligt kuvertet")];
        officer.post(&format!("{first}/tid"), &said).await.is(303);
        assert_eq!(late(world, id), (true, at(10)));
        officer.get(&first).await.says("Samma fil kom tidigare");
        officer.get(&second).await.says("Signerad 12 april 2024");
        assert_eq!(faults(world), Vec::<String>::new());
    });
}

#[test]
fn what_is_approved_is_moved_by_no_copy() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        in_a_letter(world, &officer, "1", (10, &file)).await;
        signed(world, id).await;
        let officer = world.client("officer").await;
        officer.post(&format!("/h/ekstad/granska/{id}/godkann"), &[("version", "1")]).await.is(303);
        let page = in_a_letter(world, &officer, "2", (5, &file)).await;
        officer.get(&page).await.says("Samma fil kom tidigare");
        assert_eq!(late(world, id), (true, at(10)));
    });
}

#[test]
fn where_the_officer_lets_the_time_of_what_is_signed_stand_it_stands_and_a_locked_item_is_not_asked_about() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        in_a_letter(world, &officer, "1", (10, &file)).await;
        signed(world, id).await;
        let officer = world.client("officer").await;
        let first = in_a_letter(world, &officer, "2", (5, &file)).await;
        officer.post(&format!("{first}/fil/1/lagg-undan"), &[("version", "1"), ("skal", "Fel klocka")]).await.is(303);
        officer.get(&first).await.says("Fel klocka").does_not_say("V\u{e4}ntar p\u{e5} er");
        assert_eq!(late(world, id), (true, at(10)));
        officer.post(&format!("/h/ekstad/granska/{id}/las"), &[("skal-las", "Klart"), ("skal", "Klart")]).await.is(303);
        let third = in_a_letter(world, &officer, "3", (4, &file)).await;
        officer.get(&third).await.says("Samma fil kom tidigare").does_not_say("V\u{e4}ntar p\u{e5} er");
        assert_eq!(late(world, id), (true, at(10)));
    });
}

#[test]
fn a_file_that_waits_to_be_read_in_is_told_of_before_signing_and_gives_what_is_written_no_time_of_its_own() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let (tools, lindblad, person) = (Tools::of(&world.app), world.lindblad, crate::testing::person_id("editor"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let all = complaint(&[("atgard", "Skrivet h\u{e4}r.")]);
            let changes: Vec<_> =
                all.into_iter().map(|(path, text)| drafts::Change { path, text, seen: None }).collect();
            drafts::write(tx, &tools, lindblad, id, person, &changes).map(|_| ())
        });
        let file = filled(world, id, complaint(&[]));
        let page = in_a_letter(world, &officer, "1", (5, &file)).await;
        officer.get(&page).await.says("V\u{e4}ntar hos anordnaren");
        let check = world.client("rektor").await.get(&format!("/h/ekstad/uppgift/{id}/kontrollera")).await;
        check.is(200).says("som kom med e-post \u{e4}r inte inl\u{e4}st").says("a.xlsx").says("5 april 2024 kl. 10.00");
        check.says(&format!("/h/ekstad/uppgift/{id}/arbetsbok"));
        let task = world.client("rektor").await.get(&format!("/h/ekstad/uppgift/{id}")).await;
        task.says("filen \u{e4}r inte inl\u{e4}st").says("Signerar ni utan att l\u{e4}sa in den");
        task.does_not_say("\u{e4}ven om det signeras senare");
        signed(world, id).await;
        assert_eq!(late(world, id), (true, None), "nothing of what is signed came with the letter");
        assert_eq!(faults(world), Vec::<String>::new());
    });
}

#[test]
fn a_file_that_nobody_has_read_in_promises_no_time_that_the_receipt_does_not_give() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        in_a_letter(world, &officer, "1", (10, &filled(world, id, complaint(&[])))).await;
        // Another file, which came before and waits to be read in.
        let other = filled(world, id, complaint(&[("atgard", "Samtal med gruppen.")]));
        in_a_letter(world, &officer, "2", (5, &other)).await;
        assert_eq!(became(world).iter().filter(|one| *one == "upload").count(), 1);
        assert_eq!(arrival(world, id), at(10), "what the pages tell is what is stored");
        let check = world.client("rektor").await.get(&format!("/h/ekstad/uppgift/{id}/kontrollera")).await;
        check.says("räknas från en annan fil").does_not_say("räknas redovisningen inte från den dag");
        signed(world, id).await;
        assert_eq!(late(world, id), (true, at(10)));
    });
}
