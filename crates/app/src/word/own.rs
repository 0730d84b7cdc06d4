//! The authority's own document on the same road: filled in for somebody, and read back by what its controls and headings
//! were said to be when it was taken into use.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use documents::docx::edit::{EditError, Filled, Placed, Put, fill};
use documents::docx::read::{ReadBlock, ReadDocument, What};
use domain::year::{self as years, Item, Part, Word as _, Year};
use domain::{deviations, narratives};
use kernel::Id;
use kernel::id::kind::OwnTemplate;

use super::compare::{Against, Comparison, DUE, FileText, OwnWords, SEEN, State, compare, says_any_of, words_of};
use super::fields::{Answer, WordField, fields};
use super::pages::{Found, hits};
use crate::changes;
use crate::own_templates::{self, AnswerKind, InForce, STAMP, Spot, TextField, Words, heading_of, prompts};
use crate::submissions::Asked;
use crate::workbooks;
use crate::year::Published;

/// In the stamp: the fields that began empty in the document although there was a text, with spaces between.
const EMPTY: &str = "empty";
/// How many pieces of one line are put together as they stand where a program has taken the controls away.
const PIECES: usize = 4;

/// A document of the authority's own, and what its controls are.
#[derive(Debug, Clone)]
struct Form {
    words: Words,
    /// As it was uploaded.
    document: ReadDocument,
}

/// A version of one, with what its controls are in the year as it is now.
#[derive(Debug, Clone)]
pub(super) struct Own {
    pub id: Id<OwnTemplate>,
    form: Form,
}

/// What anybody would be asked by the item, where that is words and they can be written in a Word file: the headings of both parts, the targets of every regime and
/// area. Focus areas are each provider's own, so that no document can be about them.
pub fn asked_of_item(year: &Year, item: &Item) -> Option<Asked> {
    if !item.templates.contains(&years::Template::Docx) {
        return None;
    }
    match &item.form {
        years::Form::Narrative(_) => {
            let mut forms = [Part::Provider, Part::Area].into_iter().filter_map(|part| year.form(item, part));
            let mut form = forms.next()?;
            for section in forms.flat_map(|other| other.sections) {
                if !form.sections.iter().any(|own| own.slug == section.slug) {
                    form.sections.push(section);
                }
            }
            Some(Asked::Narrative(narratives::Asked { form, focus: None, pictures: BTreeMap::new() }))
        }
        years::Form::TargetDeviations => {
            let mut targets = Vec::new();
            let areas = year.areas.iter().map(|area| Some(area.slug.as_str())).chain([None]);
            for area in areas {
                for regime in years::Regime::ALL {
                    for target in deviations::targets_asked(year, *regime, area) {
                        if !targets.iter().any(|own: &deviations::TargetAsked| own.indicator == target.indicator) {
                            targets.push(target);
                        }
                    }
                }
            }
            let support = year.support.clone();
            let asked = deviations::Asked { targets, focus_areas: Vec::new(), may_be_not_applicable: false, support };
            Some(Asked::Deviations(asked))
        }
        years::Form::FocusAreaDeviations | years::Form::Complaints | years::Form::Table(_) => None,
    }
}

/// What a document of the authority's own can answer of the item.
pub fn text_fields(asked: &Asked) -> Vec<TextField> {
    let field = |field: WordField| TextField {
        kind: match field.answer {
            Answer::Text => AnswerKind::Text,
            Answer::Tick { .. } => AnswerKind::Tick,
            Answer::Choice(options) => AnswerKind::Choice(options.into_iter().map(|(_, label)| label).collect()),
        },
        path: field.path,
        title: field.title,
    };
    fields(asked).into_iter().map(field).collect()
}

/// Lets what a document's controls are follow the questions that have another stable name now to where they are asked.
pub fn follow(
    tx: &mut ReadTx<'_>,
    (published, item): (&Published, &str),
    is_known: &dyn Fn(&str) -> bool,
    words: &mut Words,
) -> Result<(), StoreError> {
    if words.fields.keys().all(|path| is_known(path)) {
        return Ok(());
    }
    let trail = changes::trail_of_year(tx, published, item)?;
    let now = |path: String| {
        if is_known(&path) {
            return path;
        }
        let (section, field) = path.split_once('.').unwrap_or((path.as_str(), ""));
        let followed = format!("{}.{field}", trail.follow("", section));
        if is_known(&followed) { followed } else { path }
    };
    let all = std::mem::take(&mut words.fields);
    for (path, spot) in all {
        words.fields.entry(now(path)).or_insert(spot);
    }
    Ok(())
}

/// The version as it holds for these fields.
fn whole(
    tx: &mut ReadTx<'_>,
    (published, item): (&Published, &str),
    known: &[WordField],
    version: InForce,
) -> Result<Option<Own>, StoreError> {
    let found = own_templates::find(tx, version.id)?;
    let document = found.and_then(|found| found.shape.document);
    let (Some(mut words), Some(document)) = (version.mapping.words.clone(), document) else { return Ok(None) };
    follow(tx, (published, item), &|path| known.iter().any(|field| field.path == path), &mut words)?;
    Ok(Some(Own { id: version.id, form: Form { words, document } }))
}

/// The document that providers download for the item, if the authority has one.
pub(super) fn in_force(tx: &mut ReadTx<'_>, found: &Found) -> Result<Option<Own>, StoreError> {
    let of = &found.assignment;
    let Some(version) = own_templates::in_force(tx, of.year, &of.item)? else { return Ok(None) };
    whole(tx, (&found.published, &of.item), &fields(&found.asked), version)
}

/// How a file is read.
pub(super) struct Reading {
    /// The fields, by the headings of the document that it was made from.
    pub fields: Vec<WordField>,
    /// The file with the names of our fields on its controls.
    pub file: FileText,
    /// The authority's own document that it was made from.
    pub own: Option<Own>,
}

/// By which document the file is read: by the version that its stamp names, in force or not. Without a stamp by the one in
/// force or by ours, whichever is found more of.
pub(super) fn reading(tx: &mut ReadTx<'_>, found: &Found, file: &FileText) -> Result<Reading, StoreError> {
    let of = &found.assignment;
    let ours = fields(&found.asked);
    let stamp = &file.document.stamp;
    let own = match own_templates::of_stamp(tx, (of.year, &of.item), stamp)? {
        Some(version) => whole(tx, (&found.published, &of.item), &ours, version)?,
        None => None,
    };
    if let Some(own) = own {
        let (fields, translated) = (own.form.fields(&ours), own.form.translated(file));
        if !stamp.is_empty() || hits(&fields, &translated) >= hits(&ours, file).max(1) {
            return Ok(Reading { fields, file: translated, own: Some(own) });
        }
    }
    Ok(Reading { fields: ours, file: file.clone(), own: None })
}

impl Form {
    /// The fields, each by its own heading in this document.
    fn fields(&self, ours: &[WordField]) -> Vec<WordField> {
        let by_own = |field: &WordField| WordField {
            heading: heading_of(&self.document, &self.words, &field.path),
            ..field.clone()
        };
        ours.iter().map(by_own).collect()
    }

    /// The file with our names on the controls that are ours to read, and none on others.
    fn translated(&self, file: &FileText) -> FileText {
        let mut file = file.clone();
        for control in &mut file.document.controls {
            let name = control.name().trim().to_owned();
            let is_it = |spot: &Spot| matches!(spot, Spot::Control(of) if *of == name);
            let path = self.words.fields.iter().find(|(_, spot)| is_it(spot)).map(|(path, _)| path.clone());
            control.tag = path.unwrap_or_default();
        }
        file
    }

    /// What the document says of itself, with these facts in it.
    fn own_words(&self, told: &BTreeMap<&str, String>) -> ReadDocument {
        let mut document = self.document.clone();
        let fact = |block: &ReadBlock| {
            let name = self.document.controls.get(*block.within.last()?)?.name();
            let (fact, _) = self.words.facts.iter().find(|(_, of)| *of == name)?;
            told.get(fact.as_str()).filter(|text| !text.is_empty()).cloned()
        };
        let mut pieces: Vec<(String, bool)> = Vec::new();
        let mut more: Vec<String> = told.values().cloned().collect();
        for block in &document.blocks {
            let (What::Text(text) | What::Heading(_, text) | What::Item(_, text)) = &block.what else {
                pieces.clear();
                continue;
            };
            pieces.push((fact(block).unwrap_or_else(|| text.clone()), !block.within.is_empty()));
            for length in 2..=PIECES.min(pieces.len()) {
                let last = &pieces[pieces.len() - length..];
                if last.iter().any(|(_, is_control)| *is_control) {
                    let texts: Vec<&str> = last.iter().map(|(text, _)| text.as_str()).collect();
                    more.extend([texts.concat(), texts.join(" ")]);
                }
            }
        }
        let block = |text: String| ReadBlock { within: Vec::new(), what: What::Text(text) };
        document.blocks.extend(more.into_iter().map(block));
        document
    }

    fn beside(&self, file: &FileText) -> OwnWords {
        let prompts = prompts(&self.document);
        let of_control = |(path, spot): (&String, &Spot)| match spot {
            Spot::Control(name) => Some((path.clone(), prompts.get(name)?.clone())),
            Spot::Heading(_) => None,
        };
        let stamp = &file.document.stamp;
        let empty = stamp.get(EMPTY).map_or("", String::as_str);
        // A document for anybody has nobody's text in it.
        let begins_empty = if stamp.contains_key(SEEN) {
            empty.split(' ').filter(|path| !path.is_empty()).map(str::to_owned).collect()
        } else {
            self.words.fields.keys().cloned().collect()
        };
        let is_heading = |(path, spot): (&String, &Spot)| matches!(spot, Spot::Heading(_)).then(|| path.clone());
        OwnWords {
            prompts: self.words.fields.iter().filter_map(of_control).collect(),
            begins_empty,
            under_headings: self.words.fields.iter().filter_map(is_heading).collect(),
        }
    }
}

impl Own {
    /// The document with the facts in it and these texts where they can stand, marked with what it was made from.
    pub fn filled(
        &self,
        bytes: &[u8],
        facts: &workbooks::Facts,
        told: &BTreeMap<&'static str, String>,
        texts: &BTreeMap<String, String>,
    ) -> Result<Filled, EditError> {
        let mut controls: BTreeMap<String, Put<'_>> = BTreeMap::new();
        for (fact, name) in &self.form.words.facts {
            controls.extend(told.get(fact.as_str()).map(|text| (name.clone(), Put::Fact(text))));
        }
        for (path, spot) in &self.form.words.fields {
            if let Spot::Control(name) = spot {
                controls.insert(name.clone(), Put::Text(texts.get(path).map_or("", String::as_str)));
            }
        }
        let own = words_of(&self.form.document);
        let mut headings: BTreeMap<String, &str> = BTreeMap::new();
        for (path, spot) in &self.form.words.fields {
            // What says the same as the document itself would be taken for that when it comes back.
            if let (Spot::Heading(title), Some(text)) = (spot, texts.get(path))
                && !says_any_of(text, &own)
            {
                headings.insert(title.clone(), text);
            }
        }
        let stamp = |placed: &Placed| {
            let mut stamp = facts.stamp.clone();
            stamp.insert(STAMP.to_owned(), self.id.to_string());
            let stands = |spot: &Spot| match spot {
                Spot::Control(name) => placed.controls.contains(name),
                Spot::Heading(title) => placed.headings.contains(title),
            };
            let written = |path: &str| texts.get(path).is_some_and(|text| !text.trim().is_empty());
            let empty = self.form.words.fields.iter().filter(|(path, spot)| written(path) && !stands(spot));
            let empty: Vec<&str> = empty.map(|(path, _)| path.as_str()).collect();
            if !empty.is_empty() {
                stamp.insert(EMPTY.to_owned(), empty.join(" "));
            }
            stamp
        };
        fill(bytes, &controls, &headings, &stamp)
    }

    /// The titles of the fields whose text stays on the web: texts that are more than paragraphs, and those that say under a
    /// heading what the document itself says.
    pub fn begin_empty(&self, found: &Found) -> Vec<String> {
        let (texts, own) = (found.draft.texts(), words_of(&self.form.document));
        let stays = |field: &&WordField| {
            let Some(text) = texts.get(&field.path).filter(|text| !text.trim().is_empty()) else { return false };
            let is_plain = || {
                let parts = documents::markup::parse(text);
                parts.iter().all(|part| matches!(part, documents::markup::Part::Paragraph(_)))
            };
            match self.form.words.fields.get(&field.path) {
                Some(Spot::Control(_)) => field.answer != Answer::Text || !is_plain(),
                Some(Spot::Heading(_)) => field.answer != Answer::Text || !is_plain() || says_any_of(text, &own),
                None => false,
            }
        };
        fields(&found.asked).iter().filter(stays).map(|field| field.title.clone()).collect()
    }

    /// The titles of the fields that have no place in the document.
    pub fn on_the_web(&self, found: &Found) -> Vec<String> {
        let known = fields(&found.asked);
        let without = known.iter().filter(|field| !self.form.words.fields.contains_key(&field.path));
        without.map(|field| field.title.clone()).collect()
    }
}

/// What a file made from an own document says, held against the texts that stand now, and those that stood then.
pub(super) fn held_against(
    own: &Own,
    reading: (&[WordField], &FileText),
    mut facts: workbooks::Facts,
    found: &Found,
    (now, then): (&BTreeMap<String, String>, Option<&BTreeMap<String, String>>),
) -> Comparison {
    let (known, file) = reading;
    let stamped = |key: &str| file.document.stamp.get(key);
    facts.due = stamped(DUE).and_then(|due| due.parse().ok()).unwrap_or(facts.due);
    let told = workbooks::told(&facts, Some(&found.assignment));
    let (template, beside) = (own.form.own_words(&told), own.form.beside(file));
    let focus = found.focus_titles();
    compare(file, Against { fields: known, template: &template, now, then, focus: &focus, own: &beside })
}

/// The item's own document for anybody, marked with the year and item and with no provider: its bytes and file name.
///
/// # Errors
/// When the file is not what it was when it was taken into use.
pub fn blank_own(
    at: workbooks::At<'_>,
    published: &Published,
    item: &Item,
    (version, bytes): (&InForce, &[u8]),
) -> Result<(Vec<u8>, String), EditError> {
    let facts = workbooks::blank_facts(at, published, item);
    let words = version.mapping.words.clone().unwrap_or_default();
    let own = Own { id: version.id, form: Form { words, document: ReadDocument::default() } };
    let filled = own.filled(bytes, &facts, &workbooks::told(&facts, None), &BTreeMap::new())?;
    Ok((filled.bytes, workbooks::file_name(&facts).replace(".xlsx", ".docx")))
}

/// What would be read of a filled-in document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trial {
    /// Each answer that was found: what it is called, and what it says.
    pub answers: Vec<(String, String)>,
    /// Fields that have a place in the document and are not in the file.
    pub missing: Vec<String>,
    /// What stands outside every field.
    pub outside: Vec<String>,
    /// What is said of the file.
    pub remarks: Vec<String>,
}

/// What would be read of the document by what its controls are said to be. Facts that were filled in are shown as standing
/// outside, unless they are what the document itself says.
pub fn trial(asked: &Asked, words: &Words, template: &ReadDocument, document: ReadDocument) -> Trial {
    let form = Form { words: words.clone(), document: template.clone() };
    let remarks = super::sv::said(&document.said);
    // What a fact's control holds is ours.
    let is_fact = |at: &usize| {
        document.controls.get(*at).is_some_and(|control| words.facts.values().any(|name| name == control.name().trim()))
    };
    let blocks = document.blocks.iter().filter(|block| !block.within.iter().any(is_fact)).cloned().collect();
    let pictures = document.pictures.iter().map(|_| Err(String::new())).collect();
    let file = FileText { document: ReadDocument { blocks, ..document }, pictures, sources: Vec::new() };
    let (known, file) = (form.fields(&fields(asked)), form.translated(&file));
    let (template, beside, nothing) = (form.own_words(&BTreeMap::new()), form.beside(&file), BTreeMap::new());
    let against = Against { fields: &known, template: &template, now: &nothing, then: None, focus: &[], own: &beside };
    let comparison = compare(&file, against);
    let mut out = Trial { remarks, ..Trial::default() };
    for looked in comparison.fields {
        let title = looked.field.title.clone();
        match looked.state {
            State::New(text) | State::Both(text) => out.answers.push((title, looked.field.shown(&text))),
            State::Several(texts) => out.answers.push((title, texts.join("\n\n"))),
            State::Missing if words.fields.contains_key(&looked.field.path) => out.missing.push(title),
            State::Same | State::Older | State::Emptied | State::Missing => {}
        }
    }
    out.outside = comparison.unknown.into_iter().map(|part| part.text).collect();
    out
}
