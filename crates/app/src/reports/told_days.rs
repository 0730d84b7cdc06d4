//! What is to be said at once of a day that somebody wrote in a list of persons: that an answer was given before the education
//! had ended, or before the person could be asked.

use ::store::ReadTx;
use domain::work;
use domain::year::ColumnRole;
use forms::{NoticeKind, Raw, RawRow, half_read, sv as words};
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::{Id, Instant};
use platform::Stop;

use super::door::Door;
use super::saving::Sent;
use super::store;
use crate::submissions::{Asked, cell_of, cell_path, drafts};

/// The roles whose days are held against each other.
const DAYS: [ColumnRole; 3] = [ColumnRole::Started, ColumnRole::Completed, ColumnRole::Asked];

/// The sentences about the row of a day that was saved; nothing where no day was, or nothing is to be said.
pub(super) fn said(
    tx: &mut ReadTx<'_>,
    door: &Door,
    id: Id<AssignmentKind>,
    sent: &Sent,
    now: Instant,
) -> Result<Option<String>, Stop> {
    let opened = store::open_without_numbers(tx, door, id, now)?;
    let Asked::Table { table, rules, .. } = &opened.asked else { return Ok(None) };
    let Some(layout) = &rules.work else { return Ok(None) };
    let days: Vec<&str> = DAYS.into_iter().filter_map(|role| layout.column(role)).collect();
    let fields = sent.fields(&opened.asked);
    let row = fields.keys().find_map(|path| cell_of(&table.slug, path).filter(|(_, column)| days.contains(column)));
    let Some((row, _)) = row else { return Ok(None) };
    let paths: Vec<String> = days.iter().map(|column| cell_path(&table.slug, row, column)).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let stands = drafts::load_fields(tx, &door.tools, door.organisation, id, &paths)?.texts();
    let cell = |(column, path): (&&str, &&str)| Some(((*column).to_owned(), Raw::text(stands.get(*path)?)));
    let raw = RawRow { source_row: None, cells: days.iter().zip(&paths).filter_map(cell).collect() };
    let (faults, notices) = work::check(layout, &half_read(table, &[raw]));
    let faults = faults.iter().map(|fault| words::what(&fault.kind, &fault.value));
    let notices = notices.iter().filter(|notice| matches!(notice.kind, NoticeKind::Rule { .. }));
    let said: Vec<String> = faults.chain(notices.map(|of| words::notice_what(&of.kind, &of.value))).collect();
    Ok((!said.is_empty()).then(|| said.join(" ")))
}
