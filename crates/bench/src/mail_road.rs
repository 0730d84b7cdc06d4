//! The first occasion of a year by e-mail: a letter of each provider with a filled-in template for each of its units, from
//! its bytes to signed receipts; the deviation reports beside them are signed as on the web. Beside Python, which only goes
//! through the cells of the same letters.

use app::assignments::Assignment;
use app::inbox;
use app::submissions::ask;
use app::workbooks::{self, At};
use domain::year::Form;
use kernel::{Clock, Day, Instant};
use platform::system::SystemClock;
use store::{Db, Scope, StoreError};

use crate::table::{self, Row};
use crate::world::{self, Size, World};
use crate::{Outcome, peers, server, trouble};

const PROVIDERS: usize = 60;
const UNITS: usize = 3;
/// Complaints in each report.
const COMPLAINTS: u32 = 3;
const ASKED: f64 = 60.0;

/// Measures.
pub fn run() -> Outcome {
    let folder = server::folder("mail-road")?;
    let data = world::installation(&folder)?;
    let db = Db::open_sqlite(&data.join("tertial.db")).map_err(trouble("the database"))?;
    db.migrate(Instant::EPOCH).map_err(trouble("migrating"))?;
    let size = Size { providers: PROVIDERS, units: UNITS, year: world::today().year() - 1 };
    let world = World::make(db, &data, size)?;
    let python = peers::python_with_openpyxl()?;
    let first = world.published.year.occasions.first().ok_or("a year without occasions")?.slug.clone();
    let asked: Vec<Assignment> =
        world.assignments()?.into_iter().filter(|one| first == one.occasion.as_str()).collect();
    let letters = letters(&world, &asked)?;
    for (number, bytes) in letters.iter().enumerate() {
        std::fs::write(folder.join(format!("{number:03}.eml")), bytes).map_err(trouble("a letter"))?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(trouble("a runtime"))?;
    let begun = table::started();
    for bytes in &letters {
        let at = SystemClock.now();
        let taken = runtime.block_on(inbox::take_letter(&world.app, world.tenant, bytes.clone(), at));
        taken.map_err(|stop| format!("a letter: {stop:?}"))?;
    }
    let kinds: Vec<_> = inbox::JOBS.to_vec();
    runtime.block_on(platform::jobs::run_due(&world.app, &kinds)).map_err(trouble("sorting"))?;
    let sorted = begun.elapsed().as_secs_f64();
    for one in &asked {
        world.sign_draft(one)?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let by_mail = received(&world, &asked)?;
    let (theirs, cells) = peers::timed(&python, "mail_read.py", &[&*folder.to_string_lossy()])?;
    println!(
        "{} letters with {} workbooks; {} receipts, {by_mail} of them of what came by e-mail; {sorted:.1} s until every file lay as a \
         draft. The peer went through {cells} cells.",
        letters.len(),
        PROVIDERS * UNITS,
        asked.len()
    );
    table::head();
    table::print(&Row {
        what: "the April occasion of 60 providers by e-mail, signed",
        ours: format!("{seconds:.1} s"),
        peer: format!("Python's email and openpyxl {}, only going through the cells: {theirs:.1} s", peers::OPENPYXL),
        ratio: format!("{:.1}", theirs / seconds),
        asked: Some(("under 60 s", seconds < ASKED)),
    });
    println!("{}.", table::load());
    Ok(())
}

/// How many of the assignments came in by e-mail; fails where one did not come in.
fn received(world: &World, asked: &[Assignment]) -> Outcome<usize> {
    let ids: Vec<_> = asked.iter().map(|one| one.id).collect();
    let versions = world.app.db().read_blocking::<_, StoreError>(Scope::Tenant(world.tenant), move |tx| {
        ids.into_iter().map(|id| app::submissions::latest(tx, id)).collect::<Result<Vec<_>, _>>()
    });
    let versions = versions.map_err(trouble("the receipts"))?;
    let versions: Option<Vec<_>> = versions.into_iter().collect();
    let versions = versions.ok_or("something did not come in")?;
    let by_mail = versions.iter().filter(|version| version.arrived_at.is_some()).count();
    if by_mail == PROVIDERS * UNITS { Ok(by_mail) } else { Err(format!("{by_mail} came by e-mail")) }
}

/// A letter of each provider, with a filled-in template for each unit.
fn letters(world: &World, asked: &[Assignment]) -> Outcome<Vec<Vec<u8>>> {
    let year = world.published.year.clone();
    let complaints = |one: &&Assignment| year.item(&one.item).is_some_and(|item| item.form == Form::Complaints);
    let mut letters = Vec::new();
    for (number, (organisation, editor, _)) in world.providers.iter().enumerate() {
        let mut parts = String::new();
        for one in asked.iter().filter(|one| one.organisation == *organisation).filter(complaints) {
            parts.push_str(&format!(
                "--skarv\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"a.xlsx\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
                base64(&workbook(world, one)?)
            ));
        }
        let head = format!(
            "From: <{}>\r\nMessage-ID: <{number}@bench.example>\r\nSubject: Tertial 1\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=skarv\r\n\r\n",
            editor.account.email
        );
        letters.push(format!("{head}{parts}--skarv--\r\n").into_bytes());
    }
    Ok(letters)
}

fn workbook(world: &World, one: &Assignment) -> Outcome<Vec<u8>> {
    let (published, of) = (world.published.clone(), one.clone());
    let book = world.app.db().read_blocking::<_, StoreError>(Scope::Tenant(world.tenant), move |tx| {
        let now = SystemClock.now();
        let damaged = || StoreError::Damaged("no complaint report".to_owned());
        let asked = ask(tx, &of, &published, now.day())?.ok_or_else(damaged)?;
        let from = Day::new(of.year, 1, 8).unwrap_or(of.deadline);
        let fields = asked.tables().first().map(|table| world::rows(table, from, COMPLAINTS)).unwrap_or_default();
        let at = At { tenant: world::SLUG, authority: "Bjorkvik", base_url: "http://localhost", now };
        Ok(workbooks::template(&asked, &workbooks::facts(at, &of, &published), &fields))
    });
    documents::workbook::write(&book.map_err(trouble("a template"))?).map_err(trouble("a workbook"))
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (index, three) in bytes.chunks(3).enumerate() {
        if index > 0 && index % 19 == 0 {
            out.push_str("\r\n");
        }
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let sign = SIGNS.get(((bits >> (18 - 6 * place)) & 63) as usize).copied().map_or('A', char::from);
            out.push(if place <= three.len() { sign } else { '=' });
        }
    }
    out
}
