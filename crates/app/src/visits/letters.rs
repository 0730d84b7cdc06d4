//! Letters about visits: invitations that calendars read, and that a draft is there to be read.

use ::store::{StoreError, WriteTx};
use domain::visits::{Happening, Slot, Visit, sv as words};
use kernel::id::kind::Person;
use kernel::{Day, Id, Instant, Right};
use platform::access::Tools;

use super::look::Opened;
use super::{OWN, PAGE, sv};
use crate::mail::{self, Invitation, LetterKind, NewLetter, Recipient};

/// The moment of so many minutes after midnight.
fn moment(day: Day, minutes: u16) -> Instant {
    // Hours are civil ones: a day on which clocks change has another length.
    let hour = i8::try_from(minutes / 60).unwrap_or(23);
    if hour >= 24 {
        return day.plus_days(1).start();
    }
    day.at(hour).plus_seconds(i64::from(minutes % 60) * 60)
}

fn letter(to: Id<Person>, (subject, paragraphs): (String, Vec<String>), link: String) -> NewLetter {
    NewLetter {
        to: Recipient::Person(to),
        kind: LetterKind::Visit,
        subject,
        paragraphs,
        link: Some((sv::LETTER_LINK.to_owned(), link)),
        in_reply_to: None,
        once: None,
    }
}

/// To whom letters went, and to whom none could.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// How many were queued; nothing where none was to be.
    pub letters: Option<usize>,
    /// What those are called who cannot be reached.
    pub unreached: Vec<String>,
    /// Who takes part without an account, as somebody wrote it.
    pub others: String,
}

/// What the letters are about: the visit, at which authority.
pub(super) struct About<'a> {
    pub of: &'a Opened,
    pub authority: &'a str,
    pub slug: &'a str,
}

impl About<'_> {
    /// Where the visit is seen: by the authority's own people, or by the provider's.
    fn link(&self, is_providers: bool) -> String {
        let page = if is_providers { OWN } else { PAGE };
        format!("/h/{}/{page}/{}", self.slug, self.of.kept.id)
    }

    fn invitation(&self, sequence: u32, cancelled: bool) -> Invitation {
        let Slot { day, from, to } = self.of.kept.visit.slot;
        let plan = self.of.kept.plan();
        Invitation {
            cancelled,
            uid: format!("besok-{}@{}", self.of.kept.id, self.slug),
            sequence,
            from: moment(day, from),
            to: moment(day, to),
            title: sv::invitation_subject(&self.of.provider.name, false, cancelled)
                .split_once(": ")
                .map_or_else(String::new, |(_, title)| kernel::swedish::capitalised(title)),
            place: plan.place,
            text: self.of.unit_names().join(", "),
        }
    }
}

/// Whose people somebody is, of those who can be reached.
fn reached(
    tx: &mut WriteTx<'_>,
    about: &About<'_>,
    people: &[Id<Person>],
) -> Result<Vec<(Id<Person>, bool)>, StoreError> {
    let today = tx.context().now.day();
    let all = mail::reachable(tx, today)?;
    let side = |person: &Id<Person>| {
        let mut own = all.iter().filter(|one| one.person == *person);
        let providers = own.any(|one| one.organisation == Some(about.of.kept.organisation));
        let known = all.iter().any(|one| one.person == *person);
        known.then_some((*person, providers))
    };
    Ok(people.iter().filter_map(side).collect())
}

/// Who was invited last: in their calendars the visit stands.
fn invited(about: &About<'_>) -> Vec<Id<Person>> {
    let lines = &about.of.kept.lines;
    let newest = lines.iter().rposition(|line| matches!(line.entry.happening, Happening::Invited { .. }));
    let then = newest.and_then(|at| Visit::replay(lines[..=at].iter().map(|line| &line.entry)).ok());
    then.map(|visit| visit.people).unwrap_or_default()
}

/// What came of writing to those who take part.
fn told(about: &About<'_>, asked: &[Id<Person>], to: &[(Id<Person>, bool)]) -> Told {
    let of = about.of;
    let missed = of
        .kept
        .visit
        .people
        .iter()
        .zip(&of.people)
        .filter(|(person, _)| asked.contains(person) && !to.iter().any(|(one, _)| one == *person));
    let unreached = missed.map(|(_, name)| name.clone()).collect();
    Told { letters: Some(to.len()), unreached, others: of.kept.plan().others }
}

/// Invites everybody who takes part; gives to whom letters went. The caller ends the transaction.
pub(super) fn invite(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    about: &About<'_>,
    sequence: u32,
) -> Result<Told, StoreError> {
    let (slot, plan) = (about.of.kept.visit.slot, about.of.kept.plan());
    let name = &about.of.provider.name;
    let units = about.of.unit_names().join(", ");
    let says = sv::invitation(about.authority, name, &words::slot(slot), &plan.place, &units);
    let people = &about.of.kept.visit.people;
    let to = reached(tx, about, people)?;
    for (person, is_providers) in &to {
        let subject = sv::invitation_subject(name, sequence > 0, false);
        let new = letter(*person, (subject, says.clone()), about.link(*is_providers));
        mail::queue_invitation(tx, tools, &new, &about.invitation(sequence, false))?;
    }
    // Who was invited and is not to come any longer has it taken out of the calendar.
    let gone: Vec<Id<Person>> = invited(about).into_iter().filter(|one| !people.contains(one)).collect();
    for (person, is_providers) in reached(tx, about, &gone)? {
        let says = (sv::invitation_subject(name, true, false), sv::without_you(name, &words::slot(slot)));
        let new = letter(person, says, about.link(is_providers));
        mail::queue_invitation(tx, tools, &new, &about.invitation(sequence, true))?;
    }
    Ok(told(about, people, &to))
}

/// Tells everybody who was invited that the visit is not to be. The caller ends the transaction.
pub(super) fn cancel(tx: &mut WriteTx<'_>, tools: &Tools, about: &About<'_>) -> Result<Told, StoreError> {
    if about.of.kept.visit.invited.is_none() {
        return Ok(Told::default());
    }
    let (slot, name) = (about.of.kept.visit.slot, &about.of.provider.name);
    let sequence = about.of.kept.visit.next_sequence();
    let asked = invited(about);
    let to = reached(tx, about, &asked)?;
    for (person, is_providers) in &to {
        let says = (sv::invitation_subject(name, true, true), sv::cancelled(name, &words::slot(slot)));
        let new = letter(*person, says, about.link(*is_providers));
        mail::queue_invitation(tx, tools, &new, &about.invitation(sequence, true))?;
    }
    Ok(told(about, &asked, &to))
}

/// Tells the provider that there is a draft: its management, the rektor of the units, and whoever took part for it. The caller ends
/// the transaction.
pub(super) fn drafted(tx: &mut WriteTx<'_>, tools: &Tools, about: &About<'_>, until: Day) -> Result<Told, StoreError> {
    let today = tx.context().now.day();
    let units = &about.of.kept.visit.units;
    let mut to: Vec<Id<Person>> = Vec::new();
    for one in mail::reachable(tx, today)? {
        let is_theirs = one.organisation == Some(about.of.kept.organisation) && one.role.may(Right::AnswerVisits);
        let covers = units.is_empty() || one.unit.is_none_or(|unit| units.contains(&unit));
        if is_theirs && covers && !to.contains(&one.person) {
            to.push(one.person);
        }
    }
    for person in &to {
        let says = (sv::draft_subject(), sv::draft(&about.of.provider.name, until));
        mail::queue(tx, tools, &letter(*person, says, about.link(true)))?;
    }
    Ok(Told { letters: Some(to.len()), ..Told::default() })
}
