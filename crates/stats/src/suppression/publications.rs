//! Everything that is published of one frozen dataset, judged together.
//!
//! The dataset is counts of its finest groups (a unit, a sex, a school form, a month); a figure is the sum of some of them.
//! Totals at every level, tables in several dimensions, periods that contain each other and different publications are all
//! just figures that overlap, so none is a special case, and the same figure in two publications is one figure.
//!
//! A hidden figure counts as safe only with proof in hand: another dataset of whole numbers in which every shown figure is the
//! same, every hidden one at least 1, and that figure is something else; for a small one, so much larger that it need not be
//! small. So it does not matter how the figures overlap or how the search came by the other dataset. (The requirement is
//! that of M. Fischetti and J. J. Salazar, *Solving the cell suppression problem on tabular data with linear constraints*,
//! Management Science 47, 2001, pp. 1008\u{2013}1027, §2, with whole numbers; the choice of what to hide is a heuristic, and
//! hides more than the least.) The reader is not taken to work out backwards how the search goes about.

use std::collections::BTreeMap;

use super::search::cheapest;
use super::spare::show_again;
use super::system::{Asked, System};
use super::{Rule, Shown, ShownShare};

/// A figure that is published or guarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellId(usize);

/// Why something cannot be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPublishable {
    /// A count of the dataset is negative.
    NegativeCount {
        /// Its place.
        atom: usize,
    },
    /// The counts together are beyond all counting.
    TooMany,
    /// The dataset has no such group.
    NoSuchAtom {
        /// The place asked for.
        atom: usize,
    },
    /// The part of a share is not within its base.
    PartOutsideBase,
}

impl std::fmt::Display for NotPublishable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NegativeCount { atom } => write!(f, "count {atom} of the dataset is negative"),
            Self::TooMany => f.write_str("the counts of the dataset are too large"),
            Self::NoSuchAtom { atom } => write!(f, "the dataset has no group {atom}"),
            Self::PartOutsideBase => f.write_str("the part of a share counts people who are not in its base"),
        }
    }
}

impl std::error::Error for NotPublishable {}

/// More people than a dataset can be about.
const MOST_PEOPLE: i64 = 1 << 40;

#[derive(Debug, Clone)]
struct Figure {
    atoms: Vec<usize>,
    published: bool,
    importance: u32,
}

/// What is to be published of a dataset.
#[derive(Debug, Clone)]
pub struct Publications {
    counts: Vec<i64>,
    figures: Vec<Figure>,
    /// The figures by the groups that they are the sum of.
    by_atoms: BTreeMap<Vec<usize>, usize>,
}

impl Publications {
    /// Publications of the dataset: how many people there are in each of its finest groups.
    pub fn new(counts: Vec<i64>) -> Result<Self, NotPublishable> {
        if let Some(atom) = counts.iter().position(|count| *count < 0) {
            return Err(NotPublishable::NegativeCount { atom });
        }
        let sum = counts.iter().try_fold(0_i64, |sum, count| sum.checked_add(*count));
        if sum.is_none_or(|sum| sum > MOST_PEOPLE) {
            return Err(NotPublishable::TooMany);
        }
        Ok(Self { counts, figures: Vec::new(), by_atoms: BTreeMap::new() })
    }

    fn figure(&mut self, mut atoms: Vec<usize>, published: bool, importance: u32) -> Result<CellId, NotPublishable> {
        atoms.sort_unstable();
        atoms.dedup();
        if let Some(atom) = atoms.last().copied().filter(|atom| *atom >= self.counts.len()) {
            return Err(NotPublishable::NoSuchAtom { atom });
        }
        let next = self.figures.len();
        let at = *self.by_atoms.entry(atoms.clone()).or_insert(next);
        if at == next {
            self.figures.push(Figure { atoms, published, importance });
        } else {
            let figure = &mut self.figures[at];
            figure.published |= published;
            figure.importance = figure.importance.max(importance);
        }
        Ok(CellId(at))
    }

    /// Publishes the sum of the groups. `importance` is what is lost by hiding it: those of less are hidden first, however
    /// many it takes to outweigh one; totals have more than what they are the total of (1, 3, 9 by levels does well). The
    /// same groups give the same figure again.
    pub fn publish(&mut self, atoms: Vec<usize>, importance: u32) -> Result<CellId, NotPublishable> {
        self.figure(atoms, true, importance)
    }

    /// Publishes one figure for each key that the groups have: a table, one of its margins, or periods that contain each
    /// other where a group has several keys.
    pub fn publish_by<K: Ord, I: IntoIterator<Item = K>>(
        &mut self,
        importance: u32,
        keys: impl Fn(usize) -> I,
    ) -> BTreeMap<K, CellId> {
        let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for atom in 0..self.counts.len() {
            for key in keys(atom) {
                groups.entry(key).or_default().push(atom);
            }
        }
        // The groups are there, so none is refused.
        groups.into_iter().filter_map(|(key, atoms)| Some((key, self.figure(atoms, true, importance).ok()?))).collect()
    }

    /// Guards the sum of the groups: it is not published, and if it is small it must not follow from what is.
    pub fn guard(&mut self, atoms: Vec<usize>) -> Result<CellId, NotPublishable> {
        self.figure(atoms, false, 0)
    }

    /// Publishes a share, whose part and base are figures: guards those of the base who are not in the part. A reader of a share
    /// and its base can work out both.
    pub fn publish_share(&mut self, part: CellId, base: CellId) -> Result<CellId, NotPublishable> {
        let atoms = |id: CellId| self.figures.get(id.0).map(|figure| figure.atoms.clone()).unwrap_or_default();
        let (part, base) = (atoms(part), atoms(base));
        if part.iter().any(|atom| base.binary_search(atom).is_err()) {
            return Err(NotPublishable::PartOutsideBase);
        }
        self.guard(base.into_iter().filter(|atom| part.binary_search(atom).is_err()).collect())
    }

    /// How many figures there are, guarded ones too.
    pub fn len(&self) -> usize {
        self.figures.len()
    }

    /// Whether nothing is to be published.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty()
    }

    /// What is shown. `width` is how far apart the possible values of a small figure are at least (1 or more), the largest
    /// always being one that the rule would show. Differences between two published figures, one within the other, are
    /// guarded without asking.
    pub fn suppress(&self, rule: Rule, width: i64) -> Suppressed {
        let asked: Vec<Asked<'_>> = self
            .figures
            .iter()
            .map(|figure| Asked {
                atoms: &figure.atoms,
                published: figure.published,
                importance: figure.importance.max(1),
            })
            .collect();
        let mut system = System::of(&self.counts, &asked);
        system.guard_differences(rule);
        let mut small: Vec<usize> = (0..system.cells.len()).filter(|at| rule.hides(system.cells[*at].value)).collect();
        for at in &small {
            let cell = &mut system.cells[*at];
            cell.hidden = cell.published;
        }
        // The finest first: what they take along often serves the others. One pass is enough, since hiding more never
        // takes a possible dataset away.
        small.sort_by_key(|at| (system.cells[*at].parts.len(), *at));
        for at in small {
            let cell = &system.cells[at];
            let by = (rule.smallest_shown - cell.high).max(width.max(1) - (cell.high - cell.low));
            if by > 0 {
                let raise = cell.high - cell.value + by;
                if let Some(change) = cheapest(&system, at, raise) {
                    system.take(change);
                }
            }
        }
        show_again(&mut system, rule, width.max(1));
        Suppressed { system, rule, width: width.max(1) }
    }
}

/// What is shown of the publications.
#[derive(Debug)]
pub struct Suppressed {
    system: System,
    rule: Rule,
    width: i64,
}

impl Suppressed {
    /// A figure. A guarded one is never shown.
    pub fn shown(&self, id: CellId) -> Shown {
        match self.system.cells.get(id.0) {
            None => Shown::Missing,
            Some(cell) if cell.hidden || !cell.published => Shown::Suppressed,
            Some(cell) => Shown::Count(cell.value),
        }
    }

    /// A share: shown when its part and its base are.
    pub fn share(&self, part: CellId, base: CellId) -> ShownShare {
        match (self.shown(part), self.shown(base)) {
            (Shown::Count(part), Shown::Count(base)) => ShownShare::Share { part, base },
            (Shown::Missing, _) | (_, Shown::Missing) => ShownShare::Missing,
            _ => ShownShare::Suppressed,
        }
    }

    /// From the least to the most of the values that are proven possible; the value alone where it is shown.
    pub fn possible(&self, id: CellId) -> Option<(i64, i64)> {
        self.system.cells.get(id.0).map(|cell| (cell.low, cell.high))
    }

    /// How many published figures are hidden.
    pub fn hidden(&self) -> usize {
        self.system.cells.iter().filter(|cell| cell.published && cell.hidden).count()
    }

    /// Works the proof through once more, without the search: whether every other dataset that was put forward shows a reader the
    /// same, every hidden figure is something else in one of them, and every small one is as much larger as it must be. Ask
    /// before something is published.
    pub fn holds(&self) -> bool {
        self.system.holds(self.rule, self.width)
    }
}

#[cfg(test)]
mod tests;
