//! Counts of complaints for readers who may not see the rows behind them. Small counts are told together with others
//! where that helps, and hidden where it does not; then complementary figures are hidden so that nothing can be had
//! back by subtraction.

use stats::suppression::{Rule, Shown, Table};

/// Which providers (or categories) are told together: places in the list that was given.
pub type Groups = Vec<Vec<usize>>;

/// The table as it may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The rows, each one or several of the given ones.
    pub rows: Groups,
    /// The columns, each one or several of the given ones.
    pub columns: Groups,
    /// The cells.
    pub cells: Vec<Vec<Shown>>,
    /// The sums of the rows.
    pub row_totals: Vec<Shown>,
    /// The sums of the columns.
    pub column_totals: Vec<Shown>,
    /// The sum of all.
    pub total: Shown,
    /// Whether the cells are told.
    pub with_cells: bool,
}

/// Puts together what is too small to be told alone. Zeros and missing figures stay by themselves.
///
/// Whoever reads the sum knows that each part is one of the small counts. The next larger one is therefore taken in
/// until the sum lets every part be something else too: until it is neither the least nor the most that the parts
/// could come to.
fn groups(totals: &[Option<i64>], rule: Rule) -> Groups {
    let mut by_size: Vec<usize> = (0..totals.len()).filter(|at| totals[*at].is_some_and(|n| n > 0)).collect();
    by_size.sort_by_key(|at| totals[*at]);
    let value = |at: &usize| totals[*at].unwrap_or(0);
    let small = by_size.iter().filter(|at| rule.hides(value(at))).count();
    let largest_small = rule.smallest_shown - 1;
    let length = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let free = |taken: usize| {
        let sum: i64 = by_size[..taken].iter().map(value).sum();
        let large = taken - small;
        let least = length(small) + length(large) * rule.smallest_shown;
        let most = (large == 0).then(|| length(small) * largest_small);
        sum != least && Some(sum) != most
    };
    let mut taken = small;
    while (1..by_size.len()).contains(&taken) {
        let sum: i64 = by_size[..taken].iter().map(value).sum();
        if taken > 1 && sum >= rule.smallest_shown && free(taken) {
            break;
        }
        taken += 1;
    }
    let mut together: Vec<usize> = by_size[..taken].to_vec();
    if taken > 1 && taken == by_size.len() && !free(taken) {
        // Nothing larger is left to take in: those without any are told with the others, so that nobody knows who they are.
        together.extend((0..totals.len()).filter(|at| totals[*at] == Some(0)));
    }
    together.sort_unstable();
    let alone = (0..totals.len()).filter(|at| !together.contains(at)).map(|at| vec![at]);
    let mut groups: Groups = alone.collect();
    if !together.is_empty() {
        groups.push(together);
    }
    groups
}

fn sum(figures: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    figures.flatten().reduce(i64::saturating_add)
}

/// What may be told of counts by provider (rows) and category (columns).
pub fn told(counts: &[Vec<Option<i64>>], width: usize, rule: Rule) -> Told {
    let row_sums: Vec<Option<i64>> = counts.iter().map(|row| sum(row.iter().copied())).collect();
    let column_sums: Vec<Option<i64>> = (0..width).map(|c| sum(counts.iter().map(|row| row[c]))).collect();
    let (rows, columns) = (groups(&row_sums, rule), groups(&column_sums, rule));
    let condensed: Vec<Vec<Option<i64>>> = rows
        .iter()
        .map(|row| {
            columns.iter().map(|column| sum(row.iter().flat_map(|r| column.iter().map(|c| counts[*r][*c])))).collect()
        })
        .collect();
    let shown = rule.table(&Table::new(columns.len(), condensed.clone()));
    let hidden = |figures: &[Shown]| figures.contains(&Shown::Suppressed);
    let any_cell = shown.cells.iter().flatten().any(|cell| matches!(cell, Shown::Count(n) if *n > 0));
    let sums_hidden = hidden(&shown.row_totals) || hidden(&shown.column_totals) || hidden(&[shown.total]);
    if any_cell && !sums_hidden {
        return Told {
            rows,
            columns,
            cells: shown.cells,
            row_totals: shown.row_totals,
            column_totals: shown.column_totals,
            total: shown.total,
            with_cells: true,
        };
    }
    sums_alone(rows, columns, &condensed, rule)
}

/// The sums without the cells: aggregated upwards rather than blanked. Rows and columns are each a table of one line,
/// with the sum of all, which must come out the same from both.
fn sums_alone(rows: Groups, columns: Groups, condensed: &[Vec<Option<i64>>], rule: Rule) -> Told {
    let of_rows: Vec<Option<i64>> = condensed.iter().map(|row| sum(row.iter().copied())).collect();
    let of_columns: Vec<Option<i64>> = (0..columns.len()).map(|c| sum(condensed.iter().map(|row| row[c]))).collect();
    let line = |figures: &[Option<i64>]| rule.table(&Table::new(figures.len(), vec![figures.to_vec()]));
    let (by_row, by_column) = (line(&of_rows), line(&of_columns));
    let total = if by_row.total == Shown::Suppressed { by_row.total } else { by_column.total };
    // Not even a zero: what stands in a cell is not told at all.
    let cells = vec![vec![Shown::Suppressed; columns.len()]; rows.len()];
    // A sum that one of the two hides gives nothing away through the other only when both hide it.
    let margin = |figures: Vec<Shown>, own: Shown| {
        if total == Shown::Suppressed && own != total && figures.iter().any(|f| matches!(f, Shown::Count(n) if *n > 0))
        {
            figures.into_iter().map(blank).collect()
        } else {
            figures
        }
    };
    Told {
        row_totals: margin(first(by_row.cells), by_row.total),
        column_totals: margin(first(by_column.cells), by_column.total),
        rows,
        columns,
        cells,
        total,
        with_cells: false,
    }
}

fn first(mut lines: Vec<Vec<Shown>>) -> Vec<Shown> {
    if lines.is_empty() { Vec::new() } else { lines.swap_remove(0) }
}

/// A figure that is not told, unless it is a zero or missing.
fn blank(figure: Shown) -> Shown {
    match figure {
        Shown::Count(n) if n > 0 => Shown::Suppressed,
        other => other,
    }
}
