//! What of a year's targets somebody sees: this year's and last year's, side by side.

use ::store::{ReadTx, StoreError};
use domain::targets::{find, holding, key};
use domain::year::{Indicator, Regime, Slug, Target, Year};
use kernel::Id;
use kernel::id::kind::Organisation;

/// This year's targets, and last year's where there was a year.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// This year's.
    pub now: Vec<Target>,
    /// Last year's; `None` where last year is not in the system.
    pub before: Option<Vec<Target>>,
    /// Whether it is what holds for one provider.
    pub own: bool,
}

/// One line of the sheet.
#[derive(Debug, Clone, Copy)]
pub struct Line<'t> {
    /// This year's; `None` where only last year had it.
    pub now: Option<&'t Target>,
    /// Last year's.
    pub before: Option<&'t Target>,
}

impl<'t> Line<'t> {
    /// Either of them, to say for whom it holds.
    pub fn either(&self) -> Option<&'t Target> {
        self.now.or(self.before)
    }
}

impl Told {
    /// The lines of the indicator: this year's, then those that only last year had.
    pub fn lines(&self, indicator: &Indicator) -> Vec<Line<'_>> {
        let before = self.before.as_deref().unwrap_or_default();
        let of = |target: &&Target| target.indicator == indicator.slug;
        let now = self.now.iter().filter(of).map(|now| Line { now: Some(now), before: find(before, key(now)) });
        let gone = before.iter().filter(of).filter(|target| find(&self.now, key(target)).is_none());
        now.chain(gone.map(|before| Line { now: None, before: Some(before) })).collect()
    }
}

/// The regimes and areas that the provider has agreements for on some day of the year.
fn agreements(
    tx: &mut ReadTx<'_>,
    provider: Id<Organisation>,
    year: &Year,
) -> Result<Vec<(Regime, Option<Slug>)>, StoreError> {
    let facts = crate::assignments::facts(tx)?;
    let Some(days) = year.days() else { return Ok(Vec::new()) };
    let own = facts.providers.into_iter().filter(|facts| facts.id == provider).flat_map(|facts| facts.agreements);
    let valid = own.filter(|of| of.from <= days.to && of.to.is_none_or(|to| to >= days.from));
    Ok(valid.map(|of| (of.regime, of.area)).collect())
}

fn of(tx: &mut ReadTx<'_>, year: &Year, provider: Option<Id<Organisation>>) -> Result<Vec<Target>, StoreError> {
    let Some(provider) = provider else { return Ok(year.targets.clone()) };
    let agreements = agreements(tx, provider, year)?;
    Ok(holding(year, &agreements).into_iter().cloned().collect())
}

/// What somebody sees of the year: everything, or what holds for the provider.
pub fn told(tx: &mut ReadTx<'_>, year: &Year, provider: Option<Id<Organisation>>) -> Result<Told, StoreError> {
    let before = match crate::year::published(tx, year.year - 1)? {
        Some(last) => Some(of(tx, &last.year, provider)?),
        None => None,
    };
    Ok(Told { now: of(tx, year, provider)?, before, own: provider.is_some() })
}
