//! What a sample that has been gone through says of its population.

use std::collections::BTreeMap;

use stats::Confidence;
use stats::sampling::{Agreement, Cases, Stratum, agreement, exact_over};

use super::timeline::{Judgement, Sample};

/// A share of the population that has something, as the sample tells it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// In how many of the cases that were drawn.
    pub found: usize,
    /// The best guess of how many of the population, each case counting for those of its group that were not drawn.
    pub estimate: f64,
    /// From how many to how many of the population, with 95 % certainty at least. What could not be assessed may be either, and the
    /// interval holds for both.
    pub cases: Cases,
}

/// A group of the population and what was said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumOutcome {
    /// Its stable name.
    pub stratum: String,
    /// How many cases it has.
    pub population: usize,
    /// What was said, and how often.
    pub counts: BTreeMap<Judgement, usize>,
}

impl StratumOutcome {
    /// How many of it were drawn.
    pub fn drawn(&self) -> usize {
        self.counts.values().sum()
    }

    fn count(&self, of: &[Judgement]) -> usize {
        of.iter().map(|judgement| self.counts.get(judgement).copied().unwrap_or(0)).sum()
    }
}

/// The result.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// How many cases the population has.
    pub population: usize,
    /// How many were drawn.
    pub drawn: usize,
    /// What was said of all, and how often.
    pub counts: BTreeMap<Judgement, usize>,
    /// The same by group.
    pub strata: Vec<StratumOutcome>,
    /// Where the results are those that were planned.
    pub met: Share,
    /// Where something is wrong: partly, not at all, or no plan.
    pub lacking: Share,
    /// How far the two assessors agreed; nothing where one assessed.
    pub agreement: Option<Agreement>,
}

/// What counts as something being wrong.
const LACKING: [Judgement; 3] = [Judgement::Partly, Judgement::NotMet, Judgement::NoPlan];

impl Judgement {
    /// Whether something is wrong.
    pub fn lacks(self) -> bool {
        LACKING.contains(&self)
    }
}

/// What may be either.
const OPEN: [Judgement; 1] = [Judgement::NotAssessable];

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn real(number: usize) -> f64 {
    // Populations are far below 2^53.
    #[expect(clippy::cast_precision_loss, reason = "populations are small")]
    let number = number as f64;
    number
}

fn share(strata: &[StratumOutcome], of: &[Judgement]) -> Option<Share> {
    let with = |more: &[Judgement]| {
        let counted = |one: &StratumOutcome| {
            let stratum = Stratum::new(count(one.population), count(one.drawn()))?;
            Some((stratum, count(one.count(of) + one.count(more))))
        };
        exact_over(&strata.iter().map(counted).collect::<Option<Vec<_>>>()?, Confidence::NinetyFive)
    };
    let (least, most) = (with(&[])?, with(&OPEN)?);
    let estimate = strata.iter().filter_map(|one| {
        // Of the cases that could be assessed; nothing where none could.
        let base = one.drawn() - one.count(&OPEN);
        (base > 0).then(|| (real(one.population) * real(one.count(of)) / real(base), one.population))
    });
    let (sum, covered) = estimate.fold((0.0, 0), |(sum, all), (part, population)| (sum + part, all + population));
    let population: usize = strata.iter().map(|one| one.population).sum();
    let estimate = if covered == 0 { 0.0 } else { sum * real(population) / real(covered) };
    Some(Share {
        found: strata.iter().map(|one| one.count(of)).sum(),
        estimate,
        cases: Cases { low: least.low, high: most.high },
    })
}

/// The result of a sample, with the groups of its cases in their order and how many the population has of each. `None` while something is
/// left to be assessed.
pub fn outcome(sample: &Sample, groups: &[String], population: &BTreeMap<String, usize>) -> Option<Outcome> {
    let assessors = sample.assessors();
    let mut strata: BTreeMap<&str, StratumOutcome> = BTreeMap::new();
    for (case, group) in sample.cases.iter().zip(groups) {
        let judgement = case.counts_as(assessors)?;
        let empty = || StratumOutcome {
            stratum: group.clone(),
            population: population.get(group).copied().unwrap_or(0),
            counts: BTreeMap::new(),
        };
        *strata.entry(group).or_insert_with(empty).counts.entry(judgement).or_insert(0) += 1;
    }
    let strata: Vec<StratumOutcome> = strata.into_values().collect();
    let mut counts = BTreeMap::new();
    for one in &strata {
        for (judgement, number) in &one.counts {
            *counts.entry(*judgement).or_insert(0) += number;
        }
    }
    // The same person on the same side in every case, whoever was first.
    let pair = |case: &super::Case| match case.assessed.as_slice() {
        [one, other] if one.0 <= other.0 => Some((one.1 as usize, other.1 as usize)),
        [one, other] => Some((other.1 as usize, one.1 as usize)),
        _ => None,
    };
    let pairs: Vec<(usize, usize)> = sample.cases.iter().filter_map(pair).collect();
    Some(Outcome {
        population: sample.members,
        drawn: sample.cases.len(),
        met: share(&strata, &[Judgement::Met])?,
        lacking: share(&strata, &LACKING)?,
        counts,
        strata,
        agreement: (assessors > 1).then(|| agreement(&pairs)),
    })
}
