"""Compares every formula of the crate `stats` with scipy, statsmodels and mpmath.

    cargo run -q -p stats --example reference | python bench/stats_reference.py

Reads `function TAB arguments TAB value` and recomputes each value. Prints one row a function: how many values, the largest
relative difference, and whether the tolerance was kept. Ends with 1 where one was not.
"""

import sys

import mpmath
import numpy
import scipy
import statsmodels
from scipy import special, stats
from scipy.stats import mstats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

NEAR = 1e-9


def interval(method, end):
    return lambda k, n, alpha: proportion_confint(k, n, alpha=alpha, method=method)[end]


def newcombe(end):
    def value(k1, n1, k2, n2, alpha):
        found = confint_proportions_2indep(
            k1, n1, k2, n2, compare="diff", method="newcomb", alpha=alpha, correction=False
        )
        return found[end]

    return value


def exact_limit(n, centre, tail):
    """Spiegelhalter, Statistics in Medicine 24 (2005), appendix, with scipy's binomial."""
    r = stats.binom.ppf(tail, n, centre)
    back = (stats.binom.cdf(r, n, centre) - tail) / stats.binom.pmf(r, n, centre)
    return max(0.0, (r - back) / n)


def funnel(arguments):
    proportion, counts = arguments[0], numpy.array(arguments[1:]).reshape(-1, 2)
    part, base = counts[:, 0], counts[:, 1]
    centre = part.sum() / base.sum()
    variance = centre * (1 - centre) / base
    z = (part / base - centre) / numpy.sqrt(variance)
    drawn = numpy.asarray(mstats.winsorize(z, limits=(proportion, proportion)))
    return centre, variance, z, (drawn**2).mean()


def factor(*arguments):
    return funnel(arguments)[3]


def between(*arguments):
    _, variance, z, phi = funnel(arguments)
    weight, units = 1 / variance, len(z)
    return (units * phi - (units - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())


def by_chance(*arguments):
    counts = numpy.array(arguments[1:]).reshape(-1, 2)
    table = numpy.column_stack([counts[:, 0], counts[:, 1] - counts[:, 0]])
    return stats.chi2_contingency(table, correction=False).pvalue


def laney(*arguments):
    _, _, z, _ = funnel((0.0, *arguments))
    return numpy.abs(numpy.diff(z)).mean() / 1.128


def individuals(sign):
    def value(*values):
        values = numpy.array(values)
        return values.mean() + sign * 3 / 1.128 * numpy.abs(numpy.diff(values)).mean()

    return value


def beta_binomial(k, n, a, b):
    """With fifty digits: scipy's differences of logarithms lose nine of sixteen at a base of a million."""
    with mpmath.workdps(50):
        a, b = mpmath.mpf(a), mpmath.mpf(b)
        return mpmath.binomial(n, k) * mpmath.beta(k + a, n - k + b) / mpmath.beta(a, b)


def rest(k, n, more):
    return stats.betabinom(int(more), 0.5 + k, 0.5 + n - k)


def risk(k, n, more, limit, sign):
    successes = numpy.arange(int(more) + 1)
    distance = 1000 * (int(k) + successes) - int(limit) * (int(n) + int(more))
    missed = distance < 0 if sign > 0 else distance > 0
    return rest(k, n, more).pmf(successes)[missed].sum()


def forecast_end(probability):
    def value(k, n, more, limit, sign):
        sums = numpy.cumsum(rest(k, n, more).pmf(numpy.arange(int(more) + 1)))
        return (k + numpy.argmax(sums >= probability)) / (n + more)

    return value


FUNCTIONS = {
    "binomial": lambda k, n, p: stats.binom.pmf(k, n, p),
    "binomial_at_most": lambda k, n, p: stats.binom.cdf(k, n, p),
    "beta_binomial": beta_binomial,
    "beta_quantile": lambda p, a, b: special.betaincinv(a, b, p),
    "beta_below": lambda x, a, b: special.betainc(a, b, x),
    "normal_below": lambda z: stats.norm.cdf(z),
    "normal_quantile": lambda p: stats.norm.ppf(p),
    "chi_square_above": lambda x, degrees: stats.chi2.sf(x, degrees),
    "wilson.low": interval("wilson", 0),
    "wilson.high": interval("wilson", 1),
    "clopper_pearson.low": interval("beta", 0),
    "clopper_pearson.high": interval("beta", 1),
    "jeffreys.low": interval("jeffreys", 0),
    "jeffreys.high": interval("jeffreys", 1),
    "newcombe.low": newcombe(0),
    "newcombe.high": newcombe(1),
    "exact_limit": exact_limit,
    "exact_limits.low": exact_limit,
    "exact_limits.high": lambda n, centre, tail: 1 - exact_limit(n, 1 - centre, tail),
    "funnel.factor": factor,
    "funnel.between": between,
    "funnel.by_chance": by_chance,
    "laney": laney,
    "individuals.low": individuals(-1),
    "individuals.high": individuals(1),
    "forecast.risk": risk,
    "forecast.mean": lambda k, n, more, limit, sign: (k + rest(k, n, more).mean()) / (n + more),
    "forecast.share.low": forecast_end(0.025),
    "forecast.share.high": forecast_end(0.975),
}


def main():
    print(f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, numpy {numpy.__version__}")
    rows = {}
    for line in sys.stdin:
        name, arguments, value = line.rstrip("\n").split("\t")
        arguments = [float(argument) for argument in arguments.split()]
        expected, value = float(FUNCTIONS[name](*arguments)), float(value)
        # Relative, so that tails count as much as middles; but what one rounding of 1 can make is nothing.
        off = abs(value - expected) / abs(expected) if abs(value - expected) > 2.3e-16 else 0.0
        count, worst, at = rows.get(name, (0, 0.0, None))
        rows[name] = (count + 1, max(worst, off), (arguments, value, expected) if off > worst else at)
    kept = len(rows) == len(FUNCTIONS)
    for name, (count, worst, at) in sorted(rows.items()):
        kept &= worst <= NEAR
        print(f"{name:22} {count:5} values   largest difference {worst:8.1e}   {'kept' if worst <= NEAR else f'NOT KEPT {at}'}")
    for name in sorted(FUNCTIONS.keys() - rows.keys()):
        print(f"{name:22} no values")
    print(f"{sum(count for count, _, _ in rows.values())} values, tolerance {NEAR:g}: {'kept' if kept else 'NOT KEPT'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
