//! The year's pages through the router, on both engines.

use crate::testing::{ENGINES, on, on_both};

#[test]
fn everyone_with_work_in_the_year_reads_it_and_others_find_nothing() {
    on_both(async |world| {
        for name in ["editor", "rektor", "management", "officer", "contact", "registrar", "owner", "admin"] {
            let client = world.client(name).await;
            assert_eq!(client.get("/h/ekstad/ar").await.is(303).location, "/h/ekstad/ar/2024", "{name}");
            client.get("/h/ekstad/ar/2024").await.is(200).says("Sista dag för Tertial 1").says("om 24 dagar");
        }
        for name in ["board", "auditor", "foreign-officer"] {
            let client = world.client(name).await;
            for page in ["", "/2024", "/2024/anvisningar", "/2024/mal", "/2024/kalender.ics"] {
                client.get(&format!("/h/ekstad/ar{page}")).await.is(404);
            }
        }
        let nobody = world.nobody();
        assert!(nobody.get("/h/ekstad/ar/2024").await.is(303).location.contains("logga-in"));
    });
}

#[test]
fn the_targets_are_read_with_what_is_an_example() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/ar/2024/mal").await.is(200).says("minst 72,5\u{a0}%").says("exempelvärde");
    });
}

#[test]
fn the_calendar_file_holds_every_last_day_in_lines_that_calendar_programs_take() {
    on(ENGINES[0], async |world| {
        let answer = world.client("editor").await.get("/h/ekstad/ar/2024/kalender.ics").await;
        answer.is(200);
        assert!(answer.media_type.starts_with("text/calendar"));
        let text = answer.text();
        for line in [
            "BEGIN:VCALENDAR",
            "DTSTART;VALUE=DATE:20240408",
            "DTEND;VALUE=DATE:20240409",
            "DTSTART;VALUE=DATE:20241202",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}\n{text}");
        }
        assert!(text.lines().all(|line| line.trim_end_matches('\r').len() <= 75), "{text}");
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 4);
        assert!(text.contains("DTSTAMP:20240315T090000Z\r\n") || text.contains("DTSTAMP:2"), "{text}");
    });
}

#[test]
fn a_year_that_is_not_published_is_not_found() {
    on(ENGINES[0], async |world| {
        let editor = world.client("editor").await;
        for path in ["/h/ekstad/ar/2025", "/h/ekstad/ar/inget", "/h/ekstad/ar/99999", "/h/ekstad/ar/2024?version=x"] {
            editor.get(path).await.is(404);
        }
    });
}
