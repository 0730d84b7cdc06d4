//! The beginning of the authority's file as it is kept to be looked at: its sheets as a grid, with what can be chosen where.

use documents::docx::read::ReadDocument;
use documents::drop_downs;
use documents::raw::{Area, Place, RawCell, RawWorkbook, Visibility};
use serde::{Deserialize, Serialize};

/// How many rows with content of each sheet are kept.
const ROWS: usize = 60;
/// How many columns.
const COLUMNS: usize = 60;
/// How many characters of each cell.
const TEXT: usize = 120;

/// The file's sheets, those that a person sees.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// In the order of their tabs.
    pub sheets: Vec<SheetShape>,
    /// All of it as it was read, where it is a Word document: its own words are nobody's answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<ReadDocument>,
}

/// The beginning of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetShape {
    /// Its name.
    pub name: String,
    /// Rows with content: the number in the margin, and the texts from column A.
    pub rows: Vec<(u32, Vec<String>)>,
    /// Merged ranges.
    pub merged: Vec<Area>,
    /// Cells with a formula.
    pub formulas: Vec<Place>,
    /// What cells can be chosen among.
    pub lists: Vec<(Vec<Area>, Vec<String>)>,
}

fn text(cell: &RawCell) -> String {
    let text = match cell.value() {
        RawCell::Text(text) | RawCell::Error(text) => forms::text::clean(text),
        RawCell::Number(number) => format!("{number}"),
        RawCell::Day(day) | RawCell::DateTime(day, _) => day.to_string(),
        RawCell::Bool(truth) => forms::sv::yes_no(*truth).to_owned(),
        RawCell::Empty | RawCell::Formula { .. } => String::new(),
    };
    forms::text::shortened(&text, TEXT).into_owned()
}

impl Shape {
    /// The shape of a workbook that has been read.
    pub fn of(book: &RawWorkbook) -> Self {
        let sheets = book.sheets.iter().filter(|sheet| sheet.visibility == Visibility::Visible);
        let sheets = sheets.map(|sheet| {
            let rows = sheet.rows.iter().take(ROWS);
            let formulas = rows.clone().flat_map(|row| {
                let cells = (0_u32..).zip(row.cells.iter().take(COLUMNS));
                let formulas = cells.filter(|(_, cell)| matches!(cell, RawCell::Formula { .. }));
                formulas.map(|(column, _)| Place { row: row.number, column })
            });
            let first = |areas: &[Area]| areas.first().map(|area| area.from);
            let lists = sheet.drop_downs.iter().filter_map(|list| {
                let values = drop_downs::values(book, sheet, first(&list.areas)?);
                (!values.is_empty()).then(|| (list.areas.clone(), values))
            });
            SheetShape {
                name: sheet.name.clone(),
                rows: rows
                    .clone()
                    .map(|row| (row.number, row.cells.iter().take(COLUMNS).map(text).collect()))
                    .collect(),
                merged: sheet.merged.clone(),
                formulas: formulas.collect(),
                lists: lists.collect(),
            }
        });
        Self { sheets: sheets.collect(), document: None }
    }

    /// The shape of a Word document that has been read.
    pub fn of_document(document: ReadDocument) -> Self {
        Self { sheets: Vec::new(), document: Some(document) }
    }

    /// The sheet of that name.
    pub fn sheet(&self, name: &str) -> Option<&SheetShape> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

impl SheetShape {
    /// The texts of the row.
    pub fn row(&self, number: u32) -> &[String] {
        self.rows.iter().find(|(of, _)| *of == number).map_or(&[], |(_, texts)| texts)
    }

    /// The text of a cell; empty where nothing stands.
    pub fn text(&self, place: Place) -> &str {
        let column = usize::try_from(place.column).unwrap_or(usize::MAX);
        self.row(place.row).get(column).map_or("", String::as_str)
    }

    /// The headings of a row, with their columns.
    pub fn headings(&self, row: u32) -> Vec<(u32, &str)> {
        let texts = (0_u32..).zip(self.row(row)).map(|(column, text)| (column, text.as_str()));
        texts.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The merged range that the cell lies in, if any.
    pub fn merge_at(&self, place: Place) -> Option<&Area> {
        self.merged.iter().find(|area| {
            (area.from.row..=area.to.row).contains(&place.row)
                && (area.from.column..=area.to.column).contains(&place.column)
        })
    }

    /// What the cells of the column under the row can be chosen among.
    pub fn list_under(&self, row: u32, column: u32) -> &[String] {
        let under = |area: &Area| area.to.row > row && (area.from.column..=area.to.column).contains(&column);
        let list = self.lists.iter().find(|(areas, _)| areas.iter().any(under));
        list.map_or(&[], |(_, values)| values)
    }

    /// Rows that may be headings: those with at least two texts.
    pub fn heading_rows(&self) -> impl Iterator<Item = u32> {
        let rows = self.rows.iter().filter(|(_, texts)| texts.iter().filter(|text| !text.is_empty()).count() > 1);
        rows.map(|(number, _)| *number)
    }
}
