//! A student system of the tests' own on loopback: it speaks the shape of SS 12000 2.1, two entities to a page, asks for a
//! key, and says what has been changed and deleted since a time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use clients::testing::{Asked, Reply, Server};
use kernel::Instant;
use serde_json::{Value, json};

use crate::imports::tests::person as number;

/// The key that it asks for.
pub const TOKEN: &str = "eyJhbGciOi.hemlig-nyckel-12345.qwerty";
/// When everything was as it is at first.
pub const BEGINNING: &str = "2024-06-10T10:00:00Z";

/// What it is.
#[derive(Debug, Default)]
pub struct State {
    /// Entities by endpoint.
    pub all: BTreeMap<String, Vec<Value>>,
    /// What has been deleted: endpoint, identifier, when.
    pub deleted: Vec<(String, String, String)>,
    /// Endpoints that answer something of their own.
    pub instead: BTreeMap<String, Reply>,
}

pub type Shared = Arc<Mutex<State>>;

fn at(mut entity: Value, modified: &str) -> Value {
    entity["meta"] = json!({ "created": BEGINNING, "modified": modified });
    entity
}

pub fn member(person: &str, from: &str, to: Option<&str>) -> Value {
    json!({ "person": { "id": person }, "startDate": from, "endDate": to })
}

pub fn group(id: &str, members: &[Value]) -> Value {
    json!({ "id": id, "displayName": "Grupp", "organisation": { "id": "unit" }, "groupMemberships": members })
}

pub fn grade(id: &str, student: &str, syllabus: &str, value: &str, on: &str, trial: bool) -> Value {
    json!({ "id": id, "student": { "id": student }, "syllabus": { "id": syllabus }, "gradeValue": value,
        "finalGrade": true, "trial": trial, "registeredDate": on, "organisation": { "id": "unit" } })
}

pub fn person(id: &str, civic: Option<u32>, sex: &str, marking: &str) -> Value {
    let civic = civic.map(|n| json!({ "value": number(n), "nationality": "SWE" }));
    json!({ "id": id, "givenName": "Tilda-Testa", "familyName": "Provsson", "civicNo": civic, "sex": sex,
        "securityMarking": marking })
}

fn activity(id: &str, syllabus: Option<&str>, organisation: &str, groups: &[&str]) -> Value {
    let groups: Vec<Value> = groups.iter().map(|id| json!({ "id": id })).collect();
    let syllabus = syllabus.map(|id| json!({ "id": id }));
    json!({ "id": id, "syllabus": syllabus, "organisation": { "id": organisation }, "groups": groups, "startDate": "2024-01-08" })
}

/// Six students in two groups of sfi, one of them also tested in mathematics, and a child in compulsory school.
fn beginning() -> BTreeMap<String, Vec<Value>> {
    let members = [
        member("p1", "2024-01-08", Some("2024-03-22")),
        member("p2", "2024-01-08", Some("2024-02-02")),
        // Planned to end later than the day of the fetch.
        member("p3", "2024-01-08", Some("2024-12-20")),
        member("p4", "2024-01-08", Some("2024-02-11")),
        member("p6", "2025-01-08", None),
    ];
    let of = |path: &str, all: Vec<Value>| (path.to_owned(), all);
    let all = [
        of(
            "organisations",
            vec![
                json!({ "id": "lindblad", "displayName": "Lindblad", "organisationType": "Huvudman" }),
                json!({ "id": "unit", "displayName": "Centrum", "organisationType": "Skolenhet", "schoolUnitCode": "10000001",
                "parentOrganisation": { "id": "lindblad" } }),
                json!({ "id": "elsewhere", "displayName": "Okänd", "organisationType": "Skolenhet", "schoolUnitCode": "99999999" }),
            ],
        ),
        of(
            "persons",
            vec![
                person("p1", Some(1), "Kvinna", "Ingen"),
                person("p2", Some(2), "Man", "Ingen"),
                person("p3", Some(3), "Kvinna", "Sekretessmarkering"),
                person("p4", Some(4), "Man", "Ingen"),
                person("p5", None, "Okänt", "Ingen"),
                person("p6", Some(6), "Man", "Ingen"),
                person("child", Some(77), "Kvinna", "Ingen"),
            ],
        ),
        of(
            "groups",
            vec![
                group("g1", &members),
                // The same person goes on in another group the day after: one participation.
                group(
                    "g2",
                    &[member("p4", "2024-02-12", Some("2024-06-01")), member("p5", "2024-01-08", Some("2024-03-22"))],
                ),
                group("g3", &[member("p1", "2024-01-08", None)]),
                group("class", &[member("child", "2024-01-08", None)]),
            ],
        ),
        of(
            "syllabuses",
            vec![
                json!({ "id": "sfi", "schoolType": "VUXSFI", "courseCode": "SFIKUB92", "courseName": "Sfi kurs B" }),
                json!({ "id": "ma", "schoolType": "VUXGY", "courseCode": "MATMAT01a", "courseName": "Matematik 1a", "points": 100 }),
                json!({ "id": "school", "schoolType": "GR", "subjectCode": "MA", "subjectName": "Matematik" }),
                json!({ "id": "nameless", "schoolType": "VUXGY", "subjectName": "Utan kod" }),
            ],
        ),
        of(
            "activities",
            vec![
                activity("a1", Some("sfi"), "unit", &["g1", "g2"]),
                activity("a2", Some("school"), "unit", &["class"]),
                activity("a3", Some("nameless"), "unit", &["g3"]),
                activity("a4", Some("ma"), "elsewhere", &["g3"]),
                activity("a5", None, "unit", &["g3"]),
            ],
        ),
        of(
            "grades",
            vec![
                grade("b1", "p1", "sfi", "G", "2024-03-22", false),
                grade("b4", "p4", "sfi", "IG", "2024-06-01", false),
                grade("b5", "p5", "sfi", "?", "2024-03-22", false),
                grade("b6", "p2", "ma", "C", "2024-04-10", true),
                grade("b7", "child", "school", "A", "2024-06-01", false),
            ],
        ),
    ];
    let dated = |(path, all): (String, Vec<Value>)| (path, all.into_iter().map(|one| at(one, BEGINNING)).collect());
    all.into_iter().map(dated).collect()
}

/// The server and what it is, which can be changed while it serves.
pub fn server() -> (Server, Shared) {
    let state: Shared = Arc::new(Mutex::new(State { all: beginning(), ..State::default() }));
    let shared = state.clone();
    (Server::new(move |asked, _| answer(&shared.lock().unwrap(), asked)), state)
}

/// Puts an entity in the place of the one with its identifier, or adds it.
pub fn change(state: &Shared, path: &str, entity: Value, modified: &str) {
    let mut state = state.lock().unwrap();
    let all = state.all.entry(path.to_owned()).or_default();
    all.retain(|one| one["id"] != entity["id"]);
    all.push(at(entity, modified));
}

/// Deletes an entity.
pub fn delete(state: &Shared, path: &str, id: &str, when: &str) {
    let mut state = state.lock().unwrap();
    state.all.entry(path.to_owned()).or_default().retain(|one| one["id"] != id);
    // Activities are spelt so in the specification.
    let name = if path == "activities" { "activitites" } else { path };
    state.deleted.push((name.to_owned(), id.to_owned(), when.to_owned()));
}

/// Has an endpoint answer something of its own.
pub fn instead(state: &Shared, path: &str, reply: Option<Reply>) {
    let mut state = state.lock().unwrap();
    match reply {
        Some(reply) => drop(state.instead.insert(path.to_owned(), reply)),
        None => drop(state.instead.remove(path)),
    }
}

fn decoded(text: &str) -> String {
    text.replace("%3A", ":").replace("%2B", "+")
}

fn answer(state: &State, asked: &Asked) -> Reply {
    if asked.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
        return Reply::Whole(401, Vec::new(), b"{\"message\":\"Felaktig nyckel\"}".to_vec());
    }
    let (path, query) =
        asked.path.trim_start_matches('/').split_once('?').unwrap_or((asked.path.trim_start_matches('/'), ""));
    if let Some(reply) = state.instead.get(path) {
        return reply.clone();
    }
    let (name, value) = query.split_once('=').unwrap_or_default();
    let after = |when: &str, since: &str| when.parse::<Instant>().unwrap() > decoded(since).parse::<Instant>().unwrap();
    if path == "deletedEntities" {
        let mut data: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (path, id, when) in &state.deleted {
            if name != "after" || after(when, value) {
                data.entry(path).or_default().push(id);
            }
        }
        return Reply::Json(json!({ "data": data }).to_string());
    }
    let Some(all) = state.all.get(path) else { return Reply::status(404) };
    let (all, from): (Vec<&Value>, usize) = match name {
        "pageToken" => (all.iter().collect(), value.parse().unwrap()),
        "meta.modified.after" => {
            let changed =
                all.iter().filter(|one| one["meta"]["modified"].as_str().is_none_or(|modified| after(modified, value)));
            return Reply::Json(json!({ "data": changed.collect::<Vec<_>>(), "pageToken": null }).to_string());
        }
        _ => (all.iter().collect(), 0),
    };
    let next = (from + 2 < all.len()).then(|| (from + 2).to_string());
    Reply::Json(json!({ "data": all.iter().skip(from).take(2).collect::<Vec<_>>(), "pageToken": next }).to_string())
}
