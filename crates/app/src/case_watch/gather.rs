//! Who is told of which cases on a day.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::cases::{About, Chase, ChaseRules, Place, chase};
use kernel::id::kind::Person;
use kernel::{Day, Id, Role};

use super::store::{self, Told};
use crate::abuse;
use crate::cases::{self, Waiting};
use crate::mail::{self, Reach};
use crate::year;

/// That somebody is told of a case.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) case: Waiting,
    pub(super) chase: Chase,
    /// That they do not handle it, and are told since it has been asked for often enough.
    pub(super) escalated: bool,
}

/// When letters go at the authority, as its year says that holds on the day.
pub(super) fn rules(tx: &mut ReadTx<'_>, today: Day) -> Result<ChaseRules, StoreError> {
    Ok(year::current(tx, today)?.map(|published| published.year.complaints.letters).unwrap_or_default())
}

/// Who is told of what on the day, and has not been.
pub(super) fn lines(tx: &mut ReadTx<'_>, today: Day) -> Result<BTreeMap<Id<Person>, Vec<Line>>, StoreError> {
    let (rules, all, told) = (rules(tx, today)?, mail::reachable(tx, today)?, store::told(tx)?);
    let mut lines: BTreeMap<Id<Person>, Vec<Line>> = BTreeMap::new();
    for case in cases::waiting(tx)? {
        let Some(chase) = chase(&rules, Some(case.next), today) else { continue };
        let handle = who_handle(tx, &all, &case, today)?;
        let too = if chase.escalated && case.place == Place::School {
            overseers(tx, &all, &case, today)?
        } else {
            BTreeSet::new()
        };
        for person in handle.union(&too).filter(|person| !was_told(&told, **person, &case, chase)) {
            let escalated = !handle.contains(person);
            lines.entry(*person).or_default().push(Line { case: case.clone(), chase, escalated });
        }
    }
    Ok(lines)
}

fn was_told(told: &[Told], person: Id<Person>, case: &Waiting, chase: Chase) -> bool {
    told.iter().any(|one| {
        one.person == person
            && one.case == case.id
            && one.due == case.next.day
            && chase.since.is_none_or(|since| one.day >= since)
    })
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
        let chosen = chosen(tx, all, case)?;
        if chosen.is_empty() {
            people.extend(abuse::at_authority(tx, all, (case.provider(), case.about()), today)?);
        } else {
            people.extend(chosen);
        }
    }
    Ok(people)
}

/// Whoever was chosen, where it is about somebody who would have handled it, and can still be reached.
fn chosen(tx: &mut ReadTx<'_>, all: &[Reach], case: &Waiting) -> Result<Vec<Id<Person>>, StoreError> {
    if case.about() != About::Officer {
        return Ok(Vec::new());
    }
    let mut handlers = store::handlers(tx, case.id)?;
    handlers.retain(|person| all.iter().any(|reach| reach.person == *person && reach.organisation.is_none()));
    Ok(handlers)
}

/// Who at the authority is told of what a school has not done: the officers, without any who else follows the provider.
fn overseers(
    tx: &mut ReadTx<'_>,
    all: &[Reach],
    case: &Waiting,
    today: Day,
) -> Result<BTreeSet<Id<Person>>, StoreError> {
    let officers = abuse::holders(all, Role::QualityOfficer);
    if officers.is_empty() || case.about() == About::Officer {
        return abuse::at_authority(tx, all, (case.provider(), case.about()), today);
    }
    Ok(officers)
}
