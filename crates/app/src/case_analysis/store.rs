//! Themes as they are kept.

use std::collections::BTreeMap;

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::case_analysis::{Entry, Happening, Theme};
use kernel::id::kind::{CaseTheme, Organisation, Person, Unit};
use kernel::{Day, Id};
use platform::access::Tools;
use platform::sealed::Place;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The words of a line: name and cause of a theme, a measure and who answers for it, or what somebody says of it. Kept sealed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Words {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl Words {
    fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// One line of a theme's history.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub entry: Entry,
    pub person: Id<Person>,
    pub person_name: String,
    pub words: Words,
}

/// A theme with its history.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub id: Id<CaseTheme>,
    pub school: (Id<Organisation>, Id<Unit>),
    pub number: i64,
    pub theme: Theme,
    pub lines: Vec<Line>,
}

impl Kept {
    /// The words of the line.
    pub fn words(&self, line: usize) -> Words {
        self.lines.get(line).map(|line| line.words.clone()).unwrap_or_default()
    }
    /// What it is called.
    pub fn name(&self) -> &str {
        self.lines.get(self.theme.line).map_or("", |line| line.words.title.as_str())
    }
}

row! {
    struct LineRow {
        theme: Id<CaseTheme>,
        organisation: Id<Organisation>,
        unit: Id<Unit>,
        theme_number: i64,
        number: i64,
        day: Day,
        content: String,
        person: Id<Person>,
        person_name: String,
        sealed: Option<Vec<u8>>,
    }
}

fn row_name(theme: Id<CaseTheme>, number: i64) -> String {
    format!("{theme}/{number}")
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "case_theme_entry", column: "sealed", row }
}

fn entry(theme: Id<CaseTheme>, day: Day, content: &str) -> Result<Entry, StoreError> {
    let happening: Happening = serde_json::from_str(content)
        .map_err(|error| StoreError::Damaged(format!("a line of theme {theme} cannot be read: {error}")))?;
    Ok(Entry { day, happening })
}

fn replayed<'e>(theme: Id<CaseTheme>, entries: impl IntoIterator<Item = &'e Entry>) -> Result<Theme, StoreError> {
    Theme::replay(entries).map_err(|broken| StoreError::Damaged(format!("theme {theme}: {broken}")))
}

fn themes(tx: &mut ReadTx<'_>, tools: &Tools, rows: Vec<LineRow>) -> Result<Vec<Kept>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let keys = tools.keys(tx)?;
    let mut all: Vec<(LineRow, Vec<Line>)> = Vec::new();
    for row in rows {
        let words = match row.sealed.as_deref() {
            None => Words::default(),
            Some(sealed) => serde_json::from_str(&keys.open_text(place(&row_name(row.theme, row.number)), sealed)?)
                .map_err(|error| StoreError::Damaged(format!("words of theme {}: {error}", row.theme)))?,
        };
        let entry = entry(row.theme, row.day, &row.content)?;
        let line = Line { entry, person: row.person, person_name: row.person_name.clone(), words };
        match all.last_mut().filter(|(last, _)| last.theme == row.theme) {
            Some((_, lines)) => lines.push(line),
            None => all.push((row, vec![line])),
        }
    }
    let kept = |(row, lines): (LineRow, Vec<Line>)| {
        let theme = replayed(row.theme, lines.iter().map(|line| &line.entry))?;
        Ok(Kept { id: row.theme, school: (row.organisation, row.unit), number: row.theme_number, theme, lines })
    };
    all.into_iter().map(kept).collect()
}

/// The themes of the unit, in the order in which they were made. Whoever shows them asks first who reads which.
pub(super) fn of_unit(tx: &mut ReadTx<'_>, tools: &Tools, unit: Id<Unit>) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT e.theme_id, t.organisation_id, t.unit_id, t.number, e.number, e.day, e.content, e.person_id, p.name, e.sealed
             FROM case_theme t JOIN case_theme_entry e ON e.tenant_id = t.tenant_id AND e.theme_id = t.id
             JOIN person p ON p.id = e.person_id WHERE t.tenant_id = $1 AND t.unit_id = $2 ORDER BY t.number, e.number"
        ),
        &[&unit],
    )?;
    themes(tx, tools, rows)
}

/// The theme. Whoever shows it asks first who reads it.
pub(super) fn find(tx: &mut ReadTx<'_>, tools: &Tools, id: Id<CaseTheme>) -> Result<Option<Kept>, StoreError> {
    let rows: Vec<LineRow> = tx.all(
        sql!(
            "SELECT e.theme_id, t.organisation_id, t.unit_id, t.number, e.number, e.day, e.content, e.person_id, p.name, e.sealed
             FROM case_theme t JOIN case_theme_entry e ON e.tenant_id = t.tenant_id AND e.theme_id = t.id
             JOIN person p ON p.id = e.person_id WHERE t.tenant_id = $1 AND t.id = $2 ORDER BY e.number"
        ),
        &[&id],
    )?;
    Ok(themes(tx, tools, rows)?.pop())
}

/// A theme without its words, and the day of its newest line.
#[derive(Debug, Clone)]
pub(super) struct Bare {
    pub unit: Id<Unit>,
    /// Its number within the unit.
    pub number: i64,
    pub theme: Theme,
    pub newest: Day,
}

/// Every theme of the authority's units, without a word of it: its sealed words are not even read.
pub(super) fn bare(tx: &mut ReadTx<'_>) -> Result<Vec<Bare>, StoreError> {
    let rows: Vec<(Id<CaseTheme>, Id<Unit>, i64, Day, String)> = tx.all(
        sql!(
            "SELECT e.theme_id, t.unit_id, t.number, e.day, e.content FROM case_theme t
             JOIN case_theme_entry e ON e.tenant_id = t.tenant_id AND e.theme_id = t.id
             WHERE t.tenant_id = $1 ORDER BY e.theme_id, e.number"
        ),
        &[],
    )?;
    let mut all: BTreeMap<Id<CaseTheme>, ((Id<Unit>, i64), Vec<Entry>)> = BTreeMap::new();
    for (id, unit, number, day, content) in rows {
        all.entry(id).or_insert_with(|| ((unit, number), Vec::new())).1.push(entry(id, day, &content)?);
    }
    let one = |(id, ((unit, number), entries)): (Id<CaseTheme>, ((Id<Unit>, i64), Vec<Entry>))| {
        let theme = replayed(id, &entries)?;
        let newest = entries.last().map_or(theme.opened, |last| last.day);
        Ok(Bare { unit, number, theme, newest })
    };
    all.into_iter().map(one).collect()
}

/// The units of the provider with their names, those that are closed among them: what was said of them is analysed afterwards.
pub(super) fn units(
    tx: &mut ReadTx<'_>,
    of: Id<Organisation>,
    only: Option<&[Id<Unit>]>,
) -> Result<Vec<(Id<Unit>, String)>, StoreError> {
    let all: Vec<(Id<Unit>, String)> = tx.all(
        sql!("SELECT id, name FROM unit WHERE tenant_id = $1 AND organisation_id = $2 ORDER BY sort_key, id"),
        &[&of],
    )?;
    Ok(all.into_iter().filter(|(unit, _)| only.is_none_or(|only| only.contains(unit))).collect())
}

/// The units of the authority with their names and those of their providers.
pub(super) fn all_units(tx: &mut ReadTx<'_>) -> Result<BTreeMap<Id<Unit>, (String, String)>, StoreError> {
    let all: Vec<(Id<Unit>, String, String)> = tx.all(
        sql!(
            "SELECT u.id, u.name, COALESCE(v.name, o.name) FROM unit u JOIN organisation o ON o.id = u.organisation_id
             LEFT JOIN provider v ON v.tenant_id = u.tenant_id AND v.organisation_id = u.organisation_id WHERE u.tenant_id = $1"
        ),
        &[],
    )?;
    Ok(all.into_iter().map(|(unit, name, provider)| (unit, (name, provider))).collect())
}

/// What is written to a theme, and by whom.
pub(super) type Written<'w> = (&'w Happening, &'w Words, Id<Person>);

fn put(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (id, number): (Id<CaseTheme>, i64),
    (happening, words, person): Written<'_>,
) -> Result<(), StoreError> {
    let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
    let content = serde_json::to_string(happening).map_err(damaged)?;
    let keys = tools.keys(tx)?;
    let (row, today) = (row_name(id, number), tx.context().now.day());
    let sealed = if words.is_empty() {
        None
    } else {
        Some(keys.seal(place(&row), serde_json::to_string(words).map_err(damaged)?.as_bytes())?)
    };
    tx.execute(
        sql!(
            "INSERT INTO case_theme_entry (tenant_id, theme_id, number, day, content, person_id, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&id, &number, &today, &content, &person, &sealed],
    )
    .map(|_| ())
}

/// Makes a theme. The caller ends the transaction; the chain is told that, and never a word.
pub(super) fn open(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (id, (organisation, unit)): (Id<CaseTheme>, (Id<Organisation>, Id<Unit>)),
    written: Written<'_>,
) -> Result<(), StoreError> {
    let (number,): (i64,) = tx.one(
        sql!(
            "SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM case_theme WHERE tenant_id = $1 AND unit_id = $2"
        ),
        &[&unit],
    )?;
    tx.execute(
        sql!("INSERT INTO case_theme (tenant_id, id, organisation_id, unit_id, number) VALUES ($1, $2, $3, $4, $5)"),
        &[&id, &organisation, &unit, &number],
    )?;
    put(tx, tools, (id, 0), written)?;
    tx.tell(Event::about("case.theme-opened", id, json!({ "theme": number, "unit": unit })));
    Ok(())
}

/// What happens to a theme next, as its rules have allowed. The caller ends the transaction.
pub(super) fn add(tx: &mut WriteTx<'_>, tools: &Tools, kept: &Kept, written: Written<'_>) -> Result<(), StoreError> {
    let number = i64::try_from(kept.lines.len()).unwrap_or(i64::MAX);
    put(tx, tools, (kept.id, number), written)?;
    let (happening, ..) = written;
    let what = serde_json::to_value(happening).map_err(|error| StoreError::Damaged(error.to_string()))?["what"].clone();
    let facts = json!({ "theme": kept.number, "unit": kept.school.1, "entry": number, "what": what });
    tx.tell(Event::about("case.theme-added", kept.id, facts));
    Ok(())
}
