//! Which delimiter a table has.

use super::columns::Wanted;
use super::records::first;

const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];
/// How many rows are looked at.
const ROWS: usize = 50;

/// Whether the character can be a delimiter.
pub(super) const fn possible(delimiter: char) -> bool {
    delimiter.is_ascii() && !delimiter.is_ascii_alphanumeric() && !matches!(delimiter, '\r' | '\n' | '"' | '\0')
}

/// The delimiter that a first line `sep=;` tells, and where that line ends.
pub(super) fn told(text: &str) -> Option<(u8, usize)> {
    let rest = text.get(..4).filter(|head| head.eq_ignore_ascii_case("sep=")).and(text.get(4..))?;
    let delimiter = rest.chars().next().filter(|c| possible(*c))?;
    let after = &rest[1..];
    (after.is_empty() || after.starts_with(['\r', '\n'])).then_some((u8::try_from(delimiter).ok()?, 5))
}

/// The delimiter by which the first rows hold most of the wanted headings, or where that does not tell, by which most of
/// them have the same number of fields.
pub(super) fn guess(text: &str, whole: bool, wanted: &Wanted) -> u8 {
    let mut best = (b';', (0, 0, 0));
    for delimiter in DELIMITERS {
        let rows = first(text, whole, delimiter, ROWS);
        let headings = rows.iter().map(|row| wanted.count(row.iter().map(String::as_str))).max().unwrap_or(0);
        // Rows of one field count for nothing.
        let mut widths: Vec<usize> = rows.iter().map(Vec::len).filter(|width| *width > 1).collect();
        widths.sort_unstable();
        let (rows, width) = widths.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).max().unwrap_or((0, 0));
        // A wanted heading that is a row of its own is found by any delimiter.
        let score = (if headings > 1 { headings } else { 0 }, rows, width);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}
