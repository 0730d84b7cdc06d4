//! The demo: made once into a folder, then served from there. Its clock stands in the year it shows.

use std::io::{IsTerminal, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use app::demo::{SHOWN_AT, SignInLink};
use kernel::{Chance, Clock, Instant, SeededChance, SetClock};
use platform::sandbox::Sandbox;
use platform::system::{ShiftedClock, SystemChance};
use platform::{App, Parts, Settings};
use store::Db;

use crate::Outcome;
use crate::args::DemoOptions;
use crate::serve;
use crate::trouble::{Trouble, While, say};

/// Where in the folder the sign-in links are kept. It is written last: where it is, the demo is whole.
const LINKS: &str = "sign-in-links.json";
const DATABASE: &str = "tertial.db";
/// The demo is open to whoever can reach this machine's own address, so its key protects nothing.
const KEY: [u8; 32] = *b"a demo's key protects nothing!!!";
/// What the making draws on: the same demo each time.
const SEED: u64 = 2024;

/// Makes the demo where it is missing, and serves it.
pub fn run(options: &DemoOptions) -> Outcome {
    if let (true, Some(out)) = (options.once, &options.out) {
        return once(&options.data, out);
    }
    serve::log(options.log);
    if !options.data.join(LINKS).exists() {
        make(&options.data)?;
    }
    let links: Vec<SignInLink> =
        serde_json::from_slice(&std::fs::read(options.data.join(LINKS)).while_("reading the sign-in links")?)?;
    let db = Db::open_sqlite(&options.data.join(DATABASE)).while_("opening the demo's database")?;
    let shown: Instant = SHOWN_AT.parse()?;
    // Going on from where it was left, so that nothing new is older than what is there.
    let from = app::demo::last_event(&db)?.unwrap_or(shown).max(shown);
    let base_url = format!("http://localhost:{}", options.port);
    let clock = Arc::new(ShiftedClock::from(from));
    let app = app(db, &options.data, &base_url, clock, Arc::new(SystemChance))?;
    let mut hello = format!("The demo is at {base_url} – Ctrl-C stops it. Sign in as:\n");
    for link in &links {
        hello.push_str(&format!(
            "  {:<22} {:<28} {}\n    {base_url}{}\n",
            link.role.slug(),
            link.name,
            link.place,
            link.path
        ));
    }
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    serve::until_stopped(app, listen, true, |_| hello.trim_end().to_owned())
}

fn app(db: Db, folder: &Path, base_url: &str, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Result<App, Trouble> {
    let program = std::env::current_exe().while_("finding this program")?;
    Ok(App::new(Parts {
        db,
        clock,
        chance,
        sandbox: Sandbox::new(program),
        master_key: KEY,
        settings: Settings {
            base_url: base_url.to_owned(),
            secure_cookies: false,
            banner: Some("Demo: p\u{e5}hittade anordnare och personer".to_owned()),
            development: true,
            data_dir: folder.to_owned(),
            upload_limit: 20 << 20,
        },
        nav: app::nav::entries,
    }))
}

/// Does one reporting occasion in an empty folder and leaves its documents in another. Clock and chance are fixed, so
/// two runs leave the same bytes.
fn once(data: &Path, out: &Path) -> Outcome {
    if data.join(DATABASE).exists() {
        return Err(Trouble::new(format!("{} holds a demo already; --once wants an empty folder", data.display())));
    }
    std::fs::create_dir_all(data).while_(data.display())?;
    std::fs::create_dir_all(out).while_(out.display())?;
    let clock = Arc::new(SetClock::at(Instant::EPOCH));
    let db = Db::open_sqlite(&data.join(DATABASE))?;
    db.migrate(Instant::EPOCH)?;
    let app = app(db, data, "http://localhost:8080", clock.clone(), Arc::new(SeededChance::new(SEED)))?;
    let world = app::demo::fill_register(&app, &clock, &mut progress())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let output = runtime.block_on(app::demo::once(&app, &clock, &world))?;
    for line in &output.told {
        say(line)?;
    }
    for (name, bytes) in &output.files {
        std::fs::write(out.join(name), bytes).while_(name)?;
        say(format_args!("{} ({} bytes)", out.join(name).display(), bytes.len()))?;
    }
    Ok(true)
}

/// Makes the demo in a folder beside its own, which is put in place when it is whole.
fn make(data: &Path) -> Result<(), Trouble> {
    let making = data.join("making");
    if making.exists() {
        std::fs::remove_dir_all(&making).while_("clearing a demo that was not finished")?;
    }
    std::fs::create_dir_all(&making).while_(making.display())?;
    let clock = Arc::new(SetClock::at(Instant::EPOCH));
    let links = {
        let db = Db::open_sqlite(&making.join(DATABASE))?;
        db.migrate(Instant::EPOCH)?;
        let app = app(db, &making, "http://localhost", clock.clone(), Arc::new(SeededChance::new(SEED)))?;
        let mut progress = progress();
        let world = app::demo::fill(&app, &clock, &mut progress)?;
        world.links
    };
    for entry in std::fs::read_dir(&making)? {
        let entry = entry?;
        std::fs::rename(entry.path(), data.join(entry.file_name()))?;
    }
    std::fs::remove_dir(&making)?;
    std::fs::write(data.join(LINKS), serde_json::to_vec_pretty(&links)?).while_("writing the sign-in links")?;
    say("The demo is made.")
}

/// Tells what is being made: over one line in a terminal, a line each where it is kept.
fn progress() -> impl FnMut(&str) {
    let terminal = std::io::stderr().is_terminal();
    move |what: &str| {
        let mut out = std::io::stderr().lock();
        // Progress that cannot be shown stops nothing.
        let _ = if terminal {
            write!(out, "\r\u{1b}[KMaking the demo: {what}")
        } else {
            writeln!(out, "Making the demo: {what}")
        };
        let _ = out.flush();
    }
}
