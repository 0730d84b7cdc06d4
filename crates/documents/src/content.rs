//! One content tree for everything the product hands over on paper: board reports, receipts, follow-up plans.
//!
//! For whoever compiles a report (fills the tree), and for the two writers that read it: [`crate::docx`] and the crate
//! `typeset` (PDF). The tree travels as JSON to the child process that typesets. It knows headings, paragraphs, tables
//! and pictures, and no word of the domain; how things look is the writers' business.
//!
//! What makes a document accessible is asked for here and checked by [`Document::check`]: a title, a language, a text
//! alternative for each picture, headings for each table column.

pub mod check;
mod picture;
pub mod sv;
mod text;

use kernel::Day;
use serde::{Deserialize, Serialize};

pub use check::Defect;
pub use text::{Inline, Text, clean};

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The title; also the title property of the file, which a screen reader says first. Never empty.
    pub title: String,
    /// A second line under the title; empty for none.
    #[serde(default)]
    pub subtitle: String,
    /// BCP 47 tag of the language the text is in, such as `sv`.
    pub language: String,
    /// The authority that answers for the document; stands in the header and on the cover.
    pub author: String,
    /// What the document is about, for the file's properties; empty for none.
    #[serde(default)]
    pub subject: String,
    /// The day the document is dated. It is the only time in the file: the writers read no clock.
    pub date: Day,
    /// Case number, receipt reference or the like; stands in the footer. Empty for none.
    #[serde(default)]
    pub reference: String,
    /// Whether it begins with a cover page. Without one, the title stands at the top of the first page.
    #[serde(default)]
    pub cover: bool,
    /// Whether a table of contents (heading levels 1 and 2) follows.
    #[serde(default)]
    pub toc: bool,
    /// The content, in reading order.
    pub blocks: Vec<Block>,
}

/// One part of a document, from one margin to the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading of level 1 to 4. Levels outside that, and levels that skip one, are closed up by the writers.
    Heading {
        /// 1 for a chapter.
        level: u8,
        /// The heading; one that is empty is left out.
        text: String,
    },
    /// Running text. A line break in the text is a line break on paper.
    Paragraph {
        /// The text.
        text: Text,
    },
    /// A list.
    List {
        /// Numbered when true, else with dashes.
        ordered: bool,
        /// The items.
        items: Vec<Text>,
    },
    /// A table.
    Table(Table),
    /// A picture that is drawn.
    Figure(Figure),
    /// A picture made of dots: a photograph, a screenshot.
    Picture(Picture),
    /// Somebody's words.
    Quote {
        /// What was said, without quotation marks: the writers set them.
        text: Text,
        /// Who said it, and where; empty for none.
        source: String,
    },
    /// Facts with names: the heart of a receipt.
    KeyValues {
        /// In the order they are to be read.
        items: Vec<KeyValue>,
    },
    /// A boxed remark: how to read the figures, what is missing.
    Note {
        /// A short heading in the box; empty for none.
        title: String,
        /// The remark.
        text: Text,
    },
    /// What follows begins on a new page.
    PageBreak,
}

/// A named fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyValue {
    /// Its name.
    pub key: String,
    /// What it is.
    pub value: Text,
}

/// A table with one heading per column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What the table shows, without a number (the writers number); empty for a table without caption.
    #[serde(default)]
    pub caption: String,
    /// The columns; at least one.
    pub columns: Vec<Column>,
    /// The rows, each with one cell per column.
    pub rows: Vec<Vec<Text>>,
    /// How many of the first `rows` are heading rows too, repeated with the column headings on each page. 0 mostly.
    #[serde(default)]
    pub header_rows: usize,
    /// Whether the first cell of each row is the heading of that row.
    #[serde(default)]
    pub row_headers: bool,
    /// Whether the last row is a total, set apart from the rows above.
    #[serde(default)]
    pub total_row: bool,
    /// What stands under the table: source, base, how to read it. Empty for none.
    #[serde(default)]
    pub note: Text,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// How its cells and its heading are set.
    #[serde(default)]
    pub align: Align,
    /// Its share of the table's width, relative to the other columns; 0 is read as 1.
    #[serde(default)]
    pub width: u16,
}

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Where a line begins: words.
    #[default]
    Start,
    /// In the middle: marks.
    Center,
    /// Where a line ends: numbers.
    End,
}

/// A picture with its text alternative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The picture as SVG, the same as on the page. No scripts, no links to other files.
    pub svg: String,
    /// What the picture says, for whoever does not see it. Never empty.
    pub alt: String,
    /// The caption, without a number (the writers number); empty for none.
    #[serde(default)]
    pub caption: String,
}

/// A picture made of dots, with its text alternative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// What it is called where it lies; a Word file carries it along, so that the picture is known again.
    pub name: String,
    /// How its bytes are to be read.
    pub format: PictureFormat,
    /// Its bytes, as base64 in JSON.
    #[serde(with = "picture")]
    pub bytes: Vec<u8>,
    /// How wide it is shown, at 96 to the inch, where the paper is wide enough; at least 1. Its dots across, unless it is to be smaller.
    pub width: u32,
    /// How high it is shown; at least 1.
    pub height: u32,
    /// What the picture shows, for whoever does not see it. Never empty.
    pub alt: String,
}

impl Picture {
    /// The picture of the bytes, where they are PNG or JPEG and say how large they are.
    pub fn of(bytes: Vec<u8>, name: impl Into<String>, alt: impl Into<String>) -> Option<Self> {
        let format = PictureFormat::of(&bytes)?;
        let size = imagesize::blob_size(&bytes).ok()?;
        let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
        (width.min(height) > 0).then(|| Self { name: name.into(), format, bytes, width, height, alt: alt.into() })
    }
    /// Shown at most so wide and so high, in its own shape. Its dots stay as they are.
    #[must_use]
    pub fn within(self, wide: u32, high: u32) -> Self {
        let (width, height) = (u64::from(self.width), u64::from(self.height));
        // The side that reaches its most first decides: as width and height over one common divisor.
        let (to, of) = if width * u64::from(high) > height * u64::from(wide) { (wide, width) } else { (high, height) };
        if of <= u64::from(to) {
            return self;
        }
        let side = |long: u64| u32::try_from((long * u64::from(to) / of).max(1)).unwrap_or(u32::MAX);
        Self { width: side(width), height: side(height), ..self }
    }
}

/// How the dots of a picture are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
}

impl PictureFormat {
    /// The ending of a file name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }
    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
    /// The format that the bytes begin as.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else {
            None
        }
    }
}

impl Document {
    /// A document in Swedish without cover and table of contents, to be filled.
    pub fn new(title: impl Into<String>, author: impl Into<String>, date: Day) -> Self {
        Self {
            title: title.into(),
            subtitle: String::new(),
            language: "sv".to_owned(),
            author: author.into(),
            subject: String::new(),
            date,
            reference: String::new(),
            cover: false,
            toc: false,
            blocks: Vec::new(),
        }
    }

    /// The same document as the writers set it: control characters gone; headings, paragraphs and lists without text left
    /// out; heading levels beginning at 1 and never skipping one (PDF/UA-1, 7.4.2). Uneven table rows are not mended
    /// here: they are a [`Defect`].
    #[must_use]
    pub fn settled(&self) -> Self {
        let mut last = 0;
        Self {
            title: text::line(&self.title),
            subtitle: text::line(&self.subtitle),
            language: self.language.clone(),
            author: text::line(&self.author),
            subject: text::line(&self.subject),
            date: self.date,
            reference: text::line(&self.reference),
            cover: self.cover,
            toc: self.toc,
            blocks: self.blocks.iter().filter_map(|block| block.settled(&mut last)).collect(),
        }
    }
}

impl Block {
    /// A heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }
    /// A paragraph.
    pub fn paragraph(text: impl Into<Text>) -> Self {
        Self::Paragraph { text: text.into() }
    }
    /// What somebody wrote in a text field: a paragraph for each stretch between empty lines.
    pub fn paragraphs(text: &str) -> Vec<Self> {
        let mut out = Vec::new();
        let mut lines: Vec<&str> = Vec::new();
        for line in text.lines().chain([""]) {
            if !line.trim().is_empty() {
                lines.push(line.trim_end());
            } else if !lines.is_empty() {
                out.push(Self::paragraph(lines.join("\n")));
                lines.clear();
            }
        }
        out
    }
    /// A quote with its source.
    pub fn quote(text: impl Into<Text>, source: impl Into<String>) -> Self {
        Self::Quote { text: text.into(), source: source.into() }
    }
    /// Facts with names.
    pub fn key_values<K: Into<String>, V: Into<Text>>(items: impl IntoIterator<Item = (K, V)>) -> Self {
        let items = items.into_iter().map(|(key, value)| KeyValue { key: key.into(), value: value.into() });
        Self::KeyValues { items: items.collect() }
    }

    fn settled(&self, last: &mut u8) -> Option<Self> {
        Some(match self {
            Self::Heading { level, text } => {
                let text = text::line(text);
                if text.is_empty() {
                    return None;
                }
                *last = (*level).clamp(1, 4).min(*last + 1);
                Self::Heading { level: *last, text }
            }
            Self::Paragraph { text } => Self::Paragraph { text: text.settled().some()? },
            Self::List { ordered, items } => {
                let items: Vec<Text> = items.iter().filter_map(|item| item.settled().some()).collect();
                if items.is_empty() {
                    return None;
                }
                Self::List { ordered: *ordered, items }
            }
            Self::Table(table) => Self::Table(table.settled()),
            Self::Figure(figure) => Self::Figure(Figure {
                svg: clean(&figure.svg),
                alt: text::line(&figure.alt),
                caption: text::line(&figure.caption),
            }),
            Self::Picture(picture) => Self::Picture(Picture { alt: text::line(&picture.alt), ..picture.clone() }),
            Self::Quote { text, source } => Self::Quote { text: text.settled().some()?, source: text::line(source) },
            Self::KeyValues { items } => {
                let items: Vec<KeyValue> = items.iter().filter_map(KeyValue::settled).collect();
                if items.is_empty() {
                    return None;
                }
                Self::KeyValues { items }
            }
            Self::Note { title, text } => Self::Note { title: text::line(title), text: text.settled().some()? },
            Self::PageBreak => Self::PageBreak,
        })
    }
}

impl KeyValue {
    fn settled(&self) -> Option<Self> {
        let key = text::line(&self.key);
        (!key.is_empty()).then(|| Self { key, value: self.value.settled() })
    }
}

impl Column {
    /// A column of words, as wide as `width` says in relation to the others.
    pub fn words(heading: impl Into<String>, width: u16) -> Self {
        Self { heading: heading.into(), align: Align::Start, width }
    }
    /// A column of numbers, as wide as `width` says in relation to the others.
    pub fn numbers(heading: impl Into<String>, width: u16) -> Self {
        Self { heading: heading.into(), align: Align::End, width }
    }
}

impl Table {
    /// A table without rows, to be filled.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self {
            caption: caption.into(),
            columns,
            rows: Vec::new(),
            header_rows: 0,
            row_headers: false,
            total_row: false,
            note: Text::default(),
        }
    }
    /// How many of `rows` are heading rows, at most all of them.
    pub fn heading_rows(&self) -> usize {
        self.header_rows.min(self.rows.len())
    }

    fn settled(&self) -> Self {
        let column = |column: &Column| Column {
            heading: text::line(&column.heading),
            align: column.align,
            width: column.width.max(1),
        };
        Self {
            caption: text::line(&self.caption),
            columns: self.columns.iter().map(column).collect(),
            rows: self.rows.iter().map(|row| row.iter().map(Text::settled).collect()).collect(),
            header_rows: self.heading_rows(),
            row_headers: self.row_headers,
            total_row: self.total_row && self.rows.len() > self.heading_rows(),
            note: self.note.settled(),
        }
    }
}

#[cfg(test)]
mod tests;
