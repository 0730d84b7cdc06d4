//! Writing in a draft: one field or a whole page, with what two people wrote in the same field shown to both.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Event, Housekeeping, ReadTx, Saved, StoreError, WriteTx};
use domain::submissions::{Action, Refusal, State};
use domain::year::ColumnRole;
use forms::person::Why;
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, YearVersion};
use platform::{FormData, Stop};
use serde_json::json;

use super::door::Door;
use super::store::{self, Opened};
use crate::submissions::drafts::{self, Change, Conflict, LONGEST};
use crate::submissions::{self, Asked, EMPTY_FIELD, cell_path};
use crate::{assignments, changes, person_numbers, year};

/// The button that takes marks of a deviation report away; its value is a section or [`ALL_MARKS`].
pub(super) const TAKE_MARK: &str = "ta-bort-markering";
/// All of them.
pub(super) const ALL_MARKS: &str = "alla";

/// What somebody sent.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// Controls with their texts, and the button that was pressed.
    pub form: FormData,
    /// Whether it is a whole page, on which a box that is not sent is a box that is not ticked.
    pub whole: bool,
    /// When the page they stood on was drawn, see [`Opened::stamp`]; `None` overwrites whatever there is.
    pub stamp: Option<i64>,
    /// By which version of the year it was drawn, see [`FORM`]; `None` for the one in force.
    pub of: Option<Id<YearVersion>>,
    /// Where fields stood that have got another name since the page was drawn, by the path they have now.
    pub moved: BTreeMap<String, String>,
}

/// Names the version of the year that a page was drawn by.
pub(super) const FORM: &str = "formular";

impl Sent {
    /// The fields by path, as they were typed. What is no field of the item is passed over.
    pub fn fields(&self, asked: &Asked) -> BTreeMap<String, String> {
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        if self.whole {
            fields.extend(boxes(asked).into_iter().map(|path| (path, String::new())));
        }
        let sent = self.form.iter().filter_map(|(name, text)| Some((path_of(asked, name)?, text.to_owned())));
        fields.extend(sent);
        empty_cells(asked, &mut fields);
        for table in asked.tables() {
            let Ok(row) = self.form.get(&format!("{}-ta-bort", table.slug)).parse::<u32>() else { continue };
            for column in &table.columns {
                let path = cell_path(&table.slug, row, &column.slug);
                if asked.knows(&path) {
                    fields.insert(path, String::new());
                }
            }
        }
        fields
    }
}

/// What was sent from a page that was drawn before the year was changed, under the names that its questions have now; nothing
/// where the page was drawn by the version in force.
pub(super) fn followed(tx: &mut ReadTx<'_>, opened: &Opened, sent: &Sent) -> Result<Option<Sent>, StoreError> {
    let now = &opened.published;
    let Some(of) = sent.of.filter(|of| *of != now.id) else { return Ok(None) };
    let Some(then) = year::version(tx, of)? else { return Ok(None) };
    if then.year.year != now.year.year || then.version >= now.version {
        return Ok(None);
    }
    let trail = changes::trail(tx, &then, now, opened.item.slug.as_str())?;
    let Some(asked) = submissions::ask(tx, &opened.assignment, &then, opened.assignment.deadline)? else {
        return Ok(None);
    };
    let mut moved = BTreeMap::new();
    let mut named = |control: &str| -> String {
        let Some(path) = path_of(&asked, control) else { return control.to_owned() };
        let now = changes::carried_path(&trail, &path);
        if now == path || !opened.asked.knows(&now) {
            return control.to_owned();
        }
        moved.insert(now.clone(), path);
        now
    };
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (control, text) in sent.form.iter() {
        if [TOUCHED, CHOSEN].contains(&control) {
            pairs.extend(sent.form.all(control).iter().map(|name| (control.to_owned(), named(name))));
        } else {
            pairs.push((named(control), text.to_owned()));
        }
    }
    let form = FormData::from_pairs(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    Ok(Some(Sent { form, moved, of: None, ..sent.clone() }))
}

/// What a field or cell is called.
fn title_of(asked: &Asked, path: &str) -> Option<String> {
    let cell = asked.tables().into_iter().find_map(|table| {
        let (row, column) = submissions::cell_of(&table.slug, path)?;
        Some(format!("{}, rad {row}, {}", table.title.as_sv(), table.column(column)?.title.as_sv()))
    });
    cell.or_else(|| asked.title_of(path))
}

/// What a field or cell was called in the newest earlier version of the year that asked for it; nothing where none did.
pub(super) fn title_before(tx: &mut ReadTx<'_>, opened: &Opened, control: &str) -> Result<Option<String>, StoreError> {
    let mut newer = opened.published.clone();
    while let Some(older) = year::published_before(tx, &newer)? {
        let asked = submissions::ask(tx, &opened.assignment, &older, opened.assignment.deadline)?;
        if let Some(title) = asked.and_then(|asked| title_of(&asked, &path_of(&asked, control)?)) {
            return Ok(Some(title));
        }
        newer = older;
    }
    Ok(None)
}

/// A cell of a grid that is left empty is no row: the month and outcome that the page sends with it say nothing alone.
fn empty_cells(asked: &Asked, fields: &mut BTreeMap<String, String>) {
    let Asked::Table { table, rules, .. } = asked else { return };
    let Some((layout, (outcome, number))) =
        rules.months.as_ref().and_then(|layout| Some((layout, layout.grid.as_ref()?)))
    else {
        return;
    };
    for row in submissions::row_numbers(&table.slug, fields) {
        let path = |slug: &str| cell_path(&table.slug, row, slug);
        if fields.get(&path(number)).is_some_and(|text| text.trim().is_empty()) {
            fields.insert(path(&layout.month), String::new());
            fields.insert(path(outcome), String::new());
        }
    }
}

/// The boxes to tick of the page.
fn boxes(asked: &Asked) -> Vec<String> {
    match asked {
        Asked::Complaints { .. } => vec![domain::complaints::NONE_FIELD.to_owned()],
        Asked::Table { .. } => vec![EMPTY_FIELD.to_owned()],
        Asked::Deviations(asked) => {
            asked.targets.iter().map(|target| format!("target-{}.risk", target.indicator)).collect()
        }
        Asked::Narrative(_) => Vec::new(),
    }
}

/// What became of what was sent.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// How many fields were written.
    pub saved: usize,
    /// Fields that somebody else had written in.
    pub conflicts: Vec<Conflict>,
    /// Fields that were too long to keep.
    pub too_long: Vec<String>,
    /// Cells of rows with a number that no row can have: control and text.
    pub no_such_row: Vec<(String, String)>,
    /// What was written in a field that is asked no more, the form having been changed meanwhile: control and text.
    pub gone: Vec<(String, String)>,
    /// Cells for a person's number that hold none, and why. Nothing of them is kept.
    pub no_numbers: Vec<(String, Why)>,
    /// How many numbers were kept that were not before.
    pub numbers: u64,
    /// Whether nothing that was sent is a field of the item.
    pub unknown: bool,
}

/// The numbers that rows can have: those of pages begin with 1.
const ROWS: std::ops::RangeInclusive<u32> = 0..=9_999;

/// The cells of the form whose row has a number that no row can have, with what was written in them.
fn no_such_row(asked: &Asked, form: &FormData) -> Vec<(String, String)> {
    let is_cell = |control: &str| {
        asked.tables().into_iter().any(|table| {
            let cell = control.strip_prefix(table.slug.as_str()).and_then(|rest| rest.strip_prefix('-'));
            cell.and_then(|cell| cell.split_once('-')).is_some_and(|(row, column)| {
                let number = !row.is_empty() && row.bytes().all(|byte| byte.is_ascii_digit());
                number && table.column(column).is_some() && path_of(asked, control).is_none()
            })
        })
    };
    let cells = form.iter().filter(|(name, text)| !text.is_empty() && is_cell(name));
    cells.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

/// What was written in fields of the form that are asked no more. The names of fields have a point or the place of a cell in
/// them; those of the page itself have neither.
fn gone(asked: &Asked, form: &FormData) -> Vec<(String, String)> {
    let is_cell = |control: &str| {
        asked.tables().into_iter().any(|table| {
            let cell = control.strip_prefix(table.slug.as_str()).and_then(|rest| rest.strip_prefix('-'));
            let cell = cell.and_then(|cell| cell.split_once('-'));
            cell.is_some_and(|(row, column)| row.parse::<u32>().is_ok() && table.column(column).is_none())
        })
    };
    // What a signed version says beside what was typed is no field of anybody's.
    let is_said = |control: &str| control == "statement.text" || domain::narratives::is_beside(control);
    let is_field = |control: &str| {
        path_of(asked, control).is_none() && !is_said(control) && (control.contains('.') || is_cell(control))
    };
    let fields = form.iter().filter(|(name, text)| !text.trim().is_empty() && is_field(name));
    fields.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

/// The path of a control: a field of a form by its own name, a cell of a table by `TABLE-ROW-COLUMN`.
pub(super) fn path_of(asked: &Asked, control: &str) -> Option<String> {
    let cell = asked.tables().into_iter().find_map(|table| {
        let (row, column) = control.strip_prefix(table.slug.as_str())?.strip_prefix('-')?.split_once('-')?;
        let plain = !row.is_empty() && row.len() <= 4 && row.bytes().all(|byte| byte.is_ascii_digit());
        let row = row.parse().ok().filter(|row| plain && ROWS.contains(row))?;
        Some(cell_path(&table.slug, row, column))
    });
    let path = cell.unwrap_or_else(|| control.to_owned());
    asked.knows(&path).then_some(path)
}

/// Writes what was sent in the draft and ends the transaction: with an event when it begins the draft, as housekeeping
/// after that. The inner error is the rules' no, in which case nothing is written.
pub fn save(
    mut tx: WriteTx<'_>,
    door: &Door,
    id: Id<AssignmentKind>,
    sent: &Sent,
) -> Result<Saved<Result<Outcome, Refusal>>, Stop> {
    let now = tx.context().now;
    let opened = store::open_without_numbers(&mut tx, door, id, now)?;
    let later = followed(&mut tx, &opened, sent)?;
    let sent = later.as_ref().unwrap_or(sent);
    let opened = opened_for(&mut tx, door, opened, sent)?;
    let next = match edited(&opened, door, now) {
        Ok(next) => next,
        Err(refusal) => return Ok(tx.keep(Housekeeping::DraftField, Err(refusal))),
    };
    let outcome = write(&mut tx, door, &opened, sent)?;
    let mut events = Vec::new();
    if outcome.saved > 0 && opened.assignment.state != next {
        assignments::set_state(&mut tx, id, &next)?;
        events.push(Event::about("assignment.started", id, json!({ "assignment": id })));
    }
    // That numbers were kept is told by whoever keeps them.
    if events.is_empty() && outcome.numbers == 0 {
        return Ok(tx.keep(Housekeeping::DraftField, Ok(outcome)));
    }
    Ok(tx.save_all(&events, Ok(outcome))?)
}

/// What the writer needs of the item: all of it for a page, the fields that were sent for a few of them. A returned
/// version is looked at whole, since the first change may begin by writing it down.
fn opened_for(tx: &mut WriteTx<'_>, door: &Door, mut opened: Opened, sent: &Sent) -> Result<Opened, Stop> {
    let id = opened.assignment.id;
    let fields = sent.fields(&opened.asked);
    // The numbers of the list are opened where one is sent, not for each field that somebody writes.
    if has_number(&opened.asked, &fields) {
        person_numbers::follow(tx, &door.tools, &opened.assignment, &mut opened.asked, &BTreeMap::new())?;
    }
    if sent.whole || sent.form.has(TAKE_MARK) || opened.assignment.state.unanswered_return().is_some() {
        return store::with_draft(tx, door, opened);
    }
    // What the row of a number is known by is looked at with the number.
    let keys = row_keys(&opened.asked, &fields);
    let paths: Vec<&str> = fields.keys().chain(&keys).map(String::as_str).collect();
    opened.draft = drafts::load_fields(tx, &door.tools, door.organisation, id, &paths)?;
    opened.fields = opened.draft.texts();
    Ok(opened)
}

/// Whether any of the fields is a cell for a person's number.
fn has_number(asked: &Asked, fields: &BTreeMap<String, String>) -> bool {
    let Some((table, number, _)) = person_numbers::column(asked) else { return false };
    fields.keys().any(|path| submissions::cell_of(table, path).is_some_and(|(_, column)| column == number))
}

/// The cells that rows are known by in which a person's number was sent.
fn row_keys(asked: &Asked, fields: &BTreeMap<String, String>) -> Vec<String> {
    let Some((table, number, layout)) = person_numbers::column(asked) else { return Vec::new() };
    let Some(key) = layout.column(ColumnRole::Key) else { return Vec::new() };
    let rows = fields.keys().filter_map(|path| submissions::cell_of(table, path).filter(|(_, of)| *of == number));
    rows.map(|(row, _)| cell_path(table, row, key)).collect()
}

/// The state after writing, or why nothing may be written.
pub fn edited(opened: &Opened, door: &Door, now: kernel::Instant) -> Result<State, Refusal> {
    let assignment = &opened.assignment;
    match assignment.seat_for(&opened.item, &door.seats, false, Action::Edit) {
        Some(Ok(seen)) => assignment.state.clone().edit(&seen, now),
        Some(Err(refusal)) => Err(refusal),
        None => Err(Refusal::NotYourRole { action: Action::Edit }),
    }
}

/// Whether whoever is at the door may write in the draft now.
pub fn may_edit(opened: &Opened, door: &Door, now: kernel::Instant) -> bool {
    edited(opened, door, now).is_ok()
}

/// Writes changes that another feature has made of what it knows, and ends the transaction with its event; that the draft
/// begins with them is told before it. The inner error is the rules' no.
pub fn save_otherwise<T>(
    mut tx: WriteTx<'_>,
    door: &Door,
    opened: &Opened,
    changes: &[Change],
    (event, done): (Event, T),
) -> Result<Saved<Result<T, Refusal>>, Stop> {
    let (id, now) = (opened.assignment.id, tx.context().now);
    let next = match edited(opened, door, now) {
        Ok(next) => next,
        Err(refusal) => return Ok(tx.keep(Housekeeping::DraftField, Err(refusal))),
    };
    let mut events = Vec::new();
    if !changes.is_empty() {
        begin_from_returned(&mut tx, door, opened)?;
        drafts::write(&mut tx, &door.tools, door.organisation, id, door.account.person, changes)?;
        if opened.assignment.state != next {
            assignments::set_state(&mut tx, id, &next)?;
            events.push(Event::about("assignment.started", id, json!({ "assignment": id })));
        }
    }
    events.push(event);
    Ok(tx.save_all(&events, Ok(done))?)
}

/// Writes down the returned version that the correction begins from.
pub(super) fn begin_from_returned(tx: &mut WriteTx<'_>, door: &Door, opened: &Opened) -> Result<(), Stop> {
    if !opened.from_returned {
        return Ok(());
    }
    let changes = changes::written_down(&opened.draft, &opened.fields);
    drafts::write(tx, &door.tools, door.organisation, opened.assignment.id, door.account.person, &changes)?;
    Ok(())
}

fn write(tx: &mut WriteTx<'_>, door: &Door, opened: &Opened, sent: &Sent) -> Result<Outcome, Stop> {
    let mut fields = sent.fields(&opened.asked);
    let no_such_row = no_such_row(&opened.asked, &sent.form);
    let gone = gone(&opened.asked, &sent.form);
    let mut outcome = Outcome { unknown: fields.is_empty(), no_such_row, gone, ..Outcome::default() };
    let (of, today) = ((&opened.assignment, &opened.asked), tx.context().now.day());
    let keys = row_keys(&opened.asked, &fields);
    let then = stood_then(tx, door, opened, sent, fields.keys().chain(&keys))?;
    let taken = person_numbers::take_fields(tx, &door.tools, of, today, &mut fields, (&opened.fields, &then))?;
    outcome.no_numbers = taken.refused;
    let (id, person) = (opened.assignment.id, door.account.person);
    outcome.numbers = person_numbers::keep(tx, &door.tools, id, person, &taken.numbers)?;
    let mut changes = Vec::new();
    let touched: BTreeSet<String> =
        sent.form.all(TOUCHED).iter().filter_map(|name| path_of(&opened.asked, name)).collect();
    for (path, text) in &fields {
        let stands = opened.fields.get(path).map_or("", String::as_str);
        // The page sends stable names of choices where a file or an earlier version wrote their labels.
        if stands == text || opened.asked.understood(path, stands) == opened.asked.understood(path, text) {
            continue;
        }
        if text.chars().nth(LONGEST).is_some() {
            outcome.too_long.push(path.clone());
            continue;
        }
        let mut seen = None;
        if let (Some(field), Some(stamp)) = (opened.draft.fields.get(path), sent.stamp) {
            seen = Some(field.revision);
            if field.at.as_microsecond() > stamp {
                let before = then.get(path).map_or("", String::as_str);
                let own = field.person == door.account.person;
                if before == text && !(own && (!sent.whole || touched.contains(path))) {
                    // Whoever sent it has not touched this field; what was written since stands, by a colleague or by
                    // the same person on another page. Taken back on the same page it is named as touched.
                    continue;
                }
                seen = Some(0);
            }
        }
        changes.push(Change { path: path.clone(), text: text.clone(), seen });
    }
    let emptied = marks_taken(opened, sent, fields);
    let chosen = sent.form.all(CHOSEN).iter().filter_map(|name| path_of(&opened.asked, name)).collect::<Vec<_>>();
    for path in chosen.iter().filter(|path| changes.iter().all(|change| change.path != **path)) {
        let (organisation, id) = (door.organisation, opened.assignment.id);
        outcome.saved += usize::from(drafts::settle(tx, &door.tools, organisation, id, door.account.person, path)?);
    }
    if changes.is_empty() && emptied.is_empty() {
        return Ok(outcome);
    }
    begin_from_returned(tx, door, opened)?;
    // What was typed is written before it is taken away, so that it stays in the history.
    for changes in [changes, emptied] {
        let written =
            drafts::write(tx, &door.tools, door.organisation, opened.assignment.id, door.account.person, &changes)?;
        outcome.saved += written.saved.len();
        outcome.conflicts.extend(written.conflicts);
    }
    Ok(outcome)
}

/// Names the fields of two people's texts that somebody has chosen between.
pub(super) const CHOSEN: &str = "vald";

/// Names the fields that were written in on the page, where the browser runs scripts.
const TOUCHED: &str = "rord";

/// What is emptied by the button that takes marks of a deviation report away: those of one target or focus area, or
/// all that contradict the statement.
fn marks_taken(opened: &Opened, sent: &Sent, sent_fields: BTreeMap<String, String>) -> Vec<Change> {
    let (which, Asked::Deviations(asked)) = (sent.form.get(TAKE_MARK), &opened.asked) else { return Vec::new() };
    let mut fields = opened.fields.clone();
    fields.extend(sent_fields);
    domain::deviations::marks(asked, &fields)
        .into_iter()
        .filter(|mark| which == ALL_MARKS || which == mark.section)
        .flat_map(|mark| mark.paths)
        .map(|path| Change { path, text: String::new(), seen: None })
        .collect()
}

/// What stood in the fields when the page was drawn, where any of those that were sent has changed since.
fn stood_then<'p>(
    tx: &mut WriteTx<'_>,
    door: &Door,
    opened: &Opened,
    sent: &Sent,
    paths: impl Iterator<Item = &'p String>,
) -> Result<BTreeMap<String, String>, Stop> {
    let Some(stamp) = sent.stamp else { return Ok(BTreeMap::new()) };
    // What stood under a name that the question had then.
    if !sent.moved.is_empty() {
        let mut then = store::fields_at(tx, door, opened.assignment.id, stamp)?;
        for (now, before) in &sent.moved {
            if let Some(text) = then.get(before).filter(|text| !text.is_empty()).cloned() {
                then.insert(now.clone(), text);
            }
        }
        return Ok(then);
    }
    let is_later = |path: &String| opened.draft.fields.get(path).is_some_and(|field| field.at.as_microsecond() > stamp);
    let mut later = paths.filter(|path| is_later(path));
    let id = opened.assignment.id;
    Ok(match (later.next(), later.next()) {
        (None, _) => BTreeMap::new(),
        (Some(path), None) => {
            let history = drafts::history(tx, &door.tools, door.organisation, id, path)?;
            let then = history.into_iter().find(|field| field.at.as_microsecond() <= stamp);
            then.map(|field| (path.clone(), field.text)).into_iter().collect()
        }
        (Some(_), Some(_)) => store::fields_at(tx, door, id, stamp)?,
    })
}
