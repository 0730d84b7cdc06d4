//! Providers (or units, or areas) beside each other without a ranking: how far a share may lie from that of all together
//! before it says anything. After D. J. Spiegelhalter, *Funnel plots for comparing institutional performance*, Statistics in
//! Medicine 24, 2005, pp. 1185\u{2013}1202.
//!
//! Providers differ by more than chance for reasons that no figure holds. So limits can be widened by how much all of them
//! spread (D. J. Spiegelhalter, *Handling over-dispersion of performance indicators*, Quality and Safety in Health Care 14,
//! 2005, pp. 347\u{2013}351): by a factor, or by a variance between providers that is added to chance, as the hospital
//! mortality indicator of the English health service does.

use crate::interval::{Confidence, Interval};
use crate::share::Share;
use crate::special::{binomial, binomial_at_most, chi_square_above, length, normal_quantile, real};

/// How the spread between providers is to widen the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widening {
    /// Not: chance alone.
    None,
    /// By a factor on the standard error: φ.
    Factor,
    /// By a variance between providers: τ².
    Between,
}

/// How much of the most extreme providers is drawn in, at each end, before the spread is estimated, so that those whom the
/// limits should find do not widen them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Winsor {
    /// Nothing.
    None,
    /// A tenth at each end.
    Tenth,
    /// A fifth at each end.
    Fifth,
}

impl Winsor {
    /// So many of `units` at each end.
    fn at_each_end(self, units: usize) -> usize {
        match self {
            Self::None => 0,
            Self::Tenth => units / 10,
            Self::Fifth => units / 5,
        }
    }
}

/// What the limits rest on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Chance alone, exactly.
    Chance,
    /// φ above 1: limits are √φ times as wide as chance, by the normal approximation.
    Factor(f64),
    /// τ² above 0: the variance between providers, by the normal approximation.
    Between(f64),
}

/// Where a share lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It has no base.
    NoBase,
    /// Below what all but one in a thousand would reach.
    Low,
    /// Below the 95 % limit, within the 99.8 % limit: one in forty lies there by chance.
    PerhapsLow,
    /// Within the 95 % limits: it cannot be told from the share of all together.
    Average,
    /// Above the 95 % limit, within the 99.8 % limit.
    PerhapsHigh,
    /// Above what all but one in a thousand would stay below.
    High,
}

/// The limits at one base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The 95 % limits.
    pub inner: Interval,
    /// The 99.8 % limits.
    pub outer: Interval,
}

/// The share of all together, and how far from it a share may lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Funnel {
    /// The share of all together.
    pub centre: Share,
    /// How many have a base.
    pub units: usize,
    /// What the limits rest on.
    pub spread: Spread,
    /// φ: the mean of the squared standardised distances after drawing in the extremes; about 1 where there is only chance.
    pub dispersion: f64,
    /// How often chance alone would spread them as much (the chi-square test of equal shares; G. W. Snedecor and
    /// W. G. Cochran, *Statistical Methods*, 8th edition, 1989, ch. 11).
    pub by_chance: f64,
    value: f64,
}

/// The limit that a share of `base` stays at or below with the probability, when `centre` is the true share: the exact
/// binomial limit, interpolated between counts so that the funnel is smooth (Spiegelhalter, Statistics in Medicine 2005,
/// appendix). Between 0 and 1; `None` without a base.
pub fn exact_limit(base: i64, centre: f64, probability: f64) -> Option<f64> {
    if base <= 0 || !(0.0..=1.0).contains(&centre) || !(0.0..=1.0).contains(&probability) {
        return None;
    }
    let reached = least_reaching(base, centre, probability);
    let back = if reached.density > 0.0 { (reached.above / reached.density).min(1.0) } else { 0.0 };
    Some(((real(reached.count) - back) / real(base)).clamp(0.0, 1.0))
}

/// The least count that is reached with a probability.
struct Reached {
    /// Which.
    count: i64,
    /// The probability of exactly that count.
    density: f64,
    /// By how much the probability of at most that count is above what was asked for.
    above: f64,
}

/// The least count r with P(R <= r) >= `probability`. Begins where the normal approximation has it and goes on one count at a
/// time by the ratio of neighbouring densities: a page asks for some hundred limits, and the distribution function is dear.
fn least_reaching(base: i64, centre: f64, probability: f64) -> Reached {
    /// So far from the approximation the counts are halved instead.
    const NEAR: usize = 40;
    let odds = centre / (1.0 - centre);
    let mut count = approximately(base, centre, probability);
    let (mut at_most, mut density) = (binomial_at_most(count, base, centre), binomial(count, base, centre));
    let mut steps = 0;
    while at_most < probability && count < base && steps < NEAR {
        density *= real(base - count) / real(count + 1) * odds;
        count += 1;
        at_most += density;
        steps += 1;
    }
    while count > 0 && at_most - density >= probability && steps < NEAR {
        at_most -= density;
        density *= real(count) / (real(base - count + 1) * odds);
        count -= 1;
        steps += 1;
    }
    if steps < NEAR && density.is_finite() && density > 0.0 {
        return Reached { count, density, above: (at_most - probability).max(0.0) };
    }
    halved(base, centre, probability)
}

/// Where the normal approximation has it, within 0 and `base`.
fn approximately(base: i64, centre: f64, probability: f64) -> i64 {
    let z = normal_quantile(probability).clamp(-9.0, 9.0);
    let deviation = libm::sqrt(real(base) * centre * (1.0 - centre));
    // Half a count for continuity, and what the skewness moves it by (Cornish and Fisher's first term).
    let skewed = (z * z - 1.0) * (1.0 - 2.0 * centre) / 6.0;
    let about = real(base) * centre + z * deviation + skewed - 0.5;
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and a count")]
    let about = about.clamp(0.0, real(base)) as i64;
    about.clamp(0, base)
}

/// The same by halving, which takes a dozen values of the distribution function.
fn halved(base: i64, centre: f64, probability: f64) -> Reached {
    let (mut low, mut high) = (0, base);
    while low < high {
        let middle = i64::midpoint(low, high);
        if binomial_at_most(middle, base, centre) >= probability {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let above = (binomial_at_most(low, base, centre) - probability).max(0.0);
    Reached { count: low, density: binomial(low, base, centre), above }
}

/// Both exact limits at a base, each with probability `tail` beyond it. The upper one is the lower one of the failures, not
/// `exact_limit` at `1 - tail`: interpolation there puts a count outside that is reached far more often than the tail says
/// (all of five, where 99 of 100 succeed). So a share lies outside precisely when it, or one further out, has a probability
/// below `tail` (the first method of B. N. Manktelow and S. E. Seaton, *Specifying the probability characteristics of funnel
/// plot control limits*, PLoS ONE 7(9), 2012, e45723).
pub fn exact_limits(base: i64, centre: f64, tail: f64) -> Option<Interval> {
    Some(Interval { low: exact_limit(base, centre, tail)?, high: 1.0 - exact_limit(base, 1.0 - centre, tail)? })
}

/// The standardised distances with so many at each end drawn in to the next one.
fn drawn_in(mut distances: Vec<f64>, winsor: Winsor) -> Vec<f64> {
    distances.sort_by(f64::total_cmp);
    let (units, cut) = (distances.len(), winsor.at_each_end(distances.len()));
    if units > 2 * cut {
        let (low, high) = (distances[cut], distances[units - 1 - cut]);
        for distance in &mut distances {
            *distance = distance.clamp(low, high);
        }
    }
    distances
}

impl Funnel {
    /// The funnel of the shares; those without a base are left out. `None` where none has a base.
    pub fn of(shares: &[Share], widening: Widening, winsor: Winsor) -> Option<Self> {
        let centre = Share::total(shares.iter().copied())?;
        let value = centre.value()?;
        let with_base: Vec<Share> = shares.iter().copied().filter(|share| share.base() > 0).collect();
        let units = with_base.len();
        let variance = |share: &Share| value * (1.0 - value) / real(share.base());
        let distances: Vec<f64> = with_base
            .iter()
            .map(|share| {
                let error = libm::sqrt(variance(share));
                if error > 0.0 { (real(share.part()) / real(share.base()) - value) / error } else { 0.0 }
            })
            .collect();
        let squares: f64 = distances.iter().map(|z| z * z).sum();
        let by_chance = i64::try_from(units).map_or(1.0, |units| chi_square_above(squares, units - 1));
        let dispersion = drawn_in(distances, winsor).iter().map(|z| z * z).sum::<f64>() / length(units);
        let spread = match widening {
            _ if units < 2 => Spread::Chance,
            Widening::None => Spread::Chance,
            Widening::Factor if dispersion > 1.0 => Spread::Factor(dispersion),
            Widening::Factor => Spread::Chance,
            Widening::Between => {
                // The moment estimate of DerSimonian and Laird (Controlled Clinical Trials 7, 1986, pp. 177-188).
                let weights: Vec<f64> = with_base.iter().map(|share| 1.0 / variance(share)).collect();
                let sum: f64 = weights.iter().sum();
                let lost = weights.iter().map(|w| w * w).sum::<f64>() / sum;
                let between = (length(units) * dispersion - (length(units) - 1.0)) / (sum - lost);
                if between > 0.0 { Spread::Between(between) } else { Spread::Chance }
            }
        };
        Some(Self { centre, units, spread, dispersion, by_chance, value })
    }

    /// The limits at a base; `None` without one.
    pub fn limits(&self, base: i64) -> Option<Limits> {
        Some(Limits {
            inner: self.at(base, Confidence::NinetyFive)?,
            outer: self.at(base, Confidence::NinetyNinePointEight)?,
        })
    }

    fn at(&self, base: i64, confidence: Confidence) -> Option<Interval> {
        let exact = exact_limits(base, self.value, confidence.tail())?;
        let chance = self.value * (1.0 - self.value) / real(base);
        let variance = match self.spread {
            Spread::Chance => return Some(exact),
            Spread::Factor(factor) => factor * chance,
            Spread::Between(between) => between + chance,
        };
        let half = confidence.z() * libm::sqrt(variance);
        // Never narrower than chance, which the approximation could be at a small base.
        Some(Interval {
            low: (self.value - half).max(0.0).min(exact.low),
            high: (self.value + half).min(1.0).max(exact.high),
        })
    }

    /// Where a share lies among the limits at its base.
    pub fn standing(&self, share: Share) -> Standing {
        let (Some(value), Some(limits)) = (share.value(), self.limits(share.base())) else { return Standing::NoBase };
        if value < limits.outer.low {
            Standing::Low
        } else if value > limits.outer.high {
            Standing::High
        } else if value < limits.inner.low {
            Standing::PerhapsLow
        } else if value > limits.inner.high {
            Standing::PerhapsHigh
        } else {
            Standing::Average
        }
    }

    /// How many would lie outside the 95 % limits if there were nothing but chance.
    pub fn expected_outside(&self) -> f64 {
        2.0 * Confidence::NinetyFive.tail() * length(self.units)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(part: i64, base: i64) -> Share {
        Share::new(part, base).unwrap()
    }

    fn any_shares() -> impl Strategy<Value = Vec<Share>> {
        let one = (0_i64..300).prop_flat_map(|base| (0..=base).prop_map(move |part| share(part, base)));
        proptest::collection::vec(one, 1..25)
    }

    #[test]
    fn exact_limits_follow_the_distribution_and_are_interpolated() {
        // Ten throws of a coin: P(R <= 1) = 11/1024 < 0.025 <= P(R <= 2) = 56/1024, so r = 2 and
        // (2 - (56/1024 - 0.025) / (45/1024)) / 10 (Spiegelhalter, appendix, by hand)
        let by_hand = (2.0 - (56.0 / 1024.0 - 0.025) / (45.0 / 1024.0)) / 10.0;
        let limits = exact_limits(10, 0.5, 0.025).unwrap();
        assert!((limits.low - by_hand).abs() < 1e-13);
        assert!((limits.high - (1.0 - by_hand)).abs() < 1e-13);
        assert_eq!(exact_limit(0, 0.5, 0.025), None);
        assert_eq!(exact_limit(10, 1.5, 0.025), None);
    }

    #[test]
    fn drawing_in_replaces_the_most_extreme_by_the_next() {
        let distances: Vec<f64> = (0..10).map(|n| real(n * n)).collect();
        assert_eq!(
            drawn_in(distances.clone(), Winsor::Tenth),
            [1.0, 1.0, 4.0, 9.0, 16.0, 25.0, 36.0, 49.0, 64.0, 64.0]
        );
        assert_eq!(drawn_in(distances.clone(), Winsor::Fifth)[..3], [4.0, 4.0, 4.0]);
        assert_eq!(drawn_in(distances.clone(), Winsor::None), distances);
    }

    #[test]
    fn the_spread_between_providers_is_what_it_is_by_hand() {
        // Distances -2, 0 and 2 standard errors of 0.05: φ = 8/3, and τ² = (3φ - 2) / (1200 - 400)
        let shares = [share(40, 100), share(50, 100), share(60, 100)];
        let factor = Funnel::of(&shares, Widening::Factor, Winsor::Tenth).unwrap();
        let between = Funnel::of(&shares, Widening::Between, Winsor::Tenth).unwrap();
        assert!(matches!(factor.spread, Spread::Factor(factor) if (factor - 8.0 / 3.0).abs() < 1e-12));
        assert!(matches!(between.spread, Spread::Between(between) if (between - 0.0075).abs() < 1e-12));
        // Two degrees of freedom: the chance of a chi-square above 8 is e to the power of -4.
        assert!((factor.by_chance - libm::exp(-4.0)).abs() < 1e-14);
    }

    #[test]
    fn a_small_provider_cannot_be_told_from_the_average_where_a_large_one_can() {
        let funnel =
            Funnel::of(&[share(820, 1_000), share(7, 12), share(580, 1_000)], Widening::None, Winsor::None).unwrap();
        assert_eq!(funnel.standing(share(7, 12)), Standing::Average);
        assert_eq!(funnel.standing(share(580, 1_000)), Standing::Low);
        assert_eq!(funnel.standing(share(820, 1_000)), Standing::High);
        assert_eq!(funnel.standing(share(0, 0)), Standing::NoBase);
        assert_eq!(funnel.standing(share(663, 1_000)), Standing::PerhapsLow);
        assert!(funnel.by_chance < 1e-20 && (funnel.expected_outside() - 0.15).abs() < 1e-15);
    }

    #[test]
    fn where_all_spread_widely_nobody_stands_out() {
        let shares: Vec<Share> = (0..20).map(|n| share(600 + 15 * n, 1_000)).collect();
        let chance = Funnel::of(&shares, Widening::None, Winsor::Tenth).unwrap();
        assert_eq!(chance.standing(shares[0]), Standing::Low);
        for widening in [Widening::Factor, Widening::Between] {
            let wide = Funnel::of(&shares, widening, Winsor::Tenth).unwrap();
            assert_eq!(wide.standing(shares[0]), Standing::Average, "{wide:?}");
        }
    }

    #[test]
    fn where_all_or_none_succeed_everybody_is_average() {
        for part in [0, 50] {
            for widening in [Widening::None, Widening::Factor, Widening::Between] {
                let shares = [share(part, 50), share(part, 50), share(0, 0)];
                let funnel = Funnel::of(&shares, widening, Winsor::Tenth).unwrap();
                assert_eq!((funnel.standing(shares[0]), funnel.units), (Standing::Average, 2));
            }
        }
        assert_eq!(Funnel::of(&[share(0, 0)], Widening::None, Winsor::None), None);
        assert_eq!(Funnel::of(&[], Widening::None, Winsor::None), None);
    }

    proptest! {
        #[test]
        fn steps_from_the_approximation_find_the_limit_that_halving_finds(
            centre in prop_oneof![0.0_f64..=1.0, Just(0.0), Just(1.0), 1e-9_f64..1e-3],
            base in prop_oneof![1_i64..40, 1_i64..3_000, 1_i64..2_000_000],
            probability in prop_oneof![Just(0.025), Just(0.001), 0.0_f64..=1.0, Just(0.0), Just(1.0)],
        ) {
            let limit = |reached: &Reached| {
                real(reached.count) - if reached.density > 0.0 { (reached.above / reached.density).min(1.0) } else { 0.0 }
            };
            let (stepped, halved) = (least_reaching(base, centre, probability), halved(base, centre, probability));
            // Where hardly anything lies beyond, one count more or less is the same probability to the last bit.
            if (1e-9..=1.0 - 1e-9).contains(&probability) {
                prop_assert!((limit(&stepped) - limit(&halved)).abs() < 1e-6, "{} {}", limit(&stepped), limit(&halved));
            }
            prop_assert!((0..=base).contains(&stepped.count));
        }

        #[test]
        fn limits_hold_the_centre_and_lie_within_each_other(shares in any_shares(), base in 1_i64..3_000) {
            for widening in [Widening::None, Widening::Factor, Widening::Between] {
                let Some(funnel) = Funnel::of(&shares, widening, Winsor::Tenth) else { continue };
                let centre = funnel.centre.value().unwrap();
                let Limits { inner, outer } = funnel.limits(base).unwrap();
                // The interpolated limit lies within one count of where the distribution passes the probability.
                let count = 1.0 / real(base);
                prop_assert!(inner.low <= centre + count && centre - count <= inner.high, "{inner:?} {centre}");
                prop_assert!(outer.low <= inner.low + 1e-12 && inner.high <= outer.high + 1e-12);
                prop_assert!(0.0 <= outer.low && outer.high <= 1.0);
                let chance = Funnel::of(&shares, Widening::None, Winsor::Tenth).unwrap().limits(base).unwrap();
                prop_assert!(outer.low <= chance.outer.low && chance.outer.high <= outer.high);
            }
        }

        #[test]
        fn more_people_narrow_the_limits(centre in 0.05_f64..0.95, base in 20_i64..2_000) {
            let (few, many) = (
                exact_limits(base, centre, 0.025).unwrap(),
                exact_limits(base * 4, centre, 0.025).unwrap(),
            );
            prop_assert!(many.width() < few.width());
        }

        #[test]
        fn a_count_is_outside_precisely_when_its_tail_is_rare(
            centre in 0.0_f64..=1.0,
            (base, part) in (1_i64..1_500).prop_flat_map(|base| (Just(base), 0..=base)),
        ) {
            let value = real(part) / real(base);
            for tail in [0.025, 0.001] {
                let limits = exact_limits(base, centre, tail).unwrap();
                let (below, above) =
                    (binomial_at_most(part, base, centre), binomial_at_most(base - part, base, 1.0 - centre));
                prop_assert!((below - tail).abs() < 1e-9 || (value < limits.low) == (below < tail));
                prop_assert!((above - tail).abs() < 1e-9 || (value > limits.high) == (above < tail));
            }
        }
    }
}
