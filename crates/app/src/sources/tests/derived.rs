//! Participations derived from SS 12000, staged and published as any others.

use std::collections::BTreeMap;

use ::store::Scope;
use clients::Http;
use clients::ss12000::{Entity, Resource, Ss12000};
use clients::testing::{Reply, Server, options};
use domain::participations::{Measure, PersonKey};
use serde_json::{Value, json};

use crate::participations::{
    Catalogue, Place, Plan, Scope as ImportScope, SetKind, Spot, Verdict, cells, publish, published, recount, stage,
};
use crate::sources::{Derived, Finding, KnownBy};
use crate::testing::{ENGINES, World, day};

/// What a server of SS 12000 has: six students in two groups of sfi, one of them also tested in mathematics.
fn rows(path: &str) -> Value {
    let group =
        |id: &str, members: Value| json!({ "id": id, "organisation": { "id": "unit" }, "groupMemberships": members });
    let member = |person: &str, from: &str, to: Option<&str>| json!({ "person": { "id": person }, "startDate": from, "endDate": to });
    let person = |id: &str, sex: &str, marking: &str| json!({ "id": id, "sex": sex, "securityMarking": marking });
    let grade = |id: &str, student: &str, syllabus: &str, value: &str, on: &str, trial: bool| {
        json!({ "id": id, "student": { "id": student }, "syllabus": { "id": syllabus }, "gradeValue": value,
            "finalGrade": true, "trial": trial, "registeredDate": on, "organisation": { "id": "unit" } })
    };
    match path {
        "/organisations" => json!([
            { "id": "lindblad", "displayName": "Lindblad", "organisationType": "Huvudman" },
            { "id": "unit", "displayName": "Centrum", "organisationType": "Skolenhet", "schoolUnitCode": "10000001", "parentOrganisation": { "id": "lindblad" } },
            { "id": "elsewhere", "displayName": "Okänd", "organisationType": "Skolenhet", "schoolUnitCode": "99999999" },
        ]),
        "/persons" => json!([
            person("p1", "Kvinna", "Ingen"),
            person("p2", "Man", "Ingen"),
            person("p3", "Kvinna", "Sekretessmarkering"),
            person("p4", "Man", "Ingen"),
            person("p5", "Kvinna", "Ingen"),
            person("p6", "Man", "Ingen"),
        ]),
        "/groups" => json!([
            group(
                "g1",
                json!([
                    member("p1", "2024-01-08", Some("2024-03-22")),
                    member("p2", "2024-01-08", Some("2024-02-02")),
                    member("p3", "2024-01-08", None),
                    member("p4", "2024-01-08", Some("2024-02-11")),
                    member("p6", "2025-01-08", None),
                ])
            ),
            // The same person goes on in another group the day after: one participation.
            group(
                "g2",
                json!([member("p4", "2024-02-12", Some("2024-06-01")), member("p5", "2024-01-08", Some("2024-03-22"))])
            ),
            group("g3", json!([member("p1", "2024-01-08", None)])),
        ]),
        "/syllabuses" => json!([
            { "id": "sfi", "schoolType": "VUXSFI", "courseCode": "SFIKUB92", "courseName": "Sfi kurs B" },
            { "id": "ma", "schoolType": "VUXGY", "courseCode": "MATMAT01a", "courseName": "Matematik 1a", "points": 100 },
            { "id": "school", "schoolType": "GR", "subjectCode": "MA", "subjectName": "Matematik" },
            { "id": "nameless", "schoolType": "VUXGY", "subjectName": "Utan kod" },
        ]),
        "/activities" => json!([
            { "id": "a1", "syllabus": { "id": "sfi" }, "organisation": { "id": "unit" }, "groups": [{ "id": "g1" }, { "id": "g2" }], "startDate": "2024-01-08" },
            { "id": "a2", "syllabus": { "id": "school" }, "organisation": { "id": "unit" }, "groups": [{ "id": "g3" }], "startDate": "2024-01-08" },
            { "id": "a3", "syllabus": { "id": "nameless" }, "organisation": { "id": "unit" }, "groups": [{ "id": "g3" }], "startDate": "2024-01-08" },
            { "id": "a4", "syllabus": { "id": "ma" }, "organisation": { "id": "elsewhere" }, "groups": [{ "id": "g3" }], "startDate": "2024-01-08" },
            { "id": "a5", "groups": [{ "id": "g3" }], "startDate": "2024-01-08" },
        ]),
        "/grades" => json!([
            grade("b1", "p1", "sfi", "G", "2024-03-22", false),
            grade("b4", "p4", "sfi", "IG", "2024-06-01", false),
            grade("b5", "p5", "sfi", "?", "2024-03-22", false),
            grade("b6", "p2", "ma", "C", "2024-04-10", true),
        ]),
        _ => json!([]),
    }
}

fn entities() -> Vec<Entity> {
    let server = Server::new(|asked, _| Reply::Json(json!({ "data": rows(&asked.path) }).to_string()));
    let http = Http::pausing(options(), std::sync::Arc::new(|_| ()));
    let client = Ss12000::new(&http, &server.url(), None);
    let listings = Resource::ALL.map(|resource| client.list(resource, None).unwrap());
    assert!(listings.iter().all(|listing| listing.skipped.is_empty()));
    listings.into_iter().flat_map(|listing| listing.entities).collect()
}

/// The first signs of what a person is known by, as the key: only tests can afford that.
fn key(known: KnownBy<'_>) -> PersonKey {
    let (KnownBy::CivicNumber(text) | KnownBy::SourceId(text)) = known;
    let mut key = [0; 16];
    key.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
    PersonKey(key)
}

#[test]
fn participations_are_derived_with_what_can_be_known_and_nothing_that_cannot() {
    for engine in ENGINES {
        let world = World::new(engine);
        let spot = Spot { organisation: world.lindblad, unit: Some(world.units[0]), area: None };
        let units = BTreeMap::from([("10000001".to_owned(), spot)]);
        let finding = Finding { person: Box::new(key), units, providers: BTreeMap::new() };
        let catalogue = Catalogue::new();
        let mut source = Derived::new(entities(), finding, &catalogue, day("2024-09-01"));
        let place = Place { db: world.app.db().clone(), tenant: world.ekstad.id, context: world.context() };
        let plan = Plan {
            kind: SetKind::Full,
            scope: ImportScope::default(),
            as_of: day("2024-09-01"),
            profile: "ss12000".to_owned(),
            file_name: "SS 12000".to_owned(),
            file_sha256: "00".to_owned(),
            person: None,
        };
        let mut left_out = Vec::new();
        let mut verdict = |_: u32, verdict: Verdict<'_>| match verdict {
            Verdict::Added(_) => {}
            Verdict::Unread(rejected) => left_out.push(rejected.faults[0].1.clone()),
            other => panic!("{other:?}"),
        };
        let staged = stage(&place, &plan, &mut source, false, &mut verdict, &mut |_| true).unwrap();
        left_out.sort();
        assert_eq!(left_out.len(), 3, "{left_out:?}");
        assert!(left_out[0].starts_with("Organisationen elsewhere"), "{left_out:?}");
        assert!(left_out.iter().any(|said| said.starts_with("”?” är inget betyg")), "{left_out:?}");
        assert!(left_out.iter().any(|said| said.starts_with("”Utan kod” har ingen kurskod")), "{left_out:?}");
        assert_eq!(staged.tally.added, 5, "four of sfi and a test; who begins later has not begun");
        publish(&place, staged.set.unwrap()).unwrap();
        let counts = world.read(Scope::Tenant(world.ekstad.id), |tx| {
            let upto = published(tx)?;
            assert_eq!(recount(tx, upto)?, []);
            cells(tx, upto)
        });
        let sum =
            |measure: Measure| counts.iter().filter(|(key, _)| key.measure == measure).map(|(_, n)| n).sum::<i64>();
        assert_eq!(sum(Measure::Started), 4);
        assert_eq!((sum(Measure::GradeG), sum(Measure::GradeIg), sum(Measure::TestPassed)), (1, 1, 1));
        assert_eq!(sum(Measure::EndedUnknown), 1, "who left without a grade ended in an unknown way");
        assert_eq!((sum(Measure::DroppedOut), sum(Measure::Ceased), sum(Measure::NotStarted)), (0, 0, 0));
    }
}
