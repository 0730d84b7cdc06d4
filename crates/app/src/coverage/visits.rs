//! Activities that are visits, for whoever plans and carries them out.

use ::store::{ReadTx, StoreError, WriteTx};
use domain::coverage::{Happening, Standing, Step};
use domain::follow_up_plan::MomentKind;
use kernel::id::kind::{Activity, Organisation, Person};
use kernel::{Day, Id};

use super::store;
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

/// The visits that are planned with the provider in the years that have an adopted plan, and are not done.
pub fn visits_asked(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<Vec<VisitAsked>, StoreError> {
    let mut all = Vec::new();
    for year in follow_up_plans::adopted_years(tx)? {
        let Some(version) = follow_up_plans::adopted(tx, year)? else { continue };
        for kept in store::of_year(tx, year)? {
            let moment = version.plan.moment(&kept.moment).filter(|moment| moment.kind == MomentKind::Visits);
            if let Some(moment) =
                moment.filter(|_| kept.organisation == of && kept.stands.standing() == Standing::Planned)
            {
                all.push(VisitAsked { id: kept.id, title: moment.title.clone(), by: kept.stands.by });
            }
        }
    }
    all.sort_by_key(|one| (one.by, one.id));
    Ok(all)
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
