#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::super::attack::{Known, derived, ranges};
use super::*;

/// A dataset with its publications, as the attacker will see them.
#[derive(Debug)]
struct Published {
    all: Publications,
    /// The groups of each figure and whether it is published, by id.
    figures: BTreeMap<CellId, (Vec<usize>, bool)>,
}

impl Published {
    fn new(counts: &[i64]) -> Self {
        Self { all: Publications::new(counts.to_vec()).unwrap(), figures: BTreeMap::new() }
    }

    fn table<K: Ord + Clone>(&mut self, importance: u32, keys: impl Fn(usize) -> Vec<K>) -> BTreeMap<K, CellId> {
        let ids = self.all.publish_by(importance, &keys);
        for (key, id) in &ids {
            let atoms = (0..self.all.counts.len()).filter(|atom| keys(*atom).contains(key)).collect();
            self.figures.insert(*id, (atoms, true));
        }
        ids
    }

    fn share(&mut self, part: CellId, base: CellId) {
        let id = self.all.publish_share(part, base).unwrap();
        let base = self.figures[&base].0.clone();
        let atoms = base.into_iter().filter(|atom| !self.figures[&part].0.contains(atom)).collect();
        self.figures.entry(id).or_insert((atoms, false));
    }

    fn value(&self, id: CellId) -> i64 {
        self.figures[&id].0.iter().map(|atom| self.all.counts[*atom]).sum()
    }

    /// What a reader has, with hidden figures and guarded ones.
    fn known(&self, shown: impl Fn(CellId) -> Shown) -> Vec<Known> {
        self.figures
            .iter()
            .map(|(id, (atoms, published))| Known {
                parts: atoms.clone(),
                value: match shown(*id) {
                    Shown::Count(value) => Some(value),
                    _ => None,
                },
                least: i64::from(*published),
            })
            .collect()
    }

    fn check(&self, rule: Rule, width: i64) -> Suppressed {
        let suppressed = self.all.suppress(rule, width);
        assert!(suppressed.holds());
        for (id, (_, published)) in &self.figures {
            let (value, shown) = (self.value(*id), suppressed.shown(*id));
            let (low, high) = suppressed.possible(*id).unwrap();
            match shown {
                Shown::Count(count) => assert!(*published && count == value && !rule.hides(count)),
                _ => assert!(!*published || value > 0, "a zero is never hidden"),
            }
            if rule.hides(value) {
                assert!(low <= value && high >= rule.smallest_shown && high - low >= width, "{id:?} {low} {high}");
            }
        }
        suppressed
    }

    /// Small figures that follow from the shown ones, small differences between two, and published hidden ones of any size.
    fn leaks(&self, rule: Rule, shown: impl Fn(CellId) -> Shown) -> Vec<usize> {
        let mut known = self.known(shown);
        let mut secret: Vec<bool> =
            self.figures.iter().map(|(id, (_, published))| *published || rule.hides(self.value(*id))).collect();
        for (one, (inner, told)) in &self.figures {
            for (other, (outer, also)) in &self.figures {
                let gap = self.value(*other) - self.value(*one);
                if *told && *also && self.value(*one) > 0 && rule.hides(gap) && inner.iter().all(|a| outer.contains(a))
                {
                    let parts = outer.iter().copied().filter(|atom| !inner.contains(atom)).collect();
                    known.push(Known { parts, value: None, least: 0 });
                    secret.push(true);
                }
            }
        }
        derived(&known).into_iter().filter(|at| secret[*at]).collect()
    }
}

/// Three providers with two units each, two sexes, two school forms and two periods of which the second contains the
/// first: 48 groups, and every margin of every level.
fn authority(counts: &[i64]) -> (Published, Vec<(CellId, CellId)>) {
    let mut published = Published::new(counts);
    let unit = |atom: usize| atom / 8;
    let provider = |atom: usize| atom / 16;
    let (sex, form, late) = (|atom: usize| atom % 2, |atom: usize| atom / 2 % 2, |atom: usize| atom / 4 % 2);
    let mut shares = Vec::new();
    for level in 0..3_u32 {
        let place = move |atom: usize| match level {
            0 => unit(atom),
            1 => provider(atom),
            _ => 0,
        };
        for by_sex in [true, false] {
            for by_form in [true, false] {
                let importance = 3_u32.pow(level) * if by_sex { 1 } else { 2 } * if by_form { 1 } else { 2 };
                let keys = move |atom: usize| {
                    let key = (place(atom), by_sex.then(|| sex(atom)), by_form.then(|| form(atom)));
                    (late(atom)..2).map(|period| (key, period)).collect::<Vec<_>>()
                };
                let ids = published.table(importance, keys);
                if by_sex {
                    // women of all, as a share
                    let part = ids.iter().filter(|(((_, sex, _), _), _)| *sex == Some(0));
                    let part: Vec<(CellId, Vec<usize>)> =
                        part.map(|(_, id)| (*id, published.figures[id].0.clone())).collect();
                    shares.extend(part.into_iter().map(|(id, atoms)| {
                        let whole: Vec<usize> = atoms.iter().flat_map(|atom| [*atom, atom + 1]).collect();
                        (id, published.all.publish(whole.clone(), importance).unwrap(), whole)
                    }));
                }
            }
        }
    }
    let mut pairs = Vec::new();
    for (part, base, whole) in shares {
        published.figures.entry(base).or_insert((whole, true));
        published.share(part, base);
        pairs.push((part, base));
    }
    (published, pairs)
}

#[test]
fn hiding_only_what_is_small_is_found_out() {
    let counts: Vec<i64> = (0..48).map(|n| if n == 1 { 3 } else { 20 + n }).collect();
    let (published, _) = authority(&counts);
    let naive = |id: CellId| Rule::INSIDE.single(Some(published.value(id)));
    assert!(!published.leaks(Rule::INSIDE, naive).is_empty(), "the attacker is worth something");
    let suppressed = published.check(Rule::INSIDE, 1);
    assert_eq!(published.leaks(Rule::INSIDE, |id| suppressed.shown(id)), Vec::<usize>::new());
    assert!(
        suppressed.hidden() < published.figures.len() / 3,
        "{} of {}",
        suppressed.hidden(),
        published.figures.len()
    );
}

#[test]
fn a_table_hides_as_little_as_the_rule_for_one_table() {
    let mut published = Published::new(&[3, 20, 30, 12, 25, 40, 15, 11, 50]);
    let cells = published.table(1, |atom| vec![atom]);
    published.table(3, |atom| vec![(0, atom / 3), (1, atom % 3)]);
    published.table(9, |_| vec![()]);
    let suppressed = published.check(Rule::INSIDE, 1);
    let hidden: Vec<usize> =
        cells.iter().filter(|(_, id)| suppressed.shown(**id) == Shown::Suppressed).map(|(key, _)| *key).collect();
    assert_eq!((hidden, suppressed.hidden()), (vec![0, 1, 6, 7], 4));
    assert_eq!(suppressed.shown(CellId(99)), Shown::Missing);
}

#[test]
fn a_share_hides_when_those_outside_its_part_are_few() {
    let mut published = Published::new(&[97, 3]);
    let all = published.table(3, |_| vec![()])[&()];
    let passed = published.table(1, |atom| (atom == 0).then_some(()).into_iter().collect())[&()];
    published.share(passed, all);
    let suppressed = published.check(Rule::INSIDE, 1);
    assert_eq!((suppressed.shown(passed), suppressed.shown(all)), (Shown::Suppressed, Shown::Count(100)));
    assert_eq!(suppressed.share(passed, all), ShownShare::Suppressed);
    let mut fine = Published::new(&[90, 10]);
    let all = fine.table(3, |_| vec![()])[&()];
    let passed = fine.table(1, |atom| (atom == 0).then_some(()).into_iter().collect())[&()];
    fine.share(passed, all);
    let suppressed = fine.check(Rule::INSIDE, 1);
    assert_eq!(suppressed.share(passed, all), ShownShare::Share { part: 90, base: 100 });
    assert_eq!(fine.all.publish_share(all, passed), Err(NotPublishable::PartOutsideBase));
}

#[test]
fn a_longer_period_does_not_give_away_the_few_that_came_later() {
    let mut published = Published::new(&[40, 3, 60]);
    let spring = published.table(1, |atom| (atom == 0).then_some(()).into_iter().collect())[&()];
    let to_august = published.table(1, |atom| (atom < 2).then_some(()).into_iter().collect())[&()];
    let year = published.table(9, |_| vec![()])[&()];
    let suppressed = published.check(Rule::INSIDE, 1);
    let shown = [spring, to_august, year].map(|id| suppressed.shown(id));
    assert_eq!(shown, [Shown::Suppressed, Shown::Count(43), Shown::Count(103)]);
}

#[test]
fn two_publications_of_one_dataset_do_not_complete_each_other() {
    // One publication tells units, another sexes over both units and one unit's men.
    let counts = [3, 30, 40, 50];
    let mut first = Published::new(&counts);
    first.table(3, |atom| vec![atom / 2]);
    assert_eq!(first.check(Rule::INSIDE, 1).hidden(), 0);
    let men = first.table(1, |atom| (atom == 1).then_some(()).into_iter().collect())[&()];
    let suppressed = first.check(Rule::INSIDE, 1);
    assert_eq!(suppressed.shown(men), Shown::Suppressed, "33 in the unit less 30 men would be 3 women");
    first.table(1, |atom| vec![("sex", atom % 2)]);
    let suppressed = first.check(Rule::INSIDE, 1);
    assert_eq!(first.leaks(Rule::INSIDE, |id| suppressed.shown(id)), Vec::<usize>::new());
}

#[test]
fn the_same_figure_in_two_publications_is_one_figure() {
    let mut publications = Publications::new(vec![3, 30]).unwrap();
    let one = publications.publish(vec![1, 0], 1).unwrap();
    assert_eq!(publications.publish(vec![0, 1, 1], 9), Ok(one));
    assert_eq!((publications.len(), publications.is_empty()), (1, false));
    assert_eq!(publications.publish(vec![2], 1), Err(NotPublishable::NoSuchAtom { atom: 2 }));
    assert_eq!(Publications::new(vec![1, -1]).unwrap_err(), NotPublishable::NegativeCount { atom: 1 });
    assert_eq!(Publications::new(vec![i64::MAX, 1]).unwrap_err(), NotPublishable::TooMany);
    let empty = publications.publish(Vec::new(), 1).unwrap();
    assert_eq!(publications.suppress(Rule::INSIDE, 1).shown(empty), Shown::Count(0));
}

#[test]
fn for_those_who_may_see_the_rows_nothing_is_hidden() {
    let (published, _) = authority(&(0..48).map(|n| n % 5).collect::<Vec<i64>>());
    assert_eq!(published.check(Rule::OPEN, 1).hidden(), 0);
}

fn sparse(most: i64) -> impl Strategy<Value = i64> {
    prop_oneof![3 => Just(0_i64), 4 => 1_i64..6, 3 => 5..=most]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_combination_of_publications_gives_a_hidden_figure_back(
        counts in proptest::collection::vec(sparse(80), 48),
        public in any::<bool>(),
        width in 1_i64..4,
    ) {
        let rule = if public { Rule::PUBLIC } else { Rule::INSIDE };
        let (published, shares) = authority(&counts);
        let suppressed = published.check(rule, width);
        prop_assert_eq!(published.leaks(rule, |id| suppressed.shown(id)), Vec::<usize>::new());
        for (part, base) in shares {
            if let ShownShare::Share { part, base } = suppressed.share(part, base) {
                prop_assert!(!rule.hides(part) && !rule.hides(base) && !rule.hides(base - part));
            }
        }
    }

    #[test]
    fn whole_numbers_give_no_small_figure_back_either(
        counts in proptest::collection::vec(sparse(12), 8),
        smallest_shown in 2_i64..5,
    ) {
        // Two units, two sexes, two forms: every margin, and shares of the first sex.
        let mut published = Published::new(&counts);
        for kept in 0..8_usize {
            let keys = move |atom: usize| vec![(kept, atom & kept)];
            published.table(3_u32.pow(3 - kept.count_ones()), keys);
        }
        let rule = Rule { smallest_shown };
        let suppressed = published.check(rule, 1);
        let known = published.known(|id| suppressed.shown(id));
        for ((id, _), range) in published.figures.iter().zip(ranges(&known, 60, 20_000)) {
            if let Some((low, high)) = range {
                prop_assert!(low < high && high >= smallest_shown, "{id:?} {low} {high}");
                let (proven_low, proven_high) = suppressed.possible(*id).unwrap();
                prop_assert!(low <= proven_low && proven_high <= high, "the proof lies within what is possible");
            }
        }
    }

    #[test]
    fn figures_that_overlap_anyhow_are_safe(
        counts in proptest::collection::vec(sparse(15), 7),
        figures in proptest::collection::vec(proptest::collection::btree_set(0_usize..7, 1..6), 1..12),
    ) {
        let mut published = Published::new(&counts);
        for atoms in figures {
            let atoms: Vec<usize> = atoms.into_iter().collect();
            let id = published.all.publish(atoms.clone(), 1).unwrap();
            published.figures.insert(id, (atoms, true));
        }
        let suppressed = published.check(Rule::INSIDE, 2);
        prop_assert_eq!(published.leaks(Rule::INSIDE, |id| suppressed.shown(id)), Vec::<usize>::new());
        let known = published.known(|id| suppressed.shown(id));
        for range in ranges(&known, 60, 20_000).into_iter().flatten() {
            prop_assert!(range.0 < range.1);
        }
    }
}
