//! Telephones, mailboxes and names in a text.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::page::Part;
use super::sv;
use super::units::{Unit, clean};

/// Whom to reach, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A name.
    pub name: Option<String>,
    /// A telephone number, as it stands.
    pub phone: Option<String>,
    /// A mailbox.
    pub email: Option<String>,
}

/// A way to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    Phone { number: String, at: usize, switchboard: bool },
    Email { address: String, at: usize },
}

impl Way {
    pub(super) const fn at(&self) -> usize {
        match self {
            Self::Phone { at, .. } | Self::Email { at, .. } => *at,
        }
    }
}

/// What leads to the whole school.
#[derive(Debug, Default)]
pub(super) struct General {
    /// Numbers that are called a switchboard somewhere on the page.
    switchboards: BTreeSet<String>,
    /// Numbers that stand last on the page: the school's, unless a name stands beside.
    last: BTreeSet<String>,
}

impl General {
    pub(super) fn is(&self, way: &Way, named: bool) -> bool {
        match way {
            Way::Phone { number, switchboard, .. } => {
                let number = plain(number);
                *switchboard || self.switchboards.contains(&number) || (!named && self.last.contains(&number))
            }
            Way::Email { address, .. } => {
                let local = address.split('@').next().unwrap_or_default().to_lowercase();
                let host = address.split('@').nth(1).unwrap_or_default().split('.').next().unwrap_or_default();
                let first = local.split(['.', '-', '_', '+']).next().unwrap_or_default();
                sv::GENERAL_MAILBOXES.contains(&first) || local == host.to_lowercase()
            }
        }
    }
}

pub(super) fn general(units: &[Unit]) -> General {
    let mut general = General::default();
    for unit in units {
        for way in ways(&unit.text) {
            if let Way::Phone { number, switchboard, .. } = way {
                if switchboard {
                    general.switchboards.insert(plain(&number));
                } else if unit.part == Part::Footer && super::roles::mentions(&unit.text).is_empty() {
                    general.last.insert(plain(&number));
                }
            }
        }
    }
    general
}

/// The digits of a number as it is dialled within the country.
fn plain(number: &str) -> String {
    let digits: String = number.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").map(str::to_owned).unwrap_or(digits);
    match digits.strip_prefix("46") {
        Some(rest) if !number.trim_start().starts_with('0') || number.trim_start().starts_with("00") => {
            format!("0{rest}")
        }
        _ => digits,
    }
}

/// Everything to reach somebody by that stands in the text, in order.
pub(super) fn ways(text: &str) -> Vec<Way> {
    let lower = text.to_lowercase();
    let switchboard = sv::SWITCHBOARD.iter().any(|word| lower.contains(word));
    let phones = phones(text).into_iter().map(|(at, number)| Way::Phone { number, at, switchboard });
    let mut ways: Vec<Way> =
        phones.chain(emails(text).into_iter().map(|(at, address)| Way::Email { address, at })).collect();
    ways.sort_by_key(Way::at);
    ways
}

/// The first of each in the text.
pub(super) fn all(text: &str) -> Contact {
    let name = names(text).into_iter().next().map(|(_, name)| name);
    let phone = phones(text).into_iter().next().map(|(_, number)| number);
    Contact { name, phone, email: emails(text).into_iter().next().map(|(_, address)| address) }
}

/// Telephone numbers and where they begin: from 0 or + on, with eight to fifteen digits; no times, dates or sums.
pub fn phones(text: &str) -> Vec<(usize, String)> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let before = at.checked_sub(1).map(|before| letters[before].1);
        let begins = matches!(letters[at].1, '0' | '+')
            || (letters[at].1 == '(' && letters.get(at + 1).is_some_and(|next| next.1 == '0'));
        let free =
            before.is_none_or(|before| !before.is_alphanumeric() && !matches!(before, '-' | '.' | '@' | '_' | '/'));
        if !begins || !free {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some((_, letter)) = letters.get(end) {
            let separator = matches!(letter, ' ' | '-' | '–' | '/' | '(' | ')');
            let next = letters.get(end + 1).map(|next| next.1);
            let goes_on = letter.is_ascii_digit()
                || (separator
                    && next.is_some_and(|next| {
                        next.is_ascii_digit()
                            || (matches!(next, ' ' | '-' | '–' | '(' | '0') && separates(&letters, end + 1))
                    }));
            if !goes_on {
                break;
            }
            end += 1;
        }
        let number: String = letters[at..end].iter().map(|(_, letter)| letter).collect();
        let after = letters.get(end).map(|after| after.1);
        let clock =
            matches!(after, Some('.' | ':')) && letters.get(end + 1).is_some_and(|next| next.1.is_ascii_digit());
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let groups: Vec<usize> = number.split(['-', '/', '–']).map(|group| group.trim().len()).collect();
        let date = matches!(groups[..], [2, 2, 4] | [4, 2, 2]);
        if (8..=15).contains(&digits) && !clock && !date && !number.starts_with("+0") {
            found.push((letters[at].0, number.trim().to_owned()));
            at = end;
        } else {
            at += 1;
            // On past the rest of these digits.
            while letters.get(at).is_some_and(|(_, letter)| letter.is_ascii_digit()) {
                at += 1;
            }
        }
    }
    found
}

/// Whether a second separator is still within a number: one more, and then a digit.
fn separates(letters: &[(usize, char)], at: usize) -> bool {
    letters[at..].iter().skip(1).take(2).any(|(_, letter)| letter.is_ascii_digit())
}

/// Mailboxes and where they begin, also those that are written so that programs do not see them.
pub fn emails(text: &str) -> Vec<(usize, String)> {
    // Each way of hiding the sign, made as long as it was, so that places stay where they are.
    let plain = uncovered(text);
    let mut found: Vec<(usize, String)> = Vec::new();
    let local = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | '+');
    let domain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-');
    for (sign, _) in plain.match_indices('@') {
        let head = plain[..sign].trim_end_matches('\u{1}');
        let begin =
            head.char_indices().rev().take_while(|(_, letter)| local(*letter)).last().map_or(head.len(), |(at, _)| at);
        let tail = plain[sign + 1..].trim_start_matches('\u{1}');
        let host: String = tail
            .chars()
            .take_while(|letter| domain(*letter) || *letter == '\u{1}')
            .filter(|letter| *letter != '\u{1}')
            .collect();
        let host = host.trim_matches(['.', '-']);
        let name = head[begin..].trim_matches(['.', '-']);
        let ends_well = host
            .rsplit('.')
            .next()
            .is_some_and(|last| last.chars().count() >= 2 && last.chars().all(char::is_alphabetic));
        if !name.is_empty() && host.contains('.') && ends_well {
            found.push((begin, format!("{name}@{host}")));
        }
    }
    found.dedup_by(|one, two| one.1 == two.1);
    found
}

/// The text with every hidden sign shown, of the same length: what is left over of a longer way of writing one is filled up.
fn uncovered(text: &str) -> String {
    let mut plain = text.to_owned();
    for (written, sign) in sv::HIDDEN_SIGNS {
        let mut from = 0;
        while let Some(at) = find_folded(&plain, written, from) {
            let end = at + written.len();
            // Between what belongs to an address only.
            let whole = plain[..at].ends_with(|letter: char| letter.is_alphanumeric())
                && plain[end..].starts_with(|letter: char| letter.is_alphanumeric());
            if whole {
                plain.replace_range(at..end, &filled(*sign, written.len()));
            }
            from = end;
        }
    }
    plain
}

fn filled(sign: char, length: usize) -> String {
    let mut filled = String::from('\u{1}');
    filled.push(sign);
    while filled.len() < length {
        filled.push('\u{1}');
    }
    if filled.len() > length { sign.to_string() } else { filled }
}

/// Where the text has the words, whatever the size of letters of the first 128.
fn find_folded(text: &str, words: &str, from: usize) -> Option<usize> {
    let (text, words) = (text.as_bytes(), words.as_bytes());
    (from..=text.len().checked_sub(words.len())?).find(|at| text[*at..*at + words.len()].eq_ignore_ascii_case(words))
}

/// Names of persons and where they begin: two to four words after one another that begin with a capital and are none of the
/// words that a page of contacts is full of.
pub(super) fn names(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut run: Vec<(usize, &str)> = Vec::new();
    let mut end = |run: &mut Vec<(usize, &str)>| {
        while run.last().is_some_and(|(_, word)| sv::PARTICLES.contains(word)) {
            run.pop();
        }
        if (2..=4).contains(&run.len()) {
            let name = run.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
            found.push((run[0].0, name));
        }
        run.clear();
    };
    let mut at = 0;
    for piece in text.split(' ') {
        let begins = at;
        at += piece.len() + 1;
        let word = piece.trim_start_matches(['(', '"', '”', '*', '–', '-']);
        let lead = piece.len() - word.len();
        let bare = word.trim_end_matches(['.', ',', ':', ';', ')', '"', '”', '!', '?', '*']);
        if lead > 0 {
            end(&mut run);
        }
        if is_part_of_name(bare) || (!run.is_empty() && sv::PARTICLES.contains(&bare)) {
            run.push((begins + lead, bare));
            if bare.len() < word.len() {
                end(&mut run);
            }
        } else {
            end(&mut run);
        }
    }
    end(&mut run);
    found
}

fn is_part_of_name(word: &str) -> bool {
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let rest = word.chars().skip(1);
    let small = rest.clone().any(char::is_lowercase)
        && rest.clone().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’'));
    let lower = clean(word).to_lowercase();
    capital
        && small
        && !sv::NO_NAMES.iter().any(|no| lower == *no)
        && !sv::NO_NAME_PARTS.iter().any(|part| lower.contains(part))
}
