//! An exact attacker over everything that is published of one set.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use stats::suppression::Shown;
use stats::suppression::attack::{Known, derived};

use super::{Ask, List, ListError, Membership, Row, Side, Table, Whole, Withheld, close, closeness};

/// Two indicators by three providers, by two sexes and by two periods of which the second contains the first.
const TABLES: [usize; 3] = [3, 2, 2];

fn asks() -> Vec<Ask> {
    let row = |name: String, total| Row {
        key: name.clone(),
        name,
        months: Some((202_401, 202_412)),
        total,
        base: Shown::Missing,
        values: Vec::new(),
    };
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
                note: String::new(),
            };
            asks.push(Ask { table, importance: 1, needs_endings: false, follows: false, bases: Vec::new() });
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

/// A table of three rows and their total; nothing for what is hidden.
fn table_of(rows: [(Shown, Shown); 4]) -> Table {
    let mut table = asks().remove(0).table;
    for (row, (base, value)) in table.rows.iter_mut().zip(rows) {
        (row.base, row.values) = (base, vec![value]);
    }
    table
}

fn whole<'a>(table: &'a Table, withheld: &'a [Withheld]) -> Whole<'a> {
    Whole { table, withheld }
}

#[test]
fn a_table_of_a_later_set_that_differs_by_a_few_is_pointed_out_by_its_rows() {
    let with = |base: i64, part: i64| {
        let same = (Shown::Count(100), Shown::Count(50));
        table_of([same, (Shown::Count(base), Shown::Count(part)), same, same])
    };
    let near = |one: &Table, other: &Table| closeness(whole(one, &[]), whole(other, &[]), 10);
    assert_eq!(near(&with(100, 50), &with(100, 50)), Vec::<String>::new());
    assert_eq!(near(&with(103, 53), &with(100, 50)), ["0-1"]);
    assert_eq!(near(&with(120, 53), &with(100, 50)), ["0-1"]);
    assert_eq!(near(&with(120, 70), &with(100, 50)), Vec::<String>::new());
    // It is known by its key, whatever it is called by then.
    let mut renamed = with(103, 53);
    renamed.rows[1].name = "another name".to_owned();
    assert_eq!(near(&renamed, &with(100, 50)), ["another name"]);
    // From January on and longer: what lies between is a number of its own. Another year is not.
    let mut longer = with(103, 70);
    longer.rows.iter_mut().for_each(|row| row.months = Some((202_401, 202_408)));
    let mut shorter = with(100, 50);
    shorter.rows.iter_mut().for_each(|row| row.months = Some((202_401, 202_404)));
    assert_eq!(near(&longer, &shorter), ["0-1"]);
    shorter.rows.iter_mut().for_each(|row| row.months = Some((202_301, 202_304)));
    assert_eq!(near(&longer, &shorter), Vec::<String>::new());
}

#[test]
fn what_one_set_hides_may_not_stand_as_good_as_unchanged_in_another() {
    let hidden = (Shown::Suppressed, Shown::Count(0));
    let told = |base: i64| (Shown::Count(base), Shown::Count(0));
    let kept = |counts: [(usize, i64); 2]| -> Vec<Withheld> {
        let of = |(row, n): (usize, i64)| Withheld { table: "0-0".to_owned(), row, column: None, n };
        counts.into_iter().map(of).collect()
    };
    // The first hides A (3) and its complement B (50); in the second C is the complement, and B stands there: A follows.
    let (first, first_kept) = (table_of([hidden, hidden, told(90), told(143)]), kept([(0, 3), (1, 50)]));
    let (second, second_kept) = (table_of([hidden, told(50), hidden, told(163)]), kept([(0, 5), (2, 108)]));
    let near = closeness(whole(&second, &second_kept), whole(&first, &first_kept), 10);
    // B is as it was, and C, which the first one shows, is not.
    assert_eq!(near, ["0-1"]);
    let near = closeness(whole(&first, &first_kept), whole(&second, &second_kept), 10);
    assert_eq!(near, ["0-1"]);
    // Once B has grown by as many as may be shown, it tells nothing of what it was.
    let (grown, grown_kept) = (table_of([hidden, told(62), hidden, told(175)]), kept([(0, 5), (2, 108)]));
    assert_eq!(closeness(whole(&grown, &grown_kept), whole(&first, &first_kept), 10), Vec::<String>::new());
    // A list of before this was kept says nothing of what it hides.
    assert_eq!(closeness(whole(&grown, &grown_kept), whole(&first, &[]), 10), ["0-1"]);
}

#[test]
fn a_table_that_nobody_is_counted_in_though_the_pages_have_a_base_is_refused() {
    let mut asks = asks();
    asks[0].bases = vec![Some(12), None, None, Some(12)];
    let people = BTreeMap::from([(vec![(1, 0, Side::Base), (1, 2, Side::Base)], 40)]);
    assert_eq!(close(1, 10, &asks, &people).unwrap_err(), ListError::NotCounted);
    asks[0].bases = vec![None; 4];
    assert!(close(1, 10, &asks, &people).is_ok());
}

#[test]
fn where_those_who_began_are_followed_the_unknown_are_in_the_base_already() {
    let mut asks = asks();
    asks.truncate(1);
    (asks[0].needs_endings, asks[0].follows) = (true, true);
    let one = |row: usize, sides: &[Side]| -> Membership {
        sides.iter().flat_map(|side| [(0, row, *side), (0, 3, *side)]).collect()
    };
    let people = BTreeMap::from([
        (one(0, &[Side::Base, Side::Unknown]), 30),
        (one(0, &[Side::Base]), 70),
        (one(1, &[Side::Base]), 1_000),
    ]);
    let table = &close(1, 10, &asks, &people).unwrap().list.tables[0];
    let bases: Vec<Shown> = table.rows.iter().map(|row| row.base).collect();
    assert_eq!(bases[0], Shown::Missing);
    assert_eq!(bases[3], Shown::Count(1_100));
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

    #[test]
    fn what_is_not_told_for_too_many_unknown_ends_does_not_follow_either(
        counts in proptest::collection::vec(sparse(90), 36),
        unknown in proptest::collection::vec(0_i64..12, 3),
    ) {
        let mut asks = asks();
        for ask in &mut asks {
            ask.needs_endings = true;
        }
        let mut people = people(&counts);
        for (provider, unknown) in unknown.iter().enumerate() {
            // Their ends are unknown: they are in no base.
            let of = (0..2).flat_map(|indicator| {
                let first = indicator * TABLES.len();
                [(first, provider), (first, 3), (first + 1, 0), (first + 1, 2), (first + 2, 1)]
            });
            let mut of: Membership = of.map(|(table, row)| (table, row, Side::Unknown)).collect();
            of.sort_unstable();
            *people.entry(of).or_default() += unknown;
        }
        let list = close(1, 10, &asks, &people).unwrap().list;
        let (mut known, truth) = known(&list, &people, &[true; 6]);
        // What is missing is not told for being zero: it may be.
        let mut at = 0;
        for row in list.tables.iter().flat_map(|table| &table.rows) {
            for number in [row.base, row.values[0], Shown::Suppressed] {
                if number == Shown::Missing {
                    known[at].least = 0;
                }
                at += 1;
            }
        }
        let small = |at: usize| truth[at] >= 1 && truth[at] < list.smallest_shown;
        let leaks: Vec<usize> = derived(&known)
            .into_iter()
            .filter(|at| known[*at].value.is_none() && (known[*at].least == 1 || small(*at)))
            .collect();
        prop_assert_eq!(leaks, Vec::<usize>::new());
    }
}
