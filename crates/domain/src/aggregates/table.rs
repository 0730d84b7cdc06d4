//! A table as it was read: its rows, the shares computed from their counts, and the totals that may be made.

use std::collections::BTreeMap;

use stats::Share;

use super::cell::{Cell, Decimal, read_cell};
use super::layout::{Fault, Layout, Role};

/// A row of the file: its number there and its cells as they were written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Line {
    /// The number a person sees in the margin.
    pub row: u32,
    /// One text for each column.
    pub cells: Vec<String>,
}

/// A table read as its layout says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AggregateTable {
    layout: Layout,
    lines: Vec<Line>,
}

/// A printed percentage beside the share that its counts give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The row.
    pub row: u32,
    /// The share's column.
    pub column: usize,
    /// What is printed; nothing where the cell is missing.
    pub printed: Option<Decimal>,
    /// What the counts give; nothing where one of them is missing or the base is zero.
    pub share: Option<Share>,
}

impl Compared {
    /// Whether the counts give what is printed, with as many decimals; nothing where one of the two is missing.
    pub fn agrees(&self) -> Option<bool> {
        let (printed, share) = (self.printed?, self.share?);
        Some(share.percent(printed.decimals)? == printed.units)
    }
}

/// Rows that may be summed with each other: those of one period and one level.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// The period as it is written; empty where no column says.
    pub period: String,
    /// The level as it is written; empty where no column says.
    pub level: String,
}

impl Group {
    /// The year that the period begins with, where it begins with one.
    pub fn year(&self) -> Option<i16> {
        let digits: String = self.period.chars().skip_while(|c| !c.is_ascii_digit()).take(4).collect();
        digits.parse().ok().filter(|year| (1900..=2200).contains(year))
    }
}

/// The share of several rows together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// From summed counts: the share of all together.
    pub total: Share,
    /// The mean of the rows' shares, each weighing the same however small. Not the share of all together; shown beside
    /// it since such means are published.
    pub mean: Option<f64>,
    /// How many rows had both counts.
    pub rows: usize,
    /// How many rows lacked one of them, and stand outside.
    pub missing: usize,
}

impl AggregateTable {
    /// Reads the rows as the layout says; every fault at once where something is wrong.
    ///
    /// # Errors
    /// What is wrong, in the order of layout and rows.
    pub fn read(layout: Layout, lines: Vec<Line>) -> Result<Self, Vec<Fault>> {
        let table = Self { layout, lines };
        let mut faults = table.layout_faults();
        if faults.is_empty() {
            table.cell_faults(&mut faults);
            table.same_rows(&mut faults);
        }
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }

    /// How it is read.
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Its rows.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    fn layout_faults(&self) -> Vec<Fault> {
        let layout = &self.layout;
        let mut faults = Vec::new();
        if layout.of(Role::names_the_row).is_empty() {
            faults.push(Fault::NoLabel);
        }
        let figures = |role: &Role| matches!(role, Role::Count | Role::Share { .. } | Role::Reported { .. });
        if layout.of(figures).is_empty() {
            faults.push(Fault::NoFigures);
        }
        for once in [Role::Period, Role::Level] {
            faults.extend(layout.of(|role| *role == once).into_iter().skip(1).map(|column| Fault::Twice { column }));
        }
        for (column, at) in layout.columns.iter().enumerate() {
            if let Role::Share { part, base, .. } = &at.role {
                let is_count = |at: &usize| layout.columns.get(*at).is_some_and(|column| column.role == Role::Count);
                if base.is_empty() || !is_count(part) || !base.iter().all(is_count) {
                    faults.push(Fault::ShareWithoutCounts { column });
                }
            }
        }
        faults
    }

    fn cell_faults(&self, faults: &mut Vec<Fault>) {
        for line in &self.lines {
            for (column, at) in self.layout.columns.iter().enumerate() {
                let (row, cell) = (line.row, self.cell(line, column));
                match (&at.role, &cell) {
                    (Role::Count, Cell::Words(found)) => {
                        faults.push(Fault::NotACount { column, row, found: found.clone() });
                    }
                    (Role::Count, Cell::Number(number)) if number.whole().is_none_or(|n| n < 0) => {
                        faults.push(Fault::NotACount { column, row, found: number.to_string() });
                    }
                    (Role::Share { .. } | Role::Reported { .. }, Cell::Words(found)) => {
                        faults.push(Fault::NotANumber { column, row, found: found.clone() });
                    }
                    (Role::Share { part, base, .. }, _) => {
                        if let (Some(part), Some(base)) = (self.count(line, *part), self.sum_of(line, base))
                            && part > base
                        {
                            faults.push(Fault::PartAboveBase { column, row, part, base });
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    fn same_rows(&self, faults: &mut Vec<Fault>) {
        let names = self.layout.of(Role::names_the_row);
        let mut seen: BTreeMap<Vec<&str>, u32> = BTreeMap::new();
        for line in &self.lines {
            let name = names.iter().map(|at| line.cells.get(*at).map_or("", |cell| cell.trim())).collect();
            if let Some(first) = seen.get(&name) {
                faults.push(Fault::SameRow { first: *first, row: line.row });
            } else {
                seen.insert(name, line.row);
            }
        }
    }

    /// What stands in a column of the row, read as a number.
    pub fn cell(&self, line: &Line, column: usize) -> Cell {
        line.cells.get(column).map_or(Cell::Missing, |text| read_cell(text, self.layout.dash_is_zero))
    }

    fn count(&self, line: &Line, column: usize) -> Option<i64> {
        self.cell(line, column).number().and_then(Decimal::whole).filter(|n| *n >= 0)
    }

    fn sum_of(&self, line: &Line, columns: &[usize]) -> Option<i64> {
        columns.iter().try_fold(0_i64, |sum, column| sum.checked_add(self.count(line, *column)?))
    }

    /// The share that the counts of the row give; nothing where one is missing, the base is zero or the column is no
    /// share.
    pub fn share(&self, line: &Line, column: usize) -> Option<Share> {
        let Some(Role::Share { part, base, .. }) = self.layout.columns.get(column).map(|column| &column.role) else {
            return None;
        };
        let share = Share::new(self.count(line, *part)?, self.sum_of(line, base)?).ok()?;
        (share.base() > 0).then_some(share)
    }

    /// Every printed share beside what its counts give, row by row.
    pub fn compared(&self) -> Vec<Compared> {
        let shares = self.layout.of(|role| matches!(role, Role::Share { .. }));
        let compared = |line: &Line, column: usize| Compared {
            row: line.row,
            column,
            printed: self.cell(line, column).number(),
            share: self.share(line, column),
        };
        self.lines.iter().flat_map(|line| shares.iter().map(move |column| compared(line, *column))).collect()
    }

    /// The group a row belongs to.
    pub fn group_of(&self, line: &Line) -> Group {
        let text = |role: &Role| {
            let at = self.layout.first(role);
            at.and_then(|at| line.cells.get(at)).map_or_else(String::new, |text| text.trim().to_owned())
        };
        Group { period: text(&Role::Period), level: text(&Role::Level) }
    }

    /// The groups of rows that may be summed, in the order in which they first come.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        for line in self.lines.iter().filter(|line| !self.is_total(line)) {
            let group = self.group_of(line);
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        groups
    }

    /// Whether the row is a sum of others and stands outside all sums.
    pub fn is_total(&self, line: &Line) -> bool {
        self.layout.totals.contains(&line.row)
    }

    /// What the row is called: what stands in the columns that name it, but for period and level.
    pub fn name(&self, line: &Line) -> String {
        let labels = self.layout.of(|role| *role == Role::Label);
        labels.iter().filter_map(|at| line.cells.get(*at)).map(|text| text.trim()).collect::<Vec<_>>().join(", ")
    }

    fn rows_of(&self, group: &Group) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| !self.is_total(line) && self.group_of(line) == *group)
    }

    /// How many rows a group has.
    pub fn size(&self, group: &Group) -> usize {
        self.rows_of(group).count()
    }

    /// The sum of a column of counts over the group, with how many of its rows are missing. Nothing for any other column:
    /// shares and reported values have no sum.
    pub fn sum(&self, group: &Group, column: usize) -> Option<(i64, usize)> {
        if self.layout.columns.get(column)?.role != Role::Count {
            return None;
        }
        self.rows_of(group).try_fold((0_i64, 0), |(sum, missing), line| match self.count(line, column) {
            Some(n) => Some((sum.checked_add(n)?, missing)),
            None => Some((sum, missing + 1)),
        })
    }

    /// The share of the group's rows together, from their counts. Nothing for a column that is no share, or where no row
    /// has both counts.
    pub fn pooled(&self, group: &Group, column: usize) -> Option<Pooled> {
        let shares: Vec<Option<Share>> = self.rows_of(group).map(|line| self.share(line, column)).collect();
        let there: Vec<Share> = shares.iter().copied().flatten().collect();
        let total = Share::total(there.iter().copied()).filter(|total| total.base() > 0)?;
        let (rows, missing) = (there.len(), shares.len() - there.len());
        Some(Pooled { total, mean: Share::mean(there), rows, missing })
    }
}
