//! What a Word file says, held against the template it was made from and the draft as it stands. Pure; asked again each
//! time a file is looked at or taken in.

use std::collections::{BTreeMap, BTreeSet};

use documents::docx::read::{ReadBlock, ReadDocument, What, markup};
use documents::markup::{Line, Part, canonical, line_text, parse};
use domain::deviations;
use forms::text::fold;
use serde::{Deserialize, Serialize};

use super::fields::{Answer, FOCUS, WordField};
use super::sv;

/// What a file held, before anybody has said what it is worth. Kept under seal until it is taken in or dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileText {
    /// Its controls and text.
    pub document: ReadDocument,
    /// What became of each of its pictures: the name under which it is placed, or why it is not taken.
    pub pictures: Vec<Result<String, String>>,
    /// What each of them would be called as it stood in the file.
    #[serde(default)]
    pub sources: Vec<String>,
}

impl FileText {
    /// The draft's instant when the template was downloaded; nothing where the file does not say.
    pub fn seen(&self) -> Option<i64> {
        self.document.stamp.get(SEEN)?.parse().ok()
    }

    /// The newest set in the figures of the template.
    pub fn figures(&self) -> Option<i64> {
        self.document.stamp.get(FIGURES)?.parse().ok()
    }

    /// Blocks as the text of a field.
    fn text(&self, blocks: &[&ReadBlock]) -> String {
        let taken: Vec<&ReadBlock> = blocks.iter().copied().filter(|block| !self.is_refused(block)).collect();
        let alt = |at: usize| self.document.pictures.get(at).map_or("", |picture| picture.alt.as_str());
        let name = |at: usize| self.pictures.get(at).and_then(|found| found.as_ref().ok()).map_or("", String::as_str);
        markup(&taken, &|at| (name(at).to_owned(), alt(at).to_owned()))
    }

    /// Lets pictures that the assignment has, byte for byte, be those: a photograph packed once more would be another picture.
    pub fn keep_those_of(&mut self, there: &BTreeMap<String, String>) {
        for (name, source) in self.pictures.iter_mut().zip(&self.sources) {
            if there.contains_key(source) {
                *name = Ok(source.clone());
            }
        }
    }

    fn is_refused(&self, block: &ReadBlock) -> bool {
        matches!(block.what, What::Picture(at) if !matches!(self.pictures.get(at), Some(Ok(_))))
    }
}

/// In the stamp: when the draft was last written in as the template was made.
pub const SEEN: &str = "seen";
/// In the stamp: when the template was made.
pub const MADE: &str = "made";
/// In the stamp: the last day, as it was then.
pub const DUE: &str = "due";
/// In the stamp: the newest set in its figures.
pub const FIGURES: &str = "figures";

/// What has become of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The file says what the draft says.
    Same,
    /// The file says what the draft said when it was downloaded; somebody has written in the draft since.
    Older,
    /// The file says something new, and the draft is as it was.
    New(String),
    /// Both have been written in.
    Both(String),
    /// The file has emptied it.
    Emptied,
    /// It is not in the file.
    Missing,
    /// It is in the file several times.
    Several(Vec<String>),
}

/// A field of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Which.
    pub field: WordField,
    /// What the draft says.
    pub now: String,
    /// What has become of it.
    pub state: State,
    /// Whether it was found by its heading alone.
    pub by_heading: bool,
    /// Whether it began empty in the file whatever the draft said.
    pub began_empty: bool,
    /// What its heading is called in the file, where that is something else.
    pub renamed: Option<String>,
}

/// Text that stands outside every field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The text.
    pub text: String,
    /// The field whose heading resembles the one that it stands under, and that is not found otherwise.
    pub resembles: Option<String>,
}

/// A focus area of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FocusRow {
    /// What it is called.
    pub title: String,
    /// What is to be reached.
    pub aim: String,
}

/// Everything that a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Its fields in the order of the form.
    pub fields: Vec<Looked>,
    /// What stands outside them.
    pub unknown: Vec<Unknown>,
    /// The focus areas that are not written down yet.
    pub focus: Vec<FocusRow>,
}

impl Comparison {
    /// Whether there is nothing to take in.
    pub fn is_empty(&self) -> bool {
        let quiet = |looked: &Looked| matches!(looked.state, State::Same | State::Older | State::Missing);
        self.fields.iter().all(quiet) && self.unknown.is_empty() && self.focus.is_empty()
    }
}

/// What the file is held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The fields.
    pub fields: &'a [WordField],
    /// The template as it is read back: its own words are nobody's answer.
    pub template: &'a ReadDocument,
    /// The draft.
    pub now: &'a BTreeMap<String, String>,
    /// The draft when the template was downloaded, where that is known.
    pub then: Option<&'a BTreeMap<String, String>>,
    /// The titles of the focus areas that are written down.
    pub focus: &'a [String],
    /// What is known of the authority's own document; nothing of ours.
    pub own: &'a OwnWords,
}

/// What is known of an authority's own document, by the paths of the fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// What stood in the control of a field before anybody wrote there.
    pub prompts: BTreeMap<String, String>,
    /// Fields that began empty whatever the draft said: nobody has emptied them, and what stands there is beside the draft's.
    pub begins_empty: BTreeSet<String>,
    /// Fields that have no control and are written under a heading.
    pub under_headings: BTreeSet<String>,
}

/// Looks through the file.
pub fn compare(file: &FileText, against: Against<'_>) -> Comparison {
    let outside = Outside::read(file, against);
    let mut fields: Vec<Looked> = Vec::new();
    for (index, field) in against.fields.iter().enumerate() {
        let mut found = in_controls(file, field, against.own.prompts.get(&field.path).map(String::as_str));
        if let ([only], Some(rest)) = (found.as_mut_slice(), outside.rests.get(&Some(index))) {
            *only = joined(only, &file.text(rest));
        }
        let run = outside.runs.get(&index).filter(|_| found.is_empty());
        if let Some(run) = run {
            found.push(file.text(run));
        }
        let now = against.now.get(&field.path).cloned().unwrap_or_default();
        let then = against.then.map(|then| then.get(&field.path).map_or("", String::as_str));
        let state = state(&found, &now, then, field.answer == Answer::Text);
        let began_empty = against.own.begins_empty.contains(&field.path);
        let state = if began_empty { beside(state, &now) } else { state };
        let renamed = outside.renamed.get(&index).cloned();
        let by_heading = run.is_some() && !against.own.under_headings.contains(&field.path);
        fields.push(Looked { field: field.clone(), now, state, by_heading, began_empty, renamed });
    }
    mend_statement(file, &mut fields, against);
    let rest = outside.rests.get(&None).map(Vec::as_slice).unwrap_or_default();
    Comparison { fields, unknown: outside.unknown, focus: focus_rows(file, rest, against.focus) }
}

fn controls<'f>(file: &'f FileText, tag: &'f str) -> impl Iterator<Item = usize> + 'f {
    file.document.controls.iter().enumerate().filter(move |(_, control)| control.tag == tag).map(|(at, _)| at)
}

/// What the field's controls say, each text once.
fn in_controls(file: &FileText, field: &WordField, prompt: Option<&str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for at in controls(file, &field.path) {
        let said = match &field.answer {
            Answer::Tick { on, .. } => {
                if file.document.ticked(at).unwrap_or(false) {
                    on.clone()
                } else {
                    String::new()
                }
            }
            Answer::Choice(options) => {
                let chosen = file.document.chosen(at).unwrap_or_default();
                let option = options.iter().find(|(_, label)| fold(label) == fold(&chosen));
                option.map(|(slug, _)| slug.clone()).unwrap_or_default()
            }
            Answer::Text => {
                let known = |tag: &str| tag.contains('.') || tag == FOCUS;
                let own = |block: &&ReadBlock| file.document.control_of(block, known) == Some(at);
                let blocks: Vec<&ReadBlock> = file.document.blocks.iter().filter(own).collect();
                without_prompt(&file.text(&blocks), prompt)
            }
        };
        if !found.contains(&said) {
            found.push(said);
        }
    }
    // An empty one beside a written one says nothing.
    if found.len() > 1 {
        found.retain(|text| !text.is_empty());
    }
    found
}

/// The text without the prompt that stands in an empty field, also where somebody wrote beside it. `own` is that of the
/// authority's own document.
fn without_prompt(text: &str, own: Option<&str>) -> String {
    let text = text.strip_prefix(sv::PROMPT).unwrap_or(text);
    let text = text.strip_suffix(sv::PROMPT).unwrap_or(text).trim();
    if sv::WORDS_OWN_PROMPTS.contains(&text) {
        return String::new();
    }
    let Some(own) = own.map(str::trim).filter(|own| !own.is_empty()) else { return text.to_owned() };
    let after = text.strip_prefix(own).filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    let text = after.unwrap_or(text);
    let before = text.strip_suffix(own).filter(|rest| rest.is_empty() || rest.ends_with(char::is_whitespace));
    before.unwrap_or(text).trim().to_owned()
}

/// The state of a field that began empty in the file whatever the draft said.
fn beside(state: State, now: &str) -> State {
    match state {
        State::Emptied => State::Same,
        State::New(text) if text.is_empty() => State::Same,
        State::New(text) if !now.trim().is_empty() => State::Both(text),
        state => state,
    }
}

fn state(found: &[String], now: &str, then: Option<&str>, is_text: bool) -> State {
    let alike = |one: &str, other: &str| {
        if is_text { canonical(one) == canonical(other) } else { one == other }
    };
    let said = match found {
        [] => return State::Missing,
        [only] => only,
        several => return State::Several(several.to_vec()),
    };
    let untouched = then.is_some_and(|then| alike(then, now));
    if alike(said, now) {
        State::Same
    } else if then.is_some_and(|then| alike(then, said)) {
        State::Older
    } else if said.is_empty() && is_text {
        State::Emptied
    } else if now.trim().is_empty() || untouched || !is_text {
        State::New(said.clone())
    } else {
        State::Both(said.clone())
    }
}

/// A statement without a tick means that there are deviations, once something is marked; else it is unanswered.
fn mend_statement(file: &FileText, fields: &mut [Looked], against: Against<'_>) {
    let Some(at) = fields.iter().position(|looked| looked.field.path == deviations::STATEMENT_FIELD) else { return };
    if matches!(fields[at].state, State::Missing | State::Several(_)) {
        return;
    }
    let none = in_controls(file, &fields[at].field, None).iter().any(|value| value == deviations::sv::NONE);
    let marked = |looked: &Looked| {
        let said = match &looked.state {
            State::New(said) | State::Both(said) => said.as_str(),
            State::Same | State::Older | State::Missing => looked.now.as_str(),
            State::Emptied | State::Several(_) => "",
        };
        let is_mark = matches!(looked.field.path.rsplit_once('.'), Some((_, "risk" | "status")));
        is_mark && !said.is_empty() && said != "nej"
    };
    let said = if none {
        deviations::sv::NONE
    } else if fields.iter().any(marked) {
        deviations::sv::SOME
    } else {
        ""
    };
    let looked = &mut fields[at];
    let then = against.then.map(|then| then.get(&looked.field.path).map_or("", String::as_str));
    looked.state = match said {
        // Nothing is said by leaving out what was not there to be said.
        "" if looked.now != deviations::sv::NONE => State::Same,
        said => state(&[said.to_owned()], &looked.now, then, false),
    };
}

/// The rows of the table of focus areas that are not written down.
fn focus_rows(file: &FileText, rest: &[&ReadBlock], known: &[String]) -> Vec<FocusRow> {
    let known: BTreeSet<String> = known.iter().map(|title| fold(title)).collect();
    let own: Vec<usize> = controls(file, FOCUS).collect();
    let within = file.document.blocks.iter().filter(|block| block.within.iter().any(|at| own.contains(at)));
    let mut rows: Vec<FocusRow> = Vec::new();
    for block in within.chain(rest.iter().copied()) {
        let What::Table(table) = &block.what else { continue };
        for row in table.iter().skip(1) {
            let cell = |index: usize| plain(row.get(index).map_or("", String::as_str));
            let (title, aim) = (cell(0), cell(1));
            let is_new = !known.contains(&fold(&title)) && rows.iter().all(|row| fold(&row.title) != fold(&title));
            if !title.is_empty() && is_new {
                rows.push(FocusRow { title, aim });
            }
        }
    }
    rows
}

/// The words of a cell without their weights.
fn plain(cell: &str) -> String {
    let words = documents::markup::pieces(cell.trim());
    words.iter().map(|piece| piece.text.as_str()).collect::<String>().trim().to_owned()
}

/// What stands outside the fields.
#[derive(Default)]
struct Outside<'f> {
    /// Text under the heading of a field whose control is gone.
    runs: BTreeMap<usize, Vec<&'f ReadBlock>>,
    /// What follows on a field's control from a table on: LibreOffice ends a control where a table begins in it. Nothing
    /// for the table of focus areas.
    rests: BTreeMap<Option<usize>, Vec<&'f ReadBlock>>,
    unknown: Vec<Unknown>,
    renamed: BTreeMap<usize, String>,
}

impl<'f> Outside<'f> {
    fn read(file: &'f FileText, against: Against<'_>) -> Self {
        let words = words_of(against.template);
        let named = |text: &str| {
            against.fields.iter().position(|field| field.heading.as_ref().is_some_and(|h| fold(h) == fold(text)))
        };
        let gone = |index: &usize| {
            against.fields.get(*index).is_some_and(|field| controls(file, &field.path).next().is_none())
        };
        let mut out = Self::default();
        let mut groups: Vec<Vec<&ReadBlock>> = Vec::new();
        let (mut field, mut open): (Option<usize>, bool) = (None, false);
        // The field that the block before stood in, and whether its text goes on outside.
        let (mut last, mut goes_on): (Option<Option<usize>>, bool) = (None, false);
        for block in &file.document.blocks {
            if let Some(at) = known_field(file, block, against.fields) {
                // A heading right before a field whose own heading is nowhere is that heading, renamed.
                let heading =
                    groups.last().filter(|group| open && group.len() == 1).and_then(|group| heading(group[0]));
                if let (Some(heading), Some(index)) = (heading, at)
                    && against.fields.get(index).is_some_and(|field| {
                        field.heading.as_ref().is_some_and(|own| !has_heading(&file.document, own))
                    })
                {
                    out.renamed.insert(index, heading);
                    groups.pop();
                }
                (field, open) = (None, false);
                (last, goes_on) = (Some(at), false);
                continue;
            }
            match &block.what {
                What::Heading(_, text) if named(text).is_some() => {
                    (field, open) = (named(text).filter(gone), false);
                    last = None;
                    continue;
                }
                _ if is_of_template(block, &words) => {
                    last = None;
                    if matches!(block.what, What::Heading(..)) {
                        (field, open) = (None, false);
                    }
                    continue;
                }
                What::Heading(1, _) => {
                    (field, open) = (None, false);
                    last = None;
                }
                What::Table(_) => goes_on |= last.is_some(),
                _ => {}
            }
            if let Some(at) = last.filter(|_| goes_on) {
                out.rests.entry(at).or_default().push(block);
                continue;
            }
            last = None;
            match (field, groups.last_mut().filter(|_| open)) {
                (Some(index), _) => out.runs.entry(index).or_default().push(block),
                (None, Some(group)) => group.push(block),
                (None, None) => groups.push(vec![block]),
            }
            open = field.is_none();
        }
        out.unknown = groups.iter().filter_map(|group| unknown(file, group, against)).collect();
        out
    }
}

/// The field, or the table of focus areas (`None` within), that the block stands in.
#[expect(clippy::option_option, reason = "in no field, in one, or in what is no field of the form")]
fn known_field(file: &FileText, block: &ReadBlock, fields: &[WordField]) -> Option<Option<usize>> {
    let known = |tag: &str| tag == FOCUS || fields.iter().any(|field| field.path == tag);
    let at = file.document.control_of(block, known)?;
    let tag = &file.document.controls.get(at)?.tag;
    Some(fields.iter().position(|field| field.path == *tag))
}

fn heading(block: &ReadBlock) -> Option<String> {
    if let What::Heading(_, text) = &block.what { Some(text.clone()) } else { None }
}

fn has_heading(document: &ReadDocument, wanted: &str) -> bool {
    document.blocks.iter().filter_map(heading).any(|text| fold(&text) == fold(wanted))
}

/// Every line of the template's own words, as they are compared.
/// Whether a paragraph of the text says what the document itself says.
pub(super) fn says_any_of(text: &str, words: &BTreeSet<String>) -> bool {
    let says = |part: &Part| {
        let Part::Paragraph(lines) = part else { return false };
        let of = |line: &Line| line.iter().map(|piece| piece.text.as_str()).collect::<String>();
        let all: Vec<String> =
            lines.iter().map(|line| fold(of(line).trim_matches('*'))).filter(|line| !line.is_empty()).collect();
        !all.is_empty() && all.iter().all(|line| words.contains(line))
    };
    parse(text).iter().any(says)
}

/// What the document itself says, line by line.
pub(super) fn words_of(template: &ReadDocument) -> BTreeSet<String> {
    template.blocks.iter().flat_map(lines).collect()
}

fn lines(block: &ReadBlock) -> Vec<String> {
    let texts: Vec<&str> = match &block.what {
        What::Text(text) => text.lines().collect(),
        What::Heading(_, text) | What::Item(_, text) => text.split(" / ").collect(),
        What::Table(rows) => rows.iter().flatten().map(String::as_str).collect(),
        What::Picture(_) => Vec::new(),
    };
    texts.into_iter().map(|text| fold(text.trim_matches('*'))).filter(|line| !line.is_empty()).collect()
}

fn is_of_template(block: &ReadBlock, words: &BTreeSet<String>) -> bool {
    let own = lines(block);
    !matches!(block.what, What::Picture(_)) && own.iter().all(|line| words.contains(line))
}

fn unknown(file: &FileText, group: &[&ReadBlock], against: Against<'_>) -> Option<Unknown> {
    let text = file.text(group);
    if text.is_empty() {
        return None;
    }
    let gone = |field: &&WordField| controls(file, &field.path).next().is_none();
    let resembles = group.first().and_then(|block| heading(block)).and_then(|text| {
        let alike = |field: &&WordField| field.heading.as_ref().is_some_and(|own| resemble(own, &text));
        against.fields.iter().filter(gone).find(alike).map(|field| field.path.clone())
    });
    Some(Unknown { text, resembles })
}

/// Whether two headings are alike: one begins as the other, or few letters differ.
fn resemble(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    let (short, long) = if one.len() < other.len() { (&one, &other) } else { (&other, &one) };
    let begins = short.chars().count() >= 4 && long.starts_with(short.as_str());
    begins || distance(&one, &other) <= (long.chars().count() / 4).max(2)
}

/// How many letters must be put in, taken out or changed (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, a) in one.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], line + 1);
        for (column, b) in other.iter().enumerate() {
            let changed = before + usize::from(a != *b);
            before = row[column + 1];
            row[column + 1] = changed.min(before + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

/// What a person chose, by the names of the controls on the page.
pub type Choices = BTreeMap<String, String>;

/// The name of the choice about a field.
pub fn choice_of(path: &str) -> String {
    format!("val.{path}")
}
/// The name of what stood in the draft when a field was chosen about: its revision.
pub fn stood_of(path: &str) -> String {
    format!("stod.{path}")
}
/// The name of the choice about a part outside the fields.
pub fn unknown_choice(number: usize) -> String {
    format!("okand.{number}")
}

/// The file's text stands.
pub const FROM_FILE: &str = "fil";
/// The draft's text stands.
pub const FROM_DRAFT: &str = "webb";
/// Both stand, the file's after the draft's; of several, all after each other.
pub const BOTH: &str = "bada";
/// A part that does not come along.
pub const LEFT_OUT: &str = "ute";

/// What the choices come to: the new text of every field that changes, or the names of the choices that are to be made.
pub fn decided(comparison: &Comparison, choices: &Choices) -> Result<BTreeMap<String, String>, Vec<String>> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut open = Vec::new();
    for looked in &comparison.fields {
        let name = choice_of(&looked.field.path);
        let chosen = choices.get(&name).map_or("", String::as_str);
        let text = match (&looked.state, chosen) {
            (State::Same | State::Older | State::Missing, _) => None,
            (State::New(_) | State::Both(_) | State::Emptied | State::Several(_), FROM_DRAFT) => None,
            (State::New(text), "" | FROM_FILE) | (State::Both(text), FROM_FILE) => Some(text.clone()),
            (State::Both(text), BOTH) => Some(joined(&looked.now, text)),
            (State::Emptied, FROM_FILE) => Some(String::new()),
            (State::Several(all), BOTH) => Some(all.join("\n\n")),
            (State::Several(all), which) => {
                let found = which.strip_prefix(FROM_FILE).and_then(|number| number.parse::<usize>().ok());
                let text = found.and_then(|number| all.get(number)).cloned();
                if text.is_none() {
                    open.push(name);
                }
                text
            }
            _ => {
                open.push(name);
                None
            }
        };
        texts.extend(text.map(|text| (looked.field.path.clone(), text)));
    }
    for (number, part) in comparison.unknown.iter().enumerate() {
        let name = unknown_choice(number);
        match choices.get(&name).map_or("", String::as_str) {
            LEFT_OUT => {}
            path => match comparison.fields.iter().find(|looked| looked.field.path == path) {
                Some(looked) => {
                    let before = texts.get(path).unwrap_or(&looked.now);
                    let text = joined(before, &part.text);
                    texts.insert(path.to_owned(), text);
                }
                None => open.push(name),
            },
        }
    }
    if open.is_empty() { Ok(texts) } else { Err(open) }
}

fn joined(one: &str, other: &str) -> String {
    [one.trim(), other.trim()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The first words of a text, to know it by.
pub fn beginning(text: &str) -> String {
    let words: String = parse(text)
        .iter()
        .map(|part| match part {
            Part::Paragraph(lines) => lines.iter().map(|line| line_text(line)).collect::<Vec<_>>().join(" "),
            Part::Heading { text, .. } => text.clone(),
            Part::List { items, .. } => items.iter().map(|item| line_text(item)).collect::<Vec<_>>().join(" "),
            Part::Table { head, .. } => head.iter().map(|cell| line_text(cell)).collect::<Vec<_>>().join(" "),
            Part::Picture { alt, .. } => alt.clone(),
        })
        .collect::<Vec<_>>()
        .join(" ");
    let short: String = words.chars().take(60).collect();
    if short.len() < words.len() { format!("{short}\u{2026}") } else { short }
}
