//! A million course participations from a csv file, read in by the program as it is shipped: every validation, stored and
//! condensed into counts. Beside `sqlite3 .import` of the same file into a table with the same key and look-up index,
//! and pandas with the same checks; with how long another writer had to wait meanwhile, and the memory.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kernel::{Day, Instant};
use store::{Actor, ActorKind, Db, Event, Scope, StoreError, WriteContext};

use crate::table::{self, Row, median, ms};
use crate::world::{self, Size, World};
use crate::{Outcome, peers, server, trouble};

const ROWS: u32 = 1_000_000;
const REPETITIONS: usize = 3;
/// Providers of the authority, each with as many units.
const PROVIDERS: usize = 20;
const UNITS: usize = 5;
/// Participations of one person.
const EACH: u32 = 4;
const HEADINGS: &str = "Personnummer;Kurskod;Skolform;Po\u{e4}ng;Genomf\u{f6}rda po\u{e4}ng;Kursstart;Kursslut;Studieform;Enhet;\
                        Betyg;Betygsdatum;Avbrott;Avbrottsdatum;Pr\u{f6}vning eller validering";
const COURSES: [&str; EACH as usize] = ["SVESVE01", "MATMAT02a", "ENGENG05", "HISHIS01a1"];

/// Measures.
pub fn run() -> Outcome {
    let folder = server::folder("participations")?;
    let file = folder.join("participations.csv");
    let bytes = write(&file).map_err(trouble("writing the file"))?;
    let python = peers::python_with("pandas", peers::PANDAS)?;
    let (mut ours, mut bare, mut pandas) = (Vec::new(), Vec::new(), Vec::new());
    let (mut memory, mut waits) = (0.0_f64, Vec::new());
    for number in 0..REPETITIONS {
        let round = server::folder(&format!("participations/{number}"))?;
        let done = read_in(&round, &file)?;
        ours.push(done.seconds);
        memory = memory.max(done.peak_mb);
        waits.push(done.longest_wait_ms);
        bare.push(sqlite_import(&round, &file)?);
        let database = round.join("pandas.db");
        let arguments = [&*file.to_string_lossy(), &*database.to_string_lossy()];
        let (seconds, rows) = peers::timed(&python, "pandas_import.py", &arguments)?;
        if rows != u64::from(ROWS) {
            return Err(format!("pandas took {rows} rows in"));
        }
        pandas.push(seconds);
        std::fs::remove_dir_all(&round).map_err(trouble("clearing up"))?;
    }
    println!("{ROWS} rows, {} MB, SQLite; medians of {REPETITIONS} in turns.", bytes / 1_000_000);
    let (ours, bare, pandas) = (median(&ours), median(&bare), median(&pandas));
    table::head();
    table::print(&Row {
        what: "a million participations read, checked, stored and counted",
        ours: format!("{ours:.1} s, the program's start included"),
        peer: format!("sqlite3 .import of the same file, the same key and index: {bare:.1} s"),
        ratio: format!("{:.2}", bare / ours),
        asked: Some(("no slower", ours <= bare)),
    });
    table::print(&Row {
        what: "the same",
        ours: format!("{ours:.1} s"),
        peer: format!(
            "pandas {} read_csv, the same checks, to_sql, its start not counted: {pandas:.1} s",
            peers::PANDAS
        ),
        ratio: format!("{:.2}", pandas / ours),
        asked: Some(("faster", ours < pandas)),
    });
    table::print(&Row {
        what: "longest wait of another writer meanwhile",
        ours: format!("{:.0} ms", median(&waits)),
        peer: "–".to_owned(),
        ratio: "–".to_owned(),
        asked: Some(("at most 50 ms", median(&waits) <= 50.0)),
    });
    table::print(&Row {
        what: "most memory held meanwhile",
        ours: format!("{memory:.0} MB"),
        peer: "–".to_owned(),
        ratio: "–".to_owned(),
        asked: Some(("under 300 MB", memory < 300.0)),
    });
    println!("{}.", table::load());
    Ok(())
}

/// A personnummer with the serial numbers that the Swedish Tax Agency keeps for tests.
fn person(number: u32) -> String {
    // As many days from 1900 on as are needed, twenty persons a day.
    let born = Day::new(1900, 1, 1).map(|day| day.plus_days(i32::try_from(number / 20).unwrap_or(0)));
    let (year, month, day) = born.map_or((0, 0, 0), |born| (born.year(), born.month(), born.day_of_month()));
    let nine = format!("{:02}{month:02}{day:02}{}", year % 100, 980 + number % 20);
    let sum: u32 = nine
        .bytes()
        .enumerate()
        .map(|(at, digit)| {
            let doubled = u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 };
            doubled / 10 + doubled % 10
        })
        .sum();
    format!("{}{nine}{}", year / 100, (10 - sum % 10) % 10)
}

fn write(path: &Path) -> std::io::Result<u64> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{HEADINGS}")?;
    for row in 0..ROWS {
        let person = person(row / EACH);
        let course = COURSES[(row % EACH) as usize];
        let (month, day) = (row % 9 + 1, row % 27 + 1);
        let unit = 10_000_000 + row % u32::try_from(PROVIDERS * UNITS).unwrap_or(1);
        let grade = ["A", "B", "C", "D", "E", "F", "-", ""][(row / 7 % 8) as usize];
        let ended = format!("2024-{:02}-{day:02}", month + 2);
        let (graded, dropout, absent) = match grade {
            "" => ("", "Ja", format!("2024-{:02}-{day:02}", month + 1)),
            _ => (ended.as_str(), "Nej", String::new()),
        };
        writeln!(
            out,
            "{person};{course};gymnasial;100;{};2024-{month:02}-{day:02};{ended};Distans;{unit};{grade};{graded};{dropout};{absent};",
            if grade.is_empty() { 0 } else { 100 },
        )?;
    }
    out.flush()?;
    Ok(std::fs::metadata(path)?.len())
}

struct Measured {
    seconds: f64,
    peak_mb: f64,
    longest_wait_ms: f64,
}

fn read_in(folder: &Path, file: &Path) -> Outcome<Measured> {
    let data = world::installation(folder)?;
    let db = Db::open_sqlite(&data.join("tertial.db")).map_err(trouble("the database"))?;
    db.migrate(Instant::EPOCH).map_err(trouble("migrating"))?;
    let world =
        World::make(db.clone(), &data, Size { providers: PROVIDERS, units: UNITS, year: world::today().year() - 1 })?;
    let tenant = world.tenant;
    let over = AtomicBool::new(false);
    let begun = table::started();
    let mut command = Command::new(server::program()?);
    command.args(["import", "participations"]).arg(file).args(["--authority", world::SLUG, "--full", "--data"]);
    command.arg(&data).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(trouble("the program"))?;
    // Another process that writes: a small transaction every ten milliseconds, each timed.
    let (ended, longest_wait_ms, peak_mb) = std::thread::scope(|threads| {
        let writer = threads.spawn(|| {
            let mut longest = Duration::ZERO;
            while !over.load(Ordering::Relaxed) {
                let one = table::started();
                let context = WriteContext { actor: Actor::of(ActorKind::Cli), now: Instant::EPOCH };
                let written = db.write_blocking::<_, StoreError>(Scope::Tenant(tenant), context, |tx| {
                    tx.save(Event { kind: "bench.wrote", subject: None, facts: serde_json::json!({}) }, ())
                });
                written.map_err(trouble("another writer"))?;
                longest = longest.max(one.elapsed());
                std::thread::sleep(Duration::from_millis(10));
            }
            Ok::<_, String>(ms(longest))
        });
        let mut peak = 0.0_f64;
        let ended = loop {
            peak = peak.max(peak_of(&child).unwrap_or(0.0));
            match child.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(5)),
                other => break other.map(|_| begun.elapsed().as_secs_f64()).map_err(trouble("the program")),
            }
        };
        over.store(true, Ordering::Relaxed);
        let longest = writer.join().unwrap_or_else(|_| Err("the other writer ended".to_owned()));
        (ended, longest, peak)
    });
    let (seconds, longest_wait_ms) = (ended?, longest_wait_ms?);
    let counted = db
        .read_blocking::<_, StoreError>(Scope::Tenant(tenant), app::participations::counting)
        .map_err(trouble("counting"))?;
    if counted != i64::from(ROWS) {
        return Err(format!("{counted} participations count"));
    }
    Ok(Measured { seconds, peak_mb, longest_wait_ms })
}

/// The most memory that the process has held so far, in megabytes (10^6 bytes).
fn peak_of(child: &Child) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

/// The peer: the same file into a table with the same key and look-up index, durable as ours.
fn sqlite_import(folder: &Path, file: &Path) -> Outcome<f64> {
    let columns: Vec<String> = (0..HEADINGS.split(';').count()).map(|number| format!("c{number} TEXT")).collect();
    // The key of ours is tenant, set and row; the file has none of them, so the row's number is the key.
    let script = format!(
        "PRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\nCREATE TABLE t (n INTEGER PRIMARY KEY, {});\n\
         CREATE INDEX t_student ON t (c0);\nCREATE VIEW v AS SELECT {} FROM t;\n\
         CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (NULL, {}); END;\n\
         .mode csv\n.separator ;\n.import --skip 1 '{}' v\nSELECT count(*) FROM t;\n",
        columns.join(", "),
        (0..columns.len()).map(|number| format!("c{number}")).collect::<Vec<_>>().join(", "),
        (0..columns.len()).map(|number| format!("NEW.c{number}")).collect::<Vec<_>>().join(", "),
        file.display(),
    );
    let begun = table::started();
    let mut child = Command::new("sqlite3")
        .arg(folder.join("bare.db"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(trouble("the peer needs sqlite3 (Debian: apt-get install sqlite3)"))?;
    let mut input = child.stdin.take().ok_or("no input")?;
    input.write_all(script.as_bytes()).map_err(trouble("sqlite3"))?;
    drop(input);
    let output = child.wait_with_output().map_err(trouble("sqlite3"))?;
    let seconds = begun.elapsed().as_secs_f64();
    let told = String::from_utf8_lossy(&output.stdout);
    if told.lines().last() != Some(&ROWS.to_string()) {
        return Err(format!("sqlite3 took in: {told}"));
    }
    Ok(seconds)
}
