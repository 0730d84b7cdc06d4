//! From text to records and fields. Own rather than a crate's, because rows must keep their numbers (empty lines count)
//! and a stray quotation mark must not swallow the rest of the file.

use std::borrow::Cow;

const DELIMITERS: [char; 4] = [';', '\t', ',', '|'];
/// How often a quotation mark that nothing closes is taken for a letter before all of them are; each costs a sweep to the
/// end of the file.
const STRAY: usize = 20;

/// The delimiter, and the text without a leading `sep=` line.
pub(super) fn delimiter(text: &str) -> (char, &str) {
    if let Some(rest) = text.get(..4).filter(|head| head.eq_ignore_ascii_case("sep=")).map(|_| &text[4..]) {
        let mut chars = rest.chars();
        if let Some(delimiter) = chars.next().filter(|c| !c.is_alphanumeric() && !matches!(c, '\r' | '\n' | '"')) {
            let rest = chars.as_str();
            let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).unwrap_or(rest);
            return (delimiter, rest);
        }
    }
    let mut best = (';', (0, 0));
    for delimiter in DELIMITERS {
        let score = score(text, delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    (best.0, text)
}

// How many of the first records have the same number of fields, and that number; records of one field count for nothing.
fn score(text: &str, delimiter: char) -> (usize, usize) {
    let mut widths: Vec<usize> =
        Records::new(text, delimiter).take(30).map(|record| record.len()).filter(|width| *width > 1).collect();
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).max().unwrap_or((0, 0))
}

/// The records of a text.
pub(super) struct Records<'t> {
    rest: &'t str,
    delimiter: char,
    stray: usize,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, delimiter: char) -> Self {
        Self { rest: text, delimiter, stray: 0 }
    }

    // A field, and whether it was the last of its record.
    fn field(&mut self) -> (Cow<'t, str>, bool) {
        if self.stray < STRAY && self.rest.starts_with('"') {
            if let Some(field) = self.quoted() {
                return field;
            }
            self.stray += 1;
        }
        let end = self.end_of_plain(0);
        let field = &self.rest[..end];
        (Cow::Borrowed(field), self.step(end))
    }

    // A field in quotation marks; `None` when the closing one is missing.
    fn quoted(&mut self) -> Option<(Cow<'t, str>, bool)> {
        let mut out = String::new();
        let mut at = 1;
        loop {
            let close = at + self.rest[at..].find('"')?;
            out.push_str(&self.rest[at..close]);
            at = close + 1;
            if !self.rest[at..].starts_with('"') {
                break;
            }
            out.push('"');
            at += 1;
        }
        // What follows the closing mark belongs to the field as it stands.
        let end = self.end_of_plain(at);
        out.push_str(&self.rest[at..end]);
        Some((Cow::Owned(out), self.step(end)))
    }

    fn end_of_plain(&self, from: usize) -> usize {
        self.rest[from..].find([self.delimiter, '\n', '\r']).map_or(self.rest.len(), |at| from + at)
    }

    // Steps over what ended the field; whether the record ended too.
    fn step(&mut self, end: usize) -> bool {
        let rest = &self.rest[end..];
        let (rest, ended) = if let Some(rest) = rest.strip_prefix(self.delimiter) {
            (rest, false)
        } else {
            (rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).unwrap_or(rest), true)
        };
        self.rest = rest;
        ended
    }
}

impl<'t> Iterator for Records<'t> {
    type Item = Vec<Cow<'t, str>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Vec::new();
        loop {
            let (field, ended) = self.field();
            record.push(field);
            if ended {
                return Some(record);
            }
        }
    }
}
