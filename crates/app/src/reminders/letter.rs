//! One letter to one person, with everything they are told that day.

use ::store::{StoreError, WriteTx};
use kernel::id::kind::{Letter, Person, Tenant};
use kernel::{Day, Id};
use platform::access::Tools;

use super::gather::Line;
use super::{store, sv};
use crate::mail::{self, LetterKind, NewLetter, Recipient};

/// Where the letter leads: each role's start page, which for providers is what is to be done.
const LINK: &str = "/start";

/// Who asks for a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// The morning, over all authorities.
    Morning,
    /// An officer of the authority.
    Officer(Id<Tenant>),
}

/// The letter that tells the lines. There is one of the morning for each person and day, and one that each authority's
/// officers ask for: what one authority has written is no word of another's.
pub(super) fn written(person: Id<Person>, day: Day, lines: &[Line], by: By) -> NewLetter {
    let escalated = lines.iter().all(|line| line.call.escalated);
    NewLetter {
        to: Recipient::Person(person),
        kind: if escalated { LetterKind::Escalation } else { LetterKind::Reminder },
        subject: sv::subject(lines, day),
        paragraphs: sv::paragraphs(lines, day, by != By::Morning),
        link: Some((sv::LINK.to_owned(), LINK.to_owned())),
        in_reply_to: None,
        once: Some(match by {
            By::Morning => format!("reminder:{person}:{day}"),
            By::Officer(tenant) => format!("reminder:{person}:{day}:{tenant}"),
        }),
    }
}

/// Queues the letter and keeps what it says, in the transaction: an authority's own where it speaks of that one alone.
/// `None` when the person has had one that day: of the morning, or for an officer's any from that authority.
pub(super) fn queue(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    person: Id<Person>,
    day: Day,
    lines: &[Line],
    by: By,
) -> Result<Option<Id<Letter>>, StoreError> {
    let own = tx.tenant().is_ok();
    if matches!(by, By::Officer(_)) && store::was_told(tx, person, day)? {
        return Ok(None);
    }
    let reply_to = if own { mail::reply_address(tx)? } else { None };
    let new = written(person, day, lines, by);
    let (letter, is_new) = mail::queue_as(tx, tools, &new, reply_to.as_deref())?;
    if !is_new {
        return Ok(None);
    }
    for line in lines {
        store::add(tx, line.authority.id, (person, day), (line.assignment, line.call.stage), letter, own)?;
    }
    Ok(Some(letter))
}
