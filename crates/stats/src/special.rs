//! The special functions that the formulas rest on, for those who write formulas. Everything elementary goes through
//! `libm`, so that a figure has the same bits on every machine.
//!
//! Densities follow C. Loader, *Fast and accurate computation of binomial probabilities* (2000): Stirling's error and the
//! deviance instead of differences of large logarithms, so that nothing is lost where bases are large.

#![expect(clippy::many_single_char_names, reason = "the letters of the formulas")]

use std::f64::consts::PI;

/// ln(√(2π)).
const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;
/// What a zero is taken for where it would be divided by.
const TINY: f64 = 1e-300;
/// Iterations after which a continued fraction or a search is left as it stands; bases in the millions need some thousands.
const MOST_STEPS: usize = 100_000;

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "counts of people stay far below 2^53")]
pub(crate) fn real(count: i64) -> f64 {
    count as f64
}

/// A length as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "lengths of lists stay far below 2^53")]
pub(crate) fn length(count: usize) -> f64 {
    count as f64
}

/// ln n! less Stirling's approximation of it (Loader, 2000, with the series).
fn stirling_error(n: f64) -> f64 {
    if n < 15.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - LN_ROOT_TWO_PI;
    }
    let square = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - (1.0 / 1188.0) / square) / square) / square) / square)
        / n
}

/// x ln(x/m) + m − x, without cancellation where x is near m (Loader, 2000).
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let ratio = (x - m) / (x + m);
    let mut sum = (x - m) * ratio;
    let mut term = 2.0 * x * ratio;
    let mut odd = 3.0;
    loop {
        term *= ratio * ratio;
        let next = sum + term / odd;
        if next.to_bits() == sum.to_bits() || odd > 2_000.0 {
            return next;
        }
        sum = next;
        odd += 2.0;
    }
}

/// Γ(n+1) / (Γ(x+1) Γ(n−x+1)) · pˣ qⁿ⁻ˣ with q = 1 − p, for real 0 ≤ x ≤ n: the binomial density and its continuation
/// (Loader, 2000).
pub fn binomial_density(x: f64, n: f64, p: f64, q: f64) -> f64 {
    let rest = n - x;
    if x < 0.0 || rest < 0.0 {
        return 0.0;
    }
    if p <= 0.0 {
        return if x == 0.0 { 1.0 } else { 0.0 };
    }
    if q <= 0.0 {
        return if rest == 0.0 { 1.0 } else { 0.0 };
    }
    // ln(1 − p) the way that keeps small p
    let ln_q = if p < 0.5 { libm::log1p(-p) } else { libm::log(q) };
    let ln_p = if q < 0.5 { libm::log1p(-q) } else { libm::log(p) };
    if x == 0.0 {
        return libm::exp(n * ln_q);
    }
    if rest == 0.0 {
        return libm::exp(n * ln_p);
    }
    let errors = stirling_error(n) - stirling_error(x) - stirling_error(rest);
    let exponent = errors - deviance(x, n * p) - deviance(rest, n * q);
    libm::exp(exponent) * libm::sqrt(n / (2.0 * PI * x * rest))
}

/// The probability of `part` successes among `base`, each with probability `p`.
pub fn binomial(part: i64, base: i64, p: f64) -> f64 {
    binomial_density(real(part), real(base), p, 1.0 - p)
}

/// The probability of at most `part` successes among `base`: I₁₋ₚ(n−k, k+1) (NIST *Digital Library of Mathematical
/// Functions*, 8.17.5).
pub fn binomial_at_most(part: i64, base: i64, p: f64) -> f64 {
    if part < 0 {
        0.0
    } else if part >= base {
        1.0
    } else {
        beta_below(1.0 - p, real(base - part), real(part) + 1.0)
    }
}

/// xᵃ (1−x)ᵇ / B(a, b).
fn beta_power(x: f64, a: f64, b: f64) -> f64 {
    binomial_density(a, a + b, x, 1.0 - x) * a * b / (a + b)
}

/// The probability that a beta variable is at most `x`: the regularised incomplete beta function, by its continued
/// fraction (DLMF 8.17.22) with Lentz's method (W. J. Lentz, Applied Optics 15, 1976, pp. 668\u{2013}671).
pub fn beta_below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_power(1.0 - x, b, a) * beta_fraction(1.0 - x, b, a) / b;
    }
    beta_power(x, a, b) * beta_fraction(x, a, b) / a
}

fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..MOST_STEPS {
        let m = length(step);
        for factor in [
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        ] {
            d = 1.0 / away(1.0 + factor * d);
            c = away(1.0 + factor / c);
            fraction *= d * c;
        }
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}

/// The value that a beta variable stays below with the given probability: Newton's steps within a bracket that halves
/// where they leave it.
pub fn beta_quantile(probability: f64, a: f64, b: f64) -> f64 {
    if probability <= 0.0 {
        return 0.0;
    }
    if probability >= 1.0 {
        return 1.0;
    }
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut x = a / (a + b);
    for _ in 0..200 {
        let off = beta_below(x, a, b) - probability;
        if off > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let slope = beta_power(x, a, b) / (x * (1.0 - x));
        let step = x - off / slope;
        if (step - x).abs() <= 1e-15 * x || high - low <= 1e-15 * x {
            return x;
        }
        x = if step > low && step < high { step } else { f64::midpoint(low, high) };
    }
    x
}

/// The probability that a standard normal variable is at most `z` (DLMF 7.2.2 through erfc).
pub fn normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The value that a standard normal variable stays below with the given probability: halving, then Newton's steps.
/// Infinite at 0 and 1.
pub fn normal_quantile(probability: f64) -> f64 {
    if probability <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if probability >= 1.0 {
        return f64::INFINITY;
    }
    if probability > 0.5 {
        return -normal_quantile(1.0 - probability);
    }
    let (mut low, mut high) = (-39.0_f64, 0.0_f64);
    for _ in 0..20 {
        let middle = f64::midpoint(low, high);
        if normal_below(middle) > probability {
            high = middle;
        } else {
            low = middle;
        }
    }
    let mut z = f64::midpoint(low, high);
    for _ in 0..4 {
        let density = libm::exp(-0.5 * z * z - LN_ROOT_TWO_PI);
        z -= (normal_below(z) - probability) / density;
    }
    z
}

/// The probability that a chi-square variable with so many degrees of freedom is above `x`: the regularised incomplete
/// gamma function, by its series (DLMF 8.7.1) or continued fraction (DLMF 8.9.2).
pub fn chi_square_above(x: f64, degrees: i64) -> f64 {
    if x <= 0.0 || degrees <= 0 {
        return 1.0;
    }
    let (a, x) = (real(degrees) / 2.0, x / 2.0);
    // xᵃ e⁻ˣ / Γ(a+1): the Poisson density, continued (Loader, 2000)
    let density = libm::exp(-stirling_error(a) - deviance(a, x)) / libm::sqrt(2.0 * PI * a);
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0, 1.0);
        for step in 1..MOST_STEPS {
            term *= x / (a + length(step));
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        return 1.0 - density * sum;
    }
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for step in 1..MOST_STEPS {
        let n = length(step);
        let factor = -n * (n - a);
        b += 2.0;
        d = 1.0 / (factor * d + b);
        c = b + factor / c;
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    density * a * fraction
}

/// The probability of `part` successes among `base` when the share itself is a beta variable (J. G. Skellam, *A probability distribution derived from
/// the binomial distribution by regarding the probability of success as variable between the sets of trials*, Journal of
/// the Royal Statistical Society B 10, 1948, pp. 257\u{2013}261), written with three of Loader's densities at the same p
/// so that the large powers cancel.
pub fn beta_binomial(part: i64, base: i64, a: f64, b: f64) -> f64 {
    if part < 0 || part > base {
        return 0.0;
    }
    let (k, m) = (real(part), real(base));
    let (after, rest) = (a + k, b + m - k);
    let p = after / (after + rest);
    let q = rest / (after + rest);
    let power = |x: f64, y: f64| binomial_density(x, x + y, p, q) * x * y / (x + y);
    binomial_density(k, m, p, q) * power(a, b) / power(after, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(one: f64, other: f64, within: f64) -> bool {
        (one - other).abs() <= within * other.abs().max(1e-300)
    }

    #[test]
    fn published_percentage_points_of_the_normal_distribution_are_met() {
        // Abramowitz and Stegun, Handbook of Mathematical Functions (1964), table 26.1 and 26.5
        assert!(near(normal_below(1.0), 0.841_344_746_068_543, 1e-14));
        assert!(near(normal_below(-3.0), 0.001_349_898_031_630_09, 1e-13));
        assert!(near(normal_quantile(0.975), 1.959_963_984_540_054, 1e-14));
        assert!(near(normal_quantile(0.999), 3.090_232_306_167_813, 1e-13));
    }

    #[test]
    fn published_percentage_points_of_chi_square_are_met() {
        // Abramowitz and Stegun, table 26.8: the upper 5 % points
        for (degrees, point) in [(1, 3.841_46), (5, 11.070_5), (10, 18.307_0), (30, 43.772_9), (100, 124.342)] {
            assert!((chi_square_above(point, degrees) - 0.05).abs() < 2e-6, "{degrees}");
        }
    }

    #[test]
    fn binomial_probabilities_that_can_be_written_down_are_met() {
        assert!(near(binomial(2, 4, 0.5), 6.0 / 16.0, 1e-14));
        assert!(near(binomial_at_most(1, 4, 0.5), 5.0 / 16.0, 1e-14));
        assert!(near(binomial(0, 10, 0.1), 0.348_678_440_1, 1e-13));
        assert!(near(binomial_at_most(9, 10, 0.5), 1_023.0 / 1_024.0, 1e-14));
    }

    #[test]
    fn with_a_flat_share_every_count_is_as_likely() {
        for part in 0..=10 {
            assert!(near(beta_binomial(part, 10, 1.0, 1.0), 1.0 / 11.0, 1e-13));
        }
    }

    proptest! {
        #[test]
        fn densities_sum_to_one(base in 0_i64..400, p in 0.0_f64..=1.0, a in 0.1_f64..500.0, b in 0.1_f64..500.0) {
            let sum: f64 = (0..=base).map(|k| binomial(k, base, p)).sum();
            prop_assert!((sum - 1.0).abs() < 1e-11, "{sum}");
            let sum: f64 = (0..=base).map(|k| beta_binomial(k, base, a, b)).sum();
            prop_assert!((sum - 1.0).abs() < 1e-11, "{sum}");
        }

        #[test]
        fn quantiles_undo_probabilities(p in 0.000_1_f64..0.999_9, a in 0.5_f64..3_000.0, b in 0.5_f64..3_000.0) {
            prop_assert!((beta_below(beta_quantile(p, a, b), a, b) - p).abs() < 1e-11);
            prop_assert!((normal_below(normal_quantile(p)) - p).abs() < 1e-14);
        }

        #[test]
        fn the_distribution_is_the_sum_of_the_density(base in 1_i64..200, p in 0.0_f64..=1.0, part in 0_i64..200) {
            let part = part.min(base);
            let sum: f64 = (0..=part).map(|k| binomial(k, base, p)).sum();
            prop_assert!((sum - binomial_at_most(part, base, p)).abs() < 1e-11);
        }
    }
}
