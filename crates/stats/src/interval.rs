//! How sure a share is.

/// A range of shares, each between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The 97.5th percentile of the standard normal distribution: 95 % lie within this many standard deviations.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % score interval of Wilson for `part` of `base` (E. B. Wilson, *Probable inference, the law of succession, and
/// statistical inference*, Journal of the American Statistical Association 22, 1927, pp. 209\u{2013}212), recommended for
/// small bases by Brown, Cai and DasGupta (*Interval estimation for a binomial proportion*, Statistical Science 16, 2001).
///
/// `None` where there is no base or the part does not lie within it.
pub fn wilson(part: i64, base: i64) -> Option<Interval> {
    if base <= 0 || part < 0 || part > base {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of people stay far below 2^53")]
    let (part, n) = (part as f64, base as f64);
    let share = part / n;
    let square = Z * Z;
    let centre = (share + square / (2.0 * n)) / (1.0 + square / n);
    let half = Z / (1.0 + square / n) * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    Some(Interval { low: (centre - half).max(0.0), high: (centre + half).min(1.0) })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_intervals_are_met() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        for (part, base, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let interval = wilson(part, base).unwrap();
            assert!((interval.low - low).abs() < 0.000_05, "{part}/{base}: {interval:?}");
            assert!((interval.high - high).abs() < 0.000_05, "{part}/{base}: {interval:?}");
        }
    }

    #[test]
    fn without_a_base_there_is_no_interval() {
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(3, 2), None);
        assert_eq!(wilson(-1, 2), None);
    }

    proptest! {
        #[test]
        fn the_share_lies_within_and_the_complement_mirrors(base in 1_i64..5000, of in 0.0_f64..=1.0) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "tests")]
            let part = (base as f64 * of) as i64;
            let (one, other) = (wilson(part, base).unwrap(), wilson(base - part, base).unwrap());
            #[expect(clippy::cast_precision_loss, reason = "tests")]
            let share = part as f64 / base as f64;
            prop_assert!(0.0 <= one.low && one.low <= share + 1e-12 && share - 1e-12 <= one.high && one.high <= 1.0);
            prop_assert!((one.low - (1.0 - other.high)).abs() < 1e-12);
        }
    }
}
