//! A content tree becomes a Word document: real heading styles, numbered captions, heading rows and text alternatives.
//!
//! For those who want to work on with a report. Written with `zip` and `quick-xml`, since the crates for Word files have
//! neither text alternatives for pictures nor heading rows for tables. The same tree gives the same bytes: the only time
//! in the file is [`Document::date`]. Formats: ECMA-376 (Office Open XML), part 1; SVG in Word: MS-ODRAWXML 2.3.7.1.

mod body;
pub mod edit;
pub mod form;
mod front;
mod parts;
pub mod read;
pub(crate) mod xml;

use std::collections::BTreeMap;

use crate::content::{Block, Defect, Document};
use crate::package::Package;

/// The media type of a Word file.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// The document lacks something that an accessible file must have.
    #[error("the document can not be written: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Defects(Vec<Defect>),
    /// The file could not be put together.
    #[error("the Word file could not be put together: {0}")]
    Io(String),
}

impl From<std::io::Error> for DocxError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error.to_string())
    }
}

/// Writes the document as a Word file (.docx).
///
/// `png` draws an SVG as PNG for programs that do not show SVG (the crate `typeset` has one); where it gives `None` the
/// file holds the SVG alone, which Word 2016 and LibreOffice 7 and later show.
pub fn write(document: &Document, png: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Vec<u8>, DocxError> {
    let defects = document.check();
    if !defects.is_empty() {
        return Err(DocxError::Defects(defects));
    }
    let document = document.settled();
    package(&document, &body::write(&document)?, png, &BTreeMap::new())
}

/// The file around a main part, with the stamp of a template where it is one.
fn package(
    document: &Document,
    body: &body::Body,
    png: &dyn Fn(&str) -> Option<Vec<u8>>,
    stamp: &BTreeMap<String, String>,
) -> Result<Vec<u8>, DocxError> {
    let mut package = Package::new();
    let pictures: Vec<(String, Option<Vec<u8>>)> = document
        .blocks
        .iter()
        .filter_map(
            |block| if let Block::Figure(figure) = block { Some((figure.svg.clone(), png(&figure.svg))) } else { None },
        )
        .collect();
    let stamped = !stamp.is_empty();
    package.text("[Content_Types].xml", &parts::content_types(stamped))?;
    package.text("_rels/.rels", &parts::root_relations(stamped))?;
    package.text("docProps/core.xml", &parts::core(document)?)?;
    package.text("docProps/app.xml", parts::APP)?;
    if stamped {
        package.text("docProps/custom.xml", &parts::custom(stamp)?)?;
    }
    package.text("word/document.xml", &body.xml)?;
    package.text("word/_rels/document.xml.rels", &parts::relations(body, &pictures)?)?;
    package.text("word/styles.xml", &parts::styles(&document.language))?;
    package.text("word/numbering.xml", &parts::numbering(body.numbered_lists)?)?;
    package.text("word/settings.xml", parts::SETTINGS)?;
    package.text("word/header1.xml", &front::header(document)?)?;
    package.text("word/footer1.xml", &front::footer(document)?)?;
    for (index, (svg, png)) in pictures.iter().enumerate() {
        package.bytes(&format!("word/media/image{}.svg", index + 1), svg.as_bytes())?;
        if let Some(png) = png {
            package.bytes(&format!("word/media/image{}.png", index + 1), png)?;
        }
    }
    for (number, picture) in (1..).zip(&body.pictures) {
        package.bytes(&format!("word/{}", parts::dots_part(number, picture.format)), &picture.bytes)?;
    }
    Ok(package.finish()?)
}

#[cfg(test)]
mod tests;
