//! Fills in the content controls of a Word file that somebody else made, and what is written under its headings, and leaves
//! every other byte of its parts as it is:
//! styles, pictures, headers and whatever this program knows nothing of.
//!
//! As in a workbook ([`crate::workbook::edit`]), the main part is edited as text at the places where the one reader of XML
//! stands. A control is known by its tag, else by its title. One that holds running text becomes a gallery of building
//! blocks with that name as category, since LibreOffice 7 keeps no other kind whole (see [`super::form`]), and since a plain
//! text control takes no second paragraph. Formats: ECMA-376 part 1, 17.5.2 (structured document tags).

mod find;
mod under;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use kernel::swedish::fold;

use super::read::parts::{self, Shared};
use crate::markup::{Line, Part, parse};
use crate::raw::{Limits, Unreadable};
use crate::workbook::edit::{Parts, Splice, TYPES_PART, UNPACKED, packed, spliced, stamped, text_of};
use crate::workbook::read::package::Package;
use find::{Found, Kind, Level, found};

pub use crate::workbook::edit::EditError;

/// What is put into the controls of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put<'e> {
    /// A fact, on one line.
    Fact(&'e str),
    /// Running text as [`crate::markup`]; where it is empty, the control is made ready to be written in and keeps what
    /// stands in it.
    Text(&'e str),
}

/// A file that has been filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The file.
    pub bytes: Vec<u8>,
    /// What stands in it now.
    pub placed: Placed,
}

/// The texts that stand in the file now. Others begin as they were: a text with lists, tables or pictures needs parts that
/// the file may not have, and a control within a line takes one paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// The names of the controls of running text.
    pub controls: BTreeSet<String>,
    /// The headings.
    pub headings: BTreeSet<String>,
}

/// The file with these in its controls, by their names, and these under its headings, and with the stamp that tells it from
/// others. The same bytes and texts give the same bytes.
///
/// # Errors
/// When it is no Word file.
pub fn fill(
    bytes: &[u8],
    controls: &BTreeMap<String, Put<'_>>,
    headings: &BTreeMap<String, &str>,
    stamp: &dyn Fn(&Placed) -> BTreeMap<String, String>,
) -> Result<Filled, EditError> {
    let limits = Limits { unpacked_bytes: UNPACKED, ..Limits::default() };
    let mut package = Package::open(bytes, &limits)?;
    let main = parts::main_part(&mut package)?;
    let shared = parts::shared(&mut package, &main)?;
    let mut parts = Parts { package, changed: BTreeMap::new() };
    let text = parts.text(&main)?;
    let (mut splices, in_controls) = in_controls(&text, &main, controls, &shared)?;
    let (below, under_headings) = under_headings(&text, &main, headings, &shared)?;
    splices.extend(below);
    let placed = Placed { controls: in_controls, headings: under_headings };
    let filled = spliced(&text, splices);
    if filled != text {
        parts.put(&main, filled);
    }
    stamped(&mut parts, &stamp(&placed))?;
    // A template of Word's own kind would open as a new, nameless document.
    let types = parts.text_if_there(TYPES_PART)?.unwrap_or_default();
    if types.contains("wordprocessingml.template.main+xml") {
        parts
            .put(TYPES_PART, types.replace("wordprocessingml.template.main+xml", "wordprocessingml.document.main+xml"));
    }
    Ok(Filled { bytes: packed(bytes, parts.changed)?, placed })
}

/// The texts as paragraphs of their own under their headings, each after what stands there. A heading that the file has not
/// once takes none.
fn under_headings(
    text: &str,
    part: &str,
    headings: &BTreeMap<String, &str>,
    shared: &Shared,
) -> Result<(Vec<Splice>, BTreeSet<String>), Unreadable> {
    let (mut splices, mut placed) = (Vec::new(), BTreeSet::new());
    let wanted = || headings.iter().filter(|(_, words)| !words.trim().is_empty());
    if wanted().next().is_none() {
        return Ok((splices, placed));
    }
    let rooms = under::rooms(text, part, shared)?;
    for (heading, words) in wanted() {
        let mut own = rooms.iter().filter(|(title, _)| same_heading(title, heading));
        let (Some((_, room)), None) = (own.next(), own.next()) else { continue };
        let control = room.as_control();
        let at = Place { text, control: &control, shared };
        let Some(paragraphs) = at.paragraphs(words) else { continue };
        splices.push((room.at..room.at, paragraphs));
        placed.insert(heading.clone());
    }
    Ok((splices, placed))
}

/// Whether the heading in the file is the one that was read: without its weights, and however its words are spaced.
fn same_heading(title: &str, read: &str) -> bool {
    let plain = |text: &str| fold(&text.replace('*', "").split_whitespace().collect::<Vec<_>>().join(" "));
    plain(title) == plain(read)
}

fn in_controls(
    text: &str,
    part: &str,
    controls: &BTreeMap<String, Put<'_>>,
    shared: &Shared,
) -> Result<(Vec<Splice>, BTreeSet<String>), Unreadable> {
    let mut splices: Vec<Splice> = Vec::new();
    let mut placed = BTreeSet::new();
    let mut done = 0;
    for control in found(text, part)? {
        // One that lies in a control that has been filled in is gone with what stood there.
        if control.whole.start < done {
            continue;
        }
        let Some((name, put)) = controls.get_key_value(&control.name).filter(|(name, _)| !name.is_empty()) else {
            continue;
        };
        let at = Place { text, control: &control, shared };
        let new = match put {
            Put::Fact(fact) => at.fact(fact),
            Put::Text(words) => {
                let (new, is_placed) = at.words(name, words);
                placed.extend((is_placed && !words.trim().is_empty()).then(|| name.clone()));
                new
            }
        };
        if !new.is_empty() {
            done = control.whole.end;
        }
        splices.extend(new);
    }
    Ok((splices, placed))
}

/// A control in its text.
struct Place<'a> {
    text: &'a str,
    control: &'a Found,
    shared: &'a Shared,
}

impl Place<'_> {
    fn of(&self, range: &std::ops::Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The look of its words: as they are, or as the control says while a prompt stands in it.
    fn look(&self) -> &str {
        let control = self.control;
        let range = if control.shows_prompt() { &control.own_look } else { &control.look };
        range.as_ref().map_or("", |range| self.of(range))
    }

    /// The properties of its paragraphs, unless they would make a heading or an item of a list of what is written.
    fn paragraph(&self) -> &str {
        let Some(range) = &self.control.paragraph else { return "" };
        let style = &self.control.style;
        let is_own = self.shared.heading(style).is_some() || self.shared.list(style).is_some();
        let properties = self.of(range);
        if is_own || ["numPr", "outlineLvl", "sectPr"].iter().any(|word| properties.contains(word)) {
            ""
        } else {
            properties
        }
    }

    fn run(&self, words: &str, strong: bool) -> String {
        let w = &self.control.prefix;
        let mut look = self.look().to_owned();
        if strong {
            let bold = format!("<{w}b/>");
            let opened = format!("<{w}rPr>");
            look = match look.strip_prefix(&opened) {
                Some(_) if look.contains(&bold) => look,
                // A style or a face comes first in the order of the schema.
                Some(rest) => {
                    let after = ["rStyle", "rFonts"].iter().filter_map(|word| {
                        let at = rest.find(&format!("<{w}{word}"))?;
                        Some(at + rest[at..].find("/>")? + 2)
                    });
                    let at = after.max().unwrap_or(0);
                    format!("{opened}{}{bold}{}", &rest[..at], &rest[at..])
                }
                None => format!("{opened}{bold}</{w}rPr>"),
            };
        }
        format!("<{w}r>{look}<{w}t xml:space=\"preserve\">{}</{w}t></{w}r>", text_of(words))
    }

    fn lines(&self, lines: &[Line]) -> String {
        let mut out = String::new();
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                // Writing to a text does not fail.
                let _ = write!(out, "<{0}r><{0}br/></{0}r>", self.control.prefix);
            }
            for piece in line {
                out.push_str(&self.run(&piece.text, piece.strong));
            }
        }
        out
    }

    fn in_paragraph(&self, runs: &str) -> String {
        let w = &self.control.prefix;
        format!("<{w}p>{}{runs}</{w}p>", self.paragraph())
    }

    /// The text as paragraphs; nothing where it is empty or holds more than paragraphs.
    fn paragraphs(&self, words: &str) -> Option<String> {
        let parts = parse(words);
        let paragraphs: Option<Vec<&Vec<Line>>> =
            parts.iter().map(|part| if let Part::Paragraph(lines) = part { Some(lines) } else { None }).collect();
        let paragraphs = paragraphs.filter(|all| !all.is_empty())?;
        Some(paragraphs.iter().map(|lines| self.in_paragraph(&self.lines(lines))).collect())
    }

    /// What stands in the control is put in place of what stood there, as paragraphs or within a line.
    fn content(&self, inside: &str) -> Splice {
        let w = &self.control.prefix;
        (self.control.content.clone(), format!("<{w}sdtContent>{inside}</{w}sdtContent>"))
    }

    fn cell(&self, paragraphs: &str) -> String {
        let w = &self.control.prefix;
        let properties = self.control.cell.as_ref().map_or("", |range| self.of(range));
        format!("<{w}tc>{properties}{paragraphs}</{w}tc>")
    }

    /// The control without what would put something else in place of what is written, or call it a prompt.
    fn cuts(&self) -> Vec<Splice> {
        self.control.cuts.iter().map(|(_, range)| (range.clone(), String::new())).collect()
    }

    /// A fact in place of what stands there. A fact that there is none of leaves it as it is.
    fn fact(&self, fact: &str) -> Vec<Splice> {
        let control = self.control;
        if fact.is_empty() || !matches!(control.kind, Kind::Text | Kind::Choice) {
            return Vec::new();
        }
        let run = self.run(fact, false);
        let inside = match control.level {
            Level::Line => run,
            Level::Blocks => self.in_paragraph(&run),
            Level::Cell => self.cell(&self.in_paragraph(&run)),
            Level::Row => return Vec::new(),
        };
        let mut splices: Vec<Splice> = control
            .cuts
            .iter()
            .filter(|(name, _)| BOUND.contains(name))
            .map(|(_, range)| (range.clone(), String::new()))
            .collect();
        splices.push(self.content(&inside));
        splices
    }

    /// Running text in place of what stands there, in a control that is made ready for it; and whether it could be placed.
    fn words(&self, name: &str, words: &str) -> (Vec<Splice>, bool) {
        let control = self.control;
        if control.kind != Kind::Text {
            return (Vec::new(), false);
        }
        let parts = parse(words);
        let paragraphs: Option<Vec<&Vec<Line>>> =
            parts.iter().map(|part| if let Part::Paragraph(lines) = part { Some(lines) } else { None }).collect();
        let paragraphs = paragraphs.unwrap_or_default();
        let as_blocks = || paragraphs.iter().map(|lines| self.in_paragraph(&self.lines(lines))).collect::<String>();
        let inside = match (control.level, paragraphs.as_slice()) {
            (Level::Row, _) => return (Vec::new(), false),
            (_, []) => None,
            (Level::Line, [only]) if control.alone.is_none() => Some(self.lines(only)),
            (Level::Line, _) if control.alone.is_none() => None,
            (Level::Line | Level::Blocks, _) => Some(as_blocks()),
            (Level::Cell, _) => Some(self.cell(&as_blocks())),
        };
        let is_placed = inside.is_some();
        let mut splices = self.ready(name, is_placed);
        match (inside, &control.alone) {
            (Some(inside), _) => splices.push(self.content(&inside)),
            // Its own words go along into the paragraph that the control now lies around.
            (None, Some(_)) => splices.push(self.content(&self.in_paragraph(self.of(&control.inside)))),
            (None, None) => {}
        }
        (splices, is_placed)
    }

    /// Makes the control one that paragraphs can be written in, and that LibreOffice keeps.
    fn ready(&self, name: &str, is_placed: bool) -> Vec<Splice> {
        let (control, w) = (self.control, &self.control.prefix);
        let mut splices: Vec<Splice> = self
            .cuts()
            .into_iter()
            .zip(&control.cuts)
            .filter(|(_, (name, _))| is_placed || *name != PROMPT)
            .map(|(cut, _)| cut)
            .collect();
        let around_blocks = control.level == Level::Blocks || control.alone.is_some();
        if around_blocks {
            let category = text_of(name);
            splices.push((
                control.properties_end..control.properties_end,
                format!("<{w}docPartList><{w}docPartGallery {w}val=\"Quick Parts\"/><{w}docPartCategory {w}val=\"{category}\"/></{w}docPartList>"),
            ));
        }
        if let Some(paragraph) = &control.alone {
            splices.push((paragraph.start..control.whole.start, String::new()));
            splices.push((control.whole.end..paragraph.end, String::new()));
        }
        splices
    }
}

/// Says that what stands in a control is a prompt.
const PROMPT: &str = "showingPlcHdr";
/// What is taken away where a fact is put in: the prompt, and what Word would put in its place when the file is opened.
const BOUND: [&str; 2] = [PROMPT, "dataBinding"];

#[cfg(test)]
mod tests;
