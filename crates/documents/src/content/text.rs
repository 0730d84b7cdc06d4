//! Text inside a block: pieces that are plain, strong, emphasised or links, and the cleaning that every writer needs.

use serde::{Deserialize, Serialize};

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    /// As it is.
    Text(String),
    /// Set heavier, since it matters more.
    Strong(String),
    /// Set in italics: a term, a title.
    Emphasis(String),
    /// A link. An address that is not `https:`, `http:` or `mailto:` is set as plain text.
    Link {
        /// What is shown.
        text: String,
        /// Where it leads.
        address: String,
    },
}

/// Text of one or more pieces. A plain string becomes one with `into()`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub Vec<Inline>);

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(vec![Inline::Text(text.to_owned())])
    }
}
impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(vec![Inline::Text(text)])
    }
}

impl Text {
    /// More plain text after what is here.
    #[must_use]
    pub fn plain(mut self, text: impl Into<String>) -> Self {
        self.0.push(Inline::Text(text.into()));
        self
    }
    /// Strong text after what is here.
    #[must_use]
    pub fn strong(mut self, text: impl Into<String>) -> Self {
        self.0.push(Inline::Strong(text.into()));
        self
    }
    /// Emphasised text after what is here.
    #[must_use]
    pub fn emphasis(mut self, text: impl Into<String>) -> Self {
        self.0.push(Inline::Emphasis(text.into()));
        self
    }
    /// A link after what is here.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, address: impl Into<String>) -> Self {
        self.0.push(Inline::Link { text: text.into(), address: address.into() });
        self
    }
    /// Whether there is nothing to read in it.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|inline| inline.as_str().trim().is_empty())
    }

    /// Cleaned, pieces without text left out, outer white space gone.
    pub(super) fn settled(&self) -> Self {
        let mut pieces: Vec<Inline> = self.0.iter().map(Inline::settled).collect();
        if let Some(first) = pieces.first_mut() {
            let shorter = first.as_str().trim_start().to_owned();
            *first.text_mut() = shorter;
        }
        if let Some(last) = pieces.last_mut() {
            let shorter = last.as_str().trim_end().to_owned();
            *last.text_mut() = shorter;
        }
        pieces.retain(|piece| !piece.as_str().is_empty());
        Self(pieces)
    }
    pub(super) fn some(self) -> Option<Self> {
        (!self.is_blank()).then_some(self)
    }
}

impl Inline {
    /// What is shown.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Emphasis(text) | Self::Link { text, .. } => text,
        }
    }
    fn text_mut(&mut self) -> &mut String {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Emphasis(text) | Self::Link { text, .. } => text,
        }
    }
    fn settled(&self) -> Self {
        match self {
            Self::Text(text) => Self::Text(clean(text)),
            Self::Strong(text) => Self::Strong(clean(text)),
            Self::Emphasis(text) => Self::Emphasis(clean(text)),
            Self::Link { text, address } if safe_address(address) => {
                Self::Link { text: clean(text), address: address.clone() }
            }
            Self::Link { text, .. } => Self::Text(clean(text)),
        }
    }
}

/// Only addresses that a reader can follow without harm, in printable ASCII (RFC 3986), at most 2,000 characters.
fn safe_address(address: &str) -> bool {
    let known = ["https://", "http://", "mailto:"].iter().any(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme) && address.len() > scheme.len())
    });
    known
        && address.len() <= 2000
        && address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte))
}

/// The text without what can not stand in a document: control characters (a tab becomes a space; a line feed stays; line
/// and paragraph separators and carriage returns become line feeds), byte order marks, noncharacters (neither XML 1.0
/// nor PDF can hold them) and the invisible characters that reorder what follows them (Unicode UAX 9, explicit
/// formatting), which could make a quote read differently from what was handed in.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}' => {}
            char if char.is_control() || (char as u32) & 0xfffe == 0xfffe => {}
            char => out.push(char),
        }
    }
    out
}

/// Cleaned text on one line, runs of white space as one space. No-break spaces stay.
pub(super) fn line(text: &str) -> String {
    let cleaned = clean(text);
    let words = cleaned.split(|char: char| char.is_whitespace() && char != '\u{a0}' && char != '\u{202f}');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
