//! Reads a Word file that people have written in: its content controls with what stands in each, and everything that
//! stands outside them, in reading order. Nothing is executed, no link followed, no picture fetched; everything is counted
//! while it is unpacked.
//!
//! Text comes as [`crate::markup`]. Changes that were tracked are taken as accepted: what was inserted is read, what was
//! deleted is not, and both are said; so are comments, hidden text, footnotes and whatever cannot be read.

pub(in crate::docx) mod parts;
mod walk;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::raw::{Kind, Limits, Unreadable};
use crate::sniff;
use crate::workbook::read::package::{Package, has_end};
use crate::workbook::read::parts::custom_properties;
use crate::workbook::{STAMP_PREFIX, parse_stamp};

/// A Word file as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadDocument {
    /// What tells the template it was made from; empty when it is not from one.
    pub stamp: BTreeMap<String, String>,
    /// The content controls in the order they begin.
    pub controls: Vec<ReadControl>,
    /// What stands in it, in reading order.
    pub blocks: Vec<ReadBlock>,
    /// What is to be said about it.
    pub said: Said,
    /// The pictures that it holds.
    pub pictures: Vec<ReadPicture>,
}

/// A content control.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadControl {
    /// Its stable name, which stands in its tag and its category; empty where it has neither.
    pub tag: String,
    /// What a word processor calls it.
    pub alias: String,
    /// The control that it lies in, by its place among all.
    pub outer: Option<usize>,
    /// Whether it is ticked, where it is a box.
    pub ticked: Option<bool>,
    /// What can be chosen in it, where it is a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

impl ReadControl {
    /// What it is known by: its stable name, else what a word processor calls it. Empty where it has neither.
    pub fn name(&self) -> &str {
        if self.tag.is_empty() { &self.alias } else { &self.tag }
    }
}

/// Something that stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadBlock {
    /// The controls that it stands in, the outermost first, by their places among all.
    pub within: Vec<usize>,
    /// What it is.
    pub what: What,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Lines of text, words that weigh more marked.
    Text(String),
    /// A heading of a level, 1 the highest.
    Heading(u8, String),
    /// An item of a list: the list's number where it counts.
    Item(Option<String>, String),
    /// A table, the heads of its columns first.
    Table(Vec<Vec<String>>),
    /// A picture, by its place among all.
    Picture(usize),
}

/// A picture in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadPicture {
    /// What the file calls it.
    pub name: String,
    /// What it shows, as the file says.
    pub alt: String,
    /// Its bytes, which travel apart.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// What is said about a file beside what it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// Stretches of text that were inserted while changes were tracked: they are read.
    pub inserted: usize,
    /// Stretches that were deleted while changes were tracked: they are not.
    pub deleted: usize,
    /// Comments in the margin, which are no part of the text.
    pub comments: Vec<String>,
    /// Text that does not show, and is not read.
    pub hidden: Vec<String>,
    /// Footnotes and endnotes, which stand in brackets where they are referred to.
    pub footnotes: usize,
    /// Pictures that lie elsewhere and were not fetched.
    pub external_pictures: usize,
    /// Embedded files, drawings and charts that cannot be read as text or picture.
    pub objects: usize,
}

/// Why a file cannot be read as a Word file. What it says to a person stands in [`crate::sv::unread`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Unread {
    /// As for a workbook.
    #[error(transparent)]
    File(#[from] Unreadable),
    /// A document of another format.
    #[error("the document is of another format: {0:?}")]
    Format(Format),
}

/// Formats of text documents that are not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Word of the years before 2007 (.doc).
    OldWord,
    /// An OpenDocument text (.odt).
    OpenDocument,
    /// Rich text (.rtf).
    RichText,
    /// A Word file that may hold macros (.docm, .dotm).
    Macros,
}

/// The most blocks that are read.
const MOST_BLOCKS: usize = 20_000;
/// The most pictures that are read.
pub const MOST_PICTURES: usize = 60;

/// Reads a Word file.
///
/// # Errors
/// [`Unread`] says why the file as a whole cannot be read.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<ReadDocument, Unread> {
    right_kind(bytes, limits)?;
    let mut package = Package::open(bytes, limits)?;
    let main = parts::main_part(&mut package)?;
    let shared = parts::shared(&mut package, &main)?;
    let text = package.text(&main)?;
    let mut document = walk::read(&text, &main, &shared, limits)?;
    document.said.comments.clone_from(&shared.comments);
    take_pictures(&mut package, &mut document, &shared)?;
    let properties = custom_properties(&mut package)?.into_iter();
    document.stamp = properties
        .filter_map(|(name, value)| name.strip_prefix(STAMP_PREFIX).map(|key| (key.to_owned(), value)))
        .collect();
    // The same pairs stand in the last line of the template, which is no part of what was written.
    let in_line = |block: &ReadBlock| if let What::Text(text) = &block.what { parse_stamp(text) } else { None };
    if let Some(place) = document.blocks.iter().rposition(|block| in_line(block).is_some()) {
        let line = document.blocks.remove(place);
        if document.stamp.is_empty() {
            document.stamp = in_line(&line).unwrap_or_default();
        }
    }
    Ok(document)
}

fn right_kind(bytes: &[u8], limits: &Limits) -> Result<(), Unread> {
    if bytes.iter().take(4_096).all(u8::is_ascii_whitespace) && bytes.len() <= 4_096 {
        return Err(Unreadable::Empty.into());
    }
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Unreadable::TooLarge { limit: limits.file_bytes }.into());
    }
    let has = |needle: &[u8]| sniff::contains(bytes, needle);
    let kind = sniff::kind(bytes);
    Err(match kind {
        Kind::MacroWorkbook if has(b"word/document") => Unread::Format(Format::Macros),
        Kind::TextDocument if has(b"opendocument.text") => Unread::Format(Format::OpenDocument),
        Kind::TextDocument if bytes.starts_with(b"PK") => return Ok(()),
        Kind::TextDocument if bytes.starts_with(b"{") => Unread::Format(Format::RichText),
        Kind::TextDocument => Unread::Format(Format::OldWord),
        Kind::Archive if !has_end(bytes) => Unreadable::CutOff.into(),
        other => Unreadable::OtherKind(other).into(),
    })
}

/// Takes the bytes of the pictures that the text shows, each once; those that are not there are said to lie elsewhere.
fn take_pictures(
    package: &mut Package<'_>,
    document: &mut ReadDocument,
    shared: &parts::Shared,
) -> Result<(), Unreadable> {
    let mut there = Vec::new();
    for picture in &mut document.pictures {
        // Until here the bytes are the relation's name.
        let relation = String::from_utf8(std::mem::take(&mut picture.bytes)).unwrap_or_default();
        let bytes = match shared.relations.get(&relation) {
            Some(found) if !found.external => package.bytes_if_there(&found.target)?,
            _ => None,
        };
        there.push(bytes.is_some());
        picture.bytes = bytes.unwrap_or_default();
    }
    document.said.external_pictures += there.iter().filter(|there| !**there).count();
    document.blocks.retain(|block| !matches!(block.what, What::Picture(at) if !there.get(at).is_some_and(|it| *it)));
    Ok(())
}

impl ReadDocument {
    /// Whether the box in the control is ticked; nothing where there is none.
    pub fn ticked(&self, control: usize) -> Option<bool> {
        let own = self.controls.get(control)?.ticked;
        own.or_else(|| self.inner(control).find_map(|(_, inner)| inner.ticked))
    }

    /// What stands in the nameless control within a line of this one, or in it where it is a list itself: what is chosen.
    pub fn chosen(&self, control: usize) -> Option<String> {
        let is_list = self.controls.get(control).is_some_and(|own| !own.options.is_empty());
        let inner = self.inner(control).find(|(_, inner)| inner.ticked.is_none());
        let at = inner.map(|(at, _)| at).or_else(|| is_list.then_some(control))?;
        let text = self
            .blocks
            .iter()
            .filter(|block| block.within.last() == Some(&at))
            .filter_map(|block| if let What::Text(text) = &block.what { Some(text.as_str()) } else { None });
        Some(text.collect::<Vec<_>>().join(" ").trim().to_owned())
    }

    fn inner(&self, control: usize) -> impl Iterator<Item = (usize, &ReadControl)> {
        self.controls.iter().enumerate().filter(move |(_, inner)| inner.outer == Some(control) && inner.tag.is_empty())
    }

    /// The control that a block stands in, the innermost of those with a name that is asked for.
    pub fn control_of(&self, block: &ReadBlock, known: impl Fn(&str) -> bool) -> Option<usize> {
        let is_known = |at: &&usize| self.controls.get(**at).is_some_and(|control| known(&control.tag));
        block.within.iter().rev().find(is_known).copied()
    }
}

/// Blocks that follow on each other, as markup. `name` gives the name under which a picture is placed.
pub fn markup(blocks: &[&ReadBlock], name: &dyn Fn(usize) -> (String, String)) -> String {
    let mut out = String::new();
    let mut last: Option<&What> = None;
    let mut number = 0;
    for block in blocks {
        let follows = match (&block.what, last) {
            (What::Item(None, _), Some(What::Item(None, _))) => true,
            (What::Item(Some(one), _), Some(What::Item(Some(other), _))) => one == other,
            _ => false,
        };
        if !out.is_empty() {
            out.push_str(if follows { "\n" } else { "\n\n" });
        }
        number = if follows { number + 1 } else { 1 };
        match &block.what {
            What::Text(text) => out.push_str(text),
            What::Heading(level, text) => out.push_str(&format!("{} {text}", if *level <= 2 { "##" } else { "###" })),
            What::Item(None, text) => out.push_str(&format!("- {text}")),
            What::Item(Some(_), text) => out.push_str(&format!("{number}. {text}")),
            What::Table(rows) => out.push_str(&table(rows)),
            What::Picture(at) => {
                let (name, alt) = name(*at);
                out.push_str(&crate::markup::picture_line(&name, &alt));
            }
        }
        last = Some(&block.what);
    }
    crate::markup::canonical(&out)
}

fn table(rows: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| row.iter().map(|cell| crate::markup::pieces(cell.trim())).collect::<Vec<_>>();
    let mut rows = rows.iter().map(line);
    let head = rows.next().unwrap_or_default();
    crate::markup::write(&[crate::markup::table(head, rows.collect())])
}

#[cfg(test)]
mod tests;
