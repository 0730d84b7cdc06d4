//! Month by month: what is ordinary variation, and what is not.
//!
//! Shares: the p chart (D. C. Montgomery, *Introduction to Statistical Quality Control*, 7th edition, 2013, §7.2), with exact
//! binomial limits instead of the normal approximation, since months are small; where months spread by more than chance,
//! the p′ chart of D. B. Laney (*Improved control charts for attributes*, Quality Engineering 14, 2002, pp. 531\u{2013}537).
//! Other figures: the chart of individual values and moving ranges (Montgomery, §6.4).
//!
//! Limits from few months are trial limits that the next month may move. Montgomery asks for 20\u{2013}25 of them (§7.2.1), the
//! English health service's *Making data count* warns below 12. So below 12 there are none, and below 20 they are called
//! what they are.

use std::collections::BTreeSet;

use crate::funnel::exact_limits;
use crate::interval::Interval;
use crate::share::Share;
use crate::special::{chi_square_above, length, normal_below, real};

/// Months before limits are drawn at all.
pub const LEAST_FOR_LIMITS: usize = 12;
/// Months before limits are more than trial limits.
pub const LEAST_FOR_SETTLED: usize = 20;
/// Months in a row on one side of the centre that make a shift (L. P. Provost and S. K. Murray, *The Health Care Data
/// Guide*, 2011, ch. 4: eight or more).
pub const SHIFT: usize = 8;
/// Months in a row that each go further the same way (Provost and Murray, ch. 4: six or more).
pub const TREND: usize = 6;
/// The mean of the range of two normal values, in standard deviations (Montgomery, appendix VI, d\u{2082} at n = 2).
const D2: f64 = 1.128;
/// The upper limit of a moving range as a multiple of its mean (Montgomery, appendix VI, D\u{2084} at n = 2).
const D4: f64 = 3.267;

/// What the limits stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Footing {
    /// Too few months: there are no limits, and nothing is called a signal.
    TooFew,
    /// Trial limits: the next month may move them.
    Trial,
    /// Enough months.
    Settled,
}

impl Footing {
    /// By how many months the limits are taken from.
    pub fn of(months: usize) -> Self {
        if months < LEAST_FOR_LIMITS {
            Self::TooFew
        } else if months < LEAST_FOR_SETTLED {
            Self::Trial
        } else {
            Self::Settled
        }
    }
}

/// Something that chance seldom does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// Above the upper limit.
    Above,
    /// Below the lower limit.
    Below,
    /// One of eight or more in a row above the centre.
    ShiftUp,
    /// One of eight or more in a row below the centre.
    ShiftDown,
    /// One of six or more in a row that each go up.
    TrendUp,
    /// One of six or more in a row that each go down.
    TrendDown,
}

/// What the limits of a chart of shares rest on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Chance alone: exact binomial limits, as rare as three standard deviations.
    Chance,
    /// Months spread by more than chance: so many times three standard deviations (Laney's σ of the standardised values).
    Laney(f64),
}

/// A month of a chart of shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// The figure; without a base there is no value.
    pub share: Share,
    /// The limits at this month's base; `None` where there are too few months or no base.
    pub limits: Option<Interval>,
    /// What stands out, in order.
    pub signals: BTreeSet<Signal>,
}

/// A chart of shares.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareChart {
    /// The share of all the months that the limits are taken from.
    pub centre: Share,
    /// What the limits stand on.
    pub footing: Footing,
    /// What the limits rest on.
    pub spread: Spread,
    /// The months, as given.
    pub months: Vec<Month>,
}

/// Three standard deviations of chance, times `factor`, around the centre at a base: Montgomery, §7.2.1, and with
/// Laney's factor the p′ chart. Within 0 and 1; `None` without a base.
pub fn three_sigma(centre: f64, base: i64, factor: f64) -> Option<Interval> {
    let half = (base > 0).then(|| 3.0 * factor * libm::sqrt(centre * (1.0 - centre) / real(base)))?;
    Some(Interval { low: (centre - half).max(0.0), high: (centre + half).min(1.0) })
}

/// Laney's σ of the standardised values: their mean moving range over d\u{2082}.
fn laney_sigma(months: &[Share], centre: f64) -> f64 {
    let distances: Vec<f64> = months
        .iter()
        .filter_map(|share| Some((share.value()? - centre) / libm::sqrt(centre * (1.0 - centre) / real(share.base()))))
        .collect();
    mean_moving_range(&distances).map_or(1.0, |range| range / D2)
}

/// Whether months spread by more than chance: the chi-square test of equal shares at 5 % (Snedecor and Cochran,
/// *Statistical Methods*, 8th edition, 1989, ch. 11).
fn spreads(months: &[Share], centre: f64) -> bool {
    let variance = centre * (1.0 - centre);
    let squares: f64 =
        months.iter().filter_map(|share| Some((share.value()? - centre).powi(2) * real(share.base()) / variance)).sum();
    let with_base = months.iter().filter(|share| share.base() > 0).count();
    i64::try_from(with_base).is_ok_and(|count| chi_square_above(squares, count - 1) < 0.05)
}

impl ShareChart {
    /// The chart of the months in order. Centre and limits are taken from the first `baseline` months (from all of them
    /// where there are no more). `None` where none of those has a base.
    pub fn of(months: &[Share], baseline: usize) -> Option<Self> {
        let from = &months[..baseline.min(months.len())];
        let centre = Share::total(from.iter().copied())?;
        let value = centre.value()?;
        let footing = Footing::of(from.iter().filter(|share| share.base() > 0).count());
        let varies = 0.0 < value && value < 1.0;
        let sigma = if varies { laney_sigma(from, value) } else { 1.0 };
        let spread = if varies && sigma > 1.0 && spreads(from, value) { Spread::Laney(sigma) } else { Spread::Chance };
        let limits = |share: &Share| match (footing, spread) {
            (Footing::TooFew, _) => None,
            (_, Spread::Laney(sigma)) => three_sigma(value, share.base(), sigma),
            (_, Spread::Chance) => exact_limits(share.base(), value, normal_below(-3.0)),
        };
        let values: Vec<Option<f64>> = months.iter().map(|share| share.value()).collect();
        let drawn: Vec<Option<Interval>> = months.iter().map(limits).collect();
        let signals = signals(&values, value, &drawn, footing);
        let months = months.iter().zip(drawn).zip(signals);
        let months = months.map(|((share, limits), signals)| Month { share: *share, limits, signals }).collect();
        Some(Self { centre, footing, spread, months })
    }
}

/// A chart of individual values and their moving ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueChart {
    /// The mean of the values that the limits are taken from.
    pub centre: f64,
    /// The mean distance from one value to the next.
    pub moving_range: f64,
    /// What the limits stand on.
    pub footing: Footing,
    /// The limits of the values: 3/1.128 mean moving ranges around the centre; `None` where there are too few.
    pub limits: Option<Interval>,
    /// The limit of a moving range; `None` where there are too few.
    pub range_limit: Option<f64>,
    /// What stands out, value by value.
    pub signals: Vec<BTreeSet<Signal>>,
}

fn mean_moving_range(values: &[f64]) -> Option<f64> {
    let sum: f64 = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
    (values.len() > 1).then(|| sum / length(values.len() - 1))
}

impl ValueChart {
    /// The chart of the values in order; those missing are left out of the ranges. Centre and limits are taken from the
    /// first `baseline` places. `None` with fewer than two values there, or one that is not a number.
    pub fn of(values: &[Option<f64>], baseline: usize) -> Option<Self> {
        let from: Vec<f64> = values[..baseline.min(values.len())].iter().copied().flatten().collect();
        if values.iter().flatten().any(|value| !value.is_finite()) {
            return None;
        }
        let moving_range = mean_moving_range(&from)?;
        let centre = from.iter().sum::<f64>() / length(from.len());
        let footing = Footing::of(from.len());
        let half = 3.0 / D2 * moving_range;
        let told = footing != Footing::TooFew;
        let limits = told.then_some(Interval { low: centre - half, high: centre + half });
        let signals = signals(values, centre, &vec![limits; values.len()], footing);
        Some(Self { centre, moving_range, footing, limits, range_limit: told.then_some(D4 * moving_range), signals })
    }
}

/// What stands out, value by value.
fn signals(
    values: &[Option<f64>],
    centre: f64,
    limits: &[Option<Interval>],
    footing: Footing,
) -> Vec<BTreeSet<Signal>> {
    let mut found = vec![BTreeSet::new(); values.len()];
    if footing == Footing::TooFew {
        return found;
    }
    for ((value, limits), found) in values.iter().zip(limits).zip(&mut found) {
        if let (Some(value), Some(limits)) = (value, limits) {
            if *value > limits.high {
                found.insert(Signal::Above);
            }
            if *value < limits.low {
                found.insert(Signal::Below);
            }
        }
    }
    let present: Vec<(usize, f64)> =
        values.iter().enumerate().filter_map(|(at, value)| value.map(|value| (at, value))).collect();
    // A value on the centre neither counts nor breaks the row (Perla, Provost and Murray, BMJ Quality and Safety 20, 2011,
    // pp. 46-51).
    let off: Vec<(usize, f64)> = present.iter().copied().filter(|(_, value)| !same(*value, centre)).collect();
    for row in off.chunk_by(|one, next| (one.1 > centre) == (next.1 > centre)).filter(|row| row.len() >= SHIFT) {
        let signal = if row[0].1 > centre { Signal::ShiftUp } else { Signal::ShiftDown };
        for (at, _) in row {
            found[*at].insert(signal);
        }
    }
    // A value like the one before neither counts nor breaks the row.
    let mut changing = present;
    changing.dedup_by(|next, one| same(next.1, one.1));
    let mut start = 0;
    while start + 1 < changing.len() {
        let up = changing[start + 1].1 > changing[start].1;
        let mut end = start + 1;
        while end + 1 < changing.len() && (changing[end + 1].1 > changing[end].1) == up {
            end += 1;
        }
        if end - start + 1 >= TREND {
            let signal = if up { Signal::TrendUp } else { Signal::TrendDown };
            for (at, _) in &changing[start..=end] {
                found[*at].insert(signal);
            }
        }
        start = end;
    }
    found
}

/// Equal but for rounding.
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-12 * one.abs().max(other.abs())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Montgomery, table 7.1: nonconforming cans in 30 samples of 50.
    const CANS: [i64; 30] =
        [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6];
    /// Montgomery, table 6.6: costs of processing mortgage loans, 20 weeks.
    const LOANS: [f64; 20] = [
        310.0, 288.0, 297.0, 298.0, 307.0, 303.0, 294.0, 297.0, 308.0, 306.0, 294.0, 299.0, 297.0, 299.0, 314.0, 295.0,
        293.0, 306.0, 301.0, 304.0,
    ];

    fn shares(parts: &[i64], base: i64) -> Vec<Share> {
        parts.iter().map(|part| Share::new(*part, base).unwrap()).collect()
    }

    #[test]
    fn the_published_p_chart_is_met() {
        // Montgomery, example 7.1: centre 0.2313, limits 0.0524 and 0.4102; samples 15 and 23 above
        let chart = ShareChart::of(&shares(&CANS, 50), 30).unwrap();
        assert_eq!((chart.centre.part(), chart.centre.base(), chart.footing), (347, 1_500, Footing::Settled));
        let centre = chart.centre.value().unwrap();
        assert!((centre - 0.2313).abs() < 0.000_05);
        let limits = three_sigma(centre, 50, 1.0).unwrap();
        assert!((limits.low - 0.0524).abs() < 0.000_1 && (limits.high - 0.4102).abs() < 0.000_1, "{limits:?}");
        let outside: Vec<usize> = (0..30).filter(|at| real(CANS[*at]) / 50.0 > limits.high).map(|at| at + 1).collect();
        assert_eq!(outside, [15, 23]);
    }

    #[test]
    fn the_published_chart_of_individual_values_is_met() {
        // Montgomery, example 6.5: mean 300.5, mean moving range 7.79, limits 321.22 and 279.78, range limit 25.45
        let chart = ValueChart::of(&LOANS.map(Some), 20).unwrap();
        let limits = chart.limits.unwrap();
        assert!((chart.centre - 300.5).abs() < 1e-9 && (chart.moving_range - 7.79).abs() < 0.005);
        assert!((limits.high - 321.22).abs() < 0.01 && (limits.low - 279.78).abs() < 0.01, "{limits:?}");
        assert!((chart.range_limit.unwrap() - 25.45).abs() < 0.02);
        assert!(chart.signals.iter().all(BTreeSet::is_empty));
    }

    #[test]
    fn few_months_have_no_limits_and_some_have_trial_limits() {
        for (months, footing) in [
            (1, Footing::TooFew),
            (11, Footing::TooFew),
            (12, Footing::Trial),
            (19, Footing::Trial),
            (20, Footing::Settled),
        ] {
            let chart = ShareChart::of(&vec![Share::new(8, 10).unwrap(); months], usize::MAX).unwrap();
            assert_eq!(chart.footing, footing);
            assert_eq!(chart.months[0].limits.is_none(), footing == Footing::TooFew);
        }
        assert_eq!(ShareChart::of(&[], 12), None);
        assert_eq!(ShareChart::of(&shares(&[0], 0), 12), None);
        assert_eq!(ValueChart::of(&[Some(1.0)], 12), None);
        assert_eq!(ValueChart::of(&[Some(1.0), Some(f64::NAN)], 12), None);
    }

    #[test]
    fn months_that_spread_by_more_than_chance_get_wider_limits() {
        let calm = ShareChart::of(&shares(&[80, 82, 79, 81, 80, 78, 83, 80, 79, 82, 81, 80], 100), 12).unwrap();
        assert_eq!(calm.spread, Spread::Chance);
        let wild: Vec<i64> = (0..24).map(|n| if n % 2 == 0 { 7_700 } else { 8_300 }).collect();
        let chart = ShareChart::of(&shares(&wild, 10_000), 24).unwrap();
        let Spread::Laney(sigma) = chart.spread else { panic!("{:?}", chart.spread) };
        // By hand: every moving range is 600/10000 over √(0.8 · 0.2/10000) = 15 standard deviations
        assert!((sigma - 15.0 / 1.128).abs() < 1e-9);
        assert!(chart.months.iter().all(|month| month.signals.is_empty()));
    }

    fn found(values: &[f64], centre: f64) -> Vec<Vec<Signal>> {
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        let limits = vec![Some(Interval { low: -9.0, high: 9.0 }); values.len()];
        let found = signals(&values, centre, &limits, Footing::Settled);
        found.into_iter().map(|signals| signals.into_iter().collect()).collect()
    }

    #[test]
    fn eight_on_one_side_make_a_shift_and_one_on_the_centre_does_not_count() {
        let mut values = vec![1.0, 2.0, 1.0, 2.0, 0.0, 1.0, 2.0, 1.0];
        assert!(found(&values, 0.0).concat().is_empty(), "seven and one on the centre");
        values.push(2.0);
        let signals = found(&values, 0.0);
        assert_eq!(signals.concat(), [Signal::ShiftUp; 8]);
        assert!(signals[4].is_empty());
        values.insert(3, -1.0);
        assert!(found(&values, 0.0).concat().is_empty());
    }

    #[test]
    fn six_in_a_row_that_rise_make_a_trend_and_a_repeated_one_does_not_count() {
        assert!(found(&[-3.0, -2.0, -1.0, 1.0, 2.0], 0.0).concat().is_empty());
        assert_eq!(found(&[-3.0, -2.0, -2.0, -1.0, 1.0, 2.0, 3.0], 0.0).concat(), [Signal::TrendUp; 6]);
        assert_eq!(found(&[3.0, 2.0, 1.0, -1.0, -2.0, -3.0, 4.0], 0.0).concat(), [Signal::TrendDown; 6]);
    }

    #[test]
    fn a_point_beyond_a_limit_is_told() {
        assert_eq!(found(&[0.0, 10.0, -10.0], 0.0), [vec![], vec![Signal::Above], vec![Signal::Below]]);
    }

    proptest! {
        #[test]
        fn charts_of_any_months_stay_within_bounds(
            months in proptest::collection::vec((0_i64..60, 0_i64..60), 1..40),
            baseline in 1_usize..50,
        ) {
            let months: Vec<Share> = months.iter().map(|(a, b)| Share::new(*a.min(b), *a.max(b)).unwrap()).collect();
            let Some(chart) = ShareChart::of(&months, baseline) else { return Ok(()) };
            prop_assert_eq!(chart.months.len(), months.len());
            for month in &chart.months {
                if let Some(limits) = month.limits {
                    prop_assert!(0.0 <= limits.low && limits.low <= limits.high && limits.high <= 1.0);
                    prop_assert!(month.share.base() > 0);
                }
                prop_assert!(!month.signals.contains(&Signal::Above) || !month.signals.contains(&Signal::Below));
            }
            // The same months upside down have the same picture upside down.
            let turned: Vec<Share> = months.iter().map(|share| share.rest()).collect();
            let turned = ShareChart::of(&turned, baseline).unwrap();
            let count = |chart: &ShareChart, signal| chart.months.iter().filter(|m| m.signals.contains(&signal)).count();
            prop_assert_eq!(count(&chart, Signal::ShiftUp), count(&turned, Signal::ShiftDown));
            prop_assert_eq!(count(&chart, Signal::TrendUp), count(&turned, Signal::TrendDown));
        }
    }
}
