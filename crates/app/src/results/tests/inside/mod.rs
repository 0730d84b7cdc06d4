//! An attacker among those who may not see rows: reads every page and file of the results, writes down each figure as a sum
//! of what it is counted of, and tries to work a hidden number back. Shares nothing with the choice of what to hide.

mod cells;
mod crawl;

use std::collections::{BTreeMap, BTreeSet};

use domain::indicators::Formula;
use domain::participations::{Measure, Month};
use stats::Rule;
use stats::suppression::attack::{Known, derived};
use store::Engine;

use self::cells::Authority;
use self::crawl::{Crawl, INDICATORS, Met, Seen, What};
use crate::results::model::{Months, Stretch};
use crate::testing::on;

/// What the attacker writes down of one indicator and year.
#[derive(Debug, Default)]
struct Notes {
    known: Vec<Known>,
    truth: Vec<i64>,
    words: Vec<String>,
    /// The figures that are said to be hidden, as those above the line and the rest.
    hidden: Vec<(usize, usize)>,
}

impl Notes {
    fn write(&mut self, parts: Vec<usize>, truth: i64, told: bool, words: String) -> usize {
        let value = told.then_some(truth);
        self.known.push(Known { parts, value, least: i64::from(value.is_none()) });
        self.truth.push(truth);
        self.words.push(words);
        self.known.len() - 1
    }

    /// Counts that are always in the same figures are one to the attacker.
    fn condensed(&self) -> Vec<Known> {
        let mut figures: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, known) in self.known.iter().enumerate() {
            for part in &known.parts {
                figures.entry(*part).or_default().push(at);
            }
        }
        let mut columns: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        for figures in figures.into_values() {
            let next = columns.len();
            columns.entry(figures).or_insert(next);
        }
        let mut known: Vec<Known> =
            self.known.iter().map(|known| Known { parts: Vec::new(), ..known.clone() }).collect();
        for (figures, column) in columns {
            for at in figures {
                known[at].parts.push(column);
            }
        }
        known
    }

    /// What is had back, in words: a number that is hidden for being small, or a figure that is hidden to protect one.
    fn leaks(&self) -> Vec<String> {
        let found = derived(&self.condensed());
        let small = found.iter().filter(|at| Rule::INSIDE.hides(self.truth[**at]));
        let mut leaks: Vec<String> = small.map(|at| format!("{}: {}", self.words[*at], self.truth[*at])).collect();
        let both = self.hidden.iter().filter(|(part, rest)| {
            let has = |at: &usize| found.contains(at) || self.known[*at].value.is_some();
            has(part) && has(rest) && self.truth[*part] + self.truth[*rest] > 0
        });
        leaks.extend(both.map(|(part, rest)| {
            format!("{}, all of it: {} and {}", self.words[*part], self.truth[*part], self.truth[*rest])
        }));
        leaks
    }
}

fn cells_of(authority: &Authority, parts: &[usize]) -> Vec<bool> {
    (0..authority.cells.len()).map(|at| parts.iter().all(|part| authority.parts[*part].cells[at])).collect()
}

fn named(authority: &Authority, parts: &[usize], months: Months) -> String {
    let names: Vec<&str> = parts.iter().map(|part| authority.parts[*part].name.as_str()).collect();
    format!("{} {}-{}", names.join(" & "), months.from, months.to)
}

fn without(all: &[usize], less: &[usize]) -> Vec<usize> {
    // Both are in order.
    all.iter().filter(|at| less.binary_search(at).is_err()).copied().collect()
}

/// Writes down a figure, told or hidden, as it was met; what is printed must be true.
fn write_seen(notes: &mut Notes, authority: &Authority, formula: &Formula, seen: &Seen) {
    let cells = cells_of(authority, &seen.parts);
    let span = (seen.months.from, seen.months.to);
    let words = format!("{} {:?}", named(authority, &seen.parts, seen.months), seen.what);
    let (above, base) = authority.sides(formula, &cells, span);
    let check = |printed: Option<i64>, cells: &[usize]| {
        assert!(printed.is_none_or(|n| n == authority.sum(cells)), "{words}: {printed:?} for {}", authority.sum(cells));
    };
    let of = |measures: &[Measure]| -> Vec<usize> {
        authority.counting(&cells, |counted| {
            let mut counted = counted.iter();
            counted.any(|(measure, month)| measures.contains(measure) && span.0 <= *month && *month <= span.1)
        })
    };
    match seen.what {
        What::Figure => {
            check(seen.printed.0, &above);
            check(seen.printed.1, &base);
            let rest = without(&base, &above);
            let (n, left, all) = (authority.sum(&above), authority.sum(&rest), authority.sum(&base));
            let above = notes.write(above, n, seen.told, format!("{words} above"));
            let rest = notes.write(rest, left, seen.told, format!("{words} rest"));
            notes.write(base, all, seen.told, format!("{words} base"));
            // The months of a year are hidden in company, small or not.
            let month = seen.months.from == seen.months.to;
            if !seen.told && !month {
                notes.hidden.push((above, rest));
            }
        }
        What::Share(term) => {
            let domain::indicators::Term::Counted(measure) = term else { panic!("{term:?}") };
            let cells = of(&[measure]);
            check(seen.printed.0, &cells);
            let n = authority.sum(&cells);
            notes.write(cells, n, seen.told, words);
        }
        What::Began(measure) => {
            let cells = match measure {
                Some(measure) => of(&[measure]),
                None => without(&of(&[Measure::StartedCompleted]), &of(&[Measure::StartedPassed])),
            };
            check(seen.printed.0, &cells);
            let n = authority.sum(&cells);
            notes.write(cells, n, seen.told, words);
        }
    }
}

/// Writes down what nobody may work out: of each part of the authority, in whatever months lie between two days that figures
/// are told until, those above the line, the rest and all of them, where they are few.
fn write_secrets(notes: &mut Notes, authority: &Authority, formula: &Formula, year: i16) {
    let last = Month::of(authority.as_of.parse().unwrap()).of_year();
    let mut ends = vec![0, 3, 6, 10, 11, 12, last];
    ends.sort_unstable();
    ends.dedup();
    let mut spans: Vec<Months> = ends
        .iter()
        .flat_map(|from| ends.iter().filter(move |to| *to > from).map(move |to| (from + 1, *to)))
        .filter_map(|(from, to)| Months::of_year(year, from, to))
        .collect();
    spans.extend((1..=12).filter_map(|month| Months::of_year(year, month, month)));
    for part in 0..authority.parts.len() {
        let cells = cells_of(authority, &[part]);
        for months in &spans {
            let (above, base) = authority.sides(formula, &cells, (months.from, months.to));
            let rest = without(&base, &above);
            for (side, cells) in [("above", above), ("rest", rest), ("base", base)] {
                let n = authority.sum(&cells);
                if Rule::INSIDE.hides(n) {
                    notes.write(cells, n, false, format!("{} {side}", named(authority, &[part], *months)));
                }
            }
        }
        let stretches: Vec<Vec<usize>> = Stretch::ALL
            .into_iter()
            .filter_map(|stretch| stretch.months(year))
            .map(|months| authority.sides(formula, &cells, (months.from, months.to)).1)
            .collect();
        for (one, other) in stretches.iter().flat_map(|one| stretches.iter().map(move |other| (one, other))) {
            let between = without(one, other);
            let n = authority.sum(&between);
            if Rule::INSIDE.hides(n) {
                notes.write(between, n, false, format!("{} between", authority.parts[part].name));
            }
        }
    }
}

/// Everything that follows and may not, of those indicators.
fn leaks(authority: &Authority, met: &Met, indicators: &[&str]) -> Vec<String> {
    let year = crate::testing::shipped_year();
    let mut leaks = Vec::new();
    for slug in indicators {
        let formula = year.indicator(slug).unwrap().count.clone().unwrap();
        for of in [2023, 2024] {
            let mut notes = Notes::default();
            let seen: Vec<&Seen> = met.seen[*slug].iter().filter(|seen| seen.months.year() == of).collect();
            let key = |seen: &Seen| (cells_of(authority, &seen.parts), seen.months, seen.what);
            let told: BTreeSet<_> = seen.iter().filter(|seen| seen.told).map(|seen| key(seen)).collect();
            // Everybody's figure is hidden beside that of a provider who would have the others by it, and told elsewhere.
            for seen in seen.into_iter().filter(|seen| seen.told || !told.contains(&key(seen))) {
                write_seen(&mut notes, authority, &formula, seen);
            }
            write_secrets(&mut notes, authority, &formula, of);
            leaks.extend(notes.leaks().into_iter().map(|leak| format!("{slug} {leak}")));
        }
    }
    leaks
}

/// The figures of a whole year that are hidden for the sake of others alone: of which indicator, and their place.
fn hidden_for_others(authority: &Authority, met: &Met) -> Vec<(&'static str, usize)> {
    let year = crate::testing::shipped_year();
    let mut found = Vec::new();
    for slug in INDICATORS {
        let formula = year.indicator(slug).unwrap().count.clone().unwrap();
        let all = &met.seen[slug];
        let large = |seen: &Seen| {
            let cells = cells_of(authority, &seen.parts);
            let (above, base) = authority.sides(&formula, &cells, (seen.months.from, seen.months.to));
            let (above, base) = (authority.sum(&above), authority.sum(&base));
            [above, base, base - above].into_iter().all(|n| n > 0 && !Rule::INSIDE.hides(n))
        };
        let hidden = |seen: &Seen| {
            let whole_year = seen.months.from.of_year() == 1 && seen.months.to.of_year() == 12;
            seen.what == What::Figure && !seen.told && seen.parts.len() == 1 && whole_year
        };
        let twin = |seen: &Seen| all.iter().any(|one| one.told && one.parts == seen.parts && one.months == seen.months);
        let of = all.iter().enumerate().filter(|(_, seen)| hidden(seen) && large(seen) && !twin(seen));
        found.extend(of.map(|(at, _)| (slug, at)));
    }
    found
}

/// Whether the attacker who is told one figure more than the others, which is hidden for their sake, has a small number.
fn is_worth_something(authority: &Authority, met: &mut Met) -> bool {
    hidden_for_others(authority, met).into_iter().any(|(slug, at)| {
        met.seen.get_mut(slug).unwrap()[at].told = true;
        let found = !leaks(authority, met, &[slug]).is_empty();
        met.seen.get_mut(slug).unwrap()[at].told = false;
        found
    })
}

/// Reads an authority of chance as somebody does who may not see rows.
fn attack(who: &str, seed: u64, as_of: &'static str) {
    // What is told is chosen of counts in memory; engines differ in how those are read, which other tests compare.
    on(Engine::Sqlite, async |world| {
        let authority = Authority::read_in(world, seed, as_of);
        let client = world.client(who).await;
        let mut crawl = Crawl::new(world, &client, &authority);
        crawl.everything().await;
        let met = crawl.met;
        let told = met.seen.values().flatten().filter(|seen| seen.told).count();
        let hidden = met.seen.values().flatten().filter(|seen| !seen.told).count();
        println!("{who} {seed}: {} read, {told} told, {hidden} hidden", met.read);
        let found = leaks(&authority, &met, &INDICATORS);
        assert!(found.is_empty(), "{} leaks:\n{}", found.len(), found.join("\n"));
        assert!(hidden > 100 && told > hidden, "{told} told, {hidden} hidden");
        let mut met = met;
        assert!(is_worth_something(&authority, &mut met));
    });
}

#[test]
fn a_contact_rektor_who_reads_everything_has_no_hidden_number_back() {
    attack("contact", 1, "2024-12-31");
}

#[test]
fn a_process_owner_who_reads_everything_has_no_hidden_number_back() {
    attack("owner", 2, "2024-12-31");
}

#[test]
fn nobody_has_a_hidden_number_back_of_a_year_so_far() {
    attack("contact", 3, "2024-09-30");
}
