//! The demo: made once into a folder, then served from there. Its clock stands in the year it shows.

use std::fs::OpenOptions;
use std::io::{IsTerminal, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use app::demo::{Receipt, SHOWN_AT, SignInLink};
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
/// Where in the folder the receipt code of one complaint is kept, for whoever tries the student's side.
const RECEIPT: &str = "receipt-code.json";
const DATABASE: &str = "tertial.db";
/// Where a demo is being made, within the folder.
const MAKING: &str = "making";
/// Where one that is whole waits to be put in place.
const MADE: &str = "made";
/// The demo is open to whoever can reach this machine's own address, so its key protects nothing.
const KEY: [u8; 32] = *b"a demo's key protects nothing!!!";
/// Where the key lies as a file, for the command line.
const KEY_FILE: &str = "master.key";
/// What the making draws on: the same demo each time.
const SEED: u64 = 2024;

/// Makes the demo where it is missing, and serves it.
pub fn run(options: &DemoOptions) -> Outcome {
    if let (true, Some(out)) = (options.once, &options.out) {
        return once(&options.data, out);
    }
    let listener = serve::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)))?;
    // A folder that is left after the links are in place is only still to be removed.
    if !options.data.join(LINKS).exists() || options.data.join(MADE).exists() {
        make(&options.data)?;
    }
    // The requests with which the demo's people have filled it are nobody's.
    serve::log(options.log);
    key_file(&options.data)?;
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
    if let Some(receipt) = receipt(&options.data)? {
        hello.push_str("Or open a complaint as the student who wrote it, with its code:\n");
        let Receipt { code, place, path } = receipt;
        hello.push_str(&format!("  {:<22} {code:<28} {place}\n    {base_url}{path}\n", "student"));
    }
    let (data, key) = (options.data.display(), options.data.join(KEY_FILE));
    hello.push_str(&format!("The command line works on it with --data {data} --key-file {}\n", key.display()));
    serve::until_stopped(app, listener, Vec::new(), true, |_| hello.trim_end().to_owned())
}

/// The receipt code that the demo was made with; a demo made by an earlier version has none.
fn receipt(data: &Path) -> Result<Option<Receipt>, Trouble> {
    let file = data.join(RECEIPT);
    if !file.exists() {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&std::fs::read(&file).while_(file.display())?)?))
}

/// Lays the key beside the data where it is missing, so that other commands can work on the demo.
fn key_file(data: &Path) -> Result<(), Trouble> {
    let file = data.join(KEY_FILE);
    if file.exists() {
        return Ok(());
    }
    let text: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file).while_(file.display())?;
    opened.write_all(format!("{text}\n").as_bytes()).while_(file.display())
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
            private_sources: false,
            mail: None,
        },
        nav: app::nav::entries,
        waits: app::case_watch::count,
        fields: app::fields::named,
    }))
}

/// Does one reporting occasion in an empty folder and leaves its documents in another. Clock and chance are fixed, so
/// two runs leave the same bytes.
fn once(data: &Path, out: &Path) -> Outcome {
    if data.join(DATABASE).exists() {
        return Err(Trouble::new(format!("{} holds a demo already; --once wants an empty folder", data.display())));
    }
    // Neither mixed with somebody's own files nor left where they would be taken for part of the demo.
    let foreign = data.exists().then(|| std::fs::read_dir(data)).transpose().while_(data.display())?;
    if let Some(entry) = foreign.and_then(|mut entries| entries.next()) {
        let name = entry.while_(data.display())?.file_name();
        return Err(Trouble::new(format!(
            "{} is not empty ({} is there); --once wants an empty folder of its own",
            data.display(),
            Path::new(&name).display()
        )));
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

/// Makes the demo where it is missing.
fn make(data: &Path) -> Result<(), Trouble> {
    make_by(data, fill, &mut || Ok(()))?;
    say("The demo is made.")
}

/// Fills the folder with a demo; gives its sign-in links as JSON.
fn fill(folder: &Path) -> Result<Vec<u8>, Trouble> {
    let clock = Arc::new(SetClock::at(Instant::EPOCH));
    let db = Db::open_sqlite(&folder.join(DATABASE))?;
    db.migrate(Instant::EPOCH)?;
    let app = app(db, folder, "http://localhost", clock.clone(), Arc::new(SeededChance::new(SEED)))?;
    let world = app::demo::fill(&app, &clock, &mut progress())?;
    if let Some(receipt) = &world.receipt {
        let file = folder.join(RECEIPT);
        std::fs::write(&file, serde_json::to_vec_pretty(receipt)?).while_(file.display())?;
    }
    Ok(serde_json::to_vec_pretty(&world.links)?)
}

/// Makes the demo in a folder of its own within the data folder, renames that folder when it is whole, and then moves
/// what is in it to its place, the links last. A process that ends anywhere leaves what the next one clears or goes on
/// with. `step` comes before each change, so that a test can end there.
fn make_by(
    data: &Path,
    fill: impl FnOnce(&Path) -> Result<Vec<u8>, Trouble>,
    step: &mut dyn FnMut() -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let (making, made) = (data.join(MAKING), data.join(MADE));
    if !made.exists() {
        // Somebody else's things are neither cleared nor mixed with.
        let foreign = [DATABASE, "files"].iter().find(|name| data.join(name).exists());
        if let Some(name) = foreign {
            return Err(Trouble::new(format!(
                "{} is there, but is no demo that was made to its end. Name another folder with --data, or remove it",
                data.join(name).display()
            )));
        }
        if making.exists() {
            step()?;
            std::fs::remove_dir_all(&making).while_("clearing a demo that was not finished")?;
        }
        step()?;
        std::fs::create_dir_all(&making).while_(making.display())?;
        let links = fill(&making)?;
        step()?;
        std::fs::write(making.join(LINKS), links).while_("writing the sign-in links")?;
        step()?;
        std::fs::rename(&making, &made).while_(made.display())?;
    }
    for entry in std::fs::read_dir(&made)? {
        let entry = entry?;
        if entry.file_name() != LINKS {
            step()?;
            std::fs::rename(entry.path(), data.join(entry.file_name())).while_(entry.path().display())?;
        }
    }
    if made.join(LINKS).exists() {
        step()?;
        std::fs::rename(made.join(LINKS), data.join(LINKS)).while_("putting the sign-in links in place")?;
    }
    step()?;
    std::fs::remove_dir(&made).while_(made.display())
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn fill_a_little(folder: &Path) -> Result<Vec<u8>, Trouble> {
        std::fs::write(folder.join(DATABASE), "rows")?;
        std::fs::create_dir_all(folder.join("files/ab"))?;
        std::fs::write(folder.join("files/ab/abc"), "bytes")?;
        Ok(b"[]".to_vec())
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_demo_whose_making_is_cut_off_anywhere_is_whole_after_the_next_start() {
        let mut cut_off = 0;
        for at in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let data = folder.path().join("demo");
            let mut left = at;
            let first = make_by(&data, fill_a_little, &mut || {
                left -= 1;
                if left < 0 { Err(Trouble::new("cut off")) } else { Ok(()) }
            });
            if first.is_err() {
                cut_off += 1;
                assert!(
                    !data.join(LINKS).exists() || data.join("files/ab/abc").exists(),
                    "links before the rest, {at}"
                );
                make_by(&data, fill_a_little, &mut || Ok(())).unwrap();
            }
            assert_eq!(names(&data), ["files", LINKS, DATABASE], "cut off at step {at}");
            assert_eq!(std::fs::read(data.join("files/ab/abc")).unwrap(), b"bytes");
            if first.is_ok() {
                break;
            }
        }
        assert!(cut_off >= 6, "{cut_off}");
    }

    #[test]
    fn a_demo_half_filled_is_made_anew_and_a_real_installation_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let half = |making: &Path| {
            std::fs::write(making.join(DATABASE), "half")?;
            Err(Trouble::new("cut off"))
        };
        assert!(make_by(folder.path(), half, &mut || Ok(())).is_err());
        make_by(folder.path(), fill_a_little, &mut || Ok(())).unwrap();
        assert_eq!(std::fs::read(folder.path().join(DATABASE)).unwrap(), b"rows");
        let own = tempfile::tempdir().unwrap();
        std::fs::write(own.path().join(DATABASE), "precious").unwrap();
        let told = make_by(own.path(), fill_a_little, &mut || Ok(())).unwrap_err();
        assert!(told.to_string().contains("is no demo"), "{told}");
        assert_eq!(names(own.path()), [DATABASE]);
    }
}
