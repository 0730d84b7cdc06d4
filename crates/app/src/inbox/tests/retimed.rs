//! What follows for what is signed when it turns out that something came with a letter at another time.

use super::first_of_same::{at, faults, in_a_letter, late};
use super::*;
use crate::testing::on_both;

/// Of every version that was signed: whether it came late, as its receipt says.
fn all_late(world: &World, id: Id<AssignmentKind>) -> Vec<bool> {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let rows: Vec<(bool,)> = tx.all(
            ::store::sql!("SELECT late FROM submission WHERE tenant_id = $1 AND assignment_id = $2 ORDER BY number"),
            &[&id],
        )?;
        Ok(rows.into_iter().map(|(late,)| late).collect())
    })
}

async fn say_time(officer: &Client<'_>, page: &str, (day, clock): (&str, &str)) -> crate::testing::Answer {
    let said = [("dag", day), ("klockslag", clock), ("skal-tid", "Enligt kuvertet")];
    officer.post(&format!("{page}/tid"), &said).await
}

#[test]
fn a_completion_without_a_day_of_its_own_is_judged_anew_when_the_letter_of_what_it_completes_came_earlier() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let page = in_a_letter(world, &officer, "1", (10, &filled(world, id, complaint(&[])))).await;
        signed(world, id).await;
        let officer = world.client("officer").await;
        let back = [("version", "1"), ("motivering", "S\u{e4}g mer.")];
        officer.post(&format!("/h/ekstad/granska/{id}/aterlamna"), &back).await.is(303);
        let (tools, lindblad, person) = (Tools::of(&world.app), world.lindblad, crate::testing::person_id("editor"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let path = cell_path("complaints", 1, "atgard");
            let seen = drafts::load(tx, &tools, lindblad, id)?.fields.get(&path).map(|field| field.revision);
            let change = [drafts::Change { path, text: "Samtal och ny rutin.".to_owned(), seen }];
            drafts::write(tx, &tools, lindblad, id, person, &change).map(|_| ())
        });
        signed(world, id).await;
        assert_eq!(all_late(world, id), [true, true]);
        say_time(&world.client("officer").await, &page, ("2024-04-05", "10.00")).await.is(303);
        assert_eq!(all_late(world, id), [false, false], "both, since both are judged by the first");
        assert_eq!(faults(world), Vec::<String>::new(), "the chain tells of both");
    });
}

#[test]
fn what_was_signed_on_the_web_is_in_time_once_an_officer_says_that_a_letter_had_brought_the_same_before() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let (tools, lindblad, person) = (Tools::of(&world.app), world.lindblad, crate::testing::person_id("editor"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let changes: Vec<_> =
                complaint(&[]).into_iter().map(|(path, text)| drafts::Change { path, text, seen: None }).collect();
            drafts::write(tx, &tools, lindblad, id, person, &changes).map(|_| ())
        });
        let file = filled(world, id, complaint(&[]));
        signed(world, id).await;
        assert_eq!(late(world, id), (true, None));
        let page = in_a_letter(world, &officer, "1", (5, &file)).await;
        assert_eq!(late(world, id), (true, None), "nothing is moved before somebody has seen both times");
        let officer = world.client("officer").await;
        officer.get(&page).await.says("Se b\u{e5}da tiderna");
        officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
        work(world).await;
        assert_eq!(late(world, id), (false, at(5)));
        assert_eq!(faults(world), Vec::<String>::new());
    });
}

/// Signed on the web after the last day, and then counted from a letter that had brought the same before it: the item and the
/// letter's page.
async fn counts_from_a_copy(world: &World) -> (Id<AssignmentKind>, String) {
    world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
    let (id, officer) = (centrum(world), world.client("officer").await);
    let (tools, lindblad, person) = (Tools::of(&world.app), world.lindblad, crate::testing::person_id("editor"));
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        let changes: Vec<_> =
            complaint(&[]).into_iter().map(|(path, text)| drafts::Change { path, text, seen: None }).collect();
        drafts::write(tx, &tools, lindblad, id, person, &changes).map(|_| ())
    });
    let file = filled(world, id, complaint(&[]));
    signed(world, id).await;
    let page = in_a_letter(world, &officer, "1", (5, &file)).await;
    let officer = world.client("officer").await;
    officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await.is(303);
    work(world).await;
    assert_eq!(late(world, id), (false, at(5)));
    (id, page)
}

#[test]
fn a_time_that_was_chosen_wrongly_goes_when_the_letter_is_corrected() {
    on_both(async |world| {
        let (id, page) = counts_from_a_copy(world).await;
        say_time(&world.client("officer").await, &page, ("2024-04-11", "10.00")).await.is(303);
        assert_eq!(late(world, id), (true, at(11)));
        assert_eq!(faults(world), Vec::<String>::new());
    });
}

#[test]
fn a_time_that_was_chosen_wrongly_goes_when_the_file_is_taken_out() {
    on_both(async |world| {
        let (id, page) = counts_from_a_copy(world).await;
        world.client("officer").await.post(&format!("{page}/fil/1/angra"), &[]).await.is(303);
        assert!(late(world, id).0);
        assert_eq!(faults(world), Vec::<String>::new());
    });
}

#[test]
fn a_time_that_was_chosen_wrongly_goes_with_the_letter_and_is_asked_about_anew_when_that_is_taken_back() {
    on_both(async |world| {
        let (id, page) = counts_from_a_copy(world).await;
        let officer = world.client("officer").await;
        officer.post(&format!("{page}/at-sidan"), &[("skal", "Fel brev")]).await.is(303);
        assert!(late(world, id).0);
        officer.post(&format!("{page}/ta-tillbaka"), &[]).await.is(303);
        work(world).await;
        officer.get(&page).await.says("Se b\u{e5}da tiderna");
        assert!(late(world, id).0);
        assert_eq!(faults(world), Vec::<String>::new());
    });
}

#[test]
fn the_time_of_what_is_approved_stands_whichever_way_its_letter_is_taken_from_it() {
    on_both(async |world| {
        let (id, page) = counts_from_a_copy(world).await;
        let officer = world.client("officer").await;
        officer.post(&format!("/h/ekstad/granska/{id}/godkann"), &[("version", "1")]).await.is(303);
        officer.post(&format!("{page}/fil/1/angra"), &[]).await.is(409).says("godk\u{e4}nt eller l\u{e5}st");
        officer.post(&format!("{page}/at-sidan"), &[("skal", "Fel brev")]).await.is(409);
        assert_eq!(late(world, id), (false, at(5)));
    });
}

#[test]
fn a_choice_of_time_that_cannot_hold_any_more_says_so_and_changes_nothing() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        in_a_letter(world, &officer, "1", (10, &file)).await;
        signed(world, id).await;
        let officer = world.client("officer").await;
        let page = in_a_letter(world, &officer, "2", (5, &file)).await;
        officer.post(&format!("/h/ekstad/granska/{id}/godkann"), &[("version", "1")]).await.is(303);
        let said = officer.post(&format!("{page}/fil/1"), &[("uppgift", &id.to_string())]).await;
        officer.follow(&said).await.says("Tiden \u{e4}r inte \u{e4}ndrad.").says("V\u{e4}ntar p\u{e5} er");
        work(world).await;
        assert_eq!(late(world, id), (true, at(10)));
    });
}

#[test]
fn the_time_of_what_is_locked_stands() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let page = in_a_letter(world, &officer, "1", (10, &filled(world, id, complaint(&[])))).await;
        signed(world, id).await;
        let officer = world.client("officer").await;
        officer.post(&format!("/h/ekstad/granska/{id}/las"), &[("skal-las", "Klart"), ("skal", "Klart")]).await.is(303);
        say_time(&officer, &page, ("2024-04-05", "10.00")).await.is(409).says("godk\u{e4}nt eller l\u{e5}st");
        assert_eq!(late(world, id), (true, at(10)));
    });
}

#[test]
fn a_letter_that_what_is_signed_is_received_by_is_not_set_aside_under_it() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        // Named as the template is, and nothing that can be read.
        let faulty = filled(world, id, complaint(&[("karna", "N\u{e5}got annat")]));
        let page = in_a_letter(world, &officer, "1", (5, &faulty)).await;
        let (tools, lindblad, person) = (Tools::of(&world.app), world.lindblad, crate::testing::person_id("editor"));
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let path = cell_path("complaints", 1, "karna");
            let seen = drafts::load(tx, &tools, lindblad, id)?.fields.get(&path).map(|field| field.revision);
            let change = [drafts::Change { path, text: "Bem\u{f6}tande".to_owned(), seen }];
            drafts::write(tx, &tools, lindblad, id, person, &change).map(|_| ())
        });
        signed(world, id).await;
        assert_eq!(late(world, id), (false, at(5)));
        let officer = world.client("officer").await;
        let shown = officer.get(&page).await;
        shown.is(200).says("r\u{e4}knas fr\u{e5}n n\u{e4}r brevet kom").does_not_say("L\u{e4}gg brevet \u{e5}t sidan");
        officer.post(&format!("{page}/at-sidan"), &[("skal", "Fel brev")]).await.is(409);
        assert_eq!(late(world, id), (false, at(5)));
    });
}

#[test]
fn the_same_letter_once_more_is_looked_at_where_it_came_before_what_was_taken_for_the_first() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let file = filled(world, id, complaint(&[]));
        let second = in_a_letter(world, &officer, "1", (10, &file)).await;
        let first = in_a_letter(world, &officer, "1", (5, &file)).await;
        assert_eq!(arrival(world, id), at(5));
        officer.get(&second).await.says("Samma fil kom tidigare");
        let third = in_a_letter(world, &officer, "1", (11, &file)).await;
        officer.get(&third).await.says("Samma brev har kommit f\u{f6}rut");
        assert_ne!(first, second);
        assert_eq!(arrival(world, id), at(5));
    });
}

/// What is in for the item: its receipt's reference.
fn reference(world: &World, id: Id<AssignmentKind>) -> String {
    world.read(Scope::Tenant(world.ekstad.id), move |tx| {
        let (reference,): (String,) = tx.one(
            ::store::sql!(
                "SELECT reference FROM submission WHERE tenant_id = $1 AND assignment_id = $2 AND number = 1"
            ),
            &[&id],
        )?;
        Ok(reference)
    })
}

#[test]
fn the_receipt_says_when_the_authority_corrected_the_time_and_what_stood_there_first() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let page = in_a_letter(world, &officer, "1", (10, &filled(world, id, complaint(&[])))).await;
        signed(world, id).await;
        let receipt = format!("/h/ekstad/kvitto/{}", reference(world, id));
        let rektor = world.client("rektor").await;
        rektor
            .get(&receipt)
            .await
            .is(200)
            .says("10 april 2024 kl. 10.00")
            .does_not_say("r\u{e4}ttade tiden")
            .says("efter sista dagen");
        let officer = world.client("officer").await;
        say_time(&officer, &page, ("2024-04-05", "10.00")).await.is(303);
        let said = |at: &str| format!("Kommunen r\u{e4}ttade tiden {at}; tidigare stod 10 april 2024 kl. 10.00");
        rektor
            .get(&receipt)
            .await
            .says("5 april 2024 kl. 10.00")
            .says(&said("12 april 2024"))
            .does_not_say("efter sista dagen");
        // Corrected once more: the day of the last time, and what stood there before anybody corrected it.
        world.clock.set("2024-04-13T09:00:00Z".parse().unwrap());
        let officer = world.client("officer").await;
        say_time(&officer, &page, ("2024-04-06", "11.00")).await.is(303);
        let rektor = world.client("rektor").await;
        rektor.get(&receipt).await.says("6 april 2024 kl. 11.00").says(&said("13 april 2024"));
        assert_eq!(faults(world), Vec::<String>::new());
    });
}

#[test]
fn the_register_has_what_came_by_letter_on_the_day_it_came_and_follows_a_corrected_one() {
    on_both(async |world| {
        world.clock.set("2024-04-12T09:00:00Z".parse().unwrap());
        let (id, officer) = (centrum(world), world.client("officer").await);
        let page = in_a_letter(world, &officer, "1", (10, &filled(world, id, complaint(&[])))).await;
        signed(world, id).await;
        let reference = reference(world, id);
        let shown = async |days: &str| {
            world.client("registrar").await.get(&format!("/h/ekstad/diarium?{days}")).await.is(200).main()
        };
        // Signed on the 12th, and in since the 10th.
        let row = shown("fran=2024-04-10&till=2024-04-10").await;
        assert!(row.contains(&reference) && row.contains("10 april 2024 kl. 10.00"), "{row}");
        assert!(!shown("fran=2024-04-11").await.contains(&reference));
        let file = world.client("registrar").await.get("/h/ekstad/diarium?format=csv").await;
        file.says("10 april 2024 kl. 10.00").does_not_say("12 april 2024");
        let officer = world.client("officer").await;
        say_time(&officer, &page, ("2024-04-05", "10.00")).await.is(303);
        let row = shown("till=2024-04-05").await;
        assert!(row.contains(&reference) && row.contains("5 april 2024 kl. 10.00"), "{row}");
        assert!(!shown("fran=2024-04-06").await.contains(&reference));
    });
}
