//! A Word file to write in and send back: running text with content controls, each with a stable name that the reader
//! finds again, whatever stands around it by then.
//!
//! A control of text holds paragraphs, lists, tables and pictures; it cannot be deleted by mistake (`w:lock`), its content
//! can. LibreOffice 7 keeps only controls of one kind whole, galleries of building blocks, and of their properties neither
//! tag nor number, but the category: so every control is one, with its name in both places, and a box to tick or a list to
//! choose from lies within one. A control that began with a table would be cut in two. What tells one template from another stands in the file's properties and, since some programs drop those, in its
//! last line. Formats: ECMA-376 part 1, 17.5.2 (structured document tags); boxes to tick are MS-DOCX 2.6.1.1.

use std::collections::BTreeMap;
use std::io;

use super::body::{self, Blocks, Shown, paragraph, run};
use super::xml::Xml;
use super::{DocxError, package};
use crate::content::{Block, Document, clean};
use crate::workbook::stamp_line;

/// A Word file to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Title, authority, day and language; its blocks are not written.
    pub frame: Document,
    /// What stands in it, in reading order.
    pub parts: Vec<FormPart>,
    /// What tells it from other templates.
    pub stamp: BTreeMap<String, String>,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormPart {
    /// The template's own words.
    Block(Block),
    /// Something to fill in.
    Control(Control),
}

/// Something to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its stable name.
    pub tag: String,
    /// What a word processor calls it.
    pub alias: String,
    /// How it is filled in, and what stands in it.
    pub content: Content,
}

/// How a control is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// With running text.
    Text {
        /// What stands in it; the prompt where nothing does.
        blocks: Vec<Block>,
        /// What to do, while nothing stands in it.
        prompt: String,
    },
    /// With a box to tick.
    Tick {
        /// Whether it is ticked.
        ticked: bool,
        /// The words after the box.
        label: String,
    },
    /// With one of a few choices.
    Choice {
        /// The words before it.
        label: String,
        /// What can be chosen.
        options: Vec<String>,
        /// What is chosen; the prompt where nothing is.
        chosen: Option<String>,
        /// What to do, while nothing is chosen.
        prompt: String,
    },
}

/// A box that is ticked, and one that is not.
pub const BOXES: [&str; 2] = ["\u{2612}", "\u{2610}"];

/// Writes the form as a Word file.
///
/// # Errors
/// When the frame or a block lacks what makes a file accessible.
pub fn write(form: &Form) -> Result<Vec<u8>, DocxError> {
    let defects = checked(form).check();
    if !defects.is_empty() {
        return Err(DocxError::Defects(defects));
    }
    let frame = Document { blocks: Vec::new(), ..form.frame.clone() }.settled();
    let body = body::around(&frame, |xml, writer| {
        for (number, part) in (1..).zip(&form.parts) {
            match part {
                FormPart::Block(block) => settled(block, |block| writer.block(xml, block))?,
                FormPart::Control(of) => control(xml, writer, of, number)?,
            }
        }
        if form.stamp.is_empty() {
            return Ok(());
        }
        paragraph(xml, "TableNote", |xml| run(xml, &stamp_line(&form.stamp), Shown::Plain))
    })?;
    package(&frame, &body, &|_| None, &form.stamp)
}

/// All of it as one document, to be checked as one.
fn checked(form: &Form) -> Document {
    let blocks = form.parts.iter().flat_map(|part| match part {
        FormPart::Block(block) => vec![block.clone()],
        FormPart::Control(Control { content: Content::Text { blocks, .. }, .. }) => blocks.clone(),
        FormPart::Control(_) => Vec::new(),
    });
    Document { blocks: blocks.collect(), ..form.frame.clone() }
}

/// The block with its texts cleaned, unless there is nothing in it. Levels of headings stay as they are: the levels
/// around a control are its own business.
fn settled(block: &Block, write: impl FnOnce(&Block) -> io::Result<()>) -> io::Result<()> {
    if let Block::Heading { level, text } = block {
        let text = clean(text);
        let block = Block::Heading { level: (*level).clamp(1, 4), text: text.trim().to_owned() };
        return if text.trim().is_empty() { Ok(()) } else { write(&block) };
    }
    let mut one = Document::new("x", "x", kernel::Instant::EPOCH.day());
    one.blocks.push(block.clone());
    one.settled().blocks.first().map_or(Ok(()), write)
}

fn control(xml: &mut Xml, writer: &mut Blocks, of: &Control, number: usize) -> io::Result<()> {
    named(xml, of, number, |xml| match &of.content {
        Content::Text { blocks, prompt } if blocks.is_empty() => {
            paragraph(xml, "BodyText", |xml| prompted(xml, prompt))
        }
        Content::Text { blocks, .. } => {
            if matches!(blocks.first(), Some(Block::Table(_) | Block::KeyValues { .. })) {
                paragraph(xml, "AfterTable", |_| Ok(()))?;
            }
            blocks.iter().try_for_each(|block| settled(block, |block| writer.block(xml, block)))
        }
        Content::Tick { ticked, label } => paragraph(xml, "BodyText", |xml| {
            within(
                xml,
                |xml| tick_properties(xml, *ticked),
                |xml| {
                    xml.with("w:r", &[], |xml| {
                        xml.with("w:rPr", &[], |xml| {
                            xml.empty("w:rFonts", &[("w:ascii", TICKS), ("w:hAnsi", TICKS), ("w:eastAsia", TICKS)])
                        })?;
                        xml.text("w:t", &[], BOXES[usize::from(!*ticked)])
                    })
                },
            )?;
            run(xml, &format!(" {}", clean(label)), Shown::Plain)
        }),
        Content::Choice { label, options, chosen, prompt } => paragraph(xml, "BodyText", |xml| {
            run(xml, &format!("{}: ", clean(label)), Shown::Plain)?;
            let list = |xml: &mut Xml| {
                xml.with("w:dropDownList", &[], |xml| {
                    options.iter().try_for_each(|option| {
                        xml.empty("w:listItem", &[("w:displayText", option), ("w:value", option)])
                    })
                })
            };
            within(xml, list, |xml| match chosen {
                Some(chosen) => run(xml, chosen, Shown::Plain),
                None => prompted(xml, prompt),
            })
        }),
    })
}

/// The face that has the boxes.
const TICKS: &str = "MS Gothic";

fn tick_properties(xml: &mut Xml, ticked: bool) -> io::Result<()> {
    xml.with("w14:checkbox", &[], |xml| {
        xml.empty("w14:checked", &[("w14:val", if ticked { "1" } else { "0" })])?;
        xml.empty("w14:checkedState", &[("w14:val", "2612"), ("w14:font", TICKS)])?;
        xml.empty("w14:uncheckedState", &[("w14:val", "2610"), ("w14:font", TICKS)])
    })
}

fn prompted(xml: &mut Xml, prompt: &str) -> io::Result<()> {
    xml.with("w:r", &[], |xml| {
        xml.with("w:rPr", &[], |xml| xml.value("w:rStyle", "PlaceholderText"))?;
        xml.text("w:t", &[("xml:space", "preserve")], &clean(prompt))
    })
}

/// The control with its name, around blocks.
fn named(
    xml: &mut Xml,
    of: &Control,
    number: usize,
    content: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.with("w:sdt", &[], |xml| {
        xml.with("w:sdtPr", &[], |xml| {
            // Longer names are refused by Word.
            xml.value("w:alias", &of.alias.chars().take(64).collect::<String>())?;
            xml.value("w:tag", &of.tag)?;
            xml.value("w:id", &number.to_string())?;
            xml.value("w:lock", "sdtLocked")?;
            xml.with("w:docPartList", &[], |xml| {
                xml.value("w:docPartGallery", "Quick Parts")?;
                xml.value("w:docPartCategory", &of.tag)
            })
        })?;
        xml.with("w:sdtContent", &[], content)
    })
}

/// A control without a name, within a line.
fn within(
    xml: &mut Xml,
    kind: impl FnOnce(&mut Xml) -> io::Result<()>,
    content: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.with("w:sdt", &[], |xml| {
        xml.with("w:sdtPr", &[], kind)?;
        xml.with("w:sdtContent", &[], content)
    })
}
