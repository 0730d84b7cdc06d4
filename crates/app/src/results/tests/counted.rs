//! What is counted beyond one row at a time, as the pages show it: those who began together, persons, complaints.

use kernel::{Id, Instant};
use store::Scope as DbScope;

use super::*;
use crate::follow_up::tests::{NOTHING, one_complaint};
use crate::participations::{Freeze, JOBS, condensing};

const COHORT: &str = "/h/ekstad/resultat/genomstromning-startade";
const COMPLAINTS: &str = "/h/ekstad/resultat/klagomal-per-100";

fn hand_in(world: &World, item: &str, unit: &str, fields: &[(&str, &str)]) {
    crate::testing::apart(|| crate::board::tests::hand_in_for(world, item, unit, fields));
}

#[test]
fn the_page_says_how_many_of_those_who_began_go_on_and_which_months_are_not_done() {
    on_both(async |world| {
        read_in(
            world,
            &[
                Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 30),
                Batch::of(0, "SFIKUB92", End::Goes(Grade::IG), 8),
                Batch::of(1, "GRNMATA", End::Stops, 10),
                Batch { from: "2024-10-07", to: "2024-11-04", ..Batch::of(1, "GRNMATA", End::Goes(Grade::G), 2) },
                Batch { from: "2024-10-07", ..Batch::of(2, "GRNMATA", End::Continues, 10) },
            ],
        );
        let officer = world.client("officer").await;
        let page = officer.get(COHORT).await;
        page.is(200).says("40 av 60").says("10 av 60 som började i perioden pågår fortfarande");
        page.says("Av dem som började i oktober pågår mer än hälften");
        page.says("Kursdeltaganden som började i perioden och hittills slutförts ÷ påbörjade kursdeltaganden");
        page.says("Vad har blivit av dem som började?").says("Slutfört utan godkänt betyg");
        page.does_not_say("Når målet").does_not_say("Månad för månad").does_not_say("Vilka går att skilja");
        // Somebody who may not see rows is told nothing of two.
        let board = world.client("contact").await;
        let page = board.get(COHORT).await;
        page.is(200).says("Dolt");
        let file = officer.get(&format!("{COHORT}?format=csv")).await;
        assert!(file.is(200).text().contains("60"));
        officer.get("/h/ekstad/resultat").await.is(200).says("10 av 60 som började i perioden pågår fortfarande");
    });
}

/// Reads grades of a source that does not say when courses began, beside what is there.
fn read_in_undated(world: &World, batches: &[Batch]) {
    let scope = Scope { starts_unknown: true, ..Scope::default() };
    read_in_of(world, batches, day("2024-12-31"), (SetKind::Delta, scope));
}

#[test]
fn what_rests_on_when_courses_began_is_told_of_nobody_where_the_source_does_not_say_it() {
    on_both(async |world| {
        read_in(
            world,
            &[
                Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 30),
                Batch::of(0, "SFIKUB92", End::Stops, 10),
                Batch { from: "2024-09-02", to: "2024-10-04", ..Batch::of(2, "GRNMATA", End::Goes(Grade::G), 20) },
            ],
        );
        let officer = world.client("officer").await;
        officer.get(COHORT).await.is(200).says("50 av 60");
        // Graded in May, and nobody knows when they began.
        let graded = Batch { from: "2024-05-31", to: "2024-05-31", ..Batch::of(1, "GRNMATA", End::Goes(Grade::G), 25) };
        read_in_undated(world, &[Batch { sex: Sex::Man, ..graded }]);

        let why = "säger inte när kurserna började";
        let page = officer.get(COHORT).await;
        page.is(200).says(why).says("Uppgift saknas").does_not_say("75 av 85").does_not_say("25 av 25");
        page.does_not_say("Vad har blivit av dem som började?");
        // Norrsken's own are known, and so are those of the autumn.
        page.says("20 av 20");
        officer.get(&format!("{COHORT}?anordnare={}", world.norrsken)).await.is(200).says("20 av 20").does_not_say(why);
        officer.get(&format!("{COHORT}?anordnare={}", world.lindblad)).await.is(200).says(why);
        officer.get(&format!("{COHORT}?period=juli-dec")).await.is(200).says("20 av 20").does_not_say(why);
        officer.get(&format!("{COHORT}?kon=woman")).await.is(200).says("50 av 60").does_not_say(why);
        let file = officer.get(&format!("{COHORT}?format=csv")).await;
        assert!(file.is(200).text().contains(why) && !file.text().contains(";25;25;"), "{}", file.text());
        let all = officer.get("/h/ekstad/resultat").await;
        all.is(200).says(why).says("Systemet har inga uppgifter om enkätsvar").says("75 av 85");
        // Grades are known whenever the courses began.
        officer.get("/h/ekstad/resultat/godkanda-betyg").await.is(200).says("75 av 75").does_not_say(why);

        // Nothing of it is offered to those outside.
        let listed = world.read(DbScope::Tenant(world.ekstad.id), |tx| {
            let upto = published(tx)?;
            let freeze = Freeze {
                number: 1,
                set: upto,
                title: String::new(),
                person: Id::from_uuid(uuid::Uuid::nil()),
                at: Instant::EPOCH,
            };
            let year = crate::year::published(tx, 2024)?.unwrap();
            Ok(crate::results::counted(tx, &year, &freeze)?.unwrap().asks)
        });
        let of = |slug: &str| listed.iter().filter(|ask| ask.table.slug.starts_with(&format!("{slug}."))).count();
        assert!(of("genomstromning") > 0 && of("godkanda-betyg") > 0);
        assert_eq!((of("genomstromning-startade"), of("godkanda-av-alla")), (0, 0));

        // What held before is what is cited still.
        let upto = world.read(DbScope::Tenant(world.ekstad.id), published);
        let before = world.read(DbScope::Tenant(world.ekstad.id), move |tx| super::super::store::picture(tx, upto - 1));
        assert!(before.undated.is_empty());
        // A full file of a source that tells it takes their place.
        read_in(world, &[Batch::of(1, "GRNMATA", End::Goes(Grade::G), 25)]);
        officer.get(COHORT).await.is(200).says("25 av 25").does_not_say(why);
    });
}

#[test]
fn complaints_are_told_per_100_students_of_the_months_that_are_reported_and_by_nothing_that_persons_are_not() {
    on_both(async |world| {
        read_in(
            world,
            &[Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 40), Batch::of(2, "SFIKUB92", End::Goes(Grade::G), 10)],
        );
        let officer = world.client("officer").await;
        let quarter = format!("{COMPLAINTS}?period=jan-mars");
        officer
            .get(&quarter)
            .await
            .is(200)
            .says("Ingen redovisning av klagomål som har kommit in täcker hela perioden");
        let twice: Vec<(String, String)> = (1..=2)
            .flat_map(|row| {
                let day = if row == 1 { "2024-01-20" } else { "2024-03-02" };
                one_complaint("Samtal").into_iter().map(move |(path, text)| {
                    let text = if path.ends_with("mottaget") { day } else { text };
                    (path.replace("0001", &format!("000{row}")), text.to_owned())
                })
            })
            .collect();
        let twice: Vec<(&str, &str)> = twice.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        hand_in(world, "klagomal-t1", "Lindblad Centrum", &twice);
        let page = officer.get(&quarter).await;
        // Those of one unit beside the students of all would be too few.
        page.is(200).says("1 av 3 redovisningar av klagomål för perioden har kommit in").does_not_say("1 per 100");
        hand_in(world, "klagomal-t1", "Lindblad Öster", NOTHING);
        hand_in(world, "klagomal-t1", "Norrsken", NOTHING);
        let page = officer.get(&quarter).await;
        page.is(200)
            .says("4 per 100")
            .says("2 av 50")
            .does_not_say("redovisningar av klagomål för perioden har kommit in");
        page.does_not_say("elever i basen men ingen redovisning");
        page.says("Lindblad").says("5 per 100").says("0 per 100").does_not_say("Når målet").does_not_say("Målvärde");
        officer.get(COMPLAINTS).await.is(200).says("Ingen redovisning av klagomål");
        officer.get(&format!("{quarter}&kon=woman")).await.is(200).says("går inte att skilja ut");
        officer.get(&format!("{quarter}&uppdelning=kon")).await.is(200).says("Per anordnare");
        officer.get(&format!("{quarter}&uppdelning=enhet")).await.is(200).says("Lindblad Centrum").says("5 per 100");
        // The provider sees its own, and everybody's only where that gives nobody else away.
        let editor = world.client("editor").await;
        let own = editor.get("/h/ekstad/resultat/vara/klagomal-per-100?period=jan-mars").await;
        own.is(200).says("5 per 100").does_not_say("Norrsken");
        // Two complaints are too few for whoever may not see rows.
        let contact = world.client("contact").await;
        contact.get(&quarter).await.is(200).says("Dolt").does_not_say("5 per 100");
    });
}

#[test]
fn a_newer_report_of_the_year_takes_the_place_of_the_one_it_continues() {
    on_both(async |world| {
        read_in(world, &[Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 40)]);
        hand_in(world, "klagomal-t1", "Lindblad Centrum", &one_complaint("Samtal"));
        hand_in(world, "klagomal-t2", "Lindblad Centrum", &one_complaint("Möte"));
        let unit = Only { unit: Some(world.units[0]), ..Only::default() };
        let received = move |to| {
            world.read(DbScope::Tenant(world.ekstad.id), move |tx| {
                Ok(super::super::complaints::complaints(tx)?.received(months(1, to), &unit))
            })
        };
        assert_eq!((received(3), received(6)), (Ok(1), Ok(1)), "the same complaint is reported twice and counted once");
        assert!(received(11).is_err(), "nobody has reported so far");
    });
}

#[test]
fn until_persons_are_counted_the_page_says_so_and_the_job_counts_them_without_being_asked_twice() {
    on_both(async |world| {
        read_in(world, &[Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 40)]);
        for unit in ["Lindblad Centrum", "Lindblad Öster", "Norrsken"] {
            hand_in(world, "klagomal-t1", unit, NOTHING);
        }
        let officer = world.client("officer").await;
        let quarter = format!("{COMPLAINTS}?period=jan-mars");
        officer.get(&quarter).await.is(200).says("0 per 100");
        let tenant = world.ekstad.id;
        let (chance, now) = (world.app.chance().clone(), world.app.clock().now());
        world.write(DbScope::Tenant(tenant), move |tx| {
            tx.execute(store::sql!("DELETE FROM student_snapshot WHERE tenant_id = $1"), &[])?;
            platform::jobs::enqueue(tx, &*chance, &condensing(tenant, 1, now))?;
            assert!(!platform::jobs::enqueue(tx, &*chance, &condensing(tenant, 1, now))?);
            Ok(())
        });
        officer.get(&quarter).await.is(200).says("eleverna i den är inte räknade ännu");
        assert_eq!(platform::jobs::run_due(&world.app, JOBS).await.unwrap(), 1);
        officer.get(&quarter).await.is(200).says("0 per 100");
        assert!(world.events(world.ekstad).iter().any(|told| told.contains("participations.condensed")));
    });
}
