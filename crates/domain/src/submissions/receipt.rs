//! Receipts: a reference that can be read out on the telephone, and a hash that proves what was handed in.

use std::fmt::Write as _;

use forms::{Content, canonical_json};
use kernel::{Chance, Instant};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What the provider gets when something has been durably received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The reference, such as `T-7K3M-9QXP`.
    pub reference: String,
    /// Which version of the item, counted from 1.
    pub number: u32,
    /// When it was received.
    pub at: Instant,
    /// SHA-256 over the canonical content, 64 lower-case hexadecimal digits.
    pub hash: String,
}

/// Characters that nobody takes for another, read or heard: without 0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V.
const ALPHABET: &[u8; 20] = b"3479ACDEFHJKMNPQRTXY";

/// Text that is no reference, or one that was mistyped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a reference: {0}")]
pub struct NotAReference(pub String);

/// A new reference from the given chance: seven random characters and a check character. It is no secret; whoever
/// stores it makes sure that it is unique.
pub fn reference(chance: &dyn Chance) -> String {
    let mut picked = Vec::with_capacity(7);
    while picked.len() < 7 {
        let mut bytes = [0; 16];
        chance.fill(&mut bytes);
        // Bytes from 240 on would make the first characters likelier than the last.
        picked
            .extend(bytes.iter().filter(|byte| **byte < 240).map(|byte| usize::from(byte % 20)).take(7 - picked.len()));
    }
    picked.push(check_character(&picked));
    let text: String = picked.iter().filter_map(|index| ALPHABET.get(*index)).map(|byte| char::from(*byte)).collect();
    format!("T-{}-{}", &text[..4], &text[4..])
}

/// The reference as it is stored, from text as people type it: lower case, with or without `T` and hyphens.
pub fn read_reference(text: &str) -> Result<String, NotAReference> {
    let wrong = || NotAReference(text.to_owned());
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_uppercase();
    let bare = if bare.len() == 9 { bare.strip_prefix('T').ok_or_else(wrong)? } else { &bare };
    let indices: Option<Vec<usize>> =
        bare.bytes().map(|byte| ALPHABET.iter().position(|candidate| *candidate == byte)).collect();
    match indices.as_deref() {
        Some([seven @ .., check]) if seven.len() == 7 && check_character(seven) == *check => {
            Ok(format!("T-{}-{}", &bare[..4], &bare[4..]))
        }
        _ => Err(wrong()),
    }
}

/// The Luhn algorithm modulo the size of the alphabet: finds every single wrong character and nearly every swap of
/// neighbours (ISO/IEC 7812-1, annex B, in base N).
fn check_character(characters: &[usize]) -> usize {
    let size = ALPHABET.len();
    let sum: usize = characters
        .iter()
        .rev()
        .enumerate()
        .map(|(place, index)| {
            let product = index * if place % 2 == 0 { 2 } else { 1 };
            product / size + product % size
        })
        .sum();
    (size - sum % size) % size
}

/// SHA-256 (FIPS 180-4) over the canonical content, as 64 lower-case hexadecimal digits.
pub fn content_hash(content: &Content) -> String {
    let digest = Sha256::digest(canonical_json(content).as_bytes());
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use kernel::SeededChance;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_hash_is_over_the_canonical_text() {
        // sha256sum of {"format":"tertial-content-1","form":"f","fields":{},"tables":{}}
        assert_eq!(
            content_hash(&Content::new("f")),
            "f555f31322ef9e7da00385ce3dfa26b24aa4137f2574af49da3e1e9288446bb5"
        );
    }

    proptest! {
        #[test]
        fn a_reference_is_read_back_as_people_type_it_and_a_slip_is_found(
            seed in any::<u64>(), place in 0..8usize, other in 0..20usize
        ) {
            let written = reference(&SeededChance::new(seed));
            prop_assert_eq!(written.len(), 11);
            prop_assert_eq!(read_reference(&written).unwrap(), written.clone());
            prop_assert_eq!(read_reference(&format!(" {} ", written[2..].to_lowercase().replace('-', " "))).unwrap(), written.clone());
            let mut bytes = written.clone().into_bytes();
            let index = if place < 4 { place + 2 } else { place + 3 };
            bytes[index] = ALPHABET[other];
            let slip = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(read_reference(&slip).is_ok(), slip == written);
        }

        #[test]
        fn no_text_makes_the_reader_of_references_fall(text in any::<String>()) {
            let _ = read_reference(&text);
        }
    }
}
