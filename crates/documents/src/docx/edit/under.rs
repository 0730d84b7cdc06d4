//! Where text is written under a heading: after what stands under it already, and before the next heading.

use std::ops::Range;

use super::super::read::parts::Shared;
use super::find::{Found, Level};
use crate::raw::Unreadable;
use crate::workbook::edit::{prefix, tag_start};
use crate::workbook::read::xml::{Event, Xml, push_text};

/// A paragraph, table or control that lies in the body itself.
#[derive(Debug, Clone)]
struct Block {
    is_paragraph: bool,
    whole: Range<usize>,
    /// The properties of a paragraph, with its style.
    properties: Option<Range<usize>>,
    style: String,
    words: String,
    /// Whether something stands in it beside words.
    has_more: bool,
}

impl Block {
    /// A paragraph in which nothing stands: a place to write, or the room before the next heading.
    fn is_bare(&self) -> bool {
        self.is_paragraph && !self.has_more && self.words.trim().is_empty()
    }
}

/// Where text goes that is written under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Room {
    /// Right after what stands there.
    pub(super) at: usize,
    /// The properties of the empty paragraph that stands ready there.
    pub(super) paragraph: Option<Range<usize>>,
    pub(super) style: String,
    /// The prefix of the elements' names with its colon, mostly `w:`.
    pub(super) prefix: String,
}

impl Room {
    /// The same as a control around paragraphs, for whoever writes in either.
    pub(super) fn as_control(&self) -> Found {
        let mut control = Found::begun(self.at, Level::Blocks, &self.prefix);
        (control.paragraph, control.style) = (self.paragraph.clone(), self.style.clone());
        control
    }
}

/// What says that something beside words stands in a paragraph.
const MORE: [&str; 9] =
    ["drawing", "pict", "object", "sdt", "fldSimple", "instrText", "sym", "oMath", "footnoteReference"];

/// The headings of the body with the room under each, in their order. Those in a table or a control are none.
pub(super) fn rooms(text: &str, part: &str, shared: &Shared) -> Result<Vec<(String, Room)>, Unreadable> {
    let blocks = blocks(text, part)?;
    let is_heading = |block: &Block| block.is_paragraph && shared.heading(&block.style).is_some();
    let mut all = Vec::new();
    for (at, heading) in blocks.iter().enumerate().filter(|(_, block)| is_heading(block)) {
        let below = blocks.get(at + 1..).unwrap_or_default();
        let end = below.iter().position(is_heading).unwrap_or(below.len());
        let below = below.get(..end).unwrap_or_default();
        let last = below.iter().rposition(|block| !block.is_bare());
        let after = last.and_then(|last| below.get(last)).unwrap_or(heading);
        let ready = below.get(last.map_or(0, |last| last + 1));
        let room = Room {
            at: after.whole.end,
            paragraph: ready.and_then(|block| block.properties.clone()),
            style: ready.map(|block| block.style.clone()).unwrap_or_default(),
            prefix: prefix(text, heading.whole.start).to_owned(),
        };
        all.push((heading.words.clone(), room));
    }
    Ok(all)
}

fn blocks(text: &str, part: &str) -> Result<Vec<Block>, Unreadable> {
    let mut all: Vec<Block> = Vec::new();
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut xml = Xml::new(text, part);
    loop {
        let before = xml.offset();
        let Some(event) = xml.next()? else { break };
        let after = xml.offset();
        match event {
            Event::Start(tag) => {
                let start = tag_start(text, before, after);
                let parent = open.last().map_or("", |(name, _)| name);
                if parent == "body" {
                    let is_paragraph = tag.name == "p";
                    all.push(Block {
                        is_paragraph,
                        whole: start..after,
                        properties: None,
                        style: String::new(),
                        words: String::new(),
                        has_more: !is_paragraph && tag.name != "sectPr",
                    });
                } else if let Some(block) = all.last_mut() {
                    block.has_more |= MORE.contains(&tag.name);
                    if tag.name == "pStyle" && open.len() == 4 {
                        block.style = tag.attribute("val").unwrap_or_default().into_owned();
                    }
                    if tag.name == "tab" && parent == "r" {
                        block.words.push(' ');
                    }
                }
                open.push((tag.name, start));
            }
            Event::End(_) => {
                let Some((name, start)) = open.pop() else { continue };
                let Some(block) = all.last_mut() else { continue };
                match (name, open.last().map_or("", |(name, _)| name)) {
                    (_, "body") => block.whole.end = after,
                    ("pPr", "p") if open.len() == 3 => block.properties = Some(start..after),
                    _ => {}
                }
            }
            Event::Text(_) | Event::Verbatim(_) => {
                if let Some(block) = all.last_mut().filter(|_| open.last().is_some_and(|(name, _)| *name == "t")) {
                    push_text(&mut block.words, &event);
                }
            }
        }
    }
    // The page's own properties are no block.
    all.retain(|block| block.is_paragraph || block.has_more);
    Ok(all)
}
