//! A thousand complaints without an account from one address, each with its four steps and its receipt as a browser without
//! script sends it, thirty browsers at once; then a script that guesses codes. Beside what cannot be gone without: as many of the
//! same slow hash.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use store::{Db, Scope, StoreError, sql};

use crate::http::{Connection, FORM, get, post};
use crate::server::{self, Server};
use crate::table::{self, Row, percentile};
use crate::world::{self, SLUG, Size, World};
use crate::{Outcome, sv, trouble};

const COMPLAINTS: usize = 1000;
/// A class.
const BROWSERS: usize = 30;
/// Ten minutes.
const ASKED: f64 = 600.0;
const GUESSES: usize = 500;
/// How many hashes the peer makes.
const HASHES: u32 = 20;

/// Measures.
pub fn run() -> Outcome {
    let folder = server::folder("voice")?;
    let data = world::installation(&folder)?;
    let db = Db::open_sqlite(&data.join("tertial.db")).map_err(trouble("the database"))?;
    db.migrate(kernel::Instant::EPOCH).map_err(trouble("migrating"))?;
    let world = World::make(db, &data, Size { providers: 60, units: 3, year: world::today().year() })?;
    let schools: Vec<(kernel::Id<kernel::id::kind::Unit>,)> = world
        .app
        .db()
        .read_blocking::<_, StoreError>(Scope::Tenant(world.tenant), |tx| {
            tx.all(sql!("SELECT id FROM unit WHERE tenant_id = $1 ORDER BY id"), &[])
        })
        .map_err(trouble("the units"))?;
    let schools: Vec<String> = schools.into_iter().map(|(unit,)| format!("{SLUG}:{unit}")).collect();
    let running = Server::start(&server::program()?, &server::serve(&data, None), &folder.join("log"))?;
    let begun = table::started();
    let times = all(&running, &schools)?;
    let seconds = begun.elapsed().as_secs_f64();
    let taken = kept(&world)?;
    if taken != COMPLAINTS {
        return Err(format!("{COMPLAINTS} were sent and {taken} are there"));
    }
    let guessed = table::started();
    let (wrong, stopped) = guess(&running)?;
    let guessing = guessed.elapsed().as_secs_f64();
    let hashes = hashes()?;
    println!(
        "{COMPLAINTS} complaints from one address by {BROWSERS} browsers at once, five requests each, SQLite; {GUESSES} guesses of a code by \
         one script in {guessing:.1} s: {wrong} told as wrong, {stopped} not tried, none opened."
    );
    table::head();
    #[expect(clippy::cast_precision_loss, reason = "a thousand")]
    let alone = hashes * COMPLAINTS as f64;
    table::print(&Row {
        what: "1,000 complaints from one address, all taken",
        ours: format!(
            "{seconds:.1} s; a whole complaint p50 {:.0} ms, p95 {:.0} ms at {BROWSERS} at once",
            percentile(&times, 50),
            percentile(&times, 95)
        ),
        peer: format!("the slow hash alone, one after the other: {alone:.1} s"),
        ratio: format!("{:.2}", alone / seconds),
        asked: Some(("under 10 minutes", seconds < ASKED)),
    });
    println!("{}.", table::load());
    Ok(())
}

/// Every complaint; gives how long each took, in milliseconds.
fn all(running: &Server, schools: &[String]) -> Outcome<Vec<f64>> {
    let next = AtomicUsize::new(0);
    let timed = std::thread::scope(|scope| {
        let browsers: Vec<_> = (0..BROWSERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = Connection::open(running.address)?;
                    let mut times = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= COMPLAINTS {
                            return Ok(times);
                        }
                        let begun = table::started();
                        complain(&mut connection, &schools[number % schools.len()], number)?;
                        times.push(table::ms(begun.elapsed()));
                    }
                })
            })
            .collect();
        browsers
            .into_iter()
            .map(|browser| browser.join().unwrap_or_else(|_| Err("a browser panicked".to_owned())))
            .collect::<Outcome<Vec<Vec<f64>>>>()
    })?;
    Ok(timed.concat())
}

/// One complaint, from the first step to the receipt with its code.
fn complain(connection: &mut Connection, school: &str, number: usize) -> Outcome {
    let mut cookies: BTreeMap<String, String> = BTreeMap::new();
    let mut fields: Vec<(&str, String)> = vec![
        ("kommun", SLUG.to_owned()),
        ("skola", school.to_owned()),
        ("slag", "complaint".to_owned()),
        ("text", sv::complaint(number)),
        ("om", "others".to_owned()),
        ("kanner-till", "no".to_owned()),
    ];
    for step in ["var", "vad", "vem", "las"] {
        let mut sent = fields.clone();
        sent.push(("steg", step.to_owned()));
        if step == "las" {
            sent.push(("till", "skicka".to_owned()));
        }
        let body = sent.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&");
        let answer = connection.ask(&post("/synpunkt/sv", &header(&cookies), FORM, body.as_bytes()))?;
        if answer.status != 303 {
            return Err(format!("{step}: answered {}", answer.status));
        }
        keep(&mut cookies, &answer.cookies);
        if step == "var" || step == "las" {
            let (page, text) = connection.read(&get(&answer.location, &header(&cookies)))?;
            keep(&mut cookies, &page.cookies);
            if step == "var" {
                let key = text.split("name=\"nyckel\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
                fields.push(("nyckel", key.ok_or("a page without a key")?.to_owned()));
            } else if !text.contains("translate=\"no\"") {
                return Err("a receipt without a code".to_owned());
            }
        }
    }
    Ok(())
}

fn keep(cookies: &mut BTreeMap<String, String>, set: &[String]) {
    for (name, value) in set.iter().filter_map(|cookie| cookie.split_once('=')) {
        cookies.insert(name.to_owned(), value.to_owned());
    }
}

fn header(cookies: &BTreeMap<String, String>) -> String {
    cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
        out
    })
}

/// How many cases there are.
fn kept(world: &World) -> Outcome<usize> {
    let all = world.app.db().read_blocking::<_, StoreError>(Scope::Tenant(world.tenant), app::cases::list);
    Ok(all.map_err(trouble("the cases"))?.len())
}

/// Codes of the right shape that nobody has: how many were told as wrong, and how many were not tried because too many had been.
fn guess(running: &Server) -> Outcome<(usize, usize)> {
    const SIGNS: &[u8] = b"346789";
    let mut connection = Connection::open(running.address)?;
    let (mut wrong, mut stopped) = (0, 0);
    for number in 0..GUESSES {
        let sign = |at: usize| char::from(SIGNS[(number * 7 + at * 13 + number / (at + 1)) % SIGNS.len()]);
        let code: String = (0..20).map(sign).collect();
        let answer = connection.ask(&post("/arende/sv", "", FORM, format!("kod={code}").as_bytes()))?;
        match answer.status {
            429 | 503 => stopped += 1,
            303 if answer.location.ends_with("/las") => return Err("a guess opened a case".to_owned()),
            _ => wrong += 1,
        }
    }
    Ok((wrong, stopped))
}

/// How long one of the slow hashes takes, in seconds.
fn hashes() -> Outcome<f64> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(trouble("a runtime"))?;
    let begun = table::started();
    for number in 0..HASHES {
        let made = runtime.block_on(platform::session::hash(format!("{number:020}")));
        made.map_err(|stop| format!("a hash: {stop:?}"))?;
    }
    Ok(begun.elapsed().as_secs_f64() / f64::from(HASHES))
}
