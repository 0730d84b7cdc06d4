//! The same road for a template that comes back by e-mail: read and held against the draft as an upload is. It becomes the
//! draft where nobody has written since it was downloaded and nothing is to be chosen; else it waits on its own page, with
//! both sides beside each other, as an upload does.

use std::collections::BTreeMap;

use ::store::{ReadTx, WriteTx};
use documents::docx;
use documents::markup;
use domain::submissions::{Action, Refusal, why_not};
use domain::year::Template;
use kernel::id::kind::Person;
use kernel::{Id, Instant};
use platform::Stop;
use platform::access::Tools;
use platform::sandbox::Sandbox;

use super::compare::{Choices, Comparison, FileText, State, decided};
use super::fields::fields;
use super::pages::{self, Asker, Found, compared, compared_with, facts, file_text, is_of_form};
use super::sv::{self, Fault};
use crate::assignments;
use crate::changes;
use crate::reading_files::NotReadDocument;
use crate::submissions::drafts::{self, Change, Draft};
use crate::submissions::{self, ask, ask_of_version, pictures};
use crate::workbooks::staging::{self, NewUpload};
use crate::workbooks::{Landed, MailedFile, NotMailed, OtherTemplate, stamp_fault};
use crate::year;

/// A Word file of a letter that has been read.
#[derive(Debug, Clone)]
pub struct MailedText(FileText);

impl MailedText {
    /// What its stamp says; empty for a document that was not made from our template.
    pub fn stamp(&self) -> &BTreeMap<String, String> {
        &self.0.document.stamp
    }
}

/// Reads a Word file of a letter in the child.
///
/// # Errors
/// When the child cannot be reached.
pub async fn read_mailed(
    sandbox: &Sandbox,
    turn: Id<Person>,
    bytes: &[u8],
    most_bytes: usize,
) -> Result<Result<MailedText, NotMailed>, Stop> {
    Ok(match pages::read_bytes((sandbox, turn), bytes, most_bytes).await? {
        Ok(read) => Ok(MailedText(file_text(read))),
        Err(NotReadDocument::Heavy) => Err(NotMailed::Heavy),
        Err(why) => Err(NotMailed::Says(sv::fault(&Fault::NotRead(why)))),
    })
}

/// What an authority is called and where its pages are: its name in addresses, its name, the installation's address.
pub type Place = (String, String, String);

/// What the file is held against. Nothing where the item takes no Word file.
fn found(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    place: &Place,
    file: &MailedFile,
    now: Instant,
) -> Result<Option<(Asker, Found)>, Stop> {
    let assignment = assignments::find(tx, file.assignment)?.ok_or(Stop::NotFound)?;
    let published = changes::year_of(tx, &assignment)?.ok_or(Stop::NotFound)?;
    let item = published.year.item(&assignment.item).cloned().ok_or(Stop::NotFound)?;
    let asked = ask(tx, &assignment, &published, now.day())?.ok_or(Stop::NotFound)?;
    if fields(&asked).is_empty() || !item.templates.contains(&Template::Docx) {
        return Ok(None);
    }
    let next = assignment.state.clone().edit(&assignment.as_editor(&item), now);
    let draft = drafts::load(tx, tools, assignment.organisation, assignment.id)?;
    let (draft, begins) = changes::begun(tx, tools, (&assignment, &published), &asked, draft)?;
    let organisation = assignment.organisation;
    let asker =
        Asker { organisation, seats: Vec::new(), tools: tools.clone(), person: file.person, now, at: place.clone() };
    Ok(Some((asker, Found { assignment, published, item, asked, draft, begins, next })))
}

/// Puts a Word file where it belongs.
///
/// # Errors
/// When there is no such assignment, or the database fails.
pub fn land(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    place: &Place,
    file: &MailedFile,
    text: &MailedText,
) -> Result<Landed, Stop> {
    let now = tx.context().now;
    let Some((asker, found)) = found(tx, tools, place, file, now)? else {
        return Ok(Landed::Faulty(sv::NO_WORD.to_owned()));
    };
    let signed = match why_not(&found.assignment.state, &found.assignment.as_editor(&found.item), Action::Upload) {
        Some(Refusal::Locked { .. }) => return Ok(Landed::Locked),
        Some(Refusal::AlreadySubmitted { .. }) => Some(false),
        Some(Refusal::AlreadyApproved { .. }) => Some(true),
        _ => None,
    };
    match stamp_fault(text.stamp(), &facts(&asker, &found, None).stamp) {
        None => {}
        Some(OtherTemplate::Provider | OtherTemplate::Authority) => return Ok(Landed::Others),
        Some(other) => return Ok(Landed::Faulty(sv::fault(&Fault::Template(other)))),
    }
    if !is_of_form(tx, &found, &text.0)? {
        return Ok(Landed::Faulty(sv::fault(&Fault::NoField)));
    }
    let file_text = held(tx, &found, text)?;
    if let Some(approved) = signed {
        let comparison = beside_signed(tx, &asker, found, &file_text)?;
        return Ok(if comparison.is_empty() { Landed::AlreadyIn } else { Landed::Changed { approved } });
    }
    let comparison = compared(tx, &asker, &found, &file_text)?;
    if comparison.is_empty() {
        return Ok(if found.draft.texts().is_empty() { Landed::Empty } else { Landed::Same });
    }
    let new = NewUpload {
        assignment: found.assignment.id,
        file: file.file.clone(),
        name: file.name.clone(),
        media_type: docx::MEDIA_TYPE,
        content: file_text.clone(),
        person: file.person,
        arrived_at: Some(file.arrived_at),
    };
    let staged = staging::keep(tx, tools, &new)?.id;
    let texts = unasked(tx, &found, &file_text, &comparison)?;
    let (Some(texts), Ok(next)) = (texts, &found.next) else { return Ok(Landed::Upload { staged, faulty: 0 }) };
    if !staging::take(tx, staged)? {
        return Ok(Landed::Upload { staged, faulty: 0 });
    }
    let changes: Vec<Change> = texts.into_iter().map(|(path, text)| Change { path, text, seen: None }).collect();
    for changes in [&found.begins, &changes] {
        drafts::write(tx, tools, asker.organisation, found.assignment.id, file.person, changes)?;
    }
    assignments::set_state(tx, found.assignment.id, next)?;
    let draft = drafts::load(tx, tools, asker.organisation, found.assignment.id)?.texts();
    Ok(Landed::Draft { staged, faulty: found.asked.judge(&draft).faults.len() })
}

/// What the file says, with the pictures that the assignment has as those.
fn held(tx: &mut ReadTx<'_>, found: &Found, text: &MailedText) -> Result<FileText, Stop> {
    let mut file = text.0.clone();
    file.keep_those_of(&pictures::hashes(tx, found.assignment.id)?);
    Ok(file)
}

/// What is written where nothing is to be asked: nobody has written since the file was downloaded, nothing stands outside the
/// fields, no focus area is named, and the pictures in the text are there already. Those of a file are packed and kept where
/// somebody takes it in.
fn unasked(
    tx: &mut ReadTx<'_>,
    found: &Found,
    file: &FileText,
    comparison: &Comparison,
) -> Result<Option<BTreeMap<String, String>>, Stop> {
    let untouched = file.seen() == Some(found.seen());
    let Ok(texts) = decided(comparison, &Choices::new()) else { return Ok(None) };
    let there = pictures::hashes(tx, found.assignment.id)?;
    let pictured = texts.values().flat_map(|text| markup::pictures(text)).all(|(name, _)| there.contains_key(&name));
    let fits = texts.values().all(|text| text.chars().nth(drafts::LONGEST).is_none());
    Ok((untouched && pictured && fits && comparison.focus.is_empty()).then_some(texts))
}

/// What a file says, held against the version that was signed last and the form that it answered. What stands in the draft
/// has not been handed in, and is nobody's but the provider's.
fn beside_signed(tx: &mut ReadTx<'_>, asker: &Asker, found: Found, file: &FileText) -> Result<Comparison, Stop> {
    let latest = submissions::latest(tx, found.assignment.id)?.ok_or(Stop::NotFound)?;
    let mut found = Found { draft: Draft::default(), ..found };
    if let Some(published) = year::version(tx, latest.year_version)?
        && let Some(item) = published.year.item(&found.assignment.item).cloned()
        && let Some(asked) = ask_of_version(tx, &found.assignment, &published, &latest)?
    {
        found = Found { published, item, asked, ..found };
    }
    let signed = found.asked.written(&latest.content);
    compared_with(tx, asker, &found, &signed, file)
}

/// What a Word file says otherwise than what is signed: what a field is called, what stands there, and what the file says.
///
/// # Errors
/// When there is no such assignment, or the database fails.
pub fn differs(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    place: &Place,
    file: &MailedFile,
    text: &MailedText,
    now: Instant,
) -> Result<Vec<(String, String, String)>, Stop> {
    let Some((asker, found)) = found(tx, tools, place, file, now)? else { return Ok(Vec::new()) };
    let file_text = held(tx, &found, text)?;
    let comparison = beside_signed(tx, &asker, found, &file_text)?;
    let mut all = Vec::new();
    for looked in comparison.fields {
        let says = match looked.state {
            State::Same | State::Older | State::Missing => continue,
            State::New(says) | State::Both(says) => says,
            State::Emptied => String::new(),
            State::Several(several) => several.join("\n\n"),
        };
        all.push((looked.field.title.clone(), looked.field.shown(&looked.now), looked.field.shown(&says)));
    }
    all.extend(comparison.unknown.into_iter().map(|part| (sv::OUTSIDE.to_owned(), String::new(), part.text)));
    all.extend(comparison.focus.into_iter().map(|row| (row.title, String::new(), row.aim)));
    Ok(all)
}
