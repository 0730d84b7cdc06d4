#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Engine, Scope, global_sql};
use domain::cases::{About, Opened, Place};
use kernel::Id;
use kernel::id::kind::CaseFile;

use crate::testing::cases::say;
use crate::testing::{World, day, instant, on, on_both};

const SAID: &str = "Ingen svarar p\u{e5} mina fr\u{e5}gor.";

/// Somebody says something of Lindblad's first unit, today.
fn said(world: &World, change: impl Fn(&mut Opened)) -> Id<CaseFile> {
    say(world, 0, (SAID, ""), change)
}

async fn known(world: &World, names: &[&str]) {
    for name in names {
        world.client(name).await;
    }
}

async fn morning(world: &World, on: &str) -> usize {
    world.clock.set(instant(&format!("{on}T06:00:00Z")));
    super::send(&world.app, day(on)).await.unwrap()
}

/// Every letter: to whom, subject, text and path.
fn letters(world: &World) -> Vec<(String, String, String, Option<String>)> {
    world.read(Scope::Global, |tx| {
        tx.all(
            global_sql!(
                "SELECT p.name, l.subject, l.paragraphs, l.link_path FROM letter l JOIN person p ON p.id = l.person_id
                 ORDER BY l.queued_at, p.name"
            ),
            &[],
        )
    })
}

#[test]
fn letters_of_a_case_climb_from_new_to_late_and_tell_the_officer_after_two_and_nobody_twice() {
    on_both(async |world| {
        known(world, &["rektor", "management", "editor", "officer", "contact", "other-rektor"]).await;
        // 15 March 2024 is a Friday: to be acknowledged by Tuesday the 19th. Easter is from 29 March to 1 April.
        let id = said(world, |_| {});
        said(world, |_| {});
        let table: &[(&str, &[&str], &str)] = &[
            ("2024-03-15", &["rektor"], "Nytt: 2"),
            ("2024-03-16", &[], ""),
            ("2024-03-18", &["rektor"], "Ska snart vara gjort: 2. Senast 19 mars"),
            ("2024-03-19", &[], ""),
            ("2024-03-20", &["rektor"], "Har passerat sin dag: 2"),
            ("2024-03-21", &[], ""),
            ("2024-03-26", &["rektor"], "Har passerat sin dag: 2"),
            ("2024-04-02", &[], ""),
            ("2024-04-03", &["officer", "rektor"], "passerat sin dag"),
        ];
        let mut before = 0;
        for (on, people, says) in table {
            assert_eq!(morning(world, on).await, people.len(), "{on}");
            assert_eq!(morning(world, on).await, 0, "{on} once more");
            let all = letters(world);
            let new = &all[before..];
            assert_eq!(new.iter().map(|letter| letter.0.as_str()).collect::<Vec<_>>(), *people, "{on}");
            for (_, subject, text, path) in new {
                assert!(text.contains(says), "{on}: {text}");
                assert_eq!((subject.as_str(), path.as_deref()), ("Det finns n\u{e5}got att l\u{e4}sa", Some("/start")));
                for word in [SAID, "Lindblad", "Klagom\u{e5}l 1", &id.to_string()] {
                    assert!(!text.contains(word), "{text}");
                }
            }
            before = all.len();
        }
        // The one is acknowledged; of the other it is told as before.
        let rektor = world.client("rektor").await;
        rektor.post(&format!("/h/ekstad/arenden/{id}/bekrafta"), &[("bekrafta-text", "")]).await.is(303);
        assert_eq!(morning(world, "2024-04-09").await, 2);
        let all = letters(world);
        assert!(all[before].2.contains("Hos skolorna har 1 \u{e4}rende passerat sin dag"), "{}", all[before].2);
        assert_eq!(world.events(world.ekstad).iter().filter(|kind| *kind == "case.watched").count(), all.len());
    });
}

#[test]
fn of_what_came_without_a_school_the_contact_rektors_are_told_and_nobody_at_a_school() {
    on_both(async |world| {
        known(world, &["rektor", "management", "officer", "contact", "owner"]).await;
        said(world, |opened| (opened.no_school, opened.place) = (true, Place::Authority));
        assert_eq!(morning(world, "2024-03-15").await, 1);
        let told: Vec<String> = letters(world).into_iter().map(|letter| letter.0).collect();
        assert_eq!(told, ["contact"]);
    });
}

#[test]
fn whom_a_case_is_about_is_not_written_to_and_a_stopped_or_closed_one_asks_for_nothing() {
    on_both(async |world| {
        known(world, &["rektor", "management", "officer", "contact", "owner"]).await;
        let names = |world: &World| letters(world).into_iter().map(|letter| letter.0).collect::<Vec<_>>();
        said(world, |opened| opened.about = About::Rektor);
        assert_eq!(morning(world, "2024-03-15").await, 1);
        assert_eq!(names(world), ["management"]);
        said(world, |opened| (opened.about, opened.place) = (About::Officer, Place::Authority));
        assert_eq!(morning(world, "2024-03-15").await, 1);
        assert_eq!(names(world), ["management", "owner"]);
        // Every day for two months: the officer hears nothing of what is about an officer.
        for offset in 1..60 {
            morning(world, &day("2024-03-15").plus_days(offset).to_string()).await;
        }
        let told = names(world);
        assert!(!told.contains(&"rektor".to_owned()), "{told:?}");
        let officers = letters(world).into_iter().filter(|letter| letter.0 == "officer");
        assert!(
            officers.into_iter().all(|letter| letter.2.contains("1 \u{e4}rende")),
            "the one that is about the rektor"
        );
    });
}

#[test]
fn what_waits_in_an_investigation_is_told_to_the_side_that_is_to_do_it_and_to_officers_after_two_letters() {
    on_both(async |world| {
        known(world, &["rektor", "management", "editor", "officer", "contact", "owner"]).await;
        let fields = [
            ("nyckel", &*Id::<kernel::id::kind::Investigation>::random(&**world.app.chance()).to_string()),
            ("text", "Kalla mig inte det igen."),
            ("vem", "Amina"),
            ("enhet", &*world.units[0].to_string()),
            ("kalla", "student"),
            ("kannedom", "2024-03-15"),
            ("galler", "others"),
        ];
        world.client("rektor").await.post("/h/ekstad/krankning/ny", &fields).await.is(303);
        let mut told: Vec<(String, String)> = Vec::new();
        let mut before = letters(world).len();
        for offset in 0..25 {
            let on = day("2024-03-15").plus_days(offset).to_string();
            morning(world, &on).await;
            let all = letters(world);
            for (who, subject, text, _) in &all[before..] {
                assert_eq!(subject, "Det finns n\u{e5}got att l\u{e4}sa");
                assert!(!text.contains("Amina") && !text.contains("Utredning 1"), "{text}");
                told.push((on.clone(), who.clone()));
            }
            before = all.len();
        }
        let days = |who: &str| -> Vec<&str> {
            told.iter().filter(|(_, name)| name == who).map(|(on, _)| on.as_str()).collect()
        };
        // It is to have begun by 20 March; the board is to have been told by 2 April, which is after Easter.
        assert_eq!(days("rektor"), ["2024-03-19", "2024-03-21", "2024-03-27", "2024-04-04"]);
        assert_eq!(days("contact"), ["2024-03-28", "2024-04-03"]);
        assert_eq!(days("officer"), ["2024-04-04"]);
        assert!(days("management").is_empty() && days("editor").is_empty() && days("owner").is_empty(), "{told:?}");
    });
}

#[test]
fn a_routine_that_is_to_be_looked_at_again_is_told_of_at_the_authority_before_and_after_its_day() {
    on_both(async |world| {
        known(world, &["officer", "owner"]).await;
        let management = world.client("management").await;
        let text = "Eleven klagar hos rektor.";
        management.post("/h/ekstad/rutin", &[("slag", "text"), ("text", text), ("nr", "0")]).await.is(303);
        for offset in 0..5 {
            assert_eq!(morning(world, &day("2024-03-15").plus_days(offset).to_string()).await, 0);
        }
        let contact = world.client("contact").await;
        let base = format!("/h/ekstad/rutiner/{}", world.lindblad);
        let fields = [
            ("version", "1"),
            ("nr", "0"),
            ("svar-principerna", "yes"),
            ("svar-kand", "yes"),
            ("svar-huvudmannen", "yes"),
            ("genomgang", "2024-04-10"),
        ];
        contact.post(&base, &fields).await.is(303);
        let mut told = Vec::new();
        for offset in 5..40 {
            let on = day("2024-03-15").plus_days(offset).to_string();
            if morning(world, &on).await > 0 {
                told.push(on);
            }
        }
        assert_eq!(told, ["2024-04-09", "2024-04-11", "2024-04-17", "2024-04-23"]);
        assert!(letters(world).iter().all(|letter| letter.0 == "contact"));
    });
}

#[test]
fn a_decision_of_the_inspectorate_is_told_of_before_and_after_its_day_until_it_is_closed() {
    on_both(async |world| {
        known(world, &["officer", "owner", "rektor"]).await;
        let contact = world.client("contact").await;
        let page = "/h/ekstad/skolinspektionen/nytt";
        let key = contact.get(page).await.is(200).hidden("nyckel");
        let provider = world.lindblad.to_string();
        let fields = [
            ("nyckel", &*key),
            ("anordnare", &*provider),
            ("nummer", "SI 2024:1"),
            ("beslut", "injunction"),
            ("dag", "2024-03-01"),
            ("rubrik", "Studiev\u{e4}gledning"),
            ("senast", "2024-03-20"),
        ];
        contact.post(page, &fields).await.is(303);
        let start = contact.get("/h/ekstad/uppfoljning").await;
        let page = contact.get(&start.is(303).location.clone()).await;
        page.is(200).says("1 beslut ska f\u{f6}ljas upp, det f\u{f6}rsta senast 20 mars 2024.");
        let mut told = Vec::new();
        for offset in 0..30 {
            let on = day("2024-03-15").plus_days(offset).to_string();
            if morning(world, &on).await > 0 {
                told.push(on);
            }
        }
        assert_eq!(told, ["2024-03-19", "2024-03-21", "2024-03-27", "2024-04-04", "2024-04-10"]);
        assert!(letters(world).iter().all(|letter| letter.0 == "contact" && !letter.2.contains("SI 2024:1")));
    });
}

#[test]
fn while_the_clocks_stand_nobody_is_written_to_and_after_that_they_are() {
    on(Engine::Sqlite, async |world| {
        known(world, &["rektor"]).await;
        let id = said(world, |_| {});
        let rektor = world.client("rektor").await;
        let base = format!("/h/ekstad/arenden/{id}");
        rektor.post(&format!("{base}/bekrafta"), &[("bekrafta-text", "")]).await.is(303);
        let stop = [("stanna-val", "lov"), ("stanna-dag", "2024-04-12"), ("stanna-text", "")];
        rektor.post(&format!("{base}/stanna"), &stop).await.is(303);
        for offset in 0..29 {
            let on = day("2024-03-15").plus_days(offset).to_string();
            assert_eq!(morning(world, &on).await, 0, "{on}");
        }
        assert_eq!(morning(world, "2024-04-15").await, 1);
    });
}

#[test]
fn the_year_says_when_letters_about_cases_go() {
    let year = crate::testing::shipped_year();
    assert_eq!(year.complaints.letters, domain::cases::ChaseRules::default());
    let quiet = domain::year::Year {
        complaints: domain::year::Complaints {
            letters: domain::cases::ChaseRules { new: false, before: 3, ..year.complaints.letters },
            ..year.complaints.clone()
        },
        ..year
    };
    let written = domain::year::to_toml(&quiet);
    assert!(written.contains("letters = { new = false, before = 3,"), "{written}");
    assert_eq!(domain::year::parse(&written).unwrap().complaints.letters, quiet.complaints.letters);
}

#[test]
fn start_pages_say_what_is_new_and_late_and_the_navigation_has_a_number() {
    on_both(async |world| {
        let (rektor, editor, other) =
            (world.client("rektor").await, world.client("editor").await, world.client("other-rektor").await);
        let management = world.client("management").await;
        for client in [&rektor, &editor, &other] {
            client.get("/start").await.is(200).does_not_say("\u{e4}rende v\u{e4}ntar");
        }
        let first = said(world, |_| {});
        said(world, |_| {});
        let third = said(world, |opened| opened.about = About::Rektor);
        let page = rektor.get("/start").await;
        page.is(200)
            .says("2 nya \u{e4}renden, 2 ska bekr\u{e4}ftas senast 19 mars.")
            .says(&format!("/h/ekstad/arenden/{first}"));
        assert!(!page.text().contains(SAID) && !page.text().contains(&third.to_string()));
        management.get("/start").await.is(200).says("3 nya \u{e4}renden");
        other.get("/start").await.is(200).does_not_say("\u{e4}rende v\u{e4}ntar");
        // The number stands at the entry, on every page.
        let numbered = |text: &str, href: &str| {
            let at = text.find(&format!("href=\"{href}\"")).unwrap();
            text[at..].split("</a>").next().unwrap().to_owned()
        };
        let year = rektor.get("/h/ekstad/inlamnat").await;
        assert!(numbered(&year.is(200).text(), "/h/ekstad/arenden").contains('2'));
        assert!(!numbered(&other.get("/h/ekstad/inlamnat").await.text(), "/h/ekstad/arenden").contains('0'));
        // The officer reads none of them, and is told that they are there.
        world.clock.set(instant("2024-03-20T09:00:00Z"));
        // Sessions have ended meanwhile.
        let (rektor, officer) = (world.client("rektor").await, world.client("officer").await);
        let officer_start = officer.get("/start").await.is(303).location.clone();
        let officer_start = officer.get(&officer_start).await.location.clone();
        officer
            .get(&officer_start)
            .await
            .is(200)
            .says("Inget \u{e4}rende v\u{e4}ntar p\u{e5} er just nu.")
            .says("Skolorna har 3 \u{f6}ppna \u{e4}renden. I 3 har en dag passerats.");
        rektor.get("/start").await.is(200).says("2 nya \u{e4}renden, 2 har passerat sin dag.");
        said(world, |opened| opened.place = Place::Authority);
        officer.get(&officer_start).await.is(200).says("1 nytt \u{e4}rende, 1 ska bekr\u{e4}ftas senast 22 mars.");
    });
}

#[test]
fn an_investigation_stands_on_the_start_page_of_those_who_may_see_it_and_no_others() {
    on(Engine::Sqlite, async |world| {
        let report = |about: &'static str| {
            vec![
                ("nyckel", Id::<CaseFile>::random(&**world.app.chance()).to_string()),
                ("text", SAID.to_owned()),
                ("vem", "Amina".to_owned()),
                ("enhet", world.units[0].to_string()),
                ("kalla", "student".to_owned()),
                ("kannedom", "2024-03-13".to_owned()),
                ("galler", about.to_owned()),
            ]
        };
        let editor = world.client("editor").await;
        for about in ["others", "rektor"] {
            let fields = report(about);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            editor.post("/h/ekstad/krankning/ny", &fields).await.is(303);
        }
        let (rektor, management) = (world.client("rektor").await, world.client("management").await);
        let page = rektor.get("/start").await;
        page.is(200).says("Utredning 1").says("Lindblad Centrum");
        assert!(!page.text().contains("Utredning 2") && !page.text().contains("Amina"));
        management.get("/start").await.is(200).says("Utredning 1").says("Utredning 2");
        assert!(!editor.get("/start").await.text().contains("Utredning"));
        assert!(!world.client("other-rektor").await.get("/start").await.text().contains("Utredning"));
    });
}
