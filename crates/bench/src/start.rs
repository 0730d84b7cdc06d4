//! How soon the program answers on a database that is there, and how much memory it holds.

use std::collections::BTreeSet;

use app::demo::SignInLink;

use crate::http::{self, Connection};
use crate::server::{self, Server};
use crate::table::{self, Row, median, ms};
use crate::{Outcome, peers, trouble};

const REPETITIONS: usize = 5;
const PAGES: usize = 200;
const ASKED_MS: f64 = 1000.0;
const ASKED_MB: f64 = 100.0;

/// Measures on the demo's database, which is made first.
pub fn run() -> Outcome {
    let folder = server::folder("start")?;
    let data = folder.join("demo");
    let program = server::program()?;
    let arguments: Vec<String> = ["demo", "--port", "{port}", "--data"]
        .map(str::to_owned)
        .into_iter()
        .chain([data.to_string_lossy().into_owned()])
        .collect();
    // The first start makes the demo; only later ones are measured.
    let log = folder.join("log");
    let begun = table::started();
    make(&program, &data)?;
    println!("The demo was made in {:.0} s.", begun.elapsed().as_secs_f64());
    let (mut answered, mut fresh, mut used, mut plain) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..REPETITIONS {
        let running = Server::start(&program, &arguments, &log)?;
        if running.first.status != 200 {
            return Err(format!("the first answer was {}", running.first.status));
        }
        answered.push(ms(running.answered_after));
        fresh.push(running.resident_mb()?);
        browse(&running, &data)?;
        used.push(running.resident_mb()?);
        drop(running);
        let begun = table::started();
        drop(peers::Constant::start(10_000)?);
        plain.push(ms(begun.elapsed()));
    }
    let (answered, plain) = (median(&answered), median(&plain));
    let peer = format!("Python's http.server with one page: {plain:.0} ms");
    table::head();
    table::print(&Row {
        what: "from the command to the first page, demo's database",
        ours: format!("{answered:.0} ms"),
        peer,
        ratio: format!("{:.1}", plain / answered),
        asked: Some(("under 1 s", answered < ASKED_MS)),
    });
    for (what, megabytes) in
        [("resident memory after the start", median(&fresh)), ("after 200 mixed pages", median(&used))]
    {
        table::print(&Row {
            what,
            ours: format!("{megabytes:.0} MB"),
            peer: "–".to_owned(),
            ratio: "–".to_owned(),
            asked: Some(("under 100 MB", megabytes < ASKED_MB)),
        });
    }
    println!("{}.", table::load());
    Ok(())
}

/// Makes the demo by starting it once; it is whole when it answers.
fn make(program: &std::path::Path, data: &std::path::Path) -> Outcome {
    let mut command = std::process::Command::new(program);
    command.args(["demo", "--port", &server::free_port()?.to_string(), "--data"]).arg(data);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut child = command.spawn().map_err(trouble("making the demo"))?;
    let begun = table::started();
    let outcome = loop {
        if data.join("sign-in-links.json").exists() {
            break Ok(());
        }
        if let Some(status) = child.try_wait().map_err(trouble("making the demo"))? {
            break Err(format!("making the demo: {status}"));
        }
        if begun.elapsed().as_secs() > 300 {
            break Err("making the demo took more than five minutes".to_owned());
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    let _ = child.kill();
    let _ = child.wait();
    outcome
}

/// Signs in as everybody the demo names and follows the links of their pages, 200 pages in all.
fn browse(running: &Server, data: &std::path::Path) -> Outcome {
    let text = std::fs::read(data.join("sign-in-links.json")).map_err(trouble("the sign-in links"))?;
    let links: Vec<SignInLink> = serde_json::from_slice(&text).map_err(trouble("the sign-in links"))?;
    let mut connection = Connection::open(running.address)?;
    let mut seen = 0;
    for link in &links {
        let cookie = connection.session(&link.path)?;
        let mut known = BTreeSet::new();
        let mut waiting = vec!["/start".to_owned()];
        let mut mine = 0;
        while let Some(path) = waiting.pop() {
            if mine >= PAGES.div_ceil(links.len()) || seen >= PAGES {
                break;
            }
            if !known.insert(path.clone()) {
                continue;
            }
            let (answer, body) = connection.read(&http::get(&path, &cookie))?;
            if answer.status == 303 {
                waiting.push(answer.location);
                continue;
            }
            mine += 1;
            seen += 1;
            let hrefs = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
            let pages =
                hrefs.filter(|href| href.starts_with("/h/") && !href.contains("format=") && !href.contains('#'));
            waiting.splice(0..0, pages.map(|href| href.replace("&amp;", "&")));
        }
    }
    println!("{seen} pages of {} people.", links.len());
    Ok(())
}
