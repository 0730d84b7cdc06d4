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
/// them have the same number of fields. Rows with a quotation mark left in a field count less: what parts a quoted field in two leaves
/// its marks, and its line breaks make more rows of them.
pub(super) fn guess(text: &str, whole: bool, wanted: &Wanted) -> u8 {
    let mut best = (b';', (0, 0, 0, 0));
    for delimiter in DELIMITERS {
        let rows = first(text, whole, delimiter, ROWS);
        let headings = rows.iter().map(|row| wanted.count(row.iter().map(String::as_str))).max().unwrap_or(0);
        let is_whole = |row: &&Vec<String>| row.iter().all(|field| !field.contains('"'));
        let (whole_rows, _) = most_alike(rows.iter().filter(is_whole).map(Vec::len));
        let (rows, width) = most_alike(rows.iter().map(Vec::len));
        // A wanted heading that is a row of its own is found by any delimiter.
        let score = (if headings > 1 { headings } else { 0 }, whole_rows, rows, width);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// How many rows have the same number of fields, and how many that is. Rows of one field count for nothing.
fn most_alike(widths: impl Iterator<Item = usize>) -> (usize, usize) {
    let mut widths: Vec<usize> = widths.filter(|width| *width > 1).collect();
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).max().unwrap_or((0, 0))
}
