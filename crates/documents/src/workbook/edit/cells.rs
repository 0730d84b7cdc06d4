//! Cells of a sheet filled in: each at its place among the others, with the style that stands there.

use std::collections::BTreeMap;

use super::{CellEdit, Splice, closes_itself, prefix, spliced, tag_start, text_of};
use crate::raw::{Place, Unreadable};
use crate::workbook::read::sheet::place;
use crate::workbook::read::xml::{Event, Tag, Xml};

/// The texts of a row by their column.
type Texts<'e> = BTreeMap<u32, &'e str>;

/// The sheet's XML with the cells filled in.
pub(super) fn filled(text: &str, part: &str, cells: &[&CellEdit]) -> Result<String, Unreadable> {
    let mut rows: BTreeMap<u32, Texts<'_>> = BTreeMap::new();
    for cell in cells {
        rows.entry(cell.place.row).or_default().insert(cell.place.column, &cell.text);
    }
    let mut sweep = Sweep {
        text,
        rows,
        splices: Vec::new(),
        row: 0,
        column: 0,
        texts: None,
        replaced: None,
        prefix: String::new(),
    };
    let mut xml = Xml::new(text, part);
    loop {
        let before = xml.offset();
        let Some(event) = xml.next()? else { break };
        let after = xml.offset();
        let start = tag_start(text, before, after);
        match event {
            Event::Start(tag) => sweep.start(tag, start, after),
            Event::End("c") => sweep.end_cell(after),
            Event::End("row") => sweep.end_row(start),
            Event::End("sheetData") => sweep.end_data(start),
            _ => {}
        }
    }
    Ok(spliced(text, sweep.splices))
}

struct Sweep<'t> {
    text: &'t str,
    /// What is still to be filled in, by row.
    rows: BTreeMap<u32, Texts<'t>>,
    splices: Vec<Splice>,
    row: u32,
    /// The column that the next cell has when it does not say.
    column: u32,
    /// What is still to be filled in of the row that is being read.
    texts: Option<Texts<'t>>,
    /// Where the cell begins that is being replaced, with what takes its place.
    replaced: Option<(usize, String)>,
    prefix: String,
}

impl Sweep<'_> {
    fn cell(&self, place: Place, style: Option<&str>, text: &str) -> String {
        let (p, style) = (&self.prefix, style.map_or_else(String::new, |style| format!(" s=\"{}\"", text_of(style))));
        format!(
            "<{p}c r=\"{place}\"{style} t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">{}</{p}t></{p}is></{p}c>",
            text_of(text)
        )
    }

    fn cells(&self, row: u32, texts: &Texts<'_>) -> String {
        texts.iter().map(|(column, text)| self.cell(Place { row, column: *column }, None, text)).collect()
    }

    fn new_row(&self, row: u32, texts: &Texts<'_>) -> String {
        let p = &self.prefix;
        format!("<{p}row r=\"{row}\">{}</{p}row>", self.cells(row, texts))
    }

    /// The rows before that one that the sheet does not have.
    fn rows_before(&mut self, row: u32, at: usize) {
        let later = self.rows.split_off(&row);
        let earlier = std::mem::replace(&mut self.rows, later);
        for (row, texts) in earlier {
            let new = self.new_row(row, &texts);
            self.splices.push((at..at, new));
        }
    }

    fn start(&mut self, tag: Tag<'_>, start: usize, after: usize) {
        match tag.name {
            "sheetData" => {
                self.prefix = prefix(self.text, start).to_owned();
                if closes_itself(self.text, after) && !self.rows.is_empty() {
                    let rows = std::mem::take(&mut self.rows);
                    let rows: String = rows.iter().map(|(row, texts)| self.new_row(*row, texts)).collect();
                    let new = format!(">{rows}</{}sheetData>", self.prefix);
                    self.splices.push((after - 2..after, new));
                }
            }
            "row" => {
                self.row = tag.attribute("r").and_then(|r| r.parse().ok()).unwrap_or(self.row.saturating_add(1));
                self.column = 0;
                self.rows_before(self.row, start);
                self.texts = self.rows.remove(&self.row);
                if let Some(texts) = self.texts.take_if(|_| closes_itself(self.text, after)) {
                    let new = format!(">{}</{}row>", self.cells(self.row, &texts), self.prefix);
                    self.splices.push((after - 2..after, new));
                }
            }
            "c" => {
                let column = tag.attribute("r").and_then(|r| place(&r)).map_or(self.column, |place| place.column);
                self.column = column.saturating_add(1);
                let Some(mut texts) = self.texts.take() else { return };
                let mut later = texts.split_off(&column);
                let new = self.cells(self.row, &texts);
                if !new.is_empty() {
                    self.splices.push((start..start, new));
                }
                if let Some(text) = later.remove(&column) {
                    let style = tag.attribute("s");
                    let new = self.cell(Place { row: self.row, column }, style.as_deref(), text);
                    self.replaced = Some((start, new));
                }
                self.texts = Some(later);
            }
            _ => {}
        }
    }

    fn end_cell(&mut self, after: usize) {
        if let Some((start, new)) = self.replaced.take() {
            self.splices.push((start..after, new));
        }
    }

    fn end_row(&mut self, start: usize) {
        if let Some(texts) = self.texts.take().filter(|texts| !texts.is_empty()) {
            let new = self.cells(self.row, &texts);
            self.splices.push((start..start, new));
        }
    }

    fn end_data(&mut self, start: usize) {
        self.rows_before(u32::MAX, start);
    }
}
