//! Published figures beside an indicator of one's own: what is kept of them, read without asking anybody.

use ::store::{ReadTx, StoreError};
use domain::year::{Indicator, Official, OfficialSource, Word};

use crate::sources::{self, FetchedFigure, SourceKind};

/// A measure that stands beside the indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Which.
    pub official: Official,
    /// What it is called there; empty where the source has not said.
    pub title: String,
    /// The own place.
    pub own: Option<String>,
    /// Its figures, the newest year first.
    pub figures: Vec<FetchedFigure>,
}

/// How many years are shown.
const YEARS: usize = 5;

/// The source that is fetched from.
pub fn kind(source: OfficialSource) -> Option<SourceKind> {
    SourceKind::from_slug(source.slug())
}

/// Every measure that the year ties to the indicator, with what is kept of it.
pub fn beside(tx: &mut ReadTx<'_>, indicator: &Indicator) -> Result<Vec<Beside>, StoreError> {
    let mut all = Vec::new();
    for official in &indicator.official {
        let Some(kind) = kind(official.source) else { continue };
        let mut figures = sources::of_measure(tx, kind, &official.measure)?;
        let mut years: Vec<i64> = figures.iter().map(|one| one.year).collect();
        years.dedup();
        years.truncate(YEARS);
        figures.retain(|one| years.contains(&one.year));
        let title = sources::measure_names(tx, kind)?.remove(&official.measure).unwrap_or_default();
        let own = sources::own_place(tx, kind)?;
        all.push(Beside { official: official.clone(), title, own, figures });
    }
    Ok(all)
}
