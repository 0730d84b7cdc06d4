//! A plain description of a workbook to write. It knows cells, columns and sheets, and nothing of what they are about.

use std::collections::BTreeMap;

use kernel::{Day, Instant};

use crate::raw::RawCell;

/// A workbook to write.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// Document title, shown by readers and read aloud by screen readers.
    pub title: String,
    /// Author in the document's properties.
    pub author: String,
    /// Language of the content as a BCP 47 tag, such as `sv-SE`.
    pub language: String,
    /// Creation time in the document's properties. The same description gives the same bytes.
    pub created: Instant,
    /// The sheets in the order of their tabs.
    pub sheets: Vec<Sheet>,
    /// What tells this file from another unit's or another year's: written small on the first instruction sheet and into
    /// the document's custom properties, read back as [`crate::raw::RawWorkbook::stamp`].
    pub stamp: BTreeMap<String, String>,
}

/// A sheet to write.
#[derive(Debug, Clone, PartialEq)]
pub enum Sheet {
    /// Text to read.
    Instructions(Instructions),
    /// A table to fill in.
    Table(Table),
}

/// A sheet of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Instructions {
    /// Name on the tab; see [`safe_name`].
    pub name: String,
    /// The sheet's title, its first cell.
    pub title: String,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// A piece of an instruction sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// Key facts (unit, period, deadline): a name and a value each.
    Facts(Vec<(String, String)>),
    /// Terms with what they mean.
    Definitions(Vec<(String, String)>),
    /// The columns of the table sheet of that name: heading, help and whether each must be filled in.
    Columns(String),
}

/// A sheet with one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name on the tab; see [`safe_name`].
    pub name: String,
    /// A line over the table, in one cell.
    pub title: Option<String>,
    /// The columns from the left.
    pub columns: Vec<Column>,
    /// Rows that are already filled in.
    pub rows: Vec<Row>,
    /// Rows prepared to be filled in, under those.
    pub empty_rows: u32,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What the column is called by the program.
    pub slug: String,
    /// What stands over it.
    pub heading: String,
    /// What to write in it: shown beside the cell when it is chosen. Cut at 255 characters there, whole in
    /// [`Block::Columns`].
    pub help: String,
    /// Width in characters; [`HIDDEN`] for a column that is kept with the rows and not shown.
    pub width: f64,
    /// What it takes.
    pub kind: ColumnKind,
    /// Whether it must be filled in. Said in the help, not enforced by the workbook.
    pub required: bool,
}

/// The width of a column that is hidden.
pub const HIDDEN: f64 = 0.0;

impl Column {
    /// Whether it is kept with the rows and not shown.
    pub fn is_hidden(&self) -> bool {
        self.width <= HIDDEN
    }
}

/// What a column takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text of any length.
    Text,
    /// A day, from and to where there is a limit.
    Day(Option<Day>, Option<Day>),
    /// A whole number, from and to where there is a limit.
    Integer(Option<i32>, Option<i32>),
    /// A number with decimals.
    Decimal,
    /// One of these labels.
    Choice(Vec<String>),
    /// Yes or no, in words.
    YesNo,
}

/// A row that is already filled in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// The cells in the order of the columns; missing ones are empty. Text stays text, whatever it begins with.
    pub cells: Vec<RawCell>,
    /// Faults by column index: the cell is filled in red and gets the text as a note.
    pub marks: BTreeMap<usize, String>,
    /// Faults of the row in words. When any row has it, the table gets a first column for them, which
    /// [`crate::table::table_from`] passes over.
    pub fault: Option<String>,
}

/// The name as a tab can bear it: at most 31 characters, without `[ ] : * ? / \`, no apostrophe at the ends.
pub fn safe_name(name: &str) -> String {
    let replaced: String = name
        .chars()
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() { ' ' } else { c })
        .collect();
    let mut out = String::new();
    for c in replaced.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        // The limit counts UTF-16 units.
        if out.encode_utf16().count() + c.len_utf16() > 31 {
            break;
        }
        out.push(c);
    }
    let out = out.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if out.is_empty() { "1".to_owned() } else { out.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe_name;

    #[test]
    fn a_tab_bears_no_more_than_it_can() {
        assert_eq!(safe_name("Klagom\u{e5}l 1/1\u{2013}31/3"), "Klagom\u{e5}l 1 1\u{2013}31 3");
        assert_eq!(safe_name("'citat'"), "citat");
        assert_eq!(safe_name("[]"), "1");
        assert_eq!(safe_name(&"\u{e5}".repeat(40)).chars().count(), 31);
    }
}
