//! One word for one thing: what the product no longer says to people, and what it says instead.
//!
//! GLOSSARY.md tells which word was chosen. Looked through are the sentences, the markup and the handbook.

/// What is not said, in small letters, and what is said instead.
const DISCARDED: &[(&str, &str)] = &[
    ("f\u{f6}r sent", "efter sista dagen"),
    ("m\u{e4}rks som f\u{f6}rsenad", "m\u{e4}rks som inl\u{e4}mnad efter sista dagen"),
    ("m\u{e4}rks som sen", "m\u{e4}rks som inl\u{e4}mnad efter sista dagen"),
    ("tillbakal\u{e4}mnad", "\u{e5}terl\u{e4}mnad"),
    ("hela verksamheten", "hela anordnaren"),
    ("inskicka", "inl\u{e4}mnad, l\u{e4}mna in"),
    ("skicka in", "l\u{e4}mna in"),
    ("kvittens", "kvitto"),
    ("anst\u{e5}nd", "mer tid"),
];

/// The sentences that show how TOML is written keep its straight quotation marks.
const SHOWS_TOML: &str = "crates/domain/src/year/sv.rs";

/// Faults of a text for people: `path`, and its text without comments and tests.
pub fn faults(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let handbook = path.starts_with("docs/handbok/");
    for (number, line) in (1..).zip(text.lines()) {
        let small = line.to_lowercase();
        for (word, instead) in DISCARDED {
            if small.contains(word) {
                found.push(format!("{path}:{number}: \"{word}\" has another word in GLOSSARY.md: {instead}"));
            }
        }
        let straight = if handbook { line.contains('"') } else { line.contains("\\\"") && !line.contains("{\\\"") };
        if straight && path != SHOWS_TOML {
            found.push(format!("{path}:{number}: straight quotation marks; write \u{201d} on both sides"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discarded_word_is_found_with_the_one_to_write() {
        let found = faults("crates/a/src/sv.rs", "\"ett\"\n\"F\u{f6}r sent inl\u{e4}mnad\"");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("crates/a/src/sv.rs:2:") && found[0].ends_with("efter sista dagen"), "{found:?}");
        assert!(faults("docs/handbok/a.md", "Inl\u{e4}mnad efter sista dagen.").is_empty());
    }

    #[test]
    fn straight_quotation_marks_are_found_in_sentences_and_not_in_toml() {
        assert_eq!(faults("crates/a/src/view.rs", "\"Svara \\\"nej\\\".\"").len(), 1);
        assert_eq!(faults("docs/handbok/a.md", "Svara \"nej\".").len(), 1);
        assert!(faults(SHOWS_TOML, "\"kind = \\\"day\\\"\"").is_empty());
        assert!(faults("crates/a/src/pages.rs", "\"{\\\"saved\\\":true}\"").is_empty());
    }
}
