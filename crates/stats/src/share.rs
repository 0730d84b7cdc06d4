//! A share of people: always with its part and its base, and totals always from counts.

use serde::{Deserialize, Serialize};

use crate::special::{length, real};

/// So many of so many. The part is never more than the base, and neither is negative. A base of zero has no percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(i64, i64)", into = "(i64, i64)")]
pub struct Share {
    part: i64,
    base: i64,
}

/// Why two counts are not a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAShare {
    /// One of them is below zero.
    Negative,
    /// There are more counted than there are to count among.
    PartAboveBase,
}

impl std::fmt::Display for NotAShare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Negative => "a count is negative",
            Self::PartAboveBase => "the part is larger than its base",
        })
    }
}

impl std::error::Error for NotAShare {}

impl TryFrom<(i64, i64)> for Share {
    type Error = NotAShare;

    fn try_from((part, base): (i64, i64)) -> Result<Self, NotAShare> {
        Self::new(part, base)
    }
}

impl From<Share> for (i64, i64) {
    fn from(share: Share) -> Self {
        (share.part, share.base)
    }
}

impl Share {
    /// `part` of `base`.
    pub fn new(part: i64, base: i64) -> Result<Self, NotAShare> {
        if part < 0 || base < 0 {
            Err(NotAShare::Negative)
        } else if part > base {
            Err(NotAShare::PartAboveBase)
        } else {
            Ok(Self { part, base })
        }
    }

    /// Those who are counted.
    pub fn part(self) -> i64 {
        self.part
    }

    /// Those among whom they are counted.
    pub fn base(self) -> i64 {
        self.base
    }

    /// The others of the base.
    #[must_use]
    pub fn rest(self) -> Self {
        Self { part: self.base - self.part, base: self.base }
    }

    /// Between 0 and 1; `None` without a base.
    pub fn value(self) -> Option<f64> {
        (self.base > 0).then(|| real(self.part) / real(self.base))
    }

    /// Per cent in whole units of the last decimal, rounded half up in whole numbers: 35.2 % is 352 with one decimal.
    /// `None` without a base or with more than nine decimals.
    pub fn percent(self, decimals: u32) -> Option<i64> {
        if self.base == 0 || decimals > 9 {
            return None;
        }
        let (part, base) = (i128::from(self.part), i128::from(self.base));
        i64::try_from((part * 200 * 10_i128.pow(decimals) + base) / (2 * base)).ok()
    }

    /// The share of all together: the sum of the parts of the sum of the bases. `None` where a sum is beyond all counting.
    pub fn total(shares: impl IntoIterator<Item = Self>) -> Option<Self> {
        shares.into_iter().try_fold(Self { part: 0, base: 0 }, |sum, share| {
            Some(Self { part: sum.part.checked_add(share.part)?, base: sum.base.checked_add(share.base)? })
        })
    }

    /// The mean of the shares, each weighing the same however small its base. It is **not** the share of all together;
    /// it is here to be shown beside it where somebody has published such a figure. Those without a base are left out.
    pub fn mean(shares: impl IntoIterator<Item = Self>) -> Option<f64> {
        let values: Vec<f64> = shares.into_iter().filter_map(Self::value).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / length(values.len()))
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

    #[test]
    fn counts_that_are_no_share_are_refused() {
        assert_eq!(Share::new(-1, 3), Err(NotAShare::Negative));
        assert_eq!(Share::new(0, -3), Err(NotAShare::Negative));
        assert_eq!(Share::new(4, 3), Err(NotAShare::PartAboveBase));
        assert_eq!(share(0, 0).value(), None);
        assert_eq!(share(0, 0).percent(1), None);
    }

    #[test]
    fn published_percentages_are_met_on_both_bases() {
        // Statistics Sweden, course participants in sfi 2021, course 3C, women: completed of all, and of completed and
        // broken off
        assert_eq!(share(7_511, 21_359).percent(1), Some(352));
        assert_eq!(share(7_511, 13_787).percent(1), Some(545));
        assert_eq!(share(1, 8).percent(1), Some(125));
        assert_eq!(share(1, 16).percent(1), Some(63), "6.25 goes up");
        assert_eq!(share(1, 8).percent(10), None);
    }

    #[test]
    fn the_total_is_weighted_and_the_mean_is_not() {
        let shares = [share(1, 2), share(10, 100), share(0, 0)];
        assert_eq!(Share::total(shares), Some(share(11, 102)));
        assert!((Share::mean(shares).unwrap() - 0.3).abs() < 1e-15);
        // Regionfakta, participation in studies 2020: the county's komvux figure from its counts
        assert_eq!(share(6_746, 164_791).percent(1), Some(41));
        assert_eq!(Share::mean([]), None);
        assert_eq!(Share::total([share(1, i64::MAX), share(1, 1)]), None);
    }

    proptest! {
        #[test]
        fn the_total_lies_among_its_parts(counts in proptest::collection::vec((0_i64..500, 1_i64..500), 1..20)) {
            let shares: Vec<Share> = counts.iter().map(|(part, base)| share(*part.min(base), *base)).collect();
            let values: Vec<f64> = shares.iter().map(|share| share.value().unwrap()).collect();
            let total = Share::total(shares.clone()).unwrap();
            let (low, high) = values.iter().fold((1.0_f64, 0.0_f64), |(l, h), v| (l.min(*v), h.max(*v)));
            prop_assert!(low - 1e-12 <= total.value().unwrap() && total.value().unwrap() <= high + 1e-12);
            prop_assert_eq!(total.base(), shares.iter().map(|share| share.base()).sum::<i64>());
            prop_assert_eq!(total.part() + total.rest().part(), total.base());
        }

        #[test]
        fn rounding_is_off_by_half_a_unit_at_most(part in 0_i64..9_999, base in 1_i64..9_999, decimals in 0_u32..4) {
            let share = share(part.min(base), base);
            let exact = share.value().unwrap() * 100.0 * 10_f64.powi(decimals.try_into().unwrap());
            prop_assert!((real(share.percent(decimals).unwrap()) - exact).abs() <= 0.5 + 1e-6);
        }
    }
}
