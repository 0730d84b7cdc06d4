//! Visits and the plan's activities: what is booked, moved, called off, noted, and done.

use super::*;

/// Adopts the shipped example as the plan of 2024.
async fn adopt(world: &World) {
    let (officer, owner) = (world.client("officer").await, world.client("owner").await);
    officer.post("/h/ekstad/uppfoljningsplan", &[("planens-ar", "2024"), ("fran", "exempel")]).await.is(303);
    let decided = [
        ("diarienummer", "VUX 1"),
        ("dag", "2024-03-01"),
        ("beslutsinstans", "N\u{e4}mnden"),
        ("organ", "N\u{e4}mnden"),
        ("processagare", "Chefen"),
    ];
    owner.post("/h/ekstad/uppfoljningsplan/2024/1/faststall", &decided).await.is(303);
}

/// Which activities wait for a visit to be booked.
fn asked(world: &World) -> Vec<String> {
    let lindblad = world.lindblad;
    let asked = world.read(Scope::Tenant(world.ekstad.id), move |tx| crate::coverage::visits_asked(tx, lindblad));
    asked.into_iter().map(|one| one.id.to_string()).collect()
}

/// Adopts the plan and plans its visit with the provider; gives which activity that is.
async fn asked_for(world: &World, officer: &Client<'_>) -> String {
    adopt(world).await;
    let moment = [("moment", "verksamhetsbesok"), ("anordnare", &*world.lindblad.to_string())];
    officer.post("/h/ekstad/tackning/2024/planera", &moment).await.is(303);
    let [activity] = &asked(world)[..] else { panic!("one is asked for") };
    activity.clone()
}

#[test]
fn the_plan_knows_of_the_day_that_is_booked_moved_and_called_off() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let activity = asked_for(world, &officer).await;
        let page = format!("/h/ekstad/aktivitet/{activity}");
        officer.get(&page).await.is(200).says("Planera bes\u{f6}ket");
        // Planned out of the list of visits, it is that of the plan.
        let ask = officer.get(&format!("/h/ekstad/besok/nytt?anordnare={}", world.lindblad)).await;
        assert!(ask.fields().contains(&("aktivitet".to_owned(), activity.clone())), "it is chosen already");
        drop(world.client("rektor").await);
        let mut own = fields(world, &key(1), "2024-04-10");
        own.push(("aktivitet".to_owned(), activity.clone()));
        post(&officer, "/h/ekstad/besok/nytt", &own).await.is(303);
        assert!(asked(world).is_empty(), "it is not offered once more");
        let visit = format!("/h/ekstad/besok/{}", key(1));
        for page in [&page, "/h/ekstad/tackning/2024"] {
            let shown = officer.get(page).await;
            shown.is(200).says("bokat till 10 april 2024").says(&visit).does_not_say("Planera bes\u{f6}ket");
        }
        let csv = officer.get("/h/ekstad/tackning/2024?format=csv").await;
        assert!(csv.is(200).text().contains("bokat till 10 april 2024"));
        let mut moved = fields(world, &key(1), "2024-04-11");
        moved.push(("sedd".to_owned(), "1".to_owned()));
        post(&officer, &format!("{visit}/andra"), &moved).await.is(303);
        officer.get(&page).await.is(200).says("bokat till 11 april 2024");
        // After the day it has been, and is not settled.
        world.clock.set(instant("2024-04-12T08:00:00Z"));
        let officer = world.client("officer").await;
        officer.get(&page).await.is(200).says("Bes\u{f6}ket var 11 april 2024").says("inte fastst\u{e4}llt");
        step(&officer, &key(1), "stall-in", &[("stall-in-text", "Rektor \u{e4}r sjuk.")]).await.is(303);
        officer.get(&page).await.is(200).says("Planera bes\u{f6}ket").says("bokade bes\u{f6}ket st\u{e4}lldes in");
        assert_eq!(asked(world), [activity]);
    });
}

#[test]
fn what_is_noted_as_done_without_a_protocol_is_told_apart_from_visits() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let activity = asked_for(world, &officer).await;
        let done = [("gjort-dag", "2024-03-12"), ("sedd", "1")];
        officer.post(&format!("/h/ekstad/aktivitet/{activity}/gjort"), &done).await.is(303);
        let noted = "Antecknat som gjort 12 mars 2024, utan protokoll";
        let year = officer.get("/h/ekstad/besok/ar/2024").await;
        year.is(200).says(noted).says("1 \u{e4}r antecknad som gjord utan protokoll").says("bes\u{f6}k med protokoll");
        officer.get(&format!("/h/ekstad/besok/hos/{}", world.lindblad)).await.is(200).says(noted);
        let csv = officer.get("/h/ekstad/besok/ar/2024?format=csv").await;
        assert!(csv.is(200).text().contains(noted));
        let board = world.client("board").await;
        let compiled = board.get("/h/ekstad/besoksprotokoll/2024").await;
        compiled.is(200).says("Antecknade som gjorda utan protokoll").says(noted);
        let main = compiled.main();
        let none = main.find("Har inte f\u{e5}tt bes\u{f6}k").map_or("", |at| &main[at..]);
        assert!(!none.contains("Lindblad"), "nobody is told both: {none}");
        for ending in ["pdf", "docx"] {
            board.get(&format!("/h/ekstad/besoksprotokoll/2024/fil/{ending}")).await.is(200);
        }
        // Put in afterwards with a protocol, it is a visit like others.
        let mut own = fields(world, &key(1), "2024-03-12");
        own.push(("aktivitet".to_owned(), activity));
        post(&officer, "/h/ekstad/besok/nytt", &own).await.is(303);
        write(&officer, &key(1), &[("sammanfattning", "Bra.")]).await.is(303);
        officer.get("/h/ekstad/besok/ar/2024").await.is(200).does_not_say("antecknad som gjord").does_not_say(noted);
    });
}

#[test]
fn a_visit_that_has_been_is_put_in_afterwards_without_an_invitation() {
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        let far = fields(world, &key(9), "2023-03-01");
        post(&officer, "/h/ekstad/besok/nytt", &far).await.is(422).says("mer \u{e4}n ett \u{e5}r tillbaka");
        let answer = post(&officer, "/h/ekstad/besok/nytt", &fields(world, &key(1), "2024-03-01")).await;
        let page = officer.follow(answer.is(303)).await;
        assert!(page.is(200).text().contains("l\u{e4}ggs in i efterhand"));
        page.says("Inlagt i efterhand").does_not_say("Bjud in deltagarna<");
        step(&officer, &key(1), "bjud-in", &[]).await.is(409);
        write(&officer, &key(1), &[("sammanfattning", "Bra.")]).await.is(303);
        assert!(calendars(world).is_empty(), "nobody is invited to what has been");
    });
}

#[test]
fn a_visit_that_is_settled_does_what_the_plan_asked_for() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        let activity = asked_for(world, &officer).await;
        officer.get(&format!("/h/ekstad/aktivitet/{activity}")).await.is(200).says("Planera bes\u{f6}ket");
        drop(world.client("rektor").await);
        let mut own = fields(world, &key(1), "2024-03-15");
        own.push(("aktivitet".to_owned(), activity.clone()));
        post(&officer, "/h/ekstad/besok/nytt", &own).await.is(303);
        let id = key(1);
        write(&officer, &id, &[("sammanfattning", "Bra.")]).await.is(303);
        sent(&officer, &id).await;
        let rektor = world.client("rektor").await;
        let sedd = rektor.get(&format!("/h/ekstad/besok-hos-oss/{id}")).await.hidden("sedd");
        rektor.post(&format!("/h/ekstad/besok-hos-oss/{id}/svara"), &[("sedd", &*sedd), ("inget", "ja")]).await.is(303);
        officer.get(&format!("/h/ekstad/aktivitet/{activity}")).await.is(200).does_not_say("Gjordes 15 mars 2024");
        step(&officer, &id, "faststall", &[]).await.is(303);
        officer.get(&format!("/h/ekstad/aktivitet/{activity}")).await.is(200).says("Gjordes 15 mars 2024");
        let compiled = world.client("board").await.get("/h/ekstad/besoksprotokoll/2024").await;
        compiled.is(200).says("Har inte f\u{e5}tt bes\u{f6}k").says("1 av");
    });
}
