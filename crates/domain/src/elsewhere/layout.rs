//! The layouts of a file: what Stratsys takes in by hand (organisation, period, measure, value), its adapter's file by rows
//! (date, unit, measure, column, value), and the same by columns, where each column of the measure has a column of its own.
//! Headings say which it is; without them the number of columns and the place of the day do.

use kernel::{Day, swedish::fold};

use super::sv;

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Organisation, period, measure and value in each row.
    Lines,
    /// Date, unit, measure, column and value in each row.
    ByRow,
    /// Date, unit and measure, and a value under the code of each column.
    ByColumn,
    /// A document: headings with text under them, and tables of measures.
    Document,
}

/// One value of a file, as it is written there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
    /// The name or code of the organisation.
    pub organisation: String,
    /// The period.
    pub date: String,
    /// The name or code of the measure, with that of its column where it has one.
    pub measure: String,
    /// The value or text.
    pub value: String,
}

/// Why a file has no layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing stands in it.
    Empty,
    /// Neither its headings nor its columns are those of a layout.
    NoLayout,
    /// There are headings and nothing under them.
    NoValues,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    Organisation,
    Date,
    Measure,
    Column,
    Value,
}

fn heading(cell: &str) -> Option<Heading> {
    let cell = fold(cell);
    let among = |words: &[&str]| words.contains(&cell.as_str());
    [
        (Heading::Organisation, sv::ORGANISATION),
        (Heading::Date, sv::DATE),
        (Heading::Measure, sv::MEASURE),
        (Heading::Column, sv::COLUMN),
        (Heading::Value, sv::VALUE),
    ]
    .into_iter()
    .find_map(|(heading, words)| among(words).then_some(heading))
}

/// The columns of the three things that every layout has.
#[derive(Clone, Copy)]
struct Head {
    organisation: usize,
    date: usize,
    measure: usize,
}

impl Head {
    fn line(self, row: u32, cells: &[String], column: &str, value: &str) -> Line {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim()).to_owned();
        let measure = cell(self.measure);
        let measure = if column.is_empty() { measure } else { format!("{measure} / {column}") };
        Line {
            row,
            organisation: cell(self.organisation),
            date: cell(self.date),
            measure,
            value: value.trim().to_owned(),
        }
    }
}

/// The values of the rows, in their order. A cell in which nothing stands says nothing.
pub fn read(rows: &[(u32, Vec<String>)]) -> Result<(Layout, Vec<Line>), Wrong> {
    let filled = |cells: &[String]| cells.iter().any(|cell| !cell.trim().is_empty());
    let mut rows = rows.iter().filter(|(_, cells)| filled(cells)).peekable();
    let Some((_, first)) = rows.peek() else { return Err(Wrong::Empty) };
    let head: Vec<Option<Heading>> = first.iter().map(|cell| heading(cell)).collect();
    let at = |wanted: Heading| head.iter().position(|found| *found == Some(wanted));
    let named = at(Heading::Organisation).zip(at(Heading::Date)).zip(at(Heading::Measure));
    let mut lines = Vec::new();
    let layout = if let Some(((organisation, date), measure)) = named {
        let head = Head { organisation, date, measure };
        let (value, column, titles) = (at(Heading::Value), at(Heading::Column), first);
        rows.next();
        // A column may have such a name for its code: then others stand beside it.
        let is_other =
            |(at, title): &(usize, &String)| !title.trim().is_empty() && ![organisation, date, measure].contains(at);
        let others = titles.iter().enumerate().filter(is_other).count();
        let is_value =
            |at: &usize| column.is_some() || others == 1 || sv::VALUE_ALONE.contains(&fold(&titles[*at]).as_str());
        let Some(value) = value.filter(is_value) else {
            by_column(head, titles, rows, &mut lines);
            return lines_of(Layout::ByColumn, lines);
        };
        for (row, cells) in rows {
            let column = column.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
            lines.extend(cells.get(value).map(|value| head.line(*row, cells, column, value)));
        }
        if column.is_some() { Layout::ByRow } else { Layout::Lines }
    } else {
        let is_day = |at: usize| first.get(at).is_some_and(|cell| day_of(cell).is_some());
        let (layout, head) = match first.len() {
            4 if is_day(1) => (Layout::Lines, Head { organisation: 0, date: 1, measure: 2 }),
            5 if is_day(0) => (Layout::ByRow, Head { date: 0, organisation: 1, measure: 2 }),
            _ => return Err(Wrong::NoLayout),
        };
        for (row, cells) in rows {
            let (column, value) = match layout {
                Layout::ByRow => (cells.get(3).map_or("", |cell| cell.trim()), cells.get(4)),
                _ => ("", cells.get(3)),
            };
            lines.extend(value.map(|value| head.line(*row, cells, column, value)));
        }
        layout
    };
    lines_of(layout, lines)
}

fn lines_of(layout: Layout, mut lines: Vec<Line>) -> Result<(Layout, Vec<Line>), Wrong> {
    lines.retain(|line| !line.value.is_empty());
    if lines.is_empty() { Err(Wrong::NoValues) } else { Ok((layout, lines)) }
}

fn by_column<'a>(
    head: Head,
    titles: &[String],
    rows: impl Iterator<Item = &'a (u32, Vec<String>)>,
    lines: &mut Vec<Line>,
) {
    let own = [head.organisation, head.date, head.measure];
    for (row, cells) in rows {
        let codes = titles.iter().enumerate().filter(|(at, title)| !own.contains(at) && !title.trim().is_empty());
        for (at, code) in codes {
            lines.extend(cells.get(at).map(|value| head.line(*row, cells, code.trim(), value)));
        }
    }
}

/// The day that is written: as `2024-04-08`, also with a time of day, as `20240408`, or a month as its last day.
pub fn day_of(text: &str) -> Option<Day> {
    let text = text.trim();
    if let Some((day, rest)) = text.split_at_checked(10)
        && (rest.is_empty() || rest.starts_with([' ', 'T']))
    {
        return day.parse().ok();
    }
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    if text.len() == 8 && is_digits(text) {
        return Day::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    }
    let (year, month) = text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2)?;
    let (year, month): (i16, i8) = (year.parse().ok()?, month.parse().ok()?);
    (28..=31).rev().find_map(|day| Day::new(year, month, day))
}
