//! Numbers as people write them in a cell.

/// A number, exactly as far as thousandths, with how many decimals were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// In thousandths, rounded half up.
    pub thousandths: i64,
    /// Decimals that were written, at most three.
    pub decimals: u32,
}

/// The number without what people write around it: spaces between thousands, a per cent sign, a typographic minus.
fn bare(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2009}' | '\u{202f}' | '%'));
    kept.map(|c| match c {
        '\u{2212}' => '-',
        ',' => '.',
        other => other,
    })
    .collect()
}

/// A whole number from zero up, below a hundred million. A point or comma before exactly three digits may as well divide
/// thousands: such a text is no number.
pub fn count(text: &str) -> Option<i64> {
    let bare = bare(text);
    if bare.split_once('.').is_some_and(|(_, rest)| rest.len() == 3) {
        return None;
    }
    let whole = bare
        .split_once('.')
        .map_or(Some(bare.as_str()), |(whole, rest)| rest.bytes().all(|digit| digit == b'0').then_some(whole))?;
    let fits = !whole.is_empty() && whole.len() <= 8 && whole.bytes().all(|digit| digit.is_ascii_digit());
    whole.parse().ok().filter(|_| fits)
}

/// A number with decimals. Of more than three the number is rounded: a workbook may keep what it has divided with fifteen.
pub fn decimal(text: &str) -> Option<Written> {
    let bare = bare(text);
    let (negative, digits) = bare.strip_prefix('-').map_or((false, bare.as_str()), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || part.len() > 30 || !numeric(whole) || !numeric(part) {
        return None;
    }
    let padded: String = part.chars().chain("0000".chars()).take(4).collect();
    let (kept, next) = padded.split_at(3);
    let up = i64::from(next.as_bytes().first().is_some_and(|digit| *digit >= b'5'));
    let thousandths = whole.parse::<i64>().ok()? * 1000 + kept.parse::<i64>().ok()? + up;
    let decimals = u32::try_from(part.trim_end_matches('0').len()).unwrap_or(3).min(3);
    Some(Written { thousandths: if negative { -thousandths } else { thousandths }, decimals })
}

impl Written {
    /// Whether the written number is the exact one, rounded to as many decimals as were written. In whole numbers:
    /// `part · per / base` against the thousandths, half a unit of the last decimal to either side.
    pub fn is_rounded_from(self, part: i64, base: i64, per: i64) -> bool {
        let exact = i128::from(part) * i128::from(per) * 1000;
        let written = i128::from(self.thousandths) * i128::from(base);
        let half = 10_i128.pow(3 - self.decimals.min(3)) * i128::from(base);
        // Twice the difference is at most a unit of the last decimal. The value is one of thousandths itself.
        2 * (exact - written).abs() <= half
    }
}
