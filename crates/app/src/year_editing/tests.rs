//! Changing the year through the router, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use crate::testing::{Client, ENGINES, on, on_both};

mod indicators;
mod reminders;

const ROOT: &str = "/h/ekstad/ar";
const DOCUMENT: &str = include_str!("../../../../config/stockholm-2024.toml");

/// The address of the newest version of 2024.
async fn newest(owner: &Client<'_>) -> String {
    let page = owner.get(&format!("{ROOT}/versioner")).await;
    let text = page.is(200).main();
    let from = text.find("/h/ekstad/ar/version/").unwrap();
    text[from..].split(['"', '?']).next().unwrap().trim_end_matches("/formular").to_owned()
}

fn later() -> String {
    DOCUMENT.replace("deadline = 2024-04-08", "deadline = 2024-04-15")
}

#[test]
fn only_those_who_keep_the_year_reach_its_versions() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let version = newest(&owner).await;
        let pages = [
            format!("{ROOT}/versioner"),
            version.clone(),
            format!("{version}/dokument"),
            format!("{version}/formular"),
            format!("{version}/nasta"),
            format!("{ROOT}/redigera"),
            format!("{ROOT}/2024"),
        ];
        for page in &pages {
            owner.get(page).await.is(200);
            world.client("admin").await.get(page).await.is(200);
        }
        for name in ["editor", "rektor", "officer", "registrar", "board", "auditor", "foreign-admin"] {
            let client = world.client(name).await;
            for page in pages.iter().take(6) {
                client.get(page).await.is(404);
            }
            client.get(&format!("{ROOT}/2024?version=00000000-0000-4000-8000-000000000000")).await.is(404);
            client.post(&format!("{version}/publicera"), &[]).await.is(404);
            client.post(&format!("{ROOT}/redigera"), &[("dokument", DOCUMENT), ("spara", "1")]).await.is(404);
        }
        // The other authority's own version is not to be found from here.
        let foreign = world.client("foreign-admin").await;
        foreign.get(&version.replace("ekstad", "bokhamn")).await.is(404);
        assert!(!world.events(world.ekstad).iter().any(|kind| kind.starts_with("year.")));
    });
}

#[test]
fn a_wrong_document_is_kept_as_typed_with_line_field_and_remedy() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let wrong = format!(
            "\n\n{}",
            later().replace("level = \"unit\"", "level = \"enhet\"").replace("2024-08-12", "\"augusti\"")
        );
        let line = wrong.lines().position(|line| line.contains("augusti")).unwrap() + 1;
        for button in ["kontrollera", "spara"] {
            let answer = owner
                .post(
                    &format!("{ROOT}/redigera"),
                    &[("bas", "2024:1"), ("dokument", &wrong), ("anteckning", "Ny nivå"), (button, "1")],
                )
                .await;
            answer
                .is(422)
                .says(&format!("Rad {line}"))
                .says("occasions[2].deadline")
                .says("Skriv år, månad och dag, till exempel 2024-02-29.")
                .says("items[1].level")
                .says("”enhet” är inget av orden som kan stå här.")
                .says("value=\"Ny nivå\"")
                .says("level = &quot;enhet&quot;")
                .says("deadline = &quot;augusti&quot;");
        }
        assert!(!world.events(world.ekstad).iter().any(|kind| kind.starts_with("year.")));
        let fine = owner
            .post(&format!("{ROOT}/redigera"), &[("bas", "2024:1"), ("dokument", DOCUMENT), ("kontrollera", "1")])
            .await;
        fine.is(200).says("Dokumentet går att använda.");
    });
}

#[test]
fn a_draft_is_saved_compared_and_published_and_an_older_one_stays_behind() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let fields = [("bas", "2024:1"), ("dokument", &*later()), ("anteckning", "En vecka till"), ("spara", "1")];
        let second = owner.post(&format!("{ROOT}/redigera"), &fields).await.is(303).location.clone();
        owner
            .get(&second)
            .await
            .is(200)
            .says("2024, version 2")
            .says("En vecka till")
            .says("Sista dagen för ”Tertial 1” ändras från 8 april 2024 till 15 april 2024.")
            .says("Publicera versionen");
        // Until it is published everyone sees the first.
        world.client("editor").await.get(&format!("{ROOT}/2024")).await.says("8 april 2024").does_not_say("15 april");
        let draft = second.rsplit('/').next().unwrap().to_owned();
        owner
            .get(&format!("{ROOT}/2024?version={draft}"))
            .await
            .is(200)
            .says("15 april")
            .says("inte är den som gäller");

        let newer = later().replace("2024-04-15", "2024-04-16");
        let third =
            owner.post(&format!("{ROOT}/redigera"), &[("bas", "2024:2"), ("dokument", &newer), ("spara", "1")]).await;
        let third = third.is(303).location.clone();
        owner
            .get(&format!("{third}/publicera"))
            .await
            .is(200)
            .says("får en annan sista dag")
            .says("Redan inlämnat behåller");
        assert_eq!(crate::changes::tests::post(&owner, &third, 1, &[]).await.is(303).location, "/h/ekstad/ar/2024");
        world.client("editor").await.get(&format!("{ROOT}/2024")).await.says("16 april 2024");

        for address in [format!("{second}/publicera"), format!("{third}/publicera")] {
            owner.get(&address).await.is(409);
            owner.post(&address, &[]).await.is(409);
        }
        owner.post(&format!("{second}/publicera"), &[]).await.says("Version 3 är nyare och redan publicerad.");
        let kinds: Vec<String> =
            world.events(world.ekstad).into_iter().filter(|kind| kind.starts_with("year.")).collect();
        assert_eq!(kinds, ["year.version-saved", "year.version-saved", "year.published"]);
        let text = owner.get(&format!("{second}/dokument")).await.is(200).text();
        assert_eq!(text, later().trim_end_matches('\r'), "the text is kept as it was written, comments and all");
    });
}

#[test]
fn two_who_save_at_once_lose_nothing() {
    on_both(async |world| {
        let (owner, admin) = (world.client("owner").await, world.client("admin").await);
        let address = format!("{ROOT}/redigera");
        let (one, other) = (later(), DOCUMENT.replace("deadline = 2024-08-12", "deadline = 2024-08-19"));
        let fields_one = [("bas", "2024:1"), ("dokument", &*one), ("spara", "1")];
        let fields_other = [("bas", "2024:1"), ("dokument", &*other), ("spara", "1")];
        let (first, second) = tokio::join!(owner.post(&address, &fields_one), admin.post(&address, &fields_other));
        let (lost, text) = if first.status.as_u16() == 303 {
            second.is(422).says("sparade version 2").says("2024-08-19").says("value=\"2024:2\"");
            (&admin, &other)
        } else {
            second.is(303);
            first.is(422).says("sparade version 2").says("2024-04-15").says("value=\"2024:2\"");
            (&owner, &one)
        };
        let again = lost.post(&address, &[("bas", "2024:2"), ("dokument", text), ("spara", "1")]).await;
        lost.get(&again.is(303).location).await.is(200).says("2024, version 3");
        // The form has the same care.
        let version = newest(&owner).await;
        let form = owner
            .post(
                &format!("{version}/formular"),
                &[("bas", "1"), ("tillfalle-0-titel", "Vår"), ("tillfalle-0-dag", "2024-04-09")],
            )
            .await;
        form.is(422).says("sparade version 3").says("value=\"Vår\"").says("value=\"2024-04-09\"");
    });
}

#[test]
fn the_form_changes_days_targets_and_columns_and_names_what_is_wrong() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let version = newest(&owner).await;
        owner
            .get(&format!("{version}/formular"))
            .await
            .is(200)
            .says("value=\"72,5\"")
            .does_not_say("Kommentarer i dokumentet");
        let wrong = [
            ("bas", "1"),
            ("tillfalle-0-titel", ""),
            ("tillfalle-0-dag", "31 feb"),
            ("mal-0-varde", "mycket"),
            ("kolumn-4-titel", "Status"),
            ("kolumn-4-val", "Pågår\nPågår"),
        ];
        owner
            .post(&format!("{version}/formular"), &wrong)
            .await
            .is(422)
            .says("Tertial 1, sista dag: ”31 feb” är inget datum. Skriv till exempel 9 december 2024 eller 2024-12-09.")
            .says("”mycket” är inget tal.")
            .says("Valet ”Pågår” står två gånger.")
            .says("href=\"#f-tillfalle-0-titel\"")
            .says("value=\"31 feb\"");
        let right = [
            ("bas", "1"),
            ("tillfalle-0-titel", "Våren"),
            ("tillfalle-0-dag", "10 april 2024"),
            ("mal-0-varde", "90,5 %"),
            ("mal-0-lage", "beslutat"),
            ("kolumn-4-titel", "Status"),
            ("kolumn-4-kravs", "ja"),
            ("kolumn-4-val", "Pågår\nKlart\nVidare till huvudmannen\nÅterkallat"),
            ("anteckning", ""),
        ];
        let saved = owner.post(&format!("{version}/formular"), &right).await.is(303).location.clone();
        owner.get(&saved).await.says("1 målvärde ändras.").says("Tillfället ”Tertial 1” heter nu ”Våren”.");
        let text = owner.get(&format!("{saved}/dokument")).await.text();
        for part in ["deadline = 2024-04-10", "value = 90.5", "slug = \"pagar\"", "slug = \"aterkallat\"", "Återkallat"]
        {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(domain::year::parse(&text).is_ok());
    });
}

#[test]
fn next_year_is_one_copy_with_shifted_dates_and_suggestions_for_days_off() {
    on_both(async |world| {
        let owner = world.client("owner").await;
        let version = newest(&owner).await;
        let next = format!("{version}/nasta");
        owner
            .get(&next)
            .await
            .is(200)
            .says("Skapa 2025 från 2024")
            .says("8 april 2025")
            .says("följer")
            .says("Arbetsdag");
        let made = owner.post(&next, &[]).await.is(303).location.clone();
        owner
            .get(&made)
            .await
            .is(200)
            .says("2025, version 1")
            .says("Kopia av 2024")
            .says("inte beslut")
            .says("Ändra läget under Målvärden i formuläret")
            .does_not_say("to_decide");
        owner.post(&next, &[]).await.is(409).says("2025 finns redan.");
        owner.get(&next).await.is(409);
        world.client("editor").await.get(&format!("{ROOT}/2025")).await.is(404);
        owner
            .get(&format!("{made}/publicera"))
            .await
            .is(200)
            .says("läggs i anordnarnas listor")
            .says("Ändra i formulär")
            .does_not_say("to_decide");
        crate::changes::tests::post(&owner, &made, 0, &[]).await.is(303);
        world.client("editor").await.get(&format!("{ROOT}/2025/anvisningar")).await.is(200).says("Årsrapport 2025");
    });
}

#[test]
fn last_days_on_days_off_move_only_where_a_person_says_so() {
    on(ENGINES[0], async |world| {
        // 5 April 2024 is a Friday; a year later it is a Saturday, and the next working day is the 7th.
        let owner = world.client("owner").await;
        let text = DOCUMENT.replace("deadline = 2024-04-08", "deadline = 2024-04-05");
        let draft =
            owner.post(&format!("{ROOT}/redigera"), &[("bas", "2024:1"), ("dokument", &text), ("spara", "1")]).await;
        let next = format!("{}/nasta", draft.is(303).location);
        owner.get(&next).await.says("ingen arbetsdag").says("flytta till 7 april 2025");
        let made = owner.post(&next, &[("flytta", "tertial-1")]).await.is(303).location.clone();
        assert!(owner.get(&format!("{made}/dokument")).await.text().contains("deadline = 2025-04-07"));
    });
}

#[test]
fn files_that_are_no_year_document_are_told_so() {
    on(ENGINES[0], async |world| {
        let owner = world.client("owner").await;
        let address = format!("{ROOT}/las-in");
        let cases: [(&str, Vec<u8>, &str); 5] = [
            ("tom.toml", Vec::new(), "Filen är tom."),
            ("bild.toml", vec![0xff, 0xd8, 0, 1, 2], "är ingen textfil i UTF-8"),
            ("nul.toml", b"a = \0".to_vec(), "är ingen textfil i UTF-8"),
            ("stor.toml", b"x".repeat(1_000_001), "för stor för ett årsdokument"),
            ("jätte.toml", b"x".repeat(11 << 20), "Filen är större än 10 MB."),
        ];
        for (name, bytes, says) in cases {
            owner.upload(&address, &[], name, &bytes).await.is(422).says(says).says("Versioner av året");
        }
        let rubbish = owner.upload(&address, &[], "skrap.toml", "hej hopp\n".repeat(100_000).as_bytes()).await;
        rubbish.is(422).says("går inte att spara än");
        let good = owner.upload(&address, &[], "ar.toml", DOCUMENT.replace('\n', "\r\n").as_bytes()).await;
        good.is(200).says("Dokumentet går att använda.").says("value=\"Inläst från ar.toml\"").says("value=\"2024:1\"");
        let large = "[[items]]\nslug = 1\n".repeat(50_000);
        let typed =
            owner.post(&format!("{ROOT}/redigera"), &[("bas", "2024:1"), ("dokument", &large), ("spara", "1")]).await;
        typed.is(422).says("fel att rätta");
        owner.post(&format!("{ROOT}/redigera"), &[]).await.is(422);
        owner
            .post(&format!("{ROOT}/redigera"), &[("bas", "x:y"), ("dokument", DOCUMENT), ("spara", "1")])
            .await
            .is(422);
    });
}

#[test]
fn a_line_that_differs_says_which_target_it_is_of() {
    let old = "[[targets]]\nindicator = \"avbrott\" # low\nregime = \"agreement\"\narea = \"sfi\"\nvalue = 20\n\n[[targets]]\n\
               indicator = \"genomstromning\"\nvalue = 88\n";
    let under = |new: &str| super::difference::lines(old, new).into_iter().map(|hunk| hunk.under).collect::<Vec<_>>();
    assert_eq!(under(&old.replace("88", "89.5")), ["[[targets]] genomstromning"]);
    assert_eq!(under(&old.replace("20", "18")), ["[[targets]] avbrott, agreement, sfi"]);
}
