//! Which other open cases may be about the same: proposed to whoever handles one, decided by them, and kept nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::sv;

/// A case as it is compared: its words with its core category.
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    /// What whoever said it has written, all of it.
    pub words: &'t str,
    /// The core category, where somebody has said it.
    pub category: Option<&'t str>,
}

/// How alike two cases are, from 0 (no word in common) to a little over 1 (the same words and the same category).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Likeness(f64);

/// From here on two cases are proposed as being about the same.
const ALIKE: f64 = 0.2;
/// What the same category adds: two complaints about grades are not the same for that alone.
const SAME_CATEGORY: f64 = 0.1;
/// So many words of weight have to be in common: one name of a course makes no case the same as another.
const IN_COMMON: usize = 3;
/// So many are proposed at most.
const MOST: usize = 3;

/// Letters by which a word is known. Swedish words bend at their ends (*läraren*, *lärare*), and so do most of the other
/// languages in which people write here; five letters tell roots apart and leave endings out.
const STEM: usize = 5;
/// Shorter words say little of what something is about.
const SHORTEST: usize = 4;

/// The stems of the text's words, each once.
fn stems(words: &str) -> BTreeSet<String> {
    words
        .split(|sign: char| !sign.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= SHORTEST && !sv::COMMON_WORDS.contains(&word.as_str()))
        .map(|word| word.chars().take(STEM).collect())
        .collect()
}

/// Those of the others that are most like the one, the most alike first: their places among the others. A word weighs less the
/// more of the cases have it, so that what everybody at a school writes about makes nothing alike.
pub fn most_like(one: Told<'_>, others: &[Told<'_>]) -> Vec<(usize, Likeness)> {
    let own = stems(one.words);
    let theirs: Vec<BTreeSet<String>> = others.iter().map(|other| stems(other.words)).collect();
    let mut held_by: BTreeMap<&str, usize> = BTreeMap::new();
    for stem in own.iter().chain(theirs.iter().flatten()) {
        *held_by.entry(stem).or_default() += 1;
    }
    let cases = theirs.len() + 1;
    let weight = |stem: &String| weight(held_by.get(stem.as_str()).copied().unwrap_or(1), cases);
    let length = |stems: &BTreeSet<String>| stems.iter().map(|stem| weight(stem).powi(2)).sum::<f64>().sqrt();
    let mut found: Vec<(usize, Likeness)> = Vec::new();
    for (at, (other, stems)) in others.iter().zip(&theirs).enumerate() {
        let common: Vec<&String> = own.intersection(stems).collect();
        let lengths = length(&own) * length(stems);
        if common.len() < IN_COMMON || lengths <= 0.0 {
            continue;
        }
        let cosine = common.iter().map(|stem| weight(stem).powi(2)).sum::<f64>() / lengths;
        let same = one.category.is_some() && one.category == other.category;
        let likeness = cosine + if same { SAME_CATEGORY } else { 0.0 };
        if likeness >= ALIKE {
            found.push((at, Likeness(likeness)));
        }
    }
    found.sort_by(|(at, one), (other_at, other)| other.0.total_cmp(&one.0).then(at.cmp(other_at)));
    found.truncate(MOST);
    found
}

/// The inverse document frequency, never 0: of two cases with the same words every word is held by all.
#[expect(clippy::cast_precision_loss, reason = "counts of cases lie far below 2^53")]
fn weight(held_by: usize, cases: usize) -> f64 {
    ((cases + 1) as f64 / held_by as f64).ln()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(words: &str) -> Told<'_> {
        Told { words, category: None }
    }

    const GRADES: &str = "Jag har väntat på mitt betyg i matematik i sex veckor. Läraren svarar inte på mejl.";
    const AGAIN: &str = "Betyget i matematiken har inte kommit fast jag väntat länge, och läraren svarar aldrig.";
    const STAIRS: &str =
        "Hissen i huset är trasig sedan januari, så jag kan inte komma upp till lektionen med rullstol.";
    const NOISE: &str = "Det är stökigt och högljutt på lektionerna i svenska, så ingen hör vad som sägs.";

    #[test]
    fn the_same_thing_said_twice_is_found_among_other_things() {
        let others = [told(STAIRS), told(AGAIN), told(NOISE)];
        let found: Vec<usize> = most_like(told(GRADES), &others).into_iter().map(|(at, _)| at).collect();
        assert_eq!(found, [1]);
        assert_eq!(most_like(told(STAIRS), &[told(GRADES), told(AGAIN), told(NOISE)]), []);
    }

    #[test]
    fn a_category_in_common_is_not_enough_and_adds_to_what_is() {
        let of = |words, category| Told { words, category: Some(category) };
        assert_eq!(most_like(of(STAIRS, "miljo"), &[of(NOISE, "miljo")]), []);
        let apart = most_like(of(GRADES, "bedomning"), &[of(AGAIN, "bemotande")]);
        let same = most_like(of(GRADES, "bedomning"), &[of(AGAIN, "bedomning")]);
        assert!(same[0].1 > apart[0].1);
    }

    #[test]
    fn other_alphabets_are_compared_too_and_nothing_is_like_empty_words() {
        let one = "لم يرد المعلم على رسائلي منذ ستة أسابيع ولم أحصل على درجة الرياضيات";
        assert_eq!(most_like(told(one), &[told(one), told(STAIRS)]).len(), 1);
        assert_eq!(most_like(told(""), &[told(""), told(GRADES)]), []);
    }

    proptest! {
        #[test]
        fn likeness_is_the_same_both_ways_and_bounded(one in "\\PC{0,200}", other in "\\PC{0,200}") {
            let there = most_like(told(&one), &[told(&other)]);
            let back = most_like(told(&other), &[told(&one)]);
            prop_assert_eq!(there.len(), back.len());
            if let (Some((_, there)), Some((_, back))) = (there.first(), back.first()) {
                prop_assert!((there.0 - back.0).abs() < 1e-9);
                prop_assert!(there.0 <= 1.0 + SAME_CATEGORY + 1e-9);
            }
        }
    }
}
