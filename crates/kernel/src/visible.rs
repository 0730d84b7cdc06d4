//! Characters that nobody sees. A text of them alone is no text, and in a name they make one thing look like another.

use std::borrow::Cow;

/// Zero-width characters, soft hyphens, byte order marks, direction marks, fillers and tags: nobody types them on
/// purpose. From the property `Default_Ignorable_Code_Point` of Unicode 16.0 (`DerivedCoreProperties.txt`), without
/// the joiners (U+200C, U+200D), which carry meaning in Persian and in emoji, and the variation selectors (U+FE00 to
/// U+FE0F), which do in emoji; with the interlinear marks (U+FFF9 to U+FFFB).
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Joiners and selectors: they change the characters beside them and are nothing alone.
const fn only_changes_others(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// Whether a reader would see anything of the text. U+2800 is braille without a dot: a blank like any other.
pub fn has_visible(text: &str) -> bool {
    text.chars()
        .any(|c| !(c.is_whitespace() || c.is_control() || is_invisible(c) || only_changes_others(c) || c == '\u{2800}'))
}

/// The text without what nobody sees; empty where nothing is left to be seen.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(if has_visible(text) { text } else { "" });
    }
    if !has_visible(text) {
        return Cow::Borrowed("");
    }
    if text.chars().any(is_invisible) {
        return Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect());
    }
    Cow::Borrowed(text)
}

/// A name as it is kept: on one line, words one space apart, nothing in it that nobody sees.
pub fn one_line(text: &str) -> String {
    let seen: String =
        visible(text).chars().filter(|c| !only_changes_others(*c) && (!c.is_control() || c.is_whitespace())).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNSEEN: &[&str] = &[
        "\u{200b}",
        "\u{2060}",
        "\u{ad}",
        "\u{3164}",
        "\u{202e}",
        "\u{feff}",
        "\u{2800}",
        "\u{200d}",
        "\u{fe0f}",
        "\u{ffa0}",
        "\u{e0041}",
        "\u{a0}\u{2003}\n\t",
        "\u{0}\u{7}",
    ];

    #[test]
    fn a_text_of_unseen_characters_is_empty() {
        for text in UNSEEN {
            for text in [(*text).to_owned(), format!(" {text}\n{text} ")] {
                assert!(!has_visible(&text), "{text:?}");
                assert_eq!(visible(&text), "", "{text:?}");
                assert_eq!(one_line(&text), "", "{text:?}");
            }
        }
    }

    #[test]
    fn what_is_seen_stays_as_it_is() {
        let joined = "\u{1f469}\u{200d}\u{1f3eb}";
        for text in ["\u{e5}tg\u{e4}rd\n\nrad tv\u{e5}", "a", " a ", "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}", joined] {
            assert_eq!(visible(text), text);
        }
        assert_eq!(visible("a\u{202e}b\u{200b}c"), "abc");
        assert_eq!(one_line("  Ek\u{ad}stads\u{200b}\n kom\u{200d}mun\u{202e} "), "Ekstads kommun");
    }
}
