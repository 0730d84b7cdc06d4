//! Figures that somebody reported, beside those that are counted here.

use std::collections::BTreeSet;

use ::store::{ReadTx, StoreError};
use domain::indicators::{Figure, figure};
use domain::year::Year;

use super::model::{Only, Stretch};
use super::store;
use crate::participations;

/// Of which years each indicator is counted here: what was counted goes before what was reported.
pub fn counted_years(tx: &mut ReadTx<'_>, year: &Year) -> Result<BTreeSet<(i16, String)>, StoreError> {
    let upto = participations::published(tx)?;
    let picture = store::picture(tx, upto)?;
    let mut counted = BTreeSet::new();
    for indicator in &year.indicators {
        let Some(formula) = &indicator.count else { continue };
        for of in picture.years() {
            let Some(months) = Stretch::Year.months(of) else { continue };
            if !matches!(figure(formula, &picture.total(formula, months, &Only::default())), Figure::Missing(_)) {
                counted.insert((of, indicator.slug.to_string()));
            }
        }
    }
    Ok(counted)
}
