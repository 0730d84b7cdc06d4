//! What stands in a cell: a number as exactly as it was printed, a sign for nothing, or words.

use std::fmt;

/// A decimal number as it was printed: 4.1 is 41 with one decimal, 4.10 is 410 with two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// The number in units of its last decimal.
    pub units: i64,
    /// How many decimals it has.
    pub decimals: u32,
}

impl Decimal {
    /// The number when it is whole, however many zeros follow the decimal sign.
    pub fn whole(self) -> Option<i64> {
        let scale = 10_i64.checked_pow(self.decimals)?;
        (self.units % scale == 0).then(|| self.units / scale)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = self.decimals as usize + 1);
        let (whole, rest) = digits.split_at(digits.len() - self.decimals as usize);
        let sign = if self.units < 0 { "\u{2212}" } else { "" };
        if rest.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole},{rest}") }
    }
}

/// What a cell of numbers holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A number.
    Number(Decimal),
    /// Nothing, or a sign for a figure that is not available: not zero.
    Missing,
    /// Something that is neither.
    Words(String),
}

impl Cell {
    /// The number, where there is one.
    pub const fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Missing | Self::Words(_) => None,
        }
    }
}

/// Reads a cell of numbers. Spaces between digits are thousands, a comma or a point begins the decimals, a per cent sign
/// at the end goes. `..`, `.`, `x` and nothing at all are missing (the signs of Statistics Sweden); a dash is zero in
/// their tables and missing in others, which is said for each table.
pub fn read_cell(text: &str, dash_is_zero: bool) -> Cell {
    let text = text.trim().trim_end_matches('%').trim_end();
    match text {
        "" | "." | ".." | "..." | "\u{2026}" | "x" | "X" => return Cell::Missing,
        "-" | "\u{2013}" | "\u{2212}" if dash_is_zero => return Cell::Number(Decimal { units: 0, decimals: 0 }),
        "-" | "\u{2013}" | "\u{2212}" => return Cell::Missing,
        _ => {}
    }
    decimal(text).map_or_else(|| Cell::Words(text.to_owned()), Cell::Number)
}

fn decimal(text: &str) -> Option<Decimal> {
    let (negative, rest) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = rest.split_once([',', '.']).unwrap_or((rest, ""));
    let space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    // Thousands are three digits each, so that a slip is not read as a number.
    let groups: Vec<&str> = whole.split(space).collect();
    let fine = match groups.as_slice() {
        [one] => !one.is_empty(),
        [first, others @ ..] => (1..=3).contains(&first.len()) && others.iter().all(|group| group.len() == 3),
        [] => false,
    };
    let digits = groups.concat();
    let figures = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !fine || !figures(&digits) || !figures(fraction) || rest.ends_with([',', '.']) || fraction.len() > 9 {
        return None;
    }
    let units: i64 = format!("{digits}{fraction}").parse().ok()?;
    Some(Decimal { units: if negative { -units } else { units }, decimals: u32::try_from(fraction.len()).ok()? })
}
