//! Text as people's programs hand it over, made comparable: composed letters, no invisible characters.

use std::borrow::Cow;

use kernel::visible::{has_visible, is_invisible};

/// The text as it is kept: trimmed, line ends as `\n`, invisible and control characters gone, no-break spaces as
/// spaces, and the Swedish letters composed (a macOS file name or a PDF gives them as letter and accent). A text that
/// shows nothing is empty. The zero-width joiner and non-joiner (U+200C, U+200D) carry meaning in Persian and in emoji,
/// but not in what is matched here; they are kept in text and dropped by [`fold`].
pub fn clean(text: &str) -> String {
    cleaned(text).into_owned()
}

/// As [`clean`], borrowed where there is nothing to clean: a workbook of thousands of rows is cleaned several times.
pub fn cleaned(text: &str) -> Cow<'_, str> {
    // Letters, digits and signs of ASCII, and U+00C0 to U+00FF, which begin with C3: all of them stay as they are.
    if text.bytes().all(|byte| matches!(byte, b'\t' | b'\n' | 0x20..=0x7e | 0x80..=0xbf | 0xc3)) {
        return Cow::Borrowed(text.trim());
    }
    let mut out = String::with_capacity(text.len());
    let mut previous_return = false;
    for c in text.chars() {
        let returned = std::mem::replace(&mut previous_return, c == '\r');
        match c {
            '\n' if returned => {}
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => out.push('\n'),
            '\n' | '\t' => out.push(c),
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' => out.push(' '),
            c if c.is_control() || is_invisible(c) => {}
            mark @ ('\u{300}' | '\u{301}' | '\u{308}' | '\u{30a}') => match out.pop() {
                Some(base) => match compose(base, mark) {
                    Some(letter) => out.push(letter),
                    None => out.extend([base, mark]),
                },
                None => out.push(mark),
            },
            c => out.push(c),
        }
    }
    Cow::Owned(if has_visible(&out) { out.trim().to_owned() } else { String::new() })
}

/// Whether nothing is left of the text when it is cleaned.
pub fn is_blank(text: &str) -> bool {
    // Any visible character of ASCII stays.
    !text.bytes().any(|byte| matches!(byte, 0x21..=0x7e)) && cleaned(text).is_empty()
}

/// The composed letter, for the letters of Swedish and its borrowed names (Unicode canonical composition).
const fn compose(base: char, mark: char) -> Option<char> {
    Some(match (base, mark) {
        ('a', '\u{30a}') => '\u{e5}',
        ('A', '\u{30a}') => '\u{c5}',
        ('a', '\u{308}') => '\u{e4}',
        ('A', '\u{308}') => '\u{c4}',
        ('o', '\u{308}') => '\u{f6}',
        ('O', '\u{308}') => '\u{d6}',
        ('u', '\u{308}') => '\u{fc}',
        ('U', '\u{308}') => '\u{dc}',
        ('e', '\u{308}') => '\u{eb}',
        ('e', '\u{301}') => '\u{e9}',
        ('E', '\u{301}') => '\u{c9}',
        ('a', '\u{301}') => '\u{e1}',
        ('o', '\u{301}') => '\u{f3}',
        ('a', '\u{300}') => '\u{e0}',
        ('e', '\u{300}') => '\u{e8}',
        _ => return None,
    })
}

/// The text as it is compared: cleaned, lower case, white space as single spaces, joiners gone.
pub fn fold(text: &str) -> String {
    let text = cleaned(text);
    if text.contains(['\u{200c}', '\u{200d}']) {
        return kernel::swedish::fold(&text.replace(['\u{200c}', '\u{200d}'], ""));
    }
    kernel::swedish::fold(&text)
}

/// The number of characters a person would count, near enough: Unicode scalar values.
pub fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// The candidate nearest to the text, where it is near enough to be a slip of the pen: at most a third of its letters
/// differ (two for words of up to eight), counted as in Damerau (1964) with neighbours swapped as one slip.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text: Vec<char> = fold(text).chars().take(80).collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = fold(candidate).chars().take(80).collect();
        let limit = match other.len() {
            0..=2 => 0,
            3..=4 => 1,
            5..=8 => 2,
            longer => longer / 3,
        };
        let distance = slips(&text, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
fn slips(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, r) in right.iter().enumerate() {
            let mut least = (above[j] + usize::from(l != r)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *l == right[j - 1] && left[i - 1] == *r {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

/// The text with at most so many characters, the rest as an ellipsis; for quoting in a sentence.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}\u{2026}", text[..end].trim_end())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_came_in_two_parts_are_put_together_and_invisible_ones_go() {
        assert_eq!(clean("\u{feff} Bemo\u{308}tande\u{a0}\u{200b}"), "Bemötande");
        assert_eq!(fold("TILLGA\u{308}NGLIGHET  nu"), "tillgänglighet nu");
        assert_eq!(clean("a\r\nb\rc\u{0}"), "a\nb\nc");
        assert_eq!(clean("\u{308}"), "\u{308}");
        for unseen in ["\u{3164}", "\u{200d}", "\u{2800} \u{fe0f}", "\u{ffa0}\n"] {
            assert!(clean(unseen).is_empty() && is_blank(unseen), "{unseen:?}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_gets_a_suggestion_and_another_word_does_not() {
        let words = ["Bemötande", "Tillgänglighet", "Innehåll"];
        for (written, meant) in [
            ("bemotande", Some("Bemötande")),
            ("Tilgänglihet", Some("Tillgänglighet")),
            ("Inehåll", Some("Innehåll")),
            ("Innehlål", Some("Innehåll")),
            ("Övrigt", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, words), meant, "{written}");
        }
    }

    #[test]
    fn a_long_quotation_is_cut_between_characters() {
        assert_eq!(shortened("åäö åäö", 4), "åäö…");
        assert_eq!(shortened("åäö", 3), "åäö");
    }
}
