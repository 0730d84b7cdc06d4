//! A million course participations from a csv file, read in by the program as it is shipped: every validation, stored and
//! condensed into counts. Beside `sqlite3 .import` of the same file into a table with the same key and look-up index,
//! and pandas with the same checks; with how long another writer had to wait meanwhile, and the memory.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kernel::{Day, Instant};
use store::testing::TestDb;
use store::{Actor, ActorKind, Db, Engine, Event, Scope, StoreError, WriteContext};

use crate::table::{self, Row, median, ms};
use crate::world::{self, Size, World};
use crate::{Outcome, peers, server, trouble};

const ROWS: u32 = 1_000_000;
/// Rows of the workbook.
const BOOK_ROWS: u32 = 100_000;
const REPETITIONS: usize = 3;
/// Providers of the authority, each with as many units.
const PROVIDERS: usize = 20;
const UNITS: usize = 5;
/// Participations of one person.
const EACH: u32 = 4;
const HEADINGS: &str = "Personnummer;Kurskod;Skolform;Po\u{e4}ng;Genomf\u{f6}rda po\u{e4}ng;Kursstart;Kursslut;Studieform;Enhet;\
                        Betyg;Betygsdatum;Avbrott;Avbrottsdatum;Pr\u{f6}vning eller validering";
const COURSES: [&str; EACH as usize] = ["SVESVE01", "MATMAT02a", "ENGENG05", "HISHIS01a1"];

/// Measures on SQLite.
pub fn run() -> Outcome {
    let folder = server::folder("participations")?;
    let file = folder.join("participations.csv");
    let bytes = write(&file, ROWS).map_err(trouble("writing the file"))?;
    let python = peers::python_with("pandas", peers::PANDAS)?;
    let (mut ours, mut bare, mut pandas) = (Vec::new(), Vec::new(), Vec::new());
    let (mut memory, mut waits) = (0.0_f64, Vec::new());
    for number in 0..REPETITIONS {
        let round = server::folder(&format!("participations/{number}"))?;
        let done = read_in(&round, &file, None)?;
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

/// Measures on the PostgreSQL server that `$TERTIAL_TEST_POSTGRES` names, beside `\copy` of the same file into a table with
/// the same key and look-up index.
pub fn run_postgres() -> Outcome {
    let folder = server::folder("participations-postgres")?;
    let file = folder.join("participations.csv");
    write(&file, ROWS).map_err(trouble("writing the file"))?;
    let (mut ours, mut bare, mut waits) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..REPETITIONS {
        let round = server::folder(&format!("participations-postgres/{number}"))?;
        let given = TestDb::new(Engine::Postgres).map_err(trouble("a PostgreSQL database"))?;
        let done = read_in(&round, &file, Some(&given))?;
        ours.push(done.seconds);
        waits.push(done.longest_wait_ms);
        bare.push(copy(&given.address(), &file)?);
    }
    println!("{ROWS} rows, PostgreSQL on the same cores; medians of {REPETITIONS} in turns.");
    let (ours, bare) = (median(&ours), median(&bare));
    table::head();
    table::print(&Row {
        what: "a million participations read, checked, stored and counted",
        ours: format!("{ours:.1} s, the program's start included"),
        peer: format!("psql's \\copy of the same file, the same key and index: {bare:.1} s"),
        ratio: format!("{:.2}", bare / ours),
        asked: Some(("at most 1.5 times the peer's time", ours <= bare * 1.5)),
    });
    table::print(&Row {
        what: "longest wait of another writer meanwhile",
        ours: format!("{:.0} ms", median(&waits)),
        peer: "–".to_owned(),
        ratio: "–".to_owned(),
        asked: Some(("at most 50 ms", median(&waits) <= 50.0)),
    });
    println!("{}.", table::load());
    Ok(())
}

/// The peer on PostgreSQL.
fn copy(address: &str, file: &Path) -> Outcome<f64> {
    let width = HEADINGS.split(';').count();
    let columns: Vec<String> = (0..width).map(|number| format!("c{number} text")).collect();
    let names: Vec<String> = (0..width).map(|number| format!("c{number}")).collect();
    let script = format!(
        "CREATE SCHEMA bare;\nCREATE TABLE bare.t (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {});\n\
         CREATE INDEX t_student ON bare.t (c0);\n\
         \\copy bare.t ({}) FROM '{}' WITH (FORMAT csv, DELIMITER ';', HEADER)\nSELECT count(*) FROM bare.t;\n",
        columns.join(", "),
        names.join(", "),
        file.display(),
    );
    let begun = table::started();
    let told = fed("psql", &["-qAt", "-v", "ON_ERROR_STOP=1", address], &script)?;
    let seconds = begun.elapsed().as_secs_f64();
    if told.lines().last() != Some(&ROWS.to_string()) {
        return Err(format!("psql took in: {told}"));
    }
    Ok(seconds)
}

/// What the program answers to the script.
fn fed(program: &str, arguments: &[&str], script: &str) -> Outcome<String> {
    let mut child =
        Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(trouble(
            &format!("the peer needs {program} (Debian: apt-get install sqlite3 postgresql-client)"),
        ))?;
    let mut input = child.stdin.take().ok_or("no input")?;
    input.write_all(script.as_bytes()).map_err(trouble(program))?;
    drop(input);
    let output = child.wait_with_output().map_err(trouble(program))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A workbook of a hundred thousand rows, read and checked without being taken in. Beside openpyxl that only goes through
/// it, and calamine.
pub fn run_workbook() -> Outcome {
    let folder = server::folder("participations-workbook")?;
    let (text, book) = (folder.join("participations.csv"), folder.join("participations.xlsx"));
    write(&text, BOOK_ROWS).map_err(trouble("writing the file"))?;
    let python = peers::python_with_openpyxl()?;
    peers::timed(&python, "openpyxl_write.py", &[&text.to_string_lossy(), &book.to_string_lossy()])?;
    let calamine = peers::calamine()?;
    let (_world, data) = authority(&folder, None)?;
    let (mut ours, mut slow, mut fast) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..REPETITIONS + 2 {
        let begun = table::started();
        let mut command = command(&book, &data, None)?;
        let ended = command.arg("--dry-run").status().map_err(trouble("the program"))?;
        if !ended.success() {
            return Err(format!("the program ended with {ended}"));
        }
        ours.push(begun.elapsed().as_secs_f64());
        let path = &*book.to_string_lossy();
        slow.push(peers::timed(&python, "openpyxl_read.py", &[path])?.0);
        let begun = table::started();
        let told = fed(&calamine.to_string_lossy(), &[path], "")?;
        fast.push(begun.elapsed().as_secs_f64());
        if told.trim() != (BOOK_ROWS + 1).to_string() {
            return Err(format!("calamine saw {told} rows"));
        }
    }
    println!("{BOOK_ROWS} rows as a workbook, a dry run; medians of {} in turns.", REPETITIONS + 2);
    let (ours, slow, fast) = (median(&ours), median(&slow), median(&fast));
    table::head();
    table::print(&Row {
        what: "a workbook of a hundred thousand rows read and checked",
        ours: format!("{ours:.2} s, the program's and the child's start included"),
        peer: format!(
            "openpyxl {}, read-only, only going through it, its start not counted: {slow:.2} s",
            peers::OPENPYXL
        ),
        ratio: format!("{:.1}", slow / ours),
        asked: Some(("10 times faster", slow / ours >= 10.0)),
    });
    table::print(&Row {
        what: "the same",
        ours: format!("{ours:.2} s"),
        peer: format!("calamine {}, only going through it, its start included: {fast:.2} s", peers::CALAMINE),
        ratio: format!("{:.2}", fast / ours),
        asked: Some(("at most twice its time", ours <= fast * 2.0)),
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

fn write(path: &Path, rows: u32) -> std::io::Result<u64> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{HEADINGS}")?;
    for row in 0..rows {
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

/// An authority in an empty database: of SQLite in the folder, or the one that is given.
fn authority(folder: &Path, given: Option<&TestDb>) -> Outcome<(World, PathBuf)> {
    let data = world::installation(folder)?;
    let db = match given {
        Some(given) => given.db.clone(),
        None => Db::open_sqlite(&data.join("tertial.db")).map_err(trouble("the database"))?,
    };
    db.migrate(Instant::EPOCH).map_err(trouble("migrating"))?;
    let size = Size { providers: PROVIDERS, units: UNITS, year: world::today().year() - 1 };
    Ok((World::make(db, &data, size)?, data))
}

/// The program told to read the file in.
fn command(file: &Path, data: &Path, address: Option<&str>) -> Outcome<Command> {
    let mut command = Command::new(server::program()?);
    command.args(["import", "participations"]).arg(file).args(["--authority", world::SLUG, "--full", "--data"]);
    command.arg(data).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(address) = address {
        command.args(["--database", address]);
    }
    Ok(command)
}

fn read_in(folder: &Path, file: &Path, postgres: Option<&TestDb>) -> Outcome<Measured> {
    let (world, data) = authority(folder, postgres)?;
    let (db, tenant) = (world.app.db().clone(), world.tenant);
    let address = postgres.map(TestDb::address);
    let over = AtomicBool::new(false);
    let begun = table::started();
    let mut child = command(file, &data, address.as_deref())?.spawn().map_err(trouble("the program"))?;
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
    let told = fed("sqlite3", &[&folder.join("bare.db").to_string_lossy()], &script)?;
    let seconds = begun.elapsed().as_secs_f64();
    if told.lines().last() != Some(&ROWS.to_string()) {
        return Err(format!("sqlite3 took in: {told}"));
    }
    Ok(seconds)
}
