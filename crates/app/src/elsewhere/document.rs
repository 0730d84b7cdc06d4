//! A Word file out of another system as the lines that its layouts are made of: each heading is a measure and what stands
//! under it its text; a table of measures says each of them by itself. Pure.
//!
//! What stands deeper than the sections stays in their text, headings and tables too, so that nothing is dropped. Which
//! organisation and period it is of stands in the file (*Enhet: …*, or a row of a table); else its name and what somebody
//! has said stand for that.

use documents::docx::read::{ReadBlock, ReadDocument, What, markup};
use domain::elsewhere::{Line, sv as words};
use kernel::swedish::fold;

use super::sv;

/// What holds where the document says nothing of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fallback<'a> {
    /// For the organisation.
    pub(super) organisation: &'a str,
    /// For the period.
    pub(super) period: Option<&'a str>,
}

/// Why a document says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// No period.
    NoPeriod,
    /// Nothing under headings, and no table of measures.
    NoHeadings,
}

/// What a document is of.
#[derive(Default)]
struct About {
    organisation: Option<String>,
    period: Option<String>,
}

impl About {
    /// Takes a pair of words where it is one of those two; whether it was.
    fn take(&mut self, name: &str, value: &str) -> bool {
        let (name, value) =
            (fold(name.trim_matches(|c: char| c == ':' || c == '*' || c.is_whitespace())), plain(value));
        let known = |words: &[&str]| words.contains(&name.as_str()) && !value.is_empty();
        if known(words::ORGANISATION) && self.organisation.is_none() {
            self.organisation = Some(value);
            true
        } else if known(words::DATE) && self.period.is_none() {
            self.period = Some(value);
            true
        } else {
            false
        }
    }

    /// Takes what the block says of them; whether it says nothing else.
    fn look(&mut self, what: &What) -> bool {
        match what {
            What::Text(text) => {
                let lines: Vec<&str> = text.lines().collect();
                let said = lines
                    .iter()
                    .filter(|line| line.split_once(':').is_some_and(|(name, value)| self.take(name, value)));
                let said = said.count();
                said > 0 && said == lines.len()
            }
            What::Table(rows) if rows.iter().all(|row| row.len() == 2) => {
                let said = rows.iter().filter(|row| self.take(&row[0], &row[1])).count();
                said > 0 && said == rows.len()
            }
            _ => false,
        }
    }
}

/// Text without the marks of words that weigh more.
fn plain(text: &str) -> String {
    documents::markup::plain_words(text).trim().to_owned()
}

/// The level of the headings that are measures: the highest that is there more than once, since a single one over all
/// others is the document's title; with one level it is that.
fn level(document: &ReadDocument) -> Option<u8> {
    let mut levels: Vec<u8> = document
        .blocks
        .iter()
        .filter_map(|block| if let What::Heading(level, _) = &block.what { Some(*level) } else { None })
        .collect();
    levels.sort_unstable();
    let first = *levels.first()?;
    let is_title = levels.get(1).is_some_and(|second| *second > first);
    let next = levels.iter().copied().find(|level| *level > first);
    Some(if is_title { next.unwrap_or(first) } else { first })
}

/// The columns of a table of measures: measure, value, and comment where there is one.
fn columns(rows: &[Vec<String>]) -> Option<(usize, usize, Option<usize>)> {
    let head = rows.first()?;
    let at = |words: &[&str]| head.iter().position(|cell| words.contains(&fold(&plain(cell)).as_str()));
    let (measure, value) = (at(words::MEASURE)?, at(&[words::VALUE_ALONE, &["utfall", "resultat"]].concat())?);
    Some((measure, value, at(words::COMMENT).filter(|at| *at != value)))
}

/// The lines of the document, in reading order.
pub(super) fn lines(document: &ReadDocument, fallback: Fallback<'_>) -> Result<Vec<Line>, Wrong> {
    let (sections, mut about) = (level(document), About::default());
    let mut parts: Vec<(u32, String, Vec<&ReadBlock>)> = vec![(1, sv::BEFORE_HEADINGS.to_owned(), Vec::new())];
    let mut measures: Vec<(u32, String, String)> = Vec::new();
    for (row, block) in (1..).zip(&document.blocks) {
        match &block.what {
            What::Heading(level, text) if Some(*level) == sections => parts.push((row, plain(text), Vec::new())),
            // The title says what the file is called.
            What::Heading(level, _) if parts.len() == 1 && sections.is_some_and(|own| *level < own) => {}
            // Only what stands first says of whom the document is.
            what if parts.len() == 1 && about.look(what) => {}
            What::Table(rows) if columns(rows).is_some() => measures.extend(of_table(row, rows)),
            What::Picture(_) => {}
            _ => parts.last_mut().into_iter().for_each(|(_, _, blocks)| blocks.push(block)),
        }
    }
    let organisation = about.organisation.unwrap_or_else(|| fallback.organisation.to_owned());
    let date = about.period.or_else(|| fallback.period.map(str::to_owned)).ok_or(Wrong::NoPeriod)?;
    // A table may have a measure that a section is called after: then it is told apart from its text.
    let headings: Vec<String> = parts.iter().map(|(_, name, _)| fold(name)).collect();
    for (_, name, _) in &mut measures {
        if headings.contains(&fold(name)) {
            *name = format!("{name} / {}", sv::VALUE_OF);
        }
    }
    let texts = parts
        .into_iter()
        .map(|(row, name, blocks)| (row, name, markup(&blocks, &|_| (String::new(), String::new())).trim().to_owned()));
    let mut all: Vec<(u32, String, String)> = texts.chain(measures).filter(|(.., text)| !text.is_empty()).collect();
    all.sort_by_key(|(row, ..)| *row);
    if all.iter().all(|(_, name, _)| name == sv::BEFORE_HEADINGS) {
        return Err(Wrong::NoHeadings);
    }
    let line =
        |(row, measure, value)| Line { row, organisation: organisation.clone(), date: date.clone(), measure, value };
    Ok(all.into_iter().map(line).collect())
}

/// What a table says of measures. A comment is a measure of its own; cells in other columns come along as such, too.
fn of_table(row: u32, rows: &[Vec<String>]) -> Vec<(u32, String, String)> {
    let (Some((measure, value, comment)), Some((head, rest))) = (columns(rows), rows.split_first()) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for cells in rest {
        let cell = |at: usize| cells.get(at).map(|cell| cell.trim()).unwrap_or_default();
        let name = plain(cell(measure));
        for (at, title) in head.iter().enumerate().filter(|(at, _)| *at != measure) {
            let measure = match at {
                at if at == value => name.clone(),
                at if Some(at) == comment => format!("{name} / {}", sv::COMMENT_ON),
                _ => format!("{name} / {}", plain(title)),
            };
            let text = if at == value { plain(cell(at)) } else { cell(at).to_owned() };
            all.push((row, measure, text));
        }
    }
    all
}

/// What is to be said about the file beside what it says.
pub(super) fn notes(document: &ReadDocument) -> Vec<String> {
    let said = &document.said;
    let mut notes = crate::word::said_of_file(said);
    let counted: [(usize, fn(usize) -> String); 3] =
        [(said.comments.len(), sv::comments), (said.hidden.len(), sv::hidden), (document.pictures.len(), sv::pictures)];
    notes.extend(counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, told)| told(count)));
    notes
}
