//! What goes out of a case to somebody else: by a profile that says which kinds of content, with passages masked by whoever
//! answers for it. The case itself is never changed.

use std::collections::BTreeSet;

use kernel::{Label, closed};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

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

/// A text with what is masked in it covered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Masked {
    /// The text.
    pub text: String,
    /// How many places are covered.
    pub places: usize,
    /// How many times each of the words was found.
    pub found: Vec<usize>,
}

/// The text with the passages of those places masked, and every word that has one of the words in it.
///
/// Whoever masks sees what is written and not how: so letters are compared as they look, whatever their case and however they are
/// composed; a space is any space, over a line's end too; a dash is any dash; and a number of digits is found however it is
/// grouped. The text comes out composed (NFC), which looks the same.
pub fn masked(text: &str, places: &BTreeSet<usize>, words: &[String]) -> Masked {
    let text: String = text.nfc().collect();
    let signs: Vec<char> = text.chars().collect();
    let mut hidden = vec![false; signs.len()];
    let mut at = 0;
    for (place, passage) in passages(&text).into_iter().enumerate() {
        let kept = passage.trim_end().chars().count();
        if places.contains(&place) {
            hidden[at..at + kept].fill(true);
        }
        at += passage.chars().count();
    }
    let found = words.iter().map(|word| cover(&signs, &mut hidden, word)).collect();
    let mut out = Masked { text: String::with_capacity(text.len()), places: 0, found };
    for (at, sign) in signs.iter().enumerate() {
        if !hidden[at] {
            out.text.push(*sign);
        } else if at == 0 || !hidden[at - 1] {
            out.text.push_str(MASK);
            out.places += 1;
        }
    }
    out
}

/// The fewest digits that are sought as a number, however it is grouped.
const NUMBER: usize = 5;

/// Hides the word wherever it stands, from the beginning of the word in which it begins to the end of that in which it ends; gives how
/// many times that was.
fn cover(signs: &[char], hidden: &mut [bool], word: &str) -> usize {
    let word: String = word.trim().nfc().collect();
    let digits: Vec<char> = word.chars().filter(char::is_ascii_digit).collect();
    let is_number = digits.len() >= NUMBER && word.chars().all(|sign| sign.is_ascii_digit() || groups(sign));
    let digits = core_of(&word, digits);
    let sought = if is_number {
        digits
    } else {
        folded(&word.chars().collect::<Vec<_>>()).into_iter().map(|(sign, _)| sign).collect()
    };
    if sought.is_empty() {
        return 0;
    }
    let among = if is_number { numbers(signs) } else { folded(signs) };
    let mut times = 0;
    for window in among.windows(sought.len()) {
        let same = window.iter().map(|(sign, _)| sign).eq(&sought);
        let whole = !is_number || window.iter().all(|(sign, _)| sign.is_ascii_digit());
        let (Some((_, from)), Some((_, to))) = (window.first(), window.last()) else { continue };
        if !same || !whole {
            continue;
        }
        let (mut from, mut to) = (*from, *to + 1);
        while from > 0 && signs[from - 1].is_alphanumeric() && signs[from].is_alphanumeric() {
            from -= 1;
        }
        while to < signs.len() && signs[to].is_alphanumeric() && signs[to - 1].is_alphanumeric() {
            to += 1;
        }
        hidden[from..to].fill(true);
        times += 1;
    }
    times
}

/// What of a number stands in every way of writing it: a personnummer without its century, a telephone number without the first
/// zero or the country.
fn core_of(word: &str, digits: Vec<char>) -> Vec<char> {
    let text: String = digits.iter().collect();
    let abroad = text.strip_prefix("0046").or_else(|| text.strip_prefix("46").filter(|_| word.starts_with('+')));
    let core = if let Some(rest) = abroad {
        rest
    } else if text.len() == 12 && (text.starts_with("19") || text.starts_with("20")) {
        &text[2..]
    } else if text.len() >= NATIONAL && text.starts_with('0') {
        &text[1..]
    } else {
        return digits;
    };
    core.trim_start_matches('0').chars().collect()
}

/// The fewest digits of a telephone number with its first zero.
const NATIONAL: usize = 8;

/// The signs as they are compared, with where each stands; a run of spaces is one.
fn folded(signs: &[char]) -> Vec<(char, usize)> {
    let mut out: Vec<(char, usize)> = Vec::with_capacity(signs.len());
    for (at, sign) in signs.iter().enumerate() {
        if sign.is_whitespace() {
            if out.last().is_none_or(|(before, _)| *before != ' ') {
                out.push((' ', at));
            }
        } else if is_dash(*sign) {
            out.push(('-', at));
        } else {
            out.push((fold(*sign), at));
        }
    }
    out
}

/// The digits with where each stands, and one sign between those that are of no one number.
fn numbers(signs: &[char]) -> Vec<(char, usize)> {
    /// More signs than these between two digits and they are of two numbers.
    const APART: usize = 3;
    let mut out: Vec<(char, usize)> = Vec::new();
    let mut last: Option<usize> = None;
    for (at, sign) in signs.iter().enumerate().filter(|(_, sign)| sign.is_ascii_digit()) {
        if let Some(last) = last {
            let between = &signs[last + 1..at];
            if between.len() > APART || !between.iter().all(|sign| groups(*sign)) {
                out.push((' ', last + 1));
            }
        }
        out.push((*sign, at));
        last = Some(at);
    }
    out
}

/// Whether the sign may stand within a number: between its groups, or before it.
fn groups(sign: char) -> bool {
    sign.is_whitespace() || is_dash(sign) || matches!(sign, '+' | '/' | '.' | '(' | ')')
}

const fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
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
        let out = masked(text, &[1].into(), &[]);
        assert_eq!((out.text.as_str(), out.places), ("Läraren Erik skrek. █████\nErikssons såg det.", 1));
        let out = masked(text, &BTreeSet::new(), &["erik".to_owned(), "  ".to_owned()]);
        assert_eq!((out.text.as_str(), out.places), ("Läraren █████ skrek. Det var i tisdags!\n█████ såg det.", 2));
        assert_eq!(out.found, [2, 0]);
    }

    #[test]
    fn what_looks_the_same_is_masked_however_it_is_written() {
        let of = |text: &str, word: &str| masked(text, &BTreeSet::new(), &[word.to_owned()]).text;
        for (text, word, left) in [
            ("Ring 070-123 45 67.", "070-123 45 67", "Ring █████."),
            ("Ring 070-123 45 67.", "0701234567", "Ring █████."),
            ("Född 850101-1234, sade hon.", "8501011234", "Född █████, sade hon."),
            ("Född 19850101-1234.", "850101\u{2013}1234", "Född █████."),
            ("Ring +46701234567.", "0701234567", "Ring +█████."),
            ("Ring 0046 70-123 45 67.", "070-1234567", "Ring 0046 █████."),
            ("Ring 070-123 45 67.", "+46 70 123 45 67", "Ring █████."),
            ("Född 850412+1236.", "19850412-1236", "Född █████."),
            ("Rum 12345 och 678.", "12345678", "Rum 12345 och 678."),
            ("A\u{30a}sa kom.", "Åsa", "█████ kom."),
            ("Åsa kom.", "A\u{30a}sa", "█████ kom."),
            ("Bertil\u{a0}Ekman och bertil\nekman.", "Bertil Ekman", "█████ och █████."),
            ("Hos Dr. Ek i går.", "Dr. Ek", "Hos █████ i går."),
            ("Anna\u{2011}Karin sade", "anna-karin", "█████ sade"),
        ] {
            assert_eq!(of(text, word), left, "{word}");
        }
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
            let out = masked(&text, &BTreeSet::new(), std::slice::from_ref(&word)).text;
            prop_assert!(!out.to_lowercase().contains(&word.to_lowercase()), "{}", out);
        }

        #[test]
        fn everything_masked_leaves_no_sign_of_the_text(text in "[a-z .!?\n]{1,80}") {
            let all: BTreeSet<usize> = (0..passages(&text).len()).collect();
            let out = masked(&text, &all, &[]).text;
            prop_assert!(!out.chars().any(char::is_alphanumeric), "{}", out);
        }
    }
}
