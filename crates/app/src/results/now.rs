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
    // A distribution is no one number that could become better.
    let has_way =
        |(indicator, _): &(&domain::year::Indicator, super::look::Told)| indicator.direction != Direction::Neither;
    Ok(basis.overview().into_iter().filter(has_way).map(one).collect())
}

/// An indicator of all providers together so far this year, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoFar {
    /// What it is called.
    pub title: String,
    /// What it is now, with its base.
    pub now: String,
    /// What it was the same months a year before.
    pub earlier: String,
    /// The target.
    pub goal: String,
    /// How it stands to the target.
    pub stands: &'static str,
}

/// The results so far of all providers together, for material that rektors read: nothing behind which few stand is told. Gives the months
/// that they are of, in words, and where they come from; nothing before there are any.
///
/// # Errors
/// When the database cannot be read.
pub fn so_far(tx: &mut ReadTx<'_>, today: Day) -> Result<Option<(String, String, Vec<SoFar>)>, StoreError> {
    let Some(basis) = Basis::read(tx, Request::default(), today, Rule::INSIDE)? else { return Ok(None) };
    let one = |(indicator, told): (&domain::year::Indicator, super::look::Told)| SoFar {
        title: indicator.title.as_sv().to_owned(),
        now: super::sv::with_base(told.figure),
        earlier: super::sv::with_base(told.earlier),
        goal: told.goal.words.clone(),
        stands: told.stands.map_or("", domain::indicators::sv::stands),
    };
    let known = |(indicator, told): &(&domain::year::Indicator, super::look::Told)| {
        indicator.direction != Direction::Neither && told.figure.value().is_some()
    };
    let all: Vec<SoFar> = basis.overview().into_iter().filter(known).map(one).collect();
    if all.is_empty() {
        return Ok(None);
    }
    Ok(Some((super::sv::months(basis.months), super::view::source(&basis), all)))
}
