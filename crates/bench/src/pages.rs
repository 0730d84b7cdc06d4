//! The pages that people wait for, with 60 providers and three occasions in the database and sixteen people asking all
//! the time, without a pause between their pages.

use std::collections::BTreeMap;

use kernel::Id;
use kernel::id::kind::Organisation;
use store::testing::TestDb;
use store::{Db, Engine};

use crate::http::{self, Answer, Connection, Request};
use crate::peers::Constant;
use crate::server::{self, Server};
use crate::table::{self, Row, median, percentile};
use crate::world::{self, Size, World};
use crate::{Outcome, trouble};

const PEOPLE: usize = 16;
const PROVIDERS: usize = 60;
const UNITS: usize = 2;
const REPETITIONS: usize = 5;
const REQUESTS: usize = 400;
const ASKED: f64 = 20.0;

/// One kind of page: its name and the requests for it.
struct Kind {
    name: &'static str,
    requests: Vec<Request>,
    asked: bool,
}

/// What one repetition came to.
#[derive(Debug, Default)]
struct Measured {
    server_50: Vec<f64>,
    server_95: Vec<f64>,
    client_95: Vec<f64>,
    a_second: Vec<f64>,
    cpu: Vec<f64>,
    bytes: usize,
}

impl Measured {
    fn take(&mut self, answers: &[Answer], seconds: f64) {
        let of = |value: fn(&Answer) -> f64| answers.iter().map(value).collect::<Vec<f64>>();
        let server = of(|answer| answer.server_ms);
        self.server_50.push(percentile(&server, 50));
        self.server_95.push(percentile(&server, 95));
        self.client_95.push(percentile(&of(|answer| answer.client_ms), 95));
        #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
        self.a_second.push(answers.len() as f64 / seconds);
        self.bytes = answers.iter().map(|answer| answer.length).max().unwrap_or(0);
    }
}

/// Measures on SQLite, or on the PostgreSQL server that `$TERTIAL_TEST_POSTGRES` names.
pub fn run(postgres: Option<&str>) -> Outcome {
    let folder = server::folder(if postgres.is_some() { "pages-postgres" } else { "pages" })?;
    let data = world::installation(&folder)?;
    // Kept to the end: the database goes with it.
    let test_db =
        postgres.map(|_| TestDb::new(Engine::Postgres)).transpose().map_err(trouble("a PostgreSQL database"))?;
    let address = test_db.as_ref().map(TestDb::address);
    let db = match &test_db {
        Some(test_db) => test_db.db.clone(),
        None => Db::open_sqlite(&data.join("tertial.db")).map_err(trouble("the database"))?,
    };
    db.migrate(kernel::Instant::EPOCH).map_err(trouble("migrating"))?;
    let size = Size { providers: PROVIDERS, units: UNITS, year: world::today().year() };
    let world = World::make(db, &data, size)?;
    let assignments = fill(&world)?;
    let kinds = kinds(&world)?;
    let running = Server::start(&server::program()?, &server::serve(&data, address.as_deref()), &folder.join("log"))?;
    println!(
        "{PROVIDERS} providers, {} units, {} occasions, {assignments} assignments on {}; {PEOPLE} people, each the next page at \
         once; {REPETITIONS} times {REQUESTS} pages of each kind in turns; medians.",
        PROVIDERS * UNITS,
        world.published.year.occasions.len(),
        if postgres.is_some() { "PostgreSQL" } else { "SQLite" },
    );
    measure(&running, &kinds)
}

/// Most of the first occasion is in, some of the second, nothing of the third; gives how many assignments there are.
fn fill(world: &World) -> Outcome<usize> {
    let all = world.assignments()?;
    let occasions: BTreeMap<&str, usize> =
        world.published.year.occasions.iter().enumerate().map(|(at, o)| (o.slug.as_str(), at)).collect();
    let mut some = Vec::new();
    for (number, assignment) in all.iter().enumerate() {
        let goes = match occasions.get(assignment.occasion.as_str()) {
            Some(0) => number % 20 != 0,
            Some(1) => number % 5 < 3,
            _ => false,
        };
        if goes {
            some.push(assignment.clone());
        }
    }
    world.hand_in_all(&some)?;
    Ok(all.len())
}

fn kinds(world: &World) -> Outcome<Vec<Kind>> {
    let of = &world.published.year;
    let mut editors = Vec::new();
    let mut officers = Vec::new();
    for number in 0..PEOPLE {
        let (_, editor, _) = world.providers.get(number * PROVIDERS / PEOPLE).ok_or("too few providers")?;
        editors.push(world.sign_in(editor)?);
        officers.push(world.sign_in(&world.officer)?);
    }
    let base = format!("/h/{}/uppfoljning", world::SLUG);
    let occasions: Vec<String> =
        of.occasions.iter().map(|occasion| format!("{base}/{}/{}", of.year, occasion.slug)).collect();
    let items: Vec<String> =
        of.items.iter().map(|item| format!("{base}/{}/{}/{}", of.year, item.occasion, item.slug)).collect();
    let providers: Vec<Id<Organisation>> = world.providers.iter().map(|(id, ..)| *id).collect();
    let mut kinds = Vec::new();
    let mut add = |name, asked, cookies: &[String], path: &dyn Fn(usize) -> String| {
        let requests = (0..REQUESTS).map(|number| http::get(&path(number), &cookies[number % cookies.len()])).collect();
        kinds.push(Kind { name, requests, asked });
    };
    add("task list", true, &editors, &|_| "/start".to_owned());
    add("overview of an occasion", true, &officers, &|number| occasions[number % occasions.len()].clone());
    add("one provider's year", true, &officers, &|number| {
        format!("{base}/anordnare/{}", providers[number % providers.len()])
    });
    add("list of one item, every unit or area", true, &officers, &|number| items[number % items.len()].clone());
    add("list of everything at an occasion", false, &officers, &|number| {
        format!("{}/lista", occasions[number % occasions.len()])
    });
    add("floor: the sign-in page, no data", false, &officers, &|_| "/logga-in".to_owned());
    Ok(kinds)
}

fn measure(running: &Server, kinds: &[Kind]) -> Outcome {
    let mut measured: Vec<Measured> = kinds.iter().map(|_| Measured::default()).collect();
    let mut peers: Vec<Measured> = kinds.iter().map(|_| Measured::default()).collect();
    // The peer answers with as many bytes as each kind of page has.
    let mut constants = Vec::new();
    for kind in kinds {
        let answers = http::many(running.address, PEOPLE, &kind.requests[..REQUESTS.min(64)], 200)?;
        constants.push(Constant::start(answers.iter().map(|answer| answer.length).max().unwrap_or(0))?);
    }
    for _ in 0..REPETITIONS {
        for (at, kind) in kinds.iter().enumerate() {
            let (begun, used) = (table::started(), running.cpu_ms()?);
            let answers = http::many(running.address, PEOPLE, &kind.requests, 200)?;
            measured[at].take(&answers, begun.elapsed().as_secs_f64());
            #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
            measured[at].cpu.push((running.cpu_ms()? - used) / answers.len() as f64);
            let begun = table::started();
            let answers = http::many(constants[at].address, PEOPLE, &kind.requests, 200)?;
            peers[at].take(&answers, begun.elapsed().as_secs_f64());
        }
    }
    table::head();
    for ((kind, of), peer) in kinds.iter().zip(&measured).zip(&peers) {
        let server_95 = median(&of.server_95);
        let (client_95, peer_95) = (median(&of.client_95), median(&peer.client_95));
        table::print(&Row {
            what: kind.name,
            ours: format!(
                "server p50 {:.1} ms, p95 {server_95:.1} ms; client p95 {client_95:.1} ms; {:.0}/s; {:.2} ms of processor time and {} kB a page",
                median(&of.server_50),
                median(&of.a_second),
                median(&of.cpu),
                of.bytes / 1000,
            ),
            peer: format!(
                "Python's http.server, one constant page as large: client p95 {peer_95:.1} ms; {:.0}/s",
                median(&peer.a_second)
            ),
            ratio: format!("{:.2} (pages a second)", median(&of.a_second) / median(&peer.a_second)),
            asked: kind.asked.then_some(("server p95 under 20 ms", server_95 < ASKED)),
        });
    }
    let alone = one_at_a_time(running, kinds)?;
    println!("One person alone, p95 of the server: {}.", alone.join(", "));
    println!("{}. Resident memory afterwards: {:.0} MB.", table::load(), running.resident_mb()?);
    Ok(())
}

fn one_at_a_time(running: &Server, kinds: &[Kind]) -> Outcome<Vec<String>> {
    let mut connection = Connection::open(running.address)?;
    let mut told = Vec::new();
    for kind in kinds {
        let asked: Outcome<Vec<Answer>> =
            kind.requests.iter().take(60).map(|request| connection.ask(request)).collect();
        let times: Vec<f64> = asked?.iter().map(|answer| answer.server_ms).collect();
        told.push(format!("{} {:.1} ms", kind.name, percentile(&times, 95)));
    }
    Ok(told)
}
