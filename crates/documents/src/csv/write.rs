//! Text files out.

use std::fmt::Write as _;

use crate::raw::RawCell;
use crate::sv;

/// How a text file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Between fields.
    pub delimiter: char,
    /// Whether decimals stand after a comma.
    pub decimal_comma: bool,
    /// Whether the file begins with a byte order mark, by which Excel knows UTF-8.
    pub mark: bool,
}

impl Default for Style {
    /// What Excel with Swedish settings opens as a table by a double click.
    fn default() -> Self {
        Self { delimiter: ';', decimal_comma: true, mark: true }
    }
}

/// Writes rows as a text file in UTF-8 with CR LF line ends. Text that a spreadsheet would take for a formula gets a
/// leading apostrophe; numbers, also negative ones, stay numbers.
pub fn write<'r>(rows: impl IntoIterator<Item = &'r [RawCell]>, style: Style) -> String {
    let mut out = String::new();
    if style.mark {
        out.push('\u{feff}');
    }
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                out.push(style.delimiter);
            }
            field(&mut out, cell, style);
        }
        out.push_str("\r\n");
    }
    out
}

fn field(out: &mut String, cell: &RawCell, style: Style) {
    match cell.value() {
        RawCell::Empty | RawCell::Formula { .. } => {}
        RawCell::Number(number) => {
            let text = number.to_string();
            if style.decimal_comma {
                quoted(out, &text.replace('.', ","), style);
            } else {
                quoted(out, &text, style);
            }
        }
        RawCell::Day(day) => out.push_str(&day.to_string()),
        RawCell::DateTime(day, second) => {
            // Writing to a String cannot fail.
            let _ = write!(out, "{day} {:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
        }
        RawCell::Bool(value) => out.push_str(if *value { sv::YES } else { sv::NO }),
        RawCell::Text(text) | RawCell::Error(text) => {
            text_field(out, text, style);
        }
    }
}

/// A field of text that no spreadsheet runs.
pub(crate) fn text_field(out: &mut String, text: &str, style: Style) {
    if runs(text) {
        quoted(out, &format!("'{text}"), style);
    } else {
        quoted(out, text, style);
    }
}

/// Whether a spreadsheet might take the text for a formula (OWASP, CSV injection). The wide forms of the signs count as
/// well; a text that is only a negative number, or a dash for what is missing, does not.
pub(crate) fn runs(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
        && !is_negative_number(text)
        && !text.bytes().all(|byte| byte == b'-')
}

fn is_negative_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('-') else { return false };
    let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    [whole, decimals].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

fn quoted(out: &mut String, text: &str, style: Style) {
    // A file with tabs is opened as one; in others a spreadsheet of other settings may part fields at any of these.
    let parts = |c: char| style.delimiter != '\t' && matches!(c, ',' | ';');
    let special = |c: char| c == style.delimiter || parts(c) || matches!(c, '"' | '\r' | '\n' | '\t');
    if text.contains(special) || text.trim() != text {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}
