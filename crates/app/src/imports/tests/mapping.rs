//! Columns that are said to be something, and values of a source's own.

use ::store::Engine;

use super::pages::{BASE, looked_through, uploaded};
use super::*;
use crate::participations::{counting, sets};
use crate::testing::{on, on_both};

fn own(rows: &[(u32, &str)]) -> String {
    let row = |(n, status): &(u32, &str)| format!("{};SFIKUB92;2024-01-08;2024-03-01;10000001;{status}", person(*n));
    let rows: Vec<String> = rows.iter().map(row).collect();
    file_of("Pnr;Kurs;Start;Slut;Skola;Läge", &rows)
}

const COLUMNS: [(&str, &str); 6] = [
    ("kolumn-0", "person"),
    ("kolumn-1", "course"),
    ("kolumn-2", "start"),
    ("kolumn-3", "end"),
    ("kolumn-4", "unit"),
    ("namn", "Eget"),
];

#[test]
fn values_of_a_column_that_has_just_been_chosen_are_listed_before_the_profile_is_saved() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "eget.csv", own(&[(1, "Klar"), (2, "Vilar"), (3, "Pågår")]).as_bytes()).await;
        let form = format!("{at}/kolumner");
        officer.get(&form).await.is(200).does_not_say("Klar");
        let said = [&COLUMNS[..], &[("kolumn-5", "outcome")]].concat();
        let page = officer.post(&form, &said).await;
        page.is(422).says("I kolumnen Läge känns ”Klar” och ”Vilar” inte igen").says("Spara ändå");
        assert!(ask(world, profiles).iter().all(|kept| kept.version.is_none()), "nothing is saved yet");
        // Said of one, and of the other that it may be rejected.
        let said = [&said[..], &[("listade", "outcome"), ("kod-outcome:Klar", "completed")]].concat();
        officer.post(&form, &said).await.is(422).says("känns ”Vilar” inte igen");
        officer.post(&form, &[&said[..], &[("lamna", "ja")]].concat()).await.is(303);
        let read = looked_through(world, &officer, &at, &[("profil", "eget"), ("slag", "delta")]).await;
        // The file's own word for the column comes first, with ours behind it.
        read.is(200).says("Läge (Utfall)").says("Läs in de rader som går");
        let back = officer.get(&format!("{at}/tillbaka")).await;
        assert!(back.is(200).text().contains("Läge (Utfall): Värdet är okänt"), "{}", back.text());
        officer.post(&format!("{at}/ta-in"), &[]).await.is(303);
        assert_eq!(ask(world, counting), 2);
    });
}

#[test]
fn a_box_that_was_ticked_for_other_values_does_not_hold_for_those_that_nobody_has_seen() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "eget.csv", own(&[(1, "Klar")]).as_bytes()).await;
        let said = [&COLUMNS[..], &[("kolumn-5", "outcome"), ("listade", "grade"), ("lamna", "ja")]].concat();
        officer.post(&format!("{at}/kolumner"), &said).await.is(422).says("”Klar”");
    });
}

#[test]
fn common_headings_are_guessed_and_their_values_listed_on_the_first_visit() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let text = own(&[(1, "Klar")]).replace("Läge", "STATUS");
        let at = uploaded(&officer, "eget.csv", text.as_bytes()).await;
        let page = officer.get(&format!("{at}/kolumner")).await;
        page.is(200).says("Vad värdena i Utfall betyder").says("kod-outcome:Klar");
        for field in ["person", "course", "start", "end", "unit", "outcome"] {
            page.says(&format!("value=\"{field}\" selected"));
        }
    });
}

#[test]
fn a_profile_without_a_name_says_so_once_at_its_field() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "eget.csv", own(&[(1, "Pågår")]).as_bytes()).await;
        for name in ["", "  ", "!!!"] {
            let mut said = COLUMNS;
            said[5].1 = name;
            let page = officer.post(&format!("{at}/kolumner"), &said).await;
            page.is(422).says("Skriv vad profilen ska heta").does_not_say("Kortnamnet").does_not_say("”title”");
        }
        officer.get(BASE).await.is(200);
    });
}

#[test]
fn a_profile_is_looked_at_with_its_columns_codes_and_versions_and_an_own_one_is_taken_out_of_use() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let shipped = officer.get(&format!("{BASE}/profil/tertial")).await;
        shipped.is(200).says("Kurs- eller nivåkod").says("Klassrum").says("Närundervisning").says("Följer med");
        shipped.does_not_say("Sluta använda");
        officer.post(&format!("{BASE}/profil/tertial/avsluta"), &[]).await.is(404);
        officer.get(&format!("{BASE}/profil/ingen")).await.is(404);

        let at = uploaded(&officer, "eget.csv", own(&[(1, "Klar")]).as_bytes()).await;
        let form = format!("{at}/kolumner");
        let said = [&COLUMNS[..], &[("kolumn-5", "outcome"), ("kod-outcome:Klar", "completed")]].concat();
        officer.post(&form, &said).await.is(303);
        looked_through(world, &officer, &at, &[("profil", "eget"), ("slag", "delta")]).await.is(200);
        officer.get(BASE).await.is(200).says("/profil/eget");
        let own_page = format!("{BASE}/profil/eget");
        officer.get(&own_page).await.is(200).says("Läge").says("Klar").says("Slutfört").says("Version 1");

        let done = officer.post(&format!("{own_page}/avsluta"), &[]).await;
        officer.follow(&done).await.is(200).says("används inte längre").says("Avslutad");
        officer.get(&own_page).await.is(200).says("Avslutad").says("?version=1").does_not_say("Sluta använda");
        officer.get(&format!("{own_page}?version=1")).await.is(200).says("Klar");
        officer.get(&format!("{own_page}?version=7")).await.is(404);
        assert!(world.events(world.ekstad).iter().any(|told| told.contains("imports.profile-retired")));
        // The file that was read with it is still there to be taken in and handed back.
        officer.get(&format!("{at}/tillbaka")).await.is(200);
        officer.post(&format!("{at}/ta-in"), &[]).await.is(303);
        assert_eq!(ask(world, sets)[0].profile, "eget 1");
        // It is not found for the next one, until it is saved again.
        let next = uploaded(&officer, "eget2.csv", own(&[(2, "Klar")]).as_bytes()).await;
        officer.get(&next).await.is(200).says("Ingen profil har filens rubriker");
        officer.post(&format!("{next}/kolumner"), &said).await.is(303);
        officer.get(&own_page).await.is(200).says("Er egen, version 3").says("Sluta använda");
        world.client("foreign-officer").await.get(&own_page.replace("ekstad", "bokhamn")).await.is(404);
    });
}
