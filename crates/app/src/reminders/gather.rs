//! What is awaited at an authority, from whom, and what they have been told: what the rules of reminders are laid over.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::inbox::Left;
use domain::reminders::{Addressee, Asked, Call, Closed, Ladder, awaited, calls, calls_now, told_after_mail};
use domain::year::Word;
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Person};
use kernel::{Day, Id, Instant, Side};
use platform::access::Tools;

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
    /// It has come by e-mail: what is left to do about it.
    pub(super) left: Option<Left>,
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
    /// The ladder of the year, as it is climbed for what has come by e-mail, and for what has not.
    pub(super) fn ladder(&self, left: Option<Left>) -> Ladder {
        let ladder = self.published.year.reminders.clone().unwrap_or_default();
        left.map_or_else(|| ladder.clone(), |left| ladder.after_mail(left))
    }

    /// Who is told of what by the things that are chosen, each thing by the ladder of what is left to do about it.
    fn told(
        &self,
        chosen: impl Fn(&Thing) -> bool,
        by: impl Fn(&Ladder, &[Asked<Id<AssignmentKind>, Id<Person>>]) -> Told,
    ) -> Told {
        let mut all = Told::new();
        for left in [None, Some(Left::Sign), Some(Left::Mend), Some(Left::Upload)] {
            let of = self.things.iter().filter(|thing| thing.left == left && chosen(thing));
            let asked: Vec<_> = of.map(|thing| thing.asked.clone()).collect();
            for (person, calls) in by(&self.ladder(left), &asked) {
                all.entry(person).or_default().extend(calls);
            }
        }
        all
    }

    /// Who would be told of what, were everybody told today.
    pub(super) fn told_now(&self, today: Day, chosen: impl Fn(&Thing) -> bool) -> Told {
        self.told(chosen, |ladder, asked| calls_now(ladder, asked, today))
    }
}

/// Who is told of what.
pub(super) type Told = BTreeMap<Id<Person>, Vec<Call<Id<AssignmentKind>>>>;

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

/// What closes an assignment for reminders.
fn closed(assignment: &Assignment, paused: bool) -> Closed {
    Closed { locked: assignment.lock.is_some(), paused, unasked: assignment.is_unasked }
}

/// What is left to do about what has come by e-mail: it is received, and what is asked for is no report, but that it is signed
/// or put right. Nothing where nothing has come, and when it has lain too long: then it is missing again.
fn left(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (assignment, published): (&Assignment, &Published),
    arrivals: &[Arrival],
    today: Day,
) -> Result<Option<(Left, Option<Id<Person>>)>, StoreError> {
    let waits = |(newest, _): &(Arrival, Instant)| today <= newest.waits_until().day();
    let Some((newest, _)) = newest_arrival(&assignment.state, arrivals).filter(waits) else { return Ok(None) };
    Ok(Some((submissions::left(tx, tools, assignment, published, &newest, today)?, newest.sender)))
}

/// What is awaited in a year. Of an occasion alone, where one is named; then what is paused is there too.
pub(super) fn round(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    published: Published,
    occasion: Option<&str>,
    today: Day,
) -> Result<Round, StoreError> {
    let (people, pauses) = (People::read(tx, today)?, store::pauses(tx)?);
    let year = published.year.year;
    let mut sent = store::sent(tx, year)?;
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
        let closed = closed(&assignment, pause.is_some() && occasion.is_none());
        let Some(due) = awaited(&assignment.state, assignment.deadline, assignment.extended_to, closed) else {
            continue;
        };
        let title = published.year.item(&assignment.item).map_or("", |item| item.title.as_sv()).to_owned();
        let (all, sent) = (people.of(&published, &assignment), sent.remove(&assignment.id).unwrap_or_default());
        let (left, people) = match left(tx, tools, (&assignment, &published), came, today)? {
            Some((left, sender)) => (Some(left), told_after_mail(left, &all, sender)),
            None => (None, all),
        };
        let asked = Asked { key: assignment.id, due, people, sent };
        things.push(Thing { assignment, title, pause, left, asked });
    }
    Ok(Round { published, things })
}

/// The years whose reminders go on the day: this one's and the one's before it, whose last items are due in the next.
pub(super) fn rounds(tx: &mut ReadTx<'_>, tools: &Tools, today: Day) -> Result<Vec<Round>, StoreError> {
    let mut all = Vec::new();
    for year in [today.year() - 1, today.year()] {
        if let Some(published) = year::published(tx, year)?.filter(|one| one.year.reminders.is_some()) {
            all.push(round(tx, tools, published, None, today)?);
        }
    }
    Ok(all)
}

/// Whether it is still awaited, and the same is left to do: something may have come in, been mended or been locked since the
/// lines were drawn up.
fn still_awaited(tx: &mut ReadTx<'_>, tools: &Tools, line: &Line, today: Day) -> Result<bool, StoreError> {
    let Some(one) = assignments::find(tx, line.assignment)? else { return Ok(false) };
    let Some(published) = year::published(tx, one.year)? else { return Ok(false) };
    let came = submissions::arrivals(tx, one.id)?;
    let left = left(tx, tools, (&one, &published), &came, today)?.map(|(left, _)| left);
    let due = awaited(&one.state, one.deadline, one.extended_to, closed(&one, false));
    Ok(due == Some(line.call.due) && left == line.left)
}

/// Those of the transaction's authority that are still awaited, and every other authority's. Nothing of the authority's own
/// where it has written to the person that day, as when an officer has asked.
pub(super) fn still(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    person: Id<Person>,
    lines: Vec<Line>,
    today: Day,
) -> Result<Vec<Line>, StoreError> {
    let tenant = tx.tenant()?;
    let told = store::was_told(tx, person, today)?;
    let mut kept = Vec::new();
    for line in lines {
        if line.authority.id != tenant || !told && still_awaited(tx, tools, &line, today)? {
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
    /// It has come by e-mail: what is left to do about it.
    pub(super) left: Option<Left>,
    pub(super) call: Call<Id<AssignmentKind>>,
}

/// What of a round each person is told on the day.
pub(super) fn lines(
    authority: &Authority,
    round: &Round,
    weekly: &BTreeSet<Id<Person>>,
    today: Day,
) -> BTreeMap<Id<Person>, Vec<Line>> {
    let is_weekly = |person: Id<Person>| weekly.contains(&person);
    let all = round.told(|_| true, |ladder, asked| calls(ladder, asked, &is_weekly, today));
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
            left: thing.left,
            call: *call,
        })
    };
    all.iter().filter_map(with_names).collect()
}
