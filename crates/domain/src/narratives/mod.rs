//! What holds for a report in words beside its form: the pictures in it are there and described, and what is signed
//! says which they were, and what the focus areas that it names are called. Pure.

pub mod sv;

use std::collections::BTreeMap;

use forms::{Content, Fault, FaultKind, FormDef, Place, Value};

use crate::deviations::{FocusAsked, is_about_focus_area, name_focus_areas, signed_focus_areas};

#[cfg(test)]
mod tests;

/// What a report in words is answered with.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Its headings.
    pub form: FormDef,
    /// The focus areas of next year that it names, and under which heading; nothing where it names none.
    pub focus: Option<Focus>,
    /// The pictures that can stand in it: the hash of each by its name.
    pub pictures: BTreeMap<String, String>,
}

/// Focus areas that a report names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// The heading under which they are named, by its stable name.
    pub section: String,
    /// The focus areas.
    pub areas: Vec<FocusAsked>,
}

/// What an answer in words breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// A picture is placed that is not there.
    NoSuchPicture {
        /// What it is said to show, or its name.
        what: String,
    },
    /// A picture without words for whoever does not see it.
    NotDescribed,
}

impl Rule {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchPicture { .. } => "narratives.no-such-picture",
            Self::NotDescribed => "narratives.not-described",
        }
    }
}

const PICTURE: &str = "picture-";
const HASH: &str = ".sha256";

/// Where what is signed tells a picture's hash.
fn hash_path(name: &str) -> String {
    format!("{PICTURE}{name}{HASH}")
}

/// Whether the path is one that only says what a picture or a focus area was.
pub fn is_beside(path: &str) -> bool {
    is_about_focus_area(path) || path.starts_with(PICTURE) && path.ends_with(HASH)
}

/// What is wrong with the pictures that a text places: the name of each, and what it is said to show.
pub fn check(asked: &Asked, path: &str, placed: Vec<(String, String)>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, alt) in placed {
        let rule = if !asked.pictures.contains_key(&name) {
            Rule::NoSuchPicture { what: if alt.is_empty() { name } else { alt } }
        } else if alt.is_empty() {
            Rule::NotDescribed
        } else {
            continue;
        };
        let kind = FaultKind::Rule { code: rule.code().to_owned(), sentence: sv::rule(&rule) };
        faults.push(Fault { place: Place::field(path), kind, value: String::new() });
    }
    faults
}

/// The content as it is signed: with the hash of every picture that it places, and with what every focus area is called.
pub fn to_signed(asked: &Asked, mut content: Content, placed: &[String]) -> Content {
    for name in placed {
        if let Some(sha256) = asked.pictures.get(name) {
            content.fields.insert(hash_path(name), Value::Text(sha256.clone()));
        }
    }
    if let Some(focus) = &asked.focus {
        name_focus_areas(&mut content, &focus.areas);
    }
    content
}

impl Asked {
    /// What the signed content answered: its pictures and focus areas as they were then.
    pub fn as_signed(&mut self, content: &Content) {
        if let Some(focus) = &mut self.focus {
            focus.areas = signed_focus_areas(content);
        }
        let hash = |(path, value): (&String, &Value)| {
            let name = path.strip_prefix(PICTURE)?.strip_suffix(HASH)?;
            Some((name.to_owned(), value.as_text()?.to_owned()))
        };
        self.pictures = content.fields.iter().filter_map(hash).collect();
    }
}
