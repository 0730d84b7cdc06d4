//! What waits of the adopted plan, on the start page of those who follow up.

use ::store::{ReadTx, StoreError};
use domain::coverage::Standing;
use domain::follow_up_plan::MomentKind;
use kernel::Day;
use maud::Markup;

use super::{PAGE, look, store, view_waits};
use crate::{follow_up_plans, organisations};

/// So many days before its last day a visit without a booked day is told of.
const SOON: i32 = 14;

/// Why an activity waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// Its day has passed.
    Late,
    /// It is a visit whose last day comes soon, and no day is booked for it.
    NotBooked,
}

/// An activity that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waits {
    pub by: Day,
    pub why: Why,
    pub address: String,
    pub moment: String,
    pub provider: String,
}

/// What of the adopted plans of this year and the one before it is late, and the visits that are due soon without a booked day.
///
/// # Errors
/// Where the database cannot be read.
pub fn at_authority(tx: &mut ReadTx<'_>, today: Day, link: &str) -> Result<Markup, StoreError> {
    let mut all = Vec::new();
    for year in [today.year().saturating_sub(1), today.year()] {
        let Some(version) = follow_up_plans::adopted(tx, year)? else { continue };
        let evaluated = look::evaluated(tx, version.plan.holds)?;
        for kept in store::of_year(tx, year)?.into_iter().filter(|kept| kept.stands.standing() == Standing::Planned) {
            let Some(moment) = version.plan.moment(&kept.moment) else { continue };
            let by = kept.stands.by;
            // A provider that is in a joint evaluation is followed there.
            let is_evaluated = || evaluated.iter().any(|one| one.organisation == kept.organisation);
            if moment.kind == MomentKind::Evaluation && is_evaluated() {
                continue;
            }
            // A visit that is booked, or has been and is being written of, waits among the visits.
            let unbooked = moment.kind == MomentKind::Visits && kept.stands.booked.is_none();
            let why = match () {
                () if kept.stands.booked.is_some_and(|(on, _)| on >= today) => continue,
                () if by < today => Why::Late,
                () if unbooked && by <= today.plus_days(SOON) => Why::NotBooked,
                () => continue,
            };
            let provider = organisations::provider(tx, kept.organisation)?.map(|one| one.name).unwrap_or_default();
            let address = format!("{link}aktivitet/{}", kept.id);
            all.push(Waits { by, why, address, moment: moment.title.clone(), provider });
        }
    }
    all.sort_by(|one, other| (one.why, one.by, &one.provider).cmp(&(other.why, other.by, &other.provider)));
    Ok(view_waits::waits(&all, &format!("{link}{PAGE}")))
}
