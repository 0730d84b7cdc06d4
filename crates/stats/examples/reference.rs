//! Prints values of the formulas, one a line, as `function TAB arguments TAB value`, for `bench/stats_reference.py` to compare
//! with other implementations.

use stats::control::{ShareChart, Spread as Variation, ValueChart};
use stats::forecast::{Aim, Prior, Question, Target, Volume, forecast};
use stats::funnel::{Spread, Widening, Winsor, exact_limit, exact_limits};
use stats::interval::{clopper_pearson, difference, jeffreys, score};
use stats::special::{
    beta_below, beta_binomial, beta_quantile, binomial, binomial_at_most, chi_square_above, normal_below,
    normal_quantile,
};
use stats::{Confidence, Funnel, Interval, Share};

const BASES: [i64; 9] = [1, 2, 5, 10, 29, 148, 1_000, 25_000, 1_000_000];
const CONFIDENCES: [Confidence; 4] =
    [Confidence::Ninety, Confidence::NinetyFive, Confidence::NinetyNine, Confidence::NinetyNinePointEight];

fn line(function: &str, arguments: &[f64], value: f64) {
    let arguments: Vec<String> = arguments.iter().map(|argument| format!("{argument:?}")).collect();
    println!("{function}\t{}\t{value:?}", arguments.join(" "));
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn real(count: i64) -> f64 {
    count as f64
}

fn ends(function: &str, arguments: &[f64], interval: Option<Interval>) {
    if let Some(interval) = interval {
        line(&format!("{function}.low"), arguments, interval.low);
        line(&format!("{function}.high"), arguments, interval.high);
    }
}

/// Some parts of a base, the ends included.
fn parts(base: i64) -> Vec<i64> {
    let mut parts = vec![0, 1, base / 10, base / 3, base / 2, base * 4 / 5, base - 1, base];
    parts.sort_unstable();
    parts.dedup();
    parts
}

fn shares() -> impl Iterator<Item = Share> {
    BASES.into_iter().flat_map(|base| parts(base).into_iter().filter_map(move |part| Share::new(part, base).ok()))
}

fn intervals() {
    for share in shares() {
        let (part, base) = (real(share.part()), real(share.base()));
        for confidence in CONFIDENCES {
            let arguments = [part, base, 2.0 * confidence.tail()];
            ends("wilson", &arguments, score(share, confidence));
            ends("clopper_pearson", &arguments, clopper_pearson(share, confidence));
            if 0 < share.part() && share.part() < share.base() {
                ends("jeffreys", &arguments, jeffreys(share, confidence));
            }
            for other in [(1, 3), (7, 20), (480, 800)] {
                let Ok(against) = Share::new(other.0, other.1) else { continue };
                let arguments = [part, base, real(other.0), real(other.1), 2.0 * confidence.tail()];
                ends("newcombe", &arguments, difference(share, against, confidence));
            }
        }
    }
}

fn special() {
    for base in BASES {
        for part in parts(base) {
            for p in [0.001, 0.2, 0.5, 0.85, 0.999] {
                let arguments = [real(part), real(base), p];
                line("binomial", &arguments, binomial(part, base, p));
                line("binomial_at_most", &arguments, binomial_at_most(part, base, p));
            }
            for (a, b) in [(0.5, 0.5), (30.5, 10.5), (800.5, 199.5)] {
                line("beta_binomial", &[real(part), real(base), a, b], beta_binomial(part, base, a, b));
            }
        }
    }
    for a in [0.5, 1.0, 7.5, 120.5, 9_000.5] {
        for b in [0.5, 2.0, 33.5, 700.5] {
            for p in [0.001, 0.025, 0.5, 0.9, 0.999] {
                line("beta_quantile", &[p, a, b], beta_quantile(p, a, b));
                line("beta_below", &[p, a, b], beta_below(p, a, b));
            }
        }
    }
    for z in [-8.0, -3.0, -1.0, 0.0, 0.5, 2.5] {
        line("normal_below", &[z], normal_below(z));
    }
    for p in [1e-9, 0.001, 0.025, 0.3, 0.5, 0.975, 0.999] {
        line("normal_quantile", &[p], normal_quantile(p));
    }
    for degrees in [1, 4, 29, 100, 3_000] {
        for factor in [0.2, 0.9, 1.0, 1.3, 3.0] {
            let x = real(degrees) * factor;
            line("chi_square_above", &[x, real(degrees)], chi_square_above(x, degrees));
        }
    }
}

/// Twenty-four invented providers.
fn providers() -> Vec<Share> {
    (0..24_i64).filter_map(|n| Share::new((n * n * 7 + 13 * n) % 41 + 40 + 2 * n, 100 + (n * 37) % 90).ok()).collect()
}

fn flat(shares: &[Share]) -> Vec<f64> {
    shares.iter().flat_map(|share| [real(share.part()), real(share.base())]).collect()
}

fn funnels() {
    for base in BASES {
        for centre in [0.05, 0.5, 0.8, 0.97] {
            for tail in [0.025, 0.001] {
                let arguments = [real(base), centre, tail];
                line("exact_limit", &arguments, exact_limit(base, centre, tail).unwrap_or(f64::NAN));
                ends("exact_limits", &arguments, exact_limits(base, centre, tail));
            }
        }
    }
    let shares = providers();
    for (winsor, proportion) in [(Winsor::None, 0.0), (Winsor::Tenth, 0.1), (Winsor::Fifth, 0.2)] {
        let mut arguments = vec![proportion];
        arguments.extend(flat(&shares));
        for widening in [Widening::Factor, Widening::Between] {
            let Some(funnel) = Funnel::of(&shares, widening, winsor) else { continue };
            match funnel.spread {
                Spread::Factor(factor) => line("funnel.factor", &arguments, factor),
                Spread::Between(between) => line("funnel.between", &arguments, between),
                Spread::Chance => {}
            }
            line("funnel.by_chance", &arguments, funnel.by_chance);
        }
    }
}

fn charts() {
    let shares = providers();
    if let Some(chart) = ShareChart::of(&shares, shares.len())
        && let Variation::Laney(sigma) = chart.spread
    {
        line("laney", &flat(&shares), sigma);
    }
    let values: Vec<f64> = (0..20_i64).map(|n| real((n * n * 11) % 29) / 4.0).collect();
    let given: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    if let Some(chart) = ValueChart::of(&given, given.len()) {
        ends("individuals", &values, chart.limits);
    }
}

fn forecasts() {
    for (part, base) in [(30, 40), (33, 40), (60, 80), (700, 1_000)] {
        for more in [0, 1, 80, 900] {
            for limit in [750, 800] {
                let (Ok(so_far), Ok(target), Some(volume)) =
                    (Share::new(part, base), Share::new(limit, 1_000), Volume::known(more))
                else {
                    continue;
                };
                for (aim, sign) in [(Aim::AtLeast, 1.0), (Aim::AtMost, -1.0)] {
                    let target = Target { aim, limit: target };
                    let question = Question { so_far, prior: Prior::JEFFREYS, volume, target, least_base: 10 };
                    let Ok(said) = forecast(&question) else { continue };
                    let arguments = [real(part), real(base), real(more), real(limit), sign];
                    line("forecast.risk", &arguments, said.risk);
                    line("forecast.mean", &arguments, said.share);
                    ends("forecast.share", &arguments, Some(said.share_between));
                }
            }
        }
    }
}

fn main() {
    special();
    intervals();
    funnels();
    charts();
    forecasts();
}
