//! What is hidden cannot be worked out, in one report nor beside the ones before it.

use super::*;

#[test]
fn what_is_hidden_stands_nowhere_in_the_frozen_dataset() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            compile_one(&world.client("officer").await).await.is(303);
        });
        let dataset = datasets_of(&world).remove(0);
        assert_eq!(sha256_hex(dataset.content.canonical().unwrap().as_bytes()), dataset.sha256, "{engine:?}");
        let complaints = dataset.content.complaints.unwrap();
        // Lindblad had 2 about contents: hidden, with company, and the sums are there.
        assert_eq!(complaints.total, Shown::Count(35));
        assert!(complaints.cells);
        let lindblad = complaints.rows.iter().find(|row| row.providers == ["Lindblad Vuxenutbildning"]).unwrap();
        assert_eq!((lindblad.cells[2], lindblad.total), (Shown::Suppressed, Shown::Count(15)));
        assert!(lindblad.cells.iter().filter(|cell| **cell == Shown::Suppressed).count() >= 2);
        assert_eq!((lindblad.units_reported, lindblad.units_expected), (1, 2));
    }
}

#[test]
fn small_providers_are_told_together_until_nothing_follows_from_their_sum() {
    let rows = |counts: &[i64]| counts.iter().map(|n| vec![Some(*n)]).collect::<Vec<_>>();
    let together = |counts: &[i64]| {
        let told = told(&rows(counts), 1, Rule::INSIDE, Beside::default());
        told.rows.into_iter().find(|group| group.len() > 1).unwrap_or_default()
    };
    assert_eq!(together(&[20, 30]), Vec::<usize>::new());
    assert_eq!(together(&[3, 4, 30]), [0, 1]);
    // Five with one each: their sum would say it, so the next is taken in.
    assert_eq!(together(&[1, 1, 1, 1, 1, 30, 40]), [0, 1, 2, 3, 4, 5]);
    // Two with four each: eight says it.
    assert_eq!(together(&[4, 4, 30, 40]), [0, 1, 2]);
    assert_eq!(together(&[2, 30, 0]), [0, 1]);
}

/// What an outsider who knows the rules can work out: every figure that is not told may be anything that agrees with
/// all that is told. Gives the least and the most each cell of the condensed table can be.
fn possible(told: &Told, most: i64) -> Vec<Vec<(i64, i64)>> {
    let (height, width) = (told.cells.len(), told.columns.len());
    let mut found = vec![vec![(i64::MAX, i64::MIN); width]; height];
    let mut table = vec![vec![0; width]; height];
    fill(told, most, 0, &mut table, &mut found);
    found
}

fn agrees(shown: Shown, value: i64, with_cells: bool) -> bool {
    match shown {
        Shown::Count(told) => told == value,
        Shown::Missing => value == 0,
        Shown::Suppressed => !with_cells || value >= 1,
    }
}

fn fill(told: &Told, most: i64, at: usize, table: &mut Vec<Vec<i64>>, found: &mut Vec<Vec<(i64, i64)>>) {
    let (height, width) = (told.cells.len(), told.columns.len());
    if at == height * width {
        let columns = (0..width).all(|c| agrees(told.column_totals[c], table.iter().map(|row| row[c]).sum(), true));
        let total = agrees(told.total, table.iter().flatten().sum(), true);
        if columns && total {
            for (r, row) in table.iter().enumerate() {
                for (c, value) in row.iter().enumerate() {
                    let (low, high) = found[r][c];
                    found[r][c] = (low.min(*value), high.max(*value));
                }
            }
        }
        return;
    }
    let (r, c) = (at / width, at % width);
    for value in 0..=most {
        if !agrees(told.cells[r][c], value, told.with_cells) {
            continue;
        }
        table[r][c] = value;
        if c + 1 < width || agrees(told.row_totals[r], table[r].iter().sum(), true) {
            fill(told, most, at + 1, table, found);
        }
    }
    table[r][c] = 0;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn nobody_works_out_a_small_count_from_what_is_told(counts in prop::collection::vec(prop::collection::vec(0_i64..9, 2), 1..4)) {
        let table: Vec<Vec<Option<i64>>> = counts.iter().map(|row| row.iter().copied().map(Some).collect()).collect();
        let told = told(&table, 2, Rule::INSIDE, Beside::default());
        let largest = counts.iter().flatten().sum::<i64>() + 2;
        let possible = possible(&told, largest.min(28));
        for (r, group) in told.rows.iter().enumerate() {
            for (c, columns) in told.columns.iter().enumerate() {
                let truth: i64 = group.iter().flat_map(|row| columns.iter().map(|column| counts[*row][*column])).sum();
                let (low, high) = possible[r][c];
                prop_assert!(low <= truth && truth <= high);
                if Rule::INSIDE.hides(truth) {
                    prop_assert!(low < high, "{counts:?} gives {truth} away: {told:?}");
                }
            }
        }
        for (groups, totals) in [(&told.rows, &told.row_totals), (&told.columns, &told.column_totals)] {
            for (group, total) in groups.iter().zip(totals) {
                let small = matches!(total, Shown::Count(n) if Rule::INSIDE.hides(*n));
                prop_assert!(!small, "{group:?}");
            }
        }
    }
}

/// The table as it would be frozen, with rows and columns by name.
fn frozen_table(told: &Told, providers: &[String], categories: &[String]) -> Complaints {
    let names = |all: &[String], group: &Vec<usize>| group.iter().map(|at| all[*at].clone()).collect::<Vec<_>>();
    Complaints {
        period: None,
        by_provider: false,
        units_expected: 0,
        units_reported: 0,
        definition: String::new(),
        definitions: Vec::new(),
        columns: told.columns.iter().map(|group| CategoryColumn { titles: names(categories, group) }).collect(),
        rows: told
            .rows
            .iter()
            .enumerate()
            .map(|(at, group)| ComplaintRow {
                providers: names(providers, group),
                cells: told.cells[at].clone(),
                total: told.row_totals[at],
                units_reported: 0,
                units_expected: 0,
            })
            .collect(),
        column_totals: told.column_totals.clone(),
        total: told.total,
        cells: told.with_cells,
        investigations: None,
        not_counted: None,
        compared: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn no_report_of_a_year_gives_a_small_count_away_beside_the_ones_before_it(
        first in prop::collection::vec(prop::collection::vec(0_i64..15, 3), 1..5),
        more in prop::collection::vec(prop::collection::vec(-2_i64..9, 3), 5),
        again in prop::collection::vec(prop::collection::vec(0_i64..3, 3), 5),
    ) {
        let providers: Vec<String> = (0..first.len()).map(|n| format!("Anordnare {n}")).collect();
        let categories: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
        let plus = |table: &[Vec<i64>], more: &[Vec<i64>]| -> Vec<Vec<i64>> {
            table.iter().zip(more).map(|(a, b)| a.iter().zip(b).map(|(a, b)| (a + b).max(0)).collect()).collect()
        };
        let second = plus(&first, &more);
        let third = plus(&second, &again);
        let mut earlier: Vec<Complaints> = Vec::new();
        for counts in [first, second, third] {
            let counts: Vec<Vec<Option<i64>>> = counts.into_iter().map(|row| row.into_iter().map(Some).collect()).collect();
            let beside = Beside { providers: &providers, categories: &categories, earlier: &earlier };
            let table = frozen_table(&told(&counts, 3, Rule::INSIDE, beside), &providers, &categories);
            for before in &earlier {
                prop_assert!(!gives_away(&table, before, Rule::INSIDE), "{table:?} beside {before:?}");
            }
            earlier.push(table);
        }
    }
}
