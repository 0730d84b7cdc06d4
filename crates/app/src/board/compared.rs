//! Why a figure is hidden: because it is small itself, or because earlier reports could be subtracted from it. The second
//! is found by telling the same counts as if nothing had been published.

use std::collections::BTreeSet;

use stats::suppression::{Rule, Shown};

use super::complaints::{Beside, Groups, Told, single_beside, told};
use super::content::{Compared, Complaints};

/// The counts of an occasion before anything is hidden.
#[derive(Debug, Clone, Copy)]
pub struct Counts<'a> {
    /// By provider and category.
    pub table: &'a [Vec<Option<i64>>],
    /// How many categories.
    pub width: usize,
    /// The providers, row by row.
    pub providers: &'a [String],
    /// The categories, column by column.
    pub categories: &'a [String],
    /// Investigations of abusive treatment and discrimination.
    pub investigations: Option<i64>,
    /// Rows that do not count.
    pub not_counted: Option<i64>,
}

/// What may be told of the counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The table.
    pub table: Told,
    /// The investigations.
    pub investigations: Shown,
    /// The rows that do not count.
    pub not_counted: Shown,
}

impl Counts<'_> {
    /// What may be told beside the earlier tables.
    pub fn beside(&self, earlier: &[Complaints], rule: Rule) -> Outcome {
        let beside = Beside { providers: self.providers, categories: self.categories, earlier };
        let known = |of: fn(&Complaints) -> Option<Shown>| earlier.iter().filter_map(of);
        Outcome {
            table: told(self.table, self.width, rule, beside),
            investigations: single_beside(self.investigations, known(|table| table.investigations), rule),
            not_counted: single_beside(self.not_counted, known(|table| table.not_counted), rule),
        }
    }

    /// What is hidden in the outcome for the sake of the earlier tables alone; `None` when nothing is.
    pub fn compared(&self, outcome: &Outcome, earlier: &[(String, Complaints)], rule: Rule) -> Option<Compared> {
        let alone = self.beside(&[], rule);
        let mut compared = differences(outcome, &alone);
        let is_hidden = |compared: &Compared| {
            let Compared { reports: _, total, columns, rows, cells, investigations, not_counted } = compared;
            *total || *cells || *investigations || *not_counted || !columns.is_empty() || !rows.is_empty()
        };
        if !is_hidden(&compared) {
            return None;
        }
        let by_itself =
            |table: &Complaints| is_hidden(&differences(&self.beside(std::slice::from_ref(table), rule), &alone));
        let mut those: Vec<&(String, Complaints)> = earlier.iter().filter(|(_, table)| by_itself(table)).collect();
        if those.is_empty() {
            those = earlier.iter().collect();
        }
        for (title, _) in those {
            if !compared.reports.contains(title) {
                compared.reports.push(title.clone());
            }
        }
        Some(compared)
    }
}

fn differences(outcome: &Outcome, alone: &Outcome) -> Compared {
    let only_here = |here: Shown, alone: Shown| here == Shown::Suppressed && alone != Shown::Suppressed;
    let (told, without) = (&outcome.table, &alone.table);
    Compared {
        reports: Vec::new(),
        total: only_here(told.total, without.total),
        columns: hidden_groups((&told.columns, &told.column_totals), (&without.columns, &without.column_totals)),
        rows: hidden_groups((&told.rows, &told.row_totals), (&without.rows, &without.row_totals)),
        cells: !told.with_cells && without.with_cells,
        investigations: only_here(outcome.investigations, alone.investigations),
        not_counted: only_here(outcome.not_counted, alone.not_counted),
    }
}

/// The places of the groups that are hidden here while none of their parts is hidden alone.
fn hidden_groups(here: (&Groups, &[Shown]), alone: (&Groups, &[Shown])) -> Vec<usize> {
    let hidden_alone: BTreeSet<usize> = alone
        .0
        .iter()
        .zip(alone.1)
        .filter(|(_, figure)| **figure == Shown::Suppressed)
        .flat_map(|(group, _)| group.iter().copied())
        .collect();
    let those = here.0.iter().zip(here.1).enumerate();
    those
        .filter(|(_, (group, figure))| {
            **figure == Shown::Suppressed && group.iter().all(|part| !hidden_alone.contains(part))
        })
        .map(|(at, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn counts<'a>(table: &'a [Vec<Option<i64>>], names: &'a [String], categories: &'a [String]) -> Counts<'a> {
        Counts {
            table,
            width: categories.len(),
            providers: names,
            categories,
            investigations: None,
            not_counted: Some(9),
        }
    }

    fn published(of: &Counts<'_>) -> Complaints {
        let Outcome { table, not_counted, .. } = of.beside(&[], Rule::INSIDE);
        let row = |group: &Vec<usize>, total: Shown, cells: &[Shown]| super::super::content::ComplaintRow {
            providers: group.iter().map(|at| of.providers[*at].clone()).collect(),
            cells: cells.to_vec(),
            total,
            units_reported: 1,
            units_expected: 1,
        };
        let titles =
            |group: &Vec<usize>| group.iter().map(|at| of.categories[*at].clone()).filter(|t| !t.is_empty()).collect();
        Complaints {
            period: None,
            by_provider: false,
            units_expected: 2,
            units_reported: 2,
            definition: String::new(),
            definitions: Vec::new(),
            columns: table
                .columns
                .iter()
                .map(|g| super::super::content::CategoryColumn { titles: titles(g) })
                .collect(),
            rows: table
                .rows
                .iter()
                .zip(&table.row_totals)
                .zip(&table.cells)
                .map(|((group, total), cells)| row(group, *total, cells))
                .collect(),
            column_totals: table.column_totals,
            total: table.total,
            cells: table.with_cells,
            investigations: None,
            not_counted: Some(not_counted),
            compared: None,
        }
    }

    #[test]
    fn a_figure_that_is_hidden_only_beside_an_earlier_report_says_which() {
        let (names, categories) = (["A".to_owned(), "B".to_owned()], ["x".to_owned()]);
        let before = [vec![Some(20)], vec![Some(30)]];
        let earlier = [("Tertial 2".to_owned(), published(&counts(&before, &names, &categories)))];
        let now = [vec![Some(22)], vec![Some(30)]];
        let now = counts(&now, &names, &categories);
        let tables = [earlier[0].1.clone()];
        let outcome = now.beside(&tables, Rule::INSIDE);
        assert_eq!(outcome.table.total, Shown::Suppressed);
        let compared = now.compared(&outcome, &earlier, Rule::INSIDE).unwrap();
        assert!(compared.total && !compared.not_counted, "{compared:?}");
        assert_eq!(compared.reports, ["Tertial 2"]);
    }

    #[test]
    fn a_figure_that_is_small_itself_is_not_said_to_be_compared() {
        let (names, categories) = (["A".to_owned()], ["x".to_owned()]);
        let small = [vec![Some(2)]];
        let now = counts(&small, &names, &categories);
        let outcome = now.beside(&[], Rule::INSIDE);
        assert_eq!(outcome.table.total, Shown::Suppressed);
        assert_eq!(now.compared(&outcome, &[], Rule::INSIDE), None);
    }
}
