//! Where the controls of a main part are, and what can be put there.

use std::ops::Range;

use crate::raw::Unreadable;
use crate::workbook::edit::{prefix, tag_start};
use crate::workbook::read::xml::{Event, Tag, Xml};

/// What a control lies around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Paragraphs and tables.
    Blocks,
    /// Words within a line.
    Line,
    /// A cell of a table.
    Cell,
    /// A row of a table.
    Row,
}

/// How a control is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// With text.
    Text,
    /// With a day, or one of a list.
    Choice,
    /// With a tick, a picture, or as it repeats.
    Other,
}

/// A control.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its tag, else its category, else its title.
    pub(super) name: String,
    pub(super) level: Level,
    pub(super) kind: Kind,
    /// The prefix of the elements' names with its colon, mostly `w:`.
    pub(super) prefix: String,
    /// All of it.
    pub(super) whole: Range<usize>,
    /// Where its properties end.
    pub(super) properties_end: usize,
    /// Those of its properties that are taken away, by name.
    pub(super) cuts: Vec<(&'static str, Range<usize>)>,
    /// The look of what is typed in it.
    pub(super) own_look: Option<Range<usize>>,
    /// The element that holds what stands in it.
    pub(super) content: Range<usize>,
    /// What stands in it.
    pub(super) inside: Range<usize>,
    /// The properties of the first paragraph in it, or of the one that it lies in; with its style.
    pub(super) paragraph: Option<Range<usize>>,
    pub(super) style: String,
    /// The look of the first words in it.
    pub(super) look: Option<Range<usize>>,
    /// The properties of its cell.
    pub(super) cell: Option<Range<usize>>,
    /// The paragraph that it lies in, where nothing else does: Word writes many a control around a paragraph that way.
    pub(super) alone: Option<Range<usize>>,
    title: String,
    category: String,
}

impl Found {
    pub(super) fn shows_prompt(&self) -> bool {
        self.cuts.iter().any(|(name, _)| *name == super::PROMPT)
    }

    pub(super) fn begun(start: usize, level: Level, prefix: &str) -> Self {
        Self {
            name: String::new(),
            level,
            kind: Kind::Text,
            prefix: prefix.to_owned(),
            whole: start..start,
            properties_end: 0,
            cuts: Vec::new(),
            own_look: None,
            content: 0..0,
            inside: 0..0,
            paragraph: None,
            style: String::new(),
            look: None,
            cell: None,
            alone: None,
            title: String::new(),
            category: String::new(),
        }
    }

    fn property(&mut self, tag: Tag<'_>) {
        let value = || tag.attribute("val").unwrap_or_default().into_owned();
        match tag.name {
            "tag" => self.name = value(),
            "alias" => self.title = value(),
            "docPartCategory" => self.category = value(),
            "checkbox" | "picture" | "repeatingSection" | "group" | "equation" | "citation" | "bibliography" => {
                self.kind = Kind::Other;
            }
            "dropDownList" | "comboBox" | "date" => self.kind = Kind::Choice,
            _ => {}
        }
    }
}

/// Properties that are taken away where a control is filled in.
const CUT: [&str; 7] = ["showingPlcHdr", "dataBinding", "text", "richText", "docPartList", "docPartObj", "temporary"];

struct Open<'x> {
    name: &'x str,
    start: usize,
    after: usize,
    /// The control that begins with it, by its number.
    control: Option<usize>,
    /// Of a paragraph: how much lies in it beside its properties and marks, and the control that does.
    inner: usize,
    only: Option<usize>,
    /// Of a paragraph: its properties with their style.
    properties: Option<(Range<usize>, String)>,
}

/// The controls of the part in the order in which they begin.
pub(super) fn found(text: &str, part: &str) -> Result<Vec<Found>, Unreadable> {
    let mut search = Search { text, open: Vec::new(), all: Vec::new() };
    let mut xml = Xml::new(text, part);
    loop {
        let before = xml.offset();
        let Some(event) = xml.next()? else { break };
        let after = xml.offset();
        match event {
            Event::Start(tag) => search.begins(tag, tag_start(text, before, after), after),
            // One that closes itself ends where it began to.
            Event::End(_) => {
                let end_tag = if before == after { after } else { tag_start(text, before, after) };
                search.ends(end_tag, after);
            }
            Event::Text(_) | Event::Verbatim(_) => {}
        }
    }
    for control in &mut search.all {
        for other in [&control.category, &control.title] {
            if control.name.is_empty() {
                control.name.clone_from(other);
            }
        }
    }
    Ok(search.all)
}

struct Search<'x> {
    text: &'x str,
    open: Vec<Open<'x>>,
    all: Vec<Found>,
}

impl<'x> Search<'x> {
    fn begins(&mut self, tag: Tag<'x>, start: usize, after: usize) {
        let parent = self.open.last().map_or("", |open| open.name);
        if parent == "p"
            && !["pPr", "proofErr", "bookmarkStart", "bookmarkEnd"].contains(&tag.name)
            && let Some(paragraph) = self.open.last_mut()
        {
            paragraph.inner += 1;
        }
        let mut control = None;
        if tag.name == "sdt" {
            control = Some(self.all.len());
            if let Some(paragraph) = self.open.last_mut().filter(|open| open.name == "p") {
                paragraph.only = control;
            }
            self.all.push(Found::begun(start, self.level(), prefix(self.text, start)));
        } else if let Some(at) = self.properties_of() {
            if let Some(found) = self.all.get_mut(at) {
                found.property(tag);
            }
        } else if tag.name == "pStyle" && parent == "pPr" {
            let style = tag.attribute("val").unwrap_or_default().into_owned();
            let at = self.open.len().saturating_sub(2);
            if let Some(paragraph) = self.open.get_mut(at) {
                paragraph.properties = Some((0..0, style));
            }
        }
        self.open.push(Open { name: tag.name, start, after, control, inner: 0, only: None, properties: None });
    }

    /// The control whose properties are being read.
    fn properties_of(&self) -> Option<usize> {
        let at = self.open.iter().rposition(|open| open.name == "sdtPr")?;
        self.open.get(at.checked_sub(1)?)?.control
    }

    /// The control whose content is being read, the innermost.
    fn content_of(&self) -> Option<usize> {
        let at = self.open.iter().rposition(|open| open.name == "sdtContent")?;
        self.open.get(at.checked_sub(1)?)?.control
    }

    fn level(&self) -> Level {
        let around =
            self.open.iter().rev().find(|open| ["p", "tr", "tbl", "tc", "body", "txbxContent"].contains(&open.name));
        match around.map_or("", |open| open.name) {
            "p" => Level::Line,
            "tr" => Level::Cell,
            "tbl" => Level::Row,
            _ => Level::Blocks,
        }
    }

    fn ends(&mut self, end_tag: usize, after: usize) {
        let Some(ended) = self.open.pop() else { return };
        let parent = self.open.last().map_or("", |open| open.name);
        let whole = ended.start..after;
        match (ended.name, parent) {
            ("sdt", _) => self.control_ends(&ended, after),
            ("sdtPr", "sdt") => {
                if let Some(found) = self.parent_control() {
                    found.properties_end = end_tag;
                }
            }
            ("sdtContent", "sdt") => {
                let inside = ended.after..end_tag.max(ended.after);
                if let Some(found) = self.parent_control() {
                    (found.content, found.inside) = (whole, inside);
                }
            }
            (name, "sdtPr") => {
                let cut = CUT.into_iter().find(|cut| *cut == name);
                let Some(found) = self.properties_of().and_then(|at| self.all.get_mut(at)) else { return };
                if name == "rPr" {
                    found.own_look = Some(whole);
                } else if let Some(cut) = cut {
                    found.cuts.push((cut, whole));
                }
            }
            ("pPr", "p") => {
                if let Some(paragraph) = self.open.last_mut() {
                    let style = paragraph.properties.take().map(|(_, style)| style).unwrap_or_default();
                    paragraph.properties = Some((whole.clone(), style.clone()));
                    self.first(
                        |found| (found.paragraph, found.style) = (Some(whole), style),
                        |found| found.paragraph.is_none(),
                    );
                }
            }
            ("rPr", "r") => self.first(|found| found.look = Some(whole), |found| found.look.is_none()),
            ("tcPr", "tc") => self.first(|found| found.cell = Some(whole), |found| found.cell.is_none()),
            ("p", _) => self.paragraph_ends(&ended, after),
            _ => {}
        }
    }

    fn first(&mut self, set: impl FnOnce(&mut Found), is_open: impl Fn(&Found) -> bool) {
        if let Some(found) = self.content_of().and_then(|at| self.all.get_mut(at)).filter(|found| is_open(found)) {
            set(found);
        }
    }

    fn parent_control(&mut self) -> Option<&mut Found> {
        let at = self.open.last()?.control?;
        self.all.get_mut(at)
    }

    fn control_ends(&mut self, ended: &Open<'x>, after: usize) {
        // Within a line, the paragraph around it says how its paragraph looks.
        let paragraph = self.open.last().filter(|open| open.name == "p").and_then(|open| open.properties.clone());
        let Some(found) = ended.control.and_then(|at| self.all.get_mut(at)) else { return };
        found.whole.end = after;
        if let (Level::Line, Some((range, style))) = (found.level, paragraph) {
            (found.paragraph, found.style) = (Some(range), style);
        }
    }

    /// A control that is all of its paragraph can lie around it.
    fn paragraph_ends(&mut self, ended: &Open<'x>, after: usize) {
        let only = ended.only.filter(|_| ended.inner == 1);
        if let Some(found) = only.and_then(|at| self.all.get_mut(at)) {
            found.alone = Some(ended.start..after);
        }
    }
}
