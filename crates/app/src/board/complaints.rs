//! Counts of complaints for readers who may not see the rows behind them. Small counts are told together with others
//! where that helps, and hidden where it does not; then complementary figures are hidden so that nothing can be had
//! back by subtraction.
//!
//! Reports overlap: a later occasion counts from the beginning of the year, and a correction counts the same again with
//! what came in meanwhile. Two figures for the same place that differ by a small count give that count away, so a table
//! is told beside the ones that its readers already have: with providers and categories put together as they were put
//! together there, and with further figures hidden where a difference would be small.

use std::collections::BTreeSet;

use stats::suppression::{Place, Rule, Shown, Table};

use super::content;

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

/// What the rows and columns of a table are called, and what its readers have been told before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The providers, row by row.
    pub providers: &'a [String],
    /// The categories, column by column; empty for complaints without a category.
    pub categories: &'a [String],
    /// The tables of the same year that are published, replaced ones too: they have been read.
    pub earlier: &'a [content::Complaints],
}

impl Beside<'_> {
    fn names(all: &[String], group: &[usize]) -> BTreeSet<String> {
        group.iter().filter_map(|at| all.get(*at).cloned()).collect()
    }

    /// The groups, with those put together that an earlier table told together.
    fn joined(groups: Groups, names: &[String], together: &[BTreeSet<String>]) -> Groups {
        let mut joined: Groups = groups;
        for told in together.iter().filter(|told| told.len() > 1) {
            let touches = |group: &Vec<usize>| group.iter().any(|at| names.get(*at).is_some_and(|n| told.contains(n)));
            let (mut one, others): (Vec<Vec<usize>>, Groups) = joined.into_iter().partition(touches);
            joined = others;
            if !one.is_empty() {
                let mut whole: Vec<usize> = one.drain(..).flatten().collect();
                whole.sort_unstable();
                joined.push(whole);
            }
        }
        joined
    }

    fn rows(&self, groups: Groups) -> Groups {
        let told = self.earlier.iter().flat_map(|table| table.rows.iter().map(providers_of));
        Self::joined(groups, self.providers, &told.collect::<Vec<_>>())
    }

    fn columns(&self, groups: Groups) -> Groups {
        let told = self.earlier.iter().flat_map(|table| table.columns.iter().map(categories_of));
        Self::joined(groups, self.categories, &told.collect::<Vec<_>>())
    }

    /// What earlier tables told of the same providers and categories; of all where there is no group.
    fn known(&self, row: Option<&Vec<usize>>, column: Option<&Vec<usize>>) -> Vec<i64> {
        let row = row.map(|group| Self::names(self.providers, group));
        let column = column.map(|group| Self::names(self.categories, group));
        self.earlier.iter().filter_map(|table| figure(table, row.as_ref(), column.as_ref())).collect()
    }
}

fn providers_of(row: &content::ComplaintRow) -> BTreeSet<String> {
    row.providers.iter().cloned().collect()
}

fn categories_of(column: &content::CategoryColumn) -> BTreeSet<String> {
    if column.titles.is_empty() { [String::new()].into() } else { column.titles.iter().cloned().collect() }
}

/// The places of the groups that make up exactly the names; `None` where they do not.
fn covering(groups: &[BTreeSet<String>], names: &BTreeSet<String>) -> Option<Vec<usize>> {
    let within: Vec<usize> = (0..groups.len()).filter(|at| groups[*at].is_subset(names)).collect();
    let covered: BTreeSet<&String> = within.iter().flat_map(|at| &groups[*at]).collect();
    (covered.len() == names.len() && !within.is_empty()).then_some(within)
}

/// What the table tells of the providers and categories, as a sum of its figures; of all where none are named.
fn figure(
    table: &content::Complaints,
    providers: Option<&BTreeSet<String>>,
    categories: Option<&BTreeSet<String>>,
) -> Option<i64> {
    let rows: Vec<BTreeSet<String>> = table.rows.iter().map(providers_of).collect();
    let columns: Vec<BTreeSet<String>> = table.columns.iter().map(categories_of).collect();
    let rows = match providers {
        Some(names) => Some(covering(&rows, names)?),
        None => None,
    };
    let columns = match categories {
        Some(names) => Some(covering(&columns, names)?),
        None => None,
    };
    let shown: Vec<Shown> = match (rows, columns) {
        (None, None) => vec![table.total],
        (Some(rows), None) => rows.iter().map(|at| table.rows[*at].total).collect(),
        (None, Some(columns)) => columns.iter().filter_map(|at| table.column_totals.get(*at).copied()).collect(),
        (Some(rows), Some(columns)) if table.cells => {
            rows.iter().flat_map(|r| columns.iter().filter_map(|c| table.rows[*r].cells.get(*c).copied())).collect()
        }
        _ => return None,
    };
    let count = |figure: &Shown| if let Shown::Count(n) = figure { Some(*n) } else { None };
    shown.iter().map(count).sum()
}

/// Whether a reader of both tables can work out a small count as the difference between two figures for the same place.
pub fn gives_away(one: &content::Complaints, other: &content::Complaints, rule: Rule) -> bool {
    let differs = |rows: Option<&BTreeSet<String>>, columns: Option<&BTreeSet<String>>| {
        let figures = figure(one, rows, columns).zip(figure(other, rows, columns));
        figures.is_some_and(|(one, other)| rule.hides_between(one, other))
    };
    // Groups of either: what one tells together can be summed in the other.
    let rows: BTreeSet<BTreeSet<String>> = [one, other].iter().flat_map(|t| t.rows.iter().map(providers_of)).collect();
    let columns: BTreeSet<BTreeSet<String>> =
        [one, other].iter().flat_map(|t| t.columns.iter().map(categories_of)).collect();
    let single = |one: Option<Shown>, other: Option<Shown>| match (one, other) {
        (Some(Shown::Count(one)), Some(Shown::Count(other))) => rule.hides_between(one, other),
        _ => false,
    };
    single(one.investigations, other.investigations)
        || single(one.not_counted, other.not_counted)
        || differs(None, None)
        || rows.iter().any(|row| differs(Some(row), None))
        || columns.iter().any(|column| differs(None, Some(column)))
        || rows.iter().any(|row| columns.iter().any(|column| differs(Some(row), Some(column))))
}

/// A figure that stands alone, beside what has been told of the same before.
pub fn single_beside(figure: Option<i64>, mut earlier: impl Iterator<Item = Shown>, rule: Rule) -> Shown {
    let gives_away =
        |known: Shown| matches!((figure, known), (Some(n), Shown::Count(known)) if rule.hides_between(n, known));
    if earlier.any(gives_away) { Shown::Suppressed } else { rule.single(figure) }
}

/// What may be told of counts by provider (rows) and category (columns).
pub fn told(counts: &[Vec<Option<i64>>], width: usize, rule: Rule, beside: Beside<'_>) -> Told {
    let row_sums: Vec<Option<i64>> = counts.iter().map(|row| sum(row.iter().copied())).collect();
    let column_sums: Vec<Option<i64>> = (0..width).map(|c| sum(counts.iter().map(|row| row[c]))).collect();
    let rows = beside.rows(groups(&row_sums, rule));
    let columns = beside.columns(groups(&column_sums, rule));
    let condensed: Vec<Vec<Option<i64>>> = rows
        .iter()
        .map(|row| {
            columns.iter().map(|column| sum(row.iter().flat_map(|r| column.iter().map(|c| counts[*r][*c])))).collect()
        })
        .collect();
    let known = |place| match place {
        Place::Cell(r, c) => beside.known(Some(&rows[r]), Some(&columns[c])),
        Place::RowTotal(r) => beside.known(Some(&rows[r]), None),
        Place::ColumnTotal(c) => beside.known(None, Some(&columns[c])),
        Place::Total => beside.known(None, None),
    };
    let shown = rule.table_beside(&Table::new(columns.len(), condensed.clone()), &known);
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
    sums_alone(rows, columns, &condensed, rule, beside)
}

/// The sums without the cells: aggregated upwards rather than blanked. Rows and columns are each a table of one line,
/// with the sum of all, which must come out the same from both.
fn sums_alone(rows: Groups, columns: Groups, condensed: &[Vec<Option<i64>>], rule: Rule, beside: Beside<'_>) -> Told {
    let of_rows: Vec<Option<i64>> = condensed.iter().map(|row| sum(row.iter().copied())).collect();
    let of_columns: Vec<Option<i64>> = (0..columns.len()).map(|c| sum(condensed.iter().map(|row| row[c]))).collect();
    // In a table of one line, a cell and the sum of its column are the same figure.
    let line = |figures: &[Option<i64>], known: &dyn Fn(Option<usize>) -> Vec<i64>| {
        rule.table_beside(&Table::new(figures.len(), vec![figures.to_vec()]), &|place| match place {
            Place::Cell(_, at) | Place::ColumnTotal(at) => known(Some(at)),
            Place::RowTotal(_) | Place::Total => known(None),
        })
    };
    let by_row = line(&of_rows, &|at| beside.known(at.map(|at| &rows[at]), None));
    let by_column = line(&of_columns, &|at| beside.known(None, at.map(|at| &columns[at])));
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
