//! The receipt code of somebody who said something: the only key to their case, written down by hand.

use std::fmt;
use std::str::FromStr;

use kernel::Chance;

/// The signs of a code. No vowels, so that no code is a word, and nothing that looks like something else in handwriting
/// or on a cracked screen: no 0 1 2 5 (O, I, Z, S), no B E G L S U Z.
pub const CODE_SIGNS: &[u8; 22] = b"346789CDFHJKMNPQRTVWXY";

/// How many signs find the row.
pub const SELECTOR_SIGNS: usize = 4;
const SIGNS: usize = 20;
const GROUP: usize = 4;

/// A receipt code: twenty signs, 89 bits, in groups of four. The first group finds the case, the rest proves that
/// somebody was given it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Code([u8; SIGNS]);

/// What is no code, so that it need not be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACode {
    /// It has another number of signs.
    #[error("a code has 20 signs, not {0}")]
    Length(usize),
    /// It has a sign that no code has.
    #[error("no code has the sign {0:?}")]
    Sign(char),
}

impl Code {
    /// A new code from the given source of chance; each sign equally likely.
    pub fn random(chance: &dyn Chance) -> Self {
        let mut signs = [0; SIGNS];
        let mut at = 0;
        // 242 is the largest multiple of 22 that a byte can hold: bytes above it are thrown away, so that no sign is favoured.
        let most = 22 * 11;
        while at < SIGNS {
            let mut bytes = [0; 32];
            chance.fill(&mut bytes);
            for byte in bytes.into_iter().filter(|byte| *byte < most) {
                if at < SIGNS {
                    signs[at] = CODE_SIGNS[usize::from(byte % 22)];
                    at += 1;
                }
            }
        }
        Self(signs)
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The signs that find the row.
    pub fn selector(&self) -> &str {
        &self.text()[..SELECTOR_SIGNS]
    }

    /// The signs that are kept as a slow hash only.
    pub fn verifier(&self) -> &str {
        &self.text()[SELECTOR_SIGNS..]
    }

    /// The code as it is written down: groups of four with a hyphen between.
    pub fn written(&self) -> String {
        let groups: Vec<&str> = (0..SIGNS / GROUP).map(|at| &self.text()[at * GROUP..(at + 1) * GROUP]).collect();
        groups.join("-")
    }
}

/// Codes open somebody's case: nothing prints one by accident.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl FromStr for Code {
    type Err = NotACode;
    /// Reads a code as people write it: small letters, any spaces, hyphens and dots between.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let apart =
            |sign: &char| sign.is_whitespace() || matches!(sign, '-' | '.' | '_' | ':' | '/' | '\u{2010}'..='\u{2015}');
        let mut signs = [0; SIGNS];
        let mut count = 0;
        for sign in kernel::visible::visible(text).chars().filter(|sign| !apart(sign)) {
            let upper = sign.to_ascii_uppercase();
            let known =
                u8::try_from(upper).ok().filter(|byte| CODE_SIGNS.contains(byte)).ok_or(NotACode::Sign(sign))?;
            if let Some(place) = signs.get_mut(count) {
                *place = known;
            }
            count += 1;
        }
        if count == SIGNS { Ok(Self(signs)) } else { Err(NotACode::Length(count)) }
    }
}
