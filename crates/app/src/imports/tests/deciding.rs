//! What is asked before a file is taken in, and where it is found afterwards.

use ::store::Engine;
use platform::jobs::run_due;

use super::pages::{BASE, OWN, looked_through, uploaded};
use super::*;
use crate::participations::{SetState, counting, sets};
use crate::testing::{Answer, Client, on, on_both};

const FULL: &[(&str, &str)] = &[("profil", "tertial"), ("slag", "full"), ("uttagen", "2024-03-15")];

/// Reads a file in and takes it in without being asked anything.
async fn taken(world: &World, client: &Client<'_>, name: &str, rows: &[String], fields: &[(&str, &str)]) -> Answer {
    let at = uploaded(client, name, file(rows).as_bytes()).await;
    looked_through(world, client, &at, fields).await.is(200);
    client.post(&format!("{at}/ta-in"), &[]).await
}

#[test]
fn a_full_file_that_takes_much_away_says_so_on_its_button_and_is_refused_until_that_is_said_to_be_meant() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let all: Vec<String> = (1..=12).map(going_on).collect();
        taken(world, &officer, "alla.csv", &all, OWN).await.is(303);
        let at = uploaded(&officer, "nya.csv", file(&[going_on(1), graded(20, "G")]).as_bytes()).await;
        let page = looked_through(world, &officer, &at, FULL).await;
        page.is(200).says("Ta bort 11 och läs in 2 rader").says("Ja, 11 kursdeltaganden ska bort");
        page.says("oavsett när kursen började").says("Det finns ingen knapp som ångrar");
        let refused = officer.post(&format!("{at}/ta-in"), &[]).await;
        refused.is(422).says("Kryssa i att 11 kursdeltaganden ska bort").says("Ta bort 11 och läs in 2 rader");
        assert_eq!(ask(world, counting), 12, "nothing is taken in before");
        officer.post(&format!("{at}/ta-in"), &[("borttagning", "ja")]).await.is(303);
        assert_eq!(ask(world, counting), 2);

        // The way back that the page tells of: the earlier file once more, as a full one.
        let back = uploaded(&officer, "alla.csv", file(&all).as_bytes()).await;
        looked_through(world, &officer, &back, FULL).await.is(200).says("Ta bort 1 och läs in 12 rader");
        officer.post(&format!("{back}/ta-in"), &[]).await.is(303);
        assert_eq!(ask(world, counting), 12);
    });
}

#[test]
fn a_full_file_of_a_period_says_for_which_time_it_speaks() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        taken(world, &officer, "alla.csv", &[going_on(1), going_on(2)], OWN).await.is(303);
        let at = uploaded(&officer, "våren.csv", file(&[going_on(1)]).as_bytes()).await;
        let period = [FULL, &[("fran", "2024-01-01"), ("till", "2024-06-30")]].concat();
        let page = looked_through(world, &officer, &at, &period).await;
        page.is(200).says("började från och med 1 januari 2024 till och med 30 juni 2024");
        // Less than ten: the button says it, and nothing more is asked.
        page.says("Ta bort 1 och läs in 1 rad").does_not_say("ska bort");
        officer.post(&format!("{at}/ta-in"), &[]).await.is(303);
        officer.get(&at).await.is(200).says("till och med 30 juni 2024");
        assert_eq!(ask(world, counting), 1);
        officer.get(BASE).await.is(200).says("våren.csv");
    });
}

#[test]
fn a_file_that_is_over_is_found_from_the_list_with_its_rejected_rows_as_long_as_they_are_kept() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "mars.csv", file(&[going_on(1), graded(2, "Q")]).as_bytes()).await;
        looked_through(world, &officer, &at, OWN).await.says("slängs den");
        officer.post(&format!("{at}/ta-in"), &[]).await.is(303);
        let id = at.rsplit('/').next().unwrap();
        let link = format!("{BASE}/fil/{id}");
        officer.get(BASE).await.is(200).says(&link).says("Avvisade rader går att hämta till");
        officer.get(&at).await.is(200).says("Filen, vad som står i de avvisade raderna").says("/tillbaka");
        // One that is no set, since nothing of it can come in.
        let none = uploaded(&officer, "fel.csv", file(&[graded(3, "Q")]).as_bytes()).await;
        looked_through(world, &officer, &none, OWN).await.is(200).says("Ingen rad gick att läsa in");
        officer.get(BASE).await.is(200).says("Filer som inte blev någon inläsning").says(&none);
        world.clock.advance(20 * 24 * 3600);
        run_due(&world.app, &crate::jobs()).await.unwrap();
        let officer = world.client("officer").await;
        let list = officer.get(BASE).await;
        list.is(200).says(&link).does_not_say("går att hämta till").does_not_say("Filer som inte blev");
        officer.get(&at).await.is(200).says("Filen är borttagen, eftersom").does_not_say("/tillbaka");
    });
}

#[test]
fn what_was_let_go_is_said_not_to_be_read_in_before_it_has_been_cleared_away() {
    on(Engine::Sqlite, async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "mars.csv", file(&[going_on(1)]).as_bytes()).await;
        looked_through(world, &officer, &at, OWN).await.is(200);
        officer.get(BASE).await.is(200).says("Väntar på besked, räknas inte än");
        officer.post(&format!("{at}/slang"), &[]).await.is(303);
        officer.get(BASE).await.is(200).says("Lästes inte in").does_not_say("Räknas inte än");
    });
}

#[test]
fn a_file_that_waits_can_be_read_in_another_way_and_what_was_made_of_it_is_gone() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let at = uploaded(&officer, "mars.csv", file(&[going_on(1), graded(2, "Q")]).as_bytes()).await;
        let page = looked_through(world, &officer, &at, OWN).await;
        page.is(200).says("Läs filen på ett annat sätt");
        officer.post(&format!("{at}/igen"), &[]).await.is(303);
        officer.get(&at).await.is(200).says("Hur ska filen läsas?");
        officer.get(BASE).await.is(200).says("Lästes inte in");
        officer.get(&format!("{at}/kolumner")).await.is(200);
        officer.get(&format!("{at}/tillbaka")).await.is(404);
        // The file is read once more at once: nothing that is still to be cleared away keeps it out.
        looked_through(world, &officer, &at, OWN).await.is(200).says("Läs in de rader som går");
        officer.post(&format!("{at}/ta-in"), &[]).await.is(303);
        assert_eq!(ask(world, counting), 1);
        run_due(&world.app, &crate::jobs()).await.unwrap();
        let states: Vec<SetState> = ask(world, sets).iter().map(|set| set.state).collect();
        assert_eq!(states, [SetState::Published, SetState::Dropped]);
        assert!(world.events(world.ekstad).iter().any(|told| told.contains("imports.asked-again")));
        officer.post(&format!("{at}/igen"), &[]).await.is(409);
    });
}

#[test]
fn a_workbook_is_handed_back_as_a_workbook_with_each_row_where_it_stood() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let text = file(&[going_on(1), String::new(), graded(2, "Q")]);
        let book = roads::workbook(&text, false, &[]);
        let at = uploaded(&officer, "mars.xlsx", &book).await;
        looked_through(world, &officer, &at, OWN).await.is(200);
        let back = officer.get(&format!("{at}/tillbaka")).await;
        back.is(200);
        assert!(back.bytes.starts_with(b"PK"), "a workbook");
        let limits = documents::raw::Limits::default();
        let read = documents::workbook::read(&back.bytes, &limits).unwrap();
        let cell = |row: usize, at: usize| format!("{:?}", read.sheets[0].rows[row].cells[at]);
        let rows: Vec<u32> = read.sheets[0].rows.iter().map(|row| row.number).collect();
        assert_eq!(rows, [1, 2, 4]);
        assert!(cell(0, 10).contains("Resultat") && cell(0, 11).contains("Fel"), "{}", cell(0, 10));
        assert!(cell(1, 10).contains("Ny") && cell(2, 10).contains("Avvisad"), "{}", cell(2, 10));
        assert!(cell(2, 11).contains("Betyg: V"), "{}", cell(2, 11));
        assert!(cell(1, 0).contains(&person(1)), "whole numbers of persons stay whole");
        // It is read once more as it is, its own columns looked past.
        let again = uploaded(&officer, "mars-resultat.xlsx", &back.bytes).await;
        officer.get(&again).await.is(200).says("Tertials filformat");
    });
}
