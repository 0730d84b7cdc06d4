#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::Scope;
use domain::coverage::Cell;

use super::look::{self, Looked};
use super::store;
use crate::testing::{Client, ENGINES, World, day, on, on_both};

/// Adopts the shipped example as the plan of 2024.
async fn adopt(world: &World) {
    let (officer, owner) = (world.client("officer").await, world.client("owner").await);
    officer.post("/h/ekstad/uppfoljningsplan", &[("planens-ar", "2024"), ("fran", "exempel")]).await.is(303);
    let fields = [
        ("diarienummer", "VUX 2024/17"),
        ("dag", "2024-03-01"),
        ("beslutsinstans", "N\u{e4}mnden"),
        ("organ", "N\u{e4}mnden"),
        ("processagare", "Chefen"),
    ];
    owner.post("/h/ekstad/uppfoljningsplan/2024/1/faststall", &fields).await.is(303);
}

fn looked(world: &World) -> Looked {
    world.read(Scope::Tenant(world.ekstad.id), |tx| look::look(tx, 2024, day("2024-03-15"))).unwrap()
}

fn cell(world: &World, moment: &str) -> Cell {
    let looked = looked(world);
    let at = looked.moments.iter().position(|one| one.slug == moment).unwrap();
    looked.rows.iter().find(|row| row.provider.id == world.lindblad).unwrap().cells[at]
}

fn activities(world: &World) -> Vec<store::Kept> {
    world.read(Scope::Tenant(world.ekstad.id), |tx| store::of_year(tx, 2024))
}

async fn press(client: &Client<'_>, world: &World, moment: &str) {
    let fields = [("moment", moment), ("anordnare", &*world.lindblad.to_string())];
    client.post("/h/ekstad/tackning/2024/planera", &fields).await.is(303);
}

#[test]
fn what_is_missing_is_planned_with_one_press_done_taken_back_and_cancelled_with_every_line_kept() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer.get("/h/ekstad/tackning").await.is(200).says("Ingen plan \u{e4}r fastst\u{e4}lld");
        officer.get("/h/ekstad/tackning/2024").await.is(200).says("Ingen plan \u{e4}r fastst\u{e4}lld");
        adopt(world).await;
        assert_eq!(officer.get("/h/ekstad/tackning").await.is(303).location, "/h/ekstad/tackning/2024");
        officer
            .get("/h/ekstad/tackning/2024")
            .await
            .is(200)
            .says("Saknas")
            .says("anordnare har f\u{e5}tt alla sina moment");
        press(&officer, world, "verksamhetsbesok").await;
        press(&officer, world, "verksamhetsbesok").await;
        assert_eq!(activities(world).len(), 1, "once, however often it is pressed");
        assert_eq!(
            cell(world, "verksamhetsbesok"),
            Cell::Planned { by: day("2024-12-31"), late: false, done: 0, of: 1 }
        );
        let id = activities(world)[0].id;
        let page = format!("/h/ekstad/aktivitet/{id}");
        let step = async |step: &str, fields: &[(&str, &str)]| officer.post(&format!("{page}/{step}"), fields).await;
        step("flytta", &[("flytta-dag", "2024-03-14")]).await.is(422).says("har redan varit");
        step("flytta", &[("flytta-dag", "2024-05-31"), ("flytta-text", "Skolan bad om det.")]).await.is(303);
        step("gjort", &[("gjort-dag", "2024-03-16")]).await.is(422).says("kan inte ligga efter");
        step("angra", &[("angra-text", "X")]).await.is(409).says("inte antecknat som gjort");
        step("gjort", &[("gjort-dag", "2024-03-12"), ("gjort-text", "Vi var d\u{e4}r."), ("sedd", "1")])
            .await
            .is(409)
            .says("har \u{e4}ndrat");
        step("gjort", &[("gjort-dag", "2024-03-12"), ("gjort-text", "Vi var d\u{e4}r."), ("sedd", "2")]).await.is(303);
        assert_eq!(cell(world, "verksamhetsbesok"), Cell::Done { on: day("2024-03-12"), times: 1 });
        step("angra", &[("angra-text", "")]).await.is(422).says("Skriv varf\u{f6}r");
        step("angra", &[("angra-text", "Fel anordnare.")]).await.is(303);
        step("stall-in", &[("stall-in-text", "Skolan l\u{e4}ggs ned.")]).await.is(303);
        assert_eq!(cell(world, "verksamhetsbesok"), Cell::Missing { done: 0, of: 1 });
        step("ta-upp", &[]).await.is(303);
        let shown = officer.get(&page).await;
        for line in [
            "Planerades till senast 31 december 2024",
            "Flyttades till senast 31 maj 2024",
            "Gjordes 12 mars 2024",
            "Vi var d\u{e4}r.",
            "Fel anordnare.",
            "St\u{e4}lldes in",
            "Togs upp igen",
        ] {
            shown.is(200).says(line);
        }
        assert_eq!(activities(world)[0].lines.len(), 6);
        let told = world.events(world.ekstad);
        assert_eq!(told.iter().filter(|kind| *kind == "activity.planned").count(), 1);
        assert_eq!(told.iter().filter(|kind| *kind == "activity.changed").count(), 5);
    });
}

#[test]
fn a_moment_is_planned_with_all_who_lack_it_and_more_often_where_it_is_needed() {
    on_both(async |world| {
        adopt(world).await;
        let contact = world.client("contact").await;
        press(&contact, world, "elevenkat").await;
        let count = looked(world).rows.len();
        assert!(count > 1, "several providers have agreements in the year");
        let all = "/h/ekstad/tackning/2024/planera-alla";
        contact
            .post(all, &[("moment", ""), ("dag", "2024-02-01")])
            .await
            .is(422)
            .says("V\u{e4}lj vilket moment")
            .says("har redan varit");
        contact.post(all, &[("moment", "elevenkat"), ("dag", "2024-10-15")]).await.is(303);
        contact.post(all, &[("moment", "elevenkat"), ("dag", "2024-10-15")]).await.is(303);
        assert_eq!(activities(world).len(), count, "once with each, also with the one that had it");
        // More often, on the provider's own page; the same form sent twice is once.
        let key = kernel::Id::<kernel::id::kind::Activity>::random(&**world.app.chance()).to_string();
        let provider = world.lindblad.to_string();
        let fields = [("moment", "elevenkat"), ("anordnare", &*provider), ("nyckel", &*key), ("dag", "2024-11-15")];
        contact.post("/h/ekstad/tackning/2024/planera", &fields).await.is(303);
        contact.post("/h/ekstad/tackning/2024/planera", &fields).await.is(303);
        let fields =
            [("moment", "elevenkat"), ("anordnare", &*provider), ("nyckel", &*key), ("dag", "n\u{e5}gon g\u{e5}ng")];
        contact.post("/h/ekstad/tackning/2024/planera", &fields).await.is(422).says("g\u{e5}r inte att l\u{e4}sa");
        assert_eq!(activities(world).len(), count + 1);
        contact.get(&format!("/h/ekstad/tackning/2024/{provider}")).await.is(200).says("Senast 15 november 2024");
        // The days are in the calendars of those who follow up.
        let page = contact.post("/konto/kalender", &[]).await.is(200).text();
        let address = page[page.find("/kalender/").unwrap()..].split('"').next().unwrap().to_owned();
        let calendar = world.nobody().get(&address).await.is(200).text().replace("\r\n ", "");
        assert!(
            calendar.contains("DTSTART;VALUE=DATE:20241115") && calendar.contains("1 anordnare kvar"),
            "{calendar}"
        );
        assert!(calendar.contains("DTSTART;VALUE=DATE:20241015"), "{calendar}");
        let csv = contact.get("/h/ekstad/tackning/2024?format=csv").await;
        assert!(csv.is(200).text().contains("Gemensam elevenk\u{e4}t"));
        // What follows the reports is not planned by hand.
        contact
            .post("/h/ekstad/tackning/2024/planera", &[("moment", "arsrapport"), ("anordnare", &provider)])
            .await
            .is(404);
        assert!(matches!(cell(world, "arsrapport"), Cell::Planned { done: 0, .. }), "{:?}", cell(world, "arsrapport"));
    });
}

#[test]
fn what_is_late_and_visits_without_a_day_are_told_on_the_start_page() {
    on_both(async |world| {
        adopt(world).await;
        let officer = world.client("officer").await;
        press(&officer, world, "verksamhetsbesok").await;
        let told = |today: &str| {
            let today = day(today);
            world
                .read(Scope::Tenant(world.ekstad.id), move |tx| super::at_authority(tx, today, "/h/ekstad/"))
                .into_string()
        };
        let id = activities(world)[0].id;
        assert_eq!(told("2024-12-16"), "", "there is time");
        let soon = told("2024-12-17");
        assert!(
            soon.contains("ingen dag \u{e4}r bokad") && soon.contains(&format!("/h/ekstad/aktivitet/{id}")),
            "{soon}"
        );
        assert!(told("2025-01-01").contains("skulle ha gjorts 31 december 2024"));
        world.clock.set(crate::testing::instant("2024-12-17T09:00:00Z"));
        let officer = world.client("officer").await;
        let start = officer.get("/h/ekstad/uppfoljning").await;
        let start = if start.location.is_empty() { start } else { officer.get(&start.location).await };
        start.is(200).says("ingen dag \u{e4}r bokad");
        let done = [("gjort-dag", "2024-12-16"), ("sedd", "1")];
        officer.post(&format!("/h/ekstad/aktivitet/{id}/gjort"), &done).await.is(303);
        assert_eq!(told("2025-01-01"), "");
    });
}

#[test]
fn whoever_follows_up_sees_it_and_nobody_at_a_school_or_another_authority() {
    on(ENGINES[0], async |world| {
        adopt(world).await;
        let provider = world.lindblad.to_string();
        for name in ["rektor", "management", "board", "registrar"] {
            world.client(name).await.get("/h/ekstad/tackning/2024").await.is(404);
        }
        let foreign = world.client("foreign-officer").await;
        foreign.get("/h/ekstad/tackning/2024").await.is(404);
        foreign.get("/h/bokhamn/tackning/2024").await.is(200).says("Ingen plan").does_not_say("Lindblad");
        let officer = world.client("officer").await;
        press(&officer, world, "verksamhetsbesok").await;
        let id = activities(world)[0].id;
        foreign.get(&format!("/h/bokhamn/aktivitet/{id}")).await.is(404);
        officer.get("/h/ekstad/tackning/2024/annat").await.is(404);
        officer.get(&format!("/h/ekstad/tackning/1999/{provider}")).await.is(404);
    });
}

#[test]
fn a_joint_evaluation_is_planned_while_it_is_under_way_and_done_with_its_return_visit() {
    use crate::evaluations::testing as evaluation;
    on(ENGINES[0], async |world| {
        let officer = world.client("officer").await;
        adopt(world).await;
        let moment = |looked: &Looked| {
            let of = |one: &&domain::follow_up_plan::Moment| one.kind == domain::follow_up_plan::MomentKind::Evaluation;
            looked.moments.iter().find(of).unwrap().slug.clone()
        };
        let slug = moment(&looked(world));
        assert_eq!(cell(world, &slug), Cell::Missing { done: 0, of: 1 });
        let [id, ..] = evaluation::sent(world).await;
        assert_eq!(cell(world, &slug), Cell::Planned { by: day("2024-12-20"), late: false, done: 0, of: 1 });
        officer.get(&format!("/h/ekstad/tackning/2024/{}", world.lindblad)).await.is(200).says("p\u{e5}g\u{e5}r till");
        let regional = world.client("regional").await;
        let of = (id.as_str(), world.lindblad);
        evaluation::step(world, &regional, of, "ta-tillbaka", &[]).await;
        evaluation::step(world, &regional, of, "avsluta", &[("avsluta-text", "Skolan st\u{e4}nger.")]).await;
        evaluation::carried(world).await;
        assert_eq!(cell(world, &slug), Cell::Missing { done: 0, of: 1 }, "nothing was settled");
    });
}
