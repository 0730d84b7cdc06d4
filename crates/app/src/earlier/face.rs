//! What other features see of earlier years: everything in force, flat.

use ::store::{ReadTx, StoreError};
use domain::earlier::FigureSaid;
use domain::participations::Sex;
use domain::year::{Decimal, Regime};
use kernel::Id;
use kernel::id::kind::{Area, Organisation, Unit};

use super::store;

/// A figure of an earlier year, as somebody said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierFigure {
    /// The indicator's stable name.
    pub indicator: String,
    /// The year.
    pub year: i16,
    /// The provider; nothing for the whole authority.
    pub provider: Option<Id<Organisation>>,
    /// The unit, where it is told for one.
    pub unit: Option<Id<Unit>>,
    /// The contract area, where it is told for one.
    pub area: Option<Id<Area>>,
    /// The sex; nothing for all.
    pub sex: Option<Sex>,
    /// Numerator and base, where they are known.
    pub counts: Option<(i64, i64)>,
    /// The stated value in thousandths, where no counts are known; never summed nor averaged.
    pub value: Option<i64>,
    /// Who said it, and when.
    pub source: String,
    /// What has to be known of it.
    pub note: String,
    /// The number of the set it came in with.
    pub set: i64,
}

impl EarlierFigure {
    /// As `domain` knows it: its `figure` gives the value with interval where there are counts.
    pub fn said(&self) -> FigureSaid {
        FigureSaid { counts: self.counts, value: self.value, source: self.source.clone(), note: self.note.clone() }
    }
}

/// A target of a year that has no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierTarget {
    /// The indicator's stable name.
    pub indicator: String,
    /// The year.
    pub year: i16,
    /// For which regime; nothing for all.
    pub regime: Option<Regime>,
    /// For which contract area; nothing for all.
    pub area: Option<Id<Area>>,
    /// The target.
    pub value: Decimal,
    /// The number of the set it came in with.
    pub set: i64,
}

/// Every figure in force: of sets that were taken in and not withdrawn.
pub fn figures(tx: &mut ReadTx<'_>) -> Result<Vec<EarlierFigure>, StoreError> {
    let held = store::held(tx)?;
    let flat = held.figures.iter().map(|one| EarlierFigure {
        indicator: one.key.indicator.clone(),
        year: one.key.year,
        provider: one.key.whom.provider,
        unit: one.key.whom.unit,
        area: one.key.whom.area,
        sex: one.key.sex,
        counts: one.said.counts,
        value: one.said.value,
        source: one.said.source.clone(),
        note: one.said.note.clone(),
        set: one.set,
    });
    Ok(flat.collect())
}

/// Every target in force.
pub fn targets(tx: &mut ReadTx<'_>) -> Result<Vec<EarlierTarget>, StoreError> {
    let held = store::held(tx)?;
    let flat = held.targets.iter().map(|one| EarlierTarget {
        indicator: one.key.indicator.clone(),
        year: one.key.year,
        regime: one.key.regime,
        area: one.key.area,
        value: one.said.value,
        set: one.set,
    });
    Ok(flat.collect())
}
