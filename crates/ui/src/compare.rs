//! Before and after: what changed between two versions of an answer.

use maud::{Markup, html};

use crate::sv;
use crate::text::Text;

/// One question of a comparison.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    /// The question.
    pub question: Text<'a>,
    /// The earlier answer.
    pub before: Text<'a>,
    /// The answer now.
    pub after: Text<'a>,
}

/// What differs, question by question, the earlier text beside the later; equal ones are left out by the caller or shown
/// once.
pub fn diff(changes: &[Change<'_>]) -> Markup {
    html! {
        div.diff {
            @for change in changes {
                section {
                    h3 { (change.question) }
                    @let (before, after) = words(&change.before, &change.after);
                    div.diff-pair {
                        div { p.diff-head { (sv::BEFORE) } p.diff-text { (shown(&before)) } }
                        div { p.diff-head { (sv::AFTER) } p.diff-text { (shown(&after)) } }
                    }
                }
            }
        }
    }
}

/// The parts, or that there are none.
fn shown(parts: &[Markup]) -> Markup {
    html! {
        @if parts.is_empty() { span.missing { (sv::NOTHING_THERE) } }
        @for part in parts { (part) }
    }
}

/// Both texts with the words that differ marked: the longest common run of words stays unmarked.
fn words(before: &str, after: &str) -> (Vec<Markup>, Vec<Markup>) {
    let (old, new) = (pieces(before), pieces(after));
    let common = common_words(&old, &new);
    let mark = |words: &[&str], kept: &[bool], added: bool| {
        let mut parts = Vec::new();
        let mut start = 0;
        while start < words.len() {
            let end = (start..words.len()).find(|&at| kept[at] != kept[start]).unwrap_or(words.len());
            let text = words[start..end].concat();
            parts.push(match (kept[start], added) {
                (true, _) => html! { (text) },
                (false, true) => html! { ins { span.hidden { (sv::ADDED) " " } (text) } },
                (false, false) => html! { del { span.hidden { (sv::REMOVED) " " } (text) } },
            });
            start = end;
        }
        parts
    };
    (mark(&old, &common.0, false), mark(&new, &common.1, true))
}

/// Words and signs of punctuation, each with the white space after it.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for chunk in text.split_inclusive(char::is_whitespace) {
        let word_end = chunk.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let (word, rest) = chunk.split_at(word_end);
        out.extend([word, rest].into_iter().filter(|piece| !piece.is_empty()));
    }
    // White space alone belongs to the word before it: join "word" and " " again.
    let mut joined: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for piece in out {
        if piece.trim().is_empty() {
            end += piece.len();
            continue;
        }
        if end > start {
            joined.push(&text[start..end]);
        }
        start = end;
        end += piece.len();
    }
    if end > start {
        joined.push(&text[start..end]);
    }
    joined
}

/// Which words of each text belong to their longest common subsequence. Texts beyond 2 000 words are compared as a whole,
/// since the table grows with their product.
fn common_words(old: &[&str], new: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let same = |a: &str, b: &str| a.trim_end() == b.trim_end();
    let (mut left, mut right) = (vec![false; old.len()], vec![false; new.len()]);
    if old.len() > 2_000 || new.len() > 2_000 {
        return (left, right);
    }
    let mut table = vec![vec![0_u16; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i][j] =
                if same(old[i], new[j]) { table[i + 1][j + 1] + 1 } else { table[i + 1][j].max(table[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if same(old[i], new[j]) {
            left[i] = true;
            right[j] = true;
            i += 1;
            j += 1;
        } else if table[i + 1][j] >= table[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (left, right)
}
