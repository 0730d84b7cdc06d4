#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, global_sql};
use domain::routines::Standing;

use super::store::{self, Record};
use crate::testing::{Client, ENGINES, World, on};

const TEXT: &str = "S\u{e5} h\u{e4}r tar vi emot klagom\u{e5}l.";

fn record(world: &World) -> Record {
    let of = world.lindblad;
    world.read(Scope::Tenant(world.ekstad.id), move |tx| store::record(tx, of))
}

/// Puts a text on file as the provider's management.
async fn file(management: &Client<'_>, nr: &str, text: &str) {
    let fields = [("slag", "text"), ("text", text), ("nr", nr)];
    management.post("/h/ekstad/rutin", &fields).await.is(303);
}

/// What is said of the criteria of the shipped year: the last one as given.
fn said<'f>(last: &'f str, comment: &'f str, review: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("svar-principerna", "yes"),
        ("svar-kand", "yes"),
        ("svar-huvudmannen", last),
        ("kommentar-huvudmannen", comment),
        ("genomgang", review),
    ]
}

#[test]
fn a_routine_is_put_on_file_assessed_mended_and_assessed_again_and_everything_is_kept() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (management, officer) = (world.client("management").await, world.client("officer").await);
            management.get("/h/ekstad/arenden").await.is(200).says("Er rutin f\u{f6}r klagom\u{e5}l").says("Saknas");
            management.get("/h/ekstad/rutin").await.is(200).says("Ingen rutin \u{e4}r l\u{e4}mnad");
            let base = format!("/h/ekstad/rutiner/{}", world.lindblad);
            // Nothing to assess yet.
            officer.post(&base, &said("yes", "", "2025-03-15")).await.is(404);
            officer.get(&base).await.is(200).says("Rutinen saknas");
            file(&management, "0", TEXT).await;
            assert_eq!(record(world).standing(world.app.clock().now().day()), Standing::New);
            officer.get("/h/ekstad/rutiner").await.is(200).says("Ska bed\u{f6}mas").says("Saknas");
            officer.get(&base).await.is(200).says(TEXT).says("v\u{e4}nda sig till huvudmannen");
            // What is not met asks for a word.
            let judged = [&said("partly", "", "2025-03-15")[..], &[("version", "1"), ("nr", "0")]].concat();
            officer.post(&base, &judged).await.is(422).says("S\u{e4}g vad som saknas");
            let judged =
                [&said("partly", "Skriv in kommunens adress.", "2025-03-15")[..], &[("version", "1"), ("nr", "0")]]
                    .concat();
            officer.post(&base, &judged).await.is(303);
            management
                .get("/h/ekstad/rutin")
                .await
                .is(200)
                .says("Skriv in kommunens adress.")
                .says("15 mars 2025")
                .says("n\u{e5}got saknas");
            file(&management, "1", "Ny text.").await;
            officer.get(&base).await.is(200).says("Ska bed\u{f6}mas").says("Ny text.").says(TEXT);
            let judged = [&said("yes", "", "2024-03-16")[..], &[("version", "2"), ("nr", "1")]].concat();
            officer.post(&base, &judged).await.is(303);
            let today = world.app.clock().now().day();
            let kept = record(world);
            assert_eq!((kept.standing(today), kept.routines.len(), kept.assessments.len()), (Standing::Meets, 2, 2));
            assert_eq!(kept.standing(today.plus_days(1)), Standing::Due);
            world.clock.set(world.app.clock().now().plus_seconds(86_400));
            let officer = world.client("officer").await;
            officer.get("/h/ekstad/rutiner").await.is(200).says("Ska g\u{e5}s igenom igen").says("Dagen har kommit");
            let events = world.events(world.ekstad);
            for kind in ["routine.filed", "routine.assessed"] {
                assert_eq!(events.iter().filter(|one| *one == kind).count(), 2, "{kind}");
            }
        });
    }
}

#[test]
fn a_file_is_cleaned_kept_sealed_and_fetched_by_both_sides_alone() {
    for engine in ENGINES {
        on(engine, async |world| {
            let management = world.client("management").await;
            let mut picture = Vec::new();
            let dots = image::RgbImage::from_pixel(6, 4, image::Rgb([9, 90, 102]));
            dots.write_to(&mut std::io::Cursor::new(&mut picture), image::ImageFormat::Png).unwrap();
            let fields = [("slag", "file"), ("nr", "0")];
            management.upload("/h/ekstad/rutin", &fields, "rutin.png", b"no picture at all").await.is(422);
            management.upload("/h/ekstad/rutin", &fields, "rutin.png", &picture).await.is(303);
            let address = "/h/ekstad/rutin/fil/1";
            assert!(management.get(address).await.is(200).bytes.starts_with(b"\x89PNG"));
            let official = format!("/h/ekstad/rutiner/{}/fil/1", world.lindblad);
            assert!(world.client("officer").await.get(&official).await.is(200).bytes.starts_with(b"\x89PNG"));
            // Another provider and another authority find nothing.
            world.client("other-rektor").await.get(address).await.is(404);
            world.client("other-rektor").await.get(&official).await.is(404);
            world.client("foreign-officer").await.get(&official).await.is(404);
            management.get("/h/ekstad/rutin/fil/2").await.is(404);
        });
    }
}

#[test]
fn what_is_no_routine_is_refused_with_the_reason_and_nothing_is_put_on_file() {
    on(ENGINES[0], async |world| {
        let management = world.client("management").await;
        for (fields, says) in [
            (vec![("nr", "0")], "V\u{e4}lj ett svar"),
            (vec![("nr", "0"), ("slag", "text"), ("text", " \u{200b} ")], "Skriv n\u{e5}got h\u{e4}r"),
            (vec![("nr", "0"), ("slag", "link"), ("lank", "javascript:alert(1)")], "https://"),
            (vec![("nr", "0"), ("slag", "file")], "V\u{e4}lj en fil"),
        ] {
            management.post("/h/ekstad/rutin", &fields).await.is(422).says(says);
        }
        assert!(record(world).routines.is_empty());
        let link = [("nr", "0"), ("slag", "link"), ("lank", "https://lindblad.example/klagomal")];
        management.post("/h/ekstad/rutin", &link).await.is(303);
        management.get("/h/ekstad/rutin").await.is(200).says("href=\"https://lindblad.example/klagomal\"");
    });
}

#[test]
fn nobody_files_over_or_assesses_what_they_have_not_seen() {
    for engine in ENGINES {
        on(engine, async |world| {
            let (management, officer) = (world.client("management").await, world.client("officer").await);
            file(&management, "0", TEXT).await;
            // The same page once more, and an assessment of the one before.
            let again = [("slag", "text"), ("text", "Annat."), ("nr", "0")];
            management.post("/h/ekstad/rutin", &again).await.is(409).says("medan sidan var \u{f6}ppen");
            file(&management, "1", "Ny text.").await;
            let base = format!("/h/ekstad/rutiner/{}", world.lindblad);
            let of_first = [&said("yes", "", "2025-03-15")[..], &[("version", "1"), ("nr", "0")]].concat();
            officer.post(&base, &of_first).await.is(409);
            let kept = record(world);
            assert_eq!((kept.routines.len(), kept.assessments.len()), (2, 0));
        });
    }
}

#[test]
fn the_process_owner_reads_and_does_not_assess_and_who_works_at_one_unit_does_not_file() {
    on(ENGINES[0], async |world| {
        let management = world.client("management").await;
        file(&management, "0", TEXT).await;
        let (owner, base) = (world.client("owner").await, format!("/h/ekstad/rutiner/{}", world.lindblad));
        owner.get(&base).await.is(200).says(TEXT).does_not_say("Spara bed\u{f6}mningen");
        owner.post(&base, &said("yes", "", "2025-03-15")).await.is(404);
        world.client("contact").await.get(&base).await.is(200).says("Spara bed\u{f6}mningen");
        let (person, unit) = (crate::testing::person_id("rektor"), world.units[0]);
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            tx.execute(global_sql!("UPDATE seat SET unit_id = $2 WHERE person_id = $1"), &[&person, &unit]).map(|_| ())
        });
        let rektor = world.client("rektor").await;
        rektor.get("/h/ekstad/rutin").await.is(200).says(TEXT).does_not_say("L\u{e4}mna en ny rutin");
        rektor.post("/h/ekstad/rutin", &[("slag", "text"), ("text", "Min."), ("nr", "1")]).await.is(409);
        assert_eq!(record(world).routines.len(), 1);
    });
}
