//! The roles, and where a text speaks of them.

use serde::{Deserialize, Serialize};

use super::sv;

/// Whom a site must say how to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Kursansvarig.
    CourseLead,
    /// Ansvarig för antagning.
    Admissions,
    /// Verksamhetsansvarig.
    Head,
    /// Studie- och yrkesvägledare.
    Guidance,
}

impl Role {
    /// All of them, in the order in which the source names them.
    pub const ALL: [Self; 4] = [Self::CourseLead, Self::Admissions, Self::Head, Self::Guidance];
    /// As it is kept.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::CourseLead => "course_lead",
            Self::Admissions => "admissions",
            Self::Head => "head",
            Self::Guidance => "guidance",
        }
    }
    /// From how it is kept.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.slug() == slug)
    }
    const fn phrases(self) -> &'static [&'static str] {
        match self {
            Self::CourseLead => sv::COURSE_LEAD,
            Self::Admissions => sv::ADMISSIONS,
            Self::Head => sv::HEAD,
            Self::Guidance => sv::GUIDANCE,
        }
    }
}

/// Where a text speaks of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    pub role: Role,
    pub from: usize,
    pub to: usize,
}

struct Word {
    from: usize,
    to: usize,
    lower: String,
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut from = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric(), from) {
            (true, None) => from = Some(at),
            (false, Some(begin)) => {
                words.push(Word { from: begin, to: at, lower: text[begin..at].to_lowercase() });
                from = None;
            }
            _ => {}
        }
        if letter == '&' {
            words.push(Word { from: at, to: at + 1, lower: "&".to_owned() });
        }
    }
    words
}

/// Whether a word is the stem with an ending of its own language and nothing more.
fn is_form(word: &str, stem: &str) -> bool {
    word.strip_prefix(stem).is_some_and(|ending| ending.is_empty() || sv::ENDINGS.contains(&ending))
}

/// Every place where the text speaks of a role; the longer words where two overlap.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let words = words(text);
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = Role::ALL
            .into_iter()
            .flat_map(|role| role.phrases().iter().map(move |phrase| (role, *phrase)))
            .filter_map(|(role, phrase)| Some((role, matched(text, &words[at..], phrase)?)))
            .max_by_key(|(_, length)| *length);
        let Some((role, length)) = longest else {
            at += 1;
            continue;
        };
        let next = words.get(at + length).map_or("", |next| next.lower.as_str());
        if !(role == Role::Admissions && sv::OF_RULES.contains(&next)) {
            found.push(Mention { role, from: words[at].from, to: words[at + length - 1].to });
        }
        at += length;
    }
    found
}

/// How many words the phrase takes at the beginning of these, if it stands there.
fn matched(text: &str, words: &[Word], phrase: &str) -> Option<usize> {
    let mut length = 0;
    let mut parts = phrase.split(' ').peekable();
    while let Some(part) = parts.next() {
        let word = words.get(length)?;
        let same = if parts.peek().is_none() {
            is_form(&word.lower, part)
        } else {
            word.lower == part || (part == "och" && word.lower == "&")
        };
        let close = length == 0 || {
            let between = &text[words[length - 1].to..word.from];
            between.chars().count() <= 3 && !between.contains(['.', '?', '!', '|'])
        };
        if !same || !close {
            return None;
        }
        length += 1;
    }
    Some(length)
}

/// Whether the role is what somebody studies to become, or whom a course is for: what goes before says so.
pub(super) fn of_studies(text: &str, from: usize) -> bool {
    let before = text[..from].to_lowercase();
    sv::OF_STUDIES
        .iter()
        .any(|said| before.match_indices(said).any(|(at, _)| !before[..at].ends_with(char::is_alphanumeric)))
}

/// Whether the words of a link ask the reader to get in touch.
pub(super) fn invites(words: &str) -> bool {
    let lower = words.to_lowercase();
    sv::INVITING.iter().any(|said| lower.contains(said))
}
