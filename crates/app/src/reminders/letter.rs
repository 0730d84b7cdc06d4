//! One letter to one person, with everything they are told that day.

use ::store::{StoreError, WriteTx};
use kernel::id::kind::{Letter, Person};
use kernel::{Day, Id};
use platform::access::Tools;

use super::gather::Line;
use super::{store, sv};
use crate::mail::{self, LetterKind, NewLetter, Recipient};

/// Where the letter leads: each role's start page, which for providers is what is to be done.
const LINK: &str = "/start";

/// The letter that tells the lines. There is one for each person and day, whoever asks for it and however often.
pub(super) fn written(person: Id<Person>, day: Day, lines: &[Line], asked_by_officer: bool) -> NewLetter {
    let escalated = lines.iter().all(|line| line.call.escalated);
    NewLetter {
        to: Recipient::Person(person),
        kind: if escalated { LetterKind::Escalation } else { LetterKind::Reminder },
        subject: sv::subject(lines, day),
        paragraphs: sv::paragraphs(lines, day, asked_by_officer),
        link: Some((sv::LINK.to_owned(), LINK.to_owned())),
        in_reply_to: None,
        once: Some(format!("reminder:{person}:{day}")),
    }
}

/// Queues the letter and keeps what it says, in the transaction: an authority's own where it speaks of that one alone.
/// `None` when the person has had one that day.
pub(super) fn queue(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    person: Id<Person>,
    day: Day,
    lines: &[Line],
    asked_by_officer: bool,
) -> Result<Option<Id<Letter>>, StoreError> {
    let own = tx.tenant().is_ok();
    let reply_to = if own { mail::reply_address(tx)? } else { None };
    let new = written(person, day, lines, asked_by_officer);
    let (letter, is_new) = mail::queue_as(tx, tools, &new, reply_to.as_deref())?;
    if !is_new {
        return Ok(None);
    }
    for line in lines {
        store::add(tx, line.authority.id, (person, day), (line.assignment, line.call.stage), letter, own)?;
    }
    Ok(Some(letter))
}
