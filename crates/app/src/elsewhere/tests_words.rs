//! The words of a file: choices as people read them, what was said at another occasion, encodings, and what a file that has
//! nothing to take in is told to be.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::tests::{chosen, in_ils, say, take, tsv, unit};
use super::tests_out::{CHOICE, OUT, accept};
use crate::follow_up::tests::{NOTHING, complaints_of, hand_in, of_item};
use crate::testing::on_both;

const T1: Option<&str> = Some("tertial-1");
const T2: Option<&str> = Some("tertial-2");

#[test]
fn a_choice_leaves_as_people_read_it_and_is_read_in_again_as_the_same() {
    on_both(async |world| {
        let all = of_item(world, "avvikelser-malvarden");
        let [none, some] = [&all[0], &all[1]];
        hand_in(world, none, &[("statement.answer", "none")]);
        let risk = [
            ("statement.answer", "some"),
            ("target-genomstromning.risk", "ja"),
            ("target-genomstromning.causes", "Lokalerna byggs om."),
        ];
        hand_in(world, some, &risk);
        in_ils(world);
        let officer = world.client("officer").await;
        let page = officer.get(&format!("{OUT}?{CHOICE}")).await;
        page.is(200).says("Finns det n\u{e5}gra avvikelser?").does_not_say("Annat som redovisningen s\u{e4}ger");
        page.does_not_say("inte l\u{e4}ngre st\u{e4}lls");
        accept(&officer, &page).await.is(303);
        for kind in ["text", "radvis", "kolumnvis"] {
            let bytes = officer.get(&format!("{OUT}/fil?{CHOICE}&form={kind}")).await.is(200).bytes.clone();
            let said = String::from_utf8(bytes.clone()).unwrap();
            assert!(said.contains("Inte n\u{e5}gra avvikelser") && said.contains("Ja, det finns avvikelser"), "{said}");
            let ends = |word: &str| {
                said.lines().any(|line| line.ends_with(&format!("\t{word}")) || line.ends_with(&format!(";{word}")))
            };
            assert!(!ends("none") && !ends("some"), "{said}");
            let (_, page) = chosen(&officer, &bytes).await;
            page.does_not_say("Beh\u{f6}ver r\u{e4}ttas")
                .does_not_say("L\u{e4}s in 1")
                .says("Inget i filen \u{e4}r nytt");
            assert_eq!(
                page.text().matches("Redan inl\u{e4}st, of\u{f6}r\u{e4}ndrad").count(),
                2,
                "{kind}: {}",
                page.text()
            );
        }
    });
}

#[test]
fn what_a_name_meant_at_one_occasion_is_proposed_at_the_next_and_confirmed_by_whoever_reads_in() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let norrsken = unit(world.units[2]);
        let of = |day: &'static str| {
            tsv(&[
                ["Norrsken", day, "Antal inkomna", "0"],
                ["Norrsken", day, "Fritt", "Alla har h\u{f6}rts."],
                ["Norrsken", day, "Annat", "x"],
            ])
        };
        let (at, page) = chosen(&officer, &of("2024-04-08")).await;
        let means = [
            ("norrsken", None, norrsken.as_str()),
            ("antal inkomna", T1, "rows:klagomal-t1:complaints"),
            ("fritt", T1, "field:klagomal-t1:statement.comment"),
            ("annat", T1, "-"),
        ];
        say(&officer, &at, &page, &means).await.is(303);
        let (at, page) = chosen(&officer, &of("2024-08-12")).await;
        page.says("Vad betyder namnen i filen?").says("det namnet betydde vid");
        for value in ["rows:klagomal-t2:complaints", "field:klagomal-t2:statement.comment"] {
            assert!(page.text().contains(&format!("value=\"{value}\" selected")), "{value}: {}", page.text());
        }
        page.does_not_say("L\u{e4}s in 1");
        let means = [
            ("antal inkomna", T2, "rows:klagomal-t2:complaints"),
            ("fritt", T2, "field:klagomal-t2:statement.comment"),
            ("annat", T2, "-"),
        ];
        say(&officer, &at, &page, &means).await.is(303);
        officer.get(&at).await.says("L\u{e4}s in 1 redovisning").does_not_say("Vad betyder namnen");
    });
}

#[test]
fn what_something_was_called_at_one_occasion_is_the_proposed_code_at_the_next() {
    on_both(async |world| {
        hand_in(world, &complaints_of(world, "Norrsken"), NOTHING);
        in_ils(world);
        let officer = world.client("officer").await;
        let norrsken = unit(world.units[2]);
        let (at, page) = chosen(&officer, &tsv(&[["Norrsken", "2024-08-12", "Antal inkomna", "0"]])).await;
        let means = [("norrsken", None, norrsken.as_str()), ("antal inkomna", T2, "rows:klagomal-t2:complaints")];
        say(&officer, &at, &page, &means).await.is(303);
        officer.get(&format!("{OUT}?{CHOICE}")).await.is(200).says("value=\"Antal inkomna\"");
    });
}

#[test]
fn text_in_utf_16_is_read_with_its_mark_and_without() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let text = "Organisation\tPeriod\tM\u{e5}tt\tV\u{e4}rde\r\nLindblad \u{d6}ster\t2024-04-08\tAntal klagom\u{e5}l\t0\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&[0xff, 0xfe][..], &little].concat();
        let marked_big = [&[0xfe, 0xff][..], &big].concat();
        for bytes in [marked, marked_big, little, big] {
            let (_, page) = chosen(&officer, &bytes).await;
            page.says("Lindblad \u{d6}ster")
                .says("Antal klagom\u{e5}l")
                .says("organisation, period, m\u{e5}tt och v\u{e4}rde");
        }
    });
}

#[test]
fn a_file_with_a_fault_is_not_said_to_have_nothing_new() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let norrsken = unit(world.units[2]);
        let wrong = tsv(&[["Norrsken", "2024-04-08", "Antal klagom\u{e5}l", "2"]]);
        let (at, page) = chosen(&officer, &wrong).await;
        let means = [("norrsken", None, norrsken.as_str()), ("antal klagom\u{e5}l", T1, "rows:klagomal-t1:complaints")];
        say(&officer, &at, &page, &means).await.is(303);
        let page = officer.get(&at).await;
        page.says("Antalet \u{e4}r 2, men filen har 0 rader").does_not_say("Inget i filen \u{e4}r nytt");
        page.says("Inget ur filen kan l\u{e4}sas in som den \u{e4}r");
        let main = page.main();
        assert!(main.find("Antalet").unwrap() < main.find("Inget ur filen").unwrap(), "the fault stands first");
    });
}

#[test]
fn of_what_is_read_in_nothing_is_in_time_or_late_anywhere() {
    on_both(async |world| {
        in_ils(world);
        let officer = world.client("officer").await;
        let norrsken = unit(world.units[2]);
        let file = tsv(&[["Norrsken", "2024-04-08", "Antal klagom\u{e5}l", "0"]]);
        let (at, page) = chosen(&officer, &file).await;
        let means = [("norrsken", None, norrsken.as_str()), ("antal klagom\u{e5}l", T1, "rows:klagomal-t1:complaints")];
        say(&officer, &at, &page, &means).await.is(303);
        take(&officer, &at).await.is(303);
        let id = complaints_of(world, "Norrsken").id;
        let t1 = "/h/ekstad/uppfoljning/2024/tertial-1";
        officer
            .get(&format!("/h/ekstad/granska/{id}"))
            .await
            .is(200)
            .does_not_say("i tid")
            .does_not_say("efter sista dagen");
        officer.get(&format!("{t1}/klagomal-t1?format=csv")).await.does_not_say(";Ja;Nej").says(";;Nej;");
        let rektor = world.client("other-rektor").await;
        let csv = rektor.get("/h/ekstad/inlamnat/csv").await.text();
        let line = csv.lines().find(|line| line.contains("Norrsken")).unwrap();
        assert!(!line.contains(";ja;") && !line.contains(";nej;"), "{line}");
    });
}
