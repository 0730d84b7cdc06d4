//! What is awaited at an authority, from whom, and what they have been told: what the rules of reminders are laid over.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::reminders::{Addressee, Asked, Call, Closed, Ladder, awaited, calls};
use domain::year::Word;
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Person};
use kernel::{Day, Id, Instant, Side};

use super::store::{self, Authority, Pause};
use crate::assignments::{self, Assignment, Filter, Subject};
use crate::mail::{self, Reach};
use crate::submissions::{self, Arrival, ByAssignment, arrivals_of_occasion, newest_arrival};
use crate::year::{self, Published};

/// Something that is awaited, with its names.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    pub(super) assignment: Assignment,
    /// What the item is called.
    pub(super) title: String,
    /// The pause that holds it, where one does.
    pub(super) pause: Option<Pause>,
    /// What the rules see. Its last day is that of what is awaited.
    pub(super) asked: Asked<Id<AssignmentKind>, Id<Person>>,
}

/// A year of an authority with what is awaited in it.
#[derive(Debug, Clone)]
pub(super) struct Round {
    pub(super) published: Published,
    pub(super) things: Vec<Thing>,
}

impl Round {
    /// The ladder of the year.
    pub(super) fn ladder(&self) -> Ladder {
        self.published.year.reminders.clone().unwrap_or_default()
    }
}

/// Who has to do with what.
struct People {
    reach: Vec<Reach>,
    contacts: BTreeSet<(Id<Organisation>, Id<Person>)>,
}

impl People {
    fn read(tx: &mut ReadTx<'_>, today: Day) -> Result<Self, StoreError> {
        Ok(Self { reach: mail::reachable(tx, today)?, contacts: store::contacts(tx, today)? })
    }

    /// Those who have to do with the assignment, as what.
    fn of(&self, published: &Published, assignment: &Assignment) -> Vec<(Id<Person>, Addressee)> {
        let Some(item) = published.year.item(&assignment.item) else { return Vec::new() };
        let level = assignment.level(item);
        let mut all = Vec::new();
        for reach in self.reach.iter().filter(|reach| self.covers(reach, assignment)) {
            let fitting = Addressee::ALL.iter().filter(|who| who.role(level) == reach.role);
            all.extend(fitting.map(|who| (reach.person, *who)));
        }
        all
    }

    fn covers(&self, reach: &Reach, assignment: &Assignment) -> bool {
        if reach.role.side() != Side::Provider {
            let contact = reach.role != kernel::Role::ContactRektor;
            return contact || self.contacts.contains(&(assignment.organisation, reach.person));
        }
        let unit = match (&assignment.subject, reach.unit) {
            (_, None) => true,
            (Subject::Unit { id, .. }, Some(only)) => *id == only,
            (Subject::Area { .. } | Subject::Provider, Some(_)) => false,
        };
        reach.organisation == Some(assignment.organisation) && unit
    }
}

/// What closes an assignment for reminders. What has come by e-mail is received and waits to be signed: as long as it waits
/// nobody is reminded of it.
fn closed(assignment: &Assignment, arrivals: &[Arrival], paused: bool, today: Day) -> Closed {
    let waits = |(newest, _): (Arrival, Instant)| today <= newest.waits_until().day();
    let arrived = newest_arrival(&assignment.state, arrivals).is_some_and(waits);
    Closed { locked: assignment.lock.is_some(), arrived, paused }
}

/// What is awaited in a year. Of an occasion alone, where one is named; then what is paused is there too.
pub(super) fn round(
    tx: &mut ReadTx<'_>,
    published: Published,
    occasion: Option<&str>,
    today: Day,
) -> Result<Round, StoreError> {
    let (people, pauses) = (People::read(tx, today)?, store::pauses(tx)?);
    let mut sent = store::sent(tx)?;
    let year = published.year.year;
    let mut arrivals = ByAssignment::new();
    for one in published.year.occasions.iter().map(|one| one.slug.as_str()) {
        if occasion.is_none_or(|only| only == one) {
            arrivals.extend(arrivals_of_occasion(tx, year, one)?);
        }
    }
    let mut things = Vec::new();
    let all = assignments::list(tx, year, Filter { occasion, ..Filter::default() })?;
    // Nobody is reminded here of what is answered in another system.
    for assignment in all.into_iter().filter(|one| one.reports_in.is_none()) {
        let pause = pauses
            .iter()
            .find(|pause| pause.holds(year, &assignment.occasion, assignment.organisation, &assignment.item))
            .cloned();
        let came = arrivals.get(&assignment.id).map(Vec::as_slice).unwrap_or_default();
        let closed = closed(&assignment, came, pause.is_some() && occasion.is_none(), today);
        let Some(due) = awaited(&assignment.state, assignment.deadline, assignment.extended_to, closed) else {
            continue;
        };
        let title = published.year.item(&assignment.item).map_or("", |item| item.title.as_sv()).to_owned();
        let (people, sent) = (people.of(&published, &assignment), sent.remove(&assignment.id).unwrap_or_default());
        let asked = Asked { key: assignment.id, due, people, sent };
        things.push(Thing { assignment, title, pause, asked });
    }
    Ok(Round { published, things })
}

/// The years whose reminders go on the day: this one's and the one's before it, whose last items are due in the next.
pub(super) fn rounds(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Round>, StoreError> {
    let mut all = Vec::new();
    for year in [today.year() - 1, today.year()] {
        if let Some(published) = year::published(tx, year)?.filter(|one| one.year.reminders.is_some()) {
            all.push(round(tx, published, None, today)?);
        }
    }
    Ok(all)
}

/// Whether it is still awaited: something may have come in, or been locked, since the lines were drawn up.
fn still_awaited(tx: &mut ReadTx<'_>, line: &Line, today: Day) -> Result<bool, StoreError> {
    let Some(one) = assignments::find(tx, line.assignment)? else { return Ok(false) };
    let closed = closed(&one, &submissions::arrivals(tx, one.id)?, false, today);
    Ok(awaited(&one.state, one.deadline, one.extended_to, closed) == Some(line.call.due))
}

/// Those of the transaction's authority that are still awaited, and every other authority's.
pub(super) fn still(tx: &mut ReadTx<'_>, lines: Vec<Line>, today: Day) -> Result<Vec<Line>, StoreError> {
    let tenant = tx.tenant()?;
    let mut kept = Vec::new();
    for line in lines {
        if line.authority.id != tenant || still_awaited(tx, &line, today)? {
            kept.push(line);
        }
    }
    Ok(kept)
}

/// Something that somebody is told of in a letter.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) authority: Authority,
    pub(super) assignment: Id<AssignmentKind>,
    pub(super) title: String,
    /// For what it is asked: the unit, the area or the provider; with the provider for those on the authority's side.
    pub(super) subject: String,
    pub(super) call: Call<Id<AssignmentKind>>,
}

/// What of a round each person is told on the day.
pub(super) fn lines(
    authority: &Authority,
    round: &Round,
    weekly: &BTreeSet<Id<Person>>,
    today: Day,
) -> BTreeMap<Id<Person>, Vec<Line>> {
    let asked: Vec<_> = round.things.iter().map(|thing| thing.asked.clone()).collect();
    let all = calls(&round.ladder(), &asked, &|person| weekly.contains(&person), today);
    all.into_iter().map(|(person, all)| (person, named(authority, round, person, &all))).collect()
}

/// The calls with their names.
pub(super) fn named(
    authority: &Authority,
    round: &Round,
    person: Id<Person>,
    all: &[Call<Id<AssignmentKind>>],
) -> Vec<Line> {
    let with_names = |call: &Call<Id<AssignmentKind>>| {
        let thing = round.things.iter().find(|thing| thing.asked.key == call.key)?;
        let own = |addressee: &Addressee| {
            matches!(addressee, Addressee::Editor | Addressee::Signer | Addressee::Rektor | Addressee::Management)
        };
        let at_provider = thing.asked.people.iter().any(|(who, as_what)| *who == person && own(as_what));
        let (subject, provider) = (thing.assignment.subject_name(), &thing.assignment.organisation_name);
        let subject =
            if at_provider || subject == provider { subject.to_owned() } else { format!("{subject} ({provider})") };
        Some(Line {
            authority: authority.clone(),
            assignment: call.key,
            title: thing.title.clone(),
            subject,
            call: *call,
        })
    };
    all.iter().filter_map(with_names).collect()
}
