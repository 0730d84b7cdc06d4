//! Whether an installation is well: what is wrong, and what soon will be.

use ::store::{BINARY_SCHEMA, Engine, Scope, StoreError, global_sql, sql};
use documents::content::{Block, Document};
use documents::protocol::{ReadAs, ReadRequest, ask, hear};
use documents::raw::Limits;
use kernel::{Day, Instant};
use platform::App;
use platform::access::Tools;
use platform::sandbox::Task;

use super::tenants;
use crate::audit::verify::{self, Anchors};
use crate::mail;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Good,
    /// Somebody should look at it.
    Notice,
    /// It has to be mended.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub level: Level,
    /// What was looked at.
    pub what: &'static str,
    /// What was seen and, where it is not good, what to do.
    pub says: String,
}

fn finding(level: Level, what: &'static str, says: impl Into<String>) -> Finding {
    Finding { level, what, says: says.into() }
}

/// Looks at everything; each look is its own, so that one that fails does not hide the others.
pub fn examine(app: &App) -> Vec<Finding> {
    let looks: [(&'static str, fn(&App) -> Result<Vec<Finding>, StoreError>); 8] = [
        ("schema", schema),
        ("keys", keys),
        ("clock", clock),
        ("jobs", jobs),
        ("letters", letters),
        ("administrators", administrators),
        ("records", records),
        ("child", child),
    ];
    // That the database could be opened at all says that its settings are right: each is read back then.
    let engine = match app.db().engine() {
        Engine::Sqlite => "embedded (SQLite), settings read back",
        Engine::Postgres => "PostgreSQL",
    };
    let mut found = vec![finding(Level::Good, "database", engine)];
    for (what, look) in looks {
        found.extend(look(app).unwrap_or_else(|error| {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            vec![finding(Level::Bad, what, format!("{error}{cause}"))]
        }));
    }
    found
}

fn schema(app: &App) -> Result<Vec<Finding>, StoreError> {
    match app.db().check_schema() {
        Err(error @ StoreError::TooNew { .. }) => return Ok(vec![finding(Level::Bad, "schema", error.to_string())]),
        other => other?,
    }
    let (newest,): (i64,) =
        app.db().read_blocking(Scope::Global, |tx| tx.one(global_sql!("SELECT max(number) FROM migration"), &[]))?;
    Ok(vec![match newest.cmp(&BINARY_SCHEMA) {
        std::cmp::Ordering::Equal => finding(Level::Good, "schema", format!("{newest}, as this program's")),
        std::cmp::Ordering::Less => finding(
            Level::Bad,
            "schema",
            format!("{newest}, this program needs {BINARY_SCHEMA}: run `tertial migrate`"),
        ),
        std::cmp::Ordering::Greater => {
            finding(Level::Notice, "schema", format!("{newest}, newer than this program's {BINARY_SCHEMA}: update it"))
        }
    }])
}

fn keys(app: &App) -> Result<Vec<Finding>, StoreError> {
    let tools = Tools::of(app);
    let all = tenants(app.db())?;
    let mut found = Vec::new();
    for tenant in &all {
        let opened = app.db().read_blocking::<_, StoreError>(Scope::Tenant(tenant.id), |tx| tools.keys(tx));
        if let Err(error) = opened {
            let says =
                format!("the master key does not open the keys of {}: {error}. Is it the right one?", tenant.slug);
            found.push(finding(Level::Bad, "keys", says));
        }
    }
    if found.is_empty() {
        found.push(finding(Level::Good, "keys", format!("the master key opens the keys of {} tenants", all.len())));
    }
    Ok(found)
}

/// How far behind the newest event the clock may be: two machines of a cluster are never quite together.
const BEHIND_SECONDS: i64 = 60;

fn clock(app: &App) -> Result<Vec<Finding>, StoreError> {
    let now = app.clock().now();
    let mut places = verify::tenants(app.db())?;
    places.push((verify::system(), String::new()));
    let mut newest: Option<Instant> = None;
    for (tenant, _) in places {
        let (at,): (Option<Instant>,) = app.db().read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| {
            tx.one(sql!("SELECT max(at) FROM audit_event WHERE tenant_id = $1"), &[])
        })?;
        newest = newest.max(at);
    }
    let says = format!("{now}");
    let floor = Day::new(2024, 1, 1).map(Day::start);
    Ok(vec![if newest.is_some_and(|newest| newest.seconds_since(now) > BEHIND_SECONDS) {
        finding(Level::Bad, "clock", format!("{says}, but something was recorded later: set the machine's clock"))
    } else if floor.is_some_and(|floor| now < floor) {
        finding(Level::Bad, "clock", format!("{says} cannot be: set the machine's clock"))
    } else {
        finding(Level::Good, "clock", says)
    }])
}

/// How long a job may wait before nobody seems to be working.
const WAITING_SECONDS: i64 = 15 * 60;

fn jobs(app: &App) -> Result<Vec<Finding>, StoreError> {
    let before = app.clock().now().plus_seconds(-WAITING_SECONDS);
    let (given_up, waiting) = app.db().read_blocking::<_, StoreError>(Scope::Global, |tx| {
        let given_up: Vec<(String, Option<String>)> = tx.all(
            global_sql!("SELECT kind, note FROM job WHERE given_up_at IS NOT NULL ORDER BY given_up_at, id LIMIT 20"),
            &[],
        )?;
        let (waiting,): (i64,) = tx.one(
            global_sql!("SELECT count(*) FROM job WHERE done_at IS NULL AND given_up_at IS NULL AND run_at < $1"),
            &[&before],
        )?;
        Ok((given_up, waiting))
    })?;
    let mut found: Vec<Finding> = given_up
        .into_iter()
        .map(|(kind, note)| finding(Level::Bad, "jobs", format!("{kind} was given up: {}", note.unwrap_or_default())))
        .collect();
    if waiting > 0 {
        let says = format!("{waiting} have waited over a quarter of an hour: is `tertial work` running?");
        found.push(finding(Level::Notice, "jobs", says));
    }
    if found.is_empty() {
        found.push(finding(Level::Good, "jobs", "none given up, none waiting long"));
    }
    Ok(found)
}

/// Whether the server of letters lets us in, and whether letters lie that did not go out.
fn letters(app: &App) -> Result<Vec<Finding>, StoreError> {
    let (waiting, given_up) = mail::standing(app)?;
    let mut found = vec![match &app.settings().mail {
        None => finding(
            Level::Notice,
            "letters",
            format!("none are sent, {waiting} wait: name a server with --smtp, here too, to have it tried"),
        ),
        Some(settings) => match platform::mail::try_blocking(settings) {
            Ok(()) => finding(Level::Good, "letters", format!("{} lets us in, {waiting} wait", settings.host)),
            Err(fault) => {
                let says = format!("{} does not let us in: {}: {}", settings.host, fault.slug(), fault.says());
                finding(Level::Bad, "letters", says)
            }
        },
    }];
    if given_up > 0 {
        let says = format!("{given_up} were given up this week: the administrators see why under Utskick");
        found.push(finding(Level::Notice, "letters", says));
    }
    Ok(found)
}

fn administrators(app: &App) -> Result<Vec<Finding>, StoreError> {
    let without: Vec<(String,)> = app.db().read_blocking::<_, StoreError>(Scope::Global, |tx| {
        tx.all(
            global_sql!(
                "SELECT t.slug FROM tenant t WHERE t.kind = 'authority' AND NOT EXISTS (
                     SELECT 1 FROM seat s WHERE s.tenant_id = t.id AND s.role = 'administrator' AND s.ended_at IS NULL)
                 ORDER BY t.slug"
            ),
            &[],
        )
    })?;
    let say = |(slug,)| {
        let says = format!("{slug} has none: make one with `tertial user add --tenant {slug}`");
        finding(Level::Notice, "administrators", says)
    };
    let found: Vec<Finding> = without.into_iter().map(say).collect();
    Ok(if found.is_empty() { vec![finding(Level::Good, "administrators", "every authority has one")] } else { found })
}

fn records(app: &App) -> Result<Vec<Finding>, StoreError> {
    let all = verify::everything(app.db(), app.files(), &Anchors::default())?;
    let mut found: Vec<Finding> = Vec::new();
    for findings in &all {
        let slug = if findings.slug.is_empty() { "the system" } else { &findings.slug };
        found.extend(findings.faults.iter().map(|fault| finding(Level::Bad, "records", format!("{slug}: {fault}"))));
    }
    if found.is_empty() {
        let files: usize = all.iter().map(|findings| findings.counted.files).sum();
        found.push(finding(
            Level::Good,
            "records",
            format!("all chains hold, {files} files are what their hashes say"),
        ));
    }
    Ok(found)
}

fn child(app: &App) -> Result<Vec<Finding>, StoreError> {
    let mut input = Vec::new();
    ask(&mut input, &ReadRequest { read_as: ReadAs::Csv, limits: Limits::default() }, b"a;b\n1;2\n")?;
    let read = app.sandbox().run_blocking(Task::Read, &input).map_err(|error| error.to_string());
    let read = read.and_then(|answer| match hear(&mut answer.as_slice(), 1 << 20, 100) {
        Ok(Ok(workbook)) if workbook.sheets.len() == 1 => Ok(()),
        Ok(Ok(_)) => Err("another answer than expected".to_owned()),
        Ok(Err(error)) => Err(format!("{error:?}")),
        Err(error) => Err(error.to_string()),
    });
    let json = serde_json::to_vec(&trial()).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let typeset = app.sandbox().run_blocking(Task::Typeset, &json).map_err(|error| error.to_string());
    let typeset = typeset.and_then(|answer| {
        if answer.starts_with(b"%PDF-") { Ok(()) } else { Err(String::from_utf8_lossy(&answer).into_owned()) }
    });
    let say = |what: &'static str, outcome: Result<(), String>| match outcome {
        Ok(()) => finding(Level::Good, what, "answers under its limits"),
        Err(why) => finding(Level::Bad, what, format!("does not answer: {why}")),
    };
    Ok(vec![say("child that reads", read), say("child that typesets", typeset)])
}

fn trial() -> Document {
    Document {
        title: "Trial".to_owned(),
        subtitle: String::new(),
        language: "en".to_owned(),
        author: "Tertial".to_owned(),
        subject: String::new(),
        date: Day::new(2024, 1, 1).unwrap_or(Instant::EPOCH.day()),
        reference: String::new(),
        cover: false,
        toc: false,
        blocks: vec![Block::Paragraph { text: "It works.".into() }],
    }
}
