//! Figures told one after another to the same reader, each only where it gives nothing away together with all that were told
//! before.
//!
//! A figure is a sum of counts that the reader cannot see. Whoever adds and subtracts what is told, in whatever multiples,
//! has every sum in the span of the told ones, and no other: so what must not be known is kept out of that span, exactly.
//! The order decides what is hidden: what is told first is told whole, and what would complete it is not.

use std::collections::BTreeMap;

/// A sum of unknown counts, each by its number and how many times it is taken.
pub type Sum = Vec<(usize, i64)>;

/// To calculate with, as [`super::attack`] does: what follows with fractions follows to the prime too.
const PRIME: u64 = (1 << 61) - 1;

/// A sum to the prime, sorted by number; no zeros.
type Line = Vec<(usize, u64)>;

/// What a reader has been told, and what the reader must not be able to work out.
#[derive(Debug, Clone, Default)]
pub struct Telling {
    /// What is known, each with the number it is solved for; none has an earlier one's number in it.
    known: Vec<(usize, Line)>,
    solved: BTreeMap<usize, usize>,
    /// What must not follow, less what is known of it; never empty.
    secrets: Vec<Line>,
    /// What is closed, less what is known of it: independent, each with the number it is solved for.
    closed: Vec<(usize, Line)>,
}

fn product(a: u64, b: u64) -> u64 {
    u64::try_from(u128::from(a) * u128::from(b) % u128::from(PRIME)).unwrap_or(0)
}

fn inverse(a: u64) -> u64 {
    let (mut base, mut exponent, mut result) = (a, PRIME - 2, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = product(result, base);
        }
        base = product(base, base);
        exponent >>= 1;
    }
    result
}

fn line(sum: &[(usize, i64)]) -> Line {
    let mut sorted = sum.to_vec();
    sorted.sort_unstable();
    let mut line: Line = Vec::new();
    for (at, times) in sorted {
        let times = if times < 0 { PRIME - times.unsigned_abs() % PRIME } else { times.unsigned_abs() % PRIME };
        match line.last_mut() {
            Some((last, value)) if *last == at => *value = (*value + times) % PRIME,
            _ => line.push((at, times)),
        }
    }
    line.retain(|(_, value)| *value != 0);
    line
}

/// The one less so many times the other.
fn less(one: &Line, times: u64, other: &Line) -> Line {
    let mut out = Line::with_capacity(one.len() + other.len());
    let (mut a, mut b) = (one.iter().peekable(), other.iter().peekable());
    loop {
        let (at, value) = match (a.peek(), b.peek()) {
            (Some((x, value)), Some((y, _))) if x < y => (*x, *value),
            (Some((x, value)), Some((y, more))) if x == y => (*x, (value + PRIME - product(times, *more)) % PRIME),
            (_, Some((y, more))) => (*y, (PRIME - product(times, *more)) % PRIME),
            (Some((x, value)), None) => (*x, *value),
            (None, None) => return out,
        };
        a.next_if(|(x, _)| *x == at);
        b.next_if(|(y, _)| *y == at);
        if value != 0 {
            out.push((at, value));
        }
    }
}

fn of(line: &Line, number: usize) -> Option<u64> {
    line.binary_search_by_key(&number, |(at, _)| *at).ok().map(|at| line[at].1)
}

/// The line less what is solved for in the others.
fn without(line: &Line, others: &[(usize, Line)]) -> Line {
    let mut rest = line.clone();
    for (lead, other) in others {
        if let Some(times) = of(&rest, *lead) {
            rest = less(&rest, times, other);
        }
    }
    rest
}

/// What the lines add to the others, each with a number it is solved for and without those of the earlier ones.
fn independent(lines: impl Iterator<Item = Line>, others: &[(usize, Line)]) -> Vec<(usize, Line)> {
    let mut found: Vec<(usize, Line)> = Vec::new();
    for line in lines {
        let mut rest = without(&without(&line, others), &found);
        let Some((lead, value)) = rest.first().copied() else { continue };
        let scale = inverse(value);
        for (_, value) in &mut rest {
            *value = product(*value, scale);
        }
        found.push((lead, rest));
    }
    found
}

impl Telling {
    /// Nothing is told yet, and these must not follow. A secret that is no sum of anything is none.
    pub fn new(secrets: impl IntoIterator<Item = Sum>) -> Self {
        let mut secrets: Vec<Line> = secrets.into_iter().map(|sum| line(&sum)).filter(|sum| !sum.is_empty()).collect();
        secrets.sort_unstable();
        secrets.dedup();
        Self { secrets, ..Self::default() }
    }

    /// The sum less all that is known of it; empty where it follows.
    fn reduced(&self, mut sum: Line) -> Line {
        while let Some((known, times)) =
            sum.iter().filter_map(|(at, value)| Some((*self.solved.get(at)?, *value))).min()
        {
            sum = less(&sum, times, &self.known[known].1);
        }
        sum
    }

    /// Whether the reader has the sum already, told or not.
    pub fn follows(&self, sum: &[(usize, i64)]) -> bool {
        self.reduced(line(sum)).is_empty()
    }

    /// What the sums add to what is known, ready to be known themselves.
    fn news(&self, sums: &[Sum]) -> Vec<(usize, Line)> {
        independent(sums.iter().map(|sum| self.reduced(line(sum))), &[])
    }

    /// Closes all sums of these: no more of them is to follow than does already. For what is told in several tables, each by
    /// a [`Telling`] of its own: their total then tells no more in one than in another.
    #[must_use]
    pub fn closing(mut self, sums: &[Sum]) -> Self {
        self.closed = self.news(sums);
        self
    }

    fn add(&mut self, news: Vec<(usize, Line)>) {
        for secret in &mut self.secrets {
            if news.iter().any(|(lead, _)| of(secret, *lead).is_some()) {
                *secret = without(secret, &news);
            }
        }
        self.secrets.retain(|secret| !secret.is_empty());
        if self.closed.iter().any(|(_, closed)| news.iter().any(|(lead, _)| of(closed, *lead).is_some())) {
            self.closed = independent(self.closed.iter().map(|(_, closed)| without(closed, &news)), &[]);
        }
        for (lead, known) in news {
            self.solved.insert(lead, self.known.len());
            self.known.push((lead, known));
        }
    }

    /// The reader knows the sums whatever anybody tells. A secret that follows is none any more.
    pub fn know(&mut self, sums: &[Sum]) {
        let news = self.news(sums);
        self.add(news);
    }

    /// Tells all of the sums, unless a secret or more of what is closed would follow: then none of them is told. Says whether
    /// they are.
    pub fn tell(&mut self, sums: &[Sum]) -> bool {
        let news = self.news(sums);
        let leads = |secret: &Line| news.iter().any(|(lead, _)| of(secret, *lead).is_some());
        let given_away = |secret: &Line| leads(secret) && without(secret, &news).is_empty();
        // Whatever is left of the news without what is closed must be as many things as they are.
        let opens = || independent(news.iter().map(|(_, news)| news.clone()), &self.closed).len() < news.len();
        if self.secrets.iter().any(given_away) || opens() {
            return false;
        }
        self.add(news);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::attack::{Known, derived};
    use super::*;
    use proptest::prelude::*;

    fn sum(parts: &[usize]) -> Sum {
        parts.iter().map(|part| (*part, 1)).collect()
    }

    #[test]
    fn what_would_complete_a_secret_is_not_told_and_what_follows_is_known() {
        let mut telling = Telling::new([sum(&[2])]);
        assert!(telling.tell(&[sum(&[0, 1, 2])]));
        assert!(telling.tell(&[sum(&[0])]));
        assert!(!telling.tell(&[sum(&[1])]), "the total less both is the secret");
        assert!(telling.follows(&sum(&[1, 2])) && !telling.follows(&sum(&[1])));
        // Half of a sum of pairs.
        let mut pairs = Telling::new([sum(&[0])]);
        assert!(pairs.tell(&[sum(&[0, 1]), sum(&[1, 2])]));
        assert!(!pairs.tell(&[sum(&[0, 2])]));
        assert!(pairs.tell(&[vec![(0, 1), (2, -1)]]), "it follows, and tells nothing");
    }

    #[test]
    fn what_is_known_anyway_is_no_secret() {
        let mut telling = Telling::new([sum(&[0]), sum(&[1]), Vec::new()]);
        telling.know(&[sum(&[0])]);
        assert!(telling.tell(&[sum(&[0])]));
        assert!(!telling.tell(&[sum(&[0, 1])]));
        assert!(!telling.tell(&[sum(&[2]), sum(&[1, 2])]) && !telling.follows(&sum(&[2])), "all of them or none");
    }

    #[test]
    fn what_is_closed_does_not_open_however_it_is_put_together() {
        // Rows of two and three; the total of each column is told, their sums with each other are closed.
        let total = [sum(&[0, 2, 4]), sum(&[1, 3, 5])];
        let mut telling = Telling::new([]);
        telling.know(&[[(0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1)].to_vec()]);
        let mut telling = telling.closing(&total);
        assert!(telling.tell(&[sum(&[0])]) && telling.tell(&[sum(&[2])]));
        assert!(!telling.tell(&[sum(&[4])]), "the first total would follow");
        assert!(telling.tell(&[sum(&[4, 5])]), "which tells no total apart");
        assert!(!telling.tell(&[vec![(4, 3), (1, 2), (3, 2), (5, 2)]]), "nor any other sum of the totals");
    }

    proptest! {
        #[test]
        fn the_attacker_finds_what_follows_and_never_a_secret(
            sums in proptest::collection::vec(proptest::collection::btree_set(0_usize..9, 1..6), 1..14),
            secrets in proptest::collection::vec(proptest::collection::btree_set(0_usize..9, 1..4), 1..5),
        ) {
            let list = |sets: &[std::collections::BTreeSet<usize>]| -> Vec<Vec<usize>> {
                sets.iter().map(|set| set.iter().copied().collect()).collect()
            };
            let (sums, secrets) = (list(&sums), list(&secrets));
            let mut telling = Telling::new(secrets.iter().map(|secret| sum(secret)));
            let told: Vec<bool> = sums.iter().map(|one| telling.tell(&[sum(one)])).collect();
            let known = |parts: &Vec<usize>, told: bool| Known { parts: parts.clone(), value: told.then_some(7), least: 1 };
            let all: Vec<Known> = sums.iter().zip(&told).map(|(one, told)| known(one, *told))
                .chain(secrets.iter().map(|secret| known(secret, false)))
                .collect();
            let found = derived(&all);
            for (at, one) in all.iter().enumerate().filter(|(_, one)| one.value.is_none()) {
                prop_assert_eq!(telling.follows(&sum(&one.parts)), found.contains(&at), "{:?}", one);
                prop_assert!(at < sums.len() || !found.contains(&at), "{:?}", one);
            }
        }
    }
}
