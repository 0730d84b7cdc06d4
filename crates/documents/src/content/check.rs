//! What must be there before a document may be written: what makes it accessible, and what keeps it harmless.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde::{Deserialize, Serialize};

use super::{Block, Document, PictureFormat, Table};

/// Something that keeps a document from being written. These are faults of the program that filled the tree, never of
/// the person who reads the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "defect", rename_all = "snake_case")]
pub enum Defect {
    /// The title is empty.
    #[error("the document has no title")]
    NoTitle,
    /// The language is no BCP 47 tag.
    #[error("the document's language is not a BCP 47 tag: {language}")]
    BadLanguage {
        /// What stood there.
        language: String,
    },
    /// A text that stands on one line or two (a title, a heading, a caption) is longer than [`LONGEST_LINE`].
    #[error("{characters} characters where at most {LONGEST_LINE} can stand: {start}")]
    TooLong {
        /// How long it is.
        characters: usize,
        /// How it begins.
        start: String,
    },
    /// A picture has no text alternative.
    #[error("figure {figure} has no text alternative")]
    NoAlternative {
        /// The figure, counted from 1.
        figure: usize,
    },
    /// A picture is not an SVG that may be embedded.
    #[error("figure {figure} can not be embedded: {reason}")]
    BadPicture {
        /// The figure, counted from 1.
        figure: usize,
        /// Why.
        reason: String,
    },
    /// A table has no columns.
    #[error("table {table} has no columns")]
    NoColumns {
        /// The table, counted from 1.
        table: usize,
    },
    /// A row has more or fewer cells than the table has columns.
    #[error("table {table}, row {row}: {cells} cells in {columns} columns")]
    UnevenRow {
        /// The table, counted from 1.
        table: usize,
        /// The row, counted from 1.
        row: usize,
        /// Cells in the row.
        cells: usize,
        /// Columns of the table.
        columns: usize,
    },
}

/// The most characters of a title, a heading, a caption, a source. PDF/A-2 ends its strings at 32,767 bytes.
pub const LONGEST_LINE: usize = 2000;

impl Document {
    /// All that keeps this document from being written; empty when nothing does.
    pub fn check(&self) -> Vec<Defect> {
        let settled = self.settled();
        let mut defects = Vec::new();
        if settled.title.is_empty() {
            defects.push(Defect::NoTitle);
        }
        if !is_language(&self.language) {
            defects.push(Defect::BadLanguage { language: self.language.clone() });
        }
        let long = settled.lines().into_iter().filter_map(|line| {
            let characters = line.chars().count();
            (characters > LONGEST_LINE).then(|| Defect::TooLong { characters, start: line.chars().take(20).collect() })
        });
        defects.extend(long);
        let (mut figure, mut table) = (0, 0);
        for block in &settled.blocks {
            match block {
                Block::Figure(picture) => {
                    figure += 1;
                    if picture.alt.is_empty() {
                        defects.push(Defect::NoAlternative { figure });
                    }
                    if let Err(reason) = size_of_svg(&picture.svg) {
                        defects.push(Defect::BadPicture { figure, reason });
                    }
                }
                Block::Picture(picture) => {
                    figure += 1;
                    if picture.alt.is_empty() {
                        defects.push(Defect::NoAlternative { figure });
                    }
                    if PictureFormat::of(&picture.bytes) != Some(picture.format)
                        || picture.width.min(picture.height) == 0
                    {
                        defects.push(Defect::BadPicture { figure, reason: "its bytes are of another kind".to_owned() });
                    }
                }
                Block::Table(content) => {
                    table += 1;
                    check_table(content, table, &mut defects);
                }
                _ => {}
            }
        }
        defects
    }

    /// Everything that stands on one line or two.
    fn lines(&self) -> Vec<&str> {
        let mut lines = vec![&*self.title, &self.subtitle, &self.author, &self.subject, &self.reference];
        for block in &self.blocks {
            match block {
                Block::Heading { text: line, .. }
                | Block::Quote { source: line, .. }
                | Block::Note { title: line, .. } => {
                    lines.push(line);
                }
                Block::Table(table) => {
                    lines.push(&table.caption);
                    lines.extend(table.columns.iter().map(|column| &*column.heading));
                }
                Block::Figure(figure) => lines.extend([&*figure.caption, &figure.alt]),
                Block::Picture(picture) => lines.push(&picture.alt),
                Block::KeyValues { items } => lines.extend(items.iter().map(|item| &*item.key)),
                Block::Paragraph { .. } | Block::List { .. } | Block::PageBreak => {}
            }
        }
        lines
    }
}

fn check_table(content: &Table, table: usize, defects: &mut Vec<Defect>) {
    let columns = content.columns.len();
    if columns == 0 {
        defects.push(Defect::NoColumns { table });
        return;
    }
    let uneven = content.rows.iter().enumerate().filter(|(_, row)| row.len() != columns);
    defects.extend(uneven.map(|(index, row)| Defect::UnevenRow { table, row: index + 1, cells: row.len(), columns }));
}

/// The parts of BCP 47 that matter here: a language of two or three letters, then subtags.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Width and height of an SVG in CSS pixels (from its `viewBox`, else from `width` and `height`), after making sure
/// that it is well-formed XML and reaches for nothing outside itself.
///
/// # Errors
/// A short reason in English.
pub fn size_of_svg(svg: &str) -> Result<(f64, f64), String> {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let mut size = None;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) => {
                inspect(&element, &mut size)?;
                depth += 1;
            }
            Event::Empty(element) => inspect(&element, &mut size)?,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::DocType(_) => return Err("it has a document type".to_owned()),
            Event::PI(_) => return Err("it has a processing instruction".to_owned()),
            Event::Eof if depth > 0 => return Err("it is not closed".to_owned()),
            Event::Eof => break,
            _ => {}
        }
    }
    let (width, height) = size.ok_or("it is not an SVG with a size")?;
    let sound = |length: f64| length.is_finite() && (1.0..=20_000.0).contains(&length);
    if sound(width) && sound(height) { Ok((width, height)) } else { Err("its size is out of bounds".to_owned()) }
}

fn inspect(element: &BytesStart<'_>, size: &mut Option<(f64, f64)>) -> Result<(), String> {
    let name = element.local_name().as_ref().to_owned();
    if ["script", "foreignObject", "iframe", "audio", "video", "image"].contains(&name.as_str()) {
        return Err(format!("it has an element {name}"));
    }
    let (mut width, mut height, mut view_box) = (None, None, None);
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value =
            attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?.into_owned();
        match attribute.key.local_name().as_ref() {
            "href" if !value.starts_with('#') => return Err("it links to something outside itself".to_owned()),
            key if key.len() > 2 && key.starts_with("on") => return Err("it has an event handler".to_owned()),
            "width" => width = length(&value),
            "height" => height = length(&value),
            "viewBox" => view_box = corners(&value),
            _ => {}
        }
    }
    if size.is_none() {
        if name != "svg" {
            return Err("its root is not svg".to_owned());
        }
        *size = view_box.or(width.zip(height));
        if size.is_none() {
            return Err("it has neither viewBox nor width and height".to_owned());
        }
    }
    Ok(())
}

fn length(value: &str) -> Option<f64> {
    value.trim().trim_end_matches("px").parse().ok()
}

fn corners(value: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> =
        value.split([' ', ',']).filter(|part| !part.is_empty()).map_while(|part| part.parse().ok()).collect();
    match numbers[..] {
        [_, _, width, height] => Some((width, height)),
        _ => None,
    }
}
