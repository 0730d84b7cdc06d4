//! Which rows stand in a draft already, with thousands on both sides: rows that say the same are looked at together, and
//! what fits what is found as a flow from the rows to those of the draft, without recursion.

use std::collections::{BTreeMap, BTreeSet};

use super::Cells;

/// So many pairs of different rows, one of which may stand for the other, are looked at in all. Where there are more (two
/// thousand different rows that each fit nearly all of two thousand others) each row still has its share of them.
const MOST_PAIRS: usize = 1_000_000;

/// Which row of a draft each of the rows stands in already: one that says the same or, where somebody has filled on since,
/// all of it and more. Each row of the draft stands for one, and as many are found as can be: whatever was put in once is
/// found again, in whichever order.
pub fn standing(present: &BTreeMap<u32, Cells>, rows: &[Cells]) -> Vec<Option<u32>> {
    let mut found = vec![None; rows.len()];
    // Most drafts are empty when rows come.
    if present.is_empty() || rows.is_empty() {
        return found;
    }
    let mut same: BTreeMap<&Cells, Vec<u32>> = BTreeMap::new();
    for (number, cells) in present.iter().rev() {
        same.entry(cells).or_default().push(*number);
    }
    for (place, row) in found.iter_mut().zip(rows).filter(|(_, row)| !row.is_empty()) {
        *place = same.get_mut(row).and_then(Vec::pop);
    }
    let mut open: BTreeMap<&Cells, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(at, row)| found[*at].is_none() && !row.is_empty()) {
        open.entry(row).or_default().push(at);
    }
    // What says just the same is taken: of the rest each says something that none of these rows says alone.
    let mut free: Vec<Alike<'_>> = same
        .into_iter()
        .filter(|(_, numbers)| !numbers.is_empty())
        .map(|(cells, numbers)| Alike { cells, numbers })
        .collect();
    let pairs = pairs(&open, &free);
    let wanted: Vec<usize> = open.values().map(Vec::len).collect();
    let spare: Vec<usize> = free.iter().map(|alike| alike.numbers.len()).collect();
    for ((places, pairs), taken) in open.into_values().zip(&pairs).zip(flow(&wanted, &spare, &pairs)) {
        let numbers = pairs.iter().zip(taken).flat_map(|(at, n)| {
            let numbers = &mut free[*at].numbers;
            numbers.split_off(numbers.len() - n).into_iter().rev()
        });
        for (place, number) in places.into_iter().zip(numbers.collect::<Vec<_>>()) {
            found[place] = Some(number);
        }
    }
    found
}

/// Rows of the draft that say the same.
struct Alike<'a> {
    cells: &'a Cells,
    numbers: Vec<u32>,
}

/// For each of the rows those of the draft that say all of it and more, by their place. They are looked for among those that
/// share its rarest cell.
fn pairs(rows: &BTreeMap<&Cells, Vec<usize>>, free: &[Alike<'_>]) -> Vec<Vec<usize>> {
    let mut by_cell: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, alike) in free.iter().enumerate() {
        for (column, text) in alike.cells {
            by_cell.entry((column, text)).or_default().push(at);
        }
    }
    let share = MOST_PAIRS / rows.len().max(1);
    let of = |(at, (row, places)): (usize, (&&Cells, &Vec<usize>))| {
        let sharing = row.iter().map(|(column, text)| by_cell.get(&(column.as_str(), text.as_str())));
        let fewest = sharing.map(|some| some.map_or(&[][..], Vec::as_slice)).min_by_key(|some| some.len());
        let fewest = fewest.unwrap_or_default();
        // Each begins at another of them, so that not all have the same share.
        let (before, after) = fewest.split_at(at % fewest.len().max(1));
        let all = |at: &usize| row.iter().all(|(column, text)| free[*at].cells.get(column) == Some(text));
        let most = share.max(places.len());
        after.iter().chain(before).copied().filter(all).take(most).collect()
    };
    rows.iter().enumerate().map(of).collect()
}

/// How many of each of the pairs are taken, so that as many as possible are: of each row at most as many as are wanted, and of
/// each of the draft's at most as many as there are.
fn flow(wanted: &[usize], spare: &[usize], pairs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let (start, end) = (wanted.len() + spare.len(), wanted.len() + spare.len() + 1);
    let mut net = Net { to: Vec::new(), room: Vec::new(), from: vec![Vec::new(); end + 1] };
    let mut of_pairs = Vec::with_capacity(pairs.len());
    for (row, pairs) in pairs.iter().enumerate() {
        let most = wanted[row];
        net.join(start, row, most);
        of_pairs.push(pairs.iter().map(|at| net.join(row, wanted.len() + at, most)).collect::<Vec<_>>());
    }
    for (at, most) in spare.iter().enumerate() {
        net.join(wanted.len() + at, end, *most);
    }
    net.fill(start, end);
    // What went through a pair is the room that its way back has got.
    of_pairs.into_iter().map(|ways| ways.into_iter().map(|way| net.room[way + 1]).collect()).collect()
}

/// Places with ways between them, each with room for so many; a way and its way back have numbers beside each other.
struct Net {
    to: Vec<usize>,
    room: Vec<usize>,
    from: Vec<Vec<usize>>,
}

impl Net {
    /// Gives the way's number, which is even; the way back has the next.
    fn join(&mut self, here: usize, there: usize, room: usize) -> usize {
        let way = self.to.len();
        self.to.extend([there, here]);
        self.room.extend([room, 0]);
        self.from[here].push(way);
        self.from[there].push(way + 1);
        way
    }

    /// How many ways with room each place is from the start; nothing where none leads.
    fn distances(&self, start: usize) -> Vec<Option<usize>> {
        let mut distances = vec![None; self.from.len()];
        distances[start] = Some(0);
        let mut layer = vec![start];
        for distance in 1.. {
            let mut next = BTreeSet::new();
            for way in layer.iter().flat_map(|place| &self.from[*place]).filter(|way| self.room[**way] > 0) {
                if distances[self.to[*way]].is_none() {
                    distances[self.to[*way]] = Some(distance);
                    next.insert(self.to[*way]);
                }
            }
            if next.is_empty() {
                break;
            }
            layer = next.into_iter().collect();
        }
        distances
    }

    /// A shortest way with room, passing over the ways that came to nothing before.
    fn path(
        &self,
        distances: &[Option<usize>],
        next: &mut [usize],
        (start, end): (usize, usize),
    ) -> Option<Vec<usize>> {
        let (mut path, mut here) = (Vec::new(), start);
        while here != end {
            match self.from[here].get(next[here]) {
                Some(way) if self.room[*way] > 0 && distances[self.to[*way]] == distances[here].map(|n| n + 1) => {
                    path.push(*way);
                    here = self.to[*way];
                }
                Some(_) => next[here] += 1,
                None => {
                    here = self.to[path.pop()? ^ 1];
                    next[here] += 1;
                }
            }
        }
        Some(path)
    }

    /// Lets as much through as there is room for (Dinic).
    fn fill(&mut self, start: usize, end: usize) {
        loop {
            let distances = self.distances(start);
            if distances[end].is_none() {
                return;
            }
            let mut next = vec![0; self.from.len()];
            while let Some(path) = self.path(&distances, &mut next, (start, end)) {
                let most = path.iter().map(|way| self.room[*way]).min().unwrap_or(0);
                for way in path {
                    self.room[way] -= most;
                    self.room[way ^ 1] += most;
                }
            }
        }
    }
}
