//! Handlers for one person of a list: seeing the whole number, and taking back an attempt that was noted by mistake.

use ::store::{Event, Housekeeping};
use domain::year::ColumnRole;
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::{Id, Instant};
use platform::{FormData, Path, Reply, Stop};
use serde_json::json;

use super::cohort::TABLE;
use super::pages::{self, Listing, Write};
use super::{people, store, sv, view};
use crate::person_numbers;
use crate::reports::{self, Door, Sent};
use crate::submissions::cell_path;

/// Shows the whole number of one person, for whoever may fill in the list. That it was shown is told in the chain of readings
/// before anybody sees it.
pub(super) async fn show_number(
    cx: Write,
    Path((_, assignment, number)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (door, id, row) = (Door::of(&cx)?, reports::assignment_id(&assignment)?, pages::row(&number)?);
    let listing = pages::read(&cx, &door, id).await?;
    if let Some(refusal) = pages::refusal(&listing.opened, &door) {
        return Err(pages::refused(&refusal, &pages::item(&cx, id)));
    }
    let one = pages::the_one(&cx, &listing, (id, row), &form)?;
    let back = format!("{}/elever/{row}", pages::item(&cx, id));
    if one.number_reference.is_empty() {
        return if one.number.is_some() { Ok(Reply::done(&back, sv::NO_NUMBER)) } else { Err(Stop::NotFound) };
    }
    let (tools, reference) = (door.tools.clone(), one.number_reference.clone());
    let number = cx.read(move |tx| Ok(person_numbers::open(tx, &tools, id, &reference)?)).await?;
    let Some(number) = number else { return Ok(Reply::done(&back, sv::NUMBER_GONE)) };
    cx.write(move |tx| {
        let event = Event::about("work.number-shown", id, json!({ "assignment": id, "row": row }));
        Ok(tx.keep_reading_log(&[event])?)
    })
    .await?;
    let typed = FormData::default();
    let said = view::Said { typed: &typed, after: None, fault: None, number: Some(&number) };
    let page = view::person(&listing, one, &pages::item(&cx, id), cx.now().day(), &said);
    Ok(cx.show(pages::sheet(&cx, &listing, id, page)))
}

/// The field in which the number of a person is written.
pub(super) const NUMBER: &str = "personnummer";

/// Writes the number of a person, also in place of another one. What is no number is shown once, with what is wrong, and kept nowhere.
pub(super) async fn write_number(
    cx: &Write,
    door: &Door,
    (id, row): (Id<AssignmentKind>, u32),
    listing: &Listing,
    form: &FormData,
) -> Result<Reply, Stop> {
    let column = listing.layout.column(ColumnRole::Person).ok_or(Stop::NotFound)?;
    if form.get(NUMBER).trim().is_empty() {
        return pages::show(cx, door, (id, row), form, Some((NUMBER, sv::WRITE_NUMBER.to_owned()))).await;
    }
    let control = format!("{TABLE}-{row}-{column}");
    let sent = Sent {
        form: FormData::from_pairs([(control.as_str(), form.get(NUMBER))]),
        stamp: form.get("sedd").parse().ok(),
        ..Sent::default()
    };
    match pages::save(cx, door, (id, row), form, sent).await? {
        Err(refusal) => Err(pages::refused(&refusal, &pages::item(cx, id))),
        Ok(outcome) => match outcome.no_numbers.first() {
            Some((_, why)) => {
                let said = forms::sv::person(*why).to_owned();
                pages::show(cx, door, (id, row), form, Some((NUMBER, said))).await
            }
            None if !outcome.conflicts.is_empty() => {
                let said = sv::OTHERS_WROTE_NUMBER.to_owned();
                pages::show(cx, door, (id, row), &FormData::default(), Some((NUMBER, said))).await
            }
            None => Ok(Reply::done(&format!("{}/elever/{row}", pages::item(cx, id)), sv::NUMBER_SAVED)),
        },
    }
}

/// The field that tells that what the list asks besides was sent.
pub(super) const MORE: &str = "mer";

/// Writes what the list asks besides: columns that the authority has added, and the like. What could not be kept stands on
/// the page as it was typed.
pub(super) async fn write_more(
    cx: &Write,
    door: &Door,
    (id, row): (Id<AssignmentKind>, u32),
    listing: &Listing,
    form: &FormData,
) -> Result<Reply, Stop> {
    let begins = format!("{TABLE}-{row}-");
    let own = |name: &str| {
        let column = name.strip_prefix(&begins);
        let known =
            |column: &str| people::other_columns(&listing.opened, &listing.layout).any(|own| own.slug == column);
        // One that the form has no more since the page was opened is told, and nothing of it lost.
        let gone = |column: &str| listing.opened.asked.tables().iter().all(|table| table.column(column).is_none());
        column.is_some_and(|column| known(column) || gone(column))
    };
    let cells: Vec<(&str, &str)> = form.iter().filter(|(name, _)| own(name)).collect();
    if cells.is_empty() {
        return Err(Stop::NotFound);
    }
    let long = |text: &str| text.chars().nth(LONGEST_CELL).is_some();
    if let Some((name, _)) = cells.iter().find(|(_, text)| long(text)) {
        return pages::show(cx, door, (id, row), form, Some((name, sv::TOO_LONG.to_owned()))).await;
    }
    let sent = Sent {
        form: FormData::from_pairs(cells.iter().copied()),
        stamp: form.get("sedd").parse().ok(),
        ..Sent::default()
    };
    let at = format!("{}/elever/{row}", pages::item(cx, id));
    let outcome = match pages::save(cx, door, (id, row), form, sent).await? {
        Err(refusal) => return Err(pages::refused(&refusal, &pages::item(cx, id))),
        Ok(outcome) => outcome,
    };
    let first = |words: &str| cells.first().map(|(name, _)| (*name, words.to_owned()));
    let fault = if !outcome.conflicts.is_empty() {
        first(sv::OTHERS_WROTE_MORE)
    } else if let Some((name, _)) = outcome.gone.first() {
        Some((name.as_str(), sv::COLUMN_GONE.to_owned()))
    } else if !outcome.too_long.is_empty() {
        first(sv::TOO_LONG)
    } else {
        None
    };
    let wrong = |column: &forms::Column| {
        let text = form.get(&format!("{begins}{}", column.slug));
        !text.trim().is_empty() && forms::parse(column, &forms::Raw::text(text)).is_err()
    };
    match fault {
        Some(fault) => pages::show(cx, door, (id, row), form, Some(fault)).await,
        None if people::other_columns(&listing.opened, &listing.layout).any(wrong) => {
            Ok(Reply::done(&at, sv::MORE_SAVED_WITH_FAULTS))
        }
        None => Ok(Reply::done(&at, sv::MORE_SAVED)),
    }
}

/// The longest text of a cell, in characters: of a choice its label, of words a few lines.
const LONGEST_CELL: usize = 10_000;

/// Takes an attempt back. It stays in the list of attempts, struck out, with who took it back.
pub(super) async fn take_back(
    cx: Write,
    Path((_, assignment, number, attempt)): Path<(String, String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (door, id, row) = (Door::of(&cx)?, reports::assignment_id(&assignment)?, pages::row(&number)?);
    pages::the_one(&cx, &pages::read(&cx, &door, id).await?, (id, row), &form)?;
    let attempt: i64 = attempt.parse().map_err(|_| Stop::NotFound)?;
    let (inner, own) = (door.clone(), pages::item(&cx, id));
    let done = cx
        .write(move |mut tx| {
            let now: Instant = tx.context().now;
            pages::still_the_one(&mut tx, &inner, (id, row), (&form, &own), now)?;
            let opened = reports::open(&mut tx, &inner, id, now)?;
            let layout = pages::layout(&opened)?;
            if let Err(refusal) = reports::edited(&opened, &inner, now) {
                return Ok(tx.keep(Housekeeping::DraftField, Err(refusal)));
            }
            let key = layout.column(ColumnRole::Key).map(|column| cell_path(TABLE, row, column));
            let key = key.and_then(|path| opened.fields.get(&path)).ok_or(Stop::NotFound)?;
            let attempts = store::attempts(&mut tx, id)?;
            let there = attempts.get(key).is_some_and(|all| all.iter().any(|one| one.number == attempt));
            if !there {
                return Err(Stop::NotFound);
            }
            if !store::take_back(&mut tx, id, (key, attempt), inner.account.person)? {
                // Pressed twice, or by two.
                return Ok(tx.keep(Housekeeping::DraftField, Ok(())));
            }
            let event = Event::about("work.attempt-taken-back", id, json!({ "assignment": id }));
            Ok(tx.save(event, Ok(()))?)
        })
        .await?;
    let at = format!("{}/elever/{row}", pages::item(&cx, id));
    match done {
        Ok(()) => Ok(Reply::done(&at, sv::ATTEMPT_TAKEN_BACK)),
        Err(refusal) => Err(pages::refused(&refusal, &pages::item(&cx, id))),
    }
}
