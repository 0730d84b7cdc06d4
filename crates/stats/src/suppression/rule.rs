//! The rule for one figure.

use serde::{Deserialize, Serialize};

/// How small a count must be to be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The smallest count that is shown, beside zero. Counts from 1 up to the one before are hidden.
    pub smallest_shown: i64,
}

impl Rule {
    /// For those who may not see the rows behind a figure: 1\u{2013}4 are hidden.
    pub const INSIDE: Self = Self { smallest_shown: 5 };
    /// For the public: 1\u{2013}9 are hidden.
    pub const PUBLIC: Self = Self { smallest_shown: 10 };
    /// For those who may see the rows: nothing is hidden.
    pub const OPEN: Self = Self { smallest_shown: 1 };

    /// Whether the count is hidden for being small.
    pub fn hides(self, count: i64) -> bool {
        count >= 1 && count < self.smallest_shown
    }

    /// What is shown of a figure that stands alone: no total is published beside it.
    pub fn single(self, count: Option<i64>) -> Shown {
        match count {
            None => Shown::Missing,
            Some(count) if self.hides(count) => Shown::Suppressed,
            Some(count) => Shown::Count(count),
        }
    }

    /// Whether the difference between two figures for the same place is hidden for being small, whichever is the larger.
    pub fn hides_between(self, one: i64, other: i64) -> bool {
        self.hides(one.abs_diff(other).try_into().unwrap_or(i64::MAX))
    }

    /// What is shown of a share. It is hidden when its part or the rest of its base would be, since both follow from
    /// the share and the base that every share is shown with.
    pub fn share(self, part: Option<i64>, base: Option<i64>) -> ShownShare {
        match (part, base) {
            (Some(part), Some(base)) if self.hides(part) || self.hides(base - part) || self.hides(base) => {
                ShownShare::Suppressed
            }
            (Some(part), Some(base)) => ShownShare::Share { part, base },
            _ => ShownShare::Missing,
        }
    }
}

/// What a reader sees of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// The count, zero included.
    Count(i64),
    /// Nobody has said.
    Missing,
    /// Too few to be shown.
    Suppressed,
}

/// What a reader sees of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShownShare {
    /// So many of so many; a base of zero has no percentage.
    Share {
        /// Those who are counted.
        part: i64,
        /// Those among whom they are counted.
        base: i64,
    },
    /// Nobody has said.
    Missing,
    /// Too few to be shown.
    Suppressed,
}

#[cfg(test)]
mod tests {
    use super::*;

    use Shown::{Count, Missing, Suppressed};

    #[test]
    fn zero_missing_and_suppressed_are_three_signs() {
        for (count, inside, public) in [
            (None, Missing, Missing),
            (Some(0), Count(0), Count(0)),
            (Some(1), Suppressed, Suppressed),
            (Some(4), Suppressed, Suppressed),
            (Some(5), Count(5), Suppressed),
            (Some(9), Count(9), Suppressed),
            (Some(10), Count(10), Count(10)),
        ] {
            assert_eq!(Rule::INSIDE.single(count), inside);
            assert_eq!(Rule::PUBLIC.single(count), public);
        }
        assert_eq!(Rule::OPEN.single(Some(1)), Count(1));
    }

    #[test]
    fn a_share_hides_when_its_part_or_the_rest_is_small() {
        for (part, base, shown) in [
            (50, 100, ShownShare::Share { part: 50, base: 100 }),
            (0, 100, ShownShare::Share { part: 0, base: 100 }),
            (3, 100, ShownShare::Suppressed),
            (98, 100, ShownShare::Suppressed),
            (100, 100, ShownShare::Share { part: 100, base: 100 }),
            (0, 3, ShownShare::Suppressed),
            (0, 0, ShownShare::Share { part: 0, base: 0 }),
        ] {
            assert_eq!(Rule::INSIDE.share(Some(part), Some(base)), shown, "{part} of {base}");
        }
        assert_eq!(Rule::INSIDE.share(None, Some(9)), ShownShare::Missing);
    }
}
