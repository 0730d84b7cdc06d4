//! Through the router, on both engines: registering, changing with a trace, reading without changing.

#![expect(clippy::unwrap_used, reason = "tests")]

use crate::follow_up::tests::{NOTHING, complaints_of, hand_in, one_complaint};
use crate::testing::{Answer, on_both};

const LIST: &str = "/h/ekstad/diarium";

fn document_of(page: &str) -> String {
    let start = page.find("/h/ekstad/diarium/").unwrap();
    page[start..].split('"').next().unwrap().to_owned()
}

/// What the page's form carries of the registration.
fn seen(page: &Answer) -> String {
    page.text().split("name=\"sedd\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn what_comes_in_is_listed_without_its_text_and_registered() {
    on_both(async |world| {
        let registrar = world.client("registrar").await;
        registrar.get(LIST).await.is(200).says("Inget har kommit in än.");
        let reference = hand_in(world, &complaints_of(world, "Lindblad Centrum"), &one_complaint("Hemlig åtgärd"));
        let list = registrar.get(LIST).await;
        list.is(200).says(&reference).says("Ej registrerad").says("Den enda handlingen är inte registrerad.");
        list.does_not_say("Hemlig åtgärd");
        let document = document_of(&list.main());
        registrar.get(&document).await.is(200).says("Hemlig åtgärd").says(&reference).says("Registrera handlingen");
        for (number, says) in [
            ("", "Diarienummer saknas."),
            ("UTB 2024/123; DROP", "kan inte stå i ett diarienummer"),
            ("utan siffra", "har ingen siffra"),
        ] {
            registrar
                .post(&document, &[("diarienummer", number), ("notering", "kvar")])
                .await
                .is(422)
                .says(says)
                .says("kvar");
        }
        let fields = [("diarienummer", "  UTB  2024/123 "), ("notering", "Tertial 1"), ("sedd", "")];
        assert_eq!(registrar.post(&document, &fields).await.is(303).location, document);
        registrar.get(LIST).await.says("UTB 2024/123").says("Den enda handlingen är registrerad.");
        registrar.get(&format!("{LIST}?lage=ej")).await.says("0 av 1 visas");
        // Somebody who had the page open before does not overwrite it unawares.
        let late = [("diarienummer", "UTB 2024/999"), ("notering", "Min egen"), ("sedd", "")];
        let refused = registrar.post(&document, &late).await;
        refused.is(422).says("Någon annan har ändrat registreringen").says("UTB 2024/123").says("Tertial 1");
        refused.says("UTB 2024/999").says("Min egen");
        let first = seen(&registrar.get(&document).await);
        let change = [("diarienummer", "UTB 2024/124"), ("notering", ""), ("sedd", &first)];
        registrar.post(&document, &change).await.is(303);
        // Nor a note, with the number as it was.
        let before = seen(&registrar.get(&document).await);
        let note = |text, sedd| [("diarienummer", "UTB 2024/124"), ("notering", text), ("sedd", sedd)];
        registrar.post(&document, &note("Kollegans", &before)).await.is(303);
        let refused = registrar.post(&document, &note("Min", &before)).await;
        refused.is(422).says("Kollegans").says("Min</textarea>");
        assert_eq!(seen(&refused), seen(&registrar.get(&document).await), "saved again, it is known what is replaced");
        registrar.post(&document, &note("Kollegans", &before)).await.is(303);
        registrar.post(&document, &note("", &seen(&refused))).await.is(303);
        let page = registrar.get(&document).await;
        page.says("registrar ändrade UTB 2024/123 till UTB 2024/124").says("registrar registrerade med UTB 2024/123");
        let events = world.events(world.ekstad);
        assert_eq!(events.iter().filter(|kind| kind.as_str() == "submission.registered").count(), 5);
        // The officer sees the number at the item.
        let granska = format!("/h/ekstad/granska/{}", complaints_of(world, "Lindblad Centrum").id);
        world.client("officer").await.get(&granska).await.says("UTB 2024/124").says("registrerade handlingen");
    });
}

#[test]
fn the_list_is_narrowed_by_day_state_and_provider() {
    on_both(async |world| {
        hand_in(world, &complaints_of(world, "Lindblad Centrum"), NOTHING);
        world.clock.set("2024-03-20T09:00:00Z".parse().unwrap());
        hand_in(world, &complaints_of(world, "Norrsken"), NOTHING);
        let registrar = world.client("registrar").await;
        let list = registrar.get(LIST).await;
        let text = list.main();
        assert!(text.find("20 mars 2024 kl").unwrap() < text.find("15 mars 2024 kl").unwrap(), "newest first");
        registrar.get(&format!("{LIST}?fran=2024-03-16")).await.says("20 mars 2024").does_not_say("15 mars 2024 kl");
        registrar.get(&format!("{LIST}?till=2024-03-15")).await.says("15 mars 2024 kl");
        registrar.get(&format!("{LIST}?fran=nonsens&sida=-4&lage=x")).await.is(200).says("20 mars 2024");
        let only = registrar.get(&format!("{LIST}?anordnare={}", world.norrsken)).await;
        only.says("20 mars 2024").does_not_say("15 mars 2024 kl");
    });
}

#[test]
fn only_registrars_of_the_same_authority_come_here() {
    on_both(async |world| {
        hand_in(world, &complaints_of(world, "Lindblad Centrum"), NOTHING);
        let document = document_of(&world.client("registrar").await.get(LIST).await.main());
        for who in ["officer", "editor", "rektor", "board", "admin", "auditor", "foreign-officer", "owner"] {
            let client = world.client(who).await;
            client.get(LIST).await.is(404);
            client.get(&document).await.is(404);
            client.post(&document, &[("diarienummer", "X 1")]).await.is(404);
        }
        let registrar = world.client("registrar").await;
        registrar.get(&document.replace("ekstad", "bokhamn")).await.is(404);
        registrar.get(&format!("{LIST}/inte-en-id")).await.is(404);
        registrar.get(&format!("{document}/arbetsbok")).await.is(200);
    });
}

#[test]
fn the_text_file_has_hashes_and_no_formula() {
    on_both(async |world| {
        let lindblad = world.lindblad;
        world.write(::store::Scope::Global, move |tx| {
            let name = "@SUM(1+1)";
            tx.execute(::store::global_sql!("UPDATE organisation SET name = $2 WHERE id = $1"), &[&lindblad, &name])
                .map(|_| ())
        });
        hand_in(world, &complaints_of(world, "Lindblad Centrum"), &one_complaint("Hemlig åtgärd"));
        let csv = world.client("registrar").await.get(&format!("{LIST}?format=csv")).await;
        let text = csv.text();
        assert!(text.contains("'@SUM(1+1)") && !text.contains(";@SUM"), "{text}");
        assert!(!text.contains("Hemlig åtgärd"));
        assert_eq!(text.lines().count(), 2);
    });
}
