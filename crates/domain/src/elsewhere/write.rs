//! The way out: values as the rows of a file in the other system's layouts, in the words that it has for them. Whatever is
//! written is read in again by [`read`](super::read) as the same lines; what cannot be is said, and never left out.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, swedish::fold};

use super::layout::{Layout, Line};
use super::mapping::{Goal, Mapping, Whom};
use super::sv;

/// Between a measure and its column, where both are one name.
const WITHIN: &str = " / ";

/// A value that was handed in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Of whom.
    pub whom: Whom,
    /// What.
    pub goal: Goal,
    /// The value or text.
    pub value: String,
    /// Whether it is a number, which a workbook keeps as one.
    pub is_number: bool,
}

/// A cell of a file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// Whether it is a number.
    pub is_number: bool,
}

impl Cell {
    fn text(text: &str) -> Self {
        Self { text: guarded(text), is_number: false }
    }
}

/// What has no word in the other system yet, each with how many values it has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lacking {
    /// Organisations.
    pub organisations: BTreeMap<Whom, usize>,
    /// Measures, each with its occasion.
    pub measures: BTreeMap<(String, Goal), usize>,
    /// How many values cannot be written.
    pub values: usize,
}

/// The lines of what was handed in at an occasion, whose last day is given, in their order; and what has no word. What
/// somebody has said not to read in is not written either, and counted.
pub fn lines(said: &[Said], mapping: &Mapping, (occasion, day): (&str, Day)) -> (Vec<(Line, bool)>, Lacking) {
    let (mut lines, mut lacking) = (Vec::new(), Lacking::default());
    for one in said {
        let (organisation, measure) = (mapping.name_of(one.whom), mapping.measure_of(occasion, &one.goal));
        match (organisation, measure) {
            (Some(organisation), Some(measure)) => {
                let [date, value] = [day.to_string(), one.value.trim().to_owned()];
                lines.push((Line { row: 0, organisation, date, measure, value }, one.is_number));
            }
            (organisation, measure) => {
                lacking.values += 1;
                if organisation.is_none() {
                    *lacking.organisations.entry(one.whom).or_default() += 1;
                }
                if measure.is_none() {
                    *lacking.measures.entry((occasion.to_owned(), one.goal.clone())).or_default() += 1;
                }
            }
        }
    }
    (lines, lacking)
}

/// A measure and its column, where the name has both.
fn parts(measure: &str) -> (&str, &str) {
    match measure.rsplit_once(WITHIN).map(|(measure, column)| (measure.trim(), column.trim())) {
        Some((measure, column)) if !measure.is_empty() && !column.is_empty() => (measure, column),
        _ => (measure, ""),
    }
}

/// The measures that have no column, which a file by columns has no place for.
pub fn without_column<'a>(lines: impl IntoIterator<Item = &'a Line>) -> BTreeSet<&'a str> {
    lines.into_iter().map(|line| line.measure.as_str()).filter(|measure| parts(measure).1.is_empty()).collect()
}

/// The rows of the file, headings first. By columns only where every measure has one ([`without_column`]).
pub fn write(lines: &[(Line, bool)], layout: Layout) -> Vec<Vec<Cell>> {
    let head = |words: &[&str]| words.iter().map(|word| Cell::text(word)).collect::<Vec<_>>();
    let value = |line: &Line, is_number: bool| Cell { text: guarded(&line.value), is_number };
    let [organisation, date, measure, column, said] = sv::HEADINGS;
    match layout {
        // A document is only read.
        Layout::Lines | Layout::Document => {
            let row = |(line, is_number): &(Line, bool)| {
                let words = [&line.organisation, &line.date, &line.measure].map(|text| Cell::text(text));
                words.into_iter().chain([value(line, *is_number)]).collect()
            };
            std::iter::once(head(&[organisation, date, measure, said])).chain(lines.iter().map(row)).collect()
        }
        Layout::ByRow => {
            let row = |(line, is_number): &(Line, bool)| {
                let (measure, column) = parts(&line.measure);
                let words = [&line.date, &line.organisation, measure, column].map(Cell::text);
                words.into_iter().chain([value(line, *is_number)]).collect()
            };
            std::iter::once(head(&[sv::DAY, sv::UNIT, measure, column, said])).chain(lines.iter().map(row)).collect()
        }
        Layout::ByColumn => by_column(lines, head(&[sv::DAY, sv::UNIT, measure])),
    }
}

/// A row for each measure of a unit, and a new one where a column comes again.
fn by_column(lines: &[(Line, bool)], head: Vec<Cell>) -> Vec<Vec<Cell>> {
    let mut codes: Vec<&str> = Vec::new();
    for (line, _) in lines {
        let code = parts(&line.measure).1;
        if codes.iter().all(|known| fold(known) != fold(code)) {
            codes.push(code);
        }
    }
    let width = head.len();
    let blank = || Cell { text: String::new(), is_number: false };
    let mut rows = vec![head.into_iter().chain(codes.iter().map(|code| Cell::text(code))).collect::<Vec<_>>()];
    let mut before: Option<[&str; 3]> = None;
    for (line, is_number) in lines {
        let (measure, code) = parts(&line.measure);
        let of = [line.date.as_str(), line.organisation.as_str(), measure];
        let at = width + codes.iter().position(|known| fold(known) == fold(code)).unwrap_or(0);
        let is_taken = rows.last().and_then(|row| row.get(at)).is_none_or(|cell| !cell.text.is_empty());
        if before != Some(of) || is_taken {
            rows.push(of.map(Cell::text).into_iter().chain(codes.iter().map(|_| blank())).collect());
            before = Some(of);
        }
        if let Some(cell) = rows.last_mut().and_then(|row| row.get_mut(at)) {
            *cell = Cell { text: guarded(&line.value), is_number: *is_number };
        }
    }
    rows
}

/// Whether a spreadsheet might take the text for a formula.
fn runs(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

/// A text that already looks as one with an apostrophe before a formula gets one more, so that reading takes off no more
/// than writing has put there.
fn guarded(text: &str) -> String {
    let bare = text.trim_start_matches('\'');
    if bare.len() < text.len() && runs(bare) { format!("'{text}") } else { text.to_owned() }
}

/// Text without the apostrophe that is written before what a spreadsheet would take for a formula.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| runs(rest.trim_start_matches('\''))).unwrap_or(text)
}
