//! How likely a target is to be missed when the period is over, told from what is known so far. It is offered beside the
//! provider's own judgement, never instead of it.
//!
//! What is left of the period is taken to be like what has been: given the true share, each remaining result is a draw by
//! itself. The share is not known, so the remaining count is beta-binomial (A. Gelman et al., *Bayesian Data Analysis*,
//! 3rd edition, 2013, §2.4 and §3.7 for the posterior, appendix A for the distribution). Beforehand the share has the weak
//! prior of Jeffreys, B(½, ½), to which earlier periods can be added at a discount: the power prior (J. G. Ibrahim and M.-H.
//! Chen, *Power prior distributions for regression models*, Statistical Science 15, 2000, pp. 46\u{2013}60).
//!
//! What it leaves out: students of the same group sway together, and the end of a period need not be like its beginning. So
//! a probability from here is rather too sure than too cautious.

use crate::interval::{Confidence, Interval};
use crate::share::Share;
use crate::special::{beta_binomial, real};

/// What was believed of the share before the period: how many successes and failures it weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    success: f64,
    failure: f64,
}

impl Prior {
    /// The weak prior of Jeffreys: half a success and half a failure.
    pub const JEFFREYS: Self = Self { success: 0.5, failure: 0.5 };

    /// An earlier period that weighs so many per cent of its base (100 at most), on top of Jeffreys.
    pub fn earlier(earlier: Share, weight_percent: u8) -> Self {
        let weight = f64::from(weight_percent.min(100)) / 100.0;
        Self { success: 0.5 + weight * real(earlier.part()), failure: 0.5 + weight * real(earlier.rest().part()) }
    }
}

/// How many results are still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume {
    low: i64,
    expected: i64,
    high: i64,
}

/// More results than this are not awaited.
const MOST_VOLUME: i64 = 1_000_000;

impl Volume {
    /// Exactly so many; `None` where negative or beyond a million.
    pub fn known(count: i64) -> Option<Self> {
        Self::between(count, count, count)
    }

    /// About `expected`, from `low` to `high`; `None` where they are out of order, negative or beyond a million.
    pub fn between(low: i64, expected: i64, high: i64) -> Option<Self> {
        (0 <= low && low <= expected && expected <= high && high <= MOST_VOLUME).then_some(Self { low, expected, high })
    }

    /// From `so_far` and what earlier periods had at the same time of the period and at its end: the median growth, from
    /// the least to the largest. `None` without an earlier period that had some at that time.
    pub fn from_earlier(so_far: i64, earlier: &[(i64, i64)]) -> Option<Self> {
        let mut growth: Vec<f64> = earlier
            .iter()
            .filter(|(then, end)| *then > 0 && end >= then)
            .map(|(then, end)| real(end - then) / real(*then))
            .collect();
        growth.sort_by(f64::total_cmp);
        let (first, last) = (growth.first().copied()?, growth.last().copied()?);
        let half = growth.len() / 2;
        let median = if growth.len() % 2 == 1 { growth[half] } else { f64::midpoint(growth[half - 1], growth[half]) };
        #[expect(clippy::cast_possible_truncation, reason = "beyond the largest count it is refused just after")]
        let count = |growth: f64| libm::round(growth * real(so_far)) as i64;
        Self::between(count(first), count(median), count(last))
    }

    /// The fewest.
    pub fn low(self) -> i64 {
        self.low
    }

    /// The likely number.
    pub fn expected(self) -> i64 {
        self.expected
    }

    /// The most.
    pub fn high(self) -> i64 {
        self.high
    }

    /// Nine numbers at most from the fewest to the most, with the expected one.
    fn tried(self) -> Vec<i64> {
        let mut tried: Vec<i64> = (0..8).map(|n| self.low + (self.high - self.low) * n / 7).collect();
        tried.push(self.expected);
        tried.sort_unstable();
        tried.dedup();
        tried
    }
}

/// Which side of the target is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The share is to reach the target.
    AtLeast,
    /// The share is not to pass the target.
    AtMost,
}

/// A target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Which side is the good one.
    pub aim: Aim,
    /// The share as counts, so that it is exact: 72.5 % is 725 of 1,000.
    pub limit: Share,
}

impl Target {
    /// Whether `part` of `base` misses it, in whole numbers. An empty base misses nothing.
    pub fn missed_by(self, part: i64, base: i64) -> bool {
        let (reached, wanted) =
            (i128::from(part) * i128::from(self.limit.base()), i128::from(self.limit.part()) * i128::from(base));
        match self.aim {
            Aim::AtLeast => reached < wanted,
            Aim::AtMost => reached > wanted,
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// Results so far.
    pub so_far: Share,
    /// What was believed before.
    pub prior: Prior,
    /// How many are still to come.
    pub volume: Volume,
    /// The target.
    pub target: Target,
    /// The least base so far under which nothing is said.
    pub least_base: i64,
}

/// Why nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaid {
    /// There are fewer results than the least base.
    BaseTooSmall {
        /// The base so far.
        base: i64,
        /// The least base.
        least: i64,
    },
    /// The target is a share without a base.
    NoTarget,
}

impl std::fmt::Display for Unsaid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BaseTooSmall { base, least } => write!(f, "{base} results are fewer than {least}"),
            Self::NoTarget => f.write_str("the target has no base"),
        }
    }
}

impl std::error::Error for Unsaid {}

/// What can be said of the end of the period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The probability of missing the target with the expected volume.
    pub risk: f64,
    /// The least and the largest probability over the volumes.
    pub risk_between: Interval,
    /// The mean of the final share with the expected volume.
    pub share: f64,
    /// Where the final share lies with 95 % probability, over all volumes.
    pub share_between: Interval,
}

/// The probabilities of 0..=`count` further successes. From the likeliest outwards by the ratio of neighbours, so that a
/// thousand of them cost little more than one.
fn remaining(count: i64, success: f64, failure: f64) -> Vec<f64> {
    let mean = real(count) * success / (success + failure);
    #[expect(clippy::cast_possible_truncation, reason = "at most the count")]
    let likely = (libm::floor(mean) as i64).clamp(0, count);
    // P(k + 1) / P(k)
    let ratio = |k: i64| real(count - k) * (success + real(k)) / (real(k + 1) * (failure + real(count - k - 1)));
    let start = beta_binomial(likely, count, success, failure);
    let mut below = Vec::new();
    let mut value = start;
    for k in (0..likely).rev() {
        value /= ratio(k);
        below.push(value);
    }
    below.reverse();
    below.push(start);
    value = start;
    for k in likely..count {
        value *= ratio(k);
        below.push(value);
    }
    below
}

/// What can be said of one volume: the probability of a miss, and the least and most further successes within 95 %.
fn with_volume(question: &Question, count: i64, success: f64, failure: f64) -> (f64, Interval) {
    let (part, base) = (question.so_far.part(), question.so_far.base().saturating_add(count));
    let tail = Confidence::NinetyFive.tail();
    let (mut risk, mut sum) = (0.0, 0.0);
    let mut ends = (None, None);
    for (more, probability) in (0..=count).zip(remaining(count, success, failure)) {
        if question.target.missed_by(part + more, base) {
            risk += probability;
        }
        sum += probability;
        let share = real(part + more) / real(base);
        if sum >= tail && ends.0.is_none() {
            ends.0 = Some(share);
        }
        if sum >= 1.0 - tail && ends.1.is_none() {
            ends.1 = Some(share);
        }
    }
    let most = real(part + count) / real(base);
    let interval = Interval { low: ends.0.unwrap_or(most), high: ends.1.unwrap_or(most) };
    (risk.clamp(0.0, 1.0), interval)
}

/// The probability of missing the target at the end of the period, and where the share will lie.
pub fn forecast(question: &Question) -> Result<Forecast, Unsaid> {
    let (base, least) = (question.so_far.base(), question.least_base.max(1));
    if base < least {
        return Err(Unsaid::BaseTooSmall { base, least });
    }
    if question.target.limit.base() == 0 {
        return Err(Unsaid::NoTarget);
    }
    let success = question.prior.success + real(question.so_far.part());
    let failure = question.prior.failure + real(question.so_far.rest().part());
    let expected = question.volume.expected;
    let (risk, mut share_between) = with_volume(question, expected, success, failure);
    let mut risk_between = Interval { low: risk, high: risk };
    for count in question.volume.tried() {
        let (risk, share) = with_volume(question, count, success, failure);
        risk_between = hull(risk_between, Interval { low: risk, high: risk });
        share_between = hull(share_between, share);
    }
    let more = real(expected) * success / (success + failure);
    let share = (real(question.so_far.part()) + more) / real(base.saturating_add(expected));
    Ok(Forecast { risk, risk_between, share, share_between })
}

fn hull(one: Interval, other: Interval) -> Interval {
    Interval { low: one.low.min(other.low), high: one.high.max(other.high) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(part: i64, base: i64) -> Share {
        Share::new(part, base).unwrap()
    }

    fn asked(part: i64, base: i64, more: i64, limit: Share) -> Question {
        Question {
            so_far: share(part, base),
            prior: Prior::JEFFREYS,
            volume: Volume::known(more).unwrap(),
            target: Target { aim: Aim::AtLeast, limit },
            least_base: 10,
        }
    }

    #[test]
    fn known_probabilities_are_met() {
        // The beta-binomial with a flat prior is uniform (Skellam, 1948): after 0 of
        // 0 the chance of at most k of m is (k+1)/(m+1). The cases below were summed in exact
        // fractions.
        assert_eq!(remaining(4, 1.0, 1.0).iter().map(|p| (p * 1e12).round() / 1e12).collect::<Vec<_>>(), [0.2; 5]);
        for (part, base, more, limit, risk) in [
            (30, 40, 80, share(80, 100), 0.811_686_686_112),
            (33, 40, 80, share(80, 100), 0.291_826_466_135),
            (60, 80, 40, share(80, 100), 0.964_853_277_359),
            (31, 40, 80, share(75, 100), 0.305_413_114_708),
        ] {
            let said = forecast(&asked(part, base, more, limit)).unwrap();
            assert!((said.risk - risk).abs() < 1e-12, "{part}/{base}: {said:?}");
        }
    }

    #[test]
    fn under_the_least_base_nothing_is_said() {
        let question = asked(9, 9, 40, share(4, 5));
        assert_eq!(forecast(&question), Err(Unsaid::BaseTooSmall { base: 9, least: 10 }));
        let none = Question { least_base: 0, so_far: share(0, 0), ..question };
        assert_eq!(forecast(&none), Err(Unsaid::BaseTooSmall { base: 0, least: 1 }));
        assert_eq!(forecast(&asked(9, 10, 40, share(0, 0))), Err(Unsaid::NoTarget));
    }

    #[test]
    fn when_nothing_is_left_the_target_is_met_or_missed() {
        for (part, risk) in [(15, 1.0), (16, 0.0)] {
            let said = forecast(&asked(part, 20, 0, share(8, 10))).unwrap();
            assert!((said.risk - risk).abs() < 1e-12);
            assert!((said.share - real(part) / 20.0).abs() < 1e-12 && said.share_between.width() == 0.0);
        }
        // 80 % is reached by exactly 80 %, and 29 of 100 is not less than 29 % though 0.29 * 100 is in floating point.
        assert!(!Target { aim: Aim::AtLeast, limit: share(29, 100) }.missed_by(29, 100));
        assert!(!Target { aim: Aim::AtMost, limit: share(29, 100) }.missed_by(29, 100));
        assert!(Target { aim: Aim::AtMost, limit: share(29, 100) }.missed_by(30, 100));
    }

    #[test]
    fn an_earlier_period_pulls_by_its_weight() {
        let question = asked(12, 20, 80, share(7, 10));
        let risks: Vec<f64> = [0, 25, 100]
            .map(|weight| {
                let prior = Prior::earlier(share(170, 200), weight);
                forecast(&Question { prior, ..question }).unwrap().risk
            })
            .to_vec();
        assert!(risks[0] > risks[1] && risks[1] > risks[2], "{risks:?}");
        assert_eq!(Prior::earlier(share(170, 200), 0), Prior::JEFFREYS);
    }

    #[test]
    fn the_volume_comes_from_earlier_periods_with_its_range() {
        let volume = Volume::from_earlier(50, &[(40, 100), (50, 100), (100, 220), (0, 10)]).unwrap();
        assert_eq!((volume.low(), volume.expected(), volume.high()), (50, 60, 75));
        assert_eq!(Volume::from_earlier(50, &[]), None);
        assert_eq!(Volume::from_earlier(50, &[(0, 10), (9, 3)]), None);
        assert_eq!(Volume::between(3, 2, 4), None);
        assert_eq!(Volume::known(-1), None);
        assert_eq!(Volume::known(1_000_001), None);
    }

    proptest! {
        #[test]
        fn a_forecast_is_a_probability_and_keeps_its_ends(
            (base, part) in (10_i64..400).prop_flat_map(|base| (Just(base), 0..=base)),
            low in 0_i64..200, more in 0_i64..100, most in 0_i64..100, limit in 0_i64..=1_000,
        ) {
            let volume = Volume::between(low, low + more, low + more + most).unwrap();
            let question = Question { volume, ..asked(part, base, 0, share(limit, 1_000)) };
            let said = forecast(&question).unwrap();
            prop_assert!((0.0..=1.0).contains(&said.risk) && said.risk_between.holds(said.risk));
            prop_assert!(0.0 <= said.share_between.low && said.share_between.high <= 1.0);
            let sum: f64 = remaining(volume.expected(), 0.5 + real(part), 0.5 + real(base - part)).iter().sum();
            prop_assert!((sum - 1.0).abs() < 1e-10);
            // A higher target is missed more often, and what is not at least is less.
            if limit < 1_000 {
                let higher = Question { target: Target { limit: share(limit + 1, 1_000), ..question.target }, ..question };
                prop_assert!(forecast(&higher).unwrap().risk >= said.risk - 1e-12);
            }
            // The mirror: failures at most the rest.
            let mirror = Question {
                so_far: question.so_far.rest(),
                target: Target { aim: Aim::AtMost, limit: share(1_000 - limit, 1_000) },
                ..question
            };
            prop_assert!((forecast(&mirror).unwrap().risk - said.risk).abs() < 1e-9);
        }

        #[test]
        fn more_successes_so_far_never_raise_the_risk(base in 10_i64..200, part in 0_i64..200, more in 0_i64..200) {
            let part = part.min(base - 1);
            let (fewer, further) =
                (asked(part, base, more, share(4, 5)), asked(part + 1, base, more, share(4, 5)));
            prop_assert!(forecast(&further).unwrap().risk <= forecast(&fewer).unwrap().risk + 1e-12);
        }
    }
}
