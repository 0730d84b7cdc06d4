//! Text that can exist in several languages. Swedish is always there; the others where somebody has written them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language that pages can be shown in, by its BCP 47 tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Swedish.
    Sv,
    /// Easy-to-read Swedish (BCP 47 `sv-x-lattlast`).
    #[serde(rename = "sv-x-lattlast")]
    SvEasy,
    /// English.
    En,
    /// Arabic.
    Ar,
    /// Somali.
    So,
    /// Tigrinya.
    Ti,
    /// Persian.
    Fa,
    /// Ukrainian.
    Uk,
    /// Polish.
    Pl,
    /// Spanish.
    Es,
}

/// A name or sentence in Swedish and, where translated, in other languages.
///
/// In a document it is either a plain string (Swedish) or a table with one entry per language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Label {
    sv: String,
    others: BTreeMap<Language, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Plain(String),
    Translated {
        sv: String,
        #[serde(flatten)]
        others: BTreeMap<Language, String>,
    },
}

impl From<Written> for Label {
    fn from(written: Written) -> Self {
        match written {
            Written::Plain(sv) => Self { sv, others: BTreeMap::new() },
            Written::Translated { sv, others } => Self { sv, others },
        }
    }
}
impl From<Label> for Written {
    fn from(label: Label) -> Self {
        if label.others.is_empty() {
            Self::Plain(label.sv)
        } else {
            Self::Translated { sv: label.sv, others: label.others }
        }
    }
}

impl Label {
    /// A label in Swedish only.
    pub fn sv(text: impl Into<String>) -> Self {
        Self { sv: text.into(), others: BTreeMap::new() }
    }
    /// The same with one more translation; a second one in the same language replaces the first, and one in Swedish
    /// replaces the Swedish text.
    #[must_use]
    pub fn with(mut self, language: Language, text: impl Into<String>) -> Self {
        if language == Language::Sv {
            self.sv = text.into();
        } else {
            self.others.insert(language, text.into());
        }
        self
    }
    /// The label with every text changed by the function.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        let others = self.others.iter().map(|(language, text)| (*language, change(text))).collect();
        Self { sv: change(&self.sv), others }
    }
    /// The texts in other languages than Swedish.
    pub fn translations(&self) -> impl Iterator<Item = (Language, &str)> {
        self.others.iter().map(|(language, text)| (*language, text.as_str()))
    }
    /// The Swedish text.
    pub fn as_sv(&self) -> &str {
        &self.sv
    }
    /// The text in the language, or the Swedish one where it has not been translated.
    pub fn in_language(&self, language: Language) -> &str {
        self.others.get(&language).unwrap_or(&self.sv)
    }
}
