//! The authority's own Word document: what it holds, what its controls and headings are said to be, and what is wrong with
//! that. Pure.

use std::collections::{BTreeMap, BTreeSet};

use documents::docx::read::{ReadBlock, ReadDocument, What};
use forms::text::fold;
use serde::{Deserialize, Serialize};

use super::sv;

/// How many words of the document are shown of each control.
const SHOWN: usize = 120;

/// Where an answer is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spot {
    /// In the control of that name.
    Control(String),
    /// Under that heading.
    Heading(String),
}

/// What the controls and headings of a document are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Where each field is written, by its path. Others are answered on the web.
    pub fields: BTreeMap<String, Spot>,
    /// The controls that are filled in before the document goes out, by what goes into them ([`sv::FACTS`]).
    pub facts: BTreeMap<String, String>,
}

/// How a field is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerKind {
    /// With text.
    Text,
    /// With a box to tick.
    Tick,
    /// With one of these words.
    Choice(Vec<String>),
}

/// A field that can be answered in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextField {
    /// Its path.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// How it is answered.
    pub kind: AnswerKind,
}

/// What a control takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// Text.
    Text,
    /// A tick.
    Tick,
    /// One of these words.
    Choice(Vec<String>),
}

/// A control as it can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its tag, else its title.
    pub name: String,
    /// Its title, where that says something else.
    pub title: String,
    /// What it takes.
    pub takes: Takes,
    /// How often the name stands in the document.
    pub times: usize,
    /// The nearest heading above it.
    pub under: Option<String>,
    /// What stands in it.
    pub says: String,
}

/// What is wrong, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordsPlace {
    /// With the document as a whole.
    Whole,
    /// With where a field is written.
    Field(String),
    /// With where a fact is put.
    Fact(String),
}

/// The words of blocks in their order, without marks.
fn plain(blocks: &[&ReadBlock]) -> String {
    let words: Vec<String> = blocks
        .iter()
        .map(|block| match &block.what {
            What::Text(text) | What::Heading(_, text) | What::Item(_, text) => documents::markup::plain_words(text),
            What::Table(rows) => rows.iter().flatten().cloned().collect::<Vec<_>>().join(" "),
            What::Picture(_) => String::new(),
        })
        .filter(|text| !text.is_empty())
        .collect();
    words.join(" ")
}

/// The document's controls that have a name, each name once, in their order.
pub fn controls(document: &ReadDocument) -> Vec<Control> {
    let mut found: Vec<Control> = Vec::new();
    for (at, control) in document.controls.iter().enumerate() {
        let name = control.name().trim();
        if name.is_empty() {
            continue;
        }
        if let Some(same) = found.iter_mut().find(|other| other.name == name) {
            same.times += 1;
            continue;
        }
        let own = |block: &&ReadBlock| block.within.contains(&at);
        let first = document.blocks.iter().position(|block| own(&block));
        let above = document.blocks.iter().take(first.unwrap_or(0)).rev();
        let under = above
            .clone()
            .find_map(|block| if let What::Heading(_, text) = &block.what { Some(text.clone()) } else { None });
        let ticked = document.ticked(at).is_some();
        let takes = match control.options.as_slice() {
            _ if ticked => Takes::Tick,
            [] => Takes::Text,
            options => Takes::Choice(options.to_vec()),
        };
        let blocks: Vec<&ReadBlock> = document.blocks.iter().filter(own).collect();
        let says = forms::text::shortened(&plain(&blocks), SHOWN).into_owned();
        let title = if control.alias == name { String::new() } else { control.alias.clone() };
        found.push(Control { name: name.to_owned(), title, takes, times: 1, under, says });
    }
    found
}

/// The document's headings with how often each stands in it, in their order.
pub fn headings(document: &ReadDocument) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let all = document.blocks.iter().filter(|block| block.within.is_empty());
    for text in all.filter_map(|block| if let What::Heading(_, text) = &block.what { Some(text) } else { None }) {
        match found.iter_mut().find(|(other, _)| fold(other) == fold(text)) {
            Some((_, times)) => *times += 1,
            None => found.push((text.clone(), 1)),
        }
    }
    found
}

/// Why a document cannot be a template at all, whatever its controls are said to be.
pub fn refuse(document: &ReadDocument) -> Option<&'static str> {
    if document.said.inserted + document.said.deleted > 0 {
        Some(sv::TRACKED)
    } else if controls(document).is_empty() && headings(document).is_empty() {
        Some(sv::NOTHING_TO_MAP)
    } else {
        None
    }
}

/// Everything that is wrong with what the document's controls and headings are said to be.
pub fn check_words(words: &Words, document: &ReadDocument, fields: &[TextField]) -> Vec<(WordsPlace, String)> {
    let (controls, headings) = (controls(document), headings(document));
    let mut problems = Vec::new();
    if !fields.iter().any(|field| words.fields.contains_key(&field.path)) {
        problems.push((WordsPlace::Whole, sv::NO_FIELD.to_owned()));
    }
    let mut taken: BTreeSet<&Spot> = BTreeSet::new();
    for (path, spot) in &words.fields {
        let mut tell = |says: String| problems.push((WordsPlace::Field(path.clone()), says));
        let Some(field) = fields.iter().find(|field| field.path == *path) else {
            tell(sv::field_gone(spot_name(spot)));
            continue;
        };
        if !taken.insert(spot) {
            tell(sv::spot_twice(spot_name(spot)));
        }
        match spot {
            Spot::Control(name) => match controls.iter().find(|control| control.name == *name) {
                None => tell(sv::control_gone(name)),
                Some(control) if control.times > 1 => tell(sv::control_twice(name, control.times)),
                Some(control) => {
                    if let Some(says) = unfit(&field.kind, &control.takes, name) {
                        tell(says);
                    }
                }
            },
            Spot::Heading(text) => match headings.iter().find(|(heading, _)| heading == text) {
                None => tell(sv::heading_gone(text)),
                Some((_, times)) if *times > 1 => tell(sv::own_heading_twice(text)),
                Some(_) if field.kind != AnswerKind::Text => tell(sv::NEEDS_CONTROL.to_owned()),
                Some(_) => {}
            },
        }
    }
    for (fact, name) in &words.facts {
        let mut tell = |says: String| problems.push((WordsPlace::Fact(fact.clone()), says));
        match controls.iter().find(|control| control.name == *name) {
            None => tell(sv::control_gone(name)),
            Some(_) if taken.contains(&Spot::Control(name.clone())) => tell(sv::spot_twice(name)),
            Some(control) if control.takes == Takes::Tick => tell(sv::fact_in_box(name)),
            Some(_) => {}
        }
    }
    problems
}

/// What a spot is called.
pub fn spot_name(spot: &Spot) -> &str {
    let (Spot::Control(name) | Spot::Heading(name)) = spot;
    name
}

fn unfit(kind: &AnswerKind, takes: &Takes, name: &str) -> Option<String> {
    match (kind, takes) {
        (AnswerKind::Text, Takes::Text) | (AnswerKind::Tick, Takes::Tick) => None,
        (AnswerKind::Text, _) => Some(sv::takes_no_text(name)),
        (AnswerKind::Tick, _) => Some(sv::takes_no_tick(name)),
        (AnswerKind::Choice(labels), Takes::Choice(options)) => {
            let known = |word: &&String| labels.iter().any(|label| fold(label) == fold(word));
            let strange: Vec<&String> = options.iter().filter(|word| !known(word)).collect();
            (!strange.is_empty()).then(|| sv::strange_choices(name, &strange, labels))
        }
        (AnswerKind::Choice(_), _) => Some(sv::takes_no_choice(name)),
    }
}

/// The shortest word that tells a control by standing in its name.
const TELLING: usize = 5;

fn bare(text: &str) -> String {
    fold(text).trim_matches(|c: char| !c.is_alphanumeric()).replace(['-', '_', '.'], " ")
}

/// What the document's controls and headings are likely to be, to begin from.
pub fn suggest_words(document: &ReadDocument, fields: &[TextField]) -> Words {
    let (controls, headings) = (controls(document), headings(document));
    let mut words = Words::default();
    let once = |control: &&Control| control.times == 1;
    for (fact, _, asked) in sv::FACTS {
        let named = |control: &&Control| {
            [&control.name, &control.title]
                .into_iter()
                .any(|name| bare(name) == bare(fact) || asked.contains(&bare(name).as_str()))
        };
        if let Some(control) = controls.iter().filter(|control| control.takes != Takes::Tick).find(named) {
            words.facts.insert((*fact).to_owned(), control.name.clone());
        }
    }
    for field in fields {
        let is_free = |spot: &Spot, words: &Words| {
            !words.fields.values().any(|other| other == spot)
                && !words.facts.values().any(|name| name == spot_name(spot))
        };
        let (title, path) = (bare(&field.title), bare(&field.path));
        let section = bare(field.path.split_once('.').map_or(field.path.as_str(), |(section, _)| section));
        let fits = |control: &&Control| once(control) && unfit(&field.kind, &control.takes, "").is_none();
        let named = |control: &&Control| {
            [&control.name, &control.title].into_iter().map(|name| bare(name)).any(|name| {
                name == title
                    || name == path
                    || name == section
                    || name.chars().count() >= TELLING && title.starts_with(&name)
            })
        };
        let heading =
            headings.iter().find(|(heading, times)| *times == 1 && bare(heading) == title).map(|(heading, _)| heading);
        let below = |control: &&Control| heading.is_some() && control.under.as_ref() == heading;
        let control = controls.iter().filter(fits).find(named).or_else(|| controls.iter().filter(fits).find(below));
        let control = control.map(|control| Spot::Control(control.name.clone())).filter(|spot| is_free(spot, &words));
        let by_heading =
            heading.filter(|_| field.kind == AnswerKind::Text).map(|heading| Spot::Heading(heading.clone()));
        if let Some(spot) = control.or(by_heading).filter(|spot| is_free(spot, &words)) {
            words.fields.insert(field.path.clone(), spot);
        }
    }
    words
}

/// What stood in the controls of a document as it was uploaded, by name: prompts, which are nobody's answer.
pub fn prompts(document: &ReadDocument) -> BTreeMap<String, String> {
    let no_picture = |_: usize| (String::new(), String::new());
    let text = |(at, name): (usize, &str)| {
        let own = |block: &&ReadBlock| block.within.contains(&at);
        let blocks: Vec<&ReadBlock> = document.blocks.iter().filter(own).collect();
        (name.to_owned(), documents::docx::read::markup(&blocks, &no_picture))
    };
    let named = document
        .controls
        .iter()
        .enumerate()
        .map(|(at, control)| (at, control.name()))
        .filter(|(_, name)| !name.is_empty());
    named.map(text).collect()
}

/// The heading that the control stands under alone among those that are written in, by which its text is found where the
/// control is gone.
pub fn heading_of(document: &ReadDocument, words: &Words, path: &str) -> Option<String> {
    match words.fields.get(path)? {
        Spot::Heading(text) => Some(text.clone()),
        Spot::Control(name) => {
            let controls = controls(document);
            let under = controls.iter().find(|control| control.name == *name)?.under.clone()?;
            let is_once = headings(document).iter().any(|(heading, times)| *heading == under && *times == 1);
            let shared = words.fields.iter().any(|(other, spot)| {
                other != path
                    && match spot {
                        Spot::Heading(text) => *text == under,
                        Spot::Control(name) => controls
                            .iter()
                            .any(|control| control.name == *name && control.under.as_ref() == Some(&under)),
                    }
            });
            (is_once && !shared).then_some(under)
        }
    }
}
