//! One letter to each person whom a change touches, with everything that it did to what they are to hand in.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{StoreError, WriteTx, global_sql};
use kernel::Id;
use kernel::Right;
use kernel::id::kind::Person;
use platform::access::Tools;

use super::sv::{self, Reader};
use super::told::{ToldAbout, recent};
use crate::assignments::Synced;
use crate::mail::{self, LetterKind, NewLetter, Reach, Recipient};

/// Where the letter leads: the task list.
const PAGE: &str = "/start";
/// The most lines of a letter; whoever has more to do with reads on behind signing in.
const MOST_LINES: usize = 25;

fn concerns(reach: &Reach, told: &ToldAbout) -> bool {
    reach.organisation == Some(told.about.organisation)
        && reach.role.may(Right::ViewOwnReports)
        && reach.unit.is_none_or(|only| told.about.unit == Some(only))
}

/// Queues the letters of a change that this transaction has made; gives how many. The caller knows whether there is a
/// server that sends: a letter that waits for one for months would tell what has long been seen.
pub fn write_to_them(tx: &mut WriteTx<'_>, tools: &Tools, synced: &Synced) -> Result<usize, StoreError> {
    if synced.changes.is_empty() {
        return Ok(0);
    }
    let (now, tenant) = (tx.context().now, tx.tenant()?);
    let made: BTreeSet<_> = synced.changes.iter().copied().collect();
    let mut told = recent(tx, now, Reader::Provider)?;
    told.retain(|one| made.contains(&(one.about.assignment, one.about.number)));
    let (authority,): (String,) = tx.one(global_sql!("SELECT name FROM tenant WHERE id = $1"), &[&tenant])?;
    let mut lines: BTreeMap<Id<Person>, Vec<&ToldAbout>> = BTreeMap::new();
    let reach = mail::reachable(tx, now.day())?;
    for one in &told {
        // Somebody with several roles is told once.
        let people: BTreeSet<Id<Person>> =
            reach.iter().filter(|reach| concerns(reach, one)).map(|reach| reach.person).collect();
        for person in people {
            lines.entry(person).or_default().push(one);
        }
    }
    for (person, lines) in &lines {
        mail::queue(tx, tools, &letter(*person, &authority, lines, &now.to_string()))?;
    }
    Ok(lines.len())
}

fn letter(person: Id<Person>, authority: &str, lines: &[&ToldAbout], at: &str) -> NewLetter {
    let mut paragraphs = vec![sv::opening(authority)];
    paragraphs.extend(lines.iter().take(MOST_LINES).map(|one| match &one.about.subject {
        Some(subject) => format!("{}, {subject}: {}", one.title, one.told.sentence),
        None => format!("{}: {}", one.title, one.told.sentence),
    }));
    if lines.len() > MOST_LINES {
        paragraphs.push(sv::more(lines.len() - MOST_LINES));
    }
    let tasks: BTreeSet<_> = lines.iter().map(|one| one.about.assignment).collect();
    NewLetter {
        to: Recipient::Person(person),
        kind: LetterKind::Changed,
        subject: sv::subject(tasks.len()),
        paragraphs,
        link: Some((sv::LINK.to_owned(), PAGE.to_owned())),
        in_reply_to: None,
        once: Some(format!("changed:{person}:{at}")),
    }
}
