//! The calendar through the router, read by a parser that is not ours.

#![expect(clippy::unwrap_used, reason = "tests")]

use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime};

use crate::testing::{Answer, Client, World, on_both, person_id};

/// The address that the page shows once.
fn address(answer: &Answer) -> String {
    let text = answer.is(200).text();
    let at = text.find("/kalender/").unwrap();
    text[at..].split('"').next().unwrap().to_owned()
}

async fn events(client: &Client<'_>, address: &str) -> Vec<(String, String, String)> {
    let answer = client.get(address).await;
    answer.is(200);
    assert!(answer.media_type.starts_with("text/calendar"), "{}", answer.media_type);
    let calendar: Calendar = answer.text().parse().unwrap();
    let mut uids = std::collections::BTreeSet::new();
    calendar
        .events()
        .map(|event| {
            assert!(uids.insert(event.get_uid().unwrap().to_owned()), "two events are the same one");
            let day = match event.get_start().unwrap() {
                DatePerhapsTime::Date(day) => day.to_string(),
                DatePerhapsTime::DateTime(CalendarDateTime::Utc(at)) => panic!("a last day is no instant: {at}"),
                DatePerhapsTime::DateTime(other) => panic!("a last day is no instant: {other:?}"),
            };
            (day, event.get_summary().unwrap().to_owned(), event.get_description().unwrap_or_default().to_owned())
        })
        .collect()
}

#[test]
fn a_provider_fetches_what_is_left_of_its_own_and_the_authority_its_occasions_and_activities() {
    on_both(async |world: &World| {
        let nobody = world.nobody();
        let management = world.client("management").await;
        management.get("/konto/kalender").await.is(200).says("Skapa en adress");
        let own = address(&management.post("/konto/kalender", &[]).await);
        let found = events(&nobody, &own).await;
        let first = found.iter().find(|(day, title, _)| day == "2024-04-08" && title.contains("Tertial 1")).unwrap();
        assert!(first.2.contains("Klagomål, Lindblad Centrum"), "{found:?}");
        assert!(found.iter().any(|(day, ..)| day == "2024-12-02"), "{found:?}");
        let officer = world.client("officer").await;
        let theirs = address(&officer.post("/konto/kalender", &[]).await);
        let found = events(&nobody, &theirs).await;
        assert!(found.iter().any(|(day, title, _)| day == "2024-11-01" && title.contains("Rektorsträff")), "{found:?}");
        assert!(!found.iter().any(|(_, _, text)| text.contains("Lindblad")), "{found:?}");
    });
}

#[test]
fn an_address_opens_nothing_once_it_is_taken_back_or_changed_and_is_shown_only_once() {
    on_both(async |world: &World| {
        let nobody = world.nobody();
        let editor = world.client("editor").await;
        let first = address(&editor.post("/konto/kalender", &[]).await);
        nobody.get(&first).await.is(200);
        let again = editor.get("/konto/kalender").await;
        again.is(200).says("Du har en adress sedan").does_not_say(&first);
        let second = address(&editor.post("/konto/kalender", &[]).await);
        assert_ne!(first, second);
        nobody.get(&first).await.is(404);
        nobody.get(&second).await.is(200);
        editor.post("/konto/kalender/ta-tillbaka", &[]).await.is(303);
        nobody.get(&second).await.is(404);
        editor.get("/konto/kalender").await.is(200).says("Skapa en adress");
        for wrong in ["/kalender/x.ics", "/kalender/.ics", "/kalender/x"] {
            nobody.get(wrong).await.is(404);
        }
    });
}

#[test]
fn somebody_without_seats_any_more_has_an_empty_calendar_and_not_yesterdays() {
    on_both(async |world: &World| {
        let nobody = world.nobody();
        let editor = world.client("editor").await;
        let own = address(&editor.post("/konto/kalender", &[]).await);
        assert!(!events(&nobody, &own).await.is_empty());
        let admin = world.client("admin").await;
        let page = format!("/h/ekstad/personer/{}", person_id("editor"));
        let text = admin.get(&page).await.is(200).main();
        let start = format!("{}/roll/", page.trim_start_matches("/h/ekstad"));
        let ends = text.split(&start).skip(1).filter_map(|rest| rest.split(['"', '/']).next());
        for seat in ends.collect::<std::collections::BTreeSet<_>>() {
            admin.post(&format!("{page}/roll/{seat}"), &[("nar", "nu")]).await.is(303);
        }
        assert_eq!(events(&nobody, &own).await, Vec::new());
    });
}

#[test]
fn a_day_goes_out_of_the_calendar_with_the_last_that_is_handed_in_for_it() {
    use crate::follow_up::tests::{NOTHING, complaints_of, hand_in};
    on_both(async |world: &World| {
        let (nobody, editor) = (world.nobody(), world.client("other-editor").await);
        let own = address(&editor.post("/konto/kalender", &[]).await);
        // A day of its own, so that nothing else is asked on it.
        let task = complaints_of(world, "Norrsken");
        let more = [("dag", "2024-04-12"), ("skal-mer-tid", "Sjukdom")];
        world.client("officer").await.post(&format!("/h/ekstad/granska/{}/mer-tid", task.id), &more).await.is(303);
        let of_day = async || {
            let all = events(&nobody, &own).await;
            all.into_iter().filter(|(day, ..)| day == "2024-04-12").map(|(_, title, _)| title).collect::<Vec<_>>()
        };
        let before = of_day().await;
        assert_eq!(before.len(), 1);
        assert!(before[0].starts_with("Sista dag: Tertial 1"), "{before:?}");
        hand_in(world, &task, NOTHING);
        assert_eq!(of_day().await, Vec::<String>::new());
        // Handed back it is asked again.
        let back = [("version", "1"), ("motivering", "Skriv mer.")];
        world.client("officer").await.post(&format!("/h/ekstad/granska/{}/aterlamna", task.id), &back).await.is(303);
        assert!(events(&nobody, &own).await.iter().any(|(_, title, _)| title.starts_with("Sista dag: Tertial 1")));
    });
}

#[test]
fn a_day_that_is_moved_is_the_same_event_on_another_day() {
    use crate::follow_up::tests::complaints_of;
    on_both(async |world: &World| {
        let (nobody, editor) = (world.nobody(), world.client("other-editor").await);
        let own = address(&editor.post("/konto/kalender", &[]).await);
        let of_occasion = async || {
            let calendar: Calendar = nobody.get(&own).await.is(200).text().parse().unwrap();
            let days = calendar.events().map(|event| match event.get_start().unwrap() {
                DatePerhapsTime::Date(day) => (event.get_uid().unwrap().to_owned(), day.to_string()),
                DatePerhapsTime::DateTime(at) => panic!("a last day is no instant: {at:?}"),
            });
            days.filter(|(uid, _)| uid.contains("-tertial-1-")).collect::<std::collections::BTreeMap<_, _>>()
        };
        let before = of_occasion().await;
        assert_eq!(before.len(), 1, "{before:?}");
        let officer = world.client("officer").await;
        let task = complaints_of(world, "Norrsken");
        for day in ["2024-04-12", "2024-04-15"] {
            let more = [("dag", day), ("skal-mer-tid", "Sjukdom")];
            officer.post(&format!("/h/ekstad/granska/{}/mer-tid", task.id), &more).await.is(303);
        }
        // The one that was moved twice has one event, and the rest of the occasion keeps its own.
        let after = of_occasion().await;
        assert!(before.iter().all(|(uid, day)| after.get(uid) == Some(day)), "{before:?} {after:?}");
        let moved: Vec<&String> = after.values().filter(|day| *day != "2024-04-08").collect();
        assert_eq!(moved, ["2024-04-15"], "{after:?}");
    });
}
