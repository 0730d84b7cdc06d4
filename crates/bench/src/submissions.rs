//! Signing reports over loopback, as a browser does it: each is one transaction with the submission, its counts, the
//! assignment's new state and its audit event, answered when it is durable.

use std::collections::BTreeMap;

use app::assignments::Assignment;
use app::submissions::drafts::{self, Change};
use app::submissions::{Asked, ask};
use domain::submissions::content_hash;
use domain::year::Form;
use kernel::{Clock, Day};
use platform::access::Tools;
use platform::system::SystemClock;
use store::{Db, Scope, StoreError};

use crate::http::{self, Request};
use crate::server::{self, Server};
use crate::table::{self, Row, median, percentile};
use crate::world::{self, Size, World};
use crate::{Outcome, peers, trouble};

const WRITERS: usize = 32;
const PROVIDERS: usize = 300;
const UNITS: usize = 5;
/// Complaints in each report.
const COMPLAINTS: u32 = 3;
/// How many assignments' drafts share a transaction while the data is made.
const BATCH: usize = 100;

/// Measures.
pub fn run() -> Outcome {
    let folder = server::folder("submissions")?;
    let data = world::installation(&folder)?;
    let db = Db::open_sqlite(&data.join("tertial.db")).map_err(trouble("the database"))?;
    db.migrate(kernel::Instant::EPOCH).map_err(trouble("migrating"))?;
    // Last year's: every day that a report may name has been.
    let size = Size { providers: PROVIDERS, units: UNITS, year: world::today().year() - 1 };
    let world = World::make(db, &data, size)?;
    let (rounds, bytes) = rounds(&world)?;
    let statements = statements(&world)?;
    let running = Server::start(&server::program()?, &server::serve(&data, None), &folder.join("log"))?;
    println!(
        "{WRITERS} people signing all the time, SQLite at synchronous=FULL, {} assignments in the database; reports of \
         {COMPLAINTS} complaints written as drafts beforehand; medians over {} rounds.",
        world.assignments()?.len(),
        rounds.len()
    );
    let mut of_reports = Rates::default();
    let mut of_statements = Rates::default();
    let mut peer = Vec::new();
    for (number, requests) in rounds.iter().enumerate() {
        of_reports.take(&running, requests)?;
        if let Some(requests) = statements.get(number) {
            of_statements.take(&running, requests)?;
        }
        let plain = server::folder(&format!("submissions/plain-{number}"))?;
        let arguments = [&*plain.to_string_lossy(), "1000", &bytes.to_string()];
        let (seconds, many) = peers::timed("python3".as_ref(), "sqlite_plain.py", &arguments)?;
        #[expect(clippy::cast_precision_loss, reason = "a thousand")]
        peer.push(many as f64 / seconds);
    }
    let peer = median(&peer);
    table::head();
    for (what, rates) in
        [("signed complaint reports", &of_reports), ("signed statements without deviations", &of_statements)]
    {
        let (a_second, p99) = (median(&rates.a_second), median(&rates.p99));
        table::print(&Row {
            what,
            ours: format!(
                "{a_second:.0}/s, client p50 {:.1} ms, p99 {p99:.1} ms ({} in {} rounds)",
                median(&rates.p50),
                rates.many,
                rates.a_second.len()
            ),
            peer: format!("SQLite from Python, two rows a transaction, one after the other: {peer:.0}/s"),
            ratio: format!("{:.2}", a_second / peer),
            asked: Some(("1,000/s with p99 under 100 ms", a_second >= 1000.0 && p99 < 100.0)),
        });
    }
    let sqlite = peers::version(
        "python3".as_ref(),
        "import sqlite3, sys; print(sys.version.split()[0], sqlite3.sqlite_version)",
    );
    println!("Peer: Python and SQLite {sqlite}. {}.", table::load());
    Ok(())
}

#[derive(Debug, Default)]
struct Rates {
    a_second: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
    many: usize,
}

impl Rates {
    fn take(&mut self, running: &Server, requests: &[Request]) -> Outcome {
        let begun = table::started();
        let answers = http::many(running.address, WRITERS, requests, 303)?;
        let seconds = begun.elapsed().as_secs_f64();
        if let Some(other) = answers.iter().find(|answer| !answer.location.contains("/kvitto/")) {
            return Err(format!("a report was not taken in: {}", other.location));
        }
        let times: Vec<f64> = answers.iter().map(|answer| answer.client_ms).collect();
        #[expect(clippy::cast_precision_loss, reason = "thousands")]
        self.a_second.push(answers.len() as f64 / seconds);
        self.p50.push(percentile(&times, 50));
        self.p99.push(percentile(&times, 99));
        self.many += answers.len();
        Ok(())
    }
}

fn cookies(world: &World) -> Outcome<BTreeMap<String, String>> {
    world.providers.iter().map(|(id, _, signer)| Ok((id.to_string(), world.sign_in(signer)?))).collect()
}

fn sign(assignment: &Assignment, cookies: &BTreeMap<String, String>, level: &str, body: &str) -> Outcome<Request> {
    let cookie = cookies.get(&assignment.organisation.to_string()).ok_or("a provider without people")?;
    let path = format!("/h/{}/uppgift/{}/signera/{level}", world::SLUG, assignment.id);
    Ok(http::post(&path, cookie, http::FORM, body.as_bytes()))
}

/// For each occasion the requests that sign every unit's complaint report; and how many bytes a report has.
fn rounds(world: &World) -> Outcome<(Vec<Vec<Request>>, usize)> {
    let year = world.published.year.clone();
    let cookies = cookies(world)?;
    let mut rounds = Vec::new();
    let mut bytes = 0;
    for occasion in &year.occasions {
        let asked: Vec<Assignment> = world
            .assignments()?
            .into_iter()
            .filter(|one| occasion.slug == one.occasion.as_str())
            .filter(|one| year.item(&one.item).is_some_and(|item| item.form == Form::Complaints))
            .collect();
        let mut requests = Vec::new();
        for batch in asked.chunks(BATCH) {
            let shown = write_drafts(world, batch)?;
            for (assignment, (hash, length)) in batch.iter().zip(shown) {
                bytes = length;
                // `sedd` is when the draft was last written in; only asked for where the content is not what was shown.
                requests.push(sign(assignment, &cookies, "enhet", &format!("visad={hash}&sedd=0"))?);
            }
        }
        rounds.push(requests);
    }
    Ok((rounds, bytes))
}

/// Writes the drafts of the batch; gives for each the hash of what will be signed and its length.
fn write_drafts(world: &World, batch: &[Assignment]) -> Outcome<Vec<(String, usize)>> {
    let (published, of) = (world.published.clone(), batch.to_vec());
    let answers = world.app.db().read_blocking::<_, StoreError>(Scope::Tenant(world.tenant), move |tx| {
        let mut answers = Vec::new();
        for assignment in &of {
            let asked = ask(tx, assignment, &published, SystemClock.now().day())?;
            let Some(Asked::Complaints { tables, facts, cases, investigations }) = asked else {
                return Err(StoreError::Damaged("no complaint report".to_owned()));
            };
            let first = Day::new(assignment.year, 1, 8).unwrap_or(assignment.deadline);
            let fields = world::rows(&tables.complaints, first, COMPLAINTS);
            answers.push((Asked::Complaints { tables, facts, cases, investigations }, fields));
        }
        Ok(answers)
    });
    let answers = answers.map_err(trouble("what is asked"))?;
    let mut shown = Vec::new();
    let mut work = Vec::new();
    for (assignment, (asked, fields)) in batch.iter().zip(answers) {
        let judgement = asked.judge(&fields);
        let Some(content) = judgement.content.as_ref().filter(|_| judgement.is_ready()) else {
            return Err(format!("{:?} {:?}", judgement.faults, judgement.questions));
        };
        shown.push((content_hash(content), serde_json::to_string(content).map_err(trouble("content"))?.len()));
        let (editor, _) = world.of(assignment.organisation)?;
        let changes: Vec<Change> = fields.into_iter().map(|(path, text)| Change { path, text, seen: None }).collect();
        work.push((assignment.organisation, assignment.id, editor.account.person, changes));
    }
    let tools = Tools::of(&world.app);
    world.write(Scope::Tenant(world.tenant), SystemClock.now(), move |tx| {
        for (organisation, assignment, person, changes) in &work {
            drafts::write(tx, &tools, *organisation, *assignment, *person, changes)?;
        }
        Ok(Vec::new())
    })?;
    Ok(shown)
}

/// For each item of deviations from targets the requests that sign that there are none.
fn statements(world: &World) -> Outcome<Vec<Vec<Request>>> {
    let year = world.published.year.clone();
    let cookies = cookies(world)?;
    let all: Vec<Assignment> = world
        .assignments()?
        .into_iter()
        .filter(|one| year.item(&one.item).is_some_and(|item| item.form == Form::TargetDeviations))
        .collect();
    let requests = all.iter().map(|one| sign(one, &cookies, "anordnare", "inga-avvikelser=1"));
    let requests: Vec<Request> = requests.collect::<Outcome<_>>()?;
    Ok(requests.chunks(requests.len().div_ceil(3).max(1)).map(<[Request]>::to_vec).collect())
}
