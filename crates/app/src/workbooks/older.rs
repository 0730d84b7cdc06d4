//! A file that was made before the year was changed: read by the version that its stamp names, then carried over to what is
//! asked now. A column that is called something else now is found by its stable name; one under another stable name by what
//! was said when the year was published; what is asked no more is told with what stood there, never dropped unseen. So is
//! what was read of a file that waited to be taken in while the year was changed.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use documents::raw::RawWorkbook;
use domain::changes::Trail;
use forms::{RawRow, TableDef, person, personal};
use kernel::{Day, Id, Instant};
use serde::{Deserialize, Serialize};

use super::judge::{self, FileContent, FileTable};
use super::sv;
use crate::assignments::Assignment;
use crate::changes;
use crate::own_templates::InForce;
use crate::submissions::{Asked, ask};
use crate::year::{self, Published};

/// The earlier form that a file answers.
#[derive(Debug, Clone)]
pub struct Older {
    asked: Asked,
    trail: Trail,
}

/// What became of a file that answers an earlier form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FromOlder {
    /// Columns that are asked no more, with what stood in them.
    pub left_out: Vec<LeftOut>,
    /// Columns that the file could not have, and whether they have to be filled in.
    pub new: Vec<(String, bool)>,
    /// Whether the change came while the file waited to be taken in.
    #[serde(default)]
    pub waited: bool,
}

/// A column that is asked no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// What it was called.
    pub heading: String,
    /// The cells that hold something, by row; nothing that could point out a person.
    pub values: Vec<(u32, String)>,
}

/// The earlier form that the file's stamp names; `None` where it answers the one in force, or says nothing of it.
pub fn older(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    published: &Published,
    stamp: &BTreeMap<String, String>,
    today: Day,
) -> Result<Option<Older>, StoreError> {
    let stamped = stamp.get("version").and_then(|id| id.parse::<Id<_>>().ok());
    let Some(id) = stamped.filter(|id| *id != published.id) else { return Ok(None) };
    let of_before =
        |version: &Published| version.year.year == published.year.year && version.version < published.version;
    let Some(version) = year::version(tx, id)?.filter(of_before) else { return Ok(None) };
    let Some(asked) = ask(tx, assignment, &version, today)? else { return Ok(None) };
    let trail = changes::trail(tx, &version, published, &assignment.item)?;
    Ok(Some(Older { asked, trail }))
}

/// As [`judge::read`], by the form that the file was made for.
pub fn read(asked: &Asked, book: &RawWorkbook, own: Option<&InForce>, older: Option<&Older>) -> FileContent {
    match older {
        Some(older) => carried(asked, older, judge::read(&older.asked, book, own)),
        None => judge::read(asked, book, own),
    }
}

/// How what was read of a file that waits stands to the form in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// It is what was read.
    AsRead,
    /// It was carried over to another form than the one it was read by.
    Carried,
    /// Nobody can say where it belongs now: the file is to be read again.
    Lost,
}

/// What was read of a file that has waited since `at`, by what is asked now.
pub fn waited(
    tx: &mut ReadTx<'_>,
    (assignment, published, asked): (&Assignment, &Published, &Asked),
    content: FileContent,
    (at, today): (Instant, Day),
) -> Result<(FileContent, Waited), StoreError> {
    let read_by = match content.version {
        Some(id) if id == published.id => return Ok((content, Waited::AsRead)),
        Some(id) => year::version(tx, id)?,
        None => year::published_by(tx, assignment.year, at)?,
    };
    let within = if content.is_within(asked) { Waited::AsRead } else { Waited::Lost };
    let earlier = read_by.filter(|version| version.version < published.version);
    let Some(version) = earlier else { return Ok((content, within)) };
    let Some(before) = ask(tx, assignment, &version, today)? else { return Ok((content, within)) };
    let older = Older { asked: before, trail: changes::trail(tx, &version, published, &assignment.item)? };
    let mut now = carried(asked, &older, content.clone());
    if now == content {
        return Ok((content, Waited::AsRead));
    }
    if let Some(from) = &mut now.older {
        from.waited = true;
    }
    Ok((now, Waited::Carried))
}

/// What was read by the earlier form, where it belongs now.
fn carried(asked: &Asked, older: &Older, mut content: FileContent) -> FileContent {
    let mut from = content.older.take().unwrap_or_default();
    let tables = std::mem::take(&mut content.tables);
    for table in tables {
        let Some(old) = judge::def_of(&older.asked, &table) else { continue };
        let new = asked.tables().into_iter().find(|def| def.slug == table.slug);
        let table = carried_table(old, new, &older.trail, table, &mut from);
        content.tables.extend(table);
    }
    if from != FromOlder::default() {
        content.older = Some(from);
    }
    content
}

fn carried_table(
    old: &TableDef,
    new: Option<&TableDef>,
    trail: &Trail,
    mut table: FileTable,
    from: &mut FromOlder,
) -> Option<FileTable> {
    let now = |slug: &str| {
        let now = trail.follow(&table.slug, slug);
        new.is_some_and(|new| new.column(&now).is_some()).then_some(now)
    };
    for column in old.columns.iter().filter(|column| !column.is_hidden() && now(&column.slug).is_none()) {
        let values: Vec<(u32, String)> = table.rows.iter().filter_map(|row| value(row, &column.slug)).collect();
        if !values.is_empty() {
            from.left_out.push(LeftOut { heading: column.title.as_sv().to_owned(), values });
        }
    }
    let new = new?;
    let reached: BTreeSet<String> = old.columns.iter().filter_map(|column| now(&column.slug)).collect();
    let added = new.columns.iter().filter(|column| !column.is_hidden() && !reached.contains(&column.slug));
    let added = added.map(|column| (column.title.as_sv().to_owned(), column.required));
    let added: Vec<(String, bool)> = added.filter(|added| !from.new.contains(added)).collect();
    from.new.extend(added);
    let rows = table.rows.iter().map(|row| {
        let mut cells = kernel::Named::default();
        for column in &old.columns {
            if let (Some(now), Some(cell)) = (now(&column.slug), row.cells.get(&column.slug)) {
                cells.insert(now.as_str(), cell.clone());
            }
        }
        RawRow { source_row: row.source_row, cells }
    });
    let rows: Vec<RawRow> = rows.filter(|row| !row.cells.values().all(forms::Raw::is_blank)).collect();
    let found = table.found.iter().filter_map(|slug| now(slug)).collect();
    let covered = table.covered.iter().filter_map(|(row, slug)| Some((*row, now(slug)?))).collect();
    let headings = table.headings.iter().filter_map(|(slug, heading)| Some((now(slug)?, heading.clone()))).collect();
    (table.rows, table.found, table.covered, table.headings) = (rows, found, covered, headings);
    Some(table)
}

fn value(row: &RawRow, slug: &str) -> Option<(u32, String)> {
    let cell = row.cells.get(slug).filter(|cell| !cell.is_blank())?;
    let text = cell.shown();
    let hidden = personal::is_hidden(&text) || person::is_reference(text.trim());
    let text = if hidden { sv::HIDDEN.to_owned() } else { text };
    Some((row.source_row.unwrap_or(0), text))
}
