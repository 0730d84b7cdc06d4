//! What becomes of an upload: its rows taken in as was chosen, or the file thrown away.

use std::collections::BTreeSet;

use ::store::{Event, Housekeeping, ReadTx, Saved, WriteTx};
use domain::submissions::{Action, sv as words};
use kernel::id::kind::{Assignment as AssignmentKind, Person, Staged as StagedKind};
use kernel::{Day, Id, Instant};
use platform::{FormData, Path, Reply, Stop};
use serde_json::json;

use super::judge::FileContent;
use super::older::Waited;
use super::pages::{Asker, Door, Found, Staged, asker, id, load, placed_rows, show_preview, staged_of};
use super::{staging, sv};
use crate::submissions::{cell_of, drafts, originals};
use crate::{assignments, person_numbers};

/// What became of a confirmation.
enum Outcome {
    Taken { rows: usize, left_out: usize, faulty: usize, replaced: bool, late: bool },
    Already(Option<Instant>),
    Fault(&'static str),
}

/// What was chosen in the preview.
#[derive(Debug, Clone)]
struct Choice {
    /// Whether the file's rows replace those of the draft; `None` when it was not said.
    replace: Option<bool>,
    /// The draft's revision that was on the page.
    seen: i64,
    /// The version of the year by which the page was drawn.
    version: String,
}

/// Takes the rows in, or throws the upload away.
pub async fn decide(
    cx: Door,
    Path((_, assignment, staged)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (asker, id, upload_id) = (asker(&cx)?, id(&assignment)?, id::<StagedKind>(&staged)?);
    if form.get("gor") == "slang" {
        let done = cx.link(&format!("uppgift/{id}"));
        let (name, taken, unused) = cx
            .write(move |mut tx| {
                let mut found = load(&mut tx, &asker, id)?;
                let Staged { upload, .. } = staged_of(&mut tx, &asker, &mut found, upload_id)?;
                let unused = staging::throw_away(&mut tx, upload_id)?;
                Ok(tx.keep(Housekeeping::Staging, (upload.file_name, upload.taken_at, unused)))
            })
            .await?;
        // A colleague took it in meanwhile: it is no upload any more that can be thrown away.
        if taken.is_some() {
            return Ok(Reply::done(&done, &sv::already(taken)));
        }
        originals::discard(cx.kit().files(), cx.tenant(), unused).await?;
        return Ok(Reply::done(&cx.link(&format!("uppgift/{id}/arbetsbok")), &sv::dropped(&name)));
    }
    let choice = Choice {
        replace: match form.get("satt") {
            "ersatt" => Some(true),
            "lagg-till" => Some(false),
            _ => None,
        },
        seen: form.get("sett").parse().unwrap_or(-1),
        version: form.get("version").to_owned(),
    };
    let back = cx.link(&format!("uppgift/{id}/arbetsbok"));
    let person = cx.account().person;
    let (outcome, due) = cx.write(move |tx| take_in(tx, &asker, id, upload_id, &choice, person, &back)).await?;
    let done = cx.link(&format!("uppgift/{id}"));
    match outcome {
        Outcome::Taken { rows, left_out, faulty, replaced, late } => {
            let said = sv::taken(rows, faulty, replaced, late.then_some(due));
            Ok(Reply::done(&done, &sv::and_left_out(said, left_out)))
        }
        Outcome::Already(at) => Ok(Reply::done(&done, &sv::already(at))),
        Outcome::Fault(fault) => show_preview(&cx, &assignment, &staged, Some(fault)).await,
    }
}

/// Why a file cannot be taken in as was chosen.
fn fault_of(found: &Found, content: &FileContent, waited: Waited, choice: &Choice) -> Option<&'static str> {
    let has_rows = found.has_rows(content);
    if waited == Waited::Lost {
        Some(sv::READ_AGAIN)
    } else if waited == Waited::Carried && choice.version != found.published.id.to_string() {
        // What is asked no more has not been told on the page where it was confirmed.
        Some(sv::FORM_CHANGED)
    } else if content.is_empty() || found.says(content) {
        Some(sv::NOTHING_NEW)
    } else if has_rows && choice.seen != found.revision() {
        Some(sv::CHANGED_MEANWHILE)
    } else if has_rows && choice.replace.is_none() {
        Some(sv::CHOOSE_HOW)
    } else if has_rows && choice.replace == Some(false) && found.rows_there(content) == content.rows() {
        Some(sv::NOT_TWICE)
    } else {
        None
    }
}

fn take_in(
    mut tx: WriteTx<'_>,
    asker: &Asker,
    id: Id<AssignmentKind>,
    upload_id: Id<StagedKind>,
    choice: &Choice,
    person: Id<Person>,
    back: &str,
) -> Result<Saved<(Outcome, Day)>, Stop> {
    let mut found = load(&mut tx, asker, id)?;
    let due = found.assignment.last_day();
    let staged = staged_of(&mut tx, asker, &mut found, upload_id)?;
    let Staged { upload, content, waited, .. } = staged;
    let Some(content) = content else {
        return Ok(tx.keep(Housekeeping::Staging, (Outcome::Already(upload.taken_at), due)));
    };
    let item = found.published.year.item(&found.assignment.item).ok_or(Stop::NotFound)?;
    let state = match found.assignment.seat_for(item, &asker.seats, false, Action::Upload) {
        Some(Ok(seen)) => found.assignment.state.clone().edit(&seen, asker.now),
        Some(Err(refusal)) => Err(refusal),
        None => return Err(Stop::NotFound),
    };
    let state = state.map_err(|refusal| {
        let why = sv::refused(&words::refusal(&refusal), upload.expires_at);
        Stop::refused_back(sv::REFUSED, why, back, sv::BACK)
    })?;
    let has_rows = found.has_rows(&content);
    if let Some(fault) = fault_of(&found, &content, waited, choice) {
        return Ok(tx.keep(Housekeeping::Staging, (Outcome::Fault(fault), due)));
    }
    let replaced = has_rows && choice.replace == Some(true);
    let Some(placed) = placed_rows(&found, &content, !has_rows || replaced) else {
        return Ok(tx.keep(Housekeeping::Staging, (Outcome::Fault(sv::DRAFT_FULL), due)));
    };
    if !staging::take(&mut tx, upload_id)? {
        return Ok(tx.keep(Housekeeping::Staging, (Outcome::Already(None), due)));
    }
    person_numbers::keep(&mut tx, &asker.tools, id, person, &content.numbers)?;
    for changes in [&found.begins, &placed.changes] {
        drafts::write(&mut tx, &asker.tools, asker.organisation, id, person, changes)?;
    }
    assignments::set_state(&mut tx, id, &state)?;
    let faulty = faulty_as_taken(&mut tx, asker, id, &placed.changes)?;
    let (rows, left_out) = (content.rows() - placed.left_out, placed.left_out);
    let late = found.assignment.comes_late(upload.arrived_at.unwrap_or(asker.now));
    let event = Event::about(
        "workbook.taken-in",
        id,
        json!({
            "assignment": id,
            "upload": upload_id,
            "file": upload.file_sha256,
            "replaced": replaced,
            "late": late,
        }),
    );
    Ok(tx.save(event, (Outcome::Taken { rows, left_out, faulty, replaced, late }, due))?)
}

/// How many of the rows that were written have something to mend as they stand in the draft now: one that is written over a
/// row there keeps what it leaves empty.
fn faulty_as_taken(
    tx: &mut ReadTx<'_>,
    asker: &Asker,
    id: Id<AssignmentKind>,
    changes: &[drafts::Change],
) -> Result<usize, Stop> {
    let after = load(tx, asker, id)?;
    let mut written = BTreeSet::new();
    for table in after.asked.tables() {
        let rows = changes.iter().filter_map(|change| cell_of(&table.slug, &change.path));
        written.extend(rows.map(|(row, _)| (table.slug.clone(), row)));
    }
    Ok(after.asked.judge(&after.draft.texts()).faulty_rows(&after.asked).intersection(&written).count())
}
