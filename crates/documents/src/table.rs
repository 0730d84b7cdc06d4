//! Finds a table in a sheet: where its headings stand, which column is which, and what a person should be told about the
//! shape of the sheet. What the cells mean is judged by others, cell by cell.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kernel::Named;
use kernel::swedish::fold;
use serde::{Deserialize, Serialize};

use crate::raw::{Area, Place, RawCell, RawRow, RawSheet, RawWorkbook, Visibility};
use crate::sv;
use crate::workbook::spec::safe_name;

/// A column to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSpec {
    /// What the program calls it; the key of [`TableRow::cells`].
    pub slug: String,
    /// The heading of the template.
    pub heading: String,
    /// Other headings that are taken for it, such as last year's.
    pub aliases: Vec<String>,
    /// Whether the table cannot be read without the column.
    pub required: bool,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// The number a person sees in the margin.
    pub number: u32,
    /// The cells by the slug of their column (shared by all rows); blank cells are left out.
    pub cells: Named<RawCell>,
}

/// A table as it was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableReading {
    /// The row of the headings, or `None` when there is none and nothing could be read.
    pub heading_row: Option<u32>,
    /// The columns that were found, by slug, with their place from 0.
    pub columns: BTreeMap<String, u32>,
    /// Rows with content in a column that was found.
    pub rows: Vec<TableRow>,
    /// What a person should be told, in the order of the sheet.
    pub remarks: Vec<Remark>,
}

impl TableReading {
    /// Whether anything among the remarks keeps the table from being taken as it is.
    pub fn has_fault(&self) -> bool {
        self.remarks.iter().any(Remark::is_fault)
    }
}

/// Something about the shape of a file that a person should be told. The sentence stands in [`crate::sv::sentence`].
/// Rows are numbered from 1, columns from 0; `sheet` is empty for a text file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of a remark are its place (sheet, row, column, heading) and its data")]
pub enum Remark {
    /// The workbook has no sheet of that name.
    MissingSheet { sheet: String, found: Vec<String> },
    /// A sheet with content is hidden; whether it is read all the same.
    HiddenSheet { sheet: String, read: bool },
    /// A sheet with content that the template does not have. It is not read.
    UnknownSheet { sheet: String },
    /// The workbook has links to other workbooks. They are not followed.
    ExternalLinks,
    /// No row has the table's headings.
    NoHeadingRow { sheet: String, expected: Vec<String> },
    /// A heading is nowhere in the heading row.
    MissingHeading { sheet: String, row: u32, heading: String, required: bool },
    /// A heading has been changed; the column is not read.
    ChangedHeading { sheet: String, row: u32, column: u32, found: String, expected: String },
    /// Several columns have the same heading; the first is read.
    DuplicatedHeading { sheet: String, row: u32, columns: Vec<u32>, heading: String },
    /// A column with content that the table does not have. It is not read.
    ExtraColumn { sheet: String, row: u32, column: u32, heading: String },
    /// The headings stand a second time further down. That row is passed over.
    SecondHeadingRow { sheet: String, row: u32 },
    /// Merged cells among the headings or in the table: only the upper left one has content.
    Merged { sheet: String, area: Area },
    /// Hidden rows with content. They are read. At most the first 20 are named.
    HiddenRows { sheet: String, rows: Vec<u32>, count: usize },
    /// A hidden column with content. It is read.
    HiddenColumn { sheet: String, column: u32, heading: String },
    /// Formulas in a column. Their stored values are read.
    Formulas { sheet: String, column: u32, heading: String, first_row: u32, count: usize },
    /// Content far outside the table. It is not read.
    Outside { sheet: String, place: Place },
}

impl Remark {
    /// Whether the file has to be changed before the table can be taken, rather than only looked at.
    pub fn is_fault(&self) -> bool {
        match self {
            Self::MissingSheet { .. }
            | Self::NoHeadingRow { .. }
            | Self::ChangedHeading { .. }
            | Self::DuplicatedHeading { .. } => true,
            Self::MissingHeading { required, .. } => *required,
            Self::HiddenSheet { .. }
            | Self::UnknownSheet { .. }
            | Self::ExternalLinks
            | Self::ExtraColumn { .. }
            | Self::SecondHeadingRow { .. }
            | Self::Merged { .. }
            | Self::HiddenRows { .. }
            | Self::HiddenColumn { .. }
            | Self::Formulas { .. }
            | Self::Outside { .. } => false,
        }
    }
}

/// The sheet of that name, compared as people do: case and spaces aside, and cut as a tab cuts it.
pub fn sheet<'w>(workbook: &'w RawWorkbook, name: &str) -> Option<&'w RawSheet> {
    let wanted = fold(&safe_name(name));
    workbook.sheets.iter().find(|sheet| fold(&sheet.name) == wanted)
}

/// Remarks on the workbook as a whole: sheets that are missing, hidden or unknown, links to other files.
///
/// `tables` are the sheets that are read, `others` those of the template that are not (instructions).
pub fn workbook_remarks(workbook: &RawWorkbook, tables: &[&str], others: &[&str]) -> Vec<Remark> {
    let folded = |names: &[&str]| names.iter().map(|name| fold(&safe_name(name))).collect::<BTreeSet<_>>();
    let (read, known) = (folded(tables), folded(others));
    let mut out: Vec<Remark> = tables
        .iter()
        .filter(|name| sheet(workbook, name).is_none())
        .map(|name| Remark::MissingSheet {
            sheet: safe_name(name),
            found: workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        })
        .collect();
    for sheet in workbook.sheets.iter().filter(|sheet| !sheet.rows.is_empty() && sheet.name != sv::LISTS_SHEET) {
        let name = fold(&sheet.name);
        if known.contains(&name) {
            continue;
        }
        if sheet.visibility != Visibility::Visible {
            out.push(Remark::HiddenSheet { sheet: sheet.name.clone(), read: read.contains(&name) });
        } else if !read.contains(&name) {
            out.push(Remark::UnknownSheet { sheet: sheet.name.clone() });
        }
    }
    if workbook.external_links {
        out.push(Remark::ExternalLinks);
    }
    out
}

/// Finds the table in the sheet. Headings may stand in any of the first fifty rows with content and in any order.
pub fn table_from(sheet: &RawSheet, columns: &[ColumnSpec]) -> TableReading {
    let mut out = TableReading::default();
    let wanted = Wanted::new(columns);
    let Some(at) = wanted.heading_row(sheet) else {
        out.remarks.push(Remark::NoHeadingRow {
            sheet: sheet.name.clone(),
            expected: columns.iter().map(|column| column.heading.clone()).collect(),
        });
        return out;
    };
    let (heading, body) = (&sheet.rows[at], &sheet.rows[at + 1..]);
    out.heading_row = Some(heading.number);
    let found = Found::new(sheet, heading, body, columns, &wanted, &mut out.remarks);
    for (index, column) in &found.columns {
        out.columns.insert(columns[*index].slug.clone(), *column);
    }
    let heading_of: BTreeMap<u32, &str> =
        found.columns.iter().map(|(index, column)| (*column, columns[*index].heading.as_str())).collect();
    // In the order of the slugs, in which a row keeps its cells.
    let mut places: Vec<(Arc<str>, u32)> =
        found.columns.iter().map(|(index, column)| (columns[*index].slug.as_str().into(), *column)).collect();
    places.sort_unstable();
    let mut formulas: BTreeMap<u32, (u32, usize)> = BTreeMap::new();
    let mut hidden: Vec<u32> = Vec::new();
    for row in body {
        if found.repeats(row, heading) {
            out.remarks.push(Remark::SecondHeadingRow { sheet: sheet.name.clone(), row: row.number });
            continue;
        }
        let mut cells = Named::with_capacity(places.len());
        for (slug, column) in &places {
            let Some(cell) = cell(row, *column) else { continue };
            if matches!(cell, RawCell::Formula { .. }) {
                formulas.entry(*column).or_insert((row.number, 0)).1 += 1;
            }
            if !cell.is_blank() || cell.is_not_calculated() {
                cells.insert(slug.clone(), cell.clone());
            }
        }
        // A row of formulas that were filled down and never calculated has no content.
        if cells.values().all(RawCell::is_blank) {
            continue;
        }
        if row.hidden {
            hidden.push(row.number);
        }
        out.rows.push(TableRow { number: row.number, cells });
    }
    shape(sheet, heading.number, &heading_of, &mut out);
    if !hidden.is_empty() {
        let count = hidden.len();
        hidden.truncate(20);
        out.remarks.push(Remark::HiddenRows { sheet: sheet.name.clone(), rows: hidden, count });
    }
    for (column, (first_row, count)) in formulas {
        let heading = heading_of.get(&column).copied().unwrap_or_default().to_owned();
        out.remarks.push(Remark::Formulas { sheet: sheet.name.clone(), column, heading, first_row, count });
    }
    out
}

fn cell(row: &RawRow, column: u32) -> Option<&RawCell> {
    row.cells.get(usize::try_from(column).ok()?)
}

// Merged ranges, hidden columns, content far to the right.
fn shape(sheet: &RawSheet, heading_row: u32, heading_of: &BTreeMap<u32, &str>, out: &mut TableReading) {
    let last = out.rows.last().map_or(heading_row, |row| row.number);
    for area in &sheet.merged {
        let beside = heading_of.range(area.from.column..=area.to.column.max(area.from.column)).next().is_none();
        if !beside && area.to.row >= heading_row && area.from.row <= last {
            out.remarks.push(Remark::Merged { sheet: sheet.name.clone(), area: *area });
        }
    }
    for (column, heading) in heading_of {
        if sheet.hidden_columns.contains(column) {
            let (sheet, heading) = (sheet.name.clone(), (*heading).to_owned());
            out.remarks.push(Remark::HiddenColumn { sheet, column: *column, heading });
        }
    }
    out.remarks.extend(sheet.outside.iter().map(|place| Remark::Outside { sheet: sheet.name.clone(), place: *place }));
}

/// A heading as it is compared: case, spaces, marks for required columns and closing punctuation aside.
fn norm(text: &str) -> String {
    let visible: String =
        text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}')).collect();
    fold(&visible).trim_matches(|c: char| matches!(c, '*' | ':' | '.' | '\'') || c.is_whitespace()).to_owned()
}

struct Wanted {
    /// By normal form: which column.
    names: BTreeMap<String, usize>,
    /// The normal form of each column's own heading.
    own: Vec<String>,
}

impl Wanted {
    fn new(columns: &[ColumnSpec]) -> Self {
        let own: Vec<String> = columns.iter().map(|column| norm(&column.heading)).collect();
        let mut names = BTreeMap::new();
        for (index, name) in own.iter().enumerate() {
            names.entry(name.clone()).or_insert(index);
        }
        for (index, column) in columns.iter().enumerate() {
            for alias in &column.aliases {
                names.entry(norm(alias)).or_insert(index);
            }
        }
        Self { names, own }
    }

    fn index(&self, cell: &RawCell) -> Option<usize> {
        self.names.get(&norm(cell.text()?)).copied()
    }

    fn near(&self, cell: &RawCell) -> bool {
        cell.text().map(norm).is_some_and(|text| self.own.iter().any(|own| distance(own, &text).is_some()))
    }

    fn heading_row(&self, sheet: &RawSheet) -> Option<usize> {
        let mut best: Option<(usize, usize)> = None;
        for (at, row) in sheet.rows.iter().take(50).enumerate() {
            let filled = || row.cells.iter().filter(|cell| !cell.is_blank());
            let exact = filled().filter_map(|cell| self.index(cell)).collect::<BTreeSet<_>>().len();
            let near = filled().filter(|cell| self.index(cell).is_none() && self.near(cell)).count();
            let enough = exact >= 2 || (exact >= 1 || self.own.len() > 1) && (exact + near) * 2 >= self.own.len();
            let score = exact * 2 + near;
            if enough && score > 0 && best.is_none_or(|(_, highest)| score > highest) {
                best = Some((at, score));
            }
        }
        best.map(|(at, _)| at)
    }
}

struct Found {
    /// Index among the wanted columns, with the column in the sheet.
    columns: BTreeMap<usize, u32>,
}

impl Found {
    fn new(
        sheet: &RawSheet,
        heading: &RawRow,
        body: &[RawRow],
        specs: &[ColumnSpec],
        wanted: &Wanted,
        remarks: &mut Vec<Remark>,
    ) -> Self {
        let (name, row) = (|| sheet.name.clone(), heading.number);
        let mut places: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        let mut strange: BTreeMap<u32, String> = BTreeMap::new();
        let width = body.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(heading.cells.len());
        for (column, place) in (0_u32..).zip(0..width) {
            let cell = heading.cells.get(place).unwrap_or(&RawCell::Empty);
            match wanted.index(cell) {
                Some(index) => places.entry(index).or_default().push(column),
                None => {
                    strange.insert(column, cell.text().unwrap_or_default().trim().to_owned());
                }
            }
        }
        let mut missing: BTreeSet<usize> = (0..specs.len()).filter(|index| !places.contains_key(index)).collect();
        let mut pairs: Vec<(usize, u32, usize)> = Vec::new();
        for (column, found) in &strange {
            let found = norm(found);
            pairs.extend(missing.iter().filter_map(|i| distance(&wanted.own[*i], &found).map(|d| (d, *column, *i))));
        }
        pairs.sort_unstable();
        for (_, column, index) in pairs {
            if strange.contains_key(&column) && missing.remove(&index) {
                let found = strange.remove(&column).unwrap_or_default();
                let expected = specs[index].heading.clone();
                remarks.push(Remark::ChangedHeading { sheet: name(), row, column, found, expected });
            }
        }
        for index in missing {
            let (heading, required) = (specs[index].heading.clone(), specs[index].required);
            remarks.push(Remark::MissingHeading { sheet: name(), row, heading, required });
        }
        for (index, columns) in places.iter().filter(|(_, columns)| columns.len() > 1) {
            let heading = specs[*index].heading.clone();
            remarks.push(Remark::DuplicatedHeading { sheet: name(), row, columns: columns.clone(), heading });
        }
        for (column, heading) in strange {
            let filled = body.iter().any(|row| cell(row, column).is_some_and(|cell| !cell.is_blank()));
            if filled && norm(&heading) != norm(sv::FAULT_HEADING) {
                remarks.push(Remark::ExtraColumn { sheet: name(), row, column, heading });
            }
        }
        Self { columns: places.into_iter().filter_map(|(index, columns)| Some((index, *columns.first()?))).collect() }
    }

    // The heading row again further down: at least two cells, and half of those filled in, hold what stands above them
    // in the first one. Compared as written, since a copy is what it is, and since every row passes here.
    fn repeats(&self, row: &RawRow, heading: &RawRow) -> bool {
        let (mut same, mut filled) = (0, 0);
        for column in self.columns.values() {
            let Some(cell) = cell(row, *column).filter(|cell| !cell.is_blank()) else { continue };
            let above = self::cell(heading, *column).and_then(RawCell::text).unwrap_or_default();
            filled += 1;
            same += usize::from(cell.text().is_some_and(|text| text.trim() == above.trim()));
        }
        same >= self.columns.len().clamp(1, 2) && same * 2 >= filled
    }
}

/// How many letters two headings differ by (Levenshtein), or `None` when they are too far apart to be the same one: more
/// than a third of the letters, unless one begins or ends with the other.
fn distance(left: &str, right: &str) -> Option<usize> {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    if left.is_empty() || right.is_empty() || left.len().max(right.len()) > 200 {
        return None;
    }
    let (short, long) = if left.len() < right.len() { (&left, &right) } else { (&right, &left) };
    let part = short.len() >= 4 && (long.starts_with(short) || long.ends_with(short));
    if !part && (long.len() - short.len()) * 3 > long.len() {
        return None;
    }
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, r) in right.iter().enumerate() {
            row.push((above[j] + usize::from(l != r)).min(above[j + 1] + 1).min(row[j] + 1));
        }
        above = row;
    }
    let steps = above[right.len()];
    (part || steps * 3 <= long.len()).then_some(steps)
}

#[cfg(test)]
mod tests;
