//! What pages of visits rest on, read together.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::visits::{Earlier, Facts, Point, Sheet, Standing, differences, sv as words};
use kernel::id::kind::{Activity, Organisation, Person, Unit, Visit};
use kernel::{Day, Id, Right};
use platform::Stop;
use platform::access::Tools;

use super::form::Known;
use super::store::{self, Kept, Version};
use super::store_protocol::{self as protocol, Photo, Written};
use super::sv;
use crate::coverage::{self, VisitAsked, VisitDone};
use crate::mail::{self, Reach};
use crate::organisations::{self, Provider, UnitEntry};

/// Somebody who can take part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guest {
    pub id: Id<Person>,
    pub name: String,
    /// Whether they are the provider's.
    pub is_providers: bool,
}

/// What can be chosen where a visit to the provider is planned.
#[derive(Debug, Clone)]
pub(super) struct Choices {
    pub provider: Provider,
    pub units: Vec<UnitEntry>,
    pub guests: Vec<Guest>,
    pub asked: Vec<VisitAsked>,
}

impl Choices {
    /// What a form may name.
    pub fn known(&self) -> Known {
        Known {
            units: self.units.iter().map(|unit| unit.id).collect(),
            people: self.guests.iter().map(|guest| guest.id).collect(),
            activities: self.asked.iter().map(|asked| asked.id).collect(),
        }
    }
}

fn guests(all: &[Reach], of: Id<Organisation>) -> Vec<Guest> {
    let mut found: Vec<Guest> = Vec::new();
    for one in all {
        let is_providers = one.organisation == Some(of) && one.role.may(Right::AnswerVisits);
        let is_ours = one.organisation.is_none() && one.role.may(Right::VisitProviders);
        if (is_providers || is_ours) && found.iter().all(|known| known.id != one.person) {
            found.push(Guest { id: one.person, name: one.name.clone(), is_providers });
        }
    }
    found.sort_by_key(|guest| guest.is_providers);
    found
}

/// What can be chosen for a visit to the provider.
pub(super) fn choices(tx: &mut ReadTx<'_>, of: Id<Organisation>, today: Day) -> Result<Option<Choices>, StoreError> {
    let Some(provider) = organisations::provider(tx, of)? else { return Ok(None) };
    let is_open = |unit: &UnitEntry| unit.organisation == of && unit.closed_on.is_none_or(|closed| closed >= today);
    let units = organisations::units(tx)?.into_iter().filter(is_open).collect();
    let guests = guests(&mail::reachable(tx, today)?, of);
    let asked = coverage::visits_asked(tx, of)?;
    Ok(Some(Choices { provider, units, guests, asked }))
}

/// Everything that a visit's own pages show.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub kept: Kept,
    pub provider: Provider,
    pub units: BTreeMap<Id<Unit>, String>,
    /// Names of those who take part.
    pub people: Vec<String>,
    pub checklist: Version,
    pub earlier: Vec<Earlier>,
    pub written: Written,
    pub photos: Vec<Photo>,
    /// The visit that it follows on, and those that follow on it.
    pub before: Option<Kept>,
    pub after: Vec<Kept>,
    pub today: Day,
}

impl Opened {
    /// What steps rest on.
    pub fn facts(&self) -> Facts {
        Facts { today: self.today, conflicts: self.written.protocol.conflicts() }
    }
    /// The points that are asked: those of the checklist, and those of others that somebody has written at.
    pub fn points(&self) -> &[Point] {
        &self.checklist.list.points
    }
    /// The protocol as it stands now.
    pub fn sheet(&self) -> Sheet {
        self.written.sheet(self.points(), &self.earlier)
    }
    /// The names of its units.
    pub fn unit_names(&self) -> Vec<String> {
        let name = |unit: &Id<Unit>| self.units.get(unit).cloned();
        self.kept.visit.units.iter().filter_map(name).collect()
    }
    /// Whether the protocol can be shown.
    pub fn is_begun(&self) -> bool {
        self.kept.visit.begun.is_some()
    }
    /// Where it stands.
    pub fn standing(&self) -> Standing {
        self.kept.visit.standing()
    }
    /// What the protocol says now that the provider has not read in the draft that it has: fields and photos. Nothing where it has no
    /// draft, or the protocol is settled.
    pub fn unread(&self) -> Vec<String> {
        let Some(read) = self.kept.draft() else { return Vec::new() };
        if self.kept.visit.settled.is_some() {
            return Vec::new();
        }
        let differs = differences(read, &self.sheet());
        let mut all: Vec<String> = differs.iter().map(|(field, title)| words::field(field, title)).collect();
        let sent = self.kept.drafted_at();
        let since = |photo: &&Photo| photo.removed_at.is_none() && sent.is_some_and(|sent| photo.at > sent);
        all.extend(sv::photos_since(self.photos.iter().filter(since).count()));
        all
    }
}

/// The names of the people, in their order.
pub(super) fn names(tx: &mut ReadTx<'_>, people: &[Id<Person>]) -> Result<Vec<String>, StoreError> {
    let mut all = Vec::new();
    for person in people {
        let found: Option<(String,)> =
            tx.maybe(::store::global_sql!("SELECT name FROM person WHERE id = $1"), &[person])?;
        all.extend(found.map(|(name,)| name));
    }
    Ok(all)
}

/// The names of the provider's units.
pub(super) fn unit_names(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<BTreeMap<Id<Unit>, String>, StoreError> {
    let all = organisations::units(tx)?.into_iter().filter(|unit| unit.organisation == of);
    Ok(all.map(|unit| (unit.id, unit.name)).collect())
}

/// The visit with all that its pages show.
pub(super) fn opened(tx: &mut ReadTx<'_>, tools: &Tools, id: Id<Visit>, today: Day) -> Result<Opened, Stop> {
    let kept = store::find(tx, tools, id)?.ok_or(Stop::NotFound)?;
    let provider = organisations::provider(tx, kept.organisation)?.ok_or(Stop::NotFound)?;
    let units = unit_names(tx, kept.organisation)?;
    let people = names(tx, &kept.visit.people)?;
    let checklist = store::checklist_of(tx, &kept)?;
    let earlier = store::earlier(tx, tools, &kept)?;
    let written = protocol::written(tx, tools, id)?;
    let photos = protocol::photos(tx, id)?;
    let before = match kept.follows {
        Some(before) => store::find(tx, tools, before)?,
        None => None,
    };
    let mut after = Vec::new();
    for one in store::following(tx, id)? {
        after.extend(store::find(tx, tools, one)?);
    }
    Ok(Opened { kept, provider, units, people, checklist, earlier, written, photos, before, after, today })
}

/// That the plan's visit is noted as done, without a protocol of it here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noted {
    pub activity: Id<Activity>,
    pub on: Day,
}

/// A provider with its visits of a year, the first day first.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub provider: Provider,
    pub visits: Vec<Kept>,
    /// What is noted as done in the year's plan and has no protocol.
    pub noted: Vec<Noted>,
    /// Whether it has an agreement within the year.
    pub has_agreement: bool,
}

impl Row {
    /// Whether it was visited: something has been written of a visit.
    pub fn is_visited(&self) -> bool {
        self.visits.iter().any(|kept| kept.visit.begun.is_some())
    }
    /// Whether a visit is noted as done, and none has a protocol.
    pub fn is_noted(&self) -> bool {
        !self.is_visited() && !self.noted.is_empty()
    }
    /// Whether a visit is planned.
    pub fn is_planned(&self) -> bool {
        self.visits.iter().any(|kept| kept.visit.standing() == Standing::Planned)
    }
}

/// The visits of a year by provider, with those who have had none.
pub(super) fn of_year(tx: &mut ReadTx<'_>, tools: &Tools, year: i16) -> Result<Vec<Row>, StoreError> {
    let (Some(first), Some(last)) = (Day::new(year, 1, 1), Day::new(year, 12, 31)) else { return Ok(Vec::new()) };
    let mut visits: BTreeMap<Id<Organisation>, Vec<Kept>> = BTreeMap::new();
    for kept in store::of_year(tx, tools, year)? {
        visits.entry(kept.organisation).or_default().push(kept);
    }
    for all in visits.values_mut() {
        all.sort_by_key(|kept| (kept.visit.slot, kept.number));
    }
    let done = coverage::visits_done(tx, year)?;
    let agreements = organisations::agreements(tx)?;
    let mut rows = Vec::new();
    for provider in organisations::providers(tx)? {
        let mut terms = agreements.iter().map(|one| &one.terms).filter(|terms| terms.organisation == provider.id);
        let ended = provider.ended_on;
        let within = |from: Day, to: Option<Day>| from <= last && to.into_iter().chain(ended).all(|to| to >= first);
        let has_agreement = terms.any(|terms| within(terms.from, terms.to));
        let visits = visits.remove(&provider.id).unwrap_or_default();
        let noted = without_protocol(&done, provider.id, &visits);
        if has_agreement || !visits.is_empty() || !noted.is_empty() {
            rows.push(Row { provider, visits, noted, has_agreement });
        }
    }
    Ok(rows)
}

/// What is noted as done with the provider, and of which none of the visits, nor any on that day, has a protocol.
fn without_protocol(done: &[VisitDone], of: Id<Organisation>, visits: &[Kept]) -> Vec<Noted> {
    let written = |one: &VisitDone| {
        visits
            .iter()
            .any(|kept| kept.visit.begun.is_some() && (kept.activity == Some(one.id) || kept.visit.slot.day == one.on))
    };
    let own = done.iter().filter(|one| one.organisation == of && !written(one));
    own.map(|one| Noted { activity: one.id, on: one.on }).collect()
}

/// Every visit to the provider, the first day first, and what is noted as done in the plans of this year and the one before it
/// without a protocol.
pub(super) fn at_provider(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (of, today): (Id<Organisation>, Day),
) -> Result<(Vec<Kept>, Vec<Noted>), StoreError> {
    let mut visits = store::of_provider(tx, tools, of)?;
    visits.sort_by_key(|kept| (kept.visit.slot, kept.year, kept.number));
    let mut done = coverage::visits_done(tx, today.year().saturating_sub(1))?;
    done.extend(coverage::visits_done(tx, today.year())?);
    let noted = without_protocol(&done, of, &visits);
    Ok((visits, noted))
}
