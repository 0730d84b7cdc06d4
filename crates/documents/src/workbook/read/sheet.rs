//! One sheet's cells, read in one sweep over its XML.

use std::sync::Arc;

use super::dates;
use super::xml::{Event, Tag, Xml, is_true, push_text, unescape};
use crate::raw::{Area, DropDown, Limits, Place, RawCell, RawRow, RawSheet, Unreadable};

/// What the cells of all sheets refer to.
pub(super) struct Context<'c> {
    pub(super) styles: &'c [bool],
    pub(super) strings: &'c [Arc<str>],
    pub(super) date1904: bool,
    pub(super) limits: &'c Limits,
}

/// What is left of the limits for the workbook as a whole.
pub(super) struct Budget {
    pub(super) cells: usize,
    pub(super) text: usize,
}

const MERGED: usize = 1_000;
const OUTSIDE: usize = 10;
const FORMULA: usize = 200;
const DROP_DOWNS: usize = 1_000;
/// The most bytes of where a drop-down list is, and of what it says.
const SOURCE: usize = 4_000;
/// The last row and column that a workbook can have.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Iso,
}

/// The cell that is being read. Its buffers are used again for the next one.
struct Cell {
    column: u32,
    style: usize,
    kind: Type,
    value: String,
    formula: String,
    has_formula: bool,
    /// Whether the file keeps a value of it, even an empty one.
    has_value: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Value,
    Formula,
    /// Where the values of a drop-down list are.
    Source,
    /// Which cells have it, where that stands as text.
    Ranges,
}

struct Sweep<'s> {
    context: &'s Context<'s>,
    budget: &'s mut Budget,
    sheet: RawSheet,
    row: RawRow,
    next_row: u32,
    next_column: u32,
    sorted: bool,
    cell: Cell,
}

pub(super) fn read(
    text: &str,
    part: &str,
    name: &str,
    context: &Context<'_>,
    budget: &mut Budget,
) -> Result<RawSheet, Unreadable> {
    let mut xml = Xml::new(text, part);
    let mut sweep = Sweep {
        context,
        budget,
        sheet: RawSheet { name: name.to_owned(), ..RawSheet::default() },
        row: RawRow::default(),
        next_row: 1,
        next_column: 0,
        sorted: true,
        cell: Cell {
            column: 0,
            style: 0,
            kind: Type::Number,
            value: String::new(),
            formula: String::new(),
            has_formula: false,
            has_value: false,
        },
    };
    let mut inside = Inside::Nothing;
    let mut reading = false;
    // The drop-down list that is being read: its cells and where its values are.
    let mut list: Option<(String, String)> = None;
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(start) => match start.name {
                "c" => sweep.open_cell(*start).ok_or_else(|| damaged(part))?,
                "v" => {
                    sweep.cell.has_value = true;
                    inside = Inside::Value;
                }
                "t" if !reading => {
                    sweep.cell.has_value = true;
                    inside = Inside::Value;
                }
                "dataValidation" if start.attribute("type").as_deref() == Some("list") => {
                    list = Some((start.attribute("sqref").unwrap_or_default().into_owned(), String::new()));
                }
                "formula1" | "f" if list.is_some() => inside = Inside::Source,
                "sqref" if list.is_some() => inside = Inside::Ranges,
                "f" => {
                    sweep.cell.has_formula = true;
                    inside = Inside::Formula;
                }
                "rPh" => reading = true,
                "row" => sweep.open_row(*start).ok_or_else(|| damaged(part))?,
                "mergeCell" => sweep.merge(*start),
                "col" if start.flag("hidden") => sweep.hide_columns(*start),
                _ => {}
            },
            Event::End(end) => match *end {
                "v" | "t" | "f" | "formula1" | "sqref" => inside = Inside::Nothing,
                "dataValidation" => sweep.drop_down(list.take()),
                "c" => sweep.close_cell()?,
                "rPh" => reading = false,
                "row" => sweep.close_row()?,
                _ => {}
            },
            event => match inside {
                Inside::Value => push_text(&mut sweep.cell.value, event),
                Inside::Formula if sweep.cell.formula.len() < FORMULA => push_text(&mut sweep.cell.formula, event),
                Inside::Source | Inside::Ranges => {
                    let (ranges, source) = list.get_or_insert_default();
                    let text = if inside == Inside::Source { source } else { ranges };
                    if text.len() < SOURCE {
                        push_text(text, event);
                    }
                }
                Inside::Formula | Inside::Nothing => {}
            },
        }
    }
    let mut sheet = sweep.sheet;
    if !sweep.sorted {
        sheet.rows.sort_by_key(|row| row.number);
    }
    Ok(sheet)
}

/// A place that no workbook has.
fn damaged(part: &str) -> Unreadable {
    Unreadable::Damaged { part: part.to_owned() }
}

impl Sweep<'_> {
    /// `None` for a number that no row can have. Rows may leave theirs out; then they follow one another.
    fn open_row(&mut self, start: Tag<'_>) -> Option<()> {
        let (mut number, mut hidden) = (None, false);
        for (key, value) in start.attributes() {
            match key {
                "r" => number = Some(value.parse().ok().filter(|number| (1..=ROWS).contains(number))?),
                "hidden" => hidden = is_true(value),
                _ => {}
            }
        }
        self.row.number = number.unwrap_or(self.next_row);
        self.row.hidden = hidden;
        self.row.cells.clear();
        self.next_row = self.row.number.saturating_add(1);
        self.next_column = 0;
        Some(())
    }

    fn close_row(&mut self) -> Result<(), Unreadable> {
        while self.row.cells.last().is_some_and(|cell| cell.is_blank() && !cell.is_not_calculated()) {
            self.row.cells.pop();
        }
        if self.row.cells.is_empty() {
            return Ok(());
        }
        let limits = self.context.limits;
        if self.sheet.rows.len() >= limits.rows {
            return Err(Unreadable::TooManyRows { sheet: self.sheet.name.clone(), limit: limits.rows });
        }
        // The empty cells on the way to the last filled one take memory too.
        let Some(left) = self.budget.cells.checked_sub(self.row.cells.len()) else { return Err(self.too_much()) };
        self.budget.cells = left;
        self.sorted &= self.sheet.rows.last().is_none_or(|last| last.number <= self.row.number);
        // The next row is likely to be as long.
        let next = RawRow { cells: Vec::with_capacity(self.row.cells.len()), ..RawRow::default() };
        self.sheet.rows.push(std::mem::replace(&mut self.row, next));
        Ok(())
    }

    /// `None` for a reference that no cell can have. Cells may leave theirs out; then they follow one another.
    fn open_cell(&mut self, start: Tag<'_>) -> Option<()> {
        let mut column = None;
        let cell = &mut self.cell;
        (cell.style, cell.kind, cell.has_formula, cell.has_value) = (0, Type::Number, false, false);
        cell.value.clear();
        cell.formula.clear();
        for (key, value) in start.attributes() {
            match key {
                "r" => column = Some(place(value)?.column),
                "s" => cell.style = value.parse().unwrap_or(0),
                "t" => {
                    cell.kind = match value {
                        "s" => Type::Shared,
                        "str" | "inlineStr" => Type::Text,
                        "b" => Type::Bool,
                        "e" => Type::Error,
                        "d" => Type::Iso,
                        _ => Type::Number,
                    }
                }
                _ => {}
            }
        }
        cell.column = column.unwrap_or(self.next_column);
        self.next_column = cell.column.saturating_add(1);
        Some(())
    }

    fn close_cell(&mut self) -> Result<(), Unreadable> {
        let value = self.value();
        let text = match &value {
            RawCell::Text(text) | RawCell::Error(text) => text.len(),
            _ => 0,
        };
        let Some(left) = self.budget.text.checked_sub(text + self.cell.formula.len()) else {
            return Err(self.too_much());
        };
        self.budget.text = left;
        let value = if self.cell.has_formula {
            let value = if self.cell.has_value { value } else { RawCell::Error(forms::NOT_CALCULATED.into()) };
            RawCell::Formula { value: Box::new(value), text: std::mem::take(&mut self.cell.formula) }
        } else {
            value
        };
        if value == RawCell::Empty {
            return Ok(());
        }
        if self.cell.column >= self.context.limits.columns {
            if !value.is_blank() && self.sheet.outside.len() < OUTSIDE {
                self.sheet.outside.push(Place { row: self.row.number, column: self.cell.column });
            }
            return Ok(());
        }
        let Ok(index) = usize::try_from(self.cell.column) else { return Ok(()) };
        if let Some(place) = self.row.cells.get_mut(index) {
            *place = value;
        } else {
            self.row.cells.resize_with(index, RawCell::default);
            self.row.cells.push(value);
        }
        Ok(())
    }

    fn value(&mut self) -> RawCell {
        let text = &mut self.cell.value;
        match self.cell.kind {
            Type::Text => {
                if text.is_empty() {
                    RawCell::Empty
                } else {
                    RawCell::Text(unescape(std::mem::take(text)).into())
                }
            }
            Type::Shared => text
                .trim()
                .parse::<usize>()
                .ok()
                .and_then(|index| self.context.strings.get(index))
                .filter(|text| !text.is_empty())
                .map_or(RawCell::Empty, |text| RawCell::Text(text.clone())),
            Type::Bool if text.trim().is_empty() => RawCell::Empty,
            Type::Bool => RawCell::Bool(matches!(text.trim(), "1" | "true")),
            Type::Error => RawCell::Error(text.as_str().into()),
            Type::Iso => dates::iso(text).unwrap_or_else(|| RawCell::Text(text.as_str().into())),
            Type::Number => match text.trim() {
                "" => RawCell::Empty,
                // What is no number in a number cell is shown as it stands rather than lost.
                digits => match digits.parse::<f64>() {
                    Ok(number) if number.is_finite() => {
                        if self.context.styles.get(self.cell.style).copied().unwrap_or(false) {
                            dates::resolve(number, self.context.date1904)
                        } else {
                            RawCell::Number(number)
                        }
                    }
                    _ => RawCell::Text(text.as_str().into()),
                },
            },
        }
    }

    fn merge(&mut self, start: Tag<'_>) {
        let range = start.attribute("ref");
        let area = range.as_deref().filter(|range| range.contains(':')).and_then(area);
        if let Some(area) = area.filter(|_| self.sheet.merged.len() < MERGED) {
            self.sheet.merged.push(area);
        }
    }

    fn drop_down(&mut self, list: Option<(String, String)>) {
        let Some((ranges, source)) = list.filter(|_| self.sheet.drop_downs.len() < DROP_DOWNS) else { return };
        let areas = ranges.split_whitespace().filter_map(area).collect();
        self.sheet.drop_downs.push(DropDown { areas, source: unescape(source.trim().to_owned()) });
    }

    fn hide_columns(&mut self, start: Tag<'_>) {
        let number = |name| start.attribute(name).and_then(|text| text.parse::<u32>().ok());
        if let (Some(from), Some(to)) = (number("min"), number("max")) {
            let last = to.min(self.context.limits.columns);
            self.sheet.hidden_columns.extend((from.max(1)..=last).map(|column| column - 1));
            // The file may name a column any number of times.
            self.sheet.hidden_columns.sort_unstable();
            self.sheet.hidden_columns.dedup();
        }
    }

    fn too_much(&self) -> Unreadable {
        Unreadable::TooMuch { sheet: self.sheet.name.clone() }
    }
}

/// The rectangle of `A1:B2`, or of `A1` alone; `None` for what no workbook has.
pub(crate) fn area(reference: &str) -> Option<Area> {
    let (from, to) = reference.split_once(':').unwrap_or((reference, reference));
    Some(Area { from: place(from)?, to: place(to)? })
}

/// The place of `XFD1048576`; `None` for what no workbook has.
pub(crate) fn place(reference: &str) -> Option<Place> {
    let (mut column, mut row) = (0_u32, 0_u32);
    let mut letters = true;
    for byte in reference.bytes().filter(|byte| *byte != b'$') {
        match byte {
            b'A'..=b'Z' if letters => column = column * 26 + u32::from(byte - b'A') + 1,
            b'a'..=b'z' if letters => column = column * 26 + u32::from(byte - b'a') + 1,
            b'0'..=b'9' => {
                letters = false;
                row = row * 10 + u32::from(byte - b'0');
            }
            _ => return None,
        }
        if column > COLUMNS || row > ROWS {
            return None;
        }
    }
    (column > 0 && row > 0).then(|| Place { row, column: column - 1 })
}
