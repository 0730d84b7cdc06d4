//! A reader who tries to have hidden figures back, for tests of what was really published. It shares nothing with the choice of
//! what to hide.

/// A figure as the reader has it: the sum of some unknown counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Which counts it is the sum of, by number.
    pub parts: Vec<usize>,
    /// What is shown; `None` where it is hidden.
    pub value: Option<i64>,
    /// What the reader knows that it cannot be less than: 1 for a hidden figure, since zeros are shown; 0 for a figure
    /// that is not published at all.
    pub least: i64,
}

/// Primes to calculate with: a figure that follows by adding and subtracting with fractions follows to each of them too,
/// unless the prime divides a denominator, which no table of sums comes near.
const PRIMES: [u64; 2] = [(1 << 61) - 1, 4_611_686_018_427_387_847];

/// The hidden figures (by place) that follow from the shown ones by adding and subtracting alone, in whatever multiples:
/// those in the span of the shown ones. Counts in a shown zero are known to be zero.
pub fn derived(figures: &[Known]) -> Vec<usize> {
    let mut found: Vec<usize> = PRIMES.iter().flat_map(|prime| derived_modulo(figures, *prime)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn product(a: u64, b: u64, prime: u64) -> u64 {
    let value = u128::from(a) * u128::from(b) % u128::from(prime);
    u64::try_from(value).unwrap_or(0)
}

fn inverse(a: u64, prime: u64) -> u64 {
    let (mut base, mut exponent, mut result) = (a, prime - 2, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = product(result, base, prime);
        }
        base = product(base, base, prime);
        exponent >>= 1;
    }
    result
}

/// Takes the rows out of `row`, each at its first column; what is left is zero precisely when it was in their span.
fn reduce(row: &mut [u64], rows: &[(usize, Vec<u64>)], prime: u64) {
    for (lead, known) in rows {
        let factor = row[*lead];
        if factor != 0 {
            for (value, known) in row.iter_mut().zip(known).filter(|(_, known)| **known != 0) {
                *value = (*value + prime - product(factor, *known, prime)) % prime;
            }
        }
    }
}

fn derived_modulo(figures: &[Known], prime: u64) -> Vec<usize> {
    let width = figures.iter().flat_map(|figure| &figure.parts).max().map_or(0, |most| most + 1);
    let mut nothing = vec![false; width];
    for figure in figures.iter().filter(|figure| figure.value == Some(0)) {
        figure.parts.iter().for_each(|part| nothing[*part] = true);
    }
    let row = |figure: &Known| {
        let mut row = vec![0_u64; width];
        figure.parts.iter().filter(|part| !nothing[**part]).for_each(|part| row[*part] = 1);
        row
    };
    let mut rows: Vec<(usize, Vec<u64>)> = Vec::new();
    for figure in figures.iter().filter(|figure| figure.value.is_some()) {
        let mut next = row(figure);
        reduce(&mut next, &rows, prime);
        if let Some(lead) = next.iter().position(|value| *value != 0) {
            let scale = inverse(next[lead], prime);
            for value in &mut next {
                *value = product(*value, scale, prime);
            }
            rows.push((lead, next));
        }
    }
    let spanned = |figure: &Known| {
        let mut row = row(figure);
        reduce(&mut row, &rows, prime);
        row.iter().all(|value| *value == 0)
    };
    (0..figures.len()).filter(|at| figures[*at].value.is_none() && spanned(&figures[*at])).collect()
}

/// A sum that the reader knows: these counts come to something from `low` to `high`.
#[derive(Debug, Clone)]
struct Sum {
    parts: Vec<usize>,
    low: i64,
    high: i64,
}

/// Narrows the ranges of the counts, sum by sum, until nothing moves. `false` where nothing fits any more.
fn narrow(ranges: &mut [(i64, i64)], sums: &[Sum]) -> bool {
    loop {
        let mut moved = false;
        for sum in sums {
            let (low, high) = sum.parts.iter().fold((0, 0), |(l, h), part| (l + ranges[*part].0, h + ranges[*part].1));
            if low > sum.high || high < sum.low {
                return false;
            }
            for part in &sum.parts {
                let (least, most) = ranges[*part];
                let next = (least.max(sum.low - (high - most)), most.min(sum.high - (low - least)));
                if next.0 > next.1 {
                    return false;
                }
                moved |= next != ranges[*part];
                // low and high stand still within a sum; the next round sees what moved.
                ranges[*part] = next;
            }
        }
        if !moved {
            return true;
        }
    }
}

/// Whether whole numbers exist that fit; `None` when the steps run out.
fn fits(mut ranges: Vec<(i64, i64)>, sums: &[Sum], steps: &mut usize) -> Option<bool> {
    if *steps == 0 {
        return None;
    }
    *steps -= 1;
    if !narrow(&mut ranges, sums) {
        return Some(false);
    }
    let open = (0..ranges.len()).filter(|at| ranges[*at].0 < ranges[*at].1);
    let Some(at) = open.min_by_key(|at| ranges[*at].1 - ranges[*at].0) else { return Some(true) };
    let (low, high) = ranges[at];
    let middle = i64::midpoint(low, high);
    for half in [(low, middle), (middle + 1, high)] {
        let mut next = ranges.clone();
        next[at] = half;
        if fits(next, sums, steps)? {
            return Some(true);
        }
    }
    Some(false)
}

/// The exact range of each hidden figure over all whole-number datasets that fit what is shown, no count being above `most`:
/// `None` for a shown figure, and for one whose range takes more than `steps` steps to settle. Meant for small tables.
pub fn ranges(figures: &[Known], most: i64, steps: usize) -> Vec<Option<(i64, i64)>> {
    let width = figures.iter().flat_map(|figure| &figure.parts).max().map_or(0, |most| most + 1);
    let mut sums: Vec<Sum> = figures
        .iter()
        .map(|figure| Sum {
            parts: figure.parts.clone(),
            low: figure.value.unwrap_or(figure.least),
            high: figure.value.unwrap_or(i64::MAX / 4),
        })
        .collect();
    let start = vec![(0, most); width];
    let known = sums.len();
    let mut settle = |at: usize| {
        let mut budget = steps;
        let mut outer = start.clone();
        if !narrow(&mut outer, &sums) {
            return None;
        }
        let parts = figures[at].parts.clone();
        let (low, high) = parts.iter().fold((0, 0), |(l, h), part| (l + outer[*part].0, h + outer[*part].1));
        let mut can = |low: i64, high: i64| {
            sums.push(Sum { parts: parts.clone(), low, high });
            let fits = fits(outer.clone(), &sums, &mut budget);
            sums.truncate(known);
            fits
        };
        // Halving works on "is there one at most (at least) so large".
        let (mut from, mut to) = (low, high);
        while from < to {
            let middle = i64::midpoint(from, to);
            if can(low, middle)? {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        let least = from;
        let (mut from, mut to) = (least, high);
        while from < to {
            let middle = from + (to - from + 1) / 2;
            if can(middle, high)? {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        Some((least, from))
    };
    (0..figures.len()).map(|at| figures[at].value.is_none().then(|| settle(at)).flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parts: &[usize], value: i64) -> Known {
        Known { parts: parts.to_vec(), value: Some(value), least: 0 }
    }

    fn hidden(parts: &[usize]) -> Known {
        Known { parts: parts.to_vec(), value: None, least: 1 }
    }

    #[test]
    fn a_figure_hidden_alone_is_had_back() {
        let figures = [shown(&[0, 1, 2], 60), shown(&[0], 20), hidden(&[1]), shown(&[2], 37)];
        assert_eq!(derived(&figures), [2]);
        assert_eq!(ranges(&figures, 100, 1_000)[2], Some((3, 3)));
    }

    #[test]
    fn what_subtraction_cannot_give_whole_numbers_can() {
        // Two hidden figures of a total of 2: each is at least 1.
        let figures = [shown(&[0, 1], 2), hidden(&[0]), hidden(&[1])];
        assert_eq!(derived(&figures), Vec::<usize>::new());
        assert_eq!(ranges(&figures, 100, 1_000)[1..], [Some((1, 1)), Some((1, 1))]);
    }

    #[test]
    fn half_of_a_sum_of_pairs_is_had_back() {
        // Three pairs of three counts: adding all and halving gives the total, so each by itself.
        let pairs = [shown(&[0, 1], 7), shown(&[1, 2], 8), shown(&[0, 2], 9), hidden(&[0]), hidden(&[0, 1, 2])];
        assert_eq!(derived(&pairs), [3, 4]);
        assert_eq!(ranges(&pairs, 100, 1_000)[3..], [Some((4, 4)), Some((12, 12))]);
    }

    #[test]
    fn counts_in_a_zero_are_known() {
        let figures = [shown(&[0, 1], 0), shown(&[1, 2], 3), hidden(&[2])];
        assert_eq!(derived(&figures), [2]);
    }
}
