//! The sheet as a person fills it in: its lines, and the judgement of each.

use kernel::swedish::fold;

use crate::year::{Decimal, Indicator, Measure, Regime, Slug, Target, Word, Year};

use super::{key, sv};

/// A column that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The indicator.
    Indicator,
    /// The regime.
    Regime,
    /// The contract area.
    Area,
    /// The value.
    Value,
    /// Whether it is yet to be decided.
    ToDecide,
    /// Whether it is an example.
    Example,
}

/// A line of the sheet as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Its row in the file.
    pub row: u32,
    /// The indicator: its title or stable name.
    pub indicator: String,
    /// The regime; empty for all.
    pub regime: String,
    /// The contract area; empty for all.
    pub area: String,
    /// The value; empty where there is no target.
    pub value: String,
    /// Yes or no.
    pub to_decide: String,
    /// Yes or no.
    pub example: String,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFault {
    /// A line with a value and no indicator.
    NoIndicator,
    /// No indicator of the year.
    UnknownIndicator(String),
    /// An indicator that never has a target.
    NoDirection(String),
    /// No regime.
    UnknownRegime(String, Vec<Regime>),
    /// A regime that the authority does not use.
    RegimeNotUsed(Regime, Vec<Regime>),
    /// No contract area of the year.
    UnknownArea(String, Vec<String>),
    /// Not a number with at most three decimals.
    NotANumber(String),
    /// A number that no figure in the unit can have.
    Outside(String, Measure),
    /// Neither yes nor no.
    NotYesNo(String),
    /// Marked, but without a value.
    NoValue,
    /// The same indicator, regime and area stand on an earlier row.
    Twice(u32),
}

/// Where in the sheet something is wrong, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFault {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: Column,
    /// What.
    pub fault: RowFault,
}

/// A line of the sheet to fill in: an indicator, with its target where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'y> {
    /// The indicator.
    pub indicator: &'y Indicator,
    /// Its target.
    pub target: Option<&'y Target>,
}

/// The lines of the year: every target in the order of the indicators, and an empty line for each indicator that could
/// have a target and has none.
pub fn lines(year: &Year) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for indicator in &year.indicators {
        let before = lines.len();
        let own = year.targets.iter().filter(|target| target.indicator == indicator.slug);
        lines.extend(own.map(|target| Line { indicator, target: Some(target) }));
        if lines.len() == before && indicator.takes_targets() {
            lines.push(Line { indicator, target: None });
        }
    }
    lines
}

/// A number as people type it: a decimal comma or point, spaces, a percent sign, a unit after it.
pub fn number(text: &str) -> Option<Decimal> {
    let folded = fold(text);
    let units = Measure::ALL.iter().map(|unit| fold(sv::unit_word(*unit)));
    let bare = units.fold(folded.as_str(), |text, unit| text.strip_suffix(unit.as_str()).unwrap_or(text));
    let plain: String = bare
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '%')
        .map(|letter| match letter {
            ',' => '.',
            '\u{2212}' => '-',
            other => other,
        })
        .collect();
    plain.parse().ok()
}

fn yes(text: &str) -> Result<bool, RowFault> {
    match fold(text).as_str() {
        "" | "nej" | "n" | "0" | "no" | "false" | "falskt" => Ok(false),
        "ja" | "j" | "x" | "1" | "yes" | "true" | "sant" => Ok(true),
        _ => Err(RowFault::NotYesNo(text.trim().to_owned())),
    }
}

fn is_all(text: &str) -> bool {
    let text = fold(text);
    text.is_empty() || [sv::ALL, sv::ALL_REGIMES, sv::ALL_AREAS].iter().any(|all| fold(all) == text)
}

/// The indicator that is written: by its stable name, or by a title that only one indicator has.
fn indicator<'y>(year: &'y Year, text: &str) -> Option<&'y Indicator> {
    let wanted = fold(text);
    let by_name = year.indicators.iter().find(|of| of.slug == *text.trim());
    by_name.or_else(|| year.indicators.iter().find(|of| fold(&sv::indicator(year, of)) == wanted)).or_else(|| {
        let mut same = year.indicators.iter().filter(|of| fold(of.title.as_sv()) == wanted);
        same.next().filter(|_| same.next().is_none())
    })
}

fn regime(year: &Year, text: &str) -> Result<Option<Regime>, RowFault> {
    if is_all(text) {
        return Ok(None);
    }
    let used: Vec<Regime> = year.authority.regimes.iter().map(|own| own.regime).collect();
    let wanted = fold(text);
    let found = Regime::ALL.iter().copied().find(|of| fold(sv::regime(*of)) == wanted || of.slug() == text.trim());
    match found {
        None => Err(RowFault::UnknownRegime(text.trim().to_owned(), used)),
        Some(of) if !used.contains(&of) => Err(RowFault::RegimeNotUsed(of, used)),
        Some(of) => Ok(Some(of)),
    }
}

fn area(year: &Year, text: &str) -> Result<Option<Slug>, RowFault> {
    if is_all(text) {
        return Ok(None);
    }
    let wanted = fold(text);
    let found = year.areas.iter().find(|of| of.slug == *text.trim() || fold(of.title.as_sv()) == wanted);
    let titles = || year.areas.iter().map(|of| of.title.as_sv().to_owned()).collect();
    found.map(|of| Some(of.slug.clone())).ok_or_else(|| RowFault::UnknownArea(text.trim().to_owned(), titles()))
}

/// Judges a line: its target, nothing where it has no value, or every fault of it.
fn line(year: &Year, written: &Written) -> Result<Option<Target>, Vec<(Column, RowFault)>> {
    let mut faults = Vec::new();
    let mut hear = |column, fault| faults.push((column, fault));
    let marks = [(Column::ToDecide, yes(&written.to_decide)), (Column::Example, yes(&written.example))];
    let [to_decide, example] = marks.map(|(column, read)| read.map_err(|fault| hear(column, fault)).unwrap_or(false));
    let typed = written.value.trim();
    if typed.is_empty() {
        if to_decide || example {
            hear(Column::Value, RowFault::NoValue);
        }
        return if faults.is_empty() { Ok(None) } else { Err(faults) };
    }
    let of = indicator(year, &written.indicator);
    match of {
        None if written.indicator.trim().is_empty() => hear(Column::Indicator, RowFault::NoIndicator),
        None => hear(Column::Indicator, RowFault::UnknownIndicator(written.indicator.trim().to_owned())),
        Some(of) if !of.takes_targets() => {
            hear(Column::Indicator, RowFault::NoDirection(of.title.as_sv().to_owned()));
        }
        Some(_) => {}
    }
    let regime = regime(year, &written.regime).map_err(|fault| hear(Column::Regime, fault)).unwrap_or_default();
    let area = area(year, &written.area).map_err(|fault| hear(Column::Area, fault)).unwrap_or_default();
    let value = number(typed);
    match (value, of) {
        (None, _) => hear(Column::Value, RowFault::NotANumber(typed.to_owned())),
        (Some(value), Some(of)) if !of.unit.can_be(value) => {
            hear(Column::Value, RowFault::Outside(typed.to_owned(), of.unit));
        }
        (Some(_), _) => {}
    }
    match (of, value) {
        (Some(of), Some(value)) if faults.is_empty() => {
            Ok(Some(Target { indicator: of.slug.clone(), regime, area, value, example, to_decide }))
        }
        _ => Err(faults),
    }
}

/// Judges the sheet: the targets it says, or every fault with its row and column.
///
/// # Errors
/// Every fault, in the order of the rows.
pub fn judge(year: &Year, written: &[Written]) -> Result<Vec<Target>, Vec<SheetFault>> {
    let (mut targets, mut rows): (Vec<Target>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut faults = Vec::new();
    for one in written {
        match line(year, one) {
            Ok(None) => {}
            Ok(Some(target)) => {
                let same = targets.iter().position(|other| key(other) == key(&target));
                if let Some(at) = same {
                    let fault = RowFault::Twice(rows[at]);
                    faults.push(SheetFault { row: one.row, column: Column::Indicator, fault });
                } else {
                    targets.push(target);
                    rows.push(one.row);
                }
            }
            Err(found) => {
                faults.extend(found.into_iter().map(|(column, fault)| SheetFault { row: one.row, column, fault }));
            }
        }
    }
    if faults.is_empty() { Ok(targets) } else { Err(faults) }
}
