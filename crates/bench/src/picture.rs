//! Results of three hundred authorities in one database, ten thousand participations each: how soon a page of figures is
//! there when nobody has looked before and when somebody has, and how soon every count is made anew. Beside `DuckDB` asked
//! for the same counts over the raw rows.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use app::participations::{
    self, Catalogue, ImportError, Incoming, Place, Plan, Registers, Scope as Speaks, Source, Spot,
};
use domain::courses::{Grade, Mark};
use domain::participations::{Cause, Facts, PersonKey, RawParticipation, Road, Sex, StudyForm, Told};
use kernel::id::kind::{Area, Organisation, Unit};
use kernel::{Clock, Day, Id};
use platform::system::SystemClock;
use store::testing::TestDb;
use store::{Actor, ActorKind, Db, Engine, Scope, StoreError, WriteContext, sql};

use crate::server::{self, Server};
use crate::table::{self, Row, median, percentile};
use crate::world::{self, Size, Which, World};
use crate::{Outcome, http, peers, trouble};

const AUTHORITIES: usize = 300;
const EACH: u32 = 10_000;
const PROVIDERS: usize = 10;
const UNITS: usize = 2;
const ASKED: f64 = 10.0;
const REBUILT: f64 = 15.0;
const COURSES: [&str; 8] =
    ["SVESVE01", "MATMAT02A", "ENGENG05", "HISHIS01A1", "SFIKUC92", "SFIKUD93", "VAAVAA01", "GRNSVE2"];
/// The letters of courses that are graded by two grades alone.
const PASS_OR_FAIL: [&str; 2] = ["SFI", "GRN"];

/// One participation as numbers that follow from its own.
struct Drawn {
    provider: usize,
    unit: usize,
    course: usize,
    started: Day,
    ended: Day,
    grade: Option<Grade>,
    dropped: bool,
    woman: bool,
    distance: bool,
}

/// Scatters numbers without a source of chance, so that every run has the same rows.
fn scatter(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^= mixed >> 29;
    mixed = mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 32)
}

fn drawn(authority: usize, row: u32) -> Drawn {
    let chance = scatter(authority as u64 * u64::from(EACH) + u64::from(row));
    let part = |shift: u32, of: u64| usize::try_from((chance >> shift) % of).unwrap_or(0);
    let first = Day::new(world::today().year() - 3, 1, 8).unwrap_or_else(world::today);
    let started = first.plus_days(i32::try_from(part(3, 900)).unwrap_or(0));
    let dropped = part(11, 100) < 18;
    let course = part(8, COURSES.len() as u64);
    let grade = if PASS_OR_FAIL.iter().any(|letters| COURSES[course].starts_with(letters)) {
        [Grade::G, Grade::G, Grade::G, Grade::G, Grade::G, Grade::IG][part(19, 6)]
    } else {
        [Grade::A, Grade::B, Grade::C, Grade::D, Grade::E, Grade::F][part(19, 6)]
    };
    Drawn {
        provider: part(0, PROVIDERS as u64),
        unit: part(5, UNITS as u64),
        course,
        started,
        ended: started.plus_days(i32::try_from(20 + part(23, 120)).unwrap_or(0)),
        grade: (!dropped).then_some(grade),
        dropped,
        woman: part(31, 2) == 0,
        distance: part(33, 3) == 0,
    }
}

/// The rows of one authority as a source.
struct Rows {
    authority: usize,
    next: u32,
    places: Vec<Vec<Spot>>,
    catalogue: Catalogue,
}

impl Source for Rows {
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError> {
        if self.next == EACH {
            return Ok(None);
        }
        let one = drawn(self.authority, self.next);
        self.next += 1;
        let code: domain::courses::CourseCode =
            COURSES[one.course].parse().map_err(|_| ImportError::Unreadable("course".to_owned()))?;
        let course = registers.course(&code, None, &self.catalogue);
        let place = registers.place(self.places[one.provider][one.unit]);
        let as_of = world::today();
        let facts = Facts { as_of, course, class: code.class(), in_catalogue: true, points: None };
        let over = one.ended <= as_of;
        let raw = RawParticipation {
            // Of every student there are four participations.
            person: PersonKey(u128::from(scatter(u64::from(self.next / 4))).to_be_bytes()),
            sex: if one.woman { Sex::Woman } else { Sex::Man },
            protected: false,
            course: code,
            form: None,
            points: None,
            points_done: None,
            started: one.started.plus_days(i32::try_from(self.next % 4).unwrap_or(0)),
            ended: (over && !one.dropped).then_some(one.ended),
            study_form: if one.distance { StudyForm::Distance } else { StudyForm::OnSite },
            place,
            mark: one.grade.filter(|_| over).map(Mark::Grade),
            graded_on: over.then_some(one.ended).filter(|_| one.grade.is_some()),
            told: if over && one.dropped {
                Told::DroppedOut
            } else if over {
                Told::Completed
            } else {
                Told::Ongoing
            },
            first_absent: (over && one.dropped).then_some(one.ended),
            decided_on: None,
            cause: Cause::Unknown,
            road: Road::Taught,
            education: None,
        };
        Ok(Some(Incoming { row: self.next, read: Ok((raw, facts)) }))
    }
}

/// Measures on SQLite, or on the PostgreSQL server at the address.
pub fn run(postgres: Option<&str>) -> Outcome {
    let folder = server::folder(if postgres.is_some() { "picture-postgres" } else { "picture" })?;
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
    let begun = table::started();
    let (worlds, rejected) = fill(&db, &data)?;
    println!(
        "{AUTHORITIES} authorities of {PROVIDERS} providers with {UNITS} units, {EACH} participations each ({rejected} of all \
         were rejected), on {}; made in {:.0} s.",
        if postgres.is_some() { "PostgreSQL" } else { "SQLite" },
        begun.elapsed().as_secs_f64()
    );
    let running = Server::start(&server::program()?, &server::serve(&data, address.as_deref()), &folder.join("log"))?;
    let theirs = duckdb(&folder)?;
    table::head();
    for (what, path) in [("all indicators", ""), ("one indicator, by provider", "/godkanda-betyg")] {
        let (cold, warm) = ask(&running, &worlds, path)?;
        for (when, times) in [("nobody has looked before", &cold), ("somebody has", &warm)] {
            let (middle, late) = (percentile(times, 50), percentile(times, 95));
            table::print(&Row {
                what: &format!("{what}, {when}: the whole page, server time"),
                ours: format!("p50 {middle:.1} ms, p95 {late:.1} ms"),
                peer: format!(
                    "DuckDB {}, the counts alone of one authority over the raw rows: p50 {:.1} ms",
                    peers::DUCKDB,
                    theirs
                ),
                ratio: format!("{:.1}", theirs / middle),
                asked: Some(("p95 under 10 ms, half of the peer's time", late < ASKED && middle * 2.0 <= theirs)),
            });
        }
    }
    println!("Resident memory after these pages: {:.0} MB.", running.resident_mb()?);
    let (cells, seconds) = rebuild(&db, &worlds)?;
    table::print(&Row {
        what: "every count of every authority made anew from the rows; held against what is kept, which is not timed",
        ours: format!("{seconds:.1} s, {cells} counts"),
        peer: "–".to_owned(),
        ratio: "–".to_owned(),
        asked: Some(("under 15 s", seconds < REBUILT)),
    });
    println!("{}.", table::load());
    Ok(())
}

fn fill(db: &Db, data: &Path) -> Outcome<(Vec<World>, u32)> {
    let app = world::application(db.clone(), data)?;
    let (mut worlds, mut rejected) = (Vec::new(), 0);
    for number in 0..AUTHORITIES {
        let size = Size { providers: PROVIDERS, units: UNITS, year: world::today().year() };
        let world = World::make_as(app.clone(), size, Which { slug: format!("kommun-{number}"), number })?;
        let places = places(&world)?;
        let context = WriteContext { actor: Actor::of(ActorKind::Cli), now: SystemClock.now() };
        let place = Place { db: db.clone(), tenant: world.tenant, context };
        let plan = Plan {
            kind: participations::SetKind::Full,
            scope: Speaks::default(),
            as_of: world::today(),
            profile: "bench".to_owned(),
            file_name: "rows".to_owned(),
            file_sha256: String::new(),
            person: None,
        };
        let mut rows = Rows { authority: number, next: 0, places, catalogue: Catalogue::new() };
        let staged = participations::stage(&place, &plan, &mut rows, false, &mut |_, _| {}, &mut |_| true);
        let staged = staged.map_err(trouble("reading in"))?;
        rejected += staged.tally.rejected;
        let set = staged.set.ok_or("nothing was read in")?;
        participations::publish(&place, set).map_err(trouble("publishing"))?;
        participations::condense(&place).map_err(trouble("counting persons"))?;
        worlds.push(world);
    }
    Ok((worlds, rejected))
}

/// The places of each provider's units, with the first area.
fn places(world: &World) -> Outcome<Vec<Vec<Spot>>> {
    let read = world.app.db().read_blocking::<_, StoreError>(Scope::Tenant(world.tenant), |tx| {
        let units: Vec<(Id<Unit>, Id<Organisation>)> =
            tx.all(sql!("SELECT id, organisation_id FROM unit WHERE tenant_id = $1 ORDER BY code"), &[])?;
        let areas: Vec<(Id<Area>,)> = tx.all(sql!("SELECT id FROM area WHERE tenant_id = $1 ORDER BY slug"), &[])?;
        Ok((units, areas))
    });
    let (units, areas) = read.map_err(trouble("the units"))?;
    Ok(world
        .providers
        .iter()
        .map(|(organisation, ..)| {
            let own = units.iter().filter(|(_, of)| of == organisation);
            own.enumerate()
                .map(|(at, (unit, of))| Spot {
                    organisation: *of,
                    unit: Some(*unit),
                    area: areas.get(at % areas.len().max(1)).map(|(id,)| *id),
                })
                .collect()
        })
        .collect())
}

/// The page at each authority, its officer asking: the first time, and the times after that.
fn ask(running: &Server, worlds: &[World], path: &str) -> Outcome<(Vec<f64>, Vec<f64>)> {
    let mut requests = Vec::new();
    for world in worlds {
        let cookie = world.sign_in(&world.officer)?;
        let year = world::today().year() - 1;
        requests.push(http::get(&format!("/h/{}/resultat{path}?ar={year}", world.which.slug), &cookie));
    }
    let mut connection = http::Connection::open(running.address)?;
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    for request in &requests {
        cold.push(connection.ask(request)?.server_ms);
        warm.push(connection.ask(request)?.server_ms);
        warm.push(connection.ask(request)?.server_ms);
    }
    Ok((cold, warm))
}

/// Counts everything anew; gives how many counts there are and how many seconds that took, without holding them against
/// what is kept.
fn rebuild(db: &Db, worlds: &[World]) -> Outcome<(usize, f64)> {
    let (mut cells, mut seconds) = (0, 0.0);
    for world in worlds {
        let (made, kept, took) = db
            .read_blocking::<_, StoreError>(Scope::Tenant(world.tenant), |tx| {
                let upto = participations::published(tx)?;
                let begun = table::started();
                let made = participations::rebuilt(tx, upto)?;
                let took = begun.elapsed().as_secs_f64();
                Ok((made, participations::cells(tx, upto)?, took))
            })
            .map_err(trouble("counting"))?;
        if made != kept {
            return Err(format!("counts of {} differ", world.which.slug));
        }
        cells += made.len();
        seconds += took;
    }
    Ok((cells, seconds))
}

/// The peer: the same rows, raw, in one table. Gives the median of its answers, in milliseconds.
fn duckdb(folder: &Path) -> Outcome<f64> {
    let file = folder.join("rows.csv");
    let write = || -> std::io::Result<()> {
        let mut out = BufWriter::new(File::create(&file)?);
        writeln!(out, "authority,provider,unit,course,started,ended,grade,dropped,woman,distance")?;
        // As they come, month by month: each authority has some of every day.
        for row in 0..EACH {
            for authority in 0..AUTHORITIES {
                let one = drawn(authority, row);
                writeln!(
                    out,
                    "{authority},{},{},{},{},{},{},{},{},{}",
                    one.provider,
                    one.unit,
                    COURSES[one.course],
                    one.started,
                    one.ended,
                    one.grade.map_or("", Grade::as_str),
                    one.dropped,
                    one.woman,
                    one.distance
                )?;
            }
        }
        out.flush()
    };
    write().map_err(trouble("the peer's rows"))?;
    let python = peers::python_with("duckdb", peers::DUCKDB)?;
    let year = world::today().year() - 1;
    let (times, database) = (folder.join("times"), folder.join("duck.db"));
    let arguments =
        [&*file.to_string_lossy(), &*database.to_string_lossy(), &*times.to_string_lossy(), &year.to_string()];
    peers::timed(&python, "duckdb_overview.py", &arguments)?;
    let text = std::fs::read_to_string(&times).map_err(trouble("the peer's times"))?;
    let times: Vec<f64> = text.lines().filter_map(|line| line.parse().ok()).collect();
    if times.is_empty() {
        return Err("the peer measured nothing".to_owned());
    }
    Ok(median(&times))
}
