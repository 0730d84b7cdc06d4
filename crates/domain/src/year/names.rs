//! Stable names, and numbers kept exactly.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A stable name: begins with a letter, then lower-case letters a to z, digits and single hyphens, at most 60
/// characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Text that cannot be a stable name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a stable name (a letter first, then a-z, 0-9 and single hyphens): {0}")]
pub struct NotASlug(pub String);

impl Slug {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl Slug {
    /// A name that stands for one that could not be read; no document can refer to it.
    pub(super) fn stand_in(number: u32) -> Self {
        Self(format!("?{number}"))
    }
}
impl FromStr for Slug {
    type Err = NotASlug;
    fn from_str(text: &str) -> Result<Self, NotASlug> {
        let good = text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.len() <= 60
            && text
                .split('-')
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        if good { Ok(Self(text.to_owned())) } else { Err(NotASlug(text.to_owned())) }
    }
}
impl TryFrom<String> for Slug {
    type Error = NotASlug;
    fn try_from(text: String) -> Result<Self, NotASlug> {
        text.parse()
    }
}
impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}
impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}
impl PartialEq<str> for Slug {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}
impl PartialEq<&str> for Slug {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

/// A number with at most three decimals, kept exactly, as thousandths. Written `84.5` in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decimal(i64);

impl Decimal {
    /// From thousandths: 84.5 is 84 500.
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }
    /// The number in thousandths.
    pub const fn thousandths(self) -> i64 {
        self.0
    }
}
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        let sign = if self.0 < 0 { "-" } else { "" };
        if rest == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let digits = format!("{rest:03}");
            write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
        }
    }
}
impl FromStr for Decimal {
    type Err = NotASlug;
    fn from_str(text: &str) -> Result<Self, NotASlug> {
        let bad = || NotASlug(text.to_owned());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let part = if part.len() > 3 { part.trim_end_matches('0') } else { part };
        let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        let part = if part.is_empty() { "0" } else { part };
        if !all_digits(whole) || !all_digits(part) || part.len() > 3 || whole.len() > 12 {
            return Err(bad());
        }
        let whole: i64 = whole.parse().map_err(|_| bad())?;
        let part: i64 = format!("{part:0<3}").parse().map_err(|_| bad())?;
        let number = whole * 1000 + part;
        Ok(Self(if negative { -number } else { number }))
    }
}
