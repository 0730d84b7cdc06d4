//! The one answer to a letter: what came in and for what, or where the rest is to be seen behind signing in. It goes to the
//! address of the person that the letter is from, as it is known here; never to an address that is not known or not
//! believed, never to a program, and it holds no name of a file, no cell and nothing about a person.

use ::store::{Event, Housekeeping, ReadTx};
use domain::inbox::sv::remedy;
use domain::inbox::{Became, Why};
use platform::Stop;
use serde_json::json;

use super::receiving::Work;
use super::sorting;
use super::store::{self, FileRow, Letter, State};
use super::sv;
use crate::mail::{LetterKind, NewLetter, Recipient, queue};
use crate::{assignments, changes};

/// What one file came to, as its sender is told.
pub(super) struct Line {
    /// What became of it.
    pub became: Became,
    /// The item and the unit, area or provider; nothing while nobody has said what it answers.
    pub what: Option<String>,
    /// Whether the item's page shows faults in it.
    pub faults: bool,
    /// What to do about a file that cannot be read.
    pub remedy: Option<&'static str>,
    /// It is a Word file, whose text waits beside what the provider has written.
    pub words: bool,
}

/// The item of a file, with whom it is asked of.
pub(super) fn what(tx: &mut ReadTx<'_>, file: &FileRow) -> Result<Option<String>, Stop> {
    let Some(id) = file.assignment.filter(|_| file.became() != Became::Waits) else { return Ok(None) };
    let Some(assignment) = assignments::find(tx, id)? else { return Ok(None) };
    let published = changes::year_of(tx, &assignment)?;
    let title = published
        .as_ref()
        .and_then(|published| published.year.item(&assignment.item))
        .map_or(assignment.item.clone(), |item| item.title.as_sv().to_owned());
    let occasion = published.as_ref().and_then(|published| published.year.occasion(&assignment.occasion));
    let occasion = occasion.map_or("", |occasion| occasion.title.as_sv());
    Ok(Some(sv::item_of((&title, occasion), assignment.year, assignment.subject_name())))
}

/// Whether a letter may be answered at all.
fn is_answered(letter: &Letter) -> bool {
    letter.answered_at.is_none()
        && letter.person.is_some()
        && letter.doubt().is_none()
        && letter.aside.is_none()
        && !matches!(letter.why(), Some(Why::Automatic { .. }))
        && matches!(letter.state(), State::Waits | State::Done)
        // What an officer handed in was not sent to this address.
        && letter.road == "imap"
}

/// Answers a letter whose files have all been looked at, once.
pub(super) async fn answer(work: &Work) -> Result<(), Stop> {
    let (mail, tools) = (work.mail, work.tools.clone());
    work.write(move |mut tx| {
        let letter = store::find(&mut tx, mail)?.ok_or(Stop::NotFound)?;
        let (true, Some(person)) = (is_answered(&letter), letter.person) else {
            return Ok(tx.keep(Housekeeping::Job, ()));
        };
        let files = store::files(&mut tx, mail)?;
        let mut lines = Vec::new();
        let mut beside = None;
        for file in files.iter().filter(|file| !matches!(file.became(), Became::Passed | Became::Opened)) {
            let what = what(&mut tx, file)?;
            let remedy = match file.why() {
                Some(Why::NotRead { file } | Why::NotCompared { file, .. }) => remedy(&file),
                _ => None,
            };
            let head = file.head(&tools, &mut tx)?;
            let words = file.became() == Became::Upload && head.name.to_lowercase().ends_with(".docx");
            if let (true, Some(assignment), Some(staged)) = (words, file.assignment, file.staged) {
                beside = Some(format!("uppgift/{assignment}/word/{staged}"));
            }
            let faults = file.became() == Became::Faulty || file.faulty.is_some_and(|rows| rows > 0);
            lines.push(Line { became: file.became(), what, faults, remedy, words });
        }
        let slug = sorting::slug(&mut tx)?;
        let sealed = letter.why() == Some(Why::Encrypted);
        let (kind, subject, paragraphs) = sv::answer(letter.arrived_at, &lines, sealed);
        let one = files.iter().find_map(|file| file.assignment.filter(|_| file.became().is_arrival()));
        let path = match (lines.len(), one) {
            (1, Some(assignment)) => match beside {
                Some(side_by_side) => format!("/h/{slug}/{side_by_side}"),
                None => format!("/h/{slug}/uppgift/{assignment}"),
            },
            _ => "/start".to_owned(),
        };
        let answer = NewLetter {
            to: Recipient::Person(person),
            kind,
            subject: subject.to_owned(),
            paragraphs,
            link: Some((sv::ANSWER_LINK.to_owned(), path)),
            in_reply_to: (!letter.message_id.is_empty()).then(|| format!("<{}>", letter.message_id)),
            once: Some(format!("inbox:{mail}")),
        };
        let queued = queue(&mut tx, &tools, &answer)?;
        store::set_answered(&mut tx, mail)?;
        let facts = json!({ "mail": mail, "letter": queued, "kind": kind.slug() });
        Ok(tx.save(Event::about("mail.answered", mail, facts), ())?)
    })
    .await
}

/// What kind of answer it is.
pub(super) fn kind(lines: &[Line]) -> LetterKind {
    let is_open = |line: &Line| line.became == Became::Waits && line.remedy.is_none();
    if lines.iter().all(is_open) {
        LetterKind::Unmatched
    } else if lines.iter().any(|line| line.became == Became::Directed) {
        LetterKind::UploadInstead
    } else if lines.iter().any(|line| line.faults || matches!(line.became, Became::Waits | Became::Empty)) {
        LetterKind::Faulty
    } else {
        LetterKind::Received
    }
}
