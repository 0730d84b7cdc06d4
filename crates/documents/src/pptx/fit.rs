//! What goes on which slide, and where: content that does not fit goes on under the same title, with its number.
//!
//! Nobody has measured the letters: a line is taken to hold as many as its width has half letter heights, which is a little
//! fewer than most fonts put there.

use crate::content::{Column, clean};
use crate::slides::{Deck, Part, Slide};

/// Widths and heights are in English metric units, 360,000 per centimetre; this is a slide of 16 to 9.
pub const SLIDE: (i64, i64) = (12_192_000, 6_858_000);
/// From the edge to the content.
pub const MARGIN: i64 = 640_080;
/// As wide as the content is.
pub const WIDTH: i64 = SLIDE.0 - 2 * MARGIN;
/// Where content begins, under the title.
const TOP: i64 = 1_508_760;
/// Where it ends, over the foot.
const BOTTOM: i64 = 6_217_920;
/// Between text and table.
const GAP: i64 = 137_160;
/// The size of text, in hundredths of a point.
pub const TEXT_SIZE: i64 = 1_600;
/// The size of text in tables.
pub const CELL_SIZE: i64 = 1_400;
/// Left and right of a cell's text.
pub const CELL_SIDE: i64 = 91_440;
/// Over and under a cell's text.
pub const CELL_EDGE: i64 = 54_864;
/// After a paragraph.
pub const AFTER: i64 = 76_200;

/// A slide as it is drawn.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The title, with its number where the content takes several slides.
    pub title: String,
    /// What stands on it, from above.
    pub shapes: Vec<Shape>,
    /// What to say.
    pub notes: String,
}

impl Page {
    /// Whether there is text outside tables.
    pub fn has_text(&self) -> bool {
        self.shapes.iter().any(|shape| matches!(shape.what, What::Text(_)))
    }
}

/// Something on a slide.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Where it begins, from above.
    pub top: i64,
    /// How high it is.
    pub height: i64,
    /// What it is.
    pub what: What,
}

/// What stands in a shape.
#[derive(Debug, Clone)]
pub enum What {
    /// Paragraphs, each with the word before it where it has one.
    Text(Vec<(Option<String>, String)>),
    /// A table.
    Table(Grid),
}

/// A table, or the part of it that is on this slide.
#[derive(Debug, Clone)]
pub struct Grid {
    /// Its text alternative.
    pub alt: String,
    /// Its columns with their widths.
    pub columns: Vec<(Column, i64)>,
    /// The height of the heading row.
    pub heading: i64,
    /// Its rows with their heights.
    pub rows: Vec<(Vec<String>, i64)>,
    /// Whether the first cell of each row is its heading.
    pub row_headers: bool,
}

fn lines(text: &str, width: i64, size: i64) -> i64 {
    // A letter is half as wide as it is high; a hundredth of a point is 127 units.
    let letters = usize::try_from(width / (size * 127 / 2)).unwrap_or(1).max(1);
    let count: usize = text.split('\n').map(|line| line.chars().count().div_ceil(letters).max(1)).sum();
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn high(text: &str, width: i64, size: i64) -> i64 {
    lines(text, width, size).saturating_mul(size * 127 * 6 / 5)
}

fn row_high<'t>(cells: impl Iterator<Item = (&'t str, i64)>) -> i64 {
    let most = cells.map(|(text, width)| high(text, width - 2 * CELL_SIDE, CELL_SIZE)).max().unwrap_or_default();
    most + 2 * CELL_EDGE
}

/// The slides of the deck after the first.
pub fn pages(deck: &Deck) -> Vec<Page> {
    deck.slides.iter().flat_map(one).collect()
}

/// One slide's content, over as many as it takes.
fn one(slide: &Slide) -> Vec<Page> {
    let mut filling = Filling { pages: vec![Page::default()], top: TOP };
    for part in &slide.parts {
        match part {
            Part::Paragraph(text) => filling.paragraph(None, &clean(text)),
            Part::Term(word, text) => filling.paragraph(Some(clean(word)), &clean(text)),
            Part::Table(table) => filling.table(table),
        }
    }
    let (title, of) = (clean(slide.title.trim()), filling.pages.len());
    for (number, page) in (1..).zip(&mut filling.pages) {
        page.title = if of == 1 { title.clone() } else { crate::sv::slide_of(&title, number, of) };
    }
    if let Some(first) = filling.pages.first_mut() {
        first.notes = clean(slide.notes.trim());
    }
    filling.pages
}

struct Filling {
    pages: Vec<Page>,
    top: i64,
}

impl Filling {
    fn is_empty(&self) -> bool {
        self.pages.last().is_none_or(|page| page.shapes.is_empty())
    }
    fn turn(&mut self) {
        self.pages.push(Page::default());
        self.top = TOP;
    }
    fn add(&mut self, shape: Shape) {
        self.top = shape.top + shape.height;
        if let Some(page) = self.pages.last_mut() {
            page.shapes.push(shape);
        }
    }

    fn paragraph(&mut self, word: Option<String>, text: &str) {
        let whole = word.as_ref().map_or_else(|| text.to_owned(), |word| format!("{word} {text}"));
        let height = high(&whole, WIDTH, TEXT_SIZE) + AFTER;
        if self.top + height > BOTTOM && !self.is_empty() {
            self.turn();
        }
        let page = self.pages.last_mut();
        if let Some(Shape { height: own, what: What::Text(paragraphs), .. }) =
            page.and_then(|page| page.shapes.last_mut())
        {
            paragraphs.push((word, text.to_owned()));
            *own += height;
            self.top += height;
            return;
        }
        let top = if self.is_empty() { self.top } else { self.top + GAP };
        self.add(Shape { top, height, what: What::Text(vec![(word, text.to_owned())]) });
    }

    fn table(&mut self, table: &crate::slides::Table) {
        let shares: i64 = table.columns.iter().map(|column| i64::from(column.width.max(1))).sum();
        let columns: Vec<(Column, i64)> = table
            .columns
            .iter()
            .map(|column| (column.clone(), WIDTH * i64::from(column.width.max(1)) / shares.max(1)))
            .collect();
        let heading = row_high(columns.iter().map(|(column, width)| (column.heading.as_str(), *width)));
        let empty =
            Grid { alt: clean(table.alt.trim()), columns, heading, rows: Vec::new(), row_headers: table.row_headers };
        let mut grid = empty.clone();
        let mut height = heading;
        let mut top = if self.is_empty() { self.top } else { self.top + GAP };
        for row in &table.rows {
            let row: Vec<String> = row.iter().map(|cell| clean(cell)).collect();
            let own = row_high(row.iter().zip(&grid.columns).map(|(cell, (_, width))| (cell.as_str(), *width)));
            if top + height + own > BOTTOM && !(grid.rows.is_empty() && self.is_empty()) {
                if !grid.rows.is_empty() {
                    let what = What::Table(std::mem::replace(&mut grid, empty.clone()));
                    self.add(Shape { top, height, what });
                }
                self.turn();
                (top, height) = (self.top, heading);
            }
            grid.rows.push((row, own));
            height += own;
        }
        self.add(Shape { top, height, what: What::Table(grid) });
    }
}
