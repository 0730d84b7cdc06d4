//! What a file is judged against.

use ::store::{ReadTx, StoreError};
use domain::earlier::{FileFact, Known, KnownIndicator};
use kernel::Day;

use super::store;
use crate::{loaded_figures, organisations, results, year};

/// What the authority has, with the files that came with the workbook; nothing before a year is published.
pub fn known(tx: &mut ReadTx<'_>, today: Day, files: Option<Vec<FileFact>>) -> Result<Option<Known>, StoreError> {
    let Some(published) = year::current(tx, today)? else { return Ok(None) };
    let indicators = published.year.indicators.iter().map(|indicator| KnownIndicator {
        slug: indicator.slug.to_string(),
        title: indicator.title.as_sv().to_owned(),
        unit: indicator.unit,
        direction: indicator.direction,
        formula: indicator.count.clone(),
    });
    let providers = organisations::providers(tx)?.into_iter().map(|one| (one.id, one.name, one.number)).collect();
    let units = organisations::units(tx)?.into_iter().map(|one| (one.id, one.name, one.code, one.organisation));
    let areas = organisations::areas(tx)?.into_iter().map(|area| (area.id, area.slug, area.name)).collect();
    let held = loaded_figures::figures(tx)?;
    let reports = store::reports(tx)?;
    Ok(Some(Known {
        this_year: today.year(),
        indicators: indicators.collect(),
        providers,
        units: units.collect(),
        areas,
        documents: year::published_years(tx)?.into_iter().collect(),
        counted: results::counted_years(tx, &published.year)?,
        figures: held.figures.iter().map(|one| (one.key.clone(), (one.set, one.said.clone()))).collect(),
        targets: held.targets.iter().map(|one| (one.key.clone(), (one.set, one.said))).collect(),
        reports: reports
            .iter()
            .map(|one| {
                let (key, said) = one.said();
                (key, (one.set, said))
            })
            .collect(),
        files,
    }))
}
