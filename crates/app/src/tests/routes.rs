//! Every route: who may call it, and what everybody else gets.

use std::fmt::Write as _;

use kernel::{Id, Role};
use platform::Access;
use platform::access::Tools;
use platform::area::RouteInfo;
use store::{Scope, StoreError};

use crate::assignments::{self, Assignment, Filter, Subject};
use crate::submissions::drafts::{self, Change};
use crate::testing::{ENGINES, PEOPLE, World, person_id};

/// Every route of the product, by path.
fn routes() -> Vec<RouteInfo> {
    let mut routes: Vec<RouteInfo> = crate::areas().iter().flat_map(|area| area.routes().to_vec()).collect();
    routes.sort_by(|a, b| (a.path, a.method.as_str()).cmp(&(b.path, b.method.as_str())));
    routes
}

fn may(role: Role, route: &RouteInfo) -> bool {
    match route.access {
        Access::Open => true,
        // A role gives no code.
        Access::Code => false,
        Access::Right(right) => role.may(right),
    }
}

#[test]
fn no_route_is_there_twice() {
    let mut seen = std::collections::BTreeSet::new();
    for route in routes() {
        assert!(seen.insert((route.method.to_string(), route.path)), "{} {}", route.method, route.path);
    }
}

#[test]
fn who_may_call_what_is_as_it_was_agreed() {
    let mut table = String::from(
        "# Who may call what\n\nMade from the routes themselves by `cargo test -p app`; a changed line is a changed \
         permission, to be read in review. `UPDATE_GENERATED=1` writes it anew. What is foreign is not found.\n\n\
         | method | path | feature | asks for |",
    );
    for role in Role::ALL {
        let _ = write!(table, " {} |", role.slug());
    }
    table.push_str("\n| --- | --- | --- | --- |");
    table.push_str(&" --- |".repeat(Role::ALL.len()));
    table.push('\n');
    for route in routes() {
        let asks = match (route.access, route.because) {
            (Access::Right(right), _) => right.slug().to_owned(),
            (Access::Code, _) => "receipt code".to_owned(),
            (Access::Open, because) => format!("open: {}", because.unwrap_or("?")),
        };
        let _ = write!(table, "| {} | `{}` | {} | {asks} |", route.method, route.path, route.feature);
        for role in Role::ALL {
            table.push_str(if may(*role, &route) { " yes |" } else { " |" });
        }
        table.push('\n');
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/generated/matrix.md");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    let agreed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        agreed == table,
        "docs/generated/matrix.md differs from the routes: run with UPDATE_GENERATED=1 and read the difference"
    );
}

/// An assignment of Lindblad's in Ekstad, for a unit.
fn assignment(world: &World) -> Assignment {
    let filter = Filter { organisation: Some(world.lindblad), ..Filter::default() };
    let all = world
        .app
        .db()
        .read_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), |tx| assignments::list(tx, 2024, filter))
        .unwrap();
    all.into_iter().find(|a| matches!(a.subject, Subject::Unit { .. })).unwrap()
}

/// The route's path with things of Lindblad's in Ekstad put in.
fn fill(path: &str, world: &World, assignment: &Assignment) -> String {
    let nobody = Id::<kernel::id::kind::Unit>::from_uuid(uuid::Uuid::from_u128(7)).to_string();
    path.split('/')
        .map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => part.to_owned(),
            Some("tenant") => world.ekstad.slug.to_owned(),
            Some("assignment") => assignment.id.to_string(),
            Some("organisation" | "provider") => world.lindblad.to_string(),
            Some("unit") => world.units[0].to_string(),
            Some("area") => world.areas[0].1.to_string(),
            Some("year") => "2024".to_owned(),
            Some("occasion") => assignment.occasion.clone(),
            Some("item") => assignment.item.clone(),
            Some(_) => nobody.clone(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[tokio::test]
async fn nobody_is_led_to_sign_in_and_no_open_route_breaks() {
    let world = World::new(store::Engine::Sqlite);
    let (client, assignment) = (world.nobody(), assignment(&world));
    for route in routes() {
        let path = fill(route.path, &world, &assignment);
        let answer = if route.method == "GET" { client.get(&path).await } else { client.post(&path, &[]).await };
        if route.access == Access::Open {
            assert!(answer.status.as_u16() < 500, "{} {path}: {}", route.method, answer.status);
        } else if route.access == Access::Code {
            assert_eq!((answer.status.as_u16(), answer.location.as_str()), (303, "/arende"), "{} {path}", route.method);
        } else {
            assert_eq!(answer.status.as_u16(), 303, "{} {path}", route.method);
            assert!(answer.location.starts_with("/logga-in"), "{} {path} leads to {}", route.method, answer.location);
        }
    }
}

#[tokio::test]
async fn each_role_gets_its_own_routes_and_finds_no_others() {
    for engine in ENGINES {
        let world = World::new(engine);
        let assignment = assignment(&world);
        let (mut checked, mut wrong) = (0, String::new());
        for (name, role, tenant, _) in PEOPLE {
            let client = world.client(name).await;
            for route in routes() {
                // Signing out, or acting for another, would change what is asked about.
                if route.path == "/logga-ut" || route.path.starts_with("/byt/") {
                    continue;
                }
                let path = fill(route.path, &world, &assignment);
                let answer =
                    if route.method == "GET" { client.get(&path).await } else { client.post(&path, &[]).await };
                let status = answer.status.as_u16();
                let theirs = !path.starts_with("/h/") || *tenant == world.ekstad.slug;
                let fine = if route.access == Access::Code {
                    // Nobody's role opens a case: its code does.
                    (status, answer.location.as_str()) == (303, "/arende")
                } else if may(*role, &route) && theirs {
                    status < 500 && !answer.location.starts_with("/logga-in")
                } else {
                    status == 404
                };
                if !fine {
                    let _ = writeln!(wrong, "{engine:?} {name}: {} {path}: {status}", route.method);
                }
                checked += 1;
            }
        }
        assert!(wrong.is_empty(), "{checked} checked\n{wrong}");
    }
}

#[test]
fn what_is_refused_or_not_found_stands_in_the_persons_own_shell() {
    crate::testing::on_both(async |world| {
        let shell = |answer: &crate::testing::Answer, place: &str, entry: &str| {
            let text = answer.text();
            assert!(text.contains(place) && text.contains(entry) && text.contains("Logga ut"), "{text}");
            assert_eq!(text.matches("<main").count(), 1);
        };
        // Refused: the status stays, the navigation and the way up are there.
        let management = world.client("management").await;
        let own = format!("/h/ekstad/personer-hos-oss/{}/lank", person_id("management"));
        for answer in [management.get(&own).await, management.post(&own, &[]).await] {
            answer.is(409).says("åt dig själv").says("Till personerna");
            shell(&answer, "Lindblad Vuxenutbildning", "Klagomål");
            assert!(answer.text().contains("class=\"crumbs\""), "{}", answer.text());
        }
        // Not found: within the authority, within a foreign one, and anywhere else.
        let officer = world.client("officer").await;
        // An address that cannot be read is one of them.
        for path in [
            "/h/ekstad/granska/7",
            "/h/ekstad/personer",
            "/h/bokhamn/uppfoljning",
            "/finns-inte",
            "/h/ekstad/uppfoljningsplan/2024/sju",
            "/h/ekstad/uppfoljningsplan/2024/99999999999999999999",
            "/h/ekstad/granska/%FF",
        ] {
            let answer = officer.get(path).await;
            answer.is(404).says("Sidan finns inte");
            shell(&answer, "Ekstads kommun", "Uppföljning");
            answer.does_not_say("Bokhamn");
        }
        // Whoever is not signed in gets the plain page, which tells nothing.
        let nobody = world.nobody().get("/finns-inte").await;
        nobody.is(404).says("Sidan finns inte").says("Till startsidan").does_not_say("Logga ut");
        nobody.does_not_say("<nav class=\"bar\"");
    });
}

#[tokio::test]
async fn a_draft_is_on_no_page_of_anyone_but_its_provider() {
    const CANARY: &str = "kanariefagel-7431";
    for engine in ENGINES {
        let world = World::new(engine);
        let assignment = assignment(&world);
        let (tools, organisation, id) = (Tools::of(&world.app), world.lindblad, assignment.id);
        let path = crate::submissions::cell_path("complaints", 1, "handlar-om");
        world.write(Scope::Tenant(world.ekstad.id), move |tx| {
            let change = Change { path: path.clone(), text: CANARY.to_owned(), seen: None };
            let written = drafts::write(tx, &tools, organisation, id, person_id("editor"), &[change])?;
            assert_eq!(written.saved.len(), 1);
            Ok(())
        });
        for (name, _, _, provider) in PEOPLE {
            if *provider == Some("lindblad") {
                continue;
            }
            let client = world.client(name).await;
            for route in routes() {
                if route.path == "/logga-ut" || route.path.starts_with("/byt/") {
                    continue;
                }
                let path = fill(route.path, &world, &assignment);
                let answer =
                    if route.method == "GET" { client.get(&path).await } else { client.post(&path, &[]).await };
                assert!(!answer.text().contains(CANARY), "{engine:?}: {name} sees the draft at {path}");
            }
        }
        // Nor does it lie readable in the database.
        let rows: Vec<(Option<Vec<u8>>,)> = world
            .app
            .db()
            .read_blocking::<_, StoreError>(Scope::Tenant(world.ekstad.id), |tx| {
                tx.all(store::sql!("SELECT sealed FROM draft_value WHERE tenant_id = $1"), &[])
            })
            .unwrap();
        assert_eq!(rows.len(), 1);
        let sealed = rows[0].0.clone().unwrap();
        assert!(!sealed.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()));
    }
}

/// One of each thing that a path can name and that belongs to a provider, of Lindblad's in Ekstad.
struct Things {
    assignment: Assignment,
    submission: uuid::Uuid,
    question: uuid::Uuid,
    staged: uuid::Uuid,
}

const REFERENCE: &str = "T-3333-3333";

fn things(world: &World) -> Things {
    let assignment = assignment(world);
    let id = assignment.id;
    let thing = |n| uuid::Uuid::from_u128(n);
    let (submission, question, staged) = (thing(71), thing(72), thing(73));
    world.write(Scope::Tenant(world.ekstad.id), move |tx| {
        let content = forms::Content::new("complaints");
        let text = serde_json::to_string(&content).unwrap();
        tx.execute(
            store::sql!(
                "INSERT INTO submission (tenant_id, id, assignment_id, number, reference, content, sha256, year_version_id,
                     road, prepared_by, signed_by, signed_role, at, late)
                 SELECT $1, $2, $3, 1, $4, $5, $6, y.id, 'web', $7, $7, 'rektor', 1, $8 FROM year_version y
                 WHERE y.tenant_id = $1"
            ),
            &[
                &submission,
                &id,
                &REFERENCE,
                &text,
                &domain::submissions::content_hash(&content),
                &person_id("rektor"),
                &false,
            ],
        )?;
        tx.execute(
            store::sql!(
                "INSERT INTO message (tenant_id, id, assignment_id, year, item, side, person_id, body, at)
                 SELECT a.tenant_id, $2, a.id, a.year, a.item, 'provider', $4, 'Fr\u{e5}ga', 1 FROM assignment a
                 WHERE a.tenant_id = $1 AND a.id = $3"
            ),
            &[&question, &id, &person_id("editor")],
        )?;
        let nothing: &[u8] = &[];
        tx.execute(
            store::sql!(
                "INSERT INTO staged (tenant_id, id, assignment_id, file_sha256, file_name, sealed, person_id, at, expires_at,
                     taken_at)
                 VALUES ($1, $2, $3, 'ab', 'a.xlsx', $4, $5, 1, 2, 1)"
            ),
            &[&staged, &id, &nothing, &person_id("editor")],
        )?;
        Ok(())
    });
    Things { assignment, submission, question, staged }
}

#[tokio::test]
async fn a_providers_own_things_are_found_and_those_of_another_are_not() {
    /// Places that name something of a provider's, and what is there for the provider itself.
    const OURS: &[(&str, &str, u16)] = &[
        ("GET", "/h/{tenant}/kvitto/{reference}", 200),
        ("GET", "/h/{tenant}/uppgift/{assignment}", 200),
        ("GET", "/h/{tenant}/uppgift/{assignment}/arbetsbok", 200),
        ("GET", "/h/{tenant}/uppgift/{assignment}/arbetsbok/{staged}", 200),
        ("GET", "/h/{tenant}/uppgift/{assignment}/fraga", 200),
        ("GET", "/h/{tenant}/uppgift/{assignment}/fyll-i", 200),
        ("GET", "/h/{tenant}/uppgift/{assignment}/kontrollera", 200),
        ("POST", "/h/{tenant}/uppgift/{assignment}/arbetsbok", 422),
        ("POST", "/h/{tenant}/uppgift/{assignment}/arbetsbok/{staged}", 303),
        ("POST", "/h/{tenant}/uppgift/{assignment}/fraga", 422),
    ];
    for engine in ENGINES {
        let world = World::new(engine);
        let things = things(&world);
        let mut wrong = String::new();
        let path = |route: &str, tenant: &str| {
            let put = |text: String, name: &str, value: &str| text.replace(name, value);
            let text = put(route.to_owned(), "{tenant}", tenant);
            let text = put(text, "{reference}", REFERENCE);
            let text = put(text, "{staged}", &things.staged.to_string());
            let text = put(text, "{submission}", &things.submission.to_string());
            put(text, "{assignment}", &things.assignment.id.to_string())
        };
        // Every route of a provider's that names an assignment or what came of it, asked by others.
        for (name, role, _, provider) in PEOPLE {
            let Some(provider) = provider.filter(|provider| *provider != "lindblad") else { continue };
            let client = world.client(name).await;
            for route in routes() {
                let names = ["{assignment}", "{reference}", "{staged}", "{submission}"];
                if !names.iter().any(|name| route.path.contains(name)) || !may(*role, &route) {
                    continue;
                }
                for tenant in ["ekstad", "bokhamn"] {
                    let path = path(route.path, tenant);
                    let answer =
                        if route.method == "GET" { client.get(&path).await } else { client.post(&path, &[]).await };
                    if answer.status.as_u16() != 404 {
                        let _ = writeln!(wrong, "{name} of {provider}: {} {path}: {}", route.method, answer.status);
                    }
                }
            }
        }
        let editor = world.client("editor").await;
        for (method, route, status) in OURS {
            assert!(routes().iter().any(|known| known.path == *route && known.method == *method), "{method} {route}");
            let path = path(route, "ekstad");
            let answer = if *method == "GET" { editor.get(&path).await } else { editor.post(&path, &[]).await };
            if answer.status.as_u16() != *status {
                let _ = writeln!(wrong, "editor: {method} {path}: {}, expected {status}", answer.status);
            }
        }
        // A question is the authority's page: another authority finds nothing there.
        let question = format!("/fragor/{}", things.question);
        let (ours, foreign) = (world.client("officer").await, world.client("foreign-officer").await);
        for (client, tenant, status) in [(&ours, "ekstad", 200), (&foreign, "ekstad", 404), (&foreign, "bokhamn", 404)]
        {
            let answer = client.get(&format!("/h/{tenant}{question}")).await;
            if answer.status.as_u16() != status {
                let _ = writeln!(wrong, "question at {tenant}: {}, expected {status}", answer.status);
            }
        }
        assert!(wrong.is_empty(), "{engine:?}\n{wrong}");
    }
}
