//! Reading and judging a complaint workbook of 10,000 rows, by the road of an upload: the child process, the tables
//! found in what it answers, every rule asked of every row. Beside openpyxl that only goes through the same file.

use std::sync::Arc;

use app::assignments::{Assignment, Subject};
use app::submissions::{Asked, cell_path};
use app::workbooks::{self, At};
use app::year::Published;
use domain::complaints::{self, Facts};
use domain::submissions::State;
use domain::year::Form;
use kernel::{Clock, Day, Id};
use platform::sandbox::Sandbox;
use platform::system::{SystemChance, SystemClock};

use crate::table::{self, Row, median};
use crate::{Outcome, peers, server, trouble, world};

const ROWS: u32 = 10_000;
const REPETITIONS: usize = 7;
/// Every so manieth row has a fault.
const FAULTY: u32 = 100;
const ASKED: f64 = 10.0;

/// Measures.
pub fn run() -> Outcome {
    let folder = server::folder("workbook")?;
    let path = folder.join("complaints.xlsx");
    let (asked, bytes) = workbook()?;
    std::fs::write(&path, &bytes).map_err(trouble("the workbook"))?;
    let python = peers::python_with_openpyxl()?;
    let sandbox = Sandbox::new(server::program()?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(trouble("a runtime"))?;
    let (mut ours, mut theirs, mut told) = (Vec::new(), Vec::new(), (0, 0, 0));
    let wanted = usize::try_from(ROWS).unwrap_or(0);
    for _ in 0..REPETITIONS {
        let begun = table::started();
        let looked = runtime.block_on(workbooks::examine(&sandbox, Id::random(&SystemChance), &asked, &bytes, wanted));
        let looked = looked.map_err(|stop| format!("reading: {stop:?}"))?;
        ours.push(begun.elapsed().as_secs_f64());
        let looked = looked.ok_or("the workbook was not read")?;
        let (seconds, rows) = peers::timed(&python, "openpyxl_read.py", &[&*path.to_string_lossy()])?;
        theirs.push(seconds);
        told = (looked.rows, looked.faults, rows);
    }
    if told.0 != wanted || told.1 != wanted / usize::try_from(FAULTY).unwrap_or(1) {
        return Err(format!("{} rows and {} faults were found", told.0, told.1));
    }
    println!(
        "{ROWS} rows, {} kB, {} faults found; openpyxl saw {} rows. Medians of {REPETITIONS} in turns.",
        bytes.len() / 1000,
        told.1,
        told.2
    );
    let (ours, theirs) = (median(&ours), median(&theirs));
    table::head();
    table::print(&Row {
        what: "read and judge a complaint workbook of 10,000 rows",
        ours: format!("{:.0} ms, the child's start included", ours * 1000.0),
        peer: format!(
            "openpyxl {}, read-only, only going through it, its start not counted: {:.0} ms",
            peers::OPENPYXL,
            theirs * 1000.0
        ),
        ratio: format!("{:.1}", theirs / ours),
        asked: Some(("10 times faster", theirs / ours >= ASKED)),
    });
    println!(
        "Peer: Python {}. {}.",
        peers::version(&python, "import sys; print(sys.version.split()[0])"),
        table::load()
    );
    Ok(())
}

/// The template of last year's first complaint report, filled in.
fn workbook() -> Outcome<(Asked, Vec<u8>)> {
    let year = world::year(world::today().year() - 1)?;
    let item = year.items.iter().find(|item| item.form == Form::Complaints).ok_or("no complaint report")?;
    let tables = complaints::tables(&year, item).ok_or("no tables")?;
    let assignment = Assignment {
        id: Id::random(&SystemChance),
        year: year.year,
        occasion: item.occasion.to_string(),
        item: item.slug.to_string(),
        organisation: Id::random(&SystemChance),
        organisation_name: "Vuxenskolan 001".to_owned(),
        subject: Subject::Unit {
            id: Id::random(&SystemChance),
            name: "Enhet 0001".to_owned(),
            code: "10000001".to_owned(),
        },
        deadline: world::today(),
        extended_to: None,
        state: State::NotStarted,
        submissions: 0,
        lock: None,
        updated_at: SystemClock.now(),
        reports_in: None,
        is_unasked: false,
        has_rows: false,
    };
    let facts = Facts { handed_in: world::today(), students: Some(200), zero_question_at: None, previous: None };
    let first = Day::new(year.year, 1, 8).ok_or("no such day")?;
    let mut fields = world::rows(&tables.complaints, first, ROWS);
    let category = complaints::columns::CATEGORY;
    for number in (1..=ROWS).filter(|number| number % FAULTY == 0) {
        fields.insert(cell_path(&tables.complaints.slug, number, category), "?".to_owned());
    }
    let asked = Asked::Complaints { tables, facts, cases: Vec::new(), investigations: Vec::new() };
    let published = Published { id: Id::random(&SystemChance), version: 1, year: Arc::new(year) };
    let at = At { tenant: world::SLUG, authority: "Bjorkvik", base_url: "http://localhost", now: SystemClock.now() };
    let facts = workbooks::facts(at, &assignment, &published);
    let book = workbooks::template(&asked, &facts, &fields);
    Ok((asked, documents::workbook::write(&book).map_err(trouble("writing the workbook"))?))
}
