#![expect(clippy::unwrap_used, reason = "tests")]

use ::store::{Scope, sql};
use domain::educations::{Kind, Outcome};
use kernel::Period;

use super::*;
use crate::imports::tests::{ask, file_of, order, person, read};
use crate::participations::SetKind;
use crate::testing::{World, day, on_both};

const AT: &str = "/h/ekstad/resultat/yrkesutbildningar";
const HEADINGS: &str = "Personnummer;Skyddade personuppgifter;Kurskod;Kursstart;Enhet;Betyg;Betygsdatum;Yrkesutbildning;\
    Yrkesutbildningens slag;Yrkesutbildningens namn;Yrkesutbildningens start;Yrkesutbildningens slut;\
    Yrkesutbildningens utfall;Situation vid start;Situationen noterad";

/// A row of a course with what it says of its education.
fn row(n: u32, protected: &str, unit: &str, says: &str) -> String {
    format!("{};{protected};SVESVE01;2023-09-04;{unit};E;2023-12-01;{says}", person(n))
}

fn whole(known_by: &str) -> String {
    format!("{known_by};Sammanh\u{e5}llen;Svetsare;2023-08-21;2024-01-19;Slutf\u{f6}rd;Arbetss\u{f6}kande;2023-09-30")
}

fn results(world: &World) {
    let rows = [
        row(1, "Nej", "10000001", &whole("U-2023-17")),
        row(2, "Nej", "10000001", "U-2023-17;L\u{e4}rling;Kock;2023-08-21;2024-02-09;Avbruten;Annat arbete;"),
        row(3, "Ja", "10000001", &whole("8")),
        row(4, "Nej", "Norrsken", "9;Kombination;;2023-08-21;;;;"),
    ];
    let (done, _) = read(world, file_of(HEADINGS, &rows).as_bytes(), &order("tertial", SetKind::Delta)).unwrap();
    assert_eq!((done.staged.tally.added, done.staged.tally.educations), (4, 4), "{:?}", done.findings);
}

#[test]
fn the_list_says_kind_days_outcome_and_situation_and_never_whom_it_is_about() {
    on_both(async |world| {
        let officer = world.client("officer").await;
        officer.get(AT).await.is(200).says("Inga resultat \u{e4}r inl\u{e4}sta");
        results(world);
        let page = officer.get(AT).await;
        page.is(200).says("4 yrkesutbildningar ing\u{e5}r i urvalet.").says("Svetsare").says("Kock");
        page.says("Sammanh\u{e5}llen yrkesutbildning").says("Avbruten").says("noterat i efterhand");
        page.says("1 av dem g\u{e4}ller personer med skyddade personuppgifter");
        assert_eq!(page.main().matches("Svetsare").count(), 1, "who is protected is counted and not listed");
        for n in 1..5 {
            page.does_not_say(&person(n));
        }
        let apprentices = officer.get(&format!("{AT}?slag=apprentice")).await;
        apprentices.is(200).says("1 yrkesutbildning ing\u{e5}r").says("Kock").does_not_say("Svetsare");
        let of_norrsken = officer.get(&format!("{AT}?anordnare={}", world.norrsken)).await;
        of_norrsken.is(200).says("1 yrkesutbildning ing\u{e5}r").does_not_say("Kock");
        let february = officer.get(&format!("{AT}?fran=2024-02-01&till=2024-02-29")).await;
        february.is(200).says("Kock").does_not_say("Svetsare");
        let no_day = officer.get(&format!("{AT}?fran=31+feb")).await;
        no_day.is(422).says("inget datum, s\u{e5} det begr\u{e4}nsar inte listan").says("Kock").says("Svetsare");
        let csv = officer.get(&format!("{AT}?format=csv")).await;
        assert!(csv.is(200).text().contains("Slutade;Planerat slut;Utfall"), "{}", csv.text());
        let told = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let told: Vec<(String,)> =
                tx.all(sql!("SELECT kind FROM audit_event WHERE tenant_id = $1 AND chain = 'read'"), &[])?;
            Ok(told)
        });
        assert_eq!(told, vec![("educations.rows-read".to_owned(),); 6], "each look is told");
    });
}

#[test]
fn only_whoever_may_read_participations_finds_the_list() {
    on_both(async |world| {
        results(world);
        world.client("contact").await.get(AT).await.is(404);
    });
}

#[test]
fn the_same_id_of_two_students_is_two_educations_and_those_completed_in_a_period_are_a_cohort() {
    on_both(async |world| {
        results(world);
        let period = Period { from: day("2024-01-01"), to: day("2024-06-30") };
        let found =
            ask(world, move |tx| completed(tx, period, &[Kind::Whole, Kind::Apprentice], &[Outcome::Completed]));
        assert_eq!(found.len(), 2, "dropouts and those that go on are not in it");
        assert!(found.iter().all(|one| one.stored.education.outcome == Outcome::Completed));
        assert_eq!(found.iter().filter(|one| one.protected).count(), 1);
        let none = ask(world, move |tx| completed(tx, period, &[Kind::Combination], &[Outcome::Completed]));
        assert_eq!(none, vec![]);
        let both = [Outcome::Completed, Outcome::DroppedOut];
        let wider = ask(world, move |tx| completed(tx, period, &[Kind::Whole, Kind::Apprentice], &both));
        assert_eq!(wider.len(), 3, "who dropped out is in it only where the year says so");
    });
}

#[test]
fn a_row_that_breaks_rules_of_its_education_says_everything_that_is_wrong() {
    on_both(async |world| {
        let rows = [
            row(1, "Nej", "10000001", ";Sammanh\u{e5}llen;;2023-08-21;2023-08-20;Pilot;;"),
            row(2, "Nej", "10000001", ";;Svetsare;2023-08-21;2023-08-20;Slutf\u{f6}rd;;"),
        ];
        let (done, _) = read(world, file_of(HEADINGS, &rows).as_bytes(), &order("tertial", SetKind::Delta)).unwrap();
        let mut fields: Vec<_> = done.findings.groups.iter().filter_map(|group| group.field.clone()).collect();
        fields.sort();
        assert_eq!(fields, ["education", "education-end", "education-kind", "education-outcome"]);
        assert_eq!(done.staged.tally.rejected, 2);
    });
}
