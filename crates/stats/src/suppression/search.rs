//! What to hide so that a small figure can be larger: the cheapest other dataset that can be found, part by part.
//!
//! One part of the small figure is raised. That moves every figure it lies in; each of those is either hidden or moved back by
//! changing another part of it, which moves others in turn. In a table the cheapest end is the four corners of a rectangle, in
//! more dimensions those of a box (the hypercube method; D. Repsilber, *Preservation of confidentiality in aggregated data*,
//! 1994; S. Giessing and D. Repsilber, *Tools and strategies to protect multiple tables with the GHQUAR cell suppression
//! engine*, 2002). Here nothing is taken for granted of how figures overlap, so a few of the cheapest are followed at each
//! step. The first step alone is always an answer: hide every figure that the part lies in.

use std::collections::BTreeSet;

use super::system::{Change, System};

/// So many of the cheapest are followed at each step.
const FOLLOWED: usize = 12;
/// Parts that a change is made of at most: the corners of a box in five dimensions.
const LONGEST: usize = 32;
/// Parts of one figure that are tried.
const TRIED: usize = 192;

/// A change on the way.
#[derive(Debug, Clone)]
struct State {
    change: Change,
    /// By how much figures differ that matter: published ones, in order.
    moved: Vec<(usize, i64)>,
    cost: u64,
}

impl State {
    fn with(&self, system: &System, part: usize, by: i64) -> Self {
        let mut next = self.clone();
        let place = next.change.partition_point(|(other, _)| *other < part);
        next.change.insert(place, (part, by));
        for cell in &system.parts[part].cells {
            if !system.cells[*cell].published {
                continue;
            }
            let cost = system.cells[*cell].price();
            match next.moved.binary_search_by_key(cell, |(other, _)| *other) {
                Ok(at) if next.moved[at].1 == -by => {
                    next.moved.remove(at);
                    next.cost -= cost;
                }
                Ok(at) => next.moved[at].1 += by,
                Err(at) => {
                    next.moved.insert(at, (*cell, by));
                    next.cost += cost;
                }
            }
        }
        next
    }

    /// What it would cost with another part, without making it. `near` has what hiding costs and by how much this change moves
    /// it, figure by figure.
    fn cost_with(&self, system: &System, near: &[(u64, i64)], part: usize, by: i64) -> u64 {
        let mut cost = self.cost;
        for cell in &system.parts[part].cells {
            let (price, moved) = near[*cell];
            if moved == 0 {
                cost += price;
            } else if moved == -by {
                cost -= price;
            }
        }
        cost
    }

    /// Whether a reader must think it possible: what is moved stays at least 1, since zeros are shown.
    fn possible(&self, system: &System) -> bool {
        self.moved.iter().all(|(cell, by)| system.cells[*cell].value + by >= 1)
    }

    /// The figures to move back next: the one of fewest parts, and the one that is dearest to hide.
    fn next(&self, system: &System) -> BTreeSet<(usize, i64)> {
        let open = || {
            self.moved.iter().filter(|(cell, _)| {
                let cell = &system.cells[*cell];
                !cell.hidden && cell.parts.len() > 1
            })
        };
        let fewest = open().min_by_key(|(cell, _)| system.cells[*cell].parts.len());
        let dearest = open().max_by_key(|(cell, _)| system.cells[*cell].cost);
        fewest.into_iter().chain(dearest).copied().collect()
    }
}

/// Parts of a figure that can still be changed, a spread of them where there are many.
fn tried<'a>(system: &'a System, cell: usize, state: &'a State) -> impl Iterator<Item = usize> + 'a {
    let parts = &system.cells[cell].parts;
    let step = parts.len().div_ceil(TRIED).max(1);
    let free = |part: &usize| {
        !system.parts[*part].frozen && state.change.binary_search_by_key(part, |(other, _)| *other).is_err()
    };
    parts.iter().copied().step_by(step).filter(free)
}

/// The cheapest change found that makes the figure larger by `by`; there is one wherever the figure is not zero.
pub(super) fn cheapest(system: &System, cell: usize, by: i64) -> Option<Change> {
    let nothing = State { change: Vec::new(), moved: Vec::new(), cost: 0 };
    let parts = &system.cells[cell].parts;
    // A part that is not nothing is always possible; others are tried beside it.
    let mut first: Vec<usize> = parts.iter().copied().filter(|part| !system.parts[*part].frozen).collect();
    first.sort_by_key(|part| (system.parts[*part].value == 0, system.parts[*part].cells.len(), *part));
    let mut followed: Vec<State> =
        first.into_iter().take(FOLLOWED).map(|part| nothing.with(system, part, by)).collect();
    let mut best: Option<State> = None;
    let mut near: Vec<(u64, i64)> = system.cells.iter().map(|cell| (cell.price(), 0)).collect();
    for _ in 0..LONGEST {
        for state in &followed {
            if best.as_ref().is_none_or(|best| state.cost < best.cost)
                && state.possible(system)
                && raises(system, cell, state, by)
            {
                best = Some(state.clone());
            }
        }
        if best.as_ref().is_some_and(|best| best.cost == 0) {
            break;
        }
        let mut ways: BTreeSet<(u64, usize, usize, i64)> = BTreeSet::new();
        for (at, state) in followed.iter().enumerate() {
            state.moved.iter().for_each(|(cell, by)| near[*cell].1 = *by);
            for (open, moved) in state.next(system) {
                for part in tried(system, open, state) {
                    if system.parts[part].value - moved >= 0 {
                        ways.insert((state.cost_with(system, &near, part, -moved), at, part, -moved));
                        if ways.len() > 4 * FOLLOWED {
                            ways.pop_last();
                        }
                    }
                }
            }
            state.moved.iter().for_each(|(cell, _)| near[*cell].1 = 0);
        }
        let mut seen: BTreeSet<Change> = BTreeSet::new();
        let mut next = Vec::new();
        for (_, at, part, by) in ways {
            let state = followed[at].with(system, part, by);
            if next.len() < FOLLOWED && seen.insert(state.change.clone()) {
                next.push(state);
            }
        }
        followed = next;
    }
    best.map(|state| state.change)
}

/// Whether the change still raises the figure as much: a guarded one is not among those that are watched on the way.
fn raises(system: &System, cell: usize, state: &State, by: i64) -> bool {
    let parts = &system.cells[cell].parts;
    let raised: i64 = state.change.iter().filter(|(part, _)| parts.binary_search(part).is_ok()).map(|(_, by)| by).sum();
    raised >= by
}
