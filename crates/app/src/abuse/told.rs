//! Who is told at once that there is something to read: the contact rektor and the rektor, or who stands in their place
//! where it is about them. The letter says that there is something, and not a word of what.

use std::collections::BTreeSet;

use ::store::{ReadTx, StoreError, WriteTx};
use domain::cases::About;
use kernel::id::kind::Person;
use kernel::{Day, Id, Role};
use platform::access::Tools;

use super::model::{Dossier, Filed};
use super::sv;
use crate::mail::{self, LetterKind, NewLetter, Reach, Recipient};
use crate::organisations::{self, in_force};

/// Where the letter leads: the page after signing in, which does not say what it is about in its address.
const PAGE: &str = "/start";

/// Who reads it at the school.
fn at_school(all: &[Reach], filed: &Filed, about: About) -> BTreeSet<Id<Person>> {
    let role = if about == About::Rektor { Role::ProviderManagement } else { Role::Rektor };
    let fits = |reach: &&Reach| {
        reach.role == role
            && reach.organisation == Some(filed.organisation)
            && reach.unit.is_none_or(|unit| unit == filed.unit)
    };
    all.iter().filter(fits).map(|reach| reach.person).collect()
}

/// Who reads it at the authority: the provider's own contact rektor; without one every contact rektor, without any the
/// officers; the process owner alone where it is about one of them.
fn at_authority(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (filed, about): (&Filed, About),
    today: Day,
) -> Result<BTreeSet<Id<Person>>, StoreError> {
    let of = |role: Role| -> BTreeSet<Id<Person>> {
        all.iter().filter(|reach| reach.role == role).map(|reach| reach.person).collect()
    };
    if about == About::Officer {
        return Ok(of(Role::ProcessOwner));
    }
    let contacts = of(Role::ContactRektor);
    let own: BTreeSet<Id<Person>> = organisations::contacts(tx)?
        .into_iter()
        .map(|entry| entry.terms)
        .filter(|terms| terms.organisation == filed.organisation && in_force(terms.from, terms.to, today))
        .map(|terms| terms.person)
        .filter(|person| contacts.contains(person))
        .collect();
    let or =
        |people: BTreeSet<Id<Person>>, others: BTreeSet<Id<Person>>| if people.is_empty() { others } else { people };
    Ok(or(own, or(contacts, of(Role::QualityOfficer))))
}

/// Queues a letter to each of those who are to read it, but for whoever told of it; gives how many. The caller knows
/// whether there is a server that sends.
pub(super) fn tell(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    dossier: &Dossier,
    by: Id<Person>,
) -> Result<usize, StoreError> {
    let (filed, about, today) = (&dossier.filed, dossier.stands.about, tx.context().now.day());
    let all = mail::reachable(tx, today)?;
    let mut people = at_school(&all, filed, about);
    people.extend(at_authority(tx, &all, (filed, about), today)?);
    people.remove(&by);
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
