//! A content tree for slides: titles, text and tables, in reading order, with notes for whoever speaks.
//!
//! For whoever presents figures to a meeting; [`crate::pptx`] writes it. It knows no word of the domain, and nothing of where on
//! a slide something stands: what does not fit goes on to the next slide, under the same title with its number.

use kernel::Day;

use crate::content::Column;
use crate::content::check::is_language;

/// A whole presentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deck {
    /// The title: stands on the first slide and in the file's properties, which a screen reader says first. Never empty.
    pub title: String,
    /// A second line under the title; empty for none.
    pub subtitle: String,
    /// BCP 47 tag of the language the text is in, such as `sv-SE`.
    pub language: String,
    /// Who answers for the content; stands at the foot of each slide.
    pub author: String,
    /// The day it is dated. It is the only time in the file: the writer reads no clock.
    pub date: Day,
    /// What to say at the first slide; empty for nothing.
    pub notes: String,
    /// The slides after the first, in their order.
    pub slides: Vec<Slide>,
}

/// A slide, or several where its content does not fit on one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slide {
    /// Its title; no two slides have the same.
    pub title: String,
    /// What stands under it, in reading order.
    pub parts: Vec<Part>,
    /// What whoever speaks may want to say; empty for nothing.
    pub notes: String,
}

/// A piece of a slide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A paragraph.
    Paragraph(String),
    /// A paragraph with a word set before it, as in a list of definitions.
    Term(String, String),
    /// A table.
    Table(Table),
}

/// A table with one heading per column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the table shows: its text alternative. Never empty.
    pub alt: String,
    /// The columns; at least one.
    pub columns: Vec<Column>,
    /// The rows, each with one cell per column.
    pub rows: Vec<Vec<String>>,
    /// Whether the first cell of each row is the heading of that row.
    pub row_headers: bool,
}

/// Something that keeps a presentation from being written: a fault of the program that filled the tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// The title is empty.
    #[error("the presentation has no title")]
    NoTitle,
    /// The language is no BCP 47 tag.
    #[error("the presentation's language is not a BCP 47 tag: {0}")]
    BadLanguage(String),
    /// A slide, counted from 1 after the first, has no title.
    #[error("slide {0} has no title")]
    UntitledSlide(usize),
    /// Two slides have the same title, so that nobody can tell them apart in a list.
    #[error("two slides have the title {0}")]
    SameTitle(String),
    /// A table has no text alternative.
    #[error("a table on slide {0} has no text alternative")]
    NoAlternative(usize),
    /// A table has no columns, or a row with more or fewer cells than columns.
    #[error("a table on slide {0} is uneven")]
    Uneven(usize),
}

impl Deck {
    /// All that keeps it from being written; empty when nothing does.
    pub fn check(&self) -> Vec<Defect> {
        let mut defects = Vec::new();
        if self.title.trim().is_empty() {
            defects.push(Defect::NoTitle);
        }
        if !is_language(&self.language) {
            defects.push(Defect::BadLanguage(self.language.clone()));
        }
        let mut titles = vec![self.title.trim()];
        for (number, slide) in (1..).zip(&self.slides) {
            let title = slide.title.trim();
            if title.is_empty() {
                defects.push(Defect::UntitledSlide(number));
            } else if titles.contains(&title) {
                defects.push(Defect::SameTitle(title.to_owned()));
            }
            titles.push(title);
            for part in &slide.parts {
                let Part::Table(table) = part else { continue };
                if table.alt.trim().is_empty() {
                    defects.push(Defect::NoAlternative(number));
                }
                let wide = table.columns.len();
                if wide == 0 || table.rows.iter().any(|row| row.len() != wide) {
                    defects.push(Defect::Uneven(number));
                }
            }
        }
        defects
    }
}
