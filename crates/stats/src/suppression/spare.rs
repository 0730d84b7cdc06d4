//! What was hidden for the sake of one figure and is not needed any more, since what was hidden for later ones serves it too.

use std::collections::BTreeMap;

use super::Rule;
use super::system::System;

/// Shows again what no small figure needs, the dearest first: a figure is shown again where everything small stays proven
/// by the other datasets that leave it alone.
pub(super) fn show_again(system: &mut System, rule: Rule, width: i64) {
    let moved: Vec<BTreeMap<usize, i64>> = system.changes.iter().map(|change| system.moved(change)).collect();
    let mut by_cell: Vec<Vec<usize>> = vec![Vec::new(); system.cells.len()];
    for (change, moved) in moved.iter().enumerate() {
        for cell in moved.keys() {
            by_cell[*cell].push(change);
        }
    }
    let mut kept = vec![true; moved.len()];
    let range = |cell: usize, kept: &[bool]| {
        let value = system.cells[cell].value;
        let moves = by_cell[cell].iter().filter(|change| kept[**change]).map(|change| value + moved[*change][&cell]);
        moves.fold((value, value), |(low, high), other| (low.min(other), high.max(other)))
    };
    let mut dear: Vec<usize> =
        (0..system.cells.len()).filter(|at| system.cells[*at].hidden && !rule.hides(system.cells[*at].value)).collect();
    dear.sort_by_key(|at| (std::cmp::Reverse(system.cells[*at].cost), *at));
    for cell in dear {
        let dropped: Vec<usize> = by_cell[cell].iter().copied().filter(|change| kept[*change]).collect();
        for change in &dropped {
            kept[*change] = false;
        }
        let small = dropped.iter().flat_map(|change| moved[*change].keys().copied());
        let mut small = small.filter(|at| rule.hides(system.cells[*at].value));
        let enough = small.all(|at| {
            let (low, high) = range(at, &kept);
            high >= rule.smallest_shown && high - low >= width
        });
        if !enough {
            for change in dropped {
                kept[change] = true;
            }
        }
    }
    let ranges: Vec<(i64, i64)> = (0..system.cells.len()).map(|cell| range(cell, &kept)).collect();
    for (cell, (low, high)) in system.cells.iter_mut().zip(ranges) {
        (cell.low, cell.high) = (low, high);
        cell.hidden = cell.published && (rule.hides(cell.value) || low < high);
    }
    let mut place = kept.into_iter();
    system.changes.retain(|_| place.next().unwrap_or(true));
}
