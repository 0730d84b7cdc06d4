//! Who is told of which cases, investigations, routines, deficiencies and decisions on a day.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::cases::{About, Chase, ChaseRules, Next, NextWhat, Party, Place, chase};
use domain::deficiencies::Party as Side;
use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id, Role};

use super::store::{self, Matter, Told};
use crate::abuse;
use crate::cases::{self, Waiting};
use crate::mail::{self, Reach};
use crate::{deficiencies, routines, supervision, year};

/// That somebody is told of something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) matter: Matter,
    /// The last day of what is next.
    pub(super) due: Day,
    pub(super) chase: Chase,
    /// That they do not handle it, and are told since it has been asked for often enough.
    pub(super) escalated: bool,
}

/// What is due, and who is told of it.
struct Waits {
    matter: Matter,
    next: Next,
    handle: BTreeSet<Id<Person>>,
    /// Who else is told once it has been asked for often enough.
    too: BTreeSet<Id<Person>>,
}

/// When letters go at the authority, as its year says that holds on the day.
pub(super) fn rules(tx: &mut ReadTx<'_>, today: Day) -> Result<ChaseRules, StoreError> {
    Ok(year::current(tx, today)?.map(|published| published.year.complaints.letters).unwrap_or_default())
}

/// How far back letters are remembered of what is no case: longer than any rung of a ladder.
const REMEMBERED: i32 = 800;

/// Who is told of what on the day, and has not been.
pub(super) fn lines(tx: &mut ReadTx<'_>, today: Day) -> Result<BTreeMap<Id<Person>, Vec<Line>>, StoreError> {
    let rules = rules(tx, today)?;
    let all = mail::reachable(tx, today)?;
    let told = store::told(tx, today.plus_days(-REMEMBERED))?;
    let mut waits = cases_that_wait(tx, &all, (&rules, today))?;
    waits.extend(investigations_that_wait(tx, &all, (&rules, today))?);
    waits.extend(routines_that_wait(tx, &all, (&rules, today))?);
    waits.extend(deficiencies_that_wait(tx, &all, (&rules, today))?);
    waits.extend(decisions_that_wait(tx, &all, (&rules, today))?);
    let mut lines: BTreeMap<Id<Person>, Vec<Line>> = BTreeMap::new();
    for one in waits {
        let Some(chase) = chase(&rules, Some(one.next), today) else { continue };
        let none = BTreeSet::new();
        let too = if chase.escalated { &one.too } else { &none };
        for person in one.handle.union(too).filter(|person| !was_told(&told, **person, &one, chase)) {
            let escalated = !one.handle.contains(person);
            lines.entry(*person).or_default().push(Line { matter: one.matter, due: one.next.day, chase, escalated });
        }
    }
    Ok(lines)
}

fn was_told(told: &[Told], person: Id<Person>, of: &Waits, chase: Chase) -> bool {
    told.iter().any(|one| {
        one.person == person
            && one.matter == of.matter
            && one.due == of.next.day
            && chase.since.is_none_or(|since| one.day >= since)
    })
}

fn cases_that_wait(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (rules, today): (&ChaseRules, Day),
) -> Result<Vec<Waits>, StoreError> {
    let mut waits = Vec::new();
    for case in cases::waiting(tx)? {
        if chase(rules, Some(case.next), today).is_none() {
            continue;
        }
        let handle = who_handle(tx, all, &case, today)?;
        let too = if case.place == Place::School {
            overseers(tx, all, (case.provider(), case.about()), today)?
        } else {
            BTreeSet::new()
        };
        waits.push(Waits { matter: Matter::Case(case.id), next: case.next, handle, too });
    }
    Ok(waits)
}

/// As a case that is to be answered by the day: told of before and after it, since a letter went when it was told of.
const fn by(day: Day) -> Next {
    Next { what: NextWhat::Answer, day }
}

fn investigations_that_wait(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (rules, today): (&ChaseRules, Day),
) -> Result<Vec<Waits>, StoreError> {
    let is_asked = |day: Day| chase(rules, Some(by(day)), today).is_some();
    let mut waits = Vec::new();
    for due in abuse::due(tx, today)?.into_iter().filter(|due| is_asked(due.day)) {
        let matter = Matter::Investigation(due.id);
        let provider = Some(due.school.0);
        let (handle, too) = if due.by == Party::School {
            (abuse::at_school(all, due.school, due.about), overseers(tx, all, (provider, due.about), today)?)
        } else {
            (at_authority(tx, all, (matter, provider, due.about), today)?, BTreeSet::new())
        };
        waits.push(Waits { matter, next: by(due.day), handle, too });
    }
    Ok(waits)
}

fn routines_that_wait(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (rules, today): (&ChaseRules, Day),
) -> Result<Vec<Waits>, StoreError> {
    let is_asked = |day: Day| chase(rules, Some(by(day)), today).is_some();
    let mut waits = Vec::new();
    for (provider, day) in routines::reviews(tx)?.into_iter().filter(|(_, day)| is_asked(*day)) {
        let handle = abuse::at_authority(tx, all, (Some(provider), About::Others), today)?;
        waits.push(Waits { matter: Matter::Routine(provider), next: by(day), handle, too: BTreeSet::new() });
    }
    Ok(waits)
}

/// What has a day in a deficiency: the provider's people are told who answer for it, or the authority's.
fn deficiencies_that_wait(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (rules, today): (&ChaseRules, Day),
) -> Result<Vec<Waits>, StoreError> {
    let is_asked = |day: Day| chase(rules, Some(by(day)), today).is_some();
    let mut waits = Vec::new();
    for due in deficiencies::due(tx, today)?.into_iter().filter(|due| is_asked(due.day)) {
        let provider = (Some(due.organisation), About::Others);
        let (handle, too) = match due.by {
            Side::Provider => (
                deficiencies::answerers(tx, all, (due.organisation, due.unit), today)?,
                overseers(tx, all, provider, today)?,
            ),
            Side::Authority => (abuse::at_authority(tx, all, provider, today)?, BTreeSet::new()),
        };
        waits.push(Waits { matter: Matter::Deficiency(due.id), next: by(due.day), handle, too });
    }
    Ok(waits)
}

/// What has a day in a decision of the school inspectorate: the authority's people are told who follow the provider.
fn decisions_that_wait(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (rules, today): (&ChaseRules, Day),
) -> Result<Vec<Waits>, StoreError> {
    let is_asked = |day: Day| chase(rules, Some(by(day)), today).is_some();
    let mut waits = Vec::new();
    for due in supervision::due(tx)?.into_iter().filter(|due| is_asked(due.day)) {
        let handle = abuse::at_authority(tx, all, (due.organisation, About::Others), today)?;
        waits.push(Waits { matter: Matter::Decision(due.id), next: by(due.day), handle, too: BTreeSet::new() });
    }
    Ok(waits)
}

/// The roles that are named for the case where it is.
fn who_handle(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    case: &Waiting,
    today: Day,
) -> Result<BTreeSet<Id<Person>>, StoreError> {
    let mut people = BTreeSet::new();
    if case.place != Place::Authority {
        let school = case.school.map(|school| abuse::at_school(all, school, case.about()));
        people.extend(school.into_iter().flatten());
    }
    if case.place != Place::School {
        people.extend(at_authority(tx, all, (Matter::Case(case.id), case.provider(), case.about()), today)?);
    }
    Ok(people)
}

/// Who at the authority handles it: whoever was chosen, and those of the roles where nobody was.
fn at_authority(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (matter, provider, about): (Matter, Option<Id<Organisation>>, About),
    today: Day,
) -> Result<BTreeSet<Id<Person>>, StoreError> {
    let chosen = chosen(tx, all, (matter, about))?;
    if chosen.is_empty() { abuse::at_authority(tx, all, (provider, about), today) } else { Ok(chosen) }
}

/// Whoever was chosen, where it is about somebody who would have handled it, and can still be reached.
fn chosen(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (matter, about): (Matter, About),
) -> Result<BTreeSet<Id<Person>>, StoreError> {
    if about != About::Officer {
        return Ok(BTreeSet::new());
    }
    let mut handlers = store::handlers(tx, matter)?;
    handlers.retain(|person| all.iter().any(|reach| reach.person == *person && reach.organisation.is_none()));
    Ok(handlers.into_iter().collect())
}

/// Who at the authority is told of what a school has not done: the officers, without any who else follows the provider.
fn overseers(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    (provider, about): (Option<Id<Organisation>>, About),
    today: Day,
) -> Result<BTreeSet<Id<Person>>, StoreError> {
    let officers = abuse::holders(all, Role::QualityOfficer);
    if officers.is_empty() || about == About::Officer {
        return abuse::at_authority(tx, all, (provider, about), today);
    }
    Ok(officers)
}
