//! Who is told at once that there is something to read: the contact rektor and the rektor, or who stands in their place
//! where it is about them. The letter says that there is something, and not a word of what.

use ::store::{StoreError, WriteTx};
use kernel::Id;
use kernel::id::kind::Person;
use platform::access::Tools;

use super::model::Dossier;
use super::{reach, sv};
use crate::mail::{self, LetterKind, NewLetter, Recipient};

/// Where the letter leads: the page after signing in, which does not say what it is about in its address.
const PAGE: &str = "/start";

/// Queues a letter to each of those who are to read it, but for whoever told of it; gives how many. The caller knows
/// whether there is a server that sends.
pub fn tell(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    dossier: &Dossier,
    by: Option<Id<Person>>,
) -> Result<usize, StoreError> {
    let (filed, about, today) = (&dossier.filed, dossier.stands.about, tx.context().now.day());
    let all = mail::reachable(tx, today)?;
    let mut people = reach::at_school(&all, (filed.organisation, filed.unit), about);
    people.extend(reach::at_authority(tx, &all, (Some(filed.organisation), about), today)?);
    if let Some(by) = by {
        people.remove(&by);
    }
    for person in &people {
        send(tx, tools, dossier, *person)?;
    }
    Ok(people.len())
}

/// Queues the letter to the person; once for each investigation.
pub(super) fn send(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    dossier: &Dossier,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let letter = NewLetter {
        to: Recipient::Person(person),
        kind: LetterKind::ToRead,
        subject: sv::LETTER_SUBJECT.to_owned(),
        paragraphs: sv::LETTER.iter().map(|&paragraph| paragraph.to_owned()).collect(),
        link: Some((sv::LETTER_LINK.to_owned(), PAGE.to_owned())),
        in_reply_to: None,
        once: Some(format!("to-read:{person}:{}", dossier.filed.id)),
    };
    mail::queue(tx, tools, &letter).map(|_| ())
}
