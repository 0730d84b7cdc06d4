//! What becomes of an upload: taken in as was chosen, or thrown away.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Event, Housekeeping, Saved, WriteTx};
use documents::markup;
use domain::submissions::sv as words;
use kernel::id::kind::{Assignment as AssignmentKind, Staged as StagedKind};
use kernel::{Day, Id, Instant};
use platform::{FormData, Path, Reply, Stop};
use serde_json::json;

use super::compare::{Choices, Comparison, FocusRow, choice_of, decided};
use super::pages::{self, Asker, Door, Found, compared, id, load, staged_of};
use super::sv;
use super::view;
use crate::assignments::{self, Subject};
use crate::focus_areas::{self, NewFocusArea};
use crate::submissions::drafts::{self, Change};
use crate::submissions::pictures::{self, NewPicture};
use crate::submissions::{Asked, originals};
use crate::workbooks::staging;

/// What became of a confirmation.
enum Outcome {
    Taken { texts: usize, pictures: usize, focus: usize, late: Option<Day> },
    Already(Option<Instant>),
    Faults(Vec<(String, String)>),
}

/// The choices of the page, by the names of its controls.
fn choices(form: &FormData) -> Choices {
    let of_ours = |name: &str| ["val.", "okand.", "stod."].iter().any(|begins| name.starts_with(begins));
    let chosen = form.iter().filter(|(name, _)| of_ours(name));
    chosen.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Takes the text in, or throws the upload away.
pub(super) async fn decide(
    cx: Door,
    Path((_, assignment, staged)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (id, staged) = (id::<AssignmentKind>(&assignment)?, id::<StagedKind>(&staged)?);
    if form.get("gor") == "slang" {
        return drop_upload(&cx, id, staged).await;
    }
    let asker = pages::asker(&cx)?;
    let choices = choices(&form);
    let seen: i64 = form.get("sett").parse().unwrap_or(-1);
    let (done, back) = (cx.link(&format!("uppgift/{id}")), cx.link(&format!("uppgift/{id}/word")));
    let ready = match ready(&cx, id, staged, (&choices, seen)).await? {
        Looked::Taken(at) => return Ok(Reply::done(&done, &sv::already(at))),
        Looked::Faults(faults) => return pages::show_preview(&cx, id, staged, &choices, &faults).await,
        Looked::Ready(ready) => ready,
    };
    let new = new_pictures(&cx, id, staged, &ready).await?;
    let kept = new.clone();
    let outcome = cx.write(move |tx| take_in(tx, &asker, (id, staged), &ready, &kept, &back)).await;
    for picture in new {
        pages::remove_unless_pointed_at(&cx, picture.kept).await?;
    }
    match outcome? {
        Outcome::Taken { texts, pictures, focus, late } => {
            Ok(Reply::done(&done, &sv::taken(texts, pictures, focus, late)))
        }
        Outcome::Already(at) => Ok(Reply::done(&done, &sv::already(at))),
        Outcome::Faults(faults) => pages::show_preview(&cx, id, staged, &choices, &faults).await,
    }
}

async fn drop_upload(cx: &Door, id: Id<AssignmentKind>, staged: Id<StagedKind>) -> Result<Reply, Stop> {
    let asker = pages::asker(cx)?;
    let (name, taken, unused) = cx
        .write(move |mut tx| {
            let found = load(&mut tx, &asker, id)?;
            let (upload, _) = staged_of(&mut tx, &asker, &found, staged)?;
            let unused = staging::throw_away(&mut tx, staged)?;
            Ok(tx.keep(Housekeeping::Staging, (upload.file_name, upload.taken_at, unused)))
        })
        .await?;
    // A colleague took it in meanwhile: it is no upload any more that can be thrown away.
    if taken.is_some() {
        return Ok(Reply::done(&cx.link(&format!("uppgift/{id}")), &sv::already(taken)));
    }
    originals::discard(cx.kit().files(), cx.tenant(), unused).await?;
    Ok(Reply::done(&cx.link(&format!("uppgift/{id}/word")), &sv::dropped(&name)))
}

/// What an upload came to with the choices, before anything is written.
enum Looked {
    /// It has been taken in already.
    Taken(Option<Instant>),
    /// What keeps it from being taken in.
    Faults(Vec<(String, String)>),
    /// It can be.
    Ready(Box<Ready>),
}

/// What is to be written: held against the draft outside the only writer, which only asks whether the draft still is as it
/// was then.
struct Ready {
    /// The draft's revision, see [`Found::revision`].
    revision: i64,
    texts: BTreeMap<String, String>,
    focus: Vec<FocusRow>,
    /// The focus areas that were written down then, by their titles: what the file names beside them is new.
    named: Vec<String>,
    /// The pictures that the texts place and that the assignment does not have.
    needed: BTreeSet<String>,
    /// The file as it came, where pictures are needed out of it.
    original: Option<originals::Original>,
}

async fn ready(
    cx: &Door,
    id: Id<AssignmentKind>,
    staged: Id<StagedKind>,
    (choices, seen): (&Choices, i64),
) -> Result<Looked, Stop> {
    let (asker, choices) = (pages::asker(cx)?, choices.clone());
    cx.read(move |tx| {
        let found = load(tx, &asker, id)?;
        let (upload, file) = staged_of(tx, &asker, &found, staged)?;
        let Some(file) = file else { return Ok(Looked::Taken(upload.taken_at)) };
        let comparison = compared(tx, &asker, &found, &file)?;
        let there = pictures::hashes(tx, id)?;
        let texts = decided(&comparison, &choices).unwrap_or_default();
        let mut needed: BTreeSet<String> =
            texts.values().flat_map(|text| markup::pictures(text)).map(|(name, _)| name).collect();
        needed.retain(|name| !there.contains_key(name));
        let mut faults = faults_of(&found, &comparison, &choices, seen);
        faults.extend(too_much(&comparison, &texts, there.len() + needed.len()));
        if !faults.is_empty() {
            return Ok(Looked::Faults(faults));
        }
        let original = if needed.is_empty() { None } else { originals::find(tx, &asker.tools, &upload.file_sha256)? };
        let (revision, named, focus) = (found.revision(), found.focus_titles(), comparison.focus);
        Ok(Looked::Ready(Box::new(Ready { revision, texts, focus, named, needed, original })))
    })
    .await
}

/// Texts that no draft holds, and more pictures than a report has.
fn too_much(comparison: &Comparison, texts: &BTreeMap<String, String>, pictures: usize) -> Vec<(String, String)> {
    let long = texts.iter().filter(|(_, text)| text.chars().nth(drafts::LONGEST).is_some());
    let mut faults: Vec<(String, String)> = long
        .map(|(path, text)| {
            let title = comparison.fields.iter().find(|looked| looked.field.path == *path);
            let title = title.map_or("", |looked| looked.field.title.as_str());
            (choice_of(path), sv::too_long(title, text.chars().count(), drafts::LONGEST))
        })
        .collect();
    if pictures > pictures::MOST {
        faults.push((view::TAKE.to_owned(), sv::too_many_pictures(pictures, pictures::MOST)));
    }
    faults
}

/// The pictures that the choices place and that the assignment does not have, packed anew out of the original and kept.
async fn new_pictures(
    cx: &Door,
    id: Id<AssignmentKind>,
    staged: Id<StagedKind>,
    ready: &Ready,
) -> Result<Vec<NewPicture>, Stop> {
    let needed = &ready.needed;
    let Some(original) = ready.original.clone() else { return Ok(Vec::new()) };
    let files = cx.kit().files().clone();
    let bytes = platform::apart(move || original.bytes(&files)).await.map_err(Stop::failed)?;
    let Ok(read) = pages::read_file(cx, &bytes.map_err(Stop::unread_file)?).await? else {
        return Err(pictures_unread(cx, id, staged));
    };
    let named = read.packed.into_iter().flatten().map(|dots| (pictures::name_of(&dots.bytes), dots));
    let mut wanted: BTreeMap<String, _> = named.collect();
    wanted.retain(|name, _| needed.contains(name));
    // A text that names a picture which did not come along could never be signed.
    if wanted.len() < needed.len() {
        return Err(pictures_unread(cx, id, staged));
    }
    pages::seal_pictures(cx, wanted.into_values().collect()).await
}

fn pictures_unread(cx: &Door, id: Id<AssignmentKind>, staged: Id<StagedKind>) -> Stop {
    Stop::refused_back(
        sv::REFUSED,
        sv::PICTURES_UNREAD,
        &cx.link(&format!("uppgift/{id}/word/{staged}")),
        sv::TO_PREVIEW,
    )
}

/// What keeps the choices from being taken in.
fn faults_of(found: &Found, comparison: &Comparison, choices: &Choices, seen: i64) -> Vec<(String, String)> {
    if comparison.is_empty() {
        return vec![(view::TAKE.to_owned(), sv::NOTHING_NEW.to_owned())];
    }
    if seen != found.revision() {
        return vec![(view::TAKE.to_owned(), sv::CHANGED_MEANWHILE.to_owned())];
    }
    let mut faults: Vec<(String, String)> = match decided(comparison, choices) {
        Ok(_) => Vec::new(),
        Err(open) => open.into_iter().map(|name| (name, sv::CHOOSE_FIRST.to_owned())).collect(),
    };
    for row in &comparison.focus {
        let wrong = focus_areas::faults_of(&row.title, &row.aim);
        if !wrong.is_empty() {
            faults.push((view::TAKE.to_owned(), sv::focus_fault(&row.title, &wrong)));
        }
    }
    faults
}

fn take_in(
    mut tx: WriteTx<'_>,
    asker: &Asker,
    (id, staged): (Id<AssignmentKind>, Id<StagedKind>),
    ready: &Ready,
    new: &[NewPicture],
    back: &str,
) -> Result<Saved<Outcome>, Stop> {
    let mut found = load(&mut tx, asker, id)?;
    let (upload, file) = staged_of(&mut tx, asker, &found, staged)?;
    if file.is_none() {
        return Ok(tx.keep(Housekeeping::Staging, Outcome::Already(upload.taken_at)));
    }
    let next = std::mem::replace(&mut found.next, Ok(domain::submissions::State::NotStarted));
    let next = next.map_err(|refusal| {
        let why = sv::refused(&words::refusal(&refusal), upload.expires_at);
        Stop::refused_back(sv::REFUSED, why, back, sv::BACK)
    })?;
    if ready.revision != found.revision() || ready.named != found.focus_titles() {
        let changed = vec![(view::TAKE.to_owned(), sv::CHANGED_MEANWHILE.to_owned())];
        return Ok(tx.keep(Housekeeping::Staging, Outcome::Faults(changed)));
    }
    if !staging::take(&mut tx, staged)? {
        return Ok(tx.keep(Housekeeping::Staging, Outcome::Already(None)));
    }
    let mut added = 0;
    for picture in new {
        added += usize::from(pictures::add(&mut tx, id, asker.person, picture)?);
    }
    let change = |(path, text): (&String, &String)| Change { path: path.clone(), text: text.clone(), seen: None };
    let changes: Vec<Change> = ready.texts.iter().map(change).collect();
    drafts::write(&mut tx, &asker.tools, asker.organisation, id, asker.person, &found.begins)?;
    let written = drafts::write(&mut tx, &asker.tools, asker.organisation, id, asker.person, &changes)?;
    assignments::set_state(&mut tx, id, &next)?;
    let late = found.assignment.comes_late(asker.now);
    let facts = json!({ "assignment": id, "upload": staged, "file": upload.file_sha256, "late": late });
    let mut events = vec![Event::about("document.taken-in", id, facts)];
    events.extend(name_focus_areas(&mut tx, asker, &found, &ready.focus)?);
    let outcome = Outcome::Taken {
        texts: written.saved.len(),
        pictures: added,
        focus: events.len() - 1,
        late: late.then(|| found.assignment.last_day()),
    };
    Ok(tx.save_all(&events, outcome)?)
}

/// Writes down the focus areas that the file names.
fn name_focus_areas(
    tx: &mut WriteTx<'_>,
    asker: &Asker,
    found: &Found,
    focus: &[FocusRow],
) -> Result<Vec<Event>, Stop> {
    let Asked::Narrative(asked) = &found.asked else { return Ok(Vec::new()) };
    if asked.focus.is_none() {
        return Ok(Vec::new());
    }
    let area = if let Subject::Area { id, .. } = &found.assignment.subject { Some(*id) } else { None };
    let (organisation, year) = (asker.organisation, found.assignment.year);
    let mut events = Vec::new();
    for row in focus {
        let (title, aim) = (kernel::visible::one_line(&row.title), forms::text::clean(&row.aim));
        let new = NewFocusArea { organisation, area, year, title, aim, units: Vec::new() };
        let id = focus_areas::add(tx, asker.tools.chance(), asker.person, &new)?;
        let facts = json!({ "organisation": organisation, "year": year, "focus_area": id });
        events.push(Event::about("focus-area.added", id, facts));
    }
    Ok(events)
}
