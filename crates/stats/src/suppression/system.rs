//! The published figures as sums of parts that no figure tells apart.

use std::collections::{BTreeMap, BTreeSet};

use super::Rule;

/// Importance beyond this is the same, so that sums of costs fit.
const MOST_IMPORTANCE: u32 = 1 << 14;

/// A figure: published, or only guarded against being had back.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// The parts it is the sum of, in order.
    pub parts: Vec<usize>,
    pub value: i64,
    pub published: bool,
    pub hidden: bool,
    /// What is lost by hiding it.
    pub cost: u64,
    /// The values that are proven possible besides the true one, from the least to the most.
    pub low: i64,
    pub high: i64,
}

/// A part: the atoms that lie in the same figures.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub value: i64,
    /// The figures that it lies in, in order.
    pub cells: Vec<usize>,
    /// Whether it is known to be nothing, since it lies in a figure that is zero.
    pub frozen: bool,
}

/// Another dataset that looks the same: by how much parts differ, in order of the parts.
pub(super) type Change = Vec<(usize, i64)>;

#[derive(Debug)]
pub(super) struct System {
    pub cells: Vec<Cell>,
    pub parts: Vec<Part>,
    pub changes: Vec<Change>,
}

/// A figure as it was asked for.
pub(super) struct Asked<'a> {
    pub atoms: &'a [usize],
    pub published: bool,
    pub importance: u32,
}

impl System {
    pub(super) fn of(counts: &[i64], asked: &[Asked<'_>]) -> Self {
        let mut within: Vec<Vec<usize>> = vec![Vec::new(); counts.len()];
        for (index, cell) in asked.iter().enumerate() {
            for atom in cell.atoms {
                within[*atom].push(index);
            }
        }
        let mut together: BTreeMap<Vec<usize>, i64> = BTreeMap::new();
        for (cells, count) in within.into_iter().zip(counts) {
            if !cells.is_empty() {
                *together.entry(cells).or_default() += count;
            }
        }
        let mut cells: Vec<Cell> = asked.iter().map(|cell| Cell::new(cell.published, cell.importance)).collect();
        let mut parts = Vec::new();
        for (index, (within, value)) in together.into_iter().enumerate() {
            for cell in &within {
                cells[*cell].parts.push(index);
                cells[*cell].value += value;
            }
            parts.push(Part { value, cells: within, frozen: false });
        }
        for cell in &mut cells {
            cell.settle();
        }
        let mut system = Self { cells, parts, changes: Vec::new() };
        for part in &mut system.parts {
            part.frozen = part.cells.iter().any(|cell| system.cells[*cell].published && system.cells[*cell].value == 0);
        }
        system
    }

    /// Guards the difference between two published figures where one is within the other and the difference is small.
    pub(super) fn guard_differences(&mut self, rule: Rule) {
        let mut by_value: Vec<usize> =
            (0..self.cells.len()).filter(|at| self.cells[*at].published && self.cells[*at].value > 0).collect();
        by_value.sort_by_key(|at| self.cells[*at].value);
        let words = self.parts.len().div_ceil(64);
        let bits: Vec<Vec<u64>> = self.cells.iter().map(|cell| cell.bits(words)).collect();
        let mut known: BTreeSet<Vec<usize>> =
            self.cells.iter().map(|cell| self.live(cell.parts.iter().copied())).collect();
        for (place, inner) in by_value.iter().enumerate() {
            for outer in &by_value[place + 1..] {
                let gap = self.cells[*outer].value - self.cells[*inner].value;
                if gap >= rule.smallest_shown {
                    break;
                }
                if !rule.hides(gap) || !bits[*inner].iter().zip(&bits[*outer]).all(|(a, b)| a & !b == 0) {
                    continue;
                }
                let between = self.cells[*outer].parts.iter().copied();
                let between: Vec<usize> =
                    between.filter(|part| bits[*inner][part / 64] >> (part % 64) & 1 == 0).collect();
                if known.insert(self.live(between.iter().copied())) {
                    self.guard(between, gap);
                }
            }
        }
    }

    /// The parts that are not known to be nothing.
    fn live(&self, parts: impl Iterator<Item = usize>) -> Vec<usize> {
        parts.filter(|part| !self.parts[*part].frozen).collect()
    }

    fn guard(&mut self, parts: Vec<usize>, value: i64) {
        let index = self.cells.len();
        for part in &parts {
            self.parts[*part].cells.push(index);
        }
        let mut cell = Cell::new(false, 0);
        (cell.parts, cell.value) = (parts, value);
        cell.settle();
        self.cells.push(cell);
    }

    /// By how much each figure differs under a change, in order; those that do not differ are left out.
    pub(super) fn moved(&self, change: &[(usize, i64)]) -> BTreeMap<usize, i64> {
        let mut moved: BTreeMap<usize, i64> = BTreeMap::new();
        for (part, by) in change {
            for cell in &self.parts[*part].cells {
                *moved.entry(*cell).or_default() += by;
            }
        }
        moved.retain(|_, by| *by != 0);
        moved
    }

    /// Takes up a change: hides what it moves, and notes what it proves possible.
    pub(super) fn take(&mut self, change: Change) {
        for (cell, by) in self.moved(&change) {
            let cell = &mut self.cells[cell];
            cell.hidden |= cell.published;
            cell.low = cell.low.min(cell.value + by);
            cell.high = cell.high.max(cell.value + by);
        }
        self.changes.push(change);
    }

    /// Whether every change is a dataset that a reader must think possible, and together they prove what is noted.
    pub(super) fn holds(&self, rule: Rule, width: i64) -> bool {
        let mut proven: Vec<(i64, i64)> = self.cells.iter().map(|cell| (cell.value, cell.value)).collect();
        for change in &self.changes {
            if change.iter().any(|(part, by)| self.parts[*part].value + by < 0) {
                return false;
            }
            for (at, by) in self.moved(change) {
                let cell = &self.cells[at];
                if cell.published && (!cell.hidden || cell.value + by < 1) {
                    return false;
                }
                proven[at] = (proven[at].0.min(cell.value + by), proven[at].1.max(cell.value + by));
            }
        }
        self.cells.iter().zip(proven).all(|(cell, (low, high))| {
            let small = rule.hides(cell.value);
            let enough = if small { high >= rule.smallest_shown && high - low >= width } else { low < high };
            let open = !(cell.published && cell.hidden);
            (cell.low, cell.high) == (low, high) && (enough || (open && !small))
        })
    }
}

impl Cell {
    fn new(published: bool, importance: u32) -> Self {
        let cost = u64::from(importance.min(MOST_IMPORTANCE)) << 36;
        Self { parts: Vec::new(), value: 0, published, hidden: false, cost, low: 0, high: 0 }
    }

    fn settle(&mut self) {
        (self.low, self.high) = (self.value, self.value);
        self.cost += self.value.unsigned_abs().min(1 << 24);
    }

    /// What hiding it costs now.
    pub(super) fn price(&self) -> u64 {
        if self.hidden || !self.published { 0 } else { self.cost }
    }

    fn bits(&self, words: usize) -> Vec<u64> {
        let mut bits = vec![0; words];
        for part in &self.parts {
            bits[part / 64] |= 1 << (part % 64);
        }
        bits
    }
}
