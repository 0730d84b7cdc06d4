//! The matrix of a year, put together from the plan, the register, what is planned and what has come in.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::coverage::{Activity, Cell, Standing, cell};
use domain::follow_up_plan::{Moment, MomentKind};
use kernel::id::kind::Organisation;
use kernel::{Day, Id, Period};

use super::store::{self, Kept};
use crate::assignments::{self, Assignment};
use crate::evaluations::{self, Covered};
use crate::follow_up_plans;
use crate::organisations::{self, Provider};

/// A provider with a cell for each moment.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub provider: Provider,
    /// The last day of its agreements, where that comes before the end of the plan.
    pub ends: Option<Day>,
    pub cells: Vec<Cell>,
    /// What is planned and done with it, by moment.
    pub activities: BTreeMap<String, Vec<Kept>>,
    /// What was planned and done of moments that the plan has no more.
    pub gone: Vec<Kept>,
    /// The joint evaluations that it is in, which moments of that kind count.
    pub evaluations: Vec<Covered>,
}

impl Row {
    /// What is planned and done of the moment, wherever it is known.
    fn stands(&self, moment: &Moment) -> Vec<Activity> {
        let kept = self.activities.get(&moment.slug).into_iter().flatten().map(|kept| kept.stands);
        kept.chain(self.known(moment).iter().map(|one| Activity::known_elsewhere(one.by, one.done))).collect()
    }
    /// What of the moment is known without being planned here.
    pub fn known(&self, moment: &Moment) -> &[Covered] {
        if moment.kind == MomentKind::Evaluation { &self.evaluations } else { &[] }
    }
}

/// The matrix.
#[derive(Debug)]
pub(super) struct Looked {
    pub year: i16,
    /// The years that have an adopted plan.
    pub years: Vec<i16>,
    /// The moments that every provider is to have.
    pub moments: Vec<Moment>,
    pub rows: Vec<Row>,
}

/// The matrix of the year; nothing where no plan of it is adopted.
pub(super) fn look(tx: &mut ReadTx<'_>, year: i16, today: Day) -> Result<Option<Looked>, StoreError> {
    let Some(version) = follow_up_plans::adopted(tx, year)? else { return Ok(None) };
    let moments: Vec<Moment> = version.plan.of_every_provider().cloned().collect();
    let mut activities: BTreeMap<(Id<Organisation>, String), Vec<Kept>> = BTreeMap::new();
    for kept in store::of_year(tx, year)? {
        activities.entry((kept.organisation, kept.moment.clone())).or_default().push(kept);
    }
    let mut reports: BTreeMap<Id<Organisation>, Vec<Assignment>> = BTreeMap::new();
    for one in assignments::list(tx, year, assignments::Filter::default())? {
        if !one.is_unasked {
            reports.entry(one.organisation).or_default().push(one);
        }
    }
    // A moment of reports that is called as an item of the year follows that item; another follows everything that is asked.
    let named: BTreeSet<&str> = moments
        .iter()
        .filter(|moment| moment.kind == MomentKind::Reports)
        .map(|moment| moment.slug.as_str())
        .filter(|slug| reports.values().flatten().any(|one| one.item == *slug))
        .collect();
    let evaluated = evaluated(tx, version.plan.holds)?;
    let agreements = organisations::agreements(tx)?;
    let mut rows = Vec::new();
    for provider in organisations::providers(tx)? {
        let own = agreements.iter().map(|one| &one.terms).filter(|terms| terms.organisation == provider.id);
        let within: Vec<(Day, Option<Day>)> = own
            .map(|terms| (terms.from, earliest(terms.to, provider.ended_on)))
            .filter(|(from, to)| overlaps(version.plan.holds, *from, *to))
            .collect();
        if within.is_empty() {
            continue;
        }
        let open = within.iter().any(|(_, to)| to.is_none_or(|to| to >= version.plan.holds.to));
        let ends = within.iter().filter_map(|(_, to)| *to).max().filter(|_| !open);
        let own: BTreeMap<String, Vec<Kept>> = moments
            .iter()
            .filter_map(|moment| {
                let found = activities.remove(&(provider.id, moment.slug.clone()))?;
                Some((moment.slug.clone(), found))
            })
            .collect();
        let others: Vec<(Id<Organisation>, String)> =
            activities.keys().filter(|(of, _)| *of == provider.id).cloned().collect();
        let gone = others.iter().filter_map(|key| activities.remove(key)).flatten().collect();
        let handed_in = reports.get(&provider.id).map(Vec::as_slice).unwrap_or_default();
        let evaluations = evaluated.iter().filter(|one| one.organisation == provider.id).cloned().collect();
        let mut row = Row { provider, ends, cells: Vec::new(), activities: own, gone, evaluations };
        row.cells = moments.iter().map(|moment| of_moment(moment, &row, (handed_in, &named), today)).collect();
        rows.push(row);
    }
    let years = follow_up_plans::adopted_years(tx)?;
    Ok(Some(Looked { year, years, moments, rows }))
}

/// The providers that are in a joint evaluation, as far as a plan that holds in the period counts it.
pub(super) fn evaluated(tx: &mut ReadTx<'_>, holds: Period) -> Result<Vec<Covered>, StoreError> {
    let mut all = evaluations::covered(tx)?;
    all.retain(|one| one.is_within(holds));
    Ok(all)
}

fn earliest(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    one.into_iter().chain(other).min()
}

fn overlaps(period: Period, from: Day, to: Option<Day>) -> bool {
    from <= period.to && to.is_none_or(|to| to >= period.from)
}

/// What stands for the moment with the provider.
fn of_moment(moment: &Moment, row: &Row, (reports, named): (&[Assignment], &BTreeSet<&str>), today: Day) -> Cell {
    if moment.kind == MomentKind::Reports {
        let is_named = named.contains(moment.slug.as_str());
        let followed: Vec<&Assignment> = reports.iter().filter(|one| !is_named || one.item == moment.slug).collect();
        return of_reports(&followed, today);
    }
    cell(u32::from(moment.times), &row.stands(moment), today)
}

/// What has come in of what is asked of the provider in the year.
fn of_reports(reports: &[&Assignment], today: Day) -> Cell {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let (came, left): (Vec<&Assignment>, Vec<&Assignment>) =
        reports.iter().copied().partition(|one| one.submissions > 0);
    let next = left.iter().map(|one| one.last_day()).min();
    match (next, came.iter().map(|one| one.updated_at.day()).max()) {
        (Some(by), _) => Cell::Planned { by, late: by < today, done: count(came.len()), of: count(reports.len()) },
        (None, Some(on)) => Cell::Done { on, times: count(came.len()) },
        (None, None) => Cell::NotAsked,
    }
}

/// How many more are to be planned where the cell says that something is missing.
pub(super) fn lacking(cell: Cell, moment: &Moment, row: &Row) -> u32 {
    let Cell::Missing { done, .. } = cell else { return 0 };
    let planned = row.stands(moment).iter().filter(|one| one.standing() == Standing::Planned).count();
    let planned = u32::try_from(planned).unwrap_or(u32::MAX);
    u32::from(moment.times).saturating_sub(done.saturating_add(planned))
}

/// The day that something missing is planned to where nobody says another: the last of the moment's, or of the provider's agreements
/// where they end before, or in two weeks where that has passed.
pub(super) fn proposed(moment: &Moment, ends: Option<Day>, today: Day) -> Day {
    const LATE: i32 = 14;
    let last = ends.map_or(moment.period.to, |ends| ends.min(moment.period.to));
    if last >= today { last } else { today.plus_days(LATE) }
}
