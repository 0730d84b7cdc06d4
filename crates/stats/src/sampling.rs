//! What a random sample of a finite population proves, how sure its result is, and how far two assessors agree.
//!
//! Cases are drawn without replacement, so that the number of faulty ones in a sample of `size` is hypergeometric: of
//! `population` cases `faulty` are so. The population is known and small; the binomial would say that more cases are needed than are.

use crate::interval::Confidence;
use crate::special::real;

/// A stratum of a sample: how many cases it has, and how many of them were drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    /// Cases in the population.
    pub population: i64,
    /// Cases drawn.
    pub drawn: i64,
}

impl Stratum {
    /// Nothing where so many cannot be drawn out of so many.
    pub fn new(population: i64, drawn: i64) -> Option<Self> {
        (0 <= drawn && drawn <= population).then_some(Self { population, drawn })
    }

    /// How much more unlikely it is that nothing is found when one more case is faulty, where `faulty` are so already.
    fn next(self, faulty: i64) -> Option<f64> {
        let left = self.population - faulty;
        (left > 0).then(|| real((left - self.drawn).max(0)) / real(left))
    }
}

/// The probabilities that the sample finds nothing where one case is faulty, two, and so on, where they lie as badly for it as they can:
/// each further one where it lowers the product least.
fn worst(strata: &[Stratum]) -> impl Iterator<Item = f64> + '_ {
    let (mut placed, mut probability) = (vec![0; strata.len()], 1.0);
    std::iter::from_fn(move || {
        let next = strata.iter().zip(&placed).enumerate();
        let next = next.filter_map(|(at, (stratum, placed))| Some((at, stratum.next(*placed)?)));
        let (at, factor) = next.max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))?;
        *placed.get_mut(at)? += 1;
        probability *= factor;
        Some(probability)
    })
}

/// The probability that a sample finds none of `faulty` cases, where they lie as badly for it as they can: for one stratum the
/// hypergeometric probability of none, C(N \u{2212} D, n) / C(N, n). Over several it is the largest product that any way of
/// spreading them gives. The logarithm of each factor is concave in the number of faulty cases, so that placing one after the other
/// where it lowers the product least finds the largest. `None` where there are fewer cases than that.
pub fn none_found(strata: &[Stratum], faulty: i64) -> Option<f64> {
    match usize::try_from(faulty).ok()? {
        0 => Some(1.0),
        some => worst(strata).nth(some - 1),
    }
}

/// The least number of cases that are faulty for it to be sure, as far as the confidence says, that the sample finds one: where it finds none,
/// fewer than that are faulty. `None` where not even all being faulty is sure to be found, which is a sample of nothing.
/// The confidence is one-sided: 95 % leaves 5 % (discovery sampling with no error accepted).
pub fn detects(strata: &[Stratum], confidence: Detection) -> Option<i64> {
    (1..).zip(worst(strata)).find(|(_, missed)| *missed <= confidence.missed()).map(|(faulty, _)| faulty)
}

/// How sure it is to be that something is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detection {
    /// 90 %.
    Ninety,
    /// 95 %.
    NinetyFive,
    /// 99 %.
    NinetyNine,
}

impl Detection {
    /// The probability that it is not.
    pub const fn missed(self) -> f64 {
        match self {
            Self::Ninety => 0.10,
            Self::NinetyFive => 0.05,
            Self::NinetyNine => 0.01,
        }
    }
}

/// How many cases are at least that share of the population, the share in thousandths: 10 % of 25 are 3.
pub const fn at_least(population: i64, per_mille: i64) -> i64 {
    (population * per_mille + 999) / 1000
}

/// The smallest sample that is sure to find a faulty case where at least the share of the population is faulty. `None` where there is no
/// population, or where that share is no case at all.
pub fn size(population: i64, per_mille: i64, confidence: Detection) -> Option<i64> {
    let faulty = at_least(population, per_mille);
    if population < 1 || faulty < 1 || faulty > population {
        return None;
    }
    let finds = |drawn: i64| {
        Stratum::new(population, drawn)
            .and_then(|one| none_found(&[one], faulty))
            .is_some_and(|missed| missed <= confidence.missed())
    };
    // The probability of finding none falls with every case that is drawn.
    let (mut low, mut high) = (1, population);
    while low < high {
        let middle = i64::midpoint(low, high);
        if finds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

/// How many cases of a population have something, from the fewest to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cases {
    /// The fewest.
    pub low: i64,
    /// The most.
    pub high: i64,
}

fn ln_factorial(n: i64) -> f64 {
    libm::lgamma(real(n) + 1.0)
}

fn ln_choose(n: i64, k: i64) -> f64 {
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

/// The probability of exactly `found` in the sample where `having` cases of the population have it.
fn exactly(stratum: Stratum, having: i64, found: i64) -> f64 {
    let Stratum { population, drawn } = stratum;
    let (most, fewest) = (having.min(drawn), (drawn - (population - having)).max(0));
    if found < fewest || found > most {
        return 0.0;
    }
    libm::exp(ln_choose(having, found) + ln_choose(population - having, drawn - found) - ln_choose(population, drawn))
}

fn at_most(stratum: Stratum, having: i64, found: i64) -> f64 {
    (0..=found).map(|one| exactly(stratum, having, one)).sum::<f64>().min(1.0)
}

fn or_more(stratum: Stratum, having: i64, found: i64) -> f64 {
    (found..=stratum.drawn).map(|one| exactly(stratum, having, one)).sum::<f64>().min(1.0)
}

/// The exact interval for how many cases of a finite population have what `found` of the drawn ones have, by inverting the two one-sided
/// hypergeometric tests of `tail` each: the method of Clopper and Pearson with the hypergeometric distribution in the place of
/// the binomial (J. P. Buonaccorsi, *A note on confidence intervals for proportions in finite populations*, The American
/// Statistician 41, 1987, pp. 215\u{2013}218; T. Wright, *Exact confidence bounds when sampling from small finite universes*, Springer
/// 1991). It holds the true number at least as often as it says. A sample of everybody leaves nothing unsure. `None` where nothing was
/// drawn, or more was found than drawn.
pub fn exact(stratum: Stratum, found: i64, tail: f64) -> Option<Cases> {
    let Stratum { population, drawn } = stratum;
    if drawn < 1 || found < 0 || found > drawn {
        return None;
    }
    let (fewest, most) = (found, population - (drawn - found));
    // Both probabilities change in one direction with the number that have it: the ends are found by halving.
    let (mut low, mut high) = (fewest, most);
    while low < high {
        let middle = i64::midpoint(low, high);
        if or_more(stratum, middle, found) > tail {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let lowest = low;
    let (mut low, mut high) = (fewest, most);
    while low < high {
        let middle = i64::midpoint(low, high) + (high - low) % 2;
        if at_most(stratum, middle, found) > tail {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Some(Cases { low: lowest, high: low })
}

/// As [`exact`], over strata that were drawn from each on its own: the sums of the strata's exact intervals, each with its share
/// of what may be missed, so that all of them hold at once at least as often as the confidence says (the inequality of
/// Bonferroni). It is never too narrow, and wider than it need be where there are many strata. The method that searches all
/// spreads (J. P. Wendell and J. Schmee, *Exact inference for proportions from a stratified finite population*, Journal of the American
/// Statistical Association 91, 1996, pp. 825\u{2013}830) gives less width for much more computing.
/// Of each stratum: the stratum, and how many were found in it.
pub fn exact_over(strata: &[(Stratum, i64)], confidence: Confidence) -> Option<Cases> {
    // A stratum that is drawn whole is known: it takes nothing of what may be missed.
    let unsure = strata.iter().filter(|(stratum, _)| stratum.drawn < stratum.population).count();
    let tail = confidence.tail() / real(i64::try_from(unsure.max(1)).unwrap_or(i64::MAX));
    let mut all = Cases { low: 0, high: 0 };
    if strata.is_empty() {
        return None;
    }
    for (stratum, found) in strata {
        let one = exact(*stratum, *found, tail)?;
        all.low += one.low;
        all.high += one.high;
    }
    Some(all)
}

/// How far two assessors of the same cases agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Agreement {
    /// Nothing was assessed by both.
    NoCases,
    /// Both said the same of every case, and the same of all of them: there is nothing that chance could have been beaten in.
    Undefined {
        /// How many cases.
        cases: i64,
    },
    /// As a figure.
    Kappa {
        /// How many cases.
        cases: i64,
        /// How many they agreed on.
        same: i64,
        /// 1 for full agreement, 0 for as much as chance gives, below that for less.
        kappa: f64,
    },
}

/// The agreement of two assessors who put each case into one of some classes: the kappa of Cohen (J. Cohen, *A coefficient of
/// agreement for nominal scales*, Educational and Psychological Measurement 20, 1960, pp. 37\u{2013}46). Where both put every case into one and
/// the same class the agreement that chance gives is whole, and kappa is 0 / 0: it is then not defined.
pub fn agreement(pairs: &[(usize, usize)]) -> Agreement {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let cases = count(pairs.len());
    if cases == 0 {
        return Agreement::NoCases;
    }
    let same = count(pairs.iter().filter(|(one, other)| one == other).count());
    let classes: std::collections::BTreeSet<usize> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    // In whole numbers: what chance gives, times the square of the cases.
    let by_chance: i64 = classes
        .iter()
        .map(|class| {
            let of_one = count(pairs.iter().filter(|(one, _)| one == class).count());
            let of_other = count(pairs.iter().filter(|(_, other)| other == class).count());
            of_one * of_other
        })
        .sum();
    let square = cases * cases;
    if by_chance == square {
        return Agreement::Undefined { cases };
    }
    let kappa = real(same * cases - by_chance) / real(square - by_chance);
    Agreement::Kappa { cases, same, kappa }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::interval::clopper_pearson;
    use crate::share::Share;
    use proptest::prelude::*;

    fn whole(population: i64, drawn: i64) -> Stratum {
        Stratum::new(population, drawn).unwrap()
    }

    #[test]
    fn the_sizes_of_discovery_sampling_are_met() {
        // By hand: the least n with C(N − D, n) / C(N, n) ≤ 0.05, D the share of N rounded upwards.
        for (population, tenth, twentieth) in [(50, 22, 31), (100, 25, 45), (200, 27, 51), (500, 28, 56)] {
            assert_eq!(size(population, 100, Detection::NinetyFive), Some(tenth), "{population}");
            assert_eq!(size(population, 50, Detection::NinetyFive), Some(twentieth), "{population}");
        }
        assert_eq!(size(1, 100, Detection::NinetyFive), Some(1));
        assert_eq!(size(0, 100, Detection::NinetyFive), None);
        assert_eq!(size(10, 0, Detection::NinetyFive), None);
        assert_eq!(at_least(25, 100), 3);
        assert_eq!(at_least(20, 100), 2);
    }

    #[test]
    fn what_a_size_proves_is_the_size_the_other_way_round() {
        assert_eq!(detects(&[whole(100, 25)], Detection::NinetyFive), Some(10));
        assert_eq!(detects(&[whole(100, 24)], Detection::NinetyFive), Some(11));
        assert_eq!(detects(&[whole(100, 100)], Detection::NinetyFive), Some(1));
        assert_eq!(detects(&[whole(100, 0)], Detection::NinetyFive), None);
        assert_eq!(detects(&[], Detection::NinetyFive), None);
        assert_eq!(Stratum::new(5, 6), None);
    }

    #[test]
    fn a_known_exact_interval_is_met_and_ends_where_it_must() {
        // Every number that the population can have, asked one by one.
        let brute = |population: i64, drawn: i64, found: i64| {
            let of = whole(population, drawn);
            let fits = |having: &i64| or_more(of, *having, found) > 0.025 && at_most(of, *having, found) > 0.025;
            let all: Vec<i64> = (found..=population - (drawn - found)).filter(fits).collect();
            Cases { low: *all.first().unwrap(), high: *all.last().unwrap() }
        };
        for (population, drawn, found) in [(20, 10, 1), (20, 10, 0), (20, 10, 10), (120, 26, 3), (1, 1, 1), (33, 7, 4)]
        {
            assert_eq!(exact(whole(population, drawn), found, 0.025), Some(brute(population, drawn, found)));
        }
        assert_eq!(exact(whole(20, 20), 7, 0.025), Some(Cases { low: 7, high: 7 }));
        assert_eq!(exact(whole(20, 0), 0, 0.025), None);
        assert_eq!(exact(whole(20, 3), 4, 0.025), None);
    }

    #[test]
    fn the_kappa_of_the_textbook_is_met_and_what_is_not_defined_is_said() {
        // Two readers of 50 applications: both yes 20, both no 15, yes/no 5, no/yes 10: 0.7 observed, 0.5 by chance.
        let mut pairs = vec![(1, 1); 20];
        pairs.extend(vec![(0, 0); 15]);
        pairs.extend(vec![(1, 0); 5]);
        pairs.extend(vec![(0, 1); 10]);
        let Agreement::Kappa { cases, same, kappa } = agreement(&pairs) else { panic!("no figure") };
        assert_eq!((cases, same), (50, 35));
        assert!((kappa - 0.4).abs() < 1e-12);
        assert_eq!(agreement(&[]), Agreement::NoCases);
        assert_eq!(agreement(&[(2, 2), (2, 2)]), Agreement::Undefined { cases: 2 });
        assert_eq!(agreement(&[(0, 1), (0, 1)]), Agreement::Kappa { cases: 2, same: 0, kappa: 0.0 });
        assert_eq!(agreement(&[(0, 1), (1, 0)]), Agreement::Kappa { cases: 2, same: 0, kappa: -1.0 });
    }

    fn any() -> impl Strategy<Value = (i64, i64, i64)> {
        (1_i64..200).prop_flat_map(|population| {
            (1..=population).prop_flat_map(move |drawn| (0..=drawn).prop_map(move |found| (population, drawn, found)))
        })
    }

    proptest! {
        #[test]
        fn the_size_finds_it_and_one_less_does_not(population in 1_i64..2_000, per_mille in 1_i64..=1_000) {
            let found = size(population, per_mille, Detection::NinetyFive).unwrap();
            let faulty = at_least(population, per_mille);
            prop_assert!(none_found(&[whole(population, found)], faulty).unwrap() <= 0.05);
            prop_assert!(none_found(&[whole(population, found - 1)], faulty).unwrap() > 0.05);
            prop_assert!(detects(&[whole(population, found)], Detection::NinetyFive).unwrap() <= faulty);
        }

        #[test]
        fn the_exact_interval_holds_what_was_found_and_is_no_wider_than_without_an_end((population, drawn, found) in any()) {
            let of = exact(whole(population, drawn), found, 0.025).unwrap();
            prop_assert!(found <= of.low && of.low <= of.high && of.high <= population - (drawn - found));
            let endless = clopper_pearson(Share::new(found, drawn).unwrap(), Confidence::NinetyFive).unwrap();
            // The finite population takes away; a whole case is the least step.
            let step = 1.0 / real(population);
            prop_assert!(real(of.low) / real(population) >= endless.low - step);
            prop_assert!(real(of.high) / real(population) <= endless.high + step);
        }

        #[test]
        fn the_exact_interval_mirrors((population, drawn, found) in any()) {
            let (one, other) =
                (exact(whole(population, drawn), found, 0.025).unwrap(), exact(whole(population, drawn), drawn - found, 0.025).unwrap());
            prop_assert_eq!((one.low, one.high), (population - other.high, population - other.low));
        }

        #[test]
        fn the_exact_interval_holds_the_truth_as_often_as_it_says(population in 2_i64..60, part in 0_i64..60, drawn in 1_i64..60) {
            let (having, drawn) = (part.min(population), drawn.min(population));
            let of = whole(population, drawn);
            let covered: f64 = (0..=drawn)
                .filter(|found| exact(of, *found, 0.025).is_some_and(|it| it.low <= having && having <= it.high))
                .map(|found| exactly(of, having, found))
                .sum();
            prop_assert!(covered >= 0.95 - 1e-9, "{covered}");
        }

        #[test]
        fn faults_that_lie_anyhow_are_found_at_least_as_surely(
            one in (1_i64..12, 0_i64..12), other in (1_i64..12, 0_i64..12), faulty in 0_i64..8,
        ) {
            let strata = [whole(one.0, one.1.min(one.0)), whole(other.0, other.1.min(other.0))];
            let worst = none_found(&strata, faulty);
            let of = |stratum: Stratum, faulty: i64| none_found(&[stratum], faulty);
            let spread = (0..=faulty).filter_map(|here| Some(of(strata[0], here)? * of(strata[1], faulty - here)?));
            let most = spread.max_by(f64::total_cmp);
            prop_assert_eq!(worst.is_some(), most.is_some());
            if let (Some(worst), Some(most)) = (worst, most) {
                prop_assert!((worst - most).abs() < 1e-12);
            }
        }

        #[test]
        fn strata_together_hold_what_was_found_in_each(first in any(), second in any()) {
            let strata = [(whole(first.0, first.1), first.2), (whole(second.0, second.1), second.2)];
            let of = exact_over(&strata, Confidence::NinetyFive).unwrap();
            prop_assert!(of.low >= first.2 + second.2 && of.high <= first.0 + second.0);
            let alone = exact_over(&strata[..1], Confidence::NinetyFive);
            prop_assert_eq!(alone, exact(strata[0].0, first.2, 0.025));
        }

        #[test]
        fn agreement_is_the_same_from_both_sides_and_never_above_one(pairs in proptest::collection::vec((0_usize..5, 0_usize..5), 1..40)) {
            let turned: Vec<(usize, usize)> = pairs.iter().map(|(one, other)| (*other, *one)).collect();
            prop_assert_eq!(agreement(&pairs), agreement(&turned));
            if let Agreement::Kappa { kappa, .. } = agreement(&pairs) {
                prop_assert!((-1.0..=1.0).contains(&kappa));
            }
        }
    }
}
