//! The rows of a file as a table under headings.

use kernel::swedish::fold;
use serde::{Deserialize, Serialize};

use super::mapping::Mapping;

/// How many rows a file may have. Each becomes entries in one transaction, and the event that ends it tells the hash of every row
/// that it wrote: a thousand cases come to some four thousand, which one event holds well. The largest provider that we know of
/// has some hundred complaints in a year.
pub const MOST_ROWS: usize = 1_000;

/// A table: headings and the rows below them, by the numbers that a spreadsheet gives them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// What the columns are called; each once.
    pub headings: Vec<String>,
    /// The rows; each has as many cells as there are headings.
    pub rows: Vec<(u32, Vec<String>)>,
    /// What columns are called whose cells are not kept, since they mean nothing here.
    pub unread: Vec<String>,
}

/// Why rows are no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing stands there.
    Empty,
    /// No row has two cells or more, so that none can be headings.
    NoHeadings,
    /// Headings and nothing below them.
    NoRows,
    /// More rows than are taken in at once.
    TooMany(usize),
}

impl Table {
    /// The table of the rows: the first with two filled cells or more has the headings. Rows without content are passed over, and
    /// columns without a heading.
    ///
    /// # Errors
    /// [`Wrong`], where they are none.
    pub fn of(rows: &[(u32, Vec<String>)]) -> Result<Self, Wrong> {
        let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        if rows.iter().all(|(_, cells)| filled(cells) == 0) {
            return Err(Wrong::Empty);
        }
        let Some(at) = rows.iter().position(|(_, cells)| filled(cells) > 1) else { return Err(Wrong::NoHeadings) };
        let mut columns: Vec<(usize, String)> = Vec::new();
        for (place, cell) in rows[at].1.iter().enumerate() {
            let name = kernel::visible::one_line(cell);
            if !name.is_empty() {
                let same = columns.iter().filter(|(_, known)| fold(known) == fold(&name)).count();
                columns.push((place, if same == 0 { name } else { format!("{name} ({})", same + 1) }));
            }
        }
        let cell =
            |cells: &[String], place: usize| cells.get(place).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let below: Vec<(u32, Vec<String>)> = rows[at + 1..]
            .iter()
            .map(|(number, cells)| (*number, columns.iter().map(|(place, _)| cell(cells, *place)).collect::<Vec<_>>()))
            .filter(|(_, cells)| filled(cells) > 0)
            .collect();
        match below.len() {
            0 => Err(Wrong::NoRows),
            count if count > MOST_ROWS => Err(Wrong::TooMany(count)),
            _ => Ok(Self {
                headings: columns.into_iter().map(|(_, name)| name).collect(),
                rows: below,
                unread: Vec::new(),
            }),
        }
    }

    /// Where the column of that heading is.
    pub fn place(&self, heading: &str) -> Option<usize> {
        let wanted = fold(heading);
        self.headings.iter().position(|name| fold(name) == wanted)
    }

    /// The same with the cells of those columns alone that mean something.
    #[must_use]
    pub fn narrowed(&self, mapping: &Mapping) -> Self {
        let keeps: Vec<bool> = self.headings.iter().map(|name| mapping.reads(name)).collect();
        let kept = |cells: &[String]| -> Vec<String> {
            cells.iter().zip(&keeps).filter(|(_, keeps)| **keeps).map(|(cell, _)| cell.clone()).collect()
        };
        let others = self.headings.iter().zip(&keeps).filter(|(_, keeps)| !**keeps).map(|(name, _)| name.clone());
        Self {
            headings: kept(&self.headings),
            rows: self.rows.iter().map(|(number, cells)| (*number, kept(cells))).collect(),
            unread: self.unread.iter().cloned().chain(others).collect(),
        }
    }

    /// Every heading of the file, those that are not read too.
    pub fn all_headings(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().chain(&self.unread).map(String::as_str)
    }
}
