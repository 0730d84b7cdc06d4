//! The main part, element by element. Content controls come at four levels (around blocks, within a line, around rows and
//! around cells) and within each other; each stretch of text knows all that it stands in.

use super::parts::Shared;
use super::{MOST_BLOCKS, MOST_PICTURES, ReadBlock, ReadControl, ReadDocument, ReadPicture, What};
use crate::docx::form::BOXES;
use crate::markup::{Line, line_text};
use crate::raw::{Limits, Unreadable};
use crate::workbook::read::xml::{Event, Tag, Xml, push_text};

/// A stretch of a paragraph.
enum Stretch {
    Words { within: Vec<usize>, strong: bool, text: String },
    Picture { within: Vec<usize>, at: usize },
}

#[derive(Default)]
struct Paragraph {
    stretches: Vec<Stretch>,
    style: String,
    list: Option<(String, String)>,
    outline: Option<u8>,
    /// Its end was deleted while changes were tracked: the next one goes on from it.
    goes_on: bool,
}

/// A table that is being read.
struct Grid {
    within: Vec<usize>,
    rows: Vec<Vec<String>>,
    cell: Vec<String>,
    gone: bool,
}

/// How a run of text is read.
#[derive(Clone, Copy, Default)]
struct Look {
    strong: bool,
    hidden: bool,
}

struct Walk<'s> {
    shared: &'s Shared,
    out: ReadDocument,
    within: Vec<usize>,
    paragraphs: Vec<Paragraph>,
    pending: Option<Paragraph>,
    grids: Vec<Grid>,
    look: Look,
    deleted: usize,
    text_left: usize,
    /// The number and shape of the last counted item's list, and how many such lists there have been.
    list: (String, String, usize),
}

/// Whether a setting without value, or with a true one, is on.
pub(super) fn is_on(tag: &Tag<'_>) -> bool {
    tag.attribute("val").is_none_or(|value| !["0", "false", "off", "none"].contains(&&*value))
}

/// Reads the main part.
pub(super) fn read(text: &str, part: &str, shared: &Shared, limits: &Limits) -> Result<ReadDocument, Unreadable> {
    let mut walk = Walk {
        shared,
        out: ReadDocument::default(),
        within: Vec::new(),
        paragraphs: Vec::new(),
        pending: None,
        grids: Vec::new(),
        look: Look::default(),
        deleted: 0,
        text_left: limits.text_bytes,
        list: (String::new(), String::new(), 0),
    };
    let mut xml = Xml::new(text, part);
    while let Some(event) = xml.next()? {
        if let Event::Start(tag) = event {
            walk.element(tag, &mut xml)?;
        }
    }
    if let Some(last) = walk.pending.take() {
        walk.paragraph_ends(last)?;
    }
    Ok(walk.out)
}

impl Walk<'_> {
    /// Reads to the end of the element that has begun.
    fn inside(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) => return Ok(()),
                Event::Start(tag) => self.element(tag, xml)?,
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        Ok(())
    }

    fn element(&mut self, tag: Tag<'_>, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        match tag.name {
            "p" => self.paragraph(xml),
            "tbl" => self.table(xml),
            "tr" => self.row(xml),
            "tc" => self.cell(xml),
            "sdt" => self.control(xml),
            "r" => self.run(xml),
            "t" | "delText" => self.words(tag.name, xml),
            "ins" | "moveTo" => {
                self.out.said.inserted += 1;
                self.inside(xml)
            }
            "del" | "moveFrom" => {
                self.out.said.deleted += 1;
                self.deleted += 1;
                let done = self.inside(xml);
                self.deleted -= 1;
                done
            }
            "hyperlink" => self.link(tag, xml),
            "AlternateContent" => self.alternatives(xml),
            "drawing" | "pict" => self.drawing(xml),
            "object" | "altChunk" => {
                self.out.said.objects += 1;
                skip(xml)
            }
            "footnoteReference" | "endnoteReference" => self.note(tag, xml),
            "br" | "cr" => {
                self.sign(if tag.attribute("type").is_some_and(|kind| kind == "page") { "" } else { "\n" }, xml)
            }
            "tab" | "ptab" => self.sign(" ", xml),
            "noBreakHyphen" => self.sign("\u{2011}", xml),
            "sym" => {
                let code = tag.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                // What lies in the private area is a picture in a face of its own.
                let sign = code.and_then(char::from_u32).filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c));
                let sign = sign.map_or_else(|| "\u{2022}".to_owned(), String::from);
                self.sign(&sign, xml)
            }
            "instrText" | "delInstrText" | "sectPr" | "tblGrid" => skip(xml),
            _ => self.inside(xml),
        }
    }

    fn sign(&mut self, sign: &str, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        self.push(sign)?;
        skip(xml)
    }

    /// Adds words to the paragraph, unless they were deleted or do not show.
    fn push(&mut self, words: &str) -> Result<(), Unreadable> {
        if words.is_empty() || self.deleted > 0 {
            return Ok(());
        }
        self.text_left = self.text_left.checked_sub(words.len()).ok_or(Unreadable::TooMuch { sheet: String::new() })?;
        if self.look.hidden {
            match self.out.said.hidden.last_mut().filter(|_| !words.trim().is_empty()) {
                Some(last) if last.len() < 500 => last.push_str(words),
                _ => self.out.said.hidden.push(words.to_owned()),
            }
            return Ok(());
        }
        let (within, strong) = (self.within.clone(), self.look.strong);
        let Some(paragraph) = self.paragraphs.last_mut() else { return Ok(()) };
        match paragraph.stretches.last_mut() {
            Some(Stretch::Words { within: same, strong: weight, text }) if *same == within && *weight == strong => {
                text.push_str(words);
            }
            _ => paragraph.stretches.push(Stretch::Words { within, strong, text: words.to_owned() }),
        }
        Ok(())
    }

    fn words(&mut self, name: &str, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        let text = text_inside(xml)?;
        // Deleted text has an element of its own; one outside a deletion is read as such all the same.
        if name == "delText" { Ok(()) } else { self.push(&text) }
    }

    fn run(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        let before = self.look;
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if tag.name == "rPr" => self.look = self.run_properties(xml, before)?,
                Event::Start(tag) => self.element(tag, xml)?,
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        self.look = before;
        Ok(())
    }

    fn run_properties(&mut self, xml: &mut Xml<'_>, before: Look) -> Result<Look, Unreadable> {
        let mut look = before;
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) => break,
                Event::Start(tag) => {
                    match tag.name {
                        "rStyle" => {
                            let style = tag.attribute("val").unwrap_or_default();
                            look.strong |= self.shared.strong(&style);
                            look.hidden |= self.shared.hidden(&style);
                        }
                        "b" => look.strong = is_on(&tag),
                        "vanish" => look.hidden = is_on(&tag),
                        _ => {}
                    }
                    skip(xml)?;
                }
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        Ok(look)
    }

    fn paragraph(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        // Text boxes lie within a run of another paragraph: their text is their own.
        let (nested, look) = (!self.paragraphs.is_empty(), std::mem::take(&mut self.look));
        let pending = if nested { None } else { self.pending.take() };
        let (stretches, kept) =
            pending.map_or((Vec::new(), None), |p| (p.stretches, Some((p.style, p.list, p.outline))));
        let mut paragraph = Paragraph { stretches, ..Paragraph::default() };
        if let Some((style, list, outline)) = kept {
            (paragraph.style, paragraph.list, paragraph.outline) = (style, list, outline);
        }
        self.paragraphs.push(paragraph);
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if tag.name == "pPr" => self.paragraph_properties(xml)?,
                Event::Start(tag) => self.element(tag, xml)?,
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        self.look = look;
        let Some(paragraph) = self.paragraphs.pop() else { return Ok(()) };
        if paragraph.goes_on && !nested {
            self.pending = Some(paragraph);
            return Ok(());
        }
        self.paragraph_ends(paragraph)
    }

    fn paragraph_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        let mut depth = 0_usize;
        // How deep the properties stand that held before a tracked change: they are not those of the paragraph.
        let mut before: Option<usize> = None;
        let mut list = (None, None);
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) if depth == 0 => break,
                Event::End(_) => {
                    before = before.filter(|at| depth > *at);
                    depth -= 1;
                }
                Event::Start(tag) if tag.name == "pPrChange" && before.is_none() => {
                    depth += 1;
                    before = Some(depth);
                }
                Event::Start(_) if before.is_some() => depth += 1,
                Event::Start(tag) => {
                    depth += 1;
                    let value = || tag.attribute("val").unwrap_or_default().into_owned();
                    let Some(paragraph) = self.paragraphs.last_mut() else { continue };
                    match tag.name {
                        "pStyle" => paragraph.style = value(),
                        "outlineLvl" => paragraph.outline = value().parse().ok(),
                        "numId" => list.0 = Some(value()),
                        "ilvl" => list.1 = Some(value()),
                        // In the properties of the paragraph's mark.
                        "del" | "moveFrom" => {
                            paragraph.goes_on = true;
                            self.out.said.deleted += 1;
                        }
                        "ins" | "moveTo" => self.out.said.inserted += 1,
                        _ => {}
                    }
                }
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        if let (Some(paragraph), (Some(id), level)) = (self.paragraphs.last_mut(), list) {
            paragraph.list = Some((id, level.unwrap_or_else(|| "0".to_owned())));
        }
        Ok(())
    }

    /// Gives each stretch its place: in the cell, where the controls are the table's, else as a block of its own.
    fn paragraph_ends(&mut self, paragraph: Paragraph) -> Result<(), Unreadable> {
        let list = paragraph.list.clone().or_else(|| self.shared.list(&paragraph.style)).filter(|(id, _)| id != "0");
        let outline = paragraph.outline.filter(|level| *level < 9).map(|level| level + 1);
        let heading = outline.or_else(|| self.shared.heading(&paragraph.style)).filter(|_| list.is_none());
        let mut line: Option<(Vec<usize>, Line)> = None;
        for stretch in paragraph.stretches {
            match stretch {
                Stretch::Words { within, strong, text } => match &mut line {
                    Some((same, words)) if *same == within => crate::markup::push(words, &text, strong),
                    _ => {
                        self.line_ends(line.take(), heading, list.as_ref())?;
                        let mut words = Line::new();
                        crate::markup::push(&mut words, &text, strong);
                        line = Some((within, words));
                    }
                },
                Stretch::Picture { within, at } => {
                    self.line_ends(line.take(), heading, list.as_ref())?;
                    self.block(within, What::Picture(at))?;
                }
            }
        }
        self.line_ends(line, heading, list.as_ref())
    }

    fn line_ends(
        &mut self,
        line: Option<(Vec<usize>, Line)>,
        heading: Option<u8>,
        list: Option<&(String, String)>,
    ) -> Result<(), Unreadable> {
        let Some((within, words)) = line else { return Ok(()) };
        let plain: String = words.iter().map(|piece| piece.text.as_str()).collect();
        if plain.trim().is_empty() {
            return Ok(());
        }
        if let Some(grid) = self.grids.last_mut().filter(|grid| grid.within == within) {
            grid.cell.push(one_line(&by_lines(&words)));
            return Ok(());
        }
        let what = match (heading, list) {
            (Some(level), _) => What::Heading(level, one_line(&plain)),
            (None, Some((id, level))) => {
                let counted = self.shared.counts(id, level).then(|| self.counted(id));
                What::Item(counted, one_line(&by_lines(&words)))
            }
            (None, None) => What::Text(by_lines(&words)),
        };
        self.block(within, what)
    }

    /// Which numbered list an item of the list with this number belongs to. A number that begins anew begins a list; other
    /// numbers of the same shape go on, as LibreOffice writes them.
    fn counted(&mut self, id: &str) -> String {
        let shape = self.shared.shape(id).to_owned();
        let (last, last_shape, count) = self.list.clone();
        let goes_on = last == id || (last_shape == shape && !self.shared.begins_anew(id));
        let count = if goes_on { count } else { count + 1 };
        self.list = (id.to_owned(), shape, count);
        count.to_string()
    }

    fn block(&mut self, within: Vec<usize>, what: What) -> Result<(), Unreadable> {
        if self.out.blocks.len() >= MOST_BLOCKS {
            return Err(Unreadable::TooMuch { sheet: String::new() });
        }
        self.out.blocks.push(ReadBlock { within, what });
        Ok(())
    }

    fn table(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        let grid = Grid { within: self.within.clone(), rows: Vec::new(), cell: Vec::new(), gone: false };
        self.grids.push(grid);
        // A table in a text box has no paragraph around it.
        let around = std::mem::take(&mut self.paragraphs);
        self.inside(xml)?;
        if let Some(pending) = self.pending.take() {
            self.paragraph_ends(pending)?;
        }
        self.paragraphs = around;
        let Some(Grid { within, mut rows, .. }) = self.grids.pop() else { return Ok(()) };
        let mut number = 0;
        rows.retain(|row| {
            number += 1;
            number == 1 || row.iter().any(|cell| !cell.is_empty())
        });
        if rows.iter().flatten().all(String::is_empty) {
            return Ok(());
        }
        if let Some(outer) = self.grids.last_mut().filter(|outer| outer.within == within) {
            outer.cell.extend(rows.iter().map(|row| row.join(" ")));
            return Ok(());
        }
        let what = match rows.as_slice() {
            // A box around a text.
            [only] if only.len() == 1 => What::Text(only.concat()),
            _ => What::Table(rows),
        };
        self.block(within, what)
    }

    fn row(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        if let Some(grid) = self.grids.last_mut() {
            grid.rows.push(Vec::new());
            grid.gone = false;
        }
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if tag.name == "trPr" => self.row_properties(xml)?,
                Event::Start(tag) => self.element(tag, xml)?,
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        if let Some(grid) = self.grids.last_mut().filter(|grid| grid.gone) {
            grid.rows.pop();
        }
        Ok(())
    }

    fn row_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) => break,
                Event::Start(tag) => {
                    match tag.name {
                        "del" => {
                            self.out.said.deleted += 1;
                            if let Some(grid) = self.grids.last_mut() {
                                grid.gone = true;
                            }
                        }
                        "ins" => self.out.said.inserted += 1,
                        _ => {}
                    }
                    skip(xml)?;
                }
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        Ok(())
    }

    fn cell(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        let mut spans = 1;
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if tag.name == "gridSpan" => {
                    spans = tag.attribute("val").and_then(|value| value.parse::<usize>().ok()).unwrap_or(1);
                    skip(xml)?;
                }
                Event::Start(tag) if tag.name == "tcPr" => spans = span(xml)?.unwrap_or(spans),
                Event::Start(tag) => self.element(tag, xml)?,
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        let Some(grid) = self.grids.last_mut() else { return Ok(()) };
        let text = std::mem::take(&mut grid.cell).join(" / ");
        if let Some(row) = grid.rows.last_mut() {
            row.push(text);
            row.extend(std::iter::repeat_n(String::new(), spans.clamp(1, 64) - 1));
        }
        Ok(())
    }

    fn control(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        let at = self.out.controls.len();
        if at >= MOST_BLOCKS {
            return Err(Unreadable::TooMuch { sheet: String::new() });
        }
        let outer = self.within.last().copied();
        self.out.controls.push(ReadControl::default());
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if tag.name == "sdtPr" => {
                    let read = control_properties(xml)?;
                    if let Some(place) = self.out.controls.get_mut(at) {
                        *place = ReadControl { outer, ..read };
                    }
                }
                Event::Start(tag) if tag.name == "sdtContent" => {
                    self.within.push(at);
                    let done = self.inside(xml);
                    // A paragraph whose end was deleted goes on in what follows, but no further than its control.
                    if self.paragraphs.is_empty()
                        && let Some(pending) = self.pending.take()
                    {
                        self.paragraph_ends(pending)?;
                    }
                    self.within.pop();
                    done?;
                }
                Event::Start(_) => skip(xml)?,
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        self.tick(at);
        Ok(())
    }

    /// What a person sees in the box counts, whatever the properties say.
    fn tick(&mut self, at: usize) {
        let Some(control) = self.out.controls.get_mut(at).filter(|control| control.ticked.is_some()) else { return };
        let own = |within: &[usize]| within.last() == Some(&at);
        let seen =
            self.paragraphs.iter().flat_map(|paragraph| &paragraph.stretches).filter_map(|stretch| match stretch {
                Stretch::Words { within, text, .. } if own(within) => Some(text.as_str()),
                _ => None,
            });
        let blocks = self.out.blocks.iter().filter(|block| own(&block.within)).filter_map(|block| match &block.what {
            What::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let text: String = seen.chain(blocks).collect();
        // Other signs for the same, as programs put them.
        if text.contains([BOXES[0].chars().next().unwrap_or('x'), '\u{2611}', '\u{2714}', '\u{2713}']) {
            control.ticked = Some(true);
        } else if text.contains(BOXES[1]) {
            control.ticked = Some(false);
        }
    }

    fn link(&mut self, tag: Tag<'_>, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        let target = tag.prefixed("id").and_then(|id| self.shared.relations.get(&*id)).filter(|found| found.external);
        self.inside(xml)?;
        let Some(target) = target.map(|found| found.target.clone()) else { return Ok(()) };
        let shown = self.paragraphs.last().and_then(|paragraph| paragraph.stretches.last());
        let is_shown =
            matches!(shown, Some(Stretch::Words { text, .. }) if text.contains(target.trim_start_matches("mailto:")));
        if is_shown { Ok(()) } else { self.push(&format!(" ({target})")) }
    }

    /// Of several ways to show the same, the first: the others are for programs that do not know it.
    fn alternatives(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        let mut taken = false;
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) => break,
                Event::Start(_) if taken => skip(xml)?,
                Event::Start(_) => {
                    taken = true;
                    self.inside(xml)?;
                }
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        Ok(())
    }

    /// A drawing: its pictures, and the text of its boxes.
    fn drawing(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        let (mut name, mut alt) = (String::new(), String::new());
        let (mut depth, mut found) = (0_usize, 0_usize);
        while let Some(event) = xml.next()? {
            match event {
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                Event::Start(tag) if tag.name == "txbxContent" => {
                    found += 1;
                    self.inside(xml)?;
                }
                Event::Start(tag) => {
                    depth += 1;
                    match tag.name {
                        "docPr" => {
                            name = tag.attribute("name").unwrap_or_default().into_owned();
                            alt = tag.attribute("descr").unwrap_or_default().into_owned();
                        }
                        "shape" | "imagedata" if tag.attribute("alt").is_some() => {
                            alt = tag.attribute("alt").unwrap_or_default().into_owned();
                        }
                        _ => {}
                    }
                    let embedded = match tag.name {
                        "blip" => tag.prefixed("embed"),
                        "imagedata" => tag.prefixed("id"),
                        _ => None,
                    };
                    if let Some(relation) = embedded {
                        found += 1;
                        self.picture(&name, &alt, &relation);
                    } else if tag.name == "blip" && tag.prefixed("link").is_some() {
                        found += 1;
                        self.out.said.external_pictures += 1;
                    }
                }
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        if found == 0 && self.deleted == 0 {
            self.out.said.objects += 1;
        }
        Ok(())
    }

    fn picture(&mut self, name: &str, alt: &str, relation: &str) {
        if self.deleted > 0 {
            return;
        }
        let at = self.out.pictures.len();
        if at >= MOST_PICTURES {
            self.out.said.objects += 1;
            return;
        }
        let bytes = relation.as_bytes().to_vec();
        self.out.pictures.push(ReadPicture { name: name.to_owned(), alt: alt.to_owned(), bytes });
        let within = self.within.clone();
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.stretches.push(Stretch::Picture { within, at });
        }
    }

    /// A note stands in brackets where it is referred to.
    fn note(&mut self, tag: Tag<'_>, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        let mark = if tag.name == "footnoteReference" { 'f' } else { 'e' };
        let id = tag.attribute("id").unwrap_or_default().into_owned();
        if let Some(text) = self.shared.notes.get(&(mark, id)).filter(|_| self.deleted == 0) {
            self.out.said.footnotes += 1;
            let words = crate::sv::footnote(text);
            self.push(&words)?;
        }
        skip(xml)
    }
}

/// The line as markup, mark by mark: a line break within strong words ends them and begins them anew.
fn by_lines(words: &Line) -> String {
    let mut lines: Vec<Line> = vec![Line::new()];
    for piece in words {
        for (number, text) in piece.text.split('\n').enumerate() {
            if number > 0 {
                lines.push(Line::new());
            }
            if let Some(last) = lines.last_mut() {
                crate::markup::push(last, text, piece.strong);
            }
        }
    }
    let lines: Vec<String> = lines.iter().map(|line| line_text(line).trim().to_owned()).collect();
    lines.join("\n")
}

fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" / ")
}

/// Passes over the element that has begun.
fn skip(xml: &mut Xml<'_>) -> Result<(), Unreadable> {
    let mut depth = 0_usize;
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            Event::Text(_) | Event::Verbatim(_) => {}
        }
    }
    Ok(())
}

fn text_inside(xml: &mut Xml<'_>) -> Result<String, Unreadable> {
    let mut out = String::new();
    let mut depth = 0_usize;
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            text => push_text(&mut out, text),
        }
    }
    // A line end in the file is white space, and a tab too.
    Ok(out.replace(['\n', '\r', '\t'], " "))
}

fn span(xml: &mut Xml<'_>) -> Result<Option<usize>, Unreadable> {
    let mut spans = None;
    while let Some(event) = xml.next()? {
        match event {
            Event::End(_) => break,
            Event::Start(tag) => {
                if tag.name == "gridSpan" {
                    spans = tag.attribute("val").and_then(|value| value.parse().ok());
                }
                skip(xml)?;
            }
            Event::Text(_) | Event::Verbatim(_) => {}
        }
    }
    Ok(spans)
}

fn control_properties(xml: &mut Xml<'_>) -> Result<ReadControl, Unreadable> {
    let mut control = ReadControl::default();
    let mut depth = 0_usize;
    while let Some(event) = xml.next()? {
        match event {
            Event::End(_) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            Event::Start(tag) => {
                depth += 1;
                let value = || tag.attribute("val").unwrap_or_default().into_owned();
                match tag.name {
                    "tag" => control.tag = value(),
                    "docPartCategory" if control.tag.is_empty() => control.tag = value(),
                    "alias" => control.alias = value(),
                    "listItem" => {
                        let shown = tag.attribute("displayText").or_else(|| tag.attribute("value"));
                        // The first of many lists is "choose", with nothing behind it.
                        if tag.attribute("value").is_none_or(|value| !value.is_empty()) && control.options.len() < 200 {
                            control.options.extend(shown.map(std::borrow::Cow::into_owned));
                        }
                    }
                    "checkbox" => control.ticked = control.ticked.or(Some(false)),
                    "checked" => control.ticked = Some(is_on(&tag)),
                    _ => {}
                }
            }
            Event::Text(_) | Event::Verbatim(_) => {}
        }
    }
    Ok(control)
}
