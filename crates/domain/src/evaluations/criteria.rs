//! What is looked at.

use kernel::swedish;
use serde::{Deserialize, Serialize};

/// The most criteria of an evaluation.
pub const MOST_CRITERIA: usize = 40;

/// Something that is judged at every provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its stable name within the evaluation.
    pub slug: String,
    /// What it belongs to.
    pub area: String,
    /// What it is called.
    pub title: String,
    /// What is looked at.
    pub looks: String,
    /// Where the law speaks of it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub law: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    criterion: Vec<Criterion>,
}

/// The shipped example.
///
/// # Panics
/// Never: a test reads it.
pub fn example() -> Vec<Criterion> {
    let text = include_str!("../../../../config/evaluation.toml");
    let read: Result<Shipped, _> = toml::from_str(text);
    read.map_or_else(|error| unreachable!("the shipped criteria cannot be read: {error}"), |read| read.criterion)
}

/// A stable name for a criterion of that title which none of the others has.
pub fn free_slug(title: &str, others: &[Criterion]) -> String {
    let mut base = String::new();
    for letter in swedish::fold(title).chars() {
        let plain = match letter {
            '\u{e5}' | '\u{e4}' => 'a',
            '\u{f6}' => 'o',
            '\u{e9}' => 'e',
            other => other,
        };
        if plain.is_ascii_alphanumeric() {
            base.push(plain.to_ascii_lowercase());
        } else if !base.is_empty() && !base.ends_with('-') {
            base.push('-');
        }
    }
    let short: String = base.chars().take(40).collect();
    let trimmed = short.trim_matches('-');
    let base = if trimmed.is_empty() { "kriterium" } else { trimmed };
    let taken = |slug: &str| others.iter().any(|one| one.slug == slug);
    if !taken(base) {
        return base.to_owned();
    }
    (2..=MOST_CRITERIA + 1).map(|number| format!("{base}-{number}")).find(|slug| !taken(slug)).unwrap_or_default()
}
