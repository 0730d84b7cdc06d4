//! Each client against a server that speaks the published shape.
//!
//! Shapes are typed after the specifications: Kolada's documentation of version 2 and 3, PxWeb API v1 and json-stat 2.0,
//! Skolenhetsregistret v2, Syllabus API v1, SS 12000 2.1.0. Names and figures in them are invented.

use serde_json::json;

use super::plain;
use crate::Fault;
use crate::kolada::{Kolada, Sex};
use crate::pxweb::Table;
use crate::register::Register;
use crate::ss12000::{Entity, Resource, Ss12000};
use crate::syllabus::Syllabus;
use crate::testing::{Reply, Server};

fn texts(of: &[&str]) -> Vec<String> {
    of.iter().map(|text| (*text).to_owned()).collect()
}

fn page(values: &serde_json::Value, next: Option<String>) -> Reply {
    Reply::Json(json!({ "values": values, "count": 2, "next_url": next }).to_string())
}

fn row(period: serde_json::Value, values: serde_json::Value) -> serde_json::Value {
    json!({ "kpi": "N18946", "municipality": "9901", "period": period, "values": values })
}

#[test]
fn kolada_gives_figures_page_by_page_with_what_was_passed_over() {
    let server = Server::new(|asked, _| {
        if asked.path.contains("page=2") {
            let values = json!([
                row(json!(2023), json!([{ "gender": "T", "status": "Missing", "value": null, "count": 1 }])),
                { "kpi": "N18946", "period": 2024 },
            ]);
            return page(&values, None);
        }
        let values = json!([row(
            json!(2022),
            json!([
                { "gender": "T", "status": "", "value": 50.125, "count": 1 },
                { "gender": "K", "status": "", "value": 54, "count": 1 },
                { "gender": "M", "status": "", "value": 45.0, "count": 1, "isdeleted": true },
                { "gender": "X", "status": "", "value": 45.0, "count": 1 },
            ])
        )]);
        page(&values, Some("/v3/data/kpi/N18946?page=2".to_owned()))
    });
    let http = plain();
    let kolada = Kolada::new(&http, &format!("{}/v3/", server.url()));
    let (figures, skipped) = kolada.figures(&texts(&["N18946"]), &texts(&["9901"]), &[2022, 2023]).unwrap();
    let told: Vec<_> =
        figures.iter().map(|one| (one.year, one.sex, one.value.as_deref(), one.status.as_str())).collect();
    assert_eq!(
        told,
        [(2022, Sex::All, Some("50.125"), ""), (2022, Sex::Women, Some("54"), ""), (2023, Sex::All, None, "Missing")]
    );
    assert!(figures.iter().all(|one| one.n.is_none()), "how many values a mean has is not a base");
    assert_eq!(skipped.len(), 2);
    assert_eq!(server.paths()[0], "/v3/data/kpi/N18946/municipality/9901/year/2022,2023");
}

#[test]
fn kolada_is_asked_about_twenty_five_at_a_time_and_says_what_measures_are() {
    let server = Server::new(|asked, _| {
        if asked.path.starts_with("/kpi/") {
            return Reply::Json(
                json!({ "values": [{ "id": "N1", "title": "Titel" }, { "title": "utan" }] }).to_string(),
            );
        }
        page(&json!([]), None)
    });
    let http = plain();
    let kolada = Kolada::new(&http, &server.url());
    let many: Vec<String> = (0..60).map(|n| format!("N{n}")).collect();
    kolada.figures(&many, &texts(&["9901"]), &[2023]).unwrap();
    assert_eq!(server.asked().len(), 3);
    assert_eq!(kolada.measures(&texts(&["N1"])).unwrap()[0].title, "Titel");
}

#[test]
fn pages_that_lead_round_in_a_circle_or_elsewhere_have_an_end() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/round/kpi/N1" => page(&json!([]), Some("/round/kpi/N1".to_owned())),
        "/away/kpi/N1" => page(&json!([]), Some("https://example.com/next".to_owned())),
        other => page(&json!([]), Some(format!("{other}x"))),
    });
    let http = plain();
    let ask =
        |path: &str| Kolada::new(&http, &format!("{}{path}", server.url())).measures(&texts(&["N1"])).unwrap_err();
    assert!(matches!(ask("/round"), Fault::Endless { .. }));
    assert!(matches!(ask("/away"), Fault::LeadsElsewhere { .. }));
    assert!(matches!(ask("/ever"), Fault::Endless { requests: 2_000, .. }));
}

#[test]
fn an_answer_of_another_shape_is_told_by_every_client() {
    let server = Server::new(|_, _| Reply::Json(json!({ "message": "Ny version" }).to_string()));
    let (http, url) = (plain(), server.url());
    let one = texts(&["1"]);
    let faults = [
        Kolada::new(&http, &url).measures(&one).unwrap_err(),
        Kolada::new(&http, &url).figures(&one, &one, &[2023]).unwrap_err(),
        Table::new(&http, &url).contents().unwrap_err(),
        Table::new(&http, &url).cube(&[]).unwrap_err(),
        Register::new(&http, &url).school_units("9901").unwrap_err(),
        Register::new(&http, &url).education_providers().unwrap_err(),
        Register::new(&http, &url).contracts("4020000008").unwrap_err(),
        Register::new(&http, &url).organizers().unwrap_err(),
        Syllabus::new(&http, &url).courses("VUXGY").unwrap_err(),
        Ss12000::new(&http, &url, None).list(Resource::Grades, None).unwrap_err(),
        Ss12000::new(&http, &url, None).deleted(None).unwrap_err(),
    ];
    for fault in faults {
        assert!(matches!(&fault, Fault::OtherShape { came, .. } if came.beginning.contains("Ny version")), "{fault:?}");
    }
}

fn cube() -> serde_json::Value {
    json!({
        "version": "2.0", "class": "dataset", "label": "Komvux", "source": "Skolverket", "updated": "2026-09-24T06:00:00Z",
        "role": { "time": ["time"] },
        "id": ["variable", "level", "time"], "size": [2, 1, 2],
        "dimension": {
            "variable": { "label": "Mått", "category": { "index": { "7": 1, "2": 0 }, "label": { "2": "Elever", "7": "Andel" } } },
            "level": { "label": "Kommun", "category": { "label": { "9901": "Ekstad" } } },
            "time": { "label": "Läsår", "category": { "index": ["2024", "2025"] } },
            "ContentsCode": { "label": "innehåll", "category": { "index": { "x": 0 } } },
        },
        "value": [10_101, null, 4.25, 5], "status": { "1": ".." },
    })
}

#[test]
fn a_table_of_a_statistics_database_gives_figures_with_its_signs() {
    let server = Server::new(|asked, _| {
        if asked.method == "POST" {
            return Reply::Json(cube().to_string());
        }
        Reply::Json(
            json!({ "title": "Komvux efter mått, kommun och läsår", "variables": [
                { "code": "variable", "text": "Mått", "values": ["2", "7"], "valueTexts": ["Elever", "Andel"] },
                { "code": "level", "text": "Kommun", "values": ["00", "9901"], "valueTexts": ["Riket", "Ekstad"] },
                { "code": "time", "text": "Läsår", "values": ["2024", "2025"], "valueTexts": ["2024/25", "2025/26"], "time": true },
            ]})
            .to_string(),
        )
    });
    let http = plain();
    let given = Table::new(&http, &server.url()).figures(&texts(&["9901"])).unwrap();
    assert_eq!(given.measures.into_iter().collect::<Vec<_>>(), [("2", "Elever"), ("7", "Andel")].map(owned));
    let told: Vec<_> = given
        .figures
        .iter()
        .map(|one| (one.measure.as_str(), one.year, one.value.as_deref(), one.status.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("2", 2024, Some("10101"), ""),
            ("2", 2025, None, ".."),
            ("7", 2024, Some("4.25"), ""),
            ("7", 2025, Some("5"), "")
        ]
    );
    let body: serde_json::Value = serde_json::from_str(&server.asked()[1].body).unwrap();
    assert_eq!(body["query"][1], json!({ "code": "level", "selection": { "filter": "item", "values": ["9901"] } }));
    assert_eq!(body["response"]["format"], "json-stat2");
    let fault = Table::new(&http, &server.url()).figures(&texts(&["9999"])).unwrap_err();
    assert!(matches!(fault, Fault::OtherShape { .. }), "{fault:?}");
}

fn owned((code, word): (&str, &str)) -> (String, String) {
    (code.to_owned(), word.to_owned())
}

/// A table of measures by sex, its codes the same in both variables; what the two variables are called, what the sexes are,
/// and its figures as they are read: measure, whom it is about, value.
fn by_sex(code: &str, label: &str, sexes: &[(&str, &str)]) -> (Vec<(String, String)>, Vec<(String, Sex, String)>) {
    let (codes, words): (Vec<&str>, Vec<&str>) = sexes.iter().copied().unzip();
    let index = json!({ "index": codes });
    let values: Vec<usize> = (0..2 * codes.len()).collect();
    let cube = json!({
        "id": ["matt", code, "kommun", "tid"], "size": [2, codes.len(), 1, 1], "value": values,
        "dimension": {
            "matt": { "category": { "index": ["1", "2"], "label": { "1": "Elever", "2": "Andel" } } },
            code: { "category": index },
            "kommun": { "category": { "index": ["9901"] } },
            "tid": { "category": { "index": ["2024"] } },
        },
    });
    let table = json!({ "title": "Komvux", "variables": [
        { "code": code, "text": label, "values": codes, "valueTexts": words },
        { "code": "matt", "text": "M\u{e5}tt", "values": ["1", "2"], "valueTexts": ["Elever", "Andel"] },
        { "code": "kommun", "text": "Kommun", "values": ["9901"], "valueTexts": ["Ekstad"] },
        { "code": "tid", "text": "\u{c5}r", "values": ["2024"], "valueTexts": ["2024"], "time": true },
    ]});
    let server = Server::new(move |asked, _| {
        Reply::Json(if asked.method == "POST" { cube.to_string() } else { table.to_string() })
    });
    let given = Table::new(&plain(), &server.url()).figures(&texts(&["9901"])).unwrap();
    let told = given.figures.into_iter().map(|one| (one.measure, one.sex, one.value.unwrap_or_default())).collect();
    (given.measures.into_iter().collect(), told)
}

#[test]
fn a_tables_figures_are_of_the_sex_that_it_says_and_a_word_is_looked_up_in_its_own_variable() {
    let all =
        [("1", Sex::Men), ("1", Sex::Women), ("1", Sex::All), ("2", Sex::Men), ("2", Sex::Women), ("2", Sex::All)];
    let all: Vec<_> = (0..).zip(all).map(|(n, (measure, sex))| (measure.to_owned(), sex, n.to_string())).collect();
    for (code, label, sexes) in [
        ("Kon", "k\u{f6}n", [("1", "m\u{e4}n"), ("2", "kvinnor"), ("1+2", "totalt")]),
        ("v7", "K\u{f6}n", [("a", "M\u{e4}n"), ("b", "Kvinnor"), ("c", "Samtliga")]),
        ("sex", "sex", [("1", "1"), ("2", "2"), ("1+2", "1+2")]),
        ("kon", "kon", [("M", "M"), ("K", "K"), ("T", "T")]),
    ] {
        let (measures, figures) = by_sex(code, label, &sexes);
        assert_eq!(figures, all, "{code}");
        assert_eq!(measures, [("1", "Elever"), ("2", "Andel")].map(owned), "{code}");
    }
}

#[test]
fn a_variable_that_is_called_sex_and_has_something_else_in_it_is_part_of_what_is_measured() {
    let (measures, figures) = by_sex("Kon", "k\u{f6}n", &[("1", "m\u{e4}n"), ("9", "uppgift saknas")]);
    let named = [("1/1", "Elever, m\u{e4}n"), ("1/9", "Elever, uppgift saknas"), ("2/1", "Andel, m\u{e4}n")];
    assert_eq!(measures[..3], named.map(owned));
    assert!(figures.iter().all(|(_, sex, _)| *sex == Sex::All), "{figures:?}");
    let (measures, figures) = by_sex("niva", "Niv\u{e5}", &[("1", "m\u{e4}n"), ("2", "kvinnor")]);
    assert!(figures.iter().all(|(_, sex, _)| *sex == Sex::All), "it is called something else: {figures:?}");
    assert_eq!(measures.len(), 4);
}

#[test]
fn a_cube_whose_parts_do_not_fit_is_refused_and_a_sparse_one_is_read() {
    let with = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut json = cube();
        change(&mut json);
        let server = Server::new(move |_, _| Reply::Json(json.to_string()));
        Table::new(&plain(), &server.url()).cube(&[])
    };
    assert!(with(&|json| json["value"] = json!([1, 2, 3])).is_err());
    assert!(with(&|json| json["size"] = json!([2, 1])).is_err());
    assert!(with(&|json| json["size"] = json!([100_000, 100_000, 100_000])).is_err());
    assert!(with(&|json| json["dimension"]["time"]["category"]["index"] = json!(["2024"])).is_err());
    assert!(with(&|json| json["dimension"]["variable"]["category"]["index"] = json!({ "2": 0, "7": 5 })).is_err());
    assert!(with(&|json| json["value"] = json!({ "9": 1 })).is_err());
    let sparse = with(&|json| json["value"] = json!({ "2": 7.5 })).unwrap();
    let values: Vec<Option<&str>> = sparse.cells().map(|cell| cell.value).collect();
    assert_eq!(values, [None, None, Some("7.5"), None]);
    let codes: Vec<Vec<&str>> = sparse.cells().map(|cell| cell.codes).collect();
    assert_eq!(codes[2], ["7", "9901", "2024"]);
}

#[test]
fn the_register_gives_providers_with_their_right_to_set_grades_and_contracts_with_what_they_cover() {
    let server = Server::new(|asked, _| {
        let path = asked.path.split('?').next().unwrap().to_owned();
        let list = |kind: &str, rows: serde_json::Value| {
            Reply::Json(
                json!({ "meta": { "extractDate": "2026-10-06" }, "data": { "type": kind, "attributes": rows } })
                    .to_string(),
            )
        };
        let one = |attributes: serde_json::Value, relationships: serde_json::Value| {
            Reply::Json(json!({ "data": { "attributes": attributes, "relationships": relationships } }).to_string())
        };
        match path.as_str() {
            "/v2/education-providers" => list(
                "educationProvider",
                json!([
                    { "organizationNumber": "165590000001", "educationProviderCode": "87654321", "displayName": "Lindblad", "gradingRight": true },
                    { "displayName": "utan kod" },
                ]),
            ),
            "/v2/education-providers/87654321" => one(
                json!({ "displayName": "Lindblad Vux", "gradingRights": "true", "gradingRightsFrom": "2023-01-01",
                    "gradingRightsTo": null, "schoolTypeParts": ["VUXSFI", { "code": "VUXGY" }] }),
                json!({}),
            ),
            "/v2/contracts" => list(
                "contract",
                json!([
                    { "organizerOrganizationNumber": "402000-0008", "educationProviderOrganizationNumber": "5590000001",
                      "educationProviderName": "Lindblad", "educationProviderCode": "87654321", "status": "aktiv" },
                    { "organizerOrganizationNumber": "4020000099", "educationProviderOrganizationNumber": "5590000001",
                      "educationProviderCode": "87654321", "status": "aktiv" },
                ]),
            ),
            "/v2/contracts/4020000008/87654321" => one(
                json!({ "status": "inaktiv", "schoolTypeParts": [
                    { "schoolTypePart": "VUXSFI", "validFrom": "2023-12-12", "validTo": "2025-12-12" },
                    { "schoolTypePart": "VUXGY", "validFrom": "2024-01-01", "validTo": null },
                ]}),
                json!({ "schoolUnit": { "data": [{ "schoolUnitCode": "12345678" }] } }),
            ),
            "/v2/school-units" => {
                list("schoolunit", json!([{ "schoolUnitCode": "12345678", "name": "Centrum", "status": "AKTIV" }]))
            }
            "/v2/organizers" => Reply::status(404),
            other => panic!("{other}"),
        }
    });
    let http = plain();
    let register = Register::new(&http, &server.url());
    let (providers, skipped) = register.education_providers().unwrap();
    assert_eq!((providers.len(), skipped.len()), (1, 1));
    assert_eq!(providers[0].org_number, "5590000001", "the century of a number of twelve digits goes");
    let provider = register.education_provider(&providers[0]).unwrap();
    assert_eq!((provider.grading_rights, provider.from, provider.to), (Some(true), "2023-01-01".parse().ok(), None));
    assert_eq!((provider.name.as_str(), provider.parts), ("Lindblad Vux", texts(&["VUXSFI", "VUXGY"])));
    let (contracts, _) = register.contracts("4020000008").unwrap();
    assert_eq!(contracts.len(), 1, "contracts of others are not ours");
    let contract = register.contract(&contracts[0]).unwrap();
    assert!(!contract.active, "what stands at the contract itself holds");
    assert_eq!(contract.parts.len(), 2);
    assert_eq!((contract.parts[0].to, contract.parts[1].to), ("2025-12-12".parse().ok(), None));
    assert_eq!(contract.units, ["12345678"]);
    assert_eq!(register.school_units("9901").unwrap()[0].name, "Centrum");
    assert_eq!(register.organizers().unwrap(), [], "nothing is said with 404");
}

#[test]
fn the_catalogue_gives_courses_and_levels_with_points_that_are_text() {
    let server = Server::new(|asked, _| {
        if asked.path.contains("VUXSFI") {
            return Reply::status(404);
        }
        Reply::Json(
            json!({ "totalElements": 2, "subjects": [
                { "code": "MATE", "name": "Matematik", "startDate": "2025-07-01", "schoolTypes": ["GY", "VUXGY"],
                  "typeOfSyllabus": "GRADE_SUBJECT_SYLLABUS", "courses": [
                    { "code": "MATE1A00X", "name": "Nivå 1a", "points": "100" },
                    { "code": "MATE2A00X", "name": "Nivå 2a", "point": "50" },
                    { "code": "MATE2A00X", "name": "Nivå 2a", "point": "50" },
                    { "name": "utan kod" },
                ]},
                { "code": "IDR", "name": "Idrott", "schoolTypes": ["GY"], "courses": [{ "code": "IDRO1", "points": "100" }] },
                { "code": "TOM", "name": "Utan kurser", "schoolTypes": ["VUXGY"] },
            ]})
            .to_string(),
        )
    });
    let http = plain();
    let syllabus = Syllabus::new(&http, &format!("{}/", server.url()));
    let (courses, skipped) = syllabus.courses("VUXGY").unwrap();
    let told: Vec<_> =
        courses.iter().map(|course| (course.code.as_str(), course.points, course.subject.as_str())).collect();
    assert_eq!(told, [("MATE1A00X", Some(100), "MATE"), ("MATE2A00X", Some(50), "MATE")]);
    assert_eq!(courses[0].from, "2025-07-01".parse().ok());
    assert_eq!(skipped.len(), 1);
    assert_eq!(syllabus.courses("VUXSFI").unwrap().0, []);
}

fn meta(modified: &str) -> serde_json::Value {
    json!({ "created": "2024-01-01T00:00:00Z", "modified": modified })
}

#[test]
fn ss_12000_is_read_page_by_page_from_a_watermark_and_its_slips_are_taken() {
    let server = Server::new(|asked, _| {
        match asked.path.as_str() {
        "/grades?meta.modified.after=2024-03-01T00%3A00%3A00Z" => Reply::Json(
            json!({ "pageToken": "b/2", "data": [
                { "id": "g1", "meta": meta("2024-03-05T00:00:00Z"), "student": { "id": "p1" }, "schoolUnit": { "id": "u1" },
                  "syllabus": { "id": "s1" }, "gradeValue": "E", "finalGrade": true, "registeredDate": "2024-03-04T10:00:00+01:00" },
                { "id": "g2", "meta": meta("2024-03-02T00:00:00Z"), "student": { "id": "p2" }, "syllabus": { "id": "s1" } },
            ]})
            .to_string(),
        ),
        "/grades?pageToken=b%2F2" => Reply::Json(
            json!({ "pageToken": null, "data": [
                { "id": "g3", "meta": meta("2024-03-09T00:00:00Z"), "student": "p3", "organisation": { "id": "u2" },
                  "syllabus": { "id": "s1" }, "gradeValue": "-", "trial": "true" },
            ]})
            .to_string(),
        ),
        other => panic!("{other}"),
    }
    });
    let http = plain();
    let client = Ss12000::new(&http, &server.url(), Some("hemlig"));
    let listing = client.list(Resource::Grades, Some("2024-03-01T00:00:00Z")).unwrap();
    assert_eq!(listing.watermark.as_deref(), Some("2024-03-09T00:00:00Z"));
    assert_eq!(listing.skipped.len(), 1);
    assert_eq!(listing.skipped[0].place, "grades/g2");
    let grades: Vec<_> = listing
        .entities
        .iter()
        .map(|entity| match entity {
            Entity::Grade(grade) => (grade.student.as_str(), grade.organisation.as_deref(), grade.trial, grade.on),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(grades, [("p1", Some("u1"), false, "2024-03-04".parse().ok()), ("p3", Some("u2"), true, None)]);
    assert!(server.asked().iter().all(|asked| asked.header("authorization") == Some("Bearer hemlig")));
}

#[test]
fn ss_12000_gives_every_entity_that_results_are_derived_from() {
    let server = Server::new(|asked, _| {
        let one = |row: serde_json::Value| Reply::Json(json!({ "data": [row] }).to_string());
        match asked.path.as_str() {
            "/organisations" => one(
                json!({ "id": "u1", "displayName": "Centrum", "organisationType": "Skolenhet", "schoolUnitCode": "12345678", "parentOrganisation": { "id": "h" } }),
            ),
            "/persons" => one(
                json!({ "id": "p1", "civicNo": { "value": "190000000000", "nationality": "SWE" }, "sex": "Kvinna", "securityMarking": "Sekretessmarkering" }),
            ),
            "/groups" => one(
                json!({ "id": "g1", "organisation": { "id": "u1" }, "groupMemberships": [{ "person": { "id": "p1" }, "startDate": "2024-01-08", "endDate": "2024-03-22" }, { "startDate": "2024-01-08" }] }),
            ),
            "/syllabuses" => one(
                json!({ "id": "s1", "schoolType": "VUXGY", "courseCode": "MATMAT01a", "courseName": "Matematik 1a", "points": 100, "official": true }),
            ),
            "/activities" => one(
                json!({ "id": "a1", "syllabus": { "id": "s1" }, "groups": [{ "id": "g1" }, "g2"], "startDate": "2024-01-08" }),
            ),
            "/studyplans" => one(
                json!({ "id": "i1", "student": { "id": "p1" }, "content": [{ "syllabuses": [{ "syllabus": { "id": "s1" }, "startDate": "2024-01-08" }] }] }),
            ),
            "/deletedEntities?after=2024-01-01T00%3A00%3A00Z" => {
                Reply::Json(json!({ "data": { "grades": ["g9"], "activitites": [{ "id": "a9" }] } }).to_string())
            }
            other => panic!("{other}"),
        }
    });
    let http = plain();
    let client = Ss12000::new(&http, &server.url(), None);
    let mut kinds = Vec::new();
    for resource in Resource::ALL.into_iter().filter(|resource| *resource != Resource::Grades) {
        let listing = client.list(resource, None).unwrap();
        assert_eq!((listing.entities.len(), listing.skipped.len()), (1, 0), "{resource:?}");
        match &listing.entities[0] {
            Entity::Organisation(one) => kinds.push(one.unit_code.clone().unwrap()),
            Entity::Person(one) => {
                assert!(one.protected);
                kinds.push(one.civic_no.clone().unwrap());
            }
            Entity::Group(one) => kinds.push(one.members.len().to_string()),
            Entity::Syllabus(one) => kinds.push(one.course.clone().unwrap()),
            Entity::Activity(one) => kinds.push(one.groups.join("+")),
            Entity::StudyPlan(one) => kinds.push(one.planned[0].syllabus.clone()),
            Entity::Grade(_) => panic!("not asked for"),
        }
    }
    assert_eq!(kinds, ["12345678", "190000000000", "1", "MATMAT01a", "g1+g2", "s1"]);
    let deleted = client.deleted(Some("2024-01-01T00:00:00Z")).unwrap();
    assert!(deleted.contains(&("grades".to_owned(), texts(&["g9"]))));
    assert!(deleted.contains(&("activitites".to_owned(), texts(&["a9"]))), "misspelt as some suppliers have it");
}

#[test]
fn a_page_token_that_comes_again_ends_the_reading() {
    let server = Server::new(|_, _| Reply::Json(json!({ "data": [], "pageToken": "same" }).to_string()));
    let http = plain();
    let fault = Ss12000::new(&http, &server.url(), None).list(Resource::Persons, None).unwrap_err();
    assert!(matches!(fault, Fault::Endless { .. }), "{fault:?}");
    assert_eq!(server.asked().len(), 2);
}
