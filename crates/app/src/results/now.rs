//! What a provider's indicators are now, for whoever follows up the effect of something by them.

use ::store::{ReadTx, StoreError};
use domain::indicators::Figure;
use domain::year::Direction;
use kernel::id::kind::Organisation;
use kernel::{Day, Id};
use stats::Rule;

use super::look::{Basis, Request};
use super::model::Only;

/// An indicator of a provider as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorNow {
    /// Its stable name.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// Whether more of it is better.
    pub more_is_better: bool,
    /// What it is, in hundredths of its unit (a share in hundredths of a percent); nothing where there is none, or too few stand behind
    /// it to be shown.
    pub hundredths: Option<i64>,
}

fn hundredths(figure: Figure) -> Option<i64> {
    let ratio = |part: i64, base: i64, times: i64| {
        (base > 0).then(|| {
            i64::try_from((i128::from(part) * i128::from(times) * 2 + i128::from(base)) / (i128::from(base) * 2)).ok()
        })?
    };
    match figure {
        Figure::Share { share, .. } => ratio(share.part(), share.base(), 10_000),
        Figure::Rate { part, base, per } => ratio(part, base, i64::from(per) * 100),
        Figure::Stated { thousandths, .. } => Some(thousandths / 10),
        Figure::Missing(_) | Figure::TooFew => None,
    }
}

/// The indicators of the provider, of the year whose figures are the newest; none before a year is published. `is_open` says that whoever
/// looks may see figures behind which few stand.
///
/// # Errors
/// When the database cannot be read.
pub fn indicators_now(
    tx: &mut ReadTx<'_>,
    provider: Id<Organisation>,
    (today, is_open): (Day, bool),
) -> Result<Vec<IndicatorNow>, StoreError> {
    let request = Request { only: Only { provider: Some(provider), ..Only::default() }, ..Request::default() };
    let rule = if is_open { Rule::OPEN } else { Rule::INSIDE };
    let Some(basis) = Basis::read(tx, request, today, rule)? else { return Ok(Vec::new()) };
    let one = |(indicator, told): (&domain::year::Indicator, super::look::Told)| IndicatorNow {
        slug: indicator.slug.as_str().to_owned(),
        title: indicator.title.as_sv().to_owned(),
        more_is_better: indicator.direction == Direction::Higher,
        hundredths: hundredths(told.figure),
    };
    Ok(basis.overview().into_iter().map(one).collect())
}
