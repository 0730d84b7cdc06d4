//! An exact attacker over everything that is published of one set.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use stats::suppression::Shown;
use stats::suppression::attack::{Known, derived};

use super::{Ask, List, Membership, Row, Side, Table, close, closeness};

/// Two indicators by three providers, by two sexes and by two periods of which the second contains the first.
const TABLES: [usize; 3] = [3, 2, 2];

fn asks() -> Vec<Ask> {
    let row = |name: String, total| Row { name, total, base: Shown::Missing, values: Vec::new() };
    let mut asks = Vec::new();
    for indicator in 0..2 {
        for (kind, rows) in TABLES.iter().enumerate() {
            let mut named: Vec<Row> = (0..*rows).map(|at| row(format!("{kind}-{at}"), false)).collect();
            if kind < 2 {
                named.push(row("total".to_owned(), true));
            }
            let table = Table {
                slug: format!("{indicator}-{kind}"),
                columns: vec!["n".to_owned()],
                rows: named,
                title: String::new(),
                period: String::new(),
                definition: String::new(),
                formula: String::new(),
                base: String::new(),
                by: String::new(),
            };
            asks.push(Ask { table, importance: 1, needs_endings: false });
        }
    }
    asks
}

/// Where somebody of that provider, sex, period and outcome is counted: who passed is in the part of both indicators, who
/// failed in the base of both, who goes on in the base of the second alone.
fn membership(provider: usize, sex: usize, late: bool, outcome: usize) -> Membership {
    let mut members = Vec::new();
    for indicator in 0..2 {
        if outcome == 2 && indicator == 0 {
            continue;
        }
        let mut add = |table: usize, row: usize| {
            members.push((table, row, Side::Base));
            if outcome == 0 {
                members.push((table, row, Side::Value(0)));
            }
        };
        let first = indicator * TABLES.len();
        for (table, row, total) in [(first, provider, 3), (first + 1, sex, 2)] {
            add(table, row);
            add(table, total);
        }
        add(first + 2, 1);
        if !late {
            add(first + 2, 0);
        }
    }
    members.sort_unstable();
    members
}

fn people(counts: &[i64]) -> BTreeMap<Membership, i64> {
    let mut people = BTreeMap::new();
    for (at, count) in counts.iter().enumerate() {
        let of = membership(at / 12, at / 6 % 2, at / 3 % 2 == 1, at % 3);
        *people.entry(of).or_default() += count;
    }
    people
}

/// What somebody who reads the tables knows: each number as the sum of those it counts, with those of the base who are not
/// counted, and which of all these are secrets.
fn known(list: &List, people: &BTreeMap<Membership, i64>, published: &[bool]) -> (Vec<Known>, Vec<i64>) {
    let of = |member| -> Vec<usize> {
        let held = people.keys().enumerate().filter(|(_, membership)| membership.contains(&member));
        held.map(|(atom, _)| atom).collect()
    };
    let counts: Vec<i64> = people.values().copied().collect();
    let (mut known, mut truth) = (Vec::new(), Vec::new());
    for (table, told) in list.tables.iter().enumerate().filter(|(at, _)| published[*at]) {
        for (row, shown) in told.rows.iter().enumerate() {
            for (side, number) in [(Side::Base, shown.base), (Side::Value(0), shown.values[0])] {
                let parts = of((table, row, side));
                truth.push(parts.iter().map(|atom| counts[*atom]).sum());
                let value = match number {
                    Shown::Count(value) => Some(value),
                    Shown::Missing | Shown::Suppressed => None,
                };
                known.push(Known { parts, value, least: 1 });
            }
            let counted = of((table, row, Side::Value(0)));
            let rest: Vec<usize> =
                of((table, row, Side::Base)).into_iter().filter(|atom| !counted.contains(atom)).collect();
            truth.push(rest.iter().map(|atom| counts[*atom]).sum());
            known.push(Known { parts: rest, value: None, least: 0 });
        }
    }
    (known, truth)
}

/// The hidden numbers that follow, and the small numbers of those who are not counted.
fn leaks(list: &List, people: &BTreeMap<Membership, i64>, published: &[bool]) -> Vec<usize> {
    let (known, truth) = known(list, people, published);
    let small = |at: usize| truth[at] >= 1 && truth[at] < list.smallest_shown;
    derived(&known)
        .into_iter()
        .filter(|at| known[*at].value.is_none() && (known[*at].least == 1 || small(*at)))
        .collect()
}

#[test]
fn hiding_only_what_is_small_is_found_out_by_the_attacker_and_the_closed_list_is_not() {
    let counts: Vec<i64> = (0..36).map(|at| if at == 4 { 2 } else { 30 + at }).collect();
    let people = people(&counts);
    let list = close(1, 10, &asks(), &people).unwrap().list;
    let all = [true; 6];
    assert_eq!(leaks(&list, &people, &all), Vec::<usize>::new());
    // The same tables with one number hidden alone: it follows from its total.
    let open = close(1, 1, &asks(), &people).unwrap().list;
    assert!(open.tables.iter().flat_map(|table| &table.rows).all(|row| !row.hides()));
    let mut naive = List { smallest_shown: 10, ..open };
    naive.tables[0].rows[0].values[0] = Shown::Suppressed;
    assert_ne!(leaks(&naive, &people, &all), Vec::<usize>::new());
}

#[test]
fn where_too_many_ends_are_unknown_the_row_is_missing_and_its_numbers_are_not_told_elsewhere() {
    let mut asks = asks();
    asks.truncate(1);
    asks[0].needs_endings = true;
    let one = |row: usize, side| vec![(0, row, side), (0, 3, side)];
    let people = BTreeMap::from([(one(0, Side::Base), 40), (one(0, Side::Unknown), 20), (one(1, Side::Base), 1_000)]);
    let table = &close(1, 10, &asks, &people).unwrap().list.tables[0];
    let bases: Vec<Shown> = table.rows.iter().map(|row| row.base).collect();
    assert_eq!(bases, [Shown::Missing, Shown::Count(1_000), Shown::Count(0), Shown::Count(1_040)]);
}

#[test]
fn a_table_of_a_later_set_that_differs_by_a_few_is_pointed_out_by_its_rows() {
    let with = |base: i64, part: i64| {
        let mut table = asks().remove(0).table;
        for row in &mut table.rows {
            (row.base, row.values) = (Shown::Count(100), vec![Shown::Count(50)]);
        }
        (table.rows[1].base, table.rows[1].values) = (Shown::Count(base), vec![Shown::Count(part)]);
        table
    };
    assert_eq!(closeness(&with(100, 50), &with(100, 50), 10), Vec::<String>::new());
    assert_eq!(closeness(&with(103, 53), &with(100, 50), 10), ["0-1"]);
    assert_eq!(closeness(&with(120, 53), &with(100, 50), 10), ["0-1"]);
    assert_eq!(closeness(&with(120, 70), &with(100, 50), 10), Vec::<String>::new());
}

fn sparse(most: i64) -> impl Strategy<Value = i64> {
    prop_oneof![3 => Just(0_i64), 3 => 1_i64..10, 4 => 10..=most]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whichever_tables_of_the_list_are_published_no_hidden_number_follows(
        counts in proptest::collection::vec(sparse(90), 36),
        published in proptest::collection::vec(any::<bool>(), 6),
    ) {
        let people = people(&counts);
        let list = close(1, 10, &asks(), &people).unwrap().list;
        prop_assert_eq!(leaks(&list, &people, &[true; 6]), Vec::<usize>::new());
        prop_assert_eq!(leaks(&list, &people, &published), Vec::<usize>::new());
        for row in list.tables.iter().flat_map(|table| &table.rows) {
            for number in row.values.iter().chain([&row.base]) {
                prop_assert!(!matches!(number, Shown::Count(1..10)), "{:?}", row);
            }
        }
    }
}
