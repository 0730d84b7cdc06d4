//! One table of rows and columns with its totals.
//!
//! Whether a value can be had back is decided exactly, not by rounds of subtraction. A table with its totals is a
//! circulation in a network (source to row by the row's total, row to column by the cell, column to sink by the
//! column's total, sink to source by the grand total), and two tables that agree in all shown figures differ by cycles
//! through hidden arcs. A hidden figure is safe precisely when such a cycle passes through it (L. H. Cox, *Network models for
//! complementary cell suppression*, Journal of the American Statistical Association 90, 1995, pp. 1453\u{2013}1462).

use std::collections::BTreeMap;

use super::{Rule, Shown};

impl Rule {
    /// What is shown of a table with its totals.
    pub fn table(self, table: &Table) -> ShownTable {
        self.table_beside(table, &|_| Vec::new())
    }

    /// What is shown of a table beside tables that the same readers have already been shown: `earlier` gives the figures
    /// that they know for the same place. A figure is hidden, too, where the difference to one of those would be hidden
    /// for being small. A hidden figure is taken never to be less than it was known to be, as in reports that add up over
    /// a year.
    pub fn table_beside(self, table: &Table, earlier: &dyn Fn(Place) -> Vec<i64>) -> ShownTable {
        let mut network = Network::of(table);
        network.set_beside(self, earlier);
        network.hide_small(self);
        network.hide_complements();
        network.shown(table)
    }
}

/// Counts in rows and columns. A cell is `None` where the count is missing; negative counts count as missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: usize,
    rows: Vec<Vec<Option<i64>>>,
}

impl Table {
    /// A table of rows with so many columns each. Short rows are filled with missing cells, long ones cut.
    pub fn new(columns: usize, rows: Vec<Vec<Option<i64>>>) -> Self {
        let fit = |mut row: Vec<Option<i64>>| {
            row.resize(columns, None);
            row.into_iter().map(|cell| cell.filter(|count| *count >= 0)).collect()
        };
        Self { columns, rows: rows.into_iter().map(fit).collect() }
    }
}

/// A table as a reader sees it. A total is the sum of the counts that are not missing, and missing where all are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownTable {
    /// The cells, row by row.
    pub cells: Vec<Vec<Shown>>,
    /// The total of each row.
    pub row_totals: Vec<Shown>,
    /// The total of each column.
    pub column_totals: Vec<Shown>,
    /// The total of all.
    pub total: Shown,
}

/// A figure of the table with its totals, as an arc of the network.
#[derive(Debug, Clone)]
struct Arc {
    from: usize,
    to: usize,
    value: i64,
    hidden: bool,
    /// What a reader knows that it cannot be less than: 1, since zeros are shown, or what it was known to be.
    least: i64,
    /// How much is lost by hiding it: cells before totals, totals before the grand total, small before large.
    cost: (u32, i64),
}

/// The nodes are the source (0), the sink (1), the rows and the columns; each node's inflow equals its outflow.
#[derive(Debug)]
struct Network {
    arcs: Vec<Arc>,
    nodes: usize,
    place: BTreeMap<Place, usize>,
}

/// A place in a table with its totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A cell, by row and column.
    Cell(usize, usize),
    /// The total of a row.
    RowTotal(usize),
    /// The total of a column.
    ColumnTotal(usize),
    /// The total of all.
    Total,
}

/// What a path costs, and the arcs along it.
type Path = ((u32, i64), Vec<usize>);

const SOURCE: usize = 0;
const SINK: usize = 1;

impl Network {
    fn of(table: &Table) -> Self {
        let height = table.rows.len();
        let (row_node, column_node) = (|row: usize| 2 + row, |column: usize| 2 + height + column);
        let mut network = Self { arcs: Vec::new(), nodes: 2 + height + table.columns, place: BTreeMap::new() };
        for (r, row) in table.rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                network.add(Place::Cell(r, c), row_node(r), column_node(c), *cell, 1);
            }
            network.add(Place::RowTotal(r), SOURCE, row_node(r), sum(row.iter()), 3);
        }
        for c in 0..table.columns {
            network.add(Place::ColumnTotal(c), column_node(c), SINK, sum(table.rows.iter().map(|row| &row[c])), 3);
        }
        network.add(Place::Total, SINK, SOURCE, sum(table.rows.iter().flatten()), 9);
        network
    }

    fn add(&mut self, place: Place, from: usize, to: usize, value: Option<i64>, weight: u32) {
        let Some(value) = value else { return };
        self.place.insert(place, self.arcs.len());
        self.arcs.push(Arc { from, to, value, hidden: false, least: 1, cost: (weight, value) });
    }

    fn set_beside(&mut self, rule: Rule, earlier: &dyn Fn(Place) -> Vec<i64>) {
        for (place, at) in &self.place {
            let arc = &mut self.arcs[*at];
            for known in earlier(*place) {
                arc.hidden |= rule.hides_between(arc.value, known);
                if known <= arc.value {
                    arc.least = arc.least.max(known);
                }
            }
        }
    }

    fn hide_small(&mut self, rule: Rule) {
        for arc in &mut self.arcs {
            arc.hidden |= rule.hides(arc.value);
        }
    }

    /// Hides further figures until each hidden one has another possible value. One pass is enough: hiding more never
    /// takes freedom away, and what is hidden on the way lies on a cycle itself.
    fn hide_complements(&mut self) {
        for at in 0..self.arcs.len() {
            if !self.arcs[at].hidden {
                continue;
            }
            let (up, down) = (self.cheapest(at, true), self.cheapest(at, false));
            let cheapest = match (up, down) {
                (Some(up), Some(down)) => Some(if down.0 < up.0 { down } else { up }),
                (up, down) => up.or(down),
            };
            for arc in cheapest.map(|(_, path)| path).unwrap_or_default() {
                self.arcs[arc].hidden = true;
            }
        }
    }

    /// The cheapest way to let the figure be one more (or one less): the arcs of a path that closes the cycle, with what
    /// hiding them costs; nothing for arcs that are hidden already. A hidden figure can always be more, but never less than
    /// `least`.
    /// Zeros are shown, so they take no part. (Dijkstra's algorithm; ties go to the lowest arc, so that the same table always
    /// gives the same result.)
    fn cheapest(&self, at: usize, up: bool) -> Option<Path> {
        let own = &self.arcs[at];
        if !up && own.value <= own.least {
            return None;
        }
        let (start, goal) = if up { (own.to, own.from) } else { (own.from, own.to) };
        let mut best: Vec<Option<Path>> = vec![None; self.nodes];
        let mut done = vec![false; self.nodes];
        best[start] = Some(((0, 0), Vec::new()));
        while let Some(node) = (0..self.nodes)
            .filter(|node| !done[*node] && best[*node].is_some())
            .min_by_key(|node| best[*node].as_ref().map(|(cost, path)| (*cost, path.len())))
        {
            done[node] = true;
            let Some((cost, path)) = best[node].clone() else { continue };
            if node == goal {
                return Some((cost, path));
            }
            for (index, arc) in self.arcs.iter().enumerate() {
                if index == at || arc.value == 0 {
                    continue;
                }
                let next = match (arc.from == node, arc.to == node) {
                    (true, _) => arc.to,
                    (_, true) if arc.value > arc.least => arc.from,
                    _ => continue,
                };
                let more = if arc.hidden { (0, 0) } else { arc.cost };
                let total = (cost.0 + more.0, cost.1 + more.1);
                if best[next].as_ref().is_none_or(|(known, _)| total < *known) {
                    best[next] = Some((total, path.iter().copied().chain([index]).collect()));
                }
            }
        }
        None
    }

    fn shown(&self, table: &Table) -> ShownTable {
        let at = |place: Place| match self.place.get(&place).map(|index| &self.arcs[*index]) {
            None => Shown::Missing,
            Some(arc) if arc.hidden => Shown::Suppressed,
            Some(arc) => Shown::Count(arc.value),
        };
        let (height, width) = (table.rows.len(), table.columns);
        ShownTable {
            cells: (0..height).map(|r| (0..width).map(|c| at(Place::Cell(r, c))).collect()).collect(),
            row_totals: (0..height).map(|r| at(Place::RowTotal(r))).collect(),
            column_totals: (0..width).map(|c| at(Place::ColumnTotal(c))).collect(),
            total: at(Place::Total),
        }
    }
}

fn sum<'a>(cells: impl Iterator<Item = &'a Option<i64>>) -> Option<i64> {
    cells.flatten().copied().reduce(i64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use Shown::{Count, Missing, Suppressed};

    fn table(rows: &[&[i64]]) -> Table {
        Table::new(rows[0].len(), rows.iter().map(|row| row.iter().map(|n| Some(*n)).collect()).collect())
    }

    #[test]
    fn a_figure_hides_when_its_difference_to_an_earlier_one_is_small_and_takes_company() {
        let now = table(&[&[14, 20], &[30, 40]]);
        assert_eq!(Rule::INSIDE.table(&now).cells, [[Count(14), Count(20)], [Count(30), Count(40)]].map(Vec::from));
        let before = |place| match place {
            Place::Cell(0, 0) => vec![12],
            Place::Cell(1, 1) => vec![10],
            _ => Vec::new(),
        };
        let shown = Rule::INSIDE.table_beside(&now, &before);
        assert_eq!(shown.cells, [[Suppressed, Suppressed], [Suppressed, Suppressed]].map(Vec::from));
        assert_eq!(shown.total, Count(104));
        // Neither the same figure again nor one that is clearly larger tells anything.
        for known in [14, 9, 19] {
            let same = |place| if place == Place::Cell(0, 0) { vec![known] } else { Vec::new() };
            assert_eq!(Rule::INSIDE.table_beside(&now, &same), Rule::INSIDE.table(&now), "{known}");
        }
    }

    #[test]
    fn a_small_cell_takes_company_so_that_totals_do_not_give_it_away() {
        let shown = Rule::INSIDE.table(&table(&[&[3, 20, 30], &[12, 25, 40], &[15, 11, 50]]));
        assert_eq!(
            shown.cells,
            [
                [Suppressed, Suppressed, Count(30)],
                [Count(12), Count(25), Count(40)],
                [Suppressed, Suppressed, Count(50)]
            ]
            .map(Vec::from)
        );
        assert_eq!(shown.row_totals, [Count(53), Count(77), Count(76)]);
        assert_eq!(shown.total, Count(206));
    }

    #[test]
    fn a_row_with_one_cell_that_is_not_zero_hides_its_total_too() {
        let shown = Rule::INSIDE.table(&table(&[&[3, 0], &[10, 20]]));
        assert_eq!(shown.cells[0], [Suppressed, Count(0)]);
        assert_eq!(shown.row_totals[0], Suppressed);
        assert_ne!(shown.row_totals[1], Count(30), "the grand total less this one would give the other");
    }

    #[test]
    fn a_table_without_small_numbers_is_shown_whole() {
        let shown = Rule::INSIDE.table(&table(&[&[5, 0], &[10, 20]]));
        assert_eq!(shown.cells, [[Count(5), Count(0)], [Count(10), Count(20)]].map(Vec::from));
        assert_eq!((shown.total, &shown.column_totals[..]), (Count(35), &[Count(15), Count(20)][..]));
    }

    #[test]
    fn missing_cells_stay_missing_and_out_of_the_sums() {
        let shown = Rule::INSIDE.table(&Table::new(2, vec![vec![None, Some(7)], vec![None]]));
        assert_eq!(shown.cells, [[Missing, Count(7)], [Missing, Missing]].map(Vec::from));
        assert_eq!((shown.row_totals[1], shown.column_totals[0], shown.total), (Missing, Missing, Count(7)));
        let empty = Rule::INSIDE.table(&Table::new(0, Vec::new()));
        assert_eq!(empty.total, Missing);
    }

    /// The figures of a table as the attacker writes them down: cells row by row, then row totals, column totals, total.
    fn figures(shown: &ShownTable) -> Vec<Shown> {
        let cells = shown.cells.iter().flatten().copied();
        cells
            .chain(shown.row_totals.iter().copied())
            .chain(shown.column_totals.iter().copied())
            .chain([shown.total])
            .collect()
    }

    /// Each sum the attacker knows: the places that add up, and the place of their sum.
    fn sums(height: usize, width: usize) -> Vec<(Vec<usize>, usize)> {
        let cells = height * width;
        let rows = (0..height).map(|r| ((r * width..(r + 1) * width).collect(), cells + r));
        let columns = (0..width).map(|c| ((0..height).map(|r| r * width + c).collect(), cells + height + c));
        let all = cells + height + width;
        let totals = [((cells..cells + height).collect(), all), ((cells + height..all).collect(), all)];
        rows.chain(columns).chain(totals).collect()
    }

    /// An attacker who narrows an interval for every hidden figure, sum by sum, until nothing moves.
    fn intervals(shown: &ShownTable) -> Vec<(i64, i64)> {
        let width = shown.column_totals.len();
        let mut known: Vec<(i64, i64)> = figures(shown)
            .into_iter()
            .map(|figure| match figure {
                Count(n) => (n, n),
                Missing => (0, 0),
                Suppressed => (1, 1_000),
            })
            .collect();
        loop {
            let before = known.clone();
            for (parts, whole) in sums(shown.row_totals.len(), width) {
                let (low, high): (i64, i64) =
                    parts.iter().fold((0, 0), |(l, h), at| (l + known[*at].0, h + known[*at].1));
                known[whole] = (known[whole].0.max(low), known[whole].1.min(high));
                for at in parts {
                    let others = (low - known[at].0, high - known[at].1);
                    known[at] =
                        (known[at].0.max(known[whole].0 - others.1), known[at].1.min(known[whole].1 - others.0));
                    if known[at] != before[at] {
                        break; // low and high are stale now; the next round sees this sum again
                    }
                }
            }
            if known == before {
                return known;
            }
        }
    }

    /// An attacker who writes down every table that fits what is shown, and looks which hidden figures are the same in all.
    /// Hidden figures are tried from 1 to `most`.
    fn certain(shown: &ShownTable, most: i64) -> Vec<usize> {
        let (height, width) = (shown.row_totals.len(), shown.column_totals.len());
        let figures = figures(shown);
        let hidden: Vec<usize> = (0..height * width).filter(|at| figures[*at] == Suppressed).collect();
        let mut seen: Vec<Option<i64>> = vec![None; figures.len()];
        let mut varies = vec![false; figures.len()];
        let mut guess = vec![1; hidden.len()];
        'tables: loop {
            let mut table: Vec<i64> =
                figures[..height * width].iter().map(|f| if let Count(n) = f { *n } else { 0 }).collect();
            for (at, value) in hidden.iter().zip(&guess) {
                table[*at] = *value;
            }
            let mut whole = table.clone();
            for (parts, _) in sums(height, width).iter().take(height + width + 1) {
                whole.push(parts.iter().map(|at| whole[*at]).sum());
            }
            if figures.iter().zip(&whole).all(|(figure, value)| match figure {
                Count(n) => n == value,
                Missing => true,
                Suppressed => *value >= 1,
            }) {
                for (at, value) in whole.iter().enumerate() {
                    varies[at] |= seen[at].is_some_and(|other| other != *value);
                    seen[at] = Some(*value);
                }
            }
            for place in &mut guess {
                *place += 1;
                if *place <= most {
                    continue 'tables;
                }
                *place = 1;
            }
            break;
        }
        (0..figures.len()).filter(|at| figures[*at] == Suppressed && !varies[*at]).collect()
    }

    fn any_table(height: usize, width: usize, most: i64) -> impl Strategy<Value = Table> {
        let cell = prop_oneof![3 => (0..=most).prop_map(Some), 1 => Just(Some(0)), 1 => Just(None)];
        proptest::collection::vec(proptest::collection::vec(cell, width), height)
            .prop_map(move |rows| Table::new(width, rows))
    }

    #[test]
    fn the_attackers_do_find_what_is_hidden_alone() {
        let careless = ShownTable {
            cells: vec![vec![Suppressed, Count(20)], vec![Count(12), Count(25)]],
            row_totals: vec![Count(23), Count(37)],
            column_totals: vec![Count(15), Count(45)],
            total: Count(60),
        };
        assert_eq!(intervals(&careless)[0], (3, 3));
        assert_eq!(certain(&careless, 40), [0]);
    }

    proptest! {
        #[test]
        fn narrowing_intervals_gives_no_hidden_figure_away(
            table in (1_usize..7, 1_usize..6).prop_flat_map(|(h, w)| any_table(h, w, 30)),
            smallest_shown in 2_i64..12,
        ) {
            let shown = Rule { smallest_shown }.table(&table);
            for (figure, (low, high)) in figures(&shown).into_iter().zip(intervals(&shown)) {
                prop_assert!(figure != Suppressed || low < high, "{shown:?}");
            }
        }

        #[test]
        fn no_hidden_figure_is_the_same_in_every_table_that_fits(
            table in prop_oneof![any_table(2, 2, 6), any_table(2, 3, 4), any_table(3, 2, 3), any_table(1, 4, 6)],
            smallest_shown in 2_i64..5,
        ) {
            let shown = Rule { smallest_shown }.table(&table);
            prop_assert_eq!(certain(&shown, 8), Vec::<usize>::new(), "{:?}", shown);
        }

        #[test]
        fn what_is_shown_is_true_and_small_figures_never_are(
            table in (1_usize..6, 1_usize..6).prop_flat_map(|(h, w)| any_table(h, w, 30)),
        ) {
            let (shown, open) = (Rule::PUBLIC.table(&table), Rule::OPEN.table(&table));
            for (shown, open) in figures(&shown).into_iter().zip(figures(&open)) {
                match (shown, open) {
                    (Count(a), Count(b)) => prop_assert!(a == b && !Rule::PUBLIC.hides(a)),
                    (Suppressed, Count(b)) => prop_assert!(b > 0, "a zero is never hidden"),
                    (a, b) => prop_assert_eq!(a, b),
                }
            }
        }
    }
}
