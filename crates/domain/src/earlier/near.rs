//! What somebody may have meant.

use kernel::swedish::fold;

/// How many are told.
const MOST: usize = 3;

/// The candidates that are most like what was written, the likest first; none where none is like it.
pub fn near<'a>(written: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    let written = fold(written);
    if written.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, &str)> = candidates
        .filter_map(|candidate| {
            let folded = fold(candidate);
            let part = written.chars().count() >= 4 && (folded.contains(&written) || written.contains(&folded));
            let steps = distance(&written, &folded);
            let longest = written.chars().count().max(folded.chars().count());
            (part || steps * 3 <= longest).then_some((if part { steps.min(1) } else { steps }, candidate))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(MOST).map(|(_, candidate)| candidate.to_owned()).collect()
}

/// How many letters have to be put in, taken out or changed (Levenshtein 1966). Long texts are compared by their beginnings.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().take(100).collect(), right.chars().take(100).collect());
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, r) in right.iter().enumerate() {
            row.push((above[j] + usize::from(l != r)).min(above[j + 1] + 1).min(row[j] + 1));
        }
        above = row;
    }
    above.last().copied().unwrap_or_default()
}
