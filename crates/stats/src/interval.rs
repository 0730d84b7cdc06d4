//! How sure a share is, and how sure the difference between two.

use crate::share::Share;
use crate::special::{beta_quantile, normal_quantile, real};

/// A range of shares, each between 0 and 1; of differences, each between −1 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether the value lies within, the ends included.
    pub fn holds(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// From the lower end to the upper.
    pub fn width(self) -> f64 {
        self.high - self.low
    }
}

/// How sure an interval is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// 90 %.
    Ninety,
    /// 95 %, what is shown where nothing else is said.
    NinetyFive,
    /// 99 %.
    NinetyNine,
    /// 99.8 %, the outer limits of a funnel plot.
    NinetyNinePointEight,
}

impl Confidence {
    /// The probability of lying beyond one of the ends.
    pub fn tail(self) -> f64 {
        match self {
            Self::Ninety => 0.05,
            Self::NinetyFive => 0.025,
            Self::NinetyNine => 0.005,
            Self::NinetyNinePointEight => 0.001,
        }
    }

    /// So many standard deviations of a normal variable.
    pub fn z(self) -> f64 {
        -normal_quantile(self.tail())
    }
}

/// The 95 % score interval of Wilson for `part` of `base`: see [`score`]. `None` where there is no base or the part does
/// not lie within it.
pub fn wilson(part: i64, base: i64) -> Option<Interval> {
    score(Share::new(part, base).ok()?, Confidence::NinetyFive)
}

/// The score interval of Wilson (E. B. Wilson, *Probable inference, the law of succession, and statistical inference*,
/// Journal of the American Statistical Association 22, 1927, pp. 209\u{2013}212), recommended for small bases by Brown, Cai
/// and DasGupta (*Interval estimation for a binomial proportion*, Statistical Science 16, 2001, equation 4). `None` without
/// a base.
pub fn score(share: Share, confidence: Confidence) -> Option<Interval> {
    let value = share.value()?;
    let (n, z) = (real(share.base()), confidence.z());
    let square = z * z;
    let centre = (value + square / (2.0 * n)) / (1.0 + square / n);
    let half = z / (1.0 + square / n) * libm::sqrt(value * (1.0 - value) / n + square / (4.0 * n * n));
    // At the ends the formula gives 0 and 1, which rounding must not move.
    let low = if share.part() == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if share.part() == share.base() { 1.0 } else { (centre + half).min(1.0) };
    Some(Interval { low, high })
}

/// The exact interval of Clopper and Pearson (*The use of confidence or fiducial limits illustrated in the case of the
/// binomial*, Biometrika 26, 1934, pp. 404\u{2013}413) by beta quantiles (Brown, Cai and DasGupta, 2001, §4.2.1). It holds
/// the true share at least as often as it says, and is wider than Wilson's. `None` without a base.
pub fn clopper_pearson(share: Share, confidence: Confidence) -> Option<Interval> {
    share.value()?;
    let (part, rest) = (real(share.part()), real(share.rest().part()));
    let tail = confidence.tail();
    let low = if part == 0.0 { 0.0 } else { beta_quantile(tail, part, rest + 1.0) };
    let high = if rest == 0.0 { 1.0 } else { 1.0 - beta_quantile(tail, rest, part + 1.0) };
    Some(Interval { low, high })
}

/// The equal-tailed interval of the posterior under the prior of Jeffreys, B(½, ½); 0 and 1 at the ends (Brown, Cai and
/// DasGupta, 2001, §3.1.3). `None` without a base.
pub fn jeffreys(share: Share, confidence: Confidence) -> Option<Interval> {
    share.value()?;
    let (part, rest) = (real(share.part()), real(share.rest().part()));
    let tail = confidence.tail();
    let low = if part == 0.0 { 0.0 } else { beta_quantile(tail, part + 0.5, rest + 0.5) };
    let high = if rest == 0.0 { 1.0 } else { 1.0 - beta_quantile(tail, rest + 0.5, part + 0.5) };
    Some(Interval { low, high })
}

/// The interval of `one` less `other` from their score intervals (R. G. Newcombe, *Interval estimation for the difference
/// between independent proportions: comparison of eleven methods*, Statistics in Medicine 17, 1998, pp. 873\u{2013}890,
/// method 10). Meant for two shares of different people. `None` where one has no base.
pub fn difference(one: Share, other: Share, confidence: Confidence) -> Option<Interval> {
    let (p, q) = (one.value()?, other.value()?);
    let (a, b) = (score(one, confidence)?, score(other, confidence)?);
    let gap = p - q;
    let low = gap - libm::hypot(p - a.low, b.high - q);
    let high = gap + libm::hypot(a.high - p, q - b.low);
    Some(Interval { low: low.max(-1.0), high: high.min(1.0) })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(part: i64, base: i64) -> Share {
        Share::new(part, base).unwrap()
    }

    fn met(interval: Interval, low: f64, high: f64) -> bool {
        (interval.low - low).abs() < 0.000_051 && (interval.high - high).abs() < 0.000_051
    }

    #[test]
    fn known_intervals_are_met() {
        // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998),
        // pp. 857–872, table I, methods 3 (score) and 5 (Clopper–Pearson)
        for (part, base, score, exact) in [
            (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
            (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
            (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
            (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
        ] {
            assert!(met(wilson(part, base).unwrap(), score.0, score.1), "{part}/{base}");
            let interval = clopper_pearson(share(part, base), Confidence::NinetyFive).unwrap();
            assert!(met(interval, exact.0, exact.1), "{part}/{base}: {interval:?}");
        }
    }

    #[test]
    fn known_differences_are_met() {
        // Newcombe, Statistics in Medicine 17 (1998), pp. 873–890, table II, method 10, examples a–h
        for (one, other, low, high) in [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((0, 10), (0, 10), -0.2775, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1.0),
            ((10, 10), (0, 10), 0.6075, 1.0),
        ] {
            let interval = difference(share(one.0, one.1), share(other.0, other.1), Confidence::NinetyFive).unwrap();
            assert!(met(interval, low, high), "{one:?} {other:?}: {interval:?}");
        }
    }

    #[test]
    fn without_a_base_there_is_no_interval() {
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(3, 2), None);
        assert_eq!(wilson(-1, 2), None);
        let (none, some) = (share(0, 0), share(1, 2));
        assert_eq!(clopper_pearson(none, Confidence::NinetyFive), None);
        assert_eq!(jeffreys(none, Confidence::NinetyFive), None);
        assert_eq!(difference(none, some, Confidence::NinetyFive), None);
        assert_eq!(difference(some, none, Confidence::NinetyFive), None);
    }

    type Method = fn(Share, Confidence) -> Option<Interval>;
    const METHODS: [Method; 3] = [score, clopper_pearson, jeffreys];
    const CONFIDENCES: [Confidence; 4] =
        [Confidence::Ninety, Confidence::NinetyFive, Confidence::NinetyNine, Confidence::NinetyNinePointEight];

    fn any_share() -> impl Strategy<Value = Share> {
        (1_i64..3_000).prop_flat_map(|base| (0..=base).prop_map(move |part| share(part, base)))
    }

    proptest! {
        #[test]
        fn the_share_lies_within_and_the_complement_mirrors(of in any_share()) {
            let value = of.value().unwrap();
            for method in METHODS {
                let mut narrower = 0.0;
                for confidence in CONFIDENCES {
                    let (one, other) = (method(of, confidence).unwrap(), method(of.rest(), confidence).unwrap());
                    prop_assert!(0.0 <= one.low && one.low <= value + 1e-12);
                    prop_assert!(value - 1e-12 <= one.high && one.high <= 1.0);
                    prop_assert!((one.low - (1.0 - other.high)).abs() < 1e-11);
                    prop_assert!(one.width() > narrower);
                    narrower = one.width();
                }
            }
        }

        #[test]
        fn the_exact_interval_holds_the_score_of_the_middle_and_more_people_narrow_it(of in any_share(), times in 2_i64..5) {
            let more = share(of.part() * times, of.base() * times);
            for method in METHODS {
                let (few, many) = (method(of, Confidence::NinetyFive).unwrap(), method(more, Confidence::NinetyFive).unwrap());
                prop_assert!(many.width() < few.width());
            }
            let (exact, middle) =
                (clopper_pearson(of, Confidence::NinetyFive).unwrap(), jeffreys(of, Confidence::NinetyFive).unwrap());
            prop_assert!(exact.low <= middle.low + 1e-12 && middle.high <= exact.high + 1e-12);
        }

        #[test]
        fn a_larger_part_moves_every_interval_up(of in any_share()) {
            if of.part() < of.base() {
                for method in METHODS {
                    let (one, next) = (
                        method(of, Confidence::NinetyFive).unwrap(),
                        method(share(of.part() + 1, of.base()), Confidence::NinetyFive).unwrap(),
                    );
                    prop_assert!(one.low <= next.low && one.high <= next.high);
                }
            }
        }

        #[test]
        fn a_difference_lies_within_and_turns_with_its_sides(one in any_share(), other in any_share()) {
            let (there, back) = (
                difference(one, other, Confidence::NinetyFive).unwrap(),
                difference(other, one, Confidence::NinetyFive).unwrap(),
            );
            let gap = one.value().unwrap() - other.value().unwrap();
            prop_assert!(there.low <= gap + 1e-12 && gap - 1e-12 <= there.high);
            prop_assert!((there.low + back.high).abs() < 1e-12 && (there.high + back.low).abs() < 1e-12);
        }
    }
}
