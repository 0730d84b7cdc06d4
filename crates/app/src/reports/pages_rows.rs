//! Whole rows of a draft's tables: how they stood before, taking them back, and fetching those of an earlier occasion.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Event, Housekeeping, ReadTx, Saved, WriteTx};
use domain::submissions::{Refusal, sv as words};
use kernel::id::kind::{Assignment as AssignmentKind, Person};
use kernel::{Id, Instant};
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::door::{Door, id};
use super::pages::sheet;
use super::store::{self, Opened};
use super::{saving, sv, view_fill, view_rows};
use crate::assignments;
use crate::submissions::drafts::{self, Change};
use crate::submissions::{self, cell_of, cell_path, placed, row_numbers};
use crate::workbooks;

/// How long a pause within what is told as one change may be, in seconds.
const PAUSE: i64 = 10 * 60;
/// How many cells somebody may have written at once for it to be told together with what they wrote before.
const BY_HAND: usize = 24;
/// How many changes are listed.
const LISTED: usize = 60;

/// A change of the rows: a file taken in, or what one person wrote without a longer pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    /// When it ended.
    pub at: Instant,
    /// Who made it.
    pub person: Id<Person>,
    /// The file that was taken in, and whether it came by e-mail and went in by itself.
    pub file: Option<(String, bool)>,
    /// Whether rows were given out over several authorities.
    pub distributed: bool,
    /// How many rows stood then.
    pub rows: usize,
}

/// The changes of the rows, the newest first.
fn moments(tx: &mut ReadTx<'_>, door: &Door, opened: &Opened) -> Result<Vec<Moment>, Stop> {
    let id = opened.assignment.id;
    let imports = workbooks::imports(tx, door.organisation, id)?;
    let file_at = |at: Instant| {
        let import = imports.iter().find(|import| import.at == at)?;
        Some((
            import.file_name.clone(),
            import.arrived_at.is_some() && import.officer.is_none() && import.sender.is_some(),
        ))
    };
    let given: BTreeSet<Instant> =
        submissions::distributed(tx, door.organisation, id)?.into_iter().map(|given| given.at).collect();
    let tables = opened.asked.tables();
    let row_of =
        |path: &str| tables.iter().enumerate().find_map(|(table, def)| Some((table, cell_of(&def.slug, path)?.0)));
    let mut standing: BTreeMap<(usize, u32), BTreeSet<String>> = BTreeMap::new();
    // What was written at one instant, then what belongs together.
    let mut writings: Vec<(Moment, usize)> = Vec::new();
    for step in drafts::steps(tx, door.organisation, id)? {
        let Some(row) = row_of(&step.path) else { continue };
        let cells = standing.entry(row).or_default();
        if step.filled {
            cells.insert(step.path)
        } else {
            cells.remove(&step.path)
        };
        let rows = standing.values().filter(|cells| !cells.is_empty()).count();
        match writings.last_mut().filter(|(last, _)| last.at == step.at) {
            Some((last, cells)) => (last.rows, *cells) = (rows, *cells + 1),
            None => {
                let (at, person, distributed) = (step.at, step.person, given.contains(&step.at));
                writings.push((Moment { at, person, file: file_at(at), distributed, rows }, 1));
            }
        }
    }
    let mut moments: Vec<Moment> = Vec::new();
    let mut may_go_on = false;
    for (writing, cells) in writings {
        // Whatever puts in or takes out rows by the handful can be undone by itself.
        let by_hand = writing.file.is_none() && !writing.distributed && cells <= BY_HAND;
        let goes_on = |last: &Moment| {
            may_go_on
                && by_hand
                && last.person == writing.person
                && last.rows <= writing.rows
                && writing.at.seconds_since(last.at) < PAUSE
        };
        match moments.last_mut().filter(|last| goes_on(last)) {
            Some(last) => *last = writing,
            None => moments.push(writing),
        }
        may_go_on = by_hand;
    }
    moments.reverse();
    moments.truncate(LISTED);
    Ok(moments)
}

/// The cells of the tables as they stood at the instant.
fn rows_at(tx: &mut ReadTx<'_>, door: &Door, opened: &Opened, at: Instant) -> Result<BTreeMap<String, String>, Stop> {
    let mut fields = drafts::at(tx, &door.tools, door.organisation, opened.assignment.id, at)?.texts();
    fields.retain(|path, _| is_cell(opened, path));
    Ok(fields)
}

fn is_cell(opened: &Opened, path: &str) -> bool {
    opened.asked.tables().iter().any(|table| cell_of(&table.slug, path).is_some())
}

fn count(opened: &Opened, fields: &BTreeMap<String, String>) -> usize {
    opened.asked.tables().iter().map(|table| row_numbers(&table.slug, fields).len()).sum()
}

/// The changes of the rows; with an instant the rows as they stood then.
pub(super) async fn history(
    cx: Cx<may::ViewOwnReports>,
    door: Door,
    id: Id<AssignmentKind>,
    at: Option<i64>,
) -> Result<Reply, Stop> {
    let (now, base) = (cx.now(), cx.link(&format!("uppgift/{id}")));
    let at = at.and_then(Instant::from_microsecond);
    let inner = door.clone();
    let (opened, moments, then) = cx
        .read(move |tx| {
            let opened = store::open(tx, &inner, id, now)?;
            if opened.asked.tables().is_empty() {
                return Err(Stop::NotFound);
            }
            let moments = moments(tx, &inner, &opened)?;
            if at.is_some_and(|at| moments.iter().all(|moment| moment.at != at)) {
                return Err(Stop::NotFound);
            }
            let then = at.map(|at| rows_at(tx, &inner, &opened, at)).transpose()?;
            Ok((opened, moments, then))
        })
        .await?;
    let Some((at, then)) = at.zip(then) else {
        let page = view_rows::moments(&opened, &moments, saving::may_edit(&opened, &door, now), &base);
        return Ok(cx.show(sheet(&cx, &opened, sv::EARLIER_ROWS, page)));
    };
    let stands: BTreeMap<_, _> = opened.fields.iter().filter(|(path, _)| is_cell(&opened, path)).collect();
    let differs = !stands.into_iter().eq(&then);
    let may_write = saving::may_edit(&opened, &door, now);
    let page = view_rows::then(&opened, at, &then, differs && may_write, &base);
    let sheet = sheet(&cx, &opened, &sv::rows_then(at), page).crumb(sv::EARLIER_ROWS, format!("{base}/historik"));
    Ok(cx.show(sheet.wide()))
}

/// What became of rows that were put into the draft.
enum Put {
    Done {
        rows: usize,
        occasion: String,
    },
    Refused(Refusal),
    Full,
    Choose,
    /// Somebody has written in the draft since the page was drawn.
    Changed,
    Nothing,
}

/// Puts the rows into the draft's tables, with an event where that begins the draft.
fn put(
    mut tx: WriteTx<'_>,
    door: &Door,
    opened: &Opened,
    rows: &BTreeMap<String, String>,
    replace: bool,
    occasion: String,
) -> Result<Saved<Put>, Stop> {
    let (id, now) = (opened.assignment.id, tx.context().now);
    let next = match saving::edited(opened, door, now) {
        Ok(next) => next,
        Err(refusal) => return Ok(tx.keep(Housekeeping::DraftField, Put::Refused(refusal))),
    };
    let asked = &opened.asked;
    let tables: Vec<&str> = asked.tables().iter().map(|table| table.slug.as_str()).collect();
    let Some(placed) = placed(asked, &opened.fields, rows, &tables, replace) else {
        return Ok(tx.keep(Housekeeping::DraftField, Put::Full));
    };
    let changes: Vec<Change> = placed.changes.into_iter().filter(|change| asked.knows(&change.path)).collect();
    saving::begin_from_returned(&mut tx, door, opened)?;
    drafts::write(&mut tx, &door.tools, door.organisation, id, door.account.person, &changes)?;
    let done = Put::Done { rows: count(opened, rows) - placed.left_out, occasion };
    if opened.assignment.state == next {
        return Ok(tx.keep(Housekeeping::DraftField, done));
    }
    assignments::set_state(&mut tx, id, &next)?;
    Ok(tx.save(Event::about("assignment.started", id, json!({ "assignment": id })), done)?)
}

fn answer(
    cx: &Cx<may::EditReports>,
    id: Id<AssignmentKind>,
    put: &Put,
    done: impl Fn(usize, &str) -> String,
) -> Result<Reply, Stop> {
    let base = cx.link(&format!("uppgift/{id}"));
    let form = format!("{base}/fyll-i");
    match put {
        Put::Done { rows, occasion } => Ok(Reply::done(&form, &done(*rows, occasion))),
        Put::Refused(refusal) => Err(Stop::refused_back(sv::REFUSED, words::refusal(refusal), &base, sv::TO_ITEM)),
        Put::Full => Ok(Reply::done(&form, sv::DRAFT_FULL)),
        Put::Choose => Ok(Reply::done(&form, sv::FETCH_HOW)),
        Put::Changed => Err(Stop::refused_back(sv::REFUSED, sv::CHANGED_MEANWHILE, &form, sv::TO_FORM)),
        Put::Nothing => Err(Stop::NotFound),
    }
}

/// When the draft had last been written in as the page was drawn that the form stands on.
fn seen(form: &FormData) -> Option<i64> {
    form.get(view_fill::SEEN).parse().ok()
}

/// Takes earlier rows back: they are written anew, and what stood in their place stays in the history.
pub(super) async fn take_back(
    cx: Cx<may::EditReports>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, id(&assignment)?);
    let at = form.get("vid").parse().ok().and_then(Instant::from_microsecond).ok_or(Stop::NotFound)?;
    let put = cx
        .write(move |mut tx| {
            let now = tx.context().now;
            let opened = store::open(&mut tx, &door, id, now)?;
            // What a colleague has written since is not taken away unseen.
            if form.has(view_fill::SEEN) && seen(&form) != Some(opened.stamp()) {
                return Ok(tx.keep(Housekeeping::DraftField, Put::Changed));
            }
            let rows = rows_at(&mut tx, &door, &opened, at)?;
            put(tx, &door, &opened, &rows, true, String::new())
        })
        .await?;
    answer(&cx, id, &put, |rows, _| sv::taken_back(rows))
}

/// Fetches the rows that an earlier occasion of the year has and this one is to have too.
pub(super) async fn fetch(
    cx: Cx<may::EditReports>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, id(&assignment)?);
    let replace = match form.get("satt") {
        "ersatt" => Some(true),
        "lagg-till" => Some(false),
        _ => None,
    };
    let put = cx
        .write(move |mut tx| {
            let now = tx.context().now;
            let opened = store::open(&mut tx, &door, id, now)?;
            let earlier = submissions::earlier(&mut tx, &opened.assignment, &opened.published, &opened.asked)?;
            let nothing = Housekeeping::DraftField;
            let Some(earlier) = earlier else {
                return Ok(tx.keep(nothing, Put::Nothing));
            };
            let has_rows = count(&opened, &opened.fields) > 0;
            let Some(replace) = replace.or((!has_rows).then_some(false)) else {
                return Ok(tx.keep(nothing, Put::Choose));
            };
            if has_rows && replace && seen(&form) != Some(opened.stamp()) {
                return Ok(tx.keep(nothing, Put::Changed));
            }
            put(tx, &door, &opened, &earlier.fields, replace, earlier.occasion)
        })
        .await?;
    answer(&cx, id, &put, |rows, occasion| sv::fetched(occasion, rows))
}

/// The path of a cell, for the view.
pub(super) fn cell<'a>(fields: &'a BTreeMap<String, String>, table: &str, row: u32, column: &str) -> &'a str {
    fields.get(&cell_path(table, row, column)).map_or("", String::as_str)
}
