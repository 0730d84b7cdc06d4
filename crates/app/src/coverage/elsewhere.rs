//! Activities for other features: visits that are to be planned and carried out, and the days by which what is planned is to be done.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, WriteTx};
use domain::coverage::{BOOKED, Happening, Standing, Step, UNBOOKED};
use domain::follow_up_plan::MomentKind;
use kernel::id::kind::{Activity, Organisation, Person, Visit};
use kernel::{Day, Id};

use super::{look, store};
use crate::follow_up_plans;

/// A visit that the plan asks for and that is planned with a provider, without a time yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitAsked {
    /// The activity.
    pub id: Id<Activity>,
    /// What its moment is called.
    pub title: String,
    /// The last day for it.
    pub by: Day,
}

/// The visits that are planned with the provider in the years that have an adopted plan, and neither done nor booked.
pub fn visits_asked(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<Vec<VisitAsked>, StoreError> {
    let mut all = Vec::new();
    for year in follow_up_plans::adopted_years(tx)? {
        let Some(version) = follow_up_plans::adopted(tx, year)? else { continue };
        for kept in store::of_year(tx, year)? {
            let moment = version.plan.moment(&kept.moment).filter(|moment| moment.kind == MomentKind::Visits);
            let waits =
                kept.organisation == of && kept.stands.standing() == Standing::Planned && kept.stands.booked.is_none();
            if let Some(moment) = moment.filter(|_| waits) {
                all.push(VisitAsked { id: kept.id, title: moment.title.clone(), by: kept.stands.by });
            }
        }
    }
    all.sort_by_key(|one| (one.by, one.id));
    Ok(all)
}

/// A visit of the plan that is noted as done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitDone {
    /// The activity.
    pub id: Id<Activity>,
    /// With which provider.
    pub organisation: Id<Organisation>,
    /// On which day.
    pub on: Day,
}

/// The visits of the year's adopted plan that are noted as done, with a protocol or without one; the first day first.
pub fn visits_done(tx: &mut ReadTx<'_>, year: i16) -> Result<Vec<VisitDone>, StoreError> {
    let Some(version) = follow_up_plans::adopted(tx, year)? else { return Ok(Vec::new()) };
    let is_visit = |slug: &str| version.plan.moment(slug).is_some_and(|moment| moment.kind == MomentKind::Visits);
    let mut all = Vec::new();
    for kept in store::of_year(tx, year)? {
        if let Some(on) =
            kept.stands.done.filter(|_| kept.stands.standing() == Standing::Done && is_visit(&kept.moment))
        {
            all.push(VisitDone { id: kept.id, organisation: kept.organisation, on });
        }
    }
    all.sort_by_key(|one| (one.on, one.id));
    Ok(all)
}

/// A last day of what the plan asks for, with how many providers it is still to be done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDay {
    /// The moment's name in addresses.
    pub moment: String,
    /// What the moment is called.
    pub title: String,
    /// The day.
    pub by: Day,
    /// How many providers are left.
    pub left: usize,
}

/// The last days of what is planned in the year and not done, where the year has an adopted plan; the first day first.
pub fn days(tx: &mut ReadTx<'_>, year: i16) -> Result<Vec<PlannedDay>, StoreError> {
    let Some(version) = follow_up_plans::adopted(tx, year)? else { return Ok(Vec::new()) };
    let mut all: BTreeMap<(Day, String), PlannedDay> = BTreeMap::new();
    let evaluated = look::evaluated(tx, version.plan.holds)?;
    for kept in store::of_year(tx, year)?.into_iter().filter(|kept| kept.stands.standing() == Standing::Planned) {
        let Some(moment) = version.plan.moment(&kept.moment) else { continue };
        let is_evaluated = || evaluated.iter().any(|one| one.organisation == kept.organisation);
        if moment.kind == MomentKind::Evaluation && is_evaluated() {
            continue;
        }
        let (by, title) = (kept.stands.by, moment.title.clone());
        let new = || PlannedDay { moment: kept.moment.clone(), title, by, left: 0 };
        all.entry((by, kept.moment.clone())).or_insert_with(new).left += 1;
    }
    Ok(all.into_values().collect())
}

/// Says that the activity was done on the day, where it is planned; gives whether it was. The caller ends the transaction.
pub fn done(
    tx: &mut WriteTx<'_>,
    id: Id<Activity>,
    (on, note, person): (Day, &str, Id<Person>),
) -> Result<bool, StoreError> {
    let Some(kept) = store::find(tx, id)?.filter(|kept| kept.stands.standing() == Standing::Planned) else {
        return Ok(false);
    };
    store::add(tx, &kept, (Step::Do.slug(), Happening::Done { on }), (note, person))?;
    Ok(true)
}

/// Says that the visit is booked for the activity on the day; nothing where it says so already. The caller ends the transaction.
pub fn booked(
    tx: &mut WriteTx<'_>,
    id: Id<Activity>,
    (on, visit, person): (Day, Id<Visit>, Id<Person>),
) -> Result<(), StoreError> {
    match store::find(tx, id)? {
        Some(kept) if kept.stands.booked != Some((on, visit)) => {
            store::add(tx, &kept, (BOOKED, Happening::Booked { on, visit }), ("", person))
        }
        _ => Ok(()),
    }
}

/// Says that the visit, which was booked for the activity, is not to be. The caller ends the transaction.
pub fn unbooked(
    tx: &mut WriteTx<'_>,
    id: Id<Activity>,
    (visit, person): (Id<Visit>, Id<Person>),
) -> Result<(), StoreError> {
    match store::find(tx, id)? {
        Some(kept) if kept.stands.booked.is_some_and(|(_, known)| known == visit) => {
            store::add(tx, &kept, (UNBOOKED, Happening::Unbooked), ("", person))
        }
        _ => Ok(()),
    }
}
