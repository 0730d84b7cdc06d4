//! What goes out of a case to somebody else: by a profile that says which kinds of content, with passages masked by whoever
//! answers for it. The case itself is never changed.

use std::collections::BTreeSet;

use kernel::{Label, closed};
use serde::{Deserialize, Serialize};

use super::model::{Entry, Happening, Party};

closed! {
    /// A kind of content of a case.
    Part {
        /// Who said it, and how they may be reached.
        Who = "vem",
        /// What they said.
        Said = "sagt",
        /// What they were answered and asked.
        Sent = "svar",
        /// What was done and judged.
        Acts = "atgarder",
        /// The notes of the side that hands it out.
        Notes = "anteckningar",
        /// The names of those who handled it.
        Handlers = "handlaggare",
        /// Which files there are.
        Files = "filer",
    }
}

/// What goes out to whom: data of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its stable name.
    pub slug: String,
    /// What it is called.
    pub title: Label,
    /// When it is the right one.
    pub help: Option<Label>,
    /// The kinds of content that go out.
    pub parts: Vec<Part>,
    /// How many days its link holds.
    pub days: u32,
}

/// The longest that a link holds, in days.
pub const LONGEST_LINK: u32 = 60;

impl Profile {
    /// Whether content of the kind goes out.
    pub fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}

/// What kind of content the words of the entry are.
pub const fn part_of(entry: &Entry) -> Part {
    match (&entry.happening, entry.by) {
        // What somebody at the school wrote down of what was said to them is what was said.
        (Happening::Opened(_) | Happening::Wrote | Happening::Said { .. }, _)
        | (Happening::Escalated, Party::Complainant) => Part::Said,
        (Happening::Noted, _) => Part::Notes,
        (
            Happening::Acted { .. }
            | Happening::Classified { .. }
            | Happening::Worded
            | Happening::Linked { .. }
            | Happening::Unlinked { .. }
            | Happening::BecameAbuse
            | Happening::Assigned,
            _,
        ) => Part::Acts,
        _ => Part::Sent,
    }
}

/// What stands instead of what is masked. It does not tell how long that was.
pub const MASK: &str = "█████";

/// The passages of a text: sentences and lines. Put together they are the text.
pub fn passages(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut ends) = (0, false);
    for (at, sign) in text.char_indices() {
        if ends && !sign.is_whitespace() && !matches!(sign, '.' | '!' | '?' | '”' | '"' | ')') {
            found.push(&text[start..at]);
            (start, ends) = (at, false);
        }
        if matches!(sign, '.' | '!' | '?' | '\n' | '؟' | '。') {
            ends = true;
        } else if !sign.is_whitespace() && !matches!(sign, '”' | '"' | ')') {
            ends = false;
        }
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

/// The text with the passages of those places masked, and every word that has one of the words in it; and how many times.
pub fn masked(text: &str, places: &BTreeSet<usize>, words: &[String]) -> (String, usize) {
    let (mut out, mut count) = (String::with_capacity(text.len()), 0);
    for (at, passage) in passages(text).into_iter().enumerate() {
        if places.contains(&at) {
            let kept = passage.trim_end().len();
            out.push_str(MASK);
            out.push_str(&passage[kept..]);
            count += 1;
        } else {
            count += without(&mut out, passage, words);
        }
    }
    (out, count)
}

/// Writes the passage without the words, whatever their case: from the beginning of the word in which one begins to the end of that
/// in which it ends. Gives how many were masked.
fn without(out: &mut String, passage: &str, words: &[String]) -> usize {
    let signs: Vec<char> = passage.chars().collect();
    let folded: Vec<char> = signs.iter().map(|sign| fold(*sign)).collect();
    let mut hidden = vec![false; signs.len()];
    for word in words {
        let wanted: Vec<char> = word.trim().chars().map(fold).collect();
        if wanted.is_empty() {
            continue;
        }
        for at in 0..signs.len().saturating_sub(wanted.len() - 1) {
            if folded[at..at + wanted.len()] == wanted[..] {
                let (mut from, mut to) = (at, at + wanted.len());
                while from > 0 && signs[from - 1].is_alphanumeric() && signs[from].is_alphanumeric() {
                    from -= 1;
                }
                while to < signs.len() && signs[to].is_alphanumeric() && signs[to - 1].is_alphanumeric() {
                    to += 1;
                }
                hidden[from..to].fill(true);
            }
        }
    }
    let mut count = 0;
    for (at, sign) in signs.iter().enumerate() {
        if !hidden[at] {
            out.push(*sign);
        } else if at == 0 || !hidden[at - 1] {
            out.push_str(MASK);
            count += 1;
        }
    }
    count
}

fn fold(sign: char) -> char {
    let mut lower = sign.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_masked_passage_is_gone_and_the_others_stand() {
        let text = "Läraren Erik skrek. Det var i tisdags!\nErikssons såg det.";
        assert_eq!(passages(text), ["Läraren Erik skrek. ", "Det var i tisdags!\n", "Erikssons såg det."]);
        let (out, count) = masked(text, &[1].into(), &[]);
        assert_eq!((out.as_str(), count), ("Läraren Erik skrek. █████\nErikssons såg det.", 1));
        let (out, count) = masked(text, &BTreeSet::new(), &["erik".to_owned(), "  ".to_owned()]);
        assert_eq!((out.as_str(), count), ("Läraren █████ skrek. Det var i tisdags!\n█████ såg det.", 2));
        let (out, _) = masked("Ring 070-123 45 67.", &BTreeSet::new(), &["070-123 45 67".to_owned()]);
        assert_eq!(out, "Ring █████.");
    }

    proptest! {
        #[test]
        fn passages_put_together_are_the_text(text in "(?s).{0,200}") {
            prop_assert_eq!(passages(&text).concat(), text);
        }

        #[test]
        fn no_masked_word_is_left_whatever_its_case(
            before in "[a-zåäö .!\n]{0,40}", word in "[A-ZÅÄÖ][a-zåäö]{2,8}", after in "[a-zåäö .!\n]{0,40}",
        ) {
            let text = format!("{before}{}{after} {}", word.to_uppercase(), word.to_lowercase());
            let (out, _) = masked(&text, &BTreeSet::new(), std::slice::from_ref(&word));
            prop_assert!(!out.to_lowercase().contains(&word.to_lowercase()), "{}", out);
        }

        #[test]
        fn everything_masked_leaves_no_sign_of_the_text(text in "[a-z .!?\n]{1,80}") {
            let all: BTreeSet<usize> = (0..passages(&text).len()).collect();
            let (out, _) = masked(&text, &all, &[]);
            prop_assert!(!out.chars().any(char::is_alphanumeric), "{}", out);
        }
    }
}
